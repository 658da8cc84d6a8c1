//! Tables as Markdown has them, in wikis, tickets and chats: `| user | password |` above `|---|---|`.

use super::key::{MAX_KEY, classify, squash};
use super::{Budget, table, user};
use crate::detect::context::to_utf8;
use crate::detect::text::Text;
use crate::message::{Columns, Layout};

/// Longest line.
const LINE_BYTES: usize = 4 << 10;
/// Searches for a user that take as long as to look at a header.
const HEADER_COST: u32 = 16;

/// The columns of the table whose header holds the key at `start..end`, and where its rows begin; `None` if a key before it was
/// asked already.
pub(super) fn header(text: &Text<'_>, start: usize, end: usize, budget: &mut Budget) -> Option<(Columns, usize)> {
    let head = text.slice(start.saturating_sub(LINE_BYTES), start);
    let line = start - head.len() + memchr::memrchr(b'\n', head).map_or(0, |at| at + 1);
    if text.at(line) != b'|' || budget.searches == 0 {
        return None;
    }
    budget.spend(HEADER_COST);
    let mut cells = Vec::new();
    let rule = row(text, line, table::COLUMNS, &mut cells)?.end;
    let mut dashes = Vec::new();
    let rows = row(text, rule, table::COLUMNS, &mut dashes)?.end;
    let ruled = text.slice(rule, rows).iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\r' | b'\n'));
    if !ruled || dashes.len() != cells.len() {
        return None;
    }
    let key = |(a, b): (usize, usize)| if b - a <= MAX_KEY { squash(text, a, b) } else { String::new() };
    let holds = |(_, cell): &(usize, &(usize, usize))| classify(&key(**cell)).is_some();
    let secrets: Vec<_> = cells.iter().enumerate().filter(holds).collect();
    let first = secrets.first().is_some_and(|(_, (a, b))| *a <= start && end <= *b);
    let named = |(number, (a, b)): (usize, &(usize, usize))| (number, to_utf8(text.charset, text.slice(*a, *b)).into());
    let user = cells.iter().position(|cell| user::is(&key(*cell)));
    first.then(|| {
        let secrets = secrets.into_iter().map(named).collect();
        (Columns { layout: Layout::Barred, secrets, user, ..Columns::default() }, rows)
    })
}

/// A line of cells between bars, without blanks and the marks of code around them; a line without a bar ends the table.
pub(super) fn row(text: &Text<'_>, at: usize, last: usize, cells: &mut Vec<(usize, usize)>) -> Option<table::Row> {
    let rest = text.slice(at, at + LINE_BYTES);
    let len = memchr::memchr(b'\n', rest).or_else(|| (at + rest.len() == text.bytes.len()).then_some(rest.len()))?;
    let line = rest.get(..len)?;
    let inner = line.strip_prefix(b"|")?;
    let mut start = at + 1;
    for cell in inner.split(|b| *b == b'|').take(last + 1) {
        cells.push(unframed(text, start, start + cell.len()));
        start += cell.len() + 1;
    }
    let end = at + len + 1;
    Some(table::Row::line(end, end < text.bytes.len()))
}

/// A cell without the blanks and the marks of code around it; empty if it is part of the line below a header.
pub(super) fn unframed(text: &Text<'_>, start: usize, end: usize) -> (usize, usize) {
    let frames = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r' | b'`');
    let cell = text.slice(start, end);
    let left = cell.iter().take_while(frames).count();
    let right = cell.iter().skip(left).rev().take_while(frames).count();
    let (from, to) = (start + left, end - right);
    let rule = text.slice(from, to).iter().all(|b| matches!(b, b'-' | b':'));
    (from, if rule { from } else { to })
}
