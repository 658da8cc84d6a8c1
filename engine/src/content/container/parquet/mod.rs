//! Parquet files (Apache Parquet's specification, version 2): tables kept column by column.
//!
//! A file is collected (see [`super::collected`]), and the end of a longer one, where its footer is. Rows are put
//! together again as separated values under the names of the columns; the parts of a name are joined with dots, the values of
//! a list with commas. Read: plain, dictionary, run-length, delta and split encodings; Snappy, gzip, Brotli, LZ4 and Zstandard;
//! dates, times, decimals and UUIDs as text; BLOBs as files. Encrypted files and columns are reported. Not read: LZO, levels
//! in the bit-packed encoding that was given up in 2013. Without its footer a file is scanned as it is.
//! Limits: 1,024 columns, pages of 32 MiB, a footer of 1 MiB behind what is collected.

mod column;
mod footer;
mod text;
mod thrift;
mod values;

use super::collected::{Collected, File};
use super::{Format, u32_at};
use crate::anomaly::Code;
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::coded::scale;
use crate::content::container::office::table::Table;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::coverage::{State, Tally};
use column::{Cell, Cursor, Pages};
use footer::Footer;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "parquet",
    media: "application/vnd.apache.parquet",
    begins: |head| head.starts_with(b"PAR1") || head.starts_with(b"PARE"),
    open: |place, depth, file| Collected::with_tail(place, depth, file, (TAIL_BYTES, read)),
};

/// Bytes of a file's end that are kept.
const TAIL_BYTES: usize = 1 << 20;
/// Text of a row that goes together.
const ROW_BYTES: usize = 256 << 10;

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    let data = file.data.upto(file.sound);
    let end = if file.tail.is_empty() { data } else { file.tail };
    let mut tally = Tally::default();
    tally.add(State::Undecodable, (file.data.len() - data.len()) as u64);
    if data.starts_with(b"PARE") || end.ends_with(b"PARE") {
        lock(file, cx);
        tally.add(State::Undecodable, data.len() as u64);
        return tally;
    }
    let found = end.len().checked_sub(8).filter(|_| end.ends_with(b"PAR1")).and_then(|until| {
        let from = until.checked_sub(u32_at(end, until) as usize)?;
        Footer::read(end.span(from, until))
    });
    let Some(footer) = found else {
        if file.whole {
            cx.damaged("parquet: the footer makes no sense");
        }
        let told = Blob::new(&file.place.child("parquet", ""), file.depth).push(data, Ending::Cut, cx);
        for state in State::ALL {
            tally.add(if state == State::Opaque { State::Undecodable } else { state }, told.get(state));
        }
        return tally;
    };
    let pages = rows(file, data, &footer, cx);
    let told = scale(&pages.told, pages.told.total().min(data.len() as u64));
    if pages.told.total() > 0 {
        tally.merge(&told);
    }
    let framing = (file.data.len() as u64).saturating_sub(tally.total());
    tally.add(if pages.spent { State::Skipped } else { State::Inspected }, framing);
    tally
}

/// Reports that the file, or a column of it, is encrypted.
fn lock(file: &File<'_>, cx: &mut Context<'_>) {
    cx.sink.anomaly(Code::ArchiveEncrypted, "parquet: encrypted");
    cx.locked(&file.place.child("parquet", ""), file.name);
}

/// Reads every row.
fn rows(file: &File<'_>, data: &[u8], footer: &Footer, cx: &mut Context<'_>) -> Pages {
    let full = !file.tail.is_empty();
    let mut pages = Pages { left: data.len(), full, spent: false, damaged: false, told: Tally::default() };
    if footer.more {
        cx.sink.anomaly(Code::PartsLimit, "parquet: more columns than the limit");
    }
    let mut table = Table::new(file.place.child("parquet", ""), file.depth);
    for (number, column) in footer.columns.iter().enumerate() {
        table.cell(number, column.name.as_bytes());
    }
    table.end_row(cx);
    let mut locked = false;
    for group in &footer.groups {
        let mut cursors = Vec::new();
        for (number, (chunk, column)) in group.iter().zip(&footer.columns).enumerate() {
            if chunk.locked {
                locked = true;
                pages.told.add(State::Undecodable, chunk.len.min(data.len() as u64));
            } else {
                cursors.push(Cursor::new(number, column, chunk, data));
            }
        }
        while !cursors.is_empty() && !pages.spent {
            row(file, &mut cursors, &mut table, &mut pages, cx);
            pages.spent |= table.spent;
        }
    }
    if locked {
        lock(file, cx);
    }
    table.finish(Ending::Whole, cx);
    pages.spent |= table.spent;
    pages
}

/// Reads a row of every column that has more.
fn row(file: &File<'_>, cursors: &mut Vec<Cursor<'_>>, table: &mut Table, pages: &mut Pages, cx: &mut Context<'_>) {
    let (mut width, mut over) = (0, false);
    let mut cell = Cell::default();
    for cursor in &mut *cursors {
        cell.text.clear();
        cursor.row(&mut cell, pages, cx);
        table.cell(cursor.number, &cell.text);
        width += cell.text.len();
        if width > ROW_BYTES {
            table.end_row(cx);
            width = 0;
            pages.spent |= table.spent;
        }
        for blob in cell.blobs.drain(..) {
            if !cx.part() || !cx.charge(blob.len()) {
                pages.told.add(State::Skipped, blob.len() as u64);
                continue;
            }
            let place = file.place.child("parquet", &cursor.column.name);
            let depth = file.depth.saturating_add(1);
            let mut entity = Entity::new(place, Declared::default(), Vec::new(), depth).named(&cursor.column.name);
            pages.told.merge(&entity.push(&blob, Ending::Whole, cx));
        }
        over |= cursor.over;
        if pages.spent {
            break;
        }
    }
    table.end_row(cx);
    if over {
        cursors.retain(|cursor| !cursor.over);
    }
}
