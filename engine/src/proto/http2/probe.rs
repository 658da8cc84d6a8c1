//! What HTTP/2 begins with: the client's preface, the server's settings, or, in the middle, frames that follow one another.

use super::frame::{Chain, END_HEADERS, HEADER, Header, Kind, PADDED, PREFACE, PRIORITY, chain};
use crate::message::Direction;
use crate::proto::Probe;

/// Bytes that a probe is shown at most.
const SHOWN: usize = 512;

/// Claims the preface (RFC 9113 §3.4), a SETTINGS frame whose settings are known, or HEADERS and a frame behind them.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match data.first() {
        None => Probe::NeedMore,
        Some(0) => frames(data),
        Some(_) if data.starts_with(PREFACE) => Probe::Match,
        Some(_) if PREFACE.starts_with(data) => Probe::NeedMore,
        Some(_) => Probe::Reject,
    }
}

fn frames(data: &[u8]) -> Probe {
    let Some(first) = Header::read(data) else {
        return if starts_like_a_header(data) { Probe::NeedMore } else { Probe::Reject };
    };
    if !first.is_believable() {
        return Probe::Reject;
    }
    if first.kind == Kind::Settings && first.flags == 0 && first.len > 0 {
        return settings(data, first.len);
    }
    if first.kind != Kind::Headers || !first.has(END_HEADERS) {
        return Probe::Reject;
    }
    // A block begins with the method or the status, which nearly always stand in a table.
    let skipped = usize::from(first.has(PADDED)) + if first.has(PRIORITY) { 5 } else { 0 };
    if data.get(HEADER.saturating_add(skipped)).is_some_and(|octet| *octet & 0x80 == 0) {
        return Probe::Reject;
    }
    match chain(data) {
        Chain::Two => Probe::Match,
        Chain::NeedMore if first.len.saturating_add(2 * HEADER) <= SHOWN => Probe::NeedMore,
        Chain::No | Chain::NeedMore => Probe::Reject,
    }
}

/// The server's preface: settings 1 to 9 but 7 (RFC 9113 §6.5.2, 8441, 9218); gRPC has one of its own, and peers add
/// others to keep receivers honest (`0x?a?a`).
fn settings(data: &[u8], len: usize) -> Probe {
    let wanted = HEADER.saturating_add(len).min(SHOWN);
    if data.len() < wanted {
        return Probe::NeedMore;
    }
    let mut settings = data.get(HEADER..wanted).unwrap_or(&[]).chunks_exact(6);
    let known = |setting: &[u8]| {
        matches!(setting, [0, 1..=6 | 8 | 9, ..] | [0xfe, 3, ..])
            || matches!(setting, [a, b, ..] if a & 0x0f == 0x0a && b & 0x0f == 0x0a)
    };
    if settings.len() > 0 && settings.all(known) { Probe::Match } else { Probe::Reject }
}

/// The first bytes of a header that may become believable.
fn starts_like_a_header(data: &[u8]) -> bool {
    let types = |kind: &u8| *kind <= 9 || *kind == 0x10;
    data.get(1).is_none_or(|len| *len <= 0x40) && data.get(3).is_none_or(types)
}
