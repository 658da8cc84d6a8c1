use super::*;
use crate::proto::testing::parser_properties;

const CONNECT_2: &[u8] =
    b"\0\0\0\x27\0\0\0\x01\0\0\0\x01900001\x31\x22\xca\xae\x84\x3b\x0a\x5d\xa7\xf9\x2e\xc8\x6a\x2d\xa6\x0c\
    \x20\x43\x5b\x6e\xf3";
const TEST: &[u8] = b"\0\0\0\x0c\0\0\0\x08\0\0\0\x02";

parser_properties!(
    PROTOCOL,
    "src/proto/sms/cmpp/dialogs",
    &[CONNECT_2, TEST, b"\x05\0\x03\x01\x02\x01", b"\0\0\0\x0c\0\0\0\x04", b"\0\0\0\x15\x80\0\0\x04"]
);

fn of(data: &[u8]) -> Probe {
    (PROTOCOL.probe)(Direction::Orig, data, (40_000, 50_000))
}

#[test]
fn logins_and_rows_of_pdus_are_claimed() {
    assert_eq!(of(CONNECT_2), Probe::Match);
    for len in 0..CONNECT_2.len() {
        assert_eq!(of(&CONNECT_2[..len]), Probe::NeedMore, "{len}");
    }
    let row = TEST.repeat(3);
    assert_eq!((of(&row[..35]), of(&row)), (Probe::NeedMore, Probe::Match));
}

#[test]
fn what_is_not_sound_is_not_claimed() {
    // The length, a name, a version, a time.
    for (at, byte) in [(3, 0x28), (12, 0), (34, 0x77), (35, 0xff)] {
        let mut damaged = CONNECT_2.to_vec();
        damaged[at] = byte;
        if at == 12 {
            damaged[12..18].fill(0);
        }
        assert_ne!(of(&damaged), Probe::Match, "{at}");
    }
    for data in
        [&b"GET / HTTP/1.1\r\n"[..], &[0; 64], &[0xff; 64], b"\0\0\0\x0c\0\0\0\x08\0\0\0\0", b"\0\0\0\x0c\0\0\0\x0b"]
    {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
