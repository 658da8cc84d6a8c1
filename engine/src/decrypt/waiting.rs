//! What waits for its secrets in one flow, within its share; the oldest goes first.

use std::collections::VecDeque;

/// A flow is given up for good once so many times what may wait was given up.
const PATIENCE: usize = 4;

/// A piece of a flow that can wait.
pub(super) trait Wait {
    /// Its bytes on the wire.
    fn wire(&self) -> usize;
    /// The bytes of it that are kept.
    fn kept(&self) -> usize;
}

/// The queue of one flow.
pub(super) struct Waiting<T> {
    queue: VecDeque<T>,
    held: usize,
    most: usize,
    given_up: usize,
}

impl<T: Wait> Waiting<T> {
    /// An empty queue that may hold `most` bytes, by account.
    pub fn new(most: usize) -> Self {
        Self { queue: VecDeque::new(), held: 0, most, given_up: 0 }
    }

    /// Adds what came last.
    pub fn push(&mut self, item: T) {
        self.held += weight(&item);
        self.queue.push_back(item);
    }

    /// Takes out what came first.
    pub fn pop(&mut self) -> Option<T> {
        let item = self.queue.pop_front()?;
        self.held = self.held.saturating_sub(weight(&item));
        Some(item)
    }

    /// Puts back what was taken out and must wait on.
    pub fn put_back(&mut self, item: T) {
        self.held += weight(&item);
        self.queue.push_front(item);
    }

    /// True if more waits than may.
    pub fn is_full(&self) -> bool {
        self.held > self.most
    }

    /// Takes out what came first, for room.
    pub fn give_up(&mut self) -> Option<T> {
        let item = self.pop()?;
        self.given_up = self.given_up.saturating_add(item.wire());
        Some(item)
    }

    /// True if so much was given up that waiting is of no use: bulk whose secrets nobody has.
    pub fn is_hopeless(&self) -> bool {
        self.given_up > PATIENCE.saturating_mul(self.most)
    }

    /// Bytes held, by account.
    pub fn held(&self) -> usize {
        self.held
    }

    /// True if nothing waits.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// What waits, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.queue.iter()
    }

    /// The same, to be changed; only until the flow is over, for the account is not.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.queue.iter_mut()
    }
}

/// Bytes of memory, by account: pieces may be empty, and keeping one costs all the same.
fn weight<T: Wait>(item: &T) -> usize {
    item.kept() + size_of::<T>()
}
