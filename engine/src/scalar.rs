//! Values that databases and files keep in binary form, as text: dates, times, decimals, identifiers.

use std::fmt::Write as _;

/// A date from days since 1970-01-01 (the civil calendar, by eras of 400 years that begin in March).
pub(crate) fn date(days: i64) -> String {
    const ERA: i64 = 146_097;
    // Days from 0000-03-01 to 1970-01-01.
    let days = days.clamp(-(1 << 40), 1 << 40) + 719_468;
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A time of day from microseconds.
pub(crate) fn clock(micros: i64) -> String {
    let seconds = micros / 1_000_000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Date and time of day from milliseconds since 1970-01-01.
pub(crate) fn timestamp(millis: i64) -> String {
    const DAY: i64 = 86_400_000;
    format!("{} {}", date(millis.div_euclid(DAY)), clock(millis.rem_euclid(DAY) * 1000))
}

/// A number with so many digits behind its point.
pub(crate) fn decimal(negative: bool, magnitude: u128, scale: usize) -> String {
    /// No database has more.
    const SCALE: usize = 64;
    let digits = magnitude.to_string();
    let sign = if negative { "-" } else { "" };
    let scale = scale.min(SCALE);
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at_checked(padded.len() - scale).unwrap_or((&padded, ""));
    format!("{sign}{whole}.{fraction}")
}

/// An identifier of sixteen bytes (RFC 9562 §4), most significant byte first.
pub(crate) fn uuid(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The text of a value of a type that is not known, if it is a number that may be a person's: a whole number as a phone
/// number, an identity number or a card would be stored. Moments (microseconds since 2000) and fractions, whose bits read as
/// numbers of nineteen digits from 4.6 · 10¹⁸ on, are none.
pub(crate) fn guessed_number(value: &[u8]) -> Option<String> {
    match value.len() {
        4 => Some(i32::from_be_bytes(*value.first_chunk()?).to_string()),
        8 => {
            let number = i64::from_be_bytes(*value.first_chunk()?);
            let plain = (0..1_000_000_000_000).contains(&number);
            let card = (2_000_000_000_000_000..10_000_000_000_000_000).contains(&number);
            let identity = (100_000_000_000_000_000..900_000_000_000_000_000).contains(&number);
            let long_card = (6_200_000_000_000_000_000..6_300_000_000_000_000_000).contains(&number);
            (plain || card || identity || long_card).then(|| number.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_write_them() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(-25_567), "1900-01-01");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(timestamp(-1000), "1969-12-31 23:59:59");
        assert_eq!(decimal(false, 13_800_138_000, 0), "13800138000");
        assert_eq!(decimal(true, 5, 4), "-0.0005");
        assert_eq!(decimal(false, 123_456, 2), "1234.56");
        assert_eq!(uuid(&[0x12; 16]), "12121212-1212-1212-1212-121212121212");
    }

    #[test]
    fn numbers_of_people_are_told_from_moments() {
        let told = |number: i64| guessed_number(&number.to_be_bytes());
        assert_eq!(told(13_800_138_000).as_deref(), Some("13800138000"));
        assert_eq!(told(6_222_021_000_000_000).as_deref(), Some("6222021000000000"));
        assert_eq!(told(110_105_194_912_310_021).as_deref(), Some("110105194912310021"));
        assert_eq!(told(6_222_021_000_000_000_005).as_deref(), Some("6222021000000000005"));
        assert_eq!(told(848_000_000_000_000), None);
        assert_eq!(told(f64::to_bits(13_800_138_000.5).cast_signed()), None);
        assert_eq!(told(f64::to_bits(1.5).cast_signed()), None);
        assert_eq!(guessed_number(b"abc"), None);
    }
}
