//! A message under way: the JSON text that its documents become, what it says of itself, and how it is handed over.

use crate::anomaly::Code;
use crate::message::{About, ContentHints, Credential, DbInfo, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::proto::rows::{blanked, bounded, printable, shown};
use std::sync::Arc;

/// Text that is collected before it is handed over.
const SPILL: usize = 16 << 10;
/// Longest string that is kept.
const KEPT_MAX: usize = 4 << 10;
/// Bytes of binary values that a message holds.
const HELD_MAX: u64 = 1 << 20;
/// Binary values that are shorter say nothing on their own.
const BINARY_LEAST: usize = 32;
/// Columns that are told.
const COLUMNS: usize = 64;
/// Arrays whose documents are records.
const RECORDS: [&[u8]; 4] = [b"firstBatch", b"nextBatch", b"documents", b"values"];

/// What is kept of an element beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing.
    No,
    /// Its value says this.
    Fact(Fact),
    /// The same, and the value is no text to be scanned: a secret, or a number that means nothing.
    Hidden(Fact),
}

/// What an element says of its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// The value of a command's first element: the collection, if it is a string.
    Target,
    /// The collection of a `getMore`.
    Collection,
    /// `$db`.
    Database,
    /// Name space of a cursor: database and collection.
    Space,
    /// `ok`.
    Ok,
    /// `done` of a SASL exchange.
    Done,
    /// `mechanism`.
    Mechanism,
    /// `payload` of a SASL exchange, or `pwd`.
    Secret,
    /// `user`.
    User,
    /// A number that tells nobody anything.
    Noise,
}

/// What a message says of itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Name of the command; empty in a reply.
    pub(super) command: Box<[u8]>,
    /// User that is created or logs in (of the value of `createUser` too).
    pub(super) user: Vec<u8>,
    /// Mechanism of a login.
    pub(super) mechanism: Vec<u8>,
    /// Payload of a login, or a password.
    pub(super) secret: Vec<u8>,
    /// A login began.
    pub(super) starts: bool,
    /// `ok` of a reply.
    pub(super) ok: Option<bool>,
    /// `done` of a reply.
    pub(super) done: Option<bool>,
}

/// The message.
#[derive(Debug)]
pub(super) struct Page {
    dir: Direction,
    pub(super) place: &'static str,
    pub(super) tx: u32,
    pub(super) about: DbInfo,
    pub(super) facts: Facts,
    text: Vec<u8>,
    /// What is told is not what was told last.
    changed: bool,
    begun: bool,
    kept: Vec<u8>,
    /// Binary values, by their names, and their bytes in sum.
    binaries: Vec<(Box<[u8]>, Vec<u8>)>,
    held: u64,
    /// A binary value was too much to be held.
    full: bool,
    /// Level of the elements of the first record.
    record: Option<usize>,
    /// Documents stand in a sequence, and one of them was written.
    sequence: Option<bool>,
    /// Outermost documents are records.
    pub(super) records: bool,
    /// The outermost document is a command.
    pub(super) command: bool,
}

impl Page {
    /// A message of `dir`; what is known of it already stands in `about`.
    pub(super) fn new(dir: Direction, place: &'static str, tx: u32, about: DbInfo) -> Self {
        Self {
            dir,
            place,
            tx,
            about,
            facts: Facts::default(),
            text: Vec::new(),
            changed: false,
            begun: false,
            kept: Vec::new(),
            binaries: Vec::new(),
            held: 0,
            full: false,
            record: None,
            sequence: None,
            records: false,
            command: false,
        }
    }

    /// True for a command.
    fn asks(&self) -> bool {
        self.place == super::COMMAND
    }

    // ---- text

    /// Text of JSON.
    pub(super) fn push(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// Text within a string.
    fn push_string(&mut self, text: &[u8]) {
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ' | 0x7f);
        let mut rest = text;
        while let Some((before, [byte, after @ ..])) =
            rest.iter().position(special).and_then(|at| rest.split_at_checked(at))
        {
            self.text.extend_from_slice(before);
            match byte {
                b'"' | b'\\' => self.text.extend_from_slice(&[b'\\', *byte]),
                _ => self.text.push(b' '),
            }
            rest = after;
        }
        self.text.extend_from_slice(rest);
    }

    /// A whole string.
    pub(super) fn quoted(&mut self, text: &[u8]) {
        self.push(b"\"");
        self.push_string(text);
        self.push(b"\"");
    }

    /// A piece of bytes that are not held.
    pub(super) fn push_blanked(&mut self, piece: &[u8]) {
        self.push_string(&blanked(piece));
    }

    /// Hands over what was collected, if it is much.
    pub(super) fn spill(&mut self, out: &mut dyn Outlet) {
        // What is told beside the text is told where an element ends, however the text was cut.
        if self.text.len() >= SPILL || self.begun && self.changed || self.full {
            self.flush(out);
        }
        if std::mem::take(&mut self.full) {
            out.anomaly(self.dir, Code::HeadTooLong, "a binary value longer than is held");
        }
    }

    fn head(&self, content_type: &[u8], filename: &[u8]) -> MessageHead {
        MessageHead {
            place: self.place,
            tx: self.tx,
            about: About::Db(Arc::new(self.about.clone())),
            hints: ContentHints {
                content_type: content_type.to_vec(),
                filename: filename.to_vec(),
                ..ContentHints::default()
            },
            ..MessageHead::default()
        }
    }

    fn flush(&mut self, out: &mut dyn Outlet) {
        if !self.begun {
            out.begin(self.dir, self.head(b"application/json", b""));
            (self.begun, self.changed) = (true, false);
        }
        if !self.text.is_empty() {
            out.derived(self.dir, &self.text);
            self.text.clear();
        }
        if std::mem::take(&mut self.changed) {
            out.about(self.dir, About::Db(Arc::new(self.about.clone())));
        }
    }

    // ---- elements

    /// An element begins, of this level, in this element: what is kept of it.
    pub(super) fn element(&mut self, depth: usize, parent: &[u8], name: &[u8]) -> Keep {
        if self.record == Some(depth) && self.about.columns.len() < COLUMNS {
            self.about.columns.push(shown(name, ""));
        }
        match (depth, parent) {
            (1, _) if self.asks() => {
                if self.command {
                    self.of_command(name)
                } else {
                    Keep::No
                }
            }
            (1, _) => match name {
                b"ok" => Keep::Fact(Fact::Ok),
                b"done" => Keep::Fact(Fact::Done),
                _ => Keep::No,
            },
            (2, b"cursor") if name == b"ns" && !self.asks() => Keep::Fact(Fact::Space),
            (2, b"cursor") if name == b"id" && !self.asks() => Keep::Hidden(Fact::Noise),
            (2, b"speculativeAuthenticate") if self.asks() => {
                self.facts.starts |= name == b"saslStart";
                of_login(name)
            }
            (3, b"signature") if name == b"keyId" => Keep::Hidden(Fact::Noise),
            _ => Keep::No,
        }
    }

    fn of_command(&mut self, name: &[u8]) -> Keep {
        if self.facts.command.is_empty() {
            self.facts.command = bounded(name);
            self.facts.starts = name == b"saslStart";
            return if name == b"getMore" { Keep::Hidden(Fact::Noise) } else { Keep::Fact(Fact::Target) };
        }
        match (&*self.facts.command, name) {
            (_, b"$db") => Keep::Fact(Fact::Database),
            (b"getMore", b"collection") => Keep::Fact(Fact::Collection),
            (b"saslStart" | b"saslContinue", name) => of_login(name),
            (b"createUser" | b"updateUser", b"pwd") => Keep::Hidden(Fact::Secret),
            (b"authenticate", b"user") => Keep::Fact(Fact::User),
            (b"authenticate", b"mechanism") => Keep::Fact(Fact::Mechanism),
            _ => Keep::No,
        }
    }

    /// A document begins whose elements have this level; `list` is the array that it stands in.
    pub(super) fn opens(&mut self, level: usize, list: &[u8]) {
        let record = RECORDS.contains(&list) || level == 1 && self.records;
        if record {
            self.about.rows += 1;
            self.record = (self.about.rows == 1).then_some(level);
        }
    }

    /// A document or an array ended; so many are open around it.
    pub(super) fn closes(&mut self, open: usize) {
        if self.record.is_some_and(|level| open < level) {
            self.record = None;
        }
        if open == 0 && self.sequence.is_none() {
            self.push(b"\n");
        }
    }

    /// A sequence of documents begins, which belongs into the array of this name.
    pub(super) fn opens_sequence(&mut self, name: &[u8]) {
        self.push(b"{");
        self.quoted(name);
        self.push(b":[");
        self.sequence = Some(false);
        self.records = RECORDS.contains(&name);
    }

    /// Another document of the sequence comes.
    pub(super) fn next_of_sequence(&mut self) {
        if self.sequence == Some(true) {
            self.push(b",");
        }
        self.sequence = Some(true);
    }

    /// The sequence ended.
    pub(super) fn closes_sequence(&mut self) {
        self.push(b"]}\n");
        self.sequence = None;
        self.records = false;
    }

    /// A number, or a word.
    pub(super) fn number(&mut self, keep: Keep, text: &str) {
        match keep {
            Keep::Hidden(_) => self.push(b"null"),
            _ => self.push(text.as_bytes()),
        }
        let yes = !matches!(text, "0" | "false" | "null");
        match keep {
            Keep::Fact(Fact::Ok) => self.facts.ok = Some(yes),
            Keep::Fact(Fact::Done) => self.facts.done = Some(yes),
            _ => {}
        }
    }

    /// A string begins.
    pub(super) fn begins_text(&mut self, _: Keep) {
        self.kept.clear();
    }

    /// A piece of a string.
    pub(super) fn text(&mut self, keep: Keep, piece: &[u8]) {
        if keep != Keep::No {
            let room = KEPT_MAX.saturating_sub(self.kept.len());
            self.kept.extend_from_slice(piece.get(..room).unwrap_or(piece));
        }
        if !matches!(keep, Keep::Hidden(_)) {
            self.push_string(piece);
        }
    }

    /// The string ended.
    pub(super) fn ends_text(&mut self, keep: Keep) {
        if let Keep::Fact(fact) | Keep::Hidden(fact) = keep {
            let kept = std::mem::take(&mut self.kept);
            self.note(fact, kept);
        }
    }

    fn note(&mut self, fact: Fact, kept: Vec<u8>) {
        match fact {
            Fact::Target if matches!(&*self.facts.command, b"createUser" | b"updateUser") => self.facts.user = kept,
            Fact::Target | Fact::Collection => {
                self.about.table = shown(&kept, "");
                self.changed = true;
            }
            Fact::Database => {
                self.about.database = shown(&kept, "");
                self.changed = true;
            }
            Fact::Space => self.space(&kept),
            Fact::Mechanism => self.facts.mechanism = kept,
            Fact::Secret => self.facts.secret = kept,
            Fact::User => self.facts.user = kept,
            Fact::Ok | Fact::Done | Fact::Noise => {}
        }
    }

    /// A name space: a database, a dot, a collection.
    pub(super) fn space(&mut self, space: &[u8]) {
        let at = memchr::memchr(b'.', space).unwrap_or(space.len());
        let collection = space.get(at + 1..).unwrap_or_default();
        self.about.database = shown(space.get(..at).unwrap_or(space), "");
        if !collection.starts_with(b"$cmd") {
            self.about.table = shown(collection, "");
        }
        self.changed = true;
    }

    // ---- binary values

    /// True if a binary value of this length can be held.
    pub(super) fn may_hold(&mut self, len: u64) -> bool {
        let fits = self.held.saturating_add(len) <= HELD_MAX;
        self.held = self.held.saturating_add(if fits { len } else { 0 });
        self.full |= !fits;
        fits
    }

    /// A binary value that was held; within its quotation marks.
    pub(super) fn binary(&mut self, keep: Keep, name: &[u8], bytes: Vec<u8>) {
        if let Keep::Hidden(fact) = keep {
            return self.note(fact, bytes);
        }
        let text = printable(&bytes);
        if bytes.len() < BINARY_LEAST || text == bytes {
            self.push_string(&text);
        } else {
            self.binaries.push((bounded(name), bytes));
        }
    }

    // ---- the end

    /// Text of a login beside its documents, scanned now.
    pub(super) fn aside(&mut self, part: &str, text: &[u8], out: &mut dyn Outlet) {
        self.flush(out);
        out.text(self.dir, part, TextFormat::Plain, text);
    }

    /// A login.
    pub(super) fn credential(&mut self, credential: Credential<'_>, out: &mut dyn Outlet) {
        self.flush(out);
        out.credential(self.dir, credential);
    }

    /// Ends the message, and hands over the binary values that it held.
    pub(super) fn end(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if self.begun || !self.text.is_empty() {
            self.changed |= self.about.rows > 0;
            self.flush(out);
            out.end(self.dir, end);
            self.begun = false;
        }
        for (name, bytes) in std::mem::take(&mut self.binaries) {
            out.begin(self.dir, self.head(b"", &name));
            out.derived(self.dir, &bytes);
            out.end(self.dir, MessageEnd::Complete);
        }
    }
}

/// Elements of `saslStart` and `saslContinue`.
fn of_login(name: &[u8]) -> Keep {
    match name {
        b"mechanism" => Keep::Fact(Fact::Mechanism),
        b"payload" => Keep::Hidden(Fact::Secret),
        _ => Keep::No,
    }
}
