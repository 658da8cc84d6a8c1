//! Metadata of rows and of prepared statements (native protocol v5 §4.2.5.2 and §4.2.5.4), one column after the other.

use super::types::Type;
use crate::proto::reader::Reader;
use crate::proto::rows::{bounded, shown};

/// Most columns.
const COLUMNS: u32 = 4096;
/// Longest state of paging, and longest description of a column.
pub(super) const FIELD_MAX: usize = 16 << 10;

const GLOBAL: u32 = 1;
const PAGED: u32 = 2;
const ABSENT: u32 = 4;
const CHANGED: u32 = 8;

/// A column, or a parameter.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: Box<[u8]>,
    pub(super) kind: Type,
}

/// What columns there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) keyspace: String,
    pub(super) table: String,
    pub(super) list: Vec<Column>,
}

/// Metadata under way.
#[derive(Debug, Default)]
pub(super) struct Meta {
    global: bool,
    /// Columns to come.
    left: u32,
    /// The server leaves the columns out: the client has them from the prepared statement. So many there are.
    pub(super) absent: Option<u32>,
    pub(super) told: Columns,
}

impl Meta {
    /// Reads what stands before the columns. `prepared`: of a statement's parameters, with the positions of the key.
    pub(super) fn begin(reader: &mut Reader<'_>, prepared: bool) -> Option<Self> {
        let flags = reader.u32()?;
        let count = reader.u32().filter(|count| *count <= COLUMNS)?;
        if prepared {
            let positions = reader.u32().filter(|count| *count <= COLUMNS)?;
            reader.take(positions as usize * 2)?;
        }
        if flags & PAGED != 0 {
            let len = usize::try_from(reader.u32()? as i32).unwrap_or(0);
            reader.take(len)?;
        }
        if flags & CHANGED != 0 && !prepared {
            reader.block16()?;
        }
        let mut meta = Self::default();
        if flags & ABSENT != 0 {
            meta.absent = Some(count);
            return Some(meta);
        }
        meta.left = count;
        meta.global = flags & GLOBAL != 0;
        if meta.global {
            meta.table(reader)?;
        }
        Some(meta)
    }

    fn table(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let (keyspace, table) = (reader.block16()?, reader.block16()?);
        if self.told.table.is_empty() {
            self.told.keyspace = shown(keyspace.rest(), "");
            self.told.table = shown(table.rest(), "");
        }
        Some(())
    }

    /// True if no column is left to be read.
    pub(super) const fn is_complete(&self) -> bool {
        self.left == 0
    }

    /// Reads the next column.
    pub(super) fn column(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let mut ahead = *reader;
        if !self.global {
            ahead.block16()?;
            ahead.block16()?;
        }
        let name = ahead.block16()?;
        let kind = Type::read(&mut ahead)?;
        if !self.global {
            self.table(reader)?;
        }
        *reader = ahead;
        self.told.list.push(Column { name: bounded(name.rest()), kind });
        self.left -= 1;
        Some(())
    }

    /// Reads all of it.
    pub(super) fn whole(reader: &mut Reader<'_>, prepared: bool) -> Option<Self> {
        let mut meta = Self::begin(reader, prepared)?;
        while !meta.is_complete() {
            meta.column(reader)?;
        }
        Some(meta)
    }
}
