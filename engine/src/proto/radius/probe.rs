//! What the first bytes must look like.

use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::{SHOWN, port_is};
use crate::proto::reader::Reader;

/// A RADIUS packet: known code, the datagram's own length, attributes that fill it (RFC 2865 §3).
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let read = || {
        let mut reader = Reader::new(data);
        reader.u8().filter(|code| matches!(code, 1..=5 | 11..=13 | 40..=45))?;
        reader.u8()?;
        let len = usize::from(reader.u16()?);
        let authenticator = reader.take(16)?;
        let hint = port_is(ports, &[1812, 1813]);
        let whole = data.len() == len;
        // A packet that is shown cut, or holds no attribute, is believed on the port only.
        let cut = data.len() == SHOWN && (SHOWN..=4096).contains(&len);
        let fits = whole || hint && cut;
        // Random, or a hash (RFC 2865 §3).
        let odd = memchr::memchr_iter(0, authenticator).count() > 8 && !hint;
        if odd || !fits {
            return None;
        }
        if reader.is_empty() {
            return hint.then_some(());
        }
        while !reader.is_empty() {
            let (kind, size) = (reader.u8()?, usize::from(reader.u8()?));
            if kind == 0 || size < 2 {
                return None;
            }
            if reader.take(size - 2).is_none() {
                return (!whole).then_some(());
            }
        }
        Some(())
    };
    if read().is_some() { Probe::Match } else { Probe::Reject }
}
