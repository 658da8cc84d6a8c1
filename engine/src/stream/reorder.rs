//! The reorder buffer of one direction: segments that came before their time.
//!
//! Invariants: segments are sorted by sequence number, never overlap, never touch `next` (what touches it is
//! delivered); what came in order behind a segment is part of it; `bytes` is the sum of their captured lengths. Policy
//! `first`: bytes that came first stay; a later copy only fills what is missing, and a copy that differs is told to the
//! caller.

use super::Seq;

/// Which packet: number of its capture, and of its frame there.
pub type Spot = (u32, u64);

/// A stored segment: `data` captured bytes at `seq`, then `cut` bytes that snaplen took.
#[derive(Debug)]
pub struct Piece {
    /// The first packet that brought some of it.
    pub since: Spot,
    /// First byte.
    pub seq: Seq,
    /// Captured bytes.
    pub data: Vec<u8>,
    /// Bytes behind them that the capture does not hold.
    pub cut: u32,
}

impl Piece {
    fn len(&self) -> u32 {
        (self.data.len() as u32).saturating_add(self.cut)
    }
    fn end(&self) -> Seq {
        self.seq.plus(self.len())
    }
}

/// What became of a segment given to [`Reorder::store`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Stored {
    /// New bytes kept.
    pub kept: usize,
    /// A byte in an overlap differs from the copy that came first.
    pub conflict: bool,
}

/// Segments waiting for a hole to fill.
#[derive(Debug, Default)]
pub struct Reorder {
    pieces: Vec<Piece>,
    bytes: usize,
}

impl Reorder {
    /// True if nothing waits.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
    /// Captured bytes waiting.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
    /// Segments waiting; those that follow one another count as one.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }
    /// Where the first waiting segment begins.
    pub fn first(&self) -> Option<Seq> {
        self.pieces.first().map(|piece| piece.seq)
    }
    /// Memory held, roughly.
    pub fn memory(&self) -> usize {
        self.bytes.saturating_add(self.pieces.capacity().saturating_mul(size_of::<Piece>()))
    }

    /// Keeps what is new of a segment that lies after `next`.
    pub fn store(&mut self, seq: Seq, data: &[u8], cut: u32, spot: Spot) -> Stored {
        let mut stored = Stored::default();
        // Where it belongs: the usual case is at the end.
        let mut at = self.pieces.partition_point(|piece| piece.seq.after(seq) <= 0);
        if let Some(before) = at.checked_sub(1).and_then(|i| self.pieces.get(i))
            && before.end().after(seq) > 0
        {
            at = at.saturating_sub(1);
        }
        let (mut seq, mut data, mut cut) = (seq, data, cut);
        loop {
            let Some(other) = self.pieces.get(at) else {
                self.insert(at, (seq, data, cut), spot, &mut stored);
                return stored;
            };
            let room = other.seq.after(seq);
            let len = (data.len() as u32).saturating_add(cut);
            if room >= 0 && room as u32 >= len {
                self.insert(at, (seq, data, cut), spot, &mut stored);
                return stored;
            }
            if room > 0 {
                let head = data.get(..room as usize).unwrap_or(data);
                let head_cut = (room as u32).saturating_sub(head.len() as u32);
                at = self.insert(at, (seq, head, head_cut), spot, &mut stored);
                skip(&mut seq, &mut data, &mut cut, room as u32);
            }
            let Some(other) = self.pieces.get(at) else { return stored };
            stored.conflict |= differs(other, seq, data);
            let covered = other.end().after(seq).max(0) as u32;
            if covered >= (data.len() as u32).saturating_add(cut) {
                return stored;
            }
            skip(&mut seq, &mut data, &mut cut, covered);
            at = at.saturating_add(1);
        }
    }

    /// Puts a segment before another; answers where that is then.
    fn insert(&mut self, at: usize, (seq, data, cut): (Seq, &[u8], u32), since: Spot, stored: &mut Stored) -> usize {
        if data.is_empty() && cut == 0 {
            return at;
        }
        stored.kept = stored.kept.saturating_add(data.len());
        self.bytes = self.bytes.saturating_add(data.len());
        // What goes on where another ends becomes one with it: many small segments are no reason to give up a gap.
        let before = at.checked_sub(1).and_then(|i| self.pieces.get_mut(i));
        if let Some(before) = before.filter(|before| before.cut == 0 && before.end() == seq) {
            before.data.extend_from_slice(data);
            before.cut = cut;
            before.since = before.since.min(since);
            return at;
        }
        self.pieces.insert(at.min(self.pieces.len()), Piece { since, seq, data: data.to_vec(), cut });
        at.saturating_add(1)
    }

    /// Takes the segments that follow `next` without a hole into `out`, whose order is the stream's. Bytes before
    /// `next` are cut off (they were delivered from another copy meanwhile).
    pub fn take_ready(&mut self, mut next: Seq, out: &mut Vec<Piece>) {
        let ready = self
            .pieces
            .iter()
            .take_while(|piece| {
                let ready = piece.seq.after(next) <= 0;
                if ready && piece.end().after(next) > 0 {
                    next = piece.end();
                }
                ready
            })
            .count();
        for piece in self.pieces.drain(..ready) {
            self.bytes = self.bytes.saturating_sub(piece.data.len());
            out.push(piece);
        }
    }
}

/// Moves the start of a segment on by `by` bytes.
pub(super) fn skip(seq: &mut Seq, data: &mut &[u8], cut: &mut u32, by: u32) {
    let from_data = (by as usize).min(data.len());
    *data = data.get(from_data..).unwrap_or(&[]);
    *cut = cut.saturating_sub(by.saturating_sub(from_data as u32));
    *seq = seq.plus(by);
}

/// True if the captured bytes that both have differ; `seq` is not before the piece.
fn differs(piece: &Piece, seq: Seq, data: &[u8]) -> bool {
    let offset = seq.after(piece.seq).max(0) as usize;
    let theirs = piece.data.get(offset..).unwrap_or(&[]);
    let both = theirs.len().min(data.len());
    theirs.get(..both) != data.get(..both)
}
