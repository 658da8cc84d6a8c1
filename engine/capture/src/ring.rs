//! The memory that the kernel and we share: blocks of packets that change hands by their status word.

use crate::socket::Socket;
use std::io::{Error, Result};
use std::sync::atomic::{AtomicU32, Ordering};

/// The kernel hands a block over when it is full, or this much later, ms: what an alert waits for at low rates.
const RETIRE_MS: u32 = 20;
/// Nominal size of a frame's slot; version 3 packs frames, and only checks that blocks are multiples of it.
const FRAME: u32 = 2048;
const SMALL_BLOCK: usize = 256 << 10;
const LARGE_BLOCK: usize = 1 << 20;
/// Rings of at least this size have large blocks.
const LARGE_RING: usize = 16 << 20;

/// One packet of a block, as the kernel describes it.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    /// The captured bytes: from the link header on, or from the IP header on for cooked sockets.
    pub data: &'a [u8],
    /// Bytes on the wire.
    pub wire_len: u32,
    /// ns since the epoch.
    pub ts_ns: i64,
    /// `TP_STATUS`_* flags.
    pub status: u32,
    /// VLAN tag control information and protocol, if the adapter took the tag off.
    pub vlan: Option<(u16, u16)>,
    /// Address: protocol (network order), interface, hardware type, packet type, hardware address.
    pub address: libc::sockaddr_ll,
}

/// The mapped ring of one socket.
pub(crate) struct Ring {
    map: *mut u8,
    len: usize,
    block: usize,
    count: usize,
    next: usize,
}

// SAFETY: the ring is used by one thread at a time; the mapping is valid in every thread of the process.
unsafe impl Send for Ring {}

impl Ring {
    /// Asks for a ring of about `bytes` and maps it.
    pub(crate) fn new(socket: &Socket, bytes: usize) -> Result<Self> {
        let block = if bytes >= LARGE_RING { LARGE_BLOCK } else { SMALL_BLOCK };
        let count = (bytes / block).max(4);
        let request = libc::tpacket_req3 {
            tp_block_size: block as u32,
            tp_block_nr: count as u32,
            tp_frame_size: FRAME,
            tp_frame_nr: (block * count / FRAME as usize) as u32,
            tp_retire_blk_tov: RETIRE_MS,
            tp_sizeof_priv: 0,
            tp_feature_req_word: libc::TP_FT_REQ_FILL_RXHASH,
        };
        socket.ring(&request)?;
        let len = block * count;
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a fresh shared mapping of the socket's ring, of the size that was just asked for.
        let map = unsafe { libc::mmap(std::ptr::null_mut(), len, protection, libc::MAP_SHARED, socket.fd(), 0) };
        if map == libc::MAP_FAILED {
            return Err(Error::last_os_error());
        }
        Ok(Self { map: map.cast(), len, block, count, next: 0 })
    }

    fn start(&self, block: usize) -> *mut u8 {
        // SAFETY: `block` is below `count`, so the place lies in the mapping.
        unsafe { self.map.add((block % self.count) * self.block) }
    }

    /// The status word of a block: who it belongs to.
    fn status(&self, block: usize) -> &AtomicU32 {
        let status = std::mem::offset_of!(libc::tpacket_block_desc, hdr);
        // SAFETY: the header of a block lies in the mapping and is aligned to pages; its first word is the status,
        // which both sides only touch atomically.
        unsafe { AtomicU32::from_ptr(self.start(block).add(status).cast()) }
    }

    fn is_ours(&self, block: usize) -> bool {
        self.status(block).load(Ordering::Acquire) & libc::TP_STATUS_USER != 0
    }

    /// True if a block waits for us.
    pub(crate) fn is_ready(&self) -> bool {
        self.is_ours(self.next)
    }

    /// How many blocks wait for us, in percent of all.
    pub(crate) fn fill(&self) -> u8 {
        let waiting = (0..self.count).take_while(|n| self.is_ours((self.next + n) % self.count)).count();
        (waiting * 100 / self.count) as u8
    }

    /// Shows every packet of the next block to `each` and gives the block back; false if none waits.
    pub(crate) fn take(&mut self, each: &mut dyn FnMut(Frame<'_>)) -> bool {
        if !self.is_ready() {
            return false;
        }
        let start = self.start(self.next);
        // SAFETY: the block is ours until its status is written below, and nobody else reads or writes it meanwhile.
        let bytes = unsafe { std::slice::from_raw_parts(start, self.block) };
        walk(bytes, each);
        self.status(self.next).store(libc::TP_STATUS_KERNEL, Ordering::Release);
        self.next = (self.next + 1) % self.count;
        true
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        // SAFETY: the mapping that `new` made, unmapped once.
        unsafe { libc::munmap(self.map.cast(), self.len) };
    }
}

/// Reads a plain structure of the kernel's from the bytes of a block.
fn structure<T: Copy>(bytes: &[u8], at: usize) -> Option<T> {
    let field = bytes.get(at..at.checked_add(size_of::<T>())?)?;
    // SAFETY: `T` is one of the kernel's integer-only structures, so every bit pattern is a value; the slice has its
    // size, and the read does not need alignment.
    Some(unsafe { std::ptr::read_unaligned(field.as_ptr().cast::<T>()) })
}

/// Walks through the packets of a block. Offsets come from the kernel, and are checked all the same.
fn walk(bytes: &[u8], each: &mut dyn FnMut(Frame<'_>)) {
    /// `struct tpacket_hdr_v1`, behind the version and the offset to private data of `struct tpacket_block_desc`.
    const HEADER: usize = 8;
    let Some(packets) = structure::<u32>(bytes, HEADER + 4) else { return };
    let Some(first) = structure::<u32>(bytes, HEADER + 8) else { return };
    let mut at = first as usize;
    for _ in 0..packets {
        let Some(header) = structure::<libc::tpacket3_hdr>(bytes, at) else { return };
        let address_at = at + align(size_of::<libc::tpacket3_hdr>());
        let Some(address) = structure::<libc::sockaddr_ll>(bytes, address_at) else { return };
        let data_at = at + usize::from(header.tp_mac);
        let Some(data) = bytes.get(data_at..data_at + header.tp_snaplen as usize) else { return };
        let tci = header.hv1.tp_vlan_tci as u16;
        let tagged = header.tp_status & libc::TP_STATUS_VLAN_VALID != 0;
        let known = header.tp_status & libc::TP_STATUS_VLAN_TPID_VALID != 0;
        let tpid = if known { header.hv1.tp_vlan_tpid } else { libc::ETH_P_8021Q as u16 };
        each(Frame {
            data,
            wire_len: header.tp_len,
            ts_ns: i64::from(header.tp_sec) * 1_000_000_000 + i64::from(header.tp_nsec),
            status: header.tp_status,
            vlan: tagged.then_some((tci, tpid)),
            address,
        });
        if header.tp_next_offset == 0 {
            return;
        }
        at += header.tp_next_offset as usize;
    }
}

const fn align(size: usize) -> usize {
    const ALIGNMENT: usize = libc::TPACKET_ALIGNMENT;
    size.div_ceil(ALIGNMENT) * ALIGNMENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_with_wild_offsets_ends_the_walk() {
        let mut bytes = vec![0u8; 4096];
        bytes[12..16].copy_from_slice(&1000u32.to_ne_bytes());
        for first in [0u32, 8, 4090, u32::MAX] {
            bytes[16..20].copy_from_slice(&first.to_ne_bytes());
            let mut seen = 0;
            walk(&bytes, &mut |frame| seen += frame.data.len() + 1);
            assert!(seen <= 1000 * 2, "{seen}");
        }
        walk(&[], &mut |_| panic!("no packet"));
    }
}
