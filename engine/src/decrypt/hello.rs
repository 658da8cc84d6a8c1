//! Handshake messages as far as keys depend on them: randoms, version, suite, extensions, the encrypted premaster secret.

use super::suite::Suite;

/// `ServerHello.random` of a `HelloRetryRequest` (RFC 8446 §4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11,
    0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];
const EXT_ENCRYPT_THEN_MAC: u16 = 22;
const EXT_EXTENDED_MASTER: u16 = 23;
const EXT_TICKET: u16 = 35;
const EXT_VERSIONS: u16 = 43;

/// Types of handshake messages.
pub(super) mod kind {
    pub const CLIENT_HELLO: u8 = 1;
    pub const SERVER_HELLO: u8 = 2;
    pub const NEW_SESSION_TICKET: u8 = 4;
    pub const END_OF_EARLY_DATA: u8 = 5;
    pub const ENCRYPTED_EXTENSIONS: u8 = 8;
    pub const CERTIFICATE: u8 = 11;
    pub const CLIENT_KEY_EXCHANGE: u8 = 16;
    pub const FINISHED: u8 = 20;
    pub const KEY_UPDATE: u8 = 24;
}

/// Reads fields from the front of a slice.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    pub fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }
    /// A number of `bytes` bytes.
    pub fn number(&mut self, bytes: usize) -> Option<usize> {
        Some(self.take(bytes)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    }
    /// A block behind its length in `bytes` bytes.
    pub fn block(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let len = self.number(bytes)?;
        self.take(len)
    }
    fn random(&mut self) -> Option<[u8; 32]> {
        self.take(32)?.try_into().ok()
    }
}

/// What a client said.
#[derive(Default)]
pub(super) struct Client {
    pub random: [u8; 32],
    pub session: Vec<u8>,
    pub ticket: Vec<u8>,
}

impl Client {
    /// Reads the body of a `ClientHello`.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let mut fields = Fields(body);
        fields.take(2)?;
        let mut client = Self { random: fields.random()?, session: fields.block(1)?.to_vec(), ..Self::default() };
        fields.block(2)?;
        fields.block(1)?;
        let mut extensions = Fields(fields.block(2).unwrap_or_default());
        while let (Some(kind), Some(value)) = (extensions.number(2), extensions.block(2)) {
            if kind == usize::from(EXT_TICKET) {
                client.ticket = value.to_vec();
            }
        }
        Some(client)
    }

    /// Reads an SSL 2.0 hello that asks for a later version, without its length: the challenge is the random, right-aligned
    /// (RFC 5246 appendix E.2).
    pub fn parse_v2(body: &[u8]) -> Option<Self> {
        let mut fields = Fields(body);
        fields.take(3)?;
        let (specs, session, challenge) = (fields.number(2)?, fields.number(2)?, fields.number(2)?);
        fields.take(specs)?;
        let session = fields.take(session)?.to_vec();
        let challenge = fields.take(challenge)?;
        let mut client = Self { session, ..Self::default() };
        client.random.iter_mut().rev().zip(challenge.iter().rev()).for_each(|(to, from)| *to = *from);
        Some(client)
    }
}

/// What a server chose.
pub(super) struct Server {
    pub random: [u8; 32],
    /// `supported_versions`, else `legacy_version`.
    pub version: u16,
    /// `None` if its records cannot be opened.
    pub suite: Option<Suite>,
    /// Number of the suite.
    pub suite_id: u16,
    pub session: Vec<u8>,
    pub retry: bool,
    pub encrypt_then_mac: bool,
    pub extended_master: bool,
}

impl Server {
    /// Reads the body of a `ServerHello`.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let mut fields = Fields(body);
        let mut version = fields.number(2)? as u16;
        let random = fields.random()?;
        let session = fields.block(1)?.to_vec();
        let suite_id = fields.number(2)? as u16;
        let compressed = fields.number(1)? != 0;
        let (mut encrypt_then_mac, mut extended_master) = (false, false);
        let mut extensions = Fields(fields.block(2).unwrap_or_default());
        while let (Some(kind), Some(value)) = (extensions.number(2), extensions.block(2)) {
            match kind as u16 {
                EXT_ENCRYPT_THEN_MAC => encrypt_then_mac = true,
                EXT_EXTENDED_MASTER => extended_master = true,
                EXT_VERSIONS => version = Fields(value).number(2).map_or(version, |version| version as u16),
                _ => {}
            }
        }
        let known = matches!(version, 0x0300..=0x0304) && !compressed && (version == 0x0304) == (suite_id >> 8 == 0x13);
        let suite = Suite::by_id(suite_id).filter(|_| known);
        let retry = random == RETRY;
        Some(Self { random, version, suite, suite_id, session, retry, encrypt_then_mac, extended_master })
    }
}

/// The encrypted premaster secret of a `ClientKeyExchange`: SSL 3.0 sends it without its length.
pub(super) fn encrypted_premaster(version: u16, body: &[u8]) -> Option<&[u8]> {
    if version == super::schedule::SSL3 { Some(body) } else { Fields(body).block(2) }
}

/// The ticket of a `NewSessionTicket` up to TLS 1.2 (RFC 5077 §3.3).
pub(super) fn ticket(body: &[u8]) -> Option<&[u8]> {
    let mut fields = Fields(body);
    fields.take(4)?;
    fields.block(2)
}

/// A `Certificate` of TLS 1.3 as TLS 1.2 would write it: without context and extensions (RFC 8446 §4.4.2).
pub(super) fn certificate12(body: &[u8]) -> Option<Vec<u8>> {
    let mut fields = Fields(body);
    fields.block(1)?;
    let mut list = Fields(fields.block(3)?);
    let mut entries = Vec::new();
    while !list.0.is_empty() {
        let certificate = list.block(3)?;
        list.block(2)?;
        entries.extend_from_slice(certificate.len().to_be_bytes().get(5..)?);
        entries.extend_from_slice(certificate);
    }
    Some([entries.len().to_be_bytes().get(5..)?, &entries].concat())
}

/// The chosen protocol of `EncryptedExtensions` (RFC 7301 §3.1).
pub(super) fn alpn(body: &[u8]) -> Option<Vec<u8>> {
    const EXT_ALPN: usize = 16;
    let mut fields = Fields(body);
    let mut extensions = Fields(fields.block(2)?);
    while let (Some(kind), Some(value)) = (extensions.number(2), extensions.block(2)) {
        if kind == EXT_ALPN {
            return Fields(Fields(value).block(2)?).block(1).map(<[u8]>::to_vec);
        }
    }
    None
}

/// Puts handshake messages together from records; messages longer than the limit are passed over.
#[derive(Default)]
pub(super) struct Messages {
    buffer: Vec<u8>,
    /// What stands before this place was handed out.
    at: usize,
    skip: usize,
}

impl Messages {
    /// Takes the content of a handshake record.
    pub fn feed(&mut self, content: &[u8]) {
        let skipped = self.skip.min(content.len());
        self.skip -= skipped;
        self.buffer.drain(..std::mem::take(&mut self.at));
        self.buffer.extend_from_slice(content.get(skipped..).unwrap_or_default());
    }

    /// The next whole message with its header.
    pub fn next(&mut self, limit: usize) -> Option<Vec<u8>> {
        loop {
            let rest = self.buffer.get(self.at..)?;
            let len = Fields(rest.get(1..4)?).number(3)? + 4;
            if len > limit {
                self.skip = len.saturating_sub(rest.len());
                self.at += len.min(rest.len());
                continue;
            }
            let message = rest.get(..len)?.to_vec();
            self.at += len;
            return Some(message);
        }
    }

    /// True if nothing is held.
    pub fn is_empty(&self) -> bool {
        self.at == self.buffer.len()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.buffer.capacity()
    }

    /// Forgets a message that is cut.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
