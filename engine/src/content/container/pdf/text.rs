//! The text that a content stream shows (ISO 32000-1 §9.4), in the order it is shown.

use super::font::Font;
use super::lexer::{Lexer, Value};

/// Operands of one operator that are kept.
const OPERANDS: usize = 512;
/// Values that reading one content stream may make.
const VALUES: u32 = 1 << 22;

/// Where text is shown.
struct Pen {
    x: f64,
    y: f64,
    scale: (f64, f64),
    leading: f64,
    size: f64,
    /// Where the last text ended, as far as can be told, and its line.
    end: Option<(f64, f64)>,
}

/// Appends to `out` what a content stream shows; `font` knows fonts by name. False if some of it nobody can tell.
pub(super) fn show<'f>(content: &[u8], font: &dyn Fn(&[u8]) -> Option<&'f Font>, out: &mut String) -> bool {
    let mut lexer = Lexer::new(content, 0, VALUES);
    let mut operands: Vec<Value> = Vec::new();
    let mut pen = Pen { x: 0.0, y: 0.0, scale: (1.0, 1.0), leading: 0.0, size: 10.0, end: None };
    let mut current = None;
    let mut known = true;
    while let Some(value) = lexer.next() {
        let Value::Word(word) = &value else {
            if operands.len() < OPERANDS {
                operands.push(value);
            }
            continue;
        };
        let number = |at: usize| operands.get(at).and_then(Value::number).unwrap_or(0.0);
        match &**word {
            b"BT" => pen.place(0.0, 0.0, (1.0, 1.0)),
            b"Tf" => {
                current = operands.first().and_then(|name| font(name.name()));
                pen.size = number(1).abs().max(0.1);
            }
            b"TL" => pen.leading = number(0),
            b"Td" => pen.shift(number(0), number(1)),
            b"TD" => {
                pen.leading = -number(1);
                pen.shift(number(0), number(1));
            }
            b"Tm" => {
                let scale = (number(0).hypot(number(1)), number(2).hypot(number(3)));
                pen.place(number(4), number(5), scale);
            }
            b"T*" => pen.next_line(),
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                if matches!(&**word, b"'" | b"\"") {
                    pen.next_line();
                }
                if let Some(shown) = operands.last() {
                    known &= pen.show(shown, current, out);
                }
            }
            // An image in the stream ends at EI (§8.9.7).
            b"ID" => {
                let rest = content.get(lexer.at..).unwrap_or(&[]);
                lexer.at += memchr::memmem::find(rest, b"EI").map_or(rest.len(), |at| at + 2);
            }
            _ => {}
        }
        operands.clear();
    }
    out.push('\n');
    known
}

impl Pen {
    fn place(&mut self, x: f64, y: f64, scale: (f64, f64)) {
        (self.x, self.y, self.scale) = (x, y, scale);
    }

    fn shift(&mut self, dx: f64, dy: f64) {
        self.x += dx * self.scale.0;
        self.y += dy * self.scale.1;
    }

    fn next_line(&mut self) {
        self.shift(0.0, if self.leading == 0.0 { -self.size } else { -self.leading });
    }

    /// Shows a string, or the strings of an array with the steps between them in thousandths.
    fn show(&mut self, shown: &Value, font: Option<&Font>, out: &mut String) -> bool {
        let height = self.size * self.scale.1.max(0.01);
        let width = self.size * self.scale.0.max(0.01);
        if let Some((end, line)) = self.end {
            if (line - self.y).abs() > height * 0.5 || self.x < end - width * 4.0 {
                out.push('\n');
            } else if self.x > end + width * 0.3 {
                out.push(' ');
            }
        }
        let mut known = true;
        let mut codes = 0usize;
        let one = std::slice::from_ref(shown);
        for part in if let Value::Array(parts) = shown { parts } else { one } {
            match part {
                Value::Text(text) => match font.and_then(|font| font.show(text, out)) {
                    Some(count) => codes += count,
                    None => known = false,
                },
                Value::Number(step) if *step < -300.0 => out.push(' '),
                _ => {}
            }
        }
        // A glyph is at most as wide as high; digits are half of that: what follows closer than that goes on.
        self.end = Some((self.x + codes as f64 * width * 0.8, self.y));
        known
    }
}
