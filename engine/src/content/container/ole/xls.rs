//! Workbooks of Excel 5 to 2003 (MS-XLS): the records of one stream, in their order.

use super::Document;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::container::office::binary::rk;
use crate::content::container::office::table::Table;
use crate::content::container::{u16_at, u32_at, u64_at};
use crate::content::place::push_name;
use crate::content::stream::{Style, TextStream};
use crate::message::Charset;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::BTreeMap;
use std::ops::Range;

/// Kinds of records (§2.3).
const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000a;
const HEADER: u16 = 0x0014;
const FOOTER: u16 = 0x0015;
const FILEPASS: u16 = 0x002f;
const CONTINUE: u16 = 0x003c;
const CODEPAGE: u16 = 0x0042;
const BOUNDSHEET: u16 = 0x0085;
const MULRK: u16 = 0x00bd;
const RSTRING: u16 = 0x00d6;
const SST: u16 = 0x00fc;
const LABELSST: u16 = 0x00fd;
const TXO: u16 = 0x01b6;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const STRING: u16 = 0x0207;
const RK: u16 = 0x027e;
const BOF: u16 = 0x0809;

/// Sheets whose names are kept.
const SHEETS: usize = 1024;
/// Text of a row that is kept together.
const ROW_BYTES: usize = 256 << 10;
/// Longest string, in characters (§2.5.294).
const CHARS: usize = 1 << 16;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], document: &mut Document<'_>, cx: &mut Context<'_>) {
    let mut book = Book {
        document,
        wide: true,
        encoding: WINDOWS_1252,
        names: BTreeMap::new(),
        strings: Strings::default(),
        sheet: None,
        row: 0,
        width: 0,
        pending: None,
        aside: String::new(),
        depth: 0,
        spent: false,
    };
    let mut at = 0;
    while at + 4 <= bytes.len() {
        let (kind, len) = (u16_at(bytes, at), usize::from(u16_at(bytes, at + 2)));
        let body = bytes.span(at + 4, at + 4 + len);
        if kind == FILEPASS {
            book.close(cx);
            return book.document.lock("xls", bytes.len(), cx);
        }
        let next = at + 4 + len;
        match kind {
            BOF => book.begin(at, body, cx),
            EOF => book.end(cx),
            SST | TXO => {
                let segments = segments(bytes, at);
                if kind == SST {
                    book.strings.read(&segments);
                } else {
                    book.note(&segments);
                }
            }
            _ => book.record(kind, body, cx),
        }
        if book.spent {
            break;
        }
        at = next;
    }
    book.close(cx);
    let spent = book.spent;
    document.told(bytes.len(), spent);
}

/// A record's body and those of the records that continue it.
fn segments(bytes: &[u8], start: usize) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut at = start;
    loop {
        let len = usize::from(u16_at(bytes, at + 2));
        found.push(bytes.span(at + 4, at + 4 + len));
        at += 4 + len;
        if at + 4 > bytes.len() || u16_at(bytes, at) != CONTINUE {
            return found;
        }
    }
}

struct Book<'d, 'a> {
    document: &'d mut Document<'a>,
    /// BIFF8: strings are UTF-16 or its low bytes.
    wide: bool,
    encoding: &'static Encoding,
    /// Sheets by where they begin.
    names: BTreeMap<usize, String>,
    strings: Strings,
    sheet: Option<Table>,
    row: u16,
    /// Bytes of the row.
    width: usize,
    /// The cell of a formula whose value, a string, follows.
    pending: Option<(u16, u16)>,
    /// Text beside the cells.
    aside: String,
    /// Charts in a sheet.
    depth: usize,
    spent: bool,
}

impl Book<'_, '_> {
    fn begin(&mut self, at: usize, body: &[u8], cx: &mut Context<'_>) {
        self.depth += 1;
        self.wide = u16_at(body, 0) >= 0x600;
        let named = self.names.get(&at).cloned();
        // The globals come first; a chart inside a sheet is no sheet.
        if named.is_some() || (self.sheet.is_none() && self.depth == 1 && u16_at(body, 2) == 0x10) {
            self.close_sheet(cx);
            let place = self.document.place.child("xls", named.as_deref().unwrap_or(""));
            self.sheet = Some(Table::new(place, self.document.depth));
        }
    }

    fn end(&mut self, cx: &mut Context<'_>) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.close_sheet(cx);
        }
    }

    fn record(&mut self, kind: u16, body: &[u8], cx: &mut Context<'_>) {
        let (row, column) = (u16_at(body, 0), u16_at(body, 2));
        match kind {
            CODEPAGE => self.encoding = encoding_of(u16_at(body, 0)),
            BOUNDSHEET => self.name(body),
            LABELSST => {
                let range = self.strings.take(u32_at(body, 6) as usize);
                let strings = std::mem::take(&mut self.strings.text);
                self.cell(row, column, strings.get(range).unwrap_or(""), cx);
                self.strings.text = strings;
            }
            LABEL | RSTRING => {
                let text = self.string(body.after(6));
                self.cell(row, column, &text, cx);
            }
            RK => self.number(row, column, rk(u32_at(body, 6)), cx),
            MULRK => {
                for (at, pair) in body.after(4).as_chunks::<6>().0.iter().enumerate() {
                    self.number(row, column.saturating_add(at as u16), rk(u32_at(pair, 2)), cx);
                }
            }
            FORMULA if body.span(12, 14) == b"\xff\xff" => {
                self.pending = (body.at(6) == 0).then_some((row, column));
            }
            NUMBER | FORMULA => self.number(row, column, f64::from_bits(u64_at(body, 6)), cx),
            STRING => {
                if let Some((row, column)) = self.pending.take() {
                    let text = self.string(body);
                    self.cell(row, column, &text, cx);
                }
            }
            HEADER | FOOTER if !body.is_empty() => {
                let text = if self.wide { self.string(body) } else { self.narrow(body.after(1)) };
                self.say(&text);
            }
            _ => {}
        }
    }

    /// A string with a length of two bytes, in one record.
    fn string(&self, body: &[u8]) -> String {
        if !self.wide {
            return self.narrow(body.span(2, 2 + usize::from(u16_at(body, 0))));
        }
        let segments = [body];
        let mut reader = Run { segments: &segments, at: 0, offset: 0 };
        let mut text = String::new();
        reader.string(&mut text);
        text
    }

    fn narrow(&self, bytes: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// Where a sheet begins, and its name (§2.4.28).
    fn name(&mut self, body: &[u8]) {
        if self.names.len() >= SHEETS {
            return;
        }
        let chars = usize::from(body.at(6));
        let text = if !self.wide {
            self.narrow(body.span(7, 7 + chars))
        } else if body.at(7) & 1 != 0 {
            encoding_rs::UTF_16LE.decode_without_bom_handling(body.span(8, 8 + chars * 2)).0.into_owned()
        } else {
            body.span(8, 8 + chars).iter().map(|byte| char::from(*byte)).collect()
        };
        self.say(&text);
        let mut shown = String::new();
        push_name(&mut shown, text.as_bytes(), Charset::Utf8);
        self.names.insert(u32_at(body, 0) as usize, shown);
    }

    /// The text of a drawn object or a note stands in the record behind it.
    fn note(&mut self, segments: &[&[u8]]) {
        let chars = segments.first().map_or(0, |body| usize::from(u16_at(body, 10)));
        let mut reader = Run { segments, at: 1, offset: 0 };
        let mut text = String::new();
        if chars > 0 && segments.len() > 1 {
            let flags = reader.byte();
            reader.chars(chars, flags & 1 != 0, &mut text);
        }
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        if !text.is_empty() {
            self.aside.push_str(text);
            self.aside.push('\n');
        }
    }

    fn number(&mut self, row: u16, column: u16, value: f64, cx: &mut Context<'_>) {
        self.cell(row, column, &format!("{value}"), cx);
    }

    fn cell(&mut self, row: u16, column: u16, text: &str, cx: &mut Context<'_>) {
        let Some(sheet) = &mut self.sheet else { return };
        if row != self.row || self.width > ROW_BYTES {
            sheet.end_row(cx);
            self.spent |= sheet.spent;
            (self.row, self.width) = (row, 0);
        }
        sheet.cell(usize::from(column), text.as_bytes());
        self.width += text.len() + 3;
    }

    fn close_sheet(&mut self, cx: &mut Context<'_>) {
        if let Some(mut sheet) = self.sheet.take() {
            sheet.finish(Ending::Whole, cx);
            self.spent |= sheet.spent;
        }
        (self.row, self.width, self.pending) = (0, 0, None);
    }

    /// The workbook is over: what stands beside its cells, and strings that no cell shows.
    fn close(&mut self, cx: &mut Context<'_>) {
        self.close_sheet(cx);
        let unused = self.strings.unused();
        for (kind, text) in [("", std::mem::take(&mut self.aside)), ("sharedStrings", unused)] {
            if !text.is_empty() && !self.spent {
                self.spent = !cx.charge(text.len());
                let place = self.document.place.child("xls", kind);
                let mut stream = TextStream::new(place, Style::Plain, Label::Utf8, self.document.depth);
                let _ = stream.push(text.as_bytes(), Ending::Whole, cx);
            }
        }
    }
}

/// The strings that cells share (§2.4.265).
#[derive(Default)]
struct Strings {
    text: String,
    ranges: Vec<Range<usize>>,
    used: Vec<bool>,
}

impl Strings {
    fn read(&mut self, segments: &[&[u8]]) {
        let mut reader = Run { segments, at: 0, offset: 8 };
        let count = segments.first().map_or(0, |body| u32_at(body, 4));
        for _ in 0..count {
            if reader.over() {
                break;
            }
            let start = self.text.len();
            reader.string(&mut self.text);
            self.ranges.push(start..self.text.len());
        }
        self.used.resize(self.ranges.len(), false);
    }

    fn take(&mut self, number: usize) -> Range<usize> {
        if let Some(used) = self.used.get_mut(number) {
            *used = true;
        }
        self.ranges.get(number).cloned().unwrap_or_default()
    }

    fn unused(&self) -> String {
        let each = self.ranges.iter().zip(&self.used).filter(|(_, used)| !**used);
        each.filter_map(|(range, _)| self.text.get(range.clone())).fold(String::new(), |all, text| all + text + "\n")
    }
}

/// Bytes in several records, read on from one to the next.
struct Run<'s, 'a> {
    segments: &'s [&'a [u8]],
    at: usize,
    offset: usize,
}

impl Run<'_, '_> {
    fn rest(&mut self) -> &[u8] {
        while self.segments.get(self.at).is_some_and(|segment| self.offset >= segment.len()) {
            (self.at, self.offset) = (self.at + 1, 0);
        }
        self.segments.get(self.at).map_or(&[][..], |segment| segment.after(self.offset))
    }

    fn over(&mut self) -> bool {
        self.rest().is_empty()
    }

    fn byte(&mut self) -> u8 {
        let byte = self.rest().at(0);
        self.offset += 1;
        byte
    }

    fn word(&mut self) -> u16 {
        let (low, high) = (self.byte(), self.byte());
        u16::from_le_bytes([low, high])
    }

    fn skip(&mut self, mut len: usize) {
        while len > 0 && !self.over() {
            let take = self.rest().len().min(len);
            self.offset += take;
            len -= take;
        }
    }

    /// A string (§2.5.293): length, flags, numbers of formats and of bytes behind it, characters.
    fn string(&mut self, into: &mut String) {
        let chars = usize::from(self.word()).min(CHARS);
        let flags = self.byte();
        let runs = if flags & 8 != 0 { usize::from(self.word()) } else { 0 };
        let more = if flags & 4 != 0 { usize::from(self.word()) | usize::from(self.word()) << 16 } else { 0 };
        self.chars(chars, flags & 1 != 0, into);
        self.skip(runs.saturating_mul(4).saturating_add(more));
    }

    /// Characters; where they go on in another record, that says anew how wide they are.
    fn chars(&mut self, mut count: usize, mut wide: bool, into: &mut String) {
        let mut units: Vec<u16> = Vec::new();
        while count > 0 && !self.over() {
            let segment = self.at;
            let rest = self.rest();
            let size = if wide { 2 } else { 1 };
            let take = (rest.len() / size).min(count);
            if wide {
                units.extend(rest.upto(take * 2).as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)));
            } else {
                units.extend(rest.upto(take).iter().map(|byte| u16::from(*byte)));
            }
            count -= take;
            self.offset += take * size;
            if count > 0 {
                // Half a character at the end of a record is damage.
                self.skip(rest_of(self.segments, segment, self.at, self.offset));
                if self.over() {
                    break;
                }
                wide = self.byte() & 1 != 0;
            }
        }
        into.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')));
    }
}

/// Bytes left in a segment, if it is still the one in hand.
fn rest_of(segments: &[&[u8]], segment: usize, at: usize, offset: usize) -> usize {
    if segment == at { segments.get(at).map_or(0, |bytes| bytes.len().saturating_sub(offset)) } else { 0 }
}

/// The encoding of a code page.
fn encoding_of(page: u16) -> &'static Encoding {
    super::code_page(u32::from(page)).unwrap_or(WINDOWS_1252)
}
