//! The order of records: the same whatever the number of workers.

use crate::finding::{AnomalyRecord, Certificate, Finding, FlowRecord, TransportRecord};
use std::sync::Arc;

/// Where a record belongs: the packet (or tick before it) that caused it, then the flow's first packet, then the order
/// in which the flow made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Key {
    /// Twice the global packet number, less one for a tick before that packet.
    pub index: u64,
    /// Global number of the flow's first packet.
    pub flow: u64,
    /// Rises within a worker.
    pub serial: u64,
}

impl Key {
    /// The last that can belong to `index`, of any flow.
    pub const fn last_of(index: u64) -> Self {
        Self { index, flow: u64::MAX, serial: u64::MAX }
    }
}

/// A record on its way out.
#[derive(Debug)]
pub(super) struct Record {
    pub key: Key,
    pub body: Body,
}

/// The kinds of record.
#[derive(Debug)]
pub(super) enum Body {
    /// Held by many: whoever judges keeps it waiting for more of its kind.
    Finding(Arc<Finding>),
    Transport(Box<TransportRecord>),
    Flow(Box<FlowRecord>),
    Anomaly(Box<AnomalyRecord>),
    Certificate(Box<Certificate>),
}
