//! Keys: where the name before a value begins and ends, and whether it names a secret.

use super::value;
use crate::detect::text::Text;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use std::sync::LazyLock;

/// Longest key.
pub(super) const MAX_KEY: usize = 64;

/// How telling a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Password,
    Secret,
    Token,
}

/// Substrings of keys.
const SECRET_KEYS: [(&str, Kind); 33] = [
    ("secretaccesskey", Kind::Secret),
    ("presharedkey", Kind::Secret),
    ("rediscliauth", Kind::Password),
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
    ("contraseña", Kind::Password),
    ("contrasena", Kind::Password),
    ("passwort", Kind::Password),
    ("kennwort", Kind::Password),
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
const SHORT_KEYS: [&str; 8] = ["pass", "psw", "pswd", "psd", "pw", "mdp", "mima", "senha"];
/// Keys of networks: what devices share with a base station (IEEE 802.11, `wpa_supplicant.conf(5)`).
const SHARED_KEYS: [&str; 4] = ["psk", "wpapsk", "wifipsk", "wlanpsk"];
/// Words that end like a key and are none: filters of signals, passes of a renderer, rates of tests, tickets, a popular package,
/// a review.
const NO_KEYS: [&str; 17] = [
    "minipass",
    "firstpass",
    "boardingpass",
    "seasonpass",
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
    "resenha",
    "desenha",
];

/// Parts that make a key name something about a secret instead of the secret, wherever they stand.
const NOT_SECRETS: [&str; 15] = [
    "csrf",
    "xsrf",
    "passport",
    "placeholder",
    "algorithm",
    "tokenize",
    "keyid",
    "tokenid",
    "secretid",
    "confirmtext",
    "passwordage",
    "lockout",
    "nopass",
    // Which parser splits a text (PostgreSQL); whom a shop's cookie names.
    "prstoken",
    "pwdtid",
];

/// The same somewhere behind the secret's word: `password_never_expires`.
const NOT_BEHIND: [&str; 34] = [
    "authentication",
    "encryption",
    "pattern",
    "regex",
    "require",
    "expir",
    "length",
    "policy",
    "strength",
    "message",
    "history",
    "chang",
    "updat",
    "creat",
    "enable",
    "disable",
    "valid",
    "endpoint",
    "properties",
    "grace",
    "hint",
    "algo",
    "encoder",
    "provider",
    // Strength, length, term, demands, times, rules, policy, complexity, expiry, kind.
    "强度",
    "长度",
    "有效期",
    "要求",
    "次数",
    "规则",
    "策略",
    "复杂度",
    "过期",
    "类型",
];

/// The same right behind it; further on they are parts of other words (`password_admin`).
const NOT_NEXT: [&str; 18] = [
    "type", "rate", "ttl", "reset", "url", "uri", "path", "file", "field", "label", "count", "min", "max", "public",
    "error", "is", "last", "must",
];

/// The same as all that stands before it. (`admin_password` is a password, and `min_password` is none.)
const NOT_BEFORE: [&str; 9] = ["min", "max", "valid", "invalid", "error", "public", "publickey", "is", "has"];

/// The same before it, as the begin or the end of what stands there.
const NOT_AROUND: [&str; 8] = ["reset", "change", "update", "create", "disable", "expire", "forgot", "forget"];

/// The same at a key's end: `username_password` is no name, `manager_password` no manager.
const NOT_AT_END: [&str; 10] =
    ["name", "manager", "mgr", "arn", "time", "backend", "lastset", "lastused", "prompt", "passwordkey"];

/// [`SECRET_KEYS`], then [`NOT_SECRETS`]: every key is asked for all of them at once.
static PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let parts = SECRET_KEYS.iter().map(|(key, _)| *key).chain(NOT_SECRETS);
    AhoCorasickBuilder::new().kind(Some(AhoCorasickKind::DFA)).build(parts).ok()
});

/// True if the anchor pass stops at `at` for the word that the trigram there is chosen for, or perhaps: one letter before it
/// and one behind it tell most others (`broken`, `past`, `monkey`).
pub(super) fn may_name(text: &Text<'_>, at: usize) -> bool {
    let trigram = text.slice(at, at + 3);
    if !leaktap_simd::is_key_trigram(trigram) {
        return false;
    }
    let before = |letter: u8| text.before(at).eq_ignore_ascii_case(&letter);
    let behind = |letter: u8| text.at(at + 3).eq_ignore_ascii_case(&letter);
    let is = |of: &[u8; 3]| trigram.eq_ignore_ascii_case(of);
    match trigram.first().map(u8::to_ascii_lowercase) {
        Some(b'p') if is(b"pas") => behind(b's'),
        Some(b'k') => is_other_key(text, at),
        Some(b'o') => before(b't') && behind(b'n'),
        Some(b'e') => before(b's') && behind(b'e'),
        Some(b'r') if is(b"riz") => before(b'o') && behind(b'a'),
        Some(b'r') => before(b't') && behind(b'e'),
        Some(b'n') if is(b"nha") => before(b'e'),
        Some(b'n') => before(b'e') && behind(b'o'),
        Some(b'm') if is(b"mim") => behind(b'a'),
        _ => true,
    }
}

/// True if a word ends before the `key` at `at` whose key is a secret (of [`SECRET_KEYS`]), to go by its last letter.
fn is_other_key(text: &Text<'_>, at: usize) -> bool {
    let head = text.slice(at.saturating_sub(MAX_KEY), at);
    let last = head.iter().rev().find(|b| !matches!(b, b'_' | b'-' | b'.'));
    last.is_some_and(|b| matches!(b.to_ascii_lowercase(), b'i' | b'p' | b's' | b't' | b'e' | b'd' | 0x80..))
}

/// The first offset in the key at which it is looked at.
pub(super) fn first_trigram(text: &Text<'_>, start: usize, end: usize) -> usize {
    (start..end).find(|at| may_name(text, *at)).unwrap_or(start)
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
    let told = value::touching(text, at - left, at + right).filter(|end| *end > at).map(|end| end - at);
    let right =
        told.or_else(|| value::wide_colon(text.slice(from, at + right)).map(|end| from + end - at)).unwrap_or(right);
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
    if SHARED_KEYS.contains(&key) {
        return Some(Kind::Password);
    }
    let ends = |list: &[&str]| list.iter().any(|end| key.ends_with(end));
    if ends(&NOT_AT_END) {
        return None;
    }
    let (mut listed, mut start, mut end) = (None, key.len(), 0);
    for part in PARTS.as_ref()?.find_overlapping_iter(key) {
        // Of several the most telling counts: `oauth_token_secret` is no token.
        let (_, kind) = SECRET_KEYS.get(part.pattern().as_usize())?;
        listed = Some(listed.map_or(*kind, |other: Kind| other.min(*kind)));
        (start, end) = (start.min(part.start()), end.max(part.end()));
    }
    let is_short = |short: &&&str| key.ends_with(**short) && (**short != "pw" || is_pw(key));
    if let Some(short) = SHORT_KEYS.iter().find(is_short).filter(|_| !ends(&NO_KEYS)) {
        (listed, start, end) = (Some(Kind::Password), start.min(key.len() - short.len()), key.len());
    }
    listed.filter(|kind| !is_about(key.get(..start), key.get(end..), *kind))
}

/// True for a key that tells something about a secret, by what stands before and behind the secret's word.
fn is_about(before: Option<&str>, behind: Option<&str>, kind: Kind) -> bool {
    let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
    let counted = kind == Kind::Token && (behind == "s" || behind.starts_with("sused") || behind.starts_with("scount"));
    counted
        || NOT_BEFORE.contains(&before)
        || NOT_AROUND.iter().any(|part| before.starts_with(part) || before.ends_with(part))
        || NOT_NEXT.iter().any(|part| behind.starts_with(part))
        || NOT_BEHIND.iter().any(|part| behind.contains(part))
}

/// Whose a password is by what stands before `pass`; behind other words it may be a pass of any kind.
#[rustfmt::skip]
const PASS_OWNERS: [&str; 33] = [
    "account", "admin", "auth", "bind", "client", "confirm", "current", "db", "default", "ftp", "key", "ldap", "login",
    "mail", "member", "mongo", "my", "new", "old", "proxy", "redis", "root", "server", "smtp", "sql", "ssh", "store",
    "sys", "trust", "user", "vpn", "wifi", "wlan",
];

/// True for `pw` alone or behind what it usually belongs to; other words end so by chance.
fn is_pw(key: &str) -> bool {
    const OWNERS: [&str; 14] =
        ["", "user", "login", "db", "my", "mb", "mail", "ftp", "admin", "root", "member", "new", "old", "smtp"];
    key.strip_suffix("pw").is_some_and(|owner| OWNERS.contains(&owner))
}

/// True for keys so short that they mean something else as often: a page's width, a kind of file, a test that passed, a pass of a
/// compiler.
pub(super) fn is_loose(key: &str) -> bool {
    let foreign = |owner: &str| !PASS_OWNERS.iter().any(|known| owner.ends_with(known));
    matches!(key, "psd" | "psk")
        || key.strip_suffix("pass").is_some_and(|owner| owner.is_empty() || foreign(owner))
        || is_pw(key)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Charset, Format, Leaf};

    fn first(text: &[u8]) -> Option<usize> {
        let leaf = Leaf {
            text,
            charset: Charset::Utf8,
            format: Format::Text,
            place: "",
            continues: false,
            resumes: false,
            control: false,
            anchors: None,
        };
        (0..text.len()).find(|at| may_name(&Text::of(&leaf), *at))
    }

    #[test]
    fn every_key_is_seen_in_any_case_and_parted() {
        let listed = SECRET_KEYS.iter().map(|(key, _)| *key).chain(SHORT_KEYS).chain(SHARED_KEYS);
        // An underscore is what the anchor of this one is.
        let listed = listed.map(|key| if key == "rediscliauth" { "rediscli_auth" } else { key });
        let written = ["x_api_key", "API-KEY", "private.key", "Access__Key", "db_pass", "authorization"];
        for key in listed.chain(written) {
            for key in [key.to_owned(), key.to_uppercase(), format!("my_{key}")] {
                for text in [format!("{key}=x"), format!("\"{key}\": 1"), format!("{key}:x")] {
                    assert!(first(text.as_bytes()).is_some(), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_words_with_the_same_letters_are_passed_over() {
        for word in ["key", "monkey", "key-accounts", "past", "pasta", "broken", "spoke", "decrease", "phrase", "mimic"]
        {
            assert_eq!(first(format!("\"{word}\": 1").as_bytes()), None, "{word}");
        }
    }
}
