//! Numbers as rsync writes them (`io.c`, `flist.c` of rsync 3): little-endian, most of variable length.

use crate::proto::reader::Reader;

/// Why something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fail {
    /// Its end is not there yet.
    Short,
    /// It cannot be.
    Bad,
}

/// What was read.
pub(super) type Read<T> = Result<T, Fail>;

/// Bytes that follow the first of a number, by its six highest bits.
const fn extra(first: u8) -> usize {
    match first {
        0..=0x7f => 0,
        0x80..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        0xf8..=0xfb => 5,
        _ => 6,
    }
}

/// Reads from the front of a slice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wire<'a>(Reader<'a>);

impl<'a> Wire<'a> {
    pub(super) const fn new(data: &'a [u8]) -> Self {
        Self(Reader::new(data))
    }

    /// Bytes not read yet.
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn take(&mut self, len: usize) -> Read<&'a [u8]> {
        self.0.take(len).ok_or(Fail::Short)
    }

    pub(super) fn u8(&mut self) -> Read<u8> {
        self.0.u8().ok_or(Fail::Short)
    }

    pub(super) fn u16(&mut self) -> Read<u16> {
        self.0.le16().ok_or(Fail::Short)
    }

    pub(super) fn i32(&mut self) -> Read<i32> {
        self.0.array().map(i32::from_le_bytes).ok_or(Fail::Short)
    }

    /// `read_varlong` of at least `least` bytes.
    pub(super) fn varlong(&mut self, least: usize) -> Read<i64> {
        let first = self.u8()?;
        let more = extra(first);
        let low = self.take(least.saturating_sub(1).saturating_add(more))?;
        let high = if more == 0 { first } else { first & (0xff_u8.checked_shr(more as u32 + 1).unwrap_or(0)) };
        if low.len() > 7 {
            return Err(Fail::Bad);
        }
        let value = low.iter().rev().fold(u64::from(high), |value, byte| value << 8 | u64::from(*byte));
        Ok(value as i64)
    }

    /// `read_varint`.
    pub(super) fn varint(&mut self) -> Read<i32> {
        self.varlong(1).map(|value| value as i32)
    }

    /// `read_varint30`: before protocol 30 four bytes.
    pub(super) fn varint30(&mut self, protocol: u8) -> Read<i32> {
        if protocol < 30 { self.i32() } else { self.varint() }
    }

    /// `read_varlong30`: before protocol 30 four bytes, or twelve.
    pub(super) fn varlong30(&mut self, protocol: u8, least: usize) -> Read<i64> {
        if protocol >= 30 {
            return self.varlong(least);
        }
        match self.i32()? {
            -1 => self.0.array().map(i64::from_le_bytes).ok_or(Fail::Short),
            value => Ok(i64::from(value)),
        }
    }

    /// Text behind its length, which has one byte or two (`read_vstring`).
    pub(super) fn vstring(&mut self) -> Read<&'a [u8]> {
        let first = usize::from(self.u8()?);
        let len = if first & 0x80 == 0 { first } else { (first & 0x7f) << 8 | usize::from(self.u8()?) };
        self.take(len)
    }
}

/// Numbers of files, each told by its distance from the one before it (`read_ndx`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Indexes {
    positive: i32,
    negative: i32,
}

impl Default for Indexes {
    fn default() -> Self {
        Self { positive: -1, negative: 1 }
    }
}

/// No file: a phase is done.
pub(super) const DONE: i32 = -1;
/// No more lists follow.
pub(super) const LISTS_END: i32 = -2;
/// What was deleted, in numbers.
pub(super) const DELETED: i32 = -3;
/// From here down: the list of a directory.
pub(super) const LIST: i32 = -101;

impl Indexes {
    pub(super) fn read(&mut self, protocol: u8, wire: &mut Wire<'_>) -> Read<i32> {
        if protocol < 30 {
            return wire.i32();
        }
        let mut first = wire.u8()?;
        if first == 0 {
            return Ok(DONE);
        }
        let negative = first == 0xff;
        if negative {
            first = wire.u8()?;
        }
        let before = if negative { self.negative } else { self.positive };
        let number = if first == 0xfe {
            let [high, low] = *wire.take(2)?.first_chunk().ok_or(Fail::Short)?;
            if high & 0x80 != 0 {
                let [second, third] = *wire.take(2)?.first_chunk().ok_or(Fail::Short)?;
                i32::from_le_bytes([low, second, third, high & 0x7f])
            } else {
                before.checked_add(i32::from(u16::from_be_bytes([high, low]))).ok_or(Fail::Bad)?
            }
        } else {
            before.checked_add(i32::from(first)).ok_or(Fail::Bad)?
        };
        let kept = if negative { &mut self.negative } else { &mut self.positive };
        *kept = number;
        if negative { number.checked_neg().ok_or(Fail::Bad) } else { Ok(number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_variable_length_are_read() {
        let varint = |bytes: &[u8]| Wire::new(bytes).varint();
        assert_eq!(varint(&[0x7f]), Ok(127));
        assert_eq!(varint(&[0xac, 0x00]), Ok(0x2c00));
        assert_eq!(varint(&[0xe7, 0xdb, 0xca, 0x4f]), Ok(0x074f_cadb));
        assert_eq!(varint(&[0xf0, 1, 2, 3, 4]), Ok(0x0403_0201));
        assert_eq!(varint(&[0xac]), Err(Fail::Short));
        assert_eq!(Wire::new(&[0, 0xe0, 2]).varlong(3), Ok(736));
        assert_eq!(Wire::new(&[0x6b, 0x0b, 0xb5, 0x07]).varlong(4), Ok(0x6b07_b50b));
        assert_eq!(Wire::new(&[0x81, 1, 2, 3]).varlong(3), Ok(0x0103_0201));
        assert_eq!(Wire::new(&[0xff; 20]).varlong(4), Err(Fail::Bad));
    }

    #[test]
    fn indexes_are_told_by_their_distance() {
        let mut indexes = Indexes::default();
        let mut wire = Wire::new(&[2, 1, 0xff, 1, 0xfe, 1, 0, 0xfe, 0x80, 9, 1, 0, 0, 0xff, 100]);
        let read: Vec<_> = std::iter::from_fn(|| indexes.read(31, &mut wire).ok()).collect();
        assert_eq!(read, [1, 2, LISTS_END, 258, 0x109, DONE, -102]);
    }
}
