//! Raw DEFLATE (RFC 7692 §7.2) and Zstandard whose history outlives a message.

use super::{Decoder, Halt, Progress};
use crate::message::{Coding, Inflate};

/// Output room that is made at least.
const ROOM: usize = 4 << 10;

/// A decoder that goes on from message to message.
pub(in crate::content) struct History {
    decoder: Decoder,
    coding: Coding,
}

impl History {
    /// `None` for a coding that has no such use.
    pub(in crate::content) fn new(coding: Coding) -> Option<Self> {
        let decoder = match coding {
            Coding::Deflate => Decoder::inflate(),
            Coding::Zstd => Decoder::for_coding(coding)?,
            _ => return None,
        };
        Some(Self { decoder, coding })
    }
}

impl Inflate for History {
    fn step(&mut self, data: &[u8], most: usize, into: &mut Vec<u8>) -> Option<usize> {
        let start = into.len();
        let mut used = 0;
        loop {
            let filled = into.len();
            let room = most.saturating_sub(filled - start).min(data.len().saturating_mul(4).max(ROOM));
            if room == 0 {
                return Some(used);
            }
            into.resize(filled + room, 0);
            let rest = data.get(used..).unwrap_or(&[]);
            let Progress { consumed, produced, halt } =
                self.decoder.step(rest, into.get_mut(filled..).unwrap_or(&mut []));
            into.truncate(filled + produced);
            used += consumed;
            match halt {
                Halt::Output => {}
                Halt::Input => return Some(used),
                // A last block (RFC 7692 §7.2.3.4): another stream follows, even in the message.
                Halt::End => self.reset(),
                Halt::Damaged => return None,
            }
        }
    }

    fn reset(&mut self) {
        if let Some(fresh) = Self::new(self.coding) {
            *self = fresh;
        }
    }
}
