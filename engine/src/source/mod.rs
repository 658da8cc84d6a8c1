//! Packet sources: from a capture file to blocks of packets.
//!
//! A source fills [`PacketBlock`]s: one buffer of file bytes and an index of the packets in it, so a packet is
//! never copied on its way to a worker. See [`open`] and [`expand`].
//!
//! Read: classic pcap (both byte orders, microseconds and nanoseconds, the "modified" header) and pcapng, plain or
//! compressed with gzip or zstd, from files, pipes and standard input. Refused: records of more than
//! [`MAX_CAPTURED`] bytes, which are damage.

mod expand;
mod gzip;
mod input;
mod live;
mod pcap;
mod pcapng;
mod reader;
#[cfg(test)]
mod tests;
mod watch;
mod zstd;

pub use expand::{expand, text};
pub use live::stream;
pub use watch::watch;

use crate::error::Result;
use std::sync::Arc;

/// Most captured bytes of one record; a larger claim is damage, not a packet (Wireshark refuses above 256 KiB,
/// but big TCP and USB captures go beyond that).
pub const MAX_CAPTURED: usize = 16 << 20;

/// Opens a capture: a path, or `-` for standard input. The format is found from the first bytes, at the first fill.
///
/// # Errors
/// [`Error::Source`](crate::error::Error::Source) if the file cannot be opened or is a directory.
pub fn open(path: &str) -> Result<Box<dyn PacketSource>> {
    Ok(Box::new(reader::Reader::new(path, input::Input::open(path)?)))
}

/// True if TLS secrets may stand anywhere in a capture: it is pcapng, or what it is cannot be seen without reading it.
pub fn may_hold_secrets(path: &str) -> bool {
    if path == "-" || std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return true;
    }
    let Ok(mut input) = input::Input::open(path) else { return false };
    let mut magic = [0; 4];
    let read = input.read(&mut magic).unwrap_or(0);
    read < magic.len() || pcapng::PcapNg::is_magic(magic)
}

/// Link-layer type, by the number that captures carry (tcpdump.org/linktypes.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkType(pub u16);

/// One packet inside a [`PacketBlock`].
#[derive(Clone, Copy, Debug)]
pub struct PacketMeta {
    /// Offset of its first byte in [`PacketBlock::bytes`].
    pub offset: u32,
    /// Captured bytes.
    pub len: u32,
    /// Bytes on the wire; larger than `len` when snaplen cut it. Never smaller (a source mends that).
    pub wire_len: u32,
    /// Link type of its interface.
    pub link: LinkType,
    /// Interface number within the capture.
    pub interface: u16,
    /// Capture time, ns since the epoch.
    pub ts_ns: i64,
    /// Number of the frame in its capture, from 1, as Wireshark counts.
    pub frame: u64,
}

/// A run of packets and the bytes they lie in. Reused: fill, process, fill.
#[derive(Debug, Default)]
pub struct PacketBlock {
    /// File bytes; packets lie in them at their offsets, record headers between. What lies behind the last packet is
    /// unspecified: the buffer keeps its length from fill to fill, so that it is zeroed only once.
    pub bytes: Vec<u8>,
    /// The packets, in capture order.
    pub packets: Vec<PacketMeta>,
    /// The file that they come from, where a source reads several.
    pub file: Option<Arc<str>>,
    /// A file of such a source that could not be read to its end, or not at all: its name, the offset, why.
    pub damaged: Option<(Arc<str>, Option<u64>, String)>,
}

impl PacketBlock {
    /// Forgets its packets, keeping its memory.
    pub fn clear(&mut self) {
        self.packets.clear();
        self.damaged = None;
    }
    /// The captured bytes of a packet; empty if the meta does not belong to this block.
    pub fn packet(&self, meta: &PacketMeta) -> &[u8] {
        let start = meta.offset as usize;
        self.bytes.get(start..start.saturating_add(meta.len as usize)).unwrap_or(&[])
    }
}

/// How a [`PacketSource::fill`] ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The block holds packets, and more may follow.
    More,
    /// The source is at its end; the block may still hold the last packets.
    End,
    /// The source is damaged at `offset` (of the uncompressed capture); the block may hold packets read before it. Nothing follows.
    Damaged {
        /// Byte offset of the damage in the (uncompressed) capture.
        offset: u64,
        /// What is wrong, for people.
        reason: String,
    },
}

/// How a live source is. Counters count from its opening and never step back, also when it had to be opened again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceStatus {
    /// It delivers, or would if there were packets.
    pub up: bool,
    /// Its present name, if that changed.
    pub name: String,
    /// What is wrong with it, for people; empty if nothing is.
    pub trouble: String,
    /// Packets that passed the filter, delivered or dropped.
    pub received: u64,
    /// Packets that the kernel dropped because the ring was full.
    pub ring_drops: u64,
    /// Packets that the network adapter dropped before the kernel saw them.
    pub nic_drops: u64,
    /// Frames longer than the interface's MTU allows: segments that an offload put together.
    pub oversize: u64,
    /// Frames of which a sample was checked for its TCP or UDP checksum, and those where it was wrong.
    pub checksums: (u64, u64),
    /// How often it was opened again.
    pub reopened: u64,
}

/// Something that yields packets.
pub trait PacketSource: Send {
    /// Clears and fills the block with the next packets (about 256 KiB of them).
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill>;
    /// Bytes of the file read so far (as stored, compressed or not): progress.
    fn position(&self) -> u64;
    /// Size of the file as stored, if known.
    fn size(&self) -> Option<u64>;
    /// How a live source is: asked about once a second. A capture file is always up and loses nothing.
    fn status(&mut self) -> SourceStatus {
        SourceStatus { up: true, ..SourceStatus::default() }
    }
    /// How full the buffer before this source is, in percent: what overload is told by.
    fn pressure(&self) -> u8 {
        0
    }
    /// Whether its packets come when they were captured, so that time goes on while none do. Files may come late.
    fn is_timely(&self) -> bool {
        true
    }
    /// TLS key logs met so far (pcapng Decryption Secrets Blocks of type `TLSK`, NSS format), handed over once.
    fn take_secrets(&mut self) -> Vec<Vec<u8>> {
        Vec::new()
    }
}
