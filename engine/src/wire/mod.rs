//! Wire dissection: from a frame to its innermost transport payload.
//!
//! One header per file, each a view with a checked constructor. [`dissect`] walks them: link layer, VLAN/MPLS/PPPoE,
//! IP with its extension headers, tunnels inside IP or UDP, until no tunnel is left. Refuses nothing: what it cannot
//! read ends as a [`Verdict`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The innermost packet of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Dissected {
    /// Source address: IPv4 in the first 4 bytes (rest zero) or IPv6 in all 16.
    pub src: [u8; 16],
    /// Destination address, as `src`.
    pub dst: [u8; 16],
    /// True if the addresses are IPv6.
    pub v6: bool,
    /// Source port, 0 where there are none.
    pub sport: u16,
    /// Destination port.
    pub dport: u16,
    /// IP protocol number of the payload (6 TCP, 17 UDP, 132 SCTP, 1 ICMP, ...).
    pub proto: u8,
    /// TCP flags (CWR..FIN in one byte), 0 for others.
    pub flags: u8,
    /// TCP sequence number.
    pub seq: u32,
    /// TCP acknowledgement number.
    pub ack: u32,
    /// TCP window as on the wire.
    pub window: u16,
    /// IPv4 identification, or 0.
    pub ip_id: u16,
    /// Offset of the L4 payload in the bytes given to [`dissect`].
    pub payload: u32,
    /// Captured bytes of the L4 payload.
    pub payload_len: u32,
    /// Bytes of the L4 payload on the wire (IP length decides, padding excluded); more than `payload_len` when cut.
    pub payload_wire_len: u32,
    /// Length of the innermost IP packet on the wire.
    pub ip_len: u32,
    /// VNI of the innermost VXLAN or Geneve header, plus one; 0 without.
    pub vni: u32,
    /// TEID, GRE key or ERSPAN session of the innermost tunnel that has one, plus one; 0 without.
    pub tunnel_id: u32,
    /// Tunnels passed, outermost first.
    pub tunnels: Tunnels,
    /// VLAN ids of the innermost frame, outermost first, each plus one; 0 ends the list.
    pub vlans: [u16; 3],
}

impl Dissected {
    /// Source address.
    pub fn src_addr(&self) -> IpAddr {
        to_addr(self.src, self.v6)
    }
    /// Destination address.
    pub fn dst_addr(&self) -> IpAddr {
        to_addr(self.dst, self.v6)
    }
}

fn to_addr(bytes: [u8; 16], v6: bool) -> IpAddr {
    if v6 {
        IpAddr::V6(Ipv6Addr::from(bytes))
    } else {
        IpAddr::V4(Ipv4Addr::new(bytes[0], bytes[1], bytes[2], bytes[3]))
    }
}

/// Up to eight tunnel kinds, four bits each, outermost in the lowest bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tunnels(pub u32);

/// What a frame came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A transport packet: the `Dissected` is filled.
    Packet,
    /// An IP fragment, kept; nothing to do until its siblings come.
    Fragment,
    /// The fragment completed a datagram: its IP payload is in the buffer that `dissect` was given, the `Dissected`
    /// is filled and its `payload` offsets point into that buffer.
    Reassembled,
    /// Not IP (ARP, STP, LLDP, ...): counted, not judged.
    NotIp,
    /// Unreadable; the anomaly says why.
    Invalid(crate::anomaly::Code),
}
