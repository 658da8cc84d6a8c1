//! The compressed protocol: frames of seven bytes of head (length, number, length unpacked) and a zlib or Zstandard body,
//! or a body as it is where the length unpacked is zero. Packets begin and end anywhere in them.

use super::super::rows::printable;
use super::super::unpacked::Unpacked;
use super::super::{Progress, reader::Reader};
use super::session::Session;
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::message::{Coding, Direction, Outlet};
use std::borrow::Cow;

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
            let mut unpacked = Unpacked::new(out, |data| Cow::Owned(printable(data)));
            let progress = if self.raw { Progress::Lost } else { session.on_data(dir, rest, &mut unpacked) };
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
