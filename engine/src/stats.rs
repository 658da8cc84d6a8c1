//! Counters of a run.

/// What the engine did, summed over workers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EngineStats {
    /// Packets read.
    pub packets: u64,
    /// Captured bytes of those packets.
    pub bytes: u64,
    /// Packets that are not IP.
    pub not_ip: u64,
    /// Packets that could not be dissected.
    pub invalid: u64,
    /// IP fragments.
    pub fragments: u64,
    /// Mirror copies dropped.
    pub duplicates: u64,
    /// Retransmitted segments.
    pub retransmissions: u64,
    /// Flows seen.
    pub flows: u64,
    /// Flows alive now.
    pub flows_active: u64,
    /// Flows evicted for memory.
    pub flows_evicted: u64,
    /// Payload bytes passed over because the sensor could not keep up.
    pub overload_bytes: u64,
    /// Flows given up for the same reason.
    pub overload_flows: u64,
    /// Services that the transport inventory had no room for.
    pub services_lumped: u64,
    /// Messages (or datagrams, or raw parts) judged.
    pub messages: u64,
    /// Findings made.
    pub findings: u64,
    /// Findings below the configured confidence, which were not handed out.
    pub findings_weak: u64,
    /// Faults caught.
    pub faults: u64,
    /// Bytes held by flows, reassembly and messages now.
    pub memory: u64,
    /// Most of that so far.
    pub memory_peak: u64,
    /// Time that worker threads spent working, ns.
    pub busy_ns: u64,
    /// First packet's time, ns; 0 before.
    pub first_ts_ns: i64,
    /// Latest packet's time, ns.
    pub last_ts_ns: i64,
    /// True while no budget or overload event occurred.
    pub deterministic: bool,
}
