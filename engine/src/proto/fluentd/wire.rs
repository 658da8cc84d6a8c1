//! Values of `MessagePack` (its specification of 2013), as far as it takes to step over them.

use super::super::reader::Reader;
use crate::message::Coding;

/// Longest tag.
const TAG_MAX: usize = 1024;

/// What begins at a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A value that its head is all of.
    Scalar,
    /// An integer or a time with its head: so many bytes of it follow.
    Time(u32),
    /// A string of so many bytes.
    Text(u32),
    /// Bytes, or a value of a type of its own.
    Bytes(u32),
    /// So many values.
    List(u32),
    /// So many pairs.
    Map(u32),
    /// None.
    Odd,
}

/// The item at the start of `data` and the length of its head; `None` if more bytes must tell.
pub(super) fn item(data: &[u8]) -> Option<(Item, usize)> {
    /// The type of event times (Fluentd's Forward Protocol Specification v1, `EventTime` Ext Format).
    const EVENT_TIME: u8 = 0;
    let mut reader = Reader::new(data);
    let first = reader.u8()?;
    let mut length = |bytes: u8| match bytes {
        1 => reader.u8().map(u32::from),
        2 => reader.u16().map(u32::from),
        _ => reader.u32(),
    };
    let item = match first {
        0x80..=0x8f => Item::Map(u32::from(first & 15)),
        0x90..=0x9f => Item::List(u32::from(first & 15)),
        0xa0..=0xbf => Item::Text(u32::from(first & 31)),
        0..=0x7f | 0xc0 | 0xc2 | 0xc3 | 0xe0.. => Item::Scalar,
        0xc1 => Item::Odd,
        0xc4..=0xc6 => Item::Bytes(length(1 << (first - 0xc4))?),
        0xc7..=0xc9 => {
            let len = length(1 << (first - 0xc7))?;
            if reader.u8()? == EVENT_TIME && len == 8 { Item::Time(len) } else { Item::Bytes(len) }
        }
        0xca..=0xd3 => Item::Time([4, 8, 1, 2, 4, 8, 1, 2, 4, 8].get(usize::from(first - 0xca)).copied()?),
        0xd4..=0xd8 => {
            let len = 1 << (first - 0xd4);
            if reader.u8()? == EVENT_TIME && len == 8 { Item::Time(len) } else { Item::Bytes(len) }
        }
        0xd9..=0xdb => Item::Text(length(1 << (first - 0xd9))?),
        0xdc | 0xdd => Item::List(length(2 << (first - 0xdc))?),
        0xde | 0xdf => Item::Map(length(2 << (first - 0xde))?),
    };
    Some((item, data.len().saturating_sub(reader.len())))
}

/// How a message begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    /// The tag; empty in what is no event.
    pub tag: &'a [u8],
    /// Values of the message.
    pub count: u32,
    /// What stands behind the tag, the length of its head, and the bytes behind that.
    pub next: Item,
    pub len: usize,
    pub behind: &'a [u8],
}

/// What stands behind a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entries {
    /// More bytes must tell.
    More,
    /// Values as they are.
    Plain,
    /// So many bytes that hold them, compressed or not.
    Packed(u32, Option<Coding>),
}

impl Opening<'_> {
    /// How the entries come.
    pub(super) fn entries(&self) -> Entries {
        match (self.count, self.next, self.behind) {
            (2 | 3, Item::Bytes(size @ 1..) | Item::Text(size @ 1..), behind) => match behind {
                [0x1f, 0x8b, ..] => Entries::Packed(size, Some(Coding::Gzip)),
                [] | [0x1f] if behind.len() < size as usize => Entries::More,
                _ => Entries::Packed(size, None),
            },
            _ => Entries::Plain,
        }
    }
}

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front<'a> {
    /// More bytes must tell.
    More,
    /// No message.
    Other,
    /// A message.
    Message(Opening<'a>),
}

/// Reads the beginning of a message: a list that begins with a string.
pub(super) fn front(data: &[u8]) -> Front<'_> {
    let (count, head) = match item(data) {
        None => return Front::More,
        Some((Item::List(count), len)) if (2..=6).contains(&count) => (count, len),
        Some(_) => return Front::Other,
    };
    let rest = data.get(head..).unwrap_or_default();
    let (size, head) = match item(rest) {
        None => return Front::More,
        Some((Item::Text(size), len)) if (1..=TAG_MAX).contains(&(size as usize)) => (size as usize, len),
        Some(_) => return Front::Other,
    };
    let rest = rest.get(head..).unwrap_or_default();
    let shown = rest.get(..size).unwrap_or(rest);
    if !shown.iter().all(u8::is_ascii_graphic) {
        return Front::Other;
    }
    let Some((tag, rest)) = rest.split_at_checked(size) else { return Front::More };
    let Some((next, head)) = item(rest) else { return Front::More };
    let behind = rest.get(head..).unwrap_or_default();
    Front::Message(Opening { tag, count, next, len: data.len().saturating_sub(behind.len()), behind })
}

/// True if the bytes begin a message that a connection may begin with; `None` if more bytes must tell.
pub(super) fn begins(data: &[u8]) -> Option<bool> {
    let opening = match front(data) {
        Front::More => return None,
        Front::Other => return Some(false),
        Front::Message(opening) => opening,
    };
    let next = |behind| item(behind).map(|(item, _)| item);
    Some(match (opening.count, opening.next) {
        // What is agreed on before events come.
        (2, Item::Map(_)) => opening.tag == b"HELO",
        (6, Item::Text(_)) => opening.tag == b"PING",
        (5, Item::Scalar) => opening.tag == b"PONG",
        // A time and a record.
        (3 | 4, Item::Time(len)) => {
            let behind = opening.behind.get(len as usize..)?;
            matches!(next(behind)?, Item::Map(_))
        }
        // A list of both, or the same packed.
        (2 | 3, Item::List(1..)) => next(opening.behind)? == Item::List(2),
        (2 | 3, Item::Bytes(2..) | Item::Text(2..)) => match opening.behind {
            [] | [0x1f] => return None,
            [first, ..] => *first == 0x92 || opening.behind.starts_with(b"\x1f\x8b"),
        },
        _ => false,
    })
}
