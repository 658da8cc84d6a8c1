use super::head::{self, Start};
use super::*;
use crate::proto::testing::{datagram_properties, parser_properties};

parser_properties!(
    PROTOCOL,
    "src/proto/sip/dialogs",
    &[b"SIP/2.0 200 OK\r\n", b"Content-Length: 9\r\n", b"\r\n\r\n", b"BYE sip:a SIP/2.0\r\n"]
);

mod datagrams {
    use super::*;
    datagram_properties!(PROTOCOL, "src/proto/sip/datagrams", &[b"SIP/2.0 200 OK\r\n", b"l: 9\r\n", b"\r\n\r\n"]);
}

#[test]
fn start_lines_are_told_from_text() {
    let of = |line: &'static str| head::start(line.as_bytes(), &SIP);
    assert_eq!(
        of("INVITE sip:13800138000@example.cn SIP/2.0\r"),
        Some(Start::Request(b"INVITE", b"sip:13800138000@example.cn"))
    );
    assert_eq!(of("SIP/2.0 486 Busy Here"), Some(Start::Response(486)));
    assert_eq!(of("SIP/2.0 180"), Some(Start::Response(180)));
    for line in [
        "SIP/2.0 42 x",
        "SIP/2.0 900 x",
        "SIP/2.0",
        "GET / HTTP/1.1",
        "invite sip:a SIP/2.0",
        "INVITE mailto:a SIP/2.0",
    ] {
        assert_eq!(of(line), None, "{line}");
    }
}

#[test]
fn user_information_of_addresses_is_found() {
    assert_eq!(head::userinfo(b"sip:alice:secret@example.cn;transport=tcp"), b"alice:secret");
    assert_eq!(head::userinfo(b"rtsp://admin:p@ss@192.0.2.1:554/cam?x=a@b"), b"admin:p@ss");
    assert_eq!(head::userinfo(b"sip:example.cn"), b"");
    assert_eq!(head::userinfo(b"*"), b"");
}

#[test]
fn empty_lines_may_come_first() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 50_000));
    let data = b"\r\n\r\nREGISTER sip:example.cn SIP/2.0\r\n";
    for len in 0..data.len() {
        assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
    }
    assert_eq!(of(data), Probe::Match);
    assert_eq!(of(b"\r\n\r\nGET / HTTP/1.1\r\n"), Probe::Reject);
    assert_eq!(of(&[b'\n'; 40]), Probe::Reject);
}
