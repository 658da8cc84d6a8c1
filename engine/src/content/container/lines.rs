//! Lines of text, however they come.

use crate::content::bytes::Bytes;

/// Most of a line that is held until its end comes; a longer one is read in pieces.
pub(super) const LINE_BYTES: usize = 64 << 10;

/// Puts lines together.
#[derive(Default)]
pub(super) struct Lines {
    /// A line without its end.
    carry: Vec<u8>,
}

impl Lines {
    /// Hands every line over with its end, which `find` finds; a piece of one, which has none, if it is too long or the
    /// last. No byte is searched twice.
    pub(super) fn feed(
        &mut self,
        data: &[u8],
        last: bool,
        find: impl Fn(&[u8]) -> Option<usize>,
        mut line: impl FnMut(&[u8], bool),
    ) {
        let searched = self.carry.len();
        self.carry.extend_from_slice(data);
        let mut at = 0;
        while let Some(step) = find(self.carry.after(at.max(searched))) {
            let next = at.max(searched) + step + 1;
            line(self.carry.span(at, next), true);
            at = next;
        }
        if self.carry.len() - at >= LINE_BYTES || last {
            line(self.carry.after(at), false);
            at = self.carry.len();
        }
        self.carry.drain(..at);
    }
}
