//! DNS over UDP, TCP and QUIC (RFC 1035, 6891, 9250): the names and texts of every message, and tunnels in them.
//!
//! The name that a query asks for is told with the query, and not a second time with its response, if both were seen.
//! Values that are spread over two names of one domain are put together, if they follow one another in one flow.
//!
//! A message that does not parse is scanned raw; over TCP the length prefix (RFC 1035 §4.2.2) keeps the place.

pub mod message;
pub mod name;
pub mod tunnel;

mod probe;
mod quic;

pub use quic::QUIC;

use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::pair::Pair;
use message::{Content, HEADER, Header};
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use tunnel::Trail;

/// Registry entry for TCP.
pub const TCP: Protocol = Protocol {
    name: "dns",
    title: "DNS over TCP: names, texts, tunnels",
    transports: &[Transport::Tcp],
    probe: probe::tcp,
    parser: Some(|limits, _| Box::new(DnsParser::new(limits, Transport::Tcp))),
};

/// Registry entry for UDP (mDNS and LLMNR included).
pub const UDP: Protocol = Protocol {
    name: "dns",
    title: "DNS over UDP: names, texts, tunnels",
    transports: &[Transport::Udp],
    probe: probe::udp,
    parser: Some(|limits, _| Box::new(DnsParser::new(limits, Transport::Udp))),
};

/// Bytes of the length before a message over TCP.
const PREFIX: usize = 2;

/// What is kept of a query until its response comes.
#[derive(Clone, Copy, Debug)]
struct Query {
    id: u16,
    tx: u32,
    /// Stands for the name that it asks for first: the response says that again.
    name: Option<u64>,
}

/// Parses the messages of one flow.
#[derive(Debug)]
pub struct DnsParser {
    transport: Transport,
    depth: usize,
    /// Queries that wait for their response; the oldest is forgotten first.
    waiting: VecDeque<Query>,
    next_tx: u32,
    told: bool,
    trails: Pair<Trail>,
}

impl DnsParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits, transport: Transport) -> Self {
        Self {
            transport,
            depth: limits.pipeline_depth,
            waiting: VecDeque::new(),
            next_tx: 0,
            told: false,
            trails: Pair::default(),
        }
    }

    /// The transaction of a message: a response has that of its query, whose name it need not tell again.
    fn transaction(&mut self, header: Header, content: &mut Content) -> u32 {
        if header.is_response()
            && let Some(place) = self.waiting.iter().position(|query| query.id == header.id)
            && let Some(query) = self.waiting.remove(place)
        {
            if content.names.first().is_some_and(|name| query.name == Some(stand_in(name))) {
                content.names.remove(0);
            }
            return query.tx;
        }
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        if !header.is_response() {
            if self.waiting.len() >= self.depth {
                self.waiting.pop_front();
            }
            self.waiting.push_back(Query { id: header.id, tx, name: content.names.first().map(stand_in) });
        }
        tx
    }

    /// One message; `framing` is what stands before it.
    fn message(&mut self, dir: Direction, data: &[u8], framing: usize, out: &mut dyn Outlet) {
        if !self.told {
            self.told = true;
            out.transport(&transport(""));
        }
        let head = |place, tx| MessageHead { place, tx, ..MessageHead::default() };
        if let Some((header, mut content)) = message::read(data) {
            let place = if header.is_response() { "dns.response" } else { "dns.query" };
            out.begin(dir, head(place, self.transaction(header, &mut content)));
            tell(dir, &content, self.trails.of_mut(dir), out);
        } else {
            let tx = self.next_tx;
            self.next_tx = tx.wrapping_add(1);
            out.begin(dir, head("dns.query", tx));
            out.anomaly(dir, Code::DnsMalformed, "message");
            out.text(dir, "", TextFormat::Plain, data);
        }
        out.framing(dir, framing + data.len());
        out.end(dir, MessageEnd::Complete);
    }
}

/// A keyless hash that nobody finds a second name for.
fn stand_in(name: &name::Name) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

fn transport(tunnel: &'static str) -> TransportInfo {
    TransportInfo { protocol: "dns", protection: "none", tunnel, ..TransportInfo::default() }
}

fn tell(dir: Direction, content: &Content, trail: &mut Trail, out: &mut dyn Outlet) {
    let names: Vec<_> = content.names.iter().map(name::Name::readable).collect();
    let names = names.join(&b'\n');
    for (part, text) in [("qname", &names), ("txt", &content.txt), ("rdata", &content.rdata)] {
        if !text.is_empty() {
            out.text(dir, part, TextFormat::Plain, text);
        }
    }
    for name in &content.names {
        if let Some(suffix) = tunnel::suffix_of_tunnel(name) {
            out.anomaly(dir, Code::DnsTunnel, &suffix);
            out.transport(&transport("dns"));
        }
        let Some(joined) = tunnel::joined(name) else {
            continue;
        };
        out.text(dir, "qname[joined]", TextFormat::Plain, &joined);
        let (goes_on, seam) = trail.follow(name, &joined);
        if let Some(text) = tunnel::base32_text(&joined, goes_on) {
            out.text(dir, "qname[base32]", TextFormat::Plain, &text);
        }
        if let Some(text) = seam {
            out.text(dir, "qname[seam]", TextFormat::Plain, &text);
        }
    }
}

impl Parser for DnsParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.transport == Transport::Udp {
            self.message(dir, data, 0, out);
            return Progress::Consumed(data.len());
        }
        let mut consumed = 0;
        while let Some((prefix, rest)) = data.get(consumed..).and_then(<[u8]>::split_first_chunk::<PREFIX>) {
            let len = usize::from(u16::from_be_bytes(*prefix));
            if len < HEADER {
                if consumed > 0 {
                    break;
                }
                out.anomaly(dir, Code::DnsMalformed, "length prefix");
                return Progress::Lost;
            }
            let Some(message) = rest.get(..len) else {
                break;
            };
            self.message(dir, message, PREFIX, out);
            consumed += PREFIX + len;
        }
        Progress::Consumed(consumed)
    }
    fn rests(&self) -> bool {
        // A value that is spread over names may go on in the next one.
        self.next_tx > 0 && self.waiting.is_empty() && self.held() == 0
    }
    fn held(&self) -> usize {
        self.trails.iter().map(Trail::memory).sum()
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        // Nothing marks the start of a message in a stream.
        false
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

#[cfg(test)]
mod tests;
