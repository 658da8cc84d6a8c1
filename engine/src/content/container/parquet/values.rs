//! Encodings of values within a page (Encodings.md).

use crate::content::bytes::Bytes;
use crate::content::container::{u32_at, varint, zigzag};
use std::ops::Range;

/// Bit widths that numbers of a hybrid may have.
const WIDEST: u8 = 32;

/// Small numbers in runs, and packed in bits (RLE and bit-packing hybrid): levels, places in a dictionary, truth.
#[derive(Debug)]
pub(super) struct Hybrid {
    at: usize,
    end: usize,
    width: u8,
    /// Numbers left in the run.
    left: u64,
    /// The number that a run repeats; packed ones have none.
    same: Option<u32>,
    /// Where the next packed number is, in bits.
    bit: u64,
}

impl Hybrid {
    /// In this range of a page; `None` if numbers cannot be so wide.
    pub(super) fn new(range: Range<usize>, width: u8) -> Option<Self> {
        (width <= WIDEST).then_some(Self { at: range.start, end: range.end, width, left: 0, same: None, bit: 0 })
    }

    /// The next number.
    pub(super) fn next(&mut self, page: &[u8]) -> Option<u32> {
        while self.left == 0 {
            self.run(page.upto(self.end))?;
        }
        self.left -= 1;
        if let Some(same) = self.same {
            return Some(same);
        }
        let number = bits(page.upto(self.end), self.bit, self.width)? as u32;
        self.bit += u64::from(self.width);
        Some(number)
    }

    fn run(&mut self, page: &[u8]) -> Option<()> {
        let head = varint(page, &mut self.at)?;
        let width = usize::from(self.width);
        if head & 1 == 1 {
            let groups = usize::try_from(head >> 1).ok()?;
            (self.left, self.same, self.bit) = ((groups as u64).saturating_mul(8), None, self.at as u64 * 8);
            self.at = self.at.saturating_add(groups.saturating_mul(width));
        } else {
            let len = width.div_ceil(8);
            let raw = page.span(self.at, self.at.saturating_add(len));
            let mask = if width == 32 { u32::MAX } else { (1 << width) - 1 };
            (self.left, self.same) = (head >> 1, Some(u32_at(raw, 0) & mask));
            self.at = self.at.saturating_add(len);
        }
        Some(())
    }
}

/// `width` bits (up to 64) from `bit` on, low bits first; `None` past the end.
fn bits(bytes: &[u8], bit: u64, width: u8) -> Option<u64> {
    let start = usize::try_from(bit / 8).ok()?;
    let end = usize::try_from((bit + u64::from(width)).div_ceil(8)).ok()?;
    let window = bytes.get(start..end)?;
    let value = window.iter().rev().fold(0u128, |value, byte| value << 8 | u128::from(*byte));
    Some((value >> (bit % 8)) as u64 & 1u64.checked_shl(u32::from(width)).map_or(u64::MAX, |bit| bit - 1))
}

/// At most `most` integers that are kept by their differences (`DELTA_BINARY_PACKED`), from `at` on.
pub(super) fn deltas(page: &[u8], at: &mut usize, most: usize) -> Option<Vec<i64>> {
    let block = usize::try_from(varint(page, at)?).ok()?;
    let parts = usize::try_from(varint(page, at)?).ok()?;
    let count = usize::try_from(varint(page, at)?).ok()?.min(most);
    let mut value = zigzag(page, at)?;
    let each = block.checked_div(parts).filter(|each| *each > 0 && each.is_multiple_of(8))?;
    let mut out = Vec::with_capacity(count.min(page.len()));
    if count > 0 {
        out.push(value);
    }
    while out.len() < count {
        let least = zigzag(page, at)?;
        let widths = page.get(*at..)?.get(..parts)?;
        *at += parts;
        for width in widths {
            if out.len() >= count {
                break;
            }
            if *width > 64 {
                return None;
            }
            let start = *at as u64 * 8;
            for number in 0..each.min(count - out.len()) {
                let delta = bits(page, start.checked_add(number as u64 * u64::from(*width))?, *width)?;
                value = value.wrapping_add(least).wrapping_add(delta as i64);
                out.push(value);
            }
            *at = at.checked_add(each.checked_mul(usize::from(*width))? / 8)?;
        }
    }
    Some(out)
}

/// Where values are in bytes.
pub(super) type Ranges = Vec<Range<usize>>;

/// At most `most` byte strings behind the lengths of all (`DELTA_LENGTH_BYTE_ARRAY`).
pub(super) fn lengths(page: &[u8], mut at: usize, most: usize) -> Option<Ranges> {
    let lengths = deltas(page, &mut at, most)?;
    let mut ranges = Vec::with_capacity(lengths.len());
    for len in lengths {
        let end = at.checked_add(usize::try_from(len).ok()?).filter(|end| *end <= page.len())?;
        ranges.push(at..end);
        at = end;
    }
    Some(ranges)
}

/// At most `most` byte strings of which each begins like the one before (`DELTA_BYTE_ARRAY`); of no more than `room` bytes.
pub(super) fn prefixed(page: &[u8], mut at: usize, most: usize, room: usize) -> Option<(Vec<u8>, Ranges)> {
    let prefixes = deltas(page, &mut at, most)?;
    let suffixes = lengths(page, at, most)?;
    let (mut out, mut ranges, mut last) = (Vec::new(), Vec::new(), 0..0usize);
    for (prefix, suffix) in prefixes.into_iter().zip(suffixes) {
        let prefix = usize::try_from(prefix).ok().filter(|prefix| *prefix <= last.len())?;
        if prefix + suffix.len() > room.saturating_sub(out.len()) {
            break;
        }
        let start = out.len();
        out.extend_from_within(last.start..last.start + prefix);
        out.extend_from_slice(page.get(suffix)?);
        last = start..out.len();
        ranges.push(last.clone());
    }
    Some((out, ranges))
}

/// Byte strings behind their lengths, or values of one width, as plain pages and dictionaries keep them.
pub(super) fn plain(page: &[u8], at: &mut usize, width: Option<usize>) -> Option<Range<usize>> {
    let (start, len) = match width {
        Some(width) => (*at, width),
        None => (at.checked_add(4)?, u32_at(page.after(*at), 0) as usize),
    };
    let end = start.checked_add(len).filter(|end| *end <= page.len() && *end > *at)?;
    *at = end;
    Some(start..end)
}

/// Values of one width, of which a page keeps all first bytes, then all second ones, … (`BYTE_STREAM_SPLIT`).
pub(super) fn unsplit(split: &[u8], width: usize) -> Vec<u8> {
    let count = split.len().checked_div(width).unwrap_or(0);
    (0..count).flat_map(|at| (0..width).map(move |byte| split.at(byte * count + at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hybrids_are_read_as_the_specification_shows() {
        // Its example: the numbers 0 to 7, three bits each; then five times 4.
        let page = [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010, 0b1010, 4];
        let mut numbers = Hybrid::new(0..page.len(), 3).unwrap();
        let all: Vec<u32> = std::iter::from_fn(|| numbers.next(&page)).collect();
        assert_eq!(all, [0, 1, 2, 3, 4, 5, 6, 7, 4, 4, 4, 4, 4]);
    }

    #[test]
    fn differences_are_read_as_the_specification_shows() {
        // Its second example: 7, 5, 3, 1, 2, 3, 4, 5, in a block of 128 with four parts.
        let page = [0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0];
        assert_eq!(deltas(&page, &mut 0, 99).unwrap(), [7, 5, 3, 1, 2, 3, 4, 5]);
        assert_eq!(deltas(&page, &mut 0, 3).unwrap(), [7, 5, 3]);
        let whole = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert_eq!(zigzag(&whole, &mut 0), Some(i64::MIN));
    }
}
