//! The bytes of one layer: what was captured of it, where it lies, and how long it was on the wire.

use crate::anomaly::Code;

/// A layer, from its first byte. Captured bytes never exceed the bytes on the wire.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    rest: &'a [u8],
    at: u32,
    wire: u32,
    /// The end on the wire is certain, whatever headers further in say.
    firm: bool,
}

impl<'a> View<'a> {
    /// All of `data`, of which `wire` bytes were sent (never fewer than captured).
    pub(super) fn new(data: &'a [u8], wire: u32) -> Self {
        let captured = u32::try_from(data.len()).unwrap_or(u32::MAX);
        Self { rest: data, at: 0, wire: wire.max(captured), firm: false }
    }

    /// The captured bytes.
    pub(super) const fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// Offset of the first byte in the frame or reassembled datagram.
    pub(super) const fn at(self) -> u32 {
        self.at
    }

    /// Bytes on the wire.
    pub(super) const fn wire(self) -> u32 {
        self.wire
    }

    /// The first `N` bytes, which must have been captured.
    #[inline]
    pub(super) fn head<const N: usize>(self) -> Result<&'a [u8; N], Code> {
        self.rest.first_chunk().ok_or(Code::HeaderTruncated)
    }

    /// The layer behind `len` captured bytes.
    #[inline]
    pub(super) fn skip(self, len: usize) -> Result<Self, Code> {
        let rest = self.rest.get(len..).ok_or(Code::HeaderTruncated)?;
        // Captured bytes are bytes on the wire, so neither can overflow.
        Ok(Self { rest, at: self.at.wrapping_add(len as u32), wire: self.wire.saturating_sub(len as u32), ..self })
    }

    /// The layer behind `len` bytes on the wire, which snaplen may have cut.
    pub(super) fn pass(self, len: usize) -> Result<Self, Code> {
        let wire = self.wire.checked_sub(len as u32).ok_or(Code::HeaderInvalid)?;
        let there = len.min(self.rest.len());
        let rest = self.rest.get(there..).unwrap_or(&[]);
        Ok(Self { rest, at: self.at.wrapping_add(there as u32), wire, ..self })
    }

    /// The same with a length on the wire that a header states; more than there seems to be means that the rest was
    /// not captured (mirrors truncate).
    #[inline]
    pub(super) fn with_wire(self, wire: u32) -> Self {
        let wire = if self.firm { wire.min(self.wire) } else { wire };
        let len = self.rest.len().min(wire as usize);
        Self { rest: self.rest.get(..len).unwrap_or(self.rest), wire, ..self }
    }

    /// The same, ended for good after `wire` bytes: what headers further in claim beyond that was never sent.
    pub(super) fn ended(self, wire: u32) -> Self {
        let cut = self.with_wire(wire.min(self.wire));
        Self { firm: true, ..cut }
    }

    /// True if an outer header ended it for good.
    pub(super) const fn is_firm(self) -> bool {
        self.firm
    }

    /// A big-endian 16-bit word at `offset`.
    pub(super) fn word(self, offset: usize) -> Result<u16, Code> {
        let bytes = self.rest.get(offset..).and_then(|rest| rest.first_chunk());
        Ok(u16::from_be_bytes(*bytes.ok_or(Code::HeaderTruncated)?))
    }

    /// High four bits of the first byte; 0 without one.
    pub(super) fn nibble(self) -> u8 {
        self.rest.first().map_or(0, |byte| byte >> 4)
    }
}
