//! Names of several words: what the last one says, and whom it speaks against.

use super::places::csv;
use super::{confidence, groups};

const MOBILE: &str = "13812345678";
const CARD: &str = "4111111111111111";

/// The confidence of a value under a name.
fn named(name: &'static str, detector: &str, value: &str) -> u8 {
    let found = csv(&["a", name], &[format!("r,{value}")]);
    found.iter().filter(|g| *g.detector == *detector).map(|g| g.confidence).max().unwrap_or(0)
}

/// Mobile numbers in a column of this name.
fn column(name: &'static str, number: impl Fn(u64) -> u64) -> u8 {
    let rows: Vec<String> = (0..40).map(|i| format!("r{i},{}", number(i))).collect();
    csv(&["a", name], &rows).iter().map(|g| g.confidence).max().unwrap_or(0)
}

fn subscribers(i: u64) -> u64 {
    13_912_345_678 + i * i * 7_919 % 90_001
}

#[test]
fn an_address_speaks_for_itself_under_any_name() {
    for name in ["userId", "loginId", "distinct_id", "external_id", "NameID", "session", "ref", "orderNo", "hash", "ts"]
    {
        assert!(named(name, "email", "wang.wei@example.cn") >= 80, "{name}");
    }
    // Identifiers that are written as addresses are.
    for name in
        ["message_id", "emailMessageId", "Message-ID", "inReplyTo", "in_reply_to", "content_id", "callId", "Call-ID"]
    {
        assert!(named(name, "email", "a84b4c76e66710@pc33.example.com") < 70, "{name}");
    }
}

#[test]
fn a_number_may_be_the_name_of_a_person() {
    for name in ["userId", "login_id", "memberId", "accountId", "customer_id", "uid"] {
        assert_eq!(named(name, "cn.mobile", MOBILE), 60, "{name}");
        assert!(column(name, subscribers) >= 85, "{name}");
    }
    assert!(named("dest_terminal_id", "cn.mobile", MOBILE) >= 90, "what gateways of short messages call it");
    for name in ["id", "orderId", "userSessionId", "user_order", "eventId", "deviceId"] {
        assert!(named(name, "cn.mobile", MOBILE) < 50 && column(name, subscribers) < 70, "{name}");
    }
}

#[test]
fn the_last_word_of_a_name_says_what_it_names() {
    for name in [
        "contactId",
        "cellId",
        "cell_id",
        "phoneOrderId",
        "phone_hash",
        "mobile_version",
        "mobile_bytes",
        "phone_id",
        "phoneVerifyTime",
        "phone_verified_at",
        "tel_count",
        "phone_price",
        "phone_model",
        "mobile_pv",
        "telSeq2",
        "手机订单号",
        "手机销量",
        "手机流量",
        "手机ID",
        "手机型号",
        "电话时长",
        "联系人编号",
    ] {
        assert!(named(name, "cn.mobile", MOBILE) < 50, "{name}");
    }
    for name in [
        "phone",
        "userPhone",
        "phone1",
        "mobile_phone_2",
        "contactWay",
        "callerId",
        "caller_id",
        "wa_id",
        "whatsappId",
        "orderPhone",
        "Phone__c",
        "txtMobile",
        "phone_home",
        "手机（必填）",
        "订单手机号",
        "手机号2",
        "手機",
        "聯絡電話",
        "行動電話",
        "TELF1",
        "TELNR_LONG",
        "MOB_NUMBER",
        "Telefon",
        "celular",
        "yddh",
        "mobNo",
        "联系tel",
        "被叫号码",
    ] {
        assert!(named(name, "cn.mobile", MOBILE) >= 90, "{name}");
    }
}

#[test]
fn cards_of_others_are_no_cards_of_banks() {
    for name in [
        "card_order_no",
        "cardId",
        "card_hash",
        "simCardNo",
        "sim_card_no",
        "giftCardNo",
        "memberCard",
        "vip_card",
        "会员卡号",
        "社保卡号",
        "门禁卡号",
        "SIM卡号",
        "卡号流水号",
    ] {
        assert!(named(name, "payment_card", CARD) < 70, "{name}");
    }
    for name in [
        "cardNo",
        "bankCardNo",
        "payerCardNo",
        "credit_card",
        "银行卡号",
        "会员银行卡号",
        "社保银行卡",
        "卡號",
        "帐号",
        "收款账户",
        "CC#",
    ] {
        assert!(named(name, "payment_card", CARD) >= 90, "{name}");
    }
}

#[test]
fn numbers_of_social_security_have_other_names() {
    for name in ["taxId", "tax_id", "Tax ID", "nationalId", "National ID", "governmentid", "TIN", "ssno", "SSN#"] {
        assert!(named(name, "us.ssn", "536-90-4399") >= 90, "{name}");
    }
    // Nine digits are those of a company as well.
    for (name, sure) in [("taxId", false), ("governmentid", false), ("TIN", false), ("ssno", true), ("ssn", true)] {
        assert_eq!(named(name, "us.ssn", "536904399") >= 70, sure, "{name}");
    }
}

#[test]
fn a_column_of_sizes_holds_no_mobiles() {
    let blocks = |i: u64| 4096 * (4_077_148 + i * i * 7_919 % 20_011);
    assert!(column("b", blocks) < 70 && column("lastvalue", blocks) < 70);
    for name in ["memory", "mem_total", "MemFree", "usage", "amount", "turnover", "marketCap", "traffic", "capacity"] {
        assert!(column(name, subscribers) < 70, "{name}");
    }
    assert!(column("mobile", blocks) >= 85 && column("b", subscribers) >= 85);
}

#[test]
fn a_number_of_units_is_no_mobile() {
    for text in
        ["call took 13002513222 ns", "tel 13002513222 bytes", "mobile 13002513222 KiB", "手机流量13002513222字节"]
    {
        assert!(groups(text).iter().all(|g| g.confidence < 50), "{text}");
    }
    for text in ["call 13002513222 now", "tel 13002513222, bytes", "手机 13002513222 Ms Wang", "tel 13002513222 nsa"]
    {
        assert!(confidence(text, "cn.mobile", "13002513222") >= 90, "{text}");
    }
}

#[test]
fn names_that_programs_write_are_labels() {
    for text in [
        "a:1:{s:6:\"mobile\";s:11:\"13812345678\";}",
        "{\"mobile\"=>\"13812345678\"}",
        "    [mobile] => 13812345678\n",
        "-[ RECORD 1 ]---\nname   | x\nmobile | 13812345678\n",
    ] {
        assert!(confidence(text, "cn.mobile", MOBILE) >= 90, "{text}");
    }
    for text in ["s:7:\"orderNo\";s:11:\"13812345678\";", "[order_no] => 13812345678", "order_no | 13812345678"] {
        assert!(confidence(text, "cn.mobile", MOBILE) < 50, "{text}");
    }
}
