//! Key logs of a running sensor: files that grow, files that are rotated, and FIFOs.

use super::keylog::KeyLog;
use super::secrets::Secrets;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use zeroize::Zeroizing;

/// Wait between two looks at a log that has nothing new.
const WAIT: Duration = Duration::from_millis(100);
/// Looks between two at the name, whether another file stands there now.
const NAME_LOOKS: u32 = 10;
/// `O_NONBLOCK` of Linux: a FIFO is opened without waiting for a writer.
const NONBLOCK: i32 = 0o4000;
/// Bytes read at once.
const PIECE: usize = 64 << 10;

/// Reads a key log that may grow until `stop`: what is appended counts within [`WAIT`]. A file that is replaced or cut is
/// read from its start; one that does not exist yet is waited for.
pub fn follow(path: &str, secrets: &Secrets, stop: &Arc<AtomicBool>) {
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut open: Option<Followed> = None;
    let mut looks = 0_u32;
    while !stop.load(Ordering::Relaxed) {
        let read = open.as_mut().map_or(0, |followed| followed.read(&mut piece, path, secrets));
        if read > 0 {
            continue;
        }
        if looks.is_multiple_of(NAME_LOOKS) && open.as_ref().is_none_or(|followed| followed.is_replaced(path)) {
            if let Some(mut old) = open.take() {
                // The last line of a log that ended may lack a line feed.
                old.log.finish(&mut |line| secrets.add(line, 0));
            }
            open = Followed::open(path);
        }
        looks = looks.wrapping_add(1);
        std::thread::sleep(WAIT);
    }
}

/// A log being read.
struct Followed {
    file: File,
    log: KeyLog,
    /// Which file it is, and how much of it was read.
    inode: u64,
    read: u64,
    told: bool,
}

impl Followed {
    fn open(path: &str) -> Option<Self> {
        let file = OpenOptions::new().read(true).custom_flags(NONBLOCK).open(path).ok()?;
        let inode = file.metadata().ok()?.ino();
        Some(Self { file, log: KeyLog::default(), inode, read: 0, told: false })
    }

    /// Reads once; answers how many bytes there were.
    fn read(&mut self, piece: &mut [u8], path: &str, secrets: &Secrets) -> usize {
        let read = match self.file.read(piece) {
            Ok(read) => read,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => 0,
            Err(_) => 0,
        };
        self.read += read as u64;
        self.log.feed(piece.get(..read).unwrap_or_default(), &mut |line| secrets.add(line, 0));
        if let (Some((line, _)), false) = (self.log.bad, self.told) {
            self.told = true;
            secrets.trouble(format!("{path}:{line}: not a line of a key log"));
        }
        read
    }

    /// True if another file stands at the path, or this one was cut.
    fn is_replaced(&self, path: &str) -> bool {
        std::fs::metadata(path).is_ok_and(|meta| meta.ino() != self.inode || (meta.is_file() && meta.len() < self.read))
    }
}
