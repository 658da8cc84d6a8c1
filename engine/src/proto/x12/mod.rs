//! X12 interchanges (ANSI ASC X12.5, X12.6) in a stream of their own: orders, invoices, claims, enrolments.
//!
//! Elements stand under segment and number (`x12.transaction:NM1-09`), their components in one text. A transaction set
//! (ST to SE) is a message; what envelops it (ISA, GS, GE, IEA) is `x12.interchange`. A password in the header (ISA03
//! `01`, ISA04) is a login of the interchange's sender; nothing tells its outcome.
//!
//! After a gap, text passes as it is until a segment ends, or until a header begins if none was seen. Acknowledgements
//! (997, 999) are not paired with what they acknowledge. Interchanges in files, mails and HTTP are text there.
//!
//! Limits: `Limits::head_bytes` for a segment, 128 elements of it.

mod envelope;

#[cfg(test)]
mod tests;

use super::interchange::Interchanges;
use super::{Parser, Probe, Protocol, Transport};
use crate::config::Limits;
use crate::message::Direction;
use envelope::Separators;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "x12",
    title: "X12 interchanges: elements of segments",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// The header of an interchange, whole.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match envelope::header(data) {
        Ok(_) => Probe::Match,
        Err(true) => Probe::NeedMore,
        Err(false) => Probe::Reject,
    }
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Interchanges::<Separators>::new(limits))
}
