//! Oracle's protocol: TNS packets, and the strings of TTC within them.
//!
//! Connect descriptors (`oracle.connect`), refusals and redirections are text; the service becomes the record's database.
//! Of what a client sends, statements and bound strings are `oracle.query`, with the table of the statement; of what a
//! server sends, the strings of rows, of column names and of errors are `oracle.row`, one a line. Texts in UTF-8, GBK and
//! UTF-16, short and in chunks; numbers in the database's own form are written out if they have seven digits or more.
//! Lengths of two bytes, and of four since version 315.
//!
//! Logins are a challenge and its response (`challenge_login`); the user is the record's user from then on. Where the
//! native encryption of network services is negotiated, what follows is `encrypted`. TCPS is TLS from its first byte.
//!
//! Not read: which column a value stands in, as the calls of TTC differ by version and client and give no lengths of
//! their own; numbers of fewer digits, dates, LOBs beyond their text. Text in UTF-16 that reads as ASCII as well is taken
//! for that. There is no published specification: this follows what Oracle's own open-source client sends and reads.
//!
//! After a gap the rest of the packet is scanned for strings, the next one is found by its length or its head. Limits:
//! packets other than data are held up to 8 KiB, longer ones are scanned as text.

mod packet;
mod probe;
mod strings;
mod talk;
#[cfg(test)]
mod tests;

use super::step::{Stride, strides};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::coverage::State as Coverage;
use crate::finding::TransportInfo;
use crate::message::{About, DbInfo, Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use packet::{ACCEPT, CONNECT, DATA, HEAD, Head, LARGE, MARKER, REDIRECT, REFUSE};
use std::sync::Arc;
use strings::Scanner;
use talk::Talk;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "oracle",
    title: "Oracle (TNS): statements, strings of rows",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|_, _| Box::<OracleParser>::default()),
};

/// Longest packet that is held.
const HELD: usize = 8 << 10;
/// Bytes of flags in front of data, and of what tells a negotiation of network services.
const FLAGS: usize = 2;
const OPENING: usize = FLAGS + 4;
/// Bytes that tell a packet behind a gap.
const NEEDED: usize = HEAD + 4;

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default)]
enum At {
    /// Before a packet.
    #[default]
    Head,
    /// In data, so many bytes before its end.
    Data(usize),
    /// In a packet that is scanned as text.
    Text(usize),
    /// In encrypted data.
    Sealed(usize),
    /// Looking for a packet behind a gap.
    Astray,
}

#[derive(Debug, Default)]
struct Lane {
    at: At,
    scanner: Scanner,
    /// A message of what is scanned as it is is open.
    open: bool,
    /// Bytes that were shown and not consumed.
    waiting: usize,
}

enum Step {
    /// Bytes that were read.
    Took(usize),
    /// Bytes that are accounted for already.
    Told(usize),
    More,
    Lost,
}

/// The parser of one connection.
#[derive(Debug, Default)]
pub struct OracleParser {
    lanes: Pair<Lane>,
    client: Option<Direction>,
    /// Lengths have four bytes, once it is known.
    large: Option<bool>,
    encrypted: bool,
    talk: Option<Talk>,
    requests: u32,
    service: String,
    user: String,
    table: String,
    /// The login was told.
    login: bool,
}

impl Parser for OracleParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let stride = |rest: &[u8]| match self.step(dir, rest, out) {
            Step::Took(used) => {
                out.framing(dir, used);
                Stride::Took(used)
            }
            Step::Told(used) => Stride::Took(used),
            Step::More => Stride::More,
            Step::Lost => Stride::Lost,
        };
        let Some(done) = strides(data, stride) else {
            self.cut(Direction::Orig, MessageEnd::Cut, out);
            self.cut(Direction::Resp, MessageEnd::Cut, out);
            return Progress::Lost;
        };
        self.lane(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let missing = len.saturating_add(std::mem::take(&mut self.lane(dir).waiting) as u64);
        let missing = usize::try_from(missing).unwrap_or(usize::MAX);
        let at = self.lane(dir).at;
        self.cut(dir, MessageEnd::Cut, out);
        let left = match at {
            At::Data(left) | At::Text(left) | At::Sealed(left) => left,
            At::Head | At::Astray => 0,
        };
        self.lane(dir).at = match (at, left.checked_sub(missing)) {
            (_, None) => At::Astray,
            (_, Some(0)) => At::Head,
            (At::Data(_), Some(left)) => At::Data(left),
            (At::Sealed(_), Some(left)) => At::Sealed(left),
            (_, Some(left)) => At::Text(left),
        };
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let whole = matches!(self.lane(dir).at, At::Head) && self.lane(dir).waiting == 0;
        self.cut(dir, if whole { MessageEnd::Complete } else { MessageEnd::Cut }, out);
    }
}

impl OracleParser {
    fn lane(&mut self, dir: Direction) -> &mut Lane {
        self.lanes.of_mut(dir)
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match std::mem::take(&mut self.lane(dir).at) {
            At::Head => self.start(dir, data, out),
            At::Data(left) => {
                let len = left.min(data.len());
                self.words(dir, data.get(..len).unwrap_or(data), out);
                self.lane(dir).at = if left == len { At::Head } else { At::Data(left - len) };
                Step::Took(len)
            }
            At::Text(left) => {
                let len = left.min(data.len());
                self.raw(dir, data.get(..len).unwrap_or(data), out);
                if left == len {
                    self.close(dir, out);
                } else {
                    self.lane(dir).at = At::Text(left - len);
                }
                Step::Told(len)
            }
            At::Sealed(left) => {
                let len = left.min(data.len());
                out.sealed(dir, len, Coverage::Encrypted);
                self.lane(dir).at = if left == len { At::Head } else { At::Sealed(left - len) };
                Step::Told(len)
            }
            At::Astray => self.find(dir, data, out),
        }
    }

    /// A packet begins.
    fn start(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(first) = data.first_chunk::<HEAD>() else { return Step::More };
        let Some(head) = Head::read(*first, self.large) else { return Step::Lost };
        let asks = match head.kind {
            CONNECT => Some(true),
            ACCEPT | REFUSE | REDIRECT => Some(false),
            _ => None,
        };
        let client = *self.client.get_or_insert(match asks {
            Some(true) => dir,
            Some(false) => dir.reverse(),
            None => Direction::Orig,
        });
        if asks.is_some_and(|asks| asks != (client == dir)) {
            return Step::Lost;
        }
        if head.kind == DATA {
            return self.data(dir, head, data, out);
        }
        if head.len > HELD {
            self.lane(dir).at = At::Text(head.len - HEAD);
            return Step::Took(HEAD);
        }
        let Some(packet) = data.get(..head.len) else { return Step::More };
        self.whole(dir, head, packet, out);
        Step::Took(head.len)
    }

    /// A whole packet that is no data.
    fn whole(&mut self, dir: Direction, head: Head, packet: &[u8], out: &mut dyn Outlet) {
        match head.kind {
            CONNECT => {
                if let Some(text) = packet::descriptor(packet) {
                    self.descriptor(dir, "oracle.connect", text, out);
                }
            }
            ACCEPT => self.large = packet::accepted(packet).map(|version| version >= LARGE),
            REFUSE => self.descriptor(dir, "oracle.refuse", packet::notice(packet, head.kind), out),
            REDIRECT => self.descriptor(dir, "oracle.redirect", packet::notice(packet, head.kind), out),
            _ => {}
        }
    }

    /// A descriptor, or what a listener says.
    fn descriptor(&mut self, dir: Direction, place: &'static str, text: &[u8], out: &mut dyn Outlet) {
        if text.is_empty() {
            return;
        }
        if let Some(service) = packet::value(text, "SERVICE_NAME").or_else(|| packet::value(text, "SID")) {
            self.service = strings::name(service);
        }
        let about = About::Db(Arc::new(DbInfo { database: self.service.clone(), ..DbInfo::default() }));
        out.begin(dir, MessageHead { place, tx: self.requests, about, ..MessageHead::default() });
        out.derived(dir, text);
        out.end(dir, MessageEnd::Complete);
    }

    /// The head of a packet of data.
    fn data(&mut self, dir: Direction, head: Head, data: &[u8], out: &mut dyn Outlet) -> Step {
        let body = head.len - HEAD;
        if body < FLAGS {
            return Step::Lost;
        }
        let looks = body.min(OPENING);
        let Some(opening) = data.get(HEAD + FLAGS..HEAD + looks) else { return Step::More };
        let services = opening == [0xde, 0xad, 0xbe, 0xef];
        if services || matches!(opening, b"(DES" | b"(ADD") {
            if body > HELD {
                self.lane(dir).at = At::Text(body);
                return Step::Took(HEAD);
            }
            let Some(payload) = data.get(HEAD + FLAGS..head.len) else { return Step::More };
            if services {
                self.services(dir, payload, out);
            } else {
                let place = if self.client == Some(dir) { "oracle.connect" } else { "oracle.redirect" };
                self.descriptor(dir, place, payload, out);
            }
            return Step::Took(head.len);
        }
        if self.encrypted {
            self.lane(dir).at = At::Sealed(body);
            return Step::Took(HEAD);
        }
        if body > FLAGS {
            self.lane(dir).at = At::Data(body - FLAGS);
        }
        Step::Took(HEAD + FLAGS)
    }

    /// A negotiation of network services: the server tells what it chose.
    fn services(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) {
        if self.client == Some(dir) || self.encrypted {
            return;
        }
        let protection = match packet::encryption(payload) {
            None | Some(0) => return,
            // RC4 and DES.
            Some(1..=3 | 6 | 8 | 10) => "weak",
            Some(_) => "unknown",
        };
        self.encrypted = true;
        out.transport(&TransportInfo { protocol: "oracle", protection, upgrade: "used", ..TransportInfo::default() });
    }

    /// Data: strings.
    fn words(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        if self.talk.as_ref().is_some_and(|talk| talk.dir != dir) {
            self.over(MessageEnd::Complete, out);
        }
        if self.talk.is_none() {
            let asks = self.client == Some(dir);
            let tx = if asks { self.requests } else { self.requests.saturating_sub(1) };
            self.requests = self.requests.saturating_add(u32::from(asks));
            let table = if asks { String::new() } else { self.table.clone() };
            let (database, user) = (self.service.clone(), self.user.clone());
            self.talk = Some(Talk::new(dir, asks, tx, DbInfo { database, table, user, ..DbInfo::default() }));
        }
        let Self { lanes, talk, .. } = self;
        let Some(talk) = talk else { return };
        lanes.of_mut(dir).scanner.push(piece, |found| {
            talk.take(found);
            talk.spill(out);
        });
    }

    /// Ends what the side that spoke last said.
    fn over(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        let Some(mut talk) = self.talk.take() else { return };
        let dir = talk.dir;
        self.lane(dir).scanner.end(|found| talk.take(found));
        if let Some(user) = &talk.login {
            self.user.clone_from(user);
            if !std::mem::replace(&mut self.login, true) {
                out.anomaly(dir, Code::ChallengeLogin, "o5logon");
            }
        }
        if !talk.table().is_empty() {
            talk.table().clone_into(&mut self.table);
        }
        talk.end(end, out);
    }

    /// Looks for a packet. What stands before it is scanned as it is.
    fn find(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut at = 0;
        let found = loop {
            let Some(rest) = data.get(at..).filter(|rest| rest.len() >= NEEDED) else { break false };
            if starts(rest, self.large) {
                break true;
            }
            at += 1;
        };
        if at > 0 {
            self.raw(dir, data.get(..at).unwrap_or_default(), out);
        }
        if found {
            self.close(dir, out);
            out.anomaly(dir, Code::ParserResync, "a packet begins");
            return Step::Told(at);
        }
        self.lane(dir).at = At::Astray;
        if at == 0 { Step::More } else { Step::Told(at) }
    }

    fn raw(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.lane(dir).open, true) {
            if self.talk.as_ref().is_some_and(|talk| talk.dir == dir) {
                self.over(MessageEnd::Cut, out);
            }
            out.begin(dir, MessageHead { place: "oracle", tx: self.requests, ..MessageHead::default() });
        }
        out.body(dir, piece);
    }

    fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.lane(dir).open) {
            out.end(dir, MessageEnd::Cut);
        }
    }

    /// Ends what is open of a direction.
    fn cut(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        self.close(dir, out);
        if self.talk.as_ref().is_some_and(|talk| talk.dir == dir) {
            self.over(end, out);
        }
        self.lane(dir).at = At::Head;
    }
}

/// True if a packet of data with a message of TTC, or a marker, surely begins here.
fn starts(data: &[u8], large: Option<bool>) -> bool {
    let head = data.first_chunk::<HEAD>().and_then(|head| Head::read(*head, large));
    match (head.map(|head| head.kind), data.get(HEAD..HEAD + 3)) {
        (Some(DATA), Some([high, _, kind])) => *high <= 0x20 && matches!(kind, 1..=0x22),
        (Some(MARKER), Some([1, 0, 1 | 2])) => true,
        _ => false,
    }
}
