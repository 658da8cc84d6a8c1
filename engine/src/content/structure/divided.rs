//! Values that markup divides: a page shows `<em>138</em>00138000` in one piece.
//!
//! What divides a value is what only dresses text, or is not shown: tags of inline elements, comments, the seam of two CDATA
//! sections, characters without a width. A blank beside it stays. Words divided so are put together in a text of their own, each a line behind the words
//! before it; what is not divided is found in the text itself.

use super::Walker;
use crate::content::bytes::Bytes;
use crate::content::label::{LABEL_BYTES, push_label};
use crate::message::{Locate, Located};

/// Elements that only dress the text in them, or say where a line may break (WHATWG HTML §4.5); by their local names.
const DRESS: [&[u8]; 17] = [
    b"a", b"abbr", b"b", b"bdi", b"code", b"em", b"font", b"i", b"mark", b"s", b"small", b"span", b"strong", b"sub",
    b"sup", b"u", b"wbr",
];
/// What is not shown at all: the seam of two CDATA sections, soft hyphens, joiners and spaces without a width (Unicode 15 §23.2).
const UNSEEN: [&[u8]; 8] = [
    b"]]>",
    b"<![CDATA[",
    "\u{ad}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{200c}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{2060}".as_bytes(),
    "\u{feff}".as_bytes(),
];
/// Longest tag or comment.
const TAG_BYTES: usize = 1024;
/// Tags in a row.
const TAGS: usize = 16;
/// Bytes looked at in one go.
const CHUNK: usize = 64;
/// Longest word.
const WORD_BYTES: usize = 128;
/// Digits that may be a value.
const DIGITS: usize = 8;

/// Words that were divided.
pub(in crate::content) struct Divided {
    /// A line for each.
    pub(in crate::content) text: Vec<u8>,
    /// Where each line begins, and where its word begins in the text it was taken from.
    starts: Vec<(usize, usize)>,
}

/// What stands between two pieces of a word.
struct Gap {
    /// A blank stands there, too.
    blank: bool,
    /// A number goes on behind it.
    within: bool,
    /// A link begins or ends there.
    link: bool,
    /// Where it ends.
    end: usize,
}

/// Where two pieces of a word were put together.
struct Seam {
    /// Where in the word.
    at: usize,
    /// Where the second piece begins in the text.
    place: usize,
    /// A link began or ended there.
    link: bool,
}

impl Divided {
    /// The divided words of a text; `more` if it goes on, so that the last of them may be cut. `None` if there are none.
    pub(in crate::content) fn of(text: &[u8], more: bool) -> Option<Self> {
        let mut found = Self { text: Vec::new(), starts: Vec::new() };
        let mut at = 0;
        while let Some(mark) = mark(text, at) {
            let from = if text.at(mark) == b'@' { beside_address(text, mark, at) } else { mark + 1 };
            let end = if gap(text, from).is_some() { found.word(text, from, at, more) } else { from };
            at = end.max(mark + 1);
        }
        (!found.text.is_empty()).then_some(found)
    }

    /// Takes the word around a gap that begins at `from`, which begins at `floor` or later; answers where it ends.
    fn word(&mut self, text: &[u8], from: usize, floor: usize, more: bool) -> usize {
        let begins = first_piece(text, from, floor);
        let (mut word, mut seams, mut within, mut to) = (Vec::new(), Vec::new(), false, begins);
        loop {
            let piece = text.after(to);
            let piece = piece.upto(piece.iter().take(WORD_BYTES).take_while(|byte| is_part(**byte)).count());
            word.extend_from_slice(piece);
            to += piece.len();
            let Some(gap) = gap(text, to).filter(|_| word.len() < WORD_BYTES) else { break };
            within |= gap.within;
            word.extend(gap.blank.then_some(b' '));
            to = gap.end;
            seams.push(Seam { at: word.len(), place: to, link: gap.link });
        }
        let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
        let number = || (within && digits >= DIGITS).then_some((0, word.len(), begins));
        if let Some((start, end, place)) = address(&word, &seams, begins).or_else(number)
            && !(more && to == text.len())
        {
            self.starts.push((self.text.len(), place));
            push_label(&mut self.text, before(text, place));
            self.text.extend_from_slice(word.span(start, end));
            self.text.push(b'\n');
        }
        to
    }
}

/// The first place from `at` on of a digit before something that may divide its number, or of the sign of an address.
fn mark(text: &[u8], at: usize) -> Option<usize> {
    // Without a branch: pages are large, and hardly any of their tags stand behind a digit.
    let is_mark = |(a, b): (&u8, &u8)| {
        let is = |byte: &u8, wanted: u8| u8::from(*byte == wanted);
        u8::from(a.wrapping_sub(b'0') < 10) & (is(b, b'<') | is(b, b']')) | is(a, b'@')
    };
    let (first, second) = (text.after(at), text.after(at + 1));
    let mut start = at;
    for (first, second) in first.chunks(CHUNK).zip(second.chunks(CHUNK)) {
        if first.iter().zip(second).fold(0, |any, pair| any | is_mark(pair)) > 0 {
            return first.iter().zip(second).position(|pair| is_mark(pair) > 0).map(|step| start + step);
        }
        start += CHUNK;
    }
    None
}

/// Where the gap would begin that divides the address with this sign: before the piece around the sign, or else behind it.
fn beside_address(text: &[u8], sign: usize, floor: usize) -> usize {
    let part = |byte: &&u8| is_part(**byte);
    let begins = sign - text.span(floor, sign).iter().rev().take(WORD_BYTES).take_while(part).count();
    let from = dress_before(text, begins, floor);
    if gap(text, from).is_some_and(|gap| gap.end == begins) {
        return from;
    }
    sign + text.after(sign).iter().take(WORD_BYTES).take_while(part).count()
}

/// The one address in a word and where it begins in the text, if a seam is in it: what stands before it may be its label, what
/// stands behind a whole domain may be anything.
fn address(word: &[u8], seams: &[Seam], begins: usize) -> Option<(usize, usize, usize)> {
    let sign = memchr::memchr(b'@', word)?;
    let (head, tail): (Vec<&Seam>, Vec<&Seam>) = seams.iter().partition(|seam| seam.at <= sign);
    let is_apart = |at: usize, seam: &Seam| {
        // A word may begin with a seam: what stands before that belongs to the word before.
        let last = word.upto(seam.at).last();
        let meets = seam.at < sign && last.is_some_and(u8::is_ascii_alphabetic) && word.at(seam.at) != b'.';
        meets && (seam.link || is_label(word.span(at, seam.at)))
    };
    let before = head.iter().skip(1).rev().zip(head.iter().rev().skip(1)).find(|(seam, last)| is_apart(last.at, seam));
    let first = head.first().filter(|seam| is_apart(0, seam));
    let (start, place) = before.map(|(seam, _)| seam).or(first).map_or((0, begins), |seam| (seam.at, seam.place));
    let is_whole = |domain: &[u8]| memchr::memchr(b'.', domain).is_some() && domain.last() != Some(&b'.');
    let ends = |seam: &&&Seam| is_whole(word.span(sign + 1, seam.at)) && word.at(seam.at) != b'.';
    let end = tail.iter().find(ends).map_or(word.len(), |seam| seam.at);
    let divided = seams.iter().any(|seam| start < seam.at && seam.at < end);
    (divided && memchr::memchr(b'@', word.span(sign + 1, end)).is_none()).then_some((start, end, place))
}

/// True for a word that says what follows it: one that begins with a capital letter, or names an address itself.
fn is_label(word: &[u8]) -> bool {
    let names: [&[u8]; 8] = [b"mail", b"name", b"user", b"from", b"to", b"cc", b"contact", b"account"];
    let is = |name: &&[u8]| word.len() >= name.len() && word.tail(name.len()).eq_ignore_ascii_case(name);
    word.iter().all(u8::is_ascii_alphabetic) && (word.at(0).is_ascii_uppercase() || names.iter().any(is))
}

/// Where the first piece begins of the word to which a piece that ends at `end` belongs.
fn first_piece(text: &[u8], end: usize, floor: usize) -> usize {
    let piece = |end: usize| {
        let window = text.span(floor, end);
        end - window.iter().rev().take(WORD_BYTES).take_while(|byte| is_part(**byte)).count()
    };
    let mut begins = piece(end);
    for _ in 0..TAGS {
        let dress = dress_before(text, begins, floor);
        let from = if dress > floor && text.at(dress - 1) == b' ' { dress - 1 } else { dress };
        if !gap(text, from).is_some_and(|gap| gap.end == begins && from > floor) {
            break;
        }
        begins = piece(from);
    }
    begins
}

/// True for bytes of numbers and addresses.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'+' | b'-' | b'_')
}

/// The gap that begins at `from`, behind a piece of a word, if another piece follows it: a digit if there is a blank.
fn gap(text: &[u8], from: usize) -> Option<Gap> {
    let (mut at, mut tags, mut blank, mut link) = (from, 0, false, false);
    loop {
        match text.at(at) {
            b' ' if !blank => {
                blank = true;
                at += 1;
            }
            b'<' | b']' | 0x80.. if tags < TAGS => {
                let rest = text.after(at);
                link |= matches!(rest.upto(3), [b'<', b'a' | b'A', b' ' | b'>'] | [b'<', b'/', b'a' | b'A']);
                at += tag(rest)?;
                tags += 1;
            }
            _ => break,
        }
    }
    let (last, first) = (text.at(from.wrapping_sub(1)), text.at(at));
    let within = last.is_ascii_digit() && first.is_ascii_digit();
    let whole = first.is_ascii_alphanumeric() || first == b'@' || text.at(at + 1).is_ascii_alphanumeric();
    let follows = is_part(last) && is_part(first) && whole && (within || !blank);
    (tags > 0 && follows).then_some(Gap { blank, within, link, end: at })
}

/// The length of the tag, comment or seam that begins here, if it may divide a word.
fn tag(text: &[u8]) -> Option<usize> {
    let text = text.upto(TAG_BYTES);
    if let Some(seam) = UNSEEN.into_iter().find(|seam| text.starts_with(seam)) {
        return Some(seam.len());
    }
    if text.starts_with(b"<!--") {
        return memchr::memmem::find(text, b"-->").map(|end| end + 3);
    }
    let body = text.strip_prefix(b"<")?;
    // In a string of JSON the slash may be escaped.
    let body = body.strip_prefix(b"\\").unwrap_or(body);
    let body = body.strip_prefix(b"/").unwrap_or(body);
    let len = body.iter().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':').count();
    let name = body.upto(len);
    let local = name.after(memchr::memchr(b':', name).map_or(0, |colon| colon + 1));
    DRESS.iter().any(|dress| dress.eq_ignore_ascii_case(local)).then_some(())?;
    memchr::memchr(b'>', text).map(|end| end + 1)
}

/// Where the tags begin that end at `end` and may divide a word, none of them before `floor`.
fn dress_before(text: &[u8], end: usize, floor: usize) -> usize {
    let mut end = end;
    for _ in 0..TAGS {
        let near = text.span(floor.max(end.saturating_sub(TAG_BYTES)), end);
        if let Some(seam) = UNSEEN.into_iter().find(|seam| near.ends_with(seam)) {
            end -= seam.len();
            continue;
        }
        if near.last() != Some(&b'>') {
            break;
        }
        match memchr::memrchr(b'<', near) {
            Some(start) if tag(near.after(start)) == Some(near.len() - start) => end -= near.len() - start,
            _ => break,
        }
    }
    end
}

/// The text before a word, up to a tag that is none of dress.
fn before(text: &[u8], word: usize) -> &[u8] {
    let near = text.upto(dress_before(text, word, 0)).tail(LABEL_BYTES);
    near.after(memchr::memrchr2(b'>', b'"', near).map_or(0, |at| at + 1))
}

/// Names places of divided words: those in the text they were taken from.
pub(in crate::content) struct Original<'a> {
    pub(in crate::content) text: &'a [u8],
    pub(in crate::content) walker: Walker,
    pub(in crate::content) divided: &'a Divided,
}

impl Locate for Original<'_> {
    fn locate(&mut self, _: &[u8], start: usize, _: usize) -> Located<'_> {
        let starts = &self.divided.starts;
        let line = starts.partition_point(|(line, _)| *line <= start).saturating_sub(1);
        let word = starts.get(line).map_or(0, |(_, word)| *word);
        self.walker.locate(self.text, word, word + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_touch_one_another_are_survived() {
        let found = Divided::of("a@b<i>.".repeat(40).as_bytes(), false);
        assert!(found.is_none_or(|found| found.starts.len() < 40));
    }

    proptest! {
        #[test]
        fn no_markup_is_too_odd(pieces in prop::collection::vec(0usize..12, 0..60), more in any::<bool>()) {
            let texts = ["a", "@", "1", ".", " ", "<b>", "</b>", "<a href=x>", "<!-- -->", "\u{200b}", "]]>", "Mail"];
            let text: String = pieces.into_iter().map(|piece| texts[piece]).collect();
            if let Some(found) = Divided::of(text.as_bytes(), more) {
                prop_assert!(found.starts.iter().all(|(at, place)| *at < found.text.len() && *place <= text.len()));
            }
        }
    }
}
