//! `FlatBuffers` (flatbuffers.dev, "Internals"), as far as Arrow's messages use them. Nothing is copied; what points past the
//! end is not there.

/// A table.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Table<'a> {
    /// The table of a buffer.
    pub(super) fn root(bytes: &'a [u8]) -> Option<Self> {
        Self::at(bytes, 0)
    }

    /// The table that the offset at a place leads to.
    fn at(bytes: &'a [u8], place: usize) -> Option<Self> {
        let at = place.checked_add(u32::from_le_bytes(array(bytes, place)?) as usize)?;
        array::<4>(bytes, at)?;
        Some(Self { bytes, at })
    }

    /// Where a field is.
    fn field(self, nth: usize) -> Option<usize> {
        let back = i32::from_le_bytes(array(self.bytes, self.at)?);
        let fields = usize::try_from(self.at as i64 - i64::from(back)).ok()?;
        let len = usize::from(u16::from_le_bytes(array(self.bytes, fields)?));
        let slot = 4 + 2 * nth;
        let offset = if slot + 2 <= len { u16::from_le_bytes(array(self.bytes, fields + slot)?) } else { 0 };
        (offset > 0).then(|| self.at + usize::from(offset))
    }

    fn value<const N: usize>(self, nth: usize) -> Option<[u8; N]> {
        array(self.bytes, self.field(nth)?)
    }

    /// A field of a byte; zero if it is not there.
    pub(super) fn byte(self, nth: usize) -> u8 {
        self.value::<1>(nth).map_or(0, |[byte]| byte)
    }

    /// A field of two bytes.
    pub(super) fn short(self, nth: usize) -> Option<i16> {
        self.value(nth).map(i16::from_le_bytes)
    }

    /// A field of four bytes.
    pub(super) fn int(self, nth: usize) -> Option<i32> {
        self.value(nth).map(i32::from_le_bytes)
    }

    /// A field of eight bytes.
    pub(super) fn long(self, nth: usize) -> Option<i64> {
        self.value(nth).map(i64::from_le_bytes)
    }

    /// A field that is a table.
    pub(super) fn table(self, nth: usize) -> Option<Self> {
        Self::at(self.bytes, self.field(nth)?)
    }

    /// A field that is a list of values of `width` bytes: their bytes, and where they are.
    fn list(self, nth: usize, width: usize) -> Option<(&'a [u8], usize)> {
        let place = self.field(nth)?;
        let at = place.checked_add(u32::from_le_bytes(array(self.bytes, place)?) as usize)?;
        let len = (u32::from_le_bytes(array(self.bytes, at)?) as usize).checked_mul(width)?;
        Some((self.bytes.get(at + 4..)?.get(..len)?, at + 4))
    }

    /// A field that is a list of values of `width` bytes; empty if it is not there.
    pub(super) fn values(self, nth: usize, width: usize) -> &'a [u8] {
        self.list(nth, width).map_or(&[], |(values, _)| values)
    }

    /// A field that is a string.
    pub(super) fn string(self, nth: usize) -> &'a [u8] {
        self.values(nth, 1)
    }

    /// A field that is a list of tables; those that are not there are left out.
    pub(super) fn tables(self, nth: usize) -> impl Iterator<Item = Self> {
        let (offsets, start) = self.list(nth, 4).unwrap_or_default();
        (0..offsets.len() / 4).filter_map(move |nth| Self::at(self.bytes, start + 4 * nth))
    }
}

/// So many bytes, if they are all there.
fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}
