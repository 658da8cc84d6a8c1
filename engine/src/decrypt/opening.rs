//! Whichever session opens what a flow carries.

use super::event::{Event, Moment};
use super::quic::QuicSession;
use super::secrets::Secrets;
use super::session::Session;
use crate::config::Limits;
use crate::message::Direction;

/// The session of a flow. No `Debug`: it holds keys.
pub enum Opening {
    /// Records of TLS in a TCP stream.
    Tls(Box<Session>),
    /// Datagrams of QUIC.
    Quic(Box<QuicSession>),
}

/// Asks whichever it is.
macro_rules! either {
    ($opening:expr, $session:ident => $what:expr) => {
        match $opening {
            Opening::Tls($session) => $what,
            Opening::Quic($session) => $what,
        }
    };
}

impl Opening {
    /// For the protocol of a flow.
    pub fn new(protocol: &str, limits: &Limits) -> Option<Self> {
        match protocol {
            super::CARRIER => Some(Self::Tls(Box::new(Session::new(limits)))),
            super::QUIC => Some(Self::Quic(Box::new(QuicSession::new(limits)))),
            _ => None,
        }
    }

    /// Takes stream bytes, or a datagram; see [`Session::feed`] and [`QuicSession::feed`].
    pub fn feed(&mut self, dir: Direction, data: &[u8], moment: Moment, secrets: &Secrets, now: u64) {
        either!(self, session => session.feed(dir, data, moment, secrets, now));
    }

    /// `len` bytes of a stream are missing; datagrams have no such thing.
    pub fn gap(&mut self, dir: Direction, len: u64, secrets: &Secrets, now: u64) {
        if let Self::Tls(session) = self {
            session.gap(dir, len, secrets, now);
        }
    }

    /// The direction sends nothing more.
    pub fn close(&mut self, dir: Direction, moment: Moment, secrets: &Secrets, now: u64) {
        match self {
            Self::Tls(session) => session.close(dir, moment, secrets, now),
            Self::Quic(session) => session.close(dir),
        }
    }

    /// Opens what can be opened now.
    pub fn advance(&mut self, secrets: &Secrets, now: u64) {
        either!(self, session => session.advance(secrets, now));
    }

    /// The flow ends: what still waits stays closed.
    pub fn finish(&mut self) {
        either!(self, session => session.finish());
    }

    /// What waits is given up for room, and nothing of the flow will be opened.
    pub fn abandon(&mut self) {
        either!(self, session => session.abandon());
    }

    /// The next thing to tell.
    pub fn event(&mut self) -> Option<Event> {
        either!(self, session => session.event())
    }

    /// True if something waits for its secrets.
    pub fn waits(&self) -> bool {
        either!(self, session => session.waits())
    }

    /// Bytes that wait for their secrets.
    pub fn held(&self) -> usize {
        either!(self, session => session.held())
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        either!(self, session => session.memory())
    }

    /// After [`Event::Over`]: what was taken of a direction and not told, in order.
    pub fn take_rest(&mut self, dir: Direction) -> Vec<u8> {
        match self {
            Self::Tls(session) => session.take_rest(dir),
            Self::Quic(_) => Vec::new(),
        }
    }
}
