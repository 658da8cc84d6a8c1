//! What a worker shares between all of its flows: the scanner, the ledger, the records on their way out.

use super::expect::Expectations;
use super::item::Path;
use super::order::{Key, Record};
use super::services::{Names, Services};
use crate::anomaly::Code;
use crate::config::{EngineConfig, Limits};
use crate::coverage::Tally;
use crate::decrypt::Secrets;
use crate::detect::{Collector, Group, Keys, Plan, Scanner};
use crate::error::{Error, Result};
use crate::finding::{AnomalyRecord, CoverageRow, Fingerprint};
use crate::pipeline::message::OpenMessage;
use crate::pipeline::proxies::Proxies;
use crate::pipeline::zones::ZoneMap;
use crate::stats::EngineStats;
use crate::stream::Spot;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, PoisonError, RwLock};

/// A document that is read as a whole may hold one in so many parts of the engine's memory.
const DOCUMENT_SHARE: u64 = 8;

/// What does not change during a run, shared by all workers. No `Debug`: it holds the owner's secrets.
pub(super) struct Settings {
    pub limits: Limits,
    pub zones: ZoneMap,
    pub proxies: Proxies,
    pub key_vlan: bool,
    pub reveal: bool,
    pub min_confidence: u8,
    pub finding_details: bool,
    pub flow_records: bool,
    pub transport_records: bool,
    pub service_names: Arc<Names>,
    pub anomaly_records: bool,
    pub stream_digests: bool,
    /// Memory budget of one worker, bytes.
    pub memory: usize,
    /// Names of the captures.
    pub captures: Captures,
    /// What records are opened with.
    pub secrets: Arc<Secrets>,
    /// Sources are live: nothing is waited for to the end.
    pub live: bool,
}

/// Files of followed directories whose names are remembered.
const FILES: usize = 4_096;

/// Names of the captures by their numbers: those that a run began with, and the latest files of directories that it follows.
pub(super) struct Captures {
    first: Vec<Arc<str>>,
    /// How many were forgotten, and the others.
    later: RwLock<(usize, VecDeque<Arc<str>>)>,
}

impl Captures {
    fn new(paths: &[String]) -> Self {
        Self { first: paths.iter().map(|path| Arc::from(path.as_str())).collect(), later: RwLock::default() }
    }

    /// Those that the run began with.
    pub fn first(&self) -> &[Arc<str>] {
        &self.first
    }

    /// The number of one that is read from now on: a new one, unless it is remembered.
    pub fn add(&self, name: &Arc<str>) -> u32 {
        let mut later = self.later.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = later.1.iter().rposition(|known| known == name) {
            return (self.first.len() + later.0 + place) as u32;
        }
        if later.1.len() >= FILES {
            later.1.pop_front();
            later.0 += 1;
        }
        later.1.push_back(name.clone());
        (self.first.len() + later.0 + later.1.len() - 1) as u32
    }

    /// The name of a capture; empty if it was forgotten.
    pub fn name(&self, number: u32) -> Arc<str> {
        let number = number as usize;
        self.first.get(number).cloned().unwrap_or_else(|| {
            let later = self.later.read().unwrap_or_else(PoisonError::into_inner);
            let place = number.checked_sub(self.first.len() + later.0);
            place.and_then(|place| later.1.get(place)).cloned().unwrap_or_default()
        })
    }
}

impl Settings {
    pub fn new(config: &EngineConfig, captures: &[String], secrets: &Arc<Secrets>, live: bool) -> Result<Self> {
        // Of the whole engine's memory, so that it does not depend on the number of workers.
        let most = usize::try_from(config.memory / DOCUMENT_SHARE).unwrap_or(usize::MAX);
        let document_bytes = config.limits.document_bytes.min(most);
        Ok(Self {
            limits: Limits { document_bytes, ..config.limits },
            zones: ZoneMap::new(&config.zones)?,
            proxies: Proxies::new(&config.proxies)?,
            key_vlan: config.key_vlan,
            reveal: config.reveal,
            min_confidence: config.min_confidence,
            finding_details: config.finding_details,
            flow_records: config.flow_records,
            transport_records: config.transport_records,
            service_names: Arc::new(Names::new(config.service_names.as_deref())),
            anomaly_records: config.anomaly_records,
            stream_digests: config.stream_digests,
            memory: (config.memory / config.workers.max(1) as u64) as usize,
            captures: Captures::new(captures),
            secrets: secrets.clone(),
            live,
        })
    }
}

/// The digest key of a configuration.
pub(super) fn keys(config: &EngineConfig) -> Result<Keys> {
    let wrong = || Error::Config("digest_key must be 64 hexadecimal digits".into());
    let mut key = [0u8; 32];
    if config.digest_key.len() != 64 || !config.digest_key.is_ascii() {
        return Err(wrong());
    }
    for (byte, pair) in key.iter_mut().zip(config.digest_key.as_bytes().chunks(2)) {
        let text = std::str::from_utf8(pair).map_err(|_| wrong())?;
        *byte = u8::from_str_radix(text, 16).map_err(|_| wrong())?;
    }
    Ok(Keys::new(key))
}

/// Share of the memory budget that emptied messages may hold for reuse.
const POOL_SHARE: usize = 8;

/// Certificates that are remembered as told; then all are forgotten, and told again where they are met again.
const CERTIFICATES: usize = 16_384;

/// The certificates that were handed out.
#[derive(Default)]
pub(super) struct Told {
    known: HashSet<Fingerprint, RandomState>,
    /// Some were forgotten: what is told again depends on who met it.
    pub forgot: bool,
}

impl Told {
    /// True if this one was not told yet, as far as is remembered.
    pub fn is_news(&mut self, sha256: Fingerprint) -> bool {
        if self.known.len() >= CERTIFICATES && !self.known.contains(&sha256) {
            self.known.clear();
            self.forgot = true;
        }
        self.known.insert(sha256)
    }
}

/// Bytes by state of each (sender's zone, receiver's zone, protocol).
pub(super) type Ledger = HashMap<(u16, u16, &'static str), Tally, RandomState>;
/// Anomalies that belong to no flow, or whose flow is not asked for.
pub(super) type Loose = HashMap<Code, AnomalyRecord, RandomState>;

/// Per worker: everything that outlives a flow.
pub(super) struct Shared {
    pub settings: Arc<Settings>,
    pub scanner: Scanner,
    pub collector: Collector,
    /// What was found in a message part, while it is handed on.
    pub groups: Vec<Group>,
    pub out: Vec<Record>,
    pub ledger: Ledger,
    pub services: Services,
    pub loose: Loose,
    /// Messages begun at each place, since they were last handed over.
    pub begun: Vec<(&'static str, u64)>,
    pub stats: EngineStats,
    /// Boxed, because a message goes between here and its lane as it is.
    #[allow(clippy::vec_box)]
    /// Emptied messages, and the bytes that their buffers hold.
    pool: (Vec<Box<OpenMessage>>, usize),
    /// Capture time that ages flows (never steps back), ns.
    pub clock_ns: i64,
    /// Capture time of the packet in hand, ns.
    pub ts_ns: i64,
    /// Frame number of the packet in hand.
    pub frame: u64,
    /// The earliest packet of the bytes in hand: they may have waited for others.
    pub since: Spot,
    /// Capture of the packet in hand.
    pub capture: u32,
    /// Place of the packet in hand in the order of records.
    pub index: u64,
    /// The way that the packet in hand came.
    pub path: Path,
    /// How far overload has come: 0 is none, 4 the most.
    pub level: u8,
    /// Bytes held by flow states.
    pub memory: usize,
    /// Of these, sealed bytes that wait for their secrets.
    pub sealed: usize,
    /// Scratch for places.
    pub place: String,
    /// What control channels announced.
    pub expectations: Expectations,
    /// Certificates that this worker handed out.
    pub certificates: Told,
}

impl Shared {
    /// What is found from here on was brought by this packet, the flow's own latest, whoever's came last. Answers which
    /// was in hand.
    pub fn turn_to(&mut self, spot: Spot) -> Spot {
        let before = (self.capture, self.frame);
        (self.capture, self.frame) = spot;
        self.since = spot;
        before
    }

    pub fn new(settings: Arc<Settings>, plan: Arc<Plan>, keys: Keys) -> Self {
        let mut scanner = Scanner::new(plan, keys, settings.reveal);
        scanner.ignore_logins_below(settings.min_confidence);
        let services = Services::new(settings.service_names.clone());
        let collector = Collector::new(settings.finding_details);
        Self {
            settings,
            scanner,
            collector,
            groups: Vec::new(),
            out: Vec::new(),
            ledger: HashMap::default(),
            services,
            loose: HashMap::default(),
            begun: Vec::new(),
            stats: EngineStats { deterministic: true, ..EngineStats::default() },
            pool: (Vec::new(), 0),
            clock_ns: 0,
            ts_ns: 0,
            frame: 0,
            since: (0, 0),
            capture: 0,
            index: 0,
            path: Path::default(),
            level: 0,
            memory: 0,
            sealed: 0,
            place: String::new(),
            expectations: Expectations::default(),
            certificates: Told::default(),
        }
    }

    /// Number of the packet in hand.
    pub fn number(&self) -> u64 {
        self.index.div_ceil(2)
    }

    /// Counts an anomaly that belongs to no flow, or whose flow is not asked for.
    pub fn loose(&mut self, code: Code, count: u64, detail: &str) {
        let ts_ns = self.ts_ns;
        let record = self.loose.entry(code).or_insert_with(|| AnomalyRecord {
            flow: None,
            ts_ns,
            code,
            count: 0,
            detail: detail.to_owned(),
        });
        record.count = record.count.saturating_add(count);
        record.ts_ns = record.ts_ns.min(ts_ns);
    }

    /// Adds what became of a flow's bytes.
    pub fn account(&mut self, from: u16, to: u16, app: &'static str, tally: &Tally) {
        if tally.total() > 0 {
            self.ledger.entry((from, to, app)).or_default().merge(tally);
        }
    }

    /// An empty message, from the pool if there is one.
    pub fn open_message(&mut self) -> Box<OpenMessage> {
        let (pool, bytes) = &mut self.pool;
        let message = pool.pop().unwrap_or_default();
        *bytes = bytes.saturating_sub(message.memory());
        message
    }

    /// Counts a message that begins at this place.
    pub fn begun(&mut self, place: &'static str) {
        // Few places occur in a run, and each is mostly one constant: its address is compared, not its text.
        match self.begun.iter_mut().find(|(known, _)| std::ptr::eq(*known, place)) {
            Some((_, count)) => *count += 1,
            None => self.begun.push((place, 1)),
        }
    }

    /// Gives a message's memory back.
    pub fn recycle(&mut self, mut message: Box<OpenMessage>) {
        let worth = message.recycle();
        let held = self.pool.1 + message.memory();
        if worth && held <= self.settings.memory / POOL_SHARE {
            self.pool.1 = held;
            self.pool.0.push(message);
        }
    }

    /// Bytes held by emptied messages.
    pub fn pooled(&self) -> usize {
        self.pool.1
    }

    /// Takes the records made so far that do not belong behind `upto`, sorted.
    pub fn take_records(&mut self, upto: Key) -> Vec<Record> {
        let mut records = std::mem::take(&mut self.out);
        records.sort_unstable_by_key(|record| record.key);
        let behind = records.partition_point(|record| record.key <= upto);
        self.out = records.split_off(behind);
        records
    }

    /// The ledger as records, sorted.
    pub fn coverage(ledger: &Ledger, zones: &ZoneMap) -> Vec<CoverageRow> {
        let mut rows: Vec<CoverageRow> = ledger
            .iter()
            .map(|(&(from, to, app_proto), tally)| CoverageRow {
                from_zone: zones.name(from),
                to_zone: zones.name(to),
                app_proto,
                tally: *tally,
            })
            .collect();
        rows.sort_by(|a, b| (&a.from_zone, &a.to_zone, a.app_proto).cmp(&(&b.from_zone, &b.to_zone, b.app_proto)));
        rows
    }
}

/// The zones of a worker's ledger, merged into another.
pub(super) fn merge_ledger(into: &mut Ledger, from: &Ledger) {
    for (key, tally) in from {
        into.entry(*key).or_default().merge(tally);
    }
}
