//! The common case in one straight run: Ethernet, IP without options or extension headers, TCP or UDP.
//!
//! Says no to everything else, tunnels and fragments and every irregular length included; the walk then starts
//! anew. A property test holds both to the same answers.

use super::{Dissected, udp};

const ETHERNET: usize = 14;
const IPV4: usize = 20;
const IPV6: usize = 40;
const TCP: usize = 20;
const UDP: usize = 8;

/// Where IP's payload starts, how many bytes it has on the wire, and what it is.
struct Body {
    start: usize,
    wire: usize,
    proto: u8,
}

/// Fills `into` and returns true if the frame is of the common kind.
#[inline(always)]
pub(super) fn ethernet(data: &[u8], into: &mut Dissected) -> bool {
    let Some(head) = data.first_chunk::<{ ETHERNET + IPV4 + UDP }>() else {
        return false;
    };
    match (head[12], head[13], head[14]) {
        (8, 0, 0x45) => ipv4(data, head, into),
        (0x86, 0xdd, 0x60..=0x6f) => ipv6(data, into),
        _ => false,
    }
}

#[inline(always)]
fn ipv4(data: &[u8], head: &[u8; ETHERNET + IPV4 + UDP], into: &mut Dissected) -> bool {
    let total = usize::from(u16::from_be_bytes([head[16], head[17]]));
    let fragment = u16::from_be_bytes([head[20], head[21]]) & 0x3fff;
    if fragment != 0 || total < IPV4 + UDP {
        return false;
    }
    let body = Body {
        start: ETHERNET + IPV4,
        wire: total - IPV4,
        proto: head[23],
    };
    let mut src = [0; 16];
    let mut dst = [0; 16];
    [src[0], src[1], src[2], src[3]] = [head[26], head[27], head[28], head[29]];
    [dst[0], dst[1], dst[2], dst[3]] = [head[30], head[31], head[32], head[33]];
    let base = Dissected {
        src,
        dst,
        ip_id: u16::from_be_bytes([head[18], head[19]]),
        ip_len: total as u32,
        proto: body.proto,
        ..Dissected::default()
    };
    transport(data, &body, base, into)
}

#[inline(always)]
fn ipv6(data: &[u8], into: &mut Dissected) -> bool {
    let Some(head) = data.first_chunk::<{ ETHERNET + IPV6 }>() else {
        return false;
    };
    let wire = usize::from(u16::from_be_bytes([head[18], head[19]]));
    let body = Body {
        start: ETHERNET + IPV6,
        wire,
        proto: head[20],
    };
    let (Some(src), Some(dst)) = (
        head.get(22..38).and_then(|bytes| bytes.first_chunk()),
        head.get(38..54).and_then(|bytes| bytes.first_chunk()),
    ) else {
        return false;
    };
    let base = Dissected {
        src: *src,
        dst: *dst,
        v6: true,
        ip_len: (wire + IPV6) as u32,
        proto: body.proto,
        ..Dissected::default()
    };
    transport(data, &body, base, into)
}

#[inline(always)]
fn transport(data: &[u8], body: &Body, base: Dissected, into: &mut Dissected) -> bool {
    let Some(rest) = data.get(body.start..) else {
        return false;
    };
    let payload = |header: usize, wire: usize| {
        let captured = rest.len().min(header + wire) - header;
        Dissected {
            payload: (body.start + header) as u32,
            payload_len: captured as u32,
            payload_wire_len: wire as u32,
            ..base
        }
    };
    if body.proto == 6 {
        let Some(head) = rest.first_chunk::<TCP>() else {
            return false;
        };
        let header = usize::from(head[12] >> 4) * 4;
        if header < TCP || header > body.wire || header > rest.len() {
            return false;
        }
        *into = Dissected {
            sport: u16::from_be_bytes([head[0], head[1]]),
            dport: u16::from_be_bytes([head[2], head[3]]),
            seq: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
            ack: u32::from_be_bytes([head[8], head[9], head[10], head[11]]),
            flags: head[13],
            window: u16::from_be_bytes([head[14], head[15]]),
            ..payload(header, body.wire - header)
        };
        return true;
    }
    if body.proto == 17 {
        let Some(head) = rest.first_chunk::<UDP>() else {
            return false;
        };
        let len = usize::from(u16::from_be_bytes([head[4], head[5]]));
        let sport = u16::from_be_bytes([head[0], head[1]]);
        let dport = u16::from_be_bytes([head[2], head[3]]);
        if len < UDP || len > body.wire || udp::may_tunnel(sport, dport) {
            return false;
        }
        *into = Dissected {
            sport,
            dport,
            ..payload(UDP, len - UDP)
        };
        return true;
    }
    false
}
