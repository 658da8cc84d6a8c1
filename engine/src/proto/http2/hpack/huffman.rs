//! The Huffman code of string literals (RFC 7541 §5.2, Appendix B).
//!
//! The code is canonical: codes of one length follow one another in the order of their symbols, and begin where the
//! shorter ones end. So the lengths are all there is to know.

/// Appends the decoded octets; false if they are damaged or more than `most`.
pub(in crate::proto) fn decode(octets: &[u8], most: usize, to: &mut Vec<u8>) -> bool {
    let room = to.len().saturating_add(most);
    let (mut bits, mut count) = (0u64, 0u32);
    let mut left = octets.iter();
    loop {
        while count <= 32 {
            let Some(octet) = left.next() else { break };
            bits = bits.wrapping_shl(8) | u64::from(*octet);
            count = count.saturating_add(8);
        }
        if count == 0 {
            return true;
        }
        // The next bits on the left, ones behind the end: that is what padding is.
        let next = if count >= 32 {
            bits.wrapping_shr(count.saturating_sub(32)) as u32
        } else {
            let missing = 32u32.saturating_sub(count);
            (bits as u32).wrapping_shl(missing) | u32::MAX.wrapping_shr(count)
        };
        let Some((symbol, len)) = symbol(next) else {
            // The end-of-string symbol, or padding: fewer than eight ones.
            return left.len() == 0 && count < 8 && next == u32::MAX;
        };
        if u32::from(len) > count {
            return left.len() == 0 && count < 8 && next == u32::MAX;
        }
        if to.len() >= room {
            return false;
        }
        to.push(symbol);
        count = count.saturating_sub(u32::from(len));
        bits &= 1u64.wrapping_shl(count).wrapping_sub(1);
    }
}

/// The symbol whose code begins `next`, and its length; `None` for the end-of-string symbol.
fn symbol(next: u32) -> Option<(u8, u8)> {
    let short = SHORT.get(next.wrapping_shr(24) as usize).copied().unwrap_or((0, 0));
    if short.1 > 0 {
        return Some(short);
    }
    let group = GROUPS.iter().find(|group| next < group.end)?;
    let offset = next.wrapping_sub(group.begin).wrapping_shr(32u32.saturating_sub(u32::from(group.len)));
    let symbol = SYMBOLS.get(usize::from(group.first).saturating_add(offset as usize))?;
    u8::try_from(*symbol).ok().map(|symbol| (symbol, group.len))
}

/// The codes of one length, as 32 bits with the code on the left.
#[derive(Clone, Copy)]
struct Group {
    /// First code.
    begin: u32,
    /// Behind the last code.
    end: u32,
    /// Place of the first code's symbol in [`SYMBOLS`].
    first: u16,
    /// Length in bits.
    len: u8,
}

/// Symbols in the order of their codes; 256 is the end of the string.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const SYMBOLS: [u16; 257] = {
    let mut symbols = [0u16; 257];
    let (mut len, mut at) = (5u8, 0usize);
    while len <= 30 {
        let mut symbol = 0usize;
        while symbol < 257 {
            if LENGTHS[symbol] == len {
                symbols[at] = symbol as u16;
                at += 1;
            }
            symbol += 1;
        }
        len += 1;
    }
    symbols
};

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const GROUPS: [Group; 26] = {
    let mut groups = [Group { begin: 0, end: 0, first: 0, len: 0 }; 26];
    let (mut len, mut at, mut code) = (5u8, 0usize, 0u64);
    while len <= 30 {
        let (mut symbol, mut count) = (0usize, 0u64);
        while symbol < 257 {
            if LENGTHS[symbol] == len {
                count += 1;
            }
            symbol += 1;
        }
        let end = code + (count << (32 - len as u32));
        // The end-of-string symbol is the last of the longest codes, and ends at 2^32.
        let bounded = if end > u32::MAX as u64 { u32::MAX } else { end as u32 };
        groups[len as usize - 5] = Group { begin: code as u32, end: bounded, first: at as u16, len };
        at += count as usize;
        code = end;
        len += 1;
    }
    groups
};

/// Symbol and length by the first eight bits, where these hold a whole code.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const SHORT: [(u8, u8); 256] = {
    let mut short = [(0u8, 0u8); 256];
    let mut group = 0usize;
    while group < 4 {
        let Group { begin, end, first, len } = GROUPS[group];
        let mut byte = (begin >> 24) as usize;
        let last = ((end - 1) >> 24) as usize;
        while byte <= last {
            let code = (byte - (begin >> 24) as usize) >> (8 - len);
            short[byte] = (SYMBOLS[first as usize + code] as u8, len);
            byte += 1;
        }
        group += 1;
    }
    short
};

/// Bits of each symbol's code (RFC 7541 Appendix B).
#[rustfmt::skip] // sixteen a line
const LENGTHS: [u8; 257] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
    28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
    13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
    6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
    20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
    22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
    21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
    19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
    20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    30,
];

/// The code of a symbol and its length, from the same table.
#[cfg(test)]
pub(super) fn code(symbol: u8) -> (u32, u8) {
    let at = SYMBOLS.iter().position(|s| *s == u16::from(symbol)).unwrap();
    let group = GROUPS.iter().rev().find(|group| usize::from(group.first) <= at && group.begin < group.end).unwrap();
    ((group.begin >> (32 - u32::from(group.len))) + (at - usize::from(group.first)) as u32, group.len)
}
