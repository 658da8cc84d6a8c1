//! Places as findings show them.

use super::plan::Plan;
use super::redact::redact;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::Arc;

/// Longest place that is shown, in bytes.
pub const MAX_PLACE: usize = 256;

/// Places as they are shown, and whether they are excluded: messages of one kind have the same ones.
#[derive(Default)]
pub(super) struct ShownPlaces {
    known: HashMap<String, (Arc<str>, bool), RandomState>,
    whole: String,
}

impl ShownPlaces {
    /// Places that are remembered, and how long they may be; then all are forgotten.
    const MOST: usize = 512;
    const LONGEST: usize = 512;

    /// `place:path`, redacted and bounded; true if nothing there is reported.
    pub(super) fn of(&mut self, plan: &Plan, place: &str, path: &str) -> (Arc<str>, bool) {
        let whole = &mut self.whole;
        whole.clear();
        whole.push_str(place);
        if !path.is_empty() {
            whole.push(':');
            whole.push_str(path);
        }
        if let Some(known) = self.known.get(whole.as_str()) {
            return known.clone();
        }
        let shown: Arc<str> = redact(plan, whole.as_bytes(), MAX_PLACE).into();
        let excluded = plan.excludes_place(&shown);
        if whole.len() > Self::LONGEST {
            whole.shrink_to(Self::LONGEST);
            return (shown, excluded);
        }
        if self.known.len() >= Self::MOST {
            self.known.clear();
        }
        self.known.insert(whole.clone(), (Arc::clone(&shown), excluded));
        (shown, excluded)
    }
}
