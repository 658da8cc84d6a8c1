//! Flows whose records wait for their secrets: who waits, for how long, and who is given up for room.

use super::app::App;
use super::desk::Who;
use super::ext::Ext;
use super::worker::{Worker, settle};
use crate::flow::{Flow, FlowId};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Share of the budget that may wait for secrets: 1 / `SEALED_SHARE`.
const SEALED_SHARE: usize = 8;

impl Worker {
    /// True for a flow that must not end: its records wait for secrets, and in a replay those may stand at the very end.
    pub fn stays(&self, flow: &Flow<Ext>) -> bool {
        let settings = &self.shared.settings;
        let waits = flow.ext.as_deref().is_some_and(|ext| ext.waiting() > 0);
        waits && !settings.live && settings.secrets.may_come() && settings.secrets.are_given(self.shared.number())
    }

    /// Secrets came behind packet `number`: opens what waited for them.
    pub fn unseal(&mut self, number: u64) {
        self.generation = self.shared.settings.secrets.generation();
        self.shared.index = number * 2 + 1;
        for _ in 0..self.waiting.len() {
            let Some((id, generation)) = self.waiting.pop_front() else { return };
            self.with_sealed(id, generation, false);
            if let Some(flow) = self.table.get_mut(id).filter(|flow| flow.alive && flow.generation == generation)
                && let Some(ext) = flow.ext.as_mut()
            {
                ext.listed = ext.waiting() > 0;
                if ext.listed {
                    self.waiting.push_back((id, generation));
                }
            }
        }
    }

    /// Lists a flow that waits for secrets; over budget, those that waited longest are given up.
    #[cold]
    pub fn await_secrets(&mut self, id: FlowId) {
        if let Some(flow) = self.table.get_mut(id)
            && let Some(ext) = flow.ext.as_mut().filter(|ext| !ext.listed && ext.sealed > 0)
        {
            ext.listed = true;
            self.waiting.push_back((id, flow.generation));
        }
        let budget = self.shared.settings.limits.sealed_bytes.min(self.shared.settings.memory / SEALED_SHARE);
        while self.shared.sealed > budget
            && let Some((id, generation)) = self.waiting.pop_front()
        {
            if self.shared.settings.secrets.are_given(self.shared.number()) {
                self.shared.stats.deterministic = false;
            }
            self.with_sealed(id, generation, true);
        }
    }

    /// Opens what waits in a flow, or gives it up, and counts what it holds then.
    fn with_sealed(&mut self, id: FlowId, generation: u32, give_up: bool) {
        let Some(flow) = self.table.get_mut(id).filter(|flow| flow.alive && flow.generation == generation) else {
            return;
        };
        let who = Who { key: &flow.key, low: flow.low, first: flow.first, start_ns: flow.start_ns };
        let Some(ext) = flow.ext.as_mut() else { return };
        let shared = &mut self.shared;
        let done = catch_unwind(AssertUnwindSafe(|| {
            let mut app = App::new(shared, ext, who);
            if give_up {
                app.give_up_sealed();
            } else {
                app.unseal();
            }
            let bypassed = app.bypassed();
            (settle(shared, ext), bypassed)
        }));
        if let Ok((deadline, bypassed)) = done {
            flow.bypass |= bypassed;
            self.parts.extend(deadline.map(|deadline| (deadline, id, generation)));
        } else {
            let current = self.current.replace(id);
            self.fault();
            self.current = current;
        }
    }
}
