//! Bodies that are pieces of one file: partial answers (RFC 9110 §15.3.7), uploads that are resumed (Content-Range in a PUT
//! as cloud stores take it, tus 1.0 §PATCH), numbered parts (S3's `UploadPart`).
//!
//! The head of such a message is a message of its own. Pieces that adjoin are one message, as blocks of file services are
//! ([`Transfers`]): a gzip in ten requests is inflated as one, and a value on a seam is whole. Only pieces of one connection
//! find each other, and only those whose Content-Length says where they end.

use super::framing::decimal;
use super::head::Head;
use super::{HttpParser, REQUEST};
use crate::message::{ContentHints, Direction, MessageEnd, MessageHead, Outlet};
use crate::mime::Range;
use crate::proto::transfer::Transfers;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The files of one direction.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    transfers: Transfers,
    /// The file of the body in hand.
    hand: Option<(u32, Option<u64>)>,
    /// The upload in parts that the latest part is of, and that part's number.
    part: Option<(u32, u64)>,
}

/// Where a body belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    file: u32,
    at: At,
    /// Length of the file.
    whole: Option<u64>,
}

/// Where in its file a piece begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Offset(u64),
    /// Behind the piece before it in number.
    Part(u64),
}

impl Piece {
    /// What an answer of status 206 to a request for `path` carries, if it is a piece.
    pub(super) fn answered(path: &[u8], head: &Head<'_>) -> Option<Self> {
        let Range { start, goes_on, whole } = head.range;
        // The piece is the whole: nothing is to be joined.
        (start > 0 || goes_on).then(|| Self { file: key(&(path, whole)), at: At::Offset(start), whole })
    }

    /// What a request for `path` with this query uploads, if it is a piece.
    pub(super) fn uploaded(path: &[u8], query: &[u8], head: &Head<'_>) -> Option<Self> {
        let Range { start, goes_on, whole } = head.range;
        if start > 0 || goes_on {
            return Some(Self { file: key(&(path, query)), at: At::Offset(start), whole });
        }
        let upload = argument(query, b"uploadId")?;
        let number = decimal(argument(query, b"partNumber")?)?;
        Some(Self { file: key(&(path, upload)), at: At::Part(number), whole: None })
    }
}

impl Piece {
    /// Length of the file, where the piece is told at its beginning.
    pub(super) fn whole(&self) -> Option<u64> {
        self.whole.filter(|_| self.at == At::Offset(0))
    }
}

impl Ranges {
    /// The body in hand is this piece; `head` makes the head of its message.
    pub(super) fn begin(
        &mut self,
        dir: Direction,
        piece: Piece,
        head: impl FnOnce() -> MessageHead,
        out: &mut dyn Outlet,
    ) {
        let offset = match piece.at {
            At::Offset(offset) => offset,
            At::Part(number) => {
                let before = self.part.replace((piece.file, number));
                match (number, before) {
                    (..=1, _) => 0,
                    (_, Some((file, last))) if file == piece.file && last.checked_add(1) == Some(number) => {
                        self.transfers.end_of(file)
                    }
                    // Parts have five megabytes at least, whatever they have.
                    _ => number.saturating_sub(1).saturating_mul(PART_LEAST),
                }
            }
        };
        self.hand = Some((piece.file, piece.whole));
        self.transfers.begin(dir, (piece.file, offset), head, out);
    }

    /// True while a body belongs to a file here.
    pub(super) fn is_busy(&self) -> bool {
        self.hand.is_some()
    }

    /// Bytes of the body in hand.
    pub(super) fn body(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        self.transfers.body(dir, data, out);
    }

    /// Bytes of the body in hand are missing.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        self.transfers.gap(dir, len, out);
    }

    /// The body in hand has ended.
    pub(super) fn done(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let Some((file, whole)) = self.hand.take() else { return };
        self.transfers.done(dir, out);
        if let Some(whole) = whole {
            self.transfers.ends_at_size(dir, file, whole, out);
        }
        out.turn_to(dir, 0);
    }

    /// A request for `path` says that all parts of an upload were sent (S3's `CompleteMultipartUpload`).
    pub(super) fn completed(&mut self, dir: Direction, path: &[u8], query: &[u8], out: &mut dyn Outlet) {
        if let (Some(upload), None) = (argument(query, b"uploadId"), argument(query, b"partNumber")) {
            self.transfers.end(dir, key(&(path, upload)), None, out);
        }
    }

    /// Nothing follows in this direction.
    pub(super) fn end_all(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.hand = None;
        self.transfers.end_all(dir, out);
    }
}

impl HttpParser {
    /// Begins a message. Where its body is a piece of a file, it is one without: the head of the other is given back.
    pub(super) fn begin_in_pieces(
        &mut self,
        dir: Direction,
        mut head: MessageHead,
        piece: Option<Piece>,
        out: &mut dyn Outlet,
    ) -> Option<(Piece, MessageHead)> {
        let rest = piece.map(|piece| (piece, head.clone()));
        if rest.is_some() {
            head.hints = ContentHints::default();
        }
        self.begin(dir, head, out);
        rest
    }

    /// The head in hand is told, and a piece of a file is its body.
    pub(super) fn enter_piece(&mut self, dir: Direction, piece: Piece, mut head: MessageHead, out: &mut dyn Outlet) {
        out.end(dir, MessageEnd::Complete);
        // Counted apart: a file is no further request or response.
        head.place = if head.place == REQUEST { "http.request.body" } else { "http.response.body" };
        (head.hints.length, head.hints.goes_on) = (piece.whole(), false);
        self.side(dir).ranges.get_or_insert_default().begin(dir, piece, || head, out);
    }

    /// Nothing more comes of the files that are sent in pieces.
    pub(super) fn end_files(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(mut ranges) = self.side(dir).ranges.take() {
            ranges.end_all(dir, out);
        }
    }
}

/// Least size of a part of an upload but the last (S3's `UploadPart`).
const PART_LEAST: u64 = 5 << 20;

fn key(of: &impl Hash) -> u32 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish() as u32
}

/// The value of an argument in a query.
fn argument<'a>(query: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    query.split(|b| *b == b'&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix(b"="))
}
