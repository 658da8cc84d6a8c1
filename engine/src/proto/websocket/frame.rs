//! Frame headers (RFC 6455 §5.2), masking, and finding the next frame after the place was lost.

/// Longest header: two bytes, a length of eight, a mask of four.
pub(super) const HEADER_MAX: usize = 14;
/// Frames in a row that are believed where nothing says that one begins.
pub(super) const CHAIN: usize = 3;
/// Longest frame of such a row.
const CHAIN_MAX: u64 = 16 << 10;

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opcode {
    /// Goes on with a fragmented message.
    Continuation,
    /// Begins a message of text.
    Text,
    /// Begins a message of bytes.
    Binary,
    /// Ends the connection.
    Close,
    /// Asks for an answer.
    Ping,
    /// Answers.
    Pong,
}

/// A frame header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Last frame of its message.
    pub(super) fin: bool,
    /// RSV1: the message is compressed (RFC 7692 §6).
    pub(super) compressed: bool,
    /// What it is.
    pub(super) opcode: Opcode,
    /// Masking key, if there is one.
    pub(super) mask: Option<[u8; 4]>,
    /// Octets of the payload.
    pub(super) len: u64,
    /// Octets of the header.
    pub(super) size: usize,
}

/// What stands at the start of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A header.
    Header(Header),
    /// Not all of one.
    NeedMore,
    /// None: reserved bits or opcodes, a control frame that is fragmented, compressed or too long.
    No,
}

/// Reads the header at the start of `data`.
pub(super) fn read(data: &[u8]) -> Read {
    let Some(first) = data.first().copied() else { return Read::NeedMore };
    let opcode = match first & 0x0f {
        0 => Opcode::Continuation,
        1 => Opcode::Text,
        2 => Opcode::Binary,
        8 => Opcode::Close,
        9 => Opcode::Ping,
        10 => Opcode::Pong,
        _ => return Read::No,
    };
    let (fin, compressed) = (first & 0x80 != 0, first & 0x40 != 0);
    let control = first & 0x08 != 0;
    if first & 0x30 != 0 || (control && (!fin || compressed)) || (opcode == Opcode::Continuation && compressed) {
        return Read::No;
    }
    let Some((second, rest)) = data.get(1..).and_then(<[u8]>::split_first) else { return Read::NeedMore };
    let (len, rest) = match second & 0x7f {
        // At most 125 octets (§5.5).
        126 | 127 if control => return Read::No,
        126 => match rest.split_first_chunk::<2>() {
            Some((len, rest)) => (u64::from(u16::from_be_bytes(*len)), rest),
            None => return Read::NeedMore,
        },
        127 => match rest.split_first_chunk::<8>() {
            Some((len, rest)) => (u64::from_be_bytes(*len), rest),
            None => return Read::NeedMore,
        },
        len => (u64::from(len), rest),
    };
    if len >> 63 != 0 {
        return Read::No;
    }
    let mask = if second & 0x80 == 0 { None } else { rest.first_chunk::<4>().copied() };
    if second & 0x80 != 0 && mask.is_none() {
        return Read::NeedMore;
    }
    let size = data.len().saturating_sub(rest.len()).saturating_add(mask.map_or(0, |_| 4));
    Read::Header(Header { fin, compressed, opcode, mask, len, size })
}

/// Appends `payload` without its mask; `at` is its offset in the frame.
pub(super) fn unmask(payload: &[u8], mask: [u8; 4], at: u64, to: &mut Vec<u8>) {
    let mut key = mask;
    key.rotate_left((at % 4) as usize);
    let start = to.len();
    to.extend_from_slice(payload);
    let fresh = to.get_mut(start..).unwrap_or(&mut []);
    let wide = u64::from_ne_bytes([key, key].concat().first_chunk().copied().unwrap_or([0; 8]));
    let (words, tail) = fresh.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, key) in tail.iter_mut().zip(key.iter().cycle()) {
        *byte ^= key;
    }
}

/// Where frames begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// Here.
    Found(usize),
    /// Not in the first `n` bytes; what follows may be one.
    Skip(usize),
}

/// Looks for frames that follow one another, all of them masked or none (`masked`, if that is known).
pub(super) fn scan(data: &[u8], masked: Option<bool>) -> Scan {
    for at in 0..data.len() {
        match chain(data.get(at..).unwrap_or(&[]), masked) {
            Some(true) => return Scan::Found(at),
            None => return Scan::Skip(at),
            Some(false) => {}
        }
    }
    Scan::Skip(data.len())
}

/// Does a row of frames begin here? `None`: too few bytes to tell.
fn chain(data: &[u8], masked: Option<bool>) -> Option<bool> {
    let (mut rest, mut masked, mut reach) = (data, masked, 0u64);
    for _ in 0..CHAIN {
        let header = match read(rest) {
            Read::Header(header) => header,
            Read::NeedMore => return None,
            Read::No => return Some(false),
        };
        reach = reach.saturating_add(header.len);
        let continues = header.opcode == Opcode::Continuation;
        if reach > CHAIN_MAX || masked.is_some_and(|masked| masked != header.mask.is_some()) || continues {
            return Some(false);
        }
        masked = Some(header.mask.is_some());
        // What lies behind the end is asked for as a header, and not all there.
        rest = rest.get(header.size.saturating_add(header.len as usize)..).unwrap_or(&[]);
    }
    Some(true)
}
