//! A leaf's bytes with the questions that boundaries ask of them.

use crate::message::{Charset, Leaf};
use std::ops::Deref;

/// The text of a leaf, and the leaf, which says what decides about boundaries in it. (Not copied out of it: reading several
/// small fields at once right after they were written one by one stalls a processor.)
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    /// The bytes.
    pub(super) bytes: &'a [u8],
    leaf: &'a Leaf<'a>,
}

impl<'a> Deref for Text<'a> {
    type Target = Leaf<'a>;

    fn deref(&self) -> &Leaf<'a> {
        self.leaf
    }
}

/// Asterisks beside a value that are looked at.
const MAX_STARS: usize = 32;

/// Bytes before a value among which the length of the string around it is looked for.
const STRING_BYTES: usize = 128;

/// How a token is delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// It stands for itself.
    Clean,
    /// `_` or `-` joins it to something, or bytes that are missing may; or it is written as a float.
    Loose,
    /// It is part of something longer: a float, a UUID, a masked value, a word.
    Inside,
}

/// True if the text ends in an escape of JSON or C for white space.
pub(super) fn ends_escape(text: &[u8]) -> bool {
    matches!(text, [.., b'\\', b'n' | b'r' | b't' | b'f' | b'b'])
}

impl<'a> Text<'a> {
    /// The text of a leaf.
    pub(super) fn of(leaf: &'a Leaf<'a>) -> Self {
        Self { bytes: leaf.text, leaf }
    }

    /// True if what ends here may go on in bytes that are not here.
    #[inline]
    pub(super) fn is_cut_short(&self, end: usize) -> bool {
        self.continues && end >= self.bytes.len()
    }

    /// True if what begins here may be the rest of something.
    #[inline]
    pub(super) fn is_rest(&self, start: usize) -> bool {
        self.resumes && start == 0
    }

    /// The byte at `at`; 0 outside.
    #[inline]
    pub(super) fn at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The byte before `at`; 0 at the beginning.
    #[inline]
    pub(super) fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |i| self.at(i))
    }

    /// The span's bytes, as far as the text goes.
    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end.min(self.bytes.len())).unwrap_or_default()
    }

    /// True if an ASCII letter or digit of its own stands before `at`: the trail byte of a Han character is none, nor is
    /// the letter of an escape (`\n`).
    #[inline]
    pub(super) fn joined_before(&self, at: usize) -> bool {
        let b = self.before(at);
        b.is_ascii_alphanumeric() && !(b.is_ascii_alphabetic() && (self.is_trail(at - 1) || self.is_escape(at - 1)))
    }

    /// True if the letter at `at` ends an escape of JSON or C.
    fn is_escape(&self, at: usize) -> bool {
        ends_escape(self.slice(at.saturating_sub(1), at + 1))
    }

    /// True in charsets where a letter may be half of a character.
    #[inline]
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.charset, Charset::Gb18030 | Charset::Big5)
    }

    /// True if the byte at `at` is the second of a double-byte character: an odd number of lead bytes stands before it.
    fn is_trail(&self, at: usize) -> bool {
        self.is_wide()
            && self.slice(at.saturating_sub(64), at).iter().rev().take_while(|b| **b >= 0x81).count() % 2 == 1
    }

    /// The text up to the end of the string around `at`, if a letter or digit that is none of the string's follows it at once.
    /// Binary formats write a string behind its length, and behind it what comes next: `t` for one more string in Java's
    /// serialization (§6.4.2 of its protocol), the number of a field in protocol buffers and Thrift.
    pub(super) fn string(&self, at: usize) -> Option<Leaf<'a>> {
        let head = self.slice(at.saturating_sub(STRING_BYTES), at);
        // Most text has no such length before it, and a survey is quicker than a look at each byte.
        let control = self.leaf.control && leaktap_simd::survey(head).control;
        if !control && !matches!(self.before(at), 0x0b | 0x0c) {
            return None;
        }
        let is_text = |b: &u8| !matches!(b, 0..0x20 | 0x7f);
        let start = at - head.iter().rev().take_while(|b| is_text(b)).count();
        let mark = start.checked_sub(1).filter(|_| start + head.len() > at)?;
        let zeros = head.get(..head.len() - (at - start))?.iter().rev().take(7).take_while(|b| **b == 0).count();
        let short = self.at(mark);
        // White space stands before strings that have no length.
        let blank = matches!(short, b'\t' | b'\n' | b'\r') && self.before(mark) != 0;
        let ends = [
            (!blank, start + usize::from(short)),
            (!blank, start + 1 + usize::from(self.at(start))),
            (zeros > 0, start + usize::from(self.before(start - zeros))),
        ];
        let is_end = |end: usize| {
            let next = self.at(end);
            end > at
                && (next.is_ascii_alphanumeric() || matches!(next, b'-' | b'.' | b'@'))
                && self.slice(at, end).iter().all(is_text)
        };
        let (_, end) = ends.into_iter().find(|(told, end)| *told && is_end(*end))?;
        Some(Leaf { text: self.bytes.get(..end)?, continues: false, anchors: None, ..*self.leaf })
    }

    /// Judges what stands around a run of digits (letters and digits at its edges are the caller's business).
    pub(super) fn edges(&self, start: usize, end: usize) -> Edge {
        let (prev, next) = (self.before(start), self.at(end));
        let digit_before = start > 1 && self.at(start - 2).is_ascii_digit();
        // A whole number that a program took for a float (a column of which a value is missing) ends in `.0`.
        let fraction = next == b'.' && self.at(end + 1).is_ascii_digit();
        let whole = fraction
            && self.at(end + 1) == b'0'
            && !matches!(self.at(end + 2), b'.' | b'-' | b'_' | b'*')
            && !self.at(end + 2).is_ascii_alphanumeric();
        let float = (prev == b'.' && digit_before) || (fraction && !whole);
        if float || self.is_masked(start, end) || self.is_cut_short(end) {
            return Edge::Inside;
        }
        let hyphen_before = prev == b'-' && start > 1 && self.at(start - 2).is_ascii_alphanumeric();
        let hyphen_after = next == b'-' && self.at(end + 1).is_ascii_alphanumeric();
        if (hyphen_before || hyphen_after) && self.in_uuid(start, end) {
            return Edge::Inside;
        }
        let joined = hyphen_before || hyphen_after || prev == b'_' || next == b'_' || whole;
        if joined || self.is_rest(start) { Edge::Loose } else { Edge::Clean }
    }

    /// True if asterisks beside a number hide more of it: behind two or more it goes on, or there are three and more on one
    /// side only. Markdown sets as many on both sides, or its two a word further on.
    fn is_masked(&self, start: usize, end: usize) -> bool {
        if self.before(start) != b'*' && self.at(end) != b'*' {
            return false;
        }
        let (left, right) = self.stars(start, end);
        let hides = |stars: usize, beyond: u8| stars > 1 && beyond.is_ascii_digit();
        hides(left, self.before(start - left)) || hides(right, self.at(end + right)) || Self::is_lopsided(left, right)
    }

    /// The same of an address: whatever an address may hold goes on beyond the first asterisk.
    pub(super) fn is_masked_word(&self, start: usize, end: usize, is_part: impl Fn(u8) -> bool) -> bool {
        let (left, right) = self.stars(start, end);
        (left > 0 && is_part(self.before(start - left))) || Self::is_lopsided(left, right)
    }

    fn is_lopsided(left: usize, right: usize) -> bool {
        left != right && left.max(right) > 2
    }

    /// Asterisks before and behind a span.
    fn stars(&self, start: usize, end: usize) -> (usize, usize) {
        let is_star = |b: &&u8| **b == b'*';
        let before = self.slice(start.saturating_sub(MAX_STARS), start).iter().rev().take_while(is_star).count();
        (before, self.slice(end, end + MAX_STARS).iter().take_while(is_star).count())
    }

    /// True if the span lies in a run of hyphen-joined groups of which one beside it has hexadecimal letters, or that is
    /// shaped like a UUID (8-4-4-4-12).
    fn in_uuid(&self, start: usize, end: usize) -> bool {
        let token = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
        let left = self.slice(start.saturating_sub(36), start).iter().rev().take_while(|b| token(b)).count();
        let right = self.slice(end, end + 36).iter().take_while(|b| token(b)).count();
        let whole = self.slice(start - left, end + right);
        let mut lens = whole.split(|b| *b == b'-').map(<[u8]>::len);
        let uuid = [8, 4, 4, 4, 12];
        let shape = whole.len() >= 36 && (lens.by_ref().take(5).eq(uuid));
        let hex =
            whole.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-') && whole.iter().any(u8::is_ascii_alphabetic);
        shape || (hex && whole.len() > end - start + 2)
    }
}
