//! Which flows go when memory is short, whatever floods in.

use super::ext::Ext;
use super::worker::Worker;
use crate::anomaly::Code;
use crate::flow::{Flow, FlowId};

/// Flows that are compared when one of them has to go.
const LOOK: u32 = 32;
/// The flow table may take so many quarters of a worker's memory.
const TABLE_QUARTERS: usize = 3;
/// Bytes that a slot of the table costs, index, timers and queues included.
const FLOW_COST: usize = size_of::<Flow<Ext>>() + 40;

impl Worker {
    /// Keeps the table and its timers within their share of the budget, whatever floods in: the idlest of a few flows
    /// goes for a new one, and timers of flows that are gone go once they are most of them.
    pub fn make_room(&mut self) {
        let slots = self.table.slots() as usize;
        if self.wheel.len() > 2 * slots.max(1 << 16) {
            let table = &self.table;
            self.wheel.compact(|id, generation| {
                table.get(id).is_some_and(|flow| flow.alive && flow.generation == generation)
            });
        }
        if self.table.len() < slots || slots * FLOW_COST < self.shared.settings.memory / 4 * TABLE_QUARTERS {
            return;
        }
        self.shared.stats.deterministic = false;
        let mut idlest: Option<(i64, FlowId)> = None;
        for _ in 0..LOOK {
            self.hand = if self.hand + 1 < slots as u32 { self.hand + 1 } else { 0 };
            let id = FlowId(self.hand);
            if let Some(flow) = self.table.get(id).filter(|flow| flow.alive && Some(id) != self.current)
                && idlest.is_none_or(|(least, _)| flow.last_ns < least)
            {
                idlest = Some((flow.last_ns, id));
            }
        }
        if let Some((_, id)) = idlest {
            self.shared.stats.flows_evicted += 1;
            self.shared.loose(Code::FlowEvicted, 1, "the flow table is full");
            self.guarded_end(id, "evicted");
        }
    }

    /// Over budget: of a few flows at the hand, the one that holds most for longest has to go, until there is room.
    pub fn evict(&mut self) {
        let slots = self.table.slots();
        let room = self.shared.settings.memory / 16;
        let goal = self.shared.settings.memory.saturating_sub(room);
        self.shared.stats.deterministic = false;
        let mut tries = 0u32;
        while self.shared.memory + self.shared.pooled() + self.fixed > goal && tries < slots.saturating_mul(2) {
            let mut worst: Option<(u128, FlowId)> = None;
            for _ in 0..LOOK.min(slots) {
                self.hand = if self.hand + 1 < slots { self.hand + 1 } else { 0 };
                tries += 1;
                let id = FlowId(self.hand);
                let Some(flow) = self.table.get(id).filter(|flow| flow.alive) else { continue };
                let held = flow.ext.as_ref().map_or(0, |ext| ext.held);
                if held == 0 || Some(id) == self.current {
                    continue;
                }
                let idle = self.shared.clock_ns.saturating_sub(flow.last_ns).max(1);
                let score = idle as u128 * held as u128;
                if worst.is_none_or(|(most, _)| score > most) {
                    worst = Some((score, id));
                }
            }
            let Some((_, id)) = worst else {
                if tries >= slots {
                    break;
                }
                continue;
            };
            self.give_up(id);
        }
        // What the flow in hand holds alone is too much.
        if self.shared.memory + self.shared.pooled() + self.fixed > self.shared.settings.memory
            && let Some(id) = self.current
        {
            self.give_up(id);
        }
    }

    fn give_up(&mut self, id: FlowId) {
        self.shared.stats.flows_evicted += 1;
        self.shared.loose(Code::FlowEvicted, 1, "the memory budget is spent");
        self.guarded_end(id, "evicted");
    }
}
