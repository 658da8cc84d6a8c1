//! Heads: of envelopes (native protocol v4 §2), and of the frames around them in version 5 (v5 §2.1).

use crate::proto::reader::Reader;

/// Bytes of an envelope's head since version 3, and before.
pub(super) const HEAD: usize = 9;
const OLD_HEAD: usize = 8;
/// Longest envelope (`native_transport_max_frame_size` is 16 MB; the protocol's own limit).
const ENVELOPE_MAX: u32 = 256 << 20;
/// Bytes of checksum behind a frame's payload.
pub(super) const TRAILER: usize = 4;
/// Bytes of the heads of frames, without and with compression.
const PLAIN: usize = 6;
pub(super) const PACKED: usize = 8;

/// Flags of envelopes.
pub(super) mod flag {
    pub(in super::super) const COMPRESSED: u8 = 1;
    pub(in super::super) const TRACING: u8 = 2;
    pub(in super::super) const PAYLOAD: u8 = 4;
    pub(in super::super) const WARNING: u8 = 8;
}

/// Operations.
pub(super) mod op {
    pub(in super::super) const ERROR: u8 = 0x00;
    pub(in super::super) const STARTUP: u8 = 0x01;
    pub(in super::super) const READY: u8 = 0x02;
    pub(in super::super) const AUTHENTICATE: u8 = 0x03;
    pub(in super::super) const CREDENTIALS: u8 = 0x04;
    pub(in super::super) const OPTIONS: u8 = 0x05;
    pub(in super::super) const SUPPORTED: u8 = 0x06;
    pub(in super::super) const QUERY: u8 = 0x07;
    pub(in super::super) const RESULT: u8 = 0x08;
    pub(in super::super) const PREPARE: u8 = 0x09;
    pub(in super::super) const EXECUTE: u8 = 0x0a;
    pub(in super::super) const REGISTER: u8 = 0x0b;
    pub(in super::super) const EVENT: u8 = 0x0c;
    pub(in super::super) const BATCH: u8 = 0x0d;
    pub(in super::super) const AUTH_CHALLENGE: u8 = 0x0e;
    pub(in super::super) const AUTH_RESPONSE: u8 = 0x0f;
    pub(in super::super) const AUTH_SUCCESS: u8 = 0x10;
}

/// The head of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Version of the protocol.
    pub(super) version: u8,
    /// A server sent it.
    pub(super) answers: bool,
    pub(super) flags: u8,
    /// Pairs a response with its request; negative for events.
    pub(super) stream: i16,
    pub(super) op: u8,
    /// Bytes behind the head.
    pub(super) len: u32,
    /// Bytes of the head.
    pub(super) size: usize,
}

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// This.
    Yes(T),
    /// Nothing of the kind.
    No,
    /// More bytes tell.
    Need,
}

impl Head {
    /// Reads it.
    pub(super) fn read(data: &[u8]) -> Found<Self> {
        let Some(&first) = data.first() else { return Found::Need };
        let (version, answers) = (first & 0x7f, first & 0x80 != 0);
        let odd = !(1..=5).contains(&version)
            || data.get(1).is_some_and(|flags| *flags > 0x1f)
            || data.get(if version < 3 { 3 } else { 4 }).is_some_and(|op| !known(*op, answers));
        if odd {
            return Found::No;
        }
        match Self::fields(data, version, answers) {
            None => Found::Need,
            Some(head) if head.len > ENVELOPE_MAX => Found::No,
            Some(head) => Found::Yes(head),
        }
    }

    fn fields(data: &[u8], version: u8, answers: bool) -> Option<Self> {
        let mut reader = Reader::new(data);
        reader.u8()?;
        let flags = reader.u8()?;
        let stream = if version < 3 { i16::from(reader.u8()? as i8) } else { reader.u16()? as i16 };
        let (op, len) = (reader.u8()?, reader.u32()?);
        let size = if version < 3 { OLD_HEAD } else { HEAD };
        Some(Self { version, answers, flags, stream, op, len, size })
    }

    /// Versions 1 and 2.
    pub(super) const fn is_old(&self) -> bool {
        self.version < 3
    }
}

const fn known(op: u8, answers: bool) -> bool {
    match op {
        op::ERROR
        | op::READY
        | op::AUTHENTICATE
        | op::SUPPORTED
        | op::RESULT
        | op::EVENT
        | op::AUTH_CHALLENGE
        | op::AUTH_SUCCESS => answers,
        op::STARTUP
        | op::CREDENTIALS
        | op::OPTIONS
        | op::QUERY
        | op::PREPARE
        | op::EXECUTE
        | op::REGISTER
        | op::BATCH
        | op::AUTH_RESPONSE => !answers,
        _ => false,
    }
}

/// A frame of version 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Bytes of its head.
    pub(super) head: usize,
    /// Bytes of its payload.
    pub(super) len: usize,
    /// Bytes that a compressed payload unpacks to.
    pub(super) unpacked: Option<usize>,
    /// Holds whole envelopes.
    pub(super) alone: bool,
}

impl Frame {
    /// Reads the head of a frame; `packed` if it is known whether frames are compressed.
    pub(super) fn read(data: &[u8], packed: Option<bool>) -> Found<Self> {
        const LEN: u64 = 0x1_ffff;
        let number =
            |n: usize| data.get(..n).map(|bytes| bytes.iter().rfold(0u64, |sum, byte| sum << 8 | u64::from(*byte)));
        let sound = |n: usize| {
            let (head, sum) = (data.get(..n)?, data.get(n..)?.first_chunk::<3>()?);
            Some(crc24(head) == u32::from_le_bytes([sum[0], sum[1], sum[2], 0]))
        };
        // Six bits behind the length and the flag are zero: text is told from a frame by three bytes.
        if packed == Some(false) && data.get(2).is_some_and(|high| high >> 2 != 0) {
            return Found::No;
        }
        if packed != Some(true) {
            let (Some(head), Some(sound)) = (number(3), sound(3)) else { return Found::Need };
            let frame = Self { head: PLAIN, len: (head & LEN) as usize, unpacked: None, alone: head >> 17 & 1 == 1 };
            if sound && head >> 18 == 0 {
                return Found::Yes(frame);
            }
        }
        if packed == Some(false) {
            return Found::No;
        }
        let (Some(head), Some(sound)) = (number(5), sound(5)) else { return Found::Need };
        let unpacked = Some((head >> 17 & LEN) as usize).filter(|len| *len > 0);
        let frame = Self { head: PACKED, len: (head & LEN) as usize, unpacked, alone: head >> 34 & 1 == 1 };
        if sound && head >> 35 == 0 { Found::Yes(frame) } else { Found::No }
    }
}

/// The checksum of a frame's head (native protocol v5 §2.3).
pub(super) fn crc24(bytes: &[u8]) -> u32 {
    const INITIAL: u32 = 0x87_5060;
    const POLYNOMIAL: u32 = 0x197_4f0b;
    bytes.iter().fold(INITIAL, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 16, |sum, _| {
            let sum = sum << 1;
            if sum & 0x100_0000 == 0 { sum } else { sum ^ POLYNOMIAL }
        })
    })
}
