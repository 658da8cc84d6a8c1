//! Driving a parser through a dialogue as the pipeline would.

use super::dialogue::{Dialogue, Turn};
use super::recorder::Recorder;
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::{Parser, Progress, Protocol, Transport};
use std::path::Path;

/// What came of a dialogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The events, one a line.
    pub lines: Vec<String>,
    /// Bytes delivered per direction.
    pub delivered: [u64; 2],
    /// Bytes that the parser accounted for, per direction.
    pub accounted: [u64; 2],
    /// Bytes that were left to the pipeline's raw scan: held at a gap or at the end, after `Lost` or `Handover`.
    pub raw: [u64; 2],
    /// Bytes after `Bypass`.
    pub bypassed: [u64; 2],
}

/// Runs turns through a parser. `cut` is asked, with the bytes left of a turn, how many to deliver next.
///
/// Panics if the accounting contract is broken, if more is consumed than was shown, or if a message stays open.
pub fn run(parser: &mut dyn Parser, turns: &[Turn], cut: &mut dyn FnMut(usize) -> usize) -> Transcript {
    let mut driver =
        Driver { parser, out: Recorder::default(), sides: [Side::default(), Side::default()], over: false };
    for turn in turns {
        match turn {
            Turn::Data(dir, data) => {
                let mut rest = data.as_slice();
                while !rest.is_empty() {
                    let (now, later) = rest.split_at(cut(rest.len()).clamp(1, rest.len()));
                    driver.data(*dir, now);
                    rest = later;
                }
            }
            Turn::Gap(dir, len) => driver.gap(*dir, *len),
            Turn::Close(dir) => driver.close(*dir),
        }
    }
    driver.close(Direction::Orig);
    driver.close(Direction::Resp);
    driver.finish()
}

/// The dialogues of a folder (relative to the engine's root), by name.
pub fn load_dialogues(folder: &str) -> Vec<Dialogue> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut dialogues: Vec<Dialogue> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|file| file.extension().is_some_and(|e| e == "t"))
        .map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            Dialogue::parse(&name, &std::fs::read_to_string(&file).unwrap())
        })
        .collect();
    dialogues.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!dialogues.is_empty(), "no dialogue in {folder}");
    dialogues
}

/// Runs every dialogue of a folder, each turn whole, then byte by byte, and compares the events with the expected ones.
pub fn check_dialogues(protocol: &Protocol, folder: &str) {
    let mut failures = Vec::new();
    for dialogue in load_dialogues(folder) {
        for (way, piece) in [("whole turns", usize::MAX), ("single bytes", 1)] {
            let mut parser = (protocol.parser.unwrap())(&dialogue.limits, Transport::Tcp);
            let transcript = run(parser.as_mut(), &dialogue.turns, &mut |_| piece);
            if transcript.lines != dialogue.expected && piece == usize::MAX && std::env::var_os(BLESS).is_some() {
                bless(folder, &dialogue.name, &transcript.lines);
            } else if transcript.lines != dialogue.expected {
                let (want, got) = (dialogue.expected.join("\n"), transcript.lines.join("\n"));
                failures.push(format!("--- {} ({way}), expected:\n{want}\n--- got:\n{got}\n", dialogue.name));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// Runs every dialogue of a folder, each turn one datagram, and compares the events with the expected ones.
pub fn check_datagrams(protocol: &Protocol, folder: &str) {
    for dialogue in load_dialogues(folder) {
        let transcript = run_datagrams(protocol, &dialogue.limits, &dialogue.turns);
        if transcript.lines != dialogue.expected && std::env::var_os(BLESS).is_some() {
            bless(folder, &dialogue.name, &transcript.lines);
            continue;
        }
        assert_eq!(transcript.lines, dialogue.expected, "{}", dialogue.name);
    }
}

/// Runs turns through a parser of datagrams; panics unless it consumes each.
pub fn run_datagrams(protocol: &Protocol, limits: &Limits, turns: &[Turn]) -> Transcript {
    let mut parser = (protocol.parser.unwrap())(limits, Transport::Udp);
    let transcript = run(parser.as_mut(), turns, &mut |_| usize::MAX);
    assert_eq!(transcript.accounted, transcript.delivered, "a datagram was not consumed");
    transcript
}

/// Writes the events that came as the expected ones, for a person to review.
fn bless(folder: &str, name: &str, lines: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(format!("{name}.t"));
    let text = std::fs::read_to_string(&path).unwrap();
    let (turns, _) = text.split_once("\n===\n").unwrap();
    std::fs::write(&path, format!("{turns}\n===\n{}\n", lines.join("\n"))).unwrap();
}

/// Set in the environment, it rewrites the expectations of dialogues that differ.
const BLESS: &str = "LEAKTAP_BLESS";

#[derive(Debug, Default)]
struct Side {
    pending: Vec<u8>,
    delivered: u64,
    consumed: u64,
    raw: u64,
    bypassed: Option<u64>,
    closed: bool,
}

struct Driver<'a> {
    parser: &'a mut dyn Parser,
    out: Recorder,
    sides: [Side; 2],
    over: bool,
}

impl Driver<'_> {
    fn data(&mut self, dir: Direction, data: &[u8]) {
        let side = &mut self.sides[dir.index()];
        assert!(!side.closed, "data after close");
        side.delivered += data.len() as u64;
        if self.over {
            side.raw += data.len() as u64;
        } else if let Some(bypassed) = &mut side.bypassed {
            *bypassed += data.len() as u64;
        } else {
            side.pending.extend_from_slice(data);
            while !self.over && self.show(dir) {}
        }
    }

    /// Shows what is pending; true if that made progress and something is left.
    fn show(&mut self, dir: Direction) -> bool {
        let before = self.out.accounted;
        super::work::add(self.sides[dir.index()].pending.len());
        let progress = self.parser.on_data(dir, &self.sides[dir.index()].pending, &mut self.out);
        let shown = self.sides[dir.index()].pending.len();
        let (consumed, goes_on) = match progress {
            Progress::Consumed(n) => (n, true),
            Progress::Handover(n) => (n, false),
            Progress::Bypass(_) | Progress::Lost => (0, false),
        };
        assert!(consumed <= shown, "consumed {consumed} of {shown} bytes");
        let mut expected = before;
        expected[dir.index()] += consumed as u64;
        assert_eq!(self.out.accounted, expected, "accounting of {progress:?}: {:#?}", self.out.lines());
        let side = &mut self.sides[dir.index()];
        side.pending.drain(..consumed);
        side.consumed += consumed as u64;
        match progress {
            Progress::Consumed(_) => {}
            Progress::Bypass(state) => {
                side.bypassed = Some(side.pending.len() as u64);
                side.pending.clear();
                self.out.note(dir, format!("bypass {}", state.name()));
            }
            Progress::Lost => self.stop(dir, "lost"),
            Progress::Handover(_) => self.stop(dir, "handover"),
        }
        goes_on && consumed > 0 && consumed < shown
    }

    fn stop(&mut self, dir: Direction, how: &str) {
        self.over = true;
        self.out.note(dir, how);
        assert!(!self.out.is_open(Direction::Orig) && !self.out.is_open(Direction::Resp), "open message at {how}");
        for side in &mut self.sides {
            side.raw += side.pending.len() as u64;
            side.pending.clear();
        }
    }

    fn gap(&mut self, dir: Direction, len: u64) {
        self.drop_pending(dir);
        let bypassed = self.sides[dir.index()].bypassed.is_some();
        if !self.over && !bypassed && !self.parser.on_gap(dir, len, &mut self.out) {
            self.stop(dir, "lost at a gap");
        }
    }

    fn close(&mut self, dir: Direction) {
        let side = &mut self.sides[dir.index()];
        if side.closed {
            return;
        }
        side.closed = true;
        self.drop_pending(dir);
        if !self.over {
            self.parser.on_close(dir, &mut self.out);
        }
        assert!(!self.out.is_open(dir), "open message after close: {:#?}", self.out.lines());
    }

    fn drop_pending(&mut self, dir: Direction) {
        let side = &mut self.sides[dir.index()];
        side.raw += side.pending.len() as u64;
        side.pending.clear();
    }

    fn finish(self) -> Transcript {
        let of = |f: fn(&Side) -> u64| [f(&self.sides[0]), f(&self.sides[1])];
        let transcript = Transcript {
            lines: self.out.lines(),
            delivered: of(|s| s.delivered),
            accounted: self.out.accounted,
            raw: of(|s| s.raw),
            bypassed: of(|s| s.bypassed.unwrap_or(0)),
        };
        for i in 0..2 {
            let parsed = transcript.accounted[i];
            assert_eq!(parsed, self.sides[i].consumed, "accounted is not consumed");
            assert_eq!(parsed + transcript.raw[i] + transcript.bypassed[i], transcript.delivered[i], "bytes got lost");
        }
        transcript
    }
}
