//! Bodies in chunks (RFC 9112 §7.1), and where they go on behind a gap.

use super::framing::chunk_size;
use super::start::{self, Scan};
use super::{HttpParser, State, Step, upto};
use crate::anomaly::Code;
use crate::message::{Direction, Outlet, TextFormat};
use leaktap_simd::find;

/// Longest chunk size line, extensions included.
const CHUNK_LINE_MAX: usize = 4096;
/// Longest chunk by which a size is believed behind a gap: what follows it must be another.
const BELIEVED: usize = 16 << 10;
/// Digits of such a size.
const DIGITS: usize = 4;

/// Whether a chunk begins behind a line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chunk {
    No,
    /// Too little is there to tell.
    Need,
    /// Its size, and the bytes from the line end before it to the one behind it.
    Size(usize, usize),
}

impl HttpParser {
    /// Bytes of a chunk of which `left` are due.
    pub(super) fn chunk(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let (body, len) = upto(data, left);
        out.body(dir, body);
        let left = left.saturating_sub(len as u64);
        self.side(dir).state = if left == 0 { State::ChunkEnd } else { State::Chunk(left) };
        Step::Took(len)
    }

    /// The line with a chunk's size.
    pub(super) fn chunk_line(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let reach = data.get(..CHUNK_LINE_MAX.min(data.len())).unwrap_or(data);
        let Some(end) = find(b'\n', reach) else {
            return if data.len() < CHUNK_LINE_MAX {
                Step::More
            } else {
                self.bad_chunk(dir, "size line too long", out)
            };
        };
        let Some((size, extension)) = data.get(..end).and_then(chunk_size) else {
            return self.bad_chunk(dir, "size is not hexadecimal", out);
        };
        if !extension.is_empty() {
            out.text(dir, "chunk-extension", TextFormat::Plain, extension);
        }
        let len = end.saturating_add(1);
        out.framing(dir, len);
        self.side(dir).state = if size == 0 { State::Trailer } else { State::Chunk(size) };
        Step::Took(len)
    }

    /// The line end behind a chunk.
    pub(super) fn chunk_end(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let len = match data {
            [b'\r'] => return Step::More,
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => return self.bad_chunk(dir, "no line end after a chunk", out),
        };
        out.framing(dir, len);
        self.side(dir).state = State::ChunkSize;
        Step::Took(len)
    }

    fn bad_chunk(&mut self, dir: Direction, why: &str, out: &mut dyn Outlet) -> Step {
        out.anomaly(dir, Code::ChunkInvalid, why);
        self.stray(dir, false, out);
        Step::Took(0)
    }

    /// Passes bytes on until a chunk begins, or the next message does.
    pub(super) fn find_chunk(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (bound, starts) = match start::scan(self.role(dir), data) {
            Scan::Found(at) => (at, true),
            Scan::Skip(len) => (len, false),
        };
        let (at, chunk) = first_chunk(data.get(..bound).unwrap_or(data), data);
        if at > 0 {
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        match chunk {
            Chunk::Size(size, len) => {
                out.framing(dir, len);
                self.side(dir).state = if size == 0 { State::Trailer } else { State::Chunk(size as u64) };
                Step::Took(at.saturating_add(len))
            }
            Chunk::No if starts => {
                self.stray(dir, true, out);
                Step::Took(at)
            }
            _ if at == 0 => Step::More,
            _ => Step::Took(at),
        }
    }
}

/// Where in `reach`, the beginning of `data`, the first chunk begins or may; the end of `reach` if none does.
fn first_chunk(reach: &[u8], data: &[u8]) -> (usize, Chunk) {
    for at in memchr::memchr_iter(b'\r', reach) {
        let chunk = chunk_at(data.get(at..).unwrap_or_default());
        if chunk != Chunk::No {
            return (at, chunk);
        }
    }
    (reach.len(), Chunk::No)
}

/// A line end, a size, and behind so many bytes the same again; or a last chunk and the end of its body.
fn chunk_at(data: &[u8]) -> Chunk {
    let Some(line) = data.get(2..) else { return Chunk::Need };
    if data.get(1) != Some(&b'\n') {
        return Chunk::No;
    }
    let digits = line.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if digits > DIGITS || (digits == 0 && !line.is_empty()) {
        return Chunk::No;
    }
    let len = digits.saturating_add(4);
    match line.get(digits..digits + 2) {
        Some(b"\r\n") => {}
        None if matches!(line.get(digits..), Some([] | [b'\r'])) => return Chunk::Need,
        _ => return Chunk::No,
    }
    let Some((size, _)) = line.get(..digits).and_then(chunk_size) else { return Chunk::No };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size > BELIEVED {
        return Chunk::No;
    }
    // Behind the last chunk stands an empty line, behind others a line end and a digit.
    match data.get(len.saturating_add(size)..) {
        Some([b'\r', b'\n', ..]) if size == 0 => Chunk::Size(0, len),
        None | Some([] | [b'\r'] | [b'\r', b'\n']) => Chunk::Need,
        Some([b'\r', b'\n', next, ..]) if next.is_ascii_hexdigit() => Chunk::Size(size, len),
        Some(_) => Chunk::No,
    }
}
