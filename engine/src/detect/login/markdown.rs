//! Tables as Markdown has them, in wikis, tickets and chats: `| user | password |` above `|---|---|`.

use super::{Budget, table};
use crate::detect::text::Text;
use crate::message::{Columns, Layout};

/// Longest header.
const LINE_BYTES: usize = 4 << 10;
/// Searches for a user that take as long as to look at a header.
const HEADER_COST: u32 = 16;

/// The columns of the table whose header holds the key at `start..end`, and where its rows begin; `None` if a key before it was
/// asked already.
pub(super) fn header(text: &Text<'_>, start: usize, end: usize, budget: &mut Budget) -> Option<(Columns, usize)> {
    let head = text.slice(start.saturating_sub(LINE_BYTES), start);
    let line = start - head.len() + memchr::memrchr(b'\n', head).map_or(0, |at| at + 1);
    memchr::memchr(b'\n', text.slice(start, line + LINE_BYTES))?;
    if text.at(line) != b'|' || budget.searches == 0 {
        return None;
    }
    budget.spend(HEADER_COST);
    let layout = Layout::Separated(b'|');
    let mut cells = Vec::new();
    let rule = table::row(text, line, layout, table::COLUMNS, &mut cells)?.end;
    let mut dashes = Vec::new();
    let rows = table::row(text, rule, layout, table::COLUMNS, &mut dashes)?.end;
    let ruled = text.slice(rule, rows).iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\r' | b'\n'));
    if !ruled || dashes.len() != cells.len() {
        return None;
    }
    let columns = table::columns(text, layout, &cells);
    let (first, _) = columns.secrets.first()?;
    let is_first = cells.get(*first).is_some_and(|(a, b)| *a <= start && end <= *b);
    is_first.then_some((columns, rows))
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
