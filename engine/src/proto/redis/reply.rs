//! Replies: which command they answer, and what their values are called.

use super::Frame;
use super::command::{Asked, Shape, is_secret_setting};
use crate::message::Outlet;
use crate::proto::values::pattern;
use std::collections::VecDeque;

/// Commands whose replies are waited for, and the bytes of names that are kept for them.
const ASKED_MAX: usize = 1024;
const NAMES_MAX: usize = 64 << 10;
/// Longest field of a record.
const FIELD_MAX: usize = 256;

/// Commands that were not answered yet, in order.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Asked>,
    held: usize,
    /// Commands behind the last one waiting that were not kept.
    beyond: u64,
    /// Commands queued since MULTI: EXEC answers them.
    queued: VecDeque<Asked>,
    queued_held: usize,
    multi: bool,
    /// Bytes were lost: replies are not paired until both sides are quiet.
    astray: bool,
}

impl Queue {
    /// A command was sent; false if it is one too many.
    pub(super) fn push(&mut self, mut asked: Asked, begins_multi: bool) -> bool {
        if self.waiting.len() >= ASKED_MAX || self.beyond > 0 {
            self.beyond = self.beyond.saturating_add(1);
            return self.beyond > 1;
        }
        if self.held.saturating_add(asked.memory()) > NAMES_MAX {
            (asked.shape, asked.key) = (Shape::Plain, Box::default());
        }
        self.multi |= begins_multi;
        self.held = self.held.saturating_add(asked.memory());
        self.waiting.push_back(asked);
        true
    }

    /// What the next reply answers.
    fn pop(&mut self) -> Option<Asked> {
        let asked = self.waiting.pop_front();
        match &asked {
            Some(asked) => self.held = self.held.saturating_sub(asked.memory()),
            None => self.beyond = self.beyond.saturating_sub(1),
        }
        asked.filter(|_| !self.astray)
    }

    /// The server will answer it with EXEC.
    fn enqueue(&mut self, mut asked: Asked) {
        if self.queued_held.saturating_add(asked.memory()) > NAMES_MAX {
            (asked.shape, asked.key) = (Shape::Plain, Box::default());
        }
        self.queued_held = self.queued_held.saturating_add(asked.memory());
        self.queued.push_back(asked);
    }

    /// Replies cannot be paired for now.
    pub(super) fn lose(&mut self) {
        *self = Self { astray: true, ..Self::default() };
    }

    /// A command begins while the other side is between replies: if bytes were lost, this is where pairing begins anew.
    pub(super) fn settle(&mut self) {
        if self.astray {
            *self = Self::default();
        }
    }
}

/// A reply in hand.
#[derive(Debug, Default)]
pub(super) struct Reply {
    pub(super) asked: Option<Asked>,
    shape: Shape,
    /// Levels above the values that the shape speaks of.
    base: usize,
    field: Vec<u8>,
    begun: bool,
    push: bool,
}

/// Where in its reply a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Aggregates around it.
    pub(super) depth: usize,
    /// Its number in the innermost.
    pub(super) n: u64,
    /// The innermost is a map.
    pub(super) map: bool,
}

impl Reply {
    /// The first value of a reply is at hand, or a nested aggregate stands there: now it is known what it answers.
    /// `push`: nobody asked for it.
    pub(super) fn begin(&mut self, push: bool, queue: &mut Queue, frame: &mut Frame) {
        if self.begun {
            return;
        }
        self.begun = true;
        self.push = push;
        self.asked = if push { None } else { queue.pop() };
        if let Some(asked) = &self.asked {
            self.shape = asked.shape.clone();
            frame.answers(asked);
        }
        self.base = usize::from(self.shape == Shape::Exec);
    }

    /// True once it is known what it answers.
    pub(super) fn is_begun(&self) -> bool {
        self.begun
    }

    /// Another element of an EXEC's reply begins.
    pub(super) fn element(&mut self, depth: usize, queue: &mut Queue, frame: &mut Frame, out: &mut dyn Outlet) {
        if self.base == 1 && depth == 1 {
            self.field.clear();
            let asked = queue.queued.pop_front().unwrap_or_default();
            frame.answers_also(&asked, out);
            self.shape = asked.shape;
        }
    }

    /// A value.
    pub(super) fn value(&mut self, spot: Spot, value: &[u8], frame: &mut Frame, out: &mut dyn Outlet) {
        let depth = spot.depth.saturating_sub(self.base);
        let turns = matches!(self.shape, Shape::Records | Shape::Settings);
        let record = spot.map || turns && depth > 0;
        if self.push && spot.n < 2 {
            // The push's kind and the channel's name.
            if spot.n == 1 {
                self.shape = Shape::One(pattern(value).into());
            }
            return frame.argument(value, out);
        }
        if record && spot.n.is_multiple_of(2) {
            self.field.clear();
            if value.len() <= FIELD_MAX {
                self.field.extend_from_slice(value);
            } else {
                frame.value(b"", value, out);
            }
            return;
        }
        if let Shape::Dump(name) = &self.shape {
            return frame.dump(name, value, out);
        }
        if self.shape == Shape::Settings && is_secret_setting(&self.field) {
            return frame.secret(value);
        }
        let name: &[u8] = match &self.shape {
            _ if record => &self.field,
            Shape::One(name) => name,
            Shape::Each(names) if depth == 1 => names.get(spot.n as usize).map(AsRef::as_ref).unwrap_or_default(),
            _ if depth > 1 => &self.field,
            _ => b"",
        };
        frame.value(name, value, out);
    }

    /// The name of the values, if they are written as DUMP does.
    pub(super) fn dumped(&self) -> Option<Vec<u8>> {
        if let Shape::Dump(name) = &self.shape { Some(name.to_vec()) } else { None }
    }

    /// The reply is complete and `queued` tells whether it was `+QUEUED`: what it answered.
    pub(super) fn end(&mut self, queued: bool, queue: &mut Queue) -> Option<Asked> {
        let asked = std::mem::take(self).asked?;
        if queued && queue.multi && queue.queued.len() < ASKED_MAX {
            queue.enqueue(asked);
            return None;
        }
        if asked.shape == Shape::Exec {
            queue.queued.clear();
            (queue.queued_held, queue.multi) = (0, false);
        }
        Some(asked)
    }
}

/// The first word of a push in RESP2.
pub(super) fn is_push(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 9] = [
        b"message",
        b"pmessage",
        b"smessage",
        b"subscribe",
        b"psubscribe",
        b"ssubscribe",
        b"unsubscribe",
        b"punsubscribe",
        b"sunsubscribe",
    ];
    WORDS.contains(&word)
}
