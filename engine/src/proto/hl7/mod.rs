//! HL7 v2 over MLLP (HL7 v2.5 chapter 2; Minimal Lower Layer Protocol, release 1 and 2), or bare.
//!
//! Fields stand under segment and number (`hl7.message:PID-13`), their components in one text, escapes undone, in the
//! character set that MSH-18 names. Documents in OBX-5 (type ED, base64) are content of their own (`hl7.document`). An
//! acknowledgement has the transaction of the message that its MSA-2 names. There are no logins.
//!
//! Lines that are no segment are text as they are, and so is the rest of a segment behind a gap or beyond the limit.
//! Of messages without MLLP, a header begins the next. Refuses HL7 v3 and FHIR: that is XML or JSON over HTTP.
//!
//! Limits: `Limits::head_bytes` for a segment, 512 fields of it, `Limits::pipeline_depth` messages that wait for their
//! acknowledgement.

mod charset;
mod segment;

#[cfg(test)]
mod tests;

use super::banner::{first_of, literal};
use super::fields::decoded;
use super::step::{Step, steps};
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::mime;
use crate::pair::Pair;
use encoding_rs::Encoding;
use segment::{Separators, Told, component, field};
use std::collections::VecDeque;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "hl7",
    title: "HL7 v2 over MLLP: fields of segments, documents",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Start and end of a block (MLLP §2.3).
const BLOCK_START: u8 = 0x0b;
const BLOCK_END: u8 = 0x1c;
/// Fields after which they are handed over.
const FULL: usize = 64 << 10;
/// Longest control id that is kept.
const ID_MAX: usize = 64;

/// A header with its encoding characters, framed by MLLP or bare.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    first_of([&b"MSH|^~\\&"[..], b"FHS|^~\\&", b"BHS|^~\\&"].into_iter().flat_map(|opening| {
        let framed = data.strip_prefix(&[BLOCK_START]).map_or(Probe::Reject, |rest| literal(rest, opening));
        [framed, literal(data, opening)]
    }))
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Hl7Parser {
        longest: limits.head_bytes,
        depth: limits.pipeline_depth,
        sides: Pair::default(),
        sent: VecDeque::new(),
        next_tx: 0,
    })
}

/// The parser of one connection.
#[derive(Debug)]
struct Hl7Parser {
    longest: usize,
    depth: usize,
    sides: Pair<Side>,
    /// Messages that wait for their acknowledgement: who sent them, their control id, their transaction.
    sent: VecDeque<(Direction, Vec<u8>, u32)>,
    next_tx: u32,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    separators: Separators,
    charset: Option<&'static Encoding>,
    /// Bytes of the segment in hand that hold no end.
    scanned: usize,
    /// The rest of the segment in hand passes as it is.
    passing: bool,
    /// Within a block of MLLP.
    framed: bool,
    /// A header was read, and its message is not over: its transaction.
    tx: Option<u32>,
    /// The message was begun and not ended.
    open: bool,
    /// Bytes of the message are missing.
    gapped: bool,
    fields: Vec<u8>,
}

impl Parser for Hl7Parser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        Progress::Consumed(steps(data, |rest| self.step(dir, rest, out)))
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        (side.scanned, side.passing) = (0, true);
        if side.tx.is_some() {
            side.gapped = true;
            self.flush(dir, out);
            self.begin(dir, out);
            out.body_gap(dir, len);
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let framed = self.sides.of_mut(dir).framed;
        self.end(dir, if framed { MessageEnd::Cut } else { MessageEnd::Complete }, out);
    }
}

impl Hl7Parser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let longest = self.longest;
        let side = self.sides.of_mut(dir);
        if !side.passing {
            match data.first() {
                Some(&BLOCK_START) => {
                    out.framing(dir, 1);
                    // The last block had no end.
                    self.end(dir, MessageEnd::Cut, out);
                    self.sides.of_mut(dir).framed = true;
                    return Step::Took(1);
                }
                Some(&BLOCK_END) => {
                    out.framing(dir, 1);
                    self.end(dir, MessageEnd::Complete, out);
                    self.sides.of_mut(dir).framed = false;
                    return Step::Took(1);
                }
                Some(b'\r' | b'\n') => {
                    out.framing(dir, 1);
                    return Step::Took(1);
                }
                _ => {}
            }
        }
        let reach = data.get(..longest.min(data.len())).unwrap_or(data);
        let from = if side.passing { 0 } else { side.scanned };
        let is_end = |byte: &u8| matches!(*byte, b'\r' | b'\n' | BLOCK_END | BLOCK_START);
        let end = reach.get(from..).and_then(|rest| rest.iter().position(is_end)).map(|at| at.saturating_add(from));
        if side.passing {
            side.passing = end.is_none();
            let len = end.unwrap_or(reach.len());
            self.say(dir, reach.get(..len).unwrap_or(reach), out);
            return Step::Took(len);
        }
        let Some(end) = end else {
            side.scanned = reach.len();
            if data.len() < longest {
                return Step::More;
            }
            (side.scanned, side.passing) = (0, true);
            out.anomaly(dir, Code::HeadTooLong, "a segment");
            self.say(dir, reach, out);
            return Step::Took(reach.len());
        };
        side.scanned = 0;
        self.segment(dir, reach.get(..end).unwrap_or(reach), out);
        Step::Took(end)
    }

    /// A whole segment; all of its bytes are accounted for.
    fn segment(&mut self, dir: Direction, wire: &[u8], out: &mut dyn Outlet) {
        if segment::is_header(wire)
            && let Some(separators) = segment::separators(wire)
        {
            self.header(dir, wire, separators, out);
        }
        let side = self.sides.of_mut(dir);
        let separators = side.separators;
        let Some(name) = segment::name(wire, separators) else { return self.say(dir, wire, out) };
        if side.tx.is_none() {
            self.fresh(dir);
        }
        out.framing(dir, wire.len());
        let text = decoded(wire, self.sides.of_mut(dir).charset);
        if name == b"MSA" {
            self.acknowledges(dir, field(&text, 2, separators));
        }
        let document = if name == b"OBX" && field(&text, 2, separators) == b"ED" {
            mime::base64(component(field(&text, 5, separators), 5, separators)).filter(|document| !document.is_empty())
        } else {
            None
        };
        let skip = if document.is_some() { 5 } else { 0 };
        let lines = &mut self.sides.of_mut(dir).fields;
        if segment::tell(&text, separators, skip, lines) == Told::Many {
            out.anomaly(dir, Code::PartsLimit, "fields of a segment");
            self.flush(dir, out);
            self.begin(dir, out);
            out.text(dir, "", TextFormat::Plain, &text);
        }
        if self.sides.of_mut(dir).fields.len() > FULL {
            self.flush(dir, out);
        }
        if let Some(document) = document {
            self.document(dir, &document, out);
        }
    }

    /// A message, a batch or a file begins.
    fn header(&mut self, dir: Direction, header: &[u8], separators: Separators, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Complete, out);
        let tx = self.fresh(dir);
        let side = self.sides.of_mut(dir);
        side.separators = separators;
        if !header.starts_with(b"MSH") {
            return;
        }
        // The first of its repetitions is that of the whole message.
        let charsets = field(header, 18, separators);
        side.charset = charset::named(charsets.split(|byte| *byte == b'~').next().unwrap_or_default());
        let id = field(header, 10, separators);
        if id.is_empty() {
            return;
        }
        if self.sent.len() >= self.depth {
            self.sent.pop_front();
        }
        self.sent.push_back((dir, id.get(..ID_MAX).unwrap_or(id).to_vec(), tx));
    }

    /// Begins a transaction.
    fn fresh(&mut self, dir: Direction) -> u32 {
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        self.sides.of_mut(dir).tx = Some(tx);
        tx
    }

    /// The message in hand acknowledges the one of this control id.
    fn acknowledges(&mut self, dir: Direction, id: &[u8]) {
        let id = id.get(..ID_MAX).unwrap_or(id);
        let Some(at) = self.sent.iter().position(|(sender, known, _)| *sender != dir && known == id) else { return };
        let Some((_, _, tx)) = self.sent.remove(at) else { return };
        // An acknowledgement waits for none.
        let own = self.sides.of_mut(dir).tx.replace(tx);
        self.sent.retain(|(_, _, waiting)| Some(*waiting) != own);
    }

    /// A document, beside the message that holds it.
    fn document(&mut self, dir: Direction, document: &[u8], out: &mut dyn Outlet) {
        let tx = self.sides.of_mut(dir).tx.unwrap_or(self.next_tx);
        self.flush(dir, out);
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, MessageEnd::Complete);
        }
        out.begin(dir, MessageHead { place: "hl7.document", tx, ..MessageHead::default() });
        out.derived(dir, document);
        out.end(dir, MessageEnd::Complete);
    }

    /// Text that is no segment.
    fn say(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if text.is_empty() {
            return;
        }
        if self.sides.of_mut(dir).tx.is_none() {
            self.fresh(dir);
        }
        self.begin(dir, out);
        out.body(dir, text);
    }

    /// Hands over the fields so far.
    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let fields = std::mem::take(&mut self.sides.of_mut(dir).fields);
        if fields.is_empty() {
            return;
        }
        self.begin(dir, out);
        out.text(dir, "", TextFormat::UrlEncoded, &fields);
        let side = self.sides.of_mut(dir);
        side.fields = fields;
        side.fields.clear();
    }

    fn begin(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let next = self.next_tx;
        let side = self.sides.of_mut(dir);
        let tx = side.tx.unwrap_or(next);
        if !std::mem::replace(&mut side.open, true) {
            out.begin(dir, MessageHead { place: "hl7.message", tx, ..MessageHead::default() });
        }
    }

    /// The message in hand is over.
    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        self.flush(dir, out);
        let side = self.sides.of_mut(dir);
        side.tx = None;
        let end = if std::mem::take(&mut side.gapped) { MessageEnd::Cut } else { end };
        if std::mem::take(&mut side.open) {
            out.end(dir, end);
        }
    }
}
