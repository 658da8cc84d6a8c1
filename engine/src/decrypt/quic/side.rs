//! The keys of one direction, by packet type, and the numbers of its packets.

use super::super::hello::Messages;
use super::stream::{Inbox, Streams};
use crate::quic::packet::MAX_ID;
use crate::quic::protect::{Mask, Sealer, Secret, Suite, expanded};

/// Key updates that may have passed unseen.
const UPDATES: usize = 4;
/// Ids that are remembered of a side.
const IDS: usize = 64;
/// Longest handshake, from its start (the messages in it are bounded by `Limits::head_bytes` each).
const CRYPTO: u64 = 256 << 10;

/// Which keys protect a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// 0-RTT.
    Early,
    Handshake,
    /// 1-RTT.
    Application,
}

/// Keys that are never updated.
struct Keys {
    mask: Mask,
    sealer: Sealer,
}

/// Keys of 1-RTT packets, which follow one another (RFC 9001 §6).
struct Phases {
    suite: Suite,
    version: u32,
    mask: Mask,
    /// Of the phase in force.
    secret: Secret,
    sealer: Sealer,
    /// The phase before.
    previous: Option<Sealer>,
    /// Key phase bit of the phase in force, and its lowest packet number seen.
    phase: bool,
    since: u64,
}

impl Phases {
    fn open(&mut self, packet: &[u8], number_at: usize, largest: Option<u64>) -> Option<(u64, Vec<u8>)> {
        let head = self.mask.lift(packet, number_at)?;
        let number = expanded(head.number, largest);
        let same = head.phase() == self.phase;
        if same && let Some(payload) = self.sealer.open(packet, &head, number) {
            self.since = self.since.min(number);
            return Some((number, payload));
        }
        if !same
            && number < self.since
            && let Some(payload) = self.previous.as_ref().and_then(|sealer| sealer.open(packet, &head, number))
        {
            return Some((number, payload));
        }
        // An update, or several of which nothing was seen.
        let mut secret = self.secret.clone();
        let mut before = None;
        for step in 1..=UPDATES {
            secret = self.suite.update(self.version, &secret)?;
            let sealer = self.suite.sealer(self.version, &secret)?;
            if (step % 2 == 0) == same
                && let Some(payload) = sealer.open(packet, &head, number)
            {
                let last = std::mem::replace(&mut self.sealer, sealer);
                self.previous = Some(if step == 1 { last } else { before.unwrap_or(last) });
                (self.secret, self.phase, self.since) = (secret, head.phase(), number);
                return Some((number, payload));
            }
            before = Some(sealer);
        }
        None
    }
}

/// Packet numbers that were seen lately.
#[derive(Default)]
struct Window {
    largest: Option<u64>,
    /// Bit n: number `largest - n` was seen.
    seen: u128,
}

impl Window {
    /// True if the number is news, as far as is remembered.
    fn is_news(&mut self, number: u64) -> bool {
        let Some(largest) = self.largest.filter(|largest| *largest >= number) else {
            let ahead = self.largest.map_or(u64::MAX, |largest| number - largest);
            self.seen = u32::try_from(ahead).ok().and_then(|ahead| self.seen.checked_shl(ahead)).unwrap_or(0) | 1;
            self.largest = Some(number);
            return true;
        };
        let bit = u32::try_from(largest - number).ok().and_then(|back| 1u128.checked_shl(back)).unwrap_or(0);
        let known = self.seen & bit != 0;
        self.seen |= bit;
        !known
    }
}

/// What a packet came to.
pub(super) enum Opened {
    /// Its payload.
    Payload(Vec<u8>),
    /// It was opened before.
    Again,
    /// The keys are not its.
    Closed,
}

/// One direction. No `Debug`: it holds keys.
#[derive(Default)]
pub(super) struct Side {
    /// Handshake bytes of Initial and of Handshake packets, and the messages in them.
    pub crypto: [(Inbox, Messages); 2],
    pub streams: Streams,
    early: Option<Keys>,
    handshake: Option<Keys>,
    application: Option<Box<Phases>>,
    /// Numbers of Handshake packets, and those that 0-RTT and 1-RTT packets share (RFC 9000 §12.3).
    handshake_numbers: Window,
    numbers: Window,
    /// Ids that this side gave itself, the newest last: packets to it begin with one.
    ids: Vec<Vec<u8>>,
    /// Packets in a row that did not open.
    pub failures: u32,
}

impl Side {
    /// True if there are keys of this level.
    pub fn has(&self, level: Level) -> bool {
        match level {
            Level::Early => self.early.is_some(),
            Level::Handshake => self.handshake.is_some(),
            Level::Application => self.application.is_some(),
        }
    }

    /// Takes the secret of a level; false if it is none of the suite's.
    pub fn take(&mut self, level: Level, suite: Suite, version: u32, secret: &Secret) -> bool {
        let (Some(mask), Some(sealer)) = (suite.mask(version, secret), suite.sealer(version, secret)) else {
            return false;
        };
        match level {
            Level::Early => self.early = Some(Keys { mask, sealer }),
            Level::Handshake => self.handshake = Some(Keys { mask, sealer }),
            Level::Application => {
                let (secret, since) = (secret.clone(), u64::MAX);
                let phases = Phases { suite, version, mask, secret, sealer, previous: None, phase: false, since };
                self.application = Some(Box::new(phases));
            }
        }
        true
    }

    /// Opens a packet whose number begins at `number_at`.
    pub fn open(&mut self, level: Level, packet: &[u8], number_at: usize) -> Opened {
        let numbers = if level == Level::Handshake { &mut self.handshake_numbers } else { &mut self.numbers };
        let keys = match level {
            Level::Early => self.early.as_ref(),
            Level::Handshake => self.handshake.as_ref(),
            Level::Application => None,
        };
        let opened = match (keys, &mut self.application) {
            (Some(keys), _) => keys.mask.lift(packet, number_at).and_then(|head| {
                let number = expanded(head.number, numbers.largest);
                Some((number, keys.sealer.open(packet, &head, number)?))
            }),
            (None, Some(phases)) if level == Level::Application => phases.open(packet, number_at, numbers.largest),
            _ => None,
        };
        match opened {
            Some((number, payload)) if numbers.is_news(number) => Opened::Payload(payload),
            Some(_) => Opened::Again,
            None => Opened::Closed,
        }
    }

    /// The side gave itself an id.
    pub fn name(&mut self, id: &[u8]) {
        if id.len() > MAX_ID || self.ids.last().is_some_and(|last| last == id) {
            return;
        }
        self.ids.retain(|known| known != id);
        if self.ids.len() >= IDS {
            self.ids.remove(0);
        }
        self.ids.push(id.to_vec());
    }

    /// Length of the id that a short header to this side begins with; `None` if none is known.
    pub fn id_len(&self, packet: &[u8]) -> Option<usize> {
        let behind = packet.get(1..).unwrap_or_default();
        let known = self.ids.iter().rev().find(|id| !id.is_empty() && behind.starts_with(id));
        known.or_else(|| self.ids.last()).map(Vec::len)
    }

    /// Takes handshake bytes of Initial (0) or Handshake (1) packets; the messages are to be asked for then.
    pub fn hear(&mut self, which: usize, at: u64, data: &[u8]) -> Option<&mut Messages> {
        let (inbox, messages) = self.crypto.get_mut(which)?;
        if at.saturating_add(data.len() as u64) > CRYPTO {
            return None;
        }
        inbox.put(at, data);
        while let Some(piece) = inbox.ready() {
            messages.feed(&piece);
        }
        Some(messages)
    }

    /// Forgets what Initial packets brought.
    pub fn unhear(&mut self) {
        let [initial, _] = &mut self.crypto;
        *initial = Default::default();
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let crypto: usize = self.crypto.iter().map(|(inbox, messages)| inbox.memory() + messages.memory()).sum();
        crypto + self.streams.memory() + self.ids.len() * size_of::<Vec<u8>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_news_once() {
        let mut window = Window::default();
        let news = [5, 5, 3, 3, 6, 200, 6, 199, 199, 200].map(|number| window.is_news(number));
        assert_eq!(news, [true, false, true, false, true, true, true, true, false, false], "6 is forgotten behind 200");
    }

    #[test]
    fn ids_are_told_apart_by_what_they_are() {
        let mut side = Side::default();
        assert_eq!(side.id_len(&[0x40, 1, 2]), None);
        side.name(&[1, 2, 3]);
        side.name(&[7, 7, 7, 7, 7]);
        assert_eq!(side.id_len(&[0x40, 1, 2, 3, 9]), Some(3));
        assert_eq!(side.id_len(&[0x40, 9, 9, 9, 9]), Some(5), "one that was not seen is like the last");
    }
}
