//! What the engine is told: limits, zones, memory. Python sends it as one JSON document.

use serde::Deserialize;

/// Everything the engine needs to start. Field names are the JSON contract with `sensor.engine`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EngineConfig {
    /// Name of this sensor, in every record.
    pub sensor: String,
    /// Worker threads; 1 runs everything on the reader's thread.
    pub workers: usize,
    /// Memory budget of the engine in bytes.
    pub memory: u64,
    /// Zones in order of definition; the most specific prefix wins; `outside` is the rest.
    pub zones: Vec<Zone>,
    /// Whom proxies are believed to speak for.
    pub proxies: Proxies,
    /// Zone whose members send `egress`.
    pub home: String,
    /// Key of the digests, 64 hex digits.
    pub digest_key: String,
    /// Let `values` cross the boundary.
    pub reveal: bool,
    /// Isolate captures from one another.
    pub separate: bool,
    /// Put VLAN ids into the flow key.
    pub key_vlan: bool,
    /// Findings below this confidence are counted (`findings_weak`) and not handed out.
    pub min_confidence: u8,
    /// Say in findings what only their records show: digests, reasons, and the facts of request, mail or query.
    pub finding_details: bool,
    /// Make a record of every flow's end.
    pub flow_records: bool,
    /// Make a transport record of every flow; otherwise one per service, at the end of the run.
    pub transport_records: bool,
    /// Server names that are services of their own; one with a dot in front is a domain. Of what is sound and shows no
    /// certificate, others are not told apart. None: all are.
    pub service_names: Option<Vec<String>>,
    /// Make anomaly records per flow; otherwise one per code, at the end of the run.
    pub anomaly_records: bool,
    /// Put the SHA-256 of both reassembled streams into flow records: evidence, and the oracle of reassembly tests.
    pub stream_digests: bool,
    /// What records of TLS are opened with.
    pub decrypt: Decrypt,
    /// All limits.
    pub limits: Limits,
}

/// Where the owner's secrets are. Paths only: key material is no part of a configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Decrypt {
    /// Key logs (NSS format). A replay reads them to their end first; a live run follows them as they grow.
    pub keylogs: Vec<String>,
    /// PEM files with RSA private keys.
    pub rsa_keys: Vec<String>,
}

/// Proxies that are believed when they say who their client is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Proxies {
    /// CIDR networks or single addresses; nobody else is believed.
    pub trusted: Vec<String>,
    /// Lower-case name of the one header field of HTTP that they write: `x-forwarded-for`, `forwarded`, `x-real-ip`;
    /// empty: none of them.
    pub header: String,
}

impl Default for Proxies {
    fn default() -> Self {
        Self { trusted: Vec::new(), header: "x-forwarded-for".into() }
    }
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            sensor: "leaktap".into(),
            workers: 1,
            memory: 384 << 20,
            zones: Vec::new(),
            proxies: Proxies::default(),
            home: "crm".into(),
            digest_key: "00".repeat(32),
            reveal: false,
            separate: false,
            key_vlan: false,
            min_confidence: 0,
            finding_details: true,
            flow_records: false,
            transport_records: false,
            service_names: None,
            anomaly_records: false,
            stream_digests: false,
            decrypt: Decrypt::default(),
            limits: Limits::default(),
        }
    }
}

/// A named set of networks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Name, as in records and metrics.
    pub name: String,
    /// CIDR networks or single addresses.
    pub networks: Vec<String>,
}

/// Every limit of the engine. Reaching one is an anomaly and a coverage state, never silence.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Tunnel headers in one packet.
    pub tunnel_depth: u8,
    /// IP datagrams being defragmented at once.
    pub fragment_datagrams: usize,
    /// Bytes held by defragmentation.
    pub fragment_bytes: usize,
    /// Capture time after which an incomplete IP datagram is dropped, ns.
    pub fragment_timeout_ns: i64,
    /// Out-of-order bytes held for one direction of a flow.
    pub reorder_bytes: usize,
    /// Out-of-order segments held for one direction of a flow.
    pub reorder_segments: usize,
    /// A gap is given up when this many later bytes wait behind it.
    pub gap_bytes: usize,
    /// Idle capture time that ends a TCP flow, ns.
    pub tcp_idle_ns: i64,
    /// The same for a flow that only saw SYNs.
    pub tcp_syn_ns: i64,
    /// The same after FIN from both sides or RST.
    pub tcp_closed_ns: i64,
    /// The same for UDP and other protocols.
    pub udp_idle_ns: i64,
    /// The same for a UDP flow of which nothing more is expected: every query has its response.
    pub udp_rest_ns: i64,
    /// Stream bytes after which an unfinished message is cut into a part.
    pub part_bytes: usize,
    /// Capture time after which it is.
    pub part_ns: i64,
    /// Longest head (start line and header fields).
    pub head_bytes: usize,
    /// Outstanding requests of one flow (pipelining).
    pub pipeline_depth: usize,
    /// Bytes that decoding one message may yield beyond `decode_usual` times its length.
    pub decode_bytes: u64,
    /// Yield over input that sound data reaches, however long it is.
    pub decode_usual: u64,
    /// Yield over input above which a body is a bomb (once past 1 MiB).
    pub decode_ratio: u64,
    /// Containers and codings inside one another.
    pub decode_depth: u8,
    /// Parts, members, fields of one message, and more for each 64 bytes of it or 1 KiB that it yields.
    pub decode_parts: usize,
    /// Bytes kept of one document that is read as a whole (a workbook, a database, a PDF), within an eighth of the memory.
    pub document_bytes: usize,
    /// Findings of one part of a message; the smallest are left out.
    pub findings_per_message: usize,
    /// Two copies of a UDP datagram closer than this are a mirror's duplicate, ns.
    pub duplicate_ns: i64,
    /// Connections whose secrets are kept; the oldest go first.
    pub secrets: usize,
    /// Sealed bytes of one flow that wait for their secrets.
    pub sealed_flow_bytes: usize,
    /// The same of all flows of a worker.
    pub sealed_bytes: usize,
}

/// How much decoding may yield, by what came in: work stays in proportion to it, so that long data is read to its end and
/// a short message costs no more than `decode_bytes`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Yield {
    beyond: u64,
    usual: u64,
}

impl Yield {
    /// The most of so many bytes.
    pub fn of(self, input: u64) -> u64 {
        self.beyond.saturating_add(self.usual.saturating_mul(input))
    }
}

impl Limits {
    /// How much decoding may yield.
    pub fn decode_yield(&self) -> Yield {
        Yield { beyond: self.decode_bytes, usual: self.decode_usual }
    }
}

impl Default for Limits {
    fn default() -> Self {
        const S: i64 = 1_000_000_000;
        Self {
            tunnel_depth: 8,
            fragment_datagrams: 4096,
            fragment_bytes: 16 << 20,
            fragment_timeout_ns: 30 * S,
            reorder_bytes: 1 << 20,
            reorder_segments: 1024,
            gap_bytes: 256 << 10,
            tcp_idle_ns: 3600 * S,
            tcp_syn_ns: 60 * S,
            tcp_closed_ns: 10 * S,
            udp_idle_ns: 120 * S,
            udp_rest_ns: S,
            part_bytes: 1 << 20,
            part_ns: 5 * S,
            head_bytes: 64 << 10,
            pipeline_depth: 128,
            decode_bytes: 64 << 20,
            decode_usual: 64,
            decode_ratio: 1000,
            decode_depth: 6,
            decode_parts: 4096,
            document_bytes: 32 << 20,
            findings_per_message: 512,
            duplicate_ns: 50_000_000,
            secrets: 65_536,
            sealed_flow_bytes: 1 << 20,
            sealed_bytes: 64 << 20,
        }
    }
}
