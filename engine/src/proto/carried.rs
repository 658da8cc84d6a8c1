//! A connection within another: a parser that is shown what the outer one took apart, and holds what it does not take at
//! once. The bytes are accounted for by whoever carries it.

use super::{Parser, Progress};
use crate::message::{Direction, Outlet};
use crate::pair::Pair;
use std::fmt;

/// The connection within.
pub(super) struct Carried {
    parser: Box<dyn Parser>,
    /// What it did not take yet.
    waiting: Pair<Vec<u8>>,
}

impl fmt::Debug for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Carried").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}

impl Carried {
    /// Carries what this parser reads.
    pub(super) fn new(parser: Box<dyn Parser>) -> Self {
        Self { parser, waiting: Pair::default() }
    }

    /// Bytes that it holds.
    pub(super) fn held(&self) -> usize {
        self.waiting.iter().map(Vec::capacity).sum::<usize>().saturating_add(self.parser.held())
    }

    /// The next bytes of a direction; false if the parser cannot go on: what it did not take is [`Carried::rest`].
    pub(super) fn data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> bool {
        let waiting = self.waiting.of_mut(dir);
        waiting.extend_from_slice(data);
        let mut done = 0;
        let mut goes_on = true;
        while let Some(rest) = waiting.get(done..).filter(|rest| !rest.is_empty()) {
            match self.parser.on_data(dir, rest, out) {
                Progress::Consumed(0) => break,
                Progress::Consumed(len) => done += len,
                Progress::Handover(len) => {
                    done += len;
                    goes_on = false;
                    break;
                }
                Progress::Lost | Progress::Bypass(_) => {
                    goes_on = false;
                    break;
                }
            }
        }
        waiting.drain(..done.min(waiting.len()));
        goes_on
    }

    /// What was not taken of a direction.
    pub(super) fn rest(&mut self, dir: Direction) -> Vec<u8> {
        std::mem::take(self.waiting.of_mut(dir))
    }

    /// `len` bytes of a direction are missing; false if the parser cannot go on.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.waiting.of_mut(dir).clear();
        self.parser.on_gap(dir, len, out)
    }

    /// Nothing more comes from this side.
    pub(super) fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.waiting.of_mut(dir).clear();
        self.parser.on_close(dir, out);
    }
}
