//! A walk over XML as it arrives: tags and text, nothing checked, nothing kept but an unfinished tag.

use crate::content::bytes::Bytes;
use crate::content::decode::{Decoder, Transcode};
use crate::references;
use std::borrow::Cow;

/// Longest tag; what is longer is read as text.
const TAG_BYTES: usize = 64 << 10;

/// What is met on the way.
#[derive(Clone, Copy)]
pub(super) enum Event<'a> {
    /// A start tag, from `<` to `>`; `empty` if it is its own end tag.
    Open { tag: &'a [u8], empty: bool },
    /// An end tag: its local name.
    Close(&'a [u8]),
    /// Text, references undone; any piece of it.
    Text(&'a [u8]),
}

/// The walk.
#[derive(Default)]
pub(super) struct Xml {
    carry: Vec<u8>,
    /// What ends the comment, instruction or CDATA section around the next byte.
    until: Option<&'static [u8]>,
    /// UTF-16, if the first bytes said so.
    wide: Option<Decoder>,
    begun: bool,
}

impl Xml {
    /// True if what begins so is XML.
    pub(super) fn begins(head: &[u8]) -> bool {
        matches!(head.upto(2), b"\xff\xfe" | b"\xfe\xff")
            || head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().at(0) == b'<'
    }

    /// Walks on.
    pub(super) fn push(&mut self, data: &[u8], last: bool, each: &mut dyn FnMut(Event<'_>)) {
        if !std::mem::replace(&mut self.begun, true) && matches!(data.upto(2), b"\xff\xfe" | b"\xfe\xff") {
            self.wide = {
                let encoding = if data.at(0) == 0xfe { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
                Some(Decoder::Transcode(Transcode::new(encoding)))
            };
        }
        let Some(mut wide) = self.wide.take() else {
            return self.narrow(data, last, each);
        };
        let mut rest = data;
        let mut room = [0; 4096];
        loop {
            let done = wide.step(rest, &mut room);
            rest = rest.after(done.consumed);
            let over = rest.is_empty() && done.produced < room.len() - 8;
            self.narrow(room.upto(done.produced), last && over, each);
            if over || (done.consumed == 0 && done.produced == 0) {
                break;
            }
        }
        self.wide = Some(wide);
    }

    fn narrow(&mut self, data: &[u8], last: bool, each: &mut dyn FnMut(Event<'_>)) {
        if self.carry.is_empty() {
            let left = self.walk(data, last, each);
            self.carry.extend_from_slice(data.tail(left));
            return;
        }
        let mut joined = std::mem::take(&mut self.carry);
        joined.extend_from_slice(data);
        let left = self.walk(&joined, last, each);
        joined.drain(..joined.len() - left);
        self.carry = joined;
    }

    /// Walks over `data`; answers how many of its last bytes wait for more.
    fn walk(&mut self, data: &[u8], last: bool, each: &mut dyn FnMut(Event<'_>)) -> usize {
        let mut rest = data;
        while !rest.is_empty() {
            if let Some(until) = self.until {
                let end = memchr::memmem::find(rest, until);
                // Without an end all is inside but what may be the start of the end.
                let inside = end.unwrap_or(rest.len().saturating_sub(if last { 0 } else { until.len() - 1 }));
                if until == b"]]>" && inside > 0 {
                    each(Event::Text(rest.upto(inside)));
                }
                if end.is_none() {
                    return rest.len() - inside;
                }
                self.until = None;
                rest = rest.after(inside + until.len());
                continue;
            }
            if rest.at(0) != b'<' {
                let text = rest.upto(memchr::memchr(b'<', rest).unwrap_or(rest.len()));
                let hold = if text.len() < rest.len() || last { 0 } else { reference_tail(text) };
                let whole = text.upto(text.len() - hold);
                if !whole.is_empty() {
                    each(Event::Text(&references::unescape(whole)));
                }
                if hold > 0 {
                    return hold;
                }
                rest = rest.after(text.len());
                continue;
            }
            if let Some((skip, until)) = special(rest) {
                self.until = Some(until);
                rest = rest.after(skip);
                continue;
            }
            match tag_end(rest) {
                Some(end) => {
                    tag(rest.upto(end), each);
                    rest = rest.after(end);
                }
                None if last || rest.len() > TAG_BYTES => {
                    each(Event::Text(rest));
                    return 0;
                }
                None => return rest.len(),
            }
        }
        0
    }
}

/// A section that is no tag: the length of its start, and what ends it. A `<!` that may become one is no tag yet.
fn special(rest: &[u8]) -> Option<(usize, &'static [u8])> {
    let starts: [(&[u8], &'static [u8]); 4] =
        [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"), (b"<!DOCTYPE", b">")];
    starts.into_iter().find(|(start, _)| rest.starts_with(start)).map(|(start, until)| (start.len(), until))
}

/// The length of the tag that starts here; a `>` in quotes does not end it.
fn tag_end(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"<!") && rest.len() < 9 {
        return None;
    }
    let mut at = 1;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', rest.after(at))?;
        let byte = rest.at(at);
        at += 1;
        if byte == b'>' {
            return Some(at);
        }
        at += memchr::memchr(byte, rest.after(at))? + 1;
    }
}

fn tag(tag: &[u8], each: &mut dyn FnMut(Event<'_>)) {
    if tag.at(1) == b'/' {
        each(Event::Close(local(tag.after(2))));
    } else if tag.at(1) != b'!' {
        each(Event::Open { tag, empty: tag.at(tag.len().wrapping_sub(2)) == b'/' });
    }
}

/// The local name of a tag.
pub(super) fn name(tag: &[u8]) -> &[u8] {
    local(tag.after(1))
}

/// The name at the start of `bytes`, without its prefix.
fn local(bytes: &[u8]) -> &[u8] {
    let len = bytes.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/' | b'=')).count();
    let name = bytes.upto(len);
    name.after(memchr::memchr(b':', name).map_or(0, |colon| colon + 1))
}

/// The value of a tag's attribute of this local name, references undone.
pub(super) fn attribute<'t>(tag: &'t [u8], wanted: &[u8]) -> Option<Cow<'t, [u8]>> {
    let mut rest = tag.after(1);
    loop {
        let equals = memchr::memchr(b'=', rest)?;
        let before = rest.upto(equals).trim_ascii_end();
        let word = before.iter().rev().take_while(|b| !b.is_ascii_whitespace()).count();
        let found = local(before.tail(word)) == wanted;
        let value = rest.after(equals + 1).trim_ascii_start();
        let quote = value.at(0);
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let value = value.after(1);
        let end = memchr::memchr(quote, value)?;
        if found {
            return Some(references::unescape(value.upto(end)));
        }
        rest = value.after(end + 1);
    }
}

/// The same as a number.
pub(super) fn number(tag: &[u8], wanted: &[u8]) -> Option<usize> {
    std::str::from_utf8(&attribute(tag, wanted)?).ok()?.parse().ok()
}

/// Bytes at the end of a text that may be the start of a reference.
fn reference_tail(text: &[u8]) -> usize {
    let tail = text.tail(references::LONGEST);
    memchr::memrchr(b'&', tail).filter(|at| !tail.after(*at).contains(&b';')).map_or(0, |at| tail.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn seen(text: &[u8], step: usize) -> String {
        let mut out = String::new();
        let mut xml = Xml::default();
        let mut pieces = text.chunks(step).peekable();
        while let Some(piece) = pieces.next() {
            xml.push(piece, pieces.peek().is_none(), &mut |event| match event {
                Event::Open { tag, empty } => {
                    let _ = write!(out, "({}{}", String::from_utf8_lossy(name(tag)), if empty { ")" } else { "" });
                    if let Some(value) = attribute(tag, b"a") {
                        let _ = write!(out, "@{}", String::from_utf8_lossy(&value));
                    }
                }
                Event::Close(_) => out.push(')'),
                Event::Text(text) => out.push_str(&String::from_utf8_lossy(text)),
            });
        }
        out
    }

    #[test]
    fn any_cut_walks_the_same() {
        let text = b"<?xml version='1.0'?><!DOCTYPE x><w:r b='>' x:a=\"1&amp;2\"><!-- <no> --><t/>13&#56;&#x30;&lt;&bad;<![CDATA[<5>]]></w:r>&";
        let want = "(r@1&2(t)1380<&bad;<5>)&";
        for step in 1..text.len() {
            assert_eq!(seen(text, step), want, "{step}");
        }
        let wide: Vec<u8> = [0xfeff].into_iter().chain("<a>é</a>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(seen(&wide, 100), "(aé)");
    }

    #[test]
    fn what_never_ends_is_text() {
        assert_eq!(seen(b"<a b='", 2), "<a b='");
    }
}
