//! The one loop that fills blocks: read a piece, let the format find its records, carry the cut one over.

use super::input::{Fault, Input, describe};
use super::pcap::Pcap;
use super::pcapng::PcapNg;
use super::{Fill, PacketBlock, PacketMeta, PacketSource};
use crate::error::{Error, Result};

/// Bytes read at once: large enough to make the call cheap, small enough to stay in the second-level cache.
const PIECE: usize = 256 << 10;
/// A block that one huge record made larger than this is cut back at the next fill.
const KEEP: usize = 4 * PIECE;
/// Bytes that tell the formats apart.
const MAGIC: usize = 4;

/// How a capture is wrong that ends where it may not.
pub(super) const CUT: &str = "the file ends inside a record";

/// What a format made of the bytes in hand.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Bytes that are done with.
    pub(super) consumed: usize,
    /// Bytes that the record cut by the end needs in all, as far as known.
    pub(super) need: usize,
    /// What is wrong at `consumed`.
    pub(super) damage: Option<String>,
}

enum Format {
    Unknown,
    Pcap(Pcap),
    PcapNg(Box<PcapNg>),
}

/// A capture being read.
pub(super) struct Reader {
    path: String,
    input: Input,
    format: Format,
    /// The cut record at the end of the last piece.
    carry: Vec<u8>,
    /// Offset of the carry's first byte in the uncompressed capture.
    offset: u64,
    done: bool,
}

impl Reader {
    /// A reader of `input`; `path` names it in errors.
    pub(super) fn new(path: &str, input: Input) -> Self {
        Self { path: path.to_owned(), input, format: Format::Unknown, carry: Vec::new(), offset: 0, done: false }
    }

    fn parse(&mut self, bytes: &[u8], packets: &mut Vec<PacketMeta>) -> Progress {
        if matches!(self.format, Format::Unknown) {
            let Some(magic) = bytes.first_chunk::<MAGIC>() else {
                return Progress { need: MAGIC, ..Progress::default() };
            };
            if PcapNg::is_magic(*magic) {
                self.format = Format::PcapNg(Box::default());
            } else if let Some(pcap) = Pcap::from_magic(*magic) {
                self.format = Format::Pcap(pcap);
            } else {
                return Progress { damage: Some(no_capture(*magic).to_owned()), ..Progress::default() };
            }
        }
        match &mut self.format {
            Format::Unknown => Progress::default(),
            Format::Pcap(pcap) => pcap.parse(bytes, packets),
            Format::PcapNg(pcapng) => pcapng.parse(bytes, packets),
        }
    }

    /// Where in the uncompressed capture the next record begins.
    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    /// True if a capture that ended here would be cut.
    pub(super) fn is_cut(&self) -> bool {
        !self.carry.is_empty() || self.skipping().is_some() || !self.input.may_end()
    }

    /// Bytes passed over of a block that is not at its end yet.
    fn skipping(&self) -> Option<u64> {
        match &self.format {
            Format::PcapNg(pcapng) => pcapng.skipping(),
            _ => None,
        }
    }

    /// How a capture ends whose last `left` bytes are no whole record.
    fn end(&mut self, left: usize) -> Fill {
        self.done = true;
        let skipping = self.skipping();
        if left == 0 && self.offset == 0 {
            return Fill::Damaged { offset: 0, reason: "the file is empty".to_owned() };
        }
        if left == 0 && skipping.is_none() {
            return Fill::End;
        }
        let back = skipping.unwrap_or(0);
        Fill::Damaged { offset: self.offset.saturating_sub(back), reason: CUT.to_owned() }
    }

    /// No more bytes can be had behind `left`, which are no whole record.
    fn failed(&mut self, fault: Fault, left: &[u8]) -> Result<Fill> {
        self.done = !matches!(fault, Fault::Pause);
        match fault {
            Fault::Pause => {
                self.carry.extend_from_slice(left);
                Ok(Fill::More)
            }
            Fault::Damaged(reason) => {
                Ok(Fill::Damaged { offset: self.offset.saturating_add(left.len() as u64), reason })
            }
            Fault::Io(error) => {
                Err(Error::Source { path: self.path.clone(), errno: error.raw_os_error(), reason: describe(&error) })
            }
        }
    }

    /// Puts the carry at the front of the block and makes room behind it; returns the carry's length.
    fn prepare(&mut self, block: &mut PacketBlock) -> usize {
        block.packets.clear();
        let have = self.carry.len();
        if block.bytes.len() > KEEP && have < PIECE {
            block.bytes.truncate(have.saturating_add(PIECE));
            block.bytes.shrink_to_fit();
        }
        grow(&mut block.bytes, have.saturating_add(PIECE));
        if let Some(front) = block.bytes.get_mut(..have) {
            front.copy_from_slice(&self.carry);
        }
        self.carry.clear();
        have
    }
}

impl PacketSource for Reader {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        let mut have = self.prepare(block);
        if self.done {
            return Ok(Fill::End);
        }
        let mut room = PIECE;
        loop {
            grow(&mut block.bytes, have.saturating_add(room));
            let free = block.bytes.get_mut(have..have.saturating_add(room)).unwrap_or(&mut []);
            let read = match self.input.read(free) {
                Ok(0) => return Ok(self.end(have)),
                Ok(read) => read,
                Err(fault) => return self.failed(fault, block.bytes.get(..have).unwrap_or(&[])),
            };
            have = have.saturating_add(read);
            let bytes = block.bytes.get(..have).unwrap_or(&[]);
            let progress = self.parse(bytes, &mut block.packets);
            let rest = bytes.get(progress.consumed..).unwrap_or(&[]);
            self.offset = self.offset.saturating_add(progress.consumed as u64);
            if let Some(reason) = progress.damage {
                self.done = true;
                return Ok(Fill::Damaged { offset: self.offset, reason });
            }
            if !block.packets.is_empty() {
                self.carry.extend_from_slice(rest);
                return Ok(Fill::More);
            }
            have = rest.len();
            block.bytes.copy_within(progress.consumed.., 0);
            room = progress.need.saturating_sub(have).max(PIECE);
        }
    }

    fn position(&self) -> u64 {
        self.input.position()
    }

    fn size(&self) -> Option<u64> {
        self.input.size()
    }

    fn take_secrets(&mut self) -> Vec<Vec<u8>> {
        match &mut self.format {
            Format::PcapNg(pcapng) => pcapng.take_secrets(),
            _ => Vec::new(),
        }
    }
}

/// What is wrong with bytes that begin so.
fn no_capture(magic: [u8; MAGIC]) -> &'static str {
    match magic {
        [b'B', b'Z', b'h', b'1'..=b'9'] => {
            "compressed with bzip2, which is not read: decompress it (bunzip2), or use gzip or zstd"
        }
        [0xfd, b'7', b'z', b'X'] => "compressed with xz, which is not read: decompress it (unxz), or use gzip or zstd",
        _ => "not a capture: unknown magic number",
    }
}

fn grow(bytes: &mut Vec<u8>, len: usize) {
    if bytes.len() < len {
        bytes.resize(len, 0);
    }
}
