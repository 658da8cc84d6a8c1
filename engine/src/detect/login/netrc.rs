//! Files of logins by their form: `.netrc` (`machine … login … password …`) and `.pgpass` (`host:port:database:user:password`).
//!
//! Limits: 320 bytes before a password are looked through for its machine; of a `.pgpass` 64 KiB are read, all of whose lines
//! have to be of the form.

use super::worth;
use super::{MAX_VALUE, REACH};
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::text::Text;
use crate::message::Format;

/// Bytes of a `.pgpass` that are read, of comments before its first line, and of a line.
const FILE_BYTES: usize = 64 << 10;
const COMMENTS: usize = 8;
const LINE_BYTES: usize = 1024;
/// Words before a password that are looked at: machine, login, account with their values.
const WORDS: usize = 6;
/// A file's form says what it holds.
const CONFIDENCE: u8 = 90;

type Span = (usize, usize);

/// The login whose password stands behind the word `password` at `start..end` of a `.netrc` (ftp(1), inetutils; the words stand in
/// one line or in several).
pub(super) fn entry(text: &Text<'_>, start: usize, end: usize) -> Option<Login> {
    if text.format != Format::Text || text.slice(start, end) != b"password" || !text.at(end).is_ascii_whitespace() {
        return None;
    }
    let from = start.saturating_sub(REACH);
    let head = text.slice(from, start);
    let mut words = [(0, 0); WORDS];
    let mut at = start;
    for slot in &mut words {
        let before = head.get(..at - from)?.trim_ascii_end();
        let len = before.iter().rev().take_while(|b| b.is_ascii_graphic()).count();
        *slot = (from + before.len() - len, from + before.len());
        at = slot.0;
    }
    let word = |n: usize| words.get(n).map_or(&b""[..], |(a, b)| text.slice(*a, *b));
    // In their order backwards; `account` may stand between.
    let first = if word(1) == b"account" { 2 } else { 0 };
    let user = words.get(first).copied()?;
    let (opens, host) = match (word(first + 1), word(first + 2), word(first + 3)) {
        (b"login", b"default", _) => (words.get(first + 2)?.0, &b"default"[..]),
        (b"login", host, b"machine") => (words.get(first + 3)?.0, host),
        _ => return None,
    };
    let value = end + text.slice(end, end + REACH).iter().take_while(|b| b.is_ascii_whitespace()).count();
    let rest = text.slice(value, value + MAX_VALUE);
    let secret = (value, value + rest.iter().take_while(|b| b.is_ascii_graphic()).count());
    let said = text.slice(secret.0, secret.1);
    if !matches!(text.before(opens), 0 | b'\n') || !worth::plausible(text, said, false) {
        return None;
    }
    // "Machine learning login form password field" is a list of words.
    let meant = memchr::memchr(b'.', host).is_some() || host == b"localhost" || worth::is_mixed(said);
    let confidence = if meant { CONFIDENCE } else { worth::DOUBTFUL };
    Some(Login { secret, user: Some(user), confidence, written: Written::Plain })
}

/// True for a text that begins as a `.pgpass` does (`PostgreSQL`, The Password File).
pub(super) fn begins(text: &Text<'_>) -> bool {
    if text.format != Format::Text {
        return false;
    }
    let mut at = 0;
    for _ in 0..COMMENTS {
        let line = line_at(text, at);
        if text.at(line.0) != b'#' {
            return fields(text, line).is_some();
        }
        at = line.1 + 1;
    }
    false
}

/// Looks at a text that begins so. One line of another form, and it is something else.
pub(super) fn passwords<S: Sink>(text: &Text<'_>, sink: &mut S) {
    let lines = || {
        let mut at = 0;
        let whole = text.bytes.len().min(FILE_BYTES);
        std::iter::from_fn(move || {
            let line = line_at(text, at);
            at = line.1 + 1;
            (line.0 < whole).then_some(line)
        })
    };
    let is_other = |line: Span| {
        !text.slice(line.0, line.1).trim_ascii().is_empty() && text.at(line.0) != b'#' && fields(text, line).is_none()
    };
    // The last line of a part may go on in the next.
    let cut = |line: Span| text.continues && line.1 >= text.bytes.len();
    if lines().any(|line| is_other(line) && !cut(line)) {
        return;
    }
    for (user, secret) in lines().filter(|line| !cut(*line)).filter_map(|line| fields(text, line)) {
        let login = Login { secret, user: Some(user), confidence: CONFIDENCE, written: Written::Plain };
        if worth::plausible(text, text.slice(secret.0, secret.1), false) && sink.login_floor() <= CONFIDENCE {
            sink.login(login);
        }
    }
}

/// The line at `at`, up to its line feed.
fn line_at(text: &Text<'_>, at: usize) -> Span {
    let rest = text.slice(at, at + FILE_BYTES);
    (at, at + memchr::memchr(b'\n', rest).unwrap_or(rest.len()))
}

/// User and password of a line.
fn fields(text: &Text<'_>, (start, end): Span) -> Option<(Span, Span)> {
    let line = text.slice(start, end.min(start + LINE_BYTES));
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut ends = memchr::memchr_iter(b':', line).filter(|at| line.get(at.wrapping_sub(1)) != Some(&b'\\'));
    // Most texts are something else by their first colon.
    let host = ends.next()?;
    if !matches!(line.get(host + 1), Some(b'0'..=b'9' | b'*')) {
        return None;
    }
    let (port, database, user) = (ends.next()?, ends.next()?, ends.next()?);
    let field = |from: usize, to: usize| line.get(from..to).unwrap_or_default();
    let any = |name: &[u8]| name == b"*";
    let is_name = |name: &[u8]| {
        let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'$' | b'@' | b'\\');
        !name.is_empty() && name.iter().all(part) && name.iter().any(|b| !b.is_ascii_digit())
    };
    let is_host = |name: &[u8]| is_name(name) || name.starts_with(b"/") || is_address(name);
    let port = field(host + 1, port);
    let is_port = (4..=5).contains(&port.len()) && port.iter().all(u8::is_ascii_digit);
    let names = [field(host + 2 + port.len(), database), field(database + 1, user)];
    let password = field(user + 1, line.len());
    let bare = password.len() >= 3 && password.iter().all(u8::is_ascii_graphic);
    let known = [&b"*"[..], b"5432", b"5433", b"6432", b"5434"].contains(&port) || worth::is_mixed(password);
    let host = field(0, host);
    let told = (any(host) || is_host(host)) && (any(port) || is_port) && names.iter().all(|n| any(n) || is_name(n));
    (told && bare && known).then_some(((start + database + 1, start + user), (start + user + 1, start + line.len())))
}

/// True for an address, whose colons are escaped: `203.0.113.9`, `2001\:db8\:\:1`.
fn is_address(host: &[u8]) -> bool {
    !host.is_empty() && host.iter().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':' | b'\\'))
}
