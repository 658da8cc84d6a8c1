//! The body of a part of a multipart body, or of a mail: its transfer encoding (RFC 2045 §6) is taken off.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::coded::{Coded, Over};
use super::decode::{Base64, Decoder, Quoted};
use super::entity::Entity;
use super::head::{Head, Transfer};
use super::media::{Declared, Kind};
use super::place::Place;
use crate::coverage::{State, Tally};
use crate::mime::Range;

/// The body of a part.
pub(super) struct Part {
    body: Body,
    depth: u8,
    /// The whole that it is a piece of goes on behind it.
    goes_on: bool,
}

enum Body {
    Identity(Entity),
    /// All further bytes are in a state, once that is known.
    Coded(Coded, Option<State>),
    Base64(Coded, Footer),
}

/// Looks for text that somebody put behind base64: mailing lists add a footer to every body.
#[derive(Default)]
struct Footer {
    padded: bool,
    text: Option<Box<Entity>>,
}

impl Part {
    /// Of what `head` says, at `place`.
    pub(super) fn new(place: Place, head: Head, depth: u8, in_mail: bool) -> Self {
        let Range { start, goes_on, .. } = head.range;
        // A file in lines has a name of its own, and stands in a text.
        let declared = if head.transfer == Transfer::Lines {
            Declared { kind: Kind::Plain, ..Declared::default() }
        } else {
            head.declared
        };
        let inner = Entity::new(place, declared, Vec::new(), depth).named(&head.name).mailed(in_mail);
        let inner = inner.resumed(start > 0).filed();
        let body = match head.transfer {
            Transfer::Identity | Transfer::Lines => Body::Identity(inner),
            Transfer::Base64 => Body::Base64(Coded::new(Decoder::Base64(Base64::default()), inner), Footer::default()),
            Transfer::Quoted => Body::Coded(Coded::new(Decoder::Quoted(Quoted::default()), inner), None),
        };
        Self { body, depth, goes_on }
    }

    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        match &self.body {
            Body::Identity(entity) => entity.held(),
            Body::Coded(coded, _) | Body::Base64(coded, _) => coded.held(),
        }
    }

    /// Takes the next bytes; answers what became of those that are decided.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let end = if self.goes_on && end == Ending::Whole { Ending::Cut } else { end };
        match &mut self.body {
            Body::Identity(entity) => entity.push(data, end, cx),
            Body::Coded(_, Some(state)) => {
                let mut tally = Tally::default();
                tally.add(*state, data.len() as u64);
                tally
            }
            Body::Coded(coded, over) => {
                let (tally, result) = coded.push(data, end, cx);
                if let Over::Rest(state) = result {
                    *over = Some(state);
                }
                tally
            }
            Body::Base64(coded, footer) => {
                if let Some(text) = &mut footer.text {
                    return text.push(data, end, cx);
                }
                let Some(at) = footer.find(data) else { return coded.push(data, end, cx).0 };
                let (mut tally, _) = coded.push(data.upto(at), Ending::Whole, cx);
                let declared = Declared { kind: Kind::Plain, ..Declared::default() };
                let place = Place::new(coded.inner().place());
                let mut text = Box::new(Entity::new(place, declared, Vec::new(), self.depth));
                tally.merge(&text.push(data.after(at), end, cx));
                footer.text = Some(text);
                tally
            }
        }
    }

    /// Where it is.
    pub(super) fn place(&self) -> &str {
        match &self.body {
            Body::Identity(entity) => entity.place(),
            Body::Coded(coded, _) | Body::Base64(coded, _) => coded.inner().place(),
        }
    }

    /// Bytes are missing here.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        match &mut self.body {
            Body::Identity(entity) => entity.gap(cx),
            Body::Base64(_, Footer { text: Some(text), .. }) => text.gap(cx),
            Body::Coded(coded, _) | Body::Base64(coded, _) => coded.gap(cx).0,
        }
    }
}

impl Footer {
    /// Where base64 ends and something else begins, if it does. Only lines with a blank, padding or an underscore are looked
    /// at, which base64 has but at its end.
    fn find(&mut self, data: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            if self.padded {
                at += data.after(at).iter().take_while(|b| b.is_ascii_whitespace()).count();
                let line = line(data, at);
                if line.is_empty() {
                    return None;
                }
                // What was encoded piece by piece goes on.
                self.padded = false;
                if is_foreign(line) || !line.iter().all(|b| is_base64(*b)) {
                    return Some(at);
                }
            }
            let hit = at + memchr::memchr3(b' ', b'=', b'_', data.after(at))?;
            let start = memchr::memrchr(b'\n', data.span(at, hit)).map_or(at, |end| at + end + 1);
            let line = line(data, start);
            if is_foreign(line) {
                return Some(start);
            }
            self.padded = line.ends_with(b"=");
            at = start + memchr::memchr(b'\n', data.after(start)).map_or(data.len() - start, |end| end + 1);
        }
    }
}

/// The line that begins at `start`, without blanks around it.
fn line(data: &[u8], start: usize) -> &[u8] {
    let rest = data.after(start);
    rest.upto(memchr::memchr(b'\n', rest).unwrap_or(rest.len())).trim_ascii()
}

/// True for a line of words, or a rule.
fn is_foreign(line: &[u8]) -> bool {
    line.contains(&b' ') || (!line.is_empty() && line.iter().all(|b| matches!(b, b'_' | b'-')))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}
