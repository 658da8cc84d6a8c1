//! An outlet for what was unpacked: its bytes are accounted by what they came in.

use crate::anomaly::Code;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{
    About, Coding, Credential, Direction, HttpInfo, Inflate, Inside, MessageEnd, MessageHead, Outcome, Outlet,
    TextFormat,
};
use crate::pair::Pair;
use std::borrow::Cow;
use std::sync::Arc;

/// Takes what is told of unpacked bytes: bodies become derived text.
pub(super) struct Unpacked<'a> {
    pub out: &'a mut dyn Outlet,
    /// Makes text of the bytes of a body.
    pub text: fn(&[u8]) -> Cow<'_, [u8]>,
    /// What its streams are among those of what it came in.
    pub streams: Streams,
    /// The handshake that it was agreed on in, whose number those of its messages follow, and its facts.
    pub after: Option<(u32, Option<Arc<HttpInfo>>)>,
    /// The stream in hand of each direction, as it names them itself.
    pub at: Pair<u32>,
}

/// What the streams of a connection are among those of what carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Streams {
    /// The same.
    Same,
    /// They came on one of many: the first stream is that, others are told by the highest bits, which numbers of streams
    /// reach last.
    Of(u32),
    /// They follow so many others.
    Behind(u32),
}

impl Streams {
    const fn of(self, stream: u32) -> u32 {
        match self {
            Self::Same => stream,
            Self::Of(on) => on ^ stream.reverse_bits(),
            Self::Behind(others) => stream.wrapping_add(others),
        }
    }
}

impl<'a> Unpacked<'a> {
    /// Of what came in nothing that has streams or facts.
    pub(super) fn new(out: &'a mut dyn Outlet, text: fn(&[u8]) -> Cow<'_, [u8]>) -> Self {
        Self { out, text, streams: Streams::Same, after: None, at: Pair::default() }
    }

    /// Turns to the stream in hand, from another that what carries it has of its own.
    pub(super) fn turn_back(&mut self, dir: Direction) {
        let stream = *self.at.of_mut(dir);
        self.turn_to(dir, stream);
    }

    /// Number of a message among those of what carries it.
    fn number(&self, tx: u32) -> u32 {
        self.after.as_ref().map_or(tx, |(before, _)| before.wrapping_add(1).wrapping_add(tx))
    }
}

impl Outlet for Unpacked<'_> {
    fn begin(&mut self, dir: Direction, head: MessageHead) {
        let tx = self.number(head.tx);
        let http = head.http.or_else(|| self.after.as_ref().and_then(|(_, http)| http.clone()));
        self.out.begin(dir, MessageHead { tx, http, ..head });
    }
    fn turn_to(&mut self, dir: Direction, stream: u32) {
        *self.at.of_mut(dir) = stream;
        self.out.turn_to(dir, self.streams.of(stream));
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
        self.out.outcome(dir, self.number(tx), outcome);
    }
    fn presumed(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.out.presumed(dir, tx, outcome);
    }
    fn anomaly(&mut self, dir: Direction, code: Code, detail: &str) {
        self.out.anomaly(dir, code, detail);
    }
    fn transport(&mut self, observation: &TransportInfo) {
        // What protects a connection is not said by what one of its streams carries.
        if self.streams == Streams::Same {
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
