//! Teredo (RFC 4380 section 5.1.1): IPv6 in UDP behind optional indications.

use super::view::View;
use super::walk::{Inner, Layer};
use super::{Tunnel, ipv6};

const PREFIX: [u8; 4] = [0x20, 1, 0, 0];

/// Reads a packet; one of its addresses must be a Teredo address.
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let mut body = view;
    if let [0, 1, id, auth, ..] = body.rest() {
        body = body.skip(13 + usize::from(*id) + usize::from(*auth)).ok()?;
    }
    if let [0, 0, ..] = body.rest() {
        body = body.skip(8).ok()?;
    }
    let is_teredo = |at: usize| body.rest().get(at..).is_some_and(|address| address.starts_with(&PREFIX));
    (ipv6::plausible(body) && (is_teredo(8) || is_teredo(24))).then_some(())?;
    Some(Inner { kind: Tunnel::Teredo, layer: Layer::Ipv6, view: body, vni: None, id: None })
}
