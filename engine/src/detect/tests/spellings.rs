//! The spellings of a number, and what is only spelt as an address.

use super::{confidence, groups};

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
