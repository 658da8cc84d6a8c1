//! The one pass over the text: 64-byte blocks become bit masks, masks become anchors, anchors are judged where they stand.
//!
//! Between anchors nothing is done per byte. A run's length is a count of bits, also across block borders, because each
//! block is looked at together with the next one.

use super::candidate::{Native, Sink, Wanted};
use super::text::Text;
use super::{email, jwt, login, numbers};
use leaktap_simd::{BLOCK, Masks, classify};

/// Blocks classified at a time: their masks stay in the first-level cache.
const BATCH: usize = 32;

/// Logins of one text whose user is looked for.
const MAX_SEARCHES: u32 = 1024;

/// Scans the text for what is wanted; candidates come in ascending order of their anchors.
/// `masks` are those of the whole text, or none.
pub(super) fn walk<S: Sink>(text: &Text<'_>, masks: &[Masks], wanted: Wanted, sink: &mut S) {
    let mut walker = Walker { text, wanted, sink, done: 0, searches: MAX_SEARCHES, carry: Carry::default() };
    if masks.len() == text.bytes.len().div_ceil(BLOCK) {
        return walker.blocks(0, masks, &Masks::default());
    }
    let mut masks = [Masks::default(); BATCH + 1];
    let mut base = 0;
    while let Some(rest) = text.bytes.get(base..).filter(|r| !r.is_empty()) {
        let filled = classify(rest, &mut masks);
        if filled > BATCH {
            let (these, next) = masks.split_at(BATCH);
            walker.blocks(base, these, next.first().unwrap_or(&Masks::default()));
        } else {
            walker.blocks(base, masks.get(..filled).unwrap_or_default(), &Masks::default());
        }
        base += BLOCK * BATCH;
    }
}

/// Bit 0 says what the last byte of the block before was.
#[derive(Default)]
struct Carry {
    digit: u64,
    alnum: u64,
}

struct Walker<'t, 'a, S> {
    text: &'t Text<'a>,
    wanted: Wanted,
    sink: &'t mut S,
    /// Numeric anchors before this offset belong to a value already found.
    done: usize,
    /// Searches for a login's user that are left for this text.
    searches: u32,
    carry: Carry,
}

const NUMERIC: u16 =
    Native::ResidentId.bit() | Native::Mobile.bit() | Native::Uscc.bit() | Native::Card.bit() | Native::Ssn.bit();

impl<S: Sink> Walker<'_, '_, S> {
    /// Blocks one after another; `behind` is what follows the last of them.
    #[inline]
    fn blocks(&mut self, base: usize, masks: &[Masks], behind: &Masks) {
        let Some((last, _)) = masks.split_last() else { return };
        let mut base = base;
        for pair in masks.windows(2) {
            let [now, next] = pair else { continue };
            self.block(base, now, next);
            base += BLOCK;
        }
        self.block(base, last, behind);
    }

    #[inline(always)]
    fn block(&mut self, base: usize, now: &Masks, next: &Masks) {
        let digit = now.digit;
        let before = digit << 1 | self.carry.digit;
        let starts = digit & !before;
        // How many digits begin here, on complements: no one, no two, no four, no seven.
        let (no1, no1_next) = (!digit, !next.digit);
        let (no2, no2_next) = (no1 | onward(no1, no1_next, 1), no1_next | no1_next >> 1);
        let (no4, no4_next) = (no2 | onward(no2, no2_next, 2), no2_next | no2_next >> 2);
        let bare = starts & !(no4 | onward(no4, no4_next, 3));
        let between = now.separator & before & onward(digit, next.digit, 1);
        let between_next = next.separator & (next.digit << 1 | digit >> 63) & next.digit >> 1;
        // Without a separator among digits here, or near behind the digits that end the block, there are no groups.
        let near = digit >> 63 != 0 && between_next & GROUP_BITS != 0;
        let grouped = if between == 0 && !near {
            0
        } else {
            let wide = |low: u64, high: u64| u128::from(low) | u128::from(high) << 64;
            groups(wide(starts, 0), wide(no1, no1_next), !wide(between, between_next))
        };
        let alnum = digit | now.letter;
        let letters = now.letter & onward(now.letter, next.letter, 1);
        let digits = onward(digit, next.digit, 2) & onward(digit, next.digit, 3);
        let iban = letters & digits & !(alnum << 1 | self.carry.alnum);
        self.carry = Carry { digit: digit >> 63, alnum: alnum >> 63 };
        let all = bare | grouped | iban | now.word;
        if all != 0 {
            self.anchors(base, all, &Anchors { digit, next: next.digit, bare, grouped, iban, word: now.word });
        }
    }

    fn anchors(&mut self, base: usize, mut all: u64, of: &Anchors) {
        while all != 0 {
            let i = all.trailing_zeros();
            let bit = 1u64 << i;
            all &= all - 1;
            let at = base + i as usize;
            if (of.bare | of.grouped) & bit != 0 {
                self.number(at, of.run(i), of.grouped & bit != 0);
            } else if of.word & bit != 0 {
                self.word(at);
            }
            if of.iban & bit != 0 && self.wanted.has(Native::Iban) {
                self.done = self.done.max(numbers::iban_at(self.text, at, self.sink));
            }
        }
    }

    #[inline]
    fn number(&mut self, at: usize, run: usize, grouped: bool) {
        if at < self.done || !self.wanted.any(NUMERIC) {
            return;
        }
        let end = if grouped { numbers::grouped(self.text, self.wanted, at, run, self.sink) } else { 0 };
        if end != 0 {
            self.done = end;
        } else if run >= SHORTEST {
            numbers::bare(self.text, self.wanted, at, run, self.sink);
        }
    }

    #[inline]
    fn word(&mut self, at: usize) {
        match self.text.at(at) {
            b'@' if self.wanted.has(Native::Email) => email::at(self.text, at, self.sink),
            b'@' => {}
            b'e' if self.wanted.has(Native::Jwt) && self.text.slice(at, at + 3) == b"eyJ" => {
                jwt::at(self.text, at, self.sink);
            }
            _ if self.wanted.any(Wanted::LOGIN) => {
                login::at(self.text, at, &mut self.searches, self.sink);
            }
            _ => {}
        }
    }
}

/// The anchors of a block, and the digits of it and the next.
struct Anchors {
    digit: u64,
    next: u64,
    bare: u64,
    grouped: u64,
    iban: u64,
    word: u64,
}

impl Anchors {
    /// Digits from bit `i` on, also beyond the block.
    #[inline]
    fn run(&self, i: u32) -> usize {
        let here = (!(self.digit >> i)).trailing_zeros().min(64 - i);
        let beyond = if here + i == 64 { (!self.next).trailing_zeros() } else { 0 };
        (here + beyond) as usize
    }
}

/// The shortest run of digits that is looked at: type and region of a credit code.
const SHORTEST: usize = 7;

/// Bits of the next block in which the first separator of a group that begins in this one may stand.
const GROUP_BITS: u64 = 0xff;

/// What stands `n` bytes further on: `next` is the block behind.
#[inline(always)]
const fn onward(now: u64, next: u64, n: u32) -> u64 {
    now >> n | next << (64 - n)
}

/// Starts of groups of digits that are joined by single separators as cards (4-4-4, 4-6-4), mobiles (3-4-4), social
/// security numbers (3-2-4) and resident numbers (6-8-4) are, or 6 and then at least 10. `no1`: where no digit stands;
/// `joint`: where no separator stands between digits. Of a block and the next.
#[inline]
fn groups(starts: u128, no1: u128, joint: u128) -> u64 {
    let no2 = no1 | no1 >> 1;
    let no4 = no2 | no2 >> 2;
    let no8 = no4 | no4 >> 4;
    let not4 = no4 | joint >> 4 | no4 >> 5 | ((joint >> 9 | no4 >> 10) & (no2 >> 9 | joint >> 11 | no4 >> 12));
    let not3 = no2 | no1 >> 2 | joint >> 3 | ((no4 >> 4 | joint >> 8 | no4 >> 9) & (no2 >> 4 | joint >> 6 | no4 >> 7));
    let not6 = no4 | no2 >> 4 | joint >> 6 | no8 >> 7 | ((joint >> 15 | no2 >> 16) & no2 >> 15);
    (starts & !(not4 & not3 & not6)) as u64
}
