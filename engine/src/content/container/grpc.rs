//! Messages behind a flag and a length: gRPC over HTTP/2 (grpc.io, `PROTOCOL-HTTP2.md`), gRPC-Web, streams of Connect.
//!
//! Each message is a document of its own, in Protocol Buffers or JSON as the media type says. Which compression it has is
//! seen from its first bytes; the head that names it is not asked.

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
    /// An incomplete head.
    carry: Vec<u8>,
    stage: Stage,
}

enum Stage {
    Head,
    /// A message, and bytes of it still to come; its coding is seen from the first of them.
    Message {
        flags: u8,
        entity: Option<Box<Entity>>,
        left: u64,
    },
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
            match &mut self.stage {
                Stage::Head => tally.add(State::Inspected, std::mem::take(&mut self.carry).len() as u64),
                Stage::Message { entity: Some(entity), .. } => tally.merge(&entity.push(&[], Ending::Cut, cx)),
                Stage::Message { .. } => {}
                Stage::Other(entity) => tally.merge(&entity.push(&[], end, cx)),
            }
        }
        tally
    }

    /// Lengths no longer lead to the next message.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        tally.add(State::Inspected, std::mem::take(&mut self.carry).len() as u64);
        if let Stage::Message { entity: Some(entity), .. } = &mut self.stage {
            tally.merge(&entity.push(&[], Ending::Cut, cx));
        }
        self.stage = Stage::Other(Box::new(self.document(Kind::Unknown, None)));
        tally
    }

    fn held(&self) -> usize {
        match &self.stage {
            Stage::Message { entity: Some(entity), .. } | Stage::Other(entity) => entity.held(),
            Stage::Head | Stage::Message { .. } => 0,
        }
    }
}

impl Framed {
    fn new(place: &Place, depth: u8, kind: Kind) -> Self {
        Self { place: place.clone(), depth, kind, carry: Vec::new(), stage: Stage::Head }
    }

    fn document(&self, kind: Kind, coding: Option<Coding>) -> Entity {
        let declared = Declared { kind, ..Declared::default() };
        Entity::new(self.place.clone(), declared, coding.into_iter().collect(), self.depth.saturating_add(1))
    }

    fn step(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
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
