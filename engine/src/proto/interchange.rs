//! Interchanges of trade: segments of elements, whose header tells what separates them. The core of X12 and EDIFACT.
//!
//! An interchange's messages are told apart by the segments that begin and end them. After a gap, text passes as it is
//! until a segment ends, or until a header begins if none was seen. Limits: `Limits::head_bytes` for a segment, and
//! [`ELEMENTS`] of it.

use super::step::{Step, steps};
use super::{Parser, Progress};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::pair::Pair;
use std::fmt::Debug;

/// Elements of a segment that are told.
pub(super) const ELEMENTS: usize = 128;
/// Elements after which they are handed over.
const FULL: usize = 64 << 10;

/// A header that begins an interchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header<S> {
    /// What it says of the interchange.
    pub(super) syntax: S,
    /// Bytes before its segment that say what separates.
    pub(super) advice: usize,
    /// The length of its segment without the terminator, where the standard fixes it.
    pub(super) fixed: Option<usize>,
}

/// What a segment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It begins a message.
    Begins,
    /// It ends a message, or the interchange.
    Ends,
    /// Neither.
    Within,
}

/// A login in a segment.
#[derive(Clone, Debug)]
pub(super) struct Login {
    /// Scheme and place, as [`Credential`] has them.
    pub(super) scheme: &'static str,
    pub(super) path: &'static str,
    pub(super) user: Vec<u8>,
    pub(super) secret: Vec<u8>,
    /// The number of the element that holds the secret.
    pub(super) element: usize,
}

/// A standard's segments, under the separators of an interchange.
pub(super) trait Syntax: Copy + Debug + PartialEq + Send + 'static {
    /// Place of what envelops messages, and of messages.
    const INTERCHANGE: &'static str;
    /// See there.
    const MESSAGE: &'static str;
    /// What headers begin with.
    const FIRST: u8;

    /// Does a header begin here? `Err`: whether more bytes may make it one.
    fn header(data: &[u8]) -> Result<Header<Self>, bool>;
    /// True for what only a header begins with.
    fn opens(data: &[u8]) -> bool;
    /// What ends a segment.
    fn terminator(self) -> u8;
    /// Where the segment ends whose first `from` bytes hold no end.
    fn end(self, data: &[u8], from: usize) -> Option<usize>;
    /// What a segment does; `None` if it is none.
    fn role(self, segment: &[u8]) -> Option<Role>;
    /// The login in a segment.
    fn login(self, segment: &[u8]) -> Option<Login>;
    /// Appends the elements that are texts, by name and number (`NM1-09`), but not `skip`; false if there were more
    /// than [`ELEMENTS`].
    fn tell(self, segment: &[u8], skip: usize, into: &mut Vec<u8>) -> bool;
}

/// The parser of one connection.
#[derive(Debug)]
pub(super) struct Interchanges<S> {
    longest: usize,
    sides: Pair<Side<S>>,
    next_tx: u32,
}

/// What the segment in hand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    /// No header.
    No,
    /// A header that ends as any segment does.
    Ends,
    /// A header of so many bytes.
    Fixed(usize),
}

/// One direction.
#[derive(Debug)]
struct Side<S> {
    /// Of the interchange in hand.
    syntax: Option<S>,
    /// Whether the segment in hand is a header that was looked at.
    heading: Heading,
    /// Bytes of the segment in hand that hold no end.
    scanned: usize,
    /// The rest of the segment in hand passes as it is.
    passing: bool,
    /// Within a message.
    inside: bool,
    /// A message was begun and not ended.
    open: bool,
    /// Bytes of it are missing.
    gapped: bool,
    fields: Vec<u8>,
}

impl<S> Default for Side<S> {
    fn default() -> Self {
        Self {
            syntax: None,
            heading: Heading::No,
            scanned: 0,
            passing: false,
            inside: false,
            open: false,
            gapped: false,
            fields: Vec::new(),
        }
    }
}

impl<S: Syntax> Parser for Interchanges<S> {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        Progress::Consumed(steps(data, |rest| self.step(dir, rest, out)))
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.flush(dir, out);
        let side = self.sides.of_mut(dir);
        (side.scanned, side.passing, side.heading) = (0, true, Heading::No);
        if side.open {
            side.gapped = true;
            out.body_gap(dir, len);
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let inside = self.sides.of_mut(dir).inside;
        self.end(dir, if inside { MessageEnd::Cut } else { MessageEnd::Complete }, out);
    }
}

impl<S: Syntax> Interchanges<S> {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { longest: limits.head_bytes, sides: Pair::default(), next_tx: 0 }
    }

    /// Bytes of the segment in hand that were looked at, for tests.
    #[cfg(test)]
    pub(super) fn scanned(&mut self, dir: Direction) -> usize {
        self.sides.of_mut(dir).scanned
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let longest = self.longest;
        let side = self.sides.of_mut(dir);
        let Some(syntax) = side.syntax else { return self.astray(dir, data, out) };
        if side.passing {
            let end = memchr::memchr(syntax.terminator(), data);
            side.passing = end.is_none();
            let len = end.unwrap_or(data.len());
            self.say(dir, data.get(..len).unwrap_or(data), out);
            return Step::Took(len);
        }
        // Line ends are for people; a terminator alone ends nothing.
        let is_blank = |byte: &&u8| matches!(**byte, b'\r' | b'\n') || **byte == syntax.terminator();
        let blank = data.iter().take_while(is_blank).count();
        if blank > 0 && side.heading == Heading::No {
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        if side.heading == Heading::No && S::opens(data) {
            return self.interchange(dir, data, out);
        }
        let reach = data.get(..longest.min(data.len())).unwrap_or(data);
        let end = match side.heading {
            Heading::Fixed(fixed) => Some(fixed).filter(|fixed| *fixed <= data.len()),
            _ => syntax.end(reach, side.scanned),
        };
        let Some(end) = end else {
            side.scanned = reach.len();
            if data.len() < longest {
                return Step::More;
            }
            (side.scanned, side.passing, side.heading) = (0, true, Heading::No);
            out.anomaly(dir, Code::HeadTooLong, "a segment");
            self.say(dir, reach, out);
            return Step::Took(reach.len());
        };
        (side.scanned, side.heading) = (0, Heading::No);
        self.segment(dir, data.get(..end).unwrap_or(data), syntax, out);
        Step::Took(end)
    }

    /// The header of an interchange.
    fn interchange(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Header { syntax, advice, fixed } = match S::header(data) {
            Ok(header) => header,
            Err(true) => return Step::More,
            Err(false) => {
                out.anomaly(dir, Code::HeaderMalformed, "interchange");
                let side = self.sides.of_mut(dir);
                (side.scanned, side.passing) = (0, true);
                return Step::Took(0);
            }
        };
        self.end(dir, MessageEnd::Complete, out);
        let side = self.sides.of_mut(dir);
        (side.scanned, side.syntax) = (0, Some(syntax));
        side.heading = fixed.map_or(Heading::Ends, Heading::Fixed);
        out.framing(dir, advice);
        Step::Took(advice)
    }

    /// A whole segment; all of its bytes are accounted for.
    fn segment(&mut self, dir: Direction, segment: &[u8], syntax: S, out: &mut dyn Outlet) {
        let Some(role) = syntax.role(segment) else { return self.say(dir, segment, out) };
        if role == Role::Begins {
            self.end(dir, MessageEnd::Complete, out);
            self.sides.of_mut(dir).inside = true;
        }
        self.begin(dir, out);
        out.framing(dir, segment.len());
        let login = syntax.login(segment);
        if let Some(Login { scheme, path, user, secret, .. }) = &login {
            let awaits_outcome = false;
            out.credential(dir, Credential { scheme, user, secret, path, confidence: 90, awaits_outcome });
        }
        let fields = &mut self.sides.of_mut(dir).fields;
        if !syntax.tell(segment, login.map_or(0, |login| login.element), fields) {
            out.anomaly(dir, Code::PartsLimit, "elements of a segment");
            out.text(dir, "", TextFormat::Plain, segment);
        }
        if self.sides.of_mut(dir).fields.len() > FULL {
            self.flush(dir, out);
        }
        if role == Role::Ends {
            self.end(dir, MessageEnd::Complete, out);
        }
    }

    /// No header was seen: text passes as it is until one begins.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut at = 0usize;
        while let Some(step) = data.get(at..).and_then(|rest| memchr::memchr(S::FIRST, rest)) {
            at = at.saturating_add(step);
            match S::header(data.get(at..).unwrap_or_default()) {
                Err(false) => at = at.saturating_add(1),
                Err(true) => break,
                Ok(Header { syntax, .. }) => {
                    let lost = std::mem::take(&mut self.sides.of_mut(dir).passing);
                    self.sides.of_mut(dir).syntax = Some(syntax);
                    if lost || at > 0 {
                        self.say(dir, data.get(..at).unwrap_or(data), out);
                        self.end(dir, MessageEnd::Cut, out);
                        out.anomaly(dir, Code::ParserResync, "");
                    }
                    return Step::Took(at);
                }
            }
        }
        let at = if data.get(at) == Some(&S::FIRST) { at } else { data.len() };
        self.say(dir, data.get(..at).unwrap_or(data), out);
        if at > 0 {
            self.sides.of_mut(dir).passing = true;
            return Step::Took(at);
        }
        Step::More
    }

    /// Text that is no segment.
    fn say(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if !text.is_empty() {
            self.begin(dir, out);
            out.body(dir, text);
        }
    }

    /// Hands over the elements so far.
    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        if !side.fields.is_empty() {
            out.text(dir, "", TextFormat::UrlEncoded, &side.fields);
            side.fields.clear();
        }
    }

    fn begin(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let tx = self.next_tx;
        let side = self.sides.of_mut(dir);
        if !std::mem::replace(&mut side.open, true) {
            let place = if side.inside { S::MESSAGE } else { S::INTERCHANGE };
            out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
            self.next_tx = tx.wrapping_add(1);
        }
    }

    /// The message in hand is over.
    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        self.flush(dir, out);
        let side = self.sides.of_mut(dir);
        side.inside = false;
        let end = if std::mem::take(&mut side.gapped) { MessageEnd::Cut } else { end };
        if std::mem::take(&mut side.open) {
            out.end(dir, end);
        }
    }
}
