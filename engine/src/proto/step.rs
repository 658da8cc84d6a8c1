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
        work(1);
        match step(rest) {
            Step::Took(n) => done = done.saturating_add(n),
            Step::More => break,
        }
    }
    done
}

/// The same for a parser that may lose its place for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stride {
    /// See [`Step::Took`].
    Took(usize),
    /// See [`Step::More`].
    More,
    /// What stands here is none of the protocol.
    Lost,
}

/// Steps through `data` as [`steps`] does. `None`: the place is lost at its front; what was done with before that is told
/// first, and the rest shown again.
pub(super) fn strides(data: &[u8], mut step: impl FnMut(&[u8]) -> Stride) -> Option<usize> {
    let mut lost = false;
    let done = steps(data, |rest| match step(rest) {
        Stride::Took(n) => Step::Took(n),
        Stride::More => Step::More,
        Stride::Lost => {
            lost = true;
            Step::More
        }
    });
    (done > 0 || !lost).then_some(done)
}

/// Where in `data`, from `from` on, something begins: `begins` answers true, or nothing while more bytes must tell. With
/// what it answered there; at the end, that nothing begins.
pub(super) fn seek(data: &[u8], from: usize, begins: impl Fn(&[u8]) -> Option<bool>) -> (usize, Option<bool>) {
    let rest = |at: usize| data.get(at..).unwrap_or_default();
    let tell = |at: usize| {
        work(1);
        (at, begins(rest(at)))
    };
    let told = (from..data.len()).map(tell).find(|(_, begins)| *begins != Some(false));
    told.unwrap_or((data.len().max(from), Some(false)))
}

/// Counts steps for the tests that hold parsers to linear work; in what is shipped it is nothing.
#[inline]
pub(super) fn work(steps: usize) {
    #[cfg(test)]
    super::testing::work::add(steps);
    #[cfg(not(test))]
    let _ = steps;
}
