//! The bytes of a capture, whatever they are stored in: plain, gzip or zstd, told apart by their first bytes.

use super::gzip::Gzip;
use super::zstd::Zstd;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::fd::AsFd;

/// Why bytes could not be had.
#[derive(Debug)]
pub(super) enum Fault {
    /// The operating system says no.
    Io(std::io::Error),
    /// The compressed stream is damaged; nothing follows.
    Damaged(String),
    /// There is nothing for now: asked again, it goes on here.
    Pause,
}

/// The stored bytes, counted.
pub(super) struct Raw {
    file: Box<dyn Read + Send>,
    read: u64,
    /// Bytes read ahead to find the coding, handed out again from `lead_at`.
    lead: Vec<u8>,
    lead_at: usize,
}

impl Raw {
    /// Bytes of the file read so far.
    pub(super) const fn position(&self) -> u64 {
        self.read
    }

    /// Reads once, at most `out.len()` bytes; 0 is the end.
    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<usize, Fault> {
        let ahead = self.lead.get(self.lead_at..).unwrap_or(&[]);
        if !ahead.is_empty() {
            let n = ahead.len().min(out.len());
            for (to, from) in out.iter_mut().zip(ahead) {
                *to = *from;
            }
            self.lead_at += n;
            return Ok(n);
        }
        self.read_file(out)
    }

    fn read_file(&mut self, out: &mut [u8]) -> Result<usize, Fault> {
        loop {
            match self.file.read(out) {
                Ok(n) => {
                    self.read += n as u64;
                    return Ok(n);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Said by a reader of ours; an error of the operating system has a number.
                Err(error) if error.kind() == ErrorKind::WouldBlock && error.raw_os_error().is_none() => {
                    return Err(Fault::Pause);
                }
                Err(error) => return Err(Fault::Io(error)),
            }
        }
    }

    /// Puts bytes back that were read last: they are handed out again.
    pub(super) fn unread(&mut self, bytes: &[u8]) {
        self.lead.drain(..self.lead_at.min(self.lead.len()));
        self.lead.splice(..0, bytes.iter().copied());
        self.lead_at = 0;
    }

    /// Reads the first four bytes, as far as there are any, without consuming them.
    fn sniff(&mut self) -> Result<&[u8], Fault> {
        let mut lead = [0; 4];
        while self.lead.len() < lead.len() {
            let n = self.read_file(lead.get_mut(self.lead.len()..).unwrap_or(&mut []))?;
            if n == 0 {
                break;
            }
            let have = self.lead.len();
            self.lead.extend_from_slice(lead.get(have..have + n).unwrap_or(&[]));
        }
        Ok(&self.lead)
    }
}

enum Coding {
    Unknown,
    Plain,
    Gzip(Box<Gzip>),
    Zstd(Box<Zstd>),
}

/// An open capture.
pub(super) struct Input {
    raw: Raw,
    coding: Coding,
    size: Option<u64>,
}

impl Input {
    /// Opens a path, or standard input for `-`.
    pub(super) fn open(path: &str) -> Result<Self> {
        let failed = |error: &std::io::Error| Error::Source {
            path: path.to_owned(),
            errno: error.raw_os_error(),
            reason: describe(error),
        };
        if path == "-" {
            // A descriptor of its own: std's handle would put a buffer of 8 KiB and a lock between.
            let own = std::io::stdin().as_fd().try_clone_to_owned().map_err(|error| failed(&error))?;
            return Ok(Self::new(Box::new(File::from(own)), None));
        }
        let file = File::open(path).map_err(|error| failed(&error))?;
        let meta = file.metadata().map_err(|error| failed(&error))?;
        if meta.is_dir() {
            let reason = "is a directory".to_owned();
            return Err(Error::Source { path: path.to_owned(), errno: None, reason });
        }
        let size = meta.is_file().then_some(meta.len());
        Ok(Self::new(Box::new(file), size))
    }

    /// Wraps any byte stream.
    pub(super) fn new(file: Box<dyn Read + Send>, size: Option<u64>) -> Self {
        Self { raw: Raw { file, read: 0, lead: Vec::new(), lead_at: 0 }, coding: Coding::Unknown, size }
    }

    /// Stored bytes read so far.
    pub(super) const fn position(&self) -> u64 {
        self.raw.position()
    }

    /// Stored size, if known.
    pub(super) const fn size(&self) -> Option<u64> {
        self.size
    }

    /// True where the stored bytes may end: not inside a compressed stream, nor in the bytes that tell what it is.
    pub(super) fn may_end(&self) -> bool {
        match &self.coding {
            Coding::Unknown => self.raw.lead.is_empty(),
            Coding::Plain => true,
            Coding::Gzip(gzip) => gzip.may_end() && self.raw.lead_at >= self.raw.lead.len(),
            Coding::Zstd(zstd) => zstd.may_end(),
        }
    }

    /// Reads uncompressed bytes; 0 is the end.
    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<usize, Fault> {
        if matches!(self.coding, Coding::Unknown) {
            self.coding = match self.raw.sniff()? {
                [0x1f, 0x8b, ..] => Coding::Gzip(Box::new(Gzip::new())),
                // A zstd frame, or a skippable frame in front of one (RFC 8878 section 3.1).
                [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Coding::Zstd(Box::new(Zstd::new()?)),
                _ => Coding::Plain,
            };
        }
        match &mut self.coding {
            Coding::Unknown | Coding::Plain => self.raw.read(out),
            Coding::Gzip(gzip) => gzip.read(&mut self.raw, out),
            Coding::Zstd(zstd) => zstd.read(&mut self.raw, out),
        }
    }
}

/// An I/O error in words, without the number that `Error::Source` carries apart.
pub(super) fn describe(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "is a directory".to_owned(),
        _ => error.to_string(),
    }
}
