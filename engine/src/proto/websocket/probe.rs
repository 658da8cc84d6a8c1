//! What the first bytes must look like where a connection is joined in its middle.

use super::frame::{self, CHAIN, HEADER_MAX, Header, Opcode, Read};
use crate::message::Direction;
use crate::proto::Probe;

/// Text of a frame that is enough.
const TEXT_LEAST: usize = 16;

/// Frames of a client, which are masked (RFC 6455 §5.3): one with text that is none before its mask is off, or a row of
/// them. A server's say too little.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let mut rest = data;
    // A message of several frames is open: what is no control frame continues it (RFC 6455 §5.4).
    let mut open = false;
    for _ in 0..CHAIN {
        let header = match frame::read(rest) {
            Read::Header(header) if header.mask.is_some() && header.may_follow(open) => header,
            Read::NeedMore if rest.len() < HEADER_MAX => return Probe::NeedMore,
            Read::Header(_) | Read::NeedMore | Read::No => return Probe::Reject,
        };
        open = if header.is_control() { open } else { !header.fin };
        let behind = rest.get(header.size..).unwrap_or_default();
        let len = usize::try_from(header.len).unwrap_or(usize::MAX);
        let payload = behind.get(..len.min(TEXT_LEAST)).unwrap_or(behind);
        if header.opcode == Opcode::Text && !header.compressed && !is_text(&header, payload) {
            return Probe::Reject;
        }
        if header.opcode == Opcode::Text && !header.compressed && payload.len() == TEXT_LEAST {
            return Probe::Match;
        }
        let Some(next) = behind.get(len..) else { return Probe::NeedMore };
        rest = next;
    }
    Probe::Match
}

/// True unless a payload without its mask holds control characters, or bytes that are no UTF-8.
fn is_text(header: &Header, payload: &[u8]) -> bool {
    let mut plain = Vec::with_capacity(payload.len());
    frame::unmask(payload, header.mask.unwrap_or_default(), 0, &mut plain);
    let whole = std::str::from_utf8(&plain).map_or_else(|error| error.error_len().is_none(), |_| true);
    whole && !plain.iter().any(|byte| *byte < b' ' && !byte.is_ascii_whitespace() || *byte == 0x7f)
}
