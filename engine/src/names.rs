//! Names that the configuration gives: of zones and detectors. Every record has some, and records go from thread to thread;
//! names that are kept as long as the process need no count of who holds them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The one copy of a name. Never for what peers say: it is not freed.
pub fn kept(name: &str) -> &'static str {
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(name) {
        return known;
    }
    let name: &'static str = Box::leak(name.into());
    all.insert(name);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let name = String::from("a name that nobody else has");
        let (one, two) = (kept(&name), kept(&name.clone()));
        assert_eq!(one, name);
        assert!(std::ptr::eq(one, two));
        assert_ne!(kept("another"), one);
    }
}
