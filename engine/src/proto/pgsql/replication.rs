//! Logical replication: what was inserted, updated and deleted, as rows under the names that the stream gives them.
//!
//! Every message of `COPY` holds one of the stream (the manual on "Streaming Replication Protocol"): one of `pgoutput`
//! ("Logical Replication Message Formats"), or what another plugin wrote, a text in most cases. Of a physical stream only
//! the strings are read. Relations are remembered up to [`RELATIONS`]; a change of one that is not known has no names.

use super::super::reader::Reader;
use super::super::rows::{Rows, Topic, blanked};
use super::row::{RowReader, Shape};
use crate::anomaly::Code;
use crate::message::{DbInfo, Direction, MessageEnd, Outlet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Relations that are remembered.
const RELATIONS: usize = 64;
/// What stands before that which a plugin wrote: the message's type, two places in the log, a moment.
const LOG_HEAD: usize = 25;
/// The longest beginning of a change: its type, a transaction, the relation, the type of the tuple that follows.
const CHANGE_HEAD: usize = 10;
/// Types of messages that hold numbers only: the server's sign of life, the client's status and its feedback.
const STATUS: &[u8] = b"krh";
/// The same of `pgoutput`: beginnings and ends of transactions and of their streamed parts.
const MARKS: &[u8] = b"BCSEcA";
/// Longest of either.
const STATUS_BYTES: usize = 34;

/// A table.
#[derive(Debug, Default)]
struct Relation {
    name: Vec<u8>,
    shape: Arc<Shape>,
}

/// The message at hand.
#[derive(Debug)]
enum Open {
    Text,
    /// Rows of one relation.
    Rows(u32, Box<Rows>, Arc<Shape>),
}

/// What the bytes of a message are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Not known yet.
    #[default]
    Head,
    Text,
    /// Anything: its strings.
    Bytes,
    /// Values of a change.
    Tuples,
    /// The same, but they do not fit.
    Misfit,
}

/// Reads one direction of a replication stream.
#[derive(Debug)]
pub(super) struct Changes {
    topic: Topic<'static>,
    relations: BTreeMap<u32, Relation>,
    open: Option<Open>,
    stage: Stage,
    row: RowReader,
    /// Bytes that make no head, or no whole value, yet.
    carry: Vec<u8>,
}

impl Changes {
    pub(super) fn new(topic: Topic<'static>) -> Self {
        let (relations, row) = (BTreeMap::new(), RowReader::tagged());
        Self { topic, relations, open: None, stage: Stage::Head, row, carry: Vec::new() }
    }

    /// True for what can begin a message of a server's stream: places in the log begin with a zero.
    pub(super) fn begins(body: &[u8]) -> bool {
        let log = body.first() == Some(&b'w') && body.len() > LOG_HEAD;
        let alive = body.first() == Some(&b'k') && body.len() == 18;
        (log || alive) && body.get(1) == Some(&0)
    }

    /// True while a message is open.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// A whole message of the stream.
    pub(super) fn message(&mut self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        if is_status(body) {
            return;
        }
        let payload = body.get(LOG_HEAD..).unwrap_or_default();
        let head = if body.first() == Some(&b'w') { relation(payload) } else { None };
        if let Some((number, relation)) = head {
            if self.relations.len() >= RELATIONS && !self.relations.contains_key(&number) {
                self.relations.pop_first();
            }
            self.relations.insert(number, relation);
            // Rows that follow may have other columns.
            return self.close(dir, MessageEnd::Complete, out);
        }
        self.piece(dir, body, out);
        self.end(dir, out);
    }

    /// A piece of a message.
    pub(super) fn piece(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        let mut joined = std::mem::take(&mut self.carry);
        let data = if joined.is_empty() {
            piece
        } else {
            joined.extend_from_slice(piece);
            &joined
        };
        let mut used = 0;
        if self.stage == Stage::Head && data.len() >= LOG_HEAD + CHANGE_HEAD {
            used = self.begin(dir, data.get(..LOG_HEAD + CHANGE_HEAD).unwrap_or(data), out);
        }
        used += self.run(dir, data.get(used..).unwrap_or(&[]), out);
        self.carry = data.get(used..).unwrap_or(&[]).to_vec();
    }

    /// The message ends.
    pub(super) fn end(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.stage == Stage::Head {
            let head = std::mem::take(&mut self.carry);
            let used = self.begin(dir, &head, out);
            let rest = head.get(used..).unwrap_or(&[]);
            let used = self.run(dir, rest, out);
            self.carry = rest.get(used..).unwrap_or(&[]).to_vec();
        }
        match std::mem::take(&mut self.stage) {
            Stage::Text | Stage::Bytes => out.derived(dir, b"\n"),
            Stage::Tuples if self.row.is_whole() && self.carry.is_empty() => self.end_row(out),
            Stage::Tuples | Stage::Misfit => {
                out.anomaly(dir, Code::HeaderMalformed, "a change whose values do not fit");
                self.end_row(out);
            }
            Stage::Head => {}
        }
        self.carry.clear();
    }

    /// Ends the message that is open, and forgets what was begun of one in the stream.
    pub(super) fn close(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if self.stage == Stage::Tuples {
            self.end_row(out);
        }
        (self.stage, self.row) = (Stage::Head, RowReader::tagged());
        self.carry.clear();
        match self.open.take() {
            Some(Open::Text) => out.end(dir, end),
            Some(Open::Rows(_, rows, _)) => rows.end(end, out),
            None => {}
        }
    }

    /// What a message is, by its beginning; bytes of it that need not be looked at again.
    fn begin(&mut self, dir: Direction, head: &[u8], out: &mut dyn Outlet) -> usize {
        let (at, payload) = match head.first() {
            Some(b'w') => (LOG_HEAD.min(head.len()), head.get(LOG_HEAD..).unwrap_or_default()),
            _ => (0, head),
        };
        if let Some((number, len)) = change(payload).filter(|_| at > 0) {
            self.open_rows(dir, number, out);
            self.stage = Stage::Tuples;
            return at + len;
        }
        if !matches!(self.open, Some(Open::Text)) {
            self.close(dir, MessageEnd::Complete, out);
            self.topic.begin_text(dir, out);
            self.open = Some(Open::Text);
        }
        self.stage = if is_plain(payload) { Stage::Text } else { Stage::Bytes };
        at
    }

    fn open_rows(&mut self, dir: Direction, number: u32, out: &mut dyn Outlet) {
        if matches!(self.open, Some(Open::Rows(open, ..)) if open == number) {
            return;
        }
        self.close(dir, MessageEnd::Complete, out);
        let Topic { place, tx, charset, ref info } = self.topic;
        let (table, shape) = match self.relations.get(&number) {
            Some(Relation { name, shape }) => (String::from_utf8_lossy(name).into_owned(), shape.clone()),
            None => Default::default(),
        };
        let topic = Topic { place, tx, charset, info: DbInfo { table, ..info.clone() } };
        let rows = Rows::begin(dir, &topic, &shape.names, out);
        self.open = Some(Open::Rows(number, Box::new(rows), shape));
    }

    /// What can be read of `data`; the bytes it took.
    fn run(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> usize {
        match self.stage {
            Stage::Head => return 0,
            Stage::Misfit => {}
            Stage::Text => out.derived(dir, &super::blank_zeros(data)),
            Stage::Bytes => out.derived(dir, &blanked(data)),
            Stage::Tuples => return self.tuples(data, out),
        }
        data.len()
    }

    /// Tuples of a change: what a row was, if that is told, and what it is.
    fn tuples(&mut self, data: &[u8], out: &mut dyn Outlet) -> usize {
        let mut used = 0;
        while let Some(rest) = data.get(used..).filter(|rest| !rest.is_empty()) {
            if self.row.is_whole() {
                if rest.first() != Some(&b'N') {
                    self.stage = Stage::Misfit;
                    return data.len();
                }
                self.end_row(out);
                used += 1;
                continue;
            }
            let Some(Open::Rows(_, rows, shape)) = &mut self.open else { return data.len() };
            let len = self.row.run(rest, shape, rows, out);
            used += len;
            if len == 0 {
                break;
            }
        }
        used
    }

    fn end_row(&mut self, out: &mut dyn Outlet) {
        if let Some(Open::Rows(_, rows, _)) = &mut self.open
            && !self.row.is_fresh()
        {
            self.row.end(rows, out);
        }
    }
}

/// True for a message that holds numbers only.
fn is_status(body: &[u8]) -> bool {
    match (body.first(), body.get(LOG_HEAD..).unwrap_or_default()) {
        (Some(b'w'), payload) => {
            let mark = payload.first().is_none_or(|kind| MARKS.contains(kind)) && payload.len() <= STATUS_BYTES;
            mark && (payload.len() <= 1 || !is_plain(payload))
        }
        (kind, _) => kind.is_none_or(|kind| STATUS.contains(kind)) && body.len() <= STATUS_BYTES,
    }
}

/// True for text.
fn is_plain(bytes: &[u8]) -> bool {
    !bytes.iter().any(|byte| *byte < b' ' && !b"\t\r\n".contains(byte))
}

/// The beginning of an insert, update or delete: the number of its relation, and how long it is. In a transaction that is
/// streamed before its end, the transaction's number stands first.
fn change(payload: &[u8]) -> Option<(u32, usize)> {
    let kind = payload.first()?;
    let tuples: &[u8] = match kind {
        b'I' => b"N",
        b'U' => b"KON",
        b'D' => b"KO",
        _ => return None,
    };
    [1, 5].into_iter().find_map(|at| {
        let mut reader = Reader::new(payload.get(at..)?);
        let number = reader.u32()?;
        tuples.contains(&reader.u8()?).then_some((number, at + 5))
    })
}

/// A relation message: its number, name and columns; it may have a transaction's number as well.
fn relation(payload: &[u8]) -> Option<(u32, Relation)> {
    let rest = payload.strip_prefix(b"R")?;
    [0, 4].into_iter().find_map(|at| {
        let mut reader = Reader::new(rest.get(at..)?);
        let number = reader.u32()?;
        let (_schema, name) = (reader.until_zero()?, reader.until_zero()?);
        // Which columns tell rows apart.
        reader.u8()?;
        let shape = Shape::of_relation(&mut reader)?;
        let name = name.get(..256).unwrap_or(name).to_vec();
        reader.is_empty().then(|| (number, Relation { name, shape: Arc::new(shape) }))
    })
}
