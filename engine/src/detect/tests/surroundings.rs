//! What stands beside a value: marks that set it off, marks that hide it, labels of others.

use super::{confidence, groups};

/// A value of each kind that stands between marks.
const VALUES: [(&str, &str, &str); 6] = [
    ("cn.resident_id", "11010519491231002X", "身份证号"),
    ("cn.mobile", "13812345678", "手机"),
    ("payment_card", "4111111111111111", "银行卡号"),
    ("email", "zhang.san@example.cn", "邮箱"),
    ("iban", "DE89370400440532013000", "IBAN"),
    ("cn.uscc", "91110000600037341L", "税号"),
];

#[test]
fn asterisks_of_markdown_hide_nothing() {
    for (detector, value, word) in VALUES {
        for text in [
            format!("{word} *{value}*"),
            format!("{word} **{value}**"),
            format!("- **{word}**: **{value}** ok"),
            format!("**{word}：{value}**"),
            format!("{word}：***{value}***"),
            format!("{word} *{value} and more*"),
            format!("* {value} {word}"),
        ] {
            assert!(confidence(&text, detector, value) >= 70, "{text}: {:?}", groups(&text));
        }
    }
    for text in ["手机*13812345678", "手机 13812345678*", "手机：**13812345678"] {
        assert!(confidence(text, "cn.mobile", "13812345678") >= 70, "{text}");
    }
    assert!(confidence("**订单号**: **13812345678**", "cn.mobile", "13812345678") < 50);
}

#[test]
fn asterisks_within_a_value_hide_it() {
    for text in [
        "手机 138****1234",
        "手机 138****13812345678",
        "银行卡 6222**4111111111111111",
        "身份证 110105200512210***",
        "身份证 ***110105491231002",
        "银行卡 4111111111111111**11",
        "邮箱 z*san@example.cn",
        "邮箱 zh**san@example.cn",
        "邮箱 ***san@example.cn",
        "邮箱 z***@example.cn",
    ] {
        assert!(groups(text).iter().all(|g| g.confidence < 50), "{text}: {:?}", groups(text));
    }
}
