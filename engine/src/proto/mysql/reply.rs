//! What the server sends: greeting, words on the login, results, rows, errors.

use super::super::reader::Reader;
use super::super::rows::{Rows, printable};
use super::login::{Method, greeting, ok_status};
use super::row::{COLUMNS, Columns, RowReader, fits_text};
use super::session::{Kind, LATEST, Loading, Phase, Session, Statement};
use super::wire::{FULL, integer, le16, le32, until_zero};
use crate::message::{Direction, MessageEnd, Outcome, Outlet};
use std::sync::Arc;

/// Status: another result follows.
const MORE_RESULTS: u16 = 0x08;
/// Status: rows are fetched from a cursor.
const CURSOR: u16 = 0x40;

/// Where the server's reply is.
#[derive(Debug)]
pub(super) enum Reply {
    /// The next packet begins one.
    Idle,
    /// Column definitions.
    Definitions(Definitions),
    /// Rows.
    Rows(Box<Set>),
    /// Events for a replica.
    Binlog,
}

/// Column definitions that are being read.
#[derive(Debug)]
pub(super) struct Definitions {
    left: usize,
    columns: Columns,
    purpose: Purpose,
}

/// What column definitions are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Rows that follow.
    Rows,
    /// Parameters of a statement that was prepared; so many columns follow.
    Parameters { id: u32, columns: usize },
    /// Columns of a statement that was prepared.
    Prepared { id: u32 },
    /// Nothing but themselves.
    Fields,
}

/// A result set.
#[derive(Debug)]
pub(super) struct Set {
    columns: Arc<Columns>,
    /// Rows are in binary form, if that is known.
    binary: Option<bool>,
    reader: RowReader,
    rows: Option<Rows>,
    /// The end of the definitions may still come.
    fresh: bool,
}

impl Reply {
    /// Ends the rows that are open.
    pub(super) fn cut(&mut self, out: &mut dyn Outlet) {
        if let Self::Rows(set) = self
            && let Some(rows) = set.rows.take()
        {
            rows.end(MessageEnd::Cut, out);
        }
    }

    /// Bytes are missing: of definitions nothing can be made, rows may go on.
    pub(super) fn interrupt(&mut self) {
        match self {
            Self::Rows(set) => set.reader = RowReader::new(set.binary.unwrap_or(false)),
            Self::Binlog => {}
            Self::Idle | Self::Definitions(_) => *self = Self::Idle,
        }
    }
}

impl Session {
    pub(super) fn server_sent(&mut self, dir: Direction, seq: u8, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let Some(&first) = packet.first() else { return Some(()) };
        if seq == 0 && first == 10 && self.tx == 0 {
            let greeting = greeting(packet)?;
            self.login.offered = greeting.capabilities;
            self.login.method = Method::named(greeting.plugin);
            self.lane(dir).loose = false;
            self.phase = Phase::Greeting;
            return Some(());
        }
        if self.login.active.is_some() && self.login_reply(packet, out) {
            return Some(());
        }
        if first == 0xff && packet.len() >= 3 {
            return self.error(dir, packet, out);
        }
        // Nobody asked for it: the command was lost, and that may not have been told yet.
        self.torn |= self.phase == Phase::Command && self.waiting.is_empty();
        if self.lane(dir).loose {
            return self.loose(dir, seq, packet, out);
        }
        let read = self.expected(dir, packet, out);
        if read.is_none() && self.torn {
            self.stray(dir, packet, out);
            return Some(());
        }
        read
    }

    /// A packet that answers something else than was thought: the next reply is waited for.
    fn stray(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) {
        self.reply.cut(out);
        self.reply = Reply::Idle;
        self.lane(dir).loose = true;
        self.topic("mysql.rows", self.tx, "").text(dir, &printable(packet), out);
    }

    /// A packet where replies are in step with commands.
    fn expected(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        match &self.reply {
            Reply::Idle => self.begin_reply(dir, packet, out),
            Reply::Definitions(_) => self.definition(packet),
            Reply::Rows(_) => self.row(dir, packet, out),
            Reply::Binlog => {
                self.event(dir, packet, out);
                Some(())
            }
        }
    }

    /// A packet behind a gap, or of a connection whose beginning was not seen: rows go on, or the next reply is waited for.
    fn loose(&mut self, dir: Direction, seq: u8, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let goes_on = match &self.reply {
            Reply::Rows(_) if is_end(packet) => true,
            Reply::Rows(set) => match set.binary {
                Some(true) => packet.first() == Some(&0),
                _ => fits_text(packet, set.columns.kinds.len()),
            },
            Reply::Binlog => true,
            Reply::Idle | Reply::Definitions(_) => false,
        };
        if goes_on {
            return self.expected(dir, packet, out);
        }
        self.reply.cut(out);
        if seq == 1 {
            self.lane(dir).loose = false;
            self.reply = Reply::Idle;
            // Which replies were lost is not known: the latest command that it may answer is the likeliest.
            let latest = self.waiting.len().saturating_sub(1);
            let at = self.waiting.iter().rposition(|command| may_answer(packet, command.kind)).unwrap_or(latest);
            self.waiting.drain(..at);
            let read = self.begin_reply(dir, packet, out);
            if read.is_some() || !self.torn {
                return read;
            }
        }
        self.stray(dir, packet, out);
        Some(())
    }

    /// A packet that judges a login; false if it is something else.
    fn login_reply(&mut self, packet: &[u8], out: &mut dyn Outlet) -> bool {
        let Some(client) = self.login.active else { return false };
        let outcome = match packet {
            [0x00, ..] => Outcome::Accepted,
            [0xff, ..] => Outcome::Rejected,
            [0xfe, rest @ ..] => {
                // Another method is asked for; without a name, the oldest.
                let plugin = until_zero(&mut Reader::new(rest));
                self.login.method = Method::named(if rest.is_empty() { b"mysql_old_password" } else { plugin });
                return true;
            }
            // More data: of caching_sha2_password, 4 asks for the whole password (3: it is not needed).
            [0x01, rest @ ..] => {
                self.login.full |= rest == [4];
                return true;
            }
            _ => return false,
        };
        self.login.active = None;
        out.outcome(client, self.login.tx, outcome);
        if self.phase == Phase::Login {
            // An error's text is told by the next to look at it.
            self.welcome();
            return outcome == Outcome::Accepted;
        }
        false
    }

    /// An error: its text may quote values.
    fn error(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        const PROGRESS: u16 = 0xffff;
        let mut reader = Reader::new(packet.get(1..)?);
        if le16(&mut reader)? == PROGRESS {
            return Some(());
        }
        let text = match reader.rest().strip_prefix(b"#") {
            Some(rest) => rest.get(5..).unwrap_or(&[]),
            None => reader.rest(),
        };
        self.close_open(dir, out);
        let (tx, table) = self.current();
        self.topic("mysql.error", tx, &table).text(dir, text, out);
        self.no_longer_latest();
        self.over(0);
        Some(())
    }

    /// Transaction and table of the reply at hand.
    fn current(&self) -> (u32, String) {
        let next = self.tx.saturating_sub(1);
        self.waiting.front().map_or((next, String::new()), |command| (command.tx, command.sight.table.clone()))
    }

    /// A result ended with this status.
    fn over(&mut self, status: u16) {
        self.reply = Reply::Idle;
        if status & MORE_RESULTS == 0 {
            self.waiting.pop_front();
        }
    }

    fn begin_reply(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let first = *packet.first()?;
        let command = self.waiting.front();
        let kind = command.map_or(Kind::Unknown, |command| command.kind);
        match (kind, first) {
            // The end of definitions that were counted.
            (_, 0xfe) if packet.len() == 5 && !matches!(kind, Kind::Other | Kind::Fetch(_)) => Some(()),
            (Kind::Statistics, _) => {
                self.over(0);
                Some(())
            }
            // An event tells of itself, where the command was lost.
            (kind, 0) if kind == Kind::Binlog || is_event(packet) => {
                self.reply = Reply::Binlog;
                self.event(dir, packet, out);
                Some(())
            }
            (Kind::Prepare, 0) => self.prepared(packet),
            (Kind::Unknown, 0) if may_answer(packet, Kind::Prepare) => self.prepared(packet),
            (Kind::Fields, _) => {
                let definitions = Definitions { left: COLUMNS, columns: Columns::default(), purpose: Purpose::Fields };
                self.reply = Reply::Definitions(definitions);
                self.definition(packet)
            }
            (Kind::Fetch(id), _) => {
                let columns = self.statements.get(&id).and_then(|statement| statement.columns.clone())?;
                self.rows(columns, Some(true));
                self.row(dir, packet, out)
            }
            (_, 0) => {
                if let Some(command) = command.filter(|command| !command.database.is_empty()) {
                    self.database.clone_from(&command.database);
                }
                let status = ok_status(packet)?;
                self.over(status);
                Some(())
            }
            (_, 0xfe) => {
                self.over(0);
                Some(())
            }
            (_, 0xfb) => {
                let (tx, table) = self.current();
                self.file = Some(Loading { tx, name: packet.get(1..)?.to_vec(), table, next: 2 });
                Some(())
            }
            _ => self.count(kind, packet),
        }
    }

    /// The number of columns.
    fn count(&mut self, kind: Kind, packet: &[u8]) -> Option<()> {
        let mut reader = Reader::new(packet);
        let flag = self.login.metadata_flag();
        let before = if flag == Some(true) { reader.u8()? } else { 1 };
        let left = usize::try_from(integer(&mut reader)?).ok().filter(|count| (1..=COLUMNS).contains(count))?;
        let behind = if flag == Some(false) { reader.u8().unwrap_or(1) } else { 1 };
        reader.is_empty().then_some(())?;
        if before == 0 || behind == 0 {
            let Kind::Execute(id) = kind else { return None };
            let columns = self.statements.get(&id).and_then(|statement| statement.columns.clone())?;
            self.rows(columns, Some(true));
        } else {
            let definitions = Definitions { left, columns: Columns::default(), purpose: Purpose::Rows };
            self.reply = Reply::Definitions(definitions);
        }
        Some(())
    }

    /// A statement was prepared: its number, and how many columns and parameters it has.
    fn prepared(&mut self, packet: &[u8]) -> Option<()> {
        let mut reader = Reader::new(packet.get(1..)?);
        let (id, columns, parameters) =
            (le32(&mut reader)?, usize::from(le16(&mut reader)?), usize::from(le16(&mut reader)?));
        let sight = self.waiting.front().map(|command| command.sight.clone()).unwrap_or_default();
        self.prepared = id;
        // Executions that did not wait for this have given its types.
        let latest = self.no_longer_latest();
        if latest.is_some() {
            for command in self.waiting.iter_mut().filter(|command| command.kind == Kind::Execute(LATEST)) {
                command.kind = Kind::Execute(id);
            }
        }
        let kinds = latest.map(|statement| statement.kinds).unwrap_or_default();
        self.file_statement(id, Statement { sight, parameters, kinds, ..Statement::default() });
        let (left, purpose) = match (parameters, columns) {
            (0, 0) => {
                self.over(0);
                return Some(());
            }
            (0, columns) => (columns, Purpose::Prepared { id }),
            (parameters, columns) => (parameters, Purpose::Parameters { id, columns }),
        };
        self.reply = Reply::Definitions(Definitions { left, columns: Columns::default(), purpose });
        Some(())
    }

    /// The reply to a preparation came: what is known of its statement, unless the next one waits already.
    fn no_longer_latest(&mut self) -> Option<Statement> {
        let mut waiting = self.waiting.iter().map(|command| command.kind == Kind::Prepare);
        let ends = waiting.next() == Some(true) && !waiting.any(|prepares| prepares);
        if ends { self.statements.remove(&LATEST) } else { None }
    }

    fn definition(&mut self, packet: &[u8]) -> Option<()> {
        let Reply::Definitions(definitions) = &mut self.reply else { return None };
        if is_end(packet) {
            if definitions.purpose == Purpose::Fields {
                self.over(0);
            }
            return Some(());
        }
        if definitions.purpose == Purpose::Fields {
            // Nobody reads them; a default value may follow.
            definitions.left = definitions.left.checked_sub(1)?;
            return Some(());
        }
        definitions.columns.add(packet)?;
        definitions.left -= 1;
        if definitions.left > 0 {
            return Some(());
        }
        let columns = Arc::new(std::mem::take(&mut definitions.columns));
        match definitions.purpose {
            Purpose::Rows => {
                let binary = match self.waiting.front().map(|command| command.kind) {
                    Some(Kind::Execute(id)) => {
                        self.remember(id, &columns);
                        Some(true)
                    }
                    Some(Kind::Query | Kind::Other) => Some(false),
                    _ => None,
                };
                self.rows(columns, binary);
            }
            Purpose::Parameters { id, columns: left } if left > 0 => {
                let purpose = Purpose::Prepared { id };
                self.reply = Reply::Definitions(Definitions { left, columns: Columns::default(), purpose });
            }
            Purpose::Prepared { id } => {
                self.remember(id, &columns);
                self.over(0);
            }
            Purpose::Parameters { .. } | Purpose::Fields => self.over(0),
        }
        Some(())
    }

    fn rows(&mut self, columns: Arc<Columns>, binary: Option<bool>) {
        let reader = RowReader::new(binary.unwrap_or(false));
        self.reply = Reply::Rows(Box::new(Set { columns, binary, reader, rows: None, fresh: true }));
    }

    /// A row, or the end of them.
    fn row(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let Reply::Rows(set) = &mut self.reply else { return None };
        if is_end(packet) {
            let status = if packet.len() == 5 { packet.get(3..5) } else { None };
            let status = match status {
                Some(&[low, high]) => u16::from_le_bytes([low, high]),
                _ => ok_status(packet).unwrap_or(0),
            };
            let definitions_end = packet.len() == 5 && std::mem::take(&mut set.fresh) && set.rows.is_none();
            if definitions_end && status & CURSOR == 0 {
                return Some(());
            }
            if let Some(rows) = set.rows.take() {
                rows.end(MessageEnd::Complete, out);
            }
            self.over(status);
            return Some(());
        }
        if set.binary.is_none() {
            let binary = packet.first() == Some(&0) && !fits_text(packet, set.columns.kinds.len());
            set.binary = Some(binary);
            set.reader = RowReader::new(binary);
        }
        self.open_rows(dir, out);
        self.row_piece(packet, out);
        if self.row_end(out) { Some(()) } else { None }
    }

    /// Begins the message of the rows at hand, if that was not done.
    fn open_rows(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let (tx, table) = self.current();
        let mut topic = self.topic("mysql.rows", tx, &table);
        let Reply::Rows(set) = &mut self.reply else { return };
        set.fresh = false;
        if set.rows.is_none() {
            if !set.columns.table.is_empty() {
                topic.info.table.clone_from(&set.columns.table);
                topic.info.database.clone_from(&set.columns.database);
            }
            topic.charset = set.columns.charset;
            set.rows = Some(Rows::begin(dir, &topic, &set.columns.names, out));
        }
    }

    /// A long packet begins where rows are expected.
    pub(super) fn long_row(&mut self, dir: Direction, out: &mut dyn Outlet) -> bool {
        let Reply::Rows(set) = &self.reply else { return false };
        // In which form the rows are must be known by now.
        if set.binary.is_none() {
            return false;
        }
        self.open_rows(dir, out);
        true
    }

    pub(super) fn row_piece(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        if let Reply::Rows(set) = &mut self.reply
            && let Some(rows) = &mut set.rows
        {
            set.reader.push(piece, &set.columns, rows, out);
        }
    }

    pub(super) fn row_end(&mut self, out: &mut dyn Outlet) -> bool {
        match &mut self.reply {
            Reply::Rows(set) => match &mut set.rows {
                Some(rows) => set.reader.end(&set.columns, rows, out),
                None => false,
            },
            _ => false,
        }
    }

    /// An event for a replica: its strings.
    fn event(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) {
        if !std::mem::replace(&mut self.lane(dir).open, true) {
            let (tx, _) = self.current();
            self.topic("mysql.binlog", tx, "").begin_text(dir, out);
        }
        let mut text = printable(packet.get(1..).unwrap_or(&[]));
        text.push(b'\n');
        out.derived(dir, &text);
    }
}

/// True if a reply to such a command may begin with a packet like this.
fn may_answer(packet: &[u8], kind: Kind) -> bool {
    // OK with the number of a statement, those of its columns and parameters, a zero, and warnings.
    let prepares = matches!(packet, [0, _, _, _, _, _, _, _, _, 0, _, _]);
    match kind {
        Kind::Prepare => prepares,
        Kind::Query | Kind::Execute(_) => !prepares,
        Kind::Other => !prepares && matches!(packet, [0 | 0xfe, ..]),
        Kind::Binlog => is_event(packet),
        Kind::Fetch(_) | Kind::Fields | Kind::Statistics | Kind::Unknown => true,
    }
}

/// True for an event of a binary log in a packet of its own, perhaps behind what a semi-synchronous source adds: its head
/// of 19 bytes says its size behind a time, a type and a server's number.
fn is_event(packet: &[u8]) -> bool {
    let Some((_, event)) = packet.split_first() else { return false };
    let event = if let [0xef, 0 | 1, event @ ..] = event { event } else { event };
    matches!(event, [_, _, _, _, kind, _, _, _, _, a, b, c, d, _, _, _, _, _, _, ..]
        if *kind > 0 && u32::from_le_bytes([*a, *b, *c, *d]) as usize == event.len())
}

/// The end of definitions or rows: an EOF packet, or an OK packet in its form (`CLIENT_DEPRECATE_EOF`). A value of a
/// row may begin with that byte only if it is longer than a packet.
fn is_end(packet: &[u8]) -> bool {
    packet.first() == Some(&0xfe) && packet.len() < FULL && (packet.len() == 5 || packet.len() >= 7)
}
