//! Strings of UTF-16 (RFC 2781) among other bytes: databases, remote calls and message gateways carry them behind heads of
//! their own. Such bytes are no text as a whole, and read byte by byte their digits do not stand together.
//!
//! A string is found by [`ANCHOR`] characters of ASCII in a row, each beside a zero byte, and goes on as long as its units
//! can be read. Each is a line of one text, which is read besides the bytes themselves.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::place::Place;
use super::stream::{Style, TextStream};
use encoding_rs::GBK;
use std::cmp::Ordering;

/// Units of ASCII in a row, with the zero bytes between them, by which a string is found: shorter than any number that is
/// looked for.
const ANCHOR: usize = 8;
/// Bytes of those: the last one's zero byte may belong to what follows.
const ANCHOR_BYTES: usize = 2 * ANCHOR - 1;
/// Units before those that may belong to the string, a label in Han, and as many behind by which the byte order is told.
const AROUND: usize = 32;
/// Of a longer string the first bytes tell the order.
const WEIGHED: usize = 512;
/// The lowest bit of each of the four units in a word.
const LANES: u64 = 0x0001_0001_0001_0001;

/// The strings of one binary stream.
pub(super) struct Wide {
    place: Place,
    depth: u8,
    /// Set once there is a string.
    stream: Option<Box<TextStream>>,
    /// The string in hand, if it may go on.
    open: Option<Open>,
    /// The last bytes, if no string is in hand: one may have begun there.
    tail: Vec<u8>,
}

/// A string that may go on.
#[derive(Clone, Copy)]
struct Open {
    big: bool,
    /// The first byte of a unit that was cut.
    half: Option<u8>,
}

impl Wide {
    /// Of a stream at `place`, so many layers deep.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        Self { place: place.clone(), depth, stream: None, open: None, tail: Vec::new() }
    }

    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        self.tail.capacity() + self.stream.as_ref().map_or(0, |stream| stream.held())
    }

    /// Looks for strings in the next bytes; the ledger knows these already.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) {
        let mut text = Vec::new();
        let mut rest = if self.tail.is_empty() { data } else { self.seam(data, &mut text) };
        while !rest.is_empty() {
            if let Some(open) = self.open {
                rest = self.go_on(open, rest, &mut text);
                continue;
            }
            let Some(at) = anchor(rest) else {
                if !end.is_last() {
                    self.keep(rest);
                }
                break;
            };
            rest = self.begin(rest, at, &mut text);
        }
        if end.is_last() {
            self.open = None;
            self.tail.clear();
        }
        self.hand_on(&text, end, cx);
    }

    /// A string may have begun in the bytes that were kept; returns what is left of `data`.
    fn seam<'a>(&mut self, data: &'a [u8], text: &mut Vec<u8>) -> &'a [u8] {
        let old = self.tail.len();
        let joined = [self.tail.as_slice(), data.upto(2 * ANCHOR_BYTES)].concat();
        match anchor(&joined) {
            Some(at) if at < old => {
                // An anchor is longer than what was kept, so that what was read ends in `data`.
                let left = self.begin(&joined, at, text).len();
                data.after(joined.len().saturating_sub(left + old))
            }
            _ => data,
        }
    }

    /// Keeps the last bytes.
    fn keep(&mut self, rest: &[u8]) {
        let room = (ANCHOR_BYTES - 1).saturating_sub(rest.len());
        self.tail.drain(..self.tail.len().saturating_sub(room));
        self.tail.extend_from_slice(rest.tail(ANCHOR_BYTES - 1));
    }

    /// A string whose ASCII begins at `at`; returns what follows it.
    fn begin<'a>(&mut self, data: &'a [u8], at: usize, text: &mut Vec<u8>) -> &'a [u8] {
        self.tail.clear();
        let behind = at + 2 * run_len(data.after(at));
        // The first letter may be the second byte of a Han character, and the last one the first: more is read in the right
        // order.
        let (little, big) = (before(data, at, false), before(data, at + 1, true));
        let weigh = |start, big| weight(data.span(start, behind + 2 * AROUND), big);
        let ends_in_zero = behind > data.len() || data.at(behind - 1) == 0;
        let is_big = match weigh(big, true).cmp(&weigh(little, false)) {
            Ordering::Equal if ends_in_zero => false,
            Ordering::Equal if at > 0 && data.at(at - 1) == 0 => true,
            Ordering::Equal => {
                // A byte on either side reads as a letter: nothing is lost if both are taken for some.
                text.extend(data.span(at, behind).iter().step_by(2));
                text.push(b'\n');
                return data.after(behind - 1);
            }
            order => order.is_gt(),
        };
        self.go_on(Open { big: is_big, half: None }, data.after(if is_big { big } else { little }), text)
    }

    /// Reads units as long as they are text; returns what follows.
    fn go_on<'a>(&mut self, open: Open, data: &'a [u8], text: &mut Vec<u8>) -> &'a [u8] {
        let mut at = 0;
        let mut half = open.half;
        loop {
            let (first, second, next) = match half {
                Some(first) if at < data.len() => (first, data.at(at), at + 1),
                None if at + 1 < data.len() => (data.at(at), data.at(at + 1), at + 2),
                _ => break,
            };
            let Some(char) = letter(first, second, open.big) else {
                self.open = None;
                text.push(b'\n');
                return data.after(at);
            };
            text.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            (half, at) = (None, next);
        }
        self.open = Some(Open { half: half.or_else(|| data.get(at).copied()), ..open });
        &[]
    }

    /// Hands on what was read.
    fn hand_on(&mut self, text: &[u8], end: Ending, cx: &mut Context<'_>) {
        if text.is_empty() && self.stream.is_none() {
            return;
        }
        let text = if cx.charge(text.len()) { text } else { &[] };
        let (place, depth) = (&self.place, self.depth);
        let stream = self
            .stream
            .get_or_insert_with(|| Box::new(TextStream::new(place.clone(), Style::Plain, Label::Utf8, depth)));
        let _ = stream.push(text, end, cx);
    }
}

/// The character of a unit, if it is one that a string holds: ASCII, Latin-1, what CJK alphabets are written with.
fn letter(first: u8, second: u8, big: bool) -> Option<char> {
    let unit = if big { u16::from_be_bytes([first, second]) } else { u16::from_le_bytes([first, second]) };
    match unit {
        0x09
        | 0x0a
        | 0x0d
        | 0x20..=0x7e
        | 0xa0..=0xff
        | 0x2010..=0x203a
        | 0x3000..=0x30ff
        | 0x4e00..=0x9fff
        | 0xff01..=0xff5e => char::from_u32(u32::from(unit)),
        _ => None,
    }
}

/// Where the string begins whose unit at `at` is known, so far as that can be told.
fn before(data: &[u8], at: usize, big: bool) -> usize {
    let mut start = at;
    for _ in 0..AROUND {
        let Some(from) = start.checked_sub(2) else { break };
        if letter(data.at(from), data.at(from + 1), big).is_none() {
            break;
        }
        start = from;
    }
    start
}

/// Characters of everyday that the bytes make: ASCII, signs, Han of the first level of GB/T 2312. Read in the wrong order Han
/// is Han as well, but seldom such.
fn weight(data: &[u8], big: bool) -> usize {
    let units = data.upto(WEIGHED).chunks_exact(2).map_while(|unit| letter(unit.at(0), unit.at(1), big));
    let text: String = units.filter(|char| char.is_ascii() || *char >= '\u{3000}').collect();
    let (coded, ..) = GBK.encode(&text);
    let mut rest = &*coded;
    let mut weight = 0;
    while let [lead, after @ ..] = rest {
        let double = *lead >= 0x80;
        weight += usize::from(!double || (matches!(*lead, 0xa1..=0xa3 | 0xb0..=0xd7) && after.at(0) >= 0xa1));
        rest = after.after(usize::from(double));
    }
    weight
}

fn is_printed(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e)
}

/// Where the first run of [`ANCHOR`] letters begins.
fn anchor(data: &[u8]) -> Option<usize> {
    let mut from = 0;
    // A run is long enough to hold an aligned word, which is four units of either order.
    for (n, word) in data.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let at = n * 8;
        if at < from || !(four(word) || (word & (0xff * LANES) == 0 && four(word >> 8))) {
            continue;
        }
        let letter = if four(word) { at } else { at + 1 };
        let start = run_back(data, letter, from);
        let len = run_len(data.after(start));
        if len >= ANCHOR {
            return Some(start);
        }
        from = start + 2 * len;
    }
    None
}

/// True if the word is four letters of ASCII, each before a zero byte.
fn four(word: u64) -> bool {
    let above = (word | (0x8000 * LANES)).wrapping_sub(0x20 * LANES);
    let below = (0x807e * LANES).wrapping_sub(word);
    word & (0xff00 * LANES) == 0 && above & below & (0x8000 * LANES) == 0x8000 * LANES
}

/// Where the run begins that has a letter at `at`, not before `from`.
fn run_back(data: &[u8], at: usize, from: usize) -> usize {
    let mut start = at;
    while let Some(letter) = start.checked_sub(2).filter(|letter| *letter >= from) {
        if !is_printed(data.at(letter)) || data.at(letter + 1) != 0 {
            break;
        }
        start = letter;
    }
    start
}

/// Letters in a row at the front, each but the last before a zero byte.
fn run_len(data: &[u8]) -> usize {
    let mut len = 0;
    while data.get(2 * len).is_some_and(|byte| is_printed(*byte)) {
        len += 1;
        if data.get(2 * len - 1) != Some(&0) {
            break;
        }
    }
    len
}
