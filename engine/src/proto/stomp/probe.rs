//! What the first bytes must look like.

use super::head::{Begin, begins_frame};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::line::is_text;

/// Line ends that keep a connection alive (STOMP 1.2, Heart-beating), no more of them than anybody would send at once.
const LINE_ENDS: usize = 16;

/// CONNECT, STOMP or CONNECTED, and a header of theirs (STOMP 1.2, Connecting); where a connection is joined in its middle,
/// SEND or MESSAGE with a destination.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const HEADERS: [&[u8]; 8] =
        [b"accept-version:", b"version:", b"host:", b"login:", b"passcode:", b"heart-beat:", b"server:", b"session:"];
    let blank = data.iter().take(LINE_ENDS).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let header = match begins_frame(data.get(blank..).unwrap_or_default()) {
        Begin::More => return Probe::NeedMore,
        Begin::Frame(b"CONNECT" | b"STOMP" | b"CONNECTED", header) => header,
        Begin::Frame(b"SEND" | b"MESSAGE", headers) => return destined(headers),
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

/// Headers, with the destination among them.
fn destined(headers: &[u8]) -> Probe {
    for line in headers.split_inclusive(|byte| *byte == b'\n') {
        let whole = line.strip_suffix(b"\n");
        let text = whole.unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        match whole {
            _ if !is_text(text) => return Probe::Reject,
            None => break,
            Some(_) if text.strip_prefix(b"destination:").is_some_and(|name| !name.is_empty()) => return Probe::Match,
            Some(_) if !text.contains(&b':') => return Probe::Reject,
            Some(_) => {}
        }
    }
    Probe::NeedMore
}
