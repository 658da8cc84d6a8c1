//! Values packed without a schema: CBOR (RFC 8949) and `MessagePack` (its specification of 2013).
//!
//! They are told as JSON, so that values stand under their keys: numbers in digits, strings as they are, bytes as a string if
//! they are one, and as a file of their own otherwise, which is packed again if it can be walked to its end (RFC 8949 §3.4.5.1).
//! Several values behind one another are lines (RFC 8742). Strings that come in pieces of unknown number are put together; long
//! ones are told as a list of the pieces. The first byte that begins no value, or a value that is
//! in no list or map, ends the walk: what follows is read as bytes.

mod walk;

use super::rewritten::Rewritten;
use super::{Container, Format, carried, pour, varint};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::{Declared, Kind};
use crate::content::place::{Place, push_name};
use crate::content::stream::Style;
use crate::coverage::{State, Tally};
use crate::message::Charset;
use std::io::Write as _;
use walk::is_packed;
pub(super) use walk::of;

/// The formats: declared, or told by a walk through all of it.
pub(super) static CBOR: Format = Format {
    name: "cbor",
    media: "application/cbor",
    begins: |_| false,
    open: |place, depth, _| Box::new(Packed::new(place, depth, (cbor, Kind::Cbor))),
};
pub(super) static MESSAGE_PACK: Format = Format {
    name: "msgpack",
    media: "application/vnd.msgpack",
    begins: |_| false,
    open: |place, depth, _| Box::new(Packed::new(place, depth, (message_pack, Kind::MessagePack))),
};

/// Messages behind their lengths (ASP.NET Core `SignalR`'s hub protocol: binary messages, lengths as varints).
static MESSAGES: Format = Format {
    name: "signalr",
    media: "application/vnd.msgpack",
    begins: |_| false,
    open: |place, depth, _| {
        let framed = Some(false);
        Box::new(Packed { framed, ..Packed::new(place, depth, (message_pack, Kind::MessagePack)) })
    },
};

/// A string is told once it is whole; longer ones are files.
const HELD: usize = 64 << 10;
/// Bytes shorter than this are not unpacked as a file.
const SHORT: usize = 16;
/// Pieces that one string is put together from.
const PIECES: usize = 1024;
/// Lists and maps within one another.
const LEVELS: usize = 128;

/// What begins at a byte.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Number(i128),
    Float(f64),
    Word(&'static str),
    /// Text or bytes of this length.
    String(u64),
    /// The same in pieces, up to a break.
    Pieces,
    /// So many items, or up to a break.
    List(Option<u64>),
    /// So many pairs.
    Map(Option<u64>),
    Break,
    /// It says something about the value behind it.
    Tag,
    /// No value.
    Odd,
}

/// Reads a head: the item and the bytes it takes; `None` if more are needed.
type Read = fn(&[u8]) -> Option<(Item, usize)>;

/// A list or map that is open.
struct Frame {
    /// Items still to come: a pair is two.
    left: Option<u64>,
    map: bool,
    /// Items that came.
    came: u64,
}

enum Stage {
    Values,
    /// A long string or bytes, and how much is still to come.
    File(Box<Entity>, u64),
    /// No value any more.
    Other(Box<Entity>),
    Closed,
}

/// A text of values.
struct Packed {
    place: Place,
    depth: u8,
    read: Read,
    kind: Kind,
    carry: Vec<u8>,
    open: Vec<Frame>,
    /// The last key, for what is unpacked under it.
    key: String,
    json: Rewritten,
    /// Bytes of the value in hand that were told already.
    apart: u64,
    /// Whether values stand behind their lengths, and that of the value in hand was read.
    framed: Option<bool>,
    stage: Stage,
}

impl Container for Packed {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.walk(bytes, cx, &mut tally));
        if end.is_last() {
            let rest = std::mem::take(&mut self.carry);
            match &mut self.stage {
                Stage::Closed => tally.add(State::Skipped, rest.len() as u64),
                Stage::File(entity, _) => tally.merge(&entity.push(&[], Ending::Cut, cx)),
                Stage::Other(entity) => tally.merge(&entity.push(&[], end, cx)),
                // A value that is cut.
                Stage::Values if !rest.is_empty() => self.stray(&rest, end, cx, &mut tally),
                Stage::Values => {}
            }
            self.flush(end, cx, &mut tally);
        }
        tally
    }

    /// Heads no longer lead from one to the next.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.push(&[], Ending::Cut, cx);
        if !matches!(self.stage, Stage::Closed) {
            self.stage = Stage::Other(Box::new(self.bytes_entity()));
        }
        tally
    }

    fn held(&self) -> usize {
        let inner = if let Stage::File(entity, _) | Stage::Other(entity) = &self.stage { entity.held() } else { 0 };
        self.carry.capacity() + inner
    }
}

impl Packed {
    fn new(place: &Place, depth: u8, (read, kind): (Read, Kind)) -> Self {
        Self {
            place: place.clone(),
            depth,
            read,
            kind,
            carry: Vec::new(),
            open: Vec::new(),
            key: String::new(),
            json: Rewritten::new(place.clone(), Style::Json, depth),
            apart: 0,
            framed: None,
            stage: Stage::Values,
        }
    }

    fn bytes_entity(&self) -> Entity {
        Entity::new(self.place.clone(), Declared::default(), Vec::new(), self.depth)
    }

    /// Walks as far as values are whole; answers how far that is.
    fn walk(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let mut at = 0;
        while at < data.len() {
            let rest = data.after(at);
            at += match &mut self.stage {
                Stage::Values => match self.value(rest, cx, tally) {
                    Some(used) => used,
                    None => break,
                },
                Stage::File(entity, left) => {
                    let take = pour(entity, left, rest, cx, tally);
                    if *left == 0 {
                        self.stage = Stage::Values;
                    }
                    take
                }
                Stage::Other(entity) => {
                    tally.merge(&entity.push(rest, Ending::More, cx));
                    rest.len()
                }
                Stage::Closed => {
                    tally.add(State::Skipped, rest.len() as u64);
                    rest.len()
                }
            };
            if self.json.is_full() {
                self.flush(Ending::More, cx, tally);
            }
        }
        at
    }

    /// What is told is of no more use: the rest is bytes.
    fn stray(&mut self, rest: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let mut entity = self.bytes_entity();
        tally.merge(&entity.push(rest, end, cx));
        self.stage = Stage::Other(Box::new(entity));
    }

    fn not_packed(&mut self, cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        self.stray(&[], Ending::More, cx, tally);
        0
    }

    fn flush(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        if !self.json.flush(end, cx, tally) {
            self.stage = Stage::Closed;
        }
    }

    /// Tells the item that begins here; answers the bytes it takes, `None` if more are needed.
    fn value(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        if self.framed == Some(false) && self.open.is_empty() {
            let mut len = 0;
            varint(data, &mut len)?;
            self.framed = Some(true);
            self.json.read += len as u64;
            return Some(len);
        }
        let (item, len) = (self.read)(data)?;
        let mut took = len;
        match item {
            Item::Tag => {}
            Item::Break if self.open.last().is_some_and(|frame| frame.left.is_none()) => self.close(),
            Item::Break | Item::Odd => return Some(self.not_packed(cx, tally)),
            Item::List(_) | Item::Map(_) if self.open.len() >= LEVELS => return Some(self.not_packed(cx, tally)),
            Item::List(left) => self.begin(b'[', Frame { left, map: false, came: 0 }),
            Item::Map(pairs) => {
                let left = pairs.map(|pairs| pairs.saturating_mul(2));
                self.begin(b'{', Frame { left, map: true, came: 0 });
            }
            // Text that is declared wrongly would be a row of small numbers.
            Item::Number(_) | Item::Float(_) | Item::Word(_) | Item::String(_) | Item::Pieces
                if self.open.is_empty() =>
            {
                return Some(self.not_packed(cx, tally));
            }
            Item::Number(number) => self.scalar(|json| write!(json, "{number}")),
            Item::Float(number) if number.is_finite() => self.scalar(|json| write!(json, "{number}")),
            Item::Float(_) => self.scalar(|json| write!(json, "null")),
            Item::Word(word) => self.scalar(|json| write!(json, "{word}")),
            Item::Pieces => match pieces(self.read, data.after(len)) {
                Pieces::More => return None,
                Pieces::Long => self.begin(b'[', Frame { left: None, map: false, came: 0 }),
                Pieces::Whole(joined, used) => {
                    self.joined(&joined, used, cx, tally);
                    took += used;
                }
            },
            Item::String(size) => {
                let body = data.after(len);
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                if size <= HELD && body.len() < size {
                    return None;
                }
                let text = std::str::from_utf8(body.upto(size)).ok().filter(|_| size <= HELD);
                match text {
                    Some(text) => {
                        self.string(text);
                        took += size;
                    }
                    None => took += self.file(size, body, cx, tally),
                }
            }
        }
        let own = if matches!(self.stage, Stage::Values) { took } else { len };
        self.json.read += (own as u64).saturating_sub(std::mem::take(&mut self.apart));
        self.close_full();
        Some(took)
    }

    /// Bytes, or a string that is too long to be held: a file of its own. Answers how much of it was passed over.
    fn file(&mut self, size: usize, body: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        self.scalar(|json| write!(json, "null"));
        let depth = self.depth.saturating_add(1);
        if size < SHORT && body.len() >= size {
            return size;
        }
        if !cx.depth(depth) || !cx.part() {
            self.stage = Stage::Closed;
            return 0;
        }
        self.flush(Ending::More, cx, tally);
        let entity = self.inner(if body.len() < size { &[] } else { body.upto(size) }, depth);
        self.stage = Stage::File(Box::new(entity), size as u64);
        0
    }

    /// What is unpacked under the last key; its bytes, if they are all here.
    fn inner(&self, body: &[u8], depth: u8) -> Entity {
        let mut printable = String::new();
        push_name(&mut printable, self.key.as_bytes(), Charset::Utf8);
        let kind = if is_packed(self.read, body) { self.kind } else { Kind::Unknown };
        let declared = Declared { kind, ..Declared::default() };
        Entity::new(self.place.child("", &printable), declared, Vec::new(), depth)
    }

    /// A string that came in pieces, which took so many bytes.
    fn joined(&mut self, bytes: &[u8], used: usize, cx: &mut Context<'_>, tally: &mut Tally) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return self.string(text);
        }
        self.scalar(|json| write!(json, "null"));
        let depth = self.depth.saturating_add(1);
        if bytes.len() < SHORT {
            return;
        }
        let told = if cx.depth(depth) && cx.part() {
            self.flush(Ending::More, cx, tally);
            self.inner(bytes, depth).push(bytes, Ending::Whole, cx)
        } else {
            self.stage = Stage::Closed;
            return;
        };
        // They are told here, not with the values around them.
        tally.merge(&scale(&told, used as u64));
        self.apart += used as u64;
    }

    /// What stands before an item, by its place; true if it is a key.
    fn before(&mut self) -> bool {
        let json = &mut self.json.text;
        let Some(frame) = self.open.last_mut() else {
            json.push(b'\n');
            return false;
        };
        let key = frame.map && frame.came % 2 == 0;
        if frame.map && !key {
            json.push(b':');
        } else if frame.came > 0 {
            json.push(b',');
        }
        frame.came += 1;
        frame.left = frame.left.map(|left| left.saturating_sub(1));
        key
    }

    fn scalar(&mut self, tell: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) {
        let quote = self.before();
        let json = &mut self.json.text;
        json.extend(quote.then_some(b'"'));
        let _ = tell(json);
        json.extend(quote.then_some(b'"'));
    }

    fn string(&mut self, text: &str) {
        if self.before() {
            text.clone_into(&mut self.key);
        }
        self.json.quote(text.as_bytes());
    }

    fn begin(&mut self, bracket: u8, frame: Frame) {
        // No key of JSON: what is in it is told as the value of an empty one, which only moves the places behind it.
        if self.before() {
            self.json.text.extend_from_slice(b"\"\":");
            if let Some(outer) = self.open.last_mut() {
                outer.came += 1;
            }
        }
        self.json.text.push(bracket);
        self.open.push(frame);
    }

    fn close(&mut self) {
        if let Some(frame) = self.open.pop() {
            self.json.text.push(if frame.map { b'}' } else { b']' });
        }
        if self.open.is_empty() {
            self.framed = self.framed.map(|_| false);
        }
    }

    /// Closes what has all its items.
    fn close_full(&mut self) {
        while self.open.last().is_some_and(|frame| frame.left == Some(0)) {
            self.close();
        }
    }
}

/// What the pieces of a string are.
enum Pieces {
    /// Put together, and the bytes they take.
    Whole(Vec<u8>, usize),
    More,
    /// Too long to be put together, or not of strings.
    Long,
}

/// Puts the pieces of a string together (RFC 8949 §3.2.3), which stand here up to a break.
fn pieces(read: Read, data: &[u8]) -> Pieces {
    let (mut joined, mut at) = (Vec::new(), 0);
    for _ in 0..PIECES {
        let Some((item, len)) = read(data.after(at)) else { return Pieces::More };
        at += len;
        match item {
            Item::Break => return Pieces::Whole(joined, at),
            Item::String(size) if size <= (HELD - joined.len()) as u64 => {
                let end = at + size as usize;
                if data.len() < end {
                    return Pieces::More;
                }
                joined.extend_from_slice(data.span(at, end));
                at = end;
            }
            _ => break,
        }
    }
    Pieces::Long
}

/// A number of so many bytes, most significant first, from the second byte on; `None` if they are not all here.
fn big_endian(data: &[u8], len: usize) -> Option<u64> {
    data.get(1..=len).map(|bytes| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A head of CBOR (RFC 8949 §3).
fn cbor(data: &[u8]) -> Option<(Item, usize)> {
    let first = *data.first()?;
    let len = match first & 31 {
        24..=27 => 1usize << (first & 3),
        _ => 0,
    };
    let number = if len > 0 { big_endian(data, len)? } else { u64::from(first & 31) };
    let (many, reserved) = (first & 31 == 31, matches!(first & 31, 28..=30));
    let item = match first >> 5 {
        _ if reserved => Item::Odd,
        0 | 1 | 6 if many => Item::Odd,
        0 => Item::Number(i128::from(number)),
        1 => Item::Number(-1 - i128::from(number)),
        2 | 3 if many => Item::Pieces,
        4 if many => Item::List(None),
        2 | 3 => Item::String(number),
        4 => Item::List(Some(number)),
        5 => Item::Map((!many).then_some(number)),
        6 => Item::Tag,
        _ => match first & 31 {
            20 => Item::Word("false"),
            21 => Item::Word("true"),
            26 => Item::Float(f64::from(f32::from_bits(number as u32))),
            27 => Item::Float(f64::from_bits(number)),
            31 => Item::Break,
            // Nothing, undefined, simple values, half floats.
            _ => Item::Word("null"),
        },
    };
    Some((item, 1 + len))
}

/// A head of `MessagePack`.
fn message_pack(data: &[u8]) -> Option<(Item, usize)> {
    let first = *data.first()?;
    let len = match first {
        0xc4 | 0xc7 | 0xcc | 0xd0 | 0xd9 => 1,
        0xc5 | 0xc8 | 0xcd | 0xd1 | 0xda | 0xdc | 0xde => 2,
        0xc6 | 0xc9 | 0xca | 0xce | 0xd2 | 0xdb | 0xdd | 0xdf => 4,
        0xcb | 0xcf | 0xd3 => 8,
        _ => 0,
    };
    let number = if len > 0 { big_endian(data, len)? } else { 0 };
    // Extensions have a byte that tells their type before their data.
    let typed = usize::from(matches!(first, 0xc7..=0xc9 | 0xd4..=0xd8));
    let item = match first {
        0..=0x7f => Item::Number(i128::from(first)),
        0x80..=0x8f => Item::Map(Some(u64::from(first & 15))),
        0x90..=0x9f => Item::List(Some(u64::from(first & 15))),
        0xa0..=0xbf => Item::String(u64::from(first & 31)),
        0xc0 => Item::Word("null"),
        0xc1 => Item::Odd,
        0xc2 => Item::Word("false"),
        0xc3 => Item::Word("true"),
        0xc4..=0xc9 | 0xd9..=0xdb => Item::String(number),
        0xca => Item::Float(f64::from(f32::from_bits(number as u32))),
        0xcb => Item::Float(f64::from_bits(number)),
        0xcc..=0xcf => Item::Number(i128::from(number)),
        0xd0 => Item::Number(i128::from(number as u8 as i8)),
        0xd1 => Item::Number(i128::from(number as u16 as i16)),
        0xd2 => Item::Number(i128::from(number as u32 as i32)),
        0xd3 => Item::Number(i128::from(number as i64)),
        0xd4..=0xd8 => Item::String(1 << (first - 0xd4)),
        0xdc | 0xdd => Item::List(Some(number)),
        0xde | 0xdf => Item::Map(Some(number)),
        0xe0.. => Item::Number(i128::from(first as i8)),
    };
    Some((item, 1 + len + typed)).filter(|(_, head)| data.len() >= *head)
}
