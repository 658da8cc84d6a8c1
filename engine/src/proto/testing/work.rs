//! Counting the work of a parser: bytes it is shown, steps it takes, fields it reads. No clock is asked.

use super::dialogue::{Dialogue, Turn};
use super::runner::{load_dialogues, run};
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::{Protocol, Transport};
use std::cell::Cell;

thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// Bytes that a dialogue grows by, and twice as many: more than a parser may hold back, so that both sizes are past it.
const GROWTH: usize = 160 << 10;
/// Bytes of a segment.
const SEGMENT: usize = 1448;
/// How often a byte is shown, at most, that a parser holds back to its limit (64 KiB, in segments, half of it on average),
/// with as much again for its own steps. To be shown all again with each segment would be 110 times.
const HELD: u64 = 44;
/// Dialogues of a parser that are grown.
const GROWN: usize = 4;
/// Bytes that stand for long values, padding, nesting, endless lines and endless numbers.
const RUNS: &[&[u8]] = &[b"0", b" ", b"\n", b"\0", b"\xff", b"("];

/// Adds to the work done by this thread.
pub fn add(amount: usize) {
    DONE.with(|done| done.set(done.get() + amount as u64));
}

/// How much work something does on this thread.
pub fn of(task: impl FnOnce()) -> u64 {
    DONE.with(|done| done.set(0));
    task();
    DONE.with(Cell::get)
}

fn work(protocol: &Protocol, limits: &Limits, turns: &[Turn]) -> u64 {
    let mut parser = protocol.parser.expect("there is a parser")(limits, Transport::Tcp);
    of(|| drop(run(parser.as_mut(), turns, &mut |_| SEGMENT)))
}

/// The turns with `shape` put into one of them again and again, until it has grown by `size`.
fn grown(turns: &[Turn], turn: usize, at: usize, shape: &[u8], size: usize) -> Vec<Turn> {
    let mut turns = turns.to_vec();
    if let Turn::Data(_, data) = &mut turns[turn] {
        data.splice(at..at, shape.repeat(size / shape.len()));
    }
    turns
}

/// The first and the last turn of a direction.
fn ends(turns: &[Turn], dir: Direction) -> Vec<usize> {
    let of = |turn: &Turn| matches!(turn, Turn::Data(by, data) if *by == dir && !data.is_empty());
    let first = turns.iter().position(of);
    let last = turns.iter().rposition(of);
    first.into_iter().chain(last.filter(|_| first != last)).collect()
}

/// Holds a parser to linear work over some of its dialogues.
pub fn linear(protocol: &Protocol, folder: &str, shapes: &[&'static [u8]]) {
    let dialogues = load_dialogues(folder);
    for Dialogue { name, limits, turns, .. } in dialogues.iter().step_by(dialogues.len().div_ceil(GROWN)) {
        linear_turns(protocol, limits, turns, shapes, name);
    }
}

/// Twice the bytes are at most two and a half times the work, or what holding back to the limit costs: whatever is
/// repeated without end, wherever it stands.
pub fn linear_turns(protocol: &Protocol, limits: &Limits, turns: &[Turn], shapes: &[&'static [u8]], name: &str) {
    for turn in [Direction::Orig, Direction::Resp].into_iter().flat_map(|dir| ends(turns, dir)) {
        let Turn::Data(_, data) = &turns[turn] else { continue };
        for at in [data.len() / 2, data.len()] {
            for shape in shapes.iter().chain(RUNS).copied().chain([&**data]).filter(|shape| !shape.is_empty()) {
                let [once, twice] =
                    [GROWTH, 2 * GROWTH].map(|size| work(protocol, limits, &grown(turns, turn, at, shape, size)));
                assert!(
                    twice <= once / 2 * 5 || twice <= HELD * 2 * GROWTH as u64,
                    "{name}: turn {turn} at {at}, {shape:?} without end: {once} steps, then {twice}"
                );
            }
        }
    }
}
