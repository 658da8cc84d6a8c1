//! The sections of a message (AMQP 1.0 part 3, §3.2), as the payloads of its transfers bring them, however they are cut.
//!
//! Data, and strings and binaries that are values, flow through; any other section is held until it is whole.

use super::super::super::reader::Reader;
use super::types::{self, Value};

// Descriptors of sections.
pub(super) const HEADER: u8 = 0x70;
pub(super) const DELIVERY_ANNOTATIONS: u8 = 0x71;
pub(super) const MESSAGE_ANNOTATIONS: u8 = 0x72;
pub(super) const PROPERTIES: u8 = 0x73;
pub(super) const APPLICATION_PROPERTIES: u8 = 0x74;
pub(super) const DATA: u8 = 0x75;
pub(super) const SEQUENCE: u8 = 0x76;
pub(super) const VALUE: u8 = 0x77;
pub(super) const FOOTER: u8 = 0x78;

/// Bytes in which a section says what it is and how long: descriptors may be symbols.
const HEAD_MAX: usize = 320;
/// Descriptors before the value of a section that are passed over.
const DESCRIPTORS: usize = 4;

/// Sections of one message.
#[derive(Debug, Default)]
pub(super) struct Sections {
    place: Place,
    /// Bytes of a section that is not whole yet, and were accounted for.
    held: Vec<u8>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before a section, or in its head.
    #[default]
    Head,
    /// In a section of so many bytes that is held.
    Held(u8, usize),
    /// In bytes that flow through, so many before their end.
    Body(u64),
    /// In bytes that are no section.
    Lost,
}

/// What a step found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// More bytes of this payload must tell.
    More,
    /// Bytes that frame.
    Framing,
    /// A section of this descriptor is whole: its value, behind its constructor.
    Section(u8, Vec<u8>),
    /// Bytes of a body follow; behind their head, which frames.
    Body,
    /// Bytes of a body.
    Piece,
    /// So do the bytes of a section that is too long to be held.
    Long,
    /// Here stands no section: these bytes were held for one. What follows are bytes of a body.
    Odd(Vec<u8>),
}

/// How much may be held of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Of each.
    pub each: usize,
    /// Of all together.
    pub all: usize,
    /// Strings and binaries do not flow through, if they are short.
    pub strings: bool,
}

impl Sections {
    /// Of a message whose beginning is not known.
    pub(super) fn lost() -> Self {
        Self { place: Place::Lost, held: Vec::new() }
    }

    /// Bytes held.
    pub(super) const fn held(&self) -> usize {
        self.held.capacity()
    }

    /// True before a section, or in its head.
    pub(super) const fn waits(&self) -> bool {
        matches!(self.place, Place::Head)
    }

    /// True where a message may end.
    pub(super) const fn is_whole(&self) -> bool {
        matches!(self.place, Place::Head) && self.held.is_empty()
    }

    /// So many bytes are missing; true if they are all of a body. Otherwise what was held is answered, and sections cannot
    /// be told any more.
    pub(super) fn gap(&mut self, len: u64) -> Result<(), Vec<u8>> {
        match self.place {
            Place::Body(left) if len <= left => {
                self.go_on(left.saturating_sub(len));
                Ok(())
            }
            Place::Lost => Ok(()),
            _ => Err(self.lose()),
        }
    }

    /// Gives up, and answers what was held.
    pub(super) fn lose(&mut self) -> Vec<u8> {
        self.place = Place::Lost;
        std::mem::take(&mut self.held)
    }

    /// Takes bytes off the front of what is there of a payload: how many, and what they are. `ends`: it is all that was left
    /// of the payload.
    pub(super) fn step(&mut self, data: &[u8], ends: bool, room: Room) -> (usize, Found) {
        match self.place {
            Place::Lost => (data.len(), Found::Piece),
            Place::Body(left) => {
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
                self.go_on(left.saturating_sub(take as u64));
                (take, Found::Piece)
            }
            Place::Held(descriptor, total) => {
                let take = total.saturating_sub(self.held.len()).min(data.len());
                self.held.extend_from_slice(data.get(..take).unwrap_or(data));
                (take, if self.held.len() < total { Found::Framing } else { self.whole(descriptor) })
            }
            Place::Head => self.head(data, ends, room),
        }
    }

    fn go_on(&mut self, left: u64) {
        self.place = if left > 0 { Place::Body(left) } else { Place::Head };
    }

    fn whole(&mut self, descriptor: u8) -> Found {
        self.place = Place::Head;
        let section = std::mem::take(&mut self.held);
        let mut reader = Reader::new(&section);
        let value = descriptor_of(&mut reader).map(|_| reader.rest().to_vec());
        Found::Section(descriptor, value.unwrap_or_default())
    }

    fn head(&mut self, data: &[u8], ends: bool, room: Room) -> (usize, Found) {
        let before = self.held.len();
        let take = HEAD_MAX.saturating_sub(before).min(data.len());
        self.held.extend_from_slice(data.get(..take).unwrap_or(data));
        let front = head(&self.held);
        let room_left = self.held.len() < HEAD_MAX;
        let Front::Head(head) = front else {
            let more = front == Front::More && room_left;
            if more && ends {
                return (take, Found::Framing);
            }
            // It stays where it is.
            self.held.truncate(before);
            return (0, if more { Found::More } else { Found::Odd(self.lose()) });
        };
        let used = head.len.saturating_sub(before);
        let total = head.len.saturating_add(head.left);
        let fits = total <= room.each && total <= room.all;
        if head.flows && !(room.strings && fits && head.descriptor == VALUE) {
            self.held.clear();
            self.go_on(head.left as u64);
            return (used, Found::Body);
        }
        if !fits {
            self.held.clear();
            self.go_on(head.left as u64);
            return (used, Found::Long);
        }
        self.held.truncate(head.len);
        self.place = Place::Held(head.descriptor, total);
        (used, if head.left > 0 { Found::Framing } else { self.whole(head.descriptor) })
    }
}

/// The head of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    descriptor: u8,
    /// Bytes of it, to behind the constructor and the length of its value.
    len: usize,
    /// Bytes behind that.
    left: usize,
    /// They are a string's or a binary's.
    flows: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Front {
    More,
    Odd,
    Head(Head),
}

fn head(data: &[u8]) -> Front {
    let mut reader = Reader::new(data);
    let Some(descriptor) = descriptor_of(&mut reader) else {
        return if may_describe(data) { Front::More } else { Front::Odd };
    };
    if !(HEADER..=FOOTER).contains(&descriptor) {
        return Front::Odd;
    }
    for _ in 0..DESCRIPTORS {
        let Some(code) = reader.u8() else { return Front::More };
        if code == 0 {
            // The value is described itself.
            if types::value(&mut reader, 0).is_none() {
                return Front::More;
            }
            continue;
        }
        let lengths = match code >> 4 {
            0xa | 0xc | 0xe => 1,
            0xb | 0xd | 0xf => 4,
            4..=9 => 0,
            _ => return Front::Odd,
        };
        let (Some(size), Some(_)) = (types::size(code, &reader), reader.take(lengths)) else { return Front::More };
        let kind = match descriptor {
            DATA => matches!(code, 0xa0 | 0xb0),
            VALUE => true,
            SEQUENCE | HEADER | PROPERTIES => matches!(code, 0x45 | 0xc0 | 0xd0),
            _ => matches!(code, 0xc1 | 0xd1),
        };
        if !kind {
            return Front::Odd;
        }
        let flows = matches!(code, 0xa0 | 0xa1 | 0xa3 | 0xb0 | 0xb1 | 0xb3);
        let len = data.len().saturating_sub(reader.len());
        return Front::Head(Head { descriptor, len, left: size.saturating_sub(lengths), flows });
    }
    Front::Odd
}

/// True if more bytes may make a descriptor of these.
fn may_describe(data: &[u8]) -> bool {
    matches!(data, [] | [0] | [0, 0x53 | 0x80 | 0xa3 | 0xb3, ..])
}

/// The descriptor of a described value, by its number or its name: 0 if it is another than the standard's.
pub(super) fn descriptor_of(reader: &mut Reader<'_>) -> Option<u8> {
    if reader.u8()? != 0 {
        return None;
    }
    let told = match types::value(reader, 0)? {
        Value::Unsigned(number) => u8::try_from(number).ok(),
        Value::Text(name) => named(name),
        _ => None,
    };
    Some(told.unwrap_or(0))
}

/// Descriptors by name (part 2 §2.7, part 3 §3.2, part 5 §5.3.3).
fn named(name: &[u8]) -> Option<u8> {
    const NAMES: [(&[u8], u8); 23] = [
        (b"amqp:open:list", 0x10),
        (b"amqp:begin:list", 0x11),
        (b"amqp:attach:list", 0x12),
        (b"amqp:flow:list", 0x13),
        (b"amqp:transfer:list", 0x14),
        (b"amqp:disposition:list", 0x15),
        (b"amqp:detach:list", 0x16),
        (b"amqp:end:list", 0x17),
        (b"amqp:close:list", 0x18),
        (b"amqp:sasl-mechanisms:list", 0x40),
        (b"amqp:sasl-init:list", 0x41),
        (b"amqp:sasl-challenge:list", 0x42),
        (b"amqp:sasl-response:list", 0x43),
        (b"amqp:sasl-outcome:list", 0x44),
        (b"amqp:header:list", HEADER),
        (b"amqp:delivery-annotations:map", DELIVERY_ANNOTATIONS),
        (b"amqp:message-annotations:map", MESSAGE_ANNOTATIONS),
        (b"amqp:properties:list", PROPERTIES),
        (b"amqp:application-properties:map", APPLICATION_PROPERTIES),
        (b"amqp:data:binary", DATA),
        (b"amqp:amqp-sequence:list", SEQUENCE),
        (b"amqp:amqp-value:*", VALUE),
        (b"amqp:footer:map", FOOTER),
    ];
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, descriptor)| *descriptor)
}

/// True if bytes begin as a section does, as far as they go.
pub(super) fn begins(data: &[u8]) -> bool {
    !matches!(head(data.get(..HEAD_MAX).unwrap_or(data)), Front::Odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { each: 64, all: 64, strings: false };

    /// What payloads that are cut into pieces of so many bytes bring.
    fn read(data: &[u8], piece: usize) -> Vec<String> {
        let mut sections = Sections::default();
        let mut all: Vec<String> = Vec::new();
        for mut rest in data.chunks(piece) {
            while !rest.is_empty() {
                let (len, found) = sections.step(rest, true, ROOM);
                let (taken, behind) = rest.split_at(len);
                match (found, all.last_mut()) {
                    (Found::Framing, _) => {}
                    (Found::Piece, Some(last)) => last.push_str(&taken.escape_ascii().to_string()),
                    (Found::Body, _) => all.push("body ".to_owned()),
                    (Found::Long, _) => all.push("long ".to_owned()),
                    (found, _) => all.push(format!("{found:?}")),
                }
                rest = behind;
            }
        }
        all.push(format!("{}", sections.is_whole()));
        all
    }

    #[test]
    fn sections_are_found_however_they_are_cut() {
        let value: &[u8] = b"\0\x53\x70\x45\0\x53\x73\xc0\x05\x01\xa1\x02me\0\xa3\x10amqp:data:binary\xa0\x03abc\0\x53\x75\xb0\0\0\0\x02de\0\x80\0\0\0\0\0\0\0\x77\0\xa3\x01d\x52\x07";
        for piece in [usize::MAX, 1, 2, 7] {
            let expected = [
                "Section(112, [69])",
                "Section(115, [192, 5, 1, 161, 2, 109, 101])",
                "body abc",
                "body de",
                "Section(119, [0, 163, 1, 100, 82, 7])",
                "true",
            ];
            assert_eq!(read(value, piece.min(value.len())), expected, "{piece}");
        }
    }

    #[test]
    fn what_is_no_section_passes() {
        assert_eq!(
            read(b"\0\x53\x75\xc0\x01\0abc", 100),
            ["Odd([])\\x00Su\\xc0\\x01\\x00abc".to_owned(), "false".to_owned()]
        );
        assert_eq!(read(b"text", 100)[0], "Odd([])text");
        let long = [&b"\0\x53\x74\xd1\0\0\0\x50\0\0\0\x02"[..], &[b'x'; 76]].concat();
        let told = read(&long, 100);
        assert!(told[0].starts_with("long ") && told[1] == "true", "{told:?}");
    }
}
