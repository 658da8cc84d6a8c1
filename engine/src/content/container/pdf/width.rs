//! How wide glyphs are (ISO 32000-1 §9.2.4): from the widths that a font states, or those of the standard fonts.
//!
//! Whether two strings that are shown one after the other are one value or two cells of a table is told by nothing but the
//! room between them, so by their widths.

use super::lexer::Value;

/// Widths of all fonts of a document that are kept.
pub(super) const WIDTHS: usize = 1 << 18;
/// Width, in ems, that a code has in a font without widths: most are narrower, so that what follows is not torn off.
const GUESS: f64 = 0.8;
/// Codes that one range of a font of many glyphs may span.
const SPAN: u32 = 1 << 16;

/// Widths of a font's codes, in ems.
pub(super) enum Widths {
    /// From the first code on, times the unit.
    Each { first: u32, each: Vec<f32>, unit: f64 },
    /// By glyph number: ranges with their widths, by first; those of all others.
    Glyphs { ranges: Vec<(u32, u32, Run)>, other: f64 },
    /// Those of a standard font, from the space on.
    Standard(&'static [u16; 95]),
    /// Nothing is known.
    Unknown,
}

/// Widths of a range of glyphs, in thousandths of an em.
pub(super) enum Run {
    Same(f32),
    Each(Vec<f32>),
}

impl Widths {
    /// Of a simple font (§9.6): `Widths` from `FirstChar` on, or, where a standard font states none, its own.
    pub(super) fn simple(dict: &Value, widths: &Value, left: &mut usize) -> Self {
        let Value::Array(widths) = widths else { return Self::standard(dict.get(b"BaseFont").name()) };
        let first = dict.get(b"FirstChar").number().unwrap_or(0.0).max(0.0) as u32;
        // Only a Type 3 font has a matrix of its own (§9.6.5).
        let unit = match dict.get(b"FontMatrix") {
            Value::Array(matrix) => matrix.first().and_then(Value::number).map_or(0.001, f64::abs),
            _ => 0.001,
        };
        Self::Each { first, each: numbers(widths, left), unit }
    }

    /// Of a composite font's descendant (§9.7.4.3): `W` is `c [w w …]` and `first last w`, in any order.
    pub(super) fn composite(descendant: &Value, w: &Value, left: &mut usize) -> Self {
        if *descendant == Value::Null {
            return Self::Unknown;
        }
        let other = descendant.get(b"DW").number().unwrap_or(1000.0) / 1000.0;
        let mut ranges = Vec::new();
        let mut items = if let Value::Array(items) = w { items.iter() } else { [].iter() };
        while let Some(first) = items.next().and_then(Value::number) {
            let first = first.max(0.0) as u32;
            let (last, run) = match items.next() {
                Some(Value::Array(each)) => {
                    let each = numbers(each, left);
                    (first.saturating_add((each.len() as u32).saturating_sub(1)), Run::Each(each))
                }
                Some(Value::Number(last)) => {
                    let Some(width) = items.next().and_then(Value::number) else { break };
                    ((*last).max(0.0) as u32, Run::Same(width as f32))
                }
                _ => break,
            };
            if *left == 0 {
                break;
            }
            *left -= 1;
            ranges.push((first, last.min(first.saturating_add(SPAN)), run));
        }
        ranges.sort_by_key(|(first, ..)| *first);
        Self::Glyphs { ranges, other }
    }

    /// Standard fonts need not state their widths (§9.6.2.2); others that do not are taken for their likes by name.
    fn standard(name: &[u8]) -> Self {
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        Self::Standard(if has(b"Courier") || has(b"Mono") {
            &COURIER
        } else if has(b"Times") {
            &TIMES
        } else if has(b"Helvetica") || has(b"Arial") {
            if has(b"Bold") { &HELVETICA_BOLD } else { &HELVETICA }
        } else {
            return Self::Unknown;
        })
    }

    /// Whether they are stated: where they are guessed, a glyph is taken to be wider than most are.
    pub(super) fn known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// Of a code (simple fonts) or a glyph number (composite ones).
    pub(super) fn of(&self, code: u32) -> f64 {
        match self {
            Self::Each { first, each, unit } => {
                let width = code.checked_sub(*first).and_then(|at| each.get(at as usize));
                f64::from(width.copied().unwrap_or(0.0)) * unit
            }
            Self::Glyphs { ranges, other } => glyph(ranges, code).unwrap_or(*other),
            Self::Standard(widths) => {
                code.checked_sub(32).and_then(|at| widths.get(at as usize)).map_or(0.556, |w| f64::from(*w) / 1000.0)
            }
            Self::Unknown => GUESS,
        }
    }

    /// Of a character, where codes are those of a predefined map of characters (§9.7.5.2) and only it knows the numbers of
    /// glyphs: in each of the character collections, those of ASCII begin at 1.
    pub(super) fn of_char(&self, shown: char) -> f64 {
        let Self::Glyphs { ranges, other } = self else { return GUESS };
        match shown {
            ' '..='~' => glyph(ranges, u32::from(shown) - 31).unwrap_or(0.5),
            _ => *other,
        }
    }
}

fn glyph(ranges: &[(u32, u32, Run)], number: u32) -> Option<f64> {
    let after = ranges.partition_point(|(first, ..)| *first <= number);
    let (first, last, run) = ranges.get(after.checked_sub(1)?)?;
    let width = match run {
        Run::Same(width) => (number <= *last).then_some(width),
        Run::Each(each) => each.get((number - first) as usize),
    };
    width.map(|width| f64::from(*width) / 1000.0)
}

fn numbers(values: &[Value], left: &mut usize) -> Vec<f32> {
    let count = values.len().min(*left);
    *left -= count;
    values.iter().take(count).map(|width| width.number().unwrap_or(0.0) as f32).collect()
}

/// Widths of the standard fonts from the space to the tilde, in thousandths of an em (their published metrics).
const COURIER: [u16; 95] = [600; 95];
#[rustfmt::skip]
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
#[rustfmt::skip]
const HELVETICA_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
    611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
#[rustfmt::skip]
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500,
    500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
