//! What the numbers and bytes of typed files mean, as text.

use crate::scalar;

/// What a type's values mean.
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

impl Meaning {
    /// Writes a whole number.
    pub(super) fn integer(self, value: i64, out: &mut Vec<u8>) {
        let text = match self {
            Self::Decimal(scale) => scalar::decimal(value < 0, u128::from(value.unsigned_abs()), scale),
            Self::Date => scalar::date(value),
            Self::Millis => scalar::timestamp(value),
            Self::Micros => scalar::timestamp(value.div_euclid(1000)),
            Self::Nanos => scalar::timestamp(value.div_euclid(1_000_000)),
            Self::Unsigned => value.cast_unsigned().to_string(),
            Self::Plain | Self::Uuid => value.to_string(),
        };
        out.extend_from_slice(text.as_bytes());
    }

    /// Bytes that mean something else than what they are, as text: decimals (most significant byte first), identifiers.
    pub(super) fn of_bytes(self, raw: &[u8]) -> Option<String> {
        match self {
            Self::Decimal(scale) if (1..=16).contains(&raw.len()) => {
                let negative = raw.first().is_some_and(|first| first & 0x80 != 0);
                let sign = if negative { -1i128 } else { 0 };
                let number = raw.iter().fold(sign, |number, byte| number << 8 | i128::from(*byte));
                Some(scalar::decimal(negative, number.unsigned_abs(), scale))
            }
            Self::Uuid => raw.try_into().ok().map(scalar::uuid),
            _ => None,
        }
    }
}
