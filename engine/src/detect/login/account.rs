//! Statements that give an account its password: `CREATE USER 'bob'@'%' IDENTIFIED BY '…'` (`MySQL`, `MariaDB`).

use super::{MAX_VALUE, table, user, worth};
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::text::Text;

/// Longest name of a user, a host or a plugin, quotes included.
const MAX_NAME: usize = 80;
/// A statement sets what it says.
const CONFIDENCE: u8 = 90;

/// Looks at the `@` at `at` of an account of `MySQL`: `'bob'@'%' IDENTIFIED BY 'x'`, also `IDENTIFIED WITH plugin BY 'x'`.
pub(super) fn account<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    if let Some((user, secret)) = account_at(text, at)
        && worth::plausible(text, text.slice(secret.0, secret.1), true)
    {
        sink.login(Login { secret, user: Some(user), confidence: CONFIDENCE, written: Written::Plain });
    }
}

fn account_at(text: &Text<'_>, at: usize) -> Option<user::Pair> {
    let quote = text.before(at);
    let head = text.slice(at.saturating_sub(MAX_NAME), at - 1);
    let user = at - 1 - head.len() + memchr::memrchr(quote, head)? + 1;
    let name_end = at - 1;
    let host = text.slice(at + 1, at + 1 + MAX_NAME);
    let host = match host.first()? {
        quote @ (b'\'' | b'`' | b'"') => memchr::memchr(*quote, host.get(1..)?)? + 2,
        _ => host.iter().position(u8::is_ascii_whitespace)?,
    };
    let mut at = after_word(text, at + 1 + host, b"IDENTIFIED")?;
    if let Some(plugin) = after_word(text, at, b"WITH") {
        at = plugin + text.slice(plugin, plugin + MAX_NAME).iter().position(u8::is_ascii_whitespace)?;
    }
    let literal = after_word(text, at, b"BY")?;
    let len = table::closing_literal(text.slice(literal + 1, literal + 1 + MAX_VALUE))?;
    (text.at(literal) == b'\'' && len > 0).then_some(((user, name_end), (literal + 1, literal + 1 + len)))
}

/// Behind blanks, a word of SQL and more blanks; `None` if another word stands there.
fn after_word(text: &Text<'_>, at: usize, word: &[u8]) -> Option<usize> {
    let at = table::blanks(text, at);
    let end = at + word.len();
    let is = text.slice(at, end).eq_ignore_ascii_case(word) && text.at(end).is_ascii_whitespace();
    is.then(|| table::blanks(text, end))
}
