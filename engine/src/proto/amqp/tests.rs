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
        b"\xce",
        b"AMQP\0\x01\0\0",
        b"\0\0\0\x15\x02\0\0\0\0\x53\x14\xc0\x03\x02\x43\x43\0\x53\x75\xa0\0",
        b"\0\x53\x77\xd1\0\0\0\x09\0\0\0\x02",
        b"\xf0\0\0\0\x05\xff\xff\xff\xff\x40"
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
        b"\0\0\0\x15\x02\0\0\0\0\x53\x14\xc0\x03\x02\x43\x43\0\x53\x75\xa0",
        b"\0\0\0\x13\x02\0\0\x01\0\x53\x15\xc0\x06\x03\x41\x52\x4d\x52\x4d\0\0\0\x08\x02\0\0\0",
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
        b"\0\0\0\x15\x02\0\0\0\0\x53\x14\xc0\x03\x02\x43\x43text",
        b"\0\0\0\x13\x02\0\0\x01\0\x53\x15\xc0\x07\x03\x41",
        b"\0\0\0\x13\x02\0\0\x01\0\x53\x70\xc0",
        &[0, 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 8],
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
