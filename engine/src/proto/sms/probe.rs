//! What opens a connection, and what a direction goes on with behind a gap.

use super::super::Probe;
use super::super::banner::SHOWN;
use super::gateway::{Dialect, Front, Head, front};

/// Bytes of a PDU at most with which a direction goes on.
const REACH: usize = 1024;
/// PDUs in a row that a connection is believed by, though none of them is by itself.
const ROW: usize = 3;

/// How sure it is that a PDU is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// All of its fields are as they must be, and there are enough of them.
    Telling,
    /// Nothing speaks against it.
    Mute,
    /// It is none.
    Odd,
}

/// A PDU that is sure by itself, or a few in a row that may be.
pub(super) fn probe<D: Dialect>(data: &[u8]) -> Probe {
    let mut rest = data;
    for _ in 0..ROW {
        let head = match front::<D>(rest) {
            Front::More => return Probe::NeedMore,
            Front::Odd => return Probe::Reject,
            Front::Pdu(head) => head,
        };
        let Some(body) = rest.get(D::HEADER..head.len) else {
            return if head.len > SHOWN || data.len() >= SHOWN { Probe::Reject } else { Probe::NeedMore };
        };
        match sure::<D>(&head, body) {
            Sure::Telling => return Probe::Match,
            Sure::Mute => rest = rest.get(head.len..).unwrap_or_default(),
            Sure::Odd => return Probe::Reject,
        }
    }
    Probe::Match
}

/// True for a PDU that is sure by itself; `None` if more bytes must tell.
pub(super) fn begins<D: Dialect>(data: &[u8]) -> Option<bool> {
    let head = match front::<D>(data) {
        Front::More => return None,
        Front::Odd => return Some(false),
        Front::Pdu(head) => head,
    };
    if head.len > REACH {
        return Some(false);
    }
    data.get(D::HEADER..head.len).map(|body| sure::<D>(&head, body) == Sure::Telling)
}

/// Few count PDUs from zero: what says no more than that is none.
fn sure<D: Dialect>(head: &Head, body: &[u8]) -> Sure {
    match D::sure(head, body) {
        None => Sure::Odd,
        Some(Sure::Mute) if head.sequence == [0; 12] => Sure::Odd,
        Some(sure) => sure,
    }
}
