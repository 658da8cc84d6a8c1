//! Databases, caches and directories.

use super::super::Probe;
use super::super::reader::Reader;
use super::line::{contains, first_line, is_any, is_number, words};
use super::{SHOWN, port_is, streamed, verdict};
use crate::message::Direction;

/// RESP: an array of bulk strings that begins with a command's name; or replies nothing else gives.
pub(super) fn redis(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match data.first() {
        Some(b'*') => redis_array(data),
        Some(b'+' | b'-') => first_line(data, &["+PONG\r", "-NOAUTH ", "-WRONGPASS ", "-DENIED "], |_| true),
        None => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

fn redis_array(data: &[u8]) -> Probe {
    let mut lines = data.split(|byte| *byte == b'\n');
    let whole = memchr::memchr_iter(b'\n', data).count();
    let number = |line: &[u8], sign: u8| {
        let digits = line.strip_prefix(&[sign])?.strip_suffix(b"\r")?;
        if !is_number(digits) || digits.len() > 6 {
            return None;
        }
        std::str::from_utf8(digits).ok()?.parse::<usize>().ok()
    };
    // Before a line is whole, it must at least be on its way.
    let on_its_way = |line: &[u8], sign: u8| {
        line.len() <= 8
            && line.iter().enumerate().all(|(i, byte)| match i {
                0 => *byte == sign,
                _ => byte.is_ascii_digit() || *byte == b'\r',
            })
    };
    let (count, len, name) = (lines.next(), lines.next(), lines.next());
    let Some(count) = count.filter(|_| whole > 0).and_then(|line| number(line, b'*')) else {
        return more(whole == 0 && on_its_way(data, b'*'));
    };
    if !(1..=1024 * 1024).contains(&count) {
        return Probe::Reject;
    }
    let length = len.filter(|_| whole > 1).and_then(|line| number(line, b'$'));
    let Some(length) = length else {
        return more(whole == 1 && len.is_none_or(|line| on_its_way(line, b'$')));
    };
    let name = name.unwrap_or_default();
    if whole == 2 {
        let begun = name.strip_suffix(b"\r").unwrap_or(name);
        return more(begun.len() <= length && begun.iter().all(u8::is_ascii_alphanumeric));
    }
    let name = name.strip_suffix(b"\r").unwrap_or_default();
    let command = name.len() == length
        && (2..=20).contains(&length)
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(byte));
    verdict(command.then_some(()))
}

const fn more(wanted: bool) -> Probe {
    if wanted { Probe::NeedMore } else { Probe::Reject }
}

/// Storage commands and their data's length, or replies in capitals; plain `get` only on the port.
pub(super) fn memcached(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    const STORE: [&str; 6] = ["set", "add", "replace", "append", "prepend", "cas"];
    let hint = port_is(ports, &[11211]);
    let lower = data.first().is_some_and(|byte| byte.is_ascii_lowercase() || b"VSE".contains(byte));
    if !lower && !data.is_empty() {
        return Probe::Reject;
    }
    let openings = [
        "set ",
        "add ",
        "replace ",
        "append ",
        "prepend ",
        "cas ",
        "get ",
        "gets ",
        "stats",
        "version\r",
        "VALUE ",
        "STORED\r",
        "STAT ",
        "END\r",
    ];
    first_line(data, &openings, |line| match words(line).as_slice() {
        [verb, key, flags, expiry, len, rest @ ..] if is_any(verb, &STORE) => {
            key.len() <= 250 && is_number(flags) && is_number(expiry) && is_number(len) && rest.len() <= 2
        }
        [b"VALUE", _, flags, len, rest @ ..] => is_number(flags) && is_number(len) && rest.len() <= 1,
        [b"STAT", b"pid", pid] => is_number(pid),
        [b"STORED"] => true,
        [b"END" | b"stats" | b"version"] | [b"get" | b"gets", _, ..] => hint,
        _ => false,
    })
}

/// Message header and the start of what its opcode asks for; all little-endian.
pub(super) fn mongodb(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    // Lengths below 48 MB have a small fourth byte, opcodes two small ones.
    let odd = data.get(3).is_some_and(|high| *high > 2) || data.get(14..16).is_some_and(|high| high != [0, 0]);
    if odd {
        return Probe::Reject;
    }
    let needed = if data.get(12) == Some(&1) { 41 } else { 26 };
    streamed(data, needed, || {
        let (head, body) = data.split_first_chunk::<16>()?;
        let word = |at: usize| head.get(at..)?.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes));
        let body_word = |at: usize| body.get(at..)?.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes));
        let len = word(0).filter(|len| (26..=48_000_000).contains(len))?;
        let flags = body_word(0)?;
        let fits = |document: Option<u32>| document.is_some_and(|size| size >= 5 && size < len);
        let believed = match word(12)? {
            // OP_MSG: flags, then a body or a document sequence.
            2013 => flags & !0x0001_0003 == 0 && matches!(body.get(4), Some(0 | 1)) && fits(body_word(5)),
            // OP_QUERY: flags and a collection's name.
            2004 => flags <= 0xff && is_collection(body.get(4..)?),
            // OP_REPLY: flags, cursor, start, number of documents, the first of them and its first element's type.
            1 => flags <= 15 && fits(body_word(20)) && matches!(body.get(24), Some(1..=19)),
            // OP_COMPRESSED: original opcode, size, compressor.
            2012 => matches!(flags, 1 | 2004 | 2013) && body_word(4)? < 48_000_000 && *body.get(8)? <= 3,
            _ => false,
        };
        believed.then_some(())
    })
}

fn is_collection(text: &[u8]) -> bool {
    let name = text.split(|byte| *byte == 0).next().unwrap_or_default();
    name.len() <= 255 && name.contains(&b'.') && name.iter().all(u8::is_ascii_graphic)
}

/// PRELOGIN with its version option, LOGIN7 with its version, or a later request with its headers ([MS-TDS] §2.2.6).
pub(super) fn tds(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let fits = data.first().is_none_or(|kind| matches!(kind, 0x01 | 0x03 | 0x04 | 0x0e | 0x10 | 0x12))
        && data.get(1).is_none_or(|status| *status <= 0x1f);
    if !fits {
        return Probe::Reject;
    }
    streamed(data, 20, || {
        let mut reader = Reader::new(data);
        let (kind, _, len) = (reader.u8()?, reader.u8()?, usize::from(reader.u16()?));
        let (_, packet, window) = (reader.u16()?, reader.u8()?, reader.u8()?);
        if window != 0 || !(20..=4096 * 8).contains(&len) {
            return None;
        }
        if matches!(kind, 0x01 | 0x03 | 0x0e) {
            // Batches and calls of 7.2 and later begin with ALL_HEADERS: a transaction descriptor of 18 bytes.
            return reader.rest().starts_with(&[22, 0, 0, 0, 18, 0, 0, 0, 2, 0]).then_some(());
        }
        if packet > 1 {
            return None;
        }
        if kind == 0x10 {
            // Length and version, both little-endian; versions 7.0 to 7.4 (and 8.0's strict mode) end in 0x7x.
            let version = reader.rest().get(4..8)?;
            return matches!(version, [_, _, _, 0x70..=0x74]).then_some(());
        }
        // The version option: token 0, an offset behind the option list, six bytes.
        let (token, offset, size) = (reader.u8()?, usize::from(reader.u16()?), reader.u16()?);
        let believed = token == 0 && size == 6 && (6..=64).contains(&offset) && offset + 6 <= len;
        believed.then_some(())
    })
}

/// STARTUP and SUPPORTED name their options; OPTIONS alone is believed on the port only.
pub(super) fn cassandra(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    const OPTIONS: u8 = 5;
    let version = data.first().map_or(3, |byte| byte & 0x7f);
    if !(1..=5).contains(&version) || data.get(1).is_some_and(|flags| *flags > 0x1f) {
        return Probe::Reject;
    }
    // Versions 1 and 2 have a one-byte stream id.
    let place = if version < 3 { 3 } else { 4 };
    let Some(&opcode) = data.get(place) else {
        return Probe::NeedMore;
    };
    if !matches!(opcode, 1 | OPTIONS | 6) {
        return Probe::Reject;
    }
    let mut reader = Reader::new(data.get(place + 1..).unwrap_or_default());
    let Some(len) = reader.u32().map(|len| len as usize) else {
        return Probe::NeedMore;
    };
    match (opcode, len) {
        (OPTIONS, 0) => verdict(port_is(ports, &[9042]).then_some(())),
        (1 | 6, 15..=4096) => {
            streamed(data, (place + 5 + len).min(SHOWN), || contains(reader.rest(), "CQL_VERSION").then_some(()))
        }
        _ => Probe::Reject,
    }
}

/// An LDAP message: sequence, message id, and an operation whose first field is what it must be (RFC 4511 §4).
pub(super) fn ldap(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    if data.first().is_some_and(|tag| *tag != 0x30) {
        return Probe::Reject;
    }
    let mut reader = Reader::new(data);
    match ldap_operation(&mut reader) {
        Ok(believed) => verdict(believed.then_some(())),
        Err(()) if data.len() < 32 => Probe::NeedMore,
        Err(()) => Probe::Reject,
    }
}

/// `Err` where the bytes end before the operation's first field.
fn ldap_operation(reader: &mut Reader<'_>) -> Result<bool, ()> {
    const INTEGER: u8 = 0x02;
    const STRING: u8 = 0x04;
    const ENUMERATED: u8 = 0x0a;
    let next = |reader: &mut Reader<'_>| reader.u8().ok_or(());
    next(reader)?;
    let Some(outer) = ber_length(reader)? else {
        return Ok(false);
    };
    if next(reader)? != INTEGER {
        return Ok(false);
    }
    let id = usize::from(next(reader)?);
    if !(1..=4).contains(&id) {
        return Ok(false);
    }
    reader.take(id).ok_or(())?;
    let operation = next(reader)?;
    if !matches!(operation, 0x60 | 0x61 | 0x63 | 0x64 | 0x65 | 0x77 | 0x78) {
        return Ok(false);
    }
    let Some(inner) = ber_length(reader)? else {
        return Ok(false);
    };
    if inner >= outer {
        return Ok(false);
    }
    let field = next(reader)?;
    Ok(match operation {
        // Bind: INTEGER version 2 or 3, then the name.
        0x60 => field == INTEGER && next(reader)? == 1 && matches!(next(reader)?, 2 | 3) && next(reader)? == STRING,
        // Results: a code.
        0x61 | 0x65 | 0x78 => field == ENUMERATED && next(reader)? == 1 && next(reader)? <= 123,
        // Search and its entries: a name.
        0x63 | 0x64 => field == STRING,
        // Extended request: its OID.
        _ => field == 0x80 && next(reader)? > 4 && next(reader)?.is_ascii_digit(),
    })
}

/// A definite BER length of at most four bytes; `None` for other forms.
fn ber_length(reader: &mut Reader<'_>) -> Result<Option<usize>, ()> {
    let first = reader.u8().ok_or(())?;
    if first < 0x80 {
        return Ok(Some(usize::from(first)));
    }
    let count = usize::from(first & 0x7f);
    if !(1..=4).contains(&count) {
        return Ok(None);
    }
    let bytes = reader.take(count).ok_or(())?;
    Ok(Some(bytes.iter().fold(0usize, |len, byte| len << 8 | usize::from(*byte))))
}
