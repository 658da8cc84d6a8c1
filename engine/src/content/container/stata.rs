//! Data sets of Stata 13 and later (`.dta`, releases 117 to 119): rows of fields of a fixed width between marks that look like XML.
//!
//! The head tells the variables ("dta: File formats" in Stata's manual); rows are read while they arrive. What stands before and
//! behind them - labels, notes, long strings - is read for its text. Older releases have no such marks, and are not read.

use super::dbf::shown;
use super::{Container, Format, array, carried};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::container::office::table::Table;
use crate::content::place::Place;
use crate::coverage::{State, Tally};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "stata",
    media: "application/x-stata-dta",
    begins: |head| head.starts_with(START),
    open: |place, depth, _| Box::new(Stata::new(place, depth)),
};

const START: &[u8] = b"<stata_dta><header><release>";
/// Longest head, with its variables, labels and notes, that is held for its rows to be read.
const HEAD_BYTES: usize = 4 << 20;
/// Most variables (Stata/MP), and longest row that is waited for.
const VARIABLES: usize = 120_000;
const ROW_BYTES: usize = 4 << 20;
/// Types of variables above those that are the width of a text (`strL` refers to a text behind the rows).
const STRL: u16 = 32768;
const DOUBLE: u16 = 65526;
const FLOAT: u16 = 65527;
const LONG: u16 = 65528;
const INT: u16 = 65529;
const BYTE: u16 = 65530;

/// Bytes of a value of this type; `None` for no type.
const fn width(kind: u16) -> Option<usize> {
    match kind {
        1..=2045 => Some(kind as usize),
        STRL | DOUBLE => Some(8),
        FLOAT | LONG => Some(4),
        INT => Some(2),
        BYTE => Some(1),
        _ => None,
    }
}

/// What the head told.
struct Layout {
    big: bool,
    /// Types, and where their values are in a row.
    fields: Vec<(u16, usize)>,
    row: usize,
    /// Rows that are still to come.
    left: u64,
}

enum Stage {
    Head,
    Rows(Layout),
    /// Behind the last row, or where none can be told.
    Over,
}

struct Stata {
    carry: Vec<u8>,
    stage: Stage,
    table: Table,
    /// What stands around the rows.
    around: Blob,
}

impl Container for Stata {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.read(bytes, cx, &mut tally));
        if end.is_last() {
            // Of a row that is cut, the values that are whole are read.
            let rest = std::mem::take(&mut self.carry);
            if let Stage::Rows(layout) = &self.stage {
                Self::row(&mut self.table, layout, &rest, cx);
                tally.add(State::Inspected, rest.len() as u64);
            } else {
                tally.merge(&self.around.push(&rest, Ending::More, cx));
            }
            tally.merge(&self.around.push(&[], end, cx));
            self.table.finish(end, cx);
            self.stage = Stage::Over;
        }
        tally
    }

    /// Where the next row begins, nobody can tell.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let held = std::mem::take(&mut self.carry);
        self.stage = Stage::Over;
        let mut tally = self.around.push(&held, Ending::More, cx);
        tally.merge(&self.around.gap(cx));
        tally
    }

    fn held(&self) -> usize {
        self.carry.capacity() + self.around.held()
    }
}

impl Stata {
    fn new(place: &Place, depth: u8) -> Self {
        let place = place.child("stata", "");
        let table = Table::new(place.clone(), depth);
        Self { carry: Vec::new(), stage: Stage::Head, table, around: Blob::new(&place, depth) }
    }

    /// Reads what is whole; answers how much that is.
    fn read(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        const ROWS: &[u8] = b"<data>";
        let mut at = 0;
        if matches!(self.stage, Stage::Head) {
            // What precedes the marks of the rows may hold any bytes: those of the map say where they are.
            let len = match start_of_rows(data) {
                Found::At(at) if data.span(at, at + ROWS.len()) == ROWS => at + ROWS.len(),
                Found::At(_) | Found::No => 0,
                Found::More if data.len() <= HEAD_BYTES => return 0,
                Found::More => {
                    cx.damaged("stata: the head is longer than is held");
                    0
                }
            };
            let layout = Layout::read(data.upto(len));
            for (at, name) in layout.iter().flat_map(|(_, names)| names).enumerate() {
                self.table.cell(at, name.as_bytes());
            }
            self.table.end_row(cx);
            self.stage = layout.map_or(Stage::Over, |(layout, _)| Stage::Rows(layout));
            tally.merge(&self.around.push(data.upto(len), Ending::More, cx));
            at = len;
        }
        while let Stage::Rows(layout) = &mut self.stage {
            if layout.left == 0 {
                self.stage = Stage::Over;
                break;
            }
            let Some(row) = data.get(at..at + layout.row) else { return at };
            layout.left -= 1;
            Self::row(&mut self.table, layout, row, cx);
            tally.add(if self.table.spent { State::Skipped } else { State::Inspected }, row.len() as u64);
            at += row.len();
        }
        tally.merge(&self.around.push(data.after(at), Ending::More, cx));
        data.len()
    }

    fn row(table: &mut Table, layout: &Layout, row: &[u8], cx: &mut Context<'_>) {
        for (at, (kind, start)) in layout.fields.iter().enumerate() {
            let Some(raw) = width(*kind).and_then(|width| row.get(*start..*start + width)) else { break };
            if let 1..STRL = *kind {
                let text = raw.split(|byte| *byte == 0).next().unwrap_or(&[]);
                table.cell(at, shown(None, text).trim().as_bytes());
            } else if let Some(number) = layout.number(*kind, raw) {
                table.cell(at, number.as_bytes());
            }
        }
        table.end_row(cx);
    }
}

/// Where the mark of the rows is.
enum Found {
    At(usize),
    More,
    No,
}

/// By the map of the file: its tenth offset.
fn start_of_rows(data: &[u8]) -> Found {
    const MAP: &[u8] = b"<map>";
    const AT: usize = 9 * 8;
    let Some(map) = memchr::memmem::find(data.upto(1 << 10), MAP) else {
        return if data.len() < 1 << 10 { Found::More } else { Found::No };
    };
    let at = map + MAP.len() + AT;
    if data.len() < at + 8 {
        return Found::More;
    }
    let offset = Order::of(data).u64(data, at);
    match usize::try_from(offset) {
        Ok(offset) if offset < at || offset > HEAD_BYTES => Found::No,
        Ok(offset) if data.len() < offset.saturating_add(6) => Found::More,
        Ok(offset) => Found::At(offset),
        Err(_) => Found::No,
    }
}

/// The order of bytes in numbers.
#[derive(Clone, Copy)]
struct Order {
    big: bool,
}

impl Order {
    fn of(head: &[u8]) -> Self {
        let mark = head.after(START.len() + 3);
        Self { big: memchr::memmem::find(mark.upto(64), b"<byteorder>MSF").is_some() }
    }

    fn u64(self, bytes: &[u8], at: usize) -> u64 {
        if self.big { u64::from_be_bytes(array(bytes, at)) } else { u64::from_le_bytes(array(bytes, at)) }
    }

    fn u32(self, bytes: &[u8], at: usize) -> u32 {
        if self.big { u32::from_be_bytes(array(bytes, at)) } else { u32::from_le_bytes(array(bytes, at)) }
    }

    fn u16(self, bytes: &[u8], at: usize) -> u16 {
        if self.big { u16::from_be_bytes(array(bytes, at)) } else { u16::from_le_bytes(array(bytes, at)) }
    }
}

impl Layout {
    /// From the head, with the names of the variables.
    fn read(head: &[u8]) -> Option<(Self, Vec<String>)> {
        let order = Order::of(head);
        let wide = head.span(START.len(), START.len() + 3) != b"117";
        // Behind each mark its values, which may look like any mark: the marks follow one another.
        let mut at = 0;
        let mut behind = |mark: &[u8]| -> Option<usize> {
            at += memchr::memmem::find(head.after(at), mark)? + mark.len();
            Some(at)
        };
        behind(b"<K>")?;
        let rows = behind(b"<N>")?;
        let left = if wide { order.u64(head, rows) } else { u64::from(order.u32(head, rows)) };
        let types = behind(b"<variable_types>")?;
        let end = behind(b"</variable_types>")? - b"</variable_types>".len();
        let names = behind(b"<varnames>")?;
        (end - types <= VARIABLES * 2).then_some(())?;
        let (mut fields, mut row) = (Vec::new(), 0usize);
        for at in (types..end).step_by(2) {
            let kind = order.u16(head, at);
            fields.push((kind, row));
            row += width(kind)?;
        }
        let name = |nth: usize| {
            let len = if wide { 129 } else { 33 };
            let raw = head.span(names + nth * len, names + (nth + 1) * len);
            shown(None, raw.split(|byte| *byte == 0).next().unwrap_or(&[])).into_owned()
        };
        let named = (0..fields.len()).map(name).collect();
        (1..=ROW_BYTES).contains(&row).then_some((Self { big: order.big, fields, row, left }, named))
    }

    /// A number as text; `None` for a missing one, which is greater than all others.
    fn number(&self, kind: u16, raw: &[u8]) -> Option<String> {
        let order = Order { big: self.big };
        match kind {
            DOUBLE => Some(f64::from_bits(order.u64(raw, 0))).filter(|n| n.abs() < 1e300).map(|n| n.to_string()),
            FLOAT => Some(f32::from_bits(order.u32(raw, 0))).filter(|n| n.abs() < 1e38).map(|n| n.to_string()),
            LONG => Some(order.u32(raw, 0).cast_signed()).filter(|n| *n <= 2_147_483_620).map(|n| n.to_string()),
            INT => Some(order.u16(raw, 0).cast_signed()).filter(|n| *n <= 32_740).map(|n| n.to_string()),
            BYTE => Some(raw.at(0).cast_signed()).filter(|n| *n <= 100).map(|n| n.to_string()),
            _ => None,
        }
    }
}
