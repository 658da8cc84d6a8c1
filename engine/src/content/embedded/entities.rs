//! Numeric character references of HTML and XML, and the named ones that stand between groups of digits.

use crate::content::bytes::Bytes;

/// Signs of addresses and numbers that have a name.
const SIGNS: [(&[u8], char); 4] = [(b"&commat;", '@'), (b"&period;", '.'), (b"&plus;", '+'), (b"&lowbar;", '_')];
/// What else has one: the blank between groups, and what is not shown.
const NAMED: [(&[u8], char); 4] =
    [(b"&nbsp;", ' '), (b"&shy;", '\u{ad}'), (b"&zwnj;", '\u{200c}'), (b"&zwj;", '\u{200d}')];

/// True if there is one.
pub(super) fn is_escaped(text: &[u8]) -> bool {
    // Pages are full of no-break spaces: only those between digits are worth a copy.
    memchr::memchr_iter(b'&', text).any(|at| reference(text, at, u8::is_ascii_digit).is_some())
}

/// The character of the reference at `at`, and the reference's length; a named one only if what it joins is `near`.
fn reference(text: &[u8], at: usize, near: fn(&u8) -> bool) -> Option<(char, usize)> {
    if let Some((name, c)) = NAMED.iter().find(|(name, _)| text.after(at).starts_with(name)) {
        let ends = [at.checked_sub(1), Some(at + name.len())];
        let within = ends.iter().all(|end| end.and_then(|end| text.get(end)).is_some_and(near));
        return within.then_some((*c, name.len()));
    }
    let [b'&', b'#', rest @ ..] = text.span(at, at + 12) else {
        return SIGNS.iter().find(|(name, _)| text.after(at).starts_with(name)).map(|(name, c)| (*c, name.len()));
    };
    let (digits, radix, prefix) = match rest {
        [b'x' | b'X', digits @ ..] => (digits, 16, 3),
        digits => (digits, 10, 2),
    };
    let len = digits.iter().take_while(|b| char::from(**b).is_digit(radix)).count();
    let value = std::str::from_utf8(digits.upto(len)).ok().and_then(|d| u32::from_str_radix(d, radix).ok())?;
    let closed = usize::from(digits.at(len) == b';');
    char::from_u32(value).map(|c| (c, prefix + len + closed))
}

/// Replaces references by their characters, but for those that would change the structure around them.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>) -> bool {
    into.reserve(text.len());
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'&', text.after(at)) {
        into.extend_from_slice(text.span(at, at + step));
        at += step;
        match reference(text, at, u8::is_ascii_alphanumeric) {
            Some((c, len)) if !matches!(c, '<' | '>' | '&' | '"' | '\'' | '\\') && !c.is_control() => {
                into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                at += len;
            }
            _ => {
                into.push(b'&');
                at += 1;
            }
        }
    }
    into.extend_from_slice(text.after(at));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_and_markup_stays() {
        let text = b"<b>&#49;&#x33;8 &#24352; &#60;x&#62; &amp; &#; &#x110000;</b>";
        assert!(is_escaped(text));
        let mut out = Vec::new();
        decode(text, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "<b>138 张 &#60;x&#62; &amp; &#; &#x110000;</b>");
        let mut out = Vec::new();
        for text in [&b"138&nbsp;0013"[..], b"138&shy;0013", b"138&zwnj;0013"] {
            assert!(is_escaped(text));
        }
        assert!(is_escaped(b"a&commat;example.cn") && is_escaped(b"&plus;86"));
        decode(b"a&lowbar;b&commat;example&period;cn &copy;", &mut out);
        assert_eq!(out, b"a_b@example.cn &copy;");
        out.clear();
        assert!(!is_escaped(b"<p>&nbsp;1&nbsp;</p>") && !is_escaped(b"exam&shy;ple 1&shy;"));
        decode(b"138&nbsp;0013&nbsp;<", &mut out);
        assert_eq!(out, b"138 0013&nbsp;<");
    }
}
