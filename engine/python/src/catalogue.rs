//! What this engine knows, and trying a plan on one text.

use crate::engine::parse_plan;
use crate::enter::enter;
use leaktap_engine::anomaly::Code;
use leaktap_engine::config::Limits;
use leaktap_engine::content::{LeafSink, Sign, Unpacker};
use leaktap_engine::detect::{Collector, Keys, Plan, Scanner};
use leaktap_engine::message::{ContentHints, Leaf, Locate};
use leaktap_engine::{detect, proto, source};
use pyo3::prelude::*;
use std::ffi::OsString;
use std::sync::Arc;

/// Name, title, transports of every protocol in the registry.
#[pyfunction]
pub fn protocols() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let mut rows: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for protocol in proto::REGISTRY {
        let transports = protocol.transports.iter().map(|transport| match transport {
            proto::Transport::Tcp => "tcp",
            proto::Transport::Udp => "udp",
            proto::Transport::Icmp => "icmp",
            proto::Transport::Quic => "quic",
        });
        // A name may stand twice in the registry, where TCP and UDP differ.
        match rows.iter_mut().find(|(name, ..)| *name == protocol.name) {
            Some((.., known)) => known.extend(transports),
            None => rows.push((protocol.name, protocol.title, transports.collect())),
        }
    }
    rows
}

/// Code and layer of every anomaly.
#[pyfunction]
pub fn anomaly_codes() -> Vec<(&'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.name(), code.layer())).collect()
}

/// Ids that rule files may mark ``native: true``.
#[pyfunction]
pub fn native_detectors() -> Vec<String> {
    // Logins in unrecognised streams, and one id for the dialects of SMB.
    let others = ["smb", "tcp", "udp"];
    let carriers = proto::REGISTRY.iter().map(|protocol| protocol.name).chain(others);
    let mut ids: Vec<String> = carriers.map(|name| format!("credential.{name}")).collect();
    ids.extend(detect::native_ids().map(str::to_owned));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Compiles a plan and throws it away; raises ``RuleError``.
#[pyfunction]
pub fn check_plan(py: Python<'_>, plan: &[u8]) -> PyResult<()> {
    let plan = parse_plan(plan)?;
    enter(py, || Plan::compile(&plan).map(drop))
}

/// Unpacks and scans ``text`` as the body of one HTTP request, for rule tests: (detector, where, value, confidence) per
/// distinct value.
#[pyfunction]
pub fn scan_text(
    py: Python<'_>,
    plan: &[u8],
    text: &[u8],
    content_type: &str,
) -> PyResult<Vec<(String, String, String, u8)>> {
    let plan = parse_plan(plan)?;
    enter(py, || {
        // Values are shown, digests are not: any key will do.
        let scanner = Scanner::new(Arc::new(Plan::compile(&plan)?), Keys::new([0; 32]), true);
        let mut sink = Sink { scanner, found: Collector::default() };
        let limits = Limits::default();
        let hints = ContentHints { content_type: content_type.as_bytes().to_vec(), ..ContentHints::default() };
        Unpacker::new(&hints, "http.request.body", &limits).push(text, true, true, &mut sink);
        let mut groups = Vec::new();
        sink.found.drain(limits.findings_per_message, 0, &mut groups);
        let rows = groups.into_iter().flat_map(|group| {
            let told = move |value| (group.detector.to_string(), group.place.to_string(), value, group.confidence);
            group.values.into_iter().map(told)
        });
        Ok(rows.collect())
    })
}

/// Scans every leaf; what is odd about a test's text is not of interest.
struct Sink {
    scanner: Scanner,
    found: Collector,
}

impl LeafSink for Sink {
    fn file(&mut self, _: &str, _: leaktap_engine::content::File<'_>) {}
    fn found(&self) -> bool {
        false
    }
    fn leaf(&mut self, leaf: Leaf<'_>, locate: &mut dyn Locate) {
        self.scanner.scan(&leaf, locate, &mut self.found);
    }
    fn field(&mut self, place: &str, name: &str, value: &[u8]) {
        self.scanner.field(place, name, value, &mut self.found);
    }
    fn locked(&mut self, place: &str, name: &str, sign: Sign) {
        self.scanner.locked(place, name, sign == Sign::Told, &mut self.found);
    }
    fn anomaly(&mut self, _: Code, _: &str) {}
}

/// The captures that files, directories and patterns stand for; names are the file system's own, UTF-8 or not.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // PyO3 makes the list from Python's
pub fn captures(py: Python<'_>, named: Vec<OsString>) -> PyResult<Vec<OsString>> {
    enter(py, || source::expand(&named))
}
