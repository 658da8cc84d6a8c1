//! Record evidence: kinds of personal data that stand together vouch for each other.

use super::candidate::Native;
use super::score::{self, Evidence};

/// Values closer than this are one record, in bytes.
const RECORD: usize = 224;

/// A candidate with its confidence.
pub(super) struct Judged {
    /// Detector.
    pub(super) native: Native,
    /// Its number in the plan.
    pub(super) index: usize,
    /// Number of its place.
    pub(super) place: usize,
    /// First byte.
    pub(super) start: usize,
    /// Past the last byte.
    pub(super) end: usize,
    /// Its score.
    pub(super) confidence: u8,
    /// What its shape says.
    pub(super) grade: score::Grade,
    /// What its surroundings say.
    pub(super) evidence: Evidence,
    /// True if its record made it sure.
    pub(super) raised: bool,
}

/// Row evidence: a weak value beside two other kinds of personal data, or beside a sure resident number, is sure.
pub(super) fn raise_records(judged: &mut [Judged]) {
    let weak = |j: &Judged| (40..score::SURE).contains(&j.confidence) && !j.evidence.against;
    let mut first = 0;
    for i in 0..judged.len() {
        let Some(here) = judged.get(i) else { break };
        let (start, native, is_weak) = (here.start, here.native, weak(here));
        while judged.get(first).is_some_and(|j| j.start + RECORD < start) {
            first += 1;
        }
        if !is_weak {
            continue;
        }
        let mut kinds = native.bit();
        let mut resident = false;
        let near = judged.iter().skip(first).take_while(|j| j.start <= start.saturating_add(RECORD));
        for other in near.filter(|j| j.confidence >= 40 && !j.evidence.against).take(64) {
            // A track is of the same kind as the card in it.
            kinds |= if other.native == Native::Track { Native::Card } else { other.native }.bit();
            resident |= other.native == Native::ResidentId && other.confidence >= 85;
        }
        if let Some(here) =
            judged.get_mut(i).filter(|_| kinds.count_ones() >= 3 || (resident && kinds.count_ones() >= 2))
        {
            here.confidence = score::RECORD;
            here.raised = true;
        }
    }
}
