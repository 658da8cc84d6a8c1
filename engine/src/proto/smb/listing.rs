//! Listings of directories (\[MS-SMB2\] §2.2.34, \[MS-FSCC\] §2.4): the names in them, one a line.

use super::super::reader::Reader;
use super::super::transfer;
use super::{SmbParser, State, Step, session, wire};
use crate::message::{Direction, Outlet};

/// Bytes of names that are handed over together.
const FULL: usize = 64 << 10;
/// Longest entry.
const ENTRY_MAX: u64 = 4096;

/// The names of a listing that comes.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: Vec<u8>,
    /// Class of the entries.
    pub class: u8,
}

impl Listing {
    /// Hands over what was collected.
    pub(super) fn flush(&mut self, dir: Direction, tx: u32, out: &mut dyn Outlet) {
        transfer::listing(dir, "smb.list", tx, &self.names, out);
        self.names.clear();
    }

    fn put(&mut self, entry: &[u8]) -> Option<()> {
        let (len_at, name_at) = wire::entry(self.class)?;
        let len = Reader::new(entry.get(len_at..)?).le32()? as usize;
        let name = session::name(entry.get(name_at..name_at.checked_add(len)?)?);
        if name != "." && name != ".." {
            self.names.extend_from_slice(name.as_bytes());
            self.names.push(b'\n');
        }
        Some(())
    }
}

impl SmbParser {
    /// The next entry of a listing.
    pub(super) fn entries(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let tx = self.session.tx.saturating_sub(1);
        let side = self.side(dir);
        let Some(next) = Reader::new(data).le32() else {
            return if left >= 4 { Step::More } else { self.end_entries(dir, out) };
        };
        let len = if next == 0 { left } else { u64::from(next) };
        if len > left || len > ENTRY_MAX {
            // No listing after all, or one of strange names.
            return self.end_entries(dir, out);
        }
        let Some(entry) = data.get(..len as usize) else { return Step::More };
        out.framing(dir, entry.len());
        side.skip(len);
        let understood = side.listing.put(entry).is_some();
        if side.listing.names.len() >= FULL {
            side.listing.flush(dir, tx, out);
        }
        let left = left.saturating_sub(len);
        side.state = State::Entries(left);
        if left == 0 || !understood {
            self.end_entries(dir, out);
        }
        Step::Took(entry.len())
    }

    fn end_entries(&mut self, dir: Direction, out: &mut dyn Outlet) -> Step {
        let tx = self.session.tx.saturating_sub(1);
        let side = self.side(dir);
        side.listing.flush(dir, tx, out);
        side.state = State::Rest;
        if side.part == 0 {
            side.next();
        }
        Step::Took(0)
    }
}
