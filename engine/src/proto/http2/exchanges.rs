//! Requests and responses whose frames interleave, as HTTP/2 and HTTP/3 send them: which messages are open on which stream.
//! How heads become messages stands in `heads`.

use super::heads::Fields;
use super::inside::Inside;
use super::streams::{Half, Stream, Streams};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::proto::http::head::Head;
use crate::proto::http::head::{LineIndex, Special};
use crate::proto::websocket::Terms;
use std::sync::Arc;

/// Whose head a header block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) struct Opened {
    /// The stream, or the one that was promised.
    pub(in crate::proto) stream: u32,
    /// Nothing follows it.
    pub(in crate::proto) ends: bool,
    /// The server promises to answer this request, which it made up.
    pub(in crate::proto) promised: bool,
}

/// The messages of one connection.
#[derive(Debug)]
pub(in crate::proto) struct Exchanges {
    pub(super) head_bytes: usize,
    pub(super) decode_bytes: u64,
    /// How start lines end: ` HTTP/2`.
    pub(super) version: &'static str,
    /// Who sends requests, once that is known.
    pub(in crate::proto) client: Option<Direction>,
    pub(in crate::proto) streams: Streams,
    pub(in crate::proto) next_tx: u32,
    /// A stream carries, or carried, a connection of another protocol.
    carrying: bool,
    /// Working memory of heads.
    pub(super) fields: Fields,
    pub(super) head: Vec<u8>,
    pub(super) lines: LineIndex,
    pub(super) specials: Vec<Special>,
    pub(super) scratch: Vec<u8>,
}

impl Exchanges {
    /// None yet; `head_bytes` bounds what a header block decodes to, `decode_bytes` a compressed message of a WebSocket;
    /// `version` stands in start lines.
    pub(in crate::proto) fn new((head_bytes, decode_bytes): (usize, u64), version: &'static str) -> Self {
        Self {
            head_bytes,
            decode_bytes,
            version,
            client: None,
            streams: Streams::default(),
            next_tx: 0,
            carrying: false,
            fields: Fields::default(),
            head: Vec::new(),
            lines: LineIndex::default(),
            specials: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Body bytes of a stream, whose message is opened if none is.
    pub(in crate::proto) fn body(&mut self, dir: Direction, id: u32, body: &[u8], out: &mut dyn Outlet) {
        if let Some(inside) = self.inside(id) {
            return inside.data(dir, id, body, out);
        }
        self.carry(dir, id, out);
        out.turn_to(dir, id);
        out.body(dir, body);
        if let Some(stream) = self.streams.get(id) {
            let half = stream.half(dir);
            half.came = half.came.saturating_add(body.len() as u64);
        }
    }

    /// Bytes held of what streams carry.
    pub(in crate::proto) fn held(&self) -> usize {
        if self.carrying { self.streams.carried().map(Inside::held).sum() } else { 0 }
    }

    /// The direction sends nothing more: ends what it has open.
    pub(in crate::proto) fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        for stream in self.streams.open(dir) {
            self.end(dir, stream, MessageEnd::Cut, out);
        }
    }

    /// What a direction sends on a stream is over; `cut`: not all of it was seen, or its sender gave it up.
    pub(in crate::proto) fn finish_half(&mut self, dir: Direction, id: u32, cut: bool, out: &mut dyn Outlet) {
        if let Some(stream) = self.streams.get(id) {
            stream.half(dir).gapped |= cut;
        }
        self.end_half(dir, id, out);
    }

    /// `RST_STREAM`: its sender neither sends nor reads on (§6.4).
    pub(in crate::proto) fn reset(&mut self, dir: Direction, id: u32, out: &mut dyn Outlet) {
        let Some(stream) = self.streams.get(id) else { return };
        if stream.half(dir).open || stream.inside.is_some() {
            self.end(dir, id, MessageEnd::Cut, out);
        }
        let Some(stream) = self.streams.get(id) else { return };
        stream.reset = true;
        stream.half(dir).done = true;
        if stream.inside.is_some() {
            self.end(dir.reverse(), id, MessageEnd::Cut, out);
            self.streams.remove(id);
        } else if !stream.half(dir.reverse()).open {
            self.streams.remove(id);
        }
    }

    /// Makes sure that a message is open for the body of this stream.
    pub(in crate::proto) fn carry(&mut self, dir: Direction, id: u32, out: &mut dyn Outlet) {
        if self.streams.get(id).is_none() {
            self.admit(dir, id, out);
        }
        let role = self.role(dir);
        let Some(stream) = self.streams.get(id) else { return };
        if stream.half(dir).open || stream.inside.is_some() {
            return;
        }
        // Its head was lost, or it goes on behind its end.
        let head = MessageHead { place: role.place(), tx: stream.tx, http: stream.facts(), ..MessageHead::default() };
        *stream.half(dir) = Half { open: true, ..Half::default() };
        out.turn_to(dir, id);
        out.begin(dir, head);
    }

    /// Takes up a stream, for which an old one may have to go.
    pub(in crate::proto) fn admit(&mut self, dir: Direction, id: u32, out: &mut dyn Outlet) {
        if let Some(surplus) = self.streams.surplus() {
            if self.streams.get(surplus).is_some_and(|stream| !stream.reset) {
                out.anomaly(dir, Code::PipelineLimit, "more open streams than the limit");
            }
            for dir in [Direction::Orig, Direction::Resp] {
                if self.streams.get(surplus).is_some_and(|stream| stream.half(dir).open || stream.inside.is_some()) {
                    self.end(dir, surplus, MessageEnd::Cut, out);
                }
            }
            self.streams.remove(surplus);
        }
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        self.streams.insert(id, Stream { tx, ..Stream::default() });
    }

    /// `END_STREAM`.
    pub(in crate::proto) fn end_half(&mut self, dir: Direction, id: u32, out: &mut dyn Outlet) {
        let Some(stream) = self.streams.get(id) else { return };
        let inside = stream.inside.is_some();
        let half = stream.half(dir);
        half.done = true;
        let (open, gapped) = (half.open || inside, half.gapped);
        let short = half.length.is_some_and(|length| length != half.came) && !gapped && !inside;
        let over = stream.is_over();
        if open {
            if short {
                out.anomaly(dir, Code::LengthConflict, "content-length is not the length of the body");
            }
            self.end(dir, id, if gapped { MessageEnd::Cut } else { MessageEnd::Complete }, out);
        }
        if over {
            self.streams.remove(id);
        }
    }

    pub(in crate::proto) fn end(&mut self, dir: Direction, id: u32, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some(inside) = self.inside(id) {
            return inside.close(dir, id, out);
        }
        if let Some(stream) = self.streams.get(id) {
            stream.half(dir).open = false;
        }
        out.turn_to(dir, id);
        out.end(dir, end);
    }

    /// The connection that a stream carries.
    fn inside(&mut self, id: u32) -> Option<&mut Inside> {
        self.streams.get(id)?.inside.as_deref_mut()
    }

    /// A WebSocket begins on a stream, or is agreed on: what is open there is whole.
    pub(super) fn enter(&mut self, id: u32, client: Direction, head: &Head<'_>, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            if self.streams.get(id).is_some_and(|stream| stream.half(dir).open) {
                self.end(dir, id, MessageEnd::Complete, out);
            }
        }
        let (head_bytes, decode_bytes) = (self.head_bytes, self.decode_bytes);
        let terms = Terms { extensions: head.extensions, subprotocol: head.subprotocol, head_bytes, decode_bytes };
        self.carrying = true;
        if let Some(stream) = self.streams.get(id) {
            let handshake = (stream.tx, Arc::clone(&stream.info));
            stream.inside = Some(Box::new(Inside::websocket(client, handshake, &terms)));
        }
    }

    /// Body bytes of a stream are missing; 0 if it is not known how many, or whether any are.
    pub(in crate::proto) fn lose_body(&mut self, dir: Direction, id: u32, len: u64, out: &mut dyn Outlet) {
        if let Some(inside) = self.inside(id) {
            // What may have been lost may be anything.
            return inside.gap(dir, id, if len == 0 { u64::MAX } else { len }, out);
        }
        let Some(half) = self.streams.get(id).map(|stream| stream.half(dir)) else { return };
        if half.open {
            half.gapped = true;
            out.turn_to(dir, id);
            out.body_gap(dir, len);
        }
    }
}
