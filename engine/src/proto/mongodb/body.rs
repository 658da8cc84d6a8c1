//! What stands behind a message's head, by its operation (`MongoDB` wire protocol): from fields and sections to documents.

use super::bson::{Damage, Walker};
use super::page::Page;
use super::{COMPRESSED_HEAD, op};
use crate::message::Outlet;
use crate::proto::reader::Reader;

/// Longest name of a collection or a section, with what stands before it.
const PREFIX_MAX: usize = 1024;
/// Flag of `OP_MSG`: four bytes of checksum stand at the end.
pub(super) const CHECKSUM: u32 = 1;
/// Flag of `OP_MSG`: the sender goes on without an answer.
pub(super) const MORE_TO_COME: u32 = 1 << 1;

/// Where in the body the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Before the first document.
    Prefix,
    /// Before a section of `OP_MSG`.
    Section,
    /// In a sequence of documents that has so many bytes left.
    Sequence(u64),
    /// Before a document of the older operations.
    Documents,
    /// In what holds no document.
    Rest,
}

/// A body under way.
#[derive(Debug)]
pub(super) struct Body {
    op: u32,
    /// Bytes to come.
    pub(super) left: u64,
    part: Part,
    /// Bytes of checksum at the end.
    trailer: u64,
    /// `moreToCome` of `OP_MSG`.
    pub(super) more: bool,
    /// Of `OP_QUERY`: its document is a command.
    commands: bool,
    walker: Walker,
}

impl Body {
    /// A body of so many bytes.
    pub(super) fn new(op: u32, left: u64) -> Self {
        Self { op, left, part: Part::Prefix, trailer: 0, more: false, commands: false, walker: Walker::default() }
    }

    /// Goes through `data`, which ends with the body at the latest; answers how many bytes are done with.
    pub(super) fn walk(&mut self, data: &[u8], page: &mut Page, out: &mut dyn Outlet) -> (usize, Result<(), Damage>) {
        let mut done = 0;
        while self.left > 0 {
            let rest = data.get(done..).unwrap_or_default();
            let step = if rest.is_empty() { Ok(0) } else { self.step(rest, page, out) };
            let all_there = rest.len() as u64 >= self.left;
            match step {
                Ok(0) if all_there => return (done, Err(Damage::Malformed)),
                Ok(0) => break,
                Ok(used) => {
                    done += used;
                    self.left = self.left.saturating_sub(used as u64);
                }
                Err(damage) => return (done, Err(damage)),
            }
        }
        if self.left == 0 && self.part == Part::Sequence(0) {
            self.part = Part::Section;
            page.closes_sequence();
        }
        let over = !self.walker.is_under_way() && !matches!(self.part, Part::Prefix | Part::Sequence(_));
        (done, if self.left > 0 || over { Ok(()) } else { Err(Damage::Malformed) })
    }

    /// True if the documents of the reply are records.
    pub(super) fn asks_records(&self) -> bool {
        self.op == op::GET_MORE || self.op == op::QUERY && !self.commands
    }

    /// The body is given up.
    pub(super) fn abandon(&mut self, page: &mut Page) {
        self.walker.abandon(page);
    }

    fn step(&mut self, data: &[u8], page: &mut Page, out: &mut dyn Outlet) -> Result<usize, Damage> {
        if self.walker.is_under_way() {
            let used = self.walker.step(data, page, out)?;
            if let Part::Sequence(left) = &mut self.part {
                *left = left.saturating_sub(used as u64);
            }
            return Ok(used);
        }
        match self.part {
            Part::Prefix => self.prefix(data, page),
            Part::Rest => Ok(data.len()),
            Part::Section if self.left == self.trailer => {
                self.part = Part::Rest;
                Ok(data.len())
            }
            Part::Section => self.section(data, page),
            Part::Sequence(0) => {
                page.closes_sequence();
                self.part = Part::Section;
                self.step(data, page, out)
            }
            Part::Sequence(left) => {
                page.next_of_sequence();
                self.walker.begin(left);
                self.step(data, page, out)
            }
            Part::Documents => {
                self.walker.begin(self.left);
                self.step(data, page, out)
            }
        }
    }

    /// The fields before the first document.
    fn prefix(&mut self, data: &[u8], page: &mut Page) -> Result<usize, Damage> {
        let mut reader = Reader::new(data);
        let read = match self.op {
            op::MSG => self.flags(&mut reader),
            op::REPLY => {
                // Flags, cursor, place in it, number of documents.
                self.part = Part::Documents;
                reader.take(20).map(drop)
            }
            op::QUERY | op::INSERT => space(&mut reader, page).and_then(|commands| {
                self.part = Part::Documents;
                self.commands = commands;
                page.command = commands;
                page.records = self.op == op::INSERT && !commands;
                if self.op == op::QUERY { reader.take(8).map(drop) } else { Some(()) }
            }),
            op::UPDATE | op::DELETE => space(&mut reader, page).and_then(|_| {
                self.part = Part::Documents;
                reader.take(4).map(drop)
            }),
            op::GET_MORE => space(&mut reader, page).map(|_| self.part = Part::Rest),
            // KILL_CURSORS has neither name nor document.
            _ => {
                self.part = Part::Rest;
                return Ok(data.len());
            }
        };
        match read {
            Some(()) => Ok(data.len() - reader.len()),
            None if data.len() >= PREFIX_MAX => Err(Damage::Malformed),
            None => {
                self.part = Part::Prefix;
                Ok(0)
            }
        }
    }

    fn flags(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let flags = reader.le32()?;
        self.trailer = if flags & CHECKSUM == 0 { 0 } else { 4 };
        self.more = flags & MORE_TO_COME != 0;
        self.part = Part::Section;
        Some(())
    }

    fn section(&mut self, data: &[u8], page: &mut Page) -> Result<usize, Damage> {
        let room = self.left.saturating_sub(self.trailer + 1);
        match data.first() {
            Some(0) => {
                page.command = true;
                self.walker.begin(room);
                Ok(1)
            }
            Some(1) => {
                let reach = data.get(1..PREFIX_MAX.min(data.len())).unwrap_or_default();
                let mut reader = Reader::new(reach);
                let (Some(size), Some(name)) = (reader.le32().map(u64::from), reader.until_zero()) else {
                    return if reach.len() + 1 >= PREFIX_MAX { Err(Damage::Malformed) } else { Ok(0) };
                };
                let used = reach.len() - reader.len();
                if size > room || size < used as u64 {
                    return Err(Damage::Malformed);
                }
                page.command = false;
                page.opens_sequence(name);
                self.part = Part::Sequence(size - used as u64);
                Ok(1 + used)
            }
            _ => Err(Damage::Malformed),
        }
    }
}

/// Flags, or zero, and the name of a collection; true if it stands for commands.
fn space(reader: &mut Reader<'_>, page: &mut Page) -> Option<bool> {
    reader.le32()?;
    let name = reader.until_zero()?;
    page.space(name);
    Some(name.ends_with(b".$cmd"))
}

/// `OP_COMPRESSED`: the operation that is compressed, its bytes, and how (mongodb-js and server: 1 Snappy, 2 zlib, 3
/// Zstandard).
pub(super) fn compressed(data: &[u8]) -> Option<(u32, usize, u8)> {
    let mut reader = Reader::new(data.get(..COMPRESSED_HEAD)?);
    Some((reader.le32()?, reader.le32()? as usize, reader.u8()?))
}
