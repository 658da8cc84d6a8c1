//! Chunks inside a body (`Content-Encoding: aws-chunked`, Signature Version 4 of S3): `size;chunk-signature=…` CRLF, data,
//! CRLF, up to a chunk without data; trailers and an empty line follow it.

use super::{Halt, Progress};
use crate::content::bytes::{Bytes, hex_value};

/// Most digits of a size.
const DIGITS: u8 = 16;
/// Longest line of a chunk's head; what is signed is shorter than 100 bytes.
const LINE_BYTES: u16 = 4096;

#[derive(Clone, Copy)]
enum Phase {
    /// Digits of a size.
    Size { digits: u8 },
    /// Behind the size, to the line's end: so many bytes so far.
    Extension { len: u16 },
    /// Data.
    Data,
    /// The line's end behind data.
    DataEnd,
    /// Behind the last chunk: trailers.
    Trailers,
}

/// A body in chunks.
pub(in crate::content) struct AwsChunked {
    phase: Phase,
    /// Data left of the chunk.
    left: u64,
}

impl Default for AwsChunked {
    fn default() -> Self {
        Self { phase: Phase::Size { digits: 0 }, left: 0 }
    }
}

impl AwsChunked {
    /// True if the bytes may begin such a body.
    pub(in crate::content) fn begins(data: &[u8]) -> bool {
        let digits = data.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let ends = digits == data.len() || matches!(data.at(digits), b';' | b'\r');
        (1..=usize::from(DIGITS)).contains(&digits) && ends
    }

    pub(super) fn may_end(&self) -> bool {
        matches!(self.phase, Phase::Trailers)
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        let mut done = Progress::default();
        while let Some(&byte) = input.get(done.consumed) {
            if matches!(self.phase, Phase::Trailers) {
                done.consumed = input.len();
                break;
            }
            if matches!(self.phase, Phase::Data) {
                let room = output.get_mut(done.produced..).unwrap_or(&mut []);
                let take = usize::try_from(self.left).unwrap_or(usize::MAX).min(room.len());
                let from = input.after(done.consumed).upto(take);
                if from.is_empty() {
                    done.halt = Halt::Output;
                    return done;
                }
                room.iter_mut().zip(from).for_each(|(slot, byte)| *slot = *byte);
                done.consumed += from.len();
                done.produced += from.len();
                self.left -= from.len() as u64;
                if self.left == 0 {
                    self.phase = Phase::DataEnd;
                }
                continue;
            }
            let Some(phase) = self.frame(byte) else {
                done.halt = Halt::Damaged;
                return done;
            };
            self.phase = phase;
            done.consumed += 1;
        }
        done
    }

    /// Takes a byte of framing; `None` if it cannot stand there.
    fn frame(&mut self, byte: u8) -> Option<Phase> {
        Some(match (self.phase, byte) {
            (Phase::Size { digits: 1.. }, b';' | b'\r') => Phase::Extension { len: 0 },
            (Phase::Size { digits }, _) if digits < DIGITS => {
                self.left = self.left << 4 | u64::from(hex_value(byte)?);
                Phase::Size { digits: digits + 1 }
            }
            (Phase::Extension { .. }, b'\n') if self.left == 0 => Phase::Trailers,
            (Phase::Extension { .. }, b'\n') => Phase::Data,
            (Phase::Extension { len }, _) if len < LINE_BYTES => Phase::Extension { len: len + 1 },
            (Phase::DataEnd, b'\r') => Phase::DataEnd,
            (Phase::DataEnd, b'\n') => Phase::Size { digits: 0 },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, drained};
    use super::*;

    #[test]
    fn framing_is_taken_off_at_any_cut() {
        let body = b"5;chunk-signature=ad80\r\nhello\r\n7;chunk-signature=b6c6\r\n, world\r\n0;chunk-signature=0f\r\nx-amz-checksum-crc32c:sOO8/Q==\r\n\r\n";
        for step in 1..body.len() {
            let mut decoder = Decoder::AwsChunked(AwsChunked::default());
            assert_eq!(drained(&mut decoder, body, step), (b"hello, world".to_vec(), Halt::Input), "{step}");
            assert!(decoder.may_end());
        }
    }

    #[test]
    fn what_is_none_is_damaged() {
        for body in [&b"{\"a\": 1}"[..], b"; x\r\n", b"00000000000000001\r\na", b"1\r\nab\r\n"] {
            let (out, halt) = drained(&mut Decoder::AwsChunked(AwsChunked::default()), body, 9);
            assert!(out.len() < 2 && halt == Halt::Damaged);
        }
    }
}
