//! Packets (RFC 1350 §5), requests with their options (RFC 2347), and what the probe believes.

use super::super::Probe;
use super::super::banner::line::{is, is_any, is_text};
use super::super::reader::Reader;
use crate::message::Direction;

/// Codes of packets.
pub(super) mod opcode {
    pub(in super::super) const READ: u16 = 1;
    pub(in super::super) const WRITE: u16 = 2;
    pub(in super::super) const DATA: u16 = 3;
    pub(in super::super) const ACK: u16 = 4;
    pub(in super::super) const ERROR: u16 = 5;
    pub(in super::super) const OPTIONS: u16 = 6;
}

/// Options that an acknowledgement may grant (RFC 2348, RFC 2349, RFC 7440, RFC 2090).
const OPTIONS: &[&str] = &["blksize", "tsize", "timeout", "windowsize", "multicast"];
/// Block sizes that may be granted (RFC 2348).
const SIZES: std::ops::RangeInclusive<u64> = 8..=65_464;

/// The file that a request names.
pub(super) fn requested(data: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(data);
    reader.u16().filter(|code| matches!(*code, opcode::READ | opcode::WRITE))?;
    let mut fields = reader.rest().split(|byte| *byte == 0);
    let name = fields.next().filter(|name| !name.is_empty() && is_text(name))?;
    fields.next().filter(|mode| is_any(mode, &["netascii", "octet", "mail"]))?;
    (data.last() == Some(&0) && fields.all(is_text)).then_some(name)
}

/// What a transfer goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// Bytes of each block but the last.
    pub block: u64,
    /// Blocks that are sent before an acknowledgement.
    pub window: u64,
    /// Bytes of the file, where told.
    pub size: Option<u64>,
}

impl Default for Terms {
    fn default() -> Self {
        Self { block: 512, window: 1, size: None }
    }
}

impl Terms {
    /// What an acknowledgement of options grants, its code left out; `None` if it is none.
    pub(super) fn granted(options: &[u8]) -> Option<Self> {
        let mut terms = Self::default();
        let mut fields = options.strip_suffix(b"\0")?.split(|byte| *byte == 0);
        while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
            if !is_any(name, OPTIONS) || !is_text(value) {
                return None;
            }
            terms.put(name, value);
        }
        Some(terms)
    }

    /// The size that a request tells: of the file that is to be written.
    pub(super) fn told_size(request: &[u8]) -> Option<u64> {
        let mut fields = request.split(|byte| *byte == 0).skip(1);
        fields.find(|field| is(field, "tsize"))?;
        number(fields.next()?).filter(|size| *size > 0)
    }

    fn put(&mut self, name: &[u8], value: &[u8]) {
        let Some(value) = number(value) else { return };
        if is(name, "blksize") && SIZES.contains(&value) {
            self.block = value;
        } else if is(name, "windowsize") {
            self.window = value.clamp(1, u64::from(u16::MAX));
        } else if is(name, "tsize") {
            self.size = Some(value);
        }
    }
}

fn number(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Requests, and acknowledgements of options: the first that a server says on a port of its own.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let granted = || matches!(data, [0, 6, options @ ..] if Terms::granted(options).is_some());
    if requested(data).is_some() || granted() { Probe::Match } else { Probe::Reject }
}

/// True for a request; the one who sends it will be answered from a port that nobody heard of.
pub(crate) fn is_request(data: &[u8]) -> bool {
    matches!(data, [0, 1 | 2, ..]) && requested(data).is_some()
}

/// True for what may be such an answer.
pub(crate) const fn is_answer(data: &[u8]) -> bool {
    matches!(data, [0, 3..=6, _, _, ..])
}
