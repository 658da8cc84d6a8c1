//! Rows in a short form, until the strings that their cells share are known.

use crate::content::bytes::Bytes;
use crate::content::container::{u16_at, u32_at};

/// Marks: the end of a row; a text, its column and length before it; a shared string, its column and number; the shared
/// string that no cell before it showed, in the next column, which most cells of an export are. From [`SHORT`] on: a text
/// in the next column, by its length.
const ROW: u8 = 0;
const TEXT: u8 = 1;
const SHARED: u8 = 2;
const NEW: u8 = 3;
const SHORT: u8 = 0x80;

/// What a row consists of; columns count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cell<'r> {
    /// The row is over.
    End,
    /// A text, in this column.
    Text(u16, &'r [u8]),
    /// A shared string: its column, its number.
    Shared(u16, u32),
}

/// Rows, written at one end and read at the other.
#[derive(Default)]
pub(super) struct Rows {
    bytes: Vec<u8>,
    read: usize,
    written_to: Place,
    read_to: Place,
}

/// Where in the rows a cell is, by which the next one is told shortly.
#[derive(Clone, Copy, Default)]
struct Place {
    column: u16,
    /// Strings below this number were shown.
    strings: u32,
}

impl Place {
    fn next(self) -> u16 {
        self.column.saturating_add(1)
    }

    fn showed(&mut self, column: u16, number: u32) {
        self.column = column;
        self.strings = self.strings.max(number.saturating_add(1));
    }
}

impl Rows {
    /// Bytes that wait to be read.
    pub(super) fn len(&self) -> usize {
        self.bytes.len() - self.read
    }

    /// Bytes that are kept.
    pub(super) fn held(&self) -> usize {
        self.bytes.capacity()
    }

    /// The row is over.
    pub(super) fn end_row(&mut self) {
        self.bytes.push(ROW);
        self.written_to.column = 0;
    }

    /// A text in a column.
    pub(super) fn text(&mut self, column: u16, text: &[u8]) {
        let next = self.written_to.next();
        let short = u8::try_from(text.len()).ok().filter(|len| *len < SHORT && column == next);
        if let Some(len) = short {
            self.bytes.push(SHORT | len);
        } else {
            self.bytes.push(TEXT);
            self.bytes.extend_from_slice(&column.to_le_bytes());
            self.bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        }
        self.bytes.extend_from_slice(text);
        self.written_to.column = column;
    }

    /// A shared string in a column.
    pub(super) fn shared(&mut self, column: u16, number: u32) {
        if column == self.written_to.next() && number == self.written_to.strings {
            self.bytes.push(NEW);
        } else {
            self.bytes.push(SHARED);
            self.bytes.extend_from_slice(&column.to_le_bytes());
            self.bytes.extend_from_slice(&number.to_le_bytes());
        }
        self.written_to.showed(column, number);
    }

    /// Reads the next cell, unless it shows a string that is not `known`.
    pub(super) fn next(&mut self, known: impl Fn(u32) -> bool) -> Option<Cell<'_>> {
        let (&mark, rest) = self.bytes.after(self.read).split_first()?;
        let mut place = self.read_to;
        let (used, cell) = match mark {
            ROW => {
                place.column = 0;
                (1, Cell::End)
            }
            NEW | SHARED => {
                let (used, column, number) =
                    if mark == NEW { (1, place.next(), place.strings) } else { (7, u16_at(rest, 0), u32_at(rest, 2)) };
                if !known(number) {
                    return None;
                }
                place.showed(column, number);
                (used, Cell::Shared(column, number))
            }
            _ => {
                let (head, column, len) = if mark & SHORT != 0 {
                    (0, place.next(), usize::from(mark & !SHORT))
                } else {
                    (6, u16_at(rest, 0), u32_at(rest, 2) as usize)
                };
                place.column = column;
                (1 + head + len, Cell::Text(column, rest.span(head, head.saturating_add(len))))
            }
        };
        self.read += used;
        self.read_to = place;
        Some(cell)
    }

    /// Forgets what was read.
    pub(super) fn shorten(&mut self) {
        if self.read == self.bytes.len() {
            self.bytes = Vec::new();
        } else {
            self.bytes.drain(..self.read);
        }
        self.read = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells() -> impl Strategy<Value = Vec<(u8, u16, u32, Vec<u8>)>> {
        let cell = (0u8..4, prop_oneof![1u16..4, any::<u16>()], prop_oneof![0u32..6, any::<u32>()]);
        let text = prop_oneof![prop::collection::vec(any::<u8>(), 1..200)];
        prop::collection::vec(
            (cell, text).prop_map(|((kind, column, number), text)| (kind, column, number, text)),
            0..60,
        )
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(cells in cells(), breaks in any::<u64>()) {
            let mut rows = Rows::default();
            let (mut written, mut read) = (Vec::new(), Vec::new());
            for (at, (kind, column, number, text)) in cells.iter().enumerate() {
                match kind {
                    0 => rows.end_row(),
                    1 => rows.text(*column, text),
                    _ => rows.shared(*column, *number),
                }
                written.push(match kind {
                    0 => Cell::End,
                    1 => Cell::Text(*column, text),
                    _ => Cell::Shared(*column, *number),
                });
                if breaks >> (at % 64) & 1 == 1 {
                    while let Some(cell) = rows.next(|number| number < 1 << 30) {
                        read.push(format!("{cell:?}"));
                    }
                    rows.shorten();
                }
            }
            while let Some(cell) = rows.next(|_| true) {
                read.push(format!("{cell:?}"));
            }
            let written: Vec<String> = written.iter().map(|cell| format!("{cell:?}")).collect();
            prop_assert_eq!(read, written);
            prop_assert_eq!(rows.len(), 0);
        }
    }

    #[test]
    fn cells_of_an_export_take_a_byte() {
        let mut rows = Rows::default();
        for row in 0..100 {
            for column in 0..5 {
                rows.shared(column + 1, row * 5 + u32::from(column));
            }
            rows.end_row();
        }
        assert_eq!(rows.len(), 600);
    }
}
