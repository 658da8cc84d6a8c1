//! What stands before a message's text (RFC 3164 §4.1, RFC 5424 §6), and before a message (RFC 6587 §3.4).

use crate::anomaly::Code;
use crate::proto::fields::line;

/// Parameters of structured data that are told one by one.
pub(super) const FIELDS: usize = 256;
/// Digits of an octet count.
const DIGITS: usize = 7;
/// Longest tag (RFC 3164 §4.1.3 allows 32; applications take more).
const TAG_MAX: usize = 64;
const NIL: &[u8] = b"-";

/// A head. What is absent or nil is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'a> {
    /// Its length: the message's text begins there.
    pub(super) len: usize,
    /// HOSTNAME.
    pub(super) host: &'a [u8],
    /// APP-NAME, or the tag.
    pub(super) app: &'a [u8],
    /// PROCID.
    pub(super) process: &'a [u8],
    /// MSGID.
    pub(super) id: &'a [u8],
    /// STRUCTURED-DATA, brackets and all.
    pub(super) data: &'a [u8],
}

/// What an octet count looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// So many octets follow; length of the count with its blank.
    Of(usize, usize),
    /// More bytes must tell.
    Need,
    /// It is none.
    No,
}

/// The head at the start of a message, if there is a priority.
pub(super) fn read(message: &[u8]) -> Option<Head<'_>> {
    let digits = priority(message)?;
    let rest = message.get(digits..)?;
    let mut head = match rest.strip_prefix(b"1 ") {
        Some(fields) => versioned(message, fields),
        None => classic(message, rest),
    };
    for field in [&mut head.host, &mut head.app, &mut head.process, &mut head.id, &mut head.data] {
        if *field == NIL {
            *field = &[];
        }
    }
    // The cookie of the Common Event Expression stands before JSON.
    let text = message.get(head.len..)?;
    let text = text.strip_prefix(b"@cee:").map_or(text, <[u8]>::trim_ascii_start);
    head.len = message.len().saturating_sub(text.len());
    Some(head)
}

/// Length of `<PRI>` at the start.
fn priority(data: &[u8]) -> Option<usize> {
    let rest = data.strip_prefix(b"<")?;
    let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let value = rest.iter().take(digits).fold(0u32, |value, digit| value * 10 + u32::from(digit & 0x0f));
    let sound = (1..=3).contains(&digits) && value <= 191 && rest.get(digits) == Some(&b'>');
    sound.then_some(digits.saturating_add(2))
}

/// TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA (RFC 5424 §6.2).
fn versioned<'a>(message: &'a [u8], fields: &'a [u8]) -> Head<'a> {
    let mut rest = fields;
    let [_, host, app, process, id] = [(); 5].map(|()| word(&mut rest));
    let len = structured(rest);
    let (data, rest) = rest.split_at_checked(len).unwrap_or((rest, &[]));
    let text = rest.strip_prefix(b" ").unwrap_or(rest);
    Head { len: message.len().saturating_sub(text.len()), host, app, process, id, data }
}

/// Takes a word and the blank behind it.
fn word<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, &[]));
    *rest = behind.get(1..).unwrap_or_default();
    word
}

/// Length of STRUCTURED-DATA: nil, or elements in brackets (RFC 5424 §6.3). What is malformed is text.
fn structured(data: &[u8]) -> usize {
    if data == NIL || data.starts_with(b"- ") {
        return 1;
    }
    let mut at = 0usize;
    while data.get(at) == Some(&b'[') {
        let Some(len) = data.get(at..).and_then(element) else { break };
        at = at.saturating_add(len);
    }
    at
}

/// Length of an element, brackets included: a bracket within quotes does not end it.
fn element(data: &[u8]) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in data.iter().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return at.checked_add(1),
            _ => {}
        }
    }
    None
}

/// TIMESTAMP HOSTNAME TAG (RFC 3164 §4.1). Without a timestamp there is neither.
fn classic<'a>(message: &'a [u8], rest: &'a [u8]) -> Head<'a> {
    let mut head = Head::default();
    let mut text = rest;
    if let Some(len) = stamp(rest) {
        text = rest.get(len..).unwrap_or_default().trim_ascii_start();
        let mut ahead = text;
        let host = word(&mut ahead);
        // Many senders leave the host out: then the tag comes first.
        if !host.is_empty() && !host.ends_with(b":") {
            (head.host, text) = (host, ahead);
        }
        if let Some((app, process, len)) = tag(text) {
            (head.app, head.process) = (app, process);
            text = text.get(len..).unwrap_or_default();
        }
    }
    head.len = message.len().saturating_sub(text.len());
    head
}

/// `app: `, `app[pid]: `.
fn tag(text: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let sound = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./@".contains(byte);
    let len = text.iter().take(TAG_MAX).take_while(|byte| sound(byte)).count();
    let (app, mut rest) =
        text.split_at_checked(len).filter(|(app, _)| app.first().is_some_and(|first| *first != b'@'))?;
    let mut process: &[u8] = &[];
    if let Some(inner) = rest.strip_prefix(b"[") {
        let end = inner.iter().take(TAG_MAX).position(|byte| *byte == b']')?;
        process = inner.get(..end)?;
        rest = inner.get(end.saturating_add(1)..)?;
    }
    // `CEF:0|` is no tag.
    let rest =
        rest.strip_prefix(b":").filter(|rest| !process.is_empty() || matches!(rest.first(), None | Some(b' ')))?;
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    Some((app, process, text.len().saturating_sub(rest.len())))
}

/// Length of a timestamp: `Oct 11 22:14:15` with a year or fractions, or an ISO date (RFC 3339).
pub(super) fn stamp(data: &[u8]) -> Option<usize> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let word_end = |from: usize| {
        let rest = data.get(from..)?;
        memchr::memchr(b' ', rest).map_or(Some(data.len()), |end| end.checked_add(from))
    };
    if is_date(data) {
        return word_end(0);
    }
    let [a, b, c, b' ', day, unit, b' ', behind @ ..] = data else { return None };
    let month = MONTHS.contains(&[*a, *b, *c].as_slice());
    if !month || !(day.is_ascii_digit() || *day == b' ') || !unit.is_ascii_digit() {
        return None;
    }
    // `Mmm dd yyyy hh:mm:ss`.
    let year = matches!(behind, [y, _, _, _, b' ', ..] if y.is_ascii_digit());
    word_end(if year { 12 } else { 7 })
}

/// `2026-10-11`.
fn is_date(data: &[u8]) -> bool {
    matches!(data, [a, b, c, d, b'-', e, f, b'-', ..]
        if [a, b, c, d, e, f].iter().all(|byte| byte.is_ascii_digit()))
}

/// True if a timestamp of either kind begins here, behind the priority.
pub(super) fn is_stamped(text: &[u8]) -> bool {
    let versioned = text.strip_prefix(b"1 ").is_some_and(|rest| is_date(rest) || rest.starts_with(b"- "));
    versioned || stamp(text).is_some()
}

/// The octet count at the start, believed if a priority stands behind it.
pub(super) fn count(data: &[u8]) -> Count {
    let digits = data.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    if digits > DIGITS || data.first().is_some_and(|first| !matches!(first, b'1'..=b'9')) {
        return Count::No;
    }
    let len = data.iter().take(digits).fold(0usize, |len, digit| len * 10 + usize::from(digit & 0x0f));
    match data.get(digits..).unwrap_or_default().split_first() {
        None => Count::Need,
        Some((b' ', rest)) => match looks(rest) {
            // A priority alone has three bytes.
            Some(true) if len >= 3 => Count::Of(len, digits.saturating_add(1)),
            Some(_) => Count::No,
            None => Count::Need,
        },
        Some(_) => Count::No,
    }
}

/// Does a priority begin here? `None`: too few bytes.
fn looks(data: &[u8]) -> Option<bool> {
    let Some(rest) = data.strip_prefix(b"<") else { return if data.is_empty() { None } else { Some(false) } };
    let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    match rest.get(digits) {
        _ if digits > 3 => Some(false),
        Some(byte) => Some(*byte == b'>' && digits > 0),
        None => None,
    }
}

/// Where the next frame begins, if it does; else how many bytes hold no beginning of one.
pub(super) fn resync(data: &[u8]) -> (usize, bool) {
    for at in memchr::memchr3_iter(b'\n', 0, b'<', data) {
        if data.get(at) != Some(&b'<') {
            return (at.saturating_add(1), true);
        }
        let Some(before) = data.get(..at).and_then(|before| before.strip_suffix(b" ")) else { continue };
        let start = before.len().saturating_sub(counted(before));
        if start == before.len() {
            continue;
        }
        match data.get(at..).and_then(looks) {
            Some(true) => return (start, true),
            Some(false) => {}
            None => return (start, false),
        }
    }
    let before = data.strip_suffix(b" ").unwrap_or(data);
    let held = counted(before);
    (if held > 0 { before.len().saturating_sub(held) } else { data.len() }, false)
}

/// Digits at the end that may be a count.
fn counted(data: &[u8]) -> usize {
    let digits = data.iter().rev().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let tail = data.get(data.len().saturating_sub(digits)..).unwrap_or_default();
    digits.saturating_sub(tail.iter().take_while(|byte| **byte == b'0').count())
}

/// Where a line ends: at a line feed, or the zero that some senders write (RFC 6587 §3.4.2).
pub(super) fn line_end(data: &[u8]) -> Option<usize> {
    memchr::memchr2(b'\n', 0, data)
}

/// Appends `name: value` of every parameter, escapes undone (RFC 5424 §6.3.3); an element's id as `sd-id`. What is
/// wrong otherwise: [`Code::PartsLimit`] beyond [`FIELDS`] of them or `most` bytes, or [`Code::HeaderMalformed`].
pub(super) fn parameters(data: &[u8], most: usize, fields: &mut Vec<u8>) -> Option<Code> {
    let mut value = Vec::new();
    let mut rest = data;
    for _ in 0..FIELDS {
        rest = match rest.split_first() {
            Some((b'[' | b']' | b' ', behind)) => {
                let opens = rest.first() == Some(&b'[');
                rest = behind;
                if !opens {
                    continue;
                }
                let end = rest.iter().position(|byte| matches!(byte, b' ' | b']')).unwrap_or(rest.len());
                line(fields, b"sd-id", rest.get(..end).unwrap_or_default());
                rest.get(end..).unwrap_or_default()
            }
            Some(_) => {
                let Some(equals) = memchr::memchr(b'=', rest) else { return Some(Code::HeaderMalformed) };
                let (name, behind) = rest.split_at_checked(equals).unwrap_or((rest, &[]));
                let Some(len) = behind.strip_prefix(b"=\"").and_then(|inner| unquote(inner, &mut value)) else {
                    return Some(Code::HeaderMalformed);
                };
                line(fields, name, &value);
                behind.get(len.saturating_add(2)..).unwrap_or_default()
            }
            None => return None,
        };
        if fields.len() > most {
            return Some(Code::PartsLimit);
        }
    }
    (!rest.is_empty()).then_some(Code::PartsLimit)
}

/// The value up to its closing quote; its length on the wire with that.
fn unquote(data: &[u8], value: &mut Vec<u8>) -> Option<usize> {
    value.clear();
    let mut escaped = false;
    for (at, byte) in data.iter().enumerate() {
        match byte {
            b'"' | b'\\' | b']' if std::mem::take(&mut escaped) => value.push(*byte),
            b'"' => return at.checked_add(1),
            b'\\' => escaped = true,
            _ => {
                if std::mem::take(&mut escaped) {
                    value.push(b'\\');
                }
                value.push(*byte);
            }
        }
    }
    None
}
