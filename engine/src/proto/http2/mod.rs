//! HTTP/2 in the clear (RFC 9113): with prior knowledge, or taken over from HTTP/1.1 (`Upgrade: h2c`, RFC 7540 §3.2), where
//! stream 1 answers the request that asked for it. gRPC is HTTP/2 with another body (see `content`): its transport is
//! told as `grpc`, and its logins are judged by `grpc-status`.
//!
//! Every request and response is a message as in HTTP/1: the same places (`http.request.header`, `http.response.body`),
//! facts, logins (`credential.http`), content codings. Streams interleave; each message is put together apart
//! ([`Outlet::turn_to`]). `PUSH_PROMISE` is a request that the server sends; trailers are `trailer`; debug data of GOAWAY and
//! payloads of unknown frames are scanned as `http2.frame`. WebSocket within a stream (RFC 8441) is read as such, see [`inside`];
//! what goes through CONNECT otherwise is a body.
//!
//! Header blocks are read with HPACK, see [`hpack`]. After a gap within DATA the connection goes on as it was; after any
//! other, frames are found again by their headers, header tables begin anew, and fields that refer to what was lost are
//! told without name or value. The same holds for connections picked up in the middle.
//!
//! Limits: `head_bytes` for a header block and for what it decodes to, [`hpack::TABLE_MAX`] for a header table, 256
//! streams at a time (the oldest is given up, `pipeline_limit`), 16 KiB for a frame of an unknown type.

pub(in crate::proto) mod exchanges;
mod frame;
mod heads;
pub(in crate::proto) mod hpack;
mod inside;
mod probe;
pub(in crate::proto) mod streams;

#[cfg(test)]
mod tests;

use super::{Parser, Progress, Protocol, Successor, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::finding::TransportInfo;
use crate::message::{Direction, HttpInfo, MessageEnd, MessageHead, Outlet};
use crate::proto::http::exchange::Method;
use exchanges::{Exchanges, Opened};
use frame::{END_HEADERS, END_STREAM, HEADER, Header, Kind, PADDED, PREFACE, PRIORITY, Scan};
use std::sync::Arc;
use streams::Stream;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "http2",
    title: "HTTP/2 in the clear, and gRPC over it: streams, HPACK, trailers, pushes",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Http2Parser::new((limits.head_bytes, limits.decode_bytes)))
}

/// Takes a connection over from HTTP/1.1: stream 1 answers request `tx` (RFC 7540 §3.2), later requests are numbered from
/// `next_tx`.
pub(super) fn upgraded(
    most: (usize, u64),
    client: Direction,
    (tx, next_tx): (u32, u32),
    info: &HttpInfo,
    method: Method,
) -> Successor {
    let mut parser = Http2Parser::new(most);
    let exchanges = &mut parser.exchanges;
    let mut info = info.clone();
    info.status = 0;
    let mut stream = Stream { tx, info: Arc::new(info), method, asked: true, ..Stream::default() };
    stream.half(client).done = true;
    exchanges.streams.insert(1, stream);
    exchanges.client = Some(client);
    exchanges.next_tx = next_tx;
    Successor { protocol: &PROTOCOL, parser: Box::new(parser) }
}

/// The parser of one connection.
#[derive(Debug)]
pub struct Http2Parser {
    head_bytes: usize,
    sides: [Side; 2],
    exchanges: Exchanges,
    /// What the transport was told to be.
    told: &'static str,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    hpack: hpack::Decoder,
    /// The header block in hand, as far as it came.
    block: Vec<u8>,
    /// What the block in hand belongs to.
    opened: Option<Due>,
    /// A message of bytes out of place is open.
    stray: bool,
    /// Something was read of it.
    begun: bool,
}

/// A header block of which CONTINUATION frames are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
    /// The stream that its frames name.
    on: u32,
    /// Whose head it is: another stream's if it was promised.
    head: Opened,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a frame.
    #[default]
    Frame,
    /// In DATA: octets of the body due, then padding, on this stream.
    Data { stream: u32, left: usize, padding: usize, ends: bool },
    /// In a frame too large to be read: octets due.
    Skip(usize),
    /// In a frame whose payload is scanned as it is: octets due.
    Loose(usize),
    /// Looking for the next frame.
    Astray,
}

/// What one step did.
enum Step {
    /// These bytes are done with.
    Took(usize),
    /// More bytes are needed.
    More,
}

impl Parser for Http2Parser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.told.is_empty() {
            self.tell("http2", out);
        }
        let mut done = 0usize;
        loop {
            let rest = data.get(done..).unwrap_or(&[]);
            if rest.is_empty() {
                return Progress::Consumed(done);
            }
            match self.step(dir, rest, out) {
                Step::Took(n) => done = done.saturating_add(n),
                Step::More => return Progress::Consumed(done),
            }
        }
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let gap = usize::try_from(len).unwrap_or(usize::MAX);
        match self.side(dir).state {
            State::Data { stream, left, padding, ends } if gap <= left.saturating_add(padding) => {
                let body = gap.min(left);
                self.exchanges.lose_body(dir, stream, body as u64, out);
                let (left, padding) = (left - body, padding - (gap - body));
                self.side(dir).state = State::Data { stream, left, padding, ends };
                self.settle(dir, out);
            }
            State::Skip(left) if gap <= left => {
                self.side(dir).state = State::Skip(left - gap);
                self.settle(dir, out);
            }
            State::Loose(left) if gap <= left => {
                out.turn_to(dir, 0);
                out.body_gap(dir, len);
                self.side(dir).state = State::Loose(left - gap);
                self.settle(dir, out);
            }
            _ => {
                for stream in self.exchanges.streams.open(dir) {
                    self.exchanges.lose_body(dir, stream, 0, out);
                }
                self.stray(dir, out);
                self.side(dir).hpack.tear();
            }
        }
        true
    }

    fn held(&self) -> usize {
        self.exchanges.held()
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_stray(dir, out);
        self.exchanges.close(dir, out);
        self.side(dir).block = Vec::new();
    }
}

impl Http2Parser {
    /// A parser for a connection; `most` bounds a header block and what it decodes to, and a compressed message of a
    /// WebSocket.
    fn new(most: (usize, u64)) -> Self {
        Self {
            head_bytes: most.0,
            sides: [Side::default(), Side::default()],
            exchanges: Exchanges::new(most, " HTTP/2"),
            told: "",
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.side(dir).state {
            State::Frame => self.frame(dir, data, out),
            State::Data { stream, left, padding, ends } => {
                let body = data.get(..left.min(data.len())).unwrap_or(data);
                if !body.is_empty() {
                    self.exchanges.body(dir, stream, body, out);
                }
                let pad = padding.min(data.len() - body.len());
                out.framing(dir, pad);
                self.side(dir).state = State::Data { stream, left: left - body.len(), padding: padding - pad, ends };
                self.settle(dir, out);
                Step::Took(body.len() + pad)
            }
            State::Skip(left) => {
                let taken = left.min(data.len());
                out.sealed(dir, taken, Fate::Skipped);
                self.side(dir).state = State::Skip(left - taken);
                self.settle(dir, out);
                Step::Took(taken)
            }
            State::Loose(left) => {
                let taken = left.min(data.len());
                out.turn_to(dir, 0);
                out.body(dir, data.get(..taken).unwrap_or(data));
                self.side(dir).state = State::Loose(left - taken);
                self.settle(dir, out);
                Step::Took(taken)
            }
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// Goes on behind what is done with.
    fn settle(&mut self, dir: Direction, out: &mut dyn Outlet) {
        match self.side(dir).state {
            State::Data { stream, left: 0, padding: 0, ends } => {
                self.side(dir).state = State::Frame;
                if ends {
                    self.exchanges.end_half(dir, stream, out);
                }
            }
            State::Skip(0) => self.side(dir).state = State::Frame,
            State::Loose(0) => {
                self.end_stray(dir, out);
                self.side(dir).state = State::Frame;
            }
            _ => {}
        }
    }

    fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if data.starts_with(PREFACE) {
            self.exchanges.client = Some(dir);
            self.side(dir).begun = true;
            out.framing(dir, PREFACE.len());
            return Step::Took(PREFACE.len());
        }
        if PREFACE.starts_with(data) {
            return Step::More;
        }
        let Some(header) = Header::read(data) else { return Step::More };
        let side = self.side(dir);
        if !std::mem::replace(&mut side.begun, true) && (header.kind != Kind::Settings || header.flags != 0) {
            // Neither side begins like this (§3.4): there was more before it.
            side.hpack.tear();
        }
        let due = self.side(dir).opened;
        let continues = header.kind == Kind::Continuation && due.is_some_and(|due| due.on == header.stream);
        if !header.is_sound() || continues != due.is_some() {
            out.anomaly(dir, Code::HeaderMalformed, "bytes that are no HTTP/2 frame");
            self.stray(dir, out);
            self.side(dir).hpack.tear();
            return Step::Took(0);
        }
        match header.kind {
            Kind::Data => self.data(dir, &header, data, out),
            Kind::Continuation if due.is_none() => self.loose(dir, header.len, HEADER, out),
            Kind::Other | Kind::PriorityUpdate => self.loose(dir, header.len, HEADER, out),
            // The last stream and the code, then debug data (§6.8).
            Kind::Goaway if data.len() < HEADER + 8 => Step::More,
            Kind::Goaway => self.loose(dir, header.len - 8, HEADER + 8, out),
            _ if header.len > self.head_bytes => {
                out.anomaly(dir, Code::HeadTooLong, "frame");
                let side = self.side(dir);
                side.opened = None;
                side.block = Vec::new();
                side.hpack.tear();
                side.state = State::Skip(header.len);
                out.framing(dir, HEADER);
                Step::Took(HEADER)
            }
            _ => {
                let len = HEADER + header.len;
                let Some(payload) = data.get(HEADER..len) else { return Step::More };
                out.framing(dir, len);
                self.whole(dir, &header, payload, out);
                Step::Took(len)
            }
        }
    }

    /// A frame whose payload is scanned as it is, behind `head` octets.
    fn loose(&mut self, dir: Direction, len: usize, head: usize, out: &mut dyn Outlet) -> Step {
        out.framing(dir, head);
        if len > 0 {
            self.begin_stray(dir, out);
            self.side(dir).state = State::Loose(len);
        }
        Step::Took(head)
    }

    fn data(&mut self, dir: Direction, header: &Header, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (mut head, mut padding) = (HEADER, 0);
        if header.has(PADDED) {
            let Some(pad) = data.get(HEADER) else { return Step::More };
            head += 1;
            // Padding that leaves no room is an error of the connection (§6.1): nothing of it is body then.
            padding = usize::from(*pad).min(header.len - 1);
        }
        out.framing(dir, head);
        let left = HEADER + header.len - head - padding;
        if left > 0 {
            self.exchanges.carry(dir, header.stream, out);
        }
        self.side(dir).state = State::Data { stream: header.stream, left, padding, ends: header.has(END_STREAM) };
        self.settle(dir, out);
        Step::Took(head)
    }

    /// A frame that is all there.
    fn whole(&mut self, dir: Direction, header: &Header, payload: &[u8], out: &mut dyn Outlet) {
        match header.kind {
            Kind::Headers | Kind::PushPromise => {
                let promised = header.kind == Kind::PushPromise;
                let Some((block, stream)) = fragment(header, payload) else {
                    out.anomaly(dir, Code::HeaderMalformed, "padding beyond its frame");
                    self.side(dir).hpack.tear();
                    return;
                };
                let head = Opened { stream, ends: !promised && header.has(END_STREAM), promised };
                self.side(dir).block.clear();
                self.fragment(dir, Due { on: header.stream, head }, header, block, out);
            }
            Kind::Continuation => {
                if let Some(due) = self.side(dir).opened {
                    self.fragment(dir, due, header, payload, out);
                }
            }
            Kind::RstStream => self.exchanges.reset(dir, header.stream, out),
            _ => {}
        }
    }

    /// A piece of a header block; the block is read once it is whole.
    fn fragment(&mut self, dir: Direction, due: Due, header: &Header, piece: &[u8], out: &mut dyn Outlet) {
        let limit = self.head_bytes;
        let last = header.has(END_HEADERS);
        let side = self.side(dir);
        side.opened = (!last).then_some(due);
        if side.block.len().saturating_add(piece.len()) > limit {
            side.block.clear();
            side.hpack.tear();
            out.anomaly(dir, Code::HeadTooLong, "header block");
            return;
        }
        if last && side.block.is_empty() {
            return self.head_block(dir, due.head, piece, out);
        }
        side.block.extend_from_slice(piece);
        if last {
            let block = std::mem::take(&mut side.block);
            self.head_block(dir, due.head, &block, out);
        }
    }

    /// Takes a header block that is all there.
    fn head_block(&mut self, dir: Direction, opened: Opened, block: &[u8], out: &mut dyn Outlet) {
        let Self { sides: [orig, resp], exchanges, .. } = self;
        let hpack = if dir == Direction::Orig { &mut orig.hpack } else { &mut resp.hpack };
        let read = exchanges.read(|each| hpack.decode(block, each));
        if let Err(damage) = read {
            hpack.tear();
            out.anomaly(dir, Code::HeaderMalformed, damage.0);
        }
        if self.exchanges.is_grpc() {
            self.tell("grpc", out);
        }
        self.exchanges.head(dir, opened, out);
    }

    /// The place is lost: looks for the next frame. Open messages stay open, their streams may go on.
    fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_stray(dir, out);
        let side = self.side(dir);
        side.state = State::Astray;
        side.opened = None;
        side.block = Vec::new();
    }

    /// Passes bytes on until a frame comes.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (skipped, found) = match frame::scan(data) {
            Scan::Found(at) => (at, true),
            Scan::Skip(n) => (n, false),
        };
        if skipped > 0 {
            self.begin_stray(dir, out);
            out.turn_to(dir, 0);
            out.body(dir, data.get(..skipped).unwrap_or(data));
        }
        if found {
            self.end_stray(dir, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.side(dir).state = State::Frame;
            return Step::Took(skipped);
        }
        if skipped == 0 { Step::More } else { Step::Took(skipped) }
    }

    /// Bytes that belong to no stream are a message of their own.
    fn begin_stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !self.side(dir).stray {
            self.side(dir).stray = true;
            out.turn_to(dir, 0);
            out.begin(dir, MessageHead { place: "http2.frame", tx: self.exchanges.next_tx, ..MessageHead::default() });
        }
    }

    fn end_stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.side(dir).stray) {
            out.turn_to(dir, 0);
            out.end(dir, MessageEnd::Cut);
        }
    }

    fn tell(&mut self, protocol: &'static str, out: &mut dyn Outlet) {
        if self.told != "grpc" && self.told != protocol {
            self.told = protocol;
            out.transport(&TransportInfo { protocol, protection: "none", upgrade: "none", ..TransportInfo::default() });
        }
    }

    fn side(&mut self, dir: Direction) -> &mut Side {
        let [orig, resp] = &mut self.sides;
        match dir {
            Direction::Orig => orig,
            Direction::Resp => resp,
        }
    }
}

/// The header block fragment of HEADERS or `PUSH_PROMISE`, and the stream that CONTINUATION names or that was promised.
fn fragment<'p>(header: &Header, payload: &'p [u8]) -> Option<(&'p [u8], u32)> {
    let mut rest = payload;
    if header.has(PADDED) {
        let (pad, after) = rest.split_first()?;
        rest = after.get(..after.len().checked_sub(usize::from(*pad))?)?;
    }
    match header.kind {
        Kind::PushPromise => {
            let (promised, block) = rest.split_first_chunk::<4>()?;
            Some((block, u32::from_be_bytes(*promised) & 0x7fff_ffff))
        }
        _ if header.has(PRIORITY) => Some((rest.get(5..)?, header.stream)),
        _ => Some((rest, header.stream)),
    }
}
