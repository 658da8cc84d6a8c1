//! What the first bytes must look like.

use super::v1;
use super::wire::{self, FRAME_END, FRAME_HEAD, Frame};
use crate::message::Direction;
use crate::proto::Probe;

/// The protocol header (AMQP 0-9-1 §4.2.2, 1.0 §2.2), or the broker's `connection.start` where its side was seen first;
/// where a connection is joined in its middle, two frames that follow on one another.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const NAME: &[u8] = b"AMQP";
    /// Method, channel 0.
    const METHOD: &[u8] = &[1, 0, 0];
    /// connection.start, version 0-8 to 0-9-1.
    const START: &[u8] = &[0, 10, 0, 10];
    let begins = |known: &[u8]| known.starts_with(data.get(..known.len().min(data.len())).unwrap_or_default());
    if begins(NAME) {
        return match data.get(NAME.len()..) {
            Some([id, major, minor, revision, ..]) => {
                let old = matches!(
                    [*id, *major, *minor, *revision],
                    [0, 0, 9, 1] | [1, 1, 0, 9 | 10] | [1, 1, 8, 0] | [1, 1, 9, 1]
                );
                let new = matches!([*id, *major, *minor, *revision], [0 | 2 | 3, 1, 0, 0]);
                if old || new { Probe::Match } else { Probe::Reject }
            }
            _ => Probe::NeedMore,
        };
    }
    if !begins(METHOD) {
        return joined(data);
    }
    match data {
        // A size of two bytes that is no text.
        [_, _, _, high, next, ..] if *high != 0 || *next != 0 => Probe::Reject,
        _ if data.len() < FRAME_HEAD + START.len() + 2 => Probe::NeedMore,
        _ => {
            let method = data.get(FRAME_HEAD..).unwrap_or_default();
            let version = method.get(START.len()..START.len() + 2);
            let known = method.starts_with(START) && matches!(version, Some([0, 8 | 9] | [8, 0]));
            if known { Probe::Match } else { joined(data) }
        }
    }
}

/// A frame of a channel or a heartbeat, and behind its end the head of another.
fn joined(data: &[u8]) -> Probe {
    if data.first() == Some(&0) {
        return match v1::joined(data) {
            None => Probe::NeedMore,
            Some(true) => Probe::Match,
            Some(false) => Probe::Reject,
        };
    }
    let sound = match frame(data) {
        Ok(frame) => frame,
        Err(verdict) => return verdict,
    };
    let total = usize::try_from(sound.total()).unwrap_or(usize::MAX);
    let Some((end, rest)) = data.get(total.saturating_sub(1)..).and_then(<[u8]>::split_first) else {
        return Probe::NeedMore;
    };
    match frame(rest) {
        _ if *end != FRAME_END => Probe::Reject,
        Ok(_) => Probe::Match,
        Err(verdict) => verdict,
    }
}

/// The head of a frame that may stand in the middle of a connection, of a class that there is (AMQP 0-9-1 §1.1); else what
/// is to be said of the bytes.
fn frame(data: &[u8]) -> Result<Frame, Probe> {
    /// Channel, exchange, queue, basic, confirm, tx.
    const CLASSES: [u8; 6] = [20, 40, 50, 60, 85, 90];
    /// The methods of connections, on channel 0, from tune to update-secret-ok.
    const METHODS: std::ops::RangeInclusive<u8> = 30..=71;
    let kind = data.first();
    if kind.is_some_and(|kind| ![wire::METHOD, wire::HEADER, wire::BODY, wire::HEARTBEAT].contains(kind)) {
        return Err(Probe::Reject);
    }
    if data.len() < FRAME_HEAD {
        return Err(Probe::NeedMore);
    }
    let frame = Frame::read(data).ok_or(Probe::Reject)?;
    let sound = match (frame.kind, data.get(FRAME_HEAD..).unwrap_or_default()) {
        (wire::METHOD | wire::HEADER, [] | [0]) | (wire::METHOD, [0, 10] | [0, 10, 0]) => return Err(Probe::NeedMore),
        (wire::METHOD, [0, 10, 0, method, ..]) => frame.channel == 0 && METHODS.contains(method),
        (wire::METHOD, [0, class, ..]) => frame.channel > 0 && CLASSES.contains(class),
        (wire::HEADER, [0, class, ..]) => CLASSES.contains(class),
        (kind, _) => kind == wire::BODY || kind == wire::HEARTBEAT,
    };
    if sound { Ok(frame) } else { Err(Probe::Reject) }
}
