//! Files behind heads of their carriers: print jobs, signatures, protocols of one's own.

use super::*;

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
