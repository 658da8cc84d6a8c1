//! Percent-encoding (RFC 3986 §2.1) in text that is no form: URLs in logs, header values, cookies; and the `%uXXXX` of
//! `escape()` in JavaScript (ECMA-262 §B.2.1).

use crate::content::bytes::{Bytes, hex_pair, hex_value};
use crate::content::stream::Style;

/// Triplets below which a text is left alone: `100%` and `width:50%` are no encodings.
const TRIPLETS: usize = 3;

/// The byte that a triplet at `at` names.
pub(super) fn triplet(text: &[u8], at: usize) -> Option<u8> {
    match text.span(at, at + 3) {
        [b'%', high, low] => hex_pair(*high, *low),
        _ => None,
    }
}

/// The character that a `%uXXXX` at `at` names, or two that are halves of one, and their length; half of one becomes U+FFFD.
pub(super) fn unicode(text: &[u8], at: usize) -> Option<(char, usize)> {
    let unit = |at| match text.span(at, at + 6) {
        [b'%', b'u', a, b, c, d] => {
            [a, b, c, d].into_iter().try_fold(0u16, |value, digit| Some((value << 4) | u16::from(hex_value(*digit)?)))
        }
        _ => None,
    };
    let first = unit(at)?;
    let second = if (0xd800..0xdc00).contains(&first) { unit(at + 6) } else { None };
    let named = char::decode_utf16([first, second.unwrap_or(0)]).next().and_then(Result::ok).unwrap_or('\u{fffd}');
    Some((named, if (named as u32) > 0xffff { 12 } else { 6 }))
}

/// True for what was encoded twice, and once decoded: lone triplets only as [`is_encoded`] has it, and not for what may as
/// well be a name or a password (`a%40b`).
pub(super) fn is_encoded_again(text: &[u8]) -> bool {
    let Some(first) = memchr::memchr(b'%', text) else { return false };
    let rest = text.after(first + 1);
    (first == 0 || memchr::memchr2(b'%', b'.', rest).is_some()) && is_encoded(text, Style::Plain)
}

/// True if there are enough triplets. In a cookie or header one is enough, elsewhere one that stands where a value would
/// have its character.
pub(super) fn is_encoded(text: &[u8], style: Style) -> bool {
    let enough = if matches!(style, Style::Cookies | Style::Headers) { 1 } else { TRIPLETS };
    let mut seen = 0;
    memchr::memchr_iter(b'%', text).any(|at| {
        let Some(byte) = triplet(text, at).filter(|byte| is_meant(text, at, *byte, style)) else {
            seen += usize::from(text.at(at + 1) == b'u' && unicode(text, at).is_some());
            return seen >= enough;
        };
        seen += 1;
        seen >= enough || is_telling(byte, at.checked_sub(1).map_or(0, |i| text.at(i)), text.at(at + 3))
    })
}

/// False for a lone triplet beyond ASCII, whose characters need more than one: `Kx%b6-vq` is somebody's password; and for
/// the wildcard of a pattern. (What is a field by itself is encoded whatever it holds.)
fn is_meant(text: &[u8], at: usize, byte: u8, style: Style) -> bool {
    let beside =
        || at.checked_sub(3).is_some_and(|before| triplet(text, before).is_some()) || triplet(text, at + 3).is_some();
    let lone = !byte.is_ascii() || is_wildcard(text, at, byte);
    !lone || matches!(style, Style::Cookies | Style::Headers) || beside()
}

/// Digits of a number that a pattern looks for, at most.
const PATTERN_DIGITS: usize = 32;

/// True for the first `%` in `LIKE '%13812345678%'` (ISO/IEC 9075-2 §8.5): digits follow, and what the first two would name
/// is nothing that anyone encodes, or the number ends in another such sign.
fn is_wildcard(text: &[u8], at: usize, byte: u8) -> bool {
    let number = text.span(at + 1, at + 1 + PATTERN_DIGITS);
    let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
    let end = at + 1 + digits + usize::from(matches!(text.at(at + 1 + digits), b'X' | b'x'));
    let odd = byte.is_ascii_alphanumeric() || (byte.is_ascii_control() && !byte.is_ascii_whitespace());
    let closed = text.at(end) == b'%' && triplet(text, end).is_none() && unicode(text, end).is_none();
    digits > 2 && (odd || closed)
}

/// True for the `@` of an address, the `+` of a telephone number, and what groups the digits of a number.
pub(super) fn is_telling(byte: u8, before: u8, after: u8) -> bool {
    match byte {
        b'@' => before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric(),
        b'+' => matches!(before, 0 | b'=' | b':' | b'"') && after.is_ascii_digit(),
        b' ' | b'-' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// Longest userinfo.
const MAX_USERINFO: usize = 256;

/// Where the userinfo (RFC 3986 §3.2.1) ends of the URL whose authority begins at `start`; there, if it has none.
fn userinfo_end(text: &[u8], start: usize) -> usize {
    let outside = |b: &u8| matches!(b, 0..=b' ' | b'"' | b'\'' | b'/' | b'?' | b'#' | b'<' | b'>' | b'\\' | 0x7f..);
    let rest = text.span(start, start + MAX_USERINFO);
    let authority = rest.upto(rest.iter().position(outside).unwrap_or(rest.len()));
    start + memchr::memrchr(b'@', authority).unwrap_or(0)
}

/// Replaces triplets by their bytes; bytes that would change the structure around them become neutral ones. Userinfo stays as
/// it is: a secret that holds the signs of a URL can only be told from its host as long as they are encoded.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>, style: Style) -> bool {
    into.reserve(text.len());
    let mut authorities = memchr::memmem::find_iter(text, b"://").map(|at| at + 3).peekable();
    let (mut at, mut kept) = (0, 0);
    while let Some(step) = memchr::memchr(b'%', text.after(at)) {
        into.extend_from_slice(text.span(at, at + step));
        at += step;
        while let Some(start) = authorities.next_if(|start| *start <= at) {
            kept = userinfo_end(text, start).max(kept);
        }
        if at < kept {
            into.extend_from_slice(text.span(at, kept));
            at = kept;
            continue;
        }
        if let Some(byte) = triplet(text, at).filter(|byte| is_meant(text, at, *byte, style)) {
            into.push(neutral(byte, style));
            at += 3;
        } else if let Some((named, len)) = unicode(text, at) {
            match u8::try_from(named).ok().filter(u8::is_ascii) {
                Some(byte) => into.push(neutral(byte, style)),
                None => into.extend_from_slice(named.encode_utf8(&mut [0; 4]).as_bytes()),
            }
            at += len;
        } else {
            into.push(b'%');
            at += 1;
        }
    }
    into.extend_from_slice(text.after(at));
    true
}

fn neutral(byte: u8, style: Style) -> u8 {
    match (style, byte) {
        (Style::Plain | Style::Source, _) => byte,
        (Style::Markup, b'<' | b'>' | b'"' | b'\'' | b'&') | (Style::Cookies, b';') | (_, 0..=31) => b' ',
        (Style::Json, b'"') => b'\'',
        (Style::Json, b'\\') => b'/',
        (Style::Csv(delimiter), _) if byte == delimiter || byte == b'"' => b' ',
        _ => byte,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triplets_are_decoded_and_percentages_are_not() {
        let text = b"GET /x?n=%E5%BC%A0&p=1%2C 100% sure %zz";
        assert!(is_encoded(text, Style::Plain));
        let mut out = Vec::new();
        decode(text, &mut out, Style::Plain);
        assert_eq!(String::from_utf8(out).unwrap(), "GET /x?n=张&p=1, 100% sure %zz");
        assert!(!is_encoded(b"width:50%;height:25%;margin:1%", Style::Plain));
        for telling in [&b"/x?mail=zhang.san%40example.cn"[..], b"?tel=%2B8613812345678", b"?card=4111%201111"] {
            assert!(is_encoded(telling, Style::Plain));
        }
        for other in [&b"printf(\"%40s\")"[..], b"width:calc(50%-20px)", b"a%20b%2Bc", b"Kx%b6-vq Ty%f1nn a%C3c %e5%"] {
            assert!(!is_encoded(other, Style::Plain));
        }
        let mut out = Vec::new();
        let text = b"user=%u8EAB%u4efd1%uD83D%uDE00%ud83d%u0022%u00zz%u";
        assert!(is_encoded(text, Style::Cookies) && is_encoded(text, Style::Plain));
        decode(text, &mut out, Style::Json);
        assert_eq!(String::from_utf8(out).unwrap(), "user=身份1😀\u{fffd}'%u00zz%u");
        let mut out = Vec::new();
        decode(b"a%20b%2C%31%32 %b6-vq %E5%BC%A0", &mut out, Style::Plain);
        assert_eq!(String::from_utf8(out).unwrap(), "a b,12 %b6-vq 张");
        let mut out = Vec::new();
        decode(b"sql://bob:p%40a%2Fb@db/a%20b http://x%2Dy/?m=bob%40example.cn", &mut out, Style::Plain);
        assert_eq!(String::from_utf8(out).unwrap(), "sql://bob:p%40a%2Fb@db/a b http://x-y/?m=bob@example.cn");
    }

    #[test]
    fn patterns_of_like_are_no_triplets() {
        let like = b"a LIKE '%13812345678%' OR b LIKE '%110105194912310020%' OR c LIKE '%4111111111111111%' OR d LIKE '%6222%'";
        assert!(!is_encoded(like, Style::Plain));
        let mut out = Vec::new();
        let text = b"%13812345678%(String), %22010519491231002X%, %2201051949%'; n=%E5%BC%A0&m=%0A138&t=%09138&q=%22138%22&x=%31%33%38";
        decode(text, &mut out, Style::Plain);
        let want = "%13812345678%(String), %22010519491231002X%, %2201051949%'; n=张&m=\n138&t=\t138&q=\"138\"&x=138";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
