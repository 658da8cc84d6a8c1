//! Statements that give an account its password: `CREATE USER 'bob'@'%' IDENTIFIED BY '…'` (`MySQL`, `MariaDB`).

use super::{MAX_VALUE, table, user, worth};
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::text::Text;

/// Longest name of a user, a host or a plugin, quotes included.
const MAX_NAME: usize = 80;
/// A statement sets what it says.
const CONFIDENCE: u8 = 90;
/// Statements that may name an account without a host, in which nothing else is looked at: a text begins with one.
const STATEMENTS: [&[u8]; 4] = [b"create user ", b"create or replace user ", b"alter user ", b"grant "];
const IDENTIFIED: &[u8] = b"IDENTIFIED";

type Span = (usize, usize);

/// Looks at the `@` at `at` of an account of `MySQL`: `'bob'@'%' IDENTIFIED BY 'x'`, `bob@localhost IDENTIFIED WITH plugin BY
/// "x"`.
pub(super) fn account<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    if let Some((user, secret)) = account_at(text, at) {
        tell(text, user, secret, sink);
    }
}

/// True if a statement goes on behind what may be the host of an account, which ends at `end`.
pub(super) fn goes_on(text: &Text<'_>, end: usize) -> bool {
    text.at(end).is_ascii_whitespace() && matches!(text.at(end + 1), b'I' | b'i')
}

/// True for a text that begins as a statement for accounts does.
pub(super) fn begins(text: &Text<'_>) -> bool {
    matches!(text.at(0), b'C' | b'c' | b'A' | b'a' | b'G' | b'g')
        && STATEMENTS.iter().any(|says| text.slice(0, says.len()).eq_ignore_ascii_case(says))
}

/// Looks at the accounts without a host of a text that begins as a statement for them.
pub(super) fn statement<S: Sink>(text: &Text<'_>, sink: &mut S) {
    for at in memchr::memchr2_iter(b'I', b'i', text.bytes) {
        let head = text.slice(at.saturating_sub(MAX_NAME), at);
        let blanks = head.len() - head.trim_ascii_end().len();
        if blanks > 0
            && let Some(user) = named(text, at - blanks).filter(|user| !has_host(text, *user))
            && let Some(secret) = identified(text, at)
        {
            tell(text, user, secret, sink);
        }
    }
}

fn tell<S: Sink>(text: &Text<'_>, user: Span, secret: Span, sink: &mut S) {
    if worth::plausible(text, text.slice(secret.0, secret.1), true) {
        sink.login(Login { secret, user: Some(user), confidence: CONFIDENCE, written: Written::Plain });
    }
}

fn account_at(text: &Text<'_>, at: usize) -> Option<user::Pair> {
    let user = named(text, at)?;
    let host = text.slice(at + 1, at + 1 + MAX_NAME);
    let host = match host.first()? {
        quote @ (b'\'' | b'`' | b'"') => memchr::memchr(*quote, host.get(1..)?)? + 2,
        _ => host.iter().position(u8::is_ascii_whitespace)?,
    };
    Some((user, identified(text, at + 1 + host)?))
}

/// The name that ends at `end`, without its quotes.
fn named(text: &Text<'_>, end: usize) -> Option<Span> {
    let quote = text.before(end);
    if matches!(quote, b'\'' | b'`' | b'"') {
        let head = text.slice(end.saturating_sub(MAX_NAME), end - 1);
        return Some((end - 1 - head.len() + memchr::memrchr(quote, head)? + 1, end - 1));
    }
    let is_part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.' | b'-' | 0x80..);
    let len = text.slice(end.saturating_sub(MAX_NAME), end).iter().rev().take_while(is_part).count();
    (len > 0).then_some((end - len, end))
}

/// True for the host of an account, whose `@` is looked at for itself.
fn has_host(text: &Text<'_>, (start, end): Span) -> bool {
    let quoted = matches!(text.at(end), b'\'' | b'`' | b'"');
    text.before(start.saturating_sub(usize::from(quoted))) == b'@'
}

/// The secret behind `IDENTIFIED BY` or `IDENTIFIED WITH plugin BY`, which stands behind the blanks at `at`.
fn identified(text: &Text<'_>, at: usize) -> Option<Span> {
    let mut at = after_word(text, at, IDENTIFIED)?;
    if let Some(plugin) = after_word(text, at, b"WITH") {
        at = plugin + text.slice(plugin, plugin + MAX_NAME).iter().position(u8::is_ascii_whitespace)?;
    }
    let literal = after_word(text, at, b"BY")?;
    let quote = text.at(literal);
    let len = table::closing(text.slice(literal + 1, literal + 1 + MAX_VALUE), quote)?;
    (matches!(quote, b'\'' | b'"') && len > 0).then_some((literal + 1, literal + 1 + len))
}

/// Behind blanks, a word of SQL and more blanks; `None` if another word stands there.
fn after_word(text: &Text<'_>, at: usize, word: &[u8]) -> Option<usize> {
    let at = table::blanks(text, at);
    let end = at + word.len();
    let is = text.slice(at, end).eq_ignore_ascii_case(word) && text.at(end).is_ascii_whitespace();
    is.then(|| table::blanks(text, end))
}
