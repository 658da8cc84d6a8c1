//! TCP packets: state, order, copies, gaps.

use super::app::App;
use super::desk::Who;
use super::ext::{Ext, Lane};
use super::finish;
use super::item::Item;
use super::shared::Shared;
use super::worker::count;
use crate::anomaly::Code;
use crate::coverage::State;
use crate::flow::{Flow, Side, TcpState};
use crate::message::Direction;
use crate::stream::{Piece, Reorder, Seq};
use sha2::Digest;

pub(super) const FIN: u8 = 0x01;
pub(super) const SYN: u8 = 0x02;
pub(super) const RST: u8 = 0x04;
pub(super) const ACK: u8 = 0x10;

/// A segment further ahead than this is not believed unless others follow it.
pub(super) const WINDOW: i32 = 16 << 20;
/// Segments in a row that make a far-away place believable.
const BELIEVE: u8 = 2;
/// Packets of the flow after which an acknowledged hole will not be filled any more.
const HOLE_PATIENCE: u8 = 16;

/// One TCP packet of the flow.
pub(super) fn packet(shared: &mut Shared, flow: &mut Flow<Ext>, item: &Item, payload: &[u8]) {
    let dir = flow.direction(item.from_low);
    let last_ns = std::mem::replace(&mut flow.last_ns, shared.clock_ns);
    if copy_of_latest(flow, dir, item, shared, last_ns) {
        shared.stats.duplicates += 1;
        if let Some(ext) = flow.ext.as_mut() {
            ext.duplicates += 1;
        }
        return;
    }
    let side = &mut flow.sides[dir.index()];
    count(side, item);
    if item.flags & SYN != 0 {
        syn(flow, dir, item.seq, item.flags);
    }
    if item.flags & ACK != 0 {
        let side = &mut flow.sides[dir.index()];
        if side.ack == 0 || Seq(item.ack).after(Seq(side.ack)) > 0 {
            side.ack = item.ack;
        }
        if item.flags & (SYN | RST) == 0 && goes_on(flow, dir) {
            flow.state = TcpState::Established;
        }
    }
    let len = item.payload_wire_len;
    if len > 0 {
        let seq = if item.flags & SYN != 0 { item.seq.wrapping_add(1) } else { item.seq };
        segment(shared, flow, dir, item, Seq(seq), payload);
    } else if item.flags & RST == 0 && !flow.sides[dir.index()].known {
        flow.sides[dir.index()].known = true;
        flow.sides[dir.index()].next = item.seq;
    }
    if item.flags & (FIN | RST) != 0 {
        let end = item.seq.wrapping_add(len);
        if !is_near(&flow.sides[dir.index()], end) {
            far_away(shared, flow);
        } else if item.flags & RST != 0 {
            flow.state = TcpState::Reset;
            return;
        } else {
            fin(shared, flow, dir, item, end);
        }
    }
    if flow.ext.is_some() {
        holes(shared, flow, dir);
    }
}

/// True if an acknowledgement ends the handshake: of both sides' SYNs, or by the side whose SYN was seen, where the other
/// side is not.
fn goes_on(flow: &Flow<Ext>, dir: Direction) -> bool {
    match flow.state {
        TcpState::SynReceived => true,
        TcpState::SynSent => flow.sides[dir.index()].isn != 0,
        _ => false,
    }
}

/// True if a RST or a FIN behind `end` can be this side's: a receiver ignores any other (RFC 9293, 3.10.7.4).
fn is_near(side: &Side, end: u32) -> bool {
    !side.known || Seq(end).after(Seq(side.next)).unsigned_abs() <= WINDOW.unsigned_abs()
}

#[cold]
fn far_away(shared: &mut Shared, flow: &mut Flow<Ext>) {
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    if let Some(ext) = flow.ext.as_mut() {
        App::new(shared, ext, who).desk.odd(Code::OutOfWindow, "a RST or FIN far from the stream");
    }
}

/// A mirror's second copy of the packet this side sent last: nothing in it is new and even its IP identification is old.
fn copy_of_latest(flow: &Flow<Ext>, dir: Direction, item: &Item, shared: &Shared, last_ns: i64) -> bool {
    let side = &flow.sides[dir.index()];
    if side.packets == 0 || item.ip_id == 0 || item.ip_id != side.ip_id {
        return false;
    }
    if shared.clock_ns.saturating_sub(last_ns) > shared.settings.limits.duplicate_ns {
        return false;
    }
    let end = item.seq.wrapping_add(item.payload_wire_len).wrapping_add(u32::from(item.flags & SYN != 0));
    side.known && Seq(end).after(Seq(side.next)) <= 0 && (item.ack == side.ack || item.flags & ACK == 0)
}

fn syn(flow: &mut Flow<Ext>, dir: Direction, seq: u32, flags: u8) {
    let side = &mut flow.sides[dir.index()];
    if !side.known || (side.isn == 0 && side.payload == 0) {
        // Also if it was overtaken by packets without payload.
        side.known = true;
        side.closed = false;
        side.isn = seq;
        side.next = seq.wrapping_add(1);
    } else if side.isn == 0 {
        side.isn = seq;
    }
    let other = flow.sides[dir.reverse().index()].known;
    flow.state = match flow.state {
        TcpState::Midstream if !other && flags & ACK == 0 => TcpState::SynSent,
        TcpState::Midstream | TcpState::SynSent if other || flags & ACK != 0 => TcpState::SynReceived,
        state => state,
    };
}

/// Payload of one segment.
fn segment(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction, item: &Item, seq: Seq, payload: &[u8]) {
    let len = item.payload_wire_len;
    let side = &mut flow.sides[dir.index()];
    if !side.known {
        side.known = true;
        side.next = seq.0;
    }
    let mut ahead = seq.after(Seq(side.next));
    if side.payload == 0 {
        if ahead < 0 && ahead > -WINDOW && side.isn == 0 {
            // Picked up in the middle, and the first packets seen were not the first sent: the stream begins here.
            side.next = seq.0;
            side.closed = false;
            ahead = 0;
        }
        let begin = side.next;
        let lane = &mut finish::ext(shared, flow, item).lanes[dir.index()];
        if lane.gap_bytes == 0 {
            lane.begin = begin;
        }
    }
    let side = &mut flow.sides[dir.index()];
    if ahead == 0 && flow.bypass && payload.len() as u32 == len && !shared.settings.stream_digests {
        // Encrypted bulk: nothing but counting (the bytes are accounted when the flow ends).
        side.next = side.next.wrapping_add(len);
        side.payload += u64::from(len);
        return;
    }
    let ext = finish::ext(shared, flow, item);
    if ahead == 0 && ext.lanes[dir.index()].reorder.is_none() {
        finish::remember(ext, dir, item, finish::fingerprint(payload), shared.ts_ns);
        deliver(shared, flow, dir, payload, len);
        return;
    }
    disorder(shared, flow, dir, item, seq, payload);
}

/// Everything but the in-order case.
fn disorder(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction, item: &Item, seq: Seq, payload: &[u8]) {
    let len = item.payload_wire_len;
    let next = Seq(flow.sides[dir.index()].next);
    let ahead = seq.after(next);
    let end = seq.plus(len).after(next);
    let Some(ext) = flow.ext.as_mut() else { return };
    // One far behind that is believed begins another flow, and does not come here.
    if end < -WINDOW || ahead > WINDOW && !is_believed(&ext.lanes[dir.index()], seq) {
        let what = if ahead > 0 { "a segment far ahead of the stream" } else { "a segment far behind the stream" };
        let lane = &mut ext.lanes[dir.index()];
        lane.outside_row = if lane.outside == seq.0 { lane.outside_row.saturating_add(1) } else { 1 };
        lane.outside = seq.plus(len).0;
        let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
        App::new(shared, ext, who).desk.odd(Code::OutOfWindow, what);
        return pass_by(&mut ext.lanes[dir.index()], payload, len);
    }
    if end <= 0 {
        return old(shared, flow, dir, item, payload);
    }
    finish::remember(ext, dir, item, finish::fingerprint(payload), shared.ts_ns);
    let mut data = payload;
    let mut cut = len.saturating_sub(payload.len() as u32);
    let mut seq = seq;
    if ahead < 0 {
        let known = ahead.unsigned_abs();
        let from_data = (known as usize).min(data.len());
        data = data.get(from_data..).unwrap_or(&[]);
        cut -= known.saturating_sub(from_data as u32).min(cut);
        seq = next;
        ext.lanes[dir.index()].retransmissions += 1;
        shared.stats.retransmissions += 1;
    }
    let lane = &mut ext.lanes[dir.index()];
    let stored = lane.reorder.get_or_insert_default().store(seq, data, cut, (item.capture, item.frame));
    if stored.conflict {
        let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
        App::new(shared, ext, who).desk.odd(Code::OverlapConflict, "two copies of the same bytes differ");
    }
    drain(shared, flow, dir);
}

/// A segment whose bytes all passed before: a mirror's copy, or a retransmission.
fn old(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction, item: &Item, payload: &[u8]) {
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let Some(ext) = flow.ext.as_mut() else { return };
    let hash = finish::fingerprint(payload);
    let known = ext.lanes[dir.index()]
        .recent
        .iter()
        .find(|recent| recent.seq == item.seq && recent.len == item.payload_wire_len)
        .copied();
    let near = known.is_some_and(|recent| {
        recent.hash == hash
            && recent.ip_id == item.ip_id
            && recent.is_near(item.ts_ns, shared.settings.limits.duplicate_ns)
    });
    if near {
        ext.duplicates += 1;
        shared.stats.duplicates += 1;
        let side = &mut flow.sides[dir.index()];
        side.packets -= 1;
        side.bytes = side.bytes.saturating_sub(u64::from(item.ip_len));
        return;
    }
    let begin = Seq(ext.lanes[dir.index()].begin).after(Seq(item.seq));
    if begin > 0 && known.is_none() {
        // It is part of what was sent before the first byte that was seen here, and never came before.
        finish::remember(ext, dir, item, hash, shared.ts_ns);
        let unseen = (begin as u32).min(item.payload_wire_len);
        let data = payload.get(..unseen as usize).unwrap_or(payload);
        return pass_by(&mut ext.lanes[dir.index()], data, unseen);
    }
    ext.lanes[dir.index()].retransmissions += 1;
    shared.stats.retransmissions += 1;
    if known.is_some_and(|recent| recent.hash != hash) && !flow.bypass {
        App::new(shared, ext, who).desk.odd(Code::OverlapConflict, "a retransmission differs from what came first");
    }
}

/// Accounts bytes of a segment that are no part of the stream: `data`, of `len` that were sent.
fn pass_by(lane: &mut Lane, data: &[u8], len: u32) {
    let seen = data.len() as u64;
    lane.tally.add(State::Skipped, seen);
    lane.tally.add(State::Truncated, u64::from(len).saturating_sub(seen));
    lane.beyond += seen;
}

/// True if what was seen outside the window is believed where a segment at `seq` follows it: enough came in a row.
pub(super) fn is_believed(lane: &Lane, seq: Seq) -> bool {
    lane.outside_row >= BELIEVE && lane.outside == seq.0
}

/// Bytes that stand at `next`: `data`, then `len - data.len()` bytes that snaplen cut.
fn deliver(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction, data: &[u8], len: u32) {
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let side = &mut flow.sides[dir.index()];
    side.next = side.next.wrapping_add(len);
    side.payload += data.len() as u64;
    let Some(ext) = flow.ext.as_mut() else { return };
    if shared.settings.stream_digests {
        ext.lanes[dir.index()].sha256.get_or_insert_default().update(data);
    }
    if flow.bypass {
        let cut = u64::from(len).saturating_sub(data.len() as u64);
        ext.lanes[dir.index()].tally.add(State::Truncated, cut);
        return;
    }
    // Without its SYN nobody knows that a stream begins here: a header that stands here may be anybody's.
    ext.lanes[dir.index()].begun |= flow.state == TcpState::Midstream;
    let mut app = App::new(shared, ext, who);
    if !data.is_empty() {
        app.stream(dir, data);
    }
    let cut = u64::from(len).saturating_sub(data.len() as u64);
    if cut > 0 {
        app.desk.lanes[dir.index()].tally.add(State::Truncated, cut);
        app.gap(dir, cut);
    }
    let bypassed = app.bypassed();
    flow.bypass |= bypassed;
}

/// Delivers what waits without a hole before it.
fn drain(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction) {
    let mut ready: Vec<Piece> = Vec::new();
    loop {
        let next = Seq(flow.sides[dir.index()].next);
        let Some(ext) = flow.ext.as_mut() else { return };
        let lane = &mut ext.lanes[dir.index()];
        let Some(reorder) = lane.reorder.as_mut() else { return };
        reorder.take_ready(next, &mut ready);
        if reorder.is_empty() {
            lane.reorder = None;
            lane.acked_hole = 0;
        }
        for piece in ready.drain(..) {
            let len = (piece.data.len() as u32).saturating_add(piece.cut);
            let next = Seq(flow.sides[dir.index()].next);
            let known = next.after(piece.seq).max(0) as u32;
            if known >= len {
                continue;
            }
            let data = piece.data.get(known as usize..).unwrap_or(&[]);
            let here = shared.since;
            shared.since = piece.since.min(here);
            deliver(shared, flow, dir, data, len - known);
            shared.since = here;
        }
        let limits = &shared.settings.limits;
        let Some(ext) = flow.ext.as_ref() else { return };
        let Some(reorder) = ext.lanes[dir.index()].reorder.as_ref() else { break };
        let over = reorder.bytes() >= limits.reorder_bytes || reorder.len() >= limits.reorder_segments;
        if !over && reorder.bytes() < limits.gap_bytes {
            break;
        }
        if over {
            let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
            if let Some(ext) = flow.ext.as_mut() {
                App::new(shared, ext, who).desk.odd(Code::ReorderLimit, "too much waits behind a gap");
            }
        }
        skip_hole(shared, flow, dir);
    }
    late_fin(shared, flow, dir);
}

/// Gives up the hole at `next`: its bytes are lost.
fn skip_hole(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction) {
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let next = Seq(flow.sides[dir.index()].next);
    let Some(ext) = flow.ext.as_mut() else { return };
    let Some(first) = ext.lanes[dir.index()].reorder.as_deref().and_then(Reorder::first) else {
        return;
    };
    let missing = first.after(next);
    if missing <= 0 {
        return;
    }
    lost(shared, ext, who, dir, missing as u32, Code::StreamGap);
    flow.sides[dir.index()].next = first.0;
}

/// `missing` bytes at the current place of the stream will not come.
fn lost(shared: &mut Shared, ext: &mut Ext, who: Who<'_>, dir: Direction, missing: u32, code: Code) {
    let mut app = App::new(shared, ext, who);
    let lane = &mut app.desk.lanes[dir.index()];
    lane.gap_count += 1;
    lane.gap_bytes += u64::from(missing);
    lane.tally.add(State::Lost, u64::from(missing));
    lane.acked_hole = 0;
    app.desk.odd(code, "bytes of a stream are missing");
    app.gap(dir, u64::from(missing));
}

/// A hole that the receiver acknowledged was lost on the way to the sensor, not on the way to the receiver: it is
/// given up once enough packets passed that a mirror's disorder cannot be the reason.
fn holes(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction) {
    for lane_dir in [dir, dir.reverse()] {
        let acked = flow.sides[lane_dir.reverse().index()].ack;
        let Some(ext) = flow.ext.as_mut() else { return };
        let lane = &mut ext.lanes[lane_dir.index()];
        let Some(first) = lane.reorder.as_ref().and_then(|reorder| reorder.first()) else { continue };
        if Seq(acked).after(first) < 0 {
            continue;
        }
        lane.acked_hole = lane.acked_hole.saturating_add(1);
        if lane.acked_hole > HOLE_PATIENCE {
            skip_hole(shared, flow, lane_dir);
            drain(shared, flow, lane_dir);
        }
    }
}

fn fin(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction, item: &Item, end: u32) {
    let side = &mut flow.sides[dir.index()];
    if side.known && Seq(end).after(Seq(side.next)) < 0 {
        // More came than this says: it is old, or nobody's.
        return;
    }
    if flow.ext.is_none() && (!side.known || end == side.next) {
        if !side.closed {
            side.known = true;
            side.closed = true;
            side.next = end.wrapping_add(1);
        }
    } else if flow.ext.is_some() || Seq(end).after(Seq(side.next)) > 0 {
        // Data may still come that was overtaken by its FIN, even the first of the flow.
        finish::ext(shared, flow, item).lanes[dir.index()].fin.get_or_insert(end);
        late_fin(shared, flow, dir);
    }
    let both = flow.sides[dir.reverse().index()].closed && flow.sides[dir.index()].closed;
    flow.state = match flow.state {
        TcpState::Reset => TcpState::Reset,
        _ if both => TcpState::Closed,
        _ => TcpState::Closing,
    };
}

/// Closes the direction once everything before its FIN was delivered.
fn late_fin(shared: &mut Shared, flow: &mut Flow<Ext>, dir: Direction) {
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let side = &mut flow.sides[dir.index()];
    let Some(ext) = flow.ext.as_mut() else { return };
    let Some(fin) = ext.lanes[dir.index()].fin else { return };
    if side.closed || Seq(fin).after(Seq(side.next)) > 0 {
        return;
    }
    side.closed = true;
    side.next = fin.wrapping_add(1);
    App::new(shared, ext, who).close(dir);
    if flow.sides.iter().all(|side| side.closed) && flow.state == TcpState::Closing {
        flow.state = TcpState::Closed;
    }
}

/// At the flow's end: every hole is given up, what waits behind is judged, what was acknowledged but never seen is lost.
pub(super) fn flush(shared: &mut Shared, flow: &mut Flow<Ext>) {
    for dir in [Direction::Orig, Direction::Resp] {
        while flow.ext.as_ref().is_some_and(|ext| ext.lanes[dir.index()].reorder.is_some()) {
            skip_hole(shared, flow, dir);
            drain(shared, flow, dir);
        }
        let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
        let side = flow.sides[dir.index()];
        let acked = flow.sides[dir.reverse().index()].ack;
        let Some(ext) = flow.ext.as_mut() else { continue };
        let fin = ext.lanes[dir.index()].fin;
        // Where the FIN is not known, one more is its sequence number perhaps.
        let (end, least) = fin.map_or((acked, 2), |fin| (fin, 1));
        let missing = Seq(end).after(Seq(side.next));
        if side.known && !side.closed && (least..=WINDOW).contains(&missing) {
            lost(shared, ext, who, dir, missing as u32, Code::AckedUnseen);
        }
    }
}
