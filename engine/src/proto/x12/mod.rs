//! X12 interchanges (ANSI ASC X12.5, X12.6) in a stream of their own: orders, invoices, claims, enrolments.
//!
//! Elements stand under segment and number (`x12.transaction:NM1-09`), their components in one text. A transaction set
//! (ST to SE) is a message; what envelops it (ISA, GS, GE, IEA) is `x12.interchange`. A password in the header (ISA03
//! `01`, ISA04) is a login of the interchange's sender; nothing tells its outcome.
//!
//! After a gap, text passes as it is until a segment ends, or until a header begins if none was seen. Acknowledgements
//! (997, 999) are not paired with what they acknowledge. Interchanges in files, mails and HTTP are text there; EDIFACT is
//! not read.
//!
//! Limits: `Limits::head_bytes` for a segment, 128 elements of it.

mod envelope;

#[cfg(test)]
mod tests;

use super::step::{Step, steps};
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::pair::Pair;
use envelope::{HEADER, Separators, element};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "x12",
    title: "X12 interchanges: elements of segments",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Elements after which they are handed over.
const FULL: usize = 64 << 10;
const INTERCHANGE: &str = "x12.interchange";
const TRANSACTION: &str = "x12.transaction";

/// The header of an interchange, whole.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match envelope::header(data) {
        Ok(_) => Probe::Match,
        Err(true) => Probe::NeedMore,
        Err(false) => Probe::Reject,
    }
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(X12Parser { longest: limits.head_bytes, sides: Pair::default(), next_tx: 0 })
}

/// The parser of one connection.
#[derive(Debug)]
struct X12Parser {
    longest: usize,
    sides: Pair<Side>,
    next_tx: u32,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    /// Of the interchange in hand.
    separators: Option<Separators>,
    /// Bytes of the segment in hand that hold no end.
    scanned: usize,
    /// The rest of the segment in hand passes as it is.
    passing: bool,
    /// Within a transaction set.
    inside: bool,
    /// A message was begun and not ended.
    open: bool,
    /// Bytes of it are missing.
    gapped: bool,
    fields: Vec<u8>,
}

impl Parser for X12Parser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        Progress::Consumed(steps(data, |rest| self.step(dir, rest, out)))
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.flush(dir, out);
        let side = self.sides.of_mut(dir);
        (side.scanned, side.passing) = (0, true);
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

impl X12Parser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let longest = self.longest;
        let side = self.sides.of_mut(dir);
        let Some(separators) = side.separators else { return self.astray(dir, data, out) };
        if side.passing {
            let end = memchr::memchr(separators.segment, data);
            side.passing = end.is_none();
            let len = end.unwrap_or(data.len());
            self.say(dir, data.get(..len).unwrap_or(data), out);
            return Step::Took(len);
        }
        // Line ends are for people; a terminator alone ends nothing.
        let blank =
            data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n') || **byte == separators.segment).count();
        if blank > 0 {
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        if data.starts_with(b"ISA") {
            return self.interchange(dir, data, out);
        }
        let reach = data.get(..longest.min(data.len())).unwrap_or(data);
        let from = side.scanned;
        let Some(end) = reach.get(from..).and_then(|rest| memchr::memchr(separators.segment, rest)) else {
            side.scanned = reach.len();
            if data.len() < longest {
                return Step::More;
            }
            (side.scanned, side.passing) = (0, true);
            out.anomaly(dir, Code::HeadTooLong, "a segment");
            self.say(dir, reach, out);
            return Step::Took(reach.len());
        };
        let end = from.saturating_add(end);
        side.scanned = 0;
        self.segment(dir, reach.get(..end).unwrap_or(reach), separators, out);
        Step::Took(end)
    }

    /// The header of an interchange.
    fn interchange(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let separators = match envelope::header(data) {
            Ok(separators) => separators,
            Err(true) => return Step::More,
            Err(false) => {
                out.anomaly(dir, Code::HeaderMalformed, "interchange");
                let side = self.sides.of_mut(dir);
                (side.scanned, side.passing) = (0, true);
                return Step::Took(0);
            }
        };
        self.end(dir, MessageEnd::Complete, out);
        let header = data.get(..HEADER - 1).unwrap_or(data);
        let side = self.sides.of_mut(dir);
        (side.scanned, side.separators) = (0, Some(separators));
        self.begin(dir, out);
        out.framing(dir, HEADER);
        let secret = element(header, 4, separators);
        let password = element(header, 3, separators) == b"01" && !secret.is_empty();
        if password {
            let user = element(header, 6, separators);
            let (path, awaits_outcome) = ("ISA-04", false);
            out.credential(dir, Credential { scheme: "isa", user, secret, path, confidence: 90, awaits_outcome });
        }
        let fields = &mut self.sides.of_mut(dir).fields;
        envelope::tell(header, separators, if password { 4 } else { 0 }, fields);
        Step::Took(HEADER)
    }

    /// A whole segment; all of its bytes are accounted for.
    fn segment(&mut self, dir: Direction, segment: &[u8], separators: Separators, out: &mut dyn Outlet) {
        let Some(name) = envelope::name(segment, separators) else { return self.say(dir, segment, out) };
        if name == b"ST" {
            self.end(dir, MessageEnd::Complete, out);
            self.sides.of_mut(dir).inside = true;
        }
        self.begin(dir, out);
        out.framing(dir, segment.len());
        let fields = &mut self.sides.of_mut(dir).fields;
        if !envelope::tell(segment, separators, 0, fields) {
            out.anomaly(dir, Code::PartsLimit, "elements of a segment");
            out.text(dir, "", TextFormat::Plain, segment);
        }
        if self.sides.of_mut(dir).fields.len() > FULL {
            self.flush(dir, out);
        }
        if name == b"SE" || name == b"IEA" {
            self.end(dir, MessageEnd::Complete, out);
        }
    }

    /// No header was seen: text passes as it is until one begins.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let mut at = 0usize;
        while let Some(step) = data.get(at..).and_then(|rest| memchr::memchr(b'I', rest)) {
            at = at.saturating_add(step);
            match envelope::header(data.get(at..).unwrap_or_default()) {
                Err(false) => at = at.saturating_add(1),
                Err(true) => break,
                Ok(separators) => {
                    let lost = std::mem::take(&mut self.sides.of_mut(dir).passing);
                    self.sides.of_mut(dir).separators = Some(separators);
                    if lost || at > 0 {
                        self.say(dir, data.get(..at).unwrap_or(data), out);
                        self.end(dir, MessageEnd::Cut, out);
                        out.anomaly(dir, Code::ParserResync, "");
                    }
                    return Step::Took(at);
                }
            }
        }
        let at = if data.get(at) == Some(&b'I') { at } else { data.len() };
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
            let place = if side.inside { TRANSACTION } else { INTERCHANGE };
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
