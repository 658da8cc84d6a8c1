//! What the first bytes must look like.

use super::wire::FRAME_HEAD;
use crate::message::Direction;
use crate::proto::Probe;

/// The protocol header (AMQP 0-9-1 §4.2.2, 1.0 §2.2), or the broker's `connection.start` where its side was seen first.
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
        return Probe::Reject;
    }
    match data {
        // A size of two bytes that is no text.
        [_, _, _, high, next, ..] if *high != 0 || *next != 0 => Probe::Reject,
        _ if data.len() < FRAME_HEAD + START.len() + 2 => Probe::NeedMore,
        _ => {
            let method = data.get(FRAME_HEAD..).unwrap_or_default();
            let version = method.get(START.len()..START.len() + 2);
            let known = method.starts_with(START) && matches!(version, Some([0, 8 | 9] | [8, 0]));
            if known { Probe::Match } else { Probe::Reject }
        }
    }
}
