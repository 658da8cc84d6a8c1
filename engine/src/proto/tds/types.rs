//! Types and values: `TYPE_INFO` and what follows it ([MS-TDS] §2.2.5.4 to §2.2.5.6).

use super::super::reader::Reader;
use super::super::scalar::{clock, date, decimal, uuid};
use super::text::{code_page, wide};
use encoding_rs::{Encoding, UTF_8, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Why something was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The bytes end too early.
    More,
    /// They cannot be what they should.
    Bad,
}

/// What was read, or why not.
pub(super) type Read<T> = Result<T, Wrong>;

/// The end of the bytes asks for more.
pub(super) fn more<T>(read: Option<T>) -> Read<T> {
    read.ok_or(Wrong::More)
}

/// How a value says its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The type says it.
    Fixed(u8),
    /// A byte; zero for no value.
    Byte,
    /// Two bytes; all ones for no value.
    Short,
    /// Chunks behind a total (PLP).
    Chunks,
    /// Four bytes; in rows behind a pointer and a time stamp.
    Long,
    /// Four bytes, then a type of its own.
    Variant,
    /// A table as parameter.
    Table,
}

/// Where a type stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// In the description of columns.
    Columns,
    /// With a parameter.
    Parameter,
}

/// A type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Info {
    /// Its token.
    pub code: u8,
    /// How values are measured.
    pub form: Form,
    /// Of text: how it is written.
    pub encoding: Option<&'static Encoding>,
    /// Digits behind the point, of a number or of seconds.
    pub scale: u8,
}

impl Info {
    /// Reads a `TYPE_INFO`.
    pub(super) fn read(reader: &mut Reader<'_>, within: Within) -> Read<Self> {
        let code = more(reader.u8())?;
        let mut info = Self { code, form: Form::Byte, encoding: None, scale: 0 };
        match code {
            0x1f | 0x30 | 0x32 | 0x34 | 0x38 | 0x3a..=0x3e | 0x7a | 0x7f => info.form = Form::Fixed(width(code)),
            0x24 | 0x26 | 0x68 | 0x6d..=0x6f | 0x25 | 0x2d => drop(more(reader.u8())?),
            0x27 | 0x2f => {
                more(reader.u8())?;
                info.encoding = Some(WINDOWS_1252);
            }
            0x28 => {}
            0x29..=0x2b => info.scale = more(reader.u8())?,
            0x37 | 0x3f | 0x6a | 0x6c => {
                let [_, _, scale] = more(reader.array())?;
                info.scale = scale;
            }
            0xa5 | 0xad | 0xa7 | 0xaf | 0xe7 | 0xef => {
                let most = more(reader.le16())?;
                info.form = if most == u16::MAX { Form::Chunks } else { Form::Short };
                info.encoding = match code {
                    0xa5 | 0xad => None,
                    _ => Some(text_type(code, more(reader.array())?)),
                };
            }
            0x22 | 0x23 | 0x63 => {
                info.form = Form::Long;
                more(reader.le32())?;
                if code != 0x22 {
                    info.encoding = Some(text_type(code, more(reader.array())?));
                }
            }
            0x62 => {
                info.form = Form::Variant;
                more(reader.le32())?;
            }
            0xf0 => {
                info.form = Form::Chunks;
                user_defined(reader, within)?;
            }
            0xf1 => {
                (info.form, info.encoding) = (Form::Chunks, Some(UTF_16LE));
                if more(reader.u8())? != 0 {
                    skip8(reader)?;
                    skip8(reader)?;
                    skip16(reader)?;
                }
            }
            0xf3 if within == Within::Parameter => info.form = Form::Table,
            0xf4 => (info.form, info.encoding) = (Form::Chunks, Some(UTF_8)),
            _ => return Err(Wrong::Bad),
        }
        Ok(info)
    }

    /// The text of a value, where it has one.
    pub(super) fn value(self, bytes: &[u8]) -> Value<'_> {
        if let Some(encoding) = self.encoding {
            return Value::Text(encoding.decode_without_bom_handling(bytes).0);
        }
        let text = match self.code {
            0x30 | 0x32 | 0x34 | 0x38 | 0x7f | 0x26 | 0x68 => integer(bytes),
            0x3b | 0x3e | 0x6d => float(bytes),
            0x3c | 0x7a | 0x6e => money(bytes),
            0x3a | 0x3d | 0x6f => moment(bytes),
            0x37 | 0x3f | 0x6a | 0x6c => number(bytes, self.scale),
            0x24 => guid(bytes),
            0x28 => days(bytes),
            0x29 => time(bytes, self.scale),
            0x2a => split(bytes, 3).and_then(|(clock, day)| both(day, clock, self.scale, 0)),
            0x2b => split(bytes, 2).and_then(|(rest, zone)| {
                let zone = <[u8; 2]>::try_from(zone).map(i16::from_le_bytes).ok()?;
                let (clock, day) = split(rest, 3)?;
                both(day, clock, self.scale, zone)
            }),
            0x62 => return variant(bytes).unwrap_or(Value::Bytes(bytes)),
            _ => None,
        };
        text.map_or(Value::Bytes(bytes), |text| Value::Text(text.into()))
    }
}

/// A value on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// None.
    Null,
    /// Text, or a number as text.
    Text(Cow<'a, str>),
    /// Any bytes.
    Bytes(&'a [u8]),
}

/// Bytes of a type of fixed length.
const fn width(code: u8) -> u8 {
    match code {
        0x1f => 0,
        0x30 | 0x32 => 1,
        0x34 => 2,
        0x38 | 0x3a | 0x3b | 0x7a => 4,
        _ => 8,
    }
}

fn text_type(code: u8, collation: [u8; 5]) -> &'static Encoding {
    if matches!(code, 0xe7 | 0xef | 0x63) { UTF_16LE } else { code_page(collation) }
}

/// Passes over a text behind a byte of length, in characters.
pub(super) fn skip8(reader: &mut Reader<'_>) -> Read<()> {
    let len = more(reader.u8())?;
    more(reader.take(usize::from(len) * 2)).map(drop)
}

/// The same behind two bytes of length.
pub(super) fn skip16(reader: &mut Reader<'_>) -> Read<()> {
    let len = more(reader.le16())?;
    more(reader.take(usize::from(len) * 2)).map(drop)
}

/// A text behind a byte of length.
pub(super) fn text8(reader: &mut Reader<'_>) -> Read<String> {
    let len = more(reader.u8())?;
    more(reader.take(usize::from(len) * 2)).map(wide)
}

/// A text behind two bytes of length.
pub(super) fn text16(reader: &mut Reader<'_>) -> Read<String> {
    let len = more(reader.le16())?;
    more(reader.take(usize::from(len) * 2)).map(wide)
}

/// `UDT_INFO`: database, schema and name; of columns the length and the assembly as well.
fn user_defined(reader: &mut Reader<'_>, within: Within) -> Read<()> {
    if within == Within::Columns {
        more(reader.le16())?;
    }
    for _ in 0..3 {
        skip8(reader)?;
    }
    if within == Within::Columns { skip16(reader) } else { Ok(()) }
}

fn split(bytes: &[u8], tail: usize) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(bytes.len().checked_sub(tail)?)
}

fn unsigned(bytes: &[u8]) -> Option<u128> {
    let mut wide = [0; 16];
    wide.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u128::from_le_bytes(wide))
}

/// One byte has no sign, the others have.
fn integer(bytes: &[u8]) -> Option<String> {
    Some(match *bytes {
        [a] => a.to_string(),
        [a, b] => i16::from_le_bytes([a, b]).to_string(),
        _ => match <[u8; 4]>::try_from(bytes) {
            Ok(bytes) => i32::from_le_bytes(bytes).to_string(),
            Err(_) => i64::from_le_bytes(bytes.try_into().ok()?).to_string(),
        },
    })
}

fn float(bytes: &[u8]) -> Option<String> {
    match <[u8; 4]>::try_from(bytes) {
        Ok(bytes) => Some(f32::from_le_bytes(bytes).to_string()),
        Err(_) => Some(f64::from_le_bytes(bytes.try_into().ok()?).to_string()),
    }
}

/// Ten-thousandths; of eight bytes the upper half stands first.
fn money(bytes: &[u8]) -> Option<String> {
    let amount = if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        i64::from(i32::from_le_bytes(bytes))
    } else {
        (u64::from_le_bytes(bytes.try_into().ok()?).rotate_left(32)).cast_signed()
    };
    Some(decimal(amount < 0, u128::from(amount.unsigned_abs()), 4))
}

/// Days from 1970-01-01 to 1900-01-01.
const OF_1900: i64 = -25_567;
/// The same to 0001-01-01.
const OF_0001: i64 = -719_162;

/// DATETIME (days since 1900, three hundredths of a second) or SMALLDATETIME (days, minutes).
fn moment(bytes: &[u8]) -> Option<String> {
    let (day, seconds) = if let Ok([a, b, c, d]) = <[u8; 4]>::try_from(bytes) {
        (i64::from(u16::from_le_bytes([a, b])), i64::from(u16::from_le_bytes([c, d])) * 60)
    } else {
        let [a, b, c, d, e, f, g, h] = bytes.try_into().ok()?;
        (i64::from(i32::from_le_bytes([a, b, c, d])), i64::from(u32::from_le_bytes([e, f, g, h])) / 300)
    };
    Some(format!("{} {}", date(OF_1900 + day), clock(seconds * 1_000_000)))
}

/// A sign and a magnitude of four to sixteen bytes.
fn number(bytes: &[u8], scale: u8) -> Option<String> {
    let (sign, magnitude) = bytes.split_first()?;
    Some(decimal(*sign == 0, unsigned(magnitude)?, usize::from(scale)))
}

/// The first three fields are little-endian.
fn guid(bytes: &[u8]) -> Option<String> {
    let [a, b, c, d, e, f, g, h, rest @ ..] = <[u8; 16]>::try_from(bytes).ok()?;
    let [i, j, k, l, m, n, o, p] = rest;
    Some(uuid(&[d, c, b, a, f, e, h, g, i, j, k, l, m, n, o, p]))
}

fn days(bytes: &[u8]) -> Option<String> {
    (bytes.len() == 3).then_some(())?;
    Some(date(OF_0001 + i64::try_from(unsigned(bytes)?).ok()?))
}

/// Seconds since midnight, from units of the scale.
fn seconds(bytes: &[u8], scale: u8) -> Option<i64> {
    (3..=5).contains(&bytes.len()).then_some(())?;
    let units = i64::try_from(unsigned(bytes)?).ok()?;
    Some(units / 10i64.checked_pow(u32::from(scale.min(7)))?)
}

fn time(bytes: &[u8], scale: u8) -> Option<String> {
    Some(clock(seconds(bytes, scale)? * 1_000_000))
}

/// A date and a time of day, `zone` minutes from UTC, in which it is kept.
fn both(day: &[u8], time: &[u8], scale: u8, zone: i16) -> Option<String> {
    const DAY: i64 = 86_400;
    let day = OF_0001 + i64::try_from(unsigned(day)?).ok()?;
    let total = day * DAY + seconds(time, scale)? + i64::from(zone) * 60;
    Some(format!("{} {}", date(total.div_euclid(DAY)), clock(total.rem_euclid(DAY) * 1_000_000)))
}

/// `SQL_VARIANT`: a type, bytes that qualify it, a value.
fn variant(bytes: &[u8]) -> Option<Value<'_>> {
    let mut reader = Reader::new(bytes);
    let (code, qualifiers) = (reader.u8()?, reader.block8()?);
    (code != 0x62).then_some(())?;
    let mut info = Info { code, form: Form::Byte, encoding: None, scale: 0 };
    match code {
        0xa7 | 0xaf | 0xe7 | 0xef => info.encoding = Some(text_type(code, *qualifiers.rest().first_chunk()?)),
        0x6a | 0x6c => info.scale = *qualifiers.rest().get(1)?,
        0x29..=0x2b => info.scale = *qualifiers.rest().first()?,
        _ => {}
    }
    Some(info.value(reader.rest()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(code: u8, scale: u8, bytes: &[u8]) -> String {
        match (Info { code, form: Form::Byte, encoding: None, scale }).value(bytes) {
            Value::Text(text) => text.into_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn scalars_read_as_people_write_them() {
        assert_eq!(text(0x26, 0, &[0xff]), "255");
        assert_eq!(text(0x26, 0, &[0xff, 0xff, 0xff, 0xff]), "-1");
        assert_eq!(text(0x26, 0, &13_800_138_000i64.to_le_bytes()), "13800138000");
        assert_eq!(text(0x6e, 0, &[0, 0, 0, 0, 0x40, 0xe2, 0x01, 0]), "12.3456");
        assert_eq!(text(0x6c, 2, &[0, 0x39, 0x30, 0, 0]), "-123.45");
        assert_eq!(text(0x3d, 0, &[0x50, 0xb1, 0, 0, 0, 0, 0, 0]), "2024-04-12 00:00:00");
        assert_eq!(text(0x28, 0, &[0x80, 0x46, 0x0b]), "2024-02-29");
        assert_eq!(text(0x2a, 0, &[0x81, 0x51, 0x01, 0x80, 0x46, 0x0b]), "2024-03-01 00:00:01");
        assert_eq!(
            text(
                0x24,
                0,
                &[0xff, 0x19, 0x96, 0x6f, 0x86, 0x8b, 0x11, 0xd0, 0xb4, 0x2d, 0, 0xc0, 0x4f, 0xc9, 0x64, 0xff]
            ),
            "6f9619ff-8b86-d011-b42d-00c04fc964ff"
        );
        assert_eq!(text(0x62, 0, &[0xe7, 7, 9, 4, 0xd0, 0, 0x34, 8, 0, b'1', 0, b'2', 0]), "12");
        assert_eq!(text(0x62, 0, &[0x6c, 2, 5, 1, 1, 123, 0, 0, 0]), "12.3");
    }
}
