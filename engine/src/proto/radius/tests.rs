use super::*;
use crate::proto::testing::datagram_properties;

datagram_properties!(
    PROTOCOL,
    "src/proto/radius/datagrams",
    &[b"\x01\x02", b"\x1a\x0c\0\0\x01\x37\x0b\x06", b"\x4f\x03\x02"]
);

#[test]
fn identities_within_eap_are_found() {
    assert_eq!(attribute::identity(b"\x02\x01\0\x09\x01li@x"), Some(&b"li@x"[..]));
    assert_eq!(attribute::identity(b"\x01\x01\0\x09\x01Who?"), None);
    assert_eq!(attribute::identity(b"\x02\x01\0\x05\x01"), None);
}
