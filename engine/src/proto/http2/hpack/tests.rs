use super::{Damaged, Decoder, Field, huffman};
use proptest::prelude::*;
use std::fmt::Write as _;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

fn fields(decoder: &mut Decoder, block: &[u8]) -> (Vec<String>, Result<(), Damaged>) {
    let mut told = Vec::new();
    let show = |part: Option<&[u8]>| part.map_or("?".to_owned(), |p| String::from_utf8_lossy(p).into_owned());
    let mut each = |field: Field<'_>| told.push(format!("{}: {}", show(field.name), show(field.value)));
    let end = decoder.decode(block, &mut each);
    (told, end)
}

/// RFC 7541 Appendix C.4: requests with Huffman coding, in one table.
#[test]
fn the_requests_of_the_specification_are_read() {
    let mut decoder = Decoder::default();
    let first = fields(&mut decoder, &hex("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"));
    assert_eq!(first.0, [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"]);
    let second = fields(&mut decoder, &hex("8286 84be 5886 a8eb 1064 9cbf"));
    assert_eq!(second.0[3..], [":authority: www.example.com", "cache-control: no-cache"]);
    let third = fields(&mut decoder, &hex("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"));
    assert_eq!(
        third.0[..],
        [
            ":method: GET",
            ":scheme: https",
            ":path: /index.html",
            ":authority: www.example.com",
            "custom-key: custom-value"
        ]
    );
    assert_eq!((first.1, second.1, third.1), (Ok(()), Ok(()), Ok(())));
    assert_eq!(decoder.size, 164);
}

/// RFC 7541 Appendix C.6: responses whose table of 256 octets drops entries.
#[test]
fn the_responses_of_the_specification_are_read() {
    let mut decoder = Decoder { max: 256, ..Decoder::default() };
    let first = fields(
        &mut decoder,
        &hex("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad \
              1718 63c7 8f0b 97c8 e9ae 82ae 43d3"),
    );
    assert_eq!(first.0[..2], [":status: 302", "cache-control: private"]);
    assert_eq!(first.0[2], "date: Mon, 21 Oct 2013 20:13:21 GMT");
    let second = fields(&mut decoder, &hex("4883 640e ffc1 c0bf"));
    assert_eq!(second.0[0], ":status: 307");
    assert_eq!(second.0[3], "location: https://www.example.com");
    assert_eq!(decoder.size, 222);
}

#[test]
fn a_torn_table_leaves_gaps_and_goes_on() {
    let mut decoder = Decoder::default();
    assert_eq!(fields(&mut decoder, b"\xbe").1, Err(Damaged("an index beyond the table")));
    decoder.tear();
    // An unknown field, an unknown name, then an entry that came in since.
    let (told, end) = fields(&mut decoder, b"\xbe\x7e\x03new\x40\x01a\x01b\xbe\xbf\xc0");
    assert_eq!(told, ["?: ?", "?: new", "a: b", "a: b", "?: new", "?: ?"]);
    assert_eq!(end, Ok(()));
}

#[test]
fn damage_is_told_and_bounded() {
    let mut decoder = Decoder::default();
    for (block, why) in [
        (&b"\x80"[..], "index 0"),
        (b"\x40", "an integer is cut"),
        (b"\x40\x05abc", "a string is cut"),
        (b"\xff\xff\xff\xff\xff\xff", "an integer is too long"),
        (b"\x40\x84\xff\xff\xff\xff\x00", "a string's Huffman code is damaged"),
    ] {
        assert_eq!(fields(&mut decoder, block).1, Err(Damaged(why)), "{block:?}");
    }
    // An entry larger than the table empties it.
    let mut large = b"\x40\x01a\x7f\x81\x3f".to_vec();
    large.resize(large.len() + 8192, b'x');
    assert_eq!(fields(&mut decoder, &large).1, Ok(()));
    assert!(decoder.entries.is_empty() && decoder.size == 0);
}

/// Names that are repeated by index are shared, so a block of two octets a field costs no copies of a long name.
#[test]
fn repeated_names_are_shared() {
    let mut decoder = Decoder::default();
    let _ = fields(&mut decoder, b"\x3f\xe1\xff\x03");
    let mut block = b"\x40\x7f\xe1\x1f".to_vec();
    block.extend(std::iter::repeat_n(b'n', 127 + 0xf61 + 0x80));
    block.truncate(4 + 127 + 0x61 + (0x1f << 7));
    block.push(0);
    assert_eq!(fields(&mut decoder, &block).1, Ok(()));
    let again = b"\x7e\0".repeat(8);
    assert_eq!(fields(&mut decoder, &again).1, Ok(()));
    assert_eq!(decoder.entries.len(), 9);
}

/// Encodes with the table's codes, as a plain twin of the decoder.
fn encode(text: &[u8]) -> Vec<u8> {
    let mut bits = String::new();
    for byte in text {
        let (code, len) = huffman::code(*byte);
        let _ = write!(bits, "{code:0len$b}", len = usize::from(len));
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    bits.as_bytes().chunks(8).map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn huffman_gives_back_what_was_encoded(text in prop::collection::vec(any::<u8>(), 0..64)) {
        let mut out = Vec::new();
        prop_assert!(huffman::decode(&encode(&text), 64, &mut out));
        prop_assert_eq!(out, text);
    }

    #[test]
    fn any_block_is_survived(block in prop::collection::vec(any::<u8>(), 0..200), torn in any::<bool>()) {
        let mut decoder = Decoder::default();
        if torn {
            decoder.tear();
        }
        let _ = fields(&mut decoder, &block);
        prop_assert!(decoder.size <= decoder.max);
    }
}
