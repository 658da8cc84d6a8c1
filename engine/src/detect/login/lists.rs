//! Tables in JSON whose names stand apart from their rows: `{"columns":["user","password"],"rows":[["bob","…"],…]}`, the same
//! with `[{"name":"user"},…]` for names, and lists of lists whose first is the header.
//!
//! Limits: a list of names has at most 8 KiB, and its first row begins at most 16 KiB behind it.

use super::key::{MAX_KEY, classify, squash};
use super::table::{COLUMNS, ROW_BYTES, Row, blanks};
use super::value::quoted_len;
use super::{Budget, table};
use crate::detect::text::Text;
use crate::message::{Columns, Layout};
use crate::tables;

/// Longest list of names, and how far behind it its rows may begin.
const NAMES_BYTES: usize = 8 << 10;
const SEARCH_BYTES: usize = 16 << 10;
/// Searches for a user that take as long as to look for such a table.
const COST: u32 = 16;
/// Containers that may end between the names and their rows: `{"manifest":{"schema":{"columns":[…]}},"result":…`.
const LEVELS: usize = 3;
/// Under what a cell's value stands in it.
const VALUES: [&[u8]; 4] = [b"v", b"value", b"VarCharValue", b"stringValue"];

type Span = (usize, usize);

/// The columns of the table whose list of names has, as its first secret, the string at `start..end`, and where its rows begin.
pub(super) fn header(text: &Text<'_>, start: usize, end: usize, budget: &mut Budget) -> Option<(Columns, usize)> {
    let behind = text.at(blanks(text, end + 1));
    if text.before(start) != b'"' || text.at(end) != b'"' || !matches!(behind, b',' | b']' | b'}') {
        return None;
    }
    // Most words here are values of their own: only a name is worth a look around.
    if budget.searches < COST || !is_item(text, start - 1) || classify(&squash(text, start, end)).is_none() {
        return None;
    }
    budget.spend(COST);
    let open = opening(text, start - 1)?;
    let (names, close) = names(text, open, start)?;
    let columns = table::columns(text, Layout::Lists, &names);
    let (first, _) = columns.secrets.first()?;
    if !names.get(*first)?.eq(&(start, end)) {
        return None;
    }
    let told = || is_told(text, open).then(|| search(text, close, names.len()))?;
    let rows = follows(text, open, close, names.len()).or_else(told)?;
    Some((columns, rows))
}

/// True for the string whose quote is at `at` if it is a member of a list, or the name of what a list tells of.
fn is_item(text: &Text<'_>, at: usize) -> bool {
    let head = text.slice(at.saturating_sub(2 * MAX_KEY), at).trim_ascii_end();
    match head.split_last() {
        Some((b'[' | b',', _)) => true,
        Some((b':', head)) => {
            let key = head.trim_ascii_end().strip_suffix(b"\"");
            key.and_then(|key| key.get(memchr::memrchr(b'"', key)? + 1..)).is_some_and(tables::is_name)
        }
        _ => false,
    }
}

/// Where the list opens in which the string whose quote is at `at` stands, itself or within an object.
fn opening(text: &Text<'_>, at: usize) -> Option<usize> {
    let head = text.slice(at.saturating_sub(NAMES_BYTES), at);
    let (mut depth, mut objects, mut string) = (0usize, 0, false);
    for (i, b) in head.iter().enumerate().rev() {
        match b {
            b'"' => string = !string,
            _ if string => {}
            b']' | b'}' => depth += 1,
            b'[' | b'{' if depth > 0 => depth -= 1,
            b'[' => return Some(at - head.len() + i),
            b'{' => {
                objects += 1;
                if objects > 1 {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

/// The names in the list that opens at `open`, and where it closes; `None` if it holds anything else. What stands behind `wanted`
/// as well is a list of names too long.
fn names(text: &Text<'_>, open: usize, wanted: usize) -> Option<(Vec<Span>, usize)> {
    let (mut names, mut at) = (Vec::new(), blanks(text, open + 1));
    loop {
        let (name, end) = match text.at(at) {
            b'"' => string(text, at)?,
            b'{' => member(text, at, tables::is_name)?,
            _ => return None,
        };
        if name.1 - name.0 > MAX_KEY || names.len() >= COLUMNS || end > wanted + NAMES_BYTES {
            return None;
        }
        names.push(name);
        let next = blanks(text, end);
        match text.at(next) {
            b',' => at = blanks(text, next + 1),
            b']' => return Some((names, next)),
            _ => return None,
        }
    }
}

/// The string at `at` without its quotes, and where it ends.
fn string(text: &Text<'_>, at: usize) -> Option<(Span, usize)> {
    let len = quoted_len(text.slice(at + 1, at + 1 + ROW_BYTES), b'"', false)?;
    Some(((at + 1, at + 1 + len), at + len + 2))
}

/// The first string under one of some keys in the object at `at`, empty if there is none, and where the object ends.
fn member(text: &Text<'_>, at: usize, is_key: impl Fn(&[u8]) -> bool) -> Option<(Span, usize)> {
    let mut found = (at, at);
    let mut next = blanks(text, at + 1);
    while text.at(next) != b'}' {
        let (key, end) = string(text, next)?;
        let colon = blanks(text, end);
        let value = blanks(text, colon + 1);
        let end = if text.at(colon) == b':' { skip(text, value)? } else { return None };
        if found.0 == found.1 && text.at(value) == b'"' && is_key(text.slice(key.0, key.1)) {
            found = (value + 1, end - 1);
        }
        let comma = blanks(text, end);
        next = if text.at(comma) == b',' { blanks(text, comma + 1) } else { comma };
        if next == comma && text.at(comma) != b'}' {
            return None;
        }
    }
    Some((found, next + 1))
}

/// Where the value at `at` ends.
fn skip(text: &Text<'_>, at: usize) -> Option<usize> {
    let rest = text.slice(at, at + ROW_BYTES);
    let (mut i, mut depth) = (0usize, 0usize);
    loop {
        match *rest.get(i)? {
            b'"' => i += quoted_len(rest.get(i + 1..)?, b'"', false)? + 1,
            b'[' | b'{' => depth += 1,
            b']' | b'}' | b',' if depth == 0 => return Some(at + i),
            b']' | b'}' => depth -= 1,
            b if depth == 0 && b.is_ascii_whitespace() => return Some(at + i),
            _ => {}
        }
        i += 1;
        if depth == 0 && matches!(rest.get(i - 1), Some(b'"' | b']' | b'}')) {
            return Some(at + i);
        }
    }
}

/// True for a list whose key says that it holds names of columns.
fn is_told(text: &Text<'_>, open: usize) -> bool {
    let head = text.slice(open.saturating_sub(MAX_KEY + 8), open).trim_ascii_end();
    let key = head.strip_suffix(b":").and_then(|head| head.trim_ascii_end().strip_suffix(b"\""));
    key.and_then(|head| head.get(memchr::memrchr(b'"', head)? + 1..)).is_some_and(tables::is_header)
}

/// Where the next row begins if the names are a row themselves: the first of a list, or of lines.
fn follows(text: &Text<'_>, open: usize, close: usize, count: usize) -> Option<usize> {
    let head = text.slice(open.saturating_sub(64), open).trim_ascii_end();
    let first = head.last() == Some(&b'[');
    let lined = open < 4 && head.is_empty();
    let comma = blanks(text, close + 1);
    let at = match text.at(comma) {
        b',' if first => blanks(text, comma + 1),
        b'[' if lined => comma,
        _ => return None,
    };
    fits(text, at, count).then_some(at)
}

/// Where the first row begins of the next list of lists behind the names that is as wide as they are.
fn search(text: &Text<'_>, close: usize, count: usize) -> Option<usize> {
    let (mut at, end) = (close + 1, text.bytes.len().min(close + SEARCH_BYTES));
    let (mut up, mut down, mut tries) = (0usize, 0usize, 0);
    while at < end {
        match text.at(at) {
            b'"' => at = string(text, at)?.1 - 1,
            b'[' => {
                let row = blanks(text, at + 1);
                if matches!(text.at(row), b'[' | b'{') {
                    tries += 1;
                    if fits(text, row, count) {
                        return Some(row);
                    }
                }
                down += 1;
            }
            b'{' => down += 1,
            b']' | b'}' if down > 0 => down -= 1,
            b']' | b'}' => up += 1,
            _ => {}
        }
        if up > LEVELS || tries > LEVELS {
            return None;
        }
        at += 1;
    }
    None
}

/// True for a row at `at` of so many cells.
fn fits(text: &Text<'_>, at: usize, count: usize) -> bool {
    let mut cells = Vec::new();
    row(text, at, COLUMNS, &mut cells).is_some() && cells.len() == count
}

/// Where the list opens that is the row at `at`, or that an object at `at` holds as its first member.
fn list_at(text: &Text<'_>, at: usize) -> Option<usize> {
    if text.at(at) == b'[' {
        return Some(at);
    }
    let key = blanks(text, at + 1);
    if text.at(at) != b'{' || text.at(key) != b'"' {
        return None;
    }
    let (name, end) = string(text, key)?;
    let colon = blanks(text, end);
    let list = blanks(text, colon + 1);
    (tables::is_row(text.slice(name.0, name.1)) && text.at(colon) == b':' && text.at(list) == b'[').then_some(list)
}

/// The row at `at`: `["bob", 7, null]`, `{"row":["bob", 7]}`, `{"f":[{"v":"bob"}]}`. What is no text and no number is an empty cell.
pub(super) fn row(text: &Text<'_>, at: usize, last: usize, cells: &mut Vec<Span>) -> Option<Row> {
    let list = list_at(text, at)?;
    let mut cell = blanks(text, list + 1);
    while text.at(cell) != b']' {
        let (span, end) = match text.at(cell) {
            b'"' => string(text, cell)?,
            b'{' => member(text, cell, |key| VALUES.contains(&key))?,
            b'0'..=b'9' | b'-' => {
                let end = skip(text, cell)?;
                ((cell, end), end)
            }
            _ => ((cell, cell), skip(text, cell)?),
        };
        if cells.len() <= last {
            cells.push(span);
        }
        let comma = blanks(text, end);
        match text.at(comma) {
            b',' => cell = blanks(text, comma + 1),
            b']' => cell = comma,
            _ => return None,
        }
        if cell > at + ROW_BYTES {
            return None;
        }
    }
    let end = if list == at { cell + 1 } else { skip(text, at)? };
    let comma = blanks(text, end);
    let lined = text.at(comma) == b'[' && memchr::memchr(b'\n', text.slice(end, comma)).is_some();
    let next = if text.at(comma) == b',' { blanks(text, comma + 1) } else { comma };
    let ended = next >= text.bytes.len();
    let goes_on = (text.at(comma) == b',' && (ended || matches!(text.at(next), b'[' | b'{'))) || lined;
    Some(Row { end, next: goes_on.then_some(next) })
}

/// Where the first row begins in a text that may begin within one.
pub(super) fn next_row(text: &Text<'_>) -> Option<usize> {
    let opens = |at: usize| {
        let at = if text.at(at) == b',' { blanks(text, at + 1) } else { at };
        list_at(text, at).map(|_| at)
    };
    let behind = |end: usize| {
        let at = blanks(text, end + 1);
        let at = if text.at(at) == b'}' { blanks(text, at + 1) } else { at };
        (text.at(at) == b',' || text.slice(end, at).contains(&b'\n')).then(|| opens(at))?
    };
    opens(blanks(text, 0)).or_else(|| memchr::memchr_iter(b']', text.slice(0, ROW_BYTES)).find_map(behind))
}
