//! From byte classes to anchors: where in a text a value that is looked for may begin.
//!
//! Between anchors nothing is done per byte. A run's length is a count of bits, also across a block's end, because each
//! block is looked at together with the first digits of the next.

use crate::masks::Masks;

/// Blocks of a group.
pub(crate) const LANES: usize = 8;

/// A 1 and then digits, so many in all and no letter beside them, are a time (in seconds since 1970, or in thousandths,
/// millionths, billionths of one) or an identifier made of one, and no number of anybody. They are most of the long numbers
/// that machines write, and no anchors.
pub const STAMPS: [usize; 4] = [10, 13, 16, 19];

// Their runs are put together of runs of seven, without a hole between one length and the next.
const _: () = {
    let (mut covered, mut i) = (7, 0);
    while i < STAMPS.len() {
        assert!(STAMPS[i] > covered && STAMPS[i] <= covered + 7);
        covered = STAMPS[i];
        i += 1;
    }
};

/// The anchors of eight blocks, one bit per byte. Only lanes whose bit is set in [`any`](Self::any) mean anything.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub struct Group {
    pub(crate) bare: [u64; LANES],
    pub(crate) grouped: [u64; LANES],
    pub(crate) iban: [u64; LANES],
    pub(crate) word: [u64; LANES],
    /// Digits of these blocks, and of the one behind.
    pub(crate) digit: [u64; LANES + 1],
    /// Number of the first block in the text.
    pub(crate) first: usize,
    pub(crate) any: u8,
}

/// The anchors of a block that has any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Its number in the text.
    pub number: usize,
    /// Seven digits or more begin here that may be a number of somebody, see [`STAMPS`].
    pub bare: u64,
    /// Groups of digits, joined by single separators, begin here as those of cards, phones and identity numbers do.
    pub grouped: u64,
    /// Two letters and two digits begin a word here.
    pub iban: u64,
    /// `@`, or what may begin a word that names a secret, or a token. Set too often rather than too seldom.
    pub word: u64,
    /// Digits of it and of the next block.
    digit: [u64; 2],
}

impl Block {
    /// All of them.
    #[inline]
    pub fn all(&self) -> u64 {
        self.bare | self.grouped | self.iban | self.word
    }

    /// Digits in a row from bit `i` on, also in the next block.
    #[inline]
    pub fn run(&self, i: u32) -> usize {
        let [digit, next] = self.digit;
        let here = (!(digit >> i)).trailing_zeros().min(64 - i);
        let beyond = if here + i == 64 { (!next).trailing_zeros() } else { 0 };
        (here + beyond) as usize
    }
}

/// The anchors of a text, or of a piece of one. Keeps its memory.
#[derive(Debug, Default)]
pub struct Anchors {
    groups: Vec<Group>,
    used: usize,
}

impl Anchors {
    /// None.
    pub const fn new() -> Self {
        Self { groups: Vec::new(), used: 0 }
    }

    /// The blocks that have anchors, in order.
    #[inline]
    pub fn blocks(&self) -> impl Iterator<Item = Block> + '_ {
        self.groups.iter().take(self.used).flat_map(|group| {
            let mut any = group.any;
            std::iter::from_fn(move || {
                let lane = any.trailing_zeros() as usize;
                any &= any.wrapping_sub(1);
                (lane < LANES).then(|| group.block(lane))
            })
        })
    }

    /// True if nothing can begin anywhere.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    pub(crate) fn clear(&mut self) {
        self.used = 0;
    }

    /// True if it holds memory.
    pub fn is_worth_keeping(&self) -> bool {
        self.groups.capacity() > 0
    }

    #[inline(always)]
    fn next(&mut self) -> &mut Group {
        if self.used == self.groups.len() {
            self.groups.push(Group::default());
        }
        self.used += 1;
        &mut self.groups[self.used - 1]
    }
}

impl Group {
    #[inline]
    fn block(&self, lane: usize) -> Block {
        let lane = lane % LANES;
        Block {
            number: self.first + lane,
            bare: self.bare[lane],
            grouped: self.grouped[lane],
            iban: self.iban[lane],
            word: self.word[lane],
            digit: [self.digit[lane], self.digit[lane + 1]],
        }
    }
}

/// Blocks of a [`Window`].
pub(crate) const WINDOW: usize = LANES + 2;

/// The classes of a group's blocks, between those of the block before and the one behind; class by class, so that all
/// blocks can be looked at together.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Window {
    pub(crate) digit: [u64; WINDOW],
    pub(crate) letter: [u64; WINDOW],
    pub(crate) separator: [u64; WINDOW],
    pub(crate) one: [u64; WINDOW],
    pub(crate) word: [u64; WINDOW],
    pub(crate) base64: [u64; WINDOW],
}

impl Window {
    /// The classes of one block.
    #[inline(always)]
    pub(crate) fn at(&self, place: usize) -> Masks {
        Masks {
            digit: self.digit[place],
            letter: self.letter[place],
            separator: self.separator[place],
            one: self.one[place],
            word: self.word[place],
            base64: self.base64[place],
        }
    }

    #[inline(always)]
    fn put(&mut self, place: usize, masks: Masks) {
        let Masks { digit, letter, separator, one, word, base64 } = masks;
        (self.digit[place], self.letter[place], self.one[place]) = (digit, letter, one);
        (self.separator[place], self.word[place], self.base64[place]) = (separator, word, base64);
    }
}

/// Where the search through a text stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    /// The next block.
    pub(crate) block: usize,
    /// The block before it.
    pub(crate) before: Masks,
}

/// Goes through the blocks from the cursor to `end`: `masks` gives the classes of a block, `close` finds the anchors of
/// the first so many blocks of a window. `total` is the number of blocks in the text: the one at `end` is looked at too.
#[inline(always)]
pub(crate) fn walk(
    cursor: &mut Cursor,
    (end, total): (usize, usize),
    out: &mut Anchors,
    mut masks: impl FnMut(usize) -> Masks,
    mut close: impl FnMut(&mut Group, &Window, usize),
) {
    let mut window = Window::default();
    window.put(0, cursor.before);
    let mut known = 0;
    while cursor.block < end {
        let held = (end - cursor.block).min(LANES);
        for lane in known..=held {
            let block = cursor.block + lane;
            window.put(lane + 1, if block < total { masks(block) } else { Masks::default() });
        }
        let group = out.next();
        (group.first, group.any) = (cursor.block, 0);
        close(group, &window, held);
        if group.any == 0 {
            out.used -= 1;
        }
        let (last, behind) = (window.at(held), window.at(held + 1));
        window.put(0, last);
        window.put(1, behind);
        known = 1;
        *cursor = Cursor { block: cursor.block + held, before: last };
    }
}

/// All blocks of a short text, which most fields are: they need no window.
#[inline(always)]
pub(crate) fn few<const N: usize>(cursor: &mut Cursor, blocks: [Masks; N], out: &mut Anchors) {
    const { assert!(0 < N && N < LANES) };
    let of = |block: usize| blocks.get(block).copied().unwrap_or_default();
    let found: [_; N] = std::array::from_fn(|n| begins(&of(n.wrapping_sub(1)), &of(n), &of(n + 1)));
    let any = |n: usize| found[n].iter().fold(of(n).word, |any, kind| any | kind) != 0;
    if (0..N).any(any) {
        let group = out.next();
        (group.first, group.any) = (0, 0);
        for (n, [bare, grouped, iban]) in found.into_iter().enumerate() {
            group.any |= u8::from(any(n)) << n;
            (group.bare[n], group.grouped[n], group.iban[n]) = (bare, grouped, iban);
            (group.word[n], group.digit[n], group.digit[n + 1]) = (of(n).word, of(n).digit, of(n + 1).digit);
        }
    }
    *cursor = Cursor { block: N, before: of(N - 1) };
}

/// The anchors of the first `held` blocks of a window: the definition that others are tested against.
#[inline(always)]
pub(crate) fn close(group: &mut Group, window: &Window, held: usize) {
    for lane in 0..held.min(LANES) {
        let [before, now, next] = [lane, lane + 1, lane + 2].map(|place| window.at(place));
        let [bare, grouped, iban] = begins(&before, &now, &next);
        if bare | grouped | iban | now.word != 0 {
            group.any |= 1 << lane;
            (group.bare[lane], group.grouped[lane], group.iban[lane]) = (bare, grouped, iban);
            (group.word[lane], group.digit[lane], group.digit[lane + 1]) = (now.word, now.digit, next.digit);
        }
    }
}

/// Where bare digits, groups of digits and IBANs begin in a block.
#[inline(always)]
fn begins(before: &Masks, now: &Masks, next: &Masks) -> [u64; 3] {
    let starts = now.digit & !(now.digit << 1 | before.digit >> 63);
    // Where two, four, seven digits begin.
    let (two, two_next) = (now.digit & onward(now.digit, next.digit, 1), next.digit & next.digit >> 1);
    let (four, four_next) = (two & onward(two, two_next, 2), two_next & two_next >> 2);
    let bare = starts & four & onward(four, four_next, 3);
    let bare = if bare & now.one == 0 { bare } else { bare & !stamps(bare & now.one, before, now, next) };
    let letters = now.letter & onward(now.letter, next.letter, 1);
    let digits = onward(now.digit, next.digit, 2) & onward(now.digit, next.digit, 3);
    let alnum_before = (now.digit | now.letter) << 1 | (before.digit | before.letter) >> 63;
    [bare, groups(before, now, next), letters & digits & !alnum_before]
}

/// Which of the runs of digits that begin with a 1 at `from` are [`STAMPS`].
#[cold]
#[inline(never)]
fn stamps(from: u64, before: &Masks, now: &Masks, next: &Masks) -> u64 {
    let digit = wide(now.digit, next.digit);
    let ends = !(digit | wide(now.letter, next.letter));
    let two = digit & digit >> 1;
    let four = two & two >> 2;
    let seven = four & four >> 3;
    let mut long = seven;
    let mut all = 0;
    for len in STAMPS {
        long &= seven >> (len - 7);
        all |= long & ends >> len;
    }
    from & all as u64 & !(now.letter << 1 | before.letter >> 63)
}

/// What stands `n` bytes further on: `next` is the block behind.
#[inline(always)]
const fn onward(now: u64, next: u64, n: u32) -> u64 {
    now >> n | next << (64 - n)
}

/// A block and the one behind it.
#[inline(always)]
fn wide(now: u64, next: u64) -> u128 {
    u128::from(now) | u128::from(next) << 64
}

/// Bits of the next block in which the separator before four digits of a group that begins in this one may stand.
pub(crate) const GROUP_BITS: u64 = 0xff;

/// Starts of groups of digits in a block that are joined by single separators as cards (4-4-4, 4-6-4), mobiles (3-4-4,
/// with a country code before them 5-4-4), social security numbers (3-2-4) and resident numbers (6-8-4) are, or 6 and then at least 10.
#[inline(always)]
pub(crate) fn groups(before: &Masks, now: &Masks, next: &Masks) -> u64 {
    let follows = now.digit << 1 | before.digit >> 63;
    let between = now.separator & follows & onward(now.digit, next.digit, 1);
    let between_next = next.separator & (next.digit << 1 | now.digit >> 63) & next.digit >> 1;
    let digit = wide(now.digit, next.digit);
    let two = digit & digit >> 1;
    let four = two & two >> 2;
    // All of them have a separator with four digits behind it: here, or near in the next block if they reach that far.
    // The parts of a date have two.
    let near = if (now.digit | between) >> 63 == 0 { 0 } else { between_next & GROUP_BITS };
    if wide(between, near) & four >> 1 == 0 {
        return 0;
    }
    now.digit & !follows & joined(digit, wide(between, between_next))
}

/// Where such groups may begin among these digits, with separators between two of them at `between`.
#[cold]
#[inline(never)]
fn joined(digit: u128, between: u128) -> u64 {
    let (no1, joint) = (!digit, !between);
    let no2 = no1 | no1 >> 1;
    let no4 = no2 | no2 >> 2;
    let no8 = no4 | no4 >> 4;
    let not4 = no4 | joint >> 4 | no4 >> 5 | ((joint >> 9 | no4 >> 10) & (no2 >> 9 | joint >> 11 | no4 >> 12));
    let not3 = no2 | no1 >> 2 | joint >> 3 | ((no4 >> 4 | joint >> 8 | no4 >> 9) & (no2 >> 4 | joint >> 6 | no4 >> 7));
    let not5 = no4 | no1 >> 4 | joint >> 5 | no4 >> 6 | joint >> 10 | no4 >> 11;
    let not6 = no4 | no2 >> 4 | joint >> 6 | no8 >> 7 | ((joint >> 15 | no2 >> 16) & no2 >> 15);
    !(not4 & not3 & not5 & not6) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::masks::{BLOCK, masks_scalar};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_group_is_missed_where_no_four_digits_follow_a_separator(
            text in "([0-9]{1,8}[ -]{1,2}|[0-9]{2,20}[a-z.]?){30,90}",
            skipped in 0usize..64,
        ) {
            let text = text.as_bytes().get(skipped..).unwrap_or_default();
            for block in 0..text.len().div_ceil(BLOCK) {
                let of = |block: usize| masks_scalar(text, block);
                let before = if block > 0 { of(block - 1) } else { Masks::default() };
                let (now, next) = (of(block), if (block + 1) * BLOCK < text.len() { of(block + 1) } else { Masks::default() });
                let follows = now.digit << 1 | before.digit >> 63;
                let between = now.separator & follows & onward(now.digit, next.digit, 1);
                let between_next = next.separator & (next.digit << 1 | now.digit >> 63) & next.digit >> 1;
                let all = now.digit & !follows & joined(wide(now.digit, next.digit), wide(between, between_next));
                prop_assert_eq!(groups(&before, &now, &next), all);
            }
        }
    }
}
