//! WebSocket within a stream (RFC 8441 §5, RFC 9220): what DATA carries is read by its parser.

use crate::message::{Direction, HttpInfo, Outlet};
use crate::proto::carried::Carried;
use crate::proto::unpacked::{Streams, Unpacked};
use crate::proto::websocket::{self, Terms};
use std::borrow::Cow;
use std::sync::Arc;

/// The connection within a stream.
#[derive(Debug)]
pub(in crate::proto) struct Inside(Carried);

impl Inside {
    /// The WebSocket that request `tx` of `client` begins, with its facts and what was agreed on.
    pub(super) fn websocket(client: Direction, handshake: (u32, Arc<HttpInfo>), terms: &Terms<'_>) -> Self {
        Self(Carried::new(websocket::agreed(client, handshake, terms).parser))
    }

    /// Bytes that it holds; never more than a row of frames that is looked for, and what is within them.
    pub(super) fn held(&self) -> usize {
        self.0.held()
    }

    /// Bytes of `stream`.
    pub(super) fn data(&mut self, dir: Direction, stream: u32, data: &[u8], out: &mut dyn Outlet) {
        out.framing(dir, data.len());
        self.0.data(dir, data, &mut within(stream, out));
    }

    /// `len` bytes of `stream` are missing.
    pub(super) fn gap(&mut self, dir: Direction, stream: u32, len: u64, out: &mut dyn Outlet) {
        self.0.gap(dir, len, &mut within(stream, out));
    }

    /// Nothing more comes from this side.
    pub(super) fn close(&mut self, dir: Direction, stream: u32, out: &mut dyn Outlet) {
        self.0.close(dir, &mut within(stream, out));
    }
}

/// Where it tells of `stream`.
fn within(stream: u32, out: &mut dyn Outlet) -> Unpacked<'_> {
    Unpacked { streams: Streams::Of(stream), ..Unpacked::new(out, |data| Cow::Borrowed(data)) }
}
