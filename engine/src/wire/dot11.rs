//! 802.11 data frames, bare or behind a radiotap header. Encrypted, fragmented and aggregated (A-MSDU) ones are not
//! read.

use super::ethernet;
use super::view::View;
use super::walk::Step;
use crate::anomaly::Code;

const HEADER: usize = 24;
const FLAG_TO_DS: u8 = 1;
const FLAG_FROM_DS: u8 = 2;
const FLAG_MORE_FRAGMENTS: u8 = 4;
const FLAG_PROTECTED: u8 = 0x40;
const FLAG_ORDER: u8 = 0x80;
const SUBTYPE_QOS: u8 = 8;
const SUBTYPE_NULL: u8 = 4;
const QOS_AGGREGATE: u8 = 0x80;
/// Radiotap's flags field: the header is padded to a multiple of four.
const RADIOTAP_PADDED: u8 = 0x20;

/// Reads a radiotap header (radiotap.org) and the frame behind it.
pub(super) fn read_radiotap(view: View<'_>) -> Result<Step<'_>, Code> {
    let [version, _, l0, l1, p0, ..] = *view.head::<8>()?;
    if version != 0 {
        return Err(Code::HeaderInvalid);
    }
    let len = usize::from(u16::from_le_bytes([l0, l1]));
    let mut at = 4;
    // Words of the presence mask follow each other while their top bit is set.
    while view.rest().get(at + 3).is_some_and(|byte| byte & 0x80 != 0) {
        at += 4;
    }
    at += 4;
    if p0 & 1 != 0 {
        at = at.next_multiple_of(8) + 8;
    }
    let flags = if p0 & 2 != 0 && at < len { view.rest().get(at).copied().unwrap_or(0) } else { 0 };
    frame(view.skip(len)?, flags & RADIOTAP_PADDED != 0)
}

/// Reads a frame (IEEE 802.11 clause 9.3.2).
pub(super) fn read(view: View<'_>) -> Result<Step<'_>, Code> {
    frame(view, false)
}

fn frame(view: View<'_>, padded: bool) -> Result<Step<'_>, Code> {
    let [control, flags] = *view.head::<2>()?;
    let subtype = control >> 4;
    if control & 0x0f != 8 || subtype & SUBTYPE_NULL != 0 {
        return Ok(Step::NotIp);
    }
    let head = view.head::<HEADER>()?;
    if flags & (FLAG_PROTECTED | FLAG_MORE_FRAGMENTS) != 0 || head[22] & 0x0f != 0 {
        return Ok(Step::NotIp);
    }
    let mut len = HEADER;
    if flags & (FLAG_TO_DS | FLAG_FROM_DS) == FLAG_TO_DS | FLAG_FROM_DS {
        len += 6;
    }
    if subtype & SUBTYPE_QOS != 0 {
        let aggregate = view.rest().get(len).is_some_and(|qos| qos & QOS_AGGREGATE != 0);
        if aggregate {
            return Ok(Step::NotIp);
        }
        len += 2;
        if flags & FLAG_ORDER != 0 {
            len += 4;
        }
    }
    if padded {
        len = len.next_multiple_of(4);
    }
    ethernet::llc(view.skip(len)?)
}
