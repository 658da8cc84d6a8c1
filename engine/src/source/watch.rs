//! A directory of rotated captures: each file is read as it grows, the next ones when they come.
//!
//! Files are taken in the order of their modification times (then names). A file that was read to its end is followed:
//! what is written to it later is read from there on, however long it was quiet and whatever came beside it. So one file
//! after another may grow, or several at once. A file that left the directory, or shrank, has ended; a name that is used
//! again for other bytes is read again. The compressed form of a capture that is or was there is passed over, and so are
//! names that begin with a dot or end in `.tmp` or `.part`: somebody's work in progress.

use super::input::Input;
use super::live::Patient;
use super::reader::{CUT, Reader};
use super::{Fill, PacketBlock, PacketSource};
use crate::error::{Error, Result};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// Time between two looks at the directory.
const LOOK: Duration = Duration::from_millis(200);
/// A file that was not written to for this long and ends inside a record is told as cut; it is followed nevertheless.
const SETTLED: Duration = Duration::from_secs(30);
/// Files that are followed at once. The one that was read longest ago is given up for another one, and told if it grows.
const FOLLOWED: usize = 16;
/// Names and files remembered; beyond, those are forgotten that left the directory.
const DONE: usize = 65_536;
/// Endings that tools add to the name of a capture that they compress.
const COMPRESSED: [&str; 4] = ["gz", "zst", "xz", "bz2"];

/// Watches a directory for captures that were modified after `since_ns` (ns since the epoch).
///
/// # Errors
/// [`Error::Source`] if it is no directory that can be listed.
pub fn watch(directory: &str, since_ns: i64) -> Result<Box<dyn PacketSource>> {
    let path = PathBuf::from(directory);
    std::fs::read_dir(&path).map_err(|error| Error::Source {
        path: directory.to_owned(),
        errno: error.raw_os_error(),
        reason: super::input::describe(&error),
    })?;
    let since = SystemTime::UNIX_EPOCH + Duration::from_nanos(u64::try_from(since_ns).unwrap_or(0));
    Patient::spawn(false, move || Ok(Box::new(Watch::new(path, since))))
}

/// What a file is, whatever it is called: device, inode, and the time it was made, as inodes are used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Identity(u64, u64, Option<SystemTime>);

impl Identity {
    fn of(meta: &Metadata) -> Self {
        Self(meta.dev(), meta.ino(), meta.created().ok())
    }
}

/// A file as the directory shows it; older ones come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    modified: SystemTime,
    path: PathBuf,
    len: u64,
}

/// A file that is open.
struct Followed {
    path: PathBuf,
    name: Arc<str>,
    id: Identity,
    file: Arc<File>,
    /// The end of the file is the end of the capture.
    over: Arc<AtomicBool>,
    reader: Reader,
    /// It was told that it is cut.
    told: bool,
}

/// A file that is no longer open.
struct Known {
    path: PathBuf,
    modified: Option<SystemTime>,
    /// Its bytes that were read.
    size: u64,
    /// What is to be said of it was said.
    told: bool,
}

impl Known {
    /// Whether the entry is still this file: it was not written anew, nor is it another one on the same inode.
    fn is(&self, entry: &Entry) -> bool {
        (self.path == entry.path || self.modified == Some(entry.modified)) && entry.len >= self.size
    }
}

enum Step {
    /// There is a file in hand.
    Read,
    /// The block tells something.
    Told,
    /// There was nothing.
    Waited,
}

struct Watch {
    path: PathBuf,
    since: SystemTime,
    /// The file in hand.
    current: Option<Followed>,
    /// Files that were read as far as they go, the one read last at the end.
    followed: Vec<Followed>,
    /// Files to read to their end, and to close.
    ending: Vec<Followed>,
    /// Files of the last look that have something to read.
    pending: VecDeque<(Identity, Entry)>,
    looked: Option<Instant>,
    known: HashMap<Identity, Known>,
    /// Names of captures that are or were in the directory, compressed ones left out.
    names: HashSet<PathBuf>,
    read: u64,
}

impl Watch {
    fn new(path: PathBuf, since: SystemTime) -> Self {
        Self {
            path,
            since,
            current: None,
            followed: Vec::new(),
            ending: Vec::new(),
            pending: VecDeque::new(),
            looked: None,
            known: HashMap::new(),
            names: HashSet::new(),
            read: 0,
        }
    }

    /// Does the next thing there is to do when no file is in hand.
    fn step(&mut self, block: &mut PacketBlock) -> Step {
        if let Some(file) = self.ending.pop() {
            file.over.store(true, Ordering::Relaxed);
            self.current = Some(file);
            return Step::Read;
        }
        match self.pending.pop_front() {
            Some((id, entry)) => self.take(id, entry, block),
            None => self.look(block),
        }
    }

    /// Looks at the directory, not too often: which files have something to read, and which have ended.
    fn look(&mut self, block: &mut PacketBlock) -> Step {
        if let Some(rest) = self.looked.and_then(|at| LOOK.checked_sub(at.elapsed())) {
            std::thread::sleep(rest);
        }
        self.looked = Some(Instant::now());
        let files = captures(&self.path);
        self.remember(&files);
        let there: HashMap<Identity, u64> = files.iter().map(|(id, entry)| (*id, entry.len)).collect();
        let ended = |file: &mut Followed| there.get(&file.id).is_none_or(|len| *len < file.reader.position());
        self.ending.extend(self.followed.extract_if(.., ended));
        let news = files.into_iter().filter(|(id, entry)| entry.modified > self.since && self.is_news(*id, entry));
        self.pending = news.collect();
        if let Some(file) = self.followed.iter_mut().find(|file| !file.told && file.is_cut()) {
            file.told = true;
            tell(block, &file.name, Some(file.reader.offset()), CUT.to_owned());
            return Step::Told;
        }
        if self.pending.is_empty() && self.ending.is_empty() { Step::Waited } else { Step::Read }
    }

    /// Keeps the names of captures, and forgets what left the directory when there is too much of it.
    fn remember(&mut self, files: &[(Identity, Entry)]) {
        for (_, entry) in files {
            if plain_name(&entry.path).is_none() && !self.names.contains(&entry.path) {
                self.names.insert(entry.path.clone());
            }
        }
        if self.names.len() > DONE {
            let there: HashSet<PathBuf> =
                files.iter().map(|(_, entry)| plain_name(&entry.path).unwrap_or_else(|| entry.path.clone())).collect();
            self.names.retain(|name| there.contains(name));
        }
        if self.known.len() > DONE {
            let there: HashSet<&Identity> = files.iter().map(|(id, _)| id).collect();
            self.known.retain(|id, _| there.contains(id));
        }
    }

    /// Whether there is something to read, or to say, of a file.
    fn is_news(&self, id: Identity, entry: &Entry) -> bool {
        if let Some(file) = self.followed.iter().find(|file| file.id == id) {
            return entry.len > file.reader.position();
        }
        match self.known.get(&id) {
            Some(known) if known.is(entry) => entry.len > known.size && !known.told,
            _ => entry.len > 0 && !plain_name(&entry.path).is_some_and(|plain| self.names.contains(&plain)),
        }
    }

    /// Takes a file in hand that has something to read, or tells why that is not read.
    fn take(&mut self, id: Identity, entry: Entry, block: &mut PacketBlock) -> Step {
        if let Some(at) = self.followed.iter().position(|file| file.id == id) {
            self.current = Some(self.followed.remove(at));
            return Step::Read;
        }
        if let Some(known) = self.known.get_mut(&id).filter(|known| known.is(&entry)) {
            known.told = true;
            let reason = format!("it grew after it was given up: at most {FOLLOWED} files are followed at once");
            tell(block, &Arc::from(entry.path.to_string_lossy()), Some(known.size), reason);
            return Step::Told;
        }
        match Followed::open(entry.path.clone()) {
            Ok(file) => {
                self.current = Some(file);
                Step::Read
            }
            Err(error) => {
                tell(block, &Arc::from(entry.path.to_string_lossy()), None, super::input::describe(&error));
                let Entry { modified, path, .. } = entry;
                self.known.insert(id, Known { path, modified: Some(modified), size: 0, told: true });
                Step::Told
            }
        }
    }

    /// A file was read as far as it goes for now.
    fn follow(&mut self, file: Followed) {
        self.followed.push(file);
        if self.followed.len() > FOLLOWED {
            self.ending.push(self.followed.remove(0));
        }
    }

    /// A file will not be read further.
    fn close(&mut self, file: Followed, told: bool) {
        let modified = file.file.metadata().and_then(|meta| meta.modified()).ok();
        let size = file.reader.position();
        self.known.insert(file.id, Known { path: file.path, modified, size, told });
    }
}

/// The block tells what is wrong with a file.
fn tell(block: &mut PacketBlock, name: &Arc<str>, offset: Option<u64>, reason: String) {
    block.clear();
    block.file = Some(name.clone());
    block.damaged = Some((name.clone(), offset, reason));
}

impl PacketSource for Watch {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        loop {
            let Some(mut file) = self.current.take() else {
                match self.step(block) {
                    Step::Read => continue,
                    Step::Told => return Ok(Fill::More),
                    Step::Waited => {
                        block.clear();
                        return Ok(Fill::More);
                    }
                }
            };
            let before = file.reader.position();
            let fill = file.reader.fill(block);
            self.read += file.reader.position().saturating_sub(before);
            block.file = Some(file.name.clone());
            // Other files go on where this one is damaged; what was lost shows as gaps of its flows.
            let damage = match fill {
                Ok(Fill::More) if block.packets.is_empty() => {
                    self.follow(file);
                    continue;
                }
                Ok(Fill::More) => {
                    self.current = Some(file);
                    return Ok(Fill::More);
                }
                Ok(Fill::End) => None,
                Ok(Fill::Damaged { offset, reason }) => Some((Some(offset), reason)),
                Err(error) => Some((None, error.to_string())),
            };
            let (name, told) = (file.name.clone(), file.told);
            self.close(file, damage.is_some());
            block.damaged = damage.filter(|_| !told).map(|(offset, reason)| (name, offset, reason));
            if !block.packets.is_empty() || block.damaged.is_some() {
                return Ok(Fill::More);
            }
        }
    }

    fn position(&self) -> u64 {
        self.read
    }

    fn size(&self) -> Option<u64> {
        None
    }
}

/// Files of a directory, oldest first.
fn captures(directory: &Path) -> Vec<(Identity, Entry)> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut found: Vec<(Identity, Entry)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let partial = [".tmp", ".part"].iter().any(|end| name.ends_with(end));
            if name.starts_with('.') || partial {
                return None;
            }
            let meta = entry.metadata().ok().filter(Metadata::is_file)?;
            let file = Entry { modified: meta.modified().ok()?, path: entry.path(), len: meta.len() };
            Some((Identity::of(&meta), file))
        })
        .collect();
    found.sort_by(|(_, one), (_, other)| one.cmp(other));
    found
}

/// The name that a compressed file had before; None if it is not compressed by its name.
fn plain_name(path: &Path) -> Option<PathBuf> {
    let ending = path.extension()?.to_str()?;
    COMPRESSED.contains(&ending).then(|| path.with_extension(""))
}

impl Followed {
    fn open(path: PathBuf) -> std::io::Result<Self> {
        let file = Arc::new(File::open(&path)?);
        let id = Identity::of(&file.metadata()?);
        let over = Arc::new(AtomicBool::new(false));
        let name: Arc<str> = Arc::from(path.to_string_lossy());
        let tail = Tail { file: file.clone(), over: over.clone() };
        let reader = Reader::new(&name, Input::new(Box::new(tail), None));
        Ok(Self { path, name, id, file, over, reader, told: false })
    }

    /// Whether it ends inside a record, and nobody writes to it.
    fn is_cut(&self) -> bool {
        let modified = self.file.metadata().and_then(|meta| meta.modified());
        self.reader.is_cut() && modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age >= SETTLED))
    }
}

/// A file that may still grow: at its end there is nothing for now, until it is over.
struct Tail {
    file: Arc<File>,
    over: Arc<AtomicBool>,
}

impl Read for Tail {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.file.as_ref().read(out)? {
            0 if !out.is_empty() && !self.over.load(Ordering::Relaxed) => Err(ErrorKind::WouldBlock.into()),
            n => Ok(n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn pcap(frames: u8) -> Vec<u8> {
        let mut bytes = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
        for n in 0..frames {
            bytes.extend([n, 0, 0, 0, 0, 0, 0, 0, 14, 0, 0, 0, 14, 0, 0, 0]);
            bytes.extend([0u8; 14]);
        }
        bytes
    }

    fn frames(source: &mut dyn PacketSource, wanted: usize) -> usize {
        let (mut block, mut seen) = (PacketBlock::default(), 0);
        for _ in 0..200 {
            assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
            seen += block.packets.len();
            if seen >= wanted {
                break;
            }
        }
        seen
    }

    /// A directory of its own, gone with the test.
    struct Spool(PathBuf);

    impl Spool {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("leaktap-watch-{name}-{}", std::process::id()));
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn watch(&self) -> Box<dyn PacketSource> {
            watch(&self.0.to_string_lossy(), 0).unwrap()
        }

        fn write(&self, name: &str, bytes: &[u8]) {
            std::fs::write(self.0.join(name), bytes).unwrap();
        }

        fn append(&self, name: &str, bytes: &[u8]) {
            std::fs::OpenOptions::new().append(true).open(self.0.join(name)).unwrap().write_all(bytes).unwrap();
        }

        /// As if nobody had written to it for long.
        fn age(&self, name: &str, seconds: u64) {
            let file = File::options().write(true).open(self.0.join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
        }
    }

    impl Drop for Spool {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// Nothing comes for some looks.
    fn none(source: &mut dyn PacketSource) {
        let (mut block, since) = (PacketBlock::default(), Instant::now());
        while since.elapsed() < 4 * LOOK {
            assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
            assert!(block.packets.is_empty() && block.damaged.is_none(), "{:?}", block.damaged);
        }
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_file_that_was_quiet_is_read_on_whatever_came_beside_it() {
        let spool = Spool::new("quiet");
        let bytes = pcap(9);
        let (front, rest) = bytes.split_at(24 + 3 * 30);
        let (middle, rest) = rest.split_at(2 * 30 + 7);
        spool.write("hour.pcap", front);
        spool.age("hour.pcap", 600);
        let mut source = spool.watch();
        assert_eq!(frames(&mut *source, 3), 3);
        none(&mut *source);
        spool.write("other.pcap", &pcap(4));
        assert_eq!(frames(&mut *source, 4), 4);
        spool.append("hour.pcap", middle);
        assert_eq!(frames(&mut *source, 2), 2);
        spool.write("other.log", b"x\n");
        none(&mut *source);
        spool.append("hour.pcap", rest);
        assert_eq!(frames(&mut *source, 4), 4, "the cut record and the three after it");
        none(&mut *source);
    }

    #[test]
    fn a_capture_that_is_compressed_later_or_renamed_is_read_once() {
        let spool = Spool::new("compressed");
        spool.write("a.pcap", &pcap(3));
        let mut source = spool.watch();
        assert_eq!(frames(&mut *source, 3), 3);
        let packed = gz(&pcap(3));
        spool.write("a.pcap.gz", packed.get(..9).unwrap());
        none(&mut *source);
        spool.write("a.pcap.gz", &packed);
        std::fs::remove_file(spool.0.join("a.pcap")).unwrap();
        none(&mut *source);
        spool.write("b.pcap", &pcap(2));
        assert_eq!(frames(&mut *source, 2), 2);
        std::fs::rename(spool.0.join("b.pcap"), spool.0.join("b.pcap.1")).unwrap();
        none(&mut *source);
    }

    #[test]
    fn a_name_that_is_used_again_is_read_again() {
        let spool = Spool::new("ring");
        spool.write("ring0.pcap", &pcap(5));
        let mut source = spool.watch();
        assert_eq!(frames(&mut *source, 5), 5);
        spool.write("ring0.pcap", &pcap(2));
        assert_eq!(frames(&mut *source, 2), 2);
        std::fs::remove_file(spool.0.join("ring0.pcap")).unwrap();
        none(&mut *source);
        spool.write("ring0.pcap", &pcap(7));
        assert_eq!(frames(&mut *source, 7), 7);
        none(&mut *source);
    }

    #[test]
    fn a_compressed_capture_may_grow_from_any_place() {
        let whole = [gz(&pcap(3)), gz(&pcap(6).split_off(24 + 3 * 30))].concat();
        let first = gz(&pcap(3)).len();
        let spool = Spool::new("pieces");
        for cut in (0..30).chain(first - 9..first + 12) {
            let name = format!("{cut}.pcap.gz");
            spool.write(&name, whole.get(..cut).unwrap());
            let mut watch = Watch::new(spool.0.clone(), SystemTime::UNIX_EPOCH);
            let (mut block, mut seen) = (PacketBlock::default(), 0);
            for n in 0..6 {
                assert_eq!(watch.fill(&mut block).unwrap(), Fill::More);
                assert!(block.damaged.is_none(), "{cut}: {:?}", block.damaged);
                seen += block.packets.len();
                if n == 2 {
                    spool.append(&name, whole.get(cut..).unwrap());
                    watch.looked = None;
                }
            }
            assert_eq!(seen, 6, "{cut}");
            assert!(watch.followed.iter().all(|file| !file.reader.is_cut()), "{cut}");
            std::fs::remove_file(spool.0.join(&name)).unwrap();
        }
    }

    #[test]
    fn a_file_that_was_given_up_is_told_when_it_grows() {
        let spool = Spool::new("many");
        for n in 0..=FOLLOWED as u64 {
            let name = format!("{n:02}.pcap");
            spool.write(&name, &pcap(1));
            spool.age(&name, 100 - n);
        }
        let mut source = spool.watch();
        assert_eq!(frames(&mut *source, FOLLOWED + 1), FOLLOWED + 1);
        let more = &pcap(2)[24 + 30..];
        spool.append("01.pcap", more);
        assert_eq!(frames(&mut *source, 1), 1);
        spool.append("00.pcap", more);
        let (mut block, mut told) = (PacketBlock::default(), Vec::new());
        for _ in 0..40 {
            assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
            assert!(block.packets.is_empty());
            told.extend(block.damaged.take());
        }
        let [(name, Some(54), reason)] = &told[..] else { panic!("{told:?}") };
        assert!(name.ends_with("00.pcap") && reason.starts_with("it grew"), "{reason}");
    }

    #[test]
    fn files_are_read_as_they_grow_and_come() {
        let directory = std::env::temp_dir().join(format!("leaktap-watch-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let (first, second) = (directory.join("a.pcap"), directory.join("b.pcap"));
        std::fs::write(&first, pcap(3)).unwrap();
        let mut source = watch(&directory.to_string_lossy(), 0).unwrap();
        assert_eq!(frames(&mut *source, 3), 3);
        let more = pcap(5);
        std::fs::OpenOptions::new().append(true).open(&first).unwrap().write_all(&more[24 + 3 * 30..]).unwrap();
        assert_eq!(frames(&mut *source, 2), 2);
        std::fs::write(directory.join(".hidden"), pcap(9)).unwrap();
        std::fs::write(&second, pcap(4)).unwrap();
        assert_eq!(frames(&mut *source, 4), 4);
        std::fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn what_a_file_brought_and_what_it_could_not_is_told_with_its_name() {
        let directory = std::env::temp_dir().join(format!("leaktap-watch-names-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let files = ["a.pcap", "b.pcap", "c.pcap"].map(|name| directory.join(name));
        let cut = pcap(3);
        for (file, bytes) in files.iter().zip([&b"root:x:0:0:"[..], &cut[..cut.len() - 5], &pcap(4)]) {
            std::fs::write(file, bytes).unwrap();
        }
        for file in &files {
            // A file that is being written may end anywhere: nobody writes to these.
            let file = File::options().write(true).open(file).unwrap();
            file.set_modified(SystemTime::now() - SETTLED).unwrap();
        }
        let mut source = watch(&directory.to_string_lossy(), 0).unwrap();
        let (mut block, mut seen, mut damaged) = (PacketBlock::default(), Vec::new(), Vec::new());
        for _ in 0..200 {
            assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
            seen.extend(block.packets.iter().map(|packet| (block.file.clone().unwrap_or_default(), packet.frame)));
            damaged.extend(block.damaged.take());
            if seen.len() >= 6 && damaged.len() >= 2 {
                break;
            }
        }
        let [first, second, third] = files.map(|file| Arc::<str>::from(file.to_string_lossy()));
        let at = |name: &Arc<str>, frames: std::ops::RangeInclusive<u64>| frames.map(|n| (name.clone(), n)).collect();
        let wanted: Vec<Vec<(Arc<str>, u64)>> = vec![at(&second, 1..=2), at(&third, 1..=4)];
        assert_eq!(seen, wanted.concat());
        let told: Vec<_> = damaged.iter().map(|(name, offset, _)| (name.clone(), offset.is_some())).collect();
        assert_eq!(told, [(first, true), (second, true)]);
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
