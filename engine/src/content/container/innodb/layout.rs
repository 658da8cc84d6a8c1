//! How the fields of a table's records lie, and what they mean.

use super::page::{EXTRA, Origin, Page};
use crate::content::bytes::Bytes;
use crate::scalar;
use encoding_rs::{Encoding, GB18030};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Whole numbers, most significant byte first, the sign's bit turned over.
    Integer,
    Unsigned,
    Float,
    Double,
    /// So many digits before and behind the point.
    Decimal(usize, usize),
    Date,
    DateTime,
    Year,
    /// Characters in this charset.
    Text(&'static Encoding),
    /// Characters in a charset that is not known: UTF-8, or the one of China.
    Characters,
    /// Bytes, which may be text.
    Bytes,
    /// What identifies nobody.
    Other,
}

/// How long a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    Fixed(usize),
    /// As its length says, which has one byte or, of fields that may be longer than 255 bytes, one or two.
    Short,
    Long,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// Its column among those that are told; none if it is not.
    pub(super) column: Option<usize>,
    pub(super) kind: Kind,
    pub(super) size: Size,
    pub(super) nullable: bool,
    /// The change of the table that brought it (0: none).
    pub(super) added: u8,
}

/// Flags of a record: columns were added since, in the older way and in the newer one.
const INSTANT: u8 = 0x80;
const VERSIONED: u8 = 0x40;
/// What a length of two bytes says: the value is elsewhere.
const ELSEWHERE: usize = 0x4000;

/// A record.
pub(super) struct Record<'p, 'f> {
    /// Its values, with their fields.
    pub(super) values: Vec<(&'f Field, &'p [u8])>,
    /// Where it begins, with what stands before its values, and ends.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A record under a layout; `None` if it is none.
pub(super) fn record<'p, 'f>(page: Page<'p>, at: Origin, fields: &'f [Field]) -> Option<Record<'p, 'f>> {
    let data = page.data;
    let mut head = at.checked_sub(EXTRA)?;
    let flags = data.at(head);
    if flags & INSTANT != 0 {
        return None;
    }
    let mut version = 0;
    if flags & VERSIONED != 0 {
        head = head.checked_sub(1)?;
        version = data.at(head);
    }
    let shown = || fields.iter().filter(move |field| field.added <= version);
    let nullable = shown().filter(|field| field.nullable).count();
    let nulls = head;
    let mut lengths = head.checked_sub(nullable.div_ceil(8))?;
    let (mut null, mut from) = (0, at);
    let mut values = Vec::with_capacity(fields.len());
    for field in shown() {
        if field.nullable {
            let absent = data.at(nulls - 1 - null / 8) >> (null % 8) & 1 == 1;
            null += 1;
            if absent {
                continue;
            }
        }
        let len = match field.size {
            Size::Fixed(len) => len,
            size => {
                lengths = lengths.checked_sub(1)?;
                let mut len = usize::from(data.at(lengths));
                if size == Size::Long && len & 0x80 != 0 {
                    lengths = lengths.checked_sub(1)?;
                    len = (len & 0x7f) << 8 | usize::from(data.at(lengths));
                }
                len
            }
        };
        let (len, elsewhere) = (len & (ELSEWHERE - 1), len & ELSEWHERE != 0);
        let value = data.get(from..from + len)?;
        from += len;
        if !elsewhere {
            values.push((field, value));
        }
    }
    Some(Record { values, start: lengths, end: from })
}

/// The same of a record of the oldest format.
pub(super) fn redundant<'p, 'f>(page: Page<'p>, at: Origin, fields: &'f [Field]) -> Option<Record<'p, 'f>> {
    let found = page.redundant(at);
    let end = found.iter().flatten().map(|(_, end)| *end).max()?;
    let values = fields.iter().zip(&found).filter_map(|(field, value)| Some((field, value.as_ref()?.0)));
    Some(Record { values: values.collect(), start: at.saturating_sub(found.len()), end })
}

/// A value as text; empty if it has none.
pub(super) fn text(kind: Kind, raw: &[u8]) -> Vec<u8> {
    let number = || raw.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let bits = (raw.len().min(8) * 8) as u32;
    let shown = match kind {
        Kind::Unsigned if bits <= 64 => number().to_string(),
        Kind::Integer if (1..=64).contains(&bits) => {
            let turned = number() ^ 1 << (bits - 1);
            ((turned << (64 - bits)).cast_signed() >> (64 - bits)).to_string()
        }
        Kind::Float => raw.try_into().map_or(String::new(), |raw| f32::from_le_bytes(raw).to_string()),
        Kind::Double => raw.try_into().map_or(String::new(), |raw| f64::from_le_bytes(raw).to_string()),
        Kind::Decimal(whole, part) => decimal(raw, whole, part).unwrap_or_default(),
        Kind::Date if raw.len() == 3 => {
            let date = number() ^ 0x80_0000;
            day(date >> 9, date >> 5 & 15, date & 31)
        }
        Kind::DateTime if raw.len() >= 5 => {
            let days = (number() >> (bits - 40) ^ 0x80_0000_0000) >> 17;
            day((days >> 5) / 13, (days >> 5) % 13, days & 31)
        }
        Kind::Year if raw.len() == 1 => (1900 + number()).to_string(),
        Kind::Text(charset) => {
            let text = charset.decode_without_bom_handling(raw).0;
            // Of a fixed length, filled up with blanks.
            text.trim_end_matches(' ').to_owned()
        }
        Kind::Characters => match std::str::from_utf8(raw) {
            Ok(text) => text.trim_end_matches(' ').to_owned(),
            Err(_) => return text(Kind::Text(GB18030), raw),
        },
        Kind::Bytes => String::from_utf8_lossy(raw).replace(|c: char| c.is_control() || c == '\u{fffd}', " "),
        _ => String::new(),
    };
    shown.into_bytes()
}

fn day(year: u64, month: u64, day: u64) -> String {
    if month > 12 || day > 31 || year > 9999 { String::new() } else { format!("{year:04}-{month:02}-{day:02}") }
}

/// Bytes of a number of so many decimal digits: four for nine of them, and fewer for the rest.
const fn decimal_bytes(digits: usize) -> usize {
    digits / 9 * 4 + (digits % 9).div_ceil(2)
}

/// Bytes of a decimal number.
pub(super) const fn decimal_len(whole: usize, part: usize) -> usize {
    decimal_bytes(whole) + decimal_bytes(part)
}

/// A decimal number (`decimal2bin` of `MySQL`): groups of nine digits, the first and the last one shorter; the first bit is
/// turned over, and all others of negative numbers.
fn decimal(raw: &[u8], whole: usize, part: usize) -> Option<String> {
    let negative = raw.at(0) & 0x80 == 0;
    let plain = |(n, byte): (usize, &u8)| (if n == 0 { byte ^ 0x80 } else { *byte }) ^ if negative { 0xff } else { 0 };
    let bytes: Vec<u8> = raw.iter().enumerate().map(plain).collect();
    let groups = std::iter::once(whole % 9)
        .chain(std::iter::repeat_n(9, whole / 9))
        .chain(std::iter::repeat_n(9, part / 9))
        .chain([part % 9]);
    let (mut rest, mut magnitude) = (bytes.as_slice(), 0u128);
    for digits in groups.filter(|digits| *digits > 0) {
        let (group, after) = rest.split_at_checked(decimal_bytes(digits))?;
        let group = group.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte));
        magnitude = magnitude.checked_mul(10u128.pow(digits as u32))?.checked_add(group.into())?;
        rest = after;
    }
    Some(scalar::decimal(negative, magnitude, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_read() {
        assert_eq!(text(Kind::Integer, &[0x80, 0, 0, 42]), b"42");
        assert_eq!(text(Kind::Integer, &[0x7f, 0xff]), b"-1");
        assert_eq!(text(Kind::Unsigned, &[0, 3, 0x36, 0x8d, 0x36, 0x20]), b"13800125984");
        assert_eq!(text(Kind::Date, &[0x8f, 0xb6, 0x2f]), b"2011-01-15");
        assert_eq!(text(Kind::Decimal(10, 2), &[0x80, 0, 0x04, 0xd2, 0x38]), b"");
        assert_eq!(decimal(&[0x80, 0, 0, 0x04, 0xd2, 0x38], 10, 2).as_deref(), Some("1234.56"));
        assert_eq!(decimal(&[0x7f, 0xff, 0xff, 0xfb, 0x2d, 0xc7], 10, 2).as_deref(), Some("-1234.56"));
        assert_eq!(decimal_len(19, 0), 9);
    }
}
