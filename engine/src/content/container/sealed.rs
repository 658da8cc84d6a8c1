//! Formats that are not opened, but say whether they are locked: OLE2 files (documents with a password).
//! Their bytes are `undecodable` either way.

use super::{Container, Format};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::coverage::{State, Tally};

/// OLE2 (MS-CFB): a locked OOXML document is a stream of this name (MS-OFFCRYPTO §2.3.4.4), in UTF-16.
pub(super) static OLE2: Format = Format {
    name: "ole2",
    media: "application/x-ole-storage",
    begins: |head| head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    open: |_, _, _| {
        Box::new(Sealed::new(
            b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            false,
            "document: locked with a password",
        ))
    },
};

/// The end of a file that is looked at, where the mark stands there only.
const END_BYTES: usize = 4096;

struct Sealed {
    mark: &'static [u8],
    at_end: bool,
    detail: &'static str,
    /// The last bytes that came.
    tail: Vec<u8>,
    told: bool,
}

impl Sealed {
    fn new(mark: &'static [u8], at_end: bool, detail: &'static str) -> Self {
        Self { mark, at_end, detail, tail: Vec::new(), told: false }
    }
}

impl Container for Sealed {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        // What came before and what came now, where the mark may lie across.
        let keep = if self.at_end { END_BYTES } else { self.mark.len() - 1 };
        self.tail.extend_from_slice(data.upto(keep));
        let seen = |bytes: &[u8]| memchr::memmem::find(bytes, self.mark).is_some();
        let looked = !self.at_end && !self.told && (seen(&self.tail) || seen(data));
        if data.len() > keep {
            self.tail.clear();
            self.tail.extend_from_slice(data.tail(keep));
        }
        self.tail.drain(..self.tail.len().saturating_sub(keep));
        let ended = self.at_end && end == Ending::Whole && seen(&self.tail);
        if looked || ended {
            self.told = true;
            cx.sink.anomaly(Code::ArchiveEncrypted, self.detail);
        }
        let mut tally = Tally::default();
        tally.add(State::Undecodable, data.len() as u64);
        tally
    }

    fn gap(&mut self, _: &mut Context<'_>) -> Tally {
        self.tail.clear();
        Tally::default()
    }
}
