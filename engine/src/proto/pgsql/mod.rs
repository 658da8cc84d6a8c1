//! `PostgreSQL` (frontend/backend protocol 3): logins, statements, result sets and `COPY`.
//!
//! Reads the startup (a password in the clear is a login, the answer to a challenge an anomaly), hands over to TLS where
//! the server agrees to it, and reads simple and extended queries: statements are messages `pgsql.query`, with the values
//! bound to them as rows under the names of their columns; rows are `pgsql.rows`, and so is what `COPY` moves in either
//! direction, changes of logical replication among it; errors and notices, which may quote values, are `pgsql.error` and
//! `pgsql.notice`. Values of calls, as they write and read large objects, are `pgsql.query` and `pgsql.rows`, read as
//! files are, and so are the archives of a base backup. Of a physical replication stream only the strings are read. Values of binary format are read for the
//! common types and arrays of them; of others only their strings, or what is packed in them.
//!
//! A connection that is older than the capture is known by its statements, or by messages that line up.
//!
//! Limits: a message longer than a head may be is not held: statements, values, rows and `COPY` go through in pieces, the rest
//! is skipped (`head_too_long`). Prepared statements and portals are remembered up to `session::STATEMENTS`. After a
//! gap a direction is scanned raw until messages line up again.

mod backup;
mod bind;
mod bytea;
mod call;
mod client;
mod copy;
mod login;
mod midstream;
mod replication;
mod row;
mod server;
mod session;

use super::reader::Reader;
use super::rows::blanked;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use call::Call;
use midstream::{FROM_CLIENT, FROM_SERVER, line_up};
use session::Session;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "pgsql",
    title: "PostgreSQL's protocol 3: logins, statements, rows",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|limits, _| Box::new(PgSqlParser::new(limits))),
};

/// Bytes of a message's head: its type and its length, which counts itself.
const HEAD: usize = 5;
/// What the server says between the results of calls: its readiness, notices, parameters.
const BETWEEN_CALLS: &[u8] = b"ZNSA";
/// Longest message that the server would read (`MaxAllocSize`).
const LONGEST: usize = 0x3fff_ffff;

/// Startup packets of the client, or the server's first authentication request; what is said in the middle of a connection.
fn probe(_: Direction, mut data: &[u8], _: (u16, u16)) -> Probe {
    while refuses(data) {
        data = data.get(1..).unwrap_or_default();
    }
    let streamed = |needed: usize, believed: fn(&[u8]) -> bool| match data.len() < needed {
        true => Probe::NeedMore,
        false if believed(data) => Probe::Match,
        false => Probe::Reject,
    };
    if data.first() == Some(&b'R') {
        if data.get(1..4).is_some_and(|high| high != [0, 0, 0]) {
            return Probe::Reject;
        }
        return streamed(9, |data| {
            let mut reader = Reader::new(data.get(1..).unwrap_or_default());
            matches!((reader.u32(), reader.u32()), (Some(8..=255), Some(0..=12)))
        });
    }
    if data.first().is_some_and(|kind| *kind != 0) {
        return midstream::probe(data);
    }
    if data.get(1).is_some_and(|byte| *byte != 0) {
        return Probe::Reject;
    }
    // A startup packet must show its first key's beginning.
    let needed = if data.get(4..6) == Some(&[0, 3]) { 12 } else { 8 };
    streamed(needed, |data| {
        let Some((_, code)) = login::opening_head(data) else { return false };
        if code > 0x0003_ffff {
            return true;
        }
        let key = data.get(8..).and_then(|rest| rest.split(|byte| *byte == 0).next()).unwrap_or_default();
        !key.is_empty() && key.iter().all(|byte| byte.is_ascii_lowercase() || b"_.".contains(byte))
    })
}

fn in_the_clear() -> TransportInfo {
    TransportInfo { protocol: "pgsql", protection: "none", ..TransportInfo::default() }
}

/// The server does without encryption.
fn refused(out: &mut dyn Outlet) {
    out.transport(&TransportInfo { upgrade: "not_offered", ..in_the_clear() });
}

/// True for a refusal of encryption (`N`) before the server's next word, which no notice begins like. It comes where the
/// request was not seen, or behind what follows it.
fn refuses(data: &[u8]) -> bool {
    matches!(data, [b'N', b'N' | b'R' | b'E' | b'v', ..])
}

/// What a message that is not held is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Long {
    /// Text of the open message.
    Text,
    /// The same, with blanks for what cannot be printed.
    Bytes,
    /// The body of the open message.
    Content,
    /// A row.
    Row,
    /// Values for a statement.
    Bind,
    /// A part of what `COPY` moves.
    Copy,
    /// Nothing that is read.
    Skipped,
    /// Nothing that can be read.
    Closed,
}

#[derive(Debug, Default)]
struct Lane {
    /// What a long message is read as, and bytes to come of it.
    passing: Option<(Long, usize)>,
    /// What is to come of a call of a function, or of its result.
    call: Option<Call>,
    /// Bytes were lost: messages have to be found again.
    adrift: bool,
    /// A message is open for what is scanned raw, or for a long statement.
    open: bool,
}

/// Parses one flow.
#[derive(Debug)]
pub struct PgSqlParser {
    /// Longest message that is held whole.
    whole: usize,
    server: Option<Direction>,
    lanes: [Lane; 2],
    session: Session,
    /// The client asked for encryption; the server's answer is one byte.
    asked: bool,
    /// Both sides speak GSSAPI's encryption.
    sealed: bool,
}

impl PgSqlParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            whole: limits.head_bytes,
            server: None,
            lanes: [Lane::default(), Lane::default()],
            session: Session::new(limits),
            asked: false,
            sealed: false,
        }
    }

    fn lane(&mut self, dir: Direction) -> &mut Lane {
        let [orig, resp] = &mut self.lanes;
        if dir == Direction::Orig { orig } else { resp }
    }

    /// A packet without a type, at the beginning of a connection.
    fn opening(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if data.len() < 8 {
            return Progress::Consumed(0);
        }
        let Some((len, _)) = login::opening_head(data) else { return self.lost(out) };
        let Some(packet) = data.get(..len) else { return Progress::Consumed(0) };
        self.server = Some(dir.reverse());
        match login::opening(packet) {
            Some(login::Opening::Tls | login::Opening::Gss) => self.asked = true,
            Some(login::Opening::Cancel) => {}
            Some(login::Opening::Startup(fields)) => {
                // In the clear it follows a refusal only, which may have been lost.
                if std::mem::take(&mut self.asked) {
                    refused(out);
                }
                self.session.start(dir, &fields, out);
            }
            None => return self.lost(out),
        }
        out.framing(dir, len);
        Progress::Consumed(len)
    }

    /// The server's answer to a request for encryption.
    fn answer(&mut self, dir: Direction, answer: u8, out: &mut dyn Outlet) -> Progress {
        let info = in_the_clear();
        self.asked = false;
        out.framing(dir, 1);
        match answer {
            b'S' => {
                out.transport(&TransportInfo { upgrade: "used", ..info });
                Progress::Handover(1)
            }
            b'G' => {
                out.transport(&TransportInfo { protection: "unknown", upgrade: "used", ..info });
                self.sealed = true;
                Progress::Consumed(1)
            }
            _ => {
                refused(out);
                Progress::Consumed(1)
            }
        }
    }

    fn lost(&mut self, out: &mut dyn Outlet) -> Progress {
        for dir in [Direction::Orig, Direction::Resp] {
            self.close_open(dir, out);
        }
        Progress::Lost
    }

    fn close_open(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.lane(dir).open) {
            out.end(dir, MessageEnd::Cut);
        }
        self.session.cut(dir, out);
    }

    /// A message that is longer than what is held begins.
    fn long(&mut self, dir: Direction, kind: u8, len: usize, out: &mut dyn Outlet) {
        let long = match kind {
            b'd' => Long::Copy,
            b'D' if self.server == Some(dir) => {
                self.session.open_rows(dir, out);
                Long::Row
            }
            b'B' if self.server != Some(dir) => {
                self.session.long_bind(dir, out);
                Long::Bind
            }
            b'Q' | b'P' if self.server != Some(dir) => {
                self.session.long_statement(dir, kind, out);
                self.lane(dir).open = true;
                if kind == b'Q' { Long::Text } else { Long::Bytes }
            }
            _ => {
                out.anomaly(dir, Code::HeadTooLong, "a message longer than is held");
                Long::Skipped
            }
        };
        self.lane(dir).passing = Some((long, len));
    }

    /// A piece of a long message.
    fn pass(&mut self, dir: Direction, long: Long, left: usize, piece: &[u8], out: &mut dyn Outlet) {
        match long {
            Long::Text => out.derived(dir, &blank_zeros(piece)),
            Long::Bytes => out.derived(dir, &blanked(piece)),
            Long::Content => out.body(dir, piece),
            Long::Row => self.session.row_piece(piece, out),
            Long::Bind => self.session.bind_piece(piece, out),
            Long::Copy => self.session.copy_piece(dir, piece, out),
            Long::Skipped | Long::Closed => {}
        }
        match long {
            Long::Content => {}
            Long::Skipped => out.sealed(dir, piece.len(), State::Skipped),
            Long::Closed => out.sealed(dir, piece.len(), State::Undecodable),
            _ => out.framing(dir, piece.len()),
        }
        let left = left - piece.len();
        self.lane(dir).passing = (left > 0).then_some((long, left));
        if left > 0 {
            return;
        }
        match long {
            Long::Text | Long::Bytes => {
                self.lane(dir).open = false;
                out.end(dir, MessageEnd::Complete);
            }
            Long::Row => {
                self.session.row_end(out);
            }
            Long::Bind => self.session.end_bind(dir, MessageEnd::Complete, out),
            Long::Copy => self.session.copy_piece_end(dir, out),
            Long::Content => self.session.value_ends(dir, out),
            Long::Skipped | Long::Closed => {}
        }
    }

    /// Looks for messages behind a gap. What stands before them is scanned as it is.
    fn find(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let known = if self.server == Some(dir) { FROM_SERVER } else { FROM_CLIENT };
        let mut at = 0;
        let found = loop {
            match line_up(data.get(at..).unwrap_or(&[]), known) {
                Some(true) => break true,
                Some(false) => at += 1,
                None => break false,
            }
        };
        if at > 0 {
            if !std::mem::replace(&mut self.lane(dir).open, true) {
                out.begin(dir, MessageHead { place: "pgsql", ..MessageHead::default() });
            }
            out.body(dir, data.get(..at).unwrap_or(&[]));
        }
        if found {
            self.close_open(dir, out);
            out.anomaly(dir, Code::ParserResync, "messages line up again");
            *self.lane(dir) = Lane::default();
            if at == 0 {
                return self.on_data(dir, data, out);
            }
        }
        Progress::Consumed(at)
    }
}

/// Text without zero bytes.
fn blank_zeros(piece: &[u8]) -> Vec<u8> {
    piece.iter().map(|byte| if *byte == 0 { b' ' } else { *byte }).collect()
}

impl Parser for PgSqlParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.sealed {
            return Progress::Bypass(State::Encrypted);
        }
        if self.lane(dir).adrift {
            return self.find(dir, data, out);
        }
        if let Some((long, left)) = self.lane(dir).passing {
            let len = left.min(data.len());
            self.pass(dir, long, left, data.get(..len).unwrap_or(data), out);
            return Progress::Consumed(len);
        }
        if let Some(call) = self.lane(dir).call {
            return self.next_value(dir, call, data, out);
        }
        let Some(&kind) = data.first() else { return Progress::Consumed(0) };
        if self.server.is_none() {
            let Some(servers) = midstream::is_servers(dir, data) else { return Progress::Consumed(0) };
            self.server = Some(if servers { dir } else { dir.reverse() });
        }
        let server = self.server == Some(dir);
        if server && (self.asked && kind != b'E' || refuses(data)) {
            return self.answer(dir, kind, out);
        }
        if !server && kind == 0 {
            return self.opening(dir, data, out);
        }
        if !if server { FROM_SERVER } else { FROM_CLIENT }.contains(&kind) {
            return self.lost(out);
        }
        let Some(len) = data.get(1..).and_then(|rest| Reader::new(rest).u32()) else { return Progress::Consumed(0) };
        let Some(len) = (len as usize).checked_sub(4).filter(|len| *len <= LONGEST) else { return self.lost(out) };
        if kind == if server { b'V' } else { b'F' } {
            return self.begin_call(dir, data, len, out);
        }
        if !BETWEEN_CALLS.contains(&kind) {
            self.session.end_value(dir, MessageEnd::Complete, out);
        }
        if kind == b'd' && self.session.backup(dir).is_some() {
            return self.backup(dir, data, len, out);
        }
        if len > self.whole {
            self.long(dir, kind, len, out);
            out.framing(dir, HEAD);
            return Progress::Consumed(HEAD);
        }
        let Some(body) = data.get(HEAD..HEAD + len) else { return Progress::Consumed(0) };
        let read = if server {
            self.session.server_sent(dir, kind, body, out)
        } else {
            self.session.client_sent(dir, kind, body, out)
        };
        if read.is_none() {
            return self.lost(out);
        }
        out.framing(dir, HEAD + len);
        Progress::Consumed(HEAD + len)
    }

    fn on_gap(&mut self, dir: Direction, _: u64, out: &mut dyn Outlet) -> bool {
        if self.asked {
            // Whether TLS follows is not known any more.
            self.lost(out);
            return false;
        }
        self.close_open(dir, out);
        if self.sealed {
            return true;
        }
        *self.lane(dir) = Lane { adrift: true, ..Lane::default() };
        self.session.interrupt(self.server == Some(dir));
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.close_open(dir, out);
    }
}

#[cfg(test)]
mod tests;
