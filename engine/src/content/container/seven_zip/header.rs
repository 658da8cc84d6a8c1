//! The header of a 7z archive (7zFormat.txt of the LZMA SDK): where packed streams lie, how they are coded, what the
//! members are called.

use crate::content::bytes::Bytes;
use std::ops::Range;

/// Members, packed streams, folders that are read.
const MANY: usize = 1 << 16;
/// Coders of one folder.
const CODERS: usize = 8;

/// What a header says.
#[derive(Default)]
pub(super) struct Header {
    /// Packed streams, as ranges of the file.
    packed: Vec<Range<u64>>,
    /// Runs of members that are packed together.
    pub(super) folders: Vec<Folder>,
    /// Members in order; those without content too.
    pub(super) members: Vec<Member>,
}

/// Members that are packed together.
#[derive(Default)]
pub(super) struct Folder {
    /// How, the first coder last undone.
    pub(super) coders: Vec<Coder>,
    /// Sizes of what each coder yields.
    sizes: Vec<u64>,
    /// Number of its first packed stream.
    first: usize,
    streams: usize,
    /// Sizes of the members.
    pub(super) members: Vec<u64>,
}

/// One coder.
pub(super) struct Coder {
    /// Its method.
    pub(super) id: u64,
    /// Its properties.
    pub(super) properties: Vec<u8>,
}

/// A member.
#[derive(Default)]
pub(super) struct Member {
    /// UTF-16, little-endian.
    pub(super) name: Vec<u8>,
    /// Without content: a folder, an empty file.
    pub(super) empty: bool,
}

/// AES-256 with a key made by SHA-256.
const AES: u64 = 0x06f1_0701;

impl Folder {
    /// True if it is locked with a password.
    pub(super) fn locked(&self) -> bool {
        self.coders.iter().any(|coder| coder.id == AES)
    }

    /// Bytes that it yields. With a single coder there is one size; that of the last coder in the other cases.
    pub(super) fn size(&self) -> u64 {
        self.sizes.last().copied().unwrap_or(0)
    }
}

impl Header {
    /// Where the only packed stream of a folder lies; `None` if it has several.
    pub(super) fn packed(&self, folder: &Folder) -> Option<Range<u64>> {
        self.packed.get(folder.first).filter(|_| folder.streams == 1).cloned()
    }

    /// Bytes that all packed streams of a folder have.
    pub(super) fn packed_size(&self, folder: &Folder) -> u64 {
        let end = folder.first.saturating_add(folder.streams);
        let streams = self.packed.get(folder.first..end).unwrap_or(&[]);
        streams.iter().fold(0, |sum, stream| sum.saturating_add(stream.end - stream.start))
    }
}

/// What stands behind the start of an archive.
pub(super) enum Read {
    /// The header.
    Plain(Header),
    /// Where the header is packed, and how (`folders` has one entry).
    Packed(Header),
}

/// Reads a header, or the description of a packed one; `None` if it makes no sense.
pub(super) fn read(bytes: &[u8]) -> Option<Read> {
    let mut reader = Reader(bytes);
    match reader.byte()? {
        0x17 => {
            let mut header = Header::default();
            reader.streams(&mut header)?;
            Some(Read::Packed(header))
        }
        0x01 => {
            let mut header = Header::default();
            let mut seen = Seen::default();
            loop {
                match reader.section(&mut seen)? {
                    0x00 => break,
                    0x02 => reader.archive_properties()?,
                    0x03 => reader.streams(&mut Header::default())?,
                    0x04 => reader.streams(&mut header)?,
                    0x05 => reader.files(&mut header)?,
                    _ => return None,
                }
            }
            Some(Read::Plain(header))
        }
        _ => None,
    }
}

/// Sections that came: each comes once at most, or a short header would be work without end.
#[derive(Default)]
struct Seen(u32);

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// The kind of the next section, which must be new; 0 is the end of the list.
    fn section(&mut self, seen: &mut Seen) -> Option<u8> {
        let kind = self.byte()?;
        let bit = 1u32.checked_shl(u32::from(kind))?;
        let new = kind == 0 || seen.0 & bit == 0;
        seen.0 |= bit;
        new.then_some(kind)
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number: the high bits of the first byte say how many bytes follow.
    fn number(&mut self) -> Option<u64> {
        let first = self.byte()?;
        let more = first.leading_ones();
        let mut value = 0;
        for at in 0..more {
            value |= u64::from(self.byte()?) << (8 * at);
        }
        if more < 7 {
            value |= u64::from(first & (0x7f >> more)) << (8 * more);
        }
        Some(value)
    }

    /// A number of things, each of which takes at least a bit here.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= MANY)
    }

    fn bits(&mut self, count: usize) -> Option<Vec<bool>> {
        let bytes = self.take(count.div_ceil(8))?;
        Some((0..count).map(|at| bytes.at(at / 8) & (0x80 >> (at % 8)) != 0).collect())
    }

    /// Checksums of some of `count` things: passed over.
    fn digests(&mut self, count: usize) -> Option<Vec<bool>> {
        let defined = if self.byte()? != 0 { vec![true; count] } else { self.bits(count)? };
        self.take(defined.iter().filter(|is| **is).count() * 4)?;
        Some(defined)
    }

    fn archive_properties(&mut self) -> Option<()> {
        while self.byte()? != 0 {
            let len = usize::try_from(self.number()?).ok()?;
            self.take(len)?;
        }
        Some(())
    }

    fn streams(&mut self, header: &mut Header) -> Option<()> {
        let mut digests = Vec::new();
        let mut split = false;
        let mut seen = Seen::default();
        loop {
            match self.section(&mut seen)? {
                0x00 => break,
                0x06 => self.pack(header)?,
                0x07 => digests = self.unpack(header)?,
                0x08 => {
                    self.substreams(header, &digests)?;
                    split = true;
                }
                _ => return None,
            }
        }
        if !split {
            for folder in &mut header.folders {
                folder.members = vec![folder.size()];
            }
        }
        Some(())
    }

    fn pack(&mut self, header: &mut Header) -> Option<()> {
        let mut at = self.number()?.checked_add(32)?;
        let count = self.count()?;
        let mut seen = Seen::default();
        loop {
            match self.section(&mut seen)? {
                0x00 => return Some(()),
                0x09 => {
                    for _ in 0..count {
                        let end = at.checked_add(self.number()?)?;
                        header.packed.push(at..end);
                        at = end;
                    }
                }
                0x0a => drop(self.digests(count)?),
                _ => return None,
            }
        }
    }

    /// Folders; says which of them have a checksum.
    fn unpack(&mut self, header: &mut Header) -> Option<Vec<bool>> {
        let mut defined = Vec::new();
        let mut seen = Seen::default();
        loop {
            match self.section(&mut seen)? {
                0x00 => break,
                0x0b => {
                    let count = self.count()?;
                    // Descriptions elsewhere are not written by anybody.
                    if self.byte()? != 0 {
                        return None;
                    }
                    let mut first = 0usize;
                    for _ in 0..count {
                        let mut folder = self.folder()?;
                        folder.first = first;
                        first = first.checked_add(folder.streams)?;
                        header.folders.push(folder);
                    }
                }
                0x0c => {
                    for folder in &mut header.folders {
                        for _ in 0..folder.coders.len() {
                            folder.sizes.push(self.number()?);
                        }
                    }
                }
                0x0a => defined = self.digests(header.folders.len())?,
                _ => return None,
            }
        }
        defined.resize(header.folders.len(), false);
        Some(defined)
    }

    fn folder(&mut self) -> Option<Folder> {
        let mut folder = Folder::default();
        let count = usize::try_from(self.number()?).ok().filter(|count| (1..=CODERS).contains(count))?;
        let (mut inputs, mut outputs) = (0u64, 0u64);
        for _ in 0..count {
            let flags = self.byte()?;
            let id = self.take(usize::from(flags & 0xf).min(8))?.iter().fold(0, |id, byte| id << 8 | u64::from(*byte));
            let (takes, gives) = if flags & 0x10 != 0 { (self.number()?, self.number()?) } else { (1, 1) };
            inputs = inputs.checked_add(takes).filter(|sum| *sum <= 32)?;
            outputs = outputs.checked_add(gives)?;
            let len = if flags & 0x20 != 0 { usize::try_from(self.number()?).ok()? } else { 0 };
            folder.coders.push(Coder { id, properties: self.take(len)?.to_vec() });
        }
        // A coder yields one stream; none of the known ones yields more.
        if outputs != count as u64 {
            return None;
        }
        let bound = outputs.checked_sub(1)?;
        for _ in 0..bound {
            let _ = (self.number()?, self.number()?);
        }
        let packed = inputs.checked_sub(bound)?;
        for _ in 0..if packed > 1 { packed } else { 0 } {
            self.number()?;
        }
        folder.streams = packed as usize;
        Some(folder)
    }

    fn substreams(&mut self, header: &mut Header, defined: &[bool]) -> Option<()> {
        let mut counts = vec![1usize; header.folders.len()];
        let mut kind = self.byte()?;
        if kind == 0x0d {
            let mut sum = 0usize;
            for count in &mut counts {
                *count = self.count()?;
                sum = sum.checked_add(*count).filter(|sum| *sum <= MANY)?;
            }
            kind = self.byte()?;
        }
        let sizes = kind == 0x09;
        for (folder, count) in header.folders.iter_mut().zip(&counts) {
            let mut left = folder.size();
            for at in 0..*count {
                let size = if at + 1 == *count {
                    left
                } else if sizes {
                    self.number()?.min(left)
                } else {
                    return None;
                };
                left -= size;
                folder.members.push(size);
            }
        }
        if sizes {
            kind = self.byte()?;
        }
        let open = counts.iter().zip(defined).filter(|(count, defined)| !(**count == 1 && **defined));
        let unknown = open.map(|(count, _)| *count).sum();
        if kind == 0x0a {
            self.digests(unknown)?;
            kind = self.byte()?;
        }
        (kind == 0).then_some(())
    }

    fn files(&mut self, header: &mut Header) -> Option<()> {
        let count = self.count()?;
        header.members.resize_with(count, Member::default);
        loop {
            let kind = self.byte()?;
            if kind == 0 {
                return Some(());
            }
            let len = usize::try_from(self.number()?).ok()?;
            let mut property = Reader(self.take(len)?);
            match kind {
                0x0e => {
                    for (member, empty) in header.members.iter_mut().zip(property.bits(count)?) {
                        member.empty = empty;
                    }
                }
                0x11 if property.byte()? == 0 => {
                    for member in &mut header.members {
                        let len = property.0.chunks_exact(2).position(|unit| unit == [0, 0])?;
                        member.name = property.take(len * 2)?.to_vec();
                        property.take(2)?;
                    }
                }
                _ => {}
            }
        }
    }
}
