//! The primitive types of the protocol guide: strings, arrays and byte blocks, classic and compact, and tagged fields.

use super::super::reader::Reader;

/// Tagged fields of one structure that are believed.
const TAGS: u32 = 64;

/// Reads fields; `None` where the bytes end or a length is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    reader: Reader<'a>,
    /// Lengths are varints, and structures end in tagged fields (KIP-482).
    flexible: bool,
    whole: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(data: &'a [u8], flexible: bool) -> Self {
        Self { reader: Reader::new(data), flexible, whole: data.len() }
    }

    /// Bytes read so far.
    pub(super) const fn at(&self) -> usize {
        self.whole.saturating_sub(self.reader.len())
    }

    /// Bytes that were not read yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.reader.rest()
    }

    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        self.reader.take(n)
    }

    pub(super) fn i16(&mut self) -> Option<i16> {
        self.reader.array().map(i16::from_be_bytes)
    }

    pub(super) fn i32(&mut self) -> Option<i32> {
        self.reader.array().map(i32::from_be_bytes)
    }

    /// An unsigned varint of at most 32 bits.
    pub(super) fn uvarint(&mut self) -> Option<u32> {
        let mut value = 0u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.reader.u8()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(value).ok();
            }
        }
        None
    }

    /// A zigzag varint of at most 64 bits.
    pub(super) fn varint(&mut self) -> Option<i64> {
        let mut value = 0u64;
        for shift in (0..70).step_by(7) {
            let byte = self.reader.u8()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Some((value >> 1) as i64 ^ -((value & 1) as i64));
            }
        }
        None
    }

    /// A block behind a zigzag varint, -1 for none.
    pub(super) fn field(&mut self) -> Option<&'a [u8]> {
        match self.varint()? {
            -1 => Some(&[]),
            len => self.take(usize::try_from(len).ok()?),
        }
    }

    /// The length of a string; 0 for none.
    pub(super) fn string_len(&mut self) -> Option<usize> {
        if self.flexible {
            return self.uvarint().map(|len| len.saturating_sub(1) as usize);
        }
        match self.i16()? {
            -1 => Some(0),
            len => usize::try_from(len).ok(),
        }
    }

    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        let len = self.string_len()?;
        self.take(len)
    }

    /// A length of bytes or a count of an array; 0 for none.
    pub(super) fn count(&mut self) -> Option<u32> {
        if self.flexible {
            return self.uvarint().map(|count| count.saturating_sub(1));
        }
        match self.i32()? {
            -1 => Some(0),
            count => u32::try_from(count).ok(),
        }
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.count()?;
        self.take(len as usize)
    }

    /// Classic bytes, whatever the version.
    pub(super) fn block(&mut self) -> Option<&'a [u8]> {
        match self.i32()? {
            -1 => Some(&[]),
            len => self.take(usize::try_from(len).ok()?),
        }
    }

    /// Passes over the tagged fields at the end of a structure.
    pub(super) fn tags(&mut self) -> Option<()> {
        if !self.flexible {
            return Some(());
        }
        let count = self.uvarint().filter(|count| *count <= TAGS)?;
        for _ in 0..count {
            self.uvarint()?;
            let len = self.uvarint()?;
            self.take(len as usize)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_are_read_as_the_guide_says() {
        assert_eq!(Cursor::new(&[0xac, 0x02], true).uvarint(), Some(300));
        assert_eq!(Cursor::new(&[0x01], true).varint(), Some(-1));
        assert_eq!(Cursor::new(&[0xd8, 0x04], true).varint(), Some(300));
        assert_eq!(Cursor::new(&[0xff; 12], true).varint(), None);
        assert_eq!(Cursor::new(&[0xff; 12], true).uvarint(), None);
        assert_eq!(Cursor::new(&[0, 0], true).string(), Some(&[][..]));
        assert_eq!(Cursor::new(&[0xff, 0xff], false).string(), Some(&[][..]));
        assert_eq!(Cursor::new(&[3, b'a', b'b'], true).bytes(), Some(&b"ab"[..]));
    }
}
