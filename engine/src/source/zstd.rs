//! zstd streams of any number of frames (RFC 8878), in bounded memory: a capped window and one input piece.

use super::input::{Fault, Raw};
use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation, OutBuffer};

const PIECE: usize = 64 << 10;
/// Largest window accepted: 128 MiB, what the zstd tool itself reads without `--long`.
const WINDOW_LOG_MAX: u32 = 27;

/// A zstd reader.
pub(super) struct Zstd {
    decoder: Decoder<'static>,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// True between frames, where the stream may end.
    between: bool,
    /// The last call filled its output, so the decoder may hold more.
    full: bool,
    failed: Option<String>,
}

impl Zstd {
    /// A reader at the start of a stream.
    pub(super) fn new() -> Result<Self, Fault> {
        let mut decoder = Decoder::new().map_err(Fault::Io)?;
        decoder.set_parameter(DParameter::WindowLogMax(WINDOW_LOG_MAX)).map_err(Fault::Io)?;
        Ok(Self { decoder, buffer: vec![0; PIECE], at: 0, end: 0, between: true, full: false, failed: None })
    }

    /// True between frames.
    pub(super) const fn may_end(&self) -> bool {
        self.between && self.at == self.end
    }

    /// Reads uncompressed bytes; 0 is the end.
    pub(super) fn read(&mut self, raw: &mut Raw, out: &mut [u8]) -> Result<usize, Fault> {
        while !out.is_empty() {
            if let Some(reason) = &self.failed {
                return Err(Fault::Damaged(reason.clone()));
            }
            if self.at == self.end && !self.full {
                self.at = 0;
                self.end = 0;
                self.end = raw.read(&mut self.buffer)?;
                if self.end == 0 && self.between {
                    return Ok(0);
                }
                if self.end == 0 {
                    self.failed = Some("the zstd stream ends early".to_owned());
                    continue;
                }
            }
            let made = self.step(out);
            if made > 0 {
                return Ok(made);
            }
        }
        Ok(0)
    }

    fn step(&mut self, out: &mut [u8]) -> usize {
        let mut input = InBuffer::around(self.buffer.get(self.at..self.end).unwrap_or(&[]));
        let room = out.len();
        let mut output = OutBuffer::around(out);
        match self.decoder.run(&mut input, &mut output) {
            Ok(hint) => self.between = hint == 0,
            Err(error) => self.failed = Some(format!("the zstd stream is damaged: {error}")),
        }
        let made = output.pos();
        self.at = self.at.saturating_add(input.pos()).min(self.end);
        self.full = made == room && !self.between;
        made
    }
}
