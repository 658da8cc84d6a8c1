use super::*;
use crate::proto::testing::parser_properties;

const BIND_1: &[u8] = b"\0\0\0\x3d\0\0\0\x01\xb6\x37\xd5\x19\x43\x5b\x6e\xf3\0\0\0\x01\x01900001\0\0\0\0\0\0\0\0\0\0\
    S3cret-77\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const UNBIND_1: &[u8] = b"\0\0\0\x14\0\0\0\x02\xb6\x37\xd5\x19\x43\x5b\x6e\xf3\0\0\0\x02";

parser_properties!(
    PROTOCOL,
    "src/proto/sms/sgip/dialogs",
    &[BIND_1, UNBIND_1, b"\x05\0\x03\x01\x02\x01", b"\0\0\0\x14\0\0\0\x03", b"\0\0\0\x1d\x80\0\0\x01"]
);

fn of(data: &[u8]) -> Probe {
    (PROTOCOL.probe)(Direction::Orig, data, (40_000, 50_000))
}

#[test]
fn logins_are_claimed() {
    assert_eq!(of(BIND_1), Probe::Match);
    for len in 0..BIND_1.len() {
        assert_eq!(of(&BIND_1[..len]), Probe::NeedMore, "{len}");
    }
    assert_eq!(of(&UNBIND_1.repeat(3)), Probe::Match);
}

#[test]
fn what_is_not_sound_is_not_claimed() {
    // The length, a time, who connects, a name.
    for (at, byte) in [(3, 0x3e), (12, 0xff), (20, 0), (21, 1)] {
        let mut damaged = BIND_1.to_vec();
        damaged[at] = byte;
        assert_ne!(of(&damaged), Probe::Match, "{at}");
    }
    for data in [&b"GET / HTTP/1.1\r\n"[..], &[0; 64], &[0xff; 64], b"\0\0\0\x14\0\0\0\x12"] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
