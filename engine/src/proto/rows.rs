//! Rows of a database's reply as CSV: one message per result set, whose text the parser makes of the framing.
//!
//! The first line names the columns, every field is quoted. Text goes through as it is, except for control characters,
//! which become blanks; of bytes that are no text the printable runs are kept, parted by blanks. A value that holds
//! something packed - a coding, a document, an archive - is a message of its own beside the rows, under its column's name.

use crate::message::{About, ContentHints, DbInfo, Direction, Inside, MessageEnd, MessageHead, Outlet, TELLING};
use std::sync::Arc;

/// Column names that a finding shows (see [`DbInfo`]).
const SHOWN_COLUMNS: usize = 64;
/// Longest name of a database, table, user or column that is kept, in bytes.
const NAME_BYTES: usize = 256;
/// Rows after which the facts are told again.
const TELL_ROWS: u64 = 1024;
/// Bytes of an unfinished row that are handed on.
const FLUSH_BYTES: usize = 16 << 10;

/// Stream of a value that is a message of its own (see [`Outlet::turn_to`]).
const APART: u32 = 1;

/// A result set on its way out.
#[derive(Debug)]
pub(super) struct Rows {
    dir: Direction,
    place: &'static str,
    tx: u32,
    info: DbInfo,
    line: Vec<u8>,
    /// Cells begun in the current row.
    cells: usize,
    /// What the value that comes in pieces is, while one does.
    value: Option<Value>,
}

/// What a value that comes in pieces is.
#[derive(Debug)]
enum Value {
    Text,
    /// Any bytes, too few of them to tell: these.
    Untold(Vec<u8>),
    /// Bytes of which the printable ones are kept.
    Bytes,
    /// Something packed: a message of its own is open.
    Apart,
}

/// What a message about a database carries, beside its text.
#[derive(Debug)]
pub(super) struct Topic<'a> {
    /// Place of the message.
    pub place: &'static str,
    /// Number of the transaction.
    pub tx: u32,
    /// Charset of its text; empty if not known.
    pub charset: &'a str,
    /// Database, table, user.
    pub info: DbInfo,
}

impl Topic<'_> {
    fn head(&self, media: &str) -> MessageHead {
        let content_type =
            if self.charset.is_empty() { media.to_owned() } else { format!("{media}; charset={}", self.charset) };
        MessageHead {
            place: self.place,
            tx: self.tx,
            about: About::Db(Arc::new(self.info.clone())),
            hints: ContentHints { content_type: content_type.into_bytes(), ..ContentHints::default() },
            ..MessageHead::default()
        }
    }

    /// Begins a message of plain text.
    pub fn begin_text(&self, dir: Direction, out: &mut dyn Outlet) {
        out.begin(dir, self.head("text/plain"));
    }

    /// Begins a message of separated values that go through as they are.
    pub fn begin_table(&self, dir: Direction, media: &str, out: &mut dyn Outlet) {
        out.begin(dir, self.head(media));
    }

    /// Begins a message of any bytes, as in a file of that name: content tells what they are.
    pub fn begin_content(&self, dir: Direction, name: &[u8], out: &mut dyn Outlet) {
        let hints = ContentHints { filename: name.to_vec(), ..ContentHints::default() };
        out.begin(dir, MessageHead { hints, ..self.head("") });
    }

    /// A whole message of plain text.
    pub fn text(&self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if !text.is_empty() {
            self.begin_text(dir, out);
            out.derived(dir, text);
            out.end(dir, MessageEnd::Complete);
        }
    }
}

impl Rows {
    /// Begins the message with a line of column names.
    pub fn begin<N: AsRef<[u8]>>(dir: Direction, topic: &Topic<'_>, names: &[N], out: &mut dyn Outlet) -> Self {
        let head = topic.head("text/csv");
        let mut info = topic.info.clone();
        info.columns = names.iter().take(SHOWN_COLUMNS).map(|name| shown(name.as_ref(), topic.charset)).collect();
        out.begin(dir, MessageHead { about: About::Db(Arc::new(info.clone())), ..head });
        let (place, tx) = (topic.place, topic.tx);
        let mut rows = Self { dir, place, tx, info, line: Vec::new(), cells: 0, value: None };
        if !names.is_empty() {
            for name in names {
                rows.text(name.as_ref());
            }
            rows.line.push(b'\n');
            rows.flush(out);
            rows.cells = 0;
        }
        rows
    }

    /// Who sends them.
    pub const fn dir(&self) -> Direction {
        self.dir
    }

    fn next_cell(&mut self) {
        if self.cells > 0 {
            self.line.push(b',');
        }
        self.cells += 1;
    }

    /// A cell without a value.
    pub fn null(&mut self) {
        self.next_cell();
    }

    /// A whole value: text.
    pub fn text(&mut self, value: &[u8]) {
        self.next_cell();
        self.line.push(b'"');
        push_text(&mut self.line, value);
        self.line.push(b'"');
    }

    /// A whole value that may be text, or any bytes.
    pub fn bytes(&mut self, value: &[u8], out: &mut dyn Outlet) {
        if is_clean(value) {
            return self.text(value);
        }
        match out.inside(value.get(..TELLING).unwrap_or(value)) {
            None => self.text(&printable(value)),
            Some(Inside::Text(encoding)) => self.text(encoding.decode(value).0.as_bytes()),
            Some(Inside::Packed) => {
                self.open(true);
                self.begin_apart(out);
                out.derived(self.dir, value);
                self.close(out);
            }
        }
    }

    /// Begins a value that comes in pieces; `text` if it surely is text.
    pub fn open(&mut self, text: bool) {
        self.next_cell();
        self.line.push(b'"');
        self.value = Some(if text { Value::Text } else { Value::Untold(Vec::new()) });
    }

    /// A piece of the value begun last.
    pub fn piece(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        match &mut self.value {
            Some(Value::Text) => push_text(&mut self.line, piece),
            Some(Value::Bytes) => push_text(&mut self.line, &blanked(piece)),
            Some(Value::Apart) => out.derived(self.dir, piece),
            Some(Value::Untold(head)) => {
                let (first, rest) = piece.split_at_checked(TELLING.saturating_sub(head.len())).unwrap_or((piece, &[]));
                head.extend_from_slice(first);
                if head.len() >= TELLING {
                    self.tell_value(out);
                    self.piece(rest, out);
                }
            }
            None => {}
        }
        if self.line.len() >= FLUSH_BYTES {
            self.flush(out);
        }
    }

    /// Ends the value begun last.
    pub fn close(&mut self, out: &mut dyn Outlet) {
        self.end_value(MessageEnd::Complete, out);
    }

    /// The first bytes of the value tell what it is.
    fn tell_value(&mut self, out: &mut dyn Outlet) {
        let Some(Value::Untold(head)) = self.value.replace(Value::Bytes) else { return };
        if out.inside(&head).is_some() {
            self.begin_apart(out);
        } else if is_clean(whole_characters(&head)) {
            self.value = Some(Value::Text);
        }
        self.piece(&head, out);
    }

    fn end_value(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if matches!(self.value, Some(Value::Untold(_))) {
            self.tell_value(out);
        }
        let Some(value) = self.value.take() else { return };
        if matches!(value, Value::Apart) {
            out.end(self.dir, end);
            out.turn_to(self.dir, 0);
        }
        self.line.push(b'"');
    }

    /// The value at hand is a message of its own.
    fn begin_apart(&mut self, out: &mut dyn Outlet) {
        self.flush(out);
        let name = self.cells.checked_sub(1).and_then(|at| self.info.columns.get(at)).cloned().unwrap_or_default();
        let head = MessageHead {
            place: self.place,
            tx: self.tx,
            about: About::Db(Arc::new(self.info.clone())),
            hints: ContentHints { filename: name.into_bytes(), ..ContentHints::default() },
            ..MessageHead::default()
        };
        out.turn_to(self.dir, APART);
        out.begin(self.dir, head);
        self.value = Some(Value::Apart);
    }

    /// Ends the row, and what is there of an unfinished value.
    pub fn end_row(&mut self, out: &mut dyn Outlet) {
        self.end_value(MessageEnd::Cut, out);
        self.line.push(b'\n');
        self.cells = 0;
        self.flush(out);
        self.info.rows += 1;
        if self.info.rows.is_multiple_of(TELL_ROWS) {
            self.tell(out);
        }
    }

    /// Ends the message; what is there of an unfinished row goes with it.
    pub fn end(mut self, end: MessageEnd, out: &mut dyn Outlet) {
        self.end_value(MessageEnd::Cut, out);
        self.flush(out);
        self.tell(out);
        out.end(self.dir, end);
    }

    fn tell(&self, out: &mut dyn Outlet) {
        out.about(self.dir, About::Db(Arc::new(self.info.clone())));
    }

    fn flush(&mut self, out: &mut dyn Outlet) {
        if !self.line.is_empty() {
            out.derived(self.dir, &self.line);
            self.line.clear();
            if self.line.capacity() > FLUSH_BYTES * 4 {
                self.line = Vec::new();
            }
        }
    }
}

/// A name for people, bounded: in UTF-8 if it is, else in the charset of that name.
pub(super) fn shown(name: &[u8], charset: &str) -> String {
    let name = name.get(..NAME_BYTES).unwrap_or(name);
    match encoding_rs::Encoding::for_label(charset.as_bytes()) {
        Some(encoding) if std::str::from_utf8(name).is_err() => {
            encoding.decode_without_bom_handling(name).0.into_owned()
        }
        _ => String::from_utf8_lossy(name).into_owned(),
    }
}

/// A name as it is, bounded.
pub(super) fn bounded(name: &[u8]) -> Box<[u8]> {
    name.get(..NAME_BYTES).unwrap_or(name).into()
}

/// True for UTF-8 without control characters.
pub(super) fn is_clean(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok() && !value.iter().any(|byte| is_control(*byte))
}

/// Text that may be cut, without the character that the cut is in.
fn whole_characters(text: &[u8]) -> &[u8] {
    match std::str::from_utf8(text) {
        Err(error) if error.error_len().is_none() => text.get(..error.valid_up_to()).unwrap_or(text),
        _ => text,
    }
}

const fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b..=0x0c | 0x0e..=0x1f | 0x7f)
}

/// Text within quotation marks.
fn push_text(line: &mut Vec<u8>, mut text: &[u8]) {
    while let Some(at) = text.iter().position(|byte| *byte == b'"' || is_control(*byte)) {
        let (before, rest) = text.split_at_checked(at).unwrap_or((text, &[]));
        line.extend_from_slice(before);
        line.extend_from_slice(if rest.first() == Some(&b'"') { b"\"\"" } else { b" " });
        text = rest.get(1..).unwrap_or(&[]);
    }
    line.extend_from_slice(text);
}

/// A piece of bytes that are no text, with a blank for each byte that is not printable: the same however it is cut.
pub(super) fn blanked(piece: &[u8]) -> Vec<u8> {
    piece.iter().map(|byte| if matches!(byte, b' '..=b'~' | b'\n') { *byte } else { b' ' }).collect()
}

/// The printable runs of bytes that are no text, parted by blanks.
pub(super) fn printable(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(_) => rest.len(),
            Err(error) => error.valid_up_to(),
        };
        let (good, bad) = rest.split_at_checked(valid).unwrap_or((rest, &[]));
        for &byte in good {
            match byte {
                _ if !is_control(byte) => text.push(byte),
                _ if text.last() != Some(&b' ') => text.push(b' '),
                _ => {}
            }
        }
        if !bad.is_empty() && text.last() != Some(&b' ') {
            text.push(b' ');
        }
        rest = bad.get(1..).unwrap_or(&[]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::testing::Recorder;

    #[test]
    fn fields_are_quoted_and_bytes_become_printable() {
        let mut out = Recorder::default();
        let topic = Topic { place: "mysql.rows", tx: 3, charset: "gbk", info: DbInfo::default() };
        let mut rows = Rows::begin(Direction::Resp, &topic, &["a", "b", "c"], &mut out);
        rows.text(b"x\"y\0z");
        rows.null();
        rows.bytes(b"\x01\xffab\xfe\xfecd", &mut out);
        rows.end_row(&mut out);
        rows.end(MessageEnd::Complete, &mut out);
        assert_eq!(
            out.lines(),
            [
                "< begin mysql.rows tx=3 db columns=a,b,c type=\"text/csv; charset=gbk\"",
                r#"< derived "\"a\",\"b\",\"c\"\n\"x\"\"y z\",,\" ab cd\"\n""#,
                "< db columns=a,b,c rows=1",
                "< end complete",
            ]
        );
    }

    #[test]
    fn printable_keeps_words_and_characters() {
        assert_eq!(printable("\u{1}\u{2}张三\u{0}13800138000".as_bytes()), " 张三 13800138000".as_bytes());
        assert_eq!(printable(b"a\xff\xfe\xffb"), b"a b");
    }
}
