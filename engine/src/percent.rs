//! Percent-encoding (RFC 3986 §2.1).

use std::borrow::Cow;

/// The byte that the triplet names with which `text` begins.
pub(crate) fn triplet(text: &[u8]) -> Option<u8> {
    match text {
        [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            let nibble = |b: &u8| char::from(*b).to_digit(16).unwrap_or(0) as u8;
            Some(nibble(high).wrapping_shl(4) | nibble(low))
        }
        _ => None,
    }
}

/// Appends `text` with bytes for its triplets; what is none stays.
pub(crate) fn decode(text: &[u8], to: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((first, tail)) = rest.split_first() {
        let named = triplet(rest);
        to.push(named.unwrap_or(*first));
        rest = tail.get(if named.is_some() { 2 } else { 0 }..).unwrap_or_default();
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
