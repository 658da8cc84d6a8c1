//! Errors of the engine's callers and sources. Traffic never causes one of these: it causes anomalies.

use thiserror::Error;

/// What can go wrong outside the traffic.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration does not make sense.
    #[error("configuration: {0}")]
    Config(String),
    /// A rule or detector cannot be compiled.
    #[error("rule {rule}: {reason}")]
    Rule {
        /// Id of the detector or rule.
        rule: String,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// A capture cannot be opened or read.
    #[error("{path}: {reason}")]
    Source {
        /// The capture as the user named it.
        path: String,
        /// Operating system's error number, if it was one.
        errno: Option<i32>,
        /// What is wrong.
        reason: String,
    },
}

/// Result with the engine's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;
