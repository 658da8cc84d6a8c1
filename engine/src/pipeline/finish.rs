//! A flow's state from its first payload to its last record.

use super::app::{App, proto_name};
use super::desk::{self, Who};
use super::expect::Spot;
use super::ext::{Ext, Mode, RECENT, Recent};
use super::item::{Item, Path};
use super::order::Body;
use super::shared::Shared;
use super::tcp;
use crate::anomaly::Code;
use crate::coverage::{State, Tally};
use crate::finding::{AnomalyRecord, FlowRecord};
use crate::flow::{Flow, FlowKey, TcpState};
use crate::message::Direction;
use crate::proto::{self, Transport};
use foldhash::quality::RandomState;
use sha2::{Digest, Sha256};
use std::hash::BuildHasher;
use std::sync::LazyLock;

/// The state of a flow with payload, made with the first of it.
pub(super) fn ext<'a>(shared: &mut Shared, flow: &'a mut Flow<Ext>, item: &Item) -> &'a mut Ext {
    let (key, low) = (flow.key, flow.low);
    let ext = flow.ext.get_or_insert_with(|| {
        let mut ext = Box::<Ext>::default();
        let tuple = key.tuple(low);
        let zones = &shared.settings.zones;
        ext.facts.zones = [zones.of(tuple.orig.addr), zones.of(tuple.resp.addr)];
        ext.facts.payload_ns = item.ts_ns;
        let Path { tunnels, tunnel_id, vlans } = shared.path;
        (ext.tunnels, ext.tunnel_id, ext.vlans) = (tunnels, tunnel_id, vlans);
        if item.expected {
            expected(shared, &mut ext, (tuple.resp.addr, tuple.resp.port, key.vni(), key.proto()));
        }
        ext
    });
    (ext.frame, ext.capture) = (item.frame, item.capture);
    ext
}

/// The flow's packets are marked: its bytes are what the control channel said.
#[cold]
fn expected(shared: &mut Shared, ext: &mut Ext, spot: Spot) {
    let Some(expected) = shared.expectations.take(spot, shared.clock_ns) else { return };
    ext.facts.app = expected.app;
    let make = proto::REGISTRY.iter().find(|known| known.name == expected.app).and_then(|known| known.parser);
    let transport = if spot.3 == 6 { Transport::Tcp } else { Transport::Udp };
    ext.parser = make.map(|make| make(&shared.settings.limits, transport));
    ext.facts.expected = Some(Box::new(expected));
    for lane in &mut ext.lanes {
        // Content, or a protocol that is known: nothing to be probed.
        lane.mode = if make.is_some() { Mode::Parsed } else { Mode::Raw };
    }
}

/// What no peer can aim a collision at.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// A hash of all of a datagram: nothing but it tells a copy from one that is alike at both ends.
fn hash(payload: &[u8]) -> u64 {
    KEY.hash_one(payload)
}

/// A cheap fingerprint of a segment, of which a sequence number says most already: its length, and eight bytes at its
/// start, middle and end.
#[inline]
pub(super) fn fingerprint(payload: &[u8]) -> u64 {
    let word = |at: usize| -> u64 {
        let bytes = payload.get(at..at + 8).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
        bytes.map_or(0, u64::from_le_bytes)
    };
    let len = payload.len();
    if len < 8 {
        return payload.iter().fold(len as u64, |hash, b| hash << 8 | u64::from(*b));
    }
    let mixed = word(0).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word(len / 2 - 4).rotate_left(23);
    (mixed ^ word(len - 8)).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ len as u64
}

/// Remembers a segment or datagram by what `hash` says of it, to know its copies.
pub(super) fn remember(ext: &mut Ext, dir: Direction, item: &Item, hash: u64, ts_ns: i64) {
    let lane = &mut ext.lanes[dir.index()];
    let at = lane.recent_at as usize % RECENT;
    let sight = (item.seq, item.payload_wire_len, item.ip_id);
    lane.recent[at] = Recent::new(sight, hash, ts_ns);
    lane.recent_at = lane.recent_at.wrapping_add(1);
}

/// True if the datagram is a mirror's second copy: same IP identification and payload, within the limit. Without an
/// identification (IPv6) the payload alone must be the same within a hundredth of it.
pub(super) fn seen_lately(
    shared: &Shared,
    ext: &mut Ext,
    dir: Direction,
    item: &Item,
    payload: &[u8],
    last_ns: i64,
) -> bool {
    let limit = shared.settings.limits.duplicate_ns;
    let limit = if item.key.is_v6() || item.ip_id == 0 { limit / 100 } else { limit };
    let near = shared.clock_ns.saturating_sub(last_ns) <= limit;
    let hash = hash(payload);
    let copy = near
        && ext.lanes[dir.index()].recent.iter().any(|recent| {
            recent.ip_id == item.ip_id
                && recent.len == item.payload_wire_len
                && recent.is_near(item.ts_ns, limit)
                && recent.hash == hash
        });
    if !copy {
        remember(ext, dir, item, hash, item.ts_ns);
    }
    copy
}

/// The states of one direction, with what bypassed it since.
fn settle(ext: &mut Ext, payload: [u64; 2]) -> bool {
    let mut whole = true;
    for (lane, delivered) in ext.lanes.iter_mut().zip(payload) {
        let missing = [State::Lost, State::Truncated].iter().map(|state| lane.tally.get(*state)).sum::<u64>();
        let accounted = lane.settled + lane.tally.total() - missing - lane.beyond;
        let rest = delivered.saturating_sub(accounted);
        match lane.mode {
            Mode::Bypass(state) => lane.tally.add(state, rest),
            _ if rest > 0 => {
                lane.tally.add(State::Skipped, rest);
                whole = false;
            }
            _ => {}
        }
        whole &= accounted <= delivered;
    }
    whole
}

fn skipped(ext: &Ext) -> u64 {
    ext.lanes.iter().map(|lane| lane.tally.get(State::Skipped)).sum()
}

/// A living flow of at least this age has its transport told before it ends.
const TOLD_AFTER_NS: i64 = 5_000_000_000;

/// Accounts what became of a living flow's bytes so far, and says what protects it: the ledger and the inventory of a
/// running sensor must not wait for the end of a connection that lives for days.
pub(super) fn interim(shared: &mut Shared, flow: &mut Flow<Ext>) {
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let payload = [flow.sides[0].payload, flow.sides[1].payload];
    let Some(ext) = flow.ext.as_deref_mut() else { return };
    if ext.facts.told.is_none() && shared.clock_ns.saturating_sub(ext.facts.payload_ns) >= TOLD_AFTER_NS {
        App::new(shared, ext, who).transport_so_far();
    }
    let app = App::new(shared, ext, who).app_name();
    let [from, to] = ext.facts.zones;
    for (n, zones) in [(0, (from, to)), (1, (to, from))] {
        let lane = &mut ext.lanes[n];
        let missing = [State::Lost, State::Truncated].iter().map(|state| lane.tally.get(*state)).sum::<u64>();
        let mut accounted = (lane.tally.total() - missing).saturating_sub(lane.beyond);
        if let Mode::Bypass(state) = lane.mode {
            let rest = payload[n].saturating_sub(lane.settled + accounted);
            lane.tally.add(state, rest);
            accounted += rest;
            if ext.facts.shed {
                shared.stats.overload_bytes += rest;
            }
        }
        let tally = std::mem::take(&mut lane.tally);
        lane.settled += accounted;
        lane.sealed += tally.get(State::Encrypted);
        lane.opaque += tally.get(State::Opaque);
        lane.beyond = 0;
        shared.account(zones.0, zones.1, app, &tally);
    }
    if !ext.facts.anomalies.is_empty() {
        anomalies(shared, ext, who);
    }
}

/// Ends a flow: closes its streams and makes its records.
pub(super) fn flow(shared: &mut Shared, flow: &mut Flow<Ext>, cause: &'static str) {
    if flow.key.proto() == 6 {
        tcp::flush(shared, flow);
    }
    let key = flow.key;
    let who = Who { key: &key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let payload = [flow.sides[0].payload, flow.sides[1].payload];
    if let Some(ext) = flow.ext.as_mut() {
        let mut app = App::new(shared, ext, who);
        app.close(Direction::Orig);
        app.close(Direction::Resp);
        app.end_tunnel();
        app.desk.release_logins();
        let before = skipped(ext);
        let whole = settle(ext, payload);
        if ext.facts.shed {
            shared.stats.overload_bytes += skipped(ext) - before;
        }
        if !whole {
            App::new(shared, ext, who).desk.odd(Code::Unaccounted, "a stage lost count");
        }
        App::new(shared, ext, who).transport_record();
        anomalies(shared, ext, who);
        let app = App::new(shared, ext, who).app_name();
        let [from, to] = ext.facts.zones;
        shared.account(from, to, app, &ext.lanes[0].tally);
        shared.account(to, from, app, &ext.lanes[1].tally);
        shared.memory = shared.memory.saturating_sub(ext.held);
        shared.sealed = shared.sealed.saturating_sub(ext.sealed);
        (ext.held, ext.sealed) = (0, 0);
    }
    if shared.settings.flow_records {
        let record = record(shared, flow, who, cause);
        desk::emit(shared, who.first, Body::Flow(Box::new(record)));
    }
}

/// A fault dropped the flow: its bytes were delivered and not all accounted, so the rest is skipped.
pub(super) fn after_fault(shared: &mut Shared, ext: &Ext, key: FlowKey, payload: [u64; 2]) {
    let app = if ext.facts.app.is_empty() { proto_name(key.proto()) } else { ext.facts.app };
    let [from, to] = ext.facts.zones;
    for (n, (lane, zones)) in ext.lanes.iter().zip([(from, to), (to, from)]).enumerate() {
        let mut tally: Tally = lane.tally;
        let delivered = payload.get(n).copied().unwrap_or(0);
        tally.add(State::Skipped, delivered.saturating_sub(lane.settled + tally.total()));
        shared.account(zones.0, zones.1, app, &tally);
    }
    shared.memory = shared.memory.saturating_sub(ext.held);
    shared.sealed = shared.sealed.saturating_sub(ext.sealed);
}

fn anomalies(shared: &mut Shared, ext: &mut Ext, who: Who<'_>) {
    for odd in std::mem::take(&mut ext.facts.anomalies) {
        if shared.settings.anomaly_records {
            let flow = Some(desk::identity(&shared.settings, &mut ext.facts, &who));
            let record = AnomalyRecord { flow, ts_ns: odd.ts_ns, code: odd.code, count: odd.count, detail: odd.detail };
            desk::emit(shared, who.first, Body::Anomaly(Box::new(record)));
        } else {
            shared.loose(odd.code, odd.count, &odd.detail);
        }
    }
}

fn record(shared: &Shared, flow: &mut Flow<Ext>, who: Who<'_>, cause: &'static str) -> FlowRecord {
    let udp = flow.key.proto() == 17;
    let mut none = Ext::default();
    let fresh = flow.ext.is_none();
    let ext = flow.ext.as_deref_mut().unwrap_or(&mut none);
    if fresh {
        let tuple = who.key.tuple(who.low);
        ext.facts.zones = [shared.settings.zones.of(tuple.orig.addr), shared.settings.zones.of(tuple.resp.addr)];
    }
    let identity = desk::identity(&shared.settings, &mut ext.facts, &who);
    let [mut sha256, mut plain_sha256] = [const { [String::new(), String::new()] }; 2];
    if shared.settings.stream_digests {
        for (lane, hex) in ext.lanes.iter_mut().zip(&mut sha256) {
            let digest = lane.sha256.take().map_or_else(Sha256::default, |sha256| *sha256).finalize();
            *hex = format!("{digest:x}");
        }
        for (lane, hex) in ext.lanes.iter_mut().zip(&mut plain_sha256) {
            *hex = lane.plain_sha256.take().map_or_else(String::new, |sha256| format!("{:x}", sha256.finalize()));
        }
    }
    let sides = &flow.sides;
    let lanes = &ext.lanes;
    FlowRecord {
        flow: identity,
        app_proto: if ext.facts.app.is_empty() { proto_name(flow.key.proto()) } else { ext.facts.app },
        start_ns: flow.start_ns,
        end_ns: flow.end_ns,
        packets: [sides[0].packets, sides[1].packets],
        bytes: [sides[0].bytes, sides[1].bytes],
        payload: [sides[0].payload, sides[1].payload],
        gap_count: [lanes[0].gap_count, lanes[1].gap_count],
        gap_bytes: [lanes[0].gap_bytes, lanes[1].gap_bytes],
        retransmissions: [lanes[0].retransmissions, lanes[1].retransmissions],
        duplicates: ext.duplicates,
        state: flow.state.name(udp),
        end: if cause == "idle" && flow.state == TcpState::Reset { "rst" } else { cause },
        vlan: ext.vlans.iter().take_while(|&&id| id > 0).map(|id| id - 1).collect(),
        tunnel: ext.tunnels.names().collect(),
        tunnel_id: ext.tunnel_id.checked_sub(1),
        sha256,
        plain_sha256,
        coverage: [lanes[0].tally, lanes[1].tally],
    }
}
