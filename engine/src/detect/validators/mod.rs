//! Check-digit algorithms over ASCII. They move a score; they never invent a match.

mod card;
mod iban;
mod mobile;
mod resident;
mod ssn;
mod uscc;

pub(super) use card::{Issuer, counts, issuer};
pub(super) use iban::{iban, iban_len};
pub(super) use mobile::{Segment, american, segment};
pub(super) use resident::{Region, resident15, resident18};
pub(super) use ssn::ssn;
pub(super) use uscc::{uscc, uscc_usual};

/// A validator of user patterns: gets the matched text without spaces and hyphens.
pub(super) type Validator = fn(&[u8]) -> bool;

/// Names that `validate:` may use.
pub(super) const NAMES: [(&str, Validator); 10] = [
    ("luhn", luhn),
    ("mod11_2", mod11_2),
    ("mod97", mod97),
    ("verhoeff", verhoeff),
    ("iban", iban),
    ("uscc", uscc),
    ("cn_resident_id", |v| resident18(v).is_some_and(|r| r.region != Region::Impossible)),
    ("cn_mobile", |v| segment(v).is_some()),
    ("payment_card", |v| issuer(v).is_some() && luhn(v)),
    ("us_ssn", ssn),
];

/// The validator of that name.
pub(super) fn by_name(name: &str) -> Option<Validator> {
    NAMES.iter().find(|(n, _)| *n == name).map(|&(_, f)| f)
}

/// Luhn (ISO/IEC 7812-1 annex B): from the right, every second digit doubled, digits summed, a multiple of ten.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let mut sum = 0u32;
    for (i, &b) in digits.iter().rev().enumerate() {
        if !b.is_ascii_digit() {
            return false;
        }
        let d = u32::from(b - b'0');
        sum += if i % 2 == 0 { d } else { d * 2 - if d > 4 { 9 } else { 0 } };
    }
    digits.len() > 1 && sum.is_multiple_of(10)
}

/// ISO 7064 MOD 11-2: digits, then a check character 0-9 or X.
pub(super) fn mod11_2(id: &[u8]) -> bool {
    let Some((&check, digits)) = id.split_last() else {
        return false;
    };
    let mut p = 0u32;
    for &b in digits {
        if !b.is_ascii_digit() {
            return false;
        }
        p = (p + u32::from(b - b'0')) * 2 % 11;
    }
    let want = (12 - p % 11) % 11;
    let have = match check {
        b'0'..=b'9' => u32::from(check - b'0'),
        b'X' | b'x' => 10,
        _ => return false,
    };
    !digits.is_empty() && want == have
}

/// ISO 7064 MOD 97-10 over the text as it stands: letters count 10 to 35; the remainder must be 1.
pub(super) fn mod97(text: &[u8]) -> bool {
    remainder97(text.iter().copied()) == Some(1)
}

/// Remainder by 97 of the number that digits and letters spell.
fn remainder97(mut text: impl Iterator<Item = u8>) -> Option<u32> {
    text.try_fold(0u32, |r, b| {
        let v = char::from(b).to_digit(36)?;
        Some(if v < 10 { (r * 10 + v) % 97 } else { (r * 100 + v) % 97 })
    })
}

/// Verhoeff's check over the dihedral group of order ten (1969).
pub(super) fn verhoeff(digits: &[u8]) -> bool {
    /// The permutation, applied i times at place i.
    const P: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    fn multiply(a: u8, b: u8) -> u8 {
        match (a < 5, b < 5) {
            (true, true) => (a + b) % 5,
            (true, false) => (a + b - 5) % 5 + 5,
            (false, true) => (a - 5 + 5 - b) % 5 + 5,
            (false, false) => (a + 5 - b) % 5,
        }
    }
    let mut c = 0;
    for (i, &b) in digits.iter().rev().enumerate() {
        if !b.is_ascii_digit() {
            return false;
        }
        let mut d = b - b'0';
        for _ in 0..i % 8 {
            d = P.get(usize::from(d)).copied().unwrap_or(0);
        }
        c = multiply(c, d);
    }
    digits.len() > 1 && c == 0
}

/// Two ASCII digits as a number; 255 if they are none.
fn two(digits: Option<&[u8]>) -> u8 {
    match digits {
        Some(&[a @ b'0'..=b'9', b @ b'0'..=b'9']) => (a - b'0') * 10 + (b - b'0'),
        _ => 255,
    }
}

/// ASCII digits as a number; `None` if there is another byte or more than nine digits.
fn number(digits: Option<&[u8]>) -> Option<u32> {
    let digits = digits.filter(|d| d.len() <= 9)?;
    digits.iter().try_fold(0u32, |n, &b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}
