//! Rows of tables in text, whose columns name their values: statements that fill one (`INSERT INTO t (a, b) VALUES (…), …`),
//! a dump's `COPY t (a, b) FROM stdin;`, and what clients of databases print between bars.

use crate::content::bytes::Bytes;
use crate::statement::{self, LIST_BYTES, TABLE_BYTES};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Most columns.
const COLUMNS: usize = 512;
/// Longest line between bars, and how far above one the table may begin.
const LINE_BYTES: usize = 4096;
const ABOVE_BYTES: usize = 8192;

/// What stands between the list and its rows, as statements are written; the first two before rows in brackets.
static HEADS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["VALUES", "values", "FROM stdin"].map(Finder::new));
const COPIED: usize = 2;
/// Bytes that are looked through at once, and what of a head may stand at their end.
const WINDOW: usize = 4096;
const OVERLAP: usize = 9;

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    /// No statement is in hand.
    #[default]
    None,
    /// Rows in brackets: how deep in them, and the quote of the literal in hand.
    Values { depth: usize, quote: u8 },
    /// Lines with tabs.
    Copied,
}

/// Goes through a text forward, from statement to statement.
#[derive(Clone, Default)]
pub(super) struct Rows {
    form: Form,
    /// A backslash may be half of a character.
    pub(super) wide: bool,
    names: Vec<Box<[u8]>>,
    /// What was read so far, and the column there.
    at: usize,
    column: usize,
    /// Between bars: the header's line, and up to where lines are known to belong to it.
    header: Option<(usize, usize)>,
    bars_to: usize,
}

impl Rows {
    /// The number and the name of the column in which `text[start]` stands.
    pub(super) fn column<'a>(&'a mut self, text: &'a [u8], start: usize) -> Option<(usize, &'a [u8])> {
        while self.at <= start {
            match self.form {
                Form::None => {
                    if !self.next_head(text, start) {
                        return self.between_bars(text, start);
                    }
                }
                Form::Values { depth, quote } => self.read_values(text, start, (depth, quote)),
                Form::Copied => self.read_copied(text, start),
            }
            if self.at >= start && self.form != Form::None {
                break;
            }
        }
        let within = matches!(self.form, Form::Copied | Form::Values { depth: 1.., .. });
        let name = self.names.get(self.column).filter(|_| within && self.at <= start)?;
        Some((self.column, name))
    }

    /// The text is over, another part follows. (Nothing is looked for in a text that nobody asked about.)
    pub(super) fn finish(&mut self, text: &[u8]) {
        if self.at > 0 || self.form != Form::None {
            self.column(text, text.len());
        }
        self.at = if self.form == Form::None { 0 } else { self.at.saturating_sub(text.len()) };
        (self.header, self.bars_to) = (None, 0);
    }

    /// Looks for the next list of columns whose rows begin before `to`.
    fn next_head(&mut self, text: &[u8], to: usize) -> bool {
        while self.at < to {
            let from = self.at;
            let window = text.span(from, to.min(from + WINDOW));
            let mut found = HEADS.each_ref().map(|head| head.find_iter(window).peekable());
            loop {
                let next = found.iter_mut().enumerate().filter_map(|(kind, at)| at.peek().map(|at| (*at, kind))).min();
                let Some((at, kind)) = next else { break };
                found.get_mut(kind).and_then(Iterator::next);
                if let Some(names) = list_before(text, from + at) {
                    self.begin(text, from + at, kind, names);
                    return true;
                }
            }
            let end = from + window.len();
            self.at = if end < to { end - OVERLAP } else { end };
        }
        false
    }

    /// Goes on behind the head at `at`.
    fn begin(&mut self, text: &[u8], at: usize, kind: usize, names: Vec<Box<[u8]>>) {
        let end = at + HEADS.get(kind).map_or(0, |head| head.needle().len());
        (self.names, self.column) = (names, 0);
        (self.form, self.at) = if kind == COPIED {
            let line = memchr::memchr(b'\n', text.span(end, end + TABLE_BYTES)).map_or(end, |line| end + line + 1);
            (Form::Copied, line)
        } else {
            (Form::Values { depth: 0, quote: 0 }, end)
        };
    }

    fn read_values(&mut self, text: &[u8], to: usize, (mut depth, mut quote): (usize, u8)) {
        while self.at < to {
            let byte = text.at(self.at);
            if quote != 0 {
                let Some(step) = memchr::memchr2(quote, b'\\', text.span(self.at, to)) else {
                    self.at = to;
                    break;
                };
                self.at += step;
                // Two quotes, and a backslash before one, are one in it.
                if self.is_trail(text, self.at) {
                    self.at += 1;
                } else if text.at(self.at) == b'\\' || text.at(self.at + 1) == quote {
                    self.at += 2;
                } else {
                    (quote, self.at) = (0, self.at + 1);
                }
                continue;
            }
            match byte {
                b'\'' | b'"' => quote = byte,
                b'(' => {
                    depth += 1;
                    self.column = if depth == 1 { 0 } else { self.column };
                }
                b')' => depth = depth.saturating_sub(1),
                b',' if depth == 1 => self.column += 1,
                b',' => {}
                _ if depth == 0 && !byte.is_ascii_whitespace() => {
                    self.form = Form::None;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
        self.form = Form::Values { depth, quote };
    }

    /// True for the second byte of a double-byte character: an odd number of lead bytes stands before it.
    fn is_trail(&self, text: &[u8], at: usize) -> bool {
        let leads = || text.span(at.saturating_sub(64), at).iter().rev().take_while(|b| **b >= 0x81).count();
        self.wide && text.at(at) == b'\\' && leads() % 2 == 1
    }

    fn read_copied(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            if self.column == 0 && text.span(self.at, self.at + 2) == b"\\." {
                self.form = Form::None;
                return;
            }
            let Some(step) = memchr::memchr2(b'\t', b'\n', text.span(self.at, to)) else {
                self.at = to;
                return;
            };
            self.column = if text.at(self.at + step) == b'\t' { self.column + 1 } else { 0 };
            self.at += step + 1;
        }
    }

    /// The column of a table that is drawn with bars: `| id | name |`, ruled below its header.
    fn between_bars<'a>(&mut self, text: &'a [u8], start: usize) -> Option<(usize, &'a [u8])> {
        let head = text.span(start.saturating_sub(LINE_BYTES), start);
        let line = start - head.len() + memchr::memrchr(b'\n', head)? + 1;
        if text.at(line) != b'|' {
            return None;
        }
        if self.bars_to == 0 || self.bars_to > line || !all_drawn(text.span(self.bars_to, line)) {
            self.header = header_above(text, line, self.bars_to);
        }
        self.bars_to = line;
        let (from, to) = self.header.filter(|header| header.1 < line)?;
        let number = memchr::memchr_iter(b'|', text.span(line, start)).count();
        let name = text.span(from, to).split(|b| *b == b'|').nth(number)?.trim_ascii();
        (!name.is_empty()).then_some((number - 1, name))
    }
}

/// True if every line is one of a table that is drawn.
fn all_drawn(lines: &[u8]) -> bool {
    let mut rest = lines;
    while let Some(first) = rest.first() {
        if !matches!(first, b'|' | b'+') {
            return false;
        }
        rest = rest.after(memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1));
    }
    true
}

/// The header's line of the table whose row begins at `line`; above `floor` nothing is looked at.
fn header_above(text: &[u8], line: usize, floor: usize) -> Option<(usize, usize)> {
    let floor = floor.max(line.saturating_sub(ABOVE_BYTES));
    let (mut at, mut header, mut below) = (line, None, b'|');
    while at > floor {
        let end = at - 1;
        let begin = floor + memchr::memrchr(b'\n', text.span(floor, end)).map_or(0, |i| i + 1);
        match text.at(begin) {
            b'+' => below = b'+',
            b'|' if is_rule(text.span(begin, end)) => below = b'+',
            b'|' => {
                header = (below == b'+').then_some((begin, end));
                below = b'|';
            }
            _ => break,
        }
        at = begin;
    }
    header
}

fn is_rule(line: &[u8]) -> bool {
    line.iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\r'))
}

/// The names in the list of columns that ends right before `at`, in a statement that fills a table.
fn list_before(text: &[u8], at: usize) -> Option<Vec<Box<[u8]>>> {
    let head = text.span(at.saturating_sub(LIST_BYTES), at).trim_ascii_end().strip_suffix(b")")?;
    let open = memchr::memrchr(b'(', head)?;
    if !statement::fills(head.upto(open)) {
        return None;
    }
    let names = head.after(open + 1).split(|b| *b == b',').take(COLUMNS);
    names.map(|name| column_name(name.trim_ascii())).collect()
}

/// A column's name without what encloses it in one dialect or the other.
fn column_name(name: &[u8]) -> Option<Box<[u8]>> {
    let name = match name {
        [b'`', inner @ .., b'`'] | [b'"', inner @ .., b'"'] | [b'[', inner @ .., b']'] => inner,
        _ => name,
    };
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ' | b'$' | 0x80..);
    (!name.is_empty() && name.len() <= 64 && name.iter().all(is_part)).then(|| name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the columns in which `@` stands, in order.
    fn columns(text: &str) -> Vec<String> {
        let mut rows = Rows::default();
        let places = text.match_indices('@').map(|(at, _)| at);
        let name = |at| rows.column(text.as_bytes(), at).map(|(_, name)| String::from_utf8_lossy(name).into_owned());
        places.map(name).map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn columns_of_statements_name_their_values() {
        let text = "INSERT INTO t (id,`sjhm`, [yhkh]) VALUES (1,'@','@'), (2, 'it''s \\' (', @);\nx @\n\
                    insert into u(a, \"b c\") values (f(1, 2), '@');";
        assert_eq!(columns(text), ["sjhm", "yhkh", "yhkh", "", "b c"]);
        assert_eq!(columns("INSERT INTO t VALUES (1,'@')"), [""]);
        assert_eq!(columns("values (a, b) VALUES (1,'@')"), [""]);
        assert_eq!(columns("INSERT INTO t (a) VALUES ('x', '@')"), [""]);
    }

    #[test]
    fn half_of_a_character_escapes_nothing() {
        // 許 in Big5 ends in a backslash.
        let text = b"INSERT INTO t (xm,sjhm) VALUES ('\xb3\\','@')";
        let mut rows = Rows { wide: true, ..Rows::default() };
        assert_eq!(rows.column(text, text.len() - 3), Some((1, &b"sjhm"[..])));
    }

    #[test]
    fn columns_of_a_copy_name_their_values() {
        let text = "COPY public.t (id, sjhm, yx) FROM stdin;\n1\t@\t@\n2\t\\N\t@\n\\.\n\n@\n";
        assert_eq!(columns(text), ["sjhm", "yx", "yx", ""]);
    }

    #[test]
    fn columns_between_bars_name_their_values() {
        let text = "mysql> select *\n+----+------+\n| id | sjhm |\n+----+------+\n|  1 | @ |\n|  2 | @ |\n+---+\n2 rows @\n\
                    | a | b |\n|---|:--|\n| x | @ |\n\n| c | d |\n| x | @ |\n";
        assert_eq!(columns(text), ["sjhm", "sjhm", "", "b", ""]);
    }

    #[test]
    fn a_statement_goes_on_in_the_next_part() {
        for (first, second) in [
            ("INSERT INTO t (id,sjhm) VALUES (1,'x'),(2,", "'@'),(3,'@')"),
            ("INSERT INTO t (id,sjhm) VALUES (1,'x'),(2,'it''", "s'),(3,'@')"),
            ("COPY t (id, sjhm) FROM stdin;\n1\tx\n2", "\t@\n3\t@\n"),
        ] {
            let mut rows = Rows::default();
            let _ = rows.column(first.as_bytes(), first.find('x').unwrap_or(first.len() - 1));
            rows.finish(first.as_bytes());
            for (at, _) in second.match_indices('@') {
                assert_eq!(rows.column(second.as_bytes(), at), Some((1, &b"sjhm"[..])), "{first} {second}");
            }
        }
    }
}
