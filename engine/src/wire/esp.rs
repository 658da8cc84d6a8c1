//! ESP without encryption (RFC 4303, RFC 2410): told from what is encrypted by its trailer, and believed only if the packet
//! within says of itself that it is one, as RFC 5879 proposes for who looks on.
//!
//! What is within must be whole: an IP packet with its length (and checksum, of version 4), or TCP or UDP with a right
//! checksum. That a cipher's output looks so comes once in some hundred million packets; other protocols stay closed.

use super::view::View;
use super::{Dissected, ipv4};

/// Number of the protocol.
pub(super) const ESP: u8 = 50;
/// Security parameters index and sequence number.
const HEADER: usize = 8;
/// Pad length and next header.
const TRAILER: usize = 2;
/// Bytes of initialization vector and of integrity check value: HMACs cut to 96, 128, 192 and 256 bits, GMAC (RFC 4543), and
/// nothing.
const SIZES: [(usize, usize); 6] = [(0, 12), (0, 16), (0, 24), (0, 32), (8, 16), (0, 0)];

/// The protocol and the payload within, if nothing is encrypted.
pub(super) fn open<'a>(view: View<'a>, outer: &Dissected) -> Option<(u8, View<'a>)> {
    let whole = view.rest().len() == view.wire() as usize;
    SIZES.into_iter().filter(|_| whole).find_map(|(vector, check)| {
        let inner = view.skip(HEADER + vector).ok()?;
        let sealed = inner.rest().get(..inner.rest().len().checked_sub(check)?)?;
        let (padded, [padding, next]) = sealed.split_last_chunk::<TRAILER>()?;
        let len = padded.len().checked_sub(usize::from(*padding))?;
        let (payload, behind) = padded.split_at_checked(len)?;
        // Padding counts from one (RFC 4303 §2.4).
        let counts = behind.iter().zip(1..=u8::MAX).all(|(byte, n)| *byte == n);
        let within = inner.ended(len as u32);
        (counts && is_whole(*next, payload, within, outer)).then_some((*next, within))
    })
}

/// True if that protocol's packet is all there, and nothing else.
fn is_whole(next: u8, payload: &[u8], view: View<'_>, outer: &Dissected) -> bool {
    let stated = |at: usize, more: usize| view.word(at).is_ok_and(|len| usize::from(len) + more == payload.len());
    match next {
        4 => stated(2, 0) && ipv4::has_checksum(view),
        41 => view.nibble() == 6 && stated(4, 40),
        6 => payload.len() >= 20 && has_checksum(next, payload, outer),
        17 => stated(4, 0) && (view.word(6) == Ok(0) || has_checksum(next, payload, outer)),
        _ => false,
    }
}

/// True if the checksum over addresses, protocol, length and payload is right (RFC 9293 §3.1, RFC 768).
fn has_checksum(proto: u8, payload: &[u8], outer: &Dissected) -> bool {
    let words = |bytes: &[u8]| {
        bytes.chunks(2).fold(0_u64, |sum, word| match word {
            [high, low] => sum + u64::from(u16::from_be_bytes([*high, *low])),
            [high] => sum + (u64::from(*high) << 8),
            _ => sum,
        })
    };
    let mut sum = words(&outer.src) + words(&outer.dst) + words(payload) + u64::from(proto) + payload.len() as u64;
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum == 0xffff
}
