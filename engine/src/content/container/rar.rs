//! RAR archives: members are named, their content is `undecodable` (no free decoder exists).
//!
//! Blocks of version 4 and of version 5 are followed by their sizes; where one makes no sense the rest is passed over.
//! Limit: block heads of 64 KiB.

use super::{Container, Format, u16_at, u32_at};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "rar",
    media: "application/vnd.rar",
    begins: |head| head.starts_with(b"Rar!\x1a\x07"),
    open: |place, depth, _| {
        Box::new(Rar {
            place: place.child("rar", ""),
            depth,
            carry: Vec::new(),
            skip: 0,
            version: 0,
            locked: false,
            lost: false,
        })
    },
};

/// Longest head of a block.
const HEAD_BYTES: usize = 64 << 10;

struct Rar {
    place: Place,
    depth: u8,
    carry: Vec<u8>,
    /// Bytes of data before the next block.
    skip: u64,
    /// 4 or 5, once the signature was seen.
    version: u8,
    locked: bool,
    lost: bool,
}

/// The head of a block.
#[derive(Default)]
struct Block<'a> {
    len: usize,
    data: u64,
    name: &'a [u8],
    locked: bool,
    /// Heads behind this one are locked as well.
    sealed: bool,
}

impl Container for Rar {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        tally.add(State::Undecodable, data.len() as u64);
        let mut rest = data;
        while !self.lost {
            let skipped = rest.len().min(usize::try_from(self.skip).unwrap_or(usize::MAX));
            self.skip -= skipped as u64;
            rest = rest.after(skipped);
            if !self.block(&mut rest, cx) {
                break;
            }
        }
        if end.is_last() {
            self.carry.clear();
        }
        tally
    }

    fn gap(&mut self, _: &mut Context<'_>) -> Tally {
        self.lost = true;
        Tally::default()
    }
}

impl Rar {
    /// Reads the next block; false if it waits for more, or there is none.
    fn block(&mut self, rest: &mut &[u8], cx: &mut Context<'_>) -> bool {
        if self.skip > 0 || (rest.is_empty() && self.carry.is_empty()) {
            return false;
        }
        let old = self.carry.len();
        self.carry.extend_from_slice(rest.upto(HEAD_BYTES.saturating_sub(old)));
        let read = match self.version {
            0 => signature(&self.carry),
            4 => block_4(&self.carry),
            _ => block_5(&self.carry),
        };
        let Some(block) = read.filter(|block| block.len > 0) else {
            *rest = rest.after(self.carry.len() - old);
            self.lost = self.carry.len() >= HEAD_BYTES;
            return false;
        };
        if self.version == 0 {
            self.version = if block.len == 8 { 5 } else { 4 };
        }
        if (block.locked || block.sealed) && !std::mem::replace(&mut self.locked, true) {
            cx.sink.anomaly(Code::ArchiveEncrypted, "rar: members are locked");
        }
        if !block.name.is_empty() && cx.part() {
            let mut text = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
            let _ = text.push(block.name, Ending::Whole, cx);
        }
        (self.lost, self.skip) = (block.sealed, block.data);
        *rest = rest.after(block.len.saturating_sub(old));
        self.carry.clear();
        true
    }
}

fn signature(head: &[u8]) -> Option<Block<'static>> {
    let len = if *head.get(6)? == 1 { 8 } else { 7 };
    (head.len() >= len).then(|| Block { len, ..Block::default() })
}

/// Version 4: checksum, type, flags, length, length of the data.
fn block_4(head: &[u8]) -> Option<Block<'_>> {
    let len = usize::from(u16_at(head, 5));
    if head.len() < 7 || head.len() < len || len < 7 {
        return None;
    }
    let (kind, flags) = (head.at(2), u16_at(head, 3));
    let data = if flags & 0x8000 != 0 || kind == 0x74 { u64::from(u32_at(head, 7)) } else { 0 };
    if kind != 0x74 {
        return Some(Block { len, data, sealed: kind == 0x73 && flags & 0x80 != 0, ..Block::default() });
    }
    let large = flags & 0x100 != 0;
    let data = data | if large { u64::from(u32_at(head, 32)) << 32 } else { 0 };
    let start = if large { 40 } else { 32 };
    let name = head.upto(len).span(start, start + usize::from(u16_at(head, 26)));
    // Behind a zero byte stands the same name in a packed form of UTF-16.
    let name = name.upto(memchr::memchr(0, name).unwrap_or(name.len()));
    Some(Block { len, data, name, locked: flags & 4 != 0, sealed: false })
}

/// Version 5: checksum, and numbers of variable length.
fn block_5(head: &[u8]) -> Option<Block<'_>> {
    let mut at = 4;
    let size = usize::try_from(number(head, &mut at)?).ok()?;
    let len = at.checked_add(size).filter(|len| *len <= head.len())?;
    let head = head.upto(len);
    let (kind, flags) = (number(head, &mut at)?, number(head, &mut at)?);
    let extra = if flags & 1 != 0 { usize::try_from(number(head, &mut at)?).ok()? } else { 0 };
    let data = if flags & 2 != 0 { number(head, &mut at)? } else { 0 };
    let mut block = Block { len, data, sealed: kind == 4, ..Block::default() };
    if kind == 2 {
        let file = number(head, &mut at)?;
        let _ = (number(head, &mut at)?, number(head, &mut at)?);
        at += if file & 2 != 0 { 4 } else { 0 } + if file & 4 != 0 { 4 } else { 0 };
        let _ = (number(head, &mut at)?, number(head, &mut at)?);
        let name = usize::try_from(number(head, &mut at)?).ok()?;
        block.name = head.span(at, at.saturating_add(name));
        let mut record = len.saturating_sub(extra);
        while record < len {
            let size = usize::try_from(number(head, &mut record)?).ok()?;
            let mut inside = record;
            block.locked |= number(head, &mut inside)? == 1;
            record = record.saturating_add(size.max(1));
        }
    }
    Some(block)
}

/// A number of seven bits a byte, low bits first; the high bit says that more follow.
fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
