//! MPLS label stacks (RFC 3032). Nothing says what follows the last label, so it is guessed from its bytes.

use super::view::View;
use super::walk::{Inner, Layer};
use super::{Tunnel, ethernet, ipv4};
use crate::anomaly::Code;

const LABEL: usize = 4;
const BOTTOM: u8 = 1;

/// Passes over the stack; `None` if neither IP nor Ethernet follows.
pub(super) fn read(view: View<'_>) -> Result<Option<Inner<'_>>, Code> {
    let mut body = view;
    loop {
        let [_, _, flags, _] = *body.head::<LABEL>()?;
        body = body.skip(LABEL)?;
        if flags & BOTTOM != 0 {
            break;
        }
    }
    Ok(guess(body).map(|(layer, view)| Inner { kind: Tunnel::Mpls, layer, view, vni: None, id: None }))
}

/// IP by its version; else Ethernet, with the control word of a pseudowire (RFC 4448 section 4.6) or without. What
/// could be both (addresses that start with 4 or 6) is IPv4 if the header's checksum is right.
fn guess(view: View<'_>) -> Option<(Layer, View<'_>)> {
    let frame = ethernet::plausible(view);
    if Layer::Ip.plausible(view) && (!frame || ipv4::has_checksum(view)) {
        return Some((Layer::Ip, view));
    }
    if let (0, Ok(body)) = (view.nibble(), view.skip(4))
        && ethernet::plausible(body)
    {
        return Some((Layer::Ethernet, body));
    }
    if frame {
        return Some((Layer::Ethernet, view));
    }
    matches!(view.nibble(), 4 | 6).then_some((Layer::Ip, view))
}
