//! Multipart bodies (RFC 2046 §5.1, RFC 7578) and mails: parts are unpacked while they arrive.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::coded::scale;
use super::head::{Head, Transfer};
use super::media::Kind;
use super::part::Part;
use super::place::Place;
use super::stream::{Style, TextStream};
use crate::anomaly::Code;
use crate::coverage::{State, Tally};
use crate::mime;
use std::borrow::Cow;

/// Longest header block of a part.
const HEAD_BYTES: usize = 16 << 10;
/// The same of a mail, which may name a thousand recipients.
const MAIL_HEAD_BYTES: usize = 256 << 10;

/// Longest value of a form's field that is told beside its name.
const FIELD_BYTES: usize = 512;

/// A multipart body, or a mail (which is one part without boundary).
pub(super) struct Multipart {
    place: Place,
    depth: u8,
    /// `--boundary`; empty for a mail.
    delimiter: Box<[u8]>,
    /// In a mail its parts are numbered, from 1: they have no names.
    in_mail: bool,
    /// Parts so far.
    count: usize,
    stage: Stage,
    /// The field of a form that the part in hand is, and its value so far.
    field: Option<(String, Vec<u8>)>,
    carry: Vec<u8>,
    /// What stands between the parts.
    between: TextStream,
}

enum Stage {
    /// Before the first delimiter, behind the last, or anywhere after a gap.
    Between,
    Head,
    Body(Box<Part>),
    /// Too many parts: the rest is read as text.
    Plain,
}

/// What a search for the delimiter found.
enum Found {
    /// Content up to `.0`, the next line from `.1`; true if no part follows.
    Delimiter(usize, usize, bool),
    /// Nothing, and nothing can start before this offset.
    Nothing(usize),
}

impl Multipart {
    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        let part = if let Stage::Body(part) = &self.stage { part.held() } else { 0 };
        self.carry.capacity() + self.field.as_ref().map_or(0, |(_, value)| value.capacity()) + part
    }

    /// A multipart body at `place`.
    pub(super) fn new(place: &Place, boundary: &[u8], depth: u8, in_mail: bool) -> Self {
        let mut delimiter = b"--".to_vec();
        delimiter.extend_from_slice(boundary);
        let place = if in_mail { place.clone() } else { place.child("", "multipart") };
        Self::with(place, delimiter, Stage::Between, (depth, in_mail))
    }

    /// A mail at `place`: a header block, then its body.
    pub(super) fn mail(place: &Place, depth: u8) -> Self {
        Self::with(place.clone(), Vec::new(), Stage::Head, (depth, true))
    }

    fn with(place: Place, delimiter: Vec<u8>, stage: Stage, (depth, in_mail): (u8, bool)) -> Self {
        let between = TextStream::new(place.clone(), Style::Plain, Label::None, depth);
        Self {
            place,
            depth,
            delimiter: delimiter.into(),
            in_mail,
            count: 0,
            stage,
            field: None,
            carry: Vec::new(),
            between,
        }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut joined = std::mem::take(&mut self.carry);
        let buffer = if joined.is_empty() {
            data
        } else {
            joined.extend_from_slice(data);
            &joined
        };
        let mut at = 0;
        loop {
            let (used, go_on) = self.step(buffer.after(at), end, cx, &mut tally);
            at += used;
            if !go_on {
                break;
            }
        }
        self.carry = if at == 0 && !joined.is_empty() { joined } else { buffer.after(at).to_vec() };
        tally
    }

    /// Bytes are missing here: the part in hand goes on if it can, the next delimiter is looked for.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let held = std::mem::take(&mut self.carry);
        self.field = None;
        let mut tally = Tally::default();
        match &mut self.stage {
            Stage::Body(part) => {
                tally.merge(&part.push(&held, Ending::More, cx));
                tally.merge(&part.gap(cx));
            }
            Stage::Between | Stage::Head | Stage::Plain => {
                tally.merge(&self.between.push(&held, Ending::Cut, cx));
                if !self.delimiter.is_empty() {
                    self.stage = Stage::Between;
                }
            }
        }
        tally
    }

    /// One step through the buffer: the bytes used, and whether another step may do more.
    fn step(&mut self, buffer: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> (usize, bool) {
        match self.stage {
            Stage::Head => self.head(buffer, end, cx, tally),
            Stage::Plain => {
                tally.merge(&self.between.push(buffer, end, cx));
                (buffer.len(), false)
            }
            Stage::Between | Stage::Body(_) => match self.find(buffer, end) {
                Found::Nothing(safe) => {
                    let ending = if safe == buffer.len() { end } else { Ending::More };
                    self.content(buffer.upto(safe), ending, cx, tally);
                    (safe, false)
                }
                Found::Delimiter(content, next, closes) => {
                    self.content(buffer.upto(content), Ending::Whole, cx, tally);
                    if let (Stage::Body(part), Some((name, value))) = (&self.stage, self.field.take()) {
                        cx.sink.field(part.place(), &name, &value);
                    }
                    tally.add(State::Inspected, (next - content) as u64);
                    self.stage = if closes { Stage::Between } else { Stage::Head };
                    (next, true)
                }
            },
        }
    }

    /// Content of the part, or what stands between parts.
    fn content(&mut self, bytes: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        self.field.take_if(|(_, value)| value.len() + bytes.len() > FIELD_BYTES);
        if let Some((_, value)) = &mut self.field {
            value.extend_from_slice(bytes);
        }
        match &mut self.stage {
            Stage::Body(part) => tally.merge(&part.push(bytes, end, cx)),
            _ => tally.merge(&self.between.push(bytes, end, cx)),
        }
    }

    /// Looks for the next delimiter line.
    fn find(&self, buffer: &[u8], end: Ending) -> Found {
        if self.delimiter.is_empty() {
            return Found::Nothing(buffer.len());
        }
        for at in memchr::memmem::find_iter(buffer, &*self.delimiter) {
            let line_start = at == 0 || buffer.at(at - 1) == b'\n';
            if !line_start {
                continue;
            }
            let content = if buffer.span(at.saturating_sub(2), at) == b"\r\n" { at - 2 } else { at.saturating_sub(1) };
            let after = buffer.after(at + self.delimiter.len());
            let closes = after.starts_with(b"--");
            let line = after.after(if closes { 2 } else { 0 });
            let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
            match line.get(blank) {
                Some(b'\n') => {
                    return Found::Delimiter(content, buffer.len() - line.len() + blank + 1, closes);
                }
                Some(_) if closes => {
                    return Found::Delimiter(content, buffer.len() - line.len(), true);
                }
                Some(b'-') if after.len() < 2 && !end.is_last() => return Found::Nothing(content),
                // A longer boundary that starts like this one.
                Some(_) => {}
                None if end.is_last() => return Found::Delimiter(content, buffer.len(), true),
                None => return Found::Nothing(content),
            }
        }
        if end.is_last() {
            return Found::Nothing(buffer.len());
        }
        // The end may be the start of a delimiter: a line break and what follows it, if that may still grow into one.
        let reach = self.delimiter.len() + 2;
        let tail = buffer.len().saturating_sub(reach);
        let hold = memchr::memrchr(b'\n', buffer.after(tail))
            .map(|i| tail + i)
            .filter(|i| self.delimiter.starts_with(buffer.after(i + 1)));
        let hold = hold
            .or_else(|| self.delimiter.starts_with(buffer).then_some(0))
            .or_else(|| (buffer.last() == Some(&b'\r')).then(|| buffer.len() - 1));
        Found::Nothing(hold.map_or(buffer.len(), |i| {
            if i > 0 && buffer.at(i) == b'\n' && buffer.at(i - 1) == b'\r' { i - 1 } else { i }
        }))
    }

    /// Reads a part's header block and opens its body.
    fn head(&mut self, buffer: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> (usize, bool) {
        let block = match blank_line(buffer) {
            Some(len) => len,
            None if end.is_last() => buffer.len(),
            None if buffer.len() > self.head_bytes() => {
                cx.sink.anomaly(Code::HeadTooLong, "header block of a part");
                buffer.len()
            }
            None => return (0, false),
        };
        if !cx.part() {
            self.stage = Stage::Plain;
            return (0, true);
        }
        let fields = buffer.upto(block);
        let head = Head::parse(fields);
        let place = self.part_place(&head);
        tally.merge(&self.scan_head(&place, fields, cx));
        // A mail's own body lies no deeper than the mail, unless that is a mail again.
        let layer = !self.is_mail() || head.declared.kind == Kind::Mail;
        let depth = self.depth.saturating_add(u8::from(layer));
        self.field = (!self.in_mail && head.is_field()).then(|| (head.name.clone(), Vec::new()));
        self.stage = Stage::Body(Box::new(Part::new(place, head, depth, self.in_mail)));
        (block, true)
    }

    /// True for a mail itself, which is one part.
    fn is_mail(&self) -> bool {
        self.delimiter.is_empty()
    }

    fn head_bytes(&self) -> usize {
        if self.is_mail() { MAIL_HEAD_BYTES } else { HEAD_BYTES }
    }

    /// Where the next part is.
    fn part_place(&mut self, head: &Head) -> Place {
        if !self.in_mail {
            let named = !head.name.is_empty() || !head.filename.is_empty();
            return if named { self.place.child(&head.name, &head.filename) } else { self.place.clone() };
        }
        self.count = self.count.saturating_add(1);
        let place =
            if self.is_mail() { self.place.clone() } else { self.place.child(&format!("part[{}]", self.count), "") };
        // A file in lines says its name itself.
        let named = !head.filename.is_empty() && head.transfer != Transfer::Lines;
        if named { place.child("file", &head.filename) } else { place }
    }

    /// Scans a header block; encoded words are read (RFC 2047).
    fn scan_head(&self, place: &Place, fields: &[u8], cx: &mut Context<'_>) -> Tally {
        let place = if self.in_mail { place.beside("header") } else { place.clone() };
        let mut stream = TextStream::new(place, Style::Headers, Label::None, self.depth);
        match mime::decode_words(fields) {
            Cow::Borrowed(fields) => stream.push(fields, Ending::Whole, cx),
            Cow::Owned(text) => scale(&stream.push(&text, Ending::Whole, cx), fields.len() as u64),
        }
    }
}

/// The length of a header block, its blank line included.
fn blank_line(buffer: &[u8]) -> Option<usize> {
    if buffer.starts_with(b"\r\n") {
        return Some(2);
    }
    if buffer.starts_with(b"\n") {
        return Some(1);
    }
    memchr::memchr_iter(b'\n', buffer).find_map(|at| match buffer.span(at + 1, at + 3) {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n'] => Some(at + 3),
        _ => None,
    })
}
