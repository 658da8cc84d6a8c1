//! vCards (RFC 6350; 2.1 and 3.0 too) and calendars (RFC 5545): properties, one a line.
//!
//! Lines are unfolded while they arrive, quoted-printable and charsets of values decoded, escapes undone. A property becomes a
//! field under its name in lower case (`tel`, `attendee`), and so do its parameters, but for those that only speak of form
//! (`attendee.cn`). Photos and attachments in base64 are found in the text as anywhere. Longer lines than 64 KiB are read in
//! pieces.

use super::lines::{LINE_BYTES, Lines};
use super::rewritten::Rewritten;
use super::{Container, Format};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::{Bytes, hex_pair};
use crate::content::place::Place;
use crate::content::stream::Style;
use crate::coverage::{State, Tally};
use encoding_rs::{Encoding, UTF_8};

/// Cards.
pub(super) static VCARD: Format = Format {
    name: "vcard",
    media: "text/vcard",
    begins: |head| begins(head, b"BEGIN:VCARD"),
    open: |place, depth, _| Box::new(Card::new(place.child("vcard", ""), depth)),
};

/// Calendars.
pub(super) static ICALENDAR: Format = Format {
    name: "icalendar",
    media: "text/calendar",
    begins: |head| begins(head, b"BEGIN:VCALENDAR"),
    open: |place, depth, _| Box::new(Card::new(place.child("icalendar", ""), depth)),
};

/// Longest name with its parameters.
const HEAD_BYTES: usize = 8 << 10;
/// Parameters that say how a value is written, or what role it has.
const FORM: [&[u8]; 24] = [
    b"type",
    b"value",
    b"encoding",
    b"charset",
    b"pref",
    b"language",
    b"role",
    b"partstat",
    b"rsvp",
    b"cutype",
    b"tzid",
    b"fmttype",
    b"range",
    b"related",
    b"reltype",
    b"fbtype",
    b"mediatype",
    b"pid",
    b"altid",
    b"index",
    b"level",
    b"calscale",
    b"display",
    b"feature",
];

fn begins(head: &[u8], mark: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.upto(mark.len()).eq_ignore_ascii_case(mark)
}

struct Card {
    out: Rewritten,
    /// Lines as they were folded.
    lines: Lines,
    /// The end of that line is to come, its beginning was read.
    within: bool,
    property: Property,
    spent: bool,
}

/// A property as far as it came.
#[derive(Default)]
struct Property {
    /// Name and parameters, before the colon.
    head: Vec<u8>,
    in_quotes: bool,
    /// The colon has come; what follows is held, and of a long value what is left of it.
    begun: bool,
    value: Vec<u8>,
    /// Its name was written.
    named: bool,
    quoted: bool,
    /// The last line ended in a soft break of quoted-printable.
    soft: bool,
    charset: Option<&'static Encoding>,
    /// The last byte was a backslash.
    escaped: bool,
}

impl Container for Card {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        if self.spent {
            tally.add(State::Skipped, data.len() as u64);
            return tally;
        }
        let mut lines = std::mem::take(&mut self.lines);
        lines.feed(
            data,
            end.is_last(),
            |text| memchr::memchr(b'\n', text),
            |line, ends| {
                self.line(line, ends);
                if self.out.is_full() && !self.spent {
                    self.spent = !self.out.flush(Ending::More, cx, &mut tally);
                }
            },
        );
        self.lines = lines;
        if end.is_last() {
            self.property.end(&mut self.out.text);
        }
        if self.spent {
            tally.add(State::Skipped, std::mem::take(&mut self.out.read));
        } else {
            self.spent = !self.out.flush(end, cx, &mut tally);
        }
        tally
    }

    /// A line that lost its beginning has no name.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.push(&[], Ending::Cut, cx);
        self.within = false;
        tally
    }
}

impl Card {
    fn new(place: Place, depth: u8) -> Self {
        let out = Rewritten::new(place, Style::Headers, depth);
        Self { out, lines: Lines::default(), within: false, property: Property::default(), spent: false }
    }

    /// Takes a line as it was folded, or a piece of one.
    fn line(&mut self, line: &[u8], ends: bool) {
        self.out.read += line.len() as u64;
        let into = &mut self.out.text;
        let mut content = line;
        if ends {
            content = content.strip_suffix(b"\n").unwrap_or(content);
            content = content.strip_suffix(b"\r").unwrap_or(content);
        }
        let soft = std::mem::take(&mut self.property.soft);
        if !std::mem::replace(&mut self.within, !ends) && !soft {
            match content.first() {
                Some(b' ' | b'\t') => content = content.after(1),
                _ => self.property.end(into),
            }
        }
        let rest = self.property.take_head(content);
        self.property.take_value(rest, into);
        if ends && self.property.quoted && self.property.value.last() == Some(&b'=') {
            self.property.value.pop();
            self.property.soft = true;
        }
    }
}

impl Property {
    /// Takes name and parameters; answers what follows the colon.
    fn take_head<'l>(&mut self, content: &'l [u8]) -> &'l [u8] {
        for (at, byte) in content.iter().enumerate().filter(|_| !self.begun) {
            match byte {
                b'"' => self.in_quotes = !self.in_quotes,
                b':' if !self.in_quotes => {
                    self.begun = true;
                    self.read_parameters();
                    return content.after(at + 1);
                }
                _ => {}
            }
            self.head.push(*byte);
            if self.head.len() > HEAD_BYTES {
                // No property: text.
                (self.begun, self.named) = (true, true);
                self.value = std::mem::take(&mut self.head);
                return content.after(at + 1);
            }
        }
        if self.begun { content } else { &[] }
    }

    /// How the value is written.
    fn read_parameters(&mut self) {
        for parameter in Parameters::of(&self.head) {
            let (name, value) = parameter.split();
            if name.eq_ignore_ascii_case(b"charset") {
                self.charset = Encoding::for_label(value).filter(|encoding| *encoding != UTF_8);
            }
            // The older version leaves the name of the parameter out.
            let encoding = name.is_empty() || name.eq_ignore_ascii_case(b"encoding");
            self.quoted |= encoding && value.eq_ignore_ascii_case(b"quoted-printable");
        }
    }

    /// Takes some of the value. It is written in pieces of one size, however the lines came.
    fn take_value(&mut self, mut content: &[u8], into: &mut Vec<u8>) {
        while !content.is_empty() {
            let room = LINE_BYTES.saturating_sub(self.value.len()).max(1);
            self.value.extend_from_slice(content.upto(room));
            content = content.after(room);
            if self.value.len() >= LINE_BYTES {
                self.write(false, into);
            }
        }
    }

    /// The property is over.
    fn end(&mut self, into: &mut Vec<u8>) {
        if self.begun {
            self.write(true, into);
            into.push(b'\n');
        } else if !self.head.is_empty() {
            into.append(&mut self.head);
            into.push(b'\n');
        }
        *self = Self::default();
    }

    /// Writes what there is of the value, in front of it the name and the parameters that are text.
    fn write(&mut self, last: bool, into: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.named, true) {
            let name = self.head.upto(memchr::memchr(b';', &self.head).unwrap_or(self.head.len()));
            // What cards group together has a name in common: `item1.TEL`.
            let name = name.after(memchr::memchr(b'.', name).map_or(0, |at| at + 1));
            for parameter in Parameters::of(&self.head) {
                let (key, value) = parameter.split();
                if key.is_empty() || FORM.iter().any(|form| key.eq_ignore_ascii_case(form)) {
                    continue;
                }
                for part in [name, b".", key, b": ", value, b"\n"] {
                    into.extend_from_slice(part);
                }
            }
            into.extend_from_slice(name);
            into.extend_from_slice(b": ");
        }
        let mut value = std::mem::take(&mut self.value);
        if self.quoted {
            let (decoded, rest) = unquoted(&value, last);
            value = decoded;
            self.value = rest;
        }
        let text = match self.charset {
            Some(charset) => charset.decode_without_bom_handling(&value).0.into_owned().into_bytes(),
            None => value,
        };
        for byte in text {
            match byte {
                b'\\' if !std::mem::replace(&mut self.escaped, true) => continue,
                b'n' | b'N' if self.escaped => into.push(b' '),
                b'\\' | b',' | b';' | b':' if self.escaped => into.push(byte),
                _ => {
                    if self.escaped {
                        into.push(b'\\');
                    }
                    // A line break within a value does not end the field.
                    into.push(if matches!(byte, b'\r' | b'\n') { b' ' } else { byte });
                }
            }
            self.escaped = false;
        }
    }
}

/// Quoted-printable without soft breaks, and what of it may go on.
fn unquoted(value: &[u8], last: bool) -> (Vec<u8>, Vec<u8>) {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'=', value.after(at)) {
        out.extend_from_slice(value.span(at, at + step));
        at += step;
        if at + 3 > value.len() && !last {
            return (out, value.after(at).to_vec());
        }
        if let Some(byte) = hex_pair(value.at(at + 1), value.at(at + 2)) {
            out.push(byte);
            at += 3;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out.extend_from_slice(value.after(at));
    (out, Vec::new())
}

/// The parameters in front of a value, without their name before the first.
struct Parameters<'h> {
    rest: &'h [u8],
}

struct Parameter<'h>(&'h [u8]);

impl<'h> Parameters<'h> {
    fn of(head: &'h [u8]) -> Self {
        Self { rest: memchr::memchr(b';', head).map_or(&[][..], |at| head.after(at + 1)) }
    }
}

impl<'h> Iterator for Parameters<'h> {
    type Item = Parameter<'h>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut in_quotes = false;
        let ends = |byte: &u8| {
            in_quotes ^= *byte == b'"';
            *byte == b';' && !in_quotes
        };
        let end = self.rest.iter().position(ends).unwrap_or(self.rest.len());
        let parameter = Parameter(self.rest.upto(end));
        self.rest = self.rest.after(end + 1);
        Some(parameter)
    }
}

impl<'h> Parameter<'h> {
    /// Name and value, without quotes; the name is empty where there is none.
    fn split(&self) -> (&'h [u8], &'h [u8]) {
        let Some(at) = memchr::memchr(b'=', self.0) else { return (&[], self.0) };
        let value = self.0.after(at + 1);
        let bare = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
        (self.0.upto(at), bare)
    }
}
