//! Documents of Word 97 to 2003 (MS-DOC): text by the piece table, tables by the properties of paragraphs.

use super::Document;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::container::prose::Prose;
use crate::content::container::{u16_at, u32_at};
use std::borrow::Cow;

/// Where the piece table is described (§2.5.6), and the tables of pages with properties of characters and paragraphs.
const CLX: usize = 0x1a2;
const CHPX: usize = 0xfa;
const PAPX: usize = 0x102;
/// Bytes that lead from a run of such a page to its properties (§2.9.33, §2.9.23).
const CHPX_BYTES: usize = 1;
const PAPX_BYTES: usize = 13;
/// A property of characters (§2.6.1): a tracked change took them away.
const STRUCK: u16 = 0x0800;
/// Properties of a paragraph (§2.6.2): it is in a table; it ends a row.
const IN_TABLE: u16 = 0x2416;
const ROW_END: u16 = 0x2417;
/// Text taken at a time.
const BLOCK_BYTES: usize = 64 << 10;

/// Which of the two table streams belongs to a document.
pub(super) fn table(main: &[u8]) -> usize {
    usize::from(u16_at(main, 10) & 0x200 != 0)
}

/// Reads a document from its main stream and its table stream.
pub(super) fn read(main: &[u8], table: &[u8], document: &mut Document<'_>, cx: &mut Context<'_>) {
    let len = main.len() + table.len();
    if u16_at(main, 10) & 0x100 != 0 {
        return document.lock("doc", len, cx);
    }
    let mut reader = Reader {
        prose: Prose::new(document.place.child("doc", ""), document.depth),
        paragraphs: paragraphs(main, table),
        struck: struck(main, table),
        line: String::new(),
    };
    let pieces = pieces(described(main, table, CLX));
    if pieces.is_empty() {
        cx.damaged("doc: there is no piece table");
    }
    // Pieces of sound documents share no bytes.
    let mut left = main.len();
    for piece in &pieces {
        let text = main.span(piece.from, piece.from.saturating_add(piece.len)).upto(left);
        left -= text.len();
        for (at, block) in text.chunks(BLOCK_BYTES).enumerate() {
            if reader.prose.spent {
                break;
            }
            reader.block(block, piece.from + at * BLOCK_BYTES, piece.wide, cx);
        }
    }
    reader.say(cx);
    reader.prose.finish(Ending::Whole, cx);
    document.told(len, reader.prose.spent);
}

/// What an offset and a length at `at` in the main stream describe in the table stream.
fn described<'t>(main: &[u8], table: &'t [u8], at: usize) -> &'t [u8] {
    let from = u32_at(main, at) as usize;
    table.span(from, from.saturating_add(u32_at(main, at + 4) as usize))
}

/// A run of text in the main stream.
struct Piece {
    from: usize,
    len: usize,
    /// UTF-16, else Windows-1252.
    wide: bool,
}

/// The pieces of a document in the order of its text (§2.8.35, §2.9.38).
fn pieces(mut clx: &[u8]) -> Vec<Piece> {
    while clx.at(0) == 1 && clx.len() > 3 {
        clx = clx.after(3 + usize::from(u16_at(clx, 1)));
    }
    if clx.at(0) != 2 {
        return Vec::new();
    }
    let plc = clx.span(5, 5usize.saturating_add(u32_at(clx, 1) as usize));
    let count = plc.len().saturating_sub(4) / 12;
    let piece = |at: usize| {
        let len = u32_at(plc, at * 4 + 4).checked_sub(u32_at(plc, at * 4))? as usize;
        let place = u32_at(plc, (count + 1) * 4 + at * 8 + 2);
        let (from, wide) = ((place & 0x3fff_ffff) as usize, place & 0x4000_0000 == 0);
        Some(if wide { Piece { from, len: len.saturating_mul(2), wide } } else { Piece { from: from / 2, len, wide } })
    };
    (0..count).filter_map(piece).collect()
}

/// Where in the main stream paragraphs of tables are: first byte, and whether it ends a row. Sorted.
fn paragraphs(main: &[u8], table: &[u8]) -> Vec<(u32, u32, bool)> {
    let mut found = Vec::new();
    runs(main, table, (PAPX, PAPX_BYTES), |(from, until), papx, steps| {
        let (start, len) = match papx.at(0) {
            0 => (2, usize::from(papx.at(1)) * 2),
            half => (1, usize::from(half) * 2 - 1),
        };
        let (mut in_table, mut row_end) = (false, false);
        properties(papx.span(start, start + len).after(2), steps, |code, value| match code {
            IN_TABLE => in_table = value != 0,
            ROW_END => row_end = value != 0,
            _ => {}
        });
        if in_table || row_end {
            found.push((from, until, row_end));
        }
    });
    found.sort_unstable();
    found
}

/// Where in the main stream characters are that a tracked change took away. Sorted.
fn struck(main: &[u8], table: &[u8]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    runs(main, table, (CHPX, CHPX_BYTES), |run, chpx, steps| {
        let mut struck = false;
        properties(chpx.span(1, 1 + usize::from(chpx.at(0))), steps, |code, value| {
            struck |= code == STRUCK && value != 0;
        });
        found.extend(struck.then_some(run));
    });
    found.sort_unstable();
    found
}

/// Each run that has properties of its own, by the table of pages that is described at `which`: where it is, and what begins
/// with its properties. They may take so many steps in all.
fn runs(
    main: &[u8],
    table: &[u8],
    (which, width): (usize, usize),
    mut each: impl FnMut((u32, u32), &[u8], &mut usize),
) {
    let plc = described(main, table, which);
    let count = plc.len().saturating_sub(4) / 8;
    // Pages of hostile files all lead to one; a run takes 17 bytes of a page, or five, a property three.
    let (mut most, mut steps) = (main.len() / (4 + width), main.len());
    for at in 0..count.min(main.len() / 512) {
        let page = (u32_at(plc, (count + 1) * 4 + at * 4) & 0x003f_ffff) as usize;
        let page = main.span(page.saturating_mul(512), page.saturating_add(1).saturating_mul(512));
        let runs = usize::from(page.at(511));
        for run in 0..runs.min(most) {
            most -= 1;
            let place = usize::from(page.at((runs + 1) * 4 + run * width)) * 2;
            if place > 0 {
                each((u32_at(page, run * 4), u32_at(page, run * 4 + 4)), page.after(place), &mut steps);
            }
        }
    }
}

/// Walks a list of properties (§2.2.5.1): their codes, and the first byte of what they say.
fn properties(mut list: &[u8], steps: &mut usize, mut each: impl FnMut(u16, u8)) {
    while list.len() > 2 && *steps > 0 {
        *steps -= 1;
        let code = u16_at(list, 0);
        each(code, list.at(2));
        list = list.after(
            2 + match code >> 13 {
                0 | 1 => 1,
                2 | 4 | 5 => 2,
                3 => 4,
                7 => 3,
                // The definition of a table has a length of two bytes.
                _ if code == 0xd608 => 1 + usize::from(u16_at(list, 2)),
                _ => 1 + usize::from(list.at(2)),
            },
        );
    }
}

struct Reader {
    prose: Prose,
    paragraphs: Vec<(u32, u32, bool)>,
    struck: Vec<(u32, u32)>,
    line: String,
}

impl Reader {
    /// Text at an offset of the main stream.
    fn block(&mut self, block: &[u8], from: usize, wide: bool, cx: &mut Context<'_>) {
        // One character a byte, so that offsets can be counted.
        let step = if wide { 2 } else { 1 };
        let text: Cow<'_, str> = if wide {
            encoding_rs::UTF_16LE.decode_without_bom_handling(block).0
        } else {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(block).0
        };
        let mut at = from;
        for c in text.chars() {
            self.character(c, at, cx);
            at += if wide { step * c.len_utf16() } else { step };
        }
    }

    fn character(&mut self, c: char, at: usize, cx: &mut Context<'_>) {
        if !self.struck.is_empty() {
            if !c.is_control() && self.is_struck(at) {
                return self.prose.strike(c.encode_utf8(&mut [0; 4]), &self.line);
            }
            self.prose.keep();
        }
        match c {
            '\r' | '\u{c}' => self.end_paragraph(at, cx),
            '\u{7}' => self.end_cell(at, cx),
            '\u{b}' | '\u{e}' => self.line.push('\n'),
            // Around the instructions of fields, where links stand, and their results.
            '\u{13}'..='\u{15}' => self.line.push(' '),
            '\t' => self.line.push('\t'),
            '\u{1e}' => self.line.push('-'),
            c if c.is_control() => {}
            c => self.line.push(c),
        }
        if self.line.len() > BLOCK_BYTES {
            self.say(cx);
        }
    }

    /// True if a tracked change took away what is at an offset.
    fn is_struck(&self, at: usize) -> bool {
        let Ok(at) = u32::try_from(at) else { return false };
        let before = self.struck.partition_point(|(from, _)| *from <= at);
        before.checked_sub(1).and_then(|run| self.struck.get(run)).is_some_and(|(_, until)| at < *until)
    }

    /// The paragraph of a table around an offset: whether it ends a row.
    fn in_table(&self, at: usize) -> Option<bool> {
        let at = u32::try_from(at).ok()?;
        let before = self.paragraphs.partition_point(|(from, ..)| *from <= at);
        let (_, until, row_end) = self.paragraphs.get(before.checked_sub(1)?)?;
        (at < *until).then_some(*row_end)
    }

    fn end_paragraph(&mut self, at: usize, cx: &mut Context<'_>) {
        if self.in_table(at).is_some() {
            // A cell of several paragraphs.
            return self.line.push(' ');
        }
        self.prose.end_table(cx);
        self.line.push('\n');
        self.say(cx);
    }

    fn end_cell(&mut self, at: usize, cx: &mut Context<'_>) {
        if self.in_table(at) == Some(true) {
            return self.prose.end_row(cx);
        }
        let cell = std::mem::take(&mut self.line);
        self.prose.cell(&cell, cx);
    }

    fn say(&mut self, cx: &mut Context<'_>) {
        let line = std::mem::take(&mut self.line);
        self.prose.say(&line, cx);
    }
}
