//! Small decoders of the mail format that more than one stage needs: the fields of a head (RFC 5322), encoded words
//! (RFC 2047), base64 (RFC 4648).
//!
//! A leaf module: parsers read subjects and logins with it, content reads header blocks and file names.

use memchr::memmem::Finder;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How an encoded word begins; made once, because header texts are short.
static WORD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"=?"));

/// Longest encoded word that is looked for. RFC 2047 §2 allows 75; mailers that split nothing send long ones.
const WORD_BYTES: usize = 4096;
/// Longest name of a charset.
const CHARSET_BYTES: usize = 40;

/// The fields of a header block, unfolded (RFC 5322 §2.2.3), without the blanks at the ends of their lines.
pub fn fields(block: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let mut rest = block;
    std::iter::from_fn(move || {
        let mut field = Cow::Borrowed(line(&mut rest)?);
        while matches!(rest.first(), Some(b' ' | b'\t')) {
            field.to_mut().extend_from_slice(line(&mut rest).unwrap_or_default());
        }
        Some(field)
    })
}

/// Which piece of a whole a body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Offset of its first byte.
    pub start: u64,
    /// The whole goes on behind it, or may.
    pub goes_on: bool,
    /// Length of the whole, if that is told.
    pub whole: Option<u64>,
}

/// A Content-Range field (RFC 9110 §14.4): `bytes 100-199/1000`, or `/*` where the length of the whole is unknown.
pub fn content_range(value: &[u8]) -> Range {
    let number = |digits: &[u8]| std::str::from_utf8(digits.trim_ascii()).ok()?.parse::<u64>().ok();
    let Some(range) = value.strip_prefix(b"bytes") else { return Range::default() };
    let mut numbers = range.splitn(3, |b| matches!(b, b'-' | b'/')).map(number);
    let (start, last, whole) = (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten());
    let goes_on = start.and(last).is_some_and(|last| whole.is_none_or(|whole| last.saturating_add(1) < whole));
    Range { start: start.unwrap_or(0), goes_on, whole: last.and(whole) }
}

/// The next line of a text.
fn line<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = leaktap_simd::find(b'\n', rest).or_else(|| (!rest.is_empty()).then_some(rest.len()))?;
    let (line, next) = rest.split_at_checked(end)?;
    *rest = next.get(1..).unwrap_or_default();
    Some(line.trim_ascii_end())
}

/// A header text with its encoded words as UTF-8. White space between two of them goes (RFC 2047 §6.2), and a character
/// that was split over two of the same charset is whole again.
pub fn decode_words(text: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    let mut words = Words::default();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| WORD.find(rest)) {
        let start = at + found;
        let Some((word, len)) = text.get(start..).and_then(Word::parse) else {
            at = start + 2;
            continue;
        };
        let between = text.get(copied..start).unwrap_or_default();
        if !(words.any && between.iter().all(u8::is_ascii_whitespace)) {
            words.flush(&mut out);
            out.extend_from_slice(between);
        }
        words.add(&word, &mut out);
        at = start + len;
        copied = at;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    words.flush(&mut out);
    out.extend_from_slice(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Decoded bytes of words that follow one another.
#[derive(Default)]
struct Words<'a> {
    charset: &'a [u8],
    bytes: Vec<u8>,
    /// A word came directly before.
    any: bool,
}

impl<'a> Words<'a> {
    fn add(&mut self, word: &Word<'a>, out: &mut Vec<u8>) {
        if !word.charset.eq_ignore_ascii_case(self.charset) {
            self.flush(out);
        }
        self.charset = word.charset;
        self.any = true;
        word.decode(&mut self.bytes);
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        self.any = false;
        if self.bytes.is_empty() {
            return;
        }
        let encoding = encoding_rs::Encoding::for_label(self.charset).unwrap_or(encoding_rs::UTF_8);
        out.extend_from_slice(encoding.decode_without_bom_handling(&self.bytes).0.as_bytes());
        self.bytes.clear();
    }
}

/// `=?charset?B?text?=`.
struct Word<'a> {
    charset: &'a [u8],
    quoted: bool,
    text: &'a [u8],
}

impl<'a> Word<'a> {
    /// The word at the start of `text`, and its length.
    fn parse(text: &'a [u8]) -> Option<(Self, usize)> {
        let rest = text.strip_prefix(b"=?")?;
        let mark = memchr::memchr(b'?', rest.get(..CHARSET_BYTES.min(rest.len()))?)?;
        let (charset, rest) = rest.split_at_checked(mark)?;
        if charset.is_empty() || !charset.iter().all(u8::is_ascii_graphic) {
            return None;
        }
        // RFC 2231 §5: the charset may be followed by a language.
        let charset = charset.split(|byte| *byte == b'*').next().unwrap_or_default();
        let [b'?', kind, b'?', rest @ ..] = rest else { return None };
        let quoted = match kind {
            b'b' | b'B' => false,
            b'q' | b'Q' => true,
            _ => return None,
        };
        let window = rest.get(..WORD_BYTES.min(rest.len()))?;
        let end = memchr::memmem::find(window, b"?=")?;
        let word = Self { charset, quoted, text: rest.get(..end)? };
        Some((word, text.len() - rest.len() + end + 2))
    }

    fn decode(&self, into: &mut Vec<u8>) {
        if !self.quoted {
            decode_base64(self.text, into);
            return;
        }
        let mut left = self.text;
        while let Some((&byte, rest)) = left.split_first() {
            left = rest;
            match (byte, rest) {
                (b'_', _) => into.push(b' '),
                (b'=', [high, low, ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    into.push(digit(*high) << 4 | digit(*low));
                    left = rest.get(2..).unwrap_or_default();
                }
                _ => into.push(byte),
            }
        }
    }
}

fn digit(byte: u8) -> u8 {
    (byte as char).to_digit(16).unwrap_or(0) as u8
}

/// Decodes base64 of either alphabet, padded or not; `None` if it is anything else.
pub fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let body = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    if body.len() % 4 == 1 || !body.iter().all(|byte| sextet(*byte).is_some()) {
        return None;
    }
    let mut out = Vec::with_capacity(body.len() / 4 * 3 + 2);
    decode_base64(body, &mut out);
    Some(out)
}

/// Appends what base64 holds; what is not of its alphabet is passed over (RFC 2045 §6.8).
fn decode_base64(text: &[u8], into: &mut Vec<u8>) {
    let (mut bits, mut count) = (0u32, 0u32);
    for six in text.iter().filter_map(|byte| sextet(*byte)) {
        bits = bits << 6 | six;
        count += 6;
        if count >= 8 {
            count -= 8;
            into.push((bits >> count) as u8);
        }
    }
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        String::from_utf8(decode_words(text.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn ranges_say_whether_the_whole_goes_on() {
        let told = |value: &[u8]| {
            let Range { start, goes_on, whole } = content_range(value);
            (start, goes_on, whole)
        };
        assert_eq!(told(b"bytes 100-199/1000"), (100, true, Some(1000)));
        assert_eq!(told(b"bytes 900-999/1000"), (900, false, Some(1000)));
        assert_eq!(told(b"bytes 0-9/*"), (0, true, None));
        assert_eq!(told(b"bytes */1000"), (0, false, None));
        assert_eq!(told(b"lines 1-2/3"), (0, false, None));
    }

    #[test]
    fn words_of_both_encodings_become_utf8() {
        assert_eq!(words("Re: =?UTF-8?B?5a6i5oi3?= x =?gb2312?Q?=D5=C5=5F_a?="), "Re: 客户 x 张_ a");
        assert_eq!(words("=?utf-8*zh?b?5a6i?="), "客");
    }

    #[test]
    fn a_character_split_over_two_words_is_whole() {
        assert_eq!(words("=?UTF-8?B?5a4=?=\r\n =?utf-8?B?oq==?= end"), "客 end");
        assert_eq!(words("=?UTF-8?Q?=E5=AE?=\r\n =?UTF-8?Q?=A2?= end"), "客 end");
    }

    #[test]
    fn what_is_no_word_stays() {
        for text in ["a =? b ?=", "=?UTF-8?X?aa?=", "=?UTF-8?B?aa", "=?", "plain", "=??B?aa?="] {
            assert_eq!(words(text), text);
        }
    }

    #[test]
    fn base64_is_decoded_whole_or_not_at_all() {
        assert_eq!(base64(b"AHVzZXIAcGFzcw==").as_deref(), Some(&b"\0user\0pass"[..]));
        assert_eq!(base64(b"AHVzZXIAcGFzcw").as_deref(), Some(&b"\0user\0pass"[..]));
        assert_eq!(base64(b"").as_deref(), Some(&b""[..]));
        assert_eq!(base64(b"QUIT now"), None);
        assert_eq!(base64(b"abcde"), None);
    }
}
