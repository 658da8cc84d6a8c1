//! Byte-class masks with runtime dispatch, each beside a scalar twin that a property test proves equal; and prefetch.
//!
//! The only crate, beside `capture`, that may hold `unsafe`.

mod look;
mod masks;
mod prefetch;
mod survey;

pub use look::{base64_prefix, base64_prefix_scalar, classify, look, look_scalar, survey};
pub use masks::{BLOCK, KEY_TRIGRAMS, Masks, classify_scalar};
pub use prefetch::{prefetch, prefetch_value};
pub use survey::{RUN, Survey, survey_scalar};
