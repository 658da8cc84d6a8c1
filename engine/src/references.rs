//! Character references of XML and HTML: `&amp;`, `&#38;`, `&#x26;` (XML 1.0 §4.1, §4.6).

use std::borrow::Cow;

/// Longest reference (`&#x10ffff;`), with room.
pub(crate) const LONGEST: usize = 12;

/// Text with its references undone; what is none stays.
pub(crate) fn unescape(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'&', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, reference)) = memchr::memchr(b'&', rest).and_then(|at| rest.split_at_checked(at)) {
        out.extend_from_slice(plain);
        let end = reference.iter().take(LONGEST).position(|b| *b == b';');
        let named = end.and_then(|end| reference.get(1..end)).and_then(character);
        if let (Some(character), Some(end)) = (named, end) {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            rest = reference.get(end + 1..).unwrap_or_default();
        } else {
            out.push(b'&');
            rest = reference.get(1..).unwrap_or_default();
        }
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// The character that stands for what is between `&` and `;`.
fn character(name: &[u8]) -> Option<char> {
    let (digits, radix) = match name {
        b"amp" => return Some('&'),
        b"lt" => return Some('<'),
        b"gt" => return Some('>'),
        b"quot" => return Some('"'),
        b"apos" => return Some('\''),
        [b'#', b'x' | b'X', digits @ ..] => (digits, 16),
        [b'#', digits @ ..] => (digits, 10),
        _ => return None,
    };
    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    char::from_u32(code).filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        for (text, plain) in [
            ("a&amp;b&#x5f20;&#65;&lt;&bad;&", "a&b张A<&bad;&"),
            ("&apos;&quot;&gt;&#X26;&#0;&#x110000;", "'\">&&#0;&#x110000;"),
            ("a & b; c", "a & b; c"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(unescape(text.as_bytes()), plain.as_bytes(), "{text}");
        }
        assert!(matches!(unescape(b"plain"), Cow::Borrowed(_)));
    }
}
