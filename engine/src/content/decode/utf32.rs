//! UTF-32 to UTF-8, streaming.

use super::{Halt, Progress};

/// A text in UTF-32. What is no character becomes U+FFFD; a byte order mark is dropped.
pub(in crate::content) struct Utf32 {
    big: bool,
    value: u32,
    /// Bytes of a character that have come.
    have: u8,
    begun: bool,
}

impl Utf32 {
    /// Big endian or not.
    pub(in crate::content) fn new(big: bool) -> Self {
        Self { big, value: 0, have: 0, begun: false }
    }

    /// Whether text without a mark is in UTF-32, by all of what there is of its beginning: big endian or not. Numbers of four
    /// bytes have zeros, or values that no text has so many of.
    pub(in crate::content) fn order(head: &[u8]) -> Option<bool> {
        /// Characters that are looked at, and fewest to go by.
        const LOOKED: usize = 256;
        const LEAST: usize = 16;
        // Plane 16 is the last one: a byte of each character is zero.
        let big = match head {
            [0, _, _, _, ..] => true,
            [_, _, _, 0, ..] => false,
            _ => return None,
        };
        let (units, _) = head.as_chunks::<4>();
        let (mut seen, mut common) = (0usize, 0usize);
        for unit in units.iter().take(LOOKED) {
            let value = if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) };
            let character = char::from_u32(value)?;
            match character {
                '\t'
                | '\n'
                | '\r'
                | ' '..='~'
                | '\u{3000}'..='\u{30ff}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{ff00}'..='\u{ffef}' => {
                    common += 1;
                }
                _ if character.is_control() => return None,
                _ => {}
            }
            seen += 1;
        }
        (seen >= LEAST && common * 4 >= seen * 3).then_some(big)
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        for &byte in input {
            // Room for the longest character.
            if self.have == 3 && output.len() - done.produced < 4 {
                done.halt = Halt::Output;
                return done;
            }
            done.consumed += 1;
            let byte = u32::from(byte);
            self.value = if self.big { self.value << 8 | byte } else { self.value | byte << (8 * self.have) };
            self.have += 1;
            if self.have < 4 {
                continue;
            }
            let character = char::from_u32(std::mem::take(&mut self.value)).unwrap_or(char::REPLACEMENT_CHARACTER);
            self.have = 0;
            if std::mem::replace(&mut self.begun, true) || character != '\u{feff}' {
                let mut bytes = [0; 4];
                let bytes = character.encode_utf8(&mut bytes).as_bytes();
                let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                room.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
                done.produced += bytes.len();
            }
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, drained};
    use super::Utf32;

    #[test]
    fn both_byte_orders_are_read_at_any_cut() {
        let text = "\u{feff}a,张三,😀\n";
        let little: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let big: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for step in 1..9 {
            for (bytes, is_big) in [(&little, false), (&big, true)] {
                let (out, _) = drained(&mut Decoder::Utf32(Utf32::new(is_big)), bytes, step);
                assert_eq!(out, text.trim_start_matches('\u{feff}').as_bytes());
            }
        }
        let (out, _) = drained(&mut Decoder::Utf32(Utf32::new(true)), b"\0\x11\0\0\0\0\0a", 9);
        assert_eq!(out, "\u{fffd}a".as_bytes());
    }
}
