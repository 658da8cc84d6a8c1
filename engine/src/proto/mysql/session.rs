//! Packets of both directions, and what they share: who is the server, which replies are awaited, what was prepared.

use super::super::Progress;
use super::super::rows::{Rows, Topic};
use super::super::sql::Sight;
use super::execute::{LONG_DATA, LongValues};
use super::literal::Literals;
use super::login::{self, Login};
use super::reply::Reply;
use super::row::Columns;
use super::wire::{FULL, Head};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::message::{Coding, DbInfo, Direction, MessageEnd, MessageHead, Outlet};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Prepared statements that are remembered.
const STATEMENTS: usize = 64;
/// Number of the statement prepared last, by which it may be executed before its own number is known (`MariaDB`).
pub(super) const LATEST: u32 = u32::MAX;
/// Bytes of column names remembered of a prepared statement.
const STATEMENT_NAMES: usize = 16 << 10;
/// Bytes of a long packet that tell what it is, and which table a statement is about.
const FIRST: usize = 1024;

/// How far the connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The client's response is awaited.
    Greeting,
    /// The server's word on the login is awaited.
    Login,
    /// Commands and replies.
    Command,
}

/// What a long packet is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Long {
    /// Text of the open message, behind so many bytes.
    Text(usize),
    /// The same, with blanks for what cannot be printed.
    Bytes(usize),
    /// A piece of a value, behind so many bytes.
    Data(usize),
    /// The execution of a prepared statement.
    Values,
    /// A row.
    Row,
    /// A part of a file, which ends with an empty packet.
    File,
    /// Nothing that is read.
    Skipped,
}

/// A packet that is not held.
#[derive(Clone, Copy, Debug)]
struct Passing {
    kind: Long,
    /// Bytes to come.
    left: usize,
    /// Another packet continues this one.
    more: bool,
}

#[derive(Debug, Default)]
pub(super) struct Lane {
    passing: Option<Passing>,
    /// Bytes were lost: packets have to be found again.
    adrift: bool,
    /// Packets line up, but the beginning of an exchange was not seen yet.
    pub loose: bool,
    /// A message is open that the replies know nothing of.
    pub open: bool,
}

/// What a reply answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A statement as text.
    Query,
    /// The execution of a prepared statement, or more rows of it.
    Execute(u32),
    /// The same, rows at once.
    Fetch(u32),
    Prepare,
    Fields,
    /// Text that nobody reads.
    Statistics,
    Binlog,
    Other,
    /// Not seen.
    Unknown,
}

/// A command that waits for its reply.
#[derive(Clone, Debug)]
pub(super) struct Command {
    pub kind: Kind,
    pub tx: u32,
    pub sight: Arc<Sight>,
    /// For `COM_INIT_DB`: the database that holds if the server agrees.
    pub database: String,
}

/// A prepared statement.
#[derive(Debug, Default)]
pub(super) struct Statement {
    pub sight: Arc<Sight>,
    pub parameters: usize,
    /// Types that the latest execution gave.
    pub kinds: Vec<[u8; 2]>,
    pub columns: Option<Arc<Columns>>,
    /// Parameters whose values were sent before the execution.
    pub sent: BTreeSet<u16>,
}

/// A file of `LOAD DATA LOCAL` on its way.
#[derive(Debug)]
pub(super) struct Loading {
    pub tx: u32,
    pub name: Vec<u8>,
    /// Where its rows go, as the statement says.
    pub table: String,
    /// Number of its next packet.
    pub next: u8,
}

/// One connection, after compression was taken off.
#[derive(Debug)]
pub(super) struct Session {
    /// Longest packet that is held whole.
    whole: usize,
    /// Replies that are awaited at most.
    depth: usize,
    pub server: Option<Direction>,
    pub phase: Phase,
    pub lanes: [Lane; 2],
    pub login: Login,
    pub database: String,
    /// Charset of statements.
    pub charset: &'static str,
    /// Number of the next transaction.
    pub tx: u32,
    pub waiting: VecDeque<Command>,
    pub reply: Reply,
    /// By their numbers; one whose reply is awaited as [`LATEST`].
    pub statements: BTreeMap<u32, Statement>,
    pub prepared: u32,
    /// The file that the server asked for.
    pub file: Option<Loading>,
    /// The value that the client sends in pieces: of which statement, for which parameter.
    pub data: Option<((u32, u16), Rows)>,
    /// The execution that is longer than what is held.
    pub values: Option<LongValues>,
    /// Those of the statement that is longer than what is held.
    pub literals: Option<Box<Literals>>,
    /// Bytes were lost: a reply may answer another command than the one that waited longest.
    pub torn: bool,
    coding: Option<Coding>,
}

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Yes,
    /// It is none.
    No,
    /// TLS follows.
    Tls,
}

impl From<Option<()>> for Done {
    fn from(read: Option<()>) -> Self {
        if read.is_some() { Self::Yes } else { Self::No }
    }
}

impl Session {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            whole: limits.head_bytes,
            depth: limits.pipeline_depth,
            server: None,
            phase: Phase::Command,
            lanes: [Lane { loose: true, ..Lane::default() }, Lane { loose: true, ..Lane::default() }],
            login: Login::default(),
            database: String::new(),
            charset: "",
            tx: 0,
            waiting: VecDeque::new(),
            reply: Reply::Idle,
            statements: BTreeMap::new(),
            prepared: 0,
            file: None,
            data: None,
            values: None,
            literals: None,
            torn: false,
            coding: None,
        }
    }

    /// The coding of frames, if the connection is compressed.
    pub(super) const fn coding(&self) -> Option<Coding> {
        self.coding
    }

    pub(super) fn lane(&mut self, dir: Direction) -> &mut Lane {
        let [orig, resp] = &mut self.lanes;
        if dir == Direction::Orig { orig } else { resp }
    }

    /// What a message is about.
    pub(super) fn topic(&self, place: &'static str, tx: u32, table: &str) -> Topic<'static> {
        let user = String::from_utf8_lossy(&self.login.user).into_owned();
        let info = DbInfo { database: self.database.clone(), table: table.to_owned(), user, ..DbInfo::default() };
        Topic { place, tx, charset: self.charset, info }
    }

    /// The next transaction's number.
    pub(super) fn next_tx(&mut self) -> u32 {
        let tx = self.tx;
        self.tx = tx.wrapping_add(1);
        tx
    }

    /// A reply is awaited.
    pub(super) fn awaits(&mut self, dir: Direction, command: Command, out: &mut dyn Outlet) {
        if self.waiting.len() < self.depth {
            self.waiting.push_back(command);
        } else {
            out.anomaly(dir, Code::PipelineLimit, "commands without replies");
        }
    }

    /// Remembers a statement, and as many as [`STATEMENTS`].
    pub(super) fn file_statement(&mut self, id: u32, statement: Statement) {
        if self.statements.len() >= STATEMENTS {
            self.statements.pop_first();
        }
        self.statements.insert(id, statement);
    }

    /// Remembers columns of a prepared statement.
    pub(super) fn remember(&mut self, id: u32, columns: &Arc<Columns>) {
        if let Some(statement) = self.statements.get_mut(&id).filter(|_| columns.size() <= STATEMENT_NAMES) {
            statement.columns = Some(columns.clone());
        }
    }

    /// The login was accepted: what follows may be compressed.
    pub(super) fn welcome(&mut self) {
        self.phase = Phase::Command;
        self.coding = self.login.coding();
    }

    /// One packet, or a piece of a long one.
    pub(super) fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.lane(dir).adrift {
            return self.find(dir, data, out);
        }
        if let Some(passing) = self.lane(dir).passing.filter(|passing| passing.left > 0) {
            let len = passing.left.min(data.len());
            self.pass(dir, passing, data.get(..len).unwrap_or(data), out);
            return Progress::Consumed(len);
        }
        let Some(head) = Head::read(data) else { return Progress::Consumed(0) };
        let payload = data.get(Head::LEN..).unwrap_or(&[]);
        if let Some(passing) = self.lane(dir).passing {
            // The continuation of a packet of 16 MiB.
            out.framing(dir, Head::LEN);
            let passing = Passing { left: head.len, more: head.len == FULL, ..passing };
            self.lane(dir).passing = Some(passing);
            if head.len == 0 {
                self.passed(dir, passing.kind, out);
            }
            return Progress::Consumed(Head::LEN);
        }
        let longest = head.len > self.whole;
        let Some(shown) = payload.get(..if longest { head.len.min(FIRST) } else { head.len }) else {
            return Progress::Consumed(0);
        };
        if self.server.is_none() {
            self.server = Some(if speaks_first(head, shown) { dir } else { dir.reverse() });
        }
        if self.server != Some(dir) && (head.seq != 0 || shown.first() != Some(&LONG_DATA)) {
            // Only another piece continues a value.
            self.end_data(MessageEnd::Complete, out);
        }
        if longest {
            let kind = self.long(dir, head, shown, out);
            if kind == Long::Skipped {
                out.anomaly(dir, Code::HeadTooLong, "a packet longer than is held");
            }
            self.lane(dir).passing = Some(Passing { kind, left: head.len, more: head.len == FULL });
            out.framing(dir, Head::LEN);
            return Progress::Consumed(Head::LEN);
        }
        let len = Head::LEN + head.len;
        match self.packet(dir, head, shown, out) {
            Done::Yes => {
                out.framing(dir, len);
                Progress::Consumed(len)
            }
            Done::No => {
                self.abandon(out);
                Progress::Lost
            }
            Done::Tls => {
                out.framing(dir, len);
                self.abandon(out);
                let upgrade = "used";
                let info = TransportInfo { protocol: "mysql", protection: "none", upgrade, ..TransportInfo::default() };
                out.transport(&info);
                Progress::Handover(len)
            }
        }
    }

    fn packet(&mut self, dir: Direction, head: Head, payload: &[u8], out: &mut dyn Outlet) -> Done {
        if self.server == Some(dir) {
            return self.server_sent(dir, head.seq, payload, out).into();
        }
        self.client_sent(dir, head.seq, payload, out)
    }

    /// A packet that is longer than what is held begins.
    fn long(&mut self, dir: Direction, head: Head, first: &[u8], out: &mut dyn Outlet) -> Long {
        if self.server != Some(dir) {
            return self.long_command(dir, head.seq, first, out);
        }
        if self.long_row(dir, out) { Long::Row } else { Long::Skipped }
    }

    /// A piece of a long packet.
    fn pass(&mut self, dir: Direction, passing: Passing, piece: &[u8], out: &mut dyn Outlet) {
        let mut kind = passing.kind;
        match &mut kind {
            Long::Text(strip) | Long::Bytes(strip) | Long::Data(strip) => {
                let text = piece.get(*strip..).unwrap_or(&[]);
                *strip = strip.saturating_sub(piece.len());
                match (passing.kind, &mut self.data) {
                    (Long::Text(_), _) => {
                        out.derived(dir, text);
                        if let Some(literals) = &mut self.literals {
                            literals.push(text, out);
                        }
                    }
                    (Long::Data(_), Some((_, rows))) => rows.piece(text, out),
                    (Long::Data(_), None) => {}
                    _ => out.derived(dir, &super::super::rows::blanked(text)),
                }
            }
            Long::File => out.derived(dir, piece),
            Long::Row => self.row_piece(piece, out),
            Long::Values => self.values_piece(dir, piece, out),
            Long::Skipped => {}
        }
        if kind == Long::Skipped {
            out.sealed(dir, piece.len(), State::Skipped);
        } else {
            out.framing(dir, piece.len());
        }
        let passing = Passing { kind, left: passing.left - piece.len(), ..passing };
        self.lane(dir).passing = Some(passing);
        if passing.left == 0 && !passing.more {
            self.passed(dir, kind, out);
        }
    }

    /// A long packet ended.
    fn passed(&mut self, dir: Direction, kind: Long, out: &mut dyn Outlet) {
        self.lane(dir).passing = None;
        match kind {
            Long::Text(_) | Long::Bytes(_) => {
                self.end_literals(MessageEnd::Complete, out);
                self.lane(dir).open = false;
                out.end(dir, MessageEnd::Complete);
            }
            Long::Row => {
                self.row_end(out);
            }
            Long::Values => self.end_values(dir, MessageEnd::Complete, out),
            Long::Data(_) | Long::File | Long::Skipped => {}
        }
    }

    /// Bytes are missing: what is open ends, and packets have to be found again.
    pub(super) fn on_gap(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
        self.torn = true;
        *self.lane(dir) = Lane { adrift: true, ..Lane::default() };
        if self.server == Some(dir) {
            self.reply.interrupt();
        } else {
            self.file = None;
        }
        if self.phase != Phase::Command {
            // Whatever the rest of the login was: it is over before packets line up.
            self.welcome();
        }
    }

    /// A direction ends.
    pub(super) fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
    }

    /// Ends whatever is open.
    pub(super) fn abandon(&mut self, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            self.cut(dir, out);
        }
    }

    /// Ends what is open in a direction, and the value that comes in pieces.
    fn cut(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.server != Some(dir) {
            self.end_data(MessageEnd::Cut, out);
            self.end_values(dir, MessageEnd::Cut, out);
            self.end_literals(MessageEnd::Cut, out);
        }
        self.close_open(dir, out);
    }

    /// Ends what is open of a long statement's literals.
    fn end_literals(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some(literals) = self.literals.take() {
            literals.end(end, out);
        }
    }

    /// Ends what is open in a direction.
    pub(super) fn close_open(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.lane(dir).open) {
            out.end(dir, MessageEnd::Cut);
        }
        if self.server == Some(dir) {
            self.reply.cut(out);
        }
    }

    /// Looks for packets behind a gap. What stands before them is scanned as it is.
    fn find(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let server = self.server == Some(dir);
        let mut at = 0;
        let found = loop {
            let rest = data.get(at..).unwrap_or(&[]);
            match if server { replies_line_up(rest) } else { statement_starts(rest) } {
                Some(true) => break true,
                Some(false) => at += 1,
                None => break false,
            }
        };
        if at > 0 {
            if !std::mem::replace(&mut self.lane(dir).open, true) {
                out.begin(dir, MessageHead { place: "mysql", ..MessageHead::default() });
            }
            out.body(dir, data.get(..at).unwrap_or(&[]));
        }
        if found {
            self.close_open(dir, out);
            out.anomaly(dir, Code::ParserResync, "packets line up again");
            *self.lane(dir) = Lane { loose: true, ..Lane::default() };
            if at == 0 {
                return self.on_data(dir, data, out);
            }
        }
        Progress::Consumed(at)
    }
}

/// Greetings are the server's, and so is all that answers.
fn speaks_first(head: Head, payload: &[u8]) -> bool {
    match head.seq {
        0 => {
            matches!(payload.first(), Some(10)) && login::greeting(payload).is_some() || payload.first() == Some(&0xff)
        }
        1 | 2 => login::Response::read(payload).is_none_or(|_| !super::is_login(payload)),
        _ => true,
    }
}

/// True if three packets follow one another by their numbers, false if not, `None` if too little is there to tell.
fn replies_line_up(data: &[u8]) -> Option<bool> {
    /// Longest packet believed here.
    const LONGEST: usize = 16 << 10;
    let (mut rest, mut expected) = (data, None);
    for _ in 0..3 {
        let Some(head) = Head::read(rest) else {
            // The third byte of a length is zero here.
            return if rest.get(2).is_some_and(|high| *high > 0) { Some(false) } else { None };
        };
        let fits = (1..=LONGEST).contains(&head.len) && expected.is_none_or(|seq| seq == head.seq);
        if !fits || (expected.is_none() && head.seq == 0) {
            return Some(false);
        }
        expected = Some(head.seq.wrapping_add(1));
        rest = rest.get(Head::LEN + head.len..)?;
    }
    Some(true)
}

/// True if a statement begins here that fills its packet's beginning.
fn statement_starts(data: &[u8]) -> Option<bool> {
    let Some(head) = Head::read(data) else {
        // As above.
        return if data.get(2).is_some_and(|high| *high > 0) { Some(false) } else { None };
    };
    if head.seq != 0 || !(8..1 << 16).contains(&head.len) {
        return Some(false);
    }
    let payload = data.get(Head::LEN..Head::LEN + 8)?;
    Some(is_statement(payload))
}

/// `COM_QUERY` or `COM_STMT_PREPARE` in the middle of a flow: a statement that begins as statements do.
pub(super) fn is_statement(packet: &[u8]) -> bool {
    const VERBS: [&str; 14] = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "SHOW", "SET", "CREATE", "BEGIN", "COMMIT", "CALL", "WITH",
        "DROP", "START",
    ];
    let [3 | 0x16, statement @ ..] = packet else { return false };
    let statement = statement.trim_ascii_start();
    let end = statement.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(statement.len());
    let word = statement.get(..end).unwrap_or_default();
    VERBS.iter().any(|verb| word.eq_ignore_ascii_case(verb.as_bytes()))
}
