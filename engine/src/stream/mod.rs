//! TCP streams: from segments in any order to bytes in order.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

mod reorder;
mod seq;

pub use reorder::{Piece, Reorder, Spot, Stored};
pub use seq::Seq;

#[cfg(test)]
mod tests;
