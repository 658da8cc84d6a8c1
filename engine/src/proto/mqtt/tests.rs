use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/mqtt/dialogs",
    &[b"\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04ab", b"\x30\x09\0\x03crm", b"\xff\xff\xff\x7f", b"\xe0\0", b"\x23\0\x01"]
);

#[test]
fn only_connect_is_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 1883));
    for data in [
        &b"\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04crm1"[..],
        b"\x10\x12\0\x06MQIsdp\x03\x02\0\x3c\0\x04crm1",
        b"\x10\x8d\x01\0\x04MQTT\x05\xc2",
        b"\x10\x10\0\x04MQTT\x84\x02\0\x3c\0\x04crm1",
    ] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
    }
    for data in [&b""[..], b"\x10", b"\x10\x80", b"\x10\x10\0", b"\x10\x10\0\x04MQ", b"\x10\x10\0\x06MQIsdp"] {
        assert_eq!(of(data), Probe::NeedMore, "{}", data.escape_ascii());
    }
    for data in [
        &b"GET / HTTP/1.1\r\n"[..],
        b"\x10\xff\xff\xff\xff\x01",
        b"\x10\x10\0\x04MQTX",
        b"\x10\x10\0\x04MQTT\x03",
        b"\x10\x10\0\x04MQTT\x06",
        b"\x10\x02\0\x04MQTT\x04",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
