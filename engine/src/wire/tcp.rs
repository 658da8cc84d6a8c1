//! TCP (RFC 9293 section 3.1).

use super::Dissected;
use super::view::View;
use crate::anomaly::Code;

const MIN: usize = 20;

/// Reads a header. Options may be cut by snaplen: the payload is then known by its length only.
pub(super) fn read(view: View<'_>, into: &mut Dissected) -> Result<(), Code> {
    let head = view.head::<MIN>()?;
    let len = usize::from(head[12] >> 4) * 4;
    if len < MIN {
        return Err(Code::HeaderInvalid);
    }
    let payload = view.pass(len)?;
    into.sport = u16::from_be_bytes([head[0], head[1]]);
    into.dport = u16::from_be_bytes([head[2], head[3]]);
    into.seq = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
    into.ack = u32::from_be_bytes([head[8], head[9], head[10], head[11]]);
    into.flags = head[13];
    into.window = u16::from_be_bytes([head[14], head[15]]);
    into.payload(payload);
    Ok(())
}
