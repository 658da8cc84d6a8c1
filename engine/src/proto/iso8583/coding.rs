//! How a link codes what it says: characters, digits and lengths.

/// How digits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// As characters of the link.
    Chars,
    /// Two in a byte (BCD); an odd number is padded in front with 0, or behind with F.
    Packed,
}

/// How characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chars {
    Ascii,
    Ebcdic,
}

/// How the length of a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// In characters: two, three or four digits.
    Chars,
    /// In BCD: one byte for two digits, two for more.
    Packed,
    /// A binary number of as many bytes.
    Binary,
    /// A binary number of one byte, whatever the field.
    Byte,
}

/// A coding: one of [`CODINGS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coding {
    /// Message type, and digits of fixed fields.
    pub(super) digits: Digits,
    /// Bitmaps are hexadecimal characters.
    pub(super) hex_map: bool,
    /// Bytes (`b`) are hexadecimal characters.
    pub(super) hex_bytes: bool,
    pub(super) chars: Chars,
    pub(super) prefix: Prefix,
    /// Numbers of cards and institutions.
    pub(super) identifier: Digits,
    /// The second track.
    pub(super) track: Digits,
    /// Currencies.
    pub(super) currency: Digits,
    /// Third track and private fields (36, 48, 60, 61) are digits in BCD, as `UnionPay`'s terminals write them.
    pub(super) private: Digits,
}

/// Codings of a link, the usual ones first.
pub(super) static CODINGS: [Coding; COUNT] = codings();

/// With characters: 2 sets of them, 2 bitmaps, 2 ways to write bytes. With packed digits: 2 sets of characters, 3
/// prefixes, 3 of identifiers and tracks, 2 of currencies, 2 of private fields.
const COUNT: usize = 8 + 72;

const SPELLED: Coding = Coding {
    digits: Digits::Chars,
    hex_map: true,
    hex_bytes: true,
    chars: Chars::Ascii,
    prefix: Prefix::Chars,
    identifier: Digits::Chars,
    track: Digits::Chars,
    currency: Digits::Chars,
    private: Digits::Chars,
};

#[expect(clippy::indexing_slicing, reason = "when compiled")]
const fn codings() -> [Coding; COUNT] {
    const CHARS: [Chars; 2] = [Chars::Ascii, Chars::Ebcdic];
    const PREFIXES: [Prefix; 3] = [Prefix::Packed, Prefix::Binary, Prefix::Byte];
    const NUMBERS: [(Digits, Digits); 3] =
        [(Digits::Packed, Digits::Packed), (Digits::Packed, Digits::Chars), (Digits::Chars, Digits::Chars)];
    const PACKED: [Digits; 2] = [Digits::Chars, Digits::Packed];
    let mut all = [SPELLED; COUNT];
    let mut at = 0;
    while at < 8 {
        let (hex_map, hex_bytes) = (at & 1 == 0, at & 2 == 0);
        all[at] = Coding { hex_map, hex_bytes, chars: CHARS[at / 4], ..SPELLED };
        at += 1;
    }
    while at < COUNT {
        let n = at - 8;
        let (identifier, track) = NUMBERS[n / 2 % 3];
        all[at] = Coding {
            digits: Digits::Packed,
            hex_map: false,
            hex_bytes: false,
            currency: PACKED[n % 2],
            identifier,
            track,
            private: PACKED[n / 6 % 2],
            prefix: PREFIXES[n / 12 % 3],
            chars: CHARS[n / 36],
        };
        at += 1;
    }
    all
}

/// What the reading of a field may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Digits,
    HexMap,
    HexBytes,
    Chars,
    Prefix,
    Identifier,
    Track,
    Currency,
    Private,
}

const CHOICES: usize = Choice::Private as usize + 1;

/// Of each coding and choice, the codings that choose alike.
static ALIKE: [[Codings; CHOICES]; COUNT] = alike();

#[expect(clippy::indexing_slicing, reason = "when compiled")]
const fn alike() -> [[Codings; CHOICES]; COUNT] {
    const fn choices(coding: &Coding) -> [u8; CHOICES] {
        let Coding { digits, hex_map, hex_bytes, chars, prefix, identifier, track, currency, private } = *coding;
        [
            digits as u8,
            hex_map as u8,
            hex_bytes as u8,
            chars as u8,
            prefix as u8,
            identifier as u8,
            track as u8,
            currency as u8,
            private as u8,
        ]
    }
    let all = codings();
    let mut alike = [[Codings(0); CHOICES]; COUNT];
    let mut at = 0;
    while at < COUNT * COUNT {
        let (one, other) = (at / COUNT, at % COUNT);
        let (mine, its) = (choices(&all[one]), choices(&all[other]));
        let mut choice = 0;
        while choice < CHOICES {
            alike[one][choice].0 |= ((mine[choice] == its[choice]) as u128) << other;
            choice += 1;
        }
        at += 1;
    }
    alike
}

/// Some of the [`CODINGS`], the usual ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Codings(u128);

impl Codings {
    pub(super) const ALL: Self = Self((1 << COUNT) - 1);
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The first.
    pub(super) fn first(self) -> Option<&'static Coding> {
        CODINGS.get(self.0.trailing_zeros() as usize)
    }

    /// All that come before the first.
    pub(super) const fn before(self) -> Self {
        Self((self.0 & self.0.wrapping_neg()).wrapping_sub(1))
    }

    /// Each as a set of one.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        (0..COUNT).map(|number| Self(1 << number)).filter(move |one| !self.both(*one).is_empty())
    }

    /// All codings that make these choices like the first of these.
    pub(super) fn like_first(self, choices: impl IntoIterator<Item = Choice>) -> Self {
        let alike = ALIKE.get(self.0.trailing_zeros() as usize);
        let of = |choice: Choice| alike.and_then(|alike| alike.get(choice as usize)).copied().unwrap_or(Self::NONE);
        choices.into_iter().map(of).fold(Self::ALL, Self::both)
    }

    /// These in parts, each with its first coding: `alike` tells of some codings all that read as their first does.
    pub(super) fn parts(self, alike: impl Fn(Self, &Coding) -> Self) -> impl Iterator<Item = (Self, &'static Coding)> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let first = rest.first()?;
            let part = rest.both(alike(rest, first));
            rest = rest.without(part);
            Some((part, first))
        })
    }
}

impl Chars {
    /// A character in ASCII; 0 if it is none that can be printed. Bytes above ASCII stay, as characters of a larger
    /// set.
    pub(super) const fn ascii(self, byte: u8) -> u8 {
        match self {
            Self::Ascii if byte < b' ' || byte == 0x7f => 0,
            Self::Ascii => byte,
            Self::Ebcdic => from_ebcdic(byte),
        }
    }

    /// A digit's value.
    pub(super) const fn digit(self, byte: u8) -> Option<u8> {
        let digit = self.ascii(byte);
        if digit.is_ascii_digit() { Some(digit - b'0') } else { None }
    }

    /// A hexadecimal digit's value.
    pub(super) const fn nibble(self, byte: u8) -> Option<u8> {
        match self.ascii(byte) {
            digit @ b'0'..=b'9' => Some(digit - b'0'),
            digit @ b'A'..=b'F' => Some(digit - b'A' + 10),
            digit @ b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        }
    }
}

/// The printable characters that the code pages 037, 500 and 1047 share; where these differ (`^`, `|`, brackets), all
/// of them.
const fn from_ebcdic(byte: u8) -> u8 {
    match byte {
        0x40 => b' ',
        0x81..=0x89 => byte - 0x81 + b'a',
        0x91..=0x99 => byte - 0x91 + b'j',
        0xa2..=0xa9 => byte - 0xa2 + b's',
        0xc1..=0xc9 => byte - 0xc1 + b'A',
        0xd1..=0xd9 => byte - 0xd1 + b'J',
        0xe2..=0xe9 => byte - 0xe2 + b'S',
        0xf0..=0xf9 => byte - 0xf0 + b'0',
        0x4a | 0xad | 0xba => b'[',
        0x4b => b'.',
        0x4c => b'<',
        0x4d => b'(',
        0x4e => b'+',
        0x4f | 0x6a => b'|',
        0x50 => b'&',
        0x5a => b'!',
        0x5b => b'$',
        0x5c => b'*',
        0x5d => b')',
        0x5e => b';',
        0x5f | 0xb0 => b'^',
        0x60 => b'-',
        0x61 => b'/',
        0x6b => b',',
        0x6c => b'%',
        0x6d => b'_',
        0x6e => b'>',
        0x6f => b'?',
        0x79 => b'`',
        0x7a => b':',
        0x7b => b'#',
        0x7c => b'@',
        0x7d => b'\'',
        0x7e => b'=',
        0x7f => b'"',
        0xa1 => b'~',
        0xbb | 0xbd => b']',
        0xc0 => b'{',
        0xd0 => b'}',
        0xe0 => b'\\',
        _ => 0,
    }
}

/// The nibbles of BCD.
pub(super) fn nibbles(bytes: &[u8]) -> impl DoubleEndedIterator<Item = u8> + Clone {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f])
}

/// `count` packed digits as characters, without their padding: an odd one is in front (0), or behind (F, or whatever
/// follows digits that need none in front). A separator is `=`, padding within the count is gone.
pub(super) fn unpacked(bytes: &[u8], count: usize) -> Vec<u8> {
    let spare = bytes.len().saturating_mul(2).saturating_sub(count);
    let in_front = spare > 0 && nibbles(bytes).next() == Some(0) && nibbles(bytes).next_back() != Some(0x0f);
    let digits = nibbles(bytes).skip(if in_front { spare } else { 0 }).take(count);
    digits
        .filter(|nibble| *nibble != 0x0f)
        .map(|nibble| match nibble {
            0..=9 => b'0'.saturating_add(nibble),
            0x0d => b'=',
            other => b'A'.saturating_add(other.saturating_sub(10)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_fall_into_parts_that_choose_alike() {
        let parts: Vec<_> = Codings::ALL.parts(|some, _| some.like_first([Choice::Prefix])).collect();
        assert_eq!(parts.iter().map(|(part, _)| part.each().count()).collect::<Vec<_>>(), [8, 24, 24, 24]);
        for (part, first) in parts {
            assert!(part.each().all(|one| one.first().unwrap().prefix == first.prefix));
        }
        assert_eq!(Codings::ALL.each().count(), COUNT);
    }

    #[test]
    fn codings_are_all_different() {
        for (n, coding) in CODINGS.iter().enumerate() {
            assert!(!CODINGS[..n].contains(coding), "{n}");
        }
    }

    #[test]
    fn padding_of_packed_digits_is_left_out() {
        assert_eq!(unpacked(b"\x41\x11\x11", 6), b"411111");
        assert_eq!(unpacked(b"\x04\x11\x11", 5), b"41111");
        assert_eq!(unpacked(b"\x41\x11\x1f", 5), b"41111");
        assert_eq!(unpacked(b"\x41\x11\x10", 5), b"41111");
        assert_eq!(unpacked(b"\x41\xd2\x51\x2f", 8), b"41=2512");
    }

    #[test]
    fn letters_of_ebcdic_are_read() {
        let text = b"\xc1\xc9\xd1\xd9\xe2\xe9 \x81\x89\x91\x99\xa2\xa9\xf0\xf9\x5f\xb0\x7e\x40";
        let read = text.iter().map(|byte| Chars::Ebcdic.ascii(*byte)).filter(|byte| *byte > 0);
        assert_eq!(read.collect::<Vec<_>>(), b"AIJRSZaijrsz09^^= ");
    }
}
