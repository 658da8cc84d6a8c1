use super::PROTOCOL;
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/pgsql/dialogs", &[b"Q\x00\x00\x00\x05", b"\x00\x00\x00\x08\x04\xd2\x16\x2f"]);

#[test]
fn a_server_is_known_behind_its_refusals() {
    let probe = |data: &[u8]| super::probe(Direction::Resp, data, (40_000, 50_000));
    for data in [&b"R\0\0\0\x08\0\0\0\0"[..], b"NR\0\0\0\x08\0\0\0\0", b"NNR\0\0\0\x08\0\0\0\0"] {
        assert_eq!(probe(data), Probe::Match, "{}", data.escape_ascii());
        assert_ne!(probe(&data[..data.len() - 1]), Probe::Reject, "{}", data.escape_ascii());
    }
    assert_ne!(probe(b"N"), Probe::Reject);
    assert_eq!(probe(b"NRT\r\n"), Probe::Reject);
}
