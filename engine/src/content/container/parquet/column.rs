//! The values of a column in a row group: page after page, one row at a time.

use super::footer::{Chunk, Column, Kind};
use super::text;
use super::thrift::{I32, STRUCT, Thrift};
use super::values::{self, Hybrid, Ranges};
use crate::anomaly::Code;
use crate::content::budget::Context;
use crate::content::bytes::Bytes;
use crate::content::coded::piece;
use crate::content::container::u32_at;
use crate::content::decode::{Decoder, lz4_block};
use crate::content::sniff;
use crate::coverage::{State, Tally};
use crate::message::Coding;
use std::borrow::Cow;
use std::ops::Range;

/// Largest page, unpacked.
const PAGE_BYTES: usize = 32 << 20;
/// Text of a row's values that goes together.
pub(super) const CELL_BYTES: usize = 64 << 10;
/// Shortest binary value that is unpacked: shorter ones are numbers and keys.
const BLOB_BYTES: usize = 16;

/// What all columns of a file share.
pub(super) struct Pages {
    /// Bytes of pages that may still be read: chunks of hostile files are the same pages.
    pub(super) left: usize,
    /// The file goes on behind what was collected.
    pub(super) full: bool,
    /// The budget is spent.
    pub(super) spent: bool,
    /// Damage was told.
    pub(super) damaged: bool,
    /// What became of the pages read.
    pub(super) told: Tally,
}

impl Pages {
    /// Reports that something cannot be read, once.
    fn unreadable(&mut self, what: &str, cx: &mut Context<'_>) -> State {
        if !std::mem::replace(&mut self.damaged, true) {
            cx.sink.anomaly(Code::DecodeFailed, what);
        }
        State::Undecodable
    }
}

/// The head of a page (`PageHeader`).
#[derive(Default)]
struct Head {
    kind: i64,
    /// Bytes when unpacked, and as they lie.
    size: usize,
    packed: usize,
    values: usize,
    encoding: i64,
    /// Encoding of levels in a page of the first version.
    levels: i64,
    /// Bytes of levels in front of a page of the second version, and whether its values are packed.
    definition: usize,
    repetition: usize,
    plain: bool,
}

/// Kinds of pages.
const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const DATA_2: i64 = 3;
/// The hybrid of runs and bits.
const RLE: i64 = 3;

impl Head {
    fn read(reader: &mut Thrift<'_>) -> Option<Self> {
        let mut head = Self { levels: RLE, ..Self::default() };
        reader.fields(&mut |reader, id, kind| {
            match (id, kind) {
                (1, I32) => head.kind = reader.number()?,
                (2, I32) => head.size = reader.size()?,
                (3, I32) => head.packed = reader.size()?,
                (5 | 7 | 8, STRUCT) => head.details(reader, id)?,
                _ => return Some(false),
            }
            Some(true)
        })?;
        Some(head)
    }

    /// What only one kind of page has.
    fn details(&mut self, reader: &mut Thrift<'_>, of: i64) -> Option<()> {
        reader.fields(&mut |reader, id, kind| {
            match (of, id, kind) {
                (_, 1, I32) => self.values = reader.size()?,
                (5 | 7, 2, I32) | (8, 4, I32) => self.encoding = reader.number()?,
                (5, 3 | 4, I32) => {
                    let levels = reader.number()?;
                    self.levels = if levels == RLE { self.levels } else { levels };
                }
                (8, 5, I32) => self.definition = reader.size()?,
                (8, 6, I32) => self.repetition = reader.size()?,
                // False, which is a kind of its own.
                (8, 7, 2) => {
                    self.plain = true;
                    return Some(false);
                }
                _ => return Some(false),
            }
            Some(true)
        })
    }
}

/// Where the values of a page come from. Bytes are the page's unless it has bytes of its own.
enum Source {
    Plain(Option<Vec<u8>>, usize),
    Dictionary(Hybrid),
    Integers(std::vec::IntoIter<i64>),
    Ranges(Option<Vec<u8>>, std::vec::IntoIter<Range<usize>>),
    Booleans(Hybrid),
    /// The next bit.
    Bits(usize),
}

/// A column's values.
pub(super) struct Cursor<'f> {
    pub(super) column: &'f Column,
    /// Its number.
    pub(super) number: usize,
    codec: i64,
    /// Pages to come, and the values in them.
    rest: &'f [u8],
    values: u64,
    dictionary: Cow<'f, [u8]>,
    words: Ranges,
    page: Cow<'f, [u8]>,
    /// Values left in the page; empty ones count.
    left: usize,
    repetition: Option<Hybrid>,
    definition: Option<Hybrid>,
    source: Source,
    /// The repetition level of the next value, if it was looked at.
    ahead: Option<u32>,
    /// There are no more rows.
    pub(super) over: bool,
}

/// The values of a row: text, and what is none.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) text: Vec<u8>,
    pub(super) blobs: Vec<Vec<u8>>,
}

impl<'f> Cursor<'f> {
    /// At the first page of a chunk.
    pub(super) fn new(number: usize, column: &'f Column, chunk: &Chunk, data: &'f [u8]) -> Self {
        let offset = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        Self {
            column,
            number,
            codec: chunk.codec,
            rest: data.span(offset(chunk.start), offset(chunk.start.saturating_add(chunk.len))),
            values: chunk.values,
            dictionary: Cow::Borrowed(&[]),
            words: Ranges::new(),
            page: Cow::Borrowed(&[]),
            left: 0,
            repetition: None,
            definition: None,
            source: Source::Bits(0),
            ahead: None,
            over: false,
        }
    }

    /// Adds the next row's values to `cell`.
    pub(super) fn row(&mut self, cell: &mut Cell, pages: &mut Pages, cx: &mut Context<'_>) {
        let mut begun = false;
        while !self.over {
            if self.left == 0 && !self.load(pages, cx) {
                self.over = true;
                return;
            }
            match self.step(begun, cell) {
                Some(true) => begun = true,
                Some(false) => return,
                None => {
                    pages.unreadable("parquet: values end before their page", cx);
                    self.over = true;
                }
            }
            if cell.text.len() > CELL_BYTES {
                return;
            }
        }
    }

    /// Takes a value; false if the row is over. `None` is damage.
    fn step(&mut self, begun: bool, cell: &mut Cell) -> Option<bool> {
        let repetition = match (self.ahead.take(), &mut self.repetition) {
            (Some(ahead), _) => ahead,
            (None, Some(levels)) => levels.next(&self.page)?,
            (None, None) => 0,
        };
        if begun && repetition == 0 {
            self.ahead = Some(0);
            return Some(false);
        }
        self.left -= 1;
        let definition = match &mut self.definition {
            Some(levels) => levels.next(&self.page)?,
            None => 0,
        };
        if definition == u32::from(self.column.definition) {
            if !cell.text.is_empty() {
                cell.text.extend_from_slice(b", ");
            }
            self.value(cell)?;
        }
        Some(self.column.repetition > 0)
    }

    fn value(&mut self, cell: &mut Cell) -> Option<()> {
        let how = (self.column.kind, self.column.meaning);
        let page = &*self.page;
        let raw = match &mut self.source {
            Source::Plain(own, at) => {
                let bytes = own.as_deref().unwrap_or(page);
                bytes.get(values::plain(bytes, at, self.column.kind.width())?)?
            }
            Source::Dictionary(places) => {
                let word = self.words.get(places.next(page)? as usize)?;
                self.dictionary.get(word.clone())?
            }
            Source::Ranges(own, ranges) => own.as_deref().unwrap_or(page).get(ranges.next()?)?,
            Source::Integers(integers) => {
                text::integer(integers.next()?, how, &mut cell.text);
                return Some(());
            }
            Source::Booleans(bits) => &[bits.next(page)? as u8][..],
            Source::Bits(bit) => {
                let byte = *page.get(*bit / 8)?;
                *bit += 1;
                &[byte >> ((*bit - 1) % 8) & 1][..]
            }
        };
        if matches!(self.column.kind, Kind::Bytes) && !sniff::is_text(raw) {
            if raw.len() >= BLOB_BYTES {
                cell.blobs.push(raw.to_vec());
            }
        } else {
            text::value(raw, how, &mut cell.text);
        }
        Some(())
    }

    /// Goes on to the next page with values; false if there is none.
    fn load(&mut self, pages: &mut Pages, cx: &mut Context<'_>) -> bool {
        while self.values > 0 && !self.rest.is_empty() && !pages.spent {
            let mut reader = Thrift::new(self.rest);
            let head = Head::read(&mut reader);
            let body = reader.rest.upto(head.as_ref().map_or(0, |head| head.packed));
            let total = self.rest.len() - reader.rest.len() + body.len();
            let cut = head.as_ref().is_none_or(|head| body.len() < head.packed);
            if cut || total > pages.left {
                let state = if pages.full && total <= pages.left {
                    State::Skipped
                } else {
                    pages.unreadable("parquet: there is no page where one should be", cx)
                };
                pages.told.add(state, total as u64);
                break;
            }
            pages.left -= total;
            self.rest = self.rest.after(total);
            let Some(head) = head else { break };
            let opened = match head.kind {
                DICTIONARY => self.read_dictionary(&head, body, pages, cx),
                DATA | DATA_2 => self.open(&head, body, pages, cx),
                _ => Ok(()),
            };
            let state = match opened {
                Ok(()) => State::Inspected,
                Err(State::Skipped) => State::Skipped,
                Err(_) => pages.unreadable("parquet: a page cannot be unpacked", cx),
            };
            pages.told.add(state, total as u64);
            if opened.is_err() {
                break;
            }
            if self.left > 0 {
                return true;
            }
        }
        self.rest = &[];
        false
    }

    /// The words that values are numbers of.
    fn read_dictionary(
        &mut self,
        head: &Head,
        body: &'f [u8],
        pages: &mut Pages,
        cx: &mut Context<'_>,
    ) -> Result<(), State> {
        self.dictionary = unpack(self.codec, body, head.size, pages, cx)?;
        let mut at = 0;
        self.words.clear();
        while self.words.len() < head.values {
            let word = values::plain(&self.dictionary, &mut at, self.column.kind.width());
            self.words.push(word.ok_or(State::Undecodable)?);
        }
        Ok(())
    }

    /// A page of values: levels, then the values that are there.
    fn open(&mut self, head: &Head, body: &'f [u8], pages: &mut Pages, cx: &mut Context<'_>) -> Result<(), State> {
        // Empty values take no bytes: they are paid for as if they did.
        if !cx.charge(head.values) {
            pages.spent = true;
            return Err(State::Skipped);
        }
        let mut at = 0;
        let (mut repetition, mut definition) = (0..0, 0..0);
        if head.kind == DATA {
            self.page = unpack(self.codec, body, head.size, pages, cx)?;
            if head.levels != RLE {
                return Err(State::Undecodable);
            }
            for (range, level) in [(&mut repetition, self.column.repetition), (&mut definition, self.column.definition)]
            {
                if level > 0 {
                    let len = u32_at(self.page.after(at), 0) as usize;
                    *range = at + 4..(at + 4).saturating_add(len).min(self.page.len());
                    at = range.end;
                }
            }
        } else {
            let levels = head.repetition.saturating_add(head.definition).min(body.len());
            (repetition, definition) = (0..head.repetition.min(levels), head.repetition.min(levels)..levels);
            at = levels;
            let packed = if head.plain { 0 } else { self.codec };
            self.page = match unpack(packed, body.after(levels), head.size.saturating_sub(levels), pages, cx)? {
                Cow::Borrowed(_) => Cow::Borrowed(body),
                Cow::Owned(values) => Cow::Owned([body.upto(levels), &values].concat()),
            };
        }
        let levels = |range, level: u8| Hybrid::new(range, 8 - level.leading_zeros() as u8);
        self.repetition = if self.column.repetition > 0 { levels(repetition, self.column.repetition) } else { None };
        self.definition = if self.column.definition > 0 { levels(definition, self.column.definition) } else { None };
        self.source = self.source(head, at, cx).ok_or(State::Undecodable)?;
        self.left = head.values.min(usize::try_from(self.values).unwrap_or(usize::MAX));
        self.values -= self.left as u64;
        Ok(())
    }

    /// The values of a page, from `at` on, by their encoding; `None` if that is unknown, or they are damaged.
    fn source(&self, head: &Head, at: usize, cx: &mut Context<'_>) -> Option<Source> {
        let page = &*self.page;
        let boolean = self.column.kind == Kind::Boolean;
        Some(match head.encoding {
            0 if boolean => Source::Bits(at * 8),
            0 => Source::Plain(None, at),
            2 | 8 => Source::Dictionary(Hybrid::new(at + 1..page.len(), page.at(at))?),
            RLE if boolean => Source::Booleans(Hybrid::new(at + 4..page.len(), 1)?),
            5 => Source::Integers(values::deltas(page, &mut { at }, head.values)?.into_iter()),
            6 => Source::Ranges(None, values::lengths(page, at, head.values)?.into_iter()),
            7 => {
                let room = usize::try_from(cx.budget.room()).unwrap_or(usize::MAX).min(PAGE_BYTES);
                let (bytes, ranges) = values::prefixed(page, at, head.values, room)?;
                cx.charge(bytes.len());
                Source::Ranges(Some(bytes), ranges.into_iter())
            }
            9 => Source::Plain(Some(values::unsplit(page.after(at), self.column.kind.width()?)), 0),
            _ => return None,
        })
    }
}

/// Undoes a compression codec (`CompressionCodec`).
fn unpack<'f>(
    codec: i64,
    body: &'f [u8],
    size: usize,
    pages: &mut Pages,
    cx: &mut Context<'_>,
) -> Result<Cow<'f, [u8]>, State> {
    let coding = match codec {
        0 => return Ok(Cow::Borrowed(body)),
        1 => Coding::Snappy,
        2 => Coding::Gzip,
        4 => Coding::Br,
        6 => Coding::Zstd,
        5 | 7 => Coding::Lz4,
        _ => return Err(State::Undecodable),
    };
    if size > PAGE_BYTES || !cx.charge(size) {
        pages.spent = size <= PAGE_BYTES;
        return Err(State::Skipped);
    }
    if size == 0 || body.is_empty() {
        return Ok(Cow::Borrowed(&[]));
    }
    let mut out = Vec::new();
    let sound = if coding == Coding::Lz4 {
        // The older of the two puts lengths before each block, if it keeps to Hadoop's form.
        (codec == 5 && blocks(body, size, &mut out)) || lz4_block(body, size, &mut out)
    } else {
        Decoder::for_coding(coding).is_some_and(|mut decoder| piece(&mut decoder, body, size, &mut out))
    };
    if sound { Ok(Cow::Owned(out)) } else { Err(State::Undecodable) }
}

/// LZ4 as Hadoop frames it: before each block its length unpacked, and as it lies, most significant byte first.
fn blocks(mut body: &[u8], size: usize, out: &mut Vec<u8>) -> bool {
    let word = |at: usize| u32_at(body, at).swap_bytes() as usize;
    let mut lens = (word(0), word(4));
    while body.len() > 8 && out.len() < size {
        let start = out.len();
        let (Some(block), true) = (body.get(8..8usize.saturating_add(lens.1)), lens.0 <= size - start) else { break };
        if !lz4_block(block, lens.0, out) {
            break;
        }
        body = body.after(8 + lens.1);
        lens = (u32_at(body, 0).swap_bytes() as usize, u32_at(body, 4).swap_bytes() as usize);
    }
    let sound = body.is_empty() && out.len() == size;
    if !sound {
        out.clear();
    }
    sound
}
