//! One pass over a text for its anchors, its survey, or both.
//!
//! The widest implementation of the processor is picked at the first call; every one gives the same as the scalar twins.

use crate::anchors::{Anchors, Cursor, close, walk};
use crate::masks::{BLOCK, masks_scalar};
use crate::survey::{RUN, Survey, is_base64, survey_scalar};
use std::ops::Range;
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

/// The first run of [`RUN`] or more bytes of the base64 alphabets.
pub fn long_run(text: &[u8]) -> Option<Range<usize>> {
    let start = (choice().run_start)(text)?;
    Some(start..start + base64_prefix(text.get(start..).unwrap_or_default()))
}

fn run_start_scalar(text: &[u8]) -> Option<usize> {
    let mut run = 0;
    let end = text.iter().position(|b| {
        run = if is_base64(*b) { run + 1 } else { 0 };
        run >= RUN
    });
    end.map(|end| end + 1 - RUN)
}

fn base64_prefix_scalar(text: &[u8]) -> usize {
    text.iter().position(|b| !is_base64(*b)).unwrap_or(text.len())
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
    /// Where the first run begins.
    run_start: fn(&[u8]) -> Option<usize>,
}

static SCALAR: Choice = Choice {
    anchors: anchors_scalar,
    survey: survey_scalar,
    look: look_scalar,
    base64_prefix: base64_prefix_scalar,
    run_start: run_start_scalar,
};

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
        let avx512 = avx2
            && std::arch::is_x86_feature_detected!("avx512f")
            && std::arch::is_x86_feature_detected!("avx512bw")
            && std::arch::is_x86_feature_detected!("avx512vbmi")
            && std::arch::is_x86_feature_detected!("avx512vbmi2");
        [avx512.then_some(&avx512::CHOICE), avx2.then_some(&avx2::CHOICE)]
    };
    #[cfg(not(target_arch = "x86_64"))]
    let wide = [None, None];
    wide.into_iter().flatten().chain([&SCALAR])
}

/// How many bits in a row are set at the end of one block and the start of the next; and where [`RUN`] in a row begin
/// within the next, a bit each.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn runs(mask: u64, carried: &mut u32) -> (u32, u64) {
    let joined = *carried + mask.trailing_ones();
    let mut long = mask & (mask >> 1);
    long &= long >> 2;
    long &= long >> 4; // bits where eight begin
    *carried = if mask == u64::MAX { joined } else { mask.leading_ones() };
    (joined, long & (long >> 8) & (long >> 16))
}

/// True if a run ends in this block, or begins in it and is long enough already.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn has_run(mask: u64, carried: &mut u32) -> bool {
    let (joined, inside) = runs(mask, carried);
    joined as usize >= RUN || inside != 0
}

/// Where the first run begins in the blocks whose bits `mask` gives for the offset of each.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn run_start(len: usize, mut mask: impl FnMut(usize) -> u64) -> Option<usize> {
    let mut carried = 0;
    for start in (0..len).step_by(BLOCK) {
        let before = carried as usize;
        let (joined, inside) = runs(mask(start), &mut carried);
        if joined as usize >= RUN {
            return Some(start - before);
        }
        if inside != 0 {
            return Some(start + inside.trailing_zeros() as usize);
        }
    }
    None
}

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod lanes;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::masks::KEY_TRIGRAMS;
    use crate::{Block, STAMPS};
    use proptest::prelude::*;

    /// The blocks that have anchors, words without what an implementation only takes for one.
    fn blocks(anchors: &Anchors, text: &[u8]) -> Vec<Block> {
        let sure = |mut block: Block| {
            for i in 0..BLOCK {
                let rest = text.get(block.number * BLOCK + i..).unwrap_or_default();
                if !is_word(rest) {
                    block.word &= !(1 << i);
                }
            }
            block
        };
        anchors.blocks().map(sure).filter(|block| block.all() != 0).collect()
    }

    fn is_word(rest: &[u8]) -> bool {
        // Letters of a Chinese set's second byte have one case.
        let is = |seen: &u8, of: &u8| seen == of || (of.is_ascii_lowercase() && seen.eq_ignore_ascii_case(of));
        let trigram = |of: &[u8; 3]| rest.get(..3).is_some_and(|seen| seen.iter().zip(of).all(|(a, b)| is(a, b)));
        rest.first() == Some(&b'@') || rest.starts_with(b"eyJ") || KEY_TRIGRAMS.iter().any(|of| trigram(of))
    }

    /// Every implementation of this machine against the scalar twins.
    fn agree(text: &[u8], ends: usize) {
        let blocks = |anchors: &Anchors| blocks(anchors, text);
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
            assert_eq!((choice.run_start)(text), run_start_scalar(text));
        }
    }

    proptest! {
        #[test]
        fn all_bytes(text in prop::collection::vec(any::<u8>(), 0..1500), ends in 1usize..20) {
            agree(&text, ends);
        }

        #[test]
        fn typeset_numbers(text in "[0-9\u{a0}\u{c9}\u{2013}\u{201c}，a]{0,200}") {
            agree(text.as_bytes(), 2);
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
        fn mostly_runs(text in "([A-Za-z0-9+/_-]{1,40}[=%. é：]){0,60}") {
            agree(text.as_bytes(), 6);
        }
    }

    #[test]
    fn a_group_is_found_wherever_it_begins() {
        for group in [
            "123-45-6789",
            "138-0013-8000",
            "86138-0013-8000",
            "6222 0212 3456 7890",
            "3782 822463 10005",
            "110105-19491231-0021",
        ] {
            for at in 0..260 {
                let mut text = vec![b'.'; 320];
                text[at..at + group.len()].copy_from_slice(group.as_bytes());
                agree(&text, 6);
                let mut out = Anchors::new();
                look_scalar(&text, &mut out);
                let found =
                    out.blocks().any(|block| block.number == at / BLOCK && block.grouped >> (at % BLOCK) & 1 == 1);
                assert!(found, "{group} at {at}");
            }
        }
    }

    #[test]
    fn a_time_is_no_anchor_wherever_it_begins() {
        for (len, first, before, after) in (7..22usize)
            .flat_map(|len| [b'1', b'2'].map(|first| (len, first)))
            .flat_map(|(len, first)| [(b':', b'}'), (b'a', b'.'), (b'"', b'Z')].map(|(b, a)| (len, first, b, a)))
        {
            for at in (1..600).step_by(7) {
                let mut text = vec![b'.'; 640];
                text[at..at + len].fill(b'5');
                (text[at - 1], text[at], text[at + len]) = (before, first, after);
                agree(&text, 3);
                let mut out = Anchors::new();
                look_scalar(&text, &mut out);
                let found = out.blocks().any(|block| block.number == at / BLOCK && block.bare >> (at % BLOCK) & 1 == 1);
                let letter = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
                let dull = first == b'1' && STAMPS.contains(&len) && !letter;
                assert_eq!(found, !dull, "{len} digits from {} on at {at}", first as char);
            }
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
