//! QUIC v1 and v2 (RFC 9000, 9369) and the last drafts: recognised by a strict long header, then bypassed.
//!
//! Short headers look like noise and are believed only in a flow that began with a long one.

use super::reader::Reader;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Direction, Outlet};

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "quic",
    title: "QUIC v1, v2: version, then bypassed",
    transports: &[Transport::Udp],
    probe,
    parser: Some(|_, _| Box::new(QuicParser::default())),
};

/// RFC 9000.
const V1: u32 = 1;
/// RFC 9369 §3.1.
const V2: u32 = 0x6b33_43cf;
/// Longest connection id (RFC 9000 §17.2).
const MAX_ID: usize = 20;
/// Shortest id that a client may invent for the server (RFC 9000 §7.2).
const MIN_FIRST_ID: usize = 8;
/// A protected packet holds at least a packet number and a 16-byte tag.
const MIN_PAYLOAD: u64 = 17;

fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    if long_header(data).is_some() { Probe::Match } else { Probe::Reject }
}

/// Version of a believable long-header packet (0: version negotiation).
fn long_header(data: &[u8]) -> Option<u32> {
    let mut reader = Reader::new(data);
    let first = reader.u8().filter(|first| first & 0x80 != 0)?;
    let version = reader.u32()?;
    let destination = reader.block8().filter(|id| id.len() <= MAX_ID)?.len();
    let source = reader.block8().filter(|id| id.len() <= MAX_ID)?.len();
    if version == 0 {
        return negotiation(reader, source).map(|()| 0);
    }
    if first & 0x40 == 0 {
        return None;
    }
    let (initial, retry) = match version {
        V1 | 0xff00_001d..=0xff00_0022 => (0, 3),
        V2 => (1, 0),
        _ => return None,
    };
    let kind = first >> 4 & 3;
    if kind == retry {
        // A token and a 16-byte tag (RFC 9000 §17.2.5).
        return (reader.len() > 16).then_some(version);
    }
    if kind == initial {
        let token = varint(&mut reader)?;
        if destination < MIN_FIRST_ID && source < MIN_FIRST_ID && token == 0 && data.len() < 64 {
            return None;
        }
        reader.take(usize::try_from(token).ok()?)?;
    }
    // The datagram may be shown cut, so only the lower bound and the 16 bits of UDP's length hold.
    let length = varint(&mut reader)?;
    ((MIN_PAYLOAD..=65_527).contains(&length) && !reader.is_empty()).then_some(version)
}

/// A list of versions, one of which we know or is reserved (RFC 9000 §6, §15).
fn negotiation(mut reader: Reader<'_>, source: usize) -> Option<()> {
    let whole = reader.len().is_multiple_of(4) && !reader.is_empty() && reader.len() <= 64 && source > 0;
    let mut known = false;
    while let Some(version) = reader.u32().filter(|_| whole) {
        known |= matches!(version, V1 | V2 | 0xff00_001d..=0xff00_0022);
    }
    known.then_some(())
}

/// Variable-length integer (RFC 9000 §16).
fn varint(reader: &mut Reader<'_>) -> Option<u64> {
    let first = reader.u8()?;
    let more = (1usize << (first >> 6)) - 1;
    let tail = reader.take(more)?;
    Some(tail.iter().fold(u64::from(first & 0x3f), |value, byte| value << 8 | u64::from(*byte)))
}

/// Names the version, then lets go.
#[derive(Debug, Default)]
pub struct QuicParser {
    version: u32,
}

impl Parser for QuicParser {
    fn on_data(&mut self, _: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        // The later of both sides' first packets decides: a server may answer v1 with v2 (RFC 9369 §4).
        if let Some(version) = long_header(data).filter(|version| *version != 0) {
            self.version = version;
        }
        let (version, protection) = match self.version {
            V1 => ("QUICv1", "sound"),
            V2 => ("QUICv2", "sound"),
            0 => ("", "unknown"),
            _ => ("QUIC-draft", "unknown"),
        };
        out.transport(TransportInfo { protocol: "quic", protection, version, ..TransportInfo::default() });
        Progress::Bypass(State::Encrypted)
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

#[cfg(test)]
mod tests;
