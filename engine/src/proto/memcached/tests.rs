use super::super::testing::{check_damaged, check_dialogues};
use super::*;

#[test]
fn dialogues_give_the_same_events_however_they_are_cut() {
    check_dialogues(&PROTOCOL, "src/proto/memcached/dialogs");
}

#[test]
fn damaged_dialogues_keep_the_contract() {
    check_damaged(&PROTOCOL, Transport::Tcp, "src/proto/memcached/dialogs", 100);
}

#[test]
fn only_lines_with_lengths_are_claimed_off_the_port() {
    let of = |port, data: &[u8]| probe(Direction::Orig, data, (40_000, port));
    assert_eq!(of(9, b"set user:1 0 0 5\r\nhello\r\n"), Probe::Match);
    assert_eq!(of(9, b"VALUE user:1 0 5\r\nhello\r\n"), Probe::Match);
    assert_eq!(of(9, b"get lost\r\n"), Probe::Reject);
    assert_eq!(of(11211, b"get key\r\n"), Probe::Match);
    assert_eq!(of(11211, b"set the table for 5\r\n"), Probe::Reject);
    assert_eq!(of(9, b"set user"), Probe::NeedMore);
}
