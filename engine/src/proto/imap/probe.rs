//! First bytes of IMAP, from either side.

use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::line::{contains, first_line, is, is_any, is_text, whole_line, words};
use crate::proto::banner::port_is;

/// Greetings that say so, and tagged commands; on the usual port any greeting and any tag.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = port_is(ports, &[143]);
    let greeting = first_line(data, &["* OK ", "* PREAUTH ", "* BYE "], |line| {
        hint || contains(line, "IMAP") || contains(line, "[CAPABILITY ")
    });
    if greeting == Probe::Reject { tagged(data, hint) } else { greeting }
}

/// A client's first command: a tag, a space, a command (RFC 9051 §2.2.1).
fn tagged(data: &[u8], hint: bool) -> Probe {
    const ALONE: [&str; 4] = ["CAPABILITY", "STARTTLS", "NOOP", "LOGOUT"];
    const WITH: [&str; 4] = ["LOGIN", "AUTHENTICATE", "SELECT", "ENABLE"];
    // A word so short is known by its argument: a list, or NIL (RFC 2971 §3.1).
    const ID: &str = "ID";
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
    if !ALONE.iter().chain(&WITH).chain(&[ID]).any(|known| can_be(&known)) {
        return Probe::Reject;
    }
    whole_line(data, |line| match words(line).as_slice() {
        [_, verb] => is_any(verb, &ALONE),
        [_, verb, argument, ..] if is(verb, ID) => argument.starts_with(b"(") || is(argument, "NIL"),
        [_, verb, argument, ..] => is_any(verb, &WITH) && !argument.is_empty(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16, data: &[u8]) -> Probe {
        probe(Direction::Orig, data, (40_000, port))
    }

    #[test]
    fn greetings_and_tagged_commands_are_claimed() {
        for data in [&b"* OK IMAP4 ready\r\n"[..], b"* PREAUTH [CAPABILITY IMAP4rev1]\r\n", b"a1 LOGIN a b\r\n"] {
            assert_eq!(at(40_001, data), Probe::Match, "{}", data.escape_ascii());
        }
        assert_eq!(at(143, b"* OK ready\r\n"), Probe::Match);
        assert_eq!(at(143, b"a LOGOUT\r\n"), Probe::Match);
        assert_eq!(at(40_001, b"* OK ready\r\n"), Probe::Reject);
        assert_eq!(at(40_001, b"a LOGOUT\r\n"), Probe::Reject);
        assert_eq!(at(143, b"please LOGIN\r\n"), Probe::Reject);
        for data in [&b"a1 ID (\"name\" \"mua\")\r\n"[..], b"1 id nil\r\n"] {
            assert_eq!(at(40_001, data), Probe::Match, "{}", data.escape_ascii());
        }
        for data in [&b"0 ID \r\n"[..], b"0 id card\r\n", b"2 LOGIN \r\n"] {
            assert_eq!(at(40_001, data), Probe::Reject, "{}", data.escape_ascii());
        }
    }
}
