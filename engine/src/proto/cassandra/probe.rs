//! Tells Cassandra's protocol from other bytes: at the beginning of a stream, and behind a gap.

use super::frame::{Found, Frame, HEAD, Head, op};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::{line::contains, port_is};
use crate::proto::reader::Reader;

/// Bytes that are shown at most.
const SHOWN: usize = 512;
/// Bytes that tell an envelope in the middle of a stream.
pub(super) const NEEDED: usize = 29;
/// Most columns of a plausible result.
const COLUMNS: u32 = 1024;

/// STARTUP and SUPPORTED name their options; OPTIONS alone is believed on the port only. Later requests and results are
/// believed by what stands in them, frames of version 5 by their checksum and the envelope within.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let head = match Head::read(data) {
        Found::Yes(head) => head,
        Found::Need => return Probe::NeedMore,
        Found::No => return framed(data),
    };
    let body = data.get(head.size..).unwrap_or_default();
    match (head.op, head.len) {
        (op::OPTIONS, 0) if port_is(ports, &[9042]) => Probe::Match,
        (op::STARTUP | op::SUPPORTED, 15..=4096) => {
            let whole = head.len as usize;
            if body.len() < whole.min(SHOWN - head.size) {
                Probe::NeedMore
            } else if contains(body.get(..whole).unwrap_or(body), "CQL_VERSION") {
                Probe::Match
            } else {
                Probe::Reject
            }
        }
        (op::QUERY | op::PREPARE | op::RESULT, 20..) if data.len() < NEEDED => Probe::NeedMore,
        _ if starts(data).is_some() => Probe::Match,
        _ => Probe::Reject,
    }
}

/// A frame of version 5 that holds an envelope.
fn framed(data: &[u8]) -> Probe {
    match Frame::read(data, Some(false)) {
        Found::No => Probe::Reject,
        Found::Need => Probe::NeedMore,
        Found::Yes(frame) => match Head::read(data.get(frame.head..).unwrap_or_default()) {
            Found::Yes(head) if head.version == 5 => Probe::Match,
            Found::Need if frame.len >= HEAD => Probe::NeedMore,
            _ => Probe::Reject,
        },
    }
}

/// The envelope that surely begins here; [`NEEDED`] bytes tell.
pub(super) fn starts(data: &[u8]) -> Option<Head> {
    let Found::Yes(head) = Head::read(data) else { return None };
    if head.is_old() || head.flags & 0x11 != 0 {
        return None;
    }
    let mut reader = Reader::new(data.get(head.size..)?);
    let believed = match head.op {
        op::QUERY | op::PREPARE => {
            let len = reader.u32()?;
            let text = reader.take(12)?;
            len >= 12 && len < head.len && text.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r'))
        }
        // Rows, with flags and a number of columns.
        op::RESULT if head.flags == 0 => {
            let (kind, flags, columns) = (reader.u32()?, reader.u32()?, reader.u32()?);
            kind == 2 && flags <= 0x0f && (1..=COLUMNS).contains(&columns)
        }
        _ => false,
    };
    believed.then_some(head)
}
