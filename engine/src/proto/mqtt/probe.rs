//! What the first bytes must look like.

use super::wire::{Front, front};
use crate::message::Direction;
use crate::proto::Probe;

/// CONNECT with its protocol name and level (MQTT 3.1 §3.1, 3.1.1 §3.1.2, 5 §3.1.2).
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const CONNECT: u8 = 0x10;
    if data.first().is_some_and(|first| *first != CONNECT) {
        return Probe::Reject;
    }
    let head = match front(data) {
        Front::More => return Probe::NeedMore,
        Front::Odd => return Probe::Reject,
        Front::Packet(head) => head,
    };
    let behind = data.get(head.len..).unwrap_or_default();
    // Name, level, flags, keep alive, client identifier.
    for (name, levels, least) in [(&b"\0\x04MQTT"[..], 4..=5, 12), (b"\0\x06MQIsdp", 3..=3, 14)] {
        if let Some(rest) = behind.strip_prefix(name) {
            return match rest.first() {
                None => Probe::NeedMore,
                // Bridges set the high bit.
                Some(level) if levels.contains(&(level & 0x7f)) && head.left >= least => Probe::Match,
                Some(_) => Probe::Reject,
            };
        }
        if name.starts_with(behind) {
            return Probe::NeedMore;
        }
    }
    Probe::Reject
}
