//! The flow key: the innermost 5-tuple without direction, and what sets tenants apart (VNI, tap, VLAN if configured).

use crate::message::{Direction, Endpoint, FiveTuple};
use crate::wire::Dissected;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Identifies a flow whatever the direction of a packet. The lower endpoint (by address, then port) comes first.
///
/// Words, because it is hashed and compared for every packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlowKey {
    /// Lower and higher address, big-endian; IPv4 in the first four bytes.
    addrs: [u128; 2],
    /// From the top: lower port, higher port, VNI.
    ports_vni: u64,
    /// From the top: VLAN (16 bits), tap (16), 0x100 for IPv6 and the IP protocol (16).
    rest: u64,
}

impl Hash for FlowKey {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.addrs[0]);
        state.write_u128(self.addrs[1]);
        state.write_u64(self.ports_vni);
        state.write_u64(self.rest);
    }
}

impl FlowKey {
    /// The key of a packet, and whether its source is the lower endpoint.
    #[inline]
    pub fn of(packet: &Dissected, tap: u16, with_vlan: bool) -> (Self, bool) {
        let src = (u128::from_be_bytes(packet.src), packet.sport);
        let dst = (u128::from_be_bytes(packet.dst), packet.dport);
        let from_low = src <= dst;
        let (low, high) = if from_low { (src, dst) } else { (dst, src) };
        let vlan = if with_vlan { packet.vlans[0] } else { 0 };
        let key = Self {
            addrs: [low.0, high.0],
            ports_vni: u64::from(low.1) << 48 | u64::from(high.1) << 32 | u64::from(packet.vni),
            rest: u64::from(vlan) << 32
                | u64::from(tap) << 16
                | u64::from(packet.proto)
                | if packet.v6 { V6 } else { 0 },
        };
        (key, from_low)
    }

    /// IP protocol number.
    #[inline]
    pub fn proto(&self) -> u8 {
        self.rest as u8
    }

    /// True if the addresses are IPv6.
    #[inline]
    pub fn is_v6(&self) -> bool {
        self.rest & V6 != 0
    }

    /// VNI of the tunnel, plus one; 0 without.
    pub fn vni(&self) -> u32 {
        self.ports_vni as u32
    }

    /// Ports of the lower and the higher endpoint.
    pub fn ports(&self) -> (u16, u16) {
        ((self.ports_vni >> 48) as u16, (self.ports_vni >> 32) as u16)
    }

    /// The 5-tuple when the lower endpoint sends in direction `low`.
    pub fn tuple(&self, low: Direction) -> FiveTuple {
        let v6 = self.is_v6();
        let ports = self.ports();
        let a = Endpoint { addr: addr(self.addrs[0], v6), port: ports.0 };
        let b = Endpoint { addr: addr(self.addrs[1], v6), port: ports.1 };
        let (orig, resp) = if low == Direction::Orig { (a, b) } else { (b, a) };
        FiveTuple { orig, resp, proto: self.proto() }
    }

    /// All of the key as bytes, for identifiers that must not change between runs.
    pub fn to_bytes(&self) -> [u8; 46] {
        let mut out = [0; 46];
        out[..16].copy_from_slice(&self.addrs[0].to_be_bytes());
        out[16..32].copy_from_slice(&self.addrs[1].to_be_bytes());
        out[32..40].copy_from_slice(&self.ports_vni.to_be_bytes());
        out[40..46].copy_from_slice(&self.rest.to_be_bytes()[2..]);
        out
    }
}

/// Marks IPv6 in [`FlowKey::rest`].
const V6: u64 = 0x100;

fn addr(word: u128, v6: bool) -> IpAddr {
    if v6 { IpAddr::V6(Ipv6Addr::from(word)) } else { IpAddr::V4(Ipv4Addr::from((word >> 96) as u32)) }
}

/// The worker that owns flows with this hash.
#[inline]
pub fn owner(hash: u64, workers: usize) -> usize {
    // The table uses the low bits and the top seven; ownership must not correlate with either.
    (((hash >> 16) & 0xffff_ffff).wrapping_mul(workers as u64) >> 32) as usize
}
