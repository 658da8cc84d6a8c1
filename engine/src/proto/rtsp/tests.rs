use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/rtsp/dialogs",
    &[b"RTSP/1.0 200 OK\r\n", b"Content-Length: 9\r\n", b"\r\n\r\n", b"$\0\0\x04", b"$"]
);

#[test]
fn only_start_lines_of_rtsp_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(b"DESCRIBE rtsp://192.0.2.1/cam RTSP/1.0\r\n"), Probe::Match);
    assert_eq!(of(b"RTSP/1.0 401 Unauthorized\r\n"), Probe::Match);
    assert_eq!(of(b"OPTIONS * HTTP/1.1\r\n"), Probe::Reject);
    assert_eq!(of(b"OPTIONS sip:a SIP/2.0\r\n"), Probe::Reject);
}
