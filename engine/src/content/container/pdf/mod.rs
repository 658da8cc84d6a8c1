//! The text of PDF documents (ISO 32000-1).
//!
//! A document is collected (see [`super::collected`]), because its fonts may follow its pages; then every object is read in
//! the order of the file, whatever its cross-reference table says: cut and damaged files are read as far as they go.
//! Read: objects in object streams, the filters that pictures have not to themselves, text of pages and forms by the fonts' `ToUnicode`
//! maps or well-known encodings, strings outside of pages, attached files; what is enciphered if an empty password opens it.
//! Not read: other filters, pictures, fonts without a map.

mod attached;
mod filter;
mod font;
mod glyph;
mod lexer;
mod security;
mod text;
mod width;

use super::Format;
use super::collected::{Collected, File};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use font::{Font, Parts, Room};
use lexer::{Lexer, Value};
use security::Security;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "pdf",
    media: "application/pdf",
    // Some writers put a byte order mark or empty lines in front.
    begins: |head| head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(b"%PDF-"),
    open: |place, depth, file| Collected::boxed(&place.child("pdf", ""), depth, file, read),
};

/// Values that its objects may hold, and those of one object stream.
const VALUES: u32 = 1 << 19;
/// Filters of one stream.
const FILTERS: usize = 4;
/// Fonts that are read.
const FONTS: usize = 1024;
/// Entries of dictionaries looked at for the resources of all pages.
const LOOKED: usize = 1 << 23;
/// Trailers that are looked at: an update of a document adds one.
const TRAILERS: usize = 16;
/// Pages above one another that hand down resources.
const PARENTS: usize = 16;

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    Document::read(file, cx)
}

/// An object: its value, and where its stream is.
struct Object {
    /// Of an object in the file itself; those in object streams have none, and are not enciphered one by one.
    generation: Option<u32>,
    value: Value,
    stream: Option<Range<usize>>,
}

struct Document<'a> {
    data: &'a [u8],
    objects: BTreeMap<u32, Object>,
    /// The key, if it is enciphered and anyone may open it.
    security: Option<Security>,
    fonts: BTreeMap<u32, Font>,
    /// Numbers given to fonts that are no objects of their own, by where their dictionaries stand.
    direct: BTreeMap<usize, u32>,
    room: Room,
    /// Objects whose streams were read.
    read: BTreeSet<u32>,
    out: String,
    tally: Tally,
    left: u32,
    looked: usize,
}

impl<'a> Document<'a> {
    /// Objects behind a gap are read as well.
    fn read(file: &File<'a>, cx: &mut Context<'_>) -> Tally {
        let (data, behind) = file.data.split_at(end_of(file.data));
        let mut document = Self {
            data,
            objects: BTreeMap::new(),
            security: None,
            fonts: BTreeMap::new(),
            direct: BTreeMap::new(),
            room: Room { ranges: font::RANGES, widths: width::WIDTHS },
            read: BTreeSet::new(),
            out: String::new(),
            tally: Tally::default(),
            left: VALUES,
            looked: 0,
        };
        document.collect();
        let enciphered = memchr::memmem::find_iter(data, b"/Encrypt")
            .any(|at| matches!(data.after(at + 8).trim_ascii_start().at(0), b'0'..=b'9' | b'<'));
        document.security = if enciphered { document.open() } else { None };
        let locked = enciphered && document.security.is_none();
        if locked {
            cx.sink.anomaly(Code::ArchiveEncrypted, "pdf: locked");
            cx.locked(file.place, file.name);
        }
        document.unpack_objects(cx);
        if !locked {
            document.strings();
            document.attached(file, cx);
        }
        document.load_fonts(cx);
        document.pages(cx);
        document.rest(cx);
        let framing = (data.len() as u64).saturating_sub(document.tally.total());
        let state = if locked { State::Undecodable } else { State::Inspected };
        document.tally.add(state, framing);
        let out = document.out.into_bytes();
        if !out.iter().all(u8::is_ascii_whitespace) {
            let mut stream = TextStream::new(file.place.clone(), Style::Plain, Label::Utf8, file.depth);
            let _ = stream.push(&out, Ending::Whole, cx);
        }
        if !behind.is_empty() {
            let depth = file.depth.saturating_add(1);
            let mut entity = Entity::new(file.place.clone(), Declared::default(), Vec::new(), depth);
            document.tally.merge(&entity.push(behind, if file.whole { Ending::Whole } else { Ending::Cut }, cx));
        }
        document.tally
    }

    /// Every object, in the order of the file; of two with one number the later counts.
    fn collect(&mut self) {
        let mut at = 0;
        while let Some(step) = memchr::memmem::find(self.data.after(at), b" obj") {
            let word = at + step;
            at = word + 4;
            let Some((number, generation)) = number_before(self.data.upto(word)) else { continue };
            let mut lexer = Lexer::new(self.data, at, self.left);
            let Some(value) = lexer.next() else { break };
            let streams = lexer.skip(b"stream");
            // All that was looked at is behind: nothing is read twice.
            at = at.max(lexer.at);
            self.left = lexer.left;
            let mut stream = None;
            if streams {
                let mut start = lexer.at;
                start += usize::from(self.data.at(start) == b'\r');
                start += usize::from(self.data.at(start) == b'\n');
                let end = self.stream_end(&value, start);
                stream = Some(start..end);
                at = end;
            }
            self.objects.insert(number, Object { generation: Some(generation), value, stream });
        }
    }

    /// The key of an enciphered document that an empty password opens. Its encryption dictionary is named by the trailer,
    /// or by the dictionary of a stream that stands for it (§7.5.8).
    fn open(&self) -> Option<Security> {
        let trailers = memchr::memmem::find_iter(self.data, b"trailer").take(TRAILERS);
        let trailers = trailers.filter_map(|at| Lexer::new(self.data, at + 7, self.left).next());
        let streams = self.objects.values().map(|object| &object.value);
        let streams = streams.filter(|value| value.get(b"Type").name() == b"XRef").take(TRAILERS).cloned();
        trailers.chain(streams).find_map(|trailer| {
            let id = match self.follow(trailer.get(b"ID")) {
                Value::Array(each) => each.first().cloned(),
                _ => None,
            };
            let id = if let Some(Value::Text(id)) = &id { &**id } else { &[] };
            Security::open(self.follow(trailer.get(b"Encrypt")), id)
        })
    }

    fn stream_end(&self, value: &Value, start: usize) -> usize {
        let declared = value.get(b"Length").number().map(|len| start.saturating_add(len.max(0.0) as usize));
        let ends = |at: &usize| self.data.span(*at, at.saturating_add(12)).trim_ascii_start().starts_with(b"endstream");
        declared.filter(ends).unwrap_or_else(|| {
            let rest = self.data.after(start);
            start + memchr::memmem::find(rest, b"endstream").unwrap_or(rest.len())
        })
    }

    /// Objects inside streams (§7.5.7).
    fn unpack_objects(&mut self, cx: &mut Context<'_>) {
        let packed: Vec<u32> = self.of(|value| value.get(b"Type").name() == b"ObjStm");
        for number in packed {
            let Some(object) = self.objects.get(&number) else { continue };
            let first = object.value.get(b"First").number().unwrap_or(0.0).max(0.0) as usize;
            let count = object.value.get(b"N").number().unwrap_or(0.0).max(0.0) as usize;
            let Some(text) = self.stream(number, cx) else { continue };
            let mut index = Lexer::new(text.upto(first), 0, self.left);
            let mut found = Vec::new();
            for _ in 0..count.min(text.len()) {
                let (Some(Value::Number(number)), Some(Value::Number(at))) = (index.next(), index.next()) else {
                    break;
                };
                found.push((number as u32, first.saturating_add(at as usize)));
            }
            self.left = index.left;
            let mut read = 0;
            for (number, at) in found {
                // Offsets rise (§7.5.7); what does not is not read, so that nothing is read twice.
                if at < read {
                    continue;
                }
                let mut lexer = Lexer::new(&text, at, self.left);
                let Some(value) = lexer.next() else { break };
                (self.left, read) = (lexer.left, lexer.at);
                self.objects.entry(number).or_insert(Object { generation: None, value, stream: None });
            }
        }
    }

    fn of(&self, is: impl Fn(&Value) -> bool) -> Vec<u32> {
        self.objects.iter().filter(|(_, object)| is(&object.value)).map(|(number, _)| *number).collect()
    }

    /// Strings of objects: titles, links, notes, the fields of forms.
    fn strings(&mut self) {
        fn gather(value: &Value, clear: &dyn for<'t> Fn(&'t [u8]) -> Cow<'t, [u8]>, out: &mut String) {
            match value {
                Value::Text(text) => {
                    if let Some(text) = shown(&clear(text)) {
                        out.push_str(&text);
                        out.push('\n');
                    }
                }
                Value::Array(items) => items.iter().for_each(|item| gather(item, clear, out)),
                Value::Dict(entries) => entries.iter().for_each(|(_, item)| gather(item, clear, out)),
                _ => {}
            }
        }
        let mut out = std::mem::take(&mut self.out);
        for (number, object) in &self.objects {
            gather(&object.value, &|text| self.clear(*number, object, text), &mut out);
        }
        self.out = out;
    }

    /// A string of an object, deciphered.
    fn clear<'t>(&self, number: u32, object: &Object, text: &'t [u8]) -> Cow<'t, [u8]> {
        match (&self.security, object.generation) {
            (Some(security), Some(generation)) => security.string((number, generation), text),
            _ => Cow::Borrowed(text),
        }
    }

    /// A value, followed to the object it refers to.
    fn follow<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value {
            Value::Ref(number) => self.objects.get(number).map_or(&Value::Null, |object| &object.value),
            value => value,
        }
    }

    fn load_fonts(&mut self, cx: &mut Context<'_>) {
        let numbers = self.of(|value| value.get(b"Type").name() == b"Font" || *value.get(b"ToUnicode") != Value::Null);
        for number in numbers {
            let Some(dict) = self.objects.get(&number).map(|object| object.value.clone()) else { continue };
            self.load_font(number, &dict, cx);
        }
    }

    /// Reads a font, and keeps it under a number.
    fn load_font(&mut self, number: u32, dict: &Value, cx: &mut Context<'_>) {
        if self.fonts.len() >= FONTS {
            return;
        }
        let map = match dict.get(b"ToUnicode") {
            Value::Ref(map) => self.stream(*map, cx),
            _ => None,
        };
        let mut room = self.room;
        let descendant = match self.follow(dict.get(b"DescendantFonts")) {
            Value::Array(each) => each.first().map_or(&Value::Null, |font| self.follow(font)),
            _ => &Value::Null,
        };
        let parts = Parts {
            dict,
            encoding: self.follow(dict.get(b"Encoding")),
            widths: self.follow(dict.get(b"Widths")),
            descendant,
            w: self.follow(descendant.get(b"W")),
        };
        let font = Font::new(&parts, map.as_deref(), &mut room);
        self.room = room;
        self.fonts.insert(number, font);
    }

    /// Fonts by name, of the object of this number (a page, a form) or of what is above it.
    fn resources(&mut self, number: u32, cx: &mut Context<'_>) -> BTreeMap<Box<[u8]>, u32> {
        let (mut names, mut direct) = (BTreeMap::new(), Vec::new());
        let mut looked = 0;
        let mut value = self.objects.get(&number).map_or(&Value::Null, |object| &object.value);
        for _ in 0..PARENTS {
            let resources = self.follow(value.get(b"Resources"));
            looked += value.len() + resources.len();
            if self.looked + looked > LOOKED {
                break;
            }
            if let Value::Dict(fonts) = self.follow(resources.get(b"Font")) {
                looked += fonts.len();
                for (name, font) in fonts {
                    if names.contains_key(name) {
                        continue;
                    }
                    let number = match font {
                        Value::Ref(number) => *number,
                        // Pages share what stands above them: read once.
                        Value::Dict(_) => {
                            let at = std::ptr::from_ref(font) as usize;
                            self.direct.get(&at).copied().unwrap_or_else(|| {
                                let number = u32::MAX - (self.direct.len() + direct.len()) as u32;
                                direct.push((at, number, font.clone()));
                                number
                            })
                        }
                        _ => continue,
                    };
                    names.insert(name.clone(), number);
                }
            }
            value = self.follow(value.get(b"Parent"));
        }
        self.looked += looked;
        for (at, number, font) in direct {
            self.direct.insert(at, number);
            self.load_font(number, &font, cx);
        }
        names
    }

    fn pages(&mut self, cx: &mut Context<'_>) {
        for number in self.of(|value| *value.get(b"Contents") != Value::Null || value.get(b"Subtype").name() == b"Form")
        {
            let names = self.resources(number, cx);
            let Some(object) = self.objects.get(&number) else { continue };
            let mut contents = Vec::new();
            if object.stream.is_some() {
                contents.push(number);
            }
            match object.value.get(b"Contents") {
                Value::Ref(content) => match self.follow(object.value.get(b"Contents")) {
                    Value::Array(each) => contents.extend(refs(each)),
                    _ => contents.push(*content),
                },
                Value::Array(each) => contents.extend(refs(each)),
                _ => {}
            }
            for content in contents {
                self.show(content, &names, cx);
            }
        }
    }

    /// Streams that no page leads to: some are text of pages that were lost.
    fn rest(&mut self, cx: &mut Context<'_>) {
        let mut names = BTreeMap::new();
        for number in self.of(|value| *value.get(b"Resources") != Value::Null) {
            for (name, number) in self.resources(number, cx) {
                names.entry(name).or_insert(number);
            }
        }
        let left: Vec<u32> = self.objects.iter().filter(|(_, o)| o.stream.is_some()).map(|(n, _)| *n).collect();
        for number in left.into_iter().filter(|n| !self.read.contains(n)).collect::<Vec<_>>() {
            let Some(object) = self.objects.get(&number) else { continue };
            match object.value.get(b"Type").name() {
                b"" if object.value.get(b"Subtype").name().is_empty()
                    && *object.value.get(b"Length1") == Value::Null =>
                {
                    self.show(number, &names, cx);
                }
                // The table of references and descriptions of the document.
                b"XRef" => self.account(number, State::Inspected),
                b"Metadata" => {
                    if let Some(text) = self.stream(number, cx) {
                        self.out.push_str(&String::from_utf8_lossy(&text));
                        self.out.push('\n');
                    }
                }
                _ => self.account(number, State::Undecodable),
            }
        }
    }

    fn show(&mut self, number: u32, names: &BTreeMap<Box<[u8]>, u32>, cx: &mut Context<'_>) {
        if self.read.contains(&number) {
            return;
        }
        let Some(text) = self.stream(number, cx) else { return };
        let mut out = std::mem::take(&mut self.out);
        let start = out.len();
        let known = text::show(&text, &|name| names.get(name).and_then(|font| self.fonts.get(font)), &mut out);
        let paid = cx.charge(out.len() - start);
        if !paid {
            out.truncate(start);
        }
        self.out = out;
        if !known || !paid {
            let len = self.len_of(number);
            let mut told = Tally::default();
            told.add(if paid { State::Undecodable } else { State::Skipped }, len);
            self.correct(len, &told);
        }
    }

    /// Bytes of an object's stream.
    fn len_of(&self, number: u32) -> u64 {
        self.objects.get(&number).and_then(|object| object.stream.as_ref()).map_or(0, |stream| stream.len() as u64)
    }

    /// Bytes told as inspected of which more is known now.
    fn correct(&mut self, len: u64, now: &Tally) {
        let mut tally = Tally::default();
        for each in State::ALL {
            let told = self.tally.get(each);
            tally.add(each, if each == State::Inspected { told.saturating_sub(len) } else { told });
        }
        tally.merge(now);
        self.tally = tally;
    }

    fn account(&mut self, number: u32, state: State) {
        if self.read.insert(number)
            && let Some(range) = self.objects.get(&number).and_then(|object| object.stream.clone())
        {
            self.tally.add(state, range.len() as u64);
        }
    }

    /// An object's stream, decoded. Its bytes are told once.
    fn stream(&mut self, number: u32, cx: &mut Context<'_>) -> Option<Vec<u8>> {
        let object = self.objects.get(&number)?;
        let raw = self.data.get(object.stream.clone()?)?;
        let kind = object.value.get(b"Type").name();
        let filters = match self.follow(object.value.get(b"Filter")) {
            Value::Name(name) => vec![name.clone()],
            Value::Array(each) => each.iter().map(|name| name.name().into()).collect(),
            _ => Vec::new(),
        };
        let clear = kind == b"XRef" || filters.iter().any(|name| **name == *b"Crypt");
        let mut text = match (&self.security, object.generation) {
            (Some(security), Some(generation)) if !clear && (security.metadata || kind != b"Metadata") => {
                security.stream((number, generation), raw).into_owned()
            }
            _ => raw.to_vec(),
        };
        // Also a stream without a filter costs its length, each time it is asked for.
        let mut state = if cx.charge(text.len()) { State::Inspected } else { State::Skipped };
        let parameters = self.follow(object.value.get(b"DecodeParms"));
        for (at, filter) in filters.iter().take(if state == State::Inspected { FILTERS } else { 0 }).enumerate() {
            let parameters = match parameters {
                Value::Array(each) => each.get(at).map_or(&Value::Null, |each| self.follow(each)),
                parameters => parameters,
            };
            match filter::undo(filter, parameters, &text, cx) {
                Ok(decoded) => text = decoded.unwrap_or(text),
                Err(failed) => {
                    state = failed;
                    break;
                }
            }
        }
        self.account(number, state);
        (state == State::Inspected).then_some(text)
    }
}

/// Where the document ends and something else begins: behind the last mark of its end (§7.5.5), unless an object that an
/// update added follows it.
fn end_of(data: &[u8]) -> usize {
    let Some(mark) = memchr::memmem::rfind(data, b"%%EOF") else { return data.len() };
    let end = mark + 5 + data.after(mark + 5).iter().take_while(|b| b.is_ascii_whitespace()).count();
    if memchr::memmem::find(data.after(end), b"endobj").is_some() { data.len() } else { end }
}

/// A string that is text: in UTF-16 if it says so, else in UTF-8.
fn shown(text: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(wide) = text.strip_prefix(b"\xfe\xff") {
        return Some(encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0);
    }
    let readable = text.iter().all(|b| matches!(b, 9 | 10 | 13 | 32..=126 | 128..));
    readable.then(|| encoding_rs::UTF_8.decode_without_bom_handling(text).0)
}

fn refs(values: &[Value]) -> Vec<u32> {
    values.iter().filter_map(|value| if let Value::Ref(number) = value { Some(*number) } else { None }).collect()
}

/// The number and the generation of the object, which end `before` (`12 0`).
fn number_before(before: &[u8]) -> Option<(u32, u32)> {
    let tail = before.tail(24);
    let mut words = tail.rsplit(u8::is_ascii_whitespace);
    let generation = words.next()?;
    let number = words.next()?;
    let digits = number.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let sound = !generation.is_empty() && generation.iter().all(u8::is_ascii_digit) && digits > 0;
    let parse = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse().ok();
    sound.then(|| Some((parse(number.tail(digits))?, parse(generation)?)))?
}
