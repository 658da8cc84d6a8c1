//! What every parser is held to, over the dialogues of its folder: see [`parser_properties`](super::parser_properties).

use super::dialogue::{Dialogue, Turn};
use super::runner::{Transcript, load_dialogues, run, run_datagrams};
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::{Probe, Protocol, Transport};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};

/// Cases of each property, where `LEAKTAP_CASES` asks for no other number.
const CASES: u32 = 400;
/// Bytes of a turn that are overwritten one after another; of longer turns an even choice of as many.
const OVERWRITTEN: usize = 512;
/// Ports that hint at nothing.
const NO_HINT: (u16, u16) = (40_000, 50_000);

/// Runs turns with pieces of the given sizes, again and again from the first.
pub fn run_pieces(protocol: &Protocol, limits: &Limits, turns: &[Turn], pieces: &[usize]) -> Transcript {
    let mut parser = protocol.parser.expect("there is a parser")(limits, Transport::Tcp);
    let mut sizes = pieces.iter().copied().cycle();
    run(parser.as_mut(), turns, &mut |_| sizes.next().unwrap_or(usize::MAX))
}

fn check<S: Strategy>(strategy: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    let cases = std::env::var("LEAKTAP_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(strategy, property).unwrap_or_else(|failure| panic!("{failure}"));
}

/// The same events come out whatever the segmentation, and the accounting holds (the runner checks it).
pub fn any_segmentation(protocol: &Protocol, folder: &str) {
    let dialogues = load_dialogues(folder);
    check(&(any::<Index>(), prop::collection::vec(1usize..64, 1..20)), |(which, pieces)| {
        let dialogue = which.get(&dialogues);
        let transcript = run_pieces(protocol, &dialogue.limits, &dialogue.turns, &pieces);
        prop_assert_eq!(&transcript.lines, &dialogue.expected, "{}", dialogue.name);
        Ok(())
    });
}

/// A change to a turn, at a place in it.
#[derive(Clone, Debug)]
enum Mutation {
    Set(u8),
    Insert(Vec<u8>),
    Repeat(usize),
    Remove(usize),
    Gap(u64),
}

fn mutate(turns: &mut Vec<Turn>, turn: Index, at: Index, mutation: &Mutation) {
    if turns.is_empty() {
        return;
    }
    let turn = turn.index(turns.len());
    let Turn::Data(dir, data) = &mut turns[turn] else { return };
    if data.is_empty() {
        return;
    }
    let (dir, at) = (*dir, at.index(data.len()));
    match mutation {
        Mutation::Set(byte) => data[at] = *byte,
        Mutation::Insert(bytes) => drop(data.splice(at..at, bytes.iter().copied())),
        Mutation::Repeat(len) => {
            let piece = data[at..(at + len).min(data.len())].to_vec();
            data.splice(at..at, piece);
        }
        Mutation::Remove(len) => drop(data.drain(at..at.saturating_add(*len).min(data.len()))),
        Mutation::Gap(len) => {
            let after = data.split_off(at);
            turns.splice(turn + 1..=turn, [Turn::Gap(dir, *len), Turn::Data(dir, after)]);
        }
    }
}

fn mutations(shapes: &[&'static [u8]]) -> impl Strategy<Value = Mutation> + use<> {
    let mut shapes = shapes.to_vec();
    shapes.push(b"\r\n");
    prop_oneof![
        any::<u8>().prop_map(Mutation::Set),
        prop::sample::select(&b"\x00\x01\x02\x03\n\r :;,0a/HG\x7f\xfb\xfc\xfe\xff"[..]).prop_map(Mutation::Set),
        prop::collection::vec(any::<u8>(), 1..8).prop_map(Mutation::Insert),
        prop::sample::select(shapes).prop_map(|shape| Mutation::Insert(shape.to_vec())),
        (1usize..12).prop_map(Mutation::Repeat),
        (1usize..40).prop_map(Mutation::Remove),
        Just(Mutation::Remove(usize::MAX)),
        (1u64..60).prop_map(Mutation::Gap),
    ]
}

/// Damaged dialogues, gaps anywhere, at times one side alone: no panic, no lost byte, and still the same events for any
/// segmentation. `shapes` are pieces of the protocol that are inserted at odd places.
pub fn damage(protocol: &Protocol, folder: &str, shapes: &[&'static [u8]]) {
    let dialogues = load_dialogues(folder);
    let damage = prop::collection::vec((any::<Index>(), any::<Index>(), mutations(shapes)), 1..6);
    let alone = prop::option::weighted(0.1, prop::bool::ANY);
    let strategy = (any::<Index>(), damage, alone, prop::collection::vec(1usize..32, 1..20));
    check(&strategy, |(which, damage, alone, pieces)| {
        let dialogue = which.get(&dialogues);
        let mut turns = dialogue.turns.clone();
        if let Some(orig) = alone {
            let missing = if orig { Direction::Resp } else { Direction::Orig };
            turns.retain(|turn| !matches!(turn, Turn::Data(dir, _) if *dir == missing));
        }
        for (turn, at, mutation) in &damage {
            mutate(&mut turns, *turn, *at, mutation);
        }
        let whole = run_pieces(protocol, &dialogue.limits, &turns, &[usize::MAX]);
        let pieced = run_pieces(protocol, &dialogue.limits, &turns, &pieces);
        prop_assert_eq!(whole, pieced, "{} {:?}", dialogue.name, turns);
        Ok(())
    });
}

/// Whatever length a peer may claim is survived: every byte of every dialogue is set to its greatest value.
pub fn extremes(protocol: &Protocol, folder: &str) {
    let overwrite = |dialogue: &Dialogue, turn: usize, at: usize| {
        let mut turns = dialogue.turns.clone();
        if let Some(Turn::Data(_, data)) = turns.get_mut(turn) {
            data[at] = 0xff;
        }
        run_pieces(protocol, &dialogue.limits, &turns, &[usize::MAX]);
    };
    for dialogue in load_dialogues(folder) {
        for (turn, data) in dialogue.turns.iter().enumerate() {
            let Turn::Data(_, data) = data else { continue };
            for at in (0..data.len()).step_by(data.len().div_ceil(OVERWRITTEN).max(1)) {
                overwrite(&dialogue, turn, at);
            }
        }
    }
}

/// Bytes that mean nothing keep the contract, from either side.
pub fn noise(protocol: &Protocol) {
    let strategy = (prop::collection::vec(any::<u8>(), 0..300), any::<bool>(), 1usize..50);
    check(&strategy, |(data, orig, piece)| {
        let dir = if orig { Direction::Orig } else { Direction::Resp };
        run_pieces(protocol, &Limits::default(), &[Turn::Data(dir, data)], &[piece]);
        Ok(())
    });
}

/// What the probe says of a prefix never contradicts what it says of more.
pub fn probe_verdicts(protocol: &Protocol, folder: &str) {
    let dialogues = load_dialogues(folder);
    check(&(any::<Index>(), 0usize..300), |(which, len)| {
        let Some(Turn::Data(dir, data)) = which.get(&dialogues).turns.first() else { return Ok(()) };
        let data = &data[..data.len().min(512)];
        let verdict = (protocol.probe)(*dir, &data[..len.min(data.len())], NO_HINT);
        prop_assert!(verdict == Probe::NeedMore || verdict == (protocol.probe)(*dir, data, NO_HINT));
        Ok(())
    });
}

/// Damaged datagrams, and noise behind them, are consumed whole and survived; so is every length a peer may claim.
pub fn damaged_datagrams(protocol: &Protocol, folder: &str, shapes: &[&'static [u8]]) {
    let dialogues = load_dialogues(folder);
    let damage = prop::collection::vec((any::<Index>(), any::<Index>(), mutations(shapes)), 1..6);
    let strategy = (any::<Index>(), damage, prop::collection::vec(any::<u8>(), 1..200));
    check(&strategy, |(which, damage, noise)| {
        let dialogue = which.get(&dialogues);
        let mut turns = dialogue.turns.clone();
        for (turn, at, mutation) in damage.iter().filter(|(.., mutation)| !matches!(mutation, Mutation::Gap(_))) {
            mutate(&mut turns, *turn, *at, mutation);
        }
        turns.extend([Turn::Data(Direction::Orig, noise.clone()), Turn::Data(Direction::Resp, noise)]);
        turns.retain(|turn| !matches!(turn, Turn::Data(_, data) if data.is_empty()));
        run_datagrams(protocol, &dialogue.limits, &turns);
        Ok(())
    });
    for dialogue in load_dialogues(folder) {
        for turn in 0..dialogue.turns.len() {
            let Turn::Data(_, data) = &dialogue.turns[turn] else { continue };
            for at in (0..data.len()).step_by(data.len().div_ceil(OVERWRITTEN).max(1)) {
                let mut turns = dialogue.turns.clone();
                if let Turn::Data(_, data) = &mut turns[turn] {
                    data[at] = 0xff;
                }
                run_datagrams(protocol, &dialogue.limits, &turns);
            }
        }
    }
}

/// The probe claims the first datagram of every dialogue.
pub fn claimed_datagrams(protocol: &Protocol, folder: &str) {
    for dialogue in load_dialogues(folder) {
        let Some(Turn::Data(dir, data)) = dialogue.turns.first() else { continue };
        let shown = &data[..data.len().min(512)];
        assert_eq!((protocol.probe)(*dir, shown, NO_HINT), Probe::Match, "{}", dialogue.name);
    }
}
