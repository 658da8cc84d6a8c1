//! Filters of streams (ISO 32000-1 §7.4), all but those of pictures.

use super::lexer::{self, Value};
use crate::content::budget::Context;
use crate::content::bytes::Bytes;
use crate::content::decode::{Decoder, Halt};
use crate::coverage::State;
use crate::message::Coding;

/// Largest decoded stream.
const STREAM_BYTES: usize = 8 << 20;
/// Codes of LZW that are no strings: the table is empty again, the data is over; the code behind them, and the most there are.
const CLEAR: usize = 256;
const END: usize = 257;
const CODES: usize = 4096;

/// Undoes the filter called `name`; `None` if there is nothing to be undone. Or what becomes of a stream that cannot be read.
pub(super) fn undo(
    name: &[u8],
    parameters: &Value,
    data: &[u8],
    cx: &mut Context<'_>,
) -> Result<Option<Vec<u8>>, State> {
    match name {
        b"FlateDecode" | b"Fl" => inflate(data, cx).map(Some),
        b"LZWDecode" | b"LZW" => {
            let early = parameters.get(b"EarlyChange").number() != Some(0.0);
            paid(lzw(data, early), cx)
        }
        b"RunLengthDecode" | b"RL" => paid(run_length(data), cx),
        b"ASCII85Decode" | b"A85" => Ok(Some(ascii85(data))),
        b"ASCIIHexDecode" | b"AHx" => Ok(Some(lexer::unhex(data).into_vec())),
        // It says that nothing is to be undone, or is undone already.
        b"Crypt" => Ok(None),
        _ => Err(State::Undecodable),
    }
}

/// Pays for what grew from less.
fn paid(decoded: Option<Vec<u8>>, cx: &mut Context<'_>) -> Result<Option<Vec<u8>>, State> {
    match decoded {
        Some(decoded) if cx.charge(decoded.len()) => Ok(Some(decoded)),
        _ => Err(State::Skipped),
    }
}

/// Inflates within the budget; what comes before damage is kept.
fn inflate(data: &[u8], cx: &mut Context<'_>) -> Result<Vec<u8>, State> {
    let mut decoder = Decoder::for_coding(Coding::Deflate).ok_or(State::Undecodable)?;
    let mut out = Vec::new();
    let (mut used, mut filled) = (0, 0);
    loop {
        let room = usize::try_from(cx.budget.room()).unwrap_or(usize::MAX).saturating_add(16);
        let grow = data.len().saturating_mul(4).clamp(4096, 256 << 10).min(room);
        out.resize(filled + grow, 0);
        let done = decoder.step(data.after(used), out.get_mut(filled..).unwrap_or(&mut []));
        used += done.consumed;
        filled += done.produced;
        if !cx.charge(done.produced) || filled > STREAM_BYTES {
            return Err(State::Skipped);
        }
        let waits = done.halt == Halt::Input && used < data.len() && done.consumed > 0;
        if done.halt != Halt::Output && !waits {
            out.truncate(filled);
            return if filled > 0 || done.halt == Halt::End { Ok(out) } else { Err(State::Undecodable) };
        }
    }
}

/// ASCII85 (§7.4.3).
fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let (mut value, mut count) = (0u32, 0usize);
    for byte in data {
        match byte {
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.extend_from_slice(&value.to_be_bytes());
                    (value, count) = (0, 0);
                }
            }
            b'z' if count == 0 => out.extend_from_slice(&[0; 4]),
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        out.extend_from_slice(value.to_be_bytes().upto(count - 1));
    }
    out
}

/// Runs of bytes (§7.4.5); `None` if they are too many.
fn run_length(data: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), data);
    while let Some((&len, after)) = rest.split_first() {
        let count = usize::from(len);
        rest = match len {
            0..=127 => {
                out.extend_from_slice(after.upto(count + 1));
                after.after(count + 1)
            }
            128 => break,
            _ => {
                out.extend(after.first().into_iter().flat_map(|byte| std::iter::repeat_n(*byte, 257 - count)));
                after.after(1)
            }
        };
        if out.len() > STREAM_BYTES {
            return None;
        }
    }
    Some(out)
}

/// LZW (§7.4.4): codes of nine to twelve bits, which grow one code `early` or not; `None` if it is too much. What comes before
/// damage is kept.
fn lzw(data: &[u8], early: bool) -> Option<Vec<u8>> {
    // Where in the output the string of each code stands, and its length.
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(CODES);
    let mut out: Vec<u8> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        let next = END + 1 + table.len() + usize::from(last.is_some()) + usize::from(early);
        let width = 9 + u32::from(next > 512) + u32::from(next > 1024) + u32::from(next > 2048);
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        let start = out.len();
        match code {
            END => break,
            CLEAR => {
                table.clear();
                last = None;
                continue;
            }
            0..CLEAR => out.push(code as u8),
            _ => {
                // The string that the last code began, and that this one completes, may be its own.
                let own = last.map(|(at, len)| (at, len + 1));
                let known = table.get(code - END - 1).copied().or(own.filter(|_| code - END - 1 == table.len()));
                let Some((at, len)) = known else { break };
                for at in at..at + len {
                    out.push(out.at(at));
                }
            }
        }
        if out.len() > STREAM_BYTES {
            return None;
        }
        // Behind it in the output stands the first byte of what follows, which completes its string.
        if let Some((at, len)) = last.replace((start, out.len() - start))
            && END + 1 + table.len() < CODES
        {
            table.push((at, len + 1));
        }
    }
    Some(out)
}
