//! A stripe: some rows, of which each column has streams of its own ("Stripes" of the specification).

use super::runs::Integers;
use crate::content::budget::Context;
use crate::content::bytes::Bytes;
use crate::content::coded::piece;
use crate::content::container::fields::fields;
use crate::content::decode::{Decoder, lz4_block_upto};
use crate::coverage::State;
use crate::message::Coding;
use std::borrow::Cow;
use std::collections::HashMap;

/// Longest piece that is packed by itself, unpacked.
const PIECE_BYTES: usize = 8 << 20;

/// How pieces are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packing {
    /// The number of the way.
    pub(super) kind: u64,
    /// Longest piece, unpacked.
    pub(super) piece: usize,
}

impl Packing {
    /// Unpacks pieces that stand behind their lengths, to at most `room` bytes.
    pub(super) fn open(self, data: &[u8], room: usize) -> Result<Cow<'_, [u8]>, State> {
        if self.kind == 0 {
            return Ok(Cow::Borrowed(data));
        }
        let (mut out, mut rest) = (Vec::new(), data);
        while !rest.is_empty() {
            let head = *rest.first_chunk::<3>().ok_or(State::Undecodable)?;
            let head = head.iter().rev().fold(0usize, |head, byte| head << 8 | usize::from(*byte));
            let packed = rest.after(3).get(..head >> 1).ok_or(State::Undecodable)?;
            rest = rest.after(3 + packed.len());
            let most = self.piece.min(PIECE_BYTES);
            let sound = match self.kind {
                _ if head & 1 == 1 => {
                    out.extend_from_slice(packed);
                    true
                }
                1 => piece(&mut Decoder::inflate(), packed, most, &mut out),
                4 => lz4_block_upto(packed, most, &mut out),
                kind => coding(kind)
                    .and_then(Decoder::for_coding)
                    .is_some_and(|mut decoder| piece(&mut decoder, packed, most, &mut out)),
            };
            if !sound {
                return Err(State::Undecodable);
            }
            if out.len() > room {
                return Err(State::Skipped);
            }
        }
        Ok(Cow::Owned(out))
    }
}

fn coding(kind: u64) -> Option<Coding> {
    match kind {
        2 => Some(Coding::Snappy),
        5 => Some(Coding::Zstd),
        6 => Some(Coding::Br),
        _ => None,
    }
}

/// The streams of a stripe.
pub(super) struct Streams<'f, 'a, 'c> {
    /// By column and kind.
    places: HashMap<(u64, u64), &'f [u8]>,
    /// How columns are written.
    encodings: Vec<u64>,
    packing: Packing,
    /// Bytes that may still be unpacked, and those that were.
    room: usize,
    pub(super) unpacked: u64,
    /// Columns that were opened.
    pub(super) opened: usize,
    cx: &'a mut Context<'c>,
}

impl<'f, 'a, 'c> Streams<'f, 'a, 'c> {
    /// Of a stripe's bytes, its footer left out, and that footer.
    pub(super) fn new(stripe: &'f [u8], footer: &[u8], packing: Packing, room: usize, cx: &'a mut Context<'c>) -> Self {
        let (mut places, mut encodings) = (HashMap::new(), Vec::new());
        let mut rest = stripe;
        for (number, value) in fields(footer) {
            let mut said = [0; 4];
            for (nth, value) in fields(value.bytes()) {
                if let Some(said) = usize::try_from(nth).ok().and_then(|nth| said.get_mut(nth)) {
                    *said = value.number();
                }
            }
            let [_, kind, column, len] = said;
            match number {
                1 => {
                    let len = usize::try_from(len).unwrap_or(usize::MAX);
                    places.insert((column, kind), rest.upto(len));
                    rest = rest.after(len);
                }
                2 => encodings.push(kind),
                _ => {}
            }
        }
        Self { places, encodings, packing, room, unpacked: 0, opened: 0, cx }
    }

    /// How a column is written: directly, with a dictionary (odd); in the second version from 2 on.
    pub(super) fn encoding(&self, column: u64) -> u64 {
        usize::try_from(column).ok().and_then(|column| self.encodings.get(column)).copied().unwrap_or(0)
    }

    /// True if a column has a stream of this kind.
    pub(super) fn has(&self, column: u64, kind: u64) -> bool {
        self.places.contains_key(&(column, kind))
    }

    /// A stream of whole numbers.
    pub(super) fn integers(&mut self, column: u64, kind: u64, signed: bool) -> Result<Integers<'f>, State> {
        Ok(Integers::new(self.get(column, kind)?, signed, self.encoding(column) >= 2))
    }

    /// A stream, unpacked; empty if there is none.
    pub(super) fn get(&mut self, column: u64, kind: u64) -> Result<Cow<'f, [u8]>, State> {
        let data = self.places.get(&(column, kind)).copied().unwrap_or_default();
        let open = self.packing.open(data, self.room)?;
        if matches!(open, Cow::Owned(_)) {
            self.room -= open.len();
            if !self.cx.charge(open.len()) {
                return Err(State::Skipped);
            }
        }
        self.unpacked += open.len() as u64;
        Ok(open)
    }
}
