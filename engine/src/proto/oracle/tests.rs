use super::PROTOCOL;
use super::probe::probe;
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/oracle/dialogs",
    &[
        b"\0\x20\0\0\x06\0\0\0\0\0\x03",
        b"\0\0\0\x20\x06\0\0\0\0\0\x07",
        b"\x0b13800138000",
        b"\xfe\x20",
        b"\xde\xad\xbe\xef"
    ]
);

#[test]
fn data_alone_is_claimed_on_the_port_of_a_listener() {
    let data = b"\0\x20\0\0\x06\0\0\0\0\0\x03\x5e\x01\x02\x80\x61";
    assert_eq!(probe(Direction::Orig, data, (40_000, 1521)), Probe::Match);
    assert_eq!(probe(Direction::Orig, data, (40_000, 50_000)), Probe::Reject);
    assert_eq!(probe(Direction::Orig, b"GET / HTTP/1.1\r\n", (40_000, 1521)), Probe::Reject);
    assert_eq!(probe(Direction::Orig, &[0; 64], (40_000, 1521)), Probe::Reject);
}
