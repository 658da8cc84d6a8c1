//! A message on its way (AMQP 1.0 part 3, §3.2): what its sections say of it, and its content, told as they come.

use super::sections::{APPLICATION_PROPERTIES, Found, PROPERTIES, Room, SEQUENCE, Sections, VALUE};
use super::types::{Items, Value, fields, json, value};
use crate::anomaly::Code;
use crate::message::{Credential, Direction, MessageEnd, Outcome, Outlet, TextFormat};
use crate::proto::queue::{self, Fields, coding};
use crate::proto::reader::Reader;
use crate::proto::rows::printable;
use crate::proto::sasl::is_web_token;

/// The node to which tokens are put (AMQP claims-based security).
const TOKENS: &[u8] = b"$cbs";
/// Longest content type and encoding that are kept, in bytes.
const TYPE_MAX: usize = 256;

/// A message on its way.
#[derive(Debug)]
pub(super) struct Delivery {
    pub place: &'static str,
    pub tx: u32,
    /// Address of its link.
    pub topic: Box<[u8]>,
    pub user: String,
    sections: Sections,
    /// What of the message is open.
    open: Open,
    told: Told,
    /// A part of it is missing.
    gapped: bool,
}

/// What its sections said so far.
#[derive(Debug, Default)]
struct Told {
    content_type: Vec<u8>,
    encoding: Vec<u8>,
    to: Vec<u8>,
    operation: Vec<u8>,
    name: Vec<u8>,
    /// A status, as of HTTP.
    status: Option<i64>,
    /// A token was put.
    put: bool,
    fields: Fields,
}

/// What of a message is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// A body.
    Body,
    /// Text that is made of values.
    Values,
    /// It is over.
    Over,
}

/// What a message said of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// It put one.
    Put,
    /// It tells what became of one.
    Answer(Outcome),
}

impl Delivery {
    /// A message on a link of this address; `known` unless its beginning is missing.
    pub(super) fn new((place, tx): (&'static str, u32), topic: &[u8], user: &str, known: bool) -> Self {
        Self {
            place,
            tx,
            topic: topic.into(),
            user: user.to_owned(),
            sections: if known { Sections::default() } else { Sections::lost() },
            open: Open::default(),
            told: Told::default(),
            gapped: !known,
        }
    }

    /// Bytes held of a section.
    pub(super) const fn held(&self) -> usize {
        self.sections.held()
    }

    /// True before the head of a section, of which more may have to come.
    pub(super) const fn waits(&self) -> bool {
        self.sections.waits()
    }

    /// Takes bytes of what is there of a payload, all that was left of it if it `ends`; how many it took.
    pub(super) fn take(
        &mut self,
        dir: Direction,
        (data, ends): (&[u8], bool),
        room: Room,
        out: &mut dyn Outlet,
    ) -> usize {
        let room = Room { strings: *self.topic == *TOKENS, ..room };
        let (len, found) = self.sections.step(data, ends, room);
        let taken = data.get(..len).unwrap_or(data);
        match found {
            Found::More => {}
            Found::Framing => out.framing(dir, len),
            Found::Piece => {
                self.begin(dir, Open::Body, out);
                out.body(dir, taken);
            }
            Found::Body => {
                out.framing(dir, len);
                self.begin(dir, Open::Body, out);
            }
            Found::Long => {
                out.framing(dir, len);
                out.anomaly(dir, Code::HeadTooLong, "section of a message");
                self.begin(dir, Open::Body, out);
            }
            Found::Odd(held) => {
                out.anomaly(dir, Code::HeaderMalformed, "section of a message");
                self.text(dir, &held, out);
                self.gapped = true;
            }
            Found::Section(descriptor, section) => {
                out.framing(dir, len);
                self.section(dir, descriptor, &section, out);
            }
        }
        len
    }

    /// A section that is whole: its value behind its constructor.
    fn section(&mut self, dir: Direction, descriptor: u8, section: &[u8], out: &mut dyn Outlet) {
        let sound = match (descriptor, value(&mut Reader::new(section), 0)) {
            (PROPERTIES, Some(Value::List(list))) => self.told.properties(list),
            (SEQUENCE | VALUE, Some(value)) => self.values(dir, &value, out),
            (_, Some(Value::Map(map))) => self.told.map(descriptor, map),
            (_, Some(_)) => Some(()),
            (_, None) => None,
        };
        if sound.is_none() {
            out.anomaly(dir, Code::LengthConflict, "section of a message");
            self.text(dir, section, out);
        }
    }

    /// Values that are content: a token, or as JSON.
    fn values(&mut self, dir: Direction, value: &Value<'_>, out: &mut dyn Outlet) -> Option<()> {
        self.begin(dir, Open::Values, out);
        let secret = value.bytes();
        if *self.topic == *TOKENS && self.told.operation == b"put-token" && !secret.is_empty() && !is_web_token(secret)
        {
            let user = &self.told.name;
            let told = Credential { scheme: "token", user, secret, path: "", confidence: 95, awaits_outcome: true };
            out.credential(dir, told);
            self.told.put = true;
            return Some(());
        }
        let mut text = Vec::new();
        let sound = json(value, &mut text);
        text.push(b'\n');
        out.derived(dir, &text);
        sound
    }

    /// Begins the message, unless what follows goes on with what is open.
    fn begin(&mut self, dir: Direction, kind: Open, out: &mut dyn Outlet) {
        if self.open == kind {
            return;
        }
        if matches!(self.open, Open::Body | Open::Values) {
            out.end(dir, MessageEnd::Complete);
        }
        let values = kind == Open::Values;
        let told = std::mem::take(&mut self.told.fields);
        let topic = if self.topic.is_empty() { &*self.told.to } else { &*self.topic };
        let head = queue::Delivery {
            place: self.place,
            tx: self.tx,
            topic,
            user: &self.user,
            content_type: if values { b"application/json" } else { &self.told.content_type },
            codings: if values { Vec::new() } else { coding(&self.told.encoding).into_iter().collect() },
            length: None,
            fields: told,
        };
        head.begin(dir, out);
        self.open = kind;
    }

    /// Text of bytes that frame.
    fn text(&mut self, dir: Direction, bytes: &[u8], out: &mut dyn Outlet) {
        let text = printable(bytes);
        if !text.trim_ascii().is_empty() {
            if self.open == Open::Nothing {
                self.begin(dir, Open::Body, out);
            }
            out.text(dir, "", TextFormat::Plain, &text);
        }
    }

    /// Bytes of a payload are missing.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        self.gapped = true;
        match self.sections.gap(len) {
            Ok(()) => {
                self.begin(dir, Open::Body, out);
                out.body_gap(dir, len);
            }
            Err(held) => self.text(dir, &held, out),
        }
    }

    /// The message ends: whole, unless it was cut.
    pub(super) fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if end == MessageEnd::Complete && !self.gapped && !self.sections.is_whole() {
            out.anomaly(dir, Code::LengthConflict, "message");
            self.gapped = true;
        }
        let held = self.sections.lose();
        self.text(dir, &held, out);
        if matches!(self.open, Open::Nothing) {
            self.begin(dir, Open::Body, out);
        }
        out.end(dir, if self.gapped { MessageEnd::Cut } else { end });
        self.open = Open::Over;
    }

    /// What it said of a token, if it did.
    pub(super) fn token(&self) -> Option<Token> {
        let answer = |status| if (200..300).contains(&status) { Outcome::Accepted } else { Outcome::Rejected };
        match self.told.status {
            _ if *self.topic != *TOKENS => None,
            _ if self.told.put => Some(Token::Put),
            status => status.map(answer).map(Token::Answer),
        }
    }
}

impl Told {
    /// The properties (§3.2.4).
    fn properties(&mut self, list: Items<'_>) -> Option<()> {
        const NAMES: [&str; 13] = [
            "message-id",
            "user-id",
            "to",
            "subject",
            "reply-to",
            "correlation-id",
            "content-type",
            "content-encoding",
            "absolute-expiry-time",
            "creation-time",
            "group-id",
            "group-sequence",
            "reply-to-group-id",
        ];
        let mut list = list;
        for name in NAMES {
            let field = list.field()?;
            let short = || field.bytes().get(..TYPE_MAX).unwrap_or(field.bytes()).to_vec();
            match name {
                "content-type" => self.content_type = short(),
                "content-encoding" => self.encoding = short(),
                "absolute-expiry-time" | "creation-time" | "group-sequence" => {}
                _ => {
                    if name == "to" {
                        self.to = short();
                    }
                    self.fields.put(name.as_bytes(), &field.text());
                }
            }
        }
        Some(())
    }

    /// Application properties, annotations, a footer.
    fn map(&mut self, descriptor: u8, map: Items<'_>) -> Option<()> {
        let Self { operation, name, status, fields: told, .. } = self;
        fields(map, &mut Vec::new(), &mut |key, value| {
            if descriptor == APPLICATION_PROPERTIES {
                match key {
                    b"operation" => *operation = value.bytes().to_vec(),
                    b"name" => *name = value.bytes().to_vec(),
                    b"status-code" => *status = value.signed(),
                    _ => {}
                }
            }
            told.put(key, &value.text());
        })
    }
}
