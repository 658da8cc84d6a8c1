//! SMTP (RFC 5321) and LMTP (RFC 2033): envelopes, mails by DATA and BDAT (RFC 3030), logins (RFC 4954), STARTTLS
//! (RFC 3207), pipelined or not (RFC 2920), from either side alone.
//!
//! Commands and replies are text to be scanned; mails are messages of their own, with their dots unstuffed. Refuses
//! nothing: a line that is no command is text. A gap within a mail ends it at `CRLF . CRLF`, or at the next command.
//!
//! Limits: `head_bytes` for a line, `pipeline_depth` for commands that wait for a reply that matters. Passes over the
//! sizes of XEXCH50 and BURL: what they send is read as lines.

mod probe;
mod replies;

#[cfg(test)]
mod tests;

use super::mail::{self, Dotted, Next, Offer, Pair, RFC822, Sasl, Step, is, split_word};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MailInfo, MessageEnd, Outlet};
use replies::{Queue, Wait};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "smtp",
    title: "SMTP and LMTP: envelopes, mails, logins, STARTTLS",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

const PLACES: [&str; 3] = ["smtp.command", "smtp.reply", "smtp.message"];
/// Recipients that are kept of an envelope.
const RECIPIENTS: usize = 16;

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(SmtpParser::new(limits))
}

/// The parser of one connection.
#[derive(Debug)]
struct SmtpParser {
    line_bytes: usize,
    pair: Option<Pair>,
    mode: Mode,
    queue: Queue,
    sasl: Option<Sasl>,
    envelope: MailInfo,
    next_tx: u32,
    lmtp: bool,
    /// Recipients that LMTP will answer for.
    accepted: u32,
    /// What the reply in hand has said of STARTTLS.
    offer: Offer,
    /// The server has spoken.
    greeted: bool,
    /// Bytes of the client are missing, of commands perhaps.
    lost: bool,
    /// Another protocol has begun.
    over: bool,
}

/// What the client sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    Commands,
    /// A dot-stuffed mail.
    Data,
    /// So many bytes of a chunk; true if it is the mail's last.
    Chunk(u64, bool),
}

impl Parser for SmtpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            if self.is_hello(dir, rest) {
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
        self.queue.clear();
        let client = dir == pair.client;
        pair.of(dir).gap(len, out);
        if client {
            self.sasl = None;
            self.lost = true;
            match self.mode {
                Mode::Chunk(left, last) if left > len => self.mode = Mode::Chunk(left.saturating_sub(len), last),
                Mode::Chunk(left, last) => {
                    self.mode = Mode::Commands;
                    if last || left < len {
                        pair.of(dir).end(MessageEnd::Cut, out);
                    }
                }
                Mode::Commands | Mode::Data => {}
            }
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

impl SmtpParser {
    fn new(limits: &Limits) -> Self {
        Self {
            line_bytes: limits.head_bytes,
            pair: None,
            mode: Mode::Commands,
            queue: Queue::new(limits.pipeline_depth),
            sasl: None,
            envelope: MailInfo::default(),
            next_tx: 0,
            lmtp: false,
            accepted: 0,
            offer: Offer::Unknown,
            greeted: false,
            lost: false,
            over: false,
        }
    }

    /// True where the client begins TLS, agreed upon or not.
    fn is_hello(&self, dir: Direction, data: &[u8]) -> bool {
        let client = self.pair.as_ref().is_none_or(|pair| pair.client == dir);
        client && self.mode == Mode::Commands && mail::is_tls(data)
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
            // Replies begin with a digit, commands never do.
            let server = data.first().is_some_and(u8::is_ascii_digit);
            Pair::new(if server { dir.reverse() } else { dir }, PLACES, line_bytes)
        });
        let client = pair.client == dir;
        match self.mode {
            Mode::Data if client => return self.data(data, out),
            Mode::Chunk(left, last) if client => return Some(self.chunk(left, last, data, out)),
            _ => {}
        }
        let (text, len) = match pair.of(dir).line(data, out) {
            Next::Line(text, len) => (text, len),
            Next::Part(len, _) => return Some(len),
            Next::More => return None,
        };
        let (line, wire) = (data.get(..text).unwrap_or_default(), data.get(..len).unwrap_or(data));
        if client {
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
        let client = pair.client();
        if let Some(mut sasl) = self.sasl.take() {
            let step = sasl.take(line, client, out);
            if step != Step::NotMine {
                self.sasl = (step == Step::GoesOn).then_some(sasl);
                return out.framing(pair.client, wire.len());
            }
        }
        let (verb, rest) = split_word(line);
        if client.is_mail() && !is(verb, "BDAT") {
            // The chunks of a mail end without the last of them.
            client.end(MessageEnd::Cut, out);
        }
        if is(verb, "AUTH") && !rest.is_empty() {
            out.framing(pair.client, wire.len());
            return self.auth(rest, out);
        }
        client.say(wire, out);
        if is(verb, "MAIL") {
            let from = if out.wants_mail_info() { addressee(rest) } else { String::new() };
            self.envelope = MailInfo { from, ..MailInfo::default() };
            self.accepted = 0;
        } else if is(verb, "RCPT") {
            if out.wants_mail_info() && self.envelope.to.len() < RECIPIENTS {
                self.envelope.to.push(addressee(rest));
            }
        } else if is(verb, "RSET") {
            self.envelope = MailInfo::default();
        } else if is(verb, "DATA") && rest.is_empty() {
            self.begin_mail(None, out);
            self.mode = Mode::Data;
        } else if is(verb, "BDAT") {
            self.begin_chunk(rest, out);
        } else if is(verb, "LHLO") {
            self.lmtp = true;
        }
        let Some(pair) = &self.pair else { return };
        if let Some(wait) = Wait::of(verb, self.lmtp)
            && !self.queue.push(wait)
        {
            out.anomaly(pair.client, Code::PipelineLimit, "commands without replies");
        }
    }

    fn begin_mail(&mut self, length: Option<u64>, out: &mut dyn Outlet) {
        let tx = self.take_tx();
        let envelope = std::mem::take(&mut self.envelope);
        if let Some(pair) = &mut self.pair {
            pair.client().begin_mail(tx, envelope, (RFC822, length), out);
        }
    }

    /// The number of the next transaction.
    fn take_tx(&mut self) -> u32 {
        self.next_tx = self.next_tx.wrapping_add(1);
        self.next_tx
    }

    /// `BDAT 1000 LAST`.
    fn begin_chunk(&mut self, rest: &[u8], out: &mut dyn Outlet) {
        let (size, last) = split_word(rest);
        let Some(size) = std::str::from_utf8(size).ok().and_then(|size| size.parse::<u64>().ok()) else { return };
        let last = is(last, "LAST");
        if !self.pair.as_mut().is_some_and(|pair| pair.client().is_mail()) {
            self.begin_mail(last.then_some(size), out);
        }
        if size > 0 {
            self.mode = Mode::Chunk(size, last);
        } else if last && let Some(pair) = &mut self.pair {
            pair.client().end(MessageEnd::Complete, out);
        }
    }

    /// Bytes of a chunk.
    fn chunk(&mut self, left: u64, last: bool, data: &[u8], out: &mut dyn Outlet) -> usize {
        let Some(pair) = &mut self.pair else { return 0 };
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        pair.client().mail(data.get(..len).unwrap_or(data), out);
        let left = left.saturating_sub(len as u64);
        self.mode = if left > 0 { Mode::Chunk(left, last) } else { Mode::Commands };
        if left == 0 && last {
            pair.client().end(MessageEnd::Complete, out);
        }
        len
    }

    /// Bytes of a mail after DATA.
    fn data(&mut self, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let client = self.pair.as_mut()?.client();
        if client.is_gapped() && client.at_line_start() {
            match probe::command_follows(data) {
                Some(true) => {
                    client.odd(Code::ParserResync, "a command behind a gap", out);
                    client.end(MessageEnd::Cut, out);
                    self.mode = Mode::Commands;
                    return Some(0);
                }
                Some(false) => {}
                None => return None,
            }
        }
        // Behind a gap every line start is looked at.
        let end = if client.is_gapped() { leaktap_simd::find(b'\n', data).map(|at| at + 1) } else { None };
        match client.dotted(data.get(..end.unwrap_or(data.len())).unwrap_or(data), out) {
            Dotted::More => None,
            Dotted::Took(len) => Some(len),
            Dotted::End(len) => {
                self.mode = Mode::Commands;
                self.queue.push(Wait::Other(if self.lmtp { self.accepted.max(1) } else { 1 }));
                self.accepted = 0;
                Some(len)
            }
        }
    }

    /// `AUTH PLAIN dGVzdA==`, or without the response.
    fn auth(&mut self, rest: &[u8], out: &mut dyn Outlet) {
        let tx = self.take_tx();
        let Some(pair) = &mut self.pair else { return };
        let (mechanism, response) = split_word(rest);
        let mut sasl = Sasl::new(mechanism, tx, pair.client(), out);
        let over = !response.is_empty() && sasl.take(response, pair.client(), out) != Step::GoesOn;
        self.sasl = (!over).then_some(sasl);
        self.queue.push(Wait::Auth(tx));
    }
}

/// The address in `FROM:<a@b> SIZE=1`.
fn addressee(rest: &[u8]) -> String {
    let path = leaktap_simd::find(b':', rest).and_then(|at| rest.get(at + 1..)).unwrap_or(rest);
    mail::address(path)
}
