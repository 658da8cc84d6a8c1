//! Streams of a QUIC connection whose protocol nobody reads: each is scanned raw, a message a direction of it, and each
//! unreliable message on its own.

use super::super::{Flowing, Parser, Probe, Progress, Protocol, Transport};
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use std::collections::BTreeSet;

/// Registry entry.
pub const STREAMS: Protocol = Protocol {
    name: "quic",
    title: "Streams of an opened QUIC connection of no known protocol: scanned raw",
    transports: &[Transport::Quic],
    probe: |_, _, _| Probe::Reject,
    parser: Some(|_, _| Box::new(RawStreams::default())),
};

/// Streams of a direction that are open at a time; more are cut.
const OPEN: usize = 256;

/// Passes streams on as they are.
#[derive(Debug, Default)]
pub struct RawStreams {
    open: [BTreeSet<u64>; 2],
}

impl RawStreams {
    fn open(&mut self, dir: Direction) -> &mut BTreeSet<u64> {
        let [orig, resp] = &mut self.open;
        if dir == Direction::Orig { orig } else { resp }
    }

    fn turn(dir: Direction, stream: u64, out: &mut dyn Outlet) {
        // Few are open at a time, so the low bits tell them apart; 0 is for what belongs to none.
        out.turn_to(dir, (stream as u32).wrapping_add(1));
    }

    fn begin(&mut self, dir: Direction, stream: u64, out: &mut dyn Outlet) {
        let open = self.open(dir);
        if open.contains(&stream) {
            return Self::turn(dir, stream, out);
        }
        if open.len() >= OPEN
            && let Some(oldest) = open.pop_first()
        {
            Self::turn(dir, oldest, out);
            out.end(dir, MessageEnd::Cut);
        }
        self.open(dir).insert(stream);
        Self::turn(dir, stream, out);
        out.begin(dir, MessageHead::of_stream("quic.stream"));
    }

    fn end(&mut self, dir: Direction, stream: u64, end: MessageEnd, out: &mut dyn Outlet) {
        if self.open(dir).remove(&stream) {
            Self::turn(dir, stream, out);
            out.end(dir, end);
        }
    }
}

impl Parser for RawStreams {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        self.on_stream(dir, 0, Flowing::Data(data), out);
        Progress::Consumed(data.len())
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.on_stream(dir, 0, Flowing::Gap(len), out);
        true
    }

    fn on_stream(&mut self, dir: Direction, stream: u64, piece: Flowing<'_>, out: &mut dyn Outlet) {
        match piece {
            Flowing::Data(data) => {
                self.begin(dir, stream, out);
                out.body(dir, data);
            }
            Flowing::Gap(len) => {
                self.begin(dir, stream, out);
                out.body_gap(dir, len);
            }
            Flowing::End => self.end(dir, stream, MessageEnd::Complete, out),
            Flowing::Reset => self.end(dir, stream, MessageEnd::Cut, out),
            Flowing::Datagram(data) => {
                out.turn_to(dir, 0);
                out.begin(dir, MessageHead { place: "quic.datagram", ..MessageHead::default() });
                out.body(dir, data);
                out.end(dir, MessageEnd::Complete);
            }
        }
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        for stream in std::mem::take(self.open(dir)) {
            Self::turn(dir, stream, out);
            out.end(dir, MessageEnd::Cut);
        }
    }
}
