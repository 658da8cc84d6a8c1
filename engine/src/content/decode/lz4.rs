//! LZ4 frames (frame format 1.6, and its legacy form), one behind the other, streaming: a block at a time, of at most 8 MiB. Checksums are
//! passed over: Kafka's older clients wrote wrong ones, and what a damaged block says is worth reading. Dictionaries are
//! refused.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use lz4_flex::block::{decompress_into, decompress_into_with_dict};

/// What a block may look back over.
const WINDOW: usize = 64 << 10;
const MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];
/// The legacy form: blocks of no more than 8 MiB up to the end of the file.
const LEGACY: [u8; 4] = [0x02, 0x21, 0x4c, 0x18];
const LEGACY_BLOCK: usize = 8 << 20;
/// Blocks are stored as they are where this bit of their size is set.
const STORED: u32 = 1 << 31;
/// LZ4 yields at most so much more than it is given.
const RATIO: usize = 256;
/// What was unpacked is kept up to this length before all but a window of it is dropped.
const KEPT: usize = 8 * WINDOW;

/// LZ4 frames.
#[derive(Default)]
pub(in crate::content) struct Lz4 {
    state: State,
    /// Bytes of the field or block in hand.
    held: Vec<u8>,
    /// What was unpacked: what blocks may look back over, then the block.
    plain: Vec<u8>,
    /// The next byte of it that goes out.
    at: usize,
    head: Head,
    /// A frame was begun.
    begun: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a frame.
    #[default]
    Magic,
    Head,
    Size,
    /// A block of so many bytes, its checksum included; stored as it is?
    Block(usize, bool),
    /// The checksum of it all.
    Checksum,
}

#[derive(Clone, Copy, Debug, Default)]
struct Head {
    linked: bool,
    block_sums: bool,
    sum: bool,
    largest: usize,
    legacy: bool,
}

impl Lz4 {
    pub(super) fn may_end(&self) -> bool {
        let between = self.state == State::Magic || (self.head.legacy && self.state == State::Size);
        self.begun && between && self.held.is_empty() && self.at >= self.plain.len()
    }

    pub(super) fn held(&self) -> usize {
        self.held.capacity() + self.plain.capacity()
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            let ready = self.plain.after(self.at);
            if !ready.is_empty() {
                let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                let len = ready.len().min(room.len());
                if len == 0 {
                    done.halt = Halt::Output;
                    return done;
                }
                room.get_mut(..len).unwrap_or(&mut []).copy_from_slice(ready.upto(len));
                self.at += len;
                done.produced += len;
                continue;
            }
            let needed = match self.state {
                State::Head => self.head_len(),
                State::Block(len, _) => len,
                State::Magic | State::Size | State::Checksum => 4,
            };
            let rest = input.after(done.consumed);
            let take = needed.saturating_sub(self.held.len()).min(rest.len());
            self.held.extend_from_slice(rest.upto(take));
            done.consumed += take;
            if self.held.len() < needed {
                return done;
            }
            // The first two bytes of a head tell how long it is.
            if self.state == State::Head && needed < self.head_len() {
                continue;
            }
            if self.field().is_none() {
                if self.state == State::Magic || self.head.legacy && self.state == State::Size {
                    // What follows a frame is not this one's.
                    done.consumed -= take;
                    self.held.clear();
                }
                done.halt = Halt::Damaged;
                return done;
            }
            self.held.clear();
        }
    }

    /// Flags, block size, a content size, a checksum of the head.
    fn head_len(&self) -> usize {
        match self.held.first() {
            None => 2,
            Some(flags) => 3 + if flags & 0x08 != 0 { 8 } else { 0 },
        }
    }

    fn field(&mut self) -> Option<()> {
        self.state = match self.state {
            State::Magic if self.held == LEGACY => {
                self.begin(Head { largest: LEGACY_BLOCK, legacy: true, ..Head::default() });
                State::Size
            }
            State::Magic => (self.held == MAGIC).then_some(State::Head)?,
            State::Head => {
                let [flags, sizes, ..] = *self.held.first_chunk::<2>()?;
                // Version 1, no dictionary.
                (flags >> 6 == 1 && flags & 1 == 0).then_some(())?;
                let largest = 1usize.checked_shl(8 + 2 * u32::from(sizes >> 4 & 7)).filter(|size| *size >= WINDOW)?;
                let (linked, block_sums, sum) = (flags & 0x20 == 0, flags & 0x10 != 0, flags & 0x04 != 0);
                self.begin(Head { linked, block_sums, sum, largest, legacy: false });
                State::Size
            }
            State::Size if self.head.legacy => match u32::from_le_bytes(*self.held.first_chunk::<4>()?) {
                _ if self.held == MAGIC => State::Head,
                _ if self.held == LEGACY => State::Size,
                // What cannot be compressed grows a little.
                size => (1..=LEGACY_BLOCK + LEGACY_BLOCK / 128)
                    .contains(&(size as usize))
                    .then_some(State::Block(size as usize, false))?,
            },
            State::Size => match u32::from_le_bytes(*self.held.first_chunk::<4>()?) {
                0 if self.head.sum => State::Checksum,
                0 => State::Magic,
                size => {
                    let len = (size & !STORED) as usize;
                    (len <= self.head.largest).then_some(())?;
                    State::Block(len + if self.head.block_sums { 4 } else { 0 }, size & STORED != 0)
                }
            },
            State::Block(len, stored) => {
                let len = len - if self.head.block_sums { 4 } else { 0 };
                self.block(len, stored)?;
                State::Size
            }
            State::Checksum => State::Magic,
        };
        Some(())
    }

    fn begin(&mut self, head: Head) {
        (self.head, self.begun, self.at) = (head, true, 0);
        self.plain.clear();
    }

    fn block(&mut self, len: usize, stored: bool) -> Option<()> {
        let keep = if self.head.linked { WINDOW } else { 0 };
        // Dropped seldom, lest a frame of tiny blocks move a window for each.
        if self.plain.len() > KEPT {
            self.plain.drain(..self.plain.len() - keep);
        }
        let before = self.plain.len();
        self.at = before;
        let block = self.held.get(..len)?;
        if stored {
            self.plain.extend_from_slice(block);
            return Some(());
        }
        self.plain.resize(before + self.head.largest.min(len.saturating_mul(RATIO)), 0);
        let (known, room) = self.plain.split_at_mut_checked(before)?;
        let unpacked = decompress_into_with_dict(block, room, known.after(before.saturating_sub(keep)));
        self.plain.truncate(before + unpacked.as_ref().copied().unwrap_or(0));
        unpacked.ok().map(|_| ())
    }
}

/// Unpacks a block without a frame, of exactly `size` bytes, behind what `into` holds; false, with `into` as it was, if it is none.
pub(in crate::content) fn block(data: &[u8], size: usize, into: &mut Vec<u8>) -> bool {
    let start = into.len();
    let sound = size <= data.len().saturating_mul(RATIO) && block_upto(data, size, into) && into.len() - start == size;
    if !sound {
        into.truncate(start);
    }
    sound
}

/// The same of one that yields no more than `most` bytes.
pub(in crate::content) fn block_upto(data: &[u8], most: usize, into: &mut Vec<u8>) -> bool {
    let start = into.len();
    into.resize(start.saturating_add(most.min(data.len().saturating_mul(RATIO))), 0);
    let unpacked = decompress_into(data, into.get_mut(start..).unwrap_or(&mut []));
    into.truncate(start.saturating_add(unpacked.as_ref().copied().unwrap_or(0)));
    unpacked.is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, Halt, drained};
    use crate::message::Coding;
    use lz4_flex::block::compress_with_dict;
    use proptest::prelude::*;

    fn run(input: &[u8], step: usize) -> Option<Vec<u8>> {
        let mut decoder = Decoder::for_coding(Coding::Lz4).unwrap();
        let (out, halt) = drained(&mut decoder, input, step);
        (halt != Halt::Damaged && decoder.may_end()).then_some(out)
    }

    /// A frame whose blocks look back, with all checksums there may be (of zeros).
    fn frame(blocks: &[&[u8]], linked: bool, sums: bool) -> Vec<u8> {
        let flags = 0x40 | if linked { 0 } else { 0x20 } | if sums { 0x1c } else { 0 };
        let mut framed = [&super::MAGIC[..], &[flags, 0x40]].concat();
        framed.extend(if sums { &[0u8; 9][..] } else { &[0u8; 1] });
        let mut before: &[u8] = &[];
        for block in blocks.iter().filter(|block| !block.is_empty()) {
            let packed = compress_with_dict(block, if linked { before } else { &[] });
            framed.extend((packed.len() as u32).to_le_bytes());
            framed.extend(packed);
            framed.extend(if sums { &[0u8; 4][..] } else { &[] });
            before = block;
        }
        framed.extend(if sums { &[0u8; 8][..] } else { &[0u8; 4] });
        framed
    }

    proptest! {
        #[test]
        fn yields_what_was_packed(
            words in proptest::collection::vec("[a-d]{1,9}", 1..3000),
            linked in any::<bool>(), sums in any::<bool>(), step in 1usize..5000,
        ) {
            let plain = words.concat().into_bytes();
            let (first, second) = plain.split_at(plain.len() / 2);
            prop_assert_eq!(run(&frame(&[first, second], linked, sums), step), Some(plain.clone()));
            let frames = [frame(&[first], linked, sums), frame(&[second], linked, sums)].concat();
            prop_assert_eq!(run(&frames, step), Some(plain));
        }

        #[test]
        fn damage_is_survived_and_cut_data_is_no_end(
            plain in "[ab]{20,400}", at in any::<prop::sample::Index>(), byte in any::<u8>()
        ) {
            let mut packed = frame(&[plain.as_bytes()], true, true);
            prop_assert_eq!(run(&packed[..packed.len() - 1], 7), None);
            let at = at.index(packed.len());
            packed[at] = byte;
            run(&packed, 7);
        }
    }

    #[test]
    fn blocks_look_back_over_a_window_whatever_was_dropped() {
        // No block repeats anything but the one before it.
        let mut seed = 1u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let plain: Vec<u8> = (0..super::KEPT * 3 / 2).map(|_| noise()).collect();
        let mut blocks: Vec<&[u8]> = plain.chunks(super::WINDOW / 2).flat_map(|block| [block, block]).collect();
        blocks.push(&plain[..9]);
        assert_eq!(run(&frame(&blocks, true, false), 1 << 20), Some(blocks.concat()));
    }

    #[test]
    fn the_legacy_form_ends_where_the_file_does() {
        let plain = b"phone 13800138000\n".repeat(99);
        let packed = compress_with_dict(&plain, &[]);
        let frame = [&super::LEGACY[..], &(packed.len() as u32).to_le_bytes(), &packed].concat();
        let size = frame.len();
        for step in [1, 7, 9999] {
            assert_eq!(run(&frame, step), Some(plain.clone()));
            assert_eq!(run(&[&frame[..], &frame].concat(), step), Some(plain.repeat(2)));
            assert_eq!(run(&frame[..size - 1], step), None);
        }
    }
}
