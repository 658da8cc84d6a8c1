//! JSON and NDJSON: the path of keys to a value, arrays as `[*]`. Damaged and cut documents are followed as far as
//! they make sense.

use super::PATH_BYTES;
use super::lists::{Lists, push_column};
use super::text::key_before;
use crate::content::bytes::Bytes;
use crate::content::place::push_name;
use crate::identifier::is_identifier;
use crate::message::{Charset, Columns, Located};
use std::sync::Arc;

/// Levels that are followed.
const DEPTH: usize = 64;
/// Bytes of a key that are kept.
const KEY_BYTES: usize = 256;
/// Longest value that is a label of another; levels between the two.
const LABEL_BYTES: usize = 64;
const TYPES: usize = 5;

/// The key under which the innermost value of a container stands.
#[derive(Clone, Default)]
pub(super) enum Key {
    /// None yet, or an array.
    #[default]
    None,
    /// In the text at hand.
    Span(u32, u32),
    /// From an earlier part.
    Saved(Box<str>),
    /// One that names nothing.
    Identifier,
}

impl Key {
    /// What it reads, in the text at hand.
    pub(super) fn bytes<'t>(&'t self, text: &'t [u8]) -> &'t [u8] {
        match self {
            Self::Span(from, to) => text.span(*from as usize, *to as usize),
            Self::Saved(saved) => saved.as_bytes(),
            Self::None | Self::Identifier => &[],
        }
    }

    /// The text at hand is over.
    pub(super) fn keep(&mut self, text: &[u8], charset: Charset) {
        if let Self::Span(start, end) = *self {
            let mut name = String::new();
            push_name(&mut name, text.span(start as usize, end as usize), charset);
            *self = Self::Saved(name.into());
        }
    }
}

/// An object or a list that is open.
#[derive(Clone)]
pub(super) struct Frame {
    /// It is a list.
    pub(super) array: bool,
    /// The number of the value at hand in a list.
    pub(super) index: u32,
    pub(super) key: Key,
    /// The key at hand says what the value beside it is called.
    labels: bool,
    /// What it said.
    label: Key,
    /// The key was asked whether it names anything.
    judged: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    /// Between tokens.
    #[default]
    Nothing,
    /// A string that is a value.
    Value,
    /// A string that is a key.
    Key,
}

/// Names values by their path. While it walks it only notes where keys are; names are made when asked for.
#[derive(Clone, Default)]
pub(in crate::content) struct JsonWalker {
    pub(super) charset: Charset,
    frames: Vec<Frame>,
    /// Containers opened beyond [`DEPTH`].
    deeper: usize,
    inside: Inside,
    /// The next string in this object is a key.
    expect_key: bool,
    /// Bytes of a key before the current part.
    partial: Vec<u8>,
    key_start: usize,
    escaped: bool,
    at: usize,
    path: String,
    found: String,
    lists: Lists,
    /// What detection keeps.
    pub(super) columns: Option<Arc<Columns>>,
}

impl JsonWalker {
    /// The path to `text[start]`.
    pub(super) fn locate(&mut self, text: &[u8], start: usize) -> Located<'_> {
        self.advance(text, start);
        let (name, column) = self.write_path(text);
        // Inside a string there may be another document, or a line of text: its own key says more.
        self.found.clear();
        let opens = text.at(start.wrapping_sub(1)) == b'"' && text.at(start.wrapping_sub(2)) != b'\\';
        let string = self.inside == Inside::Value && !opens;
        if (string || self.path.is_empty())
            && let Some(inner) = key_before(text, start)
        {
            push_name(&mut self.found, inner, self.charset);
        }
        if self.found.is_empty()
            && column.is_none()
            && let Some(label) = self.label(text)
        {
            let mut name = String::new();
            push_name(&mut name, label, self.charset);
            self.found = name;
        }
        let key = self.path.get(name.0..name.1).unwrap_or("");
        match (self.found.is_empty(), self.path.is_empty()) {
            (true, _) => Located { path: &self.path, name: key, column },
            (false, true) => Located { path: &self.found, name: &self.found, column },
            (false, false) => Located { path: &self.path, name: &self.found, column },
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
        for key in self.frames.iter_mut().flat_map(|frame| [&mut frame.key, &mut frame.label]) {
            key.keep(text, self.charset);
        }
        self.lists.keep(text, self.charset);
        if self.inside == Inside::Value {
            // No label: its beginning is gone.
            self.key_start = usize::MAX;
        }
        self.at = 0;
    }

    /// The place is unknown from here on.
    pub(super) fn lost(&mut self) {
        *self = Self { charset: self.charset, ..Self::default() };
    }

    /// Writes the path; answers where in it the innermost key stands, and the number of the column from 1, if there are columns.
    fn write_path(&mut self, text: &[u8]) -> ((usize, usize), Option<u16>) {
        self.path.clear();
        let mut name = (0, 0);
        let column = self.lists.column(&self.frames, text);
        let number = column.and_then(|(_, index, _)| u16::try_from(index + 1).ok());
        let mut called = false;
        // A value that is itself a key: the path is its object's.
        let known = self.frames.len() - usize::from(self.inside == Inside::Key && !self.frames.is_empty());
        for (at, frame) in self.frames.iter_mut().take(known).enumerate() {
            if self.path.len() >= PATH_BYTES {
                self.path.push('…');
                return ((self.path.len(), self.path.len()), number);
            }
            if frame.array {
                match column.filter(|(row, ..)| *row == at) {
                    Some((.., column)) => {
                        name = push_column(&mut self.path, column, self.charset);
                        called = true;
                    }
                    None => self.path.push_str("[*]"),
                }
                continue;
            }
            if !self.path.is_empty() && !matches!(frame.key, Key::None) {
                self.path.push('.');
            }
            let start = self.path.len();
            if !std::mem::replace(&mut frame.judged, true) && is_identifier(frame.key.bytes(text)) {
                frame.key = Key::Identifier;
            }
            match &frame.key {
                Key::None => continue,
                Key::Identifier => self.path.push('*'),
                Key::Saved(saved) => self.path.push_str(saved),
                Key::Span(..) => push_name(&mut self.path, frame.key.bytes(text), self.charset),
            }
            if called && is_wrapper(frame.key.bytes(text)) {
                continue;
            }
            let [above, key] = [name, (start, self.path.len())].map(|(from, to)| self.path.get(from..to).unwrap_or(""));
            // The number of a row, where an object stands for a list: the list has the name.
            if is_number(above) || !is_number(key) {
                name = (start, self.path.len());
            }
        }
        if self.deeper > 0 {
            self.path.push('…');
        }
        (name, number)
    }

    /// What calls the value here by its name if its own key does not: in a record of a key and a value the key,
    /// `{"key":"phone","value":…}`, which in protobuf is `{"1":"phone","2":…}`; around a value that says its type or part
    /// (OTLP's `AnyValue`, `DynamoDB`'s `AttributeValue`, SCIM, operators of `MongoDB`) what it is the value of.
    fn label<'t>(&'t self, text: &'t [u8]) -> Option<&'t [u8]> {
        let known = self.frames.len() - usize::from(self.inside == Inside::Key && !self.frames.is_empty());
        let mut wrapped = false;
        for frame in self.frames.iter().take(known).rev().take(TYPES) {
            let key = frame.key.bytes(text);
            if is_value(key) && !matches!(frame.label, Key::None) {
                return Some(frame.label.bytes(text));
            }
            if frame.array || key == b"1" {
                continue;
            }
            if !is_wrapper(key) {
                return Some(key).filter(|key| wrapped && !key.is_empty());
            }
            wrapped = true;
        }
        None
    }

    fn advance(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            if self.inside == Inside::Nothing {
                self.tokens(text, to);
            } else {
                self.string(text, to);
            }
        }
    }

    /// To the end of the string, or `to`.
    fn string(&mut self, text: &[u8], to: usize) {
        if std::mem::take(&mut self.escaped) {
            self.at += 1;
            return;
        }
        let rest = text.span(self.at, to);
        let stops = |b: &u8| matches!(b, b'"' | b'\\' | b'\n');
        let near = rest.upto(SHORT).iter().position(stops);
        let Some(step) = near.or_else(|| memchr::memchr3(b'"', b'\\', b'\n', rest.after(SHORT)).map(|i| i + SHORT))
        else {
            self.at = to;
            return;
        };
        let at = self.at + step;
        self.at = at + 1;
        if text.at(at) == b'\\' {
            self.escaped = true;
            return;
        }
        // A quotation mark, or a raw line break, which no string may hold: a damaged line ends here.
        match self.inside {
            Inside::Key => self.key(text, at),
            Inside::Value => {
                if let Some(frame) = self.frames.last_mut().filter(|frame| frame.labels) {
                    let is_label = (1..=LABEL_BYTES).contains(&at.saturating_sub(self.key_start));
                    frame.label = if is_label { Key::Span(self.key_start as u32, at as u32) } else { Key::None };
                }
                let whole = self.key_start <= at && self.deeper == 0;
                let value = if whole { Key::Span(self.key_start as u32, at as u32) } else { Key::None };
                self.lists.value(&self.frames, value, text);
            }
            Inside::Nothing => {}
        }
        self.inside = Inside::Nothing;
    }

    /// Through the tokens up to the next string, or `to`.
    fn tokens(&mut self, text: &[u8], to: usize) {
        for (i, byte) in text.span(self.at, to).iter().enumerate() {
            match byte {
                b'"' => {
                    self.at += i + 1;
                    self.inside = if self.expect_key { Inside::Key } else { Inside::Value };
                    self.key_start = self.at;
                    self.partial.clear();
                    return;
                }
                b'{' => self.enter(false, text),
                b'[' => self.enter(true, text),
                b'}' | b']' => self.leave(text),
                b',' => {
                    self.expect_key = false;
                    if let Some(frame) = self.frames.last_mut().filter(|_| self.deeper == 0) {
                        frame.index = frame.index.saturating_add(1);
                        self.expect_key = !frame.array;
                    }
                }
                _ => {}
            }
        }
        self.at = to;
    }

    fn enter(&mut self, array: bool, text: &[u8]) {
        self.expect_key = !array;
        if self.frames.len() == DEPTH {
            self.deeper = self.deeper.saturating_add(1);
            self.expect_key = false;
            return;
        }
        self.frames.push(Frame { array, index: 0, key: Key::None, labels: false, label: Key::None, judged: false });
        if array {
            self.lists.entered(&self.frames, text);
        }
    }

    fn leave(&mut self, text: &[u8]) {
        self.expect_key = false;
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.lists.leaving(&self.frames, text);
            self.frames.pop();
        }
    }

    /// A key ends at `end`.
    fn key(&mut self, text: &[u8], end: usize) {
        self.expect_key = false;
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        frame.judged = false;
        frame.labels = false;
        if self.partial.is_empty() {
            frame.labels = is_label(text.span(self.key_start, end));
            frame.key = Key::Span(self.key_start as u32, end as u32);
            return;
        }
        let mut whole = std::mem::take(&mut self.partial);
        whole.extend_from_slice(text.span(self.key_start, end).upto(KEY_BYTES));
        let mut name = String::new();
        push_name(&mut name, &whole, self.charset);
        frame.key = Key::Saved(name.into());
    }
}

/// True for digits, and for no name.
fn is_number(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_digit())
}

/// True for keys of records whose values name another value of the record.
fn is_label(key: &[u8]) -> bool {
    matches!(
        key,
        b"1" | b"k"
            | b"n"
            | b"key"
            | b"Key"
            | b"name"
            | b"Name"
            | b"attr"
            | b"field"
            | b"label"
            | b"column"
            | b"system"
            | b"property"
            | b"attribute"
    ) || key.ends_with(b"Name")
        || key.ends_with(b"_name")
        || key.ends_with(b"Label")
}

/// True for keys of the values that they name.
fn is_value(key: &[u8]) -> bool {
    matches!(key, b"2" | b"v" | b"val" | b"value" | b"Value") || key.ends_with(b"Value") || key.ends_with(b"_value")
}

/// True for keys of a value that say its type, or that it is the part that matters, and not what it is.
fn is_wrapper(key: &[u8]) -> bool {
    matches!(
        key,
        b"N" | b"S"
            | b"L"
            | b"M"
            | b"NS"
            | b"SS"
            | b"long"
            | b"number"
            | b"string"
            | b"values"
            | b"national_number"
            | b"nationalNumber"
    ) || is_value(key) && key != b"2"
        || key.starts_with(b"$")
}

/// Bytes of a string looked at one by one: most strings are shorter than what a vector search costs to start.
const SHORT: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(String, String)> {
        let mut w = JsonWalker::default();
        let name = |(at, _)| {
            let located = w.locate(text.as_bytes(), at);
            (located.path.to_owned(), located.name.to_owned())
        };
        text.match_indices('@').map(name).collect()
    }

    fn pair(path: &str, name: &str) -> (String, String) {
        (path.into(), name.into())
    }

    #[test]
    fn numbers_of_rows_are_no_names() {
        let got = paths(r#"{"phone":{"0":"@","11":"@"},"7":"@","a":{"b":{"3":"@","1":{"c":"@"}}}}"#);
        let names: Vec<&str> = got.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["phone", "phone", "7", "b", "c"]);
        assert_eq!(got[1].0, "phone.11");
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
    fn values_of_records_are_called_what_the_key_beside_them_says() {
        for (text, path) in [
            (r#"[{"key":"phone","value":"@"}]"#, "[*].value"),
            (r#"{"name":"phone","type":"text","value":["@"]}"#, "value[*]"),
            (r#"{"a":[{"key":"phone","value":{"stringValue":"@"}}]}"#, "a[*].value.stringValue"),
            (
                r#"{"key":"phone","value":{"arrayValue":{"values":[{"stringValue":"@"}]}}}"#,
                "value.arrayValue.values[*].stringValue",
            ),
            (r#"{"1":"phone","2":{"1":"@"}}"#, "2.1"),
            (r#"{"1":"phone","2":"@"}"#, "2"),
        ] {
            assert_eq!(paths(text), [pair(path, "phone")], "{text}");
            let at = text.find('@').unwrap();
            // Cut in the middle.
            for cut in [text.find("\"phone\"").unwrap() + 7, at - 1] {
                let mut walker = JsonWalker::default();
                walker.finish(&text.as_bytes()[..cut]);
                assert_eq!(walker.locate(&text.as_bytes()[cut..], at - cut).name, "phone", "{text}");
            }
        }
        for (text, name) in [
            (r#"{"key":"phone","mobile":"@"}"#, "mobile"),
            (r#"{"key":"phone","value":{"id":"@"}}"#, "id"),
            (r#"{"key":"phone"},{"value":"@"}"#, "value"),
            (r#"{"key":"","value":"@"}"#, "value"),
            (r#"{"1":"x","2":{"3":"@"}}"#, "3"),
        ] {
            assert_eq!(paths(text)[0].1, name, "{text}");
        }
    }

    #[test]
    fn records_call_the_key_and_the_value_by_many_names() {
        for (key, value) in [
            ("Key", "Value"),
            ("field", "value"),
            ("property", "value"),
            ("fieldName", "fieldValue"),
            ("field_name", "field_value"),
            ("attributeName", "attributeValue"),
            ("fieldLabel", "fieldValue"),
            ("column", "value"),
            ("k", "v"),
            ("name", "val"),
            ("system", "value"),
        ] {
            let text = format!(r#"{{"x":[{{"{key}":"phone","{value}":"@"}}]}}"#);
            assert_eq!(paths(&text), [pair(&format!("x[*].{value}"), "phone")], "{text}");
        }
    }

    #[test]
    fn values_that_are_wrapped_are_called_what_the_wrapper_is() {
        for (text, name) in [
            (r#"{"Item":{"mobile":{"S":"@"}}}"#, "mobile"),
            (r#"{"mobile":{"N":"@"}}"#, "mobile"),
            (r#"{"mobiles":{"L":[{"S":"@"}]}}"#, "mobiles"),
            (r#"{"phoneNumbers":[{"type":"work","value":"@"}]}"#, "phoneNumbers"),
            (r#"{"mobile":{"value":"@"}}"#, "mobile"),
            (r#"{"phone":{"countryCode":"86","number":"@"}}"#, "phone"),
            (r#"{"filter":{"phone":{"$eq":"@"}}}"#, "phone"),
            (r#"{"filter":{"phone":{"$in":["@"]}}}"#, "phone"),
            (r#"{"mobile":{"$numberLong":"@"}}"#, "mobile"),
            (r#"{"fields":{"mobile":{"stringValue":"@"}}}"#, "mobile"),
            (r#"{"mobile":{"string":"@"}}"#, "mobile"),
            (r#"{"value":"@"}"#, "value"),
            (r#"{"mobile":{"office":"@"}}"#, "office"),
            (r#"{"2":{"1":"@"}}"#, "1"),
        ] {
            assert_eq!(paths(text)[0].1, name, "{text}");
        }
    }

    #[test]
    fn keys_that_are_identifiers_are_told_like_indexes() {
        let below = |key: &str| {
            let text = format!(r#"{{"users":{{"{key}":{{"phone":"@"}}}}}}"#);
            paths(&text).pop().unwrap()
        };
        for key in [
            "10086",
            "13812345678",
            "2026-11-29",
            "bob@example.cn",
            "3f1c9d2e-8b7a-4f5e-9d3c-2b1a0f9e8d7c",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "-MxYz1aB3cD4eF5gH6iJ",
            "-MmnmLwbBERdPdW1SZHf",
        ] {
            assert_eq!(below(key), pair("users.*.phone", "phone"), "{key}");
        }
        for key in [
            "phone1",
            "address_2",
            "@type",
            "@id",
            "手机1",
            "idCard",
            "customer_phone_number_2",
            "sha256",
            "p.2",
            "customerShippingAddress2",
        ] {
            assert_eq!(below(key), pair(&format!("users.{key}.phone"), "phone"));
        }
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
