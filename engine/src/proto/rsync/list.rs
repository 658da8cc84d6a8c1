//! Lists of files (`flist.c`): what each transfer may be about, in the order that both sides sort it.

use super::options::Options;
use super::wire::{Fail, Read, Wire};
use std::cmp::Ordering;

/// Longest name.
const NAME_MAX: usize = 4096;
/// Bytes of names that are kept of a connection.
const NAMES_MAX: usize = 1 << 20;
/// Lists whose files have names.
const LISTS_MAX: usize = 16 << 10;

/// Flags of an entry.
mod flag {
    pub(super) const SAME_MODE: i32 = 1 << 1;
    pub(super) const EXTENDED: i32 = 1 << 2;
    pub(super) const SAME_OWNER: i32 = 1 << 3;
    pub(super) const SAME_GROUP: i32 = 1 << 4;
    pub(super) const SAME_NAME: i32 = 1 << 5;
    pub(super) const LONG_NAME: i32 = 1 << 6;
    pub(super) const SAME_TIME: i32 = 1 << 7;
    pub(super) const SAME_MAJOR: i32 = 1 << 8;
    pub(super) const HARD_LINKED: i32 = 1 << 9;
    /// The device is that of the entry before, or a user's name follows.
    pub(super) const SAME_DEVICE_OR_OWNER_NAME: i32 = 1 << 10;
    /// The minor number has 8 bits, or a group's name follows.
    pub(super) const SHORT_MINOR_OR_GROUP_NAME: i32 = 1 << 11;
    /// The first of linked files, or the end of a list with an error.
    pub(super) const FIRST_LINK_OR_ERROR: i32 = 1 << 12;
    pub(super) const NANOSECONDS: i32 = 1 << 13;
    pub(super) const SAME_ACCESS_TIME: i32 = 1 << 14;
    pub(super) const CREATED_WHEN_CHANGED: i32 = 1 << 17;
}

/// Types of files in a mode.
mod kind {
    pub(super) const MASK: i32 = 0o170_000;
    pub(super) const DIRECTORY: i32 = 0o040_000;
    pub(super) const REGULAR: i32 = 0o100_000;
    pub(super) const LINK: i32 = 0o120_000;
    pub(super) const CHARACTERS: i32 = 0o020_000;
    pub(super) const BLOCKS: i32 = 0o060_000;
    pub(super) const SOCKET: i32 = 0o140_000;
    pub(super) const PIPE: i32 = 0o010_000;
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub name: Vec<u8>,
    pub size: u64,
    directory: bool,
}

impl Entry {
    /// Components of its path, each with whether it is a file.
    fn path(&self) -> impl Iterator<Item = (bool, &[u8])> {
        let last = memchr::memchr_iter(b'/', &self.name).count();
        self.name.split(|byte| *byte == b'/').enumerate().map(move |(at, part)| (at == last && !self.directory, part))
    }

    /// The order of both sides: in a directory the files first, then its directories, each by its
    /// bytes, those of directories with a slash behind (`f_name_cmp`).
    fn order(&self, other: &Self) -> Ordering {
        let top = |entry: &Self| entry.directory && entry.name == b".";
        if top(self) || top(other) {
            return top(other).cmp(&top(self));
        }
        let (mut ours, mut theirs) = (self.path(), other.path());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return Ordering::Equal,
                (None, Some(_)) => return Ordering::Less,
                (Some(_), None) => return Ordering::Greater,
                (Some((file, name)), Some((their_file, their_name))) => {
                    let mark = |file: bool| b"/".iter().filter(move |_| !file);
                    let names = || name.iter().chain(mark(file)).cmp(their_name.iter().chain(mark(their_file)));
                    let order = their_file.cmp(&file).then_with(names);
                    if order != Ordering::Equal {
                        return order;
                    }
                }
            }
        }
    }
}

/// All lists of a connection.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Each with the number of its first file.
    known: Vec<(i32, Vec<Entry>)>,
    /// How many there were.
    total: usize,
    /// Where the next list begins to count.
    next: i32,
    names: usize,
    /// Names had to be dropped.
    pub full: bool,
    /// The list that comes.
    open: Vec<Entry>,
    count: i32,
    /// Of the entry before, be it in another list: what the sender leaves out goes on from list to list.
    last_name: Vec<u8>,
    last_mode: i32,
}

/// What an entry turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Entry(Entry),
    End,
}

impl Lists {
    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.total
    }

    /// A list begins.
    pub(super) fn begin(&mut self, options: &Options) {
        if self.total == 0 {
            self.next = i32::from(options.incremental());
        }
        self.open.clear();
        self.count = 0;
    }

    /// It is complete: its files get their numbers.
    pub(super) fn end(&mut self, options: &Options) {
        let mut list = std::mem::take(&mut self.open);
        if options.protocol >= 29 {
            list.sort_by(Entry::order);
        } else {
            list.sort_by(|a, b| a.name.cmp(&b.name));
        }
        // A list that is not complete has no numbers.
        if list.len() != usize::try_from(self.count).unwrap_or(usize::MAX) {
            list.clear();
        }
        self.total = self.total.saturating_add(1);
        if self.known.len() < LISTS_MAX {
            self.known.push((self.next, list));
        } else {
            self.full = true;
        }
        // One number is left out between two lists, for the directory itself.
        self.next = self.next.saturating_add(self.count).saturating_add(1);
    }

    /// The file of a number.
    pub(super) fn file(&self, number: i32) -> Option<&Entry> {
        let at = self.known.partition_point(|(first, _)| *first <= number).checked_sub(1)?;
        let (first, list) = self.known.get(at)?;
        list.get(usize::try_from(number.checked_sub(*first)?).ok()?)
    }

    /// Keeps an entry that was read.
    pub(super) fn keep(&mut self, entry: Entry) {
        self.count = self.count.saturating_add(1);
        self.names = self.names.saturating_add(entry.name.len().saturating_add(size_of::<Entry>()));
        if self.names > NAMES_MAX {
            self.full = true;
        } else {
            self.open.push(entry);
        }
    }

    /// Reads one entry or the end of the list. Changes nothing unless all of it is there.
    pub(super) fn read(&mut self, options: &Options, wire: &mut Wire<'_>) -> Read<Listed> {
        let mut flags = if options.varint_flags() { wire.varint()? } else { i32::from(wire.u8()?) };
        if flags == 0 {
            if options.varint_flags() {
                wire.varint()?;
            }
            return Ok(Listed::End);
        }
        if !options.varint_flags() && options.protocol >= 28 && flags & flag::EXTENDED != 0 {
            flags |= i32::from(wire.u8()?) << 8;
        }
        if !options.varint_flags() && options.safe_lists() && flags == flag::EXTENDED | flag::FIRST_LINK_OR_ERROR {
            wire.varint()?;
            return Ok(Listed::End);
        }
        let name = self.name(options, flags, wire)?;
        let (size, mode) = self.attributes(options, flags, wire)?;
        self.last_name.clone_from(&name);
        self.last_mode = mode;
        Ok(Listed::Entry(Entry { name, size, directory: mode & kind::MASK == kind::DIRECTORY }))
    }

    fn name(&self, options: &Options, flags: i32, wire: &mut Wire<'_>) -> Read<Vec<u8>> {
        let same = if flags & flag::SAME_NAME == 0 { 0 } else { usize::from(wire.u8()?) };
        let len = if flags & flag::LONG_NAME == 0 {
            usize::from(wire.u8()?)
        } else {
            usize::try_from(wire.varint30(options.protocol)?).map_err(|_| Fail::Bad)?
        };
        let start = self.last_name.get(..same).ok_or(Fail::Bad)?;
        if len.saturating_add(same) > NAME_MAX || len.saturating_add(same) == 0 {
            return Err(Fail::Bad);
        }
        let rest = wire.take(len)?;
        if rest.contains(&0) { Err(Fail::Bad) } else { Ok([start, rest].concat()) }
    }

    fn attributes(&self, options: &Options, flags: i32, wire: &mut Wire<'_>) -> Read<(u64, i32)> {
        let protocol = options.protocol;
        let linked = options.hard_links && flags & flag::HARD_LINKED != 0;
        if linked && protocol >= 30 && flags & flag::FIRST_LINK_OR_ERROR == 0 && wire.varint()? >= self.next {
            // All else is as in the first of them.
            return Ok((0, kind::REGULAR));
        }
        let size = u64::try_from(wire.varlong30(protocol, 3)?).map_err(|_| Fail::Bad)?;
        if flags & flag::SAME_TIME == 0 {
            if protocol >= 30 {
                wire.varlong(4)?
            } else {
                i64::from(wire.i32()?)
            };
        }
        if flags & flag::NANOSECONDS != 0 {
            wire.varint()?;
        }
        if options.creation_times && flags & flag::CREATED_WHEN_CHANGED == 0 {
            wire.varlong(4)?;
        }
        let mode = if flags & flag::SAME_MODE == 0 { wire.i32()? } else { self.last_mode };
        let kind = mode & kind::MASK;
        if options.access_times && kind != kind::DIRECTORY && flags & flag::SAME_ACCESS_TIME == 0 {
            wire.varlong(4)?;
        }
        owner(
            options.owners && flags & flag::SAME_OWNER == 0,
            protocol,
            flags & flag::SAME_DEVICE_OR_OWNER_NAME,
            wire,
        )?;
        owner(
            options.groups && flags & flag::SAME_GROUP == 0,
            protocol,
            flags & flag::SHORT_MINOR_OR_GROUP_NAME,
            wire,
        )?;
        device(options, flags, kind, wire)?;
        if options.links && kind == kind::LINK {
            let len = usize::try_from(wire.varint30(protocol)?).map_err(|_| Fail::Bad)?;
            if len > NAME_MAX {
                return Err(Fail::Bad);
            }
            wire.take(len)?;
        }
        if linked && protocol < 30 {
            if flags & flag::SAME_DEVICE_OR_OWNER_NAME == 0 {
                wire.varlong30(protocol, 3)?;
            }
            wire.varlong30(protocol, 3)?;
        }
        if options.checksums && kind == kind::REGULAR {
            wire.take(options.checksum_len(true).ok_or(Fail::Bad)?)?;
        }
        Ok((size, mode))
    }
}

/// The numbers of a device; of sockets and pipes too before protocol 31.
fn device(options: &Options, flags: i32, kind: i32, wire: &mut Wire<'_>) -> Read<()> {
    let device = matches!(kind, kind::CHARACTERS | kind::BLOCKS);
    let special = matches!(kind, kind::SOCKET | kind::PIPE) && options.protocol < 31;
    if !options.devices || !(device || special) {
        return Ok(());
    }
    if flags & flag::SAME_MAJOR == 0 {
        wire.varint30(options.protocol)?;
    }
    if options.protocol < 30 && flags & flag::SHORT_MINOR_OR_GROUP_NAME != 0 {
        wire.u8()?;
    } else {
        wire.varint30(options.protocol)?;
    }
    Ok(())
}

/// A user or group, with its name from protocol 30.
fn owner(told: bool, protocol: u8, named: i32, wire: &mut Wire<'_>) -> Read<()> {
    if told {
        wire.varint30(protocol)?;
        if protocol >= 30 && named != 0 {
            let len = usize::from(wire.u8()?);
            wire.take(len)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_before_the_directories_beside_them() {
        let entry = |name: &str| {
            let directory = name.ends_with('/');
            Entry { name: name.trim_end_matches('/').into(), size: 0, directory }
        };
        let mut list: Vec<Entry> = ["b/", "b/x", "a.txt", "c", "./", "b/y/", "b/a", "a/", "b-1/"].map(entry).to_vec();
        list.sort_by(Entry::order);
        let names: Vec<String> = list.iter().map(|entry| String::from_utf8_lossy(&entry.name).into_owned()).collect();
        assert_eq!(names, [".", "a.txt", "c", "a", "b-1", "b", "b/a", "b/x", "b/y"]);
    }
}
