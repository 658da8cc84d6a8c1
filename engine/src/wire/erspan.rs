//! ERSPAN types I, II and III in GRE (draft-foschiano-erspan): mirrored Ethernet frames.

use super::Tunnel;
use super::view::View;
use super::walk::{Inner, Layer};

const HEADER_II: usize = 8;
const HEADER_III: usize = 12;
const SUBHEADER_III: usize = 8;

/// GRE protocol 0x88be: type II behind a sequence number, type I (no header at all) without.
pub(super) fn read(view: View<'_>, sequence: bool) -> Option<Inner<'_>> {
    if !sequence {
        return Some(frame(view, None));
    }
    let head = view.head::<HEADER_II>().ok()?;
    (head[0] >> 4 == 1).then_some(())?;
    Some(frame(view.skip(HEADER_II).ok()?, Some(session(head[2], head[3]))))
}

/// GRE protocol 0x22eb: type III, with an optional platform subheader; frame type 2 carries IP, 0 Ethernet.
pub(super) fn read_iii(view: View<'_>) -> Option<Inner<'_>> {
    let head = view.head::<HEADER_III>().ok()?;
    (head[0] >> 4 == 2).then_some(())?;
    let subheader = if head[11] & 1 != 0 { SUBHEADER_III } else { 0 };
    let body = view.skip(HEADER_III + subheader).ok()?;
    let inner = frame(body, Some(session(head[2], head[3])));
    match (head[10] >> 2) & 0x1f {
        0 => Some(inner),
        2 => Some(Inner { layer: Layer::Ip, ..inner }),
        _ => None,
    }
}

/// The ten bits of the session id.
fn session(high: u8, low: u8) -> u32 {
    u32::from(u16::from_be_bytes([high, low]) & 0x03ff)
}

fn frame(view: View<'_>, id: Option<u32>) -> Inner<'_> {
    Inner { kind: Tunnel::Erspan, layer: Layer::Ethernet, view, vni: None, id }
}
