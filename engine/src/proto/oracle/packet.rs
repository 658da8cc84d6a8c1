//! TNS packets: their heads, and what the packets around a session say.

use crate::proto::reader::Reader;

/// Bytes of a packet's head.
pub(super) const HEAD: usize = 8;
/// Longest packet: the largest unit of data that sides can agree on.
const PACKET_MAX: usize = 2 << 20;
/// Version since which lengths have four bytes.
pub(super) const LARGE: u16 = 315;

/// Types of packets.
pub(super) const CONNECT: u8 = 1;
pub(super) const ACCEPT: u8 = 2;
pub(super) const REFUSE: u8 = 4;
pub(super) const REDIRECT: u8 = 5;
pub(super) const DATA: u8 = 6;
pub(super) const MARKER: u8 = 12;

/// The head of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Bytes, this head's included.
    pub(super) len: usize,
    pub(super) kind: u8,
}

impl Head {
    /// Reads it; `large` if it is known that lengths have four bytes. `None` if it is none.
    pub(super) fn read(head: [u8; HEAD], large: Option<bool>) -> Option<Self> {
        let [a, b, c, d, kind, _, sum, more] = head;
        let short = usize::from(u16::from_be_bytes([a, b]));
        let long = u32::from_be_bytes([a, b, c, d]) as usize;
        // Before: a checksum that nobody uses. No packet is that short, so a length of two bytes is not zero.
        let len = if large.unwrap_or(short == 0) { long } else { short };
        let sound = (HEAD..=PACKET_MAX).contains(&len)
            && (large == Some(true) || short == 0 || [c, d] == [0, 0])
            && [sum, more] == [0, 0]
            && matches!(kind, 1..=7 | 9 | 11..=15);
        sound.then_some(Self { len, kind })
    }
}

/// The text of a connect packet: the descriptor, if it lies within.
pub(super) fn descriptor(packet: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(packet.get(24..)?);
    let (size, offset) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
    packet.get(offset..offset.saturating_add(size).min(packet.len())).filter(|text| !text.is_empty())
}

/// The text of a packet that refuses or redirects.
pub(super) fn notice(packet: &[u8], kind: u8) -> &[u8] {
    packet.get(if kind == REFUSE { 12 } else { 10 }..).unwrap_or_default()
}

/// The version of a packet that accepts.
pub(super) fn accepted(packet: &[u8]) -> Option<u16> {
    Reader::new(packet.get(HEAD..)?).u16()
}

/// A value of a descriptor: `(SERVICE_NAME=crm)`.
pub(super) fn value<'a>(descriptor: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let mut rest = descriptor;
    while let Some(at) = memchr::memchr(b'(', rest) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let end = rest.iter().position(|byte| matches!(byte, b'=' | b'(' | b')')).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end)?;
        if word.trim_ascii().eq_ignore_ascii_case(name.as_bytes()) && behind.first() == Some(&b'=') {
            let text = behind.get(1..)?;
            let end = text.iter().position(|byte| matches!(byte, b'(' | b')')).unwrap_or(text.len());
            return text.get(..end).map(<[u8]>::trim_ascii).filter(|text| !text.is_empty());
        }
    }
    None
}

/// What a negotiation of network services chose for encryption, if it is a server's answer: the algorithm, 0 for none.
pub(super) fn encryption(payload: &[u8]) -> Option<u8> {
    const MAGIC: [u8; 4] = [0xde, 0xad, 0xbe, 0xef];
    const ENCRYPTION: u16 = 2;
    /// Type of a field: one byte.
    const BYTE: u16 = 2;
    let mut reader = Reader::new(payload.strip_prefix(&MAGIC)?);
    reader.take(6)?;
    let services = reader.u16()?;
    reader.u8()?;
    for _ in 0..services.min(8) {
        let (service, fields, _) = (reader.u16()?, reader.u16()?, reader.u32()?);
        for _ in 0..fields.min(32) {
            let (len, kind) = (reader.u16()?, reader.u16()?);
            let value = reader.take(usize::from(len))?;
            if service == ENCRYPTION && kind == BYTE && value.len() == 1 {
                return value.first().copied();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_two_bytes_or_four() {
        let of = |bytes: &[u8; 8], large| Head::read(*bytes, large).map(|head| (head.len, head.kind));
        assert_eq!(of(b"\x01\x02\0\0\x06\0\0\0", None), Some((258, 6)));
        assert_eq!(of(b"\0\0\x01\x02\x06\0\0\0", None), Some((258, 6)));
        assert_eq!(of(b"\0\x01\0\x02\x06\0\0\0", Some(true)), Some((65_538, 6)));
        assert_eq!(of(b"\0\x01\0\x02\x06\0\0\0", None), None);
        assert_eq!(of(b"GET / HT", None), None);
    }

    #[test]
    fn descriptors_name_the_service() {
        let text = b"(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME= crm )(CID=(PROGRAM=app)(USER=li)))(ADDRESS=(HOST=h)))";
        assert_eq!(value(text, "service_name"), Some(&b"crm"[..]));
        assert_eq!(value(text, "USER"), Some(&b"li"[..]));
        assert_eq!(value(text, "SID"), None);
    }
}
