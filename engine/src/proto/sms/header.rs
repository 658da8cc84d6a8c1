//! The header of user data (3GPP TS 23.040 §9.2.3.24): which part of a text this is.

use super::super::reader::Reader;
use super::texts::Part;

/// A header, read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Octets of it, its length included.
    pub len: usize,
    /// Which part follows, if the text is in parts.
    pub part: Option<Part>,
}

impl Header {
    /// Bits that fill up the septet in which the header ends (§9.2.3.16).
    pub(super) const fn fill(self) -> u8 {
        ((7 - (self.len * 8) % 7) % 7) as u8
    }
}

/// Reads the header in front of `data`; `None` if it is longer than that, or its elements are longer than it.
pub(super) fn read(data: &[u8]) -> Option<Header> {
    /// Concatenated short messages, with a reference of 8 and of 16 bits (§9.2.3.24.1, §9.2.3.24.8).
    const SHORT: u8 = 0x00;
    const LONG: u8 = 0x08;
    let mut elements = Reader::new(data).block8()?;
    let mut header = Header { len: elements.len().checked_add(1)?, part: None };
    while !elements.is_empty() {
        let id = elements.u8()?;
        let mut element = elements.block8()?;
        let reference = match (id, element.len()) {
            (SHORT, 3) => u16::from(element.u8()?),
            (LONG, 4) => element.u16()?,
            _ => continue,
        };
        header.part = Some(Part { kind: id, reference, total: element.u8()?, number: element.u8()? });
    }
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_both_references() {
        let part = |kind, reference| Some(Part { kind, reference, total: 3, number: 2 });
        assert_eq!(read(b"\x05\0\x03\x2a\x03\x02text"), Some(Header { len: 6, part: part(0, 0x2a) }));
        assert_eq!(read(b"\x06\x08\x04\x2a\x2b\x03\x02"), Some(Header { len: 7, part: part(8, 0x2a2b) }));
        let ports = b"\x0b\x05\x04\x0b\x84\x23\xf0\0\x03\x2a\x03\x02";
        assert_eq!(read(ports), Some(Header { len: 12, part: part(0, 0x2a) }));
        assert_eq!(read(b"\0text"), Some(Header { len: 1, part: None }));
        for damaged in [&b""[..], b"\x05\0\x03\x2a\x03", b"\x05\0\x04\x2a\x03\x02", b"\x03\0\x03\x2a"] {
            assert_eq!(read(damaged), None, "{}", damaged.escape_ascii());
        }
    }

    #[test]
    fn fill_reaches_the_next_septet() {
        let fill = |len| Header { len, part: None }.fill();
        assert_eq!([0, 1, 6, 7, 12].map(fill), [0, 6, 1, 0, 2]);
    }
}
