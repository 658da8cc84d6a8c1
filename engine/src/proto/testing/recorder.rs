//! An outlet that writes down what it is told and keeps the parser to its contract.

use crate::anomaly::Code;
use crate::coverage::State;
use crate::finding::TransportInfo;
use crate::fingerprint::hex;
use crate::message::{
    About, Announcement, Coding, Credential, Direction, Inflate, Inside, MessageEnd, MessageHead, Outcome, Outlet,
    TextFormat,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Records events as lines; panics where a parser breaks the contract of [`Outlet`].
#[derive(Debug, Default)]
pub struct Recorder {
    events: Vec<Event>,
    /// Stream bytes accounted per direction.
    pub accounted: [u64; 2],
    open: [BTreeSet<u32>; 2],
    stream: [u32; 2],
}

#[derive(Debug)]
enum Event {
    Line(Direction, String),
    Body(Direction, Vec<u8>),
    Derived(Direction, Vec<u8>),
    Sealed(Direction, usize, State),
}

impl Recorder {
    /// The events, one a line.
    pub fn lines(&self) -> Vec<String> {
        let line = |event: &Event| match event {
            Event::Line(dir, text) => format!("{} {text}", arrow(*dir)),
            Event::Body(dir, data) => format!("{} body {}", arrow(*dir), quote(data)),
            Event::Derived(dir, text) => format!("{} derived {}", arrow(*dir), quote(text)),
            Event::Sealed(dir, len, state) => {
                format!("{} sealed {len} {}", arrow(*dir), state.name())
            }
        };
        self.events.iter().map(line).collect()
    }

    /// True while a message of this direction is open, on any stream.
    pub fn is_open(&self, dir: Direction) -> bool {
        !self.open[dir.index()].is_empty()
    }

    /// Writes down something that the runner saw.
    pub fn note(&mut self, dir: Direction, text: impl Into<String>) {
        self.events.push(Event::Line(dir, text.into()));
    }

    fn account(&mut self, dir: Direction, len: usize) {
        self.accounted[dir.index()] += len as u64;
    }

    fn needs_open(&self, dir: Direction, what: &str) {
        assert!(
            self.open[dir.index()].contains(&self.stream[dir.index()]),
            "{what} without an open message: {:#?}",
            self.lines()
        );
    }

    /// The latest event of a direction, to be merged with.
    fn latest(&mut self, dir: Direction) -> Option<&mut Event> {
        self.events.iter_mut().rev().find(|e| match e {
            Event::Line(d, _) | Event::Body(d, _) | Event::Derived(d, _) | Event::Sealed(d, ..) => *d == dir,
        })
    }
}

impl Outlet for Recorder {
    fn begin(&mut self, dir: Direction, head: MessageHead) {
        self.open[dir.index()].insert(self.stream[dir.index()]);
        let mut line = format!("begin {} tx={}", head.place, head.tx);
        if let Some(http) = &head.http {
            let fields =
                [("", http.method()), ("host=", http.host()), ("path=", http.path()), ("agent=", http.user_agent())];
            for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
                let _ = write!(line, " {name}{value}");
            }
            if http.status != 0 {
                let _ = write!(line, " status={}", http.status);
            }
        }
        if head.about != About::None {
            let _ = write!(line, " {}", about_line(&head.about));
        }
        let hints = &head.hints;
        for (name, value) in [("type", &hints.content_type), ("file", &hints.filename)] {
            if !value.is_empty() {
                let _ = write!(line, " {name}={}", quote(value));
            }
        }
        if !hints.codings.is_empty() {
            let _ = write!(line, " codings={:?}", hints.codings);
        }
        if let Some(length) = hints.length {
            let _ = write!(line, " length={length}");
        }
        if hints.range_start != 0 {
            let _ = write!(line, " from={}", hints.range_start);
        }
        self.note(dir, line);
    }

    fn body(&mut self, dir: Direction, data: &[u8]) {
        self.needs_open(dir, "body");
        self.account(dir, data.len());
        if let Some(Event::Body(_, body)) = self.latest(dir) {
            body.extend_from_slice(data);
        } else {
            self.events.push(Event::Body(dir, data.to_vec()));
        }
    }

    fn turn_to(&mut self, dir: Direction, stream: u32) {
        if std::mem::replace(&mut self.stream[dir.index()], stream) != stream {
            self.note(dir, format!("stream {stream}"));
        }
    }

    fn join(&mut self, dir: Direction, stream: u32, len: u64) {
        self.needs_open(dir, "join");
        let side = dir.index();
        assert!(stream != self.stream[side] && self.open[side].remove(&stream), "nothing to join: {:#?}", self.lines());
        self.note(dir, format!("join {stream} {len}"));
    }

    fn inside(&self, head: &[u8]) -> Option<Inside> {
        crate::content::inside(head)
    }

    fn inflater(&mut self, coding: Coding) -> Option<Box<dyn Inflate>> {
        crate::content::inflater(coding)
    }

    fn derived(&mut self, dir: Direction, text: &[u8]) {
        self.needs_open(dir, "derived");
        if let Some(Event::Derived(_, before)) = self.latest(dir) {
            before.extend_from_slice(text);
        } else {
            self.events.push(Event::Derived(dir, text.to_vec()));
        }
    }

    fn about(&mut self, dir: Direction, about: About) {
        self.needs_open(dir, "facts");
        self.note(dir, about_line(&about));
    }

    fn body_gap(&mut self, dir: Direction, len: u64) {
        self.needs_open(dir, "body_gap");
        self.note(dir, format!("body_gap {len}"));
    }

    fn end(&mut self, dir: Direction, end: MessageEnd) {
        self.needs_open(dir, "end");
        self.open[dir.index()].remove(&self.stream[dir.index()]);
        self.note(dir, if end == MessageEnd::Complete { "end complete" } else { "end cut" });
    }

    fn framing(&mut self, dir: Direction, len: usize) {
        self.account(dir, len);
    }

    fn sealed(&mut self, dir: Direction, len: usize, state: State) {
        self.account(dir, len);
        match self.latest(dir) {
            Some(Event::Sealed(_, sum, before)) if *before == state => *sum += len,
            _ => self.events.push(Event::Sealed(dir, len, state)),
        }
    }

    fn text(&mut self, dir: Direction, part: &str, format: TextFormat, data: &[u8]) {
        self.needs_open(dir, "text");
        self.note(dir, format!("text {part} {format:?} {}", quote(data)));
    }

    fn credential(&mut self, dir: Direction, c: Credential<'_>) {
        self.needs_open(dir, "credential");
        let waits = if c.awaits_outcome { " awaits" } else { "" };
        let line =
            format!("credential {} {}:{} {} {}{waits}", c.scheme, quote(c.user), quote(c.secret), c.path, c.confidence);
        self.note(dir, line);
    }

    fn outcome(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.note(dir, format!("outcome tx={tx} {outcome:?}"));
    }

    fn anomaly(&mut self, dir: Direction, code: Code, detail: &str) {
        self.note(dir, format!("anomaly {} {detail}", code.name()).trim_end());
    }

    fn transport(&mut self, t: &TransportInfo) {
        let mut line = format!("transport {} {}", t.protocol, t.protection);
        let words = [
            ("", t.version),
            ("offered=", t.offered_version),
            ("sni=", &t.sni),
            ("ja3=", &t.ja3),
            ("ja4=", &t.ja4),
            ("upgrade=", t.upgrade),
            ("tunnel=", t.tunnel),
        ];
        for (name, value) in words.iter().filter(|(_, v)| !v.is_empty() && *v != "none") {
            let _ = write!(line, " {name}{value}");
        }
        for (name, value) in [("suite", t.suite), ("group", t.group)] {
            if let Some(id) = value {
                let _ = write!(line, " {name}={id:04x}");
            }
        }
        if !t.alpn.is_empty() {
            let _ = write!(line, " alpn={}", t.alpn.join(","));
        }
        if let Some(id) = t.signature {
            let _ = write!(line, " signature={id:04x}");
        }
        for (word, told) in [("resumed", t.resumed), ("retried", t.retried), ("ech", t.ech), ("fallback", t.fallback)] {
            line.push_str(if told { " " } else { "" });
            line.push_str(if told { word } else { "" });
        }
        if t.dh_bits > 0 {
            let _ = write!(line, " dh_bits={}", t.dh_bits);
        }
        for (name, chain) in [("certificates", &t.certificates), ("client_certificates", &t.client_certificates)] {
            let prints: Vec<String> = chain.iter().map(|print| hex(&print[..4])).collect();
            if !prints.is_empty() {
                let _ = write!(line, " {name}={}", prints.join(","));
            }
        }
        if let Some(ssh) = &t.ssh {
            let _ = write!(line, " {ssh:?}");
        }
        self.note(Direction::Orig, line);
    }

    fn decode(&mut self, coding: Coding, data: &[u8], most: usize, into: &mut Vec<u8>) -> bool {
        crate::content::frame(coding, data, most, &crate::config::Limits::default(), into)
    }

    fn announce(&mut self, dir: Direction, told: Announcement) {
        let addr = told.addr.map_or_else(String::new, |addr| addr.to_string());
        let file = if told.hints.filename.is_empty() { String::new() } else { quote(&told.hints.filename) };
        let Announcement { app, listener, port, place, tx, .. } = told;
        let mut line = format!("announce {app} {} {addr}:{port} {place} tx={tx} {file}", arrow(listener));
        if told.hints.range_start != 0 {
            let _ = write!(line, " from={}", told.hints.range_start);
        }
        self.note(dir, line.trim_end());
    }

    fn now_ns(&self) -> i64 {
        1_700_000_000_000_000_000
    }
}

/// `mail from=a to=b,c subject="…"`, `db database=d table=t user=u columns=a,b rows=3`; what is empty is left out.
fn about_line(facts: &About) -> String {
    let (kind, fields) = match facts {
        About::None => return "facts none".to_owned(),
        About::Mail(mail) => {
            let fields = [("from", mail.from.clone()), ("to", mail.to.join(",")), ("subject", mail.subject.clone())];
            ("mail", fields.to_vec())
        }
        About::Db(db) => {
            let rows = if db.rows > 0 { db.rows.to_string() } else { String::new() };
            let names = ["database", "table", "user"].into_iter().zip([&db.database, &db.table, &db.user]);
            let mut fields: Vec<(&str, String)> = names.map(|(name, value)| (name, value.clone())).collect();
            fields.extend([("columns", db.columns.join(",")), ("rows", rows)]);
            ("db", fields)
        }
    };
    let mut line = kind.to_owned();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(line, " {name}={value}");
    }
    line
}

/// `>` for the originator, `<` for the responder.
pub(super) fn arrow(dir: Direction) -> char {
    if dir == Direction::Orig { '>' } else { '<' }
}

/// Bytes in quotes, escaped; UTF-8 stays readable, long runs are cut in the middle.
fn quote(data: &[u8]) -> String {
    const SHOWN: usize = 200;
    let escape = |part: &[u8]| match std::str::from_utf8(part) {
        Ok(text) => {
            text.chars().map(|c| if c.is_ascii() { c.escape_default().to_string() } else { c.to_string() }).collect()
        }
        Err(_) => part.escape_ascii().to_string(),
    };
    if data.len() > SHOWN {
        let hash = data.iter().fold(0u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(*b)));
        return format!("\"{}\"... {} bytes #{hash:08x}", escape(&data[..40]), data.len());
    }
    format!("\"{}\"", escape(data))
}
