//! WebSocket within a stream (RFC 8441 §5, RFC 9220): what DATA carries is read by its parser.

use crate::message::{Direction, HttpInfo, Outlet};
use crate::pair::Pair;
use crate::proto::unpacked::Unpacked;
use crate::proto::{Parser, Progress, websocket};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The connection within a stream.
pub(in crate::proto) struct Inside {
    parser: Box<dyn Parser>,
    /// What it did not take yet; the bytes are accounted.
    held: Pair<Vec<u8>>,
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside").field("held", &self.held).finish_non_exhaustive()
    }
}

impl Inside {
    /// The WebSocket that request `tx` of `client` begins, with its facts and what was agreed on.
    pub(super) fn websocket(
        client: Direction,
        handshake: (u32, Arc<HttpInfo>),
        extensions: &[u8],
        decode_bytes: u64,
    ) -> Self {
        let parser = websocket::agreed(client, handshake, extensions, decode_bytes).parser;
        Self { parser, held: Pair::default() }
    }

    /// Bytes that it holds; never more than a row of frames that is looked for.
    pub(super) fn held(&self) -> usize {
        self.held.iter().map(Vec::capacity).sum()
    }

    /// Bytes of `stream`.
    pub(super) fn data(&mut self, dir: Direction, stream: u32, data: &[u8], out: &mut dyn Outlet) {
        out.framing(dir, data.len());
        let held = self.held.of_mut(dir);
        held.extend_from_slice(data);
        let mut done = 0;
        while let Some(rest) = held.get(done..).filter(|rest| !rest.is_empty()) {
            match self.parser.on_data(dir, rest, &mut within(stream, out)) {
                Progress::Consumed(len @ 1..) => done += len,
                _ => break,
            }
        }
        held.drain(..done.min(held.len()));
    }

    /// `len` bytes of `stream` are missing.
    pub(super) fn gap(&mut self, dir: Direction, stream: u32, len: u64, out: &mut dyn Outlet) {
        self.held.of_mut(dir).clear();
        self.parser.on_gap(dir, len, &mut within(stream, out));
    }

    /// Nothing more comes from this side.
    pub(super) fn close(&mut self, dir: Direction, stream: u32, out: &mut dyn Outlet) {
        self.held.of_mut(dir).clear();
        self.parser.on_close(dir, &mut within(stream, out));
    }
}

/// Where it tells of `stream`.
fn within(stream: u32, out: &mut dyn Outlet) -> Unpacked<'_> {
    Unpacked { out, text: |data| Cow::Borrowed(data), on: Some(stream) }
}
