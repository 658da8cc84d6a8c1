//! Named texts of protocols that have no header fields of their own, written as such.

use encoding_rs::Encoding;
use std::borrow::Cow;

/// Shorter texts say nothing about anybody.
const LEAST: usize = 4;

/// True for what may say something about somebody: it has characters enough.
pub(super) fn tells(value: &[u8]) -> bool {
    value.iter().filter(|byte| !byte.is_ascii_control()).nth(LEAST - 1).is_some()
}

/// Appends the line `name: value`, to be told as [`TextFormat::Headers`](crate::message::TextFormat::Headers). Control
/// characters within either are blanks, so that a value stays one field.
pub(super) fn line(lines: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    let plain = |byte: &u8| if byte.is_ascii_control() { b' ' } else { *byte };
    lines.extend(name.iter().map(plain));
    lines.extend_from_slice(b": ");
    lines.extend(value.iter().map(plain));
    lines.push(b'\n');
}

/// Appends `name=value&`, to be told as [`TextFormat::UrlEncoded`](crate::message::TextFormat::UrlEncoded), which keeps
/// the case of names.
pub(super) fn parameter(text: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.extend_from_slice(name);
    text.push(b'=');
    for byte in value {
        if matches!(byte, b'%' | b'&' | b'+') {
            let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
            text.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 0x0f)]);
        } else {
            text.push(if byte.is_ascii_control() { b' ' } else { *byte });
        }
    }
    text.push(b'&');
}

/// Text in UTF-8, where its character set is known: a byte of a character may look like a separator.
pub(super) fn decoded<'a>(text: &'a [u8], charset: Option<&'static Encoding>) -> Cow<'a, [u8]> {
    match charset.filter(|_| !text.is_ascii()).map(|charset| charset.decode_without_bom_handling(text).0) {
        Some(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_field() {
        let mut lines = Vec::new();
        line(&mut lines, b"a", b"b\r\nc: d\0");
        line(&mut lines, b"e", "张伟".as_bytes());
        assert_eq!(lines, "a: b  c: d \ne: 张伟\n".as_bytes());
        let mut text = Vec::new();
        parameter(&mut text, b"PID-5", b"a&b+c%\n");
        assert_eq!(text, b"PID-5=a%26b%2Bc%25 &");
        assert!(tells(b"\0name\0") && !tells(b"\x0a\0\x02abc") && !tells(b""));
    }
}
