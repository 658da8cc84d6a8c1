//! ISO 8583 over TCP: what payment terminals, switches and acquirers tell each other (ISO 8583:1987, ISO 8583-1:1993
//! and 2003).
//!
//! The standard leaves framing and coding to the parties, so both are found out from the first message: a *dialect* is
//! a length ([`frame::LENGTHS`]), a header ([`frame::Header`]) and a coding ([`coding::CODINGS`]) under which the whole
//! message reads exactly to the end of its frame, and which chance would hardly read so. Later messages narrow down the
//! codings that are still possible; the connection keeps to the dialect. Not read: links without a length, and with
//! lengths that do not count their header.
//!
//! Fields stand under their numbers (`iso8583.request:de2`), elements of a chip under their tags (`…:de55.5a`). Tracks
//! have the sentinels of ISO/IEC 7813, which links leave out, so that they are known for what they are. What is not
//! printable in a private field is blank. A PIN block is `encrypted` and never told; one in the clear (ISO 9564-1
//! formats 0, 2 and 3) is a login whose secret is the PIN. A response has the transaction of the request with its class
//! and trace number (field 11).
//!
//! Frames that are no message of the dialect are text as they are (`iso8583.message`, anomaly `header_malformed`), and
//! so is what follows a gap, until a frame with a message begins. A length of zero keeps the connection alive.
//!
//! Limits: `Limits::head_bytes` for a frame (`head_too_long`), 4 KiB for the frame that is sought, 256 elements of a
//! chip (`parts_limit`), four templates deep; `Limits::pipeline_depth` requests that wait (`pipeline_limit`).

mod coding;
mod frame;
mod search;
mod table;
mod tell;
mod wire;

#[cfg(test)]
mod tests;

use super::step::{Stride, seek, strides};
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::pair::Pair;
use frame::{Choice, Dialect};
use std::collections::VecDeque;
use wire::Message;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "iso8583",
    title: "ISO 8583: cards, tracks and chips of payments",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Longest frame that is sought.
const SOUGHT: usize = 4 << 10;
/// Longest frame of a first message.
const FIRST: usize = 16 << 10;
/// Bytes of a first message that a probe sees.
const SHOWN: usize = 512;

/// A whole message, or so much of a longer one that it can be nothing else.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match frame::choose(data, None, FIRST) {
        Choice::Found(_) => Probe::Match,
        Choice::Long(true) if data.len() >= SHOWN => Probe::Match,
        Choice::Long(_) => Probe::NeedMore,
        Choice::None => Probe::Reject,
    }
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(Iso8583Parser {
        longest: limits.head_bytes,
        depth: limits.pipeline_depth,
        dialect: None,
        sides: Pair::default(),
        sent: VecDeque::new(),
        next_tx: 0,
    })
}

/// The parser of one connection.
#[derive(Debug)]
struct Iso8583Parser {
    longest: usize,
    depth: usize,
    dialect: Option<Dialect>,
    sides: Pair<Side>,
    /// Requests that wait for their response.
    sent: VecDeque<Sent>,
    next_tx: u32,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    /// Bytes that were tried for a dialect.
    tried: usize,
    /// Until a frame with a message begins, everything passes as it is.
    seeking: bool,
    /// A message of what passes was begun and not ended.
    open: bool,
}

/// A request that waits.
#[derive(Debug)]
struct Sent {
    dir: Direction,
    class: u8,
    trace: Vec<u8>,
    tx: u32,
}

impl Parser for Iso8583Parser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        strides(data, |rest| self.step(dir, rest, out)).map_or(Progress::Lost, Progress::Consumed)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        side.seeking = true;
        if side.open {
            out.body_gap(dir, len);
        }
        self.dialect.is_some()
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Complete, out);
    }
}

impl Iso8583Parser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Stride {
        let Some(dialect) = &self.dialect else { return self.choose(dir, data) };
        if self.sides.of_mut(dir).seeking {
            return self.resync(dir, data, out);
        }
        let length = dialect.length;
        let total = match length.total(data) {
            Ok(total) => total,
            Err(true) => return Stride::More,
            Err(false) => return self.astray(dir, Code::HeaderMalformed, "length", out),
        };
        if total == length.bytes() {
            out.framing(dir, total);
            return Stride::Took(total);
        }
        if total > self.longest {
            return self.astray(dir, Code::HeadTooLong, "a message", out);
        }
        let Some(whole) = data.get(..total) else { return Stride::More };
        self.frame(dir, whole, out)
    }

    /// Finds out the dialect.
    fn choose(&mut self, dir: Direction, data: &[u8]) -> Stride {
        let side = self.sides.of_mut(dir);
        match frame::choose(data, Some(side.tried), FIRST.min(self.longest)) {
            Choice::Found(dialect) => {
                self.dialect = Some(dialect);
                Stride::Took(0)
            }
            Choice::Long(_) => {
                side.tried = data.len();
                Stride::More
            }
            Choice::None => Stride::Lost,
        }
    }

    /// A whole frame, with its length.
    fn frame(&mut self, dir: Direction, whole: &[u8], out: &mut dyn Outlet) -> Stride {
        let Some(dialect) = &mut self.dialect else { return Stride::Lost };
        let body = whole.get(dialect.length.bytes()..).unwrap_or_default();
        let Some(message) = dialect.message(body) else {
            return self.astray(dir, Code::HeaderMalformed, "message", out);
        };
        let tx = self.transaction(dir, &message, out);
        let place = if message.answers() { "iso8583.response" } else { "iso8583.request" };
        out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
        let told = tell::message(&message);
        if told.many {
            out.anomaly(dir, Code::PartsLimit, "elements of a chip");
        }
        let sealed = pin_block(dir, &message, out);
        out.framing(dir, whole.len().saturating_sub(sealed));
        if sealed > 0 {
            out.sealed(dir, sealed, State::Encrypted);
        }
        if !told.text.is_empty() {
            out.text(dir, "", TextFormat::UrlEncoded, &told.text);
        }
        out.end(dir, MessageEnd::Complete);
        Stride::Took(whole.len())
    }

    /// The transaction of a message: that of its request, if it answers one that is known.
    fn transaction(&mut self, dir: Direction, message: &Message<'_>, out: &mut dyn Outlet) -> u32 {
        let [_, class, function, _] = message.mti;
        let trace = message.text(11).unwrap_or_default();
        if message.answers() {
            let asked = |sent: &Sent| sent.dir != dir && sent.class == class && sent.trace == trace;
            if let Some(sent) = self.sent.iter().position(asked).and_then(|at| self.sent.remove(at)) {
                return sent.tx;
            }
        }
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        // Requests and advices are answered, notifications are not.
        if matches!(function, 0 | 2) && !trace.is_empty() {
            if self.sent.len() >= self.depth {
                self.sent.pop_front();
                out.anomaly(dir, Code::PipelineLimit, "");
            }
            self.sent.push_back(Sent { dir, class, trace, tx });
        }
        tx
    }

    /// What stands here is no message of the dialect: everything passes as it is until one begins.
    fn astray(&mut self, dir: Direction, code: Code, detail: &str, out: &mut dyn Outlet) -> Stride {
        out.anomaly(dir, code, detail);
        self.sides.of_mut(dir).seeking = true;
        Stride::Took(0)
    }

    /// Passes bytes as they are until a frame with a message begins.
    fn resync(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Stride {
        let Some(dialect) = &self.dialect else { return Stride::Lost };
        let longest = SOUGHT.min(self.longest);
        let (at, begins) = seek(data, 0, |rest| dialect.begins(rest, longest));
        self.say(dir, data.get(..at).unwrap_or(data), out);
        if begins == Some(true) {
            self.end(dir, MessageEnd::Complete, out);
            self.sides.of_mut(dir).seeking = false;
            out.anomaly(dir, Code::ParserResync, "");
            return Stride::Took(at);
        }
        if at > 0 { Stride::Took(at) } else { Stride::More }
    }

    /// Bytes that are no message.
    fn say(&mut self, dir: Direction, bytes: &[u8], out: &mut dyn Outlet) {
        if bytes.is_empty() {
            return;
        }
        let side = self.sides.of_mut(dir);
        if !std::mem::replace(&mut side.open, true) {
            let tx = self.next_tx;
            self.next_tx = tx.wrapping_add(1);
            out.begin(dir, MessageHead { place: "iso8583.message", tx, ..MessageHead::default() });
        }
        out.body(dir, bytes);
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }
}

/// Tells a PIN that is not encrypted; answers how many bytes of a block are closed to us.
fn pin_block(dir: Direction, message: &Message<'_>, out: &mut dyn Outlet) -> usize {
    let Some(value) = message.value(52) else { return 0 };
    let block = value.raw(message.coding);
    let track = message.text(35).unwrap_or_default();
    let track = track.split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    let card = message.text(2).or(track).unwrap_or_default();
    let Some(pin) = tell::pin(&block, &card) else { return value.bytes.len() };
    let (user, secret, path) = (&b""[..], pin.as_slice(), "de52");
    let credential = Credential { scheme: "pin_block", user, secret, path, confidence: 95, awaits_outcome: false };
    out.credential(dir, credential);
    0
}
