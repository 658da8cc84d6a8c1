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
pub mod properties;
mod recorder;
mod runner;
pub mod work;

pub use dialogue::{Dialogue, Turn};
pub use properties::run_pieces;
pub use recorder::Recorder;
pub use runner::{check_datagrams, check_dialogues, run};

/// The tests that every parser over TCP has: its dialogues, and the properties of [`properties`].
///
/// Takes the registry's entry, the folder of the dialogues, and pieces of the protocol for damage to insert.
macro_rules! parser_properties {
    ($protocol:expr, $folder:literal, $shapes:expr) => {
        #[test]
        fn dialogues_give_the_expected_events() {
            $crate::proto::testing::check_dialogues(&$protocol, $folder);
        }

        #[test]
        fn any_segmentation_gives_the_same_events() {
            $crate::proto::testing::properties::any_segmentation(&$protocol, $folder);
        }

        #[test]
        fn damage_and_gaps_are_survived() {
            $crate::proto::testing::properties::damage(&$protocol, $folder, $shapes);
        }

        #[test]
        fn every_length_a_peer_may_claim_is_survived() {
            $crate::proto::testing::properties::extremes(&$protocol, $folder);
        }

        #[test]
        fn noise_keeps_the_contract() {
            $crate::proto::testing::properties::noise(&$protocol);
        }

        #[test]
        fn probe_verdicts_do_not_change() {
            $crate::proto::testing::properties::probe_verdicts(&$protocol, $folder);
        }

        #[test]
        fn work_grows_with_the_bytes() {
            $crate::proto::testing::work::linear(&$protocol, $folder, $shapes);
        }
    };
}
pub(crate) use parser_properties;

/// The tests that every parser of datagrams has: each turn of a dialogue is a datagram.
///
/// Takes the registry's entry, the folder of the dialogues, and pieces of the protocol for damage to insert.
macro_rules! datagram_properties {
    ($protocol:expr, $folder:literal, $shapes:expr) => {
        #[test]
        fn dialogues_of_datagrams_give_the_expected_events() {
            $crate::proto::testing::check_datagrams(&$protocol, $folder);
        }

        #[test]
        fn damaged_datagrams_are_consumed_whole() {
            $crate::proto::testing::properties::damaged_datagrams(&$protocol, $folder, $shapes);
        }

        #[test]
        fn first_datagrams_are_claimed() {
            $crate::proto::testing::properties::claimed_datagrams(&$protocol, $folder);
        }
    };
}
pub(crate) use datagram_properties;
