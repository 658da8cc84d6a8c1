//! Keys: where the name before a value begins and ends, and whether it names a secret.

use super::value;
use crate::detect::text::Text;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use std::sync::LazyLock;

/// Longest key.
pub(super) const MAX_KEY: usize = 64;

/// How telling a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
/// Words that end like a key and are none: filters of signals, passes of a compiler or a renderer among them.
const NO_KEYS: [&str; 11] = [
    "askpass",
    "bypass",
    "compass",
    "trespass",
    "surpass",
    "lowpass",
    "highpass",
    "bandpass",
    "allpass",
    "subpass",
    "renderpass",
];

/// Parts that make a key name something about a secret instead of the secret.
const NOT_SECRETS: [&str; 45] = [
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
    "history",
    "lockout",
    "grace",
    "properties",
    "passwordage",
    "nopass",
];

/// The same at a key's end: `username_password` is no name, `manager_password` no manager.
const NOT_AT_END: [&str; 9] = ["name", "manager", "mgr", "arn", "time", "backend", "lastset", "lastused", "prompt"];

/// [`SECRET_KEYS`], then [`NOT_SECRETS`]: every key is asked for all of them at once.
static PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let parts = SECRET_KEYS.iter().map(|(key, _)| *key).chain(NOT_SECRETS);
    AhoCorasickBuilder::new().kind(Some(AhoCorasickKind::DFA)).build(parts).ok()
});

/// The first offset in the key where the anchor pass stops.
pub(super) fn first_trigram(text: &Text<'_>, start: usize, end: usize) -> usize {
    let key = text.slice(start, end + 2);
    let hit =
        key.windows(3).position(|w| leaktap_simd::KEY_TRIGRAMS.iter().any(|t| w.eq_ignore_ascii_case(t.as_slice())));
    start + hit.unwrap_or(0)
}

/// A look-up: keys are gone through byte by byte, and most words that begin like a key are none.
pub(super) fn is_key_byte(b: u8) -> bool {
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
pub(super) fn key_around(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
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
pub(super) fn squash(text: &Text<'_>, start: usize, end: usize) -> String {
    let bytes = text.slice(start, end);
    if bytes.is_ascii() {
        let kept = bytes.iter().filter(|b| b.is_ascii_alphanumeric());
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    squash_name(&crate::detect::context::to_utf8(text.charset, bytes))
}

pub(super) fn squash_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a key in lower case, of letters and digits only, names; `None`: no secret.
pub(super) fn classify(key: &str) -> Option<Kind> {
    let ends = |list: &[&str]| list.iter().any(|end| key.ends_with(end));
    if ends(&NOT_AT_END) {
        return None;
    }
    let short = (key.ends_with("pass") || ends(&SHORT_KEYS)) && !ends(&NO_KEYS);
    let mut first = SECRET_KEYS.len();
    for part in PARTS.as_ref()?.find_overlapping_iter(key) {
        let number = part.pattern().as_usize();
        if number >= SECRET_KEYS.len() {
            return None;
        }
        first = first.min(number);
    }
    let listed = SECRET_KEYS.get(first).map(|(_, kind)| *kind);
    if short || is_pw(key) { Some(Kind::Password) } else { listed }
}

/// True for `pw` alone or behind what it usually belongs to; other words end so by chance.
fn is_pw(key: &str) -> bool {
    const OWNERS: [&str; 14] =
        ["", "user", "login", "db", "my", "mb", "mail", "ftp", "admin", "root", "member", "new", "old", "smtp"];
    key.strip_suffix("pw").is_some_and(|owner| OWNERS.contains(&owner))
}

/// True for keys so short that they mean something else as often: a page's width, a kind of file, a test that passed.
pub(super) fn is_loose(key: &str) -> bool {
    matches!(key, "psd" | "pass") || is_pw(key)
}

/// True for the name of a file that is about secrets, as change logs name it: `passwd.c`, `passwd.1.xml`.
pub(super) fn names_file(text: &Text<'_>, start: usize, end: usize) -> bool {
    #[rustfmt::skip]
    const EXTENSIONS: [&[u8]; 26] = [
        b"cc", b"cpp", b"cs", b"css", b"exe", b"exp", b"go", b"hpp", b"htm", b"html", b"java", b"js", b"jsp", b"md",
        b"php", b"pl", b"po", b"py", b"pyi", b"rb", b"rs", b"sh", b"ts", b"txt", b"xml", b"texi",
    ];
    let token = text.slice(start, end);
    let Some(dot) = memchr::memrchr(b'.', token).filter(|dot| *dot > 0) else {
        return false;
    };
    let extension = token.get(dot + 1..).unwrap_or_default();
    // A section of the manual; a list's settings are numbered as well, but set with `=`.
    let section = matches!(extension, [b'1'..=b'9']) && text.at(end) == b':';
    section || matches!(extension, [b'c' | b'h' | b'l' | b'm' | b'y']) || EXTENSIONS.contains(&extension)
}

/// True for a part of a list that colons separate, such as the name of a resource (`arn:aws:secretsmanager:…`) or a line
/// of `passwd`, and for what is within a name space (`auth::password::check`).
pub(super) fn is_listed(text: &Text<'_>, start: usize, end: usize) -> bool {
    let next = text.at(end + 1);
    text.at(end) == b':' && (next == b':' || (text.before(start) == b':' && next.is_ascii_graphic() && next != b'"'))
}
