//! Result sets: column definitions, rows in text and binary form, values of prepared statements.
//!
//! A row is taken in any pieces, so that values of any length go through without being held: a value up to
//! [`VALUE_BYTES`] is waited for, a longer one is handed on as it comes.

use super::super::reader::Reader;
use super::super::rows::{Rows, bounded, shown};
use super::wide::{Decoder, Wide};
use super::wire::{charset, integer, le16, le32, string};
use crate::message::Outlet;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Columns of a table or a result set (`MAX_FIELDS` of the server).
pub(super) const COLUMNS: usize = 4096;
/// Bytes of column names kept of one result set.
const NAMES_BYTES: usize = 64 << 10;
/// Longest value that is waited for.
pub(super) const VALUE_BYTES: usize = 4 << 10;
/// Charset number of bytes that are no text.
const BINARY: u16 = 63;
/// Type of what has no value.
const NULL: u8 = 6;
/// Flag of a column: its integer has no sign.
const UNSIGNED: u16 = 0x20;

/// Type of a column or parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Its number (`enum_field_types`).
    pub code: u8,
    /// True for integers without a sign.
    pub unsigned: bool,
    /// False if the value may be any bytes.
    pub text: bool,
    /// Its text is in wide units.
    pub wide: Option<Wide>,
}

impl Kind {
    /// The type of a parameter: flags in the upper byte.
    pub(super) fn parameter([code, flags]: [u8; 2]) -> Self {
        Self { code, unsigned: flags & 0x80 != 0, text: false, wide: None }
    }
}

/// The columns of a result set.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Names, bounded.
    pub names: Vec<Box<[u8]>>,
    /// Types.
    pub kinds: Vec<Kind>,
    /// Schema and table of the first column that has them.
    pub database: String,
    /// See above.
    pub table: String,
    /// Charset of the first column of text.
    pub charset: &'static str,
    bytes: usize,
}

impl Columns {
    /// Without names.
    pub(super) fn of_types(kinds: Vec<Kind>) -> Self {
        Self { kinds, ..Self::default() }
    }

    /// Bytes of the names.
    pub(super) const fn size(&self) -> usize {
        self.bytes
    }

    /// Reads a column definition (protocol 4.1). The last thirteen bytes are fixed; before them may stand extended
    /// metadata (`MariaDB`), behind them a default value, which nobody asks for but `COM_FIELD_LIST`.
    pub(super) fn add(&mut self, packet: &[u8]) -> Option<()> {
        let mut reader = Reader::new(packet);
        let names = Wide::of_catalog(string(&mut reader)?);
        let mut text =
            || string(&mut reader).map(|text| names.map_or(Cow::Borrowed(text), |wide| wide.text(text).into()));
        let [schema, alias, table, name] = [text()?, text()?, text()?, text()?];
        let _original = string(&mut reader)?;
        if reader.rest().first() != Some(&0x0c) || reader.len() > 13 {
            string(&mut reader)?;
        }
        let _fixed = reader.u8().filter(|len| *len == 0x0c)?;
        let set = le16(&mut reader)?;
        let _width = le32(&mut reader)?;
        let code = reader.u8()?;
        let flags = le16(&mut reader)?;
        let kept = if self.bytes < NAMES_BYTES { bounded(&name) } else { Box::default() };
        self.bytes += kept.len();
        self.names.push(kept);
        let text = set != BINARY || !matches!(code, 15 | 16 | 249..=255);
        let wide = Wide::of(set);
        // What is wide becomes UTF-8.
        let charset = if wide.is_some() { "utf-8" } else { charset(set) };
        self.kinds.push(Kind { code, unsigned: flags & UNSIGNED != 0, text, wide });
        if self.table.is_empty() {
            self.table = shown(if table.is_empty() { &alias } else { &table }, charset);
            self.database = shown(&schema, charset);
        }
        if self.charset.is_empty() && set != BINARY {
            self.charset = charset;
        }
        Some(())
    }
}

/// Reads rows, in any pieces.
#[derive(Debug, Default)]
pub(super) struct RowReader {
    binary: bool,
    /// Cells done.
    at: usize,
    /// Bytes that are missing of the value at hand.
    left: u64,
    /// Reads the value at hand, if it is wide.
    decoder: Option<Decoder>,
    /// Bitmap of a binary row, once it was read, and how many of its first bits are spare.
    nulls: Option<Vec<u8>>,
    spare: usize,
    /// Bytes that make no whole value yet.
    carry: Vec<u8>,
}

impl RowReader {
    /// For rows in text or binary form.
    pub(super) fn new(binary: bool) -> Self {
        Self { binary, spare: 2, ..Self::default() }
    }

    /// For the values of an execution, whose bitmap was read.
    pub(super) fn parameters(nulls: Vec<u8>) -> Self {
        Self { binary: true, nulls: Some(nulls), ..Self::default() }
    }

    /// A piece of a row.
    pub(super) fn push(&mut self, piece: &[u8], columns: &Columns, rows: &mut Rows, out: &mut dyn Outlet) {
        if self.carry.is_empty() {
            let used = self.run(piece, columns, rows, out);
            self.carry.extend_from_slice(piece.get(used..).unwrap_or(&[]));
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(piece);
            let used = self.run(&joined, columns, rows, out);
            joined.drain(..used.min(joined.len()));
            self.carry = joined;
        }
    }

    /// The row ends here; false if it was none.
    pub(super) fn end(&mut self, columns: &Columns, rows: &mut Rows, out: &mut dyn Outlet) -> bool {
        let whole = self.at == columns.kinds.len() && self.left == 0 && self.carry.is_empty();
        rows.end_row(out);
        *self = Self::new(self.binary);
        whole
    }

    fn run(&mut self, data: &[u8], columns: &Columns, rows: &mut Rows, out: &mut dyn Outlet) -> usize {
        let mut used = 0;
        loop {
            let rest = data.get(used..).unwrap_or(&[]);
            if self.left > 0 {
                let len = usize::try_from(self.left).unwrap_or(usize::MAX).min(rest.len());
                let piece = rest.get(..len).unwrap_or(rest);
                match &mut self.decoder {
                    Some(decoder) => rows.piece(&decoder.piece(piece), out),
                    None => rows.piece(piece, out),
                }
                self.left -= len as u64;
                used += len;
                if self.left > 0 {
                    return used;
                }
                rows.close(out);
                continue;
            }
            match self.cell(rest, columns, rows, out) {
                Some(len) => used += len,
                None => return used,
            }
        }
    }

    /// One cell, or the beginning of a long one; the bytes it took. `None`: more is needed, or the row is over.
    fn cell(&mut self, rest: &[u8], columns: &Columns, rows: &mut Rows, out: &mut dyn Outlet) -> Option<usize> {
        let kind = *columns.kinds.get(self.at)?;
        if self.binary && self.nulls.is_none() {
            // A zero byte, then a bit per column, of which the first two are spare.
            let len = 1 + (columns.kinds.len() + 9) / 8;
            self.nulls = Some(rest.get(1..len)?.to_vec());
            return Some(len);
        }
        let null = match &self.nulls {
            Some(nulls) => nulls.get((self.at + self.spare) / 8)? >> ((self.at + self.spare) % 8) & 1 == 1,
            None => rest.first()? == &0xfb,
        };
        let mut reader = Reader::new(rest);
        if null || self.binary && kind.code == NULL {
            rows.null();
            self.at += 1;
            return Some(usize::from(!self.binary));
        }
        if self.binary && !is_string(kind.code) {
            rows.text(scalar(&mut reader, kind)?.as_bytes());
        } else {
            let len = integer(&mut reader)?;
            if len > VALUE_BYTES as u64 {
                rows.open(kind.text);
                (self.left, self.decoder) = (len, kind.wide.map(Decoder::new));
            } else {
                let value = reader.take(len as usize)?;
                match kind.wide {
                    Some(wide) => rows.text(&wide.text(value)),
                    None if kind.text => rows.text(value),
                    None => rows.bytes(value, out),
                }
            }
        }
        self.at += 1;
        Some(rest.len() - reader.len())
    }
}

/// True if a packet is a row in text form of that many columns.
pub(super) fn fits_text(packet: &[u8], columns: usize) -> bool {
    let mut reader = Reader::new(packet);
    for _ in 0..columns {
        if reader.rest().first() == Some(&0xfb) {
            reader.u8();
        } else if string(&mut reader).is_none() {
            return false;
        }
    }
    reader.is_empty()
}

/// True for types whose binary form is a length and bytes.
const fn is_string(code: u8) -> bool {
    !matches!(code, 1..=14)
}

/// The value of a parameter, as a cell.
pub(super) fn parameter(reader: &mut Reader<'_>, kind: Kind, rows: &mut Rows, out: &mut dyn Outlet) -> Option<()> {
    if is_string(kind.code) {
        rows.bytes(string(reader)?, out);
    } else if kind.code == NULL {
        rows.null();
    } else {
        rows.text(scalar(reader, kind)?.as_bytes());
    }
    Some(())
}

/// Passes over the value of a parameter.
pub(super) fn pass(reader: &mut Reader<'_>, kind: Kind) -> Option<()> {
    match kind.code {
        NULL => Some(()),
        code if is_string(code) => string(reader).map(drop),
        _ => scalar(reader, kind).map(drop),
    }
}

/// A number or a time in binary form.
fn scalar(reader: &mut Reader<'_>, kind: Kind) -> Option<String> {
    let signed = |signed: i64, unsigned: u64| if kind.unsigned { unsigned.to_string() } else { signed.to_string() };
    Some(match kind.code {
        1 => reader.u8().map(|byte| signed(i64::from(byte.cast_signed()), u64::from(byte)))?,
        2 | 13 => le16(reader).map(|word| signed(i64::from(word.cast_signed()), u64::from(word)))?,
        3 | 9 => le32(reader).map(|word| signed(i64::from(word.cast_signed()), u64::from(word)))?,
        8 => reader.array().map(u64::from_le_bytes).map(|word| signed(word.cast_signed(), word))?,
        4 => reader.array().map(f32::from_le_bytes)?.to_string(),
        5 => reader.array().map(f64::from_le_bytes)?.to_string(),
        11 => duration(reader.block8()?.rest())?,
        7 | 10 | 12 | 14 => date(reader.block8()?.rest())?,
        _ => return None,
    })
}

/// Year, month, day, perhaps hour, minute, second, perhaps microseconds; nothing for zero.
fn date(bytes: &[u8]) -> Option<String> {
    let mut reader = Reader::new(bytes);
    if reader.is_empty() {
        return Some(String::from("0000-00-00"));
    }
    let (year, month, day) = (le16(&mut reader)?, reader.u8()?, reader.u8()?);
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    if let Some([hour, minute, second]) = reader.array() {
        let _ = write!(text, " {hour:02}:{minute:02}:{second:02}");
    }
    if let Some(micros) = le32(&mut reader) {
        let _ = write!(text, ".{micros:06}");
    }
    Some(text)
}

/// Sign, days, hours, minutes, seconds, perhaps microseconds; nothing for zero.
fn duration(bytes: &[u8]) -> Option<String> {
    let mut reader = Reader::new(bytes);
    if reader.is_empty() {
        return Some(String::from("00:00:00"));
    }
    let sign = if reader.u8()? == 0 { "" } else { "-" };
    let days = u64::from(le32(&mut reader)?);
    let [hours, minutes, seconds] = reader.array()?;
    Some(format!("{sign}{:02}:{minutes:02}:{seconds:02}", days * 24 + u64::from(hours)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_scalars_read_as_text_does() {
        let value = |code, unsigned, bytes: &[u8]| {
            scalar(&mut Reader::new(bytes), Kind { code, unsigned, text: true, wide: None }).unwrap_or_default()
        };
        assert_eq!(value(1, false, &[0xff]), "-1");
        assert_eq!(value(1, true, &[0xff]), "255");
        assert_eq!(value(8, true, &13_800_138_000u64.to_le_bytes()), "13800138000");
        assert_eq!(value(12, false, b"\x07\xe8\x07\x02\x1d\x0c\x05\x09"), "2024-02-29 12:05:09");
        assert_eq!(value(10, false, b"\x04\xcf\x07\x0c\x1f"), "1999-12-31");
        assert_eq!(value(11, false, b"\x08\x01\x01\0\0\0\x02\x03\x04"), "-26:03:04");
        assert_eq!(value(5, false, &1.5f64.to_le_bytes()), "1.5");
    }

    #[test]
    fn a_row_of_text_fits_its_columns_alone() {
        assert!(fits_text(b"\x01a\xfb\0", 3));
        assert!(!fits_text(b"\x01a\xfb\0", 2));
        assert!(!fits_text(b"\x05a", 1));
    }
}
