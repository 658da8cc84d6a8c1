//! One pass over a text for its anchors, its survey, or both.
//!
//! The widest implementation of the processor is picked at the first call; every one gives the same as the scalar twins.
//! A byte's classes come of two table look-ups, one for each half of the byte (its nibbles).

use crate::anchors::{Anchors, Cursor, close, walk};
use crate::masks::{BLOCK, masks_scalar};
use crate::survey::{Survey, survey_scalar};
use std::sync::OnceLock;

/// Blocks of a long text that are gone through at a time: their anchors stay in the nearer caches.
const PIECE: usize = 512;

/// Puts the anchors of the next piece of `text` into `out`, instead of what it held. False at the end of the text.
pub fn anchors(text: &[u8], cursor: &mut Cursor, out: &mut Anchors) -> bool {
    out.clear();
    let end = text.len().div_ceil(BLOCK).min(cursor.block + PIECE);
    let more = cursor.block < end;
    (choice().anchors)(text, cursor, end, out);
    more
}

/// Surveys a text.
pub fn survey(text: &[u8]) -> Survey {
    (choice().survey)(text)
}

/// Surveys a text and puts the anchors of all of it into `out`, instead of what it held, in the same pass.
pub fn look(text: &[u8], out: &mut Anchors) -> Survey {
    out.clear();
    (choice().look)(text, out)
}

/// How many bytes at the start of `text` belong to the base64 alphabets.
pub fn base64_prefix(text: &[u8]) -> usize {
    (choice().base64_prefix)(text)
}

/// The scalar twin of [`base64_prefix`].
pub fn base64_prefix_scalar(text: &[u8]) -> usize {
    text.iter().position(|b| !crate::survey::is_base64(*b)).unwrap_or(text.len())
}

fn anchors_scalar(text: &[u8], cursor: &mut Cursor, end: usize, out: &mut Anchors) {
    walk(cursor, (end, text.len().div_ceil(BLOCK)), out, |block| masks_scalar(text, block), close);
}

fn look_scalar(text: &[u8], out: &mut Anchors) -> Survey {
    anchors_scalar(text, &mut Cursor::default(), text.len().div_ceil(BLOCK), out);
    survey_scalar(text)
}

/// The implementations for this processor.
struct Choice {
    /// From the cursor to a block.
    anchors: fn(&[u8], &mut Cursor, usize, &mut Anchors),
    survey: fn(&[u8]) -> Survey,
    look: fn(&[u8], &mut Anchors) -> Survey,
    base64_prefix: fn(&[u8]) -> usize,
}

static SCALAR: Choice =
    Choice { anchors: anchors_scalar, survey: survey_scalar, look: look_scalar, base64_prefix: base64_prefix_scalar };

#[inline]
fn choice() -> &'static Choice {
    static CHOICE: OnceLock<&Choice> = OnceLock::new();
    CHOICE.get_or_init(|| available().next().unwrap_or(&SCALAR))
}

/// Everything that runs on this processor, the widest first.
fn available() -> impl Iterator<Item = &'static Choice> {
    #[cfg(target_arch = "x86_64")]
    let wide = {
        let bits = std::arch::is_x86_feature_detected!("bmi1") && std::arch::is_x86_feature_detected!("bmi2");
        let avx2 = bits && std::arch::is_x86_feature_detected!("avx2");
        let avx512 =
            avx2 && std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512bw");
        [avx512.then_some(&avx512::CHOICE), avx2.then_some(&avx2::CHOICE)]
    };
    #[cfg(not(target_arch = "x86_64"))]
    let wide = [None, None];
    wide.into_iter().flatten().chain([&SCALAR])
}

/// A class of bytes as a pair of tables: a byte belongs if the entries of its two nibbles share a bit.
#[cfg(target_arch = "x86_64")]
struct Nibbles {
    low: [u8; 16],
    high: [u8; 16],
}

/// Bits of [`FLAGS`]: control characters take three, escapes two.
#[cfg(target_arch = "x86_64")]
mod bit {
    pub(super) const CONTROL: u8 = 1 | 2 | 4;
    pub(super) const ESCAPE: u8 = 8 | 16;
    pub(super) const EQUALS: u8 = 32;
    pub(super) const WIDE: u8 = 64;
    pub(super) const NEWLINE: u8 = 128;
}

/// The classes of a survey that only have to occur.
#[cfg(target_arch = "x86_64")]
const FLAGS: Nibbles = {
    let mut t = Nibbles { low: [0; 16], high: [0; 16] };
    // 0x00-0x08, 0x0e, 0x0f; 0x10-0x1f; 0x7f.
    let mut n = 0;
    while n < 16 {
        if n < 9 || n > 13 {
            t.low[n] |= 1;
        }
        t.low[n] |= 2;
        n += 1;
    }
    t.high[0] |= 1;
    t.high[1] |= 2;
    t.low[15] |= 4;
    t.high[7] |= 4;
    // % and &, then the backslash.
    t.low[5] |= 8;
    t.low[6] |= 8;
    t.high[2] |= 8;
    t.low[12] |= 16;
    t.high[5] |= 16;
    t.low[13] |= bit::EQUALS;
    t.high[3] |= bit::EQUALS;
    t.low[15] |= bit::WIDE;
    t.high[14] |= bit::WIDE;
    t.low[10] |= bit::NEWLINE;
    t.high[0] |= bit::NEWLINE;
    t
};

/// The base64 alphabets, of which runs are made.
#[cfg(target_arch = "x86_64")]
const BASE64: Nibbles = {
    let high = [0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut low = [0u8; 16];
    let mut b = 0u8;
    while b < 128 {
        if crate::survey::is_base64(b) {
            low[(b & 15) as usize] |= high[(b >> 4) as usize];
        }
        b += 1;
    }
    Nibbles { low, high }
};

#[cfg(target_arch = "x86_64")]
fn survey_of(high: bool, flags: u8, run: bool) -> Survey {
    Survey {
        high,
        control: flags & bit::CONTROL != 0,
        escape: flags & bit::ESCAPE != 0,
        equals: flags & bit::EQUALS != 0,
        wide: flags & bit::WIDE != 0,
        newline: flags & bit::NEWLINE != 0,
        run,
    }
}

/// What the run of set bits at the end of one block and the next block's bits come to.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn runs(mask: u64, carried: &mut u32) -> bool {
    let joined = *carried + mask.trailing_ones();
    let mut long = mask & (mask >> 1);
    long &= long >> 2;
    long &= long >> 4; // bits where eight begin
    let inside = long & (long >> 8) & (long >> 16);
    *carried = if mask == u64::MAX { joined } else { mask.leading_ones() };
    joined as usize >= crate::survey::RUN || inside != 0
}

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every implementation of this machine against the scalar twins.
    fn agree(text: &[u8], ends: usize) {
        let blocks = |anchors: &Anchors| anchors.blocks().collect::<Vec<_>>();
        let mut all = Anchors::new();
        let seen = look_scalar(text, &mut all);
        let all = blocks(&all);
        for choice in available() {
            // What an older text left behind.
            let mut out = Anchors::new();
            (choice.look)(&[b'0'; 1000], &mut out);
            out.clear();
            assert_eq!((choice.survey)(text), seen);
            assert_eq!((choice.look)(text, &mut out), seen);
            assert_eq!(blocks(&out), all);
            out.clear();
            let mut cursor = Cursor::default();
            while cursor.block * BLOCK < text.len() {
                let end = (cursor.block + ends).min(text.len().div_ceil(BLOCK));
                (choice.anchors)(text, &mut cursor, end, &mut out);
            }
            assert_eq!(blocks(&out), all);
            assert_eq!((choice.base64_prefix)(text), base64_prefix_scalar(text));
        }
    }

    proptest! {
        #[test]
        fn all_bytes(text in prop::collection::vec(any::<u8>(), 0..1500), ends in 1usize..20) {
            agree(&text, ends);
        }

        #[test]
        fn texts_of_few_classes(text in "[pasPASwdecroky0-9@J -]{0,300}") {
            agree(text.as_bytes(), 6);
        }

        #[test]
        fn mostly_digits_in_groups(text in "[0-9]{0,9}([0-9]{1,9}[ -]{1,2}|[0-9]{2,20}[a-zX.,: ]?){0,120}", ends in 1usize..10) {
            agree(text.as_bytes(), ends);
        }

        #[test]
        fn mostly_runs(text in "[A-Za-z0-9+/_=%. é：-]{0,300}") {
            agree(text.as_bytes(), 6);
        }
    }

    #[test]
    fn every_byte_has_its_classes_at_every_length() {
        for b in 0..=255u8 {
            for len in [1, 24, 63, 64, 65, 66, 127, 128, 130] {
                agree(&vec![b; len], 3);
            }
        }
    }
}
