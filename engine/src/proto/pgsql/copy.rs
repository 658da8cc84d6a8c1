//! `COPY` in binary format (the manual on COPY, "Binary Format"): rows as in result sets, of types that nobody says.

use super::super::reader::Reader;
use super::super::rows::Rows;
use super::super::scalar::guessed_number;
use super::row::{RowReader, Shape, numeric};
use crate::message::Outlet;

/// What it begins with.
pub(super) const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// The signature, flags, and the length of the extension behind it.
const HEADER: usize = SIGNATURE.len() + 8;
/// Longest extension of the header: none is defined.
const EXTENSION: usize = 1 << 10;
/// What stands in place of a row's number of values behind the last one.
const END: &[u8] = b"\xff\xff";

/// Reads rows from pieces that end anywhere.
#[derive(Debug)]
pub(super) struct BinaryReader {
    stage: Stage,
    /// That its values are binary, and no more.
    shape: Shape,
    row: RowReader,
    /// Bytes that make no whole value yet.
    carry: Vec<u8>,
}

impl Default for BinaryReader {
    fn default() -> Self {
        let shape = Shape { binary: vec![true], ..Shape::default() };
        Self { stage: Stage::default(), shape, row: RowReader::default(), carry: Vec::new() }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Header,
    Rows,
    /// Behind the last row, or lost: what comes is no row, and is told as one value that does not end.
    Over,
    /// That value has begun.
    Told,
}

impl BinaryReader {
    /// For a stream whose beginning was not seen: where rows begin is not known.
    pub(super) fn lost() -> Self {
        Self { stage: Stage::Over, ..Self::default() }
    }

    /// A piece of the stream.
    pub(super) fn push(&mut self, piece: &[u8], rows: &mut Rows, out: &mut dyn Outlet) {
        if self.carry.is_empty() {
            let used = self.run(piece, rows, out);
            self.carry.extend_from_slice(piece.get(used..).unwrap_or(&[]));
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(piece);
            let used = self.run(&joined, rows, out);
            joined.drain(..used.min(joined.len()));
            self.carry = joined;
        }
    }

    fn run(&mut self, data: &[u8], rows: &mut Rows, out: &mut dyn Outlet) -> usize {
        let mut used = 0;
        while let Some(rest) = data.get(used..).filter(|rest| !rest.is_empty()) {
            let Some(len) = self.step(rest, rows, out) else { break };
            used += len;
        }
        used
    }

    /// What the next bytes are, and how many; `None` for more.
    fn step(&mut self, rest: &[u8], rows: &mut Rows, out: &mut dyn Outlet) -> Option<usize> {
        if matches!(self.stage, Stage::Over | Stage::Told) {
            if std::mem::replace(&mut self.stage, Stage::Told) == Stage::Over {
                rows.open(false);
            }
            rows.piece(rest, out);
            return Some(rest.len());
        }
        if self.stage == Stage::Header {
            let header = rest.get(..HEADER)?;
            let extension = header.last_chunk::<4>().map_or(0, |len| u32::from_be_bytes(*len) as usize);
            let sound = header.starts_with(SIGNATURE) && extension <= EXTENSION;
            if !sound {
                self.stage = Stage::Over;
                return Some(0);
            }
            rest.get(..HEADER + extension)?;
            self.stage = Stage::Rows;
            return Some(HEADER + extension);
        }
        if self.row.is_fresh() && rest.starts_with(END) {
            self.stage = Stage::Over;
            return Some(END.len());
        }
        let used = self.row.run(rest, &self.shape, rows, out);
        if self.row.is_whole() {
            self.row.end(rows, out);
        } else if used == 0 {
            return None;
        }
        Some(used)
    }
}

/// The text of a value of a type that is not known, if it is a number that may be a person's, or a `numeric`, which no other
/// type looks like.
pub(super) fn number(value: &[u8]) -> Option<String> {
    let Some((head, digits)) = value.split_at_checked(NUMERIC_HEAD).filter(|(_, digits)| !digits.is_empty()) else {
        return guessed_number(value);
    };
    let mut digits = digits.chunks_exact(2).filter_map(|digit| digit.first_chunk().copied());
    let told = usize::from(u16::from_be_bytes(*head.first_chunk()?)) * 2 == value.len() - NUMERIC_HEAD;
    let signed = matches!(head.get(4..6), Some([0 | 0x40, 0]));
    let sound = told && signed && digits.all(|digit| u16::from_be_bytes(digit) < NUMERIC_BASE);
    sound.then(|| numeric(&mut Reader::new(value))).flatten()
}

/// Bytes of a `numeric` before its digits (`numeric_send` in numeric.c), and the base of these.
const NUMERIC_HEAD: usize = 8;
const NUMERIC_BASE: u16 = 10_000;

#[cfg(test)]
mod tests {
    #[test]
    fn numerics_are_known_by_their_shape() {
        let numeric = |words: &[u16]| super::number(&words.iter().flat_map(|w| w.to_be_bytes()).collect::<Vec<_>>());
        assert_eq!(numeric(&[3, 2, 0, 0, 138, 13, 8000]).as_deref(), Some("13800138000"));
        assert_eq!(numeric(&[2, 0, 0x4000, 2, 12, 3400]).as_deref(), Some("-12.34"));
        assert_eq!(numeric(&[3, 2, 0, 0, 138, 13, 10_000]), None);
        assert_eq!(numeric(&[2, 2, 0, 0, 138, 13, 8000]), None);
    }
}
