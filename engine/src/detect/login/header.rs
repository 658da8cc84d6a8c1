//! The field `Authorization` of a request (RFC 9110 §11.6.2) where a text quotes it: logs, HAR files, commands, tickets.
//!
//! The heads of requests themselves are read by their parsers.

use super::worth;
use crate::detect::candidate::{Login, Written};
use crate::detect::jwt;
use crate::detect::text::Text;
use crate::mime;

/// Longest way from the name to the scheme: `","value":"`, `=[`.
const GAP: usize = 24;
/// Longest credentials.
const MAX_CREDENTIALS: usize = 2048;
/// Confidence of user and password, and of a token as such.
const BASIC: u8 = 90;
const BEARER: u8 = 82;

/// True for the field's name, also that for proxies.
pub(super) fn is(token: &[u8]) -> bool {
    const NAME: &[u8] = b"authorization";
    token.len().checked_sub(NAME.len()).is_some_and(|at| token.get(at..).is_some_and(|t| t.eq_ignore_ascii_case(NAME)))
}

/// The login behind the field's name, which ends at `name_end`: `Basic` with a user and a password, or a bearer's token.
pub(super) fn login(text: &Text<'_>, name_end: usize) -> Option<Login> {
    let at = scheme_at(text, name_end)?;
    let head = text.slice(at, at + 7);
    let is = |scheme: &[u8]| head.get(..scheme.len()).is_some_and(|h| h.eq_ignore_ascii_case(scheme));
    let (scheme, written) = if is(b"basic ") {
        (6, Written::Basic)
    } else if is(b"bearer ") {
        (7, Written::Token)
    } else {
        return None;
    };
    let start = at + scheme;
    let len = text.slice(start, start + MAX_CREDENTIALS).iter().take_while(|b| is_token68(**b)).count();
    let (secret, end) = (text.slice(start, start + len), start + len);
    let confidence = match written {
        Written::Basic => {
            let pair = mime::base64(secret)?;
            let (_, password) = split(&pair)?;
            if !worth::is_meant(password) {
                return None;
            }
            BASIC
        }
        // A JSON web token is told as one.
        _ if jwt::token_end(text, start).is_some() => return None,
        _ if secret.len() >= 16 && worth::is_mixed(secret) => BEARER,
        _ => return None,
    };
    Some(Login { secret: (start, end), user: None, confidence, written })
}

/// User and password of a decoded pair (RFC 7617 §2), whose text is whole.
pub(in crate::detect) fn split(pair: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', pair)?;
    let (user, password) = (pair.get(..colon)?, pair.get(colon + 1..)?);
    (!pair.iter().any(u8::is_ascii_control) && !password.is_empty()).then_some((user, password))
}

/// Where the scheme begins: behind quotes and delimiters, and behind the name of what holds the value in a HAR file.
fn scheme_at(text: &Text<'_>, name_end: usize) -> Option<usize> {
    let gap = text.slice(name_end, name_end + GAP);
    let delimits = |b: &u8| matches!(b, b'"' | b'\'' | b'\\' | b':' | b'=' | b'>' | b'[' | b',' | b' ' | b'\t');
    let first = gap.iter().position(|b| !delimits(b))?;
    let rest = gap.get(first..)?;
    let behind = match rest.strip_prefix(b"value") {
        Some(rest) => first + 5 + rest.iter().position(|b| !delimits(b))?,
        None => first,
    };
    (behind > 0).then_some(name_end + behind)
}

/// RFC 9110 §11.2.
fn is_token68(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'+' | b'/' | b'=')
}
