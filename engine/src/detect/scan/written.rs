//! Values as their senders meant them.

use crate::message::{Format, INNER_AMPERSAND};
use crate::references;
use std::borrow::Cow;

/// A value as its sender meant it: content marks the ampersands within fields, and leaves escapes that are structure.
pub(in crate::detect) fn meant(format: Format, value: &[u8]) -> Cow<'_, [u8]> {
    match format {
        Format::Fields if memchr::memchr(INNER_AMPERSAND, value).is_some() => {
            Cow::Owned(value.iter().map(|&b| if b == INNER_AMPERSAND { b'&' } else { b }).collect())
        }
        Format::Json if memchr::memchr(b'\\', value).is_some() => Cow::Owned(unescaped(value)),
        Format::Csv if memchr::memmem::find(value, b"\"\"").is_some() => Cow::Owned(single_quotes(value)),
        Format::Markup => references::unescape(value),
        _ => Cow::Borrowed(value),
    }
}

/// With bytes for their triplets (RFC 3986 §2.1); what is none stays.
pub(in crate::detect) fn percent_decoded(value: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'%', value).is_none() {
        return Cow::Borrowed(value);
    }
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, behind @ ..] = rest {
        let nibble = |at: usize| behind.get(at).and_then(|b| char::from(*b).to_digit(16));
        let pair = (*first == b'%').then(|| nibble(0).zip(nibble(1))).flatten();
        let (byte, left) =
            pair.map_or((*first, behind), |(high, low)| ((high << 4 | low) as u8, behind.get(2..).unwrap_or_default()));
        out.push(byte);
        rest = left;
    }
    Cow::Owned(out)
}

/// Without the escapes of quotes, strokes and backslashes (RFC 8259 §7).
fn unescaped(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.iter().copied().peekable();
    while let Some(b) = bytes.next() {
        let escaped = if b == b'\\' { bytes.next_if(|next| matches!(next, b'"' | b'\\' | b'/')) } else { None };
        out.push(escaped.unwrap_or(b));
    }
    out
}

/// With one quote for two (RFC 4180 §2).
fn single_quotes(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.iter().copied().peekable();
    while let Some(b) = bytes.next() {
        bytes.next_if(|next| b == b'"' && *next == b'"');
        out.push(b);
    }
    out
}
