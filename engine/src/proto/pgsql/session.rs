//! What both directions share: the login, which replies are awaited, what was prepared and bound, what is open.

use super::super::rows::{Rows, Topic, blanked, shown};
use super::super::sql::Sight;
use super::backup::Backup;
use super::bind::LongBind;
use super::call::{Call, Value};
use super::copy::{BinaryReader, SIGNATURE};
use super::login::{Login, charset};
use super::replication::Changes;
use super::row::{RowReader, Shape};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{DbInfo, Direction, MessageEnd, Outlet, TextFormat};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Prepared statements, and portals, that are remembered.
pub(super) const STATEMENTS: usize = 64;
/// Longest name of either.
const NAME_BYTES: usize = 64;
/// Messages of one statement in the extended protocol, at most, in most clients.
const STEPS: usize = 6;

/// A request that waits for its reply.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A statement as text.
    Query(Arc<Bound>),
    Parse,
    Bind,
    /// A statement's columns are asked for.
    Describe(u64),
    Execute(Arc<Bound>),
    /// A function is called by its number.
    Call(Call),
    Close,
    Sync,
}

impl Step {
    /// True for what the server answers with its readiness in the end.
    pub(super) const fn is_exchange(&self) -> bool {
        matches!(self, Self::Sync | Self::Query(_) | Self::Call(_))
    }
}

/// A statement with what was bound to it.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub tx: u32,
    /// Number of the statement.
    pub statement: u64,
    pub sight: Arc<Sight>,
    /// Formats of its columns; `None` if the description says.
    pub binary: Option<Vec<bool>>,
    /// What it moves, if it is a `COPY`.
    pub copy: Option<Format>,
}

/// What `COPY` moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Format {
    /// Tabs between values.
    #[default]
    Text,
    /// Separated values; with a line of names if `true`, or if its delimiter is not known.
    Csv(bool),
    /// Rows in binary format.
    Binary,
    /// A replication stream.
    Changes,
    /// Archives of a base backup.
    Backup,
    /// Anything else: its strings.
    Bytes,
}

impl Format {
    /// What data look like that nobody told of.
    fn of(body: &[u8]) -> Self {
        if Changes::begins(body) {
            Self::Changes
        } else if body.is_empty() || body.iter().any(|byte| *byte < b' ' && !b"\t\r\n".contains(byte)) {
            Self::Bytes
        } else if body.contains(&b'\t') {
            Self::Text
        } else {
            Self::Csv(true)
        }
    }
}

/// A prepared statement.
#[derive(Debug, Default)]
pub(super) struct Statement {
    pub sight: Arc<Sight>,
    /// Types of its parameters.
    pub parameters: Vec<u32>,
    pub shape: Option<Arc<Shape>>,
}

/// Rows on their way.
#[derive(Debug)]
struct Set {
    rows: Rows,
    shape: Arc<Shape>,
    reader: RowReader,
}

/// What `COPY` moves in one direction.
#[derive(Debug, Default)]
pub(super) struct Copy {
    pub bound: Arc<Bound>,
    pub format: Format,
    /// Its message was begun.
    pub open: bool,
    /// Bytes of it are missing.
    pub cut: bool,
    /// Its data came before the server told of it.
    pub early: bool,
    /// Its rows, if they are binary.
    pub binary: Option<(BinaryReader, Rows)>,
    /// Of a replication stream.
    pub changes: Option<Changes>,
    /// Of a base backup.
    pub backup: Backup,
}

impl Copy {
    /// Ends the message at hand, if one was begun; true if it was.
    pub(super) fn close(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) -> bool {
        if let Some(changes) = &mut self.changes {
            changes.close(dir, end, out);
        }
        let open = std::mem::take(&mut self.open);
        match self.binary.take() {
            Some((_, rows)) => rows.end(end, out),
            None if open => out.end(dir, end),
            None => {}
        }
        open
    }

    fn is_open(&self) -> bool {
        self.open || self.changes.as_ref().is_some_and(Changes::is_open)
    }
}

/// One connection.
#[derive(Debug)]
pub(super) struct Session {
    depth: usize,
    pub login: Login,
    database: String,
    pub charset: &'static str,
    tx: u32,
    pub waiting: VecDeque<Step>,
    /// Numbers of statements by their names.
    pub names: BTreeMap<Vec<u8>, u64>,
    pub statements: BTreeMap<u64, Statement>,
    pub portals: BTreeMap<Vec<u8>, Arc<Bound>>,
    prepared: u64,
    /// The latest description of rows.
    pub shape: Option<Arc<Shape>>,
    set: Option<Set>,
    /// Values that come in pieces.
    pub binding: Option<LongBind>,
    pub copies: [Option<Copy>; 2],
    /// Values of calls whose messages are open.
    pub values: [Option<Value>; 2],
}

impl Session {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.pipeline_depth.saturating_mul(STEPS),
            login: Login::default(),
            database: String::new(),
            charset: "",
            tx: 0,
            waiting: VecDeque::new(),
            names: BTreeMap::new(),
            statements: BTreeMap::new(),
            portals: BTreeMap::new(),
            prepared: 0,
            shape: None,
            set: None,
            binding: None,
            copies: [None, None],
            values: [None, None],
        }
    }

    /// The startup: who logs in to what.
    pub(super) fn start(&mut self, dir: Direction, fields: &[(&[u8], &[u8])], out: &mut dyn Outlet) {
        let field = |name: &[u8]| fields.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, value)| value);
        let user = field(b"user");
        self.login = Login::begin(user, self.next_tx(), dir);
        self.charset = charset(field(b"client_encoding"));
        // Without a name the database is the user's.
        self.database = shown(if field(b"database").is_empty() { user } else { field(b"database") }, self.charset);
        self.topic("pgsql.login", self.login.tx, "").begin_text(dir, out);
        let mut lines = Vec::new();
        for (name, value) in fields {
            match *name {
                b"user" => out.text(dir, "user", TextFormat::Plain, value),
                b"database" => out.text(dir, "database", TextFormat::Plain, value),
                _ => [name, &b": "[..], value, b"\n"].iter().for_each(|part| lines.extend_from_slice(part)),
            }
        }
        if !lines.is_empty() {
            out.text(dir, "attributes", TextFormat::Headers, &lines);
        }
        out.end(dir, MessageEnd::Complete);
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

    /// The latest transaction's number.
    pub(super) const fn latest_tx(&self) -> u32 {
        self.tx.saturating_sub(1)
    }

    /// A reply is awaited.
    pub(super) fn awaits(&mut self, dir: Direction, step: Step, out: &mut dyn Outlet) {
        if self.waiting.len() < self.depth {
            self.waiting.push_back(step);
        } else {
            out.anomaly(dir, Code::PipelineLimit, "requests without replies");
        }
    }

    /// Files a statement under its name.
    pub(super) fn prepare(&mut self, name: &[u8], statement: Statement) {
        self.prepared += 1;
        if self.statements.len() >= STATEMENTS
            && let Some((oldest, _)) = self.statements.pop_first()
        {
            self.names.retain(|_, number| *number != oldest);
        }
        self.statements.insert(self.prepared, statement);
        if name.len() <= NAME_BYTES {
            self.names.insert(name.to_vec(), self.prepared);
        }
    }

    /// Files a portal under its name.
    pub(super) fn bind(&mut self, name: &[u8], bound: Arc<Bound>) {
        if self.portals.len() >= STATEMENTS && !self.portals.contains_key(name) {
            self.portals.pop_first();
        }
        if name.len() <= NAME_BYTES {
            self.portals.insert(name.to_vec(), bound);
        }
    }

    /// The statement whose rows come now.
    pub(super) fn current(&self) -> Option<&Arc<Bound>> {
        match self.waiting.front() {
            Some(Step::Query(bound) | Step::Execute(bound)) => Some(bound),
            _ => None,
        }
    }

    /// Begins the message of the rows at hand, if that was not done.
    pub(super) fn open_rows(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.set.is_some() {
            return;
        }
        self.end_copy(dir, MessageEnd::Cut, out);
        let bound = self.current().cloned().unwrap_or_default();
        let known = self.statements.get(&bound.statement).and_then(|statement| statement.shape.clone());
        let mut shape = known.or_else(|| self.shape.clone()).unwrap_or_default();
        if let Some(binary) = &bound.binary {
            shape = Arc::new(Shape { binary: binary.clone(), ..(*shape).clone() });
        }
        let tx = self.current().map_or(self.latest_tx(), |bound| bound.tx);
        let rows = Rows::begin(dir, &self.topic("pgsql.rows", tx, &bound.sight.table), &shape.names, out);
        self.set = Some(Set { rows, shape, reader: RowReader::default() });
    }

    pub(super) fn row_piece(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        if let Some(set) = &mut self.set {
            set.reader.push(piece, &set.shape, &mut set.rows, out);
        }
    }

    /// The row ends; false if it was none.
    pub(super) fn row_end(&mut self, out: &mut dyn Outlet) -> bool {
        self.set.as_mut().is_some_and(|set| set.reader.end(&mut set.rows, out))
    }

    /// Ends the rows at hand.
    pub(super) fn end_rows(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some(set) = self.set.take() {
            set.rows.end(end, out);
        }
    }

    /// True while a message of the server is open.
    pub(super) fn is_open(&self, dir: Direction) -> bool {
        let value = self.values.get(dir.index()).is_some_and(Option::is_some);
        value
            || self.set.is_some()
            || self.copies.get(dir.index()).is_some_and(|copy| copy.as_ref().is_some_and(Copy::is_open))
    }

    /// What `COPY` moves although the server told of none, or not yet: clients need not wait for its word. The latest
    /// statement says what it is, or the data do: those of a whole message, or none.
    fn untold(&self, body: &[u8]) -> Copy {
        let copies = |step: &Step| match step {
            Step::Query(bound) | Step::Execute(bound) => bound.copy.is_some().then(|| bound.clone()),
            _ => None,
        };
        // Behind a full line of waiting statements the latest one is not known.
        let known = self.waiting.len() < self.depth;
        let bound = known.then(|| self.waiting.iter().rev().find_map(copies)).flatten().unwrap_or_default();
        let format = match bound.copy {
            _ if body.starts_with(SIGNATURE) => Format::Binary,
            Some(Format::Binary) if !body.is_empty() => Format::Bytes,
            Some(format) => format,
            None => Format::of(body),
        };
        Copy { bound, format, early: true, ..Copy::default() }
    }

    /// Begins the message of what `COPY` moves, if that was not done.
    fn copy_begins(&mut self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        let untold = match self.copies.get(dir.index()) {
            Some(None) => Some(self.untold(body)),
            _ => None,
        };
        let Some(slot) = self.copies.get_mut(dir.index()) else { return };
        let copy = slot.get_or_insert_with(|| untold.unwrap_or_default());
        if copy.open || copy.changes.is_some() {
            return;
        }
        copy.open = copy.format != Format::Changes;
        let (bound, format) = (copy.bound.clone(), copy.format);
        if self.set.as_ref().is_some_and(|set| set.rows.dir() == dir) {
            self.end_rows(MessageEnd::Cut, out);
        }
        let mut topic = self.topic("pgsql.rows", bound.tx, &bound.sight.table);
        topic.info.columns = bound.sight.columns.iter().take(64).cloned().collect();
        let (media, separator, quote) = match format {
            Format::Csv(_) => ("text/csv", ",", "\""),
            Format::Text => ("text/tab-separated-values", "\t", ""),
            Format::Binary => {
                let rows = Rows::begin(dir, &topic, &bound.sight.columns, out);
                if let Some(copy) = self.copies.get_mut(dir.index()).and_then(Option::as_mut) {
                    let reader = if copy.cut { BinaryReader::lost() } else { BinaryReader::default() };
                    copy.binary = Some((reader, rows));
                }
                return;
            }
            Format::Changes => {
                if let Some(copy) = self.copies.get_mut(dir.index()).and_then(Option::as_mut) {
                    copy.changes = Some(Changes::new(topic));
                }
                return;
            }
            Format::Bytes | Format::Backup => ("text/plain", "", ""),
        };
        topic.begin_table(dir, media, out);
        if !matches!(format, Format::Csv(true) | Format::Bytes) && !bound.sight.columns.is_empty() {
            let names: Vec<String> =
                bound.sight.columns.iter().map(|name| format!("{quote}{}{quote}", name.replace('"', ""))).collect();
            out.derived(dir, format!("{}\n", names.join(separator)).as_bytes());
        }
    }

    /// A whole message of what `COPY` moves.
    pub(super) fn copy_message(&mut self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        self.copy_begins(dir, body, out);
        match self.changes(dir) {
            Some(changes) => changes.message(dir, body, out),
            None => self.copy_piece(dir, body, out),
        }
    }

    /// A piece of such a message.
    pub(super) fn copy_piece(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        // The server may have ended it in between.
        self.copy_begins(dir, b"", out);
        let Some(copy) = self.copies.get_mut(dir.index()).and_then(Option::as_mut) else { return };
        if let Some(changes) = &mut copy.changes {
            changes.piece(dir, piece, out);
        } else if let Some((reader, rows)) = &mut copy.binary {
            reader.push(piece, rows, out);
        } else if copy.format == Format::Bytes {
            out.derived(dir, &blanked(piece));
        } else {
            out.derived(dir, &super::blank_zeros(piece));
        }
    }

    /// The message whose pieces came ends.
    pub(super) fn copy_piece_end(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(changes) = self.changes(dir) {
            changes.end(dir, out);
        }
    }

    fn changes(&mut self, dir: Direction) -> Option<&mut Changes> {
        self.copies.get_mut(dir.index())?.as_mut()?.changes.as_mut()
    }

    /// Ends what `COPY` moved.
    pub(super) fn end_copy(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some(mut copy) = self.copies.get_mut(dir.index()).and_then(Option::take) {
            copy.close(dir, end, out);
        }
    }

    /// Ends whatever is open in a direction.
    pub(super) fn cut(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_value(dir, MessageEnd::Cut, out);
        self.end_bind(dir, MessageEnd::Cut, out);
        if self.set.as_ref().is_some_and(|set| set.rows.dir() == dir) {
            self.end_rows(MessageEnd::Cut, out);
        }
        // The rest of it may come, behind a gap.
        if let Some(copy) = self.copies.get_mut(dir.index()).and_then(Option::as_mut) {
            copy.cut |= copy.close(dir, MessageEnd::Cut, out);
        }
    }

    /// Bytes are missing: which replies were lost is not known.
    pub(super) fn interrupt(&mut self, server: bool) {
        if server && self.waiting.len() > STEPS {
            self.waiting.clear();
        }
    }

    /// Begins the message of a statement that is longer than what is held.
    pub(super) fn long_statement(&mut self, dir: Direction, kind: u8, out: &mut dyn Outlet) {
        let tx = self.next_tx();
        self.end_copy(dir, MessageEnd::Cut, out);
        self.topic("pgsql.query", tx, "").begin_text(dir, out);
        let step = match kind {
            b'Q' => Step::Query(Arc::new(Bound { tx, ..Bound::default() })),
            b'P' => Step::Parse,
            _ => return,
        };
        self.awaits(dir, step, out);
    }
}
