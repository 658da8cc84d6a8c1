//! UDP (RFC 768), UDP-Lite (RFC 3828), and which ports may carry tunnels.

use super::view::View;
use super::walk::{Inner, Step};
use super::{Dissected, geneve, gre, gtpu, l2tp, mpls, teredo, tzsp, vxlan};
use crate::anomaly::Code;

const HEADER: usize = 8;
const GTPU: u16 = 2152;
const TEREDO: u16 = 3544;
const VXLAN: u16 = 4789;
const VXLAN_GPE: u16 = 4790;
const GENEVE: u16 = 6081;
/// Linux's VXLAN port from before the assignment.
const VXLAN_LINUX: u16 = 8472;
const TZSP: u16 = 37008;
const L2TP: u16 = 1701;
/// RFC 8086 and RFC 7510.
const GRE: u16 = 4754;
const MPLS: u16 = 6635;

/// True if a datagram between these ports may carry a tunnel.
#[inline]
pub(super) const fn may_tunnel(sport: u16, dport: u16) -> bool {
    matches!(dport, GTPU | TEREDO | VXLAN | VXLAN_GPE | GENEVE | VXLAN_LINUX | TZSP | L2TP | GRE | MPLS)
        || matches!(sport, GTPU | TEREDO | L2TP)
}

/// Reads a header. A length that IP contradicts is an anomaly, and IP's counts; 0 means "to the end".
pub(super) fn read<'a>(
    view: View<'a>,
    into: &mut Dissected,
    anomalies: &mut dyn FnMut(Code),
) -> Result<Step<'a>, Code> {
    let head = view.head::<HEADER>()?;
    let len = match u32::from(u16::from_be_bytes([head[4], head[5]])) {
        0 => view.wire(),
        1..8 => return Err(Code::HeaderInvalid),
        len if len > view.wire() => {
            anomalies(Code::HeaderInvalid);
            view.wire()
        }
        len => len,
    };
    ports(*head, into);
    let payload = view.with_wire(len).skip(HEADER)?;
    into.payload(payload);
    Ok(tunnel(into.sport, into.dport, payload).map_or(Step::Packet, Step::Tunnel))
}

/// Reads a UDP-Lite header, whose length field is the checksum's coverage.
pub(super) fn read_lite(view: View<'_>, into: &mut Dissected) -> Result<(), Code> {
    ports(*view.head::<HEADER>()?, into);
    into.payload(view.skip(HEADER)?);
    Ok(())
}

fn ports(head: [u8; HEADER], into: &mut Dissected) {
    into.sport = u16::from_be_bytes([head[0], head[1]]);
    into.dport = u16::from_be_bytes([head[2], head[3]]);
}

/// The tunnel in a datagram, if its port says so and its header agrees.
fn tunnel(sport: u16, dport: u16, payload: View<'_>) -> Option<Inner<'_>> {
    match dport {
        VXLAN | VXLAN_LINUX => vxlan::read(payload),
        VXLAN_GPE => vxlan::read_gpe(payload),
        GENEVE => geneve::read(payload),
        GTPU => gtpu::read(payload),
        TZSP => tzsp::read(payload),
        TEREDO => teredo::read(payload),
        L2TP => l2tp::read(payload),
        GRE => gre::read(payload),
        MPLS => mpls::read(payload).ok()?.filter(|inner| inner.layer.plausible(inner.view)),
        _ if sport == GTPU => gtpu::read(payload),
        _ if sport == TEREDO => teredo::read(payload),
        _ if sport == L2TP => l2tp::read(payload),
        _ => None,
    }
}
