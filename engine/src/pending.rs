//! Sightings that decide nothing yet: of scopes in which too little was seen for their rule to fire.
//!
//! Most scopes never see enough. What there is of them waits here, the few first sightings of each, until it could be enough
//! or more than a few; only then is it handed on to whoever judges. What waits is bounded in bytes: beyond that the scopes
//! that were quiet for longest are given up, counted if what they held could still have mattered.

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

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// What must come together.
    pub amount: Amount,
    /// Within how long, in ns of capture time; the largest there is: without a limit.
    pub within_ns: i64,
}

/// A sighting of something that counts in a scope.
pub trait Sighting {
    /// When it was seen, ns since the epoch.
    fn ts_ns(&self) -> i64;
    /// What it adds to its scope.
    fn amount(&self) -> Amount;
    /// Bytes of memory that it keeps from being freed, about, beside those that the one before it keeps.
    fn weight(&self, before: Option<&Self>) -> usize;
}

/// One scope; `older` and `newer` are its neighbours by the order of their latest sightings.
struct Waiting<T> {
    name: Name,
    /// Its first sighting: mostly it stays the only one. The place is free if there is none.
    first: Option<T>,
    more: Vec<T>,
    amount: Amount,
    /// Until when what waits can count together with what comes.
    until_ns: i64,
    weight: usize,
    older: u32,
    newer: u32,
}

impl<T> Waiting<T> {
    /// Bytes of a scope beside its sightings: its place, its entry in the index, and that this is rarely full.
    const WEIGHT: usize = size_of::<Self>() + 2 * size_of::<(Name, u32)>();
}

/// The scopes that wait, of `most` bytes together: the one that was quiet for longest goes first.
pub struct Pending<T> {
    most: usize,
    weight: usize,
    /// Latest time of a sighting.
    now_ns: i64,
    index: HashMap<Name, u32, foldhash::fast::RandomState>,
    places: Vec<Waiting<T>>,
    free: Vec<u32>,
    oldest: u32,
    newest: u32,
    /// Scopes that were handed on.
    passed: HashSet<Name, foldhash::fast::RandomState>,
    evicted: u64,
}

impl<T: Sighting> Pending<T> {
    /// Room for `most` bytes, for one scope at least.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            weight: 0,
            now_ns: i64::MIN,
            index: HashMap::default(),
            places: Vec::new(),
            free: Vec::new(),
            oldest: NONE,
            newest: NONE,
            passed: HashSet::default(),
            evicted: 0,
        }
    }

    /// Scopes that were given up for want of room while what they held could still have counted.
    pub fn evicted(&self) -> u64 {
        self.evicted
    }

    /// A sighting: empty if it waits; else all that waited in its scope and itself, in their order, and from now on
    /// whatever comes is handed on at once. Sums of distinct values are never less than the distinct values of all.
    pub fn take(&mut self, name: Name, needed: Needed, sighting: T) -> Vec<T> {
        if self.passed.contains(&name) {
            return vec![sighting];
        }
        self.now_ns = self.now_ns.max(sighting.ts_ns());
        let amount = sighting.amount();
        let Some(&place) = self.index.get(&name) else {
            if amount.reaches(needed.amount) {
                self.passed.insert(name);
                return vec![sighting];
            }
            self.wait(name, needed, sighting);
            self.make_room();
            return Vec::new();
        };
        let Some(scope) = self.places.get_mut(place as usize) else { return vec![sighting] };
        scope.amount.distinct = scope.amount.distinct.saturating_add(amount.distinct);
        scope.amount.count = scope.amount.count.saturating_add(amount.count);
        if scope.more.len() + 1 < FEW && !scope.amount.reaches(needed.amount) {
            let weight = sighting.weight(scope.more.last().or(scope.first.as_ref()));
            scope.until_ns = scope.until_ns.max(sighting.ts_ns().saturating_add(needed.within_ns));
            scope.weight += weight;
            self.weight += weight;
            scope.more.push(sighting);
            self.unlink(place);
            self.link(place);
            self.make_room();
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

    fn wait(&mut self, name: Name, needed: Needed, sighting: T) {
        let weight = Waiting::<T>::WEIGHT + sighting.weight(None);
        let scope = Waiting {
            name,
            amount: sighting.amount(),
            until_ns: sighting.ts_ns().saturating_add(needed.within_ns),
            weight,
            first: Some(sighting),
            more: Vec::new(),
            older: NONE,
            newer: NONE,
        };
        let place = if let Some(place) = self.free.pop() {
            if let Some(free) = self.places.get_mut(place as usize) {
                *free = scope;
            }
            place
        } else {
            self.places.push(scope);
            self.places.len() as u32 - 1
        };
        self.weight += weight;
        self.index.insert(name, place);
        self.link(place);
    }

    /// Gives up what was quiet for longest until there is room; never the scope that was seen last. What its rule cannot
    /// count together with anything that comes now is no loss. (A sighting that is told late, of a message that took
    /// longer than the window, might have counted with it all the same.)
    fn make_room(&mut self) {
        while self.weight > self.most && self.oldest != self.newest {
            let Some(scope) = self.places.get(self.oldest as usize) else { return };
            let (name, until_ns) = (scope.name, scope.until_ns);
            let Some(place) = self.index.remove(&name) else { return };
            self.take_out(place);
            self.evicted += u64::from(until_ns >= self.now_ns);
        }
    }

    fn take_out(&mut self, place: u32) -> Vec<T> {
        self.unlink(place);
        self.free.push(place);
        let Some(scope) = self.places.get_mut(place as usize) else { return Vec::new() };
        self.weight -= std::mem::take(&mut scope.weight);
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

    const NEEDED: Needed = Needed { amount: Amount { distinct: 3, count: 4 }, within_ns: 100 };
    const ROOM: usize = 1 << 20;

    /// Of `which` it is, what it adds, when.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Seen(usize, u64, i64);

    impl Sighting for Seen {
        fn ts_ns(&self) -> i64 {
            self.2
        }

        fn amount(&self) -> Amount {
            Amount { distinct: self.1, count: self.1 }
        }

        fn weight(&self, before: Option<&Self>) -> usize {
            if before.is_some_and(|before| before.0 % 2 == self.0 % 2) { 500 } else { 1000 }
        }
    }

    /// Memory of as many scopes, of one sighting each.
    fn room(scopes: usize) -> usize {
        scopes * (Waiting::<Seen>::WEIGHT + 1000)
    }

    fn needed(amount: u64) -> Needed {
        Needed { amount: Amount { distinct: amount, count: amount }, within_ns: 100 }
    }

    #[test]
    fn what_is_enough_alone_does_not_wait() {
        let mut pending = Pending::new(ROOM);
        assert_eq!(pending.take((0, 1), NEEDED, Seen(1, 4, 0)), [Seen(1, 4, 0)]);
        assert_eq!(pending.take((0, 1), NEEDED, Seen(2, 1, 0)), [Seen(2, 1, 0)]);
        assert!(pending.take((0, 2), NEEDED, Seen(3, 3, 0)).is_empty());
    }

    #[test]
    fn what_waited_comes_before_what_makes_it_enough() {
        let mut pending = Pending::new(ROOM);
        let [a, b, c, d, e, x] = [1, 2, 3, 4, 5, 6].map(|which| Seen(which, if which == 3 { 2 } else { 1 }, 0));
        assert!(pending.take((0, 1), NEEDED, a).is_empty());
        assert!(pending.take((1, 1), NEEDED, x).is_empty());
        assert!(pending.take((0, 1), NEEDED, b).is_empty());
        assert_eq!(pending.take((0, 1), NEEDED, c), [a, b, c]);
        assert_eq!(pending.take((0, 1), NEEDED, d), [d]);
        assert_eq!(pending.pass((1, 1)), [x]);
        pending.forget((0, 1));
        assert!(pending.take((0, 1), NEEDED, e).is_empty());
    }

    #[test]
    fn a_scope_holds_a_few() {
        let mut pending = Pending::new(ROOM);
        for which in 0..FEW {
            assert!(pending.take((0, 1), needed(1000), Seen(which, 1, 0)).is_empty());
        }
        assert_eq!(pending.take((0, 1), needed(1000), Seen(FEW, 1, 0)).len(), FEW + 1);
        assert_eq!(pending.weight, 0);
    }

    #[test]
    fn what_grows_makes_others_go_but_never_itself() {
        let mut pending = Pending::new(room(3));
        for scope in 0..3 {
            assert!(pending.take((0, scope), NEEDED, Seen(0, 1, 0)).is_empty());
        }
        assert_eq!(pending.evicted(), 0);
        assert!(pending.take((0, 2), NEEDED, Seen(1, 1, 0)).is_empty());
        assert_eq!(pending.evicted(), 1);
        let mut small = Pending::new(1);
        assert!(small.take((0, 1), NEEDED, Seen(0, 1, 0)).is_empty());
        assert!(small.take((0, 1), NEEDED, Seen(1, 1, 0)).is_empty());
        assert_eq!(small.take((0, 1), NEEDED, Seen(2, 2, 0)).len(), 3);
        assert_eq!(small.evicted(), 0);
    }

    #[test]
    fn what_cannot_count_with_anything_any_more_is_no_loss() {
        let mut pending = Pending::new(room(2));
        for (scope, ts_ns) in [(1, 0), (2, 50), (3, 101), (4, 150), (5, 200)] {
            assert!(pending.take((0, scope), NEEDED, Seen(0, 1, ts_ns)).is_empty());
        }
        // The first two were quiet for 101 and 100 ns, the third for 99.
        assert_eq!((pending.index.len(), pending.evicted()), (2, 2));
        let mut forever = Pending::new(room(1));
        let needed = Needed { within_ns: i64::MAX, ..NEEDED };
        for scope in 0..3 {
            assert!(forever.take((0, scope), needed, Seen(0, 1, scope as i64 * 1_000_000)).is_empty());
        }
        assert_eq!(forever.evicted(), 2);
    }

    /// The same, as slow as it is plain.
    #[derive(Default)]
    struct Plain {
        waiting: Vec<(Name, Vec<Seen>)>,
        passed: Vec<Name>,
        now_ns: i64,
        evicted: u64,
    }

    impl Plain {
        fn weight(&self) -> usize {
            let more = |pair: &[Seen]| pair[1].weight(pair.first());
            self.waiting.iter().map(|(_, seen)| room(1) + seen.windows(2).map(more).sum::<usize>()).sum()
        }

        fn take(&mut self, most: usize, name: Name, needed: Needed, sighting: Seen) -> Vec<Seen> {
            if self.passed.contains(&name) {
                return vec![sighting];
            }
            self.now_ns = self.now_ns.max(sighting.2);
            let found = self.waiting.iter().position(|(known, ..)| *known == name);
            let (_, mut seen) = found.map_or((name, Vec::new()), |at| self.waiting.remove(at));
            seen.push(sighting);
            if seen.iter().map(|each| each.1).sum::<u64>() >= needed.amount.distinct || seen.len() > FEW {
                self.passed.push(name);
                return seen;
            }
            self.waiting.push((name, seen));
            while self.weight() > most && self.waiting.len() > 1 {
                let (_, seen) = self.waiting.remove(0);
                self.evicted += u64::from(seen.iter().any(|each| each.2 + needed.within_ns >= self.now_ns));
            }
            Vec::new()
        }
    }

    proptest! {
        #[test]
        fn it_is_what_a_plain_list_is(
            scopes in 1usize..5,
            amount in 1u64..20,
            steps in proptest::collection::vec((0u32..2, 0u64..6, 1u64..4, 0u8..12, 0i64..60), 0..200),
        ) {
            let most = room(scopes);
            let (mut pending, mut plain) = (Pending::new(most), Plain::default());
            for (which, (rule, scope, adds, what, later)) in steps.into_iter().enumerate() {
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
                    // Time goes on, and some sightings are told late.
                    _ => {
                        let seen = Seen(which, adds, which as i64 * 20 - later);
                        prop_assert_eq!(
                            pending.take(name, needed(amount), seen),
                            plain.take(most, name, needed(amount), seen)
                        );
                    }
                }
                prop_assert_eq!(pending.evicted(), plain.evicted);
                prop_assert_eq!(pending.weight, plain.weight());
            }
        }
    }
}
