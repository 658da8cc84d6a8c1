//! What the first bytes must look like.

use crate::message::Direction;
use crate::proto::Probe;

/// The server's `INFO` or the client's `CONNECT`, each with a JSON object behind it.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let openings = [&b"INFO {\""[..], b"CONNECT {\""];
    if openings.iter().any(|known| data.starts_with(known)) {
        Probe::Match
    } else if openings.iter().any(|known| known.starts_with(data)) {
        Probe::NeedMore
    } else {
        Probe::Reject
    }
}
