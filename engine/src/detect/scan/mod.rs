//! The scanner: runs the anchor pass over a leaf, asks context about what passed, and counts it.

mod logins;
mod written;

use super::anchors;
use super::candidate::{Candidate, Login, Native, Sink, Wanted};
use super::collect::{Collector, PlaceKey, Value};
use super::context::{self, Verdicts};
use super::keys::{Family, Keys};
use super::name::Verdict;
use super::plan::{Detector, Plan};
use super::record::{Judged, raise_records};
use super::redact::redact;
use super::score::{self, Evidence, Grade};
use super::shown::ShownPlaces;
use super::text::Text;
use super::{login, mask};
use crate::message::{Columns, Format, Leaf, Locate};
use crate::scalar;
use leaktap_simd::Anchors;
use logins::LoginFamily;
use std::ops::Range;
use std::sync::Arc;

/// Hits that are held before they are resolved: bounds the scratch memory.
const BATCH: usize = 4096;
/// Failed checks that are remembered per batch.
const MAX_MISSES: usize = 4096;
/// Longest name of a file that is shown, in bytes.
const MAX_NAME: usize = 128;
/// Confidence of a locked file: its format says so.
const LOCKED_SURE: u8 = 95;
/// Of one that is nothing but noise, in whole sectors.
const NOISE_SURE: u8 = 75;

/// Today, at least: captures whose clock was never set have people in them as well.
const FIRST_DAY: [u8; 8] = *b"20260101";
/// Where the day begins first (UTC+14).
const AHEAD_NS: i64 = 14 * 3_600_000_000_000;

/// Scans leaves. One per worker; keeps its scratch memory.
pub struct Scanner {
    plan: Arc<Plan>,
    state: State,
}

/// What a scanner needs beside its plan.
struct State {
    keys: Keys,
    reveal: bool,
    families: Vec<Family>,
    logins: Vec<LoginFamily>,
    form: logins::Form,
    shown: ShownPlaces,
    scratch: Scratch,
    /// The day in hand, since 1970.
    day: i64,
    /// Nobody is born later, as YYYYMMDD.
    today: [u8; 8],
    /// Logins below this confidence are ignored.
    least: u8,
    ignored: u64,
}

#[derive(Default)]
struct Scratch {
    found: Vec<Found>,
    judged: Vec<Judged>,
    misses: Vec<(Native, usize, usize)>,
    value: Vec<u8>,
    verdicts: Verdicts,
}

/// A hit that waits for its context.
enum Found {
    Value(Candidate),
    Login(Login),
    Pattern { detector: usize, span: Range<usize>, value: Vec<u8> },
}

impl Found {
    fn start(&self) -> usize {
        match self {
            Self::Value(c) => c.start,
            Self::Login(l) => l.secret.0,
            Self::Pattern { span, .. } => span.start,
        }
    }

    fn judges_column(&self) -> bool {
        matches!(self, Self::Value(c) if c.native.judges_column())
    }
}

impl Scanner {
    /// A scanner for a plan.
    pub fn new(plan: Arc<Plan>, keys: Keys, reveal: bool) -> Self {
        let families = families(&plan, &keys);
        let scratch = Scratch::default();
        let (logins, shown) = (Vec::new(), ShownPlaces::default());
        Self {
            plan,
            state: State {
                keys,
                reveal,
                families,
                logins,
                form: logins::Form::default(),
                shown,
                scratch,
                day: 0,
                today: FIRST_DAY,
                least: 0,
                ignored: 0,
            },
        }
    }

    /// Takes another plan from the next leaf on.
    pub fn swap(&mut self, plan: Arc<Plan>) {
        self.state.families = families(&plan, &self.state.keys);
        self.state.scratch.verdicts.clear();
        self.state.shown = ShownPlaces::default();
        self.plan = plan;
    }

    /// Another part of a message begins, at this time of the capture: its forms are others.
    pub fn begin(&mut self, at_ns: i64) {
        const DAY_NS: i64 = 86_400_000_000_000;
        self.state.form = logins::Form::default();
        let day = at_ns.saturating_add(AHEAD_NS).div_euclid(DAY_NS);
        if day != self.state.day {
            self.state.day = day;
            let digits = scalar::date(day).bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
            self.state.today = digits.try_into().unwrap_or(FIRST_DAY).max(FIRST_DAY);
        }
    }

    /// Scans one leaf; hits are added to the collector.
    pub fn scan(&mut self, leaf: &Leaf<'_>, locate: &mut dyn Locate, into: &mut Collector) {
        let Self { plan, state } = self;
        let begun = locate.columns().and_then(Option::take);
        let table = begun.is_some() || (leaf.continues && leaf.format == Format::Csv);
        let text = Text::of(leaf);
        let statement = login::is_statement(&text);
        if plan.prefilter.is_none() && !table && !statement && leaf.anchors.is_some_and(Anchors::is_empty) {
            return;
        }
        let mut resolver =
            Resolver { scanner: state, plan, text, leaf, locate, into, located: 0, hit: false, table: None };
        if let Some(columns) = &begun {
            login::go_on(&text, columns, &mut resolver);
        }
        if plan.wanted.0 != 0 {
            anchors::walk(&text, leaf.anchors, plan.wanted, begun.is_none(), &mut resolver);
        }
        if let Some(prefilter) = &plan.prefilter {
            let found = &mut resolver.scanner.scratch.found;
            prefilter.run(&plan.detectors, leaf.text, leaf.charset, &mut |detector, span, value| {
                if found.len() < BATCH * 4 && !text.is_cut_short(span.end) {
                    found.push(Found::Pattern { detector, span, value: value.to_vec() });
                }
            });
        }
        resolver.resolve();
        resolver.finish();
    }

    /// Counts a file, or member of an archive, that is encrypted; `place` is where the archive stood. `told`: its format
    /// says so, otherwise it is judged by its bytes.
    pub fn locked(&mut self, place: &str, name: &str, told: bool, into: &mut Collector) {
        let plan = &*self.plan;
        let Some((index, detector)) = plan.locked.and_then(|index| Some((index, plan.detectors.get(index)?))) else {
            return;
        };
        let key = PlaceKey { detector: detector.id, native: None, place, path: "", column: None };
        let shown = &mut self.state.shown;
        let number = into.place(key, |place, path| shown.of(plan, place, path));
        let (Some(number), Some(family)) = (number, self.state.families.get(index)) else { return };
        let digest = family.digest(name.as_bytes());
        if into.excluded(number) || plan.excludes(&digest) {
            return;
        }
        let (confidence, why) = if told { (LOCKED_SURE, "locked") } else { (NOISE_SURE, "noise") };
        into.passed(
            number,
            &Value {
                digest,
                confidence,
                against: false,
                why: &|| vec![why],
                masked: &|| redact(plan, name.as_bytes(), MAX_NAME),
                revealed: self.state.reveal.then_some(name.as_bytes()),
            },
        );
    }

    /// Masks whatever any detector sees in peer-controlled text, escapes control characters, bounds the length
    /// (`limit` bytes of UTF-8; bytes of no UTF-8 become U+FFFD).
    pub fn redact(&self, text: &[u8], limit: usize) -> String {
        redact(&self.plan, text, limit)
    }
}

/// The sink of one leaf.
struct Resolver<'r> {
    scanner: &'r mut State,
    plan: &'r Plan,
    text: Text<'r>,
    leaf: &'r Leaf<'r>,
    locate: &'r mut dyn Locate,
    into: &'r mut Collector,
    /// Where the walker stands: it only goes forward.
    located: usize,
    /// True if a checked number was found in this leaf.
    hit: bool,
    /// The table that goes on in the next part of the text.
    table: Option<Arc<Columns>>,
}

impl Sink for Resolver<'_> {
    fn hit(&mut self, candidate: Candidate) {
        let Candidate { native, start, end, .. } = candidate;
        if native == Native::ResidentId && is_unborn(self.text.slice(start, end), self.scanner.today) {
            return self.miss(native, start, end);
        }
        self.push(Found::Value(candidate));
    }

    fn miss(&mut self, native: Native, start: usize, end: usize) {
        if self.scanner.scratch.misses.len() < MAX_MISSES {
            self.scanner.scratch.misses.push((native, start, end));
        }
    }

    fn login_floor(&self) -> u8 {
        self.scanner.least
    }

    fn login(&mut self, login: Login) {
        if !self.plan.wanted.any(Wanted::LOGIN) {
            // Nobody asks for them.
        } else if login.confidence < self.scanner.least {
            self.scanner.ignored += 1;
        } else {
            self.push(Found::Login(login));
        }
    }

    fn column(&mut self, login: Login, name: &str) {
        if self.plan.wanted.any(Wanted::LOGIN) {
            self.kept(&login, name);
        }
    }

    fn goes_on(&mut self, columns: Columns) {
        self.table = Some(Arc::new(columns));
    }
}

impl Resolver<'_> {
    fn push(&mut self, found: Found) {
        self.scanner.scratch.found.push(found);
        if self.scanner.scratch.found.len() >= BATCH {
            self.resolve();
        }
    }

    /// Gives everything found so far its context and counts it.
    fn resolve(&mut self) {
        if self.scanner.scratch.found.is_empty() {
            return;
        }
        let mut found = std::mem::take(&mut self.scanner.scratch.found);
        found.sort_by_key(Found::start);
        let mut judged = std::mem::take(&mut self.scanner.scratch.judged);
        self.hit |= found.iter().any(Found::judges_column);
        for item in &found {
            if self.hit {
                // Places are found in the text's order, whatever they are asked for.
                self.locate_misses(item.start());
            }
            match item {
                Found::Value(candidate) => judged.extend(self.judge(candidate)),
                Found::Login(login) => self.login_at(login),
                Found::Pattern { detector, span, value } => self.pattern_at(*detector, span, value),
            }
        }
        raise_records(&mut judged);
        for value in judged.drain(..) {
            self.count(&value);
        }
        self.scanner.scratch.judged = judged;
        found.clear();
        self.scanner.scratch.found = found;
    }

    /// After the last hit: failed checks behind it count too; without a hit they say nothing. What the next part of the text
    /// has to know is kept with its walker.
    fn finish(&mut self) {
        if let Some(kept) = self.locate.columns() {
            // Rows of later parts are no headers, whatever stands in them.
            let rows = || self.leaf.continues && self.leaf.format == Format::Csv;
            *kept = self.table.take().or_else(|| rows().then(Arc::default));
        }
        if self.hit {
            self.locate_misses(usize::MAX);
        }
        self.scanner.scratch.misses.clear();
    }

    /// The place's number, and what the field's name says of the detector.
    fn place_of(
        &mut self,
        native: Option<Native>,
        detector: usize,
        start: usize,
        end: usize,
    ) -> Option<(usize, Verdict)> {
        let from = start.max(self.located);
        self.located = from;
        let located = self.locate.locate(self.text.bytes, from, end.max(from));
        let Detector { id, context, .. } = self.plan.detectors.get(detector)?;
        let named = self.scanner.scratch.verdicts.of(detector, context, located.name);
        let key = PlaceKey { detector: id, native, place: self.leaf.place, path: located.path, column: located.column };
        let (plan, shown) = (self.plan, &mut self.scanner.shown);
        let number = self.into.place(key, |place, path| shown.of(plan, place, path))?;
        Some((number, named))
    }

    /// Counts the failed checks before `until` at their places.
    fn locate_misses(&mut self, until: usize) {
        let mut misses = std::mem::take(&mut self.scanner.scratch.misses);
        let before = misses.partition_point(|m| m.1 < until);
        for (native, start, end) in misses.drain(..before) {
            let Some((index, _)) = self.plan.native(native) else {
                continue;
            };
            if start < self.located {
                continue;
            }
            if let Some((place, _)) = self.place_of(Some(native), index, start, end) {
                self.into.failed(place);
                self.follows(native, place, start, end);
            }
        }
        self.scanner.scratch.misses = misses;
    }

    /// What passes for a mobile number may as well be a counter: then it is seen by its neighbours.
    fn follows(&mut self, native: Native, place: usize, start: usize, end: usize) {
        if native == Native::Mobile {
            self.into.follows(place, self.text.slice(start, end));
        }
    }

    /// Scores a candidate by its surroundings; `None` if it stays below the floor.
    fn judge(&mut self, candidate: &Candidate) -> Option<Judged> {
        let &Candidate { native, start, end, grade, loose } = candidate;
        let (index, detector) = self.plan.native(native)?;
        let (place, named) = self.place_of(Some(native), index, start, end)?;
        self.follows(native, place, start, end);
        let labelled = self.scanner.scratch.verdicts.of(index, &detector.context, &context::label(&self.text, start));
        let other = named.against || labelled.against;
        let field = (named.field || labelled.field) && !(grade == Grade::SsnBare && other);
        // Addresses without a field in a program are its authors', most of them.
        let author = native == Native::Email && self.text.format == Format::Source;
        let against = !field && (other || author);
        let word = !field && !against && detector.context.word_near(&self.text, start, end);
        let evidence = Evidence { field, word, against, loose };
        let mut confidence = score::score(grade, evidence);
        if detector.base != 0 && !field && !word && !against {
            confidence = confidence.min(detector.base);
        }
        if detector.with_context != 0 && (field || word) {
            confidence = confidence.min(detector.with_context);
        }
        Some(Judged { native, index, place, start, end, confidence, grade, evidence, raised: false })
    }

    /// Counts a judged value.
    fn count(&mut self, judged: &Judged) {
        if judged.confidence < score::FLOOR || self.into.excluded(judged.place) {
            return;
        }
        let mut value = std::mem::take(&mut self.scanner.scratch.value);
        mask::normalise(judged.native, self.text.slice(judged.start, judged.end), &mut value);
        if let Some(family) = self.scanner.families.get(judged.index) {
            let digest = family.digest(&value);
            if !self.plan.excludes(&digest) {
                let reasons =
                    || score::reasons(judged.grade, judged.evidence).chain(judged.raised.then_some("record")).collect();
                self.into.passed(
                    judged.place,
                    &Value {
                        digest,
                        confidence: judged.confidence,
                        against: judged.evidence.against,
                        why: &reasons,
                        masked: &|| mask::mask(judged.native, &value),
                        revealed: self.scanner.reveal.then_some(&value),
                    },
                );
            }
        }
        self.scanner.scratch.value = value;
    }

    fn pattern_at(&mut self, index: usize, span: &Range<usize>, value: &[u8]) {
        let Some((place, named)) = self.place_of(None, index, span.start, span.end) else {
            return;
        };
        let Some(detector) = self.plan.detectors.get(index) else {
            return;
        };
        let label = context::label(&self.text, span.start);
        let field = named.field || self.scanner.scratch.verdicts.of(index, &detector.context, &label).field;
        let word = !field && detector.context.word_near(&self.text, span.start, span.end);
        let evidence = Evidence { field, word, ..Evidence::default() };
        let confidence = score::score_pattern(detector.base, detector.with_context, evidence);
        let text = String::from_utf8_lossy(value);
        let text = text.trim();
        let Some(family) = self.scanner.families.get(index) else {
            return;
        };
        let digest = family.digest(text.as_bytes());
        if confidence < score::FLOOR || self.into.excluded(place) || self.plan.excludes(&digest) {
            return;
        }
        let reasons = || {
            ["pattern"].into_iter().chain(field.then_some("field_name")).chain(word.then_some("context_word")).collect()
        };
        let revealed = self.scanner.reveal.then_some(text.as_bytes());
        self.into.passed(
            place,
            &Value {
                digest,
                confidence,
                against: false,
                why: &reasons,
                masked: &|| mask::mask_pattern(text),
                revealed,
            },
        );
    }
}

/// True for a resident number of eighteen characters with a birth date after this day.
fn is_unborn(number: &[u8], today: [u8; 8]) -> bool {
    let bare = || number.iter().filter(|b| b.is_ascii_alphanumeric());
    bare().count() == 18 && bare().skip(6).take(8).gt(&today)
}

fn families(plan: &Plan, keys: &Keys) -> Vec<Family> {
    plan.detectors.iter().map(|d| keys.family(d.id, d.id == Native::Jwt.id())).collect()
}
