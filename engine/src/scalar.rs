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
}
