//! Community ID flow hashing, version 1, seed 0: the same flow gets the same name in every tool that knows it.

use crate::message::{Endpoint, FiveTuple};
use sha1::{Digest, Sha1};
use std::net::IpAddr;

const ICMP: u8 = 1;
const ICMPV6: u8 = 58;
/// Protocols whose ports are part of the hash: TCP, UDP, SCTP.
const WITH_PORTS: [u8; 3] = [6, 17, 132];

/// `1:` and the base64 of SHA-1 over seed, addresses, protocol and ports, lower endpoint first.
///
/// For ICMP and `ICMPv6` the originator's port must hold the message's type and the responder's its code; types with a
/// counterpart (echo) make both directions equal, others keep theirs. Other protocols without ports hash addresses only.
pub fn community_id(tuple: &FiveTuple) -> String {
    let mut orig = tuple.orig;
    let mut resp = tuple.resp;
    let mut one_way = false;
    if matches!(tuple.proto, ICMP | ICMPV6) {
        match counterpart(tuple.proto, orig.port) {
            Some(reply) => resp.port = reply,
            None => one_way = true,
        }
    }
    if !one_way && key(&resp) < key(&orig) {
        std::mem::swap(&mut orig, &mut resp);
    }
    let mut hash = Sha1::new();
    hash.update([0, 0]);
    for endpoint in [&orig, &resp] {
        match endpoint.addr {
            IpAddr::V4(addr) => hash.update(addr.octets()),
            IpAddr::V6(addr) => hash.update(addr.octets()),
        }
    }
    hash.update([tuple.proto, 0]);
    if WITH_PORTS.contains(&tuple.proto) || matches!(tuple.proto, ICMP | ICMPV6) {
        hash.update(orig.port.to_be_bytes());
        hash.update(resp.port.to_be_bytes());
    }
    format!("1:{}", base64(&hash.finalize()))
}

/// Order of endpoints: address bytes, then port (both ends of a flow have addresses of one family).
fn key(endpoint: &Endpoint) -> (IpAddr, u16) {
    (endpoint.addr, endpoint.port)
}

/// The type that answers (or asks for) this one, as the specification's table has it.
fn counterpart(proto: u8, kind: u16) -> Option<u16> {
    /// Echo, router advertisement, timestamp, information, address mask.
    const V4: [(u16, u16); 5] = [(8, 0), (10, 9), (13, 14), (15, 16), (17, 18)];
    /// Echo, router advertisement, neighbour advertisement, listener report, node information, home agent.
    const V6: [(u16, u16); 6] = [(128, 129), (133, 134), (135, 136), (130, 131), (139, 140), (144, 145)];
    let table: &[(u16, u16)] = if proto == ICMP { &V4 } else { &V6 };
    table.iter().find_map(|(ask, answer)| match kind {
        _ if kind == *ask => Some(*answer),
        _ if kind == *answer => Some(*ask),
        _ => None,
    })
}

/// Standard base64 with padding (RFC 4648 §4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let index = (word >> (18 - 6 * i)) & 63;
            let digit = ALPHABET.get(index as usize).copied().unwrap_or(b'A');
            text.push(if i <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
