//! Base64 to bytes, as far as nothing but whole groups stands there.

/// Characters of a group, and the bytes that they stand for.
const GROUP: usize = 4;
const BYTES: usize = 3;

/// Marks a character without a value in [`PLACES`].
const NONE: u32 = 1 << 31;

/// What each character of the standard and the URL-safe alphabet (RFC 4648 §4 and §5) adds to the 24 bits of a group, by
/// its place in the group.
const PLACES: [[u32; 256]; GROUP] = {
    let mut table = [[NONE; 256]; GROUP];
    let mut b = 0;
    while b < 256 {
        let value = match b as u8 {
            upper @ b'A'..=b'Z' => (upper - b'A') as u32,
            lower @ b'a'..=b'z' => (lower - b'a') as u32 + 26,
            digit @ b'0'..=b'9' => (digit - b'0') as u32 + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => NONE,
        };
        let mut place = 0;
        while place < GROUP && value != NONE {
            table[place][b] = value << (18 - 6 * place);
            place += 1;
        }
        b += 1;
    }
    table
};

/// Decodes the groups of four characters that `text` begins with, in either alphabet, until something else comes or `out` is
/// full: how many. Of `out`, what follows their bytes may be overwritten.
pub fn base64_groups(text: &[u8], out: &mut [u8]) -> usize {
    #[cfg(target_arch = "x86_64")]
    if text.len() >= avx2::STEP && std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: AVX2 was just detected.
        let done = unsafe { avx2::groups(text, out) };
        let rest = (text.get(done * GROUP..).unwrap_or_default(), out.get_mut(done * BYTES..).unwrap_or_default());
        return done + groups_scalar(rest.0, rest.1);
    }
    groups_scalar(text, out)
}

fn groups_scalar(text: &[u8], out: &mut [u8]) -> usize {
    let mut groups = 0;
    for (group, slot) in text.as_chunks::<GROUP>().0.iter().zip(out.as_chunks_mut::<BYTES>().0) {
        let [a, b, c, d] = group.map(usize::from);
        let word = PLACES[0][a] | PLACES[1][b] | PLACES[2][c] | PLACES[3][d];
        if word & NONE != 0 {
            break;
        }
        let [_, bytes @ ..] = word.to_be_bytes();
        *slot = bytes;
        groups += 1;
    }
    groups
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BYTES, GROUP};
    use core::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm_storeu_si128, _mm256_add_epi8, _mm256_and_si256, _mm256_broadcastsi128_si256,
        _mm256_castsi256_si128, _mm256_cmpeq_epi8, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16,
        _mm256_maddubs_epi16, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_shuffle_epi8,
        _mm256_srli_epi16, _mm256_testz_si256,
    };

    /// Characters decoded at once.
    pub(super) const STEP: usize = 32;
    /// Bytes written at once: each half of the register yields twelve and is stored as sixteen.
    const ROOM: usize = 28;

    /// Rows of the ASCII table (by the upper half of a byte), each a bit, and which of the rows a lower half is foreign to.
    const ROWS: [u8; 16] = [32, 32, 1, 2, 4, 8, 4, 16, 32, 32, 32, 32, 32, 32, 32, 32];
    const FOREIGN: [u8; 16] = {
        let mut table = [32; 16];
        let mut low = 0;
        while low < 16 {
            if !matches!(low, 11 | 13 | 15) {
                table[low] |= 1;
            }
            if low > 9 {
                table[low] |= 2;
            }
            if low == 0 {
                table[low] |= 4;
            }
            if low > 10 && low != 15 {
                table[low] |= 8;
            }
            if low > 10 {
                table[low] |= 16;
            }
            low += 1;
        }
        table
    };
    /// What makes a character of each row its value; right for `/`, digits and letters.
    const SHIFTS: [i8; 16] = [0, 0, 63 - 0x2f, 52 - 0x30, -0x41, -0x41, 26 - 0x61, 26 - 0x61, 0, 0, 0, 0, 0, 0, 0, 0];
    /// The bytes of a group, the first one first, from words of 24 bits.
    const PACKED: [i8; 16] = [2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1];

    #[inline]
    #[target_feature(enable = "avx2")]
    fn both<T>(table: &[T; 16]) -> __m256i {
        const { assert!(size_of::<T>() == 1) };
        // SAFETY: the table is as long as the load.
        unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast())) }
    }

    /// As [`super::base64_groups`], in whole steps.
    #[target_feature(enable = "avx2")]
    pub(super) fn groups(text: &[u8], out: &mut [u8]) -> usize {
        let mut groups = 0;
        for step in text.as_chunks::<STEP>().0 {
            let Some(room) = out.get_mut(groups * BYTES..).and_then(|rest| rest.first_chunk_mut::<ROOM>()) else {
                break;
            };
            // SAFETY: the chunk is as long as the load.
            let chars = unsafe { _mm256_loadu_si256(step.as_ptr().cast()) };
            let row = _mm256_and_si256(_mm256_srli_epi16::<4>(chars), _mm256_set1_epi8(15));
            let low = _mm256_and_si256(chars, _mm256_set1_epi8(15));
            let foreign = _mm256_shuffle_epi8(both(&FOREIGN), low);
            if _mm256_testz_si256(foreign, _mm256_shuffle_epi8(both(&ROWS), row)) == 0 {
                break;
            }
            let is = |byte: u8, by: i8| {
                let equal = _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(byte.cast_signed()));
                _mm256_and_si256(equal, _mm256_set1_epi8(by))
            };
            // `+`, `-` and `_` are off by what the others of their rows need.
            let plus = _mm256_add_epi8(is(b'+', 62 - 0x2b - (63 - 0x2f)), is(b'-', 62 - 0x2d - (63 - 0x2f)));
            let line = is(b'_', 63 - 0x5f + 0x41);
            let shift = _mm256_add_epi8(_mm256_shuffle_epi8(both(&SHIFTS), row), _mm256_add_epi8(plus, line));
            let values = _mm256_add_epi8(chars, shift);
            // Six bits each, then twelve, then 24.
            let twelve = _mm256_maddubs_epi16(values, _mm256_set1_epi16(0x0140));
            let word = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x0001_1000));
            let bytes = _mm256_shuffle_epi8(word, both(&PACKED));
            // SAFETY: `room` has 28 bytes: 16 from its start, and 16 from its twelfth.
            unsafe {
                let at = room.as_mut_ptr();
                _mm_storeu_si128(at.cast(), _mm256_castsi256_si128(bytes));
                _mm_storeu_si128(at.add(12).cast(), _mm256_extracti128_si256::<1>(bytes));
            }
            groups += STEP / GROUP;
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn both(text: &[u8], room: usize) -> (Vec<u8>, Vec<u8>) {
        let decode = |groups: fn(&[u8], &mut [u8]) -> usize| {
            let mut out = vec![0; room];
            let done = groups(text, &mut out);
            assert!(done * BYTES <= room && done * GROUP <= text.len());
            out.truncate(done * BYTES);
            out
        };
        (decode(base64_groups), decode(groups_scalar))
    }

    #[test]
    fn each_byte_has_the_value_of_its_alphabet_or_ends_the_groups() {
        for b in 0..=255u8 {
            for at in 0..64 {
                let mut text = [b'A'; 64];
                text[at] = b;
                let (wide, plain) = both(&text, 64);
                assert_eq!(wide, plain, "{b:#x} at {at}");
            }
        }
        assert_eq!(both(b"+-/_", 3).1, [0xfb, 0xef, 0xff]);
        assert_eq!(both(b"bGVha3RhcA==", 9).1, b"leakta");
    }

    proptest! {
        #[test]
        fn steps_give_what_single_groups_give(
            mut text in proptest::collection::vec(proptest::sample::select(
                b"ABCXYZabcxyz0189+/-_".as_slice()), 0..300),
            foreign in proptest::option::of((0usize..300, any::<u8>())),
            room in 0usize..260,
        ) {
            if let Some((at, byte)) = foreign
                && let Some(place) = text.get_mut(at)
            {
                *place = byte;
            }
            let (wide, plain) = both(&text, room);
            prop_assert_eq!(wide, plain);
        }
    }
}
