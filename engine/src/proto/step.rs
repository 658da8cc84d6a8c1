//! Stepping through the bytes of a direction: the loop of parsers that take one piece of a stream after the other.

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// These bytes are done with; at least one, or the parser's state changed.
    Took(usize),
    /// More bytes are needed.
    More,
}

/// Steps through `data` until it is used up or more is needed; answers how many bytes were taken.
pub(super) fn steps(data: &[u8], mut step: impl FnMut(&[u8]) -> Step) -> usize {
    let mut done = 0usize;
    while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
        match step(rest) {
            Step::Took(n) => done = done.saturating_add(n),
            Step::More => break,
        }
    }
    done
}
