//! Separated values (RFC 4180, with any of `, ; tab |`): the column's header names a value.

use super::PATH_BYTES;
use crate::content::bytes::{Bytes, trim};
use crate::content::place::{push_name, shorten};
use crate::message::{Charset, Columns, Located};
use std::fmt::Write as _;
use std::sync::Arc;

/// Columns whose headers are kept.
const COLUMNS: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// Inside the first row.
    First,
    /// Behind it.
    Data,
}

/// Names values by their column.
#[derive(Clone)]
pub(in crate::content) struct CsvWalker {
    delimiter: u8,
    pub(super) charset: Charset,
    row: Row,
    headers: Vec<String>,
    /// `None` behind a gap, up to the next row.
    column: Option<usize>,
    quoted: bool,
    at: usize,
    /// Where the cell at `at` starts, in the first row.
    cell: usize,
    path: String,
    /// What detection keeps.
    pub(super) columns: Option<Arc<Columns>>,
}

impl CsvWalker {
    /// For a delimiter.
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            charset: Charset::Utf8,
            row: Row::First,
            headers: Vec::new(),
            column: Some(0),
            quoted: false,
            at: 0,
            cell: 0,
            path: String::new(),
            columns: None,
        }
    }

    /// The column of `text[start]`, if it is known; columns count from 1.
    pub(super) fn locate(&mut self, text: &[u8], start: usize) -> Located<'_> {
        self.advance(text, start);
        self.path.clear();
        let Some(column) = self.column else { return Located { path: "", name: "", column: None } };
        let header = if self.row == Row::Data { self.headers.get(column).map_or("", String::as_str) } else { "" };
        if header.is_empty() {
            let _ = write!(self.path, "column[{}]", column.saturating_add(1));
        } else {
            self.path.push_str(header);
            shorten(&mut self.path, PATH_BYTES);
        }
        let column = u16::try_from(column.saturating_add(1)).ok();
        Located { path: &self.path, name: header, column }
    }

    /// Rows end at line breaks, so only the quotes of the rest have to be looked at.
    pub(super) fn finish(&mut self, text: &[u8]) {
        if self.row == Row::Data
            && !self.quoted
            && memchr::memchr(b'"', text.after(self.at)).is_none()
            && let Some(line) = memchr::memrchr(b'\n', text.after(self.at))
        {
            self.at += line + 1;
            self.column = Some(0);
        }
        self.advance(text, text.len());
        if self.row == Row::First && self.cell < text.len() {
            // A header cell over a cut keeps its first half.
            self.header(text.after(self.cell));
        }
        (self.at, self.cell) = (0, 0);
    }

    /// The column is unknown until the next row.
    pub(super) fn lost(&mut self) {
        self.row = Row::Data;
        (self.at, self.quoted, self.column) = (0, false, None);
    }

    fn advance(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            let rest = text.span(self.at, to);
            let step = if self.quoted {
                memchr::memchr(b'"', rest)
            } else {
                memchr::memchr3(self.delimiter, b'"', b'\n', rest)
            };
            let Some(step) = step else {
                self.at = to;
                return;
            };
            let at = self.at + step;
            self.at = at + 1;
            match text.at(at) {
                b'"' => self.quoted = !self.quoted && at_cell_start(text, at, self.delimiter),
                b'\n' => self.end_row(text, at),
                _ => {
                    if self.row == Row::First {
                        self.header(text.span(self.cell, at));
                        self.cell = at + 1;
                    }
                    self.column = self.column.map(|column| column.saturating_add(1));
                }
            }
        }
    }

    fn end_row(&mut self, text: &[u8], at: usize) {
        if self.row == Row::First {
            self.header(text.span(self.cell, at));
            self.row = Row::Data;
            // A first row with a number in it is data.
            let data = self
                .headers
                .iter()
                .any(|h| h.bytes().filter(u8::is_ascii_digit).count() * 2 > h.len() || h.contains('@'));
            if data {
                self.headers = Vec::new();
            }
        }
        self.column = Some(0);
    }

    fn header(&mut self, cell: &[u8]) {
        if self.headers.len() >= COLUMNS {
            return;
        }
        let cell = trim(cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell));
        let cell = cell.strip_prefix(b"\"").map_or(cell, |c| c.strip_suffix(b"\"").unwrap_or(c));
        let mut name = String::new();
        push_name(&mut name, trim(cell), self.charset);
        self.headers.push(name);
    }
}

/// True if a quotation mark opens a quoted cell: at its start. Elsewhere it is a sign of inches, or damage.
fn at_cell_start(text: &[u8], at: usize, delimiter: u8) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    let byte = text.at(before);
    byte == delimiter || matches!(byte, b'\n' | b'"' | b' ' | 0xbf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(w: &mut CsvWalker, text: &[u8], value: &[u8]) -> (String, Option<u16>) {
        let start = memchr::memmem::find(text, value).unwrap();
        let l = w.locate(text, start);
        (l.path.to_owned(), l.column)
    }

    #[test]
    fn headers_name_columns_also_behind_quotes_and_cuts() {
        let mut w = CsvWalker::new(b',');
        let text = "\u{feff}姓名,\"手机 号\",note\r\n张三,138,\"a,\n\"\"b\"\"\"\r\n李四,139,x\r\n".as_bytes();
        assert_eq!(at(&mut w, text, b"138"), ("手机 号".into(), Some(2)));
        assert_eq!(at(&mut w, text, b"139"), ("手机 号".into(), Some(2)));
        w.finish(text);
        assert_eq!(at(&mut w, b"a,137\r\n", b"137"), ("手机 号".into(), Some(2)));
        w.lost();
        assert_eq!(at(&mut w, b"x\na,136\n", b"136"), ("手机 号".into(), Some(2)));
        // Of what follows a gap nobody knows which column it is in, up to the next row.
        w.lost();
        assert_eq!(at(&mut w, b"x,135\na,136\n", b"135"), (String::new(), None));
    }

    #[test]
    fn a_first_row_of_data_is_no_header() {
        let mut w = CsvWalker::new(b'|');
        assert_eq!(at(&mut w, b"a|138\nb|139\n", b"139"), ("column[2]".into(), Some(2)));
    }
}
