use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/stomp/dialogs",
    &[b"SEND\ndestination:a\n\n", b"content-length:5\n", b"\0", b"\n\n", b"MESSAGE\n", b"ERROR\nmessage:x\n\n\0"]
);

#[test]
fn openings_and_messages_are_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 61613));
    for data in [&b"CONNECT\nlogin:a\n"[..], b"STOMP\r\naccept-version:1.2\r\n", b"CONNECTED\nversion:1.2\n"] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
        let least = memchr::memchr(b':', data).unwrap();
        for len in 0..least {
            assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
        }
    }
    for data in [&b"SEND\ndestination:/queue/a\n"[..], b"\n\nMESSAGE\r\nmessage-id:1\r\ndestination:/queue/a\r\n"] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
        for len in 0..data.len() {
            assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
        }
    }
    for data in [
        &b"CONNECT example.cn:443 HTTP/1.1\r\n"[..],
        b"CONNECT\nto:me\n",
        b"SEND\nto:a\n\n",
        b"SEND\ndestination:\n\n",
        b"MESSAGE\nhello\n",
        b"CONNECT {\"verbose\":false}\r\n",
        b"ERROR\nmessage:a\n",
        &[0; 16],
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
