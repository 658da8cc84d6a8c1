//! Detection: anchor → boundary → validator → context, in one linear pass over each leaf.
//!
//! A [`Plan`] says what to look for; a [`Scanner`] (one per worker) scans leaves into a [`Collector`] (one per message
//! part), which groups hits into what becomes findings: by detector and place.

use crate::error::Result;
use crate::message::{Leaf, Locate};
use serde::Deserialize;
use std::sync::Arc;

/// The plan as Python sends it (JSON). Compiled by [`Plan::compile`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlanSpec {
    /// What to look for.
    pub detectors: Vec<DetectorSpec>,
    /// Values never to report: digests as findings show them (32 hex digits).
    pub exclude_digests: Vec<String>,
    /// Places never to report: globs over `place:path` (`*` any run).
    pub exclude_places: Vec<String>,
}

/// One detector, as a rule file describes it (DESIGN section 5).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DetectorSpec {
    /// Published id.
    pub id: String,
    /// True: the engine has the matcher under this id; false: `pattern` is it.
    pub native: bool,
    /// Linear-time regular expression over UTF-8 text.
    pub pattern: String,
    /// `alnum`, `digits` or `none`.
    pub boundary: String,
    /// Named validators, all must pass.
    pub validate: Vec<String>,
    /// Literals one of which must be present.
    pub keywords: Vec<String>,
    /// Context words, any language, matched case-insensitively within `window` bytes.
    pub words: Vec<String>,
    /// Field names, matched case-insensitively, `_`/`-`/case boundaries ignored.
    pub fields: Vec<String>,
    /// Bytes around a candidate in which words count.
    pub window: u32,
    /// Confidence without context; 0 lets a native detector use its own tiers.
    pub base: u8,
    /// Confidence with context; 0 as above.
    pub context: u8,
}

/// A compiled plan, shared by all workers and swapped as a whole.
#[derive(Debug)]
pub struct Plan {
    _private: (),
}

impl Plan {
    /// Compiles; the error names the detector.
    pub fn compile(_spec: &PlanSpec) -> Result<Self> {
        Ok(Self { _private: () })
    }
}

/// The digest key and what is derived from it; shared by all workers.
#[derive(Clone)]
pub struct Keys {
    _private: (),
}

impl Keys {
    /// From the 32-byte key of `digest_key`.
    pub fn new(_key: [u8; 32]) -> Self {
        Self { _private: () }
    }
}

/// Scans leaves. One per worker; keeps its scratch memory.
pub struct Scanner {
    _private: (),
}

impl Scanner {
    /// A scanner for a plan.
    pub fn new(_plan: Arc<Plan>, _keys: Keys, _reveal: bool) -> Self {
        Self { _private: () }
    }
    /// Takes another plan from the next leaf on.
    pub fn swap(&mut self, _plan: Arc<Plan>) {}
    /// Scans one leaf; hits are added to the collector.
    pub fn scan(&mut self, _leaf: &Leaf<'_>, _locate: &mut dyn Locate, _into: &mut Collector) {}
    /// Adds a login that a parser read (`place` is where it stood).
    pub fn credential(&mut self, _app: &'static str, _place: &str, _credential: &crate::message::Credential<'_>, _into: &mut Collector) {}
    /// Masks whatever any detector sees in peer-controlled text, escapes control characters, bounds the length
    /// (`limit` bytes of UTF-8; bytes of no UTF-8 become U+FFFD).
    pub fn redact(&mut self, text: &[u8], limit: usize) -> String {
        String::from_utf8_lossy(text.get(..limit.min(text.len())).unwrap_or(text)).into_owned()
    }
}

/// Hits of one message part, grouped by detector and place.
#[derive(Default)]
pub struct Collector {
    _private: (),
}

impl Collector {
    /// True if nothing was found: the common case, which must cost nothing.
    pub fn is_empty(&self) -> bool {
        true
    }
    /// Ends the part: applies evidence that needs the whole of it (column ratios), then yields the groups in the order
    /// of their first hit, and is empty again. At most `limit` groups; the number dropped is returned.
    pub fn drain(&mut self, _limit: usize, _each: &mut dyn FnMut(Group)) -> usize {
        0
    }
}

/// All hits of one detector at one place.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Detector id.
    pub detector: Arc<str>,
    /// `place:path`, redacted.
    pub place: String,
    /// Occurrences.
    pub count: u64,
    /// Distinct normalised values.
    pub distinct: u64,
    /// Mergeable set, serialised.
    pub set: Vec<u8>,
    /// Best confidence.
    pub confidence: u8,
    /// Why.
    pub why: Vec<&'static str>,
    /// At most three masked samples.
    pub samples: Vec<String>,
    /// The 64 smallest digests, hex.
    pub digests: Vec<String>,
    /// Distinct values (reveal only).
    pub values: Vec<String>,
    /// Login facts, for `credential.*` (one group per login).
    pub credential: Option<crate::finding::CredentialInfo>,
    /// True if the login's outcome may still come.
    pub awaits_outcome: bool,
}

/// Ids of the detectors whose matcher is part of the engine: those that rule files may mark `native: true`.
pub fn native_ids() -> &'static [&'static str] {
    &[]
}
