//! What requests say, what is remembered of them, and what whole responses say.

use super::answer::{prelude, warn};
use super::frame::{Head, op};
use super::meta::{Column, Columns, Meta};
use super::types::Type;
use crate::anomaly::Code;
use crate::message::{Coding, Credential, DbInfo, Direction, MessageEnd, Outcome, Outlet, TextFormat};
use crate::proto::reader::Reader;
use crate::proto::rows::{Rows, Topic, printable, shown};
use crate::proto::sasl::{self, Mechanism};
use crate::proto::sql::{self, Sight};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Requests that wait for a response.
const ASKED_MAX: usize = 2048;
/// Bytes of responses whose statements are remembered.
const PREPARED_BYTES: usize = 512 << 10;
/// Values of one request.
const VALUES: usize = 65_535;
/// Text that is shorter says nothing.
const LEAST: usize = 6;
/// Code of an error: bad credentials.
const BAD_CREDENTIALS: u32 = 0x100;

/// A request whose response did not come yet.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) tx: u32,
    sight: Arc<Sight>,
    /// Columns of the rows, for a statement that was prepared.
    pub(super) columns: Option<Columns>,
    login: bool,
}

/// A statement that the server knows by a number of its own.
#[derive(Debug)]
struct Prepared {
    id: Box<[u8]>,
    parameters: Columns,
    rows: Option<Columns>,
    sight: Arc<Sight>,
    /// Bytes of the response that told it.
    cost: usize,
}

/// What is known of the connection.
#[derive(Debug, Default)]
pub(super) struct Session {
    asked: BTreeMap<i16, Asked>,
    prepared: VecDeque<Prepared>,
    cost: usize,
    keyspace: String,
    user: String,
    requests: u32,
    /// How envelopes, or frames, are compressed.
    pub(super) coding: Option<Coding>,
}

/// A value, if there is one, under its name if that is told.
type Bound<'a> = (&'a [u8], Option<&'a [u8]>);
/// A statement of a batch, or its id; and its values.
type Entry<'a> = (&'a [u8], Option<&'a [u8]>, Vec<Bound<'a>>);

impl Session {
    /// The topic of a request or a response.
    pub(super) fn topic(&self, place: &'static str, tx: u32, table: &str) -> Topic<'static> {
        let info = DbInfo {
            database: self.keyspace.clone(),
            table: table.to_owned(),
            user: self.user.clone(),
            ..DbInfo::default()
        };
        Topic { place, tx, charset: "utf-8", info }
    }

    /// The topic of what answers this.
    pub(super) fn answers(&self, place: &'static str, asked: Option<&Asked>) -> Topic<'static> {
        asked.map_or_else(
            || self.topic(place, self.requests, ""),
            |asked| self.topic(place, asked.tx, &asked.sight.table),
        )
    }

    /// What the response on this stream answers.
    pub(super) fn take(&mut self, head: Head) -> Option<Asked> {
        self.asked.remove(&head.stream)
    }

    fn await_response(&mut self, dir: Direction, head: Head, asked: Asked, out: &mut dyn Outlet) {
        if self.asked.len() >= ASKED_MAX {
            self.asked.pop_first();
            out.anomaly(dir, Code::PipelineLimit, "requests without a response");
        }
        self.asked.insert(head.stream, asked);
    }

    /// Number of the request to come.
    pub(super) const fn upcoming(&self) -> u32 {
        self.requests
    }

    fn next_tx(&mut self) -> u32 {
        self.requests = self.requests.saturating_add(1);
        self.requests - 1
    }

    /// A whole request.
    pub(super) fn request(&mut self, dir: Direction, head: Head, body: &[u8], out: &mut dyn Outlet) {
        let tx = self.next_tx();
        let mut asked = Asked { tx, sight: Arc::default(), columns: None, login: false };
        let mut reader = Reader::new(body);
        let read = prelude(head.flags, false, &mut reader).and_then(|_| match head.op {
            op::STARTUP => self.startup(dir, tx, &mut reader, out),
            op::CREDENTIALS => self.credentials(dir, &mut asked, &mut reader, out),
            op::AUTH_RESPONSE => self.token(dir, &mut asked, &mut reader, out),
            op::QUERY => self.query(dir, head, &mut asked, &mut reader, out),
            op::PREPARE => self.prepare(dir, &mut asked, &mut reader, out),
            op::EXECUTE => self.execute(dir, head, &mut asked, &mut reader, out),
            op::BATCH => self.batch(dir, &mut asked, &mut reader, out),
            _ => None,
        });
        // What is not understood is read as text.
        if read.is_none() && body.len() >= LEAST && head.op != op::REGISTER {
            self.topic("cassandra.request", tx, "").text(dir, &printable(body), out);
        }
        self.await_response(dir, head, asked, out);
    }

    fn startup(&mut self, dir: Direction, tx: u32, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        let mut lines = Vec::new();
        for _ in 0..reader.u16()? {
            let (name, value) = (reader.block16()?.rest(), reader.block16()?.rest());
            if name == b"COMPRESSION" {
                self.coding = match value.to_ascii_lowercase().as_slice() {
                    b"lz4" => Some(Coding::Lz4),
                    b"snappy" => Some(Coding::Snappy),
                    _ => Some(Coding::Unknown),
                };
            }
            lines.extend([printable(name), b": ".to_vec(), printable(value), b"\n".to_vec()].concat());
        }
        self.topic("cassandra.startup", tx, "").text(dir, &lines, out);
        Some(())
    }

    /// Versions 1: user and password under their names.
    fn credentials(
        &mut self,
        dir: Direction,
        asked: &mut Asked,
        reader: &mut Reader<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let (mut user, mut secret): (&[u8], &[u8]) = (b"", b"");
        for _ in 0..reader.u16()? {
            let (name, value) = (reader.block16()?.rest(), reader.block16()?.rest());
            match name {
                b"username" => user = value,
                b"password" => secret = value,
                _ => {}
            }
        }
        self.log_in(dir, asked, "credentials", user, secret, out);
        Some(())
    }

    /// A token of SASL.
    fn token(
        &mut self,
        dir: Direction,
        asked: &mut Asked,
        reader: &mut Reader<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let len = usize::try_from(reader.u32()? as i32).unwrap_or(0);
        let token = reader.take(len)?;
        if let Some((user, secret)) = sasl::plain(token) {
            self.log_in(dir, asked, "plain", user, secret, out);
            return Some(());
        }
        // Some servers ask for the mechanism first.
        match Mechanism::named(token) {
            Mechanism::Challenge(name) => out.anomaly(dir, Code::ChallengeLogin, name),
            Mechanism::Plain => {}
            _ => self.topic("cassandra.login", asked.tx, "").text(dir, &printable(token), out),
        }
        Some(())
    }

    fn log_in(
        &mut self,
        dir: Direction,
        asked: &mut Asked,
        scheme: &'static str,
        user: &[u8],
        secret: &[u8],
        out: &mut dyn Outlet,
    ) {
        self.user = shown(user, "");
        asked.login = true;
        self.topic("cassandra.login", asked.tx, "").begin_text(dir, out);
        out.text(dir, "user", TextFormat::Plain, user);
        if !secret.is_empty() {
            out.credential(dir, Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true });
        }
        out.end(dir, MessageEnd::Complete);
    }

    fn statement(&self, dir: Direction, asked: &mut Asked, sql: &[u8], out: &mut dyn Outlet) {
        asked.sight = Arc::new(sql::look(sql));
        self.topic("cassandra.query", asked.tx, &asked.sight.table).text(dir, sql, out);
    }

    fn query(
        &mut self,
        dir: Direction,
        head: Head,
        asked: &mut Asked,
        reader: &mut Reader<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let sql = long(reader)?;
        self.statement(dir, asked, sql, out);
        if head.is_old() {
            return Some(());
        }
        let bound = parameters(reader, head.version)?;
        let columns: Vec<Column> = asked.sight.placeholders.iter().map(|name| unknown(name.as_bytes())).collect();
        let topic = self.topic("cassandra.query", asked.tx, &asked.sight.table);
        tell(dir, &topic, &columns, &[bound], out);
        Some(())
    }

    fn prepare(
        &mut self,
        dir: Direction,
        asked: &mut Asked,
        reader: &mut Reader<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let sql = long(reader)?;
        self.statement(dir, asked, sql, out);
        Some(())
    }

    fn known(&self, id: &[u8]) -> Option<&Prepared> {
        self.prepared.iter().rev().find(|prepared| *prepared.id == *id)
    }

    fn execute(
        &mut self,
        dir: Direction,
        head: Head,
        asked: &mut Asked,
        reader: &mut Reader<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let id = reader.block16()?.rest();
        if head.version >= 5 {
            reader.block16()?;
        }
        let known = self.known(id);
        if let Some(known) = known {
            asked.sight.clone_from(&known.sight);
            asked.columns.clone_from(&known.rows);
        }
        let bound = if head.version == 1 { values(reader, false)? } else { parameters(reader, head.version)? };
        let columns = known.map(|known| known.parameters.list.as_slice()).unwrap_or_default();
        let mut topic = self.topic("cassandra.query", asked.tx, &asked.sight.table);
        if let Some(known) = known.filter(|known| !known.parameters.table.is_empty()) {
            topic.info.database.clone_from(&known.parameters.keyspace);
        }
        tell(dir, &topic, columns, &[bound], out);
        Some(())
    }

    /// Statements with their values; those of one statement in a row are one table.
    fn batch(
        &mut self,
        dir: Direction,
        asked: &mut Asked,
        reader: &mut Reader<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        reader.u8()?;
        let count = reader.u16()?;
        let mut table: Vec<Vec<Bound<'_>>> = Vec::new();
        let mut last: Option<&[u8]> = None;
        let mut read = Some(());
        for _ in 0..count {
            let entry = entry(reader);
            let Some((statement, id, bound)) = entry else {
                read = None;
                break;
            };
            if id.is_none() || id != last {
                self.tell_batch(dir, asked, last, &std::mem::take(&mut table), out);
            }
            if id.is_none() {
                self.statement(dir, asked, statement, out);
            }
            last = id;
            table.push(bound);
        }
        self.tell_batch(dir, asked, last, &table, out);
        read
    }

    fn tell_batch(
        &self,
        dir: Direction,
        asked: &mut Asked,
        id: Option<&[u8]>,
        table: &[Vec<Bound<'_>>],
        out: &mut dyn Outlet,
    ) {
        let known = id.and_then(|id| self.known(id));
        if let Some(known) = known {
            asked.sight.clone_from(&known.sight);
        }
        let own: Vec<Column>;
        let columns = match known {
            Some(known) => known.parameters.list.as_slice(),
            None if id.is_none() => {
                own = asked.sight.placeholders.iter().map(|name| unknown(name.as_bytes())).collect();
                &own
            }
            None => &[],
        };
        let table_name = if known.is_some() || id.is_none() { asked.sight.table.as_str() } else { "" };
        tell(dir, &self.topic("cassandra.query", asked.tx, table_name), columns, table, out);
    }

    /// A response that is no RESULT.
    pub(super) fn response(&mut self, dir: Direction, head: Head, body: &[u8], out: &mut dyn Outlet) {
        let asked = self.take(head);
        let mut reader = Reader::new(body);
        let Some(warnings) = prelude(head.flags, true, &mut reader) else { return self.other(dir, body, out) };
        warn(&warnings, dir, &self.answers("cassandra.response", asked.as_ref()), out);
        let login = asked.as_ref().filter(|asked| asked.login);
        match head.op {
            op::ERROR => {
                let code = reader.u32().unwrap_or(0);
                if let Some(login) = login {
                    let outcome = if code == BAD_CREDENTIALS { Outcome::Rejected } else { Outcome::Unknown };
                    out.outcome(dir.reverse(), login.tx, outcome);
                }
                let message = reader.block16().unwrap_or(reader).rest();
                self.answers("cassandra.error", asked.as_ref()).text(dir, &printable(message), out);
            }
            op::READY | op::AUTH_SUCCESS => {
                if let Some(login) = login {
                    out.outcome(dir.reverse(), login.tx, Outcome::Accepted);
                }
            }
            op::AUTHENTICATE => self.other(dir, reader.block16().unwrap_or(reader).rest(), out),
            _ => self.other(dir, reader.rest(), out),
        }
    }

    fn other(&self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        if body.len() >= LEAST {
            self.topic("cassandra.response", self.requests, "").text(dir, &printable(body), out);
        }
    }

    /// A RESULT that is no rows.
    pub(super) fn result(
        &mut self,
        dir: Direction,
        head: Head,
        (kind, body): (u32, &[u8]),
        asked: Option<&Asked>,
        out: &mut dyn Outlet,
    ) {
        const KEYSPACE: u32 = 3;
        const PREPARED: u32 = 4;
        let mut reader = Reader::new(body);
        let read = match kind {
            KEYSPACE => reader.block16().map(|name| self.keyspace = shown(name.rest(), "")),
            PREPARED => self.learn(head, &mut reader, body.len(), asked),
            _ => None,
        };
        if read.is_none() {
            self.other(dir, body, out);
        }
    }

    /// The server knows a statement.
    fn learn(&mut self, head: Head, reader: &mut Reader<'_>, cost: usize, asked: Option<&Asked>) -> Option<()> {
        let id = reader.block16()?.rest().into();
        if head.version >= 5 {
            reader.block16()?;
        }
        let parameters = Meta::whole(reader, head.version >= 4)?.told;
        let rows = Meta::whole(reader, false).filter(|meta| meta.absent.is_none()).map(|meta| meta.told);
        let sight = asked.map(|asked| asked.sight.clone()).unwrap_or_default();
        self.cost = self.cost.saturating_add(cost);
        self.prepared.push_back(Prepared { id, parameters, rows, sight, cost });
        while self.cost > PREPARED_BYTES {
            let Some(oldest) = self.prepared.pop_front() else { break };
            self.cost = self.cost.saturating_sub(oldest.cost);
        }
        Some(())
    }
}

fn unknown(name: &[u8]) -> Column {
    Column { name: name.into(), kind: Type::Unknown }
}

/// A long string.
fn long<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let len = usize::try_from(reader.u32()? as i32).ok()?;
    reader.take(len)
}

/// Values behind their number, each behind its name if they have names.
fn values<'a>(reader: &mut Reader<'a>, named: bool) -> Option<Vec<Bound<'a>>> {
    let count = usize::from(reader.u16()?).min(VALUES);
    let mut bound = Vec::new();
    for _ in 0..count {
        let name = if named { reader.block16()?.rest() } else { &[] };
        let value = match usize::try_from(reader.u32()? as i32) {
            Ok(len) => Some(reader.take(len)?),
            Err(_) => None,
        };
        bound.push((name, value));
    }
    Some(bound)
}

/// The values among the parameters of a query (native protocol v5 §4.1.4).
fn parameters<'a>(reader: &mut Reader<'a>, version: u8) -> Option<Vec<Bound<'a>>> {
    const VALUES: u32 = 1;
    const NAMES: u32 = 0x40;
    reader.u16()?;
    let flags = if version >= 5 { reader.u32()? } else { u32::from(reader.u8()?) };
    if flags & VALUES == 0 { Some(Vec::new()) } else { values(reader, flags & NAMES != 0) }
}

/// An entry of a batch: a statement or its id, and its values.
fn entry<'a>(reader: &mut Reader<'a>) -> Option<Entry<'a>> {
    let (statement, id): (&[u8], _) = match reader.u8()? {
        0 => (long(reader)?, None),
        1 => (&[], Some(reader.block16()?.rest())),
        _ => return None,
    };
    Some((statement, id, values(reader, false)?))
}

/// Rows of values under the names of their columns.
fn tell(dir: Direction, topic: &Topic<'_>, columns: &[Column], table: &[Vec<Bound<'_>>], out: &mut dyn Outlet) {
    let Some(first) = table.iter().find(|row| !row.is_empty()) else { return };
    let name = |at: usize, told: &[u8]| -> Box<[u8]> {
        if told.is_empty() {
            columns.get(at).map(|column| column.name.clone()).unwrap_or_default()
        } else {
            told.into()
        }
    };
    let names: Vec<Box<[u8]>> = first.iter().enumerate().map(|(at, (told, _))| name(at, told)).collect();
    let mut rows = Rows::begin(dir, topic, &names, out);
    for row in table.iter().filter(|row| !row.is_empty()) {
        for (at, (_, value)) in row.iter().enumerate() {
            let Some(value) = value else {
                rows.null();
                continue;
            };
            columns.get(at).map_or(&Type::Unknown, |column| &column.kind).cell(value, &mut rows, out);
        }
        rows.end_row(out);
    }
    rows.end(MessageEnd::Complete, out);
}
