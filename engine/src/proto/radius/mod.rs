//! RADIUS (RFC 2865, 2866, 2869, 5176) over UDP: who logs in from where, as named attributes.
//!
//! Texts stand under the name of their attribute, those of vendors under theirs or the numbers of vendor and attribute
//! (`vendor-9-1`); the identity within EAP (RFC 3748 §5.1) is `eap-identity`. Passwords cannot be read: User-Password is
//! hidden with the secret that client and server share (RFC 2865 §5.2), CHAP, MS-CHAP and EAP are challenge-response; each
//! is an anomaly, Access-Accept and Access-Reject are the outcome.
//!
//! Attributes that are numbers, addresses or digests by definition are not told. A datagram that does not parse is scanned raw. Refuses RADIUS over TCP, TLS and DTLS.
//!
//! Limits: `Limits::pipeline_depth` requests that wait for their response, 4,096 bytes of a packet (RFC 2865 §3).

mod attribute;
mod probe;

#[cfg(test)]
mod tests;

use super::fields::{line, tells};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use attribute::{Attribute, HEADER};
use std::collections::VecDeque;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "radius",
    title: "RADIUS: users and stations by attribute",
    transports: &[Transport::Udp],
    probe: probe::probe,
    parser: Some(make),
};

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(RadiusParser { depth: limits.pipeline_depth, ..RadiusParser::default() })
}

/// The parser of one flow.
#[derive(Debug, Default)]
pub struct RadiusParser {
    depth: usize,
    /// Identifiers of requests that wait for their response, with their transactions; the oldest is forgotten first.
    waiting: VecDeque<(u8, u32)>,
    next_tx: u32,
    /// Working memory: names and values.
    lines: Vec<u8>,
}

impl Parser for RadiusParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        match attribute::read(data) {
            Some((code, id, attributes, rest)) => {
                self.packet(dir, (code, id), attributes, rest, out);
                out.framing(dir, data.len());
                out.end(dir, MessageEnd::Complete);
            }
            None => self.raw(dir, data, out),
        }
        Progress::Consumed(data.len())
    }

    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }

    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

impl RadiusParser {
    /// Begins a message and tells what stands in it.
    fn packet(&mut self, dir: Direction, (code, id): (u8, u8), attributes: &[u8], rest: &[u8], out: &mut dyn Outlet) {
        const REQUESTS: [u8; 5] = [1, 4, 12, 40, 43];
        let request = REQUESTS.contains(&code);
        let tx = self.transaction(request, id);
        let outcome = match code {
            2 => Some(Outcome::Accepted),
            3 => Some(Outcome::Rejected),
            _ => None,
        };
        if let Some(outcome) = outcome {
            out.outcome(dir.reverse(), tx, outcome);
        }
        let place = if request { "radius.request" } else { "radius.response" };
        out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
        self.attributes(dir, attributes, request, out);
        if tells(rest) {
            out.text(dir, "", TextFormat::Plain, rest);
        }
    }

    fn attributes(&mut self, dir: Direction, attributes: &[u8], request: bool, out: &mut dyn Outlet) {
        self.lines.clear();
        let mut challenge = None;
        let mut eap = Vec::new();
        attribute::each(attributes, &mut |told| match told {
            Attribute::Hidden(how) if request => challenge = challenge.or(Some(how)),
            Attribute::Hidden(_) => {}
            Attribute::Eap(piece) => eap.extend_from_slice(piece),
            Attribute::Text(name, value) => {
                if tells(value) {
                    line(&mut self.lines, name.as_bytes(), value);
                }
            }
        });
        if let Some(identity) = attribute::identity(&eap) {
            line(&mut self.lines, b"eap-identity", identity);
        }
        if !eap.is_empty() && request {
            challenge = challenge.or(Some("eap"));
        }
        if let Some(how) = challenge {
            out.anomaly(dir, Code::ChallengeLogin, how);
        }
        if !self.lines.is_empty() {
            out.text(dir, "attribute", TextFormat::Headers, &self.lines);
        }
    }

    /// The transaction of a packet: a response has that of its request, and so has a request that is sent again.
    fn transaction(&mut self, request: bool, id: u8) -> u32 {
        if let Some(at) = self.waiting.iter().position(|(known, _)| *known == id)
            && let Some((_, tx)) = if request { self.waiting.get(at).copied() } else { self.waiting.remove(at) }
        {
            return tx;
        }
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        if request {
            if self.waiting.len() >= self.depth {
                self.waiting.pop_front();
            }
            self.waiting.push_back((id, tx));
        }
        tx
    }

    /// What does not parse.
    fn raw(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        out.begin(dir, MessageHead { place: "radius", tx, ..MessageHead::default() });
        let detail = if data.len() < HEADER { "header" } else { "attributes" };
        out.anomaly(dir, Code::HeaderMalformed, detail);
        if !data.is_empty() {
            out.body(dir, data);
        }
        out.end(dir, MessageEnd::Complete);
    }
}
