//! Flows that others announce (the data channels of FTP, the transfers of TFTP): found by who will listen where.
//!
//! Which worker hears of an announcement first is a race that must not show. So the reader, who sees all packets in
//! order, looks for announcements as well ([`Scout`]): it marks the packets of an announced flow and gives them to the
//! worker that owns the control channel. There the control channel's parser has said what will come ([`Expectations`])
//! before it comes. An announcement that the reader cannot see (cut over segments, or read by another thread of a
//! live run) has no effect: the flow is judged like any other that nobody knows.

use super::item::Item;
use super::tcp;
use crate::message::{Announcement, ContentHints, Endpoint, MessageHead};
use crate::proto::{ftp, tftp};
use foldhash::fast::RandomState;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

/// Announcements that are waited for: the oldest goes for a new one.
const HEARD: usize = 4096;
/// Longest payload that is looked at for an announcement.
const LINE_MAX: usize = 512;
/// Capture time after which nobody will connect any more, ns.
const HEARD_NS: i64 = 60_000_000_000;
/// Announced flows that are followed at once; more are judged as unknown.
const ROUTES: usize = 65_536;
/// A flow is forgotten this much later than its worker would forget it, ns.
const GRACE_NS: i64 = 10_000_000_000;
/// Capture time between two looks for flows to forget, ns.
const PRUNE_NS: i64 = 64_000_000_000;
/// Capture time in which content must begin to come on a flow that was announced, ns.
const KEPT_NS: i64 = 600_000_000_000;

/// Who listens where: address, port, tenant (VNI), IP protocol.
pub(super) type Spot = (IpAddr, u16, u32, u8);

/// The reader's half.
#[derive(Default)]
pub(super) struct Scout {
    /// The control channel's hash, and when it spoke.
    heard: HashMap<Spot, (u64, i64), RandomState>,
    order: VecDeque<(Spot, i64)>,
    /// By the hash of an announced flow: that of its control channel, and when its latest packet came.
    routes: HashMap<u64, (u64, i64), RandomState>,
    pruned_ns: i64,
}

impl Scout {
    /// False for a packet that announces nothing and that nobody waits for: nearly every one.
    #[inline]
    pub fn concerns(&self, item: &Item, payload: &[u8]) -> bool {
        let begins = payload.first().is_some_and(|first| match item.key.proto() {
            // Announcements are short: the payload of bulk is not touched here.
            6 => payload.len() <= LINE_MAX && begins_announcing(*first),
            _ => *first == 0,
        });
        begins || !self.routes.is_empty() || !self.heard.is_empty()
    }

    /// The hash that decides who owns the packet; marks it if it is an announced flow's.
    #[inline(never)]
    pub fn owner(&mut self, item: &mut Item, payload: &[u8]) -> u64 {
        match item.key.proto() {
            6 => self.segment(item, payload),
            17 => self.datagram(item, payload),
            _ => item.hash,
        }
    }

    #[inline]
    fn segment(&mut self, item: &mut Item, payload: &[u8]) -> u64 {
        let payload = if payload.len() <= LINE_MAX { payload } else { &[] };
        if let Some(line) = announcing(payload) {
            self.hear(item, line);
        } else if let Some(owner) = self.route(item) {
            return owner;
        } else if !self.heard.is_empty() && item.flags & (tcp::SYN | tcp::ACK) == tcp::SYN {
            return self.join(item);
        }
        item.hash
    }

    #[inline]
    fn datagram(&mut self, item: &mut Item, payload: &[u8]) -> u64 {
        if let Some(owner) = self.route(item) {
            return owner;
        }
        if tftp::is_request(payload) {
            let Endpoint { addr, port } = item.tuple().orig;
            self.listens(item, addr, port);
        } else if !self.heard.is_empty() && tftp::is_answer(payload) {
            return self.join(item);
        }
        item.hash
    }

    /// Who owns the announced flow that the packet is of.
    #[inline]
    fn route(&mut self, item: &mut Item) -> Option<u64> {
        let ports = item.key.ports();
        if self.routes.is_empty() || !is_data_port(ports.0) || !is_data_port(ports.1) {
            return None;
        }
        let (owner, last_ns) = self.routes.get_mut(&item.hash)?;
        *last_ns = item.clock_ns;
        item.expected = true;
        Some(*owner)
    }

    #[cold]
    fn hear(&mut self, item: &Item, payload: &[u8]) {
        let Some((listener, _)) = ftp::announced(payload) else { return };
        let own = item.tuple().orig.addr;
        for addr in [own, listener.addr.unwrap_or(own)] {
            self.listens(item, addr, listener.port);
        }
    }

    /// Somebody will connect there, or answer.
    #[cold]
    fn listens(&mut self, item: &Item, addr: IpAddr, port: u16) {
        let spot = (addr, port, item.key.vni(), item.key.proto());
        self.heard.insert(spot, (item.hash, item.clock_ns));
        self.order.push_back((spot, item.clock_ns));
        while self.order.len() > HEARD {
            if let Some((spot, at)) = self.order.pop_front()
                && let Entry::Occupied(known) = self.heard.entry(spot)
                && known.get().1 <= at
            {
                known.remove();
            }
        }
    }

    /// A connection begins: to a listener that was announced?
    #[cold]
    fn join(&mut self, item: &mut Item) -> u64 {
        let to = item.tuple().resp;
        let spot = (to.addr, to.port, item.key.vni(), item.key.proto());
        let Some(&(owner, at)) = self.heard.get(&spot) else { return item.hash };
        if owner == item.hash {
            // An answer on the flow itself.
            return owner;
        }
        self.heard.remove(&spot);
        if item.clock_ns.saturating_sub(at) > HEARD_NS || self.routes.len() >= ROUTES {
            return item.hash;
        }
        self.routes.insert(item.hash, (owner, item.clock_ns));
        item.expected = true;
        owner
    }

    /// Capture time has come to `clock_ns`: forgets what has been idle for so long that its worker has forgotten it.
    pub fn tick(&mut self, clock_ns: i64, idle_ns: i64) {
        if clock_ns.saturating_sub(self.pruned_ns) < PRUNE_NS {
            return;
        }
        self.pruned_ns = clock_ns;
        let oldest = clock_ns.saturating_sub(idle_ns).saturating_sub(GRACE_NS);
        self.routes.retain(|_, (_, last_ns)| *last_ns >= oldest);
        self.heard.retain(|_, (_, at)| clock_ns.saturating_sub(*at) <= HEARD_NS);
        self.order.retain(|(_, at)| clock_ns.saturating_sub(*at) <= HEARD_NS);
    }

    /// All flows have ended.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// From the line of a segment on that announces a listener: the first, or one behind a reply or a command that may stand
/// before it.
#[inline]
fn announcing(payload: &[u8]) -> Option<&[u8]> {
    let word = payload.first_chunk::<4>()?;
    if is_announcing(*word) {
        return Some(payload);
    }
    if !goes_before(*word) {
        return None;
    }
    let mut lines = memchr::memchr_iter(b'\n', payload).filter_map(|end| payload.get(end.checked_add(1)?..));
    lines.find(|line| line.first_chunk::<4>().is_some_and(|word| is_announcing(*word)))
}

/// How a word of [`is_announcing`] or [`goes_before`] begins.
#[inline]
fn begins_announcing(first: u8) -> bool {
    matches!(first, b'1'..=b'5') || matches!(first & 0xdf, b'P' | b'E' | b'T' | b'M' | b'S' | b'R' | b'N' | b'O')
}

/// Any reply, and the commands that set up a transfer.
#[inline]
fn goes_before(word: [u8; 4]) -> bool {
    matches!(word, [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9', b' ' | b'-'])
        || matches!(&word.map(|byte| byte & 0xdf), b"TYPE" | b"MODE" | b"STRU" | b"REST" | b"NOOP" | b"OPTS")
}

/// `227 `, `229 `, `PORT`, `EPRT`.
#[inline]
fn is_announcing(word: [u8; 4]) -> bool {
    matches!(&word, b"227 " | b"229 ") || matches!(&word.map(|byte| byte & 0xdf), b"PORT" | b"EPRT")
}

/// Data flows between ports that have no protocol of their own.
const fn is_data_port(port: u16) -> bool {
    port >= 1024 || port == 20
}

/// What an announced flow carries.
#[derive(Debug)]
pub(super) struct Expected {
    pub app: &'static str,
    place: &'static str,
    tx: u32,
    hints: ContentHints,
    told_ns: i64,
}

impl Expected {
    /// The head of the message that its bytes are.
    pub fn head(&self) -> MessageHead {
        MessageHead { place: self.place, tx: self.tx, hints: self.hints.clone(), ..MessageHead::default() }
    }
}

/// A worker's half.
#[derive(Default)]
pub(super) struct Expectations {
    by_spot: HashMap<Spot, Expected, RandomState>,
    order: VecDeque<Spot>,
}

impl Expectations {
    /// Keeps what a control channel said at `now_ns`; false if an older announcement had to go for it.
    pub fn keep(&mut self, spot: Spot, told: &Announcement, now_ns: i64) -> bool {
        let Announcement { app, place, tx, ref hints, .. } = *told;
        let expected = Expected { app, place, tx, hints: hints.clone(), told_ns: now_ns };
        if self.by_spot.insert(spot, expected).is_none() {
            self.order.push_back(spot);
        }
        let mut room = true;
        while self.order.len() > HEARD {
            let oldest = self.order.pop_front();
            let gone = oldest.and_then(|spot| self.by_spot.remove(&spot));
            room &= gone.is_none_or(|gone| now_ns.saturating_sub(gone.told_ns) > KEPT_NS);
        }
        room
    }

    /// What the flow to this listener carries, if it was announced.
    pub fn take(&mut self, spot: Spot, now_ns: i64) -> Option<Expected> {
        let expected = self.by_spot.remove(&spot)?;
        self.order.retain(|known| *known != spot);
        (now_ns.saturating_sub(expected.told_ns) <= KEPT_NS).then_some(expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_announces_begins_like_it() {
        let words = [b"227 ", b"229-", b"100 ", b"port", b"EPRT", b"Type", b"MODE", b"stru", b"REST", b"NOOP", b"OPTS"];
        for first in 0..=u8::MAX {
            for word in words {
                let word = [first, word[1], word[2], word[3]];
                assert!(begins_announcing(first) || !(is_announcing(word) || goes_before(word)), "{word:?}");
            }
        }
        assert!(words.iter().all(|word| begins_announcing(word[0])));
    }
}
