//! IRC (RFC 1459, RFC 2812, `IRCv3`): what is said to whom, topics, logins.
//!
//! Texts of PRIVMSG, NOTICE and TOPIC stand under their target (`irc.message:#crm`, `irc.topic:#crm`), without the codes
//! that colour them; all other lines are text as they are, without the address of who sent them. Values of message tags
//! are told by name, but those that servers make up.
//!
//! Logins are PASS (with the user of the registration that follows), OPER, SASL by AUTHENTICATE (PLAIN; the
//! challenge-response mechanisms are an anomaly), keys of channels, and what is told to services that keep accounts
//! (`NickServ` IDENTIFY and its kin); numeric replies, and what the services say, are the outcome. STARTTLS hands the
//! connection over; capabilities tell whether it was offered. Links between servers are read the same way.
//!
//! After a gap, the rest of the line in hand is text as it is. Files that are sent by DCC are not announced.
//!
//! Limits: `Limits::head_bytes` for a line, 16 KiB for a SASL response, 16 logins that wait for their outcome.

mod line;
mod login;
mod probe;

#[cfg(test)]
mod tests;

use super::fields::{self, tells};
use super::lines::{Lines, Next};
use super::sasl::{self, Mechanism};
use super::upgrade::{is_tls, tell_upgrade};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use crate::mime;
use crate::pair::Pair;
use line::Line;
use login::{Kind, Waiting};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "irc",
    title: "IRC: messages, topics, logins, STARTTLS",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

/// Longest SASL response.
const RESPONSE_MAX: usize = 16 << 10;
/// A piece of this size is followed by another (`IRCv3` SASL 3.1).
const RESPONSE_PIECE: usize = 400;
/// `RPL_TOPIC` (RFC 1459 §6.2).
const TOPIC: u16 = 332;
/// `RPL_STARTTLS` (`IRCv3` tls).
const STARTTLS: u16 = 670;
/// Commands that may stand between a password and its user.
const REGISTERING: [&str; 6] = ["CAP", "NICK", "PASS", "USER", "PONG", "AUTHENTICATE"];
/// Longest name of a target, and of a user.
const NAME_MAX: usize = 64;

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(IrcParser {
        sides: Pair::of(|_| Side::new(limits.head_bytes)),
        waiting: Waiting::default(),
        next_tx: 0,
        offered: None,
        fields: Vec::new(),
        text: Vec::new(),
    })
}

/// The parser of one connection.
#[derive(Debug)]
struct IrcParser {
    sides: Pair<Side>,
    waiting: Waiting,
    /// Number of the next login.
    next_tx: u32,
    /// STARTTLS was among the capabilities listed so far.
    offered: Option<bool>,
    /// Working memory: named texts; a text.
    fields: Vec<u8>,
    text: Vec<u8>,
}

/// One direction.
#[derive(Debug)]
struct Side {
    lines: Lines,
    /// A message was begun and not ended.
    open: bool,
    /// Bytes are missing: the line in hand is none.
    torn: bool,
    nick: Vec<u8>,
    /// A password that waits for the user's name.
    pass: Vec<u8>,
    /// An exchange, and the pieces of the response in hand.
    sasl: Option<(Mechanism, Vec<u8>)>,
}

impl Side {
    const fn new(longest: usize) -> Self {
        Self { lines: Lines::new(longest), open: false, torn: false, nick: Vec::new(), pass: Vec::new(), sasl: None }
    }
}

impl Parser for IrcParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            if self.sides.of_mut(dir).lines.is_fresh() && is_tls(rest) {
                self.hand_over(out);
                return Progress::Handover(done);
            }
            match self.sides.of_mut(dir).lines.next(rest) {
                Next::More => break,
                Next::Part(len, first) => {
                    if first {
                        out.anomaly(dir, Code::HeadTooLong, "a line");
                    }
                    self.say(dir, rest.get(..len).unwrap_or(rest), out);
                    done = done.saturating_add(len);
                }
                Next::Line(text, len) => {
                    done = done.saturating_add(len);
                    let wire = rest.get(..len).unwrap_or(rest);
                    if std::mem::take(&mut self.sides.of_mut(dir).torn) {
                        self.say(dir, wire, out);
                    } else if self.line(dir, rest.get(..text).unwrap_or_default(), wire, out) {
                        self.hand_over(out);
                        return Progress::Handover(done);
                    }
                }
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.flush(dir, out);
        let side = self.sides.of_mut(dir);
        side.lines.reset();
        (side.torn, side.sasl) = (true, None);
        if side.open {
            out.body_gap(dir, len);
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.flush(dir, out);
        self.end(dir, out);
    }
}

impl IrcParser {
    /// A whole line; true if TLS follows it.
    fn line(&mut self, dir: Direction, text: &[u8], wire: &[u8], out: &mut dyn Outlet) -> bool {
        let line = Line::read(text);
        if !REGISTERING.iter().any(|command| line.is(command)) {
            self.flush(dir, out);
        }
        if let Some((kind, outcome)) = login::judged(&line) {
            self.judge(dir, kind, outcome, line.number(), out);
        }
        if self.login(dir, &line, wire, out) {
            return false;
        }
        let number = line.number();
        let texts = (line.param(0), line.param(1));
        if line.is("PRIVMSG") || line.is("NOTICE") {
            self.said(dir, "message", &line, texts, wire, out);
        } else if line.is("TOPIC") {
            self.said(dir, "topic", &line, texts, wire, out);
        } else if number == Some(TOPIC) {
            self.said(dir, "topic", &line, (line.param(1), line.param(2)), wire, out);
        } else {
            if line.is("CAP") {
                self.capabilities(&line, out);
            } else if line.is("NICK") && line.source.is_empty() {
                self.named(dir, line.param(0));
            }
            self.tags(dir, line.tags, out);
            if line.start > 0 {
                out.framing(dir, line.start);
            }
            self.say(dir, wire.get(line.start..).unwrap_or_default(), out);
        }
        number == Some(STARTTLS)
    }

    /// Lines that hold a login; true if this was one.
    fn login(&mut self, dir: Direction, line: &Line<'_>, wire: &[u8], out: &mut dyn Outlet) -> bool {
        if line.is("PASS") && !line.param(0).is_empty() {
            let pass = line.param(0).to_vec();
            out.framing(dir, wire.len());
            self.flush(dir, out);
            self.sides.of_mut(dir).pass = pass;
            return true;
        }
        if line.is("USER") && !self.sides.of_mut(dir).pass.is_empty() {
            // Bouncers know their users by this name; the nick is but what they are called.
            let user = line.param(0).get(..NAME_MAX).unwrap_or(line.param(0)).to_vec();
            self.registered(dir, &user, out);
            return false;
        }
        if line.is("OPER") && !line.param(1).is_empty() {
            out.framing(dir, wire.len());
            self.tell(dir, Kind::Oper, "oper", (line.param(0), line.param(1)), out);
            return true;
        }
        if line.is("AUTHENTICATE") && line.source.is_empty() {
            return self.authenticate(dir, line.param(0), wire, out);
        }
        if line.is("JOIN") && line.source.is_empty() && !line.param(1).is_empty() {
            out.framing(dir, wire.len());
            self.keys(dir, line, out);
            return true;
        }
        self.service(dir, line, wire, out)
    }

    /// What is told to a service: by a message, by a command that is its name, or by one that is its verb.
    fn service(&mut self, dir: Direction, line: &Line<'_>, wire: &[u8], out: &mut dyn Outlet) -> bool {
        let direct = line.is("IDENTIFY") || line.is("LOGIN") || line.is("AUTH");
        self.text.clear();
        if (line.is("PRIVMSG") || line.is("NOTICE")) && login::is_service(line.param(0)) {
            self.text.extend_from_slice(line.param(1));
        } else if line.source.is_empty() && (direct || login::is_service(line.command)) {
            if direct {
                self.text.extend_from_slice(line.command);
            }
            for param in line.params() {
                self.text.push(b' ');
                self.text.extend_from_slice(param);
            }
        } else {
            return false;
        }
        let text = std::mem::take(&mut self.text);
        let told = login::told(&text);
        if let Some(told) = told {
            out.framing(dir, wire.len());
            let own = self.sides.of_mut(dir).nick.clone();
            let nick = if line.source.is_empty() { own.as_slice() } else { line.nick() };
            let user = if told.user.is_empty() { nick } else { told.user };
            self.tell(dir, Kind::Service, "service", (user, told.secret), out);
            if tells(told.rest) {
                out.text(dir, "service", TextFormat::Plain, told.rest);
            }
        }
        let found = told.is_some();
        self.text = text;
        found
    }

    /// `JOIN #a,#b key,key`.
    fn keys(&mut self, dir: Direction, line: &Line<'_>, out: &mut dyn Outlet) {
        let channels = line.param(0).split(|byte| *byte == b',');
        for (channel, key) in channels.zip(line.param(1).split(|byte| *byte == b',')) {
            self.begin(dir, out);
            let awaits_outcome = false;
            let login =
                Credential { scheme: "key", user: channel, secret: key, path: "join", confidence: 80, awaits_outcome };
            if !key.is_empty() {
                out.credential(dir, login);
            }
        }
    }

    /// A step of an exchange: the name of a mechanism, or a piece of a response.
    fn authenticate(&mut self, dir: Direction, piece: &[u8], wire: &[u8], out: &mut dyn Outlet) -> bool {
        let Some((mechanism, mut response)) = self.sides.of_mut(dir).sasl.take() else {
            // The server's challenge is none.
            if !piece.is_empty() && piece != b"+" {
                let mechanism = Mechanism::named(piece);
                if let Mechanism::Challenge(name) = mechanism {
                    out.anomaly(dir, Code::ChallengeLogin, name);
                }
                self.sides.of_mut(dir).sasl = Some((mechanism, Vec::new()));
            }
            return false;
        };
        if piece == b"*" {
            return false;
        }
        if piece != b"+" {
            response.extend_from_slice(piece);
        }
        out.framing(dir, wire.len());
        if response.len() > RESPONSE_MAX {
            out.anomaly(dir, Code::HeadTooLong, "a response");
        } else if piece.len() == RESPONSE_PIECE {
            self.sides.of_mut(dir).sasl = Some((mechanism, response));
        } else {
            self.response(dir, mechanism, &response, out);
        }
        true
    }

    /// A whole response.
    fn response(&mut self, dir: Direction, mechanism: Mechanism, encoded: &[u8], out: &mut dyn Outlet) {
        let Some(response) = mime::base64(encoded) else {
            out.anomaly(dir, Code::HeaderMalformed, "a login's response is not base64");
            return self.aside(dir, encoded, out);
        };
        let mut beside = Vec::new();
        let read = sasl::read(mechanism, &response, out, |text, _| beside.extend_from_slice(text));
        if let Some((scheme, user, secret)) = read {
            self.tell(dir, Kind::Sasl, scheme, (user, secret), out);
        } else if matches!(mechanism, Mechanism::Challenge(_) | Mechanism::Other) {
            // Some name the user in text.
            if !response.iter().any(u8::is_ascii_control) {
                self.aside(dir, &response, out);
            }
            self.sides.of_mut(dir).sasl = Some((mechanism, Vec::new()));
        }
        self.aside(dir, &beside, out);
    }

    /// Text that an encoding hid.
    fn aside(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if tells(text) {
            self.begin(dir, out);
            out.text(dir, "sasl", TextFormat::Plain, text);
        }
    }

    /// `CAP * LS * :multi-prefix tls` and what ends the list.
    fn capabilities(&mut self, line: &Line<'_>, out: &mut dyn Outlet) {
        let mut params = line.params();
        let listing = params.nth(1).is_some_and(|verb| verb.eq_ignore_ascii_case(b"LS"));
        let Some(mut list) = params.next().filter(|_| listing && !line.source.is_empty()) else { return };
        let goes_on = list == b"*";
        if goes_on {
            list = params.next().unwrap_or_default();
        }
        let mut names = list.split(|byte| *byte == b' ');
        let offers = names.any(|name| matches!(name, b"tls" | b"starttls") || name.starts_with(b"sts="));
        let offered = self.offered.unwrap_or(false) || offers;
        self.offered = Some(offered);
        if !goes_on {
            tell_upgrade(PROTOCOL.name, if offered { "offered_unused" } else { "not_offered" }, out);
        }
    }

    fn named(&mut self, dir: Direction, nick: &[u8]) {
        let side = self.sides.of_mut(dir);
        side.nick.clear();
        side.nick.extend_from_slice(nick.get(..NAME_MAX).unwrap_or(nick));
    }

    /// A text that was said to somebody.
    fn said(
        &mut self,
        dir: Direction,
        part: &str,
        line: &Line<'_>,
        (target, text): (&[u8], &[u8]),
        wire: &[u8],
        out: &mut dyn Outlet,
    ) {
        self.tags(dir, line.tags, out);
        self.begin(dir, out);
        out.framing(dir, wire.len());
        self.text.clear();
        line::unformatted(text, &mut self.text);
        if tells(&self.text) {
            let target = target.get(..NAME_MAX).unwrap_or(target);
            self.fields.clear();
            fields::line(&mut self.fields, target, &self.text);
            out.text(dir, part, TextFormat::Headers, &self.fields);
        }
    }

    fn tags(&mut self, dir: Direction, tags: &[u8], out: &mut dyn Outlet) {
        if tags.is_empty() {
            return;
        }
        let lines = &mut self.fields;
        lines.clear();
        line::tags(tags, &mut |name, value| {
            if tells(value) {
                fields::line(lines, name, value);
            }
        });
        if !self.fields.is_empty() {
            self.begin(dir, out);
            out.text(dir, "tag", TextFormat::Headers, &self.fields);
        }
    }

    /// Bytes that are text as they are.
    fn say(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        if !data.is_empty() {
            self.begin(dir, out);
            out.body(dir, data);
        }
    }

    /// A password whose user is not named.
    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let nick = self.sides.of_mut(dir).nick.clone();
        self.registered(dir, &nick, out);
    }

    /// The password that waits is this user's.
    fn registered(&mut self, dir: Direction, user: &[u8], out: &mut dyn Outlet) {
        let pass = std::mem::take(&mut self.sides.of_mut(dir).pass);
        if !pass.is_empty() {
            self.tell(dir, Kind::Pass, "pass", (user, &pass), out);
        }
    }

    /// A login. Its message has a number of its own.
    fn tell(
        &mut self,
        dir: Direction,
        kind: Kind,
        scheme: &'static str,
        (user, secret): (&[u8], &[u8]),
        out: &mut dyn Outlet,
    ) {
        self.end(dir, out);
        self.begin(dir, out);
        let path = match kind {
            Kind::Pass => "pass",
            Kind::Oper => "oper",
            Kind::Sasl => "sasl",
            Kind::Service => "service",
        };
        // A user's name may be an address or a phone number.
        if tells(user) {
            out.text(dir, path, TextFormat::Plain, user);
        }
        out.credential(dir, Credential { scheme, user, secret, path, confidence: 95, awaits_outcome: true });
        self.waiting.push(dir, kind, self.next_tx);
        self.next_tx = self.next_tx.wrapping_add(1);
    }

    /// What `dir` says of a login of the other side.
    fn judge(&mut self, dir: Direction, kind: Kind, outcome: Outcome, number: Option<u16>, out: &mut dyn Outlet) {
        let login = dir.reverse();
        // The server speaks: the password is all that will be said.
        self.flush(login, out);
        let mut tx = self.waiting.take(login, kind);
        if tx.is_none() && number == Some(464) {
            tx = self.waiting.take(login, Kind::Pass);
        }
        if kind == Kind::Sasl {
            self.sides.of_mut(login).sasl = None;
        }
        if let Some(tx) = tx {
            out.outcome(login, tx, outcome);
        }
    }

    /// Another protocol begins.
    fn hand_over(&mut self, out: &mut dyn Outlet) {
        tell_upgrade(PROTOCOL.name, "used", out);
        for dir in [Direction::Orig, Direction::Resp] {
            self.flush(dir, out);
            self.end(dir, out);
        }
    }

    fn begin(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.sides.of_mut(dir).open, true) {
            out.begin(dir, MessageHead { place: "irc", tx: self.next_tx, ..MessageHead::default() });
        }
    }

    fn end(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, MessageEnd::Complete);
        }
    }
}
