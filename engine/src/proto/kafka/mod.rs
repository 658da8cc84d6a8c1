//! Kafka: what producers send and consumers fetch, by topic and field; logins.
//!
//! Record batches (magic 2) and the older sets of messages (magic 0 and 1) of Produce requests (versions 0 to 13) and Fetch
//! responses (0 to 18) are read, as they are or compressed with gzip, Snappy, LZ4 or Zstandard. Keys, values and headers
//! are handed over under those names, JSON values by their fields; the topic stands in the place (`kafka.produce[orders]`)
//! and as the record's table. Newer clients name topics by id: the name is known if a Metadata response on the same
//! connection told it, else the id is shown. Everything else (`kafka.request`, `kafka.response`) is scanned for text.
//! Responses are paired with requests by correlation id. Logins: SASL PLAIN and OAUTHBEARER in `SaslAuthenticate` or as bare
//! tokens, with their outcome; SCRAM and GSSAPI show no secret (`challenge_login`).
//!
//! Not read field by field: share groups (`ShareFetch`), values in Avro or Protocol Buffers (their text is scanned); the
//! JSON of schema registries is. After a gap the rest of the set of records, or of the frame, is scanned as it is; a
//! direction whose frames are lost goes on where a request of the same client, or the response to a known request begins.
//!
//! Limits: records over half a head's length (32 KiB) flow through; compressed batches up to 1 MiB are held and yield up to
//! 16 MiB, longer ones are unpacked as a stream and their text is scanned without names; 1,024 requests that wait for
//! responses, 1,024 topics by id.

mod login;
mod metadata;
mod probe;
mod records;
#[cfg(test)]
mod tests;
mod walk;
mod wire;

use super::rows::printable;
use super::step::{Step, steps};
use super::values::Target;
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{About, Coding, ContentHints, DbInfo, Direction, MessageEnd, MessageHead, Outlet, TextFormat};
use crate::pair::Pair;
use login::Login;
use metadata::Topics;
use probe::{FRAME_MAX, Front, Header, header};
use std::collections::VecDeque;
use std::sync::Arc;
use walk::{Noted, Sizes, Walk};
use wire::Cursor;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "kafka",
    title: "Kafka: records by topic and field, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(KafkaParser::new(limits))),
};

/// Requests that wait for a response.
const ASKED_MAX: usize = 1024;
/// Bytes of size and correlation id at the front of a response.
const RESPONSE_HEAD: usize = 8;
/// Text of a frame that is shorter says nothing about anybody.
const TEXT_LEAST: usize = 6;
/// A response that is looked for behind a gap shows so many bytes.
const RESYNC: usize = 14;

// Keys of requests.
const PRODUCE: i16 = 0;
const FETCH: i16 = 1;
const METADATA: i16 = 3;
const HEARTBEAT: i16 = 12;
const SASL_HANDSHAKE: i16 = 17;
const API_VERSIONS: i16 = 18;
const SASL_AUTHENTICATE: i16 = 36;
/// Version of Metadata from which topics have ids (KIP-516).
const NAMED_BY_ID: i16 = 10;

/// The parser of one connection.
#[derive(Debug)]
pub struct KafkaParser {
    sides: Pair<Side>,
    /// Who sends requests, once told.
    requester: Option<Direction>,
    sizes: Sizes,
    asked: VecDeque<Asked>,
    /// Requests so far.
    requests: u32,
    /// Client id and user in force.
    client: Vec<u8>,
    user: String,
    topics: Topics,
    login: Option<Login>,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    walk: Walk,
    /// Looking for the next frame.
    astray: bool,
    /// The next byte begins none.
    refused: bool,
    /// A message of what was passed over meanwhile is open.
    open: bool,
    /// Bytes that were shown and not consumed.
    waiting: usize,
}

/// A request whose response did not come yet.
#[derive(Clone, Copy, Debug)]
struct Asked {
    correlation: i32,
    key: i16,
    version: i16,
    tx: u32,
}

/// The head of a message for bytes that flow through.
fn head(target: &Target, coding: Option<Coding>) -> MessageHead {
    let hints = ContentHints { codings: coding.into_iter().collect(), ..ContentHints::default() };
    let about = About::Db(Arc::new(target.about.clone()));
    MessageHead { place: target.place, tx: target.tx, about, hints, ..MessageHead::default() }
}

impl Parser for KafkaParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        let waiting = std::mem::take(&mut side.waiting) as u64;
        let found = !side.astray && side.walk.is_under_way() && side.walk.gap(len, waiting, out);
        if !found {
            self.stray(dir, false, out);
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        side.walk.end(MessageEnd::Cut, out);
        side.end_astray(dir, out);
        // A broker answers a bad bare token by closing.
        let client = dir.reverse();
        if self.requester == Some(client)
            && let Some(login) = self.login.as_mut().filter(|login| login.bare && login.tokens > 0)
        {
            login.reply(client, false, out);
        }
    }
}

impl Side {
    fn end_astray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.open) {
            out.end(dir, MessageEnd::Cut);
        }
    }
}

impl KafkaParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        let sizes = Sizes { whole: limits.head_bytes / 2, unit: limits.head_bytes / 4 * 3 };
        Self {
            sides: Pair::default(),
            requester: None,
            sizes,
            asked: VecDeque::new(),
            requests: 0,
            client: Vec::new(),
            user: String::new(),
            topics: Topics::default(),
            login: None,
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let side = self.sides.of_mut(dir);
        if side.astray {
            return self.look(dir, data, out);
        }
        if !side.walk.is_under_way() {
            return self.start(dir, data, out);
        }
        let mut noted = Noted::default();
        let step = side.walk.step(data, self.sizes, &self.topics, &mut noted, out);
        if noted.silent {
            self.asked.pop_back();
        }
        step
    }

    /// A frame begins.
    fn start(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(size) = data.first_chunk::<4>().map(|size| u32::from_be_bytes(*size)) else { return Step::More };
        if size > FRAME_MAX {
            self.stray(dir, true, out);
            return Step::Took(0);
        }
        if self.requester.is_none() {
            // Only requests are as long as a header of theirs.
            match header(data) {
                Front::Unknown if size >= 10 => return Step::More,
                Front::Request(_) => self.requester = Some(dir),
                Front::Unknown | Front::Other => self.requester = Some(dir.reverse()),
            }
        }
        if self.requester == Some(dir) {
            self.request(dir, size, data, out)
        } else {
            self.response(dir, size, data, out)
        }
    }

    fn request(&mut self, dir: Direction, size: u32, data: &[u8], out: &mut dyn Outlet) -> Step {
        let read = match header(data) {
            _ if size < 10 => None,
            Front::Unknown => return Step::More,
            Front::Other => None,
            Front::Request(header) => Some(header),
        };
        if self.login.as_ref().is_some_and(|login| login.bare) && read.is_none_or(|header| header.client != self.client)
        {
            return self.bare(dir, size, data, out);
        }
        let Some(header) = read else {
            self.stray(dir, true, out);
            return Step::Took(0);
        };
        let total = size as usize + 4;
        let produce = header.key == PRODUCE;
        let whole = !produce && total <= self.sizes.whole;
        if whole && data.len() < total {
            return Step::More;
        }
        let tx = self.ask(dir, &header, out);
        if whole {
            out.framing(dir, total);
            let body = data.get(header.len..total).unwrap_or_default();
            self.whole_request(dir, &header, body, tx, out);
            return Step::Took(total);
        }
        out.framing(dir, header.len);
        let left = total.saturating_sub(header.len) as u64;
        let place = if produce { "kafka.produce" } else { "kafka.request" };
        let target = self.target(dir, place, tx);
        let walk = &mut self.sides.of_mut(dir).walk;
        walk.sink.target = target;
        if produce {
            walk.begin(left, header.version, false);
        } else {
            walk.begin_raw(left);
        }
        Step::Took(header.len)
    }

    /// A bare token, or the broker's reply to one: four bytes of length, then the token.
    fn bare(&mut self, dir: Direction, size: u32, data: &[u8], out: &mut dyn Outlet) -> Step {
        let total = size as usize + 4;
        if total > self.sizes.whole {
            self.stray(dir, true, out);
            return Step::Took(0);
        }
        let Some(token) = data.get(4..total) else { return Step::More };
        out.framing(dir, total);
        let tx = self.requests;
        let Some(login) = self.login.as_mut() else { return Step::Took(total) };
        if self.requester == Some(dir) {
            login.tokens = login.tokens.saturating_add(1);
            self.requests = self.requests.saturating_add(1);
            if let Some(user) = login.token(dir, token, tx, out) {
                self.user = user;
            }
        } else {
            login.tokens = login.tokens.saturating_sub(1);
            login.reply(dir.reverse(), true, out);
        }
        Step::Took(total)
    }

    /// Notes a request; answers its number.
    fn ask(&mut self, dir: Direction, header: &Header<'_>, out: &mut dyn Outlet) -> u32 {
        if self.client != header.client {
            self.client = header.client.to_vec();
        }
        if self.asked.len() >= ASKED_MAX {
            self.asked.pop_front();
            out.anomaly(dir, Code::PipelineLimit, "requests without a response");
        }
        let tx = self.requests;
        self.requests = tx.saturating_add(1);
        let Header { correlation, key, version, .. } = *header;
        self.asked.push_back(Asked { correlation, key, version, tx });
        tx
    }

    fn target(&self, dir: Direction, place: &'static str, tx: u32) -> Target {
        Target { dir, place, tx, about: DbInfo { user: self.user.clone(), topic: true, ..DbInfo::default() } }
    }

    /// A request that is no Produce, behind its client id.
    fn whole_request(&mut self, dir: Direction, header: &Header<'_>, body: &[u8], tx: u32, out: &mut dyn Outlet) {
        match header.key {
            API_VERSIONS | HEARTBEAT => {}
            SASL_HANDSHAKE => {
                let name = Cursor::new(body, false).string().unwrap_or_default();
                self.login = Some(Login::new(dir, name, header.version == 0, out));
            }
            SASL_AUTHENTICATE => {
                let mut cursor = Cursor::new(body, header.version >= 2);
                let token = cursor.tags().and_then(|()| cursor.bytes());
                let (Some(login), Some(token)) = (self.login.as_mut(), token) else { return };
                if let Some(user) = login.token(dir, token, tx, out) {
                    self.user = user;
                }
            }
            _ => self.text(dir, "kafka.request", tx, body, out),
        }
    }

    /// The text in a frame.
    fn text(&self, dir: Direction, place: &'static str, tx: u32, body: &[u8], out: &mut dyn Outlet) {
        let text = printable(body);
        if text.len() >= TEXT_LEAST {
            out.begin(dir, head(&self.target(dir, place, tx), None));
            out.text(dir, "", TextFormat::Plain, &text);
            out.end(dir, MessageEnd::Complete);
        }
    }

    fn response(&mut self, dir: Direction, size: u32, data: &[u8], out: &mut dyn Outlet) -> Step {
        if self.login.as_ref().is_some_and(|login| login.bare && login.tokens > 0) {
            return self.bare(dir, size, data, out);
        }
        if size < 4 {
            self.stray(dir, true, out);
            return Step::Took(0);
        }
        let Some((_, correlation)) = data.get(..RESPONSE_HEAD).and_then(|head| head.split_last_chunk::<4>()) else {
            return Step::More;
        };
        let correlation = i32::from_be_bytes(*correlation);
        let known = self.asked.iter().position(|asked| asked.correlation == correlation);
        let Some((at, asked)) = known.and_then(|at| Some((at, *self.asked.get(at)?))) else {
            out.anomaly(dir, Code::ResponseWithoutRequest, "");
            self.stray(dir, true, out);
            return Step::Took(0);
        };
        let total = size as usize + 4;
        let fetch = asked.key == FETCH;
        let whole = !fetch && total <= self.sizes.whole;
        if whole && data.len() < total {
            return Step::More;
        }
        // Requests before it were answered by nothing.
        self.asked.drain(..=at);
        if whole {
            out.framing(dir, total);
            self.whole_response(dir, asked, data.get(RESPONSE_HEAD..total).unwrap_or_default(), out);
            return Step::Took(total);
        }
        out.framing(dir, RESPONSE_HEAD);
        let left = total.saturating_sub(RESPONSE_HEAD) as u64;
        let target = self.target(dir, if fetch { "kafka.fetch" } else { "kafka.response" }, asked.tx);
        let walk = &mut self.sides.of_mut(dir).walk;
        walk.sink.target = target;
        if fetch {
            walk.begin(left, asked.version, true);
        } else {
            walk.begin_raw(left);
        }
        Step::Took(RESPONSE_HEAD)
    }

    fn whole_response(&mut self, dir: Direction, asked: Asked, body: &[u8], out: &mut dyn Outlet) {
        match asked.key {
            API_VERSIONS | HEARTBEAT => return,
            SASL_AUTHENTICATE => {
                let mut cursor = Cursor::new(body, asked.version >= 2);
                let error = cursor.tags().and_then(|()| cursor.i16());
                if let (Some(login), Some(error)) = (self.login.as_mut(), error) {
                    login.reply(dir.reverse(), error == 0, out);
                }
            }
            METADATA if asked.version >= NAMED_BY_ID => self.topics.learn(body),
            _ => {}
        }
        self.text(dir, "kafka.response", asked.tx, body, out);
    }

    /// The place is lost: bytes pass as they are until a frame begins.
    fn stray(&mut self, dir: Direction, refused: bool, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        side.walk.end(MessageEnd::Cut, out);
        side.walk.begin_raw(0);
        (side.astray, side.refused) = (true, refused);
    }

    /// Looks for the next frame.
    fn look(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let asks = self.requester == Some(dir);
        let from = usize::from(self.sides.of_mut(dir).refused);
        let behind = data.get(from..).unwrap_or_default();
        let found = if asks { self.find_request(behind) } else { self.find_response(behind) };
        let found = found.map(|at| at.saturating_add(from));
        let keep = if asks { RESYNC.saturating_add(self.client.len()) } else { RESYNC }.saturating_sub(1);
        let len = found.unwrap_or_else(|| data.len().saturating_sub(keep));
        let place = if asks { "kafka.request" } else { "kafka.response" };
        if len > 0 {
            if !self.sides.of_mut(dir).open {
                out.begin(dir, head(&self.target(dir, place, self.requests.saturating_sub(1)), None));
                self.sides.of_mut(dir).open = true;
            }
            self.sides.of_mut(dir).refused = false;
            out.body(dir, data.get(..len).unwrap_or(data));
        }
        if found.is_some() {
            let side = self.sides.of_mut(dir);
            side.end_astray(dir, out);
            side.astray = false;
            out.anomaly(dir, Code::ParserResync, "");
            return Step::Took(len);
        }
        if len == 0 { Step::More } else { Step::Took(len) }
    }

    /// Where a request of the client known begins.
    fn find_request(&self, data: &[u8]) -> Option<usize> {
        /// Bytes of a request before the length of its client id.
        const BEFORE: usize = 12;
        if self.client.is_empty() {
            return None;
        }
        let id = [&(self.client.len() as u16).to_be_bytes()[..], &self.client].concat();
        memchr::memmem::find_iter(data, &id).find_map(|at| {
            let start = at.checked_sub(BEFORE)?;
            matches!(header(data.get(start..)?), Front::Request(_)).then_some(start)
        })
    }

    /// Where the response to a request known begins.
    fn find_response(&self, data: &[u8]) -> Option<usize> {
        let (first, last) = (self.asked.front()?.correlation, self.asked.back()?.correlation);
        data.windows(RESYNC).position(|window| {
            let mut cursor = Cursor::new(window, false);
            let (Some(size), Some(correlation)) = (cursor.i32(), cursor.i32()) else { return false };
            let sized = (10..=FRAME_MAX as i32).contains(&size);
            // A field that is small in all of them follows: time throttled, an error, a count.
            sized
                && (first..=last).contains(&correlation)
                && cursor.take(2).is_some_and(|field| field == [0, 0])
                && self.asked.iter().any(|asked| asked.correlation == correlation)
        })
    }
}
