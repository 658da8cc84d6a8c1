//! Peer-controlled text with every match of any detector masked.

use super::anchors;
use super::candidate::{Candidate, Login, Native, Sink};
use super::mask;
use super::plan::Plan;
use super::text::Text;
use crate::message::{Charset, Columns, Format, Leaf};
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

/// The text with every match of any detector masked.
fn redacted<'t>(plan: &Plan, text: &'t str) -> Cow<'t, str> {
    let mut spans = Spans(Vec::new());
    let leaf = Leaf {
        text: text.as_bytes(),
        charset: Charset::Utf8,
        format: Format::Fields,
        place: "",
        continues: false,
        resumes: false,
        anchors: None,
    };
    if plan.wanted.0 != 0 {
        anchors::walk(&Text::of(&leaf), None, plan.wanted, true, &mut spans);
    }
    if let Some(prefilter) = &plan.prefilter {
        prefilter.run(&plan.detectors, text.as_bytes(), Charset::Utf8, &mut |_, span, _| spans.0.push((span, None)));
    }
    let mut spans = spans.0;
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_by_key(|s| (s.0.start, usize::MAX - s.0.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut value = Vec::new();
    for (span, native) in spans {
        let (Some(before), Some(raw)) =
            (text.get(at..span.start.max(at)), text.get(span.start.max(at)..span.end.max(at)))
        else {
            continue;
        };
        if raw.is_empty() {
            continue;
        }
        out.push_str(before);
        match native {
            Some(native) if span.start >= at => {
                mask::normalise(native, raw.as_bytes(), &mut value);
                out.push_str(&mask::mask(native, &value));
            }
            _ => out.push_str("***"),
        }
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

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
