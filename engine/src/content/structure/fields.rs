//! Fields: forms (`a=b&c=d`), cookies (`a=b; c=d`), header blocks (`Name: value` lines).

use super::PATH_BYTES;
use crate::content::bytes::{Bytes, trim};
use crate::content::place::{push_name, shorten};
use crate::message::{Charset, Located};

/// Names values by their field.
#[derive(Clone)]
pub(in crate::content) struct FieldsWalker {
    separator: u8,
    pub(super) charset: Charset,
    /// Where the field that holds the last offset starts.
    field: usize,
    at: usize,
    /// Name of a field that began in an earlier part; the text starts inside its value.
    open: Option<String>,
    path: String,
    name: String,
}

impl FieldsWalker {
    /// For fields between `separator`s; line feeds mean header lines.
    pub(super) fn new(separator: u8) -> Self {
        Self {
            separator,
            charset: Charset::Utf8,
            field: 0,
            at: 0,
            open: None,
            path: String::new(),
            name: String::new(),
        }
    }

    /// The field around `text[start]`.
    pub(super) fn locate(&mut self, text: &[u8], start: usize) -> Located<'_> {
        self.advance(text, start);
        self.path.clear();
        self.name.clear();
        if let (0, Some(open)) = (self.field, &self.open) {
            self.name.push_str(open);
        } else if let Some(raw) = self.name_in(text.span(self.field, start)) {
            push_name(&mut self.name, raw, self.charset);
        }
        self.write_path();
        Located { path: &self.path, name: &self.name, column: None }
    }

    /// Remembers the name of a field that goes on.
    pub(super) fn finish(&mut self, text: &[u8]) {
        self.advance(text, text.len());
        let field = text.after(self.field);
        let mut open = None;
        if self.field == 0 && self.open.is_some() {
            open = self.open.take();
        } else if let Some(raw) = self.name_in(field) {
            let mut name = String::new();
            push_name(&mut name, raw, self.charset);
            open = Some(name);
        }
        let over = field.is_empty() && self.field > 0;
        self.open = open.filter(|_| !over);
        (self.field, self.at) = (0, 0);
    }

    /// Forgets the field.
    pub(super) fn lost(&mut self) {
        self.open = None;
        (self.field, self.at) = (0, 0);
    }

    fn advance(&mut self, text: &[u8], to: usize) {
        while let Some(step) = leaktap_simd::find(self.separator, text.span(self.at, to)) {
            self.at += step + 1;
            let folded = self.separator == b'\n' && matches!(text.at(self.at), b' ' | b'\t');
            if !folded {
                self.field = self.at;
            }
        }
        self.at = self.at.max(to);
    }

    /// The name in a field of which we see the start; `None` if the place is in the name, or there is no name.
    fn name_in<'t>(&self, field: &'t [u8]) -> Option<&'t [u8]> {
        let mark = if self.separator == b'\n' { b':' } else { b'=' };
        let name = trim(field.upto(leaktap_simd::find(mark, field)?));
        // A start line has no name: `GET /a:b HTTP/1.1`.
        let sound = !name.is_empty() && (self.separator != b'\n' || name.iter().all(u8::is_ascii_graphic));
        sound.then_some(name)
    }

    /// The path is the name; header names in lower case, array indexes as `[*]`.
    fn write_path(&mut self) {
        if self.separator == b'\n' {
            self.name.make_ascii_lowercase();
        }
        let mut rest = self.name.as_str();
        while let Some((before, after)) = rest.split_once('[') {
            self.path.push_str(before);
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            match after.get(digits..) {
                Some(tail) if tail.starts_with(']') && (digits > 0 || after.starts_with(']')) => {
                    self.path.push_str("[*");
                    rest = tail;
                }
                _ => {
                    self.path.push('[');
                    rest = after;
                }
            }
        }
        self.path.push_str(rest);
        shorten(&mut self.path, PATH_BYTES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_fields_are_named_also_across_parts() {
        let mut w = FieldsWalker::new(b'&');
        let text = b"a=1&items[0][phone]=138&long=xx";
        assert_eq!(w.locate(text, 2).path, "a");
        assert_eq!(w.locate(text, 20).path, "items[*][phone]");
        w.finish(text);
        assert_eq!(w.locate(b"yy&b=2", 1).path, "long");
        assert_eq!(w.locate(b"yy&b=2", 5).path, "b");
    }

    #[test]
    fn header_lines_fold_and_the_start_line_has_no_name() {
        let mut w = FieldsWalker::new(b'\n');
        let text = b"GET /a HTTP/1.1\r\nX-User: a\r\n b\r\nHost: c\r\n";
        assert_eq!(w.locate(text, 5).path, "");
        assert_eq!(w.locate(text, 29).path, "x-user");
        assert_eq!(w.locate(text, 39).path, "host");
    }
}
