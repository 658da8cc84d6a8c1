//! Hello messages: what a client offers and what a server chose (RFC 5246 §7.4.1, RFC 8446 §4.1, GB/T 38636 §6.4.5).

use super::super::reader::Reader;
use crate::fingerprint::{Carrier, ClientHelloView, is_grease};

const EXT_SERVER_NAME: u16 = 0;
const EXT_GROUPS: u16 = 10;
const EXT_POINT_FORMATS: u16 = 11;
const EXT_SIGNATURES: u16 = 13;
const EXT_ALPN: u16 = 16;
/// RFC 7250.
const EXT_SERVER_CERTIFICATE: u16 = 20;
const EXT_PSK: u16 = 41;
const EXT_VERSIONS: u16 = 43;
const EXT_KEY_SHARE: u16 = 51;
/// RFC 9849.
const EXT_ECH: u16 = 0xfe0d;

/// Longest server name kept (RFC 1035 §2.3.4) and most ALPN names.
const NAME_BYTES: usize = 255;
const ALPN_NAMES: usize = 16;

/// RFC 7250 §3.
const RAW_PUBLIC_KEY: u8 = 2;

/// `ServerHello.random` of a `HelloRetryRequest` (RFC 8446 §4.1.3).
const RETRY_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11,
    0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// What a client offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHello {
    /// `legacy_version`.
    pub version: u16,
    /// Session to go on with; in TLS 1.3 it says nothing.
    pub session: Vec<u8>,
    /// Cipher suites, GREASE included.
    pub suites: Vec<u16>,
    /// Extension types in order.
    pub extensions: Vec<u16>,
    /// Named groups.
    pub groups: Vec<u16>,
    /// Point formats.
    pub point_formats: Vec<u8>,
    /// `supported_versions`.
    pub versions: Vec<u16>,
    /// Signature algorithms.
    pub signatures: Vec<u16>,
    /// Server name; empty if none was sent. With `ech` it is only the public name.
    pub sni: String,
    /// ALPN names as sent.
    pub alpn: Vec<Vec<u8>>,
    /// True if encrypted client hello is offered (or greased).
    pub ech: bool,
}

impl ClientHello {
    /// Parses the body of a `ClientHello` handshake message.
    pub fn parse(body: &[u8]) -> Option<Self> {
        Self::read(body, false)
    }
    /// The same of DTLS, where a cookie stands behind the session (RFC 6347 §4.2.1).
    pub fn parse_datagram(body: &[u8]) -> Option<Self> {
        Self::read(body, true)
    }
    fn read(body: &[u8], cookie: bool) -> Option<Self> {
        let mut reader = Reader::new(body);
        let mut hello = Self { version: reader.u16()?, ..Self::default() };
        reader.take(32)?;
        hello.session = reader.block8()?.rest().to_vec();
        if cookie {
            reader.block8()?;
        }
        hello.suites = words(reader.block16()?)?;
        reader.block8()?;
        if reader.is_empty() {
            return Some(hello);
        }
        let mut extensions = reader.block16()?;
        while !extensions.is_empty() {
            let kind = extensions.u16()?;
            let value = extensions.block16()?;
            hello.extensions.push(kind);
            // An extension that does not parse is left out: the rest of the hello is still worth knowing.
            let _ = hello.extension(kind, value);
        }
        Some(hello)
    }
    fn extension(&mut self, kind: u16, mut value: Reader<'_>) -> Option<()> {
        match kind {
            EXT_SERVER_NAME => self.sni = server_name(value)?,
            EXT_GROUPS => self.groups = words(value.block16()?)?,
            EXT_POINT_FORMATS => self.point_formats = value.block8()?.rest().to_vec(),
            EXT_SIGNATURES => self.signatures = words(value.block16()?)?,
            EXT_ALPN => self.alpn = names(value.block16()?)?,
            EXT_VERSIONS => self.versions = words(value.block8()?)?,
            EXT_ECH => self.ech = true,
            _ => {}
        }
        Some(())
    }
    /// The view that fingerprints are made of.
    pub fn view(&self, carrier: Carrier) -> ClientHelloView<'_> {
        ClientHelloView {
            carrier,
            version: self.version,
            suites: &self.suites,
            extensions: &self.extensions,
            groups: &self.groups,
            point_formats: &self.point_formats,
            versions: &self.versions,
            signatures: &self.signatures,
            alpn: self.alpn.first().map_or(&[], Vec::as_slice),
        }
    }
    /// The highest version offered; those of DTLS count down.
    pub fn highest_version(&self, carrier: Carrier) -> u16 {
        let offered = self.versions.iter().copied().filter(|version| !is_grease(*version));
        let highest = if carrier == Carrier::Datagrams { offered.min() } else { offered.max() };
        highest.unwrap_or(self.version)
    }
}

/// What a server chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHello {
    /// Negotiated version: `supported_versions` if sent, else `legacy_version`.
    pub version: u16,
    /// Session: the client's, if it is resumed (before TLS 1.3).
    pub session: Vec<u8>,
    /// Chosen suite.
    pub suite: u16,
    /// Group of its key share (TLS 1.3).
    pub group: Option<u16>,
    /// Chosen application protocol, if it is told in the clear.
    pub alpn: Option<Vec<u8>>,
    /// True for a `HelloRetryRequest`: another hello follows.
    pub retry: bool,
    /// True if a key that the client offered was taken (RFC 8446 §4.2.11).
    pub psk: bool,
    /// True if the server's certificate will be a bare key (RFC 7250).
    pub raw_keys: bool,
}

impl ServerHello {
    /// Parses the body of a `ServerHello` handshake message.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let mut hello = Self { version: reader.u16()?, ..Self::default() };
        hello.retry = reader.array::<32>()? == RETRY_RANDOM;
        hello.session = reader.block8()?.rest().to_vec();
        hello.suite = reader.u16()?;
        reader.u8()?;
        if reader.is_empty() {
            return Some(hello);
        }
        let mut extensions = reader.block16()?;
        while !extensions.is_empty() {
            let kind = extensions.u16()?;
            let mut value = extensions.block16()?;
            match kind {
                EXT_ALPN => {
                    hello.alpn = value.block16().and_then(names).and_then(|mut all| all.pop());
                }
                EXT_VERSIONS => hello.version = value.u16().unwrap_or(hello.version),
                EXT_KEY_SHARE => hello.group = value.u16(),
                EXT_PSK => hello.psk = true,
                EXT_SERVER_CERTIFICATE => hello.raw_keys = value.u8() == Some(RAW_PUBLIC_KEY),
                _ => {}
            }
        }
        Some(hello)
    }
}

fn words(mut list: Reader<'_>) -> Option<Vec<u16>> {
    let mut all = Vec::with_capacity(list.len() / 2);
    while !list.is_empty() {
        all.push(list.u16()?);
    }
    Some(all)
}

fn names(mut list: Reader<'_>) -> Option<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    while !list.is_empty() && all.len() < ALPN_NAMES {
        all.push(list.block8()?.rest().to_vec());
    }
    Some(all)
}

/// The first host name (RFC 6066 §3).
fn server_name(mut value: Reader<'_>) -> Option<String> {
    const HOST_NAME: u8 = 0;
    let mut list = value.block16()?;
    while !list.is_empty() {
        let kind = list.u8()?;
        let name = list.block16()?.rest();
        if kind == HOST_NAME {
            let name = name.get(..NAME_BYTES.min(name.len()))?;
            return Some(String::from_utf8_lossy(name).into_owned());
        }
    }
    None
}
