//! SOCKS 4, 4a and 5 (RFC 1928, RFC 1929): logins, where a client wants to go, and what goes through.
//!
//! The user and password of RFC 1929 are a login, with its outcome. Names and addresses of targets, and the user that
//! version 4 names, are told as text. Once the server agrees, both directions are handed over: what goes through is
//! another protocol, the flow has its name, and the transport record of SOCKS says that it is a tunnel. BIND waits
//! for the second reply. Behind a login by GSSAPI (RFC 1961) all is closed; a method of somebody's own makes the rest
//! raw, and so do bytes that are missing before anything goes through.
//!
//! The datagrams that UDP ASSOCIATE relays are a flow of their own, scanned raw.
//!
//! Limits: [`METHODS`] methods, 255 bytes for a user, a password and a name, as the protocol has them; [`EARLY`] of a
//! side that waits for the other, then all is raw.

mod wire;

#[cfg(test)]
mod tests;

use super::banner::port_is;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use wire::{BIND, Piece, Request};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "socks",
    title: "SOCKS 4 and 5: logins, targets, and what goes through",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|_: &Limits, _: Transport| Box::new(SocksParser::default())),
};

/// Methods that a greeting offers at most.
const METHODS: usize = 10;
/// Bytes that a side may send before the other said what they are.
const EARLY: usize = 16 << 10;
/// GSSAPI among the methods (RFC 1928 §3); `NONE` is the server's refusal of all.
const GSSAPI: u8 = 1;
const PASSWORD: u8 = 2;
const NONE: u8 = 0xff;

/// Method selection, and what must follow it; alone it is believed on the port only. Of version 4 a whole request.
fn probe(dir: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    if dir == Direction::Resp {
        return Probe::Reject;
    }
    match data {
        [] | [5] => Probe::NeedMore,
        [4, ..] => match wire::request4(data) {
            Piece::Whole(Request { len, .. }) if len == data.len() => Probe::Match,
            Piece::More => Probe::NeedMore,
            _ => Probe::Reject,
        },
        [5, count, rest @ ..] => greeting(usize::from(*count), rest, port_is(ports, &[1080])),
        _ => Probe::Reject,
    }
}

fn greeting(count: usize, rest: &[u8], hint: bool) -> Probe {
    if !(1..=METHODS).contains(&count) {
        return Probe::Reject;
    }
    let (methods, rest) = rest.split_at_checked(count).unwrap_or((rest, &[]));
    if !methods.iter().all(|method| matches!(method, 0..=9 | 0x80..=0xfe)) {
        return Probe::Reject;
    }
    match rest {
        [] if methods.len() == count && hint => Probe::Match,
        // A request, or the user and password of RFC 1929.
        [5, 1..=3, 0, 1 | 3 | 4, ..] => Probe::Match,
        [1, user, name @ ..] if *user > 0 => {
            let user = usize::from(*user);
            match name.get(..user) {
                Some(name) if name.iter().all(u8::is_ascii_graphic) => Probe::Match,
                None if name.iter().all(u8::is_ascii_graphic) => Probe::NeedMore,
                _ => Probe::Reject,
            }
        }
        [] | [1 | 5] | [5, 1..=3] | [5, 1..=3, 0] => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// The parser of one connection: the originator is the client.
#[derive(Debug, Default)]
struct SocksParser {
    client: Asks,
    server: Answers,
    /// What the client wants to do, once it said so.
    command: u8,
    told: bool,
}

/// What the client sends next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asks {
    #[default]
    Greeting,
    /// A login, or the request.
    Request,
    /// What goes through, once the server agreed: it waits.
    Through,
}

/// What the server sends next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Answers {
    #[default]
    Method,
    /// What became of a login, or the reply to the request.
    Reply,
    /// The reply to a request of version 4.
    Reply4,
    /// Another reply: somebody came in by BIND.
    Second,
    /// It refused, or its relay waits: nothing more is expected.
    Over,
    /// What follows is hidden, on both sides.
    Sealed,
}

/// What a step came to.
enum Step {
    Took(usize),
    More,
    Through(usize),
    /// Closed to us.
    Sealed,
    Lost,
}

impl Parser for SocksParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if !std::mem::replace(&mut self.told, true) {
            out.transport(&transport(""));
        }
        let mut done = 0;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            let step = if dir == Direction::Orig { self.ask(rest, out) } else { self.answer(rest, out) };
            match step {
                Step::Took(len) => done += len,
                // One side waits for the other, which may not be seen at all.
                Step::More if rest.len() > EARLY && done == 0 => return Progress::Lost,
                Step::More => break,
                Step::Through(len) => return Progress::Handover(done + len),
                // What was done is told first; the rest is shown again.
                Step::Sealed | Step::Lost if done > 0 => break,
                Step::Sealed => return Progress::Bypass(State::Encrypted),
                Step::Lost => return Progress::Lost,
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        false
    }

    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

impl SocksParser {
    /// Bytes of the client.
    fn ask(&mut self, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.client {
            Asks::Greeting if data.first() == Some(&4) => {
                self.server = Answers::Reply4;
                self.request(wire::request4(data), out)
            }
            Asks::Greeting => {
                let Some(len) = data.get(1).map(|count| 2 + usize::from(*count)) else { return Step::More };
                if data.first() != Some(&5) {
                    return Step::Lost;
                }
                if data.len() < len {
                    return Step::More;
                }
                out.framing(Direction::Orig, len);
                self.client = Asks::Request;
                Step::Took(len)
            }
            Asks::Request if self.server == Answers::Sealed => Step::Sealed,
            Asks::Request if data.first() == Some(&1) => login(data, out),
            Asks::Request => self.request(wire::request5(data), out),
            Asks::Through => Step::More,
        }
    }

    fn request(&mut self, request: Piece<Request<'_>>, out: &mut dyn Outlet) -> Step {
        let request = match request {
            Piece::Whole(request) => request,
            Piece::More => return Step::More,
            Piece::Not => return Step::Lost,
        };
        let dir = Direction::Orig;
        out.begin(dir, MessageHead { place: "socks.request", ..MessageHead::default() });
        for (part, text) in [("user", request.user), ("target", &*request.target)] {
            if !text.is_empty() {
                out.text(dir, part, TextFormat::Plain, text);
            }
        }
        out.framing(dir, request.len);
        out.end(dir, MessageEnd::Complete);
        (self.client, self.command) = (Asks::Through, request.command);
        Step::Took(request.len)
    }

    /// Bytes of the server.
    fn answer(&mut self, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.server {
            Answers::Method => self.method(data, out),
            Answers::Reply if data.first() == Some(&1) => {
                let [_, status, ..] = data else { return Step::More };
                let outcome = if *status == 0 { Outcome::Accepted } else { Outcome::Rejected };
                out.outcome(Direction::Orig, 0, outcome);
                out.framing(Direction::Resp, 2);
                Step::Took(2)
            }
            Answers::Reply4 => self.reply(wire::reply4(data), out),
            Answers::Reply => self.reply(wire::reply5(data), out),
            Answers::Second => {
                self.reply(if data.first() == Some(&5) { wire::reply5(data) } else { wire::reply4(data) }, out)
            }
            Answers::Over => Step::Lost,
            Answers::Sealed => Step::Sealed,
        }
    }

    fn method(&mut self, data: &[u8], out: &mut dyn Outlet) -> Step {
        // Not until the client spoke is it known which version it is.
        if self.client == Asks::Greeting {
            return Step::More;
        }
        let [version, method, ..] = data else { return Step::More };
        if *version != 5 {
            return Step::Lost;
        }
        self.server = match *method {
            0 | PASSWORD => Answers::Reply,
            GSSAPI => {
                out.anomaly(Direction::Orig, Code::ChallengeLogin, "gssapi");
                out.framing(Direction::Resp, 2);
                self.server = Answers::Sealed;
                return Step::Took(2);
            }
            NONE => Answers::Over,
            _ => return Step::Lost,
        };
        out.framing(Direction::Resp, 2);
        Step::Took(2)
    }

    /// A reply: whether it is granted, and its length.
    fn reply(&mut self, reply: Piece<(bool, usize)>, out: &mut dyn Outlet) -> Step {
        let (granted, len) = match reply {
            Piece::Whole(reply) => reply,
            Piece::More => return Step::More,
            Piece::Not => return Step::Lost,
        };
        if self.client != Asks::Through {
            return Step::More;
        }
        out.framing(Direction::Resp, len);
        match self.command {
            wire::CONNECT if granted => return through(len, out),
            BIND if granted && self.server == Answers::Second => return through(len, out),
            BIND if granted => self.server = Answers::Second,
            _ => self.server = Answers::Over,
        }
        Step::Took(len)
    }
}

/// What crosses the proxy is a tunnel: the receiver is known to the proxy only.
fn through(len: usize, out: &mut dyn Outlet) -> Step {
    out.transport(&transport(PROTOCOL.name));
    Step::Through(len)
}

fn transport(tunnel: &'static str) -> TransportInfo {
    TransportInfo { protocol: PROTOCOL.name, protection: "none", tunnel, ..TransportInfo::default() }
}

/// User and password.
fn login(data: &[u8], out: &mut dyn Outlet) -> Step {
    let (user, secret, len) = match wire::login(data) {
        Piece::Whole(login) => login,
        Piece::More => return Step::More,
        Piece::Not => return Step::Lost,
    };
    let dir = Direction::Orig;
    out.begin(dir, MessageHead { place: "socks.login", ..MessageHead::default() });
    out.text(dir, "", TextFormat::Plain, user);
    if !secret.is_empty() {
        let awaits_outcome = true;
        let scheme = "password";
        out.credential(dir, Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome });
    }
    out.framing(dir, len);
    out.end(dir, MessageEnd::Complete);
    Step::Took(len)
}
