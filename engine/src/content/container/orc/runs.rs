//! Runs of bytes, bits and whole numbers ("Run Length Encoding" of the specification). Each ends where its bytes do.

use crate::content::bytes::Bytes as _;
use crate::content::container::{signed, varint};
use std::borrow::Cow;

/// Bytes.
pub(super) struct Bytes<'f> {
    data: Cow<'f, [u8]>,
    at: usize,
    left: usize,
    /// The byte that a run repeats.
    same: Option<u8>,
}

impl<'f> Bytes<'f> {
    pub(super) fn new(data: Cow<'f, [u8]>) -> Self {
        Self { data, at: 0, left: 0, same: None }
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.data.get(self.at).copied();
        self.at += 1;
        byte
    }

    /// The next byte.
    pub(super) fn next(&mut self) -> Option<u8> {
        if self.left == 0 {
            let control = self.take()?;
            if control < 128 {
                (self.left, self.same) = (usize::from(control) + 3, Some(self.take()?));
            } else {
                (self.left, self.same) = (256 - usize::from(control), None);
            }
        }
        self.left -= 1;
        self.same.or_else(|| self.take())
    }
}

/// Bits, in bytes, the highest first.
pub(super) struct Bits<'f> {
    bytes: Bytes<'f>,
    byte: u8,
    left: u8,
}

impl<'f> Bits<'f> {
    pub(super) fn new(data: Cow<'f, [u8]>) -> Self {
        Self { bytes: Bytes::new(data), byte: 0, left: 0 }
    }

    /// The next bit.
    pub(super) fn next(&mut self) -> Option<bool> {
        if self.left == 0 {
            (self.byte, self.left) = (self.bytes.next()?, 8);
        }
        self.left -= 1;
        Some(self.byte >> self.left & 1 == 1)
    }
}

/// Whole numbers, in either version of their encoding.
pub(super) struct Integers<'f> {
    data: Cow<'f, [u8]>,
    at: usize,
    /// They have signs.
    signed: bool,
    second: bool,
    /// The run in hand, last number first.
    run: Vec<i64>,
}

impl<'f> Integers<'f> {
    pub(super) fn new(data: Cow<'f, [u8]>, signed: bool, second: bool) -> Self {
        Self { data, at: 0, signed, second, run: Vec::new() }
    }

    /// The next number.
    pub(super) fn next(&mut self) -> Option<i64> {
        if self.run.is_empty() {
            if self.second {
                self.second()?;
            } else {
                self.first()?;
            }
            self.run.reverse();
        }
        self.run.pop()
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.data.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn number(&mut self, signed: bool) -> Option<i64> {
        let value = varint(&self.data, &mut self.at)?;
        Some(if signed { self::signed(value) } else { value.cast_signed() })
    }

    fn sign(&self, value: u64) -> i64 {
        if self.signed { signed(value) } else { value.cast_signed() }
    }

    /// "Integer Run Length Encoding, version 1".
    fn first(&mut self) -> Option<()> {
        let control = self.byte()?;
        if control < 128 {
            let delta = i64::from(self.byte()?.cast_signed());
            let base = self.number(self.signed)?;
            let number = |nth| base.wrapping_add(delta.wrapping_mul(nth));
            self.run.extend((0..i64::from(control) + 3).map(number));
        } else {
            for _ in 0..256 - usize::from(control) {
                let number = self.number(self.signed)?;
                self.run.push(number);
            }
        }
        Some(())
    }

    /// "Integer Run Length Encoding, version 2".
    fn second(&mut self) -> Option<()> {
        let head = self.byte()?;
        if head >> 6 == 0 {
            let width = usize::from(head >> 3 & 7) + 1;
            let value = self.big_endian(width)?;
            self.run.resize(usize::from(head & 7) + 3, self.sign(value));
            return Some(());
        }
        let code = head >> 1 & 31;
        let len = (usize::from(head & 1) << 8 | usize::from(self.byte()?)) + 1;
        match head >> 6 {
            1 => {
                let (numbers, used) = packed(self.data.after(self.at), width(code), len)?;
                self.at += used;
                self.run = numbers.into_iter().map(|number| self.sign(number)).collect();
            }
            2 => self.patched(width(code), len)?,
            _ => self.deltas(if code == 0 { 0 } else { width(code) }, len)?,
        }
        Some(())
    }

    fn big_endian(&mut self, len: usize) -> Option<u64> {
        let bytes = self.data.after(self.at).get(..len)?;
        self.at += len;
        Some(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// Numbers above a base, of which a few have more bits.
    fn patched(&mut self, width: u32, len: usize) -> Option<()> {
        let (third, fourth) = (self.byte()?, self.byte()?);
        let base_len = usize::from(third >> 5) + 1;
        let raw = self.big_endian(base_len)?;
        let sign = 1u64 << (8 * base_len - 1);
        let base = if raw & sign == 0 { raw.cast_signed() } else { (raw & !sign).cast_signed().wrapping_neg() };
        let (numbers, used) = packed(self.data.after(self.at), width, len)?;
        self.at += used;
        let patch_width = self::width(third & 31);
        let (gap_width, count) = (u32::from(fourth >> 5) + 1, usize::from(fourth & 31));
        let (patches, used) = packed(self.data.after(self.at), closest(gap_width + patch_width), count)?;
        self.at += used;
        let mut numbers = numbers;
        let mut at = 0usize;
        for patch in patches {
            let gap = patch.checked_shr(patch_width).unwrap_or(0);
            let bits = if patch_width == 64 { patch } else { patch & ((1 << patch_width) - 1) };
            at = at.checked_add(usize::try_from(gap).ok()?)?;
            if let Some(number) = numbers.get_mut(at) {
                *number |= bits.checked_shl(width).unwrap_or(0);
            }
        }
        self.run = numbers.into_iter().map(|number| base.wrapping_add(number.cast_signed())).collect();
        Some(())
    }

    /// Numbers by their differences, whose sign is that of the first one.
    fn deltas(&mut self, width: u32, len: usize) -> Option<()> {
        let mut number = self.number(self.signed)?;
        let delta = self.number(true)?;
        self.run.push(number);
        if len > 1 {
            number = number.wrapping_add(delta);
            self.run.push(number);
        }
        let rest = len.saturating_sub(2);
        let steps = if width == 0 {
            vec![delta.unsigned_abs(); rest]
        } else {
            let (steps, used) = packed(self.data.after(self.at), width, rest)?;
            self.at += used;
            steps
        };
        for step in steps {
            let step = step.cast_signed();
            number = if delta < 0 { number.wrapping_sub(step) } else { number.wrapping_add(step) };
            self.run.push(number);
        }
        Some(())
    }
}

/// Widths in bits, as five bits name them.
const WIDTHS: [u32; 32] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 30, 32, 40, 48, 56,
    64,
];

/// The width that five bits name.
fn width(code: u8) -> u32 {
    WIDTHS.get(usize::from(code)).copied().unwrap_or(64)
}

/// The least of the widths that is no less.
fn closest(width: u32) -> u32 {
    WIDTHS.into_iter().find(|known| *known >= width).unwrap_or(64)
}

/// So many numbers of `width` bits, the highest first, and the bytes they take.
fn packed(data: &[u8], width: u32, count: usize) -> Option<(Vec<u64>, usize)> {
    let used = (count * width as usize).div_ceil(8);
    let data = data.get(..used)?;
    let number = |nth: usize| {
        let start = nth * width as usize;
        let window = data.span(start / 8, (start + width as usize).div_ceil(8));
        let value = window.iter().fold(0u128, |value, byte| value << 8 | u128::from(*byte));
        let behind = (window.len() * 8 - start % 8) as u32 - width;
        (value >> behind) as u64 & (u64::MAX >> (64 - width))
    };
    Some(((0..count).map(number).collect(), used))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(data: &[u8], signed: bool, second: bool) -> Vec<i64> {
        let mut numbers = Integers::new(Cow::Borrowed(data), signed, second);
        std::iter::from_fn(|| numbers.next()).collect()
    }

    /// The specification's own examples.
    #[test]
    fn runs_are_read_as_the_specification_shows() {
        let mut bytes = Bytes::new(Cow::Borrowed(&[0x61, 0x00, 0xfe, 0x44, 0x45]));
        let read: Vec<u8> = std::iter::from_fn(|| bytes.next()).collect();
        assert_eq!((read.len(), &read[98..]), (102, &[0, 0, 0x44, 0x45][..]));
        let mut bits = Bits::new(Cow::Borrowed(&[0xff, 0x80]));
        let read: Vec<bool> = std::iter::from_fn(|| bits.next()).collect();
        assert_eq!(read, [true, false, false, false, false, false, false, false]);
        assert_eq!(all(&[0x61, 0x00, 0x07], false, false), [7; 100]);
        assert_eq!(all(&[0x61, 0xff, 0x64], false, false), (1..=100).rev().collect::<Vec<_>>());
        assert_eq!(all(&[0xfb, 0x02, 0x03, 0x04, 0x07, 0x0b], false, false), [2, 3, 4, 7, 11]);
        assert_eq!(all(&[0x0a, 0x27, 0x10], false, true), [10_000; 5]);
        assert_eq!(
            all(&[0x5e, 0x03, 0x5c, 0xa1, 0xab, 0x1e, 0xde, 0xad, 0xbe, 0xef], false, true),
            [23_713, 43_806, 57_005, 48_879]
        );
        let patched = [
            0x8e, 0x13, 0x2b, 0x21, 0x07, 0xd0, 0x1e, 0x00, 0x14, 0x70, 0x28, 0x32, 0x3c, 0x46, 0x50, 0x5a, 0x64, 0x6e,
            0x78, 0x82, 0x8c, 0x96, 0xa0, 0xaa, 0xb4, 0xbe, 0xfc, 0xe8,
        ];
        let want = [
            2030, 2000, 2020, 1_000_000, 2040, 2050, 2060, 2070, 2080, 2090, 2100, 2110, 2120, 2130, 2140, 2150, 2160,
            2170, 2180, 2190,
        ];
        assert_eq!(all(&patched, false, true), want);
        let primes = [0xc6, 0x09, 0x02, 0x02, 0x22, 0x42, 0x42, 0x46];
        assert_eq!(all(&primes, false, true), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    }

    #[test]
    fn what_ends_early_is_no_number() {
        for run in [&[0x0a][..], &[0x0a, 1], &[0x5e, 3, 1], &[0x8e, 0x13, 0x2b], &[0xc6, 9, 2]] {
            assert!(all(run, true, true).is_empty(), "{run:x?}");
        }
        for run in [&[0x61][..], &[0x61, 0], &[0xfb, 2]] {
            assert!(all(run, true, false).is_empty(), "{run:x?}");
        }
    }
}
