//! leaktap's engine: from packets to findings.
//!
//! Only [`pipeline`] knows every stage; `source`, `wire`, `flow`, `stream`, `proto`, `content` and `detect` are blind
//! to each other; the rest are leaves. Traffic never causes an error or a panic: it causes [`anomaly`]s.
#![forbid(unsafe_code)]

pub mod anomaly;
pub mod answer;
pub mod config;
pub mod content;
pub mod coverage;
pub mod decrypt;
pub mod detect;
pub mod error;
pub mod finding;
pub mod fingerprint;
pub mod flow;
pub mod fuzz;
pub mod groups;
mod identifier;
pub mod kinds;
pub mod message;
pub mod mime;
pub mod names;
mod pair;
pub mod pending;
mod percent;
pub mod pipeline;
pub mod proto;
pub mod quic;
mod rc4;
mod references;
mod scalar;
pub mod source;
mod statement;
pub mod stats;
pub mod stream;
mod tables;
pub mod wire;
