//! Text that is no part of the running text, on its way to a leaf of its own: what tracked changes took away. Each piece is a
//! line, behind the words that stood before it.

use super::office::table::BLOCK_BYTES;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::label::{LABEL_BYTES, push_label};
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};

/// Text beside a text.
pub(super) struct Aside {
    place: Place,
    depth: u8,
    /// Set once there is some.
    stream: Option<Box<TextStream>>,
    text: Vec<u8>,
    /// A piece goes on.
    open: bool,
    /// The last of the running text that was handed on already.
    before: Vec<u8>,
}

impl Aside {
    /// At `place`, so many layers deep.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        Self { place: place.clone(), depth, stream: None, text: Vec::new(), open: false, before: Vec::new() }
    }

    /// More of a piece; the running text so far ends in `before`.
    pub(super) fn say(&mut self, piece: &[u8], before: &[u8]) {
        if !std::mem::replace(&mut self.open, true) {
            let known = [self.before.tail(LABEL_BYTES.saturating_sub(before.len())), before.tail(LABEL_BYTES)].concat();
            push_label(&mut self.text, &known);
        }
        self.text.extend_from_slice(piece);
    }

    /// The piece is over, if there is one.
    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.open) {
            self.text.push(b'\n');
        }
    }

    /// Running text is handed on.
    pub(super) fn passes(&mut self, text: &[u8]) {
        self.before.extend_from_slice(text.tail(LABEL_BYTES));
        self.before.drain(..self.before.len().saturating_sub(LABEL_BYTES));
    }

    /// Hands on what there is; false if the budget does not cover it.
    pub(super) fn hand_on(&mut self, end: Ending, cx: &mut Context<'_>) -> bool {
        if self.text.is_empty() && self.stream.is_none() {
            return true;
        }
        let text = std::mem::take(&mut self.text);
        if !cx.charge(text.len()) {
            return false;
        }
        let (place, depth) = (&self.place, self.depth);
        let stream = self
            .stream
            .get_or_insert_with(|| Box::new(TextStream::new(place.clone(), Style::Plain, Label::None, depth)));
        for block in text.chunks(BLOCK_BYTES) {
            let _ = stream.push(block, Ending::More, cx);
        }
        let _ = stream.push(&[], end, cx);
        true
    }
}
