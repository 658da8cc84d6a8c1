//! Columns of secrets in separated values: a table of accounts, exported or read from a database.

use super::{MAX_KEY, classify, squash, user, worth};
use crate::detect::candidate::{Login, Sink};
use crate::detect::text::Text;

/// Rows that are looked at: a table of accounts is told by its first.
const ROWS: usize = 64;
/// What a column costs.
const COST: u32 = 256;
/// Longest row.
const ROW_BYTES: usize = 4096;

/// Looks at the key at `start..end`: if it heads a column, the column's values are its secrets. Costs as much as
/// [`COST`] searches for a user, so a header of nothing but keys is not looked through once for each.
pub(super) fn column<S: Sink>(text: &Text<'_>, start: usize, end: usize, searches: &mut u32, sink: &mut S) {
    if *searches < COST {
        return;
    }
    let head = text.slice(0, ROW_BYTES);
    let header = head.get(..memchr::memchr(b'\n', head).unwrap_or(0)).unwrap_or_default();
    if end > header.len() {
        return;
    }
    let key = squash(text, start, end);
    let Some(kind) = classify(&key) else { return };
    let quoted = usize::from(text.at(end) == b'"');
    let around = [text.at(end + quoted), start.checked_sub(1 + quoted).map_or(0, |at| text.at(at))];
    let Some(delimiter) = around.into_iter().find(|b| matches!(b, b',' | b';' | b'\t' | b'|')) else { return };
    let cells = || Cells { text, at: 0, end: header.len(), delimiter, over: false };
    let Some(number) = cells().position(|cell| cell == (start, end)) else { return };
    *searches -= COST;
    let named = |(a, b): (usize, usize)| b - a <= MAX_KEY && user::is(&squash(text, a, b));
    let user = cells().position(named);
    let mut at = header.len() + 1;
    for _ in 0..ROWS {
        let rest = text.slice(at, at + ROW_BYTES);
        let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        if len == 0 || (len == rest.len() && text.continues) {
            return;
        }
        let row = || Cells { text, at, end: at + len, delimiter, over: false };
        if let Some(secret) = row().nth(number) {
            let confidence = worth::kept(text, kind, &key, secret);
            if confidence > 0 {
                let user = user.and_then(|number| row().nth(number)).filter(|(a, b)| a < b);
                sink.login(Login { secret, user, confidence });
            }
        }
        at += len + 1;
    }
}

/// The cells of a row, without their quotes.
struct Cells<'t> {
    text: &'t Text<'t>,
    at: usize,
    end: usize,
    delimiter: u8,
    over: bool,
}

impl Iterator for Cells<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        if self.over {
            return None;
        }
        let rest = self.text.slice(self.at, self.end);
        let quoted = rest.first() == Some(&b'"');
        let inner = rest.get(usize::from(quoted)..).unwrap_or_default();
        let len =
            if quoted { closing_quote(inner)? } else { memchr::memchr(self.delimiter, inner).unwrap_or(inner.len()) };
        let start = self.at + usize::from(quoted);
        let behind = start + len + usize::from(quoted);
        self.over = behind >= self.end || self.text.at(behind) != self.delimiter;
        self.at = behind + 1;
        let value = self.text.slice(start, start + len);
        let cut = if quoted { 0 } else { usize::from(value.ends_with(b"\r")) };
        Some((start, start + len - cut))
    }
}

/// Where a quoted cell ends; two quotes are one in it (RFC 4180 §2).
fn closing_quote(inner: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'"', inner.get(at..)?)?;
        if inner.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}
