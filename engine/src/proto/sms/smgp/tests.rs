use super::*;
use crate::proto::testing::parser_properties;

const LOGIN_3: &[u8] =
    b"\0\0\0\x2a\0\0\0\x01\0\0\0\x01900001\0\0\x31\x22\xca\xae\x84\x3b\x0a\x5d\xa7\xf9\x2e\xc8\x6a\x2d\xa6\x0c\
    \x02\x43\x5b\x6e\xf3\x30";
const TEST: &[u8] = b"\0\0\0\x0c\0\0\0\x04\0\0\0\x02";

parser_properties!(
    PROTOCOL,
    "src/proto/sms/smgp/dialogs",
    &[LOGIN_3, TEST, b"\x05\0\x03\x01\x02\x01", b"\0\x09\0\x01\x02", b"\0\0\0\x0c\0\0\0\x02"]
);

fn of(data: &[u8]) -> Probe {
    (PROTOCOL.probe)(Direction::Orig, data, (40_000, 50_000))
}

#[test]
fn logins_are_claimed() {
    assert_eq!(of(LOGIN_3), Probe::Match);
    for len in 0..LOGIN_3.len() {
        assert_eq!(of(&LOGIN_3[..len]), Probe::NeedMore, "{len}");
    }
    assert_eq!(of(&TEST.repeat(3)), Probe::Match);
}

#[test]
fn what_is_not_sound_is_not_claimed() {
    // The length, a mode, a time, a version.
    for (at, byte) in [(3, 0x2b), (36, 9), (37, 0xff), (41, 0)] {
        let mut damaged = LOGIN_3.to_vec();
        damaged[at] = byte;
        assert_ne!(of(&damaged), Probe::Match, "{at}");
    }
    for data in [&b"GET / HTTP/1.1\r\n"[..], &[0; 64], &[0xff; 64], b"\0\0\0\x0c\0\0\0\x10"] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
