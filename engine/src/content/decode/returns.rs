//! Lines that end in a carriage return alone, as Excel for Macintosh writes them, to lines that end in a line feed.

use super::{Halt, Progress};

/// A text with such lines.
pub(in crate::content) struct Returns;

impl Returns {
    pub(super) fn step(input: &[u8], output: &mut [u8]) -> Progress {
        let len = input.len().min(output.len());
        for (slot, byte) in output.iter_mut().zip(input) {
            *slot = if *byte == b'\r' { b'\n' } else { *byte };
        }
        let halt = if len < input.len() { Halt::Output } else { Halt::Input };
        Progress { consumed: len, produced: len, halt }
    }
}
