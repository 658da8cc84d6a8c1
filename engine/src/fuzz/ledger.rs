//! Drives a parser as the pipeline does and holds it to the accounting contract.

use crate::anomaly::Code;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{
    About, Coding, Credential, Direction, Inflate, Inside, MessageEnd, MessageHead, Outcome, Outlet, TextFormat,
};
use crate::proto::{Flowing, Parser, Progress, Transport};
use std::collections::BTreeSet;

/// One flow under one parser.
pub struct Flow {
    parser: Box<dyn Parser>,
    transport: Transport,
    ledger: Ledger,
    /// Bytes shown and not consumed, per direction.
    held: [Vec<u8>; 2],
    /// Bytes that the parser is done with, per direction.
    consumed: [u64; 2],
    bypassed: [bool; 2],
    over: bool,
}

impl Flow {
    /// A fresh flow.
    pub fn new(parser: Box<dyn Parser>, transport: Transport) -> Self {
        Self {
            parser,
            transport,
            ledger: Ledger::default(),
            held: Default::default(),
            consumed: [0; 2],
            bypassed: [false; 2],
            over: false,
        }
    }

    /// `dir` sends bytes.
    pub fn data(&mut self, dir: Direction, bytes: &[u8]) {
        let side = dir.index();
        if self.over || self.bypassed[side] {
            return;
        }
        self.held[side].extend_from_slice(bytes);
        while !self.held[side].is_empty() {
            let shown = self.held[side].len();
            match self.parser.on_data(dir, &self.held[side], &mut self.ledger) {
                Progress::Consumed(n) => {
                    assert!(n <= shown, "consumed {n} of {shown} bytes");
                    self.consumed[side] += n as u64;
                    self.held[side].drain(..n);
                    if n == 0 || self.transport == Transport::Udp {
                        break;
                    }
                }
                Progress::Handover(n) => {
                    assert!(n <= shown, "handed over after {n} of {shown} bytes");
                    self.consumed[side] += n as u64;
                    self.over = true;
                    break;
                }
                Progress::Bypass(_) => {
                    self.bypassed[side] = true;
                    break;
                }
                Progress::Lost => {
                    self.over = true;
                    break;
                }
            }
        }
        if self.transport == Transport::Udp {
            self.held[side].clear();
        } else if !self.over && !self.bypassed[side] {
            self.check(side);
        }
    }

    /// Something comes on one of many streams.
    pub fn stream(&mut self, dir: Direction, stream: u64, piece: Flowing<'_>) {
        if let Flowing::Data(data) | Flowing::Datagram(data) = piece {
            self.consumed[dir.index()] += data.len() as u64;
        }
        self.parser.on_stream(dir, stream, piece, &mut self.ledger);
        let side = dir.index();
        assert!(self.ledger.told[side] <= self.consumed[side], "more bytes told than came");
        let held = (self.consumed[side] - self.ledger.told[side]) as usize;
        assert!(held <= self.parser.held(), "{held} bytes neither told nor held");
    }

    /// The streams end: what was held is told.
    pub fn close_streams(&mut self) {
        self.close();
        assert_eq!(self.ledger.told, self.consumed, "bytes told and bytes given differ");
    }

    /// `len` bytes of `dir` are missing.
    pub fn gap(&mut self, dir: Direction, len: u64) {
        if self.over || self.bypassed[dir.index()] || len == 0 {
            return;
        }
        self.held[dir.index()].clear();
        self.over = !self.parser.on_gap(dir, len, &mut self.ledger);
    }

    /// Both sides are done.
    pub fn close(&mut self) {
        self.parser.on_close(Direction::Orig, &mut self.ledger);
        self.parser.on_close(Direction::Resp, &mut self.ledger);
        assert!(self.ledger.open.iter().all(BTreeSet::is_empty), "a message stays open");
    }

    /// A stream parser has told about exactly the bytes that it consumed.
    fn check(&self, side: usize) {
        assert_eq!(self.ledger.told[side], self.consumed[side], "bytes told and bytes consumed differ");
    }
}

/// Counts what a parser tells.
#[derive(Default)]
struct Ledger {
    told: [u64; 2],
    open: [BTreeSet<u32>; 2],
    stream: [u32; 2],
}

impl Outlet for Ledger {
    fn begin(&mut self, dir: Direction, _: MessageHead) {
        self.open[dir.index()].insert(self.stream[dir.index()]);
    }
    fn body(&mut self, dir: Direction, data: &[u8]) {
        assert!(self.open[dir.index()].contains(&self.stream[dir.index()]), "body bytes outside a message");
        self.told[dir.index()] += data.len() as u64;
    }
    fn turn_to(&mut self, dir: Direction, stream: u32) {
        self.stream[dir.index()] = stream;
    }
    fn join(&mut self, dir: Direction, stream: u32, _: u64) {
        assert!(self.open[dir.index()].remove(&stream), "nothing to join");
    }
    fn inside(&self, head: &[u8]) -> Option<Inside> {
        crate::content::inside(head)
    }

    fn inflater(&mut self, coding: Coding) -> Option<Box<dyn Inflate>> {
        crate::content::inflater(coding)
    }
    fn derived(&mut self, _: Direction, _: &[u8]) {}
    fn about(&mut self, _: Direction, _: About) {}
    fn body_gap(&mut self, _: Direction, _: u64) {}
    fn end(&mut self, dir: Direction, _: MessageEnd) {
        self.open[dir.index()].remove(&self.stream[dir.index()]);
    }
    fn framing(&mut self, dir: Direction, len: usize) {
        self.told[dir.index()] += len as u64;
    }
    fn sealed(&mut self, dir: Direction, len: usize, _: State) {
        self.told[dir.index()] += len as u64;
    }
    fn text(&mut self, _: Direction, _: &str, _: TextFormat, _: &[u8]) {}
    fn credential(&mut self, _: Direction, _: Credential<'_>) {}
    fn outcome(&mut self, _: Direction, _: u32, _: Outcome) {}
    fn anomaly(&mut self, _: Direction, _: Code, _: &str) {}
    fn transport(&mut self, _: &TransportInfo) {}
    fn decode(&mut self, coding: Coding, data: &[u8], most: usize, into: &mut Vec<u8>) -> bool {
        crate::content::frame(coding, data, most, &crate::config::Limits::default(), into)
    }
    fn now_ns(&self) -> i64 {
        1_767_261_600_000_000_000
    }
}
