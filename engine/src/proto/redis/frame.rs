//! The command or reply in hand: what of it is handed over, and under which facts.

use super::command::{Asked, Login};
use crate::message::{About, DbInfo, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::proto::values::{self, FULL, Kind, Target, Values};
use std::sync::Arc;

/// Longest argument that is text beside others.
const ARGUMENT_MAX: usize = 1024;

/// Secrets of one reply: a server has few settings that are any.
const SECRETS: usize = 16;

/// Behind a value that DUMP writes: the version of the format, and a checksum.
pub(super) const DUMP_FOOTER: usize = 10;
/// What ends a database's file: a mark, and a checksum that nobody made.
pub(super) const FILE_END: &[u8] = b"\xff\0\0\0\0\0\0\0\0";

/// What stands before a value in a database's file (rdb.c): its type and its key.
pub(super) fn file_head(name: &[u8], kind: u8) -> Vec<u8> {
    /// Longest key whose length is one byte.
    const SHORT: usize = 63;
    let name = name.get(..SHORT).unwrap_or(name);
    [b"REDIS0011", &[kind, name.len() as u8][..], name].concat()
}

/// What was collected of a frame.
#[derive(Debug)]
pub(super) struct Frame {
    values: Values,
    /// Words that are no values: the command's name, keys, options, errors.
    text: Vec<u8>,
    /// A database that the command selects.
    selects: Option<Vec<u8>>,
    /// Secrets among settings.
    secrets: Vec<Login>,
    target: Target,
}

impl Default for Frame {
    fn default() -> Self {
        let target = Target { dir: Direction::Orig, place: "redis.command", tx: 0, about: DbInfo::default() };
        Self { values: Values::default(), text: Vec::new(), selects: None, secrets: Vec::new(), target }
    }
}

impl Frame {
    /// A command or reply of `dir` begins.
    pub(super) fn begin(&mut self, dir: Direction, asks: bool, tx: u32, database: &[u8], user: &str) {
        let database = if database.is_empty() { "0".to_owned() } else { values::shown(database) };
        let about = DbInfo { database, user: user.to_owned(), ..DbInfo::default() };
        let place = if asks { "redis.command" } else { "redis.reply" };
        self.target = Target { dir, place, tx, about };
        self.selects = None;
    }

    /// A word that is no value.
    pub(super) fn argument(&mut self, word: &[u8], out: &mut dyn Outlet) {
        if word.len() > ARGUMENT_MAX || values::kind(word) != Kind::Cell {
            return self.value(b"", word, out);
        }
        if self.text.len().saturating_add(word.len()) > FULL {
            self.flush(out);
        }
        if !self.text.is_empty() {
            self.text.push(b' ');
        }
        self.text.extend_from_slice(word);
    }

    /// A status or an error.
    pub(super) fn status(&mut self, text: &[u8], out: &mut dyn Outlet) {
        if !matches!(text, b"OK" | b"QUEUED" | b"PONG") {
            self.argument(text, out);
        }
    }

    /// A value by its name.
    pub(super) fn value(&mut self, name: &[u8], value: &[u8], out: &mut dyn Outlet) {
        if self.values.put(name, value) == Kind::Document {
            values::message(&self.target, b"", b"", value, out);
        }
        if self.values.is_full() {
            self.flush(out);
        }
    }

    /// A value as DUMP writes it: its type, the value as in a database's file, and a footer. It is handed over as such a file,
    /// which holds it alone.
    pub(super) fn dump(&mut self, name: &[u8], dump: &[u8], out: &mut dyn Outlet) {
        let Some((kind, rest)) = dump.split_first() else { return };
        let value = rest.get(..rest.len().saturating_sub(DUMP_FOOTER)).unwrap_or_default();
        let file = [&file_head(name, *kind), value, FILE_END].concat();
        values::message(&self.target, b"", b"", &file, out);
    }

    /// A secret that a server shows among its settings.
    pub(super) fn secret(&mut self, secret: &[u8]) {
        if !secret.is_empty() && secret.len() <= ARGUMENT_MAX && self.secrets.len() < SECRETS {
            let secret = secret.to_vec();
            self.secrets.push(Login { scheme: "config", user: Vec::new(), secret, awaits_outcome: false });
        }
    }

    /// The secrets of the reply.
    pub(super) fn take_secrets(&mut self) -> Vec<Login> {
        std::mem::take(&mut self.secrets)
    }

    /// The key, for the record's facts.
    pub(super) fn key(&mut self, key: &[u8]) {
        self.target.about.table = values::shown(key);
    }

    /// The command selects a database.
    pub(super) fn database(&mut self, database: &[u8]) {
        if database.len() <= 8 && database.iter().all(u8::is_ascii_digit) {
            self.selects = Some(database.to_vec());
        }
    }

    /// The database that the command selected.
    pub(super) fn take_database(&mut self) -> Option<Vec<u8>> {
        self.selects.take()
    }

    /// The reply is the answer to this.
    pub(super) fn answers(&mut self, asked: &Asked) {
        self.target.tx = asked.tx;
        self.key(&asked.key);
    }

    /// The next element of the reply is the answer to this. Records whose keys are of one kind stand in one table.
    pub(super) fn answers_also(&mut self, asked: &Asked, out: &mut dyn Outlet) {
        let pattern = values::pattern(&asked.key);
        if self.values.is_empty() {
            self.key(&asked.key);
        } else if pattern == values::pattern(self.target.about.table.as_bytes()) {
            self.key(&pattern);
        } else {
            self.flush(out);
            self.key(&asked.key);
        }
    }

    /// Begins a message for a value that flows through.
    pub(super) fn document(&self, out: &mut dyn Outlet) {
        let Target { dir, place, tx, about } = &self.target;
        let about = About::Db(Arc::new(about.clone()));
        out.begin(*dir, MessageHead { place, tx: *tx, about, ..MessageHead::default() });
    }

    /// A message for logins, if `tell` has any.
    pub(super) fn logins(&mut self, out: &mut dyn Outlet, secrets: &[Login]) {
        if secrets.is_empty() {
            return;
        }
        self.document(out);
        if !self.text.is_empty() {
            out.text(self.target.dir, "", TextFormat::Plain, &self.text);
        }
        for secret in secrets {
            out.credential(self.target.dir, secret.credential());
        }
        self.text.clear();
        out.end(self.target.dir, MessageEnd::Complete);
    }

    /// Hands over what was collected.
    pub(super) fn flush(&mut self, out: &mut dyn Outlet) {
        self.values.hand_over(&self.target, &self.text, out);
        self.text.clear();
    }
}
