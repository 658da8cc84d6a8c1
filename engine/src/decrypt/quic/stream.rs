//! Bytes of streams put in order: pieces come in any order, overlap and repeat (RFC 9000 §2.2). What came first stands.

use crate::message::Direction;
use std::collections::{BTreeMap, VecDeque};

use super::super::event::{Event, Piece};

/// Pieces of a stream that may wait for what is missing before them.
const PIECES: usize = 1024;
/// Their bytes, of one stream.
const STREAM_AHEAD: usize = 1 << 20;
/// Their bytes, of all streams of a direction.
const SIDE_AHEAD: usize = 4 << 20;
/// Streams of a direction that are open at a time.
const OPEN: usize = 256;
/// Streams that are over and remembered, so that what is sent again is known.
const OVER: usize = 4096;

/// A stream that is put together.
#[derive(Default)]
pub(super) struct Inbox {
    /// Offset of the next byte that is due.
    next: u64,
    /// What came ahead of it: where each piece begins, none overlapping another.
    ahead: BTreeMap<u64, Vec<u8>>,
    held: usize,
    /// Its length, once that is known.
    end: Option<u64>,
}

impl Inbox {
    /// Takes a piece; answers how many bytes of it are new.
    pub(super) fn put(&mut self, at: u64, data: &[u8]) -> usize {
        let end = at.saturating_add(data.len() as u64).min(self.end.unwrap_or(u64::MAX));
        let (mut from, mut taken) = (at.max(self.next), 0);
        while from < end {
            if let Some((start, piece)) = self.ahead.range(..=from).next_back() {
                let till = start + piece.len() as u64;
                if till > from {
                    from = till;
                    continue;
                }
            }
            let till = self.ahead.range(from..).next().map_or(end, |(start, _)| end.min(*start));
            let part = data.get((from - at) as usize..(till - at) as usize).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            taken += part.len();
            self.held += part.len();
            self.ahead.insert(from, part.to_vec());
            from = till;
        }
        taken
    }

    /// The next bytes without a hole before them.
    pub(super) fn ready(&mut self) -> Option<Vec<u8>> {
        let first = self.ahead.first_entry().filter(|first| *first.key() == self.next)?;
        let piece = first.remove();
        self.held = self.held.saturating_sub(piece.len());
        self.next = self.next.saturating_add(piece.len() as u64);
        Some(piece)
    }

    /// Gives up the hole before what came ahead; answers how long it is.
    fn skip(&mut self) -> Option<u64> {
        let first = *self.ahead.keys().next()?;
        let gap = first.saturating_sub(self.next);
        self.next = first;
        Some(gap)
    }

    /// Bytes held, and about what keeping them takes.
    pub(super) fn memory(&self) -> usize {
        self.held + self.ahead.len() * 64
    }

    fn is_whole(&self) -> bool {
        self.end == Some(self.next)
    }
}

/// Why a stream is over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    /// All of it was told, or its sender gave it up.
    Told,
    /// It was given up for room: what still comes is passed over.
    GivenUp,
}

/// What became of a piece of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// So many bytes of it are new.
    New(usize),
    /// Its stream was given up for room.
    PassedOver,
}

/// What one side sends on all its streams.
#[derive(Default)]
pub(super) struct Streams {
    open: BTreeMap<u64, Inbox>,
    over: BTreeMap<u64, Over>,
    /// Of each type of stream (RFC 9000 §2.1): ids below are over and forgotten.
    marks: [u64; 4],
    held: usize,
}

impl Streams {
    /// Takes a piece of a stream and tells what can be told. The second value: a limit was reached.
    pub(super) fn put(
        &mut self,
        dir: Direction,
        id: u64,
        (at, data, fin): (u64, &[u8], bool),
        events: &mut VecDeque<Event>,
    ) -> (Taken, bool) {
        if !self.open.contains_key(&id) {
            match self.fate(id) {
                Some(Over::Told) => return (Taken::New(0), false),
                Some(Over::GivenUp) => return (Taken::PassedOver, false),
                None => {}
            }
        }
        let mut limited = false;
        if self.open.len() >= OPEN && !self.open.contains_key(&id) {
            limited = true;
            // Of requests rather than of the few streams that control them all (RFC 9114 §6.2).
            let request = self.open.keys().find(|id| *id & 2 == 0);
            if let Some(oldest) = request.or_else(|| self.open.keys().next()).copied() {
                self.flush(dir, oldest, events);
                events.push_back(Event::Stream(dir, oldest, Piece::Reset));
                self.finish(oldest, Over::GivenUp);
            }
        }
        let inbox = self.open.entry(id).or_default();
        if fin {
            inbox.end.get_or_insert(at.saturating_add(data.len() as u64).max(inbox.next));
        }
        let before = inbox.held;
        let taken = inbox.put(at, data);
        loop {
            while let Some(piece) = inbox.ready() {
                events.push_back(Event::Stream(dir, id, Piece::Data(piece)));
            }
            let full = inbox.held > STREAM_AHEAD
                || inbox.ahead.len() > PIECES
                || self.held.saturating_sub(before).saturating_add(inbox.held) > SIDE_AHEAD;
            let Some(gap) = full.then(|| inbox.skip()).flatten() else { break };
            limited = true;
            events.push_back(Event::Stream(dir, id, Piece::Gap(gap)));
        }
        self.held = self.held.saturating_sub(before).saturating_add(inbox.held);
        if inbox.is_whole() {
            events.push_back(Event::Stream(dir, id, Piece::End));
            self.finish(id, Over::Told);
        }
        (Taken::New(taken), limited)
    }

    /// The sender gives a stream up.
    pub(super) fn reset(&mut self, dir: Direction, id: u64, events: &mut VecDeque<Event>) {
        if self.open.contains_key(&id) {
            self.flush(dir, id, events);
            events.push_back(Event::Stream(dir, id, Piece::Reset));
            self.finish(id, Over::Told);
        } else if self.fate(id).is_none() {
            self.finish(id, Over::Told);
        }
    }

    /// Tells all that waits behind holes.
    pub(super) fn flush_all(&mut self, dir: Direction, events: &mut VecDeque<Event>) {
        let ids: Vec<u64> = self.open.keys().copied().collect();
        for id in ids {
            self.flush(dir, id, events);
        }
    }

    /// Bytes held, and about what keeping them takes.
    pub(super) fn memory(&self) -> usize {
        let open: usize = self.open.values().map(|inbox| size_of::<Inbox>() + inbox.memory()).sum();
        open + self.over.len() * 24
    }

    fn flush(&mut self, dir: Direction, id: u64, events: &mut VecDeque<Event>) {
        let Some(inbox) = self.open.get_mut(&id) else { return };
        self.held = self.held.saturating_sub(inbox.held);
        while let Some(gap) = inbox.skip() {
            if gap > 0 {
                events.push_back(Event::Stream(dir, id, Piece::Gap(gap)));
            }
            while let Some(piece) = inbox.ready() {
                events.push_back(Event::Stream(dir, id, Piece::Data(piece)));
            }
        }
    }

    fn fate(&self, id: u64) -> Option<Over> {
        let forgotten = self.marks.get((id & 3) as usize).is_some_and(|mark| id < *mark);
        self.over.get(&id).copied().or_else(|| forgotten.then_some(Over::GivenUp))
    }

    fn finish(&mut self, id: u64, over: Over) {
        self.open.remove(&id);
        self.over.insert(id, over);
        if self.over.len() > OVER
            && let Some((oldest, _)) = self.over.pop_first()
            && let Some(mark) = self.marks.get_mut((oldest & 3) as usize)
        {
            *mark = (*mark).max(oldest.saturating_add(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_given_up_before_what_controls_them() {
        let (mut streams, mut events) = (Streams::default(), VecDeque::new());
        let ids = std::iter::once(2).chain((0..OPEN as u64).map(|n| n * 4));
        for id in ids {
            streams.put(Direction::Orig, id, (0, b"open", false), &mut events);
        }
        let reset = |event: &Event| matches!(event, Event::Stream(_, 0, Piece::Reset));
        assert!(events.iter().any(reset), "the oldest request");
        assert!(streams.open.contains_key(&2) && streams.open.len() == OPEN);
    }
}
