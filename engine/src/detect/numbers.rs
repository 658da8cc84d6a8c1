//! Numbers: bare runs of digits and groups joined by separators, IBANs and credit codes.

use super::candidate::{Candidate, Native, Sink, Wanted};
use super::score::Grade;
use super::text::{Edge, Text};
use super::track::{track_begin, track_end};
use super::validators::{self, Issuer, Region, Segment};
use leaktap_simd::STAMPS;

/// What a number of some length may be.
const MOBILE: u8 = 1;
const CARD: u8 = 2;
const RESIDENT: u8 = 4;
const SSN: u8 = 8;
const USCC: u8 = 16;
const PREFIXED: u8 = 32;
const HALVED: u8 = 64;

/// By length.
const LEN: [u8; 20] = [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    PREFIXED | HALVED,
    HALVED,
    SSN,
    0,
    MOBILE,
    CARD | PREFIXED,
    CARD | PREFIXED,
    CARD,
    CARD | RESIDENT | PREFIXED,
    CARD,
    CARD,
    CARD | RESIDENT | USCC,
    CARD,
];

/// By the first two digits.
const LEAD: [u8; 100] = leads();

const fn leads() -> [u8; 100] {
    // Eleven digits that are no mobile number are evidence against their column.
    let mut table = [SSN | MOBILE | HALVED; 100];
    let mut i = 0;
    while i < 100 {
        if matches!(i, 0 | 1 | 86) {
            table[i] |= PREFIXED;
        }
        if matches!(i, 22..=27 | 30 | 34..=69 | 81 | 82 | 95 | 97 | 99) {
            table[i] |= CARD;
        }
        // Regions that do not exist are looked at too: a right check digit and date are then worth a low score.
        if i > 9 {
            table[i] |= RESIDENT | USCC;
        }
        i += 1;
    }
    table
}

/// Numbers that are no anchors would be nobody's here either.
const _: () = {
    let mut i = 0;
    while i < STAMPS.len() {
        let mut lead = 10;
        while lead < 20 {
            assert!(LEN[STAMPS[i]] & LEAD[lead] == 0);
            lead += 1;
        }
        i += 1;
    }
};

/// A run of `run` digits at `at`, not the continuation of one.
#[inline]
pub(super) fn bare<S: Sink>(text: &Text<'_>, wanted: Wanted, at: usize, run: usize, sink: &mut S) {
    let end = at + run;
    let (prev, next) = (text.before(at), text.at(end));
    if next.is_ascii_alphabetic() || prev.is_ascii_alphabetic() {
        let inside_word = prev.is_ascii_alphanumeric() && text.before(at - 1).is_ascii_alphanumeric();
        if !inside_word || text.is_wide() {
            lettered(text, wanted, at, run, sink);
        }
        if inside_word && wanted.has(Native::Iban) {
            titled(text, at, sink);
        }
        return;
    }
    let lead = usize::from(text.at(at).wrapping_sub(b'0')) * 10 + usize::from(text.at(at + 1).wrapping_sub(b'0'));
    let kinds = LEN.get(run).copied().unwrap_or(0) & LEAD.get(lead).copied().unwrap_or(0);
    if kinds != 0 {
        digits(text, wanted, at, end, kinds, sink);
    }
}

/// A run with a letter beside it: a resident number that ends in X, a credit code, or no number at all; also digits after
/// a Han character whose last byte looks like a letter.
#[cold]
fn lettered<S: Sink>(text: &Text<'_>, wanted: Wanted, at: usize, run: usize, sink: &mut S) {
    let joined = text.joined_before(at);
    let end = at + run;
    let track = text.before(at) == b'B' || (!joined && matches!(text.at(end), b'D' | b'd'));
    if track && wanted.any(CARDS) && track_end(text, at, end).is_some() {
        return card(text, at, end, sink);
    }
    let ends_in_x =
        !joined && run == 17 && matches!(text.at(end), b'X' | b'x') && !text.at(end + 1).is_ascii_alphanumeric();
    if ends_in_x && wanted.has(Native::ResidentId) && resident(text, at, end + 1, sink) {
        return;
    }
    if wanted.has(Native::Uscc) && uscc(text, at, run, joined, sink) {
        return;
    }
    if !joined && (!text.at(end).is_ascii_alphabetic() || is_integer(text, at, end)) {
        let lead = usize::from(text.at(at).wrapping_sub(b'0')) * 10 + usize::from(text.at(at + 1).wrapping_sub(b'0'));
        let kinds = LEN.get(run).copied().unwrap_or(0) & LEAD.get(lead).copied().unwrap_or(0);
        digits(text, wanted, at, end, kinds, sink);
    }
}

/// An IBAN of digits behind its own name: `IBANDE89…`.
#[cold]
fn titled<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    let Some(country) = at.checked_sub(2) else { return };
    let title = country.saturating_sub(4);
    if text.slice(title, country).eq_ignore_ascii_case(b"IBAN") && !text.joined_before(title) {
        iban_from(text, country, sink);
    }
}

/// True for the value of a field in `InfluxDB`'s line protocol, where a letter says that a number is whole: `tel=13800000001i`.
fn is_integer(text: &Text<'_>, at: usize, end: usize) -> bool {
    text.before(at) == b'='
        && matches!(text.at(end), b'i' | b'u')
        && matches!(text.at(end + 1), 0 | b',' | b' ' | b'\n' | b'\r')
}

/// A credit code around the digits of its type and region: with a digit before them in the run, or a letter.
fn uscc<S: Sink>(text: &Text<'_>, at: usize, run: usize, joined: bool, sink: &mut S) -> bool {
    let start = if !joined && run >= 8 {
        at
    } else if joined && run >= 7 && !text.joined_before(at - 1) {
        at - 1
    } else {
        return false;
    };
    let end = start + 18;
    if text.at(end).is_ascii_alphanumeric() {
        return false;
    }
    let code = text.slice(start, end);
    if code.len() != 18 || !code.iter().all(u8::is_ascii_alphanumeric) || !validators::uscc(code) {
        return false;
    }
    offer(text, Native::Uscc, start, end, Grade::Uscc, sink)
}

/// A run of digits that could be one of `kinds`.
fn digits<S: Sink>(text: &Text<'_>, wanted: Wanted, at: usize, end: usize, kinds: u8, sink: &mut S) {
    // The fraction of a float: by far the most frequent long run that is no number of anyone.
    if text.before(at) == b'.' && at > 1 && text.at(at - 2).is_ascii_digit() {
        return;
    }
    let number = text.slice(at, end);
    if kinds & MOBILE != 0 && wanted.has(Native::Mobile) {
        mobile(text, at, end, sink);
    }
    if kinds & PREFIXED != 0 && wanted.has(Native::Mobile) && prefixed(text, at, end, sink) {
        return;
    }
    if kinds & HALVED != 0 && wanted.has(Native::Mobile) && halved(text, at, end, sink) {
        return;
    }
    if kinds & RESIDENT != 0 && wanted.has(Native::ResidentId) {
        if number.len() == 18 {
            if resident(text, at, end, sink) {
                return;
            }
        } else {
            // Fifteen digits have no check digit: they may be a card as well, and context decides.
            resident_old(text, at, end, sink);
        }
    }
    if kinds & USCC != 0 && wanted.has(Native::Uscc) && validators::uscc(number) {
        let grade = if validators::uscc_usual(number) { Grade::Uscc } else { Grade::UsccDigits };
        if offer(text, Native::Uscc, at, end, grade, sink) {
            return;
        }
    }
    if kinds & CARD != 0 && wanted.any(CARDS) {
        card(text, at, end, sink);
    }
    if kinds & SSN != 0 && wanted.has(Native::Ssn) && validators::ssn(number) {
        offer(text, Native::Ssn, at, end, Grade::SsnBare, sink);
    }
}

/// Hands a span on unless it is part of something longer; true if it was handed on.
fn offer<S: Sink>(text: &Text<'_>, native: Native, start: usize, end: usize, grade: Grade, sink: &mut S) -> bool {
    let edge = text.edges(start, end);
    if edge == Edge::Inside {
        return false;
    }
    sink.hit(Candidate { native, start, end, grade, loose: edge == Edge::Loose });
    true
}

/// Reports a number that has the shape and fails the check, unless it is part of something longer.
fn failed<S: Sink>(text: &Text<'_>, native: Native, start: usize, end: usize, sink: &mut S) {
    if text.edges(start, end) != Edge::Inside {
        sink.miss(native, start, end);
    }
}

fn resident<S: Sink>(text: &Text<'_>, start: usize, end: usize, sink: &mut S) -> bool {
    let Some(judged) = validators::resident18(text.slice(start, end)) else {
        return false;
    };
    if !judged.checked {
        failed(text, Native::ResidentId, start, end, sink);
        return false;
    }
    let grade = match judged.region {
        Region::Known => Grade::ResidentKnown,
        Region::Province | Region::Permit | Region::Foreigner => Grade::ResidentProvince,
        Region::Impossible => {
            // A column full of numbers of no province is none of people, however right their check digits are.
            failed(text, Native::ResidentId, start, end, sink);
            Grade::ResidentImpossible
        }
    };
    offer(text, Native::ResidentId, start, end, grade, sink)
}

fn resident_old<S: Sink>(text: &Text<'_>, start: usize, end: usize, sink: &mut S) -> bool {
    validators::resident15(text.slice(start, end))
        && offer(text, Native::ResidentId, start, end, Grade::ResidentOld, sink)
}

/// Eleven digits, with what may be written before them: `+86`, `0086`, `86` and a separator.
fn mobile<S: Sink>(text: &Text<'_>, at: usize, end: usize, sink: &mut S) {
    let segment = validators::segment(text.slice(at, end)).filter(|_| !is_measured(text, end));
    let Some(segment) = segment else {
        failed(text, Native::Mobile, at, end, sink);
        return;
    };
    let start = country_code(text, at);
    let grade = match segment {
        _ if text.before(start) == b'+' && start == at => {
            if validators::american(text.slice(at, end)) {
                Grade::MobileAmerican
            } else {
                Grade::MobileDoubtful
            }
        }
        Segment::Doubtful => Grade::MobileDoubtful,
        Segment::Public if start != at || after_scheme(text, start) => Grade::MobileWritten,
        Segment::Public => {
            if text.at(end) == b'@' {
                Grade::MobileDoubtful
            } else {
                Grade::MobileBare
            }
        }
    };
    offer(text, Native::Mobile, start, end, grade, sink);
}

/// True if a unit of bytes or of time stands behind a number.
fn is_measured(text: &Text<'_>, end: usize) -> bool {
    let gap = usize::from(text.at(end) == b' ');
    let rest = text.slice(end + gap, end + gap + 8);
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let unit = rest.get(..len).unwrap_or_default();
    (gap == 1 && UNITS.iter().any(|u| u.as_bytes() == unit)) || rest.starts_with("字节".as_bytes())
}

/// Behind a blank. (`us` is a word, `B` and `s` may be anything.)
const UNITS: [&str; 15] =
    ["ns", "ms", "bytes", "byte", "Bytes", "octets", "bits", "kB", "KB", "KiB", "MB", "MiB", "GB", "GiB", "sectors"];

/// True behind the scheme of a telephone URI (RFC 3261 §19.1, RFC 3966, RFC 5724).
fn after_scheme(text: &Text<'_>, at: usize) -> bool {
    let head = text.slice(at.saturating_sub(5), at);
    [b"sip:".as_slice(), b"sips:", b"tel:", b"sms:"].iter().any(|s| head.ends_with(s))
}

/// `86` or `0086`, of so many digits, and behind it 3-4-4 without anything between; returns the end of what was found, or 0.
fn coded<S: Sink>(text: &Text<'_>, at: usize, code: usize, sink: &mut S) -> usize {
    let (national, end) = (at + code, at + code + 13);
    let written = text.slice(national, end);
    let separator = text.at(national + 3);
    let shaped =
        written.iter().enumerate().all(|(i, b)| if matches!(i, 3 | 8) { *b == separator } else { b.is_ascii_digit() });
    let more = text.at(end) == separator && text.at(end + 1).is_ascii_digit() && separator == b'-';
    let Some(segment) = validators::segment(Joined::of(written).as_slice()) else { return 0 };
    let start = if text.before(at) == b'+' { at - 1 } else { at };
    if written.len() != 13
        || !shaped
        || !matches!(separator, b' ' | b'-')
        || more
        || text.at(end).is_ascii_alphanumeric()
        || text.joined_before(start)
        || matches!(text.before(start), b'.' | b'-')
    {
        return 0;
    }
    let grade = if segment == Segment::Public { Grade::MobileWritten } else { Grade::MobileDoubtful };
    if offer(text, Native::Mobile, start, end, grade, sink) { end } else { 0 }
}

/// `86…` or `0086…` and the number in one run, or the trunk prefix of China (ITU-T E.123 §7.2), `0…`.
fn prefixed<S: Sink>(text: &Text<'_>, at: usize, end: usize, sink: &mut S) -> bool {
    let number = text.slice(at, end);
    if number.len() == 7 {
        return number.starts_with(b"0086") && coded(text, at, 4, sink) != 0;
    }
    if number.len() == 12 {
        let national = number.strip_prefix(b"0").and_then(validators::segment);
        return national == Some(Segment::Public) && offer(text, Native::Mobile, at, end, Grade::MobileTrunk, sink);
    }
    let Some(national) = number.strip_prefix(b"0086").or_else(|| number.strip_prefix(b"86")) else {
        return false;
    };
    let Some(segment) = validators::segment(national) else {
        return false;
    };
    let start = if text.before(at) == b'+' { at - 1 } else { at };
    let written = start != at || number.len() == 15;
    let grade = if written && segment == Segment::Public { Grade::MobileWritten } else { Grade::MobileBare };
    offer(text, Native::Mobile, start, end, grade, sink)
}

/// A mobile in two groups, as people jot it down: `138-12345678`, `1381234-5678`. Numbers of parts and orders are written so as
/// well.
fn halved<S: Sink>(text: &Text<'_>, at: usize, end: usize, sink: &mut S) -> bool {
    let joins = |b: u8| matches!(b, b'-' | b' ');
    let (start, end) = match end - at {
        8 if at > 3 && joins(text.before(at)) => (at - 4, end),
        7 if joins(text.at(end)) => (at, end + 5),
        _ => return false,
    };
    let joined = Joined::of(text.slice(start, end));
    let more = joins(text.at(end)) && text.at(end + 1).is_ascii_digit();
    let apart = !more && !text.at(end).is_ascii_alphanumeric() && !text.joined_before(start);
    let whole =
        joined.len == 11 && end - start == 12 && validators::segment(joined.as_slice()) == Some(Segment::Public);
    apart && whole && offer(text, Native::Mobile, country_code(text, start), end, Grade::MobileTrunk, sink)
}

/// Where the country code before `at` begins; `at` if there is none.
fn country_code(text: &Text<'_>, at: usize) -> usize {
    let head = text.slice(at.saturating_sub(6), at);
    let bare = match head.split_last() {
        Some((b' ' | b'-', rest)) => rest,
        _ => head,
    };
    let bare = bare.strip_suffix(b")").unwrap_or(bare);
    let separator = head.len() - bare.len();
    let code = if bare.ends_with(b"+86") {
        3
    } else if bare.ends_with(b"0086") {
        4
    } else if bare.ends_with(b"86") && separator > 0 {
        2
    } else {
        return at;
    };
    let start = at - separator - code;
    if text.joined_before(start) || matches!(text.before(start), b'.' | b'-') { at } else { start }
}

/// The detectors that a card's number is looked at for.
const CARDS: u16 = Native::Card.bit() | Native::Track.bit();

fn card<S: Sink>(text: &Text<'_>, at: usize, end: usize, sink: &mut S) {
    let number = text.slice(at, end);
    let Some(issuer) = validators::issuer(number) else {
        return;
    };
    if !validators::luhn(number) {
        failed(text, Native::Card, at, end, sink);
        return;
    }
    let track = track_end(text, at, end);
    if let Some(last) = track {
        let start = track_begin(text, at);
        sink.hit(Candidate { native: Native::Track, start, end: last, grade: Grade::CardTrack, loose: false });
    }
    let grade = match issuer {
        _ if track.is_some() => Grade::CardTrack,
        Issuer::KnownBin => Grade::CardKnown,
        Issuer::Scheme => Grade::CardScheme,
        Issuer::Rare => Grade::CardRare,
        Issuer::Legacy => Grade::CardLegacy,
    };
    offer(text, Native::Card, at, end, grade, sink);
}

/// Digits of a grouped number, without separators, at most 19.
struct Joined {
    digits: [u8; 20],
    len: usize,
}

impl Joined {
    fn of(text: &[u8]) -> Self {
        let mut joined = Self { digits: [0; 20], len: 0 };
        for &b in text.iter().filter(|b| !matches!(b, b' ' | b'-')) {
            if let Some(slot) = joined.digits.get_mut(joined.len) {
                *slot = b;
                joined.len += 1;
            }
        }
        joined
    }

    fn as_slice(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }
}

/// Groupings of numbers as people and forms write them.
const GROUPINGS: [(&[usize], Native); 10] = [
    (&[4, 4, 4, 4, 3], Native::Card),
    (&[4, 4, 4, 4, 2], Native::Card),
    (&[4, 4, 4, 4, 1], Native::Card),
    (&[4, 4, 4, 4], Native::Card),
    (&[4, 6, 5], Native::Card),
    (&[4, 6, 4], Native::Card),
    (&[3, 4, 4], Native::Mobile),
    (&[3, 2, 4], Native::Ssn),
    (&[6, 13], Native::Card),
    (&[6, 10], Native::Card),
];

/// Groups of digits from `at` on, the first of `run`, joined by one and the same separator; returns the end of what was found, or 0.
pub(super) fn grouped<S: Sink>(text: &Text<'_>, wanted: Wanted, at: usize, run: usize, sink: &mut S) -> usize {
    if run == 5 && wanted.has(Native::Mobile) && text.slice(at, at + 2) == b"86" {
        return coded(text, at, 2, sink);
    }
    // The masks know of a few lengths that follow each other, not of all of them.
    if !matches!(run, 3 | 4 | 6) || !matches!(text.at(at + run), b' ' | b'-') || text.joined_before(at) {
        return 0;
    }
    let mut lens = [0usize; 6];
    let mut end = at;
    let mut separator = 0;
    for (i, slot) in lens.iter_mut().enumerate() {
        if i > 0 {
            let s = text.at(end);
            if !matches!(s, b' ' | b'-') || (i > 1 && s != separator) || !text.at(end + 1).is_ascii_digit() {
                break;
            }
            separator = s;
            end += 1;
        }
        *slot = text.slice(end, end + 20).iter().take_while(|b| b.is_ascii_digit()).count();
        end += *slot;
    }
    if lens.starts_with(&[6, 8]) && wanted.has(Native::ResidentId) {
        return resident_grouped(text, at, sink);
    }
    for (grouping, native) in GROUPINGS {
        if lens.starts_with(grouping) && wanted.has(native) {
            let end = at + grouping.iter().sum::<usize>() + grouping.len() - 1;
            let following = lens.get(grouping.len()).copied().unwrap_or(0);
            return if fits(text, native, at, end, separator, following)
                && written(text, native, at, end, separator, sink)
            {
                end
            } else {
                0
            };
        }
    }
    0
}

/// True if the groups before and after are not more of the same number.
fn fits(text: &Text<'_>, native: Native, at: usize, end: usize, separator: u8, following: usize) -> bool {
    if text.at(end).is_ascii_alphanumeric() {
        return false;
    }
    let preceding = if text.before(at) == separator {
        text.slice(at.saturating_sub(8), at - 1).iter().rev().take_while(|b| b.is_ascii_digit()).count()
    } else {
        0
    };
    let prefix_ok = preceding == 0 || preceding > 6 || (native == Native::Mobile && country_code(text, at) != at);
    let more = match native {
        Native::Card if separator == b' ' && (is_code(text, at.saturating_sub(5)) || is_code(text, end + 1)) => true,
        Native::Mobile if separator == b' ' => matches!(following, 3 | 4),
        _ => (1..=6).contains(&following),
    };
    prefix_ok && !more
}

/// True for four hexadecimal digits, letters among them, that a blank or line break parts from others: in a table of codes
/// some consist of decimal digits alone.
fn is_code(text: &Text<'_>, at: usize) -> bool {
    let code = text.slice(at, at + 4);
    let is_apart = |b: u8| matches!(b, 0 | b' ' | b'\n' | b'\r');
    code.len() == 4
        && is_apart(text.before(at))
        && is_apart(text.at(at + 4))
        && code.iter().all(u8::is_ascii_hexdigit)
        && code.iter().any(u8::is_ascii_digit)
        && code.iter().any(u8::is_ascii_alphabetic)
}

/// A grouped number that fits its grouping; true if it passed its validator.
fn written<S: Sink>(text: &Text<'_>, native: Native, at: usize, end: usize, separator: u8, sink: &mut S) -> bool {
    let joined = Joined::of(text.slice(at, end));
    let number = joined.as_slice();
    match native {
        Native::Mobile => {
            let Some(segment) = validators::segment(number) else {
                return false;
            };
            let grade = if segment == Segment::Public { Grade::MobileWritten } else { Grade::MobileDoubtful };
            offer(text, native, country_code(text, at), end, grade, sink)
        }
        Native::Ssn => {
            let grade = if separator == b'-' { Grade::SsnDashed } else { Grade::SsnSpaced };
            validators::ssn(number) && offer(text, native, at, end, grade, sink)
        }
        _ => {
            let Some(issuer) = validators::issuer(number).filter(|_| !validators::counts(number)) else {
                return false;
            };
            if !validators::luhn(number) {
                sink.miss(native, at, end);
                return false;
            }
            let grade = if issuer == Issuer::Legacy { Grade::CardLegacy } else { Grade::CardGrouped };
            offer(text, native, at, end, grade, sink)
        }
    }
}

/// Resident number written 6 8 4.
fn resident_grouped<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) -> usize {
    let end = at + 20;
    let joined = Joined::of(text.slice(at, end));
    let right = validators::resident18(joined.as_slice()).is_some_and(|r| r.checked && r.region != Region::Impossible);
    if right
        && !text.at(end).is_ascii_alphanumeric()
        && offer(text, Native::ResidentId, at, end, Grade::ResidentKnown, sink)
    {
        end
    } else {
        0
    }
}

/// Two letters and two digits at `at`: an IBAN, in one piece or in groups of four; returns its end, or 0.
pub(super) fn iban_at<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) -> usize {
    if text.joined_before(at) { 0 } else { iban_from(text, at, sink) }
}

/// The same, whatever stands before it.
fn iban_from<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) -> usize {
    let Some(want) = validators::iban_len([text.at(at), text.at(at + 1)]) else {
        return 0;
    };
    let mut compact = [0u8; 34];
    let mut len = 0;
    let mut end = at;
    let separator = Some(text.at(at + 4)).filter(|b| matches!(b, b' ' | b'-'));
    while len < want {
        if separator == Some(text.at(end)) && len > 0 && len % 4 == 0 {
            end += 1;
        }
        let b = text.at(end);
        let Some(slot) = compact.get_mut(len).filter(|_| b.is_ascii_alphanumeric()) else {
            return 0;
        };
        *slot = b;
        len += 1;
        end += 1;
    }
    let compact = compact.get(..len).unwrap_or_default();
    if text.at(end).is_ascii_alphanumeric() || !validators::iban(compact) {
        return 0;
    }
    let doubtful =
        compact.iter().any(u8::is_ascii_lowercase) || compact.starts_with(b"SD") || compact.starts_with(b"SO");
    let grade = if doubtful { Grade::IbanLower } else { Grade::IbanUpper };
    if offer(text, Native::Iban, at, end, grade, sink) { end } else { 0 }
}
