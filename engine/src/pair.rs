//! What a parser keeps of each direction.

use crate::message::Direction;

/// One of each direction.
#[derive(Debug, Default)]
pub(super) struct Pair<T> {
    orig: T,
    resp: T,
}

impl<T> Pair<T> {
    /// What `make` makes of each direction.
    pub(super) fn of(make: impl Fn(Direction) -> T) -> Self {
        Self { orig: make(Direction::Orig), resp: make(Direction::Resp) }
    }

    /// Both, the originator's first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.orig, &self.resp].into_iter()
    }

    /// The one of this direction.
    pub(super) const fn of_mut(&mut self, dir: Direction) -> &mut T {
        match dir {
            Direction::Orig => &mut self.orig,
            Direction::Resp => &mut self.resp,
        }
    }
}
