//! Values as their senders meant them.

use crate::message::{Format, INNER_AMPERSAND};
use crate::references;
use std::borrow::Cow;

/// A value as its sender meant it: content marks the ampersands within fields, and leaves escapes that are structure.
pub(super) fn meant(format: Format, value: &[u8]) -> Cow<'_, [u8]> {
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
