use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/mqtt/dialogs",
    &[b"\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04ab", b"\x30\x09\0\x03crm", b"\xff\xff\xff\x7f", b"\xe0\0", b"\x23\0\x01"]
);

#[test]
fn connects_and_rows_of_packets_are_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 1883));
    for data in [
        &b"\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04crm1"[..],
        b"\x10\x12\0\x06MQIsdp\x03\x02\0\x3c\0\x04crm1",
        b"\x10\x8d\x01\0\x04MQTT\x05\xc2",
        b"\x10\x10\0\x04MQTT\x84\x02\0\x3c\0\x04crm1",
        b"\x30\x07\0\x03crmhi\xc0\0",
        b"\x40\x02\0\x01\x32\x0b\0\x05crm/a\0\x02hi",
        b"\xc0\0\x30\x07\0\x03crm",
    ] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
    }
    let long = [&b"\x30\x80\x40\0\x05crm/a"[..], &[b'x'; 600]].concat();
    assert_eq!((of(&long[..400]), of(&long[..512])), (Probe::NeedMore, Probe::Match));
    for data in [
        &b""[..],
        b"\x10",
        b"\x10\x80",
        b"\x10\x10\0",
        b"\x10\x10\0\x04MQ",
        b"\x10\x10\0\x06MQIsdp",
        b"\x30",
        b"\x30\x07\0\x03cr",
        b"\x30\x07\0\x03crmhi",
        b"\xc0\0\xd0\0",
    ] {
        assert_eq!(of(data), Probe::NeedMore, "{}", data.escape_ascii());
    }
    for data in [
        &b"GET / HTTP/1.1\r\n"[..],
        b"\x10\xff\xff\xff\xff\x01",
        b"\x10\x10\0\x04MQTX",
        b"\x10\x10\0\x04MQTT\x03",
        b"\x10\x10\0\x04MQTT\x06",
        b"\x10\x02\0\x04MQTT\x04",
        b"\x30\x07\0\x03crmhi\x01\0",
        b"\x30\x07\0\x03c+mhi\xc0\0",
        b"\x30\x82\x01\x20\x02\x01\x05\x63",
        b"\xc0\0\x16\x03",
        b"0,1,2",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
