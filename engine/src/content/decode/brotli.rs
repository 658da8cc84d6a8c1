//! Brotli (RFC 7932), streaming; large windows (over 16 MiB) are refused.

use super::{Halt, Progress};
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

/// A Brotli stream.
pub(in crate::content) struct Brotli {
    state: BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>,
    started: bool,
    ended: bool,
}

impl Default for Brotli {
    fn default() -> Self {
        let alloc = StandardAlloc::default();
        Self { state: BrotliState::new_strict(alloc, alloc, alloc), started: false, ended: false }
    }
}

impl Brotli {
    pub(super) fn may_end(&self) -> bool {
        self.ended || !self.started
    }

    pub(super) fn held(&self) -> usize {
        if self.ended { 0 } else { usize::try_from(self.state.ringbuffer_size).unwrap_or(0) }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        if self.ended {
            return Progress { halt: Halt::End, ..Progress::default() };
        }
        self.started |= !input.is_empty();
        let (mut left, mut consumed, mut room, mut produced, mut total) = (input.len(), 0, output.len(), 0, 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut consumed,
            input,
            &mut room,
            &mut produced,
            output,
            &mut total,
            &mut self.state,
        );
        let halt = match result {
            BrotliResult::ResultSuccess => Halt::End,
            BrotliResult::NeedsMoreInput => Halt::Input,
            BrotliResult::NeedsMoreOutput => Halt::Output,
            BrotliResult::ResultFailure => Halt::Damaged,
        };
        self.ended = halt == Halt::End;
        Progress { consumed, produced, halt }
    }
}
