//! `SQLite` databases (its "Database File Format").
//!
//! A file is collected (see [`super::collected`]); its tables are read from the schema on, each as separated values with the
//! names of its columns. Pages on the list of free ones are scanned as they are: deleted rows are there. Indexes hold
//! what tables hold and are not read again. BLOBs are unpacked as files. Not read: write-ahead logs, and databases that
//! are encrypted as a whole, which look like noise. Every page is read once, whatever pages say of one another. Of a database
//! that is longer than what is collected, the pages behind that are read one by one (see [`later`]).

mod later;
mod schema;

use super::collected::{Collected, File, Reader};
use super::office::table::Table;
use super::{Container, Format, be16, be32};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Charset;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use later::Later;
use schema::Columns;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "sqlite",
    media: "application/vnd.sqlite3",
    begins: |head| head.starts_with(b"SQLite format 3\0"),
    open: |place, depth, file| Collected::boxed(place, depth, file, Database::default()),
};

/// Tables that are read.
const TABLES: usize = 1024;
/// Columns of a row.
const COLUMNS: usize = 2048;
/// Pages above one another.
const NESTED: usize = 32;
/// Shortest BLOB that is unpacked: shorter ones are numbers and keys.
const BLOB_BYTES: usize = 16;
/// Kinds of pages (§1.6).
const INDEX_INTERIOR: u8 = 2;
const TABLE_INTERIOR: u8 = 5;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;

/// A database, read as far as it is collected, and what reads on.
#[derive(Default)]
struct Database {
    later: Later,
}

impl Reader for Database {
    fn read(&mut self, file: &File<'_>, cx: &mut Context<'_>) -> Tally {
        let data = file.data.upto(file.sound);
        let size = match be16(data, 16) {
            1 => 65536,
            size => size,
        };
        let mut tally = Tally::default();
        if !size.is_power_of_two() || size < 512 {
            cx.damaged("sqlite: there is no such page size");
            tally.add(State::Undecodable, file.data.len() as u64);
            return tally;
        }
        let layout = Layout {
            size,
            usable: size.saturating_sub(usize::from(data.at(20))).max(480),
            encoding: match be32(data, 56) {
                2 => UTF_16LE,
                3 => UTF_16BE,
                _ => UTF_8,
            },
        };
        // A page that is there in part is read once the rest has come.
        let pages = if file.goes_on { data.upto(data.len() / size * size) } else { data };
        let mut base = Base::new(file, pages, layout);
        let tables = base.tables(cx);
        base.free(cx);
        let state = if base.spent { State::Skipped } else { State::Inspected };
        let told = scale(&base.told, base.told.total().min(data.len() as u64));
        if base.told.total() > 0 {
            tally.merge(&told);
        }
        tally.add(state, (data.len() as u64).saturating_sub(tally.total()));
        tally.add(State::Undecodable, (file.data.len() - data.len()) as u64);
        self.later = Later::new(file, layout, &tables);
        tally
    }

    fn rest(&mut self) -> Option<&mut dyn Container> {
        Some(&mut self.later)
    }

    fn held(&self) -> usize {
        self.later.held()
    }
}

/// How a database is written.
#[derive(Clone, Copy)]
struct Layout {
    /// Bytes of a page, and those of them that hold content.
    size: usize,
    usable: usize,
    encoding: &'static Encoding,
}

/// A table of the schema.
struct Entry {
    name: String,
    root: usize,
    sql: String,
}

struct Base<'f, 'a> {
    file: &'f File<'a>,
    data: &'f [u8],
    layout: Layout,
    /// Pages that were read.
    seen: Vec<bool>,
    /// Bytes of overflowing content that may still be read.
    left: usize,
    /// What became of content that is a file of its own.
    told: Tally,
    spent: bool,
}

/// A value in a row.
enum Value<'v> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'v [u8]),
    Blob(&'v [u8]),
}

/// Takes a row: its number, its values.
type EachRow<'e, B> = dyn FnMut(&mut B, i64, &[Value<'_>], &mut Context<'_>) + 'e;

/// A table on its way out.
struct Sheet {
    place: Place,
    columns: Columns,
    table: Table,
}

impl Sheet {
    /// A table of this name in the database at a place.
    fn new(base: &Place, depth: u8, name: &str, columns: Columns) -> Self {
        let mut shown = String::new();
        push_name(&mut shown, name.as_bytes(), Charset::Utf8);
        let place = base.child("sqlite", &shown);
        Self { columns, table: Table::new(place.clone(), depth), place }
    }

    /// Its first row: the names of its columns.
    fn begin(&mut self, cx: &mut Context<'_>) {
        for (at, name) in self.columns.names.iter().enumerate() {
            self.table.cell(at, name.as_bytes());
        }
        self.table.end_row(cx);
    }
}

impl<'f, 'a> Base<'f, 'a> {
    /// Pages of a file, from its first one on.
    fn new(file: &'f File<'a>, data: &'f [u8], layout: Layout) -> Self {
        Self {
            file,
            data,
            layout,
            seen: vec![false; data.len().div_ceil(layout.size)],
            left: data.len(),
            told: Tally::default(),
            spent: false,
        }
    }

    /// A page by its number, from 1, unless it was read; of the first one, what follows the file's head.
    fn page(&mut self, number: usize) -> Option<&'f [u8]> {
        let seen = self.seen.get_mut(number.checked_sub(1)?)?;
        if std::mem::replace(seen, true) {
            return None;
        }
        let start = (number - 1) * self.layout.size;
        Some(self.data.span(start, start + self.layout.size))
    }

    /// Every table of the schema, which is the table on the first page.
    fn tables(&mut self, cx: &mut Context<'_>) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        let encoding = self.layout.encoding;
        let text = |value: Option<&Value<'_>>| match value {
            Some(Value::Text(raw)) => encoding.decode_without_bom_handling(raw).0.into_owned(),
            _ => String::new(),
        };
        self.walk(1, cx, &mut |_, _, row, _| {
            let root = match row.get(3) {
                Some(Value::Integer(root)) => usize::try_from(*root).unwrap_or(0),
                _ => 0,
            };
            if text(row.first()) == "table" && root > 0 && found.len() < TABLES {
                found.push(Entry { name: text(row.get(1)), root, sql: text(row.get(4)) });
            }
        });
        for entry in &found {
            if self.spent {
                break;
            }
            self.table(entry, cx);
        }
        found
    }

    fn table(&mut self, entry: &Entry, cx: &mut Context<'_>) {
        let mut text = TextStream::new(self.file.place.child("sqlite", ""), Style::Plain, Label::Utf8, self.file.depth);
        let _ = text.push(entry.sql.as_bytes(), Ending::Whole, cx);
        let mut sheet = Sheet::new(self.file.place, self.file.depth, &entry.name, schema::columns(&entry.sql));
        sheet.begin(cx);
        self.walk(entry.root, cx, &mut |base, number, row, cx| base.row(&mut sheet, number, row, cx));
        sheet.table.finish(Ending::Whole, cx);
        self.spent |= sheet.table.spent;
    }

    fn row(&mut self, sheet: &mut Sheet, number: i64, row: &[Value<'_>], cx: &mut Context<'_>) {
        let mut digits = String::new();
        for (at, value) in row.iter().enumerate() {
            use std::fmt::Write as _;
            digits.clear();
            match value {
                Value::Null if sheet.columns.number == Some(at) => {
                    let _ = write!(digits, "{number}");
                }
                Value::Null => {}
                Value::Integer(value) => {
                    let _ = write!(digits, "{value}");
                }
                Value::Real(value) => {
                    let _ = write!(digits, "{value}");
                }
                Value::Text(raw) => {
                    sheet.table.cell(at, self.layout.encoding.decode_without_bom_handling(raw).0.as_bytes());
                }
                Value::Blob(raw) if raw.len() < BLOB_BYTES => {}
                Value::Blob(raw) => {
                    let name = sheet.columns.names.get(at).map_or("", String::as_str);
                    self.blob(&sheet.place.child(name, ""), name, raw, cx);
                }
            }
            sheet.table.cell(at, digits.as_bytes());
        }
        sheet.table.end_row(cx);
        self.spent |= sheet.table.spent;
    }

    /// A value that is a file.
    fn blob(&mut self, place: &Place, name: &str, raw: &[u8], cx: &mut Context<'_>) {
        if !cx.part() || !cx.charge(raw.len()) {
            return self.told.add(State::Skipped, raw.len() as u64);
        }
        let depth = self.file.depth.saturating_add(1);
        let mut entity = Entity::new(place.clone(), Declared::default(), Vec::new(), depth).named(name);
        self.told.merge(&entity.push(raw, Ending::Whole, cx));
    }

    /// Rows of the tree below a page.
    fn walk(&mut self, root: usize, cx: &mut Context<'_>, each: &mut EachRow<'_, Self>) {
        let mut open = vec![(root, 0)];
        while let Some((number, depth)) = open.pop() {
            if depth > NESTED || self.spent {
                continue;
            }
            let Some(page) = self.page(number) else { continue };
            let head = if number == 1 { 100 } else { 0 };
            let kind = page.at(head);
            if !matches!(kind, TABLE_INTERIOR | INDEX_INTERIOR) {
                self.leaf(page, head, cx, each);
                continue;
            }
            open.push((be32(page, head + 8), depth + 1));
            let first = open.len();
            // Cells of sound pages share no bytes.
            let mut room = page.len();
            for at in 0..be16(page, head + 3).min(page.len() / 2) {
                let cell = page.after(be16(page, head + 12 + at * 2));
                if self.spent || room == 0 {
                    break;
                }
                open.push((be32(cell, 0), depth + 1));
                let used = if kind == TABLE_INTERIOR { 5 } else { self.cell(cell.after(4), false, cx, each) };
                room = room.saturating_sub(used);
            }
            // What was pushed last is read first: rows stay in their order.
            if let Some(pushed) = open.get_mut(first..) {
                pushed.reverse();
            }
        }
    }

    /// Rows of a page that is no interior one, whose head stands there.
    fn leaf(&mut self, page: &[u8], head: usize, cx: &mut Context<'_>, each: &mut EachRow<'_, Self>) {
        let kind = page.at(head);
        if !matches!(kind, TABLE_LEAF | INDEX_LEAF) {
            return;
        }
        let mut room = page.len();
        for at in 0..be16(page, head + 3).min(page.len() / 2) {
            if self.spent || room == 0 {
                break;
            }
            let cell = page.after(be16(page, head + 8 + at * 2));
            room = room.saturating_sub(self.cell(cell, kind == TABLE_LEAF, cx, each));
        }
    }

    /// One row; answers how many bytes of the page it takes.
    fn cell(&mut self, cell: &[u8], numbered: bool, cx: &mut Context<'_>, each: &mut EachRow<'_, Self>) -> usize {
        let mut at = 0;
        let len = usize::try_from(varint(cell, &mut at)).unwrap_or(usize::MAX);
        let number = if numbered { varint(cell, &mut at) as i64 } else { 0 };
        let body = cell.after(at);
        // §1.6: what is kept on the page of a row that overflows.
        let most = if numbered { self.layout.usable - 35 } else { (self.layout.usable - 12) * 64 / 255 - 23 };
        if len <= most {
            let mut row = Vec::new();
            values(body.upto(len), &mut row);
            each(self, number, &row, cx);
            return at + body.len().min(len);
        }
        let least = (self.layout.usable - 12) * 32 / 255 - 23;
        let more = least + (len - least) % (self.layout.usable - 4);
        let local = if more <= most { more } else { least };
        let mut payload = body.upto(local).to_vec();
        let mut next = be32(body, local);
        while payload.len() < len && self.left > 0 {
            let Some(page) = self.page(next) else { break };
            let part = page.span(4, self.layout.usable).upto((len - payload.len()).min(self.left));
            self.left -= part.len();
            payload.extend_from_slice(part);
            next = be32(page, 0);
        }
        let mut row = Vec::new();
        values(&payload, &mut row);
        each(self, number, &row, cx);
        at + local
    }

    /// Pages that hold nothing that is in use, as they are (§1.5).
    fn free(&mut self, cx: &mut Context<'_>) {
        let mut blob = Blob::new(&self.file.place.child("sqlite", "free"), self.file.depth);
        let mut trunk = be32(self.data, 32);
        while let Some(page) = self.page(trunk).filter(|_| !self.spent) {
            let count = be32(page, 4).min(self.layout.size / 4);
            for at in 0..count {
                if let Some(leaf) = self.page(be32(page, 8 + at * 4)) {
                    self.spent |= !cx.charge(leaf.len());
                    self.told.merge(&blob.push(leaf, Ending::More, cx));
                }
            }
            trunk = be32(page, 0);
        }
        self.told.merge(&blob.push(&[], Ending::Cut, cx));
    }
}

/// The values of a row (§2.1).
fn values<'v>(payload: &'v [u8], row: &mut Vec<Value<'v>>) {
    let mut at = 0;
    let head = usize::try_from(varint(payload, &mut at)).unwrap_or(usize::MAX).min(payload.len());
    let mut body = payload.after(head);
    while at < head && row.len() < COLUMNS {
        let kind = varint(payload.upto(head), &mut at);
        let len = match kind {
            0 | 8..=11 => 0,
            1..=4 => kind as usize,
            5 => 6,
            6 | 7 => 8,
            _ => usize::try_from((kind - 12) / 2).unwrap_or(usize::MAX),
        };
        let raw = body.upto(len);
        body = body.after(len);
        let integer = || {
            let sign = if raw.at(0) & 0x80 != 0 { -1 } else { 0 };
            raw.iter().fold(sign, |value: i64, byte| value << 8 | i64::from(*byte))
        };
        row.push(match kind {
            0 | 10 | 11 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            7 => Value::Real(f64::from_bits(integer() as u64)),
            1..=6 => Value::Integer(integer()),
            _ if kind.is_multiple_of(2) => Value::Blob(raw),
            _ => Value::Text(raw),
        });
    }
}

/// A number of seven bits a byte, high bits first, at most nine bytes.
fn varint(bytes: &[u8], at: &mut usize) -> u64 {
    let mut value = 0u64;
    for count in 1..=9 {
        let byte = bytes.at(*at);
        *at += 1;
        if count == 9 {
            return value << 8 | u64::from(byte);
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}
