use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/kafka/dialogs",
    &[b"\0\0\0\x14\0\x03\0\x01\0\0\0\x07\0\x05crm-1", b"\0\0\0\x05", b"\x82SNAPPY\0", b"\xff\xff\xff\xff"]
);

#[test]
fn only_requests_are_claimed() {
    let of = |data: &[u8], port| (PROTOCOL.probe)(Direction::Orig, data, (40_000, port));
    assert_eq!(of(b"\0\0\0\x14\0\x12\0\x03\0\0\0\x01\0\x05crm-1\0\0\0\0\0", 1), Probe::Match);
    assert_eq!(of(b"\0\0\0\x14\0\x12\0\0\0\0\0\x01\xff\xff\0\0\0\0", 9092), Probe::Match);
    assert_eq!(of(b"\0\0\0\x14\0\x12\0\0\0\0\0\x01\xff\xff\0\0\0\0", 1), Probe::Reject);
    assert_eq!(of(b"\0\0\0\x14\0\x12\0\x03\0\0\0\x01\0\x05cr", 1), Probe::NeedMore);
    for data in [
        &b"\0\0\0\x14\0\x63\0\0\0\0\0\0\0\x05crm-1"[..],
        b"GET / HTTP/1.1\r\n",
        b"\0\0\0\x02\0\x12\0\x03\0\0\0\x01\0\0\0",
    ] {
        assert_eq!(of(data, 1), Probe::Reject, "{}", data.escape_ascii());
    }
}
