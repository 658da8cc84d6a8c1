//! Reassembly of handshake messages over records (RFC 8446 §5.1): keeps only the messages we read, skips the others.

use super::super::reader::Reader;
use std::borrow::Cow;

/// `ClientHello`.
pub const CLIENT_HELLO: u8 = 1;
/// `ServerHello` (and `HelloRetryRequest`).
pub const SERVER_HELLO: u8 = 2;
/// `Certificate`.
pub const CERTIFICATE: u8 = 11;
/// `ServerKeyExchange`.
pub const SERVER_KEY_EXCHANGE: u8 = 12;
/// `ServerHelloDone`.
pub const SERVER_DONE: u8 = 14;

/// Bytes of a handshake header.
const HEADER: usize = 4;

/// What a step of the reassembly yields.
#[derive(Debug, PartialEq, Eq)]
pub enum Yield<'a> {
    /// A message that we read: type and body, where it stands if it came in one piece.
    Message(u8, Cow<'a, [u8]>),
    /// A message of this type, which we would read, is longer than the limit; it is skipped.
    TooLong(u8),
    /// No handshake message has this type: damaged, or encrypted.
    Unknown,
}

/// One direction's handshake.
#[derive(Debug, Default)]
pub struct Handshake {
    buffer: Vec<u8>,
    skip: usize,
}

impl Handshake {
    /// Takes bytes from the front of `data` until a message is complete or `data` is empty (`None`).
    pub fn next<'a>(&mut self, data: &mut &'a [u8], limit: usize) -> Option<Yield<'a>> {
        loop {
            let skipped = self.skip.min(data.len());
            *data = data.get(skipped..)?;
            self.skip -= skipped;
            if data.is_empty() && self.skip == 0 && self.buffer.is_empty() {
                return None;
            }
            if self.buffer.is_empty()
                && let Some((kind, body, rest)) = whole(data, limit)
            {
                *data = rest;
                return Some(Yield::Message(kind, Cow::Borrowed(body)));
            }
            self.fill(data, HEADER);
            let mut reader = Reader::new(&self.buffer);
            let (kind, len) = (reader.u8()?, reader.u24()? as usize);
            if !is_known(kind) {
                self.buffer = Vec::new();
                return Some(Yield::Unknown);
            }
            let read = is_read(kind);
            if !read || len > limit {
                self.buffer = Vec::new();
                self.skip = len;
                if read {
                    return Some(Yield::TooLong(kind));
                }
                continue;
            }
            self.fill(data, HEADER + len);
            if self.buffer.len() < HEADER + len {
                return None;
            }
            let mut body = std::mem::take(&mut self.buffer);
            body.drain(..HEADER);
            return Some(Yield::Message(kind, Cow::Owned(body)));
        }
    }
    /// Forgets what is held.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
    /// Bytes held.
    pub fn held(&self) -> usize {
        self.buffer.capacity()
    }
    /// Moves bytes into the buffer until it holds `want`.
    fn fill(&mut self, data: &mut &[u8], want: usize) {
        let missing = want.saturating_sub(self.buffer.len()).min(data.len());
        if let Some((head, rest)) = data.split_at_checked(missing) {
            self.buffer.extend_from_slice(head);
            *data = rest;
        }
    }
}

/// A message that we read, if it is the next and all there: its type, its body, what follows.
fn whole(data: &[u8], limit: usize) -> Option<(u8, &[u8], &[u8])> {
    let mut reader = Reader::new(data);
    let (kind, len) = (reader.u8()?, reader.u24()? as usize);
    if !is_read(kind) || len > limit {
        return None;
    }
    let body = reader.take(len)?;
    Some((kind, body, reader.rest()))
}

/// The messages that tell something.
pub const fn is_read(kind: u8) -> bool {
    matches!(kind, CLIENT_HELLO | SERVER_HELLO | CERTIFICATE | SERVER_KEY_EXCHANGE | SERVER_DONE)
}

/// IANA's TLS `HandshakeType` registry, reserved ones that were in use included.
pub const fn is_known(kind: u8) -> bool {
    matches!(kind, 0..=6 | 8..=16 | 20..=26 | 67 | 254)
}
