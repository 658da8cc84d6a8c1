//! Tells `MongoDB`'s messages from other bytes: at the beginning of a stream, and behind a gap.

use super::{HEAD, MESSAGE_MAX, op};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::reader::Reader;

/// Bytes that tell.
pub(super) const NEEDED: usize = 42;

/// The head of a message; all of it little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Bytes of the message, this head's included.
    pub(super) len: usize,
    /// Its number.
    pub(super) id: u32,
    /// The number of the message that it answers.
    pub(super) answers: u32,
    /// Its operation.
    pub(super) op: u32,
}

impl Head {
    /// Reads it; `None` if too little is there, or if it is none.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let (len, id, answers, op) = (reader.le32()? as usize, reader.le32()?, reader.le32()?, reader.le32()?);
        let known = matches!(
            op,
            op::REPLY
                | op::UPDATE
                | op::INSERT
                | op::QUERY
                | op::GET_MORE
                | op::DELETE
                | op::KILL_CURSORS
                | op::COMPRESSED
                | op::MSG
        );
        (known && (HEAD..=MESSAGE_MAX).contains(&len)).then_some(Self { len, id, answers, op })
    }

    /// True for what only clients send, false for what only servers do.
    pub(super) const fn asks(&self) -> bool {
        match self.op {
            op::REPLY => false,
            op::MSG | op::COMPRESSED => self.answers == 0,
            _ => true,
        }
    }
}

/// A message's head, and the start of what its operation asks for.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    // Lengths below 48 MB have a small fourth byte, operations two small ones.
    let odd = data.get(3).is_some_and(|high| *high > 2) || data.get(14..16).is_some_and(|high| high != [0, 0]);
    if odd {
        return Probe::Reject;
    }
    let needed = if data.get(12) == Some(&1) { NEEDED } else { 26 };
    if data.len() < needed {
        Probe::NeedMore
    } else if starts(data).is_some() {
        Probe::Match
    } else {
        Probe::Reject
    }
}

/// The head of the message that surely begins here; [`NEEDED`] bytes tell.
pub(super) fn starts(data: &[u8]) -> Option<Head> {
    let head = Head::read(data)?;
    let body = data.get(HEAD..)?;
    let word = |at: usize| body.get(at..)?.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes));
    let flags = word(0)?;
    let fits = |document: Option<u32>| document.is_some_and(|size| size >= 5 && (size as usize) < head.len);
    let believed = match head.op {
        // Flags, then a body or a sequence of documents.
        op::MSG => flags & !0x0001_0003 == 0 && matches!(body.get(4), Some(0 | 1)) && fits(word(5)),
        // Flags and a collection's name.
        op::QUERY => flags <= 0xff && is_collection(body.get(4..)?),
        // Flags, cursor, start, number of documents, the first of them and its first element's type and name.
        op::REPLY => {
            let room = head.len.saturating_sub(HEAD + 20);
            let (count, size) = (word(16)? as usize, word(20)? as usize);
            // What has an element has seven bytes at least, and one document is all that follows.
            let sized = size >= 7 && if count == 1 { size == room } else { size <= room && count <= room / 5 };
            flags <= 15 && count > 0 && sized && matches!(body.get(24..26), Some([1..=19, b' '..=0xff]))
        }
        // The operation within, size, compressor.
        op::COMPRESSED => {
            matches!(flags, op::REPLY | op::QUERY | op::MSG)
                && (word(4)? as usize) < MESSAGE_MAX
                && matches!(body.get(8), Some(0..=3))
        }
        _ => false,
    };
    believed.then_some(head)
}

fn is_collection(text: &[u8]) -> bool {
    let name = text.split(|byte| *byte == 0).next().unwrap_or_default();
    name.len() <= 255 && name.contains(&b'.') && name.iter().all(u8::is_ascii_graphic)
}
