use super::*;
use crate::proto::testing::datagram_properties;

datagram_properties!(PROTOCOL, "src/proto/snmp/datagrams", &[b"\x30\x84", b"\x02\x01\x01", b"\x04\x06public", b"\xa2"]);

#[test]
fn oids_are_written_in_dots() {
    let of = |oid: &[u8]| {
        let mut into = Vec::new();
        message::dotted(oid, &mut into);
        String::from_utf8(into).unwrap()
    };
    assert_eq!(of(b"\x2b\x06\x01\x02\x01\x01\x04\x00"), "1.3.6.1.2.1.1.4.0");
    assert_eq!(of(b"\x2b\x06\x01\x04\x01\x82\x37"), "1.3.6.1.4.1.311");
    assert_eq!(of(b"\x88\x37\x03"), "2.999.3");
    assert_eq!(of(&[0xff; 40]), "");
    assert_eq!(of(b""), "");
}
