//! Frames (RFC 9000 §19, RFC 9221 §4). One that is not known ends the packet: its length is not known either.

use super::Reader;

/// What of a frame is of use; the rest is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// Handshake bytes at an offset (§19.6).
    Crypto(u64, &'a [u8]),
    /// Bytes of a stream at an offset (§19.8).
    Stream {
        /// The stream.
        id: u64,
        /// Offset of the first byte.
        at: u64,
        /// The bytes.
        data: &'a [u8],
        /// Nothing comes behind them.
        fin: bool,
    },
    /// The sender gives a stream up (§19.4).
    Reset(u64),
    /// An id that the sender gives itself (§19.15).
    NewId(&'a [u8]),
    /// An unreliable message (RFC 9221 §4).
    Datagram(&'a [u8]),
    /// Anything else that is known.
    Other,
    /// Not to be read, nor what stands behind it: so many bytes.
    Broken(usize),
}

/// The frames of a packet's payload, in order.
pub fn frames(payload: &[u8]) -> impl Iterator<Item = Frame<'_>> {
    let mut reader = Reader::new(payload);
    std::iter::from_fn(move || {
        if reader.is_empty() {
            return None;
        }
        let left = reader.len();
        Some(next(&mut reader).unwrap_or_else(|| {
            reader = Reader::new(&[]);
            Frame::Broken(left)
        }))
    })
}

/// The frame at the front; `None` if it is damaged or not known.
fn next<'a>(reader: &mut Reader<'a>) -> Option<Frame<'a>> {
    let kind = reader.varint()?;
    Some(match kind {
        // PADDING, mostly many of them.
        0x00 => {
            let zeros = reader.rest().iter().take_while(|byte| **byte == 0).count();
            reader.take(zeros)?;
            Frame::Other
        }
        // PING, HANDSHAKE_DONE, IMMEDIATE_ACK (draft-ietf-quic-ack-frequency).
        0x01 | 0x1e | 0x1f => Frame::Other,
        0x02 | 0x03 => acknowledgement(reader, kind)?,
        0x04 => {
            let id = reader.varint()?;
            numbers(reader, 2)?;
            Frame::Reset(id)
        }
        0x06 => {
            let at = reader.varint()?;
            Frame::Crypto(at, reader.block()?)
        }
        // NEW_TOKEN.
        0x07 => {
            reader.block()?;
            Frame::Other
        }
        0x08..=0x0f => stream(reader, kind)?,
        // MAX_DATA, MAX_STREAMS, DATA_BLOCKED, STREAMS_BLOCKED, RETIRE_CONNECTION_ID.
        0x10 | 0x12..=0x14 | 0x16 | 0x17 | 0x19 => numbers(reader, 1)?,
        // STOP_SENDING, MAX_STREAM_DATA, STREAM_DATA_BLOCKED.
        0x05 | 0x11 | 0x15 => numbers(reader, 2)?,
        0x18 => {
            numbers(reader, 2)?;
            let id = reader.block8()?;
            reader.take(16)?;
            Frame::NewId(id)
        }
        // PATH_CHALLENGE, PATH_RESPONSE.
        0x1a | 0x1b => {
            reader.take(8)?;
            Frame::Other
        }
        // CONNECTION_CLOSE: of the transport it names a frame as well.
        0x1c | 0x1d => {
            numbers(reader, if kind == 0x1c { 2 } else { 1 })?;
            reader.block()?;
            Frame::Other
        }
        // RESET_STREAM_AT (draft-ietf-quic-reliable-stream-reset): what it promises still comes. ACK_FREQUENCY.
        0x24 | 0xaf => numbers(reader, 4)?,
        0x30 => Frame::Datagram(reader.take(reader.len())?),
        0x31 => Frame::Datagram(reader.block()?),
        _ => return None,
    })
}

fn numbers<'a>(reader: &mut Reader<'_>, count: usize) -> Option<Frame<'a>> {
    for _ in 0..count {
        reader.varint()?;
    }
    Some(Frame::Other)
}

fn stream<'a>(reader: &mut Reader<'a>, kind: u64) -> Option<Frame<'a>> {
    let id = reader.varint()?;
    let at = if kind & 4 == 0 { 0 } else { reader.varint()? };
    let data = if kind & 2 == 0 { reader.take(reader.len())? } else { reader.block()? };
    Some(Frame::Stream { id, at, data, fin: kind & 1 != 0 })
}

/// An ACK frame; type 3 counts ECN marks as well (§19.3).
fn acknowledgement<'a>(reader: &mut Reader<'_>, kind: u64) -> Option<Frame<'a>> {
    numbers(reader, 2)?;
    let ranges = reader.varint()?;
    reader.varint()?;
    for _ in 0..ranges {
        numbers(reader, 2)?;
    }
    if kind == 3 { numbers(reader, 3) } else { Some(Frame::Other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_is_passed_and_those_of_use_are_told() {
        let all: Vec<&[u8]> = vec![
            &[0, 0, 0],
            &[1],
            &[2, 9, 0, 1, 0, 1, 1],
            &[3, 9, 0, 0, 0, 1, 2, 3],
            &[4, 8, 1, 9],
            &[5, 8, 1],
            &[6, 2, 3, b'a', b'b', b'c'],
            &[7, 1, 9],
            &[0x0b, 4, 2, b'h', b'i'],
            &[0x0e, 4, 2, 1, b'!'],
            &[0x10, 1],
            &[0x11, 1, 1],
            &[0x12, 1],
            &[0x13, 1],
            &[0x14, 1],
            &[0x15, 1, 1],
            &[0x16, 1],
            &[0x17, 1],
            &[0x18, 1, 0, 2, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x19, 1],
            &[0x1a, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x1b, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x1c, 1, 6, 1, b'x'],
            &[0x1d, 1, 1, b'x'],
            &[0x1e],
            &[0x1f],
            &[0x24, 4, 1, 9, 9],
            &[0x40, 0xaf, 1, 1, 1, 1],
            &[0x31, 1, b'd'],
            &[0x30, b'e'],
        ];
        let told: Vec<_> =
            frames(&all.concat()).filter(|frame| *frame != Frame::Other).map(|f| format!("{f:?}")).collect();
        let expected = [
            Frame::Reset(8),
            Frame::Crypto(2, b"abc"),
            Frame::Stream { id: 4, at: 0, data: b"hi", fin: true },
            Frame::Stream { id: 4, at: 2, data: b"!", fin: false },
            Frame::NewId(&[7, 8]),
            Frame::Datagram(b"d"),
            Frame::Datagram(b"e"),
        ];
        assert_eq!(told, expected.map(|f| format!("{f:?}")));
    }

    #[test]
    fn an_unknown_frame_ends_the_packet() {
        let told: Vec<_> = frames(&[1, 0x21, 1, 1]).collect();
        assert_eq!(told, [Frame::Other, Frame::Broken(3)]);
        assert_eq!(frames(&[6, 0, 9, 1]).collect::<Vec<_>>(), [Frame::Broken(4)]);
    }
}
