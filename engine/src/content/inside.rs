//! Compressed streams and files among other bytes: message brokers, databases, printers and protocols of one's own carry them
//! behind heads of their own, which nobody here knows. They are found by how they begin.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::Label;
use super::coded::{Coded, Over};
use super::container::{Container, Format};
use super::decode::{Decoder, gzip_header_len};
use super::entity::{Entity, suffix_of};
use super::media::Declared;
use super::place::Place;
use super::sniff::{self, Verdict};
use crate::anomaly::Code;
use crate::coverage::{State, Tally};
use crate::message::{Coding, Inside as Told};

/// Streams that may turn out to be damaged: each may have been decoded as far as the next one reaches.
const DAMAGED: u8 = 16;
/// Heads that may turn out to begin nothing, and how many bytes allow for one more: chance makes far fewer.
const MISSES: u64 = 64;
const MISS_BYTES: u64 = 1 << 10;
/// Longest zlib stream that is known by the length before it.
const PREFIXED: u32 = 16 << 20;
/// Longest head of gzip, with the name and the comment in it, that is looked for.
const GZIP_HEAD: usize = 1 << 10;
/// A length before a stream.
const PREFIX: usize = 4;

/// How streams begin: RFC 1952 §2.3.1, RFC 8878 §3.1.1, LZ4 frame format 1.6. Those of zlib have but a weak mark.
const MAGICS: [(Coding, &[u8]); 3] =
    [(Coding::Gzip, b"\x1f\x8b\x08"), (Coding::Zstd, b"\x28\xb5\x2f\xfd"), (Coding::Lz4, b"\x04\x22\x4d\x18")];

/// How files begin that are opened behind a head: documents, and archives.
const FILES: [&[u8]; 5] =
    [PDF, b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"];
const PDF: &[u8] = b"%PDF-";
/// Longest head before a file.
const FILE_HEAD: usize = sniff::WINDOW;

/// What is read of a file behind a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Files {
    /// None is looked for.
    No,
    /// Nothing but the file follows the head.
    Sole,
    /// What surrounds it is read as well: where it ends, it does not say.
    Among,
}

/// Opens what is compressed among other bytes.
pub(super) struct Inside {
    place: Place,
    depth: u8,
    /// A stream that goes on.
    open: Option<Box<Coded>>,
    files: Files,
    /// The file behind the head.
    file: Option<Box<dyn Container>>,
    /// The last bytes, if a head may begin there.
    held: Vec<u8>,
    /// What stands before those.
    before: [u8; PREFIX],
    seen: u64,
    misses: u64,
    damaged: u8,
    /// Nothing more is opened.
    closed: bool,
}

impl Inside {
    /// For bytes at `place`, `depth` layers deep.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        Self {
            place: place.clone(),
            depth: depth.saturating_add(1),
            open: None,
            files: Files::No,
            file: None,
            held: Vec::new(),
            before: [0xff; PREFIX],
            seen: 0,
            misses: 0,
            damaged: 0,
            closed: false,
        }
    }

    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.held()) + self.file.as_ref().map_or(0, |file| file.held())
    }

    /// The same, which may be a head with a file behind it; in a `stream` anything may follow that.
    pub(super) fn with_files(self, stream: bool) -> Self {
        Self { files: if stream { Files::Among } else { Files::Sole }, ..self }
    }

    /// Opens streams and files, and gives `outside` what is between them: each run whole, the last one with the ending given.
    pub(super) fn split(
        &mut self,
        data: &[u8],
        end: Ending,
        cx: &mut Context<'_>,
        outside: impl FnMut(&[u8], Ending, &mut Context<'_>) -> Tally,
    ) -> Tally {
        if let Some(file) = &mut self.file {
            let told = file.push(data, end, cx);
            if self.files == Files::Sole {
                return told;
            }
        } else if self.files != Files::No
            && self.seen < FILE_HEAD as u64
            && let Some((at, format)) = file_in(data.upto(FILE_HEAD))
            && cx.depth(self.depth)
        {
            let mut file = format.open(&self.place, self.depth, b"");
            let told = file.push(data.after(at), end, cx);
            self.file = Some(file);
            if self.files == Files::Sole {
                let mut tally = self.split_streams(data.upto(at), Ending::Whole, cx, outside);
                tally.merge(&told);
                return tally;
            }
        }
        self.split_streams(data, end, cx, outside)
    }

    fn split_streams(
        &mut self,
        data: &[u8],
        end: Ending,
        cx: &mut Context<'_>,
        mut outside: impl FnMut(&[u8], Ending, &mut Context<'_>) -> Tally,
    ) -> Tally {
        self.seen = self.seen.saturating_add(data.len() as u64);
        let mut joined = std::mem::take(&mut self.held);
        if !joined.is_empty() {
            joined.extend_from_slice(data);
        }
        let data = if joined.is_empty() { data } else { &joined };
        let mut tally = Tally::default();
        let mut start = 0;
        if let Some(open) = self.open.take() {
            start = self.feed(open, data, end, cx, &mut tally).unwrap_or(0);
        }
        let mut heads = Heads::new(data, start, self.before);
        let mut from = start;
        while let Some((at, coding)) = heads.next(from)
            && self.may_open(cx)
        {
            let Some(coded) = self.begin(coding) else { break };
            let mut told = Tally::default();
            let Some(used) = self.feed(coded, data.after(at), end, cx, &mut told) else {
                self.misses += 1;
                from = at + 1;
                continue;
            };
            if at > start {
                tally.merge(&outside(data.span(start, at), Ending::Whole, cx));
            }
            tally.merge(&told);
            start = at + used;
            from = start.max(at + 1);
        }
        let rest = data.after(start);
        let hold = if end.is_last() || self.closed { 0 } else { held(rest) };
        let (rest, hold) = rest.split_at(rest.len() - hold);
        self.held = hold.to_vec();
        if let Some(last) = rest.last_chunk::<PREFIX>() {
            self.before = *last;
        }
        tally.merge(&outside(rest, end, cx));
        tally
    }

    /// Bytes are missing here.
    pub(super) fn gap(
        &mut self,
        cx: &mut Context<'_>,
        mut outside: impl FnMut(&[u8], &mut Context<'_>) -> Tally,
    ) -> Tally {
        if let Some(file) = &mut self.file {
            let told = file.gap(cx);
            if self.files == Files::Sole {
                return told;
            }
        }
        let held = std::mem::take(&mut self.held);
        self.before = [0xff; PREFIX];
        let mut tally = if held.is_empty() { Tally::default() } else { outside(&held, cx) };
        if let Some(mut open) = self.open.take() {
            tally.merge(&open.gap(cx).0);
        }
        tally
    }

    /// False once a limit is reached, which is told.
    fn may_open(&mut self, cx: &mut Context<'_>) -> bool {
        if self.closed || !cx.depth(self.depth) {
            return false;
        }
        if self.damaged >= DAMAGED || self.misses > MISSES + self.seen / MISS_BYTES {
            self.closed = true;
            cx.sink.anomaly(Code::PartsLimit, "more damaged streams among other bytes than the limit");
        }
        !self.closed
    }

    fn begin(&self, coding: Coding) -> Option<Box<Coded>> {
        let place = self.place.child("", suffix_of(coding));
        let inner = Entity::new(place, Declared::default(), Vec::new(), self.depth);
        Some(Box::new(Coded::new(Decoder::for_coding(coding)?, inner).member().embedded()))
    }

    /// Gives a stream its bytes; answers how many were its own. `None` if it is none.
    fn feed(
        &mut self,
        mut coded: Box<Coded>,
        data: &[u8],
        end: Ending,
        cx: &mut Context<'_>,
        tally: &mut Tally,
    ) -> Option<usize> {
        let (told, over) = coded.push(data, end, cx);
        tally.merge(&told);
        match over {
            Over::Never => None,
            Over::End(used, state) => {
                self.damaged += u8::from(state == State::Undecodable);
                self.closed |= state == State::Skipped;
                Some(used)
            }
            Over::No | Over::Rest(_) => {
                if !end.is_last() {
                    self.open = Some(coded);
                }
                Some(data.len())
            }
        }
    }
}

/// How many of the last bytes may begin a head.
fn held(data: &[u8]) -> usize {
    let begun = |len: &usize| MAGICS.iter().any(|(_, magic)| *len < magic.len() && magic.starts_with(data.tail(*len)));
    (1..PREFIX.min(data.len() + 1)).rev().find(begun).unwrap_or(usize::from(data.last() == Some(&ZLIB)))
}

/// First byte of a zlib stream with the usual window (RFC 1950 §2.2).
const ZLIB: u8 = 0x78;

/// The next head of each coding.
struct Heads<'a> {
    data: &'a [u8],
    before: [u8; PREFIX],
    magics: [Option<usize>; MAGICS.len()],
    zlib: Option<usize>,
}

impl<'a> Heads<'a> {
    fn new(data: &'a [u8], from: usize, before: [u8; PREFIX]) -> Self {
        let mut heads = Self { data, before, magics: [None; MAGICS.len()], zlib: None };
        for (next, (coding, magic)) in heads.magics.iter_mut().zip(MAGICS) {
            *next = find(data, from, coding, magic);
        }
        heads.zlib = heads.find_zlib(from);
        heads
    }

    /// The first one at `from` or behind it.
    fn next(&mut self, from: usize) -> Option<(usize, Coding)> {
        for (next, (coding, magic)) in self.magics.iter_mut().zip(MAGICS) {
            if next.is_some_and(|at| at < from) {
                *next = find(self.data, from, coding, magic);
            }
        }
        if self.zlib.is_some_and(|at| at < from) {
            self.zlib = self.find_zlib(from);
        }
        let magics = self.magics.iter().zip(MAGICS).filter_map(|(at, (coding, _))| Some(((*at)?, coding)));
        magics.chain(self.zlib.map(|at| (at, Coding::Deflate))).min_by_key(|(at, _)| *at)
    }

    /// A zlib stream behind its length: two bytes alone would be found everywhere.
    fn find_zlib(&self, from: usize) -> Option<usize> {
        memchr::memchr_iter(ZLIB, self.data.after(from)).map(|step| from + step).find(|at| {
            matches!(self.data.at(at + 1), 0x01 | 0x5e | 0x9c | 0xda) && {
                let byte = |back: usize| match at.checked_sub(back) {
                    Some(at) => self.data.at(at),
                    None => self.before.at(PREFIX + at - back),
                };
                is_length([byte(4), byte(3), byte(2), byte(1)])
            }
        })
    }
}

fn find(data: &[u8], from: usize, coding: Coding, magic: &[u8]) -> Option<usize> {
    let all = memchr::memmem::find_iter(data.after(from), magic).map(|step| from + step);
    all.into_iter().find(|at| coding != Coding::Gzip || begins_gzip(data.span(*at, at + GZIP_HEAD)))
}

/// True for a head of gzip of usual length, or what there is of it: a name without an end would hide what follows.
fn begins_gzip(data: &[u8]) -> bool {
    data.at(3) & 0xe0 == 0 && gzip_header_len(data).map_or(data.len() < GZIP_HEAD, |len| len <= GZIP_HEAD)
}

/// True if four bytes may be the length of what follows, in either order.
fn is_length(word: [u8; PREFIX]) -> bool {
    [u32::from_be_bytes(word), u32::from_le_bytes(word)].iter().any(|len| (8..=PREFIXED).contains(len))
}

/// The file that begins first in `data`, and where.
fn file_in(data: &[u8]) -> Option<(usize, &'static Format)> {
    let begins = |magic: &[u8]| memchr::memmem::find_iter(data, magic).find(|at| begins_file(data.after(*at)));
    let at = FILES.into_iter().filter_map(begins).min()?;
    Some((at, Format::of(data.after(at))?))
}

/// What begins with the bytes of such a file goes on as one: the shorter ones also stand where formats are spoken of.
fn begins_file(head: &[u8]) -> bool {
    match head.at(0) {
        b'%' => is_marked(head) || begins_object(head),
        // Version; encryption to compression are two words of flags and a known number; a name, which has a length.
        b'P' => {
            let name = u16::from_le_bytes([head.at(26), head.at(27)]);
            head.at(4) <= 63 && head.at(9) == 0 && head.at(8) <= 99 && (1..=1024).contains(&name)
        }
        _ => true,
    }
}

/// What follows the first line of a document in PDF (ISO 32000-2 §7.5.2).
fn behind_version(head: &[u8]) -> &[u8] {
    let version = head.span(PDF.len(), PDF.len() + 3);
    let sound = matches!(version, [b'1' | b'2', b'.', b'0'..=b'9']) && head.at(8).is_ascii_whitespace();
    if sound { head.after(8).trim_ascii_start() } else { &[] }
}

/// Its second line is a comment of bytes that are no text, so that nobody takes the document for one.
fn is_marked(head: &[u8]) -> bool {
    let mark = behind_version(head).span(1, 5);
    behind_version(head).at(0) == b'%'
        && mark.len() == 4
        && mark.iter().all(|byte| *byte >= 0x80)
        && std::str::from_utf8(mark).is_err_and(|error| error.error_len().is_some())
}

/// Its first object follows at once.
fn begins_object(head: &[u8]) -> bool {
    let mut words = behind_version(head).upto(32).split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut number = || words.next().is_some_and(|word| word.iter().all(u8::is_ascii_digit));
    number() && number() && words.next().is_some_and(|word| word.starts_with(b"obj"))
}

/// True for what reads as text at first, and is a document in PDF behind a head.
pub(super) fn holds_document(head: &[u8]) -> bool {
    !head.is_ascii() && memchr::memmem::find_iter(head, PDF).any(|at| is_marked(head.after(at)))
}

/// What bytes hold that begin like this, if more can be read of them than stands there.
pub(super) fn told(head: &[u8]) -> Option<Told> {
    /// Less holds nothing, and is too little to go by.
    const LEAST: usize = 16;
    if head.len() < LEAST {
        return None;
    }
    if is_prefixed(head) {
        return Some(Told::Packed);
    }
    match sniff::known(head, Label::None)? {
        Verdict::Charset(encoding) => Some(Told::Text(encoding)),
        Verdict::Coded(Coding::Deflate) => sniff::inflates(head).then_some(Told::Packed),
        Verdict::Coded(_) | Verdict::Container(_) => Some(Told::Packed),
        _ => None,
    }
}

/// True if what was compressed stands behind its length: `COMPRESS()` of `MySQL` has the lowest byte of that first,
/// `qCompress()` of Qt the highest.
fn is_prefixed(head: &[u8]) -> bool {
    let packed = head.after(PREFIX);
    head.first_chunk().is_some_and(|word| is_length(*word)) && sniff::is_zlib(packed) && sniff::inflates(packed)
}
