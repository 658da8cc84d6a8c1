//! Tunnels: `OpenVPN`, `WireGuard`, IKE (RFC 7296).

use super::super::reader::Reader;
use super::super::{Parser, Probe, Progress, Protocol};
use super::{BOTH, SHOWN, UDP, port_is, verdict};
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Direction, Outlet};

/// Registry entry: `OpenVPN` over UDP and TCP.
pub const OPENVPN: Protocol = Protocol {
    name: "openvpn",
    title: "OpenVPN tunnels, bypassed",
    transports: BOTH,
    probe: openvpn,
    parser: Some(|_, _| Box::new(Tunnel { protocol: "openvpn", protection: "unknown" })),
};

/// Registry entry: `WireGuard`.
pub const WIREGUARD: Protocol = Protocol {
    name: "wireguard",
    title: "WireGuard tunnels, bypassed",
    transports: UDP,
    probe: wireguard,
    parser: Some(|_, _| Box::new(Tunnel { protocol: "wireguard", protection: "sound" })),
};

/// Registry entry: IKE (ISAKMP).
pub const IKE: Protocol = Protocol {
    name: "ike",
    title: "IKE v1 and v2 (IPsec), bypassed",
    transports: UDP,
    probe: ike,
    parser: Some(|_, _| Box::new(Ike { version: "" })),
};

/// Says what it is and bypasses it.
#[derive(Debug)]
struct Tunnel {
    protocol: &'static str,
    protection: &'static str,
}

/// Names the version of IKE, or ESP without one, and bypasses it.
#[derive(Debug)]
struct Ike {
    version: &'static str,
}

impl Parser for Ike {
    fn on_data(&mut self, _: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        // Behind the marker on the port of NAT traversal both begin alike.
        let message = data.strip_prefix(&[0; 4]).unwrap_or(data);
        if self.version.is_empty() && ike_header(message, data.len()).is_some() {
            self.version = if message.get(17) == Some(&0x20) { "IKEv2" } else { "IKEv1" };
        }
        let version = if self.version.is_empty() { "ESP" } else { self.version };
        out.transport(&TransportInfo { protocol: "ike", protection: "unknown", version, ..TransportInfo::default() });
        Progress::Bypass(State::Encrypted)
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

impl Parser for Tunnel {
    fn on_data(&mut self, _: Direction, _: &[u8], out: &mut dyn Outlet) -> Progress {
        let Self { protocol, protection } = *self;
        out.transport(&TransportInfo { protocol, protection, ..TransportInfo::default() });
        Progress::Bypass(State::Encrypted)
    }
    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }
    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

/// Datagrams, or the same behind a two-byte length over TCP.
fn openvpn(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    if openvpn_reset(data).is_some() || port_is(ports, &[1194]) && is_static_key(data) {
        return Probe::Match;
    }
    let Some((prefix, rest)) = data.split_first_chunk::<2>() else {
        return Probe::NeedMore;
    };
    let len = usize::from(u16::from_be_bytes(*prefix));
    if !(14..=400).contains(&len) || rest.first().is_some_and(|first| !is_reset(*first)) {
        return Probe::Reject;
    }
    match rest.get(..len) {
        Some(packet) => verdict(openvpn_reset(packet)),
        None => Probe::NeedMore,
    }
}

/// With a static key there is no session and no opcode: HMAC (20 or 32 bytes), IV and whole cipher blocks. That is noise
/// to anyone else, so only the registered port makes it a name.
fn is_static_key(data: &[u8]) -> bool {
    let printable = data.iter().filter(|byte| matches!(byte, b' '..=b'~')).count();
    let zeros = memchr::memchr_iter(0, data).count();
    let blocks = matches!(data.len() % 16, 0 | 4);
    data.len() >= 64 && blocks && printable * 4 < data.len() * 3 && zeros * 16 < data.len()
}

/// The opcodes that begin a session: `P_CONTROL_HARD_RESET_CLIENT_V2`, `_SERVER_V2`, `_CLIENT_V3`, key id 0.
const fn is_reset(first: u8) -> bool {
    matches!(first, 0x38 | 0x40 | 0x50)
}

/// A session's first packet: plain, with an HMAC (tls-auth), or encrypted (tls-crypt).
fn openvpn_reset(packet: &[u8]) -> Option<()> {
    let mut reader = Reader::new(packet);
    let first = reader.u8().filter(|first| is_reset(*first))?;
    reader.take(8)?;
    // Acknowledgements (none from a client; one and the peer's session from a server), then packet number 0.
    let tail: &[u8] = if first == 0x40 { &[0; 4] } else { &[0; 5] };
    let plain = match packet.len() {
        14 => first != 0x40 && packet.ends_with(tail),
        26 => first == 0x40 && packet.get(9) == Some(&1) && packet.ends_with(tail),
        _ => false,
    };
    // A replay counter that starts at 1 (0x0f in its top byte announces tls-crypt-v2) and the time of day.
    let counted = |at: usize| {
        let mut reader = Reader::new(packet.get(at..)?);
        let (count, time) = (reader.u32()?, reader.u32()?);
        (matches!(count, 1 | 0x0f00_0001) && (0x4000_0000..0xb000_0000).contains(&time)).then_some(())
    };
    let signed = [16, 20, 28, 32, 48, 64]
        .iter()
        .any(|hmac| counted(9 + hmac).is_some() && packet.ends_with(tail) && packet.len() <= 9 + hmac + 25);
    let encrypted = packet.len() >= 54 && counted(9).is_some();
    (plain || signed || encrypted).then_some(())
}

/// Message types with their exact lengths and reserved zeros; data with a counter that has not run far. What stands behind
/// the first 16 bytes is noise, but for an empty `mac2`.
fn wireguard(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let Some((head, sealed)) = data.split_first_chunk::<16>() else {
        return Probe::Reject;
    };
    let believed = match (head, data.len()) {
        ([1, 0, 0, 0, ..], 148) | ([2, 0, 0, 0, ..], 92) | ([3, 0, 0, 0, ..], 64) => true,
        ([4, 0, 0, 0, _, _, _, _, _, _, _, _, 0, 0, 0, 0], len) => {
            len >= 32 && (len.is_multiple_of(16) || len == SHOWN)
        }
        _ => false,
    };
    let zeros = memchr::memchr_iter(0, sealed).count();
    verdict((believed && zeros * 4 < sealed.len()).then_some(()))
}

/// An IKE header whose length is the datagram's, behind four zeros on the port of NAT traversal (RFC 3948 §2.2); there
/// also ESP in the middle of a flow.
fn ike(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let traversal = port_is(ports, &[4500]);
    let message = match data {
        [0, 0, 0, 0, rest @ ..] if traversal => rest,
        _ => data,
    };
    verdict(ike_header(message, data.len()).or_else(|| esp(data).filter(|()| traversal)))
}

/// The header at the start of a message (RFC 7296 §3.1, RFC 2408 §3.1) of which `shown` bytes are there with what stands
/// before it.
fn ike_header(message: &[u8], shown: usize) -> Option<()> {
    let mut reader = Reader::new(message);
    if reader.take(8)?.iter().all(|byte| *byte == 0) {
        return None;
    }
    reader.take(8)?;
    let (payload, version, exchange, flags) = (reader.u8()?, reader.u8()?, reader.u8()?, reader.u8()?);
    reader.u32()?;
    let len = reader.u32()? as usize;
    let fits = len == message.len() || shown == SHOWN && (SHOWN..=65_507).contains(&len);
    let known = match version >> 4 {
        1 => matches!(exchange, 1..=6 | 32 | 33) && payload <= 21 && flags <= 7,
        2 => matches!(exchange, 34..=44) && matches!(payload, 0 | 33..=54) && flags & 0xc7 == 0,
        _ => false,
    };
    (fits && known && version.is_multiple_of(16)).then_some(())
}

/// ESP in UDP (RFC 3948 §2.1): an index beyond the reserved ones, a number that counts, and noise in words of four bytes.
fn esp(data: &[u8]) -> Option<()> {
    const RESERVED: u32 = 255;
    let mut reader = Reader::new(data);
    let (index, number) = (reader.u32()?, reader.u32()?);
    let sealed = reader.rest();
    let zeros = memchr::memchr_iter(0, sealed).count();
    let printable = sealed.iter().filter(|byte| matches!(byte, b' '..=b'~')).count();
    let noise = sealed.len() >= 24 && zeros * 16 < sealed.len() && printable * 4 < sealed.len() * 3;
    (index > RESERVED && (1..1 << 31).contains(&number) && data.len().is_multiple_of(4) && noise).then_some(())
}
