//! The scanner: runs the anchor pass over a leaf, asks context about what passed, and counts it.

use super::anchors;
use super::candidate::{Candidate, Login, Native, Sink};
use super::collect::{Collector, PlaceKey, Value};
use super::context::{self, Verdicts};
use super::keys::{Family, Keys, set_hash};
use super::plan::{Detector, Plan};
use super::record::{Judged, raise_records};
use super::redact::redact;
use super::samples::Samples;
use super::score::{self, Evidence};
use super::shown::ShownPlaces;
use super::text::Text;
use super::{Group, exact::ValueSet, mask};
use crate::finding::CredentialInfo;
use crate::fingerprint::hex;
use crate::message::{Credential, Format, INNER_AMPERSAND, Leaf, Locate, Outcome};
use crate::names::kept;
use leaktap_simd::Anchors;
use std::borrow::Cow;
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
    shown: ShownPlaces,
    scratch: Scratch,
    /// Logins below this confidence are ignored.
    least: u8,
    ignored: u64,
}

/// The detector id and the digests of one protocol's logins.
struct LoginFamily {
    app: String,
    id: &'static str,
    pairs: Family,
    secrets: Family,
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
}

impl Scanner {
    /// A scanner for a plan.
    pub fn new(plan: Arc<Plan>, keys: Keys, reveal: bool) -> Self {
        let families = families(&plan, &keys);
        let scratch = Scratch::default();
        let (logins, shown) = (Vec::new(), ShownPlaces::default());
        Self { plan, state: State { keys, reveal, families, logins, shown, scratch, least: 0, ignored: 0 } }
    }

    /// Takes another plan from the next leaf on.
    pub fn swap(&mut self, plan: Arc<Plan>) {
        self.state.families = families(&plan, &self.state.keys);
        self.state.scratch.verdicts.clear();
        self.state.shown = ShownPlaces::default();
        self.plan = plan;
    }

    /// Scans one leaf; hits are added to the collector.
    pub fn scan(&mut self, leaf: &Leaf<'_>, locate: &mut dyn Locate, into: &mut Collector) {
        let Self { plan, state } = self;
        if plan.prefilter.is_none() && leaf.anchors.is_some_and(Anchors::is_empty) {
            return;
        }
        let text = Text::of(leaf);
        let mut resolver = Resolver { scanner: state, plan, text, leaf, locate, into, located: 0, hit: false };
        if plan.wanted.0 != 0 {
            anchors::walk(&text, leaf.anchors, plan.wanted, &mut resolver);
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

    /// Adds a login that a parser read (`place` is where it stood).
    pub fn credential(&mut self, app: &'static str, place: &str, credential: &Credential<'_>, into: &mut Collector) {
        if credential.secret.is_empty() || !self.plan.wanted.any(super::candidate::Wanted::LOGIN) {
            return;
        }
        let shown = self.state.shown.of(&self.plan, place, credential.path);
        let login = LoginValue {
            app,
            scheme: credential.scheme,
            user: credential.user,
            secret: credential.secret,
            confidence: credential.confidence,
            awaits_outcome: credential.awaits_outcome,
        };
        self.state.add_login(&self.plan, &login, shown, into);
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
        let number = into.place(key, || shown.of(plan, place, ""));
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

    /// Logins below `confidence` are counted and otherwise ignored from here on. (Values are not: others may raise them.)
    pub fn ignore_logins_below(&mut self, confidence: u8) {
        self.state.least = confidence;
    }

    /// True, and counted, if a login of this confidence is of no use to anybody.
    pub fn ignores_login(&mut self, confidence: u8) -> bool {
        let wanted = self.plan.wanted.any(super::candidate::Wanted::LOGIN);
        self.state.ignored += u64::from(wanted && confidence < self.state.least);
        !wanted || confidence < self.state.least
    }

    /// Logins ignored since the last call.
    pub fn take_ignored(&mut self) -> u64 {
        std::mem::take(&mut self.state.ignored)
    }

    /// Masks whatever any detector sees in peer-controlled text, escapes control characters, bounds the length
    /// (`limit` bytes of UTF-8; bytes of no UTF-8 become U+FFFD).
    pub fn redact(&self, text: &[u8], limit: usize) -> String {
        redact(&self.plan, text, limit)
    }
}

impl State {
    fn add_login(
        &mut self,
        plan: &Plan,
        login: &LoginValue<'_>,
        (place, excluded): (Arc<str>, bool),
        into: &mut Collector,
    ) {
        if excluded {
            return;
        }
        let index = self.login_family(login.app);
        let Some(family) = self.logins.get(index) else {
            return;
        };
        let mut pair = login.user.to_vec();
        pair.push(b':');
        pair.extend_from_slice(login.secret);
        let digest = family.pairs.digest(&pair);
        if plan.excludes(&digest) {
            return;
        }
        let mut set = ValueSet::new();
        set.insert(set_hash(&digest));
        let user = String::from_utf8_lossy(login.user);
        let info = CredentialInfo {
            scheme: login.scheme,
            user: mask::mask_user(&user),
            secret_digest: hex(&family.secrets.digest(login.secret)),
            secret_length: login.secret.len().min(u32::MAX as usize) as u32,
            secret_class: classes(login.secret),
            outcome: Outcome::Unknown,
        };
        into.login(Group {
            order: 0,
            detector: family.id,
            place,
            count: 1,
            distinct: 1,
            set,
            confidence: login.confidence,
            why: vec!["key_name"],
            samples: Samples::of(format!("{}:***", info.user)),
            digests: vec![digest],
            values: if self.reveal { vec![String::from_utf8_lossy(&pair).into_owned()] } else { Vec::new() },
            credential: Some(Box::new(info)),
            awaits_outcome: login.awaits_outcome,
        });
    }

    fn login_family(&mut self, app: &str) -> usize {
        if let Some(known) = self.logins.iter().position(|f| f.app == app) {
            return known;
        }
        let id = format!("credential.{app}");
        self.logins.push(LoginFamily {
            app: app.to_owned(),
            pairs: self.keys.family(&id, true),
            secrets: self.keys.family("secret", true),
            id: kept(&id),
        });
        self.logins.len() - 1
    }
}

/// A login and what is known of it.
struct LoginValue<'a> {
    app: &'a str,
    scheme: &'static str,
    user: &'a [u8],
    secret: &'a [u8],
    confidence: u8,
    awaits_outcome: bool,
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
}

impl Sink for Resolver<'_> {
    fn hit(&mut self, candidate: Candidate) {
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
        let place = self.leaf.place;
        if place.contains(".header") || place.contains("cookie") {
            // Parsers read the logins of heads themselves.
        } else if login.confidence < self.scanner.least {
            self.scanner.ignored += 1;
        } else {
            self.push(Found::Login(login));
        }
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
        for item in &found {
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

    /// After the last hit: failed checks behind it count too; without a hit they say nothing.
    fn finish(&mut self) {
        if self.hit {
            self.locate_misses(usize::MAX);
        }
        self.scanner.scratch.misses.clear();
    }

    /// The place's number, and what the field's name says of the detector (field, against).
    fn place_of(
        &mut self,
        native: Option<Native>,
        detector: usize,
        start: usize,
        end: usize,
    ) -> Option<(usize, (bool, bool))> {
        let from = start.max(self.located);
        self.located = from;
        let located = self.locate.locate(self.text.bytes, from, end.max(from));
        let Detector { id, context, .. } = self.plan.detectors.get(detector)?;
        let named = self.scanner.scratch.verdicts.of(detector, context, located.name);
        let key = PlaceKey { detector: id, native, place: self.leaf.place, path: located.path, column: located.column };
        let (plan, shown, place, path) = (self.plan, &mut self.scanner.shown, self.leaf.place, located.path);
        let number = self.into.place(key, || shown.of(plan, place, path))?;
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
            }
        }
        self.scanner.scratch.misses = misses;
    }

    /// Scores a candidate by its surroundings; `None` if it stays below the floor.
    fn judge(&mut self, candidate: &Candidate) -> Option<Judged> {
        let &Candidate { native, start, end, grade, loose } = candidate;
        let (index, detector) = self.plan.native(native)?;
        if matches!(native, Native::Card | Native::ResidentId | Native::Mobile) {
            self.hit = true;
            self.locate_misses(start);
        }
        let (place, named) = self.place_of(Some(native), index, start, end)?;
        let labelled = self.scanner.scratch.verdicts.of(index, &detector.context, &context::label(&self.text, start));
        let field = named.0 || labelled.0;
        let against = !field && (named.1 || labelled.1);
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

    fn login_at(&mut self, login: &Login) {
        let (start, end) = login.secret;
        let place = self.leaf.place;
        // A page served to a browser holds scripts that assign to such names; a login travels in what browsers send.
        let page = self.text.format == Format::Markup && place.starts_with("http.response");
        let confidence = if page { login.confidence.min(PAGE_LOGIN) } else { login.confidence };
        if confidence < self.scanner.least {
            self.scanner.ignored += 1;
            return;
        }
        let from = start.max(self.located);
        self.located = from;
        let path = self.locate.locate(self.text.bytes, from, end.max(from)).path.to_owned();
        let shown = self.scanner.shown.of(self.plan, place, &path);
        let user = login.user.map_or(&b""[..], |(a, b)| self.text.slice(a, b));
        let (user, secret) = (self.as_written(user), self.as_written(self.text.slice(start, end)));
        let value = LoginValue {
            app: place.split('.').next().filter(|a| !a.is_empty()).unwrap_or("unknown"),
            scheme: scheme(place, self.text.format),
            user: &user,
            secret: &secret,
            confidence,
            awaits_outcome: place.starts_with("http.request"),
        };
        self.scanner.add_login(self.plan, &value, shown, self.into);
    }

    /// A value as its sender wrote it: content marks the ampersands within fields.
    fn as_written<'v>(&self, value: &'v [u8]) -> Cow<'v, [u8]> {
        if self.text.format != Format::Fields || memchr::memchr(INNER_AMPERSAND, value).is_none() {
            return Cow::Borrowed(value);
        }
        Cow::Owned(value.iter().map(|&b| if b == INNER_AMPERSAND { b'&' } else { b }).collect())
    }

    fn pattern_at(&mut self, index: usize, span: &Range<usize>, value: &[u8]) {
        let Some((place, named)) = self.place_of(None, index, span.start, span.end) else {
            return;
        };
        let Some(detector) = self.plan.detectors.get(index) else {
            return;
        };
        let label = context::label(&self.text, span.start);
        let field = named.0 || self.scanner.scratch.verdicts.of(index, &detector.context, &label).0;
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

fn families(plan: &Plan, keys: &Keys) -> Vec<Family> {
    plan.detectors.iter().map(|d| keys.family(d.id, d.id == Native::Jwt.id())).collect()
}

/// Confidence, at most, of a login in a page that a server sent.
const PAGE_LOGIN: u8 = 60;

fn scheme(place: &str, format: Format) -> &'static str {
    match format {
        _ if place.contains("query") => "query",
        Format::Fields => "form",
        Format::Json => "json",
        _ => "config",
    }
}

/// Tells whether a byte is of a class.
type IsClass = fn(&u8) -> bool;

/// Character classes of a secret, joined by `+`.
fn classes(secret: &[u8]) -> String {
    let tests: [(&str, IsClass); 5] = [
        ("lower", u8::is_ascii_lowercase),
        ("upper", u8::is_ascii_uppercase),
        ("digit", u8::is_ascii_digit),
        ("symbol", |b| b.is_ascii_graphic() && !b.is_ascii_alphanumeric() || *b == b' '),
        ("other", |b| !b.is_ascii() || b.is_ascii_control()),
    ];
    let present: Vec<&str> = tests.into_iter().filter(|(_, t)| secret.iter().any(t)).map(|(n, _)| n).collect();
    present.join("+")
}
