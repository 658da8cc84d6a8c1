//! Values of files that have a schema, told as JSON: one value a line, under the names that the schema has.

use super::meaning::Meaning;
use super::rewritten::Rewritten;
use crate::content::budget::{Context, Ending};
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::content::sniff;
use crate::content::stream::Style;
use crate::coverage::{State, Tally};
use crate::message::Charset;
use std::io::Write as _;

/// Values within one another that are followed.
pub(super) const LEVELS: usize = 64;
/// Shortest binary value that is unpacked: shorter ones are numbers and keys.
const FILE_BYTES: usize = 16;

/// Why values are not told to their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// There is no value where one should be.
    Damaged,
    /// The budget is spent.
    Spent,
}

/// A block of values: its bytes as they came and unpacked, and the parts in which a walk through it counts.
pub(super) struct Block {
    pub(super) packed: u64,
    pub(super) unpacked: u64,
    pub(super) all: u64,
}

/// The values of a file, block after block.
pub(super) struct Values {
    place: Place,
    depth: u8,
    json: Rewritten,
}

impl Values {
    /// At `place`, so many layers deep.
    pub(super) fn new(place: &Place, depth: u8) -> Self {
        Self { place: place.clone(), depth, json: Rewritten::new(place.clone(), Style::Json, depth) }
    }

    /// Tells those of a block, as `walk` does. `Err`: they are damaged, and so many bytes of the block were not answered for.
    pub(super) fn tell(
        &mut self,
        block: &Block,
        cx: &mut Context<'_>,
        tally: &mut Tally,
        walk: impl FnOnce(&mut Teller<'_, '_>) -> Result<(), Stop>,
    ) -> Result<(), u64> {
        let Block { packed, unpacked, all } = *block;
        let (json, place, depth) = (&mut self.json, &self.place, self.depth);
        let mut tell = Teller { json, place, depth, tally, cx, packed, told: 0, unpacked, done: 0, all: all.max(1) };
        let ended = walk(&mut tell);
        if ended.is_ok() {
            tell.done = tell.all;
        }
        let flushed = tell.flush();
        let left = packed.saturating_sub(tell.told);
        match ended.and(flushed) {
            Ok(()) => {}
            Err(Stop::Spent) => tally.add(State::Skipped, left),
            Err(Stop::Damaged) => {
                // What follows would be read within the value that is torn.
                self.finish(Ending::Cut, cx, tally);
                return Err(left);
            }
        }
        Ok(())
    }

    /// No more values follow.
    pub(super) fn finish(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        self.json.flush(end, cx, tally);
        *self = Self::new(&self.place, self.depth);
    }
}

/// Tells the values of a block.
pub(super) struct Teller<'a, 'c> {
    json: &'a mut Rewritten,
    /// Where the file is, and how deep.
    place: &'a Place,
    depth: u8,
    tally: &'a mut Tally,
    cx: &'a mut Context<'c>,
    /// Bytes of the block as it came, of which so many were answered for, and unpacked.
    packed: u64,
    told: u64,
    unpacked: u64,
    /// How far the block was read, in parts of all.
    pub(super) done: u64,
    all: u64,
}

impl Teller<'_, '_> {
    /// Writes marks and words of JSON.
    pub(super) fn word(&mut self, word: &[u8]) {
        self.json.text.extend_from_slice(word);
    }

    /// Writes a text as it is: UTF-8.
    pub(super) fn quote(&mut self, text: &[u8]) {
        self.json.quote(text);
    }

    /// Writes a whole number by what it means.
    pub(super) fn integer(&mut self, number: i64, meaning: Meaning) {
        let mut text = Vec::new();
        meaning.integer(number, &mut text);
        match meaning {
            Meaning::Plain | Meaning::Unsigned => self.word(&text),
            _ => self.json.quote(&text),
        }
    }

    /// Writes a number with a fraction, of either width.
    pub(super) fn real(&mut self, number: f64, narrow: bool) {
        if !number.is_finite() {
            self.word(b"null");
        } else if narrow {
            drop(write!(self.json.text, "{}", number as f32));
        } else {
            drop(write!(self.json.text, "{number}"));
        }
    }

    /// Writes a string under a key; what is no text is a file of its own.
    pub(super) fn string(&mut self, raw: &[u8], key: &str) -> Result<(), Stop> {
        let plain = |byte: u8| byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r');
        match std::str::from_utf8(raw) {
            Ok(text) if text.bytes().all(plain) => {
                self.json.quote(raw);
                Ok(())
            }
            _ => self.bytes(raw, Meaning::Plain, key),
        }
    }

    /// Writes bytes under a key: what they mean, a text, or a file of its own.
    pub(super) fn bytes(&mut self, raw: &[u8], meaning: Meaning, key: &str) -> Result<(), Stop> {
        if let Some(text) = meaning.of_bytes(raw) {
            self.json.quote(text.as_bytes());
            return Ok(());
        }
        if sniff::is_text(raw) && std::str::from_utf8(raw).is_ok() {
            self.json.quote(raw);
            return Ok(());
        }
        self.word(b"null");
        let depth = self.depth.saturating_add(1);
        if raw.len() < FILE_BYTES {
            return Ok(());
        }
        // Several values may be the same bytes: each pays.
        if !self.cx.part() || !self.cx.depth(depth) || !self.cx.charge(raw.len()) {
            return Err(Stop::Spent);
        }
        let mut name = String::new();
        push_name(&mut name, key.as_bytes(), Charset::Utf8);
        let mut file = Entity::new(self.place.child("", &name), Declared::default(), Vec::new(), depth);
        let told = file.push(raw, Ending::Whole, self.cx);
        let share = portion(self.packed, raw.len() as u64, self.unpacked).min(self.packed.saturating_sub(self.told));
        self.told += share;
        self.tally.merge(&scale(&told, share));
        Ok(())
    }

    /// Hands on what was written, if it is time for that.
    pub(super) fn checked(&mut self) -> Result<(), Stop> {
        if self.json.is_full() { self.flush() } else { Ok(()) }
    }

    /// Hands on what was written.
    fn flush(&mut self) -> Result<(), Stop> {
        let share = portion(self.packed, self.done, self.all).saturating_sub(self.told);
        self.told += share;
        self.json.read += share;
        if self.json.flush(Ending::More, self.cx, self.tally) { Ok(()) } else { Err(Stop::Spent) }
    }
}

/// So much of `whole` as `part` is of `all`.
fn portion(whole: u64, part: u64, all: u64) -> u64 {
    let portion = u128::from(whole) * u128::from(part.min(all)) / u128::from(all.max(1));
    portion as u64
}
