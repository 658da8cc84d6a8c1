//! The fields of a message: what each holds and how long it is (ISO 8583:1987 table 6, ISO 8583-1:1993 table 12,
//! ISO 8583-1:2003 annex A).

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits (`n`).
    Number,
    /// Digits of variable length that identify a card or an institution, which links code apart from the others.
    Identifier,
    /// A sign and digits (`x+n`).
    Amount,
    /// A currency: three digits or letters.
    Currency,
    /// Characters (`an`, `ans`).
    Text,
    /// What an issuer or a country agreed on: characters, digits, or any bytes.
    Private,
    /// The second track of a stripe (`z`).
    Track,
    /// Bytes (`b`).
    Bytes,
}

/// How long a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// So many digits, characters or bytes.
    Fixed(u16),
    /// A length of so many digits, and the most that it says.
    Var(u8, u16),
}

/// A field's line in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) kind: Kind,
    pub(super) size: Size,
}

#[allow(clippy::unnecessary_wraps, reason = "as the tables hold it")]
const fn fixed(kind: Kind, len: u16) -> Option<Field> {
    Some(Field { kind, size: Size::Fixed(len) })
}

#[allow(clippy::unnecessary_wraps, reason = "as the tables hold it")]
const fn var(kind: Kind, digits: u8, most: u16) -> Option<Field> {
    Some(Field { kind, size: Size::Var(digits, most) })
}

/// A field by the version of the message (0: 1987, 1: 1993, 2: 2003) and its number from 2 on; `None` if that version
/// has none that can be read.
pub(super) const fn field(version: u8, number: u8) -> Option<Field> {
    let changed = match version {
        1 => of_1993(number),
        2 => of_2003(number),
        _ => None,
    };
    match (changed, version) {
        (Some(field), _) => Some(field),
        (None, 2) if !kept_by_2003(number) => None,
        (None, _) => of_1987(number),
    }
}

const fn of_1987(number: u8) -> Option<Field> {
    use Kind::{Amount, Bytes, Currency, Identifier, Number, Private, Text, Track};
    match number {
        2 => var(Identifier, 2, 19),
        3 | 11 | 12 | 73 => fixed(Number, 6),
        4..=6 | 82..=85 => fixed(Number, 12),
        7 | 74..=81 => fixed(Number, 10),
        8..=10 => fixed(Number, 8),
        13..=18 | 71 | 72 => fixed(Number, 4),
        19..=24 | 68..=70 => fixed(Number, 3),
        25 | 26 | 67 => fixed(Number, 2),
        27 | 66 => fixed(Number, 1),
        28..=31 => fixed(Amount, 8),
        32 | 33 | 99 | 100 => var(Identifier, 2, 11),
        34 | 102 | 103 => var(Text, 2, 28),
        35 => var(Track, 2, 37),
        36 => var(Private, 3, 104),
        37 => fixed(Text, 12),
        38 => fixed(Text, 6),
        39 | 92 => fixed(Text, 2),
        40 => fixed(Text, 3),
        41 => fixed(Text, 8),
        42 => fixed(Text, 15),
        43 => fixed(Text, 40),
        44 => var(Text, 2, 99),
        45 => var(Text, 2, 79),
        46..=48 | 54..=63 | 104..=127 | 129..=192 => var(Private, 3, 999),
        49..=51 => fixed(Currency, 3),
        52 | 64 | 65 | 96 | 128 => fixed(Bytes, 8),
        53 | 86..=89 => fixed(Number, 16),
        90 => fixed(Number, 42),
        91 => fixed(Text, 1),
        93 => fixed(Text, 5),
        94 => fixed(Text, 7),
        95 => fixed(Text, 42),
        97 => fixed(Amount, 16),
        98 => fixed(Text, 25),
        101 => var(Text, 2, 17),
        _ => None,
    }
}

/// What the second edition changed.
const fn of_1993(number: u8) -> Option<Field> {
    use Kind::{Bytes, Identifier, Number, Private, Text};
    match number {
        12 => fixed(Number, 12),
        15 | 28 => fixed(Number, 6),
        22 => fixed(Text, 12),
        25 | 26 => fixed(Number, 4),
        29 | 39 | 40 | 57 | 91 | 92 => fixed(Number, 3),
        30 => fixed(Number, 24),
        31 | 43 | 95 => var(Text, 2, 99),
        53 => var(Bytes, 2, 48),
        56 => var(Identifier, 2, 35),
        58 | 93 | 94 => var(Identifier, 2, 11),
        66 => var(Private, 3, 204),
        71 => fixed(Number, 8),
        72 | 96 => var(Private, 3, 999),
        82..=85 | 90 | 107 | 108 => fixed(Number, 10),
        99 => var(Text, 2, 11),
        105 | 106 => fixed(Number, 16),
        109 | 110 => var(Text, 2, 84),
        _ => None,
    }
}

/// What the third edition changed. Fields that are made of parts of several kinds (21, 27, 49, 74, 75, 97) are not
/// read.
const fn of_2003(number: u8) -> Option<Field> {
    use Kind::{Bytes, Identifier, Number, Private, Text};
    match number {
        3 => fixed(Text, 6),
        4..=6 => fixed(Number, 16),
        8 | 11 => fixed(Number, 12),
        12 => fixed(Number, 14),
        13 => fixed(Number, 6),
        15 | 28 | 73 => fixed(Number, 8),
        18 | 46..=48 | 54 | 59..=63 | 66 | 72 | 96 | 123 => var(Private, 3, 999),
        22 => fixed(Bytes, 16),
        25 | 26 | 39 => fixed(Number, 4),
        29 | 40 | 57 => fixed(Number, 3),
        30 => fixed(Number, 32),
        31 => fixed(Number, 23),
        34 | 43 | 44 | 50 | 51 | 55 | 71 | 76..=92 | 104..=108 | 111..=122 | 124..=127 => var(Private, 4, 9999),
        41 => fixed(Text, 16),
        42 => var(Text, 2, 35),
        53 => var(Bytes, 2, 48),
        56 => var(Identifier, 2, 41),
        58 | 93 | 94 => var(Identifier, 2, 11),
        64 | 128 => fixed(Bytes, 4),
        68 => fixed(Text, 9),
        69 => fixed(Text, 40),
        70 => fixed(Number, 18),
        95 | 101 => var(Text, 2, 99),
        99 => var(Text, 2, 11),
        109 | 110 => var(Private, 3, 144),
        _ => None,
    }
}

/// Fields of the first edition that the third left as they were.
const fn kept_by_2003(number: u8) -> bool {
    matches!(
        number,
        2 | 7 | 9 | 10 | 14 | 16 | 17 | 19 | 20 | 23 | 24 | 32 | 33 | 35
            ..=38 | 45 | 52 | 65 | 67 | 98 | 100 | 102 | 103
    )
}
