//! The type system of AMQP 1.0 (part 1): values behind their constructors, described values, and what they are as text.
//!
//! Constructors that the standard does not assign are read by their category, which tells how long a value is (§1.2).
//! Compound values are read as they are walked; [`DEPTH`] of them inside one another are, descriptors included. Arrays
//! of values that take no bytes are empty here: a peer may claim four thousand million of them in ten bytes.

use super::super::super::reader::Reader;
use super::super::super::rows::printable;
use super::super::super::scalar::{timestamp, uuid};
use super::super::super::values::quote;
use std::borrow::Cow;

/// Values inside one another that are read.
const DEPTH: u8 = 16;
/// Longest name of a value, those of the maps around it included.
const NAME_MAX: usize = 256;

/// A value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// Nothing.
    Null,
    /// Of two.
    Bool(bool),
    /// ubyte to ulong.
    Unsigned(u64),
    /// byte to long.
    Signed(i64),
    /// Both kinds.
    Float(f64),
    /// A character, as its number.
    Char(u32),
    /// Milliseconds since 1970-01-01.
    Moment(i64),
    /// An identifier.
    Uuid([u8; 16]),
    /// Any bytes.
    Bytes(&'a [u8]),
    /// A string or a symbol.
    Text(&'a [u8]),
    /// A decimal number (IEEE 754-2008), or of a constructor that nobody knows.
    Opaque,
    /// A list.
    List(Items<'a>),
    /// A map: keys and values in turns.
    Map(Items<'a>),
    /// An array.
    Array(Items<'a>),
}

/// The values of a list, a map or an array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Items<'a> {
    rest: Reader<'a>,
    left: u32,
    /// The one constructor of an array's values.
    code: Option<u8>,
    depth: u8,
}

impl<'a> Items<'a> {
    /// None at all.
    const NONE: Self = Self { rest: Reader::new(&[]), left: 0, code: None, depth: 0 };

    /// True if nothing is left of them, or no bytes for more.
    pub(super) const fn is_empty(&self) -> bool {
        self.left == 0 || self.rest.is_empty()
    }

    /// The next of them; `None` at the end, or where it contradicts itself.
    pub(super) fn next(&mut self) -> Option<Value<'a>> {
        if self.is_empty() {
            return None;
        }
        self.left = self.left.saturating_sub(1);
        match self.code {
            Some(code) => data(code, &mut self.rest, self.depth),
            None => value(&mut self.rest, self.depth),
        }
    }

    /// The next of them: null where the list ends before, as its last fields may (part 1 §1.4).
    pub(super) fn field(&mut self) -> Option<Value<'a>> {
        if self.is_empty() { Some(Value::Null) } else { self.next() }
    }
}

impl<'a> Value<'a> {
    /// The bytes of a binary, a string or a symbol.
    pub(super) const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) | Self::Text(bytes) => bytes,
            _ => &[],
        }
    }

    /// A number without a sign.
    pub(super) const fn number(&self) -> Option<u64> {
        match self {
            Self::Unsigned(number) => Some(*number),
            _ => None,
        }
    }

    /// A number.
    pub(super) fn signed(&self) -> Option<i64> {
        match self {
            Self::Unsigned(number) => i64::try_from(*number).ok(),
            Self::Signed(number) => Some(*number),
            _ => None,
        }
    }

    /// The values of a list.
    pub(super) const fn list(&self) -> Option<Items<'a>> {
        match self {
            Self::List(items) => Some(*items),
            _ => None,
        }
    }

    /// What may say something about somebody, as text; empty for compound values and those that say nothing.
    pub(super) fn text(&self) -> Cow<'a, [u8]> {
        let told = match self {
            Self::Text(text) => return Cow::Borrowed(text),
            Self::Bytes(bytes) => return Cow::Owned(printable(bytes)),
            Self::Unsigned(number) => number.to_string(),
            Self::Signed(number) => number.to_string(),
            Self::Float(number) => float(*number),
            Self::Char(number) => char::from_u32(*number).map(String::from).unwrap_or_default(),
            Self::Moment(millis) => timestamp(*millis),
            Self::Uuid(bytes) => uuid(bytes),
            Self::Null | Self::Bool(_) | Self::Opaque | Self::List(_) | Self::Map(_) | Self::Array(_) => String::new(),
        };
        Cow::Owned(told.into_bytes())
    }
}

/// A number as people write it, unless that takes hundreds of digits.
fn float(number: f64) -> String {
    let usual = number == 0.0 || (1e-9..1e18).contains(&number.abs());
    if usual { number.to_string() } else { format!("{number:e}") }
}

/// A value behind its constructor, its descriptors passed over; `None` if it contradicts itself or lies too deep.
pub(super) fn value<'a>(reader: &mut Reader<'a>, depth: u8) -> Option<Value<'a>> {
    let depth = depth.checked_add(1).filter(|depth| *depth <= DEPTH)?;
    match reader.u8()? {
        0 => {
            value(reader, depth)?;
            value(reader, depth)
        }
        code => data(code, reader, depth),
    }
}

/// A value behind the constructor `code`.
fn data<'a>(code: u8, reader: &mut Reader<'a>, depth: u8) -> Option<Value<'a>> {
    Some(match code {
        0x40 => Value::Null,
        0x41 | 0x42 => Value::Bool(code == 0x41),
        0x43 | 0x44 => Value::Unsigned(0),
        0x45 => Value::List(Items::NONE),
        0x50 | 0x52 | 0x53 => Value::Unsigned(u64::from(reader.u8()?)),
        0x51 | 0x54 | 0x55 => Value::Signed(reader.array().map(i8::from_be_bytes)?.into()),
        0x56 => Value::Bool(reader.u8()? != 0),
        0x60 => Value::Unsigned(reader.u16()?.into()),
        0x61 => Value::Signed(reader.array().map(i16::from_be_bytes)?.into()),
        0x70 => Value::Unsigned(reader.u32()?.into()),
        0x71 => Value::Signed(reader.array().map(i32::from_be_bytes)?.into()),
        0x72 => Value::Float(reader.array().map(f32::from_be_bytes)?.into()),
        0x73 => Value::Char(reader.u32()?),
        0x80 => Value::Unsigned(reader.array().map(u64::from_be_bytes)?),
        0x81 => Value::Signed(reader.array().map(i64::from_be_bytes)?),
        0x82 => Value::Float(reader.array().map(f64::from_be_bytes)?),
        0x83 => Value::Moment(reader.array().map(i64::from_be_bytes)?),
        0x98 => Value::Uuid(reader.array()?),
        0xa0 | 0xb0 => Value::Bytes(block(code, reader)?.rest()),
        0xa1 | 0xa3 | 0xb1 | 0xb3 => Value::Text(block(code, reader)?.rest()),
        0xc0 | 0xd0 => Value::List(items(code, reader, depth)?),
        0xc1 | 0xd1 => Value::Map(items(code, reader, depth)?),
        0xe0 | 0xf0 => Value::Array(elements(code, reader, depth)?),
        _ => {
            reader.take(size(code, reader)?)?;
            Value::Opaque
        }
    })
}

/// Bytes of a value behind the constructor `code`, its own length included; `None` while that is not there, or for what is
/// no constructor.
pub(super) fn size(code: u8, behind: &Reader<'_>) -> Option<usize> {
    let mut behind = *behind;
    match code >> 4 {
        4 => Some(0),
        5 => Some(1),
        6 => Some(2),
        7 => Some(4),
        8 => Some(8),
        9 => Some(16),
        0xa | 0xc | 0xe => behind.u8().map(|len| usize::from(len).saturating_add(1)),
        0xb | 0xd | 0xf => behind.u32().map(|len| (len as usize).saturating_add(4)),
        _ => None,
    }
}

/// What stands behind a length of one byte, or of four by the constructors of odd categories.
fn block<'a>(code: u8, reader: &mut Reader<'a>) -> Option<Reader<'a>> {
    if code & 0x10 == 0 {
        return reader.block8();
    }
    let len = reader.u32()?;
    reader.take(len as usize).map(Reader::new)
}

/// A number that takes as many bytes as the length before it.
fn count(code: u8, block: &mut Reader<'_>) -> Option<u32> {
    if code & 0x10 == 0 { block.u8().map(u32::from) } else { block.u32() }
}

fn items<'a>(code: u8, reader: &mut Reader<'a>, depth: u8) -> Option<Items<'a>> {
    let mut block = block(code, reader)?;
    let left = count(code, &mut block)?;
    Some(Items { rest: block, left, code: None, depth })
}

fn elements<'a>(code: u8, reader: &mut Reader<'a>, depth: u8) -> Option<Items<'a>> {
    let mut block = block(code, reader)?;
    let left = count(code, &mut block)?;
    let depth = depth.checked_add(1).filter(|depth| *depth <= DEPTH)?;
    let mut code = block.u8()?;
    for _ in 0..DEPTH {
        if code != 0 {
            break;
        }
        // A descriptor that all of them have.
        value(&mut block, depth)?;
        code = block.u8()?;
    }
    let left = if code >> 4 == 4 || code == 0 { 0 } else { left };
    Some(Items { rest: block, left, code: Some(code), depth })
}

/// Tells every value of a map by its key, nested ones by all their names: `order.mobile`. `None` if it contradicts itself.
pub(super) fn fields(map: Items<'_>, path: &mut Vec<u8>, tell: &mut dyn FnMut(&[u8], &Value<'_>)) -> Option<()> {
    let mut map = map;
    while !map.is_empty() {
        let key = map.next()?.text();
        let value = map.next()?;
        let before = path.len();
        if before > 0 {
            path.push(b'.');
        }
        path.extend_from_slice(key.get(..NAME_MAX.saturating_sub(path.len()).min(key.len())).unwrap_or_default());
        match value {
            Value::Map(inner) => fields(inner, path, tell)?,
            Value::List(mut inner) | Value::Array(mut inner) => {
                while !inner.is_empty() {
                    let item = inner.next()?;
                    if let Value::Map(inner) = item { fields(inner, path, tell)? } else { tell(path, &item) }
                }
            }
            value => tell(path, &value),
        }
        path.truncate(before);
    }
    Some(())
}

/// Appends every string in a value, parted by blanks; `None` if it contradicts itself.
pub(super) fn texts(value: &Value<'_>, into: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Text(text) => {
            into.extend_from_slice(text);
            into.push(b' ');
        }
        Value::List(items) | Value::Map(items) | Value::Array(items) => {
            let mut items = *items;
            while !items.is_empty() {
                texts(&items.next()?, into)?;
            }
        }
        _ => {}
    }
    Some(())
}

/// Appends a value as JSON writes it; `None` if it contradicts itself: what is there of it is written.
pub(super) fn json(value: &Value<'_>, into: &mut Vec<u8>) -> Option<()> {
    let (mut items, map) = match value {
        Value::Map(items) => (*items, true),
        Value::List(items) | Value::Array(items) => (*items, false),
        Value::Null | Value::Opaque => {
            into.extend_from_slice(b"null");
            return Some(());
        }
        Value::Bool(told) => {
            into.extend_from_slice(if *told { b"true" } else { b"false" });
            return Some(());
        }
        Value::Unsigned(_) | Value::Signed(_) => {
            into.extend_from_slice(&value.text());
            return Some(());
        }
        Value::Float(number) if number.is_finite() => {
            into.extend_from_slice(&value.text());
            return Some(());
        }
        _ => {
            quote(&printable(&value.text()), into);
            return Some(());
        }
    };
    let (open, close) = if map { (b'{', b'}') } else { (b'[', b']') };
    into.push(open);
    let mut sound = Some(());
    let mut first = true;
    while sound.is_some() && !items.is_empty() {
        if !std::mem::take(&mut first) {
            into.push(b',');
        }
        sound = pair(&mut items, map, into);
    }
    into.push(close);
    sound
}

/// The next value, behind its key in a map.
fn pair(items: &mut Items<'_>, map: bool, into: &mut Vec<u8>) -> Option<()> {
    if map {
        quote(&printable(&items.next()?.text()), into);
        into.push(b':');
        let Some(value) = items.next() else {
            into.extend_from_slice(b"null");
            return None;
        };
        return json(&value, into);
    }
    json(&items.next()?, into)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(data: &[u8]) -> (bool, String) {
        let mut text = Vec::new();
        let sound = value(&mut Reader::new(data), 0).and_then(|value| json(&value, &mut text));
        (sound.is_some(), String::from_utf8(text).unwrap())
    }

    #[test]
    fn values_of_every_type_are_read() {
        for (data, expected) in [
            (&b"\x40"[..], "null"),
            (b"\x41", "true"),
            (b"\x56\0", "false"),
            (b"\x43", "0"),
            (b"\x50\xff", "255"),
            (b"\x51\xff", "-1"),
            (b"\x60\x01\0", "256"),
            (b"\x61\xff\xfe", "-2"),
            (b"\x52\x07", "7"),
            (b"\x54\xf9", "-7"),
            (b"\x70\0\x01\0\0", "65536"),
            (b"\x71\xff\xff\xff\xff", "-1"),
            (b"\x80\0\0\0\x03\x36\x8d\x65\x10", "13800138000"),
            (b"\x81\0\0\0\x03\x36\x8d\x65\x10", "13800138000"),
            (b"\x72\x3f\xc0\0\0", "1.5"),
            (b"\x82\x3f\xf8\0\0\0\0\0\0", "1.5"),
            (b"\x82\x7f\xf0\0\0\0\0\0\0", "\"inf\""),
            (b"\x73\0\0\x5f\x20", "\"张\""),
            (b"\x83\0\0\0\0\0\0\0\0", "\"1970-01-01 00:00:00\""),
            (
                b"\x98\0\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f",
                "\"00010203-0405-0607-0809-0a0b0c0d0e0f\"",
            ),
            (b"\xa0\x02\xffa", "\" a\""),
            (b"\xa1\x04a\"\\b", "\"a\\\"\\\\b\""),
            (b"\xb3\0\0\0\x01s", "\"s\""),
            (b"\x74\0\0\0\0", "null"),
            (b"\x45", "[]"),
            (b"\xc0\x04\x02\x43\xa1\0", "[0,\"\"]"),
            (b"\xd1\0\0\0\x09\0\0\0\x02\xa1\x01k\x52\x05", "{\"k\":5}"),
            (b"\xe0\x04\x02\x50\x01\x02", "[1,2]"),
            (b"\xf0\0\0\0\x09\0\0\0\x02\xa1\x01a\x01b", "[\"a\",\"b\"]"),
            (b"\xe0\x08\x02\0\xa3\x01d\x50\x01\x02", "[1,2]"),
            (b"\0\xa3\x03foo\x52\x01", "1"),
            (b"\0\0\x53\x01\x53\x02\x52\x01", "1"),
        ] {
            assert_eq!(told(data), (true, expected.to_owned()), "{}", data.escape_ascii());
        }
    }

    #[test]
    fn what_contradicts_itself_is_read_as_far_as_it_goes() {
        assert_eq!(told(b"\xc0\x04\x02\x52\x01\xa1"), (false, "[1,]".to_owned()));
        assert_eq!(told(b"\xc1\x04\x02\xa1\x01k"), (false, "{\"k\":null}".to_owned()));
        assert!(!told(b"\xa1\x05a").0);
        assert!(!told(&[0; 100]).0);
        assert!(!told(b"\x10").0);
        // Values that take no bytes, as many as a number can say.
        assert_eq!(told(b"\xf0\0\0\0\x05\xff\xff\xff\xff\x40"), (true, "[]".to_owned()));
        assert_eq!(told(b"\xd0\0\0\0\x04\xff\xff\xff\xff"), (true, "[]".to_owned()));
    }

    #[test]
    fn values_are_bounded_in_depth() {
        let nested = |depth: usize| {
            let mut value = b"\x45".to_vec();
            for _ in 0..depth {
                value = [&[0xc0, value.len() as u8 + 1, 1][..], &value].concat();
            }
            value
        };
        assert!(told(&nested(usize::from(DEPTH) - 1)).0);
        assert!(!told(&nested(usize::from(DEPTH))).0);
    }

    #[test]
    fn maps_are_told_by_the_names_of_their_values() {
        let data = b"\xc1\x23\x06\xa3\x04type\xa1\x01c\xa1\x05order\xc1\x08\x02\xa1\x03tel\x52\x05\xa1\x01n\xe0\x03\x01\x50\x02";
        let mut all = Vec::new();
        let Some(Value::Map(map)) = value(&mut Reader::new(data), 0) else { panic!("no map") };
        let sound = fields(map, &mut Vec::new(), &mut |name, value| {
            all.push(format!("{}={}", name.escape_ascii(), value.text().escape_ascii()));
        });
        assert_eq!(all, ["type=c", "order.tel=5", "n=2"]);
        assert!(sound.is_some());
    }
}
