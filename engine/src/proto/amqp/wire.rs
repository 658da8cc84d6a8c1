//! Frames, short and long strings, field tables, and the properties of a content header (AMQP 0-9-1 §4.2).

use super::super::queue::{Fields, coding};
use super::super::reader::Reader;
use super::super::scalar::{decimal, timestamp};
use crate::message::Coding;

/// Bytes of a frame before its payload: type, channel, size.
pub(super) const FRAME_HEAD: usize = 7;
/// The octet behind a frame's payload.
pub(super) const FRAME_END: u8 = 0xce;
/// Longest frame that is believed.
const SIZE_MAX: u32 = 512 << 20;
/// Tables and arrays inside one another that are read.
const DEPTH: u8 = 8;
/// Longest name of a field, its tables' names included.
const NAME_MAX: usize = 256;

// Types of frames.
pub(super) const METHOD: u8 = 1;
pub(super) const HEADER: u8 = 2;
pub(super) const BODY: u8 = 3;
pub(super) const HEARTBEAT: u8 = 8;

/// The head of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub kind: u8,
    pub channel: u16,
    /// Bytes of the payload.
    pub size: u32,
}

impl Frame {
    /// Reads a frame's head; `None` if there is none or it isn't believed.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let (kind, channel, size) = (reader.u8()?, reader.u16()?, reader.u32()?);
        let sound = match kind {
            METHOD => size >= 4,
            HEADER => size >= 14 && channel > 0,
            BODY => channel > 0,
            HEARTBEAT => size == 0 && channel == 0,
            _ => false,
        };
        (sound && size <= SIZE_MAX).then_some(Self { kind, channel, size })
    }

    /// All bytes of the frame.
    pub(super) const fn total(self) -> u64 {
        self.size as u64 + FRAME_HEAD as u64 + 1
    }
}

/// A string of at most 255 bytes.
pub(super) fn short<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    reader.block8().map(|block| block.rest())
}

/// A string behind a length of four bytes.
pub(super) fn long<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let len = reader.u32()?;
    reader.take(len as usize)
}

/// A field table behind its length; tells each value, nested ones by all their names: `x-death.queue`.
pub(super) fn table<'a>(reader: &mut Reader<'a>, tell: &mut dyn FnMut(&[u8], &[u8])) -> Option<()> {
    let mut block = Reader::new(long(reader)?);
    fields(&mut block, &mut Vec::new(), 0, tell)
}

/// The fields of a table, to the end of `block`.
pub(super) fn fields(
    block: &mut Reader<'_>,
    path: &mut Vec<u8>,
    depth: u8,
    tell: &mut dyn FnMut(&[u8], &[u8]),
) -> Option<()> {
    while !block.is_empty() {
        let name = short(block)?;
        let before = path.len();
        if before > 0 {
            path.push(b'.');
        }
        path.extend_from_slice(name.get(..NAME_MAX.saturating_sub(path.len()).min(name.len())).unwrap_or_default());
        value(block, path, depth, tell)?;
        path.truncate(before);
    }
    Some(())
}

/// A value behind its type; `RabbitMQ`'s and the standard's types agree but for `s`, which everybody sends as a number.
fn value(block: &mut Reader<'_>, path: &mut Vec<u8>, depth: u8, tell: &mut dyn FnMut(&[u8], &[u8])) -> Option<()> {
    let number = match block.u8()? {
        b't' => return block.u8().map(|_| ()),
        b'V' => return Some(()),
        b'b' | b'B' => block.u8()?.to_string(),
        b's' => block.array().map(i16::from_be_bytes)?.to_string(),
        b'u' => block.u16()?.to_string(),
        b'I' => block.array().map(i32::from_be_bytes)?.to_string(),
        b'i' => block.u32()?.to_string(),
        b'l' | b'L' => block.array().map(i64::from_be_bytes)?.to_string(),
        b'f' => block.array().map(f32::from_be_bytes)?.to_string(),
        b'd' => block.array().map(f64::from_be_bytes)?.to_string(),
        b'D' => {
            let scale = block.u8()?;
            let value = block.array().map(i32::from_be_bytes)?;
            decimal(value < 0, u128::from(value.unsigned_abs()), usize::from(scale))
        }
        b'T' => {
            let seconds = block.array().map(i64::from_be_bytes)?;
            timestamp(seconds.saturating_mul(1000))
        }
        b'S' | b'x' => {
            let text = long(block)?;
            tell(path, text);
            return Some(());
        }
        kind @ (b'F' | b'A') => {
            let mut inner = Reader::new(long(block)?);
            let depth = depth.checked_add(1).filter(|depth| *depth <= DEPTH)?;
            if kind == b'F' {
                return fields(&mut inner, path, depth, tell);
            }
            while !inner.is_empty() {
                value(&mut inner, path, depth, tell)?;
            }
            return Some(());
        }
        _ => return None,
    };
    tell(path, number.as_bytes());
    Some(())
}

/// What a content header says (AMQP 0-9-1 §4.2.6.1).
#[derive(Clone, Debug, Default)]
pub(super) struct Content<'a> {
    /// Bytes of the body.
    pub size: u64,
    pub media: &'a [u8],
    pub codings: Vec<Coding>,
    /// The headers table, and other properties that are text.
    pub fields: Fields,
    /// The properties contradict themselves.
    pub odd: bool,
}

impl<'a> Content<'a> {
    /// Reads the payload of a header frame; `None` if it is of another class than `basic`.
    pub(super) fn read(payload: &'a [u8]) -> Option<Self> {
        const BASIC: u16 = 60;
        let mut reader = Reader::new(payload);
        let class = reader.u16()?;
        reader.u16()?;
        let size = reader.array().map(u64::from_be_bytes)?;
        let mut read = Self { size, ..Self::default() };
        if class != BASIC {
            return None;
        }
        read.odd = read.properties(&mut reader).is_none();
        Some(read)
    }

    /// Properties that the flags announce, from the highest bit down.
    fn properties(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        const MORE: u16 = 1;
        let flags = reader.u16()?;
        let mut next = flags;
        while next & MORE != 0 {
            next = reader.u16()?;
        }
        let has = |bit: u32| flags >> bit & 1 != 0;
        if has(15) {
            self.media = short(reader)?;
        }
        if has(14) {
            self.codings = coding(short(reader)?).into_iter().collect();
        }
        if has(13) {
            let fields = &mut self.fields;
            table(reader, &mut |name, value| fields.put(name, value))?;
        }
        for bit in [12, 11] {
            reader.take(usize::from(has(bit)))?;
        }
        for (bit, name) in [(10, "correlation-id"), (9, "reply-to"), (8, "expiration"), (7, "message-id")] {
            self.text(reader, has(bit), name)?;
        }
        // A time.
        reader.take(if has(6) { 8 } else { 0 })?;
        for (bit, name) in [(5, "type"), (4, "user-id"), (3, "app-id"), (2, "cluster-id")] {
            self.text(reader, has(bit), name)?;
        }
        Some(())
    }

    fn text(&mut self, reader: &mut Reader<'a>, there: bool, name: &str) -> Option<()> {
        if there {
            self.fields.put(name.as_bytes(), short(reader)?);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(table: &[u8]) -> (bool, Vec<String>) {
        let mut all = Vec::new();
        let block = [&(table.len() as u32).to_be_bytes()[..], table].concat();
        let read = super::table(&mut Reader::new(&block), &mut |name, value| {
            all.push(format!("{}={}", name.escape_ascii(), value.escape_ascii()));
        });
        (read.is_some(), all)
    }

    #[test]
    fn values_of_every_type_are_told_by_name() {
        let mut table = Vec::new();
        for (name, value) in [
            ("phone", &b"l\0\0\0\x03\x36\x8d\x65\x10"[..]),
            ("yes", b"t\x01"),
            ("small", b"s\xff\xff"),
            ("name", b"S\0\0\0\x02Li"),
            ("price", b"D\x02\0\0\x04\xd2"),
            ("when", b"T\0\0\0\0\0\0\0\0"),
            ("inner", b"F\0\0\0\x0a\x03tel\x53\0\0\0\x01\x31"),
            ("list", b"A\0\0\0\x07S\0\0\0\x01aV"),
        ] {
            table.push(name.len() as u8);
            table.extend(name.as_bytes());
            table.extend(value);
        }
        let expected = [
            "phone=13800138000",
            "small=-1",
            "name=Li",
            "price=12.34",
            "when=1970-01-01 00:00:00",
            "inner.tel=1",
            "list=a",
        ];
        assert_eq!(told(&table), (true, expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn tables_are_bounded_in_depth() {
        let mut table = b"\x01aV".to_vec();
        for _ in 0..=DEPTH {
            table = [&b"\x01aF"[..], &(table.len() as u32).to_be_bytes(), &table].concat();
        }
        assert!(!told(&table).0);
        assert!(!told(b"\x01a?").0);
        assert!(!told(b"\x05a").0);
    }
}
