//! Sequence numbers, which wrap (RFC 9293 §3.4).

/// A TCP sequence number. Comparison is by distance, so it means something only within 2³¹ of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Seq(pub u32);

impl Seq {
    /// How far `self` lies after `other`; negative if before.
    #[inline]
    #[must_use]
    pub const fn after(self, other: Self) -> i32 {
        self.0.wrapping_sub(other.0) as i32
    }

    /// `self` moved on by `len` bytes.
    #[inline]
    #[must_use]
    pub const fn plus(self, len: u32) -> Self {
        Self(self.0.wrapping_add(len))
    }
}
