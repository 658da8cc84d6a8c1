//! STOMP 1.0 to 1.2: what is sent and delivered, by destination; logins.
//!
//! Bodies of SEND (`stomp.send[/queue/customers]`) and MESSAGE (`stomp.message[/queue/customers]`) flow through, however long
//! they are, by their content length or up to a NUL; the destination stands in the place and as the record's table, other
//! headers are told as such, escapes undone. Logins of CONNECT and STOMP (`stomp.connect`) with their outcome (CONNECTED,
//! ERROR). Errors (`stomp.error`) and headers of other frames (`stomp.control`) are scanned, too.
//!
//! After a gap within a body of known length the rest of it is read; else a direction goes on behind a NUL where a command
//! stands on a line of its own, and what is passed over meanwhile is scanned as it is (`stomp`). STOMP over WebSocket is
//! not read as such.
//!
//! Limits: heads up to 64 KiB, longer ones are scanned as they are (`head_too_long`).

mod head;
mod probe;
#[cfg(test)]
mod tests;

use super::queue::{Delivery, Fields, coding};
use super::sasl::is_web_token;
use super::step::{Step, steps};
use super::values::shown;
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Credential, Direction, MessageEnd, Outcome, Outlet};
use crate::pair::Pair;
use head::{Begin, Head, begins_frame};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "stomp",
    title: "STOMP 1.0 to 1.2: messages by destination, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(StompParser::new(limits))),
};

/// The parser of one connection.
#[derive(Debug)]
pub struct StompParser {
    sides: Pair<Side>,
    /// Longest head that is read.
    whole: usize,
    /// Messages so far, of both directions.
    messages: u32,
    user: String,
    /// Headers have escapes: from version 1.1 on.
    escapes: bool,
    /// A login that waits for its outcome: who sent it, in which transaction.
    login: Option<(Direction, u32)>,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes of the head in hand that hold no end.
    scanned: usize,
    /// A message was begun and not ended.
    open: bool,
    /// The next byte begins no frame.
    refused: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a frame: line ends may stand there, as heart-beats.
    #[default]
    Between,
    /// In a body, so many bytes before its end.
    Counted(u64),
    /// In a body that a NUL ends.
    UntilNul,
    /// Before the NUL behind a body of known length.
    Nul,
    /// Looking for the next frame.
    Astray,
}

impl Parser for StompParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        Progress::Consumed(steps(data, |rest| self.step(dir, rest, out)))
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        if let State::Counted(left) = self.sides.of_mut(dir).state
            && len <= left
        {
            out.body_gap(dir, len);
            self.flow(dir, left.saturating_sub(len), out);
            return true;
        }
        self.stray(dir, out);
        self.sides.of_mut(dir).refused = false;
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
    }
}

impl StompParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            whole: limits.head_bytes,
            messages: 0,
            user: String::new(),
            escapes: true,
            login: None,
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Between => self.between(dir, data, out),
            State::Counted(left) => self.counted(dir, data, left, out),
            State::UntilNul => self.until_nul(dir, data, out),
            State::Nul => self.nul(dir, data, out),
            State::Astray => self.astray(dir, data, out),
        }
    }

    fn between(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let beats = beats(data);
        if beats > 0 {
            out.framing(dir, beats);
            return Step::Took(beats);
        }
        let shown = data.get(..self.whole).unwrap_or(data);
        let side = self.sides.of_mut(dir);
        let begins = begins_frame(shown);
        if begins == Begin::More && shown.len() < self.whole {
            return Step::More;
        }
        let Begin::Frame(..) = begins else {
            self.stray(dir, out);
            return Step::Took(0);
        };
        let Some(len) = head::end(shown, side.scanned) else {
            side.scanned = shown.len();
            if shown.len() < self.whole {
                return Step::More;
            }
            out.anomaly(dir, Code::HeadTooLong, "head of a frame");
            self.stray(dir, out);
            return Step::Took(0);
        };
        side.scanned = 0;
        out.framing(dir, len);
        if let Some(head) = Head::read(shown.get(..len).unwrap_or(shown), self.escapes) {
            self.frame(dir, &head, out);
        }
        Step::Took(len)
    }

    fn frame(&mut self, dir: Direction, head: &Head<'_>, out: &mut dyn Outlet) {
        if head.odd {
            out.anomaly(dir, Code::HeaderMalformed, "headers of a frame");
        }
        match head.command {
            b"CONNECT" | b"STOMP" => self.connect(dir, head, out),
            b"SEND" => self.begin(dir, "stomp.send", head, out),
            b"MESSAGE" => {
                self.decide(dir, Outcome::Accepted, out);
                self.begin(dir, "stomp.message", head, out);
            }
            b"ERROR" => {
                self.decide(dir, Outcome::Rejected, out);
                self.begin(dir, "stomp.error", head, out);
            }
            b"CONNECTED" => {
                self.decide(dir, Outcome::Accepted, out);
                self.escapes = !matches!(head.get(b"version"), b"" | b"1.0");
                self.begin(dir, "stomp.control", head, out);
            }
            _ => self.begin(dir, "stomp.control", head, out),
        }
        let length =
            std::str::from_utf8(head.get(b"content-length")).ok().and_then(|length| length.trim().parse().ok());
        match length {
            Some(length) => self.flow(dir, length, out),
            None => self.sides.of_mut(dir).state = State::UntilNul,
        }
    }

    /// Begins the message of a frame with its headers.
    fn begin(&mut self, dir: Direction, place: &'static str, head: &Head<'_>, out: &mut dyn Outlet) {
        const OWN: [&[u8]; 5] = [b"destination", b"content-type", b"content-length", b"login", b"passcode"];
        let mut fields = Fields::default();
        for (name, value) in head.headers.iter().filter(|(name, _)| !OWN.contains(&&**name)) {
            fields.put(name, value);
        }
        let delivery = Delivery {
            place,
            tx: self.next(),
            topic: head.get(b"destination"),
            user: &self.user,
            content_type: head.get(b"content-type"),
            codings: coding(head.get(b"content-encoding")).into_iter().collect(),
            length: None,
            fields,
        };
        delivery.begin(dir, out);
        self.sides.of_mut(dir).open = true;
    }

    /// CONNECT, or STOMP: a login, unless there is no secret.
    fn connect(&mut self, dir: Direction, head: &Head<'_>, out: &mut dyn Outlet) {
        let (user, secret) = (head.get(b"login"), head.get(b"passcode"));
        let tx = self.messages;
        self.user.clear();
        self.begin(dir, "stomp.connect", head, out);
        let web = is_web_token(secret);
        let mut fields = Fields::default();
        if web {
            fields.put(b"passcode", secret);
        }
        if !web && !secret.is_empty() {
            let told = Credential { scheme: "passcode", user, secret, path: "", confidence: 95, awaits_outcome: true };
            out.credential(dir, told);
            self.login = Some((dir, tx));
        } else {
            // A name without a secret may be a token.
            fields.put(b"login", user);
        }
        fields.tell(dir, out);
        self.user = shown(user);
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

    /// So many bytes of the open message follow, then a NUL.
    fn flow(&mut self, dir: Direction, left: u64, out: &mut dyn Outlet) {
        if left == 0 {
            self.end(dir, MessageEnd::Complete, out);
        }
        self.sides.of_mut(dir).state = if left == 0 { State::Nul } else { State::Counted(left) };
    }

    fn counted(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.body(dir, data.get(..take).unwrap_or(data));
        self.flow(dir, left.saturating_sub(take as u64), out);
        Step::Took(take)
    }

    fn until_nul(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let end = memchr::memchr(0, data);
        let take = end.unwrap_or(data.len());
        if take > 0 {
            out.body(dir, data.get(..take).unwrap_or(data));
        }
        if end.is_none() {
            return Step::Took(take);
        }
        out.framing(dir, 1);
        self.end(dir, MessageEnd::Complete, out);
        self.sides.of_mut(dir).state = State::Between;
        Step::Took(take.saturating_add(1))
    }

    fn nul(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if data.first() != Some(&0) {
            out.anomaly(dir, Code::LengthConflict, "body");
            self.stray(dir, out);
            return Step::Took(0);
        }
        out.framing(dir, 1);
        self.sides.of_mut(dir).state = State::Between;
        Step::Took(1)
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    /// No frame begins here: bytes pass as they are until one does.
    fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        (side.state, side.refused, side.scanned) = (State::Astray, true, 0);
    }

    /// Looks for the next frame: at the front, unless it was refused, and behind every NUL; line ends may stand before it.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut at = 0usize;
        let mut may = !self.sides.of_mut(dir).refused;
        let found = loop {
            if may {
                let rest = data.get(at..).unwrap_or_default();
                at = at.saturating_add(beats(rest));
                if at >= data.len() {
                    break Some(false);
                }
                match begins_with_header(data.get(at..).unwrap_or_default()) {
                    Some(false) => may = false,
                    found => break found,
                }
            }
            let Some(nul) = memchr::memchr(0, data.get(at..).unwrap_or_default()) else {
                at = data.len();
                break Some(false);
            };
            at = at.saturating_add(nul).saturating_add(1);
            may = true;
        };
        if at > 0 {
            self.sides.of_mut(dir).refused = !may;
            if !self.sides.of_mut(dir).open {
                let (tx, user) = (self.next(), &self.user);
                Delivery { place: "stomp", tx, user, ..Delivery::default() }.begin(dir, out);
                self.sides.of_mut(dir).open = true;
            }
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found == Some(true) {
            self.end(dir, MessageEnd::Cut, out);
            self.sides.of_mut(dir).state = State::Between;
            out.anomaly(dir, Code::ParserResync, "");
            return Step::Took(at);
        }
        if at == 0 { Step::More } else { Step::Took(at) }
    }
}

/// Line ends at the front: heart-beats.
fn beats(data: &[u8]) -> usize {
    data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// True for a command with a header behind it; `None` if more bytes must tell.
fn begins_with_header(data: &[u8]) -> Option<bool> {
    /// Longest name of a header that is believed there.
    const NAME: usize = 64;
    let header = match begins_frame(data) {
        Begin::More => return None,
        Begin::Other => return Some(false),
        Begin::Frame(_, header) => header,
    };
    let name = header.iter().take(NAME).position(|byte| !byte.is_ascii_alphanumeric() && !b"-_.\\".contains(byte));
    match name {
        Some(0) => Some(false),
        Some(end) => Some(header.get(end) == Some(&b':')),
        None if header.len() < NAME => None,
        None => Some(false),
    }
}
