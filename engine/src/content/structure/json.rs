//! JSON and NDJSON: the path of keys to a value, arrays as `[*]`. Damaged and cut documents are followed as far as
//! they make sense.

use super::PATH_BYTES;
use super::text::key_before;
use crate::content::bytes::Bytes;
use crate::content::place::push_name;
use crate::message::{Charset, Located};

/// Levels that are followed.
const DEPTH: usize = 64;
/// Bytes of a key that are kept.
const KEY_BYTES: usize = 256;

#[derive(Clone, Copy)]
struct Frame {
    array: bool,
    /// Length of the path up to this container.
    base: u16,
    /// Where the innermost key starts in it.
    name: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Between tokens.
    Nothing,
    /// A string that is a value.
    Value,
    /// A string that is a key.
    Key,
}

/// Names values by their path.
#[derive(Clone)]
pub(in crate::content) struct JsonWalker {
    pub(super) charset: Charset,
    frames: Vec<Frame>,
    /// Containers opened beyond [`DEPTH`].
    deeper: usize,
    path: String,
    /// Where the innermost key starts in `path`.
    name: usize,
    inside: Inside,
    /// The next string in this object is a key.
    expect_key: bool,
    /// Bytes of a key before the current part.
    partial: Vec<u8>,
    key_start: usize,
    escaped: bool,
    at: usize,
    found: String,
}

impl Default for JsonWalker {
    fn default() -> Self {
        Self {
            charset: Charset::Utf8,
            frames: Vec::new(),
            deeper: 0,
            path: String::new(),
            name: 0,
            inside: Inside::Nothing,
            expect_key: false,
            partial: Vec::new(),
            key_start: 0,
            escaped: false,
            at: 0,
            found: String::new(),
        }
    }
}

impl JsonWalker {
    /// The path to `text[start]`.
    pub(super) fn locate(&mut self, text: &[u8], start: usize) -> Located<'_> {
        self.advance(text, start);
        let mut end = self.path.len();
        let mut name = self.name;
        if self.inside == Inside::Key {
            // A value that is itself a key: the path is its object's.
            end = self.frames.last().map_or(0, |f| usize::from(f.base));
            name = end;
        }
        let path = self.path.get(..end).unwrap_or("");
        let mut key = path.get(name..).unwrap_or("");
        while let Some(rest) = key.strip_suffix("[*]") {
            key = rest;
        }
        // Inside a string there may be another document, or a line of text: its own key says more.
        self.found.clear();
        let inner = if self.inside == Inside::Value || path.is_empty() { key_before(text, start) } else { None };
        if let Some(inner) = inner.filter(|k| path.is_empty() || k.len() + 1 < start && text.at(start - 1) != b'"' || text.span(start.saturating_sub(2), start) == b"\\\"") {
            push_name(&mut self.found, inner, self.charset);
        }
        if self.found.is_empty() {
            Located { path, name: key, column: None }
        } else if path.is_empty() {
            Located { path: &self.found, name: &self.found, column: None }
        } else {
            Located { path, name: &self.found, column: None }
        }
    }

    /// Walks to the end, so that the next part starts where this one ends.
    pub(super) fn finish(&mut self, text: &[u8]) {
        self.advance(text, text.len());
        if self.inside == Inside::Key {
            let room = KEY_BYTES.saturating_sub(self.partial.len());
            self.partial.extend_from_slice(text.after(self.key_start).upto(room));
            self.key_start = 0;
        }
        self.at = 0;
    }

    /// The place is unknown from here on.
    pub(super) fn lost(&mut self) {
        *self = Self { charset: self.charset, ..Self::default() };
    }

    fn advance(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            if self.inside == Inside::Nothing { self.token(text, to) } else { self.string(text, to) }
        }
    }

    /// To the end of the string, or `to`.
    fn string(&mut self, text: &[u8], to: usize) {
        if std::mem::take(&mut self.escaped) {
            self.at += 1;
            return;
        }
        let Some(step) = memchr::memchr3(b'"', b'\\', b'\n', text.span(self.at, to)) else {
            self.at = to;
            return;
        };
        let at = self.at + step;
        self.at = at + 1;
        match text.at(at) {
            b'\\' => self.escaped = true,
            // A quotation mark, or a raw line break, which no string may hold: a damaged line ends here.
            _ => {
                if self.inside == Inside::Key {
                    self.key(text.span(self.key_start, at));
                }
                self.inside = Inside::Nothing;
            }
        }
    }

    /// To the next token that matters.
    fn token(&mut self, text: &[u8], to: usize) {
        let rest = text.span(self.at, to);
        let Some(step) = rest.iter().position(|b| matches!(b, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':')) else {
            self.at = to;
            return;
        };
        let at = self.at + step;
        self.at = at + 1;
        match text.at(at) {
            b'"' if self.expect_key => {
                self.inside = Inside::Key;
                self.key_start = at + 1;
                self.partial.clear();
            }
            b'"' => self.inside = Inside::Value,
            b'{' => self.enter(false),
            b'[' => self.enter(true),
            b'}' | b']' => self.leave(),
            b':' => self.expect_key = false,
            _ => self.expect_key = self.deeper == 0 && self.frames.last().is_some_and(|f| !f.array),
        }
    }

    fn enter(&mut self, array: bool) {
        self.expect_key = !array;
        if self.frames.len() == DEPTH {
            if self.deeper == 0 {
                self.path.push('…');
            }
            self.deeper = self.deeper.saturating_add(1);
            self.expect_key = false;
            return;
        }
        self.frames.push(Frame { array, base: self.path.len() as u16, name: self.name as u16 });
        if array && self.path.len() < PATH_BYTES {
            self.path.push_str("[*]");
        }
    }

    fn leave(&mut self) {
        self.expect_key = false;
        if self.deeper > 0 {
            self.deeper -= 1;
            if self.deeper == 0 && self.path.ends_with('…') {
                self.path.pop();
            }
            return;
        }
        if let Some(frame) = self.frames.pop() {
            self.path.truncate(usize::from(frame.base));
            self.name = usize::from(frame.name);
        }
    }

    fn key(&mut self, raw: &[u8]) {
        self.expect_key = false;
        let base = self.frames.last().map_or(0, |f| usize::from(f.base));
        self.path.truncate(base);
        if self.path.len() >= PATH_BYTES {
            if !self.path.ends_with('…') {
                self.path.push('…');
            }
            self.name = self.path.len();
            return;
        }
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.name = self.path.len();
        if self.partial.is_empty() {
            push_name(&mut self.path, raw, self.charset);
        } else {
            let mut whole = std::mem::take(&mut self.partial);
            whole.extend_from_slice(raw.upto(KEY_BYTES));
            push_name(&mut self.path, &whole, self.charset);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(String, String)> {
        let mut w = JsonWalker::default();
        text.match_indices('@').map(|(i, _)| w.locate(text.as_bytes(), i)).map(|l| (l.path.to_owned(), l.name.to_owned())).collect()
    }

    fn pair(path: &str, name: &str) -> (String, String) {
        (path.into(), name.into())
    }

    #[test]
    fn paths_follow_objects_and_arrays() {
        let got = paths(r#"{"a":"@","data":[{"idCard":"@","t":["@",["@"]]},{"x":{"y":@},"z":"@"}],"@":1}"#);
        let want = [
            pair("a", "a"),
            pair("data[*].idCard", "idCard"),
            pair("data[*].t[*]", "t"),
            pair("data[*].t[*][*]", "t"),
            pair("data[*].x.y", "y"),
            pair("data[*].z", "z"),
            pair("", ""),
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn lines_and_damage_are_survived() {
        let got = paths("{\"a\":\"@\"}\n{\"b\":{\"c\":\"x\n{\"d\":\"@\"}");
        assert_eq!(got[0], pair("a", "a"));
        assert_eq!(got[1].1, "d");
    }

    #[test]
    fn a_document_in_a_string_keeps_the_outer_path_and_names_its_key() {
        assert_eq!(paths(r#"{"p":"{\"phone\":\"@\"}"}"#), [pair("p", "phone")]);
    }

    #[test]
    fn state_survives_a_cut_anywhere() {
        let text = r#"{"data":[{"id\"Card":["x","@"]}]}"#;
        let value = text.find('@').unwrap();
        for cut in 1..value {
            let mut w = JsonWalker::default();
            w.finish(&text.as_bytes()[..cut]);
            let located = w.locate(&text.as_bytes()[cut..], value - cut);
            assert_eq!((located.path, located.name), (r#"data[*].id\"Card[*]"#, r#"id\"Card"#), "{cut}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = format!("{}\"@\"", "{\"key\":[".repeat(500));
        let got = paths(&deep);
        assert!(got[0].0.len() < 400, "{}", got[0].0.len());
    }
}
