//! Startup, the server's requests for proof, and what the client answers.

use super::super::reader::Reader;
use super::super::rows::bounded;
use crate::message::Direction;

/// Longest startup packet (`MAX_STARTUP_PACKET_LENGTH` of the server).
pub(super) const STARTUP: usize = 10_000;

/// What a client opens with, in a packet without a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opening<'a> {
    /// `SSLRequest`.
    Tls,
    /// `GSSENCRequest`.
    Gss,
    /// `CancelRequest`.
    Cancel,
    /// `StartupMessage`: names and values.
    Startup(Vec<(&'a [u8], &'a [u8])>),
}

/// Length and code of the packet, if they are an opening's.
pub(super) fn opening_head(data: &[u8]) -> Option<(usize, u32)> {
    let mut reader = Reader::new(data);
    let (len, code) = (reader.u32()? as usize, reader.u32()?);
    match (len, code) {
        // SSLRequest, GSSENCRequest, CancelRequest, and protocol 3.0 with those that are negotiated down to it.
        (8, 80_877_103 | 80_877_104) | (16..=264, 80_877_102) | (9..=STARTUP, 0x0003_0000..=0x0003_ffff) => {
            Some((len, code))
        }
        _ => None,
    }
}

/// Reads a whole packet without a type.
pub(super) fn opening(packet: &[u8]) -> Option<Opening<'_>> {
    let (len, code) = opening_head(packet)?;
    Some(match code {
        80_877_103 => Opening::Tls,
        80_877_104 => Opening::Gss,
        80_877_102 => Opening::Cancel,
        _ => {
            let mut reader = Reader::new(packet.get(8..len)?);
            let mut fields = Vec::new();
            while let Some(name) = reader.until_zero().filter(|name| !name.is_empty()) {
                fields.push((name, reader.until_zero()?));
            }
            Opening::Startup(fields)
        }
    })
}

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Method {
    /// The server's request was not seen.
    #[default]
    Unknown,
    /// By its password in the clear.
    Clear,
    /// By an answer to a challenge.
    Challenge(&'static str),
}

impl Method {
    /// From the server's request; `None` if it is none.
    pub(super) const fn asked(code: u32) -> Option<Self> {
        Some(match code {
            3 => Self::Clear,
            2 => Self::Challenge("kerberos"),
            4 => Self::Challenge("crypt"),
            5 => Self::Challenge("md5"),
            6 => Self::Challenge("scm"),
            7 => Self::Challenge("gssapi"),
            9 => Self::Challenge("sspi"),
            10 => Self::Challenge("scram-sha-256"),
            _ => return None,
        })
    }

    /// What a message `p` proves with: the password and how sure that is, or a challenge's name.
    pub(super) fn proof(self, body: &[u8]) -> Result<(&[u8], u8), &'static str> {
        let secret = body.strip_suffix(&[0]).unwrap_or(body);
        match self {
            Self::Clear => Ok((secret, 95)),
            Self::Challenge(name) => Err(name),
            Self::Unknown if secret.len() == 35 && secret.starts_with(b"md5") => Err("md5"),
            Self::Unknown => {
                let text = secret.len() < body.len() && !secret.contains(&0) && std::str::from_utf8(secret).is_ok();
                if text { Ok((secret, 80)) } else { Err("scram-sha-256") }
            }
        }
    }
}

/// A login.
#[derive(Debug, Default)]
pub(super) struct Login {
    /// User, as sent, bounded.
    pub user: Box<[u8]>,
    /// How it is proved.
    pub method: Method,
    /// Its transaction.
    pub tx: u32,
    /// Direction of the client, while it is under way.
    pub active: Option<Direction>,
    /// That it is a challenge was said.
    pub told: bool,
}

impl Login {
    /// A login begins.
    pub(super) fn begin(user: &[u8], tx: u32, dir: Direction) -> Self {
        Self { user: bounded(user), method: Method::Unknown, tx, active: Some(dir), told: false }
    }
}

/// A charset's name, as content knows it, from that of a `client_encoding`.
pub(super) fn charset(encoding: &[u8]) -> &'static str {
    const KNOWN: [(&str, &str); 9] = [
        ("UTF8", "utf-8"),
        ("UTF-8", "utf-8"),
        ("UNICODE", "utf-8"),
        ("GBK", "gbk"),
        ("GB18030", "gb18030"),
        ("EUC_CN", "gb2312"),
        ("BIG5", "big5"),
        ("LATIN1", "latin1"),
        ("WIN1252", "windows-1252"),
    ];
    KNOWN.iter().find(|(known, _)| encoding.eq_ignore_ascii_case(known.as_bytes())).map_or("", |(_, name)| name)
}
