//! Names in programs that stand where a value would: patches, pasted code and logs of builds are no sources by their type.

use super::key::{classify, squash_name};
use super::worth::is_words;
use crate::detect::text::Text;

/// What programs get their settings and their input from.
const ROOTS: [&str; 34] = [
    "app", "argv", "args", "body", "cfg", "conf", "config", "context", "ctx", "env", "environ", "event", "form",
    "input", "new", "old", "options", "opts", "os", "param", "params", "prev", "process", "props", "query", "req",
    "request", "response", "secrets", "self", "session", "settings", "state", "this",
];

/// Longest way from a key to its value.
const MAX_GAP: usize = 16;

/// True for an unquoted value, which ends at `end`, that is a variable or a path of names: `$password1`, `req.body.password`.
pub(super) fn is_name(text: &Text<'_>, value: &[u8], end: usize) -> bool {
    let bare = value.strip_suffix(b",").or_else(|| value.strip_suffix(b";")).unwrap_or(value);
    if let Some(name) = bare.strip_prefix(b"$") {
        return is_words(name) || (is_identifier(name) && names_secret(name));
    }
    // `user->password` ends with its hyphen.
    let arrow =
        text.at(end) == b'>' && bare.last() == Some(&b'-') && is_identifier(bare.strip_suffix(b"-").unwrap_or(bare));
    arrow
        || is_path(bare, bare.len() < value.len() || ends_expression(text, end))
        || stands_bare(text, bare, end - value.len())
}

/// True for a name where JSON has a value, behind a key in quotes: texts have quotes there, too.
fn stands_bare(text: &Text<'_>, value: &[u8], start: usize) -> bool {
    let head = text.slice(start.saturating_sub(MAX_GAP), start).trim_ascii_end();
    let keyed = head.strip_suffix(b":").is_some_and(|head| matches!(head.trim_ascii_end().last(), Some(b'"' | b'\'')));
    keyed && is_identifier(value)
}

/// True behind a value with which a statement or a list ends.
fn ends_expression(text: &Text<'_>, end: usize) -> bool {
    let rest = text.slice(end, end + 4).trim_ascii_start();
    matches!(rest.first(), Some(b';' | b',' | b'}' | b')'))
}

/// Names that dots or double colons join. With digits in it, it must begin where programs look things up: passwords have dots
/// too.
fn is_path(value: &[u8], ends: bool) -> bool {
    let Ok(value) = std::str::from_utf8(value) else { return false };
    let names = || value.split("::").flat_map(|part| part.split('.')).map(|name| name.trim_end_matches(['?', '!']));
    let Some(first) = names().next().filter(|_| names().nth(1).is_some()) else { return false };
    if !names().all(|name| is_identifier(name.as_bytes())) {
        return false;
    }
    let rooted = ROOTS.iter().any(|root| first.eq_ignore_ascii_case(root));
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    rooted || (!digits && (ends || names().any(|name| names_secret(name.as_bytes()))))
}

fn is_identifier(name: &[u8]) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$');
    name.first().is_some_and(|b| !b.is_ascii_digit()) && name.iter().all(is_part)
}

/// True for a name that would be a secret's key, a number behind it set aside.
pub(super) fn names_secret(name: &[u8]) -> bool {
    let key = squash_name(&String::from_utf8_lossy(name));
    classify(key.trim_end_matches(|c: char| c.is_ascii_digit())).is_some()
}
