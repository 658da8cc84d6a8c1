//! `application/x-www-form-urlencoded` (WHATWG URL §5.1) into a text of the same form without escapes.

use super::{Value, percent};
use crate::content::bytes::{Bytes, hex_pair, trim};
use crate::content::sniff::{is_text, looks_form, looks_json};
use crate::content::stream::Style;
use crate::message::INNER_AMPERSAND;

/// Longest value taken out as a document of its own.
const VALUE_BYTES: usize = 1 << 20;

/// Writes `name=value&…` with names and values decoded. Bytes that would read as separators become line breaks in names
/// and [`INNER_AMPERSAND`] in values, so the text splits as the original does. A value that is a document of its own is taken out into `values`.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>, values: &mut Vec<Value>) -> bool {
    let begun = into.len();
    into.resize(begun + text.len(), 0);
    let mut out = Out { room: into.get_mut(begun..).unwrap_or_default(), len: 0 };
    let ends = memchr::memchr_iter(b'&', text).chain([text.len()]);
    let mut begin = 0;
    for end in ends {
        if begin > 0 {
            out.push(b'&');
        }
        let pair = text.span(begin, end);
        begin = end + 1;
        let (name, value) = match leaktap_simd::find(b'=', pair) {
            Some(at) => (pair.upto(at), Some(pair.after(at + 1))),
            None => (pair, None),
        };
        let start = out.len;
        out.unescape(name);
        blank(out.after(start), (b'=', b'&'), b'\n');
        let Some(value) = value else { continue };
        let name_end = out.len;
        out.push(b'=');
        let value_start = out.len;
        out.unescape(value);
        if is_escaped_url(out.after(value_start)) {
            let url = out.after(value_start).to_vec();
            out.len = value_start;
            out.unescape(&url);
        }
        if let Some(kind) = document(out.after(value_start)) {
            values.push(Value {
                name: out.room.span(start, name_end).to_vec(),
                bytes: out.after(value_start).to_vec(),
                kind,
            });
            out.len = value_start;
            continue;
        }
        blank(out.after(value_start), (b'&', b'&'), INNER_AMPERSAND);
    }
    let len = out.len;
    into.truncate(begun + len);
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

/// True for a URL that has escapes of its own: where to go after a login, the page before.
fn is_escaped_url(value: &[u8]) -> bool {
    let begins = value.starts_with(b"/") || value.starts_with(b"http://") || value.starts_with(b"https://");
    begins && percent::is_encoded(value, Style::Plain)
}

/// Replaces both bytes of `set` by `by`.
fn blank(mut rest: &mut [u8], set: (u8, u8), by: u8) {
    while let Some(at) = memchr::memchr2(set.0, set.1, rest) {
        if let Some(byte) = rest.get_mut(at) {
            *byte = by;
        }
        rest = rest.get_mut(at + 1..).unwrap_or_default();
    }
}

/// What is decoded, and the room for it: no text becomes longer.
struct Out<'a> {
    room: &'a mut [u8],
    len: usize,
}

impl Out<'_> {
    fn after(&mut self, start: usize) -> &mut [u8] {
        self.room.get_mut(start..self.len).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.room.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// Appends a name or value without its escapes: byte by byte, as runs between them are short.
    fn unescape(&mut self, text: &[u8]) {
        let room = self.room.get_mut(self.len..).unwrap_or_default();
        let all = room.len();
        let mut places = room.iter_mut();
        let mut rest = text;
        while let [byte, after @ ..] = rest {
            let Some(place) = places.next() else { break };
            rest = after;
            *place = match byte {
                b'+' => b' ',
                b'%' => match after.first_chunk().and_then(|[high, low]| hex_pair(*high, *low)) {
                    Some(byte) => {
                        rest = after.after(2);
                        byte
                    }
                    None => b'%',
                },
                plain => *plain,
            };
        }
        self.len += all - places.len();
    }
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

    #[test]
    fn a_url_in_a_field_has_escapes_of_its_own() {
        let mut out = Vec::new();
        decode(b"to=http%3A%2F%2Fcrm%2Fa%3Fmail%3Da%2540b.cn%2526x&p=a%2540b&q=%2Fx%252Fy", &mut out, &mut Vec::new());
        assert_eq!(String::from_utf8(out).unwrap(), "to=http://crm/a?mail=a@b.cn\u{1f}x&p=a%40b&q=/x%2Fy");
    }
}
