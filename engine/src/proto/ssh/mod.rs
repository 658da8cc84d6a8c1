//! SSH (RFC 4253 §4.2, §5): reads both identification lines, says which version protects the flow, and bypasses the rest.
//!
//! The key exchange that follows in the clear carries algorithm names only; it is counted as part of the protected
//! transport.

use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "ssh",
    title: "SSH: version, then bypassed",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|limits, _| Box::new(SshParser::new(limits))),
};

const MAGIC: &[u8] = b"SSH-";
/// Longest identification line (RFC 4253 §4.2).
const MAX_LINE: usize = 255;

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
}

impl SshParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self { limit: limits.head_bytes, versions: [None; 2], prologue: [0; 2] }
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
            _ => ("SSH-2.0", "sound"),
        };
        out.transport(TransportInfo { protocol: "ssh", protection, version, ..TransportInfo::default() });
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
            self.tell(out);
        }
        true
    }
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
        if consumed == 0 { Progress::Bypass(State::Encrypted) } else { Progress::Consumed(consumed) }
    }
    fn on_gap(&mut self, dir: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        self.version(dir).is_some()
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

#[cfg(test)]
mod tests;
