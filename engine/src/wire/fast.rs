//! The common case in one straight run: Ethernet, IP without options or extension headers, TCP or UDP.
//!
//! Says no to everything else, tunnels and fragments and every irregular length included; the walk then starts
//! anew. A property test holds both to the same answers.

use super::{Dissected, Tunnels, udp};

const ETHERNET: usize = 14;
const IPV4: usize = 20;
const IPV6: usize = 40;
const TCP: usize = 20;
const UDP: usize = 8;

/// What IP says of its payload: where it starts, its bytes on the wire, its protocol.
struct Body {
    start: usize,
    wire: usize,
    proto: u8,
}

/// What IP says of itself.
struct Network {
    src: [u8; 16],
    dst: [u8; 16],
    v6: bool,
    ip_id: u16,
    ip_len: u32,
}

/// A transport header, and its length.
struct Transport {
    sport: u16,
    dport: u16,
    seq: u32,
    ack: u32,
    flags: u8,
    window: u16,
    header: usize,
    /// Bytes of payload on the wire.
    wire: usize,
}

/// Fills `into` and returns true if the frame is of the common kind, with up to three VLAN tags.
#[inline(always)]
pub(super) fn ethernet(data: &[u8], into: &mut Dissected) -> bool {
    match data.get(12..14) {
        Some([8, 0] | [0x86, 0xdd]) => untagged(data).map(|packet| *into = packet).is_some(),
        Some([0x81 | 0x91 | 0x92, 0] | [0x88, 0xa8]) => tagged(data, into),
        _ => false,
    }
}

/// Behind a tag stands what would stand there without it, four bytes further.
#[inline(never)]
fn tagged(data: &[u8], into: &mut Dissected) -> bool {
    let mut frame = data;
    let mut vlans = [0; 3];
    for slot in &mut vlans {
        let Some([0x81 | 0x91 | 0x92, 0, high, low] | [0x88, 0xa8, high, low]) = frame.get(12..16) else {
            break;
        };
        *slot = (u16::from_be_bytes([*high, *low]) & 0x0fff) + 1;
        frame = frame.get(4..).unwrap_or(&[]);
    }
    let Some(packet) = untagged(frame) else { return false };
    *into = packet;
    into.vlans = vlans;
    into.payload = into.payload.wrapping_add((data.len() - frame.len()) as u32);
    true
}

/// The same without tags. It is returned by value: who inlines it has its parts in registers.
#[inline(always)]
pub(super) fn untagged(data: &[u8]) -> Option<Dissected> {
    let head = data.first_chunk::<{ ETHERNET + IPV4 + UDP }>()?;
    match (head[12], head[13], head[14]) {
        (8, 0, 0x45) => ipv4(data, head),
        (0x86, 0xdd, 0x60..=0x6f) => ipv6(data),
        _ => None,
    }
}

#[inline(always)]
fn ipv4(data: &[u8], head: &[u8; ETHERNET + IPV4 + UDP]) -> Option<Dissected> {
    let total = usize::from(u16::from_be_bytes([head[16], head[17]]));
    let fragment = u16::from_be_bytes([head[20], head[21]]) & 0x3fff;
    if fragment != 0 || total < IPV4 + UDP {
        return None;
    }
    let body = Body { start: ETHERNET + IPV4, wire: total - IPV4, proto: head[23] };
    let transport = transport(data, &body)?;
    let mut src = [0; 16];
    let mut dst = [0; 16];
    [src[0], src[1], src[2], src[3]] = [head[26], head[27], head[28], head[29]];
    [dst[0], dst[1], dst[2], dst[3]] = [head[30], head[31], head[32], head[33]];
    let ip_id = u16::from_be_bytes([head[18], head[19]]);
    let network = Network { src, dst, v6: false, ip_id, ip_len: total as u32 };
    Some(put_together(data, &network, &body, &transport))
}

#[inline(always)]
fn ipv6(data: &[u8]) -> Option<Dissected> {
    let head = data.first_chunk::<{ ETHERNET + IPV6 }>()?;
    let wire = usize::from(u16::from_be_bytes([head[18], head[19]]));
    let body = Body { start: ETHERNET + IPV6, wire, proto: head[20] };
    let transport = transport(data, &body)?;
    let (src, dst) = (head.get(22..38)?.first_chunk()?, head.get(38..54)?.first_chunk()?);
    let network = Network { src: *src, dst: *dst, v6: true, ip_id: 0, ip_len: (wire + IPV6) as u32 };
    Some(put_together(data, &network, &body, &transport))
}

#[inline(always)]
fn transport(data: &[u8], body: &Body) -> Option<Transport> {
    let rest = data.get(body.start..)?;
    if body.proto == 6 {
        let head = rest.first_chunk::<TCP>()?;
        let header = usize::from(head[12] >> 4) * 4;
        if header < TCP || header > body.wire || header > rest.len() {
            return None;
        }
        return Some(Transport {
            sport: u16::from_be_bytes([head[0], head[1]]),
            dport: u16::from_be_bytes([head[2], head[3]]),
            seq: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
            ack: u32::from_be_bytes([head[8], head[9], head[10], head[11]]),
            flags: head[13],
            window: u16::from_be_bytes([head[14], head[15]]),
            header,
            wire: body.wire - header,
        });
    }
    if body.proto != 17 {
        return None;
    }
    let head = rest.first_chunk::<UDP>()?;
    let len = usize::from(u16::from_be_bytes([head[4], head[5]]));
    let sport = u16::from_be_bytes([head[0], head[1]]);
    let dport = u16::from_be_bytes([head[2], head[3]]);
    if len < UDP || len > body.wire || udp::may_tunnel(sport, dport) {
        return None;
    }
    let wire = len - UDP;
    Some(Transport { sport, dport, seq: 0, ack: 0, flags: 0, window: 0, header: UDP, wire })
}

#[inline(always)]
fn put_together(data: &[u8], network: &Network, body: &Body, transport: &Transport) -> Dissected {
    let payload = body.start + transport.header;
    Dissected {
        src: network.src,
        dst: network.dst,
        v6: network.v6,
        sport: transport.sport,
        dport: transport.dport,
        proto: body.proto,
        flags: transport.flags,
        seq: transport.seq,
        ack: transport.ack,
        window: transport.window,
        ip_id: network.ip_id,
        payload: payload as u32,
        payload_len: data.len().saturating_sub(payload).min(transport.wire) as u32,
        payload_wire_len: transport.wire as u32,
        ip_len: network.ip_len,
        vni: 0,
        tunnel_id: 0,
        tunnels: Tunnels(0),
        vlans: [0; 3],
    }
}
