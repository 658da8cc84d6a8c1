//! pcapng (draft-ietf-opsawg-pcapng): sections of typed blocks, in either byte order.
//!
//! Packets are EPB, SPB and the obsolete PB; interfaces say link type, snaplen and the unit of time. TLS secrets
//! are kept for whoever takes them; every other block is skipped by its length, without holding it.

use super::reader::Progress;
use super::{LinkType, MAX_CAPTURED, PacketMeta};

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const PACKET: u32 = 2;
const SIMPLE: u32 = 3;
const ENHANCED: u32 = 6;
const SECRETS: u32 = 10;
const SECRETS_TLS: u32 = 0x544c_534b;
const OPT_TSRESOL: u16 = 9;
const OPT_TSOFFSET: u16 = 14;
/// Type, length, and the length again behind the body.
const FRAME: usize = 12;
/// Frame and fixed fields of an enhanced packet block.
const QUICK: usize = 28;
/// Interfaces of all sections together; [`PacketMeta::interface`] is 16 bits.
const MAX_INTERFACES: usize = 1 << 16;
/// Options of one interface block that are looked at.
const MAX_OPTIONS: usize = 256;
/// Bytes of secrets kept until they are taken.
const MAX_SECRETS: usize = 8 << 20;
/// Bytes of a packet block beside the packet: header, options, trailer.
const BLOCK_SLACK: usize = 1 << 20;

/// Unit of an interface's timestamps (`if_tsresol`), as the way to nanoseconds.
#[derive(Clone, Copy, Debug)]
enum Unit {
    Times(u64),
    Over(u64),
    /// Units of 2^-n seconds.
    Binary(u32),
}

#[derive(Clone, Copy, Debug)]
struct Interface {
    link: LinkType,
    snaplen: u32,
    unit: Unit,
    /// Seconds to add (`if_tsoffset`).
    offset: i64,
}

impl Interface {
    #[inline]
    fn nanos(&self, stamp: u64) -> i64 {
        if let (Unit::Times(factor), 0) = (self.unit, self.offset)
            && let Some(nanos) = stamp.checked_mul(factor)
        {
            return i64::try_from(nanos).unwrap_or(i64::MAX);
        }
        let nanos = match self.unit {
            Unit::Times(factor) => u128::from(stamp) * u128::from(factor),
            Unit::Over(divisor) => u128::from(stamp / divisor),
            Unit::Binary(shift) => (u128::from(stamp) * 1_000_000_000) >> shift,
        };
        let nanos = i64::try_from(nanos).unwrap_or(i64::MAX);
        nanos.saturating_add(self.offset.saturating_mul(1_000_000_000))
    }
}

/// A pcapng being read.
#[derive(Debug, Default)]
pub(super) struct PcapNg {
    big: bool,
    in_section: bool,
    interfaces: Vec<Interface>,
    /// Index of the current section's first interface.
    base: usize,
    frame: u64,
    last_ns: i64,
    secrets: Vec<Vec<u8>>,
    secrets_len: usize,
    /// Bytes of a block still to be passed over, and how many of it already were.
    skip: u64,
    skipped: u64,
}

/// A block that is all there.
struct Block<'a> {
    body: &'a [u8],
    /// Offset of the body in the bytes in hand.
    at: usize,
    big: bool,
}

impl<'a> Block<'a> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = *self.body.get(at..)?.first_chunk::<2>()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = *self.body.get(at..)?.first_chunk::<4>()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn option(&self, at: usize) -> Option<(u16, &'a [u8], usize)> {
        let (code, len) = (self.u16(at)?, self.u16(at + 2)? as usize);
        let value = self.body.get(at + 4..at + 4 + len)?;
        Some((code, value, at + 4 + len.next_multiple_of(4)))
    }
}

impl PcapNg {
    /// True if a file that starts with these bytes is pcapng.
    pub(super) fn is_magic(magic: [u8; 4]) -> bool {
        u32::from_le_bytes(magic) == SECTION
    }

    /// Bytes passed over of a block that is not at its end yet.
    pub(super) fn skipping(&self) -> Option<u64> {
        (self.skip > 0).then_some(self.skipped)
    }

    /// Hands over the secrets met so far.
    pub(super) fn take_secrets(&mut self) -> Vec<Vec<u8>> {
        self.secrets_len = 0;
        std::mem::take(&mut self.secrets)
    }

    /// Finds the blocks in `bytes`, which start at a block or inside one that is being skipped.
    pub(super) fn parse(&mut self, bytes: &[u8], packets: &mut Vec<PacketMeta>) -> Progress {
        let mut at = self.pass(0, bytes.len());
        loop {
            if let Some(next) = self.quick(bytes, at, packets) {
                at = next;
                continue;
            }
            let rest = bytes.get(at..).unwrap_or(&[]);
            let Some(head) = rest.first_chunk::<FRAME>() else {
                return Progress { consumed: at, need: FRAME, damage: None };
            };
            let (kind, len) = match self.frame(*head) {
                Ok(found) => found,
                Err(reason) => {
                    return Progress { consumed: at, need: 0, damage: Some(reason) };
                }
            };
            if !self.wanted(kind, len) {
                self.skip = len as u64;
                self.skipped = 0;
                self.frame += u64::from(is_record(kind));
                at = self.pass(at, bytes.len());
                continue;
            }
            let Some(body) = rest.get(8..len - 4) else {
                return Progress { consumed: at, need: len, damage: None };
            };
            let Some(trailer) = rest.get(len - 4..).and_then(|tail| tail.first_chunk::<4>()) else {
                return Progress { consumed: at, need: len, damage: None };
            };
            let block = Block { body, at: at + 8, big: self.big };
            let done = if self.same_length(*trailer, head) {
                self.block(kind, &block, packets)
            } else {
                Err("a block's two lengths differ".to_owned())
            };
            if let Err(reason) = done {
                return Progress { consumed: at, need: 0, damage: Some(reason) };
            }
            at += len;
        }
    }

    /// The common case in one straight run: a whole and sound enhanced packet block, whose end it returns.
    #[inline(always)]
    fn quick(&mut self, bytes: &[u8], at: usize, packets: &mut Vec<PacketMeta>) -> Option<usize> {
        let rest = bytes.get(at..)?;
        let head = rest.first_chunk::<QUICK>()?;
        let [k0, k1, k2, k3, l0, l1, l2, l3, i0, i1, i2, i3, h0, h1, h2, h3, ..] = *head;
        let [.., s0, s1, s2, s3, c0, c1, c2, c3, w0, w1, w2, w3] = *head;
        let len = self.word([l0, l1, l2, l3]) as usize;
        let captured = self.word([c0, c1, c2, c3]);
        if self.word([k0, k1, k2, k3]) != ENHANCED || !len.is_multiple_of(4) {
            return None;
        }
        let trailer = rest.get(len.checked_sub(4)?..len)?;
        if trailer != [l0, l1, l2, l3] || captured as usize > MAX_CAPTURED.min(len.checked_sub(QUICK + 4)?) {
            return None;
        }
        let index = self.base.checked_add(self.word([i0, i1, i2, i3]) as usize)?;
        let interface = self.interfaces.get(index)?;
        let stamp = (u64::from(self.word([h0, h1, h2, h3])) << 32) | u64::from(self.word([s0, s1, s2, s3]));
        self.last_ns = interface.nanos(stamp);
        self.frame += 1;
        packets.push(PacketMeta {
            offset: (at + QUICK) as u32,
            len: captured,
            wire_len: self.word([w0, w1, w2, w3]).max(captured),
            link: interface.link,
            interface: index as u16,
            ts_ns: self.last_ns,
            frame: self.frame,
        });
        Some(at + len)
    }

    /// Passes over what is left of a block to be skipped; returns where it got to.
    fn pass(&mut self, at: usize, end: usize) -> usize {
        let step = self.skip.min(end.saturating_sub(at) as u64);
        self.skip -= step;
        self.skipped += step;
        at + step as usize
    }

    /// Type and whole length of the block that starts with `head`. A section header also sets the byte order.
    fn frame(&mut self, head: [u8; FRAME]) -> Result<(u32, usize), String> {
        let [k0, k1, k2, k3, l0, l1, l2, l3, b0, b1, b2, b3] = head;
        let native = u32::from_le_bytes([k0, k1, k2, k3]);
        if native == SECTION {
            self.big = match u32::from_le_bytes([b0, b1, b2, b3]) {
                0x1a2b_3c4d => false,
                0x4d3c_2b1a => true,
                _ => return Err("a section's byte-order magic is wrong".to_owned()),
            };
        } else if !self.in_section {
            return Err("no section header".to_owned());
        }
        let kind = if self.big { native.swap_bytes() } else { native };
        let len = self.word([l0, l1, l2, l3]);
        if (len as usize) < FRAME {
            return Err(format!("a block claims a length of {len} bytes"));
        }
        if matches!(kind, PACKET | SIMPLE | ENHANCED) && len as usize > MAX_CAPTURED + BLOCK_SLACK {
            return Err(format!("a packet block claims a length of {len} bytes"));
        }
        // Some writers leave the padding out of the length.
        Ok((kind, (len as usize).next_multiple_of(4)))
    }

    fn same_length(&self, trailer: [u8; 4], head: &[u8; FRAME]) -> bool {
        self.word(trailer) == self.word([head[4], head[5], head[6], head[7]])
    }

    const fn word(&self, bytes: [u8; 4]) -> u32 {
        if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    /// True if the block must be held as a whole. Oversized ones of optional kinds are passed over instead.
    fn wanted(&self, kind: u32, len: usize) -> bool {
        match kind {
            SECTION | INTERFACE => len <= BLOCK_SLACK,
            PACKET | SIMPLE | ENHANCED => true,
            SECRETS => self.secrets_len.saturating_add(len) <= MAX_SECRETS,
            _ => false,
        }
    }

    fn block(&mut self, kind: u32, block: &Block<'_>, packets: &mut Vec<PacketMeta>) -> Result<(), String> {
        match kind {
            ENHANCED => self.enhanced(block, packets).ok_or_else(|| packet_fault("enhanced"))?,
            SIMPLE => self.simple(block, packets).ok_or_else(|| packet_fault("simple"))?,
            PACKET => self.obsolete(block, packets).ok_or_else(|| packet_fault("obsolete"))?,
            INTERFACE => return self.interface(block),
            SECRETS => self.secret(block),
            _ => return self.section(block),
        }
        Ok(())
    }

    fn section(&mut self, block: &Block<'_>) -> Result<(), String> {
        let (Some(major), Some(minor)) = (block.u16(4), block.u16(6)) else {
            return Err("a section header is cut".to_owned());
        };
        // 1.2 is written by some tools and means 1.0 (section 4.1).
        if major != 1 || !matches!(minor, 0 | 2) {
            return Err(format!("pcapng version {major}.{minor} is unknown"));
        }
        self.in_section = true;
        self.base = self.interfaces.len();
        Ok(())
    }

    fn interface(&mut self, block: &Block<'_>) -> Result<(), String> {
        let (Some(link), Some(snaplen)) = (block.u16(0), block.u32(4)) else {
            return Err("an interface block is cut".to_owned());
        };
        if self.interfaces.len() >= MAX_INTERFACES {
            return Err("too many interfaces".to_owned());
        }
        let mut interface = Interface { link: LinkType(link), snaplen, unit: Unit::Times(1000), offset: 0 };
        let mut at = 8;
        for _ in 0..MAX_OPTIONS {
            let Some((code, value, next)) = block.option(at) else {
                break;
            };
            match (code, value) {
                (0, _) => break,
                (OPT_TSRESOL, [resolution, ..]) => interface.unit = unit(*resolution),
                (OPT_TSOFFSET, value) => {
                    if let Some(seconds) = value.first_chunk::<8>() {
                        let little = i64::from_le_bytes(*seconds);
                        interface.offset = if block.big { little.swap_bytes() } else { little };
                    }
                }
                _ => {}
            }
            at = next;
        }
        self.interfaces.push(interface);
        Ok(())
    }

    fn secret(&mut self, block: &Block<'_>) {
        if block.u32(0) != Some(SECRETS_TLS) {
            return;
        }
        let len = block.u32(4).unwrap_or(0) as usize;
        if let Some(text) = block.body.get(8..).and_then(|rest| rest.get(..len.min(rest.len()))) {
            self.secrets_len += text.len();
            self.secrets.push(text.to_vec());
        }
    }

    fn enhanced(&mut self, block: &Block<'_>, packets: &mut Vec<PacketMeta>) -> Option<()> {
        let stamp = (u64::from(block.u32(4)?) << 32) | u64::from(block.u32(8)?);
        let (captured, wire) = (block.u32(12)?, block.u32(16)?);
        self.packet(block, 20, block.u32(0)? as usize, Some(stamp), captured, wire, packets)
    }

    fn obsolete(&mut self, block: &Block<'_>, packets: &mut Vec<PacketMeta>) -> Option<()> {
        let stamp = (u64::from(block.u32(4)?) << 32) | u64::from(block.u32(8)?);
        let (captured, wire) = (block.u32(12)?, block.u32(16)?);
        self.packet(block, 20, usize::from(block.u16(0)?), Some(stamp), captured, wire, packets)
    }

    /// A packet without time or captured length: it takes the time of the packet before it.
    fn simple(&mut self, block: &Block<'_>, packets: &mut Vec<PacketMeta>) -> Option<()> {
        let wire = block.u32(0)?;
        let snaplen = match self.interfaces.get(self.base)?.snaplen {
            0 => u32::MAX,
            snaplen => snaplen,
        };
        let room = u32::try_from(block.body.len().saturating_sub(4)).unwrap_or(u32::MAX);
        self.packet(block, 4, 0, None, wire.min(snaplen).min(room), wire, packets)
    }

    #[expect(clippy::too_many_arguments, reason = "one argument per field of the three packet blocks")]
    #[inline]
    fn packet(
        &mut self,
        block: &Block<'_>,
        header: usize,
        interface: usize,
        stamp: Option<u64>,
        captured: u32,
        wire: u32,
        packets: &mut Vec<PacketMeta>,
    ) -> Option<()> {
        let index = self.base.checked_add(interface)?;
        let found = self.interfaces.get(index)?;
        if captured as usize > MAX_CAPTURED.min(block.body.len().checked_sub(header)?) {
            return None;
        }
        let ts_ns = stamp.map_or(self.last_ns, |stamp| found.nanos(stamp));
        self.last_ns = ts_ns;
        self.frame += 1;
        packets.push(PacketMeta {
            offset: (block.at + header) as u32,
            len: captured,
            wire_len: wire.max(captured),
            link: found.link,
            interface: index as u16,
            ts_ns,
            frame: self.frame,
        });
        Some(())
    }
}

/// Blocks that Wireshark numbers as frames though they are no packets: systemd journal entries, custom blocks and
/// Sysdig events. Counting them keeps frame numbers the same.
const fn is_record(kind: u32) -> bool {
    matches!(kind, 9 | 0x0bad | 0x4000_0bad | 0x204 | 0x216 | 0x221)
}

fn packet_fault(kind: &str) -> String {
    format!("a block ({kind} packet) names an unknown interface or is too short for its packet")
}

/// `if_tsresol`: the top bit chooses powers of two over powers of ten (section 4.2).
fn unit(resolution: u8) -> Unit {
    let exponent = u32::from(resolution & 0x7f);
    if resolution & 0x80 != 0 {
        return Unit::Binary(exponent);
    }
    match exponent {
        0..=9 => Unit::Times(10_u64.pow(9 - exponent)),
        10..=28 => Unit::Over(10_u64.pow(exponent - 9)),
        _ => Unit::Over(u64::MAX),
    }
}
