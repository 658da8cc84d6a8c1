//! Record and SSL 2.0 headers (RFC 8446 §5.1, RFC 6101 §5.2, GB/T 38636 §6.3; SSL 2.0 draft §1.1).

use super::super::reader::Reader;

/// Content types (RFC 8446 §5.1; heartbeat RFC 6520).
pub const CHANGE_CIPHER_SPEC: u8 = 20;
/// Alert.
pub const ALERT: u8 = 21;
/// Handshake.
pub const HANDSHAKE: u8 = 22;
/// Application data.
pub const APPLICATION: u8 = 23;
/// Heartbeat.
pub const HEARTBEAT: u8 = 24;

/// Version of TLCP, in records and hellos.
pub const TLCP: u16 = 0x0101;
/// Version of SSL 2.0 in its hellos.
pub const SSL2: u16 = 0x0002;
/// Bytes of a record header.
pub const HEADER: usize = 5;
/// Longest record: 2^14 and what the oldest versions allow for expansion.
pub const MAX_RECORD: usize = (1 << 14) + 2048;

/// A record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Content type.
    pub kind: u8,
    /// Version; says little about what was negotiated.
    pub version: u16,
    /// Bytes of the payload.
    pub len: usize,
}

impl Header {
    /// True if this record can follow `first` once records are protected.
    pub const fn continues(self, first: Self) -> bool {
        self.version == first.version && matches!(self.kind, APPLICATION | ALERT)
    }
}

/// What stands at the start of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// A plausible header.
    Header(Header),
    /// Too few bytes, nothing wrong so far.
    Short,
    /// No record starts like this.
    Wrong,
}

/// Reads a record header, strictly.
pub fn header(data: &[u8]) -> Parsed {
    let mut reader = Reader::new(data);
    let Some(kind) = reader.u8() else {
        return Parsed::Short;
    };
    if !(CHANGE_CIPHER_SPEC..=HEARTBEAT).contains(&kind) {
        return Parsed::Wrong;
    }
    let Some(major) = reader.u8() else {
        return Parsed::Short;
    };
    if !matches!(major, 1 | 3) {
        return Parsed::Wrong;
    }
    let Some(minor) = reader.u8() else {
        return Parsed::Short;
    };
    let version = u16::from_be_bytes([major, minor]);
    if !matches!(version, 0x0300..=0x0304 | TLCP) {
        return Parsed::Wrong;
    }
    let Some(len) = reader.u16().map(usize::from) else {
        return Parsed::Short;
    };
    let fits = match kind {
        CHANGE_CIPHER_SPEC => len == 1,
        APPLICATION => len <= MAX_RECORD,
        _ => (1..=MAX_RECORD).contains(&len),
    };
    if fits { Parsed::Header(Header { kind, version, len }) } else { Parsed::Wrong }
}

/// An SSL 2.0 client hello: either SSL 2.0 itself or the way old clients ask for SSL 3.0 and later (RFC 5246 appendix E.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct V2Hello {
    /// Bytes of the message with its length.
    pub len: usize,
    /// Version asked for.
    pub version: u16,
}

/// Reads an SSL 2.0 client hello's head; `None` for `Short`/`Wrong` is told by the second value.
pub fn v2_client_hello(data: &[u8]) -> Result<V2Hello, Parsed> {
    const CLIENT_HELLO: u8 = 1;
    let mut reader = Reader::new(data);
    let first = reader.u8().ok_or(Parsed::Short)?;
    if first & 0x80 == 0 {
        return Err(Parsed::Wrong);
    }
    let second = reader.u8().ok_or(Parsed::Short)?;
    let len = usize::from(u16::from_be_bytes([first & 0x7f, second]));
    if reader.u8().ok_or(Parsed::Short)? != CLIENT_HELLO || len < 9 {
        return Err(Parsed::Wrong);
    }
    let major = reader.u8().ok_or(Parsed::Short)?;
    let minor = reader.u8().ok_or(Parsed::Short)?;
    let version = u16::from_be_bytes([major, minor]);
    if !matches!(version, SSL2 | 0x0300..=0x0304) {
        return Err(Parsed::Wrong);
    }
    let specs = usize::from(reader.u16().ok_or(Parsed::Short)?);
    let session = usize::from(reader.u16().ok_or(Parsed::Short)?);
    let challenge = usize::from(reader.u16().ok_or(Parsed::Short)?);
    let sums = specs.saturating_add(session).saturating_add(challenge).saturating_add(9) == len;
    if sums && specs % 3 == 0 && specs > 0 && matches!(session, 0 | 16 | 32) && (16..=32).contains(&challenge) {
        Ok(V2Hello { len: len + 2, version })
    } else {
        Err(Parsed::Wrong)
    }
}

/// True if an SSL 2.0 server hello starts here (type 4, version 0x0002).
pub fn is_v2_server_hello(data: &[u8]) -> bool {
    const SERVER_HELLO: u8 = 4;
    matches!(data, [first, _, SERVER_HELLO, hit, certificate, 0, 2, ..]
        if first & 0x80 != 0 && *hit <= 1 && *certificate <= 1)
}

/// The certificate in an SSL 2.0 server hello (SSL 2.0 draft §2.6): its DER, empty where a session is resumed.
pub fn v2_certificate(data: &[u8]) -> Result<&[u8], Parsed> {
    const X509: u8 = 1;
    let mut reader = Reader::new(data);
    let len = reader.u16().ok_or(Parsed::Short)? & 0x7fff;
    let mut message = Reader::new(reader.take(usize::from(len)).ok_or(Parsed::Short)?);
    let mut read = || {
        message.take(2)?;
        let kind = message.u8()?;
        message.u16()?;
        let len = usize::from(message.u16()?);
        message.take(4)?;
        message.take(len).filter(|der| kind == X509 && !der.is_empty())
    };
    read().ok_or(Parsed::Wrong)
}
