//! GRE (RFC 2784, 2890), with routing (RFC 1701), NVGRE (RFC 7637), PPTP's version 1 (RFC 2637) and `EoIP`.

use super::view::View;
use super::walk::{Inner, Layer};
use super::{Tunnel, erspan};

const HEADER: usize = 4;
const CHECKSUM: u16 = 0x8000;
const ROUTING: u16 = 0x4000;
const KEY: u16 = 0x2000;
const SEQUENCE: u16 = 0x1000;
const ACKNOWLEDGE: u16 = 0x0080;
const ERSPAN: u16 = 0x88be;
const ERSPAN_III: u16 = 0x22eb;
const EOIP: u16 = 0x6400;
const WCCP: u16 = 0x883e;
const PPP: u16 = 0x880b;

/// Reads a header; `None` if nothing we could follow is inside.
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let head = view.head::<HEADER>().ok()?;
    let flags = u16::from_be_bytes([head[0], head[1]]);
    let proto = u16::from_be_bytes([head[2], head[3]]);
    let body = view.skip(HEADER).ok()?;
    match flags & 7 {
        0 => plain(flags, proto, body),
        1 => enhanced(flags, proto, body),
        _ => None,
    }
}

fn plain(flags: u16, proto: u16, view: View<'_>) -> Option<Inner<'_>> {
    let mut body = view;
    if flags & (CHECKSUM | ROUTING) != 0 {
        body = body.skip(4).ok()?;
    }
    let mut id = None;
    if flags & KEY != 0 {
        id = Some(u32::from_be_bytes(*body.head().ok()?));
        body = body.skip(4).ok()?;
    }
    let sequence = flags & SEQUENCE != 0;
    if sequence {
        body = body.skip(4).ok()?;
    }
    if flags & ROUTING != 0 {
        body = routes(body)?;
    }
    let layer = match proto {
        ERSPAN => return erspan::read(body, sequence),
        ERSPAN_III => return erspan::read_iii(body),
        0x0800 => Layer::Ipv4,
        0x86dd => Layer::Ipv6,
        0x6558 => Layer::Ethernet,
        PPP => Layer::Ppp,
        // WCCP version 2 puts a redirect header before IP.
        WCCP if body.nibble() != 4 => {
            body = body.skip(4).ok()?;
            Layer::Ipv4
        }
        WCCP => Layer::Ipv4,
        other => Layer::EtherType(other),
    };
    Some(Inner { kind: Tunnel::Gre, layer, view: body, vni: None, id })
}

/// Source route entries: family, offset, length; a null entry ends them (RFC 1701).
fn routes(view: View<'_>) -> Option<View<'_>> {
    let mut body = view;
    loop {
        let [family_high, family_low, _, len] = *body.head::<4>().ok()?;
        body = body.skip(4 + usize::from(len)).ok()?;
        if family_high == 0 && family_low == 0 && len == 0 {
            return Some(body);
        }
    }
}

/// Version 1: PPTP (PPP, with payload length and call id in the key) or `MikroTik`'s `EoIP` (Ethernet).
fn enhanced(flags: u16, proto: u16, view: View<'_>) -> Option<Inner<'_>> {
    let key = view.head::<4>().ok()?;
    let mut body = view.skip(4).ok()?;
    if proto == EOIP {
        let id = Some(u32::from(u16::from_le_bytes([key[2], key[3]])));
        return Some(Inner { kind: Tunnel::Gre, layer: Layer::Ethernet, view: body, vni: None, id });
    }
    (proto == PPP).then_some(())?;
    for flag in [SEQUENCE, ACKNOWLEDGE] {
        if flags & flag != 0 {
            body = body.skip(4).ok()?;
        }
    }
    let id = Some(u32::from(u16::from_be_bytes([key[2], key[3]])));
    // An acknowledgement alone carries nothing.
    (body.wire() > 0).then_some(Inner { kind: Tunnel::Gre, layer: Layer::Ppp, view: body, vni: None, id })
}
