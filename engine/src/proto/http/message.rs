//! From a complete head to a message: its facts, the text that stands in it, its logins, its answer.

use super::exchange::{Method, Paired, Pending};
use super::framing::{Body, decimal};
use super::head::{self, Head, Special, SpecialKind};
use super::login::{self, Place};
use super::outcome;
use super::ranges::Piece;
use super::target::{Target, file_of_disposition, file_of_path, uri_userinfo};
use super::{HttpParser, REQUEST, RESPONSE, State, Step, Switch};
use crate::anomaly::Code;
use crate::finding::TransportInfo;
use crate::message::{About, ContentHints, Direction, HttpInfo, MessageHead, Outlet, TextFormat};
use crate::proto::websocket::{self, Terms};
use crate::proto::{Successor, http2};
use std::sync::Arc;

/// What HTTP itself protects: nothing.
pub(super) fn transport() -> TransportInfo {
    TransportInfo { protocol: "http", protection: "none", upgrade: "none", ..TransportInfo::default() }
}

impl HttpParser {
    /// Takes a request's head: `data`, whose lines are indexed.
    pub(super) fn request(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        self.requester = Some(dir);
        let mut specials = std::mem::take(&mut self.specials);
        let mut head = head::parse(data, &self.side(dir).lines, &mut specials);
        let (line, fields) = split_start(data, self.side(dir).lines.first_line_end());
        let line = RequestLine::new(line);
        let target = Target::new(line.target, line.kind == Method::Connect);
        let (body, conflict) = head.framing.request();
        let tx = self.exchanges.new_tx();
        let mut info = request_info(&line, &target, &head);
        info.client = out.client_of(dir, &|name| head::values(data.get(fields..).unwrap_or(&[]), name));
        let info = Arc::new(info);
        let hints = hints(&mut head, body, if line.uploads { target.path } else { &[] });
        let piece = body.is_sized().then(|| Piece::uploaded(target.path, target.query, &head)).flatten();
        let http = Some(Arc::clone(&info));
        let told = MessageHead { place: REQUEST, tx, http, hints, about: About::None };
        let piece = self.begin_in_pieces(dir, told, piece, out);
        object(dir, &head, conflict, out);
        target_text(dir, &target, &mut self.scratch, out);
        field_text((dir, true), data, fields, &specials, &mut self.scratch, out);
        self.specials = specials;
        out.framing(dir, data.len());

        self.side(dir).switch = match (line.kind, head.upgrade.is_empty()) {
            (Method::Connect, _) => Switch::Tunnel,
            (_, false) => Switch::Upgrade,
            _ => Switch::No,
        };
        // For a capture of this side alone: the response would say what of it the server took.
        let websocket = Upgrade::of(head.upgrade) == Upgrade::WebSocket;
        self.next = websocket.then(|| websocket::agreed(dir, (tx, Arc::clone(&info)), &self.terms(&head)));
        let pending = Pending { tx, info, method: line.kind };
        match self.exchanges.asked(pending, self.pipeline_depth) {
            Ok(None) => {}
            Ok(Some(outcome)) => {
                self.side(dir).switch = Switch::No;
                out.outcome(dir, tx, outcome);
            }
            Err(_) => out.anomaly(dir, Code::PipelineLimit, ""),
        }
        let other = self.side(dir.reverse());
        other.recheck |= matches!(other.state, State::Length(_) | State::UntilClose);
        match (piece, self.side(dir).ranges.as_deref_mut()) {
            (Some((piece, head)), _) => self.enter_piece(dir, piece, head, out),
            (None, Some(ranges)) => ranges.completed(dir, target.path, target.query, out),
            (None, None) => {}
        }
        self.enter(dir, body, out);
        Step::Took(data.len())
    }

    /// Takes a response's head: `data`, whose lines are indexed.
    pub(super) fn response(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        self.requester = Some(dir.reverse());
        let (line, _) = split_start(data, self.side(dir).lines.first_line_end());
        let status = line.get(9..12).and_then(decimal).unwrap_or(0) as u16;
        let mut specials = std::mem::take(&mut self.specials);
        let mut head = head::parse(data, &self.side(dir).lines, &mut specials);
        let answer = self.pair(dir, (status, head.location), out);
        let (body, conflict) = match (status, answer.method) {
            (100..=199 | 204 | 304, _) | (_, Method::Head) | (200..=299, Method::Connect) => (Body::None, None),
            _ => head.framing.response(),
        };
        let tunnel = tunnels(status, answer.method, answer.alone && body == Body::UntilClose, line);
        let body = if tunnel { Body::None } else { body };
        let named = matches!((answer.method, status), (Method::Get, 200 | 206));
        let mut hints = hints(&mut head, body, if named { answer.info.raw_path() } else { &[] });
        if status != 206 {
            (hints.range_start, hints.goes_on) = (0, false);
        }
        let partial = status == 206 && body.is_sized();
        let piece = partial.then(|| Piece::answered(answer.info.raw_path(), &head)).flatten();
        let http = Some(Arc::clone(&answer.info));
        let told = MessageHead { place: RESPONSE, tx: answer.tx, http, hints, about: About::None };
        let piece = self.begin_in_pieces(dir, told, piece, out);
        if tunnel {
            self.next = self.taken_over(dir, &head, &answer, out);
            if status != 101 {
                out.transport(&TransportInfo { tunnel: "http-connect", ..transport() });
            }
        }
        self.response_info = Some(answer.info);
        object(dir, &head, conflict, out);
        field_text((dir, false), data, 0, &specials, &mut self.scratch, out);
        location_text(dir, &head, &mut self.scratch, out);
        self.specials = specials;
        out.framing(dir, data.len());

        if let Some((piece, head)) = piece {
            self.enter_piece(dir, piece, head, out);
        }
        self.enter(dir, body, out);
        if tunnel {
            return Step::Handover(data.len());
        }
        // Without its request it may be the answer to a HEAD: the next response would follow at once.
        let side = self.side(dir);
        side.recheck |= answer.alone && matches!(side.state, State::Length(_) | State::UntilClose);
        Step::Took(data.len())
    }

    /// Finds the request that this response answers, and tells what became of it.
    fn pair(&mut self, dir: Direction, (status, location): (u16, &[u8]), out: &mut dyn Outlet) -> Answer {
        if (100..=199).contains(&status) && status != 101 {
            let next_tx = self.exchanges.next_tx();
            let (tx, info) = match self.exchanges.current() {
                Some(pending) => {
                    let mut info = HttpInfo::clone(&pending.info);
                    info.status = status;
                    (pending.tx, info)
                }
                None => (next_tx, status_info(status)),
            };
            return Answer { tx, info: Arc::new(info), method: Method::Other, alone: false };
        }
        match self.exchanges.answered() {
            Paired::With(Pending { tx, mut info, method }) => {
                Arc::make_mut(&mut info).status = status;
                self.answered(dir.reverse(), tx, status);
                if status != 101 {
                    outcome::tell(dir.reverse(), tx, (status, location), out);
                }
                Answer { tx, info, method, alone: false }
            }
            Paired::Unqueued => {
                let tx = self.exchanges.new_tx();
                Answer { tx, info: Arc::new(status_info(status)), method: Method::Other, alone: true }
            }
            Paired::Alone => {
                out.anomaly(dir, Code::ResponseWithoutRequest, "");
                self.exchanges.overtook(outcome::outcome(status, location));
                let tx = self.exchanges.new_tx();
                Answer { tx, info: Arc::new(status_info(status)), method: Method::Other, alone: true }
            }
        }
    }

    /// A request has its final response: if its side still sends the body, it may stop doing so.
    fn answered(&mut self, requester: Direction, tx: u32, status: u16) {
        let side = self.side(requester);
        if side.tx != tx {
            return;
        }
        side.recheck |= matches!(side.state, State::Length(_));
        if status != 101 {
            side.switch = Switch::No;
            self.next = None;
        }
    }

    /// What a head says of the WebSocket that follows.
    fn terms<'a>(&self, head: &Head<'a>) -> Terms<'a> {
        let (head_bytes, decode_bytes) = (self.head_bytes, self.decode_bytes);
        Terms { extensions: head.extensions, subprotocol: head.subprotocol, head_bytes, decode_bytes }
    }

    /// Who goes on after a 101 response (RFC 9110 §15.2.2) that names a protocol which this version reads.
    fn taken_over(
        &mut self,
        dir: Direction,
        head: &Head<'_>,
        answer: &Answer,
        out: &mut dyn Outlet,
    ) -> Option<Successor> {
        let requester = dir.reverse();
        let upgrade = Upgrade::of(head.upgrade);
        if answer.info.status == 101 && upgrade != Upgrade::Http2 && !answer.alone {
            out.outcome(requester, answer.tx, outcome::outcome(101, b""));
        }
        match upgrade {
            Upgrade::WebSocket => {
                let handshake = (answer.tx, Arc::clone(&answer.info));
                Some(websocket::agreed(requester, handshake, &self.terms(head)))
            }
            Upgrade::Http2 => {
                let next_tx = self.exchanges.next_tx();
                Some(http2::upgraded(
                    (self.head_bytes, self.decode_bytes),
                    requester,
                    (answer.tx, next_tx),
                    &answer.info,
                    answer.method,
                ))
            }
            Upgrade::Other => None,
        }
    }
}

/// A protocol that an Upgrade field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Upgrade {
    /// WebSocket (RFC 6455 §4.2.2).
    WebSocket,
    /// HTTP/2 in the clear (RFC 7540 §3.2).
    Http2,
    /// None, or another.
    Other,
}

impl Upgrade {
    fn of(value: &[u8]) -> Self {
        let names = || value.split(|b| *b == b',').map(<[u8]>::trim_ascii);
        if names().any(|name| name.eq_ignore_ascii_case(b"websocket")) {
            Self::WebSocket
        } else if names().any(|name| name.eq_ignore_ascii_case(b"h2c")) {
            Self::Http2
        } else {
            Self::Other
        }
    }
}

/// Hands on a request's target: path, query, the login in it.
pub(in crate::proto) fn target_text(dir: Direction, target: &Target<'_>, scratch: &mut Vec<u8>, out: &mut dyn Outlet) {
    if target.shown.len() > 1 {
        out.text(dir, "path", TextFormat::Plain, target.shown);
    }
    if !target.query.is_empty() {
        out.text(dir, "query", TextFormat::UrlEncoded, target.query);
        let place = Place { dir, path: "query", awaits_outcome: true };
        login::influx(place, target.path, target.query, scratch, out);
    }
    if !target.userinfo.is_empty() {
        let place = Place { dir, path: "path", awaits_outcome: true };
        login::userinfo(place, target.userinfo, scratch, out);
    }
}

/// Hands on the header lines from offset `from`: runs of plain ones whole, special ones by their kind. `asks`: it is a
/// request, whose logins an answer judges.
pub(in crate::proto) fn field_text(
    (dir, asks): (Direction, bool),
    data: &[u8],
    from: usize,
    specials: &[Special],
    scratch: &mut Vec<u8>,
    out: &mut dyn Outlet,
) {
    let blank = if data.ends_with(b"\r\n") { 2 } else { 1 };
    let data = data.get(..data.len().saturating_sub(blank)).unwrap_or(data);
    let mut from = from;
    for special in specials {
        run(dir, data.get(from..special.line as usize), out);
        from = special.next as usize;
        let value = data.get(special.value as usize..special.value_end as usize).unwrap_or(&[]);
        special_text((dir, asks), special.kind, value, scratch, out);
    }
    run(dir, data.get(from..), out);
}

fn special_text(
    (dir, asks): (Direction, bool),
    kind: SpecialKind,
    value: &[u8],
    scratch: &mut Vec<u8>,
    out: &mut dyn Outlet,
) {
    let place = |path| Place { dir, path, awaits_outcome: asks };
    match kind {
        SpecialKind::Authorization => login::authorization(place("header:authorization"), value, scratch, out),
        SpecialKind::ProxyAuthorization => {
            login::authorization(place("header:proxy-authorization"), value, scratch, out);
        }
        SpecialKind::Cookie => {
            out.text(dir, "cookie", TextFormat::Cookies, value);
            login::cookies(place("header:cookie"), value, out);
        }
        SpecialKind::SetCookie => {
            out.text(dir, "cookie", TextFormat::Cookies, value);
            login::set_cookie(place("header:set-cookie"), value, out);
        }
    }
}

/// The login that a Location may hold.
pub(in crate::proto) fn location_text(dir: Direction, head: &Head<'_>, scratch: &mut Vec<u8>, out: &mut dyn Outlet) {
    if !head.location.is_empty() {
        let place = Place { dir, path: "header:location", awaits_outcome: false };
        login::userinfo(place, uri_userinfo(head.location), scratch, out);
    }
}

/// What a response belongs to.
struct Answer {
    tx: u32,
    info: Arc<HttpInfo>,
    method: Method,
    alone: bool,
}

/// A request line, taken apart.
pub(in crate::proto) struct RequestLine<'a> {
    method: &'a [u8],
    /// Request target.
    pub(in crate::proto) target: &'a [u8],
    /// What the method means for the response.
    pub(in crate::proto) kind: Method,
    /// True if the body is what the target names.
    pub(in crate::proto) uploads: bool,
}

impl<'a> RequestLine<'a> {
    /// Takes a request line apart.
    pub(in crate::proto) fn new(line: &'a [u8]) -> Self {
        let line = line.trim_ascii_end();
        let method_len = line.iter().position(|b| *b == b' ').unwrap_or(0);
        let (method, rest) = line.split_at(method_len);
        let version = rest.iter().rposition(|b| *b == b' ').unwrap_or(0);
        let target = rest.get(..version).unwrap_or(&[]).trim_ascii();
        let kind = match method {
            b"HEAD" => Method::Head,
            b"CONNECT" => Method::Connect,
            b"GET" => Method::Get,
            _ => Method::Other,
        };
        Self { method, target, kind, uploads: matches!(method, b"PUT" | b"PATCH") }
    }
}

/// The start line without its LF, and the offset of the first header line.
fn split_start(data: &[u8], line_end: Option<usize>) -> (&[u8], usize) {
    let end = line_end.unwrap_or(0);
    (data.get(..end).unwrap_or(&[]), end.saturating_add(1))
}

/// Emits a run of header lines, if there are any.
fn run(dir: Direction, lines: Option<&[u8]>, out: &mut dyn Outlet) {
    if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
        out.text(dir, "header", TextFormat::Headers, lines);
    }
}

/// Tells what is wrong with a head.
pub(in crate::proto) fn object(dir: Direction, head: &Head<'_>, conflict: Option<&'static str>, out: &mut dyn Outlet) {
    if let Some(why) = head.malformed {
        out.anomaly(dir, Code::HeaderMalformed, why);
    }
    if let Some(why) = conflict {
        out.anomaly(dir, Code::LengthConflict, why);
    }
}

/// Hints about the body; none for a message without one.
pub(in crate::proto) fn hints(head: &mut Head<'_>, body: Body, path: &[u8]) -> ContentHints {
    if matches!(body, Body::None | Body::Length(0)) {
        return ContentHints::default();
    }
    let mut codings = std::mem::take(&mut head.codings);
    head.framing.append_codings(&mut codings);
    let mut filename = file_of_disposition(&head.disposition);
    if filename.is_empty() && !path.is_empty() {
        filename = file_of_path(path);
    }
    ContentHints {
        content_type: bounded(&head.content_type, CONTENT_TYPE_MAX).to_vec(),
        codings,
        filename,
        length: head.framing.length_hint(),
        range_start: head.range.start,
        goes_on: head.range.goes_on,
        ..ContentHints::default()
    }
}

/// The facts of a request.
pub(in crate::proto) fn request_info(line: &RequestLine<'_>, target: &Target<'_>, head: &Head<'_>) -> HttpInfo {
    let host = if target.authority.is_empty() { head.host } else { target.authority };
    let [method, host, path, user_agent] = [
        bounded(line.method, METHOD_MAX),
        bounded(host, HOST_MAX),
        bounded(target.path, PATH_MAX),
        bounded(head.user_agent, USER_AGENT_MAX),
    ];
    HttpInfo::new([method, host, path, user_agent], 0)
}

/// The facts of a response without its request.
pub(in crate::proto) fn status_info(status: u16) -> HttpInfo {
    HttpInfo::new([&[]; 4], status)
}

/// Does another protocol follow this response? Where CONNECT was not seen, the reason phrase of proxies tells.
fn tunnels(status: u16, method: Method, unframed_alone: bool, line: &[u8]) -> bool {
    let established = || {
        let reason = line.get(12..).unwrap_or(&[]).trim_ascii();
        let words = b"connection established";
        reason.get(..words.len()).is_some_and(|r| r.eq_ignore_ascii_case(words))
    };
    match status {
        101 => true,
        200..=299 => method == Method::Connect || (unframed_alone && established()),
        _ => false,
    }
}

fn bounded(bytes: &[u8], limit: usize) -> &[u8] {
    bytes.get(..limit.min(bytes.len())).unwrap_or(bytes)
}

const METHOD_MAX: usize = 32;
const HOST_MAX: usize = 255;
const PATH_MAX: usize = 1024;
const USER_AGENT_MAX: usize = 256;
const CONTENT_TYPE_MAX: usize = 512;
