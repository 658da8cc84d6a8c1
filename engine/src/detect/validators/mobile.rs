//! Mobile numbers of mainland China: the union of the published segment tables, in two tiers.

/// How sure it is that a segment is assigned to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Segment {
    /// Assigned to an operator for public service.
    Public,
    /// In some tables only, or for machines.
    Doubtful,
}

/// Numbers of eleven digits that this divides are sizes of memory: 16 GiB are 17179869184 bytes.
const GIBIBYTE: u64 = 1 << 30;

/// True for country code 1 and a number of the North American Numbering Plan (ITU-T E.164): area code and exchange each
/// begin with a digit from 2 on.
pub(in super::super) fn american(number: &[u8]) -> bool {
    number.len() == 11 && [1, 4].iter().all(|&at| number.get(at).is_some_and(|d| matches!(d, b'2'..=b'9')))
}

/// The segment of a national number: eleven digits that begin with 13 to 19.
pub(in super::super) fn segment(number: &[u8]) -> Option<Segment> {
    if number.len() != 11 || !number.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let prefix = super::number(number.get(..3)).filter(|prefix| (130..=199).contains(prefix))?;
    if number.iter().fold(0u64, |n, d| n * 10 + u64::from(d - b'0')).is_multiple_of(GIBIBYTE) {
        return None;
    }
    let first = number.get(3);
    // Fillers such as 13000000000 and 13333333333 stand in forms as examples.
    if first.is_some_and(|f| number.iter().skip(3).all(|d| d == f)) {
        return Some(Segment::Doubtful);
    }
    match prefix {
        130..=139 | 145 | 147..=153 | 155..=159 | 162 | 165..=167 | 170..=173 | 175..=178 | 180..=193 | 195..=199 => {
            Some(Segment::Public)
        }
        174 => Some(if matches!(first, Some(b'0'..=b'5')) { Segment::Public } else { Segment::Doubtful }),
        _ => Some(Segment::Doubtful),
    }
}
