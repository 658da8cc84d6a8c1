//! Which SMB it is: told by the first message behind the session header.

use super::super::banner::line::contains;
use super::super::reader::Reader;
use crate::message::Direction;
use crate::proto::Probe;

/// Bytes of the `NetBIOS` session header (RFC 1002 §4.3.1) and the magic behind it.
pub(super) const HEAD: usize = 8;
/// Shortest message: that of version 1 without words and bytes.
const LEAST: u32 = 35;
/// Bytes that the pipeline shows at most.
const SHOWN: usize = 512;
/// `SMB_COM_NEGOTIATE`.
const NEGOTIATE: u8 = 0x72;

/// Length of the message that begins with these bytes; `NeedMore` while it may be one.
pub(super) fn frame(data: &[u8]) -> (Probe, u32) {
    let mut reader = Reader::new(data);
    let len = match (reader.u8(), reader.u24()) {
        (None, _) | (Some(0), None) => return (Probe::NeedMore, 0),
        (Some(0), Some(len)) if len >= LEAST => len,
        _ => return (Probe::Reject, 0),
    };
    let magic = reader.rest().get(..reader.len().min(4)).unwrap_or_default();
    match magic {
        [0xfc..=0xff, b'S', b'M', b'B'] => (Probe::Match, len),
        [] | [0xfc..=0xff] | [0xfc..=0xff, b'S'] | [0xfc..=0xff, b'S', b'M'] => (Probe::NeedMore, 0),
        _ => (Probe::Reject, 0),
    }
}

/// Versions 2 and 3, plain, encrypted or compressed (\[MS-SMB2\] §2.2).
pub(super) fn version2(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    probe(data, |message| !message.starts_with(b"\xffSMB") || offers_version2(message))
}

/// Version 1 (\[MS-CIFS\] §2.2).
pub(super) fn version1(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    probe(data, |message| message.starts_with(b"\xffSMB") && !offers_version2(message))
}

/// The negotiation of SMB 1 that asks for SMB 2 (\[MS-SMB2\] §3.2.4.2.2.1).
fn offers_version2(message: &[u8]) -> bool {
    message.get(4) == Some(&NEGOTIATE) && contains(message, "\x02SMB 2.")
}

fn probe(data: &[u8], believed: impl FnOnce(&[u8]) -> bool) -> Probe {
    let (probe, len) = frame(data);
    if probe != Probe::Match {
        return probe;
    }
    let message = data.get(4..).unwrap_or_default();
    // The dialects of a negotiation must be in sight before it can be told which SMB it is.
    let negotiation = matches!(message, [0xff, _, _, _] | [0xff, _, _, _, NEGOTIATE, ..]);
    let needed = if negotiation { len as usize + 4 } else { HEAD + 1 };
    if data.len() < needed.min(SHOWN) {
        return Probe::NeedMore;
    }
    if believed(message) { Probe::Match } else { Probe::Reject }
}
