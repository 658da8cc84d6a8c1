//! Time-outs in capture time: a wheel of one-second slots whose entries are checked when they fire.
//!
//! A packet never touches the wheel; a flow that was active since is simply put in again.

use super::FlowId;

const SLOTS: usize = 1024;
const SECOND: i64 = 1_000_000_000;

/// Deadlines of flows.
#[derive(Debug)]
pub struct Wheel {
    slots: Vec<Vec<(FlowId, u32)>>,
    /// Next second to fire.
    next: i64,
    started: bool,
    len: usize,
    /// Entries that the slots have room for.
    room: usize,
}

impl Default for Wheel {
    fn default() -> Self {
        Self { slots: (0..SLOTS).map(|_| Vec::new()).collect(), next: 0, started: false, len: 0, room: 0 }
    }
}

impl Wheel {
    /// Asks, at `now_ns`, for the flow to be shown when capture time reaches `deadline_ns`, or a little later. Deadlines past
    /// the wheel's 1,022 s are shown early; the caller puts them in again.
    ///
    /// What is shown when depends on nothing but the two times: workers that began at different flows agree.
    pub fn add(&mut self, id: FlowId, generation: u32, now_ns: i64, deadline_ns: i64) {
        let now = now_ns.div_euclid(SECOND);
        let second = deadline_ns.div_euclid(SECOND).saturating_add(1);
        if !self.started {
            self.started = true;
            self.next = now;
        }
        let second = second.min(now.saturating_add(SLOTS as i64 - 2)).max(self.next);
        if let Some(slot) = self.slots.get_mut(second.rem_euclid(SLOTS as i64) as usize) {
            let before = slot.capacity();
            slot.push((id, generation));
            self.len += 1;
            self.room = (self.room + slot.capacity()).saturating_sub(before);
        }
    }

    /// Takes every entry that is due at `now_ns`.
    pub fn fire(&mut self, now_ns: i64, due: &mut Vec<(FlowId, u32)>) {
        let now = now_ns.div_euclid(SECOND);
        if !self.started || now < self.next {
            return;
        }
        let last = now.min(self.next.saturating_add(SLOTS as i64 - 1));
        for second in self.next..=last {
            if let Some(slot) = self.slots.get_mut(second.rem_euclid(SLOTS as i64) as usize) {
                // Its memory goes with its entries: it is not used again before the wheel has turned.
                let entries = std::mem::take(slot);
                self.len = self.len.saturating_sub(entries.len());
                self.room = self.room.saturating_sub(entries.capacity());
                due.extend(entries);
            }
        }
        self.next = now.saturating_add(1);
    }

    /// Entries, those of flows that are gone included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if nothing waits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Drops the entries that nobody waits for any more, and the memory they took.
    pub fn compact(&mut self, mut keep: impl FnMut(FlowId, u32) -> bool) {
        (self.len, self.room) = (0, 0);
        for slot in &mut self.slots {
            slot.retain(|&(id, generation)| keep(id, generation));
            slot.shrink_to(slot.len().next_power_of_two());
            self.len += slot.len();
            self.room += slot.capacity();
        }
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.room * size_of::<(FlowId, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_fires_at_its_deadline_and_not_before() {
        let mut wheel = Wheel::default();
        let mut due = Vec::new();
        wheel.add(FlowId(7), 0, 0, 100 * SECOND + 5);
        wheel.fire(100 * SECOND, &mut due);
        assert!(due.is_empty());
        wheel.fire(101 * SECOND, &mut due);
        assert_eq!(due, [(FlowId(7), 0)]);
    }

    #[test]
    fn what_fired_or_is_of_no_use_gives_its_memory_back() {
        let mut wheel = Wheel::default();
        for n in 0..1000 {
            wheel.add(FlowId(n), 0, 0, i64::from(n % 10) * SECOND);
        }
        assert_eq!(wheel.len(), 1000);
        assert!(wheel.memory() >= 8000);
        wheel.compact(|id, _| id.0 < 100);
        assert_eq!(wheel.len(), 100);
        assert!(wheel.memory() < 8000);
        wheel.fire(20 * SECOND, &mut Vec::new());
        assert!(wheel.is_empty());
        assert_eq!(wheel.memory(), 0);
    }

    #[test]
    fn a_jump_over_the_whole_wheel_fires_everything_once() {
        let mut wheel = Wheel::default();
        let mut due = Vec::new();
        for n in 0..50 {
            wheel.add(FlowId(n), 0, 0, i64::from(n) * 20 * SECOND);
        }
        wheel.fire(1_000_000 * SECOND, &mut due);
        assert_eq!(due.len(), 50);
        wheel.add(FlowId(99), 0, 1_000_000 * SECOND, 5 * SECOND);
        wheel.fire(1_000_001 * SECOND, &mut due);
        assert_eq!(due.len(), 51);
    }

    #[test]
    fn when_a_flow_is_shown_does_not_depend_on_the_flow_that_came_first() {
        for wait in [1, 10, 60, 120, 1021, 1022, 1023, 3600] {
            let shown = |first: i64| {
                let (mut wheel, mut due) = (Wheel::default(), Vec::new());
                wheel.add(FlowId(1), 0, 7 * SECOND, (7 + first) * SECOND);
                wheel.add(FlowId(2), 0, 7 * SECOND, (7 + wait) * SECOND);
                (8..5000).find(|second| {
                    due.clear();
                    wheel.fire(second * SECOND, &mut due);
                    due.contains(&(FlowId(2), 0))
                })
            };
            assert!(shown(1).is_some_and(|at| at <= 7 + wait + 1 && at > 7 + wait.min(1000)), "{wait}");
            assert!([2, 60, 120, 2000].into_iter().all(|first| shown(first) == shown(1)), "{wait}");
        }
    }
}
