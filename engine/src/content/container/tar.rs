//! Tape archives (POSIX.1-2017, pax: ustar interchange format): members are unpacked while they arrive.

use super::{Container, Format};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Charset;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "tar",
    media: "application/x-tar",
    begins: |head| head.span(257, 262) == b"ustar",
    open: |place, depth, _| Box::new(Tar { place: place.clone(), depth, stage: Stage::Header, carry: Vec::new() }),
};

/// Size of a block.
const BLOCK: usize = 512;

/// A tape archive.
struct Tar {
    place: Place,
    depth: u8,
    stage: Stage,
    /// An incomplete header block.
    carry: Vec<u8>,
}

enum Stage {
    Header,
    /// A member, the bytes of it still to come, and the bytes of padding behind it.
    Member(Box<Entity>, u64, u64),
    /// Padding still to come.
    Padding(u64),
    /// No archive any more: read as text.
    Raw(Box<TextStream>),
}

impl Container for Tar {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = data;
        loop {
            let used = self.step(rest, end, cx, &mut tally);
            rest = rest.after(used);
            if rest.is_empty() {
                return self.settle(end, cx, tally);
            }
        }
    }

    /// Sizes no longer lead to the next header.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        if let Stage::Member(entity, ..) = &mut self.stage {
            tally.merge(&entity.push(&[], Ending::Cut, cx));
        }
        let carry = std::mem::take(&mut self.carry);
        tally.merge(&self.raw(&carry, Ending::More, cx));
        tally
    }
}

impl Tar {
    /// At the end of the input: whatever waits for more is read as it is.
    fn settle(&mut self, end: Ending, cx: &mut Context<'_>, mut tally: Tally) -> Tally {
        if !end.is_last() {
            return tally;
        }
        match &mut self.stage {
            Stage::Member(entity, ..) => tally.merge(&entity.push(&[], Ending::Cut, cx)),
            Stage::Raw(stream) => tally.merge(&stream.push(&[], end, cx)),
            Stage::Header | Stage::Padding(_) => {
                let carry = std::mem::take(&mut self.carry);
                tally.merge(&self.raw(&carry, end, cx));
            }
        }
        tally
    }

    fn step(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        match &mut self.stage {
            Stage::Raw(stream) => {
                tally.merge(&stream.push(data, if end.is_last() { end } else { Ending::More }, cx));
                data.len()
            }
            Stage::Member(entity, left, padding) => {
                let take = data.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= take as u64;
                let over = *left == 0;
                tally.merge(&entity.push(data.upto(take), if over { Ending::Whole } else { Ending::More }, cx));
                if over {
                    self.stage = Stage::Padding(*padding);
                }
                take
            }
            Stage::Padding(left) => {
                let take = data.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= take as u64;
                tally.add(State::Inspected, take as u64);
                if *left == 0 {
                    self.stage = Stage::Header;
                }
                take
            }
            Stage::Header => {
                let take = (BLOCK - self.carry.len()).min(data.len());
                self.carry.extend_from_slice(data.upto(take));
                if self.carry.len() == BLOCK {
                    let block = std::mem::take(&mut self.carry);
                    self.header(&block, cx, tally);
                }
                take
            }
        }
    }

    fn header(&mut self, block: &[u8], cx: &mut Context<'_>, tally: &mut Tally) {
        if block.iter().all(|b| *b == 0) {
            tally.add(State::Inspected, block.len() as u64);
            return;
        }
        let size = octal(block.span(124, 136));
        let Some(size) = size.filter(|_| checksum_holds(block)).filter(|_| cx.part()) else {
            tally.merge(&self.raw(block, Ending::More, cx));
            return;
        };
        let mut name = String::new();
        let raw_name = block.upto(memchr::memchr(0, block.upto(100)).unwrap_or(100));
        push_name(&mut name, raw_name, Charset::Utf8);
        let mut heading = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
        let _ = heading.push(raw_name, Ending::Whole, cx);
        tally.add(State::Inspected, block.len() as u64);
        if size > 0 {
            let entity = Entity::new(
                self.place.child("tar", &name),
                Declared::new(b"", raw_name),
                Vec::new(),
                self.depth.saturating_add(1),
            );
            let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
            self.stage = Stage::Member(Box::new(entity), size, padding);
        }
    }

    /// Gives the archive up.
    fn raw(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut stream = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
        let tally = stream.push(data, end, cx);
        self.stage = Stage::Raw(Box::new(stream));
        tally
    }
}

/// An octal number, spaces and zero bytes around it; `None` for the base-256 form.
fn octal(field: &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for byte in field.iter().skip_while(|b| **b == b' ') {
        match byte {
            b'0'..=b'7' => value = value.checked_mul(8)?.checked_add(u64::from(byte - b'0'))?,
            b' ' | 0 => break,
            _ => return None,
        }
    }
    Some(value)
}

/// The sum of all bytes, the checksum itself counted as spaces.
fn checksum_holds(block: &[u8]) -> bool {
    let sum: u64 =
        block.iter().enumerate().map(|(i, b)| if (148..156).contains(&i) { 32 } else { u64::from(*b) }).sum();
    octal(block.span(148, 156)) == Some(sum)
}
