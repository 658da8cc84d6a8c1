//! `Pending`: findings that decide nothing yet, kept away from the interpreter until they could.

use crate::findings::Findings;
use crate::records::Finding;
use foldhash::fast::RandomState;
use leaktap_engine::kinds::{self, Scope};
use leaktap_engine::pending::{self, Amount, Needed};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Which part of the room is for scopes smaller than a pair.
const PARTS_SHARE: usize = 4;

/// What a rule asks for of one kind of finding.
struct Plan {
    rule: u32,
    confidence: u8,
    scope: Scope,
    needed: Needed,
    /// Which of the tuples of slots.
    slots: usize,
}

/// A rule's index, how sure it wants findings to be, its scope (0 pair, 1 flow, 2 message, 3 record), how many distinct
/// values and occurrences it asks for, within how many ns, and which of its slots this kind fills: for whoever judges to
/// know.
type PlanRow = (u32, u8, u8, u64, u64, Option<i64>, Py<PyTuple>);

/// A finding, and the slots of the rule that it fills.
type Sighting = (Finding, Py<PyTuple>);

/// A finding, and the place of those slots: nothing of the interpreter's, there are many.
struct Held(Finding, usize);

impl pending::Sighting for Held {
    fn ts_ns(&self) -> i64 {
        self.0.record().ts_ns
    }

    fn amount(&self) -> Amount {
        let record = self.0.record();
        Amount { distinct: record.distinct, count: record.count }
    }

    fn weight(&self, beside: Option<&Self>) -> usize {
        self.0.record().weight(beside.map(|other| other.0.record()))
    }
}

#[derive(Default)]
struct Plans {
    of: HashMap<u64, Vec<Plan>, RandomState>,
    slots: Vec<Py<PyTuple>>,
}

impl Plans {
    fn sighting(&self, py: Python<'_>, Held(finding, slots): Held) -> Option<Sighting> {
        Some((finding, self.slots.get(slots)?.clone_ref(py)))
    }
}

/// What waits in scopes of two hosts, and in those of a flow, a message or a record: there is no end of the latter, and most
/// are over soon, so that they must not drive out the former.
struct Waiting {
    pairs: pending::Pending<Held>,
    parts: pending::Pending<Held>,
}

impl Waiting {
    fn new(most: usize) -> Self {
        let parts = most / PARTS_SHARE;
        Self { pairs: pending::Pending::new(most - parts), parts: pending::Pending::new(parts) }
    }

    fn of(&mut self, scope: Scope) -> &mut pending::Pending<Held> {
        if scope == Scope::Pair { &mut self.pairs } else { &mut self.parts }
    }
}

struct Inner {
    plans: Plans,
    waiting: Waiting,
}

/// The findings of scopes in which too little was seen for their rule to fire.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Pending {
    inner: Mutex<Inner>,
}

impl Drop for Pending {
    /// What still waits at the end of a run is much, lies all over memory, and nobody should have to wait for it.
    fn drop(&mut self) {
        let waiting = std::mem::replace(&mut self.lock().waiting, Waiting::new(0));
        let _ = std::thread::Builder::new().spawn(move || drop(waiting));
    }
}

/// A scope by the number that rules give it.
fn numbered(scope: u8) -> Scope {
    Scope::ALL.get(usize::from(scope)).copied().unwrap_or(Scope::Record)
}

impl Pending {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Pending {
    #[new]
    fn new(most: usize) -> Self {
        Self { inner: Mutex::new(Inner { plans: Plans::default(), waiting: Waiting::new(most) }) }
    }

    /// Scopes given up for want of room while what they held could still have counted.
    #[getter]
    fn evicted(&self) -> u64 {
        let Waiting { pairs, parts } = &self.lock().waiting;
        pairs.evicted() + parts.evicted()
    }

    /// Says which rules a kind of finding may concern.
    fn learn(&self, kind: u64, plans: Vec<PlanRow>) {
        let mut inner = self.lock();
        let Plans { of, slots: all } = &mut inner.plans;
        let plans = plans.into_iter().map(|(rule, confidence, scope, distinct, count, within_ns, slots)| {
            all.push(slots);
            let scope = numbered(scope);
            let needed = Needed { amount: Amount { distinct, count }, within_ns: within_ns.unwrap_or(i64::MAX) };
            Plan { rule, confidence, scope, needed, slots: all.len() - 1 }
        });
        of.insert(kind, plans.collect());
    }

    /// Takes in the findings from ``start`` on, up to the first of an unknown kind. Yields what has to be judged now, as
    /// (finding, rule, scope, slots), and where it stopped.
    fn sift<'py>(&self, py: Python<'py>, findings: &Findings, start: usize) -> PyResult<(Bound<'py, PyList>, usize)> {
        let mut inner = self.lock();
        let Inner { plans, waiting } = &mut *inner;
        let passed = PyList::empty(py);
        for (at, finding) in findings.all().iter().enumerate().skip(start) {
            findings.draw_near(at);
            let record = finding.record();
            let Some(fitting) = plans.of.get(&record.kind) else { return Ok((passed, at)) };
            for plan in fitting.iter().filter(|plan| plan.confidence <= record.confidence) {
                let scope = kinds::scope(record, plan.scope);
                let taken =
                    waiting.of(plan.scope).take((plan.rule, scope), plan.needed, Held(finding.clone(), plan.slots));
                for (each, slots) in taken.into_iter().filter_map(|each| plans.sighting(py, each)) {
                    passed.append((each, plan.rule, scope, slots))?;
                }
            }
        }
        Ok((passed, findings.all().len()))
    }

    /// Hands a rule's scope on: what waited in it, in order.
    fn pass_on(&self, py: Python<'_>, rule: u32, kind: u8, scope: u64) -> Vec<Sighting> {
        let mut inner = self.lock();
        let waited = inner.waiting.of(numbered(kind)).pass((rule, scope));
        waited.into_iter().filter_map(|each| inner.plans.sighting(py, each)).collect()
    }

    /// A rule's scope was given up: what comes of it waits again.
    fn forget(&self, rule: u32, kind: u8, scope: u64) {
        self.lock().waiting.of(numbered(kind)).forget((rule, scope));
    }
}
