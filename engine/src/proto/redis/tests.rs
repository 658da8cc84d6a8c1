use super::probe::probe;
use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/redis/dialogs", &[b"*1\r\n", b"$5\r\n", b"+OK\r\n", b"%1\r\n"]);

#[test]
fn only_commands_and_telling_replies_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(b"*1\r\n$4\r\nPING\r\n"), Probe::Match);
    assert_eq!(of(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1000000\r\nv"), Probe::Match);
    assert_eq!(of(b"-NOAUTH Authentication required.\r\n"), Probe::Match);
    assert_eq!(of(b"AUTH default foobared\r\n"), Probe::Match);
    assert_eq!(of(b"auth Winter-8\r\nPING\r\n"), Probe::Match);
    for data in [
        &b"AUTH TLS\r\n"[..],
        b"AUTH PLAIN AGxpAHNlY3JldA==\r\n",
        b"AUTH CRAM-MD5\r\n",
        b"AUTH a b c\r\n",
        b"AUTHOR x\r\n",
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
    for data in [&b"*2\r\n$3\r\nGE"[..], b"*", b"*12", b"-NO", b"+PONG", b"*1\r\n$4\r\nPING"] {
        assert_eq!(of(data), Probe::NeedMore, "{}", data.escape_ascii());
    }
    for data in
        [&b"*** hello ***\r\n"[..], b"* OK\r\n", b"+OK ready\r\n", b"*1\r\n$4\r\nP-NG\r\n", b"*1\r\n$4\r\nPINGS\r\n"]
    {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
