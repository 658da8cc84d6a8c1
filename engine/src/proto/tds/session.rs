//! Messages of both directions, and what they share: which replies are awaited, what was prepared, who logged in.

use super::super::rows::{Rows, Topic};
use super::login::{Encryption, Login, encryption};
use super::request::{Prepared, behind_headers};
use super::stream::{Owner, Stream, Told};
use super::text::{loose, piece};
use super::{DEFAULT, LONGEST};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::finding::TransportInfo;
use crate::message::{Credential, DbInfo, Direction, MessageEnd, Outcome, Outlet, TextFormat};
use encoding_rs::{Decoder, UTF_16LE};
use std::collections::{BTreeMap, VecDeque};

/// Place of what a client asks.
pub(super) const QUERY: &str = "tds.query";
/// Longest request that is held whole.
const HELD: usize = 256 << 10;
/// Prepared statements that are remembered.
const STATEMENTS: usize = 64;
/// Memory kept between messages.
const KEPT: usize = 32 << 10;

/// What a reply answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// PRELOGIN.
    Prelogin,
    /// A login, of this transaction.
    Login(u32),
    /// A statement, calls, a bulk load.
    Statement,
    /// A call that prepares a statement.
    Prepare,
    /// Something without values.
    Other,
}

/// A request that waits for its reply.
#[derive(Debug)]
struct Waiting {
    kind: Kind,
    tx: u32,
    prepared: Prepared,
}

/// What the message at hand of a client is read as.
#[derive(Debug, Default)]
enum Reading {
    /// It is held until it is whole.
    #[default]
    Held,
    /// It is too long for that: text, as it comes.
    Text(Box<Decoder>),
    /// The same, for what may be anything.
    Strings,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Session {
    /// Replies that are awaited at most.
    depth: usize,
    waiting: VecDeque<Waiting>,
    /// Number of the next transaction.
    tx: u32,
    user: String,
    database: String,
    /// Version 7.1 or before was spoken.
    old: bool,
    /// Bytes of the longest packet that the client asked for.
    pub packet_size: usize,
    /// The table that a bulk load was announced for.
    pub bulk: String,
    /// Prepared statements by their handles.
    pub statements: BTreeMap<String, Prepared>,
    /// Who asks, once somebody did.
    client: Option<Direction>,
    /// Type of the client's message at hand, and its bytes.
    kind: u8,
    held: Vec<u8>,
    reading: Reading,
    /// A message is open for what the client sends.
    open: bool,
    /// Streams of tokens of each direction, and whether a message of theirs is open.
    streams: [Option<Stream>; 2],
    strings: [bool; 2],
    /// What the client says of encryption.
    pub asked: Option<Encryption>,
    /// What was agreed.
    pub agreed: Option<Encryption>,
    rejected: bool,
}

impl Session {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.pipeline_depth,
            waiting: VecDeque::new(),
            tx: 0,
            user: String::new(),
            database: String::new(),
            old: false,
            packet_size: DEFAULT,
            bulk: String::new(),
            statements: BTreeMap::new(),
            client: None,
            kind: 0,
            held: Vec::new(),
            reading: Reading::Held,
            open: false,
            streams: [None, None],
            strings: [false, false],
            asked: None,
            agreed: None,
            rejected: false,
        }
    }

    fn stream(&mut self, dir: Direction) -> &mut Option<Stream> {
        let [orig, resp] = &mut self.streams;
        if dir == Direction::Orig { orig } else { resp }
    }

    fn open_strings(&mut self, dir: Direction) -> &mut bool {
        let [orig, resp] = &mut self.strings;
        if dir == Direction::Orig { orig } else { resp }
    }

    /// What a message is about, of the transaction that comes next.
    pub(super) fn topic(&self, place: &'static str, table: &str) -> Topic<'static> {
        self.topic_of(place, table, self.tx)
    }

    fn topic_of(&self, place: &'static str, table: &str, tx: u32) -> Topic<'static> {
        let info = DbInfo {
            database: self.database.clone(),
            table: table.to_owned(),
            user: self.user.clone(),
            ..DbInfo::default()
        };
        Topic { place, tx, charset: "utf-8", info }
    }

    /// A reply is awaited.
    pub(super) fn awaits(&mut self, dir: Direction, kind: Kind, prepared: Prepared, out: &mut dyn Outlet) {
        let tx = self.tx;
        self.tx = tx.wrapping_add(1);
        if self.waiting.len() < self.depth {
            self.waiting.push_back(Waiting { kind, tx, prepared });
        } else {
            out.anomaly(dir, Code::PipelineLimit, "requests without replies");
        }
    }

    /// A part of what the client sends.
    pub(super) fn client_sent(&mut self, dir: Direction, kind: u8, payload: &[u8], last: bool, out: &mut dyn Outlet) {
        self.client = Some(dir);
        if self.kind != kind {
            self.cut_request(dir, out);
            self.kind = kind;
        }
        if kind == 7 {
            self.load(dir, payload, last, out);
        } else if last && self.held.is_empty() && matches!(self.reading, Reading::Held) {
            self.request(dir, payload, out);
        } else {
            self.gather(dir, payload, last, out);
        }
        if last {
            self.kind = 0;
        }
    }

    /// A part of a message that is longer than a packet.
    fn gather(&mut self, dir: Direction, payload: &[u8], last: bool, out: &mut dyn Outlet) {
        match &mut self.reading {
            Reading::Held => {
                self.held.extend_from_slice(payload);
                if last {
                    let held = std::mem::take(&mut self.held);
                    self.request(dir, &held, out);
                    self.held = held;
                    self.held.clear();
                    self.held.shrink_to(KEPT);
                } else if self.held.len() > HELD {
                    self.spill(dir, out);
                }
                return;
            }
            Reading::Text(decoder) => out.derived(dir, piece(decoder, payload, last).as_bytes()),
            Reading::Strings => out.derived(dir, &loose(payload)),
        }
        if last {
            self.reading = Reading::Held;
            self.open = false;
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// What is held of a message goes on its way, and the rest follows as it comes.
    fn spill(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let held = std::mem::take(&mut self.held);
        self.open = true;
        if self.kind == 1 {
            let mut decoder = Box::new(UTF_16LE.new_decoder_without_bom_handling());
            let text = piece(&mut decoder, behind_headers(&held), false);
            let sight = super::super::sql::look(text.as_bytes()).table_alone();
            self.awaits(dir, Kind::Statement, Prepared { sight: sight.into(), ..Prepared::default() }, out);
            let table = self.waiting.back().map_or(String::new(), |waiting| waiting.prepared.sight.table.clone());
            self.topic_of(QUERY, &table, self.tx.wrapping_sub(1)).begin_text(dir, out);
            out.derived(dir, text.as_bytes());
            self.reading = Reading::Text(decoder);
        } else {
            if self.kind == 3 {
                self.calls(dir, &held, out);
            } else {
                self.awaits(dir, Kind::Other, Prepared::default(), out);
            }
            self.topic(QUERY, "").begin_text(dir, out);
            self.reading = Reading::Strings;
        }
    }

    /// A message of the client is not whole, and never will be.
    pub(super) fn cut_request(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.open) {
            out.end(dir, MessageEnd::Cut);
        }
        self.reading = Reading::Held;
        let held = std::mem::take(&mut self.held);
        if !held.is_empty() && self.kind != 0x10 {
            let text = loose(&held);
            self.topic(QUERY, "").text(dir, &text, out);
        }
        self.kind = 0;
        self.cut_stream(dir, out);
    }

    fn cut_stream(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(mut stream) = self.stream(dir).take() {
            stream.cut(dir, self, out);
        }
        if std::mem::take(self.open_strings(dir)) {
            out.end(dir, MessageEnd::Cut);
        }
    }

    /// The server's message at hand is not whole.
    pub(super) fn cut_reply(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut_stream(dir, out);
        // Which replies were lost is not known: the latest request is the likeliest.
        while self.waiting.len() > 1 {
            self.waiting.pop_front();
        }
    }

    /// A whole message of the client.
    fn request(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) {
        match self.kind {
            1 => self.batch(dir, payload, out),
            3 => self.calls(dir, payload, out),
            0x10 => self.log_in(dir, payload, out),
            0x12 => {
                self.asked = encryption(payload);
                self.awaits(dir, Kind::Prelogin, Prepared::default(), out);
            }
            0x02 => {
                // The login of versions before 7.0: passwords stand in it as they are.
                let text = loose(payload);
                self.topic("tds.login", "").text(dir, &text, out);
                self.awaits(dir, Kind::Other, Prepared::default(), out);
            }
            // An attention's reply ends that of the request before it.
            0x06 => {}
            _ => self.awaits(dir, Kind::Other, Prepared::default(), out),
        }
    }

    /// A bulk load: rows as the server sends them.
    fn load(&mut self, dir: Direction, payload: &[u8], last: bool, out: &mut dyn Outlet) {
        self.tokens(dir, payload, last, out);
        if last {
            let sight = super::super::sql::Sight { table: std::mem::take(&mut self.bulk), ..Default::default() };
            self.awaits(dir, Kind::Statement, Prepared { sight: sight.into(), ..Prepared::default() }, out);
        }
    }

    fn log_in(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) {
        let tx = self.tx;
        let Some(login) = Login::read(payload) else {
            let text = loose(payload);
            self.topic("tds.login", "").text(dir, &text, out);
            return self.awaits(dir, Kind::Login(tx), Prepared::default(), out);
        };
        self.old = login.version < 0x7200_0000;
        self.packet_size = (login.packet_size as usize).clamp(DEFAULT, LONGEST);
        self.user.clone_from(&login.user);
        self.database.clone_from(&login.database);
        self.topic("tds.login", "").begin_text(dir, out);
        let told = [("user", &login.user), ("database", &login.database)];
        for (part, text) in told.into_iter().chain(login.names.iter().map(|(part, text)| (*part, text))) {
            if !text.is_empty() {
                out.text(dir, part, TextFormat::Plain, text.as_bytes());
            }
        }
        if login.vouched {
            out.anomaly(dir, Code::ChallengeLogin, "integrated or federated");
        }
        for secret in [&login.password, &login.change] {
            if !secret.is_empty() {
                let (user, secret) = (login.user.as_bytes(), secret.as_bytes());
                let credential =
                    Credential { scheme: "cleartext", user, secret, path: "", confidence: 95, awaits_outcome: true };
                out.credential(dir, credential);
            }
        }
        out.end(dir, MessageEnd::Complete);
        self.awaits(dir, Kind::Login(tx), Prepared::default(), out);
    }

    /// A part of what the server sends.
    pub(super) fn server_sent(&mut self, dir: Direction, payload: &[u8], last: bool, out: &mut dyn Outlet) {
        let kind = self.waiting.front().map(|waiting| waiting.kind);
        let options = matches!(kind, None | Some(Kind::Prelogin)) && payload.first() == Some(&0);
        if options && self.stream(dir).is_none() && last {
            if let Some(encryption) = encryption(payload) {
                self.agree(encryption, out);
            }
        } else {
            self.tokens(dir, payload, last, out);
        }
        if last && let Some(waiting) = self.waiting.pop_front() {
            self.answered(dir, &waiting, out);
        }
    }

    /// A reply is over.
    fn answered(&mut self, dir: Direction, waiting: &Waiting, out: &mut dyn Outlet) {
        if let Kind::Login(tx) = waiting.kind
            && std::mem::take(&mut self.rejected)
        {
            out.outcome(dir.reverse(), tx, Outcome::Rejected);
        }
    }

    /// The server's word on encryption.
    fn agree(&mut self, answer: Encryption, out: &mut dyn Outlet) {
        self.agreed = Some(answer);
        let upgrade = match (answer, self.asked) {
            (Encryption::Unsupported, _) => "not_offered",
            (Encryption::Off, _) | (_, Some(Encryption::Unsupported)) => "offered_unused",
            (Encryption::On | Encryption::Required, _) => return,
        };
        out.transport(&TransportInfo { protocol: "tds", protection: "none", upgrade, ..TransportInfo::default() });
    }

    /// A part of a stream of tokens.
    fn tokens(&mut self, dir: Direction, payload: &[u8], last: bool, out: &mut dyn Outlet) {
        let old = self.old;
        let mut stream = self.stream(dir).take().unwrap_or_else(|| Stream::new(old));
        let mut sound = stream.push(dir, payload, self, out);
        if last {
            sound &= stream.end(dir, self, out);
            if std::mem::take(self.open_strings(dir)) {
                out.end(dir, MessageEnd::Complete);
            }
        } else {
            *self.stream(dir) = Some(stream);
        }
        if !sound {
            out.anomaly(dir, Code::HeaderMalformed, "a stream of tokens is damaged: only strings are read");
        }
    }

    /// What follows is the rest of a message whose beginning was lost.
    pub(super) fn rest_of_reply(&mut self, dir: Direction) {
        *self.stream(dir) = Some(Stream::strings());
    }
}

impl Owner for Session {
    fn begin_rows(&mut self, dir: Direction, names: &[Box<[u8]>], out: &mut dyn Outlet) -> Rows {
        if std::mem::take(self.open_strings(dir)) {
            out.end(dir, MessageEnd::Complete);
        }
        let topic = if self.client == Some(dir) {
            self.topic("tds.bulk", &self.bulk)
        } else {
            let (tx, table) = self.current();
            self.topic_of("tds.rows", &table, tx)
        };
        Rows::begin(dir, &topic, names, out)
    }

    fn told(&mut self, dir: Direction, told: Told, out: &mut dyn Outlet) {
        match told {
            Told::Message(error, text) => {
                let (tx, table) = self.current();
                let place = if error { "tds.error" } else { "tds.info" };
                self.rejected |= error && matches!(self.waiting.front(), Some(Waiting { kind: Kind::Login(_), .. }));
                self.topic_of(place, &table, tx).text(dir, text.as_bytes(), out);
            }
            Told::Accepted(version) => {
                self.old = version < 0x7200_0000;
                if let Some(Waiting { kind: Kind::Login(tx), .. }) = self.waiting.front() {
                    out.outcome(dir.reverse(), *tx, Outcome::Accepted);
                }
                self.rejected = false;
            }
            Told::Database(name) => self.database = name,
            Told::Returned(name, value) => self.returned(dir, &name, value, out),
        }
    }

    fn strings(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if !std::mem::replace(self.open_strings(dir), true) {
            let (tx, table) = self.current();
            let place = if self.client == Some(dir) { "tds.bulk" } else { "tds.rows" };
            self.topic_of(place, &table, tx).begin_text(dir, out);
        }
        out.derived(dir, text);
    }
}

impl Session {
    /// Transaction and table of the reply at hand.
    fn current(&self) -> (u32, String) {
        let next = self.tx.wrapping_sub(1);
        self.waiting.front().map_or((next, String::new()), |asked| (asked.tx, asked.prepared.sight.table.clone()))
    }

    /// A parameter that a procedure set: a handle, or a value.
    fn returned(&mut self, dir: Direction, name: &str, value: String, out: &mut dyn Outlet) {
        if let Some(Waiting { kind: kind @ Kind::Prepare, prepared, .. }) = self.waiting.front_mut() {
            *kind = Kind::Statement;
            let prepared = prepared.clone();
            if self.statements.len() >= STATEMENTS {
                self.statements.pop_first();
            }
            self.statements.insert(value, prepared);
            return;
        }
        let (tx, table) = self.current();
        let name = name.trim_start_matches('@');
        if *self.open_strings(dir) || value.is_empty() {
            return;
        }
        let mut rows = Rows::begin(dir, &self.topic_of("tds.rows", &table, tx), &[name], out);
        rows.text(value.as_bytes());
        rows.end_row(out);
        rows.end(MessageEnd::Complete, out);
    }
}
