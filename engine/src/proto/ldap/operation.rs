//! What stands in an operation (RFC 4511 §4): names and values, one walk each.

use super::ber::{Ber, ENUMERATED, INTEGER, SEQUENCE, STRING};

/// Filters inside one another that are followed.
const FILTER_DEPTH: usize = 16;
/// `SET`.
const SET: u8 = 0x31;

/// Who is told of a name and its value.
pub(super) type Tell<'t, 'a> = dyn FnMut(&'a [u8], &'a [u8]) + 't;

/// How a client says who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bind<'a> {
    /// A password.
    Simple(&'a [u8]),
    /// A mechanism and its message.
    Sasl(&'a [u8], &'a [u8]),
    /// Something else.
    Other,
}

/// Name and choice of a `BindRequest` (RFC 4511 §4.2).
pub(super) fn bind(content: &[u8]) -> Option<(&[u8], Bind<'_>)> {
    let mut ber = Ber::new(content);
    ber.read(INTEGER)?;
    let name = ber.read(STRING)?;
    let choice = match ber.any()? {
        (0x80, secret) => Bind::Simple(secret),
        (0xa3, sasl) => {
            let mut sasl = Ber::new(sasl);
            Bind::Sasl(sasl.read(STRING)?, sasl.read(STRING).unwrap_or_default())
        }
        _ => Bind::Other,
    };
    Some((name, choice))
}

/// User and password of SASL PLAIN (RFC 4616 §2).
pub(super) fn plain(message: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = message.split(|byte| *byte == 0).skip(1);
    Some((fields.next()?, fields.next()?))
}

/// Code and message for people of a result (RFC 4511 §4.1.9).
pub(super) fn result(content: &[u8]) -> Option<(u32, &[u8])> {
    let mut ber = Ber::new(content);
    let code = ber.number(ENUMERATED)?;
    ber.read(STRING)?;
    Some((code, ber.read(STRING).unwrap_or_default()))
}

/// Name, and attributes with their values, of an entry found, added or changed.
pub(super) fn entry<'a>(operation: u8, content: &'a [u8], tell: &mut Tell<'_, 'a>) -> Option<()> {
    let mut ber = Ber::new(content);
    tell(b"dn", ber.read(STRING)?);
    for (_, part) in Ber::new(ber.read(SEQUENCE)?) {
        let mut part = Ber::new(part);
        if operation == 0x66 {
            // A change: what to do, then the attribute.
            part.read(ENUMERATED)?;
            part = Ber::new(part.read(SEQUENCE)?);
        }
        let name = part.read(STRING)?;
        for (_, value) in Ber::new(part.read(SET).unwrap_or_default()) {
            tell(name, value);
        }
    }
    Some(())
}

/// Base, and what a filter compares attributes with (RFC 4511 §4.5.1).
pub(super) fn search<'a>(content: &'a [u8], tell: &mut Tell<'_, 'a>) -> Option<()> {
    let mut ber = Ber::new(content);
    tell(b"base", ber.read(STRING)?);
    // Scope, aliases, limits of size and time, types only.
    for _ in 0..5 {
        ber.any()?;
    }
    let (tag, filter) = ber.any()?;
    compared(tag, filter, FILTER_DEPTH, tell);
    Some(())
}

/// Name of an entry, and what one of its attributes is compared with (RFC 4511 §4.10).
pub(super) fn compare<'a>(content: &'a [u8], tell: &mut Tell<'_, 'a>) -> Option<()> {
    let mut ber = Ber::new(content);
    tell(b"dn", ber.read(STRING)?);
    let mut pair = Ber::new(ber.read(SEQUENCE)?);
    tell(pair.read(STRING)?, pair.read(STRING)?);
    Some(())
}

fn compared<'a>(tag: u8, content: &'a [u8], depth: usize, tell: &mut Tell<'_, 'a>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match tag {
        // And, or, not.
        0xa0..=0xa2 => {
            for (tag, part) in Ber::new(content) {
                compared(tag, part, deeper, tell);
            }
        }
        // Equal, greater, less, approximately.
        0xa3 | 0xa5 | 0xa6 | 0xa8 => {
            let mut pair = Ber::new(content);
            if let (Some(name), Some(value)) = (pair.read(STRING), pair.read(STRING)) {
                tell(name, value);
            }
        }
        // Substrings.
        0xa4 => {
            let mut ber = Ber::new(content);
            if let (Some(name), Some(parts)) = (ber.read(STRING), ber.read(SEQUENCE)) {
                for (_, part) in Ber::new(parts) {
                    tell(name, part);
                }
            }
        }
        // Extensible: rule, attribute, value.
        0xa9 => {
            let mut name: &[u8] = b"";
            for (tag, part) in Ber::new(content) {
                match tag {
                    0x82 => name = part,
                    0x83 => tell(name, part),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// All strings of an operation that is read no closer.
pub(super) fn strings<'a>(content: &'a [u8], tell: &mut dyn FnMut(&'a [u8])) {
    for (tag, part) in Ber::new(content) {
        match tag {
            STRING | 0x80..=0x9f => tell(part),
            SEQUENCE | SET | 0xa0..=0xbf => {
                for (tag, inner) in Ber::new(part) {
                    if matches!(tag, STRING | 0x80..=0x9f) {
                        tell(inner);
                    }
                }
            }
            _ => {}
        }
    }
}

/// OID and value of an extended operation (RFC 4511 §4.12).
pub(super) fn extended(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut ber = Ber::new(content);
    Some((ber.read(0x80)?, ber.read(0x81).unwrap_or_default()))
}

/// Of a password change (RFC 3062 §2): user, old and new password, any of which may be left out.
pub(super) fn password_change(value: &[u8]) -> Option<[&[u8]; 3]> {
    let mut ber = Ber::new(Ber::new(value).read(SEQUENCE)?);
    Some([0x80, 0x81, 0x82].map(|tag| ber.read(tag).unwrap_or_default()))
}
