//! What the mail protocols share: lines, dot-stuffed bodies, SASL exchanges, heads of mails, and one direction's open
//! message. No protocol of its own.

mod channel;
mod dots;
mod head;
mod lines;
mod sasl;

pub(super) use channel::{Dotted, Pair};
pub(super) use head::address;
pub(super) use lines::Next;
pub(super) use sasl::{Sasl, Step};

use crate::finding::TransportInfo;
use crate::message::Outlet;

/// True for the beginning of a TLS record with a hello (RFC 8446 §5.1): nothing that a line can begin with.
pub(super) fn is_tls(data: &[u8]) -> bool {
    matches!(data, [0x16, 0x03, ..])
}

/// Says that the dialogue is in the clear, and what came of the offer to encrypt it.
pub(super) fn tell_upgrade(protocol: &'static str, upgrade: &'static str, out: &mut dyn Outlet) {
    out.transport(TransportInfo { protocol, protection: "none", upgrade, ..TransportInfo::default() });
}

/// The first word of a line, and what follows the blank behind it.
pub(super) fn split_word(line: &[u8]) -> (&[u8], &[u8]) {
    let end = line.iter().position(|byte| *byte == b' ').unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end).unwrap_or((line, &[]));
    (word, rest.trim_ascii())
}

/// Equal in any case.
pub(super) fn is(word: &[u8], known: &str) -> bool {
    word.eq_ignore_ascii_case(known.as_bytes())
}

/// Begins with this in any case.
pub(super) fn starts(line: &[u8], known: &str) -> bool {
    line.get(..known.len()).is_some_and(|start| is(start, known))
}
