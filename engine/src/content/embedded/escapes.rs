//! `\uXXXX` and `\/` (RFC 8259 §7), `\xHH` (C, JavaScript, logs of nginx, bytes of Python); also of a document within a
//! string, whose backslashes are doubled.

use super::percent::is_telling;
use super::terminal;
use crate::content::bytes::{Bytes, hex_pair, hex_value};
use crate::content::stream::Style;

/// Escapes `\xHH` below which a text is left alone: a path may have one, or a regular expression.
const HEX_ESCAPES: usize = 3;
/// Hexadecimal digits behind `\x` that are no escape but all of a value, as `PostgreSQL` writes bytes.
const VALUE_DIGITS: usize = 32;

/// What control sequences of terminals begin with.
const ESCAPE: char = terminal::ESCAPE as char;

/// True if there is a `\uXXXX`, a `\/`, or `\xHH` often enough.
pub(super) fn is_escaped(text: &[u8]) -> bool {
    let mut hex = None;
    memchr::memchr_iter(b'\\', text).any(|at| match text.at(at + 1) {
        b'/' => true,
        b'u' => unit(text, at).is_some(),
        b'x' => *hex.get_or_insert_with(|| is_hex_escaped(text, at)),
        _ => false,
    })
}

/// True if bytes are escaped in a text from `from` on, or what stands where a value would have its character.
fn is_hex_escaped(text: &[u8], from: usize) -> bool {
    let mut seen = 0;
    memchr::memchr_iter(b'\\', text.after(from)).any(|step| {
        let at = from + step;
        let Some(byte) = byte(text, at) else { return false };
        seen += 1;
        seen >= HEX_ESCAPES || is_telling(byte, at.checked_sub(1).map_or(0, |i| text.at(i)), text.at(at + 4))
    })
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

/// The byte that the escape at `at` names.
fn byte(text: &[u8], at: usize) -> Option<u8> {
    let [b'\\', b'x', high, low] = text.span(at, at + 4) else {
        return None;
    };
    hex_pair(*high, *low).filter(|_| {
        let digit = |b: &&u8| hex_value(**b).is_some();
        let digits = text.after(at + 2).iter().take_while(digit).count();
        digits < VALUE_DIGITS || text.at(at + 2 + digits) == b'\\'
    })
}

/// An escape: backslashes, a letter, digits.
struct Escape {
    /// How many backslashes: one, or more in a document within a string.
    run: usize,
    /// Behind its last digit.
    end: usize,
    /// From its first backslash to there.
    len: usize,
    /// What it names; `None` for what is half a character, or not of UTF-8.
    named: Option<char>,
}

/// The escape whose `run` backslashes begin at `at`.
fn escape(text: &[u8], at: usize, run: usize) -> Option<Escape> {
    let last = at + run - 1;
    let again = |end: usize| text.span(end, end + run).iter().all(|b| *b == b'\\').then_some(end + run - 1);
    if let Some(first) = unit(text, last) {
        let second =
            if (0xd800..0xdc00).contains(&first) { again(last + 6).and_then(|at| unit(text, at)) } else { None };
        let named = char::decode_utf16([first, second.unwrap_or(0)]).next().and_then(Result::ok);
        let pair = named.is_some_and(|c| (c as u32) > 0xffff);
        let end = last + 6 + if pair { run + 5 } else { 0 };
        return Some(Escape { run, end, len: end - at, named });
    }
    let mut bytes = [byte(text, last)?, 0, 0, 0];
    let len = match bytes {
        [0xc2..=0xdf, ..] => 2,
        [0xe0..=0xef, ..] => 3,
        [0xf0..=0xf4, ..] => 4,
        _ => 1,
    };
    let mut end = last + 4;
    for slot in bytes.iter_mut().take(len).skip(1) {
        let Some(more) = again(end).and_then(|at| byte(text, at)) else { break };
        *slot = more;
        end += run + 3;
    }
    let whole = std::str::from_utf8(bytes.upto(len)).ok().and_then(|s| s.chars().next());
    let end = if whole.is_some() { end } else { last + 4 };
    Some(Escape { run, end, len: end - at, named: whole })
}

impl Escape {
    /// Writes what it names. Quotation marks and backslashes stay escaped, so that the structure of JSON survives; control
    /// characters become blanks, but for the one that [`terminal`](super::terminal) undoes. False if the escape had better stay.
    fn write(&self, style: Style, into: &mut Vec<u8>) -> bool {
        let nested = self.run.is_multiple_of(2);
        let delimits = |c: char| match style {
            Style::Markup => c == '"',
            Style::Csv(delimiter) => c == '"' || c == char::from(delimiter),
            _ => false,
        };
        let c = match self.named {
            None if nested => return false,
            // What begins with two backslashes may be a path.
            Some(c) if nested && c.is_ascii_alphanumeric() => return false,
            Some(ESCAPE) => ESCAPE,
            Some(c) if c.is_control() || delimits(c) => ' ',
            // Each level of strings doubles the backslashes: no copy is longer than its text.
            Some('"' | '\\') if 2 * self.run > self.len => return false,
            named => named.unwrap_or('\u{fffd}'),
        };
        let before = match c {
            '"' | '\\' => 2 * self.run - 1,
            _ if nested => 0,
            _ => self.run - 1,
        };
        into.resize(into.len() + before, b'\\');
        into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        true
    }
}

/// Replaces the escapes by what they name.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>, style: Style) -> bool {
    into.reserve(text.len());
    let mut hex = None;
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'\\', text.after(at)) {
        into.extend_from_slice(text.span(at, at + step));
        at += step;
        let run = text.after(at).iter().take_while(|b| **b == b'\\').count();
        let end = at + run;
        let found = match text.at(end) {
            b'/' if run % 2 == 1 => {
                into.extend_from_slice(text.span(at, end - 1));
                at = end;
                continue;
            }
            b'u' => escape(text, at, run),
            b'x' if *hex.get_or_insert_with(|| is_hex_escaped(text, at)) => escape(text, at, run),
            _ => None,
        };
        let written = found.filter(|found| found.write(style, into));
        if let Some(found) = written {
            at = found.end;
        } else {
            into.extend_from_slice(text.span(at, end));
            at = end;
        }
    }
    into.extend_from_slice(text.after(at));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, style: Style) -> String {
        let mut out = Vec::new();
        if !is_escaped(text.as_bytes()) {
            return text.to_owned();
        }
        assert!(decode(text.as_bytes(), &mut out, style));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn characters_and_surrogates_are_decoded_and_structure_stays() {
        let text = r#"{"\u624b\u673a":"\u00311\/2 \ud83d\ude00 \ud83d \u0022 \\u0031 \u00zz"}"#;
        let want = "{\"手机\":\"11/2 😀 \u{fffd} \\\" \\\\u0031 \\u00zz\"}";
        assert_eq!(decoded(text, Style::Json), want);
        assert!(!is_escaped(br"C:\users\x \n \\"));
    }

    #[test]
    fn a_document_in_a_string_is_decoded_and_stays_one() {
        for (text, want) in [
            (r#"{"p":"{\u0022id\u0022:\u0022a\u005cn1\u0022}"}"#, r#"{"p":"{\"id\":\"a\\n1\"}"}"#),
            (
                r#"{"p":"{\"e\":\"\\u8eab1\\u000a2\\ud83d\\ude00\\u002b86\"}"}"#,
                "{\"p\":\"{\\\"e\\\":\\\"身1 2😀+86\\\"}\"}",
            ),
            (r#"{"p":"{\"e\":\"{\\u0022id\\u0022:1}\"}"}"#, r#"{"p":"{\"e\":\"{\\\"id\\\":1}\"}"}"#),
            (r#"{"p":"\\\\u8eab\\\u8eab\\\/ \\/ C:\\udead \u000a1\u0000"}"#, r#"{"p":"身\\身\\/ \\/ C:\\udead  1 "}"#),
        ] {
            assert_eq!(decoded(text, Style::Json), want);
        }
        assert_eq!(decoded(r#"<a b="\u0022\u000a1">"#, Style::Markup), r#"<a b="  1">"#);
        assert_eq!(decoded(r#"1,"\u0022\u002c2""#, Style::Csv(b',')), r#"1,"  2""#);
    }

    #[test]
    fn bytes_in_hexadecimal_are_decoded() {
        for (text, want) in [
            (r"{\x22id\x22:\x221\x22,\x5Cn\x0A2}", r#"{\"id\":\"1\",\\n 2}"#),
            (r"b'\xe8\xba\xab1\xE6\x89\x8b\xf0\x9f\x98\x80\xc9\xed'", "b'身1手😀\u{fffd}\u{fffd}'"),
            (r#"{"m":"{\\x22id\\x22:\\x221"}"#, r#"{"m":"{\\\"id\\\":\\\"1"}"#),
            (r"mail=bob\x40example.com", "mail=bob@example.com"),
            (r"C:\x64\a \xe8", r"C:\x64\a \xe8"),
            (r"\xe8\xba\xab \x7b226964223a2231227d7b226964223a2231", r"身 \x7b226964223a2231227d7b226964223a2231"),
            (r"\x22d41d8cd98f00b204e9800998ecf8427e\x22,\x221", r#"\"d41d8cd98f00b204e9800998ecf8427e\",\"1"#),
        ] {
            assert_eq!(decoded(text, Style::Plain), want);
        }
    }

    #[test]
    fn no_copy_is_longer_than_its_text() {
        for run in 1..9 {
            for escape in ["u0022", "u005c", "x22", "x5c", "ud83d", "xff"] {
                let text = format!("{}{escape}", "\\".repeat(run)).repeat(3);
                assert!(decoded(&text, Style::Json).len() <= text.len(), "{text}");
            }
        }
    }
}
