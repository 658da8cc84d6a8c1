//! What the first bytes must look like.

use super::line::{self, Line};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::SHOWN;

/// The server's `INFO` or the client's `CONNECT`, each with a JSON object behind it; where a connection is joined in its
/// middle, a message whose payload ends with a line end, as far as that is shown.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let openings = [&b"INFO {\""[..], b"CONNECT {\""];
    if openings.iter().any(|known| data.starts_with(known)) {
        Probe::Match
    } else if openings.iter().any(|known| known.starts_with(data)) {
        Probe::NeedMore
    } else {
        joined(data)
    }
}

/// A message, behind what keeps a connection alive.
fn joined(data: &[u8]) -> Probe {
    const VERBS: [&[u8]; 7] = [b"PUB ", b"HPUB ", b"MSG ", b"HMSG ", b"PING\r", b"PONG\r", b"+OK\r"];
    let mut rest = data;
    loop {
        let begins = |verb: &&[u8]| verb.starts_with(rest.get(..verb.len()).unwrap_or(rest));
        if !VERBS.iter().any(begins) {
            return Probe::Reject;
        }
        let Some(end) = memchr::memchr(b'\n', rest) else { return Probe::NeedMore };
        let line = rest.get(..end).unwrap_or_default().strip_suffix(b"\r").unwrap_or_default();
        rest = rest.get(end + 1..).unwrap_or_default();
        match line::read(line) {
            Some(Line::Message(message)) => {
                let len = usize::try_from(message.head.saturating_add(message.payload)).unwrap_or(usize::MAX);
                return match rest.get(len..) {
                    Some([b'\r', b'\n', ..]) => Probe::Match,
                    Some([] | [b'\r']) => Probe::NeedMore,
                    Some(_) => Probe::Reject,
                    None if data.len() < SHOWN => Probe::NeedMore,
                    None => Probe::Match,
                };
            }
            Some(Line::Accept | Line::Pong | Line::Other) => {}
            _ => return Probe::Reject,
        }
    }
}
