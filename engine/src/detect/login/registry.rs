//! Logins that clients of registries keep in base64: `"auth": "…"` of Docker's `config.json`, `_auth` and `_password` of npm's
//! `.npmrc`.

use super::table::blanks;
use super::{MAX_VALUE, header, worth};
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::text::Text;
use crate::message::Format;
use crate::mime;

/// The setting of npm's that is a pair, and the one that is a password.
pub(super) const PAIR: &[u8] = b"_auth";
const PASSWORD: &[u8] = b"_password";
/// Confidence of a pair.
const CONFIDENCE: u8 = 90;
/// Bytes before a setting that may name its registry.
const HOST_BYTES: usize = 256;

/// Looks at the key in JSON that begins at `start`: `"auth": "YW15OmtldHRsZQ=="` (Docker, `AuthConfig`; RFC 7617 without the
/// scheme).
pub(super) fn auth<S: Sink>(text: &Text<'_>, start: usize, sink: &mut S) {
    const KEY: &[u8] = b"auth\"";
    let end = start + KEY.len();
    if text.slice(start, end) != KEY || !matches!(text.format, Format::Json | Format::Text) {
        return;
    }
    let colon = blanks(text, end);
    let quote = blanks(text, colon + 1);
    if text.at(colon) == b':' && text.at(quote) == b'"' {
        let rest = text.slice(quote + 1, quote + 1 + MAX_VALUE);
        if let Some(len) = memchr::memchr(b'"', rest) {
            tell(text, (quote + 1, quote + 1 + len), sink);
        }
    }
}

/// Looks at the value of npm's `_auth`, whose name ends at `end` (npmrc(5)).
pub(super) fn pair<S: Sink>(text: &Text<'_>, end: usize, sink: &mut S) {
    let equals = blanks(text, end);
    let at = blanks(text, equals + 1);
    if text.at(equals) != b'=' || text.format != Format::Text {
        return;
    }
    let quoted = usize::from(text.at(at) == b'"');
    let rest = text.slice(at + quoted, at + quoted + MAX_VALUE);
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).count();
    tell(text, (at + quoted, at + quoted + len), sink);
}

/// Tells the pair at `span`, if it is one.
fn tell<S: Sink>(text: &Text<'_>, span: (usize, usize), sink: &mut S) {
    let pair = mime::base64(text.slice(span.0, span.1));
    if let Some((user, password)) = pair.as_deref().and_then(header::split)
        && !user.is_empty()
        && worth::is_meant(password)
        && std::str::from_utf8(password).is_ok()
    {
        sink.login(Login { secret: span, user: None, confidence: CONFIDENCE, written: Written::Basic });
    }
}

/// True for the value at `value` of npm's `_password` for a registry: `//npm.example.cn/:_password=a2V0dGxl`.
pub(super) fn is_encoded(text: &Text<'_>, key: (usize, usize), value: (usize, usize)) -> bool {
    if text.slice(key.0, key.1) != PASSWORD || text.before(key.0) != b':' {
        return false;
    }
    let head = text.slice(key.0.saturating_sub(HOST_BYTES), key.0);
    let line = head.get(memchr::memrchr(b'\n', head).map_or(0, |at| at + 1)..).unwrap_or_default();
    let is_text = |bytes: &[u8]| bytes.len() > 2 && bytes.iter().all(|b| matches!(b, b' '..=b'~'));
    line.starts_with(b"//") && mime::base64(text.slice(value.0, value.1)).is_some_and(|bytes| is_text(&bytes))
}
