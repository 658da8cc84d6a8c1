//! One TLS connection: records in, plaintext out, in the order of the wire.
//!
//! Records in the clear are told as they are. Protected ones go through a queue, so that they keep their order where their
//! secrets are waited for; both directions share it, for a request stands before its response.

use super::Secret;
use super::cipher::{APPLICATION, HEADER, Opener};
use super::event::{Event, Moment};
use super::hello::{Client, Server, alpn, certificate12, encrypted_premaster, kind, ticket};
use super::resync::Cut;
use super::schedule::{key_block, master};
use super::secrets::{Label, Secrets};
use super::side::{EARLY, Epoch, FAILURES, FLIGHT, Side, Tried};
use super::waiting::{Wait, Waiting};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::Direction;
use crate::pair::Pair;
use std::collections::VecDeque;

const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
const TLS13: u16 = 0x0304;
/// Most bytes of a handshake that are kept for the extended master secret.
const TRANSCRIPT: usize = 128 << 10;

/// What waits.
enum Item {
    Record(Direction, Vec<u8>, Moment),
    Behind { dir: Direction, lost: u64, skipped: usize, tail: Vec<u8> },
}

impl Wait for Item {
    fn wire(&self) -> usize {
        match self {
            Self::Record(_, record, _) => record.len(),
            Self::Behind { skipped, .. } => *skipped,
        }
    }

    fn kept(&self) -> usize {
        let (Self::Record(_, kept, _) | Self::Behind { tail: kept, .. }) = self;
        kept.len()
    }
}

/// What a step came to.
enum Step {
    Done,
    Wait,
    Over,
}

/// The records of one connection. No `Debug`: it holds keys.
pub struct Session {
    sides: Pair<Side>,
    waiting: Waiting<Item>,
    message_limit: usize,
    events: VecDeque<Event>,
    client: Option<Client>,
    server: Option<Server>,
    /// Of the negotiation in hand: what its master secret is made of.
    transcript: Vec<u8>,
    certificates: Vec<u8>,
    premaster: Vec<u8>,
    master: Option<Secret>,
    next: [Option<Opener>; 2],
    /// The master secret came from an RSA key.
    by_key: bool,
    over: bool,
    told_late: bool,
}

impl Session {
    /// A session for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            waiting: Waiting::new(limits.sealed_flow_bytes),
            message_limit: limits.head_bytes,
            events: VecDeque::new(),
            client: None,
            server: None,
            transcript: Vec::new(),
            certificates: Vec::new(),
            premaster: Vec::new(),
            master: None,
            next: [None, None],
            by_key: false,
            over: false,
            told_late: false,
        }
    }

    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    /// Takes stream bytes that packet `moment` completed; `now` is the number of the packet in hand.
    pub fn feed(&mut self, dir: Direction, data: &[u8], moment: Moment, secrets: &Secrets, now: u64) {
        self.side(dir).records.feed(data);
        self.cut(dir, false, moment, (secrets, now));
    }

    /// `len` bytes of the stream are missing.
    pub fn gap(&mut self, dir: Direction, len: u64, secrets: &Secrets, now: u64) {
        let side = self.side(dir);
        if !side.locked {
            // The rest of the handshake cannot be aligned again.
            self.end();
        }
        self.side(dir).records.gap(len);
        self.advance(secrets, now);
    }

    /// The direction sends nothing more.
    pub fn close(&mut self, dir: Direction, moment: Moment, secrets: &Secrets, now: u64) {
        self.cut(dir, true, moment, (secrets, now));
        if !self.over {
            let rest = self.side(dir).records.take().len();
            self.seal(dir, rest);
        }
    }

    /// The flow ends: what still waits stays closed.
    pub fn finish(&mut self) {
        while let Some(item) = self.waiting.pop() {
            self.give_up(item);
        }
        for dir in [Direction::Orig, Direction::Resp] {
            let rest = self.side(dir).records.take().len();
            self.seal(dir, rest);
        }
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
            match self.step(&item, (secrets, now)) {
                Step::Done => {}
                Step::Wait => {
                    self.waiting.put_back(item);
                    break;
                }
                Step::Over => {
                    self.waiting.put_back(item);
                    self.end();
                }
            }
        }
        while self.waiting.is_full() && !self.over {
            if !secrets.are_given(now) {
                // Nobody gave anything: what is closed to us is passed over, as ever.
                return self.end();
            }
            let Some(item) = self.waiting.give_up() else { break };
            self.late();
            self.give_up(item);
            if self.waiting.is_hopeless() {
                self.end();
            }
        }
    }

    /// The next thing to tell.
    pub fn event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// True if records wait for their secrets.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty() && !self.over
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let sides: usize = self.sides.iter().map(Side::memory).sum();
        size_of::<Self>() + sides + self.waiting.held() + self.transcript.capacity() + self.certificates.capacity()
    }

    /// Bytes that are held until their secrets come, by account.
    pub fn held(&self) -> usize {
        self.waiting.held()
    }

    /// After [`Event::Over`]: what was taken of a direction and not told, in order.
    pub fn take_rest(&mut self, dir: Direction) -> Vec<u8> {
        let mut rest = Vec::new();
        for item in self.waiting.iter_mut() {
            if let Item::Record(its, record, _) = item
                && *its == dir
            {
                rest.append(record);
            }
        }
        rest.append(&mut self.side(dir).records.take());
        rest
    }

    fn end(&mut self) {
        if !std::mem::replace(&mut self.over, true) {
            // What was passed over is not there any more to be taken as a rest.
            let passed = |item: &Item| match item {
                Item::Behind { dir, skipped, .. } => Some(Event::Sealed(*dir, *skipped)),
                Item::Record(..) => None,
            };
            self.events.extend(self.waiting.iter().filter_map(passed));
            self.events.push_back(Event::Over);
        }
    }

    fn late(&mut self) {
        if !std::mem::replace(&mut self.told_late, true) {
            self.events.push_back(Event::Odd(Code::SecretsLate, "records were given up before their secrets came"));
        }
    }

    fn seal(&mut self, dir: Direction, wire: usize) {
        if wire > 0 {
            self.events.push_back(Event::Sealed(dir, wire));
        }
    }

    /// The oldest of what waits stays closed.
    fn give_up(&mut self, item: Item) {
        let wire = item.wire();
        match item {
            Item::Record(dir, record, _) if record.first() == Some(&CHANGE_CIPHER_SPEC) => {
                self.side(dir).change = true;
                self.seal(dir, wire);
            }
            Item::Record(dir, ..) => {
                self.side(dir).unseen += 1;
                self.side(dir).miss(wire as u64, 1);
                self.seal(dir, wire);
            }
            Item::Behind { dir, lost, skipped, .. } => {
                self.side(dir).miss(lost.saturating_add(skipped as u64), lost / HEADER as u64);
                self.seal(dir, skipped);
            }
        }
    }

    /// Cuts what a direction holds into records.
    fn cut(&mut self, dir: Direction, last: bool, moment: Moment, view: (&Secrets, u64)) {
        while !self.over {
            if self.client.is_none() && self.server.is_none() && self.old_hello(dir) {
                continue;
            }
            match self.side(dir).records.next(last) {
                Ok(Some(Cut::Record(record))) => self.arrive(dir, record, moment, view),
                Ok(Some(Cut::Behind { lost, skipped, tail })) => {
                    self.waiting.push(Item::Behind { dir, lost, skipped, tail });
                }
                Ok(None) => break,
                Err(()) => return self.end(),
            }
            self.advance(view.0, view.1);
        }
    }

    /// A hello of SSL 2.0 at the start of a client's stream.
    fn old_hello(&mut self, dir: Direction) -> bool {
        let data = self.side(dir).records.peek();
        let [high, low, kind::CLIENT_HELLO, 3, ..] = *data else { return false };
        let len = usize::from(u16::from_be_bytes([high & 0x7f, low])) + 2;
        if dir == Direction::Resp || high & 0x80 == 0 || data.len() < len {
            return false;
        }
        let record = self.side(dir).records.take_front(len);
        self.client = record.get(2..).and_then(Client::parse_v2);
        self.events.push_back(Event::Clear(dir, record));
        true
    }

    fn is_tls13(&self) -> bool {
        self.server.as_ref().is_some_and(|server| server.version == TLS13)
    }

    /// A whole record.
    fn arrive(&mut self, dir: Direction, record: Vec<u8>, moment: Moment, view: (&Secrets, u64)) {
        let kind = record.first().copied().unwrap_or_default();
        let clear = if self.is_tls13() {
            kind != APPLICATION
        } else {
            !self.side(dir).locked && !matches!(kind, APPLICATION | CHANGE_CIPHER_SPEC)
        };
        if !clear {
            self.side(dir).locked = true;
            return self.waiting.push(Item::Record(dir, record, moment));
        }
        if kind == CHANGE_CIPHER_SPEC {
            // Of no meaning in TLS 1.3 (RFC 8446 appendix D.4).
            return self.seal(dir, record.len());
        }
        let content = record.get(HEADER..).unwrap_or_default().to_vec();
        self.events.push_back(Event::Clear(dir, record));
        if kind == HANDSHAKE {
            self.side(dir).messages.feed(&content);
            self.messages(dir, false, view);
            if self.client.is_none() && self.server.is_none() && self.side(dir).messages.is_empty() {
                self.end();
            }
        }
    }

    /// Reads the handshake messages that are whole.
    fn messages(&mut self, dir: Direction, protected: bool, view: (&Secrets, u64)) {
        let limit = self.message_limit;
        while let Some(message) = self.side(dir).messages.next(limit) {
            let Some((head, body)) = message.split_first_chunk::<4>() else { return };
            let [kind, ..] = *head;
            if self.is_tls13() && protected {
                self.message_tls13(dir, kind, body, &message);
            } else {
                self.message(dir, kind, body, &message, view);
            }
        }
    }

    fn message(&mut self, dir: Direction, kind: u8, body: &[u8], whole: &[u8], (secrets, now): (&Secrets, u64)) {
        match (kind, dir) {
            (kind::CLIENT_HELLO, Direction::Orig) => {
                self.client = Client::parse(body).or(self.client.take());
                self.transcript.clear();
            }
            (kind::SERVER_HELLO, Direction::Resp) => {
                self.server = Server::parse(body);
                self.certificates.clear();
                self.premaster.clear();
                self.master = None;
                self.next = [None, None];
                if !self.is_worth_it(secrets, now) {
                    return self.end();
                }
            }
            (kind::CERTIFICATE, Direction::Resp) => self.certificates = body.to_vec(),
            (kind::NEW_SESSION_TICKET, Direction::Resp) => {
                if let (Some(ticket), Some(master), true) = (ticket(body), &self.master, self.by_key) {
                    secrets.remember(ticket, master);
                }
            }
            _ => {}
        }
        if self.premaster.is_empty() && self.transcript.len() + whole.len() <= TRANSCRIPT {
            self.transcript.extend_from_slice(whole);
        }
        if let (kind::CLIENT_KEY_EXCHANGE, Some(server)) = (kind, &self.server) {
            self.premaster = encrypted_premaster(server.version, body).unwrap_or_default().to_vec();
        }
    }

    /// Could what this server chose be opened?
    fn is_worth_it(&self, secrets: &Secrets, now: u64) -> bool {
        let Some(server) = &self.server else { return false };
        if server.retry {
            return true;
        }
        let Some(suite) = server.suite else { return false };
        let known = self.client.as_ref().is_some_and(|client| secrets.know(&client.random, now));
        known || secrets.may_come() || (server.version < TLS13 && suite.rsa && secrets.are_given(now))
    }

    fn message_tls13(&mut self, dir: Direction, kind: u8, body: &[u8], whole: &[u8]) {
        let suite = self.server.as_ref().and_then(|server| server.suite);
        match kind {
            kind::END_OF_EARLY_DATA => self.side(dir).leave(Epoch::Handshake),
            kind::FINISHED if self.side(dir).epoch == Epoch::Handshake => self.side(dir).leave(Epoch::Application),
            kind::KEY_UPDATE => {
                if let Some(suite) = suite {
                    self.side(dir).update(suite);
                }
            }
            kind::ENCRYPTED_EXTENSIONS => self.events.extend(alpn(body).map(Event::Alpn)),
            kind::CERTIFICATE => {
                if let Some(body) = certificate12(body) {
                    let mut message = whole.get(..1).unwrap_or_default().to_vec();
                    message.extend_from_slice(body.len().to_be_bytes().get(5..).unwrap_or_default());
                    message.extend_from_slice(&body);
                    self.events.push_back(Event::Message(dir, message));
                }
            }
            _ => {}
        }
    }

    /// Deals with the oldest of what waits.
    fn step(&mut self, item: &Item, view: (&Secrets, u64)) -> Step {
        let (dir, record, moment) = match item {
            Item::Record(dir, record, moment) => (*dir, record, *moment),
            Item::Behind { dir, lost, skipped, tail } => {
                let side = self.side(*dir);
                side.miss(lost.saturating_add(*skipped as u64), lost / HEADER as u64 + 2);
                if let Some(opener) = &mut side.opener {
                    opener.rechain(tail);
                }
                self.seal(*dir, *skipped);
                return Step::Done;
            }
        };
        if self.side(dir).dead {
            self.lose(dir, record.len());
            return Step::Done;
        }
        let Some(client) = &self.client else { return Step::Over };
        let Some(server) = self.server.as_ref().filter(|server| !server.retry) else { return Step::Wait };
        let Some(suite) = server.suite else { return Step::Over };
        let tried = if server.version == TLS13 {
            if record.first() == Some(&CHANGE_CIPHER_SPEC) {
                self.seal(dir, record.len());
                return Step::Done;
            }
            let random = client.random;
            self.side(dir).open_tls13(dir, suite, &random, record, view)
        } else {
            match self.open(dir, record, view) {
                Ok(tried) => tried,
                Err(step) => return step,
            }
        };
        match tried {
            Tried::Wait => Step::Wait,
            Tried::Failed => self.failed(dir, record.len()),
            Tried::Opened(opened, gap) => {
                if gap > 0 {
                    self.events.push_back(Event::Gap(dir, gap));
                }
                let data = opened.kind == APPLICATION;
                let (content, rest) = if data { (opened.content, Vec::new()) } else { (Vec::new(), opened.content) };
                self.events.push_back(Event::Opened { dir, wire: record.len(), content, moment });
                match opened.kind {
                    HANDSHAKE => {
                        self.side(dir).messages.feed(&rest);
                        self.messages(dir, true, view);
                    }
                    CHANGE_CIPHER_SPEC => {
                        // This record was told: the new keys are the next one's matter, which may have to wait for them.
                        let side = self.side(dir);
                        (side.change, side.opener) = (true, None);
                    }
                    _ => {}
                }
                Step::Done
            }
        }
    }

    /// A record up to TLS 1.2.
    fn open(&mut self, dir: Direction, record: &[u8], view: (&Secrets, u64)) -> Result<Tried, Step> {
        let kind = record.first().copied().unwrap_or_default();
        if self.side(dir).opener.is_none() {
            if kind == CHANGE_CIPHER_SPEC {
                self.side(dir).change = true;
                self.seal(dir, record.len());
                return Err(Step::Done);
            }
            if !self.side(dir).change {
                return Err(Step::Over);
            }
            match self.change(dir, view) {
                Step::Done => {}
                step => return Err(step),
            }
            let unseen = std::mem::take(&mut self.side(dir).unseen);
            if let Some(opener) = &mut self.side(dir).opener {
                opener.seq = 0;
            }
            if unseen == 0 {
                self.side(dir).missing = None;
            }
        }
        Ok(self.side(dir).open(record).map_or(Tried::Failed, |(opened, gap)| Tried::Opened(opened, gap)))
    }

    /// The keys of the negotiation in hand come into force in a direction.
    fn change(&mut self, dir: Direction, (secrets, now): (&Secrets, u64)) -> Step {
        if self.next.iter().all(Option::is_none) {
            let Some(master) = self.master(secrets, now) else {
                return if secrets.may_come() { Step::Wait } else { Step::Over };
            };
            let (Some(client), Some(server)) = (&self.client, &self.server) else { return Step::Over };
            let Some(suite) = server.suite else { return Step::Over };
            let len = Opener::block_len(server.version, suite);
            let block = key_block(server.version, suite, &master, [&client.random, &server.random], len);
            let Some(openers) = Opener::from_block(server.version, suite, &block, server.encrypt_then_mac) else {
                return Step::Over;
            };
            self.next = openers.map(Some);
        }
        let [client, server] = &mut self.next;
        let next = match dir {
            Direction::Orig => client.take(),
            Direction::Resp => server.take(),
        };
        let side = self.side(dir);
        side.change = false;
        side.messages.clear();
        if next.is_none() {
            return Step::Over;
        }
        side.opener = next;
        Step::Done
    }

    /// The master secret of the negotiation in hand.
    fn master(&mut self, secrets: &Secrets, now: u64) -> Option<Secret> {
        if let Some(known) = &self.master {
            return Some(known.clone());
        }
        let (client, server) = (self.client.as_ref()?, self.server.as_ref()?);
        let suite = server.suite?;
        let logged = secrets.of(&client.random, Label::Master, now);
        let found = logged.or_else(|| {
            if self.premaster.is_empty() {
                let session = Some(&server.session).filter(|id| **id == client.session && !id.is_empty());
                return session.and_then(|id| secrets.recall(id)).or_else(|| secrets.recall(&client.ticket));
            }
            if !suite.rsa {
                return None;
            }
            let premaster = secrets.premaster(&self.premaster, &self.certificates, now)?;
            let transcript = server.extended_master.then_some(self.transcript.as_slice());
            let randoms: [&[u8]; 2] = [&client.random, &server.random];
            Some(master(server.version, suite, &premaster, randoms, transcript))
        })?;
        self.by_key = secrets.has_keys() && suite.rsa;
        if self.by_key {
            secrets.remember(&server.session, &found);
        }
        self.master = Some(found.clone());
        Some(found)
    }

    /// A record that keys were there for did not open.
    fn failed(&mut self, dir: Direction, wire: usize) -> Step {
        let side = self.side(dir);
        side.failures += 1;
        let early = side.epoch == Epoch::Handshake && side.opener.as_ref().is_none_or(|opener| opener.seq == 0);
        let most = if early { EARLY } else { FAILURES };
        side.dead = side.failures >= most || side.opener.as_ref().is_some_and(|opener| !opener.can_skip());
        if !early {
            self.events
                .push_back(Event::Odd(Code::DecryptFailed, "a record's tag or MAC is wrong under the keys given"));
        }
        self.lose(dir, wire);
        if early && let Some(missing) = &mut self.side(dir).missing {
            // Early data whose secret is not known is numbered apart: it is no reason to look further ahead.
            missing.records = missing.records.min(FLIGHT);
        }
        if self.sides.iter().all(|side| side.dead) {
            self.end();
        }
        Step::Done
    }

    /// A record stays closed.
    fn lose(&mut self, dir: Direction, wire: usize) {
        self.side(dir).miss(wire as u64, 1);
        self.seal(dir, wire);
    }
}
