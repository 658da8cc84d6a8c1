//! Transfer encodings: base64 (RFC 4648), quoted-printable (RFC 2045 §6.7), hexadecimal; streaming.

use super::{Halt, Progress};
use crate::content::bytes::{hex_pair, hex_value};

/// Marks in [`BASE64`].
const SKIP: u8 = 64;
const PAD: u8 = 65;
const BAD: u8 = 255;

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
/// The value of each byte in the standard and the URL-safe alphabet.
const BASE64: [u8; 256] = {
    let mut table = [BAD; 256];
    let mut i = 0;
    while i < 26 {
        table[b'A' as usize + i] = i as u8;
        table[b'a' as usize + i] = i as u8 + 26;
        i += 1;
    }
    i = 0;
    while i < 10 {
        table[b'0' as usize + i] = i as u8 + 52;
        i += 1;
    }
    table[b'+' as usize] = 62;
    table[b'-' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'_' as usize] = 63;
    table[b'=' as usize] = PAD;
    table[b' ' as usize] = SKIP;
    table[b'\t' as usize] = SKIP;
    table[b'\r' as usize] = SKIP;
    table[b'\n' as usize] = SKIP;
    table
};

/// The value of a base64 character; above 63 it is none.
#[inline]
fn base64_value(byte: u8) -> u8 {
    BASE64.get(usize::from(byte)).copied().unwrap_or(BAD)
}

/// Base64 with either alphabet; white space, escaped line breaks (`\n` as two characters) and foreign bytes are skipped
/// (RFC 2045 §6.8); padding ends a group, not the text.
#[derive(Default)]
pub(in crate::content) struct Base64 {
    bits: u32,
    count: u8,
    escaped: bool,
    /// Behind a gap: how many bytes may still be passed over in search of a line's start.
    astray: usize,
}

/// Longest line of base64 with its end (RFC 2045 §6.8).
const LINE_BYTES: usize = 78;

impl Base64 {
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        let mut left = self.find_line(input);
        loop {
            if self.count == 0 && !self.escaped {
                Self::whole_groups(&mut left, output, &mut done);
            }
            let Some((&byte, rest)) = left.split_first() else {
                break;
            };
            let value = base64_value(byte);
            // A group of padding writes up to two bytes, a full one three.
            if (self.count == 3 || value == PAD) && output.len() - done.produced < 3 {
                done.halt = Halt::Output;
                break;
            }
            left = rest;
            let escaped = std::mem::replace(&mut self.escaped, byte == b'\\');
            if value == PAD {
                done.produced += self.pad(output.get_mut(done.produced..).unwrap_or(&mut []));
                continue;
            }
            if value > 63 || (escaped && matches!(byte, b'n' | b'r')) {
                continue;
            }
            self.bits = (self.bits << 6) | u32::from(value);
            self.count += 1;
            if self.count == 4 {
                self.count = 0;
                done.produced +=
                    put(output, done.produced, &[(self.bits >> 16) as u8, (self.bits >> 8) as u8, self.bits as u8]);
            }
        }
        done.consumed = input.len() - left.len();
        done
    }

    /// Input is missing: where a group begins is known again at the next line's start, if that is near.
    pub(super) fn gap(&mut self) {
        *self = Self { astray: LINE_BYTES, ..Self::default() };
    }

    /// The input behind what is passed over.
    fn find_line<'a>(&mut self, input: &'a [u8]) -> &'a [u8] {
        if self.astray == 0 {
            return input;
        }
        let window = input.get(..self.astray).unwrap_or(input);
        let end = leaktap_simd::find(b'\n', window);
        let skip = end.map_or(window.len(), |at| at + 1);
        self.astray = if end.is_some() { 0 } else { self.astray - skip };
        input.get(skip..).unwrap_or_default()
    }

    /// Groups without anything to skip.
    fn whole_groups(left: &mut &[u8], output: &mut [u8], done: &mut Progress) {
        let groups = leaktap_simd::base64_groups(left, output.get_mut(done.produced..).unwrap_or_default());
        done.produced += groups * 3;
        *left = left.get(groups * 4..).unwrap_or_default();
    }

    /// Writes the bytes of an unfinished group.
    fn pad(&mut self, output: &mut [u8]) -> usize {
        let (bytes, len) = match self.count {
            2 => ([(self.bits >> 4) as u8, 0], 1),
            3 => ([(self.bits >> 10) as u8, (self.bits >> 2) as u8], 2),
            _ => ([0, 0], 0),
        };
        self.count = 0;
        let mut written = 0;
        for (slot, byte) in output.iter_mut().zip(bytes.iter().take(len)) {
            *slot = *byte;
            written += 1;
        }
        written
    }

    pub(super) fn flush(&mut self, output: &mut [u8]) -> usize {
        self.pad(output)
    }
}

/// Quoted-printable: `=XX` and soft line breaks; an `=` that starts neither stays as it is.
#[derive(Default)]
pub(in crate::content) struct Quoted {
    held: [u8; 2],
    count: u8,
}

impl Quoted {
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        let mut left = input;
        while let Some((&byte, rest)) = left.split_first() {
            // An escape that turns out to be none writes three bytes.
            if output.len() - done.produced < 3 {
                done.halt = Halt::Output;
                break;
            }
            if self.count == 0 && byte != b'=' {
                let run = leaktap_simd::find(b'=', left).unwrap_or(left.len()).min(output.len() - done.produced);
                if let (Some(room), Some(from)) = (output.get_mut(done.produced..done.produced + run), left.get(..run))
                {
                    room.copy_from_slice(from);
                }
                done.produced += run;
                left = left.get(run..).unwrap_or(&[]);
                continue;
            }
            left = rest;
            let [first, second] = self.held;
            match (self.count, byte) {
                (0, _) => self.hold(b'='),
                (1 | 2, b'\n') if self.count == 1 || second == b'\r' => self.count = 0,
                (1, b'\r' | b' ' | b'\t') => self.hold(b'\r'),
                (1, _) if hex_value(byte).is_some() => self.hold(byte),
                (2, b' ' | b'\t' | b'\r') if second == b'\r' => {}
                (2, _) if second != b'\r' && hex_pair(second, byte).is_some() => {
                    done.produced += put(output, done.produced, &[hex_pair(second, byte).unwrap_or(0)]);
                    self.count = 0;
                }
                _ => {
                    let held = [first, second];
                    done.produced += put(output, done.produced, held.get(..usize::from(self.count)).unwrap_or(&[]));
                    self.count = 0;
                    if byte == b'=' {
                        self.hold(b'=');
                    } else {
                        done.produced += put(output, done.produced, &[byte]);
                    }
                }
            }
        }
        done.consumed = input.len() - left.len();
        done
    }

    fn hold(&mut self, byte: u8) {
        if let Some(slot) = self.held.get_mut(usize::from(self.count)) {
            *slot = byte;
            self.count += 1;
        }
    }

    pub(super) fn flush(&mut self, output: &mut [u8]) -> usize {
        let held = self.held;
        let written = put(output, 0, held.get(..usize::from(self.count)).unwrap_or(&[]));
        self.count = 0;
        written
    }
}

fn put(output: &mut [u8], at: usize, bytes: &[u8]) -> usize {
    match output.get_mut(at..at + bytes.len()) {
        Some(room) => {
            room.copy_from_slice(bytes);
            bytes.len()
        }
        None => 0,
    }
}

/// Pairs of hexadecimal digits; anything else is skipped.
#[derive(Default)]
pub(in crate::content) struct Hex {
    high: Option<u8>,
}

impl Hex {
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        if self.high.is_none() {
            for ([high, low], slot) in input.as_chunks::<2>().0.iter().zip(output.iter_mut()) {
                let Some(byte) = hex_pair(*high, *low) else { break };
                *slot = byte;
                done.produced += 1;
            }
            done.consumed = done.produced * 2;
        }
        for &byte in input.get(done.consumed..).unwrap_or_default() {
            let Some(value) = hex_value(byte) else {
                done.consumed += 1;
                continue;
            };
            match self.high {
                None => self.high = Some(value),
                Some(high) => {
                    if put(output, done.produced, &[(high << 4) | value]) == 0 {
                        done.halt = Halt::Output;
                        return done;
                    }
                    done.produced += 1;
                    self.high = None;
                }
            }
            done.consumed += 1;
        }
        done
    }
}

/// Numbers from 0 to 255 that commas part; blanks are skipped, a number out of range is damage.
#[derive(Default)]
pub(in crate::content) struct Octets {
    value: Option<u16>,
}

impl Octets {
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        for &byte in input {
            match (byte, self.value) {
                (b'0'..=b'9', value) => {
                    let value = value.unwrap_or(0) * 10 + u16::from(byte - b'0');
                    if value > 255 {
                        self.value = None;
                        done.halt = Halt::Damaged;
                        return done;
                    }
                    self.value = Some(value);
                }
                (b',', Some(value)) => {
                    if put(output, done.produced, &[value as u8]) == 0 {
                        done.halt = Halt::Output;
                        return done;
                    }
                    done.produced += 1;
                    self.value = None;
                }
                _ => {}
            }
            done.consumed += 1;
        }
        done
    }

    /// The last number, behind which no comma stands.
    pub(super) fn flush(&mut self, output: &mut [u8]) -> usize {
        self.value.take().map_or(0, |value| put(output, 0, &[value as u8]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, drained};
    use super::*;

    #[test]
    fn runs_are_made_of_what_has_a_value() {
        for byte in 0..=255u8 {
            assert_eq!(leaktap_simd::base64_prefix(&[byte]) == 1, base64_value(byte) < 64, "{byte}");
        }
    }

    fn run(mut decoder: Decoder, input: &[u8], step: usize) -> Vec<u8> {
        let (mut out, _) = drained(&mut decoder, input, step);
        let mut room = [0u8; 8];
        let n = decoder.flush(&mut room);
        out.extend_from_slice(&room[..n]);
        out
    }

    #[test]
    fn numbers_are_bytes_at_any_cut() {
        for step in 1..12 {
            assert_eq!(run(Decoder::Octets(Octets::default()), b" 49, 51,056,0,255,4", step), b"138\0\xff\x04");
        }
        assert_eq!(run(Decoder::Octets(Octets::default()), b"49,256,51", 3), b"1");
    }

    #[test]
    fn quoted_printable_joins_soft_breaks_at_any_cut() {
        let input = b"phone=3A 138=\r\n00138=\n000 =E5=BC=A0 a=b 100=";
        for step in 1..input.len() {
            assert_eq!(
                run(Decoder::Quoted(Quoted::default()), input, step),
                "phone: 13800138000 张 a=b 100=".as_bytes(),
                "{step}"
            );
        }
    }

    #[test]
    fn base64_decodes_lines_padding_and_either_alphabet_at_any_cut() {
        let input = b"aGVs\r\nbG8s\\nIHdv cmxkPz8_Pj4+IQ==";
        for step in 1..input.len() {
            assert_eq!(run(Decoder::Base64(Base64::default()), input, step), b"hello, world???>>>!", "{step}");
        }
    }

    #[test]
    fn base64_goes_on_with_the_next_line_behind_a_gap() {
        for step in 1..9 {
            let mut decoder = Decoder::Base64(Base64::default());
            let mut room = [0u8; 64];
            assert_eq!(decoder.step(b"aGVsb", &mut room).produced, 3);
            decoder.gap();
            assert_eq!(run(decoder, b"Vsbw==\r\naGVsbG8s\r\nIHdvcmxk", step), b"hello, world", "{step}");
        }
    }

    #[test]
    fn hex_decodes_at_any_cut() {
        for step in 1..8 {
            assert_eq!(run(Decoder::Hex(Hex::default()), b"68656C6c6f", step), b"hello");
        }
    }
}
