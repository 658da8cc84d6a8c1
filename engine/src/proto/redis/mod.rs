//! Redis and its kin (Valkey, `KeyDB`): RESP2, RESP3 and inline commands, pipelining, transactions, pushes.
//!
//! Values are handed over under the name of their key or hash field, in commands and in the replies that answer them;
//! JSON documents as such; values over [`VALUE_MAX`] flow through as bodies of their own. Keys are scanned as text.
//! Logins (AUTH, HELLO ... AUTH, CONFIG SET requirepass, ACL SETUSER, MIGRATE ... AUTH, SENTINEL SET auth-pass) come with
//! their outcome; so do secrets among the settings that CONFIG GET shows, without one.
//!
//! Who asks is told by what is said first: only clients send arrays that begin with a command's name. After a gap, or
//! where no element can begin, bytes pass as they are until the next plausible beginning; replies are paired with
//! commands again once the server has nothing more to say.
//!
//! What DUMP gives and RESTORE takes is handed over as a database's file (RDB) of one key; the file that a replica gets
//! at first flows through as it is, and content reads both. Commands of the stream behind it are read as replies are.
//!
//! Limits: [`DEPTH`] aggregates inside one another, [`VALUE_MAX`] for a value that is kept whole, 64 KiB a line, 1,024
//! commands that wait for their replies, 256 names of one reply.

mod command;
mod frame;
mod probe;
mod reply;
mod resp;

#[cfg(test)]
mod tests;

use super::step::{Step, steps};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MessageEnd, Outcome, Outlet};
use crate::pair::Pair;
use command::Command;
use frame::Frame;
use reply::{Queue, Reply, Spot, is_push};
use resp::{Found, Head, LINE_MAX};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "redis",
    title: "Redis (RESP2, RESP3): keys, values, hashes, pushes, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

/// A value up to this size is kept whole and named; a longer one flows through.
const VALUE_MAX: u64 = 16 << 10;
/// Aggregates inside one another.
const DEPTH: usize = 32;

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(RedisParser::default())
}

/// The parser of one connection.
#[derive(Debug, Default)]
pub struct RedisParser {
    sides: Pair<Side>,
    /// Who sends commands, once told.
    requester: Option<Direction>,
    queue: Queue,
    command: Command,
    reply: Reply,
    /// Commands so far.
    commands: u32,
    /// Pushes may come without RESP3.
    subscribed: bool,
    /// Database and user in force.
    database: Vec<u8>,
    user: String,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes of the line in hand that hold no end.
    scanned: usize,
    /// Bytes that were shown and not consumed.
    waiting: usize,
    stack: Vec<Level>,
    frame: Frame,
    /// A message was begun and not ended.
    open: bool,
    /// While astray: the next byte stands at the beginning of a line.
    fresh: bool,
    /// The only value so far was `+QUEUED`.
    queued: bool,
    /// Its only value was an error.
    error: bool,
    /// A replica is given everything anew: a database's file follows, behind which no line ends.
    syncing: bool,
    /// The value that flows through is one that DUMP wrote; its name, until it has begun.
    dumped: bool,
    name: Vec<u8>,
}

/// An aggregate whose elements come.
#[derive(Clone, Copy, Debug)]
struct Level {
    left: u64,
    n: u64,
    map: bool,
    /// An attribute (RESP3): what it annotates follows in its place.
    attribute: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before an element.
    #[default]
    Element,
    /// In a value of so many bytes, which is kept whole.
    Value(u64),
    /// In a value that flows through, so many bytes before its end.
    Body(u64),
    /// Before the line end behind such a value.
    BodyEnd,
    /// Looking for the next beginning.
    Astray,
}

impl Parser for RedisParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.side(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.side(dir);
        side.scanned = 0;
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        match side.state {
            State::Body(left) if len < left && !side.dumped => {
                side.state = State::Body(left.saturating_sub(len));
                out.body_gap(dir, len);
            }
            // What was shown of the value is judged as it is; the rest flows through.
            State::Value(left) if missing.saturating_add(2) <= left => {
                self.answer(dir, false);
                self.flush(dir, out);
                self.begin_body(dir, out);
                self.side(dir).state = State::Body(left.saturating_sub(missing).saturating_sub(2));
            }
            _ => self.stray(dir, true, out),
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.flush(dir, out);
        self.end_body(dir, MessageEnd::Cut, out);
    }
}

impl RedisParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.side(dir).state {
            State::Element => self.element(dir, data, out),
            State::Value(len) => self.whole(dir, data, len, out),
            State::Body(left) => self.body(dir, data, left, out),
            State::BodyEnd => self.body_end(dir, data, out),
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// The line with which an element begins.
    fn element(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let blank = data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if blank > 0 && self.side(dir).stack.is_empty() {
            // Empty lines between inline commands keep a connection alive.
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        if self.requester.is_none() && !self.tell_roles(dir, data) {
            return Step::More;
        }
        let asks = self.requester == Some(dir);
        let side = self.side(dir);
        let reach = data.get(..LINE_MAX.min(data.len())).unwrap_or(data);
        let Some(end) = reach.get(side.scanned..).and_then(|rest| memchr::memchr(b'\n', rest)) else {
            side.scanned = reach.len();
            if data.len() < LINE_MAX {
                return Step::More;
            }
            out.anomaly(dir, Code::HeadTooLong, "line");
            self.stray(dir, false, out);
            return Step::Took(0);
        };
        let len = end.saturating_add(side.scanned).saturating_add(1);
        side.scanned = 0;
        let top = side.stack.is_empty();
        let line = data.get(..len).unwrap_or(data).trim_ascii_end();
        let head = if asks && top { command_line(line) } else { resp::head(line).map(Opening::Resp) };
        let Some(head) = head else {
            // A file of unknown length says what will stand behind it: it flows through to the next beginning.
            let known = if side.syncing && line.starts_with(b"$EOF:") { len } else { 0 };
            if known > 0 {
                out.framing(dir, known);
            }
            self.stray(dir, false, out);
            return Step::Took(known);
        };
        if top {
            self.begin_frame(dir);
        }
        out.framing(dir, len);
        match head {
            Opening::Inline => self.inline(dir, line, out),
            Opening::Resp(head) => self.opened(dir, head, out),
        }
        Step::Took(len)
    }

    fn opened(&mut self, dir: Direction, head: Head<'_>, out: &mut dyn Outlet) {
        match head {
            Head::Line(sign, text) => {
                let side = self.side(dir);
                (side.error, side.queued) = (sign == b'-', sign == b'+' && text == b"QUEUED");
                side.syncing = sign == b'+' && text.starts_with(b"FULLRESYNC ");
                self.value(dir, sign, text, out);
                self.advance(dir, out);
            }
            Head::Null => {
                self.value(dir, b'_', b"", out);
                self.advance(dir, out);
            }
            Head::Bulk(_, len) if self.side(dir).syncing => {
                self.flush(dir, out);
                self.begin_body(dir, out);
                self.side(dir).state = State::Body(len);
            }
            Head::Bulk(_, len) if len <= VALUE_MAX => self.side(dir).state = State::Value(len.saturating_add(2)),
            Head::Bulk(_, len) => {
                self.answer(dir, false);
                let n = self.side(dir).stack.last().map_or(0, |level| level.n);
                let asks = self.requester == Some(dir);
                let name = if asks { self.command.dumped(n) } else { self.reply.dumped() };
                self.flush(dir, out);
                self.begin_body(dir, out);
                let side = self.side(dir);
                (side.dumped, side.name) = (name.is_some(), name.unwrap_or_default());
                side.state = State::Body(len);
            }
            Head::Aggregate(sign, count) => self.aggregate(dir, sign, count, out),
            Head::End => {
                if let Some(level) = self.side(dir).stack.last_mut() {
                    level.left = 0;
                }
                self.close_levels(dir, out);
            }
        }
    }

    fn aggregate(&mut self, dir: Direction, sign: u8, count: u64, out: &mut dyn Outlet) {
        let asks = self.requester == Some(dir);
        let depth = self.side(dir).stack.len();
        if depth >= DEPTH || asks && depth > 0 {
            out.anomaly(dir, Code::NestingLimit, "aggregates");
            return self.stray(dir, false, out);
        }
        if !asks && depth > 0 {
            self.answer(dir, false);
            self.reply.element(depth, &mut self.queue, &mut self.sides.of_mut(dir).frame, out);
        } else if sign == b'>' {
            self.answer(dir, true);
        }
        let map = matches!(sign, b'%' | b'|');
        self.side(dir).stack.push(Level { left: count, n: 0, map, attribute: sign == b'|' });
        if count == 0 {
            self.answer(dir, false);
            self.close_levels(dir, out);
        }
    }

    /// A value that is kept whole.
    fn whole(&mut self, dir: Direction, data: &[u8], len: u64, out: &mut dyn Outlet) -> Step {
        let len = len as usize;
        let Some((value, end)) = data.get(..len).and_then(<[u8]>::split_last_chunk::<2>) else { return Step::More };
        if end != b"\r\n" {
            self.stray(dir, false, out);
            return Step::Took(0);
        }
        out.framing(dir, len);
        let side = self.side(dir);
        side.state = State::Element;
        self.value(dir, b'$', value, out);
        self.advance(dir, out);
        Step::Took(len)
    }

    fn body(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        let piece = data.get(..take).unwrap_or(data);
        let left = left.saturating_sub(take as u64);
        if self.side(dir).dumped {
            out.framing(dir, take);
            self.dumped(dir, piece, left, out);
        } else {
            out.body(dir, piece);
        }
        self.side(dir).state = if left == 0 { State::BodyEnd } else { State::Body(left) };
        Step::Took(take)
    }

    /// A piece of a value that DUMP wrote, as a part of a database's file; `left` bytes follow.
    fn dumped(&mut self, dir: Direction, piece: &[u8], left: u64, out: &mut dyn Outlet) {
        let name = std::mem::take(&mut self.side(dir).name);
        let mut piece = piece;
        if !name.is_empty()
            && let Some((kind, rest)) = piece.split_first()
        {
            out.derived(dir, &frame::file_head(&name, *kind));
            piece = rest;
        }
        let footer = frame::DUMP_FOOTER.saturating_sub(usize::try_from(left).unwrap_or(usize::MAX));
        let value = piece.get(..piece.len().saturating_sub(footer)).unwrap_or_default();
        if !value.is_empty() {
            out.derived(dir, value);
        }
        if left == 0 {
            out.derived(dir, frame::FILE_END);
        }
    }

    fn body_end(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if std::mem::take(&mut self.side(dir).syncing) {
            self.end_body(dir, MessageEnd::Complete, out);
            self.side(dir).state = State::Element;
            self.advance(dir, out);
            return Step::Took(0);
        }
        match data {
            [b'\r'] => Step::More,
            [b'\r', b'\n', ..] => {
                self.end_body(dir, MessageEnd::Complete, out);
                out.framing(dir, 2);
                self.side(dir).state = State::Element;
                self.advance(dir, out);
                Step::Took(2)
            }
            _ => {
                self.stray(dir, false, out);
                Step::Took(0)
            }
        }
    }

    /// A command or reply begins.
    fn begin_frame(&mut self, dir: Direction) {
        let asks = self.requester == Some(dir);
        if !asks && self.reply.is_begun() {
            // An attribute stood before it.
            return;
        }
        if asks {
            self.command = Command::default();
        }
        if asks && self.side(dir.reverse()).stack.is_empty() && self.side(dir.reverse()).state == State::Element {
            self.queue.settle();
        }
        let tx = if asks { self.commands } else { self.commands.saturating_sub(1) };
        let (database, user) = (&self.database, &self.user);
        let side = self.sides.of_mut(dir);
        side.frame.begin(dir, asks, tx, database, user);
        (side.queued, side.error) = (false, false);
    }

    /// A value of the frame in hand.
    fn value(&mut self, dir: Direction, sign: u8, value: &[u8], out: &mut dyn Outlet) {
        let level = self.side(dir).stack.last().copied();
        let depth = self.side(dir).stack.len();
        if self.requester == Some(dir) {
            let n = u32::try_from(level.map_or(0, |level| level.n)).unwrap_or(u32::MAX);
            let frame = &mut self.sides.of_mut(dir).frame;
            return self.command.argument(n, value, frame, out);
        }
        let first = level.is_none_or(|level| level.n == 0);
        let push = self.subscribed && depth == 1 && first && is_push(value);
        self.answer(dir, push);
        if depth > 0 {
            self.reply.element(depth, &mut self.queue, &mut self.sides.of_mut(dir).frame, out);
        }
        let frame = &mut self.sides.of_mut(dir).frame;
        match sign {
            b'_' | b'#' => {}
            b'+' | b'-' if depth == 0 => frame.status(value, out),
            _ => {
                let spot =
                    Spot { depth, n: level.map_or(0, |level| level.n), map: level.is_some_and(|level| level.map) };
                self.reply.value(spot, value, frame, out);
            }
        }
    }

    /// Now it is known what the reply in hand answers.
    fn answer(&mut self, dir: Direction, push: bool) {
        if self.requester != Some(dir) {
            self.reply.begin(push, &mut self.queue, &mut self.sides.of_mut(dir).frame);
        }
    }

    /// An element is complete.
    fn advance(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(level) = self.side(dir).stack.last_mut() {
            level.left = level.left.saturating_sub(1);
            level.n = level.n.saturating_add(1);
        }
        self.close_levels(dir, out);
    }

    /// Ends the aggregates that are complete, and the frame if all are.
    fn close_levels(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.side(dir);
        while side.stack.last().is_some_and(|level| level.left == 0) {
            if side.stack.pop().is_some_and(|level| level.attribute) {
                return;
            }
            if let Some(level) = side.stack.last_mut() {
                level.left = level.left.saturating_sub(1);
                level.n = level.n.saturating_add(1);
            }
        }
        if side.stack.is_empty() {
            if self.requester == Some(dir) { self.end_command(dir, out) } else { self.end_reply(dir, out) }
        }
    }

    fn inline(&mut self, dir: Direction, line: &[u8], out: &mut dyn Outlet) {
        let words = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
        for (n, word) in words.enumerate() {
            let word = word.strip_prefix(b"\"").and_then(|word| word.strip_suffix(b"\"")).unwrap_or(word);
            let frame = &mut self.sides.of_mut(dir).frame;
            self.command.argument(u32::try_from(n).unwrap_or(u32::MAX), word, frame, out);
        }
        self.end_command(dir, out);
    }

    fn end_command(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let frame = &mut self.sides.of_mut(dir).frame;
        if !self.command.is_named() {
            return;
        }
        let secrets = self.command.secrets(frame, out);
        if let Some(secret) = secrets.iter().find(|secret| secret.is_own()) {
            self.user = super::values::shown(&secret.user);
        }
        frame.logins(out, &secrets);
        if let Some(database) = frame.take_database() {
            self.database = database;
        }
        frame.flush(out);
        self.subscribed |= self.command.is_subscribe();
        let multi = self.command.is_multi();
        if let Some(mut asked) = self.command.asked(self.commands) {
            asked.login &= !secrets.is_empty();
            if !self.queue.push(asked, multi) {
                out.anomaly(dir, Code::PipelineLimit, "commands without a reply");
            }
        }
        self.commands = self.commands.saturating_add(1);
    }

    fn end_reply(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.answer(dir, false);
        let Side { frame, queued, error, .. } = self.sides.of_mut(dir);
        let secrets = frame.take_secrets();
        frame.logins(out, &secrets);
        frame.flush(out);
        let answered = self.reply.end(*queued, &mut self.queue);
        if let Some(asked) = answered.filter(|asked| asked.login) {
            let outcome = if *error { Outcome::Rejected } else { Outcome::Accepted };
            out.outcome(dir.reverse(), asked.tx, outcome);
        }
    }

    /// Who asks? Only commands are arrays that begin with a command's name. False if more bytes must tell.
    fn tell_roles(&mut self, dir: Direction, data: &[u8]) -> bool {
        let asks = match data.first() {
            Some(b'*') => {
                let mut lines = data.splitn(4, |byte| *byte == b'\n');
                let name = lines.nth(2).unwrap_or_default();
                if lines.next().is_none() && data.len() < ROLE_MAX {
                    return false;
                }
                command::is_command(name.strip_suffix(b"\r").unwrap_or(name))
            }
            Some(byte) => byte.is_ascii_alphabetic(),
            None => return false,
        };
        self.requester = Some(if asks { dir } else { dir.reverse() });
        true
    }

    fn begin_body(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.open = true;
        side.frame.document(out);
    }

    fn end_body(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.dumped = false;
        if std::mem::take(&mut side.open) {
            out.end(dir, end);
        }
    }

    /// Hands over what was collected of the frame in hand.
    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.side(dir).frame.flush(out);
    }

    /// The place is lost: bytes pass as they are until something plausible begins.
    fn stray(&mut self, dir: Direction, gap: bool, out: &mut dyn Outlet) {
        self.flush(dir, out);
        self.end_body(dir, MessageEnd::Cut, out);
        self.command = Command::default();
        self.reply = Reply::default();
        self.queue.lose();
        let side = self.side(dir);
        side.stack.clear();
        (side.scanned, side.fresh, side.state, side.syncing) = (0, gap, State::Astray, false);
    }

    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let asks = self.requester == Some(dir);
        let begins = if asks { resp::command_start } else { resp::reply_start };
        let (mut at, mut found) = (0usize, Found::No);
        let mut fresh = self.side(dir).fresh;
        while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
            found = if fresh { begins(rest) } else { Found::No };
            if found != Found::No {
                break;
            }
            let line = memchr::memchr(b'\n', rest);
            fresh = line.is_some();
            at = line.map_or(data.len(), |end| at.saturating_add(end).saturating_add(1));
        }
        if at > 0 {
            if !self.side(dir).open {
                self.begin_frame(dir);
                self.begin_body(dir, out);
            }
            out.body(dir, data.get(..at).unwrap_or(data));
            self.side(dir).fresh = fresh;
        }
        match found {
            Found::Yes => {
                self.end_body(dir, MessageEnd::Cut, out);
                out.anomaly(dir, Code::ParserResync, "");
                self.side(dir).state = State::Element;
                Step::Took(at)
            }
            _ if at == 0 => Step::More,
            _ => Step::Took(at),
        }
    }

    fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }
}

/// Bytes after which an array that shows no name is a reply.
const ROLE_MAX: usize = 64;

/// How a command begins.
enum Opening<'a> {
    Resp(Head<'a>),
    Inline,
}

/// Clients send arrays, or commands as words of a line.
fn command_line(line: &[u8]) -> Option<Opening<'_>> {
    match line.first()? {
        b'*' => resp::head(line).map(Opening::Resp),
        byte if byte.is_ascii_alphabetic() => {
            let end = line.iter().position(|byte| matches!(byte, b' ' | b'\t')).unwrap_or(line.len());
            command::is_command(line.get(..end)?).then_some(Opening::Inline)
        }
        _ => None,
    }
}
