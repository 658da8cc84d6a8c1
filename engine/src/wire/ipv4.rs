//! IPv4 (RFC 791).

use super::Dissected;
use super::fragment::Piece;
use super::view::View;
use super::walk::Step;
use crate::anomaly::Code;

const MIN: usize = 20;

/// Reads a header; its length field, not the frame, says where the packet ends.
pub(super) fn read<'a>(view: View<'a>, into: &mut Dissected) -> Result<Step<'a>, Code> {
    let head = view.head::<MIN>()?;
    let len = usize::from(head[0] & 0xf) * 4;
    let total = match u32::from(u16::from_be_bytes([head[2], head[3]])) {
        // Segmentation offload: captured before the card filled it in.
        0 => view.wire(),
        total => total,
    };
    if head[0] >> 4 != 4 || len < MIN || (total as usize) < len {
        return Err(Code::HeaderInvalid);
    }
    let proto = head[9];
    let id = u16::from_be_bytes([head[4], head[5]]);
    let body = view.with_wire(total).skip(len)?;
    let mut src = [0; 16];
    let mut dst = [0; 16];
    [src[0], src[1], src[2], src[3]] = [head[12], head[13], head[14], head[15]];
    [dst[0], dst[1], dst[2], dst[3]] = [head[16], head[17], head[18], head[19]];
    into.network(src, dst, false, id, total);
    let word = u16::from_be_bytes([head[6], head[7]]);
    let (offset, more) = (u32::from(word & 0x1fff) * 8, word & 0x2000 != 0);
    if offset == 0 && !more {
        return Ok(Step::Payload(proto, body));
    }
    Ok(Step::Fragment(Piece { id: u32::from(id), offset, more, view: body, next: proto, header_len: len as u32 }))
}

/// True if these bytes look like an IPv4 header.
pub(super) fn plausible(view: View<'_>) -> bool {
    let Ok(head) = view.head::<MIN>() else {
        return false;
    };
    let len = usize::from(head[0] & 0xf) * 4;
    let total = usize::from(u16::from_be_bytes([head[2], head[3]]));
    head[0] >> 4 == 4 && len >= MIN && len <= view.rest().len() && (total == 0 || total >= len)
}

/// True if the checksum of a header without options is right (RFC 1071).
pub(super) fn has_checksum(view: View<'_>) -> bool {
    let Ok(head) = view.head::<MIN>() else {
        return false;
    };
    let sum = head.chunks_exact(2).fold(0_u32, |sum, pair| match pair {
        [high, low] => sum + u32::from(u16::from_be_bytes([*high, *low])),
        _ => sum,
    });
    head[0] == 0x45 && (sum & 0xffff) + (sum >> 16) == 0xffff
}
