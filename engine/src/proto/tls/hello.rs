//! Hello messages: what a client offers and what a server chose (RFC 5246 §7.4.1, RFC 8446 §4.1, GB/T 38636 §6.4.5).

use super::super::reader::Reader;
use crate::fingerprint::{Carrier, ClientHelloView, is_grease, ja3, ja4};
use std::borrow::Cow;

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

/// A list of numbers of two bytes, as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words<'a>(&'a [[u8; 2]]);

impl<'a> Words<'a> {
    /// `None` if half a number is left.
    fn of(list: Reader<'a>) -> Option<Self> {
        let (words, half) = list.rest().as_chunks();
        half.is_empty().then_some(Self(words))
    }
    /// The numbers in order.
    pub fn iter(self) -> impl Iterator<Item = u16> + 'a {
        self.0.iter().map(|word| u16::from_be_bytes(*word))
    }
}

/// What a client offers, where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHello<'a> {
    /// `legacy_version`.
    pub version: u16,
    /// Session to go on with; in TLS 1.3 it says nothing.
    pub session: &'a [u8],
    /// Cipher suites, GREASE included.
    pub suites: Words<'a>,
    /// Extensions, each whole.
    extensions: &'a [u8],
    /// Named groups.
    pub groups: Words<'a>,
    /// Point formats.
    pub point_formats: &'a [u8],
    /// `supported_versions`.
    pub versions: Words<'a>,
    /// Signature algorithms.
    pub signatures: Words<'a>,
    /// Server name; empty if none was sent. With `ech` it is only the public name.
    pub sni: Cow<'a, str>,
    /// ALPN names as sent.
    pub alpn: Names<'a>,
    /// True if encrypted client hello is offered (or greased).
    pub ech: bool,
}

impl<'a> ClientHello<'a> {
    /// Parses the body of a `ClientHello` handshake message.
    pub fn parse(body: &'a [u8]) -> Option<Self> {
        Self::read(body, false)
    }
    /// The same of DTLS, where a cookie stands behind the session (RFC 6347 §4.2.1).
    pub fn parse_datagram(body: &'a [u8]) -> Option<Self> {
        Self::read(body, true)
    }
    fn read(body: &'a [u8], cookie: bool) -> Option<Self> {
        let mut reader = Reader::new(body);
        let mut hello = Self { version: reader.u16()?, ..Self::default() };
        reader.take(32)?;
        hello.session = reader.block8()?.rest();
        if cookie {
            reader.block8()?;
        }
        hello.suites = Words::of(reader.block16()?)?;
        reader.block8()?;
        if reader.is_empty() {
            return Some(hello);
        }
        let mut extensions = reader.block16()?;
        hello.extensions = extensions.rest();
        while !extensions.is_empty() {
            let kind = extensions.u16()?;
            let value = extensions.block16()?;
            // An extension that does not parse is left out: the rest of the hello is still worth knowing.
            let _ = hello.extension(kind, value);
        }
        Some(hello)
    }
    fn extension(&mut self, kind: u16, mut value: Reader<'a>) -> Option<()> {
        match kind {
            EXT_SERVER_NAME => self.sni = server_name(value)?,
            EXT_GROUPS => self.groups = Words::of(value.block16()?)?,
            EXT_POINT_FORMATS => self.point_formats = value.block8()?.rest(),
            EXT_SIGNATURES => self.signatures = Words::of(value.block16()?)?,
            EXT_ALPN => self.alpn = Names::of(value.block16()?)?,
            EXT_VERSIONS => self.versions = Words::of(value.block8()?)?,
            EXT_ECH => self.ech = true,
            _ => {}
        }
        Some(())
    }
    /// JA3 and JA4.
    pub fn fingerprints(&self, carrier: Carrier) -> (String, String) {
        let [suites, groups, versions, signatures] =
            [self.suites, self.groups, self.versions, self.signatures].map(|list| list.iter().collect::<Vec<u16>>());
        let view = ClientHelloView {
            carrier,
            version: self.version,
            suites: &suites,
            extensions: &self.extensions().collect::<Vec<u16>>(),
            groups: &groups,
            point_formats: self.point_formats,
            versions: &versions,
            signatures: &signatures,
            alpn: self.alpn.iter().next().unwrap_or_default(),
        };
        (ja3(&view), ja4(&view))
    }
    /// Extension types in order.
    fn extensions(&self) -> impl Iterator<Item = u16> + 'a {
        let mut rest = Reader::new(self.extensions);
        std::iter::from_fn(move || {
            let kind = rest.u16()?;
            rest.block16().map(|_| kind)
        })
    }
    /// The highest version offered; those of DTLS count down.
    pub fn highest_version(&self, carrier: Carrier) -> u16 {
        let offered = self.versions.iter().filter(|version| !is_grease(*version));
        let highest = if carrier == Carrier::Datagrams { offered.min() } else { offered.max() };
        highest.unwrap_or(self.version)
    }
}

/// What a server chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHello<'a> {
    /// Negotiated version: `supported_versions` if sent, else `legacy_version`.
    pub version: u16,
    /// Session: the client's, if it is resumed (before TLS 1.3).
    pub session: &'a [u8],
    /// Chosen suite.
    pub suite: u16,
    /// Group of its key share (TLS 1.3).
    pub group: Option<u16>,
    /// Chosen application protocol, if it is told in the clear.
    pub alpn: Option<&'a [u8]>,
    /// True for a `HelloRetryRequest`: another hello follows.
    pub retry: bool,
    /// True if a key that the client offered was taken (RFC 8446 §4.2.11).
    pub psk: bool,
    /// True if the server's certificate will be a bare key (RFC 7250).
    pub raw_keys: bool,
}

impl<'a> ServerHello<'a> {
    /// Parses the body of a `ServerHello` handshake message.
    pub fn parse(body: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let mut hello = Self { version: reader.u16()?, ..Self::default() };
        hello.retry = reader.array::<32>()? == RETRY_RANDOM;
        hello.session = reader.block8()?.rest();
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
                    hello.alpn = value.block16().and_then(Names::of).and_then(|all| all.iter().last());
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

/// A list of names, each behind its length in one byte, as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names<'a>(&'a [u8]);

impl<'a> Names<'a> {
    /// `None` if a name is cut; no more than a few count.
    fn of(list: Reader<'a>) -> Option<Self> {
        let mut rest = list;
        for _ in 0..ALPN_NAMES {
            if rest.is_empty() {
                break;
            }
            rest.block8()?;
        }
        Some(Self(list.rest()))
    }
    /// The names in order.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = Reader::new(self.0);
        std::iter::from_fn(move || rest.block8().map(|name| name.rest())).take(ALPN_NAMES)
    }
}

/// The first host name (RFC 6066 §3).
fn server_name(mut value: Reader<'_>) -> Option<Cow<'_, str>> {
    const HOST_NAME: u8 = 0;
    let mut list = value.block16()?;
    while !list.is_empty() {
        let kind = list.u8()?;
        let name = list.block16()?.rest();
        if kind == HOST_NAME {
            let name = name.get(..NAME_BYTES.min(name.len()))?;
            return Some(String::from_utf8_lossy(name));
        }
    }
    None
}
