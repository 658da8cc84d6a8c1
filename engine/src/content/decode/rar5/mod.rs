//! The packing of RAR 5 (what `WinRAR` writes since 2013): LZ77 and prefix codes in blocks, with filters.
//!
//! Written from how archives behave: the format has no public text. Distances reach back 32 MiB at most (what `WinRAR` packs
//! with by default), blocks have 4 MiB at most; what goes beyond is damage. Not read: the packing of RAR 4, and that of
//! RAR 7 with more than 4 GiB of dictionary.

mod filter;
mod huffman;

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use filter::Kind;
use huffman::{Bits, Code};
use std::collections::VecDeque;

/// Farthest that is looked back.
const WINDOW: usize = 32 << 20;
/// Longest block.
const BLOCK_BYTES: usize = 4 << 20;
/// Bytes unpacked before some are handed out.
const PIECE: usize = 64 << 10;
/// Longest piece that was filtered, and how many may wait.
const FILTER_BYTES: usize = 4 << 20;
const FILTERS: usize = 8192;
/// Symbols: of the code of lengths; of literals and lengths, distances, their low bits, repeated lengths.
const LENGTHS: usize = 20;
const SYMBOLS: [usize; 4] = [306, 64, 16, 44];

/// A member's data.
#[derive(Default)]
pub(in crate::content) struct Rar5 {
    /// The block in hand, as far as it came; where its bits begin once it is there, and how many there are.
    block: Vec<u8>,
    bits: Bits,
    until: usize,
    within: bool,
    /// The last block was begun; the data are damaged.
    last: bool,
    damaged: bool,
    codes: [Code; 4],
    coded: bool,
    /// What was unpacked last, how many of its bytes were handed out, and what came before its first one.
    history: Vec<u8>,
    sent: usize,
    before: u64,
    /// Where the member begins.
    start: u64,
    distances: [usize; 4],
    length: usize,
    filters: VecDeque<Filter>,
    /// A piece that was filtered, and how much of it was handed out.
    filtered: Option<(Vec<u8>, usize)>,
}

/// A piece that was filtered.
struct Filter {
    start: u64,
    len: usize,
    kind: Kind,
}

/// The data cannot be what RAR writes.
struct Damage;

impl Rar5 {
    /// For a member that goes on where this one ended (a solid archive).
    pub(super) fn go_on(mut self) -> Self {
        self.start = self.before + self.history.len() as u64;
        self.sent = self.history.len();
        self.filters.clear();
        self.block.clear();
        (self.within, self.last, self.filtered) = (false, false, None);
        self
    }

    /// Bytes that it looks back over, and of the block in hand.
    pub(super) fn held(&self) -> usize {
        self.history.capacity()
            + self.block.capacity()
            + self.filtered.as_ref().map_or(0, |(piece, _)| piece.capacity())
    }

    /// True if all came.
    pub(super) fn may_end(&self) -> bool {
        self.last && !self.within && self.filtered.is_none() && self.sent == self.history.len()
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            let room = output.get_mut(done.produced..).unwrap_or(&mut []);
            let (written, waits) = self.emit(room);
            done.produced += written;
            done.halt = if waits {
                Halt::Output
            } else if self.damaged {
                Halt::Damaged
            } else if self.within {
                self.damaged = self.unpack().is_err();
                continue;
            } else if self.last {
                Halt::End
            } else {
                let rest = input.after(done.consumed);
                match self.fill(rest) {
                    Ok(used) if used > 0 || self.within => {
                        done.consumed += used;
                        continue;
                    }
                    Ok(_) => Halt::Input,
                    Err(Damage) => Halt::Damaged,
                }
            };
            return done;
        }
    }

    /// Takes what the block in hand lacks, and begins it once it is there; answers how many bytes were taken.
    fn fill(&mut self, input: &[u8]) -> Result<usize, Damage> {
        let head = match self.block.first() {
            Some(flags) => 3 + usize::from(flags >> 3 & 3),
            None => 1,
        };
        let size = if self.block.len() < head || head < 3 {
            0
        } else {
            let size = self.block.span(2, head);
            let sum = size.iter().fold(0x5a ^ self.block.at(0) ^ self.block.at(1), |sum, byte| sum ^ byte);
            let size = size.iter().rev().fold(0usize, |size, byte| size << 8 | usize::from(*byte));
            if sum != 0 || head > 5 || size > BLOCK_BYTES {
                return Err(Damage);
            }
            size
        };
        let take = (head + size).saturating_sub(self.block.len()).min(input.len());
        self.block.extend_from_slice(input.upto(take));
        if head >= 3 && self.block.len() == head + size && (size > 0 || take == 0) {
            self.begin(head, size)?;
        }
        Ok(take)
    }

    /// The block is there.
    fn begin(&mut self, head: usize, size: usize) -> Result<(), Damage> {
        let flags = self.block.at(0);
        self.block.drain(..head);
        self.bits = Bits::default();
        self.until = (size * 8).saturating_sub(7 - usize::from(flags & 7));
        self.last = flags & 0x40 != 0;
        self.within = true;
        if flags & 0x80 != 0 {
            self.read_codes()?;
        }
        if self.coded { Ok(()) } else { Err(Damage) }
    }

    /// The lengths of all codes, themselves in a code.
    fn read_codes(&mut self) -> Result<(), Damage> {
        let (data, bits) = (&self.block, &mut self.bits);
        let mut lengths = Vec::with_capacity(LENGTHS);
        while lengths.len() < LENGTHS {
            let len = bits.take(data, 4) as u8;
            let zeros = if len == 15 { bits.take(data, 4) as usize } else { 0 };
            if zeros > 0 {
                lengths.resize((lengths.len() + zeros + 2).min(LENGTHS), 0);
            } else {
                lengths.push(len);
            }
        }
        let code = Code::new(&lengths);
        let all = SYMBOLS.iter().sum();
        let mut lengths: Vec<u8> = Vec::with_capacity(all);
        while lengths.len() < all {
            let symbol = code.next(data, bits).filter(|_| bits.at <= self.until).ok_or(Damage)?;
            if symbol < 16 {
                lengths.push(symbol as u8);
                continue;
            }
            let count = if symbol % 2 == 0 { bits.take(data, 3) + 3 } else { bits.take(data, 7) + 11 } as usize;
            let len = if symbol < 18 { *lengths.last().ok_or(Damage)? } else { 0 };
            lengths.resize((lengths.len() + count).min(all), len);
        }
        let mut rest = lengths.as_slice();
        for (code, count) in self.codes.iter_mut().zip(SYMBOLS) {
            *code = Code::new(rest.upto(count));
            rest = rest.after(count);
        }
        self.coded = true;
        Ok(())
    }

    /// Unpacks on, to the end of the block or until there is a piece to hand out.
    fn unpack(&mut self) -> Result<(), Damage> {
        let block = std::mem::take(&mut self.block);
        let mut bits = self.bits;
        let result = self.symbols(&block, &mut bits);
        self.bits = bits;
        self.block = block;
        if bits.at >= self.until {
            self.within = false;
            self.block.clear();
        }
        result
    }

    fn symbols(&mut self, data: &[u8], bits: &mut Bits) -> Result<(), Damage> {
        let [main, far, low, repeated] = &self.codes;
        let enough = self.sent + PIECE;
        while bits.at < self.until && (self.history.len() < enough || self.waits()) {
            let symbol = main.next(data, bits).ok_or(Damage)?;
            let distance = match symbol {
                0..256 => {
                    self.history.push(symbol as u8);
                    continue;
                }
                256 => {
                    let filter = read_filter(data, bits, self.before + self.history.len() as u64)?;
                    if self.filters.len() >= FILTERS {
                        return Err(Damage);
                    }
                    self.filters.push_back(filter);
                    continue;
                }
                257 if self.length == 0 => continue,
                257 => self.distances[0],
                258..262 => {
                    let place = symbol - 258;
                    let distance = *self.distances.get(place).ok_or(Damage)?;
                    self.length = length(repeated.next(data, bits).ok_or(Damage)?, data, bits);
                    self.distances.copy_within(..place, 1);
                    self.distances[0] = distance;
                    distance
                }
                _ => {
                    let len = length(symbol - 262, data, bits);
                    let distance = distance(far, low, data, bits).ok_or(Damage)?;
                    self.length = len + [0x100, 0x2000, 0x40000].iter().filter(|limit| distance > **limit).count();
                    self.distances.copy_within(..3, 1);
                    self.distances[0] = distance;
                    distance
                }
            };
            repeat(&mut self.history, distance, self.length)?;
        }
        Ok(())
    }

    /// A piece that was filtered is next, and not there as a whole.
    fn waits(&self) -> bool {
        let end = self.before + self.history.len() as u64;
        self.filters.front().is_some_and(|filter| {
            filter.start <= self.before + self.sent as u64 && filter.start + filter.len as u64 > end
        })
    }

    /// Hands out what is unpacked; answers how many bytes, and whether there are more.
    fn emit(&mut self, output: &mut [u8]) -> (usize, bool) {
        let mut written = 0;
        loop {
            let at = self.before + self.sent as u64;
            let room = output.get_mut(written..).unwrap_or(&mut []);
            if let Some((piece, from)) = &mut self.filtered {
                let count = copy(piece.after(*from), room);
                *from += count;
                written += count;
                if *from < piece.len() {
                    return (written, true);
                }
                self.sent += piece.len();
                self.filtered = None;
                continue;
            }
            let ready = self.history.after(self.sent);
            let plain = match self.filters.front() {
                Some(filter) if filter.start < at => {
                    self.filters.pop_front();
                    continue;
                }
                Some(filter) if filter.start == at => {
                    if ready.len() >= filter.len {
                        let piece = filter::undo(filter.kind, ready.upto(filter.len), at - self.start);
                        self.filtered = Some((piece, 0));
                        self.filters.pop_front();
                        continue;
                    }
                    // What is filtered and never comes whole is handed out as it is.
                    let over = self.last && !self.within;
                    if !(self.damaged || over) {
                        return (written, false);
                    }
                    ready.len()
                }
                Some(filter) => usize::try_from(filter.start - at).unwrap_or(usize::MAX),
                None => usize::MAX,
            };
            let count = copy(ready.upto(plain), room);
            self.sent += count;
            written += count;
            if count == 0 {
                self.forget();
                return (written, self.sent < self.history.len());
            }
        }
    }

    /// Forgets what nothing looks back to any more.
    fn forget(&mut self) {
        let spare = self.sent.min(self.history.len().saturating_sub(WINDOW));
        if spare > WINDOW / 2 {
            self.history.drain(..spare);
            self.sent -= spare;
            self.before += spare as u64;
        }
    }
}

fn copy(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    if let (Some(from), Some(to)) = (from.get(..count), to.get_mut(..count)) {
        to.copy_from_slice(from);
    }
    count
}

/// A length by its slot.
fn length(slot: usize, data: &[u8], bits: &mut Bits) -> usize {
    if slot < 8 {
        return slot + 2;
    }
    let count = slot as u32 / 4 - 1;
    2 + ((4 | (slot & 3)) << count) + bits.take(data, count) as usize
}

/// A distance: its slot, and more bits, the last four of which have a code of their own.
fn distance(far: &Code, low: &Code, data: &[u8], bits: &mut Bits) -> Option<usize> {
    let slot = far.next(data, bits)?;
    if slot < 4 {
        return Some(slot + 1);
    }
    let count = slot as u32 / 2 - 1;
    let base = 1 + ((2 | (slot & 1)) << count);
    if count < 4 {
        return Some(base + bits.take(data, count) as usize);
    }
    let high = (bits.take(data, count - 4) as usize) << 4;
    Some(base + high + low.next(data, bits)?)
}

/// What is said of a filter behind its symbol, at that place of the output.
fn read_filter(data: &[u8], bits: &mut Bits, at: u64) -> Result<Filter, Damage> {
    let mut number = || {
        let count = bits.take(data, 2) + 1;
        (0..count).fold(0u64, |value, byte| value | u64::from(bits.take(data, 8)) << (byte * 8))
    };
    let (start, len) = (at + number(), number());
    let kind = match bits.take(data, 3) {
        0 => Kind::Delta(bits.take(data, 5) as usize + 1),
        1 => Kind::Calls { jumps: false },
        2 => Kind::Calls { jumps: true },
        3 => Kind::Arm,
        _ => return Err(Damage),
    };
    let len = usize::try_from(len).ok().filter(|len| (1..=FILTER_BYTES).contains(len)).ok_or(Damage)?;
    Ok(Filter { start, len, kind })
}

/// Appends `len` bytes from so far back.
fn repeat(history: &mut Vec<u8>, distance: usize, len: usize) -> Result<(), Damage> {
    let start = history.len().checked_sub(distance).filter(|_| (1..=WINDOW).contains(&distance)).ok_or(Damage)?;
    if distance >= len {
        history.extend_from_within(start..start + len);
    } else {
        for at in start..start + len {
            history.push(history.at(at));
        }
    }
    Ok(())
}
