//! XDR (RFC 4506): big-endian words, and bytes behind their length, filled up to whole words.

use crate::proto::reader::Reader;

/// Why something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fail {
    /// Its end is not there yet.
    Short,
    /// It cannot be.
    Bad,
    /// How long it is is not known here.
    Unknown,
}

/// What was read.
pub(super) type Read<T> = Result<T, Fail>;

/// Reads from the front of a slice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Xdr<'a>(Reader<'a>);

impl<'a> Xdr<'a> {
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

    pub(super) fn u32(&mut self) -> Read<u32> {
        self.0.u32().ok_or(Fail::Short)
    }

    pub(super) fn u64(&mut self) -> Read<u64> {
        self.0.array().map(u64::from_be_bytes).ok_or(Fail::Short)
    }

    /// A truth value.
    pub(super) fn flag(&mut self) -> Read<bool> {
        match self.u32()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Fail::Bad),
        }
    }

    /// A word that must be this.
    pub(super) fn is(&mut self, known: u32) -> Read<()> {
        if self.u32()? == known { Ok(()) } else { Err(Fail::Bad) }
    }

    /// Bytes behind their length, which is at most `most`.
    pub(super) fn opaque(&mut self, most: usize) -> Read<&'a [u8]> {
        let len = self.u32()? as usize;
        if len > most {
            return Err(Fail::Bad);
        }
        let data = self.take(len)?;
        self.take(padding(len as u64))?;
        Ok(data)
    }

    /// So many words behind their number, which is at most `most`.
    pub(super) fn words(&mut self, most: u32) -> Read<()> {
        let count = self.u32()?;
        if count > most {
            return Err(Fail::Bad);
        }
        self.take(count as usize * 4).map(drop)
    }
}

/// Bytes that fill up to a whole word.
pub(super) const fn padding(len: u64) -> usize {
    (len.wrapping_neg() & 3) as usize
}
