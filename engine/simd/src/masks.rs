//! Byte-class masks of text, 64 bytes a time: what anchors are found by without a byte loop.

/// Bytes that one [`Masks`] describes.
pub const BLOCK: usize = 64;

/// One bit per byte of a block, the first byte in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Masks {
    /// ASCII digits.
    pub digit: u64,
    /// ASCII letters.
    pub letter: u64,
    /// Space or hyphen: what may stand once between groups of digits.
    pub separator: u64,
    /// The digit 1.
    pub one: u64,
    /// `@`, or a byte that may begin one of the trigrams of [`KEY_TRIGRAMS`] or `eyJ` (a JSON Web Token). May be set too
    /// often, never too seldom.
    pub word: u64,
    /// The base64 alphabets, where runs of them are looked for in several blocks at once; else none.
    pub base64: u64,
}

/// The trigrams (ASCII ones in any case) behind [`Masks::word`]: the rarest three bytes of each word that names a secret
/// (password, passwd, pass, psw, pwd, psd, pw with what delimits it, psk, secret, token, key, authorization, mdp, mima, kennwort,
/// senha, contraseña, and two Chinese words in UTF-8, GBK and Big5), and where settings and commands hold logins without such
/// a word: `"auth":`, `_auth=`, and the options `-u`, `-p`, `-a` and `--user`.
pub(crate) const KEY_TRIGRAMS: [&[u8; 3]; 29] = [
    b"pas",
    b"psw",
    b"pwd",
    b"psd",
    b"pw=",
    b"pw:",
    b"pw\"",
    b"ecr",
    b"oke",
    b"key",
    b"riz",
    b"mdp",
    b"mim",
    b"nnw",
    b"nha",
    b"ras",
    b"\xaf\x86\xe7",
    b"\x8f\xa3\xe4",
    b"\xc3\xdc\xc2",
    b"\xbf\xda\xc1",
    b"\xb1\x4b\xbd",
    b"\xa4\x66\xa5",
    b"psk",
    b"_au",
    b"\"au",
    b" -u",
    b" -p",
    b" -a",
    b"--u",
];

/// The trigrams as numbers, quicker to compare with.
const NUMBERS: [u32; KEY_TRIGRAMS.len()] = {
    let mut numbers = [0; KEY_TRIGRAMS.len()];
    let mut k = 0;
    while k < numbers.len() {
        numbers[k] = number(*KEY_TRIGRAMS[k]);
        k += 1;
    }
    numbers
};

/// Three bytes as a number, whatever the case of letters.
const fn number([a, b, c]: [u8; 3]) -> u32 {
    u32::from_le_bytes([a.to_ascii_lowercase(), b.to_ascii_lowercase(), c.to_ascii_lowercase(), 0])
}

/// True for one of the trigrams, which [`Masks::word`] may not be: of text that is full of digits most are none.
#[inline]
pub fn is_key_trigram(bytes: &[u8]) -> bool {
    match bytes {
        // Behind most blanks stands a word.
        [b' ' | b'-', second, _] if *second != b'-' => false,
        [a, b, c] => NUMBERS.contains(&number([*a, *b, *c])),
        _ => false,
    }
}

/// Bucket of each trigram: those in one bucket may be confused with one another, which only costs time. Found by search: the
/// fewest confusions in pages, prose in two languages, and source.
const BUCKETS: [u8; 29] = [0, 1, 1, 1, 1, 1, 1, 4, 3, 5, 5, 2, 3, 2, 3, 0, 2, 6, 4, 2, 1, 0, 1, 5, 5, 6, 6, 6, 6];
/// Bucket of `eyJ`, which confuses least with few others, and of `@` with anything behind it.
const TOKEN_BUCKET: u8 = 4;
const AT_BUCKET: u8 = 7;

/// Nibble tables: a byte `b` at place `i` may belong to the trigrams `low[i][b & 15] & high[i][b >> 4]`.
pub(crate) struct Tables {
    pub(crate) low: [[u8; 16]; 3],
    pub(crate) high: [[u8; 16]; 3],
}

pub(crate) const TABLES: Tables = tables();

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

/// The same for 64-entry tables that are looked up by the lower six bits of a byte: more bytes are confused, but no nibbles,
/// and `@` is left to whoever looks.
#[cfg(target_arch = "x86_64")]
pub(crate) const FOLDED: [[u8; 64]; 3] = {
    let buckets = [0, 1, 1, 1, 1, 1, 1, 4, 3, 7, 0, 7, 2, 5, 2, 0, 3, 4, 6, 3, 2, 3, 1, 5, 5, 6, 6, 6, 7];
    let mut t = [[0u8; 64]; 3];
    let mut i = 0;
    while i < 3 {
        let mut k = 0;
        while k < KEY_TRIGRAMS.len() {
            let b = KEY_TRIGRAMS[k][i];
            t[i][(b & 63) as usize] |= 1 << buckets[k];
            if b.is_ascii_lowercase() {
                t[i][(b.to_ascii_uppercase() & 63) as usize] |= 1 << buckets[k];
            }
            k += 1;
        }
        t[i][(b"eyJ"[i] & 63) as usize] |= 1 << TOKEN_BUCKET;
        i += 1;
    }
    t
};

/// The masks of a block: the definition that the others are tested against. Bytes past the end of `text` have no class. A
/// trigram is seen where it begins, also if it ends in the next block.
pub(crate) fn masks_scalar(text: &[u8], block: usize) -> Masks {
    let start = block * BLOCK;
    let mut m = Masks::default();
    for i in 0..BLOCK {
        let Some(&b) = text.get(start + i) else { break };
        let bit = 1 << i;
        m.digit |= if b.is_ascii_digit() { bit } else { 0 };
        m.one |= if b == b'1' { bit } else { 0 };
        m.letter |= if b.is_ascii_alphabetic() { bit } else { 0 };
        m.separator |= if matches!(b, b' ' | b'-') { bit } else { 0 };
        let after = |n: usize| text.get(start + i + n).copied().unwrap_or(0);
        m.word |= if trigram([b, after(1), after(2)]) { bit } else { 0 };
    }
    m
}

fn trigram(bytes: [u8; 3]) -> bool {
    let mut buckets = 0xffu8;
    for (i, &b) in bytes.iter().enumerate() {
        buckets &= TABLES.low[i][(b & 15) as usize] & TABLES.high[i][(b >> 4) as usize];
    }
    buckets != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Anchors, look};

    fn words(text: &[u8]) -> Vec<(usize, u64)> {
        let mut out = Anchors::new();
        look(text, &mut out);
        out.blocks().map(|found| (found.number, found.word)).collect()
    }

    #[test]
    fn every_trigram_is_seen_at_every_offset() {
        for trigram in KEY_TRIGRAMS.into_iter().chain([b"eyJ", b"@.."]) {
            for offset in 0..130 {
                let mut text = vec![b'.'; 200];
                text[offset..offset + 3].copy_from_slice(trigram);
                assert_eq!(words(&text), [(offset / 64, 1 << (offset % 64))], "{trigram:?} at {offset}");
            }
        }
    }

    #[test]
    fn what_is_only_taken_for_a_trigram_is_none() {
        for trigram in KEY_TRIGRAMS {
            assert!(is_key_trigram(trigram) && is_key_trigram(&trigram.to_ascii_uppercase()), "{trigram:?}");
        }
        // Alike in their lower six bits, cut, longer.
        for other in [&b"037"[..], b"07\"", b"ec2", b"pa", b"", b"pass"] {
            assert!(!is_key_trigram(other), "{other:?}");
        }
    }

    #[test]
    fn upper_case_trigrams_count() {
        assert_eq!(words(b"DB_PASSWORD"), [(0, 1 << 3)]);
    }
}
