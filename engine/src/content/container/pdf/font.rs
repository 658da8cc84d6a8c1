//! What the codes of a font mean: its `ToUnicode` map, or a known encoding (ISO 32000-1 §9.6 to §9.10).

use super::glyph;
use super::lexer::{Lexer, Value};
use super::width::Widths;
use crate::content::bytes::Bytes;
use encoding_rs::Encoding;

/// Ranges of all maps of a document that are kept.
pub(super) const RANGES: usize = 1 << 18;
/// Values that reading a map may make.
const VALUES: u32 = 1 << 19;

/// A font's dictionary and what it refers to, each followed to where it is.
pub(super) struct Parts<'v> {
    pub(super) dict: &'v Value,
    /// A name, or a dictionary with `Differences`.
    pub(super) encoding: &'v Value,
    pub(super) widths: &'v Value,
    /// Of a composite font: its descendant and that one's widths.
    pub(super) descendant: &'v Value,
    pub(super) w: &'v Value,
}

/// What may still be kept of all fonts of a document.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) ranges: usize,
    pub(super) widths: usize,
}

/// The meaning of codes, and how wide they are.
pub(super) struct Font {
    map: Option<Map>,
    coding: Coding,
    widths: Widths,
}

enum Coding {
    /// Bytes, each of which is one of these characters.
    Bytes(Box<[char; 256]>),
    /// Characters of this charset.
    Charset(&'static Encoding),
    /// Two bytes that number glyphs: only a map tells what they show.
    Glyphs,
}

/// What a string shows.
#[derive(Clone, Copy, Default)]
pub(super) struct Shown {
    /// Its codes, and those of them that are a space of one byte, to which alone word spacing applies (§9.3.3).
    pub(super) codes: usize,
    pub(super) spaces: usize,
    /// Sum of the widths, in ems.
    pub(super) ems: f64,
}

impl Font {
    /// From its dictionary and its map's text.
    pub(super) fn new(parts: &Parts<'_>, map: Option<&[u8]>, room: &mut Room) -> Self {
        let map = map.and_then(|map| Map::parse(map, &mut room.ranges));
        if parts.dict.get(b"Subtype").name() != b"Type0" {
            let widths = Widths::simple(parts.dict, parts.widths, &mut room.widths);
            return Self {
                map,
                coding: Coding::Bytes(bytes(parts.dict.get(b"BaseFont").name(), parts.encoding)),
                widths,
            };
        }
        let encoding = parts.encoding.name();
        let has = |part: &[u8]| memchr::memmem::find(encoding, part).is_some();
        let coding = if has(b"UCS2") || has(b"UTF16") {
            Coding::Charset(encoding_rs::UTF_16BE)
        } else if has(b"GB") {
            Coding::Charset(encoding_rs::GB18030)
        } else if has(b"B5") {
            Coding::Charset(encoding_rs::BIG5)
        } else if has(b"RKSJ") {
            Coding::Charset(encoding_rs::SHIFT_JIS)
        } else if has(b"KSC") {
            Coding::Charset(encoding_rs::EUC_KR)
        } else {
            Coding::Glyphs
        };
        Self { map, coding, widths: Widths::composite(parts.descendant, parts.w, &mut room.widths) }
    }

    /// Whether its widths are stated: see [`Widths::known`].
    pub(super) fn known(&self) -> bool {
        self.widths.known()
    }

    /// Appends what a string shows; `None` if nobody can tell.
    pub(super) fn show(&self, codes: &[u8], out: &mut String) -> Option<Shown> {
        let mut shown = Shown::default();
        let size = match &self.coding {
            Coding::Bytes(_) => 1,
            Coding::Glyphs => self.map.as_ref()?.size,
            Coding::Charset(charset) => {
                let (text, _) = charset.decode_without_bom_handling(codes);
                shown.codes = text.chars().count();
                shown.ems = text.chars().map(|each| self.widths.of_char(each)).sum();
                let Some(map) = &self.map else {
                    out.push_str(&text);
                    return Some(shown);
                };
                for code in codes.chunks(map.size) {
                    if !map.show(number(code), out) {
                        out.push('\u{fffd}');
                    }
                }
                return Some(shown);
            }
        };
        for code in codes.chunks(size) {
            shown.codes += 1;
            shown.spaces += usize::from(code == b" ");
            let code = number(code);
            shown.ems += self.widths.of(code);
            if self.map.as_ref().is_some_and(|map| map.show(code, out)) {
                continue;
            }
            // A map need only tell what the encoding does not.
            out.push(match &self.coding {
                Coding::Bytes(chars) => chars.get(code as usize).copied().unwrap_or('\u{fffd}'),
                _ => '\u{fffd}',
            });
        }
        Some(shown)
    }
}

/// A code of one byte or more.
fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |n, b| n << 8 | u32::from(*b))
}

/// What the bytes of a simple font show (§9.6.6): those of its base encoding, with differences by the names of glyphs.
/// Fonts of ornaments show no letters, unless a map or a difference says so.
fn bytes(name: &[u8], encoding: &Value) -> Box<[char; 256]> {
    let base = if matches!(encoding, Value::Dict(_)) { encoding.get(b"BaseEncoding") } else { encoding };
    let base = if base.name() == b"MacRomanEncoding" { encoding_rs::MACINTOSH } else { encoding_rs::WINDOWS_1252 };
    let mut chars = Box::new(['\u{fffd}'; 256]);
    let ornaments = [&b"ingbats"[..], b"dings"].iter().any(|part| memchr::memmem::find(name, part).is_some());
    for (code, each) in chars.iter_mut().enumerate().filter(|_| !ornaments) {
        *each = base.decode_without_bom_handling(&[code as u8]).0.chars().next().unwrap_or('\u{fffd}');
    }
    let Value::Array(differences) = encoding.get(b"Differences") else { return chars };
    let mut code = 0usize;
    for each in differences {
        match each {
            Value::Number(first) => code = first.max(0.0) as usize,
            Value::Name(name) => {
                if let (Some(at), Some(shown)) = (chars.get_mut(code), glyph::shown(name)) {
                    *at = shown;
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    chars
}

struct Map {
    /// Bytes of a code. Only fonts of many glyphs are asked for it: those of a simple font are one byte, whatever it says.
    size: usize,
    /// First and last code, and what the first one shows; by first code.
    ranges: Vec<(u32, u32, Vec<u16>)>,
}

impl Map {
    fn parse(text: &[u8], left: &mut usize) -> Option<Self> {
        let mut lexer = Lexer::new(text, 0, VALUES);
        let mut map = Self { size: 1, ranges: Vec::new() };
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.next() {
            let Value::Word(word) = &value else {
                if operands.len() < 1024 {
                    operands.push(value);
                }
                continue;
            };
            match &**word {
                b"endcodespacerange" => {
                    let wide = operands.iter().any(|o| matches!(o, Value::Text(t) if t.len() > 1));
                    map.size = map.size.max(1 + usize::from(wide));
                }
                b"endbfchar" => {
                    operands.chunks(2).for_each(|pair| map.add(pair.first(), pair.first(), pair.get(1), left));
                }
                b"endbfrange" => {
                    operands.chunks(3).for_each(|three| map.add(three.first(), three.get(1), three.get(2), left));
                }
                _ => {}
            }
            operands.clear();
        }
        map.ranges.sort_by_key(|(first, ..)| *first);
        (!map.ranges.is_empty()).then_some(map)
    }

    fn add(&mut self, first: Option<&Value>, last: Option<&Value>, shows: Option<&Value>, left: &mut usize) {
        let code = |value: Option<&Value>| match value {
            Some(Value::Text(code)) => Some(number(code)),
            _ => None,
        };
        let units =
            |text: &[u8]| text.chunks(2).take(8).map(|p| u16::from(p.at(0)) << 8 | u16::from(p.at(1))).collect();
        let (Some(first), Some(last)) = (code(first), code(last)) else { return };
        match shows {
            Some(Value::Text(text)) if *left > 0 => {
                *left -= 1;
                self.ranges.push((first, last, units(text)));
            }
            Some(Value::Array(each)) => {
                for (code, value) in (first..=last).zip(each) {
                    if let (Value::Text(text), true) = (value, *left > 0) {
                        *left -= 1;
                        self.ranges.push((code, code, units(text)));
                    }
                }
            }
            _ => {}
        }
    }

    /// Appends what a code shows; false if the map does not tell.
    fn show(&self, code: u32, out: &mut String) -> bool {
        let after = self.ranges.partition_point(|(first, ..)| *first <= code);
        let range = after.checked_sub(1).and_then(|at| self.ranges.get(at)).filter(|(_, last, _)| code <= *last);
        let Some((first, (last, before))) = range.and_then(|(first, _, shows)| Some((first, shows.split_last()?)))
        else {
            return false;
        };
        let units = before.iter().copied().chain([last.wrapping_add((code - first) as u16)]);
        out.extend(char::decode_utf16(units).map(|shown| shown.unwrap_or('\u{fffd}')));
        true
    }
}
