//! AVX-512 (F, BW, VBMI and VBMI2): 64 bytes a time, the end of a text by a masked load; a byte's classes come of one look-up
//! in a table of all ASCII.

use super::lanes::{any_run, pass};
use super::{Choice, has_run, run_start};
use crate::anchors::{Anchors, Cursor, GROUP_BITS, Group, LANES, STAMPS, WINDOW, Window, close, few, groups, walk};
use crate::masks::{BLOCK, FOLDED, Masks};
use crate::survey::{Survey, is_base64};
use core::arch::x86_64::{
    __m512i, __mmask64, _mm512_and_si512, _mm512_andnot_si512, _mm512_cmpeq_epi8_mask, _mm512_cmplt_epi64_mask,
    _mm512_loadu_si512, _mm512_maskz_loadu_epi8, _mm512_maskz_permutex2var_epi8, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set1_epi64, _mm512_setzero_si512, _mm512_shldi_epi64,
    _mm512_shrdv_epi64, _mm512_srlv_epi64, _mm512_storeu_si512, _mm512_test_epi8_mask, _mm512_test_epi64_mask,
};

pub(super) static CHOICE: Choice = Choice {
    anchors: |text, cursor, end, out| {
        // SAFETY: AVX-512F, -BW, -VBMI and -VBMI2, BMI1 and BMI2 were detected before this choice was handed out.
        unsafe { pass::<false, true>(text, cursor, end, out) };
    },
    survey: |text| {
        // SAFETY: as above.
        unsafe { pass::<true, false>(text, &mut Cursor::default(), text.len().div_ceil(BLOCK), &mut Anchors::new()) }
    },
    look: |text, out| {
        // SAFETY: as above.
        unsafe { pass::<true, true>(text, &mut Cursor::default(), text.len().div_ceil(BLOCK), out) }
    },
    base64_prefix: |text| {
        // SAFETY: as above.
        unsafe { base64_prefix(text) }
    },
    run_start: |text| {
        // SAFETY: as above.
        unsafe { first_run(text) }
    },
};

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
fn base64_prefix(text: &[u8]) -> usize {
    let ascii = ascii();
    for start in (0..text.len()).step_by(BLOCK) {
        let others = !base64_at(text, start, ascii);
        if others != 0 {
            return start + others.trailing_zeros() as usize;
        }
    }
    text.len()
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
fn first_run(text: &[u8]) -> Option<usize> {
    let ascii = ascii();
    run_start(text.len(), |start| base64_at(text, start, ascii))
}

/// Which bytes of the block at `start` are of base64.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
#[inline]
fn base64_at(text: &[u8], start: usize, ascii: (__m512i, __m512i)) -> u64 {
    let rest = text.get(start..).unwrap_or_default();
    let valid = first_bits(rest.len());
    // SAFETY: a masked load touches no byte whose bit is not set, and the bits end with `text`.
    let v = unsafe { _mm512_maskz_loadu_epi8(valid, rest.as_ptr().cast()) };
    is(classes(v, valid, ascii), class::BASE64)
}

/// Classes of ASCII bytes, one bit each. The flags are those of a survey; a byte of several classes has all their bits.
mod class {
    pub(super) const DIGIT: u8 = 1;
    pub(super) const LETTER: u8 = 2;
    pub(super) const SEPARATOR: u8 = 4;
    /// What else base64 is made of.
    pub(super) const SYMBOL: u8 = 8;
    pub(super) const BASE64: u8 = DIGIT | LETTER | SYMBOL;
    pub(super) const CONTROL: u8 = 16;
    pub(super) const ESCAPE: u8 = 32;
    pub(super) const EQUALS: u8 = 64;
    pub(super) const NEWLINE: u8 = 128;
}

/// The classes of every ASCII byte.
const ASCII: [u8; 128] = {
    let mut t = [0u8; 128];
    let mut n = 0;
    while n < 128 {
        let b = n as u8;
        t[n] = if b.is_ascii_digit() {
            class::DIGIT
        } else if b.is_ascii_alphabetic() {
            class::LETTER
        } else if is_base64(b) {
            class::SYMBOL
        } else {
            0
        };
        t[n] |= match b {
            b' ' | b'-' => class::SEPARATOR,
            b'\n' => class::NEWLINE,
            9..=13 => 0,
            0..32 | 127 => class::CONTROL,
            b'%' | b'&' | b'\\' => class::ESCAPE,
            b'=' => class::EQUALS,
            _ => 0,
        };
        n += 1;
    }
    t
};

/// The tables, loaded.
struct Loaded {
    ascii: (__m512i, __m512i),
    trigrams: [__m512i; 3],
}

/// What a survey has seen so far.
struct Seen {
    any: __m512i,
    classes: __m512i,
    wide: __mmask64,
    joined: __mmask64,
    run: bool,
    carried: u32,
}

impl Seen {
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn nothing() -> Self {
        let zero = _mm512_setzero_si512();
        Self { any: zero, classes: zero, wide: 0, joined: 0, run: false, carried: 0 }
    }

    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    fn survey(&self) -> Survey {
        let classes = together(self.classes);
        Survey {
            high: _mm512_movepi8_mask(self.any) != 0,
            control: classes & class::CONTROL != 0,
            escape: classes & class::ESCAPE != 0,
            equals: classes & class::EQUALS != 0,
            wide: self.wide != 0,
            joined: self.joined != 0,
            newline: classes & class::NEWLINE != 0,
            run: self.run,
        }
    }
}

/// What begins every full-width form in UTF-8; spaces and dashes, but for the bit in which the two differ.
const WIDE: u8 = 0xef;
const JOIN: u8 = 0xe2;
const EITHER: u8 = 0x20;

/// A block; past the end of `text`, none.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
#[inline]
fn block<const SURVEY: bool, const MASKS: bool>(text: &[u8], n: usize, tables: &Loaded, seen: &mut Seen) -> Masks {
    let rest = text.get(n * BLOCK..).unwrap_or_default();
    let at = rest.as_ptr();
    if rest.len() >= BLOCK + 2 {
        // SAFETY: the loads of 64 bytes from 0, 1 and 2 stay inside `rest`.
        let vectors = unsafe { [0, 1, 2].map(|n| _mm512_loadu_si512(at.add(n).cast())) };
        return look::<SURVEY, MASKS>(vectors, u64::MAX, tables, seen);
    }
    let [m, m1, m2] = [0, 1, 2].map(|n| first_bits(rest.len().saturating_sub(n)));
    // SAFETY: a masked load touches no byte whose bit is not set, and the bits end with `rest`; the addresses are made
    // without leaving it (the further ones wrap without being dereferenced).
    let vectors = unsafe {
        [
            _mm512_maskz_loadu_epi8(m, at.cast()),
            _mm512_maskz_loadu_epi8(m1, at.wrapping_add(1).cast()),
            _mm512_maskz_loadu_epi8(m2, at.wrapping_add(2).cast()),
        ]
    };
    look::<SURVEY, MASKS>(vectors, m, tables, seen)
}

/// A word of each of eight blocks.
#[derive(Clone, Copy)]
struct Words(__m512i);

impl Words {
    const LANES: usize = LANES;

    /// The words of a class, those of the blocks from a place of the window on.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn load(class: &[u64; WINDOW], from: usize) -> Self {
        let words: &[u64; LANES] = class.get(from..).and_then(<[u64]>::first_chunk).unwrap_or(&[0; LANES]);
        // SAFETY: eight words are there.
        Self(unsafe { _mm512_loadu_si512(words.as_ptr().cast()) })
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn store(self, words: &mut [u64; LANES], _: usize) {
        // SAFETY: eight words have room.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), self.0) };
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn all(word: u64) -> Self {
        Self(_mm512_set1_epi64(word as i64))
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn and(self, other: Self) -> Self {
        Self(_mm512_and_si512(self.0, other.0))
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn and_not(self, other: Self) -> Self {
        Self(_mm512_andnot_si512(other.0, self.0))
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn or(self, other: Self) -> Self {
        Self(_mm512_or_si512(self.0, other.0))
    }

    /// What stands `n` bytes further on; `next` are the blocks behind.
    #[target_feature(enable = "avx512f,avx512vbmi2")]
    #[inline]
    fn onward(self, next: Self, n: u32) -> Self {
        Self(_mm512_shrdv_epi64(self.0, next.0, _mm512_set1_epi64(n.into())))
    }

    /// What stands `n` bytes further on in the same block.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn down(self, n: u32) -> Self {
        Self(_mm512_srlv_epi64(self.0, _mm512_set1_epi64(n.into())))
    }

    /// What stands one byte before.
    #[target_feature(enable = "avx512f,avx512vbmi2")]
    #[inline]
    fn behind(self, before: Self) -> Self {
        Self(_mm512_shldi_epi64::<1>(self.0, before.0))
    }

    /// Which words are not zero.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn some(self) -> u8 {
        _mm512_test_epi64_mask(self.0, self.0)
    }

    /// Which words have their highest bit.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn highest(self) -> u8 {
        _mm512_cmplt_epi64_mask(self.0, _mm512_setzero_si512())
    }
}

pass!("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2", Words);

/// A mask of the lowest `n` bits, at most 64.
fn first_bits(n: usize) -> __mmask64 {
    if n >= BLOCK { u64::MAX } else { (1 << n) - 1 }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn together(classes: __m512i) -> u8 {
    let mut words = [0u64; 8];
    // SAFETY: 64 bytes.
    unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), classes) };
    let all = words.iter().fold(0, |all, word| all | word);
    all.to_le_bytes().iter().fold(0, |all, byte| all | byte)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
#[inline]
fn load() -> Loaded {
    // SAFETY: every table is 64 bytes.
    let trigrams = FOLDED.each_ref().map(|table| unsafe { _mm512_loadu_si512(table.as_ptr().cast()) });
    Loaded { ascii: ascii(), trigrams }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
#[inline]
fn ascii() -> (__m512i, __m512i) {
    // SAFETY: the table is 128 bytes.
    unsafe { (_mm512_loadu_si512(ASCII.as_ptr().cast()), _mm512_loadu_si512(ASCII.as_ptr().add(64).cast())) }
}

/// One block and the bytes one and two further on; bytes outside `valid` do not count.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2")]
#[inline]
fn look<const SURVEY: bool, const MASKS: bool>(
    [v, v1, v2]: [__m512i; 3],
    valid: __mmask64,
    tables: &Loaded,
    seen: &mut Seen,
) -> Masks {
    let of = classes(v, valid, tables.ascii);
    let equals = |b: u8| _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b as i8));
    let digit = is(of, class::DIGIT);
    if SURVEY {
        seen.any = _mm512_or_si512(seen.any, v);
        seen.classes = _mm512_or_si512(seen.classes, of);
        seen.wide |= equals(WIDE);
        let next = _mm512_or_si512(v1, _mm512_set1_epi8(EITHER as i8));
        seen.joined |= digit & _mm512_cmpeq_epi8_mask(next, _mm512_set1_epi8(JOIN as i8));
    }
    let base64 = if SURVEY { is(of, class::BASE64) } else { 0 };
    if !MASKS {
        return Masks { base64, ..Masks::default() };
    }
    let [t0, t1, t2] = tables.trigrams;
    let word = _mm512_and_si512(_mm512_permutexvar_epi8(v, t0), _mm512_permutexvar_epi8(v1, t1));
    Masks {
        digit,
        letter: is(of, class::LETTER),
        separator: is(of, class::SEPARATOR),
        one: equals(b'1'),
        word: _mm512_test_epi8_mask(word, _mm512_permutexvar_epi8(v2, t2)) | equals(b'@'),
        base64,
    }
}

/// The classes of the valid bytes that are ASCII.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn classes(v: __m512i, valid: __mmask64, (low, high): (__m512i, __m512i)) -> __m512i {
    _mm512_maskz_permutex2var_epi8(valid & !_mm512_movepi8_mask(v), low, v, high)
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn is(classes: __m512i, class: u8) -> __mmask64 {
    _mm512_test_epi8_mask(classes, _mm512_set1_epi8(class as i8))
}
