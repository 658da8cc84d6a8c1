//! What is told of a message: cards, tracks, names, accounts, what issuers and countries agreed on.
//!
//! Amounts, times, counts and the numbers of institutions, terminals and merchants say nothing about a card's holder,
//! and are not told.

use super::coding::{Coding, Digits, unpacked};
use super::table::Kind;
use super::wire::{Message, Value};
use crate::proto::ber;
use crate::proto::fields::{self, tells};

/// Templates within templates (EMV 4.3 book 3, annex B).
const DEPTH: usize = 4;
/// Elements of a chip's data that are told.
const ELEMENTS: usize = 256;

/// What is told of a message.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Fields under their names, as [`fields::parameter`] writes them.
    pub(super) text: Vec<u8>,
    /// A chip's data had more elements than are told.
    pub(super) many: bool,
}

/// Writes down what a message tells.
pub(super) fn message(message: &Message<'_>) -> Told {
    let mut told = Told::default();
    for value in &message.values {
        field(value, message, &mut told);
    }
    told
}

fn field(value: &Value<'_>, message: &Message<'_>, told: &mut Told) {
    let number = value.number;
    let coding = message.coding;
    let name = format!("de{number}");
    let [version, ..] = message.mti;
    match number {
        2 | 14 => put(&name, &value.text(coding), told),
        35 => put(&name, &second_track(&value.text(coding)), told),
        36 => put(&name, &third_track(value, coding), told),
        45 => put(&name, &first_track(&value.text(coding)), told),
        55 => chip(&name, value.bytes, coding, told),
        34 | 43..=48 | 54 | 56..=63 | 72 | 95 | 98 | 101..=127 | 129.. => {
            let private = matches!(value.kind, Kind::Private | Kind::Text);
            // Numbers of messages stand in 56 and 58 since 1993.
            let other = version > 0 && matches!(number, 56..=58) || value.kind == Kind::Identifier;
            if private && !other {
                put(&name, &value.text(coding), told);
            }
        }
        _ => {}
    }
}

fn put(name: &str, value: &[u8], told: &mut Told) {
    let value = value.trim_ascii();
    if tells(value) {
        fields::parameter(&mut told.text, name.as_bytes(), value);
    }
}

/// A track as a reader gives it (ISO/IEC 7813): with its sentinels, which links leave out.
fn second_track(track: &[u8]) -> Vec<u8> {
    let track = track.trim_ascii();
    let track = track.strip_prefix(b";").unwrap_or(track);
    let track = track.strip_suffix(b"?").unwrap_or(track);
    [b";", track, b"?"].concat()
}

/// The third (ISO/IEC 4909): where its digits are packed, D separates.
fn third_track(value: &Value<'_>, coding: &Coding) -> Vec<u8> {
    second_track(&match value.digits {
        Digits::Packed => unpacked(value.bytes, value.count),
        Digits::Chars => value.text(coding),
    })
}

/// The first, whose format (B) some leave out as well.
fn first_track(track: &[u8]) -> Vec<u8> {
    let track = track.trim_ascii();
    let track = track.strip_prefix(b"%").unwrap_or(track);
    let track = track.strip_suffix(b"?").unwrap_or(track);
    let format: &[u8] = if track.first().is_some_and(u8::is_ascii_digit) { b"B" } else { b"" };
    [b"%", format, track, b"?"].concat()
}

/// The data of a chip: tags, lengths, values (EMV 4.3 book 3, annex B), also as hexadecimal digits, or within Visa's
/// data sets (a number and two bytes of length before them).
fn chip(name: &str, bytes: &[u8], coding: &Coding, told: &mut Told) {
    let digits: Option<Vec<u8>> = bytes.iter().map(|byte| coding.chars.nibble(*byte)).collect();
    let even = bytes.len().is_multiple_of(2) && !bytes.is_empty();
    let packed = digits.filter(|_| even).map(|digits| {
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0u8, |byte, digit| byte << 4 | digit)).collect::<Vec<_>>()
    });
    let data = packed.as_deref().unwrap_or(bytes);
    let data = match data {
        [1..=0x7f, high, low, rest @ ..] if usize::from(*high) << 8 | usize::from(*low) == rest.len() => rest,
        data => data,
    };
    let mut left = ELEMENTS;
    if !elements(name, data, DEPTH, &mut left, told) {
        // It is none: text that was agreed on, perhaps.
        let plain = |byte: &u8| match coding.chars.ascii(*byte) {
            0 => b' ',
            byte => byte,
        };
        put(name, &bytes.iter().map(plain).collect::<Vec<u8>>(), told);
    }
    told.many |= left == 0;
}

/// Tells elements; false if the first of them is none.
fn elements(name: &str, data: &[u8], depth: usize, left: &mut usize, told: &mut Told) -> bool {
    let mut rest = data;
    let mut any = false;
    while *left > 0 {
        // Padding between elements (book 3, annex B).
        let padding = rest.iter().take_while(|byte| **byte == 0).count();
        rest = rest.get(padding..).unwrap_or_default();
        let Some((tag, value, behind)) = element(rest) else { break };
        (rest, any) = (behind, true);
        *left = left.saturating_sub(1);
        if tag.first().is_some_and(|first| first & 0x20 != 0) && depth > 0 {
            elements(name, value, depth.saturating_sub(1), left, told);
        } else {
            let number = tag.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
            let tag = format!("{number:0width$x}", width = 2 * tag.len());
            put(&format!("{name}.{tag}"), &content(&tag, value), told);
        }
    }
    any
}

/// The next element: its tag, its value, what follows.
fn element(data: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    /// Longest tag.
    const TAG: usize = 4;
    let first = *data.first()?;
    let more = if first & 0x1f == 0x1f {
        // All bytes of the number but the last have their highest bit set.
        data.iter().skip(1).take(TAG).position(|byte| byte & 0x80 == 0)?.checked_add(1)?
    } else {
        0
    };
    // Its last byte stands for the whole where the length is read.
    let (_, len, head) = ber::header(data.get(more..)?)?;
    let start = more.checked_add(head)?;
    let value = data.get(start..start.checked_add(len)?)?;
    Some((data.get(..more.checked_add(1)?)?, value, data.get(start.checked_add(len)?..)?))
}

/// What an element says, as text; nothing if it is none.
fn content(tag: &str, value: &[u8]) -> Vec<u8> {
    let packed = || unpacked(value, value.len().saturating_mul(2));
    match tag {
        // The card; its expiry; what an issuer writes into the second track.
        "5a" | "5f24" | "9f20" => packed(),
        // Second track, of a chip and without contact.
        "57" | "9f6b" => second_track(&packed()),
        // The first, without contact.
        "56" => first_track(value),
        // The PIN of a terminal without a keypad of its own: never told.
        "99" => Vec::new(),
        _ if value.iter().all(|byte| (b' '..0x7f).contains(byte) || *byte >= 0xa0) => value.to_vec(),
        _ => Vec::new(),
    }
}

/// The PIN, if a block of one is not encrypted (ISO 9564-1 §9.3): formats 0 and 3, which the card's number hides, and
/// 2.
pub(super) fn pin(block: &[u8], card: &[u8]) -> Option<Vec<u8>> {
    let format = *block.first()? >> 4;
    let mut hidden = vec![0u8; 4];
    // The twelve digits before the check digit.
    let digits = card.get(card.len().checked_sub(13).unwrap_or(card.len())..card.len().saturating_sub(1))?;
    if format != 2 {
        hidden.extend(digits.iter().map(|byte| byte.wrapping_sub(b'0') & 0x0f));
    }
    hidden.resize(16, 0);
    let nibbles: Vec<u8> = super::coding::nibbles(block).zip(&hidden).map(|(nibble, digit)| nibble ^ digit).collect();
    let [0 | 2 | 3, len @ 4..=12, rest @ ..] = nibbles.as_slice() else { return None };
    if format != 2 && digits.len() != 12 || rest.len() != 14 {
        return None;
    }
    let (pin, fill) = rest.split_at_checked(usize::from(*len))?;
    let filled = fill.iter().all(|nibble| if format == 3 { *nibble >= 10 } else { *nibble == 15 });
    (filled && pin.iter().all(|digit| *digit <= 9)).then(|| pin.iter().map(|digit| b'0'.wrapping_add(*digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::coding::CODINGS;
    use super::*;

    #[test]
    fn elements_of_a_chip_are_told_by_tag() {
        let mut told = Told::default();
        let data = b"\x00\x5a\x08\x41\x11\x11\x11\x11\x11\x11\x11\x77\x0c\x5f\x20\x09LI WEI/MR\
            \x57\x0b\x41\x11\x11\x11\x11\x11\x11\x11\xd2\x51\x2f\x99\x02\x12\x34";
        chip("de55", data, &CODINGS[8], &mut told);
        let expected = "de55.5a=4111111111111111&de55.5f20=LI WEI/MR&de55.57=;4111111111111111=2512?&";
        assert_eq!(String::from_utf8(told.text).unwrap(), expected);
    }

    #[test]
    fn a_pin_in_the_clear_is_told_from_an_encrypted_one() {
        let card = b"4111111111111111";
        // 1234 in format 0: 041234FFFFFFFFFF and 0000111111111111.
        assert_eq!(pin(b"\x04\x12\x25\xee\xee\xee\xee\xee", card).as_deref(), Some(&b"1234"[..]));
        assert_eq!(pin(b"\x24\x12\x34\xff\xff\xff\xff\xff", b"").as_deref(), Some(&b"1234"[..]));
        assert_eq!(pin(b"\x34\x12\x25\xbb\xbc\xbd\xba\xbb", card).as_deref(), Some(&b"1234"[..]));
        assert_eq!(pin(b"\x7d\x9f\x0c\x11\xa2\x54\x33\x80", card), None);
        assert_eq!(pin(b"\x04\x12\x25\xee\xee\xee\xee\xee", b""), None);
        assert_eq!(pin(b"", card), None);
    }
}
