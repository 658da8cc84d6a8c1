//! Text without structure: the key that stands before a value on its line (`key=value`, `key: value`, `"key":`).

use super::rows::Rows;
use crate::content::bytes::Bytes;
use crate::content::place::push_name;
use crate::message::{Charset, Columns, Located};
use std::sync::Arc;

/// Bytes of the line looked at before the value.
const LOOK_BACK: usize = 256;
/// Bytes of other values that may stand between the key and this one (`phones: 1, 2, 3`).
const BETWEEN: usize = 64;

/// Names values by the key before them.
#[derive(Clone, Default)]
pub(in crate::content) struct TextWalker {
    pub(super) charset: Charset,
    /// Name of the field that holds the text.
    pub(super) fallback: Option<Box<str>>,
    name: String,
    rows: Rows,
    /// What detection keeps.
    pub(super) columns: Option<Arc<Columns>>,
}

impl TextWalker {
    /// The column of a table in which `text[start]` stands, or the key before it.
    pub(super) fn locate(&mut self, text: &[u8], start: usize) -> Located<'_> {
        self.name.clear();
        // Text of a charset that nobody could tell may be of two bytes as well.
        self.rows.wide = self.charset != Charset::Utf8;
        // What stands between a cell and the one before.
        if matches!(
            start.checked_sub(1).map_or(0, |i| text.at(i)),
            0 | b'\'' | b'"' | b',' | b'(' | b'\t' | b'\n' | b' ' | b'|'
        ) && let Some((number, name)) = self.rows.column(text, start)
        {
            push_name(&mut self.name, name, self.charset);
            return Located { path: &self.name, name: &self.name, column: u16::try_from(number).ok() };
        }
        if let Some(key) = key_before(text, start) {
            push_name(&mut self.name, key, self.charset);
        }
        let name = if self.name.is_empty() { self.fallback.as_deref().unwrap_or("") } else { &self.name };
        Located { path: &self.name, name, column: None }
    }

    /// The text is over, another part follows.
    pub(super) fn finish(&mut self, text: &[u8]) {
        self.rows.finish(text);
    }

    /// Bytes are missing before the next part.
    pub(super) fn lost(&mut self) {
        self.rows = Rows::default();
    }
}

/// The key before `text[start]` on its line, if a value stands there.
pub(super) fn key_before(text: &[u8], start: usize) -> Option<&[u8]> {
    let window = text.span(start.saturating_sub(LOOK_BACK), start);
    let line = memchr::memrchr2(b'\n', b'\0', window).map_or(window, |i| window.after(i + 1));
    let mut between = 0;
    let mut rest = line;
    loop {
        if let Some(before) = rest
            .strip_suffix(b"=")
            .or_else(|| rest.strip_suffix(b":"))
            .or_else(|| rest.strip_suffix("：".as_bytes()))
            .or_else(|| rest.strip_suffix(b"\xa3\xba"))
        {
            return key_at_end(before);
        }
        let (&last, before) = rest.split_last()?;
        let passes = last.is_ascii_digit()
            || matches!(
                last,
                b' ' | b'\t'
                    | b'"'
                    | b'\''
                    | b'\\'
                    | b'['
                    | b'('
                    | b'+'
                    | b'-'
                    | b'.'
                    | b','
                    | b';'
                    | b'/'
                    | b')'
                    | b'x'
                    | b'X'
            );
        between += 1;
        if !passes || between > BETWEEN {
            return None;
        }
        rest = before;
    }
}

/// The word, perhaps quoted, that ends `before`.
fn key_at_end(before: &[u8]) -> Option<&[u8]> {
    let before = before.trim_ascii_end();
    let quoted = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'"));
    // Each level of documents within strings doubles the backslashes.
    let body = quoted.map_or(before, |b| b.upto(b.iter().rposition(|b| *b != b'\\').map_or(0, |i| i + 1)));
    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | 0x80..=0xff);
    let len = body.iter().rev().take(128).take_while(|b| word(b) || (quoted.is_some() && **b == b' ')).count();
    let mut key = body.tail(len);
    // A full-width comma, stop or bracket ends the words before the key: they may be a person's name.
    for stop in ["，", "。", "；", "　", "：", "、", "（", "）", "【", "】", "《", "》", "“", "”"] {
        if let Some(at) = memchr::memmem::rfind(key, stop.as_bytes()) {
            key = key.after(at + stop.len());
        }
    }
    (key.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80) && !in_authority(body)).then_some(key)
}

/// True if the text ends within the authority of a URL (RFC 3986 §3.2): what stands before a colon there is a user, whom no
/// place may name, or a host.
fn in_authority(text: &[u8]) -> bool {
    memchr::memmem::rfind(text, b"://")
        .is_some_and(|at| !text.after(at + 3).iter().any(|b| matches!(b, 0..=b' ' | b'/' | b'?' | b'#' | b'"' | b'\'')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<&str> {
        let start = text.find('@').unwrap();
        key_before(text.as_bytes(), start).map(|k| std::str::from_utf8(k).unwrap())
    }

    #[test]
    fn a_user_in_a_url_is_no_key() {
        for url in [
            "see https://bob.smith:@",
            "db=postgres://bob:@",
            "\"redis://:@",
            "ftp://a%20b:@",
            "at http://crm.example.cn:@",
        ] {
            assert_eq!(key(url), None, "{url}");
        }
        assert_eq!(key("GET http://crm/x?phone=@"), Some("phone"));
        assert_eq!(key("http://crm phone:@"), Some("phone"));
    }

    #[test]
    fn a_column_of_a_statement_is_the_key_of_its_values() {
        let text = "INSERT INTO t (id, sjhm) VALUES (1, '@'), ('x: 1', '@'); sjh: @";
        let mut walker = TextWalker::default();
        let mut found = text.match_indices('@').map(|(at, _)| {
            let Located { name, column, .. } = walker.locate(text.as_bytes(), at);
            (name.to_owned(), column)
        });
        assert_eq!(found.next(), Some(("sjhm".to_owned(), Some(1))));
        assert_eq!(found.next(), Some(("sjhm".to_owned(), Some(1))));
        assert_eq!(found.next(), Some(("sjh".to_owned(), None)));
    }

    #[test]
    fn keys_before_values_are_found() {
        assert_eq!(key("2024-01-02 INFO phone=@"), Some("phone"));
        assert_eq!(key("DB_PASSWORD = \"@\""), Some("DB_PASSWORD"));
        assert_eq!(key("姓名：张三，手机号：@"), Some("手机号"));
        assert_eq!(key("客户张三（身份证号：@"), Some("身份证号"));
        assert_eq!(key("张三、手机：@"), Some("手机"));
        assert_eq!(key(r#"{\"id card\": \"@"#), Some("id card"));
        assert_eq!(key(r#"{\\\"id card\\\": \\\"@"#), Some("id card"));
        assert_eq!(key("phones: 138, 139, @"), Some("phones"));
        assert_eq!(key("10:22:33 @"), None);
        assert_eq!(key("name: x\n@"), None);
        assert_eq!(key("call me at @"), None);
    }
}
