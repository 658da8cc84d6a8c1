//! One flow of messages with heads: framing, pairing, logins. SIP and RTSP are flavours of it.

use super::head::{self, Head, Start};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::message::{Coding, ContentHints, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use crate::proto::banner::line::is;
use crate::proto::http::login::{self, Place};
use crate::proto::step::{Step, steps};
use crate::proto::{Parser, Progress, Transport};
use std::collections::VecDeque;

/// What tells one protocol from the other.
#[derive(Debug)]
pub(in crate::proto) struct Flavour {
    /// Its name, and the place of what passes as it is.
    pub(in crate::proto) name: &'static str,
    /// Place of requests.
    pub(in crate::proto) request: &'static str,
    /// Place of responses.
    pub(in crate::proto) response: &'static str,
    /// Versions in start lines.
    pub(in crate::proto) versions: &'static [&'static str],
    /// How targets begin.
    pub(in crate::proto) schemes: &'static [&'static [u8]],
    /// A Call-ID is part of what pairs; there are compact names.
    pub(in crate::proto) called: bool,
    /// Binary frames may stand between messages (RFC 2326 §10.12).
    pub(in crate::proto) interleaved: bool,
}

/// A first line is no longer than this.
const LINE_MAX: usize = 8 << 10;

/// The parser of one flow.
#[derive(Debug)]
pub(in crate::proto) struct Session {
    flavour: &'static Flavour,
    transport: Transport,
    head_max: usize,
    depth: usize,
    sides: Pair<Side>,
    requests: u32,
    scratch: Vec<u8>,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes of the head in hand that hold no end.
    scanned: usize,
    /// The first line of the head in hand is a start line.
    started: bool,
    /// Bytes that were shown and not consumed.
    waiting: usize,
    /// A message was begun and not ended.
    open: bool,
    /// While astray: the next byte stands at the beginning of a line.
    fresh: bool,
    /// Its requests without a final response.
    asked: VecDeque<Asked>,
}

/// A request that waits.
#[derive(Clone, Copy, Debug)]
struct Asked {
    key: u64,
    tx: u32,
    login: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before or in a head.
    #[default]
    Head,
    /// In a body, so many bytes before its end.
    Body(u64),
    /// In a binary frame, so many bytes before its end.
    Media(usize),
    /// Looking for the next message.
    Astray,
}

impl Parser for Session {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.transport == Transport::Udp {
            self.datagram(dir, data, out);
            return Progress::Consumed(data.len());
        }
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        side.scanned = 0;
        side.started = false;
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        match side.state {
            State::Body(left) if missing < left => {
                side.state = State::Body(left.saturating_sub(missing));
                out.body_gap(dir, len);
            }
            State::Media(left) if missing < left as u64 => {
                side.state = State::Media(left.saturating_sub(missing as usize));
            }
            State::Body(left) if missing == left => {
                side.state = State::Head;
                self.end(dir, MessageEnd::Cut, out);
            }
            _ => self.stray(dir, true, out),
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
    }
}

impl Session {
    /// A parser for one flow.
    pub(in crate::proto) fn new(flavour: &'static Flavour, limits: &Limits, transport: Transport) -> Self {
        Self {
            flavour,
            transport,
            head_max: limits.head_bytes,
            depth: limits.pipeline_depth,
            sides: Pair::default(),
            requests: 0,
            scratch: Vec::new(),
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state {
            State::Head => self.head(dir, data, out),
            State::Body(left) => {
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
                out.body(dir, data.get(..take).unwrap_or(data));
                let left = left.saturating_sub(take as u64);
                self.sides.of_mut(dir).state = State::Body(left);
                if left == 0 {
                    self.sides.of_mut(dir).state = State::Head;
                    self.end(dir, MessageEnd::Complete, out);
                }
                Step::Took(take)
            }
            State::Media(left) => {
                let take = left.min(data.len());
                out.sealed(dir, take, Fate::Skipped);
                let left = left.saturating_sub(take);
                self.sides.of_mut(dir).state = if left == 0 { State::Head } else { State::Media(left) };
                Step::Took(take)
            }
            State::Astray => self.astray(dir, data, out),
        }
    }

    fn head(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        // Empty lines keep a connection alive (RFC 5626 §4.4.1).
        let blank = data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | 0)).count();
        if blank > 0 {
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        if self.flavour.interleaved && data.first() == Some(&b'$') {
            let Some([_, _, high, low]) = data.first_chunk::<4>() else { return Step::More };
            out.framing(dir, 4);
            let len = usize::from(u16::from_be_bytes([*high, *low]));
            self.sides.of_mut(dir).state = if len == 0 { State::Head } else { State::Media(len) };
            return Step::Took(4);
        }
        let flavour = self.flavour;
        let head_max = self.head_max;
        let side = self.sides.of_mut(dir);
        let reach = data.get(..head_max.min(data.len())).unwrap_or(data);
        if !side.started {
            let line = reach.get(..LINE_MAX.min(reach.len())).unwrap_or(reach);
            match memchr::memchr(b'\n', line) {
                Some(end) if head::start(line.get(..end).unwrap_or_default(), flavour).is_some() => side.started = true,
                None if line.len() < LINE_MAX && data.len() < head_max => return Step::More,
                _ => {
                    self.stray(dir, false, out);
                    return Step::Took(0);
                }
            }
        }
        let Some(len) = head::end(reach, side.scanned) else {
            side.scanned = reach.len();
            if data.len() < head_max {
                return Step::More;
            }
            out.anomaly(dir, Code::HeadTooLong, "head");
            self.stray(dir, false, out);
            return Step::Took(0);
        };
        (side.scanned, side.started) = (0, false);
        out.framing(dir, len);
        let length = self.message(dir, data.get(..len).unwrap_or(data), None, out);
        if length == 0 {
            self.end(dir, MessageEnd::Complete, out);
        } else {
            self.sides.of_mut(dir).state = State::Body(length);
        }
        Step::Took(len)
    }

    /// A datagram: one message, or what keeps a binding alive.
    fn datagram(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let line = memchr::memchr(b'\n', data).and_then(|end| data.get(..end)).unwrap_or(data);
        if head::start(line, self.flavour).is_none() {
            if data.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0 | b' ')) {
                return out.framing(dir, data.len());
            }
            self.pass(dir, out);
            out.body(dir, data);
            return self.end(dir, MessageEnd::Complete, out);
        }
        let len = head::end(data, 0).unwrap_or(data.len());
        let (head, body) = data.split_at_checked(len).unwrap_or((data, &[]));
        out.framing(dir, len);
        let length = self.message(dir, head, Some(body.len() as u64), out);
        let end = if length > body.len() as u64 { MessageEnd::Cut } else { MessageEnd::Complete };
        if !body.is_empty() {
            out.body(dir, body);
        }
        self.end(dir, end, out);
    }

    /// Begins the message that a head announces; the length of its body. `body` is what a datagram holds behind the head.
    fn message(&mut self, dir: Direction, head: &[u8], body: Option<u64>, out: &mut dyn Outlet) -> u64 {
        let first = memchr::memchr(b'\n', head).map_or(head.len(), |end| end.saturating_add(1));
        let Some(start) = head::start(head.get(..first).unwrap_or(head), self.flavour) else { return 0 };
        let told = head::fields(head, first, self.flavour.called);
        let length = told.length.or(body).unwrap_or(0);
        let userinfo = if let Start::Request(_, target) = start { head::userinfo(target) } else { &[] };
        let login = !told.logins.is_empty() || userinfo.contains(&b':');
        let (place, tx) = match start {
            Start::Request(method, _) => (self.flavour.request, self.request(dir, method, &told, login, out)),
            Start::Response(status) => (self.flavour.response, self.response(dir, status, told.key, out)),
        };
        let hints = hints(&told, if body.is_some() { body } else { Some(length) });
        let open = std::mem::replace(&mut self.sides.of_mut(dir).open, true);
        debug_assert!(!open, "the last message was ended");
        out.begin(dir, MessageHead { place, tx, hints, ..MessageHead::default() });
        if told.conflict || body.is_some_and(|body| length != body) {
            out.anomaly(dir, Code::LengthConflict, "content-length");
        }
        if told.malformed {
            out.anomaly(dir, Code::HeaderMalformed, "header line without a colon");
        }
        let place = Place { dir, path: "uri", awaits_outcome: true };
        login::userinfo(place, userinfo, &mut self.scratch, out);
        self.fields(dir, head, &told, matches!(start, Start::Request(..)), out);
        length
    }

    /// Tells the header fields: logins on their own, the lines between them as they are.
    fn fields(&mut self, dir: Direction, head: &[u8], told: &Head<'_>, awaits: bool, out: &mut dyn Outlet) {
        let mut at = 0;
        for login in &told.logins {
            let (from, to) = login.line;
            run(dir, head.get(at..from), out);
            at = to;
            let path = if login.proxy { "header:proxy-authorization" } else { "header:authorization" };
            let value = head.get(login.value..to).unwrap_or_default().trim_ascii();
            login::authorization(Place { dir, path, awaits_outcome: awaits }, value, &mut self.scratch, out);
        }
        run(dir, head.get(at..), out);
    }

    /// The transaction of a request: that of its first copy, where it is sent again.
    fn request(&mut self, dir: Direction, method: &[u8], told: &Head<'_>, login: bool, out: &mut dyn Outlet) -> u32 {
        let depth = self.depth;
        let side = self.sides.of_mut(dir);
        if let Some(known) = side.asked.iter().find(|asked| asked.key == told.key) {
            return known.tx;
        }
        let tx = self.requests;
        self.requests = tx.wrapping_add(1);
        // Nobody answers an ACK (RFC 3261 §17.1.1.3).
        if is(method, "ACK") {
            return tx;
        }
        if side.asked.len() >= depth {
            side.asked.pop_front();
            out.anomaly(dir, Code::PipelineLimit, "requests without a response");
        }
        side.asked.push_back(Asked { key: told.key, tx, login });
        tx
    }

    /// The transaction of a response, whose request's logins a final status judges.
    fn response(&mut self, dir: Direction, status: u16, key: u64, out: &mut dyn Outlet) -> u32 {
        let last = self.requests.saturating_sub(1);
        let side = self.sides.of_mut(dir.reverse());
        let Some(at) = side.asked.iter().position(|asked| asked.key == key) else { return last };
        let Some(asked) = side.asked.get(at).copied() else { return last };
        if status >= 200 {
            side.asked.remove(at);
            let outcome = match status {
                200..=299 => Outcome::Accepted,
                401 | 403 | 407 => Outcome::Rejected,
                _ => Outcome::Unknown,
            };
            if asked.login {
                out.outcome(dir.reverse(), asked.tx, outcome);
            }
        }
        asked.tx
    }

    /// Begins a message for text that passes as it is.
    fn pass(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let tx = self.requests.saturating_sub(1);
        if !std::mem::replace(&mut self.sides.of_mut(dir).open, true) {
            out.begin(dir, MessageHead { place: self.flavour.name, tx, ..MessageHead::default() });
        }
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.end(dir, end);
        }
    }

    /// The place is lost: text passes as it is until a line is a start line.
    fn stray(&mut self, dir: Direction, gap: bool, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
        let side = self.sides.of_mut(dir);
        (side.scanned, side.started) = (0, false);
        (side.fresh, side.state) = (gap, State::Astray);
    }

    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let flavour = self.flavour;
        let mut fresh = self.sides.of_mut(dir).fresh;
        let (mut at, mut found) = (0usize, false);
        while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
            let reach = rest.get(..LINE_MAX.min(rest.len())).unwrap_or(rest);
            let end = memchr::memchr(b'\n', reach);
            if fresh {
                match end {
                    Some(end) => found = head::start(reach.get(..end).unwrap_or_default(), flavour).is_some(),
                    // A line that may become a start line.
                    None if reach.len() < LINE_MAX => break,
                    None => {}
                }
                if found {
                    break;
                }
            }
            fresh = end.is_some();
            at = at.saturating_add(end.map_or(reach.len(), |end| end.saturating_add(1)));
        }
        if at > 0 {
            self.pass(dir, out);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        self.sides.of_mut(dir).fresh = fresh;
        if found {
            self.end(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.sides.of_mut(dir).state = State::Head;
            return Step::Took(at);
        }
        if at > 0 { Step::Took(at) } else { Step::More }
    }
}

/// Emits a run of header lines, if there are any.
fn run(dir: Direction, lines: Option<&[u8]>, out: &mut dyn Outlet) {
    if let Some(lines) = lines.filter(|lines| !lines.trim_ascii().is_empty()) {
        out.text(dir, "header", TextFormat::Headers, lines);
    }
}

/// Hints about the body.
fn hints(told: &Head<'_>, length: Option<u64>) -> ContentHints {
    if length == Some(0) {
        return ContentHints::default();
    }
    let codings = match told.encoding {
        b"" => Vec::new(),
        coding if is(coding, "identity") => Vec::new(),
        coding if is(coding, "gzip") || is(coding, "x-gzip") => vec![Coding::Gzip],
        coding if is(coding, "deflate") => vec![Coding::Deflate],
        _ => vec![Coding::Unknown],
    };
    ContentHints { content_type: told.content_type.to_vec(), codings, length, ..ContentHints::default() }
}
