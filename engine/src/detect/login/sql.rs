//! Statements that fill a table: `INSERT INTO accounts (user, password) VALUES ('bob', '…'), …`, and a dump's
//! `COPY accounts (user, password) FROM stdin;`, or `CREATE TABLE accounts (user …, password …)` before its
//! `INSERT INTO accounts VALUES …`.

use super::key::{MAX_KEY, classify, squash};
use super::{Budget, table, user};
use crate::detect::context::to_utf8;
use crate::detect::text::Text;
use crate::message::{Columns, Layout};
use crate::statement::{self, LIST_BYTES, TABLE_BYTES};

/// How far before a column the definition of its table may begin; twice that is looked through.
const DEFINITION_BYTES: usize = 8192;
/// What one costs, as it is looked for far before its columns.
const DEFINITION_COST: u32 = 16;
/// Columns that cost a search: a list of names that only speak of secrets is read for each of them.
const COST_COLUMNS: usize = 16;

const CREATE: &[u8] = b"create table ";
const EXISTS: &[u8] = b"if not exists ";
/// What a definition may begin with that is no column's.
const NO_COLUMNS: [&[u8]; 8] =
    [b"primary", b"key", b"constraint", b"unique", b"index", b"foreign", b"check", b"fulltext"];

/// The columns of the statement whose list holds, as its first secret, the key at `start..end`, and where its rows begin.
pub(super) fn list(text: &Text<'_>, start: usize, end: usize, budget: &mut Budget) -> Option<(Columns, usize)> {
    let quote = usize::from(matches!(text.at(end), b'`' | b'"' | b']'));
    let blank = table::blanks(text, end + quote);
    if !matches!(text.at(blank), b',' | b')') {
        return None;
    }
    let head = text.slice(start.saturating_sub(LIST_BYTES), start);
    let open = start - head.len() + memchr::memrchr(b'(', head)?;
    if !statement::fills(text.slice(open.saturating_sub(TABLE_BYTES), open)) {
        return None;
    }
    let close = blank + memchr::memchr(b')', text.slice(blank, blank + LIST_BYTES))?;
    let (layout, rows) = filled(text, table::blanks(text, close + 1))?;
    let names = text.slice(open + 1, close).split(|b| *b == b',');
    budget.spend(u32::try_from(names.clone().count() / COST_COLUMNS + 1).unwrap_or(u32::MAX));
    let mut columns = Columns { layout, ..Columns::default() };
    let mut at = open + 1;
    for (number, name) in names.take(table::COLUMNS).enumerate() {
        if !add(&mut columns, text, number, (at, at + name.len()), start) {
            return None;
        }
        at += name.len() + 1;
    }
    (!columns.secrets.is_empty()).then_some((columns, rows))
}

/// Takes in the column whose name stands at `span`. False if it is the first that holds a secret, and not the one that holds
/// `start`: the table was looked at before.
fn add(columns: &mut Columns, text: &Text<'_>, number: usize, span: (usize, usize), start: usize) -> bool {
    if span.1 - span.0 > MAX_KEY {
        return true;
    }
    let key = squash(text, span.0, span.1);
    if classify(&key).is_some() {
        if columns.secrets.is_empty() && !(span.0..span.1).contains(&start) {
            return false;
        }
        let name = trim_quotes(text.slice(span.0, span.1).trim_ascii());
        columns.secrets.push((number, to_utf8(text.charset, name).into()));
    } else if columns.user.is_none() && user::is(&key) {
        columns.user = Some(number);
    }
    true
}

/// The columns of the table whose definition names, as its first secret, the key at `start..end`, and where it ends.
pub(super) fn definition(text: &Text<'_>, start: usize, end: usize, budget: &mut Budget) -> Option<(Columns, usize)> {
    if !matches!(text.at(end), b' ' | b'`' | b'"' | b']' | b'\t' | b'\n') {
        return None;
    }
    let head = text.slice(start.saturating_sub(DEFINITION_BYTES), start);
    let quote = usize::from(matches!(head.last(), Some(b'`' | b'"' | b'[')));
    let begins = head.get(..head.len() - quote)?.trim_ascii_end();
    if !matches!(begins.last(), Some(b'(' | b',')) || budget.searches < DEFINITION_COST {
        return None;
    }
    budget.spend(DEFINITION_COST);
    let says = begins.windows(CREATE.len()).rposition(|w| w.eq_ignore_ascii_case(CREATE))?;
    let named = start - head.len() + says + CREATE.len();
    let open = named + memchr::memchr(b'(', text.slice(named, named + TABLE_BYTES))?;
    let name = text.slice(named, open).trim_ascii();
    let exists = name.get(..EXISTS.len()).is_some_and(|w| w.eq_ignore_ascii_case(EXISTS));
    let name = if exists { name.get(EXISTS.len()..)? } else { name };
    let mut columns = Columns { layout: Layout::Inserts, table: name.into(), ..Columns::default() };
    let (mut at, mut number) = (open + 1, 0);
    loop {
        let len = defined(text.slice(at, at + DEFINITION_BYTES))?;
        let column = text.slice(at, at + len);
        let blank = column.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let named = column.get(blank..)?;
        let word = named.iter().position(u8::is_ascii_whitespace).unwrap_or(named.len());
        if !NO_COLUMNS.iter().any(|no| named.get(..word).is_some_and(|w| w.eq_ignore_ascii_case(no))) {
            if !add(&mut columns, text, number, (at + blank, at + blank + word), start) {
                return None;
            }
            number += 1;
        }
        at += len + 1;
        if text.before(at) != b',' || number == table::COLUMNS || at - open > 2 * DEFINITION_BYTES {
            break;
        }
    }
    budget.spend(u32::try_from(number / COST_COLUMNS).unwrap_or(u32::MAX));
    (!columns.secrets.is_empty()).then_some((columns, at))
}

/// The length of a column's definition: to the next comma, or to where the list of them ends.
fn defined(text: &[u8]) -> Option<usize> {
    let (mut i, mut depth) = (0, 0usize);
    loop {
        match *text.get(i)? {
            b'\'' => i += table::closing_literal(text.get(i + 1..)?)? + 1,
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => return Some(i),
            _ => {}
        }
        i += 1;
    }
}

/// A column's name without what encloses it in one dialect or the other.
fn trim_quotes(name: &[u8]) -> &[u8] {
    match name {
        [b'`', inner @ .., b'`'] | [b'"', inner @ .., b'"'] | [b'[', inner @ .., b']'] => inner,
        _ => name,
    }
}

/// What stands behind the list at `at`: the rows' form, and where the first begins.
fn filled(text: &Text<'_>, at: usize) -> Option<(Layout, usize)> {
    let says = |at: usize, word: &str| text.slice(at, at + word.len()).eq_ignore_ascii_case(word.as_bytes());
    if says(at, "values") {
        let row = table::blanks(text, at + 6);
        return (text.at(row) == b'(').then_some((Layout::Values, row));
    }
    if !says(at, "from stdin") {
        return None;
    }
    let line = memchr::memchr(b'\n', text.slice(at, at + TABLE_BYTES))?;
    Some((Layout::Copied, at + line + 1))
}
