//! From workers' parcels to one ordered stream of batches.

use super::Batch;
use super::live::Live;
use super::offers::Offers;
use super::order::{Body, Key, Record};
use super::services::Services;
use super::shared::{Ledger, Loose, Settings, Shared, Told, merge_ledger};
use super::worker::Worker;
use crate::finding::AnomalyRecord;
use crate::source::SourceStatus;
use crate::stats::EngineStats;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a worker hands over after a block, and of flows that end together in portions.
pub(super) struct Parcel {
    pub worker: usize,
    pub records: Vec<Record>,
    /// Every later record of this worker belongs behind this.
    pub upto: Key,
    pub stats: EngineStats,
    /// What outlives the flows, since it was last handed over: at the end, and in a live run every second.
    pub rest: Option<Box<Rest>>,
    /// The worker says no more.
    pub last: bool,
}

/// What outlives a worker's flows.
pub(super) struct Rest {
    ledger: Ledger,
    services: Services,
    loose: Loose,
    begun: Vec<(&'static str, u64)>,
}

impl Parcel {
    /// The worker's records so far.
    pub fn of(worker: &mut Worker, upto: u64) -> Self {
        worker.end_closed(upto);
        Self::through(worker, Key::last_of(upto * 2))
    }

    /// The worker's records up to one.
    pub fn through(worker: &mut Worker, upto: Key) -> Self {
        worker.gauge();
        let shared = &mut worker.shared;
        shared.stats.findings_weak += shared.scanner.take_ignored();
        Self {
            worker: worker.number,
            records: shared.take_records(upto),
            upto,
            stats: shared.stats,
            rest: None,
            last: false,
        }
    }

    /// What the worker has to tell every second of a live run.
    pub fn news(worker: &mut Worker, upto: u64, sweep: bool) -> Self {
        worker.end_closed(upto);
        if sweep {
            worker.sweep();
        }
        Self { upto: Key::last_of(upto), last: false, ..Self::last(worker) }
    }

    /// The worker's last words.
    pub fn last(worker: &mut Worker) -> Self {
        let all = Self::through(worker, Key::last_of(u64::MAX));
        let shared = &mut worker.shared;
        let rest = Rest {
            ledger: std::mem::take(&mut shared.ledger),
            services: shared.services.take(),
            loose: std::mem::take(&mut shared.loose),
            begun: std::mem::take(&mut shared.begun),
        };
        Self { rest: Some(Box::new(rest)), last: true, ..all }
    }
}

/// What the reader tells.
pub(super) enum FromReader {
    Progress(u64, EngineStats),
    /// Once a second in a live run: this reader's counters and source, its anomalies and bytes since the last time.
    News {
        reader: usize,
        stats: EngineStats,
        status: SourceStatus,
        loose: Loose,
        ledger: Ledger,
    },
    Damaged(String, Option<u64>, String),
    End {
        reader: usize,
        stats: EngineStats,
        loose: Loose,
        ledger: Ledger,
    },
}

/// Messages to whoever polls.
pub(super) enum ToPoll {
    Worker(Parcel),
    Reader(FromReader),
}

/// Puts parcels together.
pub(super) struct Merge {
    settings: Arc<Settings>,
    from: Receiver<ToPoll>,
    queues: Vec<VecDeque<Record>>,
    upto: Vec<Key>,
    stats: Vec<EngineStats>,
    readers: Vec<EngineStats>,
    statuses: Vec<SourceStatus>,
    ledger: Ledger,
    begun: BTreeMap<&'static str, u64>,
    /// Present in a live run: records go out as they come, and news are told when they come.
    live: Option<Arc<Live>>,
    /// News came since the last batch.
    news: bool,
    services: Services,
    /// What servers are known to offer.
    offers: Offers,
    /// Certificates that were handed out: each worker meets them for itself.
    certificates: Told,
    loose: Loose,
    damaged: Vec<(String, Option<u64>, String)>,
    progress: (u64, u64),
    waiting_for: usize,
    ready: VecDeque<Record>,
    finished: bool,
}

impl Merge {
    pub fn new(
        settings: Arc<Settings>,
        from: Receiver<ToPoll>,
        workers: usize,
        readers: usize,
        size: u64,
        live: Option<Arc<Live>>,
    ) -> Self {
        let named = |name: &Arc<str>| SourceStatus { name: name.to_string(), up: true, ..SourceStatus::default() };
        let statuses = if live.is_some() { settings.captures.first().iter().map(named).collect() } else { Vec::new() };
        Self {
            settings,
            from,
            queues: (0..workers).map(|_| VecDeque::new()).collect(),
            upto: vec![Key::default(); workers],
            stats: vec![EngineStats { deterministic: true, ..EngineStats::default() }; workers],
            readers: vec![EngineStats { deterministic: true, ..EngineStats::default() }; readers],
            statuses,
            live,
            news: false,
            ledger: Ledger::default(),
            begun: BTreeMap::new(),
            services: Services::default(),
            offers: Offers::default(),
            certificates: Told::default(),
            loose: Loose::default(),
            damaged: Vec::new(),
            progress: (0, size),
            waiting_for: workers + readers,
            ready: VecDeque::new(),
            finished: false,
        }
    }

    /// Waits for something to hand out, at most `timeout`.
    pub fn poll(&mut self, max_items: usize, timeout: Duration) -> Batch {
        let until = Instant::now() + timeout;
        while self.ready.len() < max_items && self.waiting_for > 0 {
            if self.live.is_some() && !(self.ready.is_empty() && self.damaged.is_empty() && !self.news) {
                // Whoever waits for an alert shall have it now, with what came together with it.
                while let Ok(message) = self.from.try_recv() {
                    self.take(message);
                }
                break;
            }
            let left = until.saturating_duration_since(Instant::now());
            match self.from.recv_timeout(left) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => self.waiting_for = 0,
            }
        }
        self.release();
        if self.waiting_for == 0 && !self.finished {
            self.finished = true;
            self.leftovers();
        }
        let mut batch = Batch { stats: self.sum(), progress: self.progress, ..Batch::default() };
        batch.damaged = std::mem::take(&mut self.damaged);
        for record in self.ready.drain(..max_items.max(1).min(self.ready.len())) {
            match record.body {
                Body::Finding(finding) => batch.findings.push(finding),
                Body::Transport(mut transport) => {
                    self.offers.judge(&mut transport);
                    batch.transports.push(transport);
                }
                Body::Certificate(certificate) => {
                    if self.certificates.is_news(certificate.sha256) {
                        batch.certificates.push(*certificate);
                    }
                }
                Body::Flow(flow) => batch.flows.push(*flow),
                Body::Anomaly(anomaly) => batch.anomalies.push(*anomaly),
            }
        }
        batch.done = self.finished && self.ready.is_empty();
        batch.level = self.live.as_ref().map_or(0, |live| live.level());
        batch.sources.clone_from(&self.statuses);
        if batch.done || std::mem::take(&mut self.news) {
            batch.coverage = Shared::coverage(&self.ledger, &self.settings.zones);
            batch.messages.clone_from(&self.begun);
        }
        batch
    }

    fn take(&mut self, message: ToPoll) {
        match message {
            ToPoll::Worker(parcel) => {
                let n = parcel.worker;
                if let (Some(queue), Some(upto), Some(stats)) =
                    (self.queues.get_mut(n), self.upto.get_mut(n), self.stats.get_mut(n))
                {
                    if self.live.is_some() {
                        self.ready.extend(parcel.records);
                    } else {
                        queue.extend(parcel.records);
                    }
                    *upto = parcel.upto;
                    *stats = parcel.stats;
                }
                if let Some(rest) = parcel.rest {
                    let Rest { ledger, services, loose, begun } = *rest;
                    for (place, count) in begun {
                        *self.begun.entry(place).or_default() += count;
                    }
                    merge_ledger(&mut self.ledger, &ledger);
                    self.services.merge(services);
                    self.loosen(loose);
                    if self.live.is_some() {
                        self.leftovers();
                        self.news = true;
                    }
                }
                if parcel.last {
                    self.waiting_for -= 1;
                }
                self.release();
            }
            ToPoll::Reader(FromReader::Progress(position, stats)) => {
                self.progress.0 = position;
                self.progress.1 = self.progress.1.max(position);
                self.reader(0, stats);
            }
            ToPoll::Reader(FromReader::News { reader, stats, status, loose, ledger }) => {
                self.reader(reader, stats);
                if let Some(mine) = self.statuses.get_mut(reader) {
                    let name = std::mem::take(&mut mine.name);
                    *mine = status;
                    if mine.name.is_empty() {
                        mine.name = name;
                    }
                }
                merge_ledger(&mut self.ledger, &ledger);
                self.loosen(loose);
                self.leftovers();
                self.news = true;
            }
            ToPoll::Reader(FromReader::Damaged(path, offset, reason)) => self.damaged.push((path, offset, reason)),
            ToPoll::Reader(FromReader::End { reader, stats, loose, ledger }) => {
                self.reader(reader, stats);
                merge_ledger(&mut self.ledger, &ledger);
                self.loosen(loose);
                self.waiting_for -= 1;
            }
        }
    }

    fn reader(&mut self, reader: usize, stats: EngineStats) {
        if let Some(mine) = self.readers.get_mut(reader) {
            *mine = stats;
        }
    }

    fn loosen(&mut self, loose: Loose) {
        for (code, record) in loose {
            match self.loose.get_mut(&code) {
                None => {
                    self.loose.insert(code, record);
                }
                Some(known) => {
                    known.count += record.count;
                    if (record.ts_ns, &record.detail) < (known.ts_ns, &known.detail) {
                        known.ts_ns = record.ts_ns;
                        known.detail = record.detail;
                    }
                }
            }
        }
    }

    /// Moves what no worker can come before any more.
    fn release(&mut self) {
        let safe = self.upto.iter().copied().min().unwrap_or(Key::last_of(u64::MAX));
        loop {
            let next = self
                .queues
                .iter()
                .enumerate()
                .filter_map(|(n, queue)| queue.front().map(|record| (record.key, n)))
                .min()
                .filter(|(key, _)| *key <= safe);
            let Some((_, n)) = next else { return };
            if let Some(record) = self.queues.get_mut(n).and_then(VecDeque::pop_front) {
                self.ready.push_back(record);
            }
        }
    }

    /// Services and flow-less anomalies, once everything else is out.
    fn leftovers(&mut self) {
        let services = std::mem::take(&mut self.services).into_records();
        // The services of a while are one: what one of them offers is known for all that came later.
        for (_, record) in &services {
            self.offers.learn(record);
        }
        for (key, record) in services {
            self.ready.push_back(Record { key, body: Body::Transport(record) });
        }
        let mut loose: Vec<AnomalyRecord> = std::mem::take(&mut self.loose).into_values().collect();
        loose.sort_by_key(|record| record.code);
        for record in loose {
            self.ready.push_back(Record { key: Key::default(), body: Body::Anomaly(Box::new(record)) });
        }
    }

    fn sum(&self) -> EngineStats {
        let mut sum = EngineStats { deterministic: true, ..EngineStats::default() };
        for stats in &self.readers {
            sum.packets += stats.packets;
            sum.bytes += stats.bytes;
            sum.not_ip += stats.not_ip;
            sum.invalid += stats.invalid;
            sum.fragments += stats.fragments;
            let first = [sum.first_ts_ns, stats.first_ts_ns].into_iter().filter(|&ts_ns| ts_ns != 0).min();
            sum.first_ts_ns = first.unwrap_or(0);
            sum.last_ts_ns = sum.last_ts_ns.max(stats.last_ts_ns);
            sum.deterministic &= stats.deterministic;
        }
        for stats in &self.stats {
            sum.duplicates += stats.duplicates;
            sum.retransmissions += stats.retransmissions;
            sum.flows += stats.flows;
            sum.flows_active += stats.flows_active;
            sum.flows_evicted += stats.flows_evicted;
            sum.services_lumped += stats.services_lumped;
            sum.overload_bytes += stats.overload_bytes;
            sum.overload_flows += stats.overload_flows;
            sum.busy_ns += stats.busy_ns;
            sum.messages += stats.messages;
            sum.findings += stats.findings;
            sum.findings_weak += stats.findings_weak;
            sum.faults += stats.faults;
            sum.memory += stats.memory;
            sum.memory_peak += stats.memory_peak;
            sum.deterministic &= stats.deterministic;
        }
        sum.deterministic &= !self.certificates.forgot;
        sum.services_lumped += self.offers.lumped;
        sum
    }
}
