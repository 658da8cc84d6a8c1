//! One QUIC connection (RFC 9000, 9001, 9369): datagrams in, ordered pieces of its streams out.
//!
//! Opened are Handshake, 0-RTT and 1-RTT packets from the secrets of a key log, key updates included; connection ids of
//! short headers are those that the peers named. Packets wait for their secrets in one queue, so that a request stands
//! before its response. A packet opens or stays sealed; no frame of one that does not open is looked at. A connection that
//! moves to another pair of addresses is another flow, and stays closed there.

mod side;
mod stream;

use super::event::{Event, Moment};
use super::hello::{Client, Server, alpn, certificate12, kind};
use super::secrets::{Label, Secrets};
use super::waiting::{Wait, Waiting};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::message::Direction;
use crate::pair::Pair;
use crate::quic::frame::{Frame, frames};
use crate::quic::initial::Initials;
use crate::quic::packet::{Kind, Packet};
use crate::quic::protect::Suite;
use side::{Level, Opened, Side};
use std::collections::VecDeque;
use stream::Taken;

/// Datagrams of a flow in which the client's hello must be.
const DATAGRAMS: u32 = 32;
/// Packets of a direction in a row that do not open before nothing more of it is tried.
const FAILURES: u32 = 256;

/// A packet that waits.
struct Item {
    dir: Direction,
    level: Level,
    version: u32,
    /// Offset of the packet number; 0 where a short header's id decides.
    number_at: usize,
    bytes: Vec<u8>,
    moment: Moment,
}

impl Wait for Item {
    fn wire(&self) -> usize {
        self.bytes.len()
    }

    fn kept(&self) -> usize {
        self.bytes.len()
    }
}

/// What is known of the keys of a packet.
enum Ready {
    Yes,
    Wait,
    Never,
}

/// The datagrams of one connection. No `Debug`: it holds keys.
pub struct QuicSession {
    sides: Pair<Side>,
    waiting: Waiting<Item>,
    message_limit: usize,
    events: VecDeque<Event>,
    initials: Initials,
    /// Version that the server speaks, or the client until it does.
    version: u32,
    random: Option<[u8; 32]>,
    suite: Option<Suite>,
    datagrams: u32,
    over: bool,
    told_late: bool,
}

impl QuicSession {
    /// A session for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            waiting: Waiting::new(limits.sealed_flow_bytes),
            message_limit: limits.head_bytes,
            events: VecDeque::new(),
            initials: Initials::default(),
            version: 0,
            random: None,
            suite: None,
            datagrams: 0,
            over: false,
            told_late: false,
        }
    }

    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    /// Takes a datagram; `now` is the number of the packet in hand.
    pub fn feed(&mut self, dir: Direction, data: &[u8], moment: Moment, secrets: &Secrets, now: u64) {
        if self.over {
            return self.seal(dir, data.len());
        }
        self.datagrams = self.datagrams.saturating_add(1);
        let mut rest = data;
        while !rest.is_empty() && !self.over {
            let Some(packet) = Packet::read(rest) else { break };
            rest = packet.rest;
            self.long(dir, &packet, moment, (secrets, now));
        }
        if self.over {
            return self.seal(dir, rest.len());
        }
        match rest.first() {
            // A short header: the packet goes to the end of the datagram (RFC 9000 §12.2).
            Some(first) if first & 0xc0 == 0x40 => {
                let (level, version, number_at) = (Level::Application, self.version, 0);
                self.waiting.push(Item { dir, level, version, number_at, bytes: rest.to_vec(), moment });
            }
            Some(_) => self.seal(dir, rest.len()),
            None => {}
        }
        if self.random.is_none() && self.datagrams >= DATAGRAMS {
            // Its beginning was not seen.
            return self.end();
        }
        self.advance(secrets, now);
    }

    /// The direction sends nothing more: what waits behind holes is told.
    pub fn close(&mut self, dir: Direction) {
        if !self.waits() {
            self.sides.of_mut(dir).streams.flush_all(dir, &mut self.events);
        }
    }

    /// The flow ends: what still waits stays closed.
    pub fn finish(&mut self) {
        while let Some(item) = self.waiting.pop() {
            self.seal(item.dir, item.bytes.len());
        }
        self.close(Direction::Orig);
        self.close(Direction::Resp);
    }

    /// What waits is given up for room, and nothing of the flow will be opened.
    pub fn abandon(&mut self) {
        self.late();
        self.end();
    }

    /// Opens what can be opened now.
    pub fn advance(&mut self, secrets: &Secrets, now: u64) {
        while !self.over
            && let Some(item) = self.waiting.pop()
        {
            match self.ready(&item, secrets, now) {
                Ready::Yes => self.open(&item),
                Ready::Never => self.seal(item.dir, item.bytes.len()),
                Ready::Wait => {
                    self.waiting.put_back(item);
                    break;
                }
            }
        }
        while self.waiting.is_full() && !self.over {
            if !secrets.are_given(now) {
                return self.end();
            }
            let Some(item) = self.waiting.give_up() else { break };
            self.late();
            self.seal(item.dir, item.bytes.len());
            if self.waiting.is_hopeless() {
                self.end();
            }
        }
    }

    /// The next thing to tell.
    pub fn event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// True if packets wait for their secrets.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty() && !self.over
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let sides: usize = self.sides.iter().map(Side::memory).sum();
        size_of::<Self>() + sides + self.waiting.held()
    }

    /// Bytes that are held until their secrets come, by account.
    pub fn held(&self) -> usize {
        self.waiting.held()
    }

    fn end(&mut self) {
        if !std::mem::replace(&mut self.over, true) {
            self.finish();
            self.events.push_back(Event::Over);
        }
    }

    fn late(&mut self) {
        if !std::mem::replace(&mut self.told_late, true) {
            self.events.push_back(Event::Odd(Code::SecretsLate, "packets were given up before their secrets came"));
        }
    }

    fn seal(&mut self, dir: Direction, wire: usize) {
        if wire > 0 {
            self.events.push_back(Event::Sealed(dir, wire));
        }
    }

    /// A packet with a long header.
    fn long(&mut self, dir: Direction, packet: &Packet<'_>, moment: Moment, view: (&Secrets, u64)) {
        let wire = packet.bytes.len();
        let level = match packet.kind {
            Kind::ZeroRtt => Level::Early,
            Kind::Handshake => Level::Handshake,
            Kind::Negotiation => return self.seal(dir, wire),
            Kind::Retry => {
                self.initials.retry(dir, packet);
                return self.seal(dir, wire);
            }
            Kind::Initial => {
                self.initial(dir, packet, view);
                return self.seal(dir, wire);
            }
        };
        let (version, number_at) = (packet.version, packet.number_at);
        self.waiting.push(Item { dir, level, version, number_at, bytes: packet.bytes.to_vec(), moment });
    }

    /// An Initial packet, which anybody can open: until the suite is known there is a hello to be read in it.
    fn initial(&mut self, dir: Direction, packet: &Packet<'_>, view: (&Secrets, u64)) {
        if self.suite.is_some() {
            return;
        }
        let Some(payload) = self.initials.open(dir, packet) else { return };
        self.named(dir, packet);
        if let Some(client) = self.initials.take_restart() {
            self.side(client).unhear();
        }
        let limit = self.message_limit;
        let mut heard = Vec::new();
        for frame in frames(&payload) {
            if let Frame::Crypto(at, data) = frame
                && let Some(messages) = self.side(dir).hear(0, at, data)
            {
                heard.extend(std::iter::from_fn(|| messages.next(limit)));
            }
        }
        for message in heard {
            let Some((&[kind, ..], body)) = message.split_first_chunk::<4>() else { continue };
            let client = self.initials.client() == Some(dir);
            match (kind, client) {
                (kind::CLIENT_HELLO, true) => self.random = Client::parse(body).map(|client| client.random),
                (kind::SERVER_HELLO, false) => self.chosen(body, view),
                _ => {}
            }
        }
    }

    /// What the server chose: is it worth going on?
    fn chosen(&mut self, body: &[u8], (secrets, now): (&Secrets, u64)) {
        let Some(server) = Server::parse(body).filter(|server| !server.retry) else { return };
        self.suite = Suite::by_id(server.suite_id);
        let known = self.random.is_some_and(|random| secrets.know(&random, now));
        if self.suite.is_none() || !(known || secrets.may_come()) {
            self.end();
        }
    }

    /// What an authentic long header says of its sender.
    fn named(&mut self, dir: Direction, packet: &Packet<'_>) {
        self.side(dir).name(packet.source);
        let server = self.initials.client().is_some_and(|client| client != dir);
        if server || self.version == 0 {
            // The server decides, and may go on in another version (RFC 9369 §4).
            self.version = packet.version;
        }
    }

    /// Are there keys for a packet? Makes them if they can be made.
    fn ready(&mut self, item: &Item, secrets: &Secrets, now: u64) -> Ready {
        let (dir, level) = (item.dir, item.level);
        let (Some(random), Some(suite)) = (self.random, self.suite) else { return Ready::Wait };
        if self.side(dir).failures >= FAILURES {
            return Ready::Never;
        }
        if item.number_at == 0 && self.side(dir.reverse()).id_len(&item.bytes).is_none() {
            return Ready::Wait;
        }
        if self.side(dir).has(level) {
            return Ready::Yes;
        }
        let client = self.initials.client() == Some(dir);
        let label = match (level, client) {
            (Level::Early, true) => Label::ClientEarly,
            (Level::Early, false) => return Ready::Never,
            (Level::Handshake, true) => Label::ClientHandshake,
            (Level::Handshake, false) => Label::ServerHandshake,
            (Level::Application, true) => Label::ClientApplication,
            (Level::Application, false) => Label::ServerApplication,
        };
        let version = if level == Level::Application { self.version } else { item.version };
        match secrets.of(&random, label, now) {
            Some(secret) if self.side(dir).take(level, suite, version, &secret) => Ready::Yes,
            Some(_) => Ready::Never,
            None => {
                // Secrets come in the order of the handshake: one that was passed over will not come.
                let later: &[Label] = match level {
                    Level::Early => &[
                        Label::ClientHandshake,
                        Label::ServerHandshake,
                        Label::ClientApplication,
                        Label::ServerApplication,
                    ],
                    Level::Handshake => &[Label::ClientApplication, Label::ServerApplication],
                    Level::Application => &[],
                };
                let passed = later.iter().any(|label| secrets.of(&random, *label, now).is_some());
                if passed || !secrets.may_come() { Ready::Never } else { Ready::Wait }
            }
        }
    }

    /// Opens a packet whose keys are there.
    fn open(&mut self, item: &Item) {
        let (dir, wire) = (item.dir, item.bytes.len());
        let number_at = match item.number_at {
            0 => self.side(dir.reverse()).id_len(&item.bytes).map_or(1, |len| len + 1),
            at => at,
        };
        match self.side(dir).open(item.level, &item.bytes, number_at) {
            Opened::Payload(payload) => {
                self.side(dir).failures = 0;
                if item.number_at > 0
                    && let Some(packet) = Packet::read(&item.bytes)
                {
                    self.named(dir, &packet);
                }
                self.payload(item, &payload);
            }
            Opened::Again => {
                self.events.push_back(Event::Opened { dir, wire, content: Vec::new(), moment: item.moment });
            }
            Opened::Closed => {
                self.side(dir).failures += 1;
                self.events.push_back(Event::Odd(Code::DecryptFailed, "a packet's tag is wrong under the keys given"));
                self.seal(dir, wire);
                if self.sides.iter().all(|side| side.failures >= FAILURES) {
                    self.end();
                }
            }
        }
    }

    /// The frames of a packet that was opened.
    fn payload(&mut self, item: &Item, payload: &[u8]) {
        let dir = item.dir;
        let at = self.events.len();
        let mut content = 0usize;
        for frame in frames(payload) {
            let Self { sides, events, .. } = self;
            let side = sides.of_mut(dir);
            match frame {
                Frame::Stream { id, at, data, fin } if item.level != Level::Handshake => {
                    let (taken, limited) = side.streams.put(dir, id, (at, data, fin), events);
                    content += match taken {
                        Taken::New(len) => len,
                        Taken::PassedOver => {
                            events.push_back(Event::Unread(dir, data.len(), State::Skipped));
                            data.len()
                        }
                    };
                    if limited {
                        events.push_back(Event::Odd(Code::PipelineLimit, "QUIC streams: too many, or too far ahead"));
                    }
                }
                Frame::Reset(id) if item.level != Level::Handshake => side.streams.reset(dir, id, events),
                Frame::Datagram(data) if item.level != Level::Handshake && !data.is_empty() => {
                    content += data.len();
                    events.push_back(Event::Datagram(dir, data.to_vec()));
                }
                Frame::NewId(id) => side.name(id),
                Frame::Crypto(at, data) if item.level == Level::Handshake => self.handshake(dir, at, data),
                Frame::Broken(len) => {
                    content += len;
                    events.push_back(Event::Unread(dir, len, State::Undecodable));
                    events.push_back(Event::Odd(Code::HeaderMalformed, "a QUIC frame that is none"));
                }
                _ => {}
            }
        }
        let wire = item.bytes.len().saturating_sub(content);
        self.events.insert(at, Event::Opened { dir, wire, content: Vec::new(), moment: item.moment });
    }

    /// Handshake bytes under protection: what the server chose, and its certificates.
    fn handshake(&mut self, dir: Direction, at: u64, data: &[u8]) {
        let limit = self.message_limit;
        let mut heard = Vec::new();
        if let Some(messages) = self.side(dir).hear(1, at, data) {
            heard.extend(std::iter::from_fn(|| messages.next(limit)));
        }
        for message in heard {
            let Some((&[kind, ..], body)) = message.split_first_chunk::<4>() else { continue };
            match kind {
                kind::ENCRYPTED_EXTENSIONS => self.events.extend(alpn(body).map(Event::Alpn)),
                kind::CERTIFICATE => {
                    let plain = certificate12(body).map(|body| [&[kind][..], &length(&body), &body].concat());
                    self.events.extend(plain.map(|message| Event::Message(dir, message)));
                }
                _ => {}
            }
        }
    }
}

/// Length of a handshake message's body, in its header.
fn length(body: &[u8]) -> [u8; 3] {
    let [_, high, middle, low] = (body.len() as u32).to_be_bytes();
    [high, middle, low]
}

#[cfg(test)]
pub(crate) mod tests;
