//! NATS: what is published and delivered, by subject; logins.
//!
//! Payloads of PUB and HPUB (`nats.publish[crm.customers]`) and of MSG and HMSG (`nats.message[crm.customers]`) flow through,
//! however long they are; the subject stands in the place and as the record's table (that of an inbox without its random
//! part), header fields are told as such. Logins of CONNECT (`nats.connect`): user and password, or a token, accepted by the
//! server's next answer and refused by its error; a signature by an NKEY shows no secret (`challenge_login`). A server that
//! offers TLS in INFO (`nats.info`) and a client that goes on without it is `offered_unused`; behind a handshake TLS is
//! judged as such. Subjects of SUB (`nats.subscribe`) and errors (`nats.error`) are scanned for text.
//!
//! After a gap within a payload the rest of it is read; else a direction goes on at the next line of the protocol, and
//! what is passed over meanwhile is scanned as it is (`nats`). What servers of a cluster tell one another (RMSG, LMSG) is not
//! read, only scanned.
//!
//! Limits: control lines and header fields up to a head's length (64 KiB), longer ones are scanned as they are
//! (`head_too_long`); subjects of 1,024 bytes; payloads of 64 MiB.

mod line;
mod object;
mod probe;
#[cfg(test)]
mod tests;

use super::queue::{Delivery, Fields, coding, split_field};
use super::sasl::is_web_token;
use super::step::{Step, steps};
use super::upgrade::{Offer, is_tls, tell_upgrade};
use super::values::shown;
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Credential, Direction, MessageEnd, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use line::{Line, Message};
use object::Value;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "nats",
    title: "NATS: messages by subject, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(NatsParser::new(limits))),
};

/// Longest line behind a gap that is believed.
const RESYNC_LINE: usize = 1024;

/// The parser of one connection.
#[derive(Debug)]
pub struct NatsParser {
    sides: Pair<Side>,
    /// Longest line, or block of header fields, that is read whole.
    whole: usize,
    /// Messages so far, of both directions.
    messages: u32,
    user: String,
    /// A login that waits for its outcome: who sent it, in which transaction.
    login: Option<(Direction, u32)>,
    /// The server offers TLS.
    offer: Offer,
    /// TLS follows.
    handover: bool,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes of the line in hand that hold no end.
    scanned: usize,
    /// Bytes that were shown and not consumed.
    waiting: u64,
    /// A message was begun and not ended.
    open: bool,
    /// The next byte begins no line.
    refused: bool,
}

/// Where a direction stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a line.
    #[default]
    Line,
    /// Before the header fields of a message.
    Head(Box<Pending>),
    /// In a payload, so many bytes before its end.
    Body(u64),
    /// Before the line end behind a payload.
    End,
    /// Looking for the next line.
    Astray,
}

/// A message whose header fields did not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pending {
    place: &'static str,
    subject: Vec<u8>,
    reply: Vec<u8>,
    head: u64,
    payload: u64,
}

impl Parser for NatsParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| if self.handover { Step::More } else { self.step(dir, rest, out) });
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done) as u64;
        if self.handover { Progress::Handover(done) } else { Progress::Consumed(done) }
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        side.scanned = 0;
        let missing = len.saturating_add(std::mem::take(&mut side.waiting));
        let left = match &side.state {
            State::Body(left) => *left,
            State::Head(pending) => pending.head.saturating_add(pending.payload),
            State::Line | State::End | State::Astray => 0,
        };
        if missing <= left {
            self.pass(dir, out);
            out.body_gap(dir, len);
            self.flow(dir, left.saturating_sub(missing), out);
            return true;
        }
        self.end(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        (side.state, side.refused) = (State::Astray, false);
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
    }
}

impl NatsParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            whole: limits.head_bytes,
            messages: 0,
            user: String::new(),
            login: None,
            offer: Offer::Unknown,
            handover: false,
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match &self.sides.of_mut(dir).state {
            State::Line => self.line(dir, data, out),
            State::Head(_) => self.head(dir, data, out),
            State::Body(left) => {
                let left = *left;
                self.body(dir, data, left, out)
            }
            State::End => self.payload_end(dir, data, out),
            State::Astray => self.astray(dir, data, out),
        }
    }

    fn line(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if self.offer == Offer::Made && is_tls(data.get(..2).unwrap_or_default()) {
            self.upgrade(out);
            return Step::More;
        }
        if self.offer == Offer::Made && data == [0x16] {
            return Step::More;
        }
        let shown = data.get(..self.whole).unwrap_or(data);
        let side = self.sides.of_mut(dir);
        let Some(end) = memchr::memchr(b'\n', shown.get(side.scanned..).unwrap_or_default()) else {
            side.scanned = shown.len();
            if shown.len() < self.whole {
                return Step::More;
            }
            out.anomaly(dir, Code::HeadTooLong, "line");
            self.stray(dir, out);
            return Step::Took(0);
        };
        let end = side.scanned.saturating_add(end);
        side.scanned = 0;
        let line = shown.get(..end).unwrap_or_default();
        let Some(read) = line::read(line.strip_suffix(b"\r").unwrap_or(line)) else {
            self.stray(dir, out);
            return Step::Took(0);
        };
        let len = end.saturating_add(1);
        out.framing(dir, len);
        self.control(dir, read, out);
        Step::Took(len)
    }

    fn upgrade(&mut self, out: &mut dyn Outlet) {
        tell_upgrade("nats", "used", out);
        for dir in [Direction::Orig, Direction::Resp] {
            self.end(dir, MessageEnd::Cut, out);
        }
        self.handover = true;
    }

    fn control(&mut self, dir: Direction, line: Line<'_>, out: &mut dyn Outlet) {
        match line {
            Line::Info(json) => {
                object::members(json, &mut |name, value| {
                    let tls = matches!(name, b"tls_required" | b"tls_available");
                    self.offer.hear(name, tls && value == Value::Flag(true));
                });
                self.text(dir, "nats.info", json, out);
            }
            Line::Connect(json) => self.connect(dir, json, out),
            Line::Message(message) => {
                self.heard(dir, out);
                self.message(dir, message, out);
            }
            Line::Subscribe(subject) => self.text(dir, "nats.subscribe", subject, out),
            Line::Error(text) => {
                let refused = [&b"authorization"[..], b"authentication"];
                let text_low = text.to_ascii_lowercase();
                if refused.iter().any(|word| memchr::memmem::find(&text_low, word).is_some()) {
                    self.decide(dir, Outcome::Rejected, out);
                }
                self.text(dir, "nats.error", text, out);
            }
            Line::Accept | Line::Pong => self.heard(dir, out),
            Line::Other => {}
        }
    }

    /// CONNECT: everything but a secret is text.
    fn connect(&mut self, dir: Direction, json: &[u8], out: &mut dyn Outlet) {
        let (mut user, mut password, mut token) = (Vec::new(), Vec::new(), Vec::new());
        let (mut fields, mut signed) = (Fields::default(), false);
        let whole = object::members(json, &mut |name, value| {
            let Value::Text(text) = value else { return };
            match name {
                b"user" => user = text,
                b"pass" => password = text,
                b"auth_token" => token = text,
                b"sig" => signed |= !text.is_empty(),
                _ => fields.put(name, &text),
            }
        });
        // A web token is reported as such, by whoever scans text; a name without a secret may be a token.
        for (name, text) in [("pass", &mut password), ("auth_token", &mut token)] {
            if is_web_token(text) {
                fields.put(name.as_bytes(), &std::mem::take(text));
            }
        }
        if password.is_empty() {
            fields.put(b"user", &user);
        }
        let tx = self.next();
        self.user = shown(&user);
        Delivery { place: "nats.connect", tx, fields, ..Delivery::default() }.begin(dir, out);
        if !whole {
            out.anomaly(dir, Code::HeaderMalformed, "options of CONNECT");
        }
        if signed {
            out.anomaly(dir, Code::ChallengeLogin, "nkey");
        }
        for (scheme, user, secret) in [("password", &user[..], &password), ("token", b"", &token)] {
            if !secret.is_empty() {
                out.credential(
                    dir,
                    Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true },
                );
                self.login = Some((dir, tx));
            }
        }
        out.end(dir, MessageEnd::Complete);
        self.offer.tell("nats", out);
    }

    fn message(&mut self, dir: Direction, message: Message<'_>, out: &mut dyn Outlet) {
        let Message { place, subject, reply, head, payload } = message;
        let pending = Pending { place, subject: subject.to_vec(), reply: reply.to_vec(), head, payload };
        if head == 0 {
            return self.begin(dir, &pending, &[], out);
        }
        if head > self.whole as u64 {
            out.anomaly(dir, Code::HeadTooLong, "header fields");
            let all = Pending { payload: head.saturating_add(payload), ..pending };
            return self.begin(dir, &all, &[], out);
        }
        self.sides.of_mut(dir).state = State::Head(Box::new(pending));
    }

    /// The header fields of a message: `NATS/1.0`, then lines as HTTP has them, then an empty one.
    fn head(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let side = self.sides.of_mut(dir);
        let State::Head(pending) = &side.state else { return Step::More };
        let len = pending.head as usize;
        let Some(head) = data.get(..len) else { return Step::More };
        let State::Head(pending) = std::mem::take(&mut side.state) else { return Step::More };
        out.framing(dir, len);
        self.begin(dir, &pending, head, out);
        Step::Took(len)
    }

    /// Begins a message behind its header fields.
    fn begin(&mut self, dir: Direction, pending: &Pending, head: &[u8], out: &mut dyn Outlet) {
        const INBOX: &[u8] = b"_INBOX.";
        const VERSION: &[u8] = b"NATS/1.0";
        let mut delivery = Delivery {
            place: pending.place,
            tx: self.next(),
            // What is behind it is random.
            topic: if pending.subject.starts_with(INBOX) { b"_INBOX" } else { &pending.subject },
            user: &self.user,
            length: Some(pending.payload),
            ..Delivery::default()
        };
        for line in head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
            let (name, value) = match line.strip_prefix(VERSION) {
                Some(status) => (&b"status"[..], status),
                None => split_field(line).unwrap_or((b"", line)),
            };
            let value = value.trim_ascii();
            if name.eq_ignore_ascii_case(b"content-type") {
                delivery.content_type = value;
            } else if name.eq_ignore_ascii_case(b"content-encoding") {
                delivery.codings = coding(value).into_iter().collect();
            }
            delivery.fields.put(name, value);
        }
        if !pending.reply.starts_with(INBOX) {
            delivery.fields.put(b"reply-to", &pending.reply);
        }
        delivery.begin(dir, out);
        self.sides.of_mut(dir).open = true;
        self.flow(dir, pending.payload, out);
    }

    /// Text that stands alone.
    fn text(&mut self, dir: Direction, place: &'static str, text: &[u8], out: &mut dyn Outlet) {
        if !text.is_empty() {
            let (tx, user) = (self.next(), &self.user);
            Delivery { place, tx, user, ..Delivery::default() }.begin(dir, out);
            out.text(dir, "", TextFormat::Plain, text);
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// A server that goes on with a client has accepted it.
    fn heard(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.decide(dir, Outcome::Accepted, out);
    }

    /// What the sender of `dir` says of the login that waits, unless it is its own.
    fn decide(&mut self, dir: Direction, outcome: Outcome, out: &mut dyn Outlet) {
        if let Some((client, tx)) = self.login.filter(|(client, _)| *client == dir.reverse()) {
            self.login = None;
            out.outcome(client, tx, outcome);
        }
    }

    /// Number of the next message.
    fn next(&mut self) -> u32 {
        let tx = self.messages;
        self.messages = tx.saturating_add(1);
        tx
    }

    /// So many bytes of the open message follow, then the end of a line.
    fn flow(&mut self, dir: Direction, left: u64, out: &mut dyn Outlet) {
        if left == 0 {
            self.end(dir, MessageEnd::Complete, out);
        }
        self.sides.of_mut(dir).state = if left == 0 { State::End } else { State::Body(left) };
    }

    fn body(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.body(dir, data.get(..take).unwrap_or(data));
        self.flow(dir, left.saturating_sub(take as u64), out);
        Step::Took(take)
    }

    fn payload_end(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match data {
            [b'\r'] => Step::More,
            [b'\r', b'\n', ..] => {
                out.framing(dir, 2);
                self.sides.of_mut(dir).state = State::Line;
                Step::Took(2)
            }
            _ => {
                out.anomaly(dir, Code::LengthConflict, "payload");
                self.stray(dir, out);
                Step::Took(0)
            }
        }
    }

    /// Begins a message for bytes that are scanned as they are, unless one is open.
    fn pass(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !self.sides.of_mut(dir).open {
            let (tx, user) = (self.next(), &self.user);
            Delivery { place: "nats", tx, user, ..Delivery::default() }.begin(dir, out);
            self.sides.of_mut(dir).open = true;
        }
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    /// No line of the protocol begins here: bytes pass as they are until one does.
    fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        (side.state, side.refused, side.scanned) = (State::Astray, true, 0);
    }

    /// Looks for the next line: at the front, unless it was refused, and behind every line end.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut at = 0usize;
        let mut may = !self.sides.of_mut(dir).refused;
        let found = loop {
            let rest = data.get(at..).unwrap_or_default();
            if may {
                match begins_line(rest) {
                    Some(false) => {}
                    found => break found,
                }
            }
            let Some(end) = memchr::memchr(b'\n', rest) else {
                // What follows these bytes stands within a line, if there are any.
                may &= rest.is_empty();
                at = data.len();
                break Some(false);
            };
            at = at.saturating_add(end).saturating_add(1);
            may = true;
        };
        if at > 0 {
            self.sides.of_mut(dir).refused = !may;
            self.pass(dir, out);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found == Some(true) {
            self.end(dir, MessageEnd::Cut, out);
            self.sides.of_mut(dir).state = State::Line;
            out.anomaly(dir, Code::ParserResync, "");
            return Step::Took(at);
        }
        if at == 0 { Step::More } else { Step::Took(at) }
    }
}

/// True for a line of the protocol; `None` if more bytes must tell.
fn begins_line(data: &[u8]) -> Option<bool> {
    const VERBS: [&[u8]; 12] = [
        b"PUB ",
        b"HPUB ",
        b"MSG ",
        b"HMSG ",
        b"SUB ",
        b"UNSUB ",
        b"PING\r\n",
        b"PONG\r\n",
        b"+OK\r\n",
        b"-ERR '",
        b"INFO {",
        b"CONNECT {",
    ];
    let shown = data.get(..RESYNC_LINE).unwrap_or(data);
    let begins = |verb: &&[u8]| {
        let len = verb.len().min(shown.len());
        verb.get(..len).is_some_and(|verb| shown.get(..len).is_some_and(|shown| verb.eq_ignore_ascii_case(shown)))
    };
    if !VERBS.iter().any(begins) {
        return Some(false);
    }
    match memchr::memchr(b'\n', shown) {
        Some(end) => {
            let line = shown.get(..end).and_then(|line| line.strip_suffix(b"\r"));
            Some(line.is_some_and(|line| line::read(line).is_some()))
        }
        None if shown.len() < RESYNC_LINE => None,
        None => Some(false),
    }
}
