//! TLS within TDS: its handshake stands in packets, its records follow without them ([MS-TDS] §2.2.6.5, §3.2.5.2).

use super::super::tls::TlsParser;
use super::super::{Parser, Progress};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::{Fingerprint, TransportInfo};
use crate::message::{About, Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};

/// Bytes of a record's head.
pub(super) const HEAD: usize = 5;
/// Handshake held of one direction.
const HELD: usize = 64 << 10;

/// The length of the record whose head this is; `None` if it is none.
pub(super) fn record(head: [u8; HEAD]) -> Option<usize> {
    const LONGEST: usize = (16 << 10) + 2048;
    let [kind, major, _, high, low] = head;
    let len = usize::from(u16::from_be_bytes([high, low]));
    (matches!(kind, 0x14..=0x17) && major == 3 && len <= LONGEST).then_some(len)
}

/// Reads the hellos, to tell what protects the connection.
#[derive(Debug)]
pub(super) struct Cover {
    parser: TlsParser,
    pending: [Vec<u8>; 2],
    over: [bool; 2],
}

impl Cover {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { parser: TlsParser::new(limits), pending: [Vec::new(), Vec::new()], over: [false; 2] }
    }

    /// Bytes of the handshake; `all` if what follows is covered too, and not the login alone.
    pub(super) fn push(&mut self, dir: Direction, bytes: &[u8], all: bool, out: &mut dyn Outlet) {
        let ([orig, resp], [orig_over, resp_over]) = (&mut self.pending, &mut self.over);
        let (pending, over) = if dir == Direction::Orig { (orig, orig_over) } else { (resp, resp_over) };
        if *over || pending.len() + bytes.len() > HELD {
            *over = true;
            pending.clear();
            return;
        }
        pending.extend_from_slice(bytes);
        let mut words = Words { out, all };
        let mut at = 0;
        while let Some(rest) = pending.get(at..).filter(|rest| !rest.is_empty()) {
            match self.parser.on_data(dir, rest, &mut words) {
                Progress::Consumed(0) => break,
                Progress::Consumed(len) => at += len,
                _ => {
                    *over = true;
                    at = pending.len();
                }
            }
        }
        pending.drain(..at.min(pending.len()));
    }
}

/// Lets through what is said of protection alone: the bytes are accounted by their packets.
struct Words<'a> {
    out: &'a mut dyn Outlet,
    all: bool,
}

impl Outlet for Words<'_> {
    fn begin(&mut self, _: Direction, _: MessageHead) {}
    fn body(&mut self, _: Direction, _: &[u8]) {}
    fn derived(&mut self, _: Direction, _: &[u8]) {}
    fn about(&mut self, _: Direction, _: About) {}
    fn body_gap(&mut self, _: Direction, _: u64) {}
    fn end(&mut self, _: Direction, _: MessageEnd) {}
    fn framing(&mut self, _: Direction, _: usize) {}
    fn sealed(&mut self, _: Direction, _: usize, _: State) {}
    fn text(&mut self, _: Direction, _: &str, _: TextFormat, _: &[u8]) {}
    fn credential(&mut self, _: Direction, _: Credential<'_>) {}
    fn outcome(&mut self, _: Direction, _: u32, _: Outcome) {}
    fn anomaly(&mut self, dir: Direction, code: Code, detail: &str) {
        self.out.anomaly(dir, code, detail);
    }
    fn transport(&mut self, observation: &TransportInfo) {
        if self.all {
            self.out.transport(&TransportInfo { upgrade: "used", ..observation.clone() });
        }
    }
    fn certificate(&mut self, sha256: Fingerprint, der: &[u8]) {
        if self.all {
            self.out.certificate(sha256, der);
        }
    }
    fn wants_fingerprints(&self) -> bool {
        self.out.wants_fingerprints()
    }
    fn now_ns(&self) -> i64 {
        self.out.now_ns()
    }
}
