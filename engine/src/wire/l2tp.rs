//! L2TP's data messages: PPP in version 2 (RFC 2661 section 3.1), Ethernet in version 3 (RFC 3931 section 4.1).

use super::view::View;
use super::walk::{Inner, Layer};
use super::{Tunnel, ppp};

const CONTROL: u16 = 0x8000;
const LENGTH: u16 = 0x4000;
const SEQUENCE: u16 = 0x0800;
const OFFSET: u16 = 0x0200;
const VERSION: u16 = 0x000f;
/// What may stand between a session's number and its frame: nothing says how long the cookie is, and whether the sublayer of
/// RFC 4719 follows.
const BEFORE_FRAME: [usize; 4] = [0, 4, 8, 12];

/// Reads a data message in UDP that carries IP in PPP, or Ethernet. (PPP's own messages stay what they are: datagrams.)
pub(super) fn read(view: View<'_>) -> Option<Inner<'_>> {
    let flags = view.word(0).ok()?;
    match flags & (CONTROL | VERSION) {
        2 => ppp_inside(flags, view),
        3 => read_session(view.skip(4).ok()?),
        _ => None,
    }
}

fn ppp_inside(flags: u16, view: View<'_>) -> Option<Inner<'_>> {
    let mut at = 2;
    let mut whole = view;
    if flags & LENGTH != 0 {
        whole = view.with_wire(u32::from(view.word(at).ok()?).min(view.wire()));
        at += 2;
    }
    let id = u32::from(whole.word(at).ok()?) << 16 | u32::from(whole.word(at + 2).ok()?);
    at += 4;
    if flags & SEQUENCE != 0 {
        at += 4;
    }
    if flags & OFFSET != 0 {
        at += 2 + usize::from(whole.word(at).ok()?);
    }
    let view = whole.skip(at).ok()?;
    ppp::carries_ip(view).then_some(Inner { kind: Tunnel::L2tp, layer: Layer::Ppp, view, vni: None, id: Some(id) })
}

/// Reads what follows a session's number of version 3, which IP may carry without UDP; session 0 is the control channel.
pub(super) fn read_session(view: View<'_>) -> Option<Inner<'_>> {
    let id = u32::from_be_bytes(*view.head().ok()?);
    let frame = |skip: usize| view.skip(4 + skip).ok().filter(|view| Layer::Ethernet.plausible(*view));
    let view = BEFORE_FRAME.into_iter().find_map(frame)?;
    (id != 0).then_some(Inner { kind: Tunnel::L2tp, layer: Layer::Ethernet, view, vni: None, id: Some(id) })
}
