//! What the reader tells a worker of a packet.

use crate::flow::FlowKey;
use crate::message::{Direction, FiveTuple};
use crate::source::PacketBlock;
use crate::wire::{Dissected, Tunnels};

/// A packet. It goes from one core to another, so it is two cache lines, and what few packets have stands in an [`Extra`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Item {
    pub key: FlowKey,
    pub hash: u64,
    pub ts_ns: i64,
    /// Capture time that ages flows, ns.
    pub clock_ns: i64,
    /// Frame number in its capture.
    pub frame: u64,
    /// Global packet number.
    pub number: u64,
    /// TCP sequence and acknowledgement number.
    pub seq: u32,
    pub ack: u32,
    /// Where its payload begins, and how many bytes of it were captured and were sent.
    pub payload: u32,
    pub payload_len: u32,
    pub payload_wire_len: u32,
    /// Length of the innermost IP packet on the wire.
    pub ip_len: u32,
    /// Which capture.
    pub capture: u32,
    /// One more than the place of its [`Extra`]; 0 without.
    pub extra: u32,
    /// IPv4 identification, or 0.
    pub ip_id: u16,
    /// TCP flags.
    pub flags: u8,
    /// Its source is the lower endpoint of its key.
    pub from_low: bool,
    /// Its flow was announced by another.
    pub expected: bool,
}

const _: () = assert!(size_of::<Item>() <= 128);

impl Item {
    /// Its 5-tuple, as if its source were the originator.
    pub fn tuple(&self) -> FiveTuple {
        self.key.tuple(if self.from_low { Direction::Orig } else { Direction::Resp })
    }

    /// The packet's [`Extra`].
    #[inline]
    pub fn extra<'a>(&self, extras: &'a [Extra]) -> Option<&'a Extra> {
        extras.get(self.extra.checked_sub(1)? as usize)
    }

    /// The packet's payload, which lies in its block or was put together from fragments.
    #[inline]
    pub fn payload<'a>(&self, block: &'a PacketBlock, extra: Option<&'a Extra>) -> &'a [u8] {
        let bytes = extra.and_then(|extra| extra.whole.as_deref()).unwrap_or(&block.bytes);
        let start = self.payload as usize;
        let end = start.saturating_add(self.payload_len as usize);
        bytes.get(start..end).unwrap_or_default()
    }
}

/// What few packets have.
#[derive(Debug)]
pub(super) struct Extra {
    /// What was put together from IP fragments; its payload lies in it.
    pub whole: Option<Vec<u8>>,
    pub path: Path,
}

/// The tags and tunnels that a packet came through, as [`Dissected`] has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    pub tunnels: Tunnels,
    pub tunnel_id: u32,
    pub vlans: [u16; 3],
}

impl Path {
    /// The path of a packet.
    #[inline]
    pub fn of(packet: &Dissected) -> Self {
        Self { tunnels: packet.tunnels, tunnel_id: packet.tunnel_id, vlans: packet.vlans }
    }
}
