//! Geneve (RFC 8926 section 3.4). Options are passed over.

use super::Tunnel;
use super::view::View;
use super::walk::{Inner, Layer};

const HEADER: usize = 8;

/// Reads a header of version 0 that carries Ethernet or IP.
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let head = view.head::<HEADER>().ok()?;
    (head[0] >> 6 == 0).then_some(())?;
    let layer = match u16::from_be_bytes([head[2], head[3]]) {
        0x6558 => Layer::Ethernet,
        0x0800 => Layer::Ipv4,
        0x86dd => Layer::Ipv6,
        _ => return None,
    };
    let options = usize::from(head[0] & 0x3f) * 4;
    let vni = u32::from_be_bytes([0, head[4], head[5], head[6]]);
    let view = view.skip(HEADER + options).ok()?;
    Some(Inner { kind: Tunnel::Geneve, layer, view, vni: Some(vni), id: None })
}
