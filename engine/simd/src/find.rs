//! The first of a byte in short text.

/// Bytes that are looked through here before the search is handed on.
const NEAR: usize = 64;
#[cfg(target_arch = "x86_64")]
const STEP: usize = 16;

/// Where `byte` stands first. Lines, fields and words are short: a call that goes through a table of functions and sets up
/// for long text costs more than to look through one.
#[inline]
pub fn find(byte: u8, text: &[u8]) -> Option<usize> {
    let (near, far) = text.split_at(text.len().min(NEAR));
    if let Some(at) = find_near(byte, near) {
        return Some(at);
    }
    if far.is_empty() {
        return None;
    }
    memchr::memchr(byte, far).map(|at| near.len() + at)
}

#[cfg(target_arch = "x86_64")]
#[inline]
fn find_near(byte: u8, text: &[u8]) -> Option<usize> {
    use core::arch::x86_64::{_mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8};
    let (steps, rest) = text.as_chunks::<STEP>();
    for (number, step) in steps.iter().enumerate() {
        // SAFETY: SSE2 is part of the architecture, and the chunk is as long as the load.
        let mask = unsafe {
            let equal = _mm_cmpeq_epi8(_mm_loadu_si128(step.as_ptr().cast()), _mm_set1_epi8(byte.cast_signed()));
            _mm_movemask_epi8(equal)
        };
        if mask != 0 {
            return Some(number * STEP + mask.trailing_zeros() as usize);
        }
    }
    rest.iter().position(|b| *b == byte).map(|at| text.len() - rest.len() + at)
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn find_near(byte: u8, text: &[u8]) -> Option<usize> {
    text.iter().position(|b| *b == byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_first(text in proptest::collection::vec(0u8..20, 0..200), byte in 0u8..20) {
            for start in 0..text.len().min(17) {
                let text = &text[start..];
                prop_assert_eq!(find(byte, text), text.iter().position(|b| *b == byte));
            }
        }

        #[test]
        fn it_is_found_however_far(before in 0usize..300, after in 0usize..40) {
            let mut text = vec![b'a'; before];
            text.push(b'\n');
            text.extend(std::iter::repeat_n(b'b', after));
            prop_assert_eq!(find(b'\n', &text), Some(before));
            prop_assert_eq!(find(b'\r', &text), None);
        }
    }
}
