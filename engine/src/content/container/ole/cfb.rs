//! The file system inside OLE2 files (MS-CFB): sectors in chains, a directory of storages and streams.

use crate::content::bytes::Bytes;
use crate::content::container::{u16_at, u32_at, u64_at};

/// Entries of the directory that are read.
const ENTRIES: usize = 1 << 14;
/// Sector numbers from here on are marks, no sectors (§2.1).
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Storages in one another.
const NESTED: usize = 32;

/// A file.
pub(super) struct Cfb<'a> {
    data: &'a [u8],
    sector: usize,
    /// The next sector of each.
    fat: Vec<u32>,
    /// The next small sector of each, and the stream that they are in.
    small_fat: Vec<u32>,
    small: Vec<u8>,
    cutoff: u64,
    /// What is in it; the root first.
    pub(super) entries: Vec<Entry>,
    /// Bytes that may still be read: chains of hostile files lead to the same sectors.
    left: usize,
}

/// A storage or a stream.
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// It holds others.
    pub(super) storage: bool,
    /// Number of the storage that holds it; of the root, 0.
    pub(super) parent: usize,
    start: u32,
    size: u64,
}

impl<'a> Cfb<'a> {
    /// Reads the tables and the directory; `None` if the head makes no sense.
    pub(super) fn open(data: &'a [u8]) -> Option<Self> {
        let shift = u16_at(data, 30);
        if data.len() < 512 || !matches!(shift, 9 | 12) || u16_at(data, 32) != 6 {
            return None;
        }
        let mut file = Self {
            data,
            sector: 1 << shift,
            fat: Vec::new(),
            small_fat: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(u32_at(data, 56)),
            entries: Vec::new(),
            left: data.len().saturating_mul(2),
        };
        file.read_fat();
        let directory = file.chain(u32_at(data, 48), u64::MAX);
        let small_fat = file.chain(u32_at(data, 60), u64::MAX);
        file.small_fat = words(&small_fat).collect();
        file.read_directory(&directory);
        let root = file.entries.first().map(|root| (root.start, root.size));
        if let Some((start, size)) = root {
            file.small = file.chain(start, size);
        }
        file.left = data.len().saturating_mul(2);
        (!file.entries.is_empty()).then_some(file)
    }

    fn sectors(&self) -> usize {
        self.data.len().div_ceil(self.sector)
    }

    fn at(&self, sector: u32) -> &'a [u8] {
        let start = (sector as usize).saturating_add(1).saturating_mul(self.sector);
        self.data.get(start..).map_or(&[][..], |rest| rest.get(..self.sector).unwrap_or(rest))
    }

    /// The table of chains: its first 109 sectors stand in the head, the others in a chain of their own (§2.5).
    fn read_fat(&mut self) {
        let mut places: Vec<u32> = words(self.data.span(76, 512)).collect();
        let mut next = u32_at(self.data, 68);
        let most = self.sectors();
        for _ in 0..most {
            if next >= LAST_SECTOR || places.len() >= most {
                break;
            }
            let table = self.at(next);
            let last = table.len().saturating_sub(4);
            places.extend(words(table.upto(last)));
            next = if table.len() == self.sector { u32_at(table, last) } else { LAST_SECTOR };
        }
        for place in places.into_iter().filter(|place| *place < LAST_SECTOR) {
            if self.fat.len() >= most {
                break;
            }
            // A table that was cut keeps its place.
            let table = self.at(place);
            self.fat.extend(words(table));
            self.fat.resize(self.fat.len() + (self.sector - table.len()) / 4, LAST_SECTOR);
        }
    }

    /// The bytes of a chain, at most `size`. A chain that runs in a circle ends after as many sectors as there are.
    fn chain(&mut self, start: u32, size: u64) -> Vec<u8> {
        let most = usize::try_from(size).unwrap_or(usize::MAX).min(self.left).min(self.data.len());
        let mut out = Vec::new();
        let mut next = start;
        while next < LAST_SECTOR && out.len() < most {
            let sector = self.at(next);
            if sector.is_empty() {
                break;
            }
            out.extend_from_slice(sector.upto(most - out.len()));
            next = self.fat.get(next as usize).copied().unwrap_or(LAST_SECTOR);
        }
        self.left -= out.len();
        out
    }

    /// The bytes of a stream.
    pub(super) fn stream(&mut self, number: usize) -> Vec<u8> {
        let Some(entry) = self.entries.get(number).filter(|entry| !entry.storage) else {
            return Vec::new();
        };
        let (start, size) = (entry.start, entry.size);
        if size >= self.cutoff {
            return self.chain(start, size);
        }
        let most = (size as usize).min(self.left).min(self.small.len());
        let mut out = Vec::new();
        let mut next = start;
        while next < LAST_SECTOR && out.len() < most {
            let from = (next as usize).saturating_mul(64);
            let sector = self.small.span(from, from.saturating_add(64));
            if sector.is_empty() {
                break;
            }
            out.extend_from_slice(sector.upto(most - out.len()));
            next = self.small_fat.get(next as usize).copied().unwrap_or(LAST_SECTOR);
        }
        self.left -= out.len();
        out
    }

    /// The tree of storages and streams (§2.6): siblings hang in trees of their own.
    fn read_directory(&mut self, directory: &[u8]) {
        let raw: Vec<&[u8]> = directory.chunks_exact(128).take(ENTRIES).collect();
        let Some(root) = raw.first() else { return };
        let wide = self.sector == 4096;
        let entry = |raw: &[u8], parent| {
            let size = if wide { u64_at(raw, 120) } else { u64::from(u32_at(raw, 120)) };
            Entry { name: name_of(raw), storage: raw.at(66) != 2, parent, start: u32_at(raw, 116), size }
        };
        self.entries.push(entry(root, 0));
        let mut seen = vec![false; raw.len()];
        // What hangs where: number in the directory, number of its storage, how deep that is.
        let mut open = vec![(u32_at(root, 76), 0usize, 0usize)];
        while let Some((number, parent, depth)) = open.pop() {
            let (Some(raw), Some(seen)) = (raw.get(number as usize), seen.get_mut(number as usize)) else { continue };
            if std::mem::replace(seen, true) || depth > NESTED {
                continue;
            }
            open.push((u32_at(raw, 72), parent, depth));
            let own = self.entries.len();
            if matches!(raw.at(66), 1 | 2) {
                self.entries.push(entry(raw, parent));
            }
            if raw.at(66) == 1 {
                open.push((u32_at(raw, 76), own, depth + 1));
            }
            open.push((u32_at(raw, 68), parent, depth));
        }
    }

    /// The number of a stream by its name, in a storage.
    pub(super) fn find(&self, parent: usize, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| !entry.storage && entry.parent == parent && entry.name == name)
    }
}

fn name_of(raw: &[u8]) -> String {
    let len = usize::from(u16_at(raw, 64)).clamp(2, 64) - 2;
    encoding_rs::UTF_16LE.decode_without_bom_handling(raw.upto(len)).0.into_owned()
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word))
}
