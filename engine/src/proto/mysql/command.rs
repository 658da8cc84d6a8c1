//! What the client sends: logins, commands, values, files.

use super::super::reader::Reader;
use super::super::rows::{Rows, bounded, printable, shown};
use super::super::sql::{self, Sight};
use super::super::upgrade::tell_upgrade;
use super::execute::{LONG_DATA, PARAMETERS, values};
use super::literal::Literals;
use super::login::{Method, Response, SSL, attribute_lines};
use super::session::{Command, Done, Kind, LATEST, Loading, Long, Phase, Session, Statement};
use super::wire::{charset_named, integer, le16, le32, string};
use crate::anomaly::Code;
use crate::message::{About, ContentHints, Credential, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use std::sync::Arc;

/// Place of what a client asks.
pub(super) const QUERY: &str = "mysql.query";

impl Session {
    pub(super) fn client_sent(&mut self, dir: Direction, seq: u8, packet: &[u8], out: &mut dyn Outlet) -> Done {
        match self.phase {
            Phase::Greeting if seq > 0 => return self.respond(dir, packet, out),
            // Without a greeting, a login is known by its shape. Within TLS, the request for it was the first packet.
            Phase::Command if matches!(seq, 1 | 2) && self.tx == 0 && super::is_login(packet) => {
                return self.respond(dir, packet, out);
            }
            Phase::Login if seq > 0 => {
                self.authenticate(dir, packet, out);
                return Done::Yes;
            }
            _ if self.is_of_file(seq) => {
                self.file_part(dir, seq, packet, out);
                return Done::Yes;
            }
            _ if seq == 0 => {}
            _ if self.login.active.is_some() => {
                self.close_open(dir, out);
                self.authenticate(dir, packet, out);
                return Done::Yes;
            }
            _ => return Done::Yes,
        }
        if self.phase != Phase::Command {
            self.welcome();
        }
        self.begins(dir, out);
        self.command(dir, packet, out).into()
    }

    /// A command begins: a file that was under way is over.
    fn begins(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.close_open(dir, out);
        self.lane(dir).loose = false;
        self.file = None;
    }

    /// The response to a greeting.
    fn respond(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Done {
        let Some(response) = Response::read(packet) else { return Done::No };
        self.login.used = response.capabilities;
        self.login.extended = response.extended;
        let greeted = self.login.offered != 0;
        if !greeted {
            // The greeting was not seen: a client asks for nothing that was not offered.
            self.login.offered = response.capabilities;
        }
        if response.tls {
            return Done::Tls;
        }
        if greeted {
            let offered = self.login.offered & SSL != 0;
            tell_upgrade("mysql", if offered { "offered_unused" } else { "not_offered" }, out);
        }
        self.phase = Phase::Login;
        self.log_in(dir, &response, out);
        Done::Yes
    }

    /// A login begins: its user, and its password if that is readable.
    fn log_in(&mut self, dir: Direction, response: &Response<'_>, out: &mut dyn Outlet) {
        self.login.user = bounded(response.user);
        self.login.tx = self.next_tx();
        self.login.active = Some(dir);
        self.login.full = false;
        self.database = shown(response.database, response.charset);
        self.charset = response.charset;
        if !response.plugin.is_empty() {
            self.login.method = Method::named(response.plugin);
        } else if self.login.method == Method::Unknown {
            // Before methods had names there were two.
            self.login.method = Method::named(b"mysql_native_password");
        }
        self.topic("mysql.login", self.login.tx, "").begin_text(dir, out);
        for (part, text) in [("user", response.user), ("database", response.database)] {
            if !text.is_empty() {
                out.text(dir, part, TextFormat::Plain, text);
            }
        }
        if !response.attributes.is_empty() {
            out.text(dir, "attributes", TextFormat::Headers, &attribute_lines(response.attributes));
        }
        self.prove(dir, response.answer, out);
        out.end(dir, MessageEnd::Complete);
    }

    /// A later packet of a login.
    fn authenticate(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) {
        if self.login.method.secret(packet, self.login.full).is_none() {
            return self.prove(dir, packet, out);
        }
        self.topic("mysql.login", self.login.tx, "").begin_text(dir, out);
        self.prove(dir, packet, out);
        out.end(dir, MessageEnd::Complete);
    }

    /// What proves who the client is.
    fn prove(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) {
        if let Some(secret) = self.login.method.secret(packet, self.login.full) {
            let user = &self.login.user;
            let credential =
                Credential { scheme: "cleartext", user, secret, path: "", confidence: 95, awaits_outcome: true };
            out.credential(dir, credential);
        } else if let Method::Challenge(name) | Method::Sha2(name) = self.login.method
            && packet.len() >= 8
        {
            out.anomaly(dir, Code::ChallengeLogin, name);
        }
    }

    fn command(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let Some((&code, rest)) = packet.split_first() else { return Some(()) };
        match code {
            0x03 => {
                let sql = self.without_attributes(dir, rest, out);
                self.statement(dir, sql, Kind::Query, out);
            }
            0x16 => self.statement(dir, rest, Kind::Prepare, out),
            0x17 | 0xfa => self.execute(dir, code, rest, out),
            LONG_DATA => {
                let mut reader = Reader::new(rest);
                let of = (le32(&mut reader)?, le16(&mut reader)?);
                self.long_data(dir, of, out).piece(reader.rest(), out);
            }
            0x1a => {
                if let Some(statement) = self.statements.get_mut(&le32(&mut Reader::new(rest))?) {
                    statement.sent.clear();
                }
                self.wait_for(dir, Kind::Other, Arc::default(), out);
            }
            0x19 => {
                self.statements.remove(&le32(&mut Reader::new(rest))?);
            }
            0x1c => {
                let id = le32(&mut Reader::new(rest))?;
                self.wait_for(dir, Kind::Fetch(id), Arc::default(), out);
            }
            0x02 | 0x04..=0x06 => {
                let tx = self.tx;
                let name = printable(rest);
                self.topic(QUERY, tx, "").text(dir, &name, out);
                let database = if code == 0x02 { shown(rest, self.charset) } else { String::new() };
                let kind = if code == 0x04 { Kind::Fields } else { Kind::Other };
                let command = Command { kind, tx: self.next_tx(), sight: Arc::default(), database };
                self.awaits(dir, command, out);
            }
            0x11 => {
                let capabilities = self.login.used;
                let response = Response::read_change(rest, capabilities)?;
                self.log_in(dir, &response, out);
                self.statements.clear();
                self.wait_for(dir, Kind::Other, Arc::default(), out);
            }
            0x12 | 0x1e => self.wait_for(dir, Kind::Binlog, Arc::default(), out),
            0x09 => self.wait_for(dir, Kind::Statistics, Arc::default(), out),
            0x01 => {}
            0x07 | 0x08 | 0x0a..=0x0e | 0x13 | 0x15 | 0x1b | 0x1d | 0x1f => {
                self.wait_for(dir, Kind::Other, Arc::default(), out);
            }
            _ => return None,
        }
        Some(())
    }

    pub(super) fn wait_for(&mut self, dir: Direction, kind: Kind, sight: Arc<Sight>, out: &mut dyn Outlet) {
        let command = Command { kind, tx: self.next_tx(), sight, database: String::new() };
        self.awaits(dir, command, out);
    }

    /// A statement as text.
    fn statement(&mut self, dir: Direction, sql: &[u8], kind: Kind, out: &mut dyn Outlet) {
        if let Some(name) = set_names(sql) {
            self.charset = charset_named(name);
        }
        let sight = sql::look(sql);
        let sight = Arc::new(if kind == Kind::Prepare { sight } else { sight.table_alone() });
        if kind == Kind::Prepare {
            let parameters = sight.placeholders.len();
            self.file_statement(LATEST, Statement { sight: sight.clone(), parameters, ..Statement::default() });
        }
        let tx = self.tx;
        let topic = self.topic(QUERY, tx, &sight.table);
        if Literals::may_hold(sql) {
            topic.begin_text(dir, out);
            out.derived(dir, sql);
            let mut literals = Literals::new(dir, &topic);
            literals.push(sql, out);
            literals.end(MessageEnd::Complete, out);
            out.end(dir, MessageEnd::Complete);
        } else {
            topic.text(dir, sql, out);
        }
        self.wait_for(dir, kind, sight, out);
    }

    /// A query behind its attributes (`CLIENT_QUERY_ATTRIBUTES`), whose values are told first.
    fn without_attributes<'a>(&self, dir: Direction, rest: &'a [u8], out: &mut dyn Outlet) -> &'a [u8] {
        if !self.login.query_attributes() && !rest.starts_with(&[0, 1]) {
            return rest;
        }
        let mut reader = Reader::new(rest);
        self.attributes(dir, &mut reader, out).map_or(rest, |()| reader.rest())
    }

    fn attributes(&self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        let count = usize::try_from(integer(reader)?).ok().filter(|count| *count <= PARAMETERS)?;
        integer(reader)?;
        if count == 0 {
            return Some(());
        }
        let nulls = reader.take(count.div_ceil(8))?;
        reader.u8().filter(|bound| *bound == 1)?;
        let mut names = Vec::new();
        let mut kinds = Vec::new();
        for _ in 0..count {
            kinds.push(reader.array()?);
            names.push(bounded(string(reader)?));
        }
        let mut rows = Rows::begin(dir, &self.topic(QUERY, self.tx, ""), &names, out);
        let read = values(reader, nulls, &kinds, &mut rows, out);
        rows.end_row(out);
        rows.end(MessageEnd::Complete, out);
        read
    }

    /// True for a packet of a file: it goes on with the numbers of the server's request. Where that was not seen, nothing
    /// else that a client sends behind a statement, and is no login, has a number.
    fn is_of_file(&self, seq: u8) -> bool {
        match &self.file {
            Some(file) => seq != 0 || file.next == 0,
            None if seq < 2 => false,
            None => {
                self.login.active.is_none() || self.waiting.back().is_some_and(|command| command.kind == Kind::Query)
            }
        }
    }

    /// The file at hand, asked for or not.
    fn loading(&mut self) -> &mut Loading {
        let (statement, last) = (self.waiting.back(), self.tx.saturating_sub(1));
        self.file.get_or_insert_with(|| Loading {
            tx: statement.map_or(last, |command| command.tx),
            name: Vec::new(),
            table: statement.map_or_else(String::new, |command| command.sight.table.clone()),
            next: 2,
        })
    }

    /// A part of the file that the server asked for; an empty one is its end.
    fn file_part(&mut self, dir: Direction, seq: u8, packet: &[u8], out: &mut dyn Outlet) {
        self.loading().next = seq.wrapping_add(1);
        if packet.is_empty() {
            if std::mem::take(&mut self.lane(dir).open) {
                out.end(dir, MessageEnd::Complete);
            }
            self.file = None;
            return;
        }
        self.open_file(dir, out);
        out.derived(dir, packet);
    }

    fn open_file(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if !self.lane(dir).open
            && let Some(Loading { tx, name, table, .. }) = &self.file
        {
            let hints = ContentHints { filename: name.clone(), ..ContentHints::default() };
            let about = About::Db(Arc::new(self.topic("mysql.file", *tx, table).info));
            out.begin(dir, MessageHead { place: "mysql.file", tx: *tx, about, hints, ..MessageHead::default() });
            self.lane(dir).open = true;
        }
    }

    /// A packet of the client that is longer than what is held.
    pub(super) fn long_command(&mut self, dir: Direction, seq: u8, first: &[u8], out: &mut dyn Outlet) -> Long {
        if self.is_of_file(seq) {
            self.loading().next = seq.wrapping_add(1);
            self.open_file(dir, out);
            return Long::File;
        }
        if seq != 0 {
            return Long::Skipped;
        }
        self.begins(dir, out);
        let (kind, long) = match first {
            [0x03, 0, 1, ..] => (Kind::Query, Long::Text(3)),
            [0x03, ..] => (Kind::Query, Long::Text(1)),
            [0x16, ..] => {
                // How many parameters it has is not seen.
                self.statements.remove(&LATEST);
                (Kind::Prepare, Long::Text(1))
            }
            // It has no reply.
            [LONG_DATA, a, b, c, d, e, f, ..] => {
                let of = (u32::from_le_bytes([*a, *b, *c, *d]), u16::from_le_bytes([*e, *f]));
                self.long_data(dir, of, out);
                return Long::Data(7);
            }
            [code @ (0x17 | 0xfa), a, b, c, d, ..] => {
                return self.long_execution(dir, *code, u32::from_le_bytes([*a, *b, *c, *d]), out);
            }
            _ => return Long::Skipped,
        };
        // The last word may be cut.
        let whole = first.iter().rposition(u8::is_ascii_whitespace).unwrap_or(first.len());
        let sight = Arc::new(sql::look(first.get(1..whole).unwrap_or(&[])));
        let topic = self.topic(QUERY, self.tx, &sight.table);
        topic.begin_text(dir, out);
        self.literals = Some(Box::new(Literals::new(dir, &topic)));
        self.lane(dir).open = true;
        self.wait_for(dir, kind, sight, out);
        long
    }
}

/// The charset in `SET NAMES`.
fn set_names(sql: &[u8]) -> Option<&[u8]> {
    let mut words = sql.get(..64).unwrap_or(sql).split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut is = |name: &str| words.next().is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
    if !is("set") || !is("names") {
        return None;
    }
    let name = words.next()?;
    let quoted = |byte: &u8| matches!(byte, b'\'' | b'"' | b'`' | b';');
    let start = name.iter().position(|byte| !quoted(byte))?;
    let name = name.get(start..)?;
    name.get(..name.iter().position(quoted).unwrap_or(name.len()))
}
