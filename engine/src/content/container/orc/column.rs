//! The columns of a stripe: values one after the other ("Column Encodings" of the specification).

use super::runs::{Bits, Bytes, Integers};
use super::stripe::Streams;
use crate::content::bytes::Bytes as _;
use crate::content::container::meaning::Meaning;
use crate::content::container::typed::{LEVELS, Stop, Teller};
use crate::content::container::{u32_at, u64_at};
use crate::coverage::State;
use crate::scalar;
use std::borrow::Cow;

/// Columns that are read, those within others counted.
pub(super) const COLUMNS: usize = 4096;
/// Words of a dictionary that are kept.
const WORDS: usize = 4 << 20;

/// A type of the footer.
#[derive(Default)]
pub(super) struct Type {
    pub(super) kind: u64,
    /// Types within it, and their names.
    pub(super) inner: Vec<u64>,
    pub(super) names: Vec<Box<str>>,
}

/// Kinds of streams.
const PRESENT: u64 = 0;
const DATA: u64 = 1;
const LENGTH: u64 = 2;
const DICTIONARY: u64 = 3;
const SECONDARY: u64 = 5;

/// Seconds from 1970-01-01 to 2015-01-01, from which times count.
const EPOCH: i64 = 1_420_070_400;

/// A column in the reading.
pub(super) struct Column<'f> {
    name: Box<str>,
    /// A bit for each value that is there; none if all are.
    there: Option<Bits<'f>>,
    values: Values<'f>,
    inner: Vec<Self>,
}

enum Values<'f> {
    Boolean(Bits<'f>),
    Byte(Bytes<'f>),
    Integer(Integers<'f>, Meaning),
    /// Numbers with a fraction, of so many bytes.
    Real(Cow<'f, [u8]>, usize, usize),
    /// Strings behind one another, or bytes.
    Strings(Cow<'f, [u8]>, usize, Integers<'f>),
    /// Places of strings, whose ends are kept.
    Words(Cow<'f, [u8]>, Vec<u32>, Integers<'f>),
    Decimal(Cow<'f, [u8]>, usize, Integers<'f>),
    Time(Integers<'f>),
    List(Integers<'f>),
    Map(Integers<'f>),
    Structure,
    Union(Bytes<'f>),
    Unknown,
}

impl<'f> Values<'f> {
    /// Those of a column of this kind.
    fn open(number: u64, kind: u64, streams: &mut Streams<'f, '_, '_>) -> Result<Self, State> {
        Ok(match kind {
            0 => Self::Boolean(Bits::new(streams.get(number, DATA)?)),
            1 => Self::Byte(Bytes::new(streams.get(number, DATA)?)),
            2..=4 => Self::Integer(streams.integers(number, DATA, true)?, Meaning::Plain),
            5 => Self::Real(streams.get(number, DATA)?, 0, 4),
            6 => Self::Real(streams.get(number, DATA)?, 0, 8),
            7 | 8 | 16 | 17 if streams.encoding(number) & 1 == 1 => {
                let mut lengths = streams.integers(number, LENGTH, false)?;
                let data = streams.get(number, DICTIONARY)?;
                let mut at = 0;
                let ends = std::iter::from_fn(|| {
                    at = usize::try_from(lengths.next()?).ok()?.checked_add(at).filter(|end| *end <= data.len())?;
                    u32::try_from(at).ok()
                });
                let ends = ends.take(WORDS).collect();
                Self::Words(data, ends, streams.integers(number, DATA, false)?)
            }
            7 | 8 | 16 | 17 => {
                let lengths = streams.integers(number, LENGTH, false)?;
                Self::Strings(streams.get(number, DATA)?, 0, lengths)
            }
            9 | 18 => Self::Time(streams.integers(number, DATA, true)?),
            10 => Self::List(streams.integers(number, LENGTH, false)?),
            11 => Self::Map(streams.integers(number, LENGTH, false)?),
            12 => Self::Structure,
            13 => Self::Union(Bytes::new(streams.get(number, DATA)?)),
            14 => {
                let scales = streams.integers(number, SECONDARY, true)?;
                Self::Decimal(streams.get(number, DATA)?, 0, scales)
            }
            15 => Self::Integer(streams.integers(number, DATA, true)?, Meaning::Date),
            _ => Self::Unknown,
        })
    }
}

impl<'f> Column<'f> {
    /// The column of a type, and those within it.
    pub(super) fn open(
        number: u64,
        name: &str,
        types: &[Type],
        streams: &mut Streams<'f, '_, '_>,
        levels: usize,
    ) -> Result<Self, State> {
        let of = usize::try_from(number).ok().and_then(|number| types.get(number)).ok_or(State::Undecodable)?;
        let levels = levels.checked_sub(1).ok_or(State::Undecodable)?;
        streams.opened += 1;
        if streams.opened > COLUMNS {
            return Err(State::Skipped);
        }
        let there = streams.has(number, PRESENT).then(|| streams.get(number, PRESENT)).transpose()?.map(Bits::new);
        let values = Values::open(number, of.kind, streams)?;
        let mut inner = Vec::new();
        for (nth, number) in of.inner.iter().enumerate() {
            // What is within lists, maps and unions has no name of its own.
            let name = of.names.get(nth).map_or(name, |name| name);
            inner.push(Self::open(*number, name, types, streams, levels)?);
        }
        Ok(Self { name: name.into(), there, values, inner })
    }

    /// The columns of a stripe, as the structure that holds them all.
    pub(super) fn root(types: &[Type], streams: &mut Streams<'f, '_, '_>) -> Result<Self, State> {
        Self::open(0, "", types, streams, LEVELS)
    }

    /// Tells the next value.
    pub(super) fn next(&mut self, tell: &mut Teller<'_, '_>) -> Result<(), Stop> {
        match self.there.as_mut().map(Bits::next) {
            Some(None) => return Err(Stop::Damaged),
            Some(Some(false)) => tell.word(b"null"),
            Some(Some(true)) | None => self.value(tell)?,
        }
        tell.checked()
    }

    fn value(&mut self, tell: &mut Teller<'_, '_>) -> Result<(), Stop> {
        let Self { name, values, inner, .. } = self;
        match values {
            Values::Boolean(bits) => {
                tell.word(if bits.next().ok_or(Stop::Damaged)? { b"true" } else { b"false" });
            }
            Values::Byte(bytes) => {
                tell.integer(bytes.next().ok_or(Stop::Damaged)?.cast_signed().into(), Meaning::Plain);
            }
            Values::Integer(numbers, meaning) => tell.integer(numbers.next().ok_or(Stop::Damaged)?, *meaning),
            Values::Real(data, at, width) => {
                let raw = data.after(*at).get(..*width).ok_or(Stop::Damaged)?;
                *at += *width;
                match width {
                    4 => tell.real(f32::from_bits(u32_at(raw, 0)).into(), true),
                    _ => tell.real(f64::from_bits(u64_at(raw, 0)), false),
                }
            }
            Values::Strings(data, at, lengths) => {
                let len = lengths.next().and_then(|len| usize::try_from(len).ok()).ok_or(Stop::Damaged)?;
                let raw = data.after(*at).get(..len).ok_or(Stop::Damaged)?;
                *at += len;
                tell.string(raw, name)?;
            }
            Values::Words(data, ends, places) => {
                let place = places.next().and_then(|place| usize::try_from(place).ok()).ok_or(Stop::Damaged)?;
                let end = *ends.get(place).ok_or(Stop::Damaged)?;
                let start = place.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                tell.string(data.span(start as usize, end as usize), name)?;
            }
            Values::Decimal(data, at, scales) => {
                let (negative, magnitude) = decimal(data, at).ok_or(Stop::Damaged)?;
                let scale = scales.next().and_then(|scale| usize::try_from(scale).ok()).ok_or(Stop::Damaged)?;
                tell.quote(scalar::decimal(negative, magnitude, scale).as_bytes());
            }
            Values::Time(seconds) => {
                let seconds = seconds.next().ok_or(Stop::Damaged)?.saturating_add(EPOCH);
                tell.integer(seconds.saturating_mul(1000), Meaning::Millis);
            }
            Values::List(lengths) => {
                let len = lengths.next().ok_or(Stop::Damaged)?;
                for nth in 0..len {
                    tell.word(if nth > 0 { b"," } else { b"[" });
                    inner.first_mut().ok_or(Stop::Damaged)?.next(tell)?;
                }
                tell.word(if len > 0 { b"]" } else { b"[]" });
            }
            Values::Map(lengths) => {
                let len = lengths.next().ok_or(Stop::Damaged)?;
                for nth in 0..len {
                    tell.word(if nth > 0 { b",{\"key\":" } else { b"[{\"key\":" });
                    let [key, value] = inner.as_mut_slice() else { return Err(Stop::Damaged) };
                    key.next(tell)?;
                    tell.word(b",\"value\":");
                    value.next(tell)?;
                    tell.word(b"}");
                }
                tell.word(if len > 0 { b"]" } else { b"[]" });
            }
            Values::Structure => {
                for (nth, column) in inner.iter_mut().enumerate() {
                    tell.word(if nth > 0 { b"," } else { b"{" });
                    tell.quote(column.name.as_bytes());
                    tell.word(b":");
                    column.next(tell)?;
                }
                tell.word(if inner.is_empty() { b"{}" } else { b"}" });
            }
            Values::Union(tags) => {
                let tag = usize::from(tags.next().ok_or(Stop::Damaged)?);
                inner.get_mut(tag).ok_or(Stop::Damaged)?.next(tell)?;
            }
            Values::Unknown => tell.word(b"null"),
        }
        Ok(())
    }
}

/// A number of seven bits a byte, low ones first, with a sign: true if it is negative, and its magnitude.
fn decimal(data: &[u8], at: &mut usize) -> Option<(bool, u128)> {
    let mut value = 0u128;
    for shift in (0..=126).step_by(7) {
        let byte = *data.get(*at)?;
        *at += 1;
        value |= u128::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            let negative = value & 1 == 1;
            return Some((negative, (value >> 1) + u128::from(negative)));
        }
    }
    None
}
