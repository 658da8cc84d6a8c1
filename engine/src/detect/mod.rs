//! Detection: anchor → boundary → validator → context, in one linear pass over each leaf.
//!
//! A [`Plan`] says what to look for; a [`Scanner`] (one per worker) scans leaves into a [`Collector`] (one per message
//! part), which groups hits into what becomes findings: by detector and place.

mod anchors;
mod candidate;
mod collect;
mod context;
mod email;
pub mod exact;
mod jwt;
mod keys;
mod local_part;
mod login;
mod mask;
mod name;
mod numbers;
mod pattern;
mod plan;
mod record;
mod redact;
mod samples;
mod scan;
mod score;
mod shown;
mod steps;
#[cfg(test)]
mod tests;
mod text;
mod tld;
mod touching;
mod track;
mod validators;

pub use collect::Collector;
pub use keys::{Digest, Keys};
pub use plan::Plan;
pub use samples::Samples;
pub use scan::Scanner;
pub use shown::MAX_PLACE;

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

/// All hits of one detector at one place.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Number of its first hit in the part.
    order: u64,
    /// Detector id.
    pub detector: &'static str,
    /// `place:path`, redacted.
    pub place: Arc<str>,
    /// Occurrences.
    pub count: u64,
    /// Distinct normalised values.
    pub distinct: u64,
    /// The same as a set that can be merged with others.
    pub set: exact::ValueSet,
    /// Best confidence.
    pub confidence: u8,
    /// Why.
    pub why: Vec<&'static str>,
    /// Masked samples.
    pub samples: Samples,
    /// The 64 smallest digests.
    pub digests: Vec<Digest>,
    /// Distinct values (reveal only).
    pub values: Vec<String>,
    /// Login facts, for `credential.*`.
    pub credential: Option<Box<crate::finding::CredentialInfo>>,
    /// True if the login's outcome may still come.
    pub awaits_outcome: bool,
}

/// Ids of the detectors whose matcher is part of the engine: those that rule files may mark `native: true`. Beside them
/// every `credential.<protocol>` is native: parsers read logins, detection only groups them. So it is with
/// `file.encrypted`: containers tell of locked files.
pub fn native_ids() -> impl Iterator<Item = &'static str> {
    candidate::Native::ALL.into_iter().map(candidate::Native::id).chain([plan::LOCKED])
}
