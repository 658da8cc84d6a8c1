//! One look over a text that tells which of the slower looks are worth it.

use std::sync::OnceLock;

/// Characters of base64, both alphabets, in a row that make [`Survey::run`] true.
pub const RUN: usize = 24;

/// What occurs in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// A byte beyond ASCII.
    pub high: bool,
    /// A control character other than tab, line feed, vertical tab, form feed and carriage return; or DEL.
    pub control: bool,
    /// `\`, `%` or `&`: something may be escaped.
    pub escape: bool,
    /// `=`.
    pub equals: bool,
    /// [`RUN`] characters of base64 (either alphabet) in a row.
    pub run: bool,
}

type Look = fn(&[u8]) -> Survey;

/// Surveys a text.
pub fn survey(text: &[u8]) -> Survey {
    static CHOICE: OnceLock<Look> = OnceLock::new();
    CHOICE.get_or_init(choose)(text)
}

fn choose() -> Look {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("bmi1") {
            return |text| {
                // SAFETY: AVX2 and BMI1 were detected just before.
                unsafe { avx2::survey(text) }
            };
        }
    }
    survey_scalar
}

const fn is_base64(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_')
}

/// The scalar twin of [`survey`]: the definition that the other is tested against.
pub fn survey_scalar(text: &[u8]) -> Survey {
    let mut found = Survey::default();
    let mut run = 0;
    for &b in text {
        found.high |= b >= 0x80;
        found.control |= b < 9 || (b > 13 && b < 32) || b == 127;
        found.escape |= matches!(b, b'\\' | b'%' | b'&');
        found.equals |= b == b'=';
        run = if is_base64(b) { run + 1 } else { 0 };
        found.run |= run >= RUN;
    }
    found
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
    joined as usize >= RUN || inside != 0
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{Survey, runs};
    use core::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_andnot_si256, _mm256_broadcastsi128_si256,
        _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
        _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_sub_epi8,
    };

    /// Nibble tables of the base64 alphabets: a byte belongs if the entries of its two nibbles share a bit.
    const LOW: [u8; 16] = low();
    const HIGH: [u8; 16] = [0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0];

    const fn low() -> [u8; 16] {
        let mut table = [0u8; 16];
        let mut b = 0u8;
        while b < 128 {
            if super::is_base64(b) {
                table[(b & 15) as usize] |= HIGH[(b >> 4) as usize];
            }
            b += 1;
        }
        table
    }

    struct Seen {
        any: __m256i,
        control: __m256i,
        escape: __m256i,
        equals: __m256i,
    }

    #[target_feature(enable = "avx2,bmi1")]
    pub(super) fn survey(text: &[u8]) -> Survey {
        // SAFETY: both tables are 16 bytes.
        let (low, high) = unsafe {
            (
                _mm256_broadcastsi128_si256(_mm_loadu_si128(LOW.as_ptr().cast())),
                _mm256_broadcastsi128_si256(_mm_loadu_si128(HIGH.as_ptr().cast())),
            )
        };
        let zero = _mm256_setzero_si256();
        let mut seen = Seen { any: zero, control: zero, escape: zero, equals: zero };
        let (mut run, mut carried) = (false, 0u32);
        let whole = text.len() / 64;
        for block in 0..whole {
            // SAFETY: block < whole, so 64 bytes from block * 64 lie inside `text`.
            let mask = unsafe { look(text.as_ptr().add(block * 64), low, high, &mut seen) };
            run |= runs(mask, &mut carried);
        }
        let rest = text.get(whole * 64..).unwrap_or_default();
        if !rest.is_empty() {
            // Spaces belong to no class.
            let mut padded = [b' '; 64];
            if let Some(copy) = padded.get_mut(..rest.len()) {
                copy.copy_from_slice(rest);
            }
            // SAFETY: 64 bytes.
            let mask = unsafe { look(padded.as_ptr(), low, high, &mut seen) };
            run |= runs(mask, &mut carried);
        }
        Survey {
            high: _mm256_movemask_epi8(seen.any) != 0,
            control: _mm256_movemask_epi8(seen.control) != 0,
            escape: _mm256_movemask_epi8(seen.escape) != 0,
            equals: _mm256_movemask_epi8(seen.equals) != 0,
            run,
        }
    }

    /// # Safety
    /// 64 bytes from `at` must be readable.
    #[target_feature(enable = "avx2,bmi1")]
    #[inline]
    unsafe fn look(at: *const u8, low: __m256i, high: __m256i, seen: &mut Seen) -> u64 {
        // SAFETY: the caller vouches for 64 bytes.
        let (a, b) = unsafe { (_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(32).cast())) };
        u64::from(half(a, low, high, seen)) | u64::from(half(b, low, high, seen)) << 32
    }

    #[target_feature(enable = "avx2,bmi1")]
    #[inline]
    fn half(v: __m256i, low: __m256i, high: __m256i, seen: &mut Seen) -> u32 {
        seen.any = _mm256_or_si256(seen.any, v);
        let below = _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(31)), v);
        let shifted = _mm256_sub_epi8(v, _mm256_set1_epi8(9));
        let blank = _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, _mm256_set1_epi8(4)), shifted);
        let control = _mm256_or_si256(_mm256_andnot_si256(blank, below), _mm256_cmpeq_epi8(v, _mm256_set1_epi8(127)));
        seen.control = _mm256_or_si256(seen.control, control);
        let escape = _mm256_or_si256(
            _mm256_or_si256(
                _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b'\\' as i8)),
                _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b'%' as i8)),
            ),
            _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b'&' as i8)),
        );
        seen.escape = _mm256_or_si256(seen.escape, escape);
        seen.equals = _mm256_or_si256(seen.equals, _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b'=' as i8)));
        let nibble = _mm256_set1_epi8(15);
        // A set high bit makes the shuffle answer 0: bytes beyond ASCII belong to no class.
        let l = _mm256_shuffle_epi8(low, _mm256_and_si256(v, _mm256_set1_epi8(0x8f_u8 as i8)));
        let h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble));
        let outside = _mm256_cmpeq_epi8(_mm256_and_si256(l, h), _mm256_setzero_si256());
        !(_mm256_movemask_epi8(outside) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_vector_survey_equals_the_scalar_one(text in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(survey(&text), survey_scalar(&text));
        }

        #[test]
        fn so_it_does_for_text_with_runs(text in "[A-Za-z0-9+/_=\\-]{0,30}[ ,]?[A-Za-z0-9+/_\\-]{0,90}[ %&\\\\\u{7f}\t]?[a-z]{0,70}") {
            prop_assert_eq!(survey(text.as_bytes()), survey_scalar(text.as_bytes()));
        }
    }

    #[test]
    fn a_run_is_seen_at_every_offset_and_not_before_its_length() {
        for offset in 0..140 {
            for (len, wanted) in [(RUN - 1, false), (RUN, true), (3 * RUN, true)] {
                let mut text = vec![b'.'; 260];
                text[offset..offset + len].fill(b'Q');
                assert_eq!(survey(&text).run, wanted, "{len} at {offset}");
            }
        }
    }

    #[test]
    fn every_byte_has_its_classes() {
        for b in 0..=255u8 {
            assert_eq!(survey(&[b]), survey_scalar(&[b]), "{b}");
            assert_eq!(survey(&[b; RUN]), survey_scalar(&[b; RUN]), "{b} repeated");
        }
    }
}
