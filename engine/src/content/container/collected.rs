//! Files whose reader needs the whole of them: collected, up to [`HELD_BYTES`], and read at their end.

use super::Container;
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::place::Place;
use crate::coverage::{State, Tally};

/// Bytes of a file that are collected; what follows is `skipped`.
const HELD_BYTES: usize = 8 << 20;

/// A file that has come.
pub(super) struct File<'a> {
    /// Where it is.
    pub(super) place: &'a Place,
    /// How deep.
    pub(super) depth: u8,
    /// Its name, or its format's.
    pub(super) name: &'a str,
    /// Its bytes, what is missing left out.
    pub(super) data: &'a [u8],
    /// Bytes before which none is missing.
    pub(super) sound: usize,
    /// Nothing is missing.
    pub(super) whole: bool,
    /// The last bytes of a file that is longer than what is collected, if its reader wants them.
    pub(super) tail: &'a [u8],
}

/// Collects a file.
pub(super) struct Collected {
    place: Place,
    depth: u8,
    name: Box<str>,
    held: Vec<u8>,
    full: bool,
    /// Where bytes are missing first.
    gap: Option<usize>,
    /// Bytes behind what is collected, and how many of the last ones are wanted.
    tail: Vec<u8>,
    wanted: usize,
    read: Read,
}

/// Reads a file; answers for every byte of it.
pub(super) type Read = fn(&File<'_>, &mut Context<'_>) -> Tally;

impl Collected {
    /// A file called `name` at `place`, `depth` layers deep, for a reader.
    pub(super) fn boxed(place: &Place, depth: u8, name: &str, read: Read) -> Box<dyn Container> {
        Self::with_tail(place, depth, name, (0, read))
    }

    /// The same for a reader that wants so many of the last bytes of a file that is longer than what is collected.
    pub(super) fn with_tail(place: &Place, depth: u8, name: &str, (wanted, read): (usize, Read)) -> Box<dyn Container> {
        Box::new(Self {
            place: place.clone(),
            depth,
            name: name.into(),
            held: Vec::new(),
            full: false,
            gap: None,
            tail: Vec::new(),
            wanted,
            read,
        })
    }
}

impl Container for Collected {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let room = if self.full { 0 } else { HELD_BYTES.saturating_sub(self.held.len()) };
        self.held.extend_from_slice(data.upto(room));
        if data.len() > room {
            if !std::mem::replace(&mut self.full, true) {
                cx.sink.anomaly(Code::DecodeBudget, "document: more than is collected");
            }
            tally.add(State::Skipped, (data.len() - room) as u64);
            self.tail.extend_from_slice(data.after(room).tail(self.wanted));
            // Dropped seldom, so that each byte is moved once.
            if self.tail.len() > self.wanted * 2 {
                self.tail.drain(..self.tail.len() - self.wanted);
            }
        }
        if end.is_last() {
            let held = std::mem::take(&mut self.held);
            let file = File {
                place: &self.place,
                depth: self.depth,
                name: &self.name,
                data: &held,
                sound: self.gap.unwrap_or(held.len()),
                whole: end == Ending::Whole && self.gap.is_none() && !self.full,
                tail: self.tail.tail(self.wanted),
            };
            tally.merge(&(self.read)(&file, cx));
        }
        tally
    }

    fn gap(&mut self, _: &mut Context<'_>) -> Tally {
        if !self.full {
            self.gap.get_or_insert(self.held.len());
        }
        Tally::default()
    }

    fn held(&self) -> usize {
        self.held.capacity() + self.tail.capacity()
    }
}
