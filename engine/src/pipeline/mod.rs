//! The only module that knows every stage: source → wire → flow → stream → proto → content → detect → records.

use crate::config::EngineConfig;
use crate::detect::PlanSpec;
use crate::error::Result;
use crate::finding::{AnomalyRecord, CoverageRow, Finding, FlowRecord, TransportRecord};
use crate::stats::EngineStats;
use std::time::Duration;

/// What a poll yields, each list in deterministic order.
#[derive(Debug, Default)]
pub struct Batch {
    /// Findings.
    pub findings: Vec<Finding>,
    /// Transport records.
    pub transports: Vec<TransportRecord>,
    /// Ended flows.
    pub flows: Vec<FlowRecord>,
    /// Anomalies.
    pub anomalies: Vec<AnomalyRecord>,
    /// The ledger so far, complete; only in the last batch of a replay, or when asked.
    pub coverage: Vec<CoverageRow>,
    /// Counters so far.
    pub stats: EngineStats,
    /// Captures that could not be opened or read to their end: path, offset of the damage (None: not opened), reason.
    pub damaged: Vec<(String, Option<u64>, String)>,
    /// File bytes read and in all (as stored), for a progress bar.
    pub progress: (u64, u64),
    /// True when the run is over and everything was handed out.
    pub done: bool,
}

/// The engine.
pub struct Engine {
    _private: (),
}

impl Engine {
    /// Checks the configuration and compiles the plan.
    pub fn new(_config: EngineConfig, _plan: &PlanSpec) -> Result<Self> {
        Ok(Self { _private: () })
    }
    /// Starts to read the captures (paths, `-` for standard input) on threads of its own. Once per engine.
    pub fn start(&mut self, _captures: Vec<String>) -> Result<()> {
        Ok(())
    }
    /// Waits until something is there, at most `timeout`. `max_items` bounds the number of records in the batch.
    pub fn poll(&mut self, _max_items: usize, _timeout: Duration) -> Result<Batch> {
        Ok(Batch { done: true, ..Batch::default() })
    }
    /// Puts another plan in force from the next message on.
    pub fn swap_rules(&mut self, _plan: &PlanSpec) -> Result<()> {
        Ok(())
    }
    /// Ends the run early; the next polls hand out what there is.
    pub fn stop(&mut self) {}
}
