//! ONC RPC version 2 (RFC 5531): heads of calls and replies, and `RPCSEC_GSS` (RFC 2203) as far as it wraps them.

use super::xdr::{Read, Xdr};
use crate::anomaly::Code;

/// The program: NFS.
pub(super) const NFS: u32 = 100_003;
/// Versions that exist.
pub(super) const VERSIONS: std::ops::RangeInclusive<u32> = 2..=4;
/// The highest procedure of any version.
pub(super) const PROCEDURES: u32 = 22;
/// Longest credential or verifier (§8.2).
pub(super) const AUTH_MAX: usize = 400;
/// The flag of a record's last fragment (§11).
pub(super) const LAST: u32 = 1 << 31;
/// Bytes of a call up to its procedure.
pub(super) const CALL: usize = 24;

/// Flavours of credentials (§8.1 and its registry).
mod flavor {
    pub(super) const GSS: u32 = 6;
    pub(super) const TLS: u32 = 7;
}

/// What protects the arguments and results of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Guard {
    #[default]
    None,
    /// Kerberos and the like: signed.
    Signed,
    /// Encrypted.
    Private,
    /// Its own messages, which carry tokens.
    Context,
    /// The question whether TLS may be had (RFC 9289 §4.1).
    Tls,
}

/// The head of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub xid: u32,
    pub program: u32,
    pub version: u32,
    pub procedure: u32,
    pub guard: Guard,
}

/// The head of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub xid: u32,
    /// It was carried out.
    pub accepted: bool,
    /// It agrees to TLS.
    pub tls: bool,
}

/// One of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Call(Call),
    Reply(Reply),
}

impl Head {
    /// Reads it up to the arguments or results.
    pub(super) fn read(xdr: &mut Xdr<'_>) -> Read<Self> {
        let xid = xdr.u32()?;
        match xdr.u32()? {
            0 => Self::call(xid, xdr),
            1 => Self::reply(xid, xdr),
            _ => Err(super::xdr::Fail::Bad),
        }
    }

    fn call(xid: u32, xdr: &mut Xdr<'_>) -> Read<Self> {
        xdr.is(2)?;
        let (program, version, procedure) = (xdr.u32()?, xdr.u32()?, xdr.u32()?);
        let flavor = xdr.u32()?;
        let mut credential = Xdr::new(xdr.opaque(AUTH_MAX)?);
        xdr.u32()?;
        xdr.opaque(AUTH_MAX)?;
        let guard = match flavor {
            flavor::GSS => guard(&mut credential).unwrap_or(Guard::Private),
            flavor::TLS => Guard::Tls,
            _ => Guard::None,
        };
        Ok(Self::Call(Call { xid, program, version, procedure, guard }))
    }

    fn reply(xid: u32, xdr: &mut Xdr<'_>) -> Read<Self> {
        if xdr.u32()? != 0 {
            return Ok(Self::Reply(Reply { xid, accepted: false, tls: false }));
        }
        xdr.u32()?;
        let tls = xdr.opaque(AUTH_MAX)? == b"STARTTLS";
        let accepted = xdr.u32()? == 0;
        Ok(Self::Reply(Reply { xid, accepted, tls }))
    }
}

/// The credential of `RPCSEC_GSS` (RFC 2203 §5).
fn guard(credential: &mut Xdr<'_>) -> Read<Guard> {
    let (_, procedure, _, service) = (credential.u32()?, credential.u32()?, credential.u32()?, credential.u32()?);
    Ok(match (procedure, service) {
        (1.., _) => Guard::Context,
        (0, 1) => Guard::None,
        (0, 2) => Guard::Signed,
        _ => Guard::Private,
    })
}

/// True if a call of NFS begins here; `None` while that is not known.
pub(super) fn begins(call: &[u8]) -> Option<bool> {
    let fields = [(4, 0, 0), (8, 2, 2), (12, NFS, NFS), (16, *VERSIONS.start(), *VERSIONS.end()), (20, 0, PROCEDURES)];
    for (at, least, most) in fields {
        let Some(word) = call.get(at..).and_then(<[u8]>::first_chunk::<4>) else {
            // Bytes that are there must fit already.
            let have = call.get(at..).unwrap_or_default();
            return if most == least && !most.to_be_bytes().starts_with(have) { Some(false) } else { None };
        };
        if !(least..=most).contains(&u32::from_be_bytes(*word)) {
            return Some(false);
        }
    }
    Some(true)
}

/// What is told of a login whose token is in this call.
pub(super) const LOGIN: (Code, &str) = (Code::ChallengeLogin, "kerberos");
