//! Rows of Arrow as Flight sends them (Apache Arrow's `Flight.proto`, `FlightData`): messages of gRPC, each with the head and the
//! body of a message of Arrow's stream.
//!
//! Messages are collected, and told as the stream that they are. What else stands in one (the command, what an application
//! says) is a document of its own. Limits: messages of the size of a document.

use super::arrow;
use super::collected::keep;
use super::fields::fields;
use super::{Container, varint};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::{Declared, Kind};
use crate::content::place::Place;
use crate::coverage::{State, Tally};

/// Bytes of a message that show whether rows begin.
pub(super) const SHOWN: usize = 1 << 10;
/// Fields of a message: a command, the head, the body.
const COMMAND: u64 = 1;
const HEAD: u64 = 2;
const BODY: u64 = 1000;

/// True if this may be the first byte of a message with rows: the key of a command, or of a head.
pub(super) fn may_begin(first: u8) -> bool {
    [COMMAND, HEAD].iter().any(|field| field << 3 | 2 == u64::from(first))
}

/// True if rows begin with the message of which the first bytes are shown: its head is that of a schema.
pub(super) fn begins(shown: &[u8]) -> bool {
    let mut at = 0;
    while let Some(key) = varint(shown, &mut at) {
        let Some(len) = varint(shown, &mut at).and_then(|len| usize::try_from(len).ok()) else { return false };
        match (key >> 3, key & 7) {
            (HEAD, 2) => return arrow::is_schema(shown.after(at).upto(len)),
            (COMMAND, 2) => at = at.saturating_add(len),
            _ => return false,
        }
    }
    false
}

/// The rows of a stream of messages.
pub(super) struct Flight {
    place: Place,
    depth: u8,
    rows: Box<dyn Container>,
    /// The message in hand; it is longer than is collected.
    message: Vec<u8>,
    full: bool,
    /// Bytes of messages that were not answered for.
    untold: u64,
}

impl Flight {
    /// At `place`, so many layers deep.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        let rows = arrow::FORMAT.open(place, depth, b"");
        Self { place: place.clone(), depth, rows, message: Vec::new(), full: false, untold: 0 }
    }

    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        self.message.capacity() + self.rows.held()
    }

    /// More of a message, which is `whole` now or not.
    pub(super) fn push(&mut self, data: &[u8], whole: bool, cx: &mut Context<'_>, tally: &mut Tally) {
        let room = if self.full { 0 } else { cx.document_bytes().saturating_sub(self.message.len()) };
        if data.len() > room && !std::mem::replace(&mut self.full, true) {
            cx.sink.anomaly(Code::DecodeBudget, "flight: a message longer than is collected");
            tally.add(State::Skipped, std::mem::take(&mut self.message).len() as u64);
        }
        if self.full {
            tally.add(State::Skipped, data.len() as u64);
            self.full = !whole;
            return;
        }
        keep(&mut self.message, data, cx.document_bytes());
        if whole {
            let message = std::mem::take(&mut self.message);
            self.untold += message.len() as u64;
            let told = self.read(&message, cx);
            if told.total() > 0 {
                tally.merge(&scale(&told, std::mem::take(&mut self.untold)));
            }
        }
    }

    fn read(&mut self, message: &[u8], cx: &mut Context<'_>) -> Tally {
        let (mut head, mut body, mut beside) = (&[][..], &[][..], Vec::new());
        for (number, value) in fields(message) {
            match number {
                HEAD => head = value.bytes(),
                BODY => body = value.bytes(),
                _ => beside.push(value.bytes()),
            }
        }
        let mut told = Tally::default();
        for value in beside.into_iter().filter(|value| !value.is_empty()) {
            if cx.part() {
                let declared = Declared { kind: Kind::Protobuf, ..Declared::default() };
                let mut document = Entity::new(self.place.clone(), declared, Vec::new(), self.depth);
                told.merge(&document.push(value, Ending::Whole, cx));
            }
        }
        match arrow::framed(head, body.len()) {
            Some(head) => {
                told.merge(&self.rows.push(&head, Ending::More, cx));
                told.merge(&self.rows.push(body, Ending::More, cx));
            }
            None if head.is_empty() && body.is_empty() => {}
            None => {
                cx.damaged("flight: a message without the rows that it says");
                told.add(State::Undecodable, message.len() as u64);
            }
        }
        told
    }

    /// Nothing follows, or messages are missing.
    pub(super) fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        tally.add(State::Undecodable, std::mem::take(&mut self.message).len() as u64);
        let told = self.rows.push(&[], end, cx);
        tally.merge(&scale(&told, std::mem::take(&mut self.untold)));
    }
}
