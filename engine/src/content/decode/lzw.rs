//! What Unix's `compress` writes (`.Z`), streaming: codes of growing width, the low bits first (POSIX.1-2024, `compress`;
//! Welch, "A Technique for High-Performance Data Compression", 1984).
//!
//! Our own, because libraries read the form of GIF and TIFF: here codes come in groups of eight, and where the width changes
//! the rest of a group is padding.

use super::{Halt, Progress};

/// First bytes, which a byte with the greatest width follows.
const MAGIC: [u8; 2] = [0x1f, 0x9d];
const HEAD: u8 = 3;
/// That byte: the width, and whether a code empties the table.
const WIDTH: u8 = 0x1f;
const BLOCKS: u8 = 0x80;
/// The code that empties the table, and the least width.
const CLEAR: usize = 256;
const LEAST: u32 = 9;
const MOST: u32 = 16;
/// Codes that are written together.
const GROUP: u32 = 8;

/// A file of `compress`.
#[derive(Default)]
pub(in crate::content) struct Lzw {
    /// Bytes of the head that were read.
    head: u8,
    most: u32,
    blocks: bool,
    /// Each code from 256 on: what it begins with, and its last byte.
    table: Vec<(u16, u8)>,
    width: u32,
    /// Codes read since the width changed.
    count: u32,
    /// Bits that were read and not used, and bits that mean nothing.
    bits: u64,
    have: u32,
    skip: u32,
    /// The code before, and the first byte of what it stands for.
    before: Option<usize>,
    first: u8,
    /// What a code stands for and has not been written, last byte first.
    pending: Vec<u8>,
}

impl Lzw {
    /// Bytes that it looks back over.
    pub(super) fn held(&self) -> usize {
        self.table.capacity() * size_of::<(u16, u8)>() + self.pending.capacity()
    }

    /// A file ends where its bytes do.
    pub(super) fn may_end(&self) -> bool {
        self.head == HEAD && self.pending.is_empty()
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        let mut rest = input.iter();
        loop {
            for to in output.iter_mut().skip(done.produced) {
                let Some(byte) = self.pending.pop() else { break };
                *to = byte;
                done.produced += 1;
            }
            if !self.pending.is_empty() {
                done.halt = Halt::Output;
                break;
            }
            match self.code(&mut rest) {
                Some(Ok(code)) if self.expand(code) => {}
                Some(_) => {
                    done.halt = Halt::Damaged;
                    break;
                }
                None => break,
            }
        }
        done.consumed = input.len() - rest.len();
        done
    }

    /// The next code; `None` if more input is needed, an error if this is no such file.
    fn code(&mut self, input: &mut std::slice::Iter<'_, u8>) -> Option<Result<usize, ()>> {
        while self.head < HEAD {
            let byte = *input.next()?;
            match MAGIC.get(usize::from(self.head)) {
                Some(magic) if *magic == byte => {}
                Some(_) => return Some(Err(())),
                None => {
                    (self.most, self.blocks) = (u32::from(byte & WIDTH), byte & BLOCKS != 0);
                    if !(LEAST..=MOST).contains(&self.most) {
                        return Some(Err(()));
                    }
                    self.clear();
                }
            }
            self.head += 1;
        }
        // The table has outgrown the width.
        if self.table.len() + CLEAR > (1 << self.width) - 1 && self.width < self.most {
            self.pad();
            self.width += 1;
        }
        loop {
            let skipped = self.skip.min(self.have);
            self.bits >>= skipped;
            self.have -= skipped;
            self.skip -= skipped;
            if self.have >= self.width {
                break;
            }
            self.bits |= u64::from(*input.next()?) << self.have;
            self.have += 8;
        }
        let code = (self.bits & ((1 << self.width) - 1)) as usize;
        self.bits >>= self.width;
        self.have -= self.width;
        self.count += 1;
        Some(Ok(code))
    }

    /// What is left of a group means nothing.
    fn pad(&mut self) {
        self.skip = (GROUP - self.count % GROUP) % GROUP * self.width;
        self.count = 0;
    }

    fn clear(&mut self) {
        self.table.clear();
        // No code but that which empties the table.
        self.table.resize(usize::from(self.blocks), (0, 0));
        self.width = LEAST;
    }

    /// Writes what a code stands for; false if there is no such code.
    fn expand(&mut self, code: usize) -> bool {
        if code == CLEAR && self.blocks {
            self.pad();
            self.clear();
            self.before = None;
            return true;
        }
        let Some(before) = self.before else {
            self.before = Some(code);
            self.first = code as u8;
            self.pending.push(self.first);
            return code < CLEAR;
        };
        let next = self.table.len() + CLEAR;
        let mut at = code;
        if code >= next {
            // The code in the making: what was before it, and that one's first byte again.
            if code > next {
                return false;
            }
            self.pending.push(self.first);
            at = before;
        }
        while let Some((begin, last)) = at.checked_sub(CLEAR).and_then(|at| self.table.get(at)) {
            self.pending.push(*last);
            at = usize::from(*begin);
        }
        self.first = at as u8;
        self.pending.push(self.first);
        if next < 1 << self.most {
            self.table.push((before as u16, self.first));
        }
        self.before = Some(code);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, Halt, drained};
    use crate::message::Coding;

    fn read(input: &[u8], step: usize) -> (Vec<u8>, Halt) {
        drained(&mut Decoder::for_coding(Coding::Compress).unwrap(), input, step)
    }

    #[test]
    fn codes_are_read_in_any_pieces() {
        // "TOBEORNOTTOBEORTOBEORNOT" as ncompress writes it.
        let file = [
            0x1f, 0x9d, 0x90, 0x54, 0x9e, 0x08, 0x29, 0xf2, 0x44, 0x8a, 0x93, 0x27, 0x54, 0x02, 0x0e, 0x2c, 0xa8, 0x90,
            0xa0, 0x41, 0x84,
        ];
        for step in [1, 3, 99] {
            assert_eq!(read(&file, step), (b"TOBEORNOTTOBEORTOBEORNOT".to_vec(), Halt::Input), "{step}");
        }
    }

    #[test]
    fn what_is_none_is_damaged() {
        for file in
            [&[0x1f, 0x9e][..], &[0x1f, 0x9d, 0x88], &[0x1f, 0x9d, 0x91, 0, 0], &[0x1f, 0x9d, 0x90, 0xff, 0xff, 0xff]]
        {
            assert_eq!(read(file, 99).1, Halt::Damaged, "{file:x?}");
        }
    }
}
