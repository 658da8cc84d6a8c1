//! Snappy, streaming: a raw block (format description 1.1), blocks behind a header as the Java library frames them, or the
//! chunks of the framing format.
//!
//! Our own, because libraries want a block whole: a raw one has no end but the length at its front. Compressors never
//! look back over more than a fragment of 64 KiB; who does is refused.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;

/// What a copy may look back over.
const WINDOW: usize = 64 << 10;
/// First bytes of the Java library's framing; two versions of four bytes follow.
const JAVA: &[u8; 8] = b"\x82SNAPPY\0";
const JAVA_HEAD: usize = 16;
/// First chunk of the framing format (§4.1).
const STREAM: &[u8; 10] = b"\xff\x06\0\0sNaPpY";
/// A checksum stands before the data of a chunk (§3).
const SUM: u64 = 4;

/// A Snappy block, or a stream of them.
#[derive(Default)]
pub(in crate::content) struct Snappy {
    state: State,
    /// Bytes of a field that is not whole yet.
    held: Vec<u8>,
    framing: Framing,
    /// Bytes that the block in hand has yet to yield, and has yielded.
    left: u64,
    yielded: u64,
    window: Vec<u8>,
    /// Where the next byte goes.
    at: usize,
}

/// What follows a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Framing {
    /// Nothing.
    #[default]
    None,
    /// The length of another.
    Java,
    /// Another chunk.
    Stream,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before the first byte.
    #[default]
    Start,
    /// Before the length of a framed block.
    Length,
    /// Before the kind and length of a chunk.
    Chunk,
    /// Before the checksum of a chunk: a block, or so many bytes as they are.
    Sum(Option<u64>),
    /// Bytes as they are, and bytes that say nothing.
    Stored(u64),
    Skip(u64),
    /// In the unpacked length (a varint).
    Unpacked,
    /// Before an element.
    Tag,
    Literal(u64),
    /// So many bytes from so far back.
    Copy(usize, usize),
    /// The block ended, and nothing may follow.
    Over,
}

/// What a field said.
enum Field {
    More,
    Damaged,
    Next(State),
}

impl Snappy {
    pub(super) fn may_end(&self) -> bool {
        match self.state {
            State::Over => true,
            State::Length | State::Chunk => self.held.is_empty(),
            _ => false,
        }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            let rest = input.after(done.consumed);
            match self.state {
                State::Over => {
                    done.halt = Halt::End;
                    return done;
                }
                State::Literal(left) | State::Stored(left) => {
                    let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                    let len = rest.len().min(room.len()).min(usize::try_from(left).unwrap_or(usize::MAX));
                    if len == 0 {
                        done.halt = if rest.is_empty() { Halt::Input } else { Halt::Output };
                        return done;
                    }
                    let (from, into) = (rest.upto(len), room.get_mut(..len).unwrap_or(&mut []));
                    into.copy_from_slice(from);
                    done.consumed += len;
                    done.produced += len;
                    let (left, whole) = (left - len as u64, left == len as u64);
                    if matches!(self.state, State::Stored(_)) {
                        self.state = if whole { State::Chunk } else { State::Stored(left) };
                    } else {
                        self.keep(from);
                        self.advance(State::Literal(left), whole, len);
                    }
                }
                State::Skip(left) => {
                    let len = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    if len == 0 {
                        return done;
                    }
                    done.consumed += len;
                    self.state = if left == len as u64 { State::Chunk } else { State::Skip(left - len as u64) };
                }
                State::Copy(left, back) => {
                    let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                    if room.is_empty() {
                        done.halt = Halt::Output;
                        return done;
                    }
                    let len = left.min(room.len());
                    for slot in room.iter_mut().take(len) {
                        *slot = self.back(back);
                        self.keep(&[*slot]);
                    }
                    done.produced += len;
                    self.advance(State::Copy(left - len, back), left == len, len);
                }
                _ => {
                    let Some(&byte) = rest.first() else { return done };
                    self.held.push(byte);
                    done.consumed += 1;
                    match self.field() {
                        Field::More => {}
                        Field::Damaged => {
                            done.halt = Halt::Damaged;
                            return done;
                        }
                        Field::Next(state) => {
                            self.held.clear();
                            self.state = state;
                        }
                    }
                }
            }
        }
    }

    /// Part of an element was written.
    fn advance(&mut self, rest: State, whole: bool, len: usize) {
        self.left = self.left.saturating_sub(len as u64);
        self.yielded = self.yielded.saturating_add(len as u64);
        self.state = if whole { self.between() } else { rest };
    }

    /// Behind an element.
    const fn between(&self) -> State {
        match (self.left, self.framing) {
            (0, Framing::Java) => State::Length,
            (0, Framing::Stream) => State::Chunk,
            (0, Framing::None) => State::Over,
            _ => State::Tag,
        }
    }

    /// Looks at the field whose bytes are held.
    fn field(&mut self) -> Field {
        match self.state {
            State::Start => self.start(),
            State::Length | State::Chunk | State::Sum(_) if self.held.len() < 4 => Field::More,
            State::Length | State::Sum(None) => Field::Next(State::Unpacked),
            State::Sum(Some(0)) => Field::Next(State::Chunk),
            State::Sum(Some(len)) => Field::Next(State::Stored(len)),
            State::Chunk => self.chunk(),
            State::Unpacked => self.unpacked(),
            _ => self.element(),
        }
    }

    fn start(&mut self) -> Field {
        let begins = |head: &[u8]| head.starts_with(self.held.upto(head.len()));
        if begins(JAVA) {
            self.framing = Framing::Java;
            return if self.held.len() < JAVA_HEAD { Field::More } else { Field::Next(State::Length) };
        }
        if begins(STREAM) {
            self.framing = Framing::Stream;
            return if self.held.len() < STREAM.len() { Field::More } else { Field::Next(State::Chunk) };
        }
        self.framing = Framing::None;
        match self.held.as_slice() {
            // The length of a raw block may be the beginning of a header; its first tag, a literal, tells them apart.
            [first, second, tag] if [JAVA.upto(2), STREAM.upto(2)].contains(&&[*first, *second][..]) => {
                (self.left, self.yielded) = (u64::from(*second) << 7 | u64::from(*first & 0x7f), 0);
                (self.held, self.state) = (vec![*tag], State::Tag);
                self.element()
            }
            // A literal of one byte looks like the third byte of the other header: it is written as a copy of itself.
            [first, second, 0, literal] if [*first, *second] == *STREAM.upto(2) && *literal != 0 => {
                let literal = *literal;
                (self.left, self.yielded) = (u64::from(*second) << 7 | u64::from(*first & 0x7f), 0);
                self.keep(&[literal]);
                Field::Next(State::Copy(1, 1))
            }
            [_, _, _, _, ..] if [JAVA.upto(3), STREAM.upto(3)].contains(&self.held.upto(3)) => Field::Damaged,
            _ => self.unpacked(),
        }
    }

    /// The kind and the length of a chunk (§4).
    fn chunk(&self) -> Field {
        let [kind, low, middle, high, ..] = *self.held.as_slice() else { return Field::More };
        let len = u64::from(u32::from_le_bytes([low, middle, high, 0]));
        match kind {
            0 if len > SUM => Field::Next(State::Sum(None)),
            1 if len >= SUM => Field::Next(State::Sum(Some(len - SUM))),
            0x80.. if len == 0 => Field::Next(State::Chunk),
            0x80.. => Field::Next(State::Skip(len)),
            _ => Field::Damaged,
        }
    }

    fn unpacked(&mut self) -> Field {
        /// A length has 32 bits.
        const LONGEST: usize = 5;
        let Some((last, _)) = self.held.split_last() else { return Field::More };
        if last & 0x80 != 0 {
            // The Java library's first byte has its high bit set, too.
            return if self.held.len() < LONGEST { Field::More } else { Field::Damaged };
        }
        let value = self.held.iter().rev().fold(0u64, |value, byte| value << 7 | u64::from(byte & 0x7f));
        if value > u64::from(u32::MAX) {
            return Field::Damaged;
        }
        (self.left, self.yielded) = (value, 0);
        Field::Next(self.between())
    }

    /// The tag of a literal or copy, and the bytes of its length or distance.
    fn element(&self) -> Field {
        let Some((&tag, more)) = self.held.split_first() else { return Field::More };
        let high = usize::from(tag >> 2);
        let little = || more.iter().rev().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
        let (needed, kind) = match tag & 3 {
            0 if high < 60 => (0, 0),
            0 => (high - 59, 0),
            1 => (1, 1),
            2 => (2, 2),
            _ => (4, 3),
        };
        if more.len() < needed {
            return Field::More;
        }
        if kind == 0 {
            let len = if high < 60 { high as u64 } else { little() } + 1;
            return if len > self.left { Field::Damaged } else { Field::Next(State::Literal(len)) };
        }
        let (len, back) = match kind {
            1 => ((high & 7) + 4, u64::from(tag >> 5) << 8 | little()),
            _ => (high + 1, little()),
        };
        let sound = back > 0 && back <= self.yielded.min(WINDOW as u64) && len as u64 <= self.left;
        if sound { Field::Next(State::Copy(len, back as usize)) } else { Field::Damaged }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let mut bytes = bytes.after(bytes.len().saturating_sub(WINDOW));
        while !bytes.is_empty() {
            if self.window.len() < WINDOW {
                let len = bytes.len().min(WINDOW - self.window.len());
                self.window.extend_from_slice(bytes.upto(len));
                bytes = bytes.after(len);
                self.at = self.window.len() % WINDOW;
                continue;
            }
            let len = bytes.len().min(WINDOW - self.at);
            if let Some(into) = self.window.get_mut(self.at..self.at + len) {
                into.copy_from_slice(bytes.upto(len));
            }
            bytes = bytes.after(len);
            self.at = (self.at + len) % WINDOW;
        }
    }

    fn back(&self, distance: usize) -> u8 {
        let at = if self.window.len() < WINDOW {
            self.window.len().wrapping_sub(distance)
        } else {
            (self.at + WINDOW - distance) % WINDOW
        };
        self.window.get(at).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, Halt, drained};
    use crate::message::Coding;
    use proptest::prelude::*;

    fn run(input: &[u8], step: usize) -> Option<Vec<u8>> {
        let mut decoder = Decoder::for_coding(Coding::Snappy).unwrap();
        let (out, halt) = drained(&mut decoder, input, step);
        (halt != Halt::Damaged && decoder.may_end()).then_some(out)
    }

    fn java(blocks: &[&[u8]]) -> Vec<u8> {
        let mut framed = [&super::JAVA[..], &[0, 0, 0, 1, 0, 0, 0, 1]].concat();
        for block in blocks {
            let packed = snap::raw::Encoder::new().compress_vec(block).unwrap();
            framed.extend((packed.len() as u32).to_be_bytes());
            framed.extend(packed);
        }
        framed
    }

    fn stream(plain: &[u8]) -> Vec<u8> {
        let mut writer = snap::write::FrameEncoder::new(Vec::new());
        std::io::Write::write_all(&mut writer, plain).unwrap();
        [&writer.into_inner().unwrap()[..], b"\xfe\x03\0\0abc"].concat()
    }

    proptest! {
        #[test]
        fn yields_what_another_library_packed(
            words in proptest::collection::vec("[a-d]{1,9}", 0..3000),
            noise in proptest::collection::vec(any::<u8>(), 0..300),
            step in 1usize..5000,
        ) {
            let plain = [words.concat().into_bytes(), noise, words.concat().into_bytes()].concat();
            let packed = snap::raw::Encoder::new().compress_vec(&plain).unwrap();
            prop_assert_eq!(run(&packed, step), Some(plain.clone()));
            let (first, second) = plain.split_at(plain.len() / 2);
            prop_assert_eq!(run(&java(&[first, second]), step), Some(plain.clone()));
            prop_assert_eq!(run(&stream(&plain), step), Some(plain));
        }

        #[test]
        fn damage_is_survived_and_cut_data_is_no_end(
            plain in "[ab]{20,400}", at in any::<prop::sample::Index>(), byte in any::<u8>()
        ) {
            let mut packed = snap::raw::Encoder::new().compress_vec(plain.as_bytes()).unwrap();
            prop_assert_eq!(run(&packed[..packed.len() - 1], 7), None);
            let at = at.index(packed.len());
            packed[at] = byte;
            run(&packed, 7);
        }
    }

    #[test]
    fn a_length_that_looks_like_the_header_is_one() {
        let plain = vec![b'a'; 0x53 << 7 | 2];
        let packed = snap::raw::Encoder::new().compress_vec(&plain).unwrap();
        assert!(packed.starts_with(b"\x82S"));
        assert_eq!((run(&packed, 1), run(&packed, 99)), (Some(plain.clone()), Some(plain)));
        assert_eq!(run(b"\x82SNOPPY\0", 1), None);
        let plain = vec![b'a'; 6 << 7 | 0x7f];
        let packed = snap::raw::Encoder::new().compress_vec(&plain).unwrap();
        assert!(packed.starts_with(b"\xff\x06"));
        assert_eq!((run(&packed, 1), run(&packed, 99)), (Some(plain.clone()), Some(plain)));
        assert_eq!(run(b"\xff\x06\0\0sNaPpX", 1), None);
    }

    #[test]
    fn copies_from_before_the_block_are_refused() {
        // Four bytes announced; a copy of four from one back, of nothing.
        assert_eq!(run(&[4, 0x01, 1], 9), None);
        assert_eq!(run(&[0], 9), Some(Vec::new()));
    }
}
