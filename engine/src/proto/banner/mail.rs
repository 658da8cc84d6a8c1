//! Mail: SMTP (RFC 5321), POP3 (RFC 1939), IMAP (RFC 9051).

use super::super::Probe;
use super::line::{contains, first_line, greeting, is, is_any, is_text, whole_line, words};
use super::{first_of, port_is};
use crate::message::Direction;

pub(super) fn smtp(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = port_is(ports, &[25, 587, 2525]);
    let commands = ["EHLO ", "HELO ", "LHLO ", "MAIL FROM:<", "STARTTLS\r"];
    first_of([
        greeting(data, hint, |text| contains(text, "SMTP") || contains(text, "LMTP")),
        first_line(data, &commands, |line| {
            let words = words(line);
            match words.as_slice() {
                [verb, host] if is_any(verb, &["EHLO", "HELO", "LHLO"]) => is_host(host),
                [verb] => is(verb, "STARTTLS"),
                [verb, from, ..] if is(verb, "MAIL") => {
                    is(from.get(..6).unwrap_or_default(), "FROM:<") && line.contains(&b'>')
                }
                _ => false,
            }
        }),
    ])
}

/// A domain or an address literal.
fn is_host(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(byte))
}

pub(super) fn pop3(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = port_is(ports, &[110]);
    first_of([
        first_line(data, &["+OK"], |line| {
            // Redis answers `+OK` and nothing else.
            let timestamp = line.contains(&b'<') && line.contains(&b'@') && line.ends_with(b">");
            hint || line.len() > 4 && (contains(line, "POP") || contains(line, "dovecot") || timestamp)
        }),
        first_line(data, &["CAPA\r", "STLS\r", "APOP ", "USER ", "AUTH\r"], |line| match words(line).as_slice() {
            [verb] => is_any(verb, &["CAPA", "STLS"]) || hint && is(verb, "AUTH"),
            [verb, _, digest] if is(verb, "APOP") => digest.len() == 32 && digest.iter().all(u8::is_ascii_hexdigit),
            [verb, _] => hint && is(verb, "USER"),
            _ => false,
        }),
    ])
}

pub(super) fn imap(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = port_is(ports, &[143]);
    let greeting = first_line(data, &["* OK ", "* PREAUTH ", "* BYE "], |line| {
        hint || contains(line, "IMAP") || contains(line, "[CAPABILITY ")
    });
    if greeting == Probe::Reject { tagged(data, hint) } else { greeting }
}

/// A client's first command: a tag, a space, a command (RFC 9051 §2.2.1).
fn tagged(data: &[u8], hint: bool) -> Probe {
    const ALONE: [&str; 4] = ["CAPABILITY", "STARTTLS", "NOOP", "LOGOUT"];
    const WITH: [&str; 5] = ["LOGIN", "AUTHENTICATE", "ID", "SELECT", "ENABLE"];
    let end = data.iter().position(|byte| *byte == b' ').unwrap_or(data.len());
    let (tag, rest) = data.split_at_checked(end).unwrap_or((data, &[]));
    let plain = tag.len() <= 16 && tag.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    // Programs number their tags; only people type `a`.
    let counted = hint || tag.iter().any(u8::is_ascii_digit) || rest.is_empty();
    if !plain || !counted || !is_text(tag) {
        return Probe::Reject;
    }
    let verb = rest.strip_prefix(b" ").unwrap_or(rest);
    let begun = verb.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let verb = verb.get(..begun).unwrap_or_default();
    let can_be = |known: &&&str| is(verb, known.get(..begun.min(known.len())).unwrap_or_default());
    if !ALONE.iter().chain(&WITH).any(|known| can_be(&known)) {
        return Probe::Reject;
    }
    whole_line(data, |line| match words(line).as_slice() {
        [_, verb] => is_any(verb, &ALONE),
        [_, verb, _, ..] => is_any(verb, &WITH),
        _ => false,
    })
}
