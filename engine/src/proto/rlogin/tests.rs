use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/rlogin/dialogs",
    &[b"\0li\0li\0xterm/9600\0", b"\xff\xffss\0\x18\0\x50\0\0\0\0", b"Password: ", b"login: ", b"\xff"]
);

#[test]
fn only_a_whole_startup_is_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(b"\0li\0wang\0xterm/38400\0"), Probe::Match);
    for len in 0..21 {
        assert_eq!(of(&b"\0li\0wang\0xterm/38400\0"[..len]), Probe::NeedMore, "{len}");
    }
    for data in [
        &b"\0li\0wang\0cat /etc/motd\0"[..],
        b"\0li\0wang\0ls\0",
        b"\0\0\0\x05",
        b"\0li wang\0",
        b"1023\0li\0wang\0xterm/38400\0",
        &[b'\0'; 40],
        &[&b"\0"[..], &[b'a'; 300]].concat(),
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
    assert_eq!(probe(Direction::Resp, b"\0li\0wang\0xterm/38400\0", (1, 1)), Probe::Reject);
}
