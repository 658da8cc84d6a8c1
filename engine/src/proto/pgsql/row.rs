//! Result sets: row descriptions, rows in text and binary format, values of parameters.
//!
//! A row is taken in any pieces: a value up to [`VALUE_BYTES`] is waited for, a longer one is handed on as it comes.

use super::super::reader::Reader;
use super::super::rows::{Rows, bounded, is_clean, printable};
use super::super::scalar::{clock, date, timestamp, uuid};
use super::bytea::{BYTEA, Escaped};
use super::copy;
use crate::message::Outlet;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Columns of a result set (`MaxTupleAttributeNumber` of the server is 1664).
const COLUMNS: usize = 2048;
/// Bytes of column names kept of one result set.
const NAMES_BYTES: usize = 16 << 10;
/// Longest value that is waited for.
const VALUE_BYTES: usize = 4 << 10;

/// What a row description says.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Names, bounded.
    pub names: Vec<Box<[u8]>>,
    /// Number of each column's type.
    pub types: Vec<u32>,
    /// Columns in binary format; those beyond its end are in that of its last, or in text format if it is empty.
    pub binary: Vec<bool>,
}

impl Shape {
    /// Reads a `RowDescription`.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let count = usize::from(reader.u16()?);
        (count <= COLUMNS).then_some(())?;
        let (mut shape, mut bytes) = (Self::default(), 0);
        for _ in 0..count {
            shape.name(reader.until_zero()?, &mut bytes);
            // Table, column; type; size, modifier; format.
            reader.take(6)?;
            shape.types.push(reader.u32()?);
            reader.take(6)?;
            shape.binary.push(reader.u16()? == 1);
        }
        Some(shape)
    }

    /// Reads the columns of a relation message (`Relation` in the manual's "Logical Replication Message Formats").
    pub(super) fn of_relation(reader: &mut Reader<'_>) -> Option<Self> {
        let count = usize::from(reader.u16()?);
        (count <= COLUMNS).then_some(())?;
        let (mut shape, mut bytes) = (Self::default(), 0);
        for _ in 0..count {
            // Flags; name; type; modifier.
            reader.u8()?;
            shape.name(reader.until_zero()?, &mut bytes);
            shape.types.push(reader.u32()?);
            reader.take(4)?;
        }
        Some(shape)
    }

    /// A column's name, as long as there is room.
    fn name(&mut self, name: &[u8], bytes: &mut usize) {
        let kept = if *bytes < NAMES_BYTES { bounded(name) } else { Box::default() };
        *bytes += kept.len();
        self.names.push(kept);
    }
}

/// Format codes as in `Bind`: none for text, one for all, or one for each.
pub(super) fn formats(reader: &mut Reader<'_>) -> Option<Vec<bool>> {
    let count = usize::from(reader.u16()?);
    let codes = reader.take(count.checked_mul(2)?)?;
    Some(codes.chunks_exact(2).take(COLUMNS).map(|code| code == [0, 1]).collect())
}

/// True if the value at `at` is in binary format.
fn is_binary(formats: &[bool], at: usize) -> bool {
    match formats {
        [] => false,
        [all] => *all,
        each => each.get(at).copied().unwrap_or(false),
    }
}

/// Reads rows, in any pieces.
#[derive(Debug, Default)]
pub(super) struct RowReader {
    /// Each value has its format before it, as those of logical replication (`TupleData`).
    tagged: bool,
    /// Cells of the row, once its number was read.
    count: Option<usize>,
    /// Cells done.
    at: usize,
    /// Bytes that are missing of the value at hand.
    left: usize,
    /// The escapes of that value, if it has any.
    escaped: Option<Escaped>,
    /// Bytes that make no whole value yet.
    carry: Vec<u8>,
}

impl RowReader {
    /// For rows whose values tell their format.
    pub(super) fn tagged() -> Self {
        Self { tagged: true, ..Self::default() }
    }

    /// A piece of a row.
    pub(super) fn push(&mut self, piece: &[u8], shape: &Shape, rows: &mut Rows, out: &mut dyn Outlet) {
        if self.carry.is_empty() {
            let used = self.run(piece, shape, rows, out);
            self.carry.extend_from_slice(piece.get(used..).unwrap_or(&[]));
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(piece);
            let used = self.run(&joined, shape, rows, out);
            joined.drain(..used.min(joined.len()));
            self.carry = joined;
        }
    }

    /// Nothing of a row was read.
    pub(super) fn is_fresh(&self) -> bool {
        self.count.is_none()
    }

    /// All values of the row were read.
    pub(super) fn is_whole(&self) -> bool {
        self.count == Some(self.at) && self.left == 0
    }

    /// The row ends here; false if it was none.
    pub(super) fn end(&mut self, rows: &mut Rows, out: &mut dyn Outlet) -> bool {
        let whole = self.count == Some(self.at) && self.left == 0 && self.carry.is_empty();
        rows.end_row(out);
        *self = Self { tagged: self.tagged, ..Self::default() };
        whole
    }

    /// What is whole in `data`, as far as the row goes; the bytes it took.
    pub(super) fn run(&mut self, data: &[u8], shape: &Shape, rows: &mut Rows, out: &mut dyn Outlet) -> usize {
        let mut used = 0;
        loop {
            let rest = data.get(used..).unwrap_or(&[]);
            if self.left > 0 {
                let len = self.left.min(rest.len());
                let piece = rest.get(..len).unwrap_or(rest);
                match &mut self.escaped {
                    Some(escaped) => rows.piece(&escaped.push(piece), out),
                    None => rows.piece(piece, out),
                }
                self.left -= len;
                used += len;
                if self.left > 0 {
                    return used;
                }
                rows.close(out);
                continue;
            }
            match self.cell(rest, shape, rows, out) {
                Some(len) => used += len,
                None => return used,
            }
        }
    }

    /// One cell, or the beginning of a long one; the bytes it took. `None`: more is needed, or the row is over.
    fn cell(&mut self, rest: &[u8], shape: &Shape, rows: &mut Rows, out: &mut dyn Outlet) -> Option<usize> {
        let mut reader = Reader::new(rest);
        let Some(count) = self.count else {
            self.count = Some(usize::from(reader.u16()?));
            return Some(2);
        };
        if self.at >= count {
            return None;
        }
        let binary = match self.tagged.then(|| reader.u8()) {
            None => is_binary(&shape.binary, self.at),
            Some(tag @ (Some(b't' | b'b') | None)) => tag? == b'b',
            // No value, or one that did not change.
            Some(_) => {
                rows.null();
                self.at += 1;
                return Some(1);
            }
        };
        let len = reader.u32()?.cast_signed();
        let oid = shape.types.get(self.at).copied().unwrap_or(0);
        match usize::try_from(len) {
            Err(_) => rows.null(),
            Ok(len) if len > VALUE_BYTES => {
                let escaped = !binary && oid == BYTEA && Escaped::begins(reader.rest().get(..2)?);
                self.escaped = escaped.then(Escaped::default);
                rows.open(!escaped && (!binary || is_text(oid)));
                self.left = len;
            }
            Ok(len) => cell(reader.take(len)?, oid, binary, rows, out),
        }
        self.at += 1;
        Some(rest.len() - reader.len())
    }
}

/// A whole value.
pub(super) fn cell(value: &[u8], oid: u32, binary: bool, rows: &mut Rows, out: &mut dyn Outlet) {
    if !binary {
        let bytes = if oid == BYTEA { Escaped::whole(value) } else { None };
        return match bytes {
            Some(bytes) => rows.bytes(&bytes, out),
            None => rows.text(value),
        };
    }
    let untold = || (oid == 0 && !is_clean(value)).then(|| copy::number(value)).flatten();
    if let Some(text) = written(value, oid) {
        rows.text(&text);
    } else if let Some(text) = untold().map(String::into_bytes).or_else(|| composed(value, 0)) {
        rows.text(&text);
    } else {
        rows.bytes(value, out);
    }
}

/// The text of a value in binary format, if its type is a text or a common one.
fn written(value: &[u8], oid: u32) -> Option<Cow<'_, [u8]>> {
    match oid {
        // jsonb: a version, then text.
        3802 => value.get(1..).map(Cow::Borrowed),
        _ if is_text(oid) => Some(Cow::Borrowed(value)),
        _ => scalar(value, oid).map(|text| Cow::Owned(text.into_bytes())),
    }
}

/// A value that is put together of others, which say themselves of what type they are: an array or a composite. `None`
/// for what is neither.
fn composed(value: &[u8], depth: usize) -> Option<Vec<u8>> {
    /// Values within values that are looked for: composites of arrays, and arrays of those.
    const DEPTH: usize = 3;
    (depth < DEPTH).then_some(())?;
    array(value, depth).or_else(|| record(value, depth))
}

/// An array, written as text has it (`{1,2}`, of any number of dimensions; `array_send` in arrayfuncs.c): of its own type
/// no number has to be known.
fn array(value: &[u8], depth: usize) -> Option<Vec<u8>> {
    /// Most dimensions (`MAXDIM`).
    const DIMENSIONS: u32 = 6;
    let mut reader = Reader::new(value);
    let (dimensions, flags, oid) = (reader.u32()?, reader.u32()?, reader.u32()?);
    ((1..=DIMENSIONS).contains(&dimensions) && flags <= 1 && oid != 0).then_some(())?;
    let mut count = 1usize;
    for _ in 0..dimensions {
        // How many, and the number of the first.
        count = count.checked_mul(reader.u32()? as usize)?;
        reader.u32()?;
    }
    let mut text = vec![b'{'];
    for at in 0..count {
        if at > 0 {
            text.push(b',');
        }
        element(&mut reader, oid, b"NULL", depth, &mut text)?;
    }
    text.push(b'}');
    reader.is_empty().then_some(text)
}

/// A composite, written as text has it (`(1,a)`; `record_send` in rowtypes.c).
fn record(value: &[u8], depth: usize) -> Option<Vec<u8>> {
    let mut reader = Reader::new(value);
    let count = reader.u32()? as usize;
    (1..=COLUMNS).contains(&count).then_some(())?;
    let mut text = vec![b'('];
    for at in 0..count {
        if at > 0 {
            text.push(b',');
        }
        let oid = reader.u32().filter(|oid| *oid != 0)?;
        element(&mut reader, oid, b"", depth, &mut text)?;
    }
    text.push(b')');
    reader.is_empty().then_some(text)
}

/// A value within another, behind its length, or what stands for none.
fn element(reader: &mut Reader<'_>, oid: u32, null: &[u8], depth: usize, text: &mut Vec<u8>) -> Option<()> {
    let len = reader.u32()?.cast_signed();
    let Ok(len) = usize::try_from(len) else {
        text.extend_from_slice(null);
        return Some(());
    };
    let value = reader.take(len)?;
    let told = written(value, oid).or_else(|| composed(value, depth + 1).map(Cow::Owned));
    text.extend_from_slice(&told.unwrap_or_else(|| Cow::Owned(printable(value))));
    Some(())
}

/// Types whose binary format is their text: char, name, text, json, xml, unknown, bpchar, varchar.
const fn is_text(oid: u32) -> bool {
    matches!(oid, 18 | 19 | 25 | 114 | 142 | 705 | 1042 | 1043)
}

/// The text of a value in binary format, for the common types (`pg_type.dat`).
fn scalar(value: &[u8], oid: u32) -> Option<String> {
    let mut reader = Reader::new(value);
    let text = match oid {
        16 => if reader.u8()? == 0 { "f" } else { "t" }.to_owned(),
        20 => reader.array().map(i64::from_be_bytes)?.to_string(),
        21 => reader.array().map(i16::from_be_bytes)?.to_string(),
        23 => reader.array().map(i32::from_be_bytes)?.to_string(),
        26 => reader.u32()?.to_string(),
        700 => reader.array().map(f32::from_be_bytes)?.to_string(),
        701 => reader.array().map(f64::from_be_bytes)?.to_string(),
        1082 => date(EPOCH + i64::from(reader.array().map(i32::from_be_bytes)?)),
        1083 => clock(reader.array().map(i64::from_be_bytes)?),
        1114 | 1184 => timestamp(reader.array().map(i64::from_be_bytes)?.div_euclid(1000) + EPOCH * DAY),
        1700 => numeric(&mut reader)?,
        2950 => uuid(&reader.array()?),
        _ => return None,
    };
    reader.is_empty().then_some(text)
}

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Days from 1970-01-01 to 2000-01-01, where its days begin.
const EPOCH: i64 = 10_957;

/// Digits of base 10,000: how many, the first one's weight, sign, scale.
pub(super) fn numeric(reader: &mut Reader<'_>) -> Option<String> {
    /// Digits beyond are no number that a person wrote.
    const DIGITS: u16 = 64;
    let (count, weight, sign, scale) = (reader.u16()?, reader.u16()?.cast_signed(), reader.u16()?, reader.u16()?);
    if sign == 0xc000 {
        return Some(String::from("NaN"));
    }
    (count <= DIGITS && weight.unsigned_abs() <= DIGITS && scale <= DIGITS * 4).then_some(())?;
    let digits: Vec<u16> = (0..count).map_while(|_| reader.u16()).collect();
    let digit = |at: i16| usize::try_from(at).ok().and_then(|at| digits.get(at)).copied().unwrap_or(0);
    let mut text = String::from(if sign == 0x4000 { "-" } else { "" });
    if weight < 0 {
        text.push('0');
    }
    for at in 0..=weight {
        let _ = if at == 0 { write!(text, "{}", digit(at)) } else { write!(text, "{:04}", digit(at)) };
    }
    if scale > 0 {
        let mut fraction = String::new();
        for at in 0..scale.div_ceil(4).cast_signed() {
            let _ = write!(fraction, "{:04}", digit(weight + 1 + at));
        }
        fraction.truncate(usize::from(scale));
        text.push('.');
        text.push_str(&fraction);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_scalars_read_as_text_does() {
        let text = |oid, bytes: &[u8]| scalar(bytes, oid).unwrap_or_default();
        assert_eq!(text(20, &13_800_138_000i64.to_be_bytes()), "13800138000");
        assert_eq!(text(1082, &0i32.to_be_bytes()), "2000-01-01");
        assert_eq!(text(1082, &(-1i32).to_be_bytes()), "1999-12-31");
        assert_eq!(text(1082, &8825i32.to_be_bytes()), "2024-02-29");
        assert_eq!(text(1114, &(-1_000_000i64).to_be_bytes()), "1999-12-31 23:59:59");
        assert_eq!(text(16, &[1]), "t");
        assert_eq!(text(2950, &[0x12; 16]), "12121212-1212-1212-1212-121212121212");
        assert_eq!(text(23, b"123456"), "");
    }

    #[test]
    fn arrays_read_by_the_type_they_name() {
        let array_of = |oid: u32, elements: &[Option<&[u8]>]| {
            let mut bytes: Vec<u8> =
                [1, 1, oid, elements.len() as u32, 1].iter().flat_map(|word: &u32| word.to_be_bytes()).collect();
            for element in elements {
                bytes.extend_from_slice(&element.map_or(u32::MAX, |element| element.len() as u32).to_be_bytes());
                bytes.extend_from_slice(element.unwrap_or_default());
            }
            bytes
        };
        let read = |bytes: &[u8]| composed(bytes, 0).map(|text| String::from_utf8_lossy(&text).into_owned());
        let mobiles = array_of(20, &[Some(&13_800_138_000i64.to_be_bytes()), None, Some(&7i64.to_be_bytes())]);
        assert_eq!(read(&mobiles).as_deref(), Some("{13800138000,NULL,7}"));
        assert_eq!(read(&array_of(1042, &[Some(b"a"), Some(b"b,c")])).as_deref(), Some("{a,b,c}"));
        assert_eq!(read(&mobiles[..mobiles.len() - 1]), None);
        assert_eq!(read(&array_of(0, &[])), None);
        assert_eq!(read(&[0xff; 24]), None);
    }

    #[test]
    fn composites_read_by_the_types_of_their_fields() {
        let composite = |fields: &[(u32, Option<&[u8]>)]| {
            let mut bytes = (fields.len() as u32).to_be_bytes().to_vec();
            for (oid, field) in fields {
                bytes.extend_from_slice(&oid.to_be_bytes());
                bytes.extend_from_slice(&field.map_or(u32::MAX, |field| field.len() as u32).to_be_bytes());
                bytes.extend_from_slice(field.unwrap_or_default());
            }
            bytes
        };
        let read = |bytes: &[u8]| composed(bytes, 0).map(|text| String::from_utf8_lossy(&text).into_owned());
        let person = composite(&[(25, Some(b"joe")), (20, Some(&13_800_138_000i64.to_be_bytes())), (23, None)]);
        assert_eq!(read(&person).as_deref(), Some("(joe,13800138000,)"));
        assert_eq!(read(&composite(&[(16_400, Some(&person))])).as_deref(), Some("((joe,13800138000,))"));
        let mut people: Vec<u8> = [1, 0, 16_400, 1, 1u32].iter().flat_map(|word| word.to_be_bytes()).collect();
        people.extend_from_slice(&(person.len() as u32).to_be_bytes());
        people.extend_from_slice(&person);
        assert_eq!(read(&people).as_deref(), Some("{(joe,13800138000,)}"));
        assert_eq!(read(&person[..person.len() - 1]), None);
        assert_eq!(read(&[&person[..], &[0]].concat()), None);
        assert_eq!(read(&[0; 12]), None);
        assert_eq!(read(&[0xff; 24]), None);
    }

    #[test]
    fn numeric_is_written_out() {
        let text = |words: &[u16]| {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
            scalar(&bytes, 1700).unwrap_or_default()
        };
        assert_eq!(text(&[3, 2, 0, 0, 138, 13, 8000]), "13800138000");
        assert_eq!(text(&[2, 0, 0x4000, 2, 12, 3400]), "-12.34");
        assert_eq!(text(&[1, 0xffff, 0, 4, 5]), "0.0005");
        assert_eq!(text(&[0, 0, 0, 0]), "0");
        assert_eq!(text(&[1, 1, 0, 0, 5]), "50000");
    }
}
