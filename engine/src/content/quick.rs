//! The short way for the most common content: a whole, uncoded text whose head or first byte tells how it is built.
//!
//! It gives the same leaves as [`Unpacker`](super::Unpacker), without sniffing what cannot be anything else.

use super::LeafSink;
use super::budget::{Budget, Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::place::Place;
use super::stream::{Style, TextStream};
use crate::config::Limits;
use crate::coverage::Tally;
use crate::message::ContentHints;
use leaktap_simd::Survey;

/// Longest text without a declared type that is taken for one line of prose.
const LINE_BYTES: usize = 2048;

/// Judges `data` if it is content of that kind: what became of it, and its media type. `None`: nothing was done.
pub fn whole(
    hints: &ContentHints,
    place: &str,
    data: &[u8],
    limits: &Limits,
    sink: &mut dyn LeafSink,
) -> Option<(Tally, &'static str)> {
    if !hints.codings.is_empty() || !hints.filename.is_empty() || hints.range_start > 0 {
        return None;
    }
    let survey = leaktap_simd::survey(data);
    let (style, label, media) = if hints.content_type.is_empty() {
        (line(data, survey)?, Label::None, "text/plain")
    } else {
        declared(&hints.content_type, data, survey)?
    };
    let mut budget = Budget::new(limits);
    budget.feed(data.len());
    let mut stream = TextStream::new(Place::new(place), style, label, 0).surveyed(survey);
    let tally = stream.push(data, Ending::Whole, &mut Context { sink, budget: &mut budget });
    Some((tally, media))
}

/// One line of printable ASCII that starts like prose and holds nothing that could be an escape.
fn line(data: &[u8], survey: Survey) -> Option<Style> {
    let starts = data.first().is_some_and(u8::is_ascii_alphanumeric);
    if !starts || data.len() > LINE_BYTES {
        return None;
    }
    let odd = survey.high || survey.control || survey.escape || survey.run;
    let lines = memchr::memchr_iter(b'\n', data).take(2).count();
    (!odd && lines < 2).then_some(Style::Plain)
}

/// A declared type that the first byte agrees with, in UTF-8 or without a charset, and no control characters.
fn declared(content_type: &[u8], data: &[u8], survey: Survey) -> Option<(Style, Label, &'static str)> {
    let end = memchr::memchr(b';', content_type).unwrap_or(content_type.len());
    let essence = content_type.upto(end).trim_ascii();
    let first = data.trim_ascii_start().first().copied()?;
    let is = |name: &str| essence.eq_ignore_ascii_case(name.as_bytes());
    let (style, media) = if is("application/json") && matches!(first, b'{' | b'[') {
        (Style::Json, "application/json")
    } else if is("text/html") && first == b'<' {
        (Style::Markup, "text/html")
    } else if is("application/x-www-form-urlencoded") && first.is_ascii_alphanumeric() {
        (Style::Form, "application/x-www-form-urlencoded")
    } else {
        return None;
    };
    let parameters = content_type.after(end);
    let label = if parameters.is_empty() {
        Label::None
    } else {
        let (name, value) = parameters.after(1).trim_ascii_start().split_at_checked(b"charset=".len())?;
        if !name.eq_ignore_ascii_case(b"charset=") {
            return None;
        }
        value.eq_ignore_ascii_case(b"utf-8").then_some(Label::Utf8)?
    };
    (!survey.control).then_some((style, label, media))
}
