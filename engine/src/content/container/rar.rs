//! RAR archives (version 4 and version 5 of the format; RARLAB's technote.txt).
//!
//! Members are named; those that are stored, or packed as version 5 does (see [`crate::content::decode`]), are opened, also
//! in solid archives; others are `undecodable`, locked ones are reported. A member that goes on in another volume is read
//! as far as it is in this one. Blocks are followed by their sizes; where one makes no sense the rest is passed over.
//! Limit: block heads of 64 KiB.

use super::member::Member;
use super::{Container, Format, u16_at, u32_at, varint};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::Coded;
use crate::content::decode::Decoder;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Charset;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "rar",
    media: "application/vnd.rar",
    begins: |head| head.starts_with(b"Rar!\x1a\x07"),
    open: |place, depth, file| {
        Box::new(Rar {
            base: place.clone(),
            place: place.child("rar", ""),
            depth,
            file: file.into(),
            carry: Vec::new(),
            skip: 0,
            goes_on: false,
            repeats: false,
            member: None,
            behind: None,
            version: 0,
            told: false,
            lost: false,
        })
    },
};

/// Said of data that are not packed as they should be.
const DAMAGE: &str = "rar: a member is damaged from its start";
/// Longest head of a block.
const HEAD_BYTES: usize = 64 << 10;

struct Rar {
    base: Place,
    place: Place,
    depth: u8,
    /// Name of the archive.
    file: Box<str>,
    carry: Vec<u8>,
    /// Bytes of data before the next block, which end a member or not.
    skip: u64,
    goes_on: bool,
    repeats: bool,
    /// What takes them, if they can be read.
    member: Option<Member>,
    /// What unpacked the member before.
    behind: Option<Decoder>,
    /// 4 or 5, once the signature was seen.
    version: u8,
    /// Locked members were told.
    told: bool,
    lost: bool,
}

/// How a member is packed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Packing {
    Stored,
    /// As version 5 does, on from the member before or not.
    Packed {
        solid: bool,
    },
    #[default]
    Other,
}

/// The head of a block.
#[derive(Default)]
struct Block<'a> {
    len: usize,
    data: u64,
    name: &'a [u8],
    locked: bool,
    packing: Packing,
    /// The member goes on in the next volume.
    goes_on: bool,
    /// Its data are heads once more (`QO`).
    repeats: bool,
    /// Heads behind this one are locked as well.
    sealed: bool,
}

impl Container for Rar {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = data;
        while !self.lost {
            self.pass(&mut rest, cx, &mut tally);
            if !self.block(&mut rest, cx, &mut tally) {
                break;
            }
        }
        tally.add(State::Undecodable, rest.len() as u64);
        if self.lost || end.is_last() {
            self.settle(cx, &mut tally);
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        self.lost = true;
        self.settle(cx, &mut tally);
        tally
    }

    fn held(&self) -> usize {
        self.carry.capacity() + self.member.as_ref().map_or(0, Member::held)
    }
}

impl Rar {
    /// No more blocks will be read.
    fn settle(&mut self, cx: &mut Context<'_>, tally: &mut Tally) {
        if let Some(mut member) = self.member.take() {
            tally.merge(&member.push(&[], Ending::Cut, DAMAGE, cx));
        }
        self.behind = None;
        tally.add(State::Undecodable, std::mem::take(&mut self.carry).len() as u64);
    }

    /// Passes over the data of a block.
    fn pass(&mut self, rest: &mut &[u8], cx: &mut Context<'_>, tally: &mut Tally) {
        let take = rest.len().min(usize::try_from(self.skip).unwrap_or(usize::MAX));
        self.skip -= take as u64;
        match &mut self.member {
            Some(member) => {
                let last = if self.goes_on { Ending::Cut } else { Ending::Whole };
                let end = if self.skip == 0 { last } else { Ending::More };
                tally.merge(&member.push(rest.upto(take), end, DAMAGE, cx));
                if self.skip == 0
                    && let Some(decoder) = self.member.take().and_then(Member::into_decoder)
                {
                    self.behind = Some(decoder);
                }
            }
            None if self.repeats => tally.add(State::Inspected, take as u64),
            None => tally.add(State::Undecodable, take as u64),
        }
        *rest = rest.after(take);
    }

    /// Reads the next block; false if it waits for more, or there is none.
    fn block(&mut self, rest: &mut &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> bool {
        if self.skip > 0 || (rest.is_empty() && self.carry.is_empty()) {
            return false;
        }
        let mut carry = std::mem::take(&mut self.carry);
        let old = carry.len();
        let head = if old == 0 {
            rest.upto(HEAD_BYTES)
        } else {
            carry.extend_from_slice(rest.upto(HEAD_BYTES.saturating_sub(old)));
            &carry
        };
        let read = match self.version {
            0 => signature(head),
            4 => block_4(head),
            _ => block_5(head),
        };
        let Some(block) = read.filter(|block| block.len > 0) else {
            *rest = rest.after(head.len() - old);
            self.lost = head.len() >= HEAD_BYTES;
            self.carry = if old == 0 { head.to_vec() } else { carry };
            return false;
        };
        if self.version == 0 {
            self.version = if block.len == 8 { 5 } else { 4 };
        }
        tally.add(State::Inspected, block.len as u64);
        self.open(&block, cx);
        (self.lost, self.skip, self.repeats) = (block.sealed, block.data, block.repeats);
        *rest = rest.after(block.len.saturating_sub(old));
        true
    }

    /// Says what a block is, and opens what can be read of it.
    fn open(&mut self, block: &Block<'_>, cx: &mut Context<'_>) {
        if (block.locked || block.sealed) && !std::mem::replace(&mut self.told, true) {
            cx.sink.anomaly(Code::ArchiveEncrypted, "rar: members are locked");
        }
        if block.sealed {
            cx.locked(&self.place, &self.file);
        }
        if block.name.is_empty() {
            return;
        }
        let mut name = String::new();
        push_name(&mut name, block.name, Charset::Utf8);
        if block.locked {
            cx.locked(&self.place, &name);
        }
        if !cx.part() {
            self.behind = None;
            return;
        }
        let mut text = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
        let _ = text.push(block.name, Ending::Whole, cx);
        if block.data > 0 {
            self.member = self.data(block, &name);
            self.goes_on = block.goes_on;
        }
    }

    /// What takes a member's data, if they can be read.
    fn data(&mut self, block: &Block<'_>, name: &str) -> Option<Member> {
        let behind = self.behind.take();
        let depth = self.depth.saturating_add(1);
        let declared = Declared::new(b"", block.name);
        let entity = Entity::new(self.base.child("rar", name), declared, Vec::new(), depth);
        match block.packing {
            _ if block.locked => None,
            Packing::Stored => {
                self.behind = behind;
                Some(Member::Plain(Box::new(entity)))
            }
            Packing::Packed { solid } if !solid || behind.is_some() => {
                let decoder = Decoder::rar5(behind.filter(|_| solid));
                Some(Member::Coded(Box::new(Coded::new(decoder, entity).member())))
            }
            Packing::Packed { .. } | Packing::Other => None,
        }
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
    // Data of which a part is in the volume before.
    let packing = if head.at(25) == 0x30 && flags & 1 == 0 { Packing::Stored } else { Packing::Other };
    Some(Block { len, data, name, locked: flags & 4 != 0, packing, goes_on: flags & 2 != 0, ..Block::default() })
}

/// Version 5: checksum, and numbers of variable length.
fn block_5(head: &[u8]) -> Option<Block<'_>> {
    let mut at = 4;
    let size = usize::try_from(varint(head, &mut at)?).ok()?;
    let len = at.checked_add(size).filter(|len| *len <= head.len())?;
    let head = head.upto(len);
    let (kind, flags) = (varint(head, &mut at)?, varint(head, &mut at)?);
    let extra = if flags & 1 != 0 { usize::try_from(varint(head, &mut at)?).ok()? } else { 0 };
    let data = if flags & 2 != 0 { varint(head, &mut at)? } else { 0 };
    let mut block = Block { len, data, sealed: kind == 4, ..Block::default() };
    // Files, and what serves them.
    if matches!(kind, 2 | 3) {
        let file = varint(head, &mut at)?;
        let _ = (varint(head, &mut at)?, varint(head, &mut at)?);
        at += if file & 2 != 0 { 4 } else { 0 } + if file & 4 != 0 { 4 } else { 0 };
        let packing = varint(head, &mut at)?;
        let _ = varint(head, &mut at)?;
        let name = usize::try_from(varint(head, &mut at)?).ok()?;
        let name = head.span(at, at.saturating_add(name));
        block.repeats = kind == 3 && name == b"QO";
        block.name = if kind == 2 || name == b"CMT" { name } else { b"" };
        block.goes_on = flags & 0x10 != 0;
        block.packing = match (packing >> 7 & 7, packing & 0x3f) {
            // Of which a part is in the volume before.
            _ if flags & 8 != 0 => Packing::Other,
            (0, _) => Packing::Stored,
            (_, 0) => Packing::Packed { solid: packing & 0x40 != 0 },
            _ => Packing::Other,
        };
        let mut record = len.saturating_sub(extra);
        while record < len {
            let size = usize::try_from(varint(head, &mut record)?).ok()?;
            let mut inside = record;
            block.locked |= varint(head, &mut inside)? == 1;
            record = record.saturating_add(size.max(1));
        }
    }
    Some(block)
}
