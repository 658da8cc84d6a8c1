//! Where flows stand, by the hash of their key.

/// Slots at first.
const LEAST: usize = 64;

/// A hash table of indexes, whose slots can be fetched before they are asked for: a table of many flows is in no near cache,
/// and of a group of packets all the misses can go on at once.
///
/// Open addressing with linear probing, at most half full, so that a search stays within a cache line. A slot holds the
/// lower half of a hash above an index plus one; nothing is 0.
#[derive(Debug, Default)]
pub(super) struct Index {
    slots: Vec<u64>,
    len: usize,
}

impl Index {
    /// Indexes in the table.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }

    /// Asks for what a search for `hash` will look at first.
    #[inline]
    pub fn prefetch(&self, hash: u64) {
        leaktap_simd::prefetch(&self.slots, self.home(hash));
    }

    /// The first index under `hash` that `is` it.
    #[inline]
    pub fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let at = self.search(hash, is)?;
        self.slots.get(at).map(|slot| *slot as u32 - 1)
    }

    /// Adds an index below 2³² - 1.
    pub fn insert(&mut self, hash: u64, id: u32) {
        if self.len * 2 >= self.slots.len() {
            self.grow();
        }
        self.put((hash << 32) | (u64::from(id) + 1));
        self.len += 1;
    }

    /// Takes an index out.
    pub fn remove(&mut self, hash: u64, id: u32) {
        let Some(mut hole) = self.search(hash, |other| other == id) else { return };
        self.len -= 1;
        let mut at = hole;
        // What was put behind its place for want of room moves up, so that each is found without a stop before it.
        loop {
            at = self.next(at);
            let slot = self.slot(at);
            if slot == 0 {
                break;
            }
            let (way, gap) = (self.distance(self.home(slot >> 32), at), self.distance(hole, at));
            if way >= gap {
                self.set(hole, slot);
                hole = at;
            }
        }
        self.set(hole, 0);
    }

    #[inline]
    fn search(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<usize> {
        let mut at = self.home(hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            if (slot >> 32) as u32 == hash as u32 && is(slot as u32 - 1) {
                return Some(at);
            }
            at = self.next(at);
        }
    }

    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(LEAST);
        for slot in std::mem::replace(&mut self.slots, vec![0; room]) {
            if slot != 0 {
                self.put(slot);
            }
        }
    }

    fn put(&mut self, slot: u64) {
        let mut at = self.home(slot >> 32);
        while self.slot(at) != 0 {
            at = self.next(at);
        }
        self.set(at, slot);
    }

    #[inline]
    fn home(&self, hash: u64) -> usize {
        hash as u32 as usize & self.slots.len().wrapping_sub(1)
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        (at + 1) & self.slots.len().wrapping_sub(1)
    }

    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & self.slots.len().wrapping_sub(1)
    }

    fn slot(&self, at: usize) -> u64 {
        self.slots.get(at).copied().unwrap_or_default()
    }

    fn set(&mut self, at: usize, slot: u64) {
        if let Some(place) = self.slots.get_mut(at) {
            *place = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_never_more_than_half_full() {
        let mut index = Index::default();
        for id in 0..10_000u32 {
            index.insert(u64::from(id) * 0x9e37_79b9, id);
            assert!(index.len() * 2 <= index.slots.len());
        }
        assert_eq!(index.find(7 * 0x9e37_79b9, |id| id == 7), Some(7));
    }

    proptest! {
        /// Hashes of few values collide all the time, also around the end of the table.
        #[test]
        fn it_is_what_a_plain_list_is(
            steps in proptest::collection::vec((0u64..12, 0u32..40, any::<bool>()), 0..400),
        ) {
            let (mut index, mut plain) = (Index::default(), Vec::new());
            for (hash, id, adds) in steps {
                // Places near the end, and upper halves that do not count.
                let hash = (hash + 56) | hash << 40;
                if adds && !plain.contains(&(hash, id)) {
                    index.insert(hash, id);
                    plain.push((hash, id));
                } else {
                    index.remove(hash, id);
                    plain.retain(|known| *known != (hash, id));
                }
                prop_assert_eq!(index.len(), plain.len());
                for id in 0..40 {
                    let known = plain.contains(&(hash, id));
                    prop_assert_eq!(index.find(hash, |other| other == id), known.then_some(id));
                }
            }
        }
    }
}
