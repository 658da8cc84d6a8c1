//! What typesetting makes of numbers: full-width digits, letters and signs (U+FF01–U+FF5E; row 3 of GB 2312), which people
//! type and programs store, and the spaces and hyphens between groups of digits that are not those of ASCII.

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

/// The ASCII character that stands for the space or hyphen at `at`, and its length: no-break, en to hair and narrow no-break
/// spaces, hyphens and dashes. None for what is not shown: the soft hyphen, zero-width spaces and joiners. (Not the ideographic space: what begins it begins every other mark in Chinese text as well.)
fn join_at(text: &[u8], at: usize, charset: Charset) -> Option<(Option<u8>, usize)> {
    match (charset, text.span(at, at + 3)) {
        (Charset::Utf8, [0xe2, 0x80, 0x82..=0x8a | 0xaf]) => Some((Some(b' '), 3)),
        (Charset::Utf8, [0xe2, 0x80, 0x90..=0x93]) => Some((Some(b'-'), 3)),
        (Charset::Utf8, [0xe2, 0x80, 0x8b..=0x8d] | [0xe2, 0x81, 0xa0]) => Some((None, 3)),
        (Charset::Utf8, [0xc2, 0xa0, ..]) => Some((Some(b' '), 2)),
        (Charset::Utf8, [0xc2, 0xad, ..]) => Some((None, 2)),
        (Charset::Latin1, [0xa0, ..]) => Some((Some(b' '), 1)),
        (Charset::Latin1, [0xad, ..]) => Some((None, 1)),
        _ => None,
    }
}

/// The same, if what stands before and behind it is `near`.
fn joins(text: &[u8], at: usize, charset: Charset, near: fn(&u8) -> bool) -> Option<(Option<u8>, usize)> {
    // What stands before tells most apart.
    at.checked_sub(1).and_then(|before| text.get(before)).filter(|b| near(b))?;
    join_at(text, at, charset).filter(|(_, len)| text.get(at + len).is_some_and(near))
}

/// True if there is a wide digit, or a wide sign or letter in a number or an address of ASCII: the hyphen between digits, the
/// `@`, the check character of a resident number.
pub(in crate::content) fn is_wide(text: &[u8], charset: Charset) -> bool {
    let lead = match charset {
        Charset::Utf8 => 0xef,
        Charset::Gb18030 => 0xa3,
        Charset::Big5 | Charset::Latin1 => return false,
    };
    memchr::memchr_iter(lead, text).any(|at| match narrow_at(text, at, charset) {
        Some((b'0'..=b'9', _)) => true,
        Some((b'-', len)) => is_between(text, at, len, u8::is_ascii_digit),
        Some((b'@', len)) => is_between(text, at, len, u8::is_ascii_alphanumeric),
        Some((b'X' | b'x', _)) => {
            let number = text.span(at.saturating_sub(RESIDENT), at);
            number.len() == RESIDENT && number.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    })
}

/// Digits of a resident number before its check character.
const RESIDENT: usize = 17;

/// True if what stands before the `len` bytes at `at` and behind them is `near`.
fn is_between(text: &[u8], at: usize, len: usize, near: fn(&u8) -> bool) -> bool {
    at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(near) && text.get(at + len).is_some_and(near)
}

/// True if there is such a space or hyphen between digits.
pub(in crate::content) fn is_joined(text: &[u8], charset: Charset) -> bool {
    let joined = |at| joins(text, at, charset, u8::is_ascii_digit).is_some();
    match charset {
        Charset::Utf8 => memchr::memchr2_iter(0xc2, 0xe2, text).any(joined),
        Charset::Latin1 => memchr::memchr2_iter(0xa0, 0xad, text).any(joined),
        Charset::Gb18030 | Charset::Big5 => false,
    }
}

/// Writes a copy with wide characters narrowed, and those of ASCII for the spaces and hyphens within numbers.
pub(super) fn narrow(text: &[u8], into: &mut Vec<u8>, charset: Charset) -> bool {
    into.reserve(text.len());
    let mut at = 0;
    while at < text.len() {
        let wide = narrow_at(text, at, charset).map(|(ascii, len)| (Some(ascii), len));
        if let Some((ascii, len)) = wide.or_else(|| joins(text, at, charset, u8::is_ascii_alphanumeric)) {
            into.extend(ascii);
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

    #[test]
    fn wide_signs_and_letters_in_numbers_of_ascii_are_seen() {
        for text in ["138－1234－5678", "wang＠example.cn", "11010519491231002Ｘ", "11010519491231002ｘ"] {
            assert!(is_wide(text.as_bytes(), Charset::Utf8), "{text}");
            assert!(is_wide(&encoding_rs::GBK.encode(text).0, Charset::Gb18030), "{text}");
        }
        for text in ["好－1234", "1234－好", "张＠wang", "wang＠", "6Ｘ", "Ｘ11010519491231002", "ＡＢ－Ｃ"]
        {
            assert!(!is_wide(text.as_bytes(), Charset::Utf8), "{text}");
        }
    }

    #[test]
    fn spaces_and_hyphens_within_numbers_are_those_of_ascii() {
        let narrowed = |text: &[u8], charset| {
            let mut out = Vec::new();
            is_joined(text, charset).then(|| narrow(text, &mut out, charset)).map(|_| out)
        };
        for join in ['\u{a0}', '\u{2002}', '\u{2009}', '\u{202f}', '\u{2011}', '\u{2013}'] {
            let text = format!("电话{join}138{join}0013{join}8000{join}好，GB82{join}WEST");
            let ascii = if matches!(join, '\u{2011}' | '\u{2013}') { '-' } else { ' ' };
            let want = format!("电话{join}138{ascii}0013{ascii}8000{join}好，GB82{ascii}WEST");
            assert_eq!(narrowed(text.as_bytes(), Charset::Utf8), Some(want.into_bytes()), "{join:?}");
        }
        for hidden in ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'] {
            let text = format!("电话{hidden}138{hidden}0013{hidden}8000{hidden}好，a{hidden}b");
            let want = format!("电话{hidden}13800138000{hidden}好，ab");
            assert_eq!(narrowed(text.as_bytes(), Charset::Utf8), Some(want.into_bytes()), "{hidden:?}");
        }
        assert_eq!(narrowed(b"138\xad0013 caf\xe9", Charset::Latin1).unwrap(), b"1380013 caf\xe9");
        assert_eq!(narrowed(b"138\xa00013 caf\xe9", Charset::Latin1).unwrap(), b"138 0013 caf\xe9");
        for text in ["a\u{a0}138", "138\u{a0}", "\u{a0}1", "1\u{201c}2", "10\u{a0}%"] {
            assert_eq!(narrowed(text.as_bytes(), Charset::Utf8), None, "{text}");
        }
    }
}
