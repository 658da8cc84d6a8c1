//! The streams of a connection (RFC 9113 §5) and what is known of each.

use crate::message::{Direction, HttpInfo};
use crate::proto::http::exchange::Method;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Streams that are kept at a time; servers usually allow 100 to 256.
const STREAMS_MAX: usize = 256;

/// One stream: a request and its response.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// Number of the transaction.
    pub(super) tx: u32,
    /// Facts of the request.
    pub(super) info: Arc<HttpInfo>,
    /// Its method.
    pub(super) method: Method,
    /// Its request was seen.
    pub(super) asked: bool,
    /// It carries gRPC: the outcome stands in the trailers.
    pub(super) grpc: bool,
    /// One side gave it up: it may end without a word.
    pub(super) reset: bool,
    /// What the originator sends, and the responder.
    pub(super) halves: [Half; 2],
}

/// What one side sends on a stream.
#[derive(Debug, Default)]
pub(super) struct Half {
    /// A message is open.
    pub(super) open: bool,
    /// Bytes of it were lost.
    pub(super) gapped: bool,
    /// Nothing more will come.
    pub(super) done: bool,
    /// Octets of the body that Content-Length announced, and those that came.
    pub(super) length: Option<u64>,
    /// See `length`.
    pub(super) came: u64,
}

impl Stream {
    /// What this direction sends.
    pub(super) fn half(&mut self, dir: Direction) -> &mut Half {
        let [orig, resp] = &mut self.halves;
        match dir {
            Direction::Orig => orig,
            Direction::Resp => resp,
        }
    }

    /// True if nothing more will come from either side.
    pub(super) fn is_over(&self) -> bool {
        self.halves.iter().all(|half| half.done)
    }
}

/// All streams that are not over.
#[derive(Debug, Default)]
pub(super) struct Streams {
    known: BTreeMap<u32, Stream>,
}

impl Streams {
    /// A stream, if it is known.
    pub(super) fn get(&mut self, id: u32) -> Option<&mut Stream> {
        self.known.get_mut(&id)
    }

    /// Takes up a stream.
    pub(super) fn insert(&mut self, id: u32, stream: Stream) {
        self.known.insert(id, stream);
    }

    /// Forgets a stream.
    pub(super) fn remove(&mut self, id: u32) -> Option<Stream> {
        self.known.remove(&id)
    }

    /// The oldest stream, if one must go before another may come: one that was given up, else any.
    pub(super) fn surplus(&self) -> Option<u32> {
        if self.known.len() < STREAMS_MAX {
            return None;
        }
        let given_up = self.known.iter().find(|(_, stream)| stream.reset);
        given_up.or_else(|| self.known.iter().next()).map(|(id, _)| *id)
    }

    /// Streams on which this direction has an open message.
    pub(super) fn open(&self, dir: Direction) -> Vec<u32> {
        let open = |stream: &Stream| stream.halves.get(dir.index()).is_some_and(|half| half.open);
        self.known.iter().filter(|(_, stream)| open(stream)).map(|(id, _)| *id).collect()
    }
}
