//! RDP's connection sequence (MS-RDPBCGR §1.3.1.1, §2.2.1): the X.224 negotiation says whether TLS, `CredSSP` or RDP's own
//! security protects a session.
//!
//! After TLS was agreed on the connection is handed over to it. RDP's own security encrypts by RC4 with keys that nobody
//! authenticates: it is named with its method (§2.2.1.4.3), and what follows is bypassed; where its method is none, the
//! session is read as it is. The user in a cookie is text. A packet is held until it is whole, at most 64 KiB.

use super::reader::Reader;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "rdp",
    title: "RDP: what secures a session, then TLS or bypassed",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|_, _| Box::new(RdpParser::default())),
};

/// TPKT (RFC 1006 §6) and X.224 up to the class (ITU-T X.224 §13.3).
const HEAD: usize = 11;
const REQUEST: u8 = 0xe0;
const CONFIRM: u8 = 0xd0;
const DATA: u8 = 0xf0;
/// Longest connection request: a cookie or token, and the negotiation.
const REQUEST_MAX: usize = 512;
/// Packets of one side that are looked at for the method of RDP's own security: it is in the first.
const PACKETS: u8 = 4;

/// A connection request on any port; a bare one, as others speak X.224 too, on RDP's.
fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    match packet(data) {
        Found::Packet(packet) if matches!(packet.kind, REQUEST | CONFIRM) => {
            let rdp = ports.0 == 3389 || ports.1 == 3389;
            let body = packet.body.strip_prefix(COOKIE.as_bytes()).is_some() || negotiation(packet.body).is_some();
            if rdp || body { Probe::Match } else { Probe::Reject }
        }
        Found::Short => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// What the client calls itself, or the token of a farm.
const COOKIE: &str = "Cookie: mstshash=";

struct Packet<'a> {
    kind: u8,
    body: &'a [u8],
    len: usize,
}

enum Found<'a> {
    Packet(Packet<'a>),
    Short,
    Wrong,
}

/// A whole packet at the start of `data`.
fn packet(data: &[u8]) -> Found<'_> {
    let mut reader = Reader::new(data);
    for wanted in [3, 0] {
        match reader.u8() {
            Some(byte) if byte == wanted => {}
            Some(_) => return Found::Wrong,
            None => return Found::Short,
        }
    }
    let Some(len) = reader.u16().map(usize::from) else { return Found::Short };
    let (Some(indicator), Some(kind)) = (reader.u8().map(usize::from), reader.u8()) else {
        return if len < 7 { Found::Wrong } else { Found::Short };
    };
    let head = match kind {
        // The indicator counts what follows it; a connection packet is nothing else.
        REQUEST | CONFIRM if (HEAD..=REQUEST_MAX).contains(&len) && indicator + 5 == len => HEAD,
        DATA if indicator == 2 && len > 7 => 7,
        _ => return Found::Wrong,
    };
    match data.get(head..len) {
        Some(body) => Found::Packet(Packet { kind, body, len }),
        None => Found::Short,
    }
}

/// The negotiation at the end of a connection packet (§2.2.1.1.1, §2.2.1.2.1): its type, and the protocols asked for or the
/// one selected.
fn negotiation(body: &[u8]) -> Option<(u8, u32)> {
    let at = body.len().checked_sub(8)?;
    let mut reader = Reader::new(body.get(at..)?);
    let (kind, _flags, len, protocols) = (reader.u8()?, reader.u8()?, reader.le16()?, reader.le32()?);
    (matches!(kind, 1..=3) && len == 8).then_some((kind, protocols))
}

/// Bits of an RC4 key, 0 for none, from the server's security data behind the key of its H.221 identifier (§2.2.1.4.3).
fn encryption_method(body: &[u8]) -> Option<u32> {
    const SERVER: &[u8] = b"McDn";
    const SECURITY: u16 = 0x0c02;
    let at = memchr::memmem::find(body, SERVER)?;
    let mut reader = Reader::new(body.get(at + SERVER.len()..)?);
    // A length of one or two bytes (ITU-T X.691 §10.9).
    if reader.u8()? & 0x80 != 0 {
        reader.u8()?;
    }
    loop {
        let (kind, len) = (reader.le16()?, usize::from(reader.le16()?));
        let mut block = Reader::new(reader.take(len.checked_sub(4)?)?);
        if kind == SECURITY {
            return block.le32();
        }
    }
}

/// Reads the connection sequence of one session.
#[derive(Debug, Default)]
struct RdpParser {
    /// What the client offers beyond RDP's own security.
    asked: Option<u32>,
    /// RDP's own security was agreed on.
    own: bool,
    /// Its method is known.
    closed: bool,
    packets: [u8; 2],
}

impl RdpParser {
    fn tell(protection: &'static str, version: &'static str, upgrade: &'static str, out: &mut dyn Outlet) {
        out.transport(&TransportInfo { protocol: "rdp", protection, version, upgrade, ..TransportInfo::default() });
    }

    /// The client's request: its cookie is text.
    fn request(&mut self, dir: Direction, packet: &Packet<'_>, out: &mut dyn Outlet) {
        self.asked = negotiation(packet.body).filter(|(kind, _)| *kind == 1).map(|(_, protocols)| protocols);
        let end = memchr::memchr(b'\r', packet.body).unwrap_or(0);
        if let Some(line) = packet.body.get(..end).filter(|line| !line.is_empty()) {
            out.begin(dir, MessageHead { place: "rdp", ..MessageHead::default() });
            out.text(dir, "cookie", TextFormat::Plain, line);
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// The server's answer; true if TLS follows.
    fn confirm(&mut self, packet: &Packet<'_>, out: &mut dyn Outlet) -> bool {
        const FAILURE: u8 = 3;
        match negotiation(packet.body) {
            Some((FAILURE, _)) => Self::tell("unknown", "", "none", out),
            // TLS, CredSSP, RDSTLS and CredSSP with early authorisation all begin with a handshake of TLS.
            Some((_, selected)) if selected != 0 => {
                Self::tell("none", "", "used", out);
                return true;
            }
            answer => {
                self.own = true;
                let offered = self.asked.is_some_and(|asked| asked != 0);
                // A server that does not answer the question is older than it.
                let upgrade = if offered || answer.is_none() { "not_offered" } else { "none" };
                Self::tell("weak", "RDP", upgrade, out);
            }
        }
        false
    }

    /// A packet before RDP's own security is in force, in which the server tells the method of it; true if it is none.
    fn data(&mut self, dir: Direction, packet: &Packet<'_>, out: &mut dyn Outlet) -> bool {
        out.begin(dir, MessageHead { place: "rdp", ..MessageHead::default() });
        out.framing(dir, packet.len - packet.body.len());
        out.body(dir, packet.body);
        out.end(dir, MessageEnd::Complete);
        let method = encryption_method(packet.body);
        if method == Some(0) {
            Self::tell("none", "RDP", "not_offered", out);
        }
        self.closed |= method.is_some_and(|method| method != 0);
        method == Some(0)
    }
}

impl Parser for RdpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.closed {
            return Progress::Bypass(State::Encrypted);
        }
        let packet = match packet(data) {
            Found::Packet(packet) => packet,
            Found::Short => return Progress::Consumed(0),
            Found::Wrong if self.own => return Progress::Bypass(State::Encrypted),
            Found::Wrong => {
                out.anomaly(dir, Code::HeaderMalformed, "X.224");
                return Progress::Lost;
            }
        };
        match packet.kind {
            DATA => {
                let count = self.packets.get_mut(dir.index()).map_or(PACKETS, |count| {
                    *count = count.saturating_add(1);
                    *count
                });
                if count > PACKETS {
                    return Progress::Bypass(State::Encrypted);
                }
                // What nothing protects is anybody's to read.
                let plain = self.data(dir, &packet, out);
                if plain { Progress::Handover(packet.len) } else { Progress::Consumed(packet.len) }
            }
            kind => {
                out.framing(dir, packet.len);
                if kind == REQUEST {
                    self.request(dir, &packet, out);
                } else if self.confirm(&packet, out) {
                    return Progress::Handover(packet.len);
                }
                Progress::Consumed(packet.len)
            }
        }
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        self.closed = self.own;
        self.own
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

#[cfg(test)]
mod tests;
