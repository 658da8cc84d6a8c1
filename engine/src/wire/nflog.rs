//! Linux netfilter log (`LINKTYPE_NFLOG`): attributes in the byte order of the host that captured; one is the packet.

use super::view::View;
use super::walk::{Layer, Step};
use crate::anomaly::Code;

const HEADER: usize = 4;
const ATTRIBUTE: usize = 4;
const PAYLOAD: u16 = 9;

/// Finds the payload attribute, in little-endian order first.
pub(super) fn read(view: View<'_>) -> Result<Step<'_>, Code> {
    view.head::<HEADER>()?;
    let body = view.skip(HEADER)?;
    find(body, u16::from_le_bytes).or_else(|_| find(body, u16::from_be_bytes))
}

fn find(view: View<'_>, order: fn([u8; 2]) -> u16) -> Result<Step<'_>, Code> {
    let mut body = view;
    while !body.rest().is_empty() {
        let [l0, l1, k0, k1] = *body.head::<ATTRIBUTE>()?;
        let len = usize::from(order([l0, l1]));
        if len < ATTRIBUTE {
            return Err(Code::HeaderInvalid);
        }
        if order([k0, k1]) & 0x7fff == PAYLOAD {
            let packet = body.with_wire((len as u32).min(body.wire())).skip(ATTRIBUTE)?;
            return Ok(Step::Layer(Layer::Ip, packet));
        }
        body = body.skip(len.next_multiple_of(4))?;
    }
    Ok(Step::NotIp)
}
