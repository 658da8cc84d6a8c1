//! Secrets in columns: separated values under a header, the rows of an INSERT, those of a COPY, lists in JSON.

use super::key::{MAX_KEY, classify, squash, squash_name};
use super::{Budget, MAX_VALUE, lists, markdown, user, value, worth};
use crate::detect::candidate::{Login, Sink, Written};
use crate::detect::context::to_utf8;
use crate::detect::text::Text;
use crate::message::{Columns, Layout};

/// Columns of a table that are looked at.
pub(super) const COLUMNS: usize = 512;
/// Longest row.
pub(super) const ROW_BYTES: usize = 16 << 10;
/// Bytes of rows that cost as much as one search for a user.
const COST_BYTES: usize = 256;
/// Bytes that are looked through for a statement in that time.
const SCAN_BYTES: usize = 2048;

type Span = (usize, usize);

/// A row that was read.
pub(super) struct Row {
    /// Past its last byte.
    pub(super) end: usize,
    /// Where the next one begins, if one follows.
    pub(super) next: Option<usize>,
}

/// The columns that the cells of a header name: none of them may hold a secret.
pub(super) fn columns(text: &Text<'_>, layout: Layout, cells: &[Span]) -> Columns {
    let key = |(a, b): Span| if b - a <= MAX_KEY { squash(text, a, b) } else { String::new() };
    let holds = |(_, cell): &(usize, &Span)| classify(&key(**cell)).is_some();
    let named = |(number, (a, b)): (usize, &Span)| (number, to_utf8(text.charset, text.slice(*a, *b)).into());
    let secrets = cells.iter().enumerate().filter(holds).map(named).collect();
    Columns { layout, secrets, user: cells.iter().position(|cell| user::is(&key(*cell))), ..Columns::default() }
}

/// Looks at the rows from `at` on; answers how the table goes on in the next part of the text, if it does.
pub(super) fn rows<S: Sink>(
    text: &Text<'_>,
    at: usize,
    columns: &Columns,
    budget: &mut Budget,
    sink: &mut S,
) -> Option<Layout> {
    let (mut at, mut layout) = (at, columns.layout);
    if columns.secrets.is_empty() {
        return None;
    }
    loop {
        if layout == Layout::Inserts {
            let Some(first) = statement(text, at, &columns.table, budget) else {
                return text.continues.then_some(layout);
            };
            (at, layout) = (first, Layout::Values);
        }
        let (end, goes_on) = some(text, at, (layout, columns), budget, sink);
        if goes_on || columns.table.is_empty() {
            return goes_on.then_some(layout);
        }
        (at, layout) = (end, Layout::Inserts);
    }
}

/// Where the first row stands of the next statement that fills a table.
fn statement(text: &Text<'_>, at: usize, table: &[u8], budget: &mut Budget) -> Option<usize> {
    let rest = text.bytes.get(at..)?;
    let needle = [b"INTO ", table, b" VALUES"].concat();
    let found = memchr::memmem::find(rest, &needle).filter(|_| budget.searches > 0);
    budget.spend(u32::try_from(found.unwrap_or(rest.len()) / SCAN_BYTES).unwrap_or(u32::MAX));
    Some(blanks(text, at + found? + needle.len()))
}

/// Looks at rows that follow each other. Answers where they end, and whether they go on in the next part of the text. Rows
/// cost searches, so a text full of headers is not looked through once for each.
fn some<S: Sink>(
    text: &Text<'_>,
    at: usize,
    (layout, columns): (Layout, &Columns),
    budget: &mut Budget,
    sink: &mut S,
) -> (usize, bool) {
    let secrets: Vec<_> = columns.secrets.iter().map(|(number, name)| (*number, name, squash_name(name))).collect();
    let last = columns.secrets.iter().map(|(number, _)| *number).chain(columns.user).max().unwrap_or(0);
    let afford = usize::try_from(budget.searches).unwrap_or(usize::MAX).saturating_mul(COST_BYTES);
    let end = text.bytes.len().min(at.saturating_add(afford));
    let (mut cells, mut next) = (Vec::new(), at);
    let goes_on = loop {
        cells.clear();
        if next >= end {
            break next >= text.bytes.len();
        }
        let Some(row) = row(text, next, layout, last, &mut cells) else {
            // Its rest may follow. Otherwise it is no row, which took as long as one to find out.
            let cut = next + ROW_BYTES > text.bytes.len();
            next += ROW_BYTES;
            break cut;
        };
        for (number, name, key) in &secrets {
            let Some(secret) = cells.get(*number).copied().filter(|(a, b)| a < b && b - a <= MAX_VALUE) else {
                continue;
            };
            let confidence = classify(key).map_or(0, |kind| worth::kept(text, kind, key, secret));
            if confidence > 0 {
                let user = columns.user.and_then(|user| cells.get(user).copied()).filter(|(a, b)| a < b);
                sink.column(Login { secret, user, confidence, written: Written::Plain }, name);
            }
        }
        next = row.next.unwrap_or(row.end);
        budget.rows_to = budget.rows_to.max(row.end);
        if row.next.is_none() {
            break false;
        }
    };
    budget.spend(u32::try_from((next - at) / COST_BYTES + 1).unwrap_or(u32::MAX));
    (next, goes_on && text.continues)
}

/// The row at `at`, and its cells up to number `last`; `None` if there is none, or it is not whole.
pub(super) fn row(text: &Text<'_>, at: usize, layout: Layout, last: usize, cells: &mut Vec<Span>) -> Option<Row> {
    match layout {
        Layout::Separated(delimiter) => separated(text, at, delimiter, last, cells),
        Layout::Copied => copied(text, at, last, cells),
        Layout::Values | Layout::Inserts => values(text, at, last, cells),
        Layout::Lists => lists::row(text, at, last, cells),
    }
}

/// A line of cells, which may be quoted (RFC 4180 §2); an empty line ends the table.
fn separated(text: &Text<'_>, at: usize, delimiter: u8, last: usize, cells: &mut Vec<Span>) -> Option<Row> {
    let rest = text.slice(at, at + ROW_BYTES);
    let mut start = 0;
    loop {
        let inner = rest.get(start..)?;
        let quoted = usize::from(inner.starts_with(b"\""));
        let len = if quoted == 1 {
            closing_quote(inner.get(1..)?)?
        } else {
            memchr::memchr2(delimiter, b'\n', inner).unwrap_or(inner.len())
        };
        let cell = (at + start + quoted, at + start + quoted + len);
        let behind = start + len + 2 * quoted;
        let cut = usize::from(quoted == 0 && text.before(cell.1) == b'\r' && len > 0);
        if cells.len() <= last {
            let cell = (cell.0, cell.1 - cut);
            // Bars stand in tables that are to look like ones.
            cells.push(if delimiter == b'|' { markdown::unframed(text, cell.0, cell.1) } else { cell });
        }
        if rest.get(behind) == Some(&delimiter) {
            start = behind + 1;
            continue;
        }
        let whole = at + rest.len() == text.bytes.len() && !text.continues;
        let Some(line) = memchr::memchr(b'\n', rest.get(behind..)?) else {
            // The last line needs no break.
            return (whole && !rest.is_empty()).then_some(Row { end: text.bytes.len(), next: None });
        };
        let end = at + behind + line + 1;
        let empty = rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
        return (!empty).then_some(Row { end, next: Some(end) });
    }
}

/// Where a quoted cell ends; two quotes are one in it.
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

/// A line of `COPY … FROM stdin`: cells between tabs; `\.` ends them (`PostgreSQL`, COPY, File Formats).
fn copied(text: &Text<'_>, at: usize, last: usize, cells: &mut Vec<Span>) -> Option<Row> {
    let rest = text.slice(at, at + ROW_BYTES);
    let line = rest.get(..memchr::memchr(b'\n', rest)?)?;
    let end = at + line.len() + 1;
    if line.starts_with(b"\\.") {
        return Some(Row { end, next: None });
    }
    let mut start = at;
    for cell in line.strip_suffix(b"\r").unwrap_or(line).split(|b| *b == b'\t').take(last + 1) {
        cells.push((start, start + if cell == b"\\N" { 0 } else { cell.len() }));
        start += cell.len() + 1;
    }
    Some(Row { end, next: Some(end) })
}

/// A row of VALUES: `('bob', 7, f(1, 2)),`. What is no text in quotes is an empty cell, unless it is the hash of one:
/// `MD5('x')`.
fn values(text: &Text<'_>, at: usize, last: usize, cells: &mut Vec<Span>) -> Option<Row> {
    let rest = text.slice(at, at + ROW_BYTES);
    if rest.first() != Some(&b'(') {
        return None;
    }
    let (mut i, mut depth, mut cell, mut begin) = (1, 0usize, None, at + 1);
    loop {
        match *rest.get(i)? {
            b'\'' => {
                let len = closing_literal(rest.get(i + 1..)?)?;
                let is_hashed = || cell.is_none() && value::hashed(text, blanks(text, begin)) == at + i;
                if depth == 0 || is_hashed() {
                    cell = Some((at + i + 1, at + i + 1 + len));
                }
                i += len + 1;
            }
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b @ (b',' | b')') if depth == 0 => {
                if cells.len() <= last {
                    cells.push(cell.take().unwrap_or((at, at)));
                }
                begin = at + i + 1;
                if b == b')' {
                    break;
                }
            }
            _ => {}
        }
        i += 1;
    }
    let end = at + i + 1;
    let comma = blanks(text, end);
    let next = blanks(text, comma + 1);
    let follows = text.at(comma) == b',' && (text.at(next) == b'(' || next >= text.bytes.len());
    Some(Row { end, next: follows.then_some(next) })
}

/// Where a literal ends: two quotes, and a backslash before one, are one in it.
pub(super) fn closing_literal(inner: &[u8]) -> Option<usize> {
    closing(inner, b'\'')
}

/// The same of one in other quotes.
pub(super) fn closing(inner: &[u8], quote: u8) -> Option<usize> {
    let mut i = 0;
    loop {
        match (*inner.get(i)?, inner.get(i + 1)) {
            (b'\\', _) => i += 2,
            (b, next) if b == quote && next == Some(&quote) => i += 2,
            (b, _) if b == quote => return Some(i),
            _ => i += 1,
        }
    }
}

/// Behind the blanks at `at`.
pub(super) fn blanks(text: &Text<'_>, at: usize) -> usize {
    at + text.slice(at, at + 64).iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// The table as it goes on in this part of the text, and where its first whole row begins.
pub(super) fn rejoined(text: &Text<'_>, columns: &Columns) -> Option<(Columns, usize)> {
    let whole = |at| (columns.clone(), at);
    match columns.layout {
        Layout::Values => match next_row(text) {
            None if !columns.table.is_empty() => Some((Columns { layout: Layout::Inserts, ..columns.clone() }, 0)),
            at => at.map(whole),
        },
        Layout::Lists => lists::next_row(text).map(whole),
        // Behind a gap the first line may be the end of one.
        Layout::Separated(_) | Layout::Copied if text.resumes => {
            memchr::memchr(b'\n', text.slice(0, ROW_BYTES)).map(|end| whole(end + 1))
        }
        Layout::Separated(_) | Layout::Copied | Layout::Inserts => Some(whole(0)),
    }
}

/// Where the first row of VALUES begins in a text that may begin within one.
fn next_row(text: &Text<'_>) -> Option<usize> {
    let from = blanks(text, 0);
    let from = if text.at(from) == b',' { blanks(text, from + 1) } else { from };
    if text.at(from) == b'(' {
        return Some(from);
    }
    memchr::memchr_iter(b')', text.slice(0, ROW_BYTES)).find_map(|end| {
        let comma = blanks(text, end + 1);
        let next = blanks(text, comma + 1);
        (text.at(comma) == b',' && text.at(next) == b'(').then_some(next)
    })
}
