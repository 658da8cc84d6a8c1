//! From the plan as written to the plan as scanned with.

use super::candidate::{Native, Wanted};
use super::context::Context;
use super::keys::{DIGEST_LEN, Digest};
use super::pattern::{Pattern, Prefilter};
use super::{DetectorSpec, PlanSpec};
use crate::error::{Error, Result};
use crate::names::kept;
use std::collections::BTreeSet;

/// The detector of files that are locked with a password: content tells of them, detection only groups them.
pub(super) const LOCKED: &str = "file.encrypted";

/// A compiled plan, shared by all workers and swapped as a whole.
#[derive(Debug)]
pub struct Plan {
    /// In the order of the plan.
    pub(super) detectors: Vec<Detector>,
    /// Where a native detector stands in `detectors`.
    native: [Option<usize>; Native::ALL.len()],
    /// Where the detector of locked files stands, if there is one.
    pub(super) locked: Option<usize>,
    /// What the anchor pass looks for.
    pub(super) wanted: Wanted,
    /// Finds the keywords of user patterns; `None` if there are none.
    pub(super) prefilter: Option<Prefilter>,
    exclude_digests: BTreeSet<Digest>,
    exclude_places: Vec<String>,
}

/// One detector, compiled.
#[derive(Debug)]
pub(super) struct Detector {
    /// Published id.
    pub(super) id: &'static str,
    /// The user's pattern; `None` for native detectors.
    pub(super) pattern: Option<Pattern>,
    /// Words and field names.
    pub(super) context: Context,
    /// Confidence of a pattern alone and with context.
    pub(super) base: u8,
    pub(super) with_context: u8,
}

impl Plan {
    /// Compiles; the error names the detector.
    pub fn compile(spec: &PlanSpec) -> Result<Self> {
        let mut plan = Self {
            detectors: Vec::with_capacity(spec.detectors.len()),
            native: [None; Native::ALL.len()],
            locked: None,
            wanted: Wanted::default(),
            prefilter: None,
            exclude_digests: spec.exclude_digests.iter().map(|d| parse_digest(d)).collect::<Result<_>>()?,
            exclude_places: spec.exclude_places.clone(),
        };
        for detector in &spec.detectors {
            plan.add(detector).map_err(|reason| Error::Rule { rule: detector.id.clone(), reason })?;
        }
        plan.prefilter =
            Prefilter::new(&plan.detectors).map_err(|reason| Error::Rule { rule: "keywords".into(), reason })?;
        Ok(plan)
    }

    fn add(&mut self, spec: &DetectorSpec) -> std::result::Result<(), String> {
        if spec.id.is_empty() || self.detectors.iter().any(|d| *d.id == *spec.id) {
            return Err("the id is empty or used twice".into());
        }
        let (mut pattern, mut kind) = (None, None);
        if !spec.native {
            pattern = Some(Pattern::new(spec)?);
        } else if spec.id.starts_with("credential.") {
            self.wanted.0 |= Wanted::LOGIN;
        } else if spec.id == LOCKED {
            self.locked = Some(self.detectors.len());
        } else {
            let native = Native::ALL
                .into_iter()
                .find(|n| n.id() == spec.id)
                .ok_or("the engine has no native detector of this id")?;
            kind = Some(native);
            self.wanted.0 |= native.bit();
            if let Some(slot) = self.native.get_mut(native as usize) {
                *slot = Some(self.detectors.len());
            }
        }
        let context = Context::new(&spec.words, &spec.fields, spec.window, kind)?;
        self.detectors.push(Detector {
            id: kept(&spec.id),
            pattern,
            context,
            base: spec.base,
            with_context: spec.context,
        });
        Ok(())
    }

    /// The native detector and its number.
    pub(super) fn native(&self, native: Native) -> Option<(usize, &Detector)> {
        let index = self.native.get(native as usize).copied().flatten()?;
        Some((index, self.detectors.get(index)?))
    }

    /// True if the value is never to be reported.
    pub(super) fn excludes(&self, digest: &Digest) -> bool {
        !self.exclude_digests.is_empty() && self.exclude_digests.contains(digest)
    }

    /// True if nothing at this place is to be reported.
    pub(super) fn excludes_place(&self, place: &str) -> bool {
        self.exclude_places.iter().any(|glob| matches_glob(glob.as_bytes(), place.as_bytes()))
    }
}

fn parse_digest(text: &str) -> Result<Digest> {
    let nibbles: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|n| n as u8).collect();
    let bytes: Vec<u8> = nibbles.chunks_exact(2).map(|p| p.iter().fold(0, |b, n| b << 4 | n)).collect();
    let digest = Digest::try_from(bytes).ok().filter(|_| text.len() == DIGEST_LEN * 2);
    digest.ok_or_else(|| Error::Rule { rule: "exclude".into(), reason: "a value digest is 32 hex digits".into() })
}

/// `*` matches any run of bytes, everything else itself. Linear in text times stars.
pub(super) fn matches_glob(glob: &[u8], text: &[u8]) -> bool {
    let mut parts = glob.split(|b| *b == b'*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = memchr::memmem::find(rest, part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}
