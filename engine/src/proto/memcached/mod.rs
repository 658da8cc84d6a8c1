//! memcached: the text protocol with its meta commands, and the binary protocol with SASL.
//!
//! Every line and every header says which side it is from, and stored values come with their key: nothing has to be
//! paired but plain binary gets. Values are handed over under the name of their key; those over [`WHOLE_MAX`] flow
//! through as bodies of their own. Keys are scanned as text; values of one reply whose keys are of one kind stand in one
//! table. Logins of SASL PLAIN, and the text protocol's first `set`, come with their outcome; other mechanisms are
//! challenge-response.
//!
//! After a gap, and where nothing plausible begins, bytes pass as they are until the next line or header that says how
//! long its value is. Refuses UDP.
//!
//! Limits: 64 KiB a line, 250 bytes a key, 1 GiB a value, 256 gets that wait for their answer.

mod binary;
mod text;

#[cfg(test)]
mod tests;

use super::step::{Step, steps};
use super::values::{self, Kind, Target, Values};
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{About, Credential, DbInfo, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use binary::{HEADER, Header};
use std::collections::VecDeque;
use std::sync::Arc;
use text::Line;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "memcached",
    title: "memcached: keys and values in the text and binary protocols, SASL logins",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// A value up to this size is kept whole and named; a longer one flows through.
const WHOLE_MAX: u64 = 16 << 10;
/// Longest line.
const LINE_MAX: usize = 64 << 10;
/// Longest line that is looked for in the middle of a stream.
const MARK_MAX: usize = 512;
/// Longest user or password of a login in the text protocol.
const SIGN_MAX: usize = 128;
/// Binary gets whose keys are kept for their answers.
const GETS: usize = 256;

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(MemcachedParser::default())
}

fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    const PORT: u16 = 11211;
    match data.first() {
        None => Probe::NeedMore,
        Some(0x80 | 0x81) => binary::probe(data),
        Some(_) => text::probe(data, ports.0 == PORT || ports.1 == PORT),
    }
}

/// The parser of one connection.
#[derive(Debug, Default)]
pub struct MemcachedParser {
    sides: Pair<Side>,
    /// Told by the first byte.
    binary: Option<bool>,
    commands: u32,
    user: String,
    /// The first value was looked at: a login comes before everything else.
    seen_login: bool,
    /// The transaction of a login in the text protocol that was not answered.
    signing: Option<u32>,
    gets: VecDeque<(u32, Box<[u8]>)>,
}

/// One direction.
#[derive(Debug)]
struct Side {
    state: State,
    scanned: usize,
    waiting: usize,
    values: Values,
    text: Vec<u8>,
    target: Target,
    /// Of the value to come.
    name: Vec<u8>,
    stored: bool,
    login: Option<Header>,
    open: bool,
    fresh: bool,
}

impl Default for Side {
    fn default() -> Self {
        let target = Target { dir: Direction::Orig, place: "memcached.command", tx: 0, about: DbInfo::default() };
        Self {
            state: State::default(),
            scanned: 0,
            waiting: 0,
            values: Values::default(),
            text: Vec::new(),
            target,
            name: Vec::new(),
            stored: false,
            login: None,
            open: false,
            fresh: false,
        }
    }
}

/// Where a direction stands. Values end in `tail` bytes: CRLF, or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a line or header.
    #[default]
    Head,
    /// In a value that is kept whole, its tail included.
    Whole(u64),
    /// In a value that flows through.
    Body(u64),
    /// Behind it.
    Tail,
    /// Looking for the next beginning.
    Astray,
}

impl Parser for MemcachedParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let tail = self.tail();
        let side = self.sides.of_mut(dir);
        side.scanned = 0;
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        match side.state {
            State::Body(left) if len <= left => {
                side.state = State::Body(left.saturating_sub(len));
                out.body_gap(dir, len);
            }
            // What was shown of the value is judged as it is; the rest flows through.
            State::Whole(left) if missing.saturating_add(tail) <= left => {
                side.state = State::Body(left.saturating_sub(missing).saturating_sub(tail));
                side.login = None;
                self.begin_body(dir, out);
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

impl MemcachedParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Head => {
                let first = data.first().copied().unwrap_or_default();
                if *self.binary.get_or_insert(matches!(first, 0x80 | 0x81)) {
                    self.header(dir, data, out)
                } else {
                    self.line(dir, data, out)
                }
            }
            State::Whole(len) => self.whole(dir, data, len, out),
            State::Body(left) => {
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
                if take > 0 {
                    out.body(dir, data.get(..take).unwrap_or(data));
                }
                let left = left.saturating_sub(take as u64);
                self.sides.of_mut(dir).state = if left == 0 { State::Tail } else { State::Body(left) };
                Step::Took(take)
            }
            State::Tail => self.after_body(dir, data, out),
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// Bytes behind a value.
    fn tail(&self) -> u64 {
        if self.binary == Some(true) { 0 } else { 2 }
    }

    fn line(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let side = self.sides.of_mut(dir);
        let reach = data.get(..LINE_MAX.min(data.len())).unwrap_or(data);
        let Some(end) = reach.get(side.scanned..).and_then(|rest| memchr::memchr(b'\n', rest)) else {
            side.scanned = reach.len();
            if data.len() < LINE_MAX {
                return Step::More;
            }
            out.anomaly(dir, Code::HeadTooLong, "line");
            return self.lose(dir, out);
        };
        let len = end.saturating_add(side.scanned).saturating_add(1);
        side.scanned = 0;
        let text = data.get(..len).unwrap_or(data).trim_ascii_end();
        let Some(line) = text::line(text) else { return self.lose(dir, out) };
        out.framing(dir, len);
        match line {
            Line::Stored { command, key, len } => {
                if !command {
                    self.signing = None;
                }
                self.begin(dir, command, key, out);
                self.value_follows(dir, len, out);
            }
            Line::Stat { name, value } => {
                self.begin(dir, false, b"", out);
                let side = self.sides.of_mut(dir);
                side.name = name.to_vec();
                self.put(dir, value, out);
            }
            Line::Command => {
                self.begin(dir, true, b"", out);
                self.word(dir, text, out);
                self.flush(dir, out);
            }
            Line::Reply => {
                self.signed_in(dir, text, out);
                if !matches!(text, b"STORED" | b"END" | b"HD" | b"EN") {
                    self.begin(dir, false, b"", out);
                    self.word(dir, text, out);
                }
                self.flush(dir, out);
            }
        }
        Step::Took(len)
    }

    fn header(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(head) = data.get(..HEADER) else { return Step::More };
        let Some(header) = binary::header(head) else { return self.lose(dir, out) };
        let len = HEADER.saturating_add(header.extras).saturating_add(header.key);
        let Some(whole) = data.get(..len) else { return Step::More };
        let key = whole.get(HEADER.saturating_add(header.extras)..).unwrap_or_default();
        out.framing(dir, len);
        if header.is_login() {
            return self.login(dir, header, key, len, out);
        }
        if header.is_get() {
            if self.gets.len() >= GETS {
                self.gets.pop_front();
            }
            self.gets.push_back((header.opaque, key.into()));
        }
        let asked =
            if !header.request && key.is_empty() && header.value > 0 { self.asked(header.opaque) } else { None };
        self.begin(dir, header.request, key, out);
        if let Some(key) = asked {
            let side = self.sides.of_mut(dir);
            side.name = values::pattern(&key);
            side.target.about.table = values::shown(&key);
        }
        self.sides.of_mut(dir).stored = header.is_stored();
        self.value_follows(dir, header.value, out);
        Step::Took(len)
    }

    /// The key of the get that this answers; older ones were misses that nobody answered.
    fn asked(&mut self, opaque: u32) -> Option<Box<[u8]>> {
        let at = self.gets.iter().position(|(known, _)| *known == opaque)?;
        self.gets.drain(..=at).next_back().map(|(_, key)| key)
    }

    /// SASL: the key is the mechanism's name, the value its message.
    fn login(&mut self, dir: Direction, header: Header, mechanism: &[u8], len: usize, out: &mut dyn Outlet) -> Step {
        self.begin(dir, header.request, b"", out);
        if header.request && !mechanism.eq_ignore_ascii_case(b"PLAIN") {
            out.anomaly(dir, Code::ChallengeLogin, "sasl");
        } else {
            self.sides.of_mut(dir).login = Some(header);
        }
        if !header.request {
            let outcome = match header.status {
                0 => Some(Outcome::Accepted),
                0x20 => Some(Outcome::Rejected),
                _ => None,
            };
            if let Some(outcome) = outcome {
                out.outcome(dir.reverse(), self.sides.of_mut(dir).target.tx, outcome);
            }
        }
        self.value_follows(dir, header.value, out);
        Step::Took(len)
    }

    /// A command or an item of a reply begins: whose key it is.
    fn begin(&mut self, dir: Direction, command: bool, key: &[u8], out: &mut dyn Outlet) {
        if command {
            self.flush(dir, out);
            self.commands = self.commands.saturating_add(1);
        }
        let name = values::pattern(key);
        let mut about = DbInfo { table: values::shown(key), user: self.user.clone(), ..DbInfo::default() };
        let side = self.sides.of_mut(dir);
        if !key.is_empty() && !side.values.is_empty() {
            // Another value of the same reply: keys of one kind stand in one table, which no single key names.
            if side.name == name {
                about.table = values::shown(&name);
            } else {
                self.flush(dir, out);
            }
        }
        let place = if command { "memcached.command" } else { "memcached.reply" };
        let side = self.sides.of_mut(dir);
        side.target = Target { dir, place, tx: self.commands.saturating_sub(1), about };
        side.name = name;
        side.stored = true;
        side.login = None;
        if !key.is_empty() {
            self.word(dir, key, out);
        }
    }

    fn value_follows(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        let tail = self.tail();
        if len > WHOLE_MAX {
            self.begin_body(dir, out);
            self.sides.of_mut(dir).state = State::Body(len);
        } else if len.saturating_add(tail) > 0 {
            self.sides.of_mut(dir).state = State::Whole(len.saturating_add(tail));
        } else {
            self.item_ends(dir, out);
        }
    }

    fn whole(&mut self, dir: Direction, data: &[u8], len: u64, out: &mut dyn Outlet) -> Step {
        let Some(whole) = data.get(..len as usize) else { return Step::More };
        let value = if self.tail() == 0 { Some(whole) } else { whole.strip_suffix(b"\r\n") };
        let Some(value) = value else { return self.lose(dir, out) };
        out.framing(dir, whole.len());
        let side = self.sides.of_mut(dir);
        side.state = State::Head;
        match side.login.take() {
            Some(header) if header.request => self.plain(dir, value, out),
            None if !self.signs_in(dir, value, out) => self.put(dir, value, out),
            Some(_) | None => {}
        }
        self.item_ends(dir, out);
        Step::Took(whole.len())
    }

    /// The login of the text protocol is a connection's first `set`, of `user password` under any key (doc/protocol.txt,
    /// "Authentication"). Servers without logins know no difference: only a key that says so is believed; under others it
    /// is a login perhaps, and a value as well. True if it is no value.
    fn signs_in(&mut self, dir: Direction, value: &[u8], out: &mut dyn Outlet) -> bool {
        const KEYS: [&[u8]; 6] = [b"auth", b"authenticate", b"authentication", b"login", b"user", b"username"];
        let first = self.binary == Some(false) && self.commands == 1 && !self.seen_login;
        if !first || self.sides.of_mut(dir).target.place != "memcached.command" {
            return false;
        }
        self.seen_login = true;
        let mut words = value.split(|byte| *byte == b' ');
        let (Some(user), Some(secret), None) = (words.next(), words.next(), words.next()) else { return false };
        let is_word = |word: &[u8]| (1..=SIGN_MAX).contains(&word.len()) && word.iter().all(u8::is_ascii_graphic);
        if !is_word(user) || !is_word(secret) {
            return false;
        }
        let target = &self.sides.of_mut(dir).target;
        let named = KEYS.iter().any(|key| key.eq_ignore_ascii_case(target.about.table.as_bytes()));
        out.begin(dir, MessageHead { place: target.place, tx: target.tx, ..MessageHead::default() });
        if named {
            out.text(dir, "", TextFormat::Plain, user);
        }
        let confidence = if named { 95 } else { 60 };
        out.credential(dir, Credential { scheme: "set", user, secret, path: "", confidence, awaits_outcome: true });
        out.end(dir, MessageEnd::Complete);
        self.signing = Some(target.tx);
        if named {
            self.user = values::shown(user);
        }
        named
    }

    /// The reply to what may have been a login.
    fn signed_in(&mut self, dir: Direction, reply: &[u8], out: &mut dyn Outlet) {
        let Some(tx) = self.signing.take() else { return };
        // Another reply answers another command: the login wanted none.
        let outcome = match reply {
            b"STORED" => Outcome::Accepted,
            _ if reply.starts_with(b"CLIENT_ERROR") => Outcome::Rejected,
            _ => return,
        };
        out.outcome(dir.reverse(), tx, outcome);
    }

    /// SASL PLAIN: authorisation identity, user, password between zeros (RFC 4616 §2).
    fn plain(&mut self, dir: Direction, message: &[u8], out: &mut dyn Outlet) {
        let mut fields = message.split(|byte| *byte == 0).skip(1);
        let (Some(user), Some(secret)) = (fields.next(), fields.next()) else {
            return out.anomaly(dir, Code::HeaderMalformed, "SASL PLAIN without its fields");
        };
        self.user = values::shown(user);
        let target = &self.sides.of_mut(dir).target;
        out.begin(dir, MessageHead { place: target.place, tx: target.tx, ..MessageHead::default() });
        out.text(dir, "", TextFormat::Plain, user);
        let login = Credential { scheme: "plain", user, secret, path: "", confidence: 95, awaits_outcome: true };
        out.credential(dir, login);
        out.end(dir, MessageEnd::Complete);
    }

    fn put(&mut self, dir: Direction, value: &[u8], out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        let name: &[u8] = if side.stored { &side.name } else { b"" };
        if side.values.put(name, value) == Kind::Document {
            values::message(&side.target, b"", b"", value, out);
        }
        if side.values.is_full() {
            self.flush(dir, out);
        }
    }

    fn word(&mut self, dir: Direction, word: &[u8], out: &mut dyn Outlet) {
        if self.sides.of_mut(dir).text.len().saturating_add(word.len()) > values::FULL {
            self.flush(dir, out);
        }
        let text = &mut self.sides.of_mut(dir).text;
        if !text.is_empty() {
            text.push(b' ');
        }
        text.extend_from_slice(word);
    }

    /// A command is complete with its value; a reply may have more of them.
    fn item_ends(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        if side.target.place == "memcached.command" || self.binary == Some(true) {
            self.flush(dir, out);
        }
    }

    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        side.values.hand_over(&side.target, &side.text, out);
        side.text.clear();
    }

    fn begin_body(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.flush(dir, out);
        let side = self.sides.of_mut(dir);
        side.open = true;
        let Target { place, tx, about, .. } = &side.target;
        let about = About::Db(Arc::new(about.clone()));
        out.begin(dir, MessageHead { place, tx: *tx, about, ..MessageHead::default() });
    }

    fn end_body(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    fn after_body(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let tail = self.tail() as usize;
        match (tail, data) {
            (2, [b'\r']) => return Step::More,
            (2, [b'\r', b'\n', ..]) => out.framing(dir, tail),
            (2, _) => return self.lose(dir, out),
            _ => {}
        }
        self.end_body(dir, MessageEnd::Complete, out);
        self.sides.of_mut(dir).state = State::Head;
        Step::Took(tail)
    }

    /// The place is lost: bytes pass as they are until something plausible begins.
    fn lose(&mut self, dir: Direction, out: &mut dyn Outlet) -> Step {
        self.stray(dir, false, out);
        Step::Took(0)
    }

    fn stray(&mut self, dir: Direction, gap: bool, out: &mut dyn Outlet) {
        self.flush(dir, out);
        self.end_body(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        side.target.about = DbInfo::default();
        (side.scanned, side.fresh, side.state) = (0, gap, State::Astray);
        (self.seen_login, self.signing) = (true, None);
    }

    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let fresh = self.sides.of_mut(dir).fresh;
        let (at, found, fresh) =
            if self.binary == Some(true) { next_header(data, fresh) } else { next_line(data, fresh) };
        if at > 0 {
            if !self.sides.of_mut(dir).open {
                self.begin_body(dir, out);
            }
            out.body(dir, data.get(..at).unwrap_or(data));
            self.sides.of_mut(dir).fresh = fresh;
        }
        if found {
            self.end_body(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.sides.of_mut(dir).state = State::Head;
        } else if at == 0 {
            return Step::More;
        }
        Step::Took(at)
    }
}

/// Where the next line stands that is believed: bytes before it, whether it was found, whether the rest is a line's beginning.
fn next_line(data: &[u8], mut fresh: bool) -> (usize, bool, bool) {
    let mut at = 0usize;
    while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
        let end = memchr::memchr(b'\n', rest);
        if fresh {
            match end {
                Some(end)
                    if end < MARK_MAX
                        && rest.get(..end).is_some_and(|line| text::is_telling(line.trim_ascii_end())) =>
                {
                    return (at, true, true);
                }
                None if rest.len() < MARK_MAX => return (at, false, true),
                _ => {}
            }
        }
        fresh = end.is_some();
        at = end.map_or(data.len(), |end| at.saturating_add(end).saturating_add(1));
    }
    (at, false, fresh)
}

/// The same for headers, which may stand anywhere; `fresh`: the first byte is a candidate.
fn next_header(data: &[u8], fresh: bool) -> (usize, bool, bool) {
    let mut at = usize::from(!fresh);
    while let Some(step) = data.get(at..).and_then(|rest| memchr::memchr2(0x80, 0x81, rest)) {
        at = at.saturating_add(step);
        match data.get(at..).and_then(|rest| rest.get(..HEADER)) {
            None => return (at, false, true),
            Some(head) if binary::header(head).is_some() => return (at, true, true),
            Some(_) => at = at.saturating_add(1),
        }
    }
    (data.len(), false, true)
}
