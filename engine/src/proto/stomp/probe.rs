//! What the first bytes must look like.

use super::head::{Begin, begins_frame};
use crate::message::Direction;
use crate::proto::Probe;

/// CONNECT, STOMP or CONNECTED, and a header of theirs (STOMP 1.2, Connecting).
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const HEADERS: [&[u8]; 8] =
        [b"accept-version:", b"version:", b"host:", b"login:", b"passcode:", b"heart-beat:", b"server:", b"session:"];
    let header = match begins_frame(data) {
        Begin::More => return Probe::NeedMore,
        Begin::Frame(b"CONNECT" | b"STOMP" | b"CONNECTED", header) => header,
        Begin::Other | Begin::Frame(..) => return Probe::Reject,
    };
    if HEADERS.iter().any(|known| header.starts_with(known)) {
        Probe::Match
    } else if HEADERS.iter().any(|known| known.starts_with(header)) {
        Probe::NeedMore
    } else {
        Probe::Reject
    }
}
