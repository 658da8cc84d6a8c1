//! What the client sends: passwords, statements, values, `COPY` data.

use super::super::reader::Reader;
use super::super::sql;
use super::session::{Bound, Copy, Format, Session, Statement, Step};
use crate::anomaly::Code;
use crate::message::{Credential, Direction, MessageEnd, Outlet};
use std::sync::Arc;

/// Place of what a client asks.
pub(super) const QUERY: &str = "pgsql.query";
/// Types of parameters that are remembered of a statement.
pub(super) const PARAMETERS: usize = 1024;

impl Session {
    /// A message of the client; `None` if it is none.
    pub(super) fn client_sent(&mut self, dir: Direction, kind: u8, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let mut reader = Reader::new(body);
        if b"pQPB".contains(&kind) {
            self.end_copy(dir, MessageEnd::Cut, out);
        }
        match kind {
            b'p' => self.prove(dir, body, out),
            b'Q' => {
                let text = reader.until_zero()?;
                let (sight, copy) = (sql::look(text), copy_format(text));
                let sight = Arc::new(if copy.is_some() { sight } else { sight.table_alone() });
                let tx = self.next_tx();
                self.topic(QUERY, tx, &sight.table).text(dir, text, out);
                let bound = Bound { tx, sight, copy, ..Bound::default() };
                self.awaits(dir, Step::Query(Arc::new(bound)), out);
            }
            b'P' => self.parse(dir, &mut reader, out)?,
            b'B' => self.bind_values(dir, &mut reader, out)?,
            b'D' => {
                let of = reader.u8()?;
                let name = reader.until_zero()?;
                let statement = if of == b'S' {
                    self.names.get(name).copied()
                } else {
                    self.portals.get(name).map(|bound| bound.statement)
                };
                self.awaits(dir, Step::Describe(statement.unwrap_or(0)), out);
            }
            b'E' => {
                let bound = self.portals.get(reader.until_zero()?).cloned().unwrap_or_default();
                self.awaits(dir, Step::Execute(bound), out);
            }
            b'C' => {
                let of = reader.u8()?;
                let name = reader.until_zero()?;
                if of == b'S' {
                    self.names.remove(name);
                } else {
                    self.portals.remove(name);
                }
                self.awaits(dir, Step::Close, out);
            }
            b'S' => self.awaits(dir, Step::Sync, out),
            b'd' => self.copy_message(dir, body, out),
            b'c' => self.end_copy(dir, MessageEnd::Complete, out),
            b'f' => self.end_copy(dir, MessageEnd::Cut, out),
            _ => {}
        }
        Some(())
    }

    /// A password, or the answer to a challenge.
    fn prove(&mut self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        self.login.active = Some(dir);
        match self.login.method.proof(body) {
            Ok((secret, confidence)) => {
                self.topic("pgsql.login", self.login.tx, "").begin_text(dir, out);
                let user = &self.login.user;
                let credential =
                    Credential { scheme: "cleartext", user, secret, path: "", confidence, awaits_outcome: true };
                out.credential(dir, credential);
                out.end(dir, MessageEnd::Complete);
            }
            Err(name) => {
                if !std::mem::replace(&mut self.login.told, true) {
                    out.anomaly(dir, Code::ChallengeLogin, name);
                }
            }
        }
    }

    fn parse(&mut self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        let name = reader.until_zero()?;
        let text = reader.until_zero()?;
        let sight = Arc::new(sql::look(text));
        let count = usize::from(reader.u16().unwrap_or(0));
        let parameters = (0..count.min(PARAMETERS)).map_while(|_| reader.u32()).collect();
        let tx = self.next_tx();
        self.topic(QUERY, tx, &sight.table).text(dir, text, out);
        self.prepare(name, Statement { sight, parameters, shape: None });
        self.awaits(dir, Step::Parse, out);
        Some(())
    }

    /// The server is ready for, or begins, a `COPY` in this direction: in the format that it told, or as the statement says.
    pub(super) fn copy(&mut self, dir: Direction, told: Option<Format>, out: &mut dyn Outlet) {
        let bound = self.current().cloned().unwrap_or_default();
        if let Some(copy) = self.copies.get_mut(dir.index()).and_then(Option::as_mut)
            && std::mem::take(&mut copy.early)
            && Arc::ptr_eq(&copy.bound, &bound)
        {
            return;
        }
        self.end_copy(dir, MessageEnd::Cut, out);
        // The server tells binary rows from text.
        let format = told.or(bound.copy.filter(|format| *format != Format::Binary)).unwrap_or_default();
        if let Some(slot) = self.copies.get_mut(dir.index()) {
            *slot = Some(Copy { bound, format, ..Copy::default() });
        }
    }
}

/// What the options of a `COPY` say of its format; `None` for other statements.
fn copy_format(text: &[u8]) -> Option<Format> {
    let words = || text.get(..4096).unwrap_or(text).split(|byte| !byte.is_ascii_alphabetic());
    let has = |name: &str| words().any(|word| word.eq_ignore_ascii_case(name.as_bytes()));
    let verb = text.trim_ascii_start();
    let verb = verb.split(|byte| !byte.is_ascii_alphabetic() && *byte != b'_').next().unwrap_or_default();
    if verb.eq_ignore_ascii_case(b"base_backup") {
        return Some(Format::Backup);
    }
    let copies = words().find(|word| !word.is_empty()).is_some_and(|word| word.eq_ignore_ascii_case(b"copy"));
    copies.then(|| match () {
        () if has("csv") => Format::Csv(has("header") || has("delimiter")),
        () if has("binary") => Format::Binary,
        () => Format::Text,
    })
}
