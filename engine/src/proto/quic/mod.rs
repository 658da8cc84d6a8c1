//! QUIC v1 and v2 (RFC 9000, 9369) and the last drafts: recognised by a strict long header. Initial packets are opened,
//! whose keys everybody can derive, and the hellos in them read; all else is closed to us and bypassed.
//!
//! CRYPTO frames may come over several packets, in any order. A direction is bypassed once its hello was read, or after
//! [`DATAGRAMS`] datagrams without. Memory for the hellos is bounded by `Limits::head_bytes` per direction. Short headers
//! look like noise and are believed only in a flow that began with a long one.

mod streams;

use super::pieces::Pieces;
use super::tls::handshake::{Handshake, Yield};
use super::tls::observe::Observation;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::fingerprint::Carrier;
use crate::message::{Direction, Outlet};
use crate::pair::Pair;
use crate::quic::frame::{Frame, frames};
use crate::quic::initial::Initials;
use crate::quic::packet::{Kind, Packet, V1, V2};

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "quic",
    title: "QUIC v1, v2: what its hellos say; the rest bypassed, or opened with the owner's secrets",
    transports: &[Transport::Udp],
    probe,
    parser: Some(|limits, _| Box::new(QuicParser::new(limits))),
};

pub use streams::STREAMS;

/// Datagrams of a direction in which its hello must be: a long one fills three, and some get lost.
const DATAGRAMS: u8 = 16;

fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    if Packet::read(data).is_some() { Probe::Match } else { Probe::Reject }
}

/// Reads the hellos of one flow.
pub struct QuicParser {
    limit: usize,
    seen: Observation,
    initials: Initials,
    sides: Pair<Side>,
    /// Version and protection were told.
    told: bool,
}

#[derive(Default)]
struct Side {
    crypto: Pieces,
    /// Bytes of it that the handshake has taken.
    taken: usize,
    handshake: Handshake,
    datagrams: u8,
    /// Nothing more is to be learnt from this side.
    done: bool,
}

impl QuicParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limit: limits.head_bytes,
            seen: Observation::new("quic", Carrier::Quic),
            initials: Initials::default(),
            sides: Pair::default(),
            told: false,
        }
    }

    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    /// The later of both sides' first packets decides: a server may answer v1 with v2 (RFC 9369 §4).
    fn version(&mut self, version: u32) {
        let (name, protection) = match version {
            V1 => ("QUICv1", "sound"),
            V2 => ("QUICv2", "sound"),
            0 => return,
            _ => ("QUIC-draft", "unknown"),
        };
        let info = &mut self.seen.info;
        self.told &= info.version == name;
        info.version = name;
        if !self.seen.chosen {
            info.protection = protection;
        }
    }

    fn initial(&mut self, dir: Direction, packet: &Packet<'_>, out: &mut dyn Outlet) {
        let Some(payload) = self.initials.open(dir, packet) else {
            // A first packet that does not open is none: who sent it answers, and what it answers was not seen.
            let unseen = self.initials.client().is_none();
            self.side(dir).done |= unseen;
            return;
        };
        if let Some(client) = self.initials.take_restart() {
            let Side { datagrams, done, .. } = *self.side(client);
            *self.side(client) = Side { datagrams, done, ..Side::default() };
        }
        for frame in frames(&payload) {
            let Frame::Crypto(at, data) = frame else { continue };
            let limit = self.limit;
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            if !self.side(dir).crypto.put(at, data, limit) {
                out.anomaly(dir, Code::HeadTooLong, "QUIC CRYPTO frames");
                self.side(dir).done = true;
                return;
            }
        }
        self.read(dir, out);
    }

    /// Reads what there is of the handshake without a hole.
    fn read(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let limit = self.limit;
        let side = self.sides.of_mut(dir);
        let mut rest = side.crypto.whole().get(side.taken..).unwrap_or_default();
        side.taken += rest.len();
        while let Some(event) = side.handshake.next(&mut rest, limit) {
            let read = match event {
                Yield::Message(kind, body) => self.seen.message(dir, kind, &body, out).is_some(),
                Yield::TooLong(_) | Yield::Unknown => false,
            };
            if !read {
                out.anomaly(dir, Code::TlsMalformed, "QUIC handshake");
                side.done = true;
                return;
            }
            self.told = true;
            side.done = if dir == self.seen.server() { self.seen.chosen } else { self.seen.offered };
        }
    }
}

impl Parser for QuicParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut rest = data;
        let mut long = false;
        while let Some(packet) = Packet::read(rest) {
            long = true;
            self.version(packet.version);
            match packet.kind {
                Kind::Initial if !self.side(dir).done => self.initial(dir, &packet, out),
                Kind::Retry => self.initials.retry(dir, &packet),
                _ => {}
            }
            rest = packet.rest;
        }
        if !std::mem::replace(&mut self.told, true) {
            out.transport(&self.seen.info);
        }
        let side = self.side(dir);
        side.datagrams = side.datagrams.saturating_add(1);
        // Who begins with a short header is past its handshake.
        if side.done || side.datagrams >= DATAGRAMS || !long && side.datagrams == 1 {
            *side = Side { done: true, ..Side::default() };
            return Progress::Bypass(State::Encrypted);
        }
        out.sealed(dir, data.len(), State::Encrypted);
        Progress::Consumed(data.len())
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
    fn on_handshake(&mut self, dir: Direction, message: &[u8], out: &mut dyn Outlet) {
        if let Some((&[kind, ..], body)) = message.split_first_chunk::<4>()
            && self.seen.message(dir, kind, body, out).is_none()
        {
            out.anomaly(dir, Code::TlsMalformed, "QUIC handshake");
        }
    }
    fn held(&self) -> usize {
        self.sides.iter().map(|side| side.crypto.held() + side.handshake.held()).sum()
    }
}

#[cfg(test)]
mod tests;
