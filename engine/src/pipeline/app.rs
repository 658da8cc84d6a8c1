//! From stream bytes to a parser: probing, hand-over, loss, and the raw scan of what nobody claims.

use super::desk::{self, Desk, Who};
use super::ext::{Ext, Mode};
use super::order::{Body, Key};
use super::services::{Place, Use};
use super::shared::Shared;
use super::tunnel::Tunnel;
use crate::anomaly::Code;
use crate::coverage::State;
use crate::decrypt;
use crate::finding::{TransportInfo, TransportRecord, Unseen};
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::proto::{self, Parser, Probe, Progress, Protocol, Transport};
use std::num::NonZeroU64;

/// Most bytes that a probe is shown.
const PROBE_SHOWN: usize = 512;
/// A direction whose probes cannot tell after this many bytes is not waited for any more.
const PROBE_HELD: usize = 4096;
/// A parser may leave this much unconsumed beyond its longest head before it counts as lost.
const PENDING_SLACK: usize = 64 << 10;

/// The application side of one flow.
pub(super) struct App<'a> {
    pub desk: Desk<'a>,
    pub parser: &'a mut Option<Box<dyn Parser>>,
    /// Where the inside of the flow is kept; none where nothing is opened any more.
    pub tunnel: Option<&'a mut Option<Box<Tunnel>>>,
    /// Of how many sealed flows it is the inside.
    pub depth: u8,
    pub transport: Transport,
}

impl<'a> App<'a> {
    /// Borrows what it needs from the flow's state.
    pub fn new(shared: &'a mut Shared, ext: &'a mut Ext, who: Who<'a>) -> Self {
        let transport = match who.key.proto() {
            6 => Transport::Tcp,
            1 | 58 => Transport::Icmp,
            _ => Transport::Udp,
        };
        let Ext { lanes, parser, facts, tunnel, .. } = ext;
        Self { desk: Desk { shared, lanes, facts, who }, parser, tunnel: Some(tunnel), depth: 0, transport }
    }

    fn mode(&self, dir: Direction) -> Mode {
        self.desk.lanes[dir.index()].mode
    }

    /// Name of the protocol, or of the transport.
    pub fn app_name(&self) -> &'static str {
        if !self.desk.facts.app.is_empty() {
            return self.desk.facts.app;
        }
        if self.desk.facts.sealed {
            return decrypt::CARRIER;
        }
        proto_name(self.desk.who.key.proto())
    }

    /// Bytes of a stream, in order.
    pub fn stream(&mut self, dir: Direction, data: &[u8]) {
        if self.desk.shared.level > 0 && !self.desk.facts.sealed {
            self.relieve(dir);
        }
        if !self.desk.lanes[dir.index()].begun && self.preamble(dir, data) {
            return;
        }
        self.go_on(dir, data);
    }

    /// Bytes of a stream behind what a proxy put before it.
    pub fn go_on(&mut self, dir: Direction, data: &[u8]) {
        match self.mode(dir) {
            Mode::Bypass(state) => self.pass_over(dir, state, data.len() as u64),
            Mode::Raw => self.raw(dir, data),
            Mode::Probing => self.probe(dir, data),
            Mode::Parsed => self.parse(dir, data),
            Mode::Sealed => self.sealed(dir, data),
        }
    }

    /// One datagram.
    pub fn datagram(&mut self, dir: Direction, data: &[u8]) {
        if self.desk.shared.level > 0 && !self.desk.facts.sealed {
            self.relieve(dir);
        }
        if self.mode(dir) == Mode::Probing {
            self.probe_datagram(dir, data);
        }
        match self.mode(dir) {
            Mode::Bypass(state) => self.pass_over(dir, state, data.len() as u64),
            Mode::Parsed => self.parse_datagram(dir, data),
            Mode::Sealed => self.sealed_datagram(dir, data),
            Mode::Raw | Mode::Probing => self.scan_now(dir, data),
        }
    }

    /// Accounts bytes of a direction that is closed to us.
    pub fn pass_over(&mut self, dir: Direction, state: State, bytes: u64) {
        self.desk.tally(dir, state, bytes);
        if self.desk.facts.shed {
            self.desk.shared.stats.overload_bytes += bytes;
        }
    }

    /// Scans bytes on their own, under the protocol's name.
    fn scan_now(&mut self, dir: Direction, data: &[u8]) {
        let place = self.app_name();
        desk::datagram(&mut self.desk, dir, place, data);
        let lane = &mut self.desk.lanes[dir.index()];
        lane.offset = lane.offset.wrapping_add(data.len() as u64);
    }

    fn parse_datagram(&mut self, dir: Direction, data: &[u8]) {
        let Some(parser) = self.parser.as_mut() else { return self.desk.tally(dir, State::Skipped, data.len() as u64) };
        match parser.on_data(dir, data, &mut self.desk) {
            Progress::Consumed(n) | Progress::Handover(n) => {
                let rest = data.len().saturating_sub(n);
                if rest > 0 {
                    self.desk.tally(dir, State::Undecodable, rest as u64);
                }
            }
            Progress::Bypass(state) => {
                self.desk.tally(dir, state, data.len() as u64);
                self.bypass(dir, state);
            }
            Progress::Lost => {
                self.lost();
                self.scan_now(dir, data);
            }
        }
    }

    fn probe_datagram(&mut self, dir: Direction, data: &[u8]) {
        match self.ask(dir, data) {
            Ask::Claimed(protocol) => self.claim(protocol),
            Ask::Waiting | Ask::Rejected => {
                self.desk.lanes[dir.index()].mode = Mode::Raw;
            }
        }
    }

    /// Asks the registry, protocols that live on the flow's ports first.
    fn ask(&self, dir: Direction, data: &[u8]) -> Ask {
        let shown = &data[..data.len().min(PROBE_SHOWN)];
        let tuple = self.desk.who.key.tuple(self.desk.who.low);
        let ports = (tuple.orig.port, tuple.resp.port);
        let mut waiting = false;
        let hinted =
            proto::hint(tuple.resp.port, self.transport).or_else(|| proto::hint(tuple.orig.port, self.transport));
        for protocol in hinted.into_iter().chain(proto::REGISTRY.iter()) {
            if !protocol.transports.contains(&self.transport) {
                continue;
            }
            match (protocol.probe)(dir, shown, ports) {
                Probe::Match => return Ask::Claimed(protocol),
                Probe::NeedMore => waiting = true,
                Probe::Reject => {}
            }
        }
        if waiting && data.len() < PROBE_SHOWN { Ask::Waiting } else { Ask::Rejected }
    }

    fn probe(&mut self, dir: Direction, data: &[u8]) {
        let lane = &mut self.desk.lanes[dir.index()];
        let held = !lane.pending.is_empty();
        if held {
            lane.pending.extend_from_slice(data);
        }
        if lane.rejected {
            if !held {
                lane.pending.extend_from_slice(data);
            }
            if lane.pending.len() >= PROBE_HELD {
                self.give_up();
            }
            return;
        }
        let pending = std::mem::take(&mut lane.pending);
        let seen = if held { &pending } else { data };
        let answer = self.ask(dir, seen);
        match answer {
            Ask::Claimed(protocol) => {
                self.claim(protocol);
                self.dispatch(dir, seen);
                self.replay_pending(dir.reverse());
            }
            Ask::Waiting => {
                let keep = if held { pending } else { data.to_vec() };
                self.desk.lanes[dir.index()].pending = keep;
            }
            Ask::Rejected => {
                let enough = seen.len() >= PROBE_HELD;
                let keep = if held { pending } else { data.to_vec() };
                let lane = &mut self.desk.lanes[dir.index()];
                lane.pending = keep;
                lane.rejected = true;
                let other = &self.desk.lanes[dir.reverse().index()];
                if enough || other.rejected || other.mode == Mode::Raw {
                    self.give_up();
                }
            }
        }
    }

    /// Nobody claims the stream: both directions that were rejected are scanned raw.
    fn give_up(&mut self) {
        for dir in [Direction::Orig, Direction::Resp] {
            let lane = &mut self.desk.lanes[dir.index()];
            if lane.mode == Mode::Probing && lane.rejected {
                lane.mode = Mode::Raw;
                let pending = std::mem::take(&mut lane.pending);
                self.raw(dir, &pending);
            }
        }
    }

    pub fn claim(&mut self, protocol: &'static Protocol) {
        let limits = self.desk.shared.settings.limits;
        let parser = protocol.parser.map(|make| make(&limits, self.transport));
        let within = self.desk.facts.upgraded.then(|| goes_on(self.desk.facts.app)).flatten();
        self.install(protocol, parser);
        self.open_tunnel(protocol, within);
    }

    /// The flow is this protocol's from here on.
    fn install(&mut self, protocol: &'static Protocol, parser: Option<Box<dyn Parser>>) {
        self.desk.facts.app = protocol.name;
        *self.parser = parser;
        let mode = if self.parser.is_some() { Mode::Parsed } else { Mode::Raw };
        for dir in [Direction::Orig, Direction::Resp] {
            let lane = &mut self.desk.lanes[dir.index()];
            if lane.mode == Mode::Raw && mode == Mode::Parsed {
                // Raw until now: what was seen so far is judged as it is.
                self.desk.end_all(dir, MessageEnd::Cut);
            }
            self.desk.lanes[dir.index()].mode = mode;
        }
    }

    fn replay_pending(&mut self, dir: Direction) {
        let pending = std::mem::take(&mut self.desk.lanes[dir.index()].pending);
        if !pending.is_empty() {
            self.dispatch(dir, &pending);
        }
    }

    /// Bytes that were held back go where the direction's mode now says.
    pub fn dispatch(&mut self, dir: Direction, data: &[u8]) {
        match self.mode(dir) {
            Mode::Bypass(state) => self.desk.tally(dir, state, data.len() as u64),
            Mode::Raw => self.raw(dir, data),
            Mode::Parsed => self.parse(dir, data),
            Mode::Probing => self.probe(dir, data),
            Mode::Sealed => self.sealed(dir, data),
        }
    }

    pub fn raw(&mut self, dir: Direction, data: &[u8]) {
        if data.is_empty() {
            return;
        }
        if starts_tls(data) && self.upgrades(dir) {
            // STARTTLS and its kin: the plaintext dialogue ends here, and the flow is no plaintext flow.
            self.desk.facts.upgraded = true;
            return self.hand_over(dir, data);
        }
        if self.desk.lanes[dir.index()].message.is_none() {
            let head = match &self.desk.facts.expected {
                Some(expected) => expected.head(),
                None => MessageHead::of_stream(self.app_name()),
            };
            self.desk.begin(dir, head);
        }
        self.desk.body(dir, data);
    }

    /// May what this side says next be TLS?
    fn upgrades(&self, dir: Direction) -> bool {
        let facts = &self.desk.facts;
        // Who connects an announced flow need not be who speaks first on it.
        facts.expected.is_some() || dir == Direction::Orig && UPGRADING.contains(&facts.app)
    }

    fn parse(&mut self, dir: Direction, data: &[u8]) {
        let mut pending = std::mem::take(&mut self.desk.lanes[dir.index()].pending);
        let joined = !pending.is_empty();
        if joined {
            pending.extend_from_slice(data);
        }
        let seen: &[u8] = if joined { &pending } else { data };
        let mut at = 0;
        while let Some(rest) = seen.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(parser) = self.parser.as_mut() else {
                self.desk.lanes[dir.index()].mode = Mode::Raw;
                return self.raw(dir, rest);
            };
            match parser.on_data(dir, rest, &mut self.desk) {
                Progress::Consumed(0) => break,
                Progress::Consumed(n) => at += n.min(rest.len()),
                Progress::Bypass(state) => {
                    self.desk.tally(dir, state, rest.len() as u64);
                    return self.bypass(dir, state);
                }
                Progress::Lost => {
                    self.lost();
                    return self.raw(dir, rest);
                }
                Progress::Handover(n) => {
                    let rest = rest.get(n..).unwrap_or(&[]).to_vec();
                    return self.hand_over(dir, &rest);
                }
            }
        }
        let rest = seen.len() - at;
        if rest > self.desk.shared.settings.limits.head_bytes + PENDING_SLACK {
            let rest = seen.get(at..).unwrap_or(&[]).to_vec();
            self.desk.odd(Code::HeadTooLong, "the parser waits for more than it may hold");
            self.lost();
            return self.raw(dir, &rest);
        }
        if joined {
            pending.drain(..at);
        } else if rest > 0 {
            pending.clear();
            pending.extend_from_slice(data.get(at..).unwrap_or(&[]));
        } else {
            pending.clear();
        }
        if pending.is_empty() && pending.capacity() > 16 << 10 {
            pending = Vec::new();
        }
        self.desk.lanes[dir.index()].pending = pending;
    }

    fn bypass(&mut self, dir: Direction, state: State) {
        self.desk.end_all(dir, MessageEnd::Cut);
        self.desk.lanes[dir.index()].mode = Mode::Bypass(state);
        if self.bypassed() {
            *self.parser = None;
        }
    }

    /// True when both directions are closed to us.
    pub fn bypassed(&self) -> bool {
        self.desk.lanes.iter().all(|lane| matches!(lane.mode, Mode::Bypass(_)))
    }

    /// The parser gave up: everything from here on is scanned raw.
    pub fn lost(&mut self) {
        self.desk.odd(Code::ParserLost, self.desk.facts.app);
        *self.parser = None;
        for dir in [Direction::Orig, Direction::Resp] {
            self.desk.end_all(dir, MessageEnd::Cut);
            let lane = &mut self.desk.lanes[dir.index()];
            if !matches!(lane.mode, Mode::Bypass(_)) {
                lane.mode = Mode::Raw;
            }
            let pending = std::mem::take(&mut lane.pending);
            if !pending.is_empty() {
                self.dispatch(dir, &pending);
            }
        }
    }

    /// Another protocol begins in both directions: the one that the parser knows, or what the probes say. The flow keeps the
    /// name of the first unless the next is claimed.
    fn hand_over(&mut self, dir: Direction, rest: &[u8]) {
        let sealed = self.desk.facts.sealed;
        if !sealed && self.desk.facts.transport.as_ref().is_some_and(|info| info.upgrade == "used") {
            // The parser saw both sides agree to encrypt: it is no plaintext flow, and what follows says how it is protected.
            self.desk.facts.upgraded = true;
            self.desk.facts.transport = None;
        }
        if !self.desk.facts.upgraded && !sealed {
            self.transport_record();
        }
        let successor = self.parser.as_mut().and_then(|parser| parser.successor());
        *self.parser = None;
        for dir in [Direction::Orig, Direction::Resp] {
            self.desk.end_all(dir, MessageEnd::Cut);
            let lane = &mut self.desk.lanes[dir.index()];
            if !matches!(lane.mode, Mode::Bypass(_)) {
                lane.mode = Mode::Probing;
                lane.rejected = false;
            }
        }
        if let Some(next) = successor {
            self.install(next.protocol, Some(next.parser));
        }
        if !rest.is_empty() {
            self.dispatch(dir, rest);
        }
        let other = dir.reverse();
        let pending = std::mem::take(&mut self.desk.lanes[other.index()].pending);
        if !pending.is_empty() {
            self.dispatch(other, &pending);
        }
    }

    /// `len` bytes of a stream are missing.
    pub fn gap(&mut self, dir: Direction, len: u64) {
        self.no_preamble(dir);
        match self.mode(dir) {
            Mode::Bypass(_) => {}
            Mode::Raw => self.desk.body_gap(dir, len),
            Mode::Sealed => self.sealed_gap(dir, len),
            Mode::Probing => {
                let lane = &mut self.desk.lanes[dir.index()];
                lane.rejected = true;
                self.give_up();
                self.desk.body_gap(dir, len);
                // What follows may still be recognised.
                let lane = &mut self.desk.lanes[dir.index()];
                if lane.message.is_none() {
                    lane.mode = Mode::Probing;
                    lane.rejected = false;
                }
            }
            Mode::Parsed => {
                let pending = std::mem::take(&mut self.desk.lanes[dir.index()].pending);
                let goes_on = self.parser.as_mut().is_some_and(|parser| parser.on_gap(dir, len, &mut self.desk));
                if !pending.is_empty() {
                    self.scan_now(dir, &pending);
                }
                if !goes_on {
                    self.lost();
                }
            }
        }
        let lane = &mut self.desk.lanes[dir.index()];
        lane.offset = lane.offset.wrapping_add(len);
        lane.torn_at = NonZeroU64::new(lane.offset);
    }

    /// `dir` sends nothing more.
    pub fn close(&mut self, dir: Direction) {
        self.no_preamble(dir);
        // Bytes may come after a FIN that was none: the flow's end closes again, for them.
        let again = std::mem::replace(&mut self.desk.lanes[dir.index()].told_close, true);
        if self.mode(dir) == Mode::Probing {
            let lane = &mut self.desk.lanes[dir.index()];
            if !lane.pending.is_empty() {
                lane.rejected = true;
                lane.mode = Mode::Raw;
                let pending = std::mem::take(&mut lane.pending);
                self.raw(dir, &pending);
            }
        }
        if self.mode(dir) == Mode::Parsed {
            let pending = std::mem::take(&mut self.desk.lanes[dir.index()].pending);
            if let Some(parser) = self.parser.as_mut().filter(|_| !again) {
                parser.on_close(dir, &mut self.desk);
            }
            if !pending.is_empty() {
                self.scan_now(dir, &pending);
            }
        }
        if self.mode(dir) == Mode::Sealed {
            self.sealed_close(dir);
        }
        let whole = self.mode(dir) == Mode::Raw;
        self.desk.end_all(dir, if whole { MessageEnd::Complete } else { MessageEnd::Cut });
    }

    /// Says what protected the flow, per flow or in the inventory of services.
    pub fn transport_record(&mut self) {
        let app = self.app_name();
        let told = self.desk.facts.told.take();
        let count = u64::from(told.is_none());
        let known = self.desk.facts.transport.take().or(told);
        if known.is_none() && self.transport == Transport::Icmp {
            return;
        }
        let mut info = known.unwrap_or_else(|| Box::new(self.assumed(app)));
        if self.desk.facts.upgraded {
            info.upgrade = "used";
        }
        let lanes = &self.desk.lanes;
        let unseen = Unseen {
            encrypted: [0, 1].map(|n| lanes[n].sealed + lanes[n].tally.get(State::Encrypted)),
            opaque: [0, 1].map(|n| lanes[n].opaque + lanes[n].tally.get(State::Opaque)),
        };
        if count > 0 || unseen != Unseen::default() {
            self.tell_transport(&info, count, unseen);
        }
    }

    /// The same for a flow that goes on, if what protects it is decided.
    pub fn transport_so_far(&mut self) {
        let app = self.app_name();
        let decided = self.desk.lanes.iter().any(|lane| !matches!(lane.mode, Mode::Probing));
        let silent = HANDSHAKES.contains(&app) || self.transport == Transport::Icmp;
        if !decided || (self.desk.facts.transport.is_none() && silent) {
            return;
        }
        let info = self.desk.facts.transport.clone().unwrap_or_else(|| Box::new(self.assumed(app)));
        self.tell_transport(&info, 1, Unseen::default());
        self.desk.facts.told = Some(info);
    }

    /// A record of the transport that stands for `flows` more flows (0 or 1) and what was not seen of them.
    fn tell_transport(&mut self, info: &TransportInfo, flows: u64, unseen: Unseen) {
        let ts_ns = self.desk.facts.payload_ns;
        let Desk { shared, facts, who, .. } = &mut self.desk;
        if shared.settings.transport_records {
            let flow = desk::identity(&shared.settings, facts, who);
            let info = desk::redacted(&shared.scanner, info);
            let record = TransportRecord { flow, ts_ns, last_ns: ts_ns, flows, unseen, info };
            self.desk.emit(Body::Transport(Box::new(record)));
        } else {
            let zones = &shared.settings.zones;
            let orig_zone = facts.client.as_ref().map_or(facts.zones[0], |client| zones.of(client.addr));
            let place = Place::new(&who.key.tuple(who.low), orig_zone);
            let Shared { services, settings, scanner, stats, .. } = &mut **shared;
            let fits = services.add(&place, info, Use { ts_ns, flows, unseen }, || {
                let info = desk::redacted(scanner, info);
                let flow = desk::identity(settings, facts, who);
                let key = Key { index: who.first, flow: who.first, serial: 0 };
                (key, Box::new(TransportRecord { flow, ts_ns, last_ns: ts_ns, flows, unseen, info }))
            });
            stats.services_lumped += u64::from(!fits);
        }
    }

    /// Without a word from a parser: plaintext, unless most of it looked like noise.
    fn assumed(&self, app: &'static str) -> TransportInfo {
        let mut tally = self.desk.lanes[0].tally;
        tally.merge(&self.desk.lanes[1].tally);
        let dark = tally.get(State::Opaque) + tally.get(State::Encrypted);
        let seen = dark + tally.get(State::Inspected);
        let protection = if dark > seen / 2 { "unknown" } else { "none" };
        TransportInfo { protocol: app, protection, upgrade: "none", ..TransportInfo::default() }
    }
}

/// Protocols whose protection is only known once their handshake was seen.
const HANDSHAKES: &[&str] = &["tls", "quic", "ssh", "dtls"];

/// Named protocols that can turn into TLS on the same connection.
const UPGRADING: &[&str] = &["ftp", "imap", "irc", "ldap", "mysql", "nats", "pgsql", "pop3", "smtp", "xmpp"];

/// The dialogue that turned into TLS goes on within it, whatever its port: nothing else may follow (RFC 3207 §4.2, RFC
/// 4217 §4).
fn goes_on(app: &str) -> Option<&'static Protocol> {
    proto::REGISTRY.iter().find(|protocol| protocol.name == app && UPGRADING.contains(&app))
}

/// A `ClientHello` at the start of a segment (RFC 8446 §4.1.2): record type, version 3.x, handshake type 1.
fn starts_tls(data: &[u8]) -> bool {
    matches!(data, [0x16, 0x03, 0..=4, _, _, 0x01, ..])
}

/// Answer of the registry.
enum Ask {
    Claimed(&'static Protocol),
    Waiting,
    Rejected,
}

/// Name of an IP protocol (IANA protocol numbers).
pub(super) const fn proto_name(proto: u8) -> &'static str {
    match proto {
        1 => "icmp",
        2 => "igmp",
        6 => "tcp",
        17 => "udp",
        47 => "gre",
        50 => "esp",
        51 => "ah",
        58 => "icmpv6",
        88 => "eigrp",
        89 => "ospf",
        103 => "pim",
        112 => "vrrp",
        132 => "sctp",
        _ => "ip",
    }
}
