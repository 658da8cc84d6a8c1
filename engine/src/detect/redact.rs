//! Peer-controlled text with every match of any detector masked.

use super::anchors;
use super::candidate::{Candidate, Login, Native, Sink};
use super::mask;
use super::plan::Plan;
use super::text::Text;
use crate::message::{Charset, Format};
use std::ops::Range;

/// The text with every match of any detector masked.
pub(super) fn redacted(plan: &Plan, text: &str) -> String {
    let mut spans = Spans(Vec::new());
    let view = Text {
        bytes: text.as_bytes(),
        charset: Charset::Utf8,
        format: Format::Fields,
        continues: false,
        resumes: false,
    };
    if plan.wanted.0 != 0 {
        anchors::walk(&view, &[], plan.wanted, &mut spans);
    }
    if let Some(prefilter) = &plan.prefilter {
        prefilter.run(&plan.detectors, text.as_bytes(), Charset::Utf8, &mut |_, span, _| spans.0.push((span, None)));
    }
    let mut spans = spans.0;
    if spans.is_empty() {
        return text.to_owned();
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
    out
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
}
