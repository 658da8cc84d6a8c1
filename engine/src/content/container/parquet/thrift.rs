//! Thrift's compact protocol, as far as Parquet speaks it.

use crate::content::container::{signed, varint};

/// Structures in one another that are followed.
const NESTED: u8 = 32;

/// Kinds of fields.
pub(super) const I32: u8 = 5;
pub(super) const I64: u8 = 6;
pub(super) const BINARY: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// Reads from the front of bytes.
#[derive(Clone)]
pub(super) struct Thrift<'a> {
    /// What has not been read.
    pub(super) rest: &'a [u8],
}

impl<'a> Thrift<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    /// A number without a sign.
    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut used = 0;
        let value = varint(self.rest, &mut used)?;
        self.take(used)?;
        Some(value)
    }

    /// A number with a sign, whatever its width.
    pub(super) fn number(&mut self) -> Option<i64> {
        self.varint().map(signed)
    }

    /// A number that counts something; `None` if it is negative.
    pub(super) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn binary(&mut self) -> Option<&'a [u8]> {
        let len = usize::try_from(self.varint()?).ok()?;
        self.take(len)
    }

    /// Every field of a structure: `each` gets its number and kind, and answers whether it read it; others are passed over.
    pub(super) fn fields(&mut self, each: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>) -> Option<()> {
        let mut id = 0i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = if head >> 4 == 0 { self.number()? } else { id.checked_add(i64::from(head >> 4))? };
            if !each(self, id, head & 15)? {
                self.skip(head & 15, 0)?;
            }
        }
    }

    /// Every element of a list, if they are of this kind.
    pub(super) fn list(&mut self, kind: u8, each: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        let (found, count) = self.list_head()?;
        for _ in 0..count {
            if found == kind { each(self)? } else { self.element(found, 0)? }
        }
        Some(())
    }

    /// Kind and number of elements; each takes at least a byte.
    fn list_head(&mut self) -> Option<(u8, usize)> {
        let head = self.byte()?;
        let count = if head >> 4 == 15 { usize::try_from(self.varint()?).ok()? } else { usize::from(head >> 4) };
        (count <= self.rest.len()).then_some((head & 15, count))
    }

    /// Passes over an element of a list; truth takes a byte there.
    fn element(&mut self, kind: u8, depth: u8) -> Option<()> {
        if matches!(kind, 1 | 2) { self.byte().map(drop) } else { self.skip(kind, depth) }
    }

    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        if depth > NESTED {
            return None;
        }
        match kind {
            1 | 2 => {}
            3 => drop(self.byte()?),
            4..=6 => drop(self.varint()?),
            7 => drop(self.take(8)?),
            8 => drop(self.binary()?),
            9 | 10 => {
                let (kind, count) = self.list_head()?;
                for _ in 0..count {
                    self.element(kind, depth + 1)?;
                }
            }
            11 => {
                let count = usize::try_from(self.varint()?).ok().filter(|count| *count <= self.rest.len())?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                for _ in 0..count {
                    self.element(kinds >> 4, depth + 1)?;
                    self.element(kinds & 15, depth + 1)?;
                }
            }
            12 => {
                let mut head = self.byte()?;
                while head != 0 {
                    if head >> 4 == 0 {
                        self.varint()?;
                    }
                    self.skip(head & 15, depth + 1)?;
                    head = self.byte()?;
                }
            }
            _ => return None,
        }
        Some(())
    }
}
