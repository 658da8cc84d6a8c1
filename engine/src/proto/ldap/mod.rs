//! LDAP versions 2 and 3 over TCP (RFC 4511): binds, entries found, added and changed, what is searched for.
//!
//! Attributes name their values; the entries of one search are handed over together. Simple binds, SASL PLAIN and
//! password changes are logins, with the outcome where the result tells it; other SASL mechanisms are
//! challenge-response. After the answer to `StartTLS` the connection is handed over; what follows a SASL login with a
//! security layer is encrypted.
//!
//! After a gap, and where no message begins, bytes pass as they are until the next plausible message. Small binary
//! values (identifiers) are passed over. Refuses connectionless LDAP.
//!
//! Limits: [`WHOLE_MAX`] for a message that is read (a longer one passes as it is, strings and all), 16 filters inside
//! one another, 64 binds without an answer.

mod ber;
mod operation;

#[cfg(test)]
mod tests;

use super::upgrade::{Offer, tell_upgrade};
use super::values::{self, Kind, Target, Values};
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::message::{Credential, DbInfo, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use ber::{Ber, HEAD_MAX, INTEGER};
use operation::{Bind, Tell};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "ldap",
    title: "LDAP v2 and v3: binds, entries, searches, StartTLS",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Longest message that is read.
const WHOLE_MAX: usize = 64 << 10;
/// Requests whose results are waited for.
const ASKED_MAX: usize = 64;
/// A binary value up to this size is an identifier.
const IDENTIFIER: usize = 32;
const STARTTLS: &[u8] = b"1.3.6.1.4.1.1466.20037";
const PASSWORD_MODIFY: &[u8] = b"1.3.6.1.4.1.4203.1.11.1";

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(LdapParser::default())
}

fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    ber::message(data).0
}

/// The parser of one connection.
#[derive(Debug, Default)]
pub struct LdapParser {
    sides: Pair<Side>,
    /// Binds and upgrades that were not answered yet.
    asked: Vec<Asked>,
    requests: u32,
    /// Who is bound.
    user: String,
    /// A mechanism that can encrypt was used.
    layered: bool,
    /// What the server said of TLS.
    offer: Offer,
}

#[derive(Clone, Copy, Debug)]
struct Asked {
    id: u32,
    tx: u32,
    kind: Asks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Login,
    Tls,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    waiting: usize,
    values: Values,
    place: &'static str,
    tx: u32,
    open: bool,
    fresh: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a message.
    #[default]
    Head,
    /// In a message of so many bytes.
    Whole(usize),
    /// In one that passes, so many bytes before its end.
    Body(u64),
    /// Looking for the next one.
    Astray,
}

enum Step {
    Took(usize),
    More,
    Handover(usize),
    Sealed,
}

impl Parser for LdapParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            match self.step(dir, rest, out) {
                Step::Took(n) => done = done.saturating_add(n),
                Step::More => break,
                Step::Handover(n) => {
                    for dir in [Direction::Orig, Direction::Resp] {
                        self.on_close(dir, out);
                    }
                    return Progress::Handover(done.saturating_add(n));
                }
                // A bypass tells no number of bytes: what was done is told first, the rest is shown again.
                Step::Sealed if done > 0 => break,
                Step::Sealed => {
                    self.on_close(dir, out);
                    return Progress::Bypass(Fate::Encrypted);
                }
            }
        }
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        match side.state {
            State::Body(left) if len <= left => {
                side.state = State::Body(left.saturating_sub(len));
                out.body_gap(dir, len);
            }
            // What was shown of the message is judged as it is; the rest passes.
            State::Whole(left) if missing <= left as u64 => {
                side.state = State::Body((left as u64).saturating_sub(missing));
                self.pass(dir, out);
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

impl LdapParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Head => self.head(dir, data, out),
            State::Whole(len) => {
                let Some(message) = data.get(..len) else { return Step::More };
                out.framing(dir, len);
                self.sides.of_mut(dir).state = State::Head;
                if self.message(dir, message, out) { Step::Handover(len) } else { Step::Took(len) }
            }
            State::Body(left) => {
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
                if take > 0 {
                    out.body(dir, data.get(..take).unwrap_or(data));
                }
                let left = left.saturating_sub(take as u64);
                self.sides.of_mut(dir).state = State::Body(left);
                if left == 0 {
                    self.end_body(dir, MessageEnd::Complete, out);
                    self.sides.of_mut(dir).state = State::Head;
                }
                Step::Took(take)
            }
            State::Astray => self.astray(dir, data, out),
        }
    }

    fn head(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let reach = data.get(..HEAD_MAX.min(data.len())).unwrap_or(data);
        match ber::message(reach) {
            (Probe::NeedMore, len) if len == 0 || data.len() < len => Step::More,
            (Probe::Match, len) if len > WHOLE_MAX => {
                self.sides.of_mut(dir).state = State::Body(len as u64);
                self.pass(dir, out);
                Step::Took(0)
            }
            (Probe::Match, len) => {
                self.sides.of_mut(dir).state = State::Whole(len);
                Step::Took(0)
            }
            _ if self.layered && data.first() == Some(&0) => Step::Sealed,
            _ => {
                self.stray(dir, false, out);
                Step::Took(0)
            }
        }
    }

    /// A whole message; true if TLS begins behind it.
    fn message(&mut self, dir: Direction, message: &[u8], out: &mut dyn Outlet) -> bool {
        let mut outer = Ber::new(message);
        let Some((_, content)) = outer.any() else { return false };
        let mut ber = Ber::new(content);
        let (Some(id), Some((operation, content))) = (ber.number(INTEGER), ber.any()) else { return false };
        let entry = operation == 0x64;
        if !entry || self.sides.of_mut(dir).place != "ldap.entry" {
            self.flush(dir, out);
        }
        let request = matches!(operation, 0x42 | 0x4a | 0x50 | 0x60 | 0x63 | 0x66 | 0x68 | 0x6c | 0x6e | 0x77);
        self.requests = self.requests.saturating_add(u32::from(request));
        let side = self.sides.of_mut(dir);
        side.tx = self.requests.saturating_sub(1);
        side.place = match operation {
            0x60 => "ldap.bind",
            0x63 => "ldap.search",
            0x64 => "ldap.entry",
            0x66 => "ldap.modify",
            0x68 => "ldap.add",
            0x6e => "ldap.compare",
            _ if request => "ldap.request",
            _ => "ldap.result",
        };
        match operation {
            0x60 => self.bind(dir, id, content, out),
            0x63 => {
                self.values(dir, out, &mut |tell| operation::search(content, tell));
                self.flush(dir, out);
            }
            0x64 => {
                // The root has no name.
                if content.starts_with(&[4, 0]) {
                    self.extensions(content, out);
                }
                self.entry(dir, operation, content, out);
            }
            operation if is_changed(operation) => self.change(dir, id, operation, content, out),
            0x77 => self.extended(dir, id, content, out),
            0x61 | 0x65 | 0x67 | 0x69 | 0x6b | 0x6d | 0x6f | 0x78 => return self.result(dir, id, content, out),
            0x6e => {
                self.values(dir, out, &mut |tell| operation::compare(content, tell));
                self.flush(dir, out);
            }
            0x4a => self.texts(dir, &[content], out),
            _ => {
                let mut strings = Vec::new();
                operation::strings(content, &mut |text| strings.push(text));
                self.texts(dir, &strings, out);
            }
        }
        false
    }

    fn bind(&mut self, dir: Direction, id: u32, content: &[u8], out: &mut dyn Outlet) {
        let Some((name, choice)) = operation::bind(content) else {
            return out.anomaly(dir, Code::HeaderMalformed, "bind");
        };
        self.layered = false;
        self.user = values::shown(name);
        self.texts(dir, &[name], out);
        match choice {
            Bind::Simple(secret) => self.login(dir, "simple", name, secret, out),
            Bind::Sasl(mechanism, message) if mechanism.eq_ignore_ascii_case(b"PLAIN") => {
                let Some((user, secret)) = operation::plain(message) else { return };
                self.user = values::shown(user);
                self.texts(dir, &[user], out);
                self.login(dir, "plain", user, secret, out);
            }
            Bind::Sasl(mechanism, _) => {
                if !mechanism.eq_ignore_ascii_case(b"EXTERNAL") && !mechanism.eq_ignore_ascii_case(b"ANONYMOUS") {
                    out.anomaly(dir, Code::ChallengeLogin, "sasl");
                    self.layered = true;
                }
            }
            Bind::Other => out.anomaly(dir, Code::ChallengeLogin, "sicily"),
        }
        self.ask(dir, id, Asks::Login);
    }

    fn login(&mut self, dir: Direction, scheme: &'static str, user: &[u8], secret: &[u8], out: &mut dyn Outlet) {
        // Without a password nobody logs in (RFC 4513 §5.1.2).
        if secret.is_empty() {
            return;
        }
        let side = self.sides.of_mut(dir);
        out.begin(dir, MessageHead { place: side.place, tx: side.tx, ..MessageHead::default() });
        out.credential(dir, Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true });
        out.end(dir, MessageEnd::Complete);
    }

    fn ask(&mut self, dir: Direction, id: u32, kind: Asks) {
        if self.asked.len() >= ASKED_MAX {
            self.asked.remove(0);
        }
        let tx = self.sides.of_mut(dir).tx;
        self.asked.push(Asked { id, tx, kind });
    }

    fn extended(&mut self, dir: Direction, id: u32, content: &[u8], out: &mut dyn Outlet) {
        let Some((oid, value)) = operation::extended(content) else { return };
        if oid == STARTTLS {
            return self.ask(dir, id, Asks::Tls);
        }
        match operation::password_change(value).filter(|_| oid == PASSWORD_MODIFY) {
            Some([user, old, new]) => {
                self.texts(dir, &[user], out);
                let user = if user.is_empty() { self.user.clone().into_bytes() } else { user.to_vec() };
                self.login(dir, "change", &user, old, out);
                self.login(dir, "change", &user, new, out);
                self.ask(dir, id, Asks::Login);
            }
            None => self.texts(dir, &[value], out),
        }
    }

    /// A result; true if it agrees to TLS.
    fn result(&mut self, dir: Direction, id: u32, content: &[u8], out: &mut dyn Outlet) -> bool {
        const IN_PROGRESS: u32 = 14;
        let Some((code, text)) = operation::result(content) else { return false };
        self.texts(dir, &[text], out);
        let Some(at) = self.asked.iter().position(|asked| asked.id == id) else { return false };
        if code == IN_PROGRESS {
            return false;
        }
        let asked = self.asked.remove(at);
        match asked.kind {
            Asks::Login => {
                let outcome = if code == 0 { Outcome::Accepted } else { Outcome::Rejected };
                self.layered &= code == 0;
                out.outcome(dir.reverse(), asked.tx, outcome);
                false
            }
            Asks::Tls if code == 0 => {
                tell_upgrade(PROTOCOL.name, "used", out);
                true
            }
            Asks::Tls => {
                self.offer = self.offer.max(Offer::Missing);
                self.offer.tell(PROTOCOL.name, out);
                false
            }
        }
    }

    fn entry(&mut self, dir: Direction, operation: u8, content: &[u8], out: &mut dyn Outlet) {
        let first = self.sides.of_mut(dir).values.is_empty();
        self.values(dir, out, &mut |tell| {
            operation::entry(operation, content, &mut |attribute, value| {
                // What is told as a login is not told as a value as well.
                if !(is_changed(operation) && is_password(attribute, value)) {
                    tell(attribute, value);
                }
            })
        });
        if first && !self.sides.of_mut(dir).values.is_empty() {
            out.gathers(dir);
        }
        self.sides.of_mut(dir).values.end_record();
    }

    /// The root of a server's directory lists what it can do beyond the protocol (RFC 4512 §5.1).
    fn extensions(&mut self, content: &[u8], out: &mut dyn Outlet) {
        let mut offer = Offer::Unknown;
        let _ = operation::entry(0x64, content, &mut |attribute, value| {
            if attribute.eq_ignore_ascii_case(b"supportedExtension") {
                offer.hear(value, value == STARTTLS);
            }
        });
        if offer > self.offer {
            self.offer = offer;
            offer.tell(PROTOCOL.name, out);
        }
    }

    /// An entry that is added or changed; a password among its attributes is one, unless it is hashed.
    fn change(&mut self, dir: Direction, id: u32, operation: u8, content: &[u8], out: &mut dyn Outlet) {
        self.entry(dir, operation, content, out);
        self.flush(dir, out);
        let (mut name, mut secrets) = (Vec::new(), Vec::new());
        let _ = operation::entry(operation, content, &mut |attribute, value| {
            if attribute == b"dn" && name.is_empty() {
                name = value.to_vec();
            } else if is_password(attribute, value) {
                secrets.push(value);
            }
        });
        for secret in &secrets {
            self.login(dir, "attribute", &name, secret, out);
        }
        if !secrets.is_empty() {
            self.ask(dir, id, Asks::Login);
        }
    }

    /// Collects the named values that `walk` tells.
    fn values<'a>(
        &mut self,
        dir: Direction,
        out: &mut dyn Outlet,
        walk: &mut dyn FnMut(&mut Tell<'_, 'a>) -> Option<()>,
    ) {
        let target = self.target(dir);
        let values = &mut self.sides.of_mut(dir).values;
        let walked = walk(&mut |name, value| {
            // `cn;lang-zh` is a `cn`.
            let name = name.split(|byte| *byte == b';').next().unwrap_or(name);
            if values.put(name, value) == Kind::Document && value.len() > IDENTIFIER {
                values::message(&target, b"", b"", value, out);
            }
            if values.is_full() {
                values.hand_over(&target, b"", out);
            }
        });
        if walked.is_none() {
            out.anomaly(dir, Code::HeaderMalformed, "attributes");
        }
    }

    /// Texts without a name.
    fn texts(&mut self, dir: Direction, texts: &[&[u8]], out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        let head = MessageHead { place: side.place, tx: side.tx, ..MessageHead::default() };
        let mut head = Some(head);
        for text in texts.iter().filter(|text| text.len() >= TEXT_MIN) {
            if let Some(head) = head.take() {
                out.begin(dir, head);
            }
            out.text(dir, "", TextFormat::Plain, text);
        }
        if head.is_none() {
            out.end(dir, MessageEnd::Complete);
        }
    }

    fn target(&mut self, dir: Direction) -> Target {
        let side = self.sides.of_mut(dir);
        let about = DbInfo { user: self.user.clone(), ..DbInfo::default() };
        Target { dir, place: side.place, tx: side.tx, about }
    }

    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let target = self.target(dir);
        self.sides.of_mut(dir).values.hand_over(&target, b"", out);
    }

    /// Begins a message for bytes that pass as they are.
    fn pass(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.flush(dir, out);
        let tx = self.requests.saturating_sub(1);
        let side = self.sides.of_mut(dir);
        if !std::mem::replace(&mut side.open, true) {
            out.begin(dir, MessageHead { place: "ldap", tx, ..MessageHead::default() });
        }
    }

    fn end_body(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    /// The place is lost: bytes pass as they are until a message begins.
    fn stray(&mut self, dir: Direction, gap: bool, out: &mut dyn Outlet) {
        self.flush(dir, out);
        self.end_body(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        (side.fresh, side.state) = (gap, State::Astray);
    }

    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut at = usize::from(!self.sides.of_mut(dir).fresh);
        let mut found = Probe::Reject;
        while let Some(step) = data.get(at..).and_then(|rest| memchr::memchr(ber::SEQUENCE, rest)) {
            at = at.saturating_add(step);
            let rest = data.get(at..).unwrap_or_default();
            found = ber::message(rest.get(..HEAD_MAX.min(rest.len())).unwrap_or(rest)).0;
            if found != Probe::Reject {
                break;
            }
            at = at.saturating_add(1);
        }
        if found == Probe::Reject {
            at = data.len();
        }
        self.sides.of_mut(dir).fresh = true;
        if at > 0 {
            self.pass(dir, out);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        match found {
            Probe::Match => {
                self.end_body(dir, MessageEnd::Cut, out);
                out.anomaly(dir, Code::ParserResync, "");
                self.sides.of_mut(dir).state = State::Head;
                Step::Took(at)
            }
            _ if at == 0 => Step::More,
            _ => Step::Took(at),
        }
    }
}

/// Shorter texts say nothing about anybody.
const TEXT_MIN: usize = 4;

/// True for operations that add an entry, or change one (RFC 4511 §4.6, §4.7).
fn is_changed(operation: u8) -> bool {
    matches!(operation, 0x66 | 0x68)
}

/// True for a password in the clear (RFC 4519 §2.41); a hashed one says how (`{SSHA}…`).
fn is_password(attribute: &[u8], value: &[u8]) -> bool {
    attribute.eq_ignore_ascii_case(b"userPassword") && !value.starts_with(b"{")
}
