//! The short way for the most common content: a whole, uncoded text whose head or first byte tells how it is built.
//!
//! It gives the same leaves as [`Unpacker`](super::Unpacker), without sniffing what cannot be anything else.

use super::LeafSink;
use super::budget::{Budget, Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::embedded;
use super::place::Place;
use super::sealed;
use super::stream::{Look, Style, TextStream};
use super::structure::Walker;
use crate::config::Limits;
use crate::coverage::{State, Tally};
use crate::message::{Charset, ContentHints, Leaf, TextFormat};
use leaktap_simd::Survey;

/// Longest text without a declared type that is taken for one line of prose.
const LINE_BYTES: usize = 2048;
const GLANCE_BYTES: usize = 128;

/// Judges `data` if it is content of that kind: what became of it. `None`: nothing was done.
pub fn whole(
    hints: &ContentHints,
    place: &str,
    data: &[u8],
    limits: &Limits,
    sink: &mut dyn LeafSink,
) -> Option<Tally> {
    let sealed = matches!(data.first(), Some(b'-' | b'$')) && sealed::named(data, false).is_some();
    if !hints.codings.is_empty() || !hints.filename.is_empty() || hints.range_start > 0 || sealed {
        return None;
    }
    let prose = hints.content_type.is_empty();
    let (style, label) = if prose { line(data)? } else { declared(&hints.content_type, data)? };
    let look = Look::at(data);
    let Survey { high, control, escape, run, newline, .. } = look.survey;
    if control || (prose && (high || escape || run || (newline && data.len() <= GLANCE_BYTES && !is_line(data)))) {
        look.release();
        return None;
    }
    if is_bare(style, data, look.survey) {
        bare(style, place, data, look, sink);
        let mut tally = Tally::default();
        tally.add(State::Inspected, data.len() as u64);
        return Some(tally);
    }
    let mut budget = Budget::new(limits);
    budget.feed(data.len());
    let mut stream = TextStream::new(Place::new(place), style, label, 0).looked(look);
    Some(stream.push(data, Ending::Whole, &mut Context { sink, budget: &mut budget }))
}

/// Decodes and hands on text that stands outside a body: header blocks, query strings, cookies.
pub fn text(place: &str, format: TextFormat, data: &[u8], limits: &Limits, sink: &mut dyn LeafSink) {
    if data.is_empty() {
        return;
    }
    let style = match format {
        TextFormat::Headers => Style::Headers,
        TextFormat::UrlEncoded => Style::Form,
        TextFormat::Cookies => Style::Cookies,
        TextFormat::Plain => Style::Plain,
    };
    let look = Look::at(data);
    if is_bare(style, data, look.survey) {
        return bare(style, place, data, look, sink);
    }
    let mut budget = Budget::new(limits);
    budget.feed(data.len());
    let mut stream = TextStream::new(Place::new(place), style, Label::None, 0).looked(look);
    let _ = stream.push(data, Ending::Whole, &mut Context { sink, budget: &mut budget });
}

/// True for ASCII in which nothing can be encoded: it is a leaf as it stands.
fn is_bare(style: Style, data: &[u8], survey: Survey) -> bool {
    if survey.high || survey.escape || survey.run {
        return false;
    }
    match style {
        Style::Form => memchr::memchr(b'+', data).is_none(),
        Style::Plain => {
            let lined = survey.newline && embedded::find_lined(data).is_some();
            !lined && !embedded::is_quoted(data, survey)
        }
        _ => true,
    }
}

/// Hands on such a text.
fn bare(style: Style, place: &str, data: &[u8], look: Look, sink: &mut dyn LeafSink) {
    let (charset, format) = (Charset::Utf8, style.format());
    let leaf = Leaf { text: data, charset, format, place, continues: false, resumes: false, anchors: look.anchors() };
    sink.leaf(leaf, &mut Walker::new(style));
    look.release();
}

/// One line that starts like prose: if it is printable ASCII without anything that could be an escape, it is prose.
fn line(data: &[u8]) -> Option<(Style, Label)> {
    let starts = data.first().is_some_and(u8::is_ascii_alphanumeric);
    // A glance at what is short is cheaper than to count its lines first.
    let short = starts && data.len() <= LINE_BYTES && (data.len() <= GLANCE_BYTES || is_line(data));
    short.then_some((Style::Plain, Label::None))
}

fn is_line(data: &[u8]) -> bool {
    memchr::memchr_iter(b'\n', data).take(2).count() < 2
}

/// A declared type that the first byte agrees with, in UTF-8 or without a charset: without control characters it is so.
fn declared(content_type: &[u8], data: &[u8]) -> Option<(Style, Label)> {
    let end = memchr::memchr(b';', content_type).unwrap_or(content_type.len());
    let essence = content_type.upto(end).trim_ascii();
    let first = data.trim_ascii_start().first().copied()?;
    let is = |name: &str| essence.eq_ignore_ascii_case(name.as_bytes());
    let style = if is("application/json") && matches!(first, b'{' | b'[') {
        Style::Json
    } else if is("text/html") && first == b'<' {
        Style::Markup
    } else if is("application/x-www-form-urlencoded") && first.is_ascii_alphanumeric() {
        Style::Form
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
    Some((style, label))
}
