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
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The byte that two hexadecimal digits name.
#[inline]
pub(in crate::content) fn hex_pair(high: u8, low: u8) -> Option<u8> {
    Some((hex_value(high)? << 4) | hex_value(low)?)
}
