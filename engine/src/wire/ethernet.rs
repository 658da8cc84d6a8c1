//! Ethernet II and 802.3 with LLC/SNAP, VLAN tags of any kind, provider backbone and VN tags, and tags that switches and
//! rings put between the addresses and the type.

use super::view::View;
use super::walk::{Layer, Step};
use super::{Dissected, ipv4, ipv6};
use crate::anomaly::Code;

/// Largest value of the type field that is a length (IEEE 802.3 clause 3.2.6).
const LENGTH_MAX: u16 = 1500;
/// Tags that a plausible frame starts with.
const PLAUSIBLE_TAGS: usize = 4;

/// Cisco metadata: the security group of the sender (draft-smith-kandula-sxp-09, appendix: `TrustSec`).
const CISCO_METADATA: u16 = 0x8909;
/// `MACsec` (IEEE 802.1AE clause 9).
const MACSEC: u16 = 0x88e5;
/// Its bits: encrypted, changed, and with an identifier of the channel.
const MACSEC_SEALED: u8 = 0x0c;
const MACSEC_CHANNEL: u8 = 0x20;
/// Its check value, of the suites that are standard.
const MACSEC_CHECK: u32 = 16;
/// High-availability seamless redundancy (IEC 62439-3 clause 5).
const HSR: u16 = 0x892f;
/// TRILL (RFC 6325 section 3).
const TRILL: u16 = 0x22f3;
/// Network service header (RFC 8300).
const NSH: u16 = 0x894f;

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
        CISCO_METADATA | MACSEC | HSR | TRILL | NSH => return tagged(kind, view)?.ok_or(Code::EthertypeUnread),
        0..=LENGTH_MAX => return llc(view.with_wire(u32::from(kind).min(view.wire()))),
        // What carries nothing of anybody: ARP and RARP, wake-ups, Cisco's discovery, pauses and slow protocols, registration,
        // PPPoE's discovery, EAPOL, loops, LLDP, precise time, connectivity faults, tests.
        0x0806
        | 0x8035
        | 0x0842
        | 0x2000..=0x2004
        | 0x8808
        | 0x8809
        | 0x88f5
        | 0x88f6
        | 0x8863
        | 0x888e
        | 0x8899
        | 0x88cc
        | 0x88f7
        | 0x8902
        | 0x9000 => return Ok(Step::NotIp),
        _ => return Err(Code::EthertypeUnread),
    };
    Ok(Step::Layer(layer, view))
}

/// What stands behind a header between the addresses and the type; `None` if it is closed, or of another version.
fn tagged(kind: u16, view: View<'_>) -> Result<Option<Step<'_>>, Code> {
    let [first, second, _, fourth] = *view.head()?;
    match kind {
        // Version, length, and one option with its value.
        CISCO_METADATA if (first, second) == (1, 1) => typed(view, 6),
        MACSEC if first & MACSEC_SEALED == 0 => {
            let tag = if first & MACSEC_CHANNEL == 0 { 6 } else { 14 };
            typed(view.with_wire(view.wire().saturating_sub(MACSEC_CHECK)), tag)
        }
        HSR => typed(view, 4),
        // Options are counted in words; a frame follows.
        TRILL if first >> 6 == 0 => {
            let options = usize::from(view.word(0)? >> 6 & 0x1f) * 4;
            Ok(Some(Step::Layer(Layer::Ethernet, view.skip(6 + options)?)))
        }
        NSH if first >> 6 == 0 => {
            let layer = match fourth {
                1 => Layer::Ipv4,
                2 => Layer::Ipv6,
                3 => Layer::Ethernet,
                _ => return Ok(None),
            };
            Ok(Some(Step::Layer(layer, view.skip(usize::from(second & 0x3f) * 4)?)))
        }
        _ => Ok(None),
    }
}

/// The type that stands `at` so many bytes, and what it announces.
fn typed(view: View<'_>, at: usize) -> Result<Option<Step<'_>>, Code> {
    Ok(Some(Step::Layer(Layer::EtherType(view.word(at)?), view.skip(at + 2)?)))
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
        // VN-Tag, and the tag of a redundant ring
        0x8926 | HSR => view.word(4).is_ok_and(|kind| matches!(kind, 0x0800 | 0x0806 | 0x8100 | 0x86dd)),
        // ARP, PPP, PPPoE, LLDP, slow protocols, MACsec, EAPOL, connectivity fault management, provider backbone.
        0x0806 | 0x880b | 0x8863 | 0x8864 | 0x88cc | 0x8809 | 0x88e5 | 0x888e | 0x8902 | 0x88e7 => true,
        1..=LENGTH_MAX => {
            let known = matches!(view.rest(), [0xaa, 0xaa, ..] | [0x42, 0x42, ..] | [0xfe, 0xfe, ..] | [6, 6, ..]);
            known && u32::from(kind) <= view.wire()
        }
        _ => false,
    }
}
