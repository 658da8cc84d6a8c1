//! `Engine` and `Batch`: one run and what it yields.

use crate::enter::{enter, exception};
use crate::findings::Findings;
use crate::live;
use crate::records::{Anomaly, CoverageRow, Flow, Source};
use crate::transport::{Certificate, Transport};
use leaktap_engine::config::EngineConfig;
use leaktap_engine::detect::PlanSpec;
use leaktap_engine::error::Error;
use leaktap_engine::pipeline;
use leaktap_engine::stats::EngineStats;
use pyo3::IntoPyObject;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longest wait between two looks at pending signals (Ctrl-C) or at a caller who wants to stop.
const SLICE: Duration = Duration::from_millis(100);

/// One run. ``config`` and ``plan`` are JSON documents (engine/src/config.rs, engine/src/detect/mod.rs).
#[pyclass(frozen, module = "sensor._engine")]
pub struct Engine {
    inner: Mutex<pipeline::Engine>,
    home: String,
}

impl Engine {
    /// Does `work` with the engine, without the interpreter. A fault of an earlier call is told by that call alone.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut pipeline::Engine) -> leaktap_engine::error::Result<T> + Send,
    ) -> PyResult<T> {
        enter(py, || work(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, config: &[u8], plan: &[u8]) -> PyResult<Self> {
        let config: EngineConfig =
            serde_json::from_slice(config).map_err(|error| exception(Error::Config(error.to_string())))?;
        let plan = parse_plan(plan)?;
        let home = config.home.clone();
        let inner = Mutex::new(enter(py, || pipeline::Engine::new(config, &plan))?);
        Ok(Self { inner, home })
    }

    /// Starts to read the captures (paths, ``-`` for standard input). Once per engine.
    #[allow(clippy::needless_pass_by_value)] // PyO3 makes the list from Python's
    fn start(&self, py: Python<'_>, captures: Vec<String>) -> PyResult<()> {
        self.with(py, |engine| engine.start(&captures))
    }

    /// Starts to judge what live sources deliver (``feeds``: engine/python/src/live.rs). Once per engine.
    fn start_live(&self, py: Python<'_>, feeds: &[u8]) -> PyResult<()> {
        let specs = live::parse(feeds).map_err(exception)?;
        self.with(py, |engine| engine.start_live(live::open(specs)?))
    }

    /// Waits until something is there, at most ``timeout_ms``; ``max_items`` bounds the records of the batch.
    fn poll(&self, py: Python<'_>, max_items: usize, timeout_ms: u64) -> PyResult<Batch> {
        let start = Instant::now();
        let timeout = Duration::from_millis(timeout_ms);
        loop {
            py.check_signals()?;
            let left = timeout.saturating_sub(start.elapsed());
            let batch = self.with(py, |engine| engine.poll(max_items, left.min(SLICE)))?;
            if left <= SLICE || !is_idle(&batch) {
                return Batch::new(py, batch, &self.home);
            }
        }
    }

    /// Puts another plan in force from the next message on.
    fn swap_rules(&self, py: Python<'_>, plan: &[u8]) -> PyResult<()> {
        let plan = parse_plan(plan)?;
        self.with(py, |engine| engine.swap_rules(&plan))
    }

    /// Ends the run early; the next polls hand out what there is.
    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        self.with(py, |engine| {
            engine.stop();
            Ok(())
        })
    }
}

/// True if the batch says nothing that the next one will not say again.
fn is_idle(batch: &pipeline::Batch) -> bool {
    batch.findings.is_empty()
        && batch.transports.is_empty()
        && batch.certificates.is_empty()
        && batch.flows.is_empty()
        && batch.anomalies.is_empty()
        && batch.coverage.is_empty()
        && batch.damaged.is_empty()
        && !batch.done
}

/// Reads a plan document; what is wrong with the document itself belongs to no detector.
pub fn parse_plan(plan: &[u8]) -> PyResult<PlanSpec> {
    serde_json::from_slice(plan)
        .map_err(|error| exception(Error::Rule { rule: String::new(), reason: format!("the plan: {error}") }))
}

/// What a poll yields.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct Batch {
    findings: Py<Findings>,
    transports: Py<PyList>,
    certificates: Py<PyList>,
    flows: Py<PyList>,
    anomalies: Py<PyList>,
    coverage: Py<PyList>,
    messages: BTreeMap<&'static str, u64>,
    stats: Py<PyDict>,
    damaged: Vec<(String, Option<u64>, String)>,
    progress: (u64, u64),
    sources: Py<PyList>,
    level: u8,
    done: bool,
}

impl Batch {
    fn new(py: Python<'_>, batch: pipeline::Batch, home: &str) -> PyResult<Self> {
        Ok(Self {
            findings: Py::new(py, Findings::of(batch.findings, home))?,
            transports: list(py, batch.transports.into_iter().map(Transport::new))?,
            certificates: list(py, batch.certificates.into_iter().map(Certificate::new))?,
            flows: list(py, batch.flows.into_iter().map(Flow::new))?,
            anomalies: list(py, batch.anomalies.into_iter().map(Anomaly::new))?,
            messages: batch.messages,
            coverage: list(py, batch.coverage.into_iter().map(|row| CoverageRow::new(&row, home)))?,
            stats: stats(py, &batch.stats)?,
            damaged: batch.damaged,
            progress: batch.progress,
            sources: list(py, batch.sources.iter().map(Source::new))?,
            level: batch.level,
            done: batch.done,
        })
    }
}

fn list<'py, T: IntoPyObject<'py>>(py: Python<'py>, items: impl Iterator<Item = T>) -> PyResult<Py<PyList>> {
    let list = PyList::empty(py);
    for item in items {
        list.append(item)?;
    }
    Ok(list.unbind())
}

/// Every counter by its name in `leaktap_engine::stats`.
fn stats(py: Python<'_>, stats: &EngineStats) -> PyResult<Py<PyDict>> {
    let dict = PyDict::new(py);
    // Naming every field makes a counter that is added there, and forgotten here, an error of the compiler.
    let EngineStats {
        packets,
        bytes,
        not_ip,
        invalid,
        fragments,
        duplicates,
        retransmissions,
        flows,
        flows_active,
        flows_evicted,
        overload_bytes,
        overload_flows,
        services_lumped,
        messages,
        findings,
        findings_weak,
        faults,
        memory,
        memory_peak,
        busy_ns,
        first_ts_ns,
        last_ts_ns,
        deterministic,
    } = *stats;
    for (name, count) in [
        ("packets", packets),
        ("bytes", bytes),
        ("not_ip", not_ip),
        ("invalid", invalid),
        ("fragments", fragments),
        ("duplicates", duplicates),
        ("retransmissions", retransmissions),
        ("flows", flows),
        ("flows_active", flows_active),
        ("flows_evicted", flows_evicted),
        ("overload_bytes", overload_bytes),
        ("overload_flows", overload_flows),
        ("services_lumped", services_lumped),
        ("messages", messages),
        ("findings", findings),
        ("findings_weak", findings_weak),
        ("faults", faults),
        ("memory", memory),
        ("memory_peak", memory_peak),
        ("busy_ns", busy_ns),
    ] {
        dict.set_item(name, count)?;
    }
    dict.set_item("first_ts_ns", first_ts_ns)?;
    dict.set_item("last_ts_ns", last_ts_ns)?;
    dict.set_item("deterministic", i32::from(deterministic))?;
    Ok(dict.unbind())
}
