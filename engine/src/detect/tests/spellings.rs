//! The spellings of a number, and what is only spelt as an address.

use super::places::csv;
use super::{confidence, groups};

#[test]
fn a_trunk_prefix_belongs_to_a_mobile_where_something_says_so() {
    for text in ["phone=013812345678", "{\"被叫号码\":\"013812345678\"}", "手机：013812345678"] {
        assert!(confidence(text, "cn.mobile", "13812345678") >= 80, "{text}: {:?}", groups(text));
    }
    for text in
        ["013812345678", "barcode=013812345678", "phone=0013812345678", "phone=012312345678", "phone_id=013812345678"]
    {
        assert!(groups(text).iter().all(|g| g.confidence < 50), "{text}: {:?}", groups(text));
    }
    // Codes of trade begin so as well.
    let rows: Vec<String> = (0..20).map(|i| format!("r{i},0138{:08}", i * i * 7_919)).collect();
    assert!(csv(&["a", "b"], &rows).is_empty());
}

#[test]
fn a_track_is_written_with_the_letter_of_its_separator_too() {
    for text in [
        "{\"track2\":\"4111111111111111D25122011234567890F\"}",
        "4111111111111111d2512201",
        "57114111111111111111D2512201 4111111111111111D25122010000000000000",
    ] {
        assert!(confidence(text, "payment_card", "4111111111111111") >= 90, "{text}: {:?}", groups(text));
    }
    for text in [
        "4111111111111111D2513201",
        "4111111111111111D2512",
        "4111111111111112D2512201",
        "a4111111111111111D2512201",
        "4111111111111111D2512201ab9",
        "4111111111111111D251220112345678901234567",
    ] {
        assert_eq!(confidence(text, "payment_card", "4111111111111111"), 0, "{text}");
    }
}

#[test]
fn accounts_are_grouped_and_named_in_other_ways() {
    for text in ["DE89-3704-0044-0532-0130-00", "IBANDE89370400440532013000", "iban: IBAN DE89 3704 0044 0532 0130 00"]
    {
        assert!(confidence(text, "iban", "DE89370400440532013000") >= 90, "{text}: {:?}", groups(text));
    }
    let gbk = encoding_rs::GB18030.encode("记录：IBANDE89370400440532013000，备注").0;
    assert_eq!(super::sure(&gbk, crate::message::Charset::Gb18030), ["iban DE89370400440532013000"]);
    for text in [
        "DE89-3704 0044-0532-0130-00",
        "XIBANDE89370400440532013000",
        "IBANDE89370400440532013000X",
        "DE89-3704-0044-0532-0130-001",
    ] {
        assert!(groups(text).iter().all(|g| g.detector != "iban"), "{text}: {:?}", groups(text));
    }
}

#[test]
fn versions_are_no_addresses() {
    for text in [
        "netty-buffer@4.1.115.final",
        "pkg:maven/org.wildfly/x@2.6.0.Final?type=jar",
        "y@1.0.1.GA",
        "v@3.1.0.cloud",
        "nginx@1.25.app",
        "lib@1.0.dev",
        "main@v1.2.3.zip",
        "a@1.0.0-beta.pro",
    ] {
        assert!(groups(text).iter().all(|g| g.detector != "email"), "{text}: {:?}", groups(text));
    }
    for text in ["wang@163.com", "wang@vip.163.com", "wang@139.com", "wang@v2.example.cn", "wang@1.example.cn"] {
        assert!(confidence(text, "email", text) >= 80, "{text}");
    }
}

#[test]
fn numbers_of_telephones_at_hosts_are_no_addresses() {
    for text in [
        "{\"from\":\"sip:+8613812345678@ims.mnc000.mcc460.3gppnetwork.org\"}",
        "{\"jid\":\"8613812345678@s.whatsapp.net\"}",
        "sips:13812345678@example.com;user=phone",
    ] {
        assert!(groups(text).iter().all(|g| g.detector != "email" || g.confidence < 50), "{text}: {:?}", groups(text));
        assert!(confidence(text, "cn.mobile", "13812345678") >= 60, "{text}: {:?}", groups(text));
    }
    assert!(confidence("13812345678@139.com", "email", "13812345678@139.com") >= 80);
    assert!(confidence("sip:wang@example.cn", "email", "wang@example.cn") >= 80);
}
