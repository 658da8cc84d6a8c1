//! Heads in the manner of HTTP/1.1: a start line and header fields (RFC 3261 §7, RFC 2326 §4).

use super::session::Flavour;
use crate::proto::banner::line::{is, is_number};
use std::hash::{DefaultHasher, Hasher};

/// Longest Content-Type that is handed on.
const CONTENT_TYPE_MAX: usize = 512;

/// A start line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start<'a> {
    /// Method and target.
    Request(&'a [u8], &'a [u8]),
    /// Status.
    Response(u16),
}

/// What a head says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'a> {
    /// Content-Length; the first one counts.
    pub(super) length: Option<u64>,
    /// Content-Type.
    pub(super) content_type: &'a [u8],
    /// Content-Encoding.
    pub(super) encoding: &'a [u8],
    /// What a response has in common with its request: Call-ID and `CSeq`.
    pub(super) key: u64,
    /// The method within `CSeq`.
    pub(super) method: &'a [u8],
    /// Where Authorization and Proxy-Authorization stand: line, and end of it.
    pub(super) logins: Vec<Login>,
    /// Content-Length twice and different, or no number.
    pub(super) conflict: bool,
    /// A line without a colon.
    pub(super) malformed: bool,
}

/// A field that holds a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Login {
    /// Its line's first byte in the head, and the byte behind it.
    pub(super) line: (usize, usize),
    /// The value's first byte.
    pub(super) value: usize,
    /// Proxy-Authorization.
    pub(super) proxy: bool,
}

/// Logins of one head that are looked at.
const LOGINS: usize = 8;

/// The start line, if it is one of this protocol.
pub(super) fn start<'a>(line: &'a [u8], flavour: &Flavour) -> Option<Start<'a>> {
    let line = line.trim_ascii_end();
    let (first, rest) = line.split_at_checked(memchr::memchr(b' ', line)?)?;
    let rest = rest.get(1..)?;
    let version = |word: &[u8]| flavour.versions.iter().any(|known| is(word, known));
    if version(first) {
        let code = rest.get(..3).filter(|code| is_number(code))?;
        let behind = rest.get(3).is_none_or(|byte| *byte == b' ');
        let code = code.iter().fold(0u16, |code, digit| code * 10 + u16::from(digit & 0x0f));
        return (behind && (100..700).contains(&code)).then_some(Start::Response(code));
    }
    let (uri, last) = rest.split_at_checked(memchr::memrchr(b' ', rest)?)?;
    let method = first.len() <= 32 && first.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let known = flavour
        .schemes
        .iter()
        .any(|scheme| uri.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let sound = !first.is_empty() && method && known && version(last.get(1..)?);
    sound.then_some(Start::Request(first, uri))
}

/// Length of the head at the start of `data` with its empty line, looking no further than `reach`; `scanned` bytes hold
/// no end.
pub(super) fn end(data: &[u8], scanned: usize) -> Option<usize> {
    // The empty line may have begun before.
    let mut at = scanned.saturating_sub(3);
    while let Some(step) = data.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        at = at.saturating_add(step).saturating_add(1);
        match data.get(at..) {
            Some([b'\n', ..]) => return at.checked_add(1),
            Some([b'\r', b'\n', ..]) => return at.checked_add(2),
            _ => {}
        }
    }
    None
}

/// Reads the fields of a head (without its start line), which begin at `from`.
pub(super) fn fields(head: &[u8], from: usize, called: bool) -> Head<'_> {
    let mut told = Head::default();
    let mut key = DefaultHasher::new();
    let mut at = from;
    while at < head.len() {
        let end = line_end(head, at);
        let line = head.get(at..end).unwrap_or_default();
        if !line.trim_ascii().is_empty() {
            field(&mut told, (at, end), line, called, &mut key);
        }
        at = end;
    }
    told.key = key.finish();
    told
}

/// End of the field that begins at `at`, folded lines included.
fn line_end(head: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(step) = head.get(end..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        end = end.saturating_add(step).saturating_add(1);
        if !matches!(head.get(end), Some(b' ' | b'\t')) {
            return end;
        }
    }
    head.len()
}

fn field<'a>(told: &mut Head<'a>, span: (usize, usize), line: &'a [u8], called: bool, key: &mut DefaultHasher) {
    let Some(colon) = memchr::memchr(b':', line) else {
        told.malformed = true;
        return;
    };
    let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
    let rest = line.get(colon.saturating_add(1)..).unwrap_or_default();
    let value = rest.trim_ascii();
    let named = |long: &str, short: &str| is(name, long) || called && is(name, short);
    if named("content-length", "l") {
        let length = is_number(value).then(|| number(value));
        told.conflict |= length.is_none() || told.length.is_some_and(|known| Some(known) != length);
        told.length = told.length.or(length);
    } else if named("content-type", "c") {
        told.content_type = value.get(..CONTENT_TYPE_MAX).unwrap_or(value);
    } else if named("content-encoding", "e") {
        told.encoding = value;
    } else if named("call-id", "i") && called {
        key.write(value);
    } else if is(name, "cseq") {
        key.write(value);
        told.method = value.split(|byte| *byte == b' ').next_back().unwrap_or_default();
    } else if is(name, "authorization") || is(name, "proxy-authorization") {
        let lead = rest.len().saturating_sub(rest.trim_ascii_start().len());
        let value = span.0.saturating_add(colon).saturating_add(1).saturating_add(lead);
        if told.logins.len() < LOGINS {
            told.logins.push(Login { line: span, value, proxy: name.len() > 13 });
        }
    }
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit & 0x0f)))
}

/// User information of a URI: `sip:user:password@host`, `rtsp://user:password@host/`.
pub(super) fn userinfo(uri: &[u8]) -> &[u8] {
    let behind = memchr::memchr(b':', uri).and_then(|colon| uri.get(colon.saturating_add(1)..)).unwrap_or_default();
    let behind = behind.strip_prefix(b"//").unwrap_or(behind);
    let authority = behind.split(|byte| matches!(byte, b'/' | b'?')).next().unwrap_or_default();
    memchr::memrchr(b'@', authority).and_then(|at| authority.get(..at)).unwrap_or_default()
}
