//! Payment cards: issuer prefixes and lengths (ISO/IEC 7812; the schemes' published ranges).

/// True for groups of four digits of which three follow each other by one: `5430 5431 5432 5433` are code points, years or
/// numbers of lines beside each other.
pub(in super::super) fn counts(digits: &[u8]) -> bool {
    let (groups, _) = digits.as_chunks::<4>();
    let follows = |pair: [&[u8; 4]; 2]| match pair.map(|group| super::number(Some(group))) {
        [Some(a), Some(b)] => a + 1 == b,
        _ => false,
    };
    groups.windows(3).any(|w| matches!(w, [a, b, c] if follows([a, b]) && follows([b, c])))
}

/// How well a number fits the issuer table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Issuer {
    /// A widespread six-digit prefix of a Chinese bank: about one number in 100,000 passes this and Luhn by chance.
    KnownBin,
    /// A scheme's prefix at its usual length.
    Scheme,
    /// A scheme's prefix at a length that is rare or shared with other numbers (13 digits: EAN-13).
    Rare,
    /// A prefix of a Chinese bank from before 62 was assigned: other numbers begin so as often.
    Legacy,
}

/// Six-digit prefixes of the large `UnionPay` issuers (ICBC, ABC, BOC, CCB, `BoCom`, CMB, CITIC, SPDB, CIB, PAB, CMBC,
/// CEB, CGB, PSBC, HXB), sorted.
#[expect(clippy::unreadable_literal, reason = "prefixes are written as they stand on cards")]
const KNOWN_BINS: [u32; 96] = [
    620058, 620061, 621098, 621226, 621225, 621281, 621283, 621284, 621285, 621286, 621288, 621462, 621467, 621483,
    621485, 621486, 621499, 621558, 621559, 621660, 621661, 621663, 621666, 621669, 621700, 621721, 621722, 621723,
    621756, 621768, 621771, 621785, 621788, 621790, 621797, 621799, 622126, 622150, 622151, 622155, 622156, 622158,
    622188, 622199, 622200, 622202, 622203, 622208, 622210, 622230, 622235, 622252, 622260, 622262, 622280, 622298,
    622516, 622517, 622518, 622521, 622522, 622525, 622526, 622538, 622556, 622568, 622575, 622576, 622577, 622578,
    622579, 622580, 622581, 622588, 622600, 622609, 622615, 622622, 622630, 622655, 622660, 622662, 622663, 622676,
    622690, 622696, 622700, 622752, 622760, 622827, 622845, 622848, 622849, 622908, 622909, 622966,
];

/// The issuer of a number of 12 to 19 digits; `None` if no scheme issues such numbers. Luhn is not looked at.
pub(in super::super) fn issuer(digits: &[u8]) -> Option<Issuer> {
    let n = digits.len();
    let head = super::number(digits.get(..6))?;
    let (p1, p2, p3, p4) = (head / 100_000, head / 10_000, head / 1000, head / 100);
    let first = digits.first();
    if digits.iter().all(|d| Some(d) == first) {
        return None;
    }
    if matches!(n, 16 | 19) && KNOWN_BINS.contains(&head) {
        return Some(Issuer::KnownBin);
    }
    let common = match n {
        16 => {
            p1 == 4
                || matches!(p2, 51..=55 | 62 | 65 | 81 | 60 | 82)
                || matches!(p4, 2221..=2720 | 2200..=2204 | 3528..=3589 | 6011 | 9792)
                || matches!(p3, 644..=649 | 508)
        }
        15 => matches!(p2, 34 | 37),
        14 => diners(p4),
        19 => matches!(p2, 62 | 81),
        _ => false,
    };
    if common {
        return Some(Issuer::Scheme);
    }
    let rare = match n {
        13 => p1 == 4 || maestro(p2),
        12 | 14 => maestro(p2),
        15 | 16 => maestro(p2) || diners(p4),
        17 | 18 => matches!(p2, 62 | 81 | 65) || maestro(p2) || diners(p4) || matches!(p4, 3528..=3589 | 6011),
        19 => p1 == 4 || p2 == 65 || maestro(p2) || diners(p4) || matches!(p4, 3528..=3589 | 6011 | 2200..=2204),
        _ => false,
    };
    let legacy = matches!(n, 15..=19) && legacy(head);
    rare.then_some(Issuer::Rare).or(legacy.then_some(Issuer::Legacy))
}

/// Prefixes of ICBC (9558, 95588), `BoCom` (95559), CMB (95555), CEB (955590 to 955593), Ping An (998800 to 998802); those
/// of 601428 and 690755 are in the ranges of others.
fn legacy(head: u32) -> bool {
    matches!(head, 955_550..=955_559 | 955_590..=955_599 | 955_800..=955_899 | 998_800..=998_802)
}

fn diners(p4: u32) -> bool {
    matches!(p4, 3000..=3059 | 3095 | 3600..=3699 | 3800..=3999)
}

fn maestro(p2: u32) -> bool {
    matches!(p2, 50 | 56..=69)
}
