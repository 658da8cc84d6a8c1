//! UTF-16 to UTF-8, streaming.

use super::{Halt, Progress};
use encoding_rs::CoderResult;

/// A UTF-16 stream of known byte order. Unpaired surrogates become U+FFFD; a byte order mark is dropped.
pub(in crate::content) struct Utf16(encoding_rs::Decoder);

impl Utf16 {
    /// For a byte order.
    pub(in crate::content) fn new(big_endian: bool) -> Self {
        let encoding = if big_endian { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
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
