//! Values of columns as text.

use super::footer::Kind;
use crate::content::container::{u32_at, u64_at};
use crate::scalar;
use std::io::Write as _;

/// What a column's values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What they are.
    Plain,
    Unsigned,
    /// So many digits behind the point.
    Decimal(usize),
    /// Days since 1970-01-01.
    Date,
    /// Times since 1970-01-01.
    Millis,
    Micros,
    Nanos,
    Uuid,
}

/// The day that Julian days number 1970-01-01.
const EPOCH_DAY: i64 = 2_440_588;

/// Writes an integer.
pub(super) fn integer(value: i64, (kind, meaning): (Kind, Meaning), out: &mut Vec<u8>) {
    let text = match meaning {
        Meaning::Decimal(scale) => scalar::decimal(value < 0, u128::from(value.unsigned_abs()), scale),
        Meaning::Date => scalar::date(value),
        Meaning::Millis => scalar::timestamp(value),
        Meaning::Micros => scalar::timestamp(value.div_euclid(1000)),
        Meaning::Nanos => scalar::timestamp(value.div_euclid(1_000_000)),
        Meaning::Unsigned if kind == Kind::Int32 => (value as u32).to_string(),
        Meaning::Unsigned => (value as u64).to_string(),
        Meaning::Plain | Meaning::Uuid => value.to_string(),
    };
    out.extend_from_slice(text.as_bytes());
}

/// Writes a value as a plain page keeps it.
pub(super) fn value(raw: &[u8], (kind, meaning): (Kind, Meaning), out: &mut Vec<u8>) {
    match kind {
        Kind::Int32 => integer(i64::from(u32_at(raw, 0) as i32), (kind, meaning), out),
        Kind::Int64 => integer(u64_at(raw, 0) as i64, (kind, meaning), out),
        Kind::Int96 => {
            // The time of day in nanoseconds, then the Julian day.
            let day = i64::from(u32_at(raw, 8) as i32) - EPOCH_DAY;
            let nanos = u64_at(raw, 0) as i64;
            let millis = day.saturating_mul(86_400_000).saturating_add(nanos / 1_000_000);
            out.extend_from_slice(scalar::timestamp(millis).as_bytes());
        }
        Kind::Float => drop(write!(out, "{}", f32::from_bits(u32_at(raw, 0)))),
        Kind::Double => drop(write!(out, "{}", f64::from_bits(u64_at(raw, 0)))),
        Kind::Boolean => out.extend_from_slice(if raw == [0] { b"false" } else { b"true" }),
        Kind::Bytes | Kind::Fixed(_) => match (meaning, raw) {
            (Meaning::Decimal(scale), raw) if (1..=16).contains(&raw.len()) => {
                let negative = raw.first().is_some_and(|first| first & 0x80 != 0);
                let sign = if negative { -1i128 } else { 0 };
                let number = raw.iter().fold(sign, |number, byte| number << 8 | i128::from(*byte));
                out.extend_from_slice(scalar::decimal(negative, number.unsigned_abs(), scale).as_bytes());
            }
            (Meaning::Uuid, raw) if raw.len() == 16 => {
                let bytes = raw.first_chunk::<16>().copied().unwrap_or_default();
                out.extend_from_slice(scalar::uuid(&bytes).as_bytes());
            }
            (_, raw) => out.extend_from_slice(raw),
        },
    }
}
