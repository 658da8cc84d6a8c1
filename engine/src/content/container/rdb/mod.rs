//! Databases of Redis and its kin (RDB files: `rdb.h`, `rdb.c`): snapshots, and what a replica is given at first.
//!
//! Read while they arrive: a line for each key with its value, or for each of a collection's elements; a field stands
//! before its value. Values that are files are unpacked. Not read: streams and what modules define, whose length nobody
//! tells; what stands behind the first of them, or beyond what decoding may yield, is scanned as it is, and `undecodable`.

mod encodings;

use super::{Container, Format, carried};
use crate::anomaly::Code;
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::scale;
use crate::content::container::office::table::BLOCK_BYTES;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use encodings::{Lack, Packing, Read, fixed, length, string};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "rdb",
    media: "application/x-rdb",
    begins: |head| {
        let version = head.strip_prefix(b"REDIS").or_else(|| head.strip_prefix(b"VALKEY"));
        let digits = |version: &[u8]| version.upto(HEAD - 6).iter().all(u8::is_ascii_digit);
        head.len() >= HEAD && version.is_some_and(digits)
    },
    open: |place, depth, _| Box::new(Rdb::new(place, depth)),
};

/// Bytes of the name and the version.
const HEAD: usize = 9;
/// Bytes of the checksum at the end.
const CHECKSUM: u64 = 8;
/// Shortest value that is unpacked if it is no text.
const BLOB_BYTES: usize = 16;

/// What a value consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    String,
    /// A field and its value.
    Pair,
    /// A member and its score, as text or as a number.
    Scored {
        text: bool,
    },
    /// A collection in a string: elements, or fields and values.
    Packed {
        packing: Packing,
        pairs: bool,
    },
    /// A part of a list: how it is written, and a string.
    Node,
}

impl Unit {
    /// A name stands before each.
    const fn is_named(self) -> bool {
        matches!(self, Self::Pair | Self::Scored { .. })
    }

    /// The units of a type of values, and whether their number stands before them.
    fn of(kind: u8) -> Option<(Self, bool)> {
        let packed = |packing, pairs| Self::Packed { packing, pairs };
        Some(match kind {
            0 => (Self::String, false),
            1 | 2 => (Self::String, true),
            3 => (Self::Scored { text: true }, true),
            4 => (Self::Pair, true),
            5 => (Self::Scored { text: false }, true),
            10 => (packed(Packing::Ziplist, false), false),
            11 => (packed(Packing::Intset, false), false),
            12 | 13 => (packed(Packing::Ziplist, true), false),
            14 => (packed(Packing::Ziplist, false), true),
            16 | 17 => (packed(Packing::Listpack, true), false),
            18 => (Self::Node, true),
            20 => (packed(Packing::Listpack, false), false),
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Head,
    /// Before a key, or what stands between keys.
    Next,
    /// So many units of a value follow.
    Units(u64, Unit),
    /// Behind the last key.
    Checksum(u64),
    /// Where nothing can be told any more: behind the end, or not.
    Over {
        sound: bool,
    },
}

struct Rdb {
    place: Place,
    depth: u8,
    carry: Vec<u8>,
    stage: Stage,
    /// Bytes to come of a string that is not held, and what becomes of them.
    passing: (u64, State),
    /// The key at hand, until it was told.
    key: Vec<u8>,
    /// The field whose value comes next, or the member whose score does.
    field: Option<Vec<u8>>,
    text: TextStream,
    out: Vec<u8>,
    /// What cannot be read as keys and values.
    rest: Blob,
    /// What became of values that are files.
    told: Tally,
    /// The budget is spent: what follows is not read.
    spent: bool,
}

impl Container for Rdb {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.read(bytes, cx, &mut tally));
        if end.is_last() {
            let rest = std::mem::take(&mut self.carry);
            if !rest.is_empty() {
                if end == Ending::Whole {
                    self.lose(cx);
                }
                self.stage = Stage::Over { sound: false };
                self.scan(&rest, Ending::More, cx, &mut tally);
            }
            self.hand_on(end, cx);
            self.scan(&[], end, cx, &mut tally);
        }
        tally
    }

    /// Where the next key begins, nobody can tell.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let rest = std::mem::take(&mut self.carry);
        self.stage = Stage::Over { sound: false };
        self.scan(&rest, Ending::More, cx, &mut tally);
        self.hand_on(Ending::Pause, cx);
        tally
    }

    fn held(&self) -> usize {
        self.carry.capacity() + self.rest.held()
    }
}

impl Rdb {
    fn new(place: &Place, depth: u8) -> Self {
        let place = place.child("rdb", "");
        Self {
            text: TextStream::new(place.clone(), Style::Plain, Label::None, depth),
            rest: Blob::new(&place, depth),
            place,
            depth,
            carry: Vec::new(),
            stage: Stage::Head,
            passing: (0, State::Inspected),
            key: Vec::new(),
            field: None,
            out: Vec::new(),
            told: Tally::default(),
            spent: false,
        }
    }

    /// Reads what is whole; answers how much that is.
    fn read(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let mut at = 0;
        while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
            if self.spent {
                self.stage = Stage::Over { sound: false };
            }
            if let Stage::Over { .. } = self.stage {
                self.scan(rest, Ending::More, cx, tally);
                return data.len();
            }
            if self.passing.0 > 0 {
                at += self.pass(rest, cx, tally);
                continue;
            }
            let used = match self.step(rest, cx) {
                Ok(used) => used,
                Err(Lack::More) => break,
                Err(Lack::Long { head, len, plain }) => {
                    self.passing = (len, if plain { State::Inspected } else { State::Undecodable });
                    if !plain {
                        cx.sink.anomaly(Code::DecodeBudget, "rdb: a packed value is longer than is held");
                    }
                    head
                }
                Err(Lack::Unsound) => {
                    self.lose(cx);
                    continue;
                }
            };
            let told = std::mem::take(&mut self.told);
            let told = scale(&told, told.total().min(used as u64));
            tally.merge(&told);
            tally.add(State::Inspected, (used as u64).saturating_sub(told.total()));
            at += used;
        }
        at
    }

    /// The next of what the file consists of; the bytes it took.
    fn step(&mut self, data: &[u8], cx: &mut Context<'_>) -> Result<usize, Lack> {
        match self.stage {
            Stage::Head => {
                fixed::<HEAD>(data, 0)?;
                self.stage = Stage::Next;
                Ok(HEAD)
            }
            Stage::Next => self.next(data),
            Stage::Units(left, unit) => {
                if unit != Unit::String {
                    self.tell_key(cx);
                }
                if unit.is_named() && self.field.is_none() {
                    let (field, used) = string(data).map_err(Lack::fatal)?;
                    self.field = Some(field.into_owned());
                    return Ok(used);
                }
                let read = self.unit(unit, data, cx);
                // Of a string that is not held the rest passes.
                if matches!(read, Ok(_) | Err(Lack::Long { .. })) {
                    self.stage = if left > 1 { Stage::Units(left - 1, unit) } else { Stage::Next };
                }
                read
            }
            Stage::Checksum(left) => {
                let len = left.min(data.len() as u64);
                self.stage = if len < left { Stage::Checksum(left - len) } else { Stage::Over { sound: true } };
                Ok(len as usize)
            }
            Stage::Over { .. } => Err(Lack::Unsound),
        }
    }

    /// A key, or a mark that says something of the keys behind it.
    fn next(&mut self, data: &[u8]) -> Result<usize, Lack> {
        let rest = data.after(1);
        let lengths = |count: usize| (0..count).try_fold(1, |used, _| Ok(used + length(data.after(used))?.1));
        match *data.first().ok_or(Lack::More)? {
            0xff => {
                self.stage = Stage::Checksum(CHECKSUM);
                Ok(1)
            }
            // A database's number, a key's idle time; the sizes of tables; those of a slot.
            0xfe | 0xf8 => lengths(1),
            0xfb => lengths(2),
            0xf4 => lengths(3),
            // When a key expires, in seconds or less; how often it is used.
            0xfd => fixed::<4>(rest, 0).map(|_| 5),
            0xfc => fixed::<8>(rest, 0).map(|_| 9),
            0xf9 => fixed::<1>(rest, 0).map(|_| 2),
            // A fact about the file, by its name.
            0xfa => {
                let (_, name) = string(rest)?;
                let (_, value) = string(rest.after(name))?;
                Ok(1 + name + value)
            }
            // The source of functions.
            0xf5 => {
                self.key.clear();
                self.stage = Stage::Units(1, Unit::String);
                Ok(1)
            }
            kind => {
                let (unit, counted) = Unit::of(kind).ok_or(Lack::Unsound)?;
                let (key, used) = string(rest).map_err(Lack::fatal)?;
                let (count, more) = if counted { length(rest.after(used))? } else { (1, 0) };
                self.stage = if count > 0 { Stage::Units(count, unit) } else { Stage::Next };
                self.key = key.into_owned();
                Ok(1 + used + more)
            }
        }
    }

    fn unit(&mut self, unit: Unit, data: &[u8], cx: &mut Context<'_>) -> Result<usize, Lack> {
        let (packing, pairs, at) = match unit {
            Unit::String | Unit::Pair => {
                let read = string(data);
                if let Err(Lack::Long { .. }) = read {
                    let name = self.name();
                    self.say(&[&name], cx);
                }
                let (value, used) = read?;
                let name = self.name();
                self.value(&name, &value, cx);
                return Ok(used);
            }
            Unit::Scored { text } => {
                let (score, used) = score(data, text)?;
                let member = self.name();
                self.value(&member, score.as_bytes(), cx);
                return Ok(used);
            }
            Unit::Packed { packing, pairs } => (packing, pairs, 0),
            Unit::Node => match length(data)? {
                (1, at) => {
                    let (value, used) = string(data.after(at)).map_err(|lack| lack.behind(at))?;
                    self.value(b"", &value, cx);
                    return Ok(at + used);
                }
                (2, at) => (Packing::Listpack, false, at),
                _ => return Err(Lack::Unsound),
            },
        };
        let (packed, used) = string(data.after(at)).map_err(|lack| lack.behind(at).packed())?;
        self.unpack(packing, pairs, &packed, cx).ok_or(Lack::Unsound)?;
        Ok(at + used)
    }

    /// What stands before the value at hand: its field, or its key.
    fn name(&mut self) -> Vec<u8> {
        self.field.take().unwrap_or_else(|| std::mem::take(&mut self.key))
    }

    fn unpack(&mut self, packing: Packing, pairs: bool, packed: &[u8], cx: &mut Context<'_>) -> Option<()> {
        let mut field: Option<Vec<u8>> = None;
        packing.each(packed, |element| match field.take() {
            Some(name) => self.value(&name, element, cx),
            None if pairs => field = Some(element.to_vec()),
            None => self.value(b"", element, cx),
        })
    }

    /// The key of a collection, in a line of its own before the first element.
    fn tell_key(&mut self, cx: &mut Context<'_>) {
        if !self.key.is_empty() {
            let key = std::mem::take(&mut self.key);
            self.say(&[&key], cx);
        }
    }

    /// A value under its name, which may be empty.
    fn value(&mut self, name: &[u8], value: &[u8], cx: &mut Context<'_>) {
        if value.len() < BLOB_BYTES || !value.iter().copied().any(is_control) {
            return if name.is_empty() { self.say(&[value], cx) } else { self.say(&[name, b": ", value], cx) };
        }
        self.say(&[name], cx);
        if !cx.part() || !cx.charge(value.len()) {
            return self.told.add(State::Skipped, value.len() as u64);
        }
        let mut entity = Entity::new(self.place.clone(), Declared::default(), Vec::new(), self.depth.saturating_add(1));
        self.told.merge(&entity.push(value, Ending::Whole, cx));
    }

    /// A line.
    fn say(&mut self, parts: &[&[u8]], cx: &mut Context<'_>) {
        for part in parts {
            self.out.extend(part.iter().map(|&byte| if is_control(byte) { b' ' } else { byte }));
        }
        self.out.push(b'\n');
        if self.out.len() >= BLOCK_BYTES {
            self.hand_on(Ending::More, cx);
        }
    }

    fn hand_on(&mut self, end: Ending, cx: &mut Context<'_>) {
        let mut out = std::mem::take(&mut self.out);
        // The block in hand was read already, and is handed on all the same.
        self.spent = !cx.charge(out.len()) || self.spent;
        let _ = self.text.push(&out, end, cx);
        out.clear();
        self.out = out;
    }

    /// A piece of a string that is not held.
    fn pass(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let (left, state) = self.passing;
        let piece = data.upto(usize::try_from(left).unwrap_or(usize::MAX));
        self.passing.0 -= piece.len() as u64;
        if state == State::Inspected {
            self.out.extend(piece.iter().map(|&byte| if is_control(byte) { b' ' } else { byte }));
            self.hand_on(Ending::More, cx);
            if self.passing.0 == 0 {
                self.say(&[], cx);
            }
            tally.add(state, piece.len() as u64);
        } else if self.passing.0 == 0 {
            self.scan(piece, Ending::Cut, cx, tally);
            self.rest = Blob::new(&self.place, self.depth);
        } else {
            self.scan(piece, Ending::More, cx, tally);
        }
        piece.len()
    }

    /// What stands here is not known.
    fn lose(&mut self, cx: &mut Context<'_>) {
        if !matches!(self.stage, Stage::Over { .. }) {
            cx.damaged("rdb: a value that is not known, or damaged");
            self.stage = Stage::Over { sound: false };
        }
    }

    /// Bytes that are no keys and values: told once those around them, which may make a file together, are.
    fn scan(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let told = self.rest.push(data, end, cx);
        if self.stage == (Stage::Over { sound: true }) {
            tally.merge(&told);
        } else {
            tally.add(State::Undecodable, told.total());
        }
    }
}

/// The score of a member: a number, or a short text behind its length, which may stand for what is no number.
fn score(data: &[u8], text: bool) -> Read<String> {
    if !text {
        return Ok((f64::from_le_bytes(fixed(data, 0)?).to_string(), 8));
    }
    match *data.first().ok_or(Lack::More)? {
        253..=255 => Ok((String::new(), 1)),
        len => {
            let end = 1 + usize::from(len);
            let text = data.get(1..end).ok_or(Lack::More)?;
            Ok((String::from_utf8_lossy(text).into_owned(), end))
        }
    }
}

fn is_control(byte: u8) -> bool {
    byte < b' ' && !b"\t\r\n".contains(&byte)
}
