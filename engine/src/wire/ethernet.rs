//! Ethernet II and 802.3 with LLC/SNAP, VLAN tags of any kind, provider backbone and VN tags.

use super::view::View;
use super::walk::{Layer, Step};
use super::{Dissected, ipv4, ipv6};
use crate::anomaly::Code;

/// Largest value of the type field that is a length (IEEE 802.3 clause 3.2.6).
const LENGTH_MAX: u16 = 1500;
/// Tags that a plausible frame starts with.
const PLAUSIBLE_TAGS: usize = 4;

/// Reads the two addresses and the type.
pub(super) fn read<'a>(view: View<'a>, into: &mut Dissected) -> Result<Step<'a>, Code> {
    into.vlans = [0; 3];
    let kind = view.word(12)?;
    Ok(Step::Layer(Layer::EtherType(kind), view.skip(14)?))
}

/// What an ethertype announces.
pub(super) fn ethertype<'a>(kind: u16, view: View<'a>, into: &mut Dissected) -> Result<Step<'a>, Code> {
    let layer = match kind {
        // Rewriting tools leave the type behind; the version in the header is what hosts on both sides agreed on.
        0x0800 | 0x86dd => Layer::Ip,
        0x8100 | 0x88a8 | 0x9100 | 0x9200 => return tag(view, into),
        0x8847 | 0x8848 => Layer::Mpls,
        0x8864 => Layer::Pppoe,
        0x880b => Layer::Ppp,
        0x6558 => Layer::Ethernet,
        // Provider backbone: the I-TAG, then a whole frame (IEEE 802.1ah).
        0x88e7 => return Ok(Step::Layer(Layer::Ethernet, view.skip(4)?)),
        // VN-Tag: four bytes, then a type (IEEE 802.1BR's forerunner).
        0x8926 => return Ok(Step::Layer(Layer::EtherType(view.word(4)?), view.skip(6)?)),
        0..=LENGTH_MAX => return llc(view.with_wire(u32::from(kind).min(view.wire()))),
        _ => return Ok(Step::NotIp),
    };
    Ok(Step::Layer(layer, view))
}

/// A VLAN tag: priority and id, then the next type (IEEE 802.1Q). Three ids are kept, outermost first.
fn tag<'a>(view: View<'a>, into: &mut Dissected) -> Result<Step<'a>, Code> {
    let id = view.word(0)? & 0x0fff;
    if let Some(slot) = into.vlans.iter_mut().find(|slot| **slot == 0) {
        *slot = id + 1;
    }
    Ok(Step::Tag(view.word(2)?, view.skip(4)?))
}

/// 802.2 LLC: SNAP with the Ethernet OUI, or IP's own service access point (RFC 1042).
pub(super) fn llc(view: View<'_>) -> Result<Step<'_>, Code> {
    match view.rest() {
        [0xaa, 0xaa, 3, 0, 0, 0 | 0xf8, kind @ ..] => {
            let [high, low, ..] = kind else {
                return Err(Code::HeaderTruncated);
            };
            Ok(Step::Layer(Layer::EtherType(u16::from_be_bytes([*high, *low])), view.skip(8)?))
        }
        [6, 6, 3, ..] => Ok(Step::Layer(Layer::Ipv4, view.skip(3)?)),
        [] | [_] => Err(Code::HeaderTruncated),
        _ => Ok(Step::NotIp),
    }
}

/// True if these bytes look like an Ethernet frame that a tunnel carries: a type we know, and behind it IP that agrees.
pub(super) fn plausible(view: View<'_>) -> bool {
    let (Ok(kind), Ok(body)) = (view.word(12), view.skip(14)) else {
        return false;
    };
    plausible_type(kind, body)
}

/// True if `view` looks like what `kind` announces.
pub(super) fn plausible_type(kind: u16, view: View<'_>) -> bool {
    let (mut kind, mut view) = (kind, view);
    for _ in 0..PLAUSIBLE_TAGS {
        if !matches!(kind, 0x8100 | 0x88a8 | 0x9100 | 0x9200) {
            break;
        }
        let (Ok(next), Ok(rest)) = (view.word(2), view.skip(4)) else {
            return false;
        };
        (kind, view) = (next, rest);
    }
    match kind {
        0x0800 => ipv4::plausible(view),
        0x86dd => ipv6::plausible(view),
        0x6558 => plausible(view),
        0x8847 | 0x8848 => view.rest().len() >= 4,
        // VN-Tag
        0x8926 => view.word(4).is_ok_and(|kind| matches!(kind, 0x0800 | 0x0806 | 0x8100 | 0x86dd)),
        // ARP, PPP, PPPoE, LLDP, slow protocols, MACsec, EAPOL, connectivity fault management, provider backbone.
        0x0806 | 0x880b | 0x8863 | 0x8864 | 0x88cc | 0x8809 | 0x88e5 | 0x888e | 0x8902 | 0x88e7 => true,
        1..=LENGTH_MAX => {
            let known = matches!(view.rest(), [0xaa, 0xaa, ..] | [0x42, 0x42, ..] | [0xfe, 0xfe, ..] | [6, 6, ..]);
            known && u32::from(kind) <= view.wire()
        }
        _ => false,
    }
}
