//! Databases, caches and directories.

use super::super::Probe;
use super::super::reader::Reader;
use super::line::contains;
use super::{SHOWN, port_is, streamed, verdict};
use crate::message::Direction;

/// Message header and the start of what its opcode asks for; all little-endian.
pub(super) fn mongodb(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    // Lengths below 48 MB have a small fourth byte, opcodes two small ones.
    let odd = data.get(3).is_some_and(|high| *high > 2) || data.get(14..16).is_some_and(|high| high != [0, 0]);
    if odd {
        return Probe::Reject;
    }
    let needed = if data.get(12) == Some(&1) { 41 } else { 26 };
    streamed(data, needed, || {
        let (head, body) = data.split_first_chunk::<16>()?;
        let word = |at: usize| head.get(at..)?.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes));
        let body_word = |at: usize| body.get(at..)?.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes));
        let len = word(0).filter(|len| (26..=48_000_000).contains(len))?;
        let flags = body_word(0)?;
        let fits = |document: Option<u32>| document.is_some_and(|size| size >= 5 && size < len);
        let believed = match word(12)? {
            // OP_MSG: flags, then a body or a document sequence.
            2013 => flags & !0x0001_0003 == 0 && matches!(body.get(4), Some(0 | 1)) && fits(body_word(5)),
            // OP_QUERY: flags and a collection's name.
            2004 => flags <= 0xff && is_collection(body.get(4..)?),
            // OP_REPLY: flags, cursor, start, number of documents, the first of them and its first element's type.
            1 => flags <= 15 && fits(body_word(20)) && matches!(body.get(24), Some(1..=19)),
            // OP_COMPRESSED: original opcode, size, compressor.
            2012 => matches!(flags, 1 | 2004 | 2013) && body_word(4)? < 48_000_000 && *body.get(8)? <= 3,
            _ => false,
        };
        believed.then_some(())
    })
}

fn is_collection(text: &[u8]) -> bool {
    let name = text.split(|byte| *byte == 0).next().unwrap_or_default();
    name.len() <= 255 && name.contains(&b'.') && name.iter().all(u8::is_ascii_graphic)
}

/// STARTUP and SUPPORTED name their options; OPTIONS alone is believed on the port only.
pub(super) fn cassandra(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    const OPTIONS: u8 = 5;
    let version = data.first().map_or(3, |byte| byte & 0x7f);
    if !(1..=5).contains(&version) || data.get(1).is_some_and(|flags| *flags > 0x1f) {
        return Probe::Reject;
    }
    // Versions 1 and 2 have a one-byte stream id.
    let place = if version < 3 { 3 } else { 4 };
    let Some(&opcode) = data.get(place) else {
        return Probe::NeedMore;
    };
    if !matches!(opcode, 1 | OPTIONS | 6) {
        return Probe::Reject;
    }
    let mut reader = Reader::new(data.get(place + 1..).unwrap_or_default());
    let Some(len) = reader.u32().map(|len| len as usize) else {
        return Probe::NeedMore;
    };
    match (opcode, len) {
        (OPTIONS, 0) => verdict(port_is(ports, &[9042]).then_some(())),
        (1 | 6, 15..=4096) => {
            streamed(data, (place + 5 + len).min(SHOWN), || contains(reader.rest(), "CQL_VERSION").then_some(()))
        }
        _ => Probe::Reject,
    }
}
