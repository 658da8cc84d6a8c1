//! `application/x-www-form-urlencoded` (WHATWG URL §5.1) into a text of the same form without escapes.

use super::Value;
use super::percent::triplet;
use crate::content::bytes::{Bytes, trim};
use crate::content::sniff::{is_text, looks_form, looks_json};
use crate::message::INNER_AMPERSAND;

/// Longest value taken out as a document of its own.
const VALUE_BYTES: usize = 1 << 20;

/// Writes `name=value&…` with names and values decoded. Bytes that would read as separators become line breaks in names
/// and [`INNER_AMPERSAND`] in values, so the text splits as the original does. A value that is a document of its own is taken out into `values`.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>, values: &mut Vec<Value>) -> bool {
    into.reserve(text.len());
    for (i, pair) in text.split(|b| *b == b'&').enumerate() {
        if i > 0 {
            into.push(b'&');
        }
        let (name, value) = match memchr::memchr(b'=', pair) {
            Some(at) => (pair.upto(at), Some(pair.after(at + 1))),
            None => (pair, None),
        };
        let start = into.len();
        unescape(name, into);
        blank(into, start, b"=&", b'\n');
        let Some(value) = value else { continue };
        let name_end = into.len();
        into.push(b'=');
        let value_start = into.len();
        unescape(value, into);
        if let Some(kind) = document(into.after(value_start)) {
            values.push(Value {
                name: into.span(start, name_end).to_vec(),
                bytes: into.after(value_start).to_vec(),
                kind,
            });
            into.truncate(value_start);
            continue;
        }
        blank(into, value_start, b"&", INNER_AMPERSAND);
    }
    true
}

/// How places name a value that is JSON, a form itself, or no text at all (compressed, say); `None` for plain values.
fn document(value: &[u8]) -> Option<&'static str> {
    if value.len() < 3 || value.len() > VALUE_BYTES {
        return None;
    }
    let trimmed = trim(value);
    if looks_json(trimmed) && matches!(trimmed.last(), Some(b'}' | b']')) {
        return Some("json");
    }
    if memchr::memchr(b'%', value).is_some() && looks_form(value) {
        return Some("form");
    }
    (!is_text(value)).then_some("")
}

/// Replaces bytes of `set` from `start` on by `by`.
fn blank(into: &mut [u8], start: usize, set: &[u8], by: u8) {
    for byte in into.get_mut(start..).unwrap_or(&mut []) {
        if set.contains(byte) {
            *byte = by;
        }
    }
}

fn unescape(text: &[u8], into: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'%', b'+', text.after(at)) {
        into.extend_from_slice(text.span(at, at + step));
        at += step;
        if let Some(byte) = triplet(text, at) {
            into.push(byte);
            at += 3;
        } else {
            into.push(if text.at(at) == b'+' { b' ' } else { b'%' });
            at += 1;
        }
    }
    into.extend_from_slice(text.after(at));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_documents_taken_out() {
        let mut out = Vec::new();
        let mut values = Vec::new();
        decode(b"na%3Dme=%E5%BC%A0+x%26y&p=%7B%22a%22%3A%221%262%22%7D&q", &mut out, &mut values);
        assert_eq!(String::from_utf8(out).unwrap(), "na\nme=张 x\u{1f}y&p=&q");
        assert_eq!(values.len(), 1);
        assert_eq!((&values[0].name[..], &values[0].bytes[..]), (&b"p"[..], &br#"{"a":"1&2"}"#[..]));
    }
}
