//! What performatives say that matters here (AMQP 1.0 part 2, §2.7): links and their addresses, transfers.

use super::types::{Items, Value, value};
use crate::proto::reader::Reader;
use std::collections::BTreeMap;

// Descriptors of performatives.
pub(super) const OPEN: u8 = 0x10;
pub(super) const BEGIN: u8 = 0x11;
pub(super) const ATTACH: u8 = 0x12;
pub(super) const TRANSFER: u8 = 0x14;
pub(super) const DETACH: u8 = 0x16;
pub(super) const END: u8 = 0x17;
pub(super) const CLOSE: u8 = 0x18;

/// Links of a direction that are remembered; bytes of the name and the address of each.
const LINKS: usize = 256;
const NAME: usize = 256;

/// A channel, and the handle of a link on it: what its sender calls the link.
pub(super) type Key = (u16, u32);

/// The links that a direction attached.
#[derive(Debug, Default)]
pub(super) struct Links {
    known: BTreeMap<Key, Link>,
}

#[derive(Debug)]
struct Link {
    name: Box<[u8]>,
    address: Box<[u8]>,
}

/// An attach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attach<'a> {
    pub name: &'a [u8],
    pub handle: u32,
    /// Its sender receives on the link.
    receives: bool,
    source: &'a [u8],
    target: &'a [u8],
}

impl<'a> Attach<'a> {
    /// From the fields of the performative; `None` if they contradict themselves.
    pub(super) fn read(fields: Items<'a>) -> Option<Self> {
        let mut fields = fields;
        let name = fields.field()?.bytes();
        let handle = handle(&mut fields)?;
        let receives = matches!(fields.field()?, Value::Bool(true));
        fields.field()?;
        fields.field()?;
        let mut address = || Some(fields.field()?.list().and_then(|mut terminus| terminus.field())?.bytes());
        let (source, target) = (address().unwrap_or_default(), address().unwrap_or_default());
        Some(Self { name, handle, receives, source, target })
    }
}

impl Links {
    /// Takes an attach of this direction; `other` are those of its peer. False if there are too many.
    ///
    /// Whoever attaches first knows the link by the node of its peer: a sender by its target, a receiver by its source. What
    /// answers is about the same node, and names it where the peer makes it up.
    pub(super) fn attach(&mut self, channel: u16, attach: &Attach<'_>, other: &mut Self) -> bool {
        let first = other.known.values_mut().find(|link| *link.name == *attach.name);
        let address = if first.is_some() == attach.receives { attach.target } else { attach.source };
        let (name, address) = (kept(attach.name), kept(address));
        let address = match first {
            Some(first) if first.address.is_empty() => {
                first.address.clone_from(&address);
                address
            }
            Some(first) if address.is_empty() => first.address.clone(),
            _ => address,
        };
        let key = (channel, attach.handle);
        let room = self.known.len() < LINKS || self.known.contains_key(&key);
        if room {
            self.known.insert(key, Link { name, address });
        }
        room
    }

    /// The address of a link; empty if it is not known.
    pub(super) fn address(&self, key: Key) -> &[u8] {
        self.known.get(&key).map(|link| &*link.address).unwrap_or_default()
    }

    /// A link is no more.
    pub(super) fn detach(&mut self, key: Key) {
        self.known.remove(&key);
    }

    /// The links of a session are no more, or of all of them.
    pub(super) fn end(&mut self, channel: Option<u16>) {
        self.known.retain(|(its, _), _| channel.is_some_and(|channel| channel != *its));
    }
}

fn kept(text: &[u8]) -> Box<[u8]> {
    text.get(..NAME).unwrap_or(text).into()
}

/// The handle at the front of some fields.
pub(super) fn handle(fields: &mut Items<'_>) -> Option<u32> {
    fields.field()?.number().and_then(|handle| u32::try_from(handle).ok())
}

/// A transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transfer {
    pub handle: u32,
    /// It says which delivery it begins.
    pub begins: bool,
    /// How the delivery stands behind it.
    pub last: Last,
}

/// How a delivery stands behind a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// It goes on.
    More,
    /// It is whole.
    Whole,
    /// Its sender gave it up.
    Aborted,
}

impl Transfer {
    /// From the fields of the performative; `None` if they contradict themselves.
    pub(super) fn read(fields: Items<'_>) -> Option<Self> {
        let mut fields = fields;
        let handle = handle(&mut fields)?;
        let begins = fields.field()?.number().is_some();
        for _ in 0..3 {
            fields.field()?;
        }
        let more = matches!(fields.field()?, Value::Bool(true));
        for _ in 0..3 {
            fields.field()?;
        }
        let aborted = matches!(fields.field()?, Value::Bool(true));
        let last = match (aborted, more) {
            (true, _) => Last::Aborted,
            (false, true) => Last::More,
            (false, false) => Last::Whole,
        };
        Some(Self { handle, begins, last })
    }
}

/// The fields of a performative, behind its descriptor.
pub(super) fn fields<'a>(reader: &mut Reader<'a>) -> Option<Items<'a>> {
    value(reader, 0)?.list()
}
