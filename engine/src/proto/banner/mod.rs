//! Protocols that are only named: their streams are scanned raw, but transport policy can say what spoke in the clear.
//!
//! Every signature is a pure function over the first bytes of one direction, strict enough that text and noise pass none
//! of them: a false name is worse than none. Where a protocol's opening is ambiguous, its well-known port decides.
//! Encrypted tunnels get a parser of three lines that bypasses them.

pub(super) mod line;
mod tunnels;

use super::{Probe, Transport};

const UDP: &[Transport] = &[Transport::Udp];
const BOTH: &[Transport] = &[Transport::Tcp, Transport::Udp];

/// Bytes that the pipeline shows a signature at most: what is cut there may go on.
pub(super) const SHOWN: usize = 512;

pub use tunnels::{IKE, OPENVPN, WIREGUARD};

/// True if either port is one of these.
pub(super) fn port_is(ports: (u16, u16), known: &[u16]) -> bool {
    known.contains(&ports.0) || known.contains(&ports.1)
}

/// `Match` if the bytes begin with `literal`, `NeedMore` while they may.
pub(super) fn literal(data: &[u8], literal: &[u8]) -> Probe {
    if data.starts_with(literal) {
        Probe::Match
    } else if literal.starts_with(data) {
        Probe::NeedMore
    } else {
        Probe::Reject
    }
}

/// The first answer that is not `Reject`.
pub(super) fn first_of(answers: impl IntoIterator<Item = Probe>) -> Probe {
    answers.into_iter().find(|answer| *answer != Probe::Reject).unwrap_or(Probe::Reject)
}

/// For datagrams and headers read field by field: `None` is a rejection.
fn verdict(believed: Option<()>) -> Probe {
    if believed.is_some() { Probe::Match } else { Probe::Reject }
}

#[cfg(test)]
mod tests;
