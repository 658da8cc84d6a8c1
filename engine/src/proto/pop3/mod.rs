//! POP3 (RFC 1939): logins by USER and PASS, APOP and AUTH (RFC 5034), STLS (RFC 2595), and the mails of RETR and TOP.
//!
//! Commands and replies are text to be scanned; mails are messages of their own, with their dots unstuffed. Refuses
//! nothing. Of a server that is seen alone a mail is known by its reply (`+OK 120 octets`). A gap within a mail ends it
//! at `CRLF . CRLF`, or at the next status line.
//!
//! Limits: `head_bytes` for a line, `pipeline_depth` for commands that wait for a reply that matters.

mod probe;

#[cfg(test)]
mod tests;

use super::mail::{self, Dotted, Next, Offer, Pair, RFC822, Sasl, Step, is, split_word, starts};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MailInfo, MessageEnd, Outcome, Outlet};
use std::collections::VecDeque;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "pop3",
    title: "POP3: logins, mails, STLS",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

const PLACES: [&str; 3] = ["pop3.command", "pop3.reply", "pop3.message"];

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Pop3Parser::new(limits))
}

/// The parser of one connection.
#[derive(Debug)]
struct Pop3Parser {
    line_bytes: usize,
    depth: usize,
    pair: Option<Pair>,
    mode: Mode,
    waits: VecDeque<Wait>,
    sasl: Option<Sasl>,
    user: Vec<u8>,
    next_tx: u32,
    /// The client was seen.
    asked: bool,
    /// A login was accepted: what the server offers now, it offers inside.
    inside: bool,
    greeted: bool,
    over: bool,
}

/// What the server sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    Status,
    /// Lines up to a dot; true for capabilities, and what they say of STLS.
    List(bool, Offer),
    /// A mail.
    Mail,
}

/// What waits for a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// PASS, APOP or AUTH, of this transaction.
    Login(u32),
    /// RETR, TOP.
    Mail,
    /// LIST, UIDL, AUTH without arguments.
    List,
    /// CAPA.
    Capabilities,
    /// STLS.
    Tls,
    /// Anything that one line answers.
    Other,
}

impl Parser for Pop3Parser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            let client = self.pair.as_ref().is_none_or(|pair| pair.client == dir);
            if client && mail::is_tls(rest) {
                self.hand_over(out);
                return Progress::Handover(done);
            }
            let Some(len) = self.step(dir, rest, out) else { break };
            done += len;
            if self.over {
                return Progress::Handover(done);
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let Some(pair) = &mut self.pair else { return true };
        pair.of(dir).gap(len, out);
        self.waits.clear();
        if dir == pair.client {
            self.sasl = None;
        } else if self.mode != Mode::Mail {
            self.mode = Mode::Status;
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(pair) = &mut self.pair {
            let channel = pair.of(dir);
            let end = if channel.is_mail() { MessageEnd::Cut } else { MessageEnd::Complete };
            channel.end(end, out);
        }
    }
}

impl Pop3Parser {
    fn new(limits: &Limits) -> Self {
        Self {
            line_bytes: limits.head_bytes,
            depth: limits.pipeline_depth,
            pair: None,
            mode: Mode::Status,
            waits: VecDeque::new(),
            sasl: None,
            user: Vec::new(),
            next_tx: 0,
            asked: false,
            inside: false,
            greeted: false,
            over: false,
        }
    }

    /// Another protocol begins.
    fn hand_over(&mut self, out: &mut dyn Outlet) {
        self.over = true;
        mail::tell_upgrade(PROTOCOL.name, "used", out);
        if let Some(pair) = &mut self.pair {
            pair.end_all(out);
        }
    }

    /// One step of a direction: the bytes that are done with, `None` for more.
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let line_bytes = self.line_bytes;
        let pair = self.pair.get_or_insert_with(|| {
            let server = matches!(data.first(), Some(b'+' | b'-'));
            Pair::new(if server { dir.reverse() } else { dir }, PLACES, line_bytes)
        });
        let client = pair.client == dir;
        if !client && self.mode == Mode::Mail {
            return self.mail(data, out);
        }
        let (text, len) = match pair.of(dir).line(data, out) {
            Next::Line(text, len) => (text, len),
            Next::Part(len, _) => return Some(len),
            Next::More => return None,
        };
        let (line, wire) = (data.get(..text).unwrap_or_default(), data.get(..len).unwrap_or(data));
        if client {
            self.asked = true;
            self.command(line, wire, out);
        } else {
            pair.server().say(wire, out);
            self.reply(line, out);
        }
        Some(len)
    }

    /// A line of the client.
    fn command(&mut self, line: &[u8], wire: &[u8], out: &mut dyn Outlet) {
        let Some(pair) = &mut self.pair else { return };
        let dir = pair.client;
        let client = pair.client();
        if let Some(mut sasl) = self.sasl.take() {
            let step = sasl.take(line, client, out);
            if step != Step::NotMine {
                self.sasl = (step == Step::GoesOn).then_some(sasl);
                return out.framing(dir, wire.len());
            }
        }
        let (verb, rest) = split_word(line);
        let wait = if is(verb, "PASS") {
            out.framing(dir, wire.len());
            // A password may hold blanks, at its ends too.
            let secret = line.get(verb.len() + 1..).unwrap_or_default();
            let tx = self.take_tx();
            self.login(tx, secret, out);
            Wait::Login(tx)
        } else if is(verb, "AUTH") && !rest.is_empty() {
            out.framing(dir, wire.len());
            self.auth(rest, out)
        } else {
            client.say(wire, out);
            self.plain_command(verb, rest, out)
        };
        if self.waits.len() >= self.depth {
            self.waits.clear();
            out.anomaly(dir, Code::PipelineLimit, "commands without replies");
        }
        self.waits.push_back(wait);
    }

    /// A command that is dialogue: what waits for its reply.
    fn plain_command(&mut self, verb: &[u8], rest: &[u8], out: &mut dyn Outlet) -> Wait {
        if is(verb, "USER") {
            self.user.clear();
            self.user.extend_from_slice(rest);
        } else if is(verb, "APOP") {
            let tx = self.take_tx();
            if let Some(pair) = &mut self.pair {
                pair.client().odd(Code::ChallengeLogin, "apop", out);
            }
            return Wait::Login(tx);
        }
        match () {
            () if is(verb, "RETR") || is(verb, "TOP") => Wait::Mail,
            () if is(verb, "CAPA") => Wait::Capabilities,
            () if is(verb, "STLS") => Wait::Tls,
            () if rest.is_empty() && (is(verb, "LIST") || is(verb, "UIDL") || is(verb, "AUTH")) => Wait::List,
            () => Wait::Other,
        }
    }

    fn login(&mut self, tx: u32, secret: &[u8], out: &mut dyn Outlet) {
        let user = std::mem::take(&mut self.user);
        if let Some(pair) = &mut self.pair {
            pair.client().login(tx, "user", (&user, secret), out);
        }
    }

    /// `AUTH PLAIN dGVzdA==`, or without the response.
    fn auth(&mut self, rest: &[u8], out: &mut dyn Outlet) -> Wait {
        let tx = self.take_tx();
        if let Some(pair) = &mut self.pair {
            let (mechanism, response) = split_word(rest);
            let mut sasl = Sasl::new(mechanism, tx, pair.client(), out);
            let over = !response.is_empty() && sasl.take(response, pair.client(), out) != Step::GoesOn;
            self.sasl = (!over).then_some(sasl);
        }
        Wait::Login(tx)
    }

    /// The number of the next transaction.
    fn take_tx(&mut self) -> u32 {
        self.next_tx = self.next_tx.wrapping_add(1);
        self.next_tx
    }

    /// A line of the server.
    fn reply(&mut self, line: &[u8], out: &mut dyn Outlet) {
        if let Mode::List(capabilities, mut offer) = self.mode {
            if line != b"." {
                offer.hear(line, is(line, "STLS"));
                self.mode = Mode::List(capabilities, offer);
                return;
            }
            self.mode = Mode::Status;
            if capabilities && !self.inside {
                // A list without a word is one without the offer.
                offer.max(Offer::Missing).tell(PROTOCOL.name, out);
            }
            return;
        }
        let accepted = starts(line, "+OK");
        if !accepted && !starts(line, "-ERR") {
            // `+ challenge` of an exchange, or a line out of place.
            return;
        }
        if !std::mem::replace(&mut self.greeted, true) && accepted && self.waits.front() != Some(&Wait::Tls) {
            // The greeting answers nothing; seen from the middle, the first reply does.
            if !self.asked || !self.waits.is_empty() && is_greeting(line) {
                return self.unasked(line, out);
            }
        }
        match self.waits.pop_front() {
            Some(Wait::Login(tx)) => {
                self.sasl = None;
                self.inside |= accepted;
                if let Some(pair) = &self.pair {
                    let outcome = if accepted { Outcome::Accepted } else { Outcome::Rejected };
                    out.outcome(pair.client, tx, outcome);
                }
            }
            Some(Wait::Mail) if accepted => self.begin_mail(out),
            Some(Wait::List) if accepted => self.mode = Mode::List(false, Offer::Unknown),
            Some(Wait::Capabilities) if accepted => self.mode = Mode::List(true, Offer::Unknown),
            Some(Wait::Tls) if accepted => self.hand_over(out),
            Some(_) => {}
            None => self.unasked(line, out),
        }
    }

    /// A reply to nothing that was seen: of a server that is seen alone it may tell that a mail follows.
    fn unasked(&mut self, line: &[u8], out: &mut dyn Outlet) {
        let (_, text) = split_word(line);
        let (size, unit) = split_word(text);
        if !self.asked && !size.is_empty() && size.iter().all(u8::is_ascii_digit) && is(unit, "octets") {
            self.begin_mail(out);
        }
    }

    fn begin_mail(&mut self, out: &mut dyn Outlet) {
        let tx = self.take_tx();
        self.mode = Mode::Mail;
        if let Some(pair) = &mut self.pair {
            pair.server().begin_mail(tx, MailInfo::default(), (RFC822, None), out);
        }
    }

    /// Bytes of a mail.
    fn mail(&mut self, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let asked = self.asked && self.waits.is_empty();
        let server = self.pair.as_mut()?.server();
        let mut end = None;
        if server.is_gapped() {
            // Behind a gap every line start may be the next reply, if there is anything to reply to.
            if server.at_line_start() && !asked {
                match status_follows(data) {
                    Some(true) => {
                        server.odd(Code::ParserResync, "a status line behind a gap", out);
                        server.end(MessageEnd::Cut, out);
                        self.mode = Mode::Status;
                        return Some(0);
                    }
                    Some(false) => {}
                    None => return None,
                }
            }
            end = memchr::memchr(b'\n', data).map(|at| at + 1);
        }
        match server.dotted(data.get(..end.unwrap_or(data.len())).unwrap_or(data), out) {
            Dotted::More => None,
            Dotted::Took(len) => Some(len),
            Dotted::End(len) => {
                self.mode = Mode::Status;
                Some(len)
            }
        }
    }
}

/// True for the words that servers greet with.
fn is_greeting(line: &[u8]) -> bool {
    let lower = line.to_ascii_lowercase();
    [&b"ready"[..], b"pop3", b"welcome"].iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}

/// True if a status line stands at the start of `data`; `None` if more bytes tell.
fn status_follows(data: &[u8]) -> Option<bool> {
    let mut open = false;
    for known in [&b"+OK "[..], b"+OK\r", b"-ERR "] {
        if data.starts_with(known) {
            return Some(true);
        }
        open |= known.starts_with(data);
    }
    (!open).then_some(false)
}
