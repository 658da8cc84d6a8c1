//! Worksheets (ECMA-376 Part 1 §18.3; of binary workbooks, [MS-XLSB] §2.1.7.62).
//!
//! The strings of a workbook, and the names of its sheets, usually follow its sheets: rows are kept in a short form
//! until those are known, up to the limit for documents. Behind that they are handed on without what is not known yet.

use super::binary::{self, Records, Value};
use super::rows::{Cell, Rows};
use super::strings::Strings;
use super::table::{BLOCK_BYTES, Table};
use super::xml::{Event, Xml, attribute, name};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};

/// Longest cell kept in one piece.
const CELL_BYTES: usize = 32 << 10;
/// Longest number that is written out: what has more digits was rounded by whoever stored it.
const DIGITS: usize = 16;

/// Where the text of an element goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Cell,
    Formula,
    Aside,
}

/// A worksheet.
pub(super) struct Sheet {
    xml: Xml,
    /// It is one of a binary workbook.
    records: Option<Records>,
    /// Its part's name, by which the workbook refers to it.
    pub(super) stem: Box<str>,
    depth: u8,
    rows: Rows,
    column: u16,
    shared: bool,
    in_cell: bool,
    into: Option<Into>,
    cell: Vec<u8>,
    formula: Vec<u8>,
    /// Text that stands in no cell: headers, lists of allowed values.
    aside: Vec<u8>,
    table: Option<Table>,
    notes: Option<Box<TextStream>>,
    spent: bool,
}

impl Sheet {
    /// Bytes that are kept.
    pub(super) fn held(&self) -> usize {
        self.rows.held() + self.aside.capacity()
    }

    /// Bytes that wait.
    pub(super) fn len(&self) -> usize {
        self.rows.len() + self.aside.len()
    }

    /// The sheet in the part of this name, so many layers deep.
    pub(super) fn new(stem: &str, depth: u8) -> Self {
        Self {
            xml: Xml::default(),
            records: None,
            stem: stem.into(),
            depth,
            rows: Rows::default(),
            column: 0,
            shared: false,
            in_cell: false,
            into: None,
            cell: Vec::new(),
            formula: Vec::new(),
            aside: Vec::new(),
            table: None,
            notes: None,
            spent: false,
        }
    }

    /// The same of a binary workbook.
    pub(super) fn binary(mut self) -> Self {
        self.records = Some(Records::default());
        self
    }

    /// Reads on; hands on to `place` what is too much to keep.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, place: &Place, cx: &mut Context<'_>) -> Tally {
        if let Some(mut records) = self.records.take() {
            records.push(data, &mut |kind, body| self.record(kind, body));
            self.records = Some(records);
        } else {
            let mut xml = std::mem::take(&mut self.xml);
            xml.push(data, end.is_last(), &mut |event| self.event(event));
            self.xml = xml;
        }
        if self.len() > cx.document_bytes() {
            self.hand_on(place, &mut Strings::default(), Ending::More, cx);
        }
        let mut tally = Tally::default();
        tally.add(if self.spent { State::Skipped } else { State::Inspected }, data.len() as u64);
        tally
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match self.into {
                Some(Into::Cell) => self.cell.extend_from_slice(text),
                Some(Into::Formula) => self.formula.extend_from_slice(text),
                Some(Into::Aside) => self.aside.extend_from_slice(text),
                None => {}
            },
            Event::Open { tag, empty } => self.enter(tag, empty),
            Event::Close(name) => self.leave(name),
        }
        if self.cell.len() > CELL_BYTES {
            let piece = std::mem::take(&mut self.cell);
            self.keep(&piece);
        }
    }

    fn record(&mut self, kind: u16, body: &[u8]) {
        if matches!(kind, binary::ROW | binary::END_OF_ROWS) {
            self.column = 0;
            self.rows.end_row();
        }
        if let Some((_, at)) = binary::ASIDE.into_iter().find(|(aside, _)| *aside == kind) {
            for text in binary::wides(body, at) {
                self.aside.extend_from_slice(text.as_bytes());
                self.aside.push(b'\n');
            }
        }
        let Some((column, value)) = binary::cell(kind, body) else { return };
        let next = u32::from(self.column);
        self.column = u16::try_from(column.unwrap_or(next)).unwrap_or(u16::MAX).saturating_add(1);
        match value {
            Value::Number(number) => self.keep(number.to_string().as_bytes()),
            Value::Text(text) => self.keep(text.as_bytes()),
            Value::Shared(number) => self.rows.shared(self.column, number),
        }
    }

    fn enter(&mut self, tag: &[u8], empty: bool) {
        match name(tag) {
            b"row" => self.column = 0,
            b"c" => {
                self.column = attribute(tag, b"r").and_then(|r| column_of(&r)).unwrap_or(self.column.saturating_add(1));
                self.shared = attribute(tag, b"t").as_deref() == Some(b"s");
                self.in_cell = !empty;
            }
            b"v" | b"t" if self.in_cell && !empty => self.into = Some(Into::Cell),
            b"f" if self.in_cell && !empty => self.into = Some(Into::Formula),
            b"rPh" if self.in_cell => self.into = None,
            b"hyperlink" => {
                for field in [&b"display"[..], b"tooltip", b"location"] {
                    if let Some(value) = attribute(tag, field) {
                        self.aside.extend_from_slice(&value);
                        self.aside.push(b'\n');
                    }
                }
            }
            _ if !self.in_cell && !empty => self.into = Some(Into::Aside),
            _ => {}
        }
    }

    fn leave(&mut self, name: &[u8]) {
        match name {
            b"c" => {
                self.in_cell = false;
                self.end_cell();
            }
            b"row" => self.rows.end_row(),
            _ if !self.in_cell && self.into == Some(Into::Aside) && !self.aside.ends_with(b"\n") => {
                self.aside.push(b'\n');
            }
            _ => {}
        }
        self.into = None;
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        let number = std::str::from_utf8(cell.trim_ascii()).ok().and_then(|number| number.parse::<u32>().ok());
        match number.filter(|_| self.shared) {
            Some(number) => self.rows.shared(self.column, number),
            None => self.keep(&plain_number(&cell).unwrap_or(cell)),
        }
        // A formula may hold text of its own.
        let formula = std::mem::take(&mut self.formula);
        if formula.contains(&b'"') {
            self.aside.extend_from_slice(&formula);
            self.aside.push(b'\n');
        }
    }

    fn keep(&mut self, text: &[u8]) {
        if !text.is_empty() {
            self.rows.text(self.column, text);
        }
    }

    /// Hands on the rows whose strings are known already; true if none is left.
    pub(super) fn advance(&mut self, place: &Place, strings: &mut Strings, cx: &mut Context<'_>) -> bool {
        self.show(place, strings, true, cx);
        self.rows.len() == 0
    }

    /// Hands on the rows that are kept; false if the budget does not cover them.
    pub(super) fn hand_on(&mut self, place: &Place, strings: &mut Strings, end: Ending, cx: &mut Context<'_>) -> bool {
        self.show(place, strings, false, cx);
        if end.is_last()
            && let Some(table) = &mut self.table
        {
            table.finish(end, cx);
            self.spent |= table.spent;
        }
        self.tell_aside(place, end, cx);
        !self.spent
    }

    /// Makes rows of the short form, up to a string that is not known if that is waited for.
    fn show(&mut self, place: &Place, strings: &mut Strings, wait: bool, cx: &mut Context<'_>) {
        let table = self.table.get_or_insert_with(|| Table::new(place.clone(), self.depth));
        while let Some(cell) = self.rows.next(|number| !wait || strings.knows(number)) {
            let at = |column: u16| usize::from(column).saturating_sub(1);
            match cell {
                Cell::End => table.end_row(cx),
                Cell::Text(column, text) => table.cell(at(column), text),
                Cell::Shared(column, number) => table.cell(at(column), strings.show(number)),
            }
            if table.spent {
                self.rows = Rows::default();
            }
        }
        self.spent |= table.spent;
        self.rows.shorten();
    }

    /// Hands on what stands in no cell.
    fn tell_aside(&mut self, place: &Place, end: Ending, cx: &mut Context<'_>) {
        let aside = std::mem::take(&mut self.aside);
        if !aside.is_empty() || (self.notes.is_some() && end.is_last()) {
            let new = || Box::new(TextStream::new(place.clone(), Style::Plain, Label::None, self.depth));
            let notes = self.notes.get_or_insert_with(new);
            for block in aside.chunks(BLOCK_BYTES) {
                let _ = notes.push(block, Ending::More, cx);
            }
            if end.is_last() {
                let _ = notes.push(&[], end, cx);
            }
        }
    }
}

/// The column of a cell's reference (`AB12`), from 1.
fn column_of(reference: &[u8]) -> Option<u16> {
    let mut column = 0u16;
    for byte in reference.iter().take_while(|b| b.is_ascii_alphabetic()) {
        column = column.checked_mul(26)?.checked_add(u16::from(byte.to_ascii_uppercase() - b'A' + 1))?;
    }
    (column > 0).then_some(column)
}

/// A number in scientific form, or with an empty fraction, that is a whole number: its digits as they are stored.
fn plain_number(cell: &[u8]) -> Option<Vec<u8>> {
    let at = cell.iter().position(|b| matches!(b, b'E' | b'e'));
    let (mantissa, power) = match at {
        Some(at) => {
            let digits = cell.after(at + 1);
            let power = std::str::from_utf8(digits.strip_prefix(b"+").unwrap_or(digits)).ok()?.parse::<usize>().ok()?;
            (cell.upto(at), power)
        }
        None => (cell.strip_suffix(b".0")?, 0),
    };
    let dot = memchr::memchr(b'.', mantissa).unwrap_or(mantissa.len());
    let mut digits = [mantissa.upto(dot), mantissa.after(dot + 1)].concat();
    let len = power.checked_add(dot)?;
    let whole = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    (whole && digits.len() <= len && len <= DIGITS).then(|| {
        digits.resize(len, b'0');
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let plain = |cell: &str| plain_number(cell.as_bytes()).map(|digits| String::from_utf8(digits).unwrap());
        assert_eq!(plain("1.3812345678E10").as_deref(), Some("13812345678"));
        assert_eq!(plain("6.22202123456789E+15").as_deref(), Some("6222021234567890"));
        assert_eq!(plain("13812345678.0").as_deref(), Some("13812345678"));
        for cell in ["13812345678", "1.5", "1.38123E3", "1.1010119680223E17", "E5", "hello.0", "-1E3", "1E99999999999"]
        {
            assert_eq!(plain(cell), None, "{cell}");
        }
        assert_eq!((column_of(b"A1"), column_of(b"AB12"), column_of(b"12")), (Some(1), Some(28), None));
    }
}
