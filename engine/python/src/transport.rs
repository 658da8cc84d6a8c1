//! What protects a flow, as frozen classes.

use crate::records::{Endpoint, Who};
use leaktap_engine::finding::{self, SshInfo, TransportRecord};
use leaktap_engine::fingerprint::{community_id, hex};
use leaktap_engine::kinds;
use leaktap_engine::message::Direction;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::Arc;

/// What protects a flow: one per flow.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Transport {
    record: Box<TransportRecord>,
    who: Who,
}

impl Transport {
    /// Wraps a record.
    pub fn new(record: Box<TransportRecord>) -> Self {
        Self { who: Who::new(&record.flow), record }
    }
}

#[pymethods]
impl Transport {
    #[getter]
    fn flow_id(&self) -> String {
        self.record.flow.name()
    }
    #[getter]
    fn community_id(&self) -> String {
        community_id(&self.record.flow.tuple)
    }
    #[getter]
    fn ts_ns(&self) -> i64 {
        self.record.ts_ns
    }
    #[getter]
    fn last_ns(&self) -> i64 {
        self.record.last_ns
    }
    #[getter]
    fn flows(&self) -> u64 {
        self.record.flows
    }
    #[getter]
    fn encrypted(&self) -> (u64, u64) {
        self.record.unseen.encrypted.into()
    }
    #[getter]
    fn opaque(&self) -> (u64, u64) {
        self.record.unseen.opaque.into()
    }
    #[getter]
    fn tunnel(&self) -> &'static str {
        self.record.info.tunnel
    }
    #[getter]
    fn orig<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Endpoint>> {
        self.who.end(py, Direction::Orig)
    }
    #[getter]
    fn resp<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Endpoint>> {
        self.who.end(py, Direction::Resp)
    }
    #[getter]
    fn protocol(&self) -> &'static str {
        self.record.info.protocol
    }
    #[getter]
    fn protection(&self) -> &'static str {
        self.record.info.protection
    }
    #[getter]
    fn version(&self) -> &'static str {
        self.record.info.version
    }
    #[getter]
    fn suite(&self) -> Option<u16> {
        self.record.info.suite
    }
    #[getter]
    fn group(&self) -> Option<u16> {
        self.record.info.group
    }
    #[getter]
    fn sni(&self) -> &str {
        &self.record.info.sni
    }
    #[getter]
    fn alpn(&self) -> Vec<String> {
        self.record.info.alpn.clone()
    }
    #[getter]
    fn ja3(&self) -> &str {
        &self.record.info.ja3
    }
    #[getter]
    fn ja4(&self) -> &str {
        &self.record.info.ja4
    }
    #[getter]
    fn upgrade(&self) -> &'static str {
        self.record.info.upgrade
    }
    #[getter]
    fn signature(&self) -> Option<u16> {
        self.record.info.signature
    }
    #[getter]
    fn resumed(&self) -> bool {
        self.record.info.resumed
    }
    #[getter]
    fn retried(&self) -> bool {
        self.record.info.retried
    }
    #[getter]
    fn ech(&self) -> bool {
        self.record.info.ech
    }
    #[getter]
    fn offered_version(&self) -> &'static str {
        self.record.info.offered_version
    }
    #[getter]
    fn fallback(&self) -> bool {
        self.record.info.fallback
    }
    #[getter]
    fn unread_certificates(&self) -> bool {
        self.record.info.unread_certificates
    }
    #[getter]
    fn certificates(&self) -> Vec<String> {
        self.record.info.certificates.iter().map(|print| hex(print)).collect()
    }
    #[getter]
    fn client_certificates(&self) -> Vec<String> {
        self.record.info.client_certificates.iter().map(|print| hex(print)).collect()
    }
    #[getter]
    fn dh_bits(&self) -> u16 {
        self.record.info.dh_bits
    }
    #[getter]
    fn kind(&self) -> u64 {
        kinds::transport(&self.record)
    }
    #[getter]
    fn ssh(&self) -> Option<Ssh> {
        self.record.info.ssh.clone().map(|info| Ssh { info })
    }
}

/// What two sides of an SSH connection agreed on.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Ssh {
    info: Arc<SshInfo>,
}

#[pymethods]
impl Ssh {
    #[getter]
    fn client(&self) -> &str {
        &self.info.client
    }
    #[getter]
    fn server(&self) -> &str {
        &self.info.server
    }
    #[getter]
    fn kex(&self) -> &str {
        &self.info.kex
    }
    #[getter]
    fn host_key(&self) -> &str {
        &self.info.host_key
    }
    #[getter]
    fn ciphers(&self) -> (&str, &str) {
        pair(&self.info.ciphers)
    }
    #[getter]
    fn macs(&self) -> (&str, &str) {
        pair(&self.info.macs)
    }
    #[getter]
    fn compressions(&self) -> (&str, &str) {
        pair(&self.info.compressions)
    }
    #[getter]
    fn strict_kex(&self) -> bool {
        self.info.strict_kex
    }
}

/// Both directions, the originator's first.
fn pair([orig, resp]: &[String; 2]) -> (&str, &str) {
    (orig, resp)
}

/// A certificate that crossed the wire in the clear.
#[pyclass(frozen, module = "sensor._engine")]
pub struct Certificate {
    certificate: finding::Certificate,
}

impl Certificate {
    /// Wraps one.
    pub fn new(certificate: finding::Certificate) -> Self {
        Self { certificate }
    }
}

#[pymethods]
impl Certificate {
    #[getter]
    fn sha256(&self) -> String {
        hex(&self.certificate.sha256)
    }
    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.certificate.der)
    }
}
