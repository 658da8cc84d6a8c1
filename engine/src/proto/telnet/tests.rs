use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/telnet/dialogs", &[b"\xff\xfa", b"\xff\xf0", b"login: ", b"Password: "]);

#[test]
fn a_single_negotiation_is_believed_on_the_port_only() {
    let of = |port, data: &[u8]| probe(Direction::Orig, data, (40_000, port));
    assert_eq!(of(9, b"\xff\xfd\x18\xff\xfd\x20"), Probe::Match);
    assert_eq!(of(9, b"\xff\xfd\x18"), Probe::NeedMore);
    assert_eq!(of(23, b"\xff\xfd\x18"), Probe::Match);
    assert_eq!(of(23, b"\xff\xd8\xff\xe0"), Probe::Reject);
    assert_eq!(of(9, b"\xff\xfb\x90\x44 an MP3 frame"), Probe::Reject);
}
