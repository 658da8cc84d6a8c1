//! The module `sensor._engine`: a doorway without logic.
//!
//! Python hands in JSON documents and paths and gets frozen records back. [`enter`] is the only place that releases
//! the interpreter, catches faults and turns errors into exceptions. The contract is `sensor/_engine.pyi`.
#![forbid(unsafe_code)]

mod catalogue;
mod engine;
mod enter;
mod findings;
mod live;
mod pending;
mod records;
mod transport;
mod values;

use pyo3::prelude::*;

#[global_allocator]
static GLOBAL: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The compiled engine.
#[pymodule(gil_used = false)]
mod _engine {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::catalogue::{anomaly_codes, captures, check_plan, native_detectors, protocols, scan_text};
    #[pymodule_export]
    use crate::engine::{Batch, Engine};
    #[pymodule_export]
    use crate::enter::{ConfigError, EngineBug, EngineError, RuleError, SourceError};
    #[pymodule_export]
    use crate::findings::{Findings, Groups};
    #[pymodule_export]
    use crate::pending::Pending;
    #[pymodule_export]
    use crate::records::{Anomaly, Client, CoverageRow, Credential, Endpoint, Finding, Flow, Http, Source};
    #[pymodule_export]
    use crate::transport::{Certificate, Ssh, Transport};
    #[pymodule_export]
    use crate::values::ValueSet;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::enter::quiet_panics();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
