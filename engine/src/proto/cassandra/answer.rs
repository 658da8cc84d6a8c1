//! A result on its way in: of rows the columns, then value after value, however much they are; other kinds are held.

use super::frame::{Head, flag};
use super::meta::{Column, Columns, FIELD_MAX, Meta};
use super::types::Type;
use crate::message::{Direction, MessageEnd, Outlet};
use crate::proto::reader::Reader;
use crate::proto::rows::{Rows, Topic};

/// Longest value that is held to be written as its type asks.
const CELL_MAX: usize = 64 << 10;
/// Longest result of another kind that is held, and longest prelude.
const HELD: usize = 256 << 10;

/// Where in the result the next byte stands.
#[derive(Debug)]
enum Stage {
    /// Tracing id, warnings, custom payload.
    Prelude,
    Kind,
    /// Before the columns.
    Flags,
    /// In the columns.
    Columns(Box<Meta>),
    /// Before the number of rows.
    Count(Box<Meta>),
    Cells(Box<Cells>),
    /// A result of this kind that is held.
    Whole(u32),
    /// What could not be read goes through as text.
    Raw,
}

#[derive(Debug)]
struct Cells {
    rows: Rows,
    columns: Vec<Column>,
    /// Number of the next value's column.
    at: usize,
    /// Rows to come.
    left: u32,
    /// Bytes to come of a value that is not held.
    long: Option<usize>,
}

/// What became of a result.
#[derive(Debug)]
pub(super) enum Came {
    /// Rows, or what could not be read: it was handed over.
    Rows,
    /// This kind, with its body.
    Other(u32, Vec<u8>),
}

/// A result.
#[derive(Debug)]
pub(super) struct Answer {
    flags: u8,
    carry: Vec<u8>,
    stage: Stage,
    /// A message for text is open.
    open: bool,
    /// Columns that the client has from the prepared statement.
    known: Option<Columns>,
    dir: Direction,
    topic: Topic<'static>,
}

impl Answer {
    /// Of an envelope; `known` are the columns of the statement that it answers.
    pub(super) fn new(dir: Direction, head: Head, topic: Topic<'static>, known: Option<Columns>) -> Self {
        Self { flags: head.flags, carry: Vec::new(), stage: Stage::Prelude, open: false, known, dir, topic }
    }

    /// A piece of the result.
    pub(super) fn feed(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        let mut piece = piece;
        if let Stage::Cells(cells) = &mut self.stage {
            let len = cells.long.unwrap_or(0).min(piece.len());
            let (long, rest) = piece.split_at_checked(len).unwrap_or((piece, &[]));
            cells.go_on(long, out);
            piece = rest;
        }
        self.carry.extend_from_slice(piece);
        let mut carry = std::mem::take(&mut self.carry);
        let mut at = 0;
        while let Some(used) = self.step(carry.get(at..).unwrap_or_default(), out) {
            at += used;
        }
        carry.drain(..at.min(carry.len()));
        self.carry = carry;
    }

    /// Goes on; `None` if more is needed. 0 if it goes on differently.
    fn step(&mut self, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let most = match &self.stage {
            Stage::Raw => {
                self.raw(data, out);
                return (!data.is_empty()).then_some(data.len());
            }
            Stage::Whole(_) | Stage::Prelude => HELD,
            Stage::Cells(_) => CELL_MAX + 4,
            _ => FIELD_MAX,
        };
        // However much is there, only so much is looked at.
        let data = data.get(..most).unwrap_or(data);
        let mut reader = Reader::new(data);
        let read = match std::mem::replace(&mut self.stage, Stage::Raw) {
            Stage::Prelude => {
                let warnings = prelude(self.flags, true, &mut reader);
                self.stage = if warnings.is_some() { Stage::Kind } else { Stage::Prelude };
                warnings.map(|warnings| warn(&warnings, self.dir, &self.topic, out))
            }
            Stage::Kind => {
                let kind = reader.u32();
                self.stage = match kind {
                    None => Stage::Kind,
                    Some(2) => Stage::Flags,
                    Some(kind) => Stage::Whole(kind),
                };
                kind.map(drop)
            }
            Stage::Flags => {
                let meta = Meta::begin(&mut reader, false);
                let done = meta.as_ref().map(drop);
                self.stage = meta.map_or(Stage::Flags, |meta| Stage::Columns(Box::new(meta)));
                done
            }
            Stage::Columns(meta) if meta.is_complete() => {
                self.stage = Stage::Count(meta);
                Some(())
            }
            Stage::Columns(mut meta) => {
                let done = meta.column(&mut reader);
                self.stage = Stage::Columns(meta);
                done
            }
            Stage::Count(meta) => {
                let count = reader.u32();
                self.stage = match count {
                    Some(count) => self.rows(*meta, count, out),
                    None => Stage::Count(meta),
                };
                count.map(drop)
            }
            Stage::Cells(mut cells) => {
                let done = cells.next(&mut reader, out);
                match done {
                    Some(Cell::Over) => {
                        cells.rows.end(MessageEnd::Complete, out);
                        self.stage = Stage::Raw;
                        return Some(0);
                    }
                    _ => self.stage = Stage::Cells(cells),
                }
                done.map(drop)
            }
            Stage::Whole(kind) => {
                self.stage = Stage::Whole(kind);
                None
            }
            Stage::Raw => None,
        };
        if read.is_none() && data.len() == most {
            self.give_up(out);
            return Some(0);
        }
        read.map(|()| data.len() - reader.len())
    }

    /// The columns are known: rows follow.
    fn rows(&mut self, meta: Meta, count: u32, out: &mut dyn Outlet) -> Stage {
        let mut told = meta.told;
        if let Some(absent) = meta.absent {
            told = self.known.take().filter(|known| known.list.len() == absent as usize).unwrap_or_default();
            let unknown = || Column { name: Box::default(), kind: Type::Unknown };
            told.list.resize_with(absent as usize, unknown);
        }
        if count == 0 || told.list.is_empty() {
            return Stage::Raw;
        }
        if told.keyspace == "system" {
            // Positions of nodes in the ring are random numbers by the hundred.
            for column in told.list.iter_mut().filter(|column| &*column.name == b"tokens") {
                column.kind = Type::Noise;
            }
        }
        if !told.table.is_empty() {
            (self.topic.info.database, self.topic.info.table) = (told.keyspace, told.table);
        }
        let named = told.list.iter().any(|column| !column.name.is_empty());
        let names: Vec<&[u8]> = told.list.iter().filter(|_| named).map(|column| &*column.name).collect();
        let rows = Rows::begin(self.dir, &self.topic, &names, out);
        Stage::Cells(Box::new(Cells { rows, columns: told.list, at: 0, left: count, long: None }))
    }

    fn raw(&mut self, data: &[u8], out: &mut dyn Outlet) {
        if data.is_empty() {
            return;
        }
        if !std::mem::replace(&mut self.open, true) {
            self.topic.begin_text(self.dir, out);
        }
        out.derived(self.dir, data);
    }

    /// What is not understood goes through as text.
    fn give_up(&mut self, out: &mut dyn Outlet) {
        if let Stage::Cells(cells) = std::mem::replace(&mut self.stage, Stage::Raw) {
            cells.rows.end(MessageEnd::Cut, out);
        }
    }

    /// The result ended, or was cut.
    pub(super) fn end(&mut self, end: MessageEnd, out: &mut dyn Outlet) -> Came {
        let carry = std::mem::take(&mut self.carry);
        if let (Stage::Whole(kind), MessageEnd::Complete) = (&self.stage, end) {
            return Came::Other(*kind, carry);
        }
        self.give_up(out);
        self.raw(&carry, out);
        if std::mem::take(&mut self.open) {
            out.end(self.dir, end);
        }
        Came::Rows
    }
}

enum Cell {
    Took,
    /// That was the last one.
    Over,
}

impl Cells {
    /// The next value.
    fn next(&mut self, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<Cell> {
        if let Some(left) = self.long {
            let piece = reader.take(left.min(reader.len())).filter(|piece| !piece.is_empty())?;
            self.go_on(piece, out);
            return Some(Cell::Took);
        }
        if self.left == 0 {
            return Some(Cell::Over);
        }
        let Column { kind, .. } = self.columns.get(self.at)?;
        let mut ahead = *reader;
        let len = ahead.u32()? as i32;
        match usize::try_from(len) {
            Err(_) => self.rows.null(),
            Ok(len) if len > CELL_MAX => {
                self.rows.open(kind.is_text());
                self.long = Some(len);
                *reader = ahead;
                return Some(Cell::Took);
            }
            Ok(len) => kind.cell(ahead.take(len)?, &mut self.rows, out),
        }
        *reader = ahead;
        self.end_cell(out);
        Some(Cell::Took)
    }

    /// A piece of a value that is not held.
    fn go_on(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        let Some(left) = self.long.filter(|_| !piece.is_empty()) else { return };
        self.rows.piece(piece, out);
        self.long = Some(left - piece.len());
        if left == piece.len() {
            self.long = None;
            self.rows.close(out);
            self.end_cell(out);
        }
    }

    fn end_cell(&mut self, out: &mut dyn Outlet) {
        self.at += 1;
        if self.at == self.columns.len() {
            self.at = 0;
            self.left -= 1;
            self.rows.end_row(out);
        }
    }
}

/// Reads what flags announce in front of a body; answers warnings. `answers`: a server sent it.
pub(super) fn prelude(flags: u8, answers: bool, reader: &mut Reader<'_>) -> Option<Vec<Vec<u8>>> {
    let mut warnings = Vec::new();
    if answers && flags & flag::TRACING != 0 {
        reader.take(16)?;
    }
    if answers && flags & flag::WARNING != 0 {
        for _ in 0..reader.u16()? {
            warnings.push(reader.block16()?.rest().to_vec());
        }
    }
    if flags & flag::PAYLOAD != 0 {
        for _ in 0..reader.u16()? {
            reader.block16()?;
            let len = usize::try_from(reader.u32()? as i32).unwrap_or(0);
            reader.take(len)?;
        }
    }
    Some(warnings)
}

/// Warnings quote statements.
pub(super) fn warn(warnings: &[Vec<u8>], dir: Direction, topic: &Topic<'_>, out: &mut dyn Outlet) {
    if warnings.is_empty() {
        return;
    }
    let topic = Topic { place: "cassandra.warning", tx: topic.tx, charset: "", info: topic.info.clone() };
    for warning in warnings {
        topic.text(dir, warning, out);
    }
}
