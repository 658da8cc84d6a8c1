use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/nats/dialogs",
    &[
        b"PUB a.b 4\r\n",
        b"HMSG a.b 1 14 16\r\n",
        b"NATS/1.0\r\n\r\n",
        b"PING\r\n",
        b"-ERR 'Authorization Violation'\r\n",
        b"\x16\x03\x01"
    ]
);

#[test]
fn greetings_and_messages_are_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 4222));
    assert_eq!(of(b"INFO {\"server_id\":\"x\"}\r\n"), Probe::Match);
    assert_eq!(of(b"CONNECT {\"verbose\":false}\r\n"), Probe::Match);
    assert_eq!(of(b"CONNECT"), Probe::NeedMore);
    for data in [&b"PUB a.b 2\r\nhi\r\n"[..], b"PING\r\n+OK\r\nHMSG a.b 7 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
        for len in 0..data.len() {
            assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
        }
    }
    let long = [&b"MSG a.b 7 9000\r\n"[..], &[b'x'; 600]].concat();
    assert_eq!((of(&long[..400]), of(&long[..512])), (Probe::NeedMore, Probe::Match));
    for data in [
        &b"CONNECT example.cn:443 HTTP/1.1\r\n"[..],
        b"INFO all is well",
        b"CONNECT\nlogin:x\n\n\0",
        b"PUB a.b 2\r\nhi there",
        b"PUB crawl tonight\r\n",
        b"MSG a.b 2\r\nhi\r\n",
        b"PING\r\nGET / HTTP/1.1\r\n",
        &[0; 16],
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
