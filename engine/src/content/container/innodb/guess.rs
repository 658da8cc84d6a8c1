//! How records lie of which nobody says what their fields are: tables of `MariaDB`, and of `MySQL` before 8.0, keep that
//! in a file of its own.
//!
//! Before each record stand the lengths of the fields that vary, the last one first, and records lie one behind the other.
//! So the number of these lengths shows: what they leave of the way from one record to the next is the same for all. The
//! fixed fields are what is left; where they lie shows in that the others are texts.

use super::layout::{Field, Kind, Record, Size};
use super::page::{EXTRA, Origin, Page};
use crate::content::bytes::Bytes;

/// Records that are looked at, and the fewest that say enough.
const SAMPLE: usize = 24;
const LEAST: usize = 5;
/// Fields that vary, and bytes of all others.
const VARYING: usize = 32;
const FIXED: usize = 96;
/// Numbers of fields that vary that are tried.
const WAYS: usize = 6;
/// What it is worth that a field is none, what each gap between texts costs, and one whose bytes are texts as well, in parts of a hundred.
const NEVER: i64 = i64::MIN / 2;
const NO_TEXT: i64 = -400;
const GAP: i64 = 4;
const TEXT_IN_GAP: i64 = 60;
/// Characters of a fixed text.
const FIXED_TEXT: usize = 6;
/// So many of a hundred texts have to be ones.
const SOUND: usize = 85;

/// A record of the sample: where it begins, and the lengths before it, the nearest first.
struct Sampled<'p> {
    /// From its first byte on.
    data: &'p [u8],
    lengths: Vec<usize>,
}

/// The fields of the records on a page of rows.
pub(super) fn layout(page: Page<'_>) -> Option<Vec<Field>> {
    let mut origins = page.records();
    origins.sort_unstable();
    origins.dedup();
    let pairs: Vec<_> = origins.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
    if pairs.len() < LEAST {
        return None;
    }
    // From the middle, where a page is as it was filled.
    let from = pairs.len().saturating_sub(SAMPLE) / 2;
    let pairs = pairs.get(from..)?.get(..SAMPLE.min(pairs.len() - from))?;
    let counts = (0..=VARYING).filter_map(|count| Some((count, fixed(page, pairs, count)?))).rev().take(WAYS);
    let told = counts.filter_map(|(count, fixed)| {
        let sample = sample(page, pairs, count, fixed);
        let (worth, gaps) = gaps(&sample, count, fixed)?;
        Some((worth, fields(&sample, &gaps, fixed)))
    });
    // Of several that are worth the same, the one with the fewest fields.
    let (_, fields) = told.max_by_key(|(worth, fields)| (*worth, usize::MAX - fields.len()))?;
    fields.iter().any(|field| field.column.is_some()).then_some(fields)
}

/// The records whose other fields have so many bytes, if so many fields vary: those in which nothing is NULL.
fn sample<'p>(page: Page<'p>, pairs: &[(usize, usize)], count: usize, fixed: usize) -> Vec<Sampled<'p>> {
    let of = |(at, next): &(usize, usize)| {
        let (lengths, _) = lengths(page, at.checked_sub(EXTRA)?, count)?;
        let whole = lengths.iter().sum::<usize>() + fixed;
        (left(page, (*at, *next), count) == Some(fixed))
            .then(|| Sampled { data: page.data.span(*at, at + whole), lengths })
    };
    pairs.iter().filter_map(of).collect()
}

/// The lengths that stand before a place, and how many bytes they have.
fn lengths(page: Page<'_>, from: usize, count: usize) -> Option<(Vec<usize>, usize)> {
    let mut at = from;
    let mut found = Vec::with_capacity(count);
    for _ in 0..count {
        at = at.checked_sub(1)?;
        let mut len = usize::from(page.data.at(at));
        if len & 0x80 != 0 {
            at = at.checked_sub(1)?;
            len = (len & 0x3f) << 8 | usize::from(page.data.at(at));
        }
        found.push(len);
    }
    Some((found, from - at))
}

/// Bytes of a record that are in no field that varies, if there are so many of these.
fn left(page: Page<'_>, (at, next): (usize, usize), count: usize) -> Option<usize> {
    let (own, _) = lengths(page, at.checked_sub(EXTRA)?, count)?;
    let (_, before) = lengths(page, next.checked_sub(EXTRA)?, count)?;
    (next - at).checked_sub(own.iter().sum::<usize>() + before + EXTRA)
}

/// The same in most records; in many something is NULL.
fn fixed(page: Page<'_>, pairs: &[(usize, usize)], count: usize) -> Option<usize> {
    let mut told: Vec<usize> = pairs.iter().filter_map(|pair| left(page, *pair, count)).collect();
    told.sort_unstable();
    let most = told.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
    let fixed = most.first().copied().filter(|fixed| *fixed <= FIXED)?;
    (most.len() >= LEAST && most.len() * 5 >= pairs.len()).then_some(fixed)
}

/// How many fixed bytes stand before each of the fields that vary: the way that makes most of them texts, with few gaps. With
/// what it is worth.
fn gaps(sample: &[Sampled<'_>], count: usize, fixed: usize) -> Option<(i64, Vec<usize>)> {
    if sample.len() < LEAST {
        return None;
    }
    let width = fixed + 1;
    // Of each number of fixed bytes before a field, what that is worth with the best of the numbers before the field before.
    let mut best: Vec<i64> = vec![0; width];
    let mut ways: Vec<Vec<usize>> = Vec::with_capacity(count);
    for field in 0..count {
        let texts = texts_behind(sample, field, width);
        let step = |before: usize| {
            let own = soundness(sample, field, before);
            if own == NO_TEXT && before > 0 {
                return (NEVER, 0);
            }
            let from = |last: usize| {
                let cost = if last == before || field == 0 { 0 } else { gap(&texts, sample.len(), last, before) };
                (best.get(last).copied().unwrap_or(NEVER) - cost, last)
            };
            let earlier = if field == 0 { 0..=0 } else { 0..=before };
            let (worth, last) = earlier.map(from).max().unwrap_or((NEVER, 0));
            (worth.saturating_add(own), last)
        };
        let next: Vec<(i64, usize)> = (0..width).map(step).collect();
        best = next.iter().map(|(worth, _)| *worth).collect();
        if best.iter().all(|worth| *worth < 0) {
            return None;
        }
        ways.push(next.iter().map(|(_, last)| *last).collect());
    }
    let (mut at, worth) = best.iter().copied().enumerate().max_by_key(|(at, worth)| (*worth, *at))?;
    let mut found = Vec::with_capacity(count);
    for way in ways.iter().rev() {
        found.push(at);
        at = way.get(at).copied()?;
    }
    found.reverse();
    (worth >= 0).then_some((worth, found))
}

/// Of each record and each number of fixed bytes before a field, up to which number they are characters.
fn texts_behind(sample: &[Sampled<'_>], field: usize, width: usize) -> Vec<Vec<usize>> {
    let of = |record: &Sampled<'_>| {
        let start: usize = record.lengths.iter().take(field).sum();
        let mut ends: Vec<usize> = (0..width).collect();
        let mut end = width;
        for at in (0..width).rev() {
            if !matches!(record.data.at(start + at), b' '..=b'~') {
                end = at;
            }
            if let Some(slot) = ends.get_mut(at) {
                *slot = end;
            }
        }
        ends
    };
    sample.iter().map(of).collect()
}

/// What it is worth that a field is a text, with so many fixed bytes before it: far less than nothing, if it is none.
fn soundness(sample: &[Sampled<'_>], field: usize, before: usize) -> i64 {
    let (mut all, mut sound) = (0, 0);
    for record in sample {
        let start = before + record.lengths.iter().take(field).sum::<usize>();
        let len = record.lengths.get(field).copied().unwrap_or(0);
        if len > 0 {
            all += 1;
            sound += usize::from(is_text(record.data.span(start, start + len)));
        }
    }
    if all == 0 {
        return 0;
    }
    if sound * 100 >= all * SOUND { (sound * 100 / all) as i64 } else { NO_TEXT }
}

/// What it costs that fixed fields stand between two texts.
fn gap(texts: &[Vec<usize>], records: usize, from: usize, to: usize) -> i64 {
    let in_text = texts.iter().filter(|ends| ends.get(from).is_some_and(|end| *end >= to)).count();
    GAP + if in_text * 2 > records { TEXT_IN_GAP } else { 0 }
}

/// True for characters in UTF-8, or in another charset of China.
pub(super) fn is_text(raw: &[u8]) -> bool {
    if raw.iter().any(|byte| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127)) {
        return false;
    }
    raw.is_ascii() || std::str::from_utf8(raw).is_ok() || is_chinese(raw)
}

/// True for ASCII and the Han characters of GB/T 2312: of other charsets too much reads as characters that are none.
fn is_chinese(raw: &[u8]) -> bool {
    let (mut at, mut sound) = (0, true);
    while at < raw.len() && sound {
        let wide = raw.at(at) >= 0x80;
        sound = !wide || matches!(raw.at(at), 0xa1..=0xa3 | 0xb0..=0xf7) && raw.at(at + 1) >= 0xa1;
        at += 1 + usize::from(wide);
    }
    sound
}

/// The fields that vary as texts, and what is fixed between them.
fn fields(sample: &[Sampled<'_>], gaps: &[usize], fixed: usize) -> Vec<Field> {
    let mut found = Vec::new();
    let mut last = 0;
    for (n, before) in gaps.iter().copied().chain([fixed]).enumerate() {
        for (is_text, len) in texts_in_gap(sample, n, (last, before)) {
            found.push(field(if is_text { Kind::Characters } else { Kind::Other }, Size::Fixed(len)));
        }
        if n < gaps.len() {
            // The length of one that is always empty is more likely what says which fields are NULL.
            let empty = sample.iter().all(|record| record.lengths.get(n) == Some(&0));
            found.push(field(if empty { Kind::Other } else { Kind::Characters }, Size::Long));
        }
        last = before;
    }
    let texts = found.iter_mut().filter(|field| field.kind != Kind::Other);
    texts.enumerate().for_each(|(column, field)| field.column = Some(column));
    found
}

const fn field(kind: Kind, size: Size) -> Field {
    Field { column: None, kind, size, nullable: false, added: 0 }
}

/// Fixed fields between two texts: which of their bytes are characters in every record, and how many.
fn texts_in_gap(sample: &[Sampled<'_>], field: usize, (from, to): (usize, usize)) -> Vec<(bool, usize)> {
    let is_text = |at: &usize| {
        sample.iter().all(|record| {
            let start: usize = record.lengths.iter().take(field).sum();
            matches!(record.data.at(start + at), b' '..=b'~')
        })
    };
    let bytes: Vec<bool> = (from..to).map(|at| is_text(&at)).collect();
    let mut runs: Vec<(bool, usize)> =
        bytes.chunk_by(|a, b| a == b).map(|run| (run.first() == Some(&true), run.len())).collect();
    for run in &mut runs {
        // Short ones are parts of numbers.
        run.0 &= run.1 >= FIXED_TEXT;
    }
    runs
}

/// A record under a guessed layout, if its fields are texts there and it ends before the `next`.
pub(super) fn record<'p, 'f>(
    page: Page<'p>,
    (at, next): (Origin, usize),
    fields: &'f [Field],
) -> Option<Record<'p, 'f>> {
    let count = fields.iter().filter(|field| field.size == Size::Long).count();
    let head = at.checked_sub(EXTRA)?;
    let (plain, _) = lengths(page, head, count)?;
    if let Some(found) = under(page, (at, next), fields, &plain) {
        return Some(found);
    }
    // A field that is NULL has no length. Which one it is says a byte that was taken for the length of an empty text.
    let first = plain.iter().position(|len| *len > 0).filter(|first| *first < 2)?;
    // Where it cannot be told, the last ones: then the others keep their places.
    let places = (first + 1..count).rev().flat_map(|from| (1..=ABSENT).map(move |absent| (from, absent)));
    places.filter(|(from, absent)| from + absent <= count).find_map(|(from, absent)| {
        let (shown, _) = lengths(page, head, count.checked_sub(absent)?)?;
        let mut shown: Vec<usize> =
            shown.into_iter().enumerate().map(|(n, len)| if n > first { len } else { 0 }).collect();
        shown.splice(from..from, std::iter::repeat_n(0, absent));
        under(page, (at, next), fields, &shown)
    })
}

/// Fields beside one another that are looked for if they are NULL.
const ABSENT: usize = 3;

fn under<'p, 'f>(
    page: Page<'p>,
    (at, next): (Origin, usize),
    fields: &'f [Field],
    lengths: &[usize],
) -> Option<Record<'p, 'f>> {
    let data = page.data.upto(next);
    let (mut from, mut lengths) = (at, lengths.iter());
    let mut values = Vec::with_capacity(fields.len());
    for field in fields {
        let len = match field.size {
            Size::Fixed(len) => len,
            _ => *lengths.next()?,
        };
        let end = from + len;
        if field.kind != Kind::Other {
            values.push((field, data.get(from..end).filter(|value| is_text(value))?));
        } else if field.size == Size::Long && len > 0 {
            return None;
        }
        from = end;
    }
    // The last fixed bytes may have been what stands before the next record.
    let from = from.min(next);
    Some(Record { values, start: at, end: from })
}
