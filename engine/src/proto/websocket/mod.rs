//! WebSocket (RFC 6455) with permessage-deflate (RFC 7692), taken over from an HTTP/1.1 upgrade, or within a stream of
//! HTTP/2 or HTTP/3.
//!
//! Every message, whole or in fragments, of text or of bytes, is a message here: place `websocket.message`, with the HTTP
//! facts of its handshake. What it holds is told by its content: JSON is read by its fields. Payloads of ping and pong
//! (`websocket.ping`) and reasons of close (`websocket.close`) are scanned too, also between fragments.
//!
//! Compressed messages are decoded with the history of those before them, whatever was agreed on: a history that is not
//! referred to does no harm. After damage or a gap in compressed messages that history is lost: the side's compressed
//! messages are `undecodable` from there on, unless its handshake says `no_context_takeover`. Bytes of frames that are not
//! fragments or messages (reserved bits, unknown opcodes) lose the place; the next one is where three frames follow one
//! another.
//!
//! Where the handshake agreed on a subprotocol that is read here (MQTT, STOMP, AMQP, NATS, XMPP: RFC 7395), or the first
//! message of a side begins like one of the first four, messages are a stream of that protocol, and what it carries is
//! told as over TCP (`mqtt.publish[…]`), with the HTTP facts of the handshake; STOMP also within the strings of `SockJS`. If it
//! cannot go on, what follows are messages again (`parser_lost`). Of a connection that is not closed, bytes of a message
//! are lost to it with the history of compressed messages.
//!
//! A connection is known by its handshake; one that is joined in its middle, by the frames of its client: its compressed
//! messages are read as far as they refer to none before. Other extensions are not read: messages with their bits are out
//! of place.
//!
//! Limits: `decode_bytes` of text from one compressed message; the first 512 bytes of a message tell what is carried.

mod cargo;
mod carry;
mod frame;
mod probe;
mod sockjs;

#[cfg(test)]
mod tests;

use super::{Parser, Progress, Protocol, Successor, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::finding::TransportInfo;
use crate::message::{Coding, Direction, HttpInfo, Inflate, MessageEnd, MessageHead, Outlet};
use cargo::{Cargo, FIRST};
use frame::{HEADER_MAX, Header, Opcode, Read, Scan};
use std::sync::Arc;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "websocket",
    title: "WebSocket after its handshake over HTTP: messages, fragments, permessage-deflate, the protocols that it carries",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(WebSocketParser::new(None, 0, [false; 2], (b"", *limits)))
}

/// What a handshake said.
pub(super) struct Terms<'a> {
    /// Sec-WebSocket-Extensions.
    pub extensions: &'a [u8],
    /// Sec-WebSocket-Protocol: what was agreed on, or what a client offered.
    pub subprotocol: &'a [u8],
    /// See [`Limits`]: for what is carried.
    pub head_bytes: usize,
    /// Text of one compressed message.
    pub decode_bytes: u64,
}

/// Takes a connection over from HTTP/1.1: number and facts of the handshake that `client` began, and what it agreed on.
pub(super) fn agreed(client: Direction, (tx, info): (u32, Arc<HttpInfo>), terms: &Terms<'_>) -> Successor {
    let forgets = |dir: Direction| {
        let name: &[u8] = if dir == client { b"client_no_context_takeover" } else { b"server_no_context_takeover" };
        let mut parameters = terms.extensions.split(|b| matches!(b, b';' | b',')).map(<[u8]>::trim_ascii);
        parameters.any(|parameter| parameter.eq_ignore_ascii_case(name))
    };
    let forgets = [Direction::Orig, Direction::Resp].map(forgets);
    let limits = Limits { head_bytes: terms.head_bytes, decode_bytes: terms.decode_bytes, ..Limits::default() };
    let parser = WebSocketParser::new(Some(info), tx.wrapping_add(1), forgets, (terms.subprotocol, limits));
    Successor { protocol: &PROTOCOL, parser: Box::new(parser) }
}

/// The parser of one connection.
struct WebSocketParser {
    /// Facts of the handshake.
    info: Option<Arc<HttpInfo>>,
    next_tx: u32,
    sides: [Side; 2],
    told: bool,
    limits: Limits,
    cargo: Cargo,
    /// Number of the handshake.
    handshake: u32,
    /// Payload without its mask, and decoded.
    plain: Vec<u8>,
    text: Vec<u8>,
}

/// One direction.
#[derive(Default)]
struct Side {
    state: State,
    /// The message in hand.
    message: Option<Message>,
    /// A control frame's message is open.
    control: bool,
    /// A message of bytes out of place is open.
    stray: bool,
    /// Its frames are masked, once one was seen.
    masked: Option<bool>,
    history: History,
    /// Octets of a compressed payload that were shown and not taken.
    held: u64,
    /// Each message is compressed on its own.
    forgets: bool,
    /// The beginning of a compressed message, while it is not known what is carried.
    first: Vec<u8>,
}

/// A message of which more is due.
#[derive(Clone, Copy, Debug)]
struct Message {
    compressed: bool,
    /// Of text.
    text: bool,
    /// It stands for itself, and was begun; else it is of a connection, unless that is not known yet.
    begun: bool,
    gapped: bool,
    /// Octets decoded so far.
    decoded: u64,
    /// Nothing more of it can be decoded, for this reason.
    closed: Option<Fate>,
}

/// The decoder of a side.
#[derive(Default)]
enum History {
    /// No compressed message yet.
    #[default]
    None,
    /// In step with the sender's.
    Known(Box<dyn Inflate>),
    /// Not known any more.
    Lost,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a frame.
    #[default]
    Frame,
    /// In a frame of which so many octets are due, and so many came.
    Payload { header: Header, left: u64, at: u64 },
    /// Looking for the next frame.
    Astray,
}

impl Parser for WebSocketParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if !self.told {
            self.told = true;
            let plain = TransportInfo { protocol: "websocket", protection: "none", ..TransportInfo::default() };
            out.transport(&TransportInfo { upgrade: "none", ..plain });
        }
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            let taken = match self.side(dir).state {
                State::Frame => self.frame(dir, rest, out),
                State::Payload { header, left, at } => self.payload(dir, header, (left, at), rest, out),
                State::Astray => self.astray(dir, rest, out),
            };
            match taken {
                Some(n) => done = done.saturating_add(n),
                None => break,
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.side(dir);
        let held = std::mem::take(&mut side.held);
        if let Some(message) = &mut side.message {
            message.gapped = true;
        }
        match side.state {
            State::Payload { header, left, at } if len.saturating_add(held) <= left => {
                // What was shown and not taken is passed over too.
                let len = len.saturating_add(held);
                let control = header.is_control();
                if !control && side.message.is_some_and(|message| message.compressed) {
                    side.lose_history();
                }
                side.state = State::Payload { header, left: left - len, at: at.saturating_add(len) };
                if control {
                    out.turn_to(dir, CONTROL);
                    out.body_gap(dir, len);
                } else {
                    self.lose(dir, len, out);
                }
                if left == len {
                    self.end_frame(dir, header, out);
                }
            }
            _ => {
                // Whole messages may be missing, compressed ones among them.
                side.lose_history();
                self.stray(dir, out);
                self.carry_gap(dir, u64::MAX, out);
            }
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_all(dir, out);
        self.carry_end(dir, out);
    }

    fn held(&self) -> usize {
        self.cargo.held().saturating_add(self.sides.iter().map(|side| side.first.capacity()).sum())
    }
}

impl Side {
    /// What is compressed from here on refers to what is not known, as far as this side goes on from message to message.
    fn lose_history(&mut self) {
        if let History::Known(_) = self.history {
            self.history = History::Lost;
        }
        if let Some(message) = self.message.as_mut().filter(|message| message.compressed) {
            message.closed.get_or_insert(Fate::Undecodable);
        }
    }
}

impl Header {
    /// True unless it begins a message in the midst of another, or goes on with none.
    fn may_follow(&self, open: bool) -> bool {
        self.is_control() || (self.opcode == Opcode::Continuation) == open
    }

    fn is_control(&self) -> bool {
        matches!(self.opcode, Opcode::Close | Opcode::Ping | Opcode::Pong)
    }
}

impl WebSocketParser {
    fn new(
        info: Option<Arc<HttpInfo>>,
        next_tx: u32,
        forgets: [bool; 2],
        (subprotocol, limits): (&[u8], Limits),
    ) -> Self {
        let sides = forgets.map(|forgets| Side { forgets, ..Side::default() });
        let handshake = next_tx.wrapping_sub(1);
        let cargo = Cargo::agreed(subprotocol, &limits, (handshake, info.clone()));
        Self { info, next_tx, sides, told: false, limits, cargo, handshake, plain: Vec::new(), text: Vec::new() }
    }

    fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let header = match frame::read(data) {
            Read::Header(header) => header,
            Read::NeedMore if data.len() < HEADER_MAX => return None,
            Read::NeedMore | Read::No => return Some(self.misplaced(dir, out)),
        };
        let side = self.side(dir);
        let continues = header.opcode == Opcode::Continuation;
        if !header.may_follow(side.message.is_some()) {
            // A fragment of nothing, or a message within another.
            return Some(self.misplaced(dir, out));
        }
        side.masked = Some(header.mask.is_some());
        out.framing(dir, header.size);
        if header.is_control() {
            self.begin(
                dir,
                CONTROL,
                if header.opcode == Opcode::Close { "websocket.close" } else { "websocket.ping" },
                out,
            );
            self.side(dir).control = true;
        } else if !continues {
            let (compressed, text) = (header.compressed, header.opcode == Opcode::Text);
            let message = Message { compressed, text, begun: false, gapped: false, decoded: 0, closed: None };
            self.side(dir).message = Some(message);
            if let Some(connection) = self.cargo.connection() {
                connection.begin(dir);
            } else if self.cargo.is_unknown(dir) {
                // What it begins with tells what it is a part of.
                out.gathers(dir);
            } else {
                self.begin_message(dir, out);
            }
        }
        self.side(dir).state = State::Payload { header, left: header.len, at: 0 };
        if header.len == 0 {
            self.end_frame(dir, header, out);
        }
        Some(header.size)
    }

    fn payload(
        &mut self,
        dir: Direction,
        header: Header,
        (left, at): (u64, u64),
        data: &[u8],
        out: &mut dyn Outlet,
    ) -> Option<usize> {
        let compressed = !header.is_control() && self.side(dir).message.is_some_and(|message| message.compressed);
        if !compressed && !header.is_control() && at == 0 && self.is_untold(dir) {
            let needed = usize::try_from(left).unwrap_or(usize::MAX).min(FIRST);
            let mut first = Vec::with_capacity(needed);
            let shown = data.get(..needed).unwrap_or(data);
            frame::unmask(shown, header.mask.unwrap_or_default(), 0, &mut first);
            if !self.tell(dir, &first, first.len() == needed, out) {
                self.side(dir).held = data.len() as u64;
                return None;
            }
        }
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        let len = if compressed && (len as u64) < left { whole_units(at, len) } else { len };
        if len == 0 {
            self.side(dir).held = data.len() as u64;
            return None;
        }
        self.side(dir).held = 0;
        let payload = data.get(..len).unwrap_or(data);
        let mut plain = std::mem::take(&mut self.plain);
        plain.clear();
        let shown = match header.mask {
            Some(mask) => {
                frame::unmask(payload, mask, at, &mut plain);
                plain.as_slice()
            }
            None => payload,
        };
        if header.is_control() {
            out.turn_to(dir, CONTROL);
            out.body(dir, shown);
        } else if compressed {
            self.inflate(dir, shown, len, out);
        } else if self.side(dir).message.is_some_and(|message| message.begun) {
            out.turn_to(dir, MESSAGE);
            out.body(dir, shown);
        } else {
            out.framing(dir, len);
            self.carry(dir, shown, out);
        }
        plain.clear();
        plain.shrink_to(KEPT);
        self.plain = plain;
        let left = left.saturating_sub(len as u64);
        self.side(dir).state = State::Payload { header, left, at: at.saturating_add(len as u64) };
        if left == 0 {
            self.end_frame(dir, header, out);
        }
        Some(len)
    }

    /// Decodes a piece of a compressed message, `len` bytes of the stream.
    fn inflate(&mut self, dir: Direction, piece: &[u8], len: usize, out: &mut dyn Outlet) {
        let most = self.limits.decode_bytes;
        let mut text = std::mem::take(&mut self.text);
        let side = self.side(dir);
        let open = side.message.is_some_and(|message| message.closed.is_none());
        if let History::None = side.history {
            side.history = out.inflater(Coding::Deflate).map_or(History::Lost, History::Known);
        }
        let Some(message) = &mut side.message else { return };
        if message.closed.is_none() && matches!(side.history, History::Lost) {
            message.closed = Some(Fate::Undecodable);
        }
        let mut rest = piece;
        loop {
            let side = self.side(dir);
            let (Some(message), History::Known(decoder)) = (&mut side.message, &mut side.history) else { break };
            if message.closed.is_some() {
                break;
            }
            text.clear();
            let used = decoder.step(rest, BLOCK, &mut text);
            message.decoded = message.decoded.saturating_add(text.len() as u64);
            let over = message.decoded > most;
            if used.is_none() || over {
                message.closed = Some(if used.is_none() { Fate::Undecodable } else { Fate::Skipped });
            }
            self.decoded(dir, &text, out);
            let Some(used) = used else {
                out.anomaly(dir, Code::DecodeFailed, "a compressed message is damaged");
                break;
            };
            rest = rest.get(used..).unwrap_or(&[]);
            if over {
                out.anomaly(dir, Code::DecodeBudget, "decoding stopped");
            } else if rest.is_empty() && text.len() < BLOCK {
                break;
            }
        }
        match self.side(dir).message.and_then(|message| message.closed) {
            Some(fate) => {
                self.tell_first(dir, out);
                self.side(dir).history = History::Lost;
                out.sealed(dir, len, fate);
                if open {
                    self.carry_gap(dir, u64::MAX, out);
                }
            }
            None => out.framing(dir, len),
        }
        text.clear();
        text.shrink_to(KEPT);
        self.text = text;
    }

    fn end_frame(&mut self, dir: Direction, header: Header, out: &mut dyn Outlet) {
        self.side(dir).state = State::Frame;
        if header.is_control() {
            self.side(dir).control = false;
            out.turn_to(dir, CONTROL);
            return out.end(dir, MessageEnd::Complete);
        }
        if header.fin {
            if self.side(dir).message.is_some_and(|message| message.compressed) {
                // What the sender took off (RFC 7692 §7.2.1).
                self.inflate(dir, &[0, 0, 0xff, 0xff], 0, out);
            }
            self.end_message(dir, out);
        }
    }

    fn end_message(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.tell_first(dir, out);
        let side = self.side(dir);
        let Some(message) = side.message.take() else { return };
        if message.compressed && side.forgets {
            match &mut side.history {
                History::Known(decoder) => decoder.reset(),
                history => *history = History::None,
            }
        }
        let whole = !message.gapped && message.closed.is_none();
        if !message.begun {
            return;
        }
        out.turn_to(dir, MESSAGE);
        out.end(dir, if whole { MessageEnd::Complete } else { MessageEnd::Cut });
    }

    /// Something else stands where a frame should begin.
    fn misplaced(&mut self, dir: Direction, out: &mut dyn Outlet) -> usize {
        out.anomaly(dir, Code::HeaderMalformed, "bytes that are no WebSocket frame");
        self.side(dir).lose_history();
        self.stray(dir, out);
        self.carry_gap(dir, u64::MAX, out);
        0
    }

    fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_all(dir, out);
        self.side(dir).state = State::Astray;
    }

    /// Passes bytes on until frames come.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let (skipped, found) = match frame::scan(data, self.side(dir).masked) {
            Scan::Found(at) => (at, true),
            Scan::Skip(n) => (n, false),
        };
        if skipped > 0 {
            self.begin_stray(dir, out);
            out.turn_to(dir, MESSAGE);
            out.body(dir, data.get(..skipped).unwrap_or(data));
        }
        if found {
            self.end_all(dir, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.side(dir).state = State::Frame;
            return Some(skipped);
        }
        (skipped > 0).then_some(skipped)
    }

    fn begin_stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !self.side(dir).stray {
            self.side(dir).stray = true;
            self.begin(dir, MESSAGE, "websocket.message", out);
        }
    }

    /// Begins the message in hand, which stands for itself.
    fn begin_message(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(message) = &mut self.side(dir).message {
            message.begun = true;
        }
        self.begin(dir, MESSAGE, "websocket.message", out);
    }

    fn begin(&mut self, dir: Direction, stream: u32, place: &'static str, out: &mut dyn Outlet) {
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        out.turn_to(dir, stream);
        out.begin(dir, MessageHead { place, tx, http: self.info.clone(), ..MessageHead::default() });
    }

    /// Ends what is open.
    fn end_all(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.tell_first(dir, out);
        let side = self.side(dir);
        let control = std::mem::take(&mut side.control);
        let open = std::mem::take(&mut side.stray) | side.message.take().is_some_and(|message| message.begun);
        for (open, stream) in [(control, CONTROL), (open, MESSAGE)] {
            if open {
                out.turn_to(dir, stream);
                out.end(dir, MessageEnd::Cut);
            }
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

/// How many of `len` octets at offset `at` of a frame end with a unit.
fn whole_units(at: u64, len: usize) -> usize {
    let end = at.saturating_add(len as u64);
    let unit = end.wrapping_sub(end % UNIT);
    usize::try_from(unit.saturating_sub(at)).unwrap_or(0)
}

/// The stream of messages, and that of control frames between their fragments.
const MESSAGE: u32 = 0;
const CONTROL: u32 = 1;
/// Compressed payload is decoded in units of so many octets, counted from the start of its frame: where damage shows, and
/// what is closed by it, does not depend on segments.
const UNIT: u64 = 1024;
/// Text that is decoded in one piece.
const BLOCK: usize = 64 << 10;
/// Working memory that is kept.
const KEPT: usize = 16 << 10;
