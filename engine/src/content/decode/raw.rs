//! LZMA and LZMA2 without a file head, as 7z archives hold them: the coder's properties stand elsewhere.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use liblzma::stream::{Action, Filters, Status, Stream};

/// Largest dictionary.
const DICTIONARY: u64 = 64 << 20;
/// Smallest dictionary that a decoder takes.
const SMALLEST: u64 = 4096;

/// A bare LZMA or LZMA2 stream.
pub(in crate::content) struct Raw {
    decoder: Stream,
}

impl Raw {
    /// LZMA with the five bytes of its properties; it yields `size` bytes. `None` if they are none, or ask for too much.
    pub(super) fn lzma(properties: &[u8], size: u64) -> Option<Self> {
        let &[first, a, b, c, d] = properties else { return None };
        let dictionary = u64::from(u32::from_le_bytes([a, b, c, d])).min(size).max(SMALLEST);
        let [a, b, c, d, ..] = Some(dictionary).filter(|size| *size <= DICTIONARY)?.to_le_bytes();
        let mut filters = Filters::new();
        filters.lzma1_properties(&[first, a, b, c, d]).ok()?;
        Some(Self { decoder: Stream::new_raw_decoder(&filters).ok()? })
    }

    /// LZMA2 with the byte of its properties; it yields `size` bytes, which a filter for programs may have changed.
    pub(super) fn lzma2(properties: &[u8], size: u64, filtered: bool) -> Option<Self> {
        let &[declared] = properties else { return None };
        // Distances reach no farther back than what was yielded: a smaller dictionary does for a small stream.
        let enough = (0..declared.min(40)).find(|code| dictionary(*code) >= size).unwrap_or(declared);
        if enough > 40 || dictionary(enough) > DICTIONARY {
            return None;
        }
        let mut filters = Filters::new();
        if filtered {
            filters.x86();
        }
        filters.lzma2_properties(&[enough]).ok()?;
        Some(Self { decoder: Stream::new_raw_decoder(&filters).ok()? })
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            let (before_in, before_out) = (self.decoder.total_in(), self.decoder.total_out());
            let room = output.get_mut(done.produced..).unwrap_or(&mut []);
            let status = self.decoder.process(input.after(done.consumed), room, Action::Run);
            let consumed = self.decoder.total_in().saturating_sub(before_in) as usize;
            let produced = self.decoder.total_out().saturating_sub(before_out) as usize;
            done.consumed += consumed;
            done.produced += produced;
            done.halt = match status {
                Ok(Status::StreamEnd) => Halt::End,
                Ok(_) if done.produced == output.len() => Halt::Output,
                Ok(_) if done.consumed == input.len() => Halt::Input,
                Ok(_) if consumed > 0 || produced > 0 => continue,
                Ok(_) | Err(_) => Halt::Damaged,
            };
            return done;
        }
    }
}

/// The size of a dictionary by its code.
fn dictionary(code: u8) -> u64 {
    if code >= 40 { u64::from(u32::MAX) } else { (2 | u64::from(code & 1)) << (code / 2 + 11) }
}
