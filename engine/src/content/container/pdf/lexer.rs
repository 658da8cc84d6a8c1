//! Tokens and values of PDF syntax (ISO 32000-1 §7.2, §7.3), lenient.

use crate::content::bytes::{Bytes, hex_value};

/// Arrays and dictionaries inside one another.
const DEPTH: u8 = 24;
/// Items of an array, entries of a dictionary that are kept.
const ITEMS: usize = 1 << 15;
const ENTRIES: usize = 1 << 12;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Number(f64),
    Name(Box<[u8]>),
    Text(Box<[u8]>),
    Array(Vec<Value>),
    Dict(Vec<(Box<[u8]>, Value)>),
    /// Another object, by its number.
    Ref(u32),
    /// Anything else: an operator, `obj`, `stream`.
    Word(Box<[u8]>),
}

impl Value {
    /// An entry of a dictionary; null if there is none.
    pub(super) fn get(&self, key: &[u8]) -> &Value {
        match self {
            Self::Dict(entries) => entries.iter().find(|(name, _)| **name == *key).map_or(&Self::Null, |(_, v)| v),
            _ => &Self::Null,
        }
    }

    /// Entries of a dictionary.
    pub(super) fn len(&self) -> usize {
        if let Self::Dict(entries) = self { entries.len() } else { 1 }
    }

    pub(super) fn name(&self) -> &[u8] {
        if let Self::Name(name) = self { name } else { &[] }
    }

    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// Reads values one after the other.
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    pub(super) at: usize,
    /// Values that may still be made: what a file may cost in memory.
    pub(super) left: u32,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(data: &'a [u8], at: usize, left: u32) -> Self {
        Self { data, at, left }
    }

    /// The next value; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Value> {
        self.value(0)
    }

    /// Steps over white space, and over `word` if it follows: true if it does.
    pub(super) fn skip(&mut self, word: &[u8]) -> bool {
        self.space();
        let follows = self.data.after(self.at).starts_with(word);
        self.at += if follows { word.len() } else { 0 };
        follows
    }

    fn space(&mut self) {
        loop {
            while matches!(self.data.get(self.at), Some(0 | 9 | 10 | 12 | 13 | 32)) {
                self.at += 1;
            }
            if self.data.at(self.at) != b'%' {
                return;
            }
            let rest = self.data.after(self.at);
            self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        }
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        self.space();
        self.left = self.left.checked_sub(1)?;
        let rest = self.data.after(self.at);
        let first = *rest.first()?;
        match first {
            b'/' => {
                self.at += 1;
                Some(Value::Name(self.word().iter().copied().collect()))
            }
            b'(' => Some(Value::Text(self.literal())),
            b'<' if rest.at(1) == b'<' => self.dict(depth),
            b'<' => {
                let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
                self.at += end + 1;
                Some(Value::Text(unhex(rest.span(1, end))))
            }
            b'[' => self.array(depth),
            b']' | b'>' | b'{' | b'}' | b')' => {
                self.at += if rest.starts_with(b">>") { 2 } else { 1 };
                Some(Value::Word(rest.upto(1).into()))
            }
            _ => {
                let word = self.word();
                Some(self.number(word).unwrap_or_else(|| Value::Word(word.into())))
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = self.data.get(self.at..).unwrap_or(&[]);
        let regular = |b: &&u8| !matches!(**b, 0 | 9 | 10 | 12 | 13 | 32) && !b"()<>[]{}/%".contains(*b);
        let len = rest.iter().take_while(regular).count();
        self.at += len;
        rest.get(..len).unwrap_or(&[])
    }

    /// A number, or a reference (`12 0 R`).
    fn number(&mut self, word: &[u8]) -> Option<Value> {
        if !matches!(word.at(0), b'0'..=b'9' | b'+' | b'-' | b'.') {
            return None;
        }
        let number: f64 = std::str::from_utf8(word).ok().filter(|w| w.len() < 32)?.parse().ok()?;
        if word.iter().all(u8::is_ascii_digit) {
            let tail = self.data.span(self.at, self.at + 10).trim_ascii_start();
            let digits = tail.iter().take_while(|b| b.is_ascii_digit()).count();
            let after = tail.after(digits).trim_ascii_start();
            if digits > 0 && after.at(0) == b'R' && !after.at(1).is_ascii_alphanumeric() {
                let skipped = self.data.after(self.at).len() - self.data.after(self.at).trim_ascii_start().len();
                let middle = tail.len() - after.len();
                self.at += skipped + middle + 1;
                return Some(Value::Ref(number as u32));
            }
        }
        Some(Value::Number(number))
    }

    fn literal(&mut self) -> Box<[u8]> {
        let mut out = Vec::new();
        let mut nested = 0u32;
        self.at += 1;
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => nested += 1,
                b')' if nested == 0 => break,
                b')' => nested -= 1,
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out.into()
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let byte = self.data.at(self.at);
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' => {}
            b'\r' => self.at += usize::from(self.data.at(self.at) == b'\n'),
            b'0'..=b'7' => {
                let mut value = u16::from(byte - b'0');
                for _ in 0..2 {
                    let digit = self.data.at(self.at);
                    if !matches!(digit, b'0'..=b'7') {
                        break;
                    }
                    value = value * 8 + u16::from(digit - b'0');
                    self.at += 1;
                }
                out.push(value as u8);
            }
            byte => out.push(byte),
        }
    }

    fn array(&mut self, depth: u8) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        if depth == DEPTH {
            return Some(Value::Null);
        }
        loop {
            match self.value(depth + 1)? {
                Value::Word(word) if *word == *b"]" => break,
                // Never inside: the array was not closed.
                Value::Word(word) if matches!(&*word, b"endobj" | b"obj" | b">") => break,
                value if items.len() < ITEMS => items.push(value),
                _ => {}
            }
        }
        Some(Value::Array(items))
    }

    fn dict(&mut self, depth: u8) -> Option<Value> {
        self.at += 2;
        let mut entries = Vec::new();
        if depth == DEPTH {
            return Some(Value::Null);
        }
        loop {
            match self.value(depth + 1)? {
                Value::Name(key) => match self.value(depth + 1)? {
                    Value::Word(word) if *word == *b">" => break,
                    value if entries.len() < ENTRIES => entries.push((key, value)),
                    _ => {}
                },
                Value::Word(word) if matches!(&*word, b">" | b"endobj" | b"stream" | b"obj") => break,
                _ => {}
            }
        }
        Some(Value::Dict(entries))
    }
}

/// Hexadecimal digits, white space between them ignored.
pub(super) fn unhex(digits: &[u8]) -> Box<[u8]> {
    let mut values = digits.iter().filter_map(|b| hex_value(*b));
    let mut out = Vec::with_capacity(digits.len() / 2);
    while let Some(high) = values.next() {
        out.push(high << 4 | values.next().unwrap_or(0));
    }
    out.into()
}
