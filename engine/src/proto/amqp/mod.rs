//! AMQP 0-9-1 (and 0-8, 0-9): contents by exchange and routing key; AMQP 1.0 (see [`v1`]): messages by address; logins.
//!
//! Contents that are published, delivered, got or returned flow through, however long they are, each on its channel
//! (`amqp.publish[exchange/key]`, `amqp.deliver`, `amqp.get`, `amqp.return`; the default exchange has no name, then the
//! routing key stands alone). Content type and encoding are followed; the headers table and the other properties are told
//! as header fields. Logins: PLAIN, AMQPLAIN and OAuth tokens in connection.start-ok, secure-ok and update-secret
//! (`amqp.connection`), accepted by connection.tune and refused by connection.close; RABBIT-CR-DEMO and SCRAM show no
//! secret (`challenge_login`). Of other methods the text is scanned (`amqp.method`).
//!
//! A negotiation of TLS by AMQP 1.0 is followed.
//!
//! After a gap within a body frame the rest of it is read; else a direction goes on where a method or content header
//! begins, and what is passed over meanwhile is scanned as it is (`amqp`).
//!
//! Limits: methods and content headers up to a head's length (64 KiB), longer ones are scanned as they are
//! (`head_too_long`); 256 channels of each direction with a content under way; 128 KiB of header fields of a content; tables
//! nested 8 deep.

mod login;
mod method;
mod probe;
#[cfg(test)]
mod tests;
mod v1;
mod wire;

use super::queue::{Delivery, Fields};
use super::reader::Reader;
use super::rows::printable;
use super::step::{Step, seek, steps};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use login::Login;
use method::Method;
use std::collections::BTreeMap;
use wire::{Content, FRAME_END, FRAME_HEAD, Frame};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "amqp",
    title: "AMQP 0-9-1: contents by exchange and routing key; 1.0: messages by address; logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(AmqpParser::new(limits))),
};

/// Channels of a direction that may have a content under way.
const CHANNELS: usize = 256;
/// Text of a method that is shorter says nothing about anybody.
const TEXT_LEAST: usize = 6;
/// Longest frame behind a gap whose end is asked for.
const RESYNC_FRAME: u64 = 1024;
/// Messages that stand alone in a direction; those of channels follow.
const ALONE: u32 = 0;

/// The parser of one connection.
#[derive(Debug)]
pub struct AmqpParser {
    sides: Pair<Side>,
    /// Longest method or content header that is read whole.
    whole: usize,
    /// Messages so far, of both directions.
    messages: u32,
    user: String,
    login: Login,
    /// Of the protocol, once it is known.
    version: Option<Version>,
    /// Who logs in, or spoke first.
    client: Direction,
    /// Sides that have asked for TLS by a header of AMQP 1.0.
    tls: Pair<bool>,
    /// Another protocol follows.
    handover: bool,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// All bytes of the frame at the front of what waits, and its channel, where its head was seen.
    frame: Option<Frame>,
    /// Bytes that were shown and not consumed.
    waiting: u64,
    /// Contents under way, by channel.
    contents: BTreeMap<u16, Pending>,
    /// A message that stands alone was begun and not ended.
    open: bool,
    /// The next byte begins no frame.
    refused: bool,
    /// Links and messages of AMQP 1.0.
    v1: v1::Side,
}

/// Which of two protocols of one name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// 0-8 to 0-9-1.
    V0,
    /// 1.0.
    V1,
}

/// A content under way.
#[derive(Debug)]
struct Pending {
    place: &'static str,
    tx: u32,
    topic: Box<[u8]>,
    /// Bytes of the body that did not come yet; none before its header.
    left: Option<u64>,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a protocol header or a frame.
    #[default]
    Frame,
    /// In a body frame of this channel, so many bytes before its last octet.
    Body(u16, u32),
    /// Before the last octet of a body frame.
    End,
    /// In bytes that are scanned as they are, so many of them.
    Raw(u64),
    /// Before a SASL frame of AMQP 1.0, or the protocol header behind the last of them.
    Sasl,
    /// In the payload of a transfer of AMQP 1.0.
    Payload(v1::Payload),
    /// Looking for the next frame.
    Astray,
}

impl Parser for AmqpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| if self.handover { Step::More } else { self.step(dir, rest, out) });
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done) as u64;
        if self.handover { Progress::Handover(done) } else { Progress::Consumed(done) }
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        let missing = len.saturating_add(std::mem::take(&mut side.waiting));
        match (side.state, side.frame.take()) {
            (State::Body(channel, left), _) if missing <= u64::from(left) => {
                let left = left.saturating_sub(u32::try_from(missing).unwrap_or(u32::MAX));
                side.state = if left > 0 { State::Body(channel, left) } else { State::End };
                out.turn_to(dir, stream(channel));
                out.body_gap(dir, missing);
                self.advance(dir, channel, missing, left, out);
            }
            (State::Raw(left), _) if missing < left => {
                side.state = State::Raw(left.saturating_sub(missing));
                self.pass(dir, out);
                out.body_gap(dir, len);
            }
            (State::Raw(left), _) if missing == left => {
                side.state = State::Frame;
                self.end_alone(dir, MessageEnd::Cut, out);
            }
            // A content whose header is lost cannot be told from the next.
            (State::Frame, Some(frame)) if missing <= frame.total() => {
                if missing < frame.total() {
                    side.state = State::Raw(frame.total().saturating_sub(missing));
                }
                self.finish(dir, frame.channel, MessageEnd::Cut, out);
                self.sides.of_mut(dir).v1.cut(dir, Some(frame.channel), out);
            }
            (State::End, _) if missing == 1 => side.state = State::Frame,
            (State::Payload(payload), _) if self.payload_gap(dir, payload, missing, out) => {}
            _ => {
                self.stray(dir, out);
                self.sides.of_mut(dir).refused = false;
            }
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_contents(dir, out);
        self.end_alone(dir, MessageEnd::Cut, out);
    }

    fn held(&self) -> usize {
        self.sides.iter().map(|side| side.v1.held()).sum()
    }
}

impl AmqpParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            whole: limits.head_bytes,
            messages: 0,
            user: String::new(),
            login: Login::default(),
            version: None,
            client: Direction::Orig,
            tls: Pair::default(),
            handover: false,
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Frame | State::Sasl if data.first() == Some(&b'A') => self.header(dir, data, out),
            State::Frame => self.frame_of_version(dir, data, out),
            State::Body(channel, left) => self.body(dir, channel, data, left, out),
            State::End => self.frame_end(dir, data, out),
            State::Raw(left) => self.raw(dir, data, left, out),
            State::Sasl => self.sasl(dir, data, out),
            State::Payload(payload) => self.payload(dir, data, payload, out),
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// A protocol header: of this protocol, or of AMQP 1.0.
    fn header(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        const LEN: usize = 8;
        let Some(header) = data.get(..LEN) else { return Step::More };
        let Some(version) = header.strip_prefix(b"AMQP") else {
            self.stray(dir, out);
            return Step::Took(0);
        };
        out.framing(dir, LEN);
        match version {
            [v1::TLS, 1, 0, 0] => {
                *self.tls.of_mut(dir) = true;
                if *self.tls.of_mut(dir.reverse()) {
                    let info = TransportInfo { protocol: "amqp", protection: "none", ..TransportInfo::default() };
                    out.transport(&TransportInfo { upgrade: "used", ..info });
                    for dir in [Direction::Orig, Direction::Resp] {
                        self.on_close(dir, out);
                    }
                    self.handover = true;
                }
            }
            [v1::SASL | v1::AMQP, 1, 0, 0] => {
                self.version = Some(Version::V1);
                self.sides.of_mut(dir).state =
                    if version.starts_with(&[v1::SASL]) { State::Sasl } else { State::Frame };
            }
            _ => self.version = Some(Version::V0),
        }
        Step::Took(LEN)
    }

    /// A frame, of a version that its first bytes may have to tell: 0-9-1 has none that begins with a zero.
    fn frame_of_version(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.version {
            Some(Version::V1) => return self.frame1(dir, data, out),
            None if data.first() == Some(&0) => match v1::begins(data) {
                None => return Step::More,
                Some(true) => {
                    self.version = Some(Version::V1);
                    return self.frame1(dir, data, out);
                }
                Some(false) => {}
            },
            _ => {}
        }
        self.frame(dir, data, out)
    }

    fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if data.len() < FRAME_HEAD {
            return Step::More;
        }
        let Some(frame) = Frame::read(data) else {
            self.stray(dir, out);
            return Step::Took(0);
        };
        if frame.kind == wire::BODY {
            out.framing(dir, FRAME_HEAD);
            self.begin_body(dir, frame, out);
            return Step::Took(FRAME_HEAD);
        }
        if frame.total() > self.whole as u64 {
            out.anomaly(dir, Code::HeadTooLong, "frame");
            out.framing(dir, FRAME_HEAD);
            self.finish(dir, frame.channel, MessageEnd::Cut, out);
            self.pass(dir, out);
            self.sides.of_mut(dir).state = State::Raw(frame.total().saturating_sub(FRAME_HEAD as u64));
            return Step::Took(FRAME_HEAD);
        }
        let total = frame.total() as usize;
        self.sides.of_mut(dir).frame = Some(frame);
        let Some((payload, end)) = data.get(FRAME_HEAD..total).and_then(<[u8]>::split_last_chunk::<1>) else {
            return Step::More;
        };
        self.sides.of_mut(dir).frame = None;
        if *end != [FRAME_END] {
            self.stray(dir, out);
            return Step::Took(0);
        }
        out.framing(dir, total);
        let read = match frame.kind {
            wire::METHOD => self.method(dir, frame.channel, payload, out),
            wire::HEADER => self.content(dir, frame.channel, payload, out),
            _ => Some(()),
        };
        if read.is_none() {
            out.anomaly(dir, Code::LengthConflict, "frame");
            self.text(dir, "amqp", payload, out);
        }
        Step::Took(total)
    }

    fn method(&mut self, dir: Direction, channel: u16, payload: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let mut fields = Fields::default();
        let method = method::read(payload, &mut |name, value| fields.put(name, value))?;
        match method {
            Method::Tune => self.answer(dir, Outcome::Accepted, out),
            Method::Close { code } => {
                /// access-refused, not-allowed.
                const REFUSED: [u16; 2] = [403, 530];
                if REFUSED.contains(&code) {
                    self.answer(dir, Outcome::Rejected, out);
                }
                self.text(dir, "amqp.method", payload.get(4..).unwrap_or_default(), out);
            }
            Method::StartOk { mechanism, response } => self.login(dir, Some(mechanism), response, fields, out),
            Method::SecureOk { response } => self.login(dir, None, response, fields, out),
            Method::UpdateSecret { secret } => {
                let token = [&b"auth=Bearer "[..], secret].concat();
                self.login(dir, Some(b"OAUTHBEARER"), &token, fields, out);
            }
            Method::Content { place, exchange, key } => {
                let topic = match (exchange, key) {
                    (b"", name) | (name, b"") => name.into(),
                    _ => [exchange, key].join(&b'/').into(),
                };
                self.expect(dir, channel, place, topic, out);
            }
            Method::Other => self.text(dir, "amqp.method", payload.get(4..).unwrap_or_default(), out),
        }
        Some(())
    }

    fn login(
        &mut self,
        dir: Direction,
        mechanism: Option<&[u8]>,
        response: &[u8],
        fields: Fields,
        out: &mut dyn Outlet,
    ) {
        let tx = self.next();
        out.turn_to(dir, ALONE);
        Delivery { place: "amqp.connection", tx, fields, ..Delivery::default() }.begin(dir, out);
        if let Some(name) = mechanism {
            self.login.begin(dir, name, out);
        }
        if let Some(user) = self.login.respond(dir, tx, response, out).filter(|user| !user.is_empty()) {
            self.user = user;
        }
        out.end(dir, MessageEnd::Complete);
    }

    /// What a peer says of the login that waits, unless it is its own.
    fn answer(&mut self, dir: Direction, outcome: Outcome, out: &mut dyn Outlet) {
        if self.login.waiting() == Some(dir.reverse()) {
            self.login.decide(outcome, out);
        }
    }

    /// The text of a method.
    fn text(&mut self, dir: Direction, place: &'static str, payload: &[u8], out: &mut dyn Outlet) {
        let text = printable(payload);
        if text.len() >= TEXT_LEAST {
            let (tx, user) = (self.next(), &self.user);
            out.turn_to(dir, ALONE);
            Delivery { place, tx, user, ..Delivery::default() }.begin(dir, out);
            out.text(dir, "", TextFormat::Plain, &text);
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// A content header follows on this channel, then its body.
    fn expect(&mut self, dir: Direction, channel: u16, place: &'static str, topic: Box<[u8]>, out: &mut dyn Outlet) {
        self.finish(dir, channel, MessageEnd::Cut, out);
        let tx = self.next();
        let contents = &mut self.sides.of_mut(dir).contents;
        if contents.len() >= CHANNELS {
            out.anomaly(dir, Code::PipelineLimit, "channels with a content under way");
            return;
        }
        contents.insert(channel, Pending { place, tx, topic, left: None });
    }

    /// A content header.
    fn content(&mut self, dir: Direction, channel: u16, payload: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let read = Content::read(payload)?;
        if read.odd {
            out.anomaly(dir, Code::HeaderMalformed, "properties of a content");
            self.text(dir, "amqp", payload, out);
        }
        let known = self.sides.of_mut(dir).contents.get(&channel).is_some_and(|pending| pending.left.is_none());
        if !known {
            // Its method was lost.
            self.expect(dir, channel, "amqp.content", Box::default(), out);
        }
        let Some(pending) = self.sides.of_mut(dir).contents.get_mut(&channel) else { return Some(()) };
        pending.left = Some(read.size);
        let delivery = Delivery {
            place: pending.place,
            tx: pending.tx,
            topic: &pending.topic,
            user: &self.user,
            content_type: read.media,
            codings: read.codings,
            length: Some(read.size),
            fields: read.fields,
        };
        out.turn_to(dir, stream(channel));
        delivery.begin(dir, out);
        if read.size == 0 {
            self.finish(dir, channel, MessageEnd::Complete, out);
        }
        Some(())
    }

    /// A body frame, behind its head.
    fn begin_body(&mut self, dir: Direction, frame: Frame, out: &mut dyn Outlet) {
        let left = self.sides.of_mut(dir).contents.get(&frame.channel).and_then(|pending| pending.left);
        self.sides.of_mut(dir).state = match left {
            None => {
                self.pass(dir, out);
                State::Raw(u64::from(frame.size) + 1)
            }
            Some(left) => {
                if u64::from(frame.size) > left {
                    out.anomaly(dir, Code::LengthConflict, "body frame");
                }
                if frame.size > 0 { State::Body(frame.channel, frame.size) } else { State::End }
            }
        };
    }

    fn body(&mut self, dir: Direction, channel: u16, data: &[u8], left: u32, out: &mut dyn Outlet) -> Step {
        let take = (left as usize).min(data.len());
        out.turn_to(dir, stream(channel));
        out.body(dir, data.get(..take).unwrap_or(data));
        let left = left.saturating_sub(u32::try_from(take).unwrap_or(u32::MAX));
        self.advance(dir, channel, take as u64, left, out);
        self.sides.of_mut(dir).state = if left > 0 { State::Body(channel, left) } else { State::End };
        Step::Took(take)
    }

    /// Bytes of the body of the content in hand passed; it ends with a frame.
    fn advance(&mut self, dir: Direction, channel: u16, len: u64, in_frame: u32, out: &mut dyn Outlet) {
        let Some(pending) = self.sides.of_mut(dir).contents.get_mut(&channel) else { return };
        let left = pending.left.unwrap_or(0).saturating_sub(len);
        pending.left = Some(left);
        if left == 0 && in_frame == 0 {
            self.finish(dir, channel, MessageEnd::Complete, out);
        }
    }

    fn frame_end(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if data.first() != Some(&FRAME_END) {
            self.stray(dir, out);
            return Step::Took(0);
        }
        out.framing(dir, 1);
        self.sides.of_mut(dir).state = State::Frame;
        Step::Took(1)
    }

    /// A channel's content ends, if one is under way.
    fn finish(&mut self, dir: Direction, channel: u16, end: MessageEnd, out: &mut dyn Outlet) {
        if self.sides.of_mut(dir).contents.remove(&channel).is_some_and(|pending| pending.left.is_some()) {
            out.turn_to(dir, stream(channel));
            out.end(dir, end);
        }
    }

    fn end_contents(&mut self, dir: Direction, out: &mut dyn Outlet) {
        while let Some((&channel, _)) = self.sides.of_mut(dir).contents.first_key_value() {
            self.finish(dir, channel, MessageEnd::Cut, out);
        }
        self.sides.of_mut(dir).v1.cut(dir, None, out);
    }

    /// Number of the next message.
    fn next(&mut self) -> u32 {
        let tx = self.messages;
        self.messages = tx.saturating_add(1);
        tx
    }

    /// Begins a message for bytes that are scanned as they are, unless one is open.
    fn pass(&mut self, dir: Direction, out: &mut dyn Outlet) {
        out.turn_to(dir, ALONE);
        if !self.sides.of_mut(dir).open {
            let (tx, user) = (self.next(), &self.user);
            Delivery { place: "amqp", tx, user, ..Delivery::default() }.begin(dir, out);
            self.sides.of_mut(dir).open = true;
        }
    }

    fn end_alone(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.turn_to(dir, ALONE);
            out.end(dir, end);
        }
    }

    fn raw(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        self.pass(dir, out);
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.body(dir, data.get(..take).unwrap_or(data));
        let left = if left == u64::MAX { left } else { left.saturating_sub(take as u64) };
        self.sides.of_mut(dir).state = State::Raw(left);
        if left == 0 {
            self.end_alone(dir, MessageEnd::Complete, out);
            self.sides.of_mut(dir).state = State::Frame;
        }
        Step::Took(take)
    }

    /// No frame begins here: bytes pass as they are until one does.
    fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_contents(dir, out);
        self.end_alone(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        (side.state, side.refused, side.frame) = (State::Astray, true, None);
    }

    /// Looks for the next frame.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let version = self.version;
        let begins = |rest: &[u8]| match version {
            Some(Version::V1) => v1::begins(rest),
            None if rest.first() == Some(&0) => v1::begins(rest),
            _ => begins_frame(rest),
        };
        let (at, found) = seek(data, usize::from(self.sides.of_mut(dir).refused), begins);
        if at > 0 {
            self.sides.of_mut(dir).refused = false;
            self.pass(dir, out);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found == Some(true) {
            self.end_alone(dir, MessageEnd::Cut, out);
            self.sides.of_mut(dir).state = State::Frame;
            out.anomaly(dir, Code::ParserResync, "");
            return Step::Took(at);
        }
        if at == 0 { Step::More } else { Step::Took(at) }
    }
}

/// The stream of a channel's contents.
fn stream(channel: u16) -> u32 {
    u32::from(channel).saturating_add(1)
}

/// True for a method that there is, or a content header, which ends as a frame does if it is short; `None` if more bytes
/// must tell.
fn begins_frame(data: &[u8]) -> Option<bool> {
    const METHOD_HEAD: usize = FRAME_HEAD + 4;
    if !matches!(data.first(), Some(&(wire::METHOD | wire::HEADER))) {
        return Some(false);
    }
    // The high byte of a size, of a class.
    if data.get(3).is_some_and(|byte| *byte != 0) || data.get(FRAME_HEAD).is_some_and(|byte| *byte != 0) {
        return Some(false);
    }
    let head = data.get(..METHOD_HEAD)?;
    let Some(frame) = Frame::read(head) else { return Some(false) };
    let mut reader = Reader::new(head.get(FRAME_HEAD..).unwrap_or_default());
    let (class, method) = (reader.u16()?, reader.u16()?);
    let known = match frame.kind {
        wire::METHOD => method::is_known(class, method),
        _ => (class, method) == (60, 0),
    };
    if !known || frame.total() > RESYNC_FRAME {
        return Some(known);
    }
    data.get(frame.total() as usize - 1).map(|end| *end == FRAME_END)
}
