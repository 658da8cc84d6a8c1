//! FTP (RFC 959, 2389, 2428, 3659, 4217): the control channel, and where its data channels will be.
//!
//! Commands and replies are messages of text. A login comes with the outcome of its reply. What PORT, PASV, EPRT and
//! EPSV announce is told to the pipeline, with the name of the file that is asked for: it reads the data channels as
//! files. After the reply to AUTH TLS the channel is handed over.
//!
//! After a gap a direction goes on with the next line. Refuses security data (RFC 2228) but AUTH.
//!
//! Limits: [`LINE_MAX`] a line (a longer one passes as text), 64 commands that wait for their reply.

mod address;
mod probe;

#[cfg(test)]
mod tests;

use super::upgrade::{Offer, tell_upgrade};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Announcement, ContentHints, Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet};
use crate::pair::Pair;
pub(crate) use address::{Listener, announced};
use std::collections::VecDeque;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "ftp",
    title: "FTP: commands, logins, and files on the data channels they announce",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

/// Longest line.
const LINE_MAX: usize = 8 << 10;
/// Commands whose replies are waited for.
const ASKED_MAX: usize = 64;
/// Longest user name and file name that are kept.
const NAME_MAX: usize = 256;

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(FtpParser::default())
}

/// The parser of one control channel.
#[derive(Debug, Default)]
pub struct FtpParser {
    sides: Pair<Side>,
    /// Who sends commands, once told.
    client: Option<Direction>,
    asked: VecDeque<Asked>,
    /// Commands behind the last one waiting that were not kept.
    beyond: u64,
    commands: u32,
    user: Vec<u8>,
    /// The listener announced last, and which side it is.
    data: Option<(Listener, Direction)>,
    /// Where the next transfer begins (REST).
    restart: u64,
    /// What the server said of TLS.
    offer: Offer,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    /// Bytes of the line in hand that hold no end.
    scanned: usize,
    /// The rest of a line passes as it is.
    passing: bool,
    /// A message was begun and not ended.
    open: bool,
    /// In a reply of several lines: its code.
    code: Option<[u8; 3]>,
    /// The lines in hand are what FEAT answers.
    features: bool,
}

/// A command that was not answered yet.
#[derive(Debug)]
struct Asked {
    tx: u32,
    kind: Kind,
    /// What a transfer will bring, if the server has not said yet where.
    plan: Option<Plan>,
}

/// What will come on a data channel: where findings say it stood, and what is known of it.
type Plan = (&'static str, ContentHints);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pass,
    Tls,
    Features,
    /// The server is asked where it listens.
    Passive,
    Transfer,
    Other,
}

impl Parser for FtpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            if self.sides.of_mut(dir).passing {
                done = done.saturating_add(self.pass(dir, rest, out));
                continue;
            }
            let side = self.sides.of_mut(dir);
            let reach = rest.get(..LINE_MAX.min(rest.len())).unwrap_or(rest);
            let Some(end) = reach.get(side.scanned..).and_then(|fresh| memchr::memchr(b'\n', fresh)) else {
                side.scanned = reach.len();
                if rest.len() < LINE_MAX {
                    break;
                }
                out.anomaly(dir, Code::HeadTooLong, "line");
                side.passing = true;
                continue;
            };
            let len = side.scanned.saturating_add(end).saturating_add(1);
            side.scanned = 0;
            let line = rest.get(..len).unwrap_or(rest);
            done = done.saturating_add(len);
            if self.line(dir, line, out) {
                self.cut_all(out);
                return Progress::Handover(done);
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, _: u64, out: &mut dyn Outlet) -> bool {
        self.end(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        *side = Side { passing: true, ..Side::default() };
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
    }
}

impl FtpParser {
    /// Bytes up to the end of a line pass as text.
    fn pass(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> usize {
        let end = memchr::memchr(b'\n', data).map(|end| end.saturating_add(1));
        let len = end.unwrap_or(data.len());
        self.begin(dir, self.commands.saturating_sub(1), out);
        out.body(dir, data.get(..len).unwrap_or(data));
        if end.is_some() {
            let side = self.sides.of_mut(dir);
            (side.passing, side.scanned) = (false, 0);
            if side.code.is_none() {
                self.end(dir, MessageEnd::Cut, out);
            }
        }
        len
    }

    /// A line with its end; true if TLS begins behind it.
    fn line(&mut self, dir: Direction, line: &[u8], out: &mut dyn Outlet) -> bool {
        let client = *self
            .client
            .get_or_insert_with(|| if line.first().is_some_and(u8::is_ascii_digit) { dir.reverse() } else { dir });
        if client == dir {
            self.command(dir, line, out);
            return false;
        }
        self.reply(dir, line, out)
    }

    fn command(&mut self, dir: Direction, line: &[u8], out: &mut dyn Outlet) {
        let text = line.trim_ascii_end();
        // An interrupt of Telnet may stand before ABOR (RFC 959 §4.1.3).
        let start = text.iter().position(|byte| *byte < 0xf0).unwrap_or(text.len());
        let text = text.get(start..).unwrap_or_default();
        let end = text.iter().position(|byte| *byte == b' ').unwrap_or(text.len());
        let (verb, argument) = text.split_at(end);
        let argument = argument.get(1..).unwrap_or_default();
        let tx = self.commands;
        self.begin(dir, tx, out);
        let is = |known: &[u8]| verb.eq_ignore_ascii_case(known);
        let mut plan = None;
        let kind = if is(b"USER") {
            self.user = bounded(argument);
            Kind::Other
        } else if is(b"PASS") {
            self.login(dir, argument, out);
            Kind::Pass
        } else if is(b"AUTH")
            && [&b"TLS"[..], b"SSL", b"TLS-C", b"TLS-P"].iter().any(|m| argument.eq_ignore_ascii_case(m))
        {
            Kind::Tls
        } else if is(b"FEAT") {
            Kind::Features
        } else if is(b"PASV") || is(b"EPSV") || is(b"LPSV") {
            Kind::Passive
        } else {
            plan = self.transfer(dir, verb, argument, text, out);
            if plan.is_some() { Kind::Transfer } else { Kind::Other }
        };
        if !self.asked.iter().any(|asked| asked.kind == Kind::Passive)
            && let Some(plan) = plan.take()
        {
            self.announce(dir, tx, plan, out);
        }
        out.body(dir, line);
        self.end(dir, MessageEnd::Complete, out);
        if verb.is_empty() || !verb.iter().all(u8::is_ascii_alphabetic) {
            return;
        }
        self.commands = self.commands.saturating_add(1);
        if self.asked.len() < ASKED_MAX && self.beyond == 0 {
            self.asked.push_back(Asked { tx, kind, plan });
        } else {
            self.beyond = self.beyond.saturating_add(1);
            if self.beyond == 1 {
                out.anomaly(dir, Code::PipelineLimit, "commands without a reply");
            }
        }
    }

    fn login(&mut self, dir: Direction, secret: &[u8], out: &mut dyn Outlet) {
        let anonymous = self.user.eq_ignore_ascii_case(b"anonymous") || self.user.eq_ignore_ascii_case(b"ftp");
        let confidence = if anonymous { ANONYMOUS } else { 95 };
        let login = Credential { scheme: "pass", user: &self.user, secret, path: "", confidence, awaits_outcome: true };
        out.credential(dir, login);
    }

    /// Commands that say where data will go; answers what will come there, if a transfer is asked for.
    fn transfer(
        &mut self,
        dir: Direction,
        verb: &[u8],
        argument: &[u8],
        line: &[u8],
        out: &mut dyn Outlet,
    ) -> Option<Plan> {
        let is = |known: &[u8]| verb.eq_ignore_ascii_case(known);
        if let Some((listener, false)) = announced(line) {
            self.data = Some((listener, dir));
            self.announce(dir, self.commands, ("ftp.file", ContentHints::default()), out);
        } else if is(b"REST") {
            let number = std::str::from_utf8(argument).ok().and_then(|number| number.trim().parse().ok());
            self.restart = number.unwrap_or(0);
        } else if is(b"RETR") || is(b"STOR") || is(b"APPE") || is(b"STOU") {
            let restart = std::mem::take(&mut self.restart);
            let range_start = if is(b"RETR") || is(b"STOR") { restart } else { 0 };
            let hints = ContentHints { filename: file_name(argument), range_start, ..ContentHints::default() };
            return Some(("ftp.file", hints));
        } else if is(b"LIST") || is(b"NLST") || is(b"MLSD") {
            return Some(("ftp.list", ContentHints::default()));
        }
        None
    }

    /// Tells the pipeline what will come on the data channel, by command `tx`.
    fn announce(&self, dir: Direction, tx: u32, (place, hints): Plan, out: &mut dyn Outlet) {
        if let Some((Listener { addr, port }, listener)) = self.data {
            out.announce(dir, Announcement { app: "ftp-data", listener, addr, port, place, tx, hints });
        }
    }

    /// A line of a reply; true if TLS begins behind it.
    fn reply(&mut self, dir: Direction, line: &[u8], out: &mut dyn Outlet) -> bool {
        let (code, rest) = match line.split_first_chunk::<3>() {
            Some((code, rest)) if code.iter().all(u8::is_ascii_digit) => (Some(*code), rest),
            _ => (None, line),
        };
        let more = rest.first() == Some(&b'-');
        let in_hand = self.sides.of_mut(dir).code;
        let tx = self.asked.front().map_or(self.commands.saturating_sub(1), |asked| asked.tx);
        self.begin(dir, tx, out);
        out.body(dir, line);
        if let Some(in_hand) = in_hand {
            if self.sides.of_mut(dir).features {
                self.feature(line);
            }
            if code != Some(in_hand) || more {
                return false;
            }
        } else if let (Some(code), true) = (code, more) {
            let features = self.asked.front().is_some_and(|asked| asked.kind == Kind::Features);
            let side = self.sides.of_mut(dir);
            (side.code, side.features) = (Some(code), features);
            return false;
        }
        let side = self.sides.of_mut(dir);
        (side.code, side.features) = (None, false);
        self.end(dir, MessageEnd::Complete, out);
        code.is_some_and(|code| self.answered(dir, code, line, out))
    }

    /// A reply is complete; true if it agrees to TLS.
    fn answered(&mut self, dir: Direction, code: [u8; 3], line: &[u8], out: &mut dyn Outlet) -> bool {
        if let Some((listener, true)) = announced(line) {
            self.data = Some((listener, dir));
            // Commands may be sent before their answers come: the transfer that waits for this one.
            let mut behind = self.asked.iter_mut().skip(1).take_while(|asked| asked.kind != Kind::Passive);
            let waiting = behind.find_map(|asked| Some((asked.tx, asked.plan.take()?)));
            let (tx, plan) = waiting.unwrap_or((self.commands, ("ftp.file", ContentHints::default())));
            self.announce(dir, tx, plan, out);
        }
        let [class, ..] = code;
        let stale = code == *b"331" && self.asked.front().is_some_and(|asked| asked.kind == Kind::Pass);
        if class == b'1' || stale {
            // More is to come, or what this answers was not seen.
            return false;
        }
        let Some(asked) = self.asked.pop_front() else {
            self.beyond = self.beyond.saturating_sub(1);
            return false;
        };
        match asked.kind {
            Kind::Pass => {
                let outcome = match (class, &code) {
                    (b'2', _) => Outcome::Accepted,
                    (b'4' | b'5', _) => Outcome::Rejected,
                    _ => return false,
                };
                out.outcome(dir.reverse(), asked.tx, outcome);
                self.offer.tell(PROTOCOL.name, out);
            }
            Kind::Transfer => self.data = None,
            Kind::Tls if code == *b"234" => {
                tell_upgrade(PROTOCOL.name, "used", out);
                return true;
            }
            Kind::Tls | Kind::Features => {
                // Refused, or a list that has ended.
                self.offer = self.offer.max(Offer::Missing);
                self.offer.tell(PROTOCOL.name, out);
            }
            Kind::Passive | Kind::Other => {}
        }
        false
    }

    fn feature(&mut self, line: &[u8]) {
        let mut words = line.split(|byte| matches!(byte, b' ' | b';' | b'\r' | b'\n')).filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        let auth = first.eq_ignore_ascii_case(b"AUTH");
        let made = auth && words.any(|word| word.eq_ignore_ascii_case(b"TLS") || word.eq_ignore_ascii_case(b"SSL"));
        self.offer.hear(first, made);
    }

    fn begin(&mut self, dir: Direction, tx: u32, out: &mut dyn Outlet) {
        let replies = self.client == Some(dir.reverse());
        let side = self.sides.of_mut(dir);
        if !std::mem::replace(&mut side.open, true) {
            let place = if replies { "ftp.reply" } else { "ftp.command" };
            out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
        }
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    fn cut_all(&mut self, out: &mut dyn Outlet) {
        self.end(Direction::Orig, MessageEnd::Cut, out);
        self.end(Direction::Resp, MessageEnd::Cut, out);
    }
}

/// Confidence in the password of a user who needs none: it is an address at best.
const ANONYMOUS: u8 = 30;

fn bounded(text: &[u8]) -> Vec<u8> {
    text.get(..NAME_MAX).unwrap_or(text).to_vec()
}

/// The last part of a path.
fn file_name(path: &[u8]) -> Vec<u8> {
    let name = path.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
    let start = name.len().saturating_sub(NAME_MAX);
    name.get(start..).unwrap_or_default().to_vec()
}
