//! The records of binary workbooks ([MS-XLSB] §2.1.4): a kind and a length of seven bits a byte, then the body.

use crate::content::bytes::Bytes;
use crate::content::container::{carried, u32_at, u64_at};

/// Kinds of records (§2.3.1).
pub(super) const ROW: u16 = 0;
pub(super) const STRING: u16 = 19;
pub(super) const END_OF_ROWS: u16 = 146;
pub(super) const SHEET: u16 = 156;
/// Headers and footers, links: where their strings begin.
pub(super) const ASIDE: [(u16, usize); 2] = [(479, 2), (494, 16)];

/// A body is read up to this length; what is longer is formatting.
const BODY_BYTES: usize = 1 << 20;

/// Records that arrive.
#[derive(Default)]
pub(super) struct Records {
    carry: Vec<u8>,
    /// Bytes of a long body that are passed over.
    skip: usize,
}

impl Records {
    /// True if a part begins as those that are read do: a sheet, a workbook, shared strings.
    pub(super) fn begins(data: &[u8]) -> bool {
        matches!(data.at(0), 0x81 | 0x83 | 0x9f) && (data.len() < 2 || data.at(1) == 1)
    }

    /// Reads on, record by record.
    pub(super) fn push(&mut self, data: &[u8], each: &mut dyn FnMut(u16, &[u8])) {
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.records(bytes, each));
    }

    /// Reads what is whole; answers how much that is.
    fn records(&mut self, data: &[u8], each: &mut dyn FnMut(u16, &[u8])) -> usize {
        let mut at = 0;
        loop {
            let skipped = self.skip.min(data.len() - at);
            self.skip -= skipped;
            at += skipped;
            let Some((kind, len, head)) = head(data.after(at)) else { return at };
            let shown = len.min(BODY_BYTES);
            let Some(body) = data.after(at + head).get(..shown) else { return at };
            each(kind, body);
            self.skip = len - shown;
            at += head + shown;
        }
    }
}

/// Kind and length of a record, and the bytes that tell them.
fn head(data: &[u8]) -> Option<(u16, usize, usize)> {
    let first = *data.first()?;
    let (kind, mut at) = if first & 0x80 == 0 {
        (first.into(), 1)
    } else {
        (u16::from(first & 0x7f) | u16::from(*data.get(1)? & 0x7f) << 7, 2)
    };
    let mut len = 0;
    for shift in [0, 7, 14, 21] {
        let byte = *data.get(at)?;
        at += 1;
        len |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((kind, len, at))
}

/// What a cell holds.
#[derive(Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Text(String),
    Shared(u32),
}

/// A cell: its column from 0, unless it is the next one, and its value; `None` for other records, and for cells without.
pub(super) fn cell(kind: u16, body: &[u8]) -> Option<(Option<u32>, Value)> {
    // The short forms leave out the column.
    let (column, at) = if (12..=18).contains(&kind) { (None, 4) } else { (Some(u32_at(body, 0)), 8) };
    let value = match kind {
        2 | 13 => Value::Number(rk(u32_at(body, at))),
        5 | 9 | 16 => Value::Number(f64::from_bits(u64_at(body, at))),
        6 | 8 | 17 => Value::Text(wide(body, &mut { at })?),
        // A rich string, behind its flags.
        62 => Value::Text(wide(body, &mut { at + 1 })?),
        7 | 18 => Value::Shared(u32_at(body, at)),
        _ => return None,
    };
    Some((column, value))
}

/// A string of UTF-16 behind the number of its characters (§2.5.168); `None` if it is not there.
pub(super) fn wide(body: &[u8], at: &mut usize) -> Option<String> {
    let count = u32_at(body.get(*at..)?.first_chunk::<4>()?, 0) as usize;
    let bytes = body.get(*at + 4..)?.get(..count.checked_mul(2)?)?;
    *at += 4 + bytes.len();
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Every string from a place on; what is said to be none is left out.
pub(super) fn wides(body: &[u8], mut at: usize) -> Vec<String> {
    let mut all = Vec::new();
    while at + 4 <= body.len() {
        if u32_at(body, at) == u32::MAX {
            at += 4;
        } else {
            let Some(text) = wide(body, &mut at) else { break };
            all.push(text);
        }
    }
    all
}

/// A number in the short form: a whole number, or the upper bits of another, or a hundredth of either.
pub(in crate::content::container) fn rk(packed: u32) -> f64 {
    let value =
        if packed & 2 != 0 { f64::from(packed as i32 >> 2) } else { f64::from_bits(u64::from(packed & !3) << 32) };
    if packed & 1 != 0 { value / 100.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(data: &[u8], step: usize) -> Vec<(u16, usize)> {
        let (mut records, mut all) = (Records::default(), Vec::new());
        for piece in data.chunks(step) {
            records.push(piece, &mut |kind, body| all.push((kind, body.len())));
        }
        all
    }

    #[test]
    fn records_are_told_apart_however_long_they_are() {
        let long = BODY_BYTES + 70;
        let len = [long & 0x7f | 0x80, long >> 7 & 0x7f | 0x80, long >> 14].map(|byte| byte as u8);
        let mut data = [&[0x81, 1, 0][..], &[7, 3, 1, 2, 3], &[0x93, 3], &len].concat();
        data.extend(vec![9; long]);
        data.extend([0, 0, 19, 1]);
        for step in [1 << 12, 1 << 20, data.len()] {
            assert_eq!(read(&data, step), [(129, 0), (7, 3), (403, BODY_BYTES), (0, 0)], "{step}");
        }
        assert_eq!(read(&data[..12], 1), [(129, 0), (7, 3)]);
    }

    #[test]
    fn cells_are_read_in_all_forms() {
        let at = |column: u32, body: &[u8]| [&column.to_le_bytes()[..], &[0; 4], body].concat();
        let text = [&2u32.to_le_bytes()[..], &[0x4b, 0x62, 0x3a, 0x67]].concat();
        assert_eq!(cell(2, &at(3, &(1234u32 << 2 | 3).to_le_bytes())), Some((Some(3), Value::Number(12.34))));
        assert_eq!(cell(13, &[0, 0, 0, 0, 0x0a, 0, 0, 0]), Some((None, Value::Number(2.0))));
        assert_eq!(cell(9, &at(0, &1.5f64.to_le_bytes())), Some((Some(0), Value::Number(1.5))));
        assert_eq!(cell(6, &at(1, &text)), Some((Some(1), Value::Text("手机".into()))));
        assert_eq!(cell(62, &at(1, &[&[1], &text[..]].concat())), Some((Some(1), Value::Text("手机".into()))));
        assert_eq!(cell(18, &[0, 0, 0, 0, 5, 0, 0, 0]), Some((None, Value::Shared(5))));
        assert_eq!((cell(6, &at(1, &text[..7])), cell(1, &at(1, &[])), cell(4, &at(1, &[1]))), (None, None, None));
        assert_eq!(wides(&[&u32::MAX.to_le_bytes()[..], &text, &[9; 5]].concat(), 0), ["手机"]);
    }
}
