use super::super::testing::{check_damaged, check_dialogues};
use super::*;

#[test]
fn dialogues_give_the_same_events_however_they_are_cut() {
    check_dialogues(&PROTOCOL, "src/proto/telnet/dialogs");
}

#[test]
fn damaged_dialogues_keep_the_contract() {
    check_damaged(&PROTOCOL, Transport::Tcp, "src/proto/telnet/dialogs", 100);
}

#[test]
fn a_single_negotiation_is_believed_on_the_port_only() {
    let of = |port, data: &[u8]| probe(Direction::Orig, data, (40_000, port));
    assert_eq!(of(9, b"\xff\xfd\x18\xff\xfd\x20"), Probe::Match);
    assert_eq!(of(9, b"\xff\xfd\x18"), Probe::NeedMore);
    assert_eq!(of(23, b"\xff\xfd\x18"), Probe::Match);
    assert_eq!(of(23, b"\xff\xd8\xff\xe0"), Probe::Reject);
    assert_eq!(of(9, b"\xff\xfb\x90\x44 an MP3 frame"), Probe::Reject);
}
