//! Start lines: recognising them at a message boundary, and finding the next one after the place was lost.
//!
//! Recognition is a function of the bytes alone, never of how they were cut into segments: a prefix is refused only
//! if every continuation of it would be refused.

use leaktap_simd::find;
use memchr::{memmem, memrchr};

/// What a line that should be a start line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StartLine {
    /// `METHOD SP target SP HTTP/1.x` (RFC 9112 §3).
    Request,
    /// `HTTP/1.x SP NNN` (RFC 9112 §4).
    Response,
    /// Neither.
    No,
    /// Too few bytes to tell.
    Need,
}

/// Which start line a direction sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Requests.
    Requests,
    /// Responses.
    Responses,
}

/// Where the next start line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// It begins here.
    Found(usize),
    /// Not in the first `n` bytes; what follows may be the beginning of one.
    Skip(usize),
}

/// Three-valued answer about bytes that may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tri {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Too few bytes to tell.
    Need,
}

/// Classifies the line that `data` begins with. `line_end` is the offset of its LF, if that was seen.
pub(super) fn first_line(data: &[u8], line_end: Option<usize>) -> StartLine {
    if data.len() < VERSION.len() && VERSION.starts_with(data) {
        return StartLine::Need;
    }
    if data.starts_with(VERSION) {
        return match status_prefix(data) {
            Tri::Yes => StartLine::Response,
            Tri::No => StartLine::No,
            Tri::Need => StartLine::Need,
        };
    }
    request_line(data, line_end)
}

/// True for methods in the IANA registry and a few that are common in the wild.
pub(super) fn is_known_method(token: &[u8]) -> bool {
    METHODS.contains(&token)
}

/// Does a complete, plausible start line of this role, followed by a header line, stand right here?
pub(super) fn starts_here(role: Role, data: &[u8]) -> Tri {
    match role {
        Role::Responses if data.starts_with(VERSION) => status_and_header(data),
        Role::Responses if VERSION.starts_with(data) => Tri::Need,
        Role::Responses => Tri::No,
        Role::Requests => match find(b'\n', data) {
            Some(end) => match request_in_line(data.get(..end).unwrap_or(&[])) {
                Some(0) => header_like(data.get(end.saturating_add(1)..).unwrap_or(&[])),
                _ => Tri::No,
            },
            None if hold_from(data) == 0 => Tri::Need,
            None => Tri::No,
        },
    }
}

/// Looks for the next plausible start line of this role, wherever it stands: a body may touch the next head.
///
/// Linear: a line holds at most one candidate, and what is held back is at most [`LINE_MAX`] bytes.
pub(super) fn scan(role: Role, data: &[u8]) -> Scan {
    match role {
        Role::Requests => scan_requests(data),
        Role::Responses => scan_responses(data),
    }
}

fn scan_requests(data: &[u8]) -> Scan {
    let mut at = 0usize;
    loop {
        let rest = data.get(at..).unwrap_or(&[]);
        let Some(end) = find(b'\n', rest) else {
            return Scan::Skip(at.saturating_add(hold_from(rest)));
        };
        let next = end.saturating_add(1);
        if let Some(start) = request_in_line(rest.get(..end).unwrap_or(&[])) {
            match header_like(rest.get(next..).unwrap_or(&[])) {
                Tri::Yes => return Scan::Found(at.saturating_add(start)),
                Tri::Need => return Scan::Skip(at.saturating_add(start)),
                Tri::No => {}
            }
        }
        at = at.saturating_add(next);
    }
}

fn scan_responses(data: &[u8]) -> Scan {
    let mut at = 0usize;
    loop {
        let rest = data.get(at..).unwrap_or(&[]);
        let Some(found) = memmem::find(rest, VERSION) else {
            let kept = (1..VERSION.len()).rev().find(|n| rest.ends_with(VERSION.get(..*n).unwrap_or(VERSION)));
            return Scan::Skip(data.len().saturating_sub(kept.unwrap_or(0)));
        };
        let here = at.saturating_add(found);
        match status_and_header(data.get(here..).unwrap_or(&[])) {
            Tri::Yes => return Scan::Found(here),
            Tri::Need => return Scan::Skip(here),
            Tri::No => at = here.saturating_add(VERSION.len()),
        }
    }
}

/// `HTTP/1.x NNN` and what ends it, then a line end within reach, then a header line.
fn status_and_header(data: &[u8]) -> Tri {
    match status_prefix(data) {
        Tri::Yes => {}
        other => return other,
    }
    let line = data.get(..REASON_MAX.min(data.len())).unwrap_or(data);
    match find(b'\n', line) {
        Some(end) => header_like(data.get(end.saturating_add(1)..).unwrap_or(&[])),
        None if line.len() < REASON_MAX => Tri::Need,
        None => Tri::No,
    }
}

/// `HTTP/1.x SP NNN (SP | CR | LF)`, as far as it is there; `data` begins with [`VERSION`].
fn status_prefix(data: &[u8]) -> Tri {
    let shape = data.iter().skip(VERSION.len()).take(6).enumerate().all(|(i, b)| match i {
        0 | 3 | 4 => b.is_ascii_digit(),
        1 => *b == b' ',
        2 => (b'1'..=b'9').contains(b),
        _ => matches!(b, b' ' | b'\r' | b'\n'),
    });
    match (shape, data.len() >= VERSION.len().saturating_add(6)) {
        (false, _) => Tri::No,
        (true, true) => Tri::Yes,
        (true, false) => Tri::Need,
    }
}

fn request_line(data: &[u8], line_end: Option<usize>) -> StartLine {
    let token = data.iter().take(METHOD_MAX.saturating_add(1)).take_while(|b| is_method_byte(**b)).count();
    if token > METHOD_MAX || !data.first().is_some_and(u8::is_ascii_uppercase) {
        return StartLine::No;
    }
    match data.get(token) {
        None => return StartLine::Need,
        Some(b' ') => {}
        Some(_) => return StartLine::No,
    }
    match data.get(token.saturating_add(1)) {
        None => return StartLine::Need,
        Some(b) if *b > b' ' => {}
        Some(_) => return StartLine::No,
    }
    let Some(end) = line_end else {
        return StartLine::Need;
    };
    // Only the end of the line is looked at: an unfinished head asks again for every segment.
    let tail = data.get(token.max(end.saturating_sub(TAIL_MAX))..end).unwrap_or(&[]).trim_ascii_end();
    let version = tail.len().checked_sub(VERSION.len().saturating_add(2)).and_then(|space| tail.get(space..));
    match version {
        Some([b' ', version @ ..]) if is_version(version) && tail.len() > version.len().saturating_add(1) => {
            StartLine::Request
        }
        _ => StartLine::No,
    }
}

/// The offset of a request line that ends this line (without its LF), if there is one: a known method, a target of a
/// usual form, `HTTP/1.x`. Bytes of a body may stand before the method.
fn request_in_line(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let space = line.len().checked_sub(VERSION.len().checked_add(2)?)?;
    if line.get(space) != Some(&b' ') || !is_version(line.get(space.checked_add(1)?..)?) {
        return None;
    }
    candidate(line, line.get(..space)?)
}

/// From where an unfinished line must be kept because a request line may begin there.
fn hold_from(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let Some(space) = memrchr(b' ', line) else {
        return token_start(line);
    };
    let before = line.get(..space).unwrap_or(&[]);
    let after = line.get(space.saturating_add(1)..).unwrap_or(&[]);
    // The earlier first: a target may end as a method does.
    if is_version_prefix(after)
        && let Some(start) = candidate(line, before)
    {
        return start;
    }
    if let Some(start) = method_suffix(before) {
        let fits = line.len().saturating_sub(start) <= LINE_MAX;
        if fits && (after.is_empty() || is_target(before.get(start..).unwrap_or(&[]), after)) {
            return start;
        }
    }
    space.saturating_add(1).saturating_add(token_start(after))
}

/// The start of `METHOD SP target` at the end of `upto`, which is the beginning of `line`.
fn candidate(line: &[u8], upto: &[u8]) -> Option<usize> {
    let space = memrchr(b' ', upto)?;
    let start = method_suffix(upto.get(..space)?)?;
    let target = upto.get(space.checked_add(1)?..)?;
    let plausible = !target.is_empty() && is_target(upto.get(start..space)?, target);
    (plausible && line.len().saturating_sub(start) <= LINE_MAX).then_some(start)
}

/// Where the longest known method that ends `bytes` begins.
fn method_suffix(bytes: &[u8]) -> Option<usize> {
    let longest = METHODS.iter().filter(|m| bytes.ends_with(m)).map(|m| m.len()).max()?;
    bytes.len().checked_sub(longest)
}

/// Where the run of method letters that ends `bytes` begins (at most as many as the longest method has).
fn token_start(bytes: &[u8]) -> usize {
    let run = bytes.iter().rev().take(LONGEST_METHOD).take_while(|b| is_method_byte(**b)).count();
    bytes.len().saturating_sub(run)
}

fn is_method_byte(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
}

fn is_target(method: &[u8], target: &[u8]) -> bool {
    match target.first() {
        Some(b'/' | b'*' | b'h' | b'H') => true,
        Some(b) => method == b"CONNECT" && (b.is_ascii_alphanumeric() || *b == b'['),
        None => false,
    }
}

fn is_version(bytes: &[u8]) -> bool {
    bytes.len() == VERSION.len().saturating_add(1) && is_version_prefix(bytes)
}

fn is_version_prefix(bytes: &[u8]) -> bool {
    match bytes.strip_prefix(VERSION) {
        Some(rest) => rest.len() <= 1 && rest.iter().all(u8::is_ascii_digit),
        None => VERSION.starts_with(bytes),
    }
}

/// Does a header line, or the empty line that ends a head, begin here?
fn header_like(data: &[u8]) -> Tri {
    match data {
        [] | [b'\r'] => return Tri::Need,
        [b'\n', ..] | [b'\r', b'\n', ..] => return Tri::Yes,
        _ => {}
    }
    let name =
        data.iter().take(NAME_MAX).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
    match data.get(name) {
        _ if name == NAME_MAX => Tri::No,
        None => Tri::Need,
        Some(b':') if name > 0 => Tri::Yes,
        Some(_) => Tri::No,
    }
}

const VERSION: &[u8] = b"HTTP/1.";
/// Longest request line that a resynchronising direction waits for.
const LINE_MAX: usize = 8192;
/// Longest status line it waits for.
const REASON_MAX: usize = 256;
/// Longest header name it believes in.
const NAME_MAX: usize = 64;
/// Longest method that is believed at a message boundary.
const METHOD_MAX: usize = 32;
/// How much of a request line's end may hold its version and blanks after it.
const TAIL_MAX: usize = 32;
const LONGEST_METHOD: usize = 17;

/// IANA HTTP Method Registry, then what clients send without asking it.
const METHODS: &[&[u8]] = &[
    b"GET",
    b"POST",
    b"PUT",
    b"HEAD",
    b"DELETE",
    b"OPTIONS",
    b"PATCH",
    b"CONNECT",
    b"TRACE",
    b"PROPFIND",
    b"PROPPATCH",
    b"MKCOL",
    b"COPY",
    b"MOVE",
    b"LOCK",
    b"UNLOCK",
    b"ACL",
    b"BASELINE-CONTROL",
    b"BIND",
    b"CHECKIN",
    b"CHECKOUT",
    b"LABEL",
    b"LINK",
    b"MERGE",
    b"MKACTIVITY",
    b"MKCALENDAR",
    b"MKREDIRECTREF",
    b"MKWORKSPACE",
    b"ORDERPATCH",
    b"QUERY",
    b"REBIND",
    b"REPORT",
    b"SEARCH",
    b"UNBIND",
    b"UNCHECKOUT",
    b"UNLINK",
    b"UPDATE",
    b"UPDATEREDIRECTREF",
    b"VERSION-CONTROL",
    b"PURGE",
    b"NOTIFY",
    b"SUBSCRIBE",
    b"UNSUBSCRIBE",
    b"M-SEARCH",
    b"SOURCE",
    b"DEBUG",
    b"POLL",
    b"BMOVE",
    b"BCOPY",
    b"BDELETE",
    b"BPROPFIND",
    b"BPROPPATCH",
    b"RPC_IN_DATA",
    b"RPC_OUT_DATA",
    b"CCM_POST",
];
