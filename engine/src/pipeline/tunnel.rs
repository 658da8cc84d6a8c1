//! A flow whose records are opened: what stood in them goes through the parsers as if it were a stream of its own.
//!
//! Wire bytes are accounted in the lanes of the flow. What the plaintext came to is counted by the inner lanes and moved over:
//! inspected plaintext is `decrypted`, what was not opened or read within it keeps its state, and a record's own overhead is
//! `decrypted` with it, so that the states still sum to the payload.
//!
//! A flow within may be sealed again, as one through a proxy that is asked over TLS is: it is opened as well, [`DEPTH`]
//! deep.
//!
//! Within QUIC there are many streams: the inside is read by a parser that takes them apart, chosen by the protocol that
//! the handshake agreed on.

use super::app::App;
use super::desk::Desk;
use super::ext::{Facts, FlowAnomaly, Lane, Mode};
use crate::coverage::State;
use crate::decrypt::{Event, Moment, Opening, Piece};
use crate::finding::TransportInfo;
use crate::message::{
    Announcement, Coding, Credential, Direction, Inflate, MessageEnd, MessageHead, Outcome, Outlet, TextFormat,
};
use crate::proto::{self, Flowing, Parser, Progress, Protocol, Transport};
use sha2::Digest;

/// Header of a record with a handshake message (RFC 8446 §5.1), as far as its length.
const HANDSHAKE: [u8; 3] = [22, 3, 3];

/// Sealed flows within one another that are opened.
const DEPTH: u8 = 2;

/// The inside of a flow.
pub(super) struct Tunnel {
    /// 1 for what a flow itself carries.
    depth: u8,
    /// Where what is sealed within is kept.
    within: Option<Box<Self>>,
    pub session: Opening,
    pub lanes: [Lane; 2],
    pub parser: Option<Box<dyn Parser>>,
    pub facts: Facts,
    /// Application protocol that the server chose under protection.
    pub alpn: Option<String>,
}

impl Tunnel {
    /// Bytes held.
    pub fn memory(&self) -> usize {
        let parser = self.parser.as_ref().map_or(0, |parser| parser.held());
        let within = self.within.as_ref().map_or(0, |within| within.memory());
        size_of::<Self>() + self.session.memory() + self.lanes.iter().map(Lane::memory).sum::<usize>() + parser + within
    }

    /// Bytes that wait for their secrets.
    pub fn waiting(&self) -> usize {
        let within = self.within.as_ref().map_or(0, |within| within.waiting());
        within + if self.session.waits() { self.session.held() } else { 0 }
    }

    /// True if a lane is as asked for, here or further within.
    pub fn any_lane(&self, is: &dyn Fn(&Lane) -> bool) -> bool {
        self.lanes.iter().any(is) || self.within.as_ref().is_some_and(|within| within.any_lane(is))
    }
}

impl App<'_> {
    /// The flow's records or datagrams are opened from here on, if there is or may come anything to open them with; what
    /// stands in them is `within`, where that is known.
    pub fn open_tunnel(&mut self, protocol: &Protocol, within: Option<&'static Protocol>) {
        let secrets = &self.desk.shared.settings.secrets;
        if self.tunnel.is_none()
            || !protocol.transports.contains(&self.transport)
            || !(secrets.are_given(self.desk.shared.number()) || secrets.may_come())
        {
            return;
        }
        let Some(session) = Opening::new(protocol.name, &self.desk.shared.settings.limits) else { return };
        let depth = self.depth + 1;
        let facts = Facts {
            zones: self.desk.facts.zones,
            client: self.desk.facts.client.clone(),
            payload_ns: self.desk.facts.payload_ns,
            expected: self.desk.facts.expected.take(),
            sealed: true,
            ..Facts::default()
        };
        let lanes = Default::default();
        let mut tunnel = Box::new(Tunnel { depth, within: None, session, lanes, parser: None, facts, alpn: None });
        if let Some(protocol) = within {
            self.inner(&mut tunnel).claim(protocol);
        }
        if let Some(place) = self.tunnel.as_deref_mut() {
            *place = Some(tunnel);
        }
        for lane in &mut *self.desk.lanes {
            if lane.mode == Mode::Parsed {
                lane.mode = Mode::Sealed;
            }
        }
    }

    /// Works with the tunnel, then tells what its session has to tell.
    fn within(&mut self, work: impl FnOnce(&mut Self, &mut Tunnel)) {
        let Some(mut tunnel) = self.tunnel.as_deref_mut().and_then(Option::take) else { return };
        work(self, &mut tunnel);
        let over = self.tell(&mut tunnel);
        if over {
            self.dissolve(tunnel);
        } else if let Some(place) = self.tunnel.as_deref_mut() {
            *place = Some(tunnel);
        }
    }

    fn moment(&self) -> Moment {
        let shared = &self.desk.shared;
        Moment { ts_ns: shared.ts_ns, frame: shared.frame, capture: shared.capture }
    }

    /// Sealed bytes of a stream, in order.
    pub fn sealed(&mut self, dir: Direction, data: &[u8]) {
        self.within(|app, tunnel| {
            tunnel.session.feed(dir, data, app.moment(), &app.desk.shared.settings.secrets, app.desk.shared.number());
        });
    }

    /// A sealed datagram. The transport's parser reads what anybody can read in it.
    pub fn sealed_datagram(&mut self, dir: Direction, data: &[u8]) {
        self.listen(dir, data);
        self.sealed(dir, data);
    }

    /// `len` sealed bytes are missing.
    pub fn sealed_gap(&mut self, dir: Direction, len: u64) {
        self.within(|app, tunnel| {
            tunnel.session.gap(dir, len, &app.desk.shared.settings.secrets, app.desk.shared.number());
        });
    }

    /// A sealed direction sends nothing more.
    pub fn sealed_close(&mut self, dir: Direction) {
        self.within(|app, tunnel| {
            tunnel.session.close(dir, app.moment(), &app.desk.shared.settings.secrets, app.desk.shared.number());
            app.tell(tunnel);
            if !tunnel.session.waits() {
                app.inner(tunnel).close(dir);
                app.settle(tunnel);
            }
        });
    }

    /// New secrets came: opens what waited for them.
    pub fn unseal(&mut self) {
        self.within(|app, tunnel| {
            tunnel.session.advance(&app.desk.shared.settings.secrets, app.desk.shared.number());
            app.tell(tunnel);
            for dir in [Direction::Orig, Direction::Resp] {
                if !tunnel.session.waits() && app.desk.lanes[dir.index()].told_close {
                    app.inner(tunnel).close(dir);
                }
            }
            app.inner(tunnel).unseal();
            app.settle(tunnel);
        });
    }

    /// Gives up what waits for secrets, for room.
    pub fn give_up_sealed(&mut self) {
        self.within(|app, tunnel| {
            if tunnel.session.waits() {
                return tunnel.session.abandon();
            }
            app.inner(tunnel).give_up_sealed();
            app.settle(tunnel);
        });
    }

    /// The flow ends, or is given up: nothing is opened any more.
    pub fn end_tunnel(&mut self) {
        self.within(|app, tunnel| {
            tunnel.session.finish();
            app.tell(tunnel);
            let mut inner = app.inner(tunnel);
            inner.end_tunnel();
            inner.close(Direction::Orig);
            inner.close(Direction::Resp);
            inner.desk.release_logins();
            app.settle(tunnel);
        });
    }

    /// Cuts messages within that are old; see [`Desk::cut_old`].
    pub fn cut_old(&mut self, now_ns: i64) -> bool {
        let mut still = false;
        for dir in [Direction::Orig, Direction::Resp] {
            still |= self.desk.cut_old(dir, now_ns);
        }
        self.within(|app, tunnel| {
            still |= app.inner(tunnel).cut_old(now_ns);
            app.settle(tunnel);
        });
        still
    }

    /// The application side of what stands in the records.
    fn inner<'b>(&'b mut self, tunnel: &'b mut Tunnel) -> App<'b> {
        tunnel.facts.transport.clone_from(&self.desk.facts.transport);
        tunnel.facts.identity.clone_from(&self.desk.facts.identity);
        let Tunnel { depth, within, lanes, parser, facts, .. } = tunnel;
        let desk = Desk { shared: self.desk.shared, lanes, facts, who: self.desk.who };
        let transport = if self.transport == Transport::Udp { Transport::Quic } else { self.transport };
        App { desk, parser, tunnel: Some(within).filter(|_| *depth < DEPTH), depth: *depth, transport }
    }

    /// Moves what the plaintext came to into the flow's ledger and records.
    fn settle(&mut self, tunnel: &mut Tunnel) {
        for (outer, inner) in self.desk.lanes.iter_mut().zip(&mut tunnel.lanes) {
            let tally = std::mem::take(&mut inner.tally);
            for state in State::ALL {
                let told = if state == State::Inspected { State::Decrypted } else { state };
                outer.tally.add(told, tally.get(state));
            }
        }
        for FlowAnomaly { code, count, detail, .. } in std::mem::take(&mut tunnel.facts.anomalies) {
            self.desk.odd_times(code, count, &detail);
        }
        if self.desk.facts.identity.is_none() {
            self.desk.facts.identity.clone_from(&tunnel.facts.identity);
        }
    }

    /// Deals with all that the session has to tell; true if it is over.
    fn tell(&mut self, tunnel: &mut Tunnel) -> bool {
        let now = self.moment();
        let mut over = false;
        while let Some(event) = tunnel.session.event() {
            match event {
                Event::Clear(dir, record) => over |= self.clear(dir, &record),
                Event::Message(dir, message) if self.transport == Transport::Udp => {
                    if let Some(parser) = self.parser.as_mut() {
                        parser.on_handshake(dir, &message, &mut Ear(&mut self.desk));
                    }
                    self.agreed(tunnel);
                }
                Event::Message(dir, message) => {
                    let len = (message.len() as u16).to_be_bytes();
                    self.listen(dir, &[&HANDSHAKE[..], &len, &message].concat());
                    self.agreed(tunnel);
                }
                Event::Alpn(name) => {
                    tunnel.alpn = Some(String::from_utf8_lossy(&name).into_owned());
                    self.agreed(tunnel);
                }
                Event::Opened { dir, wire, content, moment } => {
                    self.travel(moment);
                    let overhead = wire.saturating_sub(content.len()) as u64;
                    self.desk.tally(dir, State::Decrypted, overhead);
                    self.desk.lanes[dir.index()].offset += content.len() as u64;
                    if !content.is_empty() {
                        if self.desk.shared.settings.stream_digests {
                            self.desk.lanes[dir.index()].plain_sha256.get_or_insert_default().update(&content);
                        }
                        self.inner(tunnel).stream(dir, &content);
                        self.settle(tunnel);
                    }
                }
                Event::Stream(dir, stream, piece) => {
                    let piece = match &piece {
                        Piece::Data(data) => Flowing::Data(data),
                        Piece::Gap(len) => Flowing::Gap(*len),
                        Piece::End => Flowing::End,
                        Piece::Reset => Flowing::Reset,
                    };
                    self.flow_within(tunnel, dir, stream, piece);
                }
                Event::Datagram(dir, data) => self.flow_within(tunnel, dir, 0, Flowing::Datagram(&data)),
                Event::Unread(dir, wire, state) => self.desk.tally(dir, state, wire as u64),
                Event::Sealed(dir, wire) => self.desk.tally(dir, State::Encrypted, wire as u64),
                Event::Gap(dir, len) => {
                    self.inner(tunnel).gap(dir, len);
                    self.settle(tunnel);
                }
                Event::Odd(code, detail) => self.desk.odd(code, detail),
                Event::Over => over = true,
            }
        }
        self.travel(now);
        over
    }

    /// The protocol that the server chose stands in the place of those that the client offered.
    fn agreed(&mut self, tunnel: &Tunnel) {
        if let (Some(info), Some(name)) = (&mut self.desk.facts.transport, &tunnel.alpn) {
            info.alpn = vec![name.clone()];
        }
    }

    /// A piece of a stream within QUIC, for the protocol that the handshake agreed on, or was asked for.
    fn flow_within(&mut self, tunnel: &mut Tunnel, dir: Direction, stream: u64, piece: Flowing<'_>) {
        if let Flowing::Data(data) = piece
            && self.desk.shared.settings.stream_digests
        {
            self.desk.lanes[dir.index()].plain_sha256.get_or_insert_default().update(data);
        }
        if tunnel.parser.is_none() {
            let info = self.desk.facts.transport.as_ref();
            let protocol = proto::over_quic(info.and_then(|info| info.alpn.first()).map_or("", String::as_str));
            self.inner(tunnel).claim(protocol);
        }
        let mut inner = self.inner(tunnel);
        if let Some(parser) = inner.parser {
            parser.on_stream(dir, stream, piece, &mut inner.desk);
        }
        self.settle(tunnel);
    }

    /// What is found from here on was brought by that packet.
    fn travel(&mut self, moment: Moment) {
        let shared = &mut *self.desk.shared;
        shared.ts_ns = moment.ts_ns;
        shared.turn_to((moment.capture, moment.frame));
    }

    /// A record in the clear; true if the transport's parser will have no more of them.
    fn clear(&mut self, dir: Direction, record: &[u8]) -> bool {
        if self.parser.is_none() {
            self.raw(dir, record);
            return true;
        }
        match self.listen(dir, record) {
            Progress::Lost => {
                self.lost();
                self.raw(dir, record);
                true
            }
            progress => {
                self.desk.tally(dir, State::Encrypted, record.len() as u64);
                matches!(progress, Progress::Bypass(_))
            }
        }
    }

    /// Lets the parser of the flow's transport hear a record, which somebody else accounts.
    fn listen(&mut self, dir: Direction, record: &[u8]) -> Progress {
        let heard = self.parser.as_mut().map(|parser| parser.on_data(dir, record, &mut Ear(&mut self.desk)));
        heard.unwrap_or(Progress::Consumed(record.len()))
    }

    /// The session is over: what it did not open is the transport parser's, as without secrets.
    fn dissolve(&mut self, mut tunnel: Box<Tunnel>) {
        {
            let mut inner = self.inner(&mut tunnel);
            inner.end_tunnel();
            for dir in [Direction::Orig, Direction::Resp] {
                let told = inner.desk.lanes[dir.index()].told_close;
                if !told {
                    inner.close(dir);
                }
            }
            inner.desk.release_logins();
        }
        self.settle(&mut tunnel);
        self.desk.facts.expected = self.desk.facts.expected.take().or(tunnel.facts.expected.take());
        for lane in &mut *self.desk.lanes {
            if lane.mode == Mode::Sealed {
                lane.mode = Mode::Parsed;
            }
        }
        for dir in [Direction::Orig, Direction::Resp] {
            let rest = tunnel.session.take_rest(dir);
            if !rest.is_empty() {
                self.dispatch(dir, &rest);
            }
        }
    }
}

/// Hears what the transport's parser says of the transport, and nothing of bytes: those are accounted.
struct Ear<'a, 'b>(&'a mut Desk<'b>);

impl Outlet for Ear<'_, '_> {
    fn begin(&mut self, _: Direction, _: MessageHead) {}
    fn body(&mut self, _: Direction, _: &[u8]) {}
    fn derived(&mut self, _: Direction, _: &[u8]) {}
    fn about(&mut self, _: Direction, _: crate::message::About) {}
    fn body_gap(&mut self, _: Direction, _: u64) {}
    fn end(&mut self, _: Direction, _: MessageEnd) {}
    fn framing(&mut self, _: Direction, _: usize) {}
    fn sealed(&mut self, _: Direction, _: usize, _: State) {}
    fn text(&mut self, _: Direction, _: &str, _: TextFormat, _: &[u8]) {}
    fn credential(&mut self, _: Direction, _: Credential<'_>) {}
    fn outcome(&mut self, _: Direction, _: u32, _: Outcome) {}
    fn anomaly(&mut self, dir: Direction, code: crate::anomaly::Code, detail: &str) {
        self.0.anomaly(dir, code, detail);
    }
    fn certificate(&mut self, sha256: crate::finding::Fingerprint, der: &[u8]) {
        self.0.certificate(sha256, der);
    }
    fn transport(&mut self, observation: &TransportInfo) {
        self.0.transport(observation);
    }
    fn inflater(&mut self, _: Coding) -> Option<Box<dyn Inflate>> {
        None
    }
    fn wants_fingerprints(&self) -> bool {
        self.0.wants_fingerprints()
    }
    fn announce(&mut self, _: Direction, _: Announcement) {}
    fn now_ns(&self) -> i64 {
        self.0.now_ns()
    }
}
