//! DTLS 1.0, 1.2 and 1.3 (RFC 4347, 6347, 9147): reads the handshake in the clear, says what protects the flow, then gets
//! out of the way.
//!
//! Messages come in fragments, in any order, and repeat. A direction is bypassed with its first protected datagram once its
//! hello was read, or after [`SEALED`] of them; after [`DATAGRAMS`] datagrams in any case. Only suites without encryption
//! keep the parser at work: each record of data is a message. Memory for messages that are not whole is bounded by
//! `Limits::head_bytes` and [`PARTS`] per direction. What shares the port (STUN, SRTP) is passed over.

use super::pieces::Pieces;
use super::reader::Reader;
use super::tls::handshake::{SERVER_KEY_EXCHANGE, is_known, is_read};
use super::tls::observe::Observation;
use super::tls::suites::Suite;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::fingerprint::Carrier;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "dtls",
    title: "DTLS 1.0-1.3: what its handshake says, then bypassed",
    transports: &[Transport::Udp],
    probe,
    parser: Some(|limits, _| Box::new(DtlsParser::new(limits))),
};

const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
const APPLICATION: u8 = 23;
/// Bytes of a record's header.
const HEADER: usize = 13;
/// Bytes that a probe is shown at most.
const SHOWN: usize = 512;
/// Protected datagrams after which a hello is not waited for any more: one may overtake it.
const SEALED: u8 = 4;
/// Datagrams of a direction that are looked at.
const DATAGRAMS: u8 = 64;
/// Messages of a direction that may be incomplete at a time.
const PARTS: usize = 8;
/// Messages of a direction: a handshake has a dozen.
const MESSAGES: u16 = 64;

/// A record whose length fits the datagram: a hello in epoch 0, or protected data in a later one.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let read = || {
        let (record, _) = Record::read(data, data.len() == SHOWN)?;
        let len = record.len;
        let believed = match record.kind {
            // ClientHello, ServerHello, HelloVerifyRequest.
            HANDSHAKE if record.epoch == 0 => matches!(record.payload.first()?, 1..=3),
            CHANGE_CIPHER_SPEC => record.epoch == 0 && len == 1,
            21 if record.epoch == 0 => len == 2,
            // Alerts or data, protected: with a tag or a MAC, and not by the version before the first.
            21 | APPLICATION => (1..=64).contains(&record.epoch) && len > 16 && record.version != 0x0100,
            _ => false,
        };
        believed.then_some(())
    };
    if read().is_some() { Probe::Match } else { Probe::Reject }
}

/// A record with its plain header (RFC 6347 §4.1).
struct Record<'a> {
    kind: u8,
    version: u16,
    epoch: u16,
    len: usize,
    payload: &'a [u8],
}

impl<'a> Record<'a> {
    /// The record at the start of a datagram, and what stands behind it; `cut` if the datagram may go on.
    fn read(data: &'a [u8], cut: bool) -> Option<(Self, &'a [u8])> {
        let mut reader = Reader::new(data);
        let kind = reader.u8()?;
        let version = reader.u16().filter(|version| matches!(version, 0xfeff | 0xfefd | 0x0100))?;
        let epoch = reader.u16()?;
        reader.take(6)?;
        let len = usize::from(reader.u16()?);
        let fits = len > 0 && (HEADER + len <= data.len() || cut && len <= 1 << 14);
        if !fits {
            return None;
        }
        let (payload, rest) = reader.rest().split_at_checked(len).unwrap_or((reader.rest(), &[]));
        Some((Self { kind, version, epoch, len, payload }, rest))
    }
}

/// Reads the handshake of one flow.
pub struct DtlsParser {
    limit: usize,
    seen: Observation,
    sides: Pair<Side>,
    told: bool,
}

#[derive(Default)]
struct Side {
    /// Messages that are not whole yet, or must wait.
    parts: Vec<Part>,
    /// Bytes that they may come to.
    held: usize,
    /// Numbers of the messages that were read, a bit each.
    read: u64,
    sealed: u8,
    datagrams: u8,
    /// This side's hello was read.
    greeted: bool,
}

struct Part {
    number: u16,
    kind: u8,
    len: usize,
    pieces: Pieces,
}

impl DtlsParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limit: limits.head_bytes,
            seen: Observation::new("dtls", Carrier::Datagrams),
            sides: Pair::default(),
            told: false,
        }
    }

    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    /// The suite, if it leaves records readable.
    fn null_suite(&self) -> Option<&'static Suite> {
        self.seen.suite.filter(|suite| suite.is_null())
    }

    /// The records of a datagram.
    fn records(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Seen {
        let mut seen = Seen::default();
        let mut rest = data;
        while !rest.is_empty() {
            // A header of DTLS 1.3's short form (RFC 9147 §4) is no plain record either.
            let Some((record, behind)) = Record::read(rest, false) else { return seen.sealed() };
            rest = behind;
            match (record.kind, self.null_suite()) {
                (APPLICATION, Some(suite)) if record.epoch > 0 => {
                    seen.told += readable(dir, &record, suite.digest.len(), out);
                }
                (_, Some(_)) if record.epoch > 0 => {}
                _ if record.epoch > 0 => return seen.sealed(),
                (HANDSHAKE, _) if self.fragments(dir, record.payload, out).is_none() => {
                    out.anomaly(dir, Code::TlsMalformed, "DTLS handshake");
                    return seen.sealed();
                }
                (CHANGE_CIPHER_SPEC, _) if self.seen.keyed(dir) => out.transport(&self.seen.info),
                _ => {}
            }
        }
        seen
    }

    /// The fragments of one record (RFC 6347 §4.2.2); `None` if one is broken.
    fn fragments(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let limit = self.limit;
        let mut reader = Reader::new(payload);
        while !reader.is_empty() {
            let kind = reader.u8().filter(|kind| is_known(*kind))?;
            let len = reader.u24()? as usize;
            let number = reader.u16()?;
            let (at, size) = (reader.u24()? as usize, reader.u24()? as usize);
            let data = reader.take(size)?;
            let side = self.side(dir);
            if at + size > len || number >= MESSAGES || side.read >> number & 1 == 1 {
                continue;
            }
            if !is_read(kind) {
                side.read |= 1 << number;
                continue;
            }
            if !side.put(Part { number, kind, len, pieces: Pieces::default() }, at, data, limit) {
                out.anomaly(dir, Code::HeadTooLong, "DTLS handshake message");
                self.seen.passed_over(dir, kind);
                out.transport(&self.seen.info);
                continue;
            }
            self.whole(dir, out)?;
        }
        Some(())
    }

    /// Reads the messages that have become whole; `None` if one is broken.
    fn whole(&mut self, dir: Direction, out: &mut dyn Outlet) -> Option<()> {
        loop {
            // What a key exchange says depends on the suite: one that overtook the hello waits.
            let suite = self.seen.suite.is_some();
            let side = self.side(dir);
            let is_whole =
                |part: &Part| part.pieces.whole().len() == part.len && (suite || part.kind != SERVER_KEY_EXCHANGE);
            let Some(at) = side.parts.iter().position(is_whole) else { return Some(()) };
            let part = side.parts.swap_remove(at);
            side.held -= part.len;
            side.read |= 1 << part.number;
            self.seen.message(dir, part.kind, part.pieces.whole(), out)?;
            self.told = true;
            let greeted = if dir == self.seen.server() { self.seen.chosen } else { self.seen.offered };
            self.side(dir).greeted = greeted;
        }
    }
}

/// What a datagram held.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// A protected record, or something else than a record.
    sealed: bool,
    /// Bytes that are accounted.
    told: usize,
}

impl Seen {
    const fn sealed(self) -> Self {
        Self { sealed: true, ..self }
    }
}

/// Tells data behind a null cipher, which ends with a MAC of so many bytes; the bytes of the record.
fn readable(dir: Direction, record: &Record<'_>, mac: usize, out: &mut dyn Outlet) -> usize {
    let data = record.payload.len().saturating_sub(mac);
    let content = record.payload.get(..data).unwrap_or_default();
    let total = HEADER + record.payload.len();
    if content.is_empty() {
        out.framing(dir, total);
        return total;
    }
    out.begin(dir, MessageHead { place: "dtls", ..MessageHead::default() });
    out.framing(dir, total - content.len());
    out.body(dir, content);
    out.end(dir, MessageEnd::Complete);
    total
}

impl Side {
    /// Adds a fragment to its message; false if there is no room.
    fn put(&mut self, new: Part, at: usize, data: &[u8], limit: usize) -> bool {
        let same = |part: &&mut Part| part.number == new.number;
        if let Some(part) = self.parts.iter_mut().find(same) {
            // A fragment of another length is none of this message.
            return part.len != new.len || part.kind != new.kind || part.pieces.put(at, data, new.len);
        }
        if self.parts.len() >= PARTS || self.held + new.len > limit {
            return false;
        }
        self.held += new.len;
        let (mut new, len) = (new, limit.min(self.held));
        let taken = new.pieces.put(at, data, len);
        self.parts.push(new);
        taken
    }
}

impl Parser for DtlsParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let Seen { sealed, told } = self.records(dir, data, out);
        if !std::mem::replace(&mut self.told, true) {
            out.transport(&self.seen.info);
        }
        let is_readable = told > 0 || self.null_suite().is_some();
        let side = self.side(dir);
        side.datagrams = side.datagrams.saturating_add(1);
        side.sealed = side.sealed.saturating_add(u8::from(sealed));
        if !is_readable && (side.datagrams >= DATAGRAMS || sealed && (side.greeted || side.sealed >= SEALED)) {
            *side = Side::default();
            return Progress::Bypass(State::Encrypted);
        }
        if told < data.len() {
            out.sealed(dir, data.len() - told, State::Encrypted);
        }
        Progress::Consumed(data.len())
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
    fn held(&self) -> usize {
        let parts = self.sides.iter().flat_map(|side| &side.parts);
        parts.map(|part| size_of::<Part>() + part.pieces.held()).sum()
    }
}

#[cfg(test)]
mod tests;
