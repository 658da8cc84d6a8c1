//! Tape archives (POSIX.1-2017, pax: ustar interchange format): members are unpacked while they arrive.

use super::{Container, Format, pour};
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
    begins: |head| head.span(257, 262) == b"ustar" || is_older(head),
    open: |place, depth, _| {
        Box::new(Tar { place: place.clone(), depth, stage: Stage::Header, carry: Vec::new(), next: Next::default() })
    },
};

/// Longest records in front of a member; longer ones are members.
const RECORD_BYTES: u64 = 64 << 10;
/// Size of a block.
const BLOCK: usize = 512;

/// True for an archive in the form before POSIX, which has no mark: mode and owner in octal digits, and a sound checksum.
fn is_older(head: &[u8]) -> bool {
    let field = |at: usize| head.span(at, at + 6).iter().all(|byte| matches!(byte, b' ' | b'0'..=b'7'));
    head.len() >= BLOCK
        && head.at(0) > b' '
        && matches!(head.at(156), 0 | b'0' | b'5')
        && [100, 108, 116].into_iter().all(field)
        && checksum_holds(head.upto(BLOCK))
}

/// A member's name; where POSIX's mark stands, with what did not fit in front of it.
fn name_of(block: &[u8]) -> Vec<u8> {
    let text = |from: usize, until: usize| {
        let field = block.span(from, until);
        field.upto(memchr::memchr(0, field).unwrap_or(field.len()))
    };
    let (name, before) = (text(0, 100), text(345, 500));
    if block.span(257, 263) == b"ustar\0" && !before.is_empty() { [before, b"/", name].concat() } else { name.to_vec() }
}

/// A tape archive.
struct Tar {
    place: Place,
    depth: u8,
    stage: Stage,
    /// An incomplete header block.
    carry: Vec<u8>,
    /// What records said of the next member.
    next: Next,
}

/// What stands in front of a member's header because it has no room there.
#[derive(Default)]
struct Next {
    name: Vec<u8>,
    size: Option<u64>,
}

enum Stage {
    Header,
    /// A member, the bytes of it still to come, and the bytes of padding behind it.
    Member(Box<Entity>, u64, u64),
    /// Records of this kind, so far; the bytes of them still to come, and of padding.
    Records(u8, Vec<u8>, u64, u64),
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

    fn held(&self) -> usize {
        if let Stage::Member(member, ..) = &self.stage { member.held() } else { 0 }
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
            Stage::Records(..) => {}
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
                let take = pour(entity, left, data, cx, tally);
                if *left == 0 {
                    self.stage = Stage::Padding(*padding);
                }
                take
            }
            Stage::Records(kind, held, left, padding) => {
                let take = data.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                held.extend_from_slice(data.upto(take));
                *left -= take as u64;
                tally.add(State::Inspected, take as u64);
                if *left == 0 {
                    let (kind, held) = (*kind, std::mem::take(held));
                    self.stage = Stage::Padding(*padding);
                    self.records(kind, &held, cx);
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
        tally.add(State::Inspected, block.len() as u64);
        let kind = block.at(156);
        let padding = |size: u64| (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
        if matches!(kind, b'L' | b'K' | b'x' | b'X' | b'g') && (1..=RECORD_BYTES).contains(&size) {
            self.stage = Stage::Records(kind, Vec::new(), size, padding(size));
            return;
        }
        let next = std::mem::take(&mut self.next);
        let size = next.size.unwrap_or(size);
        let raw_name = if next.name.is_empty() { name_of(block) } else { next.name };
        let raw_name = raw_name.as_slice();
        let mut name = String::new();
        push_name(&mut name, raw_name, Charset::Utf8);
        self.say(raw_name, cx);
        // Links and folders have no data, whatever their size says.
        if size > 0 && !matches!(kind, b'1'..=b'6') {
            let entity = Entity::new(
                self.place.child("tar", &name),
                Declared::new(b"", raw_name),
                Vec::new(),
                self.depth.saturating_add(1),
            );
            self.stage = Stage::Member(Box::new(entity), size, padding(size));
        }
    }

    /// Scans a name.
    fn say(&self, name: &[u8], cx: &mut Context<'_>) {
        let mut heading = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
        let _ = heading.push(name, Ending::Whole, cx);
    }

    /// Records in front of a header: a long name of GNU's (`L`; of a link `K`), or lines of POSIX's (pax, `x`).
    fn records(&mut self, kind: u8, held: &[u8], cx: &mut Context<'_>) {
        let text = held.upto(memchr::memchr(0, held).unwrap_or(held.len()));
        match kind {
            b'L' => self.next.name = text.to_vec(),
            b'K' => self.say(text, cx),
            b'x' | b'X' => {
                // `30 path=a/b.csv` and a line feed; the number is the length of it all.
                let mut rest = held;
                while let Some(blank) = memchr::memchr(b' ', rest.upto(20)) {
                    let len = rest.upto(blank).iter().try_fold(0usize, |len, digit| {
                        digit.is_ascii_digit().then(|| len.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
                    });
                    let Some(len) = len.filter(|len| *len > blank) else { break };
                    let record = rest.span(blank + 1, len);
                    let record = record.strip_suffix(b"\n").unwrap_or(record);
                    rest = rest.after(len);
                    let Some(equals) = memchr::memchr(b'=', record) else { continue };
                    let value = record.after(equals + 1);
                    match record.upto(equals) {
                        b"path" => self.next.name = value.to_vec(),
                        b"size" => self.next.size = std::str::from_utf8(value).ok().and_then(|size| size.parse().ok()),
                        b"linkpath" | b"comment" => self.say(value, cx),
                        _ => {}
                    }
                }
            }
            _ => {}
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
