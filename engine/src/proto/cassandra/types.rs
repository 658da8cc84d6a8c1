//! Types of columns and parameters (native protocol v5 §4.2.5.2), and their values as text.

use crate::message::Outlet;
use crate::proto::reader::Reader;
use crate::proto::rows::{Rows, printable};
use crate::proto::scalar;
use crate::proto::values::quote;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Types inside one another.
const DEPTH: usize = 16;
/// Fields of one type.
const FIELDS: usize = 256;
/// Days of the epoch in the middle of the range.
const EPOCH_DAY: i64 = 1 << 31;

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    /// Not known: guessed from its bytes.
    Unknown,
    /// Numbers of the cluster's own, which tell nobody anything: not written.
    Noise,
    Text,
    /// Bytes; also a type of the server's own (`custom`).
    Blob,
    /// A signed number of any width, a counter.
    Int,
    Bool,
    Decimal,
    Double,
    Float,
    Timestamp,
    Uuid,
    Inet,
    Date,
    Time,
    /// A list or a set.
    List(Box<Self>),
    Map(Box<Self>, Box<Self>),
    /// A tuple, or a user-defined type whose fields have names.
    Fields(Vec<(Box<[u8]>, Self)>),
}

impl Type {
    /// Reads an option; `None` if it ends too early or holds too much.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Self::nested(reader, 0)
    }

    fn nested(reader: &mut Reader<'_>, depth: usize) -> Option<Self> {
        if depth > DEPTH {
            return None;
        }
        let boxed = |reader: &mut Reader<'_>| Self::nested(reader, depth + 1).map(Box::new);
        Some(match reader.u16()? {
            0x0000 => {
                reader.block16()?;
                Self::Blob
            }
            0x0001 | 0x000a | 0x000d => Self::Text,
            0x0002 | 0x0005 | 0x0009 | 0x000e | 0x0013 | 0x0014 => Self::Int,
            0x0004 => Self::Bool,
            0x0006 => Self::Decimal,
            0x0007 => Self::Double,
            0x0008 => Self::Float,
            0x000b => Self::Timestamp,
            0x000c | 0x000f => Self::Uuid,
            0x0010 => Self::Inet,
            0x0011 => Self::Date,
            0x0012 => Self::Time,
            0x0020 | 0x0022 => Self::List(boxed(reader)?),
            0x0021 => Self::Map(boxed(reader)?, boxed(reader)?),
            kind @ (0x0030 | 0x0031) => {
                let named = kind == 0x0030;
                if named {
                    reader.block16()?;
                    reader.block16()?;
                }
                let count = usize::from(reader.u16()?);
                if count > FIELDS {
                    return None;
                }
                let mut fields = Vec::new();
                for _ in 0..count {
                    let name = if named { reader.block16()?.rest() } else { &[] };
                    fields.push((name.into(), Self::nested(reader, depth + 1)?));
                }
                Self::Fields(fields)
            }
            _ => Self::Blob,
        })
    }

    /// True if pieces of a value are text as they come.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Unknown)
    }

    /// Writes a value as a cell.
    pub(super) fn cell(&self, value: &[u8], rows: &mut Rows, out: &mut dyn Outlet) {
        let mut text = Vec::new();
        match self.known(value, &mut text) {
            Some(()) => rows.text(&text),
            None => rows.bytes(value, out),
        }
    }

    /// Writes a value.
    pub(super) fn write(&self, value: &[u8], into: &mut Vec<u8>) {
        if self.known(value, into).is_none() {
            into.extend(printable(value));
        }
    }

    /// The same; `None` if the bytes are none of this type.
    fn known(&self, value: &[u8], into: &mut Vec<u8>) -> Option<()> {
        let text = match self {
            Self::Text => {
                into.extend_from_slice(value);
                return Some(());
            }
            Self::List(item) => return list(item, value, into),
            Self::Map(key, item) => return map(key, item, value, into),
            Self::Fields(types) => return fields(types, value, into),
            Self::Noise => return Some(()),
            Self::Blob => return None,
            Self::Unknown => guessed(value)?,
            Self::Int => integer(value)?.to_string(),
            Self::Bool => if value == [0] { "false" } else { "true" }.to_owned(),
            Self::Decimal => {
                let (scale, digits) = value.split_first_chunk::<4>()?;
                let (number, scale) = (integer(digits)?, usize::try_from(i32::from_be_bytes(*scale)).ok()?);
                scalar::decimal(number < 0, number.unsigned_abs(), scale)
            }
            Self::Double => f64::from_be_bytes(value.try_into().ok()?).to_string(),
            Self::Float => f32::from_be_bytes(value.try_into().ok()?).to_string(),
            Self::Timestamp => scalar::timestamp(i64::from_be_bytes(value.try_into().ok()?)),
            Self::Uuid => scalar::uuid(value.try_into().ok()?),
            Self::Inet => match value.len() {
                4 => Ipv4Addr::from(*value.first_chunk::<4>()?).to_string(),
                16 => Ipv6Addr::from(*value.first_chunk::<16>()?).to_string(),
                _ => return None,
            },
            Self::Date => scalar::date(i64::from(u32::from_be_bytes(value.try_into().ok()?)) - EPOCH_DAY),
            Self::Time => scalar::clock(i64::from_be_bytes(value.try_into().ok()?) / 1000),
        };
        into.extend_from_slice(text.as_bytes());
        Some(())
    }

    /// A value within another one, as JSON writes it; absent if it is negative.
    fn inner(&self, reader: &mut Reader<'_>, into: &mut Vec<u8>) -> Option<()> {
        let len = reader.u32()? as i32;
        let Ok(len) = usize::try_from(len) else {
            into.extend_from_slice(b"null");
            return Some(());
        };
        let value = reader.take(len)?;
        if matches!(self, Self::List(_) | Self::Map(..) | Self::Fields(_)) {
            self.write(value, into);
        } else {
            let mut text = Vec::new();
            self.write(value, &mut text);
            quote(&text, into);
        }
        Some(())
    }
}

/// A number in two's complement, most significant byte first.
fn integer(value: &[u8]) -> Option<i128> {
    if value.is_empty() || value.len() > 16 {
        return None;
    }
    let negative = value.first().is_some_and(|byte| *byte >= 0x80);
    Some(value.iter().fold(if negative { -1 } else { 0 }, |sum: i128, byte| sum << 8 | i128::from(*byte)))
}

/// Text, else a number or an identifier by the number of its bytes.
fn guessed(value: &[u8]) -> Option<String> {
    let clean = |text: &&str| !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    if let Some(text) = std::str::from_utf8(value).ok().filter(clean) {
        return Some(text.to_owned());
    }
    match value.len() {
        1 | 2 => integer(value).map(|number| number.to_string()),
        4 | 8 => scalar::guessed_number(value),
        16 => value.first_chunk().map(scalar::uuid),
        _ => None,
    }
}

fn list(item: &Type, value: &[u8], into: &mut Vec<u8>) -> Option<()> {
    let mut reader = Reader::new(value);
    let count = reader.u32()?;
    into.push(b'[');
    for at in 0..count {
        if at > 0 {
            into.push(b',');
        }
        item.inner(&mut reader, into)?;
    }
    into.push(b']');
    Some(())
}

fn map(key: &Type, item: &Type, value: &[u8], into: &mut Vec<u8>) -> Option<()> {
    let mut reader = Reader::new(value);
    let count = reader.u32()?;
    into.push(b'{');
    for at in 0..count {
        if at > 0 {
            into.push(b',');
        }
        key.inner(&mut reader, into)?;
        into.push(b':');
        item.inner(&mut reader, into)?;
    }
    into.push(b'}');
    Some(())
}

/// Fields at the end may be missing: they were added later.
fn fields(types: &[(Box<[u8]>, Type)], value: &[u8], into: &mut Vec<u8>) -> Option<()> {
    let mut reader = Reader::new(value);
    let named = types.iter().any(|(name, _)| !name.is_empty());
    into.push(if named { b'{' } else { b'[' });
    for (at, (name, item)) in types.iter().enumerate() {
        if reader.is_empty() {
            break;
        }
        if at > 0 {
            into.push(b',');
        }
        if named {
            quote(name, into);
            into.push(b':');
        }
        item.inner(&mut reader, into)?;
    }
    into.push(if named { b'}' } else { b']' });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: &Type, value: &[u8]) -> String {
        let mut into = Vec::new();
        kind.write(value, &mut into);
        String::from_utf8(into).unwrap()
    }

    #[test]
    fn fractions_of_unknown_types_are_no_numbers_of_cards() {
        assert_eq!(text(&Type::Unknown, &13_800_138_000i64.to_be_bytes()), "13800138000");
        let fraction = text(&Type::Unknown, &0.1f64.to_be_bytes());
        assert!(!fraction.bytes().any(|byte| byte.is_ascii_digit()), "{fraction}");
    }

    #[test]
    fn values_read_as_people_write_them() {
        assert_eq!(text(&Type::Int, &[0xff, 0xfe]), "-2");
        assert_eq!(text(&Type::Int, &13_800_138_000i64.to_be_bytes()), "13800138000");
        assert_eq!(text(&Type::Decimal, &[0, 0, 0, 2, 4, 0xe2]), "12.50");
        assert_eq!(text(&Type::Bool, &[1]), "true");
        assert_eq!(text(&Type::Double, &1.5f64.to_be_bytes()), "1.5");
        assert_eq!(text(&Type::Date, &((1u32 << 31) + 19_782).to_be_bytes()), "2024-02-29");
        assert_eq!(text(&Type::Time, &3_723_000_000_000i64.to_be_bytes()), "01:02:03");
        assert_eq!(text(&Type::Inet, &[192, 0, 2, 1]), "192.0.2.1");
        assert_eq!(text(&Type::Uuid, &[0x12; 16]), "12121212-1212-1212-1212-121212121212");
        assert_eq!(text(&Type::Unknown, "张三".as_bytes()), "张三");
        assert_eq!(text(&Type::Unknown, &[0, 0, 1, 0]), "256");
        assert_eq!(text(&Type::Blob, b"\x01tel 13800138000\xff"), " tel 13800138000 ");
        // What is no value of its type is read as text.
        assert_eq!(text(&Type::Uuid, b"13800138000"), "13800138000");
    }

    #[test]
    fn collections_are_written_as_json() {
        let list = Type::List(Box::new(Type::Text));
        assert_eq!(text(&list, b"\0\0\0\x02\0\0\0\x01a\0\0\0\x03b\"c"), r#"["a","b\"c"]"#);
        let map = Type::Map(Box::new(Type::Text), Box::new(list));
        assert_eq!(text(&map, b"\0\0\0\x01\0\0\0\x01k\0\0\0\x09\0\0\0\x01\0\0\0\x01v"), r#"{"k":["v"]}"#);
        let of = |name: &[u8]| Type::Fields(vec![(name.into(), Type::Int), (name.into(), Type::Text)]);
        assert_eq!(text(&of(b"f"), b"\0\0\0\x01\x07\xff\xff\xff\xff"), r#"{"f":"7","f":null}"#);
        assert_eq!(text(&of(b""), b"\0\0\0\x01\x07"), r#"["7"]"#);
    }

    #[test]
    fn types_inside_one_another_are_bounded() {
        let deep = b"\0\x20".repeat(40);
        assert_eq!(Type::read(&mut Reader::new(&deep)), None);
        assert_eq!(Type::read(&mut Reader::new(b"\0\x21\0\x0d\0\x09")).map(|kind| kind.is_text()), Some(false));
    }
}
