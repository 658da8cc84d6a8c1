//! Greeting, handshake response and authentication (connection phase).

use super::super::reader::Reader;
use super::wire::{charset, integer, le16, le32, string, until_zero};
use crate::message::{Coding, Direction};

pub(super) const COMPRESS: u32 = 0x20;
const WITH_DATABASE: u32 = 0x08;
pub(super) const SSL: u32 = 0x800;
const PROTOCOL_41: u32 = 0x200;
const SECURE: u32 = 0x8000;
const PLUGIN_AUTH: u32 = 0x0008_0000;
const ATTRIBUTES: u32 = 0x0010_0000;
const LENGTH_ENCODED: u32 = 0x0020_0000;
const OPTIONAL_METADATA: u32 = 0x0200_0000;
pub(super) const ZSTD: u32 = 0x0400_0000;
const QUERY_ATTRIBUTES: u32 = 0x0800_0000;
/// `MARIADB_CLIENT_CACHE_METADATA`, in `MariaDB`'s own capabilities.
const CACHE_METADATA: u32 = 0x10;
/// Longest handshake packet that is believed.
const HANDSHAKE: usize = 2048;

/// What a server's greeting says.
#[derive(Clone, Debug)]
pub(super) struct Greeting<'a> {
    /// Capabilities.
    pub capabilities: u32,
    /// Method that it proposes.
    pub plugin: &'a [u8],
}

/// Longest version of a server that is believed.
const VERSION: usize = 64;

/// The version in a greeting of protocol 10: it begins like `8.0.36` or `5.5.5-10.11.6-MariaDB`. `None`: its end is to
/// come.
pub(super) fn version_is_plausible(packet: &[u8]) -> Option<bool> {
    let version = packet.get(1..).unwrap_or_default();
    let Some(end) = version.iter().take(VERSION).position(|byte| *byte == 0) else {
        return (version.len() >= VERSION).then_some(false);
    };
    let version = version.get(..end).unwrap_or_default();
    let plausible = version.first().is_some_and(u8::is_ascii_digit)
        && version.contains(&b'.')
        && version.iter().all(u8::is_ascii_graphic);
    Some(plausible && packet.first() == Some(&10))
}

/// Reads a greeting.
pub(super) fn greeting(packet: &[u8]) -> Option<Greeting<'_>> {
    (packet.len() <= HANDSHAKE && version_is_plausible(packet)?).then_some(())?;
    let mut reader = Reader::new(packet.get(1..)?);
    until_zero(&mut reader);
    // Thread, challenge, zero byte.
    reader.take(4 + 8 + 1)?;
    let low = le16(&mut reader)?;
    // Charset and status; a server of old ends before.
    let high = reader.take(3).and_then(|_| le16(&mut reader)).unwrap_or(0);
    let capabilities = u32::from(low) | u32::from(high) << 16;
    let challenge = usize::from(reader.u8().unwrap_or(0)).saturating_sub(8).max(13);
    reader.take(10);
    reader.take(challenge);
    let plugin = if capabilities & PLUGIN_AUTH == 0 { &[] } else { until_zero(&mut reader) };
    Some(Greeting { capabilities, plugin })
}

/// What a client's response says.
#[derive(Clone, Debug, Default)]
pub(super) struct Response<'a> {
    /// Capabilities that both sides use.
    pub capabilities: u32,
    /// `MariaDB`'s own.
    pub extended: u32,
    /// It is the request to go on in TLS.
    pub tls: bool,
    /// Charset of the client's text.
    pub charset: &'static str,
    /// User.
    pub user: &'a [u8],
    /// Answer to the challenge, or a password.
    pub answer: &'a [u8],
    /// Database; empty if none.
    pub database: &'a [u8],
    /// Method; empty if the default of the server.
    pub plugin: &'a [u8],
    /// Connection attributes, as sent.
    pub attributes: &'a [u8],
}

impl<'a> Response<'a> {
    /// Reads a handshake response, or the TLS request that is its beginning.
    pub(super) fn read(packet: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(packet);
        let [low, high, ..] = *packet.first_chunk::<4>()?;
        if u32::from(u16::from_le_bytes([low, high])) & PROTOCOL_41 == 0 {
            return Self::read_old(&mut reader);
        }
        let capabilities = le32(&mut reader)?;
        let _size = le32(&mut reader)?;
        let collation = reader.u8()?;
        reader.take(19)?;
        let extended = le32(&mut reader)?;
        let base = Self { capabilities, extended, charset: charset(u16::from(collation)), ..Self::default() };
        if reader.is_empty() {
            return (capabilities & SSL != 0).then_some(Self { tls: true, ..base });
        }
        let user = until_zero(&mut reader);
        let answer = if capabilities & LENGTH_ENCODED != 0 {
            string(&mut reader)?
        } else if capabilities & SECURE != 0 {
            reader.block8()?.rest()
        } else {
            until_zero(&mut reader)
        };
        let database = if capabilities & WITH_DATABASE == 0 { &[] } else { until_zero(&mut reader) };
        let plugin = if capabilities & PLUGIN_AUTH == 0 { &[] } else { until_zero(&mut reader) };
        let attributes = if capabilities & ATTRIBUTES == 0 { &[] } else { string(&mut reader).unwrap_or_default() };
        Some(Self { user, answer, database, plugin, attributes, ..base })
    }

    /// The response before protocol 4.1.
    fn read_old(reader: &mut Reader<'a>) -> Option<Self> {
        let capabilities = u32::from(le16(reader)?);
        reader.take(3)?;
        if reader.is_empty() {
            return (capabilities & SSL != 0).then_some(Self { capabilities, tls: true, ..Self::default() });
        }
        let user = until_zero(reader);
        Some(Self { capabilities, user, plugin: b"mysql_old_password", answer: until_zero(reader), ..Self::default() })
    }

    /// Reads `COM_CHANGE_USER` behind its first byte; `capabilities` are those of the connection.
    pub(super) fn read_change(packet: &'a [u8], capabilities: u32) -> Option<Self> {
        let mut reader = Reader::new(packet);
        let user = until_zero(&mut reader);
        let answer = reader.block8()?.rest();
        let database = until_zero(&mut reader);
        let collation = le16(&mut reader).unwrap_or(0);
        let plugin = until_zero(&mut reader);
        Some(Self { capabilities, user, answer, database, plugin, charset: charset(collation), ..Self::default() })
    }
}

/// Connection attributes as lines `name: value`.
pub(super) fn attribute_lines(attributes: &[u8]) -> Vec<u8> {
    let mut reader = Reader::new(attributes);
    let mut lines = Vec::with_capacity(attributes.len());
    while let (Some(name), Some(value)) = (string(&mut reader), string(&mut reader)) {
        for part in [name, b": ", value, b"\n"] {
            lines.extend_from_slice(part);
        }
    }
    lines
}

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Method {
    /// By its password in the clear: `mysql_clear_password`, PAM's `dialog`.
    Clear,
    /// By its password, but only within TLS or encrypted with the server's key: `caching_sha2_password`,
    /// `sha256_password`.
    Sha2(&'static str),
    /// By an answer to a challenge.
    Challenge(&'static str),
    /// Not known.
    #[default]
    Unknown,
}

impl Method {
    /// From the plugin's name.
    pub(super) fn named(plugin: &[u8]) -> Self {
        match plugin {
            b"mysql_clear_password" | b"dialog" => Self::Clear,
            b"caching_sha2_password" => Self::Sha2("caching_sha2_password"),
            b"sha256_password" => Self::Sha2("sha256_password"),
            b"mysql_native_password" => Self::Challenge("mysql_native_password"),
            b"mysql_old_password" => Self::Challenge("mysql_old_password"),
            b"client_ed25519" => Self::Challenge("client_ed25519"),
            b"parsec" => Self::Challenge("parsec"),
            b"auth_gssapi_client" | b"authentication_kerberos_client" => Self::Challenge("kerberos"),
            b"" => Self::Unknown,
            _ => Self::Challenge("another method"),
        }
    }

    /// The password in an authentication packet, if it is one.
    pub(super) fn secret(self, packet: &[u8], full: bool) -> Option<&[u8]> {
        let secret = packet.strip_suffix(&[0]).unwrap_or(packet);
        let believed = match self {
            Self::Clear => !secret.is_empty(),
            // Behind a proxy that took TLS off, the password comes as it would within TLS.
            Self::Sha2(_) => {
                full && secret.len() < packet.len()
                    && (1..=128).contains(&secret.len())
                    && secret.iter().all(|byte| matches!(byte, b' '..=b'~' | 0x80..))
                    && std::str::from_utf8(secret).is_ok()
            }
            Self::Challenge(_) | Self::Unknown => false,
        };
        believed.then_some(secret)
    }
}

/// What the connection agreed on, and how far its login is.
#[derive(Debug, Default)]
pub(super) struct Login {
    /// Capabilities of the server.
    pub offered: u32,
    /// Capabilities that are used.
    pub used: u32,
    /// `MariaDB`'s own.
    pub extended: u32,
    /// Method at hand.
    pub method: Method,
    /// User, as sent, bounded.
    pub user: Box<[u8]>,
    /// The server asked for the whole password.
    pub full: bool,
    /// Transaction of the login.
    pub tx: u32,
    /// Direction of the client, while a login is under way.
    pub active: Option<Direction>,
}

impl Login {
    /// The coding of what follows the login.
    pub(super) const fn coding(&self) -> Option<Coding> {
        let both = self.offered & self.used;
        if both & COMPRESS != 0 {
            Some(Coding::Deflate)
        } else if both & ZSTD != 0 {
            Some(Coding::Zstd)
        } else {
            None
        }
    }

    /// Queries may begin with attributes.
    pub(super) const fn query_attributes(&self) -> bool {
        self.offered & self.used & QUERY_ATTRIBUTES != 0
    }

    /// Result sets say whether column definitions follow: in a byte before (`true`) or behind (`false`) their number.
    pub(super) const fn metadata_flag(&self) -> Option<bool> {
        if self.offered & self.used & OPTIONAL_METADATA != 0 {
            Some(true)
        } else if self.used & 1 == 0 && self.extended & CACHE_METADATA != 0 {
            Some(false)
        } else {
            None
        }
    }
}

/// The status flags in an OK packet (or an EOF in its form) behind its first byte.
pub(super) fn ok_status(packet: &[u8]) -> Option<u16> {
    let mut reader = Reader::new(packet);
    reader.u8()?;
    let _affected = integer(&mut reader)?;
    let _inserted = integer(&mut reader)?;
    le16(&mut reader)
}
