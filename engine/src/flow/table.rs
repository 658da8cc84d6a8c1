//! The flow table: a keyed hash table of indexes into chunks of flows that never move.

use super::index::Index;
use super::{Flow, FlowKey};
use crate::message::Direction;
use foldhash::fast::RandomState;
use std::hash::BuildHasher;

/// Index of a flow in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FlowId(pub u32);

const CHUNK: usize = 1024;

/// All flows of one worker.
#[derive(Debug)]
pub struct FlowTable<X> {
    index: Index,
    chunks: Vec<Vec<Flow<X>>>,
    free: Vec<u32>,
    hasher: RandomState,
}

impl<X> FlowTable<X> {
    /// An empty table whose hash is keyed with `hasher` (shared by all workers, so that ownership agrees).
    pub fn new(hasher: RandomState) -> Self {
        Self { index: Index::default(), chunks: Vec::new(), free: Vec::new(), hasher }
    }

    /// Flows in the table.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0
    }

    /// Slots ever used: ids are below this.
    pub fn slots(&self) -> u32 {
        self.chunks.iter().map(Vec::len).sum::<usize>() as u32
    }

    /// Bytes held by the table itself.
    pub fn memory(&self) -> usize {
        self.chunks.len() * CHUNK * size_of::<Flow<X>>() + self.index.memory() + self.free.capacity() * 4
    }

    /// Finds a flow by its key and the key's hash.
    #[inline]
    pub fn find(&self, hash: u64, key: &FlowKey) -> Option<FlowId> {
        self.index.find(hash, |id| slot(&self.chunks, id).is_some_and(|flow| flow.key == *key)).map(FlowId)
    }

    /// Asks for what [`Self::guess`] will look at.
    #[inline]
    pub fn prefetch(&self, hash: u64) {
        self.index.prefetch(hash);
    }

    /// The flow that a hash is most likely of, without a look at it.
    #[inline]
    pub fn guess(&self, hash: u64) -> Option<FlowId> {
        self.index.find(hash, |_| true).map(FlowId)
    }

    /// The flow of an id.
    #[inline]
    pub fn get(&self, id: FlowId) -> Option<&Flow<X>> {
        slot(&self.chunks, id.0)
    }

    /// The flow of an id, to change.
    #[inline]
    pub fn get_mut(&mut self, id: FlowId) -> Option<&mut Flow<X>> {
        self.chunks.get_mut(id.0 as usize / CHUNK)?.get_mut(id.0 as usize % CHUNK)
    }

    /// Adds a flow; the key must not be in the table. `None` when 2³² - 1 slots are in use.
    pub fn insert(&mut self, hash: u64, flow: Flow<X>) -> Option<FlowId> {
        let id = if let Some(id) = self.free.pop() {
            let place = self.chunks.get_mut(id as usize / CHUNK)?.get_mut(id as usize % CHUNK)?;
            let generation = place.generation.wrapping_add(1);
            *place = Flow { generation, ..flow };
            id
        } else {
            if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
                self.chunks.push(Vec::with_capacity(CHUNK));
            }
            let chunks = self.chunks.len() - 1;
            let chunk = self.chunks.last_mut()?;
            let id = u32::try_from(chunks * CHUNK + chunk.len()).ok().filter(|id| *id < u32::MAX)?;
            chunk.push(flow);
            id
        };
        self.index.insert(hash, id);
        Some(FlowId(id))
    }

    /// Takes a flow out of the table and its state with it; the slot is free for another.
    pub fn remove(&mut self, id: FlowId) -> Option<Removed<X>> {
        let flow = self.chunks.get_mut(id.0 as usize / CHUNK)?.get_mut(id.0 as usize % CHUNK)?;
        if !flow.alive {
            return None;
        }
        flow.alive = false;
        let removed = Removed { ext: flow.ext.take(), low: flow.low };
        self.index.remove(self.hasher.hash_one(flow.key), id.0);
        self.free.push(id.0);
        Some(removed)
    }
}

/// What was in a removed slot.
#[derive(Debug)]
pub struct Removed<X> {
    /// Its state.
    pub ext: Option<Box<X>>,
    /// Direction of its lower endpoint.
    pub low: Direction,
}

#[inline]
fn slot<X>(chunks: &[Vec<Flow<X>>], id: u32) -> Option<&Flow<X>> {
    chunks.get(id as usize / CHUNK)?.get(id as usize % CHUNK)
}
