//! The PROXY protocol (`HAProxy`'s proxy-protocol.txt, versions 1 and 2): who the client of a connection is whose addresses
//! are those of a proxy. A header stands once, at the very start of the originator's stream; what follows it is another
//! protocol's, as if it began there. So this is no [`Parser`](super::Parser): the pipeline reads it before it probes.
//!
//! It is known by its content alone, and strictly: a line that only begins like one is left to the probes, and named.
//! Limits: a line of version 1 has at most 107 bytes (§2.1), a header of version 2 at most 16 + 65,535 (§2.2).

mod binary;
mod text;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

/// What the start of a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// No header.
    No,
    /// It may be one; more bytes will tell.
    NeedMore,
    /// It claims to be one and is malformed in the way that is named.
    Malformed(&'static str),
    /// A header of `len` bytes.
    Header {
        /// Its length, bytes.
        len: usize,
        /// What it says.
        told: Told,
    },
}

/// What a header says of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Address and port of the client.
    Client(IpAddr, u16),
    /// The proxy speaks for itself (`LOCAL`, health checks), or does not say for whom (`UNKNOWN`, `UNSPEC`, `UNIX`).
    Nobody,
    /// Its checksum is wrong: whatever it says is not believed (§2.2.4).
    Damaged,
}

/// Reads the first bytes of a stream.
pub fn read(data: &[u8]) -> Reading {
    match data.first() {
        Some(b'P') => text::read(data),
        Some(b'\r') => binary::read(data),
        _ => Reading::No,
    }
}
