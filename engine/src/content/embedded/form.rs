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
        if is_plain(pair) {
            out.copy(pair);
            continue;
        }
        let (name, value) = match leaktap_simd::find(b'=', pair) {
            Some(at) => (pair.upto(at), Some(pair.after(at + 1))),
            None => (pair, None),
        };
        let start = out.len;
        out.unescape(name);
        if percent::is_encoded_again(out.after(start)) {
            out.unescape_again(start);
        }
        blank(out.after(start), (b'=', b'&'), b'\n');
        let Some(value) = value else { continue };
        let name_end = out.len;
        out.push(b'=');
        let value_start = out.len;
        if is_track(value) {
            for byte in value {
                out.push(*byte);
            }
        } else {
            out.unescape(value);
        }
        if is_escaped_again(out.after(value_start)) {
            out.unescape_again(value_start);
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

/// True for a pair that is the same when it is decoded, and whose value is no document: most are.
fn is_plain(pair: &[u8]) -> bool {
    pair.iter().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'%' | b'+' | b'{' | b'['))
}

/// True for the first track of a magnetic stripe (ISO/IEC 7813), which a reader put there as it is: its `%B` and the first
/// digit look like a triplet.
fn is_track(value: &[u8]) -> bool {
    value.strip_prefix(b"%B").is_some_and(|rest| {
        let digits = rest.iter().take(20).take_while(|b| b.is_ascii_digit()).count();
        digits > 11 && rest.at(digits) == b'^'
    })
}

/// True for what has escapes of its own: a URL (where to go after a login, the page before), or what was encoded twice. (A
/// form in a field is taken out before its escapes are undone.)
fn is_escaped_again(value: &[u8]) -> bool {
    let url = value.starts_with(b"/") || value.starts_with(b"http://") || value.starts_with(b"https://");
    if url { percent::is_encoded(value, Style::Plain) } else { percent::is_encoded_again(value) && !looks_form(value) }
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

    /// Appends what has no escapes.
    fn copy(&mut self, text: &[u8]) {
        if let Some(room) = self.room.get_mut(self.len..self.len + text.len()) {
            room.copy_from_slice(text);
            self.len += text.len();
        }
    }

    /// Undoes the escapes of what was appended from `start` on.
    fn unescape_again(&mut self, start: usize) {
        let text = self.after(start).to_vec();
        self.len = start;
        self.unescape(&text);
    }

    /// Appends a name or value without its escapes: byte by byte, as runs between them are short.
    fn unescape(&mut self, text: &[u8]) {
        let room = self.room.get_mut(self.len..).unwrap_or_default();
        let all = room.len();
        let mut places = room.iter_mut();
        let mut rest = text;
        while let [byte, after @ ..] = rest {
            let Some(place) = places.next() else { break };
            let here = rest;
            rest = after;
            *place = match byte {
                b'+' => b' ',
                b'%' => match after.first_chunk().and_then(|[high, low]| hex_pair(*high, *low)) {
                    Some(byte) => {
                        rest = after.after(2);
                        byte
                    }
                    None => percent::unicode(here, 0).map_or(b'%', |(named, len)| {
                        rest = here.after(len);
                        let mut bytes = [0; 4];
                        let bytes = named.encode_utf8(&mut bytes).as_bytes();
                        // It is shorter than its escape.
                        for (byte, place) in bytes.after(1).iter().zip(places.by_ref()) {
                            *place = *byte;
                        }
                        bytes.at(0)
                    }),
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
    fn what_was_encoded_twice_is_decoded_twice() {
        let (mut out, mut values) = (Vec::new(), Vec::new());
        let text = b"m=bob%2540b.cn&%25E8%25BA%25AB=%257B%2522a%2522%253A1%257D&t=%252B86138&p=a%2540b&q=100%2525&f=a%3D%2525%26b%3D%252526";
        decode(text, &mut out, &mut values);
        assert_eq!(String::from_utf8(out).unwrap(), "m=bob@b.cn&身=&t=+86138&p=a%40b&q=100%25&f=");
        let values: Vec<_> = values.iter().map(|v| (&v.name[..], &v.bytes[..], v.kind)).collect();
        assert_eq!(values, [("身".as_bytes(), &br#"{"a":1}"#[..], "json"), (b"f", b"a=%25&b=%2526", "form")]);
    }

    #[test]
    fn the_track_of_a_stripe_is_no_escape() {
        let mut out = Vec::new();
        decode(b"a=%B4111111111111111^A/B^2512?&b=%B4111&c=%B411111111111^A", &mut out, &mut Vec::new());
        assert_eq!(out, b"a=%B4111111111111111^A/B^2512?&b=&c=%B411111111111^A");
    }

    #[test]
    fn the_escapes_of_javascript_are_decoded() {
        let mut out = Vec::new();
        let text = b"%u8EAB=%u4efd%20440305%ud83d%ude00%u0026%uD83D&%u12=%u&x=%u8EA";
        decode(text, &mut out, &mut Vec::new());
        assert_eq!(String::from_utf8(out).unwrap(), "身=份 440305😀\u{1f}\u{fffd}&%u12=%u&x=%u8EA");
    }

    #[test]
    fn a_url_in_a_field_has_escapes_of_its_own() {
        let mut out = Vec::new();
        decode(b"to=http%3A%2F%2Fcrm%2Fa%3Fmail%3Da%2540b.cn%2526x&p=a%2540b&q=%2Fx%252Fy", &mut out, &mut Vec::new());
        assert_eq!(String::from_utf8(out).unwrap(), "to=http://crm/a?mail=a@b.cn\u{1f}x&p=a%40b&q=/x%2Fy");
    }
}
