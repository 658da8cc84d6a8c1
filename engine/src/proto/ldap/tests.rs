use super::super::testing::{check_damaged, check_dialogues};
use super::*;

#[test]
fn dialogues_give_the_same_events_however_they_are_cut() {
    check_dialogues(&PROTOCOL, "src/proto/ldap/dialogs");
}

#[test]
fn damaged_dialogues_keep_the_contract() {
    check_damaged(&PROTOCOL, Transport::Tcp, "src/proto/ldap/dialogs", 100);
}
