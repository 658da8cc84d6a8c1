//! ICMP and `ICMPv6` (RFC 792, RFC 4443): echo requests and replies, what other messages quote, and tunnels in echoes.
//!
//! What an echo carries is scanned as it is (`icmp.echo`), datagram by datagram; so is all of any other message (`icmp`), which
//! quotes the packet that it is about.
//!
//! An echo carries what its sender likes, and its reply the same. Programs that measure send one pattern behind a
//! time stamp, again and again. Where replies differ from their requests, or what stands behind the time stamp changes
//! from one request to the next, echoes carry data: there is a transport record then, which names the tunnel (`icmp`), and
//! an anomaly (`icmp_tunnel`) tells it once. What hosts and routers otherwise tell one another is no service.
//!
//! Limits: the last 16 requests are remembered.

use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use foldhash::quality::FixedState;
use std::collections::VecDeque;
use std::hash::BuildHasher;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "icmp",
    title: "ICMP: echoes, and tunnels in them",
    transports: &[Transport::Icmp],
    probe,
    parser: Some(|_, _| Box::new(IcmpParser::default())),
};

/// Type, code, checksum; of echoes identifier and sequence number.
const HEAD: usize = 8;
/// Requests that are remembered.
const REQUESTS: usize = 16;
/// Bytes at the front of an echo's data that may be a time stamp.
const STAMP: usize = 16;
/// Data of echoes that is too short to say anything.
const DATA_MIN: usize = STAMP + 8;
/// Odd echoes that make a tunnel.
const ODD: u32 = 4;

/// Nothing else is carried in these packets.
fn probe(_: Direction, _: &[u8], _: (u16, u16)) -> Probe {
    Probe::Match
}

/// The parser of what two hosts send one another.
#[derive(Debug, Default)]
pub struct IcmpParser {
    /// Requests: who sent them, identifier and sequence number, and the digest of all their data.
    requests: VecDeque<(Direction, [u8; 4], u64)>,
    /// Of the last request of each side: its identifier, and the digest of what stood behind the time stamp.
    before: [Option<([u8; 2], u64)>; 2],
    odd: u32,
    numbers: u32,
}

impl Parser for IcmpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let tx = self.numbers;
        self.numbers = tx.wrapping_add(1);
        match (data.first(), data.split_at_checked(HEAD)) {
            (Some(8 | 128), Some((head, carried))) => {
                self.request(dir, head, carried, out);
                message(dir, ("icmp.echo", tx), (head.len(), carried), out);
            }
            (Some(0 | 129), Some((head, carried))) => {
                self.reply(dir, head, carried, out);
                message(dir, ("icmp.echo", tx), (head.len(), carried), out);
            }
            _ => message(dir, ("icmp", tx), (0, data), out),
        }
        Progress::Consumed(data.len())
    }

    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }

    fn on_close(&mut self, _: Direction, _: &mut dyn Outlet) {}
}

impl IcmpParser {
    fn request(&mut self, dir: Direction, head: &[u8], carried: &[u8], out: &mut dyn Outlet) {
        let Some([id @ .., _, _]) = head.last_chunk::<4>() else { return };
        let behind = digest(carried.get(STAMP..).unwrap_or_default());
        let before = self.before.get_mut(dir.index()).and_then(|before| before.replace((*id, behind)));
        let long = carried.len() >= DATA_MIN;
        if long && before.is_some_and(|(its, was)| its == *id && was != behind) {
            self.odd(dir, out);
        }
        if let Some(number) = head.last_chunk::<4>() {
            if self.requests.len() >= REQUESTS {
                self.requests.pop_front();
            }
            self.requests.push_back((dir, *number, digest(carried)));
        }
    }

    fn reply(&mut self, dir: Direction, head: &[u8], carried: &[u8], out: &mut dyn Outlet) {
        let Some(number) = head.last_chunk::<4>() else { return };
        let asked = |(by, its, _): &(Direction, [u8; 4], u64)| *by != dir && its == number;
        let Some((.., sent)) = self.requests.iter().rev().find(|request| asked(request)) else { return };
        if *sent != digest(carried) {
            self.odd(dir, out);
        }
    }

    /// An echo that measures nothing.
    fn odd(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.odd = self.odd.saturating_add(1);
        if self.odd == ODD {
            out.anomaly(dir, Code::IcmpTunnel, "echoes carry data");
            out.transport(&TransportInfo {
                protocol: "icmp",
                protection: "none",
                upgrade: "none",
                tunnel: "icmp",
                ..TransportInfo::default()
            });
        }
    }
}

fn message(dir: Direction, (place, tx): (&'static str, u32), (head, body): (usize, &[u8]), out: &mut dyn Outlet) {
    out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
    out.framing(dir, head);
    out.body(dir, body);
    out.end(dir, MessageEnd::Complete);
}

fn digest(data: &[u8]) -> u64 {
    FixedState::default().hash_one(data)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::testing::datagram_properties;

    datagram_properties!(PROTOCOL, "src/proto/icmp/datagrams", &[b"\x08\0\0\0", b"\x81\0", b"\x03\x01"]);
}
