//! `\uXXXX` and `\/` (RFC 8259 §7).

use crate::content::bytes::{Bytes, hex_value};

/// True if there is a `\uXXXX` or a `\/`.
pub(super) fn is_escaped(text: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', text).any(|at| text.at(at + 1) == b'/' || unit(text, at).is_some())
}

/// The UTF-16 unit that the escape at `at` names.
fn unit(text: &[u8], at: usize) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = text.span(at, at + 6) else {
        return None;
    };
    if digits.len() < 4 {
        return None;
    }
    digits.iter().try_fold(0u16, |value, digit| Some((value << 4) | u16::from(hex_value(*digit)?)))
}

/// Replaces the escapes by what they name. Quotation marks, backslashes and control characters stay escaped, so the
/// structure of JSON survives; a lone surrogate becomes U+FFFD.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>) -> bool {
    into.reserve(text.len());
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'\\', text.after(at)) {
        into.extend_from_slice(text.span(at, at + step));
        at += step;
        if text.at(at + 1) == b'/' {
            into.push(b'/');
            at += 2;
            continue;
        }
        let Some(first) = unit(text, at) else {
            into.extend_from_slice(text.span(at, at + 2));
            at += 2;
            continue;
        };
        let second = if (0xd800..0xdc00).contains(&first) { unit(text, at + 6) } else { None };
        let units = [first, second.unwrap_or(0)];
        let (decoded, len) = match char::decode_utf16(units).next() {
            Some(Ok(c)) => (c, if (c as u32) > 0xffff { 12 } else { 6 }),
            _ => ('\u{fffd}', 6),
        };
        if matches!(decoded, '"' | '\\') || decoded.is_control() {
            into.extend_from_slice(text.span(at, at + len));
        } else {
            into.extend_from_slice(decoded.encode_utf8(&mut [0; 4]).as_bytes());
        }
        at += len;
    }
    into.extend_from_slice(text.after(at));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_surrogates_are_decoded_and_structure_stays() {
        let mut out = Vec::new();
        let text = br#"{"\u624b\u673a":"\u00311\/2 \ud83d\ude00 \ud83d \u0022 \\u0031 \u00zz"}"#;
        assert!(is_escaped(text));
        assert!(decode(text, &mut out));
        assert_eq!(String::from_utf8(out).unwrap(), "{\"手机\":\"11/2 😀 \u{fffd} \\u0022 \\\\u0031 \\u00zz\"}");
        assert!(!is_escaped(br"C:\users\x \n \\"));
    }
}
