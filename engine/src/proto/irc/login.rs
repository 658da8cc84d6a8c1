//! Logins: who waits for which reply, and what is said to services that keep accounts.

use super::line::{Line, word};
use crate::message::{Direction, Outcome};
use std::collections::VecDeque;

/// Logins of a connection that wait for their outcome; the oldest is forgotten first.
const WAITING: usize = 16;

/// What a login is told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The server, by PASS.
    Pass,
    /// The server, by OPER.
    Oper,
    /// The server, by AUTHENTICATE (`IRCv3` SASL).
    Sasl,
    /// A service that keeps accounts.
    Service,
}

/// Logins that wait for their outcome.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    logins: VecDeque<(Direction, Kind, u32)>,
}

impl Waiting {
    /// A login of this transaction was told.
    pub(super) fn push(&mut self, dir: Direction, kind: Kind, tx: u32) {
        if self.logins.len() >= WAITING {
            self.logins.pop_front();
        }
        self.logins.push_back((dir, kind, tx));
    }

    /// The transaction of the first login of this kind that `dir` sent; it waits no more.
    pub(super) fn take(&mut self, dir: Direction, kind: Kind) -> Option<u32> {
        let at = self.logins.iter().position(|(sender, known, _)| *sender == dir && *known == kind)?;
        self.logins.remove(at).map(|(_, _, tx)| tx)
    }
}

/// Which login a line of the other side judges, and how (RFC 1459 §6, `IRCv3` SASL).
pub(super) fn judged(line: &Line<'_>) -> Option<(Kind, Outcome)> {
    if line.is("ERROR") {
        return Some((Kind::Pass, Outcome::Rejected));
    }
    if line.is("NOTICE") {
        let known = is_service(line.nick());
        return known.then(|| verdict(line.param(1))).flatten().map(|outcome| (Kind::Service, outcome));
    }
    Some(match line.number()? {
        1 => (Kind::Pass, Outcome::Accepted),
        465 => (Kind::Pass, Outcome::Rejected),
        381 => (Kind::Oper, Outcome::Accepted),
        // ERR_PASSWDMISMATCH answers PASS too: whoever waits.
        464 | 491 => (Kind::Oper, Outcome::Rejected),
        900 | 903 => (Kind::Sasl, Outcome::Accepted),
        902 | 904..=906 => (Kind::Sasl, Outcome::Rejected),
        _ => return None,
    })
}

/// A login that is told to a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// Empty: whoever speaks.
    pub(super) user: &'a [u8],
    pub(super) secret: &'a [u8],
    /// What else was said: an address.
    pub(super) rest: &'a [u8],
}

/// True for the nicks of services that keep accounts; they may be named with their server.
pub(super) fn is_service(target: &[u8]) -> bool {
    const NAMES: [&str; 10] = ["nickserv", "authserv", "userserv", "chanserv", "operserv", "ns", "as", "cs", "q", "x"];
    let nick = target.split(|byte| *byte == b'@').next().unwrap_or_default();
    NAMES.iter().any(|name| nick.eq_ignore_ascii_case(name.as_bytes()))
}

/// The login within what is said to a service: `IDENTIFY [account] password` and its kin.
pub(super) fn told(text: &[u8]) -> Option<Told<'_>> {
    let (verb, rest) = word(text.trim_ascii());
    let is = |known: &[&str]| known.iter().any(|known| verb.eq_ignore_ascii_case(known.as_bytes()));
    let (first, behind) = word(rest);
    let (second, more) = word(behind);
    if first.is_empty() {
        return None;
    }
    // A channel's password comes behind its name.
    let channel = first.starts_with(b"#");
    if is(&["REGISTER"]) {
        let (secret, rest) = if channel { (second, more) } else { (first, behind) };
        return (!secret.is_empty()).then_some(Told { user: if channel { first } else { b"" }, secret, rest });
    }
    if is(&["SET"]) && first.eq_ignore_ascii_case(b"password") {
        return (!second.is_empty()).then_some(Told { user: b"", secret: second, rest: more });
    }
    if is(&["IDENTIFY", "ID", "SIDENTIFY"]) {
        let pair = !second.is_empty();
        let (user, secret) = if pair { (first, second) } else { (&b""[..], first) };
        return Some(Told { user, secret, rest: more });
    }
    let named = is(&["LOGIN", "AUTH", "GHOST", "RECOVER", "RELEASE", "REGAIN"]);
    (named && !second.is_empty()).then_some(Told { user: first, secret: second, rest: more })
}

/// What a service says to a login.
fn verdict(text: &[u8]) -> Option<Outcome> {
    const REFUSALS: [&str; 7] =
        ["incorrect", "invalid", "denied", "failed", "not registered", "isn't registered", "wrong"];
    const WELCOMES: [&str; 6] =
        ["now identified", "accepted", "logged in", "recognized", "now recognised", "authentication successful"];
    let lower = text.to_ascii_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some());
    if holds(&REFUSALS) { Some(Outcome::Rejected) } else { holds(&WELCOMES).then_some(Outcome::Accepted) }
}
