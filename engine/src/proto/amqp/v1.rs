//! SASL frames of AMQP 1.0 (§2.3, §5.3), as far as they show a login.

use super::super::reader::Reader;

// Protocol ids of a header (AMQP 1.0 §2.2, §5.2.1, §5.3.1).
pub(super) const AMQP: u8 = 0;
pub(super) const TLS: u8 = 2;
pub(super) const SASL: u8 = 3;

/// Bytes of a frame's head: size, offset of the body in words, type, channel.
const HEAD: usize = 8;

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// More bytes must tell.
    More,
    /// No SASL frame.
    Odd,
    /// One of so many bytes.
    Frame(usize),
}

/// Looks at the head of a frame of at most so many bytes.
pub(super) fn frame(data: &[u8], most: usize) -> Front {
    const TYPE: u8 = 1;
    let mut reader = Reader::new(data);
    match (reader.u32(), reader.u8(), reader.u8()) {
        (Some(size), Some(offset), Some(TYPE)) => {
            let size = size as usize;
            let sound = (HEAD..=most).contains(&size) && offset >= 2 && usize::from(offset) * 4 <= size;
            if sound { Front::Frame(size) } else { Front::Odd }
        }
        (Some(_), Some(_), Some(_)) => Front::Odd,
        _ => Front::More,
    }
}

/// A SASL frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sasl<'a> {
    /// sasl-init.
    Init { mechanism: &'a [u8], response: &'a [u8] },
    /// sasl-response.
    Response(&'a [u8]),
    /// sasl-outcome: 0 for ok.
    Outcome(u8),
    /// Mechanisms, challenges.
    Other,
}

/// Reads a whole frame: a described list; `None` if it is none.
pub(super) fn read(frame: &[u8]) -> Option<Sasl<'_>> {
    let mut reader = Reader::new(frame);
    reader.take(4)?;
    let offset = usize::from(reader.u8()?);
    let mut reader = Reader::new(frame.get(offset.checked_mul(4)?..)?);
    if reader.u8()? != 0 {
        return None;
    }
    let descriptor = match reader.u8()? {
        0x53 => reader.u8()?,
        // An unsigned long of eight bytes.
        0x80 => u8::try_from(reader.array().map(u64::from_be_bytes)?).ok()?,
        _ => return None,
    };
    let mut list = match reader.u8()? {
        0x45 => Reader::new(&[]),
        0xc0 => {
            let mut list = reader.block8()?;
            list.u8()?;
            list
        }
        0xd0 => {
            let len = reader.u32()?;
            let mut list = Reader::new(reader.take(len as usize)?);
            list.u32()?;
            list
        }
        _ => return None,
    };
    Some(match descriptor {
        0x41 => Sasl::Init { mechanism: variable(&mut list)?, response: variable(&mut list).unwrap_or_default() },
        0x43 => Sasl::Response(variable(&mut list)?),
        0x44 => match list.u8()? {
            0x50 => Sasl::Outcome(list.u8()?),
            _ => return None,
        },
        _ => Sasl::Other,
    })
}

/// A symbol, string or binary, or null.
fn variable<'a>(list: &mut Reader<'a>) -> Option<&'a [u8]> {
    match list.u8()? {
        0x40 => Some(&[]),
        0xa0 | 0xa1 | 0xa3 => list.block8().map(|block| block.rest()),
        0xb0 | 0xb1 | 0xb3 => {
            let len = list.u32()?;
            list.take(len as usize)
        }
        _ => None,
    }
}
