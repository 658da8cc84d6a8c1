//! The text that a content stream shows (ISO 32000-1 §9.4), in the order it is shown.
//!
//! Words and cells of a table need not have a space between them: they are told by the room between where one string ends
//! and the next one begins.

use super::font::Font;
use super::lexer::{Lexer, Value};

/// Operands of one operator that are kept.
const OPERANDS: usize = 512;
/// Values that reading one content stream may make.
const VALUES: u32 = 1 << 22;
/// Graphics states that are kept behind one another; Annex C asks readers for 28.
const STATES: usize = 64;

/// Room between two strings, in ems, from which on they are two words, and from which on two cells of a table.
const WORD: f64 = 0.15;
const CELL: f64 = 1.0;
/// How far, in ems, a string may begin before the one before it ended and still go on with it.
const BACK: f64 = 0.4;
/// The same for a string that is placed anew: kerning is less than steps within an array are.
const BACK_PLACED: f64 = 0.15;
/// Both for a text object of its own. One that goes on does so where the last one ended, but for rounding; a cell that runs
/// over into the next one ends anywhere.
const BEGUN: f64 = 0.05;
/// Both where widths are guessed.
const WORD_GUESSED: f64 = 0.3;
const BACK_GUESSED: f64 = 4.0;
/// How far off its line, in ems.
const LINE: f64 = 0.5;

/// Appends to `out` what a content stream shows; `font` knows fonts by name. False if some of it nobody can tell.
pub(super) fn show<'f>(content: &[u8], font: &dyn Fn(&[u8]) -> Option<&'f Font>, out: &mut String) -> bool {
    let mut lexer = Lexer::new(content, 0, VALUES);
    let mut operands: Vec<Value> = Vec::new();
    let mut pen = Pen::default();
    let mut known = true;
    while let Some(value) = lexer.next() {
        let Value::Word(word) = &value else {
            if operands.len() < OPERANDS {
                operands.push(value);
            }
            continue;
        };
        match &**word {
            b"Tf" => {
                pen.state.font = operands.first().and_then(|name| font(name.name()));
                pen.state.size = operands.get(1).and_then(Value::number).unwrap_or(0.0);
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                if matches!(&**word, b"'" | b"\"") {
                    pen.next_line();
                }
                if let Some(shown) = operands.last() {
                    known &= pen.show(shown, out);
                }
            }
            // An image in the stream ends at EI (§8.9.7).
            b"ID" => {
                let rest = content.get(lexer.at..).unwrap_or(&[]);
                lexer.at += memchr::memmem::find(rest, b"EI").map_or(rest.len(), |at| at + 2);
            }
            word => pen.moves(word, &operands),
        }
        operands.clear();
    }
    out.push('\n');
    known
}

/// A matrix as `cm` and `Tm` have it: a point (x, y) becomes (ax + cy + e, bx + dy + f).
#[derive(Clone, Copy)]
struct Matrix {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

impl Matrix {
    const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    fn of(operands: &[Value]) -> Option<Self> {
        let mut numbers = operands.iter().filter_map(Value::number);
        let mut next = || numbers.next();
        Some(Self { a: next()?, b: next()?, c: next()?, d: next()?, e: next()?, f: next()? })
    }

    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// Moved by (x, y) in its own space.
    fn shifted(self, x: f64, y: f64) -> Self {
        let (e, f) = self.point(x, y);
        Self { e, f, ..self }
    }

    /// This one first, then `outer`.
    fn within(&self, outer: &Self) -> Self {
        let (e, f) = outer.point(self.e, self.f);
        Self {
            a: outer.a * self.a + outer.c * self.b,
            b: outer.b * self.a + outer.d * self.b,
            c: outer.a * self.c + outer.c * self.d,
            d: outer.b * self.c + outer.d * self.d,
            e,
            f,
        }
    }
}

/// What `q` keeps and `Q` brings back (§8.4, §9.3).
#[derive(Clone, Copy)]
struct State<'f> {
    ctm: Matrix,
    font: Option<&'f Font>,
    size: f64,
    leading: f64,
    /// Between characters and, besides, behind spaces; horizontal scaling.
    char_space: f64,
    word_space: f64,
    scaling: f64,
}

/// Where text is shown.
struct Pen<'f> {
    state: State<'f>,
    kept: Vec<State<'f>>,
    /// States beyond [`STATES`], which are not kept.
    beyond: usize,
    /// The text matrix and that of the line.
    text: Matrix,
    line: Matrix,
    placed: Placed,
    end: Option<End>,
}

/// What placed the pen since the last string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Placed {
    /// Nothing, or steps within an array.
    On,
    /// Its place was told.
    Anew,
    /// A text object began.
    Begun,
}

/// Where the last string ended.
#[derive(Clone, Copy)]
struct End {
    x: f64,
    y: f64,
    /// Length of its em.
    em: f64,
    /// Room behind its last glyph that is counted above: the spacing of characters.
    spacing: f64,
    /// Whether its font states widths.
    known: bool,
}

impl Default for Pen<'_> {
    fn default() -> Self {
        let (ctm, text, line) = (Matrix::IDENTITY, Matrix::IDENTITY, Matrix::IDENTITY);
        let state = State { ctm, font: None, size: 10.0, leading: 0.0, char_space: 0.0, word_space: 0.0, scaling: 1.0 };
        Self { state, kept: Vec::new(), beyond: 0, text, line, placed: Placed::On, end: None }
    }
}

impl Pen<'_> {
    /// An operator that moves the pen, or changes how far text moves it.
    fn moves(&mut self, word: &[u8], operands: &[Value]) {
        let number = |at: usize| operands.get(at).and_then(Value::number).unwrap_or(0.0);
        match word {
            b"q" if self.kept.len() < STATES => self.kept.push(self.state),
            b"q" => self.beyond += 1,
            b"Q" if self.beyond > 0 => self.beyond -= 1,
            b"Q" => self.state = self.kept.pop().unwrap_or(self.state),
            b"cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.state.ctm = matrix.within(&self.state.ctm);
                }
            }
            b"BT" => {
                self.place(Matrix::IDENTITY);
                self.placed = Placed::Begun;
            }
            b"Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.place(matrix);
                }
            }
            b"Td" => self.place(self.line.shifted(number(0), number(1))),
            b"TD" => {
                self.state.leading = -number(1);
                self.place(self.line.shifted(number(0), number(1)));
            }
            b"T*" => self.next_line(),
            b"TL" => self.state.leading = number(0),
            b"Tc" => self.state.char_space = number(0),
            b"Tw" => self.state.word_space = number(0),
            b"Tz" => self.state.scaling = number(0) / 100.0,
            _ => {}
        }
    }

    fn place(&mut self, line: Matrix) {
        (self.text, self.line) = (line, line);
        if self.placed == Placed::On {
            self.placed = Placed::Anew;
        }
    }

    fn next_line(&mut self) {
        let leading = if self.state.leading == 0.0 { self.state.size } else { self.state.leading };
        self.place(self.line.shifted(0.0, -leading));
    }

    /// Shows a string, or the strings of an array with the steps between them in thousandths of an em.
    fn show(&mut self, shown: &Value, out: &mut String) -> bool {
        let mut known = true;
        let one = std::slice::from_ref(shown);
        for part in if let Value::Array(parts) = shown { parts } else { one } {
            match part {
                Value::Text(codes) => known &= self.string(codes, out),
                Value::Number(step) => self.advance(-step / 1000.0 * self.state.size),
                _ => {}
            }
        }
        known
    }

    fn string(&mut self, codes: &[u8], out: &mut String) -> bool {
        let Some(font) = self.state.font else { return false };
        if codes.is_empty() {
            return true;
        }
        let before = out.len();
        out.extend(self.apart());
        let Some(shown) = font.show(codes, out) else {
            out.truncate(before);
            return false;
        };
        self.placed = Placed::On;
        let State { size, char_space, word_space, .. } = self.state;
        self.advance(shown.ems * size + shown.codes as f64 * char_space + shown.spaces as f64 * word_space);
        let (x, y, em) = self.at();
        let em = em.0.hypot(em.1);
        let spacing = if size == 0.0 { 0.0 } else { char_space / size * em };
        self.end = Some(End { x, y, em, spacing, known: font.known() });
        true
    }

    /// Moves on by what is `x` without horizontal scaling.
    fn advance(&mut self, x: f64) {
        self.text = self.text.shifted(x * self.state.scaling, 0.0);
    }

    /// Where the pen is on the page, and the em that text runs along there.
    fn at(&self) -> (f64, f64, (f64, f64)) {
        let matrix = self.text.within(&self.state.ctm);
        let em = self.state.size * self.state.scaling;
        (matrix.e, matrix.f, (matrix.a * em, matrix.b * em))
    }

    /// What separates the next string from the last one, by the room between them.
    fn apart(&self) -> Option<char> {
        let End { x, y, em: before, spacing, known } = self.end?;
        let (next_x, next_y, em) = self.at();
        let length = em.0.hypot(em.1);
        let unit = length.max(before);
        if unit <= 0.0 || length <= 0.0 {
            return None;
        }
        let (dx, dy) = (next_x - x, next_y - y);
        let along = (dx * em.0 + dy * em.1) / length / unit;
        let across = (dx * em.1 - dy * em.0).abs() / length / unit;
        let (word, back) = match (known, self.placed) {
            (false, _) => (WORD_GUESSED, BACK_GUESSED),
            (true, Placed::On) => (WORD, BACK),
            (true, Placed::Anew) => (WORD, BACK_PLACED),
            (true, Placed::Begun) => (BEGUN, BEGUN),
        };
        // Some go on from the last glyph's edge instead.
        let goes_on = [along, along + spacing / unit].iter().any(|room| (-back..=word).contains(room));
        if across <= LINE && goes_on {
            return None;
        }
        Some(match along {
            _ if across > LINE => '\n',
            ..0.0 => '\n',
            CELL.. => '\t',
            _ => ' ',
        })
    }
}
