//! A walk through values that are all here: what nobody declared is packed if it ends where they do.

use super::{CBOR, Format, Frame, Item, LEVELS, MESSAGE_PACK, MESSAGES, Read, cbor, message_pack, varint};
use crate::content::bytes::Bytes;

/// Fewer bytes are too little to go by.
const LEAST: usize = 8;

/// The format of undeclared content that is all here, if it is one value, or messages, with names in text.
pub(in crate::content::container) fn of(data: &[u8]) -> Option<&'static Format> {
    if data.len() < LEAST {
        return None;
    }
    match data.at(0) {
        0x80..=0x9f | 0xdc..=0xdf if is_record(message_pack, data) => Some(&MESSAGE_PACK),
        0x80..=0xbf | 0xd8..=0xdb if is_record(cbor, data) => Some(&CBOR),
        _ if are_messages(data) => Some(&MESSAGES),
        _ => None,
    }
}

/// True if lists and maps, one at least, stand here to the end.
pub(super) fn is_packed(read: Read, data: &[u8]) -> bool {
    keys(read, data).is_some()
}

/// True if they do, and the keys of maps are names.
fn is_record(read: Read, data: &[u8]) -> bool {
    keys(read, data).is_some_and(|keys| keys.names > 0 && keys.others == 0)
}

/// True if lists of `MessagePack` stand here to the end, each behind its length, and the keys in them are names.
fn are_messages(data: &[u8]) -> bool {
    let (mut at, mut all) = (0, Keys::default());
    while at < data.len() {
        let size = varint(data, &mut at).and_then(|size| usize::try_from(size).ok());
        let message = size.and_then(|size| data.get(at..at.checked_add(size)?));
        let list = message.filter(|message| matches!(message.at(0), 0x90..=0x9f | 0xdc | 0xdd));
        let Some((message, keys)) = list.and_then(|list| Some((list, keys(message_pack, list)?))) else { return false };
        all = Keys { names: all.names + keys.names, others: all.others + keys.others };
        at += message.len();
    }
    all.names > 0 && all.others == 0
}

/// Keys of maps.
#[derive(Default)]
struct Keys {
    /// Printable text.
    names: usize,
    others: usize,
}

/// Walks through lists and maps, one at least, that stand here to the end; answers the keys in them.
fn keys(read: Read, data: &[u8]) -> Option<Keys> {
    let mut open: Vec<Frame> = Vec::new();
    let mut keys = Keys::default();
    let mut at = 0;
    while at < data.len() {
        let (item, len) = read(data.after(at))?;
        at += len;
        if item == Item::Tag {
            continue;
        }
        if item == Item::Break {
            open.pop().filter(|frame| frame.left.is_none())?;
        } else if let Some(frame) = open.last_mut() {
            if frame.map && frame.came % 2 == 0 {
                let name = matches!(item, Item::String(size) if is_name(data.after(at), size));
                keys.names += usize::from(name);
                keys.others += usize::from(!name);
            }
            frame.came += 1;
            frame.left = frame.left.map(|left| left.saturating_sub(1));
        }
        let many = |left, map| Frame { left, map, came: 0 };
        match item {
            Item::List(_) | Item::Map(_) | Item::Pieces if open.len() >= LEVELS => return None,
            Item::List(left) => open.push(many(left, false)),
            Item::Map(pairs) => open.push(many(pairs.map(|pairs| pairs.saturating_mul(2)), true)),
            Item::Odd => return None,
            Item::Break => {}
            _ if open.is_empty() => return None,
            Item::Pieces => open.push(many(None, false)),
            Item::String(size) => at = at.saturating_add(usize::try_from(size).unwrap_or(usize::MAX)),
            _ => {}
        }
        while open.last().is_some_and(|frame| frame.left == Some(0)) {
            open.pop();
        }
    }
    (open.is_empty() && at == data.len() && at > 0).then_some(keys)
}

/// True if so many bytes are printable text.
fn is_name(data: &[u8], size: u64) -> bool {
    let name = usize::try_from(size).ok().and_then(|size| data.get(..size));
    let name = name.and_then(|name| std::str::from_utf8(name).ok());
    name.is_some_and(|name| !name.is_empty() && !name.chars().any(char::is_control))
}
