//! Logins of one message part, grouped by how, where and whose they are.

use super::{Accumulator, Digest, Group, MAX_NAMED, MAX_PLACES, Samples, Value, root};
use crate::finding::{CredentialInfo, SecretInfo};
use crate::message::Outcome;
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use std::sync::Arc;

/// A login, ready to be counted.
pub(in crate::detect) struct Login<'a> {
    pub(in crate::detect) key: LoginKey,
    pub(in crate::detect) confidence: u8,
    /// Of user and secret together.
    pub(in crate::detect) digest: Digest,
    /// Makes what may be said of the secret.
    pub(in crate::detect) secret: &'a dyn Fn() -> SecretInfo,
    /// User and secret; only with reveal.
    pub(in crate::detect) revealed: Option<&'a [u8]>,
}

/// What logins that are told together have in common.
#[derive(PartialEq, Eq, Hash)]
pub(in crate::detect) struct LoginKey {
    pub(in crate::detect) detector: &'static str,
    /// As it is shown.
    pub(in crate::detect) place: Arc<str>,
    pub(in crate::detect) scheme: &'static str,
    /// Masked.
    pub(in crate::detect) user: String,
    pub(in crate::detect) awaits_outcome: bool,
    /// Neither those that are sure nor the others lend their confidence.
    pub(in crate::detect) sure: bool,
}

/// Logins of one part. Of [`MAX_NAMED`] users and places they are told apart: a table of accounts may name as many as it has
/// rows. Further ones are counted in the message as a whole.
#[derive(Default)]
pub(super) struct Logins(HashMap<LoginKey, Together, RandomState>);

/// Logins that are told together; one at least.
struct Together {
    /// Of the first.
    secret: SecretInfo,
    sums: Accumulator,
}

impl Logins {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts a login; false if there is no room for it.
    pub(super) fn add(&mut self, order: u64, login: Login<'_>, detailed: bool) -> bool {
        let Login { mut key, confidence, digest, secret, revealed } = login;
        if self.0.len() >= MAX_NAMED && !self.0.contains_key(&key) {
            key.user.clear();
            key.place = root(&key.place).into();
        }
        if self.0.len() >= MAX_PLACES && !self.0.contains_key(&key) {
            return false;
        }
        let (why, masked) = (|| vec!["key_name"], String::new);
        let value = Value { digest, confidence, against: false, why: &why, masked: &masked, revealed };
        let together = self.0.entry(key).or_insert_with(|| Together { secret: secret(), sums: Accumulator::default() });
        together.sums.add(order, &value, detailed);
        true
    }

    /// Hands out the groups of at least the confidence `least`, and says how many others there are.
    pub(super) fn drain(&mut self, least: u8, groups: &mut Vec<Group>) -> usize {
        let (all, before) = (std::mem::take(&mut self.0), groups.len());
        let count = all.len();
        groups.extend(all.into_iter().filter(|(_, t)| t.sums.confidence >= least).map(|(key, t)| t.into_group(key)));
        count - (groups.len() - before)
    }
}

impl Together {
    fn into_group(self, key: LoginKey) -> Group {
        let samples = Samples::of(format!("{}:***", key.user));
        let mut group = self.sums.into_group(key.detector, key.place);
        let secret = (group.distinct == 1).then_some(self.secret);
        let (scheme, user, outcome) = (key.scheme, key.user, Outcome::Unknown);
        group.samples = samples;
        group.credential = Some(Box::new(CredentialInfo { scheme, user, secret, outcome }));
        group.awaits_outcome = key.awaits_outcome;
        group
    }
}
