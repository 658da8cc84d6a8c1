use super::PROTOCOL;
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::Transport;
use crate::proto::testing::{Turn, check_dialogues, load_dialogues, run};
use proptest::prelude::*;

const FOLDER: &str = "src/proto/pop3/dialogs";

#[test]
fn dialogues_give_the_expected_events() {
    check_dialogues(&PROTOCOL, FOLDER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_segmentation_gives_the_same_events(pieces in proptest::collection::vec(1..40usize, 1..12)) {
        for dialogue in load_dialogues(FOLDER) {
            let mut parser = (PROTOCOL.parser.unwrap())(&dialogue.limits, Transport::Tcp);
            let mut sizes = pieces.iter().copied().cycle();
            let transcript = run(parser.as_mut(), &dialogue.turns, &mut |_| sizes.next().unwrap_or(1));
            prop_assert_eq!(&transcript.lines, &dialogue.expected, "{}", dialogue.name);
        }
    }

    #[test]
    fn damaged_dialogues_keep_the_contract(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        damage in proptest::collection::vec(any::<u8>(), 0..6),
        gap in 0..3u64,
        piece in 1..50usize,
    ) {
        let dialogues = load_dialogues(FOLDER);
        let mut turns = dialogues[which.index(dialogues.len())].turns.clone();
        let turn = at.index(turns.len());
        if let Turn::Data(dir, data) = &mut turns[turn] {
            let (dir, place) = (*dir, at.index(data.len().max(1)));
            let end = (place + damage.len()).min(data.len());
            data.splice(place.min(end)..end, damage);
            if gap > 0 {
                let rest = data.split_off(place.min(data.len()));
                turns.insert(turn + 1, Turn::Gap(dir, gap * 7));
                turns.insert(turn + 2, Turn::Data(dir, rest));
            }
        }
        let mut parser = (PROTOCOL.parser.unwrap())(&Limits::default(), Transport::Tcp);
        run(parser.as_mut(), &turns, &mut |_| piece);
    }

    #[test]
    fn noise_keeps_the_contract(data in proptest::collection::vec(any::<u8>(), 0..300), resp in any::<bool>()) {
        let dir = if resp { Direction::Resp } else { Direction::Orig };
        let mut parser = (PROTOCOL.parser.unwrap())(&Limits::default(), Transport::Tcp);
        run(parser.as_mut(), &[Turn::Data(dir, data)], &mut |_| 7);
    }
}
