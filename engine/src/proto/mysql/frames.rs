//! The compressed protocol: frames of seven bytes of head (length, number, length unpacked) and a zlib or Zstandard body,
//! or a body as it is where the length unpacked is zero. Packets begin and end anywhere in them.

use super::super::rows::printable;
use super::super::{Progress, reader::Reader};
use super::session::Session;
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{About, Coding, Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};

/// Longest frame that is held to be unpacked.
pub(super) const HELD: usize = 1 << 20;
/// Bytes of a frame's head.
const HEAD: usize = 7;
/// Memory kept between frames.
const KEPT: usize = 64 << 10;

/// Frames of one direction.
#[derive(Debug)]
pub(super) struct Frames {
    /// Longest frame that the pipeline holds for us.
    whole: usize,
    /// A longer one.
    long: Option<Long>,
    /// Unpacked bytes that make no whole packet yet.
    carry: Vec<u8>,
    /// A frame could not be unpacked.
    broken: bool,
    /// What is in the frames are no packets.
    raw: bool,
}

#[derive(Debug)]
struct Long {
    left: usize,
    unpacked: usize,
    body: Vec<u8>,
    /// Too long to be held.
    closed: bool,
}

impl Frames {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { whole: limits.head_bytes, long: None, carry: Vec::new(), broken: false, raw: false }
    }

    /// One frame, or a piece of a long one.
    pub(super) fn on_data(
        &mut self,
        coding: Coding,
        dir: Direction,
        data: &[u8],
        session: &mut Session,
        out: &mut dyn Outlet,
    ) -> Progress {
        if self.broken {
            out.anomaly(dir, Code::DecodeFailed, "a frame of the compressed protocol");
            session.abandon(out);
            return Progress::Lost;
        }
        if let Some(long) = self.long.take() {
            return self.go_on(long, coding, dir, data, session, out);
        }
        let mut reader = Reader::new(data);
        let Some([a, b, c, _, x, y, z]) = reader.array() else { return Progress::Consumed(0) };
        let len = u32::from_le_bytes([a, b, c, 0]) as usize;
        let unpacked = u32::from_le_bytes([x, y, z, 0]) as usize;
        if len > self.whole {
            out.framing(dir, HEAD);
            if len > HELD {
                out.anomaly(dir, Code::HeadTooLong, "a compressed frame longer than is held");
            }
            self.long = Some(Long { left: len, unpacked, body: Vec::new(), closed: len > HELD });
            return Progress::Consumed(HEAD);
        }
        let Some(body) = reader.take(len) else { return Progress::Consumed(0) };
        self.broken = !self.frame(coding, dir, body, unpacked, session, out);
        if self.broken {
            return self.on_data(coding, dir, data, session, out);
        }
        out.framing(dir, HEAD + len);
        Progress::Consumed(HEAD + len)
    }

    /// The next piece of a long frame.
    fn go_on(
        &mut self,
        mut long: Long,
        coding: Coding,
        dir: Direction,
        data: &[u8],
        session: &mut Session,
        out: &mut dyn Outlet,
    ) -> Progress {
        let len = long.left.min(data.len());
        long.left -= len;
        if long.closed {
            out.sealed(dir, len, State::Undecodable);
        } else {
            out.framing(dir, len);
            long.body.extend_from_slice(data.get(..len).unwrap_or(data));
        }
        if long.left > 0 {
            self.long = Some(long);
        } else {
            // Behind a frame that was not unpacked, packets cannot be found.
            self.broken = long.closed || !self.frame(coding, dir, &long.body, long.unpacked, session, out);
        }
        Progress::Consumed(len)
    }

    /// A whole frame; false if it cannot be unpacked.
    fn frame(
        &mut self,
        coding: Coding,
        dir: Direction,
        body: &[u8],
        unpacked: usize,
        session: &mut Session,
        out: &mut dyn Outlet,
    ) -> bool {
        if unpacked == 0 {
            self.packets(dir, body, session, out);
            return true;
        }
        let mut plain = Vec::new();
        let sound = out.decode(coding, body, unpacked, &mut plain) && plain.len() == unpacked;
        if sound {
            self.packets(dir, &plain, session, out);
        }
        sound
    }

    /// Packets, or what is there of them.
    fn packets(&mut self, dir: Direction, bytes: &[u8], session: &mut Session, out: &mut dyn Outlet) {
        let mut carry = std::mem::take(&mut self.carry);
        carry.extend_from_slice(bytes);
        let mut at = 0;
        while let Some(rest) = carry.get(at..).filter(|rest| !rest.is_empty()) {
            let progress = if self.raw { Progress::Lost } else { session.on_data(dir, rest, &mut Unpacked(&mut *out)) };
            match progress {
                Progress::Consumed(0) => break,
                Progress::Consumed(len) => at += len,
                Progress::Lost | Progress::Bypass(_) | Progress::Handover(_) => {
                    if !std::mem::replace(&mut self.raw, true) {
                        out.anomaly(dir, Code::ParserLost, "in the frames of the compressed protocol");
                    }
                    session.topic("mysql", 0, "").text(dir, &printable(rest), out);
                    at = carry.len();
                }
            }
        }
        carry.drain(..at.min(carry.len()));
        if carry.capacity() > KEPT {
            carry.shrink_to_fit();
        }
        self.carry = carry;
    }
}

/// Takes what is told of unpacked bytes: they are accounted by their frames.
struct Unpacked<'a>(&'a mut dyn Outlet);

impl Outlet for Unpacked<'_> {
    fn begin(&mut self, dir: Direction, head: MessageHead) {
        self.0.begin(dir, head);
    }
    fn turn_to(&mut self, dir: Direction, stream: u32) {
        self.0.turn_to(dir, stream);
    }
    fn body(&mut self, dir: Direction, data: &[u8]) {
        self.0.derived(dir, &printable(data));
    }
    fn derived(&mut self, dir: Direction, text: &[u8]) {
        self.0.derived(dir, text);
    }
    fn about(&mut self, dir: Direction, about: About) {
        self.0.about(dir, about);
    }
    fn body_gap(&mut self, dir: Direction, len: u64) {
        self.0.body_gap(dir, len);
    }
    fn end(&mut self, dir: Direction, end: MessageEnd) {
        self.0.end(dir, end);
    }
    fn framing(&mut self, _: Direction, _: usize) {}
    fn sealed(&mut self, _: Direction, _: usize, _: State) {}
    fn text(&mut self, dir: Direction, part: &str, format: TextFormat, data: &[u8]) {
        self.0.text(dir, part, format, data);
    }
    fn credential(&mut self, dir: Direction, credential: Credential<'_>) {
        self.0.credential(dir, credential);
    }
    fn outcome(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.0.outcome(dir, tx, outcome);
    }
    fn anomaly(&mut self, dir: Direction, code: Code, detail: &str) {
        self.0.anomaly(dir, code, detail);
    }
    fn transport(&mut self, observation: &TransportInfo) {
        self.0.transport(observation);
    }
    fn now_ns(&self) -> i64 {
        self.0.now_ns()
    }
}
