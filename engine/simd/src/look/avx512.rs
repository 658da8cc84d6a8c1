//! AVX-512 (F and BW): 64 bytes a time, the end of a text by a masked load.

use super::{BASE64, Choice, FLAGS, Nibbles, runs, survey_of};
use crate::masks::{BLOCK, Masks, TABLES};
use crate::survey::Survey;
use core::arch::x86_64::{
    __m512i, __mmask64, _mm_loadu_si128, _mm512_and_si512, _mm512_broadcast_i32x4, _mm512_cmpeq_epi8_mask,
    _mm512_cmplt_epu8_mask, _mm512_loadu_si512, _mm512_maskz_loadu_epi8, _mm512_maskz_mov_epi8, _mm512_movepi8_mask,
    _mm512_or_si512, _mm512_set1_epi8, _mm512_setzero_si512, _mm512_shuffle_epi8, _mm512_srli_epi16,
    _mm512_storeu_si512, _mm512_sub_epi8, _mm512_test_epi8_mask,
};

pub(super) static CHOICE: Choice = Choice {
    classify: |text, out| {
        // SAFETY: AVX-512F, AVX-512BW, BMI1 and BMI2 were detected before this choice was handed out.
        unsafe { pass::<false, true>(text, out).0 }
    },
    survey: |text| {
        // SAFETY: as above.
        unsafe { pass::<true, false>(text, &mut []).1 }
    },
    look: |text, out| {
        // SAFETY: as above.
        unsafe { pass::<true, true>(text, out).1 }
    },
    base64_prefix: |text| {
        // SAFETY: as above.
        unsafe { base64_prefix(text) }
    },
};

#[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2")]
fn base64_prefix(text: &[u8]) -> usize {
    let tables = pair(&BASE64);
    for start in (0..text.len()).step_by(BLOCK) {
        let valid = first_bits(text.len() - start);
        // SAFETY: a masked load touches no byte whose bit is not set, and the bits end with `text`.
        let v = unsafe { _mm512_maskz_loadu_epi8(valid, text.as_ptr().add(start).cast()) };
        let (low, high) = nibbles(v, tables);
        let others = !_mm512_test_epi8_mask(low, high);
        if others != 0 {
            return start + others.trailing_zeros() as usize;
        }
    }
    text.len()
}

/// The tables, loaded.
struct Loaded {
    trigrams: [(__m512i, __m512i); 3],
    flags: (__m512i, __m512i),
    base64: (__m512i, __m512i),
}

/// What a survey has seen so far.
struct Seen {
    any: __m512i,
    flags: __m512i,
    run: bool,
    carried: u32,
}

#[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2")]
fn pass<const SURVEY: bool, const MASKS: bool>(text: &[u8], out: &mut [Masks]) -> (usize, Survey) {
    let zero = _mm512_setzero_si512();
    let tables = load();
    let mut seen = Seen { any: zero, flags: zero, run: false, carried: 0 };
    let blocks = if MASKS { text.len().div_ceil(BLOCK).min(out.len()) } else { text.len().div_ceil(BLOCK) };
    for block in 0..blocks {
        let start = block * BLOCK;
        let left = text.len() - start;
        let at = text.as_ptr();
        let masks = if left >= BLOCK + 2 {
            // SAFETY: start + BLOCK + 2 <= text.len(), so the loads of 64 bytes from 0, 1 and 2 stay inside `text`.
            unsafe {
                let at = at.add(start);
                let [v, v1, v2] = [0, 1, 2].map(|n| _mm512_loadu_si512(at.add(n).cast()));
                look::<SURVEY, MASKS>([v, v1, v2], u64::MAX, &tables, &mut seen)
            }
        } else {
            let valid = |n: usize| first_bits(left.saturating_sub(n));
            let [m, m1, m2] = [valid(0), valid(1), valid(2)];
            // SAFETY: a masked load touches no byte whose bit is not set, and the bits end with `text`; the addresses
            // are made without leaving it (`start` < len; the further ones wrap without being dereferenced).
            unsafe {
                let at = at.add(start);
                let v = _mm512_maskz_loadu_epi8(m, at.cast());
                let v1 = _mm512_maskz_loadu_epi8(m1, at.wrapping_add(1).cast());
                let v2 = _mm512_maskz_loadu_epi8(m2, at.wrapping_add(2).cast());
                look::<SURVEY, MASKS>([v, v1, v2], m, &tables, &mut seen)
            }
        };
        if MASKS && let Some(slot) = out.get_mut(block) {
            *slot = masks;
        }
    }
    (blocks, survey_of(_mm512_movepi8_mask(seen.any) != 0, flags_of(seen.flags), seen.run))
}

/// A mask of the lowest `n` bits, at most 64.
fn first_bits(n: usize) -> __mmask64 {
    if n >= BLOCK { u64::MAX } else { (1 << n) - 1 }
}

#[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2")]
#[inline]
fn flags_of(flags: __m512i) -> u8 {
    let mut words = [0u64; 8];
    // SAFETY: 64 bytes.
    unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), flags) };
    let all = words.iter().fold(0, |all, word| all | word);
    all.to_le_bytes().iter().fold(0, |all, byte| all | byte)
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn load() -> Loaded {
    let [a, b, c] = [0, 1, 2].map(|i| Nibbles { low: TABLES.low[i], high: TABLES.high[i] });
    Loaded { trigrams: [pair(&a), pair(&b), pair(&c)], flags: pair(&FLAGS), base64: pair(&BASE64) }
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn pair(tables: &Nibbles) -> (__m512i, __m512i) {
    // SAFETY: both tables are 16 bytes.
    unsafe {
        (
            _mm512_broadcast_i32x4(_mm_loadu_si128(tables.low.as_ptr().cast())),
            _mm512_broadcast_i32x4(_mm_loadu_si128(tables.high.as_ptr().cast())),
        )
    }
}

/// One block and the bytes one and two further on; bytes outside `valid` do not count.
#[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2")]
#[inline]
fn look<const SURVEY: bool, const MASKS: bool>(
    [v, v1, v2]: [__m512i; 3],
    valid: __mmask64,
    tables: &Loaded,
    seen: &mut Seen,
) -> Masks {
    if SURVEY {
        seen.any = _mm512_or_si512(seen.any, v);
        // Zeros behind the end would be control characters.
        let flags = _mm512_maskz_mov_epi8(valid, class(v, tables.flags));
        seen.flags = _mm512_or_si512(seen.flags, flags);
        let (low, high) = nibbles(v, tables.base64);
        seen.run |= runs(_mm512_test_epi8_mask(low, high), &mut seen.carried);
    }
    if !MASKS {
        return Masks::default();
    }
    let below = |v, first: u8, n: u8| {
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8(first as i8)), _mm512_set1_epi8(n as i8))
    };
    let equals = |b: u8| _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b as i8));
    let [t0, t1, t2] = tables.trigrams;
    let word = _mm512_and_si512(class(v, t0), class(v1, t1));
    Masks {
        digit: below(v, b'0', 10),
        letter: below(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), b'a', 26),
        separator: equals(b' ') | equals(b'-'),
        word: _mm512_test_epi8_mask(word, class(v2, t2)),
    }
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn class(v: __m512i, tables: (__m512i, __m512i)) -> __m512i {
    let (low, high) = nibbles(v, tables);
    _mm512_and_si512(low, high)
}

/// The entries of both nibbles of every byte.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn nibbles(v: __m512i, (low, high): (__m512i, __m512i)) -> (__m512i, __m512i) {
    let nibble = _mm512_set1_epi8(15);
    let l = _mm512_shuffle_epi8(low, _mm512_and_si512(v, nibble));
    let h = _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(v, 4), nibble));
    (l, h)
}
