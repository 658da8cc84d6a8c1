use super::{PROTOCOL, probe};
use crate::config::Limits;
use crate::proto::testing::{Dialogue, Transcript, Turn, check_dialogues, load_dialogues, run};
use crate::proto::{Probe, Transport};
use proptest::prelude::*;
use std::sync::LazyLock;

const FOLDER: &str = "src/proto/pgsql/dialogs";

static DIALOGUES: LazyLock<Vec<Dialogue>> = LazyLock::new(|| load_dialogues(FOLDER));

#[test]
fn dialogues_give_the_expected_events() {
    check_dialogues(&PROTOCOL, FOLDER);
}

/// Runs turns with pieces of the given sizes, again and again from the first.
fn run_pieces(limits: &Limits, turns: &[Turn], pieces: &[usize]) -> Transcript {
    let mut parser = (PROTOCOL.parser.unwrap())(limits, Transport::Tcp);
    let mut sizes = pieces.iter().copied().cycle();
    run(parser.as_mut(), turns, &mut |_| sizes.next().unwrap_or(usize::MAX))
}

/// A change to a dialogue: which turn, where in it, and what.
#[derive(Clone, Debug)]
enum Mutation {
    Set(u8),
    Insert(Vec<u8>),
    Remove(usize),
    Gap(u64),
}

fn mutate(turns: &mut Vec<Turn>, turn: prop::sample::Index, at: prop::sample::Index, mutation: &Mutation) {
    let turn = turn.index(turns.len());
    let Turn::Data(dir, data) = &mut turns[turn] else { return };
    if data.is_empty() {
        return;
    }
    let (dir, at) = (*dir, at.index(data.len()));
    match mutation {
        Mutation::Set(byte) => data[at] = *byte,
        Mutation::Insert(bytes) => drop(data.splice(at..at, bytes.iter().copied())),
        Mutation::Remove(len) => drop(data.drain(at..(at + len).min(data.len()))),
        Mutation::Gap(len) => {
            let after = data.split_off(at);
            turns.splice(turn + 1..=turn, [Turn::Gap(dir, *len), Turn::Data(dir, after)]);
        }
    }
}

fn mutations() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        any::<u8>().prop_map(Mutation::Set),
        prop::sample::select(&[0u8, 1, 2, 3, 10, 0x7f, 0xfb, 0xfc, 0xfe, 0xff][..]).prop_map(Mutation::Set),
        prop::collection::vec(any::<u8>(), 1..8).prop_map(Mutation::Insert),
        (1usize..40).prop_map(Mutation::Remove),
        (1u64..60).prop_map(Mutation::Gap),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same events come out whatever the segmentation, and the accounting holds (the runner checks it).
    #[test]
    fn any_segmentation_gives_the_same_events(
        which in any::<prop::sample::Index>(), pieces in prop::collection::vec(1usize..64, 1..20)
    ) {
        let dialogue = which.get(&DIALOGUES);
        let transcript = run_pieces(&dialogue.limits, &dialogue.turns, &pieces);
        prop_assert_eq!(&transcript.lines, &dialogue.expected, "{}", dialogue.name);
    }

    /// Damaged dialogues, gaps anywhere: no panic, no lost byte, and still the same events for any segmentation.
    #[test]
    fn damage_and_gaps_are_survived(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), mutations()), 1..6),
        pieces in prop::collection::vec(1usize..32, 1..20)
    ) {
        let dialogue = which.get(&DIALOGUES);
        let mut turns = dialogue.turns.clone();
        for (turn, at, mutation) in &damage {
            mutate(&mut turns, *turn, *at, mutation);
        }
        let whole = run_pieces(&dialogue.limits, &turns, &[usize::MAX]);
        let pieced = run_pieces(&dialogue.limits, &turns, &pieces);
        prop_assert_eq!(whole, pieced, "{}", dialogue.name);
    }

    /// What a probe says of a prefix never contradicts what it says of more.
    #[test]
    fn probe_verdicts_do_not_change(which in any::<prop::sample::Index>(), len in 0usize..300) {
        let dialogue = which.get(&DIALOGUES);
        let Some(Turn::Data(dir, data)) = dialogue.turns.first() else { return Ok(()) };
        let data = &data[..data.len().min(512)];
        let verdict = probe(*dir, &data[..len.min(data.len())], (40_000, 50_000));
        prop_assert!(verdict == Probe::NeedMore || verdict == probe(*dir, data, (40_000, 50_000)));
    }
}

#[test]
fn every_length_a_peer_may_claim_is_survived() {
    for dialogue in DIALOGUES.iter() {
        for (at, turn) in dialogue.turns.iter().enumerate() {
            let Turn::Data(_, data) = turn else { continue };
            for byte in 0..data.len() {
                let mut turns = dialogue.turns.clone();
                if let Turn::Data(_, data) = &mut turns[at] {
                    data[byte] = 0xff;
                }
                run_pieces(&dialogue.limits, &turns, &[usize::MAX]);
            }
        }
    }
}
