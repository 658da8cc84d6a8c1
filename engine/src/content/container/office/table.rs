//! A table on its way to a leaf: rows become separated values, the first row names the columns.

use crate::content::budget::{Context, Ending};
use crate::content::charset::Label;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};

/// Text handed on at a time.
pub(in crate::content) const BLOCK_BYTES: usize = 64 << 10;
/// Columns that are told apart; what stands further right follows without a gap.
const COLUMNS: usize = 1024;
/// Rows of a single cell that may stand as titles above the row of headers.
const TITLES: usize = 3;

/// A table.
pub(in crate::content) struct Table {
    place: Place,
    depth: u8,
    /// Set from the row of headers on.
    stream: Option<TextStream>,
    titles: Vec<Vec<u8>>,
    row: Vec<u8>,
    columns: usize,
    filled: usize,
    out: Vec<u8>,
    /// The budget is spent: rows are dropped.
    pub(in crate::content) spent: bool,
}

impl Table {
    /// A table at `place`.
    pub(in crate::content) fn new(place: Place, depth: u8) -> Self {
        Self {
            place,
            depth,
            stream: None,
            titles: Vec::new(),
            row: Vec::new(),
            columns: 0,
            filled: 0,
            out: Vec::new(),
            spent: false,
        }
    }

    /// A cell of the current row; columns count from 0.
    pub(in crate::content) fn cell(&mut self, column: usize, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        while self.columns < column.min(COLUMNS) {
            self.row.push(b',');
            self.columns += 1;
        }
        self.row.push(b'"');
        for byte in text {
            match byte {
                b'"' => self.row.extend_from_slice(b"\"\""),
                b'\r' | b'\n' | 0 => self.row.push(b' '),
                byte => self.row.push(*byte),
            }
        }
        self.row.extend_from_slice(b"\",");
        self.columns += 1;
        self.filled += 1;
    }

    /// The row is over.
    pub(in crate::content) fn end_row(&mut self, cx: &mut Context<'_>) {
        let filled = std::mem::take(&mut self.filled);
        self.columns = 0;
        if filled == 0 {
            self.row.clear();
            return;
        }
        self.row.pop();
        self.row.extend_from_slice(b"\r\n");
        if self.stream.is_none() {
            if filled == 1 && self.titles.len() < TITLES {
                return self.titles.push(std::mem::take(&mut self.row));
            }
            self.start(filled > 1, cx);
        }
        self.out.append(&mut self.row);
        if self.out.len() >= BLOCK_BYTES {
            self.hand_on(Ending::More, cx);
        }
    }

    /// The row of headers has come: what stood above it is a title, unless all rows have one cell.
    fn start(&mut self, titled: bool, cx: &mut Context<'_>) {
        let above = std::mem::take(&mut self.titles).concat();
        let stream = |style| TextStream::new(self.place.clone(), style, Label::None, self.depth);
        let (table, mut title) = (stream(Style::Csv(b',')), stream(Style::Plain));
        if !titled {
            self.out = above;
        } else if !above.is_empty() && self.pay(above.len(), cx) {
            let _ = title.push(&above, Ending::Whole, cx);
        }
        self.stream = Some(table);
    }

    /// No more rows will come.
    pub(in crate::content) fn finish(&mut self, end: Ending, cx: &mut Context<'_>) {
        self.end_row(cx);
        if self.stream.is_none() {
            self.start(false, cx);
        }
        self.hand_on(end, cx);
        self.stream = None;
    }

    fn hand_on(&mut self, end: Ending, cx: &mut Context<'_>) {
        let mut out = std::mem::take(&mut self.out);
        if !self.pay(out.len(), cx) {
            return;
        }
        if let Some(stream) = &mut self.stream {
            let _ = stream.push(&out, end, cx);
        }
        out.clear();
        self.out = out;
    }

    fn pay(&mut self, len: usize, cx: &mut Context<'_>) -> bool {
        self.spent = self.spent || !cx.charge(len);
        !self.spent
    }
}
