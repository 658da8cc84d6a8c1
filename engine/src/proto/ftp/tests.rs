use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/ftp/dialogs", &[b"230 in\r\n", b"PASV\r\n", b"150-a\r\n"]);

#[test]
fn greetings_of_others_are_not_claimed() {
    let of = |port, data: &[u8]| probe::probe(Direction::Resp, data, (40_000, port));
    assert_eq!(of(2121, b"220 (vsFTPd 3.0.3)\r\n"), Probe::Match);
    assert_eq!(of(2121, b"220-Welcome\r\n220-to\r\n220 our FTP server\r\n"), Probe::Match);
    assert_eq!(of(2121, b"220-Welcome\r\n"), Probe::NeedMore);
    assert_eq!(of(25, b"220 mx.example.cn ESMTP\r\n"), Probe::Reject);
    assert_eq!(of(21, b"220 ready\r\n"), Probe::Match);
    assert_eq!(of(21, b"USER someone\r\n"), Probe::Match);
    assert_eq!(of(110, b"USER someone\r\n"), Probe::Reject);
    assert_eq!(of(2121, b"AUTH TLS\r\n"), Probe::Match);
    assert_eq!(of(2121, b"AUTH PLAIN\r\n"), Probe::Reject);
}
