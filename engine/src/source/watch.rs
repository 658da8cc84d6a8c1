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
    /// When it was last written to, if all of that was read.
    modified: Option<SystemTime>,
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
    /// Names of captures that are or were in the directory; of those that were closed, when they were written to last.
    names: HashMap<PathBuf, Option<SystemTime>>,
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
            names: HashMap::new(),
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
        // A directory that cannot be listed now has not lost its files.
        let Some(files) = captures(&self.path) else { return Step::Waited };
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
            if plain_name(&entry.path).is_none() && !self.names.contains_key(&entry.path) {
                self.names.insert(entry.path.clone(), None);
            }
        }
        if self.names.len() > DONE {
            let there: HashSet<PathBuf> = files
                .iter()
                .flat_map(|(_, entry)| [Some(entry.path.clone()), plain_name(&entry.path)])
                .flatten()
                .collect();
            self.names.retain(|name, _| there.contains(name));
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
            _ => entry.len > 0 && !self.is_twin(entry),
        }
    }

    /// Whether a file holds what another one held: it is its compressed form, or the same one where file systems make
    /// up their inodes (FUSE).
    fn is_twin(&self, entry: &Entry) -> bool {
        self.names.get(&entry.path) == Some(&Some(entry.modified))
            || plain_name(&entry.path).is_some_and(|plain| self.names.contains_key(&plain))
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
    fn follow(&mut self, mut file: Followed) {
        file.modified = file
            .file
            .metadata()
            .ok()
            .filter(|meta| meta.len() == file.reader.position())
            .and_then(|meta| meta.modified().ok());
        self.followed.push(file);
        if self.followed.len() > FOLLOWED {
            self.ending.push(self.followed.remove(0));
        }
    }

    /// A file will not be read further.
    fn close(&mut self, file: Followed, told: bool) {
        let (modified, size) = (file.modified, file.reader.position());
        self.names.insert(file.path.clone(), modified);
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

/// Files of a directory, oldest first; None if it cannot be listed.
fn captures(directory: &Path) -> Option<Vec<(Identity, Entry)>> {
    let entries = std::fs::read_dir(directory).ok()?;
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
    Some(found)
}

/// The name that a compressed file had before; None if it is not compressed by its name.
fn plain_name(path: &Path) -> Option<PathBuf> {
    let ending = path.extension()?.to_str()?;
    COMPRESSED.contains(&ending).then(|| path.with_extension(""))
}

impl Followed {
    fn open(path: PathBuf) -> std::io::Result<Self> {
        let file = Arc::new(File::open(&path)?);
        // By its name, as the directory shows it: not every file system says the same of what is open.
        let id = Identity::of(&std::fs::symlink_metadata(&path)?);
        let over = Arc::new(AtomicBool::new(false));
        let name: Arc<str> = Arc::from(path.to_string_lossy());
        let tail = Tail { file: file.clone(), over: over.clone() };
        let reader = Reader::new(&name, Input::new(Box::new(tail), None));
        Ok(Self { path, name, id, file, over, reader, modified: None, told: false })
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
mod tests;
