//! The state of a flow with payload.

use super::expect::Expected;
use super::message::OpenMessage;
use super::tunnel::Tunnel;
use crate::anomaly::Code;
use crate::answer::Verdict;
use crate::coverage::{State, Tally};
use crate::finding::{Client, CredentialInfo, Finding, FlowIdentity, TransportInfo};
use crate::message::Outcome;
use crate::proto::Parser;
use crate::stream::{Reorder, Spot};
use sha2::Sha256;
use std::num::NonZeroU64;
use std::sync::Arc;

/// What happens to the bytes of one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// Nobody knows the protocol yet; bytes wait in `pending`.
    #[default]
    Probing,
    /// The flow's parser gets them.
    Parsed,
    /// Scanned raw.
    Raw,
    /// Its records are opened, and what stands in them has lanes of its own.
    Sealed,
    /// Closed to us.
    Bypass(State),
}

/// A segment or datagram that passed lately, to tell copies from news.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    pub hash: u64,
    pub seq: u32,
    pub len: u32,
    pub ip_id: u16,
    /// When: the low 16 bits of [`tick`](Self::tick), and the 32 above (as one number they would need another word).
    tick_low: u16,
    tick_high: u32,
}

impl Recent {
    /// One that passes now.
    pub fn new((seq, len, ip_id): (u32, u32, u16), hash: u64, ts_ns: i64) -> Self {
        let tick = Self::tick(ts_ns);
        Self { hash, seq, len, ip_id, tick_low: tick as u16, tick_high: (tick >> 16) as u32 }
    }

    /// Time in units of 1024 ns, in the low 48 bits (nine years): flows keep many of these.
    fn tick(ts_ns: i64) -> i64 {
        ts_ns >> 10
    }

    /// True if what passes at `ts_ns` comes no later than `limit_ns` behind it.
    pub fn is_near(&self, ts_ns: i64, limit_ns: i64) -> bool {
        let then = i64::from(self.tick_high) << 16 | i64::from(self.tick_low);
        let behind = Self::tick(ts_ns).wrapping_sub(then);
        // Above the 48 bits nothing is known: the sign is that of the highest known bit.
        behind << 16 >> 16 <= limit_ns >> 10
    }
}

/// Segments remembered per direction.
pub(super) const RECENT: usize = 4;

/// One direction.
#[derive(Default)]
pub(super) struct Lane {
    pub mode: Mode,
    /// Its first bytes were seen, or will not be: no header of a proxy follows.
    pub begun: bool,
    /// True once the probes rejected what this direction sent.
    pub rejected: bool,
    /// True once the parser was told that this direction ended.
    pub told_close: bool,
    /// Bytes that the parser or the probes did not take yet.
    pub pending: Vec<u8>,
    /// Offset in the stream of the next byte that nobody accounted for yet (gaps included).
    pub offset: u64,
    /// Where the latest gap ended.
    pub torn_at: Option<NonZeroU64>,
    /// The open message of the stream in hand.
    pub message: Option<Box<OpenMessage>>,
    /// Messages begun.
    pub messages: u32,
    /// Packet and offset where the next message began to be gathered, if that was before it is begun.
    pub gathered: Option<Box<(Spot, u64)>>,
    /// The stream in hand, and the open messages of others.
    pub stream: u32,
    pub aside: Vec<(u32, Box<OpenMessage>)>,
    pub tally: Tally,
    /// Delivered bytes that the ledger already has, and how many of them were encrypted, or opaque, and not told yet.
    pub settled: u64,
    pub sealed: u64,
    pub opaque: u64,
    pub reorder: Option<Box<Reorder>>,
    pub recent: [Recent; RECENT],
    pub recent_at: u8,
    /// Sequence number of FIN.
    pub fin: Option<u32>,
    /// Packets of the flow seen since the hole at `next` was acknowledged.
    pub acked_hole: u8,
    /// Where the next segment after an out-of-window one would begin, and how many of them came in a row.
    pub outside: u32,
    pub outside_row: u8,
    /// Sequence number of the first byte that was delivered.
    pub begin: u32,
    /// Bytes of segments that were not believed, or sent before `begin`: seen, but no part of the stream.
    pub beyond: u64,
    /// Digest of the stream, if asked for.
    pub sha256: Option<Box<Sha256>>,
    /// Digest of what stood in its records, if asked for.
    pub plain_sha256: Option<Box<Sha256>>,
    pub gap_count: u32,
    pub gap_bytes: u64,
    pub retransmissions: u32,
    /// What waits for the other half of a login.
    pub waiting: Option<Box<Waiting>>,
}

/// Halves of logins, by transaction.
#[derive(Default)]
pub(super) struct Waiting {
    /// Logins that wait for their outcome.
    pub logins: Vec<(u32, Finding)>,
    /// Outcomes that came before the login's message was judged.
    pub outcomes: Vec<(u32, Settled)>,
    /// What the heads of answers said whose bodies may say otherwise.
    pub presumed: Vec<(u32, Outcome)>,
}

/// What an answer says.
#[derive(Clone, Copy)]
pub(super) struct Settled {
    /// By its head.
    pub told: Outcome,
    /// By its body, and the status beside that.
    pub body: Option<(Verdict, u16)>,
}

impl Settled {
    /// What became of a login.
    pub fn of(self, credential: &CredentialInfo) -> Outcome {
        let apart = matches!(credential.scheme, "basic" | "bearer" | "cookie" | "header" | "digest")
            || (credential.scheme == "query" && credential.user.is_empty());
        self.body.map_or(self.told, |(verdict, status)| verdict.outcome(self.told, status, apart))
    }
}

impl Lane {
    /// The number of the next message.
    pub fn number(&mut self) -> u32 {
        let number = self.messages;
        self.messages = number.wrapping_add(1);
        number
    }

    /// The open messages, whichever stream is in hand.
    pub fn open(&self) -> impl Iterator<Item = &OpenMessage> {
        self.message.iter().chain(self.aside.iter().map(|(_, message)| message)).map(|message| &**message)
    }

    /// Bytes held beside its own size.
    #[inline]
    pub fn memory(&self) -> usize {
        self.pending.capacity()
            + self.open().map(OpenMessage::memory).sum::<usize>()
            + self.reorder.as_ref().map_or(0, |reorder| reorder.memory())
            + self.waiting.as_ref().map_or(0, |waiting| waiting.memory())
    }
}

impl Waiting {
    fn memory(&self) -> usize {
        size_of::<Self>()
            + self.logins.capacity() * size_of::<(u32, Finding)>()
            + self.presumed.capacity() * size_of::<(u32, Outcome)>()
    }
}

/// An anomaly of a flow.
#[derive(Debug)]
pub(super) struct FlowAnomaly {
    pub code: Code,
    pub count: u64,
    pub ts_ns: i64,
    pub detail: String,
}

/// What is known of the flow as a whole.
#[derive(Default)]
pub(super) struct Facts {
    pub identity: Option<Arc<FlowIdentity>>,
    /// For whom the originator says that it speaks, if it is believed.
    pub client: Option<Box<Client>>,
    /// The begin of a proxy's header that is not whole yet.
    pub preamble: Vec<u8>,
    /// Zones of originator and responder.
    pub zones: [u16; 2],
    /// Protocol, empty until claimed.
    pub app: &'static str,
    pub transport: Option<Box<TransportInfo>>,
    /// First payload, ns.
    pub payload_ns: i64,
    pub anomalies: Vec<FlowAnomaly>,
    /// The flow turned from plaintext to TLS.
    pub upgraded: bool,
    /// What its transport record said, if that was made before the flow's end.
    pub told: Option<Box<TransportInfo>>,
    /// It was given up because the sensor could not keep up.
    pub shed: bool,
    /// It was announced by a control channel.
    pub expected: Option<Box<Expected>>,
    /// It is the inside of a flow whose records are opened.
    pub sealed: bool,
}

/// Everything behind [`crate::flow::Flow::ext`].
#[derive(Default)]
pub(super) struct Ext {
    pub lanes: [Lane; 2],
    pub parser: Option<Box<dyn Parser>>,
    pub facts: Facts,
    /// Present while its records are opened.
    pub tunnel: Option<Box<Tunnel>>,
    /// Bytes last counted as held, and how many of them wait for secrets.
    pub held: usize,
    pub sealed: usize,
    /// Its latest packet with payload: frame number, and which capture.
    pub frame: u64,
    pub capture: u32,
    pub duplicates: u32,
    pub tunnels: crate::wire::Tunnels,
    pub tunnel_id: u32,
    pub vlans: [u16; 3],
    /// It is among the flows that wait for secrets.
    pub listed: bool,
    /// A part timer is running for this flow.
    pub timed: bool,
}

/// What a parser object is assumed to hold.
const PARSER: usize = 1024;

impl Ext {
    /// True if it holds nothing whose size could have changed since it was last counted, nor a part that waits.
    #[inline]
    pub fn is_lean(&self) -> bool {
        let lean = |lane: &Lane| {
            lane.message.is_none()
                && lane.aside.capacity() == 0
                && lane.pending.capacity() == 0
                && lane.reorder.is_none()
                && lane.waiting.is_none()
        };
        let parser = self.parser.as_ref().is_none_or(|parser| parser.held() == 0);
        self.tunnel.is_none()
            && self.facts.preamble.capacity() == 0
            && self.held == self.lean_size()
            && self.lanes.iter().all(lean)
            && parser
    }

    /// True if nothing more is expected.
    pub fn rests(&self) -> bool {
        self.parser.as_ref().is_some_and(|parser| parser.rests())
    }

    /// Bytes that wait for their secrets.
    pub fn waiting(&self) -> usize {
        self.tunnel.as_ref().map_or(0, |tunnel| tunnel.waiting())
    }

    fn lean_size(&self) -> usize {
        let transport = if self.facts.transport.is_some() { size_of::<TransportInfo>() } else { 0 };
        size_of::<Self>() + transport + if self.parser.is_some() { PARSER } else { 0 }
    }

    /// Bytes held now.
    pub fn memory(&self) -> usize {
        let [orig, resp] = &self.lanes;
        let lanes = orig.memory() + resp.memory();
        let parser = self.parser.as_ref().map_or(0, |parser| parser.held());
        self.lean_size()
            + self.facts.preamble.capacity()
            + lanes
            + parser
            + self.tunnel.as_ref().map_or(0, |tunnel| tunnel.memory())
    }
}

// Every flow with payload has one, and the allocator's next size up is a quarter more.
const _: () = assert!(size_of::<Ext>() <= 896);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_comes_soon_behind_or_before_never_hours_later() {
        const MINUTE: i64 = 60_000_000_000;
        let (seen, limit) = (1_767_261_600_000_000_000, 50_000_000);
        let recent = Recent::new((1, 2, 3), 4, seen);
        for near in [-MINUTE, -1, 0, 1, limit] {
            assert!(recent.is_near(seen + near, limit), "{near}");
        }
        assert!(!recent.is_near(seen + limit + 2048, limit));
        for far in [1, 30, 40, 70, 73, 74, 110, 60 * 24 * 365] {
            assert!(!recent.is_near(seen + far * MINUTE, limit), "{far} min");
        }
    }
}
