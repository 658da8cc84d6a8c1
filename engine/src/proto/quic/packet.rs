//! Headers of QUIC packets (RFC 8999, RFC 9000 §17.2, RFC 9369 §3.2).

use super::super::reader::Reader;

/// RFC 9000.
pub const V1: u32 = 1;
/// RFC 9369 §3.1.
pub const V2: u32 = 0x6b33_43cf;
/// Longest connection id (RFC 9000 §17.2).
const MAX_ID: usize = 20;
/// Shortest id that a client may invent for the server (RFC 9000 §7.2).
const MIN_FIRST_ID: usize = 8;
/// A protected packet holds at least a packet number and a 16-byte tag.
const MIN_PAYLOAD: u64 = 17;

/// True for versions that are read here: 1, 2 and the drafts from 29 on.
const fn is_known(version: u32) -> bool {
    matches!(version, V1 | V2 | 0xff00_001d..=0xff00_0022)
}

/// What a packet with a long header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first of a connection.
    Initial,
    /// The server wants the client's address proven.
    Retry,
    /// Protected by keys that we cannot have: 0-RTT and Handshake.
    Protected,
    /// The server speaks none of the versions.
    Negotiation,
}

/// A packet with a long header.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Version, 0 for version negotiation.
    pub version: u32,
    /// Id that the receiver gave itself, or that a client invented for it.
    pub destination: &'a [u8],
    /// Id that the sender gives itself.
    pub source: &'a [u8],
    /// Offset of the packet number, where there is one.
    pub number_at: usize,
    /// The packet as far as it is there: its length says where it ends.
    pub bytes: &'a [u8],
    /// Packets behind it in the same datagram.
    pub rest: &'a [u8],
}

impl<'a> Packet<'a> {
    /// Reads the packet at the start of `data`, which may be shown cut; `None` if none with a believable long header of a
    /// known version starts there.
    pub fn read(data: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let first = reader.u8().filter(|first| first & 0x80 != 0)?;
        let version = reader.u32()?;
        let destination = reader.block8().filter(|id| id.len() <= MAX_ID)?.rest();
        let source = reader.block8().filter(|id| id.len() <= MAX_ID)?.rest();
        let mut packet =
            Self { kind: Kind::Negotiation, version, destination, source, number_at: 0, bytes: data, rest: &[] };
        if version == 0 {
            negotiation(reader, source.len())?;
            return Some(packet);
        }
        if first & 0x40 == 0 || !is_known(version) {
            return None;
        }
        // Version 2 counts the types from another start (RFC 9369 §3.2).
        let first_kind = u8::from(version == V2);
        packet.kind = match (first >> 4 & 3).wrapping_sub(first_kind) & 3 {
            0 => Kind::Initial,
            3 => Kind::Retry,
            _ => Kind::Protected,
        };
        if packet.kind == Kind::Retry {
            // A token and a 16-byte tag (RFC 9000 §17.2.5).
            return (reader.len() > 16).then_some(packet);
        }
        if packet.kind == Kind::Initial {
            let token = varint(&mut reader)?;
            if destination.len() < MIN_FIRST_ID && source.len() < MIN_FIRST_ID && token == 0 && data.len() < 64 {
                return None;
            }
            reader.take(usize::try_from(token).ok()?)?;
        }
        // The datagram may be shown cut, so only the lower bound and the 16 bits of UDP's length hold.
        let length = varint(&mut reader).filter(|length| (MIN_PAYLOAD..=65_527).contains(length))?;
        if reader.is_empty() {
            return None;
        }
        packet.number_at = data.len() - reader.len();
        let (bytes, rest) = data.split_at_checked(packet.number_at + length as usize).unwrap_or((data, &[]));
        (packet.bytes, packet.rest) = (bytes, rest);
        Some(packet)
    }
}

/// A list of versions, one of which we know (RFC 9000 §6, §15).
fn negotiation(mut reader: Reader<'_>, source: usize) -> Option<()> {
    let whole = reader.len().is_multiple_of(4) && !reader.is_empty() && reader.len() <= 64 && source > 0;
    let mut known = false;
    while let Some(version) = reader.u32().filter(|_| whole) {
        known |= is_known(version);
    }
    known.then_some(())
}

/// Variable-length integer (RFC 9000 §16).
pub fn varint(reader: &mut Reader<'_>) -> Option<u64> {
    let first = reader.u8()?;
    let more = (1usize << (first >> 6)) - 1;
    let tail = reader.take(more)?;
    Some(tail.iter().fold(u64::from(first & 0x3f), |value, byte| value << 8 | u64::from(*byte)))
}

/// The CRYPTO frames of an Initial packet's payload: offset and data each (RFC 9000 §17.2.2 says what else may be in it).
/// Stops at what cannot be there.
pub fn crypto_frames(payload: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut reader = Reader::new(payload);
    std::iter::from_fn(move || {
        loop {
            match reader.u8()? {
                // PADDING, PING.
                0 | 1 => {}
                kind @ (2 | 3) => acknowledgement(&mut reader, kind)?,
                6 => {
                    let at = varint(&mut reader)?;
                    let len = usize::try_from(varint(&mut reader)?).ok()?;
                    return reader.take(len).map(|data| (at, data));
                }
                _ => return None,
            }
        }
    })
}

/// Passes over an ACK frame; type 3 counts ECN marks as well (RFC 9000 §19.3).
fn acknowledgement(reader: &mut Reader<'_>, kind: u8) -> Option<()> {
    varint(reader)?;
    varint(reader)?;
    let ranges = varint(reader)?;
    varint(reader)?;
    for _ in 0..ranges {
        varint(reader)?;
        varint(reader)?;
    }
    if kind == 3 {
        for _ in 0..3 {
            varint(reader)?;
        }
    }
    Some(())
}
