//! What the first bytes must look like.

use super::begins_publish;
use super::wire::{self, Front, front};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::SHOWN;

/// CONNECT with its protocol name and level (MQTT 3.1 §3.1, 3.1.1 §3.1.2, 5 §3.1.2); where a connection is joined in its
/// middle, a PUBLISH in a row of packets.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const CONNECT: u8 = 0x10;
    if data.first().is_some_and(|first| *first != CONNECT) {
        return joined(data);
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

/// Two packets that follow on one another, a PUBLISH among them; or one that is longer than what is shown, with a topic of
/// several levels.
fn joined(data: &[u8]) -> Probe {
    let (mut rest, mut published, mut packets) = (data, false, 0);
    while packets < 2 || !published {
        let head = match front(rest.get(..5).unwrap_or(rest)) {
            Front::Packet(head) if head.is_sound(wire::V5) && head.kind != wire::CONNECT => head,
            Front::More if rest.first().is_none_or(|first| *first >= wire::CONNACK << 4) => return Probe::NeedMore,
            Front::Packet(_) | Front::Odd | Front::More => return Probe::Reject,
        };
        if head.kind == wire::PUBLISH {
            match begins_publish(rest) {
                Some(true) => published = true,
                Some(false) => return Probe::Reject,
                None => return Probe::NeedMore,
            }
        }
        packets += 1;
        let total = usize::try_from(head.total()).unwrap_or(usize::MAX);
        if total > rest.len() && packets < 2 {
            let long = data.len() >= SHOWN && head.kind == wire::PUBLISH && wire::topic(rest, head).contains(&b'/');
            return if long { Probe::Match } else { Probe::NeedMore };
        }
        rest = rest.get(total..).unwrap_or_default();
    }
    Probe::Match
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_mqtt_does_not_become_it_with_more_bytes() {
        let streams: [&[u8]; 3] = [
            b"\x20\x02\0\0\x90\x03\0\x01\0\x30\x0f\0\x0acrm/orders201",
            b"\x10\x0e\0\x04MQTT\x04\x02\0\x3c\0\x02c1",
            b"\xc0\0\x30\x0f\0\x0acrm/orders201",
        ];
        for stream in streams {
            assert_eq!(probe(Direction::Orig, stream, (0, 0)), Probe::Match);
            for len in 0..stream.len() {
                let told = probe(Direction::Orig, stream.get(..len).unwrap(), (0, 0));
                assert_ne!(told, Probe::Reject, "{len} of {}", stream.escape_ascii());
            }
        }
    }
}
