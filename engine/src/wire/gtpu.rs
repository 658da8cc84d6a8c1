//! GTP-U, version 1 (3GPP TS 29.281 section 5).

use super::view::View;
use super::walk::{Inner, Layer};
use super::{Tunnel, ethernet};

const HEADER: usize = 8;
/// Sequence number, N-PDU number and next extension type, present together if any flag says so.
const OPTIONAL: usize = 4;
const TYPE_GPDU: u8 = 255;
const FLAG_EXTENSION: u8 = 4;
const FLAGS_OPTIONAL: u8 = 7;

/// Reads a G-PDU: version 1, protocol type GTP, a length that fits.
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let head = view.head::<HEADER>().ok()?;
    (head[0] >> 4 == 3 && head[1] == TYPE_GPDU).then_some(())?;
    let len = u32::from(u16::from_be_bytes([head[2], head[3]]));
    (len <= view.wire().saturating_sub(HEADER as u32)).then_some(())?;
    let teid = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
    let mut body = view.skip(HEADER).ok()?.with_wire(len);
    if head[0] & FLAGS_OPTIONAL != 0 {
        let [_, _, _, mut next] = *body.head::<OPTIONAL>().ok()?;
        body = body.skip(OPTIONAL).ok()?;
        while head[0] & FLAG_EXTENSION != 0 && next != 0 {
            // The length counts words of four bytes and the last byte names the next extension (section 5.2.1).
            let len = usize::from(*body.rest().first()?) * 4;
            next = *body.rest().get(len.checked_sub(1)?)?;
            body = body.skip(len).ok()?;
        }
    }
    let ethernet = !Layer::Ip.plausible(body) && ethernet::plausible(body);
    let layer = if ethernet { Layer::Ethernet } else { Layer::Ip };
    Some(Inner { kind: Tunnel::Gtpu, layer, view: body, vni: None, id: Some(teid) })
}
