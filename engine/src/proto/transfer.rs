//! Files that are read and written in blocks: several at once, in any order, in part or twice.
//!
//! Every run of blocks that follow one another is a piece, and a message of its own, on a stream of its own
//! ([`Outlet::turn_to`]); pieces that turn out to be neighbours are joined. So a file that is read from its beginning to
//! its end is one message, whatever else the connection does meanwhile, and a value cut over two blocks stays whole.
//! Stream 0 is for all other messages: whoever begins one turns to it first.
//!
//! At most [`SLOTS`] pieces of a direction are open at once; the one that waited longest is judged as it is for one more.
//! A piece that is longer than `JOIN_FREE` is put behind a much shorter one no more, for that would copy it again and
//! again where a file is read backwards: the two are judged apart.
//!
//! What is told beside content, names above all, are messages of their own.

use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};

/// Pieces of a direction that are open at once.
pub(super) const SLOTS: usize = 16;
/// Longest piece that is put behind any other.
const JOIN_FREE: u64 = 64 << 10;
/// How many times as long as the piece before it a longer one may be.
const JOIN_RATIO: u64 = 16;

/// The open pieces of one direction.
#[derive(Debug, Default)]
pub(super) struct Transfers {
    pieces: Vec<Piece>,
    /// The stream of the piece in hand; 0 for none.
    hand: u32,
    /// A block of the piece in hand has begun and is not complete.
    inside: bool,
    /// Counts blocks, to know which piece waited longest.
    blocks: u64,
    /// Files need not be closed: who was not used for long is complete as far as anybody knows.
    unclosed: bool,
}

/// A run of blocks.
#[derive(Clone, Copy, Debug)]
struct Piece {
    file: u32,
    stream: u32,
    start: u64,
    next: u64,
    used: u64,
    /// It ends with the block in hand.
    closing: bool,
    /// Bytes of it are missing.
    holes: bool,
    /// Size of the file, once its end came.
    size: Option<u64>,
}

impl Transfers {
    /// For protocols that close no files.
    pub(super) fn of_unclosed() -> Self {
        Self { unclosed: true, ..Self::default() }
    }

    /// A block of `file` begins at `offset`; `head` makes the head of its message if no piece ends there.
    pub(super) fn begin(
        &mut self,
        dir: Direction,
        (file, offset): (u32, u64),
        head: impl FnOnce() -> MessageHead,
        out: &mut dyn Outlet,
    ) {
        self.done(dir, out);
        self.inside = true;
        self.blocks = self.blocks.saturating_add(1);
        let used = self.blocks;
        if let Some(piece) = self.pieces.iter_mut().find(|piece| piece.file == file && piece.next == offset) {
            piece.used = used;
            self.hand = piece.stream;
            return out.turn_to(dir, piece.stream);
        }
        if self.pieces.len() >= SLOTS {
            self.give_way(dir, out);
        }
        let free = |stream: &u32| self.pieces.iter().all(|piece| piece.stream != *stream);
        let stream = (1..=SLOTS as u32).find(free).unwrap_or(1);
        self.pieces.push(Piece {
            file,
            stream,
            start: offset,
            next: offset,
            used,
            closing: false,
            holes: false,
            size: None,
        });
        self.hand = stream;
        let mut head = head();
        head.hints.range_start = offset;
        out.turn_to(dir, stream);
        out.begin(dir, head);
    }

    /// The piece that waited longest ends, for another.
    fn give_way(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let Some((at, oldest)) = self.pieces.iter().enumerate().min_by_key(|(_, piece)| piece.used) else { return };
        let end = if self.unclosed && oldest.is_whole(None) { MessageEnd::Complete } else { MessageEnd::Cut };
        if !self.unclosed {
            out.anomaly(dir, Code::PartsLimit, "pieces of files at once");
        }
        self.end_at(dir, at, end, out);
    }

    /// True if a piece of `file` ends there.
    pub(super) fn ends_at(&self, file: u32, offset: u64) -> bool {
        self.pieces.iter().any(|piece| piece.file == file && piece.next == offset)
    }

    /// Where the latest piece of `file` ends: for streams that have no offsets.
    pub(super) fn end_of(&self, file: u32) -> u64 {
        let of = self.pieces.iter().filter(|piece| piece.file == file);
        of.max_by_key(|piece| piece.used).map_or(0, |piece| piece.next)
    }

    /// Bytes of the block in hand.
    pub(super) fn body(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        self.advance(data.len() as u64);
        if !data.is_empty() {
            out.body(dir, data);
        }
    }

    /// Bytes of the block in hand are missing.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        self.advance(len);
        if let Some(piece) = self.pieces.iter_mut().find(|piece| piece.stream == self.hand) {
            piece.holes |= len > 0;
        }
        out.body_gap(dir, len);
    }

    fn advance(&mut self, len: u64) {
        if let Some(piece) = self.pieces.iter_mut().find(|piece| piece.stream == self.hand) {
            piece.next = piece.next.saturating_add(len);
        }
    }

    /// The block in hand is complete, or cut: what came before its time follows. Answers where its piece ends.
    pub(super) fn done(&mut self, dir: Direction, out: &mut dyn Outlet) -> u64 {
        if !std::mem::take(&mut self.inside) {
            return 0;
        }
        if let Some(at) = self.pieces.iter().position(|piece| piece.stream == self.hand && piece.closing) {
            self.end_at(dir, at, MessageEnd::Cut, out);
            return 0;
        }
        let mut reached = None;
        while let Some(at) = self.pieces.iter().position(|piece| piece.stream == self.hand)
            && let Some(piece) = self.pieces.get(at).copied()
        {
            reached = Some((piece.file, piece.next));
            let Some(next) = self.pieces.iter().position(|other| other.follows(&piece)) else { break };
            let joined = self.pieces.remove(next);
            out.join(dir, joined.stream, joined.next.saturating_sub(joined.start));
            if let Some(piece) = self.pieces.iter_mut().find(|piece| piece.stream == self.hand) {
                piece.next = joined.next;
                piece.holes |= joined.holes;
                piece.size = piece.size.or(joined.size);
            }
        }
        let Some((file, next)) = reached else { return 0 };
        self.end_whole(dir, file, out);
        next
    }

    /// The file ends at `size`: it is complete once all before that came.
    pub(super) fn ends_at_size(&mut self, dir: Direction, file: u32, size: u64, out: &mut dyn Outlet) {
        self.pieces.iter_mut().filter(|piece| piece.file == file).for_each(|piece| piece.size = Some(size));
        self.end_whole(dir, file, out);
    }

    fn end_whole(&mut self, dir: Direction, file: u32, out: &mut dyn Outlet) {
        let busy = if self.inside { self.hand } else { 0 };
        let ended = |piece: &Piece| piece.start == 0 && piece.size.is_some_and(|size| piece.next >= size);
        let of = |piece: &Piece| piece.file == file && piece.stream != busy && ended(piece);
        while let Some(at) = self.pieces.iter().position(of) {
            let whole = self.pieces.get(at).is_some_and(|piece| piece.is_whole(None));
            self.end_at(dir, at, if whole { MessageEnd::Complete } else { MessageEnd::Cut }, out);
        }
    }

    /// The file is closed, or known to have ended. `size` is its length, where that is known.
    pub(super) fn end(&mut self, dir: Direction, file: u32, size: Option<u64>, out: &mut dyn Outlet) {
        let hand = if self.inside { self.hand } else { 0 };
        if let Some(busy) = self.pieces.iter_mut().find(|piece| piece.file == file && piece.stream == hand) {
            busy.closing = true;
        }
        let of = |piece: &Piece| piece.file == file && piece.stream != hand;
        while let Some(at) = self.pieces.iter().position(of) {
            let whole = self.pieces.get(at).is_some_and(|piece| piece.is_whole(size));
            self.end_at(dir, at, if whole { MessageEnd::Complete } else { MessageEnd::Cut }, out);
        }
        if hand != 0 {
            (self.hand, self.inside) = (hand, true);
            out.turn_to(dir, hand);
        }
    }

    /// Nothing follows in this direction.
    pub(super) fn end_all(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let busy = if std::mem::take(&mut self.inside) { self.hand } else { 0 };
        while let Some(piece) = self.pieces.first() {
            let whole = self.unclosed && piece.stream != busy && piece.is_whole(None);
            self.end_at(dir, 0, if whole { MessageEnd::Complete } else { MessageEnd::Cut }, out);
        }
    }

    fn end_at(&mut self, dir: Direction, at: usize, end: MessageEnd, out: &mut dyn Outlet) {
        let piece = self.pieces.remove(at);
        out.turn_to(dir, piece.stream);
        out.end(dir, end);
        out.turn_to(dir, 0);
        self.hand = 0;
    }
}

impl Piece {
    /// All of a file of this size; of any, where it is not known.
    fn is_whole(&self, size: Option<u64>) -> bool {
        self.start == 0 && !self.holes && size.is_none_or(|size| self.next >= size)
    }

    fn follows(&self, before: &Self) -> bool {
        let [len, its] = [self, before].map(|piece| piece.next.saturating_sub(piece.start));
        let adjoins = self.file == before.file && self.stream != before.stream && self.start == before.next && len > 0;
        adjoins && (len <= JOIN_FREE || len <= its.saturating_mul(JOIN_RATIO))
    }
}

/// Shorter texts say nothing about anybody.
const TEXT_MIN: usize = 4;

/// A message of one text: a name, or what is said of a file.
pub(super) fn text(dir: Direction, place: &'static str, tx: u32, text: &[u8], out: &mut dyn Outlet) {
    if text.len() < TEXT_MIN {
        return;
    }
    out.turn_to(dir, 0);
    out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
    out.text(dir, "", TextFormat::Plain, text);
    out.end(dir, MessageEnd::Complete);
}

/// The names of a directory, one a line.
pub(super) fn listing(dir: Direction, place: &'static str, tx: u32, names: &[u8], out: &mut dyn Outlet) {
    if !names.is_empty() {
        out.turn_to(dir, 0);
        out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
        out.derived(dir, names);
        out.end(dir, MessageEnd::Complete);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Recorder;
    use super::*;

    const DIR: Direction = Direction::Resp;

    fn blocks(blocks: &[(u32, u64, &str)]) -> Vec<String> {
        let (mut transfers, mut out) = (Transfers::default(), Recorder::default());
        let head = || MessageHead { place: "test.file", ..MessageHead::default() };
        for (file, offset, data) in blocks {
            transfers.begin(DIR, (*file, *offset), head, &mut out);
            transfers.body(DIR, data.as_bytes(), &mut out);
            transfers.done(DIR, &mut out);
        }
        transfers.end(DIR, 1, Some(6), &mut out);
        transfers.end_all(DIR, &mut out);
        assert!(!out.is_open(DIR));
        out.lines().into_iter().filter(|line| !line.contains("stream")).collect()
    }

    #[test]
    fn blocks_in_order_are_one_message() {
        let told = blocks(&[(1, 0, "abc"), (1, 3, "def")]);
        assert_eq!(told, ["< begin test.file tx=0", "< body \"abcdef\"", "< end complete"]);
    }

    #[test]
    fn files_at_once_stay_apart() {
        let told = blocks(&[(1, 0, "abc"), (2, 0, "xyz"), (1, 3, "def")]);
        assert_eq!(told.iter().filter(|line| line.contains("begin")).count(), 2);
        assert_eq!(told.last().map(String::as_str), Some("< end cut"));
    }

    #[test]
    fn overtaken_blocks_are_joined() {
        let told = blocks(&[(1, 2, "cd"), (1, 4, "ef"), (1, 0, "ab")]);
        assert_eq!(told[0], "< begin test.file tx=0 from=2");
        assert_eq!(told[3..], ["< body \"ab\"", "< join 1 4", "< end complete"]);
    }

    #[test]
    fn more_pieces_than_slots_are_judged_as_they_are() {
        let told = blocks(&(0..40).map(|n| (1, n * 10, "x")).collect::<Vec<_>>());
        assert_eq!(told.iter().filter(|line| line.contains("begin")).count(), 40);
        assert!(told.iter().any(|line| line.contains("parts_limit")));
    }
}
