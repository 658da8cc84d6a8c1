//! Sightings that decide nothing yet: of scopes in which too little was seen for their rule to fire.
//!
//! Most scopes never see enough. What there is of them waits here, the few first sightings of each, until it could be enough
//! or more than a few; only then is it handed on to whoever judges.

use hashbrown::{HashMap, HashSet};

/// Sightings that wait in one scope; with one more they are handed on.
const FEW: usize = 8;
/// Nobody, in the list by time.
const NONE: u32 = u32::MAX;

/// A rule, and what it counts together.
pub type Name = (u32, u64);

/// What a sighting adds to its scope, or what a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Distinct values.
    pub distinct: u64,
    /// Occurrences.
    pub count: u64,
}

impl Amount {
    fn reaches(self, needed: Self) -> bool {
        self.distinct >= needed.distinct && self.count >= needed.count
    }
}

/// One scope; `older` and `newer` are its neighbours by the time of their latest sighting.
struct Waiting<T> {
    name: Name,
    /// Its first sighting: mostly it stays the only one. The place is free if there is none.
    first: Option<T>,
    more: Vec<T>,
    amount: Amount,
    older: u32,
    newer: u32,
}

/// The scopes that wait, at most `most` of them: the one that was quiet for longest goes first.
pub struct Pending<T> {
    most: usize,
    index: HashMap<Name, u32, foldhash::fast::RandomState>,
    places: Vec<Waiting<T>>,
    free: Vec<u32>,
    oldest: u32,
    newest: u32,
    /// Scopes that were handed on.
    passed: HashSet<Name, foldhash::fast::RandomState>,
    evicted: u64,
}

impl<T> Pending<T> {
    /// Room for `most` scopes, one at least.
    pub fn new(most: usize) -> Self {
        Self {
            most: most.clamp(1, NONE as usize - 1),
            index: HashMap::default(),
            places: Vec::new(),
            free: Vec::new(),
            oldest: NONE,
            newest: NONE,
            passed: HashSet::default(),
            evicted: 0,
        }
    }

    /// Scopes that were given up for want of room.
    pub fn evicted(&self) -> u64 {
        self.evicted
    }

    /// A sighting: empty if it waits; else all that waited in its scope and itself, in their order, and from now on
    /// whatever comes is handed on at once. Sums of distinct values are never less than the distinct values of all.
    pub fn take(&mut self, name: Name, needed: Amount, amount: Amount, sighting: T) -> Vec<T> {
        if self.passed.contains(&name) {
            return vec![sighting];
        }
        let Some(&place) = self.index.get(&name) else {
            if amount.reaches(needed) {
                self.passed.insert(name);
                return vec![sighting];
            }
            self.wait(name, amount, sighting);
            return Vec::new();
        };
        let Some(scope) = self.places.get_mut(place as usize) else { return vec![sighting] };
        scope.amount.distinct = scope.amount.distinct.saturating_add(amount.distinct);
        scope.amount.count = scope.amount.count.saturating_add(amount.count);
        if scope.more.len() + 1 < FEW && !scope.amount.reaches(needed) {
            scope.more.push(sighting);
            self.unlink(place);
            self.link(place);
            return Vec::new();
        }
        let mut seen = self.pass(name);
        seen.push(sighting);
        seen
    }

    /// Hands a scope on: what waited in it, in order.
    pub fn pass(&mut self, name: Name) -> Vec<T> {
        self.passed.insert(name);
        self.index.remove(&name).map(|place| self.take_out(place)).unwrap_or_default()
    }

    /// Whoever judges gave the scope up: what comes of it waits again.
    pub fn forget(&mut self, name: Name) {
        self.passed.remove(&name);
    }

    fn wait(&mut self, name: Name, amount: Amount, sighting: T) {
        if self.index.len() >= self.most
            && let Some(oldest) = self.places.get(self.oldest as usize).map(|scope| scope.name)
            && let Some(place) = self.index.remove(&oldest)
        {
            self.unlink(place);
            self.free.push(place);
            self.evicted += 1;
        }
        let scope = Waiting { name, first: Some(sighting), more: Vec::new(), amount, older: NONE, newer: NONE };
        let place = if let Some(place) = self.free.pop() {
            if let Some(free) = self.places.get_mut(place as usize) {
                *free = scope;
            }
            place
        } else {
            self.places.push(scope);
            self.places.len() as u32 - 1
        };
        self.index.insert(name, place);
        self.link(place);
    }

    fn take_out(&mut self, place: u32) -> Vec<T> {
        self.unlink(place);
        self.free.push(place);
        let Some(scope) = self.places.get_mut(place as usize) else { return Vec::new() };
        scope.first.take().into_iter().chain(std::mem::take(&mut scope.more)).collect()
    }

    /// Makes a scope that is in no list the newest.
    fn link(&mut self, place: u32) {
        let before = std::mem::replace(&mut self.newest, place);
        match self.places.get_mut(before as usize) {
            Some(scope) => scope.newer = place,
            None => self.oldest = place,
        }
        if let Some(scope) = self.places.get_mut(place as usize) {
            (scope.older, scope.newer) = (before, NONE);
        }
    }

    fn unlink(&mut self, place: u32) {
        let Some((older, newer)) = self.places.get(place as usize).map(|scope| (scope.older, scope.newer)) else {
            return;
        };
        match self.places.get_mut(older as usize) {
            Some(scope) => scope.newer = newer,
            None => self.oldest = newer,
        }
        match self.places.get_mut(newer as usize) {
            Some(scope) => scope.older = older,
            None => self.newest = older,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEEDED: Amount = Amount { distinct: 3, count: 4 };

    fn one(distinct: u64) -> Amount {
        Amount { distinct, count: distinct }
    }

    #[test]
    fn what_is_enough_alone_does_not_wait() {
        let mut pending = Pending::new(4);
        assert_eq!(pending.take((0, 1), NEEDED, Amount { distinct: 3, count: 4 }, 'a'), ['a']);
        assert_eq!(pending.take((0, 1), NEEDED, one(1), 'b'), ['b']);
        assert!(pending.take((0, 2), NEEDED, Amount { distinct: 3, count: 3 }, 'c').is_empty());
    }

    #[test]
    fn what_waited_comes_before_what_makes_it_enough() {
        let mut pending = Pending::new(4);
        assert!(pending.take((0, 1), NEEDED, one(1), 'a').is_empty());
        assert!(pending.take((1, 1), NEEDED, one(1), 'x').is_empty());
        assert!(pending.take((0, 1), NEEDED, one(1), 'b').is_empty());
        assert_eq!(pending.take((0, 1), NEEDED, one(2), 'c'), ['a', 'b', 'c']);
        assert_eq!(pending.take((0, 1), NEEDED, one(1), 'd'), ['d']);
        assert_eq!(pending.pass((1, 1)), ['x']);
        pending.forget((0, 1));
        assert!(pending.take((0, 1), NEEDED, one(1), 'e').is_empty());
    }

    #[test]
    fn a_scope_holds_a_few() {
        let mut pending = Pending::new(4);
        let needed = one(1000);
        for n in 0..FEW {
            assert!(pending.take((0, 1), needed, one(1), n).is_empty());
        }
        assert_eq!(pending.take((0, 1), needed, one(1), FEW).len(), FEW + 1);
    }

    /// The same, as slow as it is plain.
    #[derive(Default)]
    struct Plain {
        waiting: Vec<(Name, Vec<usize>, u64)>,
        passed: Vec<Name>,
        evicted: u64,
    }

    impl Plain {
        fn take(&mut self, most: usize, name: Name, needed: u64, amount: u64, sighting: usize) -> Vec<usize> {
            if self.passed.contains(&name) {
                return vec![sighting];
            }
            let found = self.waiting.iter().position(|(known, ..)| *known == name);
            let (_, mut seen, sum) = found.map_or((name, Vec::new(), 0), |at| self.waiting.remove(at));
            seen.push(sighting);
            if sum + amount >= needed || seen.len() > FEW {
                self.passed.push(name);
                return seen;
            }
            if self.waiting.len() == most {
                self.waiting.remove(0);
                self.evicted += 1;
            }
            self.waiting.push((name, seen, sum + amount));
            Vec::new()
        }
    }

    proptest! {
        #[test]
        fn it_is_what_a_plain_list_is(
            most in 1usize..5,
            needed in 1u64..20,
            steps in proptest::collection::vec((0u32..2, 0u64..6, 1u64..4, 0u8..12), 0..200),
        ) {
            let (mut pending, mut plain) = (Pending::new(most), Plain::default());
            for (sighting, (rule, scope, amount, what)) in steps.into_iter().enumerate() {
                let name = (rule, scope);
                match what {
                    0 => {
                        pending.forget(name);
                        plain.passed.retain(|known| *known != name);
                    }
                    1 => {
                        let found = plain.waiting.iter().position(|(known, ..)| *known == name);
                        let seen = found.map_or(Vec::new(), |at| plain.waiting.remove(at).1);
                        prop_assert_eq!(pending.pass(name), seen);
                        plain.passed.retain(|known| *known != name);
                        plain.passed.push(name);
                    }
                    _ => prop_assert_eq!(
                        pending.take(name, one(needed), one(amount), sighting),
                        plain.take(most, name, needed, amount, sighting)
                    ),
                }
                prop_assert_eq!(pending.evicted(), plain.evicted);
            }
        }
    }
}
