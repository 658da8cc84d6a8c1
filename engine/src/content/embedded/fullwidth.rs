//! Full-width digits, letters and signs (U+FF01–U+FF5E; row 3 of GB 2312), which people type and programs store.

use crate::content::bytes::Bytes;
use crate::message::Charset;

/// The ASCII character that the wide one at `at` stands for, and its length; letters, digits and the signs that
/// stand inside numbers and addresses.
fn narrow_at(text: &[u8], at: usize, charset: Charset) -> Option<(u8, usize)> {
    let (ascii, len) = match (charset, text.span(at, at + 3)) {
        (Charset::Utf8, [0xef, 0xbc, c @ 0x81..=0xbf]) => (c - 0x60, 3),
        (Charset::Utf8, [0xef, 0xbd, c @ 0x80..=0x9e]) => (c - 0x20, 3),
        (Charset::Gb18030, [0xa3, c @ 0xa1..=0xfe, ..]) => (c - 0x80, 2),
        _ => return None,
    };
    (ascii.is_ascii_alphanumeric() || matches!(ascii, b'-' | b'@' | b'.' | b'+' | b'_')).then_some((ascii, len))
}

/// True if there is a wide digit.
pub(in crate::content) fn is_wide(text: &[u8], charset: Charset) -> bool {
    let lead = match charset {
        Charset::Utf8 => &b"\xef\xbc"[..],
        Charset::Gb18030 => &b"\xa3"[..],
        Charset::Big5 | Charset::Latin1 => return false,
    };
    memchr::memmem::find_iter(text, lead)
        .any(|at| narrow_at(text, at, charset).is_some_and(|(c, _)| c.is_ascii_digit()))
}

/// Writes a copy with wide characters narrowed.
pub(super) fn narrow(text: &[u8], into: &mut Vec<u8>, charset: Charset) -> bool {
    into.reserve(text.len());
    let mut at = 0;
    while at < text.len() {
        if let Some((ascii, len)) = narrow_at(text, at, charset) {
            into.push(ascii);
            at += len;
            continue;
        }
        // Pairs stay together: a trail byte is no lead byte.
        let len = if charset == Charset::Gb18030 && text.at(at) >= 0x81 { 2 } else { 1 };
        into.extend_from_slice(text.span(at, at + len));
        at += len;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_digits_are_narrowed_in_both_sets() {
        let text = "手机：１３８－００１３ａ＠ｂ．ｃ，好";
        let want = "手机：138-0013a@b.c，好";
        let mut out = Vec::new();
        assert!(is_wide(text.as_bytes(), Charset::Utf8));
        narrow(text.as_bytes(), &mut out, Charset::Utf8);
        assert_eq!(String::from_utf8(out).unwrap(), want);
        let gbk = encoding_rs::GBK.encode(text).0;
        let mut out = Vec::new();
        assert!(is_wide(&gbk, Charset::Gb18030));
        narrow(&gbk, &mut out, Charset::Gb18030);
        assert_eq!(out, encoding_rs::GBK.encode(want).0.as_ref());
        assert!(!is_wide("手机：，好".as_bytes(), Charset::Utf8));
    }
}
