//! DNS over QUIC (RFC 9250): on each stream a query and its response, behind their length as over TCP.

use super::{DnsParser, PREFIX};
use crate::coverage::State;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::proto::{Flowing, Parser, Probe, Progress, Protocol, Transport};
use std::collections::BTreeMap;

/// Registry entry for QUIC.
pub const QUIC: Protocol = Protocol {
    name: "dns",
    title: "DNS over an opened QUIC connection: names, texts, tunnels",
    transports: &[Transport::Quic],
    probe: |_, _, _| Probe::Reject,
    parser: Some(|limits, _| Box::new(DoqParser::new(DnsParser::new(limits, Transport::Tcp)))),
};

/// Bytes of messages that are not whole, all streams of a direction together.
const HELD: usize = 1 << 20;

/// Puts the messages of each stream together.
#[derive(Debug)]
pub struct DoqParser {
    dns: DnsParser,
    /// Streams whose message is not whole, and the bytes that they hold.
    sides: [(BTreeMap<u64, Vec<u8>>, usize); 2],
}

impl DoqParser {
    fn new(dns: DnsParser) -> Self {
        Self { dns, sides: Default::default() }
    }

    fn take(&mut self, dir: Direction, stream: u64) -> Vec<u8> {
        let [orig, resp] = &mut self.sides;
        let (streams, held) = if dir == Direction::Orig { orig } else { resp };
        let buffer = streams.remove(&stream).unwrap_or_default();
        *held = held.saturating_sub(buffer.len());
        buffer
    }

    fn put(&mut self, dir: Direction, stream: u64, buffer: Vec<u8>, out: &mut dyn Outlet) {
        let [orig, resp] = &mut self.sides;
        let (streams, held) = if dir == Direction::Orig { orig } else { resp };
        if buffer.is_empty() {
            return;
        }
        *held = held.saturating_add(buffer.len());
        streams.insert(stream, buffer);
        while *held > HELD
            && let Some((_, oldest)) = streams.pop_first()
        {
            *held = held.saturating_sub(oldest.len());
            out.sealed(dir, oldest.len(), State::Skipped);
            out.anomaly(dir, crate::anomaly::Code::PipelineLimit, "DNS messages that are not whole");
        }
    }

    /// What is no whole message is scanned as it is.
    fn loose(dir: Direction, rest: &[u8], out: &mut dyn Outlet) {
        if !rest.is_empty() {
            out.begin(dir, MessageHead { place: "dns.query", ..MessageHead::default() });
            out.body(dir, rest);
            out.end(dir, MessageEnd::Cut);
        }
    }

    /// Reads the messages at the start of a stream's bytes; answers what is left, or nothing if they are none.
    fn read(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        match self.dns.on_data(dir, data, out) {
            Progress::Consumed(len) => Some(len),
            _ => None,
        }
    }
}

impl Parser for DoqParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        self.dns.on_data(dir, data, out)
    }

    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        false
    }

    fn on_stream(&mut self, dir: Direction, stream: u64, piece: Flowing<'_>, out: &mut dyn Outlet) {
        match piece {
            Flowing::Data(data) => {
                let mut buffer = self.take(dir, stream);
                buffer.extend_from_slice(data);
                match self.read(dir, &buffer, out) {
                    Some(len) => {
                        buffer.drain(..len.min(buffer.len()));
                        if buffer.len() > PREFIX + usize::from(u16::MAX) {
                            Self::loose(dir, &std::mem::take(&mut buffer), out);
                        }
                    }
                    None => Self::loose(dir, &std::mem::take(&mut buffer), out),
                }
                self.put(dir, stream, buffer, out);
            }
            Flowing::Gap(_) | Flowing::End | Flowing::Reset => Self::loose(dir, &self.take(dir, stream), out),
            Flowing::Datagram(data) => Self::loose(dir, data, out),
        }
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let ids: Vec<u64> =
            self.sides.get(dir.index()).map(|(streams, _)| streams.keys().copied().collect()).unwrap_or_default();
        for id in ids {
            Self::loose(dir, &self.take(dir, id), out);
        }
        self.dns.on_close(dir, out);
    }

    fn held(&self) -> usize {
        self.sides.iter().map(|(streams, held)| held + streams.len() * size_of::<Vec<u8>>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Limits;
    use crate::proto::testing::Recorder;

    #[test]
    fn messages_of_streams_that_interleave_are_read() {
        let name = |name: &str| [&[name.len() as u8][..], name.as_bytes(), b"\x02cn\0"].concat();
        let query = |text: &str| {
            let body = [&[0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0][..], &name(text), &[0, 1, 0, 1]].concat();
            [&(body.len() as u16).to_be_bytes()[..], &body].concat()
        };
        let (mut parser, mut out) =
            (DoqParser::new(DnsParser::new(&Limits::default(), Transport::Tcp)), Recorder::default());
        let (one, two) = (query("one"), query("two"));
        let dir = Direction::Orig;
        for at in 0..one.len() {
            parser.on_stream(dir, 0, Flowing::Data(&one[at..=at]), &mut out);
            parser.on_stream(dir, 4, Flowing::Data(&two[at..=at]), &mut out);
        }
        parser.on_stream(dir, 4, Flowing::End, &mut out);
        parser.on_stream(dir, 8, Flowing::Data(b"\0\x01no message"), &mut out);
        parser.on_stream(dir, 12, Flowing::Data(b"\0\xffcut"), &mut out);
        parser.on_close(dir, &mut out);
        let lines = out.lines();
        for what in ["one.cn", "two.cn", "no message", "cut"] {
            assert!(lines.iter().any(|line| line.contains(what)), "{what}: {lines:#?}");
        }
        assert_eq!((out.accounted[0], parser.held()), ((one.len() + two.len() + 12 + 5) as u64, 0));
    }

    #[test]
    fn what_is_held_is_bounded() {
        let (mut parser, mut out) =
            (DoqParser::new(DnsParser::new(&Limits::default(), Transport::Tcp)), Recorder::default());
        let mut part = vec![0; 40_000];
        part[..2].fill(0xff);
        for n in 0..200 {
            parser.on_stream(Direction::Orig, n, Flowing::Data(&part), &mut out);
            assert!(parser.held() < HELD + 50_000);
        }
    }
}
