//! Any charset to UTF-8, streaming.

use super::{Halt, Progress};
use encoding_rs::{CoderResult, Encoding};

/// A text in a known charset. What is no character becomes U+FFFD; a byte order mark is dropped.
pub(in crate::content) struct Transcode(encoding_rs::Decoder);

impl Transcode {
    /// From a charset.
    pub(in crate::content) fn new(encoding: &'static Encoding) -> Self {
        Self(encoding.new_decoder_with_bom_removal())
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let (result, consumed, produced, _) = self.0.decode_to_utf8(input, output, false);
        let halt = match result {
            CoderResult::InputEmpty => Halt::Input,
            CoderResult::OutputFull => Halt::Output,
        };
        Progress { consumed, produced, halt }
    }
}
