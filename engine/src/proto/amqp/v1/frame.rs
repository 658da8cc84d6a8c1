//! Frames (AMQP 1.0 part 2, §2.3): size, offset of the body, type, channel; and where a performative ends in one.

use super::link::{self, TRANSFER, Transfer};
use super::sections::{begins as begins_section, descriptor_of};
use super::types;
use crate::proto::reader::Reader;

/// Bytes of a frame's head.
pub(super) const HEAD: usize = 8;
/// Longest frame that is believed.
const SIZE_MAX: u32 = 512 << 20;
/// Bytes in which a performative says what it is and how long.
const NAMED: usize = 48;

/// The head of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// All bytes of it.
    pub size: u32,
    /// Where its body begins.
    pub body: usize,
    pub channel: u16,
}

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front<T> {
    /// More bytes must tell.
    More,
    /// Something else.
    Odd,
    /// It.
    Is(T),
}

/// Reads the head of a frame of this type: 0 for AMQP, 1 for SASL.
pub(super) fn front(data: &[u8], kind: u8) -> Front<Frame> {
    let mut reader = Reader::new(data);
    let mut read = || Some((reader.u32()?, reader.u8()?, reader.u8()?, reader.u16()?));
    let Some((size, offset, its, channel)) = read() else { return Front::More };
    let sound = (HEAD as u32..=SIZE_MAX).contains(&size) && offset >= 2 && u32::from(offset) * 4 <= size && its == kind;
    if sound { Front::Is(Frame { size, body: usize::from(offset) * 4, channel }) } else { Front::Odd }
}

/// The performative at the front of a body: its descriptor, and all bytes of it.
pub(super) fn performative(body: &[u8]) -> Front<(u8, usize)> {
    let unclear = if body.len() < NAMED { Front::More } else { Front::Odd };
    let mut reader = Reader::new(body);
    match body.first() {
        Some(0) => {}
        None => return Front::More,
        Some(_) => return Front::Odd,
    }
    let Some(descriptor) = descriptor_of(&mut reader) else { return unclear };
    if descriptor == 0 {
        return Front::Odd;
    }
    let Some(code) = reader.u8() else { return unclear };
    if !matches!(code, 0x45 | 0xc0 | 0xd0) {
        return Front::Odd;
    }
    let head = body.len().saturating_sub(reader.len());
    match types::size(code, &reader) {
        Some(size) => Front::Is((descriptor, head.saturating_add(size))),
        None => unclear,
    }
}

/// True for the head of a frame with a performative that there is, named by a number as everybody does; `None` if more bytes
/// must tell.
pub(in crate::proto::amqp) fn begins(data: &[u8]) -> Option<bool> {
    /// Behind a gap the channels of few are known.
    const CHANNELS: u16 = 0x0fff;
    // Nor are frames believed there of 16 MiB.
    if data.first().is_some_and(|byte| *byte != 0) {
        return Some(false);
    }
    let frame = match front(data, 0) {
        Front::More => return None,
        Front::Odd => return Some(false),
        Front::Is(frame) => frame,
    };
    if frame.body != HEAD || frame.channel > CHANNELS {
        return Some(false);
    }
    let body = data.get(HEAD..).unwrap_or_default();
    let fits = |len: usize| len.saturating_add(HEAD) <= frame.size as usize;
    match body.get(..4.min(body.len())).unwrap_or_default() {
        [] | [0] | [0, 0x53] => None,
        [0, 0x53, descriptor] if (link::OPEN..=link::CLOSE).contains(descriptor) => None,
        [0, 0x53, descriptor, _] if (link::OPEN..=link::CLOSE).contains(descriptor) => match performative(body) {
            Front::More => None,
            Front::Odd => Some(false),
            // Behind any but a transfer the frame ends.
            Front::Is((TRANSFER, len)) => Some(fits(len)),
            Front::Is((_, len)) => Some(len.saturating_add(HEAD) == frame.size as usize),
        },
        _ => Some(false),
    }
}

/// True for bytes that begin in the middle of a connection: a transfer with the beginning of a message, or a frame behind
/// which another begins; `None` if more bytes must tell.
pub(in crate::proto::amqp) fn joined(data: &[u8]) -> Option<bool> {
    if !begins(data)? {
        return Some(false);
    }
    let Front::Is(frame) = front(data, 0) else { return Some(false) };
    let body = data.get(HEAD..).unwrap_or_default();
    if let Front::Is((TRANSFER, len)) = performative(body) {
        let list = body.get(..len)?;
        let mut reader = Reader::new(list);
        descriptor_of(&mut reader)?;
        let Some(transfer) = link::fields(&mut reader).and_then(Transfer::read) else { return Some(false) };
        let payload = body.get(len..).unwrap_or_default();
        let left = (frame.size as usize).saturating_sub(HEAD).saturating_sub(len);
        if transfer.begins && left > SECTION {
            return if payload.len() < SECTION { None } else { Some(begins_section(payload)) };
        }
    }
    let next = data.get(frame.size as usize..)?;
    // A heartbeat has no body.
    match next.get(..HEAD.min(next.len())) {
        Some([0, 0, 0, 8, 2, 0, 0, 0]) => Some(true),
        Some(shown) if shown.len() < HEAD && [0, 0, 0, 8, 2, 0, 0, 0].starts_with(shown) => None,
        _ => begins(next),
    }
}

/// Bytes of a payload that tell a section.
const SECTION: usize = 4;
