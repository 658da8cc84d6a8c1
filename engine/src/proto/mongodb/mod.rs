//! `MongoDB`'s wire protocol: documents of commands and replies by field, logins.
//!
//! `OP_MSG` with bodies and sequences of documents, the operations of older versions (`OP_QUERY`, `OP_REPLY`, `OP_INSERT`,
//! `OP_UPDATE`, `OP_DELETE`), and `OP_COMPRESSED` (Snappy, zlib, Zstandard) around them. BSON is walked as it comes and handed
//! over as JSON, so that a value stands under the path of its field (`mongodb.reply:cursor.firstBatch[*].mobile`,
//! `mongodb.command:documents[*].mobile`); database and collection, the fields of the first document and the number
//! of documents are facts of the record. Binary values that are no text are handed over on their own, under the name of their field
//! (files in `GridFS`: chunk by chunk). Replies are paired with commands by number, also a series of replies to one command.
//!
//! Logins: SASL PLAIN, with its outcome; passwords in `createUser` and `updateUser`; SCRAM, GSSAPI and MONGODB-CR show no
//! secret (`challenge_login`); payloads of other mechanisms (MONGODB-OIDC) are scanned. There is no upgrade to TLS in the
//! protocol: a connection is encrypted from its first byte or never.
//!
//! Not read: fields that the client encrypts, which are binary values.
//! After a gap the rest of the message is scanned as it is, the next one is found by its length, or by its head.
//!
//! Limits: documents inside one another to 128 levels; binary values of one message are held up to 1 MiB, of longer ones the
//! printable runs are scanned; compressed messages are held up to 1 MiB and yield up to 16 MiB, longer ones are
//! unpacked as a stream and scanned without fields; 1,024 commands wait for their replies.

mod body;
mod bson;
mod login;
mod page;
mod probe;
mod scalars;
#[cfg(test)]
mod tests;

use super::sasl::Mechanism;
use super::step::{Stride as Step, strides};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::coverage::State as Coverage;
use crate::message::{About, Coding, ContentHints, DbInfo, Direction, MessageEnd, MessageHead, Outcome, Outlet};
use crate::pair::Pair;
use body::Body;
use bson::Damage;
use page::Page;
use probe::Head;
use std::collections::VecDeque;
use std::sync::Arc;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "mongodb",
    title: "MongoDB: documents by field, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|_, _| Box::new(MongoParser::new())),
};

/// Bytes of a message's head.
const HEAD: usize = 16;
/// Bytes behind it in a compressed message.
const COMPRESSED_HEAD: usize = 9;
/// Longest message (`maxMessageSizeBytes`).
const MESSAGE_MAX: usize = 48_000_000;
/// Longest compressed message that is held, and most that it may yield.
const HELD: usize = 1 << 20;
const YIELD: usize = 16 << 20;
/// Commands that wait for a reply.
const ASKED_MAX: usize = 1024;

/// Places of messages.
const COMMAND: &str = "mongodb.command";
const REPLY: &str = "mongodb.reply";

/// Operations.
mod op {
    pub(super) const REPLY: u32 = 1;
    pub(super) const UPDATE: u32 = 2001;
    pub(super) const INSERT: u32 = 2002;
    pub(super) const QUERY: u32 = 2004;
    pub(super) const GET_MORE: u32 = 2005;
    pub(super) const DELETE: u32 = 2006;
    pub(super) const KILL_CURSORS: u32 = 2007;
    pub(super) const COMPRESSED: u32 = 2012;
    pub(super) const MSG: u32 = 2013;
}

/// A command whose reply did not come yet.
#[derive(Debug)]
struct Asked {
    /// Number that the reply names.
    id: u32,
    tx: u32,
    database: String,
    table: String,
    login: bool,
    /// The documents of the reply are records.
    records: bool,
}

/// Where a direction stands.
#[derive(Debug, Default)]
enum State {
    /// Before a message.
    #[default]
    Head,
    /// In a message.
    Body(Box<(Head, Body, Page)>),
    /// In a compressed message that is held.
    Held(Box<Held>),
    /// In bytes that are scanned as they are, or unpacked as a stream.
    Passing(u64),
    /// In bytes that are not unpacked.
    Sealed(u64),
    /// Looking for a message behind a gap.
    Astray,
}

#[derive(Debug)]
struct Held {
    head: Head,
    /// The operation within.
    op: u32,
    /// Bytes that it unpacks to.
    size: usize,
    coding: Coding,
    left: usize,
    bytes: Vec<u8>,
}

#[derive(Debug, Default)]
struct Lane {
    state: State,
    /// A message of what is scanned as it is is open.
    open: bool,
    /// Bytes that were shown and not consumed.
    waiting: usize,
}

/// The parser of one connection.
#[derive(Debug)]
pub struct MongoParser {
    lanes: Pair<Lane>,
    /// Who sends commands, once told.
    client: Option<Direction>,
    asked: VecDeque<Asked>,
    commands: u32,
    user: String,
    /// Of the login under way.
    exchange: Mechanism,
}

impl Parser for MongoParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let Some(done) = strides(data, |rest| self.step(dir, rest, out)) else {
            self.cut(Direction::Orig, out);
            self.cut(Direction::Resp, out);
            return Progress::Lost;
        };
        self.lane(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let missing = len.saturating_add(std::mem::take(&mut self.lane(dir).waiting) as u64);
        let (left, sealed) = match &self.lane(dir).state {
            State::Body(body) => (body.1.left, false),
            State::Held(held) => (held.left as u64, true),
            State::Passing(left) => (*left, false),
            State::Sealed(left) => (*left, true),
            State::Head | State::Astray => (0, false),
        };
        self.cut(dir, out);
        self.lane(dir).state = match left.checked_sub(missing) {
            Some(0) => State::Head,
            Some(left) if sealed => State::Sealed(left),
            Some(left) => State::Passing(left),
            None => State::Astray,
        };
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
    }
}

impl MongoParser {
    fn new() -> Self {
        Self {
            lanes: Pair::default(),
            client: None,
            asked: VecDeque::new(),
            commands: 0,
            user: String::new(),
            exchange: Mechanism::Other,
        }
    }

    fn lane(&mut self, dir: Direction) -> &mut Lane {
        self.lanes.of_mut(dir)
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match std::mem::take(&mut self.lane(dir).state) {
            State::Head => self.start(dir, data, out),
            State::Body(message) => self.body(dir, message, data, out),
            State::Held(held) => self.held(dir, held, data, out),
            State::Passing(left) => self.pass(dir, left, data, out),
            State::Sealed(left) => {
                let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
                out.sealed(dir, len, Coverage::Undecodable);
                let left = left - len as u64;
                self.lane(dir).state = if left == 0 { State::Head } else { State::Sealed(left) };
                Step::Took(len)
            }
            State::Astray => self.find(dir, data, out),
        }
    }

    /// A message begins.
    fn start(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if data.len() < HEAD {
            return Step::More;
        }
        let Some(head) = Head::read(data) else { return Step::Lost };
        let client = *self.client.get_or_insert_with(|| if head.asks() { dir } else { dir.reverse() });
        let sound = match head.op {
            op::MSG | op::COMPRESSED => true,
            op::REPLY => client != dir,
            _ => client == dir,
        };
        if !sound {
            return Step::Lost;
        }
        if head.op == op::COMPRESSED {
            return self.compressed(dir, head, data, out);
        }
        out.framing(dir, HEAD);
        self.begin(dir, head, head.op, (head.len - HEAD) as u64);
        Step::Took(HEAD)
    }

    fn compressed(&mut self, dir: Direction, head: Head, data: &[u8], out: &mut dyn Outlet) -> Step {
        const ALL: usize = HEAD + COMPRESSED_HEAD;
        if head.len < ALL {
            return Step::Lost;
        }
        let Some((op, size, compressor)) = data.get(HEAD..).and_then(body::compressed) else {
            self.lane(dir).state = State::Head;
            return Step::More;
        };
        if !matches!(op, op::REPLY | op::QUERY | op::MSG) {
            return Step::Lost;
        }
        out.framing(dir, ALL);
        let left = head.len - ALL;
        let coding = match compressor {
            0 => {
                self.begin(dir, head, op, left as u64);
                return Step::Took(ALL);
            }
            1 => Coding::Snappy,
            2 => Coding::Deflate,
            3 => Coding::Zstd,
            _ => {
                out.anomaly(dir, Code::DecodeFailed, "an unknown compressor");
                self.lane(dir).state = State::Sealed(left as u64);
                return Step::Took(ALL);
            }
        };
        if left > HELD || size > YIELD {
            out.anomaly(dir, Code::HeadTooLong, "a compressed message longer than is held");
            let page = self.page(dir, head);
            out.begin(dir, stream_head(&page, coding));
            let lane = self.lane(dir);
            lane.open = true;
            lane.state = State::Passing(left as u64);
        } else {
            let held = Held { head, op, size, coding, left, bytes: Vec::new() };
            self.lane(dir).state = State::Held(Box::new(held));
        }
        Step::Took(ALL)
    }

    /// The page of a message: a command takes the next number, a reply that of what it answers.
    fn page(&mut self, dir: Direction, head: Head) -> Page {
        let user = self.user.clone();
        if self.client == Some(dir) {
            self.commands = self.commands.saturating_add(1);
            return Page::new(dir, COMMAND, self.commands - 1, DbInfo { user, ..DbInfo::default() });
        }
        let Some(asked) = self.asked.iter().find(|asked| asked.id == head.answers) else {
            self.commands = self.commands.saturating_add(1);
            return Page::new(dir, REPLY, self.commands - 1, DbInfo { user, ..DbInfo::default() });
        };
        let Asked { database, table, .. } = asked;
        let about = DbInfo { database: database.clone(), table: table.clone(), user, ..DbInfo::default() };
        let mut page = Page::new(dir, REPLY, asked.tx, about);
        page.records = asked.records;
        page
    }

    fn begin(&mut self, dir: Direction, head: Head, op: u32, left: u64) {
        let page = self.page(dir, head);
        self.lane(dir).state = State::Body(Box::new((head, Body::new(op, left), page)));
    }

    fn body(
        &mut self,
        dir: Direction,
        mut message: Box<(Head, Body, Page)>,
        data: &[u8],
        out: &mut dyn Outlet,
    ) -> Step {
        let (head, body, page) = &mut *message;
        let len = usize::try_from(body.left).unwrap_or(usize::MAX).min(data.len());
        let (used, walked) = body.walk(data.get(..len).unwrap_or(data), page, out);
        out.framing(dir, used);
        if let Err(damage) = walked {
            body.abandon(page);
            page.end(MessageEnd::Cut, out);
            tell(dir, damage, out);
            let left = body.left;
            self.lane(dir).state = if left == 0 { State::Head } else { State::Passing(left) };
            return Step::Took(used);
        }
        if body.left == 0 {
            self.finish(dir, *head, body, page, out);
            return Step::Took(used);
        }
        self.lane(dir).state = State::Body(message);
        if used == 0 { Step::More } else { Step::Took(used) }
    }

    /// A compressed message, piece by piece.
    fn held(&mut self, dir: Direction, mut held: Box<Held>, data: &[u8], out: &mut dyn Outlet) -> Step {
        let len = held.left.min(data.len());
        out.framing(dir, len);
        held.left -= len;
        held.bytes.extend_from_slice(data.get(..len).unwrap_or(data));
        if held.left > 0 {
            self.lane(dir).state = State::Held(held);
            return Step::Took(len);
        }
        let Held { head, op, size, coding, bytes, .. } = *held;
        let mut plain = Vec::new();
        if !out.decode(coding, &bytes, size, &mut plain) || plain.len() != size {
            out.anomaly(dir, Code::DecodeFailed, "a compressed message");
            return Step::Took(len);
        }
        let mut page = self.page(dir, head);
        let mut body = Body::new(op, plain.len() as u64);
        let (used, walked) = body.walk(&plain, &mut page, out);
        let Err(damage) = walked else {
            self.finish(dir, head, &body, &mut page, out);
            return Step::Took(len);
        };
        body.abandon(&mut page);
        page.end(MessageEnd::Cut, out);
        tell(dir, damage, out);
        let rest = plain.get(used..).unwrap_or_default();
        if !rest.is_empty() {
            out.begin(dir, raw_head(&page));
            out.derived(dir, rest);
            out.end(dir, MessageEnd::Cut);
        }
        Step::Took(len)
    }

    /// A message is complete.
    fn finish(&mut self, dir: Direction, head: Head, body: &Body, page: &mut Page, out: &mut dyn Outlet) {
        if self.client != Some(dir) {
            self.answered(dir, head, body.more, page, out);
            return page.end(MessageEnd::Complete, out);
        }
        let login = login::read(&mut self.exchange, dir, page, &mut self.user, out);
        page.end(MessageEnd::Complete, out);
        let silent = matches!(head.op, op::INSERT | op::UPDATE | op::DELETE | op::KILL_CURSORS) || body.more;
        if silent {
            return;
        }
        if self.asked.len() >= ASKED_MAX {
            self.asked.pop_front();
            out.anomaly(dir, Code::PipelineLimit, "commands without a reply");
        }
        let DbInfo { database, table, .. } = std::mem::take(&mut page.about);
        self.asked.push_back(Asked { id: head.id, tx: page.tx, database, table, login, records: body.asks_records() });
    }

    fn answered(&mut self, dir: Direction, head: Head, more: bool, page: &Page, out: &mut dyn Outlet) {
        let Some(at) = self.asked.iter().position(|asked| asked.id == head.answers) else { return };
        if more {
            // The next reply of the series answers this one.
            if let Some(asked) = self.asked.get_mut(at) {
                asked.id = head.id;
            }
            return;
        }
        let Some(asked) = self.asked.remove(at).filter(|asked| asked.login) else { return };
        let outcome = match (page.facts.ok, page.facts.done) {
            (Some(false), _) => Outcome::Rejected,
            (Some(true), None | Some(true)) => Outcome::Accepted,
            _ => return,
        };
        out.outcome(dir.reverse(), asked.tx, outcome);
    }

    /// Bytes that are scanned as they are.
    fn pass(&mut self, dir: Direction, left: u64, data: &[u8], out: &mut dyn Outlet) -> Step {
        self.open(dir, out);
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.body(dir, data.get(..len).unwrap_or(data));
        let left = left - len as u64;
        if left == 0 {
            self.cut(dir, out);
        } else {
            self.lane(dir).state = State::Passing(left);
        }
        Step::Took(len)
    }

    /// Looks for a message. What stands before it is scanned as it is.
    fn find(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let asks = self.client.map(|client| client == dir);
        let mut at = 0;
        let found = loop {
            let Some(rest) = data.get(at..).filter(|rest| rest.len() >= probe::NEEDED) else { break false };
            if probe::starts(rest).is_some_and(|head| asks.is_none_or(|asks| asks == head.asks())) {
                break true;
            }
            at += 1;
        };
        if at > 0 {
            self.open(dir, out);
            out.body(dir, data.get(..at).unwrap_or_default());
        }
        if !found {
            self.lane(dir).state = State::Astray;
            return if at == 0 { Step::More } else { Step::Took(at) };
        }
        self.cut(dir, out);
        out.anomaly(dir, Code::ParserResync, "a message begins");
        if at == 0 { self.start(dir, data, out) } else { Step::Took(at) }
    }

    /// Opens a message for what is scanned as it is.
    fn open(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.lane(dir).open, true) {
            let place = match self.client {
                Some(client) if client == dir => COMMAND,
                Some(_) => REPLY,
                None => "mongodb",
            };
            out.begin(dir, MessageHead { place, tx: self.commands, ..MessageHead::default() });
        }
    }

    /// Ends what is open; the direction stands before a message again.
    fn cut(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let lane = self.lane(dir);
        if std::mem::take(&mut lane.open) {
            out.end(dir, MessageEnd::Cut);
        }
        match std::mem::take(&mut lane.state) {
            State::Body(mut message) => {
                let (_, body, page) = &mut *message;
                body.abandon(page);
                page.end(MessageEnd::Cut, out);
            }
            State::Held(held) if !held.bytes.is_empty() => {
                // As far as it unpacks.
                let page = self.page(dir, held.head);
                out.begin(dir, stream_head(&page, held.coding));
                out.derived(dir, &held.bytes);
                out.end(dir, MessageEnd::Cut);
            }
            _ => {}
        }
    }
}

fn tell(dir: Direction, damage: Damage, out: &mut dyn Outlet) {
    match damage {
        Damage::Malformed => out.anomaly(dir, Code::LengthConflict, "a document"),
        Damage::TooDeep => out.anomaly(dir, Code::NestingLimit, "documents"),
    }
}

/// The head of a message for bytes that are scanned as they are.
fn raw_head(page: &Page) -> MessageHead {
    let about = About::Db(Arc::new(page.about.clone()));
    MessageHead { place: page.place, tx: page.tx, about, ..MessageHead::default() }
}

/// The same for bytes that are unpacked as they come.
fn stream_head(page: &Page, coding: Coding) -> MessageHead {
    let hints = ContentHints { codings: vec![coding], ..ContentHints::default() };
    MessageHead { hints, ..raw_head(page) }
}
