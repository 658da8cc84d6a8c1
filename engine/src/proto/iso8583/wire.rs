//! A message as it is written: type, bitmaps, fields one behind the other (ISO 8583:1987 §4).

use super::coding::{Chars, Choice, Coding, Digits, Prefix, nibbles, unpacked};
use super::table::{Field, Kind, Size};
use crate::proto::reader::Reader;
use crate::proto::step::work;

/// What may stand behind a message within its frame: the end of text that some hosts expect.
const END_OF_TEXT: &[u8] = b"\x03";
/// What a message proves of itself (see [`Message::proof`]) for its type in digits or in characters.
const TYPE_PACKED: u32 = 16;
const TYPE_CHARS: u32 = 48;
const MAP_HEX: u32 = 32;
const PADDED: u32 = 8;
const DATE: u32 = 16;
const CHECK_DIGIT: u32 = 6;
const SEPARATOR: u32 = 8;

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// They end within it; what they prove so far.
    Short(u32),
    /// They cannot be one.
    Other,
}

/// A field as it stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value<'a> {
    pub(super) number: u8,
    pub(super) kind: Kind,
    /// Its bytes, without its length.
    pub(super) bytes: &'a [u8],
    /// Digits, characters or bytes that they are.
    pub(super) count: usize,
    /// How its digits are written, if it has some.
    pub(super) digits: Digits,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    /// Its type's digits: version, class, function, origin.
    pub(super) mti: [u8; 4],
    pub(super) values: Vec<Value<'a>>,
    /// How improbable it is that other bytes would read so, in half bits.
    pub(super) proof: u32,
    pub(super) coding: &'static Coding,
}

impl<'a> Message<'a> {
    /// True for what answers something: functions with odd numbers (§4.1).
    pub(super) const fn answers(&self) -> bool {
        let [_, _, function, _] = self.mti;
        function & 1 == 1
    }

    /// A field.
    pub(super) fn value(&self, number: u8) -> Option<&Value<'a>> {
        self.values.iter().find(|value| value.number == number)
    }

    /// A field's digits or characters; a separator in a track is `=`.
    pub(super) fn text(&self, number: u8) -> Option<Vec<u8>> {
        self.value(number).map(|value| value.text(self.coding))
    }
}

impl Value<'_> {
    /// As characters of ASCII; blanks where it has none.
    pub(super) fn text(&self, coding: &Coding) -> Vec<u8> {
        if self.digits == Digits::Packed {
            return unpacked(self.bytes, self.count);
        }
        let plain = |byte: &u8| match coding.chars.ascii(*byte) {
            0 => b' ',
            b'D' | b'd' if self.kind == Kind::Track => b'=',
            byte => byte,
        };
        self.bytes.iter().map(plain).collect()
    }

    /// As bytes.
    pub(super) fn raw(&self, coding: &Coding) -> Vec<u8> {
        if self.kind == Kind::Bytes && coding.hex_bytes && self.bytes.len() == self.count.saturating_mul(2) {
            let digits: Vec<u8> = self.bytes.iter().filter_map(|byte| coding.chars.nibble(*byte)).collect();
            return digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        }
        self.bytes.to_vec()
    }
}

/// True if a type of message may begin here under a coding; fewer bytes than a type may under any that they agree with.
pub(super) fn begins(data: &[u8], coding: &Coding) -> bool {
    let shown = |len: usize| data.get(..len.min(data.len())).unwrap_or(data);
    let digit = |n: usize, digit: u8| match n {
        0 => digit <= 2,
        1 => (1..=8).contains(&digit),
        2 => digit <= 7,
        _ => digit <= 5,
    };
    if coding.digits == Digits::Packed {
        return nibbles(shown(2)).enumerate().all(|(n, nibble)| digit(n, nibble));
    }
    let value = |(n, byte): (usize, &u8)| coding.chars.digit(*byte).is_some_and(|value| digit(n, value));
    shown(4).iter().enumerate().all(value)
}

/// What tells how the digits of a field are written.
pub(super) const fn choice(number: u8, kind: Kind) -> Option<Choice> {
    match kind {
        Kind::Number | Kind::Amount => Some(Choice::Digits),
        Kind::Identifier => Some(Choice::Identifier),
        Kind::Track => Some(Choice::Track),
        Kind::Currency => Some(Choice::Currency),
        Kind::Private if matches!(number, 36 | 48 | 60 | 61) => Some(Choice::Private),
        Kind::Private | Kind::Text | Kind::Bytes => None,
    }
}

/// How they are.
pub(super) const fn written(coding: &Coding, number: u8, kind: Kind) -> Digits {
    match choice(number, kind) {
        Some(Choice::Digits) => coding.digits,
        Some(Choice::Identifier) => coding.identifier,
        Some(Choice::Track) => coding.track,
        Some(Choice::Currency) => coding.currency,
        Some(Choice::Private) => coding.private,
        _ => Digits::Chars,
    }
}

/// A message in the reading.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    reader: Reader<'a>,
    pub(super) coding: &'static Coding,
    pub(super) proof: u32,
    pub(super) mti: [u8; 4],
    /// Bitmaps of 64 fields each, the first in the highest bit.
    maps: [u64; 3],
    third_behind: bool,
}

impl<'a> Walk<'a> {
    pub(super) const fn new(data: &'a [u8], coding: &'static Coding) -> Self {
        Self { reader: Reader::new(data), coding, proof: 0, mti: [0; 4], maps: [0; 3], third_behind: true }
    }

    /// What stands before the fields.
    pub(super) fn head(&mut self, third_behind: bool) -> Result<(), Fault> {
        self.third_behind = third_behind;
        self.mti = self.mti()?;
        self.maps[0] = self.map()?;
        if self.has(1) {
            self.maps[1] = self.map()?;
        }
        if third_behind && self.has(65) {
            self.maps[2] = self.map()?;
        }
        Ok(())
    }

    fn has(&self, number: u8) -> bool {
        self.next(number.saturating_sub(1)) == Some(number)
    }

    /// The first field behind a number.
    pub(super) fn next(&self, last: u8) -> Option<u8> {
        let (from, within) = (usize::from(last / 64), u32::from(last % 64));
        let maps = self.maps.iter().enumerate().skip(from);
        let shown = |n: usize, map: u64| if n == from { map & (u64::MAX >> within) } else { map };
        let found = maps.map(|(n, map)| (n, shown(n, *map))).find(|(_, map)| *map != 0);
        found.map(|(n, map)| (n as u8).saturating_mul(64).saturating_add(map.leading_zeros() as u8).saturating_add(1))
    }

    /// True if the message ends here, or with what some hosts put behind it.
    pub(super) fn ends(&self) -> bool {
        matches!(self.reader.rest(), b"" | END_OF_TEXT)
    }

    /// True if the third bitmap may as well stand elsewhere.
    pub(super) fn may_be_elsewhere(&self) -> bool {
        self.third_behind && self.has(65)
    }

    /// The third bitmap, in the place of a field.
    pub(super) fn third(&mut self) -> Result<(), Fault> {
        if !self.third_behind {
            self.maps[2] = self.map()?;
        }
        Ok(())
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Fault> {
        self.reader.take(len).ok_or(Fault::Short(self.proof))
    }

    fn mti(&mut self) -> Result<[u8; 4], Fault> {
        let mut mti = [0; 4];
        let chars = self.coding.chars;
        if self.coding.digits == Digits::Packed {
            for (digit, nibble) in mti.iter_mut().zip(nibbles(self.take(2)?)) {
                *digit = nibble;
            }
            self.proof = self.proof.saturating_add(TYPE_PACKED);
        } else {
            for (digit, byte) in mti.iter_mut().zip(self.take(4)?) {
                *digit = chars.digit(*byte).ok_or(Fault::Other)?;
            }
            self.proof = self.proof.saturating_add(TYPE_CHARS);
        }
        Ok(mti)
    }

    /// A bitmap of 64 fields, the first in the highest bit.
    fn map(&mut self) -> Result<u64, Fault> {
        let len = if self.coding.hex_map { 16 } else { 8 };
        let chars = self.coding.chars;
        let bytes = self.reader.rest();
        let shown = bytes.get(..len.min(bytes.len())).unwrap_or(bytes);
        if self.coding.hex_map && !shown.iter().all(|byte| chars.nibble(*byte).is_some()) {
            return Err(Fault::Other);
        }
        let bytes = self.take(len)?;
        if !self.coding.hex_map {
            return Ok(bytes.iter().fold(0, |map, byte| map << 8 | u64::from(*byte)));
        }
        self.proof = self.proof.saturating_add(MAP_HEX);
        Ok(bytes.iter().fold(0, |map, byte| map << 4 | u64::from(chars.nibble(*byte).unwrap_or(0))))
    }

    pub(super) fn value(&mut self, number: u8, field: Field) -> Result<Value<'a>, Fault> {
        let Field { kind, size } = field;
        let written = written(self.coding, number, kind);
        let count = match size {
            Size::Fixed(count) => usize::from(count),
            Size::Var(digits, most) => {
                let len = self.len(digits)?;
                Some(len).filter(|len| *len <= usize::from(most)).ok_or(Fault::Other)?
            }
        };
        let len = match (kind, written) {
            (Kind::Amount, Digits::Packed) => count.div_ceil(2).saturating_add(1),
            (Kind::Amount, Digits::Chars) => count.saturating_add(1),
            (_, Digits::Packed) => count.div_ceil(2),
            (Kind::Bytes, _) if self.coding.hex_bytes && matches!(size, Size::Fixed(_)) => count.saturating_mul(2),
            _ => count,
        };
        let bytes = self.reader.rest();
        let shown = bytes.get(..len.min(bytes.len())).unwrap_or(bytes);
        let value = Value { number, kind, bytes: shown, count, digits: written };
        let proof = self.judge(&value, size, shown.len() == len).ok_or(Fault::Other)?;
        self.take(len)?;
        self.proof = self.proof.saturating_add(proof);
        Ok(value)
    }

    /// The length of a field.
    fn len(&mut self, digits: u8) -> Result<usize, Fault> {
        let bytes = match self.coding.prefix {
            Prefix::Chars => digits.into(),
            Prefix::Packed | Prefix::Binary => usize::from(digits).div_ceil(2),
            Prefix::Byte => 1,
        };
        let chars = self.coding.chars;
        let bytes = self.take(bytes)?;
        let decimal = |len: usize, digit: u8| (digit <= 9).then(|| len.saturating_mul(10).saturating_add(digit.into()));
        let len = match self.coding.prefix {
            Prefix::Chars => bytes.iter().try_fold(0, |len, byte| decimal(len, chars.digit(*byte)?)),
            Prefix::Packed => nibbles(bytes).try_fold(0, decimal),
            Prefix::Binary | Prefix::Byte => Some(bytes.iter().fold(0usize, |len, byte| len << 8 | usize::from(*byte))),
        };
        len.ok_or(Fault::Other)
    }

    /// What a value proves, in half bits; `None` if it cannot be one. It may not be `whole` yet.
    fn judge(&self, value: &Value<'_>, size: Size, whole: bool) -> Option<u32> {
        let Value { number, kind, bytes, count, digits } = *value;
        work(1);
        let chars = self.coding.chars;
        let len = bytes.len() as u32;
        match (kind, digits) {
            (Kind::Bytes, _) if self.coding.hex_bytes && matches!(size, Size::Fixed(_)) => {
                bytes.iter().all(|byte| chars.nibble(*byte).is_some()).then_some(len)
            }
            (Kind::Bytes, _) | (Kind::Private, Digits::Chars) => Some(0),
            (Kind::Text, _) => text(bytes, chars),
            (Kind::Currency, Digits::Chars) => {
                let sound = |byte: &u8| matches!(chars.ascii(*byte), b'0'..=b'9' | b'A'..=b'Z' | b' ');
                bytes.iter().all(sound).then_some(len.saturating_mul(4))
            }
            (Kind::Amount, _) => {
                let Some((sign, rest)) = bytes.split_first() else { return Some(0) };
                let sound = matches!(chars.ascii(*sign), b'C' | b'D' | b'c' | b'd' | b'0' | b'+' | b'-' | b' ');
                let rest = Value { kind: Kind::Number, bytes: rest, ..*value };
                if sound { self.number(&rest, whole) } else { None }
            }
            (Kind::Track, Digits::Chars) => spelled_track(bytes, chars),
            (Kind::Track | Kind::Private, Digits::Packed) => packed_track(bytes, kind == Kind::Track),
            (Kind::Identifier, Digits::Chars) if number == 2 => {
                let masked = |byte: &u8| matches!(chars.ascii(*byte), b'0'..=b'9' | b'*' | b'X' | b'x');
                let proof = len.saturating_add(if whole && (12..=19).contains(&count) {
                    check_digit(&value.text(self.coding))
                } else {
                    0
                });
                bytes.iter().all(masked).then_some(proof)
            }
            (Kind::Number | Kind::Identifier | Kind::Currency, _) => {
                let proof = self.number(value, whole)?;
                let dated = number == 7 && whole && is_moment(&value.text(self.coding));
                let card = number == 2 && whole && (12..=19).contains(&count);
                let card = if card { check_digit(&value.text(self.coding)) } else { 0 };
                Some(proof.saturating_add(if dated { DATE } else { 0 }).saturating_add(card))
            }
        }
    }

    /// A number's digits.
    fn number(&self, value: &Value<'_>, whole: bool) -> Option<u32> {
        let Value { bytes, count, digits, .. } = *value;
        let chars = self.coding.chars;
        if digits == Digits::Chars {
            let each = if chars == Chars::Ebcdic { 4 } else { 2 };
            let all = bytes.iter().all(|byte| chars.digit(*byte).is_some());
            return all.then_some((bytes.len() as u32).saturating_mul(each));
        }
        let padded = count % 2 == 1;
        let is_last = |n: usize| whole && n.saturating_add(1) == bytes.len().saturating_mul(2);
        let sound = |(n, nibble): (usize, u8)| nibble <= 9 || padded && nibble == 0x0f && is_last(n);
        let all = nibbles(bytes).enumerate().all(sound);
        let blank = padded && (nibbles(bytes).next() == Some(0) || nibbles(bytes).next_back() == Some(0x0f));
        all.then_some((count as u32).saturating_add(if blank { PADDED } else { 0 }))
    }
}

/// Characters that can be printed: of ASCII, or of a larger set.
fn text(bytes: &[u8], chars: Chars) -> Option<u32> {
    let all = bytes.iter().all(|byte| chars.ascii(*byte) != 0);
    let plain =
        bytes.iter().filter(|byte| matches!(chars.ascii(**byte), b' ' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'));
    all.then(|| (plain.count() as u32).saturating_mul(2))
}

/// A track in characters: digits, separators, what hides a part of it.
fn spelled_track(bytes: &[u8], chars: Chars) -> Option<u32> {
    let sound = |byte: &u8| {
        matches!(
            chars.ascii(*byte),
            b'0'..=b'9' | b'=' | b'D' | b'd' | b'F' | b'f' | b'*' | b'X' | b'x' | b';' | b'?' | b' '
        )
    };
    bytes.iter().all(sound).then_some(bytes.len() as u32)
}

/// A track, or digits that were agreed on, two in a byte: a separator is D, padding F.
fn packed_track(bytes: &[u8], is_track: bool) -> Option<u32> {
    let sound = nibbles(bytes).all(|nibble| nibble <= 9 || matches!(nibble, 0x0d | 0x0f));
    let separators = nibbles(bytes).filter(|nibble| *nibble == 0x0d).count();
    let proof = bytes.len() as u32;
    let separator = if is_track && separators == 1 { SEPARATOR } else { 0 };
    (sound && (!is_track || separators <= 1)).then_some(proof.saturating_add(separator))
}

/// What the check digit of a card proves (ISO/IEC 7812-1 annex B).
fn check_digit(number: &[u8]) -> u32 {
    if is_checked(number) { CHECK_DIGIT } else { 0 }
}

/// True for digits whose last is their check digit.
fn is_checked(number: &[u8]) -> bool {
    let digits = number.iter().rev().enumerate();
    let sum = digits.fold(0u32, |sum, (n, byte)| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        let doubled = if n % 2 == 1 { digit.saturating_mul(2) } else { digit };
        sum.saturating_add(if doubled > 9 { doubled.saturating_sub(9) } else { doubled })
    });
    number.iter().all(u8::is_ascii_digit) && sum % 10 == 0
}

/// True for month, day, hour, minute and second.
fn is_moment(digits: &[u8]) -> bool {
    let parts: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0u8, |n, byte| n.wrapping_mul(10).wrapping_add(byte.wrapping_sub(b'0'))))
        .collect();
    matches!(parts.as_slice(), [1..=12, 1..=31, 0..=23, 0..=59, 0..=59])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_and_moments_are_judged() {
        assert!(
            is_checked(b"4111111111111111") && !is_checked(b"4111111111111112") && !is_checked(b"411111******1111")
        );
        assert!(
            is_moment(b"0102235959") && !is_moment(b"1302235959") && !is_moment(b"0102240000") && !is_moment(b"01")
        );
    }
}
