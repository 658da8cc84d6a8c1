//! AMQP 1.0 (ISO/IEC 19464; parts and sections as OASIS numbers them): logins, links, and the messages that they transfer.
//!
//! An [`AmqpParser`] that has seen its header, or frames of it where the connection is joined in its middle, goes on here.
//! Messages are told apart by channel and handle, which their frames interleave by, and named by the address of their link
//! (`amqp.publish[queue]` from the client, `amqp.deliver[queue]` to it), or what their properties say where the link has
//! none. Properties, application properties and annotations are header fields; content type and encoding are followed. Data
//! sections, and values that are strings or binaries, are the body as they come; other values and sequences become JSON,
//! one a line. Tokens that are put to `$cbs` are credentials, and their outcome is what that node answers. Of other
//! performatives the text is scanned (`amqp.method`). Batches of Azure's (message format 0x80013700), whose data sections hold
//! messages themselves, are bodies as they come.
//!
//! After a gap within a body the rest of it is read, and what follows of a message whose sections were torn is its body as it
//! is; else a direction goes on where a performative begins a frame.
//!
//! Limits: performatives, SASL frames and sections that are held up to a head's length (64 KiB), longer ones are scanned as
//! they are (`head_too_long`); 1 MiB of sections held in each direction; 256 links and 256 messages under way in each
//! direction (`parts_limit`, `pipeline_limit`), 256 bytes of each address; values 16 deep in one another.

mod delivery;
mod frame;
mod link;
mod sasl;
mod sections;
mod types;

use super::{AmqpParser, State};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outcome, Outlet};
use crate::proto::queue::Fields;
use crate::proto::reader::Reader;
use crate::proto::step::Step;
use delivery::{Delivery, Token};
use frame::{Frame, Front, HEAD};
pub(super) use frame::{begins, joined};
use link::{Attach, Key, Last, Links, Transfer};
use sasl::Sasl;
use sections::{Room, descriptor_of};
use std::collections::BTreeMap;

// Protocol ids of a header (part 2 §2.2, part 5 §5.2.1, §5.3.1).
pub(super) const AMQP: u8 = 0;
pub(super) const TLS: u8 = 2;
pub(super) const SASL: u8 = 3;

/// Messages of a direction that may be under way.
const DELIVERIES: usize = 256;
/// Bytes of sections that a direction may have held.
const HELD: usize = 1 << 20;

/// One direction.
#[derive(Debug, Default)]
pub(super) struct Side {
    links: Links,
    /// Messages under way, and the streams that they are told on.
    deliveries: BTreeMap<Key, (Delivery, u32)>,
    /// Streams that are free again, below the next that never was used.
    free: Vec<u32>,
    next: u32,
    /// Bytes held of sections.
    held: usize,
    /// A token that was put waits for its outcome, in the message of this number.
    token: Option<u32>,
}

/// A payload in hand: whose it is, bytes of it that did not come yet, and how the message stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Payload {
    key: Key,
    left: u32,
    last: Last,
}

impl Side {
    /// Bytes that it holds.
    pub(super) const fn held(&self) -> usize {
        self.held
    }

    /// A stream that no other message is told on.
    fn stream(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.next = self.next.saturating_add(1);
            self.next
        })
    }

    /// A message ends, if it is under way: what it said of a token, and its number.
    fn finish(
        &mut self,
        dir: Direction,
        key: Key,
        end: MessageEnd,
        out: &mut dyn Outlet,
    ) -> Option<(Option<Token>, u32)> {
        let (mut delivery, stream) = self.deliveries.remove(&key)?;
        self.held = self.held.saturating_sub(delivery.held());
        self.free.push(stream);
        out.turn_to(dir, stream);
        delivery.end(dir, end, out);
        Some((delivery.token(), delivery.tx))
    }

    /// The messages of a channel end, or all.
    pub(super) fn cut(&mut self, dir: Direction, channel: Option<u16>, out: &mut dyn Outlet) {
        let its = |key: &Key| channel.is_none_or(|channel| channel == key.0);
        let keys: Vec<Key> = self.deliveries.keys().filter(|key| its(key)).copied().collect();
        for key in keys {
            self.finish(dir, key, MessageEnd::Cut, out);
        }
    }
}

impl AmqpParser {
    /// A SASL frame.
    pub(super) fn sasl(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let frame = match frame::front(data, 1) {
            Front::More => return Step::More,
            Front::Is(frame) if frame.size as usize <= self.whole => frame,
            Front::Odd | Front::Is(_) => {
                self.stray(dir, out);
                return Step::Took(0);
            }
        };
        let total = frame.size as usize;
        let Some(body) = data.get(frame.body..total) else { return Step::More };
        out.framing(dir, total);
        match sasl::read(body) {
            Some(Sasl::Init { mechanism, response }) => {
                self.client = dir;
                self.login(dir, Some(mechanism), response, Fields::default(), out);
            }
            Some(Sasl::Response(response)) => self.login(dir, None, response, Fields::default(), out),
            Some(Sasl::Outcome(code)) => {
                self.answer(dir, if code == 0 { Outcome::Accepted } else { Outcome::Rejected }, out);
            }
            Some(Sasl::Other) => {}
            None => {
                out.anomaly(dir, Code::LengthConflict, "SASL frame");
                self.text(dir, "amqp", body, out);
            }
        }
        Step::Took(total)
    }

    /// A frame, to behind its performative.
    pub(super) fn frame1(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let frame = match frame::front(data, 0) {
            Front::More => return Step::More,
            Front::Is(frame) => frame,
            Front::Odd => {
                self.stray(dir, out);
                return Step::Took(0);
            }
        };
        let total = frame.size as usize;
        if frame.body >= total {
            // A heartbeat.
            if data.len() >= total {
                out.framing(dir, total);
                return Step::Took(total);
            }
            return Step::More;
        }
        let shown = data.get(..total.min(data.len())).unwrap_or(data);
        let known = match frame::performative(shown.get(frame.body..).unwrap_or_default()) {
            Front::More if shown.len() < total => return Step::More,
            Front::More | Front::Odd => None,
            Front::Is((descriptor, len)) => Some((descriptor, frame.body.saturating_add(len))),
        };
        let Some((descriptor, end)) = known.filter(|(_, end)| *end <= total) else {
            return self.unread(dir, frame, Code::LengthConflict, out);
        };
        let transfer = descriptor == link::TRANSFER;
        let needed = if transfer { end } else { total };
        if needed > self.whole {
            return self.unread(dir, frame, Code::HeadTooLong, out);
        }
        self.sides.of_mut(dir).frame =
            Some(super::Frame { kind: 0, channel: frame.channel, size: frame.size.saturating_sub(HEAD as u32) });
        let Some(body) = data.get(frame.body..needed) else { return Step::More };
        self.sides.of_mut(dir).frame = None;
        out.framing(dir, needed);
        let mut reader = Reader::new(body);
        let mut text = Vec::new();
        let read = descriptor_of(&mut reader).and_then(|_| {
            let fields = link::fields(&mut reader)?;
            if transfer {
                let left = frame.size.saturating_sub(u32::try_from(needed).unwrap_or(u32::MAX));
                self.transfer(dir, frame.channel, left, Transfer::read(fields)?, out);
                return Some(());
            }
            types::texts(&types::Value::List(fields), &mut text)?;
            self.performative(dir, frame.channel, descriptor, fields, out)
        });
        if read.is_none() {
            out.anomaly(dir, Code::LengthConflict, "performative");
            text = body.to_vec();
            if transfer && total > needed {
                self.sides.of_mut(dir).state = State::Raw((total - needed) as u64);
            }
        }
        self.text(dir, "amqp.method", &text, out);
        Step::Took(needed)
    }

    /// A frame that is not read: behind its head it passes as it is, and with it what its messages miss.
    fn unread(&mut self, dir: Direction, frame: Frame, why: Code, out: &mut dyn Outlet) -> Step {
        out.anomaly(dir, why, "frame");
        out.framing(dir, HEAD);
        self.sides.of_mut(dir).v1.cut(dir, Some(frame.channel), out);
        self.pass(dir, out);
        self.sides.of_mut(dir).state = State::Raw(u64::from(frame.size).saturating_sub(HEAD as u64));
        Step::Took(HEAD)
    }

    /// A performative that is no transfer; `None` if it contradicts itself.
    fn performative(
        &mut self,
        dir: Direction,
        channel: u16,
        descriptor: u8,
        fields: types::Items<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let [mine, other] = self.sides.both(dir);
        match descriptor {
            link::ATTACH => {
                let attach = Attach::read(fields)?;
                if !mine.v1.links.attach(channel, &attach, &mut other.v1.links) {
                    out.anomaly(dir, Code::PartsLimit, "links");
                }
            }
            link::DETACH => {
                let mut fields = fields;
                let key = (channel, link::handle(&mut fields)?);
                mine.v1.finish(dir, key, MessageEnd::Cut, out);
                mine.v1.links.detach(key);
            }
            link::BEGIN | link::END => {
                mine.v1.cut(dir, Some(channel), out);
                mine.v1.links.end(Some(channel));
            }
            link::OPEN | link::CLOSE => {
                mine.v1.cut(dir, None, out);
                mine.v1.links.end(None);
            }
            _ => {}
        }
        Some(())
    }

    /// A transfer, before so many bytes of its payload.
    fn transfer(&mut self, dir: Direction, channel: u16, left: u32, transfer: Transfer, out: &mut dyn Outlet) {
        let key = (channel, transfer.handle);
        let place = if dir == self.client { "amqp.publish" } else { "amqp.deliver" };
        let side = &mut self.sides.of_mut(dir).v1;
        if !side.deliveries.contains_key(&key) && transfer.last != Last::Aborted {
            if side.deliveries.len() < DELIVERIES {
                let tx = self.messages;
                self.messages = tx.saturating_add(1);
                let address = side.links.address(key);
                let delivery = Delivery::new((place, tx), address, &self.user, transfer.begins);
                let stream = side.stream();
                side.deliveries.insert(key, (delivery, stream));
            } else {
                out.anomaly(dir, Code::PipelineLimit, "messages under way");
            }
        }
        let payload = Payload { key, left, last: transfer.last };
        if left > 0 {
            self.sides.of_mut(dir).state = State::Payload(payload);
        } else {
            self.end_payload(dir, payload, out);
        }
    }

    /// Bytes of a payload.
    pub(super) fn payload(&mut self, dir: Direction, data: &[u8], payload: Payload, out: &mut dyn Outlet) -> Step {
        let Payload { key, left, .. } = payload;
        let take = (left as usize).min(data.len());
        let shown = data.get(..take).unwrap_or(data);
        let whole = self.whole;
        let side = &mut self.sides.of_mut(dir).v1;
        let took = if let Some((delivery, stream)) = side.deliveries.get_mut(&key) {
            let before = delivery.held();
            let others = side.held.saturating_sub(before);
            let room = Room { each: whole, all: HELD.saturating_sub(others), strings: false };
            out.turn_to(dir, *stream);
            let took = delivery.take(dir, (shown, take == left as usize), room, out);
            side.held = others.saturating_add(delivery.held());
            if took == 0 && delivery.waits() {
                return Step::More;
            }
            took
        } else {
            self.pass(dir, out);
            out.body(dir, shown);
            take
        };
        self.go_on(dir, payload, took as u64, out);
        Step::Took(took)
    }

    /// So many bytes of a payload passed.
    fn go_on(&mut self, dir: Direction, payload: Payload, len: u64, out: &mut dyn Outlet) {
        let left = payload.left.saturating_sub(u32::try_from(len).unwrap_or(u32::MAX));
        let payload = Payload { left, ..payload };
        self.sides.of_mut(dir).state = State::Payload(payload);
        if left == 0 {
            self.end_payload(dir, payload, out);
        }
    }

    /// A frame ends, and a message with it unless more of it follows.
    fn end_payload(&mut self, dir: Direction, payload: Payload, out: &mut dyn Outlet) {
        self.end_alone(dir, MessageEnd::Complete, out);
        let [mine, other] = self.sides.both(dir);
        mine.state = State::Frame;
        let end = match payload.last {
            Last::More => return,
            Last::Whole => MessageEnd::Complete,
            Last::Aborted => MessageEnd::Cut,
        };
        match mine.v1.finish(dir, payload.key, end, out) {
            Some((Some(Token::Put), tx)) => mine.v1.token = Some(tx),
            Some((Some(Token::Answer(outcome)), _)) => {
                if let Some(tx) = other.v1.token.take() {
                    out.outcome(dir.reverse(), tx, outcome);
                }
            }
            _ => {}
        }
    }

    /// So many bytes are missing in a payload, or behind it too; false if it is not known where a frame begins.
    pub(super) fn payload_gap(&mut self, dir: Direction, payload: Payload, len: u64, out: &mut dyn Outlet) -> bool {
        if len > u64::from(payload.left) {
            return false;
        }
        if let Some((delivery, stream)) = self.sides.of_mut(dir).v1.deliveries.get_mut(&payload.key) {
            out.turn_to(dir, *stream);
            delivery.gap(dir, len, out);
        } else {
            self.pass(dir, out);
            out.body_gap(dir, len);
        }
        self.go_on(dir, payload, len, out);
        true
    }
}
