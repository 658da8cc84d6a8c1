//! Logins that stand readable in a head: Authorization (RFC 9110 §11), user information in URIs, session cookies.
//!
//! A JSON web token is reported once, as `jwt`, by whoever scans text: here it is only handed on as text. Challenge
//! responses (Digest, NTLM, Negotiate) carry no readable secret: an anomaly, not a credential.

use crate::anomaly::Code;
use crate::message::{Credential, Direction, Outlet, TextFormat};
use crate::percent;
use leaktap_simd::find;

/// Where a login stood, and whether a reply may judge it.
#[derive(Clone, Copy, Debug)]
pub(in crate::proto) struct Place {
    /// Direction of the message.
    pub(in crate::proto) dir: Direction,
    /// Place below the message's.
    pub(in crate::proto) path: &'static str,
    /// True in requests.
    pub(in crate::proto) awaits_outcome: bool,
}

/// The value of an Authorization or Proxy-Authorization field. `scratch` is working memory.
pub(in crate::proto) fn authorization(place: Place, value: &[u8], scratch: &mut Vec<u8>, out: &mut dyn Outlet) {
    let (scheme, rest) = value.split_at(value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len()));
    let rest = rest.trim_ascii();
    let is = |name: &[u8]| scheme.eq_ignore_ascii_case(name);
    if is(b"basic") {
        basic(place, rest, scratch, out);
    } else if is(b"bearer") {
        token(place, rest, 95, out);
    } else if is(b"token") || is(b"apikey") || is(b"api-key") {
        token(place, assigned(rest), 90, out);
    } else if is(b"digest") {
        out.anomaly(place.dir, Code::ChallengeLogin, "digest");
        out.text(place.dir, place.path, TextFormat::Plain, rest);
    } else if is(b"ntlm") {
        out.anomaly(place.dir, Code::ChallengeLogin, "ntlm");
    } else if is(b"negotiate") || is(b"kerberos") {
        out.anomaly(place.dir, Code::ChallengeLogin, "negotiate");
    } else if rest.is_empty() {
        token(place, scheme, 70, out);
    } else {
        // Signatures (AWS4-HMAC-SHA256, OAuth): no secret, but names and key ids to scan.
        out.text(place.dir, place.path, TextFormat::Plain, value);
    }
}

/// User information of a URI (RFC 3986 §3.2.1): a login if it has a password.
pub(in crate::proto) fn userinfo(place: Place, userinfo: &[u8], scratch: &mut Vec<u8>, out: &mut dyn Outlet) {
    let Some(colon) = find(b':', userinfo) else {
        return;
    };
    scratch.clear();
    percent::decode(userinfo.get(..colon).unwrap_or(&[]), scratch);
    let user_len = scratch.len();
    percent::decode(userinfo.get(colon.saturating_add(1)..).unwrap_or(&[]), scratch);
    let (user, secret) = scratch.split_at_checked(user_len).unwrap_or((&[], &[]));
    if !secret.is_empty() {
        report(place, "basic", user, secret, 90, out);
    }
}

/// The login in a query of `InfluxDB` 1: `/query?db=d&u=bob&p=x&q=…`, `/write?…` (HTTP API, Authentication with query
/// parameters).
pub(in crate::proto) fn influx(place: Place, path: &[u8], query: &[u8], scratch: &mut Vec<u8>, out: &mut dyn Outlet) {
    if !(path.ends_with(b"/query") || path.ends_with(b"/write")) {
        return;
    }
    let of = |name: &[u8]| query.split(|b| *b == b'&').find_map(|field| field.strip_prefix(name));
    let (Some(user), Some(secret), Some(_)) = (of(b"u="), of(b"p="), of(b"db=").or_else(|| of(b"q="))) else { return };
    scratch.clear();
    percent::decode(user, scratch);
    let user_len = scratch.len();
    percent::decode(secret, scratch);
    let (user, secret) = scratch.split_at_checked(user_len).unwrap_or((&[], &[]));
    if !user.is_empty() && !secret.is_empty() {
        report(place, "query", user, secret, 90, out);
    }
}

/// Session cookies of a Cookie field.
pub(in crate::proto) fn cookies(place: Place, value: &[u8], out: &mut dyn Outlet) {
    for pair in value.split(|b| *b == b';') {
        cookie(place, pair, out);
    }
}

/// The session cookie that a Set-Cookie field sets, if it is one.
pub(in crate::proto) fn set_cookie(place: Place, value: &[u8], out: &mut dyn Outlet) {
    if let Some(pair) = value.split(|b| *b == b';').next() {
        cookie(place, pair, out);
    }
}

fn cookie(place: Place, pair: &[u8], out: &mut dyn Outlet) {
    let Some(equals) = find(b'=', pair) else {
        return;
    };
    let name = pair.get(..equals).unwrap_or(&[]).trim_ascii();
    let value = pair.get(equals.saturating_add(1)..).unwrap_or(&[]).trim_ascii();
    let value = value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
    if value.len() >= SESSION_MIN && is_session_name(name) && !is_jwt(value) {
        report(place, "cookie", name, value, 60, out);
    }
}

fn basic(place: Place, encoded: &[u8], scratch: &mut Vec<u8>, out: &mut dyn Outlet) {
    if encoded.is_empty() {
        return;
    }
    if encoded.len() > BASIC_MAX || !base64_decode(encoded, scratch) {
        out.anomaly(place.dir, Code::HeaderMalformed, "basic login is not base64");
        out.text(place.dir, place.path, TextFormat::Plain, encoded);
        return;
    }
    let Some(colon) = find(b':', scratch) else {
        out.anomaly(place.dir, Code::HeaderMalformed, "basic login without a colon");
        out.text(place.dir, place.path, TextFormat::Plain, scratch);
        return;
    };
    let user = scratch.get(..colon).unwrap_or(&[]);
    let secret = scratch.get(colon.saturating_add(1)..).unwrap_or(&[]);
    // A user name may be a person's e-mail address or phone number.
    out.text(place.dir, place.path, TextFormat::Plain, user);
    report(place, "basic", user, secret, 95, out);
}

fn token(place: Place, token: &[u8], confidence: u8, out: &mut dyn Outlet) {
    if is_jwt(token) {
        out.text(place.dir, place.path, TextFormat::Plain, token);
    } else if token.len() >= TOKEN_MIN {
        report(place, "bearer", b"authorization", token, confidence, out);
    }
}

fn report(place: Place, scheme: &'static str, user: &[u8], secret: &[u8], confidence: u8, out: &mut dyn Outlet) {
    let Place { dir, path, awaits_outcome } = place;
    out.credential(dir, Credential { scheme, user, secret, path, confidence, awaits_outcome });
}

/// `token="abc"` → `abc`; anything else stays.
fn assigned(value: &[u8]) -> &[u8] {
    let bare = match value.split_at_checked(6) {
        Some((name, rest)) if name.eq_ignore_ascii_case(b"token=") => rest,
        _ => value,
    };
    bare.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(bare)
}

/// Three base64url parts, the first of which begins an object (RFC 7519 §3).
fn is_jwt(token: &[u8]) -> bool {
    token.starts_with(b"eyJ")
        && token.split(|b| *b == b'.').count() == 3
        && token.split(|b| *b == b'.').all(|part| {
            !part.is_empty() && part.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='))
        })
}

/// Names under which frameworks keep who is logged in.
fn is_session_name(name: &[u8]) -> bool {
    if name.len() < 3 || name.len() > NAME_MAX {
        return false;
    }
    let is = |full: &[u8]| name.eq_ignore_ascii_case(full);
    let starts = |prefix: &[u8]| name.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
    let find = |part: &[u8], from: usize| {
        let rest = name.get(from..).unwrap_or(&[]);
        rest.windows(part.len()).position(|w| w.eq_ignore_ascii_case(part)).map(|at| at.saturating_add(from))
    };
    let ends = |suffix: &[u8]| {
        name.len()
            .checked_sub(suffix.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|s| s.eq_ignore_ascii_case(suffix))
    };
    SESSION_NAMES.iter().any(|full| is(full))
        || starts(b"auth")
        || starts(b"wordpress_logged_in")
        || ends(b"_session")
        || ends(b"-session")
        || ends(b".session")
        || find(b"sess", 0).is_some_and(|at| find(b"id", at).is_some())
}

/// Decodes base64 in either alphabet, padded or not (RFC 4648 §4, §5); false if it is not base64.
fn base64_decode(text: &[u8], to: &mut Vec<u8>) -> bool {
    to.clear();
    let text = text.trim_ascii_end();
    let body = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in body {
        let Some(six) = sextet(*byte) else {
            return false;
        };
        bits = bits.wrapping_shl(6) | six;
        count = count.wrapping_add(6);
        if count >= 8 {
            count = count.wrapping_sub(8);
            to.push(bits.wrapping_shr(count) as u8);
        }
    }
    body.len() % 4 != 1
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte.wrapping_sub(b'A'),
        b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(26),
        b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(52),
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Shorter cookie values name no session.
const SESSION_MIN: usize = 8;
/// Shorter tokens guard nothing.
const TOKEN_MIN: usize = 4;
/// Longest Basic value that is decoded: far beyond any user and password.
const BASIC_MAX: usize = 4096;
const NAME_MAX: usize = 64;

const SESSION_NAMES: &[&[u8]] = &[
    b"access_token",
    b"auth_token",
    b"connect.sid",
    b"id_token",
    b"refresh_token",
    b"remember_token",
    b"rememberme",
    b"sess",
    b"session",
    b"sid",
    b"token",
    b".aspnetcore.cookies",
    b".aspxauth",
];
