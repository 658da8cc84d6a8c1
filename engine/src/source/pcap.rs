//! Classic pcap (draft-ietf-opsawg-pcap): a file header of 24 bytes, then records of 16 bytes and their packet.

use super::reader::Progress;
use super::{LinkType, MAX_CAPTURED, PacketMeta};

const FILE_HEADER: usize = 24;
const RECORD: usize = 16;
/// The "modified" format of Alexey Kuznetzov adds interface index, protocol and packet type to each record.
const RECORD_MODIFIED: usize = 24;

/// A classic pcap being read.
#[derive(Debug)]
pub(super) struct Pcap {
    big: bool,
    nanos: bool,
    record: usize,
    /// Files up to version 2.2 have captured and wire length in the other order.
    swapped_lengths: bool,
    link: Option<LinkType>,
    frame: u64,
}

impl Pcap {
    /// What the first four bytes say; `None` if they are not pcap.
    pub(super) fn from_magic(magic: [u8; 4]) -> Option<Self> {
        let (big, value) = match u32::from_le_bytes(magic) {
            value @ (0xa1b2_c3d4 | 0xa1b2_3c4d | 0xa1b2_cd34) => (false, value),
            value => (true, value.swap_bytes()),
        };
        let (nanos, record) = match value {
            0xa1b2_c3d4 => (false, RECORD),
            0xa1b2_3c4d => (true, RECORD),
            0xa1b2_cd34 => (false, RECORD_MODIFIED),
            _ => return None,
        };
        Some(Self { big, nanos, record, swapped_lengths: false, link: None, frame: 0 })
    }

    /// Finds the records in `bytes`, which start at the file header the first time and at a record later.
    pub(super) fn parse(&mut self, bytes: &[u8], packets: &mut Vec<PacketMeta>) -> Progress {
        let mut start = 0;
        let link = match self.link {
            Some(link) => link,
            None => match self.header(bytes) {
                Ok(link) => {
                    start = FILE_HEADER;
                    link
                }
                Err(stop) => return stop,
            },
        };
        match (self.big, self.nanos) {
            (false, false) => self.records::<false, 1000>(bytes, start, link, packets),
            (false, true) => self.records::<false, 1>(bytes, start, link, packets),
            (true, false) => self.records::<true, 1000>(bytes, start, link, packets),
            (true, true) => self.records::<true, 1>(bytes, start, link, packets),
        }
    }

    fn header(&mut self, bytes: &[u8]) -> Result<LinkType, Progress> {
        let Some(head) = bytes.first_chunk::<FILE_HEADER>() else {
            return Err(Progress { need: FILE_HEADER, ..Progress::default() });
        };
        let half = |at: [u8; 2]| {
            if self.big { u16::from_be_bytes(at) } else { u16::from_le_bytes(at) }
        };
        let (major, minor) = (half([head[4], head[5]]), half([head[6], head[7]]));
        if major != 2 {
            let damage = Some(format!("pcap version {major}.{minor} is unknown"));
            return Err(Progress { damage, ..Progress::default() });
        }
        self.swapped_lengths = minor < 3;
        // The high half holds the length of the frame check sequence; IP's own length makes it harmless.
        let word = word::<false>([head[20], head[21], head[22], head[23]]);
        let link = LinkType((if self.big { word.swap_bytes() } else { word }) as u16);
        self.link = Some(link);
        Ok(link)
    }

    /// The hot loop: one header per packet, no copy, no allocation beyond the index.
    fn records<const BIG: bool, const UNIT: i64>(
        &mut self,
        bytes: &[u8],
        start: usize,
        link: LinkType,
        packets: &mut Vec<PacketMeta>,
    ) -> Progress {
        let mut at = start;
        let mut frame = self.frame;
        let mut need = self.record;
        let mut damage = None;
        while let Some(head) = bytes.get(at..).and_then(|rest| rest.first_chunk::<RECORD>()) {
            let [s0, s1, s2, s3, f0, f1, f2, f3, c0, c1, c2, c3, w0, w1, w2, w3] = *head;
            let mut captured = word::<BIG>([c0, c1, c2, c3]);
            let mut wire = word::<BIG>([w0, w1, w2, w3]);
            if self.swapped_lengths {
                (captured, wire) = (wire, captured);
            }
            if captured as usize > MAX_CAPTURED {
                damage = Some(format!("a record claims {captured} captured bytes"));
                break;
            }
            let offset = at + self.record;
            let next = offset + captured as usize;
            if next > bytes.len() {
                need = next - at;
                break;
            }
            frame += 1;
            // Unsigned seconds: good until 2106, and 2^32 seconds in ns fit an i64.
            let seconds = i64::from(word::<BIG>([s0, s1, s2, s3]));
            let fraction = i64::from(word::<BIG>([f0, f1, f2, f3]));
            packets.push(PacketMeta {
                offset: offset as u32,
                len: captured,
                wire_len: wire.max(captured),
                link,
                interface: 0,
                ts_ns: seconds * 1_000_000_000 + fraction * UNIT,
                frame,
            });
            at = next;
        }
        self.frame = frame;
        Progress { consumed: at, need, damage }
    }
}

#[inline(always)]
fn word<const BIG: bool>(bytes: [u8; 4]) -> u32 {
    if BIG { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
}
