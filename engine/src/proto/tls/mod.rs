//! TLS 1.0–1.3, SSL 2.0/3.0 and TLCP (GB/T 38636): reads the hellos, says what protects the flow, then gets out of the
//! way.
//!
//! A direction is bypassed with its first protected record; nothing of it is looked at after that. Only suites without
//! encryption keep the parser at work: their records are readable and are handed on as the body of a message. Certificates
//! are told where they are in the clear (up to TLS 1.2, and TLCP). Handshake memory is bounded by `Limits::head_bytes` per
//! direction, a chain by 16 certificates.

pub mod exchange;
pub mod handshake;
pub mod hello;
pub mod judge;
pub mod observe;
pub mod record;
pub mod suites;
mod tor;

mod probe;

use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::fingerprint::Carrier;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use handshake::{Handshake, Yield};
use observe::Observation;
use record::{Header, Parsed};
use suites::Suite;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "tls",
    title: "TLS 1.0-1.3, SSL 2.0/3.0, TLCP: what protects a flow",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(TlsParser::new(limits))),
};

/// Parses the clear part of a TLS flow.
#[derive(Debug)]
pub struct TlsParser {
    limit: usize,
    sides: Pair<Side>,
    seen: Observation,
    /// True once a hello or enough records were seen: it is TLS beyond doubt.
    known: bool,
}

#[derive(Debug, Default)]
struct Side {
    started: bool,
    handshake: Handshake,
    /// All that follows is protected.
    blind: bool,
    /// Records carry readable payload behind a null cipher.
    readable: bool,
    /// A message is open in this direction.
    open: bool,
}

/// What one record came to.
enum Step {
    /// So many bytes were clear handshake.
    Handshake(usize),
    /// So many bytes were accounted for already.
    Told(usize),
    /// Show it again with more behind it.
    More,
    /// From here on it is protected.
    Sealed,
    /// It is not TLS, or broken.
    Wrong(&'static str),
}

impl TlsParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limit: limits.head_bytes,
            sides: Pair::default(),
            seen: Observation::new("tls", Carrier::Stream),
            known: false,
        }
    }

    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    fn is_null(&self) -> bool {
        self.seen.suite.is_some_and(Suite::is_null)
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if !self.side(dir).started && data.first().is_some_and(|first| first & 0x80 != 0) {
            return self.old_hello(dir, data, out);
        }
        let header = match record::header(data) {
            Parsed::Header(header) => header,
            Parsed::Short => return Step::More,
            Parsed::Wrong => return Step::Wrong("record header"),
        };
        let total = record::HEADER + header.len;
        if header.kind == record::APPLICATION && !self.is_null() {
            return self.application(header, data.get(total..), out);
        }
        let Some(payload) = data.get(record::HEADER..total) else {
            return Step::More;
        };
        self.side(dir).started = true;
        match header.kind {
            record::HANDSHAKE if !self.side(dir).readable => self.handshake(dir, payload, total, out),
            record::CHANGE_CIPHER_SPEC if self.is_null() => {
                self.side(dir).readable = true;
                Step::Handshake(total)
            }
            record::CHANGE_CIPHER_SPEC if self.seen.retrying => Step::Handshake(total),
            record::CHANGE_CIPHER_SPEC => {
                if self.seen.keyed(dir) {
                    out.transport(&self.seen.info);
                }
                self.learn(out);
                Step::Sealed
            }
            record::APPLICATION => self.readable(dir, payload, out),
            record::ALERT if header.len > 2 && !self.side(dir).readable => {
                if self.known {
                    Step::Sealed
                } else {
                    Step::Wrong("alert")
                }
            }
            _ => Step::Handshake(total),
        }
    }

    /// SSL 2.0 messages have a two-byte header with the top bit set.
    fn old_hello(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if record::is_v2_server_hello(data) {
            return self.old_server_hello(dir, data, out);
        }
        if data.len() < 7 && matches!(data.get(2), Some(4)) {
            return Step::More;
        }
        match record::v2_client_hello(data) {
            Ok(hello) if data.len() < hello.len => Step::More,
            Ok(hello) => {
                self.side(dir).started = true;
                self.seen.old_client_hello(dir, hello.version);
                self.learn(out);
                Step::Handshake(hello.len)
            }
            Err(Parsed::Short) => Step::More,
            Err(_) => Step::Wrong("SSLv2 header"),
        }
    }

    /// The server speaks SSL 2.0 itself: its certificate is all that is still to be learnt.
    fn old_server_hello(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let certificate = record::v2_certificate(data);
        if let Ok(der) = certificate {
            self.seen.certificate(der, out);
        }
        self.known = true;
        self.seen.info.version = judge::version_name(record::SSL2);
        self.seen.info.protection = "weak";
        self.side(dir.reverse()).blind = true;
        out.transport(&self.seen.info);
        if certificate == Err(Parsed::Short) { Step::More } else { Step::Sealed }
    }

    /// Application data under a real cipher; `behind` is what follows the record, if the record is whole.
    fn application(&mut self, header: Header, behind: Option<&[u8]>, out: &mut dyn Outlet) -> Step {
        if self.known {
            return Step::Sealed;
        }
        match behind.map(record::header) {
            None | Some(Parsed::Short) => Step::More,
            Some(Parsed::Header(next)) if next.continues(header) => {
                self.learn(out);
                Step::Sealed
            }
            Some(_) => Step::Wrong("application data"),
        }
    }

    /// Notes that this is TLS, and says so.
    fn learn(&mut self, out: &mut dyn Outlet) {
        if !self.known {
            self.known = true;
            out.transport(&self.seen.info);
        }
    }

    fn handshake(&mut self, dir: Direction, payload: &[u8], total: usize, out: &mut dyn Outlet) -> Step {
        let mut rest = payload;
        let limit = self.limit;
        while let Some(event) = self.side(dir).handshake.next(&mut rest, limit) {
            match event {
                Yield::Message(kind, body) => {
                    if self.seen.message(dir, kind, &body, out).is_none() {
                        return Step::Wrong("hello");
                    }
                    self.known = true;
                }
                Yield::TooLong(kind) => {
                    out.anomaly(dir, Code::HeadTooLong, "TLS handshake message");
                    self.seen.passed_over(dir, kind);
                    self.known = true;
                    out.transport(&self.seen.info);
                }
                // A renegotiation under protection, or a record in the middle of one.
                Yield::Unknown if self.known => return Step::Sealed,
                Yield::Unknown => return Step::Wrong("handshake type"),
            }
        }
        Step::Handshake(total)
    }

    /// A record behind a null cipher: its payload ends with the MAC.
    fn readable(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) -> Step {
        let mac = self.seen.suite.map_or(0, |suite| suite.digest.len()).min(payload.len());
        let (content, _) = payload.split_at_checked(payload.len() - mac).unwrap_or((payload, &[]));
        if !self.side(dir).open {
            self.side(dir).open = true;
            out.begin(dir, MessageHead { place: "tls", ..MessageHead::default() });
        }
        out.framing(dir, record::HEADER + mac);
        out.body(dir, content);
        Step::Told(record::HEADER + payload.len())
    }

    fn blind(&mut self, dir: Direction) -> Progress {
        let side = self.side(dir);
        side.blind = true;
        side.handshake.clear();
        Progress::Bypass(State::Encrypted)
    }
}

impl Parser for TlsParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut consumed = 0;
        // Accounted at the end: a bypass takes everything shown in this call.
        let mut clear = 0;
        while !self.side(dir).blind {
            let Some(rest) = data.get(consumed..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            match self.step(dir, rest, out) {
                Step::Handshake(n) => {
                    consumed += n;
                    clear += n;
                }
                Step::Told(n) => consumed += n,
                Step::More => break,
                Step::Sealed => self.side(dir).blind = true,
                // What stands before the damage is accounted first; it is met again with the next call.
                Step::Wrong(_) if consumed > 0 => break,
                Step::Wrong(what) => {
                    out.anomaly(dir, Code::TlsMalformed, what);
                    return Progress::Lost;
                }
            }
        }
        if self.side(dir).blind {
            return self.blind(dir);
        }
        if clear > 0 {
            out.sealed(dir, clear, State::Encrypted);
        }
        Progress::Consumed(consumed)
    }

    fn on_gap(&mut self, dir: Direction, _: u64, out: &mut dyn Outlet) -> bool {
        if self.known && !self.is_null() {
            // The rest of the handshake cannot be aligned again, and what follows it is protected anyway.
            self.side(dir).blind = true;
            return true;
        }
        self.finish(dir, MessageEnd::Cut, out);
        false
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.finish(dir, MessageEnd::Complete, out);
    }
    fn held(&self) -> usize {
        self.sides.iter().map(|side| side.handshake.held()).sum()
    }
}

impl TlsParser {
    fn finish(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.side(dir).open) {
            out.end(dir, end);
        }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod oracle;
