//! Named values of key-value stores and directories, sorted by what content can do with them.
//!
//! Short texts become a table, handed over as CSV whose columns are the names (keys, hash fields, attributes), so that a
//! finding names the field. JSON documents are handed over one a line. What is neither is for the caller to hand over
//! as a document of its own. Holds at most [`FULL`] bytes and one value more: the caller hands over when it is full.

use crate::message::{About, ContentHints, DbInfo, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use std::sync::Arc;

/// Longest text that goes into a table.
const CELL_MAX: usize = 2048;
/// Columns of a table; more distinct names make it one of two columns, name and value.
const COLUMNS: usize = 64;
/// Bytes after which what was collected is handed over.
pub(super) const FULL: usize = 64 << 10;
/// Values that are shorter in sum say nothing about anybody.
const LEAST: usize = 4;
/// Longest key, user or database in a record's facts.
const SHOWN: usize = 128;

/// Where values are handed over to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Who sent them.
    pub(super) dir: Direction,
    /// Place of the message.
    pub(super) place: &'static str,
    /// Transaction.
    pub(super) tx: u32,
    /// Database, key, user.
    pub(super) about: DbInfo,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text for a table.
    Cell,
    /// A JSON object or array.
    Json,
    /// Markup, a longer text, or not text: content must look at it on its own.
    Document,
}

/// Collects the values of one message.
#[derive(Debug, Default)]
pub(super) struct Values {
    names: Vec<Vec<u8>>,
    /// Number of the name, and where in `text` the value ends.
    cells: Vec<(u32, u32)>,
    text: Vec<u8>,
    json: Vec<u8>,
    held: usize,
}

impl Values {
    /// Takes a value if it is text or JSON; answers what it is.
    pub(super) fn put(&mut self, name: &[u8], value: &[u8]) -> Kind {
        let kind = kind(value);
        match kind {
            Kind::Cell if !value.is_empty() => {
                let number = self.number(name);
                self.text.extend_from_slice(value);
                self.cells.push((number, self.text.len() as u32));
                self.held = self.held.saturating_add(value.len()).saturating_add(CELL_COST);
            }
            Kind::Json => {
                self.json.extend_from_slice(value);
                self.json.push(b'\n');
                self.held = self.held.saturating_add(value.len());
            }
            Kind::Cell | Kind::Document => {}
        }
        kind
    }

    /// A record is complete: what follows stands in another row.
    pub(super) fn end_record(&mut self) {
        if self.cells.last().is_some_and(|(number, _)| *number != RECORD_END) {
            self.cells.push((RECORD_END, self.text.len() as u32));
        }
    }

    /// True if nothing was collected.
    pub(super) fn is_empty(&self) -> bool {
        self.held == 0
    }

    /// True if it must be handed over.
    pub(super) fn is_full(&self) -> bool {
        self.held >= FULL
    }

    /// Hands over what was collected, and `text` that stood beside it, and is empty again.
    pub(super) fn hand_over(&mut self, target: &Target, text: &[u8], out: &mut dyn Outlet) {
        let mut text = text;
        if self.text.len() >= LEAST {
            let (csv, rows) = self.csv();
            let mut about = target.about.clone();
            let named = self.names.iter().take(COLUMNS).filter(|name| !name.is_empty());
            about.columns = named.map(|name| shown(name)).collect();
            about.rows = rows;
            let target = Target { about, ..target.clone() };
            message(&target, b"text/csv", std::mem::take(&mut text), &csv, out);
        }
        if !self.json.is_empty() {
            message(target, b"application/json", std::mem::take(&mut text), &self.json, out);
        }
        if text.len() >= LEAST {
            message(target, b"", text, b"", out);
        }
        self.names.clear();
        self.cells.clear();
        self.text.clear();
        self.json.clear();
        self.held = 0;
        if self.text.capacity() > FULL / 4 {
            *self = Self::default();
        }
    }

    /// The number of a name. Names beyond [`COLUMNS`] are not looked for: the table will have two columns.
    fn number(&mut self, name: &[u8]) -> u32 {
        // Records repeat their names in order, so the next one is the first to try.
        let next = self.cells.last().map_or(0, |(last, _)| last.wrapping_add(1) as usize);
        let known = |at: usize| self.names.get(at).is_some_and(|known| known == name);
        if known(next) {
            return next as u32;
        }
        if let Some(at) = self.names.iter().take(COLUMNS).position(|known| known == name) {
            return at as u32;
        }
        self.names.push(name.to_vec());
        self.held = self.held.saturating_add(name.len()).saturating_add(CELL_COST);
        (self.names.len() - 1) as u32
    }

    /// The table as CSV, and its number of rows.
    fn csv(&self) -> (Vec<u8>, u64) {
        let mut csv = Vec::with_capacity(self.text.len() + self.cells.len() * 8);
        if self.names.len() > COLUMNS {
            return (self.tall(csv), self.cells.len() as u64);
        }
        line(&mut csv, self.names.iter().map(Vec::as_slice));
        let mut row: Vec<&[u8]> = vec![&[]; self.names.len()];
        let (mut filled, mut rows) = (0u64, 0u64);
        for (number, value) in self.values() {
            let bit = 1u64.checked_shl(number).unwrap_or(0);
            if filled & bit != 0 || number == RECORD_END && filled != 0 {
                line(&mut csv, row.iter().copied());
                row.fill(&[]);
                filled = 0;
                rows = rows.saturating_add(1);
            }
            if let Some(cell) = row.get_mut(number as usize) {
                *cell = value;
            }
            filled |= bit;
        }
        if filled != 0 {
            line(&mut csv, row.iter().copied());
            rows = rows.saturating_add(1);
        }
        (csv, rows)
    }

    fn tall(&self, mut csv: Vec<u8>) -> Vec<u8> {
        line(&mut csv, [&b"field"[..], b"value"].into_iter());
        for (number, value) in self.values().filter(|(number, _)| *number != RECORD_END) {
            let name = self.names.get(number as usize).map(Vec::as_slice).unwrap_or_default();
            line(&mut csv, [name, value].into_iter());
        }
        csv
    }

    fn values(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let mut start = 0;
        self.cells.iter().map(move |(number, end)| {
            let value = self.text.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            (*number, value)
        })
    }
}

/// Number of no name: a record ends there.
const RECORD_END: u32 = u32::MAX;
/// What a cell costs beside its bytes.
const CELL_COST: usize = 8;

/// One message with derived content, whole.
pub(super) fn message(target: &Target, content_type: &[u8], text: &[u8], content: &[u8], out: &mut dyn Outlet) {
    let Target { dir, place, tx, about } = target;
    let hints = ContentHints { content_type: content_type.to_vec(), ..ContentHints::default() };
    let about = About::Db(Arc::new(about.clone()));
    out.begin(*dir, MessageHead { place, tx: *tx, about, hints, ..MessageHead::default() });
    if text.len() >= LEAST {
        out.text(*dir, "", TextFormat::Plain, text);
    }
    if !content.is_empty() {
        out.derived(*dir, content);
    }
    out.end(*dir, MessageEnd::Complete);
}

/// Looks at a value's first and last bytes, and for control characters.
pub(super) fn kind(value: &[u8]) -> Kind {
    let trimmed = value.trim_ascii();
    let next = trimmed.get(1..).unwrap_or_default().trim_ascii_start().first();
    match (trimmed.first(), trimmed.last()) {
        (Some(b'{'), Some(b'}')) if matches!(next, Some(b'"')) => return Kind::Json,
        (Some(b'['), Some(b']')) if matches!(next, Some(b'{' | b'[' | b'"' | b'0'..=b'9')) => return Kind::Json,
        (Some(b'<'), _) => return Kind::Document,
        _ => {}
    }
    let odd = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n');
    if value.len() > CELL_MAX || value.iter().any(odd) { Kind::Document } else { Kind::Cell }
}

/// A row: every cell in quotes, quotes doubled.
fn line<'a>(csv: &mut Vec<u8>, cells: impl Iterator<Item = &'a [u8]>) {
    for (n, cell) in cells.enumerate() {
        csv.extend_from_slice(if n > 0 { b",\"" } else { b"\"" });
        let mut rest = cell;
        while let Some(at) = memchr::memchr2(b'"', 0, rest) {
            let (before, after) = rest.split_at(at);
            csv.extend_from_slice(before);
            csv.extend_from_slice(if after.first() == Some(&0) { b" " } else { b"\"\"" });
            rest = after.get(1..).unwrap_or_default();
        }
        csv.extend_from_slice(rest);
        csv.push(b'"');
    }
    csv.extend_from_slice(b"\r\n");
}

/// Appends a string of JSON; control characters go through as they are.
pub(super) fn quote(text: &[u8], into: &mut Vec<u8>) {
    into.push(b'"');
    for &byte in text {
        if matches!(byte, b'"' | b'\\') {
            into.push(b'\\');
        }
        into.push(byte);
    }
    into.push(b'"');
}

/// Text for a record's facts, bounded.
pub(super) fn shown(text: &[u8]) -> String {
    String::from_utf8_lossy(text.get(..SHOWN).unwrap_or(text)).into_owned()
}

/// A key as the name of its values: what tells one record from the next is a star, so that the names of a million
/// keys are few and say nothing about anybody: `customer:1001:phone` is `customer:*:phone`.
pub(super) fn pattern(key: &[u8]) -> Vec<u8> {
    const LONGEST: usize = 64;
    /// Hexadecimal digits in a row that are no word.
    const HEX: usize = 12;
    let mut name = Vec::new();
    for (n, part) in
        key.get(..LONGEST).unwrap_or(key).split_inclusive(|byte| matches!(byte, b':' | b'/' | b'|')).enumerate()
    {
        let (word, end) = match part.split_last() {
            Some((end @ (b':' | b'/' | b'|'), word)) => (word, Some(*end)),
            _ => (part, None),
        };
        let hex = word.iter().filter(|byte| byte.is_ascii_hexdigit() || **byte == b'-').count();
        if n > 0 && word.is_empty() {
            name.extend(end);
            continue;
        }
        if word.contains(&b'@') || hex >= HEX && hex == word.len() {
            name.push(b'*');
        } else {
            for byte in word {
                match byte {
                    b'0'..=b'9' if name.last() == Some(&b'*') => {}
                    b'0'..=b'9' => name.push(b'*'),
                    0..b' ' | 0x7f => name.push(b' '),
                    _ => name.push(*byte),
                }
            }
        }
        name.extend(end);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::testing::Recorder;
    use super::*;

    fn lines(fill: impl FnOnce(&mut Values)) -> Vec<String> {
        let mut values = Values::default();
        fill(&mut values);
        let mut out = Recorder::default();
        let target = Target { dir: Direction::Resp, place: "redis.reply", tx: 3, about: DbInfo::default() };
        values.hand_over(&target, b"", &mut out);
        out.lines()
    }

    #[test]
    fn records_become_rows_under_their_names() {
        let told = lines(|values| {
            for (name, phone) in [("张三", "13800138000"), ("say \"hi\"", "13900139000")] {
                values.put(b"name", name.as_bytes());
                values.put(b"phone", phone.as_bytes());
            }
        });
        assert_eq!(
            told,
            [
                "< begin redis.reply tx=3 db columns=name,phone rows=2 type=\"text/csv\"",
                "< derived \"\\\"name\\\",\\\"phone\\\"\\r\\n\\\"张三\\\",\\\"13800138000\\\"\\r\\n\\\"say \\\"\\\"hi\\\"\\\"\\\",\\\"13900139000\\\"\\r\\n\"",
                "< end complete",
            ]
        );
    }

    #[test]
    fn records_without_all_names_stay_apart() {
        let told = lines(|values| {
            values.put(b"cn", b"first");
            values.end_record();
            values.end_record();
            values.put(b"mail", b"li@example.cn");
            values.end_record();
        });
        assert_eq!(
            told[1],
            "< derived \"\\\"cn\\\",\\\"mail\\\"\\r\\n\\\"first\\\",\\\"\\\"\\r\\n\\\"\\\",\\\"li@example.cn\\\"\\r\\n\""
        );
    }

    #[test]
    fn many_names_become_a_column() {
        let told = lines(|values| {
            for n in 0..=COLUMNS {
                values.put(format!("f{n}").as_bytes(), b"v");
            }
        });
        assert!(
            told[1].starts_with("< derived \"\\\"field\\\",\\\"value\\\"\\r\\n\\\"f0\\\",\\\"v\\\""),
            "{}",
            told[1]
        );
    }

    #[test]
    fn what_no_table_can_hold_is_told() {
        assert_eq!(kind(b"{\"a\": 1}"), Kind::Json);
        assert_eq!(kind(b" [1, 2]\n"), Kind::Json);
        assert_eq!(kind(b"[INFO] started [x]"), Kind::Cell);
        assert_eq!(kind(b"<a/>"), Kind::Document);
        assert_eq!(kind(b"\x1f\x8b\x08\0"), Kind::Document);
        assert_eq!(kind(&[b'a'; CELL_MAX + 1]), Kind::Document);
    }

    #[test]
    fn keys_of_records_have_one_name() {
        let of = |key: &str| String::from_utf8(pattern(key.as_bytes())).unwrap();
        assert_eq!(of("customer:1001:phone"), "customer:*:phone");
        assert_eq!(of("session:5f2a9c01d3e4b7a8"), "session:*");
        assert_eq!(of("mail:li@example.cn"), "mail:*");
        assert_eq!(of("user_42"), "user_*");
        assert_eq!(of("客户"), "客户");
    }
}
