//! Values that touch: columns of fixed width, fields of a database's records, with nothing between one and the next.
//!
//! Digits alone do not say where one value ends. A resident number does: its region, date and check digit are seldom
//! right by chance. Beside it another number of a person has to stand, and the digits have to begin or to end with them.

use super::candidate::{Candidate, Native, Sink, Wanted};
use super::score::Grade;
use super::text::Text;
use super::validators::{self, Issuer, Region, Segment};

/// Digits of a resident number, the last of which may be an X.
const RESIDENT: usize = 18;
const MOBILE: usize = 11;
/// Digits of cards in China.
const CARDS: [usize; 2] = [19, 16];
/// The shortest run that holds two numbers, when the last character is no digit.
const LEAST: usize = RESIDENT + MOBILE - 1;
/// Digits that are looked at: an endless number is nobody's.
const MOST: usize = 128;

/// True if a run of digits is long enough, or goes on behind the X at the end of a resident number.
#[inline]
pub(super) fn may_begin(text: &Text<'_>, at: usize, run: usize) -> bool {
    run >= LEAST || run + 1 == RESIDENT && text.at(at + run + 1).is_ascii_digit()
}

/// Looks for numbers that touch in the digits at `at`; returns the end of the last one, or 0.
#[cold]
pub(super) fn at<S: Sink>(text: &Text<'_>, wanted: Wanted, at: usize, sink: &mut S) -> usize {
    let end = end(text, at);
    let fraction = text.before(at) == b'.' && at > 1 && text.at(at - 2).is_ascii_digit();
    if end - at > MOST || fraction {
        return 0;
    }
    let (mut from, mut found) = (at, 0);
    while from + RESIDENT <= end {
        let Some(resident) = resident(text, from) else {
            from += 1;
            continue;
        };
        let left = before(text, from, at);
        let mut next = resident.end;
        let mut right = Vec::new();
        while let Some(piece) = behind(text, next) {
            next = piece.end;
            right.push(piece);
        }
        if left.is_none() && right.is_empty() {
            from += 1;
            continue;
        }
        let start = left.map_or(from, |left| left.start);
        // Each place among other digits is one more for chance.
        if start > at && next < end {
            from += 1;
            continue;
        }
        found = next;
        let sure = start == at && next == end;
        let pieces = left.into_iter().chain([resident]).chain(right).filter(|piece| wanted.has(piece.native));
        pieces.for_each(|piece| sink.hit(if sure { piece } else { doubted(piece) }));
        from = next;
    }
    found
}

/// Where digits end, an X in the place of a check digit among them.
fn end(text: &Text<'_>, at: usize) -> usize {
    let (mut end, mut digits) = (at, 0);
    while end - at <= MOST {
        match text.at(end) {
            b'0'..=b'9' => digits += 1,
            b'X' | b'x' if digits + 1 >= RESIDENT => digits = 0,
            _ => break,
        }
        end += 1;
    }
    end
}

/// A number that ends where the one at `at` begins.
fn before(text: &Text<'_>, at: usize, least: usize) -> Option<Candidate> {
    let from = |len: usize| at.checked_sub(len).filter(|from| *from >= least);
    let card = || CARDS.into_iter().find_map(|len| card(text, from(len)?, len));
    from(MOBILE).and_then(|from| mobile(text, from)).or_else(card)
}

/// A number that begins where another ends.
fn behind(text: &Text<'_>, at: usize) -> Option<Candidate> {
    let card = || CARDS.into_iter().find_map(|len| card(text, at, len));
    resident(text, at).or_else(|| mobile(text, at)).or_else(card)
}

fn resident(text: &Text<'_>, at: usize) -> Option<Candidate> {
    let judged = validators::resident18(text.slice(at, at + RESIDENT))?;
    let sure = judged.checked && judged.region == Region::Known;
    sure.then(|| piece(Native::ResidentId, at, RESIDENT, Grade::ResidentKnown))
}

fn mobile(text: &Text<'_>, at: usize) -> Option<Candidate> {
    let number = text.slice(at, at + MOBILE);
    let is_one = number.len() == MOBILE && validators::segment(number) == Some(Segment::Public);
    is_one.then(|| piece(Native::Mobile, at, MOBILE, Grade::MobileWritten))
}

fn card(text: &Text<'_>, at: usize, len: usize) -> Option<Candidate> {
    let number = text.slice(at, at + len);
    let is_one =
        number.len() == len && validators::issuer(number) == Some(Issuer::KnownBin) && validators::luhn(number);
    is_one.then(|| piece(Native::Card, at, len, Grade::CardKnown))
}

const fn doubted(piece: Candidate) -> Candidate {
    let grade = match piece.grade {
        Grade::ResidentKnown => Grade::ResidentProvince,
        Grade::MobileWritten => Grade::MobileBare,
        grade => grade,
    };
    Candidate { grade, ..piece }
}

const fn piece(native: Native, start: usize, len: usize, grade: Grade) -> Candidate {
    Candidate { native, start, end: start + len, grade, loose: false }
}
