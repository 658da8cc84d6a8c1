//! Bytes of no known format: judged block by block, scanned unless their entropy says that nothing can be read.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::place::Place;
use super::sniff;
use super::stream::{Style, TextStream};
use crate::coverage::{State, Tally};

/// Bytes judged together: a stream may turn from noise to text.
const BLOCK: usize = 64 << 10;

/// A binary stream.
pub(super) struct Blob {
    stream: TextStream,
    opaque: bool,
}

impl Blob {
    /// At `place`.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        Self { stream: TextStream::new(place.clone(), Style::Binary, Label::None, depth), opaque: false }
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
        tally
    }

    fn run(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        if self.opaque {
            tally.merge(&self.stream.push(&[], Ending::Cut, cx));
            tally.add(State::Opaque, data.len() as u64);
        } else {
            tally.merge(&self.stream.push(data, end, cx));
        }
    }
}
