//! Text that a container writes from what it reads.

use crate::content::budget::{Context, Ending};
use crate::content::charset::Label;
use crate::content::coded::scale;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use std::io::Write as _;

/// Text that is handed on at a time.
const FLUSH: usize = 16 << 10;

/// Text in place of bytes, judged as it grows.
pub(super) struct Rewritten {
    stream: TextStream,
    /// What was written and not handed on.
    pub(super) text: Vec<u8>,
    /// Bytes read whose text was not judged yet.
    pub(super) read: u64,
}

impl Rewritten {
    /// At `place`, in UTF-8 unless something else is seen.
    pub(super) fn new(place: Place, style: Style, depth: u8) -> Self {
        Self { stream: TextStream::new(place, style, Label::None, depth), text: Vec::new(), read: 0 }
    }

    /// True if it is time to hand on what was written.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() >= FLUSH
    }

    /// Writes a string of JSON, of bytes that are UTF-8.
    pub(super) fn quote(&mut self, text: &[u8]) {
        self.text.push(b'"');
        for byte in text {
            match byte {
                b'"' | b'\\' => self.text.extend_from_slice(&[b'\\', *byte]),
                b'\n' => self.text.extend_from_slice(b"\\n"),
                b'\r' => self.text.extend_from_slice(b"\\r"),
                b'\t' => self.text.extend_from_slice(b"\\t"),
                0..0x20 => drop(write!(self.text, "\\u{byte:04x}")),
                _ => self.text.push(*byte),
            }
        }
        self.text.push(b'"');
    }

    /// Hands on what was written; false if the budget ends here.
    pub(super) fn flush(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> bool {
        let mut text = std::mem::take(&mut self.text);
        if !cx.charge(text.len()) {
            tally.add(State::Skipped, std::mem::take(&mut self.read));
            return false;
        }
        let told = self.stream.push(&text, end, cx);
        if told.total() > 0 || end.is_last() {
            tally.merge(&scale(&told, std::mem::take(&mut self.read)));
        }
        text.clear();
        self.text = text;
        true
    }
}
