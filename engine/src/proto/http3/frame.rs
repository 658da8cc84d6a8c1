//! Frame headers (RFC 9114 §7.1) and what is known of frames.

use crate::quic::Reader;

/// Types of frames (§7.2, §11.2.1).
pub(super) mod kind {
    pub const DATA: u64 = 0x0;
    pub const HEADERS: u64 = 0x1;
    pub const CANCEL_PUSH: u64 = 0x3;
    pub const SETTINGS: u64 = 0x4;
    pub const PUSH_PROMISE: u64 = 0x5;
    pub const GOAWAY: u64 = 0x7;
    pub const MAX_PUSH_ID: u64 = 0xd;
}

/// Setting: the largest header table that its sender follows (RFC 9204 §5).
pub(super) const QPACK_MAX_TABLE_CAPACITY: u64 = 0x1;

/// The start of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Its type.
    pub kind: u64,
    /// Octets of its payload.
    pub len: u64,
    /// Octets of the header itself.
    pub size: usize,
}

impl Header {
    /// Reads a header; `None` if it is not all there.
    pub fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let (kind, len) = (reader.varint()?, reader.varint()?);
        Some(Self { kind, len, size: data.len() - reader.len() })
    }
}
