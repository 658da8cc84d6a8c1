//! Anchors in text, found by byte-class masks with runtime dispatch, and base64, each beside a scalar twin that a property
//! test proves equal; and prefetch.
//!
//! Only this crate and `capture` may hold `unsafe`.

mod anchors;
mod base64;
mod find;
mod look;
mod masks;
mod prefetch;
mod survey;

pub use anchors::{Anchors, Block, Cursor, STAMPS};
pub use base64::base64_groups;
pub use find::find;
pub use look::{anchors, base64_prefix, long_run, look, survey};
pub use masks::{BLOCK, is_key_trigram};
pub use prefetch::{prefetch, prefetch_value};
pub use survey::{RUN, Survey, survey_scalar};
