use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/fluentd/dialogs",
    &[
        b"\x93\xa3crm\xce\0\0\0\x01\x81\xa1a\x01",
        b"\x92\xa3crm\xc4\x04\x92\x01\x81\x80",
        b"\x92",
        b"\xdd\0\0\0\x09",
        b"\xc1"
    ]
);

#[test]
fn events_are_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 24224));
    for data in [
        &b"\x93\xa3crm\xce\x65\x53\xf1\0\x81"[..],
        b"\x94\xd9\x05crm.a\xd7\0\0\0\0\x01\0\0\0\x02\xde\0\x10",
        b"\x92\xa3crm\xdc\0\x02\x92",
        b"\x93\xa3crm\xc5\x01\0\x92",
        b"\x93\xa3crm\xc5\x01\0\x1f\x8b",
        b"\x92\xa4HELO\x83",
    ] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
        for len in 0..data.len() {
            assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
        }
    }
    for data in [
        &b"GET / HTTP/1.1\r\n"[..],
        b"\x93\xa3c\0m",
        b"\x93\xa3crm\x81",
        b"\x93\xa3crm\xce\x65\x53\xf1\0\x05",
        b"\x92\xa3crm\xc4\x09text",
        b"\x92\x01",
        &[0x90; 16],
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
