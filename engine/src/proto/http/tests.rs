use super::PROTOCOL;
use crate::proto::testing::check_dialogues;

#[test]
fn dialogues_give_the_expected_events() {
    check_dialogues(&PROTOCOL, "src/proto/http/dialogs");
}
