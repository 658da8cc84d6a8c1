//! The one pass over the text: where anchors stand, they are judged.

use super::candidate::{Native, Sink, Wanted};
use super::text::Text;
use super::{email, jwt, login, numbers, touching};
use leaktap_simd::{Anchors, BLOCK, Cursor};
use std::cell::Cell;

thread_local! {
    /// Room for the anchors of one piece: most texts that nobody looked at before are a line to be redacted.
    static ROOM: Cell<Anchors> = const { Cell::new(Anchors::new()) };
}

/// Scans the text for what is wanted; candidates come in ascending order of their anchors.
/// `known` are the anchors of the whole text, if somebody has looked already. `begins`: it is no later part of a text.
pub(super) fn walk<S: Sink>(text: &Text<'_>, known: Option<&Anchors>, wanted: Wanted, begins: bool, sink: &mut S) {
    if begins && wanted.any(Wanted::LOGIN) && login::is_statement(text) {
        login::statement(text, sink);
    }
    let budget = login::Budget::new(begins);
    let mut walker = Walker { text, wanted, sink, done: 0, budget };
    if let Some(known) = known {
        return walker.judge(known);
    }
    let (mut cursor, mut room) = (Cursor::default(), ROOM.with(Cell::take));
    while leaktap_simd::anchors(text.bytes, &mut cursor, &mut room) {
        walker.judge(&room);
    }
    ROOM.with(|kept| kept.set(room));
}

struct Walker<'t, 'a, S> {
    text: &'t Text<'a>,
    wanted: Wanted,
    sink: &'t mut S,
    /// Numeric anchors before this offset belong to a value already found.
    done: usize,
    /// What may still be looked for around the keys of logins.
    budget: login::Budget,
}

const NUMERIC: u16 = Native::ResidentId.bit()
    | Native::Mobile.bit()
    | Native::Uscc.bit()
    | Native::Card.bit()
    | Native::Track.bit()
    | Native::Ssn.bit()
    | Native::Iban.bit();

impl<S: Sink> Walker<'_, '_, S> {
    /// Anchors of blocks, one after another.
    fn judge(&mut self, anchors: &Anchors) {
        for of in anchors.blocks() {
            let base = of.number * BLOCK;
            let mut all = of.all();
            while all != 0 {
                let i = all.trailing_zeros();
                let bit = 1u64 << i;
                all &= all - 1;
                let at = base + i as usize;
                if (of.bare | of.grouped) & bit != 0 {
                    self.number(at, of.run(i), of.grouped & bit != 0);
                } else if of.word & bit != 0 {
                    self.word(at);
                }
                if of.iban & bit != 0 && self.wanted.has(Native::Iban) {
                    self.iban(at);
                }
            }
        }
    }

    #[inline]
    fn number(&mut self, at: usize, run: usize, grouped: bool) {
        if at < self.done || !self.wanted.any(NUMERIC) {
            return;
        }
        let end = if grouped { numbers::grouped(self.text, self.wanted, at, run, self.sink) } else { 0 };
        if end != 0 {
            self.done = end;
        } else if run >= SHORTEST {
            self.bare(at, run);
        }
    }

    #[inline]
    fn bare(&mut self, at: usize, run: usize) {
        // What could be a part of the number, and what could be the length of its string.
        let glued = self.text.at(at + run).is_ascii_alphanumeric() || self.text.before(at) < b' ';
        if glued && let Some(string) = self.text.string(at) {
            let own = string.text.len() - at;
            self.digits(&Text::of(&string), at, run.min(own));
            if own >= run {
                return;
            }
        }
        self.digits(self.text, at, run);
    }

    /// A run of digits: numbers that touch, or one.
    #[inline]
    fn digits(&mut self, text: &Text<'_>, at: usize, run: usize) {
        if touching::may_begin(text, at, run) {
            let end = touching::at(text, self.wanted, at, self.sink);
            if end > 0 {
                self.done = self.done.max(end);
                return;
            }
        }
        numbers::bare(text, self.wanted, at, run, self.sink);
    }

    #[inline]
    fn iban(&mut self, at: usize) {
        let string = if self.text.before(at) < b' ' { self.text.string(at) } else { None };
        let end = match string {
            Some(string) => numbers::iban_at(&Text::of(&string), at, self.sink),
            None => numbers::iban_at(self.text, at, self.sink),
        };
        self.done = self.done.max(end);
    }

    #[inline]
    fn word(&mut self, at: usize) {
        match self.text.at(at) {
            b'@' if self.wanted.has(Native::Email) => match self.text.string(at) {
                Some(string) => email::at(&Text::of(&string), at, self.sink),
                None => email::at(self.text, at, self.sink),
            },
            b'@' => login::at_sign(self.text, at, self.sink),
            b'e' if self.wanted.has(Native::Jwt) && self.text.slice(at, at + 3) == b"eyJ" => {
                jwt::at(self.text, at, self.sink);
            }
            _ if self.wanted.any(Wanted::LOGIN) => {
                login::at(self.text, at, &mut self.budget, self.sink);
            }
            _ => {}
        }
    }
}

/// The shortest run of digits that is looked at: type and region of a credit code.
const SHORTEST: usize = 7;
