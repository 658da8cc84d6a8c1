//! An [`Outlet`] for tests that writes down what it was told and adds up what was accounted.

use super::{Parser, Progress};
use crate::anomaly::Code;
use crate::coverage::State;
use crate::finding::{Fingerprint, TransportInfo};
use crate::message::{About, Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};

/// What was told, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Begin(Direction, &'static str, u32),
    End(Direction, MessageEnd),
    Text(Direction, String, Vec<u8>),
    Anomaly(Direction, Code, String),
}

/// Records a parser's words.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) events: Vec<Event>,
    pub(crate) framing: [usize; 2],
    pub(crate) sealed: [usize; 2],
    pub(crate) body: [Vec<u8>; 2],
    pub(crate) transport: Option<TransportInfo>,
    /// DER of the certificates told.
    pub(crate) certificates: Vec<Vec<u8>>,
}

impl Recorder {
    /// Bytes accounted for by the parser in this direction.
    pub(crate) fn accounted(&self, dir: Direction) -> usize {
        let i = dir.index();
        self.framing[i] + self.sealed[i] + self.body[i].len()
    }
    /// Texts of a part, in order.
    pub(crate) fn texts(&self, part: &str) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::Text(_, name, data) if name == part => Some(String::from_utf8_lossy(data).into_owned()),
                _ => None,
            })
            .collect()
    }
    /// True if this anomaly was told.
    pub(crate) fn has(&self, code: Code) -> bool {
        self.events.iter().any(|event| matches!(event, Event::Anomaly(_, told, _) if *told == code))
    }
}

impl Outlet for Recorder {
    fn begin(&mut self, dir: Direction, head: MessageHead) {
        self.events.push(Event::Begin(dir, head.place, head.tx));
    }
    fn body(&mut self, dir: Direction, data: &[u8]) {
        self.body[dir.index()].extend_from_slice(data);
    }
    fn derived(&mut self, _: Direction, _: &[u8]) {}
    fn about(&mut self, _: Direction, _: About) {}
    fn body_gap(&mut self, _: Direction, _: u64) {}
    fn end(&mut self, dir: Direction, end: MessageEnd) {
        self.events.push(Event::End(dir, end));
    }
    fn framing(&mut self, dir: Direction, len: usize) {
        self.framing[dir.index()] += len;
    }
    fn sealed(&mut self, dir: Direction, len: usize, _: State) {
        self.sealed[dir.index()] += len;
    }
    fn text(&mut self, dir: Direction, part: &str, _: TextFormat, data: &[u8]) {
        self.events.push(Event::Text(dir, part.to_owned(), data.to_owned()));
    }
    fn credential(&mut self, _: Direction, _: Credential<'_>) {}
    fn outcome(&mut self, _: Direction, _: u32, _: Outcome) {}
    fn anomaly(&mut self, dir: Direction, code: Code, detail: &str) {
        self.events.push(Event::Anomaly(dir, code, detail.to_owned()));
    }
    fn transport(&mut self, observation: &TransportInfo) {
        self.transport = Some(observation.clone());
    }
    fn certificate(&mut self, _: Fingerprint, der: &[u8]) {
        self.certificates.push(der.to_vec());
    }
    fn now_ns(&self) -> i64 {
        0
    }
}

/// How a direction stands after it was fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Still parsed.
    Open,
    /// Bypassed as this state.
    Bypassed(State),
    /// The parser gave up.
    Lost,
}

/// Feeds a parser as the pipeline does: unconsumed bytes are shown again with more behind them.
pub(crate) struct Feeder {
    pub(crate) parser: Box<dyn Parser>,
    pub(crate) out: Recorder,
    pending: [Vec<u8>; 2],
    /// Bytes that the pipeline accounts for because of a bypass.
    pub(crate) bypassed: [usize; 2],
    pub(crate) fate: [Fate; 2],
    fed: [usize; 2],
}

impl Feeder {
    pub(crate) fn new(parser: Box<dyn Parser>) -> Self {
        Self {
            parser,
            out: Recorder::default(),
            pending: [Vec::new(), Vec::new()],
            bypassed: [0; 2],
            fate: [Fate::Open; 2],
            fed: [0; 2],
        }
    }
    /// Shows one segment.
    pub(crate) fn feed(&mut self, dir: Direction, segment: &[u8]) {
        let i = dir.index();
        self.fed[i] += segment.len();
        match self.fate[i] {
            Fate::Open => self.pending[i].extend_from_slice(segment),
            Fate::Bypassed(_) => self.bypassed[i] += segment.len(),
            Fate::Lost => {}
        }
        while self.fate[i] == Fate::Open && !self.pending[i].is_empty() {
            match self.parser.on_data(dir, &self.pending[i], &mut self.out) {
                Progress::Consumed(0) => break,
                Progress::Consumed(n) => {
                    assert!(n <= self.pending[i].len(), "consumed more than was shown");
                    self.pending[i].drain(..n);
                }
                Progress::Bypass(state) => {
                    self.bypassed[i] += self.pending[i].len();
                    self.pending[i].clear();
                    self.fate[i] = Fate::Bypassed(state);
                }
                Progress::Lost | Progress::Handover(_) => self.fate = [Fate::Lost; 2],
            }
        }
    }
    /// Cuts `data` into segments of at most the sizes given, round and round.
    pub(crate) fn feed_cut(&mut self, dir: Direction, data: &[u8], sizes: &[usize]) {
        let mut rest = data;
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (head, tail) = rest.split_at((*size).clamp(1, rest.len()));
            self.feed(dir, head);
            rest = tail;
        }
    }
    /// Ends both directions.
    pub(crate) fn close(&mut self) {
        self.parser.on_close(Direction::Orig, &mut self.out);
        self.parser.on_close(Direction::Resp, &mut self.out);
    }
    /// Panics unless every byte fed is in exactly one place (bytes after a loss are the pipeline's).
    pub(crate) fn assert_accounted(&self) {
        for dir in [Direction::Orig, Direction::Resp] {
            let i = dir.index();
            let told = self.out.accounted(dir) + self.bypassed[i];
            if self.fate[i] == Fate::Lost {
                assert!(told <= self.fed[i], "{dir:?}: accounted {told} of {}", self.fed[i]);
            } else {
                assert_eq!(told + self.pending[i].len(), self.fed[i], "{dir:?}");
            }
        }
    }
}
