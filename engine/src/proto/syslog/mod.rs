//! Syslog over UDP and TCP: heads of RFC 3164 and RFC 5424, both framings of RFC 6587 (an octet count, or a line end).
//!
//! The text of each message is content of its own, so that JSON (with or without the `@cee:` cookie), CEF and `key=value`
//! are read as such. Host, application, process and message id are told as fields, structured data (RFC 5424 §6.3) under
//! the names of its parameters. A line without a priority (the rest of a stack trace) is a message without a head.
//!
//! After a gap, and within a frame that lost bytes, text passes as it is until a line ends or an octet count with a
//! priority behind it begins. Syslog over TLS (RFC 5425) is TLS; RELP is not read.
//!
//! Limits: [`WHOLE_MAX`] for a message that is read by its head (a longer one passes as it is), [`head::FIELDS`]
//! parameters of structured data, seven digits of an octet count.

mod head;
mod probe;

#[cfg(test)]
mod tests;

use super::fields::{line, tells};
use super::step::{Step, steps};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::pair::Pair;
use head::{Count, Head};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "syslog",
    title: "Syslog (RFC 3164, 5424, 6587): messages, structured data",
    transports: &[Transport::Tcp, Transport::Udp],
    probe: probe::probe,
    parser: Some(make),
};

/// Longest message that is read by its head.
const WHOLE_MAX: usize = 32 << 10;
/// Longest text of the fields of one head.
const FIELDS_MAX: usize = 16 << 10;

fn make(_: &Limits, transport: Transport) -> Box<dyn Parser> {
    Box::new(SyslogParser { transport, sides: Pair::default(), fields: Vec::new(), messages: 0 })
}

/// The parser of one flow.
#[derive(Debug)]
pub struct SyslogParser {
    transport: Transport,
    sides: Pair<Side>,
    /// Working memory: fields of the message in hand.
    fields: Vec<u8>,
    messages: u32,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes of the line in hand that hold no end.
    scanned: usize,
    /// Bytes that were shown and not consumed.
    waiting: usize,
    /// A message was begun and not ended.
    open: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a frame.
    #[default]
    Frame,
    /// In a counted message that is read whole, so many bytes.
    Whole(usize),
    /// In a counted message that passes as it is, so many bytes before its end.
    Body(u64),
    /// In a line that passes as it is.
    Line,
    /// Looking for the next frame.
    Astray,
}

impl Parser for SyslogParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.transport == Transport::Udp {
            self.message(dir, data, out);
            return Progress::Consumed(data.len());
        }
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        side.scanned = 0;
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        let left = match side.state {
            State::Whole(left) => left as u64,
            State::Body(left) => left,
            State::Frame | State::Line | State::Astray => 0,
        };
        if missing < left {
            side.state = State::Body(left.saturating_sub(missing));
            self.begin(dir, out);
            out.body_gap(dir, len);
        } else {
            self.end(dir, MessageEnd::Cut, out);
            let exact = missing == left && left > 0;
            self.sides.of_mut(dir).state = if exact { State::Frame } else { State::Astray };
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
    }
}

impl SyslogParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Frame => self.frame(dir, data, out),
            State::Whole(len) => {
                let Some(message) = data.get(..len) else { return Step::More };
                self.sides.of_mut(dir).state = State::Frame;
                self.message(dir, message, out);
                Step::Took(len)
            }
            State::Body(left) => {
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
                out.body(dir, data.get(..take).unwrap_or(data));
                let left = left.saturating_sub(take as u64);
                self.sides.of_mut(dir).state = State::Body(left);
                if left == 0 {
                    self.sides.of_mut(dir).state = State::Frame;
                    self.end(dir, MessageEnd::Complete, out);
                }
                Step::Took(take)
            }
            State::Line => {
                let end = head::line_end(data);
                out.body(dir, data.get(..end.unwrap_or(data.len())).unwrap_or(data));
                if let Some(end) = end {
                    self.sides.of_mut(dir).state = State::Frame;
                    self.end(dir, MessageEnd::Complete, out);
                    out.framing(dir, 1);
                    return Step::Took(end.saturating_add(1));
                }
                Step::Took(data.len())
            }
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// A frame begins (RFC 6587 §3.4): a count of octets, or a line.
    fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let blank = data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | b' ' | 0)).count();
        if blank > 0 {
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        match head::count(data) {
            Count::Need => return Step::More,
            Count::Of(len, digits) => {
                out.framing(dir, digits);
                if len > WHOLE_MAX {
                    out.anomaly(dir, Code::HeadTooLong, "a counted message");
                    self.begin(dir, out);
                }
                let side = self.sides.of_mut(dir);
                side.state = if len > WHOLE_MAX { State::Body(len as u64) } else { State::Whole(len) };
                return Step::Took(digits);
            }
            Count::No => {}
        }
        let side = self.sides.of_mut(dir);
        let reach = data.get(..WHOLE_MAX.min(data.len())).unwrap_or(data);
        let Some(end) = reach.get(side.scanned..).and_then(head::line_end) else {
            side.scanned = reach.len();
            if data.len() < WHOLE_MAX {
                return Step::More;
            }
            side.scanned = 0;
            side.state = State::Line;
            out.anomaly(dir, Code::HeadTooLong, "a line");
            self.begin(dir, out);
            out.body(dir, reach);
            return Step::Took(reach.len());
        };
        let end = end.saturating_add(side.scanned);
        side.scanned = 0;
        self.message(dir, data.get(..end).unwrap_or(data), out);
        out.framing(dir, 1);
        Step::Took(end.saturating_add(1))
    }

    /// A whole message; all of its bytes are accounted for.
    fn message(&mut self, dir: Direction, message: &[u8], out: &mut dyn Outlet) {
        let text = message.trim_ascii_end();
        let text = text.strip_suffix(b"\0").unwrap_or(text).trim_ascii_end();
        let head = head::read(text).unwrap_or_default();
        self.begin(dir, out);
        self.tell(dir, &head, out);
        let body = text.get(head.len..).unwrap_or_default();
        if body.is_empty() {
            out.framing(dir, message.len());
        } else {
            out.framing(dir, head.len);
            out.body(dir, body);
            out.framing(dir, message.len().saturating_sub(text.len()));
        }
        self.end(dir, MessageEnd::Complete, out);
    }

    /// Tells the fields of a head.
    fn tell(&mut self, dir: Direction, head: &Head<'_>, out: &mut dyn Outlet) {
        let fields = &mut self.fields;
        fields.clear();
        for (name, value) in
            [("hostname", head.host), ("app-name", head.app), ("procid", head.process), ("msgid", head.id)]
        {
            if tells(value) {
                line(fields, name.as_bytes(), value);
            }
        }
        if !fields.is_empty() {
            out.text(dir, "header", TextFormat::Headers, fields);
        }
        if head.data.is_empty() {
            return;
        }
        fields.clear();
        if let Some(wrong) = head::parameters(head.data, FIELDS_MAX, fields) {
            out.anomaly(dir, wrong, "structured data");
            out.text(dir, "data", TextFormat::Plain, head.data);
        }
        if !fields.is_empty() {
            out.text(dir, "data", TextFormat::Headers, fields);
        }
        if self.fields.capacity() > FIELDS_MAX {
            self.fields = Vec::new();
        }
    }

    fn begin(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.sides.of_mut(dir).open, true) {
            out.begin(dir, MessageHead { place: "syslog.message", tx: self.messages, ..MessageHead::default() });
            self.messages = self.messages.wrapping_add(1);
        }
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    /// Text passes as it is until a frame begins.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (at, found) = head::resync(data);
        if at > 0 {
            self.begin(dir, out);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found {
            self.end(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.sides.of_mut(dir).state = State::Frame;
            return Step::Took(at);
        }
        if at > 0 { Step::Took(at) } else { Step::More }
    }
}
