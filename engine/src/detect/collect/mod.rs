//! Hits of one message part, grouped by detector and place, until the part ends.

mod logins;

use super::candidate::Native;
use super::exact::ValueSet;
use super::keys::{Digest, set_hash};
use super::samples::Samples;
use super::steps::Steps;
use super::{Group, score};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::sync::Arc;

pub(super) use logins::{Login, LoginKey};

/// (Detector, place) pairs of one part that are told apart; values at further places are counted in the message as a whole.
const MAX_NAMED: usize = 192;
/// (Detector, place) pairs that are kept of one part; more are counted as dropped.
const MAX_PLACES: usize = 2048;
/// Digests of a group that are shown.
const MAX_DIGESTS: usize = 64;
/// Bytes of names whose memory is kept between parts.
const KEPT_NAMES: usize = 16 << 10;
/// Revealed values of a group.
const MAX_VALUES: usize = 100_000;

/// Hits of one message part, grouped by detector and place.
pub struct Collector {
    /// Groups hold digests and reasons.
    detailed: bool,
    index: hashbrown::HashTable<usize>,
    state: foldhash::fast::RandomState,
    places: Vec<Place>,
    /// The places as the walker named them, one behind the other.
    names: String,
    logins: logins::Logins,
    next: u64,
    dropped: usize,
}

/// Groups that were not handed out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Left {
    /// There was no room for them.
    pub dropped: usize,
    /// Nobody is as unsure as they are.
    pub weak: usize,
}

/// What the hits of one detector at one place have in common.
struct Place {
    detector: &'static str,
    native: Option<Native>,
    /// Where the leaf's place and the path below it stand in the collector's names; where the path begins is between.
    named: [usize; 3],
    column: Option<u16>,
    /// As it is shown.
    shown: Arc<str>,
    excluded: bool,
    passed: u64,
    failed: u64,
    steps: Steps,
    // Most places have values of one sort only.
    sure: Option<Box<Accumulator>>,
    weak: Option<Box<Accumulator>>,
    /// Weak because a label or name says something else.
    against: Option<Box<Accumulator>>,
}

/// One value, ready to be counted.
pub(super) struct Value<'a> {
    pub(super) digest: Digest,
    pub(super) confidence: u8,
    /// True if a label or name says something else.
    pub(super) against: bool,
    /// Says why it has this confidence.
    pub(super) why: &'a dyn Fn() -> Vec<&'static str>,
    /// Makes the masked sample.
    pub(super) masked: &'a dyn Fn() -> String,
    /// The value itself; only with reveal.
    pub(super) revealed: Option<&'a [u8]>,
}

/// How a place is looked up.
#[derive(Clone, Copy)]
pub(super) struct PlaceKey<'a> {
    pub(super) detector: &'static str,
    pub(super) native: Option<Native>,
    pub(super) place: &'a str,
    pub(super) path: &'a str,
    pub(super) column: Option<u16>,
}

impl Default for Collector {
    fn default() -> Self {
        Self::new(true)
    }
}

impl Collector {
    /// Empty. Without details groups have neither digests of their values nor reasons for their confidence.
    pub fn new(detailed: bool) -> Self {
        Self {
            detailed,
            index: hashbrown::HashTable::new(),
            state: foldhash::fast::RandomState::default(),
            places: Vec::new(),
            names: String::new(),
            logins: logins::Logins::default(),
            next: 0,
            dropped: 0,
        }
    }

    /// True if nothing was found: the common case, which must cost nothing.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.logins.is_empty()
    }

    /// Ends the part: applies evidence that needs the whole of it (column ratios), then leaves the groups in `groups`, in
    /// the order of their first hit, and is empty again. At most `limit` groups, the largest, of at least the confidence `least`.
    ///
    /// Sure values (70 and more) and weak ones at one place are two groups, so that neither lends the other its
    /// confidence.
    pub fn drain(&mut self, limit: usize, least: u8, groups: &mut Vec<Group>) -> Left {
        groups.clear();
        let mut weak = self.logins.drain(least, groups);
        for place in self.places.drain(..) {
            weak += place.into_groups(least, groups);
        }
        self.names.clear();
        self.names.shrink_to(KEPT_NAMES);
        let dropped = self.dropped + groups.len().saturating_sub(limit);
        if groups.len() > limit {
            // What is lost should be as little as can be.
            groups.sort_by_key(|group| (Reverse(group.count), group.order));
            groups.truncate(limit);
        }
        groups.sort_by_key(|group| group.order);
        self.index.clear();
        self.next = 0;
        self.dropped = 0;
        Left { dropped, weak }
    }

    /// The number of the place, made if it is new; `None` if there are too many. `shown` answers how a place and a path
    /// are shown, and whether they are excluded.
    pub(super) fn place(
        &mut self,
        key: PlaceKey<'_>,
        mut shown: impl FnMut(&str, &str) -> (Arc<str>, bool),
    ) -> Option<usize> {
        let known = self.known(&key);
        if known.is_some() {
            return known;
        }
        let (as_shown, excluded) = shown(key.place, key.path);
        if self.places.len() < MAX_NAMED {
            return Some(self.add(&key, as_shown, excluded));
        }
        if excluded {
            return None;
        }
        let whole = PlaceKey { place: root(key.place), path: "", column: None, ..key };
        let known = self.known(&whole);
        if known.is_some() {
            return known;
        }
        if self.places.len() >= MAX_PLACES {
            self.dropped += 1;
            return None;
        }
        let (as_shown, excluded) = shown(whole.place, whole.path);
        Some(self.add(&whole, as_shown, excluded))
    }

    fn hash(&self, key: &PlaceKey<'_>) -> u64 {
        self.state.hash_one((key.detector, key.place, key.path, key.column))
    }

    fn known(&self, key: &PlaceKey<'_>) -> Option<usize> {
        let (places, names) = (&self.places, &self.names);
        let same = |i: &usize| places.get(*i).is_some_and(|p| p.is(key, names));
        self.index.find(self.hash(key), same).copied()
    }

    /// Adds a place that is not known.
    fn add(&mut self, key: &PlaceKey<'_>, shown: Arc<str>, excluded: bool) -> usize {
        let hash = self.hash(key);
        let number = self.places.len();
        let start = self.names.len();
        self.names.push_str(key.place);
        let path = self.names.len();
        self.names.push_str(key.path);
        self.places.push(Place {
            detector: key.detector,
            native: key.native,
            named: [start, path, self.names.len()],
            column: key.column,
            shown,
            excluded,
            passed: 0,
            failed: 0,
            steps: Steps::default(),
            sure: None,
            weak: None,
            against: None,
        });
        let (state, places, names) = (&self.state, &self.places, &self.names);
        self.index.insert_unique(hash, number, |i| {
            let named = |p: &Place| state.hash_one((p.detector, p.place(names), p.path(names), p.column));
            places.get(*i).map_or(0, named)
        });
        number
    }

    /// A number of the detector's shape at the place failed its check.
    pub(super) fn failed(&mut self, place: usize) {
        if let Some(place) = self.places.get_mut(place) {
            place.failed += 1;
        }
    }

    /// A number stands at the place behind those that were told before.
    pub(super) fn follows(&mut self, place: usize, number: &[u8]) {
        if let Some(place) = self.places.get_mut(place) {
            place.steps.add(number);
        }
    }

    /// True if values at the place are not to be counted.
    pub(super) fn excluded(&self, place: usize) -> bool {
        self.places.get(place).is_none_or(|p| p.excluded)
    }

    /// Counts a value at the place.
    pub(super) fn passed(&mut self, place: usize, value: &Value<'_>) {
        let order = self.next;
        self.next += 1;
        if let Some(place) = self.places.get_mut(place) {
            place.passed += 1;
            let into = match value {
                v if v.confidence >= score::SURE => &mut place.sure,
                v if v.against => &mut place.against,
                _ => &mut place.weak,
            };
            into.get_or_insert_default().add(order, value, self.detailed);
        }
    }

    /// Counts a login.
    pub(super) fn login(&mut self, login: Login<'_>) {
        let order = self.next;
        self.next += 1;
        if !self.logins.add(order, login, self.detailed) {
            self.dropped += 1;
        }
    }
}

impl Place {
    /// The leaf's place among the collector's names.
    fn place<'n>(&self, names: &'n str) -> &'n str {
        let [start, path, _] = self.named;
        names.get(start..path).unwrap_or_default()
    }

    /// The path below it.
    fn path<'n>(&self, names: &'n str) -> &'n str {
        let [_, path, end] = self.named;
        names.get(path..end).unwrap_or_default()
    }

    fn is(&self, key: &PlaceKey<'_>, names: &str) -> bool {
        self.place(names) == key.place
            && self.path(names) == key.path
            && self.column == key.column
            && self.detector == key.detector
    }

    /// The groups of at least the confidence `least`, and how many others there are.
    fn into_groups(mut self, least: u8, groups: &mut Vec<Group>) -> usize {
        let total = self.passed + self.failed;
        // Free text is no column: its values speak for each other, but not against each other, nor against their labels.
        let [_, path, end] = self.named;
        let named = path < end || self.column.is_some();
        let judged = self.native.is_some_and(Native::judges_column);
        // Nearly whatever has the length of a mobile number passes for one: a name, an even spacing or a round size that speaks
        // against the column is worth more.
        let easy = named && self.native == Some(Native::Mobile);
        let counted = self.steps.are_even() || self.steps.are_sizes();
        let Self { passed, sure, weak, against, .. } = &mut self;
        let passed = *passed;
        // A value that a text repeats says no more than once.
        let values = || [&*sure, &*weak, &*against].into_iter().flatten().map(|a| a.set.len()).sum::<u64>();
        let least_values = if named { score::COLUMN_VALUES } else { score::COLUMN_MIN };
        if judged && total >= score::COLUMN_MIN {
            if passed * 10 >= total * 9 && values() >= least_values {
                let raised = if easy && counted { 0 } else { 1 + usize::from(named && !easy) };
                for raised in [weak, against].into_iter().take(raised) {
                    if let Some(raised) = raised {
                        raised.raise(score::COLUMN, "column_ratio");
                    }
                    merge(sure, raised.take());
                }
            } else if named && passed * 10 < total * 3 {
                if let Some(lowered) = sure {
                    lowered.lower(score::DOUBTED, "column_ratio");
                }
                merge(weak, sure.take());
            }
        }
        merge(&mut self.weak, self.against.take());
        let mut weak = 0;
        for accumulator in [self.sure, self.weak].into_iter().flatten() {
            if accumulator.confidence >= least {
                groups.push(accumulator.into_group(self.detector, Arc::clone(&self.shown)));
            } else {
                weak += 1;
            }
        }
        weak
    }
}

/// The message, or the part of it, in which a place lies: what stands before the first name taken from its content.
fn root(place: &str) -> &str {
    place.split([':', '[']).next().unwrap_or_default()
}

/// Adds up what both have.
fn merge(into: &mut Option<Box<Accumulator>>, other: Option<Box<Accumulator>>) {
    match (into, other) {
        (Some(into), Some(other)) => into.merge(*other),
        (into @ None, other) => *into = other,
        (Some(_), None) => {}
    }
}

/// Values of one sort at a place; one at least.
#[derive(Default)]
struct Accumulator {
    first: u64,
    count: u64,
    set: ValueSet,
    /// The smallest, in ascending order.
    digests: Vec<Digest>,
    samples: Samples,
    /// Whose the samples are.
    sampled: [Digest; Samples::MOST],
    values: BTreeSet<String>,
    confidence: u8,
    why: Vec<&'static str>,
}

impl Accumulator {
    fn add(&mut self, order: u64, value: &Value<'_>, detailed: bool) {
        if self.count == 0 {
            self.first = order;
        }
        self.count += 1;
        if value.confidence > self.confidence {
            self.confidence = value.confidence;
            if detailed {
                self.why = (value.why)();
            }
        }
        // A sketch cannot tell whether it has seen a value; the sets below can.
        if !self.set.insert(set_hash(&value.digest)) && self.set.is_exact() {
            return;
        }
        if detailed {
            self.keep_digest(value.digest);
        }
        self.keep_sample(value.digest, value.masked);
        if let Some(raw) = value.revealed.filter(|_| self.values.len() < MAX_VALUES) {
            self.values.insert(String::from_utf8_lossy(raw).into_owned());
        }
    }

    fn keep_sample(&mut self, digest: Digest, masked: impl FnOnce() -> String) {
        let held = self.samples.len();
        if self.sampled.iter().take(held).all(|known| *known != digest)
            && let Some(free) = self.sampled.get_mut(held)
        {
            *free = digest;
            self.samples.push(masked());
        }
    }

    fn keep_digest(&mut self, digest: Digest) {
        if self.digests.is_empty() {
            self.digests.reserve_exact(1);
        }
        let Err(at) = self.digests.binary_search(&digest) else { return };
        if at < MAX_DIGESTS {
            self.digests.truncate(MAX_DIGESTS - 1);
            self.digests.insert(at, digest);
        }
    }

    fn raise(&mut self, to: u8, why: &'static str) {
        if self.confidence < to {
            self.confidence = to;
            self.why.push(why);
        }
    }

    fn lower(&mut self, to: u8, why: &'static str) {
        if self.confidence > to {
            self.confidence = to;
            self.why.push(why);
        }
    }

    fn merge(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.count += other.count;
        self.set.merge(&other.set);
        other.digests.into_iter().for_each(|d| self.keep_digest(d));
        for (sample, digest) in other.samples.into_iter().zip(other.sampled) {
            self.keep_sample(digest, || sample);
        }
        for value in other.values {
            if self.values.len() < MAX_VALUES {
                self.values.insert(value);
            }
        }
        self.confidence = self.confidence.max(other.confidence);
        for why in other.why {
            if !self.why.contains(&why) {
                self.why.push(why);
            }
        }
    }

    fn into_group(self, detector: &'static str, place: Arc<str>) -> Group {
        Group {
            order: self.first,
            detector,
            place,
            count: self.count,
            // An estimate may exceed what there is.
            distinct: self.set.len().min(self.count),
            set: self.set,
            confidence: self.confidence,
            why: self.why,
            samples: self.samples,
            digests: self.digests,
            values: self.values.into_iter().collect(),
            credential: None,
            awaits_outcome: false,
        }
    }
}
