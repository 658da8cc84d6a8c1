//! 7z archives (7zFormat.txt of the LZMA SDK).
//!
//! What a member is called, how long it is and how it is packed stands at the end, so packed streams are collected, up to the
//! limit for documents, and opened when the header has come; of a longer archive the beginning is opened. LZMA, LZMA2, deflate,
//! bzip2, zstd and stored members are opened; those behind other methods (`PPMd`, most filters for programs) are named and `undecodable`, locked ones are reported, by the
//! archive's name if the header is locked as well. An archive that is cut has no header: it is `undecodable`.
//! Limits: headers of 1 MiB, 65,536 members, dictionaries of 64 MiB (or as much as may still be decoded).

mod header;

use super::collected::keep;
use super::{Container, Format, u32_at, u64_at};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::scale;
use crate::content::decode::{Decoder, Halt};
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::content::scratch;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::{Charset, Coding};
use header::{Folder, Header, Read};
use std::ops::Range;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "7z",
    media: "application/x-7z-compressed",
    begins: |head| head.starts_with(b"7z\xbc\xaf\x27\x1c"),
    open: |place, depth, file| Box::new(SevenZip::new(place, depth, file)),
};

/// Bytes of the head at the start.
const START_BYTES: usize = 32;
/// Bytes before the header that are kept of a larger archive: its header may be packed there.
const TAIL_BYTES: u64 = 128 << 10;
/// Longest header.
const HEADER_BYTES: usize = 1 << 20;
/// Headers packed in one another.
const NESTED: usize = 4;
/// Text handed on at a time.
const BLOCK_BYTES: usize = 256 << 10;

struct SevenZip {
    base: Place,
    place: Place,
    depth: u8,
    /// Name of the archive.
    file: Box<str>,
    start: Vec<u8>,
    /// Where the header is.
    next: Range<u64>,
    /// Offset of the next byte.
    at: u64,
    held: Vec<u8>,
    tail: Vec<u8>,
    header: Vec<u8>,
    full: bool,
    lost: bool,
}

impl Container for SevenZip {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = data;
        if self.start.len() < START_BYTES && !self.lost {
            let take = (START_BYTES - self.start.len()).min(rest.len());
            self.start.extend_from_slice(rest.upto(take));
            rest = rest.after(take);
            if self.start.len() == START_BYTES {
                self.begin(cx);
            }
        }
        if self.lost {
            tally.add(State::Undecodable, rest.len() as u64);
        } else {
            self.collect(rest, cx, &mut tally);
        }
        if end.is_last() {
            self.finish(end, cx, &mut tally);
        }
        tally
    }

    /// Streams behind a gap are not where the header says.
    fn gap(&mut self, _: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        self.lost = true;
        self.give_up(&mut tally);
        tally
    }

    fn held(&self) -> usize {
        self.held.capacity() + self.tail.capacity() + self.header.capacity()
    }
}

impl SevenZip {
    fn new(place: &Place, depth: u8, file: &str) -> Self {
        Self {
            base: place.clone(),
            place: place.child("7z", ""),
            depth,
            file: file.into(),
            start: Vec::new(),
            next: 0..0,
            at: START_BYTES as u64,
            held: Vec::new(),
            tail: Vec::new(),
            header: Vec::new(),
            full: false,
            lost: false,
        }
    }

    /// Reads the head at the start.
    fn begin(&mut self, cx: &mut Context<'_>) {
        let from = u64_at(&self.start, 12).checked_add(START_BYTES as u64);
        let until = from.and_then(|from| from.checked_add(u64_at(&self.start, 20)));
        match (from, until) {
            (Some(from), Some(until)) if until - from <= HEADER_BYTES as u64 => self.next = from..until,
            _ => {
                cx.damaged("7z: the header cannot be that long");
                self.lost = true;
            }
        }
    }

    /// Keeps what the header may speak of, and the header.
    fn collect(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) {
        let from = self.at;
        self.at = from.saturating_add(data.len() as u64);
        let within = |range: Range<u64>| {
            let offset = |at: u64| usize::try_from(at.saturating_sub(from)).unwrap_or(usize::MAX);
            data.span(offset(range.start), offset(range.end))
        };
        let packed = within(0..self.next.start);
        let most = cx.document_bytes();
        let room = if self.full { 0 } else { most.saturating_sub(self.held.len()) };
        keep(&mut self.held, packed.upto(room), most);
        if packed.len() > room {
            if !std::mem::replace(&mut self.full, true) {
                cx.sink.anomaly(Code::DecodeBudget, "7z: more than is collected");
            }
            tally.add(State::Skipped, (packed.len() - room) as u64);
        }
        if self.next.start > most as u64 {
            self.tail.extend_from_slice(within(self.next.start.saturating_sub(TAIL_BYTES)..self.next.start));
        }
        self.header.extend_from_slice(within(self.next.clone()));
        tally.add(State::Undecodable, within(self.next.end..u64::MAX).len() as u64);
    }

    /// Bytes of the file, as far as they were collected from the start on.
    fn kept(&self, range: &Range<u64>) -> &[u8] {
        cut(&self.held, START_BYTES as u64, range)
    }

    /// Bytes of the file, if all of them were kept.
    fn whole(&self, range: &Range<u64>) -> Option<&[u8]> {
        let tail = cut(&self.tail, self.next.start.saturating_sub(TAIL_BYTES), range);
        [self.kept(range), tail].into_iter().find(|bytes| bytes.len() as u64 == range.end.saturating_sub(range.start))
    }

    fn give_up(&mut self, tally: &mut Tally) {
        let left = self.start.len() + self.held.len() + self.header.len();
        tally.add(State::Undecodable, left as u64);
        for bytes in [&mut self.start, &mut self.held, &mut self.header, &mut self.tail] {
            *bytes = Vec::new();
        }
    }

    /// The archive is over: its header says what came.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let come = self.start.len() == START_BYTES && self.at >= self.next.end;
        let header = if come && !self.lost { self.read_header(cx) } else { None };
        if !come && !self.lost && end == Ending::Whole {
            cx.damaged("7z: ends before its header");
        }
        let Some((header, packed)) = header else {
            return self.give_up(tally);
        };
        if header.folders.iter().any(Folder::locked) {
            cx.sink.anomaly(Code::ArchiveEncrypted, "7z: members are locked");
        }
        let mut told = Tally::default();
        let mut names = header.members.iter().filter(|member| !member.empty);
        for folder in &header.folders {
            let members: Vec<String> = folder.members.iter().map_while(|_| names.next()).map(name_of).collect();
            self.open(&header, folder, &members, cx, &mut told);
        }
        for member in header.members.iter().filter(|member| member.empty) {
            self.say(&name_of(member), cx);
        }
        let rest = (self.held.len() as u64).saturating_sub(told.total());
        tally.merge(&told);
        let packed = packed.min(rest);
        tally.add(State::Undecodable, rest - packed);
        tally.add(State::Inspected, packed);
        tally.add(State::Inspected, (self.start.len() + self.header.len()) as u64);
    }

    /// The header, unpacked, and the bytes that it was packed in among the collected ones; `None` if it is locked or damaged.
    fn read_header(&self, cx: &mut Context<'_>) -> Option<(Header, u64)> {
        if self.header.is_empty() {
            return Some((Header::default(), 0));
        }
        let mut taken = 0;
        let mut bytes = self.header.clone();
        let sum = |bytes: &[u8]| libdeflater::crc32(bytes);
        if sum(&bytes) != u32_at(&self.start, 28) {
            cx.damaged("7z: the header's checksum is wrong");
            return None;
        }
        for _ in 0..NESTED {
            let packed = match header::read(&bytes) {
                Some(Read::Plain(header)) => return Some((header, taken)),
                Some(Read::Packed(packed)) => packed,
                None => break,
            };
            let folder = packed.folders.first()?;
            if folder.locked() {
                cx.sink.anomaly(Code::ArchiveEncrypted, "7z: names and members are locked");
                cx.locked(&self.place, &self.file);
                return None;
            }
            let stream = packed.packed(folder).and_then(|range| self.whole(&range));
            let (Some(stream), true) = (stream, folder.size() <= HEADER_BYTES as u64) else { break };
            if !self.full {
                taken += stream.len() as u64;
            }
            let mut plain = Vec::new();
            let (state, _) = undo(folder, (stream, true), cx, &mut |piece, _| plain.extend_from_slice(piece));
            if state != State::Inspected {
                break;
            }
            bytes = plain;
        }
        cx.damaged("7z: the header is damaged");
        None
    }

    /// Opens the members that are packed together.
    fn open(&self, header: &Header, folder: &Folder, names: &[String], cx: &mut Context<'_>, told: &mut Tally) {
        for name in names {
            self.say(name, cx);
        }
        if folder.locked() {
            for name in names {
                cx.locked(&self.place, &shown(name));
            }
        }
        let range = header.packed(folder);
        let stream = range.as_ref().map(|range| self.kept(range)).filter(|stream| !stream.is_empty());
        let packed = stream.map_or(0, <[u8]>::len) as u64;
        let whole = range.is_some_and(|range| range.end - range.start == packed);
        let Some(stream) = stream.filter(|_| !folder.locked()) else {
            let held = (self.held.len() as u64).saturating_sub(told.total());
            return told.add(State::Undecodable, header.packed_size(folder).min(held));
        };
        let mut members =
            Members { archive: self, names, sizes: &folder.members, next: 0, open: None, told: Tally::default() };
        let (state, left) = undo(folder, (stream, whole), cx, &mut |piece, cx| members.push(piece, cx));
        members.finish(cx);
        // What was not collected is told as skipped already.
        if state != State::Inspected && (whole || state != State::Skipped) {
            members.told.add(state, left.max(1));
        }
        let held = (self.held.len() as u64).saturating_sub(told.total());
        told.merge(&scale(&members.told, packed.min(held)));
    }

    /// Scans a member's name.
    fn say(&self, name: &str, cx: &mut Context<'_>) {
        if !name.is_empty() {
            let mut text = TextStream::new(self.place.clone(), Style::Plain, Label::Utf8, self.depth);
            let _ = text.push(name.as_bytes(), Ending::Whole, cx);
        }
    }
}

/// Members of a folder, one after the other in what it yields.
struct Members<'a> {
    archive: &'a SevenZip,
    names: &'a [String],
    sizes: &'a [u64],
    next: usize,
    /// The member in hand (unless there are too many), and the bytes of it still to come.
    open: Option<(Option<Box<Entity>>, u64)>,
    told: Tally,
}

impl Members<'_> {
    fn push(&mut self, mut piece: &[u8], cx: &mut Context<'_>) {
        while !piece.is_empty() {
            if self.open.is_none() {
                let Some(size) = self.sizes.get(self.next).copied() else { return };
                let name = self.names.get(self.next).map_or("", String::as_str);
                self.next += 1;
                if size == 0 {
                    continue;
                }
                self.open = Some((cx.part().then(|| self.entity(name)), size));
            }
            let Some((entity, left)) = &mut self.open else { return };
            let take = piece.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= take as u64;
            let ending = if *left == 0 { Ending::Whole } else { Ending::More };
            match entity {
                Some(entity) => self.told.merge(&entity.push(piece.upto(take), ending, cx)),
                None => self.told.add(State::Skipped, take as u64),
            }
            if *left == 0 {
                self.open = None;
            }
            piece = piece.after(take);
        }
    }

    fn finish(&mut self, cx: &mut Context<'_>) {
        if let Some((Some(mut entity), _)) = self.open.take() {
            self.told.merge(&entity.push(&[], Ending::Cut, cx));
        }
    }

    fn entity(&self, name: &str) -> Box<Entity> {
        let place = self.archive.base.child("7z", &shown(name));
        let declared = Declared::new(b"", name.as_bytes());
        Box::new(Entity::new(place, declared, Vec::new(), self.archive.depth.saturating_add(1)))
    }
}

/// A member's name in UTF-8.
fn name_of(member: &header::Member) -> String {
    encoding_rs::UTF_16LE.decode_without_bom_handling(&member.name).0.into_owned()
}

fn shown(name: &str) -> String {
    let mut printable = String::new();
    push_name(&mut printable, name.as_bytes(), Charset::Utf8);
    printable
}

enum Method {
    Copy,
    Coded(Decoder),
}

impl Method {
    /// How a folder of a single coder is undone, if no more than `most` bytes of it are wanted; or of LZMA2 behind the filter
    /// for programs of x86, which some packers use for whatever they pack, and name in either order.
    fn of(folder: &Folder, most: u64) -> Option<Self> {
        let (coder, filtered) = match folder.coders.as_slice() {
            [coder] => (coder, false),
            [filter, coder] | [coder, filter] if matches!(filter.id, 0x04 | 0x03_03_01_03) && coder.id == 0x21 => {
                (coder, true)
            }
            _ => return None,
        };
        let decoder = match coder.id {
            0 => return Some(Self::Copy),
            0x21 => Decoder::lzma2(&coder.properties, folder.size().min(most), filtered),
            0x03_01_01 => Decoder::lzma(&coder.properties, folder.size().min(most)),
            0x04_01_08 => Some(Decoder::inflate()),
            0x04_02_02 => Decoder::for_coding(Coding::Bzip2),
            0x04_f7_11_01 => Decoder::for_coding(Coding::Zstd),
            _ => None,
        };
        decoder.map(Self::Coded)
    }
}

/// The part of a range of the file that `bytes`, whose first one is at `first`, hold from its start on.
fn cut<'b>(bytes: &'b [u8], first: u64, range: &Range<u64>) -> &'b [u8] {
    let offset = |at: u64| at.checked_sub(first).and_then(|at| usize::try_from(at).ok());
    match (offset(range.start), offset(range.end)) {
        (Some(from), Some(until)) => bytes.span(from, until),
        _ => &[],
    }
}

/// Undoes the coding of a folder piece by piece, from its packed stream and whether that is whole: what became of it, and
/// how many bytes did not come.
fn undo(
    folder: &Folder,
    (stream, whole): (&[u8], bool),
    cx: &mut Context<'_>,
    each: &mut dyn FnMut(&[u8], &mut Context<'_>),
) -> (State, u64) {
    let mut left = folder.size();
    // Overdrawing the budget by a byte shows that it is spent.
    let mut decoder = match Method::of(folder, cx.budget.room().saturating_add(1)) {
        Some(Method::Copy) => {
            let piece = stream.upto(usize::try_from(left).unwrap_or(usize::MAX));
            each(piece, cx);
            left -= piece.len() as u64;
            let rest = if whole { State::Undecodable } else { State::Skipped };
            return (if left == 0 { State::Inspected } else { rest }, left);
        }
        Some(Method::Coded(decoder)) => decoder,
        None => return (State::Undecodable, left),
    };
    let mut out = scratch::take(false);
    scratch::widen(&mut out, BLOCK_BYTES);
    let mut used = 0;
    let state = loop {
        if left == 0 {
            break State::Inspected;
        }
        let most = left.min(cx.budget.room().saturating_add(1));
        let room = out.len().min(usize::try_from(most).unwrap_or(usize::MAX));
        let done = decoder.step(stream.after(used), out.get_mut(..room).unwrap_or(&mut []));
        used += done.consumed;
        left -= done.produced as u64;
        if !cx.charge(done.produced) {
            break State::Skipped;
        }
        each(out.upto(done.produced), cx);
        if !whole && done.halt == Halt::Input {
            break State::Skipped;
        }
        if left > 0 && (done.halt != Halt::Output || done.produced == 0) {
            break cx.damaged("7z: a packed stream is damaged or ends early");
        }
    };
    scratch::give(out);
    (state, left)
}
