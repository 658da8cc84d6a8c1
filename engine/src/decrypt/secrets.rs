//! What the owner gave: one table for all flows and threads.
//!
//! It is bounded by `Limits::secrets` connections; the oldest go first, counted. In a replay secrets are seen from a packet
//! number on, so that a worker that lags behind the reader sees what one would see that does not.

use super::Secret;
use super::keylog::{KeyLog, Line};
use super::rsa::RsaKey;
use crate::error::{Error, Result};
use foldhash::fast::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::io::Read as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use zeroize::Zeroizing;

/// Bytes read from a key log at once.
const PIECE: usize = 64 << 10;
/// Longest session id or ticket that names a session (RFC 5077 §4: a ticket is at most 2^16-1 bytes; real ones are small).
const SESSION: usize = 4096;
/// Troubles with key logs that wait to be told.
const TROUBLES: usize = 64;

/// Which of a connection's secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Master secret up to TLS 1.2.
    Master,
    /// TLS 1.3: early data.
    ClientEarly,
    /// The client's handshake.
    ClientHandshake,
    /// The server's.
    ServerHandshake,
    /// The client's application data, before any key update.
    ClientApplication,
    /// The server's.
    ServerApplication,
}

impl Label {
    const COUNT: usize = 6;

    /// The label of a key log; `None` for those that no record needs.
    pub fn by_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"CLIENT_RANDOM" => Self::Master,
            b"CLIENT_EARLY_TRAFFIC_SECRET" => Self::ClientEarly,
            b"CLIENT_HANDSHAKE_TRAFFIC_SECRET" => Self::ClientHandshake,
            b"SERVER_HANDSHAKE_TRAFFIC_SECRET" => Self::ServerHandshake,
            b"CLIENT_TRAFFIC_SECRET_0" => Self::ClientApplication,
            b"SERVER_TRAFFIC_SECRET_0" => Self::ServerApplication,
            _ => return None,
        })
    }
}

/// A secret and the packet number from which it is seen.
type Dated = (u64, Secret);

/// A map that forgets its oldest entries.
struct Bounded<K, V> {
    map: HashMap<K, V, RandomState>,
    order: VecDeque<K>,
}

impl<K: Hash + Eq + Clone, V: Default> Bounded<K, V> {
    fn new() -> Self {
        Self { map: HashMap::default(), order: VecDeque::new() }
    }

    /// The entry, made if there is none; the second value says that an old one had to go.
    fn entry(&mut self, key: K, most: usize) -> (&mut V, bool) {
        let mut full = false;
        if !self.map.contains_key(&key) {
            if self.order.len() >= most.max(1) {
                full = self.order.pop_front().is_some_and(|oldest| self.map.remove(&oldest).is_some());
            }
            self.order.push_back(key.clone());
        }
        (self.map.entry(key).or_default(), full)
    }
}

/// The tables. No `Debug`: it would show them.
struct Tables {
    connections: Bounded<[u8; 32], [Option<Dated>; Label::COUNT]>,
    premasters: Bounded<[u8; 8], Option<Dated>>,
    /// Master secrets of sessions that an RSA key opened, by session id or ticket.
    sessions: Bounded<Vec<u8>, Option<Secret>>,
}

/// Everything that can open a record.
pub struct Secrets {
    tables: RwLock<Tables>,
    keys: Vec<RsaKey>,
    most: usize,
    /// Raised with every change.
    generation: AtomicU64,
    /// Secrets may come later than the records that they open.
    awaited: AtomicBool,
    /// Number of the packet from which anything is seen.
    given: AtomicU64,
    dropped: AtomicU64,
    /// Lines that could not be read, in words.
    troubles: Mutex<Vec<String>>,
}

impl Secrets {
    /// An empty table for `most` connections.
    pub fn new(most: usize) -> Self {
        let tables = Tables { connections: Bounded::new(), premasters: Bounded::new(), sessions: Bounded::new() };
        Self {
            tables: RwLock::new(tables),
            keys: Vec::new(),
            most,
            generation: AtomicU64::new(0),
            awaited: AtomicBool::new(false),
            given: AtomicU64::new(u64::MAX),
            dropped: AtomicU64::new(0),
            troubles: Mutex::default(),
        }
    }

    /// Adds the RSA keys of a PEM file.
    ///
    /// # Errors
    /// [`Error::Config`] if it cannot be read or holds no RSA key.
    pub fn load_key(&mut self, path: &str) -> Result<()> {
        self.keys.extend(RsaKey::load(path)?);
        self.given.store(0, Ordering::Relaxed);
        Ok(())
    }

    /// Adds a key log, read to its end.
    ///
    /// # Errors
    /// [`Error::Config`] if it cannot be read, or has lines and none of them is one of a key log.
    pub fn load_log(&self, path: &str) -> Result<()> {
        let failed = |what: &str| Error::Config(format!("key log {path}: {what}"));
        let mut file = std::fs::File::open(path).map_err(|error| failed(&error.to_string()))?;
        let (mut log, mut piece) = (KeyLog::default(), Zeroizing::new(vec![0; PIECE]));
        loop {
            let read = file.read(&mut piece).map_err(|error| failed(&error.to_string()))?;
            if read == 0 {
                break;
            }
            log.feed(piece.get(..read).unwrap_or_default(), &mut |line| self.add(line, 0));
        }
        log.finish(&mut |line| self.add(line, 0));
        match log.bad {
            Some((first, _)) if log.good == 0 => Err(Error::Config(format!("{path}:{first}: not a line of a key log"))),
            Some((first, _)) => {
                self.trouble(format!("{path}:{first}: not a line of a key log"));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Adds a key log that stood in a capture, seen from packet `number` on.
    pub fn add_block(&self, text: &[u8], number: u64) {
        let mut log = KeyLog::default();
        log.feed(text, &mut |line| self.add(line, number));
        log.finish(&mut |line| self.add(line, number));
        if let Some((first, _)) = log.bad {
            self.trouble(format!("decryption secrets block, line {first}: not a line of a key log"));
        }
    }

    /// Adds what a line of a key log says.
    pub(super) fn add(&self, line: Line, number: u64) {
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        let full = match line {
            Line::Of(random, label, secret) => {
                let (slots, full) = tables.connections.entry(random, self.most);
                // What was said first stands: a worker may have used it.
                if let Some(slot) = slots.get_mut(label as usize) {
                    slot.get_or_insert((number, secret));
                }
                full
            }
            Line::Premaster(encrypted, secret) => {
                let (slot, full) = tables.premasters.entry(encrypted, self.most);
                slot.get_or_insert((number, secret));
                full
            }
            Line::Nothing => return,
        };
        drop(tables);
        self.dropped.fetch_add(u64::from(full), Ordering::Relaxed);
        self.given.fetch_min(number, Ordering::Relaxed);
        self.generation.fetch_add(1, Ordering::Release);
    }

    pub(super) fn trouble(&self, what: String) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if troubles.len() < TROUBLES {
            troubles.push(what);
        }
    }

    /// What was wrong with key logs since it was last asked.
    pub fn take_troubles(&self) -> Vec<String> {
        std::mem::take(&mut *self.troubles.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Connections whose secrets were dropped for room since it was last asked.
    pub fn take_dropped(&self) -> u64 {
        self.dropped.swap(0, Ordering::Relaxed)
    }

    /// Says that secrets may come at any time from now on.
    pub fn expect_more(&self) {
        self.awaited.store(true, Ordering::Relaxed);
    }

    /// True if secrets may come later than the records that they open.
    pub fn may_come(&self) -> bool {
        self.awaited.load(Ordering::Relaxed)
    }

    /// True if the owner has given anything by packet `now`.
    pub fn are_given(&self, now: u64) -> bool {
        self.given.load(Ordering::Relaxed) <= now
    }

    /// True if RSA keys are among them.
    pub fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Rises with every secret that comes.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// A secret of a connection as seen at packet `now`.
    pub(super) fn of(&self, random: &[u8; 32], label: Label, now: u64) -> Option<Secret> {
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        let (since, secret) = tables.connections.map.get(random)?.get(label as usize)?.as_ref()?;
        (*since <= now).then(|| secret.clone())
    }

    /// True if anything is known of a connection.
    pub(super) fn know(&self, random: &[u8; 32], now: u64) -> bool {
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        let known = tables.connections.map.get(random);
        known.is_some_and(|slots| slots.iter().flatten().any(|(since, _)| *since <= now))
    }

    /// The premaster secret of an encrypted one: from a key log, or by the key that `certificates` hold.
    pub(super) fn premaster(&self, encrypted: &[u8], certificates: &[u8], now: u64) -> Option<Secret> {
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        let named = encrypted.first_chunk::<8>().and_then(|first| tables.premasters.map.get(first)?.as_ref());
        if let Some((since, secret)) = named
            && *since <= now
        {
            return Some(secret.clone());
        }
        drop(tables);
        self.keys.iter().filter(|key| key.is_in(certificates)).find_map(|key| key.premaster(encrypted))
    }

    /// Remembers a session that can be resumed, by its id or ticket.
    pub(super) fn remember(&self, name: &[u8], master: &Secret) {
        if name.is_empty() || name.len() > SESSION {
            return;
        }
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        let (slot, _) = tables.sessions.entry(name.to_vec(), self.most);
        *slot = Some(master.clone());
    }

    /// The master secret of a session that is resumed.
    pub(super) fn recall(&self, name: &[u8]) -> Option<Secret> {
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        tables.sessions.map.get(name)?.clone()
    }
}
