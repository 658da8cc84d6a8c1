//! The short way for the most common content: a whole text, under one coding or none, whose head or first byte tells how it
//! is built.
//!
//! It gives the same leaves as [`Unpacker`](super::Unpacker), without sniffing what cannot be anything else.

use super::LeafSink;
use super::budget::{Budget, Context, Ending};
use super::bytes::Bytes;
use super::charset::{self, Label};
use super::coded::scale;
use super::decode::inflate_whole;
use super::embedded;
use super::entity::plausible;
use super::packet;
use super::place::Place;
use super::scratch;
use super::sniff;
use super::stream::{Look, Style, TextStream};
use super::structure::Walker;
use crate::config::Limits;
use crate::coverage::{State, Tally};
use crate::message::{Charset, Coding, ContentHints, Leaf, TextFormat};
use leaktap_simd::Survey;

/// Longest text without a declared type that is taken for prose.
const PROSE_BYTES: usize = 2048;

/// Judges `data` if it is content of that kind: what became of it. `None`: nothing was done.
pub fn whole(
    hints: &ContentHints,
    place: &str,
    data: &[u8],
    limits: &Limits,
    sink: &mut dyn LeafSink,
) -> Option<Tally> {
    if !hints.filename.is_empty() || hints.range_start > 0 || hints.goes_on {
        return None;
    }
    match *hints.codings.as_slice() {
        [] if hints.content_type.is_empty() => prose(place, data, limits, sink),
        [] => {
            let kind = declared(&hints.content_type)?.begun(data)?;
            let look = look(kind, data)?;
            Some(read(kind, place, (data, 0), look, || fed(limits, data), sink))
        }
        [coding] if limits.decode_depth > 0 && plausible(coding, data) => {
            let kind = declared(&hints.content_type)?;
            let mut out = scratch::take(true);
            let told = coded((coding, kind), place, (data, &mut out), fed(limits, data), sink);
            scratch::give(out);
            told.map(|told| scale(&told, data.len() as u64))
        }
        _ => None,
    }
}

/// The same for a text of which nothing is known.
pub fn prose(place: &str, data: &[u8], limits: &Limits, sink: &mut dyn LeafSink) -> Option<Tally> {
    let kind = short(data)?;
    let look = Look::at(data);
    let Survey { control, high, escape, run, newline, equals, .. } = look.survey;
    if control || high || escape || run || (newline && !is_line(data) && !sniff::is_prose(data)) {
        look.release();
        return None;
    }
    if newline || equals {
        return Some(read(kind, place, (data, 0), look, || fed(limits, data), sink));
    }
    // What is encoded in prose has lines, or an equals sign.
    leaf(kind.style, place, data, look, sink);
    Some(inspected(data))
}

/// The same for text of a kind under a coding, if it is one that whole bodies are decoded from at once.
fn coded(
    (coding, kind): (Coding, Kind),
    place: &str,
    (data, out): (&[u8], &mut Vec<u8>),
    mut budget: Budget,
    sink: &mut dyn LeafSink,
) -> Option<Tally> {
    let cx = &mut Context { sink, budget: &mut budget };
    let len = inflate_whole(coding, data, out, cx.most_whole())?;
    let text = out.upto(len);
    let kind = kind.begun(text)?;
    let look = look(kind, text)?;
    cx.charge(len).then(|| read(kind, place, (text, 1), look, || budget, sink))
}

/// The budget of a message that is all there.
fn fed(limits: &Limits, data: &[u8]) -> Budget {
    let mut budget = Budget::new(limits);
    budget.feed(data.len());
    budget
}

/// Looks at what may be text of that kind: it is, if it is UTF-8 without control characters.
fn look(kind: Kind, data: &[u8]) -> Option<Look> {
    let look = Look::at(data);
    if look.survey.control || !is_utf8(kind.label, data, look.survey) {
        look.release();
        return None;
    }
    Some(look)
}

/// Judges text of a known kind, which stands `depth` layers deep.
#[inline]
fn read(
    kind: Kind,
    place: &str,
    (text, depth): (&[u8], u8),
    look: Look,
    budget: impl FnOnce() -> Budget,
    sink: &mut dyn LeafSink,
) -> Tally {
    if !is_plain(kind.style, text, look.survey) {
        return stream(kind, place, (text, depth), look, &mut Context { sink, budget: &mut budget() });
    }
    leaf(kind.style, place, text, look, sink);
    inspected(text)
}

fn inspected(text: &[u8]) -> Tally {
    let mut tally = Tally::default();
    tally.add(State::Inspected, text.len() as u64);
    tally
}

/// The same with something encoded in it.
#[inline(never)]
fn stream(kind: Kind, place: &str, (text, depth): (&[u8], u8), look: Look, cx: &mut Context<'_>) -> Tally {
    let Kind { style, label } = kind;
    TextStream::new(Place::new(place), style, label, depth).looked(look).push(text, Ending::Whole, cx)
}

fn is_utf8(label: Label, data: &[u8], survey: Survey) -> bool {
    !survey.high || charset::detect(data, charset::first_high(data), label) == Charset::Utf8
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
    let kind = Kind { style, label: Label::None };
    if is_utf8(kind.label, data, look.survey) {
        read(kind, place, (data, 0), look, || fed(limits, data), sink);
    } else {
        stream(kind, place, (data, 0), look, &mut Context { sink, budget: &mut fed(limits, data) });
    }
}

/// True for UTF-8 in which nothing is encoded: it is a leaf as it stands.
#[inline]
fn is_plain(style: Style, data: &[u8], survey: Survey) -> bool {
    let encoded = match style {
        _ if survey.control => true,
        // A backslash may begin a line break that is glued to a value.
        Style::Form => memchr::memchr3(b'%', b'+', b'\\', data).is_some(),
        Style::Plain => {
            let lined = survey.newline && embedded::find_lined(data).is_some();
            survey.escape || lined || embedded::is_quoted(data, survey) || embedded::is_ldif(data)
        }
        _ => survey.escape,
    };
    let shown = || data.after(charset::first_high(data).saturating_sub(1));
    let wide = || embedded::is_wide(shown(), Charset::Utf8);
    let joined = || embedded::is_joined(shown(), Charset::Utf8);
    let runs = || !embedded::find_runs(data, 0).is_empty();
    let octets = || style == Style::Json && embedded::has_octets(data);
    !(encoded || octets() || (survey.wide && wide()) || (survey.joined && joined()) || (survey.run && runs()))
}

/// Hands on such a text.
#[inline]
fn leaf(style: Style, place: &str, data: &[u8], look: Look, sink: &mut dyn LeafSink) {
    let (charset, format) = (Charset::Utf8, style.format());
    let (control, anchors) = (look.survey.control, look.anchors());
    let leaf = Leaf { text: data, charset, format, place, continues: false, resumes: false, control, anchors };
    sink.leaf(leaf, &mut Walker::new(style));
    look.release();
}

/// How text is built, and in which charset it says to be.
#[derive(Clone, Copy)]
struct Kind {
    style: Style,
    label: Label,
}

impl Kind {
    /// The kind, if the text begins like one.
    fn begun(self, text: &[u8]) -> Option<Self> {
        let first = text.trim_ascii_start().first().copied()?;
        let fits = match self.style {
            Style::Json => matches!(first, b'{' | b'['),
            Style::Markup => first == b'<',
            _ => first.is_ascii_alphanumeric(),
        };
        fits.then_some(self)
    }
}

/// A text that starts like prose: if it is printable ASCII without anything that could be an escape, it is prose.
fn short(data: &[u8]) -> Option<Kind> {
    let packet = packet::behind_head(data).len() < data.len();
    let starts = data.first().is_some_and(u8::is_ascii_alphanumeric) && !packet;
    (starts && data.len() <= PROSE_BYTES).then_some(Kind { style: Style::Plain, label: Label::None })
}

fn is_line(data: &[u8]) -> bool {
    memchr::memchr_iter(b'\n', data).take(2).count() < 2
}

/// A declared type, in UTF-8 or without a charset: without control characters, and if its first byte agrees, it is so.
fn declared(content_type: &[u8]) -> Option<Kind> {
    let end = memchr::memchr(b';', content_type).unwrap_or(content_type.len());
    let essence = content_type.upto(end).trim_ascii();
    let is = |name: &str| essence.eq_ignore_ascii_case(name.as_bytes());
    let style = if is("application/json") {
        Style::Json
    } else if is("text/html") {
        Style::Markup
    } else if is("application/x-www-form-urlencoded") {
        Style::Form
    } else {
        return None;
    };
    let parameters = content_type.after(end);
    if parameters.is_empty() {
        return Some(Kind { style, label: Label::None });
    }
    let (name, value) = parameters.after(1).trim_ascii_start().split_at_checked(b"charset=".len())?;
    let utf8 = name.eq_ignore_ascii_case(b"charset=") && value.eq_ignore_ascii_case(b"utf-8");
    utf8.then_some(Kind { style, label: Label::Utf8 })
}
