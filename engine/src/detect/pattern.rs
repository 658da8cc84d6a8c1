//! User patterns: linear-time regular expressions over the UTF-8 view of the text, tried only around their keywords; those
//! without any are tried everywhere.

use super::DetectorSpec;
use super::context::to_utf8;
use super::plan::Detector;
use super::text::ends_escape;
use super::validators::{self, Validator};
use crate::message::Charset;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use encoding_rs::{BIG5, GB18030};
use regex_automata::meta::{BuildError, Regex};
use regex_automata::util::syntax;
use std::ops::Range;

/// Shortest keyword: shorter ones are everywhere.
const MIN_KEYWORD: usize = 3;
/// A match lies within this many bytes of its keyword.
const REACH: usize = 512;
/// Longest piece of text that a pattern is run over at once: bounds the work of repeated failing searches.
const PIECE: usize = 4096;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    boundary: Boundary,
    validate: Vec<Validator>,
    keywords: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    Alnum,
    Digits,
    None,
}

impl Pattern {
    /// Compiles within fixed size limits; the error says what to mend.
    pub(super) fn new(spec: &DetectorSpec) -> Result<Self, String> {
        let boundary = match spec.boundary.as_str() {
            "alnum" | "" => Boundary::Alnum,
            "digits" => Boundary::Digits,
            "none" => Boundary::None,
            other => return Err(format!("boundary is alnum, digits or none, not {other:?}")),
        };
        if spec.keywords.iter().any(|k| k.len() < MIN_KEYWORD) {
            return Err(format!(
                "keywords have at least {MIN_KEYWORD} bytes each: one of them must be near every match, or none is named"
            ));
        }
        let named = |n: &String| validators::by_name(n).ok_or_else(|| format!("no validator is called {n:?}"));
        let config = Regex::config().nfa_size_limit(Some(1 << 20)).hybrid_cache_capacity(1 << 20).utf8_empty(false);
        let syntax = syntax::Config::new().utf8(false);
        let regex =
            Regex::builder().configure(config).syntax(syntax).build(&spec.pattern).map_err(|error| refused(&error))?;
        if regex.find(b"").is_some() {
            return Err("pattern: it matches nothing at all, and so everywhere".into());
        }
        let validate = spec.validate.iter().map(named).collect::<Result<_, _>>()?;
        Ok(Self { regex, boundary, validate, keywords: spec.keywords.clone() })
    }

    /// Matches in a piece of UTF-8 text that respect boundary and validators.
    fn matches(&self, text: &[u8], each: &mut dyn FnMut(Range<usize>)) {
        for found in self.regex.find_iter(text) {
            let (start, end) = (found.start(), found.end());
            let class = |i: Option<usize>| i.and_then(|i| text.get(i)).copied().unwrap_or(b' ');
            // The letter of an escape (`\n`) belongs to nothing.
            let escaped = text.get(..start).is_some_and(ends_escape);
            let sides = [if escaped { b' ' } else { class(start.checked_sub(1)) }, class(Some(end))];
            let joined = match self.boundary {
                Boundary::Alnum => sides.iter().any(u8::is_ascii_alphanumeric),
                Boundary::Digits => sides.iter().any(u8::is_ascii_digit),
                Boundary::None => false,
            };
            if !joined && start < end && self.valid(text.get(start..end).unwrap_or_default()) {
                each(start..end);
            }
        }
    }

    /// Looks at a piece of text that begins at `start`; `each` gets spans in the text and matches in UTF-8. Returns where the
    /// next piece may begin: at `clear`, or behind the last match.
    fn look(
        &self,
        piece: &[u8],
        charset: Charset,
        start: usize,
        clear: usize,
        each: &mut dyn FnMut(Range<usize>, &[u8]),
    ) -> usize {
        let mut done = clear;
        match charset {
            Charset::Utf8 | Charset::Latin1 => self.matches(piece, &mut |m| {
                done = done.max(start + m.end);
                each(start + m.start..start + m.end, piece.get(m).unwrap_or_default());
            }),
            Charset::Gb18030 | Charset::Big5 => {
                let decoded = to_utf8(charset, piece);
                self.matches(decoded.as_bytes(), &mut |m| {
                    let back = |to: usize| decoded.get(..to).map_or(0, |head| width(charset, head)).min(piece.len());
                    let (from, to) = (start + back(m.start), start + back(m.end));
                    done = done.max(to);
                    each(from..to, decoded.as_bytes().get(m).unwrap_or_default());
                });
            }
        }
        done
    }

    fn valid(&self, value: &[u8]) -> bool {
        if self.validate.is_empty() {
            return true;
        }
        let bare: Vec<u8> = value.iter().copied().filter(|b| !matches!(b, b' ' | b'-')).collect();
        self.validate.iter().all(|v| v(&bare) || digits_of(&bare).is_some_and(v))
    }
}

/// What is wrong with a pattern, and where: the parser draws a mark under it, and says why on its last line.
fn refused(error: &BuildError) -> String {
    if let Some(limit) = error.size_limit() {
        return format!("pattern: its repetitions take more than {} KiB: ask for fewer", limit >> 10);
    }
    let drawn = error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string);
    let cause = drawn.lines().last().unwrap_or_default();
    let cause = cause.strip_prefix("error: ").unwrap_or(cause);
    // The pattern stands four blanks in.
    let mark = drawn.lines().find(|line| line.trim_start().starts_with('^')).and_then(|line| line.find('^'));
    let place = mark.map_or_else(String::new, |at| format!(" at character {}", at.saturating_sub(3)));
    format!("pattern: {cause}{place}")
}

/// The longest tail of digits, for numbers behind a prefix (`CUST-12345674`).
fn digits_of(value: &[u8]) -> Option<&[u8]> {
    let len = value.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    (len >= 2 && len < value.len()).then(|| value.get(value.len() - len..)).flatten()
}

/// Takes the detector's number, the span in the text and the match in UTF-8.
pub(super) type Each<'a> = dyn FnMut(usize, Range<usize>, &[u8]) + 'a;

/// Finds the keywords of all patterns at once, in each charset.
#[derive(Debug)]
pub(super) struct Prefilter {
    automata: [AhoCorasick; 3],
    /// Which detector a keyword belongs to, by pattern number.
    owners: [Vec<usize>; 3],
    /// Detectors whose patterns have no keywords.
    everywhere: Vec<usize>,
}

impl Prefilter {
    /// `None` if no detector has a pattern.
    pub(super) fn new(detectors: &[Detector]) -> Result<Option<Self>, String> {
        let mut words: Vec<(usize, &str)> = Vec::new();
        for (i, detector) in detectors.iter().enumerate() {
            words.extend(detector.pattern.iter().flat_map(|p| &p.keywords).map(|k| (i, k.as_str())));
        }
        let unkeyed = |d: &Detector| d.pattern.as_ref().is_some_and(|p| p.keywords.is_empty());
        let everywhere: Vec<usize> = detectors.iter().enumerate().filter(|(_, d)| unkeyed(d)).map(|(i, _)| i).collect();
        if words.is_empty() && everywhere.is_empty() {
            return Ok(None);
        }
        let encode = |charset: Charset| -> Result<(AhoCorasick, Vec<usize>), String> {
            let mut owners = Vec::new();
            let mut needles: Vec<Vec<u8>> = Vec::new();
            for &(owner, word) in &words {
                let encoded = match charset {
                    Charset::Gb18030 => GB18030.encode(word),
                    Charset::Big5 => BIG5.encode(word),
                    _ => encoding_rs::UTF_8.encode(word),
                };
                if !encoded.2 {
                    owners.push(owner);
                    needles.push(encoded.0.into_owned());
                }
            }
            let built = AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(true)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(needles)
                .map_err(|e| e.to_string())?;
            Ok((built, owners))
        };
        let [a, b, c] = [encode(Charset::Utf8)?, encode(Charset::Gb18030)?, encode(Charset::Big5)?];
        Ok(Some(Self { automata: [a.0, b.0, c.0], owners: [a.1, b.1, c.1], everywhere }))
    }

    /// Runs the patterns whose keywords occur, and those without; `each` gets the detector's number, the span in `text` and the
    /// match in UTF-8. Spans of double-byte text are exact where the text is well-formed.
    pub(super) fn run(&self, detectors: &[Detector], text: &[u8], charset: Charset, each: &mut Each<'_>) {
        let pattern = |owner: usize| detectors.get(owner).and_then(|d| d.pattern.as_ref());
        for &owner in &self.everywhere {
            let Some(pattern) = pattern(owner) else { continue };
            let mut start = 0;
            while start < text.len() {
                let piece = text.get(start..text.len().min(start + PIECE)).unwrap_or_default();
                let ends = start + piece.len() == text.len();
                let clear = if ends { piece.len() } else { cut(piece) };
                start = pattern.look(piece, charset, start, start + clear, &mut |span, value| each(owner, span, value));
            }
        }
        let index = match charset {
            Charset::Utf8 | Charset::Latin1 => 0,
            Charset::Gb18030 => 1,
            Charset::Big5 => 2,
        };
        let (Some(automaton), Some(owners)) = (self.automata.get(index), self.owners.get(index)) else {
            return;
        };
        let mut scanned: Vec<(usize, usize)> = Vec::new();
        for found in automaton.find_overlapping_iter(text) {
            let Some(&owner) = owners.get(found.pattern().as_usize()) else {
                continue;
            };
            let slot = scanned.iter().position(|s| s.0 == owner).unwrap_or_else(|| {
                scanned.push((owner, 0));
                scanned.len() - 1
            });
            let Some(state) = scanned.get_mut(slot) else {
                continue;
            };
            if found.start() < state.1 {
                continue;
            }
            let Some(pattern) = pattern(owner) else {
                continue;
            };
            let start = found.start().saturating_sub(REACH).max(state.1);
            let piece = text.get(start..text.len().min(found.end() + PIECE - REACH)).unwrap_or_default();
            // The next keyword is looked at where this piece is surely done with.
            let clear = start + piece.len().saturating_sub(REACH).max(found.end() - start);
            state.1 = pattern.look(piece, charset, start, clear, &mut |span, value| each(owner, span, value));
        }
    }
}

/// How far a piece in the midst of a text is done with: up to what separates words, best, and what begins there is whole in it.
fn cut(piece: &[u8]) -> usize {
    let most = piece.len().saturating_sub(REACH);
    let tail = piece.get(most.saturating_sub(REACH)..most).unwrap_or_default();
    // No such byte is half of a character, in any charset.
    let separator = tail.iter().rposition(|b| *b < b'0');
    separator.map_or(most, |at| most - tail.len() + at + 1)
}

/// Bytes that a text takes in a double-byte charset.
fn width(charset: Charset, text: &str) -> usize {
    let encoding = if charset == Charset::Big5 { BIG5 } else { GB18030 };
    encoding.encode(text).0.len()
}
