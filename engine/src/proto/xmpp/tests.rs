use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/xmpp/dialogs",
    &[b"<message>", b"</message>", b"<iq type='result' id='1'/>", b"<![CDATA[", b"'", b"<success/>", b"\x16\x03\x01"]
);

#[test]
fn only_streams_are_claimed() {
    let of = |data: &[u8]| probe::probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(b"<?xml version='1.0'?><stream:stream to='a' xmlns='jabber:client'>"), Probe::Match);
    assert_eq!(of(b"<stream:stream to='a' xmlns='jabber:server'>"), Probe::Match);
    assert_eq!(of(b"<?xml version='1.0'?>"), Probe::NeedMore);
    assert_eq!(of(b"<?xml version='1.0'?><html xmlns='a'>"), Probe::Reject);
    assert_eq!(of(b"<iq type='get' id='1'/>"), Probe::Match);
    assert_eq!(of(b"<message from='a' to='b'><body>x"), Probe::Match);
    assert_eq!(of(b"<message to='b'>"), Probe::NeedMore);
    assert_eq!(of(b"<messages>"), Probe::Reject);
    assert_eq!(of(&[&b"<message to='b'>"[..], &[b'x'; 600]].concat()), Probe::Reject);
}
