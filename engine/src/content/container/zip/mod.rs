//! Zip archives (APPNOTE.TXT 6.3.10), and the documents that are zip archives.
//!
//! Read by local headers while it arrives, never by the central directory: that is at the end, which a cut body lacks,
//! and what it does not list is sent all the same. A member of unknown size ends where its coding ends, or where a
//! data descriptor tells the number of bytes before it. Where no record is, the next plausible header is looked for;
//! what lies between is scanned as it is.
//!
//! Stored, deflate, bzip2, LZMA, zstd and xz members are opened. Locked ones and other methods are named and `undecodable`.
//! Limits: records of 256 KiB; parts, depth and bytes of the message's budget.

mod record;

use super::office::{Office, Part};
use super::{Container, Format};
use crate::anomaly::Code;
use crate::content::blob::Blob;
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
use crate::message::{Charset, Coding};
use record::Local;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "zip",
    media: "application/zip",
    begins: |head| {
        head.starts_with(b"PK") && matches!(head.span(2, 4), b"\x03\x04" | b"\x05\x06" | b"00" | b"\x07\x08")
    },
    open: |place, depth, file| Box::new(Zip::new(place, depth, file)),
};

/// Bytes in front of a member in LZMA.
const LZMA_HEAD: usize = 9;

/// A zip archive.
struct Zip {
    place: Place,
    depth: u8,
    stage: Stage,
    /// Bytes that wait for more: of a record, or of what may be one.
    carry: Vec<u8>,
    office: Box<Office>,
    /// Said once: locked members, bytes where no record is.
    locked_told: bool,
    lost_told: bool,
    /// The last record was read: zeros may fill a block behind it.
    ended: bool,
}

enum Stage {
    /// At a record.
    Record,
    /// In a member's data.
    Member(Box<Member>),
    /// At the data descriptor behind it.
    Descriptor,
    /// Where no record is.
    Lost(Box<Blob>),
}

/// A member's data.
struct Member {
    body: Body,
    /// Bytes still to come; `None` until its end is found.
    left: Option<u64>,
    /// Bytes that came.
    count: u64,
    described: bool,
    folder: bool,
    /// A part of a document whose text waits for other parts.
    waits: bool,
}

enum Body {
    Stored(Box<Entity>),
    /// Behind its end, or damage, all bytes are in one state.
    Coded(Box<Coded>, Option<State>),
    /// LZMA, whose properties stand in front of the data: what came of them.
    Lzma(Vec<u8>, Option<Box<Entity>>),
    Closed(State),
}

impl Container for Zip {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = data;
        // A step that takes nothing has changed the stage, or waits for more.
        loop {
            if self.straddles() {
                let carry = std::mem::take(&mut self.carry);
                let mut left = carry.as_slice();
                self.step(&mut left, end, cx, &mut tally);
                self.carry = left.to_vec();
            } else if self.step(&mut rest, end, cx, &mut tally) {
                break;
            }
        }
        if end.is_last() {
            self.settle(end, cx, &mut tally);
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        if let Stage::Member(member) = &mut self.stage {
            tally.merge(&member.push(&[], Ending::Cut, (&mut self.office, &self.place), cx).0);
        }
        let carry = std::mem::take(&mut self.carry);
        tally.add(State::Undecodable, carry.len() as u64);
        if let Stage::Lost(blob) = &mut self.stage {
            tally.merge(&closed(blob.push(&[], Ending::Cut, cx)));
        }
        self.leave(Stage::Lost(Box::new(Blob::new(&self.place.child("zip", ""), self.depth))));
        tally
    }

    fn held(&self) -> usize {
        let member = match &self.stage {
            Stage::Member(member) => member.held(),
            Stage::Lost(blob) => blob.held(),
            Stage::Record | Stage::Descriptor => 0,
        };
        self.carry.capacity() + self.office.held() + member
    }
}

impl Zip {
    fn new(place: &Place, depth: u8, file: &str) -> Self {
        Self {
            place: place.clone(),
            depth,
            stage: Stage::Record,
            carry: Vec::new(),
            office: Box::new(Office::new(depth, file)),
            locked_told: false,
            lost_told: false,
            ended: false,
        }
    }

    /// Bytes carried for a record turned out to belong to a member's data.
    fn straddles(&self) -> bool {
        match &self.stage {
            Stage::Member(member) => {
                !self.carry.is_empty()
                    && (member.left.is_some() || matches!(member.body, Body::Coded(_, None) | Body::Lzma(..)))
            }
            _ => false,
        }
    }

    /// Drops `len` of the carried bytes, of which all but `old` came from `data`; what is left goes back there.
    fn give_back(&mut self, len: usize, old: usize, data: &mut &[u8]) {
        self.carry.truncate(old);
        self.carry.drain(..len.min(old));
        *data = data.after(len.saturating_sub(old));
    }

    /// Takes from `data` what the stage can use; true if all that is left waits for more.
    fn step(&mut self, data: &mut &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> bool {
        match &mut self.stage {
            Stage::Record => self.record(data, cx, tally),
            Stage::Member(member) => {
                let take = match member.left {
                    Some(left) => data.len().min(usize::try_from(left).unwrap_or(usize::MAX)),
                    None if matches!(member.body, Body::Coded(_, None) | Body::Lzma(..)) => data.len(),
                    None => return self.search(data, end, cx, tally),
                };
                if take == 0 {
                    return true;
                }
                let over = member.left == Some(take as u64);
                let ending = if over { Ending::Whole } else { Ending::More };
                let (told, used, sound) = member.push(data.upto(take), ending, (&mut self.office, &self.place), cx);
                tally.merge(&told);
                let Some(left) = member.left else {
                    member.count = member.count.saturating_add(used as u64);
                    *data = data.after(used);
                    if sound {
                        self.leave(Stage::Descriptor);
                    }
                    return false;
                };
                if used < take {
                    if sound {
                        cx.damaged("zip: bytes behind a member's end");
                    }
                    tally.merge(
                        &member.push(data.span(used, take), Ending::More, (&mut self.office, &self.place), cx).0,
                    );
                }
                member.left = Some(left - take as u64);
                *data = data.after(take);
                if over {
                    let next = if member.described { Stage::Descriptor } else { Stage::Record };
                    self.leave(next);
                }
                false
            }
            Stage::Descriptor => {
                self.fill(record::DESCRIPTOR_BYTES, data);
                if self.carry.len() < record::DESCRIPTOR_BYTES {
                    return true;
                }
                self.descriptor(cx, tally);
                false
            }
            Stage::Lost(_) => self.lost(data, end, cx, tally),
        }
    }

    /// The stage is over; a document keeps what a part of it said.
    fn leave(&mut self, next: Stage) {
        if let Stage::Member(member) = std::mem::replace(&mut self.stage, next) {
            let entity = match member.body {
                Body::Stored(entity) | Body::Lzma(_, Some(entity)) => *entity,
                Body::Coded(coded, _) => coded.into_inner(),
                Body::Lzma(_, None) | Body::Closed(_) => return,
            };
            if let Some(part) = entity.into_part() {
                self.office.take(part);
            }
        }
    }

    /// Collects up to `len` bytes.
    fn fill(&mut self, len: usize, data: &mut &[u8]) {
        let take = len.saturating_sub(self.carry.len()).min(data.len());
        self.carry.extend_from_slice(data.upto(take));
        *data = data.after(take);
    }

    /// Collects a record and reads it; true if it waits for more.
    fn record(&mut self, data: &mut &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> bool {
        if self.ended && self.carry.is_empty() {
            let padding = data.iter().take_while(|byte| **byte == 0).count();
            tally.add(State::Inspected, padding as u64);
            *data = data.after(padding);
        }
        loop {
            let Some(len) = (if self.carry.is_empty() { Some(4) } else { record::length(&self.carry) }) else {
                self.lose(cx);
                return false;
            };
            if self.carry.len() >= len {
                let mut whole = std::mem::take(&mut self.carry);
                self.carry = whole.split_off(len.min(whole.len()));
                self.read(&whole, cx, tally);
                tally.add(State::Inspected, whole.len() as u64);
                return false;
            }
            if data.is_empty() {
                return true;
            }
            self.fill(len, data);
        }
    }

    /// Reads a whole record.
    fn read(&mut self, whole: &[u8], cx: &mut Context<'_>, tally: &mut Tally) {
        if matches!(whole.upto(4), record::CENTRAL | record::END) {
            // No more members: what a document kept can be told.
            tally.merge(&self.office.flush(&self.place, Ending::Whole, cx));
        }
        match whole.upto(4) {
            record::LOCAL => {
                let local = Local::parse(whole);
                self.open(local, local.name(whole), cx);
            }
            record::END => {
                self.ended = true;
                self.text(whole.after(22), cx);
            }
            record::CENTRAL => {
                let comment = usize::from(super::u16_at(whole, 32));
                self.text(whole.tail(comment), cx);
            }
            _ => {}
        }
    }

    /// Hands on a name or a comment.
    fn text(&self, text: &[u8], cx: &mut Context<'_>) {
        if !text.is_empty() {
            let place = self.place.child(self.office.kind, "");
            let _ = TextStream::new(place, Style::Plain, Label::None, self.depth).push(text, Ending::Whole, cx);
        }
    }

    /// A member begins.
    fn open(&mut self, local: Local, raw_name: &[u8], cx: &mut Context<'_>) {
        self.text(raw_name, cx);
        let mut name = String::new();
        push_name(&mut name, raw_name, Charset::Utf8);
        let mut waits = false;
        let sealed = self.office.sealed(raw_name).map(str::to_owned);
        let body = if local.encrypted() || sealed.is_some() {
            if !std::mem::replace(&mut self.locked_told, true) {
                cx.sink.anomaly(Code::ArchiveEncrypted, "zip: members are locked");
            }
            cx.locked(&self.place.child(self.office.kind, ""), sealed.as_deref().unwrap_or(&name));
            Body::Closed(State::Undecodable)
        } else if local.size == Some(0) {
            Body::Closed(State::Inspected)
        } else if cx.part() {
            let depth = self.depth.saturating_add(1);
            let part = self.office.part(raw_name, &self.place);
            waits = part.as_ref().is_some_and(Part::waits);
            let place = self.place.child(self.office.kind, &name);
            let entity = Entity::new(place, Declared::new(b"", raw_name), Vec::new(), depth);
            Body::new(local.method, part.map_or(entity, Entity::of_part))
        } else {
            Body::Closed(State::Skipped)
        };
        let member = Member {
            body,
            left: local.size,
            count: 0,
            described: local.described(),
            folder: raw_name.ends_with(b"/"),
            waits,
        };
        self.stage = match local.size {
            Some(0) if !member.described => Stage::Record,
            Some(0) => Stage::Descriptor,
            _ => Stage::Member(Box::new(member)),
        };
    }

    /// In a member whose end only a data descriptor tells: looks for it.
    fn search(&mut self, data: &mut &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> bool {
        let Stage::Member(member) = &mut self.stage else { return false };
        let old = self.carry.len();
        self.carry.extend_from_slice(data);
        if member.folder && member.count == 0 && record::find(&self.carry, true) == Some(0) {
            self.give_back(0, old, data);
            self.leave(Stage::Record);
            return false;
        }
        let described = record::find_descriptor(&self.carry, member.count);
        // Bytes that cannot be opened end at the latest where the next header is.
        let headed = (!matches!(member.body, Body::Stored(_))).then(|| record::find(&self.carry, false)).flatten();
        let found = described.into_iter().chain(headed).min();
        let until =
            found.unwrap_or(self.carry.len().saturating_sub(if end.is_last() { 0 } else { record::FIND_BYTES }));
        let ending = if found.is_some() { Ending::Whole } else { Ending::More };
        tally.merge(&member.push(self.carry.upto(until), ending, (&mut self.office, &self.place), cx).0);
        member.count = member.count.saturating_add(until as u64);
        if found.is_some() {
            self.give_back(until, old, data);
            self.leave(if found == described { Stage::Descriptor } else { Stage::Record });
            return false;
        }
        self.carry.drain(..until);
        *data = &[];
        true
    }

    /// Reads the data descriptor in the carried bytes, if there is one: some writers promise it in vain.
    fn descriptor(&mut self, cx: &mut Context<'_>, tally: &mut Tally) {
        let len = record::descriptor(&self.carry);
        if len.is_some() || record::find(&self.carry, true) == Some(0) {
            self.carry.drain(..len.unwrap_or(0));
            tally.add(State::Inspected, len.unwrap_or(0) as u64);
            self.stage = Stage::Record;
        } else {
            self.lose(cx);
        }
    }

    /// There is no record where one should be.
    fn lose(&mut self, cx: &mut Context<'_>) {
        if !std::mem::replace(&mut self.lost_told, true) {
            cx.damaged("zip: no record where one should be");
        }
        self.stage = Stage::Lost(Box::new(Blob::new(&self.place.child("zip", ""), self.depth)));
    }

    /// Looks for the next header; what precedes it is scanned as it is.
    fn lost(&mut self, data: &mut &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> bool {
        let Stage::Lost(blob) = &mut self.stage else { return false };
        let old = self.carry.len();
        self.carry.extend_from_slice(data);
        let found = record::find(&self.carry, false);
        let until =
            found.unwrap_or(self.carry.len().saturating_sub(if end.is_last() { 0 } else { record::FIND_BYTES }));
        let ending = if found.is_some() { Ending::Cut } else { Ending::More };
        if until > 0 || found.is_some() {
            tally.merge(&closed(blob.push(self.carry.upto(until), ending, cx)));
        }
        if found.is_some() {
            self.give_back(until, old, data);
            self.stage = Stage::Record;
            return false;
        }
        self.carry.drain(..until);
        *data = &[];
        true
    }

    /// The input is over.
    fn settle(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        if matches!(self.stage, Stage::Descriptor) && !self.carry.is_empty() {
            self.descriptor(cx, tally);
        }
        let carry = std::mem::take(&mut self.carry);
        match &mut self.stage {
            Stage::Member(member) => {
                if end == Ending::Whole {
                    cx.damaged("zip: ends inside a member");
                }
                tally.merge(&member.push(&carry, Ending::Cut, (&mut self.office, &self.place), cx).0);
            }
            Stage::Lost(blob) => tally.merge(&closed(blob.push(&carry, end, cx))),
            Stage::Record | Stage::Descriptor => tally.add(State::Undecodable, carry.len() as u64),
        }
        self.leave(Stage::Record);
        tally.merge(&self.office.flush(&self.place, end, cx));
    }
}

impl Member {
    fn held(&self) -> usize {
        match &self.body {
            Body::Stored(entity) | Body::Lzma(_, Some(entity)) => entity.held(),
            Body::Coded(coded, _) => coded.held(),
            Body::Lzma(_, None) | Body::Closed(_) => 0,
        }
    }

    /// Takes the next bytes; answers how many were told, and whether a coding ended soundly behind them. It may be a part
    /// of the document that is the archive at that place.
    fn push(
        &mut self,
        data: &[u8],
        end: Ending,
        (office, place): (&mut Office, &Place),
        cx: &mut Context<'_>,
    ) -> (Tally, usize, bool) {
        let (told, used, sound) = self.body.push(data, end, cx);
        if !self.waits {
            return (told, used, sound);
        }
        if let Some(part) = self.body.part_mut() {
            office.relieve(part, place, cx);
        }
        (office.hold(&told), used, sound)
    }
}

impl Body {
    /// By compression method (§4.4.5).
    fn new(method: u16, entity: Entity) -> Self {
        let decoder = match method {
            0 => return Self::Stored(Box::new(entity)),
            8 => Some(Decoder::inflate()),
            12 => Decoder::for_coding(Coding::Bzip2),
            14 => return Self::Lzma(Vec::new(), Some(Box::new(entity))),
            93 => Decoder::for_coding(Coding::Zstd),
            95 => Decoder::for_coding(Coding::Xz),
            _ => None,
        };
        match decoder {
            Some(decoder) => Self::Coded(Box::new(Coded::new(decoder, entity).member()), None),
            None => Self::Closed(State::Undecodable),
        }
    }

    /// The part of a document that it holds.
    fn part_mut(&mut self) -> Option<&mut Part> {
        match self {
            Self::Stored(entity) | Self::Lzma(_, Some(entity)) => entity.part_mut(),
            Self::Coded(coded, _) => coded.inner_mut().part_mut(),
            Self::Lzma(_, None) | Self::Closed(_) => None,
        }
    }

    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> (Tally, usize, bool) {
        let mut tally = Tally::default();
        match self {
            Self::Stored(entity) => (entity.push(data, end, cx), data.len(), false),
            Self::Lzma(head, entity) => {
                let take = LZMA_HEAD.saturating_sub(head.len()).min(data.len());
                head.extend_from_slice(data.upto(take));
                tally.add(State::Inspected, take as u64);
                if head.len() < LZMA_HEAD {
                    return (tally, take, false);
                }
                // A version, the length of the properties, the properties (§5.8.8).
                let decoder = Decoder::lzma(head.after(4), u64::MAX).filter(|_| head.span(2, 4) == b"\x05\0");
                *self = match (decoder, entity.take()) {
                    (Some(decoder), Some(entity)) => Self::Coded(Box::new(Coded::new(decoder, *entity).member()), None),
                    _ => Self::Closed(State::Undecodable),
                };
                let (told, used, sound) = self.push(data.after(take), end, cx);
                tally.merge(&told);
                (tally, take + used, sound)
            }
            Self::Closed(state) | Self::Coded(_, Some(state)) => {
                tally.add(*state, data.len() as u64);
                (tally, data.len(), false)
            }
            Self::Coded(coded, rest) => {
                let (tally, over) = coded.push(data, end, cx);
                let never = || cx.damaged("zip: a member is damaged from its start");
                let Some((used, state)) = over.ended(data.len(), never) else { return (tally, data.len(), false) };
                let sound = state == State::Inspected;
                *rest = Some(if sound { State::Undecodable } else { state });
                (tally, used, sound)
            }
        }
    }
}

/// Bytes between records belong to a recognised format: those that nobody can read could not be opened.
fn closed(told: Tally) -> Tally {
    let mut tally = Tally::default();
    for state in State::ALL {
        tally.add(if state == State::Opaque { State::Undecodable } else { state }, told.get(state));
    }
    tally
}
