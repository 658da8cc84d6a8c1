//! Cassandra's native protocol (CQL; also `ScyllaDB` and its kin), versions 3 to 5: statements, bound values, rows, logins.
//!
//! QUERY, PREPARE and BATCH are `cassandra.query`; the values that are bound to them, and to EXECUTE, are rows under the
//! names of the columns that they are for. Results are `cassandra.rows` under the names of their columns, with key space and table,
//! also where the client leaves the columns out because it knows them from the prepared statement. Types: text, numbers of all
//! widths, decimals, dates and times, identifiers, addresses; lists, sets, maps, tuples and user-defined types are written
//! as JSON; of blobs and the server's own types the printable runs, or what is packed in them. Errors (`cassandra.error`) and warnings quote
//! statements. Responses are paired with requests by stream. Version 5 has checksummed frames around everything but the
//! handshake; LZ4 and Snappy are unpacked in all versions.
//!
//! Logins: PLAIN tokens in `AUTH_RESPONSE`, and the credentials of version 1, with their outcome; other mechanisms are
//! `challenge_login`. There is no upgrade to TLS in the protocol.
//!
//! Not read: durations, vectors (their printable runs); rows of versions 1 and 2, whose envelopes are scanned as text. After a gap
//! the rest of the envelope is scanned as it is; in version 5 everything up to the next frame that holds whole
//! envelopes. The checksums of payloads are not checked.
//!
//! Limits: requests are held up to 1 MiB, of longer ones the text is scanned; rows go through at any number, values over
//! 64 KiB as they come; compressed envelopes are held up to 1 MiB and yield up to 4 MiB, longer ones are `undecodable`;
//! 2,048 requests wait for their responses; prepared statements are remembered up to 512 KiB of what the server said of them.

mod answer;
mod frame;
mod frames;
mod meta;
mod probe;
mod session;
#[cfg(test)]
mod tests;
mod types;
mod unpack;

use super::step::{Stride, strides};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::coverage::State as Coverage;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use answer::{Answer, Came};
use frame::{Found, Frame, Head, flag, op};
use frames::Framed;
use session::{Asked, Session};

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "cassandra",
    title: "Cassandra (CQL): statements, values, rows, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|_, _| Box::<CassandraParser>::default()),
};

/// Longest envelope that is held.
const HELD: usize = 1 << 20;

/// What becomes of an envelope's body.
#[derive(Debug)]
enum Body {
    /// Held until it is whole.
    Held(Vec<u8>),
    /// The same, compressed.
    Packed(Vec<u8>),
    /// A result that is read as it comes.
    Answer(Box<Answer>),
    /// Text that goes through.
    Text,
    /// Not unpacked.
    Sealed,
}

/// An envelope under way.
#[derive(Debug)]
struct Open {
    head: Head,
    /// Bytes to come.
    left: usize,
    body: Body,
    /// What a result answers.
    asked: Option<Asked>,
}

#[derive(Debug, Default)]
enum State {
    /// Before an envelope.
    #[default]
    Head,
    /// In one.
    Body(Box<Open>),
    /// Looking for one behind a gap.
    Astray,
}

#[derive(Debug, Default)]
struct Lane {
    state: State,
    /// Frames of version 5, once they began.
    framed: Option<Box<Framed>>,
    /// A message of what is scanned as it is is open.
    open: bool,
    /// Bytes that were shown and not consumed.
    waiting: usize,
}

/// What a step did.
enum Step {
    /// Bytes that were read.
    Took(usize),
    /// Bytes that are closed to us.
    Sealed(usize),
    /// Bytes that are accounted for already.
    Told(usize),
    More,
    Lost,
}

/// The parser of one connection.
#[derive(Debug, Default)]
pub struct CassandraParser {
    lanes: Pair<Lane>,
    /// Who sends responses, once told.
    server: Option<Direction>,
    session: Session,
}

impl Parser for CassandraParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let stride = |rest: &[u8]| {
            let framed = self.lane(dir).framed.is_some();
            match if framed { self.frame(dir, rest, out) } else { self.envelope(dir, rest, out) } {
                Step::Took(used) => {
                    out.framing(dir, used);
                    Stride::Took(used)
                }
                Step::Sealed(used) => {
                    out.sealed(dir, used, Coverage::Undecodable);
                    Stride::Took(used)
                }
                Step::Told(used) => Stride::Took(used),
                Step::More => Stride::More,
                Step::Lost => Stride::Lost,
            }
        };
        let Some(done) = strides(data, stride) else {
            self.cut(Direction::Orig, out);
            self.cut(Direction::Resp, out);
            return Progress::Lost;
        };
        self.lane(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let missing = len.saturating_add(std::mem::take(&mut self.lane(dir).waiting) as u64);
        let missing = usize::try_from(missing).unwrap_or(usize::MAX);
        if self.lane(dir).framed.is_some() {
            self.cut(dir, out);
            if let Some(framed) = &mut self.lane(dir).framed {
                framed.gap(missing);
            }
            return true;
        }
        let open = match &self.lane(dir).state {
            State::Body(open) => open.left.checked_sub(missing).map(|left| (open.head, left, open.is_packed())),
            State::Head | State::Astray => None,
        };
        self.cut(dir, out);
        self.lane(dir).state = match open {
            None => State::Astray,
            Some((_, 0, _)) => State::Head,
            Some((head, left, packed)) => {
                let body = if packed { Body::Sealed } else { Body::Text };
                State::Body(Box::new(Open { head, left, body, asked: None }))
            }
        };
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
    }
}

impl Open {
    const fn is_packed(&self) -> bool {
        matches!(self.body, Body::Packed(_) | Body::Sealed)
    }
}

impl CassandraParser {
    fn lane(&mut self, dir: Direction) -> &mut Lane {
        self.lanes.of_mut(dir)
    }

    /// The next piece of an envelope. What it took is not accounted for.
    fn envelope(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match std::mem::take(&mut self.lane(dir).state) {
            State::Head => self.start(dir, data, out),
            State::Body(open) => self.body(dir, open, data, out),
            State::Astray => self.find(dir, data, out),
        }
    }

    fn start(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let head = match Head::read(data) {
            Found::Need => return Step::More,
            Found::Yes(head) => head,
            Found::No if self.lane(dir).framed.is_some() => return Step::Lost,
            // Version 5, seen from the middle.
            Found::No => match Frame::read(data, None) {
                Found::Need => return Step::More,
                Found::No => return Step::Lost,
                Found::Yes(_) => {
                    self.lane(dir).framed = Some(Box::default());
                    return Step::Told(0);
                }
            },
        };
        let server = *self.server.get_or_insert(if head.answers { dir } else { dir.reverse() });
        if (server == dir) != head.answers {
            return Step::Lost;
        }
        let left = head.len as usize;
        let mut open = Open { head, left, body: Body::Held(Vec::new()), asked: None };
        let result = head.op == op::RESULT && !head.is_old();
        if result {
            open.asked = self.session.take(head);
        }
        open.body = if head.flags & flag::COMPRESSED != 0 && head.version < 5 {
            if left > HELD {
                out.anomaly(dir, Code::HeadTooLong, "a compressed envelope longer than is held");
                Body::Sealed
            } else {
                Body::Packed(Vec::new())
            }
        } else if result {
            Body::Answer(Box::new(self.answer(dir, head, open.asked.as_ref())))
        } else if left > HELD || head.is_old() && head.op == op::RESULT {
            Body::Text
        } else {
            Body::Held(Vec::new())
        };
        if left == 0 {
            self.finish(dir, open, out);
        } else {
            self.lane(dir).state = State::Body(Box::new(open));
        }
        Step::Took(head.size)
    }

    fn body(&mut self, dir: Direction, mut open: Box<Open>, data: &[u8], out: &mut dyn Outlet) -> Step {
        let len = open.left.min(data.len());
        let piece = data.get(..len).unwrap_or(data);
        open.left -= len;
        let sealed = matches!(open.body, Body::Sealed);
        match &mut open.body {
            Body::Held(bytes) | Body::Packed(bytes) => bytes.extend_from_slice(piece),
            Body::Answer(answer) => answer.feed(piece, out),
            Body::Text => self.text(dir, piece, out),
            Body::Sealed => {}
        }
        if open.left == 0 {
            self.finish(dir, *open, out);
        } else {
            self.lane(dir).state = State::Body(open);
        }
        if sealed { Step::Sealed(len) } else { Step::Took(len) }
    }

    /// An envelope is complete.
    fn finish(&mut self, dir: Direction, open: Open, out: &mut dyn Outlet) {
        let Open { head, body, asked, .. } = open;
        match body {
            Body::Held(body) => self.whole(dir, head, &body, asked.as_ref(), out),
            Body::Packed(packed) => match unpack::envelope(&mut self.session.coding, &packed, out) {
                Some(plain) => self.whole(dir, head, &plain, asked.as_ref(), out),
                None => out.anomaly(dir, Code::DecodeFailed, "a compressed envelope"),
            },
            Body::Answer(answer) => self.answered(dir, head, *answer, asked.as_ref(), out),
            Body::Text => self.close_text(dir, MessageEnd::Complete, out),
            Body::Sealed => {}
        }
    }

    /// A whole envelope, as it is.
    fn whole(&mut self, dir: Direction, head: Head, body: &[u8], asked: Option<&Asked>, out: &mut dyn Outlet) {
        if head.op == op::RESULT {
            let mut answer = self.answer(dir, head, asked);
            answer.feed(body, out);
            return self.answered(dir, head, answer, asked, out);
        }
        if head.answers {
            self.session.response(dir, head, body, out);
        } else {
            self.session.request(dir, head, body, out);
        }
        let frames = matches!(head.op, op::STARTUP | op::READY | op::AUTHENTICATE);
        if frames && head.version == 5 && self.lane(dir).framed.is_none() {
            let packed = self.session.coding.is_some();
            self.lane(dir).framed = Some(Box::new(Framed::new(packed)));
        }
    }

    fn answered(
        &mut self,
        dir: Direction,
        head: Head,
        mut answer: Answer,
        asked: Option<&Asked>,
        out: &mut dyn Outlet,
    ) {
        if let Came::Other(kind, body) = answer.end(MessageEnd::Complete, out) {
            self.session.result(dir, head, (kind, &body), asked, out);
        }
    }

    fn answer(&self, dir: Direction, head: Head, asked: Option<&Asked>) -> Answer {
        let known = asked.and_then(|asked| asked.columns.clone());
        Answer::new(dir, head, self.session.answers("cassandra.rows", asked), known)
    }

    /// Text that goes through.
    fn text(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        self.open_text(dir, out);
        out.derived(dir, piece);
    }

    fn open_text(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.lane(dir).open, true) {
            let place = match self.server {
                Some(server) if server == dir => "cassandra.response",
                Some(_) => "cassandra.request",
                None => "cassandra",
            };
            out.begin(dir, MessageHead { place, tx: self.session.upcoming(), ..MessageHead::default() });
        }
    }

    fn close_text(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.lane(dir).open) {
            out.end(dir, end);
        }
    }

    /// Looks for an envelope. What stands before it is scanned as it is.
    fn find(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let answers = self.server.map(|server| server == dir);
        let mut at = 0;
        let found = loop {
            let Some(rest) = data.get(at..).filter(|rest| rest.len() >= probe::NEEDED) else { break false };
            if probe::starts(rest).is_some_and(|head| answers.is_none_or(|answers| answers == head.answers)) {
                break true;
            }
            at += 1;
        };
        if at > 0 {
            self.text(dir, data.get(..at).unwrap_or_default(), out);
        }
        if found {
            self.close_text(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "an envelope begins");
            return Step::Took(at);
        }
        self.lane(dir).state = State::Astray;
        if at == 0 { Step::More } else { Step::Took(at) }
    }

    /// Ends what is open; the direction stands before an envelope again.
    fn cut(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.close_text(dir, MessageEnd::Cut, out);
        let State::Body(open) = std::mem::take(&mut self.lane(dir).state) else { return };
        let Open { body, .. } = *open;
        match body {
            Body::Held(bytes) if !bytes.is_empty() => {
                self.text(dir, &bytes, out);
                self.close_text(dir, MessageEnd::Cut, out);
            }
            Body::Packed(bytes) if !bytes.is_empty() => {
                out.anomaly(dir, Code::DecodeFailed, "a compressed envelope that was cut");
            }
            Body::Answer(mut answer) => {
                answer.end(MessageEnd::Cut, out);
            }
            _ => {}
        }
    }
}
