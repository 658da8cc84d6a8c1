//! Files inside a message: their names, sizes and digests, for whoever has to find them again.

use super::LeafSink;
use super::budget::Ending;
use sha2::digest::Output;
use sha2::{Digest, Sha256};

/// A file as far as it was seen.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name, as the peer gave it.
    pub name: &'a [u8],
    /// Media type: declared, or found by looking; empty if unknown.
    pub media: &'a str,
    /// Bytes so far, content and transfer codings taken off.
    pub size: u64,
    /// SHA-256 of all its bytes; only if it is whole.
    pub sha256: Option<Output<Sha256>>,
    /// It was seen from its first byte to its last.
    pub whole: bool,
}

/// A file that passes.
pub(super) struct Passing {
    size: u64,
    /// `None` once bytes were missed.
    sha256: Option<Sha256>,
    /// Bytes are missing, before its first one or later.
    torn: bool,
}

impl Passing {
    /// A file of which nothing has come.
    pub(super) fn new() -> Self {
        Self { size: 0, sha256: Some(Sha256::new()), torn: false }
    }

    /// Its next bytes.
    pub(super) fn take(&mut self, data: &[u8]) {
        self.size = self.size.saturating_add(data.len() as u64);
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(data);
        }
    }

    /// True if bytes are missing.
    pub(super) fn is_torn(&self) -> bool {
        self.torn
    }

    /// True if bytes were taken.
    pub(super) fn started(&self) -> bool {
        self.size > 0 && self.sha256.is_some()
    }

    /// Its next bytes, which nobody will ask the digest of.
    pub(super) fn pass(&mut self, data: &[u8]) {
        self.size = self.size.saturating_add(data.len() as u64);
        self.sha256 = None;
    }

    /// Bytes are missing here.
    pub(super) fn tear(&mut self) {
        self.torn = true;
        self.sha256 = None;
    }

    /// Tells what is known of the file called `name`, up to the bytes in hand.
    pub(super) fn tell(&self, place: &str, (name, media): (&[u8], &str), end: Ending, sink: &mut dyn LeafSink) {
        let whole = end == Ending::Whole && !self.torn;
        let sha256 = self.sha256.as_ref().filter(|_| whole).map(|sha256| sha256.clone().finalize());
        sink.file(place, File { name, media, size: self.size, sha256, whole });
    }
}
