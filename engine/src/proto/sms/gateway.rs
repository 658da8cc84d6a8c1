//! The frame of a connection: PDUs one after the other, in both directions, and what is known of who is logged in.

use super::super::framed::{Framed, State};
use super::super::queue::Delivery;
use super::super::reader::Reader;
use super::super::step::{Step, steps};
use super::super::values::shown;
use super::super::{Parser, Progress};
use super::coding::{Coding, Decoding};
use super::header::{self, Header};
use super::probe::{self, Sure};
use super::texts::{Part, Text, Texts};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Credential, Direction, MessageEnd, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use std::marker::PhantomData;

/// Longest PDU: a text of 64 KiB in a field of SMPP, and room for the others.
const LONGEST: u32 = 128 << 10;
/// Logins that wait for their outcome.
const LOGINS: usize = 16;
/// Longest user that is kept.
const USER_MAX: usize = 64;

/// Commands of responses have it beside that of their request.
pub(super) const RESPONSE: u32 = 0x8000_0000;

/// What one protocol has of its own.
pub(super) trait Dialect: Send + 'static {
    /// Its name: the place of what passes as it is.
    const NAME: &'static str;
    /// Bytes of the header of a PDU.
    const HEADER: usize;
    /// The header has a status before its sequence number.
    const STATUS: bool;

    /// Fewest bytes of a PDU of this command, its header included; `None` if there is no such command.
    fn least(command: u32) -> Option<usize>;
    /// How sure it is that such a PDU is one; `None` if it contradicts itself.
    fn sure(head: &Head, body: &[u8]) -> Option<Sure>;
    /// Reads a PDU behind its header and tells what it holds; `None` if it contradicts itself.
    fn read(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()>;
}

/// The header of a PDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Bytes of the PDU, this header included.
    pub len: usize,
    /// What it is.
    pub command: u32,
    /// What became of a request, in protocols that have it there; else 0.
    pub status: u32,
    /// Pairs a response with its request; zeros behind it.
    pub sequence: [u8; 12],
}

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// More bytes must tell.
    More,
    /// No PDU.
    Odd,
    /// A PDU.
    Pdu(Head),
}

/// Reads a header; it is odd as soon as its first bytes are.
pub(super) fn front<D: Dialect>(data: &[u8]) -> Front {
    let mut reader = Reader::new(data);
    if data.first().is_some_and(|first| *first != 0)
        || data.get(1).is_some_and(|second| u32::from(*second) << 16 > LONGEST)
    {
        return Front::Odd;
    }
    let Some(len) = reader.u32() else { return Front::More };
    if len > LONGEST || (len as usize) < D::HEADER {
        return Front::Odd;
    }
    let Some(command) = reader.u32() else { return Front::More };
    let len = len as usize;
    if D::least(command).is_none_or(|least| len < least) {
        return Front::Odd;
    }
    let mut rest = || {
        let status = if D::STATUS { reader.u32()? } else { 0 };
        let told = reader.take(D::HEADER.checked_sub(if D::STATUS { 12 } else { 8 })?)?;
        let mut sequence = [0; 12];
        sequence.iter_mut().zip(told).for_each(|(to, from)| *to = *from);
        Some(Head { len, command, status, sequence })
    };
    rest().map_or(Front::More, Front::Pdu)
}

/// The parser of one connection.
pub(super) struct Gateway<D> {
    sides: Pair<Framed>,
    session: Session,
    /// Longest PDU that is read whole.
    whole: usize,
    part_ns: i64,
    dialect: PhantomData<D>,
}

impl<D: Dialect> Parser for Gateway<D> {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let before = out.now_ns().saturating_sub(self.part_ns);
        self.session.texts.of_mut(dir).expire(dir, before, out);
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.sides.of_mut(dir).shown(data.len(), done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let (side, begin) = self.passing(dir);
        side.gap(dir, len, out, begin);
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.sides.of_mut(dir).end(dir, MessageEnd::Cut, out);
        self.session.texts.of_mut(dir).close(dir, out);
    }

    fn held(&self) -> usize {
        self.session.texts.iter().map(Texts::held).sum()
    }
}

impl<D: Dialect> Gateway<D> {
    /// A parser for one flow.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            session: Session::default(),
            whole: limits.head_bytes,
            part_ns: limits.part_ns,
            dialect: PhantomData,
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).state() {
            State::Frame => self.pdu(dir, data, out),
            State::Body(left) => self.sides.of_mut(dir).body(dir, data, left, out),
            State::Astray => {
                let (side, begin) = self.passing(dir);
                side.astray(dir, data, probe::begins::<D>, out, begin)
            }
        }
    }

    /// The frames of a direction, and what begins a message for bytes that pass as they are.
    fn passing(&mut self, dir: Direction) -> (&mut Framed, impl FnOnce(&mut dyn Outlet)) {
        let Self { sides, session, .. } = self;
        let begin = move |out: &mut dyn Outlet| {
            session.begin(dir, D::NAME, out);
        };
        (sides.of_mut(dir), begin)
    }

    fn pdu(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let head = match front::<D>(data) {
            Front::More => return Step::More,
            Front::Pdu(head) => head,
            Front::Odd => {
                out.anomaly(dir, Code::HeaderMalformed, "pdu");
                self.sides.of_mut(dir).stray(dir, out);
                return Step::Took(0);
            }
        };
        if head.len > self.whole {
            out.anomaly(dir, Code::HeadTooLong, "pdu");
            out.framing(dir, D::HEADER);
            let (side, begin) = self.passing(dir);
            side.pass(out, begin);
            side.flow(dir, head.len.saturating_sub(D::HEADER) as u64, out);
            return Step::Took(D::HEADER);
        }
        let Some(body) = data.get(D::HEADER..head.len) else {
            self.sides.of_mut(dir).total = head.len as u64;
            return Step::More;
        };
        self.sides.of_mut(dir).total = 0;
        out.framing(dir, head.len);
        if D::read(&mut self.session, dir, &head, body, out).is_none() {
            out.anomaly(dir, Code::LengthConflict, "pdu");
            self.session.pass(dir, D::NAME, body, out);
        }
        Step::Took(head.len)
    }
}

/// A short message, read from a PDU.
#[derive(Debug)]
pub(super) struct Short<'a> {
    /// Place of its message.
    pub place: &'static str,
    /// Numbers and other named texts.
    pub fields: Vec<u8>,
    /// The numbers that it goes between, to tell its parts from those of others.
    pub who: Vec<u8>,
    pub coding: Coding,
    /// Its text begins with a header.
    pub has_header: bool,
    /// Which part it is, as far as fields of the PDU tell.
    pub part: Option<Part>,
    pub text: &'a [u8],
}

/// A login.
#[derive(Clone, Copy, Debug)]
pub(super) struct Login<'a> {
    /// Place of its message.
    pub place: &'static str,
    pub user: &'a [u8],
    pub secret: Secret<'a>,
    /// Other named texts.
    pub fields: &'a [u8],
    /// Sequence number of the response that tells its outcome; none if there will be none.
    pub sequence: Option<[u8; 12]>,
}

/// How a secret crosses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Secret<'a> {
    /// As it is; empty if there is none.
    Clear(&'a [u8]),
    /// As a digest, of this name.
    Digest(&'static str),
}

/// A connection, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// Who is logged in, as records show it.
    user: String,
    /// Messages so far, of both directions.
    messages: u32,
    /// Logins that wait for their outcome: who sent them, their sequence number, their transaction.
    logins: Vec<(Direction, [u8; 12], u32)>,
    texts: Pair<Texts>,
}

impl Session {
    /// Begins a message.
    pub(super) fn begin(&mut self, dir: Direction, place: &'static str, out: &mut dyn Outlet) -> u32 {
        let tx = self.next();
        Delivery { place, tx, user: &self.user, ..Delivery::default() }.begin(dir, out);
        tx
    }

    /// Tells bytes that are not read: they are scanned as they are.
    pub(super) fn pass(&mut self, dir: Direction, place: &'static str, bytes: &[u8], out: &mut dyn Outlet) {
        self.begin(dir, place, out);
        out.derived(dir, bytes);
        out.end(dir, MessageEnd::Complete);
    }

    fn next(&mut self) -> u32 {
        let tx = self.messages;
        self.messages = tx.wrapping_add(1);
        tx
    }

    /// A message of named texts alone, if there are any.
    pub(super) fn fields(&mut self, dir: Direction, place: &'static str, fields: &[u8], out: &mut dyn Outlet) {
        if !fields.is_empty() {
            self.begin(dir, place, out);
            out.text(dir, "", TextFormat::UrlEncoded, fields);
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// Tells a login.
    pub(super) fn login(&mut self, dir: Direction, login: &Login<'_>, out: &mut dyn Outlet) {
        let Login { place, user, secret, fields, sequence } = *login;
        self.user = shown(user.get(..USER_MAX).unwrap_or(user));
        let has_secret = !matches!(secret, Secret::Clear(b""));
        if fields.is_empty() && !has_secret {
            return;
        }
        let tx = self.begin(dir, place, out);
        if !fields.is_empty() {
            out.text(dir, "", TextFormat::UrlEncoded, fields);
        }
        match secret {
            Secret::Digest(name) => out.anomaly(dir, Code::ChallengeLogin, name),
            Secret::Clear(secret) if has_secret => {
                let awaits_outcome = sequence.is_some();
                let (scheme, path, confidence) = ("password", "password", 95);
                out.credential(dir, Credential { scheme, user, secret, path, confidence, awaits_outcome });
            }
            Secret::Clear(_) => {}
        }
        if let (Some(sequence), Secret::Clear(_)) = (sequence, secret) {
            if self.logins.len() >= LOGINS {
                self.logins.remove(0);
                out.anomaly(dir, Code::PipelineLimit, "logins without an outcome");
            }
            self.logins.push((dir, sequence, tx));
        }
        out.end(dir, MessageEnd::Complete);
    }

    /// The response to a login, sent by `dir`.
    pub(super) fn answer(&mut self, dir: Direction, head: &Head, accepted: bool, out: &mut dyn Outlet) {
        let of = |login: &(Direction, [u8; 12], u32)| login.0 != dir && login.1 == head.sequence;
        if let Some(at) = self.logins.iter().position(of) {
            let (sender, _, tx) = self.logins.remove(at);
            out.outcome(sender, tx, if accepted { Outcome::Accepted } else { Outcome::Rejected });
        }
    }

    /// Tells a short message, or a part of one.
    pub(super) fn short(&mut self, dir: Direction, short: &Short<'_>, out: &mut dyn Outlet) {
        let header = if short.has_header { header::read(short.text) } else { Some(Header::default()) };
        if header.is_none() {
            out.anomaly(dir, Code::LengthConflict, "header of user data");
        }
        let header = header.unwrap_or_default();
        let data = short.text.get(header.len..).unwrap_or_default();
        let text = Text { coding: short.coding, fill: header.fill(), data };
        if let Some(part) = header.part.or(short.part).filter(|part| part.is_sound()) {
            let tx = self.next();
            let opening = Delivery { place: short.place, tx, user: &self.user, ..Delivery::default() };
            let texts = self.texts.of_mut(dir);
            return texts.put(dir, &opening, &short.who, part, (&short.fields, text), out);
        }
        if short.fields.is_empty() && data.is_empty() {
            return;
        }
        self.begin(dir, short.place, out);
        if !short.fields.is_empty() {
            out.text(dir, "", TextFormat::UrlEncoded, &short.fields);
        }
        let text = Decoding::default().text(text.coding, data, text.fill, true);
        if !text.is_empty() {
            out.derived(dir, &text);
        }
        out.end(dir, MessageEnd::Complete);
    }
}
