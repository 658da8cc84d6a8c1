//! UN/EDIFACT interchanges (ISO 9735-1, ISO 9735-2) in a stream of their own: orders, invoices, customs, shipping,
//! travel.
//!
//! Elements stand under segment and number (`edifact.message:NAD-04`), the components of a composite in one text,
//! release characters undone, in the character set of the syntax identifier (UNOC to UNOL; UNOW is UTF-8). A message
//! (UNH to UNT) is a message; what envelops it (UNB, UNG, UNE, UNZ) is `edifact.interchange`. A recipient's password in
//! UNB (0022 with the qualifier BB) and an application's in UNG (0058) are logins of the sender; nothing tells their
//! outcome.
//!
//! Separators are those of the service string advice (UNA), else those of level A or, for UNOB, of level B, as UNB
//! shows them. Interactive interchanges (UIB, ISO 9735-3), packages of objects (UNO, UNP) and interchanges in files,
//! mails and HTTP are not told apart: they are text. Acknowledgements (CONTRL) are not paired with what they
//! acknowledge.
//!
//! Limits: `Limits::head_bytes` for a segment (`head_too_long`), 128 elements of it (`parts_limit`).

mod envelope;

#[cfg(test)]
mod tests;

use super::interchange::{Interchanges, Syntax};
use super::{Parser, Probe, Protocol, Transport};
use crate::config::Limits;
use crate::message::Direction;
use envelope::Service;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "edifact",
    title: "UN/EDIFACT interchanges: elements of segments",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// The beginning of a header: separators, syntax identifier and version.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match Service::header(data) {
        Ok(_) => Probe::Match,
        Err(true) => Probe::NeedMore,
        Err(false) => Probe::Reject,
    }
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Interchanges::<Service>::new(limits))
}
