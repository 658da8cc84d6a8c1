//! The values of BSON whose length is known from their type, and the heads of the others.

use super::bson::Damage;
use crate::proto::reader::Reader;
use crate::proto::scalar;
use std::fmt::Write as _;

/// Longest regular expression, its options included.
const PATTERN_MAX: usize = 4 << 10;

/// What stands behind the name of an element.
#[derive(Debug)]
pub(super) struct Head<'a> {
    /// Bytes of it that are read.
    pub(super) used: usize,
    /// Bytes of the value that come behind them.
    pub(super) comes: u64,
    /// The value, or its kind.
    pub(super) content: Content<'a>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// A number or a word of JSON.
    Bare(String),
    /// Of another type, as text.
    Quoted(String),
    /// A regular expression.
    Pattern(&'a [u8]),
    /// A string that comes, its zero included.
    Text,
    /// A document or an array that comes.
    Document {
        /// An array.
        array: bool,
    },
    /// Bytes that come.
    Binary {
        /// What they are (3 and 4 are UUIDs); none for strings among other bytes.
        subtype: Option<u8>,
    },
}

impl<'a> Head<'a> {
    /// Reads what stands behind the name; `None` if more is needed.
    pub(super) fn read(kind: u8, data: &'a [u8]) -> Result<Option<Self>, Damage> {
        let mut reader = Reader::new(data);
        let mut comes = 0;
        let content = match kind {
            0x02 | 0x0d | 0x0e => sized(&mut reader).map(|size| (comes = size, Content::Text).1),
            0x03 | 0x04 => sized(&mut reader).map(|size| {
                comes = size.saturating_sub(4);
                Content::Document { array: kind == 4 }
            }),
            0x05 => reader.le32().zip(reader.u8()).map(|(size, subtype)| {
                comes = u64::from(size);
                Content::Binary { subtype: Some(subtype) }
            }),
            // A string and twelve bytes; code with its size, a string and a document.
            0x0c => sized(&mut reader).map(|size| (comes = size + 12, Content::Binary { subtype: None }).1),
            0x0f => sized(&mut reader).map(|size| {
                comes = size.saturating_sub(4);
                Content::Binary { subtype: None }
            }),
            0x0b => return pattern(data),
            _ => fixed(kind, &mut reader)?,
        };
        let shortest = match kind {
            0x02 | 0x0d | 0x0e | 0x03 | 0x04 => 1,
            _ => 0,
        };
        match content {
            Some(_) if comes < shortest => Err(Damage::Malformed),
            content => Ok(content.map(|content| Head { used: data.len() - reader.len(), comes, content })),
        }
    }
}

fn sized(reader: &mut Reader<'_>) -> Option<u64> {
    reader.le32().map(u64::from)
}

fn fixed<'a>(kind: u8, reader: &mut Reader<'_>) -> Result<Option<Content<'a>>, Damage> {
    let bare = |text: &str| Some(Content::Bare(text.to_owned()));
    Ok(match kind {
        0x01 => reader.array().map(|bytes| Content::Bare(double(f64::from_le_bytes(bytes)))),
        0x06 | 0x0a => bare("null"),
        0xff => Some(Content::Quoted("MinKey".into())),
        0x7f => Some(Content::Quoted("MaxKey".into())),
        0x07 => reader.array::<12>().map(|id| Content::Quoted(hex(&id))),
        0x08 => reader.u8().and_then(|value| bare(if value == 0 { "false" } else { "true" })),
        0x09 => reader.le64().map(|millis| Content::Quoted(scalar::timestamp(millis as i64))),
        0x10 => reader.le32().map(|value| Content::Bare((value as i32).to_string())),
        // Of the server's own log: seconds in the upper half.
        0x11 => reader.le64().map(|value| Content::Quoted(scalar::timestamp((value >> 32) as i64 * 1000))),
        0x12 => reader.le64().map(|value| Content::Bare((value as i64).to_string())),
        0x13 => reader.array().map(|bytes| Content::Bare(decimal128(u128::from_le_bytes(bytes)))),
        _ => return Err(Damage::Malformed),
    })
}

fn pattern(data: &[u8]) -> Result<Option<Head<'_>>, Damage> {
    let reach = data.get(..PATTERN_MAX).unwrap_or(data);
    let mut reader = Reader::new(reach);
    let read = reader.until_zero().zip(reader.until_zero());
    match read {
        Some((text, _)) => {
            Ok(Some(Head { used: reach.len() - reader.len(), comes: 0, content: Content::Pattern(text) }))
        }
        None if reach.len() == PATTERN_MAX => Err(Damage::Malformed),
        None => Ok(None),
    }
}

fn double(value: f64) -> String {
    if value.is_finite() { format!("{value}") } else { "null".to_owned() }
}

/// IEEE 754-2008 decimal128 in its binary encoding.
fn decimal128(bits: u128) -> String {
    const BIAS: i32 = 6176;
    let negative = bits >> 127 == 1;
    let combination = (bits >> 122) as u8 & 0x1f;
    if combination >= 0x1e {
        return "null".to_owned();
    }
    if combination >= 0x18 {
        // The other form of the coefficient is out of range, hence zero.
        return "0".to_owned();
    }
    let exponent = (bits >> 113) as i32 & 0x3fff;
    let coefficient = bits & ((1 << 113) - 1);
    match exponent - BIAS {
        0 => scalar::decimal(negative, coefficient, 0),
        exponent @ -34..=-1 => scalar::decimal(negative, coefficient, exponent.unsigned_abs() as usize),
        exponent => format!("{}e{exponent}", scalar::decimal(negative, coefficient, 0)),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(double(13_800_138_000.0), "13800138000");
        assert_eq!(double(0.5), "0.5");
        assert_eq!(double(f64::NAN), "null");
        // 12345 with exponents 0, -2, 3; minus 1; infinity.
        let of = |exponent: i32, coefficient: u128| ((6176 + exponent) as u128) << 113 | coefficient;
        assert_eq!(decimal128(of(0, 12_345)), "12345");
        assert_eq!(decimal128(of(-2, 12_345)), "123.45");
        assert_eq!(decimal128(of(3, 12_345)), "12345e3");
        assert_eq!(decimal128(of(0, 1) | 1 << 127), "-1");
        assert_eq!(decimal128(0x78 << 120), "null");
    }
}
