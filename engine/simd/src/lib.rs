//! Byte-class masks with runtime dispatch, each beside a scalar twin that a property test proves equal; and prefetch.
//!
//! The only crate, beside `capture`, that may hold `unsafe`.

mod masks;
mod prefetch;
mod survey;

pub use masks::{BLOCK, KEY_TRIGRAMS, Masks, classify, classify_scalar};
pub use prefetch::{prefetch, prefetch_value};
pub use survey::{RUN, Survey, survey, survey_scalar};
