//! Secrets in `INSERT INTO accounts (user, password) VALUES ('bob', '…')`, in statements and in dumps.

use super::{MAX_KEY, MAX_VALUE, squash, user};
use crate::detect::text::Text;

/// Longest list of columns, and longest row of values.
const LIST_BYTES: usize = 1024;
/// Between the word INTO and the list: the table's name.
const TABLE_BYTES: usize = 100;
/// Columns of a list that are looked at.
const COLUMNS: usize = 128;

/// The value of the column named at `start..end`, and that of the user's column in the same row, the first.
pub(super) fn inserted(text: &Text<'_>, start: usize, end: usize) -> Option<(Span, Option<Span>)> {
    let quote = usize::from(matches!(text.at(end), b'`' | b'"' | b']'));
    let blank = blanks(text, end + quote);
    if !matches!(text.at(blank), b',' | b')') {
        return None;
    }
    let head = text.slice(start.saturating_sub(LIST_BYTES), start);
    let open = start - head.len() + memchr::memrchr(b'(', head)?;
    let before = text.slice(open.saturating_sub(TABLE_BYTES), open);
    before.windows(5).find(|w| w.eq_ignore_ascii_case(b"into "))?;
    let close = blank + memchr::memchr(b')', text.slice(blank, blank + LIST_BYTES))?;
    let values = blanks(text, close + 1);
    if !text.slice(values, values + 6).eq_ignore_ascii_case(b"values") {
        return None;
    }
    let row = blanks(text, values + 6);
    if text.at(row) != b'(' {
        return None;
    }
    let list = text.slice(open + 1, close);
    let number = memchr::memchr_iter(b',', text.slice(open + 1, start)).count();
    let mut at = open + 1;
    let names_user = |name: &[u8]| {
        let start = at;
        at += name.len() + 1;
        name.len() <= MAX_KEY && user::is(&squash(text, start, start + name.len()))
    };
    let user = list.split(|b| *b == b',').take(COLUMNS).position(names_user);
    let secret = literal(text, row + 1, number)?;
    Some((secret, user.and_then(|number| literal(text, row + 1, number))))
}

type Span = (usize, usize);

fn blanks(text: &Text<'_>, at: usize) -> usize {
    at + text.slice(at, at + 64).iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// The text within quotes that is the item `number` of the row at `at`; `None` if that is something else.
fn literal(text: &Text<'_>, at: usize, number: usize) -> Option<Span> {
    let row = text.slice(at, at + 2 * LIST_BYTES);
    let (mut i, mut item, mut depth) = (0, 0, 0usize);
    while let Some(&b) = row.get(i) {
        match b {
            b'\'' => {
                let len = closing_quote(row.get(i + 1..)?)?;
                if item == number && depth == 0 {
                    return (len <= MAX_VALUE).then_some((at + i + 1, at + i + 1 + len));
                }
                i += len + 1;
            }
            b'(' => depth += 1,
            b')' if depth == 0 => return None,
            b')' => depth -= 1,
            b',' if depth == 0 => item += 1,
            _ => {}
        }
        if item > number || item > COLUMNS {
            return None;
        }
        i += 1;
    }
    None
}

/// Where a literal ends: two quotes, and a backslash before one, are one in it.
fn closing_quote(inner: &[u8]) -> Option<usize> {
    let mut i = 0;
    loop {
        match (*inner.get(i)?, inner.get(i + 1)) {
            (b'\\', _) | (b'\'', Some(b'\'')) => i += 2,
            (b'\'', _) => return Some(i),
            _ => i += 1,
        }
    }
}
