//! The keys of one direction and the number of its next record.

use super::Secret;
use super::cipher::{Opened, Opener};
use super::hello::Messages;
use super::resync::Records;
use super::schedule::expand;
use super::secrets::{Label, Secrets};
use super::suite::Suite;
use crate::message::Direction;

/// Record numbers that are tried behind a gap.
const WINDOW: u64 = 256;
/// Records of a handshake that may be among those given up (TLS 1.3): the number of the first of the application's is
/// uncertain by so much.
pub(super) const FLIGHT: u64 = 8;
/// Records in a row that do not open before a direction is given up.
pub(super) const FAILURES: u32 = 8;
/// The same for early data whose secret is not known.
pub(super) const EARLY: u32 = 4096;

/// Which keys of TLS 1.3 protect a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// Early data, if its secret is known; else the handshake.
    #[default]
    Early,
    Handshake,
    Application,
}

/// A part of the stream that was not opened.
#[derive(Clone, Copy, Default)]
pub(super) struct Missing {
    /// Bytes on the wire.
    pub wire: u64,
    /// Records at most.
    pub records: u64,
}

/// One direction.
#[derive(Default)]
pub(super) struct Side {
    pub records: Records,
    pub messages: Messages,
    /// What follows is protected.
    pub locked: bool,
    /// A `ChangeCipherSpec` was given up: the keys are to be changed with the next record.
    pub change: bool,
    /// Nothing is opened any more.
    pub dead: bool,
    pub opener: Option<Opener>,
    pub epoch: Epoch,
    /// The traffic secret of the application data in force (TLS 1.3).
    traffic: Option<Secret>,
    pub missing: Option<Missing>,
    pub failures: u32,
    /// Protected records that were given up before there were keys.
    pub unseen: u64,
}

/// What became of a record of TLS 1.3.
pub(super) enum Tried {
    Opened(Opened, u64),
    Failed,
    /// The secret is not known, and may come.
    Wait,
}

impl Side {
    /// Opens a record with the keys in force. The second value: content bytes that are missing before it.
    pub fn open(&mut self, record: &[u8]) -> Option<(Opened, u64)> {
        let missing = self.missing;
        let opener = self.opener.as_mut()?;
        if missing.is_some() && !opener.can_skip() {
            return None;
        }
        let most = missing.map_or(0, |missing| missing.records.min(WINDOW));
        let first = opener.seq;
        let (opened, skipped) = (0..=most).find_map(|n| Some((opener.open(first.saturating_add(n), record)?, n)))?;
        opener.seq = first.saturating_add(skipped).saturating_add(1);
        let overhead = skipped.saturating_mul(opener.overhead() as u64);
        self.missing = None;
        self.failures = 0;
        Some((opened, missing.map_or(0, |missing| missing.wire.saturating_sub(overhead))))
    }

    /// Opens a record of TLS 1.3, with the keys in force or, where a part of the stream was not seen, with later ones.
    pub fn open_tls13(
        &mut self,
        dir: Direction,
        suite: Suite,
        random: &[u8; 32],
        record: &[u8],
        (secrets, now): (&Secrets, u64),
    ) -> Tried {
        let secret = |epoch| label(dir, epoch).and_then(|label| secrets.of(random, label, now));
        if self.epoch == Epoch::Early && (dir == Direction::Resp || secret(Epoch::Early).is_none()) {
            if secret(Epoch::Handshake).is_none() && secrets.may_come() {
                return Tried::Wait;
            }
            // A key log has the secret of early data before those of the handshake: there is none.
            self.epoch = Epoch::Handshake;
        }
        if self.opener.is_none() {
            let known = secret(self.epoch);
            if known.is_none() && secrets.may_come() {
                return Tried::Wait;
            }
            self.enter(self.epoch, suite, known);
        }
        if let Some((opened, gap)) = self.open(record) {
            return Tried::Opened(opened, gap);
        }
        // The end of an epoch may have been in what is missing, or its secret is not known.
        let blind = self.opener.is_none() || self.missing.is_some() || self.epoch == Epoch::Early;
        if blind && self.epoch != Epoch::Application {
            let present = self.epoch as u8;
            for epoch in [Epoch::Handshake, Epoch::Application].into_iter().filter(|epoch| *epoch as u8 > present) {
                if let Some(opened) = self.try_later(epoch, suite, secret(epoch), record) {
                    return opened;
                }
            }
        } else if self.missing.is_some()
            && let Some(next) = self.traffic.as_ref().map(|traffic| updated(suite, traffic))
            && let Some(opened) = self.try_later(Epoch::Application, suite, Some(next), record)
        {
            return opened;
        }
        Tried::Failed
    }

    /// Tries keys that were not announced; they come into force if they open the record.
    fn try_later(&mut self, epoch: Epoch, suite: Suite, secret: Option<Secret>, record: &[u8]) -> Option<Tried> {
        let secret = secret?;
        let mut opener = Opener::tls13(suite, &secret)?;
        let missing = self.missing.unwrap_or_default();
        let first = self.unseen.saturating_sub(FLIGHT);
        let most = if self.unseen > 0 { self.unseen } else { missing.records.min(WINDOW) };
        let (opened, seq) = (first..=most).find_map(|seq| Some((opener.open(seq, record)?, seq)))?;
        opener.seq = seq.saturating_add(1);
        let gap = missing.wire.saturating_sub(seq.saturating_mul(opener.overhead() as u64));
        self.opener = Some(opener);
        self.epoch = epoch;
        self.traffic = (epoch == Epoch::Application).then_some(secret);
        self.missing = None;
        self.failures = 0;
        self.unseen = 0;
        Some(Tried::Opened(opened, if epoch == Epoch::Application { gap } else { 0 }))
    }

    /// Puts keys into force, from record 0 on.
    pub fn enter(&mut self, epoch: Epoch, suite: Suite, secret: Option<Secret>) {
        self.epoch = epoch;
        self.opener = secret.as_ref().and_then(|secret| Opener::tls13(suite, secret));
        self.traffic = secret.filter(|_| epoch == Epoch::Application);
    }

    /// The next epoch begins; its keys are looked up with the next record.
    pub fn leave(&mut self, next: Epoch) {
        self.epoch = next;
        self.opener = None;
    }

    /// A `KeyUpdate` (RFC 8446 §7.2).
    pub fn update(&mut self, suite: Suite) {
        if let Some(traffic) = self.traffic.take() {
            self.enter(Epoch::Application, suite, Some(updated(suite, &traffic)));
        }
    }

    /// A record or a part of the stream was not opened.
    pub fn miss(&mut self, wire: u64, records: u64) {
        let missing = self.missing.get_or_insert_default();
        missing.wire = missing.wire.saturating_add(wire);
        missing.records = missing.records.saturating_add(records);
        self.messages.clear();
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.records.memory() + self.messages.memory() + if self.opener.is_some() { OPENER } else { 0 }
    }
}

/// What keys are assumed to hold.
const OPENER: usize = 1024;

fn updated(suite: Suite, traffic: &Secret) -> Secret {
    expand(suite.prf, traffic, b"traffic upd", suite.prf.len())
}

const fn label(dir: Direction, epoch: Epoch) -> Option<Label> {
    match (dir, epoch) {
        (Direction::Orig, Epoch::Early) => Some(Label::ClientEarly),
        (Direction::Orig, Epoch::Handshake) => Some(Label::ClientHandshake),
        (Direction::Orig, Epoch::Application) => Some(Label::ClientApplication),
        (Direction::Resp, Epoch::Early) => None,
        (Direction::Resp, Epoch::Handshake) => Some(Label::ServerHandshake),
        (Direction::Resp, Epoch::Application) => Some(Label::ServerApplication),
    }
}
