//! Messages behind a flag and a length: gRPC over HTTP/2 (grpc.io, `PROTOCOL-HTTP2.md`), gRPC-Web, streams of Connect.
//!
//! Each message is a document of its own, in Protocol Buffers or JSON as the media type says. Which compression it has is
//! seen from its first bytes; the head that names it is not asked. Rows of Arrow go over several messages (see
//! [`super::flight`]).

use super::flight::{self, Flight};
use super::{Container, Format, pour};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::entity::Entity;
use crate::content::media::{Declared, Kind};
use crate::content::place::Place;
use crate::coverage::{State, Tally};
use crate::message::Coding;

/// Messages in Protocol Buffers.
pub(super) static PROTOBUF: Format = Format {
    name: "grpc",
    media: "application/grpc",
    begins: |_| false,
    open: |place, depth, _| Box::new(Framed::new(place, depth, Kind::Protobuf)),
};

/// Messages in JSON.
pub(super) static JSON: Format = Format {
    name: "grpc+json",
    media: "application/grpc+json",
    begins: |_| false,
    open: |place, depth, _| Box::new(Framed::new(place, depth, Kind::Json)),
};

/// Flag and length.
const HEAD: usize = 5;
/// The message is compressed.
const COMPRESSED: u8 = 1;
/// It ends a stream, and is JSON (Connect).
const END: u8 = 2;
/// It holds trailers (gRPC-Web).
const TRAILERS: u8 = 0x80;

/// A stream of messages.
struct Framed {
    place: Place,
    depth: u8,
    kind: Kind,
    /// An incomplete head, or first bytes of a message.
    carry: Vec<u8>,
    stage: Stage,
    /// What the messages hold, if that is rows.
    flight: Option<Box<Flight>>,
}

enum Stage {
    Head,
    /// A message, and bytes of it still to come; its coding is seen from the first of them.
    Message {
        flags: u8,
        entity: Option<Box<Entity>>,
        left: u64,
    },
    /// A message with rows, and bytes of it still to come.
    Rows(u64),
    /// No messages any more.
    Other(Box<Entity>),
}

impl Container for Framed {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = data;
        while !rest.is_empty() {
            let used = self.step(rest, cx, &mut tally);
            rest = rest.after(used);
        }
        if end.is_last() {
            self.settle(end, cx, &mut tally);
            match &mut self.stage {
                Stage::Message { entity: Some(entity), .. } => tally.merge(&entity.push(&[], Ending::Cut, cx)),
                Stage::Head | Stage::Rows(_) | Stage::Message { .. } => {}
                Stage::Other(entity) => tally.merge(&entity.push(&[], end, cx)),
            }
        }
        tally
    }

    /// Lengths no longer lead to the next message.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        self.settle(Ending::Cut, cx, &mut tally);
        if let Stage::Message { entity: Some(entity), .. } = &mut self.stage {
            tally.merge(&entity.push(&[], Ending::Cut, cx));
        }
        self.stage = Stage::Other(Box::new(self.document(Kind::Unknown, None)));
        tally
    }

    fn held(&self) -> usize {
        let message = match &self.stage {
            Stage::Message { entity: Some(entity), .. } | Stage::Other(entity) => entity.held(),
            Stage::Head | Stage::Rows(_) | Stage::Message { .. } => 0,
        };
        message + self.flight.as_ref().map_or(0, |flight| flight.held())
    }
}

impl Framed {
    fn new(place: &Place, depth: u8, kind: Kind) -> Self {
        Self { place: place.clone(), depth, kind, carry: Vec::new(), stage: Stage::Head, flight: None }
    }

    fn document(&self, kind: Kind, coding: Option<Coding>) -> Entity {
        let declared = Declared { kind, ..Declared::default() };
        Entity::new(self.place.clone(), declared, coding.into_iter().collect(), self.depth.saturating_add(1))
    }

    /// Nothing follows what was held back.
    fn settle(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let carry = std::mem::take(&mut self.carry);
        match &mut self.stage {
            Stage::Message { entity: None, .. } if !carry.is_empty() => {
                tally.merge(&self.document(self.kind, None).push(&carry, Ending::Cut, cx));
            }
            _ => tally.add(State::Inspected, carry.len() as u64),
        }
        if let Some(flight) = &mut self.flight {
            flight.finish(end, cx, tally);
        }
    }

    fn step(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let open = self.kind == Kind::Protobuf && self.is_open(data);
        match &mut self.stage {
            Stage::Other(entity) => {
                tally.merge(&entity.push(data, Ending::More, cx));
                data.len()
            }
            Stage::Head => {
                let take = (HEAD - self.carry.len()).min(data.len());
                self.carry.extend_from_slice(data.upto(take));
                if let Some(head) = self.carry.first_chunk().copied() {
                    self.carry.clear();
                    self.head(head, cx, tally);
                }
                take
            }
            Stage::Rows(left) => {
                let len = data.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= len as u64;
                let whole = *left == 0;
                if whole {
                    self.stage = Stage::Head;
                }
                if let Some(flight) = &mut self.flight {
                    flight.push(data.upto(len), whole, cx, tally);
                }
                len
            }
            Stage::Message { flags: 0, entity: None, left } if open => {
                let (left, most) = (*left, flight::SHOWN.min(usize::try_from(*left).unwrap_or(usize::MAX)));
                if self.carry.is_empty() && data.len() >= most {
                    self.decide(data.upto(most), left);
                    return 0;
                }
                let take = (most - self.carry.len()).min(data.len());
                self.carry.extend_from_slice(data.upto(take));
                if self.carry.len() == most {
                    let shown = std::mem::take(&mut self.carry);
                    self.decide(&shown, left);
                    let used = self.step(&shown, cx, tally);
                    debug_assert_eq!(used, most, "what was shown is of this message");
                }
                take
            }
            Stage::Message { flags, entity: None, left } => {
                let (flags, left) = (*flags, *left);
                let kind = match flags {
                    TRAILERS.. => Kind::Plain,
                    END.. => Kind::Json,
                    _ => self.kind,
                };
                let coding = (flags & COMPRESSED != 0).then(|| coding_of(data.at(0)));
                let entity = Some(Box::new(self.document(kind, coding)));
                self.stage = Stage::Message { flags, entity, left };
                0
            }
            Stage::Message { entity: Some(entity), left, .. } => {
                let take = pour(entity, left, data, cx, tally);
                if *left == 0 {
                    self.stage = Stage::Head;
                }
                take
            }
        }
    }

    /// True if the message that begins may hold rows of Arrow.
    fn is_open(&self, data: &[u8]) -> bool {
        self.flight.is_some() || flight::may_begin(self.carry.first().copied().unwrap_or(data.at(0)))
    }

    /// The first bytes of a message are shown, which is so long: do rows begin, or go on?
    fn decide(&mut self, shown: &[u8], left: u64) {
        if self.flight.is_none() && flight::begins(shown) {
            self.flight = Some(Box::new(Flight::new(&self.place, self.depth.saturating_add(1))));
        }
        self.stage = if self.flight.is_some() {
            Stage::Rows(left)
        } else {
            Stage::Message { flags: 0, entity: Some(Box::new(self.document(self.kind, None))), left }
        };
    }

    fn head(&mut self, head: [u8; HEAD], cx: &mut Context<'_>, tally: &mut Tally) {
        let [flags, a, b, c, d] = head;
        if flags & !(COMPRESSED | END | TRAILERS) != 0 {
            let mut entity = self.document(Kind::Unknown, None);
            tally.merge(&entity.push(&head, Ending::More, cx));
            self.stage = Stage::Other(Box::new(entity));
            return;
        }
        tally.add(State::Inspected, HEAD as u64);
        let left = u64::from(u32::from_be_bytes([a, b, c, d]));
        if left > 0 {
            self.stage = Stage::Message { flags, entity: None, left };
        }
    }
}

/// The coding of a message that begins with this byte.
fn coding_of(first: u8) -> Coding {
    match first {
        0x1f => Coding::Gzip,
        0x28 => Coding::Zstd,
        0x78 => Coding::Deflate,
        // The one without a mark.
        _ => Coding::Snappy,
    }
}
