//! The scoring table: what a shape is worth alone, beside a word, under a field name, and under a name that speaks
//! against it. Everything that is reported as sure (70 and more) is decided by these rows and the four rules below.
//!
//! | evidence | effect |
//! |---|---|
//! | field name or label names the kind | `context` + 3, at most 99 |
//! | a context word in the window | `context` |
//! | field name or label names something else (order, trace, batch, time, ...), by its last word at least | `against` |
//! | `_` or `-` joins it to something, without the above | − 15 |
//! | three kinds within one record, or a sure resident number beside it | a weak value becomes [`RECORD`] |
//! | its column passes the checks: ≥ 90 % of ≥ 5 values, 3 different ones (in free text: 5) | a weak value becomes [`COLUMN`] |
//! | the same, of mobile numbers: its name speaks against them, or they are evenly spaced or multiples of 512 | none |
//! | an address stands in a program's source without a field | `against` |
//! | its column does not: < 30 % of ≥ 5 values | a sure value becomes [`DOUBTED`] |

/// The lowest confidence that is reported.
pub(super) const FLOOR: u8 = 30;
/// From here on a value counts as sure.
pub(super) const SURE: u8 = 70;
/// A weak value in a record with other kinds of personal data.
pub(super) const RECORD: u8 = 75;
/// A weak value in a column whose values pass.
pub(super) const COLUMN: u8 = 88;
/// A value in a column whose values fail.
pub(super) const DOUBTED: u8 = 55;
/// Values that a column needs before it speaks.
pub(super) const COLUMN_MIN: u64 = 5;
/// Different ones among them: a number that every row repeats may have passed by chance.
pub(super) const COLUMN_VALUES: u64 = 3;
/// What a loose edge costs.
const LOOSE: u8 = 15;
/// What a field name is worth above a word.
const FIELD: u8 = 3;

/// What the shape alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    /// Resident number: check digit, date and a known prefecture (one random number in 280,000).
    ResidentKnown,
    /// The same with a province only, or a permit or foreigner's card.
    ResidentProvince,
    /// The same with an impossible region.
    ResidentImpossible,
    /// Fifteen digits: no check digit, so only with context.
    ResidentOld,
    /// Mobile with country code or 3-4-4 grouping.
    MobileWritten,
    /// Eleven digits of a public segment.
    MobileBare,
    /// Eleven digits of a doubtful segment, or with `+` before.
    MobileDoubtful,
    /// The prefix of calls within the country before it, or in two groups: codes of trade are written so as well, so only with
    /// context.
    MobileTrunk,
    /// Eleven digits with `+` before that are a number of North America: country code 1.
    MobileAmerican,
    /// Card with separators in a card's grouping.
    CardGrouped,
    /// Card in a track of a magnetic stripe.
    CardTrack,
    /// Card with a widespread Chinese issuer prefix (one random number in 100,000).
    CardKnown,
    /// Card of a scheme at its usual length (3 % of random 16-digit numbers).
    CardScheme,
    /// Card at a length where other numbers are more likely.
    CardRare,
    /// Card with a prefix that only a word makes one of a bank.
    CardLegacy,
    /// Credit code with both checks and letters, or digits of a usual kind and region (one in 50,000).
    Uscc,
    /// Digits that pass both checks (one random 18-digit number in 1,200).
    UsccDigits,
    /// An address of a person, for all we know.
    EmailPlain,
    /// `noreply@`, `info@`, `support@`, ...
    EmailRole,
    /// What may be the rest of an address: first behind a gap.
    EmailRest,
    /// Under no top-level domain that is known: an address inside a network where a field says so, else perhaps one with
    /// a byte too much.
    EmailOdd,
    /// A name in a protocol, a message id, a package.
    EmailMachine,
    /// IBAN in upper case.
    IbanUpper,
    /// IBAN in lower or mixed case: a run of hexadecimal digits may pass by chance. Or of a country with whose letters numbers
    /// of orders begin, and digits only behind them.
    IbanLower,
    /// SSN with hyphens.
    SsnDashed,
    /// SSN with spaces.
    SsnSpaced,
    /// Nine digits: only with context.
    SsnBare,
    /// A token whose header says how it is signed.
    Jwt,
}

/// What is known about the surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The field name or label names the kind.
    pub(super) field: bool,
    /// A context word is near.
    pub(super) word: bool,
    /// The field name or label names something else.
    pub(super) against: bool,
    /// Joined to something.
    pub(super) loose: bool,
}

/// Points of a grade: alone, with context, with a name against it.
struct Row(u8, u8, u8);

const fn row(grade: Grade) -> Row {
    match grade {
        Grade::ResidentKnown => Row(90, 96, 75),
        Grade::ResidentProvince => Row(78, 90, 55),
        Grade::ResidentImpossible => Row(40, 55, 20),
        Grade::ResidentOld => Row(15, 82, 0),
        Grade::MobileWritten => Row(86, 94, 50),
        Grade::MobileBare => Row(60, 92, 40),
        Grade::MobileDoubtful => Row(40, 75, 20),
        Grade::MobileTrunk => Row(20, 82, 0),
        Grade::MobileAmerican => Row(30, 60, 10),
        Grade::CardGrouped => Row(80, 95, 55),
        Grade::CardTrack => Row(95, 96, 90),
        Grade::CardKnown => Row(72, 95, 45),
        Grade::CardScheme => Row(55, 92, 40),
        Grade::CardRare => Row(38, 75, 15),
        Grade::CardLegacy => Row(15, 75, 0),
        Grade::Uscc => Row(88, 96, 60),
        Grade::UsccDigits => Row(45, 90, 15),
        Grade::EmailPlain => Row(80, 90, 65),
        Grade::EmailRole => Row(60, 65, 50),
        Grade::EmailRest => Row(35, 36, 35),
        Grade::EmailOdd => Row(35, 67, 35),
        Grade::EmailMachine => Row(40, 45, 20),
        Grade::IbanUpper => Row(90, 96, 65),
        Grade::IbanLower => Row(60, 90, 40),
        Grade::SsnDashed => Row(66, 92, 40),
        Grade::SsnSpaced => Row(45, 88, 20),
        Grade::SsnBare => Row(15, 80, 0),
        Grade::Jwt => Row(95, 97, 95),
    }
}

/// The confidence of a value: its row, moved by its surroundings. A rule file's `base` and `context` cap it (0: they do
/// not).
pub(super) fn score(grade: Grade, evidence: Evidence) -> u8 {
    let Row(alone, context, against) = row(grade);
    if evidence.field {
        return (context + FIELD).min(99);
    }
    if evidence.against {
        return against;
    }
    let points = if evidence.word { context } else { alone };
    if evidence.loose { points.saturating_sub(LOOSE) } else { points }
}

/// The same for a user's pattern.
pub(super) fn score_pattern(base: u8, context: u8, evidence: Evidence) -> u8 {
    let alone = if base == 0 { 50 } else { base.min(100) };
    let with = if context == 0 { alone.max(85) } else { context.min(100) };
    if evidence.field || evidence.word { with } else { alone }
}

/// The reasons for a score, as closed identifiers.
pub(super) fn reasons(grade: Grade, evidence: Evidence) -> impl Iterator<Item = &'static str> {
    let shape = match grade {
        Grade::ResidentKnown
        | Grade::ResidentProvince
        | Grade::CardTrack
        | Grade::CardKnown
        | Grade::CardScheme
        | Grade::CardRare
        | Grade::CardLegacy
        | Grade::Uscc
        | Grade::UsccDigits
        | Grade::IbanUpper
        | Grade::IbanLower
        | Grade::ResidentImpossible => Some("checksum"),
        Grade::CardGrouped => Some("checksum_grouped"),
        Grade::MobileWritten | Grade::SsnDashed | Grade::SsnSpaced => Some("written_form"),
        Grade::Jwt => Some("structure"),
        _ => Some("format"),
    };
    let field = evidence.field.then_some("field_name");
    let word = (evidence.word && !evidence.field).then_some("context_word");
    let against = (evidence.against && !evidence.field).then_some("negative_field");
    [shape, field, word, against].into_iter().flatten()
}
