//! The records as frozen classes: each holds the engine's record and hands out copies of its parts.

use crate::values::ValueSet;
use leaktap_engine::coverage::{State, Tally, direction};
use leaktap_engine::finding::{self, AnomalyRecord, FlowIdentity, FlowRecord};
use leaktap_engine::fingerprint::{community_id, hex};
use leaktap_engine::kinds::{self, Scope};
use leaktap_engine::message::{self, About, Direction, Outcome};
use leaktap_engine::source::SourceStatus;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// For whom an endpoint, a trusted proxy, says that it speaks.
#[pyclass(frozen, get_all, skip_from_py_object, module = "sensor._engine")]
#[derive(Clone)]
pub struct Client {
    ip: String,
    port: u16,
    zone: String,
    told_by: &'static str,
}

/// One side of a flow. Its texts are made once: whoever judges reads them many times.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct Endpoint {
    ip: Py<PyString>,
    port: u16,
    zone: Py<PyString>,
    client: Option<Client>,
    /// Who is judged: the client, if one was told, else the endpoint itself.
    peer_ip: Py<PyString>,
    peer_zone: Py<PyString>,
}

impl Endpoint {
    fn new(py: Python<'_>, flow: &FlowIdentity, side: Direction) -> Self {
        let (end, zone) = match side {
            Direction::Orig => (flow.tuple.orig, &flow.orig_zone),
            Direction::Resp => (flow.tuple.resp, &flow.resp_zone),
        };
        let client = flow.client.as_ref().filter(|_| side == Direction::Orig);
        let address = |addr: IpAddr| PyString::new(py, &addr.to_string()).unbind();
        // There are few zones, and every endpoint is in one.
        let name = |zone: &str| PyString::intern(py, zone).unbind();
        let (ip, zone) = (address(end.addr), name(zone));
        let (peer_ip, peer_zone) =
            client.map_or_else(|| (ip.clone_ref(py), zone.clone_ref(py)), |told| (address(told.addr), name(told.zone)));
        let client = client.map(|told| Client {
            ip: told.addr.to_string(),
            port: told.port,
            zone: told.zone.to_string(),
            told_by: told.told_by,
        });
        Self { ip, port: end.port, zone, client, peer_ip, peer_zone }
    }
}

/// Who a flow is, for all its records: the ends as Python sees them are made once, when they are first asked for.
pub struct Who {
    flow: Arc<FlowIdentity>,
    ends: [PyOnceLock<Py<Endpoint>>; 2],
}

impl Who {
    /// Of a flow.
    pub fn new(flow: &Arc<FlowIdentity>) -> Self {
        Self { flow: flow.clone(), ends: [PyOnceLock::new(), PyOnceLock::new()] }
    }

    /// The endpoint on a side.
    pub fn end<'py>(&self, py: Python<'py>, side: Direction) -> PyResult<Bound<'py, Endpoint>> {
        let [orig, resp] = &self.ends;
        let held = if side == Direction::Orig { orig } else { resp };
        held.get_or_try_init(py, || Py::new(py, Endpoint::new(py, &self.flow, side))).map(|end| end.bind(py).clone())
    }
}

/// What is said of a login without saying the secret.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct Credential {
    scheme: &'static str,
    user: String,
    secret: Option<(String, u32, String)>,
    outcome: &'static str,
}

impl Credential {
    fn new(login: &finding::CredentialInfo) -> Self {
        Self {
            scheme: login.scheme,
            user: login.user.clone(),
            secret: login.secret.clone().map(|secret| (secret.digest, secret.length, secret.class)),
            outcome: match login.outcome {
                Outcome::Accepted => "accepted",
                Outcome::Rejected => "rejected",
                Outcome::Unknown => "unknown",
            },
        }
    }
}

/// HTTP facts beside a finding.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct Http {
    method: String,
    host: String,
    path: String,
    status: u16,
    user_agent: String,
}

impl Http {
    fn new(http: &message::HttpInfo) -> Self {
        Self {
            method: http.method().into_owned(),
            host: http.host().into_owned(),
            path: http.path().into_owned(),
            status: http.status,
            user_agent: http.user_agent().into_owned(),
        }
    }
}

/// What the findings of a batch have in common: the home zone, and who their flows are.
pub struct Common {
    home: String,
    /// By address: each flow lives as long as the map, so none can take another's place.
    flows: Mutex<HashMap<usize, Arc<Who>>>,
}

impl Common {
    /// Of a batch; `home` is the zone whose members send `egress`.
    pub fn new(home: &str) -> Self {
        Self { home: home.to_owned(), flows: Mutex::default() }
    }

    fn who(&self, flow: &Arc<FlowIdentity>) -> Arc<Who> {
        let mut flows = self.flows.lock().unwrap_or_else(PoisonError::into_inner);
        flows.entry(Arc::as_ptr(flow).addr()).or_insert_with(|| Arc::new(Who::new(flow))).clone()
    }
}

/// A finding: one (message or datagram; provenance leaf; detector; sender → receiver).
#[pyclass(frozen, skip_from_py_object, module = "sensor._engine")]
#[derive(Clone)]
pub struct Finding {
    record: Arc<finding::Finding>,
    common: Arc<Common>,
}

impl Finding {
    /// Wraps a record of a batch.
    pub fn new(record: Arc<finding::Finding>, common: Arc<Common>) -> Self {
        Self { record, common }
    }

    /// The engine's record.
    pub fn record(&self) -> &finding::Finding {
        &self.record
    }

    fn end<'py>(&self, py: Python<'py>, side: Direction) -> PyResult<Bound<'py, Endpoint>> {
        self.common.who(&self.record.flow).end(py, side)
    }
}

#[pymethods]
impl Finding {
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
    fn sender<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Endpoint>> {
        self.end(py, self.record.sender)
    }
    #[getter]
    fn receiver<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Endpoint>> {
        self.end(py, self.record.sender.reverse())
    }
    #[getter]
    fn direction(&self) -> &'static str {
        let (orig, resp) = self.record.flow.zones();
        match self.record.sender {
            Direction::Orig => direction(&self.common.home, orig, resp),
            Direction::Resp => direction(&self.common.home, resp, orig),
        }
    }
    #[getter]
    fn visibility(&self) -> &'static str {
        self.record.visibility
    }
    #[getter]
    fn protection(&self) -> &'static str {
        self.record.protection
    }
    #[getter]
    fn app_proto(&self) -> &'static str {
        self.record.app_proto
    }
    #[getter]
    fn r#where(&self) -> &str {
        &self.record.place
    }
    #[getter]
    fn detector(&self) -> &str {
        self.record.detector
    }
    #[getter]
    fn count(&self) -> u64 {
        self.record.count
    }
    #[getter]
    fn distinct(&self) -> u64 {
        self.record.distinct
    }
    #[getter]
    fn confidence(&self) -> u8 {
        self.record.confidence
    }
    #[getter]
    fn samples(&self) -> Vec<String> {
        self.record.samples.iter().map(str::to_owned).collect()
    }
    #[getter]
    fn digests(&self) -> Vec<String> {
        self.record.digests().iter().map(|digest| hex(digest)).collect()
    }
    #[getter]
    fn values(&self) -> Vec<String> {
        self.record.values().to_vec()
    }
    #[getter]
    fn value_set(&self) -> ValueSet {
        ValueSet::of(&self.record.set)
    }
    /// Tells apart what was told of a flow's messages: the number of the message, that of the look at it, and how many
    /// findings before this one read the same.
    #[getter]
    fn ordinal(&self) -> (u32, u32, u32) {
        (self.record.message, self.record.look, self.record.twin)
    }
    #[getter]
    fn part(&self) -> u32 {
        self.record.part
    }
    #[getter]
    fn r#final(&self) -> bool {
        self.record.complete
    }
    #[getter]
    fn why(&self) -> Vec<&'static str> {
        self.record.why().to_vec()
    }
    #[getter]
    fn capture(&self) -> &str {
        &self.record.capture
    }
    #[getter]
    fn first_frame(&self) -> u64 {
        self.record.first_frame
    }
    #[getter]
    fn last_frame(&self) -> u64 {
        self.record.last_frame
    }
    #[getter]
    fn stream_offset(&self) -> u64 {
        self.record.stream_offset
    }
    #[getter]
    fn tx(&self) -> u32 {
        self.record.tx
    }
    #[getter]
    fn http(&self) -> Option<Http> {
        self.record.http.as_deref().map(Http::new)
    }
    #[getter]
    fn mail(&self) -> Option<(&str, Vec<String>, &str)> {
        match &self.record.about {
            About::Mail(mail) => Some((&mail.from, mail.to.clone(), &mail.subject)),
            _ => None,
        }
    }
    #[getter]
    fn db(&self) -> Option<(&str, &str, &str, Vec<String>, u64)> {
        match &self.record.about {
            About::Db(db) => Some((&db.database, &db.table, &db.user, db.columns.clone(), db.rows)),
            _ => None,
        }
    }
    #[getter]
    fn file(&self) -> Option<(&str, &str, u64, &str, bool)> {
        let file = self.record.file()?;
        Some((&file.name, &file.mime, file.size, &file.sha256, file.complete))
    }
    #[getter]
    fn kind(&self) -> u64 {
        self.record.kind
    }
    #[getter]
    fn pair_scope(&self) -> u64 {
        kinds::scope(&self.record, Scope::Pair)
    }
    #[getter]
    fn flow_scope(&self) -> u64 {
        kinds::scope(&self.record, Scope::Flow)
    }
    #[getter]
    fn message_scope(&self) -> u64 {
        kinds::scope(&self.record, Scope::Message)
    }
    #[getter]
    fn record_scope(&self) -> u64 {
        kinds::scope(&self.record, Scope::Record)
    }
    #[getter]
    fn credential(&self) -> Option<Credential> {
        self.record.credential().map(Credential::new)
    }
}

/// End of a flow. Pairs are (originator, responder).
#[pyclass(frozen, module = "sensor._engine")]
pub struct Flow {
    record: FlowRecord,
    who: Who,
}

impl Flow {
    /// Wraps a record.
    pub fn new(record: FlowRecord) -> Self {
        Self { who: Who::new(&record.flow), record }
    }
}

#[pymethods]
impl Flow {
    #[getter]
    fn flow_id(&self) -> String {
        self.record.flow.name()
    }
    #[getter]
    fn community_id(&self) -> String {
        community_id(&self.record.flow.tuple)
    }
    #[getter]
    fn orig<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Endpoint>> {
        self.who.end(py, Direction::Orig)
    }
    #[getter]
    fn resp<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Endpoint>> {
        self.who.end(py, Direction::Resp)
    }
    /// The IP protocol's name, or its number where it has none here (IANA protocol numbers).
    #[getter]
    fn ip_proto(&self) -> String {
        match self.record.flow.tuple.proto {
            1 => "icmp".into(),
            6 => "tcp".into(),
            17 => "udp".into(),
            47 => "gre".into(),
            50 => "esp".into(),
            51 => "ah".into(),
            58 => "icmpv6".into(),
            132 => "sctp".into(),
            other => other.to_string(),
        }
    }
    #[getter]
    fn app_proto(&self) -> &'static str {
        self.record.app_proto
    }
    #[getter]
    fn start_ns(&self) -> i64 {
        self.record.start_ns
    }
    #[getter]
    fn end_ns(&self) -> i64 {
        self.record.end_ns
    }
    #[getter]
    fn packets(&self) -> (u64, u64) {
        self.record.packets.into()
    }
    #[getter]
    fn bytes(&self) -> (u64, u64) {
        self.record.bytes.into()
    }
    #[getter]
    fn payload(&self) -> (u64, u64) {
        self.record.payload.into()
    }
    #[getter]
    fn gap_count(&self) -> (u32, u32) {
        self.record.gap_count.into()
    }
    #[getter]
    fn gap_bytes(&self) -> (u64, u64) {
        self.record.gap_bytes.into()
    }
    #[getter]
    fn retransmissions(&self) -> (u32, u32) {
        self.record.retransmissions.into()
    }
    #[getter]
    fn duplicates(&self) -> u32 {
        self.record.duplicates
    }
    #[getter]
    fn state(&self) -> &'static str {
        self.record.state
    }
    #[getter]
    fn end(&self) -> &'static str {
        self.record.end
    }
    #[getter]
    fn vlan(&self) -> Vec<u16> {
        self.record.vlan.clone()
    }
    #[getter]
    fn tunnel(&self) -> Vec<&'static str> {
        self.record.tunnel.clone()
    }
    #[getter]
    fn tunnel_id(&self) -> Option<u32> {
        self.record.tunnel_id
    }
    #[getter]
    fn sha256(&self) -> (&str, &str) {
        let [orig, resp] = &self.record.sha256;
        (orig, resp)
    }
    #[getter]
    fn plain_sha256(&self) -> (&str, &str) {
        let [orig, resp] = &self.record.plain_sha256;
        (orig, resp)
    }
    #[getter]
    fn coverage(&self) -> (BTreeMap<&'static str, u64>, BTreeMap<&'static str, u64>) {
        let [orig, resp] = &self.record.coverage;
        (states(orig), states(resp))
    }
}

/// A named oddity, counted per flow and code.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct Anomaly {
    flow_id: Option<String>,
    ts_ns: i64,
    code: &'static str,
    layer: &'static str,
    count: u64,
    detail: String,
}

impl Anomaly {
    /// From a record.
    pub fn new(record: AnomalyRecord) -> Self {
        Self {
            flow_id: record.flow.map(|flow| flow.name()),
            ts_ns: record.ts_ns,
            code: record.code.name(),
            layer: record.code.layer(),
            count: record.count,
            detail: record.detail,
        }
    }
}

/// How a live source is.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct Source {
    name: String,
    up: bool,
    trouble: String,
    received: u64,
    ring_drops: u64,
    nic_drops: u64,
    oversize: u64,
    checksums: (u64, u64),
    reopened: u64,
}

impl Source {
    /// From the engine's.
    pub fn new(status: &SourceStatus) -> Self {
        Self {
            name: status.name.clone(),
            up: status.up,
            trouble: status.trouble.clone(),
            received: status.received,
            ring_drops: status.ring_drops,
            nic_drops: status.nic_drops,
            oversize: status.oversize,
            checksums: status.checksums,
            reopened: status.reopened,
        }
    }
}

/// One row of the coverage ledger.
#[pyclass(frozen, get_all, module = "sensor._engine")]
pub struct CoverageRow {
    from_zone: String,
    to_zone: String,
    direction: &'static str,
    app_proto: &'static str,
    bytes: BTreeMap<&'static str, u64>,
}

impl CoverageRow {
    /// From a record; `home` is the zone whose members send `egress`.
    pub fn new(row: &finding::CoverageRow, home: &str) -> Self {
        Self {
            direction: direction(home, row.from_zone, row.to_zone),
            bytes: states(&row.tally),
            app_proto: row.app_proto,
            from_zone: row.from_zone.to_string(),
            to_zone: row.to_zone.to_string(),
        }
    }
}

/// Bytes of every state by its published name.
fn states(tally: &Tally) -> BTreeMap<&'static str, u64> {
    State::ALL.iter().map(|&state| (state.name(), tally.get(state))).collect()
}
