//! Header blocks as heads of messages (RFC 9113 §8): written as HTTP/1 writes them, they are read by the same code.

use super::exchanges::{Exchanges, Opened};
use super::hpack::{Damaged, Field};
use super::streams::{Half, Stream};
use crate::anomaly::Code;
use crate::message::{About, Direction, HttpInfo, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};
use crate::proto::http::exchange::Method;
use crate::proto::http::framing::{Body, decimal};
use crate::proto::http::head;
use crate::proto::http::message::{
    RequestLine, field_text, hints, location_text, object, request_info, status_info, target_text,
};
use crate::proto::http::outcome;
use crate::proto::http::target::Target;
use crate::proto::http::{REQUEST, RESPONSE};
use std::sync::Arc;

/// Takes each field of a header block.
type Told<'t> = &'t mut dyn FnMut(Field<'_>);

/// What a direction sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) enum Role {
    /// Requests.
    Client,
    /// Responses.
    Server,
}

impl Role {
    /// Place of its messages.
    pub(in crate::proto) fn place(self) -> &'static str {
        match self {
            Self::Client => REQUEST,
            Self::Server => RESPONSE,
        }
    }
}

/// A decoded header block.
#[derive(Debug, Default)]
pub(super) struct Fields {
    method: Vec<u8>,
    path: Vec<u8>,
    authority: Vec<u8>,
    status: u16,
    /// Other fields, as lines; cookies, which may come in pieces (§8.2.3), are joined behind them.
    lines: Vec<u8>,
    cookie: Vec<u8>,
    /// What is wrong with it, the first such thing.
    odd: Option<&'static str>,
    /// More than the limit came; the rest was left out.
    cut: bool,
    grpc: bool,
    /// `:protocol` (RFC 8441 §4).
    websocket: bool,
    grpc_status: Option<u64>,
    /// Content-Length.
    length: Option<u64>,
}

impl Fields {
    fn clear(&mut self) {
        for text in [&mut self.method, &mut self.path, &mut self.authority, &mut self.lines, &mut self.cookie] {
            text.clear();
            text.shrink_to(KEPT);
        }
        (self.status, self.odd, self.cut, self.grpc) = (0, None, false, false);
        (self.grpc_status, self.length, self.websocket) = (None, None, false);
    }

    fn held(&self) -> usize {
        self.method.len() + self.path.len() + self.authority.len() + self.lines.len() + self.cookie.len()
    }

    /// Takes a field, as long as all of them stay within `limit` octets.
    fn take(&mut self, field: Field<'_>, limit: usize) {
        let (Some(name), value) = (field.name.or(field.value.and(Some(UNKNOWN))), field.value.unwrap_or(&[])) else {
            return; // nothing is known of it
        };
        if self.held().saturating_add(name.len()).saturating_add(value.len()).saturating_add(4) > limit {
            self.cut = true;
            return;
        }
        match name {
            b":method" => self.method = one_line(value, &mut self.odd),
            b":path" => self.path = one_line(value, &mut self.odd),
            b":authority" => self.authority = one_line(value, &mut self.odd),
            b":status" => self.status = decimal(value).and_then(|status| u16::try_from(status).ok()).unwrap_or(0),
            b":protocol" => self.websocket = value.eq_ignore_ascii_case(b"websocket"),
            b":scheme" => {}
            b"cookie" => {
                if !self.cookie.is_empty() {
                    self.cookie.extend_from_slice(b"; ");
                }
                push_line(&mut self.cookie, value, &mut self.odd);
            }
            b"host" if !self.authority.is_empty() && value == self.authority => {}
            _ => self.line(name, value),
        }
    }

    fn line(&mut self, name: &[u8], value: &[u8]) {
        match name {
            b"content-type" => {
                self.grpc = value.get(..GRPC.len()).is_some_and(|start| start.eq_ignore_ascii_case(GRPC))
                    && !value.get(GRPC.len()..).is_some_and(|rest| rest.starts_with(b"-web"));
            }
            b"grpc-status" => self.grpc_status = decimal(value),
            b"content-length" => self.length = decimal(value),
            _ => {}
        }
        if name.is_empty() || name.iter().any(|b| !b.is_ascii_graphic() || *b == b':') {
            self.odd.get_or_insert("a field's name is none");
        }
        push_line(&mut self.lines, name, &mut self.odd);
        self.lines.extend_from_slice(b": ");
        push_line(&mut self.lines, value, &mut self.odd);
        self.lines.extend_from_slice(b"\r\n");
    }

    /// Writes the head of a message: a start line, the lines, an empty line. Answers where the lines begin.
    fn write(&self, version: &str, head: &mut Vec<u8>) -> usize {
        head.clear();
        let connect = self.method == b"CONNECT" && self.path.is_empty();
        let target = if connect { &self.authority } else { &self.path };
        for part in [&self.method[..], b" ", target, version.as_bytes(), b"\r\n"] {
            head.extend_from_slice(part);
        }
        let lines = head.len();
        for (name, value) in [("host: ", &self.authority), ("", &self.lines), ("cookie: ", &self.cookie)] {
            if !value.is_empty() {
                head.extend_from_slice(name.as_bytes());
                head.extend_from_slice(value);
                head.extend_from_slice(if name.is_empty() { b"" } else { b"\r\n" });
            }
        }
        head.extend_from_slice(b"\r\n");
        lines
    }
}

impl Stream {
    /// What findings on it show; nothing if neither request nor response was seen.
    pub(super) fn facts(&self) -> Option<Arc<HttpInfo>> {
        let known = self.info.status != 0 || !self.info.method().is_empty();
        known.then(|| Arc::clone(&self.info))
    }
}

impl Exchanges {
    /// Reads a header block with `decode`, which tells its fields.
    pub(in crate::proto) fn read(
        &mut self,
        decode: impl FnOnce(Told<'_>) -> Result<(), Damaged>,
    ) -> Result<(), Damaged> {
        let limit = self.head_bytes;
        let fields = &mut self.fields;
        fields.clear();
        decode(&mut |field| fields.take(field, limit))
    }

    /// True if the block that was read is of a gRPC call.
    pub(in crate::proto) fn is_grpc(&self) -> bool {
        self.fields.grpc
    }

    /// Takes the block that was read for the head that it is.
    pub(in crate::proto) fn head(&mut self, dir: Direction, opened: Opened, out: &mut dyn Outlet) {
        let fields = std::mem::take(&mut self.fields);
        if fields.cut {
            out.anomaly(dir, Code::HeadTooLong, "header block");
        }
        if let Some(why) = fields.odd {
            out.anomaly(dir, Code::HeaderMalformed, why);
        }
        match (fields.method.is_empty(), fields.status) {
            _ if opened.promised => self.request(dir, opened, &fields, out),
            (false, _) => {
                self.client = Some(dir);
                self.request(dir, opened, &fields, out);
            }
            (true, 1..) => {
                self.client = Some(dir.reverse());
                self.response(dir, opened, &fields, out);
            }
            (true, 0) => self.trailer(dir, opened, &fields, out),
        }
        self.fields = fields;
    }

    fn request(&mut self, dir: Direction, opened: Opened, fields: &Fields, out: &mut dyn Outlet) {
        let id = opened.stream;
        if self.streams.get(id).is_some_and(|stream| stream.asked) {
            // A second head of one message (§8.1): text, no more.
            return self.trailer(dir, opened, fields, out);
        }
        if self.streams.get(id).is_none() {
            self.admit(dir, id, out);
        }
        let (mut text, mut specials) = (std::mem::take(&mut self.head), std::mem::take(&mut self.specials));
        let start = fields.write(self.version, &mut text);
        self.lines.clear();
        self.lines.advance(&text, usize::MAX);
        let mut head = head::parse(&text, &self.lines, &mut specials);
        let line = RequestLine::new(text.get(..start).unwrap_or(&[]));
        let target = Target::new(line.target, line.kind == Method::Connect && fields.path.is_empty());
        let mut info = request_info(&line, &target, &head);
        info.client = out.client_of(dir, &|name| head::values(text.get(start..).unwrap_or(&[]), name));
        let info = Arc::new(info);
        let empty = opened.ends || opened.promised;
        let body = if empty { Body::None } else { Body::UntilClose };
        let hints = hints(&mut head, body, if line.uploads { target.path } else { &[] });
        let Some(stream) = self.streams.get(id) else { return };
        stream.info = Arc::clone(&info);
        (stream.asked, stream.method, stream.grpc) = (true, line.kind, fields.grpc);
        let tx = stream.tx;
        self.begin(dir, id, MessageHead { place: REQUEST, tx, http: Some(info), hints, about: About::None }, out);
        object(dir, &head, None, out);
        target_text(dir, &target, &mut self.scratch, out);
        field_text((dir, true), &text, start, &specials, &mut self.scratch, out);
        self.announce_length(dir, id, fields.length.filter(|_| !empty));
        let websocket = fields.websocket && !empty;
        if websocket {
            self.enter(id, dir, &head, out);
        }
        self.lines.clear();
        self.keep(text, specials);
        if opened.promised {
            // The server says both what was asked and what it answers: the message is the request.
            self.end(dir, id, MessageEnd::Complete, out);
            if let Some(stream) = self.streams.get(id) {
                stream.half(dir.reverse()).done = true;
            }
        } else if opened.ends {
            self.end_half(dir, id, out);
        }
    }

    fn response(&mut self, dir: Direction, opened: Opened, fields: &Fields, out: &mut dyn Outlet) {
        let id = opened.stream;
        if self.streams.get(id).is_none() {
            self.admit(dir, id, out);
        }
        let Some(stream) = self.streams.get(id) else { return };
        let carried = stream.inside.take();
        if stream.asked {
            Arc::make_mut(&mut stream.info).status = fields.status;
        } else {
            stream.info = Arc::new(status_info(fields.status));
        }
        stream.grpc |= fields.grpc;
        let interim = (100..=199).contains(&fields.status);
        let (tx, info, method) = (stream.tx, Arc::clone(&stream.info), stream.method);
        let (grpc, asked) = (stream.grpc, stream.asked);
        let (mut text, mut specials) = (std::mem::take(&mut self.head), std::mem::take(&mut self.specials));
        let start = fields.write(self.version, &mut text);
        self.lines.clear();
        self.lines.advance(&text, usize::MAX);
        let mut head = head::parse(&text, &self.lines, &mut specials);
        // What of a gRPC call the server took stands in its status, which may come last.
        if interim || !asked {
            // Nothing is judged yet.
        } else if !grpc {
            outcome::tell(dir.reverse(), tx, (fields.status, head.location), out);
        } else if let Some(status) = fields.grpc_status {
            out.outcome(dir.reverse(), tx, grpc_outcome(status));
        }
        // Some of these say how long the body would be that they do not have (RFC 9110 §8.6).
        let empty = opened.ends || interim || method == Method::Head || matches!(fields.status, 204 | 304);
        let named = matches!((method, fields.status), (Method::Get, 200 | 206));
        let path = if named { info.raw_path() } else { &[] };
        let mut hints = hints(&mut head, if empty { Body::None } else { Body::UntilClose }, path);
        if fields.status != 206 {
            (hints.range_start, hints.goes_on) = (0, false);
        }
        let http = Some(Arc::clone(&info));
        self.begin(dir, id, MessageHead { place: RESPONSE, tx, http, hints, about: About::None }, out);
        object(dir, &head, None, out);
        field_text((dir, false), &text, start, &specials, &mut self.scratch, out);
        location_text(dir, &head, &mut self.scratch, out);
        self.announce_length(dir, id, fields.length.filter(|_| !empty));
        if interim && !opened.ends {
            self.end(dir, id, MessageEnd::Complete, out);
            if let Some(stream) = self.streams.get(id) {
                stream.inside = carried;
            }
        } else if let Some(mut inside) = carried {
            inside.close(dir.reverse(), id, out);
            if !empty && (200..=299).contains(&fields.status) {
                self.enter(id, dir.reverse(), &head, out);
            }
        }
        self.lines.clear();
        self.keep(text, specials);
        if opened.ends {
            self.end_half(dir, id, out);
        }
    }

    /// Fields behind a body (§8.1), or a head of which the decisive fields were lost.
    fn trailer(&mut self, dir: Direction, opened: Opened, fields: &Fields, out: &mut dyn Outlet) {
        let id = opened.stream;
        if self.streams.get(id).is_some_and(|stream| stream.inside.is_some()) {
            if opened.ends {
                self.end_half(dir, id, out);
            }
            return;
        }
        let open = self.streams.get(id).is_some_and(|stream| stream.half(dir).open);
        self.carry(dir, id, out);
        out.turn_to(dir, id);
        if !fields.lines.is_empty() {
            out.text(dir, if open { "trailer" } else { "header" }, TextFormat::Headers, &fields.lines);
        }
        if !fields.cookie.is_empty() {
            out.text(dir, "cookie", TextFormat::Cookies, &fields.cookie);
        }
        let server = self.role(dir) == Role::Server;
        if let Some(stream) = self.streams.get(id).filter(|stream| stream.asked && server)
            && let Some(status) = fields.grpc_status
        {
            out.outcome(dir.reverse(), stream.tx, grpc_outcome(status));
        }
        if opened.ends {
            self.end_half(dir, id, out);
        }
    }

    /// Begins a message on a stream; one that is still open there is cut.
    fn begin(&mut self, dir: Direction, id: u32, head: MessageHead, out: &mut dyn Outlet) {
        if self.streams.get(id).is_some_and(|stream| stream.half(dir).open) {
            self.end(dir, id, MessageEnd::Cut, out);
        }
        if let Some(stream) = self.streams.get(id) {
            *stream.half(dir) = Half { open: true, ..Half::default() };
        }
        out.turn_to(dir, id);
        out.begin(dir, head);
    }

    fn announce_length(&mut self, dir: Direction, id: u32, length: Option<u64>) {
        if let Some(stream) = self.streams.get(id) {
            stream.half(dir).length = length;
        }
    }

    /// Keeps working memory, unless it grew.
    fn keep(&mut self, mut text: Vec<u8>, specials: Vec<head::Special>) {
        text.clear();
        text.shrink_to(KEPT);
        (self.head, self.specials) = (text, specials);
    }

    /// What this direction sends; until something told, originators ask and responders answer.
    pub(in crate::proto) fn role(&self, dir: Direction) -> Role {
        if dir == self.client.unwrap_or(Direction::Orig) { Role::Client } else { Role::Server }
    }
}

/// What `grpc-status` says of a login (gRPC over HTTP/2, Responses): `PERMISSION_DENIED` (7) and UNAUTHENTICATED (16) reject
/// it, OK (0) does not.
fn grpc_outcome(status: u64) -> Outcome {
    match status {
        0 => Outcome::Accepted,
        7 | 16 => Outcome::Rejected,
        _ => Outcome::Unknown,
    }
}

fn one_line(value: &[u8], odd: &mut Option<&'static str>) -> Vec<u8> {
    let mut line = Vec::with_capacity(value.len());
    push_line(&mut line, value, odd);
    line
}

/// Appends a field's text; line ends, which must not stand there (RFC 9113 §8.2.1), become blanks.
fn push_line(line: &mut Vec<u8>, text: &[u8], odd: &mut Option<&'static str>) {
    let start = line.len();
    line.extend_from_slice(text);
    for byte in line.iter_mut().skip(start).filter(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        *byte = b' ';
        odd.get_or_insert("a line end within a field");
    }
}

const GRPC: &[u8] = b"application/grpc";
/// Stands for a name that is not known.
const UNKNOWN: &[u8] = b"unknown";
/// Working memory that is kept between heads.
const KEPT: usize = 4096;
