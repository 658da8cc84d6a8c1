//! Avro's object container files (specification 1.12, "Object Container Files"): what pipelines keep and hand on.
//!
//! A head with the schema, then blocks of values, each packed by itself. Values are told as JSON, a line for each, under the
//! names that the schema has; bytes that are no text are files of their own. Each block ends with a mark that the head names:
//! behind damage and missing bytes reading goes on at the next one. Limits: heads of 2 MiB with schemas of 1 MiB, blocks of the
//! size of a document; values within one another, 64.

mod schema;
mod values;

use super::typed::{Block, Values};
use super::{Container, Format, carried, stepped, zigzag};
use crate::anomaly::Code;
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::{piece, scale};
use crate::content::decode::Decoder;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Coding;
use schema::Schema;
use std::borrow::Cow;
use values::Walk;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "avro",
    media: "application/avro",
    begins: |head| head.starts_with(MAGIC) && head.at(MAGIC.len()) != 0,
    open: |place, depth, _| Box::new(Avro::new(place, depth)),
};

const MAGIC: &[u8] = b"Obj\x01";
/// Longest head, and what it may say.
const HEAD_BYTES: usize = 2 << 20;
const ABOUT: usize = 1024;
/// Bytes of the mark behind each block.
const MARK: usize = 16;
/// Most bytes of a number.
const NUMBER: usize = 10;

/// How blocks are packed ("Required Codecs", "Optional Codecs").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codec {
    None,
    Deflate,
    Snappy,
    Other(Coding),
    Unknown,
}

impl Codec {
    fn named(name: &[u8]) -> Self {
        match name {
            b"" | b"null" => Self::None,
            b"deflate" => Self::Deflate,
            b"snappy" => Self::Snappy,
            b"bzip2" => Self::Other(Coding::Bzip2),
            b"xz" => Self::Other(Coding::Xz),
            b"zstandard" => Self::Other(Coding::Zstd),
            _ => Self::Unknown,
        }
    }

    /// A block of at most `most` bytes, unpacked.
    fn unpack(self, block: &[u8], most: usize) -> Option<Cow<'_, [u8]>> {
        // Bytes behind the packed ones: a check sum, or what a widespread writer leaves of one.
        let (coding, tails): (_, &[usize]) = match self {
            Self::None => return Some(Cow::Borrowed(block)),
            Self::Unknown => return None,
            Self::Deflate => (None, &[0, 3]),
            Self::Snappy => (Some(Coding::Snappy), &[4]),
            Self::Other(coding) => (Some(coding), &[0]),
        };
        let mut out = Vec::new();
        let unpacked = tails.iter().any(|tail| {
            let decoder = coding.map_or_else(|| Some(Decoder::inflate()), Decoder::for_coding);
            let block = block.upto(block.len().saturating_sub(*tail));
            decoder.is_some_and(|mut decoder| piece(&mut decoder, block, most, &mut out))
        });
        unpacked.then_some(Cow::Owned(out))
    }
}

enum Stage {
    Head,
    /// At a block.
    Block,
    /// In one that is longer than is collected.
    Long(usize, Box<Blob>),
    /// Until a mark comes, if it is known.
    Lost(Box<Blob>),
}

struct Avro {
    place: Place,
    depth: u8,
    stage: Stage,
    carry: Vec<u8>,
    schema: Option<Schema>,
    codec: Codec,
    mark: Option<[u8; MARK]>,
    told: Values,
}

impl Container for Avro {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| stepped(bytes, |rest| self.step(rest, cx, &mut tally)));
        if end.is_last() {
            self.finish(end, cx, &mut tally);
        }
        tally
    }

    /// The next mark is found again.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        self.finish(Ending::Cut, cx, &mut tally);
        self.stage = self.lost();
        tally
    }

    fn held(&self) -> usize {
        let blob = if let Stage::Long(_, blob) | Stage::Lost(blob) = &self.stage { blob.held() } else { 0 };
        self.carry.capacity() + self.schema.as_ref().map_or(0, Schema::held) + blob
    }
}

/// What stands before the blocks.
struct Head<'a> {
    /// Names and values.
    about: Vec<(&'a [u8], &'a [u8])>,
    mark: [u8; MARK],
    len: usize,
}

impl<'a> Head<'a> {
    /// `None` if it is not whole.
    fn read(data: &'a [u8]) -> Option<Self> {
        let mut at = MAGIC.len();
        let mut about = Vec::new();
        let string = |at: &mut usize| {
            let len = usize::try_from(zigzag(data, at)?).ok()?;
            let taken = data.get(*at..)?.get(..len)?;
            *at += len;
            Some(taken)
        };
        loop {
            let count = zigzag(data, &mut at)?;
            if count == 0 {
                break;
            }
            if count < 0 {
                zigzag(data, &mut at)?;
            }
            for _ in 0..count.unsigned_abs() {
                // Looked at anew with each piece that comes, so there are not many.
                if about.len() == ABOUT {
                    return None;
                }
                about.push((string(&mut at)?, string(&mut at)?));
            }
        }
        Some(Self { about, mark: *data.get(at..)?.first_chunk()?, len: at + MARK })
    }

    fn get(&self, name: &[u8]) -> &'a [u8] {
        self.about.iter().find(|(key, _)| *key == name).map_or(&[], |(_, value)| value)
    }
}

impl Avro {
    fn new(place: &Place, depth: u8) -> Self {
        let place = place.child("avro", "");
        Self {
            depth,
            stage: Stage::Head,
            carry: Vec::new(),
            schema: None,
            codec: Codec::None,
            mark: None,
            told: Values::new(&place, depth),
            place,
        }
    }

    /// Bytes that are read as what they are.
    fn blob(&self) -> Box<Blob> {
        Box::new(Blob::new(&self.place, self.depth).packed(self.codec != Codec::None))
    }

    fn lost(&self) -> Stage {
        Stage::Lost(self.blob())
    }

    /// What the next bytes are, and how many; `None` if more are needed.
    fn step(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        match &mut self.stage {
            Stage::Head => match Head::read(rest) {
                Some(head) => {
                    self.begin(&head, cx);
                    tally.add(State::Inspected, head.len as u64);
                    Some(head.len)
                }
                None if rest.len() < HEAD_BYTES => None,
                None => Some(self.astray(cx, "avro: there is no head where it should be")),
            },
            Stage::Block => {
                let mut at = 0;
                let numbers = zigzag(rest, &mut at).and_then(|count| Some((count, zigzag(rest, &mut at)?)));
                let Some((count, len)) = numbers else {
                    return (rest.len() >= 2 * NUMBER).then(|| self.astray(cx, NO_BLOCK));
                };
                let (Ok(count), Ok(len)) = (u64::try_from(count), usize::try_from(len)) else {
                    return Some(self.astray(cx, NO_BLOCK));
                };
                if len > cx.document_bytes() {
                    self.stage = Stage::Long(len.saturating_add(MARK), self.blob());
                    if self.codec != Codec::None {
                        cx.sink.anomaly(Code::DecodeBudget, "avro: a block longer than is collected");
                    }
                    tally.add(State::Inspected, at as u64);
                    return Some(at);
                }
                let block = rest.get(at..at + len + MARK)?;
                if !self.mark.is_some_and(|mark| block.ends_with(&mark)) {
                    return Some(self.astray(cx, NO_BLOCK));
                }
                tally.add(State::Inspected, (at + MARK) as u64);
                self.block(block.upto(len), count, cx, tally);
                Some(at + len + MARK)
            }
            Stage::Long(left, blob) => {
                let piece = rest.upto(*left);
                *left -= piece.len();
                let end = if *left == 0 { Ending::Whole } else { Ending::More };
                if self.codec == Codec::None {
                    tally.merge(&blob.push(piece, end, cx));
                } else {
                    tally.add(State::Skipped, piece.len() as u64);
                }
                if *left == 0 {
                    self.stage = Stage::Block;
                }
                Some(piece.len())
            }
            Stage::Lost(blob) => {
                let found = self.mark.and_then(|mark| memchr::memmem::find(rest, &mark));
                let end = if found.is_some() { Ending::Whole } else { Ending::More };
                let len = match (found, self.mark) {
                    (Some(at), _) => at + MARK,
                    // The mark may have begun.
                    (None, Some(_)) => rest.len().saturating_sub(MARK - 1),
                    (None, None) => rest.len(),
                };
                tally.merge(&blob.push(rest.upto(len), end, cx));
                if found.is_some() {
                    self.stage = Stage::Block;
                }
                Some(len).filter(|len| *len > 0)
            }
        }
    }

    /// What stands here is nothing that it should be.
    fn astray(&mut self, cx: &mut Context<'_>, what: &str) -> usize {
        cx.damaged(what);
        self.stage = self.lost();
        0
    }

    /// The head is known.
    fn begin(&mut self, head: &Head<'_>, cx: &mut Context<'_>) {
        self.codec = Codec::named(head.get(b"avro.codec"));
        self.mark = Some(head.mark);
        self.schema = Schema::read(head.get(b"avro.schema"));
        if self.schema.is_none() {
            cx.damaged("avro: a schema that cannot be read");
        }
        self.stage = Stage::Block;
        let mut text = TextStream::new(self.place.clone(), Style::Plain, Label::None, self.depth);
        let about: Vec<u8> =
            head.about.iter().flat_map(|(name, value)| [name, &b": "[..], value, b"\n"].concat()).collect();
        if cx.charge(about.len()) {
            let _ = text.push(&about, Ending::Whole, cx);
        }
    }

    /// A block of so many values.
    fn block(&mut self, block: &[u8], count: u64, cx: &mut Context<'_>, tally: &mut Tally) {
        let len = block.len() as u64;
        if len == 0 {
            return;
        }
        let most = usize::try_from(cx.budget.room()).unwrap_or(usize::MAX).min(cx.document_bytes());
        let Some(data) = self.codec.unpack(block, most) else {
            let state = if self.codec == Codec::Unknown {
                State::Undecodable
            } else {
                cx.damaged("avro: a block cannot be unpacked")
            };
            return tally.add(state, len);
        };
        if self.codec != Codec::None && !cx.charge(data.len()) {
            return tally.add(State::Skipped, len);
        }
        self.values(&data, (len, count), false, cx, tally);
    }

    /// Tells the values of a block, which took so many bytes; it may be cut.
    fn values(&mut self, data: &[u8], (len, count): (u64, u64), cut: bool, cx: &mut Context<'_>, tally: &mut Tally) {
        let Some(schema) = &self.schema else {
            let told = Blob::new(&self.place, self.depth).push(data, Ending::Whole, cx);
            return tally.merge(&scale(&told, len));
        };
        let mut at = 0;
        let block = Block { packed: len, unpacked: data.len() as u64, all: data.len() as u64 };
        let told = self.told.tell(&block, cx, tally, |tell| {
            let mut walk = Walk { schema, data, at, tell };
            let ended = walk.values(count);
            at = walk.at;
            ended
        });
        if let Err(left) = told {
            if !cut {
                cx.damaged("avro: a value cannot be what its schema says");
            }
            let told = Blob::new(&self.place, self.depth).push(data.after(at), Ending::Whole, cx);
            tally.merge(&scale(&told, left));
        }
    }

    /// Nothing follows, or bytes are missing.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let rest = std::mem::take(&mut self.carry);
        match &mut self.stage {
            Stage::Long(_, blob) | Stage::Lost(blob) => tally.merge(&blob.push(&rest, end, cx)),
            Stage::Block if rest.is_empty() => {}
            Stage::Head | Stage::Block if end == Ending::Whole => {
                cx.damaged("avro: ends inside a block");
                self.cut(&rest, cx, tally);
            }
            Stage::Head | Stage::Block => self.cut(&rest, cx, tally),
        }
        self.told.finish(end, cx, tally);
    }

    /// The beginning of a block, or of the head.
    fn cut(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) {
        let mut at = 0;
        let numbers =
            zigzag(rest, &mut at).and_then(|count| Some((u64::try_from(count).ok()?, zigzag(rest, &mut at)?)));
        match numbers {
            Some((count, _)) if matches!(self.stage, Stage::Block) && self.codec == Codec::None => {
                tally.add(State::Inspected, at as u64);
                self.values(rest.after(at), ((rest.len() - at) as u64, count), true, cx, tally);
            }
            _ => tally.merge(&self.blob().push(rest, Ending::Cut, cx)),
        }
    }
}

const NO_BLOCK: &str = "avro: there is no block where one should be";
