//! AVX2: 32 bytes a time. A byte's classes come of two table look-ups, one for each half of the byte (its nibbles).

use super::lanes::{any_run, pass};
use super::{Choice, has_run, run_start};
use crate::anchors::{Anchors, Cursor, GROUP_BITS, Group, LANES, STAMPS, WINDOW, Window, close, few, groups, walk};
use crate::masks::{BLOCK, Masks, TABLES};
use crate::survey::Survey;
use core::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_add_epi8, _mm256_and_si256, _mm256_andnot_si256, _mm256_broadcastsi128_si256,
    _mm256_castsi256_pd, _mm256_cmpeq_epi8, _mm256_cmpeq_epi64, _mm256_loadu_si256, _mm256_movemask_epi8,
    _mm256_movemask_pd, _mm256_or_si256, _mm256_set1_epi8, _mm256_set1_epi64x, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_slli_epi64, _mm256_sllv_epi64, _mm256_srli_epi16, _mm256_srli_epi64, _mm256_srlv_epi64,
    _mm256_storeu_si256,
};

pub(super) static CHOICE: Choice = Choice {
    anchors: |text, cursor, end, out| {
        // SAFETY: AVX2, BMI1 and BMI2 were detected before this choice was handed out.
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

/// A class of bytes as a pair of tables: a byte belongs if the entries of its two nibbles share a bit.
struct Nibbles {
    low: [u8; 16],
    high: [u8; 16],
}

/// The tables of classes: a bit each, with the lower and the higher nibbles of its bytes as bits of a set.
const fn nibbles<const N: usize>(classes: [(u8, u16, u16); N]) -> Nibbles {
    let mut t = Nibbles { low: [0; 16], high: [0; 16] };
    let mut k = 0;
    while k < N {
        let (bit, low, high) = classes[k];
        let mut n = 0;
        while n < 16 {
            t.low[n] |= if low >> n & 1 == 1 { bit } else { 0 };
            t.high[n] |= if high >> n & 1 == 1 { bit } else { 0 };
            n += 1;
        }
        k += 1;
    }
    t
}

/// Bits of [`FLAGS`]: control characters take three, escapes two.
mod flag {
    pub(super) const CONTROL: u8 = 1 | 2 | 4;
    pub(super) const ESCAPE: u8 = 8 | 16;
    pub(super) const EQUALS: u8 = 32;
    pub(super) const WIDE: u8 = 64;
    pub(super) const NEWLINE: u8 = 128;
}

/// The classes of a survey that only have to occur.
const FLAGS: Nibbles = nibbles([
    // 0x00-0x08, 0x0e, 0x0f; 0x10-0x1f; 0x7f.
    (1, 0xc1ff, 1 << 0),
    (2, 0xffff, 1 << 1),
    (4, 1 << 15, 1 << 7),
    // % and &, then the backslash.
    (8, 1 << 5 | 1 << 6, 1 << 2),
    (16, 1 << 12, 1 << 5),
    (flag::EQUALS, 1 << 13, 1 << 3),
    (flag::WIDE, 1 << 15, 1 << 14),
    (flag::NEWLINE, 1 << 10, 1 << 0),
]);

/// Bits of [`CLASSES`], in the order in which they come to be a byte's highest. Letters take two, and so do symbols.
mod class {
    pub(super) const DIGIT: u8 = 128;
    pub(super) const LETTER: u8 = 64 | 32;
    pub(super) const SEPARATOR: u8 = 16;
    /// What else base64 is made of.
    pub(super) const SYMBOL: u8 = 8 | 4;
    pub(super) const BASE64: u8 = DIGIT | LETTER | SYMBOL;
}

/// The classes whose places count.
const CLASSES: Nibbles = nibbles([
    (class::DIGIT, 0x03ff, 1 << 3),
    // From A to O, from P to Z.
    (64, 0xfffe, 1 << 4 | 1 << 6),
    (32, 0x07ff, 1 << 5 | 1 << 7),
    // Space and hyphen.
    (class::SEPARATOR, 1 << 0 | 1 << 13, 1 << 2),
    // +, - and /, then the underscore.
    (8, 1 << 11 | 1 << 13 | 1 << 15, 1 << 2),
    (4, 1 << 15, 1 << 5),
]);

#[target_feature(enable = "avx2,bmi1,bmi2")]
fn base64_prefix(text: &[u8]) -> usize {
    let tables = pair(&CLASSES);
    let mut at = 0;
    for chunk in text.chunks_exact(32) {
        // SAFETY: a chunk is 32 bytes.
        let v = unsafe { _mm256_loadu_si256(chunk.as_ptr().cast()) };
        let others = !base64(class(v, tables));
        if others != 0 {
            return at + others.trailing_zeros() as usize;
        }
        at += 32;
    }
    at + super::base64_prefix_scalar(text.get(at..).unwrap_or_default())
}

#[target_feature(enable = "avx2,bmi1,bmi2")]
fn first_run(text: &[u8]) -> Option<usize> {
    let tables = pair(&CLASSES);
    run_start(text.len(), |start| {
        let rest = text.get(start..).unwrap_or_default();
        let mut padded = [NO_CLASS; BLOCK];
        let block = rest.first_chunk::<BLOCK>().unwrap_or_else(|| {
            if let Some(copy) = padded.get_mut(..rest.len()) {
                copy.copy_from_slice(rest);
            }
            &padded
        });
        // SAFETY: a block is twice 32 bytes.
        let halves = unsafe { [0, 32].map(|at| _mm256_loadu_si256(block.as_ptr().add(at).cast())) };
        let [low, high] = halves.map(|half| base64(class(half, tables)));
        join(low, high)
    })
}

/// Which bytes are of base64, by their [`CLASSES`].
#[target_feature(enable = "avx2")]
#[inline]
fn base64(classes: __m256i) -> u32 {
    let of = _mm256_and_si256(classes, _mm256_set1_epi8(class::BASE64 as i8));
    !(_mm256_movemask_epi8(_mm256_cmpeq_epi8(of, _mm256_setzero_si256())) as u32)
}

/// A byte of no class at all, unlike zero (the vertical tab).
const NO_CLASS: u8 = 11;

/// The tables, loaded.
struct Loaded {
    trigrams: [(__m256i, __m256i); 3],
    flags: (__m256i, __m256i),
    classes: (__m256i, __m256i),
}

/// What a survey has seen so far.
struct Seen {
    any: __m256i,
    flags: __m256i,
    joined: __m256i,
    run: bool,
    carried: u32,
}

impl Seen {
    #[target_feature(enable = "avx2")]
    #[inline]
    fn nothing() -> Self {
        let zero = _mm256_setzero_si256();
        Self { any: zero, flags: zero, joined: zero, run: false, carried: 0 }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn survey(&self) -> Survey {
        let [high, joined] = [self.any, self.joined].map(|v| _mm256_movemask_epi8(v) != 0);
        let flags = flags_of(self.flags);
        Survey {
            high,
            control: flags & flag::CONTROL != 0,
            escape: flags & flag::ESCAPE != 0,
            equals: flags & flag::EQUALS != 0,
            wide: flags & flag::WIDE != 0,
            joined,
            newline: flags & flag::NEWLINE != 0,
            run: self.run,
        }
    }
}

/// A word of each of four blocks.
#[derive(Clone, Copy)]
struct Words(__m256i);

impl Words {
    const LANES: usize = 4;

    /// The words of a class, those of the blocks from a place of the window on.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn load(class: &[u64; WINDOW], from: usize) -> Self {
        let words: &[u64; 4] = class.get(from..).and_then(<[u64]>::first_chunk).unwrap_or(&[0; 4]);
        // SAFETY: four words are there.
        Self(unsafe { _mm256_loadu_si256(words.as_ptr().cast()) })
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn store(self, words: &mut [u64; LANES], from: usize) {
        if let Some(words) = words.get_mut(from..).and_then(<[u64]>::first_chunk_mut::<4>) {
            // SAFETY: four words have room.
            unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), self.0) };
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn all(word: u64) -> Self {
        Self(_mm256_set1_epi64x(word as i64))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn and(self, other: Self) -> Self {
        Self(_mm256_and_si256(self.0, other.0))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn and_not(self, other: Self) -> Self {
        Self(_mm256_andnot_si256(other.0, self.0))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn or(self, other: Self) -> Self {
        Self(_mm256_or_si256(self.0, other.0))
    }

    /// What stands `n` bytes further on; `next` are the blocks behind.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn onward(self, next: Self, n: u32) -> Self {
        self.down(n).or(Self(_mm256_sllv_epi64(next.0, Self::all((64 - n).into()).0)))
    }

    /// What stands `n` bytes further on in the same block.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn down(self, n: u32) -> Self {
        Self(_mm256_srlv_epi64(self.0, Self::all(n.into()).0))
    }

    /// What stands one byte before.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn behind(self, before: Self) -> Self {
        Self(_mm256_slli_epi64::<1>(self.0)).or(Self(_mm256_srli_epi64::<63>(before.0)))
    }

    /// Which words are not zero.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn some(self) -> u8 {
        !Self(_mm256_cmpeq_epi64(self.0, _mm256_setzero_si256())).highest() & 15
    }

    /// Which words have their highest bit.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn highest(self) -> u8 {
        _mm256_movemask_pd(_mm256_castsi256_pd(self.0)) as u8
    }
}

pass!("avx2,bmi1,bmi2", Words);

/// A block where it lies, if two bytes are behind it, else a padded copy.
#[target_feature(enable = "avx2,bmi1,bmi2")]
#[inline]
fn block<const SURVEY: bool, const MASKS: bool>(text: &[u8], n: usize, tables: &Loaded, seen: &mut Seen) -> Masks {
    let rest = text.get(n * BLOCK..).unwrap_or_default();
    if rest.len() >= BLOCK + 2 {
        // SAFETY: that many bytes are there.
        return unsafe { look::<SURVEY, MASKS>(rest.as_ptr(), tables, seen) };
    }
    let mut padded = [NO_CLASS; BLOCK + 2];
    if let Some(copy) = padded.get_mut(..rest.len()) {
        copy.copy_from_slice(rest);
    }
    // SAFETY: that many bytes are there.
    unsafe { look::<SURVEY, MASKS>(padded.as_ptr(), tables, seen) }
}

fn flags_of(flags: __m256i) -> u8 {
    let mut bytes = [0u8; 32];
    // SAFETY: 32 bytes.
    unsafe { _mm256_storeu_si256(bytes.as_mut_ptr().cast(), flags) };
    bytes.iter().fold(0, |all, b| all | b)
}

#[target_feature(enable = "avx2")]
#[inline]
fn load() -> Loaded {
    let [a, b, c] = [0, 1, 2].map(|i| Nibbles { low: TABLES.low[i], high: TABLES.high[i] });
    Loaded { trigrams: [pair(&a), pair(&b), pair(&c)], flags: pair(&FLAGS), classes: pair(&CLASSES) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn pair(tables: &Nibbles) -> (__m256i, __m256i) {
    // SAFETY: both tables are 16 bytes.
    unsafe {
        (
            _mm256_broadcastsi128_si256(_mm_loadu_si128(tables.low.as_ptr().cast())),
            _mm256_broadcastsi128_si256(_mm_loadu_si128(tables.high.as_ptr().cast())),
        )
    }
}

/// One block.
///
/// # Safety
/// `BLOCK + 2` bytes from `at` must be readable.
#[target_feature(enable = "avx2,bmi1,bmi2")]
#[inline]
unsafe fn look<const SURVEY: bool, const MASKS: bool>(at: *const u8, tables: &Loaded, seen: &mut Seen) -> Masks {
    // SAFETY: the caller vouches for 66 bytes; the halves read 34 from 0 and from 32.
    let [a, b] = unsafe { [half::<SURVEY, MASKS>(at, tables, seen), half::<SURVEY, MASKS>(at.add(32), tables, seen)] };
    let [digit, letter, separator, one, word, base64] = std::array::from_fn(|n| join(a[n], b[n]));
    Masks { digit, letter, separator, one, word, base64 }
}

fn join(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// Digits, letters, separators, ones, words, base64.
///
/// # Safety
/// 34 bytes from `at` must be readable.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn half<const SURVEY: bool, const MASKS: bool>(at: *const u8, tables: &Loaded, seen: &mut Seen) -> [u32; 6] {
    // SAFETY: the caller vouches for 34 bytes; the three loads take 32 from 0, 1 and 2.
    let (v, v1, v2) = unsafe {
        (_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(1).cast()), _mm256_loadu_si256(at.add(2).cast()))
    };
    let bits = |v: __m256i| _mm256_movemask_epi8(v) as u32;
    let twice = |v: __m256i| _mm256_add_epi8(v, v);
    let of = class(v, tables.classes);
    let mut run = 0;
    if SURVEY {
        // Spaces and dashes begin with one of two bytes that differ in this bit.
        let join = _mm256_cmpeq_epi8(_mm256_or_si256(v1, _mm256_set1_epi8(0x20)), _mm256_set1_epi8(0xe2u8 as i8));
        seen.joined = _mm256_or_si256(seen.joined, _mm256_and_si256(of, join));
        seen.any = _mm256_or_si256(seen.any, v);
        seen.flags = _mm256_or_si256(seen.flags, class(v, tables.flags));
        run = base64(of);
    }
    if !MASKS {
        return [0, 0, 0, 0, 0, run];
    }
    let [t0, t1, t2] = tables.trigrams;
    let word = _mm256_and_si256(_mm256_and_si256(class(v, t0), class(v1, t1)), class(v2, t2));
    let word = !bits(_mm256_cmpeq_epi8(word, _mm256_setzero_si256()));
    let one = bits(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(b'1' as i8)));
    // Each class in turn as the highest bit.
    let (a_to_o, p_to_z) = (twice(of), twice(twice(of)));
    [bits(of), bits(_mm256_or_si256(a_to_o, p_to_z)), bits(twice(p_to_z)), one, word, run]
}

#[target_feature(enable = "avx2")]
#[inline]
fn class(v: __m256i, (low, high): (__m256i, __m256i)) -> __m256i {
    let nibble = _mm256_set1_epi8(15);
    let l = _mm256_shuffle_epi8(low, _mm256_and_si256(v, nibble));
    let h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
    _mm256_and_si256(l, h)
}
