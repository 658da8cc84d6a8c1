//! `ValueSet`: the mergeable set behind every `distinct`.

use leaktap_engine::detect::exact;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A mergeable set of keyed hashes: exact up to 1,024 values, `HyperLogLog` (p = 12) above.
#[pyclass(frozen, module = "sensor._engine")]
pub struct ValueSet {
    inner: Mutex<exact::ValueSet>,
}

impl ValueSet {
    /// A copy of the engine's.
    pub fn of(set: &exact::ValueSet) -> Self {
        Self { inner: Mutex::new(set.clone()) }
    }

    fn lock(&self) -> MutexGuard<'_, exact::ValueSet> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl ValueSet {
    #[new]
    fn new() -> Self {
        Self { inner: Mutex::default() }
    }
    /// Adds the values of another set.
    fn merge(&self, other: &Self) {
        // Copied first, so that two sets that are merged into each other never wait for each other.
        let theirs = other.lock().clone();
        self.lock().merge(&theirs);
    }
    fn __len__(&self) -> usize {
        usize::try_from(self.lock().len()).unwrap_or(usize::MAX)
    }
    fn to_bytes(&self) -> Vec<u8> {
        self.lock().to_bytes()
    }
    /// Reads what ``to_bytes`` wrote; raises ``ValueError`` for anything else.
    #[staticmethod]
    fn from_bytes(data: &[u8]) -> PyResult<Self> {
        let set = if data.is_empty() { Some(exact::ValueSet::new()) } else { exact::ValueSet::from_bytes(data) };
        let set = set.ok_or_else(|| PyValueError::new_err("these bytes are no serialised set"))?;
        Ok(Self { inner: Mutex::new(set) })
    }
}
