use super::{Decoder, Field, Stop, integer};
use crate::proto::http2::hpack::Damaged;
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

fn fields(decoder: &Decoder, section: &[u8], lenient: bool) -> (Vec<String>, Result<(), Damaged>) {
    let mut told = Vec::new();
    let show = |part: Option<&[u8]>| part.map_or("?".to_owned(), |p| String::from_utf8_lossy(p).into_owned());
    let mut each = |field: Field<'_>| told.push(format!("{}: {}", show(field.name), show(field.value)));
    let end = decoder.decode(section, lenient, &mut each);
    (told, end)
}

/// RFC 9204 Appendix B, whole: static and dynamic references, post-base ones, duplicates, eviction.
#[test]
fn the_examples_of_the_specification_are_read() {
    let mut decoder = Decoder::default();
    decoder.allow(220);
    // B.1
    let (told, end) = fields(&decoder, &hex("0000 510b 2f69 6e64 6578 2e68 746d 6c"), false);
    assert_eq!((told, end), (vec![":path: /index.html".to_owned()], Ok(())));
    // B.2: the section comes before the instructions that it needs.
    let section = hex("0381 1011");
    assert!(decoder.is_blocked(&section));
    let stream = hex("3fbd01 c00f 7777 772e 6578 616d 706c 652e 636f 6d c10c 2f73 616d 706c 652f 7061 7468");
    assert_eq!(decoder.instructions(&stream[..20]), Ok(20));
    assert!(decoder.is_blocked(&section));
    assert_eq!(decoder.instructions(&stream[20..25]), Ok(0), "an instruction is cut");
    assert_eq!(decoder.instructions(&stream[20..]), Ok(stream.len() - 20));
    assert!(!decoder.is_blocked(&section));
    let (told, end) = fields(&decoder, &section, false);
    assert_eq!((told, end), (vec![":authority: www.example.com".to_owned(), ":path: /sample/path".to_owned()], Ok(())));
    assert_eq!(decoder.held(), 106);
    // B.3
    let stream = hex("4a63 7573 746f 6d2d 6b65 790c 6375 7374 6f6d 2d76 616c 7565");
    assert_eq!(decoder.instructions(&stream), Ok(stream.len()));
    assert_eq!(decoder.held(), 160);
    // B.4
    assert_eq!(decoder.instructions(&hex("02")), Ok(1));
    assert_eq!(decoder.held(), 217);
    let (told, end) = fields(&decoder, &hex("0500 80c1 81"), false);
    let expected = [":authority: www.example.com", ":path: /", "custom-key: custom-value"];
    assert_eq!((told, end), (expected.map(str::to_owned).to_vec(), Ok(())));
    // B.5: the oldest goes.
    let stream = hex("810d 6375 7374 6f6d 2d76 616c 7565 32");
    assert_eq!(decoder.instructions(&stream), Ok(stream.len()));
    assert_eq!((decoder.held(), decoder.dropped), (215, 1));
    let (told, _) = fields(&decoder, &hex("0600 80"), false);
    assert_eq!(told, ["custom-key: custom-value2"]);
}

#[test]
fn what_is_not_known_is_told_without_name_or_value() {
    let mut decoder = Decoder::default();
    decoder.allow(4096);
    let section = hex("0200 80 5101 61");
    assert!(decoder.is_blocked(&section));
    assert_eq!(fields(&decoder, &section, false).1, Err(Damaged("an entry that was not inserted")));
    assert_eq!(fields(&decoder, &section, true), (vec!["?: ?".into(), ":path: a".into()], Ok(())));
    decoder.tear();
    assert!(!decoder.is_blocked(&section));
    assert_eq!(fields(&decoder, &section, false), (vec!["?: ?".into(), ":path: a".into()], Ok(())));
}

#[test]
fn damage_is_told_and_bounded() {
    let mut decoder = Decoder::default();
    for (stream, why) in [
        (hex("ff ff ff ff ff ff ff ff ff ff ff"), "an integer is too long"),
        (hex("7f ff ff ff 7f"), "a string is too long"),
        (hex("00"), "an entry before the first"),
        (hex("ff 7f"), "an index beyond the static table"),
    ] {
        assert_eq!(decoder.instructions(&stream), Err(why), "{stream:?}");
    }
    // The largest table that may be asked for, and entries without end.
    assert_eq!(decoder.instructions(&hex("3f e1 ff ff ff 0f")), Ok(6));
    for _ in 0..64 {
        let entry = [&hex("41 61 7f 81 0f")[..], &[b'x'; 2048]].concat();
        assert_eq!(decoder.instructions(&entry), Ok(entry.len()));
    }
    assert!(decoder.held() <= super::TABLE_MAX);
    assert_eq!(integer(&[0x1f], 5), Err(Stop::More));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(
        stream in prop::collection::vec(any::<u8>(), 0..200),
        section in prop::collection::vec(any::<u8>(), 0..200),
        torn in any::<bool>(),
    ) {
        let mut decoder = Decoder::default();
        decoder.allow(1 << 12);
        let _ = decoder.instructions(&[&[0x3f, 0xe1, 0x1f][..], &stream].concat());
        if torn {
            decoder.tear();
        }
        let _ = decoder.is_blocked(&section);
        let _ = fields(&decoder, &section, torn);
        prop_assert!(decoder.held() <= super::TABLE_MAX);
    }
}
