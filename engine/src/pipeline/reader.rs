//! The reader: captures in, packets out to the workers that own their flows.
//!
//! With one worker everything happens on this thread. With more, each block is shared and each worker gets the list of
//! its packets, and every worker hears of every block, so that records can be released in order.

use super::app::proto_name;
use super::crew::{AHEAD, Crew, Event, Job, run};
use super::expect::Scout;
use super::item::{Extra, Item, Path};
use super::live::{SWEEP, Watch};
use super::merge::{FromReader, Parcel, ToPoll};
use super::shared::{Ledger, Loose, Settings};
use crate::anomaly::Code;
use crate::coverage::State;
use crate::error::Error;
use crate::finding::AnomalyRecord;
use crate::flow::{FlowKey, owner};
use crate::source::{self, Fill, PacketBlock, PacketMeta, PacketSource};
use crate::stats::EngineStats;
use crate::wire::{self, Dissected, Dissector, ExpiredFragments, Verdict};
use crossbeam_channel::Sender;
use foldhash::fast::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use zeroize::Zeroizing;

/// Stored bytes between two words about progress: each wakes whoever polls.
const PROGRESS: u64 = 4 << 20;
const SECOND: i64 = 1_000_000_000;
/// The clock that ages flows never advances by more than this at once.
const JUMP: i64 = 3600 * SECOND;
/// Backward steps up to this are the usual disorder of several queues.
const BACK: i64 = SECOND;

/// Reads captures until the end.
pub(super) struct Reader {
    settings: Arc<Settings>,
    dissector: Dissector,
    hasher: RandomState,
    crew: Crew,
    out: Sender<ToPoll>,
    stop: Arc<AtomicBool>,
    separate: bool,
    clock_ns: i64,
    /// How far capture time is ahead of the clock since its last jump, ns.
    offset_ns: i64,
    /// When capture time next comes to a whole second, ns.
    next_second: i64,
    started: bool,
    number: u64,
    capture: u32,
    /// The file in hand, of a source with several.
    file: Option<Arc<str>>,
    stats: EngineStats,
    loose: Loose,
    ledger: Ledger,
    /// Packets that were dissected and not handed out yet: the first `filled` of them.
    group: Vec<Item>,
    filled: usize,
    /// What other workers are to do.
    queues: Vec<Vec<Event>>,
    extras: Vec<Extra>,
    spare: Vec<Arc<PacketBlock>>,
    /// Looks for flows that others announce; none where packets of one flow may come to several readers.
    scout: Option<Scout>,
    sent: u64,
    /// Bytes read when progress was last told.
    told: u64,
    /// Present in a live run.
    watch: Option<Watch>,
}

/// A capture that was opened, perhaps with its first packets already read.
pub(super) struct Opened {
    pub index: u32,
    pub source: Option<Box<dyn PacketSource>>,
    pub first: Option<(PacketBlock, Fill)>,
}

impl Reader {
    pub fn new(
        settings: Arc<Settings>,
        hasher: RandomState,
        crew: Crew,
        out: Sender<ToPoll>,
        stop: Arc<AtomicBool>,
        separate: bool,
        watch: Option<Watch>,
    ) -> Self {
        let queues = match &crew {
            Crew::One(_) => 0,
            Crew::Many(senders, _) => senders.len(),
        };
        Self {
            dissector: Dissector::new(&settings.limits),
            settings,
            hasher,
            crew,
            out,
            stop,
            separate,
            clock_ns: 0,
            offset_ns: 0,
            next_second: 0,
            started: false,
            number: 0,
            capture: 0,
            file: None,
            stats: EngineStats { deterministic: true, ..EngineStats::default() },
            loose: Loose::default(),
            ledger: Ledger::default(),
            group: vec![Item::default(); AHEAD],
            filled: 0,
            queues: (0..queues).map(|_| Vec::new()).collect(),
            extras: Vec::new(),
            spare: Vec::new(),
            scout: watch.as_ref().is_none_or(|watch| watch.live.is_alone()).then(Scout::default),
            sent: 0,
            told: 0,
            watch,
        }
    }

    /// Reads every capture, then ends all flows and says so.
    pub fn run(mut self, captures: Vec<Opened>) {
        let mut done = 0;
        for (n, capture) in captures.into_iter().enumerate() {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            if n > 0 && self.separate {
                self.end_all("capture_end");
            }
            done += self.capture(capture, done);
        }
        self.dissector_end();
        // The flows of a live run are shared by its readers: the last one ends them.
        if self.watch.as_ref().is_none_or(|watch| watch.live.leave()) {
            self.end_all("capture_end");
        }
        if let Crew::One(worker) = &mut self.crew {
            let parcel = Parcel::last(worker);
            let _ = self.out.send(ToPoll::Worker(parcel));
        }
        let reader = self.watch.as_ref().map_or(0, Watch::reader);
        let end = FromReader::End { reader, stats: self.stats, loose: self.loose, ledger: self.ledger };
        let _ = self.out.send(ToPoll::Reader(end));
    }

    fn name(&self, index: u32) -> String {
        self.settings.captures.name(index).to_string()
    }

    fn damaged(&self, index: u32, offset: Option<u64>, reason: String) {
        let _ = self.out.send(ToPoll::Reader(FromReader::Damaged(self.name(index), offset, reason)));
    }

    /// Reads one capture; returns its size as stored.
    fn capture(&mut self, opened: Opened, before: u64) -> u64 {
        self.capture = opened.index;
        let source = match opened.source {
            Some(source) => Ok(source),
            None => source::open(&self.name(opened.index)),
        };
        let mut source = match source {
            Ok(source) => source,
            Err(error) => {
                self.damaged(opened.index, None, reason(&error));
                return 0;
            }
        };
        let mut first = opened.first;
        loop {
            let (block, fill) = if let Some((block, fill)) = first.take() {
                (Arc::new(block), Ok(fill))
            } else {
                let mut block = self.block();
                let fill = match Arc::get_mut(&mut block) {
                    Some(inner) => source.fill(inner).inspect(|_| self.file(inner)),
                    None => Ok(Fill::End),
                };
                (block, fill)
            };
            self.secrets(source.take_secrets());
            if block.packets.is_empty() && self.watch.is_some() {
                self.spare.push(block);
                if source.is_timely() {
                    self.idle();
                }
            } else {
                self.judge(block);
            }
            self.live(&mut *source);
            let position = before + source.position();
            if position >= self.told + PROGRESS && self.watch.is_none() {
                self.told = position;
                let _ = self.out.send(ToPoll::Reader(FromReader::Progress(position, self.stats)));
            }
            match fill {
                Ok(Fill::More) if !self.stop.load(Ordering::Relaxed) => {}
                Ok(Fill::More | Fill::End) => break,
                Ok(Fill::Damaged { offset, reason }) => {
                    self.odd(Code::CaptureDamaged, &reason);
                    self.damaged(opened.index, Some(offset), reason);
                    break;
                }
                Err(error) => {
                    self.damaged(opened.index, Some(source.position()), reason(&error));
                    break;
                }
            }
        }
        source.position()
    }

    /// Of a source with several files, names the one that a block comes from, and tells what could not be read.
    fn file(&mut self, block: &mut PacketBlock) {
        if block.file.is_some() && block.file != self.file {
            self.file.clone_from(&block.file);
            self.capture = self.file.as_ref().map_or(self.capture, |name| self.settings.captures.add(name));
        }
        if let Some((name, offset, reason)) = block.damaged.take() {
            self.odd(Code::CaptureDamaged, &reason);
            let _ = self.out.send(ToPoll::Reader(FromReader::Damaged(name.to_string(), offset, reason)));
        }
    }

    /// Key logs stood in the capture: they are seen from the next packet on.
    fn secrets(&mut self, blocks: Vec<Vec<u8>>) {
        let secrets = &self.settings.secrets;
        let number = self.number;
        for block in blocks.into_iter().map(Zeroizing::new) {
            secrets.add_block(&block, if self.watch.is_some() { 0 } else { number + 1 });
            match &mut self.crew {
                Crew::One(worker) => worker.unseal(number),
                Crew::Many(..) => self.queues.iter_mut().for_each(|queue| queue.push(Event::Secrets { number })),
            }
        }
        let dropped = secrets.take_dropped();
        if dropped > 0 {
            self.stats.deterministic = false;
            self.odd_times(Code::SecretsLimit, dropped, "connections whose secrets were dropped for newer ones");
        }
        for trouble in self.settings.secrets.take_troubles() {
            self.odd(Code::KeylogMalformed, &trouble);
        }
    }

    fn block(&mut self) -> Arc<PacketBlock> {
        // Workers let go of a block when they are through with it.
        let free = self.spare.iter_mut().position(|block| Arc::get_mut(block).is_some());
        free.map_or_else(Arc::default, |at| self.spare.swap_remove(at))
    }

    fn odd(&mut self, code: Code, detail: &str) {
        self.odd_times(code, 1, detail);
    }

    fn odd_times(&mut self, code: Code, count: u64, detail: &str) {
        let ts_ns = self.stats.last_ts_ns;
        let new = || AnomalyRecord { flow: None, ts_ns, code, count: 0, detail: detail.to_owned() };
        self.loose.entry(code).or_insert_with(new).count += count;
    }

    /// Nothing came: time goes on nevertheless.
    fn idle(&mut self) {
        let Some(now_ns) = self.watch.as_ref().and_then(Watch::clock_ns) else { return };
        if now_ns >= self.next_second {
            self.clock_ns = self.clock_ns.max(now_ns);
            self.second(&PacketBlock::default());
            self.hand_out(Arc::default(), None);
        }
    }

    /// After each fill of a live source: how full its buffer is, and once a second what is new.
    fn live(&mut self, source: &mut dyn PacketSource) {
        let Some(watch) = &mut self.watch else { return };
        watch.feel(source.pressure());
        let Some(time) = watch.due() else { return };
        let (reader, leads) = (watch.reader(), watch.leads());
        let news = FromReader::News {
            reader,
            stats: self.stats,
            status: source.status(),
            loose: std::mem::take(&mut self.loose),
            ledger: std::mem::take(&mut self.ledger),
        };
        let _ = self.out.send(ToPoll::Reader(news));
        if leads {
            self.hand_out(Arc::default(), Some(time % SWEEP == 0));
        }
    }

    /// Hands a block's packets out.
    fn judge(&mut self, block: Arc<PacketBlock>) {
        let began = Instant::now();
        if let Some(watch) = &mut self.watch {
            self.number = watch.live.number(block.packets.len());
            if let Crew::One(worker) = &mut self.crew {
                worker.follow(watch.live.level(), watch.plan());
            }
        }
        for meta in &block.packets {
            self.dissect(&block, meta);
        }
        self.hand_on(&block);
        if let Crew::One(worker) = &mut self.crew {
            worker.worked(began);
        }
        if let Some(watch) = &mut self.watch {
            watch.heard(self.clock_ns);
        }
        self.hand_out(block, None);
    }

    /// Sends what this block came to; `news` asks the workers for theirs, and with true for a look at all flows first.
    fn hand_out(&mut self, block: Arc<PacketBlock>, news: Option<bool>) {
        let upto = self.number;
        let live = self.watch.is_some();
        match &mut self.crew {
            Crew::One(worker) => {
                let parcel = match news {
                    Some(sweep) => Parcel::news(worker, upto, sweep),
                    None => Parcel::of(worker, upto),
                };
                let quiet = live || upto < self.sent + 100_000;
                if parcel.records.is_empty() && parcel.rest.is_none() && quiet {
                    // Nothing to tell; the watermark can wait.
                } else {
                    self.sent = upto;
                    let _ = self.out.send(ToPoll::Worker(parcel));
                }
            }
            Crew::Many(senders, back) => {
                let extras = Arc::new(std::mem::take(&mut self.extras));
                for (sender, queue) in senders.iter().zip(&mut self.queues) {
                    if live && queue.is_empty() && news.is_none() {
                        continue;
                    }
                    let events = std::mem::replace(queue, back.try_recv().unwrap_or_default());
                    let job = Job { block: block.clone(), extras: extras.clone(), events, upto, news };
                    let _ = sender.send(job);
                }
            }
        }
        // What stands for no block has no memory, and would only be filled in its turn.
        if block.bytes.capacity() > 0 {
            self.spare.push(block);
        }
    }

    /// Hands the dissected packets on: this thread's worker judges them now, other workers with the block.
    fn hand_on(&mut self, block: &PacketBlock) {
        let Some(items) = self.group.get_mut(..std::mem::take(&mut self.filled)) else { return };
        let (extras, scout) = (&mut self.extras, &mut self.scout);
        let mut owning = |item: &mut Item| {
            let payload = item.payload(block, item.extra(extras));
            match scout {
                Some(scout) if scout.concerns(item, payload) => scout.owner(item, payload),
                _ => item.hash,
            }
        };
        match &mut self.crew {
            Crew::One(worker) => {
                for item in items.iter_mut() {
                    owning(item);
                }
                run(worker, block, extras, items);
                extras.clear();
            }
            Crew::Many(..) => {
                for item in items {
                    let owner = owner(owning(item), self.queues.len());
                    if let Some(queue) = self.queues.get_mut(owner) {
                        queue.push(Event::Packet(*item));
                    }
                }
            }
        }
    }

    /// The clock that ages flows: it never steps back, and never jumps.
    #[inline]
    fn clock(&mut self, ts_ns: i64, block: &PacketBlock) {
        if !self.started {
            self.started = true;
            self.clock_ns = ts_ns;
            self.stats.first_ts_ns = ts_ns;
            self.next_second = ts_ns.div_euclid(SECOND).saturating_add(1).saturating_mul(SECOND);
        }
        let mut step = ts_ns.saturating_sub(self.offset_ns).saturating_sub(self.clock_ns);
        if !(-JUMP..=JUMP).contains(&step) {
            self.odd(Code::ClockJump, "capture time jumped over an hour");
            // From here on time goes by on the new base; the clock itself moves on by an hour at most.
            let kept = step.clamp(0, JUMP);
            self.offset_ns = self.offset_ns.saturating_add(step.saturating_sub(kept));
            step = kept;
        } else if step < -BACK {
            self.odd(Code::ClockJump, "capture time stepped back");
        }
        self.clock_ns = self.clock_ns.saturating_add(step.max(0));
        self.stats.last_ts_ns = self.stats.last_ts_ns.max(ts_ns);
        if self.clock_ns >= self.next_second {
            self.second(block);
        }
    }

    /// The clock came to a whole second.
    fn second(&mut self, block: &PacketBlock) {
        self.next_second = self.clock_ns.div_euclid(SECOND).saturating_add(1).saturating_mul(SECOND);
        let (clock_ns, number) = (self.clock_ns, self.number);
        self.hand_on(block);
        if let Some(scout) = &mut self.scout {
            scout.tick(clock_ns, self.settings.limits.tcp_idle_ns);
        }
        if let Crew::One(worker) = &mut self.crew {
            worker.tick(clock_ns, number);
        }
        for queue in &mut self.queues {
            queue.push(Event::Tick { clock_ns, number });
        }
        let mut expired = Vec::new();
        self.dissector.drain_expired(clock_ns, &mut |fragments| expired.push(fragments));
        for fragments in expired {
            self.expired(&fragments);
        }
    }

    fn expired(&mut self, fragments: &ExpiredFragments) {
        let zones = &self.settings.zones;
        let key = (zones.of(fragments.src), zones.of(fragments.dst), proto_name(fragments.proto));
        self.ledger.entry(key).or_default().add(State::Skipped, fragments.bytes);
        self.odd(Code::FragmentTimeout, "an IP datagram was never complete");
    }

    fn dissector_end(&mut self) {
        let mut expired = Vec::new();
        self.dissector.finish(&mut |fragments| expired.push(fragments));
        for fragments in expired {
            self.expired(&fragments);
        }
    }

    #[inline]
    fn dissect(&mut self, block: &PacketBlock, meta: &PacketMeta) {
        self.number += 1;
        self.stats.packets += 1;
        self.stats.bytes += u64::from(meta.len);
        self.clock(meta.ts_ns, block);
        match wire::glance(meta.link, block.packet(meta)) {
            Some(packet) => self.keep(block, meta, packet, None),
            None => self.dissect_whole(block, meta),
        }
    }

    #[inline(never)]
    fn dissect_whole(&mut self, block: &PacketBlock, meta: &PacketMeta) {
        let mut packet = Dissected::default();
        let mut whole = Vec::new();
        let (loose, stats) = (&mut self.loose, &self.stats);
        let verdict = self.dissector.dissect(
            meta.link,
            block.packet(meta),
            meta.wire_len,
            self.clock_ns,
            &mut packet,
            &mut whole,
            &mut |code| {
                let ts_ns = stats.last_ts_ns;
                let new = || AnomalyRecord { flow: None, ts_ns, code, count: 0, detail: String::new() };
                loose.entry(code).or_insert_with(new).count += 1;
            },
        );
        match verdict {
            Verdict::Packet => self.keep(block, meta, packet, None),
            Verdict::Reassembled => {
                self.stats.fragments += 1;
                self.keep(block, meta, packet, Some(whole));
            }
            Verdict::Fragment => self.stats.fragments += 1,
            Verdict::NotIp => self.stats.not_ip += 1,
            Verdict::Invalid(code) => {
                self.stats.invalid += 1;
                let detail = if code == Code::LinkTypeUnknown {
                    format!("link type {} cannot be read", meta.link.0)
                } else {
                    String::new()
                };
                self.odd(code, &detail);
            }
        }
    }

    /// Keeps a packet until its group is handed on; `whole` is what it was put together to, if it came in fragments.
    #[inline(always)]
    fn keep(&mut self, block: &PacketBlock, meta: &PacketMeta, packet: Dissected, whole: Option<Vec<u8>>) {
        let Some(item) = self.group.get_mut(self.filled) else { return };
        (item.key, item.from_low) = FlowKey::of(&packet, 0, self.settings.key_vlan);
        item.hash = self.hasher.hash_one(item.key);
        item.ts_ns = meta.ts_ns;
        item.clock_ns = self.clock_ns;
        item.frame = meta.frame;
        item.number = self.number;
        item.seq = packet.seq;
        item.ack = packet.ack;
        item.payload = packet.payload;
        if whole.is_none() {
            item.payload = item.payload.wrapping_add(meta.offset);
            leaktap_simd::prefetch(&block.bytes, item.payload as usize);
        }
        item.payload_len = packet.payload_len;
        item.payload_wire_len = packet.payload_wire_len;
        item.ip_len = packet.ip_len;
        item.capture = self.capture;
        item.extra = 0;
        item.ip_id = packet.ip_id;
        item.flags = packet.flags;
        item.expected = false;
        let path = Path::of(&packet);
        if whole.is_some() || path != Path::default() {
            self.extras.push(Extra { whole, path });
            item.extra = self.extras.len() as u32;
        }
        self.filled += 1;
        if self.filled == self.group.len() {
            self.hand_on(block);
        }
    }

    fn end_all(&mut self, cause: &'static str) {
        let (clock_ns, number) = (self.clock_ns, self.number + 1);
        self.number = number;
        if let Some(scout) = &mut self.scout {
            scout.clear();
        }
        for queue in &mut self.queues {
            queue.push(Event::EndAll { clock_ns, number, cause });
        }
        self.judge(Arc::default());
        if let Crew::One(worker) = &mut self.crew {
            worker.end_all(clock_ns, number, cause);
            let _ = self.out.send(ToPoll::Worker(Parcel::of(worker, number)));
        }
    }
}

fn reason(error: &Error) -> String {
    match error {
        Error::Source { reason, .. } => reason.clone(),
        other => other.to_string(),
    }
}
