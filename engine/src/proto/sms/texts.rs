//! Texts, whole and in parts.
//!
//! The parts of a text are one message, on a stream of its own ([`Outlet::turn_to`]): what a part has beside its text is
//! told at once, its text when all before it was. A part that came before waits for its turn. A number that came already
//! begins another text of the same reference. Texts that do not come whole (a part went over another connection, was
//! refused, or lost) are judged as far as they came, with a gap for what is missing.

use super::super::queue::Delivery;
use super::coding::{Coding, Decoding};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet, TextFormat};

/// Texts of a direction whose parts are waited for.
const TEXTS: usize = 16;
/// Octets of parts that came before their time, of a direction.
const AHEAD: usize = 64 << 10;
/// What a part that waits costs beside its octets.
const PART_COST: usize = 64;
/// Octets of numbers, and of other fields, by which a part is told from that of another text.
const KEY: usize = 256;
/// Octets of other fields, at most, that are not told again where the next part has the same.
const SAME: usize = 1024;
/// Octets of a part that is missing, as far as anybody knows (3GPP TS 23.040 §9.2.3.16).
const USER_DATA: u64 = 140;

/// Which part of a text this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Who told: an element of the header, or the protocol.
    pub kind: u8,
    /// What the parts of a text have in common.
    pub reference: u16,
    /// Number of parts.
    pub total: u8,
    /// Its number, from 1.
    pub number: u8,
}

impl Part {
    /// True if there are others, and it is one of them.
    pub(super) const fn is_sound(self) -> bool {
        self.total > 1 && 1 <= self.number && self.number <= self.total
    }
}

/// A text, or a part of one, behind its header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub coding: Coding,
    /// Bits before its first septet, should it be packed.
    pub fill: u8,
    pub data: &'a [u8],
}

/// The texts of one direction whose parts are waited for; the one that waited longest comes first.
#[derive(Debug, Default)]
pub(super) struct Texts {
    waiting: Vec<Waiting>,
    /// Octets of parts that came before their time, and what they cost.
    ahead: usize,
}

/// A text of which parts are missing.
#[derive(Debug)]
struct Waiting {
    stream: u32,
    key: Vec<u8>,
    total: u8,
    /// Number of the part that is told next.
    next: u8,
    ahead: Vec<Held>,
    decoding: Decoding,
    /// Other fields of the latest part.
    fields: Vec<u8>,
    /// Capture time of its latest part, ns.
    since_ns: i64,
}

/// A part that came before its time.
#[derive(Debug)]
struct Held {
    number: u8,
    coding: Coding,
    fill: u8,
    data: Vec<u8>,
}

impl Held {
    const fn cost(&self) -> usize {
        self.data.len().saturating_add(PART_COST)
    }
}

impl Texts {
    /// Bytes held.
    pub(super) const fn held(&self) -> usize {
        self.ahead
    }

    /// Takes a part. `who` are the numbers that the text goes between; `opening` is what its message begins with.
    pub(super) fn put(
        &mut self,
        dir: Direction,
        opening: &Delivery<'_>,
        who: &[u8],
        part: Part,
        (fields, text): (&[u8], Text<'_>),
        out: &mut dyn Outlet,
    ) {
        let mut key = vec![part.kind, part.total];
        key.extend_from_slice(&part.reference.to_be_bytes());
        key.extend_from_slice(who.get(..KEY).unwrap_or(who));
        let mut known = self.waiting.iter().position(|waiting| waiting.key == key);
        if let Some(at) = known.filter(|at| self.waiting.get(*at).is_some_and(|waiting| waiting.has(part.number))) {
            self.give_up(dir, at, out);
            known = None;
        }
        let at = known.unwrap_or_else(|| self.open(dir, opening, key, part.total, out));
        let Some(waiting) = self.waiting.get_mut(at) else { return };
        waiting.since_ns = out.now_ns();
        out.turn_to(dir, waiting.stream);
        if !fields.is_empty() && waiting.fields != fields {
            out.text(dir, "", TextFormat::UrlEncoded, fields);
            waiting.fields = if fields.len() > SAME { Vec::new() } else { fields.to_vec() };
        }
        let Text { coding, fill, data } = text;
        let held = Held { number: part.number, coding, fill, data: data.to_vec() };
        self.ahead = self.ahead.saturating_add(held.cost());
        waiting.ahead.push(held);
        self.ahead = self.ahead.saturating_sub(waiting.advance(dir, out));
        let whole = waiting.next > waiting.total || waiting.next == 0;
        if whole {
            self.waiting.remove(at);
            out.end(dir, MessageEnd::Complete);
        }
        out.turn_to(dir, 0);
        while self.ahead > AHEAD && !self.waiting.is_empty() {
            out.anomaly(dir, Code::PartsLimit, "parts of texts before their time");
            self.give_up(dir, 0, out);
        }
    }

    /// Gives up texts whose latest part is older than that.
    pub(super) fn expire(&mut self, dir: Direction, before_ns: i64, out: &mut dyn Outlet) {
        while let Some(at) = self.waiting.iter().position(|waiting| waiting.since_ns < before_ns) {
            out.anomaly(dir, Code::PartsLimit, "parts of a text did not come in time");
            self.give_up(dir, at, out);
        }
    }

    /// Gives up all of them.
    pub(super) fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        while !self.waiting.is_empty() {
            self.give_up(dir, 0, out);
        }
    }

    /// Begins the message of another text; answers its place.
    fn open(&mut self, dir: Direction, opening: &Delivery<'_>, key: Vec<u8>, total: u8, out: &mut dyn Outlet) -> usize {
        if self.waiting.len() >= TEXTS {
            out.anomaly(dir, Code::PartsLimit, "texts in parts at once");
            self.give_up(dir, 0, out);
        }
        let free = |stream: &u32| self.waiting.iter().all(|waiting| waiting.stream != *stream);
        let stream = (1..=TEXTS as u32).find(free).unwrap_or(1);
        out.turn_to(dir, stream);
        opening.begin(dir, out);
        self.waiting.push(Waiting {
            stream,
            key,
            total,
            next: 1,
            ahead: Vec::new(),
            decoding: Decoding::default(),
            fields: Vec::new(),
            since_ns: 0,
        });
        self.waiting.len().saturating_sub(1)
    }

    /// Ends a text as far as it came.
    fn give_up(&mut self, dir: Direction, at: usize, out: &mut dyn Outlet) {
        if at >= self.waiting.len() {
            return;
        }
        let mut text = self.waiting.remove(at);
        out.turn_to(dir, text.stream);
        text.ahead.sort_by_key(|held| held.number);
        while let Some(number) = text.ahead.first().map(|held| held.number) {
            let missing = u64::from(number.saturating_sub(text.next)).saturating_mul(USER_DATA);
            if missing > 0 {
                out.body_gap(dir, missing);
                text.decoding.restart();
            }
            text.next = number;
            self.ahead = self.ahead.saturating_sub(text.advance(dir, out));
        }
        out.end(dir, MessageEnd::Cut);
        out.turn_to(dir, 0);
    }
}

impl Waiting {
    /// True if this part came.
    fn has(&self, number: u8) -> bool {
        number < self.next || self.ahead.iter().any(|held| held.number == number)
    }

    /// Tells the parts whose turn it is; answers what they had cost.
    fn advance(&mut self, dir: Direction, out: &mut dyn Outlet) -> usize {
        let mut freed = 0usize;
        while let Some(at) = self.ahead.iter().position(|held| held.number == self.next) {
            let held = self.ahead.remove(at);
            freed = freed.saturating_add(held.cost());
            let text = self.decoding.text(held.coding, &held.data, held.fill, self.next == self.total);
            if !text.is_empty() {
                out.derived(dir, &text);
            }
            // Behind the last one there is none: zero.
            self.next = self.next.checked_add(1).unwrap_or(0);
            if self.next == 0 {
                break;
            }
        }
        freed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::testing::Recorder;

    const DIR: Direction = Direction::Orig;

    fn put(texts: &mut Texts, (reference, number): (u16, u8), data: &[u8], out: &mut Recorder) {
        let part = Part { kind: 0, reference, total: 3, number };
        let text = Text { coding: Coding::Octets, fill: 0, data };
        texts.put(DIR, &Delivery { place: "smpp.submit_sm", ..Delivery::default() }, b"1", part, (b"", text), out);
    }

    #[test]
    fn texts_that_do_not_come_in_time_are_judged_as_far_as_they_came() {
        let (mut texts, mut out) = (Texts::default(), Recorder::default());
        put(&mut texts, (1, 2), b"second", &mut out);
        assert!(texts.held() > 0);
        let now_ns = out.now_ns();
        texts.expire(DIR, now_ns, &mut out);
        assert!(out.is_open(DIR), "in time");
        texts.expire(DIR, now_ns + 1, &mut out);
        assert!(!out.is_open(DIR) && texts.held() == 0);
        let expected = [
            "> stream 1",
            "> begin smpp.submit_sm tx=0",
            "> stream 0",
            "> anomaly parts_limit parts of a text did not come in time",
            "> stream 1",
            "> body_gap 140",
            "> derived \"second\"",
            "> end cut",
            "> stream 0",
        ];
        assert_eq!(out.lines(), expected);
    }

    #[test]
    fn parts_before_their_time_are_bounded() {
        let (mut texts, mut out) = (Texts::default(), Recorder::default());
        for reference in 0..10 {
            put(&mut texts, (reference, 2), &vec![b'x'; 20 << 10], &mut out);
            assert!(texts.held() <= AHEAD);
        }
        texts.close(DIR, &mut out);
        assert_eq!(texts.held(), 0);
        assert_eq!(out.lines().iter().filter(|line| line.contains("before their time")).count(), 7);
    }
}
