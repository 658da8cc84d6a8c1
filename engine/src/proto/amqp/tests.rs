use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/amqp/dialogs",
    &[
        b"AMQP\0\0\x09\x01",
        b"\x01\0\x01\0\0\0\x0a\0\x3c\0\x28",
        b"\x02\0\x01\0\0\0\x0e\0\x3c\0\0",
        b"\x03\0\x01\0\0\0\x02ab\xce",
        b"\xce"
    ]
);

#[test]
fn headers_greetings_and_rows_of_frames_are_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 5672));
    for data in [
        &b"AMQP\0\0\x09\x01"[..],
        b"AMQP\x01\x01\x08\0",
        b"AMQP\0\x01\0\0",
        b"AMQP\x03\x01\0\0",
        b"\x01\0\0\0\0\x01\xf0\0\x0a\0\x0a\0\x09",
        b"\x01\0\x01\0\0\0\x06\0\x3c\0\x50ab\xce\x02\0\x01\0\0\0\x0e\0\x3c",
        b"\x08\0\0\0\0\0\0\xce\x03\0\x02\0\0\x10\0",
        b"\x01\0\0\0\0\0\x0c\0\x0a\0\x1f\x07\xff\0\x02\0\0\0\x3c\xce\x08\0\0\0\0\0\0",
    ] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
        for len in 0..data.len() {
            assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
        }
    }
    for data in [
        &b"AMQPlain text"[..],
        b"GET / HTTP/1.1\r\n",
        &[0; 16],
        b"\x01\0\0\x01\0\0\0\0\0",
        b"\x01\0\0\0\0\x01\xf0\0\x0a\0\x14\0\x09",
        b"\x01\0\x01\0\0\0\x06\0\x3c\0\x50ab\xcf\x02\0\x01\0\0\0\x0e\0\x3c",
        b"\x01\0\x01\0\0\0\x06\0\x3d\0\x50ab\xce\x02\0\x01\0\0\0\x0e\0\x3c",
        b"\x01\0\x01\0\0\0\x06\0\x3c\0\x50ab\xce\x02\0\0\0\0\0\x0e\0\x3c",
        b"\x08\0\0\0\0\0\0\xce\x03\0\0\0\0\x10\0",
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
