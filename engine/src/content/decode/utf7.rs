//! UTF-7 (RFC 2152) to UTF-8, streaming.

use super::{Halt, Progress};

/// Most bytes that one byte yields: what stands for half a character, and a character.
const ROOM: usize = 6;

/// A text in UTF-7.
#[derive(Default)]
pub(in crate::content) struct Utf7 {
    /// In a run of base64, and at its first byte.
    encoded: bool,
    first: bool,
    bits: u32,
    count: u8,
    /// The first half of a character beyond 16 bits.
    high: Option<u16>,
}

impl Utf7 {
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        for &byte in input {
            if output.len() - done.produced < ROOM {
                done.halt = Halt::Output;
                return done;
            }
            done.consumed += 1;
            let mut put = |bytes: &[u8]| {
                let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                done.produced += room.iter_mut().zip(bytes).map(|(slot, byte)| *slot = *byte).count();
            };
            match (self.encoded, value(byte)) {
                (true, Some(value)) => self.take(value, put),
                (true, None) => {
                    if self.first {
                        put(b"+");
                    }
                    if byte != b'-' {
                        put(&[byte]);
                    }
                    *self = Self::default();
                }
                (false, _) if byte == b'+' => (self.encoded, self.first) = (true, true),
                (false, _) => put(&[byte]),
            }
        }
        done
    }

    /// Six bits more.
    fn take(&mut self, value: u8, mut put: impl FnMut(&[u8])) {
        self.first = false;
        self.bits = self.bits << 6 | u32::from(value);
        self.count += 6;
        if self.count < 16 {
            return;
        }
        self.count -= 16;
        let unit = (self.bits >> self.count) as u16;
        self.bits &= (1 << self.count) - 1;
        if self.high.is_none() && matches!(unit, 0xd800..=0xdbff) {
            self.high = Some(unit);
            return;
        }
        for character in char::decode_utf16(self.high.take().into_iter().chain([unit])) {
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            put(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

/// The value of a character of base64.
fn value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, drained};
    use super::Utf7;

    #[test]
    fn runs_are_read_at_any_cut() {
        for step in 1..9 {
            let run = |text: &[u8]| {
                let (out, _) = drained(&mut Decoder::Utf7(Utf7::default()), text, step);
                String::from_utf8(out).unwrap()
            };
            assert_eq!(run(b"Hi Mom -+Jjo--!"), "Hi Mom -\u{263a}-!");
            assert_eq!(run(b"+ZeVnLIqe-, a+-b@example.cn"), "日本語, a+b@example.cn");
            assert_eq!(run(b"+2D3eAA- +2D0-x"), "😀 x");
        }
    }
}
