//! Tablespaces of `InnoDB` (`.ibd`, `ibdata1`): the files of `MySQL` and `MariaDB`, as physical backups carry them.
//!
//! Pages are read as they come, each by itself. In a record nothing stands between one field and the next. What the fields
//! are says the tablespace itself (`MySQL` from 8.0 on, see [`dictionary`]), or it is found out from the records (see
//! [`guess`], decision 0032): then fields have numbers for names. Rows of a table are separated values. Long values that have
//! pages of their own are scanned piece by piece. What the nodes and heads of indexes hold stands in the rows as well. What
//! is encrypted is told as that; packed pages are `undecodable`. Where pages begin again behind missing bytes is found by the
//! space's number.
//! Limits: 64 indexes, 64 pages from which the fields of records are found out.

mod dictionary;
mod guess;
mod layout;
mod page;

use super::office::table::Table;
use super::{Container, Format, be16, be32};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::coded::scale;
use crate::content::place::{Place, push_name};
use crate::coverage::{State, Tally};
use crate::message::Charset;
use layout::Field;
use page::{HEAD, Page, Use};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "innodb",
    media: "application/x-innodb",
    begins: |head| page_size(head).is_some(),
    open: |place, depth, _| Box::new(Tablespace::new(place, depth)),
};

/// Indexes that are told apart.
const INDEXES: usize = 64;
/// Pages that are looked at for how records lie.
const TRIES: u32 = 64;
/// The largest page.
const LARGEST: usize = 64 << 10;
/// The number of a space, in each page.
const SPACE: usize = 34;

/// Bytes of a page, and whether rows are packed, if a tablespace begins here: its first page says so (`fsp0types.h`).
fn page_size(head: &[u8]) -> Option<(usize, bool)> {
    let first = be32(head, 4) == 0 && be16(head, 24) == 8 && head.len() >= 58;
    if !first || be32(head, SPACE) != be32(head, HEAD) || be32(head, 42) != 0 || be32(head, 46) == 0 {
        return None;
    }
    let flags = be32(head, 54);
    let size = |shift: usize| 512usize.checked_shl(shift as u32).filter(|size| (1 << 10..=LARGEST).contains(size));
    let (packed, shift) = (flags >> 1 & 0xf, flags >> 6 & 0xf);
    match (packed, shift) {
        _ if flags >= 1 << 24 => None,
        // Pages of MariaDB that have one checksum say their size elsewhere.
        (8.., _) if flags & 0xf > 2 => size(flags & 0xf).map(|size| (size, flags >> 5 & 7 != 0)),
        (0, 0) => Some((16 << 10, false)),
        (0, shift) => size(shift).map(|size| (size, false)),
        (packed @ 1..=5, _) => size(packed).map(|size| (size, true)),
        _ => None,
    }
}

/// What is known of an index.
enum Index {
    /// Rows of a table.
    Rows(Box<Rows>),
    /// What rows of a table hold.
    Again,
    /// Nothing could be found out.
    Unknown,
}

/// A table on its way out.
struct Rows {
    fields: Vec<Field>,
    guessed: bool,
    table: Table,
}

struct Tablespace {
    place: Place,
    depth: u8,
    size: usize,
    space: usize,
    packed: bool,
    /// The number of the page that comes; unknown behind missing bytes.
    number: Option<usize>,
    /// A page in part.
    page: Vec<u8>,
    lost: bool,
    indexes: Vec<(u64, Index)>,
    /// Pages of which may still be found out how their records lie.
    tries: u32,
    /// What is scanned as it is: pages, and what stands in pages.
    blob: Option<Box<Blob>>,
    values: Option<Box<Blob>>,
    /// Bytes of pages whose values were not judged yet.
    pending: u64,
    spent: bool,
}

impl Tablespace {
    fn new(place: &Place, depth: u8) -> Self {
        Self {
            place: place.clone(),
            depth,
            size: 0,
            space: 0,
            packed: false,
            number: Some(0),
            page: Vec::new(),
            lost: false,
            indexes: Vec::new(),
            tries: TRIES,
            blob: None,
            values: None,
            pending: 0,
            spent: false,
        }
    }

    /// A page that is all here.
    fn turn(&mut self, data: &[u8], cx: &mut Context<'_>) -> Tally {
        let page = Page { data };
        let number = self.number;
        self.number = number.map(|number| number + 1);
        match page.purpose(number) {
            _ if self.spent => told(State::Skipped, data),
            Use::Rows if self.packed => told(State::Undecodable, data),
            Use::Rows => self.rows(page, cx),
            Use::Dictionary => {
                for at in page.records() {
                    if let Some(described) = dictionary::table(page, at, cx) {
                        self.describe(described, cx);
                    }
                }
                told(State::Inspected, data)
            }
            Use::Long(value) => self.scan_values(value, page, cx),
            Use::Structure => told(State::Inspected, data),
            Use::Encrypted => told(State::Encrypted, data),
            Use::Packed => told(State::Undecodable, data),
            Use::Other => self.scan(data, cx),
        }
    }

    /// A table that the dictionary knows.
    fn describe(&mut self, described: dictionary::Described, cx: &mut Context<'_>) {
        let dictionary::Described { name, rows, others, fields, columns } = described;
        if self.indexes.len() + others.len() >= INDEXES || self.indexes.iter().any(|(id, _)| *id == rows) {
            return;
        }
        let rows_of = self.table(&name, fields, false, columns.iter().map(String::as_str), cx);
        self.indexes.push((rows, rows_of));
        self.indexes.extend(others.into_iter().map(|id| (id, Index::Again)));
    }

    /// A table with the names of its columns.
    fn table<'n>(
        &self,
        name: &str,
        fields: Vec<Field>,
        guessed: bool,
        columns: impl Iterator<Item = &'n str>,
        cx: &mut Context<'_>,
    ) -> Index {
        let mut shown = String::new();
        push_name(&mut shown, name.as_bytes(), Charset::Utf8);
        let mut table = Table::new(self.place.child("innodb", &shown), self.depth);
        columns.enumerate().for_each(|(at, name)| table.cell(at, name.as_bytes()));
        table.end_row(cx);
        Index::Rows(Box::new(Rows { fields, guessed, table }))
    }

    /// A page of rows.
    fn rows(&mut self, page: Page<'_>, cx: &mut Context<'_>) -> Tally {
        let id = page.index();
        let at = self.indexes.iter().position(|(other, _)| *other == id).unwrap_or(self.indexes.len());
        if at == INDEXES {
            return self.scan(page.data, cx);
        }
        let known = self.indexes.get_mut(at).map(|(_, index)| std::mem::replace(index, Index::Unknown));
        let index = match known.unwrap_or(Index::Unknown) {
            Index::Unknown if page.is_compact() => self.guess(page, cx),
            index => index,
        };
        let (index, tally) = match index {
            Index::Again => (Index::Again, self.done(page)),
            Index::Unknown if page.is_compact() => (Index::Unknown, self.scan(page.data, cx)),
            Index::Unknown => (Index::Unknown, self.scan_values(&redundant(page), page, cx)),
            Index::Rows(rows) => self.tell(rows, page, cx),
        };
        match self.indexes.get_mut(at) {
            Some(slot) => slot.1 = index,
            None => self.indexes.push((id, index)),
        }
        tally
    }

    /// Tells the rows of a page. A guess that most of them do not bear out is dropped.
    fn tell(&mut self, mut rows: Box<Rows>, page: Page<'_>, cx: &mut Context<'_>) -> (Index, Tally) {
        let rest = rows.tell(page, cx);
        self.spent |= rows.table.spent;
        let tally = if rest.is_empty() { self.done(page) } else { self.scan_values(&rest, page, cx) };
        if rows.guessed && rest.len() * 2 > page.data.len() {
            rows.table.finish(Ending::Whole, cx);
            return (Index::Unknown, tally);
        }
        (Index::Rows(rows), tally)
    }

    fn done(&self, page: Page<'_>) -> Tally {
        told(if self.spent { State::Skipped } else { State::Inspected }, page.data)
    }

    /// Finds out how the records of a page lie.
    fn guess(&mut self, page: Page<'_>, cx: &mut Context<'_>) -> Index {
        let Some(left) = self.tries.checked_sub(1) else { return Index::Unknown };
        self.tries = left;
        let Some(fields) = guess::layout(page) else { return Index::Unknown };
        let columns = fields.iter().filter(|field| field.column.is_some()).count();
        let names: Vec<String> = (1..=columns).map(|n| format!("column {n}")).collect();
        self.table("", fields, true, names.iter().map(String::as_str), cx)
    }

    /// What is no page of rows, as it is.
    fn scan(&mut self, data: &[u8], cx: &mut Context<'_>) -> Tally {
        self.spent |= !cx.charge(data.len());
        if self.spent {
            return told(State::Skipped, data);
        }
        let new = || Box::new(Blob::new(&self.place.child("innodb", ""), self.depth));
        self.blob.get_or_insert_with(new).push(data, Ending::More, cx)
    }

    /// What stands in a page, as it is: it answers for the whole of it.
    fn scan_values(&mut self, values: &[u8], page: Page<'_>, cx: &mut Context<'_>) -> Tally {
        self.spent |= !cx.charge(values.len());
        if self.spent {
            return self.done(page);
        }
        self.pending += page.data.len() as u64;
        let new = || Box::new(Blob::new(&self.place.child("innodb", ""), self.depth));
        let told = self.values.get_or_insert_with(new).push(values, Ending::More, cx);
        if told.total() == 0 { told } else { scale(&told, std::mem::take(&mut self.pending)) }
    }

    /// Looks where a page begins in what is held.
    fn found_again(&self) -> Option<usize> {
        let space = (self.space as u32).to_be_bytes();
        let is_page = |at: &usize| {
            let head = self.page.after(*at);
            head.len() >= HEAD + 8 && matches!(be16(head, 24), 2..=24 | 17_853..=17_855) && be32(head, 4) < 1 << 24
        };
        memchr::memmem::find_iter(&self.page, &space).filter_map(|at| at.checked_sub(SPACE)).find(is_page)
    }
}

impl Rows {
    /// Tells the rows of a page; answers what could not be read of it, for want of a layout.
    fn tell(&mut self, page: Page<'_>, cx: &mut Context<'_>) -> Vec<u8> {
        let records = page.records();
        let mut starts = records.clone();
        starts.sort_unstable();
        // Records of sound pages share no bytes, but what stands before one may be told with what is left of another.
        let mut room = page.data.len() * 2;
        let mut rest = Vec::new();
        let lengths = self.fields.iter().filter(|field| !matches!(field.size, layout::Size::Fixed(_))).count();
        // The most that stands before a record.
        let before = 2 * page::EXTRA + 1 + lengths * 2;
        for at in records {
            let next = starts.get(starts.partition_point(|start| *start <= at)).copied().unwrap_or(page.top());
            let read = match (page.is_compact(), self.guessed) {
                (true, true) => guess::record(page, (at, next), &self.fields),
                (true, false) => layout::record(page, at, &self.fields),
                (false, _) => layout::redundant(page, at, &self.fields),
            };
            let (start, end) = read.as_ref().map_or((at, next), |record| (record.start, record.end));
            // Rows that were deleted, and fields that were added since.
            let left = if next.saturating_sub(end) > before { page.data.span(end, next) } else { &[] };
            room = room.saturating_sub(end.saturating_sub(start).max(1) + left.len());
            if room == 0 || self.table.spent {
                break;
            }
            if !left.is_empty() {
                rest.extend_from_slice(left);
                rest.push(0);
            }
            let Some(record) = read else {
                rest.extend_from_slice(page.data.span(at, next));
                rest.push(0);
                continue;
            };
            let mut cells: Vec<(usize, Vec<u8>)> = record
                .values
                .iter()
                .filter_map(|(field, raw)| Some((field.column?, layout::text(field.kind, raw))))
                .collect();
            cells.sort_by_key(|(column, _)| *column);
            for (column, text) in &cells {
                self.table.cell(*column, text);
            }
            self.table.end_row(cx);
        }
        rest
    }
}

/// The fields on a page of the oldest format, with a byte between them.
fn redundant(page: Page<'_>) -> Vec<u8> {
    let mut room = page.data.len();
    let mut fields = Vec::new();
    for at in page.records() {
        for (field, _) in page.redundant(at).into_iter().flatten() {
            room = room.saturating_sub(field.len() + 1);
            if room == 0 {
                return fields;
            }
            fields.extend_from_slice(field);
            fields.push(0);
        }
    }
    fields
}

fn told(state: State, data: &[u8]) -> Tally {
    let mut tally = Tally::default();
    tally.add(state, data.len() as u64);
    tally
}

impl Container for Tablespace {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = data;
        while !rest.is_empty() {
            if self.size == 0 || self.lost {
                // The head says how long pages are; where one begins, behind missing bytes.
                let take = (2 * HEAD).min(rest.len());
                self.page.extend_from_slice(rest.upto(take));
                rest = rest.after(take);
            } else {
                let take = self.size.saturating_sub(self.page.len()).min(rest.len());
                self.page.extend_from_slice(rest.upto(take));
                rest = rest.after(take);
            }
            if self.lost {
                let found = self.found_again();
                let before = found.unwrap_or(self.page.len().saturating_sub(2 * HEAD));
                let mut page = std::mem::take(&mut self.page);
                tally.merge(&self.scan(page.upto(before), cx));
                page.drain(..before);
                self.page = page;
                self.lost = found.is_none();
            }
            if self.size == 0 && self.page.len() >= 2 * HEAD {
                (self.size, self.packed) = page_size(&self.page).unwrap_or((16 << 10, true));
                self.space = be32(&self.page, SPACE);
            }
            if self.size > 0 && self.page.len() >= self.size {
                let mut page = std::mem::take(&mut self.page);
                tally.merge(&self.turn(page.upto(self.size), cx));
                page.drain(..self.size);
                self.page = page;
            }
        }
        if end.is_last() {
            let page = std::mem::take(&mut self.page);
            tally.merge(&self.scan(&page, cx));
            for (_, index) in &mut self.indexes {
                if let Index::Rows(rows) = index {
                    rows.table.finish(end, cx);
                }
            }
            if let Some(blob) = &mut self.blob {
                tally.merge(&blob.push(&[], end, cx));
            }
            if let Some(values) = &mut self.values {
                let told = values.push(&[], end, cx);
                tally.merge(&scale(&told, told.total().min(self.pending)));
                tally.add(State::Inspected, self.pending.saturating_sub(told.total()));
                self.pending = 0;
            }
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let page = std::mem::take(&mut self.page);
        let mut tally = self.scan(&page, cx);
        if let Some(blob) = &mut self.blob {
            tally.merge(&blob.gap(cx));
        }
        self.lost = self.size > 0;
        self.number = None;
        // The rows may be what is missing.
        self.indexes.retain(|(_, index)| !matches!(index, Index::Again));
        tally
    }

    fn held(&self) -> usize {
        let blobs = [&self.blob, &self.values].into_iter().flatten();
        self.page.capacity() + blobs.map(|blob| blob.held()).sum::<usize>()
    }
}
