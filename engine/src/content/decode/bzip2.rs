//! bzip2, streaming, any number of streams.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use bzip2::{Decompress, Status};

/// Memory of a stream with the largest blocks, which are usual.
const MEMORY: usize = 3600 << 10;

/// A bzip2 file.
#[derive(Default)]
pub(in crate::content) struct Bzip2 {
    /// Set inside a stream.
    decoder: Option<Decompress>,
    begun: bool,
}

impl Bzip2 {
    pub(super) fn may_end(&self) -> bool {
        self.decoder.is_none()
    }

    pub(super) fn held(&self) -> usize {
        if self.decoder.is_some() { MEMORY } else { 0 }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            let rest = input.after(done.consumed);
            // Behind a stream only another one may stand.
            if self.decoder.is_none() && rest.first().is_some_and(|byte| *byte != b'B') {
                done.halt = if self.begun { Halt::End } else { Halt::Damaged };
                return done;
            }
            if self.decoder.is_none() && rest.is_empty() {
                return done;
            }
            self.begun = true;
            let decoder = self.decoder.get_or_insert_with(|| Decompress::new(false));
            let (before_in, before_out) = (decoder.total_in(), decoder.total_out());
            let room = output.get_mut(done.produced..).unwrap_or(&mut []);
            let full = room.is_empty();
            let status = decoder.decompress(rest, room);
            let consumed = decoder.total_in().saturating_sub(before_in) as usize;
            let produced = decoder.total_out().saturating_sub(before_out) as usize;
            done.consumed += consumed;
            done.produced += produced;
            match status {
                Ok(Status::StreamEnd) => {
                    self.decoder = None;
                    continue;
                }
                Ok(_) if full || done.produced == output.len() => done.halt = Halt::Output,
                Ok(_) if done.consumed == input.len() => done.halt = Halt::Input,
                Ok(_) if consumed > 0 || produced > 0 => continue,
                Ok(_) | Err(_) => done.halt = Halt::Damaged,
            }
            return done;
        }
    }
}
