//! The columns of a batch (Message.fbs, Columnar.rst), and their values.

use super::flat::Table;
use super::schema::{Field, Kind};
use crate::content::budget::Context;
use crate::content::bytes::Bytes;
use crate::content::coded::piece;
use crate::content::container::meaning::Meaning;
use crate::content::container::typed::{Stop, Teller};
use crate::content::container::{u32_at, u64_at};
use crate::content::decode::Decoder;
use crate::coverage::State;
use crate::message::Coding;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Parts that one dictionary may come in.
const PARTS: usize = 64;

type Buffer<'b> = Cow<'b, [u8]>;

/// A column of a batch.
#[derive(Clone, Debug)]
pub(super) struct Column<'b> {
    field: Arc<Field>,
    /// It holds places in the dictionary of its field.
    places: bool,
    len: u64,
    /// A bit for each value that is there; none if all are.
    there: Buffer<'b>,
    buffers: Vec<Buffer<'b>>,
    inner: Vec<Self>,
}

/// Dictionaries by their numbers.
#[derive(Default)]
pub(super) struct Dictionaries {
    parts: HashMap<i64, Vec<Column<'static>>>,
    /// Bytes in them.
    pub(super) held: usize,
}

impl Dictionaries {
    /// Takes one, or another part of one; false if it is more than `most` bytes with the others.
    pub(super) fn take(&mut self, number: i64, part: Column<'_>, goes_on: bool, most: usize) -> bool {
        let parts = self.parts.entry(number).or_default();
        if !goes_on {
            self.held -= parts.drain(..).map(|part| part.held()).sum::<usize>();
        }
        let len = part.held();
        if parts.len() == PARTS || self.held + len > most {
            return false;
        }
        self.held += len;
        parts.push(part.owned());
        true
    }
}

/// Reads the columns of a batch, one behind the other as its fields are.
pub(super) struct Loader<'a, 'b> {
    nodes: &'a [u8],
    buffers: &'a [u8],
    /// Numbers of buffers of columns that have views.
    counts: &'a [u8],
    codec: Option<Coding>,
    body: &'b [u8],
    /// Bytes that may still be unpacked, and those that were.
    room: usize,
    pub(super) unpacked: u64,
    /// Unions have bits for what is there.
    old: bool,
    /// Rows.
    pub(super) len: u64,
}

impl<'a, 'b> Loader<'a, 'b> {
    /// Of a batch's head, within messages of this version, and its body.
    pub(super) fn new(batch: Table<'a>, version: i16, body: &'b [u8], room: usize) -> Self {
        let codec = batch.table(3).map(|compression| match compression.byte(0) {
            0 => Coding::Lz4,
            1 => Coding::Zstd,
            _ => Coding::Unknown,
        });
        Self {
            nodes: batch.values(1, 16),
            buffers: batch.values(2, 16),
            counts: batch.values(4, 8),
            codec,
            body,
            room,
            unpacked: 0,
            old: version < 4,
            len: batch.long(0).and_then(|len| u64::try_from(len).ok()).unwrap_or(0),
        }
    }

    /// The next column; of one with a dictionary, the places or, within the dictionary, the values.
    pub(super) fn column(
        &mut self,
        field: &Arc<Field>,
        values: bool,
        cx: &mut Context<'_>,
    ) -> Result<Column<'b>, State> {
        let (node, rest) = self.nodes.split_at_checked(16).ok_or(State::Undecodable)?;
        self.nodes = rest;
        let len = u64_at(node, 0);
        let all_there = u64_at(node, 8) == 0;
        let dictionary = field.dictionary.as_ref().filter(|_| !values);
        let kind = dictionary.map_or(&field.kind, |(_, places)| places);
        let bits = match kind {
            Kind::Null | Kind::Runs => false,
            Kind::Union(..) => self.old,
            _ => true,
        };
        let mut there = if bits { self.buffer(cx)? } else { Cow::default() };
        if all_there {
            there = Cow::default();
        }
        let count = match kind {
            Kind::Null | Kind::Runs | Kind::FixedList(_) | Kind::Structure => 0,
            Kind::Bytes(_) | Kind::ListViews(_) | Kind::Union(true, _) => 2,
            Kind::Views => {
                let (count, rest) = self.counts.split_at_checked(8).ok_or(State::Undecodable)?;
                self.counts = rest;
                usize::try_from(u64_at(count, 0))
                    .ok()
                    .and_then(|count| count.checked_add(1))
                    .ok_or(State::Undecodable)?
            }
            _ => 1,
        };
        let mut buffers = Vec::new();
        for _ in 0..count {
            buffers.push(self.buffer(cx)?);
        }
        let mut inner = Vec::new();
        for field in field.inner.iter().filter(|_| dictionary.is_none()) {
            inner.push(self.column(field, false, cx)?);
        }
        Ok(Column { field: Arc::clone(field), places: dictionary.is_some(), len, there, buffers, inner })
    }

    fn buffer(&mut self, cx: &mut Context<'_>) -> Result<Buffer<'b>, State> {
        let (place, rest) = self.buffers.split_at_checked(16).ok_or(State::Undecodable)?;
        self.buffers = rest;
        let place = [0, 8].map(|at| usize::try_from(u64_at(place, at)).unwrap_or(usize::MAX));
        let raw = self.body.get(place[0]..).and_then(|rest| rest.get(..place[1])).ok_or(State::Undecodable)?;
        let Some(coding) = self.codec.filter(|_| !raw.is_empty()) else {
            self.unpacked += raw.len() as u64;
            return Ok(Cow::Borrowed(raw));
        };
        // Its length unpacked stands before it; one that would not shrink lies as it is.
        let packed = raw.after(8);
        let Ok(len) = usize::try_from(u64_at(raw, 0).cast_signed()) else { return Ok(Cow::Borrowed(packed)) };
        if len > self.room || !cx.charge(len) {
            return Err(State::Skipped);
        }
        self.room -= len;
        self.unpacked += len as u64;
        let mut out = Vec::new();
        let sound = Decoder::for_coding(coding).is_some_and(|mut decoder| piece(&mut decoder, packed, len, &mut out));
        if sound { Ok(Cow::Owned(out)) } else { Err(State::Undecodable) }
    }
}

impl Column<'_> {
    fn owned(self) -> Column<'static> {
        let own = |buffer: Buffer<'_>| Cow::Owned(buffer.into_owned());
        Column {
            field: self.field,
            places: self.places,
            len: self.len,
            there: own(self.there),
            buffers: self.buffers.into_iter().map(own).collect(),
            inner: self.inner.into_iter().map(Column::owned).collect(),
        }
    }

    /// Bytes that it takes, about.
    fn held(&self) -> usize {
        let own: usize = self.buffers.iter().map(|buffer| buffer.len() + size_of::<Buffer<'_>>()).sum();
        size_of::<Self>() + self.there.len() + own + self.inner.iter().map(Self::held).sum::<usize>()
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.field.name
    }

    fn buffer(&self, nth: usize) -> &[u8] {
        self.buffers.get(nth).map_or(&[], |buffer| buffer)
    }

    /// Value number `nth` of a buffer whose values are so long.
    fn raw(&self, buffer: usize, nth: u64, width: usize) -> Result<&[u8], Stop> {
        let start = usize::try_from(nth).ok().and_then(|nth| nth.checked_mul(width)).ok_or(Stop::Damaged)?;
        self.buffer(buffer).get(start..).and_then(|rest| rest.get(..width)).ok_or(Stop::Damaged)
    }

    /// The same as a place.
    fn place(&self, buffer: usize, nth: u64, long: bool) -> Result<u64, Stop> {
        Ok(if long { u64_at(self.raw(buffer, nth, 8)?, 0) } else { u32_at(self.raw(buffer, nth, 4)?, 0).into() })
    }

    /// The same as a whole number.
    fn integer(&self, nth: u64, width: usize, signed: bool) -> Result<i64, Stop> {
        let raw = self.raw(0, nth, width)?;
        let sign = if signed && raw.last().is_some_and(|last| last & 0x80 != 0) { -1 } else { 0 };
        Ok(raw.iter().rev().fold(sign, |number: i64, byte| number << 8 | i64::from(*byte)))
    }

    /// Tells a value under the column's name.
    pub(super) fn value(&self, at: u64, words: &Dictionaries, tell: &mut Teller<'_, '_>) -> Result<(), Stop> {
        let there = usize::try_from(at / 8).is_ok_and(|byte| self.there.at(byte) >> (at % 8) & 1 == 1);
        if !self.there.is_empty() && !there {
            tell.word(b"null");
        } else if self.places {
            self.word(at, words, tell)?;
        } else {
            self.present(at, words, tell)?;
        }
        tell.checked()
    }

    /// A value that is a place in the dictionary.
    fn word(&self, at: u64, words: &Dictionaries, tell: &mut Teller<'_, '_>) -> Result<(), Stop> {
        let Some((number, Kind::Integer(width, ..))) = &self.field.dictionary else { return Err(Stop::Damaged) };
        let mut at = self.integer(at, *width, false)?.cast_unsigned();
        for part in words.parts.get(number).into_iter().flatten() {
            if at < part.len {
                return part.value(at, words, tell);
            }
            at -= part.len;
        }
        Err(Stop::Damaged)
    }

    fn present(&self, at: u64, words: &Dictionaries, tell: &mut Teller<'_, '_>) -> Result<(), Stop> {
        match &self.field.kind {
            Kind::Null | Kind::Other => tell.word(b"null"),
            Kind::Boolean => {
                let bit = self.raw(0, at / 8, 1)?.at(0) >> (at % 8) & 1;
                tell.word(if bit == 0 { b"false" } else { b"true" });
            }
            Kind::Integer(width, signed, meaning, times) => {
                tell.integer(self.integer(at, *width, *signed)?.saturating_mul(*times), *meaning);
            }
            Kind::Real(2) => tell.real(half(self.raw(0, at, 2)?), true),
            Kind::Real(4) => tell.real(f32::from_bits(u32_at(self.raw(0, at, 4)?, 0)).into(), true),
            Kind::Real(_) => tell.real(f64::from_bits(u64_at(self.raw(0, at, 8)?, 0)), false),
            Kind::Decimal(width, scale) => {
                // More than sixteen bytes are for room, not for numbers.
                let bytes: Vec<u8> = self.raw(0, at, *width)?.upto(16).iter().rev().copied().collect();
                tell.bytes(&bytes, Meaning::Decimal(*scale), "")?;
            }
            Kind::Fixed(width) => tell.bytes(self.raw(0, at, *width)?, Meaning::Plain, self.name())?,
            Kind::Bytes(long) => {
                let (start, end) = (self.place(0, at, *long)?, self.place(0, at + 1, *long)?);
                tell.string(self.span(1, start, end)?, self.name())?;
            }
            Kind::Views => {
                let view = self.raw(0, at, 16)?;
                let len = u32_at(view, 0);
                let text = if len <= 12 {
                    view.span(4, 4 + len as usize)
                } else {
                    let start = u32_at(view, 12);
                    self.span(1 + u32_at(view, 8) as usize, start.into(), u64::from(start) + u64::from(len))?
                };
                tell.string(text, self.name())?;
            }
            Kind::List(long) => {
                self.list(self.place(0, at, *long)?, self.place(0, at + 1, *long)?, words, tell)?;
            }
            Kind::ListViews(long) => {
                let start = self.place(0, at, *long)?;
                self.list(start, start.saturating_add(self.place(1, at, *long)?), words, tell)?;
            }
            Kind::FixedList(count) => {
                let start = at.saturating_mul(*count as u64);
                self.list(start, start.saturating_add(*count as u64), words, tell)?;
            }
            Kind::Structure => structure(&self.inner, at, words, tell)?,
            Kind::Union(dense, numbers) => {
                let number = i32::from(self.raw(0, at, 1)?.at(0).cast_signed());
                let nth = numbers.iter().position(|known| *known == number);
                let nth = nth.or_else(|| usize::try_from(number).ok().filter(|_| numbers.is_empty()));
                let of = nth.and_then(|nth| self.inner.get(nth)).ok_or(Stop::Damaged)?;
                of.value(if *dense { self.place(1, at, false)? } else { at }, words, tell)?;
            }
            Kind::Runs => {
                let [ends, values] = self.inner.as_slice() else { return Err(Stop::Damaged) };
                values.value(ends.run(at)?, words, tell)?;
            }
        }
        Ok(())
    }

    /// The number of the run that holds a row, of a column with the ends of runs.
    fn run(&self, row: u64) -> Result<u64, Stop> {
        let Kind::Integer(width, ..) = self.field.kind else { return Err(Stop::Damaged) };
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.integer(middle, width, false)?.cast_unsigned() > row { high = middle } else { low = middle + 1 }
        }
        Ok(low)
    }

    fn span(&self, buffer: usize, start: u64, end: u64) -> Result<&[u8], Stop> {
        let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
        self.buffer(buffer).get(start..end).ok_or(Stop::Damaged)
    }

    /// The items of a list.
    fn list(&self, start: u64, end: u64, words: &Dictionaries, tell: &mut Teller<'_, '_>) -> Result<(), Stop> {
        let [of] = self.inner.as_slice() else { return Err(Stop::Damaged) };
        if start > end || end > of.len {
            return Err(Stop::Damaged);
        }
        for at in start..end {
            tell.word(if at > start { b"," } else { b"[" });
            of.value(at, words, tell)?;
        }
        tell.word(if start == end { b"[]" } else { b"]" });
        Ok(())
    }
}

/// A value of each column, under its name.
pub(super) fn structure(
    columns: &[Column<'_>],
    at: u64,
    words: &Dictionaries,
    tell: &mut Teller<'_, '_>,
) -> Result<(), Stop> {
    for (nth, column) in columns.iter().enumerate() {
        tell.word(if nth > 0 { b"," } else { b"{" });
        tell.quote(column.name().as_bytes());
        tell.word(b":");
        column.value(at, words, tell)?;
    }
    tell.word(if columns.is_empty() { b"{}" } else { b"}" });
    Ok(())
}

/// A number of two bytes with a fraction (IEEE 754 binary16).
fn half(raw: &[u8]) -> f64 {
    let bits = u16::from_le_bytes([raw.at(0), raw.at(1)]);
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}
