//! Tables of dBASE, `FoxPro` and their kin (DBF): rows of fields of a fixed width, with nothing between them.
//!
//! The head tells fields by name, type and width ("Table File Structure" in the references of dBASE and Visual `FoxPro`); rows are read while they arrive, those that are marked as deleted as well. Not
//! read: memos, which lie in a file of their own, and fields that hold times or pictures in binary.

use super::ole::code_page;
use super::{Container, Format, array, carried, u16_at};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::container::office::table::Table;
use crate::content::place::Place;
use crate::coverage::{State, Tally};
use encoding_rs::{Encoding, GB18030};
use std::borrow::Cow;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "dbf",
    media: "application/x-dbf",
    begins,
    open: |place, depth, _| Box::new(Dbf::new(place, depth)),
};

/// First bytes: dBASE, `FoxPro`, Visual `FoxPro`, with memos or not, with SQL tables or not.
const VERSIONS: [u8; 13] = [0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8e, 0xcb, 0xf5];
/// Those of Visual `FoxPro`, whose `B` is a number.
const VISUAL: [u8; 3] = [0x30, 0x31, 0x32];
/// Types of fields.
const TYPES: &[u8] = b"CNFDLMGPBIYTV@+OQW";
/// Bytes of the head before the fields, and of what tells one.
const FIELD: usize = 32;
/// What ends the fields, and the rows.
const FIELDS_END: u8 = 0x0d;
const ROWS_END: u8 = 0x1a;
/// What a row that is left, and one that is deleted begin with.
const MARKS: [u8; 2] = [b' ', b'*'];

fn begins(head: &[u8]) -> bool {
    if !VERSIONS.contains(&head.at(0)) {
        return false;
    }
    let (fields, row) = (u16_at(head, 8), u16_at(head, 10));
    // The date of the last change; room for the fields, with their end, padding, or the name of a database.
    let dated = (1..=12).contains(&head.at(2)) && (1..=31).contains(&head.at(3));
    let sized = fields >= 65 && matches!(fields % 32, 0..=2 | 8) && row >= 2 && head.span(12, 14) == [0, 0];
    let name = head.at(FIELD);
    let first = (name.is_ascii_alphanumeric() || name == b'_' || name >= 0x80) && TYPES.contains(&head.at(FIELD + 11));
    dated && sized && first
}

/// A field of the rows.
struct Field {
    kind: u8,
    start: usize,
    width: usize,
}

/// What the head told.
struct Layout {
    visual: bool,
    fields: Vec<Field>,
    row: usize,
}

enum Stage {
    Head,
    Rows(Layout),
    /// Behind the last row, or where no row can be told any more.
    Over,
}

/// A table that is read.
struct Dbf {
    carry: Vec<u8>,
    stage: Stage,
    table: Table,
    encoding: Option<&'static Encoding>,
}

impl Container for Dbf {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.read(bytes, cx, &mut tally));
        if end.is_last() {
            self.finish(end, cx, &mut tally);
        }
        tally
    }

    /// Where the next row begins, nobody can tell.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.push(&[], Ending::Cut, cx);
        self.stage = Stage::Over;
        tally
    }

    fn held(&self) -> usize {
        self.carry.capacity()
    }
}

impl Dbf {
    fn new(place: &Place, depth: u8) -> Self {
        let table = Table::new(place.child("dbf", ""), depth);
        Self { carry: Vec::new(), stage: Stage::Head, table, encoding: None }
    }

    /// Reads what is whole; answers how much that is.
    fn read(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let mut at = 0;
        if matches!(self.stage, Stage::Head) {
            let len = usize::from(u16_at(data, 8));
            if data.len() < FIELD || data.len() < len {
                return 0;
            }
            self.head(data.upto(len), cx);
            tally.add(State::Inspected, len as u64);
            at = len;
        }
        while let Stage::Rows(layout) = &self.stage {
            let Some(row) = data.get(at..at + layout.row) else { break };
            if !MARKS.contains(&row.at(0)) {
                self.stage = Stage::Over;
                break;
            }
            Self::row(&mut self.table, layout, self.encoding, row, cx);
            tally.add(if self.table.spent { State::Skipped } else { State::Inspected }, row.len() as u64);
            at += row.len();
        }
        if matches!(self.stage, Stage::Over) {
            let rest = data.after(at);
            let mark = u64::from(rest.at(0) == ROWS_END);
            tally.add(State::Inspected, mark);
            tally.add(State::Undecodable, (rest.len() as u64).saturating_sub(mark));
            at = data.len();
        }
        at
    }

    /// Nothing follows: of a row that is cut, the fields that are whole are read.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let rest = std::mem::take(&mut self.carry);
        if let Stage::Rows(layout) = &self.stage {
            Self::row(&mut self.table, layout, self.encoding, &rest, cx);
        }
        self.table.finish(end, cx);
        let state = match self.stage {
            Stage::Rows(_) if self.table.spent => State::Skipped,
            Stage::Rows(_) => State::Inspected,
            _ => State::Undecodable,
        };
        tally.add(state, rest.len() as u64);
        self.stage = Stage::Over;
    }

    fn head(&mut self, head: &[u8], cx: &mut Context<'_>) {
        self.encoding = encoding(head.at(29));
        let mut layout =
            Layout { visual: VISUAL.contains(&head.at(0)), fields: Vec::new(), row: usize::from(u16_at(head, 10)) };
        let mut start = 1;
        for told in head.after(FIELD).chunks_exact(FIELD).take_while(|told| told.at(0) != FIELDS_END) {
            let kind = told.at(11).to_ascii_uppercase();
            // Long texts have the higher byte of their width where numbers have their decimals.
            let high = if kind == b'C' { usize::from(told.at(17)) << 8 } else { 0 };
            let width = usize::from(told.at(16)) | high;
            // One without width would cost time in each row.
            if width == 0 {
                continue;
            }
            let name = told.upto(11).split(|b| *b == 0).next().unwrap_or(&[]);
            self.table.cell(layout.fields.len(), shown(self.encoding, name).trim().as_bytes());
            layout.fields.push(Field { kind, start, width });
            start += width;
        }
        self.table.end_row(cx);
        self.stage = if layout.row > 0 && !layout.fields.is_empty() { Stage::Rows(layout) } else { Stage::Over };
    }

    fn row(table: &mut Table, layout: &Layout, encoding: Option<&'static Encoding>, row: &[u8], cx: &mut Context<'_>) {
        for (at, field) in layout.fields.iter().enumerate() {
            let Some(raw) = row.get(field.start..field.start + field.width) else { break };
            let text = match field.kind {
                b'C' | b'N' | b'F' | b'D' | b'V' => shown(encoding, raw),
                b'I' | b'+' if raw.len() == 4 => Cow::Owned(i32::from_le_bytes(array(raw, 0)).to_string()),
                b'B' | b'O' if raw.len() == 8 && (layout.visual || field.kind == b'O') => {
                    Cow::Owned(f64::from_le_bytes(array(raw, 0)).to_string())
                }
                b'Y' if raw.len() == 8 => Cow::Owned((i64::from_le_bytes(array(raw, 0)) / 10_000).to_string()),
                _ => continue,
            };
            table.cell(at, text.trim_matches([' ', '\0']).as_bytes());
        }
        table.end_row(cx);
    }
}

/// The encoding that a head's language driver names; most leave it out.
fn encoding(driver: u8) -> Option<&'static Encoding> {
    let page = match driver {
        0x03 | 0x57 | 0x58 | 0x59 => 1252,
        0x13 | 0x7b => 932,
        0x4d | 0x7a => 936,
        0x4e | 0x79 => 949,
        0x4f | 0x78 => 950,
        0x50 | 0x7c => 874,
        0xc8 => 1250,
        0xc9 => 1251,
        0xca => 1254,
        0xcb => 1253,
        0xcc => 1257,
        _ => return None,
    };
    code_page(page)
}

/// Bytes as text: in UTF-8 or GB 18030 if no encoding was named.
pub(super) fn shown<'r>(encoding: Option<&'static Encoding>, raw: &'r [u8]) -> Cow<'r, str> {
    match (encoding, std::str::from_utf8(raw)) {
        (Some(encoding), _) => encoding.decode_without_bom_handling(raw).0,
        (None, Ok(text)) => Cow::Borrowed(text),
        (None, Err(_)) => GB18030.decode_without_bom_handling(raw).0,
    }
}
