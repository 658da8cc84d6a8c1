//! Wire dissection: from a frame to its innermost transport payload.
//!
//! One header per file, each a checked read of a `View`. [`Dissector::dissect`] walks them: link layer,
//! VLAN/MPLS/PPPoE, IP with its extension headers, tunnels inside IP or UDP, fragments put together, until no tunnel
//! is left. Refuses nothing: what it cannot read ends as a [`Verdict`], and what only looks like a tunnel stays the
//! datagram that it is.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod dot11;
mod erspan;
mod esp;
mod ethernet;
mod fast;
mod fragment;
mod geneve;
mod gre;
mod gtpu;
mod ipv4;
mod ipv6;
mod l2tp;
mod link;
mod mpls;
mod nflog;
mod ppp;
mod tcp;
mod teredo;
#[cfg(test)]
mod tests;
mod tzsp;
mod udp;
mod view;
mod vxlan;
mod walk;

pub use fragment::ExpiredFragments;
pub use link::link_supported;

use crate::anomaly::Code;
use crate::config::Limits;
use crate::source::LinkType;
use fragment::{Defragmenter, Kept, Key};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use view::View;
use walk::{Outcome, Step, Walk};

/// The packet of the most common kind of frame (Ethernet without tags, IP without options or extension headers, TCP or UDP,
/// no tunnel), as [`Dissector::dissect`] finds it. `None` says nothing: it has to be asked.
#[inline(always)]
pub fn glance(link: LinkType, data: &[u8]) -> Option<Dissected> {
    if link == link::ETHERNET { fast::untagged(data) } else { None }
}

/// Dissects frames and puts their fragments together. One per thread; it holds the fragments in waiting.
#[derive(Debug)]
pub struct Dissector {
    tunnel_depth: u8,
    fragments: Defragmenter,
}

impl Dissector {
    /// A dissector within `limits`.
    pub fn new(limits: &Limits) -> Self {
        Self { tunnel_depth: limits.tunnel_depth, fragments: Defragmenter::new(limits) }
    }

    /// Reads one frame of `data.len()` captured and `wire_len` sent bytes into `into`.
    ///
    /// `into` is meaningful after [`Verdict::Packet`] (its payload lies in `data`) and [`Verdict::Reassembled`] (its
    /// payload lies in `reassembled`, whose old content is gone). `anomalies` hears what was odd but did not decide;
    /// the code of [`Verdict::Invalid`] is not told twice. `ts_ns` ages fragments.
    #[expect(clippy::too_many_arguments, reason = "a frame's facts and where its parts go")]
    pub fn dissect(
        &mut self,
        link: LinkType,
        data: &[u8],
        wire_len: u32,
        ts_ns: i64,
        into: &mut Dissected,
        reassembled: &mut Vec<u8>,
        anomalies: &mut dyn FnMut(Code),
    ) -> Verdict {
        if link == link::ETHERNET && fast::ethernet(data, into) {
            return Verdict::Packet;
        }
        self.walk(link, View::new(data, wire_len), ts_ns, into, reassembled, anomalies)
    }

    /// The whole way, for everything that is not plain TCP or UDP on Ethernet.
    fn walk(
        &mut self,
        link: LinkType,
        frame: View<'_>,
        ts_ns: i64,
        into: &mut Dissected,
        reassembled: &mut Vec<u8>,
        anomalies: &mut dyn FnMut(Code),
    ) -> Verdict {
        *into = Dissected::default();
        let mut walk = Walk::new(into, self.tunnel_depth, anomalies);
        let mut outcome = walk.run(link::read(link, frame));
        let mut done = Verdict::Packet;
        // A datagram may hold a tunnel with fragments in it again; each round passes at least one tunnel more.
        for _ in 0..=self.tunnel_depth {
            let piece = match outcome {
                Outcome::Packet => return done,
                Outcome::NotIp => return Verdict::NotIp,
                Outcome::Invalid(code) => return Verdict::Invalid(code),
                Outcome::Fragment(piece) => piece,
            };
            let key = Key::new(walk.packet(), &piece);
            match self.fragments.insert(&key, &piece, ts_ns, walk.anomalies()) {
                Ok(Kept::Waiting) => return Verdict::Fragment,
                Ok(Kept::Complete(whole)) => {
                    walk.reassembled(piece.header_len, whole.wire_len);
                    *reassembled = whole.bytes;
                    let view = View::new(reassembled, whole.wire_len);
                    outcome = walk.run(Ok(Step::Payload(whole.next, view)));
                    done = Verdict::Reassembled;
                }
                Err(code) => outcome = walk.give_up(code),
            }
        }
        Verdict::Invalid(Code::TunnelTooDeep)
    }

    /// Drops fragments that waited too long at `now_ns` and hands over everything dropped since the last call. Each
    /// one is a [`Code::FragmentTimeout`], which the caller raises. To be called about once a block: until then the
    /// accounts of what was dropped are held.
    pub fn drain_expired(&mut self, now_ns: i64, each: &mut dyn FnMut(ExpiredFragments)) {
        self.fragments.expire(now_ns);
        self.fragments.drain(each);
    }

    /// Drops all fragments in waiting, at the end of a capture or run, and hands them over as
    /// [`drain_expired`](Self::drain_expired) does.
    pub fn finish(&mut self, each: &mut dyn FnMut(ExpiredFragments)) {
        self.fragments.drop_all();
        self.fragments.drain(each);
    }

    /// Bytes held by fragments in waiting, bookkeeping included.
    pub fn memory(&self) -> usize {
        self.fragments.memory()
    }
}

/// The innermost packet of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Offset of the L4 payload in the bytes given to [`Dissector::dissect`].
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
        return IpAddr::V6(Ipv6Addr::from(bytes));
    }
    let [a, b, c, d, ..] = bytes;
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

/// Up to eight tunnel kinds, four bits each, outermost in the lowest bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tunnels(pub u32);

impl Tunnels {
    /// Adds the next inner tunnel; the ninth and later ones are not recorded.
    pub fn push(&mut self, tunnel: Tunnel) {
        let used = 32 - self.0.leading_zeros();
        let shift = used.next_multiple_of(4);
        if shift < 32 {
            self.0 |= (tunnel as u32) << shift;
        }
    }

    /// The tunnels, outermost first.
    pub fn iter(self) -> impl Iterator<Item = Tunnel> {
        (0..8).map_while(move |place| {
            let number = (self.0 >> (place * 4)) & 0xf;
            Tunnel::ALL.iter().copied().find(|tunnel| *tunnel as u32 == number)
        })
    }

    /// The published names, outermost first.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Tunnel::name)
    }

    /// True if there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A kind of tunnel. VLAN and provider backbone tags are attributes, not tunnels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Tunnel {
    /// Generic Routing Encapsulation, NVGRE and PPTP included (RFC 2784, 2890, 7637, 2637).
    Gre = 1,
    /// Encapsulated remote mirror, types I to III (draft-foschiano-erspan).
    Erspan = 2,
    /// VXLAN and VXLAN-GPE (RFC 7348).
    Vxlan = 3,
    /// Geneve (RFC 8926).
    Geneve = 4,
    /// GPRS tunnelling, user plane (3GPP TS 29.281).
    Gtpu = 5,
    /// IPv4 in IPv4 (RFC 2003).
    Ipip = 6,
    /// IPv6 in IPv4 (RFC 4213).
    SixInFour = 7,
    /// IPv4 in IPv6 (RFC 2473).
    FourInSix = 8,
    /// IPv6 in IPv6 (RFC 2473).
    SixInSix = 9,
    /// `TaZmen` Sniffer Protocol.
    Tzsp = 10,
    /// Teredo (RFC 4380).
    Teredo = 11,
    /// MPLS label stack (RFC 3032).
    Mpls = 12,
    /// PPP over Ethernet (RFC 2516).
    Pppoe = 13,
    /// L2TP, versions 2 and 3 (RFC 2661, 3931).
    L2tp = 14,
    /// `EtherIP` (RFC 3378).
    EtherIp = 15,
}

impl Tunnel {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Gre,
        Self::Erspan,
        Self::Vxlan,
        Self::Geneve,
        Self::Gtpu,
        Self::Ipip,
        Self::SixInFour,
        Self::FourInSix,
        Self::SixInSix,
        Self::Tzsp,
        Self::Teredo,
        Self::Mpls,
        Self::Pppoe,
        Self::L2tp,
        Self::EtherIp,
    ];

    /// The published name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gre => "gre",
            Self::Erspan => "erspan",
            Self::Vxlan => "vxlan",
            Self::Geneve => "geneve",
            Self::Gtpu => "gtpu",
            Self::Ipip => "ipip",
            Self::SixInFour => "6in4",
            Self::FourInSix => "4in6",
            Self::SixInSix => "6in6",
            Self::Tzsp => "tzsp",
            Self::Teredo => "teredo",
            Self::Mpls => "mpls",
            Self::Pppoe => "pppoe",
            Self::L2tp => "l2tp",
            Self::EtherIp => "etherip",
        }
    }
}

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
    /// Not IP, and nothing of anybody's (ARP, STP, LLDP, ...): counted, not judged.
    NotIp,
    /// Unreadable; the anomaly says why.
    Invalid(crate::anomaly::Code),
}
