//! The module `sensor._engine`: a doorway without logic.
#![forbid(unsafe_code)]

use pyo3::prelude::*;

/// The compiled engine.
#[pymodule(gil_used = false)]
mod _engine {}
