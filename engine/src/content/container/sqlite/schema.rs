//! Names in a table's definition (`CREATE TABLE`).

use crate::content::bytes::Bytes;
use std::collections::HashMap;

/// Columns that are named.
const COLUMNS: usize = 1024;

/// The columns of a table.
#[derive(Default)]
pub(super) struct Columns {
    /// Their names, in the order in which rows hold them.
    pub(super) names: Vec<String>,
    /// The column that stands for the row's number.
    pub(super) number: Option<usize>,
    /// Rows stand in an index, beginning with their key (`WITHOUT ROWID`).
    pub(super) indexed: bool,
}

/// The columns in a definition. What makes no sense ends it.
pub(super) fn columns(sql: &str) -> Columns {
    let mut columns = Columns::default();
    let mut keys = Vec::new();
    let mut reader = Reader { text: sql.as_bytes(), at: 0 };
    if !reader.seek_parenthesis() {
        return columns;
    }
    loop {
        let words = reader.definition();
        let (name, rest) = words.split_first().map_or(("", &[][..]), |(name, rest)| (name.text.as_str(), rest));
        let has = |word: &str| rest.iter().any(|w| !w.quoted && w.text.eq_ignore_ascii_case(word));
        let constraint = words.first().is_some_and(|word| {
            !word.quoted
                && ["constraint", "primary", "unique", "check", "foreign"]
                    .iter()
                    .any(|k| word.text.eq_ignore_ascii_case(k))
        });
        if constraint {
            let key = words.iter().position(|word| word.text.eq_ignore_ascii_case("key"));
            if words.iter().any(|word| word.text.eq_ignore_ascii_case("primary"))
                && let Some(key) = key
            {
                let room = COLUMNS.saturating_sub(keys.len());
                keys.extend(words.iter().skip(key + 1).take(room).map(|word| word.text.clone()));
            }
        } else if !name.is_empty() && columns.names.len() < COLUMNS {
            if has("primary") && has("key") && keys.len() < COLUMNS {
                keys.push(name.to_owned());
                if rest.first().is_some_and(|kind| kind.text.eq_ignore_ascii_case("integer")) {
                    columns.number = Some(columns.names.len());
                }
            }
            columns.names.push(name.to_owned());
        }
        if !reader.another() {
            break;
        }
    }
    if reader.rest().to_ascii_lowercase().windows(7).any(|part| part == b"without") {
        (columns.number, columns.indexed) = (None, true);
        let places: HashMap<String, usize> =
            keys.iter().enumerate().rev().map(|(at, key)| (key.to_ascii_lowercase(), at)).collect();
        let place = |name: &String| places.get(&name.to_ascii_lowercase()).copied().unwrap_or(usize::MAX);
        columns.names.sort_by_cached_key(place);
    } else if let ([key], None) = (keys.as_slice(), columns.number) {
        let found = columns.names.iter().position(|name| name.eq_ignore_ascii_case(key));
        columns.number = found;
    }
    columns
}

struct Word {
    text: String,
    quoted: bool,
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        self.text.after(self.at)
    }

    /// Behind the parenthesis that opens the list of columns.
    fn seek_parenthesis(&mut self) -> bool {
        while let Some(word) = self.word() {
            if !word.quoted && word.text == "(" {
                return true;
            }
        }
        false
    }

    /// The words of one column or constraint; those in parentheses without them.
    fn definition(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        let mut depth = 0;
        while let Some(word) = self.peek() {
            match word.text.as_str() {
                _ if word.quoted => words.push(word),
                "(" => depth += 1,
                ")" | "," if depth == 0 => break,
                ")" => depth -= 1,
                "," => {}
                _ => words.push(word),
            }
            self.word();
        }
        words
    }

    /// True if a comma, and so another definition, follows.
    fn another(&mut self) -> bool {
        self.word().is_some_and(|word| !word.quoted && word.text == ",")
    }

    fn peek(&self) -> Option<Word> {
        Reader { text: self.text, at: self.at }.word()
    }

    /// The next word, quoted name, or sign; comments are passed over.
    fn word(&mut self) -> Option<Word> {
        loop {
            let rest = self.text.after(self.at);
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let rest = rest.after(blank);
            self.at += blank;
            let skip = if rest.starts_with(b"--") {
                memchr::memchr(b'\n', rest).unwrap_or(rest.len())
            } else if rest.starts_with(b"/*") {
                memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2)
            } else {
                break;
            };
            self.at += skip;
        }
        let rest = self.text.after(self.at);
        let first = *rest.first()?;
        let close = match first {
            b'"' | b'\'' | b'`' => Some(first),
            b'[' => Some(b']'),
            _ => None,
        };
        let (len, text) = if let Some(close) = close {
            let end = memchr::memchr(close, rest.after(1)).map_or(rest.len(), |end| end + 1);
            (end + 1, rest.span(1, end))
        } else {
            let word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, 0x80..|b'_'| b'$');
            let len = rest.iter().take_while(word).count().max(1);
            (len, rest.upto(len))
        };
        self.at = (self.at + len).min(self.text.len());
        Some(Word { text: String::from_utf8_lossy(text).into_owned(), quoted: close.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_however_they_are_written() {
        let sql = "CREATE TABLE \"a(b\" (id INTEGER PRIMARY KEY, [x y] TEXT DEFAULT 'a,b(', `手机` VARCHAR(20), \
                   -- no, column\n \"q\"\"\" /* , */ INT, CHECK (id > (1)), FOREIGN KEY(id) REFERENCES t(id, x))";
        let columns = columns(sql);
        assert_eq!(columns.names[..3], ["id", "x y", "手机"]);
        assert_eq!((columns.names.len(), columns.number), (4, Some(0)));
    }

    #[test]
    fn rows_without_a_number_begin_with_their_key() {
        let found = columns("create table t(a, b, c, d, primary key (c, b)) without rowid");
        assert_eq!(found.names, ["c", "b", "a", "d"]);
        assert_eq!(columns("create table t(a INTEGER PRIMARY KEY, b) WITHOUT ROWID").number, None);
        assert_eq!(columns("create table t(a integer, b, primary key(a))").number, Some(0));
        assert_eq!(columns("create table t").names.len(), 0);
    }
}
