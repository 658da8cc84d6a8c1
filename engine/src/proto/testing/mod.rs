//! Test support for parsers: dialogues, a recording [`Outlet`](crate::message::Outlet), any segmentation.
//!
//! A dialogue is a text file `<name>.t`. It holds turns, then `===`, then the expected events.
//!
//! ```text
//! # a comment (before the first turn); `@` lines set limits
//! @limit head_bytes 256
//! >>>
//! GET / HTTP/1.1
//! Host: a\
//! ```
//!
//! - `>>>` starts bytes of the originator, `<<<` of the responder. Each line of a turn ends in CRLF on the wire, unless
//!   it ends in `\`. Escapes: `\r \n \t \0 \\ \xHH`; `\{70000*A}` repeats the text after the star.
//! - `>>> hex` and `<<< hex`: lines of hex digits, blanks ignored, `#` starts a comment.
//! - `><> 100`: a gap of 100 bytes in what the originator sends; `<>< 100` in what the responder sends.
//! - `>>|` and `<<|`: that direction closes. At the end of the turns both do.
//!
//! Events are rendered one a line, `>` or `<` for the direction first, bodies that follow one another merged. The
//! runner behaves like the pipeline: it shows unconsumed bytes again, drops them at a gap, and checks the accounting
//! contract after every call. With `LEAKTAP_BLESS=1` in the environment expectations that differ are rewritten from
//! what came: for review, not instead of it.

// Tests may panic: that is how they fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod dialogue;
mod noise;
mod recorder;
mod runner;

pub use dialogue::{Dialogue, Turn};
pub use noise::check_damaged;
pub use recorder::Recorder;
pub use runner::{Transcript, check_dialogues, load_dialogues, run};
