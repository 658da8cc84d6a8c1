//! A directory of rotated captures: each file is read as it grows, and the next one once the writer moved on.
//!
//! Files are taken in the order of their modification times (then names). The newest is followed: its end is only
//! believed when a newer file is there, or when it was not written to for [`SETTLED`]. A file that shrank or vanished
//! has ended. Names that begin with a dot or end in `.tmp` or `.part` are somebody's work in progress.

use super::input::Input;
use super::live::Patient;
use super::reader::Reader;
use super::{Fill, PacketBlock, PacketSource};
use crate::error::{Error, Result};
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Time between two looks at the directory or at a growing file.
const LOOK: Duration = Duration::from_millis(200);
/// A newest file that was not written to for this long is complete.
const SETTLED: Duration = Duration::from_secs(30);
/// Names remembered as done; older ones are forgotten together with the files that left the directory.
const DONE: usize = 65_536;

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
    Patient::spawn(move || {
        Ok(Box::new(Watch { path, since, done: HashSet::new(), current: None, file: Arc::default(), read: 0 }))
    })
}

struct Watch {
    path: PathBuf,
    since: SystemTime,
    done: HashSet<PathBuf>,
    current: Option<Reader>,
    /// The file in hand.
    file: Arc<str>,
    read: u64,
}

impl Watch {
    /// The oldest file that was not read yet.
    fn next(&mut self) -> Option<PathBuf> {
        let files = captures(&self.path);
        if self.done.len() > DONE {
            let there: HashSet<&PathBuf> = files.iter().map(|(_, path)| path).collect();
            self.done.retain(|path| there.contains(path));
        }
        files.into_iter().find(|(at, path)| *at > self.since && !self.done.contains(path)).map(|(_, path)| path)
    }
}

impl Watch {
    /// The block holds what the file in hand brought.
    fn of(&self, block: &mut PacketBlock) -> Fill {
        block.file = Some(self.file.clone());
        Fill::More
    }
}

impl PacketSource for Watch {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        loop {
            if let Some(reader) = &mut self.current {
                let before = reader.position();
                let fill = reader.fill(block);
                self.read += reader.position().saturating_sub(before);
                if !matches!(fill, Ok(Fill::More)) {
                    self.current = None;
                }
                // The next file goes on where this one was damaged; what was lost shows as gaps of its flows.
                let damage = match fill {
                    Ok(Fill::More) => return Ok(self.of(block)),
                    Ok(Fill::End) => None,
                    Ok(Fill::Damaged { offset, reason }) => Some((Some(offset), reason)),
                    Err(error) => Some((None, error.to_string())),
                };
                block.damaged = damage.map(|(offset, reason)| (self.file.clone(), offset, reason));
                if !block.packets.is_empty() || block.damaged.is_some() {
                    return Ok(self.of(block));
                }
            }
            let Some(path) = self.next() else {
                std::thread::sleep(LOOK);
                block.clear();
                return Ok(Fill::More);
            };
            self.done.insert(path.clone());
            self.file = Arc::from(path.to_string_lossy());
            match File::open(&path) {
                Ok(file) => {
                    let tail = Tail { file, path, at: 0 };
                    self.current = Some(Reader::new(&self.file, Input::new(Box::new(tail), None)));
                }
                Err(error) => {
                    block.clear();
                    block.damaged = Some((self.file.clone(), None, super::input::describe(&error)));
                    return Ok(self.of(block));
                }
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

/// Captures of a directory, oldest first.
fn captures(directory: &Path) -> Vec<(SystemTime, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut found: Vec<(SystemTime, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let meta = entry.metadata().ok()?;
            let partial = [".tmp", ".part"].iter().any(|end| name.ends_with(end));
            (meta.is_file() && !name.starts_with('.') && !partial).then_some((meta.modified().ok()?, entry.path()))
        })
        .collect();
    found.sort();
    found
}

/// A file that may still grow: its end is the end only once the writer has moved on.
struct Tail {
    file: File,
    path: PathBuf,
    at: u64,
}

impl Tail {
    fn is_complete(&self) -> bool {
        let Ok(meta) = self.file.metadata() else { return true };
        if meta.len() < self.at || !self.path.exists() {
            return true;
        }
        let Ok(modified) = meta.modified() else { return true };
        let settled = modified.elapsed().is_ok_and(|age| age >= SETTLED);
        let directory = self.path.parent().unwrap_or(Path::new("."));
        // Two files of one tick of the file system's clock are in the order of their names, as they are read.
        settled || captures(directory).last().is_some_and(|(at, path)| (*at, path) > (modified, &self.path))
    }
}

impl Read for Tail {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            // Asked before the read: what was written until then is read, so nothing is missed by a last write.
            let complete = self.is_complete();
            let n = self.file.read(out)?;
            self.at += n as u64;
            if n > 0 || complete {
                return Ok(n);
            }
            std::thread::sleep(LOOK);
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
        let mut source = watch(&directory.to_string_lossy(), 0).unwrap();
        let (mut block, mut seen, mut damaged) = (PacketBlock::default(), Vec::new(), Vec::new());
        for _ in 0..200 {
            assert_eq!(source.fill(&mut block).unwrap(), Fill::More);
            seen.extend(block.packets.iter().map(|packet| (block.file.clone().unwrap_or_default(), packet.frame)));
            damaged.extend(block.damaged.take());
            if seen.len() >= 6 {
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
