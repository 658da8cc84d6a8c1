//! Protocol Buffers without their schema (protobuf.dev, "Encoding"): a walk over the fields of a message.
//!
//! The message is told as a JSON object whose keys are field numbers, nested messages as nested objects: a value stands at
//! `3.1`. Numbers of variable length are told, and those of eight bytes that are too small for a float or long whole ones. What
//! a field of bytes is, nobody says: it is a string if it is UTF-8 without control characters, a list if it is nothing but long
//! numbers (packed), a message if it can be walked to its end, and a document of its own otherwise. Groups are not told apart.

use super::rewritten::Rewritten;
use super::{Container, Format, carried, pour};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::Place;
use crate::content::stream::Style;
use crate::coverage::{State, Tally};
use std::io::Write as _;

/// The format: only ever declared.
pub(super) static FORMAT: Format = Format {
    name: "protobuf",
    media: "application/x-protobuf",
    begins: |_| false,
    open: |place, depth, _| Box::new(Protobuf::new(place, depth)),
};

/// A field of bytes is decided on once it is whole, or once this much of it came.
const HELD: usize = 64 << 10;
/// Messages within one another that are walked; parsers allow 100.
const LEVELS: usize = 64;
/// Fields of bytes shorter than this are not counted as parts.
const SHORT: usize = 4 << 10;
/// The least of the numbers that a field of bytes may be a list of: by chance hardly any bytes are such numbers to the end.
const LONG: u64 = 1_000_000_000;
/// Numbers from here on are no whole numbers in a float any more, or cannot be told from one.
const WHOLE: u64 = 1 << 53;
/// The highest field number.
const NUMBER_MAX: u64 = (1 << 29) - 1;

/// A message.
struct Protobuf {
    place: Place,
    depth: u8,
    /// Bytes of a field that is not whole.
    carry: Vec<u8>,
    /// Open messages, outermost first.
    open: Vec<Frame>,
    /// The fields as JSON.
    json: Rewritten,
    stage: Stage,
}

/// An open message.
struct Frame {
    /// The field that holds it.
    number: u64,
    /// Bytes of it still to come, those of inner messages not among them.
    left: u64,
    empty: bool,
}

enum Stage {
    Fields,
    /// A long field of bytes, and how much of it is still to come.
    File(Box<Entity>, u64),
    /// No message any more.
    Other(Box<Entity>),
    Closed(State),
}

impl Container for Protobuf {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.walk(bytes, end, cx, &mut tally));
        if end.is_last() {
            self.finish(end, cx, &mut tally);
        }
        tally
    }

    /// Lengths no longer lead to the next field.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        self.push(&[], Ending::Cut, cx)
    }

    fn held(&self) -> usize {
        let inner = if let Stage::File(entity, _) | Stage::Other(entity) = &self.stage { entity.held() } else { 0 };
        self.carry.capacity() + inner
    }
}

impl Protobuf {
    fn new(place: &Place, depth: u8) -> Self {
        Self {
            place: place.clone(),
            depth,
            carry: Vec::new(),
            open: vec![Frame { number: 0, left: u64::MAX, empty: true }],
            json: Rewritten::new(place.clone(), Style::Json, depth),
            stage: Stage::Fields,
        }
    }

    /// Walks as far as fields are whole; answers how far that is.
    fn walk(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let mut at = 0;
        loop {
            let rest = data.after(at);
            let used = match &mut self.stage {
                Stage::Fields => match self.field(rest, end, cx, tally) {
                    Some(used) => used,
                    None => break,
                },
                _ if rest.is_empty() => break,
                Stage::File(entity, left) => {
                    let take = pour(entity, left, rest, cx, tally);
                    if *left == 0 {
                        self.stage = Stage::Fields;
                    }
                    take
                }
                Stage::Other(entity) => {
                    tally.merge(&entity.push(rest, Ending::More, cx));
                    rest.len()
                }
                Stage::Closed(state) => {
                    tally.add(*state, rest.len() as u64);
                    rest.len()
                }
            };
            at += used;
            if self.json.is_full() {
                self.flush(Ending::More, cx, tally);
            }
        }
        at
    }

    /// Nothing follows, or nothing whose place is known.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        // The head of a field, cut.
        let rest = std::mem::take(&mut self.carry).len() as u64;
        match &mut self.stage {
            Stage::Closed(state) => return tally.add(*state, rest),
            Stage::File(entity, _) => tally.merge(&entity.push(&[], Ending::Cut, cx)),
            Stage::Other(entity) => tally.merge(&entity.push(&[], end, cx)),
            Stage::Fields => {}
        }
        self.json.read += rest;
        self.stray(end, cx, tally);
    }

    /// What follows is no field.
    fn stray(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        for frame in std::mem::take(&mut self.open) {
            // An object is begun by its first key, but for the inner ones.
            if frame.number > 0 || !frame.empty {
                self.json.text.push(b'}');
            }
        }
        let rest = Entity::new(self.place.clone(), Declared::default(), Vec::new(), self.depth);
        self.stage = Stage::Other(Box::new(rest));
        self.flush(end, cx, tally);
    }

    fn flush(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        if !self.json.flush(end, cx, tally) {
            self.stage = Stage::Closed(State::Skipped);
        }
    }

    /// Reads the field that begins here; `None` if more of it is needed.
    fn field(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        let left = self.open.last().map_or(0, |frame| frame.left);
        if left == 0 {
            self.open.pop();
            self.json.text.push(b'}');
            return Some(0);
        }
        let head = match head(data) {
            Head::Field(head) if head.len as u64 <= left && head.body <= left - head.len as u64 => head,
            Head::More if !data.is_empty() && (data.len() as u64) < left => return None,
            Head::More if data.is_empty() => return None,
            _ => {
                self.stray(Ending::Cut, cx, tally);
                return Some(0);
            }
        };
        match head.value {
            Value::Number(value) => {
                if let Some(value) = value {
                    self.key(head.number);
                    let _ = write!(self.json.text, "{value}");
                }
                self.took(head.len as u64);
                self.json.read += head.len as u64;
                Some(head.len)
            }
            Value::Bytes => self.bytes(&head, data.after(head.len), end, cx, tally),
        }
    }

    /// A field of bytes, of which `data` is here.
    fn bytes(
        &mut self,
        head: &Field,
        data: &[u8],
        end: Ending,
        cx: &mut Context<'_>,
        tally: &mut Tally,
    ) -> Option<usize> {
        let len = usize::try_from(head.body).unwrap_or(usize::MAX);
        let whole = data.len() >= len;
        if !whole && data.len() < HELD && !end.is_last() {
            return None;
        }
        // Decided on the same bytes however they come.
        let content = data.upto(len).upto(if len > HELD { HELD } else { len });
        let what = What::of(content, content.len() == len);
        self.took(head.len as u64 + head.body);
        self.json.read += head.len as u64;
        if what != What::Text
            && content.len() == len
            && let Some(numbers) = long_numbers(content)
        {
            self.key(head.number);
            for (at, number) in numbers.into_iter().enumerate() {
                let _ = write!(self.json.text, "{}{number}", if at == 0 { '[' } else { ',' });
            }
            self.json.text.push(b']');
            self.json.read += content.len() as u64;
            return Some(head.len + content.len());
        }
        match what {
            What::Message if self.open.len() < LEVELS => {
                self.key(head.number);
                self.json.text.push(b'{');
                self.open.push(Frame { number: head.number, left: head.body, empty: true });
                Some(head.len)
            }
            What::Text if len <= HELD => {
                self.key(head.number);
                self.string(content);
                self.json.read += content.len() as u64;
                Some(head.len + content.len())
            }
            _ => {
                let depth = self.depth.saturating_add(1);
                if len == 0 {
                    return Some(head.len);
                }
                if !cx.depth(depth) || (len >= SHORT && !cx.part()) {
                    self.stage = Stage::Closed(State::Skipped);
                    return Some(head.len);
                }
                self.flush(Ending::More, cx, tally);
                let place = self.place.child(&self.path(head.number), "");
                let entity = Entity::new(place, Declared::default(), Vec::new(), depth);
                self.stage = Stage::File(Box::new(entity), head.body);
                Some(head.len)
            }
        }
    }

    fn took(&mut self, len: u64) {
        if let Some(frame) = self.open.last_mut() {
            frame.left = frame.left.saturating_sub(len);
        }
    }

    fn key(&mut self, number: u64) {
        let Some(frame) = self.open.last_mut() else { return };
        let outermost = frame.number == 0;
        match (std::mem::take(&mut frame.empty), outermost) {
            (false, _) => self.json.text.push(b','),
            (true, true) => self.json.text.push(b'{'),
            (true, false) => {}
        }
        let _ = write!(self.json.text, "\"{number}\":");
    }

    /// Writes a string of JSON; a character cut at its end is left out.
    fn string(&mut self, content: &[u8]) {
        self.json.quote(valid(content));
    }

    /// The numbers that lead to a field.
    fn path(&self, number: u64) -> String {
        let mut path = String::new();
        for frame in self.open.iter().skip(1) {
            path.push_str(&frame.number.to_string());
            path.push('.');
        }
        path + &number.to_string()
    }
}

/// A field's head, and its value if that is a number.
struct Field {
    number: u64,
    value: Value,
    /// Bytes of it, a number among them.
    len: usize,
    /// Bytes that follow.
    body: u64,
}

enum Value {
    /// A number, if it is to be told.
    Number(Option<u64>),
    Bytes,
}

enum Head {
    Field(Field),
    More,
    No,
}

/// Reads a field's head.
fn head(data: &[u8]) -> Head {
    let (tag, at) = match varint(data) {
        Varint::Is(tag, len) => (tag, len),
        Varint::More => return Head::More,
        Varint::No => return Head::No,
    };
    let number = tag >> 3;
    if !(1..=NUMBER_MAX).contains(&number) {
        return Head::No;
    }
    let rest = data.after(at);
    let is = |value, len, body| Head::Field(Field { number, value, len: at + len, body });
    match (tag & 7, varint(rest)) {
        (0, Varint::Is(value, len)) => is(Value::Number(Some(value)), len, 0),
        (2, Varint::Is(body, len)) => is(Value::Bytes, len, body),
        (0 | 2, Varint::More) => Head::More,
        (1, _) => rest.first_chunk().map_or(Head::More, |value| is(Value::Number(eight(*value)), 8, 0)),
        (5, _) if rest.len() < 4 => Head::More,
        (5, _) => is(Value::Number(None), 4, 0),
        _ => Head::No,
    }
}

/// The number in eight bytes, if it is to be told.
fn eight(bytes: [u8; 8]) -> Option<u64> {
    let value = u64::from_le_bytes(bytes);
    // What is smaller would be no float that anybody sends.
    if value < WHOLE {
        return Some(value);
    }
    let float = f64::from_bits(value);
    (float.fract() == 0.0 && (LONG as f64..WHOLE as f64).contains(&float)).then_some(float as u64)
}

/// The numbers that a field holds, packed, if it holds nothing but long ones: of variable length, or of eight bytes.
fn long_numbers(content: &[u8]) -> Option<Vec<u64>> {
    let mut numbers = Vec::new();
    let mut rest = content;
    while let Varint::Is(number, len) = varint(rest) {
        if number < LONG || number > i64::MAX as u64 {
            break;
        }
        numbers.push(number);
        rest = rest.after(len);
    }
    if rest.is_empty() {
        return Some(numbers);
    }
    let (chunks, rest) = content.as_chunks::<8>();
    if !rest.is_empty() {
        return None;
    }
    chunks.iter().map(|bytes| eight(*bytes).filter(|number| *number >= LONG)).collect()
}

enum Varint {
    Is(u64, usize),
    More,
    No,
}

/// A number of variable length.
fn varint(data: &[u8]) -> Varint {
    let mut value = 0u64;
    for (i, byte) in data.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * i as u32).min(63);
        if byte & 0x80 == 0 {
            return Varint::Is(value, i + 1);
        }
    }
    if data.len() < 10 { Varint::More } else { Varint::No }
}

/// What a field of bytes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Text,
    Message,
    Bytes,
}

impl What {
    /// Decides on all of a field, or on its first bytes.
    fn of(content: &[u8], whole: bool) -> Self {
        let good = valid(content).len();
        let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
        let text = (good == content.len() || (!whole && content.len() - good < 4)) && !content.iter().any(control);
        // No text begins with a line end, and a length that fits; a message whose first field is text does.
        if text && content.at(0) != b'\n' {
            Self::Text
        } else if fields(content, whole) {
            Self::Message
        } else if text {
            Self::Text
        } else {
            Self::Bytes
        }
    }
}

/// True if fields, one at least, stand here to the end.
fn fields(content: &[u8], whole: bool) -> bool {
    let mut at = 0;
    while at < content.len() {
        let rest = content.after(at);
        let Head::Field(head) = head(rest) else { return !whole && at > 0 };
        let len = usize::try_from(head.body).unwrap_or(usize::MAX).saturating_add(head.len);
        if len > rest.len() {
            return !whole;
        }
        at += len;
    }
    at > 0
}

/// The part of `bytes` that is UTF-8.
fn valid(bytes: &[u8]) -> &[u8] {
    bytes.upto(std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len))
}
