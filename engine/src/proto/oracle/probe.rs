//! Tells TNS from other bytes.

use super::packet::{CONNECT, DATA, HEAD, Head};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::reader::Reader;

/// Bytes of a connect packet that tell.
const CONNECT_HEAD: usize = 34;

/// A connect packet with its versions and the place of its descriptor; on the listener's port also data.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let Some(head) = data.first_chunk::<HEAD>() else {
        // No checksum, and a length that is no text.
        let odd = data.get(2..4).is_some_and(|sum| sum != [0, 0]) || data.get(4).is_some_and(|kind| *kind != CONNECT);
        let listener = crate::proto::banner::port_is(ports, &[1521]);
        return if odd && !listener { Probe::Reject } else { Probe::NeedMore };
    };
    match Head::read(*head, None) {
        Some(head) if head.kind == CONNECT && (CONNECT_HEAD..=8192).contains(&head.len) => {
            if data.len() < CONNECT_HEAD {
                return Probe::NeedMore;
            }
            if connects(data, head.len).is_some() { Probe::Match } else { Probe::Reject }
        }
        Some(head) if head.kind == DATA && crate::proto::banner::port_is(ports, &[1521]) => {
            // Flags, then a message of TTC.
            let Some(body) = data.get(HEAD..HEAD + 4) else { return Probe::NeedMore };
            let known = head.len > HEAD + 2 && matches!(body, [0, _, 1..=0x22, _] | [0, _, 0xde, 0xad]);
            if known { Probe::Match } else { Probe::Reject }
        }
        _ => Probe::Reject,
    }
}

/// Versions 300 to 400, a unit of at least 512 bytes, a descriptor that lies within the packet or behind it.
fn connects(data: &[u8], len: usize) -> Option<()> {
    let mut reader = Reader::new(data.get(HEAD..)?);
    let (version, oldest) = (reader.u16()?, reader.u16()?);
    reader.take(2)?;
    let (unit, _) = (reader.u16()?, reader.u16()?);
    reader.take(6)?;
    let (size, offset) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
    let within = offset + size == len || offset == len;
    let sound = (300..=400).contains(&version)
        && (200..=400).contains(&oldest)
        && oldest <= version
        && unit >= 512
        && (CONNECT_HEAD..=128).contains(&offset)
        && size > 0
        && within;
    sound.then_some(())
}
