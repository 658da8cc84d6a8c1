//! What a side says before the other one answers: its strings, line by line.

use super::strings::{Found, decimal, name, utf8};
use crate::message::{About, ContentHints, DbInfo, Direction, MessageEnd, MessageHead, Outlet};
use crate::proto::sql;
use std::sync::Arc;

/// Text that is collected before it is handed over.
const SPILL: usize = 16 << 10;
/// Bytes of a long statement that are looked at.
const LOOK_MAX: usize = 4 << 10;
/// Keys of a login with a password.
const LOGIN_KEYS: [&[u8]; 4] = [b"AUTH_TERMINAL", b"AUTH_PROGRAM_NM", b"AUTH_SESSKEY", b"AUTH_PASSWORD"];
/// First words of statements.
const STATEMENTS: [&[u8]; 12] = [
    b"select", b"insert", b"update", b"delete", b"merge", b"begin", b"declare", b"with", b"create", b"alter", b"call",
    b"grant",
];

/// One side's words.
#[derive(Debug)]
pub(super) struct Talk {
    pub(super) dir: Direction,
    asks: bool,
    tx: u32,
    info: DbInfo,
    text: Vec<u8>,
    begun: bool,
    changed: bool,
    /// In a string that comes in pieces.
    pieces: bool,
    last: Vec<u8>,
    /// A login: its user.
    pub(super) login: Option<String>,
}

impl Talk {
    /// Begins; `asks` for a client.
    pub(super) fn new(dir: Direction, asks: bool, tx: u32, info: DbInfo) -> Self {
        Self {
            dir,
            asks,
            tx,
            info,
            text: Vec::new(),
            begun: false,
            changed: false,
            pieces: false,
            last: Vec::new(),
            login: None,
        }
    }

    /// The table of the statement.
    pub(super) fn table(&self) -> &str {
        &self.info.table
    }

    /// A string, a piece of one, or a number.
    pub(super) fn take(&mut self, found: Found<'_>) {
        match found {
            Found::Number(bytes) => self.line(decimal(bytes).as_bytes()),
            Found::Text { text, last: true } if !self.pieces => self.string(text),
            Found::Text { text, last } => {
                if !std::mem::replace(&mut self.pieces, !last) {
                    self.last.clear();
                }
                let room = LOOK_MAX.saturating_sub(self.last.len());
                self.last.extend_from_slice(text.get(..room).unwrap_or(text));
                self.clean(text);
                if last {
                    self.text.push(b'\n');
                    let statement = std::mem::take(&mut self.last);
                    self.look(&statement);
                }
            }
        }
    }

    fn string(&mut self, text: &[u8]) {
        if self.asks && self.login.is_none() && LOGIN_KEYS.contains(&text) {
            let user = name(&self.last);
            self.info.user.clone_from(&user);
            self.login = Some(user);
            self.changed = true;
        }
        self.look(text);
        self.line(&utf8(text));
        self.last.clear();
        self.last.extend_from_slice(text);
    }

    /// A statement names its table.
    fn look(&mut self, text: &[u8]) {
        let word = text.trim_ascii_start();
        let is = |known: &[u8]| word.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
        if self.asks && STATEMENTS.iter().any(|known| is(known)) {
            self.info.table = sql::look(text).table;
            self.changed = true;
        }
    }

    fn line(&mut self, text: &[u8]) {
        self.clean(text);
        self.text.push(b'\n');
    }

    fn clean(&mut self, text: &[u8]) {
        let blank = |byte: &u8| if *byte < b' ' && *byte != b'\n' || *byte == 0x7f { b' ' } else { *byte };
        self.text.extend(text.iter().map(blank));
    }

    /// Hands over what was collected, if it is much, or if what is told of it changed.
    pub(super) fn spill(&mut self, out: &mut dyn Outlet) {
        if self.text.len() >= SPILL || self.begun && self.changed {
            self.flush(out);
        }
    }

    fn flush(&mut self, out: &mut dyn Outlet) {
        let about = About::Db(Arc::new(self.info.clone()));
        if !std::mem::replace(&mut self.begun, true) {
            let place = match (self.asks, &self.login) {
                (true, Some(_)) => "oracle.login",
                (true, None) => "oracle.query",
                (false, _) => "oracle.row",
            };
            let hints = ContentHints { content_type: b"text/plain; charset=utf-8".to_vec(), ..ContentHints::default() };
            out.begin(self.dir, MessageHead { place, tx: self.tx, about, hints, ..MessageHead::default() });
        } else if self.changed {
            out.about(self.dir, about);
        }
        self.changed = false;
        if !self.text.is_empty() {
            out.derived(self.dir, &self.text);
            self.text.clear();
        }
    }

    /// The other side answers, or the stream is over.
    pub(super) fn end(mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if self.begun || !self.text.is_empty() {
            self.flush(out);
            out.end(self.dir, end);
        }
    }
}
