//! BSON (bsonspec.org, version 1.1), walked as it comes: every element becomes JSON text on a [`Page`].
//!
//! Numbers, dates and identifiers are written as people write them, strings go through piece by piece, binary values are
//! held for the page to hand over on their own. A length that does not fit into its document is [`Damage`].

use super::page::{Keep, Page};
use super::scalars::{Content, Head};
use crate::message::Outlet;
use crate::proto::reader::Reader;
use crate::proto::scalar;

/// Documents inside one another: the server takes 100.
const DEPTH: usize = 128;
/// Longest name of an element.
const NAME_MAX: usize = 1024;
/// Levels whose names the page is told.
const NAMED: usize = 3;
/// Shortest document: its size and its end.
const LEAST: u64 = 5;

/// The bytes are no BSON, or more than is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// No BSON.
    Malformed,
    /// Documents deeper than [`DEPTH`].
    TooDeep,
}

/// A document whose end did not come yet.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// Where it ends, behind its final zero.
    end: u64,
    array: bool,
    /// An element of it was written.
    begun: bool,
}

/// The value in hand.
#[derive(Clone, Copy, Debug, Default)]
enum Value {
    /// Between elements.
    #[default]
    None,
    /// A string: bytes left before its zero.
    Text { left: u64, keep: Keep },
    /// The zero behind a string.
    Zero,
    /// A binary value: bytes left, and whether they are held.
    Binary { left: u64, subtype: Option<u8>, held: bool, keep: Keep },
}

/// Walks one document after the other.
#[derive(Debug, Default)]
pub(super) struct Walker {
    levels: Vec<Level>,
    /// Bytes of the outermost document so far.
    at: u64,
    /// Most bytes that the document to come may have.
    most: Option<u64>,
    value: Value,
    names: [Vec<u8>; NAMED],
    /// The binary value in hand.
    held: Vec<u8>,
}

impl Walker {
    /// A document of at most so many bytes comes.
    pub(super) fn begin(&mut self, most: u64) {
        self.most = Some(most);
        self.at = 0;
    }

    /// True until the end of the document was seen.
    pub(super) fn is_under_way(&self) -> bool {
        self.most.is_some() || !self.levels.is_empty()
    }

    /// Forgets the document; of a binary value what was held is told.
    pub(super) fn abandon(&mut self, page: &mut Page) {
        if let Value::Binary { keep, held: true, .. } = self.value {
            let bytes = std::mem::take(&mut self.held);
            page.binary(keep, self.innermost(), bytes);
        }
        *self = Self::default();
    }

    /// Walks on; answers how many bytes are done with, 0 if more are needed.
    pub(super) fn step(&mut self, data: &[u8], page: &mut Page, out: &mut dyn Outlet) -> Result<usize, Damage> {
        let used = match self.value {
            Value::None if self.most.is_some() => self.open(data, page)?,
            Value::None => self.element(data, page)?,
            Value::Text { left, keep } => self.text(data, left, keep, page),
            Value::Zero => {
                page.push(b"\"");
                self.value = Value::None;
                match data.first() {
                    Some(0) => 1,
                    _ => return Err(Damage::Malformed),
                }
            }
            Value::Binary { left, subtype, held, keep } => self.binary(data, left, (subtype, held, keep), page),
        };
        self.at += used as u64;
        page.spill(out);
        while matches!(self.value, Value::None) && self.levels.last().is_some_and(|level| level.end == self.at) {
            self.close(page);
        }
        Ok(used)
    }

    /// The size of the outermost document.
    fn open(&mut self, data: &[u8], page: &mut Page) -> Result<usize, Damage> {
        let Some(size) = Reader::new(data).le32().map(u64::from) else { return Ok(0) };
        if size < LEAST || self.most.is_some_and(|most| size > most) {
            return Err(Damage::Malformed);
        }
        self.most = None;
        self.push(size, false, page);
        page.opens(1, b"");
        Ok(4)
    }

    fn push(&mut self, end: u64, array: bool, page: &mut Page) {
        self.levels.push(Level { end, array, begun: false });
        page.push(if array { b"[" } else { b"{" });
    }

    fn close(&mut self, page: &mut Page) {
        let array = self.levels.pop().is_some_and(|level| level.array);
        page.push(if array { b"]" } else { b"}" });
        page.closes(self.levels.len());
    }

    /// The head of an element, with its value if that has a fixed length.
    fn element(&mut self, data: &[u8], page: &mut Page) -> Result<usize, Damage> {
        let Some(level) = self.levels.last().copied() else { return Err(Damage::Malformed) };
        let Some((&kind, rest)) = data.split_first() else { return Ok(0) };
        if kind == 0 {
            return if level.end == self.at + 1 { Ok(1) } else { Err(Damage::Malformed) };
        }
        let reach = rest.get(..NAME_MAX).unwrap_or(rest);
        let Some(end) = memchr::memchr(0, reach) else {
            return if reach.len() == NAME_MAX { Err(Damage::Malformed) } else { Ok(0) };
        };
        let (name, rest) = (reach.get(..end).unwrap_or(reach), rest.get(end + 1..).unwrap_or_default());
        let Some(head) = Head::read(kind, rest)? else { return Ok(0) };
        let used = end + 2 + head.used;
        // A value must end before its document does.
        let ends = self.at + used as u64 + head.comes;
        if ends >= level.end {
            return Err(Damage::Malformed);
        }
        let keep = self.name(level, name, page);
        match head.content {
            Content::Document { array } if self.levels.len() < DEPTH => {
                let depth = self.levels.len();
                let list = depth.checked_sub(2).filter(|_| level.array).and_then(|at| self.names.get(at));
                if !array {
                    page.opens(depth + 1, list.map(Vec::as_slice).unwrap_or_default());
                }
                self.push(ends, array, page);
            }
            Content::Document { .. } => return Err(Damage::TooDeep),
            Content::Bare(text) => page.number(keep, &text),
            Content::Quoted(text) => page.quoted(text.as_bytes()),
            Content::Pattern(text) => page.quoted(text),
            Content::Text => {
                page.push(b"\"");
                page.begins_text(keep);
                self.value = Value::Text { left: head.comes - 1, keep };
                if head.comes == 1 {
                    self.end_text(keep, page);
                }
            }
            Content::Binary { subtype } => {
                page.push(b"\"");
                let held = page.may_hold(head.comes);
                self.value = Value::Binary { left: head.comes, subtype, held, keep };
                if head.comes == 0 {
                    self.end_binary((subtype, held, keep), page);
                }
            }
        }
        Ok(used)
    }

    /// Writes the name of an element; answers what the page keeps of it.
    fn name(&mut self, level: Level, name: &[u8], page: &mut Page) -> Keep {
        if level.begun {
            page.push(b",");
        } else if let Some(level) = self.levels.last_mut() {
            level.begun = true;
        }
        if level.array {
            return Keep::No;
        }
        page.quoted(name);
        page.push(b":");
        let depth = self.levels.len();
        let [first, second, _] = &self.names;
        let parent: &[u8] = match depth {
            2 => first,
            3 => second,
            _ => b"",
        };
        let keep = page.element(depth, parent, name);
        if let Some(slot) = self.names.get_mut(depth - 1) {
            slot.clear();
            slot.extend_from_slice(name);
        }
        keep
    }

    fn text(&mut self, data: &[u8], left: u64, keep: Keep, page: &mut Page) -> usize {
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        page.text(keep, data.get(..len).unwrap_or(data));
        let left = left - len as u64;
        self.value = Value::Text { left, keep };
        if left == 0 {
            self.end_text(keep, page);
        }
        len
    }

    fn end_text(&mut self, keep: Keep, page: &mut Page) {
        page.ends_text(keep);
        self.value = Value::Zero;
    }

    fn binary(&mut self, data: &[u8], left: u64, what: (Option<u8>, bool, Keep), page: &mut Page) -> usize {
        let (subtype, held, keep) = what;
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        let piece = data.get(..len).unwrap_or(data);
        if held {
            self.held.extend_from_slice(piece);
        } else {
            page.push_blanked(piece);
        }
        let left = left - len as u64;
        self.value = Value::Binary { left, subtype, held, keep };
        if left == 0 {
            self.end_binary(what, page);
        }
        len
    }

    fn end_binary(&mut self, (subtype, held, keep): (Option<u8>, bool, Keep), page: &mut Page) {
        let bytes = std::mem::take(&mut self.held);
        self.value = Value::None;
        if held {
            match (subtype, bytes.first_chunk::<16>()) {
                (None, _) => page.push_blanked(&bytes),
                (Some(3 | 4), Some(id)) if bytes.len() == 16 => page.push(scalar::uuid(id).as_bytes()),
                _ => page.binary(keep, self.innermost(), bytes),
            }
        }
        page.push(b"\"");
    }

    /// The name of the element in hand, or of the array that it stands in.
    fn innermost(&self) -> &[u8] {
        let depth = self.levels.iter().rposition(|level| !level.array).unwrap_or(0);
        self.names.get(depth).map(Vec::as_slice).unwrap_or_default()
    }
}
