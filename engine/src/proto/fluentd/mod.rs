//! Fluentd and Fluent Bit (Forward Protocol Specification v1): records of events by tag.
//!
//! Messages are `MessagePack`: a tag with a time and a record, with a list of them, or with bytes that hold such a list,
//! compressed with gzip or not. Each is a message here, told as content of that type (`fluentd.message[crm.login]`), so
//! that values stand under the names of their record's fields. What is agreed on at the beginning (HELO, PING, PONG) and
//! acknowledgements are told the same way; passwords are digests there.
//!
//! After a gap within a value the rest of its message is read; else a direction goes on where a message begins, and what is
//! passed over meanwhile is scanned as it is (`fluentd`).
//!
//! Limits: tags of 1,024 bytes, values nested 64 deep.

#[cfg(test)]
mod tests;
mod wire;

use super::queue::Delivery;
use super::step::{Step, seek, steps};
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet};
use crate::pair::Pair;
use wire::{Entries, Front, Item};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "fluentd",
    title: "Fluentd's forward protocol: records of events by tag and field",
    transports: &[Transport::Tcp],
    probe: |_, data, _| {
        wire::begins(data).map_or(Probe::NeedMore, |begins| if begins { Probe::Match } else { Probe::Reject })
    },
    parser: Some(|_, _| Box::new(FluentdParser::default())),
};

/// Values within one another.
const LEVELS: usize = 64;
/// What the content of messages is.
const MEDIA: &[u8] = b"application/msgpack";

/// The parser of one connection.
#[derive(Debug, Default)]
struct FluentdParser {
    sides: Pair<Side>,
    /// Messages so far, of both directions.
    messages: u32,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Values that are still to come, of each list and map that is open; a pair is two.
    open: Vec<u64>,
    /// Bytes that are still to come of the value in hand.
    left: u64,
    /// A message was begun and not ended.
    told: bool,
    /// Bytes that were shown and not consumed.
    waiting: u64,
    /// The next byte begins no message.
    refused: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a message.
    #[default]
    Message,
    /// In one.
    Values,
    /// In the packed entries of one.
    Entries,
    /// Looking for the next.
    Astray,
}

impl Parser for FluentdParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| match self.sides.of_mut(dir).state {
            State::Message => self.message(dir, rest, out),
            State::Values | State::Entries => self.value(dir, rest, out),
            State::Astray => self.astray(dir, rest, out),
        });
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done) as u64;
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        let missing = len.saturating_add(std::mem::take(&mut side.waiting));
        if side.left >= missing && side.left > 0 {
            side.left = side.left.saturating_sub(missing);
            if side.told {
                out.body_gap(dir, len);
            }
            if side.left == 0 {
                self.end_value(dir, out);
            }
        } else {
            self.stray(dir, false, out);
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
    }
}

impl FluentdParser {
    /// Number of the next message.
    fn next(&mut self) -> u32 {
        let tx = self.messages;
        self.messages = tx.wrapping_add(1);
        tx
    }

    /// A message begins: of events, or a map or list that is told as it is.
    fn message(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let opening = match wire::front(data) {
            Front::Message(opening) => Some(opening),
            Front::Other if matches!(wire::item(data), Some((Item::Map(1..=8), _))) => None,
            Front::More => return Step::More,
            Front::Other => {
                self.stray(dir, true, out);
                return Step::Took(0);
            }
        };
        let entries = opening.map_or(Entries::Plain, |opening| opening.entries());
        let (codings, length) = match entries {
            Entries::More => return Step::More,
            Entries::Plain => (Vec::new(), None),
            Entries::Packed(size, coding) => (coding.into_iter().collect(), Some(u64::from(size))),
        };
        let tx = self.next();
        let topic = opening.map_or(&b""[..], |opening| opening.tag);
        let place = "fluentd.message";
        Delivery { place, tx, topic, content_type: MEDIA, codings, length, ..Delivery::default() }.begin(dir, out);
        let side = self.sides.of_mut(dir);
        side.told = true;
        if let (Some(opening), Some(size)) = (opening, length) {
            // The tag was the first value of the list, the entries are the next; options may follow.
            side.open = vec![u64::from(opening.count).saturating_sub(1)];
            (side.state, side.left) = (State::Entries, size);
            out.framing(dir, opening.len);
            return Step::Took(opening.len);
        }
        side.state = State::Values;
        side.open = vec![1];
        Step::Took(0)
    }

    /// The next bytes of a value, or the head of one.
    fn value(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let side = self.sides.of_mut(dir);
        if side.left > 0 {
            let taken = usize::try_from(side.left).unwrap_or(usize::MAX).min(data.len());
            side.left = side.left.saturating_sub(taken as u64);
            let over = side.left == 0;
            self.tell(dir, data.get(..taken).unwrap_or(data), out);
            if over {
                self.end_value(dir, out);
            }
            return Step::Took(taken);
        }
        let Some((item, len)) = wire::item(data) else { return Step::More };
        let inside = match item {
            Item::Odd => None,
            Item::Scalar | Item::List(0) | Item::Map(0) => Some(0),
            Item::List(_) | Item::Map(_) if side.open.len() >= LEVELS => None,
            Item::List(count) => Some(u64::from(count)),
            Item::Map(pairs) => Some(u64::from(pairs).saturating_mul(2)),
            Item::Time(size) | Item::Text(size) | Item::Bytes(size) => {
                side.left = u64::from(size);
                Some(0)
            }
        };
        let Some(inside) = inside else {
            self.stray(dir, true, out);
            return Step::Took(0);
        };
        let whole = inside == 0 && side.left == 0;
        if inside > 0 {
            side.open.push(inside);
        }
        self.tell(dir, data.get(..len).unwrap_or(data), out);
        if whole {
            self.end_value(dir, out);
        }
        Step::Took(len)
    }

    /// Bytes of the message in hand: its content, or what stands behind its entries.
    fn tell(&mut self, dir: Direction, bytes: &[u8], out: &mut dyn Outlet) {
        if self.sides.of_mut(dir).told {
            out.body(dir, bytes);
        } else {
            out.framing(dir, bytes.len());
        }
    }

    /// A value is whole, and with it those that it was the last of.
    fn end_value(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        if side.state == State::Entries {
            side.state = State::Values;
            self.end(dir, MessageEnd::Complete, out);
        }
        let side = self.sides.of_mut(dir);
        while let Some(last) = side.open.last_mut() {
            *last = last.saturating_sub(1);
            if *last > 0 {
                return;
            }
            side.open.pop();
        }
        side.state = State::Message;
        self.end(dir, MessageEnd::Complete, out);
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).told) {
            out.end(dir, end);
        }
    }

    /// The place is lost; `refused`: the next byte begins no message.
    fn stray(&mut self, dir: Direction, refused: bool, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
        *self.sides.of_mut(dir) = Side { state: State::Astray, refused, ..Side::default() };
    }

    /// Looks for the next message.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (at, found) = seek(data, usize::from(self.sides.of_mut(dir).refused), wire::begins);
        if at > 0 {
            self.sides.of_mut(dir).refused = false;
            if !std::mem::replace(&mut self.sides.of_mut(dir).told, true) {
                let tx = self.next();
                Delivery { place: "fluentd", tx, ..Delivery::default() }.begin(dir, out);
            }
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found == Some(true) {
            self.end(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.sides.of_mut(dir).state = State::Message;
            return Step::Took(at);
        }
        if at == 0 { Step::More } else { Step::Took(at) }
    }
}
