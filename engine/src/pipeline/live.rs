//! What a run on live sources has beside a replay: several readers at once, news every second, rules that change,
//! and an order in which to give up when it cannot keep up.

use crate::detect::Plan;
use crate::source::PacketSource;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A live source and the name that records call it by.
pub struct Feed {
    /// Interface, path, or `-`.
    pub name: String,
    /// Where its packets come from.
    pub source: Box<dyn PacketSource>,
}

/// Time between two deliveries of ledger, services and statistics.
pub(super) const NEWS: Duration = Duration::from_secs(1);
/// Deliveries between two looks at all living flows.
pub(super) const SWEEP: u32 = 5;

/// Shared by the readers and workers of a live run.
pub(super) struct Live {
    /// Packets numbered so far, over all readers.
    numbers: AtomicU64,
    /// Readers that are still reading.
    readers: AtomicUsize,
    /// Overload level of each reader, worst first when asked.
    levels: Vec<AtomicU8>,
    /// Raised with every change of rules.
    generation: AtomicU64,
    plan: Mutex<Arc<Plan>>,
}

impl Live {
    pub fn new(readers: usize, plan: Arc<Plan>) -> Self {
        Self {
            numbers: AtomicU64::new(0),
            readers: AtomicUsize::new(readers),
            levels: (0..readers).map(|_| AtomicU8::new(0)).collect(),
            generation: AtomicU64::new(0),
            plan: Mutex::new(plan),
        }
    }

    /// Reserves the numbers of `count` packets; returns the one before the first.
    pub fn number(&self, count: usize) -> u64 {
        self.numbers.fetch_add(count as u64, Ordering::Relaxed)
    }

    /// True if there is but one reader.
    pub fn is_alone(&self) -> bool {
        self.levels.len() == 1
    }

    /// A reader is through; true for the last one.
    pub fn leave(&self) -> bool {
        self.readers.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// How bad it is: that of the worst reader.
    pub fn level(&self) -> u8 {
        self.levels.iter().map(|level| level.load(Ordering::Relaxed)).max().unwrap_or(0)
    }

    /// Puts another plan in force.
    pub fn swap(&self, plan: Arc<Plan>) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = plan;
        self.generation.fetch_add(1, Ordering::Release);
    }

    /// The plan in force, if it is another than that of generation `seen`, which is brought up to date.
    pub fn news(&self, seen: &mut u64) -> Option<Arc<Plan>> {
        let now = self.generation.load(Ordering::Acquire);
        if now == *seen {
            return None;
        }
        *seen = now;
        Some(self.plan.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn set_level(&self, reader: usize, level: u8) {
        if let Some(mine) = self.levels.get(reader) {
            mine.store(level, Ordering::Relaxed);
        }
    }
}

/// How long the buffer before a source must be nearly empty before a level is taken back.
const CALM: Duration = Duration::from_secs(2);
/// Fill of that buffer, in percent, at which each level begins.
const RISES: [u8; 4] = [50, 65, 80, 90];
/// Fill below which it calms down.
const FALLS: u8 = 25;

/// One reader's view of a live run: its clock while nothing comes, its overload level, its deliveries.
pub(super) struct Watch {
    pub live: Arc<Live>,
    reader: usize,
    /// When the latest packet came, and what the ageing clock said then.
    latest: Option<(Instant, i64)>,
    delivered: Instant,
    deliveries: u32,
    calm_since: Option<Instant>,
    level: u8,
    /// Generation of the rules that this thread's worker has.
    generation: u64,
}

impl Watch {
    pub fn new(live: Arc<Live>, reader: usize) -> Self {
        Self {
            live,
            reader,
            latest: None,
            delivered: Instant::now(),
            deliveries: 0,
            calm_since: None,
            level: 0,
            generation: 0,
        }
    }

    /// True for the reader that asks the workers for their news.
    pub fn leads(&self) -> bool {
        self.reader == 0
    }

    /// Which reader of the run it is.
    pub fn reader(&self) -> usize {
        self.reader
    }

    /// The plan in force, if it changed since this thread's worker asked last.
    pub fn plan(&mut self) -> Option<Arc<Plan>> {
        self.live.news(&mut self.generation)
    }

    /// Packets came, and the clock stands at `clock_ns`.
    pub fn heard(&mut self, clock_ns: i64) {
        self.latest = Some((Instant::now(), clock_ns));
    }

    /// What the ageing clock should say while nothing comes.
    pub fn clock_ns(&self) -> Option<i64> {
        let (at, clock_ns) = self.latest?;
        Some(clock_ns.saturating_add(i64::try_from(at.elapsed().as_nanos()).unwrap_or(i64::MAX)))
    }

    /// True about once a second; the number says which time it is.
    pub fn due(&mut self) -> Option<u32> {
        if self.delivered.elapsed() < NEWS {
            return None;
        }
        self.delivered = Instant::now();
        self.deliveries = self.deliveries.wrapping_add(1);
        Some(self.deliveries)
    }

    /// Sets the overload level from the fill of the source's buffer. It rises at once and falls a step at a time.
    pub fn feel(&mut self, fill: u8) {
        let wanted = RISES.iter().filter(|&&from| fill >= from).count() as u8;
        if wanted > self.level {
            self.level = wanted;
            self.calm_since = None;
        } else if self.level > 0 && fill < FALLS {
            let since = *self.calm_since.get_or_insert_with(Instant::now);
            if since.elapsed() >= CALM {
                self.level -= 1;
                self.calm_since = None;
            }
        } else {
            self.calm_since = None;
        }
        self.live.set_level(self.reader, self.level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::PlanSpec;

    fn plan() -> Arc<Plan> {
        Arc::new(Plan::compile(&PlanSpec::default()).unwrap())
    }

    fn watch() -> Watch {
        Watch::new(Arc::new(Live::new(1, plan())), 0)
    }

    #[test]
    fn overload_rises_at_once_and_falls_step_by_step() {
        let mut watch = watch();
        watch.feel(49);
        assert_eq!(watch.live.level(), 0);
        watch.feel(82);
        assert_eq!(watch.live.level(), 3);
        watch.feel(70);
        assert_eq!(watch.live.level(), 3, "between the marks it stays");
        watch.feel(10);
        assert_eq!(watch.live.level(), 3, "calm has to last");
        watch.calm_since = Instant::now().checked_sub(CALM);
        watch.feel(10);
        assert_eq!(watch.live.level(), 2);
    }

    #[test]
    fn rules_change_once_for_each_who_asks() {
        let live = Live::new(1, plan());
        let mut seen = 0;
        assert!(live.news(&mut seen).is_none());
        live.swap(plan());
        assert!(live.news(&mut seen).is_some());
        assert!(live.news(&mut seen).is_none());
    }
}
