//! Control packets: fixed headers, strings, and the properties of version 5.

use super::super::queue::Fields;
use super::super::reader::Reader;

// Types of packets (MQTT 5 §2.1.2).
pub(super) const CONNECT: u8 = 1;
pub(super) const CONNACK: u8 = 2;
pub(super) const PUBLISH: u8 = 3;
pub(super) const PUBACK: u8 = 4;
pub(super) const PUBREC: u8 = 5;
pub(super) const PUBREL: u8 = 6;
pub(super) const PUBCOMP: u8 = 7;
pub(super) const SUBSCRIBE: u8 = 8;
pub(super) const SUBACK: u8 = 9;
pub(super) const UNSUBSCRIBE: u8 = 10;
pub(super) const UNSUBACK: u8 = 11;
pub(super) const PINGREQ: u8 = 12;
pub(super) const PINGRESP: u8 = 13;
pub(super) const DISCONNECT: u8 = 14;
pub(super) const AUTH: u8 = 15;

/// The level of protocol version 5.
pub(super) const V5: u8 = 5;

/// A fixed header (MQTT 5 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Type of packet.
    pub kind: u8,
    /// The four bits behind it.
    pub flags: u8,
    /// Bytes of the packet behind this header.
    pub left: u32,
    /// Bytes of this header.
    pub len: usize,
}

impl Head {
    /// All bytes of the packet.
    pub(super) const fn total(&self) -> u64 {
        self.len as u64 + self.left as u64
    }

    /// Quality of service of a PUBLISH.
    pub(super) const fn qos(&self) -> u8 {
        self.flags >> 1 & 3
    }

    /// Bytes of the packet identifier of a PUBLISH.
    pub(super) const fn id_len(&self) -> usize {
        if self.qos() > 0 { 2 } else { 0 }
    }

    /// True if a packet of this protocol version may have these flags and this length.
    pub(super) const fn is_sound(&self, version: u8) -> bool {
        /// Of version 3.1: a packet that was sent before.
        const DUP: u8 = 8;
        let v5 = version == V5;
        let flags = match self.kind {
            PUBLISH => self.qos() != 3,
            PUBREL | SUBSCRIBE | UNSUBSCRIBE => self.flags & !DUP == 2,
            _ => self.flags & !DUP == 0,
        };
        flags
            && match self.kind {
                CONNECT => self.left >= 12,
                CONNACK | PUBACK | PUBREC | PUBREL | PUBCOMP | UNSUBACK => self.left == 2 || v5 && self.left >= 3,
                PUBLISH => self.left >= 2,
                SUBSCRIBE => self.left >= 6,
                SUBACK => self.left >= 3,
                UNSUBSCRIBE => self.left >= 5,
                PINGREQ | PINGRESP => self.left == 0,
                DISCONNECT => self.left == 0 || v5,
                AUTH => v5,
                _ => false,
            }
    }
}

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// More bytes must tell.
    More,
    /// No packet.
    Odd,
    /// A packet.
    Packet(Head),
}

/// Reads a fixed header.
pub(super) fn front(data: &[u8]) -> Front {
    let Some((first, rest)) = data.split_first() else { return Front::More };
    let mut reader = Reader::new(rest);
    match varint(&mut reader) {
        Some(left) => {
            let len = data.len().saturating_sub(reader.len());
            Front::Packet(Head { kind: first >> 4, flags: first & 15, left, len })
        }
        None if rest.len() < 4 => Front::More,
        None => Front::Odd,
    }
}

/// The topic of a PUBLISH, as far as it is there.
pub(super) fn topic(data: &[u8], head: Head) -> &[u8] {
    let mut reader = Reader::new(data.get(head.len..).unwrap_or_default());
    string(&mut reader).unwrap_or_default()
}

/// The version of a PUBLISH whose connection was not seen from its beginning: what stands before a payload in version 5 is
/// no beginning of one, but by chance.
pub(super) fn version_of(data: &[u8], head: Head) -> u8 {
    const V311: u8 = 4;
    let mut reader = Reader::new(data.get(head.len..).unwrap_or_default());
    let mut told = || {
        string(&mut reader)?;
        reader.take(head.id_len())?;
        properties(&mut reader)
    };
    if told().is_some() { V5 } else { V311 }
}

/// Bytes of a PUBLISH up to its payload (MQTT 5 §3.3); `None` if more bytes must tell.
pub(super) fn publish_len(data: &[u8], head: Head, v5: bool) -> Option<usize> {
    let mut reader = Reader::new(data.get(head.len..)?);
    let topic = usize::from(reader.u16()?);
    let before = head.len.saturating_add(2).saturating_add(topic).saturating_add(head.id_len());
    if !v5 {
        return Some(before);
    }
    let behind = data.get(before..)?;
    let mut reader = Reader::new(behind);
    let Some(len) = varint(&mut reader) else {
        // Four bytes that go on are no length: what is there shall be judged.
        return (behind.len() >= 4).then_some(before);
    };
    Some(data.len().saturating_sub(reader.len()).saturating_add(len as usize))
}

/// A variable byte integer: at most four bytes (MQTT 5 §1.5.5).
pub(super) fn varint(reader: &mut Reader<'_>) -> Option<u32> {
    let mut value = 0u32;
    for shift in [0, 7, 14, 21] {
        let byte = reader.u8()?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// A string or binary data behind its length (MQTT 5 §1.5.4).
pub(super) fn string<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    reader.block16().map(|block| block.rest())
}

/// The properties of a packet (MQTT 5 §2.2.2) that say something.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties<'a> {
    /// Content type of a PUBLISH or will.
    pub content_type: &'a [u8],
    /// Topic alias.
    pub alias: Option<u16>,
    /// Authentication method and data.
    pub method: &'a [u8],
    pub data: &'a [u8],
    /// User properties, and other texts under their names.
    pub fields: Fields,
}

/// Reads a block of properties behind its length; `None` if it does not fit or has one that is unknown.
pub(super) fn properties<'a>(reader: &mut Reader<'a>) -> Option<Properties<'a>> {
    let len = varint(reader)?;
    let mut block = Reader::new(reader.take(len as usize)?);
    let mut read = Properties::default();
    while !block.is_empty() {
        let id = varint(&mut block)?;
        match id {
            0x01 | 0x17 | 0x19 | 0x24 | 0x25 | 0x28 | 0x29 | 0x2a => drop(block.u8()?),
            0x13 | 0x21 | 0x22 => drop(block.u16()?),
            0x23 => read.alias = Some(block.u16()?),
            0x02 | 0x11 | 0x18 | 0x27 => drop(block.u32()?),
            0x0b => drop(varint(&mut block)?),
            0x03 => read.content_type = string(&mut block)?,
            0x15 => read.method = string(&mut block)?,
            0x16 => read.data = string(&mut block)?,
            0x08 => read.fields.put(b"response-topic", string(&mut block)?),
            0x09 => read.fields.put(b"correlation-data", string(&mut block)?),
            0x12 => read.fields.put(b"assigned-client-id", string(&mut block)?),
            0x1a => read.fields.put(b"response-information", string(&mut block)?),
            0x1c => read.fields.put(b"server-reference", string(&mut block)?),
            0x1f => read.fields.put(b"reason", string(&mut block)?),
            0x26 => {
                let name = string(&mut block)?;
                read.fields.put(name, string(&mut block)?);
            }
            _ => return None,
        }
    }
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_the_standard_says() {
        let head = |data: &[u8]| front(data);
        assert_eq!(head(&[0x30]), Front::More);
        assert_eq!(head(&[0x30, 0x80]), Front::More);
        assert_eq!(head(&[0x32, 0xff, 0x7f]), Front::Packet(Head { kind: 3, flags: 2, left: 16_383, len: 3 }));
        assert_eq!(
            head(&[0x30, 0xff, 0xff, 0xff, 0x7f]),
            Front::Packet(Head { kind: 3, flags: 0, left: 268_435_455, len: 5 })
        );
        assert_eq!(head(&[0x30, 0xff, 0xff, 0xff, 0xff]), Front::Odd);
    }

    #[test]
    fn properties_are_read_by_their_types() {
        let block =
            [&[20u8, 0x03, 0, 4][..], b"text", &[0x23, 0, 7, 0x26, 0, 1, b'a', 0, 3, b'b', b'\r', b'c', 0x01]].concat();
        let mut block = block;
        block.extend([1, 99]);
        block[0] = (block.len() - 2) as u8;
        let mut reader = Reader::new(&block);
        let read = properties(&mut reader).unwrap();
        assert_eq!((read.content_type, read.alias, reader.rest()), (&b"text"[..], Some(7), &[99u8][..]));
        assert!(properties(&mut Reader::new(&[2, 0x7f, 0])).is_none());
        assert!(properties(&mut Reader::new(&[9, 0x03, 0, 4])).is_none());
    }
}
