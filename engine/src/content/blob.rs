//! Bytes of no known format: judged block by block, scanned unless their entropy says that nothing can be read;
//! compressed streams inside them are opened.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::coded::{Coded, Over};
use super::decode::{Alphabet, Decoder};
use super::embedded;
use super::entity::Entity;
use super::inside::Inside;
use super::media::Declared;
use super::place::{Place, push_name};
use super::sealed::Noise;
use super::sniff;
use super::stream::{Style, TextStream};
use super::wide::Wide;
use crate::coverage::{State, Tally};
use crate::message::Charset;

/// Bytes judged together: a stream may turn from noise to text.
const BLOCK: usize = 64 << 10;

/// A binary stream.
pub(super) struct Blob {
    place: Place,
    depth: u8,
    blocks: Blocks,
    inside: Inside,
    /// A file in yEnc that goes on.
    lined: Option<Box<Coded>>,
    /// It is packed in a way that nobody opens: what can be read of it is not all that it holds.
    packed: bool,
}

impl Blob {
    /// At `place`.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        let stream = TextStream::new(place.clone(), Style::Binary, Label::None, depth);
        let blocks = Blocks { stream, wide: Wide::new(place, depth), opaque: false, noise: None };
        Self { place: place.clone(), depth, blocks, inside: Inside::new(place, depth), lined: None, packed: false }
    }

    /// The same, a file that may be a volume.
    pub(super) fn watched(mut self) -> Self {
        self.blocks.noise = Some(Box::default());
        self
    }

    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        self.inside.held() + self.blocks.wide.held() + self.lined.as_ref().map_or(0, |lined| lined.held())
    }

    /// The same, where a file may stand behind a head; in a `stream` anything may follow that.
    pub(super) fn with_files(mut self, stream: bool) -> Self {
        self.inside = self.inside.with_files(stream);
        self
    }

    /// The same, packed in a way that is known and not opened, or not.
    pub(super) fn packed(self, packed: bool) -> Self {
        Self { packed, ..self }
    }

    /// Bytes are missing.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let Self { inside, blocks, .. } = self;
        blocks.noise = None;
        let tally = inside.gap(cx, |held, cx| blocks.push(held, Ending::More, cx));
        blocks.wide.push(&[], Ending::Cut, cx);
        tally
    }

    /// True if all of it is what encrypted volumes are made of.
    pub(super) fn is_volume(&self) -> bool {
        self.blocks.noise.as_ref().is_some_and(|noise| noise.is_volume())
    }

    /// Opens what can be opened, scans what can be read.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let Self { inside, blocks, .. } = self;
        let tally = inside.split(data, end, cx, |run, end, cx| blocks.push(run, end, cx));
        self.open_lined(data, end, cx);
        if !self.packed {
            return tally;
        }
        let mut told = Tally::default();
        told.add(State::Undecodable, tally.total());
        told
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
            if !cx.depth(self.depth.saturating_add(1)) || !cx.part() {
                return;
            }
            let mut shown = String::new();
            push_name(&mut shown, found.name, Charset::Utf8);
            let place = self.place.child("file", &shown);
            let depth = self.depth.saturating_add(1);
            let inner = Entity::new(place, Declared::new(b"", shown.as_bytes()), Vec::new(), depth).filed();
            self.lined = Some(Box::new(Coded::new(Decoder::lines(Alphabet::Y), inner).member()));
            rest = rest.after(found.start);
        }
    }
}

/// Bytes that are scanned unless they are noise.
struct Blocks {
    stream: TextStream,
    /// Strings of UTF-16 among them.
    wide: Wide,
    opaque: bool,
    /// Of a file that has been noise so far.
    noise: Option<Box<Noise>>,
}

impl Blocks {
    /// Neighbouring blocks of one kind go together.
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
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
        tally
    }

    fn run(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        if self.opaque {
            tally.merge(&self.stream.push(&[], Ending::Cut, cx));
            self.wide.push(&[], Ending::Cut, cx);
            tally.add(State::Opaque, data.len() as u64);
            if let Some(noise) = &mut self.noise {
                noise.take(data);
            }
        } else {
            self.noise = self.noise.take().filter(|_| data.is_empty());
            tally.merge(&self.stream.push(data, end, cx));
            self.wide.push(data, end, cx);
        }
    }
}
