//! XMPP (RFC 6120) between clients and servers and between servers: stanzas, logins, STARTTLS.
//!
//! A stanza is XML of its own (`xmpp.message:body`, `xmpp.iq`, `xmpp.presence`); everything else that is no login is
//! `xmpp.stream`. Only the depth of the stream's XML is kept: a stanza ends where its element does, and one that is
//! longer than the limit is judged in parts as it comes (an anomaly).
//!
//! Logins are SASL PLAIN and bearer tokens (RFC 6120 §6, XEP-0388, Google's X-OAUTH2), the old login by iq (XEP-0078), new
//! accounts and new passwords (XEP-0077), and passwords of rooms (XEP-0045); success, failure and the iq that answers are
//! the outcome. Challenge-response (SCRAM, DIGEST-MD5, a component's handshake of XEP-0114) is an anomaly. Features tell
//! whether STARTTLS is offered; `proceed` hands the connection over. What follows `compressed` (XEP-0138) is inflated by
//! content.
//!
//! After a gap, text passes as it is until a stanza begins. Files that are sent in blocks of a stream (XEP-0047) are
//! judged block by block. Refuses XMPP over WebSocket and BOSH: that is HTTP.
//!
//! Limits: `Limits::head_bytes` for a stanza that is read whole, and for a tag; 16 KiB for a SASL response, 16 iqs that
//! wait for their answer.

mod element;
mod login;
mod probe;
mod scan;

#[cfg(test)]
mod tests;

use super::fields::tells;
use super::sasl::Mechanism;
use super::step::Step;
use super::upgrade::{is_tls, tell_upgrade};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{
    Coding, ContentHints, Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat,
};
use crate::mime;
use crate::pair::Pair;
use element::{local, text};
use login::Waiting;
use scan::{Found, Scanner};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "xmpp",
    title: "XMPP: stanzas, logins, STARTTLS",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

/// Longest SASL response.
const RESPONSE_MAX: usize = 16 << 10;
/// Longest name of an element.
const NAME_MAX: usize = 128;
const XML: &[u8] = b"application/xml";

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(XmppParser {
        longest: limits.head_bytes,
        sides: Pair::default(),
        waiting: Waiting::default(),
        mechanism: None,
        next_tx: 0,
        inside: false,
        tls: false,
    })
}

/// The parser of one connection.
#[derive(Debug)]
struct XmppParser {
    /// A stanza up to this size is read whole.
    longest: usize,
    sides: Pair<Side>,
    waiting: Waiting,
    /// Of the SASL exchange in hand, and whether its secret is a token.
    mechanism: Option<(Mechanism, bool)>,
    next_tx: u32,
    /// A login was accepted: what is offered now, is offered inside.
    inside: bool,
    /// TLS follows.
    tls: bool,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// A message was begun and not ended.
    open: bool,
    /// In text between items.
    stray: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// Before an item.
    #[default]
    Outside,
    /// In an item that is read whole; so many of its bytes were looked at.
    Item(Scanner, usize),
    /// In an item that passes as it comes.
    Passing(Scanner),
    /// Looking for a stanza.
    Astray,
    /// Everything is compressed.
    Compressed,
}

impl Parser for XmppParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            let side = self.sides.of_mut(dir);
            let fresh = !side.stray && matches!(side.state, State::Outside);
            if self.tls || fresh && is_tls(rest) {
                self.hand_over(out);
                return Progress::Handover(done);
            }
            if fresh && rest == [0x16] {
                break;
            }
            match self.step(dir, rest, out) {
                Step::Took(n) => done = done.saturating_add(n),
                Step::More => break,
            }
        }
        if self.tls {
            self.hand_over(out);
            return Progress::Handover(done);
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let compressed = matches!(self.sides.of_mut(dir).state, State::Compressed);
        if self.sides.of_mut(dir).open {
            out.body_gap(dir, len);
        }
        if !compressed {
            self.end(dir, MessageEnd::Cut, out);
            self.sides.of_mut(dir).state = State::Astray;
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let whole = !matches!(self.sides.of_mut(dir).state, State::Passing(_));
        self.end(dir, if whole { MessageEnd::Complete } else { MessageEnd::Cut }, out);
    }
}

impl XmppParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Outside => self.outside(dir, data, out),
            State::Item(scanner, seen) => self.item(dir, data, (scanner, seen), out),
            State::Passing(scanner) => self.passing(dir, data, scanner, out),
            State::Astray => self.astray(dir, data, out),
            State::Compressed => {
                out.body(dir, data);
                Step::Took(data.len())
            }
        }
    }

    /// Between items.
    fn outside(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        // Blanks keep a connection alive (RFC 6120 §4.6.1).
        let stray = self.sides.of_mut(dir).stray;
        let blank = data.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
        if blank > 0 && !stray {
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        if data.first() != Some(&b'<') {
            let len = memchr::memchr(b'<', data).unwrap_or(data.len());
            self.say(dir, data.get(..len).unwrap_or(data), out);
            self.sides.of_mut(dir).stray = true;
            return Step::Took(len);
        }
        self.sides.of_mut(dir).stray = false;
        // An end tag, a comment or an instruction has no name that matters.
        let name = match data.get(1) {
            Some(b'/' | b'!' | b'?') => Some(&b""[..]),
            _ => element::name(data.get(..NAME_MAX).unwrap_or(data)),
        };
        let Some(name) = name else {
            if data.len() < NAME_MAX {
                return Step::More;
            }
            self.say(dir, data.get(..1).unwrap_or(data), out);
            self.sides.of_mut(dir).stray = true;
            return Step::Took(1);
        };
        let header = name.contains(&b':') && local(name) == b"stream";
        self.sides.of_mut(dir).state = State::Item(Scanner::new(header), 0);
        Step::Took(0)
    }

    /// An item that is read whole, if it is not too long.
    fn item(&mut self, dir: Direction, data: &[u8], state: (Scanner, usize), out: &mut dyn Outlet) -> Step {
        let (mut scanner, seen) = state;
        let reach = data.get(..self.longest.min(data.len())).unwrap_or(data);
        if let Found::End(len) = scanner.look(reach.get(seen..).unwrap_or_default(), self.longest) {
            let len = seen.saturating_add(len);
            self.sides.of_mut(dir).state = State::Outside;
            self.whole(dir, reach.get(..len).unwrap_or(reach), out);
            return Step::Took(len);
        }
        if data.len() < self.longest {
            self.sides.of_mut(dir).state = State::Item(scanner, reach.len());
            return Step::More;
        }
        out.anomaly(dir, Code::HeadTooLong, "a stanza");
        self.end(dir, MessageEnd::Complete, out);
        self.begin(dir, place(element::name(reach).unwrap_or_default()), XML, out);
        out.body(dir, reach);
        self.sides.of_mut(dir).state = State::Passing(scanner);
        Step::Took(reach.len())
    }

    /// An item that is too long to be read whole.
    fn passing(&mut self, dir: Direction, data: &[u8], mut scanner: Scanner, out: &mut dyn Outlet) -> Step {
        // A quote that is missing must not hide what follows for good.
        let found = scanner.look(data, self.longest);
        let (len, state, end) = match found {
            Found::End(len) => (len, State::Outside, Some(MessageEnd::Complete)),
            Found::More => (data.len(), State::Passing(scanner), None),
            Found::Endless(len) => (len, State::Astray, Some(MessageEnd::Cut)),
        };
        if len > 0 {
            out.body(dir, data.get(..len).unwrap_or(data));
        }
        self.sides.of_mut(dir).state = state;
        if let Found::Endless(_) = found {
            out.anomaly(dir, Code::HeaderMalformed, "a tag without an end");
        }
        if let Some(end) = end {
            self.end(dir, end, out);
        }
        Step::Took(len)
    }

    /// Text passes as it is until a stanza begins.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        const BEGINNINGS: [&[u8]; 4] = [b"message", b"iq", b"presence", b"stream:stream"];
        let mut at = 0usize;
        let mut found = false;
        while let Some(step) = data.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
            at = at.saturating_add(step);
            let rest = data.get(at..).unwrap_or_default();
            match element::name(rest) {
                Some(name) if BEGINNINGS.contains(&name) => {
                    found = true;
                    break;
                }
                None if BEGINNINGS.iter().any(|known| known.starts_with(rest.get(1..).unwrap_or_default())) => break,
                _ => at = at.saturating_add(1),
            }
        }
        let at = if data.get(at) == Some(&b'<') { at } else { data.len() };
        self.say(dir, data.get(..at).unwrap_or(data), out);
        if found {
            self.end(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.sides.of_mut(dir).state = State::Outside;
        } else if at == 0 {
            return Step::More;
        }
        Step::Took(at)
    }

    /// A whole item; all of its bytes are accounted for.
    fn whole(&mut self, dir: Direction, item: &[u8], out: &mut dyn Outlet) {
        if matches!(item.get(1), Some(b'/' | b'?')) {
            return out.framing(dir, item.len());
        }
        let full = element::name(item).unwrap_or_default();
        let name = local(full);
        match name {
            b"stream" if full != name => out.framing(dir, item.len()),
            b"message" | b"iq" | b"presence" => self.stanza(dir, name, item, out),
            b"auth" | b"authenticate" | b"response" => self.sasl(dir, name, item, out),
            b"challenge" => out.framing(dir, item.len()),
            b"features" => self.features(dir, item, out),
            b"proceed" => {
                out.framing(dir, item.len());
                self.tls = true;
            }
            b"compressed" => {
                out.framing(dir, item.len());
                for dir in [Direction::Orig, Direction::Resp] {
                    self.compress(dir, out);
                }
            }
            _ => {
                self.verdict(dir, name, item, out);
                if name == b"handshake" && text(item, "handshake").is_some() {
                    out.anomaly(dir, Code::ChallengeLogin, "handshake");
                }
                self.xml(dir, "xmpp.stream", item, out);
            }
        }
    }

    /// A message, a presence, or a request and its answer.
    fn stanza(&mut self, dir: Direction, name: &[u8], stanza: &[u8], out: &mut dyn Outlet) {
        if name == b"iq"
            && let Some((tx, accepted)) = self.waiting.answered(dir, stanza)
        {
            self.inside |= accepted;
            out.outcome(dir.reverse(), tx, if accepted { Outcome::Accepted } else { Outcome::Rejected });
        }
        let place = place(name);
        let Some(login) = login::within(name, stanza) else {
            if login::is_digest(name, stanza) {
                out.anomaly(dir, Code::ChallengeLogin, "digest");
            }
            return self.xml(dir, place, stanza, out);
        };
        let tx = self.begin_alone(dir, place, XML, out);
        out.framing(dir, stanza.len());
        let awaits_outcome = name == b"iq";
        let (user, secret) = (login.user.as_slice(), login.secret.as_slice());
        let credential = Credential { scheme: login.scheme, user, secret, path: "", confidence: 95, awaits_outcome };
        out.credential(dir, credential);
        // All but the secret.
        for part in [stanza.get(..login.hidden.start), stanza.get(login.hidden.end..)] {
            out.derived(dir, part.unwrap_or_default());
        }
        self.end(dir, MessageEnd::Complete, out);
        if awaits_outcome {
            self.waiting.push(dir, stanza, tx);
        }
    }

    /// The beginning of an exchange, or a response in it.
    fn sasl(&mut self, dir: Direction, name: &[u8], item: &[u8], out: &mut dyn Outlet) {
        out.framing(dir, item.len());
        let holder = if name == b"authenticate" { "initial-response" } else { std::str::from_utf8(name).unwrap_or("") };
        if name != b"response" {
            let (mechanism, token) = login::mechanism(item);
            if let Mechanism::Challenge(name) = mechanism {
                out.anomaly(dir, Code::ChallengeLogin, name);
            }
            self.mechanism = Some((mechanism, token));
        }
        let (mechanism, token) = self.mechanism.unwrap_or((Mechanism::Other, false));
        let Some(written) = text(item, holder).and_then(|range| item.get(range)) else { return };
        let written = written.trim_ascii();
        let tx = self.begin_alone(dir, "xmpp.stream", b"", out);
        self.waiting.sasl = Some((dir, tx));
        let decoded = if written.len() <= RESPONSE_MAX { mime::base64(written) } else { None };
        let Some(decoded) = decoded.filter(|_| written != b"=") else {
            if written != b"=" {
                out.anomaly(dir, Code::HeaderMalformed, "a login's response is not base64");
                out.text(dir, "auth", TextFormat::Plain, written);
            }
            return self.end(dir, MessageEnd::Complete, out);
        };
        if let Some((scheme, user, secret)) = login::response(mechanism, &decoded) {
            let scheme = if token { "bearer" } else { scheme };
            // A user's name may be an address or a phone number.
            if tells(user) {
                out.text(dir, "auth", TextFormat::Plain, user);
            }
            let path = "auth";
            let awaits_outcome = true;
            out.credential(dir, Credential { scheme, user, secret, path, confidence: 95, awaits_outcome });
        } else if !decoded.iter().any(u8::is_ascii_control) && tells(&decoded) {
            // SCRAM and DIGEST-MD5 name the user in text.
            out.text(dir, "auth", TextFormat::Plain, &decoded);
        }
        self.end(dir, MessageEnd::Complete, out);
    }

    /// What a server says to the exchange in hand.
    fn verdict(&mut self, dir: Direction, name: &[u8], item: &[u8], out: &mut dyn Outlet) {
        let accepted = name == b"success";
        let refused = name == b"failure" && memchr::memmem::find(item, b"xmpp-tls").is_none();
        if !accepted && !refused {
            return;
        }
        self.mechanism = None;
        self.inside |= accepted;
        if let Some((login, tx)) = self.waiting.sasl.take_if(|(login, _)| *login != dir) {
            out.outcome(login, tx, if accepted { Outcome::Accepted } else { Outcome::Rejected });
        }
    }

    /// What a server offers (RFC 6120 §4.3.2).
    fn features(&mut self, dir: Direction, item: &[u8], out: &mut dyn Outlet) {
        if !self.inside {
            let offered = memchr::memmem::find(item, b"<starttls").is_some();
            tell_upgrade(PROTOCOL.name, if offered { "offered_unused" } else { "not_offered" }, out);
        }
        self.xml(dir, "xmpp.stream", item, out);
    }

    /// Everything from here on is compressed (XEP-0138).
    fn compress(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Complete, out);
        let hints = ContentHints { codings: vec![Coding::Deflate], ..ContentHints::default() };
        let side = self.sides.of_mut(dir);
        (side.open, side.state) = (true, State::Compressed);
        out.begin(dir, MessageHead { place: "xmpp.stream", tx: self.next_tx, hints, ..MessageHead::default() });
    }

    /// An element that is XML of its own.
    fn xml(&mut self, dir: Direction, place: &'static str, element: &[u8], out: &mut dyn Outlet) {
        self.begin_alone(dir, place, XML, out);
        out.body(dir, element);
        self.end(dir, MessageEnd::Complete, out);
    }

    /// Text that belongs to nothing.
    fn say(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if !text.is_empty() {
            self.begin(dir, "xmpp.stream", b"", out);
            out.body(dir, text);
        }
    }

    /// TLS begins.
    fn hand_over(&mut self, out: &mut dyn Outlet) {
        tell_upgrade(PROTOCOL.name, "used", out);
        for dir in [Direction::Orig, Direction::Resp] {
            self.end(dir, MessageEnd::Complete, out);
        }
    }

    /// Ends the open message and begins another; its transaction.
    fn begin_alone(&mut self, dir: Direction, place: &'static str, content_type: &[u8], out: &mut dyn Outlet) -> u32 {
        self.end(dir, MessageEnd::Complete, out);
        let tx = self.next_tx;
        self.begin(dir, place, content_type, out);
        tx
    }

    fn begin(&mut self, dir: Direction, place: &'static str, content_type: &[u8], out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.sides.of_mut(dir).open, true) {
            let hints = ContentHints { content_type: content_type.to_vec(), ..ContentHints::default() };
            out.begin(dir, MessageHead { place, tx: self.next_tx, hints, ..MessageHead::default() });
            self.next_tx = self.next_tx.wrapping_add(1);
        }
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }
}

/// Place of an element.
fn place(name: &[u8]) -> &'static str {
    match local(name) {
        b"message" => "xmpp.message",
        b"iq" => "xmpp.iq",
        b"presence" => "xmpp.presence",
        _ => "xmpp.stream",
    }
}
