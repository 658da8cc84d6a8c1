//! What unpacking one message may cost: bytes out, expansion ratio, depth, parts.

use super::place::Place;
use super::{LeafSink, Sign};
use crate::anomaly::Code;
use crate::config::{Limits, Yield};
use crate::coverage::State;

/// Bytes out below which no body is called a bomb.
const BOMB_FLOOR: u64 = 1 << 20;

/// Bytes of a message, and bytes that it yields, that allow for one more part: hardly a member, a mail or a field is sent
/// in fewer.
const PART_BYTES: u64 = 64;
const PART_YIELD: u64 = 1024;

/// Largest output handed on in one piece when all the input is there.
pub(super) const WHOLE_BYTES: usize = 8 << 20;

/// The account of one message, shared by all its layers.
pub(super) struct Budget {
    input: u64,
    output: u64,
    parts: usize,
    most: Yield,
    max_ratio: u64,
    max_depth: u8,
    max_parts: usize,
    max_document: usize,
    spent: bool,
    parts_told: bool,
    depth_told: bool,
}

impl Budget {
    /// An empty account under `limits`.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            input: 0,
            output: 0,
            parts: 0,
            most: limits.decode_yield(),
            max_ratio: limits.decode_ratio,
            max_depth: limits.decode_depth,
            max_parts: limits.decode_parts,
            max_document: limits.document_bytes,
            spent: false,
            parts_told: false,
            depth_told: false,
        }
    }

    /// `len` bytes of the message came in.
    pub(super) fn feed(&mut self, len: usize) {
        self.input = self.input.saturating_add(len as u64);
    }

    /// Another content begins, of which `len` bytes came in.
    pub(super) fn renew(&mut self, len: usize) {
        (self.input, self.output, self.parts) = (len as u64, 0, 0);
        (self.spent, self.parts_told, self.depth_told) = (false, false, false);
    }

    /// Output above which what came in is a bomb.
    fn bomb(&self) -> u64 {
        self.max_ratio.saturating_mul(self.input.max(1)).max(BOMB_FLOOR)
    }

    /// Bytes that may still be decoded.
    pub(super) fn room(&self) -> u64 {
        self.most.of(self.input).min(self.bomb()).saturating_sub(self.output)
    }
}

/// One call into the unpacker: where leaves go and who pays.
pub(super) struct Context<'a> {
    /// Takes leaves and anomalies.
    pub(super) sink: &'a mut dyn LeafSink,
    /// Pays.
    pub(super) budget: &'a mut Budget,
}

impl Context<'_> {
    /// Pays for `len` decoded bytes; false if the budget does not cover them. The reason is told once per message.
    pub(super) fn charge(&mut self, len: usize) -> bool {
        let budget = &mut *self.budget;
        budget.output = budget.output.saturating_add(len as u64);
        let bomb = budget.output > budget.bomb();
        if !bomb && budget.output <= budget.most.of(budget.input) {
            return true;
        }
        if !budget.spent {
            budget.spent = true;
            let code = if bomb { Code::DecodeBomb } else { Code::DecodeBudget };
            self.sink.anomaly(code, "decoding stopped");
        }
        false
    }

    /// Bytes that may be decoded in one piece.
    pub(super) fn most_whole(&self) -> usize {
        usize::try_from(self.budget.room()).unwrap_or(usize::MAX).min(WHOLE_BYTES)
    }

    /// Bytes that may be kept of a document that is read as a whole.
    pub(super) fn document_bytes(&self) -> usize {
        self.budget.max_document
    }

    /// Pays for one more part, member or nested leaf; false if there are too many.
    pub(super) fn part(&mut self) -> bool {
        let more = self.budget.input / PART_BYTES + self.budget.output / PART_YIELD;
        let most = self.budget.max_parts.saturating_add(usize::try_from(more).unwrap_or(usize::MAX));
        if self.budget.parts < most {
            self.budget.parts += 1;
            return true;
        }
        if !self.budget.parts_told {
            self.budget.parts_told = true;
            self.sink.anomaly(Code::PartsLimit, "more parts than the limit");
        }
        false
    }

    /// True if a layer at `depth` may be opened.
    pub(super) fn depth(&mut self, depth: u8) -> bool {
        if depth <= self.budget.max_depth {
            return true;
        }
        if !self.budget.depth_told {
            self.budget.depth_told = true;
            self.sink.anomaly(Code::NestingLimit, "containers nested deeper than the limit");
        }
        false
    }

    /// Reports a file called `name` in (or as) the container at `place`, locked with a password.
    pub(super) fn locked(&mut self, place: &Place, name: &str) {
        self.sink.locked(place.as_str(), name, Sign::Told);
    }

    /// Reports a file called `name` at `place` that is taken for an encrypted volume.
    pub(super) fn volume(&mut self, place: &Place, name: &str) {
        self.sink.locked(place.as_str(), name, Sign::Noise);
    }

    /// Reports damage; what follows it cannot be opened.
    pub(super) fn damaged(&mut self, what: &str) -> State {
        self.sink.anomaly(Code::DecodeFailed, what);
        State::Undecodable
    }
}

/// Whether more follows the bytes in hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// More bytes will come.
    More,
    /// The same, but not soon: what is whole is told now.
    Pause,
    /// These are the last, and some are missing.
    Cut,
    /// These are the last.
    Whole,
}

impl Ending {
    /// True if nothing more will come.
    pub(super) fn is_last(self) -> bool {
        matches!(self, Self::Cut | Self::Whole)
    }
}
