//! Headers of the binary protocol (memcached's doc/protocol-binary.txt).

use crate::proto::Probe;
use crate::proto::reader::Reader;

/// Bytes of a header.
pub(super) const HEADER: usize = 24;
/// Longest key.
const KEY_MAX: usize = 250;
/// Longest body.
const BODY_MAX: u32 = 1 << 30;

/// A header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) request: bool,
    pub(super) opcode: u8,
    /// Bytes of extras and of the key.
    pub(super) extras: usize,
    pub(super) key: usize,
    /// Bytes of the value.
    pub(super) value: u64,
    pub(super) status: u16,
    pub(super) opaque: u32,
}

/// SASL: begin and continue a login.
pub(super) const SASL_AUTH: u8 = 0x21;
pub(super) const SASL_STEP: u8 = 0x22;

/// Reads a header of [`HEADER`] bytes; `None` if it is none.
pub(super) fn header(data: &[u8]) -> Option<Header> {
    let mut reader = Reader::new(data);
    let request = match reader.u8()? {
        0x80 => true,
        0x81 => false,
        _ => return None,
    };
    let opcode = reader.u8()?;
    let key = usize::from(reader.u16()?);
    let (extras, kind) = (reader.u8()?, reader.u8()?);
    let status = reader.u16()?;
    let body = reader.u32()?;
    let opaque = reader.u32()?;
    let value = u64::from(body).checked_sub(u64::from(extras))?.checked_sub(key as u64)?;
    let (wanted, keyed) = shape(opcode)?;
    let fits = if request {
        wanted.contains(&extras) && keyed == (key > 0)
    } else {
        matches!(extras, 0 | 4) && matches!(status, 0..=9 | 0x20..=0x21 | 0x81..=0x86)
    };
    let sound = fits && kind <= 5 && key <= KEY_MAX && body <= BODY_MAX;
    sound.then_some(Header { request, opcode, extras: usize::from(extras), key, value, status, opaque })
}

/// Lengths of extras that a request of this opcode may have, and whether it has a key.
fn shape(opcode: u8) -> Option<(&'static [u8], bool)> {
    Some(match opcode {
        // Get and its kin, delete, append, prepend, SASL.
        0x00 | 0x04 | 0x09 | 0x0c | 0x0d | 0x0e | 0x0f | 0x14 | 0x19 | 0x1a | 0x21 | 0x22 => (&[0], true),
        // Set, add, replace: flags and expiry.
        0x01..=0x03 | 0x11..=0x13 => (&[8], true),
        // Increment, decrement: delta, first value, expiry.
        0x05 | 0x06 | 0x15 | 0x16 => (&[20], true),
        // Quit, no-op, version, list of mechanisms.
        0x07 | 0x0a | 0x0b | 0x17 | 0x20 => (&[0], false),
        // Flush: perhaps an expiry. Verbosity.
        0x08 | 0x18 => (&[0, 4], false),
        0x1b => (&[4], false),
        // Touch, get and touch.
        0x1c | 0x1d | 0x1e | 0x23 | 0x24 => (&[4], true),
        _ => return None,
    })
}

impl Header {
    /// The value is what was stored (not a counter, an error's text, a list of mechanisms).
    pub(super) fn is_stored(&self) -> bool {
        if self.request {
            matches!(self.opcode, 0x01..=0x03 | 0x0e | 0x0f | 0x11..=0x13 | 0x19 | 0x1a)
        } else {
            self.status == 0
        }
    }

    /// A request whose answer holds a value without its key.
    pub(super) fn is_get(&self) -> bool {
        self.request && matches!(self.opcode, 0x00 | 0x09 | 0x1d | 0x1e)
    }

    /// A login or its reply.
    pub(super) fn is_login(&self) -> bool {
        matches!(self.opcode, SASL_AUTH | SASL_STEP)
    }
}

/// Longest text of an error that is waited for.
const ERROR_MAX: u64 = 64;

/// One header is enough: its fields must agree in opcode, lengths and status. What is mostly zeros, as the reply to a SET,
/// is believed with the next one.
pub(super) fn probe(data: &[u8]) -> Probe {
    if data.first().is_some_and(|magic| !matches!(magic, 0x80 | 0x81)) {
        return Probe::Reject;
    }
    let Some(head) = data.get(..HEADER) else {
        return if data.get(5).is_none_or(|kind| *kind <= 5) { Probe::NeedMore } else { Probe::Reject };
    };
    match header(head) {
        Some(header) if header.request && header.status == 0 => Probe::Match,
        Some(header) if !header.request && header.value > 0 && header.status == 0 => Probe::Match,
        Some(first) if !first.request && first.value <= ERROR_MAX => {
            let next = data.get(HEADER + first.extras + first.key + first.value as usize..);
            match next.filter(|next| next.len() >= HEADER).map(header) {
                Some(Some(next)) if !next.request => Probe::Match,
                Some(_) => Probe::Reject,
                None => Probe::NeedMore,
            }
        }
        _ => Probe::Reject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_must_agree_with_themselves() {
        let set = b"\x80\x01\0\x03\x08\0\0\0\0\0\0\x10\0\0\0\x07\0\0\0\0\0\0\0\0";
        let header = header(set).unwrap();
        assert_eq!((header.key, header.extras, header.value, header.opaque), (3, 8, 5, 7));
        assert_eq!(probe(set), Probe::Match);
        assert_eq!(probe(&set[..5]), Probe::NeedMore);
        for (at, byte) in [(1, 0x77), (4, 4), (3, 0), (11, 3)] {
            let mut odd = *set;
            odd[at] = byte;
            assert_eq!(probe(&odd), Probe::Reject, "{at}");
        }
        // Replies to SET say little: two of them, or one behind an error, are believed.
        let stored = b"\x81\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\x01";
        let missed = b"\x81\0\0\0\0\0\0\x01\0\0\0\x09\0\0\0\x08\0\0\0\0\0\0\0\0Not found";
        assert_eq!(probe(stored), Probe::NeedMore);
        assert_eq!(probe(&[&stored[..], stored].concat()), Probe::Match);
        assert_eq!(probe(&[&missed[..], stored].concat()), Probe::Match);
        assert_eq!(probe(&[&stored[..], set].concat()), Probe::Reject);
        // A hello of SSL 2.
        assert_eq!(
            probe(b"\x80\x2e\x01\0\x02\0\x15\0\0\0\x10\x01\0\x80\x03\0\x80\x07\0\xc0\x06\0\x40\x02"),
            Probe::Reject
        );
    }
}
