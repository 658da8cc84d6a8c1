//! Files behind heads of their carriers: print jobs, signatures, protocols of one's own.

use super::*;

#[test]
fn compressed_formats_that_nobody_opens_are_told() {
    let row = b"name,13800138000,plain text that is not compressed\n".repeat(9);
    let heads: [&[u8]; 6] = [
        b"$FL3@(#) SPSS DATA FILE - ",
        b"xar!\0\x1c\0\x01\0\0\0\0",
        b"\x89LZO\0\r\n\x1a\n\x10\x40\x20\xa0",
        b"SVN\x01\0\0\x82\x30\x05\x81",
        b"LZIP\x01\x17\0\x33\x9b",
        b"\x28\xb5\x2f\xfd\x67\xb6\x82\xd6\x27\x8a\x08\x85\x0d\0",
    ];
    for head in heads {
        let body = [head, &row].concat();
        let stream = ContentHints { stream: true, ..ContentHints::default() };
        for hints in [hints("application/octet-stream", &[]), stream] {
            let (sink, tally) = unpack(&hints, &body);
            // What can be read is, but it is not all.
            assert!(!sink.leaves.is_empty(), "{head:?}");
            assert_eq!(tally.get(State::Undecodable), body.len() as u64, "{head:?}");
        }
    }
    for text in ["xar! is a word", "LZIPs", "$FL3 is no head"] {
        assert_eq!(unpack(&hints("", &[]), text.as_bytes()).0.leaves.len(), 1, "{text}");
    }
}

#[test]
fn a_value_that_was_compressed_behind_its_length_is_packed() {
    let text = b"phone: Tk000000001, a line of some length\n".repeat(3);
    for len in [(text.len() as u32).to_le_bytes(), (text.len() as u32).to_be_bytes()] {
        let value = [&len[..], &zlib(&text)].concat();
        assert!(matches!(inside(&value), Some(Inside::Packed)));
        assert_eq!(unpack(&hints("", &[]), &value).0.tokens().len(), 1);
    }
    assert!(inside(&[b"\x7e\0\0\0\x78\x9c", &[0xff; 60][..]].concat()).is_none());
}
