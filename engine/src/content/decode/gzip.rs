//! gzip (RFC 1952) and deflate (RFC 1950, RFC 1951), streaming.

use super::{Halt, Progress};
use crate::content::bytes::Bytes;
use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Inflates; counts come as differences because the decoder keeps totals.
fn inflate(inflater: &mut Decompress, input: &[u8], output: &mut [u8]) -> (Progress, bool) {
    let (before_in, before_out) = (inflater.total_in(), inflater.total_out());
    let status = inflater.decompress(input, output, FlushDecompress::None);
    let consumed = inflater.total_in().saturating_sub(before_in) as usize;
    let produced = inflater.total_out().saturating_sub(before_out) as usize;
    let (halt, end) = match status {
        Ok(Status::StreamEnd) => (Halt::End, true),
        Ok(_) if produced == output.len() => (Halt::Output, false),
        Ok(_) if consumed == input.len() => (Halt::Input, false),
        // No progress with input and room left: the decoder is stuck.
        Ok(_) if consumed == 0 && produced == 0 => (Halt::Damaged, false),
        Ok(_) => (Halt::Output, false),
        Err(_) => (Halt::Damaged, false),
    };
    (Progress { consumed, produced, halt }, end)
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Bytes of the fixed header read, with the flags once known.
    Fixed { have: u8, flags: u8 },
    /// Bytes of the extra field's length read, and that length.
    ExtraLen { have: u8, len: u16, flags: u8 },
    /// Bytes of the extra field to skip.
    Extra { left: u16, flags: u8 },
    /// Inside the name (if its flag is still set) or the comment.
    Strings { flags: u8 },
    /// Bytes of the header's checksum to skip.
    HeadCrc { left: u8 },
    /// Deflate data.
    Body,
    /// Trailer bytes read.
    Trailer { have: u8 },
    /// Between members.
    Between,
}

const FHCRC: u8 = 2;
const FEXTRA: u8 = 4;
const FNAME: u8 = 8;
const FCOMMENT: u8 = 16;
const RESERVED: u8 = 0xe0;

/// The length of a member's header (RFC 1952 §2.3), if all of it is there.
pub(in crate::content) fn header_len(data: &[u8]) -> Option<usize> {
    let flags = data.at(3);
    if !data.starts_with(b"\x1f\x8b\x08") || flags & RESERVED != 0 {
        return None;
    }
    let mut len = 10;
    if flags & FEXTRA != 0 {
        len += 2 + usize::from(u16::from_le_bytes([data.at(len), data.at(len + 1)]));
    }
    for text in [FNAME, FCOMMENT] {
        if flags & text != 0 {
            len += memchr::memchr(0, data.after(len))? + 1;
        }
    }
    Some(if flags & FHCRC != 0 { len + 2 } else { len })
}

/// A gzip stream of any number of members.
pub(in crate::content) struct Gzip {
    phase: Phase,
    inflater: Decompress,
    crc: Crc,
    trailer: [u8; 8],
    size: u32,
    /// A member was whole.
    whole: bool,
}

impl Default for Gzip {
    fn default() -> Self {
        Self {
            phase: Phase::Fixed { have: 0, flags: 0 },
            inflater: Decompress::new(false),
            crc: Crc::new(),
            trailer: [0; 8],
            size: 0,
            whole: false,
        }
    }
}

impl Gzip {
    pub(super) fn may_end(&self) -> bool {
        match self.phase {
            Phase::Between | Phase::Fixed { have: 0, .. } => true,
            // Behind a member something else may begin like another.
            Phase::Fixed { have: 1 | 2, .. } => self.whole,
            _ => false,
        }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        loop {
            if matches!(self.phase, Phase::Body) {
                let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                let (part, end) = inflate(&mut self.inflater, input.after(done.consumed), room);
                self.crc.update(room.upto(part.produced));
                self.size = self.size.wrapping_add(part.produced as u32);
                done.consumed += part.consumed;
                done.produced += part.produced;
                if !end {
                    done.halt = part.halt;
                    return done;
                }
                self.phase = Phase::Trailer { have: 0 };
                continue;
            }
            let Some(&byte) = input.get(done.consumed) else {
                done.halt = Halt::Input;
                return done;
            };
            if let Some(phase) = self.frame(byte) {
                self.phase = phase;
            } else {
                done.halt = Halt::Damaged;
                return done;
            }
            done.consumed += 1;
        }
    }

    /// Takes one byte of header or trailer; `None` if it cannot stand there.
    fn frame(&mut self, byte: u8) -> Option<Phase> {
        Some(match self.phase {
            Phase::Fixed { have, flags } => {
                match (have, byte) {
                    (0, 0x1f) | (1, 0x8b) | (2, 8) | (4.., _) => {}
                    (3, _) if byte & 0xe0 == 0 => {}
                    _ => return None,
                }
                let flags = if have == 3 { byte } else { flags };
                if have < 9 { Phase::Fixed { have: have + 1, flags } } else { self.after_fixed(flags) }
            }
            Phase::ExtraLen { have: 0, flags, .. } => Phase::ExtraLen { have: 1, len: u16::from(byte), flags },
            Phase::ExtraLen { len, flags, .. } => match len | (u16::from(byte) << 8) {
                0 => self.after_extra(flags),
                left => Phase::Extra { left, flags },
            },
            Phase::Extra { left, flags } if left > 1 => Phase::Extra { left: left - 1, flags },
            Phase::Extra { flags, .. } => self.after_extra(flags),
            Phase::Strings { flags } if byte != 0 => Phase::Strings { flags },
            Phase::Strings { flags } if flags & FNAME != 0 => self.after_extra(flags & !FNAME),
            Phase::Strings { flags } => self.after_extra(flags & !FCOMMENT),
            Phase::HeadCrc { left } if left > 1 => Phase::HeadCrc { left: left - 1 },
            Phase::HeadCrc { .. } => self.body(),
            Phase::Trailer { have } => {
                *self.trailer.get_mut(usize::from(have))? = byte;
                if have < 7 {
                    return Some(Phase::Trailer { have: have + 1 });
                }
                let [a, b, c, d, e, f, g, h] = self.trailer;
                let sound =
                    u32::from_le_bytes([a, b, c, d]) == self.crc.sum() && u32::from_le_bytes([e, f, g, h]) == self.size;
                if !sound {
                    return None;
                }
                self.whole = true;
                Phase::Between
            }
            Phase::Between if byte == 0x1f => Phase::Fixed { have: 1, flags: 0 },
            Phase::Between if byte == 0 => Phase::Between,
            Phase::Between | Phase::Body => return None,
        })
    }

    fn after_fixed(&mut self, flags: u8) -> Phase {
        if flags & FEXTRA != 0 { Phase::ExtraLen { have: 0, len: 0, flags } } else { self.after_extra(flags) }
    }

    fn after_extra(&mut self, flags: u8) -> Phase {
        if flags & (FNAME | FCOMMENT) != 0 {
            Phase::Strings { flags }
        } else if flags & FHCRC != 0 {
            Phase::HeadCrc { left: 2 }
        } else {
            self.body()
        }
    }

    fn body(&mut self) -> Phase {
        self.inflater.reset(false);
        self.crc.reset();
        self.size = 0;
        Phase::Body
    }
}

/// A deflate stream: with a zlib header, or raw as some servers send it (RFC 9110 §8.4.1.2).
#[derive(Default)]
pub(in crate::content) struct Deflate {
    first: Option<u8>,
    inflater: Option<Decompress>,
    ended: bool,
}

/// True if two bytes are a zlib header (RFC 1950 §2.2).
pub(super) fn is_zlib_header(first: u8, second: u8) -> bool {
    first & 0x0f == 8
        && first >> 4 <= 7
        && ((u16::from(first) << 8) | u16::from(second)) % 31 == 0
        && second & 0x20 == 0
}

impl Deflate {
    /// Without a header.
    pub(super) fn raw() -> Self {
        Self { first: None, inflater: Some(Decompress::new(false)), ended: false }
    }

    pub(super) fn may_end(&self) -> bool {
        self.ended || (self.first.is_none() && self.inflater.is_none())
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        if self.ended {
            done.halt = Halt::End;
            return done;
        }
        if self.inflater.is_none() {
            let (first, second) = match (self.first, input) {
                (Some(first), [second, ..]) => (first, *second),
                (None, [first, second, ..]) => (*first, *second),
                (None, [first]) => {
                    self.first = Some(*first);
                    done.consumed = 1;
                    return done;
                }
                _ => return done,
            };
            let mut inflater = Decompress::new(is_zlib_header(first, second));
            if let Some(held) = self.first.take() {
                // One byte of deflate yields nothing, but the inflater refuses to work without room.
                let (part, _) = inflate(&mut inflater, &[held], output);
                if part.halt == Halt::Damaged {
                    done.halt = Halt::Damaged;
                    return done;
                }
                done.produced = part.produced;
            }
            self.inflater = Some(inflater);
        }
        let Some(inflater) = &mut self.inflater else {
            return done;
        };
        let room = output.get_mut(done.produced..).unwrap_or(&mut []);
        let (part, end) = inflate(inflater, input, room);
        self.ended = end;
        Progress { consumed: part.consumed, produced: done.produced + part.produced, halt: part.halt }
    }
}
