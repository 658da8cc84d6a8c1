//! Arrow's columns as they are sent and kept: streams and files of its IPC format (Columnar.rst, "Serialization and
//! Interprocess Communication"; Feather is such a file).
//!
//! Messages one behind the other: the schema, dictionaries, batches of rows, whose columns lie one behind the other without
//! anything between their values. Rows are told as JSON, a line for each, under the columns' names; bytes that are no text are
//! files of their own. What stands behind the last message of a file (its index) is read as bytes. Behind missing bytes reading
//! goes on at the next message. Limits: heads of 4 MiB, bodies and dictionaries of the size of a document, 4,096 columns.

mod batch;
mod flat;
mod schema;

use super::typed::{Block, Values};
use super::{Container, Format, carried, stepped, u32_at};
use crate::anomaly::Code;
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use batch::{Column, Dictionaries, Loader};
use flat::Table;
use schema::Field;
use std::sync::Arc;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "arrow",
    media: "application/vnd.apache.arrow.file",
    begins: |head| head.starts_with(MAGIC) || Message::read(head).is_ok_and(|message| message.kind == SCHEMA),
    open: |place, depth, _| Box::new(Arrow::new(place, depth)),
};

const MAGIC: &[u8] = b"ARROW1\0\0";
/// What stands before each message, and its length.
const MARK: &[u8] = b"\xff\xff\xff\xff";
const START: usize = 8;
/// Longest head of a message.
const HEAD_BYTES: usize = 4 << 20;
/// The same of a schema by itself, whose end is looked for.
const BARE_BYTES: usize = 1 << 20;
/// What is said about a file besides.
const ABOUT_BYTES: usize = 1 << 20;

/// Kinds of messages.
const SCHEMA: u8 = 1;
const DICTIONARY: u8 = 2;
const BATCH: u8 = 3;
/// The last version of messages.
const LATEST: i16 = 4;

/// The head of a message.
struct Message<'a> {
    kind: u8,
    version: i16,
    table: Table<'a>,
    /// Bytes of the head, with what stands before it, and of the body.
    head: usize,
    body: usize,
}

impl<'a> Message<'a> {
    /// Reads a head of which the first bytes are there. `Err`: whether more bytes may tell.
    fn read(data: &'a [u8]) -> Result<Self, bool> {
        if data.len() < START {
            return Err(MARK.starts_with(data.upto(MARK.len())));
        }
        let len = u32_at(data, MARK.len()) as usize;
        if !data.starts_with(MARK) || len == 0 || len > HEAD_BYTES || !len.is_multiple_of(8) {
            return Err(false);
        }
        let more = data.len() < START + len;
        Self::of(data.span(START, START + len)).map(|message| Self { head: START + len, ..message }).ok_or(more)
    }

    /// Reads a head by itself.
    fn of(head: &'a [u8]) -> Option<Self> {
        let message = Table::root(head)?;
        let version = message.short(0).unwrap_or(0);
        let kind = message.byte(1);
        let body = usize::try_from(message.long(3).unwrap_or(0)).ok().filter(|len| len.is_multiple_of(8))?;
        let table = message.table(2)?;
        let sound = (0..=LATEST).contains(&version) && matches!(kind, SCHEMA..=5);
        sound.then_some(Self { kind, version, table, head: head.len(), body })
    }
}

/// True if the head of a message, as far as it is shown, is that of a schema.
pub(super) fn is_schema(head: &[u8]) -> bool {
    Message::of(head).is_some_and(|message| message.kind == SCHEMA)
}

/// A message as it stands in a stream, without its body: what stands before a head, the head, what fills it up. `None` if its
/// body is not of this length.
pub(super) fn framed(head: &[u8], body: usize) -> Option<Vec<u8>> {
    Message::of(head).filter(|message| message.body == body)?;
    let len = head.len().next_multiple_of(8);
    let mut framed = [MARK, &u32::try_from(len).ok()?.to_le_bytes(), head].concat();
    framed.resize(START + len, 0);
    Some(framed)
}

enum Stage {
    Start,
    /// At the first message of a file.
    First,
    Message,
    /// In a body that is longer than is collected.
    Long(usize),
    /// Behind the last message.
    Over,
    /// Until a message begins.
    Lost,
}

struct Arrow {
    place: Place,
    depth: u8,
    stage: Stage,
    carry: Vec<u8>,
    fields: Vec<Arc<Field>>,
    words: Dictionaries,
    told: Values,
    /// What is read as bytes.
    blob: Option<Box<Blob>>,
}

impl Container for Arrow {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| stepped(bytes, |rest| self.step(rest, cx, &mut tally)));
        if end.is_last() {
            self.finish(end, cx, &mut tally);
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        self.finish(Ending::Cut, cx, &mut tally);
        self.stage = Stage::Lost;
        tally
    }

    fn held(&self) -> usize {
        self.carry.capacity() + self.words.held + self.blob.as_ref().map_or(0, |blob| blob.held())
    }
}

impl Arrow {
    fn new(place: &Place, depth: u8) -> Self {
        let place = place.child("arrow", "");
        Self {
            stage: Stage::Start,
            carry: Vec::new(),
            fields: Vec::new(),
            words: Dictionaries::default(),
            told: Values::new(&place, depth),
            blob: None,
            place,
            depth,
        }
    }

    /// Reads bytes as what they are; values that lie without anything between them are not seen there.
    fn raw(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let packed = !matches!(self.stage, Stage::Over);
        let new = || Box::new(Blob::new(&self.place, self.depth).packed(packed));
        let blob = self.blob.get_or_insert_with(new);
        tally.merge(&blob.push(data, end, cx));
        if end.is_last() {
            self.blob = None;
        }
    }

    /// What the next bytes are, and how many; `None` if more are needed.
    fn step(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        match &mut self.stage {
            Stage::Start if MAGIC.starts_with(rest.upto(MAGIC.len())) => {
                rest.get(MAGIC.len() - 1)?;
                self.stage = Stage::First;
                tally.add(State::Inspected, MAGIC.len() as u64);
                Some(MAGIC.len())
            }
            Stage::First if !rest.starts_with(MARK) && !MARK.starts_with(rest) => self.bare(rest, cx, tally),
            Stage::Start | Stage::First | Stage::Message => self.message(rest, cx, tally),
            Stage::Long(left) => {
                let len = rest.len().min(*left);
                *left -= len;
                if *left == 0 {
                    self.stage = Stage::Message;
                }
                tally.add(State::Skipped, len as u64);
                Some(len)
            }
            Stage::Over => {
                self.raw(rest, Ending::More, cx, tally);
                Some(rest.len())
            }
            Stage::Lost => self.seek(rest, cx, tally),
        }
    }

    /// A schema without what stands before a message, as Polars writes it: up to the first message that has that.
    fn bare(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        let at = memchr::memmem::find_iter(rest, MARK).find(|at| Message::read(rest.after(*at)).is_ok());
        if at.is_none() && rest.len() < BARE_BYTES {
            return None;
        }
        self.stage = Stage::Message;
        let len = at.unwrap_or(0);
        let schema = Message::of(rest.upto(len)).filter(|message| message.kind == SCHEMA);
        if schema.is_some_and(|schema| self.schema(schema.table, cx).is_ok()) {
            tally.add(State::Inspected, len as u64);
            return Some(len);
        }
        Some(0)
    }

    /// A message, whole.
    fn message(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        if rest.len() >= START && rest.starts_with(MARK) && u32_at(rest, MARK.len()) == 0 {
            self.stage = Stage::Over;
            tally.add(State::Inspected, START as u64);
            return Some(START);
        }
        let message = match Message::read(rest) {
            Ok(message) if rest.len() >= message.head => message,
            Ok(_) | Err(true) => return None,
            Err(false) => {
                cx.damaged("arrow: there is no message where one should be");
                self.stage = Stage::Lost;
                return Some(0);
            }
        };
        self.stage = Stage::Message;
        if message.body > cx.document_bytes() {
            cx.sink.anomaly(Code::DecodeBudget, "arrow: a batch longer than is collected");
            self.stage = Stage::Long(message.body);
            tally.add(State::Inspected, message.head as u64);
            return Some(message.head);
        }
        let body = rest.get(message.head..message.head + message.body)?;
        tally.add(State::Inspected, message.head as u64);
        let told = match message.kind {
            SCHEMA => self.schema(message.table, cx),
            DICTIONARY => self.dictionary(&message, body, cx).map(|()| tally.add(State::Inspected, body.len() as u64)),
            BATCH => self.batch(&message, body, cx, tally),
            _ => Err(State::Undecodable),
        };
        match told {
            Ok(()) => {}
            Err(State::Skipped) => tally.add(State::Skipped, body.len() as u64),
            Err(_) => {
                cx.damaged("arrow: a message that cannot be read");
                self.raw(body, Ending::Whole, cx, tally);
            }
        }
        Some(message.head + message.body)
    }

    /// Looks for the next message.
    fn seek(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        let mut len = rest.len().saturating_sub(MARK.len() - 1);
        let mut found = false;
        for at in memchr::memmem::find_iter(rest, MARK) {
            match Message::read(rest.after(at)) {
                Ok(_) => {
                    (len, found) = (at, true);
                    break;
                }
                Err(true) if rest.len() - at < HEAD_BYTES => {
                    len = at;
                    break;
                }
                Err(_) => {}
            }
        }
        self.raw(rest.upto(len), if found { Ending::Whole } else { Ending::More }, cx, tally);
        if found {
            self.stage = Stage::Message;
            return Some(len);
        }
        Some(len).filter(|len| *len > 0)
    }

    /// The columns, and what else is said.
    fn schema(&mut self, table: Table<'_>, cx: &mut Context<'_>) -> Result<(), State> {
        let mut about = Vec::new();
        for said in table.tables(2) {
            about.extend([said.string(0), b": ", said.string(1), b"\n"].concat());
            // What is written once may be pointed at often.
            if about.len() > ABOUT_BYTES {
                break;
            }
        }
        if cx.charge(about.len()) {
            let mut text = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
            let _ = text.push(&about, Ending::Whole, cx);
        }
        self.fields = Field::all(table).ok_or(State::Undecodable)?;
        Ok(())
    }

    fn dictionary(&mut self, message: &Message<'_>, body: &[u8], cx: &mut Context<'_>) -> Result<(), State> {
        let (number, goes_on) = (message.table.long(0).unwrap_or(0), message.table.byte(2) != 0);
        let field = Field::of_dictionary(&self.fields, number).ok_or(State::Undecodable)?;
        let table = message.table.table(1).ok_or(State::Undecodable)?;
        let most = cx.document_bytes();
        let column = Loader::new(table, message.version, body, most).column(field, true, cx)?;
        if self.words.take(number, column, goes_on, most) { Ok(()) } else { Err(State::Skipped) }
    }

    /// Tells the rows of a batch.
    fn batch(
        &mut self,
        message: &Message<'_>,
        body: &[u8],
        cx: &mut Context<'_>,
        tally: &mut Tally,
    ) -> Result<(), State> {
        if self.fields.is_empty() {
            return Err(State::Undecodable);
        }
        let mut loader = Loader::new(message.table, message.version, body, cx.document_bytes());
        let columns: Result<Vec<Column<'_>>, State> =
            self.fields.iter().map(|field| loader.column(field, false, cx)).collect();
        let columns = columns?;
        let block = Block { packed: body.len() as u64, unpacked: loader.unpacked, all: loader.len };
        let told = self.told.tell(&block, cx, tally, |tell| {
            (0..loader.len).try_for_each(|row| {
                tell.word(b"\n");
                tell.done = row;
                batch::structure(&columns, row, &self.words, tell)
            })
        });
        if let Err(left) = told {
            cx.damaged("arrow: a value that is not there");
            tally.add(State::Undecodable, left);
        }
        Ok(())
    }

    /// Nothing follows, or bytes are missing.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let rest = std::mem::take(&mut self.carry);
        if !rest.is_empty()
            && end == Ending::Whole
            && matches!(self.stage, Stage::Start | Stage::First | Stage::Message)
        {
            cx.damaged("arrow: ends inside a message");
        }
        self.raw(&rest, end, cx, tally);
        self.told.finish(end, cx, tally);
    }
}
