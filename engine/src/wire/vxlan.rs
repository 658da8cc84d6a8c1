//! VXLAN (RFC 7348) and VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe).

use super::Tunnel;
use super::view::View;
use super::walk::{Inner, Layer};

const HEADER: usize = 8;
/// The network identifier is valid.
const FLAG_VNI: u8 = 0x08;
/// GPE: the next protocol field is valid.
const FLAG_NEXT: u8 = 0x04;

/// Reads a header; an Ethernet frame follows. Group policy bits are allowed.
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let head = view.head::<HEADER>().ok()?;
    (head[0] & FLAG_VNI != 0).then_some(())?;
    inner(*head, Layer::Ethernet, view)
}

/// Reads a GPE header, which says what follows.
pub(super) fn read_gpe(view: View<'_>) -> Option<Inner<'_>> {
    let head = view.head::<HEADER>().ok()?;
    (head[0] & FLAG_VNI != 0).then_some(())?;
    let layer = match (head[0] & FLAG_NEXT != 0, head[3]) {
        (false, _) | (true, 3) => Layer::Ethernet,
        (true, 1) => Layer::Ipv4,
        (true, 2) => Layer::Ipv6,
        _ => return None,
    };
    inner(*head, layer, view)
}

fn inner(head: [u8; HEADER], layer: Layer, view: View<'_>) -> Option<Inner<'_>> {
    let vni = u32::from_be_bytes([0, head[4], head[5], head[6]]);
    let view = view.skip(HEADER).ok()?;
    Some(Inner { kind: Tunnel::Vxlan, layer, view, vni: Some(vni), id: None })
}
