//! Logins in content: a key that names a secret, its value, and the user beside it.
//!
//! Forms, queries, JSON and configuration files are read alike: `key`, an optional closing quote, `=` or `:`, an optional
//! opening quote, value; in XML elements hold values as well. Keys are matched as substrings, longest first, after `_`, `-`
//! and case are taken away.

mod csv;
mod json;
mod markup;
mod sql;
mod table;
mod url;
mod user;
mod value;
mod worth;

use super::candidate::{Login, Sink};
use super::jwt;
use super::text::Text;
use crate::identifier::is_identifier;
use crate::message::{Columns, Format, INNER_AMPERSAND};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use std::sync::LazyLock;

pub(super) use url::userinfo;

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

/// Longest key, longest value, and how far away the user may stand.
const MAX_KEY: usize = 64;
const MAX_VALUE: usize = 512;
const REACH: usize = 320;

/// What may still be looked for in a text.
pub(super) struct Budget {
    /// Searches for a login's user, which are longer than its key; whatever else takes long costs several.
    searches: u32,
    /// A table's header may stand in the text.
    header: bool,
}

impl Budget {
    /// For a text in which a table's header may stand, or not.
    pub(super) fn new(header: bool) -> Self {
        Self { searches: 32 << 10, header }
    }

    fn spend(&mut self, searches: u32) {
        self.searches = self.searches.saturating_sub(searches);
    }
}

/// Looks at the trigram at `at`.
pub(super) fn at<S: Sink>(text: &Text<'_>, at: usize, budget: &mut Budget, sink: &mut S) {
    let Some((key_start, key_end)) = key_around(text, at) else {
        return;
    };
    if text.format == Format::Csv && std::mem::take(&mut budget.header) {
        filled(text, csv::header(text, key_start, key_end), budget, sink);
    }
    if is_identifier(text.slice(key_start, key_end)) {
        return;
    }
    // Another trigram of the same key is looked at only once: at the first one.
    let Some((value, quoted)) = value::after(text, key_start, key_end) else {
        if text.format == Format::Text && budget.searches > 0 && first_trigram(text, key_start, key_end) == at {
            let list = sql::list(text, key_start, key_end, budget);
            let table = list.or_else(|| sql::definition(text, key_start, key_end, budget));
            filled(text, table, budget, sink);
        }
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
    if budget.searches > 0 && confidence >= sink.login_floor() {
        budget.spend(1);
        user = user::near(text, key_start, value);
    }
    if confidence > 0 {
        sink.login(Login { secret: value, user, confidence });
    }
}

/// Looks at the rows of the table that a key heads, if it does.
fn filled<S: Sink>(text: &Text<'_>, table: Option<(Columns, usize)>, budget: &mut Budget, sink: &mut S) {
    if let Some((columns, at)) = table
        && let Some(layout) = table::rows(text, at, &columns, budget, sink)
    {
        sink.goes_on(Columns { layout, ..columns });
    }
}

/// Looks at the rows of a table that began in an earlier part of the text.
pub(super) fn go_on<S: Sink>(text: &Text<'_>, columns: &Columns, sink: &mut S) {
    let mut budget = Budget { searches: u32::MAX, header: false };
    filled(text, table::rejoined(text, columns), &mut budget, sink);
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
    user::is(&squash_name(name))
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

/// The token around `at`; a full-width colon, or a verb in its place, ends it and belongs to it.
fn key_around(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let head = text.slice(at.saturating_sub(MAX_KEY), at);
    let left = head.iter().rev().take_while(|b| is_key_byte(**b)).count();
    let left = left - value::wide_start(head.get(head.len() - left..).unwrap_or_default());
    let tail = text.slice(at, at + MAX_KEY);
    let right = tail.iter().take_while(|b| is_key_byte(**b)).count();
    // The trigrams of Chinese words may begin behind their first byte.
    let from = at.saturating_sub(1);
    let right = value::wide_colon(text.slice(from, at + right)).map_or(right, |end| from + end - at);
    (left + right <= MAX_KEY).then_some((at - left, at + right))
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
