//! What is kept of each direction of a flow.

use crate::message::Direction;

/// One of each direction.
#[derive(Debug, Default)]
pub(crate) struct Pair<T> {
    orig: T,
    resp: T,
}

impl<T> Pair<T> {
    /// What `make` makes of each direction.
    pub(crate) fn of(make: impl Fn(Direction) -> T) -> Self {
        Self { orig: make(Direction::Orig), resp: make(Direction::Resp) }
    }

    /// Both, the originator's first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.orig, &self.resp].into_iter()
    }

    /// The one of this direction, then the other.
    pub(crate) const fn both(&mut self, dir: Direction) -> [&mut T; 2] {
        match dir {
            Direction::Orig => [&mut self.orig, &mut self.resp],
            Direction::Resp => [&mut self.resp, &mut self.orig],
        }
    }

    /// The one of this direction.
    pub(crate) const fn of_mut(&mut self, dir: Direction) -> &mut T {
        match dir {
            Direction::Orig => &mut self.orig,
            Direction::Resp => &mut self.resp,
        }
    }
}
