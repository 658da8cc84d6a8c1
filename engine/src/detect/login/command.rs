//! Logins among the options of commands, in scripts, histories, tickets: `curl -u bob:x`, `mysql -ubob -px`,
//! `docker login -u bob -p x`, `redis-cli -a x`.
//!
//! Limits: a command stands at most 512 bytes before the option, and is read for 1 KiB.

use super::program;
use super::url::is_example;
use super::worth;
use super::{Budget, key::Kind};
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::text::Text;
use crate::message::Format;

/// How far before its option a command may stand, and how much of it is read.
const REACH: usize = 512;
const LINE_BYTES: usize = 1024;
/// Confidence of a word in a secret's place: examples are written so, and bad passwords.
const HINT: u8 = 60;
/// Shortest secret of digits alone: ports and counts are shorter.
const PIN_DIGITS: usize = 6;

type Span = (usize, usize);

/// How a command takes logins.
#[derive(Clone, Copy)]
struct Tool {
    names: &'static [&'static [u8]],
    /// The options of users, and of secrets.
    users: &'static [&'static [u8]],
    secrets: &'static [&'static [u8]],
    /// What parts user and secret in the value of a user's option; 0: it holds no secret.
    parts: u8,
    /// A secret touches its option: `-px`.
    touches: bool,
}

const PLAIN: Tool = Tool { names: &[], users: &[b"-u", b"--user"], secrets: &[], parts: 0, touches: false };

/// curl(1), smbclient(1), mysql(1) and its kin, mongosh, docker login, redis-cli, sqlcmd and its kin.
const TOOLS: [Tool; 6] = [
    Tool { names: &[b"curl"], users: &[b"-u", b"--user", b"-U", b"--proxy-user"], parts: b':', ..PLAIN },
    Tool { names: &[b"smbclient", b"rpcclient"], users: &[b"-U", b"--user"], parts: b'%', ..PLAIN },
    Tool {
        names: &[
            b"mysql",
            b"mysqldump",
            b"mysqladmin",
            b"mysqlimport",
            b"mysqlcheck",
            b"mysqlshow",
            b"mysqlbinlog",
            b"mariadb",
            b"mariadb-dump",
            b"mariadb-admin",
        ],
        secrets: &[b"-p"],
        touches: true,
        ..PLAIN
    },
    Tool {
        names: &[b"mongo", b"mongosh", b"mongodump", b"mongorestore", b"mongoexport", b"mongoimport", b"login"],
        users: &[b"-u", b"--username"],
        secrets: &[b"-p"],
        ..PLAIN
    },
    Tool { names: &[b"redis-cli"], secrets: &[b"-a"], ..PLAIN },
    Tool { names: &[b"sqlcmd", b"bcp", b"isql", b"osql", b"tsql"], users: &[b"-U"], secrets: &[b"-P"], ..PLAIN },
];

/// What `login` belongs to where it is a part of a command.
const REGISTRIES: [&[u8]; 6] = [b"docker", b"podman", b"nerdctl", b"oras", b"skopeo", b"registry"];

/// Looks at the option whose hyphen, or the blank before it, stands at `at`.
pub(super) fn option<S: Sink>(text: &Text<'_>, at: usize, budget: &mut Budget, sink: &mut S) {
    let option = at + usize::from(text.at(at) == b' ');
    let read = matches!(text.format, Format::Text | Format::Source | Format::Json | Format::Markup);
    if !read || budget.searches == 0 || !matches!(text.before(option), b' ' | b'\t') {
        return;
    }
    budget.spend(1);
    let Some((tool, from)) = tool_before(text, option) else { return };
    budget.spend(4);
    let Some((secret, user)) = login(text, from, &tool, option) else { return };
    let confidence = confidence(text, secret);
    if confidence > 0 {
        sink.login(Login { secret, user, confidence, written: Written::Plain });
    }
}

/// The last command before the option that takes logins, and where its arguments begin.
fn tool_before(text: &Text<'_>, option: usize) -> Option<(Tool, usize)> {
    let head = text.slice(option.saturating_sub(REACH), option);
    let base = option - head.len();
    let ends = |(i, b): (usize, &u8)| match b {
        b'\n' => head.get(i.wrapping_sub(1)) != Some(&b'\\') && head.get(i.wrapping_sub(1)) != Some(&b'\r'),
        b';' | b'|' | b'`' | b'>' => true,
        _ => false,
    };
    let begin = head.iter().enumerate().rev().find(|(i, b)| ends((*i, b))).map_or(0, |(i, _)| i + 1);
    let (mut found, mut before, mut at) = (None, &b""[..], base + begin);
    for word in head.get(begin..)?.split(u8::is_ascii_whitespace) {
        let end = at + word.len();
        let named = word.rsplit(|b| matches!(b, b'/' | b'"' | b'\'' | b'(')).next().unwrap_or(word);
        let takes = named != b"login" || REGISTRIES.contains(&before);
        if let Some(tool) = TOOLS.iter().find(|tool| takes && tool.names.contains(&named)) {
            found = Some((*tool, end));
        }
        if !named.is_empty() {
            before = named;
        }
        at = end + 1;
    }
    found
}

/// The secret of the option at `option`, and its user, among the arguments from `from` on.
fn login(text: &Text<'_>, from: usize, tool: &Tool, option: usize) -> Option<(Span, Option<Span>)> {
    let (mut at, end) = (from, text.bytes.len().min(from + LINE_BYTES));
    let (mut user, mut secret) = (None, None);
    while let Some(start) = word_at(text, at).filter(|start| *start < end) {
        let value =
            |options: &[&[u8]], touches: bool| options.iter().find_map(|name| value_of(text, start, name, touches));
        if let Some(value) = value(tool.secrets, tool.touches) {
            secret = secret.or((start == option).then_some(value));
            at = value.1;
        } else if let Some(value) = value(tool.users, false) {
            let parts = memchr::memchr(tool.parts, text.slice(value.0, value.1)).filter(|_| tool.parts != 0);
            match parts {
                Some(len) if start == option => {
                    let parted = ((value.0 + len + 1, value.1), Some((value.0, value.0 + len)));
                    return (len > 0 && value.0 + len + 1 < value.1).then_some(parted);
                }
                Some(_) => {}
                None => user = Some(value),
            }
            at = value.1;
        } else {
            at = argument(text, start).1;
        }
        // Behind the quote that ended it, if one did.
        at += text.slice(at, at + 2).iter().take_while(|b| matches!(b, b'"' | b'\'' | b'\\')).count();
    }
    Some((secret?, user))
}

/// Where the next argument begins; `None` at the command's end.
fn word_at(text: &Text<'_>, at: usize) -> Option<usize> {
    let mut at = at;
    loop {
        at += text.slice(at, at + LINE_BYTES).iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let seam = text.slice(at, at + 3);
        if seam.starts_with(b"\\\n") {
            at += 2;
        } else if seam == b"\\\r\n" {
            at += 3;
        } else {
            let over = matches!(text.at(at), 0 | b'\n' | b'\r' | b';' | b'|' | b'&' | b'>' | b'<' | b'`')
                || (text.format == Format::Json && text.at(at) == b'"');
            return (!over).then_some(at);
        }
    }
}

/// The value of the option called `name`, if that stands at `start`: the next argument, or what touches it.
fn value_of(text: &Text<'_>, start: usize, name: &[u8], touches: bool) -> Option<Span> {
    let end = start + name.len();
    if text.slice(start, end) != name {
        return None;
    }
    let long = name.starts_with(b"--");
    let value = match text.at(end) {
        b' ' | b'\t' if touches => return None,
        b' ' | b'\t' => word_at(text, end)?,
        b'=' if long => end + 1,
        _ if long => return None,
        _ => end,
    };
    let value = argument(text, value);
    (value.0 < value.1 && text.at(value.0) != b'-').then_some(value)
}

/// The argument at `at`, without its quotes.
fn argument(text: &Text<'_>, at: usize) -> Span {
    let escaped = text.slice(at, at + 2) == b"\\\"";
    let quote = if escaped { b'"' } else { text.at(at) };
    let start = at + if escaped { 2 } else { 1 };
    let quoted = matches!(quote, b'"' | b'\'') && (escaped || text.format != Format::Json || quote == b'\'');
    if quoted && let Some(len) = super::value::quoted_len(text.slice(start, start + LINE_BYTES), quote, escaped) {
        return (start, start + len);
    }
    let is_end = |b: &u8| {
        b.is_ascii_whitespace()
            || matches!(b, b';' | b'|' | b'&' | b'>' | b'<' | b'`' | 0)
            || (*b == b'"' && text.format == Format::Json)
    };
    let rest = text.slice(at, at + LINE_BYTES);
    (at, at + rest.iter().position(is_end).unwrap_or(rest.len()))
}

/// What a secret is worth; 0: it is none, such as a variable or a word of a description.
fn confidence(text: &Text<'_>, (start, end): Span) -> u8 {
    let secret = text.slice(start, end);
    let code = matches!(secret, [b'$' | b'<' | b'%' | b'{' | b'[', ..]) || secret.iter().any(u8::is_ascii_whitespace);
    let number = secret.len() < PIN_DIGITS && secret.iter().all(u8::is_ascii_digit);
    if code || number || is_example(secret) || !worth::plausible(text, secret, false) {
        return 0;
    }
    let worth = worth::confidence(text, Kind::Password, "password", secret, (start, end), true);
    if program::names_secret(secret) {
        worth.min(worth::DOUBTFUL)
    } else if worth::is_words(secret) {
        worth.min(HINT)
    } else {
        worth
    }
}
