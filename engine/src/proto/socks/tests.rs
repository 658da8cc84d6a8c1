use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/socks/dialogs",
    &[
        b"\x05\x01\x02",
        b"\x01\x02li\x02pw",
        b"\x05\x01\0\x03\x01a\0\x50",
        b"\x05\0\0\x01\0\0\0\0\0\0",
        b"\0\x5a\0\0\0\0\0\0"
    ]
);

fn probed(data: &[u8], port: u16) -> Probe {
    probe(Direction::Orig, data, (40_000, port))
}

#[test]
fn a_greeting_alone_needs_the_port() {
    assert_eq!(probed(b"\x05\x01\0", 1080), Probe::Match);
    assert_eq!(probed(b"\x05\x01\0", 9), Probe::NeedMore);
    assert_eq!(probed(b"\x05\x01\0\x05\x01\0\x03\x0bexample.com\0\x50", 9), Probe::Match);
    assert_eq!(probed(b"\x05\x01\x02\x01\x04user\x04pass", 9), Probe::Match);
    assert_eq!(probed(b"\x05\x20", 1080), Probe::Reject);
    assert_eq!(probe(Direction::Resp, b"\x05\0", (40_000, 1080)), Probe::Reject);
}

#[test]
fn version_4_is_a_whole_request() {
    assert_eq!(probed(b"\x04\x01\0\x50\x7f\0\0\x01li\0", 9), Probe::Match);
    assert_eq!(probed(b"\x04\x01\0\x50\0\0\0\x01li\0crm.example\0", 9), Probe::Match);
    assert_eq!(probed(b"\x04\x01\0\x50\x7f\0\0\x01l", 9), Probe::NeedMore);
    for data in [
        &b"\x04\x01\0\0\x7f\0\0\x01li\0"[..],
        b"\x04\x03\0\x50\x7f\0\0\x01li\0",
        b"\x04\x01\0\x50\0\0\0\0li\0",
        b"\x04\x01\0\x50\x7f\0\0\x01\x02\0",
        b"\x04\x01\0\x50\x7f\0\0\x01li\0more",
    ] {
        assert_eq!(probed(data, 1080), Probe::Reject, "{data:?}");
    }
}
