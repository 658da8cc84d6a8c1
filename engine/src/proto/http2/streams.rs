//! The streams of a connection (RFC 9113 §5) and what is known of each.

use super::inside::Inside;
use crate::message::{Direction, HttpInfo};
use crate::proto::http::exchange::Method;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Streams that are kept at a time; servers usually allow 100 to 256.
const STREAMS_MAX: usize = 256;

/// One stream: a request and its response.
#[derive(Debug, Default)]
pub(in crate::proto) struct Stream {
    /// Number of the transaction.
    pub(in crate::proto) tx: u32,
    /// Facts of the request.
    pub(in crate::proto) info: Arc<HttpInfo>,
    /// Its method.
    pub(in crate::proto) method: Method,
    /// Its request was seen.
    pub(in crate::proto) asked: bool,
    /// It carries gRPC: the outcome stands in the trailers.
    pub(in crate::proto) grpc: bool,
    /// It carries a connection of another protocol.
    pub(in crate::proto) inside: Option<Box<Inside>>,
    /// One side gave it up: it may end without a word.
    pub(in crate::proto) reset: bool,
    /// What the originator sends, and the responder.
    pub(in crate::proto) halves: [Half; 2],
}

/// What one side sends on a stream.
#[derive(Debug, Default)]
pub(in crate::proto) struct Half {
    /// A message is open.
    pub(in crate::proto) open: bool,
    /// Bytes of it were lost.
    pub(in crate::proto) gapped: bool,
    /// Nothing more will come.
    pub(in crate::proto) done: bool,
    /// Octets of the body that Content-Length announced, and those that came.
    pub(in crate::proto) length: Option<u64>,
    /// See `length`.
    pub(in crate::proto) came: u64,
}

impl Stream {
    /// What this direction sends.
    pub(in crate::proto) fn half(&mut self, dir: Direction) -> &mut Half {
        let [orig, resp] = &mut self.halves;
        match dir {
            Direction::Orig => orig,
            Direction::Resp => resp,
        }
    }

    /// True if nothing more will come from either side.
    pub(in crate::proto) fn is_over(&self) -> bool {
        self.halves.iter().all(|half| half.done)
    }
}

/// All streams that are not over.
#[derive(Debug, Default)]
pub(in crate::proto) struct Streams {
    known: BTreeMap<u32, Stream>,
}

impl Streams {
    /// A stream, if it is known.
    pub(in crate::proto) fn get(&mut self, id: u32) -> Option<&mut Stream> {
        self.known.get_mut(&id)
    }

    /// Takes up a stream.
    pub(in crate::proto) fn insert(&mut self, id: u32, stream: Stream) {
        self.known.insert(id, stream);
    }

    /// Forgets a stream.
    pub(in crate::proto) fn remove(&mut self, id: u32) -> Option<Stream> {
        self.known.remove(&id)
    }

    /// The oldest stream, if one must go before another may come: one that was given up, else any.
    pub(in crate::proto) fn surplus(&self) -> Option<u32> {
        if self.known.len() < STREAMS_MAX {
            return None;
        }
        let given_up = self.known.iter().find(|(_, stream)| stream.reset);
        given_up.or_else(|| self.known.iter().next()).map(|(id, _)| *id)
    }

    /// What streams carry.
    pub(super) fn carried(&self) -> impl Iterator<Item = &Inside> {
        self.known.values().filter_map(|stream| stream.inside.as_deref())
    }

    /// Streams on which this direction has an open message, or may have.
    pub(in crate::proto) fn open(&self, dir: Direction) -> Vec<u32> {
        let open =
            |stream: &Stream| stream.inside.is_some() || stream.halves.get(dir.index()).is_some_and(|half| half.open);
        self.known.iter().filter(|(_, stream)| open(stream)).map(|(id, _)| *id).collect()
    }
}
