//! `Pending`: findings that decide nothing yet, kept away from the interpreter until they could.

use crate::findings::Findings;
use crate::records::Finding;
use foldhash::fast::RandomState;
use leaktap_engine::kinds::{self, Scope};
use leaktap_engine::pending::{self, Amount};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a rule asks for of one kind of finding.
struct Plan {
    rule: u32,
    confidence: u8,
    scope: Scope,
    needed: Amount,
    /// Which of the tuples of slots.
    slots: usize,
}

/// A rule's index, how sure it wants findings to be, its scope (0 pair, 1 flow, 2 message, 3 record), how many distinct
/// values and occurrences it asks for, and which of its slots this kind fills: for whoever judges to know.
type PlanRow = (u32, u8, u8, u64, u64, Py<PyTuple>);

/// A finding, and the slots of the rule that it fills.
type Sighting = (Finding, Py<PyTuple>);

#[derive(Default)]
struct Plans {
    of: HashMap<u64, Vec<Plan>, RandomState>,
    slots: Vec<Py<PyTuple>>,
}

impl Plans {
    fn sighting(&self, py: Python<'_>, (finding, slots): (Finding, usize)) -> Option<Sighting> {
        Some((finding, self.slots.get(slots)?.clone_ref(py)))
    }
}

struct Inner {
    plans: Plans,
    /// Findings, each with the place of its slots: nothing of the interpreter's, there are many.
    scopes: pending::Pending<(Finding, usize)>,
}

/// The findings of scopes in which too little was seen for their rule to fire.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Pending {
    inner: Mutex<Inner>,
}

impl Drop for Pending {
    /// What still waits at the end of a run is much, lies all over memory, and nobody should have to wait for it.
    fn drop(&mut self) {
        let scopes = std::mem::replace(&mut self.lock().scopes, pending::Pending::new(1));
        let _ = std::thread::Builder::new().spawn(move || drop(scopes));
    }
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
        Self { inner: Mutex::new(Inner { plans: Plans::default(), scopes: pending::Pending::new(most) }) }
    }

    /// Scopes given up for want of room.
    #[getter]
    fn evicted(&self) -> u64 {
        self.lock().scopes.evicted()
    }

    /// Says which rules a kind of finding may concern.
    fn learn(&self, kind: u64, plans: Vec<PlanRow>) {
        let mut inner = self.lock();
        let Plans { of, slots: all } = &mut inner.plans;
        let plans = plans.into_iter().map(|(rule, confidence, scope, distinct, count, slots)| {
            all.push(slots);
            let scope = Scope::ALL.get(usize::from(scope)).copied().unwrap_or(Scope::Record);
            Plan { rule, confidence, scope, needed: Amount { distinct, count }, slots: all.len() - 1 }
        });
        of.insert(kind, plans.collect());
    }

    /// Takes in the findings from ``start`` on, up to the first of an unknown kind. Yields what has to be judged now, as
    /// (finding, rule, scope, slots), and where it stopped.
    fn sift<'py>(&self, py: Python<'py>, findings: &Findings, start: usize) -> PyResult<(Bound<'py, PyList>, usize)> {
        let mut inner = self.lock();
        let Inner { plans, scopes } = &mut *inner;
        let passed = PyList::empty(py);
        for (at, finding) in findings.all().iter().enumerate().skip(start) {
            findings.draw_near(at);
            let record = finding.record();
            let Some(fitting) = plans.of.get(&record.kind) else { return Ok((passed, at)) };
            let amount = Amount { distinct: record.distinct, count: record.count };
            for plan in fitting.iter().filter(|plan| plan.confidence <= record.confidence) {
                let scope = kinds::scope(record, plan.scope);
                let taken = scopes.take((plan.rule, scope), plan.needed, amount, (finding.clone(), plan.slots));
                for (each, slots) in taken.into_iter().filter_map(|each| plans.sighting(py, each)) {
                    passed.append((each, plan.rule, scope, slots))?;
                }
            }
        }
        Ok((passed, findings.all().len()))
    }

    /// Hands a rule's scope on: what waited in it, in order.
    fn pass_on(&self, py: Python<'_>, rule: u32, scope: u64) -> Vec<Sighting> {
        let mut inner = self.lock();
        let waited = inner.scopes.pass((rule, scope));
        waited.into_iter().filter_map(|each| inner.plans.sighting(py, each)).collect()
    }

    /// A rule's scope was given up: what comes of it waits again.
    fn forget(&self, rule: u32, scope: u64) {
        self.lock().scopes.forget((rule, scope));
    }
}
