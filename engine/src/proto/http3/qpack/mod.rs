//! QPACK (RFC 9204): field sections to fields, one [`Decoder`] per direction, whose table follows the encoder's stream.
//!
//! The table of a peer is followed within [`TABLE_MAX`]. A field that refers to an entry that is not known here, because
//! bytes were lost or the table is larger, is told without its name or value.

mod table;

use crate::proto::http2::hpack::{Damaged, Field, TABLE_MAX, huffman};
use std::collections::VecDeque;
use std::sync::Arc;
use table::STATIC;

/// What an entry counts beyond its octets (§3.2.1).
const ENTRY_OVERHEAD: u64 = 32;
/// Longest string that is decoded: what a head may hold.
const STRING_MAX: usize = 64 << 10;

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// More octets are needed.
    More,
    /// They are no QPACK.
    Damaged(&'static str),
}

impl From<Stop> for Damaged {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::More => Self("a field section is cut"),
            Stop::Damaged(why) => Self(why),
        }
    }
}

/// An entry of the dynamic table; what was taken from an entry that is not known is not known either.
#[derive(Clone, Debug)]
struct Entry {
    name: Option<Arc<[u8]>>,
    value: Option<Arc<[u8]>>,
}

impl Entry {
    fn size(&self) -> usize {
        let part = |part: &Option<Arc<[u8]>>| part.as_ref().map_or(0, |part| part.len());
        part(&self.name) + part(&self.value) + ENTRY_OVERHEAD as usize
    }
}

/// Decodes what one direction sends.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Oldest first.
    entries: VecDeque<Entry>,
    /// Entries that are gone: the absolute index of the oldest that is there.
    dropped: u64,
    size: usize,
    capacity: usize,
    /// Capacity that the receiver allows at most (`SETTINGS_QPACK_MAX_TABLE_CAPACITY`), from which counts are wrapped.
    allowed: Option<u64>,
    /// The largest that the encoder set, where the former was not seen.
    set: u64,
    /// Instructions were lost.
    torn: bool,
}

impl Decoder {
    /// What the receiver allows (§3.2.3).
    pub(super) fn allow(&mut self, capacity: u64) {
        self.allowed = Some(capacity);
    }

    /// Instructions were lost: what refers to the table is not known from here on.
    pub(super) fn tear(&mut self) {
        self.torn = true;
    }

    /// Bytes held.
    pub(super) fn held(&self) -> usize {
        self.size
    }

    /// Entries that came so far.
    fn inserted(&self) -> u64 {
        self.dropped.saturating_add(self.entries.len() as u64)
    }

    /// Follows the instructions that are whole (§4.3); answers how many octets they are.
    pub(super) fn instructions(&mut self, data: &[u8]) -> Result<usize, &'static str> {
        let mut rest = data;
        while let Some(first) = rest.first().copied() {
            match self.instruction(first, rest) {
                Ok(after) => rest = after,
                Err(Stop::More) => break,
                Err(Stop::Damaged(why)) => return Err(why),
            }
        }
        Ok(data.len() - rest.len())
    }

    fn instruction<'b>(&mut self, first: u8, data: &'b [u8]) -> Result<&'b [u8], Stop> {
        match first {
            0x80.. => {
                let (index, rest) = integer(data, 6)?;
                let name = if first & 0x40 != 0 {
                    Some(fixed(index)?.0.into())
                } else {
                    self.behind(index)?.and_then(|entry| entry.name.clone())
                };
                let (value, rest) = string(rest, 7)?;
                self.insert(Entry { name, value: Some(value.into()) });
                Ok(rest)
            }
            0x40..=0x7f => {
                let (name, rest) = string(data, 5)?;
                let (value, rest) = string(rest, 7)?;
                self.insert(Entry { name: Some(name.into()), value: Some(value.into()) });
                Ok(rest)
            }
            0x20..=0x3f => {
                let (capacity, rest) = integer(data, 5)?;
                self.set = self.set.max(capacity);
                self.capacity = usize::try_from(capacity).unwrap_or(TABLE_MAX).min(TABLE_MAX);
                self.evict();
                Ok(rest)
            }
            _ => {
                let (index, rest) = integer(data, 5)?;
                let entry = self.behind(index)?.cloned().unwrap_or(Entry { name: None, value: None });
                self.insert(entry);
                Ok(rest)
            }
        }
    }

    fn insert(&mut self, entry: Entry) {
        self.size = self.size.saturating_add(entry.size());
        self.entries.push_back(entry);
        self.evict();
    }

    fn evict(&mut self) {
        while self.size > self.capacity
            && let Some(oldest) = self.entries.pop_front()
        {
            self.size = self.size.saturating_sub(oldest.size());
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    /// The entry inserted so many before the newest.
    fn behind(&self, index: u64) -> Result<Option<&Entry>, Stop> {
        let newest = self.inserted().checked_sub(1);
        match newest.and_then(|newest| newest.checked_sub(index)) {
            Some(at) => self.entry(at, false),
            None if self.torn => Ok(None),
            None => Err(Stop::Damaged("an entry before the first")),
        }
    }

    /// The entry of an absolute index; `None` if it is gone, or cannot be known.
    fn entry(&self, at: u64, lenient: bool) -> Result<Option<&Entry>, Stop> {
        if at >= self.inserted() && !self.torn && !lenient {
            return Err(Stop::Damaged("an entry that was not inserted"));
        }
        let place = at.checked_sub(self.dropped).and_then(|place| usize::try_from(place).ok());
        Ok(place.filter(|_| !self.torn).and_then(|place| self.entries.get(place)))
    }

    /// True if a field section refers to entries that are yet to come (§2.1.2).
    pub(super) fn is_blocked(&self, section: &[u8]) -> bool {
        !self.torn && self.prefix(section).is_ok_and(|(required, ..)| required > self.inserted())
    }

    /// Required insert count and base (§4.5.1), and what follows them.
    fn prefix<'b>(&self, section: &'b [u8]) -> Result<(u64, u64, &'b [u8]), Stop> {
        let (coded, rest) = integer(section, 8)?;
        let negative = rest.first().is_some_and(|first| first & 0x80 != 0);
        let (delta, rest) = integer(rest, 7)?;
        let required = if coded == 0 { 0 } else { self.required(coded)? };
        let base = if negative {
            required.checked_sub(delta).and_then(|base| base.checked_sub(1))
        } else {
            required.checked_add(delta)
        };
        Ok((required, base.ok_or(Stop::Damaged("a base before the first entry"))?, rest))
    }

    /// Undoes the wrapping of a required insert count (§4.5.1.1).
    fn required(&self, coded: u64) -> Result<u64, Stop> {
        const WRONG: Stop = Stop::Damaged("a required insert count that cannot be");
        let most = self.allowed.unwrap_or(self.set) / ENTRY_OVERHEAD;
        let range = most.saturating_mul(2);
        if self.torn || range == 0 && self.allowed.is_none() {
            // Not to be told: nothing of the table is known.
            return Ok(coded);
        }
        if coded > range {
            return Err(WRONG);
        }
        let highest = self.inserted().saturating_add(most);
        let wrapped = highest.checked_div(range).ok_or(WRONG)?.saturating_mul(range);
        let mut required = wrapped.saturating_add(coded - 1);
        if required > highest {
            required = required.checked_sub(range).ok_or(WRONG)?;
        }
        if required == 0 { Err(WRONG) } else { Ok(required) }
    }

    /// Reads a field section, telling each field in order. `lenient`: what it waits for will not come.
    pub(super) fn decode(&self, section: &[u8], lenient: bool, each: &mut dyn FnMut(Field<'_>)) -> Result<(), Damaged> {
        let (_, base, mut rest) = self.prefix(section)?;
        while let Some(first) = rest.first().copied() {
            rest = self.line(first, rest, (base, lenient), each)?;
        }
        Ok(())
    }

    /// One field line (§4.5.2 to §4.5.6).
    fn line<'b>(
        &self,
        first: u8,
        data: &'b [u8],
        (base, lenient): (u64, bool),
        each: &mut dyn FnMut(Field<'_>),
    ) -> Result<&'b [u8], Stop> {
        let before = |index: u64| match base.checked_sub(index).and_then(|at| at.checked_sub(1)) {
            Some(at) => self.entry(at, lenient),
            None if self.torn || lenient => Ok(None),
            None => Err(Stop::Damaged("an entry before the first")),
        };
        let behind = |index: u64| self.entry(base.saturating_add(index), lenient);
        let (entry, rest) = match first {
            0xc0.. => {
                let (index, rest) = integer(data, 6)?;
                let (name, value) = fixed(index)?;
                each(Field { name: Some(name), value: Some(value) });
                return Ok(rest);
            }
            0x80..=0xbf => {
                let (index, rest) = integer(data, 6)?;
                (before(index)?, rest)
            }
            0x10..=0x1f => {
                let (index, rest) = integer(data, 4)?;
                (behind(index)?, rest)
            }
            0x50..=0x5f | 0x70..=0x7f => {
                let (index, rest) = integer(data, 4)?;
                let (name, _) = fixed(index)?;
                return literal(Some(name), rest, each);
            }
            0x40..=0x7f => {
                let (index, rest) = integer(data, 4)?;
                return literal(before(index)?.and_then(|entry| entry.name.as_deref()), rest, each);
            }
            0x20..=0x3f => {
                let (name, rest) = string(data, 3)?;
                return literal(Some(&name), rest, each);
            }
            _ => {
                let (index, rest) = integer(data, 3)?;
                return literal(behind(index)?.and_then(|entry| entry.name.as_deref()), rest, each);
            }
        };
        let (name, value) = entry.map_or((None, None), |entry| (entry.name.as_deref(), entry.value.as_deref()));
        each(Field { name, value });
        Ok(rest)
    }
}

/// A value behind its name.
fn literal<'b>(name: Option<&[u8]>, data: &'b [u8], each: &mut dyn FnMut(Field<'_>)) -> Result<&'b [u8], Stop> {
    let (value, rest) = string(data, 7)?;
    each(Field { name, value: Some(&value) });
    Ok(rest)
}

fn fixed(index: u64) -> Result<(&'static [u8], &'static [u8]), Stop> {
    let at = usize::try_from(index).ok();
    at.and_then(|at| STATIC.get(at)).copied().ok_or(Stop::Damaged("an index beyond the static table"))
}

/// An integer with a prefix of so many bits (RFC 7541 §5.1), of at most 62 bits (§4.1.1), and what follows it.
fn integer(data: &[u8], prefix: u32) -> Result<(u64, &[u8]), Stop> {
    let (first, mut rest) = data.split_first().ok_or(Stop::More)?;
    let mask = 0xffu8.wrapping_shr(8u32.saturating_sub(prefix));
    let low = first & mask;
    if low < mask {
        return Ok((u64::from(low), rest));
    }
    let mut value = u64::from(mask);
    for shift in (0..=56).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(Stop::More)?;
        rest = after;
        value = value.saturating_add(u64::from(byte & 0x7f).wrapping_shl(shift));
        if byte & 0x80 == 0 {
            return Ok((value, rest));
        }
    }
    Err(Stop::Damaged("an integer is too long"))
}

/// A string whose length has a prefix of so many bits, the bit before them saying that it is coded (§4.1.2).
fn string(data: &[u8], prefix: u32) -> Result<(Vec<u8>, &[u8]), Stop> {
    let coded = data.first().is_some_and(|first| first.wrapping_shr(prefix) & 1 != 0);
    let (len, rest) = integer(data, prefix)?;
    let len =
        usize::try_from(len).ok().filter(|len| *len <= STRING_MAX).ok_or(Stop::Damaged("a string is too long"))?;
    let (octets, rest) = rest.split_at_checked(len).ok_or(Stop::More)?;
    if !coded {
        return Ok((octets.to_vec(), rest));
    }
    let mut text = Vec::new();
    if huffman::decode(octets, STRING_MAX, &mut text) {
        Ok((text, rest))
    } else {
        Err(Stop::Damaged("a string's Huffman code is damaged"))
    }
}

#[cfg(test)]
mod tests;
