//! Link types: where a frame starts (tcpdump.org/linktypes.html).

use super::view::View;
use super::walk::{Layer, Step};
use super::{dot11, nflog, ppp};
use crate::anomaly::Code;
use crate::source::LinkType;

/// Ethernet.
pub(super) const ETHERNET: LinkType = LinkType(1);
/// Apple's PKTAP.
const PKTAP: LinkType = LinkType(258);
const SLL: usize = 16;
const SLL2: usize = 20;

/// True if frames of this link type can be dissected.
pub const fn link_supported(link: LinkType) -> bool {
    matches!(
        link.0,
        0 | 1 | 9 | 12 | 14 | 50 | 51 | 101 | 104 | 105 | 108 | 113 | 127 | 166 | 228 | 229 | 239 | 258 | 276
    )
}

/// The first step into a frame.
pub(super) fn read(link: LinkType, view: View<'_>) -> Result<Step<'_>, Code> {
    match link {
        ETHERNET => Ok(Step::Layer(Layer::Ethernet, view)),
        LinkType(0 | 108) => loopback(view),
        LinkType(9) => ppp::read(view),
        LinkType(50 | 104) => ppp::read_serial(view),
        LinkType(51) => ppp::read_pppoe(view),
        // Direction in place of the address byte.
        LinkType(166) => ppp::read(view.skip(2)?),
        LinkType(12 | 14 | 101 | 228 | 229) => Ok(Step::Layer(Layer::Ip, view)),
        LinkType(105) => dot11::read(view),
        LinkType(127) => dot11::read_radiotap(view),
        LinkType(113) => Ok(Step::Layer(cooked(view.word(14)?), view.skip(SLL)?)),
        LinkType(276) => Ok(Step::Layer(cooked(view.word(0)?), view.skip(SLL2)?)),
        LinkType(239) => nflog::read(view),
        PKTAP => pktap(view),
        _ => Err(Code::LinkTypeUnknown),
    }
}

/// Apple's wrapper: its own length, and the link type of the frame behind it, both little-endian.
fn pktap(view: View<'_>) -> Result<Step<'_>, Code> {
    let [l0, l1, l2, l3, _, _, _, _, t0, t1, t2, t3] = *view.head::<12>()?;
    let link = u32::from_le_bytes([t0, t1, t2, t3]);
    let frame = view.skip(u32::from_le_bytes([l0, l1, l2, l3]) as usize)?;
    match u16::try_from(link).map(LinkType) {
        Ok(PKTAP) | Err(_) => Err(Code::HeaderInvalid),
        Ok(link) => read(link, frame),
    }
}

/// The protocol field of Linux's cooked captures; 4 is 802.2, below 1536 are Linux's own frame kinds.
const fn cooked(proto: u16) -> Layer {
    match proto {
        4 => Layer::Llc,
        proto => Layer::Cooked(proto),
    }
}

/// BSD loopback: an address family in the byte order of some host; the numbers of IPv6 differ by system.
fn loopback(view: View<'_>) -> Result<Step<'_>, Code> {
    let family = *view.head::<4>()?;
    let body = view.skip(4)?;
    let (little, big) = (u32::from_le_bytes(family), u32::from_be_bytes(family));
    Ok(match little.min(big) {
        2 | 10 | 23 | 24 | 28 | 30 => Step::Layer(Layer::Ip, body),
        _ => Step::NotIp,
    })
}
