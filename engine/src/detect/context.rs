//! Context: the field a value stands in, the label before it, the words around it.
//!
//! Only looked up around values that passed their validator.

use super::candidate::Native;
use super::name::{self, Name, Verdict};
use super::text::Text;
use crate::message::{Charset, INNER_AMPERSAND};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use encoding_rs::{BIG5, GB18030};
use std::borrow::Cow;

/// Bytes of a label that are looked at.
const MAX_LABEL: usize = 48;

/// The context of one detector, compiled.
#[derive(Debug)]
pub(super) struct Context {
    /// One automaton for each of UTF-8, GB18030 and Big5.
    words: [Option<AhoCorasick>; 3],
    /// Field names: lower case, without separators.
    fields: Vec<String>,
    /// What they name; `None` for what a user's pattern finds.
    native: Option<Native>,
    /// Bytes around a candidate in which words count.
    window: usize,
}

impl Context {
    /// Compiles words and field names; the error says which automaton is too large.
    pub(super) fn new(
        words: &[String],
        fields: &[String],
        window: u32,
        native: Option<Native>,
    ) -> Result<Self, String> {
        let utf8 = words.iter().map(|w| w.as_bytes().to_vec()).collect();
        let wide = |encoding: &'static encoding_rs::Encoding| -> Vec<Vec<u8>> {
            words.iter().filter_map(|w| Some(encoding.encode(w)).filter(|e| !e.2).map(|e| e.0.into_owned())).collect()
        };
        Ok(Self {
            words: [automaton(utf8)?, automaton(wide(GB18030))?, automaton(wide(BIG5))?],
            fields: fields.iter().map(|f| name::squash(f)).filter(|f| !f.is_empty()).collect(),
            native,
            window: if window == 0 { 64 } else { window.min(1024) as usize },
        })
    }

    /// True if a word stands in the window around the value, in its line or the end of the one before, and in its string.
    pub(super) fn word_near(&self, text: &Text<'_>, start: usize, end: usize) -> bool {
        let index = match text.charset {
            Charset::Utf8 | Charset::Latin1 => 0,
            Charset::Gb18030 => 1,
            Charset::Big5 => 2,
        };
        let Some(words) = self.words.get(index).and_then(Option::as_ref) else {
            return false;
        };
        let head = text.slice(start.saturating_sub(self.window), start);
        let head = head.get(head_from(head)..).unwrap_or_default();
        let tail = text.slice(end, end + self.window / 2);
        let tail_len = tail
            .iter()
            .position(|b| matches!(b, b'\n' | b'"' | b'|' | b'&' | &INNER_AMPERSAND | b'{' | b'}' | b'\t'))
            .unwrap_or(tail.len());
        let tail = tail.get(..tail_len).unwrap_or_default();
        let tail = tail.get(..tail_to(tail)).unwrap_or_default();
        has_word(words, head) || has_word(words, tail)
    }

    /// What a name says of the detector's kind.
    fn verdict(&self, name: &str) -> Verdict {
        Name::new(name).verdict(&self.fields, self.native)
    }
}

/// Where the part of the text before a value begins that belongs to it.
fn head_from(head: &[u8]) -> usize {
    let mut lines = 0;
    for (i, b) in head.iter().enumerate().rev() {
        match b {
            b'"' | b'{' | b'}' | b'&' | &INNER_AMPERSAND | b'|' | b'\t' | b'=' if i + 1 < head.len() => return i + 1,
            b'\n' => {
                lines += 1;
                let blank = head.get(i + 1..).is_some_and(|l| l.iter().all(|b| matches!(b, b' ' | b'\r' | b'\n')));
                if lines > 1 || !blank {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    0
}

/// Where the text behind a value ends that belongs to it: before the next `key=`, if there is one.
fn tail_to(tail: &[u8]) -> usize {
    let Some(equals) = tail.iter().position(|&b| b == b'=') else {
        return tail.len();
    };
    let key = tail.get(..equals).unwrap_or_default();
    key.iter().rposition(|b| matches!(b, b' ' | b',' | b';')).unwrap_or(equals)
}

fn automaton(mut words: Vec<Vec<u8>>) -> Result<Option<AhoCorasick>, String> {
    words.retain(|w| !w.is_empty());
    if words.is_empty() {
        return Ok(None);
    }
    let built = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words);
    built.map(Some).map_err(|e| format!("context words: {e}"))
}

/// A match counts unless ASCII letters go on at its ends (`tel` in `hotel`).
fn has_word(words: &AhoCorasick, text: &[u8]) -> bool {
    words.find_overlapping_iter(text).any(|m| {
        let letter = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(u8::is_ascii_alphabetic);
        let joined_left = letter(m.start().checked_sub(1)) && letter(Some(m.start()));
        let joined_right = letter(Some(m.end())) && letter(m.end().checked_sub(1));
        !joined_left && !joined_right
    })
}

/// What names said last time: the same few fields recur in every record.
#[derive(Default)]
pub(super) struct Verdicts(Vec<Option<Known>>);

struct Known {
    detector: usize,
    name: String,
    verdict: Verdict,
}

impl Verdicts {
    const SLOTS: usize = 512;

    /// What the name says of the detector's kind.
    pub(super) fn of(&mut self, detector: usize, context: &Context, name: &str) -> Verdict {
        if name.is_empty() {
            return Verdict::default();
        }
        self.0.resize_with(Self::SLOTS, || None);
        let hash = name.bytes().fold(detector, |h, b| (h ^ usize::from(b)).wrapping_mul(0x0100_01b3));
        // Two places for each: names that are used in turns may have the same.
        let at = (hash ^ hash >> 9) % (Self::SLOTS / 2) * 2;
        let Some(slots) = self.0.get_mut(at..).and_then(<[_]>::first_chunk_mut::<2>) else {
            return Verdict::default();
        };
        let is = |known: &&Known| known.detector == detector && known.name == name;
        if let Some(known) = slots.iter().flatten().find(is) {
            return known.verdict;
        }
        let verdict = context.verdict(name);
        slots.swap(0, 1);
        slots[0] = Some(Known { detector, name: name.to_owned(), verdict });
        verdict
    }

    /// Forgets everything: another plan has other names.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The label directly before a value: `key=`, `key: `, `"key":"`, `[key] => `, `key | `, `键：`, or the word before.
pub(super) fn label<'a>(text: &Text<'a>, start: usize) -> Cow<'a, str> {
    let head = text.slice(start.saturating_sub(MAX_LABEL + 8), start);
    let trim = |h: &'a [u8], set: &[u8]| {
        let len = h.iter().rposition(|b| !set.contains(b)).map_or(0, |i| i + 1);
        h.get(..len).unwrap_or_default()
    };
    let unquoted = trim(head, b"\"'\\ \t(<[+*");
    let signs = [b":".as_slice(), b"=", b"=>", b"|"];
    let delimited = serialised(unquoted).or_else(|| signs.iter().find_map(|sign| unquoted.strip_suffix(*sign)));
    let wide = [b"\xef\xbc\x9a".as_slice(), b"\xa3\xba", b"\xa1\x47"];
    let delimited = delimited.or_else(|| wide.iter().find_map(|w| unquoted.strip_suffix(*w)));
    let is_label = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.') || *b >= 0x80;
    let (body, plain) = match delimited {
        Some(d) => (trim(d, b"\"'\\ \t]*#"), false),
        None => (unquoted, true),
    };
    let len = body
        .iter()
        .rev()
        .take(MAX_LABEL)
        .take_while(|b| is_label(b) && (!plain || **b >= 0x80 || b.is_ascii_alphabetic() || **b == b'_'))
        .count();
    let label = to_utf8(text.charset, body.get(body.len() - len..).unwrap_or_default());
    // A clause before it (`身份证已核验，订单号：`) is about something else.
    let words = label.trim_end_matches(|c: char| !c.is_alphanumeric());
    match words.char_indices().rev().find(|(_, c)| ends_clause(*c)) {
        Some((at, c)) => Cow::Owned(label.get(at + c.len_utf8()..).unwrap_or_default().to_owned()),
        None => label,
    }
}

/// The key before a value that PHP serialised: `s:6:"mobile";s:11:"…"`, `s:6:"mobile";i:…`.
fn serialised(head: &[u8]) -> Option<&[u8]> {
    let typed = head.strip_suffix(b":")?;
    let len = typed.iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |i| i + 1);
    typed.get(..len)?.strip_suffix(b";s:").or_else(|| typed.strip_suffix(b";i"))
}

/// True for marks of full width that end a clause.
fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '、' | '…' | '\u{3000}')
}

/// Text of any charset as UTF-8; what cannot be decoded becomes U+FFFD.
pub(super) fn to_utf8(charset: Charset, bytes: &[u8]) -> Cow<'_, str> {
    match charset {
        Charset::Utf8 | Charset::Latin1 => String::from_utf8_lossy(bytes),
        Charset::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
        Charset::Big5 => BIG5.decode_without_bom_handling(bytes).0,
    }
}
