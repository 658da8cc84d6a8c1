use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/memcached/dialogs", &[b"set a 0 0 3\r\n", b"END\r\n", b"\x80\x00\x00\x01"]);

#[test]
fn only_lines_with_lengths_are_claimed_off_the_port() {
    let of = |port, data: &[u8]| probe(Direction::Orig, data, (40_000, port));
    assert_eq!(of(9, b"set user:1 0 0 5\r\nhello\r\n"), Probe::Match);
    assert_eq!(of(9, b"VALUE user:1 0 5\r\nhello\r\n"), Probe::Match);
    assert_eq!(of(9, b"get lost\r\n"), Probe::Reject);
    assert_eq!(of(11211, b"get key\r\n"), Probe::Match);
    assert_eq!(of(11211, b"set the table for 5\r\n"), Probe::Reject);
    assert_eq!(of(9, b"set user"), Probe::NeedMore);
    assert_eq!(of(9, b"ms foo 5 T0 F1\r\nhello\r\nmg foo v f\r\n"), Probe::Match);
    assert_eq!(of(9, b"HD\r\nVA 5 f1\r\nhello\r\n"), Probe::Match);
    assert_eq!(of(9, b"version\r\nset a 0 0 3\r\nabc\r\n"), Probe::Match);
    assert_eq!(of(9, b"ms foo 5\r\nhello\r\n"), Probe::Match);
    assert_eq!(of(9, b"ms foo 5\r\nhel"), Probe::NeedMore);
    assert_eq!(of(9, b"ms foo 5\r\nhello, world\r\n"), Probe::Reject);
    assert_eq!(of(9, b"VA 22201 USA\r\n"), Probe::NeedMore);
    assert_eq!(of(9, b"VA 3 USA\r\nArlington\r\n"), Probe::Reject);
    assert_eq!(of(9, b"mg foo v\r\n"), Probe::Reject);
    assert_eq!(of(11211, b"mg foo v\r\n"), Probe::Match);
}
