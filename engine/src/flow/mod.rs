//! Flows: who talks to whom, in capture time, in bounded memory.
//!
//! A [`Flow`] is what every packet touches: three cache lines, both directions, no heap. Whatever a flow needs once it
//! carries payload (reassembly, parser, open messages) hangs behind `ext`, whose type the pipeline chooses.

mod index;
mod key;
mod state;
mod table;
mod timeout;

pub use key::{FlowKey, owner};
pub use state::TcpState;
pub use table::{FlowId, FlowTable};
pub use timeout::Wheel;

use crate::message::Direction;

/// What one direction of a flow counts and expects.
#[derive(Clone, Copy, Debug, Default)]
pub struct Side {
    /// Next sequence number expected (TCP), once `known`.
    pub next: u32,
    /// Initial sequence number, if a SYN was seen.
    pub isn: u32,
    /// Highest acknowledgement this side sent.
    pub ack: u32,
    /// IPv4 identification of its latest packet.
    pub ip_id: u16,
    /// True once `next` means something.
    pub known: bool,
    /// True once this side sent FIN and everything before it was delivered.
    pub closed: bool,
    /// Packets.
    pub packets: u64,
    /// Bytes of innermost IP packets on the wire.
    pub bytes: u64,
    /// Payload bytes delivered in order (TCP) or received (datagrams), captured ones only.
    pub payload: u64,
}

/// A flow; `X` is the pipeline's state for flows with payload.
#[derive(Debug)]
pub struct Flow<X> {
    /// Addresses, ports, protocol, VNI.
    pub key: FlowKey,
    /// Which direction the key's lower endpoint sends in.
    pub low: Direction,
    /// Connection state.
    pub state: TcpState,
    /// True when nothing but counting is left to do with its payload, both directions.
    pub bypass: bool,
    /// Both sides closed, nothing is missing: it will be ended soon.
    pub ending: bool,
    /// Slot is in use.
    pub alive: bool,
    /// Counts the users of this slot, so that a stale timer is recognised.
    pub generation: u32,
    /// Global number of its first packet: its place in the order of records.
    pub first: u64,
    /// Frame number of its first packet in its capture.
    pub first_frame: u64,
    /// Capture time of its first packet, ns.
    pub start_ns: i64,
    /// The ageing clock at its latest packet, ns.
    pub last_ns: i64,
    /// Capture time of its latest packet, ns.
    pub end_ns: i64,
    /// Originator's and responder's side.
    pub sides: [Side; 2],
    /// Whatever it needs once it carries payload.
    pub ext: Option<Box<X>>,
}

impl<X> Flow<X> {
    /// The direction of a packet whose source is the key's lower endpoint (or not).
    #[inline]
    pub fn direction(&self, from_low: bool) -> Direction {
        if from_low { self.low } else { self.low.reverse() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_before_parser_state_fits_in_192_bytes() {
        assert!(size_of::<Flow<u64>>() <= 192, "{}", size_of::<Flow<u64>>());
    }
}
