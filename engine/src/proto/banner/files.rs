//! Files: rsync.

use super::super::Probe;
use super::line::first_line;
use crate::message::Direction;

pub(super) fn rsync(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    first_line(data, &["@RSYNCD: "], |line| line.get(9).is_some_and(u8::is_ascii_digit))
}
