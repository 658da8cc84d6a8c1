//! Messages and their PDUs (RFC 1157 §4.1, RFC 3416 §3, RFC 3412 §6, RFC 3414 §2.4).

use crate::proto::ber::{Ber, INTEGER, OID, SEQUENCE, STRING};
use std::io::Write as _;

/// `Opaque` (RFC 2578 §7.1.9): what agents wrap may hold text, as octet strings do.
const OPAQUE: u8 = 0x44;
/// Arcs of an OID that are written.
const ARCS: usize = 128;

/// A message.
#[derive(Debug)]
pub(super) struct Message<'a> {
    /// Who says so.
    pub(super) security: Security<'a>,
    /// What is asked or answered, if it can be read.
    pub(super) pdu: Option<Pdu<'a>>,
    /// Bytes that are encrypted.
    pub(super) encrypted: usize,
    /// What stands behind the message.
    pub(super) rest: &'a [u8],
}

/// Who says so.
#[derive(Debug)]
pub(super) enum Security<'a> {
    /// Versions 1 and 2c.
    Community(&'a [u8]),
    /// Version 3 with the user-based model.
    User {
        /// `msgUserName`.
        name: &'a [u8],
        /// There is an authentication code.
        authenticated: bool,
    },
}

/// A PDU.
#[derive(Debug)]
pub(super) struct Pdu<'a> {
    /// Its tag.
    pub(super) kind: u8,
    /// `request-id`.
    pub(super) id: u32,
    /// `error-status`.
    pub(super) error: u32,
    variables: &'a [u8],
}

impl<'a> Pdu<'a> {
    pub(super) const RESPONSE: u8 = 0xa2;
    pub(super) const TRAP_1: u8 = 0xa4;
    pub(super) const TRAP_2: u8 = 0xa7;
    pub(super) const REPORT: u8 = 0xa8;

    /// True if it is answered: Get, `GetNext`, Set, `GetBulk`, Inform.
    pub(super) const fn is_request(&self) -> bool {
        matches!(self.kind, 0xa0 | 0xa1 | 0xa3 | 0xa5 | 0xa6)
    }

    /// Names and values of variables whose values are strings.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        Ber::new(self.variables).filter_map(|(_, pair)| {
            let mut pair = Ber::new(pair);
            let name = pair.read(OID)?;
            let (tag, value) = pair.any()?;
            matches!(tag, STRING | OPAQUE).then_some((name, value))
        })
    }
}

/// Reads a datagram.
pub(super) fn read(data: &[u8]) -> Option<Message<'_>> {
    let mut outer = Ber::new(data);
    let mut ber = Ber::new(outer.read(SEQUENCE)?);
    let rest = outer.rest();
    match ber.number(INTEGER)? {
        0 | 1 => {
            let security = Security::Community(ber.read(STRING)?);
            let (kind, content) = ber.any()?;
            Some(Message { security, pdu: Some(pdu(kind, content)?), encrypted: 0, rest })
        }
        3 => versioned(&mut ber, rest),
        _ => None,
    }
}

/// Version 3: header, parameters of the security model, scoped PDU.
fn versioned<'a>(ber: &mut Ber<'a>, rest: &'a [u8]) -> Option<Message<'a>> {
    let mut header = Ber::new(ber.read(SEQUENCE)?);
    let (_, _) = (header.read(INTEGER)?, header.read(INTEGER)?);
    let flags = header.read(STRING)?.first().copied()?;
    let mut parameters = Ber::new(Ber::new(ber.read(STRING)?).read(SEQUENCE).unwrap_or_default());
    let name = parameters.nth(3).map_or(&[][..], |(_, name)| name);
    let security = Security::User { name, authenticated: flags & 1 != 0 };
    match ber.any()? {
        (STRING, sealed) => Some(Message { security, pdu: None, encrypted: sealed.len(), rest }),
        (SEQUENCE, scoped) => {
            let mut scoped = Ber::new(scoped);
            let (_, _) = (scoped.read(STRING)?, scoped.read(STRING)?);
            let (kind, content) = scoped.any()?;
            Some(Message { security, pdu: Some(pdu(kind, content)?), encrypted: 0, rest })
        }
        _ => None,
    }
}

fn pdu(kind: u8, content: &[u8]) -> Option<Pdu<'_>> {
    let mut ber = Ber::new(content);
    if kind == Pdu::TRAP_1 {
        // Enterprise, agent's address, generic and specific trap, time.
        for _ in 0..5 {
            ber.any()?;
        }
        return Some(Pdu { kind, id: 0, error: 0, variables: ber.read(SEQUENCE)? });
    }
    if !matches!(kind, 0xa0..=0xa8) {
        return None;
    }
    // In `GetBulk` the second and third count what is wanted.
    let (id, error) = (ber.number(INTEGER)?, ber.number(INTEGER)?);
    ber.read(INTEGER)?;
    Some(Pdu { kind, id, error, variables: ber.read(SEQUENCE)? })
}

/// Appends an OID in dots (X.690 §8.19).
pub(super) fn dotted(oid: &[u8], into: &mut Vec<u8>) {
    let mut arc = 0u64;
    let mut first = true;
    let mut left = ARCS;
    for byte in oid {
        arc = arc << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        let Some(less) = left.checked_sub(1) else { return };
        left = less;
        // Writing into memory does not fail.
        let _ = if std::mem::take(&mut first) {
            let root = (arc / 40).min(2);
            write!(into, "{root}.{}", arc.saturating_sub(root * 40))
        } else {
            write!(into, ".{arc}")
        };
        arc = 0;
    }
}
