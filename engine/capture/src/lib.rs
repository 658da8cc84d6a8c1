//! Live capture on Linux: `AF_PACKET` sockets with memory-mapped `TPACKET_V3` rings as [`PacketSource`]s.
//!
//! [`open`] gives one source per ring; the rings of an interface share its packets by `PACKET_FANOUT` over a hash that is
//! the same for both directions of a flow. A ring's packets are copied out and its block is given back at once, so the
//! ring is a pure buffer for bursts, and VLAN tags that the kernel keeps beside the frame are put back in the copy.
//! An interface that is down, renamed or gone is reported by [`PacketSource::status`] and picked up again by its name.
//!
//! Only this crate, `simd` and `memory` may hold `unsafe`: here, system calls, and the ring that is shared with the kernel.

#![warn(missing_docs)]

mod checksum;
mod interface;
mod ring;
mod socket;
mod source;

use leaktap_engine::error::Result;
use leaktap_engine::source::PacketSource;
use serde::Deserialize;

/// The interface that stands for all of them (Linux "cooked" frames, SLL2).
pub const ANY: &str = "any";

/// How an interface is captured. Field names are the JSON contract with `sensor.engine`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RingConfig {
    /// Interface name, or `any`.
    pub interface: String,
    /// Rings that share its packets.
    pub rings: usize,
    /// Bytes of one ring.
    pub ring_bytes: usize,
    /// Most bytes captured of one frame; 0: all.
    pub snaplen: u32,
    /// See frames that are addressed to others.
    pub promiscuous: bool,
    /// Take the adapter's time stamps, if it offers them for all packets, instead of the kernel's.
    pub adapter_time: bool,
    /// A classic BPF program as libpcap compiles it: (code, jt, jf, k); empty: everything.
    pub filter: Vec<(u16, u8, u8, u32)>,
}

impl Default for RingConfig {
    fn default() -> Self {
        Self {
            interface: String::new(),
            rings: 1,
            ring_bytes: 64 << 20,
            snaplen: 0,
            promiscuous: true,
            adapter_time: false,
            filter: Vec::new(),
        }
    }
}

/// Opens an interface: one source per ring.
///
/// # Errors
/// [`Error::Source`](leaktap_engine::error::Error::Source) with the interface, the errno, and what to do about it.
pub fn open(config: &RingConfig) -> Result<Vec<Box<dyn PacketSource>>> {
    let rings = config.rings.clamp(1, 64);
    (0..rings)
        .map(|number| {
            let source = source::RingSource::open(config.clone(), rings, number)?;
            Ok(Box::new(source) as Box<dyn PacketSource>)
        })
        .collect()
}
