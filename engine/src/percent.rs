//! Percent-encoding (RFC 3986 §2.1).

use std::borrow::Cow;

/// Appends `text` with bytes for its triplets; what is none stays.
pub(crate) fn decode(text: &[u8], to: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let nibble = |b: &u8| char::from(*b).to_digit(16).unwrap_or(0) as u8;
                to.push(nibble(high).wrapping_shl(4) | nibble(low));
                rest = after;
            }
            _ => {
                to.push(*first);
                rest = tail;
            }
        }
    }
}

/// The same of a text that mostly has none.
pub(crate) fn decoded(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'%', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    decode(text, &mut out);
    Cow::Owned(out)
}
