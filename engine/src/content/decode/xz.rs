//! xz and the older LZMA form, streaming, any number of xz streams; dictionaries over 16 MiB are refused.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use liblzma::stream::{Action, Status, Stream};

/// Memory of a decoder: the largest dictionary and what else it needs.
const MEMORY: u64 = (16 << 20) + (1 << 20);

/// An xz or LZMA file.
pub(in crate::content) struct Xz {
    decoder: Stream,
    old: bool,
    between: bool,
    begun: bool,
}

impl Xz {
    /// For the older form if `old`. `None` if the library cannot be set up (out of memory).
    pub(super) fn new(old: bool) -> Option<Self> {
        Some(Self { decoder: Self::stream(old)?, old, between: true, begun: false })
    }

    fn stream(old: bool) -> Option<Stream> {
        if old { Stream::new_lzma_decoder(MEMORY) } else { Stream::new_stream_decoder(MEMORY, 0) }.ok()
    }

    pub(super) fn may_end(&self) -> bool {
        self.between
    }

    /// A dictionary is filled as bytes come out.
    pub(super) fn held(&self) -> usize {
        if self.between { 0 } else { self.decoder.total_out().min(MEMORY) as usize }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            if self.between && self.begun {
                // Streams may be padded with zeros, and another may follow.
                let rest = input.after(done.consumed);
                done.consumed += rest.iter().take_while(|byte| **byte == 0 && !self.old).count();
                match input.get(done.consumed) {
                    None => return done,
                    Some(0xfd) if !self.old => {}
                    Some(_) => {
                        done.halt = Halt::End;
                        return done;
                    }
                }
                let Some(decoder) = Self::stream(self.old) else {
                    done.halt = Halt::Damaged;
                    return done;
                };
                self.decoder = decoder;
            }
            let rest = input.after(done.consumed);
            if rest.is_empty() && self.between {
                return done;
            }
            (self.begun, self.between) = (true, false);
            let (before_in, before_out) = (self.decoder.total_in(), self.decoder.total_out());
            let status = self.decoder.process(rest, output.get_mut(done.produced..).unwrap_or(&mut []), Action::Run);
            let consumed = self.decoder.total_in().saturating_sub(before_in) as usize;
            let produced = self.decoder.total_out().saturating_sub(before_out) as usize;
            done.consumed += consumed;
            done.produced += produced;
            match status {
                Ok(Status::StreamEnd) => {
                    self.between = true;
                    continue;
                }
                Ok(_) if done.produced == output.len() => done.halt = Halt::Output,
                Ok(_) if done.consumed == input.len() => done.halt = Halt::Input,
                Ok(_) if consumed > 0 || produced > 0 => continue,
                Ok(_) | Err(_) => done.halt = Halt::Damaged,
            }
            return done;
        }
    }
}
