//! Headers of QUIC packets (RFC 8999, RFC 9000 §17.2, RFC 9369 §3.2).

use super::Reader;

/// RFC 9000.
pub const V1: u32 = 1;
/// RFC 9369 §3.1.
pub const V2: u32 = 0x6b33_43cf;
/// Longest connection id (RFC 9000 §17.2).
pub const MAX_ID: usize = 20;
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
    /// Early data of a client that was here before.
    ZeroRtt,
    /// The rest of the handshake.
    Handshake,
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
        let destination = reader.block8().filter(|id| id.len() <= MAX_ID)?;
        let source = reader.block8().filter(|id| id.len() <= MAX_ID)?;
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
            1 => Kind::ZeroRtt,
            2 => Kind::Handshake,
            _ => Kind::Retry,
        };
        if packet.kind == Kind::Retry {
            // A token and a 16-byte tag (RFC 9000 §17.2.5).
            return (reader.len() > 16).then_some(packet);
        }
        if packet.kind == Kind::Initial {
            let token = reader.varint()?;
            if destination.len() < MIN_FIRST_ID && source.len() < MIN_FIRST_ID && token == 0 && data.len() < 64 {
                return None;
            }
            reader.take(usize::try_from(token).ok()?)?;
        }
        // The datagram may be shown cut, so only the lower bound and the 16 bits of UDP's length hold.
        let length = reader.varint().filter(|length| (MIN_PAYLOAD..=65_527).contains(length))?;
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
