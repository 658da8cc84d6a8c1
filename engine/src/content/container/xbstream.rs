//! Streams of physical backups (`xbstream` of Percona's `XtraBackup` and of `mariabackup`): pieces of files, many of which may
//! be open at once.
//!
//! A piece says the path of its file and where in it it stands. Behind missing bytes pieces are read from the next one on.
//! Limits: paths of 4 KiB, 256 files that are open at once.

use super::{Container, Format, stepped, u32_at, u64_at};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::coverage::{State, Tally};
use crate::message::Charset;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "xbstream",
    media: "application/x-xbstream",
    begins: |head| head.starts_with(MAGIC),
    open: |place, depth, _| Box::new(Stream::new(place, depth)),
};

const MAGIC: &[u8] = b"XBSTCK01";
/// Bytes before a path: the mark, flags, the piece's kind, the path's length.
const BEFORE_PATH: usize = 14;
/// Bytes between the path and the data: length, place, checksum; what stands before them where data are sparse.
const BEFORE_DATA: usize = 20;
const SPARSE: usize = 4;
const PATH_BYTES: usize = 4096;
const FILES: usize = 256;

enum Stage {
    /// At a piece.
    Piece,
    /// So many bytes of the newest file's data are still to come.
    Data(u64),
    /// Where no piece begins, until one does.
    Lost,
}

/// A file that is open.
struct Open {
    path: Vec<u8>,
    file: Box<Entity>,
}

struct Stream {
    place: Place,
    depth: u8,
    stage: Stage,
    carry: Vec<u8>,
    /// The one that data were last for at the end.
    files: Vec<Open>,
    blob: Option<Box<Blob>>,
}

/// What stands before a piece's data.
struct Head<'a> {
    path: &'a [u8],
    /// Bytes of data; none at the end of a file.
    data: Option<u64>,
    /// Its own bytes.
    len: usize,
}

/// The head of a piece; `Err`: whether more bytes may tell.
fn head(data: &[u8]) -> Result<Head<'_>, bool> {
    let shown = data.upto(MAGIC.len());
    if !MAGIC.starts_with(shown) {
        return Err(false);
    }
    let len = u32_at(data, BEFORE_PATH - 4) as usize;
    if data.len() >= BEFORE_PATH && !(1..=PATH_BYTES).contains(&len) {
        return Err(false);
    }
    let path = data.after(BEFORE_PATH).get(..len).filter(|_| data.len() >= BEFORE_PATH).ok_or(true)?;
    let at = BEFORE_PATH + len;
    let (spots, at) = match data.at(9) {
        b'E' => return Ok(Head { path, data: None, len: at }),
        b'P' => (0, at),
        b'S' => (u32_at(data, at) as usize, at + SPARSE),
        _ => return Err(false),
    };
    if data.len() < at + BEFORE_DATA {
        return Err(true);
    }
    // Where holes are, eight bytes each, stands before the data.
    let data_len = u64_at(data, at).checked_add(spots as u64 * 8).filter(|len| *len < 1 << 48).ok_or(false)?;
    Ok(Head { path, data: Some(data_len), len: at + BEFORE_DATA })
}

impl Stream {
    fn new(place: &Place, depth: u8) -> Self {
        Self { place: place.clone(), depth, stage: Stage::Piece, carry: Vec::new(), files: Vec::new(), blob: None }
    }

    fn step(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        match &mut self.stage {
            Stage::Piece => match head(data) {
                Ok(head) => {
                    tally.add(State::Inspected, head.len as u64);
                    self.begin(&head, cx, tally);
                    Some(head.len)
                }
                Err(true) => None,
                Err(false) => {
                    self.stage = Stage::Lost;
                    tally.merge(&self.scan(data.upto(1), cx));
                    Some(1)
                }
            },
            Stage::Data(left) => {
                let take = data.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= take as u64;
                if *left == 0 {
                    self.stage = Stage::Piece;
                }
                match self.files.last_mut() {
                    Some(open) => tally.merge(&open.file.push(data.upto(take), Ending::More, cx)),
                    None => tally.add(State::Skipped, take as u64),
                }
                Some(take)
            }
            Stage::Lost => {
                let found = memchr::memmem::find(data, MAGIC);
                // The mark may begin in the last bytes.
                let take = found.unwrap_or(data.len().saturating_sub(MAGIC.len() - 1));
                if found.is_some() {
                    self.stage = Stage::Piece;
                }
                tally.merge(&self.scan(data.upto(take), cx));
                (take > 0 || found.is_some()).then_some(take)
            }
        }
    }

    /// A piece of a file that is open, or of a new one.
    fn begin(&mut self, head: &Head<'_>, cx: &mut Context<'_>, tally: &mut Tally) {
        let open = self.files.iter().position(|open| open.path == head.path);
        let Some(len) = head.data else {
            if let Some(mut open) = open.map(|at| self.files.remove(at)) {
                tally.merge(&open.file.push(&[], Ending::Whole, cx));
            }
            return;
        };
        self.stage = if len > 0 { Stage::Data(len) } else { Stage::Piece };
        if let Some(at) = open {
            let open = self.files.remove(at);
            return self.files.push(open);
        }
        if self.files.len() >= FILES {
            let mut oldest = self.files.remove(0);
            tally.merge(&oldest.file.push(&[], Ending::Cut, cx));
        }
        if !cx.part() {
            // Whatever is open is none of this file.
            return self.end_all(Ending::Cut, cx, tally);
        }
        let mut name = String::new();
        push_name(&mut name, head.path, Charset::Utf8);
        let place = self.place.child("xbstream", &name);
        let file = Entity::new(place, Declared::new(b"", head.path), Vec::new(), self.depth.saturating_add(1));
        self.files.push(Open { path: head.path.to_vec(), file: Box::new(file.named(&name)) });
    }

    fn end_all(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        for mut open in self.files.drain(..) {
            tally.merge(&open.file.push(&[], end, cx));
        }
    }

    fn scan(&mut self, data: &[u8], cx: &mut Context<'_>) -> Tally {
        let new = || Box::new(Blob::new(&self.place.child("xbstream", ""), self.depth));
        self.blob.get_or_insert_with(new).push(data, Ending::More, cx)
    }
}

impl Container for Stream {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let carry = std::mem::take(&mut self.carry);
        self.carry = super::carried(carry, data, |data| stepped(data, |rest| self.step(rest, cx, &mut tally)));
        if end.is_last() {
            let rest = std::mem::take(&mut self.carry);
            if !rest.is_empty() {
                tally.merge(&self.scan(&rest, cx));
            }
            self.end_all(Ending::Cut, cx, &mut tally);
            if let Some(blob) = &mut self.blob {
                tally.merge(&blob.push(&[], end, cx));
            }
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let carry = std::mem::take(&mut self.carry);
        if !carry.is_empty() {
            tally.merge(&self.scan(&carry, cx));
        }
        // The missing bytes may be of any of them.
        for open in &mut self.files {
            tally.merge(&open.file.gap(cx));
        }
        if let Some(blob) = &mut self.blob {
            tally.merge(&blob.gap(cx));
        }
        self.stage = Stage::Lost;
        tally
    }

    fn held(&self) -> usize {
        let files: usize = self.files.iter().map(|open| open.file.held()).sum();
        files + self.carry.capacity() + self.blob.as_ref().map_or(0, |blob| blob.held())
    }
}
