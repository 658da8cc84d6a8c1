//! Names for flows and clients that other tools share: Community ID, JA3 and JA4 (TLS client only).
//!
//! Pure functions over plain values; a leaf module.

pub mod community_id;
pub mod ja3;
pub mod ja4;

pub use community_id::community_id;
pub use ja3::ja3;
pub use ja4::ja4;

/// What carries a handshake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carrier {
    /// TLS over a stream.
    #[default]
    Stream,
    /// DTLS.
    Datagrams,
    /// QUIC.
    Quic,
}

/// What the fingerprints need of a TLS client hello. Lists are in wire order, GREASE included.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientHelloView<'a> {
    /// What the hello came in.
    pub carrier: Carrier,
    /// `legacy_version` (RFC 8446 §4.1.2).
    pub version: u16,
    /// Offered cipher suites.
    pub suites: &'a [u16],
    /// Extension types.
    pub extensions: &'a [u16],
    /// `supported_groups` (RFC 8422 §5.1.1, RFC 8446 §4.2.7).
    pub groups: &'a [u16],
    /// `ec_point_formats` (RFC 8422 §5.1.2).
    pub point_formats: &'a [u8],
    /// `supported_versions` (RFC 8446 §4.2.1).
    pub versions: &'a [u16],
    /// `signature_algorithms` (RFC 8446 §4.2.3).
    pub signatures: &'a [u16],
    /// First name in ALPN (RFC 7301); empty if there is none.
    pub alpn: &'a [u8],
}

/// True for the values that RFC 8701 reserves so that peers stay tolerant: `0x?a?a` with equal bytes.
pub const fn is_grease(value: u16) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests;
