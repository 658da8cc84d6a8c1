//! Files whose reader needs the whole of them: collected, up to the limit for documents, and read at their end.

use super::Container;
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::place::Place;
use crate::coverage::{State, Tally};

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
    /// More of it follows, which its reader gets (see [`Reader::rest`]).
    pub(super) goes_on: bool,
    /// Nothing is missing.
    pub(super) whole: bool,
    /// The last bytes of a file that is longer than what is collected, if its reader wants them.
    pub(super) tail: &'a [u8],
}

/// Appends to what is kept, of which no more than `most` bytes will be kept: nor is more reserved.
pub(super) fn keep(held: &mut Vec<u8>, data: &[u8], most: usize) {
    let len = held.len() + data.len();
    if len > held.capacity() {
        held.reserve_exact((held.capacity() * 2).min(most).max(len) - held.len());
    }
    held.extend_from_slice(data);
}

/// Collects a file; what is beyond the limit is `skipped`.
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
    reader: Box<dyn Reader>,
    /// What was collected is read, and the reader goes on.
    going_on: bool,
}

/// Reads files; a function that answers for every byte of one is one.
pub(super) trait Reader: Send {
    /// Reads what was collected; answers for every byte of it.
    fn read(&mut self, file: &File<'_>, cx: &mut Context<'_>) -> Tally;
    /// Reads what is beyond that, if it can.
    fn rest(&mut self) -> Option<&mut dyn Container> {
        None
    }
    /// Bytes that wait there.
    fn held(&self) -> usize {
        0
    }
}

impl<F: Fn(&File<'_>, &mut Context<'_>) -> Tally + Send> Reader for F {
    fn read(&mut self, file: &File<'_>, cx: &mut Context<'_>) -> Tally {
        self(file, cx)
    }
}

impl Collected {
    /// A file called `name` at `place`, `depth` layers deep, for a reader.
    pub(super) fn boxed(place: &Place, depth: u8, name: &str, reader: impl Reader + 'static) -> Box<dyn Container> {
        Self::with_tail(place, depth, name, (0, reader))
    }

    /// The same for a reader that wants so many of the last bytes of a file that is longer than what is collected.
    pub(super) fn with_tail(
        place: &Place,
        depth: u8,
        name: &str,
        (wanted, reader): (usize, impl Reader + 'static),
    ) -> Box<dyn Container> {
        Box::new(Self {
            place: place.clone(),
            depth,
            name: name.into(),
            held: Vec::new(),
            full: false,
            gap: None,
            tail: Vec::new(),
            wanted,
            reader: Box::new(reader),
            going_on: false,
        })
    }

    /// Has the reader read what is collected.
    fn read(&mut self, end: Ending, cx: &mut Context<'_>) -> Tally {
        let held = std::mem::take(&mut self.held);
        let file = File {
            place: &self.place,
            depth: self.depth,
            name: &self.name,
            data: &held,
            sound: self.gap.unwrap_or(held.len()),
            goes_on: self.going_on,
            whole: end == Ending::Whole && self.gap.is_none() && !self.full,
            tail: self.tail.tail(self.wanted),
        };
        self.reader.read(&file, cx)
    }
}

impl Container for Collected {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let room = if self.full { 0 } else { cx.document_bytes().saturating_sub(self.held.len()) };
        keep(&mut self.held, data.upto(room), cx.document_bytes());
        let rest = data.after(room);
        if !rest.is_empty() && !std::mem::replace(&mut self.full, true) {
            self.going_on = self.gap.is_none() && self.reader.rest().is_some();
            if self.going_on {
                tally.merge(&self.read(Ending::More, cx));
            } else {
                cx.sink.anomaly(Code::DecodeBudget, "document: more than is collected");
            }
        }
        if self.going_on {
            let more = self.reader.rest().map(|reader| reader.push(rest, end, cx));
            tally.merge(&more.unwrap_or_default());
            return tally;
        }
        tally.add(State::Skipped, rest.len() as u64);
        self.tail.extend_from_slice(rest.tail(self.wanted));
        // Dropped seldom, so that each byte is moved once.
        if self.tail.len() > self.wanted * 2 {
            self.tail.drain(..self.tail.len() - self.wanted);
        }
        if end.is_last() {
            tally.merge(&self.read(end, cx));
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        if self.going_on {
            return self.reader.rest().map_or_else(Tally::default, |reader| reader.gap(cx));
        }
        if !self.full {
            self.gap.get_or_insert(self.held.len());
        }
        Tally::default()
    }

    fn held(&self) -> usize {
        self.held.capacity() + self.tail.capacity() + self.reader.held()
    }
}
