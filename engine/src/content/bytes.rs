//! Slicing that cannot panic: a range past the end is cut, a byte past the end is 0.

/// Lenient access to bytes that a peer chose.
pub(in crate::content) trait Bytes {
    /// The first `n` bytes, or all there are.
    fn upto(&self, n: usize) -> &[u8];
    /// What follows the first `n` bytes, or nothing.
    fn after(&self, n: usize) -> &[u8];
    /// `[start..end]`, cut at the end.
    fn span(&self, start: usize, end: usize) -> &[u8];
    /// The last `n` bytes, or all there are.
    fn tail(&self, n: usize) -> &[u8];
    /// The byte at `i`, 0 past the end.
    fn at(&self, i: usize) -> u8;
}

impl Bytes for [u8] {
    #[inline]
    fn upto(&self, n: usize) -> &[u8] {
        self.get(..n).unwrap_or(self)
    }
    #[inline]
    fn after(&self, n: usize) -> &[u8] {
        self.get(n..).unwrap_or(&[])
    }
    #[inline]
    fn span(&self, start: usize, end: usize) -> &[u8] {
        self.upto(end).after(start)
    }
    #[inline]
    fn tail(&self, n: usize) -> &[u8] {
        self.after(self.len().saturating_sub(n))
    }
    #[inline]
    fn at(&self, i: usize) -> u8 {
        self.get(i).copied().unwrap_or(0)
    }
}

/// Without ASCII white space at either end.
pub(in crate::content) fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}

/// The value of a hexadecimal digit.
#[inline]
pub(in crate::content) fn hex_value(byte: u8) -> Option<u8> {
    Some(hex_digit(byte)).filter(|value| *value < 16)
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
/// The value of each hexadecimal digit; above 15 it is none.
const HEX: [u8; 256] = {
    let mut table = [255; 256];
    let mut i = 0;
    while i < 10 {
        table[b'0' as usize + i] = i as u8;
        i += 1;
    }
    i = 0;
    while i < 6 {
        table[b'a' as usize + i] = i as u8 + 10;
        table[b'A' as usize + i] = i as u8 + 10;
        i += 1;
    }
    table
};

/// The value of a hexadecimal digit; above 15 it is none.
#[inline]
fn hex_digit(byte: u8) -> u8 {
    HEX.get(usize::from(byte)).copied().unwrap_or(255)
}

/// The byte that two hexadecimal digits name.
#[inline]
pub(in crate::content) fn hex_pair(high: u8, low: u8) -> Option<u8> {
    // Both at once: a value that is none sets a high bit.
    let (high, low) = (hex_digit(high), hex_digit(low));
    ((high | low) < 16).then_some((high << 4) | low)
}
