//! Resident identity numbers of China (GB 11643-1999): region, birth date, sequence, MOD 11-2.

/// How plausible the first six digits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Region {
    /// A province and a prefecture that exist or existed.
    Known,
    /// A province, but no prefecture this table knows.
    Province,
    /// A residence permit for people of Hong Kong, Macau or Taiwan.
    Permit,
    /// A permanent resident's card of 2023: 9, province, nationality.
    Foreigner,
    /// No such province.
    Impossible,
}

/// What 18 characters say when the check character and the date hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Resident {
    /// Plausibility of the region.
    pub(in super::super) region: Region,
    /// True if the check character is right.
    pub(in super::super) checked: bool,
}

/// Highest year of birth that a number is looked at with. Whether somebody may be born by then, whoever knows the time says.
const LAST_YEAR: u32 = 2100;

/// Judges 18 characters; `None` if they are not digits (and a final X) or hold no date.
pub(in super::super) fn resident18(id: &[u8]) -> Option<Resident> {
    let year = super::number(id.get(6..10))?;
    if id.len() != 18
        || !(1900..=LAST_YEAR).contains(&year)
        || !date(year, super::two(id.get(10..12)), super::two(id.get(12..14)))
    {
        return None;
    }
    let shaped = id.iter().take(17).all(u8::is_ascii_digit)
        && id.last().is_some_and(|c| c.is_ascii_digit() || matches!(c, b'X' | b'x'));
    shaped.then(|| Resident { region: region(id), checked: super::mod11_2(id) })
}

/// Judges the 15 digits of cards before 1999: region, YYMMDD, sequence; no check digit.
pub(in super::super) fn resident15(id: &[u8]) -> bool {
    let year = u32::from(super::two(id.get(6..8))) + 1900;
    id.len() == 15
        && id.iter().all(u8::is_ascii_digit)
        && year < 2000
        && date(year, super::two(id.get(8..10)), super::two(id.get(10..12)))
        && region(id) == Region::Known
}

/// True for the first two digits of a province-level region (GB/T 2260).
pub(super) fn province(code: u8) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}

/// Judges the first six digits.
pub(super) fn region(id: &[u8]) -> Region {
    let (p, city, county) = (super::two(id.get(..2)), super::two(id.get(2..4)), super::two(id.get(4..6)));
    match (p, city, county) {
        (81..=83, 0, 0) => Region::Permit,
        (81..=83 | 71, ..) => {
            if county == 0 && city == 0 {
                Region::Known
            } else {
                Region::Province
            }
        }
        (90.., ..) => foreigner(id),
        _ if !province(p) => Region::Impossible,
        _ if prefecture(p, city) && county != 0 => Region::Known,
        _ => Region::Province,
    }
}

/// `9`, two digits of a province, three of a country (ISO 3166-1 numeric).
fn foreigner(id: &[u8]) -> Region {
    let home = super::two(id.get(1..3));
    let country = super::number(id.get(3..6)).unwrap_or(0);
    if home < 66 && province(home) && (4..=894).contains(&country) { Region::Foreigner } else { Region::Impossible }
}

/// Prefectures of a province, with those abolished since numbers were first issued (GB/T 2260-1980 to 2007).
fn prefecture(province: u8, city: u8) -> bool {
    let last = match province {
        11 | 12 | 31 | 54 | 63 => 7,
        50 => 3,
        13 | 14 | 15 | 21 | 22 | 23 | 33 | 35 | 36 => 15,
        32 | 34 | 41 | 42 | 43 | 45 | 51 | 37 => 20,
        44 => 21,
        46 => 4,
        52 | 53 | 61 | 62 => 12,
        64 | 65 => 6,
        _ => 0,
    };
    match city {
        1..=20 => city <= last,
        21..=35 | 90 => !matches!(province, 11 | 12 | 31 | 50),
        40 | 42 | 43 => province == 65,
        51..=53 => province == 44,
        _ => false,
    }
}

fn date(year: u32, month: u8, day: u8) -> bool {
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))),
        _ => 0,
    };
    (1..=last).contains(&day)
}
