//! SSH (RFC 4253 §4.2, §5, §7.1): reads both identification lines and both offers of algorithms, says which version and
//! which algorithms protect the flow, and bypasses the rest.
//!
//! The key exchange in the clear carries algorithm names only; it is counted as part of the protected transport. A packet
//! is held until it is whole, at most [`MAX_PACKET`] bytes; an offer must be among the first [`PACKETS`] of a side. SSH 1
//! is only named: what it agrees on is broken anyway.

mod algorithms;

use super::reader::Reader;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::{SshInfo, TransportInfo};
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};

use algorithms::Offer;
pub use algorithms::is_known;
use std::sync::Arc;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "ssh",
    title: "SSH: versions and algorithms, then bypassed",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|limits, _| Box::new(SshParser::new(limits))),
};

const MAGIC: &[u8] = b"SSH-";
/// Longest identification line (RFC 4253 §4.2).
const MAX_LINE: usize = 255;
/// Longest packet that everybody must take (RFC 4253 §6.1).
const MAX_PACKET: usize = 35_000;
/// Packets of a side among which its offer must be (RFC 4253 §7.1: only a few kinds may come before it).
const PACKETS: u8 = 8;
/// `SSH_MSG_KEXINIT`.
const KEXINIT: u8 = 20;

fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let known = data.len().min(MAGIC.len());
    if data.get(..known) != MAGIC.get(..known) {
        return Probe::Reject;
    }
    match Version::read(data) {
        Some(_) => Probe::Match,
        None if data.len() < MAGIC.len() + 5 && !data.contains(&b'\n') => Probe::NeedMore,
        None => Probe::Reject,
    }
}

/// A protocol version in an identification line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// 1.3, 1.5 and other versions before 2.
    One,
    /// 1.99: both are spoken (RFC 4253 §5.1).
    Both,
    /// 2.0.
    Two,
}

impl Version {
    fn read(line: &[u8]) -> Option<Self> {
        let rest = line.strip_prefix(MAGIC)?;
        let end = rest.iter().take(6).position(|byte| *byte == b'-')?;
        match rest.get(..end)? {
            b"2.0" => Some(Self::Two),
            b"1.99" => Some(Self::Both),
            [b'1', b'.', minor @ ..] if !minor.is_empty() && minor.iter().all(u8::is_ascii_digit) => Some(Self::One),
            _ => None,
        }
    }
}

/// Parses the identification lines of one flow.
#[derive(Debug)]
pub struct SshParser {
    limit: usize,
    versions: [Option<Version>; 2],
    /// Bytes of the lines that a server may send before its identification.
    prologue: [usize; 2],
    /// Packets seen before the offer of algorithms.
    packets: [u8; 2],
    /// What each side offers, until both are known.
    offers: [Option<Box<Offer>>; 2],
    /// An offer of this side was read, or none will be.
    settled: [bool; 2],
    info: SshInfo,
    /// Both offers were read.
    agreed: bool,
}

impl SshParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limit: limits.head_bytes,
            versions: [None; 2],
            prologue: [0; 2],
            packets: [0; 2],
            offers: [None, None],
            settled: [false; 2],
            info: SshInfo::default(),
            agreed: false,
        }
    }

    fn version(&self, dir: Direction) -> Option<Version> {
        self.versions.get(dir.index()).copied().flatten()
    }

    /// What both sides together speak.
    fn tell(&self, out: &mut dyn Outlet) {
        let (version, protection) = match (self.version(Direction::Orig), self.version(Direction::Resp)) {
            (Some(Version::One), _) | (_, Some(Version::One)) => ("SSH-1.5", "weak"),
            (Some(Version::Both), None) | (None, Some(Version::Both)) => ("SSH-1.99", "unknown"),
            (None, None) => ("", "unknown"),
            _ if self.agreed => ("SSH-2.0", algorithms::protection(&self.info)),
            _ => ("SSH-2.0", "sound"),
        };
        let ssh = Some(Arc::new(self.info.clone()));
        out.transport(&TransportInfo { protocol: "ssh", protection, version, ssh, ..TransportInfo::default() });
    }

    /// The next packet in the clear (RFC 4253 §6): how many bytes it takes, 0 if it is not whole yet; `None` if nothing is
    /// to be learnt from here on.
    fn packet(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let packets = self.packets.get_mut(dir.index())?;
        let mut reader = Reader::new(data);
        let Some(len) = reader.u32().map(|len| len as usize) else { return Some(0) };
        if !(12..=MAX_PACKET).contains(&len) || *packets >= PACKETS {
            return None;
        }
        let (Some(padding), Some(kind)) = (reader.u8().map(usize::from), reader.u8()) else { return Some(0) };
        // Before the key exchange only messages about the connection itself may come (RFC 4253 §7.1).
        if !matches!(kind, 1..=4 | KEXINIT) {
            return None;
        }
        let payload = len.checked_sub(padding + 2)?;
        let Some(body) = data.get(6..6 + payload).filter(|_| data.len() >= 4 + len) else { return Some(0) };
        *packets += 1;
        if kind == KEXINIT {
            *self.settled.get_mut(dir.index())? = true;
            *self.offers.get_mut(dir.index())? = Some(Box::new(offer(body)?));
            if let [Some(client), Some(server)] = &self.offers {
                algorithms::agree(client, server, &mut self.info);
                self.agreed = true;
                self.offers = [None, None];
                self.tell(out);
            }
        }
        Some(4 + len)
    }

    /// A line without its end; false if it cannot stand here.
    fn line(&mut self, dir: Direction, line: &[u8], len: usize, out: &mut dyn Outlet) -> bool {
        let version = Version::read(line);
        if version.is_none() {
            let Some(prologue) = self.prologue.get_mut(dir.index()) else {
                return false;
            };
            *prologue += len;
            if *prologue > self.limit || line.contains(&0) {
                return false;
            }
        }
        out.begin(dir, MessageHead { place: "ssh", ..MessageHead::default() });
        out.text(dir, "banner", TextFormat::Plain, line);
        out.framing(dir, len);
        out.end(dir, MessageEnd::Complete);
        if let Some(slot) = self.versions.get_mut(dir.index()).filter(|_| version.is_some()) {
            *slot = version;
            let text = String::from_utf8_lossy(software(line)).into_owned();
            match dir {
                Direction::Orig => self.info.client = text,
                Direction::Resp => self.info.server = text,
            }
            self.tell(out);
        }
        true
    }
}

/// Software version and comments of an identification line.
fn software(line: &[u8]) -> &[u8] {
    let rest = line.strip_prefix(MAGIC).unwrap_or(line);
    let dash = memchr::memchr(b'-', rest).map_or(rest.len(), |dash| dash + 1);
    rest.get(dash..).unwrap_or_default()
}

/// The name-lists of a `SSH_MSG_KEXINIT`, without the message's number.
fn offer(body: &[u8]) -> Option<Offer> {
    let mut reader = Reader::new(body);
    reader.take(16)?;
    let mut lists = Offer::default();
    for list in &mut lists {
        let len = reader.u32()? as usize;
        list.extend_from_slice(reader.take(len)?);
    }
    Some(lists)
}

impl Parser for SshParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut consumed = 0;
        while self.version(dir).is_none() {
            let rest = data.get(consumed..).unwrap_or_default();
            let window = rest.get(..rest.len().min(MAX_LINE + 1)).unwrap_or(rest);
            let Some(end) = memchr::memchr(b'\n', window) else {
                let broken = window.len() > MAX_LINE && consumed == 0;
                return if broken { Progress::Lost } else { Progress::Consumed(consumed) };
            };
            let line = window.get(..end).unwrap_or_default();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !self.line(dir, line, end + 1, out) {
                return if consumed == 0 { Progress::Lost } else { Progress::Consumed(consumed) };
            }
            consumed += end + 1;
        }
        if consumed > 0 {
            return Progress::Consumed(consumed);
        }
        let settled = self.settled.get(dir.index()).copied().unwrap_or(true);
        if settled || self.version(dir) == Some(Version::One) {
            return Progress::Bypass(State::Encrypted);
        }
        let Some(len) = self.packet(dir, data, out) else {
            return Progress::Bypass(State::Encrypted);
        };
        if len > 0 {
            out.sealed(dir, len, State::Encrypted);
        }
        Progress::Consumed(len)
    }
    fn on_gap(&mut self, dir: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        if let Some(settled) = self.settled.get_mut(dir.index()) {
            *settled = true;
        }
        self.version(dir).is_some()
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
    fn held(&self) -> usize {
        self.offers.iter().flatten().flat_map(|offer| offer.iter()).map(Vec::capacity).sum()
    }
}

#[cfg(test)]
mod tests;
