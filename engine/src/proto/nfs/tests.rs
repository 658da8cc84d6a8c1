use super::*;
use crate::proto::testing::{datagram_properties, parser_properties};

const CALL: &[u8] = b"\0\0\0\x01\0\0\0\0\0\0\0\x02\0\x01\x86\xa3";

parser_properties!(PROTOCOL, "src/proto/nfs/dialogs", &[b"\x80\0\0\x28", CALL, b"\0\0\0\x01\0\0\0\x01"]);

mod datagrams {
    use super::*;

    datagram_properties!(PROTOCOL, "src/proto/nfs/datagrams", &[CALL, b"\0\0\0\x01\0\0\0\x01"]);
}

#[test]
fn only_calls_of_nfs_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    let call = [CALL, b"\0\0\0\x03\0\0\0\x01"].concat();
    assert_eq!(of(&call), Probe::Match);
    assert_eq!(of(&[b"\x80\0\0\x40", &call[..]].concat()), Probe::Match);
    for len in 0..call.len() {
        assert_eq!(of(&call[..len]), Probe::NeedMore, "{len}");
    }
    for data in [&b"\x80\0\0\x40GET / HTTP/1.1\r\n\r\n0000"[..], b"GET / HTTP/1.1\r\n\r\n", &[0; 40], &[0x80; 40]] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
