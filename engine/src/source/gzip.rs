//! gzip streams of any number of members (RFC 1952), in bounded memory: a window and one input piece.
//!
//! Built on the raw inflater so that every byte before damage is handed out.

use super::input::{Fault, Raw};
use flate2::{Crc, Decompress, FlushDecompress, Status};

const PIECE: usize = 64 << 10;
/// Longest header of a member; the format has no limit, but names and comments are short.
const HEADER: usize = 256 << 10;
const FHCRC: u8 = 2;
const FEXTRA: u8 = 4;
const FNAME: u8 = 8;
const FCOMMENT: u8 = 16;

enum State {
    /// Between members; true before the first one.
    Header(bool),
    Body,
    Trailer,
    Ended,
    Failed(&'static str),
}

/// A gzip reader.
pub(super) struct Gzip {
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    inflate: Decompress,
    crc: Crc,
    state: State,
    /// Bytes of the header or trailer being read: it is read again from its begin if it does not come in one piece.
    taken: Vec<u8>,
}

impl Gzip {
    /// A reader at the start of a stream.
    pub(super) fn new() -> Self {
        Self {
            buffer: vec![0; PIECE],
            at: 0,
            end: 0,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            state: State::Header(true),
            taken: Vec::new(),
        }
    }

    /// True between members.
    pub(super) const fn may_end(&self) -> bool {
        matches!(self.state, State::Header(false) | State::Ended) && self.at == self.end
    }

    /// Reads uncompressed bytes; 0 is the end.
    pub(super) fn read(&mut self, raw: &mut Raw, out: &mut [u8]) -> Result<usize, Fault> {
        loop {
            match self.state {
                State::Header(first) => match self.whole(raw, |gzip, raw| gzip.header(raw, first))? {
                    Ok(true) => self.state = State::Body,
                    Ok(false) => self.state = State::Ended,
                    Err(reason) => self.state = State::Failed(reason),
                },
                State::Body => {
                    let n = self.body(raw, out)?;
                    if n > 0 || out.is_empty() {
                        return Ok(n);
                    }
                }
                State::Trailer => {
                    self.state = match self.whole(raw, Self::trailer)? {
                        Ok(()) => State::Header(false),
                        Err(reason) => State::Failed(reason),
                    };
                }
                State::Ended => return Ok(0),
                State::Failed(reason) => return Err(Fault::Damaged(reason.to_owned())),
            }
        }
    }

    /// Reads a header or a trailer; if there is only a part of it for now, that part is put back.
    fn whole<T>(
        &mut self,
        raw: &mut Raw,
        read: impl FnOnce(&mut Self, &mut Raw) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.taken.clear();
        let outcome = read(self, raw);
        if matches!(outcome, Err(Fault::Pause)) {
            raw.unread(&self.taken);
        }
        outcome
    }

    /// Inflates once; 0 means that the state changed or more input is there now.
    fn body(&mut self, raw: &mut Raw, out: &mut [u8]) -> Result<usize, Fault> {
        if self.at == self.end && !self.refill(raw)? {
            self.state = State::Failed("the gzip stream ends early");
            return Ok(0);
        }
        let input = self.buffer.get(self.at..self.end).unwrap_or(&[]);
        let (in_before, out_before) = (self.inflate.total_in(), self.inflate.total_out());
        let result = self.inflate.decompress(input, out, FlushDecompress::None);
        let used = self.inflate.total_in().wrapping_sub(in_before) as usize;
        let made = self.inflate.total_out().wrapping_sub(out_before) as usize;
        self.at = self.at.saturating_add(used).min(self.end);
        self.crc.update(out.get(..made).unwrap_or(&[]));
        match result {
            Ok(Status::StreamEnd) => self.state = State::Trailer,
            Ok(_) if used == 0 && made == 0 => {
                self.state = State::Failed("the deflate stream is stuck");
            }
            Ok(_) => {}
            Err(_) => self.state = State::Failed("the deflate stream is damaged"),
        }
        Ok(made)
    }

    /// Reads a member's header (RFC 1952 section 2.3); false at the end of the stream.
    fn header(&mut self, raw: &mut Raw, first: bool) -> Result<Result<bool, &'static str>, Fault> {
        const CUT: &str = "the gzip header is cut, or longer than 256 KiB";
        let Some(mut id1) = self.byte(raw)? else {
            return Ok(if first { Err(CUT) } else { Ok(false) });
        };
        // Some writers pad the last member with zeros up to a block.
        while id1 == 0 && !first {
            self.taken.clear();
            match self.byte(raw)? {
                Some(byte) => id1 = byte,
                None => return Ok(Ok(false)),
            }
        }
        let Some([id2, method, flags]) = self.array::<3>(raw)? else {
            return Ok(Err(CUT));
        };
        if id1 != 0x1f || id2 != 0x8b || method != 8 {
            return Ok(Err("bytes that are no gzip member follow"));
        }
        if self.array::<6>(raw)?.is_none() {
            return Ok(Err(CUT));
        }
        if flags & FEXTRA != 0 {
            let Some(len) = self.array::<2>(raw)? else {
                return Ok(Err(CUT));
            };
            for _ in 0..u16::from_le_bytes(len) {
                if self.byte(raw)?.is_none() {
                    return Ok(Err(CUT));
                }
            }
        }
        for flag in [FNAME, FCOMMENT] {
            if flags & flag != 0 && !self.text(raw)? {
                return Ok(Err(CUT));
            }
        }
        if flags & FHCRC != 0 && self.array::<2>(raw)?.is_none() {
            return Ok(Err(CUT));
        }
        self.inflate.reset(false);
        self.crc.reset();
        Ok(Ok(true))
    }

    /// Passes over text that ends with a zero; false if the stream ends before, or the header gets too long.
    fn text(&mut self, raw: &mut Raw) -> Result<bool, Fault> {
        loop {
            match self.byte(raw)? {
                Some(0) => return Ok(true),
                Some(_) if self.taken.len() < HEADER => {}
                _ => return Ok(false),
            }
        }
    }

    /// Checks CRC-32 and length of a member.
    fn trailer(&mut self, raw: &mut Raw) -> Result<Result<(), &'static str>, Fault> {
        let (Some(crc), Some(len)) = (self.array::<4>(raw)?, self.array::<4>(raw)?) else {
            return Ok(Err("the gzip stream ends early"));
        };
        let sound = u32::from_le_bytes(crc) == self.crc.sum() && u32::from_le_bytes(len) == self.crc.amount();
        Ok(if sound { Ok(()) } else { Err("the gzip checksum is wrong") })
    }

    fn array<const N: usize>(&mut self, raw: &mut Raw) -> Result<Option<[u8; N]>, Fault> {
        let mut array = [0; N];
        for slot in &mut array {
            match self.byte(raw)? {
                Some(byte) => *slot = byte,
                None => return Ok(None),
            }
        }
        Ok(Some(array))
    }

    fn byte(&mut self, raw: &mut Raw) -> Result<Option<u8>, Fault> {
        if self.at == self.end && !self.refill(raw)? {
            return Ok(None);
        }
        let byte = self.buffer.get(self.at).copied();
        self.at += 1;
        self.taken.extend(byte);
        Ok(byte)
    }

    fn refill(&mut self, raw: &mut Raw) -> Result<bool, Fault> {
        self.at = 0;
        self.end = 0;
        self.end = raw.read(&mut self.buffer)?;
        Ok(self.end > 0)
    }
}
