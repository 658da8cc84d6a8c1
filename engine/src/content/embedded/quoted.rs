//! Quoted-printable in a recorded session (RFC 2045 §6.7), where no part says where it starts.

use crate::content::bytes::{Bytes, hex_pair};
use crate::content::decode::{Decoder, Quoted};
use leaktap_simd::Survey;

/// Soft line breaks that show the encoding where no header names it.
const SOFT_BREAKS: usize = 3;
/// A text that names the encoding has a header that does, and something behind it.
const SHORTEST: usize = 64;
/// Longest line of quoted-printable text, CR included.
const LINE_BYTES: usize = 77;

/// True if the text, which `survey` is of, names the encoding, or has soft breaks and escapes enough.
pub(in crate::content) fn is_quoted(text: &[u8], survey: Survey) -> bool {
    // Without line breaks there are no soft ones: then the text has to name the encoding.
    if !survey.equals || !(survey.newline || (text.len() > SHORTEST && names_it(text))) {
        return false;
    }
    let mut soft = 0;
    let mut escapes = 0;
    for at in memchr::memchr_iter(b'=', text) {
        match text.span(at + 1, at + 3) {
            [b'\r', b'\n'] | [b'\n', ..] if at > 0 && text.at(at - 1) != b'=' => soft += 1,
            [high, low]
                if hex_pair(*high, *low).is_some() && !high.is_ascii_lowercase() && !low.is_ascii_lowercase() =>
            {
                escapes += 1;
            }
            _ => {}
        }
        if soft >= SOFT_BREAKS && escapes >= SOFT_BREAKS {
            return short_lines(text.get(..at).unwrap_or_default()) || names_it(text);
        }
    }
    (soft > 0 || escapes > 0) && text.len() > SHORTEST && names_it(text)
}

/// True if no line is longer than the encoding permits (RFC 2045 §6.7 rule 5, with room for CR): logs whose lines end in
/// base64 padding look like soft breaks, and `key=16…` like an escape.
fn short_lines(text: &[u8]) -> bool {
    let mut start = 0;
    let longest = memchr::memchr_iter(b'\n', text).fold(0, |longest, end| {
        let len = end - start;
        start = end + 1;
        longest.max(len)
    });
    longest.max(text.len().saturating_sub(start)) <= LINE_BYTES
}

fn names_it(text: &[u8]) -> bool {
    memchr::memmem::find_iter(text, b"rintable")
        .any(|at| text.span(at.saturating_sub(8), at + 8).eq_ignore_ascii_case(b"quoted-printable"))
}

/// Decodes.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>) -> bool {
    let mut decoder = Decoder::Quoted(Quoted::default());
    // It never grows.
    into.resize(text.len() + 8, 0);
    let done = decoder.step(text, into);
    let held = decoder.flush(into.get_mut(done.produced..).unwrap_or(&mut []));
    into.truncate(done.produced + held);
    true
}
