//! HTTP/1.0 and HTTP/1.1 (RFC 9110, RFC 9112), read passively from either side of a connection.
//!
//! Bodies flow through as slices of the caller's buffer; heads are read in one pass once they are whole. What comes
//! where no message can begin is a cut message of its own, without hints, until the next plausible start line.
//!
//! Refuses HTTP/0.9 (any line is a request there), RTSP, SIP and ICAP (the same shape, another version). Ends in
//! [`Progress::Handover`] where another protocol takes over: 101, and 2xx to CONNECT. WebSocket and HTTP/2 are told what
//! was agreed on; for anything else the probes decide. A request that HTTP/2 answers keeps its number, and its login waits
//! for that answer. Pieces of a file that come in several messages are one message (`ranges`).
//!
//! Limits: `head_bytes` for a head or a trailer section, `pipeline_depth` for unanswered requests.

mod chunked;
pub(in crate::proto) mod exchange;
pub(in crate::proto) mod framing;
pub(in crate::proto) mod head;
pub(in crate::proto) mod login;
pub(in crate::proto) mod message;
pub(in crate::proto) mod outcome;
mod ranges;
mod start;
pub(in crate::proto) mod target;

#[cfg(test)]
mod tests;

use super::{Parser, Probe, Progress, Protocol, Successor, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, HttpInfo, MessageEnd, MessageHead, Outlet, TextFormat};
use exchange::Exchanges;
use framing::Body;
use head::{LineIndex, Special};
use leaktap_simd::find;
use ranges::Ranges;
use start::{Role, Scan, StartLine, Tri};
use std::sync::Arc;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "http",
    title: "HTTP/1.0 and HTTP/1.1: requests, responses, logins in heads, ranges, upgrades, tunnels",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Claims request lines and status lines from either side.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let blank = data.iter().take_while(|b| is_line_end(**b)).count();
    let line = data.get(blank..).unwrap_or(&[]);
    match start::first_line(line, find(b'\n', line)) {
        StartLine::Request | StartLine::Response => Probe::Match,
        StartLine::No => Probe::Reject,
        StartLine::Need if data.len() < PROBE_MAX => Probe::NeedMore,
        StartLine::Need => long_target(line),
    }
}

/// A request line longer than what a probe sees: its beginning must do.
fn long_target(line: &[u8]) -> Probe {
    let mut words = line.splitn(3, |b| *b == b' ');
    let known = words.next().is_some_and(start::is_known_method);
    let target = words.next().unwrap_or(&[]);
    let http = |prefix: &[u8]| target.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
    if known && (target.starts_with(b"/") || http(b"http://") || http(b"https://")) {
        Probe::Match
    } else {
        Probe::Reject
    }
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(HttpParser::new(limits))
}

/// The parser of one connection.
pub struct HttpParser {
    head_bytes: usize,
    pipeline_depth: usize,
    /// For WebSocket: text from one compressed message.
    decode_bytes: u64,
    sides: [Side; 2],
    /// Who sends requests, once a start line told.
    requester: Option<Direction>,
    exchanges: Exchanges,
    /// Facts of the response in hand, for bytes that follow it out of place.
    response_info: Option<Arc<HttpInfo>>,
    transport_told: bool,
    lost: bool,
    /// Who takes over after a switch of protocols.
    next: Option<Successor>,
    /// Working memory of heads.
    specials: Vec<Special>,
    scratch: Vec<u8>,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    lines: LineIndex,
    /// Number of the message in hand, or of the last one.
    tx: u32,
    /// A message was begun and not ended.
    open: bool,
    /// Bytes of the open message were lost.
    gapped: bool,
    /// A start line was seen, or bytes were lost: what is out of place is not just the tail of something older.
    begun: bool,
    /// The other side has moved on: if a start line stands here, the body was shorter than announced.
    recheck: bool,
    /// The request in hand may be the last HTTP message of this side.
    switch: Switch,
    /// Files that this side sends in pieces, if it does.
    ranges: Option<Box<Ranges>>,
}

impl Side {
    /// The files of which the body in hand is a piece.
    fn divided(&mut self) -> Option<&mut Ranges> {
        self.ranges.as_deref_mut().filter(|ranges| ranges.is_busy())
    }
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a start line or within a head.
    #[default]
    Head,
    /// In a body of which so many bytes are due.
    Length(u64),
    /// In a body that the end of the connection ends.
    UntilClose,
    /// Before a chunk's size.
    ChunkSize,
    /// In a chunk of which so many bytes are due.
    Chunk(u64),
    /// Before the line end after a chunk.
    ChunkEnd,
    /// In chunks of which the size of one is missing.
    ChunkLost,
    /// In the trailer section.
    Trailer,
    /// Looking for the next start line.
    Astray,
}

/// May another protocol begin after the request in hand?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Switch {
    /// No.
    #[default]
    No,
    /// If the response is 101.
    Upgrade,
    /// If the response is 2xx: nothing may be read before it is known.
    Tunnel,
}

/// What one step did.
enum Step {
    /// These bytes are done with.
    Took(usize),
    /// More bytes are needed.
    More,
    /// The place is lost for good; why.
    Lost(&'static str),
    /// These bytes are done with, and then another protocol begins.
    Handover(usize),
}

impl Parser for HttpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.lost {
            return Progress::Lost;
        }
        let mut done = 0usize;
        let mut idle = 0u8;
        loop {
            let rest = data.get(done..).unwrap_or(&[]);
            if rest.is_empty() {
                return Progress::Consumed(done);
            }
            match self.step(dir, rest, out) {
                Step::Took(0) if idle >= IDLE_MAX => return Progress::Consumed(done),
                Step::Took(0) => idle = idle.saturating_add(1),
                Step::Took(n) => {
                    done = done.saturating_add(n);
                    idle = 0;
                }
                Step::More => return Progress::Consumed(done),
                // `Lost` tells no number of bytes: what was done is told first, the rest is shown again.
                Step::Lost(_) if done > 0 => return Progress::Consumed(done),
                Step::Lost(why) => {
                    self.lose(dir, why, out);
                    return Progress::Lost;
                }
                Step::Handover(n) => {
                    self.cut_all(out);
                    return Progress::Handover(done.saturating_add(n));
                }
            }
        }
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        if self.lost {
            return false;
        }
        self.side(dir).lines.clear();
        let side = self.side(dir);
        let (state, switch) = (side.state, side.switch);
        let due = match state {
            State::Length(left) => left.min(len),
            State::UntilClose | State::ChunkSize | State::Chunk(_) | State::ChunkEnd | State::ChunkLost => len,
            _ => 0,
        };
        if due > 0 {
            side.gapped = true;
            match side.divided() {
                Some(ranges) => ranges.gap(dir, due, out),
                None => out.body_gap(dir, due),
            }
        }
        match state {
            State::UntilClose => {}
            // Lost before the response tells whether it was still HTTP: that answer decides as before.
            State::Head if switch != Switch::No => {}
            State::Length(left) if left > len => side.state = State::Length(left.wrapping_sub(len)),
            State::Length(left) if left == len => self.finish(dir, out),
            State::Chunk(left) if left > len => side.state = State::Chunk(left.wrapping_sub(len)),
            State::Chunk(left) if left == len => side.state = State::ChunkEnd,
            State::Chunk(_) | State::ChunkSize | State::ChunkEnd | State::ChunkLost => side.state = State::ChunkLost,
            _ => self.stray(dir, true, out),
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.lines.clear();
        if side.open {
            let complete = side.state == State::UntilClose && !side.gapped;
            if matches!(side.state, State::Length(_)) && !side.gapped {
                out.anomaly(dir, Code::LengthConflict, "closed before the announced end of the body");
            }
            self.end(dir, if complete { MessageEnd::Complete } else { MessageEnd::Cut }, out);
        }
        self.end_files(dir, out);
    }

    fn successor(&mut self) -> Option<Successor> {
        self.next.take()
    }
}

impl HttpParser {
    /// A parser for a new connection.
    pub fn new(limits: &Limits) -> Self {
        Self {
            head_bytes: limits.head_bytes,
            pipeline_depth: limits.pipeline_depth,
            decode_bytes: limits.decode_bytes,
            sides: [Side::default(), Side::default()],
            requester: None,
            exchanges: Exchanges::default(),
            response_info: None,
            transport_told: false,
            lost: false,
            next: None,
            specials: Vec::new(),
            scratch: Vec::new(),
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if self.side(dir).recheck {
            match start::starts_here(self.role(dir), data) {
                Tri::Need => return Step::More,
                Tri::No => self.side(dir).recheck = false,
                Tri::Yes => return self.short_body(dir, out),
            }
        }
        match self.side(dir).state {
            State::Head => self.head(dir, data, out),
            State::Length(left) => self.sized(dir, data, left, out),
            State::UntilClose => {
                out.body(dir, data);
                Step::Took(data.len())
            }
            State::ChunkSize => self.chunk_line(dir, data, out),
            State::Chunk(left) => self.chunk(dir, data, left, out),
            State::ChunkEnd => self.chunk_end(dir, data, out),
            State::ChunkLost => self.find_chunk(dir, data, out),
            State::Trailer => self.trailer(dir, data, out),
            State::Astray => self.astray(dir, data, out),
        }
    }

    fn head(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if self.side(dir).switch == Switch::Tunnel {
            return hold(data);
        }
        let blank = data.iter().take_while(|b| is_line_end(**b)).count();
        if blank > 0 {
            out.framing(dir, blank);
            return Step::Took(blank);
        }
        let limit = self.head_bytes;
        let side = self.side(dir);
        let complete = side.lines.advance(data, limit);
        let kind = start::first_line(data, side.lines.first_line_end());
        let role = match kind {
            StartLine::Request => Some(Role::Requests),
            StartLine::Response => Some(Role::Responses),
            StartLine::No | StartLine::Need => None,
        };
        let misplaced = role.is_some() && self.requester.is_some() && role != Some(self.role(dir));
        if kind == StartLine::No || misplaced {
            return self.not_a_head(dir, data, out);
        }
        let Some(len) = complete else {
            return if data.len() > limit { Step::Lost("head") } else { Step::More };
        };
        let step = match role {
            Some(Role::Requests) => self.request(dir, data.get(..len).unwrap_or(data), out),
            _ => self.response(dir, data.get(..len).unwrap_or(data), out),
        };
        self.side(dir).lines.clear();
        step
    }

    /// Something else stands where a message should begin.
    fn not_a_head(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        self.side(dir).lines.clear();
        if self.side(dir).switch == Switch::Upgrade {
            return hold(data);
        }
        if self.side(dir).begun {
            out.anomaly(dir, Code::LengthConflict, "bytes after the end of a message");
        }
        self.stray(dir, false, out);
        Step::Took(0)
    }

    fn sized(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let (body, len) = upto(data, left);
        let side = self.side(dir);
        match side.divided() {
            Some(ranges) => ranges.body(dir, body, out),
            None => out.body(dir, body),
        }
        let left = left.saturating_sub(len as u64);
        side.state = State::Length(left);
        if left == 0 {
            self.finish(dir, out);
        }
        Step::Took(len)
    }

    fn trailer(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let limit = self.head_bytes;
        let Some(len) = self.side(dir).lines.advance(data, limit) else {
            return if data.len() > limit { Step::Lost("trailer section") } else { Step::More };
        };
        let section = data.get(..len).unwrap_or(data);
        if !section.trim_ascii().is_empty() {
            out.text(dir, "trailer", TextFormat::Headers, section);
        }
        out.framing(dir, len);
        self.side(dir).lines.clear();
        self.finish(dir, out);
        Step::Took(len)
    }

    /// Passes bytes on until a start line comes.
    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (skipped, found) = match start::scan(self.role(dir), data) {
            Scan::Found(at) => (at, true),
            Scan::Skip(n) => (n, false),
        };
        if skipped > 0 {
            if !self.side(dir).open {
                self.begin_stray(dir, out);
            }
            out.body(dir, data.get(..skipped).unwrap_or(data));
        }
        if found {
            if self.side(dir).open {
                self.end(dir, MessageEnd::Cut, out);
            }
            out.anomaly(dir, Code::ParserResync, "");
            self.side(dir).state = State::Head;
            return Step::Took(skipped);
        }
        if skipped == 0 { Step::More } else { Step::Took(skipped) }
    }

    /// A start line stands inside a body, at a point where the other side had moved on.
    fn short_body(&mut self, dir: Direction, out: &mut dyn Outlet) -> Step {
        out.anomaly(dir, Code::LengthConflict, "the next message begins inside the announced body");
        self.end(dir, MessageEnd::Cut, out);
        Step::Took(0)
    }

    /// Ends what is open and looks for the next start line. `lost`: bytes are missing, maybe whole messages.
    fn stray(&mut self, dir: Direction, lost: bool, out: &mut dyn Outlet) {
        if self.side(dir).open {
            self.end(dir, MessageEnd::Cut, out);
        }
        match self.requester {
            Some(requester) if lost && requester == dir => self.exchanges.requests_lost(),
            Some(_) if lost => self.exchanges.responses_lost(),
            _ => {}
        }
        let side = self.side(dir);
        side.state = State::Astray;
        side.begun = true;
        side.recheck = false;
    }

    fn begin_stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let tx = self.side(dir).tx;
        let (place, http) = match self.role(dir) {
            Role::Requests => (REQUEST, self.exchanges.newest(tx).map(|pending| Arc::clone(&pending.info))),
            Role::Responses => (RESPONSE, self.response_info.clone()),
        };
        self.begin(dir, MessageHead { place, tx, http, ..MessageHead::default() }, out);
    }

    fn begin(&mut self, dir: Direction, head: MessageHead, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.open = true;
        side.gapped = false;
        side.begun = true;
        side.tx = head.tx;
        out.begin(dir, head);
        if !self.transport_told {
            self.transport_told = true;
            out.transport(&message::transport());
        }
    }

    /// Goes on with the body that a head announced; ends the message if there is none.
    fn enter(&mut self, dir: Direction, body: Body, out: &mut dyn Outlet) {
        self.side(dir).state = match body {
            Body::None | Body::Length(0) => {
                self.finish(dir, out);
                return;
            }
            Body::Length(len) => State::Length(len),
            Body::Chunked => State::ChunkSize,
            Body::UntilClose => State::UntilClose,
        };
    }

    /// The message in hand is over, and the next one may follow.
    fn finish(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let end = if self.side(dir).gapped { MessageEnd::Cut } else { MessageEnd::Complete };
        self.end(dir, end, out);
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.open = false;
        side.gapped = false;
        side.recheck = false;
        side.state = State::Head;
        match side.divided() {
            Some(ranges) => ranges.done(dir, out),
            None => out.end(dir, end),
        }
    }

    fn cut_all(&mut self, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            if self.side(dir).open {
                self.end(dir, MessageEnd::Cut, out);
            }
            self.end_files(dir, out);
        }
        self.lost = true;
    }

    fn lose(&mut self, dir: Direction, what: &str, out: &mut dyn Outlet) {
        out.anomaly(dir, Code::HeadTooLong, what);
        self.cut_all(out);
    }

    /// What this direction sends; until a start line told, originators ask and responders answer.
    fn role(&self, dir: Direction) -> Role {
        if dir == self.requester.unwrap_or(Direction::Orig) { Role::Requests } else { Role::Responses }
    }

    fn side(&mut self, dir: Direction) -> &mut Side {
        let [orig, resp] = &mut self.sides;
        match dir {
            Direction::Orig => orig,
            Direction::Resp => resp,
        }
    }
}

/// Waits for the response that decides what these bytes are. When none comes in time it is not visible here, and
/// these bytes are the other protocol.
fn hold(data: &[u8]) -> Step {
    if data.len() > HOLD_MAX { Step::Handover(0) } else { Step::More }
}

fn upto(data: &[u8], left: u64) -> (&[u8], usize) {
    let len = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
    (data.get(..len).unwrap_or(data), len)
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

pub(in crate::proto) const REQUEST: &str = "http.request";
pub(in crate::proto) const RESPONSE: &str = "http.response";
/// Most bytes that a probe is shown.
const PROBE_MAX: usize = 512;
/// Most bytes that wait for the response to an Upgrade or CONNECT.
const HOLD_MAX: usize = 4096;
/// State changes without progress that are ever needed in a row (out of place, found, head) are fewer.
const IDLE_MAX: u8 = 8;
