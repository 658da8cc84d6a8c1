//! An outlet for what was unpacked: its bytes are accounted by what they came in.

use crate::anomaly::Code;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{
    About, Coding, Credential, Direction, Inflate, Inside, MessageEnd, MessageHead, Outcome, Outlet, TextFormat,
};
use std::borrow::Cow;

/// Takes what is told of unpacked bytes: bodies become derived text.
pub(super) struct Unpacked<'a> {
    pub out: &'a mut dyn Outlet,
    /// Makes text of the bytes of a body.
    pub text: fn(&[u8]) -> Cow<'_, [u8]>,
    /// The stream that all of it came on, if it came on one of many: its own first stream is that, its second is told by the
    /// highest bit.
    pub on: Option<u32>,
}

impl Outlet for Unpacked<'_> {
    fn begin(&mut self, dir: Direction, head: MessageHead) {
        self.out.begin(dir, head);
    }
    fn turn_to(&mut self, dir: Direction, stream: u32) {
        self.out.turn_to(dir, self.on.map_or(stream, |on| on | stream << 31));
    }
    fn body(&mut self, dir: Direction, data: &[u8]) {
        self.out.derived(dir, &(self.text)(data));
    }
    fn derived(&mut self, dir: Direction, text: &[u8]) {
        self.out.derived(dir, text);
    }
    fn about(&mut self, dir: Direction, about: About) {
        self.out.about(dir, about);
    }
    fn body_gap(&mut self, dir: Direction, len: u64) {
        self.out.body_gap(dir, len);
    }
    fn end(&mut self, dir: Direction, end: MessageEnd) {
        self.out.end(dir, end);
    }
    fn framing(&mut self, _: Direction, _: usize) {}
    fn sealed(&mut self, _: Direction, _: usize, _: State) {}
    fn text(&mut self, dir: Direction, part: &str, format: TextFormat, data: &[u8]) {
        self.out.text(dir, part, format, data);
    }
    fn credential(&mut self, dir: Direction, credential: Credential<'_>) {
        self.out.credential(dir, credential);
    }
    fn outcome(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.out.outcome(dir, tx, outcome);
    }
    fn anomaly(&mut self, dir: Direction, code: Code, detail: &str) {
        self.out.anomaly(dir, code, detail);
    }
    fn transport(&mut self, observation: &TransportInfo) {
        // What protects a connection is not said by what one of its streams carries.
        if self.on.is_none() {
            self.out.transport(observation);
        }
    }
    fn inflater(&mut self, coding: Coding) -> Option<Box<dyn Inflate>> {
        self.out.inflater(coding)
    }
    fn inside(&self, head: &[u8]) -> Option<Inside> {
        self.out.inside(head)
    }
    fn wants_mail_info(&self) -> bool {
        self.out.wants_mail_info()
    }
    fn now_ns(&self) -> i64 {
        self.out.now_ns()
    }
}
