//! ORC files (Apache ORC's specification, version 1): tables kept column by column, as Hive keeps them.
//!
//! A file is collected (see [`super::collected`]), and the end of a longer one, where its footer is. Rows are told as JSON, a
//! line for each, under the columns' names; bytes that are no text are files of their own. Read: both versions of the
//! encodings, zlib, Snappy, LZ4, Zstandard and Brotli; times without their zone and fraction. Not read: LZO, encrypted
//! columns. Without its footer a file is read as bytes. Limits: stripes of the size of a document, 4,096 columns, a footer of
//! 1 MiB behind what is collected.

mod column;
mod runs;
mod stripe;

use super::Format;
use super::collected::{Collected, File};
use super::fields::{Value, fields};
use super::typed::{Block, Values};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::sniff;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use column::{COLUMNS, Column, Type};
use stripe::{Packing, Streams};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "orc",
    media: "application/vnd.apache.orc",
    begins: |head| head.starts_with(b"ORC") && !sniff::is_text(head),
    open: |place, depth, file| Collected::with_tail(place, depth, file, (TAIL_BYTES, read)),
};

/// Bytes of a file's end that are kept.
const TAIL_BYTES: usize = 1 << 20;
/// Longest footer, unpacked.
const FOOTER_BYTES: usize = 4 << 20;
/// Stripes that are read.
const STRIPES: usize = 1 << 16;

/// Where a stripe is.
struct Stripe {
    start: usize,
    /// Bytes of streams, and of the footer behind them.
    len: usize,
    footer: usize,
    rows: u64,
}

/// What the end of a file tells.
struct Footer {
    packing: Packing,
    stripes: Vec<Stripe>,
    types: Vec<Type>,
    /// What was said by who wrote it.
    about: Vec<u8>,
}

impl Footer {
    /// From the last bytes of a file; `None` if they are none.
    fn read(end: &[u8]) -> Option<Self> {
        let (last, rest) = end.split_last()?;
        let (rest, script) = rest.split_at_checked(rest.len().checked_sub(usize::from(*last))?)?;
        let mut packing = Packing { kind: 0, piece: 256 << 10 };
        let (mut len, mut magic) = (0, false);
        for (number, value) in fields(script) {
            match number {
                1 => len = size(value),
                2 => packing.kind = value.number(),
                3 => packing.piece = size(value),
                8000 => magic = value.bytes() == b"ORC",
                _ => {}
            }
        }
        let packed = rest.get(rest.len().checked_sub(len)?..).filter(|_| magic)?;
        let footer = packing.open(packed, FOOTER_BYTES).ok()?;
        let mut read = Self { packing, stripes: Vec::new(), types: Vec::new(), about: Vec::new() };
        for (number, value) in fields(&footer) {
            match number {
                3 if read.stripes.len() < STRIPES => read.stripes.push(Stripe::read(value)),
                4 if read.types.len() < COLUMNS => read.types.push(column_type(value)),
                5 => {
                    let said: Vec<&[u8]> = fields(value.bytes()).map(|(_, value)| value.bytes()).collect();
                    read.about.extend_from_slice(&said.join(&b": "[..]));
                    read.about.push(b'\n');
                }
                _ => {}
            }
        }
        (!read.types.is_empty()).then_some(read)
    }
}

fn size(value: Value<'_>) -> usize {
    usize::try_from(value.number()).unwrap_or(usize::MAX)
}

fn column_type(value: Value<'_>) -> Type {
    let mut of = Type::default();
    for (number, value) in fields(value.bytes()) {
        match number {
            1 => of.kind = value.number(),
            2 => of.inner.extend(value.numbers().take(COLUMNS - of.inner.len())),
            3 if of.names.len() < COLUMNS => of.names.push(String::from_utf8_lossy(value.bytes()).into()),
            _ => {}
        }
    }
    of
}

impl Stripe {
    fn read(value: Value<'_>) -> Self {
        let mut stripe = Self { start: 0, len: 0, footer: 0, rows: 0 };
        for (number, value) in fields(value.bytes()) {
            match number {
                1 => stripe.start = size(value),
                2 | 3 => stripe.len = stripe.len.saturating_add(size(value)),
                4 => stripe.footer = size(value),
                5 => stripe.rows = value.number(),
                _ => {}
            }
        }
        stripe
    }
}

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    let place = file.place.child("orc", "");
    let mut tally = Tally::default();
    let Some(footer) = Footer::read(if file.tail.is_empty() { file.data } else { file.tail }) else {
        if file.whole {
            cx.damaged("orc: the footer makes no sense");
        }
        return Blob::new(&place, file.depth).packed(true).push(file.data, Ending::Cut, cx);
    };
    let mut text = TextStream::new(place.clone(), Style::Plain, Label::None, file.depth);
    if cx.charge(footer.about.len()) {
        let _ = text.push(&footer.about, Ending::Whole, cx);
    }
    let mut values = Values::new(&place, file.depth);
    let mut at = 0;
    for stripe in &footer.stripes {
        // One behind the other: stripes of hostile files are the same bytes.
        let end = stripe.start.saturating_add(stripe.len);
        let whole = end.saturating_add(stripe.footer);
        if stripe.start < at {
            continue;
        }
        at = whole;
        let told = if whole <= file.sound {
            let shown = (file.data.span(stripe.start, end), file.data.span(end, whole));
            rows(shown, stripe.rows, &footer, &mut values, cx, &mut tally)
        } else if file.tail.is_empty() {
            Err(State::Undecodable)
        } else {
            Err(State::Skipped)
        };
        let len = file.data.span(stripe.start, end).len() as u64;
        match told {
            Ok(()) => {}
            Err(State::Skipped) => tally.add(State::Skipped, len),
            Err(state) => {
                if whole <= file.sound {
                    cx.damaged("orc: a stripe cannot be read");
                }
                tally.add(state, len);
            }
        }
    }
    values.finish(Ending::Whole, cx, &mut tally);
    tally.add(State::Inspected, (file.data.len() as u64).saturating_sub(tally.total()));
    tally
}

/// Tells the rows of a stripe; nothing was told on an error.
fn rows(
    (stripe, footer): (&[u8], &[u8]),
    rows: u64,
    file: &Footer,
    values: &mut Values,
    cx: &mut Context<'_>,
    tally: &mut Tally,
) -> Result<(), State> {
    let most = cx.document_bytes();
    let footer = file.packing.open(footer, FOOTER_BYTES)?;
    let mut streams = Streams::new(stripe, &footer, file.packing, most, cx);
    let mut root = Column::root(&file.types, &mut streams)?;
    let block = Block { packed: stripe.len() as u64, unpacked: streams.unpacked, all: rows };
    let told = values.tell(&block, cx, tally, |tell| {
        (0..rows).try_for_each(|row| {
            tell.word(b"\n");
            tell.done = row;
            root.next(tell)
        })
    });
    if let Err(left) = told {
        cx.damaged("orc: a value that is not there");
        tally.add(State::Undecodable, left);
    }
    Ok(())
}
