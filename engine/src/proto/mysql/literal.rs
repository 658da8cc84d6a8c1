//! Literals of statements that hold bytes: what is packed in them is a message of its own.
//!
//! Dumps and drivers that put values into statements write a blob as a string, with a backslash before what would end it
//! ("String Literals" in the manual, table 9.1): none of it can be opened before that is undone.

use super::super::rows::{Topic, is_clean};
use crate::message::{About, Direction, MessageEnd, MessageHead, Outlet, TELLING};
use std::sync::Arc;

/// Stream of a literal that is a message of its own (see [`Outlet::turn_to`]).
const APART: u32 = 1;

/// Looks for them in a statement, which comes in any pieces.
#[derive(Debug)]
pub(super) struct Literals {
    dir: Direction,
    head: MessageHead,
    /// What the literal at hand ends with; 0 outside of literals.
    quote: u8,
    /// A byte that the next one belongs to: a backslash, or the quote, which may be doubled.
    pending: Option<u8>,
    value: Value,
    /// First bytes of the literal at hand, until they tell what it is.
    first: Vec<u8>,
}

/// What the literal at hand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Untold,
    /// Something packed: a message is open.
    Apart,
    /// Text, or nothing that can be opened.
    Passed,
}

impl Literals {
    /// Of a statement, whose message is open.
    pub(super) fn new(dir: Direction, topic: &Topic<'_>) -> Self {
        let about = About::Db(Arc::new(topic.info.clone()));
        let head = MessageHead { place: topic.place, tx: topic.tx, about, ..MessageHead::default() };
        Self { dir, head, quote: 0, pending: None, value: Value::Passed, first: Vec::new() }
    }

    /// True if a literal of this statement may hold bytes: text in UTF-16 without a character beyond ASCII shows nothing but
    /// its zeros.
    pub(super) fn may_hold(statement: &[u8]) -> bool {
        !is_clean(statement) || memchr::memmem::find(statement, b"\\0").is_some()
    }

    /// A piece of the statement.
    pub(super) fn push(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        let mut rest = piece;
        while let Some(&byte) = rest.first() {
            if self.quote == 0 {
                let Some(at) = memchr::memchr3(b'\'', b'"', b'`', rest) else { return };
                self.quote = rest.get(at).copied().unwrap_or(0);
                self.value = if self.quote == b'`' { Value::Passed } else { Value::Untold };
                rest = rest.get(at + 1..).unwrap_or(&[]);
                continue;
            }
            match self.pending.take() {
                Some(b'\\') => self.escaped(byte, out),
                Some(_) if byte == self.quote => self.take(&[byte], out),
                Some(_) => {
                    self.close(MessageEnd::Complete, out);
                    continue;
                }
                None => {
                    // Nothing is escaped in a name.
                    let escape = if self.quote == b'`' { b'`' } else { b'\\' };
                    let len = memchr::memchr2(self.quote, escape, rest).unwrap_or(rest.len());
                    self.take(rest.get(..len).unwrap_or(rest), out);
                    self.pending = rest.get(len).copied();
                    rest = rest.get(len + 1..).unwrap_or(&[]);
                    continue;
                }
            }
            rest = rest.get(1..).unwrap_or(&[]);
        }
    }

    /// The statement ends, as its message does.
    pub(super) fn end(mut self, end: MessageEnd, out: &mut dyn Outlet) {
        let whole = self.pending == Some(self.quote);
        self.close(if whole { end } else { MessageEnd::Cut }, out);
    }

    /// What a backslash and this byte stand for.
    fn escaped(&mut self, byte: u8, out: &mut dyn Outlet) {
        let named = match byte {
            b'0' => 0,
            b'b' => 0x08,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'Z' => 0x1a,
            // Both stay, for patterns.
            b'%' | b'_' => return self.take(&[b'\\', byte], out),
            _ => byte,
        };
        self.take(&[named], out);
    }

    /// Bytes of the literal at hand.
    fn take(&mut self, bytes: &[u8], out: &mut dyn Outlet) {
        if self.value == Value::Untold {
            let room = TELLING.saturating_sub(self.first.len());
            let (first, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.first.extend_from_slice(first);
            if self.first.len() < TELLING {
                return;
            }
            self.tell(out);
            self.take(rest, out);
        } else if self.value == Value::Apart && !bytes.is_empty() {
            out.derived(self.dir, bytes);
        }
    }

    /// The first bytes tell what the literal is.
    fn tell(&mut self, out: &mut dyn Outlet) {
        self.value = Value::Passed;
        if !is_clean(&self.first) && out.inside(&self.first).is_some() {
            out.turn_to(self.dir, APART);
            out.begin(self.dir, self.head.clone());
            out.derived(self.dir, &self.first);
            self.value = Value::Apart;
        }
        self.first.clear();
    }

    /// The literal at hand is over.
    fn close(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        self.quote = 0;
        if self.value == Value::Untold {
            self.tell(out);
        }
        if std::mem::replace(&mut self.value, Value::Passed) == Value::Apart {
            out.end(self.dir, end);
            out.turn_to(self.dir, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::DbInfo;
    use crate::proto::testing::Recorder;

    /// A stored block of zlib's, as dumps write it, with every byte that they escape.
    const BLOB: &[u8] = b"\x78\x01\x01\x1b\\0\xe4\xff\\'a\\\"b\\\\c\\0d\\Ze\\nf\\rg13800138000\\0\x01\xfe\x02";

    fn read(statement: &[u8], step: usize) -> Vec<String> {
        let mut out = Recorder::default();
        let topic = Topic { place: "mysql.query", tx: 7, charset: "", info: DbInfo::default() };
        topic.begin_text(Direction::Orig, &mut out);
        let mut literals = Literals::new(Direction::Orig, &topic);
        statement.chunks(step).for_each(|piece| literals.push(piece, &mut out));
        literals.end(MessageEnd::Complete, &mut out);
        out.end(Direction::Orig, MessageEnd::Complete);
        out.lines()
    }

    #[test]
    fn what_is_packed_in_a_literal_stands_apart_without_its_escapes() {
        let statement =
            [b"insert into `it's` values (1,'it''s',\"\\\\\",_binary '", BLOB, b"', 'x'), (2, '')"].concat();
        assert!(Literals::may_hold(&statement));
        let lines = read(&statement, usize::MAX);
        let apart = [
            "> stream 1",
            "> begin mysql.query tx=7 db",
            r#"> derived "x\x01\x01\x1b\x00\xe4\xff\'a\"b\\c\x00d\x1ae\nf\rg13800138000\x00\x01\xfe\x02""#,
            "> end complete",
            "> stream 0",
        ];
        assert_eq!(lines.get(1..6), Some(&apart.map(String::from)[..]));
        assert!((1..statement.len()).all(|step| read(&statement, step) == lines));
    }

    #[test]
    fn text_and_bytes_of_no_format_stay_where_they_are() {
        for statement in
            [&b"insert into t values ('a\\0b', '\xff\xfe\xfd')"[..], b"select 'x\\'y', 'z", b"'\\", b"`a\\`'"]
        {
            assert_eq!(read(statement, 1).len(), 2, "{statement:?}");
        }
        assert!(!Literals::may_hold("select '张三', \"it's\"".as_bytes()));
    }
}
