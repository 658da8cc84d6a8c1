//! What comes behind COMPRESS (RFC 4978): each direction is one stream of raw DEFLATE.

use super::ImapParser;
use crate::anomaly::Code;
use crate::coverage::State as Fate;
use crate::message::{Coding, Direction, Inflate, Outlet};
use crate::proto::Progress;
use crate::proto::unpacked::Unpacked;
use std::borrow::Cow;

/// Bytes of a direction that are accounted together, from where it began: what is closed by damage does not depend on
/// segments.
const UNIT: usize = 1024;
/// Decoded bytes that are handed over together.
const BLOCK: usize = 64 << 10;
/// Memory kept between pieces.
const KEPT: usize = 64 << 10;

/// Both directions behind COMPRESS.
pub(super) struct Packed([Side; 2]);

/// One direction.
struct Side {
    decoder: Option<Box<dyn Inflate>>,
    /// Bytes taken of the unit in hand.
    taken: usize,
    /// Decoded bytes that make no whole line yet.
    plain: Vec<u8>,
    /// Bytes of the literal in hand that may still be decoded.
    room: u64,
    /// Why nothing more can be read.
    closed: Option<Fate>,
}

/// Where decoded bytes go.
pub(super) fn unpacked(out: &mut dyn Outlet) -> Unpacked<'_> {
    Unpacked::new(out, |data| Cow::Borrowed(data))
}

impl Packed {
    pub(super) fn new(room: u64, out: &mut dyn Outlet) -> Self {
        Self([Direction::Orig, Direction::Resp].map(|_| {
            let decoder = out.inflater(Coding::Deflate);
            let closed = if decoder.is_none() { Some(Fate::Undecodable) } else { None };
            Side { decoder, taken: 0, plain: Vec::new(), room, closed }
        }))
    }

    fn side(&mut self, dir: Direction) -> &mut Side {
        let [orig, resp] = &mut self.0;
        if dir == Direction::Orig { orig } else { resp }
    }

    /// Bytes are missing: what follows refers to them.
    pub(super) fn gap(&mut self, dir: Direction) {
        let side = self.side(dir);
        side.closed.get_or_insert(Fate::Undecodable);
        side.taken = 0;
    }

    /// The beginning of a line that does not end.
    pub(super) fn rest(&mut self, dir: Direction) -> Vec<u8> {
        std::mem::take(&mut self.side(dir).plain)
    }

    /// Decoded bytes held.
    pub(super) fn memory(&self) -> usize {
        self.0.iter().map(|side| side.plain.capacity()).sum()
    }
}

impl ImapParser {
    /// Bytes of a compressed direction.
    pub(super) fn unpack(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let Some(mut packed) = self.packed.take() else { return Progress::Bypass(Fate::Undecodable) };
        let side = packed.side(dir);
        let mut done = 0;
        // Where decoding stops within a unit, the rest of that counts as what came before it.
        while (side.closed.is_none() || side.taken > 0)
            && let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty())
        {
            let piece = rest.get(..UNIT - side.taken).unwrap_or(rest);
            if side.closed.is_none() {
                self.unpack_piece(dir, side, piece, out);
            }
            out.framing(dir, piece.len());
            done += piece.len();
            side.taken = (side.taken + piece.len()) % UNIT;
        }
        let closed = side.closed.filter(|_| done == 0);
        self.packed = Some(packed);
        if closed.is_some() {
            self.end_side(dir, out);
        }
        closed.map_or(Progress::Consumed(done), Progress::Bypass)
    }

    fn unpack_piece(&mut self, dir: Direction, side: &mut Side, piece: &[u8], out: &mut dyn Outlet) {
        let Some(mut decoder) = side.decoder.take() else { return };
        let mut rest = piece;
        loop {
            let before = side.plain.len();
            let used = decoder.step(rest, BLOCK, &mut side.plain);
            let full = side.plain.len() - before >= BLOCK;
            self.read_plain(dir, side, out);
            if side.closed.is_some() {
                break;
            }
            let Some(used) = used else {
                side.closed = Some(Fate::Undecodable);
                out.anomaly(dir, Code::DecodeFailed, "a compressed dialogue is damaged");
                break;
            };
            rest = rest.get(used..).unwrap_or_default();
            if rest.is_empty() && !full {
                break;
            }
        }
        side.decoder = Some(decoder);
    }

    /// Reads what is decoded as if it had come so, up to the last whole line; a literal no farther than it may be decoded.
    fn read_plain(&mut self, dir: Direction, side: &mut Side, out: &mut dyn Outlet) {
        let mut unpacked = unpacked(out);
        let mut at = 0;
        while let Some(rest) = side.plain.get(at..).filter(|rest| !rest.is_empty()) {
            let literal = self.literal(dir).is_some();
            let room = if literal { usize::try_from(side.room).unwrap_or(usize::MAX) } else { usize::MAX };
            let Some(len) = self.step(dir, rest.get(..room).unwrap_or(rest), &mut unpacked) else { break };
            at += len;
            side.room = if literal { side.room.saturating_sub(len as u64) } else { self.decode_bytes };
            if side.room == 0 && self.literal(dir).is_some() {
                side.closed = Some(Fate::Skipped);
                unpacked.anomaly(dir, Code::DecodeBudget, "decoding stopped");
                // How far the decoder is ahead depends on segments.
                side.plain.truncate(at);
                break;
            }
        }
        side.plain.drain(..at);
        side.plain.shrink_to(KEPT);
    }
}
