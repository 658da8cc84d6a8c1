//! Frames that tell their length, one after the other: where a direction stands among them, which bytes pass as they are,
//! and where it goes on behind a gap.

use super::step::{Step, seek};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet};

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Before a frame.
    #[default]
    Frame,
    /// In bytes that pass as they are, so many before their end.
    Body(u64),
    /// Looking for the next frame.
    Astray,
}

/// The frames of one direction. What passes is a message that the parser begins (`begin`), and that ends with it.
#[derive(Debug, Default)]
pub(super) struct Framed {
    state: State,
    /// All bytes of the frame at the front of what waits, where its header was seen; else 0.
    pub(super) total: u64,
    /// A message was begun and not ended.
    pub(super) open: bool,
    /// Bytes that were shown and not consumed.
    waiting: u64,
    /// The next byte begins no frame.
    refused: bool,
}

impl Framed {
    /// Where the direction stands.
    pub(super) const fn state(&self) -> State {
        self.state
    }

    /// Of so many bytes that were shown, so many are done with.
    pub(super) fn shown(&mut self, shown: usize, done: usize) {
        self.waiting = shown.saturating_sub(done) as u64;
    }

    /// `len` bytes are missing behind those that were shown.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet, begin: impl FnOnce(&mut dyn Outlet)) {
        let missing = len.saturating_add(std::mem::take(&mut self.waiting));
        let left = match self.state {
            State::Body(left) => left,
            State::Frame => std::mem::take(&mut self.total),
            State::Astray => 0,
        };
        if missing < left {
            self.pass(out, begin);
            out.body_gap(dir, len);
            self.state = State::Body(left.saturating_sub(missing));
            return;
        }
        self.end(dir, MessageEnd::Cut, out);
        self.state = if missing == left { State::Frame } else { State::Astray };
        self.refused = false;
    }

    /// Begins a message for bytes that pass as they are, unless one is open.
    pub(super) fn pass(&mut self, out: &mut dyn Outlet, begin: impl FnOnce(&mut dyn Outlet)) {
        if !std::mem::replace(&mut self.open, true) {
            begin(out);
        }
    }

    /// So many bytes of the open message are still to pass.
    pub(super) fn flow(&mut self, dir: Direction, left: u64, out: &mut dyn Outlet) {
        self.state = State::Body(left);
        if left == 0 {
            self.end(dir, MessageEnd::Complete, out);
        }
    }

    /// Passes what is there of them.
    pub(super) fn body(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.body(dir, data.get(..take).unwrap_or(data));
        self.flow(dir, left.saturating_sub(take as u64), out);
        Step::Took(take)
    }

    /// Ends the open message; a frame may follow.
    pub(super) fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        self.state = State::Frame;
        if std::mem::take(&mut self.open) {
            out.end(dir, end);
        }
    }

    /// No frame begins here: bytes pass as they are until one does.
    pub(super) fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
        (self.state, self.refused, self.total) = (State::Astray, true, 0);
    }

    /// Looks for the next frame, as [`seek`] does with `begins`.
    pub(super) fn astray(
        &mut self,
        dir: Direction,
        data: &[u8],
        begins: impl Fn(&[u8]) -> Option<bool>,
        out: &mut dyn Outlet,
        begin: impl FnOnce(&mut dyn Outlet),
    ) -> Step {
        let (at, found) = seek(data, usize::from(self.refused), begins);
        if at > 0 {
            self.refused = false;
            self.pass(out, begin);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found == Some(true) {
            self.end(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            return Step::Took(at);
        }
        if at == 0 { Step::More } else { Step::Took(at) }
    }
}
