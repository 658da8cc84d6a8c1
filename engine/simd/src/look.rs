//! One pass over a text for its masks, its survey, or both.
//!
//! The widest implementation of the processor is picked at the first call; every one gives the same as the scalar twins.
//! A byte's classes come of two table look-ups, one for each half of the byte (its nibbles).

use crate::masks::{BLOCK, Masks, classify_scalar};
use crate::survey::{Survey, survey_scalar};
use std::sync::OnceLock;

/// Fills `out` with the masks of consecutive blocks of `text` and returns how many it filled: one for each 64 bytes begun,
/// at most `out.len()`. Bytes past the end of `text` have no class. A trigram is seen where it begins, also if it ends in
/// the next block.
pub fn classify(text: &[u8], out: &mut [Masks]) -> usize {
    (choice().classify)(text, out)
}

/// Surveys a text.
pub fn survey(text: &[u8]) -> Survey {
    (choice().survey)(text)
}

/// Surveys a text and makes the masks of all of it in the same pass: the first `text.len().div_ceil(BLOCK)` of `out`,
/// which grows as needed and never shrinks.
pub fn look(text: &[u8], out: &mut Vec<Masks>) -> Survey {
    (choice().look)(text, room(text, out))
}

fn room<'m>(text: &[u8], out: &'m mut Vec<Masks>) -> &'m mut [Masks] {
    let blocks = text.len().div_ceil(BLOCK);
    if out.len() < blocks {
        out.resize(blocks, Masks::default());
    }
    out.get_mut(..blocks).unwrap_or_default()
}

/// How many bytes at the start of `text` belong to the base64 alphabets.
pub fn base64_prefix(text: &[u8]) -> usize {
    (choice().base64_prefix)(text)
}

/// The scalar twin of [`base64_prefix`].
pub fn base64_prefix_scalar(text: &[u8]) -> usize {
    text.iter().position(|b| !crate::survey::is_base64(*b)).unwrap_or(text.len())
}

/// The scalar twin of [`look`].
pub fn look_scalar(text: &[u8], out: &mut Vec<Masks>) -> Survey {
    both_scalar(text, room(text, out))
}

fn both_scalar(text: &[u8], out: &mut [Masks]) -> Survey {
    classify_scalar(text, out);
    survey_scalar(text)
}

/// The implementations for this processor.
struct Choice {
    classify: fn(&[u8], &mut [Masks]) -> usize,
    survey: fn(&[u8]) -> Survey,
    look: fn(&[u8], &mut [Masks]) -> Survey,
    base64_prefix: fn(&[u8]) -> usize,
}

static SCALAR: Choice =
    Choice { classify: classify_scalar, survey: survey_scalar, look: both_scalar, base64_prefix: base64_prefix_scalar };

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
    fn agree(text: &[u8], room: usize) {
        let mut masks = vec![Masks::default(); room];
        let filled = classify_scalar(text, &mut masks);
        let mut all = Vec::new();
        let seen = look_scalar(text, &mut all);
        for choice in available() {
            let mut out = vec![Masks::default(); room];
            assert_eq!((choice.classify)(text, &mut out), filled);
            assert_eq!(out, masks);
            assert_eq!((choice.survey)(text), seen);
            let mut out = vec![Masks::default(); all.len()];
            assert_eq!((choice.look)(text, &mut out), seen);
            assert_eq!(out, all);
            assert_eq!((choice.base64_prefix)(text), base64_prefix_scalar(text));
        }
    }

    proptest! {
        #[test]
        fn all_bytes(text in prop::collection::vec(any::<u8>(), 0..700), room in 0usize..12) {
            agree(&text, room);
        }

        #[test]
        fn texts_of_few_classes(text in "[pasPASwdecroky0-9@J -]{0,300}") {
            agree(text.as_bytes(), 6);
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
