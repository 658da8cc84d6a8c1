//! Records: of batches (magic 2), and messages of the older sets (magic 0 and 1), from bytes that lie whole in memory.

use super::super::values::{self, Kind, Target, Values};
use super::wire::Cursor;
use crate::message::{Coding, DbInfo, Direction, Outlet};

/// Sets of messages inside one another: a compressed message holds a set, which holds no other.
const DEPTH: u8 = 2;
/// Bytes that a compressed batch may yield.
const UNPACKED: usize = 16 << 20;
/// Bytes of a message of the older sets before its key: offset, size, CRC, magic, attributes.
const MESSAGE_HEAD: usize = 18;
/// Longest topic (Kafka allows 249 characters).
const TOPIC_MAX: usize = 249;
/// Headers of one record that are read.
const HEADERS: i64 = 1024;
/// In front of a value, an id of its schema: zero and four bytes.
const SCHEMA: usize = 5;

/// The records of a topic on their way out.
#[derive(Debug)]
pub(super) struct Sink {
    values: Values,
    pub(super) target: Target,
    /// The topic's name, until it was scanned itself.
    name: Vec<u8>,
}

impl Default for Sink {
    fn default() -> Self {
        let target = Target { dir: Direction::Orig, place: "kafka.produce", tx: 0, about: DbInfo::default() };
        Self { values: Values::default(), target, name: Vec::new() }
    }
}

impl Sink {
    /// A key, value or header of a record.
    pub(super) fn put(&mut self, name: &[u8], value: &[u8], out: &mut dyn Outlet) {
        let value = match value {
            [0, _, _, _, _, b'{' | b'[', ..] => value.get(SCHEMA..).unwrap_or(value),
            _ => value,
        };
        let table = values::kind(value) == Kind::Cell && memchr::memchr(b'\n', value).is_some();
        if table || self.values.put(name, value) == Kind::Document {
            values::message(&self.target, b"", b"", value, out);
        }
        if self.values.is_full() {
            self.flush(out);
        }
    }

    /// A record is complete.
    pub(super) fn end_record(&mut self) {
        self.values.end_record();
    }

    /// What follows is of this topic.
    pub(super) fn topic(&mut self, name: &[u8], out: &mut dyn Outlet) {
        self.flush(out);
        self.name.clear();
        self.name.extend_from_slice(name.get(..TOPIC_MAX).unwrap_or(name));
        self.target.about.table = values::shown(name);
    }

    pub(super) fn flush(&mut self, out: &mut dyn Outlet) {
        self.values.hand_over(&self.target, &self.name, out);
        self.name.clear();
    }

    /// A record of a batch behind its length: attributes, time, offset, key, value, headers. False if it is none.
    pub(super) fn record(&mut self, record: &[u8], out: &mut dyn Outlet) -> bool {
        let mut cursor = Cursor::new(record, true);
        let mut fields = || {
            cursor.take(1)?;
            cursor.varint()?;
            cursor.varint()?;
            Some((cursor.field()?, cursor.field()?))
        };
        let Some((key, value)) = fields() else { return false };
        self.put(b"key", key, out);
        self.put(b"value", value, out);
        self.headers(cursor.rest(), out)
    }

    /// The headers behind a record's value, to its end.
    pub(super) fn headers(&mut self, bytes: &[u8], out: &mut dyn Outlet) -> bool {
        let mut cursor = Cursor::new(bytes, true);
        let Some(count @ 0..=HEADERS) = cursor.varint() else { return false };
        for _ in 0..count {
            let (Some(name), Some(value)) = (cursor.field(), cursor.field()) else { return false };
            self.put(name, value, out);
        }
        self.end_record();
        true
    }

    /// What a batch of magic 2 holds, unpacked. What is no record is scanned as it is.
    pub(super) fn batch(&mut self, plain: &[u8], out: &mut dyn Outlet) {
        let mut cursor = Cursor::new(plain, true);
        while !cursor.rest().is_empty() {
            let rest = cursor.rest();
            if !cursor.field().is_some_and(|record| self.record(record, out)) {
                return values::message(&self.target, b"", b"", rest, out);
            }
        }
    }

    /// Messages of an older set, unpacked.
    fn set(&mut self, plain: &[u8], depth: u8, out: &mut dyn Outlet) {
        let mut rest = plain;
        while !rest.is_empty() {
            let mut cursor = Cursor::new(rest, false);
            let message = cursor.take(8).and_then(|_| cursor.block()).and_then(Message::read);
            let Some(message) = message else {
                return values::message(&self.target, b"", b"", rest, out);
            };
            self.message(&message, depth, out);
            rest = cursor.rest();
        }
    }

    /// A message of an older set.
    pub(super) fn message(&mut self, message: &Message<'_>, depth: u8, out: &mut dyn Outlet) {
        self.put(b"key", message.key, out);
        match codec(message.attributes) {
            None => self.put(b"value", message.value, out),
            Some(coding) if depth < DEPTH => self.packed(coding, message.value, Some(depth + 1), out),
            Some(_) => values::message(&self.target, b"", b"", message.value, out),
        }
        self.end_record();
    }

    /// A compressed batch, or (`set`) a compressed set at this depth.
    pub(super) fn packed(&mut self, coding: Coding, packed: &[u8], set: Option<u8>, out: &mut dyn Outlet) {
        let mut plain = Vec::new();
        if packed.is_empty() {
            return;
        }
        if !out.decode(coding, packed, UNPACKED, &mut plain) {
            // What can be read of it is content's to find, and to say what is wrong.
            self.flush(out);
            let head = super::head(&self.target, Some(coding));
            out.begin(self.target.dir, head);
            out.derived(self.target.dir, packed);
            return out.end(self.target.dir, crate::message::MessageEnd::Complete);
        }
        match set {
            Some(depth) => self.set(&plain, depth, out),
            None => self.batch(&plain, out),
        }
    }
}

/// The coding that attributes name; `None` for none.
pub(super) fn codec(attributes: u8) -> Option<Coding> {
    Some(match attributes & 7 {
        0 => return None,
        1 => Coding::Gzip,
        2 => Coding::Snappy,
        3 => Coding::Lz4,
        4 => Coding::Zstd,
        _ => Coding::Unknown,
    })
}

/// A message of the older sets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    pub attributes: u8,
    pub key: &'a [u8],
    pub value: &'a [u8],
}

impl<'a> Message<'a> {
    /// Reads one behind its size: CRC, magic, attributes, a time in magic 1, key, value.
    pub(super) fn read(message: &'a [u8]) -> Option<Self> {
        let (mut cursor, attributes) = Self::head(message)?;
        Some(Self { attributes, key: cursor.block()?, value: cursor.block()? })
    }

    /// A cursor that stands before the key, and the attributes.
    pub(super) fn head(message: &'a [u8]) -> Option<(Cursor<'a>, u8)> {
        let mut cursor = Cursor::new(message, false);
        cursor.take(4)?;
        let [magic, attributes] = *cursor.take(2)?.first_chunk()?;
        match magic {
            0 => {}
            1 => drop(cursor.take(8)?),
            _ => return None,
        }
        Some((cursor, attributes))
    }
}

/// Bytes of a batch's head.
pub(super) const BATCH_HEAD: usize = 61;

/// What stands at the front of a set of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// A batch: bytes of its records, its attributes.
    Batch(u32, u8),
    /// An older message: all of its bytes.
    Message(u32),
}

/// Looks at the head of a batch or message of which [`BATCH_HEAD`] bytes, or all, are there.
pub(super) fn front(data: &[u8]) -> Option<Front> {
    let mut cursor = Cursor::new(data, false);
    cursor.take(8)?;
    let len = u32::try_from(cursor.i32()?).ok()?;
    cursor.take(4)?;
    match cursor.take(1)? {
        [2] => {
            cursor.take(4)?;
            let attributes = cursor.i16()?;
            Some(Front::Batch(len.checked_sub((BATCH_HEAD - 12) as u32)?, attributes as u8))
        }
        [0 | 1] if len as usize >= MESSAGE_HEAD - 4 => Some(Front::Message(len.checked_add(12)?)),
        _ => None,
    }
}
