//! Values with nothing between them.

use super::*;

fn found(text: &str) -> Vec<String> {
    let mut found = sure(text.as_bytes(), Charset::Utf8);
    found.sort();
    found
}

const MOBILE: &str = "cn.mobile 13812345678";
const WITH_X: &str = "cn.resident_id 11010519491231002X";
const DIGITS: &str = "cn.resident_id 360426199101010071";
const CARD: &str = "payment_card 6222021234567890128";

#[test]
fn numbers_of_a_person_that_touch_are_found() {
    for (text, values) in [
        ("1381234567811010519491231002X", &[MOBILE, WITH_X][..]),
        ("11010519491231002X13812345678", &[MOBILE, WITH_X]),
        ("13812345678360426199101010071", &[MOBILE, DIGITS]),
        ("36042619910101007113812345678", &[MOBILE, DIGITS]),
        ("36042619910101007111010519491231002X", &[WITH_X, DIGITS]),
        ("3604261991010100716222021234567890128", &[DIGITS, CARD]),
        ("6222021234567890128360426199101010071", &[DIGITS, CARD]),
        // Letters on both sides.
        ("张伟13812345678360426199101010071wei@", &[MOBILE, DIGITS]),
        ("Zhang Wei13812345678360426199101010071Beijing", &[MOBILE, DIGITS]),
        ("a11010519491231002X13812345678b", &[MOBILE, WITH_X]),
    ] {
        assert_eq!(found(text), values, "{text}");
    }
}

/// Behind an X digits begin anew.
#[test]
fn each_is_told_once() {
    let text = "11010519491231002X13812345678360426199101010071";
    for group in groups(text) {
        assert_eq!(group.count, group.distinct, "{} {:?}", group.detector, group.values);
    }
    assert_eq!(found(text), [MOBILE, WITH_X, DIGITS]);
}

#[test]
fn digits_beside_no_other_number_of_a_person_are_none() {
    for text in [
        // One number among others, two among more on both sides; a check digit that is wrong; no mobile number; a fraction.
        "000000421381234567836042619910101007100000123450",
        "00000000000360426199101010071",
        "36042619910101007122812345678",
        "36042619910101007213812345678",
        "0.36042619910101007113812345678",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
    let endless = format!("{}{:0>200}", "36042619910101007113812345678", "");
    assert_eq!(found(&endless), [""; 0]);
}

#[test]
fn beside_other_digits_they_are_doubted() {
    for text in ["0000004213812345678360426199101010071", "1381234567836042619910101007100001"] {
        assert!((70..90).contains(&confidence(text, "cn.resident_id", "360426199101010071")), "{text}");
    }
    assert!(confidence("13812345678360426199101010071", "cn.resident_id", "360426199101010071") >= 90);
}

/// Twelve million digits.
#[test]
fn digits_by_chance_are_none() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut lines = String::new();
    for n in 1..12_000_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        lines.push(if n % 61 == 0 { '\n' } else { char::from(b'0' + (state >> 33) as u8 % 10) });
    }
    assert_eq!(found(&lines), [""; 0]);
}
