//! Pages of a tablespace and their records (`fil0types.h`, `page0types.h`, `rem0rec.h` of `InnoDB`).

use crate::content::bytes::Bytes;
use crate::content::container::{be16, be32};

/// Bytes of a page's head.
pub(super) const HEAD: usize = 38;
/// The shortest record.
const SHORTEST: usize = 6;
/// Where rows may begin: behind the two records that every page has.
const ROWS: usize = 120;
/// Where the first and the last record of a page are, of either kind of record.
const FIRST: [usize; 2] = [99, 101];
const LAST: [usize; 2] = [112, 116];
/// Bytes before a record, behind the lengths of its fields.
pub(super) const EXTRA: usize = 5;
/// Bytes at a page's end.
const TRAILER: usize = 8;

/// What pages are.
pub(super) const INDEX: u16 = 17_855;
pub(super) const DICTIONARY: u16 = 17_853;
const BLOB: u16 = 10;
const LOB_DATA: u16 = 23;
const LOB_FIRST: u16 = 24;
const PACKED: u16 = 14;
const ENCRYPTED: [u16; 3] = [15, 16, 17];

/// What is done with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use<'p> {
    /// Rows of an index.
    Rows,
    /// What the tables are.
    Dictionary,
    /// A part of a long value.
    Long(&'p [u8]),
    /// Where something is: nothing of anybody.
    Structure,
    Encrypted,
    /// Packed in a way that is not opened.
    Packed,
    /// Whatever it is.
    Other,
}

/// A page.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    pub(super) data: &'p [u8],
}

/// Where a record begins: what stands behind the bytes before it.
pub(super) type Origin = usize;

impl<'p> Page<'p> {
    pub(super) fn kind(self) -> u16 {
        be16(self.data, 24) as u16
    }

    /// The index that it is of.
    pub(super) fn index(self) -> u64 {
        (be32(self.data, 66) as u64) << 32 | be32(self.data, 70) as u64
    }

    /// Its records do not say what their fields are (all row formats but the oldest).
    pub(super) fn is_compact(self) -> bool {
        self.data.at(42) & 0x80 != 0
    }

    /// Where what is or was in use ends.
    pub(super) fn top(self) -> usize {
        be16(self.data, 40).min(self.data.len().saturating_sub(TRAILER))
    }

    /// What it is to be used for. `number`: its number in the file, by which it knows itself.
    pub(super) fn purpose(self, number: Option<usize>) -> Use<'p> {
        let data = self.data;
        let kind = self.kind();
        // Of a page that is not the first, these bytes are the version of the key (`MariaDB`).
        let keyed = number.is_some_and(|number| number > 0) && be32(data, 26) != 0 && kind != PACKED;
        match kind {
            _ if ENCRYPTED.contains(&kind) || keyed => Use::Encrypted,
            PACKED => Use::Packed,
            INDEX if be16(data, 64) == 0 => Use::Rows,
            DICTIONARY if be16(data, 64) == 0 => Use::Dictionary,
            BLOB => Use::Long(data.after(HEAD + 8).upto(be32(data, HEAD))),
            LOB_FIRST => Use::Long(data.after(696).upto(be32(data, 54))),
            LOB_DATA => Use::Long(data.after(49).upto(be32(data, 39))),
            // Nodes of indexes; heads of the file, its extents and its segments.
            INDEX | DICTIONARY | 3 | 5 | 8 | 9 | 22 => Use::Structure,
            // A page that was never used.
            0 if data.iter().all(|byte| *byte == 0) => Use::Structure,
            _ => Use::Other,
        }
    }

    /// Its records, in the order of their keys.
    pub(super) fn records(self) -> Vec<Origin> {
        let data = self.data;
        let kind = usize::from(!self.is_compact());
        let (mut at, last) = (FIRST.get(kind).copied().unwrap_or(0), LAST.get(kind).copied().unwrap_or(0));
        let end = data.len().saturating_sub(TRAILER);
        let mut found = Vec::new();
        for _ in 0..=end / SHORTEST {
            let next = be16(data, at - 2);
            at = if self.is_compact() { (at + next) % data.len().max(1) } else { next };
            if at == last || !(ROWS..end).contains(&at) {
                break;
            }
            // The lowest three bits tell what kind of record it is: ordinary ones, and those with columns that were added.
            if !self.is_compact() || matches!(data.at(at - 3) & 7, 0 | 4) {
                found.push(at);
            }
        }
        found
    }

    /// Fields of a record of the oldest format, which says where each ends, with that; `None` for those that are NULL, or
    /// elsewhere.
    pub(super) fn redundant(self, at: Origin) -> Vec<Option<(&'p [u8], usize)>> {
        let data = self.data;
        let count = be16(data, at - 4) >> 1 & 0x3ff;
        let short = data.at(at - 3) & 1 == 1;
        let mut from = 0;
        let field = |n: usize| {
            let (end, absent) = if short {
                let end = usize::from(data.at(at.saturating_sub(7 + n)));
                (end & 0x7f, end & 0x80 != 0)
            } else {
                let end = be16(data, at.saturating_sub(8 + 2 * n));
                (end & 0x3fff, end & 0xc000 != 0)
            };
            let value = data.span(at + from, at + end);
            from = end.max(from);
            if absent { None } else { Some((value, at + end)) }
        };
        (0..count).map(field).collect()
    }
}
