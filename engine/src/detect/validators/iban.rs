//! IBAN (ISO 13616): country, length, structure of the national part, MOD 97-10.

/// Country, length, and the classes of the national part: `n` digits, `a` letters, `c` both, with their counts.
type Entry = (&'static [u8; 2], u8, &'static [(u8, u8)]);

const N: u8 = b'n';
const A: u8 = b'a';
const C: u8 = b'c';

/// From the SWIFT IBAN registry.
const COUNTRIES: [Entry; 88] = [
    (b"AD", 24, &[(N, 8), (C, 12)]),
    (b"AE", 23, &[(N, 19)]),
    (b"AL", 28, &[(N, 8), (C, 16)]),
    (b"AT", 20, &[(N, 16)]),
    (b"AZ", 28, &[(A, 4), (C, 20)]),
    (b"BA", 20, &[(N, 16)]),
    (b"BE", 16, &[(N, 12)]),
    (b"BG", 22, &[(A, 4), (N, 6), (C, 8)]),
    (b"BH", 22, &[(A, 4), (C, 14)]),
    (b"BI", 27, &[(N, 23)]),
    (b"BR", 29, &[(N, 23), (A, 1), (C, 1)]),
    (b"BY", 28, &[(C, 4), (N, 4), (C, 16)]),
    (b"CH", 21, &[(N, 5), (C, 12)]),
    (b"CR", 22, &[(N, 18)]),
    (b"CY", 28, &[(N, 8), (C, 16)]),
    (b"CZ", 24, &[(N, 20)]),
    (b"DE", 22, &[(N, 18)]),
    (b"DJ", 27, &[(N, 23)]),
    (b"DK", 18, &[(N, 14)]),
    (b"DO", 28, &[(C, 4), (N, 20)]),
    (b"EE", 20, &[(N, 16)]),
    (b"EG", 29, &[(N, 25)]),
    (b"ES", 24, &[(N, 20)]),
    (b"FI", 18, &[(N, 14)]),
    (b"FK", 18, &[(A, 2), (N, 12)]),
    (b"FO", 18, &[(N, 14)]),
    (b"FR", 27, &[(N, 10), (C, 11), (N, 2)]),
    (b"GB", 22, &[(A, 4), (N, 14)]),
    (b"GE", 22, &[(A, 2), (N, 16)]),
    (b"GI", 23, &[(A, 4), (C, 15)]),
    (b"GL", 18, &[(N, 14)]),
    (b"GR", 27, &[(N, 7), (C, 16)]),
    (b"GT", 28, &[(C, 24)]),
    (b"HR", 21, &[(N, 17)]),
    (b"HU", 28, &[(N, 24)]),
    (b"IE", 22, &[(A, 4), (N, 14)]),
    (b"IL", 23, &[(N, 19)]),
    (b"IQ", 23, &[(A, 4), (N, 15)]),
    (b"IS", 26, &[(N, 22)]),
    (b"IT", 27, &[(A, 1), (N, 10), (C, 12)]),
    (b"JO", 30, &[(A, 4), (N, 4), (C, 18)]),
    (b"KW", 30, &[(A, 4), (C, 22)]),
    (b"KZ", 20, &[(N, 3), (C, 13)]),
    (b"LB", 28, &[(N, 4), (C, 20)]),
    (b"LC", 32, &[(A, 4), (C, 24)]),
    (b"LI", 21, &[(N, 5), (C, 12)]),
    (b"LT", 20, &[(N, 16)]),
    (b"LU", 20, &[(N, 3), (C, 13)]),
    (b"LV", 21, &[(A, 4), (C, 13)]),
    (b"LY", 25, &[(N, 21)]),
    (b"MC", 27, &[(N, 10), (C, 11), (N, 2)]),
    (b"MD", 24, &[(C, 20)]),
    (b"ME", 22, &[(N, 18)]),
    (b"MK", 19, &[(N, 3), (C, 10), (N, 2)]),
    (b"MN", 20, &[(N, 16)]),
    (b"MR", 27, &[(N, 23)]),
    (b"MT", 31, &[(A, 4), (N, 5), (C, 18)]),
    (b"MU", 30, &[(A, 4), (N, 19), (A, 3)]),
    (b"NI", 28, &[(A, 4), (N, 20)]),
    (b"NL", 18, &[(A, 4), (N, 10)]),
    (b"NO", 15, &[(N, 11)]),
    (b"OM", 23, &[(N, 3), (C, 16)]),
    (b"PK", 24, &[(A, 4), (C, 16)]),
    (b"PL", 28, &[(N, 24)]),
    (b"PS", 29, &[(A, 4), (C, 21)]),
    (b"PT", 25, &[(N, 21)]),
    (b"QA", 29, &[(A, 4), (C, 21)]),
    (b"RO", 24, &[(A, 4), (C, 16)]),
    (b"RS", 22, &[(N, 18)]),
    (b"RU", 33, &[(N, 14), (C, 15)]),
    (b"SA", 24, &[(N, 2), (C, 18)]),
    (b"SC", 31, &[(A, 4), (N, 20), (A, 3)]),
    (b"SD", 18, &[(N, 14)]),
    (b"SE", 24, &[(N, 20)]),
    (b"SI", 19, &[(N, 15)]),
    (b"SK", 24, &[(N, 20)]),
    (b"SM", 27, &[(A, 1), (N, 10), (C, 12)]),
    (b"SO", 23, &[(N, 19)]),
    (b"ST", 25, &[(N, 21)]),
    (b"SV", 28, &[(A, 4), (N, 20)]),
    (b"TL", 23, &[(N, 19)]),
    (b"TN", 24, &[(N, 20)]),
    (b"TR", 26, &[(N, 6), (C, 16)]),
    (b"UA", 29, &[(N, 6), (C, 19)]),
    (b"VA", 22, &[(N, 18)]),
    (b"VG", 24, &[(A, 4), (N, 16)]),
    (b"XK", 20, &[(N, 16)]),
    (b"YE", 30, &[(A, 4), (N, 4), (C, 18)]),
];

/// The length of a country's IBANs; `None` for other letters.
#[inline]
pub(in super::super) fn iban_len(country: [u8; 2]) -> Option<usize> {
    let [a, b] = country.map(|c| usize::from(c.to_ascii_uppercase().wrapping_sub(b'A')));
    LENGTHS.get(a)?.get(b).filter(|l| **l != 0).map(|&l| usize::from(l))
}

/// Lengths by first and second letter; 0 where there is no such country.
const LENGTHS: [[u8; 26]; 26] = lengths();

const fn lengths() -> [[u8; 26]; 26] {
    let mut table = [[0; 26]; 26];
    let mut i = 0;
    while i < COUNTRIES.len() {
        let [a, b] = *COUNTRIES[i].0;
        table[(a - b'A') as usize][(b - b'A') as usize] = COUNTRIES[i].1;
        i += 1;
    }
    table
}

/// True if the text, without spaces, is an IBAN.
pub(in super::super) fn iban(text: &[u8]) -> bool {
    let (Some(&[a, b]), Some(body)) = (text.get(..2), text.get(4..)) else {
        return false;
    };
    let Some(&(_, len, structure)) = entry([a, b]) else {
        return false;
    };
    let mut rest = body;
    for &(class, count) in structure {
        let Some((part, after)) = rest.split_at_checked(usize::from(count)) else {
            return false;
        };
        let fits = part.iter().all(|c| match class {
            N => c.is_ascii_digit(),
            A => c.is_ascii_alphabetic(),
            _ => c.is_ascii_alphanumeric(),
        });
        if !fits {
            return false;
        }
        rest = after;
    }
    let head = text.get(..4).unwrap_or_default();
    let turned = body.iter().chain(head).copied();
    text.len() == usize::from(len) && rest.is_empty() && super::remainder97(turned) == Some(1)
}

fn entry(country: [u8; 2]) -> Option<&'static Entry> {
    let country = country.map(|c| c.to_ascii_uppercase());
    COUNTRIES.binary_search_by(|e| e.0.cmp(&country)).ok().and_then(|i| COUNTRIES.get(i))
}
