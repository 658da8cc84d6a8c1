//! Upgrades to TLS within a dialogue in clear text (STARTTLS and its kin).

use crate::finding::TransportInfo;
use crate::message::Outlet;

/// True for the beginning of a TLS record with a hello (RFC 8446 §5.1): nothing that a line can begin with.
pub(super) fn is_tls(data: &[u8]) -> bool {
    matches!(data, [0x16, 0x03, ..])
}

/// Says that the dialogue is in the clear, and what came of the offer to encrypt it.
pub(super) fn tell_upgrade(protocol: &'static str, upgrade: &'static str, out: &mut dyn Outlet) {
    out.transport(TransportInfo { protocol, protection: "none", upgrade, ..TransportInfo::default() });
}
