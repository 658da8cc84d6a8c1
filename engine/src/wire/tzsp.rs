//! `TaZmen` Sniffer Protocol: frames sent to a collector by routers and access points.

use super::Tunnel;
use super::view::View;
use super::walk::{Inner, Layer};

const HEADER: usize = 4;
const TAG_PADDING: u8 = 0;
const TAG_END: u8 = 1;

/// Reads a version 1 packet that holds an Ethernet frame.
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let [1, 0 | 1, 0, 1] = view.head::<HEADER>().ok()? else {
        return None;
    };
    let mut body = view.skip(HEADER).ok()?;
    loop {
        match body.rest() {
            [TAG_END, ..] => break,
            [TAG_PADDING, ..] => body = body.skip(1).ok()?,
            [_, len, ..] => body = body.skip(usize::from(*len) + 2).ok()?,
            _ => return None,
        }
    }
    let view = body.skip(1).ok()?;
    Some(Inner { kind: Tunnel::Tzsp, layer: Layer::Ethernet, view, vni: None, id: None })
}
