//! What the codes of a font mean: its `ToUnicode` map, or a known encoding (ISO 32000-1 §9.6 to §9.10).

use super::lexer::{Lexer, Value};
use crate::content::bytes::Bytes;
use encoding_rs::Encoding;

/// Ranges of all maps of a document that are kept.
pub(super) const RANGES: usize = 1 << 18;
/// Values that reading a map may make.
const VALUES: u32 = 1 << 19;

/// The meaning of codes.
pub(super) struct Font {
    map: Option<Map>,
    coding: Coding,
}

#[derive(Clone, Copy)]
enum Coding {
    /// Bytes of this charset.
    Charset(&'static Encoding),
    /// Two bytes that number glyphs: only a map tells what they show.
    Glyphs,
}

struct Map {
    /// Bytes of a code.
    wide: bool,
    /// First and last code, and what the first one shows; by first code.
    ranges: Vec<(u32, u32, Vec<u16>)>,
}

impl Font {
    /// From its dictionary and its map's text.
    pub(super) fn new(dict: &Value, map: Option<&[u8]>, ranges: &mut usize) -> Self {
        let encoding = dict.get(b"Encoding").name();
        let has = |part: &[u8]| memchr::memmem::find(encoding, part).is_some();
        let coding = if dict.get(b"Subtype").name() != b"Type0" {
            Coding::Charset(encoding_rs::WINDOWS_1252)
        } else if has(b"UCS2") || has(b"UTF16") {
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
        Self { map: map.and_then(|map| Map::parse(map, ranges)), coding }
    }

    /// Appends what a string shows; answers the number of its codes, or `None` if nobody can tell.
    pub(super) fn show(&self, codes: &[u8], out: &mut String) -> Option<usize> {
        if let Some(map) = &self.map {
            return Some(map.show(codes, out));
        }
        let Coding::Charset(charset) = self.coding else { return None };
        let (text, _) = charset.decode_without_bom_handling(codes);
        out.push_str(&text);
        Some(text.chars().count())
    }
}

impl Map {
    fn parse(text: &[u8], left: &mut usize) -> Option<Self> {
        let mut lexer = Lexer::new(text, 0, VALUES);
        let mut map = Self { wide: false, ranges: Vec::new() };
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.next() {
            let Value::Word(word) = &value else {
                if operands.len() < 1024 {
                    operands.push(value);
                }
                continue;
            };
            match &**word {
                b"endcodespacerange" => map.wide |= operands.iter().any(|o| matches!(o, Value::Text(t) if t.len() > 1)),
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
            Some(Value::Text(code)) => Some(code.iter().take(4).fold(0u32, |n, b| n << 8 | u32::from(*b))),
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

    fn show(&self, codes: &[u8], out: &mut String) -> usize {
        let mut units: Vec<u16> = Vec::with_capacity(codes.len());
        let mut count = 0;
        for code in codes.chunks(if self.wide { 2 } else { 1 }) {
            count += 1;
            let code = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
            let after = self.ranges.partition_point(|(first, ..)| *first <= code);
            let found = after.checked_sub(1).and_then(|at| self.ranges.get(at)).filter(|(_, last, _)| code <= *last);
            let Some((first, _, shows)) = found else {
                units.push(0xfffd);
                continue;
            };
            let (last, before) = shows.split_last().unwrap_or((&0xfffd, &[]));
            units.extend_from_slice(before);
            units.push(last.wrapping_add((code - first) as u16));
        }
        out.push_str(&String::from_utf16_lossy(&units));
        count
    }
}
