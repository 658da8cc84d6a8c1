//! HTTP/3 (RFC 9114), within QUIC that the owner's secrets opened.
//!
//! Requests and responses are messages as in HTTP/2, by the same code: places, facts, logins, content codings. Header
//! sections are read with QPACK, see [`qpack`]; one that waits for entries that are yet to come holds its stream back within
//! [`BLOCKED`] and [`BLOCKED_BYTES`], and is read as far as it can be once more wait. Pushes are requests that the server
//! makes up, and their answers. Frames and streams of unknown types are scanned as `http3.frame` and `http3.stream`,
//! datagrams (RFC 9297) as `http3.datagram`.
//!
//! A gap within DATA is one of the body; behind any other, the rest of the stream is taken for body as it is. Shown to it as
//! one stream of bytes, it reads that as the first request stream.
//!
//! Limits: `head_bytes` for a header section and for what it decodes to, 64 KiB for a header table, 256 requests and
//! [`STREAMS`] streams of a direction at a time.

mod frame;
mod qpack;
mod stream;

#[cfg(test)]
mod tests;

use super::http2::exchanges::{Exchanges, Opened};
use super::{Flowing, Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use crate::quic::Reader;
use frame::{Header, kind};
use qpack::Decoder;
use std::collections::BTreeMap;
use stream::{Kind, Lane, State};

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "http3",
    title: "HTTP/3 within an opened QUIC connection: streams, QPACK, trailers, pushes",
    transports: &[Transport::Quic],
    probe: |_, _, _| Probe::Reject,
    parser: Some(make),
};

/// Streams of a direction that are open at a time; more are given up.
const STREAMS: usize = 320;
/// Streams of a direction that wait for entries of its header table.
const BLOCKED: usize = 100;
/// Bytes that they hold.
const BLOCKED_BYTES: usize = 1 << 20;

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Http3Parser::new((limits.head_bytes, limits.decode_bytes)))
}

/// The parser of one connection.
#[derive(Debug)]
pub struct Http3Parser {
    head_bytes: usize,
    exchanges: Exchanges,
    sides: Pair<Side>,
}

/// What one direction sends.
#[derive(Debug, Default)]
struct Side {
    streams: BTreeMap<u64, Lane>,
    qpack: Decoder,
    /// Streams that wait for entries, and the bytes that all streams hold.
    blocked: usize,
    held: usize,
}

/// What one step did.
enum Step {
    /// These bytes are done with.
    Took(usize),
    /// More bytes are needed.
    More,
}

impl Parser for Http3Parser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut lane = self.take(dir, 0, out);
        // The header table has a stream of its own, which does not come like this.
        lane.lenient = true;
        let taken = self.work(dir, &mut lane, data, out);
        self.put(dir, lane);
        Progress::Consumed(taken)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.on_stream(dir, 0, Flowing::Gap(len), out);
        true
    }

    fn on_stream(&mut self, dir: Direction, id: u64, piece: Flowing<'_>, out: &mut dyn Outlet) {
        if let Flowing::Datagram(data) = piece {
            out.turn_to(dir, 0);
            out.begin(dir, MessageHead { place: "http3.datagram", ..MessageHead::default() });
            out.body(dir, data);
            return out.end(dir, MessageEnd::Complete);
        }
        let mut lane = self.take(dir, id, out);
        match piece {
            Flowing::Data(data) => self.feed(dir, &mut lane, data, out),
            Flowing::Gap(len) => self.gap(dir, &mut lane, len, out),
            Flowing::End if lane.is_blocked => lane.ends = true,
            Flowing::End => return self.end(dir, lane, MessageEnd::Complete, out),
            Flowing::Reset => return self.end(dir, lane, MessageEnd::Cut, out),
            Flowing::Datagram(_) => {}
        }
        let encoder = lane.kind == Kind::Encoder;
        self.put(dir, lane);
        if encoder {
            self.unblock(dir, out);
        }
        self.bound(dir, out);
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        while let Some((_, lane)) = self.sides.of_mut(dir).streams.pop_first() {
            let lane = self.counted_out(dir, lane);
            // What was not told to end is not known to be whole.
            self.end(dir, lane, MessageEnd::Cut, out);
        }
        self.exchanges.close(dir, out);
    }

    fn held(&self) -> usize {
        let sides =
            self.sides.iter().map(|side| side.held + side.qpack.held() + side.streams.len() * size_of::<Lane>());
        sides.sum::<usize>() + self.exchanges.held()
    }
}

impl Http3Parser {
    /// A parser for a connection; `most` bounds a header section and what it decodes to, and a compressed message of a
    /// WebSocket.
    fn new(most: (usize, u64)) -> Self {
        Self { head_bytes: most.0, exchanges: Exchanges::new(most, " HTTP/3"), sides: Pair::default() }
    }

    /// Takes a stream out to work on it; a new one may cost an old one its place.
    fn take(&mut self, dir: Direction, id: u64, out: &mut dyn Outlet) -> Lane {
        let side = self.sides.of_mut(dir);
        if let Some(lane) = side.streams.remove(&id) {
            return self.counted_out(dir, lane);
        }
        if side.streams.len() >= STREAMS {
            // A request before what serves the whole connection.
            let victim = side.streams.keys().find(|id| *id & 2 == 0).or_else(|| side.streams.keys().next()).copied();
            if let Some(lane) = victim.and_then(|id| side.streams.remove(&id)) {
                out.anomaly(dir, Code::PipelineLimit, "more open streams than the limit");
                let lane = self.counted_out(dir, lane);
                self.end(dir, lane, MessageEnd::Cut, out);
            }
        }
        Lane::new(id)
    }

    fn counted_out(&mut self, dir: Direction, lane: Lane) -> Lane {
        let side = self.sides.of_mut(dir);
        side.held = side.held.saturating_sub(lane.buffer.len());
        side.blocked = side.blocked.saturating_sub(usize::from(lane.is_blocked));
        lane
    }

    fn put(&mut self, dir: Direction, lane: Lane) {
        let side = self.sides.of_mut(dir);
        side.held = side.held.saturating_add(lane.buffer.len());
        side.blocked = side.blocked.saturating_add(usize::from(lane.is_blocked));
        side.streams.insert(lane.id, lane);
    }

    /// The next bytes of a stream, behind what it holds.
    fn feed(&mut self, dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) {
        if lane.is_blocked {
            return lane.buffer.extend_from_slice(data);
        }
        if lane.buffer.is_empty() {
            let taken = self.work(dir, lane, data, out);
            lane.buffer.extend_from_slice(data.get(taken..).unwrap_or_default());
            return;
        }
        let mut buffer = std::mem::take(&mut lane.buffer);
        buffer.extend_from_slice(data);
        let taken = self.work(dir, lane, &buffer, out);
        buffer.drain(..taken.min(buffer.len()));
        if !buffer.is_empty() {
            lane.buffer = buffer;
        }
    }

    /// Reads what can be read of a stream; answers how much that was.
    fn work(&mut self, dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) -> usize {
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            match self.step(dir, lane, rest, out) {
                Step::Took(len) => done = done.saturating_add(len),
                Step::More => break,
            }
        }
        done
    }

    fn step(&mut self, dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) -> Step {
        match lane.kind {
            Kind::Untyped => Self::typed(dir, lane, data, out),
            Kind::Encoder => self.instructions(dir, lane, data, out),
            Kind::Passed => {
                out.framing(dir, data.len());
                Step::Took(data.len())
            }
            Kind::Loose => {
                Self::begin_loose(dir, lane, "http3.stream", out);
                out.body(dir, data);
                Step::Took(data.len())
            }
            Kind::Control | Kind::Message(_) => self.framed(dir, lane, data, out),
        }
    }

    /// What an unidirectional stream is for stands at its start (§6.2).
    fn typed(dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut reader = Reader::new(data);
        let kind = match reader.varint() {
            None => return Step::More,
            Some(0) => Kind::Control,
            Some(1) => match reader.varint() {
                Some(push) => Kind::Message(stream::push_key(push)),
                None => return Step::More,
            },
            Some(2) => Kind::Encoder,
            // What its decoder acknowledges.
            Some(3) => Kind::Passed,
            Some(_) => Kind::Loose,
        };
        lane.kind = kind;
        let len = data.len() - reader.len();
        out.framing(dir, len);
        Step::Took(len)
    }

    fn instructions(&mut self, dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) -> Step {
        let qpack = &mut self.sides.of_mut(dir).qpack;
        match qpack.instructions(data) {
            Ok(0) => Step::More,
            Ok(len) => {
                out.framing(dir, len);
                Step::Took(len)
            }
            Err(why) => {
                qpack.tear();
                out.anomaly(dir, Code::HeaderMalformed, why);
                lane.kind = Kind::Passed;
                Step::Took(0)
            }
        }
    }

    fn framed(&mut self, dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (left, id) = (lane.left(), lane.message());
        let some = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        let part = data.get(..some).unwrap_or(data);
        match lane.state {
            State::Frame => return self.frame(dir, lane, data, out),
            State::Data(_) => self.exchanges.body(dir, id, part, out),
            State::Skip(_) => out.sealed(dir, some, Fate::Skipped),
            State::Pass(_) => out.framing(dir, some),
            State::Loose(_) => {
                Self::begin_loose(dir, lane, "http3.frame", out);
                out.body(dir, part);
            }
            State::Raw => {
                self.exchanges.body(dir, id, data, out);
                return Step::Took(data.len());
            }
        }
        lane.advance(some as u64);
        if lane.state == State::Frame {
            Self::end_loose(dir, lane, MessageEnd::Complete, out);
        }
        Step::Took(some)
    }

    /// Before a frame (§7.1).
    fn frame(&mut self, dir: Direction, lane: &mut Lane, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(header) = Header::read(data) else { return Step::More };
        let message = matches!(lane.kind, Kind::Message(_));
        match header.kind {
            kind::DATA if message => {
                out.framing(dir, header.size);
                lane.enter(State::Data(header.len));
                Step::Took(header.size)
            }
            kind::HEADERS | kind::PUSH_PROMISE if message => self.section(dir, lane, &header, data, out),
            kind::SETTINGS if !message => self.settings(dir, lane, &header, data, out),
            kind::CANCEL_PUSH | kind::GOAWAY | kind::MAX_PUSH_ID | kind::SETTINGS => {
                out.framing(dir, header.size);
                lane.enter(State::Pass(header.len));
                Step::Took(header.size)
            }
            _ => {
                out.framing(dir, header.size);
                lane.enter(State::Loose(header.len));
                Step::Took(header.size)
            }
        }
    }

    /// The payload of a frame that is read as a whole; it is passed over if it is too long.
    fn whole<'d>(
        &self,
        dir: Direction,
        lane: &mut Lane,
        header: &Header,
        data: &'d [u8],
        out: &mut dyn Outlet,
    ) -> Result<&'d [u8], Step> {
        let len = usize::try_from(header.len).unwrap_or(usize::MAX);
        if len > self.head_bytes {
            out.anomaly(dir, Code::HeadTooLong, "frame");
            out.framing(dir, header.size);
            lane.enter(State::Skip(header.len));
            return Err(Step::Took(header.size));
        }
        data.get(header.size..header.size + len).ok_or(Step::More)
    }

    /// HEADERS or `PUSH_PROMISE`.
    fn section(&mut self, dir: Direction, lane: &mut Lane, header: &Header, data: &[u8], out: &mut dyn Outlet) -> Step {
        let payload = match self.whole(dir, lane, header, data, out) {
            Ok(payload) => payload,
            Err(step) => return step,
        };
        let mut reader = Reader::new(payload);
        let promised = if header.kind == kind::PUSH_PROMISE { reader.varint().map(stream::push_key) } else { None };
        let section = reader.rest();
        let qpack = &self.sides.of_mut(dir).qpack;
        if !lane.lenient && qpack.is_blocked(section) {
            lane.is_blocked = true;
            return Step::More;
        }
        let len = header.size + payload.len();
        out.framing(dir, len);
        let read = self.exchanges.read(|each| qpack.decode(section, lane.lenient, each));
        if let Err(damage) = read {
            out.anomaly(dir, Code::HeaderMalformed, damage.0);
        }
        let stream = promised.unwrap_or_else(|| lane.message());
        self.exchanges.head(dir, Opened { stream, ends: false, promised: promised.is_some() }, out);
        Step::Took(len)
    }

    /// SETTINGS (§7.2.4): what the other side's header table may hold.
    fn settings(
        &mut self,
        dir: Direction,
        lane: &mut Lane,
        header: &Header,
        data: &[u8],
        out: &mut dyn Outlet,
    ) -> Step {
        let payload = match self.whole(dir, lane, header, data, out) {
            Ok(payload) => payload,
            Err(step) => return step,
        };
        let mut reader = Reader::new(payload);
        let mut capacity = 0;
        while let (Some(id), Some(value)) = (reader.varint(), reader.varint()) {
            if id == frame::QPACK_MAX_TABLE_CAPACITY {
                capacity = value;
            }
        }
        self.sides.of_mut(dir.reverse()).qpack.allow(capacity);
        let len = header.size + payload.len();
        out.framing(dir, len);
        Step::Took(len)
    }

    /// Bytes of a stream are missing.
    fn gap(&mut self, dir: Direction, lane: &mut Lane, len: u64, out: &mut dyn Outlet) {
        self.release(dir, lane, out);
        Self::leftover(dir, lane, out);
        let within = len <= lane.left();
        match (lane.kind, lane.state) {
            (Kind::Encoder, _) => {
                self.sides.of_mut(dir).qpack.tear();
                lane.kind = Kind::Passed;
            }
            (Kind::Untyped, _) => lane.kind = Kind::Loose,
            (Kind::Loose, _) => {
                Self::begin_loose(dir, lane, "http3.stream", out);
                out.body_gap(dir, len);
            }
            (Kind::Passed, _) => {}
            (Kind::Message(id), State::Data(_)) if within => {
                self.exchanges.carry(dir, id, out);
                self.exchanges.lose_body(dir, id, len, out);
                lane.advance(len);
            }
            (_, State::Skip(_) | State::Pass(_)) if within => lane.advance(len),
            (_, State::Loose(_)) if within => {
                Self::begin_loose(dir, lane, "http3.frame", out);
                out.body_gap(dir, len);
                lane.advance(len);
            }
            (Kind::Message(id), _) => {
                Self::end_loose(dir, lane, MessageEnd::Cut, out);
                self.exchanges.lose_body(dir, id, len, out);
                lane.state = State::Raw;
            }
            (Kind::Control, _) => {
                Self::end_loose(dir, lane, MessageEnd::Cut, out);
                lane.kind = Kind::Loose;
            }
        }
    }

    /// A stream sends nothing more.
    fn end(&mut self, dir: Direction, mut lane: Lane, end: MessageEnd, out: &mut dyn Outlet) {
        self.release(dir, &mut lane, out);
        let cut = end == MessageEnd::Cut || !lane.buffer.is_empty() || lane.left() > 0;
        Self::leftover(dir, &mut lane, out);
        Self::end_loose(dir, &mut lane, if cut { MessageEnd::Cut } else { MessageEnd::Complete }, out);
        if let Kind::Message(id) = lane.kind {
            self.exchanges.finish_half(dir, id, cut, out);
        }
        if lane.kind == Kind::Encoder {
            self.unblock(dir, out);
        }
    }

    /// A stream that waits for entries waits no more.
    fn release(&mut self, dir: Direction, lane: &mut Lane, out: &mut dyn Outlet) {
        if std::mem::take(&mut lane.is_blocked) {
            lane.lenient = true;
            self.feed(dir, lane, &[], out);
            lane.lenient = false;
        }
    }

    /// What was held of a frame that will not be whole is scanned as it is.
    fn leftover(dir: Direction, lane: &mut Lane, out: &mut dyn Outlet) {
        let rest = std::mem::take(&mut lane.buffer);
        if !rest.is_empty() {
            Self::begin_loose(dir, lane, "http3.frame", out);
            out.body(dir, &rest);
            Self::end_loose(dir, lane, MessageEnd::Cut, out);
        }
    }

    /// Entries came: streams that waited for them go on.
    fn unblock(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.sides.of_mut(dir).blocked == 0 {
            return;
        }
        let blocked: Vec<u64> =
            self.sides.of_mut(dir).streams.iter().filter(|(_, lane)| lane.is_blocked).map(|(id, _)| *id).collect();
        for id in blocked {
            let mut lane = self.take(dir, id, out);
            lane.is_blocked = false;
            self.feed(dir, &mut lane, &[], out);
            if lane.ends && !lane.is_blocked {
                self.end(dir, lane, MessageEnd::Complete, out);
            } else {
                self.put(dir, lane);
            }
        }
    }

    /// Keeps what waits for entries within bounds: the oldest stream that waits is read as far as it can be.
    fn bound(&mut self, dir: Direction, out: &mut dyn Outlet) {
        loop {
            let side = self.sides.of_mut(dir);
            if side.blocked <= BLOCKED && (side.held <= BLOCKED_BYTES || side.blocked == 0) {
                return;
            }
            let Some(id) = side.streams.iter().find(|(_, lane)| lane.is_blocked).map(|(id, _)| *id) else { return };
            out.anomaly(dir, Code::PipelineLimit, "header sections that wait for their table");
            let mut lane = self.take(dir, id, out);
            self.release(dir, &mut lane, out);
            if lane.ends && !lane.is_blocked {
                self.end(dir, lane, MessageEnd::Complete, out);
            } else {
                self.put(dir, lane);
            }
        }
    }

    /// Bytes that belong to no request are a message of their own.
    fn begin_loose(dir: Direction, lane: &mut Lane, place: &'static str, out: &mut dyn Outlet) {
        out.turn_to(dir, stream::loose_key(lane.id));
        if !std::mem::replace(&mut lane.loose, true) {
            out.begin(dir, MessageHead { place, ..MessageHead::default() });
        }
    }

    fn end_loose(dir: Direction, lane: &mut Lane, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut lane.loose) {
            out.turn_to(dir, stream::loose_key(lane.id));
            out.end(dir, end);
        }
    }
}
