//! Running text and its tables: `WordprocessingML`, `DrawingML`, `OpenDocument` (ECMA-376 Part 1 §17, §21; ODF 1.3 Part 3).

use super::super::aside::Aside;
use super::table::{BLOCK_BYTES, Table};
use super::xml::{Event, Xml, attribute, name, number};
use crate::content::budget::{Context, Ending};
use crate::content::charset::Label;
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Charset;

/// Longest text of one cell; what is longer goes on in the running text.
const CELL_BYTES: usize = 64 << 10;
/// Repetitions of a cell that are followed.
const REPEATED: usize = 1024;

/// A part that holds text.
pub(super) struct Flow {
    xml: Xml,
    place: Place,
    depth: u8,
    /// `OpenDocument`: paragraphs hold text themselves, not runs in them.
    open: bool,
    /// Tables have names: sheets.
    sheets: bool,
    text: TextStream,
    out: Vec<u8>,
    /// What tracked changes took away, and elements around that hold it.
    aside: Aside,
    struck: u32,
    /// Elements around that hold text.
    inside: u32,
    table: Option<Table>,
    nested: u32,
    column: usize,
    span: usize,
    /// The exact value of a cell that shows a rounded one.
    value: Vec<u8>,
    in_cell: bool,
    cell: Vec<u8>,
    spent: bool,
}

impl Flow {
    /// At `place`. `open` for `OpenDocument`, `sheets` if its tables are sheets.
    pub(super) fn new(place: &Place, depth: u8, open: bool, sheets: bool) -> Self {
        Self {
            xml: Xml::default(),
            place: place.clone(),
            depth,
            open,
            sheets,
            text: TextStream::new(place.clone(), Style::Plain, Label::None, depth),
            out: Vec::new(),
            aside: Aside::new(place, depth),
            struck: 0,
            inside: 0,
            table: None,
            nested: 0,
            column: 0,
            span: 1,
            value: Vec::new(),
            in_cell: false,
            cell: Vec::new(),
            spent: false,
        }
    }

    /// True for `OpenDocument`.
    pub(super) fn open(&self) -> bool {
        self.open
    }

    /// Reads on.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut xml = std::mem::take(&mut self.xml);
        xml.push(data, end.is_last(), &mut |event| self.event(event, cx));
        self.xml = xml;
        if end.is_last() {
            self.leave_table(end, cx);
        }
        self.hand_on(end, cx);
        let mut tally = Tally::default();
        tally.add(if self.spent { State::Skipped } else { State::Inspected }, data.len() as u64);
        tally
    }

    fn event(&mut self, event: Event<'_>, cx: &mut Context<'_>) {
        match event {
            Event::Text(text) if self.inside > 0 => self.say(text, cx),
            Event::Text(_) => {}
            Event::Open { tag, empty } => {
                self.enter(tag, empty);
                if empty && matches!(name(tag), b"tc" | b"table-cell" | b"covered-table-cell" | b"p" | b"h") {
                    self.leave(name(tag), cx);
                }
            }
            Event::Close(name) => self.leave(name, cx),
        }
    }

    fn enter(&mut self, tag: &[u8], empty: bool) {
        match name(tag) {
            b"tab" | b"s" if self.open || empty => self.target().push(b' '),
            b"br" | b"cr" | b"line-break" => self.target().push(b'\n'),
            b"t" | b"instrText" if !self.open && !empty => self.inside += 1,
            b"delText" if !self.open && !empty => {
                self.inside += 1;
                self.struck += 1;
            }
            // What was moved away stands in ordinary runs (§17.13.5.22).
            b"moveFrom" if !self.open && !empty => self.struck += 1,
            b"p" | b"h" if self.open => self.inside += 1,
            b"tbl" | b"table" if !empty => {
                if self.nested == 0 {
                    self.table = Some(Table::new(self.table_place(tag), self.depth));
                    self.column = 0;
                }
                self.nested = self.nested.saturating_add(1);
            }
            b"tc" | b"table-cell" | b"covered-table-cell" if self.nested == 1 => {
                self.in_cell = true;
                self.cell.clear();
                self.span = number(tag, b"number-columns-repeated").unwrap_or(1).min(REPEATED);
                self.value = attribute(tag, b"value").map_or_else(Vec::new, std::borrow::Cow::into_owned);
            }
            b"gridSpan" if self.nested == 1 => self.span = number(tag, b"val").unwrap_or(1).min(REPEATED),
            _ => {}
        }
    }

    fn leave(&mut self, name: &[u8], cx: &mut Context<'_>) {
        match name {
            b"t" | b"instrText" if !self.open => self.inside = self.inside.saturating_sub(1),
            b"delText" if !self.open => {
                self.inside = self.inside.saturating_sub(1);
                self.struck = self.struck.saturating_sub(1);
            }
            b"moveFrom" => self.struck = self.struck.saturating_sub(1),
            b"p" | b"h" | b"comment" | b"si" => {
                if self.open && name != b"comment" {
                    self.inside = self.inside.saturating_sub(1);
                }
                self.aside.end();
                let end = if self.in_cell { b' ' } else { b'\n' };
                self.target().push(end);
            }
            b"tc" | b"table-cell" | b"covered-table-cell" if self.nested == 1 => self.leave_cell(),
            b"tr" | b"table-row" if self.nested == 1 => {
                if let Some(table) = &mut self.table {
                    table.end_row(cx);
                }
                self.column = 0;
            }
            b"tbl" | b"table" => {
                self.nested = self.nested.saturating_sub(1);
                if self.nested == 0 {
                    self.leave_table(Ending::Whole, cx);
                }
            }
            _ => {}
        }
    }

    fn leave_cell(&mut self) {
        self.in_cell = false;
        let shown = self.cell.trim_ascii();
        // `1.38E+10` is shown, `13800138000` is stored.
        let exact = self.value.len() > 10 && self.value.iter().all(u8::is_ascii_digit);
        if let Some(table) = &mut self.table {
            table.cell(self.column, if exact { &self.value } else { shown });
            if exact && shown.len() > self.value.len() {
                table.cell(self.column + 1, shown);
            }
        }
        self.column = self.column.saturating_add(self.span.max(1));
    }

    fn leave_table(&mut self, end: Ending, cx: &mut Context<'_>) {
        if let Some(mut table) = self.table.take() {
            if self.in_cell {
                self.leave_cell();
            }
            table.finish(end, cx);
            self.spent |= table.spent;
        }
        self.in_cell = false;
        self.nested = 0;
    }

    fn say(&mut self, text: &[u8], cx: &mut Context<'_>) {
        if self.struck > 0 {
            return self.aside.say(text, if self.in_cell { &self.cell } else { &self.out });
        }
        self.aside.end();
        self.target().extend_from_slice(text);
        if self.cell.len() > CELL_BYTES {
            self.out.append(&mut self.cell);
        }
        if self.out.len() > BLOCK_BYTES {
            self.hand_on(Ending::More, cx);
        }
    }

    /// Where text goes.
    fn target(&mut self) -> &mut Vec<u8> {
        if self.in_cell { &mut self.cell } else { &mut self.out }
    }

    fn hand_on(&mut self, end: Ending, cx: &mut Context<'_>) {
        self.spent |= !self.aside.hand_on(end, cx);
        self.aside.passes(&self.out);
        if !self.out.trim_ascii().is_empty() || end.is_last() {
            let _ = self.text.push(&self.out, end, cx);
        }
        self.out.clear();
    }

    fn table_place(&self, tag: &[u8]) -> Place {
        match attribute(tag, b"name").filter(|_| self.sheets) {
            Some(raw) => {
                let mut sheet = String::new();
                push_name(&mut sheet, &raw, Charset::Utf8);
                self.place.child("ods", &sheet)
            }
            None if self.sheets => self.place.child("ods", ""),
            None => self.place.clone(),
        }
    }
}
