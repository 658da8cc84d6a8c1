//! `Findings` and `Groups`: the findings of a batch, most of which are counted and never looked at.

use crate::records::{Common, Finding};
use leaktap_engine::finding;
use leaktap_engine::groups;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Findings in their order. What Python sees of one is made when it is asked for.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// Those of a batch; `home` is the zone whose members send `egress`.
    pub fn of(records: Vec<Arc<finding::Finding>>, home: &str) -> Self {
        let common = Arc::new(Common::new(home));
        Self { all: records.into_iter().map(|record| Finding::new(record, Arc::clone(&common))).collect() }
    }

    /// All of them.
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// Fetches what comes after the one at `at`: it was made thousands of findings ago, and lies all over memory.
    #[inline]
    pub fn draw_near(&self, at: usize) {
        draw_near(&self.all, at);
    }
}

/// How far ahead a finding is fetched, and what it shares with others, whose address it holds.
const FINDING_AHEAD: usize = 8;
const OCCASION_AHEAD: usize = 4;

fn draw_near(all: &[Finding], at: usize) {
    if let Some(far) = all.get(at + FINDING_AHEAD) {
        leaktap_simd::prefetch_value(far.record(), usize::MAX);
    }
    if let Some(near) = all.get(at + OCCASION_AHEAD) {
        leaktap_simd::prefetch_value(&*near.record().occasion, usize::MAX);
    }
}

impl Drop for Findings {
    fn drop(&mut self) {
        let mut all = std::mem::take(&mut self.all).into_iter();
        while let Some(finding) = all.next() {
            draw_near(all.as_slice(), 0);
            drop(finding);
        }
    }
}

#[pymethods]
impl Findings {
    /// The given ones.
    #[new]
    #[pyo3(signature = (findings = None))]
    fn new(findings: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let mut all = Vec::new();
        if let Some(findings) = findings {
            for finding in findings.try_iter()? {
                all.push(finding?.cast_into::<Finding>()?.get().clone());
            }
        }
        Ok(Self { all })
    }

    fn __len__(&self) -> usize {
        self.all.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyList::new(py, self.all.iter().cloned())?.try_iter()
    }

    fn __getitem__(&self, at: isize) -> PyResult<Finding> {
        let at = if at < 0 { at.saturating_add_unsigned(self.all.len()) } else { at };
        let found = usize::try_from(at).ok().and_then(|at| self.all.get(at));
        found.cloned().ok_or_else(|| PyIndexError::new_err("there are not so many findings"))
    }
}

/// Groups of findings, as many as there is room for.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Groups {
    inner: Mutex<groups::Groups>,
}

impl Groups {
    fn lock(&self) -> MutexGuard<'_, groups::Groups> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Groups {
    #[new]
    fn new(most: usize) -> Self {
        Self { inner: Mutex::new(groups::Groups::new(most)) }
    }

    /// Groups there was no room for, roughly, and no more than 65,536.
    #[getter]
    fn omitted(&self) -> usize {
        self.lock().omitted()
    }

    /// The findings of groups there is room for, each behind its group's number, and how many were less sure than asked
    /// for: those have no place.
    fn sift<'py>(&self, py: Python<'py>, findings: &Findings, least: u8) -> PyResult<(Bound<'py, PyList>, u64)> {
        let mut groups = self.lock();
        let (kept, mut weaker) = (PyList::empty(py), 0);
        for (at, finding) in findings.all.iter().enumerate() {
            findings.draw_near(at);
            let record = finding.record();
            if record.confidence < least {
                weaker += 1;
            } else if groups.admit(record.group) {
                kept.append((record.group, finding.clone()))?;
            }
        }
        Ok((kept, weaker))
    }
}
