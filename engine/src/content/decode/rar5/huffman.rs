//! Bits and prefix codes of RAR 5: the highest bit first, canonical codes of up to 15 bits.

use crate::content::bytes::Bytes;

/// Longest code.
const LONGEST: usize = 15;
/// Bits that are looked up at once.
const QUICK: u32 = 10;

/// Bits of a block. Behind its end stand zeros: a block says itself how many of its bits count.
#[derive(Clone, Copy, Default)]
pub(super) struct Bits {
    /// The next one.
    pub(super) at: usize,
}

impl Bits {
    /// The next 16 bits.
    pub(super) fn peek(self, data: &[u8]) -> u32 {
        let from = self.at / 8;
        let bytes = match data.get(from..from + 4) {
            Some(&[a, b, c, d]) => [a, b, c, d],
            _ => [data.at(from), data.at(from + 1), data.at(from + 2), data.at(from + 3)],
        };
        (u32::from_be_bytes(bytes) << (self.at % 8)) >> 16
    }

    /// A number of so many bits, at most 32.
    pub(super) fn take(&mut self, data: &[u8], count: u32) -> u32 {
        let high = count.saturating_sub(16);
        let mut value = 0;
        for part in [high, count - high] {
            value = (value << part) | ((self.peek(data) << part) >> 16);
            self.at += part as usize;
        }
        value
    }
}

/// A prefix code.
pub(super) struct Code {
    /// For each length, below which 16 bits lie its codes and the shorter ones, and the place of its first symbol.
    limit: [u32; LONGEST + 1],
    start: [u16; LONGEST + 1],
    symbols: Vec<u16>,
    /// By the first bits: length and symbol, or nothing.
    quick: Vec<(u8, u16)>,
}

impl Default for Code {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Code {
    /// The code in which each symbol has that length; 0 for one that has none.
    pub(super) fn new(lengths: &[u8]) -> Self {
        let mut code = Self {
            limit: [0; LONGEST + 1],
            start: [0; LONGEST + 1],
            symbols: Vec::with_capacity(lengths.len()),
            quick: vec![(0, 0); 1 << QUICK],
        };
        let mut limit = 0u32;
        for len in 1..=LONGEST {
            let of_length = lengths.iter().enumerate().filter(|(_, own)| usize::from(**own) == len);
            if let Some(start) = code.start.get_mut(len) {
                *start = code.symbols.len() as u16;
            }
            for (symbol, _) in of_length {
                code.symbols.push(symbol as u16);
                let next = limit + (1 << (16 - len));
                if len as u32 <= QUICK {
                    let place = |limit: u32| (limit >> (16 - QUICK)) as usize;
                    let entries = code.quick.get_mut(place(limit)..place(next).min(1 << QUICK));
                    entries.unwrap_or(&mut []).fill((len as u8, symbol as u16));
                }
                limit = next;
            }
            if let Some(last) = code.limit.get_mut(len) {
                *last = limit;
            }
        }
        code
    }

    /// The next symbol; `None` if no code is like that.
    pub(super) fn next(&self, data: &[u8], bits: &mut Bits) -> Option<usize> {
        let value = bits.peek(data);
        let (len, symbol) = *self.quick.get((value >> (16 - QUICK)) as usize)?;
        if len > 0 {
            bits.at += usize::from(len);
            return Some(usize::from(symbol));
        }
        let len = self.limit.iter().position(|limit| value < *limit)?;
        let first = self.limit.get(len.wrapping_sub(1)).copied().unwrap_or(0);
        let place = usize::from(*self.start.get(len)?) + ((value - first) >> (16 - len)) as usize;
        bits.at += len;
        self.symbols.get(place).map(|symbol| usize::from(*symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_canonical() {
        let mut lengths = vec![0u8; 300];
        (lengths[7], lengths[9], lengths[20], lengths[299]) = (2, 1, 12, 12);
        let code = Code::new(&lengths);
        // 0, 10, 110000000000, 110000000001.
        let data = [0b0101_1000, 0b0000_0001, 0b1000_0000, 0b0010_0000];
        let mut bits = Bits::default();
        let read: Vec<_> = (0..4).map(|_| code.next(&data, &mut bits)).collect();
        assert_eq!(read, [Some(9), Some(7), Some(20), Some(299)]);
        assert_eq!((bits.at, code.next(&[0xff; 4], &mut Bits::default())), (27, None));
        assert_eq!(Code::default().next(&data, &mut Bits::default()), None);
    }

    #[test]
    fn numbers_have_their_highest_bit_first() {
        let data = [0xff, 0x00, 0xf0, 0x0f, 0xaa];
        let mut bits = Bits { at: 4 };
        assert_eq!((bits.take(&data, 0), bits.take(&data, 8), bits.take(&data, 24)), (0, 0xf0, 0x0f_00fa));
        assert_eq!(Bits::default().take(&data, 32), 0xff00_f00f);
    }
}
