//! An entity: a run of bytes with a declared or sniffed type (a body, a part, a member, what a coding held).

use super::blob::Blob;
use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::coded::{Coded, Over};
use super::container::{self, Container, Part};
use super::decode::{AwsChunked, Base64, Decoder, Returns, Transcode, Utf7, Utf32};
use super::file::Passing;
use super::inside::Inside;
use super::media::{Declared, Kind, media_of};
use super::multipart::Multipart;
use super::place::Place;
use super::sealed;
use super::sniff::{self, Verdict};
use super::stream::{Style, TextStream};
use crate::anomaly::Code;
use crate::coverage::{State, Tally};
use crate::message::{Coding, Format};

/// Bytes and what they turned out to be.
pub(super) struct Entity {
    place: Place,
    declared: Declared,
    codings: Vec<Coding>,
    depth: u8,
    stage: Stage,
    /// First bytes, until there are enough to decide.
    held: Vec<u8>,
    /// Media type found by sniffing.
    sniffed: &'static str,
    /// Name of the field that holds it, for values without a name of their own.
    name: Option<Box<str>>,
    /// It is a part of a mail, or its body.
    mailed: bool,
    /// It is a named file.
    file: Option<Box<Passing>>,
    /// Bytes are missing before its first ones.
    resumes: bool,
    /// It was declared to be in a coding of an unknown name.
    uncoded: bool,
    /// It is a stream: content follows content.
    stream: bool,
    /// Bytes pushed last that follow the end of the content in hand, which begin another.
    left: usize,
}

enum Stage {
    Head,
    Coded(Box<Coded>),
    Text(Box<TextStream>, Option<Box<Inside>>),
    Multipart(Box<Multipart>),
    Container(Box<dyn Container>),
    Part(Box<Part>),
    Blob(Box<Blob>),
    Closed(State),
}

impl Entity {
    /// An entity at `place`, `depth` layers deep, with content codings still to be taken off (in the order applied).
    pub(super) fn new(place: Place, declared: Declared, codings: Vec<Coding>, depth: u8) -> Self {
        Self {
            place,
            declared,
            codings,
            depth,
            stage: Stage::Head,
            held: Vec::new(),
            sniffed: "",
            name: None,
            mailed: false,
            file: None,
            resumes: false,
            uncoded: false,
            stream: false,
            left: 0,
        }
    }

    /// The part of a document.
    pub(super) fn of_part(part: Part) -> Self {
        let mut entity = Self::new(Place::new(""), Declared::default(), Vec::new(), 0);
        entity.stage = Stage::Part(Box::new(part));
        entity
    }

    /// The same part again.
    pub(super) fn into_part(self) -> Option<Part> {
        if let Stage::Part(part) = self.stage { Some(*part) } else { None }
    }

    /// The part of a document that it is.
    pub(super) fn part_mut(&mut self) -> Option<&mut Part> {
        if let Stage::Part(part) = &mut self.stage { Some(part) } else { None }
    }

    /// The same, held by a field called `name`.
    pub(super) fn named(mut self, name: &str) -> Self {
        self.name = (!name.is_empty()).then(|| name.into());
        self
    }

    /// The same, whose first bytes are missing or not.
    pub(super) fn resumed(self, resumes: bool) -> Self {
        Self { resumes, ..self }
    }

    /// The same, in a mail or not.
    pub(super) fn mailed(self, mailed: bool) -> Self {
        Self { mailed, ..self }
    }

    /// The same, a direction of a stream in no known protocol, or not.
    pub(super) fn streamed(self, stream: bool) -> Self {
        Self { stream, ..self }
    }

    /// The same, a file once its codings are off, if its declaration names one.
    pub(super) fn filed(mut self) -> Self {
        self.file = (!self.declared.file.is_empty()).then(|| Box::new(Passing::new()));
        self
    }

    /// Where it is.
    pub(super) fn place(&self) -> &str {
        self.place.as_str()
    }

    /// The file's name as the peer gave it; empty if it gave none.
    pub(super) fn file_name(&self) -> &[u8] {
        &self.declared.file
    }

    /// Bytes that wait: a document that has to be whole, what a decoder looks back over.
    pub(super) fn held(&self) -> usize {
        let inner = match &self.stage {
            Stage::Coded(coded) => coded.held(),
            Stage::Text(text, inside) => text.held() + inside.as_ref().map_or(0, |inside| inside.held()),
            Stage::Multipart(multipart) => multipart.held(),
            Stage::Container(container) => container.held(),
            Stage::Part(part) => part.held(),
            Stage::Blob(blob) => blob.held(),
            Stage::Head | Stage::Closed(_) => 0,
        };
        self.held.capacity() + inner
    }

    /// True if nothing was pushed yet.
    pub(super) fn untouched(&self) -> bool {
        matches!(self.stage, Stage::Head) && self.held.is_empty()
    }

    /// The media type in force.
    pub(super) fn media_type(&self) -> &str {
        let declared = self.declared.media.as_str();
        if !declared.is_empty() && declared != "application/octet-stream" {
            return declared;
        }
        match &self.stage {
            // Another charset, or a coding that the head declared; a compressed file is what it is.
            Stage::Coded(coded) if matches!(self.sniffed, "" | "text/plain") => coded.inner().media_type(),
            _ if self.sniffed.is_empty() => declared,
            _ => self.sniffed,
        }
    }

    /// Takes the next bytes; answers what became of the bytes that are decided.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        if self.stream {
            return self.follow(data, end, cx);
        }
        let tally = self.take(data, end, cx);
        if end == Ending::Whole
            && let Stage::Blob(blob) = &self.stage
            && blob.is_volume()
        {
            cx.volume(&self.place, &sealed::shown(&self.declared.file, "volume"));
        }
        if let Some(file) = &self.file {
            file.tell(self.place.as_str(), (self.file_name(), self.media_type()), end, cx.sink);
        }
        tally
    }

    /// The next bytes of a stream: one content after the other, each with a budget of its own.
    fn follow(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut held = std::mem::take(&mut self.held);
        if !held.is_empty() {
            held.extend_from_slice(data);
        }
        let mut rest = if held.is_empty() { data } else { &held };
        let mut tally = self.take(rest, end, cx);
        while self.left > 0 {
            rest = rest.tail(std::mem::take(&mut self.left));
            cx.budget.renew(rest.len());
            tally.merge(&self.take(rest, end, cx));
        }
        tally
    }

    fn take(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        if !matches!(self.stage, Stage::Head) {
            if let Some(file) = &mut self.file {
                file.take(data);
            }
            return self.forward(data, end, cx);
        }
        let need = if self.codings.is_empty() { sniff::needed(&self.declared) } else { 4 };
        if !end.is_last() && self.held.len() + data.len() < need {
            self.held.extend_from_slice(data);
            if end == Ending::Pause && self.codings.is_empty() && sniff::is_settled(&self.held, &self.declared) {
                let head = std::mem::take(&mut self.held);
                return self.open(&head, end, cx);
            }
            return Tally::default();
        }
        if self.held.is_empty() {
            return self.open(data, end, cx);
        }
        let fill = need.saturating_sub(self.held.len()).min(data.len());
        let mut head = std::mem::take(&mut self.held);
        head.extend_from_slice(data.upto(fill));
        let rest = data.after(fill);
        if rest.is_empty() {
            return self.open(&head, end, cx);
        }
        let mut tally = self.open(&head, Ending::More, cx);
        tally.merge(&self.take(rest, end, cx));
        tally
    }

    /// Bytes are missing here.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        if let Some(file) = &mut self.file {
            file.tear();
        }
        if matches!(self.stage, Stage::Head) {
            if self.held.is_empty() {
                self.resumes = true;
                // The start is missing: text can still be read, a coding cannot be entered in its middle.
                if !self.codings.is_empty() {
                    self.stage = Stage::Closed(State::Undecodable);
                }
                return tally;
            }
            let head = std::mem::take(&mut self.held);
            tally = self.open(&head, Ending::More, cx);
        }
        let over = match &mut self.stage {
            Stage::Coded(coded) => {
                let (told, over) = coded.gap(cx);
                tally.merge(&told);
                over
            }
            Stage::Text(stream, inside) => {
                if let Some(inside) = inside {
                    tally.merge(&inside.gap(cx, |held, cx| stream.push(held, Ending::More, cx)));
                }
                tally.merge(&stream.gap(cx));
                Over::No
            }
            Stage::Multipart(multipart) => {
                tally.merge(&multipart.gap(cx));
                Over::No
            }
            Stage::Container(container) => {
                tally.merge(&container.gap(cx));
                Over::No
            }
            Stage::Blob(blob) => {
                tally.merge(&blob.gap(cx));
                Over::No
            }
            Stage::Part(_) | Stage::Head | Stage::Closed(_) => Over::No,
        };
        if let Over::Rest(state) = over {
            self.stage = if self.stream {
                Stage::Blob(Box::new(Blob::new(&self.place, self.depth)))
            } else {
                Stage::Closed(state)
            };
        }
        tally
    }

    /// Decides what this is; `data` starts at the entity's first byte.
    fn open(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        if data.is_empty() {
            if end.is_last() {
                self.stage = Stage::Closed(State::Inspected);
            }
            return Tally::default();
        }
        if let Some(coding) = self.codings.pop() {
            if coding != Coding::Unknown && plausible(coding, data) {
                return self.open_coded(coding, "", data, end, cx);
            }
            self.uncode(coding, cx);
            return self.take(data, end, cx);
        }
        if let Some(file) = &mut self.file {
            file.take(data);
        }
        let head = data.upto(sniff::WINDOW);
        if let Some(format) = sealed::named(head, self.is_file()) {
            cx.sink.anomaly(Code::ArchiveEncrypted, &format!("{format}: encrypted as a whole"));
            cx.locked(&self.place, &sealed::shown(&self.declared.file, format));
            // Others write around what is encrypted and armoured.
            if !sniff::is_text(head) {
                self.stage = Stage::Closed(State::Undecodable);
                return self.forward(data, end, cx);
            }
        }
        let whole = end == Ending::Whole && self.declared.kind == Kind::Unknown && !self.resumes && !self.stream;
        let verdict = match whole.then(|| container::Format::walked(data)).flatten() {
            _ if self.uncoded => self.glance(head),
            Some(format) => Verdict::Container(format),
            None => sniff::sniff(head, &self.declared),
        };
        self.open_as(verdict, data, end, cx)
    }

    /// What is declared cannot be taken off, by its name or by the bytes that are there. Servers put names of charsets and
    /// of nothing there: what is readable all the same is judged.
    fn uncode(&mut self, coding: Coding, cx: &mut Context<'_>) {
        if coding == Coding::Unknown {
            cx.damaged("the declared coding is unknown");
            self.uncoded = true;
        } else {
            cx.damaged("content is not in the declared coding");
            self.codings.clear();
        }
    }

    /// What is declared to be in an unknown coding: binary formats of a declared type cannot be told from what is coded.
    fn glance(&self, head: &[u8]) -> Verdict {
        let opaque = container::Format::declared(self.declared.kind).is_some();
        let kind = if opaque { Kind::Unknown } else { self.declared.kind };
        match sniff::sniff(head, &Declared { kind, ..self.declared.clone() }) {
            Verdict::Binary => Verdict::Closed("coded"),
            verdict => verdict,
        }
    }

    /// It is a file, named or not.
    fn is_file(&self) -> bool {
        !self.declared.file.is_empty() || self.declared.media.as_str() == "application/octet-stream"
    }

    fn open_as(&mut self, verdict: Verdict, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        self.sniffed = media_of(&verdict);
        match verdict {
            Verdict::Coded(coding) => {
                return self.open_coded(coding, suffix_of(coding), data, end, cx);
            }
            Verdict::Charset(encoding) => self.transcode(Decoder::Transcode(Transcode::new(encoding))),
            Verdict::Utf7 => self.transcode(Decoder::Utf7(Utf7::default())),
            Verdict::Utf32(big) => self.transcode(Decoder::Utf32(Utf32::new(big))),
            Verdict::Returns => self.rewrite(Decoder::Returns(Returns), self.declared.clone()),
            Verdict::Base64(kind) => {
                let declared = Declared { kind, ..Declared::default() };
                let inner = Self::new(self.place.clone(), declared, Vec::new(), self.depth.saturating_add(1));
                let decoder = Decoder::Base64(Base64::default());
                self.stage = Stage::Coded(Box::new(Coded::new(decoder, inner)));
            }
            Verdict::Text(format, delimiter) => {
                let style = match format {
                    Format::Csv => Style::Csv(delimiter),
                    Format::Json => Style::Json,
                    Format::Markup => Style::Markup,
                    Format::Source => Style::Source,
                    _ => Style::Plain,
                };
                return self.open_text(style, data, end, cx);
            }
            Verdict::Form => return self.open_text(Style::Form, data, end, cx),
            Verdict::Mail => {
                if !cx.depth(self.depth) {
                    return self.open_text(Style::Plain, data, end, cx);
                }
                self.stage = Stage::Multipart(Box::new(Multipart::mail(&self.place, self.depth)));
            }
            Verdict::Multipart(boundary) => {
                if !cx.depth(self.depth.saturating_add(1)) {
                    return self.open_text(Style::Plain, data, end, cx);
                }
                self.stage =
                    Stage::Multipart(Box::new(Multipart::new(&self.place, &boundary, self.depth, self.mailed)));
            }
            Verdict::Container(format) => {
                self.stage = if cx.depth(self.depth.saturating_add(1)) {
                    Stage::Container(format.open(&self.place, self.depth, &self.declared.file))
                } else {
                    Stage::Closed(State::Skipped)
                };
            }
            // Where it ends is not known, or it may hold texts that did not get shorter: what can be read is.
            Verdict::Closed(name) if self.stream || sealed::is_packed(name) => {
                let blob = Blob::new(&self.place, self.depth).packed(sealed::is_packed(name));
                self.stage = Stage::Blob(Box::new(blob));
            }
            Verdict::Closed(_) => self.stage = Stage::Closed(State::Undecodable),
            Verdict::Binary => {
                let blob = Blob::new(&self.place, self.depth).with_files(self.stream);
                let torn = self.file.as_ref().is_some_and(|file| file.is_torn());
                self.stage = Stage::Blob(Box::new(if self.is_file() && !torn { blob.watched() } else { blob }));
            }
        }
        self.forward(data, end, cx)
    }

    /// The same text, as UTF-8.
    fn transcode(&mut self, decoder: Decoder) {
        self.rewrite(decoder, Declared { charset: Label::Utf8, ..self.declared.clone() });
    }

    /// The same text, written in another way.
    fn rewrite(&mut self, decoder: Decoder, declared: Declared) {
        let mut inner = Self::new(self.place.clone(), declared, Vec::new(), self.depth);
        inner.name = self.name.take();
        inner.mailed = self.mailed;
        inner.resumes = self.resumes;
        self.stage = Stage::Coded(Box::new(Coded::new(decoder, inner)));
    }

    /// Text: without a box if this is all of it.
    fn open_text(&mut self, style: Style, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let stated = if matches!(style, Style::Csv(_)) { sniff::stated(data).map_or(0, |(_, len)| len) } else { 0 };
        let stream = TextStream::new(self.place.clone(), style, self.declared.charset, self.depth);
        let mut stream = stream.named(self.name.as_deref()).resumed(self.resumes);
        let mut inside = self.stream.then(|| Box::new(Inside::new(&self.place, self.depth).with_files(true)));
        let mut tally = among(&mut stream, inside.as_deref_mut(), data.after(stated), end, cx);
        tally.add(State::Inspected, stated as u64);
        self.stage = if end.is_last() { Stage::Closed(State::Skipped) } else { Stage::Text(Box::new(stream), inside) };
        tally
    }

    fn open_coded(&mut self, coding: Coding, suffix: &str, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let depth = self.depth.saturating_add(1);
        let mut tally = Tally::default();
        if !cx.depth(depth) {
            self.stage = Stage::Closed(State::Skipped);
            return self.forward(data, end, cx);
        }
        let Some(decoder) = Decoder::for_coding(coding) else {
            self.stage = Stage::Closed(State::Undecodable);
            return self.forward(data, end, cx);
        };
        let place = if suffix.is_empty() { self.place.clone() } else { self.place.child("", suffix) };
        let declared = if suffix.is_empty() { self.declared.clone() } else { self.declared.inside() };
        let mut inner = Self::new(place, declared, std::mem::take(&mut self.codings), depth);
        inner.name = self.name.take();
        inner.mailed = self.mailed;
        if suffix.is_empty() {
            inner.file = self.file.take();
        }
        let coded = Coded::new(decoder, inner);
        self.stage = Stage::Coded(Box::new(if self.stream { coded.member() } else { coded }));
        tally.merge(&self.forward(data, end, cx));
        tally
    }

    /// Passes bytes to what was decided.
    fn forward(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        match &mut self.stage {
            Stage::Head => self.take(data, end, cx),
            Stage::Text(stream, inside) => among(stream, inside.as_deref_mut(), data, end, cx),
            Stage::Multipart(multipart) => multipart.push(data, end, cx),
            Stage::Container(container) => container.push(data, end, cx),
            Stage::Blob(blob) => blob.push(data, end, cx),
            Stage::Part(part) => part.push(data, end, cx),
            Stage::Closed(state) => {
                let mut tally = Tally::default();
                tally.add(*state, data.len() as u64);
                tally
            }
            Stage::Coded(coded) => match coded.push(data, end, cx) {
                (tally, Over::No) => tally,
                (tally, Over::Rest(state)) => {
                    self.stage = Stage::Closed(state);
                    tally
                }
                (mut tally, Over::End(used, state)) => {
                    let rest = data.after(used);
                    match state {
                        State::Inspected => {
                            self.stage = Stage::Head;
                            self.left = rest.len();
                        }
                        State::Skipped => {
                            self.stage = Stage::Closed(state);
                            tally.add(state, rest.len() as u64);
                        }
                        _ => tally.merge(&self.open_as(Verdict::Binary, rest, end, cx)),
                    }
                    tally
                }
                (_, Over::Never) => self.reopen(data, end, cx),
            },
        }
    }

    /// The coding was none: text is read as it is, the rest cannot be opened.
    fn reopen(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        self.codings.clear();
        if self.stream || matches!(self.sniffed, "application/zlib" | "application/x-lzma") {
            // A few bytes looked like it, no more.
            return self.open_as(Verdict::Binary, data, end, cx);
        }
        cx.damaged("content is not in its declared coding, or damaged from the start");
        self.stage = Stage::Closed(State::Undecodable);
        let head = data.upto(sniff::WINDOW);
        if sniff::is_text(head) {
            let verdict = sniff::sniff(head, &self.declared);
            if !matches!(verdict, Verdict::Coded(_)) {
                return self.open_as(verdict, data, end, cx);
            }
        }
        self.forward(data, end, cx)
    }
}

/// Text, and what is compressed in it if that is looked for.
fn among(
    stream: &mut TextStream,
    inside: Option<&mut Inside>,
    data: &[u8],
    end: Ending,
    cx: &mut Context<'_>,
) -> Tally {
    let Some(inside) = inside else { return stream.push(data, end, cx) };
    inside.split(data, end, cx, |run, end, cx| match end {
        Ending::Whole => stream.part(run, cx),
        _ => stream.push(run, end, cx),
    })
}

/// True unless the coding has a magic number and the bytes do not start with it.
pub(super) fn plausible(coding: Coding, data: &[u8]) -> bool {
    match coding {
        Coding::Gzip => data.starts_with(b"\x1f\x8b") || (data.len() < 2 && data.at(0) == 0x1f),
        Coding::Zstd => {
            data.starts_with(b"\x28\xb5\x2f\xfd")
                || (matches!(data.at(0), 0x50..=0x5f) && data.span(1, 4) == b"\x2a\x4d\x18")
                || data.len() < 4
        }
        Coding::Bzip2 => b"BZh".starts_with(data.upto(3)),
        Coding::Xz => b"\xfd7zXZ\0".starts_with(data.upto(6)),
        Coding::Compress => b"\x1f\x9d".starts_with(data.upto(2)),
        Coding::Lz4 => [b"\x04\x22\x4d\x18", b"\x02\x21\x4c\x18"].iter().any(|magic| magic.starts_with(data.upto(4))),
        // Without a magic number; but whatever was compressed does not read as text.
        Coding::Deflate | Coding::Br => !sniff::is_plain(data.upto(sniff::PLAIN)),
        Coding::AwsChunked => AwsChunked::begins(data),
        Coding::Lzma | Coding::Snappy | Coding::Base64 | Coding::Quoted | Coding::Unknown => true,
    }
}

pub(super) fn suffix_of(coding: Coding) -> &'static str {
    match coding {
        Coding::Gzip => "gzip",
        Coding::Deflate => "zlib",
        Coding::Br => "br",
        Coding::Zstd => "zstd",
        Coding::Bzip2 => "bzip2",
        Coding::Xz => "xz",
        Coding::Lzma => "lzma",
        Coding::Lz4 => "lz4",
        Coding::Snappy => "snappy",
        Coding::Compress => "compress",
        Coding::AwsChunked => "aws-chunked",
        Coding::Base64 => "base64",
        Coding::Quoted => "quoted",
        Coding::Unknown => "",
    }
}

impl Declared {
    /// What a declaration says about the content of a coding that it did not mention: `application/gzip` says nothing.
    fn inside(&self) -> Self {
        match self.kind {
            Kind::Unknown | Kind::Closed => Self { file: self.file.clone(), ..Self::default() },
            _ => self.clone(),
        }
    }
}
