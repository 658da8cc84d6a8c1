//! The only module that knows every stage: source → wire → flow → stream → proto → content → detect → records.

mod app;
mod crew;
mod desk;
mod eviction;
mod expect;
mod ext;
mod finish;
mod item;
mod live;
mod merge;
mod message;
mod offers;
mod order;
mod preamble;
mod proxies;
#[cfg(test)]
mod quic_tests;
mod reader;
mod relief;
mod reuse;
mod sealed;
mod services;
mod shared;
mod tcp;
mod tunnel;
mod worker;
mod zones;

use crate::config::EngineConfig;
use crate::decrypt::{self, Secrets};
use crate::detect::{Plan, PlanSpec};
use crate::error::{Error, Result};
use crate::finding::{AnomalyRecord, Certificate, CoverageRow, Finding, FlowRecord, TransportRecord};
use crate::source::{self, Fill, PacketBlock, SourceStatus};
use crate::stats::EngineStats;
use crew::{Crew, work};
use crossbeam_channel::{Sender, bounded};
use foldhash::fast::RandomState;
pub use live::Feed;
use live::{Live, Watch};
use merge::{FromReader, Merge, ToPoll};
use reader::{Opened, Reader};
use shared::Settings;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use worker::Worker;

/// What a poll yields, each list in deterministic order.
#[derive(Debug, Default)]
pub struct Batch {
    /// Findings.
    pub findings: Vec<Arc<Finding>>,
    /// Transport records, passed on as they were made: they are large.
    #[allow(clippy::vec_box)]
    pub transports: Vec<Box<TransportRecord>>,
    /// Certificates that transports name, each at the latest with the first that names it, and once a run.
    pub certificates: Vec<Certificate>,
    /// Ended flows.
    pub flows: Vec<FlowRecord>,
    /// Anomalies.
    pub anomalies: Vec<AnomalyRecord>,
    /// The ledger so far, complete; in the last batch of a replay, and about every second of a live run.
    pub coverage: Vec<CoverageRow>,
    /// Messages that began at each place so far; told with the ledger.
    pub messages: BTreeMap<&'static str, u64>,
    /// Counters so far.
    pub stats: EngineStats,
    /// Captures that could not be opened or read to their end: path, offset of the damage (None: not opened), reason.
    pub damaged: Vec<(String, Option<u64>, String)>,
    /// How the sources of a live run are, in the order they were given; empty names until they were asked first.
    pub sources: Vec<SourceStatus>,
    /// How far overload has come in a live run: 0 is none, 4 the most.
    pub level: u8,
    /// File bytes read and in all (as stored), for a progress bar.
    pub progress: (u64, u64),
    /// True when the run is over and everything was handed out.
    pub done: bool,
}

/// The engine: one run over captures.
pub struct Engine {
    config: EngineConfig,
    plan: Arc<Plan>,
    secrets: Arc<Secrets>,
    merge: Option<Merge>,
    live: Option<Arc<Live>>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// Parcels that may wait for a poll before the workers are held back.
const WAITING: usize = 16;
/// Jobs that may wait for a worker: enough that blocks with more for one worker than for another make neither wait.
const JOBS: usize = 8;

impl Engine {
    /// Checks the configuration, reads RSA keys and compiles the plan.
    pub fn new(config: EngineConfig, plan: &PlanSpec) -> Result<Self> {
        shared::keys(&config)?;
        let mut secrets = Secrets::new(config.limits.secrets);
        for path in &config.decrypt.rsa_keys {
            secrets.load_key(path)?;
        }
        let secrets = Arc::new(secrets);
        Settings::new(&config, &[], &secrets, false)?;
        let plan = Arc::new(Plan::compile(plan)?);
        Ok(Self { config, plan, secrets, merge: None, live: None, stop: Arc::default(), threads: Vec::new() })
    }

    /// Starts to read the captures (files, directories, globs, `-` for standard input) on threads of its own. Once per
    /// engine. A path that leads to nothing is an error, and so is a name that is not UTF-8; a capture that cannot be read
    /// is told by [`Batch::damaged`].
    pub fn start(&mut self, captures: &[String]) -> Result<()> {
        if self.merge.is_some() {
            return Err(Error::Config("an engine runs once; make another".into()));
        }
        let named: Vec<OsString> = captures.iter().map(OsString::from).collect();
        let paths: Vec<String> = source::expand(&named)?.into_iter().map(source::text).collect::<Result<_>>()?;
        for path in &self.config.decrypt.keylogs {
            self.secrets.load_log(path)?;
        }
        if paths.iter().any(|path| source::may_hold_secrets(path)) {
            self.secrets.expect_more();
        }
        let settings = Arc::new(Settings::new(&self.config, &paths, &self.secrets, false)?);
        let keys = shared::keys(&self.config)?;
        let hasher = RandomState::default();
        let (to_poll, from) = bounded(WAITING);
        // Sessions that an RSA key opened are resumed by other flows: whether one worker knows what another does would
        // depend on their pace.
        let workers = if self.secrets.has_keys() { 1 } else { self.config.workers.clamp(1, 256) };
        let opened = order_captures(&paths, &to_poll);
        let size = paths.iter().filter_map(|path| std::fs::metadata(path).ok()).map(|meta| meta.len()).sum();
        let plan = self.plan.clone();
        let make =
            |number| Worker::new(number, to_poll.clone(), settings.clone(), plan.clone(), keys.clone(), hasher.clone());
        let crew = if workers == 1 { Crew::One(Box::new(make(0))) } else { self.crew(workers, make)? };
        let stop = self.stop.clone();
        let reader = Reader::new(settings.clone(), hasher, crew, to_poll, stop, self.config.separate, None);
        self.threads.push(spawn("leaktap-reader", move || reader.run(opened))?);
        self.merge = Some(Merge::new(settings, from, workers, 1, size, None));
        Ok(())
    }

    /// Starts to judge what live sources deliver, each read by a thread of its own, until [`Self::stop`] or until all
    /// have ended. Once per engine. Records come as they are made: their order is that of the workers' work.
    pub fn start_live(&mut self, feeds: Vec<Feed>) -> Result<()> {
        if self.merge.is_some() {
            return Err(Error::Config("an engine runs once; make another".into()));
        }
        let names: Vec<String> = feeds.iter().map(|feed| feed.name.clone()).collect();
        for path in self.config.decrypt.keylogs.clone() {
            self.secrets.expect_more();
            let (secrets, stop) = (self.secrets.clone(), self.stop.clone());
            self.threads.push(spawn("leaktap-keylog", move || decrypt::follow(&path, &secrets, &stop))?);
        }
        let settings = Arc::new(Settings::new(&self.config, &names, &self.secrets, true)?);
        let keys = shared::keys(&self.config)?;
        let hasher = RandomState::default();
        let (to_poll, from) = bounded(WAITING);
        let workers = self.config.workers.clamp(1, 256);
        let readers = feeds.len();
        let live = Arc::new(Live::new(readers, self.plan.clone()));
        self.live = Some(live.clone());
        let plan = self.plan.clone();
        let make =
            |number| Worker::new(number, to_poll.clone(), settings.clone(), plan.clone(), keys.clone(), hasher.clone());
        let mut crew =
            if workers == 1 && readers == 1 { Crew::One(Box::new(make(0))) } else { self.crew(workers, make)? };
        for (index, feed) in feeds.into_iter().enumerate() {
            let mine = if index + 1 < readers { crew.share() } else { std::mem::replace(&mut crew, Crew::none()) };
            let watch = Watch::new(live.clone(), index);
            let (out, stop) = (to_poll.clone(), self.stop.clone());
            let reader = Reader::new(settings.clone(), hasher.clone(), mine, out, stop, false, Some(watch));
            let opened = Opened { index: index as u32, source: Some(feed.source), first: None };
            self.threads.push(spawn("leaktap-reader", move || reader.run(vec![opened]))?);
        }
        self.merge = Some(Merge::new(settings, from, workers, readers, 0, Some(live)));
        Ok(())
    }

    /// Starts workers on threads of their own.
    fn crew(&mut self, workers: usize, make: impl Fn(usize) -> Worker) -> Result<Crew> {
        let (back, emptied) = bounded(JOBS * workers);
        let mut senders = Vec::new();
        for number in 0..workers {
            let (sender, jobs) = bounded(JOBS);
            let (worker, back, live) = (make(number), back.clone(), self.live.clone());
            senders.push(sender);
            let body = move || work(worker, &jobs, &back, live.as_deref());
            self.threads.push(spawn("leaktap-worker", body)?);
        }
        Ok(Crew::Many(senders, emptied))
    }

    /// Waits until something is there, at most `timeout`. `max_items` bounds the number of records in the batch.
    pub fn poll(&mut self, max_items: usize, timeout: Duration) -> Result<Batch> {
        let merge = self.merge.as_mut().ok_or_else(|| Error::Config("the engine was not started".into()))?;
        Ok(merge.poll(max_items, timeout))
    }

    /// Puts another plan in force: in a live run from the next block of packets on, else when the engine starts.
    pub fn swap_rules(&mut self, plan: &PlanSpec) -> Result<()> {
        self.plan = Arc::new(Plan::compile(plan)?);
        if let Some(live) = &self.live {
            live.swap(self.plan.clone());
        }
        Ok(())
    }

    /// Ends the run early; the next polls hand out what there is.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
        // The threads may wait for room to speak: nobody listens any more, so their sends fail and they end.
        self.merge = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.into())
        .spawn(body)
        .map_err(|error| Error::Config(format!("cannot start a thread: {error}")))
}

/// Opens the captures in the order of their first packets, so that rotated files are one timeline.
fn order_captures(paths: &[String], out: &Sender<ToPoll>) -> Vec<Opened> {
    let mut opened: Vec<(i64, Opened)> = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let index = index as u32;
        if paths.len() == 1 {
            return vec![Opened { index, source: None, first: None }];
        }
        let mut source = match source::open(path) {
            Ok(source) => source,
            Err(error) => {
                let _ = out.try_send(ToPoll::Reader(FromReader::Damaged(path.clone(), None, error.to_string())));
                continue;
            }
        };
        let mut block = PacketBlock::default();
        let fill = source.fill(&mut block).unwrap_or(Fill::End);
        let first = block.packets.first().map_or(i64::MAX, |meta| meta.ts_ns);
        // Files are read again from their start when their turn comes; standard input cannot be.
        let kept = path == "-";
        let (source, first_block) = if kept { (Some(source), Some((block, fill))) } else { (None, None) };
        opened.push((first, Opened { index, source, first: first_block }));
    }
    opened.sort_by_key(|(first, capture)| (*first, capture.index));
    opened.into_iter().map(|(_, capture)| capture).collect()
}
