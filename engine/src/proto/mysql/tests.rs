use super::PROTOCOL;
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/mysql/dialogs", &[b"\x01\x00\x00\x00\x00", b"\x05\x00\x00\x01\x03"]);

#[test]
fn connections_are_known_in_their_middle() {
    let verdict = |packet: &[u8]| {
        let data = [&[packet.len() as u8, 0, 0, 0], packet].concat();
        (PROTOCOL.probe)(Direction::Orig, &data, (40_000, 3306))
    };
    assert_eq!(verdict(b"\x16insert into customer values (?)"), Probe::Match);
    assert_eq!(verdict(b"\x17\x09\0\0\0\0\x01\0\0\0\0\x01\xfd\0\x02a1"), Probe::Match);
    assert_eq!(verdict(b"\x17\x09\0\0\0\0\x02\0\0\0\0\x01\xfd\0\x02a1"), Probe::Reject);
    assert_eq!(verdict(b"\x16frobnicate the customers"), Probe::Reject);
}
