//! Databases, caches and directories.

use super::super::Probe;
use super::super::reader::Reader;
use super::line::contains;
use super::{SHOWN, port_is, streamed, verdict};
use crate::message::Direction;

/// STARTUP and SUPPORTED name their options; OPTIONS alone is believed on the port only.
pub(super) fn cassandra(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    const OPTIONS: u8 = 5;
    let version = data.first().map_or(3, |byte| byte & 0x7f);
    if !(1..=5).contains(&version) || data.get(1).is_some_and(|flags| *flags > 0x1f) {
        return Probe::Reject;
    }
    // Versions 1 and 2 have a one-byte stream id.
    let place = if version < 3 { 3 } else { 4 };
    let Some(&opcode) = data.get(place) else {
        return Probe::NeedMore;
    };
    if !matches!(opcode, 1 | OPTIONS | 6) {
        return Probe::Reject;
    }
    let mut reader = Reader::new(data.get(place + 1..).unwrap_or_default());
    let Some(len) = reader.u32().map(|len| len as usize) else {
        return Probe::NeedMore;
    };
    match (opcode, len) {
        (OPTIONS, 0) => verdict(port_is(ports, &[9042]).then_some(())),
        (1 | 6, 15..=4096) => {
            streamed(data, (place + 5 + len).min(SHOWN), || contains(reader.rest(), "CQL_VERSION").then_some(()))
        }
        _ => Probe::Reject,
    }
}
