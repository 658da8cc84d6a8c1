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

/// Scans the text for what is wanted; candidates come in ascending order of their anchors.
pub(super) fn walk<S: Sink>(text: &Text<'_>, wanted: Wanted, sink: &mut S) {
    let mut masks = [Masks::default(); BATCH + 1];
    let mut walker = Walker { text, wanted, sink, done: 0, carry: Carry::default() };
    let mut base = 0;
    while let Some(rest) = text.bytes.get(base..).filter(|r| !r.is_empty()) {
        let filled = classify(rest, &mut masks);
        let todo = filled.min(BATCH);
        if let Some(slot) = masks.get_mut(filled) {
            *slot = Masks::default();
        }
        for pair in masks.windows(2).take(todo) {
            let [now, next] = pair else { continue };
            walker.block(base, now, next);
            base += BLOCK;
        }
    }
}

/// What the last byte of the block before was.
#[derive(Default)]
struct Carry {
    digit: u128,
    alnum: u128,
    y: u64,
}

struct Walker<'t, 'a, S> {
    text: &'t Text<'a>,
    wanted: Wanted,
    sink: &'t mut S,
    /// Numeric anchors before this offset belong to a value already found.
    done: usize,
    carry: Carry,
}

const NUMERIC: u16 =
    Native::ResidentId.bit() | Native::Mobile.bit() | Native::Uscc.bit() | Native::Card.bit() | Native::Ssn.bit();

impl<S: Sink> Walker<'_, '_, S> {
    #[inline(always)]
    fn block(&mut self, base: usize, now: &Masks, next: &Masks) {
        let digit = wide(now.digit, next.digit);
        let letter = wide(now.letter, next.letter);
        let starts = digit & !(digit << 1 | self.carry.digit);
        let two = digit & digit >> 1;
        let four = two & two >> 2;
        let bare = (starts & four & four >> 3) as u64;
        let between = wide(now.separator, next.separator) & (digit << 1 | self.carry.digit) & digit >> 1;
        let grouped = if between == 0 { 0 } else { groups(starts, two, four, between) };
        let alnum = digit | letter;
        let iban = (letter & letter >> 1 & two >> 2 & !(alnum << 1 | self.carry.alnum)) as u64;
        let jwt = now.big_j & (now.y << 1 | self.carry.y);
        self.carry = Carry { digit: u128::from(now.digit >> 63), alnum: (alnum >> 63) & 1, y: now.y >> 63 };
        let all = bare | grouped | iban | now.at | jwt | now.key;
        if all != 0 {
            self.anchors(base, all, &Anchors { digit, bare, grouped, iban, at: now.at, jwt, key: now.key });
        }
    }

    fn anchors(&mut self, base: usize, mut all: u64, of: &Anchors) {
        while all != 0 {
            let i = all.trailing_zeros();
            let bit = 1u64 << i;
            all &= all - 1;
            let at = base + i as usize;
            if (of.bare | of.grouped) & bit != 0 && at >= self.done && self.wanted.any(NUMERIC) {
                let run = (!(of.digit >> i)).trailing_zeros() as usize;
                let end = if of.grouped & bit != 0 { numbers::grouped(self.text, self.wanted, at, self.sink) } else { 0 };
                if end != 0 {
                    self.done = end;
                } else if of.bare & bit != 0 {
                    numbers::bare(self.text, self.wanted, at, run, self.sink);
                }
            } else if of.iban & bit != 0 && self.wanted.has(Native::Iban) {
                self.done = self.done.max(numbers::iban_at(self.text, at, self.sink));
            } else if of.at & bit != 0 && self.wanted.has(Native::Email) {
                email::at(self.text, at, self.sink);
            } else if of.jwt & bit != 0 && self.wanted.has(Native::Jwt) {
                jwt::at(self.text, at.saturating_sub(2), self.sink);
            }
            if of.key & bit != 0 && self.wanted.any(Wanted::LOGIN) {
                login::at(self.text, at, self.sink);
            }
        }
    }
}

/// The anchors of a block, and the digits of it and the next.
struct Anchors {
    digit: u128,
    bare: u64,
    grouped: u64,
    iban: u64,
    at: u64,
    jwt: u64,
    key: u64,
}

#[inline(always)]
fn wide(now: u64, next: u64) -> u128 {
    u128::from(now) | u128::from(next) << 64
}

/// Starts of groups of digits that are joined by single separators as cards (4-4-4, 4-6-4), mobiles (3-4-4), social
/// security numbers (3-2-4) and resident numbers (6-8-3) are, or 6 and then at least 10.
#[inline]
fn groups(starts: u128, two: u128, four: u128, between: u128) -> u64 {
    let three = starts & two & two >> 1;
    let six = starts & four & two >> 4;
    let eight = four & four >> 4;
    let of4 = starts & four & between >> 4 & ((four >> 5 & between >> 9 & four >> 10) | (four >> 5 & two >> 9 & between >> 11 & four >> 12));
    let of3 = three & between >> 3 & ((four >> 4 & between >> 8 & four >> 9) | (two >> 4 & between >> 6 & four >> 7));
    let of6 = six & between >> 6 & ((eight >> 7 & between >> 15 & two >> 16) | (eight >> 7 & two >> 15));
    (of4 | of3 | of6) as u64
}
