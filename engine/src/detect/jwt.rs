//! JSON Web Tokens (RFC 7519, JWS compact serialisation of RFC 7515 §7.1).

use super::candidate::{Candidate, Native, Sink};
use super::score::Grade;
use super::text::Text;

/// Longest token and longest header that are looked at.
const MAX_TOKEN: usize = 16 << 10;
const MAX_HEADER: usize = 2048;

/// Looks at `eyJ` at `start`, which begins a header, or the payload behind one.
pub(super) fn at<S: Sink>(text: &Text<'_>, start: usize, sink: &mut S) {
    let start = if text.before(start) == b'.' { header_start(text, start - 1).unwrap_or(start) } else { start };
    if is_base64url(text.before(start)) && !text_escape(text, start) {
        return;
    }
    if let Some(end) = token_end(text, start) {
        sink.hit(Candidate { native: Native::Jwt, start, end, grade: Grade::Jwt, loose: false });
    }
}

/// Where the header before the dot at `dot` begins, if blanks or breaks make it begin with other letters than `eyJ`.
fn header_start(text: &Text<'_>, dot: usize) -> Option<usize> {
    let head = text.slice(dot.saturating_sub(MAX_HEADER), dot);
    let len = head.iter().rev().take_while(|b| is_base64url(**b)).count();
    let header = head.get(head.len() - len..)?;
    let blank = [b"eyA".as_slice(), b"ewo", b"ewk", b"ew0"].iter().any(|begin| header.starts_with(begin));
    blank.then_some(dot - len)
}

/// The end of the token that begins at `start`; `None` if it is none. The signature may be empty (`alg: none`).
pub(super) fn token_end(text: &Text<'_>, start: usize) -> Option<usize> {
    let rest = text.slice(start, start + MAX_TOKEN);
    let header = part(rest)?;
    let payload = part(rest.get(header.len() + 1..)?)?;
    let at = header.len() + 1 + payload.len() + 1;
    let signature = rest.get(at..)?.iter().take_while(|b| is_base64url(**b)).count();
    let end = start + at + signature;
    (payload.len() >= 4 && !text.is_cut_short(end) && header_is_json(header)).then_some(end)
}

/// The base64url text up to a dot.
fn part(rest: &[u8]) -> Option<&[u8]> {
    let len = rest.iter().take_while(|b| is_base64url(**b)).count();
    (rest.get(len) == Some(&b'.')).then(|| rest.get(..len)).flatten()
}

fn is_base64url(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
}

/// True if the letter before is that of an escape such as `\n`.
fn text_escape(text: &Text<'_>, start: usize) -> bool {
    !text.joined_before(start) && !matches!(text.before(start), b'-' | b'_')
}

/// True if the header decodes to a JSON object with `alg`.
fn header_is_json(header: &[u8]) -> bool {
    if header.len() > MAX_HEADER {
        return false;
    }
    let Some(decoded) = decode(header) else {
        return false;
    };
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&decoded).is_ok_and(|m| m.contains_key("alg"))
}

/// Decodes base64url without padding (RFC 4648 §5).
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0u32, 0);
    for &b in text {
        let v = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(v);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(out)
}
