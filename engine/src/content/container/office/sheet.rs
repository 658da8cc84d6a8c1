//! Worksheets and their shared strings (ECMA-376 Part 1 §18.3, §18.4).
//!
//! The strings of a workbook, and the names of its sheets, usually follow its sheets: rows are kept in a short form
//! until those are known, up to [`HELD_BYTES`]. Behind that they are handed on without what is not known yet, and
//! strings that no row could show are handed on as lines.

use super::table::{BLOCK_BYTES, Table};
use super::xml::{Event, Xml, attribute, name};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::container::{u16_at, u32_at};
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};

/// Rows in short form, or strings, that are kept.
const HELD_BYTES: usize = 8 << 20;
/// Strings that are kept.
const STRINGS: usize = 1 << 20;
/// Longest cell kept in one piece.
const CELL_BYTES: usize = 32 << 10;
/// Longest number that is written out: what has more digits was rounded by whoever stored it.
const DIGITS: usize = 16;

/// Marks in the short form of rows: the end of a row; a text, its column and length before it; a shared string, its
/// column and number.
const ROW: u8 = 0;
const TEXT: u8 = 1;
const SHARED: u8 = 2;

/// Strings that cells share.
#[derive(Default)]
pub(super) struct Strings {
    xml: Xml,
    text: Vec<u8>,
    /// Where each string ends, and whether a cell showed it.
    ends: Vec<(u32, bool)>,
    inside: bool,
    phonetic: bool,
    /// What came beyond the limit.
    over: Vec<u8>,
    place: Option<Box<TextStream>>,
    spent: bool,
}

impl Strings {
    /// Bytes that are kept.
    pub(super) fn held(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<(u32, bool)>()
    }

    /// Reads on; `place` is where strings go that no cell shows.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, place: &Place, cx: &mut Context<'_>) -> Tally {
        let mut xml = std::mem::take(&mut self.xml);
        xml.push(data, end.is_last(), &mut |event| self.event(event));
        self.xml = xml;
        if !self.over.is_empty() {
            let text = std::mem::take(&mut self.over);
            self.spent |= !cx.charge(text.len());
            if !self.spent {
                let _ = self.stream(place).push(&text, Ending::More, cx);
            }
        }
        let mut tally = Tally::default();
        tally.add(if self.spent { State::Skipped } else { State::Inspected }, data.len() as u64);
        tally
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Open { tag, empty: false } => match name(tag) {
                b"t" => self.inside = !self.phonetic,
                b"rPh" => self.phonetic = true,
                _ => {}
            },
            Event::Open { tag, .. } if name(tag) == b"si" => self.end_string(),
            Event::Close(b"t") => self.inside = false,
            Event::Close(b"rPh") => self.phonetic = false,
            Event::Close(b"si") => self.end_string(),
            Event::Text(text) if self.inside => self.target().extend_from_slice(text),
            _ => {}
        }
    }

    fn full(&self) -> bool {
        self.ends.len() >= STRINGS || self.text.len() >= HELD_BYTES
    }

    fn target(&mut self) -> &mut Vec<u8> {
        if self.full() { &mut self.over } else { &mut self.text }
    }

    fn end_string(&mut self) {
        if self.full() && self.ends.len() >= STRINGS {
            self.over.push(b'\n');
        } else {
            self.ends.push((self.text.len() as u32, false));
        }
    }

    /// The string of this number, which is shown now.
    fn show(&mut self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        let Some((end, shown)) = self.ends.get_mut(number) else { return &[] };
        *shown = true;
        self.text.span(start as usize, *end as usize)
    }

    fn stream(&mut self, place: &Place) -> &mut TextStream {
        self.place.get_or_insert_with(|| Box::new(TextStream::new(place.clone(), Style::Plain, Label::None, 0)))
    }

    /// Hands on, line by line, what no cell showed; false if the budget does not cover it.
    pub(super) fn finish(&mut self, place: &Place, end: Ending, cx: &mut Context<'_>) -> bool {
        let (text, ends) = (std::mem::take(&mut self.text), std::mem::take(&mut self.ends));
        let mut out = std::mem::take(&mut self.over);
        let mut start = 0;
        for (at, shown) in ends.into_iter().chain([(text.len() as u32, false)]) {
            if !shown && at > start {
                out.extend_from_slice(text.span(start as usize, at as usize));
                out.push(b'\n');
            }
            start = at;
        }
        if out.is_empty() && self.place.is_none() {
            return !self.spent;
        }
        self.spent |= !cx.charge(out.len());
        if !self.spent {
            let _ = self.stream(place).push(&out, end, cx);
        }
        !self.spent
    }
}

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
    /// Its part's name, by which the workbook refers to it.
    pub(super) stem: Box<str>,
    rows: Vec<u8>,
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
        self.rows.capacity()
    }

    /// The sheet in the part of this name.
    pub(super) fn new(stem: &str) -> Self {
        Self {
            xml: Xml::default(),
            stem: stem.into(),
            rows: Vec::new(),
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

    /// Reads on; hands on to `place` what is too much to keep.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, place: &Place, cx: &mut Context<'_>) -> Tally {
        let mut xml = std::mem::take(&mut self.xml);
        xml.push(data, end.is_last(), &mut |event| self.event(event));
        self.xml = xml;
        if self.rows.len() + self.aside.len() > HELD_BYTES {
            self.hand_on(place, 0, &mut Strings::default(), Ending::More, cx);
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
            b"row" => self.rows.push(ROW),
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
            Some(number) => {
                self.rows.push(SHARED);
                self.rows.extend_from_slice(&self.column.to_le_bytes());
                self.rows.extend_from_slice(&number.to_le_bytes());
            }
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
        if text.is_empty() {
            return;
        }
        self.rows.push(TEXT);
        self.rows.extend_from_slice(&self.column.to_le_bytes());
        self.rows.extend_from_slice(&(text.len() as u32).to_le_bytes());
        self.rows.extend_from_slice(text);
    }

    /// Hands on the rows that are kept.
    pub(super) fn hand_on(
        &mut self,
        place: &Place,
        depth: u8,
        strings: &mut Strings,
        end: Ending,
        cx: &mut Context<'_>,
    ) -> bool {
        let table = self.table.get_or_insert_with(|| Table::new(place.clone(), depth));
        let rows = std::mem::take(&mut self.rows);
        let mut rest = rows.as_slice();
        while let Some((&mark, after)) = rest.split_first() {
            let column = usize::from(u16_at(after, 0)).saturating_sub(1);
            let number = u32_at(after, 2) as usize;
            match mark {
                ROW => {
                    table.end_row(cx);
                    rest = after;
                }
                SHARED => {
                    table.cell(column, strings.show(number));
                    rest = after.after(6);
                }
                _ => {
                    table.cell(column, after.span(6, number.saturating_add(6)));
                    rest = after.after(number.saturating_add(6));
                }
            }
            if table.spent {
                break;
            }
        }
        if end.is_last() {
            table.finish(end, cx);
        }
        self.spent |= table.spent;
        let aside = std::mem::take(&mut self.aside);
        if !aside.is_empty() || (self.notes.is_some() && end.is_last()) {
            let notes = self
                .notes
                .get_or_insert_with(|| Box::new(TextStream::new(place.clone(), Style::Plain, Label::None, depth)));
            for block in aside.chunks(BLOCK_BYTES) {
                let _ = notes.push(block, Ending::More, cx);
            }
            if end.is_last() {
                let _ = notes.push(&[], end, cx);
            }
        }
        !self.spent
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
