//! From body bytes to text: codings, containers, charsets, structure.
//!
//! [`Unpacker`] takes the bytes of one message (or raw stream direction), part by part, and hands every piece of
//! decoded text to a [`LeafSink`], within one [`Budget`]. It answers what became of the bytes it was given, which is
//! what the coverage ledger records: decoded bytes never count, only the input bytes do.

use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::Tally;
use crate::message::{ContentHints, Leaf, Locate, TextFormat};

/// Where unpacked text goes.
pub trait LeafSink {
    /// A leaf to scan, with the walker that names places in it.
    fn leaf(&mut self, leaf: Leaf<'_>, locate: &mut dyn Locate);
    /// Something odd while unpacking.
    fn anomaly(&mut self, code: Code, detail: &str);
}

/// Unpacks the content of one message.
///
/// Contract: `push` may be called any number of times, `last` at most once and last. The sum of all returned tallies
/// is the number of bytes pushed (bytes held back for the next part are told by that part's tally).
pub struct Unpacker {
    _private: (),
}

impl Unpacker {
    /// For a message whose head says `hints`; `place` is the prefix of all places (`http.request.body`).
    pub fn new(_hints: &ContentHints, _place: &str, _limits: &Limits) -> Self {
        Self { _private: () }
    }
    /// The next bytes of the content. `last` is true when no more will come; `complete` then tells whether the content
    /// is whole (false: it was cut; a decoder's premature end is then expected, and what was decoded is judged).
    pub fn push(&mut self, data: &[u8], last: bool, complete: bool, sink: &mut dyn LeafSink) -> Tally {
        let _ = (last, complete, sink);
        let mut tally = Tally::default();
        tally.add(crate::coverage::State::Skipped, data.len() as u64);
        tally
    }
    /// `len` bytes of the content are missing here: text held back is scanned, decoders that cannot go on end.
    pub fn gap(&mut self, _len: u64, _sink: &mut dyn LeafSink) {}
    /// The media type in force: declared, or sniffed; empty if unknown.
    pub fn media_type(&self) -> &str {
        ""
    }
}

/// Decodes and hands on text that stands outside a body: header blocks, query strings, cookies.
pub fn text(_place: &str, _format: TextFormat, _data: &[u8], _limits: &Limits, _sink: &mut dyn LeafSink) {}
