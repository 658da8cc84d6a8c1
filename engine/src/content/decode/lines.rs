//! Encodings of files in lines of text: uuencode and xxencode (POSIX `uuencode`), yEnc (yEnc draft 1.3); streaming, from the
//! line behind the one that begins a file.

use super::{Halt, Progress};

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) enum Alphabet {
    /// From a space on; a backquote stands for a space.
    Uu,
    /// Plus, minus, digits, capitals, small letters.
    Xx,
    /// All bytes, 42 added.
    Y,
}

/// A file in lines.
pub(in crate::content) struct Lines {
    alphabet: Alphabet,
    at_start: bool,
    /// Bytes that the line has yet to yield.
    left: usize,
    bits: u32,
    count: u8,
    /// An equals sign preceded.
    escaped: bool,
    /// In a line of yEnc that holds no data, and whether it is the last.
    control: Option<bool>,
    over: bool,
}

/// The value of a character; `None` if it is none.
pub(in crate::content) fn line_value(alphabet: Alphabet, byte: u8) -> Option<u8> {
    match (alphabet, byte) {
        (Alphabet::Uu, b' '..=b'`') => Some((byte - b' ') & 63),
        (Alphabet::Xx, b'+') => Some(0),
        (Alphabet::Xx, b'-') => Some(1),
        (Alphabet::Xx, b'0'..=b'9') => Some(byte - b'0' + 2),
        (Alphabet::Xx, b'A'..=b'Z') => Some(byte - b'A' + 12),
        (Alphabet::Xx, b'a'..=b'z') => Some(byte - b'a' + 38),
        _ => None,
    }
}

impl Lines {
    pub(super) fn new(alphabet: Alphabet) -> Self {
        Self { alphabet, at_start: true, left: 0, bits: 0, count: 0, escaped: false, control: None, over: false }
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        while let Some(&byte) = input.get(done.consumed) {
            let room = output.get_mut(done.produced..).unwrap_or(&mut []);
            if room.len() < 3 {
                done.halt = Halt::Output;
                return done;
            }
            done.produced += if self.alphabet == Alphabet::Y {
                self.offset(byte, room)
            } else if byte == b'\n' && self.left > 0 {
                // Blanks at the end of the line were cut off.
                done.produced += self.group(0, room);
                continue;
            } else {
                self.grouped(byte, room)
            };
            done.consumed += 1;
            if self.over {
                done.halt = Halt::End;
                return done;
            }
        }
        done
    }

    /// A byte of yEnc.
    fn offset(&mut self, byte: u8, room: &mut [u8]) -> usize {
        if matches!(byte, b'\r' | b'\n') {
            if byte == b'\n' {
                self.over = self.control.take() == Some(true);
            }
            (self.at_start, self.escaped) = (true, false);
            return 0;
        }
        if let Some(last) = &mut self.control {
            // `=yend`, `=ypart`: the letter behind the `y` tells.
            if std::mem::take(&mut self.at_start) {
                *last = byte == b'e';
            }
            return 0;
        }
        let first = std::mem::take(&mut self.at_start);
        if !self.escaped && byte == b'=' {
            self.escaped = true;
            self.left = usize::from(first);
            return 0;
        }
        let escaped = std::mem::take(&mut self.escaped);
        if escaped && byte == b'y' && self.left == 1 {
            (self.control, self.at_start) = (Some(false), true);
            return 0;
        }
        put(room, &[byte.wrapping_sub(if escaped { 106 } else { 42 })])
    }

    /// A character of the others.
    fn grouped(&mut self, byte: u8, room: &mut [u8]) -> usize {
        if byte == b'\r' {
            return 0;
        }
        if byte == b'\n' {
            (self.at_start, self.bits, self.count) = (true, 0, 0);
            return 0;
        }
        let value = line_value(self.alphabet, byte);
        if std::mem::take(&mut self.at_start) {
            self.left = usize::from(value.unwrap_or(0));
            // A line without data, or the word `end`.
            self.over = self.left == 0;
            return 0;
        }
        value.map_or(0, |value| self.group(value, room))
    }

    /// Six bits more.
    fn group(&mut self, value: u8, room: &mut [u8]) -> usize {
        self.bits = self.bits << 6 | u32::from(value);
        self.count += 1;
        if self.count < 4 {
            return 0;
        }
        let [_, bytes @ ..] = self.bits.to_be_bytes();
        (self.bits, self.count) = (0, 0);
        let len = self.left.min(3);
        self.left -= len;
        put(room, bytes.get(..len).unwrap_or(&[]))
    }
}

fn put(room: &mut [u8], bytes: &[u8]) -> usize {
    room.iter_mut().zip(bytes).map(|(slot, byte)| *slot = *byte).count()
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, drained};
    use super::Alphabet;

    fn run(alphabet: Alphabet, input: &[u8], step: usize) -> Vec<u8> {
        drained(&mut Decoder::lines(alphabet), input, step).0
    }

    #[test]
    fn lines_are_decoded_at_any_cut() {
        for step in 1..80 {
            let uu = b"#0V%T\n`\nend\n";
            assert_eq!(run(Alphabet::Uu, uu, step), b"Cat");
            // Blanks at the end of a line were lost.
            assert_eq!(run(Alphabet::Uu, b"&0V%T\r\n#0V%T\r\n`\r\nend\r\n", step), b"Cat\0\0\0Cat");
            assert_eq!(run(Alphabet::Xx, b"1Eq3o\n+\nend\n", step), b"Cat");
            let y = b"=ypart begin=1 end=4\r\n\x92\x8f\x96\x96\x99=n==\r\n=n\r\n=yend size=8\r\nrest";
            assert_eq!(run(Alphabet::Y, y, step), b"hello\x04\xd3\x04");
        }
    }
}
