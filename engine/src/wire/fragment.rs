//! IP fragments put together (RFC 791, 815, 8200 section 4.5; overlaps: RFC 5722).
//!
//! The first copy of a byte wins; a later copy that differs is [`Code::FragmentOverlap`]. Fragments are appended to
//! one buffer per datagram as they come, so memory follows what was received, not what offsets claim. Over the
//! limits the oldest datagram goes first, and whatever goes is accounted for ([`ExpiredFragments`]).

use super::Dissected;
use super::view::View;
use crate::anomaly::Code;
use crate::config::Limits;
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use std::collections::{BTreeMap, VecDeque};
use std::hash::BuildHasher;
use std::net::IpAddr;

/// Most payload of an IP datagram.
const DATAGRAM_MAX: u32 = 65_535;
/// Bookkeeping charged per datagram and per piece, bytes.
const COST_DATAGRAM: usize = 256;
const COST_PIECE: usize = 64;

/// Prints kept of one datagram: more than any real path cuts it into (119 at an MTU of 576).
const PRINTS_MAX: usize = 128;

/// Which datagram a fragment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) src: [u8; 16],
    pub(super) dst: [u8; 16],
    pub(super) id: u32,
    /// Overlay network, so that equal addresses of two tenants stay apart.
    pub(super) vni: u32,
    /// IPv4 has one id space per protocol; 0 for IPv6, which has one.
    pub(super) proto: u8,
    pub(super) v6: bool,
}

impl Key {
    /// The key of a fragment of the packet that `packet` describes.
    pub(super) fn new(packet: &Dissected, piece: &Piece<'_>) -> Self {
        Self {
            src: packet.src,
            dst: packet.dst,
            id: piece.id,
            vni: packet.vni,
            proto: if packet.v6 { 0 } else { piece.next },
            v6: packet.v6,
        }
    }
}

/// One fragment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    /// Identification.
    pub(super) id: u32,
    /// Offset of its first byte in the datagram's payload.
    pub(super) offset: u32,
    pub(super) more: bool,
    pub(super) view: View<'a>,
    /// Protocol of the payload; only the first fragment's counts.
    pub(super) next: u8,
    /// Length of the IP header (and of the extension headers before the fragment's).
    pub(super) header_len: u32,
}

/// A datagram put together.
#[derive(Debug)]
pub(super) struct Whole {
    /// Its captured bytes, up to the first that snaplen cut.
    pub(super) bytes: Vec<u8>,
    /// Its length on the wire.
    pub(super) wire_len: u32,
    /// Protocol of the payload.
    pub(super) next: u8,
}

/// What became of a fragment.
#[derive(Debug)]
pub(super) enum Kept {
    Waiting,
    Complete(Whole),
}

/// Fragments that were dropped before their datagram was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpiredFragments {
    /// Source of the datagram.
    pub src: IpAddr,
    /// Destination.
    pub dst: IpAddr,
    /// True if the datagram is IPv6.
    pub v6: bool,
    /// Protocol of its payload, as the first fragment says, or any other one if that was never seen.
    pub proto: u8,
    /// Bytes of IP payload on the wire in these fragments, each counted once; they include the transport header if
    /// the first fragment is among them.
    pub bytes: u64,
}

/// A stretch of a datagram.
#[derive(Debug)]
struct Held {
    end: u32,
    /// Where its captured bytes lie in the datagram's buffer, and how many there are.
    at: usize,
    captured: u32,
}

/// A fragment as it came: start, end, hash of its bytes.
type Print = (u32, u32, u64);

#[derive(Debug, Default)]
struct Datagram {
    serial: u64,
    first_ns: i64,
    bytes: Vec<u8>,
    held: BTreeMap<u32, Held>,
    seen: Vec<Print>,
    /// Bytes on the wire held, each counted once.
    covered: u32,
    /// Bytes on the wire refused because they contradict the datagram's length.
    refused: u32,
    total: Option<u32>,
    /// Protocol that the first fragment says; until it is there, what any other one says.
    next: u8,
    has_first: bool,
}

/// A datagram that was completed a moment ago: a mirror's second copies of its fragments are known by it.
#[derive(Debug)]
struct Done {
    ts_ns: i64,
    seen: Vec<Print>,
}

/// Puts fragments together.
pub(super) struct Defragmenter {
    max_datagrams: usize,
    max_bytes: usize,
    timeout_ns: i64,
    duplicate_ns: i64,
    open: HashMap<Key, Datagram, RandomState>,
    /// Datagrams in the order they began; entries whose serial is gone are stale.
    order: VecDeque<(Key, u64)>,
    serial: u64,
    memory: usize,
    done: HashMap<Key, Done, RandomState>,
    done_order: VecDeque<(Key, i64)>,
    dropped: Vec<ExpiredFragments>,
    hasher: RandomState,
}

impl std::fmt::Debug for Defragmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Defragmenter")
            .field("open", &self.open.len())
            .field("memory", &self.memory)
            .finish_non_exhaustive()
    }
}

impl Defragmenter {
    /// An empty one.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            max_datagrams: limits.fragment_datagrams,
            max_bytes: limits.fragment_bytes,
            timeout_ns: limits.fragment_timeout_ns,
            duplicate_ns: limits.duplicate_ns,
            open: HashMap::default(),
            order: VecDeque::new(),
            serial: 0,
            memory: 0,
            done: HashMap::default(),
            done_order: VecDeque::new(),
            dropped: Vec::new(),
            hasher: RandomState::default(),
        }
    }

    /// Bytes held.
    pub(super) const fn memory(&self) -> usize {
        self.memory
    }

    /// Takes a fragment.
    pub(super) fn insert(
        &mut self,
        key: &Key,
        piece: &Piece<'_>,
        ts_ns: i64,
        anomalies: &mut dyn FnMut(Code),
    ) -> Result<Kept, Code> {
        // All but the last carry a multiple of eight; what a sender put behind it is ignored, as hosts do.
        let len = if piece.more { piece.view.wire() & !7 } else { piece.view.wire() };
        let end = piece.offset.saturating_add(len);
        if len == 0 || end > DATAGRAM_MAX {
            return Err(Code::HeaderInvalid);
        }
        self.expire(ts_ns);
        let view = piece.view.with_wire(len);
        let print = (piece.offset, end, self.hasher.hash_one(view.rest()));
        if self.is_copy(key, ts_ns, &print) {
            return Ok(Kept::Waiting);
        }
        if !self.open.contains_key(key) {
            self.begin(*key, ts_ns);
        }
        let Some(datagram) = self.open.get_mut(key) else {
            return Err(Code::FragmentTimeout);
        };
        let before = datagram.cost();
        if datagram.add(piece.offset, end, piece.more, view, print) {
            anomalies(Code::FragmentOverlap);
        }
        if !datagram.has_first {
            datagram.next = piece.next;
            datagram.has_first = piece.offset == 0;
        }
        self.memory = self.memory.saturating_add(datagram.cost()).saturating_sub(before);
        if datagram.total == Some(datagram.covered) {
            return Ok(self.complete(key, ts_ns).map_or(Kept::Waiting, Kept::Complete));
        }
        self.enforce();
        Ok(Kept::Waiting)
    }

    fn begin(&mut self, key: Key, ts_ns: i64) {
        self.serial = self.serial.wrapping_add(1);
        let datagram = Datagram { serial: self.serial, first_ns: ts_ns, ..Datagram::default() };
        self.memory = self.memory.saturating_add(datagram.cost());
        self.open.insert(key, datagram);
        self.order.push_back((key, self.serial));
        // Completed datagrams leave stale entries behind; sweep once they are the majority.
        if self.order.len() > self.open.len().saturating_mul(2).saturating_add(64) {
            let open = &self.open;
            self.order.retain(|(key, serial)| open.get(key).is_some_and(|found| found.serial == *serial));
        }
    }

    fn complete(&mut self, key: &Key, ts_ns: i64) -> Option<Whole> {
        let mut datagram = self.open.remove(key)?;
        self.memory = self.memory.saturating_sub(datagram.cost());
        if datagram.refused > 0 {
            self.dropped.push(account(key, datagram.next, datagram.refused));
        }
        let seen = std::mem::take(&mut datagram.seen);
        self.done.insert(*key, Done { ts_ns, seen });
        self.done_order.push_back((*key, ts_ns));
        self.forget(ts_ns);
        Some(datagram.assemble())
    }

    /// True if an equal fragment of a datagram completed a moment ago: a mirror shows packets twice.
    fn is_copy(&self, key: &Key, ts_ns: i64, print: &Print) -> bool {
        self.done.get(key).is_some_and(|done| {
            ts_ns.saturating_sub(done.ts_ns).saturating_abs() <= self.duplicate_ns && done.seen.contains(print)
        })
    }

    /// Forgets completed datagrams that no copy can follow any more.
    fn forget(&mut self, now_ns: i64) {
        while let Some((key, ts_ns)) = self.done_order.front().copied() {
            let young = now_ns.saturating_sub(ts_ns) <= self.duplicate_ns;
            if young && self.done_order.len() <= self.max_datagrams {
                return;
            }
            self.done_order.pop_front();
            if self.done.get(&key).is_some_and(|done| done.ts_ns == ts_ns) {
                self.done.remove(&key);
            }
        }
    }

    fn enforce(&mut self) {
        while self.open.len() > self.max_datagrams || self.memory > self.max_bytes {
            let Some((key, serial)) = self.order.pop_front() else {
                return;
            };
            self.drop_one(&key, serial);
        }
    }

    /// Drops what waited too long.
    pub(super) fn expire(&mut self, now_ns: i64) {
        while let Some((key, serial)) = self.order.front().copied() {
            let open = self.open.get(&key).filter(|found| found.serial == serial);
            if open.is_some_and(|found| now_ns.saturating_sub(found.first_ns) <= self.timeout_ns) {
                return;
            }
            self.order.pop_front();
            self.drop_one(&key, serial);
        }
    }

    /// Drops everything.
    pub(super) fn drop_all(&mut self) {
        while let Some((key, serial)) = self.order.pop_front() {
            self.drop_one(&key, serial);
        }
        self.done.clear();
        self.done_order.clear();
    }

    fn drop_one(&mut self, key: &Key, serial: u64) {
        if self.open.get(key).is_none_or(|found| found.serial != serial) {
            return;
        }
        if let Some(datagram) = self.open.remove(key) {
            self.memory = self.memory.saturating_sub(datagram.cost());
            let bytes = datagram.covered.saturating_add(datagram.refused);
            self.dropped.push(account(key, datagram.next, bytes));
        }
    }

    /// Hands over the accounts of what was dropped.
    pub(super) fn drain(&mut self, each: &mut dyn FnMut(ExpiredFragments)) {
        self.dropped.drain(..).for_each(each);
    }
}

fn account(key: &Key, next: u8, bytes: u32) -> ExpiredFragments {
    ExpiredFragments {
        src: super::to_addr(key.src, key.v6),
        dst: super::to_addr(key.dst, key.v6),
        v6: key.v6,
        proto: next,
        bytes: u64::from(bytes),
    }
}

impl Datagram {
    fn cost(&self) -> usize {
        let pieces = self.held.len().saturating_add(self.seen.len() / 2);
        COST_DATAGRAM.saturating_add(self.bytes.capacity()).saturating_add(pieces.saturating_mul(COST_PIECE))
    }

    /// Adds the stretches of a fragment that are not there yet; true if it contradicts what is.
    fn add(&mut self, offset: u32, end: u32, more: bool, view: View<'_>, print: Print) -> bool {
        if self.seen.contains(&print) {
            return false;
        }
        let known = self.held.last_key_value().map_or(0, |(_, last)| last.end);
        let total = match self.total {
            Some(total) if !more && end != total => None,
            Some(total) => Some(total),
            None if !more => Some(end).filter(|end| known <= *end),
            None => Some(DATAGRAM_MAX),
        };
        if total.is_none_or(|total| end > total) {
            self.refused = self.refused.saturating_add(end.saturating_sub(offset));
            return true;
        }
        if !more {
            self.total = Some(end);
        }
        if self.seen.len() < PRINTS_MAX {
            self.seen.push(print);
        }
        let (gaps, differs) = self.compare(offset, end, view.rest());
        for (from, to) in gaps {
            let rest = view.rest().get((from - offset) as usize..).unwrap_or(&[]);
            let captured = rest.get(..(to - from) as usize).unwrap_or(rest);
            let held = Held { end: to, at: self.bytes.len(), captured: captured.len() as u32 };
            self.bytes.extend_from_slice(captured);
            self.held.insert(from, held);
            self.covered = self.covered.saturating_add(to - from);
        }
        differs
    }

    /// The stretches of `offset..end` not held yet, and whether bytes that are held differ from `data`.
    fn compare(&self, offset: u32, end: u32, data: &[u8]) -> (Vec<(u32, u32)>, bool) {
        let before = self.held.range(..offset).next_back().filter(|(_, held)| held.end > offset);
        let mut gaps = Vec::new();
        let mut differs = false;
        let mut from = offset;
        for (start, held) in before.into_iter().chain(self.held.range(offset..end)) {
            if *start > from {
                gaps.push((from, *start));
            }
            differs |= self.differs(*start, held, offset, data);
            from = from.max(held.end);
        }
        if from < end {
            gaps.push((from, end));
        }
        (gaps, differs)
    }

    fn differs(&self, start: u32, held: &Held, offset: u32, data: &[u8]) -> bool {
        let old = self.bytes.get(held.at..).unwrap_or(&[]);
        let old = old.get(..held.captured as usize).unwrap_or(old);
        let from = start.max(offset);
        let old = old.get((from - start) as usize..).unwrap_or(&[]);
        let new = data.get((from - offset) as usize..).unwrap_or(&[]);
        let common = old.len().min(new.len());
        old.get(..common) != new.get(..common)
    }

    /// The payload in order, up to the first byte that was not captured.
    fn assemble(mut self) -> Whole {
        let mut end = 0_u32;
        let mut in_order = true;
        let mut runs = Vec::with_capacity(self.held.len());
        for (start, held) in &self.held {
            in_order &= held.at == *start as usize;
            end = end.saturating_add(held.captured);
            runs.push(held.at..held.at.saturating_add(held.captured as usize));
            if held.captured < held.end - start {
                break;
            }
        }
        let bytes = if in_order {
            self.bytes.truncate(end as usize);
            self.bytes
        } else {
            runs.into_iter().filter_map(|run| self.bytes.get(run)).flatten().copied().collect()
        };
        Whole { bytes, wire_len: self.total.unwrap_or(end), next: self.next }
    }
}
