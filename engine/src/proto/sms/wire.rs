//! What stands in PDUs: fields of fixed width, times, numbers.

use super::super::fields;
use super::super::reader::Reader;

/// A text in a field of so many octets, without what fills it up; whatever else stands there is kept.
pub(super) fn fixed<'a>(reader: &mut Reader<'a>, width: usize) -> Option<&'a [u8]> {
    let field = reader.take(width)?;
    let filled = field.iter().rposition(|octet| !matches!(octet, 0 | b' ')).map_or(0, |last| last.saturating_add(1));
    field.get(..filled)
}

/// Appends a field under its name, if it may say something.
pub(super) fn named(into: &mut Vec<u8>, name: &str, value: &[u8]) {
    if fields::tells(value) {
        fields::parameter(into, name.as_bytes(), value);
    }
}

/// True if parameters, each a tag and a length of 16 bits, follow up to the end, not more than anybody sends; reads over
/// them.
pub(super) fn fit(reader: &mut Reader<'_>) -> bool {
    const MOST: usize = 64;
    for _ in 0..MOST {
        if reader.is_empty() || reader.u16().is_none() || reader.block16().is_none() {
            break;
        }
    }
    reader.is_empty()
}

/// True for a text of printable ASCII, or none.
pub(super) fn is_printable(text: &[u8]) -> bool {
    text.iter().all(|octet| (b' '..=b'~').contains(octet))
}

/// True for a number as gateways write it, or the name of a sender.
pub(super) fn is_number(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_graphic)
}

/// True for the time of a login or of a sequence number: `MMDDhhmmss`, read as one decimal number.
pub(super) const fn is_time(stamp: u32) -> bool {
    let (day, hour, minute, second) = (stamp / 1_000_000 % 100, stamp / 10_000 % 100, stamp / 100 % 100, stamp % 100);
    let month = stamp / 100_000_000;
    1 <= month && month <= 12 && 1 <= day && day <= 31 && hour < 24 && minute < 60 && second <= 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lose_what_fills_them_up() {
        let mut reader = Reader::new(b"1380\0\0\0 1\0junk\0");
        assert_eq!(fixed(&mut reader, 8), Some(&b"1380"[..]));
        assert_eq!(fixed(&mut reader, 7), Some(&b"1\0junk"[..]));
        assert_eq!(fixed(&mut reader, 1), None);
        assert!(is_time(1_231_235_959) && is_time(101_000_000) && !is_time(0) && !is_time(1_301_000_000));
    }
}
