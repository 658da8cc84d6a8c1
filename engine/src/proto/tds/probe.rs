//! Tells TDS from other protocols.

use super::super::Probe;
use super::super::reader::Reader;
use super::HEAD;
use crate::message::Direction;

/// Bytes that are shown at most.
const NEEDED: usize = 20;

/// PRELOGIN with its version option, LOGIN7 with its version, or a later request with its headers ([MS-TDS] §2.2.6).
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let fits = data.first().is_none_or(|kind| matches!(kind, 0x01 | 0x03 | 0x04 | 0x0e | 0x10 | 0x12))
        && data.get(1).is_none_or(|status| *status <= 0x1f);
    if !fits {
        Probe::Reject
    } else if data.len() < NEEDED {
        Probe::NeedMore
    } else if believed(data).is_some() {
        Probe::Match
    } else {
        Probe::Reject
    }
}

fn believed(data: &[u8]) -> Option<()> {
    let mut reader = Reader::new(data);
    let (kind, _, len) = (reader.u8()?, reader.u8()?, usize::from(reader.u16()?));
    let (_, packet, window) = (reader.u16()?, reader.u8()?, reader.u8()?);
    if window != 0 || !(NEEDED..=4096 * 8).contains(&len) {
        return None;
    }
    if matches!(kind, 0x01 | 0x03 | 0x0e) {
        // Batches and calls of 7.2 and later begin with ALL_HEADERS: a transaction descriptor of 18 bytes.
        let headed = reader.rest().starts_with(&[22, 0, 0, 0, 18, 0, 0, 0, 2, 0]);
        return (headed || packet <= 1 && is_old(kind, reader)).then_some(());
    }
    if packet > 1 {
        return None;
    }
    if kind == 0x10 {
        // Length and version, both little-endian; versions 7.0 to 7.4 (and 8.0's strict mode) end in 0x7x.
        let version = reader.rest().get(4..8)?;
        return matches!(version, [_, _, _, 0x70..=0x74]).then_some(());
    }
    // The version option: token 0, an offset behind the option list, six bytes.
    let list = reader.rest();
    let (token, offset, size) = (reader.u8()?, usize::from(reader.u16()?), reader.u16()?);
    // Options of five bytes, and what ends them (MS-TDS §2.2.6.5), as far as they are shown.
    let ends = |at: usize| list.get(at).is_none_or(|token| *token == 0xff);
    let believed = token == 0 && size == 6 && (6..=64).contains(&offset) && offset + 6 <= len - HEAD;
    (believed && (5..offset).step_by(5).any(ends)).then_some(())
}

/// Requests of 7.1 and before: a batch is text, a call begins with a name.
fn is_old(kind: u8, mut reader: Reader<'_>) -> bool {
    let wide =
        |bytes: &[u8]| bytes.chunks_exact(2).all(|pair| matches!(pair, [b' '..=b'~' | b'\t' | b'\r' | b'\n', 0]));
    match kind {
        1 => reader.rest().get(..12).is_some_and(wide),
        3 => {
            let len = reader.le16().unwrap_or(0);
            (5..=128).contains(&len) && reader.rest().get(..10).is_some_and(wide)
        }
        _ => false,
    }
}
