//! Packets of QUIC v1 and v2 (RFC 9000, 9001, 9369) as bytes: headers, their protection, frames. Whoever reads hellos
//! (`proto`) and whoever opens what the owner's secrets open (`decrypt`) stand on it.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod frame;
pub mod initial;
pub mod packet;
pub mod protect;

mod reader;

pub use reader::Reader;
