//! Logins in content: a key that names a secret, its value, and the user beside it.
//!
//! Forms, queries, JSON and configuration files are read alike: `key`, an optional closing quote, `=` or `:`, an optional
//! opening quote, value; in XML elements hold values as well. Keys are matched as substrings, longest first, after `_`, `-`
//! and case are taken away.

mod markup;
mod worth;

use super::candidate::{Login, Sink};
use super::jwt;
use super::text::Text;
use crate::message::{Format, INNER_AMPERSAND};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use std::sync::LazyLock;

/// How telling a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Password,
    Secret,
    Token,
}

/// Substrings of keys, longest first.
const SECRET_KEYS: [(&str, Kind); 28] = [
    ("secretaccesskey", Kind::Secret),
    ("refreshtoken", Kind::Token),
    ("sessiontoken", Kind::Token),
    ("clientsecret", Kind::Secret),
    ("accesstoken", Kind::Token),
    ("passphrase", Kind::Password),
    ("privatekey", Kind::Secret),
    ("authtoken", Kind::Token),
    ("secretkey", Kind::Secret),
    ("accesskey", Kind::Secret),
    ("appsecret", Kind::Secret),
    ("loginpass", Kind::Password),
    ("motdepasse", Kind::Password),
    ("password", Kind::Password),
    ("passwort", Kind::Password),
    ("apitoken", Kind::Token),
    ("userpass", Kind::Password),
    ("passcode", Kind::Password),
    ("passwd", Kind::Password),
    ("appkey", Kind::Secret),
    ("apikey", Kind::Secret),
    ("secret", Kind::Secret),
    ("token", Kind::Token),
    ("密码", Kind::Password),
    ("密碼", Kind::Password),
    ("口令", Kind::Password),
    ("pwd", Kind::Password),
    ("dbpass", Kind::Password),
];

/// What a key of a password may also end with.
const SHORT_KEYS: [&str; 3] = ["psw", "pswd", "psd"];

/// Parts that make a key name something about a secret instead of the secret.
const NOT_SECRETS: [&str; 40] = [
    "csrf",
    "xsrf",
    "hint",
    "type",
    "rate",
    "passport",
    "expire",
    "ttl",
    "length",
    "policy",
    "strength",
    "reset",
    "url",
    "uri",
    "path",
    "file",
    "enable",
    "disable",
    "field",
    "label",
    "placeholder",
    "name",
    "count",
    "min",
    "max",
    "chang",
    "updat",
    "creat",
    "public",
    "keyid",
    "tokenid",
    "secretid",
    "tokenize",
    "tokens",
    "error",
    "message",
    "valid",
    "confirmtext",
    "endpoint",
    "algorithm",
];

/// [`SECRET_KEYS`], then [`NOT_SECRETS`]: every key is asked for all of them at once.
static PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let parts = SECRET_KEYS.iter().map(|(key, _)| *key).chain(NOT_SECRETS);
    AhoCorasickBuilder::new().kind(Some(AhoCorasickKind::DFA)).build(parts).ok()
});

/// Keys of users, as the whole key or its end.
const USER_KEYS: [&str; 26] = [
    "username",
    "userid",
    "user",
    "loginname",
    "loginid",
    "login",
    "account",
    "accountname",
    "email",
    "mail",
    "uid",
    "uname",
    "usr",
    "name",
    "mobile",
    "phone",
    "clientid",
    "appid",
    "accesskeyid",
    "userno",
    "用户名",
    "账号",
    "帐号",
    "帳號",
    "登录名",
    "用户",
];

/// Longest key, longest value, and how far away the user may stand.
const MAX_KEY: usize = 64;
const MAX_VALUE: usize = 512;
const REACH: usize = 320;

/// The full-width colon in UTF-8, GB18030 and Big5.
const WIDE_COLONS: [&[u8]; 3] = [b"\xef\xbc\x9a", b"\xa3\xba", b"\xa1\x47"];

/// Looks at the trigram at `at`.
///
/// `searches` is how often the user may still be looked for in this text: the search is longer than the key.
pub(super) fn at<S: Sink>(text: &Text<'_>, at: usize, searches: &mut u32, sink: &mut S) {
    let Some((key_start, key_end)) = key_around(text, at) else {
        return;
    };
    // Another trigram of the same key is looked at only once: at the first one.
    let Some((value, quoted)) = value_after(text, key_start, key_end) else {
        return;
    };
    let key = squash(text, key_start, key_end);
    let Some(kind) = classify(&key) else { return };
    if first_trigram(text, key_start, key_end) != at {
        return;
    }
    let secret = text.slice(value.0, value.1);
    if !worth::plausible(text, secret, quoted) || jwt::token_end(text, value.0).is_some() {
        return;
    }
    let confidence = worth::confidence(text, kind, &key, secret, value, quoted);
    let mut user = None;
    if *searches > 0 && confidence >= sink.login_floor() {
        *searches -= 1;
        user = user_near(text, key_start, value);
    }
    if confidence > 0 {
        sink.login(Login { secret: value, user, confidence });
    }
}

/// What the whole text is worth as the value of a form's field called `name`; 0: it is no secret.
pub(super) fn of_field(text: &Text<'_>, name: &str) -> u8 {
    let key = squash_name(name);
    let value = (0, text.bytes.len());
    match classify(&key) {
        Some(kind) if worth::plausible(text, text.bytes, true) && jwt::token_end(text, 0).is_none() => {
            worth::confidence(text, kind, &key, text.bytes, value, true)
        }
        _ => 0,
    }
}

/// True for the name of a field that holds who logs in.
pub(super) fn names_user(name: &str) -> bool {
    is_user(&squash_name(name))
}

/// True for a key that ends the name of its field: `password`, `user[password]`, `ctl00$Main$Password`.
fn opens_field(text: &Text<'_>, key_start: usize) -> bool {
    let head = text.slice(key_start.saturating_sub(MAX_KEY), key_start);
    let mut name = head.iter().rev().take_while(|b| !matches!(b, b'&' | b'\n' | b';' | b' '));
    name.all(|b| !matches!(*b, b'=' | INNER_AMPERSAND))
}

/// The first offset in the key where the anchor pass stops.
fn first_trigram(text: &Text<'_>, start: usize, end: usize) -> usize {
    let key = text.slice(start, end + 2);
    let hit =
        key.windows(3).position(|w| leaktap_simd::KEY_TRIGRAMS.iter().any(|t| w.eq_ignore_ascii_case(t.as_slice())));
    start + hit.unwrap_or(0)
}

/// A look-up: keys are gone through byte by byte, and most words that begin like a key are none.
fn is_key_byte(b: u8) -> bool {
    const KEY_BYTES: [bool; 256] = {
        let mut table = [false; 256];
        let mut b = 0;
        while b < table.len() {
            let byte = b as u8;
            table[b] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || byte >= 0x80;
            b += 1;
        }
        table
    };
    KEY_BYTES.get(usize::from(b)).copied().unwrap_or_default()
}

/// The token around `at`; a full-width colon ends it and belongs to it.
fn key_around(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let left = text.slice(at.saturating_sub(MAX_KEY), at).iter().rev().take_while(|b| is_key_byte(**b)).count();
    let tail = text.slice(at, at + MAX_KEY);
    let right = tail.iter().take_while(|b| is_key_byte(**b)).count();
    let key = tail.get(..right).unwrap_or_default();
    let colon = if key.is_ascii() {
        None
    } else {
        WIDE_COLONS.iter().filter_map(|c| memchr::memmem::find(key, c).map(|i| i + c.len())).min()
    };
    let right = colon.unwrap_or(right);
    (left + right <= MAX_KEY).then_some((at - left, at + right))
}

/// The value behind a key: its span without quotes, and whether it had them.
fn value_after(text: &Text<'_>, key_start: usize, key_end: usize) -> Option<((usize, usize), bool)> {
    if text.format == Format::Markup
        && let Some(value) = markup::value(text, key_start, key_end)
    {
        return Some((value, true));
    }
    if text.format == Format::Fields && opens_field(text, key_start) {
        let at = key_end + usize::from(text.at(key_end) == b']');
        if text.at(at) == b'=' {
            // All of it, whatever it begins with: quotes and blanks are part of it.
            return unquoted(text, at + 1, false).map(|value| (value, false));
        }
    }
    let (mut value, quoted) = value_behind(text, key_end)?;
    if text.format == Format::Source && is_expression(text.slice(value.0, value.1), quoted) {
        return None;
    }
    if text.format == Format::Fields && !opens_field(text, key_start) {
        // A key within a field's value, such as a URL: what separates there ends its value.
        let inner = memchr::memchr(INNER_AMPERSAND, text.slice(value.0, value.1));
        value.1 = inner.map_or(value.1, |len| value.0 + len);
    }
    Some((value, quoted))
}

/// True for what a program puts there: a variable, a path of names, a call, or what stands between two strings that it
/// puts together (`"&secret=" + name + "&"`).
fn is_expression(value: &[u8], quoted: bool) -> bool {
    if quoted { value.starts_with(b"+") } else { !value.iter().all(u8::is_ascii_digit) }
}

fn value_behind(text: &Text<'_>, key_end: usize) -> Option<((usize, usize), bool)> {
    let mut at = key_end;
    let before = text.slice(key_end.saturating_sub(3), key_end);
    let mut literal = text.format == Format::Json;
    if !WIDE_COLONS.iter().any(|w| before.ends_with(w)) {
        let closing = text.at(at);
        literal |= closing == b'"';
        if matches!(closing, b'"' | b'\'' | b']') {
            at += 1;
        } else if closing == b'\\' && text.at(at + 1) == b'"' {
            at += 2;
        }
        at = skip_blanks(text, at);
        if !matches!(text.at(at), b'=' | b':') {
            return None;
        }
        at += 1;
        if matches!(text.at(at), b'=' | b'>') {
            if text.at(at) == b'=' {
                return None;
            }
            at += 1;
        }
    }
    at = skip_blanks(text, at);
    let escaped = text.at(at) == b'\\' && text.at(at + 1) == b'"';
    let quote = if escaped { b'"' } else { text.at(at) };
    let rest_at = at + usize::from(escaped);
    if matches!(quote, b'"' | b'\'') {
        let start = rest_at + 1;
        let body = text.slice(start, start + MAX_VALUE);
        let len = quoted_len(body, quote, escaped)?;
        return Some(((start, start + len), true));
    }
    unquoted(text, at, literal).map(|value| (value, false))
}

/// The value without quotes at `at`; `literal`: a number or a word of JSON.
fn unquoted(text: &Text<'_>, at: usize, literal: bool) -> Option<(usize, usize)> {
    let body = text.slice(at, at + MAX_VALUE);
    let stop = |b: &u8| match text.format {
        Format::Fields => matches!(b, b'&' | b'\n' | b'\r' | 0),
        Format::Source => !b.is_ascii_alphanumeric(),
        _ if literal => matches!(b, b',' | b'}' | b']' | b'\n' | b'\r' | b' '),
        _ => matches!(b, b'\n' | b'\r' | b' ' | b'\t' | b'&' | b'"' | b'\'' | b'<' | b'>' | b';' | b'|' | 0),
    };
    let len = body.iter().position(stop).unwrap_or(body.len());
    (len > 0 && len < MAX_VALUE).then_some((at, at + len))
}

fn skip_blanks(text: &Text<'_>, at: usize) -> usize {
    at + text.slice(at, at + 8).iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Bytes up to the closing quote; `None` if there is none near.
fn quoted_len(body: &[u8], quote: u8, escaped: bool) -> Option<usize> {
    let mut i = 0;
    while let Some(&b) = body.get(i) {
        match b {
            b'\\' if escaped && body.get(i + 1) == Some(&quote) => return Some(i),
            b'\\' => i += 2,
            b'\n' => return None,
            _ if b == quote => return Some(i),
            _ => i += 1,
        }
    }
    None
}

/// The key in lower case, letters and digits only, in UTF-8.
fn squash(text: &Text<'_>, start: usize, end: usize) -> String {
    let bytes = text.slice(start, end);
    if bytes.is_ascii() {
        let kept = bytes.iter().filter(|b| b.is_ascii_alphanumeric());
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    squash_name(&super::context::to_utf8(text.charset, bytes))
}

fn squash_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True for a key, in lower case, that names a user.
fn is_user(key: &str) -> bool {
    USER_KEYS.iter().any(|u| key == *u || (key.ends_with(u) && *u != "name" && *u != "mail"))
}

fn classify(key: &str) -> Option<Kind> {
    let bare_pass = key.ends_with("pass") && !key.ends_with("bypass") && !key.ends_with("compass");
    let short = SHORT_KEYS.iter().any(|end| key.ends_with(end));
    let mut first = SECRET_KEYS.len();
    for part in PARTS.as_ref()?.find_overlapping_iter(key) {
        let number = part.pattern().as_usize();
        // `username_password` is no name.
        let leads = part.end() < key.len() && key.get(part.span().range()) == Some("name");
        if number >= SECRET_KEYS.len() && !leads {
            return None;
        }
        first = first.min(number);
    }
    let listed = SECRET_KEYS.get(first).map(|(_, kind)| *kind);
    if bare_pass || short { Some(Kind::Password) } else { listed }
}

/// The nearest value under a user's key in the same record: before the secret first, then behind it.
fn user_near(text: &Text<'_>, key_start: usize, (_, value_end): (usize, usize)) -> Option<(usize, usize)> {
    let markup = text.format == Format::Markup;
    let from = key_start.saturating_sub(REACH);
    let head = text.slice(from, key_start);
    let head_from = head.iter().rposition(|b| matches!(b, b'{' | b'}')).map_or(0, |i| i + 1);
    let delimits = |b: &u8| {
        matches!(b, b'=' | b':')
            || (markup && matches!(b, b'<' | b'>' | b'"' | b'\''))
            || WIDE_COLONS.iter().any(|c| c.first() == Some(b))
    };
    // What names the secret is no user's name: `<name>password</name>`.
    let user_at = |at| user_at(text, at).filter(|user| user.1 <= key_start || user.0 >= value_end);
    let record = head.get(head_from..).unwrap_or_default();
    let places = record.iter().enumerate().rev().filter(|(_, b)| delimits(b));
    let before = places.map(|(i, _)| from + head_from + i).find_map(user_at);
    before.or_else(|| {
        let tail = text.slice(value_end, value_end + REACH);
        let record = tail.iter().enumerate().take_while(|(_, b)| !matches!(b, b'{' | b'}'));
        record.filter(|(_, b)| delimits(b)).find_map(|(i, _)| user_at(value_end + i))
    })
}

/// The value behind a delimiter at `at`, if there is one and the key before it is a user's.
fn user_at(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let wide = WIDE_COLONS.iter().find(|c| text.slice(at, at + 3).starts_with(c));
    let key_end = match (text.at(at), wide) {
        (b'=' | b':', _) => at - usize::from(at > 0 && matches!(text.before(at), b'"' | b'\'' | b']')),
        (_, Some(colon)) => at + colon.len(),
        (b'<' | b'>' | b'"' | b'\'', _) if text.format == Format::Markup => at,
        _ => return None,
    };
    let len =
        text.slice(key_end.saturating_sub(MAX_KEY), key_end).iter().rev().take_while(|b| is_key_byte(**b)).count();
    let key = squash(text, key_end - len, key_end);
    // WordPress calls its user so.
    let log = key == "log" && text.format == Format::Fields;
    if !is_user(&key) && !log {
        return None;
    }
    let (value, _) = value_after(text, key_end - len, key_end)?;
    let user = text.slice(value.0, value.1);
    (!user.is_empty() && user.len() <= 128 && !user.iter().any(|b| matches!(b, b'{' | b'<' | b'('))).then_some(value)
}
