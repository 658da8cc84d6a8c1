//! Lines of a stream, however it is cut: nothing is looked at twice.

/// Finds the lines of one direction.
#[derive(Debug)]
pub(super) struct Lines {
    limit: usize,
    /// Bytes at the start of what is shown that hold no line end.
    seen: usize,
    /// In the rest of a line that is too long.
    long: bool,
}

/// What stands at the start of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A line: its text's length, and the length with its end.
    Line(usize, usize),
    /// So many bytes of a line that is longer than the limit; true at its beginning.
    Part(usize, bool),
    /// The beginning of a line.
    More,
}

impl Lines {
    /// Lines of at most `limit` bytes.
    pub(super) const fn new(limit: usize) -> Self {
        Self { limit, seen: 0, long: false }
    }

    /// Looks at the bytes that were not consumed before, with more behind them.
    pub(super) fn next(&mut self, data: &[u8]) -> Next {
        if self.long {
            let end = memchr::memchr(b'\n', data);
            self.long = end.is_none();
            return Next::Part(end.map_or(data.len(), |at| at + 1), false);
        }
        let window = data.get(..self.limit).unwrap_or(data);
        match memchr::memchr(b'\n', window.get(self.seen..).unwrap_or_default()) {
            Some(at) => {
                let end = self.seen + at;
                self.seen = 0;
                let line = data.get(..end).unwrap_or_default();
                let text = line.strip_suffix(b"\r").unwrap_or(line);
                Next::Line(text.len(), end + 1)
            }
            None if data.len() >= self.limit => {
                self.seen = 0;
                self.long = true;
                Next::Part(self.limit, true)
            }
            None => {
                self.seen = data.len();
                Next::More
            }
        }
    }

    /// True at the start of a line.
    pub(super) const fn is_fresh(&self) -> bool {
        !self.long
    }

    /// What was shown is gone.
    pub(super) fn reset(&mut self) {
        self.seen = 0;
        self.long = false;
    }
}
