//! Logins in URLs: `scheme://user:secret@host` (RFC 3986 §3.2.1).

use super::key::Kind;
use super::worth;
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::text::Text;
use crate::percent;

/// Longest user and secret together.
const MAX_USERINFO: usize = 256;
/// What stands for a secret in descriptions.
const EXAMPLES: [&str; 4] = ["pass", "passwd", "pwd", "pw"];

/// Looks at the `@` at `at`, which may end the userinfo of a URL.
pub(super) fn userinfo<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    let head = text.slice(at.saturating_sub(MAX_USERINFO), at);
    // No stroke stands within userinfo.
    let Some(stroke) = memchr::memrchr(b'/', head).filter(|i| head.get(..=*i).is_some_and(|h| h.ends_with(b"://")))
    else {
        return;
    };
    let start = at - head.len() + stroke + 1;
    let userinfo = text.slice(start, at);
    let host = text.at(at + 1);
    let Some(colon) = memchr::memchr(b':', userinfo) else { return };
    if userinfo.iter().copied().any(is_outside) || !(host.is_ascii_alphanumeric() || host == b'[') || goes_on(text, at)
    {
        return;
    }
    let (user, secret) = ((start, start + colon), (start + colon + 1, at));
    // What is escaped is meant, blanks among it.
    let mut value = percent::decoded(text.slice(secret.0, secret.1)).into_owned();
    value.iter_mut().filter(|b| **b <= b' ').for_each(|b| *b = b'_');
    if is_example(&value) || !worth::plausible(text, &value, false) {
        return;
    }
    let confidence = worth::confidence(text, Kind::Password, "userinfo", &value, secret, true);
    // The name of a variable, or of what is to be put there.
    let confidence = if worth::is_words(&value) { confidence.min(HINT) } else { confidence };
    if confidence > 0 {
        sink.login(Login { secret, user: (colon > 0).then_some(user), confidence, written: Written::Userinfo });
    }
}

/// True for what stands for a secret in descriptions.
pub(super) fn is_example(secret: &[u8]) -> bool {
    EXAMPLES.iter().any(|e| secret.eq_ignore_ascii_case(e.as_bytes()))
}

/// True if the authority has another `@` behind this one: the last ends its userinfo (WHATWG URL, authority state).
fn goes_on(text: &Text<'_>, at: usize) -> bool {
    let rest = text.slice(at + 1, at + 1 + MAX_USERINFO).iter();
    rest.copied().take_while(|b| !is_outside(*b)).any(|b| b == b'@')
}

/// Bytes that stand in no userinfo.
fn is_outside(b: u8) -> bool {
    matches!(b, 0..=b' ' | b'"' | b'\'' | b'/' | b'?' | b'#' | b'<' | b'>' | b'\\' | 0x7f..)
}

/// Confidence of a word in a secret's place: examples are written so, and bad passwords.
const HINT: u8 = 60;
