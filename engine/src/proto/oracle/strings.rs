//! Strings in TTC, wherever they stand: each behind its length, long ones in chunks.
//!
//! The calls of TTC differ by version and by kind of client, and say nothing of their length; their strings do not: one byte
//! of length up to 252, or 0xfe and chunks behind their lengths up to a zero. Where such a length stands in front of text,
//! it is believed. Texts are UTF-8, GBK, or UTF-16 (national columns); numbers in the database's own form are written out.

use crate::proto::rows::shown;

/// Longest string with one byte of length.
const SHORT_MAX: usize = 252;
/// Shortest string.
const LEAST: usize = 2;
/// Shortest string that is cut.
const CUT_LEAST: usize = 4;
/// Marks chunks.
const LONG: u8 = 0xfe;
/// Longest chunk that is believed.
const CHUNK_MAX: usize = 1 << 20;
/// Bytes of a chunk that must be text for it to be believed.
const CHUNK_TEXT: usize = 16;
/// Digits of the shortest number that is written out, in pairs.
const PAIRS_LEAST: usize = 4;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A whole string, or a piece of a long one; `last` if it ends there.
    Text { text: &'a [u8], last: bool },
    /// A number.
    Number(&'a [u8]),
}

/// Goes through a stream of bytes.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    /// Bytes that may begin a string.
    carry: Vec<u8>,
    chunks: Chunks,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Chunks {
    /// Not in chunks.
    #[default]
    None,
    /// Before the length of a chunk; lengths of more than a byte have their own length in front.
    Before { wide: bool },
    /// So many bytes of one are left.
    In { left: usize, wide: bool },
}

/// What a step did.
enum Step<'a> {
    Took(usize, Option<Found<'a>>),
    More,
}

impl Scanner {
    /// Goes on with `data`; hands over what it finds.
    pub(super) fn push(&mut self, data: &[u8], mut found: impl FnMut(Found<'_>)) {
        let mut joined = std::mem::take(&mut self.carry);
        joined.extend_from_slice(data);
        let mut rest = joined.as_slice();
        while !rest.is_empty() {
            match self.step(rest) {
                Step::Took(used, text) => {
                    if let Some(text) = text {
                        found(text);
                    }
                    rest = rest.get(used..).unwrap_or_default();
                }
                Step::More => break,
            }
        }
        self.carry = rest.to_vec();
    }

    /// The stream ends here: what is left is handed over if it may be text.
    pub(super) fn end(&mut self, mut found: impl FnMut(Found<'_>)) {
        let Self { carry, chunks } = std::mem::take(self);
        if chunks != Chunks::None {
            return found(Found::Text { text: &carry, last: true });
        }
        if let Some(text) = carry
            .get(1..)
            .filter(|text| text.len() >= CUT_LEAST && may_be_text(text) && (plain(text) || is_ascii_wide(text)))
        {
            found(Found::Text { text, last: true });
        }
    }

    fn step<'a>(&mut self, data: &'a [u8]) -> Step<'a> {
        match self.chunks {
            Chunks::None => self.string(data),
            Chunks::Before { wide } => self.chunk(data, wide),
            Chunks::In { left, wide } => {
                let len = left.min(data.len());
                self.chunks = if left == len { Chunks::Before { wide } } else { Chunks::In { left: left - len, wide } };
                let text = data.get(..len).unwrap_or(data);
                Step::Took(len, Some(Found::Text { text, last: false }))
            }
        }
    }

    /// A string, a number, the first chunk of a long string; else a byte is passed over.
    fn string<'a>(&mut self, data: &'a [u8]) -> Step<'a> {
        let Some((&first, rest)) = data.split_first() else { return Step::More };
        if first == LONG {
            return self.first_chunk(rest);
        }
        let len = usize::from(first);
        if !(LEAST..=SHORT_MAX).contains(&len) {
            return Step::Took(1, None);
        }
        // The same length twice: the second one counts, if it fits as well.
        match rest.split_first() {
            None => return Step::More,
            Some((second, behind)) if *second == first => match behind.get(..len) {
                Some(text) if is_text(text) && text.last() != Some(&0) => return Step::Took(1, None),
                None if may_be_text(behind) => return Step::More,
                _ => {}
            },
            Some(_) => {}
        }
        let there = rest.get(..len);
        let seen = there.unwrap_or(rest);
        if is_number(seen, len) {
            return there.map_or(Step::More, |number| Step::Took(1 + len, Some(Found::Number(number))));
        }
        match there {
            Some(text) if is_text(text) => Step::Took(1 + len, Some(Found::Text { text, last: true })),
            None if may_be_text(seen) => Step::More,
            _ => Step::Took(1, None),
        }
    }

    fn first_chunk<'a>(&mut self, rest: &[u8]) -> Step<'a> {
        for wide in [false, true] {
            let (head, len) = match length(rest, wide) {
                Length::Told(head, len) => (head, len),
                Length::No => continue,
                Length::More => return Step::More,
            };
            let needed = len.min(CHUNK_TEXT);
            let Some(text) = rest.get(head..head + needed) else { return Step::More };
            if len >= CHUNK_TEXT && may_be_text(text) {
                self.chunks = Chunks::Before { wide };
                return Step::Took(1, None);
            }
        }
        Step::Took(1, None)
    }

    fn chunk<'a>(&mut self, data: &[u8], wide: bool) -> Step<'a> {
        if data.first() == Some(&0) {
            self.chunks = Chunks::None;
            return Step::Took(1, Some(Found::Text { text: &[], last: true }));
        }
        match length(data, wide) {
            Length::More => Step::More,
            Length::No => {
                self.chunks = Chunks::None;
                Step::Took(1, Some(Found::Text { text: &[], last: true }))
            }
            Length::Told(head, len) => {
                self.chunks = Chunks::In { left: len, wide };
                Step::Took(head, None)
            }
        }
    }
}

/// What stands where the length of a chunk should.
enum Length {
    /// A length, and the bytes that it takes.
    Told(usize, usize),
    /// None.
    No,
    /// More bytes tell.
    More,
}

fn length(data: &[u8], wide: bool) -> Length {
    let Some(first) = data.first().map(|first| usize::from(*first)) else { return Length::More };
    if !wide {
        return if first > 0 { Length::Told(1, first) } else { Length::No };
    }
    if !(1..=4).contains(&first) {
        return Length::No;
    }
    let Some(bytes) = data.get(1..=first) else { return Length::More };
    let len = bytes.iter().fold(0usize, |sum, byte| sum << 8 | usize::from(*byte));
    if (1..=CHUNK_MAX).contains(&len) { Length::Told(1 + first, len) } else { Length::No }
}

/// True for text, with or without a zero behind it.
fn is_text(bytes: &[u8]) -> bool {
    let text = bytes.strip_suffix(&[0]).filter(|text| text.len() >= LEAST).unwrap_or(bytes);
    plain(text) && (std::str::from_utf8(text).is_ok() || gbk(text, true)) || is_wide(bytes)
}

/// True for the beginning of what may be text.
fn may_be_text(bytes: &[u8]) -> bool {
    let utf8 = std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true);
    plain(bytes) && (utf8 || gbk(bytes, false)) || wide(bytes)
}

/// No control characters, and none of those that are lengths at the front.
fn plain(bytes: &[u8]) -> bool {
    let control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n') || *byte == 0x7f;
    !bytes.iter().any(control) && bytes.first().is_none_or(|first| *first >= b' ')
}

/// ASCII, and pairs of GB 2312.
fn gbk(bytes: &[u8], whole: bool) -> bool {
    let mut rest = bytes;
    while let Some((&first, behind)) = rest.split_first() {
        rest = match (first, behind.first()) {
            (0..0x80, _) => behind,
            (0xb0..=0xf7, Some(0xa1..=0xfe)) => behind.get(1..).unwrap_or_default(),
            (0xb0..=0xf7, None) => return !whole,
            _ => return false,
        };
    }
    true
}

/// The beginning of UTF-16, most significant byte first: printable ASCII, Chinese and its punctuation. A pair that is
/// ASCII as it stands is taken for that.
fn wide(bytes: &[u8]) -> bool {
    bytes.chunks_exact(2).all(|pair| match pair {
        [0, low] => (b' '..=b'~').contains(low),
        [high @ 0x4e..=0x7e, low] => !(b' '..=b'~').contains(low) && *high != 0x7f,
        [high, _] => matches!(high, 0x80..=0x9f | 0x30 | 0xff),
        _ => false,
    })
}

/// The same for a whole text: two letters or more, three if one of them is no ASCII.
fn is_wide(bytes: &[u8]) -> bool {
    let least = if is_ascii_wide(bytes) { 4 } else { 6 };
    bytes.len().is_multiple_of(2) && bytes.len() >= least && wide(bytes)
}

fn is_ascii_wide(bytes: &[u8]) -> bool {
    bytes.chunks_exact(2).all(|pair| pair.first() == Some(&0))
}

/// Is this the database's own form of a positive whole number with some digits, as far as it is there?
fn is_number(bytes: &[u8], len: usize) -> bool {
    let Some((&exponent, pairs)) = bytes.split_first() else { return false };
    let digits = usize::from(exponent).saturating_sub(0xc0);
    (1..=20).contains(&digits)
        && (PAIRS_LEAST + 1..=21).contains(&len)
        && len - 1 <= digits
        && pairs.iter().all(|pair| (1..=100).contains(pair))
}

/// Text as UTF-8.
pub(super) fn utf8(text: &[u8]) -> Vec<u8> {
    if is_wide(text) && (text.contains(&0) || std::str::from_utf8(text).is_err() && !gbk(text, true)) {
        let units =
            text.chunks_exact(2).filter_map(|pair| pair.first_chunk::<2>()).map(|pair| u16::from_be_bytes(*pair));
        return char::decode_utf16(units).map(|unit| unit.unwrap_or(' ')).collect::<String>().into_bytes();
    }
    if std::str::from_utf8(text).is_err() && gbk(text, true) {
        return encoding_rs::GBK.decode_without_bom_handling(text).0.into_owned().into_bytes();
    }
    text.to_vec()
}

/// A number as people write it: pairs of digits behind an exponent.
pub(super) fn decimal(bytes: &[u8]) -> String {
    let Some((&exponent, pairs)) = bytes.split_first() else { return String::new() };
    let count = usize::from(exponent).saturating_sub(0xc0).min(20);
    let mut text = String::new();
    for at in 0..count {
        let pair = pairs.get(at).map_or(0, |pair| pair.saturating_sub(1));
        text.push(char::from(b'0' + pair / 10 % 10));
        text.push(char::from(b'0' + pair % 10));
    }
    text.trim_start_matches('0').to_owned()
}

/// A name for a record's facts.
pub(super) fn name(text: &[u8]) -> String {
    shown(&utf8(text), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(data: &[u8], piece: usize) -> Vec<String> {
        let mut scanner = Scanner::default();
        let mut texts = vec![Vec::new()];
        let mut take = |found: Found<'_>| match found {
            Found::Text { text, last } => {
                texts.last_mut().unwrap().extend_from_slice(text);
                if last {
                    texts.push(Vec::new());
                }
            }
            Found::Number(bytes) => {
                *texts.last_mut().unwrap() = decimal(bytes).into_bytes();
                texts.push(Vec::new());
            }
        };
        for piece in data.chunks(piece) {
            scanner.push(piece, &mut take);
        }
        scanner.end(take);
        texts.pop();
        texts.iter().map(|text| String::from_utf8(utf8(text)).unwrap()).collect()
    }

    fn same(data: &[u8], expected: &[&str]) {
        for piece in [1, 3, usize::MAX] {
            assert_eq!(all(data, piece), expected, "{piece}");
        }
    }

    #[test]
    fn strings_are_found_behind_their_lengths() {
        same(b"\x03\x5e\x01\x02\x80\x61\0\x01\x08select 1\x01\x01\0", &["select 1"]);
        same(b"\x07\x02\x0b13800138000\x0613\xe5\xbc\xa0x\0", &["13800138000", "13\u{5f20}x"]);
        // A length twice, also if it is a letter.
        same(b"\x01\x0d\x0dAUTH_TERMINAL\x01\x04\x04host\0\0", &["AUTH_TERMINAL", "host"]);
        let long = [&b"\x01\x28\x28"[..], &[b'('; 40], b"\0"].concat();
        same(&long, &["(".repeat(40).as_str()]);
        // GBK, and UTF-16.
        same(b"\x04\xd5\xc5\xc8\xfd\0", &["张三"]);
        same(b"\x06\0a\0b\0c\0", &["abc"]);
        same(b"\x06\x80\x01\x4e\x09\0a\0", &["\u{8001}三a"]);
        same(b"\x06\0python\0\x02\x80\x61\x01\x04\x7f\xff\xff\xff\0", &[]);
        // A zero behind it.
        same(b"\x0aalter it\t\0\0", &["alter it\t\0"]);
    }

    #[test]
    fn long_strings_come_in_chunks() {
        let text = "select name from customer where mobile = '13800138000'";
        let (first, second) = text.split_at(30);
        let narrow = [b"\xfe\x1e", first.as_bytes(), &[second.len() as u8], second.as_bytes(), b"\0\x02ab\0"].concat();
        same(&narrow, &[text, "ab"]);
        let wide =
            [b"\xfe\x01\x1e", first.as_bytes(), &[1, second.len() as u8], second.as_bytes(), b"\0\x02ab\0"].concat();
        same(&wide, &[text, "ab"]);
    }

    #[test]
    fn numbers_are_written_out() {
        // 13800138000, 4111111111111111, and a small one that says nothing.
        same(b"\x06\xc6\x02\x27\x01\x0e\x51\x02\xc1\x02\0", &["13800138000"]);
        same(b"\x09\xc8\x2a\x0c\x0c\x0c\x0c\x0c\x0c\x0c\0", &["4111111111111111"]);
    }
}
