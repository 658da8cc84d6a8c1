//! Heads: one pass over the header lines of a message, looking only at the fields that decide something.
//!
//! Nothing is copied: fields are slices of the caller's buffer, and the lines that must not be scanned as plain header
//! text (logins, cookies) are noted as [`Special`]s, so that the runs between them can be handed on whole.

use super::framing::{Framing, chunk, content_codings, decimal, streams};
use crate::message::Coding;
use crate::mime::{Range, content_range};
use leaktap_simd::find;
use std::borrow::Cow;

/// The offsets just past each LF of a head that may still be incomplete.
///
/// Survives calls that see the same unconsumed bytes again, so that no byte is searched twice.
#[derive(Debug, Default)]
pub(in crate::proto) struct LineIndex {
    ends: Vec<u32>,
    searched: usize,
}

impl LineIndex {
    /// Goes on searching in `data`, at most up to `limit`; the length of the head if its empty line was found.
    pub(in crate::proto) fn advance(&mut self, data: &[u8], limit: usize) -> Option<usize> {
        let data = data.get(..limit.min(data.len())).unwrap_or(data);
        if self.ends.capacity() == 0 {
            self.ends.reserve(USUAL_LINES);
        }
        while let Some(found) = data.get(self.searched..).and_then(|rest| find(b'\n', rest)) {
            let begin = self.ends.last().map_or(0, |end| *end as usize);
            let end = self.searched.saturating_add(found).saturating_add(1);
            self.ends.push(end as u32);
            self.searched = end;
            if matches!(data.get(begin..end), Some(b"\n" | b"\r\n")) {
                return Some(end);
            }
        }
        self.searched = data.len();
        None
    }

    /// The offset of the first line's LF, if it was found.
    pub(in crate::proto) fn first_line_end(&self) -> Option<usize> {
        self.ends.first().map(|end| (*end as usize).saturating_sub(1))
    }

    /// Forgets everything, keeping a little memory.
    pub(in crate::proto) fn clear(&mut self) {
        self.ends.clear();
        self.ends.shrink_to(KEPT_LINES);
        self.searched = 0;
    }
}

/// A header line that is not handed on as header text.
#[derive(Clone, Copy, Debug)]
pub(in crate::proto) struct Special {
    /// What it is.
    pub(in crate::proto) kind: SpecialKind,
    /// Offset of the line in the head.
    pub(in crate::proto) line: u32,
    /// Offset of its value, blanks trimmed.
    pub(in crate::proto) value: u32,
    /// Offset of the end of its value.
    pub(in crate::proto) value_end: u32,
    /// Offset of the next line.
    pub(in crate::proto) next: u32,
}

/// Which lines are special.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) enum SpecialKind {
    /// Authorization (RFC 9110 §11.6.2).
    Authorization,
    /// Proxy-Authorization (RFC 9110 §11.7.2).
    ProxyAuthorization,
    /// Cookie (RFC 6265 §4.2).
    Cookie,
    /// Set-Cookie (RFC 6265 §4.1).
    SetCookie,
}

/// What a head says, as far as it decides something.
#[derive(Debug, Default)]
pub(in crate::proto) struct Head<'a> {
    /// Host (RFC 9110 §7.2).
    pub(in crate::proto) host: &'a [u8],
    /// User-Agent.
    pub(in crate::proto) user_agent: &'a [u8],
    /// Content-Type, unfolded.
    pub(in crate::proto) content_type: Cow<'a, [u8]>,
    /// Content-Disposition (RFC 6266), unfolded.
    pub(in crate::proto) disposition: Cow<'a, [u8]>,
    /// Location.
    pub(in crate::proto) location: &'a [u8],
    /// Content-Encoding.
    pub(in crate::proto) codings: Vec<Coding>,
    /// How the body ends.
    pub(in crate::proto) framing: Framing,
    /// Which piece of a whole the body is (RFC 9110 §14.4).
    pub(in crate::proto) range: Range,
    /// The protocols that the sender offers, or the one it takes (RFC 9110 §7.8).
    pub(in crate::proto) upgrade: &'a [u8],
    /// Sec-WebSocket-Extensions (RFC 6455 §11.3.2).
    pub(in crate::proto) extensions: &'a [u8],
    /// Sec-WebSocket-Protocol: what speaks over the WebSocket, or may.
    pub(in crate::proto) subprotocol: &'a [u8],
    /// What is wrong with a header line: the first such thing.
    pub(in crate::proto) malformed: Option<&'static str>,
}

/// Reads the header lines of a complete head; `specials` receives its special lines.
pub(in crate::proto) fn parse<'a>(data: &'a [u8], lines: &LineIndex, specials: &mut Vec<Special>) -> Head<'a> {
    let mut head = Head::default();
    specials.clear();
    let mut ends = lines.ends.iter().map(|end| *end as usize).peekable();
    let mut line = ends.next().unwrap_or(0);
    while let Some(mut next) = ends.next() {
        if ends.peek().is_none() {
            break; // the empty line
        }
        let mut folded = false;
        while matches!(data.get(next), Some(b' ' | b'\t')) && ends.peek().is_some() {
            next = ends.next().unwrap_or(next);
            folded = true;
        }
        if folded {
            head.object("folded header line");
        }
        field(&mut head, data, line, next, specials);
        line = next;
    }
    head
}

fn field<'a>(head: &mut Head<'a>, data: &'a [u8], line: usize, next: usize, specials: &mut Vec<Special>) {
    let text = data.get(line..next).unwrap_or(&[]);
    let Some(colon) = find_colon(text) else {
        head.object("header line without a colon");
        return;
    };
    let mut name = text.get(..colon).unwrap_or(&[]);
    if !matches!((name.first(), name.last()), (Some(b'!'..), Some(b'!'..))) {
        name = name.trim_ascii();
        head.object(if name.is_empty() { "header line without a name" } else { "blank around a header name" });
    }
    let Some(known) = known(name) else { return };
    let rest = text.get(colon.saturating_add(1)..).unwrap_or(&[]);
    let value = rest.trim_ascii();
    match known {
        Known::Host if head.host.is_empty() => head.host = value,
        Known::Host => head.object("two host header lines"),
        Known::UserAgent => head.user_agent = value,
        Known::Location => head.location = value,
        Known::Upgrade => head.upgrade = value,
        Known::Extensions => head.extensions = value,
        Known::Subprotocol => head.subprotocol = value,
        Known::ContentType => head.content_type = unfold(value),
        Known::Disposition => head.disposition = unfold(value),
        Known::ContentEncoding => content_codings(&mut head.codings, value),
        Known::ContentLength => head.framing.content_length(value),
        Known::TransferEncoding => head.framing.transfer_encoding(value),
        Known::ContentRange => head.range = content_range(value),
        // A piece of an upload (tus 1.0 §PATCH): how long the whole is was said elsewhere.
        Known::UploadOffset => {
            head.range = Range { start: decimal(value).unwrap_or(0), goes_on: true, whole: None };
        }
        Known::PayloadDigest if streams(value) => chunk(&mut head.codings),
        Known::PayloadDigest => {}
        Known::Special(kind) => {
            let lead = rest.len().saturating_sub(rest.trim_ascii_start().len());
            let begin = line.saturating_add(colon).saturating_add(1).saturating_add(lead);
            specials.push(Special {
                kind,
                line: line as u32,
                value: begin as u32,
                value_end: begin.saturating_add(value.len()) as u32,
                next: next as u32,
            });
        }
    }
}

impl Head<'_> {
    fn object(&mut self, why: &'static str) {
        self.malformed.get_or_insert(why);
    }
}

/// The values of all lines of a field (lower-case name), joined with commas (RFC 9110 §5.3), folds undone. Lines with a blank
/// before their colon are not heard: proxies differ in what they take them for.
pub(in crate::proto) fn values(lines: &[u8], name: &str) -> Vec<u8> {
    let mut joined = Vec::new();
    let mut within = false;
    for line in lines.split(|byte| *byte == b'\n') {
        if matches!(line.first(), Some(b' ' | b'\t')) {
            if within {
                joined.push(b' ');
                joined.extend_from_slice(line.trim_ascii());
            }
            continue;
        }
        let colon = find_colon(line).unwrap_or(line.len());
        let (its, rest) = line.split_at_checked(colon).unwrap_or((line, &[]));
        within = its.eq_ignore_ascii_case(name.as_bytes()) && !rest.is_empty();
        if within {
            if !joined.is_empty() {
                joined.push(b',');
            }
            joined.extend_from_slice(rest.get(1..).unwrap_or(&[]).trim_ascii());
        }
    }
    joined
}

/// The first colon, eight bytes at a time: names are too short for a vector search to pay, too long for single bytes.
pub(in crate::proto) fn find_colon(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    const COLONS: u64 = u64::from_ne_bytes([b':'; 8]);
    let (words, tail) = text.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let differs = u64::from_le_bytes(*word) ^ COLONS;
        // The lowest byte that is zero has its high bit set here; bytes above it may be wrong.
        let zero = differs.wrapping_sub(ONES) & !differs & HIGHS;
        if zero != 0 {
            return n.checked_mul(8)?.checked_add((zero.trailing_zeros() / 8) as usize);
        }
    }
    let at = tail.iter().position(|b| *b == b':')?;
    text.len().checked_sub(tail.len())?.checked_add(at)
}

enum Known {
    Host,
    UserAgent,
    Location,
    Upgrade,
    Extensions,
    Subprotocol,
    ContentType,
    Disposition,
    ContentEncoding,
    ContentLength,
    TransferEncoding,
    ContentRange,
    UploadOffset,
    PayloadDigest,
    Special(SpecialKind),
}

/// The fields that matter, by length first: most header lines end here without a comparison.
fn known(name: &[u8]) -> Option<Known> {
    let is = |full: &[u8]| name.eq_ignore_ascii_case(full);
    match (name.len(), name.first().map(u8::to_ascii_lowercase)?) {
        (4, b'h') if is(b"host") => Some(Known::Host),
        (6, b'c') if is(b"cookie") => Some(Known::Special(SpecialKind::Cookie)),
        (7, b'u') if is(b"upgrade") => Some(Known::Upgrade),
        (8, b'l') if is(b"location") => Some(Known::Location),
        (10, b'u') if is(b"user-agent") => Some(Known::UserAgent),
        (10, b's') if is(b"set-cookie") => Some(Known::Special(SpecialKind::SetCookie)),
        (12, b'c') if is(b"content-type") => Some(Known::ContentType),
        (13, b'a') if is(b"authorization") => Some(Known::Special(SpecialKind::Authorization)),
        (13, b'c') if is(b"content-range") => Some(Known::ContentRange),
        (13, b'u') if is(b"upload-offset") => Some(Known::UploadOffset),
        (14, b'c') if is(b"content-length") => Some(Known::ContentLength),
        (16, b'c') if is(b"content-encoding") => Some(Known::ContentEncoding),
        (17, b't') if is(b"transfer-encoding") => Some(Known::TransferEncoding),
        (19, b'c') if is(b"content-disposition") => Some(Known::Disposition),
        (20, b'x') if is(b"x-amz-content-sha256") => Some(Known::PayloadDigest),
        (24, b's') if is(b"sec-websocket-extensions") => Some(Known::Extensions),
        (22, b's') if is(b"sec-websocket-protocol") => Some(Known::Subprotocol),
        (19, b'p') if is(b"proxy-authorization") => Some(Known::Special(SpecialKind::ProxyAuthorization)),
        _ => None,
    }
}

/// A folded value on one line (RFC 9112 §5.2: each fold becomes a space).
fn unfold(value: &[u8]) -> Cow<'_, [u8]> {
    if find(b'\n', value).is_none() {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.iter().filter(|b| **b != b'\r').map(|b| if *b == b'\n' { b' ' } else { *b }).collect())
}

/// Lines that most heads do not exceed.
const USUAL_LINES: usize = 16;
/// Lines whose memory a flow keeps between its heads.
const KEPT_LINES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_an_upload_may_go_on() {
        let data = b"PATCH /files/1 HTTP/1.1\r\nUpload-Offset: 70\r\n\r\n";
        let mut index = LineIndex::default();
        assert_eq!(index.advance(data, 9999), Some(data.len()));
        let head = parse(data, &index, &mut Vec::new());
        assert_eq!((head.range.start, head.range.goes_on), (70, true));
    }

    #[test]
    fn uploads_in_chunks_are_known_by_what_they_say_of_their_digest() {
        let codings = |lines: &str| {
            let data = format!("PUT / HTTP/1.1\r\n{lines}\r\n");
            let mut index = LineIndex::default();
            assert_eq!(index.advance(data.as_bytes(), 9999), Some(data.len()));
            parse(data.as_bytes(), &index, &mut Vec::new()).codings
        };
        let digest = "X-Amz-Content-Sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n";
        assert_eq!(codings(digest), [Coding::AwsChunked]);
        assert_eq!(codings(&format!("Content-Encoding: gzip\r\n{digest}")), [Coding::Gzip, Coding::AwsChunked]);
        assert_eq!(
            codings(&format!("{digest}Content-Encoding: gzip,aws-chunked\r\n")),
            [Coding::Gzip, Coding::AwsChunked]
        );
        assert_eq!(codings("x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"), []);
    }
}
