//! Values of columns as text.

use super::footer::Kind;
use crate::content::container::meaning::Meaning;
use crate::content::container::{u32_at, u64_at};
use crate::scalar;
use std::io::Write as _;

/// The day that Julian days number 1970-01-01.
const EPOCH_DAY: i64 = 2_440_588;

/// Writes an integer.
pub(super) fn integer(value: i64, (kind, meaning): (Kind, Meaning), out: &mut Vec<u8>) {
    // A narrow one has no sign above its own width.
    let unsigned = kind == Kind::Int32 && meaning == Meaning::Unsigned;
    meaning.integer(if unsigned { i64::from(value as u32) } else { value }, out);
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
        Kind::Bytes | Kind::Fixed(_) => match meaning.of_bytes(raw) {
            Some(text) => out.extend_from_slice(text.as_bytes()),
            None => out.extend_from_slice(raw),
        },
    }
}
