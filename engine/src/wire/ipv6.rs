//! IPv6 and its extension headers (RFC 8200).

use super::Dissected;
use super::fragment::Piece;
use super::view::View;
use super::walk::Step;
use crate::anomaly::Code;

const HEADER: usize = 40;
const FRAGMENT: usize = 8;
const NEXT_FRAGMENT: u8 = 44;
const NEXT_AUTH: u8 = 51;

/// Reads the fixed header. A payload length of 0 means "to the end": a jumbogram (RFC 2675) or segmentation offload.
pub(super) fn read<'a>(view: View<'a>, into: &mut Dissected) -> Result<Step<'a>, Code> {
    let head = view.head::<HEADER>()?;
    if head[0] >> 4 != 6 {
        return Err(Code::HeaderInvalid);
    }
    let body = match u32::from(u16::from_be_bytes([head[4], head[5]])) {
        0 => view.skip(HEADER)?,
        len => view.skip(HEADER)?.with_wire(len),
    };
    let (src, dst) = addresses(head);
    into.network(src, dst, true, 0, body.wire().saturating_add(HEADER as u32));
    Ok(Step::Payload(head[6], body))
}

fn addresses(head: &[u8; HEADER]) -> ([u8; 16], [u8; 16]) {
    let at = |from: usize| head.get(from..).and_then(|rest| rest.first_chunk::<16>()).copied().unwrap_or_default();
    (at(8), at(24))
}

/// True if `proto` is a header that this file passes over: extension headers, and AH in either IP version.
pub(super) const fn is_extension(proto: u8, v6: bool) -> bool {
    proto == NEXT_AUTH || (v6 && matches!(proto, 0 | 43 | NEXT_FRAGMENT | 60 | 135 | 139 | 140))
}

/// Passes over one extension header.
pub(super) fn extension<'a>(proto: u8, view: View<'a>, into: &Dissected) -> Result<Step<'a>, Code> {
    if proto == NEXT_FRAGMENT {
        return fragment(view, into);
    }
    let head = view.head::<2>()?;
    // AH counts in words of four bytes minus two (RFC 4302 section 2.2), the others in eights minus one.
    let len = if proto == NEXT_AUTH { (usize::from(head[1]) + 2) * 4 } else { (usize::from(head[1]) + 1) * 8 };
    if (proto == NEXT_AUTH && len < 12) || len as u64 > u64::from(view.wire()) {
        return Err(Code::HeaderInvalid);
    }
    Ok(Step::Payload(head[0], view.skip(len)?))
}

fn fragment<'a>(view: View<'a>, into: &Dissected) -> Result<Step<'a>, Code> {
    let head = view.head::<FRAGMENT>()?;
    let body = view.skip(FRAGMENT)?;
    let word = u16::from_be_bytes([head[2], head[3]]);
    let (offset, more) = (u32::from(word & 0xfff8), word & 1 != 0);
    if offset == 0 && !more {
        // An atomic fragment is a whole packet (RFC 6946).
        return Ok(Step::Payload(head[0], body));
    }
    let header_len = into.ip_len.saturating_sub(body.wire());
    Ok(Step::Fragment(Piece {
        id: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
        offset,
        more,
        view: body,
        next: head[0],
        header_len,
    }))
}

/// True if these bytes look like an IPv6 header.
pub(super) fn plausible(view: View<'_>) -> bool {
    view.head::<HEADER>().is_ok() && view.nibble() == 6
}
