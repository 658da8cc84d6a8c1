//! What the first bytes must look like.

use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::line::contains;
use crate::proto::banner::{SHOWN, first_of, literal};

/// The header of a stream (RFC 6120 §4.7), behind an XML declaration or not; of a stream that is seen from its middle a
/// stanza.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const STREAM: &[u8] = b"<stream:stream";
    let stream = match literal(data, b"<?xml") {
        Probe::Match => {
            let end = data.windows(2).take(128).position(|window| window == b"?>");
            let Some(end) = end else {
                return if data.len() < 128 { Probe::NeedMore } else { Probe::Reject };
            };
            data.get(end + 2..).unwrap_or_default().trim_ascii_start()
        }
        Probe::Reject => {
            let stanza = first_of(STANZAS.iter().map(|(opening, marks)| stanza(data, opening, marks)));
            if stanza != Probe::Reject {
                return stanza;
            }
            data
        }
        Probe::NeedMore => data,
    };
    match literal(stream, STREAM) {
        Probe::Match if contains(stream, "XMLNS") => Probe::Match,
        Probe::Match if data.len() < SHOWN => Probe::NeedMore,
        Probe::Match => Probe::Reject,
        other => first_of([other, literal(data, b"<?xml")].into_iter().filter(|answer| *answer == Probe::NeedMore)),
    }
}

/// What stanzas begin with, and what must stand in one, in upper case.
const STANZAS: [(&[u8], [&str; 2]); 3] =
    [(b"<iq ", [" TYPE=", " ID="]), (b"<message ", [" TO=", "<BODY>"]), (b"<presence ", [" FROM=", " XMLNS="])];

/// A stanza that begins like this and holds what it must.
fn stanza(data: &[u8], opening: &[u8], marks: &[&str]) -> Probe {
    match literal(data, opening) {
        Probe::Match if marks.iter().all(|mark| contains(data, mark)) => Probe::Match,
        Probe::Match if data.len() < SHOWN => Probe::NeedMore,
        Probe::Match => Probe::Reject,
        other => other,
    }
}
