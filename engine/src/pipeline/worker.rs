//! One worker: owns its flows, takes packets in order, and makes records.

use super::app::App;
use super::desk::Who;
use super::expect::Expectations;
use super::ext::{Ext, Lane};
use super::finish;
use super::item::{Extra, Item, Path};
use super::merge::{Parcel, ToPoll};
use super::order::Key;
use super::shared::{Settings, Shared};
use super::tcp;
use super::tunnel::Tunnel;
use crate::anomaly::Code;
use crate::detect::{Keys, Plan};
use crate::flow::{Flow, FlowId, FlowTable, Side, TcpState, Wheel};
use crate::message::Direction;
use crossbeam_channel::Sender;
use foldhash::fast::RandomState;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

/// A flow found some packets ahead, and which user of its slot it was.
pub(super) type Near = (FlowId, u32);

/// Packets of the capture after which a flow that both sides closed is ended: enough for its last acknowledgement and for
/// a mirror's copies. Counted in packets of the whole capture, so that it does not depend on the number of workers.
const LINGER: u64 = 4096;
/// Flows are ended together, at every so many packets of the capture: by turns with packets each of the two would have to
/// fetch its code anew, flow by flow.
const TOGETHER: u64 = 256;
/// Share of the budget that is left free for what one packet adds: 1 / `SLACK`.
const SLACK: usize = 32;
/// Cache lines of a lane that a packet with payload touches.
const LANE_LINES: usize = 8;

/// Records that flows which end together may have made before they are handed over.
const PORTION: usize = 512;

/// A worker's flows and what they share.
pub(super) struct Worker {
    /// Which of the workers it is.
    pub number: usize,
    /// Where its records go.
    pub out: Sender<ToPoll>,
    pub shared: Shared,
    pub table: FlowTable<Ext>,
    pub wheel: Wheel,
    /// Flows whose open message has a part that will be old: all have the same delay, so a queue is a clock.
    pub parts: VecDeque<(i64, FlowId, u32)>,
    /// Closed flows, each with the packet before which it ends.
    closed: VecDeque<(u64, FlowId, u32)>,
    due: Vec<(FlowId, u32)>,
    /// Flows that wait for secrets, and which of these were seen.
    pub waiting: VecDeque<(FlowId, u32)>,
    pub generation: u64,
    /// Where eviction looks next.
    pub hand: u32,
    pub current: Option<FlowId>,
    /// Bytes of the table when the budget was last checked.
    pub fixed: usize,
    /// Bytes that may be held before a packet comes.
    budget: usize,
    /// Records at which the next portion is handed over.
    portion: usize,
}

impl Worker {
    pub fn new(
        number: usize,
        out: Sender<ToPoll>,
        settings: Arc<Settings>,
        plan: Arc<Plan>,
        keys: Keys,
        hasher: RandomState,
    ) -> Self {
        Self {
            number,
            out,
            budget: settings.memory - settings.memory / SLACK,
            shared: Shared::new(settings, plan, keys),
            table: FlowTable::new(hasher),
            wheel: Wheel::default(),
            parts: VecDeque::new(),
            closed: VecDeque::new(),
            due: Vec::new(),
            waiting: VecDeque::new(),
            generation: 0,
            hand: 0,
            current: None,
            fixed: 0,
            portion: PORTION,
        }
    }

    /// Which flow it will most likely be, some packets ahead: brings it near.
    #[inline]
    pub fn guess(&self, item: &Item) -> Option<FlowId> {
        let id = self.table.guess(item.hash)?;
        leaktap_simd::prefetch_value(self.table.get(id)?, usize::MAX);
        Some(id)
    }

    /// Finds the flow some packets ahead, and brings near what the packet will touch of what hangs behind it.
    #[inline]
    pub fn find(&self, item: &Item, guess: FlowId) -> Option<Near> {
        let guessed = self.table.get(guess).is_some_and(|flow| flow.key == item.key);
        let id = if guessed { guess } else { self.table.find(item.hash, &item.key)? };
        let flow = self.table.get(id)?;
        if let Some(ext) = flow.ext.as_deref()
            && !flow.bypass
            && item.payload_len > 0
        {
            let dir = flow.direction(item.from_low);
            leaktap_simd::prefetch_value(&ext.lanes[dir.index()], LANE_LINES);
        }
        Some((id, flow.generation))
    }

    /// Judges one packet. A fault drops its flow, not the run.
    pub fn packet(&mut self, item: &Item, near: Option<Near>, payload: &[u8], extra: Option<&Extra>) {
        if self.closed.front().is_some_and(|&(end, ..)| end <= item.number) {
            self.end_closed(item.number);
        }
        self.shared.ts_ns = item.ts_ns;
        // Several readers of a live run have clocks of their own; time goes on with the foremost.
        self.shared.clock_ns = self.shared.clock_ns.max(item.clock_ns);
        self.shared.capture = item.capture;
        self.shared.frame = item.frame;
        self.shared.since = (item.capture, item.frame);
        self.shared.index = item.number * 2;
        self.shared.path = extra.map_or_else(Path::default, |extra| extra.path);
        self.current = None;
        if catch_unwind(AssertUnwindSafe(|| self.step(item, near, payload))).is_err() {
            self.fault();
        }
    }

    pub fn fault(&mut self) {
        self.shared.stats.faults += 1;
        self.shared.collector = crate::detect::Collector::new(self.shared.settings.finding_details);
        self.shared.loose(Code::EngineFault, 1, "a flow was dropped");
        if let Some(id) = self.current.take()
            && let Some(flow) = self.table.get(id)
        {
            let (key, payload) = (flow.key, [flow.sides[0].payload, flow.sides[1].payload]);
            if let Some(removed) = self.table.remove(id)
                && let Some(ext) = removed.ext
            {
                finish::after_fault(&mut self.shared, &ext, key, payload);
            }
        }
    }

    fn step(&mut self, item: &Item, near: Option<Near>, payload: &[u8]) {
        let proto = item.key.proto();
        let still =
            |&(id, generation): &Near| self.table.get(id).is_some_and(|f| f.alive && f.generation == generation);
        let near = near.filter(still).map(|(id, _)| id);
        let mut id = near.or_else(|| self.table.find(item.hash, &item.key));
        if let Some(old) = id
            && proto == 6
            && self.table.get(old).is_some_and(|flow| self.reused(flow, item))
        {
            self.current = Some(old);
            self.end(old, "reused");
            id = None;
        }
        let id = match id {
            Some(id) => id,
            None => match self.open(item) {
                Some(id) => id,
                None => return,
            },
        };
        self.current = Some(id);
        let Some(flow) = self.table.get_mut(id) else { return };
        flow.end_ns = item.ts_ns;
        if proto == 6 {
            tcp::packet(&mut self.shared, flow, item, payload);
        } else {
            datagram(&mut self.shared, flow, item, payload);
        }
        let idle = item.payload_wire_len == 0 && item.flags & (tcp::FIN | tcp::RST) == 0;
        let quiet = flow.bypass || idle || flow.ext.as_deref().is_some_and(Ext::is_lean);
        let due = if quiet { None } else { flow.ext.as_mut().and_then(|ext| settle(&mut self.shared, ext)) };
        if flow.state == TcpState::Closed && !flow.ending && flow.sides.iter().all(|side| side.closed) {
            flow.ending = true;
            let end = (item.number + LINGER).next_multiple_of(TOGETHER);
            self.closed.push_back((end, id, flow.generation));
        }
        if let Some(deadline) = due {
            self.parts.push_back((deadline, id, flow.generation));
        }
        if self.shared.sealed > 0 {
            self.await_secrets(id);
        }
        // Looked at after each packet: what one packet can add must fit as well.
        if self.shared.memory + self.shared.pooled() + self.fixed > self.budget {
            self.evict();
        }
    }

    /// Ends the closed flows whose time has come by packet `number`; their records belong to that moment.
    pub fn end_closed(&mut self, number: u64) {
        while let Some(&(end, id, generation)) = self.closed.front()
            && end <= number
        {
            self.closed.pop_front();
            self.draw_near(|behind| self.closed.get(behind).map(|&(_, id, _)| id));
            if let Some(flow) = self.table.get(id)
                && flow.alive
                && flow.generation == generation
                && !self.stays(flow)
            {
                self.shared.index = end * 2 - 1;
                // When the packet of that number came is not known here: it may be another worker's.
                self.shared.ts_ns = flow.end_ns;
                self.current = Some(id);
                self.guarded_end(id, "fin");
            }
        }
    }

    /// Fetches the flows that are looked at next, a part of each at a time: nothing touched them for thousands of packets.
    fn draw_near(&self, next: impl Fn(usize) -> Option<FlowId>) {
        let flow = |behind| next(behind).and_then(|id| self.table.get(id));
        let ext = |behind| flow(behind).and_then(|flow| flow.ext.as_deref());
        if let Some(flow) = flow(5) {
            leaktap_simd::prefetch_value(flow, usize::MAX);
        }
        if let Some(ext) = ext(3) {
            leaktap_simd::prefetch_value(ext, usize::MAX);
        }
        if let Some(ext) = ext(1) {
            if let Some(info) = ext.facts.transport.as_deref() {
                leaktap_simd::prefetch_value(info, usize::MAX);
            }
            if let Some(parser) = ext.parser.as_deref() {
                leaktap_simd::prefetch_value(parser, usize::MAX);
            }
        }
    }

    fn open(&mut self, item: &Item) -> Option<FlowId> {
        let is_tcp = item.key.proto() == 6;
        let reversed = if is_tcp && item.flags & tcp::SYN != 0 {
            item.flags & tcp::ACK != 0
        } else {
            // Picked up in the middle, or a datagram: a well-known port answers.
            let sent = item.tuple();
            sent.orig.port < 1024 && sent.resp.port >= 1024
        };
        let sender = if reversed { Direction::Resp } else { Direction::Orig };
        let low = if item.from_low { sender } else { sender.reverse() };
        let flow = Flow {
            key: item.key,
            low,
            state: if is_tcp { TcpState::Midstream } else { TcpState::Datagram },
            bypass: false,
            ending: false,
            alive: true,
            generation: 0,
            first: item.number,
            first_frame: item.frame,
            start_ns: item.ts_ns,
            last_ns: self.shared.clock_ns,
            end_ns: item.ts_ns,
            sides: [Side::default(); 2],
            ext: None,
        };
        self.make_room();
        let id = self.table.insert(item.hash, flow)?;
        self.shared.stats.flows += 1;
        let limits = &self.shared.settings.limits;
        let wait = if is_tcp { limits.tcp_syn_ns } else { limits.udp_rest_ns.min(limits.udp_idle_ns) };
        let generation = self.table.get(id).map_or(0, |flow| flow.generation);
        let now = self.shared.clock_ns;
        self.wheel.add(id, generation, now, now.saturating_add(wait));
        self.fixed = self.table.memory() + self.wheel.memory();
        Some(id)
    }

    /// Takes over how bad overload is, and new rules if there are any.
    pub fn follow(&mut self, level: u8, plan: Option<Arc<Plan>>) {
        self.shared.level = level;
        if let Some(plan) = plan {
            self.shared.scanner.swap(plan);
        }
    }

    /// Counts the time since `began` as work.
    pub fn worked(&mut self, began: Instant) {
        let ns = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.shared.stats.busy_ns = self.shared.stats.busy_ns.saturating_add(ns);
    }

    /// Accounts what became of all living flows' bytes so far; see [`finish::interim`].
    pub fn sweep(&mut self) {
        self.shared.ts_ns = self.shared.clock_ns;
        for slot in 0..self.table.slots() {
            let id = FlowId(slot);
            let Some(flow) = self.table.get_mut(id).filter(|flow| flow.alive && flow.ext.is_some()) else { continue };
            let shared = &mut self.shared;
            if catch_unwind(AssertUnwindSafe(|| finish::interim(shared, flow))).is_err() {
                self.current = Some(id);
                self.fault();
            }
        }
    }

    /// Capture time has come to `clock_ns`, just before packet `number`: ends idle flows, cuts old parts.
    pub fn tick(&mut self, clock_ns: i64, number: u64) {
        // Whatever belongs before this moment is told before it, whichever worker's packet came last.
        self.end_closed(number);
        let clock_ns = clock_ns.max(self.shared.clock_ns);
        self.shared.clock_ns = clock_ns;
        self.shared.ts_ns = clock_ns;
        self.shared.index = (number * 2).saturating_sub(1);
        if self.shared.settings.secrets.generation() != self.generation {
            self.unseal(number.saturating_sub(1));
        }
        self.cut_parts(clock_ns);
        let mut due = std::mem::take(&mut self.due);
        self.wheel.fire(clock_ns, &mut due);
        let mut over = Vec::new();
        for (at, &(id, generation)) in due.iter().enumerate() {
            self.draw_near(|behind| due.get(at + 1 + behind).map(|&(id, _)| id));
            let Some(flow) = self.table.get(id).filter(|flow| flow.alive && flow.generation == generation) else {
                continue;
            };
            let deadline = flow.last_ns.saturating_add(self.idle(flow));
            if deadline <= clock_ns && self.stays(flow) {
                let later = clock_ns.saturating_add(self.idle(flow));
                self.wheel.add(id, generation, clock_ns, later);
            } else if deadline <= clock_ns {
                let cause = match flow.state {
                    TcpState::Closed | TcpState::Closing => "fin",
                    TcpState::Reset => "rst",
                    _ => "idle",
                };
                over.push((flow.first, id, cause));
            } else {
                self.wheel.add(id, generation, clock_ns, deadline);
            }
        }
        due.clear();
        self.due = due;
        self.end_together(over);
    }

    fn idle(&self, flow: &Flow<Ext>) -> i64 {
        let limits = &self.shared.settings.limits;
        match flow.state {
            TcpState::Datagram if flow.ext.as_ref().is_some_and(|ext| ext.rests()) => limits.udp_rest_ns,
            TcpState::Datagram => limits.udp_idle_ns,
            TcpState::SynSent | TcpState::SynReceived => limits.tcp_syn_ns,
            TcpState::Established | TcpState::Midstream | TcpState::Closing => limits.tcp_idle_ns,
            TcpState::Closed | TcpState::Reset => limits.tcp_closed_ns,
        }
    }

    fn cut_parts(&mut self, clock_ns: i64) {
        // Each at most once: at the end of time no deadline lies ahead of the clock.
        for _ in 0..self.parts.len() {
            let Some(&(deadline, id, generation)) = self.parts.front() else { return };
            if deadline > clock_ns {
                return;
            }
            self.parts.pop_front();
            let Some(flow) = self.table.get_mut(id).filter(|flow| flow.alive && flow.generation == generation) else {
                continue;
            };
            let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
            let Some(ext) = flow.ext.as_mut() else { continue };
            ext.timed = false;
            let shared = &mut self.shared;
            shared.turn_to((ext.capture, ext.frame));
            let again = catch_unwind(AssertUnwindSafe(|| {
                let mut app = App::new(shared, ext, who);
                app.cut_old(clock_ns)
            }));
            match again {
                Ok(true) => {
                    ext.timed = true;
                    self.parts.push_back((
                        clock_ns.saturating_add(self.shared.settings.limits.part_ns),
                        id,
                        generation,
                    ));
                }
                Ok(false) => {}
                Err(_) => {
                    self.current = Some(id);
                    self.fault();
                }
            }
        }
    }

    pub fn guarded_end(&mut self, id: FlowId, cause: &'static str) {
        if catch_unwind(AssertUnwindSafe(|| self.end(id, cause))).is_err() {
            self.current = Some(id);
            self.fault();
        }
    }

    fn end(&mut self, id: FlowId, cause: &'static str) {
        let Some(flow) = self.table.get_mut(id) else { return };
        let shared = &mut self.shared;
        let before = flow.ext.as_deref().map(|ext| shared.turn_to((ext.capture, ext.frame)));
        finish::flow(shared, flow, cause);
        // A flow may end in the middle of another's packet.
        if let Some(before) = before {
            shared.turn_to(before);
        }
        self.table.remove(id);
    }

    /// Ends every flow at capture time `clock_ns`.
    pub fn end_all(&mut self, clock_ns: i64, number: u64, cause: &'static str) {
        self.end_closed(number);
        self.shared.index = number * 2;
        self.shared.clock_ns = self.shared.clock_ns.max(clock_ns);
        self.shared.ts_ns = self.shared.clock_ns;
        let slots = (0..self.table.slots()).map(FlowId);
        let alive =
            slots.filter_map(|id| self.table.get(id).filter(|flow| flow.alive).map(|flow| (flow.first, id, cause)));
        let all = alive.collect();
        self.end_together(all);
        self.parts.clear();
        self.closed.clear();
        self.shared.expectations = Expectations::default();
    }

    /// Ends flows, each given with the number of its first packet, in the order of these. What they have to tell is handed
    /// over in portions: that of hundreds of thousands would not fit the memory.
    fn end_together(&mut self, mut over: Vec<(u64, FlowId, &'static str)>) {
        over.sort_unstable();
        for (at, &(first, id, cause)) in over.iter().enumerate() {
            self.draw_near(|behind| over.get(at + 1 + behind).map(|&(_, id, _)| id));
            self.current = Some(id);
            self.guarded_end(id, cause);
            if self.shared.out.len() >= self.portion {
                let upto = Key { flow: first, ..Key::last_of(self.shared.index) };
                let parcel = Parcel::through(self, upto);
                let _ = self.out.send(ToPoll::Worker(parcel));
                // Records of this moment may wait for flows that are still to come.
                self.portion = self.shared.out.len() + PORTION;
            }
        }
    }

    /// Flows alive and bytes held, for the statistics.
    pub fn gauge(&mut self) {
        let held = (self.shared.memory + self.shared.pooled() + self.table.memory() + self.wheel.memory()) as u64;
        self.shared.stats.flows_active = self.table.len() as u64;
        self.shared.stats.memory = held;
        self.shared.stats.memory_peak = self.shared.stats.memory_peak.max(held);
    }
}

/// Counts what the flow holds now; the deadline of its part timer if one must be started.
#[inline]
pub(super) fn settle(shared: &mut Shared, ext: &mut Ext) -> Option<i64> {
    let held = ext.memory();
    shared.memory = (shared.memory + held).saturating_sub(ext.held);
    ext.held = held;
    if ext.tunnel.is_some() || ext.sealed > 0 {
        let sealed = ext.waiting();
        shared.sealed = (shared.sealed + sealed).saturating_sub(ext.sealed);
        ext.sealed = sealed;
    }
    if ext.timed {
        return None;
    }
    let waits = |lane: &Lane| lane.open().any(|message| !message.buffer.is_empty());
    let inside = |tunnel: &Tunnel| tunnel.any_lane(&waits);
    let waiting = ext.lanes.iter().any(waits) || ext.tunnel.as_deref().is_some_and(inside);
    ext.timed = waiting;
    waiting.then(|| shared.clock_ns.saturating_add(shared.settings.limits.part_ns))
}

/// A packet without sequence numbers.
fn datagram(shared: &mut Shared, flow: &mut Flow<Ext>, item: &Item, payload: &[u8]) {
    let dir = flow.direction(item.from_low);
    let last_ns = std::mem::replace(&mut flow.last_ns, shared.clock_ns);
    if item.payload_wire_len == 0 {
        count(&mut flow.sides[dir.index()], item);
        return;
    }
    let ext = finish::ext(shared, flow, item);
    if finish::seen_lately(shared, ext, dir, item, payload, last_ns) {
        ext.duplicates += 1;
        shared.stats.duplicates += 1;
        return;
    }
    let side = &mut flow.sides[dir.index()];
    count(side, item);
    side.payload += payload.len() as u64;
    let Some(ext) = flow.ext.as_mut() else { return };
    let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
    let mut app = App::new(shared, ext, who);
    if item.key.proto() == 50 {
        app.desk.tally(dir, crate::coverage::State::Encrypted, payload.len() as u64);
    } else if !payload.is_empty() {
        app.datagram(dir, payload);
    }
    let cut = u64::from(item.payload_wire_len).saturating_sub(payload.len() as u64);
    if cut > 0 {
        app.desk.tally(dir, crate::coverage::State::Truncated, cut);
    }
}

/// Counts a packet of one side.
#[inline]
pub(super) fn count(side: &mut Side, item: &Item) {
    side.packets += 1;
    side.bytes += u64::from(item.ip_len);
    side.ip_id = item.ip_id;
}
