//! Zstandard (RFC 8878), streaming, any number of frames; windows over 8 MiB are refused.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use zstd::zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer};

/// Logarithm of the largest window (RFC 8878 §3.1.1.1.2 recommends to support 8 MiB).
const WINDOW_LOG: u32 = 23;
/// Input given at a time: when a block is damaged, the library forgets how much of the input was good.
const STEP: usize = 16 << 10;

/// A Zstandard stream.
pub(in crate::content) struct Zstd {
    decoder: DCtx<'static>,
    between: bool,
    /// A frame was whole.
    whole: bool,
}

impl Zstd {
    /// `None` if the library cannot be set up (out of memory).
    pub(super) fn new() -> Option<Self> {
        let mut decoder = DCtx::try_create()?;
        decoder.set_parameter(DParameter::WindowLogMax(WINDOW_LOG)).ok()?;
        Some(Self { decoder, between: true, whole: false })
    }

    pub(super) fn may_end(&self) -> bool {
        self.between
    }

    pub(super) fn held(&self) -> usize {
        if self.between { 0 } else { self.decoder.sizeof() }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            let given = input.after(done.consumed).upto(STEP);
            if self.between && self.whole && !begins(given) {
                done.halt = Halt::End;
                return done;
            }
            if self.between && given.is_empty() {
                // The library would begin another frame.
                done.halt = Halt::Input;
                return done;
            }
            let room = output.get_mut(done.produced..).unwrap_or(&mut []);
            if room.is_empty() {
                done.halt = Halt::Output;
                return done;
            }
            let mut from = InBuffer::around(given);
            let mut into = OutBuffer::around(room);
            let result = self.decoder.decompress_stream(&mut into, &mut from);
            let (consumed, produced) = (from.pos(), into.pos());
            done.consumed += consumed;
            done.produced += produced;
            if let Ok(hint) = result {
                self.between = hint == 0;
                self.whole |= self.between;
            } else {
                done.halt = Halt::Damaged;
                return done;
            }
            if done.produced == output.len() && !self.between {
                done.halt = Halt::Output;
                return done;
            }
            if done.consumed == input.len() {
                done.halt = Halt::Input;
                return done;
            }
            if consumed == 0 && produced == 0 {
                done.halt = Halt::Damaged;
                return done;
            }
        }
    }
}

/// True unless the bytes, which may be few, cannot begin a frame, or one to be skipped (RFC 8878 §3.1).
fn begins(data: &[u8]) -> bool {
    let rest = data.after(1).upto(3);
    match data.first() {
        None => true,
        Some(0x28) => b"\xb5\x2f\xfd".starts_with(rest),
        Some(0x50..=0x5f) => b"\x2a\x4d\x18".starts_with(rest),
        Some(_) => false,
    }
}
