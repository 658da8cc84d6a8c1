//! Encodings inside text: escapes are undone in a copy, encoded runs become nested entities.

mod base64;
mod blanks;
mod entities;
mod escapes;
mod form;
mod ldif;
mod lined;
mod octets;
mod percent;
mod quoted;
mod terminal;
mod typeset;

pub(super) use base64::{Run, RunKind, find_runs, run_prefix};
pub(super) use ldif::{is_ldif, unfold};
pub(super) use lined::{Lined, find_lined, lined_prefix};
pub(super) use octets::{find_octets, has_octets};
pub(super) use quoted::is_quoted;
pub(super) use typeset::{is_joined, is_wide};

use super::bytes::Bytes;
use super::charset;
use super::scratch;
use super::stream::Style;
use crate::message::Charset;
use leaktap_simd::Survey;

/// A text, or the copy that decoding made of it.
pub(super) struct Decoded<'a> {
    raw: &'a [u8],
    copy: Option<Vec<u8>>,
}

impl<'a> Decoded<'a> {
    /// Not decoded yet.
    pub(super) fn new(raw: &'a [u8]) -> Self {
        Self { raw, copy: None }
    }

    /// The text as far as it is decoded.
    pub(super) fn bytes(&self) -> &[u8] {
        self.copy.as_deref().unwrap_or(self.raw)
    }

    /// True if a decoder changed something.
    pub(super) fn is_copy(&self) -> bool {
        self.copy.is_some()
    }

    /// Gives the copy's memory back.
    pub(super) fn release(self) {
        if let Some(copy) = self.copy {
            scratch::give(copy);
        }
    }

    /// Runs a decoder that writes a copy and answers whether it found anything to decode.
    fn apply(&mut self, decode: impl FnOnce(&[u8], &mut Vec<u8>) -> bool) {
        let mut out = scratch::take(false);
        out.clear();
        if decode(self.bytes(), &mut out) {
            std::mem::swap(&mut out, self.copy.get_or_insert_default());
        }
        scratch::give(out);
    }
}

/// A form field's value that is a document of its own.
pub(super) struct Value {
    /// The field's name, decoded.
    pub(super) name: Vec<u8>,
    /// The value, decoded.
    pub(super) bytes: Vec<u8>,
    /// How places name it; may be empty.
    pub(super) kind: &'static str,
}

/// Undoes the escapes of a text, whose first byte beyond ASCII is at `high`. `quoted` tells, and is told, whether quoted-printable is in force.
pub(super) fn decode(
    text: &mut Decoded<'_>,
    style: Style,
    survey: Survey,
    (charset, high): (Charset, usize),
    quoted: &mut bool,
    values: &mut Vec<Value>,
) {
    if matches!(style, Style::Plain | Style::Source) && (survey.equals || *quoted) {
        *quoted = *quoted || quoted::is_quoted(text.bytes(), survey);
        if *quoted {
            text.apply(quoted::decode);
        }
    }
    if matches!(style, Style::Form) {
        if memchr::memchr2(b'%', b'+', text.bytes()).is_some() {
            text.apply(|from, into| form::decode(from, into, values));
        }
    } else if (survey.escape || text.is_copy()) && escapes::is_escaped(text.bytes()) {
        text.apply(|from, into| escapes::decode(from, into, style));
    }
    if (survey.control || text.is_copy()) && terminal::is_controlled(text.bytes(), style) {
        text.apply(|from, into| terminal::decode(from, into, style));
    }
    if style != Style::Form && (survey.escape || text.is_copy()) {
        if percent::is_encoded(text.bytes(), style) {
            text.apply(|from, into| percent::decode(from, into, style));
            if percent::is_encoded_again(text.bytes()) {
                text.apply(|from, into| percent::decode(from, into, style));
            }
        }
        if entities::is_escaped(text.bytes()) {
            text.apply(entities::decode);
        }
    }
    if (survey.escape || text.is_copy()) && blanks::is_glued(text.bytes(), style) {
        text.apply(|from, into| blanks::decode(from, into, style));
    }
    let high = if text.is_copy() { charset::first_high(text.bytes()) } else { high };
    // The survey is of the bytes as they came, and speaks of UTF-8.
    let other = text.is_copy() || charset != Charset::Utf8;
    let shown = text.bytes().after(high.saturating_sub(1));
    if high < text.bytes().len()
        && ((survey.wide || other) && is_wide(shown, charset) || (survey.joined || other) && is_joined(shown, charset))
    {
        text.apply(|from, into| typeset::narrow(from, into, charset));
    }
}
