//! Byte-class masks of text, 64 bytes a time: what detection needs to find anchors without a byte loop.
//!
//! [`classify`] picks the widest implementation of the processor at its first call; every implementation gives the same
//! masks as the scalar one.

use std::sync::OnceLock;

/// Bytes that one [`Masks`] describes.
pub const BLOCK: usize = 64;

/// One bit per byte of a block, the first byte in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// ASCII digits.
    pub digit: u64,
    /// ASCII letters.
    pub letter: u64,
    /// Space or hyphen: what may stand once between groups of digits.
    pub separator: u64,
    /// `@`, or a byte that may begin one of the trigrams of [`KEY_TRIGRAMS`] or `eyJ` (a JSON Web Token). May be set too
    /// often, never too seldom.
    pub word: u64,
}

/// The trigrams (ASCII ones in any case) behind [`Masks::word`]: the rarest three bytes of each word that names a secret
/// (password, passwd, pass, pwd, secret, token, key, and two Chinese words in UTF-8, GBK and Big5).
pub const KEY_TRIGRAMS: [&[u8; 3]; 11] = [
    b"pas",
    b"pwd",
    b"ecr",
    b"oke",
    b"key",
    b"\xaf\x86\xe7",
    b"\x8f\xa3\xe4",
    b"\xc3\xdc\xc2",
    b"\xbf\xda\xc1",
    b"\xb1\x4b\xbd",
    b"\xa4\x66\xa5",
];

/// Bucket of each trigram: those in one bucket may be confused with one another, which only costs time.
const BUCKETS: [u8; 11] = [0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 6];
/// Bucket of `eyJ`, which confuses least with `key`, and of `@` with anything behind it.
const TOKEN_BUCKET: u8 = 4;
const AT_BUCKET: u8 = 7;

/// Nibble tables: a byte `b` at place `i` may belong to the trigrams `low[i][b & 15] & high[i][b >> 4]`.
struct Tables {
    low: [[u8; 16]; 3],
    high: [[u8; 16]; 3],
}

const TABLES: Tables = tables();

const fn tables() -> Tables {
    let mut t = Tables { low: [[0; 16]; 3], high: [[0; 16]; 3] };
    let mut k = 0;
    while k < KEY_TRIGRAMS.len() {
        let mut i = 0;
        while i < 3 {
            let b = KEY_TRIGRAMS[k][i];
            let bit = 1 << BUCKETS[k];
            t.low[i][(b & 15) as usize] |= bit;
            t.high[i][(b >> 4) as usize] |= bit;
            if b.is_ascii_lowercase() {
                t.high[i][(b >> 4) as usize ^ 2] |= bit;
            }
            i += 1;
        }
        k += 1;
    }
    let mut i = 0;
    while i < 3 {
        let b = b"eyJ"[i];
        t.low[i][(b & 15) as usize] |= 1 << TOKEN_BUCKET;
        t.high[i][(b >> 4) as usize] |= 1 << TOKEN_BUCKET;
        i += 1;
    }
    t.low[0][(b'@' & 15) as usize] |= 1 << AT_BUCKET;
    t.high[0][(b'@' >> 4) as usize] |= 1 << AT_BUCKET;
    let mut n = 0;
    while n < 16 {
        t.low[1][n] |= 1 << AT_BUCKET;
        t.low[2][n] |= 1 << AT_BUCKET;
        t.high[1][n] |= 1 << AT_BUCKET;
        t.high[2][n] |= 1 << AT_BUCKET;
        n += 1;
    }
    t
}

type Classify = fn(&[u8], &mut [Masks]) -> usize;

/// Fills `out` with the masks of consecutive blocks of `text` and returns how many it filled: one for each 64 bytes begun,
/// at most `out.len()`. Bytes past the end of `text` have no class. A trigram is seen where it begins, also if it ends in
/// the next block.
pub fn classify(text: &[u8], out: &mut [Masks]) -> usize {
    static CHOICE: OnceLock<Classify> = OnceLock::new();
    CHOICE.get_or_init(choose)(text, out)
}

fn choose() -> Classify {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("bmi2")
        {
            return |text, out| {
                // SAFETY: AVX2, BMI1 and BMI2 were detected just before.
                unsafe { avx2::classify(text, out) }
            };
        }
    }
    classify_scalar
}

/// The scalar twin of [`classify`]: the definition that the others are tested against.
pub fn classify_scalar(text: &[u8], out: &mut [Masks]) -> usize {
    let mut filled = 0;
    for (slot, start) in out.iter_mut().zip((0..text.len()).step_by(BLOCK)) {
        let mut m = Masks::default();
        for i in 0..BLOCK {
            let Some(&b) = text.get(start + i) else { break };
            let bit = 1 << i;
            m.digit |= if b.is_ascii_digit() { bit } else { 0 };
            m.letter |= if b.is_ascii_alphabetic() { bit } else { 0 };
            m.separator |= if matches!(b, b' ' | b'-') { bit } else { 0 };
            let after = |n: usize| text.get(start + i + n).copied().unwrap_or(0);
            m.word |= if trigram([b, after(1), after(2)]) { bit } else { 0 };
        }
        *slot = m;
        filled += 1;
    }
    filled
}

fn trigram(bytes: [u8; 3]) -> bool {
    let mut buckets = 0xffu8;
    for (i, &b) in bytes.iter().enumerate() {
        buckets &= TABLES.low[i][(b & 15) as usize] & TABLES.high[i][(b >> 4) as usize];
    }
    buckets != 0
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BLOCK, Masks, TABLES};
    use core::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_add_epi8, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8,
        _mm256_cmpgt_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
        _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
    };

    /// Whole blocks with two bytes behind them where they lie, the rest from a padded copy.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    pub(super) fn classify(text: &[u8], out: &mut [Masks]) -> usize {
        let whole = (text.len().saturating_sub(2) / BLOCK).min(out.len());
        let low = load_tables(&TABLES.low);
        let high = load_tables(&TABLES.high);
        for (block, slot) in out.iter_mut().enumerate().take(whole) {
            let start = block * BLOCK;
            // SAFETY: start + BLOCK + 2 <= text.len(), so every load stays inside `text`.
            *slot = unsafe { masks(text.as_ptr().add(start), &low, &high) };
        }
        // What is left is shorter than a block and two bytes: at most two blocks, from a copy with zeros behind it.
        let (Some(rest), Some(out)) = (text.get(whole * BLOCK..), out.get_mut(whole..)) else {
            return whole;
        };
        let mut padded = [0u8; 2 * BLOCK + 2];
        let mut filled = whole;
        if let Some(copy) = padded.get_mut(..rest.len().min(2 * BLOCK)) {
            copy.copy_from_slice(rest.get(..copy.len()).unwrap_or_default());
        }
        for (slot, start) in out.iter_mut().zip([0, BLOCK]).filter(|(_, start)| *start < rest.len()) {
            // SAFETY: start + BLOCK + 2 <= padded.len().
            *slot = unsafe { masks(padded.as_ptr().add(start), &low, &high) };
            filled += 1;
        }
        filled
    }

    /// # Safety
    /// `BLOCK + 2` bytes from `at` must be readable.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    unsafe fn masks(at: *const u8, low: &[__m256i; 3], high: &[__m256i; 3]) -> Masks {
        // SAFETY: the caller vouches for 66 bytes; the halves read 34 from 0 and from 32.
        let [a, b] = unsafe { [half(at, low, high), half(at.add(32), low, high)] };
        Masks { digit: join(a.0, b.0), letter: join(a.1, b.1), separator: join(a.2, b.2), word: join(a.3, b.3) }
    }

    fn join(low: u32, high: u32) -> u64 {
        u64::from(low) | u64::from(high) << 32
    }

    #[target_feature(enable = "avx2")]
    fn load_tables(tables: &[[u8; 16]; 3]) -> [__m256i; 3] {
        // SAFETY: each table is 16 bytes.
        // Written out: a closure would not inherit the target feature, and then not be inlined.
        unsafe {
            [
                _mm256_broadcastsi128_si256(_mm_loadu_si128(tables[0].as_ptr().cast())),
                _mm256_broadcastsi128_si256(_mm_loadu_si128(tables[1].as_ptr().cast())),
                _mm256_broadcastsi128_si256(_mm_loadu_si128(tables[2].as_ptr().cast())),
            ]
        }
    }

    /// # Safety
    /// 34 bytes from `at` must be readable.
    #[target_feature(enable = "avx2")]
    #[inline]
    unsafe fn half(at: *const u8, low: &[__m256i; 3], high: &[__m256i; 3]) -> (u32, u32, u32, u32) {
        // SAFETY: the caller vouches for 34 bytes; the three loads take 32 from 0, 1 and 2.
        let (v, v1, v2) = unsafe {
            (_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(1).cast()), _mm256_loadu_si256(at.add(2).cast()))
        };
        // Signed compares: adding 0x80 - first maps the class to the lowest values.
        let digit = _mm256_cmpgt_epi8(
            _mm256_set1_epi8(-128 + 10),
            _mm256_add_epi8(v, _mm256_set1_epi8(0x80u8.wrapping_sub(b'0') as i8)),
        );
        let folded = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
        let letter = _mm256_cmpgt_epi8(
            _mm256_set1_epi8(-128 + 26),
            _mm256_add_epi8(folded, _mm256_set1_epi8(0x80u8.wrapping_sub(b'a') as i8)),
        );
        let space = _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b' ' as i8));
        let hyphen = _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b'-' as i8));
        let word = _mm256_and_si256(
            _mm256_and_si256(place(v, low[0], high[0]), place(v1, low[1], high[1])),
            place(v2, low[2], high[2]),
        );
        let no_word = _mm256_movemask_epi8(_mm256_cmpeq_epi8(word, _mm256_setzero_si256())) as u32;
        (
            _mm256_movemask_epi8(digit) as u32,
            _mm256_movemask_epi8(letter) as u32,
            _mm256_movemask_epi8(_mm256_or_si256(space, hyphen)) as u32,
            !no_word,
        )
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn place(v: __m256i, low: __m256i, high: __m256i) -> __m256i {
        let nibble = _mm256_set1_epi8(15);
        let l = _mm256_shuffle_epi8(low, _mm256_and_si256(v, nibble));
        let h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
        _mm256_and_si256(l, h)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn vector_masks_equal_the_scalar_ones(text in prop::collection::vec(any::<u8>(), 0..700), room in 0usize..12) {
            let (mut fast, mut slow) = (vec![Masks::default(); room], vec![Masks::default(); room]);
            prop_assert_eq!(classify(&text, &mut fast), classify_scalar(&text, &mut slow));
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn texts_of_few_classes_agree_too(text in "[pasPASwdecroky0-9@J -]{0,300}") {
            let (mut fast, mut slow) = ([Masks::default(); 6], [Masks::default(); 6]);
            prop_assert_eq!(classify(text.as_bytes(), &mut fast), classify_scalar(text.as_bytes(), &mut slow));
            prop_assert_eq!(fast, slow);
        }
    }

    #[test]
    fn every_trigram_is_seen_at_every_offset() {
        for trigram in KEY_TRIGRAMS.into_iter().chain([b"eyJ", b"@.."]) {
            for offset in 0..130 {
                let mut text = vec![b'.'; 200];
                text[offset..offset + 3].copy_from_slice(trigram);
                let mut out = [Masks::default(); 4];
                assert_eq!(classify(&text, &mut out), 4);
                assert_eq!(out[offset / 64].word, 1 << (offset % 64), "{trigram:?} at {offset}");
            }
        }
    }

    #[test]
    fn upper_case_trigrams_count() {
        let mut out = [Masks::default(); 1];
        classify(b"DB_PASSWORD", &mut out);
        assert_eq!(out[0].word, 1 << 3);
    }
}
