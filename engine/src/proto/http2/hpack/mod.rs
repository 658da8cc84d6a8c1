//! HPACK (RFC 7541): header blocks to fields, one [`Decoder`] per direction.
//!
//! The table of a peer is followed within [`TABLE_MAX`]. Where entries are unknown, because bytes were lost or the capture
//! began in the middle, a field that refers to them is told without its name or value, and everything else is still read:
//! indexes count from the newest entry (§2.3.3), so what comes in later is found where it should be.

pub(in crate::proto) mod huffman;
mod table;

use std::collections::VecDeque;
use std::sync::Arc;
use table::STATIC;

/// Greatest size of a dynamic table that is followed, in the octets of RFC 7541 §4.1: sixteen times the default.
pub(in crate::proto) const TABLE_MAX: usize = 64 << 10;
/// Size of a table before anything else was said (RFC 9113 §6.5.2).
const TABLE_DEFAULT: usize = 4096;
/// What an entry counts beyond its octets (§4.1).
const ENTRY_OVERHEAD: usize = 32;
/// Longest string that is decoded: what a head may hold.
const STRING_MAX: usize = 64 << 10;

/// A field of a header block; what an unknown entry holds is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) struct Field<'a> {
    /// Name, as sent (lower case in sound messages).
    pub(in crate::proto) name: Option<&'a [u8]>,
    /// Value.
    pub(in crate::proto) value: Option<&'a [u8]>,
}

/// A header block is damaged at this point; what came before it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) struct Damaged(pub(in crate::proto) &'static str);

/// Decodes the header blocks of one direction.
#[derive(Debug)]
pub(in crate::proto) struct Decoder {
    /// Newest first.
    entries: VecDeque<Entry>,
    size: usize,
    max: usize,
    /// Older entries may exist that are not known here.
    torn: bool,
    name: Vec<u8>,
    value: Vec<u8>,
}

/// An entry of the dynamic table. Names are shared: repeating one costs no copy, whatever its length.
#[derive(Clone, Debug)]
struct Entry {
    name: Name,
    value: Option<Arc<[u8]>>,
}

#[derive(Clone, Debug)]
enum Name {
    /// From the static table.
    Known(&'static [u8]),
    /// Sent.
    Sent(Arc<[u8]>),
    /// Of an entry that is not known.
    Unknown,
}

impl Name {
    fn get(&self) -> Option<&[u8]> {
        match self {
            Self::Known(name) => Some(name),
            Self::Sent(name) => Some(name),
            Self::Unknown => None,
        }
    }
}

impl Entry {
    fn size(&self) -> usize {
        let octets = self.name.get().map_or(0, <[u8]>::len) + self.value.as_ref().map_or(0, |value| value.len());
        octets.saturating_add(ENTRY_OVERHEAD)
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Self { entries: VecDeque::new(), size: 0, max: TABLE_DEFAULT, torn: false, name: Vec::new(), value: Vec::new() }
    }
}

impl Decoder {
    /// What the peer's table holds is not known (any more).
    pub(in crate::proto) fn tear(&mut self) {
        self.entries.clear();
        self.size = 0;
        // Its size is not known either; an entry that the peer dropped is never referred to.
        self.max = TABLE_MAX;
        self.torn = true;
    }

    /// Reads a whole header block, telling each field in order.
    pub(in crate::proto) fn decode(&mut self, block: &[u8], each: &mut dyn FnMut(Field<'_>)) -> Result<(), Damaged> {
        let mut rest = block;
        while let Some(first) = rest.first().copied() {
            rest = match first {
                0x80.. => self.indexed(rest, each)?,
                0x40..=0x7f => self.literal(rest, 6, true, each)?,
                0x20..=0x3f => self.resize(rest)?,
                _ => self.literal(rest, 4, false, each)?,
            };
        }
        Ok(())
    }

    /// §6.1.
    fn indexed<'b>(&self, block: &'b [u8], each: &mut dyn FnMut(Field<'_>)) -> Result<&'b [u8], Damaged> {
        let (index, rest) = integer(block, 7)?;
        if let Some((name, value)) = static_entry(index) {
            each(Field { name: Some(name), value: Some(value) });
        } else if let Some(entry) = self.entry(index)? {
            each(Field { name: entry.name.get(), value: entry.value.as_deref() });
        } else {
            each(Field { name: None, value: None });
        }
        Ok(rest)
    }

    /// §6.2.
    fn literal<'b>(
        &mut self,
        block: &'b [u8],
        prefix: u8,
        keep: bool,
        each: &mut dyn FnMut(Field<'_>),
    ) -> Result<&'b [u8], Damaged> {
        let (index, rest) = integer(block, prefix)?;
        let (mut name, mut value) = (std::mem::take(&mut self.name), std::mem::take(&mut self.value));
        let read = self.strings(index, rest, &mut name, &mut value, keep, each);
        (self.name, self.value) = (name, value);
        read
    }

    fn strings<'b>(
        &mut self,
        index: usize,
        rest: &'b [u8],
        name: &mut Vec<u8>,
        value: &mut Vec<u8>,
        keep: bool,
        each: &mut dyn FnMut(Field<'_>),
    ) -> Result<&'b [u8], Damaged> {
        let mut rest = rest;
        let known = if index == 0 {
            rest = string(rest, name)?;
            None
        } else if let Some((name, _)) = static_entry(index) {
            Some(Name::Known(name))
        } else {
            Some(self.entry(index)?.map_or(Name::Unknown, |entry| entry.name.clone()))
        };
        rest = string(rest, value)?;
        let told = known.as_ref().map_or(Some(name.as_slice()), Name::get);
        each(Field { name: told, value: Some(value) });
        if keep {
            let name = known.unwrap_or_else(|| Name::Sent(name.as_slice().into()));
            self.insert(Entry { name, value: Some(value.as_slice().into()) });
        }
        Ok(rest)
    }

    /// §6.3. What goes beyond [`TABLE_MAX`] is followed as far as that.
    fn resize<'b>(&mut self, block: &'b [u8]) -> Result<&'b [u8], Damaged> {
        let (size, rest) = integer(block, 5)?;
        self.torn |= size > TABLE_MAX;
        self.max = size.min(TABLE_MAX);
        self.evict();
        Ok(rest)
    }

    fn insert(&mut self, entry: Entry) {
        self.size = self.size.saturating_add(entry.size());
        self.entries.push_front(entry);
        // An entry larger than the table empties it (§4.4).
        self.evict();
    }

    fn evict(&mut self) {
        while self.size > self.max {
            let Some(oldest) = self.entries.pop_back() else { return };
            self.size = self.size.saturating_sub(oldest.size());
        }
    }

    /// The dynamic entry of an index beyond the static table; `None` if it is one of those that are not known.
    fn entry(&self, index: usize) -> Result<Option<&Entry>, Damaged> {
        let at = index.checked_sub(STATIC.len().saturating_add(1)).ok_or(Damaged("index 0"))?;
        match self.entries.get(at) {
            Some(entry) => Ok(Some(entry)),
            None if self.torn => Ok(None),
            None => Err(Damaged("an index beyond the table")),
        }
    }
}

fn static_entry(index: usize) -> Option<(&'static [u8], &'static [u8])> {
    STATIC.get(index.checked_sub(1)?).copied()
}

/// An integer with a prefix of so many bits (§5.1), and what follows it.
pub(in crate::proto) fn integer(block: &[u8], prefix: u8) -> Result<(usize, &[u8]), Damaged> {
    let (first, mut rest) = block.split_first().ok_or(Damaged("an integer is cut"))?;
    let mask = 0xffu8.wrapping_shr(8u32.saturating_sub(u32::from(prefix)));
    let low = first & mask;
    if low < mask {
        return Ok((usize::from(low), rest));
    }
    let mut value = usize::from(mask);
    for shift in [0u32, 7, 14, 21] {
        let (byte, after) = rest.split_first().ok_or(Damaged("an integer is cut"))?;
        rest = after;
        value = value.saturating_add(usize::from(byte & 0x7f).wrapping_shl(shift));
        if byte & 0x80 == 0 {
            return Ok((value, rest));
        }
    }
    Err(Damaged("an integer is too long"))
}

/// A string literal (§5.2), and what follows it.
fn string<'b>(block: &'b [u8], to: &mut Vec<u8>) -> Result<&'b [u8], Damaged> {
    to.clear();
    let coded = block.first().is_some_and(|first| first & 0x80 != 0);
    let (len, rest) = integer(block, 7)?;
    let (octets, rest) = rest.split_at_checked(len).ok_or(Damaged("a string is cut"))?;
    if !coded {
        to.extend_from_slice(octets);
    } else if !huffman::decode(octets, STRING_MAX, to) {
        return Err(Damaged("a string's Huffman code is damaged"));
    }
    Ok(rest)
}

#[cfg(test)]
mod tests;
