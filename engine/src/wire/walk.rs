//! The walk from header to header. Every step consumes bytes or enters a tunnel, and tunnels are limited.

use super::fragment::Piece;
use super::view::View;
use super::{Dissected, Tunnel, esp, ethernet, fast, gre, ipv4, ipv6, l2tp, mpls, ppp, tcp, udp};
use crate::anomaly::Code;

/// A kind of header that may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    Ethernet,
    EtherType(u16),
    /// An ethertype that is never a length (Linux cooked captures).
    Cooked(u16),
    Llc,
    Ppp,
    Pppoe,
    Mpls,
    /// IP of the version that its first bits say.
    Ip,
    Ipv4,
    Ipv6,
}

impl Layer {
    /// True if `view` looks like this layer, enough to believe that a tunnel is one.
    pub(super) fn plausible(self, view: View<'_>) -> bool {
        match self {
            Self::Ethernet => ethernet::plausible(view),
            Self::EtherType(kind) => ethernet::plausible_type(kind, view),
            Self::Ipv4 => ipv4::plausible(view),
            Self::Ipv6 => ipv6::plausible(view),
            Self::Ip => ipv4::plausible(view) || ipv6::plausible(view),
            Self::Cooked(_) | Self::Llc | Self::Ppp | Self::Pppoe | Self::Mpls => !view.rest().is_empty(),
        }
    }
}

/// What is inside a tunnel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inner<'a> {
    pub(super) kind: Tunnel,
    pub(super) layer: Layer,
    pub(super) view: View<'a>,
    /// Network identifier, if the tunnel has one.
    pub(super) vni: Option<u32>,
    /// Key, TEID, session or call id, if it has one.
    pub(super) id: Option<u32>,
}

/// What a header leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Layer(Layer, View<'a>),
    /// Behind a VLAN tag: the next type.
    Tag(u16, View<'a>),
    /// IP's payload, or what follows an extension header.
    Payload(u8, View<'a>),
    Tunnel(Inner<'a>),
    Fragment(Piece<'a>),
    Packet,
    NotIp,
}

/// How the walk ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome<'a> {
    Packet,
    NotIp,
    Fragment(Piece<'a>),
    Invalid(Code),
}

/// State of the walk through one frame.
pub(super) struct Walk<'w> {
    into: &'w mut Dissected,
    anomalies: &'w mut dyn FnMut(Code),
    limit: u8,
    depth: u8,
    tags: u8,
    /// `into` is a packet already (a tunnel's outer one), to which an unreadable inside falls back.
    outer: Option<Dissected>,
    in_packet: bool,
}

impl<'w> Walk<'w> {
    /// A walk that fills `into`.
    pub(super) fn new(into: &'w mut Dissected, limit: u8, anomalies: &'w mut dyn FnMut(Code)) -> Self {
        Self { into, anomalies, limit, depth: 0, tags: 0, outer: None, in_packet: false }
    }

    /// Where oddities go.
    pub(super) fn anomalies(&mut self) -> &mut dyn FnMut(Code) {
        &mut *self.anomalies
    }

    /// The packet so far.
    pub(super) fn packet(&self) -> &Dissected {
        self.into
    }

    /// Goes on in a reassembled datagram: offsets are in another buffer now, so the outer packet is out of reach.
    pub(super) fn reassembled(&mut self, header_len: u32, wire_len: u32) {
        self.outer = None;
        self.in_packet = false;
        self.into.ip_len = header_len.saturating_add(wire_len);
    }

    /// Walks until there is an answer.
    pub(super) fn run<'a>(&mut self, first: Result<Step<'a>, Code>) -> Outcome<'a> {
        let mut step = first;
        loop {
            step = match step {
                Ok(Step::Layer(layer, view)) => self.layer(layer, view),
                Ok(Step::Tag(kind, view)) => self.tag(kind, view),
                Ok(Step::Payload(proto, view)) => self.payload(proto, view),
                Ok(Step::Tunnel(inner)) => self.tunnel(&inner),
                Ok(Step::Fragment(piece)) => return Outcome::Fragment(piece),
                Ok(Step::Packet) => return Outcome::Packet,
                Ok(Step::NotIp) => return Outcome::NotIp,
                Err(code) => return self.give_up(code),
            };
        }
    }

    /// Falls back to the innermost packet that could be read, if there is one.
    pub(super) fn give_up<'a>(&mut self, code: Code) -> Outcome<'a> {
        let Some(outer) = self.outer.take() else {
            return Outcome::Invalid(code);
        };
        *self.into = outer;
        (self.anomalies)(code);
        Outcome::Packet
    }

    fn layer<'a>(&mut self, layer: Layer, view: View<'a>) -> Result<Step<'a>, Code> {
        match layer {
            Layer::Ethernet => {
                self.tags = 0;
                if self.depth > 0 && self.common(view) {
                    return Ok(Step::Packet);
                }
                ethernet::read(view, self.into)
            }
            Layer::EtherType(kind) => ethernet::ethertype(kind, view, self.into),
            Layer::Cooked(kind) if kind < 0x0600 => Ok(Step::NotIp),
            Layer::Cooked(kind) => Ok(Step::Layer(Layer::EtherType(kind), view)),
            Layer::Llc => ethernet::llc(view),
            Layer::Ppp => ppp::read(view),
            Layer::Pppoe => ppp::read_pppoe(view),
            Layer::Mpls => Ok(mpls::read(view)?.map_or(Step::NotIp, Step::Tunnel)),
            Layer::Ipv4 => ipv4::read(view, self.into),
            Layer::Ipv6 => ipv6::read(view, self.into),
            Layer::Ip => match view.nibble() {
                4 => ipv4::read(view, self.into),
                6 => ipv6::read(view, self.into),
                _ if view.rest().is_empty() => Err(Code::HeaderTruncated),
                _ => Err(Code::HeaderInvalid),
            },
        }
    }

    /// Reads a mirrored frame of the common kind in one run; what the tunnels said stays.
    fn common(&mut self, view: View<'_>) -> bool {
        let Dissected { vni, tunnel_id, tunnels, .. } = *self.into;
        if view.is_firm() || !fast::ethernet(view.rest(), self.into) {
            return false;
        }
        self.into.payload = self.into.payload.wrapping_add(view.at());
        (self.into.vni, self.into.tunnel_id, self.into.tunnels) = (vni, tunnel_id, tunnels);
        true
    }

    /// A frame may have as many tags as a packet tunnels, and always three.
    fn tag<'a>(&mut self, kind: u16, view: View<'a>) -> Result<Step<'a>, Code> {
        if self.tags >= self.limit.max(3) {
            return Err(Code::TunnelTooDeep);
        }
        self.tags += 1;
        Ok(Step::Layer(Layer::EtherType(kind), view))
    }

    fn payload<'a>(&mut self, proto: u8, view: View<'a>) -> Result<Step<'a>, Code> {
        if ipv6::is_extension(proto, self.into.v6) {
            return ipv6::extension(proto, view, self.into);
        }
        if proto == esp::ESP
            && let Some((next, within)) = esp::open(view, self.into)
        {
            return Ok(Step::Payload(next, within));
        }
        self.into.proto = proto;
        self.into.payload(view);
        let inside = match proto {
            6 => return tcp::read(view, self.into).map(|()| Step::Packet),
            17 => {
                let step = udp::read(view, self.into, self.anomalies)?;
                self.in_packet = matches!(step, Step::Tunnel(_));
                return Ok(step);
            }
            136 => return udp::read_lite(view, self.into).map(|()| Step::Packet),
            132 => return self.sctp(view),
            4 => Some((Layer::Ipv4, [Tunnel::Ipip, Tunnel::FourInSix])),
            41 => Some((Layer::Ipv6, [Tunnel::SixInFour, Tunnel::SixInSix])),
            _ => None,
        };
        self.in_packet = true;
        let tunnel = match proto {
            47 => gre::read(view),
            97 => ether_ip(view),
            115 => l2tp::read_session(view),
            _ => None,
        };
        if let Some(tunnel) = tunnel {
            return Ok(Step::Tunnel(tunnel));
        }
        Ok(match inside {
            Some((layer, [in_v4, in_v6])) => {
                let kind = if self.into.v6 { in_v6 } else { in_v4 };
                Step::Tunnel(Inner { kind, layer, view, vni: None, id: None })
            }
            None => Step::Packet,
        })
    }

    /// SCTP's common header (RFC 9260 section 3.1); chunks are the payload.
    fn sctp<'a>(&mut self, view: View<'a>) -> Result<Step<'a>, Code> {
        let head = view.head::<12>()?;
        self.into.sport = u16::from_be_bytes([head[0], head[1]]);
        self.into.dport = u16::from_be_bytes([head[2], head[3]]);
        self.into.payload(view.skip(12)?);
        Ok(Step::Packet)
    }

    /// Enters a tunnel if it is one. Too deep or not plausible: the packet around it is the packet.
    fn tunnel<'a>(&mut self, inner: &Inner<'a>) -> Result<Step<'a>, Code> {
        let in_packet = std::mem::take(&mut self.in_packet);
        if in_packet && !inner.layer.plausible(inner.view) {
            return Ok(Step::Packet);
        }
        if in_packet {
            self.outer = Some(*self.into);
        }
        if self.depth >= self.limit {
            return Err(Code::TunnelTooDeep);
        }
        self.depth += 1;
        self.tags = 0;
        self.into.tunnels.push(inner.kind);
        if let Some(vni) = inner.vni {
            self.into.vni = vni.saturating_add(1);
        }
        if let Some(id) = inner.id {
            self.into.tunnel_id = id.saturating_add(1);
        }
        Ok(Step::Layer(inner.layer, inner.view))
    }
}

/// A frame in IP, behind two bytes that tell the version (RFC 3378).
fn ether_ip(view: View<'_>) -> Option<Inner<'_>> {
    let body = view.skip(2).ok().filter(|_| view.nibble() == 3)?;
    Some(Inner { kind: Tunnel::EtherIp, layer: Layer::Ethernet, view: body, vni: None, id: None })
}

impl Dissected {
    /// Starts a new innermost packet.
    pub(super) fn network(&mut self, src: [u8; 16], dst: [u8; 16], v6: bool, ip_id: u16, ip_len: u32) {
        *self = Self {
            src,
            dst,
            v6,
            ip_id,
            ip_len,
            vni: self.vni,
            tunnel_id: self.tunnel_id,
            tunnels: self.tunnels,
            vlans: self.vlans,
            ..Self::default()
        };
    }

    /// Sets where the payload lies and how long it was.
    pub(super) fn payload(&mut self, view: View<'_>) {
        self.payload = view.at();
        self.payload_len = view.rest().len() as u32;
        self.payload_wire_len = view.wire();
    }
}
