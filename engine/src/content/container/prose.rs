//! Running text with tables in it, on its way to leaves: what documents of several formats are read into.

use super::aside::Aside;
use super::office::table::{BLOCK_BYTES, Table};
use crate::content::budget::{Context, Ending};
use crate::content::charset::Label;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};

/// Cells of a row, bytes of it, that are kept together.
const ROW_CELLS: usize = 1024;
const ROW_BYTES: usize = 256 << 10;

/// A document's text.
pub(super) struct Prose {
    place: Place,
    depth: u8,
    text: TextStream,
    out: Vec<u8>,
    /// What tracked changes took away.
    aside: Aside,
    table: Option<Table>,
    column: usize,
    width: usize,
    /// The budget is spent: text is dropped.
    pub(super) spent: bool,
}

impl Prose {
    /// At `place`, so many layers deep.
    pub(super) fn new(place: Place, depth: u8) -> Self {
        let text = TextStream::new(place.clone(), Style::Plain, Label::Utf8, depth);
        let aside = Aside::new(&place, depth);
        Self { place, depth, text, out: Vec::new(), aside, table: None, column: 0, width: 0, spent: false }
    }

    /// Running text.
    pub(super) fn say(&mut self, text: &str, cx: &mut Context<'_>) {
        if !self.spent {
            self.out.extend_from_slice(text.as_bytes());
            if self.out.len() >= BLOCK_BYTES {
                self.hand_on(Ending::More, cx);
            }
        }
    }

    /// More of what a tracked change took away, behind the text of this line.
    pub(super) fn strike(&mut self, text: &str, line: &str) {
        self.aside.say(text.as_bytes(), line.as_bytes());
    }

    /// What follows was not taken away.
    pub(super) fn keep(&mut self) {
        self.aside.end();
    }

    /// A cell of the table here.
    pub(super) fn cell(&mut self, text: &str, cx: &mut Context<'_>) {
        if self.spent {
            return;
        }
        let table = self.table.get_or_insert_with(|| Table::new(self.place.clone(), self.depth));
        table.cell(self.column, text.trim().as_bytes());
        self.column += 1;
        self.width += text.len();
        if self.column >= ROW_CELLS || self.width >= ROW_BYTES {
            self.end_row(cx);
        }
    }

    /// The row of the table is over.
    pub(super) fn end_row(&mut self, cx: &mut Context<'_>) {
        (self.column, self.width) = (0, 0);
        if let Some(table) = &mut self.table {
            table.end_row(cx);
            self.spent |= table.spent;
        }
    }

    /// The table is over.
    pub(super) fn end_table(&mut self, cx: &mut Context<'_>) {
        (self.column, self.width) = (0, 0);
        if let Some(mut table) = self.table.take() {
            table.finish(Ending::Whole, cx);
            self.spent |= table.spent;
        }
    }

    /// The document is over.
    pub(super) fn finish(&mut self, end: Ending, cx: &mut Context<'_>) {
        self.end_table(cx);
        self.hand_on(end, cx);
        self.spent = self.spent || !self.aside.hand_on(end, cx);
    }

    fn hand_on(&mut self, end: Ending, cx: &mut Context<'_>) {
        self.spent = self.spent || !cx.charge(self.out.len());
        if self.spent {
            self.out.clear();
        }
        if !self.out.trim_ascii().is_empty() || end.is_last() {
            let _ = self.text.push(&self.out, end, cx);
        }
        self.out.clear();
    }
}
