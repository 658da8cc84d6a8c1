//! The flow key: the innermost 5-tuple without direction, and what sets tenants apart (VNI, tap, VLAN if configured).

use crate::message::{Direction, Endpoint, FiveTuple};
use crate::wire::Dissected;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Identifies a flow whatever the direction of a packet. The lower endpoint (by address, then port) comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FlowKey {
    low: [u8; 16],
    high: [u8; 16],
    low_port: u16,
    high_port: u16,
    vni: u32,
    /// Tap in the lower half, VLAN in the upper one.
    tap_vlan: u32,
    /// IP protocol, and 0x100 for IPv6.
    proto_v6: u16,
}

impl FlowKey {
    /// The key of a packet, and whether its source is the lower endpoint.
    #[inline]
    pub fn of(packet: &Dissected, tap: u16, with_vlan: bool) -> (Self, bool) {
        let from_low = (packet.src, packet.sport) <= (packet.dst, packet.dport);
        let (low, high, low_port, high_port) = if from_low {
            (packet.src, packet.dst, packet.sport, packet.dport)
        } else {
            (packet.dst, packet.src, packet.dport, packet.sport)
        };
        let vlan = if with_vlan { packet.vlans[0] } else { 0 };
        let key = Self {
            low,
            high,
            low_port,
            high_port,
            vni: packet.vni,
            tap_vlan: u32::from(tap) | u32::from(vlan) << 16,
            proto_v6: u16::from(packet.proto) | u16::from(packet.v6) << 8,
        };
        (key, from_low)
    }

    /// IP protocol number.
    #[inline]
    pub fn proto(&self) -> u8 {
        self.proto_v6 as u8
    }

    /// Ports of the lower and the higher endpoint.
    pub fn ports(&self) -> (u16, u16) {
        (self.low_port, self.high_port)
    }

    /// The 5-tuple when the lower endpoint sends in direction `low`.
    pub fn tuple(&self, low: Direction) -> FiveTuple {
        let v6 = self.proto_v6 & 0x100 != 0;
        let a = Endpoint { addr: addr(self.low, v6), port: self.low_port };
        let b = Endpoint { addr: addr(self.high, v6), port: self.high_port };
        let (orig, resp) = if low == Direction::Orig { (a, b) } else { (b, a) };
        FiveTuple { orig, resp, proto: self.proto() }
    }

    /// All of the key as bytes, for identifiers that must not change between runs.
    pub fn to_bytes(&self) -> [u8; 46] {
        let mut out = [0; 46];
        out[..16].copy_from_slice(&self.low);
        out[16..32].copy_from_slice(&self.high);
        out[32..34].copy_from_slice(&self.low_port.to_be_bytes());
        out[34..36].copy_from_slice(&self.high_port.to_be_bytes());
        out[36..40].copy_from_slice(&self.vni.to_be_bytes());
        out[40..44].copy_from_slice(&self.tap_vlan.to_be_bytes());
        out[44..46].copy_from_slice(&self.proto_v6.to_be_bytes());
        out
    }
}

fn addr(bytes: [u8; 16], v6: bool) -> IpAddr {
    if v6 {
        IpAddr::V6(Ipv6Addr::from(bytes))
    } else {
        IpAddr::V4(Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3]))
    }
}

/// The worker that owns flows with this hash.
#[inline]
pub fn owner(hash: u64, workers: usize) -> usize {
    // The table uses the low bits and the top seven; ownership must not correlate with either.
    (((hash >> 16) & 0xffff_ffff).wrapping_mul(workers as u64) >> 32) as usize
}
