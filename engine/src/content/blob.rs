//! Bytes of no known format: judged block by block, scanned unless their entropy says that nothing can be read;
//! gzip streams inside them are opened.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::coded::{Coded, Over};
use super::decode::{Alphabet, Decoder};
use super::embedded;
use super::entity::Entity;
use super::media::Declared;
use super::place::{Place, push_name};
use super::sealed::Noise;
use super::sniff;
use super::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::{Charset, Coding};

/// Bytes judged together: a stream may turn from noise to text.
const BLOCK: usize = 64 << 10;
/// Streams opened inside one blob: each may run on to the end.
const INSIDE: u8 = 16;

/// A binary stream.
pub(super) struct Blob {
    place: Place,
    depth: u8,
    stream: TextStream,
    opaque: bool,
    opened: u8,
    /// A file in yEnc that goes on.
    lined: Option<Box<Coded>>,
    /// Of a file that has been noise so far.
    noise: Option<Box<Noise>>,
}

impl Blob {
    /// At `place`.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        let stream = TextStream::new(place.clone(), Style::Binary, Label::None, depth);
        Self { place: place.clone(), depth, stream, opaque: false, opened: 0, lined: None, noise: None }
    }

    /// The same, a file that may be a volume.
    pub(super) fn watched(self) -> Self {
        Self { noise: Some(Box::default()), ..self }
    }

    /// Bytes are missing.
    pub(super) fn gap(&mut self) {
        self.noise = None;
    }

    /// True if all of it is what encrypted volumes are made of.
    pub(super) fn is_volume(&self) -> bool {
        self.noise.as_ref().is_some_and(|noise| noise.is_volume())
    }

    /// Scans what can be read; neighbouring blocks of one kind go together.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut start = 0;
        let mut at = 0;
        while at < data.len() {
            let block = data.span(at, at + BLOCK);
            // A short last block says little: it goes with what precedes it.
            let opaque = if block.len() < 512 && at > 0 { self.opaque } else { sniff::is_opaque(block) };
            if opaque != self.opaque {
                self.run(data.span(start, at), Ending::Cut, cx, &mut tally);
                self.opaque = opaque;
                start = at;
            }
            at += block.len();
        }
        self.run(data.after(start), end, cx, &mut tally);
        self.open_inside(data, cx);
        self.open_lined(data, end, cx);
        tally
    }

    /// Posts carry files in yEnc, which is no text.
    fn open_lined(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) {
        let mut rest = data;
        loop {
            if let Some(mut file) = self.lined.take() {
                match file.push(rest, end, cx).1 {
                    Over::End(used, _) => rest = rest.after(used),
                    Over::No if !end.is_last() => {
                        self.lined = Some(file);
                        return;
                    }
                    Over::No | Over::Never | Over::Rest(_) => return,
                }
            }
            let Some(found) = embedded::find_lined(rest).filter(|found| found.alphabet == Alphabet::Y) else { return };
            if self.opened == INSIDE || !cx.depth(self.depth.saturating_add(1)) || !cx.part() {
                return;
            }
            self.opened += 1;
            let mut shown = String::new();
            push_name(&mut shown, found.name, Charset::Utf8);
            let place = self.place.child("file", &shown);
            let depth = self.depth.saturating_add(1);
            let inner = Entity::new(place, Declared::new(b"", shown.as_bytes()), Vec::new(), depth).filed();
            self.lined = Some(Box::new(Coded::new(Decoder::lines(Alphabet::Y), inner).member()));
            rest = rest.after(found.start);
        }
    }

    fn run(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        if self.opaque {
            tally.merge(&self.stream.push(&[], Ending::Cut, cx));
            tally.add(State::Opaque, data.len() as u64);
            if let Some(noise) = &mut self.noise {
                noise.take(data);
            }
        } else {
            self.noise = self.noise.take().filter(|_| data.is_empty());
            tally.merge(&self.stream.push(data, end, cx));
        }
    }

    /// Message brokers and databases carry compressed batches behind heads of their own.
    fn open_inside(&mut self, data: &[u8], cx: &mut Context<'_>) {
        let mut from = 0;
        while let Some(step) = memchr::memmem::find(data.after(from), b"\x1f\x8b\x08") {
            let at = from + step;
            from = at + 3;
            // Reserved flags must be zero (RFC 1952 §2.3.1.2), and a head alone holds nothing.
            if data.at(at + 3) & 0xe0 != 0
                || data.len() - at < 18
                || self.opened == INSIDE
                || !cx.depth(self.depth.saturating_add(1))
            {
                continue;
            }
            self.opened += 1;
            let Some(decoder) = Decoder::for_coding(Coding::Gzip) else {
                return;
            };
            let inner = Entity::new(
                self.place.child("", "gzip"),
                Declared::default(),
                Vec::new(),
                self.depth.saturating_add(1),
            );
            let _ = Coded::new(decoder, inner).embedded().push(data.after(at), Ending::Cut, cx);
        }
    }
}
