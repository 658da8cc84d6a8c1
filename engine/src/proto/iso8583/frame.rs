//! How a link frames messages: a length, and what stands between it and the message. The standard leaves both to the
//! parties; these are what switches and terminals use.

use super::coding::Codings;
use super::search::{self, Reading};
use super::wire::{Fault, Message};

/// How the length of what follows is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Two bytes, big-endian.
    Short,
    /// The same, and two bytes of zero behind it.
    ShortZero,
    /// Four bytes, big-endian.
    Long,
    /// Four digits in ASCII.
    Digits,
    /// Four hexadecimal digits in ASCII.
    Hex,
    /// Four digits in BCD.
    Packed,
}

/// The length of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    unit: Unit,
    /// It counts itself.
    inclusive: bool,
}

/// Lengths of a link, the usual ones first.
pub(super) const LENGTHS: [Length; 10] = [
    Length { unit: Unit::Short, inclusive: false },
    Length { unit: Unit::Digits, inclusive: false },
    Length { unit: Unit::Short, inclusive: true },
    Length { unit: Unit::Digits, inclusive: true },
    Length { unit: Unit::Long, inclusive: false },
    Length { unit: Unit::Long, inclusive: true },
    Length { unit: Unit::Packed, inclusive: false },
    Length { unit: Unit::Packed, inclusive: true },
    Length { unit: Unit::ShortZero, inclusive: false },
    Length { unit: Unit::Hex, inclusive: false },
];

/// The shortest message: a type, a bitmap, two fields.
const LEAST: usize = 2 + 8 + 4;

impl Length {
    /// Its bytes.
    pub(super) const fn bytes(self) -> usize {
        match self.unit {
            Unit::Short | Unit::Packed => 2,
            Unit::Long | Unit::Digits | Unit::Hex | Unit::ShortZero => 4,
        }
    }

    /// The length of the frame that begins here, its own bytes included. `Err`: whether more bytes may tell.
    pub(super) fn total(self, data: &[u8]) -> Result<usize, bool> {
        let shown = data.get(..self.bytes().min(data.len())).unwrap_or(data);
        let fold = |base: usize, digit: fn(u8) -> Option<usize>| {
            shown.iter().try_fold(0usize, |len, byte| Some(len.saturating_mul(base).saturating_add(digit(*byte)?)))
        };
        let len = match self.unit {
            Unit::Short | Unit::Long => fold(256, |byte| Some(byte.into())),
            Unit::ShortZero if !shown.iter().skip(2).all(|byte| *byte == 0) => None,
            Unit::ShortZero => shown.get(..2).map(|len| len.iter().fold(0, |len, byte| len << 8 | usize::from(*byte))),
            Unit::Digits => fold(10, |byte| byte.is_ascii_digit().then(|| usize::from(byte.wrapping_sub(b'0')))),
            Unit::Hex => fold(16, |byte| (byte as char).to_digit(16).map(|digit| digit as usize)),
            Unit::Packed => fold(100, |byte| {
                let (high, low) = (usize::from(byte >> 4), usize::from(byte & 0x0f));
                (high <= 9 && low <= 9).then_some(high.wrapping_mul(10).wrapping_add(low))
            }),
        };
        if data.len() < self.bytes() {
            return Err(len.is_some() || self.unit == Unit::ShortZero);
        }
        let len = len.ok_or(false)?;
        if self.inclusive { Ok(len.max(self.bytes())) } else { Ok(len.saturating_add(self.bytes())) }
    }

    /// The same of a frame that may hold a message of at most `longest` bytes.
    fn sensible(self, data: &[u8], longest: usize) -> Result<usize, bool> {
        let total = self.total(data)?;
        (self.bytes().saturating_add(LEAST)..=longest).contains(&total).then_some(total).ok_or(false)
    }
}

/// What stands between the length and the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// Nothing.
    None,
    /// A transport header of a terminal's network (60 or 68, destination, origin) and so many bytes behind it.
    Tpdu(usize),
    /// `ISO` and nine digits, as Base24 has it.
    Base24,
    /// Visa's: its own length (22, or 26 of a rejected message) and format, the length of all.
    Visa,
    /// `UnionPay`'s: 46 bytes, its own length first, the length of all in digits.
    UnionPay,
    /// Printable characters, a letter first.
    Text(usize),
}

/// Longest header of characters.
const TEXT: usize = 24;
/// What a header proves of a message, in half bits.
const SHAPED: u32 = 8;
const NAMED: u32 = 16;
/// What the end of a message at its frame's end proves.
const FITS: u32 = 24;
/// What makes a first message sure, in half bits: forty bits of chance, of which the number of ways to frame and to
/// code one takes ten.
const SURE: u32 = 80;
/// The same for one whose end is not seen.
const SURE_CUT: u32 = SURE + FITS;

impl Header {
    /// All that a frame may begin with.
    fn all() -> impl Iterator<Item = Self> {
        let tpdu = [0, 5, 6].into_iter().map(Self::Tpdu);
        let text = (4..=TEXT).map(Self::Text);
        [Self::None].into_iter().chain(tpdu).chain([Self::Base24, Self::Visa, Self::UnionPay]).chain(text)
    }

    /// Its length in a frame (without the frame's length) of `total` bytes. `Err`: whether more bytes may tell.
    fn len(self, frame: &[u8], total: usize) -> Result<usize, bool> {
        let first = frame.first().copied().ok_or(true)?;
        match self {
            Self::None => Ok(0),
            Self::Tpdu(more) => matches!(first, 0x60 | 0x68).then(|| more.saturating_add(5)).ok_or(false),
            Self::Base24 => text(frame, 12, |n, byte| match n {
                0..=2 => b"ISO".get(n) == Some(&byte),
                _ => byte.is_ascii_digit(),
            }),
            Self::Visa => {
                let shown = frame.get(..5).ok_or(matches!(first, 22 | 26))?;
                let [len @ (22 | 26), 1 | 2, _, high, low] = *shown else { return Err(false) };
                (usize::from(high) << 8 | usize::from(low) == total).then_some(len.into()).ok_or(false)
            }
            Self::UnionPay => {
                let shown = frame.get(..6).ok_or(first == 46)?;
                let [46, flags, len @ ..] = shown else { return Err(false) };
                let digit = |byte: &u8| byte.is_ascii_digit().then(|| usize::from(byte.wrapping_sub(b'0')));
                let said =
                    len.iter().try_fold(0usize, |len, byte| Some(len.wrapping_mul(10).wrapping_add(digit(byte)?)));
                (matches!(flags & 0x7f, 1 | 2) && said.is_some_and(|said| said == total)).then_some(46).ok_or(false)
            }
            Self::Text(len) => text(frame, len, |n, byte| match n {
                0 => byte.is_ascii_alphabetic(),
                _ => (b' '..0x7f).contains(&byte),
            }),
        }
    }

    /// What it proves.
    const fn proof(self) -> u32 {
        match self {
            Self::None | Self::Text(_) => 0,
            Self::Tpdu(_) => SHAPED,
            Self::Base24 | Self::Visa | Self::UnionPay => NAMED,
        }
    }
}

/// The length of a header of `len` characters.
fn text(frame: &[u8], len: usize, sound: impl Fn(usize, u8) -> bool) -> Result<usize, bool> {
    let shown = frame.get(..len.min(frame.len())).unwrap_or(frame);
    if !shown.iter().enumerate().all(|(n, byte)| sound(n, *byte)) {
        return Err(false);
    }
    if shown.len() == len { Ok(len) } else { Err(true) }
}

/// How a link frames and codes its messages, as far as those so far tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) length: Length,
    header: Header,
    /// Those under which all messages so far can be read.
    codings: Codings,
}

/// What the first bytes of a direction tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// A message, whole.
    Found(Dialect),
    /// More bytes than these are all of one message, as far as they go; and sure, or not yet.
    Long(bool),
    /// No message.
    None,
}

/// Tries all ways to frame and to code on a direction's first bytes. Of several that fit, the one whose message ends
/// first. Frames that end within `tried` bytes were tried without success; with `None`, those that are not whole are
/// looked at as well.
pub(super) fn choose(data: &[u8], tried: Option<usize>, longest: usize) -> Choice {
    let mut lengths: Vec<(usize, Length)> = Vec::new();
    let mut waits = false;
    for length in LENGTHS {
        match length.sensible(data, longest) {
            Ok(total) => lengths.push((total, length)),
            Err(more) => waits |= more,
        }
    }
    lengths.sort_by_key(|(total, _)| *total);
    let mut sure = false;
    for (total, length) in lengths {
        let frame = data.get(length.bytes()..total.min(data.len())).unwrap_or_default();
        let whole = data.len() >= total;
        if tried.is_some() && !whole {
            waits = true;
            continue;
        }
        if tried.is_some_and(|tried| total <= tried) {
            continue;
        }
        // Most begin with no letter: there is no text to try.
        let lettered = frame.first().is_some_and(u8::is_ascii_alphabetic);
        for header in Header::all().take_while(|header| lettered || !matches!(header, Header::Text(_))) {
            match fit(frame, header, total.saturating_sub(length.bytes()), whole) {
                Fit::Codings(codings) => return Choice::Found(Dialect { length, header, codings }),
                Fit::Waits(proof) => {
                    waits = true;
                    sure |= proof >= SURE_CUT;
                }
                Fit::No => {}
            }
        }
    }
    if waits { Choice::Long(sure) } else { Choice::None }
}

/// What a frame is under a header.
enum Fit {
    /// A message, under these codings.
    Codings(Codings),
    /// The beginning of one, which proves this.
    Waits(u32),
    No,
}

fn fit(frame: &[u8], header: Header, total: usize, whole: bool) -> Fit {
    let len = match header.len(frame, total) {
        Ok(len) => len,
        Err(true) if !whole => return Fit::Waits(0),
        Err(_) => return Fit::No,
    };
    let body = frame.get(len..).unwrap_or_default();
    if body.is_empty() {
        return if whole { Fit::No } else { Fit::Waits(0) };
    }
    let (mut codings, mut waits) = (Codings::NONE, None);
    search::readings(body, Codings::ALL, whole, &mut |read, told| {
        match told {
            Ok(reading) if whole && is_first(reading, header) => codings = codings.or(read),
            Err(Fault::Short(proof)) if !whole => waits = waits.max(Some(proof.saturating_add(header.proof()))),
            _ => {}
        }
        false
    });
    match (codings.is_empty(), waits) {
        (false, _) => Fit::Codings(codings),
        (true, Some(proof)) => Fit::Waits(proof),
        (true, None) => Fit::No,
    }
}

/// True for a message that nothing else would look like.
const fn is_first(reading: Reading, header: Header) -> bool {
    reading.traced && reading.proof.saturating_add(header.proof()).saturating_add(FITS) >= SURE
}

impl Dialect {
    /// The message of a frame, whose length is left out. Codings that cannot read it are forgotten, if another can.
    pub(super) fn message<'a>(&mut self, frame: &'a [u8]) -> Option<Message<'a>> {
        let len = self.header.len(frame, frame.len()).ok()?;
        let body = frame.get(len..)?;
        let (coding, message) = self.codings.each().find_map(|one| Some((one, search::read(body, one, true)?)))?;
        self.codings = self.codings.without(coding.before());
        Some(message)
    }

    /// Does a frame with a message of at most `longest` bytes begin here? `None`: more bytes must tell.
    pub(super) fn begins(&self, data: &[u8], longest: usize) -> Option<bool> {
        let total = match self.length.sensible(data, longest) {
            Ok(total) => total,
            Err(true) => return None,
            Err(false) => return Some(false),
        };
        let len = self.length.bytes();
        let frame = data.get(len..total.min(data.len())).unwrap_or_default();
        let header = match self.header.len(frame, total.saturating_sub(len)) {
            Ok(header) => header,
            Err(true) => return None,
            Err(false) => return Some(false),
        };
        let body = frame.get(header..).unwrap_or_default();
        let whole = data.len() >= total;
        let mut found = false;
        // Most that look like a length are seen to be none long before their end.
        search::readings(body, self.codings, whole, &mut |_, told| {
            found |= match told {
                Ok(reading) => !whole || reading.proof.saturating_add(FITS) >= SURE.saturating_sub(NAMED),
                Err(_) => !whole,
            };
            found
        });
        if found && !whole { None } else { Some(found) }
    }
}
