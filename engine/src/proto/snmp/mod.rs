//! SNMP v1, v2c and v3 over UDP (RFC 1157, 3416, 3412): communities, users, and the texts of what is asked and answered.
//!
//! Texts stand under the OID of their variable. A community (RFC 3584 §5) is a login without a user, told once for a flow;
//! it is accepted if the same request is answered without an authorisation error, for agents do not answer a wrong one.
//! Of version 3 (RFC 3414) the user is told; authentication shows no secret (an anomaly), an encrypted PDU is encrypted,
//! any other is read.
//!
//! Numbers, addresses and OIDs as values are not told; long binary strings are content of their own. A message that
//! does not parse is scanned raw. Refuses SNMP over TCP, TLS and DTLS.
//!
//! Limits: [`VARIABLES`] variables of a message, [`COMMUNITIES`] communities of a flow, `Limits::pipeline_depth` requests
//! that wait for their response.

mod message;
mod probe;

#[cfg(test)]
mod tests;

use super::fields::{line, tells};
use super::values::{self, Kind};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use message::{Message, Pdu, Security};
use std::collections::VecDeque;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "snmp",
    title: "SNMP v1, v2c, v3: communities, users, variables",
    transports: &[Transport::Udp],
    probe: probe::probe,
    parser: Some(make),
};

/// Variables of a message that are told.
const VARIABLES: usize = 4096;
/// Communities of a flow that are told.
const COMMUNITIES: usize = 64;
/// A binary value up to this size is an identifier, and no document of its own.
const IDENTIFIER: usize = 32;

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(SnmpParser { depth: limits.pipeline_depth, ..SnmpParser::default() })
}

/// The parser of one flow.
#[derive(Debug, Default)]
pub struct SnmpParser {
    depth: usize,
    /// Ids of requests that wait for their response, with their transactions; the oldest is forgotten first.
    waiting: VecDeque<(u32, u32)>,
    next_tx: u32,
    communities: Vec<Community>,
    /// Something was readable.
    plain: bool,
    /// Working memory: names and values; the name in hand.
    lines: Vec<u8>,
    name: Vec<u8>,
}

/// A community, and whether its outcome is known.
#[derive(Debug)]
struct Community {
    name: Vec<u8>,
    tx: u32,
    settled: bool,
}

impl Parser for SnmpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        match message::read(data) {
            Some(message) => self.message(dir, data, &message, out),
            None => self.raw(dir, data, out),
        }
        Progress::Consumed(data.len())
    }

    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }

    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

impl SnmpParser {
    fn message(&mut self, dir: Direction, data: &[u8], message: &Message<'_>, out: &mut dyn Outlet) {
        let pdu = &message.pdu;
        let (tx, known) = self.transaction(pdu.as_ref());
        let place = match pdu.as_ref().map(|pdu| pdu.kind) {
            Some(Pdu::RESPONSE | Pdu::REPORT) => "snmp.response",
            Some(Pdu::TRAP_1 | Pdu::TRAP_2) => "snmp.trap",
            Some(_) => "snmp.request",
            None => "snmp.message",
        };
        self.protection(message, out);
        out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
        match message.security {
            Security::Community(name) => {
                if let Some(pdu) = pdu {
                    self.community(dir, name, pdu, (tx, known), out);
                }
            }
            Security::User { name, authenticated } => {
                if authenticated {
                    out.anomaly(dir, Code::ChallengeLogin, "usm");
                }
                if tells(name) {
                    out.text(dir, "user", TextFormat::Plain, name);
                }
            }
        }
        out.framing(dir, data.len().saturating_sub(message.encrypted));
        if message.encrypted > 0 {
            out.sealed(dir, message.encrypted, State::Encrypted);
        }
        if tells(message.rest) {
            out.text(dir, "", TextFormat::Plain, message.rest);
        }
        let documents = pdu.as_ref().map(|pdu| self.variables(dir, pdu, out)).unwrap_or_default();
        out.end(dir, MessageEnd::Complete);
        for document in documents {
            out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
            out.derived(dir, document);
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// The transaction of a message, and whether it answers a request that was seen.
    fn transaction(&mut self, pdu: Option<&Pdu<'_>>) -> (u32, bool) {
        let answers = pdu.filter(|pdu| matches!(pdu.kind, Pdu::RESPONSE | Pdu::REPORT));
        if let Some(pdu) = answers
            && let Some(at) = self.waiting.iter().position(|(id, _)| *id == pdu.id)
            && let Some((_, tx)) = self.waiting.remove(at)
        {
            return (tx, true);
        }
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        if let Some(pdu) = pdu.filter(|pdu| pdu.is_request()) {
            if self.waiting.len() >= self.depth {
                self.waiting.pop_front();
            }
            self.waiting.push_back((pdu.id, tx));
        }
        (tx, false)
    }

    /// A community is told with the first message that has it, be it an answer; the first answer to a request that had
    /// it judges it.
    fn community(
        &mut self,
        dir: Direction,
        name: &[u8],
        pdu: &Pdu<'_>,
        (tx, known): (u32, bool),
        out: &mut dyn Outlet,
    ) {
        const AUTHORIZATION_ERROR: u32 = 16;
        if pdu.kind == Pdu::RESPONSE {
            let community = self.communities.iter_mut().find(|community| community.name == name);
            if let Some(community) = community.filter(|community| known && !community.settled) {
                community.settled = true;
                let rejected = pdu.error == AUTHORIZATION_ERROR;
                let outcome = if rejected { Outcome::Rejected } else { Outcome::Accepted };
                out.outcome(dir.reverse(), community.tx, outcome);
            }
        }
        if name.is_empty() || self.communities.iter().any(|community| community.name == name) {
            return;
        }
        if self.communities.len() >= COMMUNITIES {
            return out.anomaly(dir, Code::PartsLimit, "communities");
        }
        let awaits_outcome = pdu.is_request();
        let scheme = "community";
        out.credential(dir, Credential { scheme, user: b"", secret: name, path: "", confidence: 95, awaits_outcome });
        self.communities.push(Community { name: name.to_vec(), tx, settled: !awaits_outcome });
    }

    /// Tells texts by their OID; what is no text is returned.
    fn variables<'a>(&mut self, dir: Direction, pdu: &Pdu<'a>, out: &mut dyn Outlet) -> Vec<&'a [u8]> {
        let mut documents = Vec::new();
        self.lines.clear();
        let mut left = VARIABLES;
        for (name, value) in pdu.texts() {
            let Some(less) = left.checked_sub(1) else {
                out.anomaly(dir, Code::PartsLimit, "variables");
                break;
            };
            left = less;
            match values::kind(value) {
                Kind::Document if value.len() > IDENTIFIER => documents.push(value),
                _ if tells(value) => {
                    self.name.clear();
                    message::dotted(name, &mut self.name);
                    line(&mut self.lines, &self.name, value);
                }
                _ => {}
            }
        }
        if !self.lines.is_empty() {
            out.text(dir, "varbind", TextFormat::Headers, &self.lines);
        }
        documents
    }

    /// Says what protects the flow: nothing, once anything was readable.
    fn protection(&mut self, message: &Message<'_>, out: &mut dyn Outlet) {
        let told =
            |protection| TransportInfo { protocol: "snmp", protection, upgrade: "none", ..TransportInfo::default() };
        let discovers = matches!(message.security, Security::User { name: b"", .. });
        let readable =
            message.encrypted == 0 && !discovers && message.pdu.as_ref().is_some_and(|pdu| pdu.kind != Pdu::REPORT);
        if readable && !self.plain {
            self.plain = true;
            out.transport(&told("none"));
        } else if message.encrypted > 0 && !self.plain {
            out.transport(&told("unknown"));
        }
    }

    /// What does not parse.
    fn raw(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        out.begin(dir, MessageHead { place: "snmp.message", tx, ..MessageHead::default() });
        out.anomaly(dir, Code::HeaderMalformed, "message");
        if data.is_empty() {
            return out.end(dir, MessageEnd::Complete);
        }
        out.body(dir, data);
        out.end(dir, MessageEnd::Complete);
    }
}
