//! What the mail protocols share: dot-stuffed bodies, SASL exchanges, heads of mails, and one direction's open
//! message. No protocol of its own.

mod channel;
mod dots;
mod head;
mod sasl;

pub(super) use super::lines::Next;
pub(super) use super::upgrade::{Offer, is_tls, tell_upgrade};
pub(super) use channel::{Channel, Dotted, Pair, RFC822};
pub(super) use head::address;
pub(super) use sasl::{Sasl, Step};

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
