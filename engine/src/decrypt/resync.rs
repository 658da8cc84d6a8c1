//! Cutting a stream into records (RFC 8446 §5.1), and finding the next one behind a gap.

use super::cipher::HEADER;

/// Most payload bytes of a record: 2^14 plus what the versions allow for expansion.
const PAYLOAD: usize = (1 << 14) + 2048;
/// Bytes before a record that are kept, for chained ciphers: a block and a MAC.
const TAIL: usize = 64;
/// Bytes that are passed over at once, while the next record is sought.
const PASSED: usize = 64 << 10;

/// What a stream yields.
pub(super) enum Cut {
    /// A whole record with its header.
    Record(Vec<u8>),
    /// A record begins behind a gap: bytes lost, bytes passed over since, and the last of these.
    Behind { lost: u64, skipped: usize, tail: Vec<u8> },
}

/// One direction's bytes that are no whole record yet.
#[derive(Default)]
pub(super) struct Records {
    buffer: Vec<u8>,
    /// What stands before this place was handed out.
    at: usize,
    /// Bytes lost, while the next record is sought.
    seeking: Option<u64>,
    /// No record begins in so many bytes from there on.
    rejected: usize,
}

impl Records {
    /// Takes bytes.
    pub fn feed(&mut self, data: &[u8]) {
        self.buffer.drain(..std::mem::take(&mut self.at));
        self.buffer.extend_from_slice(data);
    }

    /// Bytes are missing behind those that were taken.
    pub fn gap(&mut self, len: u64) {
        // What stands before the gap is a part of a record that will never be whole; it is passed over with the rest.
        self.rejected = self.peek().len();
        self.seeking = Some(self.seeking.unwrap_or(0).saturating_add(len));
    }

    /// The next thing in the stream; `Err` if no record stands here. With `last`, nothing follows.
    pub fn next(&mut self, last: bool) -> Result<Option<Cut>, ()> {
        if let Some(lost) = self.seeking {
            let found = self.seek(last);
            if !found && self.rejected < PASSED {
                return Ok(None);
            }
            self.seeking = if found { None } else { Some(0) };
            let skipped = std::mem::take(&mut self.rejected);
            let passed = self.take_front(skipped);
            let tail = passed.get(skipped.saturating_sub(TAIL)..).unwrap_or_default().to_vec();
            return Ok(Some(Cut::Behind { lost, skipped, tail }));
        }
        let rest = self.peek();
        let len = match payload(rest) {
            Some(len) => HEADER + len,
            None if rest.len() < HEADER => return Ok(None),
            None => return Err(()),
        };
        if rest.len() < len {
            return Ok(None);
        }
        Ok(Some(Cut::Record(self.take_front(len))))
    }

    /// Moves on to where two records in a row, or one at the very end, begin; false if that is not to be seen yet.
    fn seek(&mut self, last: bool) -> bool {
        while let Some(rest) = self.buffer.get(self.at + self.rejected..).filter(|rest| rest.len() >= HEADER) {
            let Some(len) = payload(rest).filter(|len| *len > 0) else {
                self.rejected += 1;
                continue;
            };
            let behind = rest.get(HEADER + len..);
            match behind {
                Some(next) if payload(next).is_some() && next.get(1..3) == rest.get(1..3) => return true,
                Some([]) if last => return true,
                Some(next) if next.len() >= HEADER => {}
                _ if !last => return false,
                _ => {}
            }
            self.rejected += 1;
        }
        false
    }

    /// What was not cut off yet.
    pub fn take(&mut self) -> Vec<u8> {
        self.seeking = None;
        self.rejected = 0;
        let rest = self.peek().to_vec();
        (self.buffer, self.at) = (Vec::new(), 0);
        rest
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.buffer.capacity()
    }

    /// What is held, unread.
    pub fn peek(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Takes so many bytes from the front, whatever they are.
    pub fn take_front(&mut self, len: usize) -> Vec<u8> {
        let rest = self.peek();
        let front = rest.get(..len).unwrap_or(rest).to_vec();
        self.at += front.len();
        front
    }
}

/// Payload bytes that a record's header announces; `None` if none stands here, or not all of one.
fn payload(data: &[u8]) -> Option<usize> {
    match data {
        [20..=24, 3, 0..=4, high, low, ..] => {
            Some(usize::from(u16::from_be_bytes([*high, *low]))).filter(|len| *len <= PAYLOAD)
        }
        _ => None,
    }
}
