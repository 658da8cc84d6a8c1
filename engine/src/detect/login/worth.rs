//! What a value under a secret's key is worth: a secret, a word for one, a placeholder, code.

use super::key::{Kind, MAX_KEY, is_key_byte, is_loose};
use super::{REACH, program};
use crate::detect::text::Text;
use crate::message::Format;

/// A number under a password's key in a program is one from so many digits on; shorter ones are codes and flags.
const PIN_DIGITS: usize = 6;

/// Words for no value.
const NO_VALUES: [&str; 11] =
    ["null", "nullptr", "(null)", "none", "nil", "true", "false", "on", "off", "undefined", "redacted"];

/// Words that stand where a value would in a description, types among them. (In a login that is sent they are passwords,
/// and bad ones.)
const PLACEHOLDERS: [&str; 32] = [
    "string",
    "text",
    "password",
    "passwort",
    "passwd",
    "pass",
    "pwd",
    "required",
    "optional",
    "yes",
    "no",
    "empty",
    "hidden",
    "masked",
    "changeme",
    "your_password",
    "secret",
    "token",
    "n/a",
    "bytes",
    "str",
    "object",
    "bool",
    "int",
    "float",
    "any",
    "boolean",
    "integer",
    "usize",
    "number",
    "final",
    "incomplete",
];

/// What change logs, logs and messages say of a secret in place of it.
const TOLD: [&str; 24] = [
    "add",
    "added",
    "remove",
    "removed",
    "deleted",
    "change",
    "changed",
    "update",
    "updated",
    "renamed",
    "moved",
    "fix",
    "fixed",
    "likewise",
    "deprecated",
    "reset",
    "expired",
    "missing",
    "unknown",
    "invalid",
    "incorrect",
    "failed",
    "accepted",
    "unchanged",
];

/// True for text that can be a secret: not empty, not masked, no placeholder, no code.
pub(super) fn plausible(text: &Text<'_>, secret: &[u8], quoted: bool) -> bool {
    is_plausible(text, secret, quoted, is_own(text, quoted))
}

/// True for a password of its own that is no word for one: not `password` itself, as examples have it.
pub(super) fn is_meant(password: &[u8]) -> bool {
    let word = is_one(password, &NO_VALUES) || is_one(password, &PLACEHOLDERS);
    password.len() >= 3 && !word && !password.iter().all(|b| *b == b'*')
}

/// True for one of some words, in any case.
fn is_one(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

fn is_plausible(text: &Text<'_>, secret: &[u8], quoted: bool, own: bool) -> bool {
    let sent = own && is_sent(text);
    let (mut hidden, mut stars, mut bullets, mut code, mut blank) = (0usize, 0usize, false, false, false);
    for b in secret {
        match b {
            b'*' => (hidden, stars) = (hidden + 1, stars + 1),
            b'.' | b'x' | b'X' => hidden += 1,
            b'{' | b'}' | b'<' | b'>' => code |= !own,
            b'(' | b')' | b'[' | b']' | b'`' => code |= !(quoted || own),
            0..=b' ' => blank = true,
            0xe2 => bullets = true,
            _ => {}
        }
    }
    let masked = hidden * 2 > secret.len();
    let stars = (stars >= 3 && secret.windows(3).any(|w| w == b"***"))
        || (bullets && secret.windows(3).any(|w| w == "•".as_bytes()));
    let short_name = secret.starts_with(b"$") && secret.len() < 5;
    let placeholder =
        code || short_name || is_template(secret) || is_sealed(secret) || (!own && secret.starts_with(b"%"));
    let bare = if quoted { secret } else { without_comma(secret) };
    // GraphQL and Kotlin mark what is required, or may be missing.
    let named = if quoted { bare } else { bare.strip_suffix(b"!").or_else(|| bare.strip_suffix(b"?")).unwrap_or(bare) };
    let word = is_one(bare, &NO_VALUES) || (!sent && is_one(named, &PLACEHOLDERS));
    let blank = blank && !sent && text.format != Format::Fields;
    let cut = text.continues
        && text.bytes.ends_with(secret)
        && !quoted
        && secret.as_ptr_range().end == text.bytes.as_ptr_range().end;
    secret.len() >= 3 && !masked && !stars && !placeholder && !word && !blank && !cut
}

/// True for a value of its own, between delimiters that cannot occur in it. (Pages hold programs in theirs.)
fn is_own(text: &Text<'_>, quoted: bool) -> bool {
    match text.format {
        Format::Fields => true,
        Format::Json | Format::Csv => quoted,
        Format::Markup => quoted && !text.place.starts_with("http.response"),
        _ => false,
    }
}

/// True for what a client sends: a login in it is meant, not described.
fn is_sent(text: &Text<'_>) -> bool {
    text.place.starts_with("http.request")
}

/// Shortest hash that says how it was made: 22 characters of its own behind a salt (`$1$…`).
const MIN_CRYPT: usize = 26;

/// Confidence of what is a password's hash: a leak, but nobody logs in with it as it stands.
const HASHED: u8 = 60;

/// What a value is worth that is kept in a table, under a column's name; 0: nothing.
pub(super) fn kept(text: &Text<'_>, kind: Kind, key: &str, value: (usize, usize)) -> u8 {
    let secret = text.slice(value.0, value.1);
    // A cell is a value of its own, in whatever text.
    if !is_plausible(text, secret, true, true) {
        return 0;
    }
    let confidence = confidence(text, kind, key, secret, value, true);
    if is_hash(secret) { confidence.min(HASHED) } else { confidence }
}

/// True for the forms in which passwords are kept: bare digests in hexadecimal, `$2y$…`, `{SSHA}…`, `pbkdf2_sha256$…`.
fn is_hash(value: &[u8]) -> bool {
    let hex = matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128) && value.iter().all(u8::is_ascii_hexdigit);
    hex || value.starts_with(b"{") || memchr::memchr_iter(b'$', value).count() >= 2 || says_hash(value)
}

/// What routers of Huawei's put around a password that they keep in their own cipher.
const ROUTER_MARKS: [&[u8]; 4] = [b"%^%#", b"%$%$", b"%@%@", b"@%@%"];

/// True for the hash of a password that says how it was made, wherever it stands: crypt's `$2y$10$…`, `PostgreSQL`'s verifiers
/// (`SCRAM-SHA-256$…`, RFC 5803; `md5` and a digest).
fn says_hash(value: &[u8]) -> bool {
    let crypt = value.starts_with(b"$") && value.len() >= MIN_CRYPT && memchr::memchr_iter(b'$', value).count() >= 3;
    let md5 = value.strip_prefix(b"md5").is_some_and(|hex| hex.len() == 32 && hex.iter().all(u8::is_ascii_hexdigit));
    crypt || md5 || value.starts_with(b"SCRAM-SHA-") || ROUTER_MARKS.iter().any(|mark| value.starts_with(mark))
}

/// True for the name of a value that a template's engine, a shell or somebody who reads it is to put there: `{{password}}`,
/// `${PASSWORD}`, `<password>`, `%PASSWORD%`, `[new_password]`, `$(pwd)`.
fn is_template(value: &[u8]) -> bool {
    matches!(
        value,
        [b'{', .., b'}']
            | [b'<', .., b'>']
            | [b'$' | b'#', b'{', .., b'}']
            | [b'$', b'(', .., b')']
            | [b'`', .., b'`']
            | [b'%', b'(', ..]
            | [b'%', .., b'%']
    ) || matches!(value, [b'[', name @ .., b']'] if is_words(name))
}

/// True for what only the holder of a key reads, or a store hands out: `ENC(…)` (Jasypt), `{cipher}…` (Spring Cloud Config),
/// `vault:secret/data/x` (Bank-Vaults), `!vault` (Ansible).
fn is_sealed(value: &[u8]) -> bool {
    let stored = value.strip_prefix(b"vault:").is_some_and(|path| memchr::memchr(b'/', path).is_some());
    matches!(value, [b'E', b'N', b'C', b'(', .., b')'])
        || value.starts_with(b"{cipher}")
        || stored
        || value == b"!vault"
}

/// An unquoted value without what separates it from the next.
fn without_comma(value: &[u8]) -> &[u8] {
    value.strip_suffix(b",").or_else(|| value.strip_suffix(b";")).unwrap_or(value)
}

/// True for a directory, as the variables PWD and OLDPWD of a shell name it.
fn is_directory(value: &[u8]) -> bool {
    matches!(value, [b'/', ..] | [_, b':', b'\\' | b'/', ..])
}

/// Letters and digits from which on a value is taken for a chosen password under a key that may be of any pass.
const CHOSEN: usize = 8;

/// Confidence of what may be a secret, but reads like something else.
pub(super) const DOUBTFUL: u8 = 45;

/// True for a value under a key of many meanings: beside no user it is only believed if it looks like a password. (Test suites
/// write `PASS: name` by the thousand.)
pub(super) fn needs_user(text: &Text<'_>, token: &[u8], key: &str, secret: &[u8], quoted: bool) -> bool {
    if !is_loose(key) {
        return false;
    }
    let own = quoted || text.format == Format::Fields;
    match key {
        "pass" => !own && (token == b"PASS" || secret.iter().all(|b| b.is_ascii_digit() || *b == b':')),
        "psd" => !own && is_words(secret),
        // A network's, or a parameter in a program.
        "psk" => !(is_mixed(secret) || (quoted && text.format == Format::Text && names_network(text, secret))),
        _ if key.ends_with("pass") => secret.len() < CHOSEN || !is_mixed(secret),
        _ => !is_mixed(secret),
    }
}

/// True for a secret with the name of a network near before it (`ssid="office"`).
fn names_network(text: &Text<'_>, secret: &[u8]) -> bool {
    let at = (secret.as_ptr() as usize).saturating_sub(text.bytes.as_ptr() as usize);
    memchr::memmem::find(text.slice(at.saturating_sub(REACH), at), b"ssid=").is_some()
}

/// True for what stands in place of a secret in texts that people write: what was done to it, a version, where it is kept, a
/// mark of a manual's page, a name that only says the same again.
pub(super) fn is_told(text: &Text<'_>, secret: &[u8], end: usize, quoted: bool) -> bool {
    if is_sent(text) && is_own(text, quoted) {
        return false;
    }
    let bare = without_comma(secret);
    let word = bare.strip_suffix(b".").unwrap_or(bare);
    let mark =
        secret.starts_with(b"\\f") || secret.starts_with(b"\\s") || (text.format == Format::Text && is_escaped(secret));
    let again = (is_words(word) || is_constant(word))
        && [&b"password"[..], b"passwd", b"secret"].iter().any(|name| holds(word, name));
    // An apostrophe within a word ended the value: `don't`.
    let torn = !quoted && text.at(end) == b'\'' && text.at(end + 1).is_ascii_alphabetic() && is_words(secret);
    is_one(word, &TOLD) || is_version(word) || is_rate(word) || mark || again || torn || is_path(word)
}

/// What stands behind the number of a version.
#[rustfmt::skip]
const QUALIFIERS: [&str; 20] = [
    "a", "alpha", "android", "b", "beta", "cr", "dev", "final", "ga", "incubating", "jre", "m", "post", "pre", "preview",
    "rc", "release", "sec", "snapshot", "sp",
];

/// True for a version, which may be bound and qualified: `^7.1.2`, `3.0-3.12`, `2.6.0.Final`, `1.0.0-beta2`.
pub(super) fn is_version(word: &[u8]) -> bool {
    let bound = word.iter().take_while(|b| matches!(b, b'^' | b'~' | b'<' | b'>' | b'=' | b'v')).count();
    let rest = word.get(bound..).unwrap_or_default();
    let is_number = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'-');
    let (number, qualifier) = rest.split_at(rest.iter().take_while(|b| is_number(b)).count());
    let (name, counter) = qualifier.split_at(qualifier.iter().take_while(|b| b.is_ascii_alphabetic()).count());
    let qualified =
        is_one(name, &QUALIFIERS) && matches!(number.last(), Some(b'.' | b'-')) && counter.iter().all(is_number);
    memchr::memchr(b'.', number).is_some() && (qualifier.is_empty() || qualified)
}

/// True for a share, of a hundred or of a number: `98.5%`, `12/15`.
fn is_rate(word: &[u8]) -> bool {
    let is_part = |part: &[u8]| !part.is_empty() && part.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    match word {
        [share @ .., b'%'] => is_part(share),
        _ => memchr::memchr(b'/', word)
            .and_then(|at| word.split_at_checked(at))
            .is_some_and(|(part, whole)| is_part(part) && whole.strip_prefix(b"/").is_some_and(is_part)),
    }
}

/// True for the name of a constant of several words: `PASSWORD_TOO_SHORT_8`.
fn is_constant(word: &[u8]) -> bool {
    let is_part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    word.iter().all(is_part) && memchr::memchr_iter(b'_', word).count() >= 2
}

/// True for a text in some language, as Java's properties have it: `Contrase\u00F1a`.
fn is_escaped(text: &[u8]) -> bool {
    let code = |at: usize| text.get(at + 2..at + 6).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
    memchr::memmem::find(text, b"\\u").is_some_and(code)
}

/// True for a file's name with its directories, and for an address.
fn is_path(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"file:").unwrap_or(value);
    let rooted = matches!(value, [b'/', ..] | [b'.' | b'~', b'/', ..]);
    let extension = memchr::memrchr(b'.', value).map_or(0, |dot| value.len() - dot - 1);
    let drive = matches!(value, [b'A'..=b'Z', b':', b'\\' | b'/', ..]);
    // Base64 has capitals.
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'_' | b'-');
    let deep = value.iter().all(plain) && memchr::memchr_iter(b'/', value).count() >= 2;
    drive || memchr::memmem::find(value, b"://").is_some() || (rooted && (deep || (2..=5).contains(&extension)))
}

/// True for a text that holds `word`, which is in lower case, in any case.
fn holds(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// What key, value and surroundings are worth together; 0: nothing.
pub(super) fn confidence(
    text: &Text<'_>,
    kind: Kind,
    key: &str,
    secret: &[u8],
    value: (usize, usize),
    quoted: bool,
) -> u8 {
    let wide = secret.iter().any(|b| *b >= 0x80) && !(is_sent(text) && is_own(text, quoted));
    let strong = secret.len() >= 16 && is_mixed(secret);
    let (source, field) = (text.format == Format::Source, text.format == Format::Fields);
    let words = is_words(secret) || (source && secret.starts_with(b"/"));
    // A sentence goes on behind a colon; behind `KEY=value` the next setting or command does.
    let goes_on = !quoted
        && text.at(value.1) == b' '
        && text.at(value.1 + 1).is_ascii_alphabetic()
        && text.before(value.0) != b'=';
    let prose = (goes_on
        && match text.format {
            Format::Text | Format::Binary | Format::Markup => !is_mixed(secret),
            Format::Json => words,
            Format::Source | Format::Csv | Format::Fields => false,
        })
        || (words && !quoted && is_message(text, value));
    match kind {
        _ if source && !quoted && (kind != Kind::Password || secret.len() < PIN_DIGITS) => 0,
        Kind::Token if !strong && (source || (words && !field)) => 0,
        Kind::Secret if source && words => 0,
        Kind::Password if matches!(key, "pwd" | "oldpwd") && !field && is_directory(secret) => 0,
        _ if prose || wide || (source && words) || (!quoted && !field && program::is_name(text, secret, value.1)) => {
            DOUBTFUL
        }
        // What answers a challenge (`PasswordDigest` in WS-Security), or is kept.
        Kind::Password if key.ends_with("digest") || is_digest(text, value.0) => HASHED,
        Kind::Password if says_hash(secret) && !(is_sent(text) && is_own(text, quoted)) => HASHED,
        Kind::Password => 90,
        Kind::Secret => {
            if strong {
                82
            } else {
                60
            }
        }
        Kind::Token if strong && key != "token" && oauth_shaped(text, value) => 78,
        Kind::Token => 50,
    }
}

/// True for a text in a file of translations, whose key begins its line: `login.passwd=Mot de passe`. (`PGPASSWORD=x psql crm` begins
/// a command.)
fn is_message(text: &Text<'_>, (start, end): (usize, usize)) -> bool {
    if text.format != Format::Text || text.before(start) != b'=' || text.at(end) != b' ' {
        return false;
    }
    let head = text.slice(start.saturating_sub(MAX_KEY), start - 1);
    let line = memchr::memrchr(b'\n', head).map(|at| at + 1).or((head.len() + 1 == start).then_some(0));
    let key = line.and_then(|line| head.get(line..)).unwrap_or_default();
    let is_name = key.iter().all(|b| is_key_byte(*b)) && key.iter().any(u8::is_ascii_lowercase);
    let rest = text.slice(end, end + REACH);
    let rest = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len())).unwrap_or_default();
    is_name && rest.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'\'' | b'\r' | 0x80..))
}

/// True for letters and digits together, as people are told to choose a password: no word of a sentence looks so.
pub(super) fn is_mixed(secret: &[u8]) -> bool {
    let has = |of: fn(&u8) -> bool| secret.iter().any(of);
    secret.len() >= 6 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

/// True for a name in a program, or several: a string's letters alone seldom are a secret there.
pub(super) fn is_words(secret: &[u8]) -> bool {
    secret.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'@'))
}

/// Bytes of a tag that are looked through.
const TAG_BYTES: usize = 256;

/// True for the text of an element whose type says that it answers a challenge (`#PasswordDigest`, WS-Security's `UsernameToken`
/// Profile 1.1.1 §3.1).
fn is_digest(text: &Text<'_>, start: usize) -> bool {
    let head = || text.slice(start.saturating_sub(TAG_BYTES), start);
    let tag = || head().get(memchr::memrchr(b'<', head())?..);
    text.format == Format::Markup && tag().is_some_and(|tag| memchr::memmem::find(tag, b"#PasswordDigest").is_some())
}

/// True beside `token_type`, `expires_in` or `grant_type` (RFC 6749 §5.1).
fn oauth_shaped(text: &Text<'_>, value: (usize, usize)) -> bool {
    let near = text.slice(value.0.saturating_sub(REACH), value.1 + REACH);
    [b"token_type".as_slice(), b"expires_in", b"grant_type", b"expiresIn", b"tokenType"]
        .iter()
        .any(|n| memchr::memmem::find(near, n).is_some())
}
