//! `COPY` in binary format (the manual on COPY, "Binary Format"): rows as in result sets, of types that nobody says.

use super::super::rows::Rows;
use super::row::{RowReader, Shape};
use crate::message::Outlet;

/// What it begins with.
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
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

/// The text of a value of a type that is not known, if it is a number that may be a person's: a whole number as a phone
/// number, an identity number or a card would be stored. Moments (microseconds since 2000) and fractions are none.
pub(super) fn number(value: &[u8]) -> Option<String> {
    match value.len() {
        4 => Some(i32::from_be_bytes(*value.first_chunk()?).to_string()),
        8 => {
            let number = i64::from_be_bytes(*value.first_chunk()?);
            let plain = (0..1_000_000_000_000).contains(&number);
            let card = (2_000_000_000_000_000..10_000_000_000_000_000).contains(&number);
            let identity = (100_000_000_000_000_000..900_000_000_000_000_000).contains(&number);
            (plain || card || identity).then(|| number.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {

    #[test]
    fn numbers_of_people_are_told_from_moments() {
        let told = |number: i64| super::number(&number.to_be_bytes());
        assert_eq!(told(13_800_138_000).as_deref(), Some("13800138000"));
        assert_eq!(told(6_222_021_000_000_000).as_deref(), Some("6222021000000000"));
        assert_eq!(told(110_105_194_912_310_021).as_deref(), Some("110105194912310021"));
        assert_eq!(told(848_000_000_000_000), None);
        assert_eq!(told(f64::to_bits(1.5).cast_signed()), None);
        assert_eq!(super::number(b"abc"), None);
    }
}
