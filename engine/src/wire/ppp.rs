//! PPP (RFC 1661, 1662), PPP over Ethernet sessions (RFC 2516) and Cisco HDLC.

use super::Tunnel;
use super::view::View;
use super::walk::{Inner, Layer, Step};
use crate::anomaly::Code;

const PPPOE: usize = 6;

/// Reads address and control (if there) and the protocol, which may be compressed to one odd byte.
pub(super) fn read(view: View<'_>) -> Result<Step<'_>, Code> {
    let body = match view.rest() {
        [0xff, 3, ..] => view.skip(2)?,
        _ => view,
    };
    let (proto, body) = match body.rest() {
        [low, ..] if low & 1 != 0 => (u16::from(*low), body.skip(1)?),
        [high, low, ..] => (u16::from_be_bytes([*high, *low]), body.skip(2)?),
        _ => return Err(Code::HeaderTruncated),
    };
    let layer = match proto {
        0x0021 => Layer::Ipv4,
        0x0057 => Layer::Ipv6,
        0x0281 | 0x0283 => Layer::Mpls,
        _ => return Ok(Step::NotIp),
    };
    Ok(Step::Layer(layer, body))
}

/// True if what stands in these bytes of PPP looks like IP.
pub(super) fn carries_ip(view: View<'_>) -> bool {
    matches!(read(view), Ok(Step::Layer(layer @ (Layer::Ipv4 | Layer::Ipv6), body)) if layer.plausible(body))
}

/// Serial lines: PPP in HDLC framing, or Cisco HDLC, whose address is 0x0f or 0x8f and which has an ethertype.
pub(super) fn read_serial(view: View<'_>) -> Result<Step<'_>, Code> {
    match view.rest() {
        [0x0f | 0x8f, _, high, low, ..] => {
            let kind = u16::from_be_bytes([*high, *low]);
            Ok(Step::Layer(Layer::EtherType(kind), view.skip(4)?))
        }
        _ => read(view),
    }
}

/// A `PPPoE` session packet. Its length is the end: some access servers count Ethernet padding into IP's.
pub(super) fn read_pppoe(view: View<'_>) -> Result<Step<'_>, Code> {
    let head = view.head::<PPPOE>()?;
    if head[0] != 0x11 {
        return Err(Code::HeaderInvalid);
    }
    if head[1] != 0 {
        return Ok(Step::NotIp);
    }
    let len = u32::from(u16::from_be_bytes([head[4], head[5]]));
    let view = view.skip(PPPOE)?.ended(len);
    Ok(Step::Tunnel(Inner { kind: Tunnel::Pppoe, layer: Layer::Ppp, view, vni: None, id: None }))
}
