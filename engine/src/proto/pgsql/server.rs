//! What the server sends: words on the login, descriptions, rows, `COPY` data, errors and notices.

use super::super::reader::Reader;
use super::client::PARAMETERS;
use super::login::{Method, charset};
use super::row::Shape;
use super::session::{Format, Session, Step};
use crate::message::{Direction, MessageEnd, Outcome, Outlet, TextFormat};
use std::sync::Arc;

impl Session {
    /// A message of the server; `None` if it is none.
    pub(super) fn server_sent(&mut self, dir: Direction, kind: u8, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let mut reader = Reader::new(body);
        match kind {
            b'R' => self.request(reader.u32()?, out),
            b'S' if reader.until_zero()? == b"client_encoding" => self.charset = charset(reader.until_zero()?),
            b'1' => self.done(|step| matches!(step, Step::Parse)),
            b'2' => self.done(|step| matches!(step, Step::Bind)),
            b'3' => self.done(|step| matches!(step, Step::Close)),
            b'n' => self.done(|step| matches!(step, Step::Describe(_))),
            b't' => self.parameters(&mut reader)?,
            b'T' => self.description(body, out)?,
            b'D' => {
                self.open_rows(dir, out);
                self.row_piece(body, out);
                return if self.row_end(out) { Some(()) } else { None };
            }
            b'C' | b'I' | b's' => {
                self.end_copy(dir, MessageEnd::Cut, out);
                self.end_rows(MessageEnd::Complete, out);
                self.done(|step| matches!(step, Step::Execute(_)));
            }
            b'G' => self.copy(dir.reverse(), told(reader.u8()?), out),
            b'H' => self.copy(dir, told(reader.u8()?), out),
            b'W' => {
                self.copy(dir, Some(Format::Changes), out);
                self.copy(dir.reverse(), Some(Format::Changes), out);
            }
            b'd' => self.copy_message(dir, body, out),
            b'c' => self.end_copy(dir, MessageEnd::Complete, out),
            b'E' => self.error(dir, body, out),
            b'N' => self.say(dir, "pgsql.notice", &fields(body), out),
            b'A' => {
                reader.u32()?;
                let (_, payload) = (reader.until_zero()?, reader.until_zero()?);
                self.say(dir, "pgsql.notice", payload, out);
            }
            b'Z' => {
                self.end_rows(MessageEnd::Complete, out);
                self.ready();
            }
            _ => {}
        }
        Some(())
    }

    /// A request for proof, or the word that it sufficed.
    fn request(&mut self, code: u32, out: &mut dyn Outlet) {
        if let Some(method) = Method::asked(code) {
            self.login.method = method;
        } else if code == 0 {
            self.judge(Outcome::Accepted, out);
        }
    }

    fn judge(&mut self, outcome: Outcome, out: &mut dyn Outlet) {
        if let Some(client) = self.login.active.take() {
            out.outcome(client, self.login.tx, outcome);
        }
    }

    /// A step was taken, if it is the one that was waited for.
    fn done(&mut self, is: impl Fn(&Step) -> bool) {
        if self.waiting.front().is_some_and(is) {
            self.waiting.pop_front();
        }
    }

    /// An exchange is over: so are the steps up to its end.
    fn ready(&mut self) {
        while let Some(step) = self.waiting.pop_front() {
            if step.is_exchange() {
                break;
            }
        }
    }

    fn parameters(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let count = usize::from(reader.u16()?);
        let types: Vec<u32> = (0..count.min(PARAMETERS)).map_while(|_| reader.u32()).collect();
        if let Some(Step::Describe(number)) = self.waiting.front()
            && let Some(statement) = self.statements.get_mut(number)
        {
            statement.parameters = types;
        }
        Some(())
    }

    fn description(&mut self, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        self.end_rows(MessageEnd::Complete, out);
        let shape = Arc::new(Shape::read(body)?);
        self.shape = Some(shape.clone());
        if let Some(Step::Describe(number)) = self.waiting.front() {
            if let Some(statement) = self.statements.get_mut(number) {
                statement.shape = Some(shape);
            }
            self.waiting.pop_front();
        }
        Some(())
    }

    /// An error: its text may quote values. In the extended protocol the steps up to the next sync are passed over.
    fn error(&mut self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        self.judge(Outcome::Rejected, out);
        self.end_rows(MessageEnd::Cut, out);
        self.end_copy(dir, MessageEnd::Cut, out);
        self.say(dir, "pgsql.error", &fields(body), out);
        while self.waiting.front().is_some_and(|step| !step.is_exchange()) {
            self.waiting.pop_front();
        }
    }

    /// Text of the server: in a message of its own, or beside the rows that it comes between.
    fn say(&self, dir: Direction, place: &'static str, text: &[u8], out: &mut dyn Outlet) {
        if self.is_open(dir) {
            out.text(dir, "notice", TextFormat::Plain, text);
        } else {
            let tx = self.current().map_or(self.latest_tx(), |bound| bound.tx);
            self.topic(place, tx, "").text(dir, text, out);
        }
    }
}

/// The fields of an error or notice that are for people: message, detail, hint, context, the query within.
fn fields(body: &[u8]) -> Vec<u8> {
    let mut reader = Reader::new(body);
    let mut text = Vec::new();
    while let Some(kind) = reader.u8().filter(|kind| *kind != 0) {
        let Some(value) = reader.until_zero() else { break };
        if b"MDHWq".contains(&kind) {
            text.extend_from_slice(value);
            text.push(b'\n');
        }
    }
    text
}

/// The format of a `COPY` as the server tells it: text and separated values are one to it.
fn told(format: u8) -> Option<Format> {
    (format == 1).then_some(Format::Binary)
}
