//! Peer-controlled text with every match of any detector masked.

use super::anchors;
use super::candidate::{Candidate, Login, Native, Sink, Wanted};
use super::email;
use super::login;
use super::mask;
use super::plan::Plan;
use super::text::Text;
use crate::message::{Charset, Columns, Format, Leaf};
use crate::percent;
use std::borrow::Cow;
use std::ops::Range;

/// See [`Scanner::redact`](super::Scanner::redact).
pub(super) fn redact(plan: &Plan, text: &[u8], limit: usize) -> String {
    // Four bytes of input can become one of output at most where invisible characters go away; the rest is not shown.
    let head = text.get(..text.len().min(limit.saturating_mul(4).saturating_add(256))).unwrap_or(text);
    // A value cut there would not be recognised, so its beginning goes too.
    let whole = head.len() == text.len();
    let token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.' | b'-' | b'_' | b' ' | b'+' | b'=');
    let tail = if whole { 0 } else { head.iter().rev().take(256).take_while(|b| token(b)).count() };
    let head = head.get(..head.len() - tail).unwrap_or_default();
    let lossy = String::from_utf8_lossy(head);
    mask::printable(redacted(plan, &lossy), limit)
}

/// The text with every match of any detector masked, in whichever reading it is one.
fn redacted<'t>(plan: &Plan, text: &'t str) -> Cow<'t, str> {
    let mut masks = Vec::new();
    let mut reading = Some(Reading::of(text.as_bytes()));
    for _ in 0..=DECODINGS {
        let Some(now) = reading else { break };
        now.masks(plan, &mut masks);
        reading = now.decoded();
    }
    if masks.is_empty() {
        return Cow::Borrowed(text);
    }
    masks.sort_by_key(|mask| (mask.span.start, usize::MAX - mask.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Mask { span, shown } in masks {
        let (start, end) = characters(text, &span);
        if end <= at {
            continue;
        }
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(if start >= at { &shown } else { HIDDEN });
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// The characters that a span of bytes touches.
fn characters(text: &str, span: &Range<usize>) -> (usize, usize) {
    let is_border = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=span.start.min(text.len())).rev().find(is_border).unwrap_or(0);
    (start, (span.end..text.len()).find(is_border).unwrap_or(text.len()))
}

/// Percent-encodings in each other that are read through.
const DECODINGS: usize = 2;
/// What stands for a value of no detector that has a mask of its own.
const HIDDEN: &str = "***";
/// Digits of the shortest number that letters beside it do not hide.
const GLUED_DIGITS: usize = 11;
/// What is looked for where letters and extensions are taken for borders.
const GLUED: u16 = Native::ResidentId.bit() | Native::Mobile.bit() | Native::Card.bit() | Native::Email.bit();

/// A part of the text, and what is shown for it.
struct Mask {
    span: Range<usize>,
    shown: String,
}

/// The text, or what it is an encoding of.
struct Reading<'t> {
    text: Cow<'t, [u8]>,
    /// Where each byte, and the end, stand in the text, unless they stand where they are.
    places: Option<Vec<usize>>,
}

impl<'t> Reading<'t> {
    fn of(text: &'t [u8]) -> Self {
        Self { text: Cow::Borrowed(text), places: None }
    }

    fn place(&self, at: usize) -> usize {
        self.places.as_ref().map_or(at, |places| places.get(at).or(places.last()).copied().unwrap_or(0))
    }

    /// The same without its percent-encoding (RFC 3986 §2.1); `None` if it has none.
    fn decoded(&self) -> Option<Self> {
        memchr::memchr(b'%', &self.text)?;
        let (mut text, mut places) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(byte) = self.text.get(at) {
            places.push(self.place(at));
            let named = percent::triplet(self.text.get(at..).unwrap_or_default());
            text.push(named.unwrap_or(*byte));
            at += if named.is_some() { 3 } else { 1 };
        }
        places.push(self.place(at));
        (text.len() < self.text.len()).then_some(Self { text: Cow::Owned(text), places: Some(places) })
    }

    /// Adds masks for what is found in it.
    fn masks(&self, plan: &Plan, into: &mut Vec<Mask>) {
        let mut spans = spans(&self.text, plan.wanted);
        if let Some(prefilter) = &plan.prefilter {
            prefilter.run(&plan.detectors, &self.text, Charset::Utf8, &mut |_, span, _| spans.push((span, None)));
        }
        if plan.wanted.any(Wanted::LOGIN) {
            spans.extend(secrets(&self.text));
        }
        if let Some(apart) = apart(&self.text) {
            spans.extend(self::spans(&apart, Wanted(plan.wanted.0 & GLUED)));
        }
        let mut value = Vec::new();
        for (span, native) in spans {
            let shown = native.zip(self.text.get(span.clone())).map(|(native, raw)| {
                mask::normalise(native, raw, &mut value);
                mask::mask(native, &value)
            });
            if !span.is_empty() {
                let span = self.place(span.start)..self.place(span.end);
                into.push(Mask { span, shown: shown.unwrap_or_else(|| HIDDEN.to_owned()) });
            }
        }
    }
}

/// A text by itself.
fn leaf(text: &[u8]) -> Leaf<'_> {
    Leaf {
        text,
        charset: Charset::Utf8,
        format: Format::Fields,
        place: "",
        continues: false,
        resumes: false,
        control: true,
        anchors: None,
    }
}

/// What the detectors of the engine find.
fn spans(text: &[u8], wanted: Wanted) -> Vec<(Range<usize>, Option<Native>)> {
    let mut spans = Spans(Vec::new());
    if wanted.0 != 0 {
        anchors::walk(&Text::of(&leaf(text)), None, wanted, true, &mut spans);
    }
    spans.0
}

/// Confidence from which on what a segment of a path names is hidden.
const SECRET: u8 = 70;

/// Secrets of a path (RFC 3986 §3.3), each behind the segment that names it: `/password/S3cr3t!pw`. Words are none:
/// `/password/reset`.
fn secrets(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Option<Native>)> {
    let is_word = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b'.');
    let (mut start, mut last) = (0, 0..0);
    memchr::memchr3_iter(b'/', b'?', b' ', text).chain([text.len()]).filter_map(move |end| {
        let span = start..end;
        start = end + 1;
        let name = std::mem::replace(&mut last, span.clone());
        let value = text.get(span.clone()).filter(|value| !value.iter().all(is_word))?;
        let name = std::str::from_utf8(text.get(name)?).ok()?;
        (login::of_field(&Text::of(&leaf(value)), name) >= SECRET).then_some((span, None))
    })
}

/// The text with blanks between what detection takes for one word: a number and the letters beside it, which may be an
/// identifier, and a domain and what is no part of one, which may be the name of a file. What is shown had better hide too
/// much. `None` if there is no such thing.
fn apart(text: &[u8]) -> Option<Vec<u8>> {
    let mut apart = None;
    let mut blank = |at: usize| {
        if let Some(byte) = apart.get_or_insert_with(|| text.to_vec()).get_mut(at) {
            *byte = b' ';
        }
    };
    let is_letter = |at: &usize| text.get(*at).is_some_and(u8::is_ascii_alphabetic);
    let mut at = 0;
    while let Some(step) = text.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + step;
        let number = text.get(start..).unwrap_or_default().iter().take_while(|b| is_grouped(**b));
        let (mut digits, mut len) = (0, 0);
        for (i, _) in number.enumerate().filter(|(_, b)| b.is_ascii_digit()) {
            (digits, len) = (digits + 1, i + 1);
        }
        let checked = digits == CHECKED_DIGITS && matches!(text.get(start + len), Some(b'X' | b'x'));
        at = start + len;
        if digits >= GLUED_DIGITS {
            let beside = [start.checked_sub(1), Some(at + usize::from(checked))];
            beside.into_iter().flatten().filter(is_letter).for_each(&mut blank);
        }
    }
    for sign in memchr::memchr_iter(b'@', text) {
        let rest = text.get(sign + 1..).unwrap_or_default();
        let mut domain = rest.get(..rest.iter().take_while(|b| email::is_domain(**b)).count()).unwrap_or_default();
        while let Some(dot) = memchr::memrchr2(b'.', b'-', domain)
            && !domain.get(memchr::memrchr(b'.', domain).map_or(0, |dot| dot + 1)..).is_some_and(email::is_last_label)
        {
            blank(sign + 1 + dot);
            domain = domain.get(..dot).unwrap_or_default();
        }
    }
    apart
}

/// True for digits and what parts groups of them.
fn is_grouped(b: u8) -> bool {
    b.is_ascii_digit() || matches!(b, b' ' | b'-')
}

/// Digits of a resident number that ends in X (GB 11643).
const CHECKED_DIGITS: usize = 17;

/// Spans to mask; those without a detector are hidden altogether.
struct Spans(Vec<(Range<usize>, Option<Native>)>);

impl Sink for Spans {
    fn hit(&mut self, candidate: Candidate) {
        self.0.push((candidate.start..candidate.end, Some(candidate.native)));
    }

    fn miss(&mut self, _: Native, _: usize, _: usize) {}

    fn login_floor(&self) -> u8 {
        0
    }

    fn login(&mut self, login: Login) {
        self.0.push((login.secret.0..login.secret.1, None));
        if let Some((start, end)) = login.user {
            self.0.push((start..end, None));
        }
    }

    fn column(&mut self, login: Login, _: &str) {
        self.login(login);
    }

    fn goes_on(&mut self, _: Columns) {}
}
